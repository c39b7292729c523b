"""An event in the numbers that routing works with: minutes of the day, metres, seats."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from math import ceil, hypot

Category = int | str
"""What a station is about, as far as people like it."""
ENTRANCE = -1
"""Where people are who have not been at a station yet: the place (0, 0)."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Group sessions: people are taken in only at these starts. Minutes of the day."""

    first: float
    period: float
    """From one start to the next, above 0."""
    duration: float
    seats: int
    grace: float = 0.0
    """Minutes after a start for which people are let in who find a seat."""

    def late_for(self, at: float) -> float | None:
        """The start of the session that lets in who comes at a moment, if one does."""
        start = self.following(at) - self.period
        return start if start >= self.first and 0 < at - start <= self.grace else None

    def following(self, at: float) -> float:
        """The first start at `at` or later."""
        return self.first + max(0, ceil((at - self.first) / self.period - 1e-9)) * self.period


@dataclass(frozen=True)
class Plan:
    """Stations and what is asked of each group. Stations are numbered from 0, in the order of `codes`."""

    codes: Sequence[str]
    seats: Sequence[int]
    opens: Sequence[float]
    closes: Sequence[float]
    """inf for a station that never closes."""
    minutes: Mapping[str, Sequence[float]]
    """By group: believed length of a visit at each station."""
    fits: Mapping[str, Sequence[bool]]
    """By group: whether each station suits it."""
    topics: Mapping[str, Sequence[frozenset[int]]]
    """By group: topics everyone of it is asked to try, each by its stations, of which one is enough."""
    choices: int
    """How many further different stations everyone is asked to visit."""
    end: float
    places: Sequence[tuple[float, float]] = ()
    """Of each station, metres from the entrance; empty where they are not known."""
    speeds: Mapping[str, float] = field(default_factory=dict)
    """By group, metres a minute."""
    categories: Sequence[Category | None] = ()
    """Of each station, as people name what they like; None where it has none."""
    timetables: Mapping[int, Timetable] = field(default_factory=dict)
    elders: frozenset[str] = frozenset()
    """Groups of people of 60 and over."""
    missing: float = 0.1
    """Rough share of scans that never arrive, 0 up to below 1."""

    def __len__(self) -> int:
        """How many stations there are."""
        return len(self.codes)

    @cached_property
    def _distances(self) -> list[array[float]]:
        """Metres from each place to each; the entrance is the last, which is what index -1 finds."""
        places = [*(self.places or [(0.0, 0.0)] * len(self)), (0.0, 0.0)]
        return [array("d", (hypot(x - u, y - v) for u, v in places)) for x, y in places]

    def walk(self, group: str, start: int, end: int) -> float:
        """Minutes from one place to another."""
        return self._distances[start][end] / self.speeds.get(group, WALKING)

    @cached_property
    def hops(self) -> dict[str, float]:
        """By group, minutes that a way to the next station takes about: the mean, shortened by choice."""
        ways = chain.from_iterable(row[:-1] for row in self._distances[:-1])
        mean = sum(ways) / len(self) ** 2 if len(self) else 0.0
        return {group: NEARER * mean / self.speeds.get(group, WALKING) + REACTION for group in self.minutes}

    @cached_property
    def choices_scarce(self) -> dict[str, bool]:
        """By group, whether stations of one's own choice are much scarcer than those of any topic."""
        return {
            g: self._scarcity_of_choices(g) > _MUCH * self._scarcity_of_topics(g) > 0 for g in self.minutes
        }

    def _scarcity_of_choices(self, group: str) -> float:
        """Minutes that someone asks of each seat; no topic's only station is one of people's own choice."""
        bound = {s for topic in self.topics.get(group, ()) if len(topic) == 1 for s in topic}
        return self.choices * self._minutes_for_seat(group, set(range(len(self))) - bound)

    def _scarcity_of_topics(self, group: str) -> float:
        return max(
            (self._minutes_for_seat(group, topic) for topic in self.topics.get(group, ())), default=0.0
        )

    def _minutes_for_seat(self, group: str, stations: AbstractSet[int]) -> float:
        """Minutes of one visit to any of some stations, over the seats of all; 0 if none suits the group."""
        usable = [s for s in stations if self.fits[group][s]]
        seats = sum(self.seats[s] for s in usable)
        return sum(self.minutes[group][s] * self.seats[s] for s in usable) / seats**2 if seats else 0.0

    def is_open(self, station: int, at: float) -> bool:
        """Whether a station takes people at a moment, as far as the plan says."""
        return self.opens[station] <= at < self.closes[station]


_MUCH = 1.5
"""Times as scarce as any topic from which choices come first. Tried on simulated days."""
WALKING = 55.0
"""Metres a minute where the plan does not say: an easy walk of 3.3 km/h."""
NEARER = 0.8
"""A station chosen with an eye on the way is this much nearer than the mean. Measured on simulated days."""
REACTION = 0.4
"""Minutes until someone called gets up and goes. Believed."""
