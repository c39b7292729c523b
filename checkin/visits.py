"""What happens inside the grounds: visits at stations, outcomes, length of stay, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Literal

from checkin.admission import Admit, Reason, Refuse, calendar
from checkin.citizen_card import CitizenCard
from checkin.desk import (
    Answer,
    Desk,
    Scan,
    advise,
    draft,
    let_in,
    note,
    settled,
    so_far,
    still_known,
    welcome,
)
from checkin.identity import Identity, Recognised, recognise
from checkin.participation import Ability, Entry, Kind, Presence, standing
from checkin.payload import read
from checkin.person import Person
from checkin.ports import Log
from stations.model import Call, Nothing

Objection = Literal[Kind.DECLINED, Kind.GAVE_UP]
"""What someone may say against a station that they were sent to."""


_TWICE = timedelta(seconds=15)
"""A code shown again within this time is shown by mistake. Believed: no visit is so short."""


class Turn(StrEnum):
    """What a scan at a station means."""

    IN = "in"
    OUT = "out"
    EITHER = "either"
    """In for someone who is not at the station, out for someone who is."""


def identify(scan: Scan, log: Log, desk: Desk) -> Identity:
    """Who showed a code."""
    payload = read(scan.data, from_wedge=scan.typed)
    return recognise(payload, desk.catalogue.programme.tag, desk.ledger.key, log.people)


def visit(scan: Scan, station: str, turn: Turn, desk: Desk, now: datetime) -> Answer:
    """A scan by a station's host; an answer other than Admit says why it does not count."""
    with desk.ledger.writing() as log:
        return visit_as(identify(scan, log, desk), station, turn, log, desk, now)


def visit_person(
    person: Person,
    station: str,
    desk: Desk,
    now: datetime,
    *,
    turn: Turn = Turn.EITHER,
    card: CitizenCard | None = None,
) -> Answer:
    """As `visit`, of someone who was picked, with the card they showed."""
    with desk.ledger.writing() as log:
        identity = settled(person, log, desk, now, card=card)
        return visit_as(identity, station, turn, log, desk, now)


def visit_as(identity: Identity, station: str, turn: Turn, log: Log, desk: Desk, now: datetime) -> Answer:
    """The part of `visit` inside its transaction, for someone recognised or picked from a list.

    Someone who passed the door unseen is admitted by the same scan, under the rules of the door, without
    being sent anywhere: a laptop that stands apart may have sent them here, and that wait ends now. Of those
    rules the calendar holds for the visit of whoever is inside as well, while a visit may end after midnight.
    """
    identity = still_known(identity, log)
    before, at = so_far(identity, log, desk, now)
    there = before.station == station
    if turn is Turn.OUT and not there and isinstance(identity, Recognised):
        return _refused(Reason.NOT_AT_STATION, identity, before, station, log, desk, at)
    if turn is Turn.EITHER and _is_twice(before, station, now):
        answer = _refused(Reason.SCANNED_TWICE, identity, before, station, log, desk, at)
        return answer if there else replace(answer, call=advise(identity, log, desk, now, station, at=at))
    if not before.inside or (calendar(desk.catalogue, now) and not there):
        door = let_in(identity, log, desk, now)
        if not isinstance(door.decision, Admit):
            return door
    if turn is Turn.IN and there:
        return _refused(Reason.ALREADY_AT_STATION, identity, before, station, log, desk, at)
    kind, reason = (Kind.VISIT_OUT, Reason.STATION_OUT) if there else (Kind.VISIT_IN, Reason.STATION_IN)
    entry = note(kind, identity, log, desk, at, station=station)
    call = advise(identity, log, desk, now, station, at=at) if there else Nothing()
    return Answer(identity, Admit(reason), entry, call, before)


def _is_twice(before: Presence, station: str, now: datetime) -> bool:
    """Whether a visit there began or ended so shortly before that the code was held up twice by mistake."""
    last = before.turned
    return last is not None and last.draft.station == station and _is_just_written(last, now)


def _is_just_written(entry: Entry, now: datetime) -> bool:
    """Whether it was just now; what a clock that was set back put later than that was when it was written."""
    at = entry.draft.at if entry.draft.at <= now else entry.recorded
    return timedelta(0) <= now - at < _TWICE


def come(scan: Scan, desk: Desk, now: datetime) -> Answer:
    """A scan at the door of a desk that lets people out too: the scan that let somebody out counts once."""
    with desk.ledger.writing() as log:
        identity = identify(scan, log, desk)
        before, at = so_far(identity, log, desk, now)
        left = before.left
        if left and left.draft.desk == desk.code and _is_just_written(left, now):
            return _refused(Reason.SCANNED_TWICE, identity, before, None, log, desk, at)
        return welcome(identity, log, desk, now)


def leave(scan: Scan, desk: Desk, now: datetime) -> Answer:
    """A scan at the exit."""
    with desk.ledger.writing() as log:
        return leave_as(identify(scan, log, desk), log, desk, now)


def leave_person(person: Person, desk: Desk, now: datetime, *, card: CitizenCard | None = None) -> Answer:
    """As `leave`, of someone who was picked, with the card they showed."""
    with desk.ledger.writing() as log:
        return leave_as(settled(person, log, desk, now, card=card), log, desk, now)


def leave_as(identity: Identity, log: Log, desk: Desk, now: datetime) -> Answer:
    """The part of `leave` inside its transaction, for someone recognised or picked from a list."""
    if not isinstance(identity, Recognised):
        return welcome(identity, log, desk, now)
    before, at = so_far(identity, log, desk, now)
    if not before.inside or (before.arrived and before.arrived.draft.at > at):
        entry = note(Kind.REFUSED, identity, log, desk, at, code=Reason.NOT_HERE)
        return Answer(identity, Refuse(Reason.NOT_HERE, before.left), entry, Nothing(), before)
    entry = note(Kind.LEFT, identity, log, desk, at)
    return Answer(identity, Admit(Reason.LEFT), entry, Nothing(), before)


def stay(identity: Identity, minutes: int, desk: Desk, now: datetime) -> Call:
    """Note how many minutes someone can stay, and advise them again in that light.

    Whoever has gone since they were asked is advised no more.
    """
    with desk.ledger.writing() as log:
        identity = still_known(identity, log)
        before, at = so_far(identity, log, desk, now)
        if not before.inside:
            return Nothing()
        log.append(draft(Kind.STAY, identity, desk, at, minutes=minutes))
        return advise(identity, log, desk, now, at=at)


def object_to(
    station: str, kind: Objection, identity: Identity, desk: Desk, now: datetime
) -> tuple[Call, Presence]:
    """Note that someone will not go to a station, or left its line.

    Returns the new advice, and their day with that in it. Whoever has gone since is advised no more.
    """
    with desk.ledger.writing() as log:
        identity = still_known(identity, log)
        before, at = so_far(identity, log, desk, now)
        if not before.inside:
            return Nothing(), before
        log.append(draft(kind, identity, desk, at, station=station))
        call = advise(identity, log, desk, now, at=at)
        after, _ = so_far(identity, log, desk, now)
        return call, after


def tick(identity: Identity, station: str, outcomes: Sequence[str], desk: Desk, now: datetime) -> list[Entry]:
    """Note what someone can now do, by the codes of a station's outcomes.

    What was noted of this visit already stands and is not noted again: taken back once, it is gone.
    """
    with desk.ledger.writing() as log:
        identity = still_known(identity, log)
        _, at = so_far(identity, log, desk, now)
        noted = _noted(identity, station, log, desk)
        return [
            noted.get(outcome)
            or log.append(draft(Kind.OUTCOME, identity, desk, at, station=station, code=outcome))
            for outcome in outcomes
        ]


def _noted(identity: Identity, station: str, log: Log, desk: Desk) -> dict[str | None, Entry]:
    """Outcomes of somebody's latest visit to a station, by their codes."""
    if not isinstance(identity, Recognised):
        return {}
    person, badge = identity.person, identity.badge
    told = log.history(desk.event, person.id if person else None, badge.serial if badge else None)
    there = (entry for entry in reversed(standing(told)) if entry.draft.station == station)
    visit = takewhile(lambda entry: entry.draft.kind is not Kind.VISIT_IN, there)
    return {entry.draft.code: entry for entry in visit if entry.draft.kind is Kind.OUTCOME}


def say_ability(
    identity: Identity, station: str, ability: Ability, turn: Turn, desk: Desk, now: datetime
) -> Entry:
    """Note whether someone says they can do what a station shows, before a visit (in) or after it (out)."""
    kind = Kind.ABLE_BEFORE if turn is Turn.IN else Kind.ABLE_AFTER
    with desk.ledger.writing() as log:
        identity = still_known(identity, log)
        _, at = so_far(identity, log, desk, now)
        return log.append(draft(kind, identity, desk, at, station=station, code=ability))


def next_station(scan: Scan, desk: Desk, now: datetime) -> Answer:
    """Where someone who is inside should go next."""
    with desk.ledger.writing() as log:
        identity = identify(scan, log, desk)
        before, at = so_far(identity, log, desk, now)
        if isinstance(identity, Recognised) and before.inside:
            decision = calendar(desk.catalogue, now) or Admit()
            return Answer(identity, decision, None, advise(identity, log, desk, now, at=at), before)
        if isinstance(identity, Recognised):
            return Answer(identity, Refuse(Reason.NOT_HERE, before.left), None, Nothing(), before)
        return welcome(identity, log, desk, now)


def _refused(
    reason: Reason,
    identity: Identity,
    before: Presence,
    station: str | None,
    log: Log,
    desk: Desk,
    now: datetime,
) -> Answer:
    entry = note(Kind.REFUSED, identity, log, desk, now, code=reason, station=station)
    return Answer(identity, Refuse(reason), entry, Nothing(), before)
