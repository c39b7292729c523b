"""What the log of a simulated day says: its figures, and whatever must never happen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from checkin.participation import Entry, Kind, movement
from checkin.person import Person
from stations.passport import wanted_stations
from stations.queues import Crowd, Whereabouts

HURRIED = timedelta(minutes=20)
"""Time left in which not every visit can begin any more."""
_SEEN = frozenset({Kind.VISIT_IN, Kind.SENT, Kind.LEFT})


@dataclass(frozen=True, slots=True)
class Sit:
    """Somebody's wait on a seat, from being asked to take it to what ended it."""

    who: str
    begun: datetime
    ended: datetime | None
    """None for whoever went home unseen."""
    is_called: bool
    """Whether a call ended it."""
    told: int | None
    """Minutes within which they were told that they will be called."""

    @property
    def minutes(self) -> float:
        """How long it was; 0 for one without an end."""
        return (self.ended - self.begun) / timedelta(minutes=1) if self.ended else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """A day in numbers, from its log."""

    people: int
    visits: int
    sits: int
    calls: int
    twice: int
    """Calls that were repeated."""
    missed: int
    """Numbers called twice that did not come."""
    longest: float
    """Minutes on a seat until the call."""
    middle: float
    """Median of these minutes."""
    most: float
    """Ninetieth percentile."""
    told: int
    """Sits for which a time was told and whose end shows whether it held."""
    kept: int


def sits(entries: Sequence[Entry]) -> list[Sit]:
    """Every wait on a seat, by person."""
    found = []
    for who, mine in _by_person(entries).items():
        held: Entry | None = None
        for entry in mine:
            kind = entry.draft.kind
            if kind is Kind.HELD and held is None:
                held = entry
            elif held and (kind in _SEEN or kind is Kind.CALLED):
                is_called = kind is Kind.CALLED
                found.append(Sit(who, held.draft.at, entry.draft.at, is_called, held.draft.minutes))
                held = None
        if held:
            found.append(Sit(who, held.draft.at, None, is_called=False, told=held.draft.minutes))
    return found


def figures(entries: Sequence[Entry], leaves: dict[str, datetime]) -> Figures:
    """What came of a day; waits of people who were gone when they were called are none.

    leaves: when each goes home.
    """
    kinds = Counter(entry.draft.kind for entry in entries)
    found = [sit for sit in sits(entries) if sit.ended and sit.ended < leaves[sit.who]]
    waits = sorted(sit.minutes for sit in found if sit.is_called)
    twice, missed = _repeated(entries)
    told = [sit for sit in found if sit.told is not None and (sit.is_called or sit.minutes > sit.told)]
    return Figures(
        people=len({entry.draft.person for entry in entries if entry.draft.kind is Kind.ADMITTED}),
        visits=kinds[Kind.VISIT_IN],
        sits=len(sits(entries)),
        calls=kinds[Kind.CALLED] - twice,
        twice=twice,
        missed=missed,
        longest=max(waits, default=0.0),
        middle=median(waits) if waits else 0.0,
        most=waits[int(0.9 * len(waits))] if waits else 0.0,
        told=len(told),
        kept=sum(sit.is_called and sit.minutes <= (sit.told or 0) for sit in told),
    )


def _repeated(entries: Sequence[Entry]) -> tuple[int, int]:
    """How many calls were made once more, and how many of these nobody followed."""
    twice = missed = 0
    for mine in _by_person(entries).values():
        calls = 0
        for entry in mine:
            kind = entry.draft.kind
            calls = calls + 1 if kind is Kind.CALLED else calls
            twice += kind is Kind.CALLED and calls > 1
            missed += kind is Kind.HELD and calls > 1
            calls = 0 if kind is Kind.HELD or kind in _SEEN else calls
    return twice, missed


def _by_person(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.draft.person is not None:
            found[entry.draft.person].append(entry)
    return found


def _may_be_called(where: Whereabouts, at: datetime) -> bool:
    has_time = where.until is None or not timedelta(0) <= where.until - at < HURRIED
    return bool(where.held) and where.inside and not where.missed and has_time


def shared_numbers(entries: Sequence[Entry]) -> list[str]:
    """Call numbers that more than one person was given, and people who were given more than one."""
    given = {(e.draft.code, e.draft.person) for e in entries if e.draft.kind is Kind.HELD}
    numbers = Counter(number for number, _ in given)
    people = Counter(person for _, person in given)
    return [str(one) for counted in (numbers, people) for one, times in counted.items() if times > 1]


class Replay:
    """The log of a day, read again entry by entry beside what its people are."""

    def __init__(self, entries: Sequence[Entry], catalogue: Catalogue, people: Sequence[Person]) -> None:
        self._entries = entries
        self._event = catalogue.event
        self._people = {person.id: person for person in people}
        self._crowd = Crowd(self._event.begins)

    def wrong_calls(self) -> list[str]:
        """Calls to a station that pauses, is closed, does not suit the person, or was visited by them."""
        return [
            f"{entry.draft.at.astimezone(VIETNAM):%H:%M} {entry.draft.station}: {reason}"
            for entry in self._passing()
            if entry.draft.kind is Kind.CALLED
            for reason in self._against(entry)
        ]

    def _passing(self) -> Iterator[Entry]:
        """Every entry, before it is taken into account."""
        self._crowd = Crowd(self._event.begins)
        for entry in self._entries:
            yield entry
            if moved := movement(entry):
                self._crowd.follow([moved])

    def _against(self, call: Entry) -> Iterator[str]:
        station = self._event.station(call.draft.station or "")
        assert station
        who = call.draft.person or ""
        where, now = self._crowd.whereabouts(who), call.draft.at.astimezone(VIETNAM).time()
        if self._crowd.seats(station) <= 0:
            yield "takes nobody"
        if not station.opens <= now < station.closes:
            yield "is closed"
        if self._people[who].group not in station.suits:
            yield "does not suit"
        if station.code in where.visited:
            yield "visited already"
        if not where.inside:
            yield "went home"

    def passed_over(self, leaves: dict[str, datetime]) -> dict[str, int]:
        """By person: most minutes on end for which they sat while a seat was free that suits them.

        leaves: when each goes home. Whoever was called twice and did not come is not counted: they were asked
        to show their code again. Nor is whoever said that they must go within `HURRIED`: a visit may not end
        before. Nor are stations with a timetable, whose seats are free at its starts only.
        """
        worst: Counter[str] = Counter()
        passed: Counter[str] = Counter()
        for entry in self._passing():
            if entry.draft.kind is Kind.BOARD:
                for who in self._people:
                    where = self._crowd.whereabouts(who)
                    counts = _may_be_called(where, entry.draft.at) and entry.draft.at < leaves[who]
                    passed[who] = passed[who] + 1 if counts and self._has_seat(who, where, entry) else 0
                    worst[who] = max(worst[who], passed[who])
        return worst

    def _has_seat(self, who: str, where: Whereabouts, entry: Entry) -> bool:
        group, crowd, at = self._people[who].group, self._crowd, entry.draft.at
        now = at.astimezone(VIETNAM).time()
        wanted = wanted_stations(self._event.passport, self._event.stations, group, where.visited)
        return any(
            len(crowd.present(station, at)) + len(crowd.coming(station, at)) < crowd.seats(station)
            for station in self._event.stations
            if station.code in wanted
            and group in station.suits
            and not station.sessions
            and station.opens <= now < station.closes
        )
