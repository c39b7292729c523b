"""Whose passport is committed to: everybody's visits put into the seats there are, most urgent first.

A commitment is a whole passport that fits before its owner goes home, with a seat for each visit: the last
one begins in time, and its owner stays to its end. Who does not fit takes no seat from who does. The
schedule is made anew every minute from what is believed then, so it needs to be right only about the next
visit of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from stations.calendar import Seats, Sessions, calendar, pressure
from stations.hall import Hall
from stations.plan import REACTION
from stations.reservations import Reservations
from stations.visitor import Visitor

MOST = 1_500
"""People looked at in one schedule, the most urgent ones."""
_WORK = 4.0
"""How much a minute of work left counts against a minute until someone leaves: short passports first."""
_MARGIN, _LEAST = 0.15, 2.0
"""Share of the time left, and minutes at least, that are kept for what goes wrong."""
_SCARCE = 4.0
"""Minutes that a topic under a pressure of 1 is taken earlier for."""
_MOST_PRESSURE = 3.0
_PRICE = 0.5
"""By how much a minute at a station under a pressure of 1 counts more than elsewhere."""
_OWN_CHOICE, _SCARCE_CHOICE = 1.0, -1.0
"""Minutes that a station of one's own choice is taken later for, where choices are scarce earlier."""
_LENGTH = 0.1
"""Weight of the length of a visit where the start decides."""
_CANDIDATES = 8
"""Stations looked at for one visit of their own choice, the quickest ones."""
_SESSIONS = 4
"""Sessions tried for a topic that is taught in sessions only."""


class Visit(NamedTuple):
    """One visit of a schedule, in minutes from now."""

    station: int
    start: float
    minutes: float

    @property
    def end(self) -> float:
        """When it ends."""
        return self.start + self.minutes


@dataclass(frozen=True, slots=True)
class Task:
    """What is left for one person to do after the visit they are at. Moments are minutes from now."""

    visitor: Visitor
    ready: float
    """When they can set out."""
    place: int
    topics: Sequence[frozenset[int]]
    choices: int
    work: float
    """Minutes it takes at least, ways included."""
    limit: float
    """When the last visit has to begin."""
    latest: float
    """When the last visit has to be over."""

    def slack(self, last: Visit) -> float:
        """Minutes by which the last visit may be later; below 0 if it is too late.

        Below 0 for an earlier visit, no other can follow it in time.
        """
        return min(self.limit - last.start, self.latest - last.end)


class Schedule:
    """The commitments of one moment.

    elders_earlier: minutes by which elders count as leaving earlier than they do.
    """

    def __init__(self, hall: Hall, now: float, elders_earlier: float = 0.0) -> None:
        self._hall = hall
        self._elders_earlier = elders_earlier
        self._plan = hall.plan
        self._now = now
        self._calendars: list[Seats | Sessions | None] = [calendar(line, now) for line in hall.lines]
        self._quickest = {group: self._by_length(group) for group in hall.plan.minutes}
        self._works: dict[object, float] = {}
        """Minutes of work by what it depends on; most people have the same before them."""
        self.next: dict[str, tuple[int, float]] = {}
        """Of everyone committed to who has a visit left: its station, and the minute of the day it starts."""
        self.reservations = Reservations(len(hall.lines), now)
        ends = {b.visitor.who: b.end - now for line in hall.lines for b in line.bookings(now)}
        tasks = [task for v in hall.inside.values() if (task := self._task(v, ends.get(v.who, 0.0)))]
        self.pressure = self._pressures(tasks)
        """By station: minutes of visits asked of it over those it can give in the next hour."""
        self._known = {task.visitor.who for task in tasks}
        self._since: dict[str, tuple[int, float] | None] = {}
        """The outlooks of those who came since."""
        self._sent: set[str] = set()
        """Who was sent to a station since, though no visit was kept for them: each has one seat."""
        for task in sorted(tasks, key=self._urgency)[:MOST]:
            self._commit(task)

    def outlook(self, visitor: Visitor, at: float) -> tuple[int, float] | None:
        """The next visit of someone, as in `next`; of whoever came since, the one there is room for still.

        They come one after the other: each takes the seats of the visits that were thought of.
        """
        if visitor.who in self._known:
            return self.next.get(visitor.who)
        if visitor.who not in self._since:
            task = self._task(visitor, at - self._now)
            visits = self._visits(task) if task else None
            for visit in visits or []:
                self._reserve(visit)
            self._since[visitor.who] = (visits[0].station, self._now + visits[0].start) if visits else None
        return self._since[visitor.who]

    def take(self, visitor: Visitor, station: int, at: float) -> None:
        """Someone for whom the schedule keeps no visit is sent to a station: a seat there is theirs."""
        seats, has_one = self._calendars[station], visitor.who in self.next or self._since.get(visitor.who)
        if seats is None or has_one or visitor.who in self._sent:
            return
        self._sent.add(visitor.who)
        minutes = self._hall.lines[station].minutes(visitor.group)
        start = seats.earliest(at - self._now + self._hall.way(visitor, station), minutes)
        if start is not None:
            seats.reserve(start, minutes)

    def _by_length(self, group: str) -> list[int]:
        usable = [s for s, c in enumerate(self._calendars) if c and self._plan.fits[group][s]]
        return sorted(usable, key=lambda s: self._hall.lines[s].minutes(group))

    def _task(self, visitor: Visitor, ready: float) -> Task | None:
        """What someone has to do from `ready` on; None if nothing, or if they leave before."""
        topics, choices = visitor.after_visit()
        left = visitor.until - self._now
        if not (topics or choices) or ready > left:
            return None
        station = visitor.at if visitor.at is not None else visitor.coming
        place = visitor.place if station is None else station
        seen = frozenset(visitor.done | visitor.refused)
        same = visitor.group, tuple(topics), choices, station, seen
        work = self._works.get(same)
        if work is None:
            work = self._works[same] = self._work(visitor, topics, choices, station)
        limit = left - max(_LEAST, _MARGIN * left)
        return Task(visitor, ready, place, topics, choices, work, limit, visitor.latest - self._now)

    def _work(
        self, visitor: Visitor, topics: Sequence[frozenset[int]], choices: int, busy: int | None
    ) -> float:
        group, lines = visitor.group, self._hall.lines
        visits = []
        for topic in topics:
            lengths = [lines[s].minutes(group) for s in self._usable(visitor, topic)]
            visits += [min(lengths)] if lengths else []
        if choices:
            own = (s for s in self._quickest[group] if visitor.is_new(s) and s != busy)
            visits += [lines[s].minutes(group) for s, _ in zip(own, range(choices), strict=False)]
        return sum(visits) + len(visits) * self._plan.hops[group]

    def _usable(self, visitor: Visitor, topic: frozenset[int]) -> list[int]:
        fits = self._plan.fits[visitor.group]
        return [s for s in topic if fits[s] and visitor.is_new(s)]

    def _pressures(self, tasks: Sequence[Task]) -> list[float]:
        asked = [0.0] * len(self._plan)
        people = Counter((task.visitor.group, topic) for task in tasks for topic in task.topics)
        for (group, topic), count in people.items():
            for station in topic:
                if self._plan.fits[group][station]:
                    asked[station] += count * self._hall.lines[station].minutes(group) / len(topic)
        pressures = [pressure(line, asked[line.station], self._now) for line in self._hall.lines]
        return [min(_MOST_PRESSURE, value) for value in pressures]

    def _urgency(self, task: Task) -> float:
        visitor = task.visitor
        earlier = self._elders_earlier if visitor.group in self._plan.elders else 0.0
        return visitor.until + _WORK * task.work - earlier

    def _commit(self, task: Task) -> None:
        """Reserve the seats of a whole passport, if it fits."""
        visits = self._visits(task)
        if not visits:
            return
        for visit in visits:
            self._reserve(visit)
        first, who = visits[0], task.visitor.who
        self.next[who] = (first.station, self._now + first.start)
        kept = ((visit.station, self._now + visit.start, visit.minutes) for visit in visits)
        self.reservations.keep(who, kept, task.slack(visits[-1]))

    def _visits(self, task: Task) -> list[Visit] | None:
        """The visits of a passport, if it fits into the time left."""
        return self._fitted(task) if all(self._may_end(task, topic) for topic in task.topics) else None

    def _may_end(self, task: Task, topic: frozenset[int]) -> bool:
        """Whether a visit to a topic would be in time if it came first, and no way led to it."""
        for station in self._usable(task.visitor, topic):
            seats, minutes = self._calendars[station], self._hall.lines[station].minutes(task.visitor.group)
            start = seats.earliest(task.ready, minutes) if seats else None
            if start is not None and task.slack(Visit(station, start, minutes)) >= 0:
                return True
        return False

    def _reserve(self, visit: Visit) -> None:
        seats = self._calendars[visit.station]
        if seats:
            seats.reserve(visit.start, visit.minutes)

    def _fitted(self, task: Task) -> list[Visit] | None:
        """The visits of a passport; those of a topic taught in sessions only are fixed first."""
        for topic in task.topics:
            stations = self._usable(task.visitor, topic)
            if all(isinstance(self._calendars[s], Sessions) for s in stations):
                return self._around_session(task, topic, stations)
        return self._in_turn(task, task.topics, None, _SCARCE) or self._in_turn(
            task, task.topics, None, 25 * _SCARCE
        )

    def _around_session(
        self, task: Task, topic: frozenset[int], stations: Sequence[int]
    ) -> list[Visit] | None:
        others = [other for other in task.topics if other is not topic]
        ways = (
            self._in_turn(task, others, session, _SCARCE)
            for station in stations
            for session in self._sessions(task, station)
        )
        return min(filter(None, ways), key=lambda visits: visits[-1].end, default=None)

    def _sessions(self, task: Task, station: int) -> Iterator[Visit]:
        """The next sessions that someone can be at."""
        seats = self._calendars[station]
        if not isinstance(seats, Sessions):
            return
        minutes = self._plan.timetables[station].duration
        arrival = task.ready + self._way(task.visitor, task.place, station)
        starts = [s for s in seats.starts() if s >= arrival]
        visits = (Visit(station, start, minutes) for start in starts)
        yield from islice((visit for visit in visits if task.slack(visit) >= 0), _SESSIONS)

    def _in_turn(
        self, task: Task, topics: Sequence[frozenset[int]], session: Visit | None, scarce: float
    ) -> list[Visit] | None:
        """One visit after the other, each the one that can start soonest; None if they do not fit.

        scarce: minutes that a topic is taken earlier for, for each 1 of pressure on its stations.
        """
        left, choices = list(topics), task.choices
        at, place = task.ready, task.place
        visits: list[Visit] = []
        while left or choices or session:
            best: tuple[float, int, Visit] | None = None
            for index, topic in enumerate(left):
                visit = self._soonest(task.visitor, self._usable(task.visitor, topic), at, place, session)
                if visit:
                    rank = visit.start - scarce * min(self.pressure[s] for s in topic)
                    option = (rank + _LENGTH * visit.minutes, index, visit)
                    best = min(best, option) if best else option
            if choices and (visit := self._own_choice(task, left, visits, at, place, session)):
                later = _SCARCE_CHOICE if self._plan.choices_scarce[task.visitor.group] else _OWN_CHOICE
                option = (visit.start + _LENGTH * visit.minutes + later, len(left), visit)
                best = min(best, option) if best else option
            if best is None:
                if session is None:
                    return None
                visits.append(session)
                at, place, session = session.end, session.station, None
                continue
            _, index, visit = best
            if task.slack(visit) < 0:
                return None
            visits.append(visit)
            at, place = visit.end, visit.station
            if index < len(left):
                left = [topic for topic in left if visit.station not in topic]
            else:
                choices -= 1
        return visits

    def _own_choice(
        self,
        task: Task,
        topics: Sequence[frozenset[int]],
        visits: Sequence[Visit],
        at: float,
        place: int,
        session: Visit | None,
    ) -> Visit | None:
        visitor = task.visitor
        taken = {visit.station for visit in visits}.union(*topics)
        taken |= {
            s for s in (session.station if session else None, visitor.at, visitor.coming) if s is not None
        }
        free = (s for s in self._quickest[visitor.group] if s not in taken and visitor.is_new(s))
        return self._soonest(visitor, islice(free, _CANDIDATES), at, place, session)

    def _soonest(
        self, visitor: Visitor, stations: Iterable[int], at: float, place: int, session: Visit | None
    ) -> Visit | None:
        """The visit to one of some stations that ends first; minutes under pressure count for more."""
        best: tuple[float, Visit] | None = None
        for station in stations:
            seats = self._calendars[station]
            if seats is None:
                continue
            minutes = self._hall.lines[station].minutes(visitor.group)
            start = seats.earliest(at + self._way(visitor, place, station), minutes)
            if start is None:
                continue
            visit = Visit(station, start, minutes)
            if session and visit.end + self._way(visitor, station, session.station) > session.start:
                continue
            end = start + minutes * (1 + _PRICE * self.pressure[station])
            if best is None or end < best[0]:
                best = (end, visit)
        return best[1] if best else None

    def _way(self, visitor: Visitor, start: int, end: int) -> float:
        return self._plan.walk(visitor.group, start, end) + REACTION if start != end else 0.0
