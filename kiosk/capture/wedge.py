"""Keystrokes of a keyboard-wedge scanner, told apart from a person's.

A scanner types its payload as a burst; keys cannot be taken back once a widget has seen them. So every
key is held for a moment, ahead of any widget, and then either released in its order or swallowed as part
of a scan. Nothing is lost and nothing is added: all keys released are, in order, all keys that belong to
no scan, but for the first few of one that stalled, which it says are to be taken back.

Without a prefix a scan is known by its text (`is_code`) and the silence or line end after it. What a
person types inside one scanner's burst cannot be told apart then; a text directly before or behind it
in the same burst can. Time is an argument everywhere: seconds of any clock that only grows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

K = TypeVar("K")

GAP = 0.035
"""Seconds: keys closer than this are one burst. Scanners take 1 to 20 ms a key, people 60 and more."""
PATIENCE = 0.6
"""Seconds for which a burst that looks like part of a code waits for the rest of it."""
_PROMPT = 0.1
"""Seconds after a scan within which nobody can have pressed a key."""
_SHORTEST = 8
LONGEST = 1_024
"""Symbols a code may have, from the shortest to the longest; a longer burst is given up as typing."""
_BURST = 4
"""Symbols that people do not type within `GAP` of each other."""
STALLS = 3
"""Pauses within one code beyond which it is a person who pauses."""
_STALLED = 2
"""Symbols, each behind a pause, that a person or a scanner that stalls may have typed."""
MOST_OUT = STALLS * (_BURST - 1)
"""Symbols of a code that may be released before it is known, some at each pause."""
ENDS = {"enter": "\r", "ctrl+m": "\r", "ctrl+j": "\n", "tab": "\t", "ctrl+right_square_bracket": "\x1d"}
"""Keys that scanners send after a payload, by their names in Textual."""
_END_SYMBOLS = frozenset(ENDS.values())
_CARD = re.compile(r"\d{9,12}\|.*\Z", re.DOTALL)
"""A citizen card, finished or not, at the end of a burst."""
_CARD_ALONE = re.compile(rf"(?:(?<![0-9A-Za-z])|(?<=\][A-Za-z][0-9])){_CARD.pattern}", re.DOTALL)
"""The same where it is no part of another code, as of an insurance card."""
_PART_OF_CODE = re.compile(rf"{_CARD.pattern}|[0-9HMRVX]{{4,}}\Z", re.IGNORECASE | re.DOTALL)
"""What an unfinished badge code or citizen card looks like there."""
_NAME_OF_TYPE = re.compile(r"\][A-Za-z][0-9]\Z")
"""What tells the type of a code right before it, if the scanner is set up so (AIM identifier): `]Q1`."""


def knows_none(_text: str) -> bool:
    """Knows no codes but ours."""
    return False


def symbol_of(character: str | None, name: str) -> str:
    """What a key adds to a text: one symbol, a control character too; "" for none, as an arrow or Backspace.

    character: the text the key types, None for none; name: as Textual calls it.
    """
    if name in ENDS:
        return ENDS[name]
    if not character or len(character) != 1 or not (character.isprintable() or name.startswith("ctrl+")):
        return ""
    return character


@dataclass(frozen=True, slots=True)
class Release(Generic[K]):
    """Keys of a person, to be passed on now and in this order."""

    keys: tuple[K, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """A payload as typed, without prefix, suffix and line end."""

    text: str
    out: int = 0
    """How many of its first keys were released before it was known, as the last ones until now."""


Verdict = Release[K] | Scanned


@dataclass(frozen=True, slots=True)
class _Held(Generic[K]):
    key: K
    symbol: str
    at: float


@dataclass(frozen=True, slots=True)
class _Segment(Generic[K]):
    """A stretch of held keys: one code, or keys of a person."""

    held: Sequence[_Held[K]]
    is_scan: bool
    out: int = 0
    """How many of the first keys are released already."""

    def verdict(self) -> Verdict[K]:
        if self.is_scan:
            return Scanned(_text(self.held), self.out)
        return Release(tuple(each.key for each in self.held))


class Framer(Generic[K]):
    """Decides for each key whether it belongs to a scan. The keys are the caller's own objects.

    is_code: whether a text is a whole payload that may be acted on, such as a badge with a right MAC or
    a citizen card. It is asked often and must be quick; codes have 8 to 1,024 symbols.
    is_foreign: whether a text is a code that is not acted on but answered, such as a bank's. It is asked
    about whole bursts alone.
    prefix: what the scanner is set to type before each payload; then framing is certain, whatever the
    payload says, and people's keys are released without delay. A code without it is typing then (see
    `PrefixFramer`). Control characters stand for their keys: U+0002 for Ctrl+B.
    suffix: what it is set to type after each. One that people do not press too, as Enter and Tab, makes
    any burst before it a scan.
    """

    def __init__(
        self,
        is_code: Callable[[str], bool],
        prefix: str = "",
        suffix: str = "",
        is_foreign: Callable[[str], bool] = knows_none,
    ) -> None:
        self._is_code = is_code
        self._is_foreign = is_foreign
        self._prefix = prefix
        self._suffix = suffix
        self._held: list[_Held[K]] = []
        self._last_at = 0.0
        self._examined = False
        """Whether the silence since the last key was already found to be no end."""
        self._let_go: list[_Held[K]] = []
        """The few symbols released last, should they turn out to be the first of a code that stalled."""
        self._ends = _line_ends(suffix)
        self._sends_end = bool(suffix)
        """Whether this scanner is known to type something after each payload."""
        self._ending: tuple[str, float] | None = None
        """What was typed of its end after the last scan, and when the last key of that scan came; None once
        another key followed."""

    def key(self, key: K, character: str | None, name: str, at: float) -> list[Verdict[K]]:
        """Take a key event: what is decided by it, which need not concern that key itself.

        character: the text it types, None for none; name: as Textual calls it. To be called for every
        key, in order, and with `at` never before that of the last call.
        """
        verdicts = self.expire(at)
        symbol = self._symbol(character, name)
        if self._belongs_to_last_scan(symbol, at):
            return verdicts
        self._ending = None
        if not symbol:
            return [*verdicts, *self._interrupted(), Release((key,))]
        self._held.append(_Held(key, symbol, at))
        self._last_at = at
        self._examined = False
        return verdicts + (self._after_prefix() if self._prefix else self._after_symbol())

    def deadline(self) -> float | None:
        """When `expire` must be called unless another key comes first; None while nothing is held."""
        if not self._held:
            return None
        return self._last_at + (PATIENCE if self._examined else GAP)

    def held_since(self) -> float | None:
        """When the first of the keys held came; None while nothing is held."""
        return self._held[0].at if self._held else None

    def expire(self, at: float) -> list[Verdict[K]]:
        """What the silence until `at` decides; nothing before the deadline."""
        verdicts: list[Verdict[K]] = []
        while (deadline := self.deadline()) is not None and at >= deadline:
            if self._examined:
                verdicts += self._give_up()
            else:
                self._examined = True
                verdicts += self._pause_in_prefixed() if self._prefix else self._pause()
        return verdicts

    def _symbol(self, character: str | None, name: str) -> str:
        """What a key adds to a payload; "" for one that no scanner sends."""
        symbol = symbol_of(character, name)
        usual = symbol.isprintable() or symbol in _END_SYMBOLS
        return symbol if usual or symbol in self._prefix + self._suffix else ""

    def _belongs_to_last_scan(self, symbol: str, at: float) -> bool:
        """Whether this is the suffix or line end of a scan already reported; CR LF counts as one."""
        if self._ending is None or not symbol or self._held:
            return False
        before, since = self._ending
        is_whole = self._suffix and before.startswith(self._suffix)
        patience = PATIENCE if self._sends_end and not is_whole else _PROMPT
        if at - since > patience or not any(end.startswith(before + symbol) for end in self._ends):
            return False
        self._note_end(before + symbol, at)
        return True

    def _after_symbol(self) -> list[Verdict[K]]:
        text = _text(self._held)
        if self._suffix and text.endswith(self._suffix):
            return self._settle(len(self._suffix))
        if text[-1] in _END_SYMBOLS:
            return self._settle(1)
        return self._make_room() if len(text) > LONGEST else []

    def _settle(self, end: int = 0) -> list[Verdict[K]]:
        """Decide on all held keys, the last `end` of which end a line."""
        cut = len(self._held) - end
        run, ending = self._held[:cut], self._held[cut:]
        self._held = []
        segments = self._completed(self._segments(run))
        self._let_go = []
        if ending and self._is_certain(segments, ending):
            segments = [_Segment(run, is_scan=True)]
        if ending and segments and segments[-1].is_scan:
            self._note_end(_text(ending), ending[-1].at)
        elif ending:
            segments.append(_Segment(ending, is_scan=False))
        return [segment.verdict() for segment in segments]

    def _is_certain(self, segments: Sequence[_Segment[K]], ending: Sequence[_Held[K]]) -> bool:
        """Whether one burst was ended by a suffix that nobody presses, or is a code that is not ours."""
        if len(segments) != 1 or segments[0].is_scan:
            return False
        (typed,) = segments
        if _text(ending) != self._suffix or _END_SYMBOLS.issuperset(self._suffix):
            return self._is_foreign_burst(typed.held)
        return len(typed.held) >= _SHORTEST and self._pauses(typed.held) == 0

    def _is_foreign_burst(self, run: Sequence[_Held[K]]) -> bool:
        """Whether it is one burst of a scanner, and a code that is not ours."""
        return len(run) >= _SHORTEST and self._pauses(run) == 0 and self._is_foreign(_text(run))

    def _note_end(self, ending: str, at: float) -> None:
        """Remember that the scanner sent a suffix or line end, and what came of it."""
        self._sends_end = True
        self._ending = (ending, at)

    def _interrupted(self) -> list[Verdict[K]]:
        """Decide on all held keys because of a key that no scanner sends."""
        if not self._prefix or not self._held:
            return self._settle()
        body = _text(self._held).removeprefix(self._prefix)
        return self._prefixed_scan(0) if self._is_code(body) else [self._release(len(self._held))]

    def _segments(self, run: Sequence[_Held[K]]) -> list[_Segment[K]]:
        """Codes at the end or the start of a run, again and again, and the keys between them."""
        text = _text(run)
        for cut in self._cuts(run):
            if not self._is_whole(text[:cut]):
                continue
            after = self._segments(run[cut:])
            if after[0].is_scan or self._is_by_hand(run[cut:]):
                return [_Segment(run[:cut], is_scan=True), *after]
        for start in range(len(run) - _SHORTEST + 1):
            if self._is_whole(text[start:]):
                mark = _NAME_OF_TYPE.search(text[:start])
                before = run[: mark.start() if mark else start]
                return [*self._segments(before), _Segment(run[start:], is_scan=True)]
        for end in range(len(run) - 1, _SHORTEST - 1, -1):
            if self._is_whole(text[:end]):
                return [_Segment(run[:end], is_scan=True), *self._segments(run[end:])]
        return [_Segment(run, is_scan=False)] if run else []

    def _completed(self, segments: list[_Segment[K]]) -> list[_Segment[K]]:
        """The segments, the first as a code if it is one together with what was released just before.

        A machine that is out of breath may take a third of a second between the first two keys of a burst.
        """
        if not segments or segments[0].is_scan or not self._let_go:
            return segments
        if segments[0].held[0].at - self._let_go[-1].at > PATIENCE:
            return segments
        for start in range(len(self._let_go)):
            together = [*self._let_go[start:], *segments[0].held]
            if self._is_whole(_text(together)):
                scan = _Segment(together, is_scan=True, out=len(self._let_go) - start)
                return [scan, *segments[1:]]
        return segments

    def _is_whole(self, text: str) -> bool:
        """Whether it is a code without the spaces and separators around it that a code's reader ignores."""
        return text[0].isalnum() and (text[-1].isalnum() or text[-1] == "|") and self._is_code(text)

    def _make_room(self) -> list[Verdict[K]]:
        *done, last = self._segments(self._held)
        self._held = list(last.held) if done else []
        return [segment.verdict() for segment in (done or [last])]

    def _pause(self) -> list[Verdict[K]]:
        """Decide after a gap, but keep what may be the first part of a code."""
        begun = self._begun_suffix()
        if begun and any(
            segment.is_scan for segment in self._completed(self._segments(self._held[:-begun]))[-1:]
        ):
            return self._settle(begun)
        start = self._card_before_line_end()
        run, self._held = self._held[:start], self._held[start:]
        segments = self._completed(self._segments(run))
        if self._held or not segments:
            return [segment.verdict() for segment in segments]
        last = segments[-1]
        if len(segments) == 1 and not self._sends_end and self._is_foreign_burst(last.held):
            last = segments[0] = _Segment(last.held, is_scan=True)
        if last.is_scan:
            self._let_go = []
            self._ending = ("", self._last_at)
            return [segment.verdict() for segment in segments]
        cut = self._unfinished(last.held)
        self._held = list(last.held[cut:])
        if not self._held:
            self._let_go = self._last_out(run)
        segments[-1:] = [_Segment(last.held[:cut], is_scan=False)] if cut else []
        return [segment.verdict() for segment in segments]

    def _last_out(self, run: list[_Held[K]]) -> list[_Held[K]]:
        """What went out now, behind what went out before it if a code that stalls may begin with both."""
        if len(run) >= _BURST:
            return []
        in_time = self._let_go and run[0].at - self._let_go[-1].at <= PATIENCE
        return [*self._let_go, *run][-MOST_OUT:] if in_time else run

    def _begun_suffix(self) -> int:
        """How many of the last keys begin the suffix, without being all of it."""
        text = _text(self._held)
        return next((n for n in range(len(self._suffix) - 1, 0, -1) if text.endswith(self._suffix[:n])), 0)

    def _card_before_line_end(self) -> int:
        """Where the card begins that is whole only at its line end, or when nothing follows for long.

        Its last fields may be missing, so that a part of it may look whole too.
        """
        text = _text(self._held)
        card = _CARD_ALONE.search(text)
        if not card or not self._is_burst(self._held[card.start() :]):
            return len(self._held)
        mark = _NAME_OF_TYPE.search(text[: card.start()])
        return mark.start() if mark else card.start()

    def _unfinished(self, typed: Sequence[_Held[K]]) -> int:
        """Where, in keys that hold no code, the part of one begins that is worth waiting for the rest."""
        part = _PART_OF_CODE.search(_text(typed))
        return part.start() if part and self._is_burst(typed[part.start() :]) else len(typed)

    def _is_burst(self, run: Sequence[_Held[K]]) -> bool:
        """Whether a scanner may have typed it: a fast start, and no more pauses than a few stalls."""
        return self._pauses(run[:_BURST]) == 0 and self._pauses(run) <= STALLS

    def _pauses(self, run: Sequence[_Held[K]]) -> int:
        return len(self._cuts(run))

    def _is_by_hand(self, run: Sequence[_Held[K]]) -> bool:
        """Whether a person typed these keys, with a pause between any two of them."""
        return len(run) > _STALLED and self._pauses(run) == len(run) - 1

    def _cuts(self, run: Sequence[_Held[K]]) -> list[int]:
        """Where keys came after a pause."""
        return [at for at, (one, other) in enumerate(pairwise(run), 1) if other.at - one.at >= GAP]

    def _give_up(self) -> list[Verdict[K]]:
        """Decide after the longest silence: nothing more will come."""
        body = self._held[len(self._prefix) :]
        inside = self._prefix and _text(self._held).startswith(self._prefix)
        if inside and len(body) >= _BURST and (not self._suffix or self._is_code(_text(body))):
            return self._prefixed_scan(0)
        return [self._release(len(self._held))] if self._prefix else self._settle()

    def _after_prefix(self) -> list[Verdict[K]]:
        text = _text(self._held)
        if not text.startswith(self._prefix):
            return self._await_prefix(text)
        body = text[len(self._prefix) :]
        if self._suffix:
            return self._prefixed_scan(len(self._suffix)) if body.endswith(self._suffix) else []
        if body and body[-1] in _END_SYMBOLS:
            return self._prefixed_scan(1)
        if body.endswith(self._prefix) and self._is_code(body.removesuffix(self._prefix)):
            return self._prefixed_scan(0, following=len(self._prefix))
        return []

    def _await_prefix(self, text: str) -> list[Verdict[K]]:
        """Release all but what may be the beginning of a prefix."""
        count = next(n for n in range(len(text) + 1) if self._prefix.startswith(text[n:]))
        return [self._release(count)] if count else []

    def _pause_in_prefixed(self) -> list[Verdict[K]]:
        text = _text(self._held)
        body = self._held[len(self._prefix) :]
        if self._prefix.startswith(text):
            return []
        if not text.startswith(self._prefix) or self._pauses(self._held) > STALLS:
            return [self._release(len(self._held))]
        is_whole = not self._suffix and self._is_code(_text(body)) and not _CARD.match(_text(body))
        return self._prefixed_scan(0) if is_whole else []

    def _prefixed_scan(self, end: int, following: int = 0) -> list[Verdict[K]]:
        """Report what stands between the prefix and `end` keys of line end; `following` keys stay."""
        cut = len(self._held) - following
        taken, self._held = self._held[:cut], self._held[cut:]
        body = taken[len(self._prefix) : len(taken) - end]
        is_burst = self._is_burst(body if len(body) >= _BURST else taken)
        if not body or not (is_burst or self._is_code(_text(body))):
            return [Release(tuple(each.key for each in taken))]
        if end:
            self._note_end(_text(taken[-end:]), taken[-1].at)
        elif not following:
            self._ending = ("", taken[-1].at)
        return [Scanned(_text(body))]

    def _release(self, count: int) -> Verdict[K]:
        released, self._held = self._held[:count], self._held[count:]
        return Release(tuple(each.key for each in released))


def _text(held: Sequence[_Held[K]]) -> str:
    return "".join(each.symbol for each in held)


def _line_ends(suffix: str) -> tuple[str, ...]:
    """All that a scanner may type after a payload; a suffix that ends no line may have a line end behind."""
    usual = ("\r\n", "\n", "\t", "\x1d")
    if not suffix:
        return usual
    behind = () if suffix[-1] in _END_SYMBOLS else usual
    return (*usual, suffix, *(suffix + end for end in behind))
