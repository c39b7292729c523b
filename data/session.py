"""Opening a store: an SQLite file or a PostgreSQL database, and the device that writes to it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select, text, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from checkin.badge import ALPHABET, DEVICES
from data.tables import devices, programme
from stations.model import Bilingual

REVISION = "0001"
"""The newest migration in `migrations/versions`."""

_LOCK = 0x6E6761795F686F69
"""Key of the PostgreSQL advisory lock that writers of a store take in turn."""


class StoreError(Exception):
    """A store cannot be used; `sentence` says what to do next."""

    def __init__(self, sentence: Bilingual) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class NoStore(StoreError):
    """There is no store at this place yet."""


class StoreUnavailable(StoreError):
    """The database did not answer, or could not write."""


class StoreMismatch(StoreError):
    """What is there is no store of this version of the program, or of another programme."""


@dataclass(frozen=True, slots=True)
class Device:
    """One installation, which numbers its own entries."""

    id: str
    number: int | None
    """Assigned number that goes into badge codes, 1 to 255; None until someone assigns it."""
    is_new: bool
    """True when this store met this device for the first time, as after being copied here."""


def store_url(place: str) -> URL:
    """A path or an SQLAlchemy URL as a URL. Raises StoreMismatch if it is neither."""
    if "://" not in place:
        return URL.create("sqlite", database=str(Path(place).expanduser()))
    try:
        url = make_url(place)
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreMismatch(_NOT_A_URL) from error
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StoreMismatch(_NOT_A_URL)
    return url


def connect(place: str) -> Engine:
    """An engine with the settings durability and concurrency depend on; opens nothing yet."""
    url = store_url(place)
    if url.get_backend_name() == "postgresql":
        return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 60})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine, *, writing: bool) -> Iterator[Connection]:
    """One transaction. Writers of a store come one after another, on either database.

    Raises StoreUnavailable if the database fails; nothing of the transaction is kept then.
    """
    try:
        with engine.connect().execution_options(writing=writing) as connection, connection.begin():
            if writing and engine.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            yield connection
    except DBAPIError as error:
        if "file is not a database" in str(error.orig):
            raise StoreMismatch(_WRONG_VERSION) from error
        raise StoreUnavailable(_unavailable(str(error.orig))) from error


def is_built(engine: Engine) -> bool:
    """Whether a store is there. Raises StoreMismatch if the place holds anything else."""
    path = sqlite_path(engine)
    if path is not None and not path.exists():
        return False
    with transaction(engine, writing=False) as connection:
        return _is_built(connection)


def _is_built(connection: Connection) -> bool:
    tables = inspect(connection).get_table_names()
    if not tables:
        return False
    built = {"alembic_version", "entries"} <= set(tables)
    found = connection.scalar(text("SELECT version_num FROM alembic_version")) if built else None
    if found != REVISION:
        raise StoreMismatch(_WRONG_VERSION)
    return True


def build(engine: Engine, first: dict[str, object]) -> None:
    """Make the tables of a new store, and the row of its programme, in one step."""
    from alembic import command  # noqa: PLC0415 - only a new store needs it, and it is slow to import
    from alembic.config import Config  # noqa: PLC0415

    path = sqlite_path(engine)
    if path is not None:
        _prepare_file(engine, path)
    config = Config()
    config.set_main_option("script_location", "data:migrations")
    with transaction(engine, writing=True) as connection:
        config.attributes["connection"] = connection
        if not _is_built(connection):
            command.upgrade(config, "head")
            connection.execute(insert(programme).values(first))


def _prepare_file(engine: Engine, path: Path) -> None:
    """Make the file of a new SQLite store, in the mode in which readers and the writer do not wait."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    except (OSError, DBAPIError) as error:
        raise StoreUnavailable(_unavailable(str(getattr(error, "orig", error)))) from error


def sqlite_path(engine: Engine) -> Path | None:
    """The file of an SQLite store; None for PostgreSQL."""
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


def this_device(connection: Connection, engine: Engine, now: datetime) -> Device:
    """Which device of the store this machine is, becoming a new one if the store was copied here.

    A copy is known by the file's own number on its disk and by a token kept once per machine, so a
    copy never goes on in the sequence of the device it was copied from.
    """
    fingerprint = _fingerprint(engine)
    row = connection.execute(select(devices).where(devices.c.fingerprint == fingerprint)).one_or_none()
    if row:
        return Device(row.id, row.number, is_new=False)
    device = "".join(secrets.choice(ALPHABET) for _ in range(8))
    number = _first_number(connection, engine)
    connection.execute(insert(devices).values(id=device, number=number, fingerprint=fingerprint, since=now))
    return Device(device, number, is_new=True)


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
    folder = platformdirs.user_data_path("ngayhoi", appauthor=False)
    token = folder / "machine"
    try:
        if not token.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _publish(secrets.token_hex(16), token)
        return token.read_text(encoding="ascii").strip()
    except OSError as error:
        raise StoreUnavailable(_unavailable(str(error))) from error


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


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - sqlite3, untyped in the event
    connection.isolation_level = None
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=60000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _unavailable(detail: str) -> Bilingual:
    line = " ".join(detail.split())[:200]
    return Bilingual(
        f"Không ghi được vào kho dữ liệu: {line}. Hãy kiểm tra ổ đĩa hoặc máy chủ rồi thử lại; "
        "những gì đã báo xanh vẫn còn nguyên.",
        f"The store cannot be used: {line}. Check the disk or the server and try again; "
        "everything shown green is safe.",
    )


_NOT_A_URL = Bilingual(
    "Kho dữ liệu phải là một đường dẫn tệp hoặc địa chỉ dạng postgresql://tên@máy/cơ-sở-dữ-liệu.",
    "A store is a file path, or an address such as postgresql://user@host/database.",
)
_WRONG_VERSION = Bilingual(
    "Tệp này không phải kho dữ liệu của phiên bản ngayhoi đang chạy. "
    "Hãy chọn tệp khác hoặc cài đúng phiên bản.",
    "This is no store of the ngayhoi version you are running. "
    "Choose another file or install the matching version.",
)
