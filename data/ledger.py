"""A store: the participation log, and the transaction in which a desk decides and writes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    delete,
    insert,
    select,
)

from checkin.calling import calling_of
from checkin.event import Catalogue
from checkin.local_time import local_day
from checkin.participation import GENESIS, Draft, Entry, EntryRef, Kind, chain, movement
from data.catalogue import dump, load
from data.catalogue_build import under
from data.consents import keep_texts
from data.devices import Progress, assign_number, note, number_of, store_mark, this_device
from data.entry_rows import (
    AFTER,
    APPEND,
    HEAD,
    HEADS,
    OF_BADGE,
    OF_EVERY_EVENT,
    OF_PEOPLE,
    OF_PERSON,
    OF_THEIR_BADGES,
    TOLD,
    entry_of,
    row_of,
    unowned_badge,
)
from data.errors import NoStore, NumberTaken, StoreMismatch
from data.people import StoredPeople, few_at_a_time, owners
from data.session import build, connect, is_built, server_ahead, sqlite_path, transaction
from data.tables import entries, events, programme
from stations.calling import Calling
from stations.model import Bilingual

Clock = Callable[[], datetime]
"""Gives the time now, aware."""


def utc_now() -> datetime:
    """The time now by this machine's clock."""
    return datetime.now(UTC)


@dataclass(slots=True)
class _Fold:
    """An event's calling, and how far in each device's sequence it has followed the log."""

    catalogue: Catalogue
    calling: Calling
    heads: dict[str, int] = field(default_factory=dict)
    nameless: set[int] = field(default_factory=set)
    """Serials of badges whose owner was not known."""

    @property
    def event(self) -> str:
        """Code of the event."""
        return self.catalogue.event.code

    def follow(self, entry: Entry) -> None:
        """Take one more entry into account."""
        self.heads[entry.ref.device] = entry.ref.sequence
        self.nameless |= unowned_badge(entry)
        if entry.draft.event == self.event or entry.draft.kind in OF_EVERY_EVENT:
            _follow(self.calling, entry)


class Store:
    """An open store; implements `checkin.ports.Ledger`. One thread writes at a time."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Open a store that was built. Raises NoStore, StoreMismatch or StoreUnavailable."""
        self.engine = engine
        self._own_clock = clock
        self.ahead = timedelta()
        """By how much the clock of the server is ahead of this machine's."""
        if not is_built(engine):
            raise NoStore(no_store(engine))
        with transaction(engine, writing=True) as connection:
            row = connection.execute(select(programme)).one()
            self.programme: str = row.code
            self.tag: int = row.tag
            self.key: bytes = row.key
            """The programme's key, under which badge codes are authenticated."""
            self.ahead = server_ahead(connection) or timedelta()
            self._mark = store_mark(engine, self.key)
            self.device = this_device(connection, engine, self._mark, self.clock())
            loaded = connection.execute(select(events.c.catalogue).order_by(events.c.date)).scalars()
            self.catalogues = {c.event.code: c for c in map(load, loaded)}
            """Of each event kept in this store, by its code."""
            keep_texts(connection, self.catalogues.values())
        self._folds: dict[str, _Fold] = {}
        self.last_issued = 0
        """Serial of the last badge made through this opening of the store; 0 before the first."""

    @property
    def clock(self) -> Clock:
        """Gives the time now, by the clock of the server where there is one: those of laptops differ."""
        own, ahead = self._own_clock, self.ahead
        return (lambda: own() + ahead) if ahead else own

    def keep_time(self) -> None:
        """Compare this machine's clock with the server's anew. Raises StoreUnavailable."""
        with transaction(self.engine, writing=False) as connection:
            ahead = server_ahead(connection)
        self.ahead = self.ahead if ahead is None else ahead

    def keep_names(self) -> None:
        """Follow the log anew if it is known by now whose a badge is that was shown before, as `sync` tells.

        Raises StoreUnavailable.
        """
        with self.reading() as log:
            for event, fold in list(self._folds.items()):
                if owners(log.connection, list(fold.nameless)):
                    del self._folds[event]

    @property
    def hamlets(self) -> dict[str, str]:
        """The names of hamlets by their codes."""
        return {h.code: h.name for c in self.catalogues.values() for h in c.programme.hamlets}

    @property
    def newest(self) -> Catalogue:
        """The catalogue of the latest event."""
        return max(self.catalogues.values(), key=lambda known: known.event.date)

    def at_hand(self, now: datetime) -> Catalogue:
        """The event under which a request is noted: that of the day, else the newest."""
        today = local_day(now)
        return next((known for known in self.catalogues.values() if known.event.date == today), self.newest)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Begin a transaction no other writer comes between; leaving it makes it durable.

        Raises StoreUnavailable if the database fails; nothing of the transaction is kept then, unless a
        server was cut off just as it made it durable.
        """
        try:
            with transaction(self.engine, writing=True) as connection:
                log = Transaction(connection, self, self._folds)
                yield log
                progress = log.progress()
        except BaseException:
            self._folds.clear()
            raise
        if progress:
            self.last_issued = progress.serial
            note(self.device.id, progress, self._mark)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Begin a transaction that sees one moment of the store. Raises StoreUnavailable."""
        with transaction(self.engine, writing=False) as connection:
            yield Transaction(connection, self, {})

    def put(self, catalogue: Catalogue, number: int | None = None) -> None:
        """Keep the catalogue of an event, in place of an older one; with it, number this device if asked to.

        Its programme is every event's from now on, as people and badges belong to all of them.
        Raises StoreMismatch for an event of another programme, or if the programme's tag was changed: no
        badge that was made under the old one would be read any more. Raises NumberTaken as
        `assign_number` returns False. Nothing is kept then.
        """
        if catalogue.programme.code != self.programme:
            raise StoreMismatch(_OTHER_PROGRAMME)
        if catalogue.programme.tag != self.tag:
            raise StoreMismatch(_other_tag(self.tag, catalogue.programme.tag))
        before = self.hamlets
        named = {hamlet.code: hamlet.name for hamlet in catalogue.programme.hamlets}
        renamed = [code for code, name in named.items() if before.get(code, name) != name]
        with transaction(self.engine, writing=True) as connection:
            if number is not None and not assign_number(connection, self.device.id, number):
                raise NumberTaken(NUMBER_TAKEN)
            people = StoredPeople(connection, self.tag, self.key, self.device.id, before | named)
            people.find_by_new_names(renamed)
            now_kept = map(load, connection.scalars(select(events.c.catalogue)))  # also by another window
            others = [c for c in now_kept if c.programme != catalogue.programme]
            changed = {c.event.code: under(c, catalogue.programme) for c in others}
            changed[catalogue.event.code] = catalogue
            connection.execute(delete(events).where(events.c.code.in_(changed)))
            connection.execute(insert(events), [row_of_event(c) for c in changed.values()])
            keep_texts(connection, [catalogue])
        self.catalogues.update(changed)
        self.device = replace(self.device, number=number or self.device.number)

    def assign_number(self, number: int) -> bool:
        """Give this device the number that goes into its badge codes; False if another device has it.

        Raises ValueError outside 1 to 255.
        """
        with transaction(self.engine, writing=True) as connection:
            if not assign_number(connection, self.device.id, number):
                return False
        self.device = replace(self.device, number=number)
        return True

    def close(self) -> None:
        """Give back every connection, so that an SQLite store is one file again."""
        self.engine.dispose()


class Transaction:
    """One transaction on a store; implements `checkin.ports.Log`."""

    def __init__(self, connection: Connection, store: Store, folds: dict[str, _Fold]) -> None:
        """`folds` are carried on from one transaction to the next."""
        self.connection = connection
        self._store = store
        self._folds = folds
        self._head: tuple[int, bytes] | None = None
        self._caught_up: set[str] = set()
        self.people = StoredPeople(connection, store.tag, store.key, store.device.id, store.hamlets)

    def history(self, event: str, person: str | None, badge: int | None) -> Sequence[Entry]:
        """The entries of a person, whichever badge was shown, or of a badge without a known owner."""
        query, values = (OF_BADGE, {"badge": badge}) if person is None else (OF_PERSON, {"person": person})
        return [entry_of(row) for row in self.connection.execute(query, {"event": event, **values})]

    def histories(self, event: str, persons: Sequence[str]) -> dict[str, list[Entry]]:
        """The entries of each of some people, whichever badges were shown, all asked for at once."""
        found: dict[str, list[Entry]] = {person: [] for person in persons}
        for part in few_at_a_time(persons):
            values = {"event": event, "persons": part}
            for row in self.connection.execute(OF_PEOPLE, values):
                found[row.person].append(entry_of(row))
            for *shown, owner in self.connection.execute(OF_THEIR_BADGES, values):
                found[owner].append(entry_of(shown))
        return found

    def entry(self, ref: EntryRef) -> Entry | None:
        """One entry of the log, under the id by which this store knows its person."""
        place = (entries.c.device == ref.device) & (entries.c.sequence == ref.sequence)
        row = self.connection.execute(TOLD.where(place)).first()
        return entry_of(row) if row else None

    def log(self) -> Iterator[Entry]:
        """Every entry as it was written, by device and sequence: what is verified, and drawn from."""
        return self._in_order(select(entries))

    def told(self, event: str | None = None) -> Iterator[Entry]:
        """The same under the ids by which this store knows people; those of one event if it is given."""
        return self._in_order(TOLD if event is None else TOLD.where(entries.c.event == event))

    def _in_order(self, query: Select[Any]) -> Iterator[Entry]:
        query = query.order_by(entries.c.device, entries.c.sequence)
        return map(entry_of, self.connection.execute(query, execution_options={"yield_per": 1000}))

    @property
    def device(self) -> str:
        """The id of this device, which its entries bear."""
        return self._store.device.id

    @property
    def device_number(self) -> int | None:
        """The number of this device in codes and call numbers, if it was given one."""
        return number_of(self.connection, self._store.device.id)

    def calling(self, catalogue: Catalogue) -> Calling:
        """Everyone's whereabouts at an event, and who is to go where, up to date with the log."""
        event = catalogue.event.code
        fold = self._folds.get(event)
        if fold is None or fold.catalogue is not catalogue:
            fold = self._folds[event] = _Fold(catalogue, calling_of(catalogue))
            self._caught_up.discard(event)
        if event not in self._caught_up:
            self._catch_up(fold)
            self._caught_up.add(event)
        return fold.calling

    def _catch_up(self, fold: _Fold) -> None:
        for entry in self.newer(fold.event, fold.heads):
            fold.follow(entry)

    def newer(self, event: str, heads: dict[str, int]) -> Iterator[Entry]:
        """What counts at an event beyond the heads of devices, which are moved on to the newest."""
        for device, head in self.connection.execute(HEADS).all():
            known = heads.get(device, 0)
            if head > known:
                after = {"event": event, "device": device, "head": known}
                yield from map(entry_of, self.connection.execute(AFTER, after))
                heads[device] = head

    def append(self, draft: Draft) -> Entry:
        """Write the next entry of this device; durable when the transaction commits."""
        sequence, previous = self._head or self._read_head()
        ref = EntryRef(self._store.device.id, sequence + 1)
        recorded = self._store.clock()
        entry = Entry(ref, draft, recorded, chain(previous, ref, draft, recorded))
        self.connection.execute(APPEND, row_of(entry))
        self._head = (ref.sequence, entry.digest)
        for event in self._caught_up:
            self._folds[event].follow(entry)
        return entry

    def progress(self) -> Progress | None:
        """How far this device has come by this transaction; None if it wrote nothing of its own."""
        if self._head is None and not self.people.last_issued:
            return None
        sequence, digest = self._head or self._read_head()
        serial = self.people.last_issued or self._store.last_issued
        return Progress(sequence, digest if sequence else b"", serial)

    def _read_head(self) -> tuple[int, bytes]:
        row = self.connection.execute(HEAD, {"device": self._store.device.id}).first()
        return (row.sequence, row.digest) if row else (0, GENESIS)


def create_store(
    place: str, catalogue: Catalogue, clock: Clock = utc_now, number: int | None = None
) -> Store:
    """Make a store for the programme of a catalogue, or add its event to the store that is there.

    `number` is what this device is to be called in badge codes, 1 to 255; the first device of a
    store is 1 if it is not given. Raises StoreError where there is something else, or no room.
    """
    with _engine(place) as engine:
        if not is_built(engine):
            build(engine, _new_programme(catalogue))
        store = Store(engine, clock)
        store.put(catalogue, number)
        return store


def open_store(place: str, clock: Clock = utc_now) -> Store:
    """Open the store at a path or address. Raises StoreError if there is none, or another's."""
    with _engine(place) as engine:
        return Store(engine, clock)


@contextmanager
def _engine(place: str) -> Iterator[Engine]:
    """An engine that outlives the block only if all went well in it."""
    engine = connect(place)
    try:
        yield engine
    except BaseException:
        engine.dispose()
        raise


def row_of_event(catalogue: Catalogue) -> dict[str, object]:
    """The row that keeps an event with its programme."""
    event = catalogue.event
    return {"code": event.code, "date": event.date.isoformat(), "catalogue": dump(catalogue)}


def _new_programme(catalogue: Catalogue) -> dict[str, object]:
    known = catalogue.programme
    return {"code": known.code, "tag": known.tag, "key": secrets.token_bytes(32)}


def _follow(calling: Calling, entry: Entry) -> None:
    if entry.draft.kind is Kind.UNDONE and entry.draft.target:
        calling.take_back(str(entry.draft.target))
    elif moved := movement(entry):
        calling.follow([moved])
    if entry.draft.kind in OF_EVERY_EVENT and entry.draft.person:
        calling.ask_anew(entry.draft.person)


_OTHER_PROGRAMME = Bilingual(
    "Kho dữ liệu này thuộc phong trào khác. Hãy chọn tệp kho khác bằng --store.",
    "This store belongs to another programme. Choose another one with --store.",
)


def no_store(engine: Engine) -> Bilingual:
    """That there is none at this place, and how to make one."""
    path = sqlite_path(engine)
    make = "ngayhoi init --catalogue ngay-hoi"
    if path is None:
        return Bilingual(
            f"Chưa có kho dữ liệu ở đây. Hãy tạo bằng lệnh: {make}",
            f"There is no store here yet. Make one with: {make}",
        )
    return Bilingual(
        f"Chưa có kho dữ liệu ở {path.absolute()}. Từ máy thứ hai trở đi, xin chép tệp ngayhoi.db của máy "
        "chính vào đúng chỗ này; đừng tạo kho mới, vì kho mới không nhận thẻ đã phát. Riêng máy chính thì "
        f"tạo bằng lệnh: {make}",
        f"There is no store at {path.absolute()}. From the second machine on, copy ngayhoi.db of the main "
        "machine to this very place; make no new one, which would refuse the badges handed out. Only on the "
        f"main machine, make it with: {make}",
    )


def _other_tag(kept: int, given: int) -> Bilingual:
    return Bilingual(
        f"Các thẻ của kho này in theo tag = {kept}, mà tệp phong trào ghi tag = {given}: thẻ đã phát sẽ "
        f"không dùng được nữa. Xin ghi lại tag = {kept}.",
        f"The badges of this store were made with tag = {kept}, and the programme file says tag = {given}: "
        f"no badge handed out would be read any more. Write tag = {kept} again.",
    )


NUMBER_TAKEN = Bilingual(
    "Số thiết bị này đã cấp cho máy khác, có khi từ kỳ trước. Hãy chọn số chưa máy nào dùng, từ 1 đến 255.",
    "Another device has this number already, perhaps since an earlier event. Choose one that none has, 1 to "
    "255.",
)
