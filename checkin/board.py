"""Calling people: by the board, round for round, and by the host of a station."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from checkin.calling import kinds, person_of
from checkin.desk import Desk
from checkin.local_time import VIETNAM
from checkin.participation import CLOSED_FOR_TODAY, Draft, Entry, Kind, standing, whose
from checkin.person import Person
from checkin.ports import Log
from stations.model import Station
from stations.queues import RESOLUTION, Whereabouts


@dataclass(frozen=True, slots=True)
class Call:
    """A number that is called and has not come yet."""

    number: int
    station: str
    since: datetime
    again: bool
    """Whether it is called for the second time."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What the board shows of the calls."""

    called: tuple[Call, ...]
    """The last one called first."""
    waiting: int
    """People who sit until they are called."""
    missed: tuple[int, ...]
    """Numbers that were called twice and did not come, in order; they keep their place."""
    in_vain: tuple[int, ...]
    """Numbers of people who sit and cannot be called any more, in order; they are asked to come back."""
    is_ours: bool
    """Whether it is this device that calls."""


@dataclass(frozen=True, slots=True)
class Called:
    """Someone whom a host called."""

    number: int
    person: Person | None
    """None for a badge whose owner this store does not know."""
    entry: Entry


def call_people(desk: Desk, now: datetime) -> Calls:
    """One round of the board: call who is to be called, unless another device does; then look."""
    with desk.ledger.writing() as log:
        return call_within(log, desk, now)


def call_within(log: Log, desk: Desk, now: datetime) -> Calls:
    """The part of `call_people` that happens inside its transaction."""
    calling = log.calling(desk.catalogue)
    is_ours = calling.may_call(log.device, now)
    if is_ours:
        _call_round(log, desk, now)
    return _look(log, desk, now, is_ours=is_ours)


def keep_up(desk: Desk, clock: Callable[[], datetime]) -> None:
    """Follow what other devices wrote while nobody shows a code, so that the next scan is answered sooner.

    clock: asked once nobody else writes, which may be long after this began.
    """
    with desk.ledger.writing() as log:
        local = clock().astimezone(VIETNAM)
        calling = log.calling(desk.catalogue)
        calling.catch_up(local, kinds(log, desk.catalogue))
    calling.plan_ahead(local)  # no other device waits for it


def call_next(station: str, desk: Desk, now: datetime, *, tried: datetime | None = None) -> Called | None:
    """Call one more person to a station whose host wants someone now; None if nobody waits whom it suits.

    tried: when it was asked before and no answer came; if somebody was called all the same, it is them.
    """
    with desk.ledger.writing() as log:
        if tried and (called := _called_since(tried, station, log, desk)):
            return called
        calling = log.calling(desk.catalogue)
        name = calling.next_for(station, now.astimezone(VIETNAM), kinds(log, desk.catalogue))
        if name is None:
            return None
        number = calling.crowd.whereabouts(name).number or 0
        return Called(number, person_of(name, log), _call(name, station, log, desk, now))


def _called_since(tried: datetime, station: str, log: Log, desk: Desk) -> Called | None:
    """Whom this desk called to a station from a moment on, and who is still to come."""
    crowd = log.calling(desk.catalogue).crowd
    for name in crowd.called():
        where = crowd.whereabouts(name)
        if where.coming != station:
            continue
        history = standing(log.history(desk.event, *whose(name)))
        calls = (e for e in history if e.draft.kind is Kind.CALLED and e.draft.at > tried - RESOLUTION)
        ours = (e for e in calls if (e.ref.device, e.draft.desk) == (log.device, desk.code))
        if entry := next(ours, None):
            return Called(where.number or 0, person_of(name, log), entry)
    return None


def seats_of(station: Station, desk: Desk) -> int:
    """How many seats of a station work: 0 while it pauses, `CLOSED` if it is over for today.

    Asked as a writer, who has followed the log already; a reader would read the whole of it.
    """
    with desk.ledger.writing() as log:
        return log.calling(desk.catalogue).crowd.seats(station)


def say_seats(station: str, seats: int | None, desk: Desk, now: datetime) -> Entry:
    """Note how many seats of a station work, 0 while it pauses; None: it is over for today."""
    code = CLOSED_FOR_TODAY if seats is None else str(seats)
    with desk.ledger.writing() as log:
        return log.append(Draft(Kind.SEATS, desk.event, now, desk.code, station=station, code=code))


def _call_round(log: Log, desk: Desk, now: datetime) -> None:
    calling = log.calling(desk.catalogue)
    if calling.beats(log.device, now):
        log.append(Draft(Kind.BOARD, desk.event, now, desk.code))
    for name, station in calling.due(now.astimezone(VIETNAM), kinds(log, desk.catalogue)):
        if station:
            _call(name, station, log, desk, now)
        else:
            person, badge = whose(name)
            where = calling.crowd.whereabouts(name)
            at, number = _after(where, now), str(where.number)
            log.append(Draft(Kind.HELD, desk.event, at, desk.code, person, badge, code=number))


def _call(name: str, station: str, log: Log, desk: Desk, now: datetime) -> Entry:
    person, badge = whose(name)
    at = _after(log.calling(desk.catalogue).crowd.whereabouts(name), now)
    return log.append(Draft(Kind.CALLED, desk.event, at, desk.code, person, badge, station))


def _after(where: Whereabouts, now: datetime) -> datetime:
    """Now, or right after they were told to sit by a clock that is ahead: a call ends a seat."""
    told = where.held or where.sent
    return max(now, told + RESOLUTION) if told else now


def _look(log: Log, desk: Desk, now: datetime, *, is_ours: bool) -> Calls:
    calling = log.calling(desk.catalogue)
    crowd, local, kind = calling.crowd, now.astimezone(VIETNAM), kinds(log, desk.catalogue)
    called = (crowd.whereabouts(name) for name in crowd.called())
    waiting, in_vain = ([*map(crowd.whereabouts, names)] for names in calling.seated(local, kind))
    return Calls(
        tuple(
            Call(where.number, where.coming, where.sent, where.calls > 1)
            for where in called
            if where.number and where.coming and where.sent
        ),
        len(waiting),
        tuple(sorted(where.number for where in waiting if where.missed and where.number)),
        tuple(sorted(where.number for where in in_vain if where.number)),
        is_ours=is_ours,
    )
