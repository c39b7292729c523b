"""The app around every screen: scanners, language, leaving, threads. No rules of the door."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.actions import ActionParseResult
from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.reactive import Reactive, reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.timer import Timer
from textual.widgets import Input

from kiosk.answering import Answering
from kiosk.capture.model import FrameSource, LineSource, Source
from kiosk.keyboard import Keyboard, is_lone_modifier, key_clock
from kiosk.laptop import DEFAULT_PIN
from kiosk.messages import Crashed, Done, Handed, Scanned, SourceTrouble
from kiosk.presses import Presses
from kiosk.screens.base import Face, Result, Spoken
from kiosk.screens.pin import PinDialog
from kiosk.terminal import read_with_care
from kiosk.workers import Clerk, Lookout
from stations.model import Bilingual

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver

    from checkin.desk import Desk
    from data.ledger import Store
    from kiosk.capture.live import Look

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

_SOURCE_CHECK = 0.5
"""Seconds between two looks at whether the camera or serial scanner is in trouble."""
_KEEP_UP = 20.0
"""Seconds from one time that the log of the other laptops is followed beside the scans to the next.

As often the clock is compared with the server's, and what was written is brought into the store's own file,
which people copy.
"""
_HEARING_CHECK = 1.0
"""Seconds between two looks at whether keys still come."""
_WAITS = 2.0
"""Seconds after which whoever waits for the store is asked to."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a laptop is told when its screen is opened."""

    pin: str = DEFAULT_PIN
    """What leaves a screen, mostly digits."""
    prefix: str = ""
    suffix: str = ""
    """What the keyboard scanner types before and after a code, if it was set up to."""
    language: str = "vi"
    result_seconds: float = 12.0
    """How long a result stays before the kiosk welcomes the next person."""
    idle_seconds: float = 90.0
    """After how long without a key a half-done registration or question is given up."""
    doubled_seconds: float = 0.6
    """How long the key that led to a question does not answer it: again so soon, it was pressed twice.

    0 lets every press count.
    """
    reading_seconds: float = 2.5
    """How long an answer stays at least while someone else who was seen with them waits for theirs."""
    source: str = ""
    """The camera or serial scanner it was opened with, as `open_source` takes it; "" for none."""
    around: tuple[str, str] = ("", "")
    """What a serial scanner was set up to send before and after each code."""
    sound: bool = True
    """Whether a scan of the camera is answered by a sound too; scanners make their own."""
    plain: bool | None = None
    """Whether to draw with ASCII alone; None to find out from the terminal."""


class NgayHoi(App[None]):
    """A face on one laptop: what is around whichever screen stands there."""

    TITLE = "Ngày hội"
    CSS_PATH = "ngayhoi.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "language", "English / Tiếng Việt", id="language"),
        Binding("ctrl+q", "leave", "Thoát / Quit", id="leave", show=False, priority=True),
        Binding("ctrl+c", "leave", show=False, priority=True, system=True),
    ]

    theme: Reactive[str] = Reactive(THEME.name)
    language: reactive[str] = reactive("vi", init=False)
    """"vi" or "en"."""

    def __init__(
        self,
        desk: Desk | Callable[[], Desk],
        face: Callable[[], Face],
        clock: Callable[[], datetime],
        settings: Settings | None = None,
        source: Source | None = None,
    ) -> None:
        """`face` makes the first screen; `source` is a camera or serial scanner, if there is one.

        A desk that is still to be opened is opened by the clerk once the face is to be seen; only
        a face that can be drawn without one is given it so. What is typed meanwhile waits.
        """
        super().__init__()
        self._desk = None if callable(desk) else desk
        self._open_desk = desk if callable(desk) else None
        self._clock = clock
        self.settings = settings or Settings()
        self.trouble: Bilingual | None = None
        """Why the camera or serial scanner gives nothing now, if it does not."""
        self.set_reactive(NgayHoi.language, self.settings.language)
        self.clerk = Clerk(self)
        self.lookout: Lookout | None = None
        """What watches the camera or serial scanner, once people are received."""
        self.source = source
        """The camera or serial scanner in use, if there is one."""
        self.source_text = self.settings.source
        """The same as `open_source` takes it."""
        self.is_loud = self.settings.sound
        """Whether a scan of the camera is answered by a sound too."""
        self.answering = Answering(self)
        """Gives each scan to the screen that answers it."""
        self._face = face
        self.keyboard = Keyboard(self, self.settings.prefix, self.settings.suffix)
        """Takes what is typed before any screen does."""
        self._typed_at = -inf
        self.presses = Presses()
        """Which keys and clicks are meant."""
        self._is_clicking = False
        """Whether a mouse button is down, or was last, that somebody meant."""
        self._watching: Timer | None = None
        self._awaited = 0
        """How much work has to be done until nobody waits for the store."""
        self._asks_to_wait = False

    def clock(self) -> datetime:
        """The time now, by the clock of the store's server where there is one."""
        return self._clock() + self.store.ahead if self.is_open else self._clock()

    @property
    def quiet(self) -> float:
        """Seconds since somebody typed a letter or digit on the face itself; 0 while a key is held."""
        return 0.0 if self.keyboard.is_held else key_clock() - self._typed_at

    @property
    def desk(self) -> Desk:
        """Where this laptop stands. Raises RuntimeError before `is_open`."""
        if self._desk is None:
            raise RuntimeError("the desk is not open yet")
        return self._desk

    @property
    def is_open(self) -> bool:
        """Whether the store is open and people can be received."""
        return self._desk is not None

    @property
    def face(self) -> Face:
        """The screen this laptop shows all day, beneath all others."""
        return cast("Face", self.screen_stack[0])

    @property
    def store(self) -> Store:
        """The store behind the desk; only the clerk's jobs may touch it."""
        return cast("Store", self.desk.ledger)

    @property
    def crash(self) -> Exception | None:
        """The bug that ended the app, if one did."""
        return self._exception

    @property
    def available_themes(self) -> dict[str, Theme]:
        """The one there is, known from the start: else what is styled by then is styled twice."""
        return {THEME.name: THEME}

    def get_driver_class(self) -> type[Driver]:
        """This machine's terminal, at which scanners type."""
        driver = super().get_driver_class()
        read_with_care()
        return driver

    def get_default_screen(self) -> Screen[None]:
        """The face this laptop shows; every other screen comes on top of it and goes again."""
        return self._face()

    def on_mount(self) -> None:
        """Start the threads."""
        plain = self.settings.plain
        self.set_class(needs_ascii() if plain is None else plain, "-ascii")
        self.screen_change_signal.subscribe(
            self, lambda _: self.presses.screen_changed(key_clock()), immediate=True
        )
        self.clerk.start()
        if self._open_desk:
            self.call_after_refresh(self.clerk.do_once, "open", self._open_desk, self)
        else:
            self.call_after_refresh(self._begin)

    @on(Done)
    async def take_desk(self, message: Done) -> None:
        """Begin with the desk that the clerk opened."""
        if message.work == "open":
            self._desk = message.result
            await self._begin()

    async def _begin(self) -> None:
        """Receive people: first what was typed already, then what the camera sees.

        The day so far is followed at once, so that the first of them does not wait for it.
        """
        self.face.opened()
        await self.keyboard.catch_up()
        if self.source:
            self.use(self.source, self.source_text)
        elif self.trouble:
            self.face.post_message(SourceTrouble(self.trouble))
        self.set_interval(_HEARING_CHECK, self._check_hearing)
        self.set_interval(_KEEP_UP, self._keep_up)
        self._keep_up()

    def _check_hearing(self) -> None:
        """Begin anew where no key comes any more: on Windows half a symbol ends what reads them, unseen."""
        reader = getattr(self._driver, "_event_thread", None)
        if reader is not None and not reader.is_alive():
            raise RuntimeError("the terminal's keys are read no more")

    def _keep_up(self) -> None:
        from checkin.board import keep_up
        from data.session import settle

        desk, store, clock = self.desk, self.store, self.clock

        def job() -> None:
            store.keep_time()
            store.keep_names()
            keep_up(desk, clock)
            settle(store.engine)

        self.clerk.do_once("keep up", job, self)

    def use(self, source: Source | None, text: str) -> None:
        """Watch this camera or serial scanner from now on, in place of the one before.

        text: the same as `open_source` takes it, "" for none.
        """
        if isinstance(self.source, FrameSource | LineSource) and source is not self.source:
            self.source.stop()
        self.source, self.source_text, self.lookout = source, text, None
        if source:
            self.lookout = Lookout(source, self)
            self.lookout.start()
        self._watching = self._watching or self.set_interval(_SOURCE_CHECK, self._watch_source)
        self._watch_source()

    @property
    def is_plain(self) -> bool:
        """Whether this terminal draws no pictures, for want of blocks or of colours."""
        return self.has_class("-ascii") or self.no_color

    @property
    def look(self) -> Look | None:
        """What the camera's newest frame showed; None while there is no picture."""
        return self.lookout.look if self.lookout and self.lookout.is_alive() and not self.trouble else None

    def on_unmount(self) -> None:
        """Finish what was begun; a scan that was answered is already durable."""
        if isinstance(self.source, FrameSource | LineSource):
            self.source.stop()
        if self.clerk.is_alive():
            self.clerk.close()

    async def on_event(self, event: events.Event) -> None:
        """Frame scans ahead of every widget, whatever has the focus."""
        if is_lone_modifier(event):
            return
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.keyboard.take(event)
        elif not (isinstance(event, events.InputEvent) and (self._is_over or self._is_unread_click(event))):
            await super().on_event(event)

    def moved_on(self) -> None:
        """Something else is asked now; a screen says so where it stays and asks the next thing itself."""
        self.presses.moved_on(key_clock())

    async def pass_on(self, event: events.Event) -> None:
        """Give a key or what was pasted to what has the focus, unless nobody can mean what it would do."""
        if not isinstance(event, events.Key) or self._is_meant(event):
            await super().on_event(event)
        self._someone_is_there()

    def _is_meant(self, key: events.Key) -> bool:
        in_field, on_face = isinstance(self.focused, Input), self.screen is self.face
        seconds = self.settings.doubled_seconds
        if not self.presses.is_meant(key, seconds, in_field=in_field, on_face=on_face):
            return False
        if key.is_printable and on_face:
            self._typed_at = key.time
        return True

    @property
    def _is_over(self) -> bool:
        """Whether the app is ending: it has no screen left to give keys and clicks to."""
        return not self.screen_stack

    def _is_unread_click(self, event: events.InputEvent) -> bool:
        """Whether it is a mouse button that nobody can mean; it is let go as it was put down."""
        if event.is_forwarded or not isinstance(event, events.MouseDown | events.MouseUp):
            return False
        if isinstance(event, events.MouseUp):
            return not (self._is_clicking or self.mouse_captured)
        self._someone_is_there()
        self._is_clicking = self.presses.is_click_meant(event.time, self.settings.doubled_seconds)
        return not self._is_clicking

    def _someone_is_there(self) -> None:
        if isinstance(self.screen, Spoken):
            self.screen.wait_for_someone()

    def _watch_source(self) -> None:
        trouble = self.source.trouble if isinstance(self.source, FrameSource | LineSource) else None
        if trouble != self.trouble:
            self.trouble = trouble
            self.face.post_message(SourceTrouble(trouble))

    @on(Scanned)
    def hand_over(self, message: Scanned) -> None:
        """Let the screen that takes it answer a scan."""
        message.stop()
        self.answering.take(message.scan, seen=message.seen)

    @on(Handed)
    def wait_for_clerk(self, message: Handed) -> None:
        """Ask whoever waits for the store to do so, if it takes long."""
        self.set_timer(_WAITS, partial(self._ask_to_wait, message.count))

    def _ask_to_wait(self, handed: int) -> None:
        """Say that it takes a while, if the work that was handed over until then is not done."""
        self._awaited = max(self._awaited, handed)
        if not self._asks_to_wait:
            self._ask_again()

    def _ask_again(self) -> None:
        self._asks_to_wait = self.clerk.done < self._awaited
        if self._asks_to_wait:
            self.notify(_WAIT.told_in(self.language), markup=False, timeout=_WAITS)
            self.set_timer(_WAITS, self._ask_again)

    @on(Crashed)
    def end_with(self, message: Crashed) -> None:
        """End with a bug that a thread hit."""
        raise message.error

    def show(self, screen: Spoken[Result], then: Callable[[Result | None], None] | None = None) -> None:
        """Put a screen on top, in place of every one that does not stay beneath another.

        `then` gets what the screen returns, None if it was given up; nothing if another took its place.
        """
        while isinstance(self.screen, Spoken) and not self.screen.stays:
            self.pop_screen()
        self.push_screen(screen, then)

    def uncover(self, screen: Screen[Any]) -> None:
        """Take away everything on top of an open screen."""
        while self.screen is not screen and screen in self.screen_stack:
            self.pop_screen()

    def action_language(self) -> None:
        """Vietnamese or English."""
        self.language = "en" if self.language == "vi" else "vi"

    def watch_language(self) -> None:
        """Show every open screen in the other language, each in its own turn: never half drawn to itself."""
        for screen in self.screen_stack:
            if isinstance(screen, Spoken):
                screen.is_drawing = True
                screen.call_later(screen.draw_anew)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Leave a screen's own action to the screen's turn, as it may just be drawing itself anew.

        An app that is ending has taken its screens apart and acts no more.
        """
        run = partial(super().run_action, action, default_namespace, namespaces)
        if isinstance(default_namespace, Spoken) and isinstance(action, str) and "." not in action:
            return default_namespace.call_later(self._while_running, run)
        return await run()

    async def _while_running(self, act: Callable[[], Awaitable[object]]) -> None:
        if self.is_running:
            await act()

    def action_leave(self) -> None:
        """Leave, for whoever knows the PIN."""
        if not isinstance(self.screen, PinDialog):
            self.push_screen(PinDialog(_TO_LEAVE), self._leave)

    def _leave(self, may: bool | None) -> None:
        if may:
            self.exit()

    def panic(self, *renderables: RenderableType) -> None:
        """End with a bug: where its thread of keys ends, Textual would leave as if somebody had the PIN."""
        if self.crash is not None:
            self._fatal_error()
            return
        from rich.traceback import Traceback

        causes = [
            stack for shown in renderables if isinstance(shown, Traceback) for stack in shown.trace.stacks
        ]
        told = "; ".join(f"{cause.exc_type}: {cause.exc_value}" for cause in causes)
        raise RuntimeError(f"the terminal's keys are read no more: {told}")

    def _fatal_error(self) -> None:
        """End without Textual's own traceback, whose local variables would show people's data."""
        self._close_messages_no_wait()


def needs_ascii() -> bool:
    """Whether the terminal cannot be trusted to draw lines and blocks: that of Linux without a desktop."""
    return os.environ.get("TERM") == "linux"


_TO_LEAVE = Bilingual("Nhập số để thoát màn hình", "Enter the number to leave")
_WAIT = Bilingual("Máy đang làm, xin Quý vị chờ một chút.", "Working on it, please wait a moment.")
