"""The straight line: one scan at the door, from bytes to what the person is told.

`receive` is the whole program in one function; everything else here enters the same line at a
later point, when a person rather than a code said who is meant. A volunteer's desk takes one code
at a time by `checkin.visits.come`; what comes of it is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from checkin.admission import Admit, Ask, Decision, Refuse, admit, answers, calendar, is_here
from checkin.badge import Badge
from checkin.calling import free_number, group_of, kinds
from checkin.citizen_card import CitizenCard
from checkin.event import Catalogue
from checkin.identity import Ambiguous, Identity, Recognised, is_whole_match, recognise
from checkin.local_time import VIETNAM
from checkin.participation import Draft, Entry, Kind, Presence, happened_after, moment_among, on_day, presence
from checkin.payload import read
from checkin.person import Person
from checkin.ports import Ledger, Log
from stations.model import Call, Go, Hold, Nothing
from stations.passport import Progress, progress
from stations.routing import Traveller


@dataclass(frozen=True, slots=True)
class Desk:
    """A place where codes are shown: a check-in desk, a kiosk, or a station."""

    ledger: Ledger
    catalogue: Catalogue
    code: str
    """Code of the desk or station, written into every entry made here."""
    catches_up: bool = False
    """Whether a list on paper is caught up with: nothing that happened later was known to who wrote it."""

    @property
    def event(self) -> str:
        """Code of the event."""
        return self.catalogue.event.code


@dataclass(frozen=True, slots=True)
class Scan:
    """Bytes from a camera or keystrokes, not yet understood."""

    data: bytes
    typed: bool = False
    """True when they came through a keyboard, which may have altered them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one scan. Whoever holds it knows that the log holds it too."""

    identity: Identity
    decision: Decision
    entry: Entry | None
    """The entry that records the decision; None while something is being asked, or only the way was."""
    call: Call
    presence: Presence
    """The person's day as it stood before this scan."""

    @property
    def person(self) -> Person | None:
        """Who was recognised, if their name is known here."""
        return self.identity.person if isinstance(self.identity, Recognised) else None


def receive(scans: Sequence[Scan], desk: Desk, now: datetime) -> list[Answer]:
    """Answer scans at the door, in order; they become durable together, before any is returned."""
    payloads = [read(scan.data, from_wedge=scan.typed) for scan in scans]
    tag, key = desk.catalogue.programme.tag, desk.ledger.key
    with desk.ledger.writing() as log:
        return [welcome(recognise(payload, tag, key, log.people), log, desk, now) for payload in payloads]


def welcome(identity: Identity, log: Log, desk: Desk, now: datetime) -> Answer:
    """Decide about someone at the door, write it down, and advise where to go."""
    answer = let_in(identity, log, desk, now)
    if answer.entry is None or not is_here(answer.decision):
        return answer
    return replace(answer, call=advise(identity, log, desk, now, at=answer.entry.draft.at))


def let_in(identity: Identity, log: Log, desk: Desk, now: datetime) -> Answer:
    """Decide about someone at the door and write it down, without advice."""
    before, at = so_far(identity, log, desk, now)
    decision = admit(identity, before, desk.catalogue, now)
    return Answer(identity, decision, record(decision, identity, log, desk, at), Nothing(), before)


def receive_person(
    person: Person,
    desk: Desk,
    now: datetime,
    *,
    consent: str | None = None,
    card: CitizenCard | None = None,
) -> Answer:
    """Admit someone a volunteer picked, with the consent they just gave and the card they showed, if any."""
    with desk.ledger.writing() as log:
        return welcome_person(person, log, desk, now, consent=consent, card=card)


def receive_group(people: Sequence[Person], desk: Desk, now: datetime) -> list[Answer]:
    """Admit a class or a family in one action, all or none of it durable."""
    with desk.ledger.writing() as log:
        return [welcome_person(person, log, desk, now) for person in people]


def welcome_person(
    person: Person,
    log: Log,
    desk: Desk,
    now: datetime,
    *,
    consent: str | None = None,
    card: CitizenCard | None = None,
) -> Answer:
    """The part of `receive_person` that happens inside its transaction."""
    return welcome(settled(person, log, desk, now, consent=consent, card=card), log, desk, now)


def settled(
    person: Person,
    log: Log,
    desk: Desk,
    now: datetime,
    *,
    consent: str | None = None,
    card: CitizenCard | None = None,
) -> Recognised:
    """Someone picked, with the answers to what was asked about them: the consent given is kept.

    Only a consent that was missing is noted, and one that answers for this person: for a child a
    parent's or guardian's. What was agreed before stays as it is.
    """
    person, programme = log.people.present(person.id), desk.catalogue.programme
    basis = programme.consent(consent) if consent is not None else None
    if basis and answers(basis.code, person, programme, now):
        log.people.agree(person.id, basis.code)
        log.append(Draft(Kind.CONSENTED, desk.event, now, desk.code, person=person.id, code=basis.agreed))
    return Recognised(log.people.present(person.id), card=card)


def still_known(identity: Identity, log: Log) -> Identity:
    """Whoever was recognised a while ago, as they are known now. Raises NotKnown if they were forgotten."""
    if isinstance(identity, Recognised) and identity.person:
        return replace(identity, person=log.people.present(identity.person.id))
    return identity


def passport(answer: Answer, catalogue: Catalogue) -> Progress | None:
    """How far whoever was recognised is with their passport after a scan, a visit that just began counted."""
    if not isinstance(answer.identity, Recognised):
        return None
    begun = answer.entry.draft if answer.entry and answer.entry.draft.kind is Kind.VISIT_IN else None
    visited = answer.presence.visited | ({begun.station} if begun and begun.station else set())
    return progress(catalogue.event.passport, group_of(answer.person, catalogue), visited)


def is_complete(answer: Answer, catalogue: Catalogue) -> bool:
    """Whether everything asked of whoever was recognised is done, and nothing else is advised to them."""
    known = passport(answer, catalogue)
    return bool(known and known.complete and known.made) and isinstance(answer.call, Nothing)


def so_far(identity: Identity, log: Log, desk: Desk, now: datetime) -> tuple[Presence, datetime]:
    """The day of whoever was recognised, an empty one for everybody else; and when in it this now happens."""
    match identity:
        case Recognised(person, badge):
            told = log.history(desk.event, _id(person), _serial(badge))
            known = [entry for entry in told if not (desk.catches_up and happened_after(entry, now))]
            at = now if desk.catches_up else moment_among(known, now)
            return on_day(presence(known), desk.catalogue.event.date), at
        case _:
            return Presence(), now


def record(decision: Decision, identity: Identity, log: Log, desk: Desk, now: datetime) -> Entry | None:
    """Write a decision about the door into the log; a question is not written."""
    match decision:
        case Admit(reason):
            return note(Kind.ADMITTED, identity, log, desk, now, code=reason)
        case Refuse(reason):
            return note(Kind.REFUSED, identity, log, desk, now, code=reason)
        case Ask():
            return None


def note(
    kind: Kind,
    identity: Identity,
    log: Log,
    desk: Desk,
    now: datetime,
    *,
    code: str | None = None,
    station: str | None = None,
) -> Entry:
    """Write down what someone did; the card they showed for it recognises them from now on, if they agreed.

    An entry of its own and of the same moment says so, and falls with the other if that is taken back.
    """
    if isinstance(identity, Recognised) and identity.person and identity.person.consent and identity.card:
        person = identity.person.id
        is_theirs = identity.card.name_is_certain and is_whole_match(identity.person, identity.card)
        if log.people.link_card(person, identity.card, replaces=is_theirs):
            log.append(Draft(Kind.CARD_LINKED, desk.event, now, desk.code, person=person))
    return log.append(draft(kind, identity, desk, now, code=code, station=station))


def advise(
    identity: Identity,
    log: Log,
    desk: Desk,
    now: datetime,
    place: str | None = None,
    *,
    at: datetime | None = None,
) -> Call:
    """Where someone goes next from a station, or from anywhere else; written down, as others depend on it.

    at: when it happens in their day, if `so_far` said something else than now.
    On another day than the event's nobody is sent anywhere, nor from a list on paper whoever was seen later.
    """
    if not isinstance(identity, Recognised) or calendar(desk.catalogue, now):
        return Nothing()
    calling = log.calling(desk.catalogue)
    where = calling.crowd.whereabouts(identity.who)
    if desk.catches_up and where.was_seen_after(now):
        return Nothing()
    traveller = Traveller(identity.who, group_of(identity.person, desk.catalogue))
    number = where.number or free_number(log, calling)
    local, kind = now.astimezone(VIETNAM), kinds(log, desk.catalogue)
    is_known = calling.is_expecting(identity.who, local, kind)
    call = calling.advise(traveller, place, local, number, kind)
    at = at or now
    match call:
        case Go(station, wait) if where.calls or where.just_told(now) != station:
            log.append(draft(Kind.SENT, identity, desk, at, station=station, minutes=round(wait)))
        case Hold(minutes, int(number)) if not is_known:
            told = None if minutes is None else ceil(minutes)
            log.append(draft(Kind.HELD, identity, desk, at, code=str(number), minutes=told))
        case Nothing() if where.held or where.coming or (where.station and not where.may_be_over):
            log.append(draft(Kind.SENT, identity, desk, at))
    return call


def draft(
    kind: Kind,
    identity: Identity,
    desk: Desk,
    now: datetime,
    *,
    code: str | None = None,
    station: str | None = None,
    minutes: int | None = None,
) -> Draft:
    """An entry about whoever was identified, at this desk and moment."""
    person = identity.person if isinstance(identity, Recognised) else None
    badge = None if isinstance(identity, Ambiguous) else identity.badge
    return Draft(kind, desk.event, now, desk.code, _id(person), _serial(badge), station, code, minutes)


def _id(person: Person | None) -> str | None:
    return person.id if person else None


def _serial(badge: Badge | None) -> int | None:
    return badge.serial if badge else None
