"""What a desk asks before it can admit someone: which of several people, whether they agree, who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkin.admission import Reason
from checkin.citizen_card import CitizenCard
from checkin.desk import Answer
from checkin.identity import Ambiguous, Recognised
from checkin.person import Person
from checkin.registration import Registered
from kiosk.screens.choose import Choose, Chosen
from kiosk.screens.consent import Consent
from kiosk.screens.desk_badge import BadgeFlow
from kiosk.screens.register import Register
from stations.model import Bilingual

if TYPE_CHECKING:
    from kiosk.screens.desk import DeskScreen

QUESTIONS = frozenset({Reason.AMBIGUOUS, Reason.NO_CONSENT, Reason.NEEDS_GUARDIAN})
"""Reasons for which a dialog opens by itself."""


def ask(desk: DeskScreen, answer: Answer) -> None:
    """Open the dialog that an answer calls for."""
    match answer.identity:
        case Ambiguous(people, card):
            _ask_which(desk, people, card)
        case Recognised(Person() as person, card=card):
            _ask_consent(desk, person, card, child=answer.decision.reason is Reason.NEEDS_GUARDIAN)
        case _:
            pass


def register_walk_in(desk: DeskScreen, card: CitizenCard | None) -> None:
    """Register someone; their new badge is shown at once, or they are received if they were known."""

    def left(result: Registered | Person | None) -> None:
        match result:
            case Registered(answer, code):
                desk.answered(answer)
                if answer.person:
                    BadgeFlow(desk, answer.person).show(code)
            case Person():
                desk.receive_one(result)
            case None:
                pass

    desk.ngayhoi.show(Register(desk.ngayhoi.desk.catalogue.programme, card), left)


def _ask_which(desk: DeskScreen, people: tuple[Person, ...], card: CitizenCard) -> None:
    def chosen(choice: Chosen | None) -> None:
        if choice is None:
            return
        if choice.person:
            desk.receive_one(choice.person, card=card)
        else:
            register_walk_in(desk, card)

    question = Bilingual("Ai là chủ thẻ này?", "Whose card is this?")
    nobody = Bilingual("Không có trong danh sách: đăng ký mới", "Not on the list: register")
    desk.ngayhoi.show(Choose(people, question, nobody), chosen)


def _ask_consent(desk: DeskScreen, person: Person, card: CitizenCard | None, *, child: bool) -> None:
    programme = desk.ngayhoi.desk.catalogue.programme
    basis = programme.guardian_consent if child else programme.spoken_consent

    def answered(agreed: bool | None) -> None:
        if agreed:
            desk.receive_one(person, consent=basis, card=card)

    desk.ngayhoi.show(Consent(person, basis), answered)
