"""Invented days for the router: light and overcrowded, with outages, wrong beliefs, long ways.

Nothing here is measured at a real event. What is held constant stands beside each kind; the rest is drawn
for each seed: stations, seats about in proportion to what is asked of them, topics, arrivals, stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from random import Random

from stations.plan import Plan, Timetable
from stations.simulation import Guest, Outage, Truth

Wave = tuple[float, float, float]
"""Minutes between which a share of the people arrives."""
AFTER_CEREMONY: tuple[Wave, ...] = ((0, 60, 0.15), (60, 75, 0.6), (75, 360, 0.25))
ALL_DAY: tuple[Wave, ...] = ((0, 420, 1.0),)
TWICE: tuple[Wave, ...] = ((0, 30, 0.1), (30, 60, 0.35), (60, 240, 0.2), (240, 270, 0.25), (270, 420, 0.1))
CLASSES: tuple[Wave, ...] = ((0, 10, 0.2), (60, 70, 0.2), (120, 130, 0.2), (0, 400, 0.4))

GROUPS = ("0", "1", "2", "3", "4")
"""Officials, workers, adults, elders, pupils."""
ELDER = "3"
_SPEEDS = dict(zip(GROUPS, (60.0, 60.0, 55.0, 35.0, 65.0), strict=True))
_SLOWNESS = dict(zip(GROUPS, (0.9, 1.0, 1.0, 1.35, 0.9), strict=True))
_STAYS = dict(zip(GROUPS, (1.0, 1.0, 1.0, 1.2, 1.0), strict=True))
"""Elders take longer at a station and come for longer."""


@dataclass(frozen=True)
class Kind:
    """A kind of day."""

    people: int
    arrivals: tuple[Wave, ...]
    stations: int = 12
    yard: float = 60.0
    """Metres from one end to the other."""
    topics: int = 3
    stay: float = 120.0
    """Median minutes that people have."""
    outages: int = 1
    dead: int = 0
    """Stations that stop for the whole day without a word."""
    spread: float = 0.2
    """Standard deviation of the logarithm of real over believed length of a visit."""
    slower: float = 1.0
    """Common factor of all lengths over what is believed."""
    disobey: float = 0.15
    miss: float = 0.1
    mix: tuple[float, ...] = (0.15, 0.15, 0.35, 0.2, 0.15)
    class_is_asked: bool = False
    """Whether the class in sessions is a topic of everybody's; else it is one of the stations to choose."""


KINDS = {
    "light": Kind(60, ALL_DAY),
    "ordinary": Kind(180, ALL_DAY),
    "calm ceremony": Kind(110, AFTER_CEREMONY, stay=150),
    "long ways": Kind(300, TWICE, yard=300),
    "far apart": Kind(300, TWICE, yard=1_000),
    "busy": Kind(420, ALL_DAY),
    "pupils": Kind(390, CLASSES, mix=(0.05, 0.05, 0.2, 0.1, 0.6)),
    "outages": Kind(330, TWICE, outages=5, dead=1),
    "wrong beliefs": Kind(330, TWICE, spread=0.45, miss=0.2),
    "ceremony": Kind(300, AFTER_CEREMONY),
    "short stays": Kind(300, TWICE, stay=75),
    "class for all": Kind(300, TWICE, topics=2, class_is_asked=True),
    "many topics": Kind(330, TWICE, topics=5),
    "big ceremony": Kind(570, AFTER_CEREMONY),
    "packed day": Kind(630, ALL_DAY),
    "packed hall": Kind(750, AFTER_CEREMONY),
    "overcrowded": Kind(1_200, TWICE, stations=20, yard=90),
    "fair": Kind(2_600, TWICE, stations=25, yard=120),
}
"""From light to overcrowded."""


@dataclass(frozen=True)
class Day:
    """One drawn day."""

    plan: Plan
    truth: Truth
    seed: str
    arrivals: tuple[tuple[float, str, float, float | None, frozenset[int]], ...] = field(repr=False)
    """Of each guest: moment, group, minutes they have, minutes they say, interests."""

    def guests(self) -> list[Guest]:
        """Everybody anew, with the same chance each time."""
        return [
            Guest(str(i), group, came, came + stay, says, Random(f"{self.seed}/{i}"), likes)
            for i, (came, group, stay, says, likes) in enumerate(self.arrivals)
        ]


def drawn(name: str, seed: int, kind: Kind | None = None) -> Day:
    """A day of a kind."""
    kind, chance = kind or KINDS[name], Random(f"{name}/{seed}")
    count, end = kind.stations, 540.0
    lengths = [chance.choice((5, 8, 8, 10, 10, 12, 12, 15)) for _ in range(count)]
    fits = {g: [chance.random() >= 0.12 for _ in range(count)] for g in GROUPS}
    order = chance.sample(range(count), count)
    class_room = order.pop()
    topics = _topics(kind, order, fits, chance)
    if kind.class_is_asked:
        topics = {group: [*asked, frozenset({class_room})] for group, asked in topics.items()}
        fits = {group: [f or s == class_room for s, f in enumerate(row)] for group, row in fits.items()}
    choices = chance.choice((1, 2))
    length = float(chance.choice((20, 25, 30)))
    table = Timetable(30.0, length + 10, length, chance.choice((16, 20, 24)))
    seats = _seats(kind, lengths, fits, topics, choices, chance)
    seats[class_room] = table.seats
    minutes = {g: [m * _SLOWNESS[g] for m in lengths] for g in GROUPS}
    for row in minutes.values():
        row[class_room] = length
    opens = [chance.choice((30.0, 60.0)) if chance.random() < 0.15 else 0.0 for _ in range(count)]
    closes = [_closing(end, chance) for _ in range(count)]
    plan = Plan(
        codes=[str(s) for s in range(count)],
        seats=seats,
        opens=opens,
        closes=closes,
        minutes=minutes,
        fits=fits,
        topics=topics,
        choices=choices,
        end=end,
        places=[(chance.uniform(0, kind.yard), chance.uniform(0, kind.yard)) for _ in range(count)],
        speeds=_SPEEDS,
        categories=[chance.randrange(4) for _ in range(count)],
        timetables={class_room: table},
        elders=frozenset({ELDER}),
    )
    return Day(plan, _truth(kind, plan, chance), f"{name}/{seed}", _arrivals(kind, end, chance))


def _topics(
    kind: Kind, order: list[int], fits: dict[str, list[bool]], chance: Random
) -> dict[str, list[frozenset[int]]]:
    """One more topic than a group is asked for, each of one to three stations; most groups leave one out."""
    everything = []
    for _ in range(kind.topics + 1):
        size = chance.choice((1, 1, 2, 2, 3))
        if len(order) > size:
            everything.append(frozenset(order.pop() for _ in range(size)))
    asked = {}
    for group in GROUPS:
        share = kind.topics / (kind.topics + 1) + 0.1
        asked[group] = [t for t in everything if chance.random() < share] or everything[:1]
        for topic in asked[group]:
            if not any(fits[group][s] for s in topic):
                fits[group][min(topic)] = True
    return asked


def _seats(
    kind: Kind,
    lengths: list[int],
    fits: dict[str, list[bool]],
    topics: dict[str, list[frozenset[int]]],
    choices: int,
    chance: Random,
) -> list[int]:
    """Seats about in proportion to the minutes asked of a station, 4.2 a station on average."""
    asked = [0.0] * kind.stations
    for group, share in zip(GROUPS, kind.mix, strict=True):
        for topic in topics[group]:
            suited = [s for s in topic if fits[group][s]]
            for station in suited:
                asked[station] += share / len(suited)
        suited = [s for s in range(kind.stations) if fits[group][s]]
        for station in suited:
            asked[station] += share * choices / len(suited)
    work = [times * minutes for times, minutes in zip(asked, lengths, strict=True)]
    total = 4.2 * kind.stations / sum(work)
    return [max(1, round(total * minutes * chance.lognormvariate(0, 0.3))) for minutes in work]


def _closing(end: float, chance: Random) -> float:
    if chance.random() < 0.15:
        return end - chance.choice((60.0, 120.0))
    return end if chance.random() < 0.5 else inf


def _truth(kind: Kind, plan: Plan, chance: Random) -> Truth:
    outages = []
    for _ in range(kind.outages):
        station, begin = chance.randrange(len(plan)), chance.uniform(60, plan.end - 120)
        left = 0 if station in plan.timetables else min(chance.choice((0, 0, 1)), plan.seats[station])
        told = chance.random() < 0.6
        outages.append(Outage(begin, station, left, told))
        outages.append(Outage(begin + chance.uniform(20, 90), station, plan.seats[station], told))
    alone = {s for topics in plan.topics.values() for t in topics if len(t) == 1 for s in t}
    others = [s for s in range(len(plan)) if s not in plan.timetables and s not in alone]
    outages += [Outage(60.0, chance.choice(others), 0, is_told=False) for _ in range(kind.dead)]
    factors = [kind.slower * chance.lognormvariate(0, kind.spread) for _ in range(len(plan))]
    return Truth(factors, outages, kind.disobey, kind.miss)


def _arrivals(
    kind: Kind, end: float, chance: Random
) -> tuple[tuple[float, str, float, float | None, frozenset[int]], ...]:
    people = round(kind.people * chance.uniform(0.8, 1.2))
    waves = chance.choices(kind.arrivals, [share for _, _, share in kind.arrivals], k=people)
    return tuple(
        _guest(kind, end, came, chance) for came in sorted(chance.uniform(a, b) for a, b, _ in waves)
    )


def _guest(
    kind: Kind, end: float, came: float, chance: Random
) -> tuple[float, str, float, float | None, frozenset[int]]:
    group = chance.choices(GROUPS, kind.mix)[0]
    stay = min(360.0, chance.lognormvariate(0, 0.55) * kind.stay * _STAYS[group])
    stay = max(15.0, min(stay, end - came))
    says = round(stay * chance.lognormvariate(0, 0.12)) if chance.random() < 0.85 else None
    return came, group, stay, says, frozenset(c for c in range(4) if chance.random() < 0.4)
