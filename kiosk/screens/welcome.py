"""The kiosk: it waits for a badge, a phone or a citizen card, and answers by itself."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Horizontal, Vertical
from textual.widgets import Static

from checkin import badge as badges
from checkin.admission import Ask, Reason
from checkin.citizen_card import CitizenCard
from checkin.desk import Answer, Scan, receive, receive_person
from checkin.identity import Ambiguous, Recognised, Unknown
from checkin.names import clean, fold
from checkin.person import Person
from checkin.registration import Registered
from kiosk.messages import Done, Failed, SourceTrouble
from kiosk.screens.base import Face
from kiosk.screens.choose import Choose, Chosen
from kiosk.screens.consent import Consent
from kiosk.screens.register import Register
from kiosk.screens.result import Result, Trouble
from kiosk.widgets.banner import Banner
from kiosk.widgets.drawings import Drawings
from kiosk.widgets.field import Field
from kiosk.widgets.keys import KeyBar
from kiosk.wording import clock_time
from stations.model import Bilingual

_CLOCK = 1.0
"""Seconds between two looks at the clock."""
_COUNT = 20.0
"""Seconds between two counts of who is here, as other desks admit people too."""
_SHOWN = 7
"""Namesakes shown at most: with the last line, each still has a digit."""


class Welcome(Face):
    """What a person sees who comes in."""

    DEFAULT_CSS = """
    Welcome {
        & > #top { height: 1; background: $primary; color: #FFFFFF; text-style: bold; padding: 0 2; }
        & #event { width: 1fr; }
        & #clock { width: auto; }
        & > #greeting { height: 1fr; align: center middle; }
        & #invitation { text-align: center; text-style: bold; width: 1fr; margin: 1 0; }
        & > #state { width: 1fr; text-align: center; text-style: bold; color: $success; }
        & > #or { padding: 0 3; }
        & > #typed { margin: 0 2; }
        & > KeyBar { background: $panel; padding: 0 1; }
        NgayHoi.-ascii & > #top { text-style: reverse bold; }
    }
    """
    AUTO_FOCUS: ClassVar[str] = "#typed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "register", show=False, id="welcome.register"),
        Binding("f4", "type", show=False, id="welcome.type"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._inside: int | None = None
        self._note: Bilingual | None = None

    @property
    def patience(self) -> float | None:
        """Until the next one is greeted without what the last one typed."""
        return self.ngayhoi.settings.idle_seconds

    def give_up(self) -> None:
        """Forget what was typed, and greet in the language of the place."""
        self._note = None
        self.query_one("#typed", Field).clear()
        self._show_state()
        self.ngayhoi.language = self.ngayhoi.settings.language

    def compose(self) -> ComposeResult:
        """Event and time; the invitation and what to hold up; one field; keys."""
        event, plain = self.ngayhoi.desk.catalogue.event, self.app.has_class("-ascii")
        with Horizontal(id="top"):
            yield Static(self.tell(event.name), id="event", markup=False)
            yield Static(clock_time(self.ngayhoi.clock()), id="clock", markup=False)
        with Vertical(id="greeting"):
            yield Center(Banner(self.ngayhoi.language, plain=plain))
            vi, en = "Kính mời quý vị đưa thẻ vào máy quét", "Please hold your card or badge to the scanner"
            yield Static(self.say(vi, en), id="invitation")
            yield Center(Drawings(self.ngayhoi.language, plain=plain))
        yield Static(self._state(), id="state", markup=False)
        vi, en = (
            "hoặc gõ mã thẻ / họ tên và năm sinh, rồi Enter",
            "or type badge code / name and year, then Enter",
        )
        yield Static(self.say(vi, en), id="or")
        yield Field(id="typed", max_length=120)
        yield KeyBar(self._keys())

    def on_mount(self) -> None:
        """Keep time and count."""
        self.set_interval(_CLOCK, self._show_time)
        self.set_interval(_COUNT, self._count)
        self._count()

    def scanned(self, scan: Scan) -> None:
        """Receive whoever showed a code."""
        desk, now = self.ngayhoi.desk, self.ngayhoi.clock()
        self.ngayhoi.clerk.do("receive", lambda: receive([scan], desk, now)[0], self)
        self._count()

    def receive_chosen(
        self, person: Person, *, consent: str | None = None, card: CitizenCard | None = None
    ) -> None:
        """Receive someone picked from a list, with what they agreed to and the card they showed."""
        desk, now = self.ngayhoi.desk, self.ngayhoi.clock()

        def job() -> Answer:
            return receive_person(person, desk, now, consent=consent, card=card)

        self.ngayhoi.clerk.do("receive", job, self)
        self._count()

    def answered(self, answer: Answer) -> None:
        """Show an answer, or ask what it takes to have one."""
        reason = answer.decision.reason
        match answer.identity:
            case Ambiguous(people, card):
                self._ask_which(people, card)
            case Unknown(card=CitizenCard() as card) if reason is Reason.UNKNOWN_CARD:
                self.ngayhoi.show(Register(self.ngayhoi.desk.catalogue.programme, card), self._registered)
            case Recognised(Person() as person, _, card) if isinstance(answer.decision, Ask):
                self._ask_consent(person, card, reason)
            case _:
                self.ngayhoi.show(Result(answer))

    @on(Done)
    def done(self, message: Done) -> None:
        """Go on with what the clerk did."""
        message.stop()
        match message.work, message.result:
            case "receive", Answer() as answer:
                self.answered(answer)
            case "search", list(people):
                self._found(people)
            case "count", int(inside):
                self._inside = inside
                self._show_state()

    @on(Failed)
    def failed(self, message: Failed) -> None:
        """Say what the store says."""
        message.stop()
        if message.work != "count":
            self.ngayhoi.show(Trouble(message.sentence))

    @on(SourceTrouble)
    def source_trouble(self, message: SourceTrouble) -> None:
        """Say that the camera gives nothing, or no longer say so."""
        message.stop()
        self._show_state()

    @on(Field.Submitted)
    def submitted(self, message: Field.Submitted) -> None:
        """Take a badge code as if it had been scanned; search for anything else."""
        message.stop()
        text = clean(message.value)
        if badges.looks_like_code(badges.normalise(text)):
            message.input.clear()
            self.scanned(Scan(text.encode(), typed=True))
        elif fold(text):
            ledger = self.ngayhoi.desk.ledger

            def job() -> list[Person]:
                with ledger.reading() as log:
                    return list(log.people.search(text, _SHOWN + 1))

            self.ngayhoi.clerk.do("search", job, self)

    def action_register(self) -> None:
        """Register someone without a badge."""
        if self.is_current:
            self.ngayhoi.show(Register(self.ngayhoi.desk.catalogue.programme), self._registered)

    def action_type(self) -> None:
        """Go to the field."""
        self.query_one("#typed", Field).focus()

    def _found(self, people: list[Person]) -> None:
        if not self.is_current:
            return
        if not people:
            self._note = _NOT_FOUND
        elif len(people) > _SHOWN:
            self._note = _TOO_MANY
        else:
            self._note = None
            self.query_one("#typed", Field).clear()
            self.ngayhoi.show(Choose(people, _WHO_ARE_YOU, _NOT_LISTED), self._chosen)
        self._show_state()

    def _chosen(self, chosen: Chosen | None) -> None:
        if chosen and chosen.person:
            self.receive_chosen(chosen.person)
        elif chosen:
            self.action_register()

    def _ask_which(self, people: tuple[Person, ...], card: CitizenCard) -> None:
        def chosen(answer: Chosen | None) -> None:
            if answer and answer.person:
                self.receive_chosen(answer.person, card=card)
            elif answer:
                self.ngayhoi.show(Register(self.ngayhoi.desk.catalogue.programme, card), self._registered)

        self.ngayhoi.show(Choose(people, _WHO_ARE_YOU, _NOT_LISTED), chosen)

    def _ask_consent(self, person: Person, card: CitizenCard | None, reason: Reason) -> None:
        programme = self.ngayhoi.desk.catalogue.programme
        child = reason is Reason.NEEDS_GUARDIAN
        basis = programme.guardian_consent if child else programme.spoken_consent

        def agreed(yes: bool | None) -> None:
            if yes:
                self.receive_chosen(person, consent=basis, card=card)

        self.ngayhoi.show(Consent(person, basis), agreed)

    def _registered(self, outcome: Registered | Person | None) -> None:
        match outcome:
            case Registered(answer, code):
                self.ngayhoi.show(Result(answer, code))
                self._count()
            case Person() as person:
                self.receive_chosen(person)

    def _count(self) -> None:
        desk = self.ngayhoi.desk

        def job() -> int:
            with desk.ledger.writing() as log:
                return log.crowd(desk.event).inside()

        self.ngayhoi.clerk.do("count", job, self)

    def _show_time(self) -> None:
        self.query_one("#clock", Static).update(clock_time(self.ngayhoi.clock()))

    def _show_state(self) -> None:
        self.query_one("#state", Static).update(self._state())

    def _state(self) -> str:
        if self._note:
            return self.tell(self._note)
        if self.ngayhoi.trouble:
            return self.tell(self.ngayhoi.trouble)
        if not self._inside:
            return self.ngayhoi.desk.catalogue.event.place
        count = f"{self._inside:,}".replace(",", ".")
        return self.say(f"Đã có {count} người đang tham dự", f"People here now: {self._inside:,}")

    def _keys(self) -> list[tuple[str, str, str]]:
        return [
            ("f2", "F2", self.say("English", "Tiếng Việt")),
            ("f3", "F3", self.say("Chưa có thẻ: đăng ký", "No badge: register")),
            ("f4", "F4", self.say("Gõ mã, họ tên", "Type code or name")),
        ]


_WHO_ARE_YOU = Bilingual("Xin chọn đúng tên của Quý vị", "Please choose your name")
_NOT_LISTED = Bilingual("Không có tôi trong danh sách", "I am not on this list")
_NOT_FOUND = Bilingual(
    "Không tìm thấy. Xin gõ lại, hoặc bấm F3 để đăng ký.", "Nobody found. Try again, or press F3 to register."
)
_TOO_MANY = Bilingual(
    "Có nhiều người trùng tên. Xin gõ thêm năm sinh hoặc thôn.",
    "Many people match. Please add the year of birth or the hamlet.",
)
