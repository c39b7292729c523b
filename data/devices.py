"""Which device of a store this machine is, and how a copy of a store is noticed.

A device numbers its own entries, so two copies of a store must never go on as the same device. A
copy is known by three things kept outside it or by its file: a token kept once per machine, the
file's own number on its disk, and a note of how far this device had come when it last wrote.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs
from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update

from checkin.badge import ALPHABET, COUNTERS, DEVICES
from data.errors import StoreUnavailable
from data.session import sqlite_path
from data.tables import badges, devices, entries

_NUMBER = select(devices.c.number).where(devices.c.id == bindparam("device"))


@dataclass(frozen=True, slots=True)
class Device:
    """One installation, which numbers its own entries."""

    id: str
    number: int | None
    """Assigned number that went into badge codes when the store was opened; None if it had none."""
    is_new: bool
    """True when this store met this device for the first time, as after being copied here."""
    lacks: int = 0
    """Entries that this machine wrote and this store, met for the first time, does not have, as after it was
    copied over the machine's own, or restored from a backup."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a device has come."""

    sequence: int
    """Of its last entry; 0 before the first."""
    digest: bytes
    """Of that entry; empty before the first."""
    serial: int
    """Of the last badge it made; 0 before the first."""


def this_device(connection: Connection, engine: Engine, now: datetime) -> Device:
    """Which device of the store this machine is; a new one if the store was copied or restored.

    Raises StoreUnavailable if this machine's own folder cannot be used.
    """
    fingerprint = _fingerprint(engine)
    row = connection.execute(select(devices).where(devices.c.fingerprint == fingerprint)).one_or_none()
    if row and not _fell_back(connection, row.id):
        return Device(row.id, row.number, is_new=False)
    if row:
        past = {"fingerprint": f"{fingerprint}:{row.id}"}
        connection.execute(update(devices).where(devices.c.id == row.id).values(past))
    device = "".join(secrets.choice(ALPHABET) for _ in range(8))
    number = _first_number(connection, engine)
    connection.execute(insert(devices).values(id=device, number=number, fingerprint=fingerprint, since=now))
    return Device(device, number, is_new=True, lacks=_lacking(connection))


def number_of(connection: Connection, device: str) -> int | None:
    """The number that goes into a device's badge codes and call numbers, 1 to 255; None until it is assigned.

    It may be assigned anew at any moment, by another window or to another laptop.
    """
    number: int | None = connection.scalar(_NUMBER, {"device": device})
    return number


def assign_number(connection: Connection, device: str, number: int) -> bool:
    """Give a device the number that goes into its badge codes; False if another device has it.

    Raises ValueError outside 1 to 255.
    """
    if not 1 <= number < DEVICES:
        raise ValueError(f"device number out of range: {number}")
    taken = connection.scalar(select(devices.c.id).where(devices.c.number == number))
    if taken not in {None, device}:
        return False
    connection.execute(update(devices).where(devices.c.id == device).values(number=number))
    return True


def note(device: str, progress: Progress) -> None:
    """Remember, outside the store, how far a device has come.

    It is written after the store is durable and need not be so itself: a note that is behind, or
    was torn by a power cut, only fails to notice a copy that the file's number may still tell. It is
    written over the one before: a disk makes whoever empties a file and fills it anew wait for it.
    """
    line = f"{progress.sequence} {progress.digest.hex()} {progress.serial}\n"
    with contextlib.suppress(OSError):
        file = os.open(_note_of(device), os.O_WRONLY | os.O_CREAT, 0o666)
        with os.fdopen(file, "w", encoding="ascii") as noted:
            noted.write(line)
            noted.truncate()


def _noted(device: str) -> Progress | None:
    try:
        sequence, digest, serial = _note_of(device).read_text(encoding="ascii").split(" ")
        return Progress(int(sequence), bytes.fromhex(digest), int(serial))
    except (OSError, ValueError):
        return None


def _fell_back(connection: Connection, device: str) -> bool:
    """Whether the store knows less of this device than it once did, as a restored backup does."""
    noted = _noted(device)
    if noted is None:
        return False
    mine = (entries.c.device == device) & (entries.c.sequence == noted.sequence)
    digest = connection.scalar(select(entries.c.digest).where(mine))
    badge = connection.scalar(select(badges.c.serial).where(badges.c.serial == noted.serial))
    return digest != (noted.digest or None) or badge != (noted.serial or None)


def _lacking(connection: Connection) -> int:
    """How many entries devices of the store wrote on this machine by its notes, and are not in the store."""
    last = func.coalesce(func.max(entries.c.sequence), 0)
    heads = select(devices.c.id, last).outerjoin(entries, entries.c.device == devices.c.id)
    known = connection.execute(heads.group_by(devices.c.id))
    return sum(max(noted.sequence - head, 0) for id_, head in known if (noted := _noted(id_)))


def last_serial(connection: Connection, number: int) -> int:
    """Serial of the last badge made under a device number, or the one before the first."""
    first = number * COUNTERS
    theirs = badges.c.serial.between(first, first + COUNTERS - 1)
    return connection.scalar(select(func.max(badges.c.serial)).where(theirs)) or first


def _first_number(connection: Connection, engine: Engine) -> int | None:
    highest = connection.scalar(select(func.max(devices.c.number))) or 0
    known = connection.scalar(select(func.count()).select_from(devices)) or 0
    if engine.dialect.name == "sqlite" and known:
        return None
    return highest + 1 if highest + 1 < DEVICES else None


def _fingerprint(engine: Engine) -> str:
    path = sqlite_path(engine)
    return f"{_machine()}:{path.stat().st_ino}" if path else _machine()


def _machine() -> str:
    token = _folder() / "machine"
    try:
        if not token.exists():
            token.parent.mkdir(parents=True, exist_ok=True)
            _publish(secrets.token_hex(16), token)
        return token.read_text(encoding="ascii").strip()
    except OSError as error:
        raise StoreUnavailable.because(str(error)) from error


def _folder() -> Path:
    return platformdirs.user_data_path("ngayhoi", appauthor=False)


def _note_of(device: str) -> Path:
    return _folder() / f"device-{device}"


def _publish(text: str, path: Path) -> None:
    """Make a file with its whole text at once, unless another process was first. Raises OSError."""
    draft = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
    draft.write_text(text, encoding="ascii")
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
