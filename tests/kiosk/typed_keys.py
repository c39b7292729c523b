"""What a keyboard scanner types, and a framer that takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import strategies as st

from checkin import badge
from checkin.badge import Badge
from kiosk.capture.prefixed import PrefixFramer
from kiosk.capture.wedge import Framer, Release, Scanned, Verdict

KEY = b"an invented programme"
ONE = badge.encode(Badge(3, 7, 41), KEY)
TWO = badge.encode(Badge(3, 7, 42), KEY)
CARD = "051200000001||Đinh Thị Mưa|02032001|Nữ|Đồng Răm, Ba Khâm, Ba Tơ, Quảng Ngãi|15082021"
LATER_CARD = "051200000002|212345678|Phạm Văn Rẫy|01011950|Nam|Bùi Hui, Ba Trang|01072024||||"
_CARD = re.compile(r"\d{12}\|(\d{9})?\|[^|]+\|\d{8}\|[^|]+\|[^|]+\|\d{8}(\|\|\|([^|\d]+\|[^|\d]+|\|))?")
_NAMES = {
    "\r": "enter", "\n": "ctrl+j", "\t": "tab", "\x1d": "ctrl+right_square_bracket", "\b": "backspace",
    "\x02": "ctrl+b", "\x03": "ctrl+c", " ": "space", "]": "right_square_bracket",
}  # fmt: skip


def is_code(text: str) -> bool:
    code = badge.normalise(text)
    genuine = badge.looks_like_code(code) and badge.decode(code, KEY)[1]
    return genuine or _CARD.fullmatch(text) is not None


@dataclass
class Desk:
    """A framer, a clock, and what a screen would have got from them. Its key objects are numbered."""

    framer: Framer[tuple[int, str]] | PrefixFramer[tuple[int, str]]
    now: float = 100.0
    count: int = 0

    def __post_init__(self) -> None:
        self.log: list[str] = []
        self.order: list[int] = []

    def burst(self, text: str, pace: float = 0.0) -> Desk:
        """Keys `pace` seconds apart."""
        for character in text:
            self.now += pace
            self.count += 1
            name = _NAMES.get(character, character)
            typed = None if character == "\b" else character
            self._note(self.framer.key((self.count, character), typed, name, self.now))
        return self

    def wait(self, seconds: float) -> Desk:
        """Time passes, with the deadline kept as a caller must."""
        end = self.now + seconds
        while (deadline := self.framer.deadline()) is not None and deadline <= end:
            self.now = deadline
            self._note(self.framer.expire(deadline))
        self.now = end
        return self

    def typed(self, text: str) -> Desk:
        """A person types, a key each 120 ms."""
        for character in text:
            self.wait(0.12).burst(character)
        return self.wait(0.12)

    def _note(self, verdicts: list[Verdict[tuple[int, str]]]) -> None:
        for verdict in verdicts:
            match verdict:
                case Scanned(text, out):
                    assert self.log[len(self.log) - out :] == [*text[:out]]
                    del self.log[len(self.log) - out :]
                    self.log.append(f"[{text}]")
                case Release(keys):
                    self.order += [number for number, _ in keys]
                    self.log += [character for _, character in keys]

    @property
    def seen(self) -> str:
        """Released keys as typed, and each scan in brackets, in order."""
        assert self.order == sorted(set(self.order))
        return "".join(self.log)


def desk(prefix: str = "", suffix: str = "") -> Desk:
    return Desk(PrefixFramer(is_code, prefix, suffix) if prefix else Framer(is_code, suffix=suffix))


LETTERS = st.text("abcdeghiknoprtuyăâđêôơưạảễ\b\r\t 0123456789HMRVX|", max_size=12)
CODES = st.sampled_from([ONE, TWO, CARD, LATER_CARD])
ENDS = st.sampled_from(["", "\r", "\n", "\r\n", "\t"])
