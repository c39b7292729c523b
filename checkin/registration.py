"""Someone without a badge becomes a person with one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from checkin import badge as badges
from checkin.admission import answers
from checkin.citizen_card import CitizenCard
from checkin.desk import Answer, Desk, welcome_person
from checkin.participation import Draft, Kind
from checkin.person import Person
from checkin.ports import Ledger


@dataclass(frozen=True, slots=True)
class Registered:
    """What a walk-in leaves with."""

    answer: Answer
    code: str
    """The code of their new badge."""


def register(
    person: Person, consent: str, desk: Desk, now: datetime, *, card: CitizenCard | None = None
) -> Registered:
    """Keep a new person who agreed, give them a badge, and receive them at the door.

    Someone whose citizen card is known is not kept twice: whom it recognises is received. Nor is who was
    kept under this id already, by a first try whose answer got lost on its way from the database.
    Raises NoDeviceNumber on a device that was not given a number, ValueError if the consent does
    not answer for this person; nothing is kept then.
    """
    if not answers(consent, replace(person, consent=None), desk.catalogue.programme, now):
        raise ValueError(f"{consent} is no consent for this person")
    with desk.ledger.writing() as log:
        known = (log.people.by_card(card.number) if card else None) or log.people.get(person.id)
        if known is None:
            log.people.add(person, card)
        holder = known or person
        badge = log.people.badge_of(holder.id) or log.people.issue(holder.id)
        answer = welcome_person(holder, log, desk, now, consent=consent)
    return Registered(answer, badges.encode(badge, desk.ledger.key))


def badge_code(person: str, ledger: Ledger) -> str:
    """The code of someone's newest badge, issuing one if they hold none.

    Raises NoDeviceNumber if one has to be issued on a device without a number.
    """
    with ledger.writing() as log:
        return badges.encode(log.people.badge_of(person) or log.people.issue(person), ledger.key)


def replace_badge(person: str, desk: Desk, now: datetime) -> str:
    """Revoke every badge someone holds and issue a new one; returns its code.

    Raises NoDeviceNumber on a device that was not given a number; nothing is revoked then.
    """
    with desk.ledger.writing() as log:
        for serial in log.people.revoke(person):
            log.append(Draft(Kind.BADGE_REVOKED, desk.event, now, desk.code, person=person, badge=serial))
        return badges.encode(log.people.issue(person), desk.ledger.key)
