"""Stores full of invented people and of a day's entries, and the yardstick beside them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random

from sqlalchemy import insert

from checkin import badge as badges
from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from checkin.participation import GENESIS, Draft, Entry, EntryRef, Kind, chain
from checkin.person import Person
from data.catalogue import read_catalogue
from data.entry_rows import row_of
from data.invented import invented_people
from data.ledger import Store, create_store
from data.session import transaction
from data.tables import entries

SEED = 20250926
DAY = date(2025, 9, 26)
PEOPLE = 100_000
ENTRIES = 500_000


def catalogue() -> Catalogue:
    """The built-in event."""
    found = read_catalogue("ngay-hoi", on=DAY)
    assert isinstance(found, Catalogue)
    return found


def stocked(path: Path, people: int) -> Path:
    """A store with so many people, each with a badge: serials 1 to `people` of device 1, in their order."""
    known = catalogue()
    store = create_store(str(path), known)
    invented = invented_people(people, SEED, known.programme)
    basis = known.programme.roster_consent
    kept = [
        Person(f"{i:032x}", p.name, p.birth, p.sex, p.group, p.hamlet, p.unit, basis)
        for i, p in enumerate(invented)
    ]
    with store.writing() as log:
        log.people.add_all([(p, i.card_number, None) for p, i in zip(kept, invented, strict=True)])
        log.people.issue_all([p.id for p in kept])
    store.close()
    return path


def copied(source: Path, target: Path) -> Path:
    """A copy of a store that nobody has open; it becomes a device of its own."""
    shutil.copyfile(source, target)
    return target


def code_of(store: Store, person: int) -> str:
    """The badge code of a person of `stocked`."""
    return badges.encode(badges.Badge(store.tag, 1, person + 1), store.key)


Steps = Callable[[list[str]], Iterable[tuple[Kind, int, str | None]]]
"""What one person does, from two stations: kinds of entries, minutes after arriving, and where."""


def write_a_day(store: Store, entries_wanted: int, steps: Steps | None = None) -> int:
    """Fill the log until 15:00 with the day of the first people; returns how many people that took.

    `steps` is what each of them does, with the same number of entries each; else `day_steps`.
    """
    steps = steps or day_steps
    people = entries_wanted // len(list(steps(["", ""])))
    rows = (row_of(entry) for entry in _day(store, people, steps))
    with transaction(store.engine, writing=True) as connection:
        while part := list(islice(rows, 10_000)):
            connection.execute(insert(entries), part)
    return people


def _day(store: Store, people: int, steps: Steps) -> Iterator[Entry]:
    chance = Random(SEED)
    known = next(iter(store.catalogues.values()))
    codes = [station.code for station in known.event.stations]
    start = datetime(DAY.year, DAY.month, DAY.day, 7, 30, tzinfo=VIETNAM)
    step = timedelta(hours=7, minutes=30) / people
    previous, number = GENESIS, count(1)
    for person in range(people):
        known_as, badge = f"{person:032x}", badges.COUNTERS + person + 1
        for kind, after, station in steps(chance.sample(codes, 2)):
            at = start + person * step + timedelta(minutes=after)
            draft = Draft(kind, known.event.code, at, "ban-1", known_as, badge, station)
            ref = EntryRef(store.device.id, next(number))
            previous = chain(previous, ref, draft, at)
            yield Entry(ref, draft, at, previous)


def day_steps(stations: list[str]) -> Iterator[tuple[Kind, int, str | None]]:
    """Admitted, then twice sent to a station, in and out, and one outcome."""
    yield Kind.ADMITTED, 0, None
    for turn, station in enumerate(stations):
        yield Kind.SENT, turn * 15, station
        yield Kind.VISIT_IN, turn * 15 + 2, station
        yield Kind.VISIT_OUT, turn * 15 + 12, station
    yield Kind.OUTCOME, 28, stations[-1]


class RawCommits:
    """The yardstick: durable commits of one row, of the size of an entry, by SQLite and nothing else."""

    def __init__(self, path: Path) -> None:
        self._next = count(1)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        columns = ", ".join(column.name + "_" for column in entries.columns)
        self._connection.execute(f"CREATE TABLE raw ({columns}, PRIMARY KEY (device_, sequence_))")
        self._insert = f"INSERT INTO raw VALUES ({', '.join('?' * len(entries.columns))})"  # noqa: S608 - our names

    def commit_one(self) -> None:
        """One transaction that is on the disk when this returns."""
        n = next(self._next)
        at = 1_758_900_000_000 + n
        row = (
            "HMRVX000",
            n,
            "admitted",
            "ngay-hoi",
            at,
            "ban-1",
            f"{n:032x}",
            n,
            None,
            "admitted",
            None,
            None,
            at,
        )
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(self._insert, (*row, bytes(32)))
        self._connection.execute("COMMIT")
