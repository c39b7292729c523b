"""Who is at which station and who is on the way there, folded from movements one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from stations.model import Station

ON_THE_WAY = timedelta(minutes=15)
"""For how long someone who was sent to a station is counted as coming. Believed."""

FORGOTTEN_AFTER = 3.0
"""An open visit longer than this many times the station's minutes is taken for a missed scan-out."""


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


class Crowd:
    """Everyone's whereabouts in one event; movements may come in any order."""

    def __init__(self) -> None:
        self._movements: dict[str, list[Movement]] = {}
        self._where: dict[str, Whereabouts] = {}
        self._at: dict[str, dict[str, datetime]] = {}
        self._coming: dict[str, dict[str, datetime]] = {}
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
            if len(mine) > 1 and mine[-2].at > movement.at:
                mine.sort(key=lambda m: m.at)
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
        oldest = now - timedelta(minutes=FORGOTTEN_AFTER * station.minutes * (1 + self._rounds(station)))
        here = self._at.get(station.code, {})
        return sorted((who for who, since in here.items() if since >= oldest), key=here.__getitem__)

    def coming(self, station: Station, now: datetime) -> list[str]:
        """Who was sent to a station, has not reached it and is still expected, first sent first."""
        sent = self._coming.get(station.code, {})
        return sorted((who for who, at in sent.items() if at >= now - ON_THE_WAY), key=sent.__getitem__)

    def inside(self) -> int:
        """How many people are in the grounds now."""
        return sum(where.inside for where in self._where.values())

    def _rounds(self, station: Station) -> int:
        return len(self._at.get(station.code, {})) // station.seats

    def _refold(self, who: str) -> None:
        self._unplace(who, self._where.get(who, Whereabouts()))
        where = Whereabouts()
        for movement in self._movements[who]:
            where.follow(movement)
        self._where[who] = where
        self._place(who, where)

    def _place(self, who: str, where: Whereabouts) -> None:
        if where.station and where.since:
            self._at.setdefault(where.station, {})[who] = where.since
        if where.coming and where.sent:
            self._coming.setdefault(where.coming, {})[who] = where.sent

    def _unplace(self, who: str, where: Whereabouts) -> None:
        if where.station:
            self._at.get(where.station, {}).pop(who, None)
        if where.coming:
            self._coming.get(where.coming, {}).pop(who, None)
