"""The call board: people sit, and are called when a seat is about to be free.

Whoever asks is sent at once if a seat is free for them. Everybody else takes a seat and is called: first
those whose whole passport the schedule committed to, each to the visit it put next; then the others, onto
seats that nobody committed to would miss. Nobody sits beside a free seat for long, though, and while few
people wait there is no crowd to order: then short lines are allowed, and people simply go.

Moments are minutes of the day, and never go back. Nothing here knows a clock or chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from math import inf

from stations.fairness import Fairness
from stations.hall import Hall
from stations.model import Call, Go, Hold, Nothing
from stations.plan import ENTRANCE, Category, Plan
from stations.promise import LONGEST, Promises
from stations.queues import COMING, RESOLUTION
from stations.schedule import Schedule
from stations.seating import LAST, Seating
from stations.visitor import Visitor

AGAIN = 1.0
"""Minutes after which the schedule is made anew."""
_WAITED = (COMING - RESOLUTION) / timedelta(minutes=1)
"""Minutes after a call, from which whoever sits on did not come to it."""
_ABSENT = 10.0
"""Minutes for which someone who was called and did not come is not called again."""
_MOST = 2_000
"""People looked at in one round of calls, the most urgent ones."""
_SILENT, _SLOW = 3.0, 1.5
"""Minutes without a question after which somebody has left who sits and was to ask again; if they were silent
for long before, and came back, so many times as long. Believed."""
_ASKED_BACK = 30.0
"""Minutes for which people on a seat are asked back after their last station closed. Believed."""


class CallBoard:
    """Decides for one event who goes where, and who is called when.

    fairness: what was learnt of the elders so far, if the day was told to another board before.
    asks_again: whether everybody who sits asks again every half minute, so that their silence tells that
    they left, and whoever's passport is complete goes home, so that a question tells that it is not; else
    people sit until they are called, and may ask whenever they like.
    """

    def __init__(self, plan: Plan, fairness: Fairness | None = None, *, asks_again: bool = False) -> None:
        self.plan = plan
        self.hall = Hall(plan)
        self._number = {code: station for station, code in enumerate(plan.codes)}
        self._pool: dict[str, Visitor] = {}
        """Who was asked to take a seat and has not been called."""
        self._kept: dict[str, int] = {}
        """Whose call was taken back, as by a pause, in that order: of one time they are called first."""
        self._called: dict[str, tuple[int, float]] = {}
        """Who was called, and has not been told yet."""
        self._absent: dict[str, float] = {}
        """Until when someone who was called and did not come is left alone."""
        self._closed: dict[int, float] = {}
        """Since when stations are closed that their hosts closed for the day."""
        self._asks_again = asks_again
        self._promises = Promises()
        self._fairness = fairness or Fairness()
        self._seating = Seating(self.hall, self._pool)
        self._made = -AGAIN

    def arrived(
        self,
        at: float,
        who: str,
        group: str,
        *,
        stay: float | None = None,
        topics: Sequence[frozenset[int]] | None = None,
        choices: int | None = None,
        interests: frozenset[Category] = frozenset(),
    ) -> None:
        """Someone checked in. `stay`: minutes they say they can stay.

        topics, choices: what they in particular are asked to visit, instead of what the plan asks.
        """
        asked = self.plan.topics[group] if topics is None else topics
        more = self.plan.choices if choices is None else choices
        self.hall.arrive(at, who, group, stay, asked, more, interests)

    def knows(self, who: str) -> bool:
        """Whether someone ever checked in."""
        return self.hall.knows(who)

    def is_here(self, who: str) -> bool:
        """Whether someone is believed to be in the grounds still."""
        return who in self.hall.inside

    def may_call(self, at: float, who: str) -> bool:
        """Whether someone who sits may still be called today."""
        visitor = self.hall.inside.get(who)
        return visitor is not None and any(self._ends(visitor, at))

    def sits_in_vain(self, at: float, who: str) -> bool:
        """Whether someone who sits cannot be called any more, since their last station closed a while ago."""
        visitor = self.hall.inside.get(who)
        if visitor is None or any(self._ends(visitor, at)):
            return False
        fits, closes = self.plan.fits[visitor.group], self.plan.closes
        wanted = [s for s in range(len(self.plan)) if fits[s] and visitor.helps(s)]
        last = max((min(closes[s], self._closed.get(s, inf)) for s in wanted), default=-inf)
        return at <= last + _ASKED_BACK

    def nothing_left(self, at: float, who: str) -> Nothing | None:
        """What to tell someone instead of a seat whom no visit suits in time; None for everybody else.

        Only by what they said: whoever is there still when that time is over would be called.
        """
        visitor = self.hall.inside.get(who)
        ends = list(self._ends(visitor, at)) if visitor else []
        if visitor is None or not ends:
            return Nothing()
        is_short = visitor.has_said and min(ends) > visitor.must_end(at)
        return Nothing(min(ends) - at) if is_short else None

    def entered(self, at: float, who: str, station: str) -> None:
        """Someone was scanned at the beginning of a visit."""
        if visitor := self._seen(at, who):
            self.hall.enter(at, visitor, self._number[station])

    def finished(self, at: float, who: str, station: str) -> None:
        """Someone was scanned at the end of a visit."""
        if visitor := self._seen(at, who):
            self.hall.finish(at, visitor, self._number[station])

    def gave_up(self, at: float, who: str, station: str) -> None:
        """Someone came back: "that station is not moving"."""
        if visitor := self._seen(at, who):
            self.hall.give_up(at, visitor, self._number[station])

    def refused(self, at: float, who: str, station: str) -> None:
        """Someone will not go to a station: done already, or not for them."""
        if visitor := self._seen(at, who):
            self.hall.refuse(at, visitor, self._number[station])

    def working(self, at: float, station: str, seats: int) -> None:
        """So many seats of a station work from now on; none while it is down."""
        self._closed.pop(self._number[station], None)
        self.hall.lines[self._number[station]].set_working(seats, at)

    def closed(self, at: float, station: str) -> None:
        """A station takes nobody any more today."""
        self.working(at, station, 0)
        self._closed[self._number[station]] = at

    def stays(self, at: float, who: str, minutes: float) -> None:
        """Someone says how many minutes they can stay."""
        if visitor := self.hall.visitor(at, who):
            self.hall.say_stay(at, visitor, minutes)

    def left(self, at: float, who: str) -> None:
        """Someone went home."""
        if visitor := self._seen(at, who):
            self.hall.go_home(at, visitor)

    def sent(self, at: float, who: str, station: str) -> None:
        """Someone was told to go to a station."""
        self._called.pop(who, None)
        if visitor := self.hall.visitor(at, who):
            self._send(at, visitor, self._number[station])

    def called(self, at: float, who: str, station: str) -> None:
        """Someone was called to a station, and may not have heard it: it is no sign that they are there.

        Whoever was there already sits on.
        """
        number, visitor = self._number[station], self.hall.inside.get(who)
        if visitor and number in (*visitor.done, visitor.at):
            return
        if visitor:
            self._send(at, visitor, number)
        self._called[who] = number, at

    def held(self, at: float, who: str, minutes: float | None = None) -> None:
        """Someone sits until they are called; who was called and did not come is left alone for a while.

        Nobody missed a call to a station that takes nobody any more: it was taken back. Nor does anybody
        within the time for which they are waited for: they were told so by a screen.

        minutes: within which they were told that they will be called.
        """
        station, since = self._called.pop(who, (None, at))
        missed = station is not None and self._takes(station, at) and at - since >= _WAITED
        self._absent.pop(who, None)
        if missed:
            self._absent[who] = at + _ABSENT
        if minutes is not None:
            self._promises.make(at, who, minutes)
        visitor = self.hall.inside.get(who) if missed else self.hall.visitor(at, who)
        if visitor and missed and self.hall.is_over(visitor, at):
            self.hall.go_home(at, visitor)
        elif visitor:
            if station is not None and not missed:
                self._kept.setdefault(who, len(self._kept))
            self.hall.settle(at, visitor)
            self._sit(visitor)

    def released(self, at: float, who: str) -> None:
        """Someone was told that nothing is left for them, and does not sit any more."""
        if visitor := self._seen(at, who):
            visitor.waits = False

    def next_for(self, at: float, station: str) -> str | None:
        """Whom a host is to call who wants someone now, so that the station works: first who is next here."""
        number = self._number[station]
        line = self.hall.lines[number]
        line.set_working(line.working, at)
        suited = [v.who for v in self._in_order(at) if self.hall.suits(v, number, at)]
        planned = (who for who in suited if self._seating.schedule.next.get(who, (None, 0.0))[0] == number)
        return next(planned, suited[0] if suited else None)

    def plan_ahead(self, at: float) -> None:
        """Make the schedule anew before it is due, so that nobody who asks waits for it."""
        self._plan_anew(at, AGAIN / 2)

    def tick(self, at: float) -> list[tuple[str, str]]:
        """Call people; to be done every twenty seconds. Returns who is called to which station."""
        if self._asks_again:
            self._miss_silent(at)
        self.hall.sweep(at)
        self._promises.look(at)
        self._plan_anew(at)
        calls = []
        free = self._seating.free(at)
        near: dict[tuple[str, int], list[int]] = {}  # by where people start
        for visitor in self._in_order(at):
            if not free and visitor.who not in self._seating.schedule.next:
                break
            start = visitor.group, visitor.place
            if start not in near:
                near[start] = [s for s in free if self._seating.has_seat(s, at, self.hall.way(visitor, s))]
            station = self._seating.place_for(visitor, at, near[start])
            if station is not None:
                self._send(at, visitor, station)
                self._called[visitor.who] = station, at
                calls.append((visitor.who, self.plan.codes[station]))
                free = [s for s in free if s != station or self._seating.has_seat(s, at)]
                near.clear()
        self._seating.note_free_seats(at)
        return calls

    def ask(self, at: float, who: str, place: str | None = None) -> Call:
        """Where someone goes next, who stands at a station or (None) at the entrance."""
        visitor = self.hall.visitor(at, who)
        if visitor is None:
            return Nothing()
        self._absent.pop(who, None)
        visitor.asked, visitor.sits = at, False
        where = ENTRANCE if place is None else self._number[place]
        called, _ = self._called.pop(who, (None, at))
        if called is not None and visitor.coming == called:
            due = visitor.due
            self.hall.expect_no_more(visitor)
            if self._seating.may_still_begin(visitor, called, at):
                return self._go(visitor, called, at)
            self.hall.lines[called].expect(visitor, due)
        self.hall.ask(at, visitor, where)
        if self._asks_again and visitor.is_finished:
            visitor.doubt()
        if not any(self._may_still_suit(visitor, station, at) for station in range(len(self.plan))):
            return Nothing()
        if visitor.waits:
            return self._hold(visitor, at)
        self._plan_anew(at)
        station = self._seating.place_for(visitor, at, range(len(self.plan)))
        if station is not None:
            return self._go(visitor, station, at)
        self._sit(visitor)
        return self._hold(visitor, at)

    def ask_again(self, at: float, who: str) -> Go | None:
        """The way that someone was told just now, while it is right; None if they are to be advised anew.

        The schedule has them there already, and would name the visit after that one.
        """
        visitor = self.hall.inside.get(who)
        if visitor is None or visitor.coming is None or who in self._called:
            return None
        station = visitor.coming
        self.hall.expect_no_more(visitor)
        return self._go(visitor, station, at) if self._seating.is_still_right(visitor, station, at) else None

    def _may_still_suit(self, visitor: Visitor, station: int, at: float) -> bool:
        """Whether someone may be sent to a station today, now or when it opens or works again."""
        fits = self.plan.fits[visitor.group][station] and station not in self._closed
        return fits and visitor.helps(station) and at < self.plan.closes[station]

    def _takes(self, station: int, at: float) -> bool:
        """Whether a station is open and some of its seats work."""
        return self.plan.is_open(station, at) and self.hall.lines[station].working > 0

    def _ends(self, visitor: Visitor, at: float) -> Iterator[float]:
        """When each visit that may still begin today would end, were a seat free for them at once."""
        for station, line in enumerate(self.hall.lines):
            if not self._may_still_suit(visitor, station, at):
                continue
            start = max(at + self.hall.way(visitor, station), self.plan.opens[station])
            if table := self.plan.timetables.get(station):
                start = table.following(start)
            minutes = line.minutes(visitor.group)
            if start + LAST * minutes <= self.plan.closes[station]:
                yield start + minutes

    def _sit(self, visitor: Visitor) -> None:
        visitor.waits, visitor.unserved = True, visitor.place
        self._pool[visitor.who] = visitor

    def _seen(self, at: float, who: str) -> Visitor | None:
        self._called.pop(who, None)
        if self._pool.pop(who, None):
            self._promises.forget(who)
        return self.hall.visitor(at, who)

    def _plan_anew(self, at: float, after: float = AGAIN) -> None:
        if at - self._made >= after - 1e-6:
            self.hall.learn()
            schedule = self._seating.schedule = Schedule(self.hall, at, self._fairness.earlier)
            elders, committed = self.plan.elders, schedule.next
            self._fairness.look(
                (
                    (v.group in elders, v.who in committed or not any(v.after_visit()))
                    for v in self.hall.everybody()
                ),
                min(AGAIN, at - self._made),
            )
            self._made = at

    def _in_order(self, at: float) -> list[Visitor]:
        """Who may be called: those committed to by when their visit starts, the others by when they leave.

        Last come those whose time is over: they may have gone, or sit there still.
        """
        for who in [w for w, v in self._pool.items() if not v.waits or w not in self.hall.inside]:
            del self._pool[who]
        committed = self._seating.schedule.next
        return sorted(
            (v for v in self._pool.values() if self._absent.get(v.who, at) <= at),
            key=lambda v: (
                v.who not in committed,
                v.until < at,
                committed.get(v.who, (0, v.until))[1],
                self._kept.get(v.who, len(self._kept)),
            ),
        )[:_MOST]

    def _send(self, at: float, visitor: Visitor, station: int) -> None:
        self._promises.called(at, visitor.who)
        self._pool.pop(visitor.who, None)
        self._seating.take(visitor, station, at)
        self.hall.send(at, visitor, station)

    def _miss_silent(self, at: float) -> None:
        """Whoever sits, or was called and not told yet, and does not ask any more, went home."""
        for who in [*self._pool, *self._called]:
            visitor = self.hall.inside.get(who)
            if visitor and at - visitor.asked > max(_SILENT, _SLOW * visitor.silent):
                self.left(at, who)

    def _go(self, visitor: Visitor, station: int, at: float) -> Go:
        """Send someone now who stands before the screen."""
        self.hall.expect_no_more(visitor)
        wait = self.hall.lines[station].wait(at, at + self.hall.way(visitor, station))
        self._send(at, visitor, station)
        return Go(self.plan.codes[station], wait)

    def _hold(self, visitor: Visitor, at: float) -> Hold:
        """Within which time they will be called, as far as it can be told."""
        visitor.sits = True
        outlook = self._seating.schedule.outlook(visitor, at)
        if outlook is None:
            return Hold(None, is_short=visitor.has_said)
        station, start = outlook
        minutes = self._promises.length(max(0.0, start - at - self.hall.way(visitor, station)))
        self._promises.make(at, visitor.who, minutes)
        return Hold(minutes if minutes <= LONGEST else None)
