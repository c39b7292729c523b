"""The store of another laptop, read before any of it is taken."""

from __future__ import annotations

from collections import deque
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, LargeBinary, String, false, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from checkin.badge import COUNTERS, DEVICES
from checkin.event import Catalogue
from checkin.participation import Break, verify
from data.catalogue import load
from data.entry_rows import AS_WRITTEN, entry_of, heads
from data.people import everyone_counted
from data.tables import badges, devices, entries, events, metadata, programme

UNREADABLE = (ArithmeticError, OSError, RecursionError, SQLAlchemyError, TypeError, ValueError)
"""What reading a store raises that somebody altered, or the disk garbled, or that lacks a table."""
_OUT_OF_RANGE = {
    badges: ~badges.c.serial.between(0, DEVICES * COUNTERS - 1),
    devices: ~devices.c.number.between(1, DEVICES - 1),
}


def read_through(theirs: Connection) -> list[Break]:
    """Read all of a store once, before any of it is taken; the breaks of its log.

    Raises one of `UNREADABLE`.
    """
    for table in metadata.sorted_tables:
        odd = or_(*map(_is_other_kind, table.c), _OUT_OF_RANGE.get(table, false()))
        if theirs.scalar(select(func.count()).select_from(table).where(odd)):
            raise ValueError(f"rows that no version of the program writes: {table.name}")
        if table is not entries:
            deque(theirs.execute(select(table)), maxlen=0)
    everyone_counted(theirs)
    catalogues_of(theirs)
    return verify(map(entry_of, theirs.execute(AS_WRITTEN)))


def _is_other_kind(column: Column[Any]) -> ColumnElement[bool]:
    """Whether a value is of another kind than its column is for, as SQLite takes any."""
    match column.type:
        case String():
            kind = "text"
        case LargeBinary():
            kind = "blob"
        case _:
            kind = "integer"
    return func.typeof(column).not_in([kind, "null"] if column.nullable else [kind])


def programme_of(connection: Connection) -> tuple[str, int, bytes]:
    """Whose store it is: the programme's code, and the tag and the key of its badges."""
    row = connection.execute(select(programme)).one()
    return row.code, row.tag, row.key


def catalogues_of(connection: Connection) -> dict[str, Catalogue]:
    """Of each event, by its code: two versions of the program may write one catalogue in other words."""
    return {row.code: load(row.catalogue) for row in connection.execute(select(events))}


def forked_at(ours: Connection, theirs: Connection) -> Break | None:
    """The last entry that both stores should have, of a device that wrote another one there."""
    known = heads(theirs)
    for device, head in heads(ours).items():
        common = min(head, known.get(device, 0))
        place = (entries.c.device == device) & (entries.c.sequence == common)
        digest = select(entries.c.digest).where(place)
        if ours.scalar(digest) != theirs.scalar(digest):
            return Break(device, common, missing=False)
    return None
