"""The seats that a schedule keeps for those it committed to: who is served later if somebody goes first.

Else a seat that is free now goes to whoever sits, and the passports committed to are lost one by one:
their owners are in the middle of another visit at that moment.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapreplace
from operator import attrgetter
from typing import NamedTuple

from stations.lines import SeatLine

_SOON = 60.0
"""Minutes within which a visit has to begin for its seat to be kept: later ones are moved many times yet."""
_NOTICED = 0.5
"""Minutes of delay that count as none, since schedules are made in whole ones."""
SAME = 1.0
"""Minutes by which two starts of sessions differ at least."""
_START = attrgetter("start")


class Reservation(NamedTuple):
    """A seat kept for somebody, or a visit they would make, from a minute of the day on."""

    start: float
    minutes: float
    who: str


class Reservations:
    """Whose turn is when at each station, until the next schedule is made. Moments are minutes of the day."""

    def __init__(self, stations: int, now: float) -> None:
        self._now = now
        self._kept: list[list[Reservation]] = [[] for _ in range(stations)]
        self._slack: dict[str, float] = {}

    def keep(self, who: str, visits: Iterable[tuple[int, float, float]], slack: float) -> None:
        """Keep seats for a passport: station, start and minutes of each visit.

        slack: minutes by which all of it may be late.
        """
        self._slack[who] = slack
        for station, start, minutes in visits:
            if start <= self._now + _SOON:
                insort(self._kept[station], Reservation(start, minutes, who), key=_START)

    def may_pass(self, line: SeatLine, at: float, visit: Reservation, share: float) -> bool:
        """Whether a visit costs nobody committed to more than a share of their slack, or half a minute."""
        return all(
            late <= max(_NOTICED, share * self._slack[who]) for who, late in self._delays(line, at, visit)
        )

    def passed(self, line: SeatLine, at: float, visit: Reservation) -> None:
        """Somebody was sent: those kept waiting by it have less slack left."""
        for who, late in self._delays(line, at, visit):
            self._slack[who] -= max(0.0, late)
        self._kept[line.station] = self._but(line.station, visit.who)

    def taken(self, station: int, who: str) -> None:
        """Somebody was sent to a session: the seat kept for them is theirs now."""
        self._kept[station] = self._but(station, who)

    def kept(self, station: int, session: float, who: str) -> int:
        """Seats kept for others than somebody in the session that starts then."""
        return sum(abs(kept.start - session) < SAME for kept in self._but(station, who))

    def _but(self, station: int, who: str) -> list[Reservation]:
        return [kept for kept in self._kept[station] if kept.who != who]

    def _delays(self, line: SeatLine, at: float, visit: Reservation) -> Iterator[tuple[str, float]]:
        """Minutes by which everybody else's visit to a station would begin later, in their order."""
        others = self._but(line.station, visit.who)
        if not others:
            return
        before = _starts(line, at, self._kept[line.station])
        insort(others, visit, key=_START)
        for who, start in _starts(line, at, others):
            if who != visit.who:
                yield who, start - next(then for other, then in before if other == who)


def _starts(line: SeatLine, at: float, kept: Sequence[Reservation]) -> Iterator[tuple[str, float]]:
    """When each visit begins if they are served in turn, after everybody there and coming."""
    free = line.seats_free(at)
    for start, minutes, who in kept:
        begins = max(start, free[0])
        heapreplace(free, begins + minutes)
        yield who, begins
