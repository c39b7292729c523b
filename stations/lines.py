"""The line of one station as scans tell it: who is there, who is coming, and when a seat will be free."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from heapq import heappush, heapreplace
from math import erfc, inf, log, sqrt
from typing import NamedTuple

from stations.pace import Obedience, Pace
from stations.plan import Plan, Timetable
from stations.visitor import Visitor

LATE = 2.0
"""Minutes after which someone who was sent and not seen is there unseen, or elsewhere."""
GONE = 1.5
"""Lengths of a visit after which someone late would have been seen to leave, and is no longer expected."""
SUSPICION = 15.0
"""Minutes from one person sent to see whether a station still stands still to the next. Believed.

For as long nobody is sent back to a line that they gave up.
"""
_TRIES = 5
"""Seats for each of which somebody may try whether a station still stands still. Believed."""
_PATIENCE = 30.0
"""Minutes after which whoever stands at a station that stands still has left it unseen. Believed."""
_LONGEST = 3.0
"""Usual lengths that a visit lasts at most. Whoever goes home after their last one says nothing. Believed."""
_SILENCE = 4.2
"""Natural logarithm of how improbable a silence is from which a station is suspected: 1 in 65."""
_SPREAD = 0.6
"""Believed standard deviation of the logarithm of a visit's length, over what is believed of it."""
_COMPLAINTS = 2
"""People who say that a station does not move, from which it is suspected."""


class Booking(NamedTuple):
    """A stay that is expected."""

    visitor: Visitor
    start: float
    end: float


class Line(ABC):
    """Who is at a station or on the way there. Moments are minutes of the day."""

    def __init__(self, station: int, plan: Plan, obedience: Obedience) -> None:
        self.station = station
        self._obedience = obedience
        self.plan = plan
        self.working = plan.seats[station]
        """Seats working now; 0 while it is known to be down."""
        self.present: list[Visitor] = []
        """Who is there, in the order in which they came."""
        self.coming: dict[str, Visitor] = {}
        self._suspected = -inf
        self._complaints = 0
        self._moved = -inf
        """When somebody last came out or a silence was last forgiven."""

    @abstractmethod
    def minutes(self, group: str) -> float:
        """Expected length of a visit."""

    @abstractmethod
    def wait(self, at: float, arrival: float) -> float:
        """Minutes that one more person who arrives at `arrival` would wait, as things look at `at`."""

    @abstractmethod
    def bookings(self, at: float) -> list[Booking]:
        """The stays of everybody there and coming, as they are expected at `at`."""

    @abstractmethod
    def changed(self) -> None:
        """Forget what was reckoned from the line as it was."""

    def is_down(self, at: float) -> bool:
        """Whether it is known to be down, or suspected to be."""
        return self.working <= 0 or self._is_suspected(at)

    def _is_suspected(self, at: float) -> bool:
        """Whether it seems to stand still, and nobody is to be sent to see whether it still does."""
        if self._suspected == -inf:
            return False
        return self._is_tried(at) or at - self._suspected < SUSPICION

    def set_working(self, seats: int, at: float) -> None:
        """So many seats work from now on, as its host says."""
        self.working = seats
        self._moved = at
        self._suspected, self._complaints = -inf, 0
        self._seat(at)

    def join(self, visitor: Visitor, at: float) -> None:
        """Someone came."""
        if not self.present:
            self._moved = at
        visitor.at, visitor.since, visitor.served = self.station, at, None
        self.present.append(visitor)
        self._seat(at)

    def leave(self, visitor: Visitor, at: float) -> None:
        """Someone is not there any more."""
        if visitor in self.present:
            self.present.remove(visitor)
        visitor.at = visitor.served = None
        self._seat(at)

    def finish(self, visitor: Visitor, at: float, *, seen: bool) -> list[Visitor]:
        """Someone's visit ended; returns whoever must have ended theirs before, unseen.

        seen: its end was scanned at this moment; else they were seen elsewhere, served or not.
        """
        unseen = self._ended_before(visitor) if seen else []
        for other in unseen:
            self.leave(other, at)
        if seen:
            self._measure(visitor, at)
            self.came_out(at)
        self.leave(visitor, at)
        return unseen

    def came_out(self, at: float) -> None:
        """The station works: somebody's visit ended."""
        self._moved = at
        self._suspected, self._complaints = -inf, 0

    def expect(self, visitor: Visitor, due: float) -> None:
        """Someone was sent here."""
        visitor.coming, visitor.due = self.station, due
        self.coming[visitor.who] = visitor
        self.changed()

    def seen(self, visitor: Visitor, at: float, *, here: bool) -> None:
        """Someone sent here was seen, here or elsewhere."""
        self._obedience.come.learn(one=here)
        if at > visitor.due + LATE:
            self._obedience.unseen.learn(one=here)
        self.no_longer_expect(visitor)

    def no_longer_expect(self, visitor: Visitor) -> None:
        """Someone sent here came, or went elsewhere."""
        self.coming.pop(visitor.who, None)
        visitor.coming = None
        self.changed()

    def complain(self, at: float) -> None:
        """Somebody came back: "that station is not moving"."""
        self._complaints += 1
        if self._suspected > -inf or (self._complaints >= _COMPLAINTS and at - self._moved > self._usual):
            self._suspected = at

    def sweep(self, at: float) -> None:
        """Drop who is not expected any more, and suspect a station from its silence."""
        for visitor in list(self.coming.values()):
            if at > visitor.due + LATE + GONE * self.minutes(visitor.group):
                self.no_longer_expect(visitor)
        if self._suspected == -inf and self._silence(at) > _SILENCE:
            self._suspected = at
        self.changed()

    def may_have_served(self, came: float, at: float) -> bool:  # noqa: ARG002 - whose turn it is may be served
        """Whether the turn of somebody who came at a moment may have begun by now."""
        return at > self.plan.opens[self.station]

    @property
    def _usual(self) -> float:
        return max(self.minutes(group) for group in self.plan.minutes)

    def _silence(self, at: float) -> float:
        """Natural logarithm of how improbable it is that nobody came out since somebody last did."""
        improbable = 0.0
        for visitor in self.present:
            if visitor.served is not None:
                usual = self.minutes(visitor.group)
                improbable += log(self._unseen((self._moved - visitor.served) / usual))
                improbable -= log(self._unseen((at - visitor.served) / usual))
        return improbable

    def _unseen(self, length: float) -> float:
        """Chance that a visit is not seen to end within so many usual lengths."""
        longer = _longer(length)
        missing = 1 - self._obedience.scanned.value if self._obedience.is_blind else self.plan.missing
        return longer + missing * (1 - longer)

    def _is_tried(self, at: float) -> bool:  # noqa: ARG002 - whoever waits for a class does so for long
        """Whether somebody is there, or coming, who will tell whether it still stands still."""
        return bool(self.present or self.coming)

    @abstractmethod
    def _seat(self, at: float) -> None:
        """Whoever's turn it is has a seat."""

    def _ended_before(self, _visitor: Visitor) -> list[Visitor]:
        return []

    @abstractmethod
    def _measure(self, visitor: Visitor, at: float) -> None:
        """Learn from a visit whose end was seen."""


class SeatLine(Line):
    """A station that serves whoever is next as soon as a seat is free."""

    def __init__(self, station: int, plan: Plan, obedience: Obedience, pace: Pace) -> None:
        super().__init__(station, plan, obedience)
        self._pace = pace
        self._free: list[float] = []
        self._booked: list[Booking] | None = None

    def minutes(self, group: str) -> float:
        """Expected length of a visit, as learnt on the day."""
        return self.plan.minutes[group][self.station] * self._pace.factor

    def changed(self) -> None:
        """Reckon anew when asked next."""
        self._booked = None

    def bookings(self, at: float) -> list[Booking]:
        """In the order in which they will have a seat."""
        if self._booked is None:
            self._free, self._booked = [], []
            for visitor, earliest, minutes in self._stays(at):
                if len(self._free) < max(1, self.working):
                    start = earliest
                    heappush(self._free, start + minutes)
                else:
                    start = max(earliest, self._free[0])
                    heapreplace(self._free, start + minutes)
                self._booked.append(Booking(visitor, start, start + minutes))
            while len(self._free) < max(1, self.working):
                heappush(self._free, at)
        return self._booked

    def wait(self, at: float, arrival: float) -> float:
        """Minutes until a seat is free for one more."""
        self.bookings(at)
        return max(0.0, self._free[0] - arrival)

    def seats_free(self, at: float) -> list[float]:
        """From when each seat is free, as a heap."""
        self.bookings(at)
        return self._free.copy()

    def ended(self, at: float) -> list[Visitor]:
        """Where nobody scans the ends: whose visit is over, their last one after its usual length."""

        def has_ended(visitor: Visitor) -> bool:
            most = _LONGEST if any(visitor.after_visit()) else 1.0
            return visitor.served is not None and at - visitor.served > most * self.minutes(visitor.group)

        return [visitor for visitor in self.present if has_ended(visitor)]

    def stands_empty(self, at: float) -> bool:
        """Whether fewer are there, or on the way in good time, than seats work."""
        coming = sum(at <= visitor.due + LATE for visitor in self.coming.values())
        return len(self.present) + coming < self.working

    def turn(self, group: str) -> float:
        """Minutes from one free seat to the next while it is full."""
        return self.minutes(group) / max(1, self.working)

    def _stays(self, at: float) -> Iterator[tuple[Visitor, float, float]]:
        """Everybody, with the earliest start of what is left of their stay, and its expected length.

        A visit that takes long has perhaps ended unseen: what is left of it counts as often as it goes on.
        """
        for visitor in self.present:
            minutes = self.minutes(visitor.group)
            over = 0.0 if visitor.served is None else at - visitor.served
            goes_on = _longer(over / minutes) / self._unseen(over / minutes)
            yield visitor, at, goes_on * _left(minutes, over)
        for visitor in self.coming.values():
            minutes = self.minutes(visitor.group)
            if at <= visitor.due + LATE:
                yield visitor, max(at, visitor.due), self._obedience.come.value * minutes
            else:
                yield visitor, at, self._obedience.unseen.value * _left(minutes, at - visitor.due)

    def _is_tried(self, at: float) -> bool:
        since = (max(visitor.since, self._suspected) for visitor in self.present)
        tries = len(self.coming) + sum(at - moment < _PATIENCE for moment in since)
        return tries >= max(1, self.working // _TRIES)

    def _seat(self, at: float) -> None:
        self.changed()
        for visitor in self.present[: self.working]:
            if visitor.served is None:
                visitor.served = max(at, self.plan.opens[self.station])

    def _ended_before(self, visitor: Visitor) -> list[Visitor]:
        """Who came earlier, beyond the seats there are: lines are first come, first served."""
        seats = max(1, self.plan.seats[self.station], self.working)
        place = self.present.index(visitor) if visitor in self.present else 0
        return self.present[: max(0, place - seats + 1)]

    def _measure(self, visitor: Visitor, at: float) -> None:
        if visitor.served is not None:
            self._pace.learn((at - visitor.served) / self.plan.minutes[visitor.group][self.station])


def _left(minutes: float, over: float) -> float:
    """Minutes left of a visit of which `over` are over; some are left of one that takes long already."""
    left = minutes - over
    most = 0.35 * minutes
    return left if left >= most else max(0.2 * minutes, most - 0.3 * (most - left))


def _longer(length: float) -> float:
    """Chance that a visit is longer than so many usual lengths."""
    return erfc((log(length) + _SPREAD**2 / 2) / (_SPREAD * sqrt(2))) / 2 if length > 0 else 1.0


class SessionLine(Line):
    """A station that takes people in at the starts of a timetable only."""

    def __init__(self, station: int, plan: Plan, obedience: Obedience, timetable: Timetable) -> None:
        super().__init__(station, plan, obedience)
        self.timetable = timetable
        self._next = timetable.first
        self._sessions: dict[float, list[Visitor]] = {}
        """Who sat down in each session that not everybody has come out of, by its start."""

    @property
    def _seats(self) -> int:
        """In each session: those that its host says work, once it works again all if it stands still."""
        return min(self.timetable.seats, self.working) or self.timetable.seats

    def minutes(self, group: str) -> float:  # noqa: ARG002 - everybody stays for the whole session
        """Length of a session."""
        return self.timetable.duration

    def changed(self) -> None:
        """Nothing is kept: a session line is short to reckon."""

    def complain(self, at: float) -> None:
        """Somebody came back; a station stands still only once a session should have come and gone."""
        since = max(self._moved, self.timetable.first)
        if at - since > self.timetable.period + self.timetable.duration:
            super().complain(at)

    def set_working(self, seats: int, at: float) -> None:
        """So many seats work from now on; no session begins while none does."""
        self._begin(at)
        super().set_working(seats, at)

    def join(self, visitor: Visitor, at: float) -> None:
        """Someone came, perhaps late for a session that has a seat left."""
        self._begin(at)
        super().join(visitor, at)
        start = self.timetable.late_for(at)
        if start is not None and self.working > 0:
            seated = self._sessions.setdefault(start, [])
            if len(list(self._still(start, seated))) < self._seats:
                seated.append(visitor)

    def leave(self, visitor: Visitor, at: float) -> None:
        """Someone is not there any more, whether or not a session began before."""
        self._begin(at)
        for seated in self._sessions.values():
            if visitor in seated:
                seated.remove(visitor)
        super().leave(visitor, at)

    def ended(self, at: float) -> list[Visitor]:
        """Who sat in a session that is over, and was not seen to come out; each once."""
        self._begin(at)
        ended = [start for start in self._sessions if self._has_come_out(start, at)]
        return [visitor for start in ended for visitor in self._still(start, self._sessions.pop(start))]

    def may_have_served(self, came: float, at: float) -> bool:
        """Whether a session began since somebody came, or lets them in late."""
        return self.timetable.late_for(came) is not None or self.timetable.following(came) < at

    def _has_come_out(self, start: float, at: float) -> bool:
        """Whether everybody is out of a session: a while after its end, or since the next one began."""
        end = start + self.timetable.duration
        return at > end + LATE or (at >= end and start < self._next - self.timetable.period)

    def _begin(self, at: float) -> None:
        """Whoever stood there first sat down in each session that has begun."""
        while self.working > 0 and self._next < at and (standing := self._standing()):
            in_time = [visitor for visitor in standing if visitor.since <= self._next]
            if in_time:
                self._sessions[self._next] = in_time[: self._seats]
            self._next += self.timetable.period
        self._next = max(self._next, self.timetable.following(at))

    def _still(self, start: float, seated: list[Visitor]) -> Iterator[Visitor]:
        """Whoever of those who sat down in a session is there still, as far as can be told."""
        latest = start + self.timetable.grace
        return (visitor for visitor in seated if visitor.at == self.station and visitor.since <= latest)

    def _standing(self) -> list[Visitor]:
        """Who is there for a session that has not begun."""
        seated = {v.who for start, people in self._sessions.items() for v in self._still(start, people)}
        return [visitor for visitor in self.present if visitor.who not in seated]

    def _awaited(self, at: float) -> list[Visitor]:
        """Who is coming to a session that has not begun."""
        begun = self.timetable.following(at) - self.timetable.period
        return [visitor for visitor in self.coming.values() if visitor.due >= begun]

    def bookings(self, at: float) -> list[Booking]:
        """The session going on, and the next ones in the order in which people came."""
        self._begin(at)
        table = self.timetable
        booked = [
            Booking(visitor, start, max(at, start + table.duration))
            for start, people in self._sessions.items()
            for visitor in self._still(start, people)
        ]
        for index, visitor in enumerate([*self._standing(), *self._awaited(at)]):
            start = table.following(at) + index // self._seats * table.period
            booked.append(Booking(visitor, start, start + table.duration))
        return booked

    def wait(self, at: float, arrival: float) -> float:
        """Minutes until the first session with a seat left."""
        return next(start for start, left in self.starts(at) if left and start >= arrival - 1e-9) - arrival

    def left(self, at: float, session: float) -> int:
        """Seats left in the session that starts at a minute of the timetable."""
        return next(left for start, left in self.starts(at) if start >= session - 1e-6)

    def starts(self, at: float) -> Iterator[tuple[float, int]]:
        """Start of each session from `at` on, with the seats left in it; without end."""
        self._begin(at)
        table = self.timetable
        ahead = len(self._standing()) + len(self._awaited(at))
        start = table.following(at)
        while True:
            yield start, self._seats - min(ahead, self._seats)
            ahead -= min(ahead, self._seats)
            start += table.period

    def _seat(self, at: float) -> None:  # noqa: ARG002 - nobody is served before a session starts
        self.changed()

    def _measure(self, visitor: Visitor, at: float) -> None:
        """Sessions are as long as the timetable says."""
