"""The test code for a keyboard scanner on the screen, and what each scan of it told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.capture.advice import ADVICE
from kiosk.capture.trial import SILENCE, TEST_CODE, Stroke, Verdict, judge, shown
from kiosk.keyboard import is_lone_modifier, key_clock
from kiosk.printing.qr import framed_text
from kiosk.printing.terminal import blocks
from kiosk.widgets.blocks import painted
from stations.model import Bilingual

_CHECK = 0.1
"""Seconds between two looks at whether a scan is over."""
_LEAVING = frozenset({"escape", "ctrl+q", "ctrl+c"})


class Trial(App[None]):
    """Takes every key as the scanner's; one of those that leave does so if no other kind comes with it."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: black; color: white; }
    #code { width: auto; height: auto; }
    #words { padding: 0 1; }
    #words Static { margin-bottom: 1; }
    #title { text-style: bold; }
    .-good #told { color: #8fe388; }
    .-bad #told { color: #ffd166; }
    """
    AUTO_FOCUS: ClassVar[str | None] = ""

    language: reactive[str] = reactive("vi", init=False)
    """"vi" or "en"."""
    verdict: reactive[Verdict | None] = reactive(None, init=False)
    """What the last scan told; None before the first."""

    def __init__(self, keep: Callable[[Verdict], None], language: str = "vi") -> None:
        """`keep` remembers a verdict on this machine; it may raise OSError."""
        super().__init__()
        self._keep = keep
        self._is_kept = True
        self._strokes: list[Stroke] = []
        self.set_reactive(Trial.language, language)

    def compose(self) -> ComposeResult:
        """The code, and beside it what to do and what was found."""
        with Horizontal():
            yield Static(painted(blocks(framed_text(TEST_CODE))), id="code")
            with VerticalScroll(id="words", can_focus=False):
                yield Static(id="title", markup=False)
                yield Static(id="told", markup=False)
                yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        """Wait for a scan."""
        self.set_interval(_CHECK, self._look)
        self._say()

    async def on_event(self, event: events.Event) -> None:
        """Take keys as they come, ahead of everything that keys could do."""
        match event:
            case _ if is_lone_modifier(event):
                pass
            case events.Key():
                self._strokes.append(Stroke(event.character, event.key, event.time))
            case events.Paste(text=text):
                self._strokes += [
                    Stroke(symbol, "enter" if symbol == "\r" else "", event.time) for symbol in text
                ]
            case _:
                await super().on_event(event)

    def _look(self) -> None:
        if self._strokes and key_clock() - self._strokes[-1].at >= SILENCE:
            strokes, self._strokes = self._strokes, []
            verdict = None if _is_one_key(strokes) else judge(strokes)
            if verdict:
                self._take(verdict)
            else:
                self._obey(strokes[-1].name)

    def _take(self, verdict: Verdict) -> None:
        try:
            self._keep(verdict)
            self._is_kept = True
        except OSError:
            self._is_kept = False
        self.verdict = verdict
        self._say()

    def _obey(self, key: str) -> None:
        """What a person pressed alone."""
        if key in _LEAVING or (key == "enter" and self.verdict and self.verdict.works):
            self.exit()
        elif key == "f2":
            self.language = "en" if self.language == "vi" else "vi"
            self._say()

    def _say(self) -> None:
        self.screen.set_class(self.verdict is not None and self.verdict.works, "-good")
        self.screen.set_class(self.verdict is not None and not self.verdict.works, "-bad")
        for place, text in (("#title", _TITLE), ("#told", self._told()), ("#keys", _KEYS)):
            self.query_one(place, Static).update(text.told_in(self.language))

    def _told(self) -> Bilingual:
        if self.verdict is None:
            return _BEFORE
        parts = [*findings_text(self.verdict)]
        if self.verdict.works:
            parts.append(_KEPT if self._is_kept else _NOT_KEPT)
        else:
            parts.append(_AGAIN)
        return Bilingual("\n\n".join(part.vi for part in parts), "\n\n".join(part.en for part in parts))


def _is_one_key(strokes: Sequence[Stroke]) -> bool:
    """Whether one key was held or pressed again and again, or several were of which each leaves."""
    keys = {(stroke.character, stroke.name) for stroke in strokes}
    return len(keys) == 1 or _LEAVING.issuperset(name for _, name in keys)


def findings_text(verdict: Verdict) -> list[Bilingual]:
    """What a test scan told, a sentence or two each."""
    advice = [ADVICE[flaw] for flaw in verdict.flaws]
    advice = [Bilingual(f"! {text.vi}", f"! {text.en}") for text in advice]
    return [*([_learnt(verdict)] if verdict.works else []), *advice]


def _learnt(verdict: Verdict) -> Bilingual:
    pace = f"{verdict.pace * 1000:.0f} ms"
    before, after = shown(verdict.prefix), shown(verdict.suffix)
    return Bilingual(
        f"✔ Máy quét dùng được. Gõ trước mã: {before or 'không có'}; sau mã: {after or 'không có'}; "
        f"mỗi phím {pace}.",
        f"✔ The scanner works. Typed before a code: {before or 'nothing'}; after it: {after or 'nothing'}; "
        f"{pace} a key.",
    )


_TITLE = Bilingual("Thử máy quét USB", "Try the USB scanner")
_BEFORE = Bilingual(
    "Xin đưa máy quét vào mã bên trái, cách chừng một gang tay, rồi bấm quét.\n\n"
    "Máy quét không bắt được mã: phóng to cửa sổ hoặc cỡ chữ, tăng độ sáng màn hình.",
    "Point the scanner at the code on the left, a hand's breadth away, and scan.\n\n"
    "If it does not read it: enlarge the window or the letters, make the screen brighter.",
)
_KEPT = Bilingual("Máy này đã nhớ. Bấm Enter là xong.", "This machine remembers it. Press Enter to finish.")
_NOT_KEPT = Bilingual(
    "Chưa ghi nhớ được vào ổ đĩa. Xin kiểm tra ổ đĩa còn chỗ trống rồi quét lại.",
    "It could not be written to the disk. See that there is room and scan again.",
)
_AGAIN = Bilingual("Làm xong, xin quét lại mã này.", "When done, scan this code again.")
_KEYS = Bilingual("Esc: thoát   F2: English", "Esc: leave   F2: Tiếng Việt")
