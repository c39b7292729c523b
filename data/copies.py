"""A store's file as it is at one moment, in memory: nothing is written in it or beside it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, StaticPool, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from data.errors import StoreMismatch
from data.session import WRONG_VERSION, bring_up_to_date, prepare_sqlite
from stations.model import Bilingual

JOURNALS = ("-wal", "-shm", "-journal")
"""Ends of the names of the files that SQLite keeps beside a store (https://sqlite.org/tempfiles.html).

They are left to it: whoever opens one of a store that is in use and closes it again gives back its locks.
"""
_MAGIC = b"SQLite format 3\0"
_JOURNAL = slice(18, 20)
"""Where the header says how the file is written and read: 2 with a WAL, 1 without one
(https://sqlite.org/fileformat2.html)."""


def in_memory(path: Path) -> sqlite3.Connection:
    """The database of a file, with what its WAL holds if there is one beside it that belongs to it.

    One that was copied earlier than the file, and stayed beside it, would put an older state in its place.

    Raises OSError if it cannot be read, StoreMismatch if it is no database, or its WAL cannot be read.
    """
    if path.name.endswith(JOURNALS):
        raise StoreMismatch(WRONG_VERSION)
    alone = _of_bytes(path.read_bytes())
    if not path.with_name(f"{path.name}-wal").exists():
        return alone
    try:
        joined = in_use(path)
    except sqlite3.OperationalError as error:
        alone.close()
        raise StoreMismatch(DAMAGED) from error
    except sqlite3.DatabaseError:
        return alone  # the WAL belongs to another state of the file
    is_older = _entries(joined) < max(0, _entries(alone))
    (joined if is_older else alone).close()
    return alone if is_older else joined


def in_use(path: Path) -> sqlite3.Connection:
    """The database of a file that this process may have open, and of its WAL.

    Whoever opens such a file by themselves and closes it again gives back every lock of their process on it,
    and the next to leave the store deletes the WAL that others still write to
    (https://sqlite.org/howtocorrupt.html, 2.2). Raises sqlite3.Error.
    """
    copy = sqlite3.connect(":memory:")
    try:
        with closing(sqlite3.connect(f"{uri(path.absolute())}?mode=ro", uri=True)) as kept:
            kept.backup(copy)
    except sqlite3.Error:
        copy.close()
        raise
    return copy


def uri(path: PurePath) -> str:
    """A whole path as SQLite reads it, which takes no other computer's name before a path.

    https://sqlite.org/uri.html
    """
    return f"file:///{quote(os.fsencode(path.as_posix().removeprefix('/')), safe='/:')}"


@contextmanager
def opened_copy(source: Path | bytes) -> Iterator[Connection]:
    """A store's file, or what an unsealed backup holds, brought up to date in memory alone.

    Raises OSError if the file cannot be read, StoreMismatch if it is no store, or a damaged one.
    """
    copy = _of_bytes(source) if isinstance(source, bytes) else in_memory(source)
    with closing(copy):
        if not _is_whole(copy):
            raise StoreMismatch(DAMAGED)
        engine = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool)
        event.listen(engine, "connect", prepare_sqlite)
        with engine.connect() as connection:
            try:
                bring_up_to_date(connection)
            except SQLAlchemyError as error:
                raise StoreMismatch(DAMAGED) from error
            yield connection


def content(copy: Connection) -> bytes:
    """What an opened copy holds, as the file of a store."""
    raw: Any = copy.connection.driver_connection
    held: bytes = raw.serialize()
    return held[: _JOURNAL.start] + b"\2\2" + held[_JOURNAL.stop :]


def _is_whole(copy: sqlite3.Connection) -> bool:
    try:
        return bool(copy.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def _entries(copy: sqlite3.Connection) -> int:
    """How many entries it holds; less than none where it is damaged."""
    try:
        return int(copy.execute("SELECT count(*) FROM entries").fetchone()[0]) if _is_whole(copy) else -1
    except sqlite3.Error:
        return -1


def _of_bytes(held: bytes) -> sqlite3.Connection:
    if not held.startswith(_MAGIC):
        raise StoreMismatch(WRONG_VERSION if any(held[: len(_MAGIC)]) else DAMAGED)
    copy = sqlite3.connect(":memory:")
    copy.deserialize(held[: _JOURNAL.start] + b"\1\1" + held[_JOURNAL.stop :])
    return copy


DAMAGED = Bilingual(
    "Tệp kho này bị hỏng, có thể do chép dở. Xin thoát mọi màn hình ở máy ấy rồi chép lại.",
    "This store's file is damaged, perhaps copied halfway. Close every screen on that machine and copy it "
    "again.",
)
