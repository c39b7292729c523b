"""A recorded day run again: the people who came, when they came, and the visits as long as they were.

Moments are minutes of the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from statistics import median

from stations.event_plan import kind_of
from stations.lines import SeatLine
from stations.model import Passport
from stations.pace import LONGEST, SHORTEST, Obedience, Pace
from stations.passport import progress
from stations.plan import Plan
from stations.queues import CLOSED
from stations.rehearsal import Chances, Noted, Outcome, pass_day, share
from stations.simulation import MEDIAN, Chance, Guest, Outage, Truth
from stations.visitor import Visitor

_LAST = 15.0
"""Minutes before the end of a day from which whoever was seen was sent home by its end. Believed."""
ENOUGH = 5
"""Visits measured at a station, from which their median length is believed instead of the catalogue."""


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit that was recorded."""

    station: str
    """Code of the station; it may be one that the plan does not have."""
    start: float
    end: float | None = None
    """When they were scanned out, else when they were next seen elsewhere; None if neither was."""
    is_seen: bool = False
    """Whether they were scanned out."""


@dataclass(frozen=True, slots=True)
class Participant:
    """One person of a recorded day."""

    who: str
    group: str
    is_elder: bool
    came: float
    says: float | None
    """Minutes from their arrival that they said they can stay."""
    until: float
    """When the time they stated was over, or their last sign of life if that was later."""
    visits: tuple[Visited, ...] = ()
    """In the order in which they began."""


@dataclass(frozen=True, slots=True)
class SeatsNoted:
    """What a host said of a station's seats."""

    at: float
    station: str
    seats: int
    """That work: 0 while it pauses, `CLOSED` if it is over for the day."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A day as its log tells it."""

    plan: Plan
    """As it was on that day."""
    people: tuple[Participant, ...]
    """In the order in which they came."""
    seats: tuple[SeatsNoted, ...] = ()
    """In the order of time."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How long visits at a station were."""

    factor: float | None
    """Median of their lengths over the planned ones; None if it rests on too few."""
    visits: int
    """On how many it rests: those seen from both ends."""


def reality(day: Recorded, passport: Passport) -> Noted:
    """What came of a day, with the passport of that day."""
    passports = [progress(passport, p.group, {v.station for v in p.visits}) for p in day.people]
    starts = [(p.came, [v.start for v in p.visits if v.start >= p.came]) for p in day.people]
    firsts = [min(begun) - came for came, begun in starts if begun]
    return Noted(
        share([one.complete for one in passports if one.asked > 0]),
        median(len({v.station for v in p.visits}) for p in day.people) if day.people else 0.0,
        median(firsts) if firsts else None,
    )


def measure(day: Recorded) -> list[Measured]:
    """How long visits were at each station of the day's own plan, without the time in line before them.

    Sessions are as long as their timetable says, so that nothing is measured there.
    """
    return [_measure(day, station) for station in range(len(day.plan))]


def replay(
    plan: Plan, day: Recorded, measured: Sequence[Measured], usual: str, seed: int, chances: Chances
) -> Outcome:
    """The people of a recorded day under a plan, which may be another one than that day's.

    Visits are as long and pauses are as they were. measured: what `measure` gave for the day. usual: the
    group in which people count whose own group the plan does not have. The same seed gives the same chance
    under every plan.
    """
    people = [_staying_on(person, day.plan.end, plan.end) for person in day.people]
    guests = [_guest(p, plan, usual, str(n), chances(f"guest/{seed}/{n}")) for n, p in enumerate(people)]
    return pass_day(plan, Truth(_factors(plan, day, measured), list(_outages(plan, day))), guests)


class _Lengths(Pace):
    """Keeps every length of a visit, as a multiple of the planned one."""

    def __init__(self) -> None:
        super().__init__()
        self.ratios: list[float] = []

    def learn(self, ratio: float) -> None:
        """Take one visit into account, unless it is so short that a scan is more likely at fault."""
        if ratio > SHORTEST:
            self.ratios.append(min(ratio, LONGEST))


def _measure(day: Recorded, station: int) -> Measured:
    """Let the visits pass through the station's line, which tells since when each of them had a seat."""
    if station in day.plan.timetables:
        return Measured(None, 0)
    lengths = _Lengths()
    line = SeatLine(station, day.plan, Obedience(), lengths)
    for _, _, happen in sorted(_passages(day, line), key=itemgetter(0, 1)):
        happen()
    ratios = lengths.ratios
    return Measured(median(ratios) if len(ratios) >= ENOUGH else None, len(ratios))


def _passages(day: Recorded, line: SeatLine) -> Iterator[tuple[float, int, Callable[[], object]]]:
    """What happened at a station and when: of one moment, first what gives a seat, then who wants one."""
    code = day.plan.codes[line.station]
    for note in day.seats:
        if note.station == code:
            yield note.at, 0, partial(line.set_working, max(0, note.seats), note.at)
    for person in day.people:
        kind = kind_of(person.group, is_elder=person.is_elder)
        for visit in person.visits:
            if visit.station == code and (visit.end is None or visit.end > visit.start):
                visitor = Visitor(
                    [], 0, who=person.who, group=kind, came=person.came, until=person.until, has_said=False
                )
                yield visit.start, 2, partial(line.join, visitor, visit.start)
                if visit.end is not None:
                    yield visit.end, 1, partial(line.finish, visitor, visit.end, seen=visit.is_seen)


def _factors(plan: Plan, day: Recorded, measured: Sequence[Measured]) -> list[float]:
    """By station of a plan: mean length of a visit over the planned one; 1 where too few were measured."""
    planned, then = (next(iter(p.minutes.values())) for p in (plan, day.plan))
    known = {
        code: one.factor * minutes / MEDIAN
        for code, one, minutes in zip(day.plan.codes, measured, then, strict=True)
        if one.factor is not None
    }
    return [known.get(code, believed) / believed for code, believed in zip(plan.codes, planned, strict=True)]


def _outages(plan: Plan, day: Recorded) -> Iterator[Outage]:
    """The seats that worked, under another plan: what it adds is added whenever the station works.

    A station that was closed for the day closes as long before the end of its day as it did.
    """
    last = {note.station: note for note in day.seats}
    for note in day.seats:
        if note.station not in plan.codes or note.station not in day.plan.codes:
            continue
        station, then = plan.codes.index(note.station), day.plan.codes.index(note.station)
        at, seats = note.at, 0
        if note.seats > 0:
            seats = max(1, note.seats + plan.seats[station] - day.plan.seats[then])
        elif note.seats == CLOSED and note is last[note.station]:
            at += plan.closes[station] - day.plan.closes[then]
        yield Outage(at, station, seats, is_told=True)


def _staying_on(person: Participant, ended: float, ends: float) -> Participant:
    """Whoever was there at the end of the day stays to the end of a longer one, too."""
    if person.until < ended - _LAST:
        return person
    return replace(person, until=person.until + max(0.0, ends - ended))


def _guest(person: Participant, plan: Plan, usual: str, who: str, chance: Chance) -> Guest:
    kind = kind_of(person.group, is_elder=person.is_elder)
    if kind not in plan.topics:
        kind = kind_of(usual, is_elder=person.is_elder)
    leaves = min(person.until, max(plan.end, person.came + 1))
    return Guest(who, kind, person.came, leaves, person.says, chance)
