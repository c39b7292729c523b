"""Who is at which station and who is on the way there, folded from movements one at a time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from stations.model import Station

ON_THE_WAY = timedelta(minutes=15)
"""For how long someone who was sent to a station is counted as coming. Believed."""

FORGOTTEN_AFTER = 3.0
"""An open visit longer than this many times the station's minutes is taken for a missed scan-out."""


RESOLUTION = timedelta(milliseconds=1)
"""The smallest difference between two moments of the log."""


class Move(Enum):
    """What a movement says."""

    ARRIVED = auto()
    LEFT = auto()
    STAY = auto()
    SENT = auto()
    IN = auto()
    OUT = auto()


@dataclass(frozen=True, slots=True)
class Movement:
    """One thing a person did, or was told, that changes where they count."""

    ref: str
    """Name of the log entry it comes from; an undo takes it back by this name."""
    who: str
    move: Move
    at: datetime
    order: tuple[datetime, datetime, str, int]
    """Place among all movements: `at` first, then what tells movements of one moment apart."""
    station: str | None = None
    minutes: int | None = None
    """Length of stay stated, with `Move.STAY`."""


@dataclass(slots=True)
class Whereabouts:
    """What one person's movements add up to."""

    inside: bool = False
    station: str | None = None
    """Station of the open visit."""
    since: datetime | None = None
    coming: str | None = None
    """Station they were last sent to and have not reached."""
    sent: datetime | None = None
    until: datetime | None = None
    """When they must go home, if they said so."""
    visited: set[str] = field(default_factory=set)

    def follow(self, movement: Movement) -> None:
        """Take one more movement, the latest so far, into account."""
        match movement.move:
            case Move.ARRIVED:
                self.inside = True
            case Move.LEFT:
                self.inside, self.station, self.coming = False, None, None
            case Move.STAY if movement.minutes is not None:
                self.until = movement.at + timedelta(minutes=movement.minutes)
            case Move.SENT:
                self.coming, self.sent = movement.station, movement.at
            case Move.IN if movement.station:
                self.station, self.since = movement.station, movement.at
                self.coming = None
                self.visited.add(movement.station)
            case Move.OUT:
                self.station = None
            case _:
                pass


class _Line:
    """People, each with the moment from which they count, in the order of these moments."""

    def __init__(self) -> None:
        self._people: list[tuple[datetime, str]] = []

    def __len__(self) -> int:
        return len(self._people)

    def add(self, moment: datetime, who: str) -> None:
        insort(self._people, (moment, who))

    def drop(self, moment: datetime, who: str) -> None:
        del self._people[bisect_left(self._people, (moment, who))]

    def count(self, start: datetime) -> int:
        return len(self._people) - bisect_left(self._people, (start, ""))

    def since(self, start: datetime) -> list[str]:
        return [who for _, who in self._people[bisect_left(self._people, (start, "")) :]]


class Crowd:
    """Everyone's whereabouts in one event; movements may come in any order."""

    def __init__(self) -> None:
        self._movements: dict[str, list[Movement]] = {}
        self._where: dict[str, Whereabouts] = {}
        self._at: dict[str, _Line] = defaultdict(_Line)
        self._coming: dict[str, _Line] = defaultdict(_Line)
        self._owner: dict[str, str] = {}
        self._taken_back: set[str] = set()

    def follow(self, movements: Iterable[Movement]) -> None:
        """Add movements."""
        for movement in movements:
            if movement.ref in self._taken_back:
                continue
            mine = self._movements.setdefault(movement.who, [])
            self._owner[movement.ref] = movement.who
            mine.append(movement)
            if len(mine) > 1 and mine[-2].order > movement.order:
                mine.sort(key=lambda m: m.order)
                self._refold(movement.who)
            else:
                where = self._where.setdefault(movement.who, Whereabouts())
                self._unplace(movement.who, where)
                where.follow(movement)
                self._place(movement.who, where)

    def take_back(self, ref: str) -> None:
        """Forget the movement of this log entry, known already or still to come."""
        self._taken_back.add(ref)
        who = self._owner.pop(ref, None)
        if who is not None:
            self._movements[who] = [m for m in self._movements[who] if m.ref != ref]
            self._refold(who)

    def whereabouts(self, who: str) -> Whereabouts:
        """Where one person stands; a fresh value for someone never seen."""
        return self._where.get(who, Whereabouts())

    def present(self, station: Station, now: datetime) -> list[str]:
        """Who is at a station, served or in its line, longest there first."""
        return self._at[station.code].since(self._oldest_visit(station, now))

    def coming(self, station: Station, now: datetime) -> list[str]:
        """Who was sent to a station, has not reached it and is still expected, first sent first."""
        return self._coming[station.code].since(now - ON_THE_WAY)

    def ahead(self, station: Station, who: str, now: datetime, after: datetime | None = None) -> int:
        """How many others are at a station or coming; `after`: of those there, only who came later."""
        oldest, sent = self._oldest_visit(station, now), now - ON_THE_WAY
        start = max(oldest, after + RESOLUTION) if after else oldest
        where = self.whereabouts(who)
        is_there = where.station == station.code and where.since is not None and where.since >= start
        is_coming = where.coming == station.code and where.sent is not None and where.sent >= sent
        others = self._at[station.code].count(start) + self._coming[station.code].count(sent)
        return others - (is_there or is_coming)

    def inside(self) -> int:
        """How many people are in the grounds now."""
        return sum(where.inside for where in self._where.values())

    def _oldest_visit(self, station: Station, now: datetime) -> datetime:
        rounds = 1 + len(self._at[station.code]) // station.seats
        return now - timedelta(minutes=FORGOTTEN_AFTER * station.minutes * rounds)

    def _refold(self, who: str) -> None:
        self._unplace(who, self._where.get(who, Whereabouts()))
        where = Whereabouts()
        for movement in self._movements[who]:
            where.follow(movement)
        self._where[who] = where
        self._place(who, where)

    def _place(self, who: str, where: Whereabouts) -> None:
        for line, moment in self._lines(where):
            line.add(moment, who)

    def _unplace(self, who: str, where: Whereabouts) -> None:
        for line, moment in self._lines(where):
            line.drop(moment, who)

    def _lines(self, where: Whereabouts) -> Iterator[tuple[_Line, datetime]]:
        if where.station and where.since:
            yield self._at[where.station], where.since
        if where.coming and where.sent and where.coming != where.station:
            yield self._coming[where.coming], where.sent
