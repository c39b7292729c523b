"""What is believed of one person on the day, as far as scans and answers tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

from stations.plan import ENTRANCE, Category

_STAYS_ON = 0.25
"""Share of their stay by which people stay longer than they said, to the end of a visit. Believed."""


@dataclass(slots=True, eq=False)
class Stamps:
    """How far someone is with their passport."""

    wanted: list[frozenset[int]]
    """Topics still to try, each by its stations."""
    choices: int
    """Stations of their own choice still to visit."""
    done: set[int] = field(default_factory=set)
    believed: tuple[int, list[frozenset[int]], int] | None = None
    """The last visit noted, and what was left to do before it, if nobody saw its end."""

    @property
    def is_finished(self) -> bool:
        """Whether the passport is complete."""
        return not self.wanted and not self.choices

    def stamp(self, station: int, *, is_seen: bool = True) -> None:
        """Note a visit: it tries a topic, or is one of their own choice.

        is_seen: whether its end was seen, so that it was one for certain.
        """
        if station in self.done:
            if self.believed and (is_seen or self.believed[0] != station):
                self.believed = None
            return
        self.done.add(station)
        self.believed = None if is_seen else (station, self.wanted, self.choices)
        self.wanted, self.choices = self.left_after(station)

    def left_after(self, station: int) -> tuple[list[frozenset[int]], int]:
        """What would be left to do after a visit that is not made yet."""
        if self.is_wanted(station):
            return [topic for topic in self.wanted if station not in topic], self.choices
        return self.wanted, max(0, self.choices - 1)

    def is_wanted(self, station: int) -> bool:
        """Whether a station is one of a topic still to try."""
        return any(station in topic for topic in self.wanted)

    def needs(self, station: int) -> bool:
        """Whether a visit there would bring the passport forward."""
        return station not in self.done and (self.choices > 0 or self.is_wanted(station))


@dataclass(slots=True, eq=False, kw_only=True)
class Visitor(Stamps):
    """One person in the grounds."""

    who: str
    group: str
    came: float
    """Minute of the day."""
    until: float
    """When they will go home: what they said, or the usual stay."""
    has_said: bool
    """Whether `until` is what they said."""
    interests: frozenset[Category] = frozenset()
    """Categories of stations they like."""
    refused: set[int] = field(default_factory=set)
    gave_up: dict[int, float] = field(default_factory=dict)
    """Stations whose lines they left, each with when they last did."""
    place: int = ENTRANCE
    """Where they were seen last."""
    at: int | None = None
    """Station they are believed to be at, served or in its line."""
    since: float = 0.0
    """Since when they are there."""
    served: float | None = None
    """Since when they have a seat there, as far as can be told."""
    coming: int | None = None
    """Station they were sent to and have not reached."""
    due: float = 0.0
    """When they will get there."""
    waits: bool = False
    """Whether they were asked to take a seat."""
    asked: float = 0.0
    """When they last asked where to go."""
    sits: bool = False
    """Whether they were told to take a seat then."""
    silent: float = 0.0
    """Minutes for which they sat without a question at most."""
    unserved: int | None = None
    """Station whose line they left, or where they sit, while they are still there."""

    @property
    def latest(self) -> float:
        """When a visit that they begin in time has to be over."""
        return self.until + _STAYS_ON * (self.until - self.came)

    def must_end(self, at: float) -> float:
        """When a visit has to end, as it looks at a moment; never, once they stay on after their time."""
        return self.latest if at <= self.until else inf

    def helps(self, station: int) -> bool:
        """Whether a visit there brings the passport forward, and they did not refuse it."""
        return station not in self.refused and self.needs(station)

    def is_new(self, station: int) -> bool:
        """Whether they neither visited nor refused a station."""
        return station not in self.done and station not in self.refused

    def after_visit(self) -> tuple[list[frozenset[int]], int]:
        """What is left to do once the visit they are at, or on the way to, is made."""
        station = self.at if self.at is not None else self.coming
        if station is None or station in self.done:
            return self.wanted, self.choices
        return self.left_after(station)

    def refuse(self, station: int) -> None:
        """Note that they will not go there; a topic that has no other station counts as tried elsewhere."""
        self.refused.add(station)
        self._drop_refused()

    def give_up(self, station: int, at: float) -> None:
        """Note that they left a line; a visit that they were believed to have made there was none."""
        self.gave_up[station] = at
        if self.believed and self.believed[0] == station:
            self.doubt()

    def doubt(self) -> None:
        """Take back the last visit noted, if nobody saw its end."""
        if self.believed:
            station, self.wanted, self.choices = self.believed
            self.believed = None
            self.done.discard(station)
            self._drop_refused()

    def _drop_refused(self) -> None:
        self.wanted = [topic for topic in self.wanted if not topic <= self.refused]
