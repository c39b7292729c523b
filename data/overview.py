"""The day as the screens show it, read from the log at one moment: people apart from visits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checkin.badge import Badge
from checkin.calling import people_of
from checkin.event import Catalogue
from checkin.identity import Recognised
from checkin.local_time import VIETNAM
from checkin.participation import Draft, Entry, EntryRef, Kind, movement, on_day, presence, standing, who
from checkin.person import Person
from checkin.undo import ADVICE, UNDOABLE, falling_with
from data.entry_rows import TAKEN_BACK, TOLD, entry_of, unowned_badge
from data.ledger import Store, Transaction
from data.people import every_person, owners
from data.tables import entries
from stations.model import Station
from stations.queues import Crowd, Whereabouts
from stations.routing import expected_wait

STEP = timedelta(minutes=10)
"""Length of one bar in the chart of arrivals."""

_COUNTED = frozenset({Kind.ADMITTED, Kind.VISIT_IN, Kind.VISIT_OUT, Kind.GAVE_UP, Kind.OUTCOME})


@dataclass(frozen=True, slots=True)
class StationLoad:
    """How busy one station is."""

    station: Station
    seats: int
    """Seats that work: 0 while it pauses, `CLOSED` if its host closed it."""
    served: int
    """People in its seats, at most as many as work."""
    waiting: int
    """People at the station beyond its seats."""
    coming: int
    """People sent there who have not arrived."""
    wait: float | None
    """Minutes until one more person is served; None while it takes nobody."""


@dataclass(frozen=True, slots=True)
class Day:
    """One event at one moment."""

    inside: int
    """People in the grounds now."""
    people: int
    """Distinct people who were admitted."""
    visits: int
    """Visits begun at stations; one person makes several."""
    first: datetime
    """Where the bars begin, local time: the opening, or the first arrival if it was earlier."""
    arrivals: tuple[int, ...]
    """First arrivals of people on its day in each `STEP` from `first` to the closing, or the last arrival."""
    stations: tuple[StationLoad, ...]
    """In the order of their numbers."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Someone on a list of a screen."""

    who: str
    """Their id, or `#serial` of a badge whose owner this store does not know."""
    person: Person | None
    since: datetime
    """Since when they are on that list."""
    number: int | None = None
    """Under which they were called, on the list of those coming."""
    may_be_over: bool = False
    """Whether they asked elsewhere where to go next, and may have gone from the station unseen."""
    has_left: bool = False
    """Whether they are not in the grounds any more, on the list of those who came."""

    def identity(self, tag: int) -> Recognised:
        """Whom the desk's functions are told of; `tag` is the programme's."""
        if self.person or not self.who.startswith("#"):
            return Recognised(self.person)
        return Recognised(None, Badge.of(tag, int(self.who[1:])))


@dataclass(frozen=True, slots=True)
class StationDay:
    """The people of one station at one moment."""

    served: tuple[Guest, ...]
    waiting: tuple[Guest, ...]
    coming: tuple[Guest, ...]
    unticked: tuple[Guest, ...]
    """Whose last visit here ended without an outcome, latest first; empty where nothing is ticked."""
    seats: int
    """Seats that work: 0 while it pauses, `CLOSED` if its host closed it."""
    visitors: frozenset[str]
    """Everyone with a visit begun here that was not taken back, under every name they count under."""


@dataclass(frozen=True, slots=True)
class Found:
    """Someone a volunteer may admit."""

    person: Person
    here: bool
    """Whether they are inside already."""
    number: int | None
    """Under which they are called, while they sit or are called."""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry, and whom it is about."""

    entry: Entry
    person: Person | None
    visits: int = 0
    """How many visits would be taken back with it."""


class Watch:
    """Follows the log of one event; each look reads only what was written since the last one.

    For one thread. Every look raises StoreUnavailable if the database fails.
    """

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue
        self._begin()

    def _begin(self) -> None:
        self._nameless: set[int] = set()
        self._crowd = Crowd(self._catalogue.event.begins)
        self._heads: dict[str, int] = {}
        self._entries: dict[Kind, dict[EntryRef, Entry]] = {kind: {} for kind in _COUNTED}
        self._undone: set[EntryRef] = set()

    def day(self, now: datetime) -> Day:
        """Every figure of the board, from one moment of the log."""
        with self._store.reading() as log:
            self._catch_up(log)
        came = self._arrivals()
        first, bars = self._bars(list(self._arrivals(self._catalogue.event.begins).values()))
        in_order = sorted(self._catalogue.event.stations, key=lambda station: station.number)
        loads = tuple(self._load(station, now) for station in in_order)
        inside = self._crowd.inside(self._catalogue.event.begins)
        return Day(inside, len(came), self._visits(came), first, bars, loads)

    def station(self, station: Station, now: datetime) -> StationDay:
        """Who is at a station, who is on the way, and whose outcomes are still to be ticked."""
        with self._store.reading() as log:
            self._catch_up(log)
            present, on_the_way = self._crowd.present(station, now), self._crowd.coming(station, now)
            without = self._unticked(station, now)
            known = people_of([*present, *on_the_way, *(name for name, _ in without)], log)
        here = _named(self._present(name, known[name], now) for name in present)
        coming = _named(self._coming(name, known[name], now) for name in on_the_way)
        unticked = _named(Guest(name, known[name], at) for name, at in without)
        seats = self._crowd.seats(station)
        sit = seats if seats > 0 else station.seats  # whoever is served when it pauses is served to the end
        served, waiting = here[:sit], here[sit:]
        begun = [e for e in self._entries[Kind.VISIT_IN].values() if e.draft.station == station.code]
        badges = {who(None, entry.draft.badge) for entry in begun if entry.draft.badge is not None}
        visitors = frozenset({*map(_who, begun), *badges})
        return StationDay(tuple(served), tuple(waiting), tuple(coming), tuple(unticked), seats, visitors)

    def _present(self, name: str, person: Person | None, now: datetime) -> Guest:
        where = self._crowd.whereabouts(name)
        return Guest(name, person, where.since or now, may_be_over=where.may_be_over)

    def _coming(self, name: str, person: Person | None, now: datetime) -> Guest:
        where = self._crowd.whereabouts(name)
        return Guest(name, person, where.sent or now, where.number if where.calls else None)

    def arrived(self) -> list[Guest]:
        """Everyone who was admitted, the latest first, with when they came, on its day if they did.

        Whoever came before it was put off to that day has gone home.
        """
        with self._store.reading() as log:
            self._catch_up(log)
            known = every_person(log.connection)
        of_it = self._arrivals(self._catalogue.event.begins)
        came = sorted((self._arrivals() | of_it).items(), key=lambda item: item[1], reverse=True)
        gone = {name for name, _ in came if name not in of_it or not self._crowd.whereabouts(name).inside}
        return _named(Guest(name, known.get(name), at, has_left=name in gone) for name, at in came)

    def _catch_up(self, log: Transaction) -> None:
        if owners(log.connection, list(self._nameless)):
            self._begin()
        for entry in log.newer(self._catalogue.event.code, self._heads):
            self._nameless |= unowned_badge(entry)
            self._follow(entry)

    def _follow(self, entry: Entry) -> None:
        draft = entry.draft
        if draft.kind is Kind.UNDONE and draft.target:
            self._undone.add(draft.target)
            self._crowd.take_back(str(draft.target))
            for kept in self._entries.values():
                kept.pop(draft.target, None)
        elif entry.ref not in self._undone:
            if draft.kind in _COUNTED and (draft.person is not None or draft.badge is not None):
                self._entries[draft.kind][entry.ref] = entry
            if moved := movement(entry):
                self._crowd.follow([moved])

    def _visits(self, came: Container[str]) -> int:
        """Visits of people who came: none of someone whose only admission was taken back."""
        return sum(name in came for name, _ in self._crowd.visits())

    def _arrivals(self, since: datetime | None = None) -> dict[str, datetime]:
        """When each person was first admitted, or first since a moment, if they were."""
        came: dict[str, datetime] = {}
        for entry in self._entries[Kind.ADMITTED].values():
            if since and entry.draft.at < since:
                continue
            name = _who(entry)
            came[name] = min(entry.draft.at, came.get(name, entry.draft.at))
        return came

    def _bars(self, moments: Sequence[datetime]) -> tuple[datetime, tuple[int, ...]]:
        event = self._catalogue.event
        first = _step(min([event.opens_at, *moments]))
        last = _step(max([event.closes_at - STEP, *moments]))
        counts = Counter((_step(moment) - first) // STEP for moment in moments)
        return first, tuple(counts[index] for index in range((last - first) // STEP + 1))

    def _load(self, station: Station, now: datetime) -> StationLoad:
        present = len(self._crowd.present(station, now))
        seats = self._crowd.seats(station)
        served = min(present, seats if seats > 0 else station.seats)
        coming = len(self._crowd.coming(station, now))
        local = now.astimezone(VIETNAM)
        is_today = local.date() == self._catalogue.event.date
        wait = expected_wait(station, "", self._crowd, local) if is_today else None
        return StationLoad(station, seats, served, present - served, coming, wait)

    def _unticked(self, station: Station, now: datetime) -> list[tuple[str, datetime]]:
        """Whose last visit ended without an outcome, and when; of an end nobody saw, when the visit began."""
        if not station.outcomes:
            return []
        kinds = (Kind.VISIT_IN, Kind.VISIT_OUT, Kind.GAVE_UP, Kind.OUTCOME)
        kept = [entry for kind in kinds for entry in self._entries[kind].values()]
        turns: dict[str, _Turn] = defaultdict(_Turn)
        for entry in standing(e for e in kept if e.draft.station == station.code):
            turns[_who(entry)].follow(entry.draft)
        here = set(self._crowd.present(station, now))
        ended: dict[str, datetime] = {}
        for name, turn in turns.items():
            if turn.ended:
                ended[name] = turn.ended
            elif turn.begun and name not in here and station.code in self._crowd.whereabouts(name).begun:
                ended[name] = turn.begun
        return sorted(ended.items(), key=lambda item: item[1], reverse=True)


@dataclass(slots=True)
class _Turn:
    """What is noted of somebody's visits to one station since an outcome of theirs was ticked there."""

    begun: datetime | None = None
    """When the last visit began."""
    ended: datetime | None = None
    """When it ended."""
    earlier: tuple[datetime | None, datetime | None] | None = None
    """Both before a visit that is open still, and counts for nothing if its line is given up."""

    def follow(self, draft: Draft) -> None:
        """Take one more entry into account."""
        match draft.kind:
            case Kind.VISIT_IN:
                self.earlier = self.begun, self.ended
                self.begun, self.ended = draft.at, None
            case Kind.VISIT_OUT:
                self.earlier = None
                self.ended = draft.at if self.begun else None
            case Kind.OUTCOME:
                self.begun = self.ended = None
                self.earlier = self.earlier and (None, None)
            case Kind.GAVE_UP if self.earlier:
                (self.begun, self.ended), self.earlier = self.earlier, None
            case _:
                pass


def find(store: Store, event: str, text: str, limit: int) -> list[Found]:
    """People whose name, year of birth, hamlet or unit the words of a text begin. Raises StoreUnavailable."""
    return _found(store, event, lambda log: log.people.search(text, limit))


def members(store: Store, event: str, unit: str) -> list[Found]:
    """Everyone of a unit, in Vietnamese order. Raises StoreUnavailable."""
    return _found(store, event, lambda log: log.people.in_unit(unit))


def units(store: Store) -> list[tuple[str, int]]:
    """Every unit with how many people it has. Raises StoreUnavailable."""
    with store.reading() as log:
        return list(log.people.units())


def undoable(store: Store, event: str, limit: int, place: str = "") -> list[Written]:
    """The last entries of this device that may be taken back, latest first. Raises StoreUnavailable.

    Those of `place` come before those of other places.

    Advice is left out: it loses its force by itself, and would be every second line; not so a call by the
    host of `place`, who pressed a key. So is a card that was linked by another entry, with which it falls.
    """
    mine = (entries.c.device == store.device.id) & (entries.c.event == event)
    is_hosts_call = (entries.c.kind == Kind.CALLED) & (entries.c.desk == place) & (entries.c.station == place)
    is_listed = entries.c.kind.in_(UNDOABLE - ADVICE) | is_hosts_call
    order = ((entries.c.desk == place).desc(), entries.c.sequence.desc())
    query = TOLD.where(mine, is_listed).order_by(*order)
    with store.reading() as log:
        taken_back = set(log.connection.scalars(TAKEN_BACK.where(entries.c.event == event)))
        rows = log.connection.execute(query.limit(2 * limit + len(taken_back)))
        last = [entry for entry in map(entry_of, rows) if str(entry.ref) not in taken_back]
        acts = {(e.draft.person, e.draft.at) for e in last if e.draft.kind is not Kind.CARD_LINKED}
        kept = [
            e
            for e in last
            if e.draft.kind is not Kind.CARD_LINKED or (e.draft.person, e.draft.at) not in acts
        ]
        shown = kept[:limit]
        known = people_of([_who(entry) for entry in shown], log)
        admitted = [e.draft for e in shown if e.draft.kind is Kind.ADMITTED]
        histories = log.histories(event, sorted({d.person for d in admitted if d.person}))
        for nameless in (d.badge for d in admitted if not d.person):
            histories[who(None, nameless)] = [*log.history(event, None, nameless)]
        return [Written(e, known[_who(e)], _visits_with(e, histories.get(_who(e), ()))) for e in shown]


def _visits_with(entry: Entry, history: Sequence[Entry]) -> int:
    """How many visits fall with an admission; with nothing else one does."""
    if entry.draft.kind is not Kind.ADMITTED:
        return 0
    return sum(fallen.draft.kind is Kind.VISIT_IN for fallen in falling_with(entry, history))


def _found(store: Store, event: str, choose: Callable[[Transaction], Sequence[Person]]) -> list[Found]:
    day = store.catalogues[event].event.date
    with store.reading() as log:
        people = choose(log)
        histories = log.histories(event, [person.id for person in people])
        return [_standing(person, histories[person.id], day) for person in people]


def _standing(person: Person, history: Sequence[Entry], day: date) -> Found:
    here = on_day(presence(history), day).inside
    return Found(person, here, _number(history) if here else None)


def _number(history: Sequence[Entry]) -> int | None:
    """The number someone waits under; None once they are at a station, or were sent to one."""
    where = Whereabouts()
    for moved in filter(None, map(movement, standing(history))):
        where.follow(moved)
    return where.number if where.held or where.calls else None


def _named(guests: Iterable[Guest]) -> list[Guest]:
    """Without those who were forgotten: they have an id, and nobody has a name for it."""
    return [guest for guest in guests if guest.person or guest.who.startswith("#")]


def _who(entry: Entry) -> str:
    return who(entry.draft.person, entry.draft.badge)


def _step(moment: datetime) -> datetime:
    """The beginning of the bar a moment falls into, local time."""
    local = moment.astimezone(VIETNAM)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (local - midnight) // STEP * STEP
