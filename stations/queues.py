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

COMING = timedelta(minutes=3)
"""How long someone who was called is waited for, before they are called once more, and again before the seat
goes on. Believed: a walk across the grounds takes an elder two minutes."""
BACK = timedelta(minutes=5)
"""Before which nobody who was sent to a station has gone there, had their turn and come back. Believed."""

QUICK = 0.2
"""Share of its usual length within which no visit is over. Believed."""
FORGOTTEN_AFTER = 3.0
"""An open visit longer than this many times the station's minutes is taken for a missed scan-out."""
OVERTAKEN = 3
"""After so many scans out of people who came later, whoever came before was served, or has gone unseen:
lines are first come, first served, but a host may let one or two go first."""

_OVERNIGHT = timedelta(hours=6)
"""A visit is over, whatever was scanned, when somebody comes in again so long after it began, as on another
day after the event was put off. Believed."""

RESOLUTION = timedelta(milliseconds=1)
"""The smallest difference between two moments of the log."""


CLOSED = -1
"""Seats of a station that takes nobody any more today."""


class Move(Enum):
    """What a movement says."""

    ARRIVED = auto()
    LEFT = auto()
    STAY = auto()
    SENT = auto()
    """Told to go to a station, by the desk they asked; or, without one, that none is left for them."""
    HELD = auto()
    """Asked to take a seat until their number is called."""
    CALLED = auto()
    """Called to a station by the board, or by its host."""
    DECLINED = auto()
    """Will not go to a station: was there unseen, or it is not for them."""
    GAVE_UP = auto()
    """Left the line of a station that does not move; a visit begun there is none."""
    IN = auto()
    OUT = auto()
    SEATS = auto()
    """A station says how many of its seats work."""
    BOARD = auto()
    """A device calls people from now on."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One thing a person did, or was told, that changes where they count."""

    ref: str
    """Name of the log entry it comes from; an undo takes it back by this name."""
    who: str
    """Name of a person; the code of a station with `Move.SEATS`, a device with `Move.BOARD`."""
    move: Move
    at: datetime
    order: tuple[datetime, datetime, str, int]
    """Place among all movements: `at` first, then what tells movements of one moment apart."""
    station: str | None = None
    minutes: int | None = None
    """Length of stay stated, with `Move.STAY`."""
    number: int | None = None
    """Call number with `Move.HELD`; seats that work with `Move.SEATS`, `CLOSED` if it is over for today."""

    @property
    def recorded(self) -> datetime:
        """When it was written down, by the clock of that device."""
        return self.order[1]

    @property
    def device(self) -> str:
        """The device that wrote it down."""
        return self.order[2]

    @property
    def sequence(self) -> int:
        """Its place among all that this device wrote down."""
        return self.order[3]


@dataclass(slots=True)
class Whereabouts:
    """What one person's movements add up to."""

    inside: bool = False
    came: datetime | None = None
    """When they last came in."""
    station: str | None = None
    """Station of the open visit."""
    since: datetime | None = None
    coming: str | None = None
    """Station they were last sent to and have not reached."""
    sent: datetime | None = None
    number: int | None = None
    """Under which they are called; None before they were first asked to take a seat."""
    held: datetime | None = None
    """Since when they sit until they are called, if they do."""
    calls: int = 0
    """How often they were called to where they are to come; 0 for who was told at a desk."""
    missed: bool = False
    """Whether they were called twice and did not come, and have not been seen since."""
    until: datetime | None = None
    """When they must go home, if they said so since they came; it ends with that time or when they go."""
    begun: list[str] = field(default_factory=list)
    """Stations of their visits, the open one too, in order."""
    ended: list[tuple[str, datetime]] = field(default_factory=list)
    """Stations that they were scanned out of, each once, with when the last of those visits began."""
    declined: set[str] = field(default_factory=set)
    """Stations they will not go to."""
    given_up: dict[str, datetime] = field(default_factory=dict)
    """Stations whose lines they left, each with when they last did."""

    @property
    def visited(self) -> set[str]:
        """Stations they were at."""
        return set(self.begun)

    @property
    def may_be_over(self) -> bool:
        """Whether they asked elsewhere, in the middle of a visit, where to go next."""
        return self.station is not None and (self.held is not None or self.sent is not None)

    def was_seen_after(self, moment: datetime) -> bool:
        """Whether they came in or began a visit later than a moment, or have gone since."""
        return not self.inside or any(at is not None and at > moment for at in (self.came, self.since))

    def just_told(self, now: datetime) -> str | None:
        """The station they were told to go to so lately that they cannot have been served there."""
        return self.coming if self.sent and now - self.sent < BACK else None

    def follow(self, movement: Movement) -> None:
        """Take one more movement, the latest so far, into account."""
        match movement.move:
            case Move.ARRIVED:
                self._arrive(movement.at)
            case Move.LEFT:
                self.inside, self.station, self.until = False, None, None
                self._expect(None)
            case Move.STAY if movement.minutes is not None:
                said = min(movement.at, movement.recorded)  # after a clock was set back `at` is no hour
                self.until = said + timedelta(minutes=movement.minutes)
            case Move.SENT:
                self._expect(movement)
            case Move.HELD:
                missed = self._misses(movement)
                self._expect(None)
                self.number, self.held, self.missed = movement.number, movement.at, missed
            case Move.CALLED if movement.station not in self.begun:
                self._expect(movement, self.calls + 1 if self.coming == movement.station else 1)
            case Move.IN if movement.station:
                self.station, self.since = movement.station, movement.at
                self._expect(None)
                self.begun.append(movement.station)
            case Move.OUT if self.station in (None, movement.station):
                self._end()
                self._expect(None)
            case Move.DECLINED | Move.GAVE_UP if movement.station:
                self._expect(None)
                self._object_to(movement.station, movement)
            case _:
                pass

    def _misses(self, held: Movement) -> bool:
        """Whether they are asked to sit on because they did not come, and not by a screen or for a pause."""
        was_waited_for = self.sent is not None and held.at - self.sent >= COMING - RESOLUTION
        return self.calls > 1 and was_waited_for

    def _end(self) -> None:
        """They are scanned out, of the open visit if there is one."""
        if self.station and self.since:
            before = (visit for visit in self.ended if visit[0] != self.station)
            self.ended = [*before, (self.station, self.since)]
        self.station = None

    def _arrive(self, at: datetime) -> None:
        self.inside, self.came = True, at
        if self.since is not None and at - self.since > _OVERNIGHT:
            self.station = None
        if self.until is not None and self.until <= at:
            self.until = None

    def _object_to(self, station: str, movement: Movement) -> None:
        if movement.move is Move.DECLINED:
            self.declined.add(station)
            return
        self.given_up[station] = movement.at
        if self.station == station:
            self.station = None
            self.begun.pop()

    def _expect(self, movement: Movement | None, calls: int = 0) -> None:
        """They are on the way to a station, or (None) to none."""
        self.held, self.calls, self.missed = None, calls, False
        self.coming, self.sent = (movement.station, movement.at) if movement else (None, None)


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

    def last(self, number: int, before: datetime) -> datetime | None:
        """The moment of the last (1), last but one (2) and so on before a moment; None if there is none."""
        place = bisect_left(self._people, (before, "")) - number
        return self._people[place][0] if place >= 0 else None


class Crowd:
    """Everyone's whereabouts in one event; movements may come in any order."""

    def __init__(self, begins: datetime) -> None:
        """begins: the first moment of its day; what was said for an earlier one, put off since, is over."""
        self._begins = begins
        self._movements: dict[str, list[Movement]] = {}
        self._where: dict[str, Whereabouts] = {}
        self._at: dict[str, _Line] = defaultdict(_Line)
        self._coming: dict[str, _Line] = defaultdict(_Line)
        self._ended: dict[str, _Line] = defaultdict(_Line)
        self._owner: dict[str, str] = {}
        self._taken_back: set[str] = set()
        self._seats: dict[str, dict[str, Movement]] = defaultdict(dict)
        """Of each station the last word of each device, though its clock was set back."""
        self._boards: dict[str, Movement] = {}
        self._numbers: dict[str, set[int]] = defaultdict(set)

    def follow(self, movements: Iterable[Movement]) -> None:
        """Add movements."""
        for movement in movements:
            if movement.move not in (Move.SEATS, Move.BOARD) and movement.number is not None:
                self._numbers[movement.device].add(movement.number)
            if not self.counts(movement):
                continue
            if movement.move in (Move.SEATS, Move.BOARD):
                self._follow_place(movement)
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

    def _follow_place(self, movement: Movement) -> None:
        """The latest word of a station about its seats, and of the devices about who calls."""
        if movement.move is Move.SEATS:
            words, key = self._seats[movement.who], movement.device
        else:
            words, key = self._boards, movement.who
        known = words.get(key)
        if known is None or known.sequence < movement.sequence:
            words[key] = movement

    def _word(self, station: str) -> Movement | None:
        """The latest word about the seats of a station."""
        return max(self._seats.get(station, {}).values(), key=lambda m: m.order, default=None)

    def movements(self) -> list[Movement]:
        """Every movement of people that was not taken back, and the latest word of each station; in order."""
        of_people = (m for mine in self._movements.values() for m in mine)
        of_stations = (word for station in self._seats if (word := self._word(station)))
        return sorted([*of_people, *of_stations], key=lambda m: m.order)

    def counts(self, movement: Movement) -> bool:
        """Whether a movement was not taken back, and nothing said for a day before the event's."""
        is_for_a_day = movement.move in _FOR_A_DAY or movement.number == CLOSED
        is_over = is_for_a_day and movement.at < self._begins
        return not is_over and movement.ref not in self._taken_back

    def take_back(self, ref: str) -> bool:
        """Forget the movement of this log entry, known already or still to come; whether it was known."""
        self._taken_back.add(ref)
        who = self._owner.pop(ref, None)
        if who is None:
            return False
        self._movements[who] = [m for m in self._movements[who] if m.ref != ref]
        self._refold(who)
        return True

    def whereabouts(self, who: str) -> Whereabouts:
        """Where one person stands; a fresh value for someone never seen."""
        return self._where.get(who) or Whereabouts()

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

    def seats(self, station: Station) -> int:
        """How many seats of a station work, 0 while it pauses; `CLOSED` if its host closed it."""
        said = self._word(station.code)
        return station.seats if said is None or said.number is None else min(said.number, station.seats)

    def board(self, until: datetime) -> tuple[str, datetime] | None:
        """The device that was the last to say that it calls people, and when it said so.

        until: words of a device whose clock is ahead of this moment do not count.
        """
        said = [movement for movement in self._boards.values() if movement.at <= until]
        last = max(said, key=lambda movement: movement.order, default=None)
        return (last.who, last.at) if last else None

    def numbers(self, device: str) -> int:
        """How many call numbers a device has given."""
        return len(self._numbers[device])

    def is_given(self, number: int) -> bool:
        """Whether a device has given this call number to somebody."""
        return any(number in given for given in self._numbers.values())

    def waiting(self) -> list[str]:
        """Who sits until they are called."""
        return [who for who, where in self._where.items() if where.held]

    def called(self) -> list[str]:
        """Who was called and is still to come, the last one called first."""
        on_the_way = [(w.sent, who) for who, w in self._where.items() if w.calls and w.coming and w.sent]
        return [who for _, who in sorted(on_the_way, reverse=True)]

    def visits(self) -> Iterator[tuple[str, str]]:
        """Every visit that was begun and not given up: who, and at which station."""
        return ((who, code) for who, where in self._where.items() for code in where.begun)

    def inside(self, since: datetime) -> int:
        """How many people came into the grounds from this moment on and did not leave."""
        return sum(1 for where in self._where.values() if where.inside and where.came and where.came >= since)

    def _oldest_visit(self, station: Station, now: datetime) -> datetime:
        """From when on an open visit counts: whoever began before was overtaken, or is there too long."""
        line, overtaken = self._at[station.code], self._ended[station.code].last(OVERTAKEN, now)
        gone = line.last(station.seats, overtaken) if overtaken else None
        there = line.count(gone + RESOLUTION) if gone else len(line)
        rounds = 1 + there // station.seats
        in_time = now - timedelta(minutes=FORGOTTEN_AFTER * station.minutes * rounds)
        return max(gone + RESOLUTION, in_time) if gone else in_time

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
        for station, since in where.ended:
            yield self._ended[station], since


_FOR_A_DAY = frozenset({Move.SENT, Move.HELD, Move.CALLED, Move.STAY})
"""What nobody goes by on another day, nor by a station that closed for the day; all else stays."""
