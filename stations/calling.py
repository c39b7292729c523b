"""Who is called where in one event: advice for whoever asks, and calls for those who sit.

What happened comes in as movements of the log, in any order; what is to happen goes out as advice and
calls, which count only once they come back as movements. While no device calls people, advice is plain: the
station with the shortest expected wait.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from stations.callboard import CallBoard
from stations.fairness import Fairness
from stations.model import Call, Hold, Passport, Station
from stations.plan import Plan
from stations.queues import CLOSED, COMING, Crowd, Move, Movement
from stations.routing import Traveller, next_call

Kinds = Callable[[Collection[str]], Mapping[str, str]]
"""What the plan calls the kind of each of some people, by the names under which they move."""

BEAT = timedelta(minutes=1)
"""How often a device that calls people says so in the log."""
SILENT = timedelta(minutes=2, seconds=30)
"""After which silence of the device that calls, another one takes over."""
_SWEEP = 1 / 3
"""Minutes from one look at the clock to the next."""
_LATE = timedelta(minutes=1)
"""A movement older than this against the last one is put into its place, if it was written down as much later
than it happened; else the clock of another device is slow, and it is taken as of now."""
_SLOWEST = timedelta(minutes=10)
"""As slow as a clock is believed to be: what is older comes from a laptop that stood apart. Believed."""


def call_number(device: int, count: int) -> int:
    """The call number that a device gives after `count` others; no two devices give the same one.

    device: 1 and up. Each has two hundred numbers of three digits first, as events have few devices.

    >>> [call_number(1, 0), call_number(1, 199), call_number(2, 0), call_number(1, 200), call_number(6, 0)]
    [1, 200, 201, 1001, 10001]
    """
    fives, unit = divmod(device - 1, 5)
    rounds, last = divmod(count, 200)
    millions, thousands = divmod(rounds, 10)
    return 1 + last + 200 * unit + 1000 * thousands + 10_000 * fives + 1_000_000 * millions


class Calling:
    """Advice and calls for one event, kept up with its log."""

    def __init__(
        self, plan: Plan, stations: Sequence[Station], passport: Passport, midnight: datetime
    ) -> None:
        """midnight: when the event's day begins, local time."""
        self.crowd = Crowd(midnight)
        self._plan = plan
        self._stations = stations
        self._passport = passport
        self._midnight = midnight
        self._board: CallBoard | None = None
        self._fairness = Fairness()
        self._untold: list[Movement] = []
        """What the board has not been told yet."""
        self._latest = midnight
        """Of the moments it was told of."""
        self._kinds: dict[str, str] = {}
        """Of the people whom a board was ever told of."""
        self._swept = 0.0

    def follow(self, movements: Iterable[Movement]) -> None:
        """Add movements."""
        for movement in movements:
            self.crowd.follow([movement])
            if self._board and self.crowd.counts(movement):
                self._untold.append(movement)

    def take_back(self, ref: str) -> None:
        """Forget the movement of this log entry, known already or still to come; most entries are none."""
        if self.crowd.take_back(ref):
            self._board = None

    def ask_anew(self, who: str) -> None:
        """Forget of what kind someone is, as what is known of them has changed; the board begins anew."""
        if self._kinds.pop(who, None) is not None:
            self._board = None

    def is_watched(self, now: datetime) -> bool:
        """Whether a device calls people, so that somebody may be asked to take a seat.

        Not in the past: a list on paper that is caught up with gets plain advice.
        """
        known = self.crowd.board(now + BEAT)
        return known is not None and now - known[1] < SILENT

    def may_call(self, device: str, now: datetime) -> bool:
        """Whether a device is the one that calls people, or may take over."""
        known = self.crowd.board(now + BEAT)
        return known is None or known[0] == device or now - known[1] >= SILENT

    def beats(self, device: str, now: datetime) -> bool:
        """Whether a device has to say in the log that it calls people."""
        known = self.crowd.board(now + BEAT)
        return known is None or known[0] != device or now - known[1] >= BEAT

    def catch_up(self, now: datetime, kinds: Kinds) -> None:
        """Tell the board what happened since somebody was advised or called."""
        if self.is_watched(now):
            self._ready(now, kinds)

    def plan_ahead(self, now: datetime) -> None:
        """Make the schedule of a board that was caught up anew before it is due."""
        if self._board and self.is_watched(now):
            self._board.plan_ahead(self._minute(now))

    def advise(
        self, traveller: Traveller, place: str | None, now: datetime, number: int | None, kinds: Kinds
    ) -> Call:
        """Where someone goes next who stands at a station, or anywhere else (None).

        now: local time. number: under which they can be called, if they can.
        """
        if number is None or not self.is_watched(now):
            return next_call(traveller, self._stations, self._passport, self.crowd, now)
        board, at = self._ready(now, kinds), self._minute(now)
        was_told = self.crowd.whereabouts(traveller.who).just_told(now)
        same = board.ask_again(at, traveller.who) if was_told else None
        call = same or board.ask(at, traveller.who, place)
        if not isinstance(call, Hold):
            return call
        if nothing := board.nothing_left(at, traveller.who):
            board.released(at, traveller.who)
            return nothing
        return replace(call, number=number)

    def due(self, now: datetime, kinds: Kinds) -> list[tuple[str, str | None]]:
        """Who is to be called to which station now; None for who did not come and keeps their place."""
        again = [
            (who, self._once_more(who, now))
            for who in self.crowd.called()
            if self._waited(who, now) >= COMING or not self._takes(who)
        ]
        return [*again, *self._ready(now, kinds).tick(self._minute(now))]

    def seated(self, now: datetime, kinds: Kinds) -> tuple[list[str], list[str]]:
        """Who sits until they are called, and who sits and cannot be called any more.

        Not who must have gone home, nor who has nothing left to go to. Who sits in vain is to be told: not
        for ever, as they may have gone.
        """
        board, at = self._ready(now, kinds), self._minute(now)
        waiting: list[str] = []
        in_vain: list[str] = []
        for who in self.crowd.waiting():
            if board.may_call(at, who):
                waiting.append(who)
            elif board.sits_in_vain(at, who):
                in_vain.append(who)
        return waiting, in_vain

    def is_expecting(self, who: str, now: datetime, kinds: Kinds) -> bool:
        """Whether every device knows that someone sits: nobody takes them for gone, or for missed."""
        where = self.crowd.whereabouts(who)
        sits = self.is_watched(now) and where.held is not None and not where.missed
        return sits and self._ready(now, kinds).is_here(who)

    def next_for(self, station: str, now: datetime, kinds: Kinds) -> str | None:
        """Whom the host of a station is to call who wants someone now."""
        return self._ready(now, kinds).next_for(self._minute(now), station)

    def _waited(self, who: str, now: datetime) -> timedelta:
        return now - (self.crowd.whereabouts(who).sent or now)

    def _once_more(self, who: str, now: datetime) -> str | None:
        where = self.crowd.whereabouts(who)
        return (
            where.coming if where.calls == 1 and self._takes(who) and not self._has_closed(who, now) else None
        )

    def _has_closed(self, who: str, now: datetime) -> bool:
        """Whether the station that someone was called to has closed, by its hours."""
        coming = self.crowd.whereabouts(who).coming
        closes = dict(zip(self._plan.codes, self._plan.closes, strict=True))
        return coming in closes and now >= self._midnight + timedelta(minutes=closes[coming])

    def _takes(self, who: str) -> bool:
        """Whether the station that someone was called to still takes people.

        One that is not in the catalogue does: a device with a newer one has called them.
        """
        coming = self.crowd.whereabouts(who).coming
        return all(self.crowd.seats(s) > 0 for s in self._stations if s.code == coming)

    def _ready(self, now: datetime, kinds: Kinds) -> CallBoard:
        """The call board, with everything that happened told to it."""
        if self._board and any(self._belongs_before(movement, now) for movement in self._untold):
            self._board = None
        if self._board is None:
            self._board, self._latest, self._swept = (
                CallBoard(self._plan, self._fairness),
                self._midnight,
                0.0,
            )
            self._untold = self.crowd.movements()
        came = {movement.who for movement in self._untold if self.crowd.whereabouts(movement.who).came}
        self._kinds.update(kinds(came - self._kinds.keys()))
        for movement in sorted(self._untold, key=lambda m: m.order):
            self._tell(self._board, movement, min(movement.at, now))
        self._untold = []
        at = self._minute(now)
        if at - self._swept >= _SWEEP:
            self._board.hall.sweep(at)
            self._swept = at
        return self._board

    def _belongs_before(self, movement: Movement, now: datetime) -> bool:
        """Whether the board has to be told of it in its place, before what it was told already.

        Whatever it was not told for a minute can be of any age, and so can all when its clock was set back.
        """
        is_old = movement.at < self._latest - _LATE
        kept_up = abs(now - self._latest) <= _LATE
        was_at_once = movement.recorded - movement.at <= _LATE
        is_slow = kept_up and was_at_once and movement.at >= self._latest - _SLOWEST
        return is_old and not is_slow

    def _minute(self, moment: datetime) -> float:
        """Minutes since midnight; clocks of several devices differ, but here time never goes back."""
        self._latest = max(moment, self._latest)
        return (self._latest - self._midnight) / timedelta(minutes=1)

    def _tell(self, board: CallBoard, movement: Movement, moment: datetime) -> None:
        """moment: when it happened; now, where the clock of another device is ahead.

        Whatever is known of someone who came, they were here then: the clock at the door may have been ahead.
        """
        at = self._minute(moment)
        who, station = movement.who, movement.station
        is_seen_first = not board.knows(who) and self.crowd.whereabouts(who).came
        if movement.move is Move.ARRIVED or is_seen_first:
            board.arrived(at, who, self._kinds[who])
        if station is not None and station not in self._plan.codes:
            if movement.move in (Move.SENT, Move.CALLED, Move.IN, Move.OUT):
                board.released(at, who)
            return
        if movement.move is Move.SEATS:
            _tell_seats(board, at, movement)
        elif movement.move is Move.SENT and station is None:
            board.released(at, who)
        elif station and movement.move in _TOLD:
            _TOLD[movement.move](board, at, who, station)
        elif movement.move is Move.STAY and movement.minutes is not None:
            board.stays(at, who, movement.minutes)
        elif movement.move is Move.HELD:
            board.held(at, who, movement.minutes)
        elif movement.move is Move.LEFT:
            board.left(at, who)


_TOLD = {
    Move.SENT: CallBoard.sent,
    Move.CALLED: CallBoard.called,
    Move.DECLINED: CallBoard.refused,
    Move.GAVE_UP: CallBoard.gave_up,
    Move.IN: CallBoard.entered,
    Move.OUT: CallBoard.finished,
}


def _tell_seats(board: CallBoard, at: float, movement: Movement) -> None:
    if movement.number == CLOSED:
        board.closed(at, movement.who)
    elif movement.number is not None:
        board.working(at, movement.who, movement.number)
