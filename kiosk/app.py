"""The app around every screen: scanners, language, leaving, threads. No rules of the door."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import ClassVar

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.timer import Timer

from checkin import badge as badges
from checkin.citizen_card import CitizenCard
from checkin.desk import Desk, Scan
from checkin.payload import BadgeCode, read
from kiosk.capture.wedge import Framer, Release, Verdict
from kiosk.capture.wedge import Scanned as Burst
from kiosk.messages import Crashed, Scanned
from kiosk.screens.base import Face, Spoken
from kiosk.screens.pin import PinDialog
from kiosk.workers import Clerk, Lookout

THEME = Theme(
    name="ngayhoi",
    primary="#9C1C1C",
    secondary="#1F4E79",
    accent="#C98A00",
    foreground="#1C1B1A",
    background="#FBF8F1",
    surface="#F3EDDF",
    panel="#E8DFCB",
    success="#17693A",
    warning="#8A5A00",
    error="#A3221B",
    dark=False,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a laptop is told when its screen is opened."""

    pin: str = "1010"
    """Digits that leave the kiosk; the default is the national day of digital transformation."""
    prefix: str = ""
    suffix: str = ""
    """What the keyboard scanner types before and after a code, if it was set up to."""
    language: str = "vi"
    result_seconds: float = 12.0
    """How long a result stays before the kiosk welcomes the next person."""
    idle_seconds: float = 90.0
    """After how long without a key a half-done registration is given up."""


class NgayHoi(App[None]):
    """One of the four faces, on one laptop."""

    TITLE = "Ngày hội"
    CSS_PATH = "ngayhoi.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "language", "English / Tiếng Việt", id="language"),
        Binding("ctrl+q", "leave", "Thoát / Quit", id="leave", show=False, priority=True),
        Binding("ctrl+c", "leave", show=False, priority=True, system=True),
    ]

    language: reactive[str] = reactive("vi", init=False)
    """"vi" or "en"."""

    def __init__(
        self,
        desk: Desk,
        face: Callable[[], Face],
        clock: Callable[[], datetime],
        settings: Settings | None = None,
        scans: Iterable[Scan] | None = None,
    ) -> None:
        """`face` makes the first screen; `scans` come from a camera or serial scanner, if there is one."""
        super().__init__()
        self.desk = desk
        self.clock = clock
        self.settings = settings or Settings()
        self.set_reactive(NgayHoi.language, self.settings.language)
        self.clerk = Clerk(self)
        self._face = face
        self._lookout = Lookout(scans, self) if scans is not None else None
        self._framer: Framer[events.Key] = Framer(self._is_code, self.settings.prefix, self.settings.suffix)
        self._expiry: Timer | None = None

    def get_default_screen(self) -> Screen[None]:
        """The face this laptop shows; every other screen comes on top of it and goes again."""
        return self._face()

    def on_mount(self) -> None:
        """Start the threads."""
        self.register_theme(THEME)
        self.theme = THEME.name
        self.set_class(needs_ascii(), "-ascii")
        self.clerk.start()
        if self._lookout:
            self._lookout.start()

    def on_unmount(self) -> None:
        """Finish what was begun; a scan that was answered is already durable."""
        self.clerk.close()

    async def on_event(self, event: events.Event) -> None:
        """Frame scans ahead of every widget, whatever has the focus."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._obey(self._framer.key(event, event.character, event.key, monotonic()))
        elif isinstance(event, events.Paste) and not event.is_forwarded and self._is_code(event.text.strip()):
            self.post_message(Scanned(Scan(event.text.strip().encode(), typed=True)))
        else:
            await super().on_event(event)

    async def _obey(self, verdicts: Iterable[Verdict[events.Key]]) -> None:
        for verdict in verdicts:
            match verdict:
                case Release(keys):
                    for key in keys:
                        await super().on_event(key)
                case Burst(text):
                    self.post_message(Scanned(Scan(text.encode("utf-8", "surrogatepass"), typed=True)))
        self._set_expiry()

    def _set_expiry(self) -> None:
        if self._expiry:
            self._expiry.stop()
        deadline = self._framer.deadline()
        if deadline is not None:
            self._expiry = self.set_timer(max(0.001, deadline - monotonic()), self._expire)

    async def _expire(self) -> None:
        await self._obey(self._framer.expire(monotonic()))

    def _is_code(self, text: str) -> bool:
        match read(text.encode("utf-8", "surrogatepass"), from_wedge=True):
            case BadgeCode(code):
                return badges.decode(code, self.desk.ledger.key)[1]
            case CitizenCard():
                return True
            case _:
                return False

    @on(Scanned)
    def hand_over(self, message: Scanned) -> None:
        """Give a scan to the topmost screen that takes scans."""
        message.stop()
        taker = next(s for s in reversed(self.screen_stack) if isinstance(s, Spoken) and s.takes_scans)
        taker.scanned(message.scan)

    @on(Crashed)
    def end_with(self, message: Crashed) -> None:
        """End with a bug that a thread hit."""
        raise message.error

    def action_language(self) -> None:
        """Vietnamese or English."""
        self.language = "en" if self.language == "vi" else "vi"

    async def watch_language(self) -> None:
        """Show every open screen in the other language."""
        for screen in self.screen_stack:
            if isinstance(screen, Spoken):
                await screen.translate()

    def action_leave(self) -> None:
        """Leave, for whoever knows the PIN."""
        if not isinstance(self.screen, PinDialog):
            self.push_screen(PinDialog(), self._leave)

    def _leave(self, may: bool | None) -> None:
        if may:
            self.exit()


def needs_ascii() -> bool:
    """Whether the terminal cannot be trusted to draw lines and blocks."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return not encoding.startswith("utf") or os.environ.get("TERM") == "linux"
