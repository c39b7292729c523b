"""The participation log as a list: every entry of some events, as a sheet or a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, and_, false, func, or_, select

from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from checkin.participation import from_milliseconds
from data.entry_rows import heads
from data.exports import csv_text, write_rows
from data.ledger import Transaction
from data.lines import AT, RECORDED
from data.reports.figure_tables import labels_of
from data.reports.kinds import KINDS
from data.session import connect, transaction
from data.sheets import SECOND, Book, plain_sheet
from data.tables import aliases, badges, entries

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries: those of some events that a transaction sees, wherever they are read."""

    events: Mapping[str, str]
    """What each event is called, by its code."""
    heads: Mapping[str, int]
    """The last sequence number of each device: the log only grows, so that up to it nothing changes."""


def log_sheet(out: Book, log: Transaction, catalogues: Sequence[Catalogue]) -> None:
    """Write the log as a sheet of a workbook."""
    rows = _rows(log.connection, _scope(log, catalogues), from_milliseconds, str)
    plain_sheet(out, "Nhật ký", _COLUMNS, rows, _LOOKS)


@contextmanager
def log_file(path: Path, log: Transaction, catalogues: Sequence[Catalogue]) -> Iterator[None]:
    """Write the log as CSV, in a process of its own while the block runs: it needs nothing of the figures.

    It holds what this transaction sees. Raises OSError and StoreUnavailable when the block has ended.
    """
    address = log.connection.engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        job = beside.submit(write_log, address, _scope(log, catalogues), path)
        yield
        job.result()


def write_log(address: str, scope: Scope, path: Path) -> None:
    """Write entries of the store at an address as CSV. Raises OSError and StoreUnavailable."""
    engine = connect(address)
    try:
        with transaction(engine, writing=False) as connection:
            write_rows(path, _COLUMNS, _rows(connection, scope, _clock, csv_text))
    finally:
        engine.dispose()


def entries_of(log: Transaction, events: Sequence[str]) -> int:
    """How many entries the log has of some events."""
    count = select(func.count()).select_from(entries).where(entries.c.event.in_(events))
    return log.connection.scalar(count) or 0


def _scope(log: Transaction, catalogues: Sequence[Catalogue]) -> Scope:
    codes = (known.event.code for known in catalogues)
    names = dict(zip(codes, labels_of(catalogues), strict=True))
    return Scope(names, heads(log.connection))


_COLUMNS = (
    ("Dòng", 22),
    ("Loại", 24),
    ("Sự kiện", 24),
    ("Lúc", 19),
    ("Nơi ghi", 14),
    ("Mã người", 34),
    ("Số thẻ", 12),
    ("Trạm", 18),
    ("Mã kèm theo", 20),
    ("Số phút", 9),
    ("Dòng bị hoàn tác", 22),
    ("Ghi vào máy lúc", 19),
)
_LOOKS = ("", "", "", SECOND, "", "", "", "", "", "", "", SECOND)


def _rows(
    connection: Connection,
    scope: Scope,
    moment: Callable[[int], T],
    text: Callable[[str], str],
) -> Iterator[tuple[str | int | T | None, ...]]:
    """Every entry of the scope; `moment` and `text` say how both are written."""
    found = connection.execute(_within(scope), execution_options={"yield_per": 1000})
    called = {code: text(name) for code, name in scope.events.items()}
    for (
        device,
        sequence,
        kind,
        event,
        at,
        desk,
        person,
        badge,
        station,
        code,
        minutes,
        target,
        recorded,
    ) in found:
        happened = moment(at)
        yield (
            f"{text(device)}-{sequence}",
            KINDS.get(kind) or text(kind),
            called[event],
            happened,
            text(desk),
            text(person) if person else None,
            badge,
            text(station) if station else None,
            text(code) if code else None,
            minutes,
            text(target) if target else None,
            happened if recorded == at else moment(recorded),
        )


def _within(scope: Scope) -> Select[Any]:
    """Every entry of the scope, by device and sequence, under the ids that the lists of people have."""
    seen = (
        and_(entries.c.device == device, entries.c.sequence <= head) for device, head in scope.heads.items()
    )
    columns = (
        entries.c.device,
        entries.c.sequence,
        entries.c.kind,
        entries.c.event,
        AT,
        entries.c.desk,
        func.coalesce(aliases.c.person, entries.c.person, badges.c.person),
        entries.c.badge,
        entries.c.station,
        entries.c.code,
        entries.c.minutes,
        entries.c.target,
        RECORDED,
    )
    return (
        select(*columns)
        .outerjoin(aliases, aliases.c.id == entries.c.person)
        .outerjoin(badges, and_(entries.c.person.is_(None), badges.c.serial == entries.c.badge))
        .where(entries.c.event.in_(list(scope.events)), or_(false(), *seen))
        .order_by(entries.c.device, entries.c.sequence)
    )


def _clock(at: int) -> str:
    return _second(at // 1000)


@lru_cache(100_000)
def _second(at: int) -> str:
    return datetime.fromtimestamp(at, VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
