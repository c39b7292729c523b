"""Which seat is whose now: of whoever is committed to it, or of another whom nobody committed to would miss.

Moments are minutes of the day, and never go back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stations.hall import Hall
from stations.lines import SeatLine, SessionLine
from stations.reservations import SAME, Reservation
from stations.schedule import Schedule
from stations.visitor import Visitor

LAST = 0.7
"""Share of a visit for which a station must still be open."""
_ANY = 0.5
"""Minutes of waiting in a line that nobody minds, where ways are short."""
_QUIET = 0.1
"""People waiting for each seat there is, below which there is no crowd."""
_SHORT = 2.0
"""Minutes in a line that are allowed while there is no crowd, where ways are short."""
_NEAR = 2.0
"""Minutes of the usual way to another station, up to which ways are short."""
_SESSION = 3.0
"""Minutes before the start of a session from which people are called to it."""
_TURN = 5.0
"""Minutes at most that somebody called one seat ahead stands, so that no seat waits for its next person."""
_CALL = 3.0
"""Minutes that somebody may stand whatever the turn: as long as a call takes to be seen and followed."""
_YIELD = 0.6
"""Share of their slack that somebody committed to may lose to another who goes before their turn."""
_BESIDE = 3.0
"""Minutes for which somebody may sit beside a free seat that suits them and is kept for others. Believed."""
_FAR = 10.0
"""Minutes of the longest way to a seat."""
_TOPIC, _LIKED, _LENGTH = 2.0, 0.5, 0.1
"""Minutes of way that a wanted topic is worth, or a choice where these are scarce, and a category they
like; weight of a visit's minutes."""


class Seating:
    """Who may have a seat now, by the lines of the hall and the schedule.

    waiting: who was asked to take a seat and has not been called.
    """

    def __init__(self, hall: Hall, waiting: Mapping[str, Visitor]) -> None:
        self.schedule = Schedule(hall, 0.0)
        """The newest."""
        self._hall = hall
        self._plan = hall.plan
        self._waiting = waiting
        self._beside: dict[str, float] = {}
        """Since when there is a free seat for each who waits and whom it suits."""
        hops = hall.plan.hops.values()
        longer = max(0.0, sum(hops) / max(1, len(hops)) - _NEAR)
        self._any, self._short = _ANY + longer, _SHORT + longer
        """A line takes people no longer than a way to another, so long it is allowed as well."""
        self._seats = sum(s for i, s in enumerate(hall.plan.seats) if i not in hall.plan.timetables)

    def take(self, visitor: Visitor, station: int, at: float) -> None:
        """Someone is sent to a station: whoever counted on the seat has the less slack."""
        self.schedule.take(visitor, station, at)
        if isinstance(line := self._hall.lines[station], SeatLine):
            self.schedule.reservations.passed(line, at, self._visit(visitor, line, at))
        else:
            self.schedule.reservations.taken(station, visitor.who)

    def free(self, at: float) -> list[int]:
        """Stations that somebody, if only somebody far away, might be sent to for a seat that is free."""
        return [s for s in range(len(self._plan)) if self._plan.is_open(s, at) and self.has_seat(s, at)]

    def has_seat(self, station: int, at: float, way: float | None = None) -> bool:
        """Whether a seat is about to be free for somebody with such a way to it; None: with any way."""
        line = self._hall.lines[station]
        if line.is_down(at):
            return False
        if way is None and isinstance(line, SessionLine):
            return line.wait(at, at) <= _FAR + _SESSION
        return line.wait(at, at + (_FAR if way is None else way)) <= self._patience(line)

    def place_for(self, visitor: Visitor, at: float, stations: Sequence[int]) -> int | None:
        """The station that someone is to go to now: one they are committed to, or one of some stations."""
        committed = self.schedule.next.get(visitor.who)
        if committed and self._is_their_turn(visitor, *committed, at):
            return committed[0]
        costs = [(self._cost(visitor, station, at), station) for station in stations]
        return min(((cost, station) for cost, station in costs if cost is not None), default=(0.0, None))[1]

    def is_still_right(self, visitor: Visitor, station: int, at: float) -> bool:
        """Whether a seat will soon be free for a visit that ends in time."""
        line, arrival = self._hall.lines[station], at + self._hall.way(visitor, station)
        wait = line.wait(at, arrival)
        is_near = wait <= self._longest(visitor, line) and self._hall.suits(visitor, station, at)
        return is_near and self._is_in_time(visitor, station, arrival + wait, at)

    def may_still_begin(self, visitor: Visitor, station: int, at: float) -> bool:
        """Whether somebody called a while ago may begin their visit before the station closes."""
        line, arrival = self._hall.lines[station], at + self._hall.way(visitor, station)
        start = arrival + line.wait(at, arrival)
        is_open_still = start + LAST * line.minutes(visitor.group) <= self._plan.closes[station]
        return is_open_still and self._hall.suits(visitor, station, at)

    def note_free_seats(self, at: float) -> None:
        """Note beside whom a seat stands free that suits them, and since when."""
        lines = (line for line in self._hall.lines if isinstance(line, SeatLine))
        empty = [line.station for line in lines if line.stands_empty(at) and not line.is_down(at)]
        self._beside = {
            who: self._beside.get(who, at)
            for who, visitor in self._waiting.items()
            if any(self._hall.suits(visitor, station, at) for station in empty)
        }

    def _is_their_turn(self, visitor: Visitor, station: int, start: float, at: float) -> bool:
        """Whether the seat of a visit committed to, from `start` on, is about to be free.

        The seats of an earlier session are those of others.
        """
        if not self._hall.suits(visitor, station, at):
            return False
        line = self._hall.lines[station]
        arrival = at + self._hall.way(visitor, station)
        wait = line.wait(at, arrival)
        if wait > self._longest(visitor, line):
            return False
        if not isinstance(line, SeatLine):
            return arrival + wait > start - SAME
        return self._may_pass(visitor, line, at, _YIELD)

    def _cost(self, visitor: Visitor, station: int, at: float) -> float | None:
        """What a visit begun now costs someone, in minutes; None if it cannot begin now."""
        if not self._hall.suits(visitor, station, at):
            return None
        line = self._hall.lines[station]
        way, minutes = self._hall.way(visitor, station), line.minutes(visitor.group)
        wait = line.wait(at, at + way)
        if wait > self._patience(line):
            return None
        start = at + way + wait
        if not self._is_in_time(visitor, station, start, at):
            return None
        if isinstance(line, SeatLine):
            if not self._may_pass(visitor, line, at, 0.0):
                return None
        elif line.left(at, start) <= self.schedule.reservations.kept(station, start, visitor.who):
            return None
        likes = bool(self._plan.categories) and self._plan.categories[station] in visitor.interests
        choices_first = self._plan.choices_scarce[visitor.group] and self._is_crowded()
        comes_first = visitor.is_wanted(station) != choices_first
        worth = _TOPIC * comes_first + _LIKED * likes
        return way + wait + _LENGTH * minutes - worth

    def _is_in_time(self, visitor: Visitor, station: int, start: float, at: float) -> bool:
        """Whether a visit from `start` on suits the time that somebody has, and the hours of the station."""
        minutes = self._hall.lines[station].minutes(visitor.group)
        closes = self._plan.closes[station]
        return start + minutes <= visitor.must_end(at) and start + LAST * minutes <= closes

    def _longest(self, visitor: Visitor, line: SeatLine | SessionLine) -> float:
        """Minutes of waiting that whoever is called may stand."""
        if not isinstance(line, SeatLine):
            return _SESSION
        return self._any + max(_CALL, min(_TURN, line.turn(visitor.group)))

    def _patience(self, line: object) -> float:
        """Minutes of waiting that a visit may begin with."""
        if not isinstance(line, SeatLine):
            return _SESSION
        return self._any if self._is_crowded() else self._short

    def _is_crowded(self) -> bool:
        return len(self._waiting) >= _QUIET * self._seats

    def _may_pass(self, visitor: Visitor, line: SeatLine, at: float, share: float) -> bool:
        """Whether someone may have a seat now that others count on: for a share of their slack."""
        if not self._is_crowded() or at - self._beside.get(visitor.who, at) >= _BESIDE:
            return True
        return self.schedule.reservations.may_pass(line, at, self._visit(visitor, line, at), share)

    def _visit(self, visitor: Visitor, line: SeatLine, at: float) -> Reservation:
        """The visit that someone sent to a station now would make."""
        arrival = at + self._hall.way(visitor, line.station)
        return Reservation(arrival, line.minutes(visitor.group), visitor.who)
