"""What follows at the kiosk when someone shows a code or types: questions, and one answer."""

from __future__ import annotations

from collections.abc import Callable

from checkin.admission import Ask, Reason
from checkin.citizen_card import CitizenCard
from checkin.desk import Answer, Scan, receive, receive_person
from checkin.identity import Ambiguous, Recognised, Unknown
from checkin.names import clean, fold, names
from checkin.person import Person
from checkin.registration import Registered
from kiosk.messages import Done, Failed
from kiosk.screens.base import Face
from kiosk.screens.choose import Choose, Chosen
from kiosk.screens.consent import Consent
from kiosk.screens.desk_words import Tone, tone
from kiosk.screens.register import Register
from kiosk.screens.register_form import Form
from kiosk.screens.result import Result
from kiosk.screens.verdict import Farewell, Trouble
from kiosk.typed import typed_code
from stations.model import Bilingual

_SHOWN = 7
"""Namesakes shown at most: with the last line, each still has a digit."""
_LOOKED_AT = 500
"""People who are looked through for those whom a text names."""


class Reception:
    """Receives people for a kiosk's face, which gets the clerk's messages and hands them on."""

    def __init__(self, face: Face, show: Callable[[int | Bilingual | None], None]) -> None:
        """`show` puts on the face how many are here, a note about what was typed, or that it is done with."""
        self._face = face
        self._ngayhoi = face.ngayhoi
        self._show = show

    def scanned(self, scan: Scan) -> None:
        """Receive whoever showed a code."""
        desk, now = self._ngayhoi.desk, self._ngayhoi.clock()
        self._ngayhoi.clerk.do("receive", lambda: receive([scan], desk, now)[0], self._face)

    def typed(self, value: str) -> bool:
        """Take a code as if it had been scanned; search for anything else. Whether it was a code."""
        code, text = typed_code(value), clean(value)
        if code:
            self.scanned(code)
            return True
        if fold(text):
            self._search(text)
        return False

    def register(self, card: CitizenCard | None = None) -> None:
        """Register someone without a badge, from their citizen card if they showed one."""
        form = Register(self._ngayhoi.desk.catalogue.programme, card)
        self._ngayhoi.show(form, lambda outcome: self._registered(outcome, form.form))

    def count(self) -> None:
        """Count who is here."""
        desk = self._ngayhoi.desk
        begins = desk.catalogue.event.begins

        def job() -> int:
            with desk.ledger.writing() as log:
                return log.calling(desk.catalogue).crowd.inside(begins)

        self._ngayhoi.clerk.do_once("count", job, self._face)

    def done(self, message: Done) -> None:
        """Go on with what the clerk did."""
        match message.work, message.result:
            case "receive", Answer() as answer:
                self.answered(answer)
                self.count()
            case "search", (list(people), bool(is_somebody)):
                self._found(people, is_somebody=is_somebody)
            case "count", int(inside):
                self._show(inside)

    def failed(self, message: Failed) -> None:
        """Say what the store says, unless nobody asked."""
        if message.work != "count":
            self._ngayhoi.answering.beep(refused=True)
            self._ngayhoi.show(Trouble(message.sentence))

    def answered(self, answer: Answer) -> None:
        """Show an answer, or ask what it takes to have one."""
        top = self._ngayhoi.screen
        if isinstance(top, Result) and top.is_for_another_than(answer):
            top.dismiss()
        self._ngayhoi.answering.beep(refused=tone(answer.decision) is Tone.BAD)
        reason = answer.decision.reason
        match answer.identity:
            case Ambiguous(people, card):
                self._ask_which(people, card)
            case Unknown(card=CitizenCard() as card) if reason is Reason.UNKNOWN_CARD:
                self.register(card)
            case Recognised(Person() as person, _, card) if isinstance(answer.decision, Ask):
                self._ask_consent(person, card, reason)
            case _:
                self._ngayhoi.show(Result(answer))

    def receive_chosen(
        self, person: Person, *, consent: str | None = None, card: CitizenCard | None = None
    ) -> None:
        """Receive someone picked from a list, with what they agreed to and the card they showed."""
        desk, now = self._ngayhoi.desk, self._ngayhoi.clock()

        def job() -> Answer:
            return receive_person(person, desk, now, consent=consent, card=card)

        self._ngayhoi.clerk.do("receive", job, self._face)

    def _search(self, text: str) -> None:
        ledger = self._ngayhoi.desk.ledger

        def job() -> tuple[list[Person], bool]:
            with ledger.reading() as log:
                found = log.people.search(text, _LOOKED_AT)
            return [person for person in found if names(text, person)], bool(found)

        self._ngayhoi.clerk.do("search", job, self._face)

    def _found(self, people: list[Person], *, is_somebody: bool) -> None:
        """Let people choose among those whom they named: the list is nobody's to leaf through.

        is_somebody: whether what was typed is of anybody at all.
        """
        if not self._face.is_active:
            return
        if not is_somebody:
            self._show(None)
            self._show(_NOT_FOUND)
        elif not people:
            self._show(_SAY_MORE)
        elif len(people) > _SHOWN:
            self._show(_TOO_MANY)
        else:
            self._show(None)
            self._ngayhoi.show(Choose(people, _WHO_ARE_YOU, _NOT_LISTED), self._chosen)

    def _chosen(self, chosen: Chosen | None) -> None:
        if chosen and chosen.person:
            self.receive_chosen(chosen.person)
        elif chosen and self._face.is_active:
            self.register()

    def _ask_which(self, people: tuple[Person, ...], card: CitizenCard) -> None:
        def chosen(answer: Chosen | None) -> None:
            if answer and answer.person:
                self.receive_chosen(answer.person, card=card)
            elif answer:
                self.register(card)

        self._ngayhoi.show(Choose(people, _WHO_ARE_YOU, _NOT_LISTED), chosen)

    def _ask_consent(self, person: Person, card: CitizenCard | None, reason: Reason) -> None:
        programme = self._ngayhoi.desk.catalogue.programme
        basis = programme.asked_consent(child=reason is Reason.NEEDS_GUARDIAN)

        def agreed(yes: bool | None) -> None:
            if yes:
                self.receive_chosen(person, consent=basis, card=card)
            elif yes is False:
                self._ngayhoi.show(Farewell())

        self._ngayhoi.show(Consent(person, basis), agreed)

    def _registered(self, outcome: Registered | Person | None, form: Form) -> None:
        match outcome:
            case Registered(answer, code):
                self._ngayhoi.show(Result(answer, code))
                self.count()
            case Person() as person:
                self.receive_chosen(person, consent=form.agreed, card=form.own_card)


_WHO_ARE_YOU = Bilingual("Xin chọn đúng tên của Quý vị", "Please choose your name")
_NOT_LISTED = Bilingual("Không có tôi trong danh sách", "I am not on this list")
_NOT_FOUND = Bilingual(
    "Không tìm thấy. Xin gõ lại, hoặc bấm F3 để đăng ký.", "Nobody found. Try again, or press F3 to register."
)
_SAY_MORE = Bilingual(
    "Xin gõ đủ họ tên, hoặc tên và năm sinh, rồi Enter.",
    "Please type your whole name, or name and year of birth, then Enter.",
)
_TOO_MANY = Bilingual(
    "Có nhiều người trùng tên. Xin gõ thêm năm sinh hoặc thôn.",
    "Many people match. Please add the year of birth or the hamlet.",
)
