"""Which device of a store this machine is, and how a copy of a store is noticed.

A device numbers its own entries, so two copies of a store must never go on as the same device. A
copy is known by three things kept outside it or by its file: a token kept once per machine, the
file's own number on its disk, and a note of how far this device had come when it last wrote.

No badge code is made twice on one machine, whatever becomes of its stores: beside the token it is kept up to
which serial badges were made here under each device number of each programme.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs
from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update

from checkin.badge import ALPHABET, COUNTERS, DEVICES
from data.entry_rows import HEADS
from data.errors import StoreUnavailable
from data.session import prepare_sqlite, sqlite_path
from data.tables import badges, devices, entries, programme
from stations.model import Bilingual

_TOKEN = re.compile("[0-9a-f]{32}")
_KEY = select(programme.c.key)
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
    copied over the machine's own, or restored from a backup. What the machine wrote to a store elsewhere
    counts only if this one knows the device: a rehearsal is done in a file of its own, and thrown away."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a device has come."""

    sequence: int
    """Of its last entry; 0 before the first."""
    digest: bytes
    """Of that entry; empty before the first."""
    serial: int
    """Of the last badge it made; 0 before the first."""


def this_device(connection: Connection, engine: Engine, mark: str, now: datetime) -> Device:
    """Which device of the store this machine is; a new one if the store was copied or restored.

    mark: of this store, as `store_mark` gives it. Raises StoreUnavailable if this machine's own folder
    cannot be used.
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
    return Device(device, number, is_new=True, lacks=_lacking(connection, mark))


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


def store_mark(engine: Engine, key: bytes) -> str:
    """Stands in this machine's notes for the store at one place of the programme that has this key."""
    path = sqlite_path(engine)
    return _mark(key, f"store {path.resolve()}" if path else "store")


def note(device: str, progress: Progress, mark: str) -> None:
    """Remember, outside the store, how far a device has come in the store of this `store_mark`.

    It is written after the store is durable and need not be so itself: a note that is behind, or
    was torn by a power cut, only fails to notice a copy that the file's number may still tell. It is
    written over the one before: a disk makes whoever empties a file and fills it anew wait for it.
    """
    line = f"{progress.sequence} {progress.digest.hex()} {progress.serial} {mark}\n"
    with contextlib.suppress(OSError):
        file = os.open(data_folder() / f"{_NOTE}{device}", os.O_WRONLY | os.O_CREAT, 0o666)
        with os.fdopen(file, "w", encoding="ascii") as noted:
            noted.write(line)
            noted.truncate()


_NOTE = "device-"
"""What the name of a device's note begins with; its id follows."""


def _noted(note: Path) -> tuple[Progress, str] | None:
    """How far a device came and the mark of its store; an earlier version of the program noted no mark."""
    try:
        sequence, digest, serial, *mark = note.read_text(encoding="ascii").rstrip("\n").split(" ")
        return Progress(int(sequence), bytes.fromhex(digest), int(serial)), "".join(mark)
    except (OSError, ValueError):
        return None


def _fell_back(connection: Connection, device: str) -> bool:
    """Whether the store knows less of this device than it once did, as a restored backup does."""
    found = _noted(data_folder() / f"{_NOTE}{device}")
    if found is None:
        return False
    noted, _ = found
    mine = (entries.c.device == device) & (entries.c.sequence == noted.sequence)
    digest = connection.scalar(select(entries.c.digest).where(mine))
    badge = connection.scalar(select(badges.c.serial).where(badges.c.serial == noted.serial))
    return digest != (noted.digest or None) or badge != (noted.serial or None)


def _lacking(connection: Connection, mark: str) -> int:
    """How many entries this machine wrote, by its notes, that the store does not have; see `Device.lacks`."""
    known = dict(connection.execute(HEADS).all())
    lost = 0
    for file in data_folder().glob(f"{_NOTE}*"):
        device = file.name.removeprefix(_NOTE)
        if (found := _noted(file)) and (device in known or found[1] == mark):
            lost += max(found[0].sequence - known.get(device, 0), 0)
    return lost


def claim_serials(connection: Connection, number: int, count: int) -> int | None:
    """The first of so many serials in a row under a device number; None if it has fewer left.

    No badge of the store has any of them, and none of the programme that was ever made on this machine: this
    store may have taken the place of one that made badges under the same number. That they are taken is on
    the disk before a badge can be in the store, so that a crash leaves a gap and no code for two people.
    Raises StoreUnavailable if that cannot be noted.
    """
    ours, end = _mark(connection.execute(_KEY).scalar_one(), "badges"), (number + 1) * COUNTERS
    with _claims() as claims:
        noted: int = claims.execute(_CLAIMED, (ours, number)).fetchone()[0]
        first = 1 + max(_last_serial(connection, number), noted)
        if first + count > end:
            return None
        claims.execute(_CLAIM, (ours, number, first + count - 1))
    return first


def _last_serial(connection: Connection, number: int) -> int:
    """Serial of the last badge that the store has under a device number, or the one before the first."""
    first = number * COUNTERS
    theirs = badges.c.serial.between(first, first + COUNTERS - 1)
    return connection.scalar(select(func.max(badges.c.serial)).where(theirs)) or first


@contextlib.contextmanager
def _claims() -> Iterator[sqlite3.Connection]:
    """What this machine noted of its badges; nobody else reads or writes it until the block has ended."""
    path = data_folder() / BADGES_MADE
    try:
        with contextlib.closing(sqlite3.connect(path)) as claims:
            prepare_sqlite(claims, None)
            claims.execute("BEGIN IMMEDIATE")
            claims.execute(_CLAIMS)
            yield claims
            claims.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreUnavailable(_not_noted(path, str(error))) from error


BADGES_MADE = "badges-made"
"""The file in which a machine notes them."""
_CLAIMS = (
    "CREATE TABLE IF NOT EXISTS claims"
    " (programme TEXT, number INTEGER, serial INTEGER NOT NULL, PRIMARY KEY (programme, number))"
)
_CLAIMED = "SELECT coalesce(max(serial), 0) FROM claims WHERE programme = ? AND number = ?"
_CLAIM = "INSERT OR REPLACE INTO claims VALUES (?, ?, ?)"


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
    """This machine's token. One that is damaged, as by a power cut, is made anew: the device is new then."""
    path = data_folder() / "machine"
    try:
        if path.exists() and not _token(path):
            path.unlink()
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _publish(secrets.token_hex(16), path)
        return _token(path)
    except OSError as error:
        raise StoreUnavailable(_no_token(path, str(error))) from error


def _token(path: Path) -> str:
    """What is kept of it; "" if that is none."""
    text = path.read_text(encoding="ascii", errors="replace").strip()
    return text if _TOKEN.fullmatch(text) else ""


def data_folder() -> Path:
    """Where an account keeps what is noted of its machine, and the store that none is named for."""
    return platformdirs.user_data_path("ngayhoi", appauthor=False)


def _mark(key: bytes, what: str) -> str:
    """Stands for a thing of a programme in this machine's notes, and tells nothing of the programme's key."""
    return hmac.digest(key, what.encode(), "sha256")[:16].hex()


def _publish(text: str, path: Path) -> None:
    """Make a file with its whole text at once, unless another process was first. Raises OSError."""
    draft = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
    try:
        with draft.open("x", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)


def _no_token(path: Path, detail: str) -> Bilingual:
    return Bilingual(
        f"Không ghi được thư mục của máy này: {path.parent} ({detail}). Xin xem ổ đĩa còn chỗ không, hoặc "
        "báo kỹ thuật. Kho dữ liệu vẫn còn nguyên.",
        f"This machine's own folder cannot be written: {path.parent} ({detail}). See whether its disk has "
        "room, or tell engineers. The store is as it was.",
    )


def _not_noted(path: Path, detail: str) -> Bilingual:
    return Bilingual(
        f"Chưa làm thẻ nào, vì không ghi được vào tệp {path}: {detail}. Xin kiểm tra ổ đĩa rồi thử lại. Nếu "
        "tệp ấy hỏng thì chuyển nó sang chỗ khác, rồi cấp cho máy một số chưa máy nào dùng: "
        "ngayhoi device --number SỐ",
        f"No badge was made, as {path} cannot be written: {detail}. Check the disk and try again. If that "
        "file is damaged, move it elsewhere and give this device a number that none has had: "
        "ngayhoi device --number N",
    )
