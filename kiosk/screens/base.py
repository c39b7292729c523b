"""What every screen shares: the app it belongs to, its language, and who gets a scan."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.widgets import OptionList

from data.reports.vietnamese import number
from kiosk.widgets.field import Field
from stations.model import Bilingual

if TYPE_CHECKING:
    from checkin.desk import Scan
    from kiosk.app import NgayHoi

Result = TypeVar("Result")

_LEAST = 5.0
"""Seconds for which a screen is waited at that comes to the top again, for whoever is there to go on."""


class Spoken(Screen[Result]):
    """A screen that speaks both languages and may take scans."""

    takes_scans: ClassVar[bool] = False
    """Whether a scan goes to this screen while it is the topmost that takes one."""

    is_drawing = False
    """Whether it is about to draw itself in the other language; keys wait until then."""
    _waiting: Timer | None = None
    _touched: float | None = None
    """When somebody was there last, by a clock that only goes forward; None before it is shown."""

    @property
    def ngayhoi(self) -> NgayHoi:
        """The running app, with its desk, clock and clerk."""
        return cast("NgayHoi", self.app)

    @property
    def patience(self) -> float | None:
        """Seconds without a touch or key after which `give_up` is called; None for ever."""
        return None

    @property
    def stays(self) -> bool:
        """Whether it waits beneath what comes next, as for something half typed that matters."""
        return False

    @property
    def is_held(self) -> bool:
        """Whether whom it is for is still using it, so that nobody else's answer may replace it."""
        return False

    @property
    def asks(self) -> bool:
        """Whether someone is being asked: who was seen with them waits until they answered."""
        return False

    @property
    def minds_posters(self) -> bool:
        """Whether it answers a code from elsewhere that a camera sees: not while somebody's answer is read.

        Such codes hang on walls, and whoever steps aside before one shows it.
        """
        return False

    @property
    def is_working(self) -> bool:
        """Whether it is busy with the last answer, so that the next key is for what comes of it."""
        return False

    def say(self, vi: str, en: str) -> str:
        """The one of two texts that is in the language chosen."""
        return self.tell(Bilingual(vi, en))

    def number(self, value: int) -> str:
        """A whole number as the language chosen writes its thousands: 1.234, or 1,234."""
        return self.say(number(value), f"{value:,}")

    @cached_property
    def bars(self) -> dict[str, tuple[int, str]]:
        """Where bars stood before the language changed, by list, and what was typed then.

        A list that is filled again only after that takes its bar from here.
        """
        return {}

    def tell(self, text: Bilingual) -> str:
        """A bilingual text in the language chosen."""
        return text.told_in(self.ngayhoi.language)

    def scanned(self, scan: Scan) -> None:
        """Take a scan; only called where `takes_scans` is true."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Go away with a result: once, and only while on top.

        A second key or a late answer would take the screen beneath away.
        """
        on_top = self.is_attached and self.app.screen_stack[-1:] == [self]
        return super().dismiss(result) if on_top else AwaitComplete()

    def call_after_refresh(self, callback: Callable[..., object], *args: object, **kwargs: object) -> bool:
        """As Textual's, but in this screen's own turn; Textual takes that of the screen on top."""
        return super().call_after_refresh(self.call_later, callback, *args, **kwargs)

    def give_up(self) -> None:
        """Go away, as nobody is there any more."""
        self.dismiss(None)
        self.end_turn()

    def end_turn(self) -> None:
        """Let what comes next be for another one, unless something half done is still open for whom it is."""
        if self.app.screen is self.ngayhoi.face:
            self.ngayhoi.face.turn_ended()

    def on_screen_resume(self) -> None:
        """Wait on for whoever was here before another screen came on top, not for others who showed codes."""
        now, patience = monotonic(), self.patience or 0.0
        self._touched = self._touched or now
        self._wait(min(patience, max(_LEAST, self._touched + patience - now)))

    def on_screen_suspend(self) -> None:
        """Wait for nobody while beneath another screen."""
        if self._waiting:
            self._waiting.stop()

    def wait_for_someone(self) -> None:
        """Begin again to wait, as someone is there."""
        self._touched = monotonic()
        self._wait(self.patience or 0.0)

    def _wait(self, seconds: float) -> None:
        if self._waiting:
            self._waiting.stop()
        if self.patience is not None:
            self._waiting = self.set_timer(seconds, self.give_up)

    async def draw_anew(self) -> None:
        """Translate, and take keys again; an app that is ending mounts nothing any more."""
        if self.app.is_running:
            await self.translate()
        self.is_drawing = False

    async def translate(self) -> None:
        """Show everything again in the language now chosen, keeping what was typed, chosen and focused."""
        typed = {field.id: (field.value, field.selection) for field in self.query(Field) if field.id}
        marked = {options.id: options.highlighted for options in self.query(OptionList) if options.id}
        text = " ".join(value for value, _ in typed.values())
        self.bars.update((name, (index, text)) for name, index in marked.items() if index is not None)
        focused = self.focused.id if self.focused else None
        await self.recompose()
        for name, (value, selection) in typed.items():
            for field in self.query(f"#{name}").results(Field):
                field.value, field.selection = value, selection
        for name, index in marked.items():
            for options in self.query(f"#{name}").results(OptionList):
                options.highlighted = index
        if focused and self.query(f"#{focused}"):
            self.set_focus(self.query_one(f"#{focused}"))


class Face(Spoken[None]):
    """The screen a laptop shows all day."""

    takes_scans = True
    lists_answers: ClassVar[bool] = False
    """Whether answers stay to be seen, so that several may come at once."""
    is_manned: ClassVar[bool] = False
    """Whether a volunteer is there, who goes on with what was begun however long a villager takes."""

    @cached_property
    def births(self) -> dict[str, str]:
        """By id, the birth of people as the last list to choose from wrote it: namesakes' in full."""
        return {}

    @property
    def minds_posters(self) -> bool:
        """While nothing is on top of it."""
        return True

    def opened(self) -> None:
        """Begin the day's work: from now on the app has its desk.

        A store that was copied to this machine says so, as standard error is not seen under a screen.
        """
        if self.is_on_new_device:
            self.app.notify(self.tell(self.new_device_note()), severity="warning", markup=False, timeout=60)

    def turn_ended(self) -> None:
        """Somebody is done with here, so that what comes next is for another one."""

    @property
    def is_on_new_device(self) -> bool:
        """Whether the store was opened on a machine that it did not know."""
        return self.ngayhoi.store.device.is_new

    def new_device_note(self) -> Bilingual:
        """What to say then: that it lacks what this machine wrote to another one comes first."""
        from kiosk.wording import lacking_text, new_device_text  # noqa: PLC0415 - hardly ever needed

        device = self.ngayhoi.store.device
        return lacking_text(device.lacks) if device.lacks else new_device_text(device.id, device.number)

    def not_today(self) -> Bilingual | None:
        """Why nobody can be received, on a day that is not the event's."""
        from kiosk.wording import not_today  # noqa: PLC0415 - the first screen of a kiosk comes without it

        events = (known.event for known in self.ngayhoi.store.catalogues.values())
        return not_today(self.ngayhoi.desk.catalogue.event, events, self.ngayhoi.clock())

    @property
    def stays(self) -> bool:
        """Always."""
        return True


class Dialog(Spoken[Result], ModalScreen[Result]):
    """A question on top of a screen; it returns a value and decides nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss", "Thôi / Cancel"),
        ("f2", "app.language", "English / Tiếng Việt"),  # a modal screen hides the app's own keys
    ]
    is_put_to_someone: ClassVar[bool] = False
    """Whether a volunteer puts it to somebody who is there, however long they take."""

    @property
    def asks(self) -> bool:
        """Always."""
        return True

    @property
    def patience(self) -> float | None:
        """As long as for anything half done, for ever where a volunteer puts it to someone."""
        is_waited_for = self.is_put_to_someone and self.ngayhoi.face.is_manned
        return None if is_waited_for else self.ngayhoi.settings.idle_seconds
