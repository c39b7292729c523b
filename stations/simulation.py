"""A day before it happens: people who walk, stand in lines, forget to scan, and go elsewhere than advised.

The router under test is told what a real one would be told, and nothing else. Chance comes with each guest,
so that two routers meet the same people: each carries a source of random numbers of their own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from math import exp
from typing import Protocol

from stations.model import Call, Go, Hold, Nothing
from stations.plan import ENTRANCE, Plan
from stations.visitor import Stamps

TICK = 1 / 3
"""Minutes from one round of calls to the next."""
_EARLY = 30.0
"""Minutes before the first guest from which there are rounds of calls: earlier there is nobody to call."""
AGAIN = 0.5
"""Minutes after which someone on a seat looks at the board again."""
_MISSED = 5.0
"""Minutes after which somebody without advice looks around anew."""
_SPREAD = 0.4
"""Standard deviation of the logarithm of a visit's length."""
_MIDDLE = -0.08
"""Mean of that logarithm, for a length of 1 on average: minus half the square of its deviation."""
MEDIAN = exp(_MIDDLE)
"""Median length of a visit over its mean."""
_PATIENCE = (20.0, 45.0)
"""Minutes in a line after which people begin to think of leaving it."""
_STAYS_ON = 0.7
"""Share of those who stay for another quarter of an hour if the line moves."""
_QUARTER = 15.0


class Chance(Protocol):
    """A source of random numbers, as `random.Random` is."""

    def random(self) -> float:
        """Evenly from 0 up to below 1."""
        ...

    def lognormvariate(self, mu: float, sigma: float) -> float:
        """A factor whose logarithm is normal."""
        ...


class Router(Protocol):
    """What is tested: the call board, or a yardstick. Moments are minutes of the day."""

    def arrived(
        self, at: float, who: str, group: str, *, stay: float | None, interests: frozenset[int]
    ) -> None:
        """Someone checked in."""
        ...

    def entered(self, at: float, who: str, station: str) -> None:
        """Someone was scanned at the beginning of a visit."""
        ...

    def finished(self, at: float, who: str, station: str) -> None:
        """Someone was scanned at the end of a visit."""
        ...

    def gave_up(self, at: float, who: str, station: str) -> None:
        """Someone left the line of a station."""
        ...

    def refused(self, at: float, who: str, station: str) -> None:
        """Someone will not go to a station."""
        ...

    def working(self, at: float, station: str, seats: int) -> None:
        """So many seats of a station work from now on."""
        ...

    def tick(self, at: float) -> object:
        """A round of calls is due."""
        ...

    def ask(self, at: float, who: str, place: str | None = None) -> Call:
        """Where someone goes next."""
        ...


@dataclass(frozen=True, slots=True)
class Outage:
    """A station that works with other seats than planned, from a moment on."""

    at: float
    station: int
    seats: int
    is_told: bool
    """Whether its host says so."""


@dataclass(frozen=True)
class Truth:
    """How the day really goes, which no router is told."""

    factors: Sequence[float]
    """By station: real mean length of a visit over the planned one."""
    outages: Sequence[Outage] = ()
    disobey: float = 0.15
    """Share of advice that is not followed, be it a station or a seat; who took a seat goes where called."""
    miss: float = 0.1
    """Share of scans that never arrive."""


@dataclass(slots=True, eq=False)
class Guest:
    """One simulated person, and what came of their day."""

    who: str
    group: str
    came: float
    leaves: float
    says: float | None
    """Minutes they say they can stay."""
    chance: Chance
    interests: frozenset[int] = frozenset()
    stamps: Stamps = field(default_factory=lambda: Stamps([], 0))
    """Their passport, from when they arrive."""
    place: int = ENTRANCE
    in_line: float = 0.0
    """Minutes stood in lines."""
    seated: float = 0.0
    """Minutes waited on a seat."""
    is_seated: bool = False
    """Whether they took a seat when asked to: then they stay there, and go where they are called."""
    scanned: dict[int, float] = field(default_factory=dict)
    """Stations where the beginning of a visit was scanned, each with when it first was."""
    is_home: bool = False
    step: int = 0
    """Counts what they did, so that an appointment made before is known to be over."""
    since: float = 0.0

    @property
    def is_complete(self) -> bool:
        """Whether they came and finished their passport."""
        return self.stamps.is_finished

    @property
    def waited(self) -> float:
        """Minutes waited, on a seat or in a line."""
        return self.in_line + self.seated


Action = Callable[[float], None]


class Simulation:
    """One day with one router."""

    def __init__(self, plan: Plan, truth: Truth, guests: Sequence[Guest], router: Router) -> None:
        self.plan, self.truth, self.guests, self.router = plan, truth, guests, router
        self._number = {code: station for station, code in enumerate(plan.codes)}
        self._agenda: list[tuple[float, int, Action]] = []
        self._count = 0
        self._early = 0.0
        """From when there are rounds of calls."""
        self._lines: list[deque[Guest]] = [deque() for _ in range(len(plan))]
        self._working = list(plan.seats)
        self._busy = [0] * len(plan)
        self.served = [0.0] * len(plan)
        """By station: minutes of visits begun."""

    def run(self) -> None:
        """Let the whole day pass; what came of it stands with the guests."""
        for guest in self.guests:
            self._at(guest.came, partial(self._arrive, guest))
        for outage in self.truth.outages:
            self._at(outage.at, partial(self._break, outage))
        for station, table in self.plan.timetables.items():
            for number in range(int((self.plan.end - table.first) // table.period) + 1):
                start = table.first + number * table.period
                if start + table.duration <= self.plan.closes[station]:
                    self._at(start, partial(self._begin_session, station))
        self._early = round(min((guest.came for guest in self.guests), default=0.0)) - _EARLY - TICK / 2
        self._at(0.0, self._tick)
        while self._agenda:
            at, _, action = heappop(self._agenda)
            action(at)

    def _at(self, at: float, action: Action) -> None:
        self._count += 1
        heappush(self._agenda, (at, self._count, action))

    def _later(self, guest: Guest, at: float, action: Callable[[Guest, float], None]) -> None:
        """An appointment of a guest, which is over when they do something else before."""
        step = guest.step

        def keep(at: float) -> None:
            if guest.step == step and not guest.is_home:
                action(guest, at)

        self._at(at, keep)

    def _tick(self, at: float) -> None:
        if at >= self._early:
            self.router.tick(at)
        if at < self.plan.end and not all(guest.is_home for guest in self.guests):
            self._at(at + TICK, self._tick)

    def _break(self, outage: Outage, at: float) -> None:
        self._working[outage.station] = outage.seats
        if outage.is_told:
            self.router.working(at, self.plan.codes[outage.station], outage.seats)
        self._serve_next(outage.station, at)

    def _arrive(self, guest: Guest, at: float) -> None:
        guest.stamps = Stamps(list(self.plan.topics[guest.group]), self.plan.choices)
        self.router.arrived(at, guest.who, guest.group, stay=guest.says, interests=guest.interests)
        self._at(guest.leaves, partial(self._leave, guest))
        self._ask(guest, at)

    def _ask(self, guest: Guest, at: float) -> None:
        """Ask for advice and follow it, mostly, as long as there is time and something left to do."""
        guest.step += 1
        if at >= guest.leaves or guest.stamps.is_finished:
            self._go_home(guest)
            return
        place = None if guest.place == ENTRANCE else self.plan.codes[guest.place]
        call = self.router.ask(at, guest.who, place)
        follows = not isinstance(call, Nothing) and (
            guest.is_seated or guest.chance.random() >= self.truth.disobey
        )
        guest.is_seated = follows and isinstance(call, Hold)
        if guest.is_seated:
            self._sit(guest, at, AGAIN)
            return
        advised = self._number[call.station] if isinstance(call, Go) else None
        station = advised if follows else self._own_choice(guest, at)
        if station is None:
            self._sit(guest, at, _MISSED)
        else:
            self._set_out(guest, station, at)

    def _sit(self, guest: Guest, at: float, minutes: float) -> None:
        guest.seated += min(minutes, guest.leaves - at)
        self._later(guest, at + minutes, self._ask)

    def _own_choice(self, guest: Guest, at: float) -> int | None:
        """A station that brings the passport forward: any, or one that is near."""
        fits = self.plan.fits[guest.group]
        wanted = [
            s for s in range(len(self.plan)) if fits[s] and guest.stamps.needs(s) and self.plan.is_open(s, at)
        ]
        if not wanted:
            return None
        if guest.chance.random() < 0.5:  # noqa: PLR2004 - one half of them
            return wanted[int(guest.chance.random() * len(wanted))]
        return min(
            wanted, key=lambda s: self.plan.walk(guest.group, guest.place, s) + 5 * guest.chance.random()
        )

    def _set_out(self, guest: Guest, station: int, at: float) -> None:
        if station in guest.stamps.done or not self.plan.fits[guest.group][station]:
            self.router.refused(at, guest.who, self.plan.codes[station])
            self._sit(guest, at, AGAIN)
            return
        way = self.plan.walk(guest.group, guest.place, station) * (0.8 + 0.6 * guest.chance.random()) + 0.3
        self._later(guest, at + way, partial(self._reach, station))

    def _reach(self, station: int, guest: Guest, at: float) -> None:
        guest.place = station
        if at >= guest.leaves:
            self._go_home(guest)
        elif not self.plan.is_open(station, at):
            self.router.gave_up(at, guest.who, self.plan.codes[station])
            self._ask(guest, at)
        else:
            self._stand_in_line(station, guest, at)

    def _stand_in_line(self, station: int, guest: Guest, at: float) -> None:
        guest.step += 1
        guest.since = at
        if guest.chance.random() >= self.truth.miss:
            guest.scanned.setdefault(station, at)
            self.router.entered(at, guest.who, self.plan.codes[station])
        self._lines[station].append(guest)
        first, last = _PATIENCE
        if station not in self.plan.timetables:
            patience = first + (last - first) * guest.chance.random()
            self._later(guest, at + patience, partial(self._lose_patience, station))
        self._serve_next(station, at)

    def _lose_patience(self, station: int, guest: Guest, at: float) -> None:
        if self._working[station] and guest.chance.random() < _STAYS_ON:
            self._later(guest, at + _QUARTER, partial(self._lose_patience, station))
            return
        self._lines[station].remove(guest)
        guest.in_line += at - guest.since
        guest.scanned.pop(station, None)
        self.router.gave_up(at, guest.who, self.plan.codes[station])
        self._ask(guest, at)

    def _serve_next(self, station: int, at: float) -> None:
        if station in self.plan.timetables:
            self._let_in_late(station, at)
            return
        line = self._lines[station]
        while line and self._busy[station] < self._working[station] and at < self.plan.closes[station]:
            guest = line.popleft()
            mean = self.plan.minutes[guest.group][station] * self.truth.factors[station]
            self._serve(guest, station, at, max(1.0, mean * guest.chance.lognormvariate(_MIDDLE, _SPREAD)))

    def _let_in_late(self, station: int, at: float) -> None:
        table, line = self.plan.timetables[station], self._lines[station]
        start = table.late_for(at)
        if start is None or start + table.duration > self.plan.closes[station]:
            return
        while line and self._busy[station] < self._working[station]:
            self._serve(line.popleft(), station, at, start + table.duration - at)

    def _begin_session(self, station: int, at: float) -> None:
        table, line = self.plan.timetables[station], self._lines[station]
        for guest in [line.popleft() for _ in range(min(self._working[station], len(line)))]:
            self._serve(guest, station, at, table.duration)

    def _serve(self, guest: Guest, station: int, at: float, minutes: float) -> None:
        guest.step += 1
        guest.in_line += at - guest.since
        self._busy[station] += 1
        self.served[station] += minutes
        self._later(guest, at + minutes, partial(self._finish, station))

    def _finish(self, station: int, guest: Guest, at: float) -> None:
        self._busy[station] -= 1
        guest.stamps.stamp(station)
        if guest.chance.random() >= self.truth.miss:
            self.router.finished(at, guest.who, self.plan.codes[station])
        self._ask(guest, at)
        self._serve_next(station, at)

    def _leave(self, guest: Guest, at: float) -> None:
        """Their time is over: whoever stands in a line leaves it; others finish their visit or their way."""
        for line in self._lines:
            if guest in line:
                line.remove(guest)
                guest.in_line += at - guest.since
                self._go_home(guest)

    def _go_home(self, guest: Guest) -> None:
        guest.is_home = True
        guest.step += 1
