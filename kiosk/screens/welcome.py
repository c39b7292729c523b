"""The kiosk: it waits for a badge, a phone or a citizen card, and answers by itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Horizontal, Vertical
from textual.widgets import Static

from checkin.local_time import clock_time
from data.reports.vietnamese import number
from kiosk.messages import Done, Failed, SourceTrouble
from kiosk.screens.base import Face
from kiosk.widgets.banner import Banner
from kiosk.widgets.drawings import Drawing, Drawings
from kiosk.widgets.field import Field
from kiosk.widgets.keys import KeyBar
from kiosk.widgets.viewfinder import Viewfinder
from stations.model import Bilingual

if TYPE_CHECKING:
    from checkin.desk import Scan
    from kiosk.capture.aim import Aim
    from kiosk.screens.reception import Reception

_CLOCK = 1.0
"""Seconds between two looks at the clock."""
_COUNT = 20.0
"""Seconds between two counts of who is here, as other desks admit people too."""


class Welcome(Face):
    """What a person sees who comes in."""

    DEFAULT_CSS = """
    Welcome {
        & > #top { height: 1; background: $primary; color: #FFFFFF; text-style: bold; padding: 0 2; }
        & #event { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        & #clock { width: auto; }
        & > #greeting { width: 100%; height: 1fr; align: center middle; }
        & #invitation { text-align: center; text-style: bold; width: 1fr; margin: 1 0; }
        & #invitation.-aim { background: $warning; color: #FFFFFF; }
        & #mirror { display: none; height: 1fr; }
        & #beside { width: 23; height: 100%; align: center middle; }
        & #hello { width: 21; text-style: bold; color: $primary; margin-bottom: 1; }
        &.-seeing #mirror { display: block; }
        &.-seeing #invitation { margin: 0; }
        &.-seeing .unseen { display: none; }
        & > #state { width: 1fr; text-align: center; text-style: bold; color: $success; }
        & > #state.-note { color: $warning; }
        & > #or { padding: 0 3; }
        & > #typed { margin: 0 2; }
        & > KeyBar { background: $panel; padding: 0 1; }
    }
    """
    AUTO_FOCUS: ClassVar[str] = "#typed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "register", show=False, id="welcome.register"),
        Binding("f4", "type", show=False, id="welcome.type"),
        Binding("f9", "cameras", show=False, id="welcome.cameras"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._inside: int | None = None
        self._note: Bilingual | None = None
        self._searched = ""
        """What was looked for last, as it stood in the field."""
        self._seeing = False
        self._aim: Aim | None = None

    @cached_property
    def _reception(self) -> Reception:
        """What receives people; made when the desk is open."""
        from kiosk.screens.reception import Reception

        return Reception(self, self._note_that)

    @property
    def patience(self) -> float | None:
        """Until the next one is greeted without what the last one typed."""
        return self.ngayhoi.settings.idle_seconds

    def give_up(self) -> None:
        """Forget what was typed, and greet in the language of the place."""
        self.query_one("#typed", Field).clear()
        self._drop_note()
        self.turn_ended()

    def turn_ended(self) -> None:
        """Greet the next one in the language of the place."""
        self.ngayhoi.language = self.ngayhoi.settings.language

    def compose(self) -> ComposeResult:
        """Event and time; the invitation and what to hold up; one field; keys."""
        plain = self.app.has_class("-ascii")
        with Horizontal(id="top"):
            yield Static(self._title(), id="event", markup=False)
            yield Static(clock_time(self.ngayhoi.clock()), id="clock", markup=False)
        with Vertical(id="greeting"):
            yield Center(Banner(self.ngayhoi.language, plain=plain), classes="unseen")
            yield from self._compose_mirror()
            yield Static(self._invitation(), id="invitation")
            yield Center(Drawings(self.ngayhoi.language, plain=plain), classes="unseen")
        yield Static(self._state(), id="state", markup=False)
        vi, en = (
            "hoặc gõ mã thẻ / họ tên và năm sinh, rồi Enter",
            "or type badge code / name and year, then Enter",
        )
        yield Static(self.say(vi, en), id="or")
        yield Field(id="typed", max_length=120)
        yield KeyBar(self._keys())

    def _compose_mirror(self) -> ComposeResult:
        with Horizontal(id="mirror"):
            yield Viewfinder()
            with Vertical(id="beside"):
                yield Static(self.say("Xin chào!", "Welcome!"), id="hello")
                yield Drawing(self.ngayhoi.language)

    def on_mount(self) -> None:
        """Keep time and count."""
        self.set_interval(_CLOCK, self._show_time)
        self.set_interval(_COUNT, self._count)

    def opened(self) -> None:
        """Say which event it is, and receive people from now on."""
        if self.is_on_new_device:
            self._note = self.new_device_note()
        self._put("#event", self._title())
        self._show_state()
        self._count()

    def scanned(self, scan: Scan) -> None:
        """Receive whoever showed a code; a note was for whoever stood here before."""
        self._drop_note()
        self._reception.scanned(scan)

    @on(Done)
    def done(self, message: Done) -> None:
        """Go on with what the clerk did."""
        message.stop()
        self._reception.done(message)

    @on(Failed)
    def failed(self, message: Failed) -> None:
        """Say what the store says."""
        message.stop()
        self._reception.failed(message)

    @on(SourceTrouble)
    def source_trouble(self, message: SourceTrouble) -> None:
        """Say that the camera gives nothing, or no longer say so."""
        message.stop()
        self._show_state()

    @on(Viewfinder.Changed)
    def seen(self, message: Viewfinder.Changed) -> None:
        """Show the camera's picture in place of the drawings, and say what would help to read a code."""
        message.stop()
        self._seeing, self._aim = message.seeing, message.aim
        self.set_class(self._seeing and not self.ngayhoi.is_plain, "-seeing")
        self.query("#invitation").set_class(self._aim is not None, "-aim")
        self._put("#invitation", self._invitation())

    @on(Field.Submitted)
    def submitted(self, message: Field.Submitted) -> None:
        """Take a badge code as if it had been scanned; search for anything else."""
        message.stop()
        self._searched = message.value
        if self._reception.typed(message.value):
            message.input.clear()
            self._drop_note()

    def action_register(self) -> None:
        """Register someone without a badge."""
        if self.ngayhoi.is_open and self.is_active:
            self._drop_note()
            self.query_one("#typed", Field).clear()
            self._reception.register()

    def action_type(self) -> None:
        """Go to the field."""
        self.query_one("#typed", Field).focus()

    def action_cameras(self) -> None:
        """Choose the camera."""
        from kiosk.screens.cameras import choose_camera

        choose_camera(self)

    def _note_that(self, news: int | Bilingual | None) -> None:
        """Take how many are here; or a note about what was typed; or None when that is done with."""
        if isinstance(news, int):
            self._inside = news
        else:
            self._note = news
            field = self.query_one("#typed", Field)
            if news is None and field.value == self._searched:
                field.clear()
        self._show_state()

    def _drop_note(self) -> None:
        self._note = None
        self._show_state()

    def _count(self) -> None:
        if self.ngayhoi.is_open:
            self._reception.count()

    def _title(self) -> str:
        if self.ngayhoi.is_open:
            return self.tell(self.ngayhoi.desk.catalogue.event.name)
        return self.say("Ngày hội", "Welcome")

    def _show_time(self) -> None:
        self._put("#clock", clock_time(self.ngayhoi.clock()))

    def _show_state(self) -> None:
        self.query("#state").set_class(self._warning() is not None, "-note")
        self._put("#state", self._state())

    def _put(self, place: str, text: str) -> None:
        """Change a line, unless all lines are just being made anew in the other language."""
        for line in self.query(place).results(Static):
            line.update(text)

    def _invitation(self) -> str:
        if self._aim:
            return self.tell(self._aim.value)
        if self._seeing:
            return self.say(
                "Kính mời Quý vị đưa thẻ ra trước máy ảnh", "Please hold your card up to the camera"
            )
        return self.say(
            "Kính mời Quý vị đưa mã trên thẻ lại trước máy quét",
            "Please hold your card or badge to the scanner",
        )

    def _warning(self) -> Bilingual | None:
        """What is to be known before all else."""
        warning = self._note or self.ngayhoi.trouble
        return warning or (self.not_today() if self.ngayhoi.is_open else None)

    def _state(self) -> str:
        warning = self._warning()
        if warning:
            return self.tell(warning)
        if not self._inside:
            return self.ngayhoi.desk.catalogue.event.place if self.ngayhoi.is_open else ""
        count = number(self._inside)
        return self.say(f"Đã có {count} người đang tham dự", f"People here now: {self._inside:,}")

    def _keys(self) -> list[tuple[str, str, str]]:
        return [
            ("f2", "F2", self.say("English", "Tiếng Việt")),
            ("f3", "F3", self.say("Chưa có thẻ: đăng ký", "No badge: register")),
            ("f4", "F4", self.say("Gõ mã, họ tên", "Type code or name")),
            ("f9", "F9", self.say("Máy ảnh", "Camera")),
        ]
