"""What a manned place asks before it goes on: which of several people, and whether they agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checkin.admission import Ask, Reason
from checkin.citizen_card import CitizenCard
from checkin.desk import Answer
from checkin.identity import Ambiguous, Recognised
from checkin.person import Person
from kiosk.screens.base import Spoken
from kiosk.screens.choose import Choose, Chosen
from kiosk.screens.consent import Consent
from stations.model import Bilingual

_QUESTIONS = frozenset({Reason.AMBIGUOUS, Reason.NO_CONSENT, Reason.NEEDS_GUARDIAN})
"""Reasons for which a dialog opens by itself."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered to a question."""

    person: Person | None
    """Who it is; None for someone who is on no list."""
    consent: str | None = None
    """The basis on which they, or their guardian, just agreed."""
    card: CitizenCard | None = None
    """The card they showed, if the store should link it to them."""


@dataclass(frozen=True, slots=True)
class Question:
    """An answer that asks something, and what it was asked for."""

    answer: Answer
    nobody: Bilingual
    """The line for who is none of the people that are shown."""
    replied: Callable[[Reply], None]
    """Goes on; not called if the question is given up or declined."""
    given_up: Callable[[], None] | None = None
    """Goes on if nobody said which of several people it is."""

    @property
    def about(self) -> frozenset[str]:
        """Who, and whose card: an answer about the same leaves nothing to ask."""
        match self.answer.identity:
            case Recognised(card=card) as one:
                return frozenset({one.who, card.number} if card else {one.who})
            case Ambiguous(card=card):
                return frozenset({card.number})
            case _:
                return frozenset()


def is_question(answer: Answer) -> bool:
    """Whether a dialog has to be opened for this answer."""
    return isinstance(answer.decision, Ask) and answer.decision.reason in _QUESTIONS


def ask(screen: Spoken[None], question: Question) -> None:
    """Open the dialog that a question calls for."""
    answer = question.answer
    match answer.identity:
        case Ambiguous(people, card):
            _ask_which(screen, people, card, question)
        case Recognised(Person() as person, card=card):
            programme = screen.ngayhoi.desk.catalogue.programme
            basis = programme.asked_consent(child=answer.decision.reason is Reason.NEEDS_GUARDIAN)
            _ask_consent(screen, person, basis, card, question)
        case _:
            pass


def _ask_which(
    screen: Spoken[None], people: tuple[Person, ...], card: CitizenCard, question: Question
) -> None:
    def chosen(choice: Chosen | None) -> None:
        if choice is not None:
            question.replied(Reply(choice.person, card=card))
        elif question.given_up:
            question.given_up()

    title = Bilingual("Ai là chủ thẻ này?", "Whose card is this?")
    screen.ngayhoi.show(Choose(people, title, question.nobody), chosen)


def _ask_consent(
    screen: Spoken[None], person: Person, basis: str, card: CitizenCard | None, question: Question
) -> None:
    def answered(agreed: bool | None) -> None:
        if agreed:
            question.replied(Reply(person, basis, card))

    screen.ngayhoi.show(Consent(person, basis), answered)
