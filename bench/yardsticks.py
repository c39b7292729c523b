"""The routers that the call board is measured against. All believe the day from the same scans as it does."""

from __future__ import annotations

from random import Random

from stations.hall import Hall
from stations.lines import SessionLine
from stations.model import Call, Go, Nothing
from stations.plan import ENTRANCE, Plan
from stations.visitor import Visitor

_SOON = 20.0
"""Minutes within which a session must start to be an option beside others."""


class Yardstick:
    """Sends everybody at once to a station that suits them: any."""

    def __init__(self, plan: Plan, seed: int = 0) -> None:
        self.plan = plan
        self.hall = Hall(plan)
        self.chance = Random(seed)
        self._number = {code: station for station, code in enumerate(plan.codes)}

    def arrived(
        self, at: float, who: str, group: str, *, stay: float | None, interests: frozenset[int]
    ) -> None:
        """Someone checked in."""
        self.hall.arrive(at, who, group, stay, self.plan.topics[group], self.plan.choices, interests)

    def entered(self, at: float, who: str, station: str) -> None:
        """Someone was scanned at the beginning of a visit."""
        self.hall.enter(at, self._of(at, who), self._number[station])

    def finished(self, at: float, who: str, station: str) -> None:
        """Someone was scanned at the end of a visit."""
        self.hall.finish(at, self._of(at, who), self._number[station])

    def gave_up(self, at: float, who: str, station: str) -> None:
        """Someone left the line of a station."""
        self.hall.give_up(at, self._of(at, who), self._number[station])

    def refused(self, at: float, who: str, station: str) -> None:
        """Someone will not go to a station."""
        self.hall.refuse(at, self._of(at, who), self._number[station])

    def working(self, at: float, station: str, seats: int) -> None:
        """So many seats of a station work from now on."""
        self.hall.lines[self._number[station]].set_working(seats, at)

    def tick(self, at: float) -> None:
        """Look at the clock."""
        self.hall.sweep(at)
        self.hall.learn()

    def ask(self, at: float, who: str, place: str | None = None) -> Call:
        """Where someone goes next."""
        visitor = self._of(at, who)
        self.hall.ask(at, visitor, ENTRANCE if place is None else self._number[place])
        options = [s for s in range(len(self.plan)) if self.hall.suits(visitor, s, at)]
        if not options:
            return Nothing()
        station = self.choose(visitor, options, at)
        self.hall.send(at, visitor, station)
        return Go(self.plan.codes[station], 0.0)

    def choose(self, visitor: Visitor, options: list[int], at: float) -> int:  # noqa: ARG002 - for those below
        """Any."""
        return self.chance.choice(options)

    def _of(self, at: float, who: str) -> Visitor:
        visitor = self.hall.visitor(at, who)
        assert visitor is not None
        return visitor


class ShortestQueue(Yardstick):
    """Sends to where the fewest people are seen."""

    def choose(self, visitor: Visitor, options: list[int], at: float) -> int:  # noqa: ARG002 - it looks at heads
        """The shortest line of people who are there; chance decides between equals."""
        return min(options, key=lambda s: (len(self.hall.lines[s].present), self.chance.random()))


class ShortestWait(Yardstick):
    """Sends to where the wait is shortest, counting everybody who was sent there and has not arrived."""

    def choose(self, visitor: Visitor, options: list[int], at: float) -> int:
        """The shortest expected wait; chance decides between equals."""
        waits = {station: self._wait(visitor, station, at) for station in options}
        timely = [s for s in options if s not in self.plan.timetables or waits[s] < _SOON]
        return min(timely or options, key=lambda s: (waits[s], self.chance.random()))

    def _wait(self, visitor: Visitor, station: int, at: float) -> float:
        line = self.hall.lines[station]
        if isinstance(line, SessionLine):
            return line.wait(at, at)
        seats = max(1, line.working)
        beyond = len(line.present) + len(line.coming) - seats + 1
        return max(0, beyond) * line.minutes(visitor.group) / seats


class SoonestStart(ShortestWait):
    """Sends to where a visit can begin first, the way there included."""

    def _wait(self, visitor: Visitor, station: int, at: float) -> float:
        way = self.hall.way(visitor, station)
        line = self.hall.lines[station]
        if isinstance(line, SessionLine):
            return way + line.wait(at, at + way)
        return way + super()._wait(visitor, station, at)
