"""May this person come in: every rule of the door, with one reason code each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.event import Catalogue, Programme
from checkin.identity import Ambiguous, Doubt, Identity, Recognised, Unknown
from checkin.local_time import local_day
from checkin.participation import Entry, Presence
from checkin.person import Person


class Reason(StrEnum):
    """Why a decision was taken. The codes are part of the log and of `docs/cli.md`."""

    ADMITTED = "admitted"
    CAME_BACK = "came-back"
    UNKNOWN_BADGE = "unknown-badge"
    """A genuine badge, made by a desk this store has not heard of."""

    ALREADY_HERE = "already-here"
    NOT_OPEN_YET = "not-open-yet"
    OVER = "over"
    FORGED_BADGE = "forged-badge"
    REVOKED_BADGE = "revoked-badge"
    OTHER_PROGRAMME = "other-programme"

    AMBIGUOUS = "ambiguous"
    UNKNOWN_CARD = "unknown-card"
    FOREIGN_CODE = "foreign-code"
    UNREADABLE = "unreadable"
    NO_CONSENT = "no-consent"
    NEEDS_GUARDIAN = "needs-guardian"

    LEFT = "left"
    NOT_HERE = "not-here"
    STATION_IN = "station-in"
    STATION_OUT = "station-out"
    NOT_AT_STATION = "not-at-station"
    ALREADY_AT_STATION = "already-at-station"
    SCANNED_TWICE = "scanned-twice"


@dataclass(frozen=True, slots=True)
class Admit:
    """Yes."""

    reason: Reason = Reason.ADMITTED


@dataclass(frozen=True, slots=True)
class Refuse:
    """No, and why."""

    reason: Reason
    first: Entry | None = None
    """The entry that stands against it: the first admission, or the last exit."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Not without a person: a volunteer, the attendee, or a parent has to say something first."""

    reason: Reason


Decision = Admit | Refuse | Ask


def is_here(decision: Decision) -> bool:
    """Whether someone is inside once this was decided at the door."""
    return isinstance(decision, Admit) or decision.reason is Reason.ALREADY_HERE


def admit(identity: Identity, presence: Presence, catalogue: Catalogue, now: datetime) -> Decision:
    """Decide about someone at the door of an event at a moment.

    The event admits on its day, from midnight to midnight local time: nobody who came is turned
    away because the hour on the programme has passed.
    """
    match identity:
        case Unknown(doubt):
            return _doubt(doubt)
        case Ambiguous():
            return Ask(Reason.AMBIGUOUS)
        case Recognised(person, _):
            return calendar(catalogue, now) or _door(person, presence, catalogue.programme, now)


def _doubt(doubt: Doubt) -> Decision:
    match doubt:
        case Doubt.FORGED:
            return Refuse(Reason.FORGED_BADGE)
        case Doubt.REVOKED:
            return Refuse(Reason.REVOKED_BADGE)
        case Doubt.OTHER_PROGRAMME:
            return Refuse(Reason.OTHER_PROGRAMME)
        case Doubt.UNKNOWN_CARD:
            return Ask(Reason.UNKNOWN_CARD)
        case Doubt.FOREIGN:
            return Ask(Reason.FOREIGN_CODE)
        case Doubt.UNREADABLE:
            return Ask(Reason.UNREADABLE)


def calendar(catalogue: Catalogue, now: datetime) -> Refuse | None:
    """Why nothing begins at an event at a moment: that it is not on its day."""
    today = local_day(now)
    if today < catalogue.event.date:
        return Refuse(Reason.NOT_OPEN_YET)
    return Refuse(Reason.OVER) if today > catalogue.event.date else None


def _door(person: Person | None, presence: Presence, programme: Programme, now: datetime) -> Decision:
    if presence.inside:
        return Refuse(Reason.ALREADY_HERE, presence.first)
    if person is None:
        return Admit(Reason.UNKNOWN_BADGE)
    missing = missing_consent(person, programme, now)
    if missing:
        return missing
    return Admit(Reason.CAME_BACK if presence.first else Reason.ADMITTED)


def missing_consent(person: Person, programme: Programme, now: datetime) -> Ask | None:
    """What has to be asked before this person's data may be kept, if anything (Luật 91/2025/QH15)."""
    basis = programme.consent(person.consent) if person.consent else None
    if is_child(person, programme, now):
        return None if basis and basis.covers_children else Ask(Reason.NEEDS_GUARDIAN)
    return None if basis else Ask(Reason.NO_CONSENT)


def answers(consent: str, person: Person, programme: Programme, now: datetime) -> bool:
    """Whether a consent basis is what is missing before this person's data may be kept."""
    basis, missing = programme.consent(consent), missing_consent(person, programme, now)
    if basis is None or missing is None:
        return False
    return missing.reason is Reason.NO_CONSENT or basis.covers_children


def is_child(person: Person, programme: Programme, now: datetime) -> bool:
    """Whether a parent or guardian has to answer for this person at a moment."""
    return programme.is_child(person.birth, local_day(now))
