"""An event rehearsed before its day: the call board on invented guests, and what a change would bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import product
from operator import itemgetter
from statistics import fmean, median

from stations.callboard import CallBoard
from stations.event_plan import kind_of
from stations.model import Topic
from stations.plan import Plan
from stations.simulation import Chance, Guest, Simulation, Truth
from stations.visitor import Stamps

Chances = Callable[[str], Chance]
"""Makes a source of chance from a seed, as `random.Random` does."""

_LEAVING = 15.0
"""Minutes in which people come from a ceremony that has ended."""
_AT_ONCE = 0.6
"""Share of the people who come from it; the others come over the first two thirds of the day."""
_SPREAD = 0.3
"""Standard deviation of the logarithm of real over believed lengths of visits, by station. Believed."""
_TELLS = 0.85
"""Share of those who say how long they can stay."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Who is expected."""

    people: Mapping[str, int]
    """How many of each group."""
    stays: Sequence[int]
    """Minutes that people stay, each as likely."""
    opens: float
    closes: float
    """Minutes of the day, as people know them: an hour that is added brings nobody later."""
    elders: Mapping[str, float]
    """By group: share of those of 60 and over; none in groups that are not named."""
    ceremony_ends: float | None = None
    """When most people come at once, if there is a ceremony before."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What a log says came of a day: it has the visits whose beginning was scanned, and no others."""

    completed: float | None
    """Share of passports that ask for anything, 0 to 1; None if nobody had one."""
    visits: float
    """Median number of stations that a person was at."""
    first: float | None
    """Median minutes from arrival to the first visit; None if nobody made one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one rehearsal."""

    kinds: Mapping[str, int]
    """How many people there were of each kind."""
    completed: float | None
    """Share of passports that ask for anything, 0 to 1; None if nobody had one."""
    elders: float | None
    """The same among elders."""
    waited: float
    """Median minutes waited, on a seat or in a line."""
    in_line: float
    """Mean minutes stood in lines."""
    used: tuple[float, ...]
    """By station: share of its seats' time that was used, 0 to 1."""
    noted: Noted
    """What a log would say of it."""

    @property
    def people(self) -> int:
        """How many people there were."""
        return sum(self.kinds.values())

    @property
    def idle(self) -> float:
        """Share of all seats' time that was not used, every station counted alike."""
        return 1 - fmean(self.used)


class Change(Enum):
    """What an organiser might do."""

    NONE = "none"
    SEAT = "seat"
    """One more seat at the busiest station."""
    HOUR = "hour"
    """Another hour at the end, of the stations that close last."""
    FEWER = "fewer"
    """Two topics less that everyone is asked for, those that take the most."""


def changed(plan: Plan, change: Change, seen: Sequence[Outcome], topics: Sequence[Topic]) -> Plan:
    """The plan after a change.

    seen: what came of the plan as it is, by which the change is chosen. topics: of its passport.
    """
    match change:
        case Change.NONE:
            return plan
        case Change.SEAT:
            busy = busiest(seen)
            seats = [n + (s == busy) for s, n in enumerate(plan.seats)]
            tables = {s: replace(t, seats=t.seats + (s == busy)) for s, t in plan.timetables.items()}
            return replace(plan, seats=seats, timetables=tables)
        case Change.HOUR:
            last = min(plan.end, max(plan.closes))
            closes = [at + 60 if at >= last else at for at in plan.closes]
            return replace(plan, end=plan.end + 60, closes=closes)
        case Change.FEWER:
            dropped = heaviest(plan, seen, topics)
            left = {kind: list(asked) for kind, asked in plan.topics.items()}
            for topic, (kind, asked) in product(dropped, left.items()):
                if (stations := _suited(plan, kind, topic)) in asked:
                    asked.remove(stations)
            return replace(plan, topics=left)


def heaviest(plan: Plan, seen: Sequence[Outcome], topics: Sequence[Topic]) -> list[Topic]:
    """The two topics that take the most of their seats' time from those who came; fewer if fewer take any."""
    people = sum((Counter(outcome.kinds) for outcome in seen), Counter[str]())
    loads = [(_load(plan, people, topic), topic) for topic in topics]
    taking = sorted((one for one in loads if one[0] > 0), key=itemgetter(0), reverse=True)
    return [topic for _, topic in taking[:2]]


def _load(plan: Plan, people: Mapping[str, int], topic: Topic) -> float:
    """Share of its seats' time that people of these kinds ask for, 1 and more if it does not suffice."""
    load = 0.0
    for kind, count in people.items():
        stations = _suited(plan, kind, topic)
        if stations in plan.topics[kind]:
            time = sum(_seat_minutes(plan, station) for station in stations)
            load += count * fmean(plan.minutes[kind][station] for station in stations) / time
    return load


def _suited(plan: Plan, kind: str, topic: Topic) -> frozenset[int]:
    """Its stations for people of a kind; none for whoever is not asked for it."""
    if kind not in {kind_of(group, is_elder=elder) for group in topic.groups for elder in (False, True)}:
        return frozenset()
    return frozenset(
        station
        for station, code in enumerate(plan.codes)
        if code in topic.stations and plan.fits[kind][station]
    )


def rehearse(plan: Plan, expected: Expected, seed: int, chances: Chances) -> Outcome:
    """One day; the same seed gives the same people under every plan."""
    chance = chances(f"day/{seed}")
    guests = _guests(plan, expected, seed, chances)
    truth = Truth([chance.lognormvariate(0, _SPREAD) for _ in range(len(plan))])
    return pass_day(plan, truth, guests)


def pass_day(plan: Plan, truth: Truth, guests: Sequence[Guest]) -> Outcome:
    """Let the call board lead people through a day."""
    simulation = Simulation(plan, truth, guests, CallBoard(plan))
    simulation.run()
    asked = [guest for guest in guests if _is_asked(plan, guest)]
    return Outcome(
        Counter(guest.group for guest in guests),
        share([guest.is_complete for guest in asked]),
        share([guest.is_complete for guest in asked if guest.group in plan.elders]),
        median(guest.waited for guest in guests) if guests else 0.0,
        fmean(guest.in_line for guest in guests) if guests else 0.0,
        tuple(_used(plan, station, minutes) for station, minutes in enumerate(simulation.served)),
        _noted(plan, guests),
    )


def _noted(plan: Plan, guests: Sequence[Guest]) -> Noted:
    firsts = [min(guest.scanned.values()) - guest.came for guest in guests if guest.scanned]
    return Noted(
        share([_is_noted(plan, guest) for guest in guests if _is_asked(plan, guest)]),
        median(len(guest.scanned) for guest in guests) if guests else 0.0,
        median(firsts) if firsts else None,
    )


def share(complete: Sequence[bool]) -> float | None:
    """The share of passports that are complete, of those that are asked for."""
    return fmean(complete) if complete else None


def _is_asked(plan: Plan, guest: Guest) -> bool:
    """Whether someone's passport asks for a visit."""
    return bool(plan.topics[guest.group]) or plan.choices > 0


def _is_noted(plan: Plan, guest: Guest) -> bool:
    """Whether the visits that were scanned complete someone's passport."""
    stamps = Stamps(list(plan.topics[guest.group]), plan.choices)
    for station in guest.scanned:
        stamps.stamp(station)
    return stamps.is_finished


def busiest(outcomes: Sequence[Outcome]) -> int:
    """The station whose seats are used the most, over several rehearsals."""
    used = [fmean(shares) for shares in zip(*(outcome.used for outcome in outcomes), strict=True)]
    return max(range(len(used)), key=lambda station: used[station])


def _used(plan: Plan, station: int, minutes: float) -> float:
    return min(1.0, minutes / _seat_minutes(plan, station))


def _seat_minutes(plan: Plan, station: int) -> float:
    """Minutes for which the seats of a station are there, all of them together."""
    table = plan.timetables.get(station)
    if table:
        first, last = table.following(plan.opens[station]), plan.closes[station] - table.duration
        sessions = max(1, int((last - first) // table.period) + 1)
        return sessions * table.duration * table.seats
    return plan.seats[station] * (min(plan.closes[station], plan.end) - plan.opens[station])


def _guests(plan: Plan, expected: Expected, seed: int, chances: Chances) -> list[Guest]:
    everyone = [group for group, people in expected.people.items() for _ in range(people)]
    guests = []
    for number, group in enumerate(everyone):
        chance = chances(f"guest/{seed}/{number}")
        kind = kind_of(group, is_elder=chance.random() < expected.elders.get(group, 0.0))
        came = _arrival(expected, chance)
        stay = expected.stays[int(chance.random() * len(expected.stays))]
        says = float(stay) if chance.random() < _TELLS else None
        leaves = min(came + stay * chance.lognormvariate(0, 0.15), max(plan.end, came + 1))
        guests.append(Guest(str(number), kind, came, leaves, says, chance))
    return sorted(guests, key=lambda guest: guest.came)


def _arrival(expected: Expected, chance: Chance) -> float:
    if expected.ceremony_ends is not None and chance.random() < _AT_ONCE:
        return expected.ceremony_ends + _LEAVING * chance.random()
    return expected.opens + 2 / 3 * (expected.closes - expected.opens) * chance.random()


def known(values: Iterable[float | None]) -> list[float]:
    """What is known of several days."""
    return [value for value in values if value is not None]


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Tenth percentile, median and ninetieth of what several seeds gave."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return ordered[round(0.1 * last)], median(ordered), ordered[round(0.9 * last)]
