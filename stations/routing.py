"""Where a person should go next: the shortest expected wait among what suits, is open and still wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from stations.event_plan import GRACE
from stations.lines import SUSPICION
from stations.model import Call, Go, Hold, Nothing, Passport, Sessions, Station
from stations.passport import wanted_stations
from stations.queues import CLOSED, Crowd


@dataclass(frozen=True, slots=True)
class Traveller:
    """What the router needs to know of the person asking."""

    who: str
    group: str


def next_call(
    traveller: Traveller, stations: Sequence[Station], passport: Passport, crowd: Crowd, now: datetime
) -> Call:
    """Advise one person at a moment in local time.

    People already sent to a station count as being in its line. A visit that cannot end before
    the station closes, or before the person must go home, is not advised, nor is a station they
    declined; one whose line they just gave up only if there is no other. With nothing to go to
    now, the person is asked to wait for the first suitable station that opens later, or for one
    that pauses. Where only the time they can stay is too short, it is said how long the soonest
    visit would take.
    """
    where = crowd.whereabouts(traveller.who)
    until = where.until if where.until and where.until > now else None
    wanted = wanted_stations(passport, stations, traveller.group, where.visited) - where.declined
    suitable = [s for s in stations if s.code in wanted]
    left = {code for code, at in where.given_up.items() if now - at < timedelta(minutes=SUSPICION)}
    taking = [
        (wait, s)
        for s in suitable
        if (wait := expected_wait(s, traveller.who, crowd, now)) is not None and _fits(s, wait, now, None)
    ]
    options = [(s.code in left, wait, s.number, s.code) for wait, s in taking if _fits(s, wait, now, until)]
    if options:
        _, wait, _, code = min(options)
        return Go(code, wait)
    opening = [
        ((_on(now, s.opens) - now) / timedelta(minutes=1), s)
        for s in suitable
        if crowd.seats(s) != CLOSED and now < _on(now, s.opens)
    ]
    later = [(wait, s) for wait, s in opening if _fits(s, wait, now, None)]
    if in_time := [wait for wait, s in later if _fits(s, wait, now, until)]:
        return Hold(min(in_time))
    pausing = [
        (served, s)
        for s in suitable
        if crowd.seats(s) == 0
        and s.is_open(now.time())
        and _fits(s, served := _wait(s, s.seats, traveller.who, crowd, now), now, None)
    ]
    if any(_fits(s, wait, now, until) for wait, s in pausing):
        return Hold(None)
    return Nothing(min((wait + s.minutes for wait, s in (*taking, *later, *pausing)), default=None))


def expected_wait(station: Station, who: str, crowd: Crowd, now: datetime) -> float | None:
    """Minutes until one more person, arriving now, is served; None if it takes nobody."""
    seats = crowd.seats(station)
    if seats <= 0 or not station.is_open(now.time()):
        return None
    wait = _wait(station, seats, who, crowd, now)
    return wait if not station.sessions or _fits(station, wait, now, None) else None


def _wait(station: Station, seats: int, who: str, crowd: Crowd, now: datetime) -> float:
    """Minutes until one more person is served at so many seats, whether or not that is in its hours."""
    if station.sessions:
        return _until_session(station, station.sessions, seats, who, crowd, now)
    return max(0, crowd.ahead(station, who, now) - seats + 1) * station.minutes / seats


def _until_session(
    station: Station, sessions: Sessions, seats: int, who: str, crowd: Crowd, now: datetime
) -> float:
    """Minutes until the first session with a free seat.

    Who came before the last start, or a little later while there were seats, sits in it.
    """
    period = timedelta(minutes=sessions.period)
    first = _on(now, sessions.first)
    start = first + max(0, -((first - now) // period)) * period
    waiting = everyone = crowd.ahead(station, who, now)
    if start > first:
        begun = start - period
        waiting = crowd.ahead(station, who, now, after=begun)
        late = waiting - crowd.ahead(station, who, now, after=begun + timedelta(minutes=GRACE))
        waiting -= min(late, max(0, seats - (everyone - waiting)))
        waiting += max(0, everyone - waiting - seats)
    return (start + waiting // seats * period - now) / timedelta(minutes=1)


def _fits(station: Station, wait: float, now: datetime, until: datetime | None) -> bool:
    end = now + timedelta(minutes=wait + station.minutes)
    return end <= _on(now, station.closes) and (until is None or end <= until)


def _on(now: datetime, at: time) -> datetime:
    return datetime.combine(now.date(), at, now.tzinfo)
