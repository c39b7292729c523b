"""Everyone in the grounds and every line, believed from scans of which some never arrive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from math import inf

from stations.lines import SUSPICION, SeatLine, SessionLine
from stations.pace import Obedience, Pace, reckon
from stations.plan import ENTRANCE, REACTION, Category, Plan
from stations.queues import QUICK
from stations.visitor import Visitor

USUAL_STAY = 120.0
"""Minutes believed of someone who did not say, before others have said."""
_ENOUGH = 5
"""Stays stated, from which their median is believed instead."""
_OVERSTAY = 20.0
"""Minutes that someone who is seen after the time they stated is believed to stay on."""
_UNSAID = 15.0
"""Minutes by which the usual stay of someone who said nothing is prolonged before they count as gone."""
_SLOWEST = 15.0
"""Minutes of silence from which somebody was away, and not only slow to ask again. Believed."""
_SLOWER = 1.1
"""A way through a crowd takes longer than its metres say."""


class Hall:
    """What is believed at this moment. Times are minutes of the day and never go back."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.inside: dict[str, Visitor] = {}
        """Who is in the grounds, by name."""
        self._gone: dict[str, Visitor] = {}
        self._paces: list[Pace] = []
        self._obedience = Obedience()
        self.lines: list[SeatLine | SessionLine] = [self._line(station) for station in range(len(plan))]
        self._stays: list[float] = []
        self._stay = USUAL_STAY

    def _line(self, station: int) -> SeatLine | SessionLine:
        timetable = self.plan.timetables.get(station)
        if timetable:
            return SessionLine(station, self.plan, self._obedience, timetable)
        self._paces.append(Pace())
        return SeatLine(station, self.plan, self._obedience, self._paces[-1])

    def arrive(
        self,
        at: float,
        who: str,
        group: str,
        stay: float | None,
        topics: Sequence[frozenset[int]],
        choices: int,
        interests: frozenset[Category] = frozenset(),
    ) -> Visitor:
        """Someone checked in; `stay` are the minutes they say they can stay.

        Whoever comes back has their stamps still, and goes no more than before where they would not; whoever
        is here already may say something else.
        """
        if known := self.inside.get(who):
            known.interests = interests or known.interests
            if stay is not None:
                self.say_stay(at, known, stay)
            return known
        until = at + (self._stay if stay is None else stay)
        visitor = Visitor(
            list(topics),
            choices,
            who=who,
            group=group,
            came=at,
            until=until,
            has_said=stay is not None,
            interests=interests,
        )
        self.inside[who] = visitor
        if before := self._gone.pop(who, None):
            for station in before.done:
                visitor.stamp(station)
            for station in before.refused:
                visitor.refuse(station)
            visitor.gave_up = before.gave_up
        if stay is not None:
            self._note_stay(stay)
        return visitor

    def say_stay(self, at: float, visitor: Visitor, minutes: float) -> None:
        """Someone who is here says how many minutes they can stay."""
        visitor.until, visitor.has_said = at + minutes, True
        self._note_stay(minutes)

    def _note_stay(self, minutes: float) -> None:
        """Believe of those who say nothing what others say."""
        self._stays.append(minutes)
        count = len(self._stays)
        if count >= _ENOUGH and (count < 10 * _ENOUGH or count % _ENOUGH == 0):
            self._stay = sorted(self._stays)[count // 2]

    def knows(self, who: str) -> bool:
        """Whether someone ever checked in."""
        return who in self.inside or who in self._gone

    def everybody(self) -> Iterator[Visitor]:
        """Who ever checked in."""
        return chain(self.inside.values(), self._gone.values())

    def visitor(self, at: float, who: str) -> Visitor | None:
        """Someone who gives a sign of life; None for someone who never checked in."""
        visitor = self.inside.get(who)
        if visitor is None and (visitor := self._gone.pop(who, None)):
            self.inside[who] = visitor
        if visitor and at > visitor.until:
            visitor.until = at + _OVERSTAY
        return visitor

    def hear(self, at: float, who: str) -> None:
        """Someone is about to ask: they sit there still, whatever is done before they are answered."""
        if visitor := self.inside.get(who) or self._gone.get(who):
            if visitor.sits and at - visitor.asked < _SLOWEST:
                visitor.silent = max(visitor.silent, at - visitor.asked)
            visitor.asked = at

    def enter(self, at: float, visitor: Visitor, station: int) -> None:
        """A scan at the beginning of a visit."""
        self.settle(at, visitor, station)
        visitor.waits = visitor.sits = False
        visitor.place, visitor.unserved = station, None
        if visitor.at is None:
            self.lines[station].join(visitor, at)

    def finish(self, at: float, visitor: Visitor, station: int) -> None:
        """A scan at the end of a visit."""
        self.settle(at, visitor, station)
        visitor.waits = visitor.sits = False
        visitor.place, visitor.unserved = station, None
        line = self.lines[station]
        self._obedience.scanned.learn(one=True)
        if visitor.at == station:
            for other in line.finish(visitor, at, seen=True):
                other.stamp(station, is_seen=False)
        else:
            line.came_out(at)
        visitor.stamp(station)
        if visitor.is_finished:
            self.go_home(at, visitor)

    def give_up(self, at: float, visitor: Visitor, station: int) -> None:
        """Someone left a line: "that station is not moving"."""
        if visitor.at == station:
            self.lines[station].leave(visitor, at)
        self.settle(at, visitor, station)
        visitor.waits, visitor.place, visitor.unserved = False, station, station
        visitor.give_up(station, at)
        self.lines[station].complain(at)

    def refuse(self, at: float, visitor: Visitor, station: int) -> None:
        """Someone will not go to the station they were sent to, or leaves it without a visit."""
        self.expect_no_more(visitor)
        if visitor.at == station:
            self.lines[station].leave(visitor, at)
        visitor.waits = False
        visitor.refuse(station)

    def expect_no_more(self, visitor: Visitor) -> None:
        """Someone is not on the way to a station any more."""
        if visitor.coming is not None:
            self.lines[visitor.coming].no_longer_expect(visitor)

    def ask(self, at: float, visitor: Visitor, place: int) -> None:
        """Someone asks where to go next.

        Whoever asks at a station has ended a visit there, seen or not, unless they wait already, left its
        line, refused it, or came in vain.
        """
        if visitor.waits:
            visitor.unserved = place
        if place not in (ENTRANCE, visitor.unserved, *visitor.refused):
            if self._came_in_vain(at, visitor, place):
                self.give_up(at, visitor, place)
            else:
                self._end_visit(at, visitor, place)
        if place != visitor.unserved:
            visitor.unserved = None
        self.settle(at, visitor, place)
        visitor.place = place

    def _end_visit(self, at: float, visitor: Visitor, station: int) -> None:
        """Someone was served at a station, whose scans may not have arrived.

        Where nobody scans the ends of visits this is one of those that tell how long they take.
        """
        line = self.lines[station]
        if visitor.at == station:
            self._obedience.scanned.learn(one=False)
            for other in line.finish(visitor, at, seen=self._obedience.is_blind):
                other.stamp(station, is_seen=False)
        line.came_out(at)
        visitor.stamp(station)

    def _came_in_vain(self, at: float, visitor: Visitor, station: int) -> bool:
        """Whether someone who asks at a station cannot have been served there.

        They came only now, before it opens or its session begins, after it closed, or were not seen at one
        that is down. Whoever went elsewhere than they were sent came no sooner than the way there takes.
        """
        line = self.lines[station]
        if visitor.at == station:
            came = visitor.since
        elif station in visitor.done:
            return False
        elif line.working <= 0:
            return True
        elif visitor.coming == station:
            came = visitor.due
        elif visitor.coming is not None:
            set_out = visitor.due - self.way(visitor, visitor.coming)
            came = set_out + self.plan.walk(visitor.group, visitor.place, station)
        else:
            return at < self.plan.opens[station]
        is_quick = at - came < QUICK * line.minutes(visitor.group)
        is_late = visitor.at != station and came >= self.plan.closes[station]
        return is_quick or is_late or not line.may_have_served(came, at)

    def settle(self, at: float, visitor: Visitor, here: int | None = None) -> None:
        """Someone is on no way any more, and at no station but `here`, where they were seen if anywhere.

        A visit elsewhere whose end was not seen is made.
        """
        if visitor.coming is not None and here is not None:
            self.lines[visitor.coming].seen(visitor, at, here=visitor.coming == here)
        self.expect_no_more(visitor)
        if visitor.at is not None and visitor.at != here:
            station = visitor.at
            self.lines[station].finish(visitor, at, seen=False)
            visitor.stamp(station, is_seen=False)

    def send(self, at: float, visitor: Visitor, station: int) -> None:
        """Someone is told to go to a station now."""
        self.settle(at, visitor)
        visitor.waits = False
        if visitor.unserved == station:
            visitor.unserved = None
        self.lines[station].expect(visitor, at + self.way(visitor, station))

    def way(self, visitor: Visitor, station: int) -> float:
        """Minutes until they will be there."""
        return self.plan.walk(visitor.group, visitor.place, station) * _SLOWER + REACTION

    def go_home(self, at: float, visitor: Visitor) -> None:
        """Someone is believed to have left; a visit whose end was not seen is made."""
        self.settle(at, visitor)
        visitor.waits = False
        self._gone[visitor.who] = self.inside.pop(visitor.who)

    def sweep(self, at: float) -> None:
        """Look at the clock: who must have gone home, who did not come, which station stands still.

        Whoever sits counts as there until they do not come when called: they may wait longer than believed.
        """
        over = [v for v in self.inside.values() if self.is_over(v, at)]
        for visitor in [v for v in over if not v.waits and v.coming is None]:
            self.go_home(at, visitor)
        for line in self.lines:
            if isinstance(line, SessionLine) or self._obedience.is_blind:
                self._end_unseen(at, line)
            line.sweep(at)

    def _end_unseen(self, at: float, line: SeatLine | SessionLine) -> None:
        """Visits are over whose ends nobody saw: the timetable says so, or how long they last already."""
        for visitor in line.ended(at):
            line.finish(visitor, at, seen=False)
            visitor.place = line.station
            visitor.stamp(line.station, is_seen=False)
            if visitor.is_finished:
                self.go_home(at, visitor)

    def is_over(self, visitor: Visitor, at: float) -> bool:
        """Whether the time that someone stays should be over."""
        return at > visitor.until + (0 if visitor.has_said else _UNSAID)

    def learn(self) -> None:
        """Let what was seen of lengths of visits take effect."""
        reckon(self._paces)
        for line in self.lines:
            line.changed()

    def suits(self, visitor: Visitor, station: int, at: float) -> bool:
        """Whether someone may be sent to a station: it helps them, fits them, is open and not down.

        Nobody is sent back to a line that they just gave up.
        """
        return (
            visitor.helps(station)
            and at - visitor.gave_up.get(station, -inf) >= SUSPICION
            and self.plan.fits[visitor.group][station]
            and self.plan.is_open(station, at)
            and not self.lines[station].is_down(at)
        )
