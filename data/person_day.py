"""One person's day, read from their entries in the order of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from math import inf

from checkin.admission import Reason
from checkin.local_time import VIETNAM
from checkin.participation import Kind
from data.lines import Line

MINUTE = 60_000
"""Milliseconds."""
_DAY = 24 * 60 * MINUTE
_AHEAD = VIETNAM.utcoffset(None) // timedelta(milliseconds=1)
"""By how much local time is ahead of UTC, milliseconds."""


def day_number(at: int) -> int:
    """Days from 1 January 1970 to that of a moment, both in local time."""
    return (at + _AHEAD) // _DAY


@dataclass(slots=True)
class Stay:
    """One visit while a person's day is read; moments are milliseconds since 1970."""

    station: str
    start: int
    wait: float | None = None
    """Minutes they waited for it, where they were advised."""
    end: int | None = None
    """When it ended, on the day of its start: a scan on another day ends no visit."""
    most: float = inf
    """Minutes until the next sign of them that day, for a visit without a second scan."""
    outcomes: tuple[str, ...] = ()
    """What was ticked for it, in its order."""
    answered: bool = False
    """Whether the first answer before a visit to its station was given at this one."""


@dataclass(slots=True)
class PersonDay:
    """One person's day while it is read."""

    arrived: Line | None = None
    """Their first admission."""
    device: str | None = None
    """Which noted the first admission that was not caught up with."""
    left: int | None = None
    """When they passed the exit, if they did not come back."""
    twice: bool = False
    """Whether another device admitted them while they were inside; a list on paper caught up with is none."""
    told: int | None = None
    """Since when they wait for a station, told where to go or to sit."""
    awaited: str | None = None
    """The station that they were last told to go to; None while they sit, as any may call them."""
    visits: list[Stay] = field(default_factory=list)
    outcomes: set[str] = field(default_factory=set)
    """Everything that was ticked, of visits that were none as well."""
    before: dict[str, str] = field(default_factory=dict)
    """By station, the first answer before a visit."""
    after: dict[str, str] = field(default_factory=dict)
    """By station, the last answer after a visit."""

    def follow(self, line: Line) -> None:
        """Read one more entry."""
        match line.kind:
            case Kind.SENT | Kind.HELD:
                self._tell(line)
            case Kind.VISIT_IN if line.station:
                self._break_off(line.at)
                self.visits.append(Stay(line.station, line.at, self._waited(line.station, line.at)))
                self.told = None
            case Kind.VISIT_OUT:
                if self._is_at(line.station) and self._is_that_day(line.at):
                    self.visits[-1].end = line.at
                self.told = None
            case Kind.GAVE_UP if self._is_at(line.station) and self._is_that_day(line.at):
                given_up = self.visits.pop()
                if given_up.answered:
                    del self.before[given_up.station]
            case Kind.ADMITTED:
                self._admit(line)
            case Kind.LEFT:
                self._break_off(line.at)
                self.left, self.told = line.at, None
            case _ if line.station and line.code:
                self._learn(line.kind, line.station, line.code)
            case _:
                pass

    def _tell(self, line: Line) -> None:
        """They wait from the first advice on; that nothing is left for them ends it."""
        if line.kind == Kind.SENT and line.station is None:
            self.told = None
        elif self.told is None:
            self.told = line.at
        self.awaited = line.station

    def _waited(self, station: str, at: int) -> float | None:
        """Minutes of waiting that a visit ends; nobody waits for a station while sent to another one."""
        if self.told is None or self.awaited not in (None, station):
            return None
        return (at - self.told) / MINUTE

    def _learn(self, kind: str, station: str, code: str) -> None:
        match kind:
            case Kind.OUTCOME:
                self._tick(station, code)
            case Kind.ABLE_BEFORE if station not in self.before:
                self.before[station] = code
                if self._is_at(station):
                    self.visits[-1].answered = True
            case Kind.ABLE_AFTER:
                self.after[station] = code
            case _:
                pass

    def _tick(self, station: str, code: str) -> None:
        """Note an outcome, and of the visits to its station at the last one that lacks it."""
        self.outcomes.add(code)
        for visit in reversed(self.visits):
            if visit.station == station and code not in visit.outcomes:
                visit.outcomes = (*visit.outcomes, code)
                return

    def _admit(self, line: Line) -> None:
        if self.arrived is None:
            self.arrived = line
        elif line.code == Reason.CAME_BACK:
            self.told = None
        elif self.left is None and not line.caught_up and self.device not in (None, line.device):
            self.twice = True
        if not line.caught_up:
            self.device = self.device or line.device
        self.left = None

    @property
    def _is_open(self) -> bool:
        return bool(self.visits) and self.visits[-1].end is None and self.visits[-1].most == inf

    def _is_at(self, station: str | None) -> bool:
        return self._is_open and self.visits[-1].station == station

    def _is_that_day(self, at: int) -> bool:
        return day_number(at) == day_number(self.visits[-1].start)

    def _break_off(self, at: int) -> None:
        if self._is_open and self._is_that_day(at):
            self.visits[-1].most = (at - self.visits[-1].start) / MINUTE


def read_day(lines: Iterable[Line]) -> PersonDay:
    """One person's day at one event, from their entries in the order of time."""
    day = PersonDay()
    for line in lines:
        day.follow(line)
    return day
