"""Backups of an SQLite store: one encrypted file each, and which of them still hold people since forgotten.

A file is `_MARK`, a salt of 16 bytes, a nonce of 12, and the whole database under AES-256-GCM with a key that
Scrypt makes of the passphrase. Nothing of the store can be told from it without that.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, delete, insert, select

from data.copies import JOURNALS, content, in_use, opened_copy
from data.entry_rows import heads
from data.errors import StoreUnavailable
from data.ledger import Store
from data.passphrase import SALT_BYTES, stretched
from data.people import every_alias, every_owner
from data.same_person import is_one
from data.session import sqlite_path
from data.tables import aliases, backups, draw_secrets, events, people

_MARK = b"NGAYHOI-BACKUP-1\n"
_NONCE_BYTES = 12
_HEADER = len(_MARK) + SALT_BYTES + _NONCE_BYTES


class BackupProblem(StrEnum):
    """Why a backup was not made, read or made anew."""

    ON_SERVER = "on-server"
    """The store is on PostgreSQL, which has its own tools."""
    IN_THE_WAY = "in-the-way"
    """There is another file, which is left alone."""
    OTHERS = "others"
    """There is a backup that holds what this store does not, or none that this passphrase opens."""
    JOURNAL_IN_THE_WAY = "journal-in-the-way"
    """There is what SQLite keeps beside a store, of a store that is not there any more."""
    NO_BACKUP = "no-backup"
    """The file is no backup of this program."""
    WRONG_PASSPHRASE = "wrong-passphrase"  # noqa: S105 - a reason, and no passphrase
    """The passphrase is another one, or the file was damaged."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that this store remembers."""

    path: Path
    made: datetime
    outdated: bool
    """Whether somebody was forgotten since, whom it still holds."""


def make(store: Store, path: Path, passphrase: str) -> BackupProblem | None:
    """Write a consistent, encrypted copy of the store, in place of an older one at most, and remember it.

    Four laptops may be told the same file on one USB stick: none takes the place of one that holds more.
    Nobody writes to the store meanwhile, so that nobody is forgotten between the copy and its being
    remembered. It is read into memory, and may have 2 GiB. Raises OSError or StoreUnavailable.
    """
    source = sqlite_path(store.engine)
    if source is None:
        return BackupProblem.ON_SERVER
    if path.exists() and (obstacle := _in_the_way(store, path, passphrase)):
        return obstacle
    header = _MARK + secrets.token_bytes(SALT_BYTES + _NONCE_BYTES)
    key = _key(passphrase, header)
    with store.writing() as log:
        _publish(header + key.encrypt(_nonce(header), _copied(source), header), path)
        _remember(log.connection, path, store.clock())
    return None


def _in_the_way(store: Store, path: Path, passphrase: str) -> BackupProblem | None:
    if not is_backup(path):
        return BackupProblem.IN_THE_WAY
    held = unsealed(path, passphrase)
    if isinstance(held, BackupProblem):
        return BackupProblem.OTHERS
    with opened_copy(held) as backup, store.reading() as log:
        return BackupProblem.OTHERS if _holds_more(backup, log.connection, path) else None


def _holds_more(backup: Connection, ours: Connection, path: Path) -> bool:
    """Whether the backup at a path holds entries, people, badges, events or secrets that a store does not.

    Nothing says which of two catalogues of an event is newer: another one than the store's may go only with
    the file that it wrote last itself.
    """
    known = heads(ours)
    if any(head > known.get(device, 0) for device, head in heads(backup).items()):
        return True
    event = (events.c.code,) if _is_own(backup, ours, path) else (events.c.code, events.c.catalogue)
    held = (_IDS, select(draw_secrets.c.commitment), select(*event))
    if any(set(backup.execute(query).all()) - set(ours.execute(query).all()) for query in held):
        return True
    owners, known_as, there = every_owner(ours), every_alias(ours), every_alias(backup)
    return not all(
        is_one(owners.get(serial, ""), person, known_as, there)
        for serial, person in every_owner(backup).items()
    )


def _is_own(backup: Connection, ours: Connection, path: Path) -> bool:
    """Whether the backup at a path is what a store, or the one it is a copy of, last wrote there.

    A backup is remembered once it is written, so that it knows at most of the one before.
    """
    made = select(backups.c.made).where(backups.c.path == _name(path))
    last, before = ours.scalar(made), backup.scalar(made)
    return last is not None and (before is None or before < last)


_IDS = select(people.c.id).union(select(aliases.c.id))


def unsealed(path: Path, passphrase: str) -> bytes | BackupProblem:
    """The store that a backup holds. Raises OSError if its file cannot be read."""
    sealed = path.read_bytes()
    header = sealed[:_HEADER]
    if not header.startswith(_MARK) or len(header) < _HEADER:
        return BackupProblem.NO_BACKUP
    try:
        return _key(passphrase, header).decrypt(_nonce(header), sealed[_HEADER:], header)
    except InvalidTag:
        return BackupProblem.WRONG_PASSPHRASE


def restore(held: bytes, backup: Path, place: Path) -> BackupProblem | None:
    """Write a store that was `unsealed` to a place where nothing is yet; it remembers the backup it is from.

    Else whoever is forgotten there would still be in the backup, and nobody be told. An older store is
    brought up to date. Raises OSError, or StoreMismatch for one that is damaged or newer than the program.

    A journal of another store there counts too: SQLite would play it into this one. It is left alone, as it
    may hold the last entries of a store that was moved away without it.
    """
    if place.exists():
        return BackupProblem.IN_THE_WAY
    if any(place.with_name(place.name + end).exists() for end in JOURNALS):
        return BackupProblem.JOURNAL_IN_THE_WAY
    made = datetime.fromtimestamp(backup.stat().st_mtime, UTC)
    with opened_copy(held) as store:
        _remember(store, backup, made)
        _publish(content(store), place)
    return None


def _remember(connection: Connection, path: Path, made: datetime) -> None:
    """Let a store know of a backup, in place of one that was there, that holds nobody it does not know."""
    kept = _name(path)
    connection.execute(delete(backups).where(backups.c.path == kept))
    connection.execute(insert(backups).values(path=kept, made=made, outdated=False))


def _name(path: Path) -> str:
    """As a backup is remembered: of two ways to write one file's path, as Windows has them, the same."""
    return os.path.normcase(path.absolute())


def renew(store: Store, backup: Backup, passphrase: str) -> BackupProblem | None:
    """Make a backup anew under the passphrase it has. Raises OSError if its file cannot be reached."""
    held = unsealed(backup.path, passphrase)
    return held if isinstance(held, BackupProblem) else make(store, backup.path, passphrase)


def remembered(store: Store) -> list[Backup]:
    """Every backup this store remembers, by path. Raises StoreUnavailable."""
    with store.reading() as log:
        rows = log.connection.execute(select(backups).order_by(backups.c.path))
        return [Backup(Path(row.path), row.made, row.outdated) for row in rows]


def drop(store: Store, path: Path) -> bool:
    """Delete a backup and remember it no more; False if it was not remembered. Raises OSError."""
    mine = backups.c.path == _name(path)
    with store.writing() as log:
        if log.connection.scalar(select(backups.c.path).where(mine)) is None:
            return False
        path.unlink(missing_ok=True)
        log.connection.execute(delete(backups).where(mine))
    return True


def is_backup(path: Path) -> bool:
    """Whether a file is a backup of this program, by its beginning. Raises OSError."""
    if path.name.endswith(JOURNALS):
        return False
    with path.open("rb") as file:
        return file.read(len(_MARK)) == _MARK


def _key(passphrase: str, header: bytes) -> AESGCM:
    return AESGCM(stretched(passphrase, header[len(_MARK) : len(_MARK) + SALT_BYTES]))


def _nonce(header: bytes) -> bytes:
    return header[-_NONCE_BYTES:]


def _copied(source: Path) -> bytes:
    """The database at one moment, by way of memory alone: nothing is written in clear."""
    try:
        with closing(in_use(source)) as copy:
            return copy.serialize()
    except sqlite3.Error as error:
        raise StoreUnavailable.because(str(error)) from error


def _publish(content: bytes, path: Path) -> None:
    """Put a whole file in place at once, durably and readable for this account alone."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


_BINARY = getattr(os, "O_BINARY", 0)
