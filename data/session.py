"""The databases behind a store: an SQLite file or PostgreSQL, and how a transaction on them runs."""

from __future__ import annotations

import ctypes
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from data.errors import StoreMismatch, StoreUnavailable
from data.tables import programme
from stations.model import Bilingual

REVISION = "0004"
"""The newest migration in `migrations/versions`."""

_EARLIER = frozenset(f"{number:04}" for number in range(1, int(REVISION)))
"""Migrations that a store may have stopped at; opening it brings it up to date."""

_LOCK = 0x6E6761795F686F69
"""Key of the PostgreSQL advisory lock that writers of a store take in turn."""
_TAKE_TURN = select(func.pg_advisory_xact_lock(_LOCK))
_TAKE_TIME = text("SET LOCAL idle_in_transaction_session_timeout = 0")
"""A reader holds nobody up, and may lay out a report for minutes after its last question."""

_AGREED = {
    "client_encoding": "utf8",
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "4",
    "tcp_user_timeout": "30000",
}
"""How a desk talks to a PostgreSQL server, whatever its environment says: every letter is kept, and that a
server is gone is known within half a minute."""
_DEMANDED = (
    "-c synchronous_commit=on -c lock_timeout=30s -c idle_in_transaction_session_timeout=60s "
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4"
)
"""What the server does for a desk, whatever is usual on it: green is on the disk, and whoever went away in
the midst of writing, as by closing the lid of their laptop, holds nobody up for longer than a minute;
whoever waits for them is told so after half of it, and may try again."""
_SERVER_TIME = select(func.extract("epoch", func.clock_timestamp()))
_ALIKE = timedelta(seconds=1)
"""By which clocks may differ without being told apart: the answer of a server takes its time too."""
_DRIVE_REMOTE = 4
"""What Windows calls the drive of another computer."""
_LETTERS = frozenset({"UTF8", "SQL_ASCII"})
"""Encodings of a PostgreSQL database that keep what is written as it is."""


def store_url(place: str) -> URL:
    """A path or an SQLAlchemy URL as a URL. Raises StoreMismatch if it is neither."""
    if "://" not in place:
        return URL.create("sqlite", database=str(_at_home(Path(place))))
    try:
        url = make_url(place)
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreMismatch(_NOT_A_URL) from error
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StoreMismatch(_NOT_A_URL)
    return url


def _at_home(path: Path) -> Path:
    """A path with ~ for the folder of a user of this machine; with any other word after it, a plain name."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def connect(place: str) -> Engine:
    """An engine with the settings durability and concurrency depend on; opens nothing yet.

    Of those of a server, what its address says otherwise counts. What people are called stays out of error
    messages, and so out of log files. Raises StoreMismatch for a file of another computer.
    """
    url = store_url(place)
    if url.get_backend_name() == "postgresql":
        options = " ".join((_DEMANDED, *url.normalized_query.get("options", ())))
        agreed = {name: value for name, value in _AGREED.items() if name not in url.query}
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={**agreed, "options": options},
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            hide_parameters=True,
        )
    if _is_shared(Path(url.database or "")):
        raise StoreMismatch(_SHARED)
    engine = create_engine(url, connect_args={"timeout": 60}, hide_parameters=True)
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _is_shared(path: Path) -> bool:
    """Whether a file is another computer's, by its name or, on Windows, by its drive: no WAL works there."""
    if re.match(r"\\\\[^\\?.]", str(path)):
        return True
    if sys.platform != "win32":
        return False
    return bool(ctypes.windll.kernel32.GetDriveTypeW(path.absolute().anchor) == _DRIVE_REMOTE)


@contextmanager
def transaction(engine: Engine, *, writing: bool) -> Iterator[Connection]:
    """One transaction. Writers of a store come one after another, on either database.

    Raises StoreUnavailable if the database fails, and nothing of the transaction is kept then; StoreMismatch
    for a file that is no database.
    """
    try:
        with engine.connect() as connection, _of_kind(connection, writing=writing).begin():
            if engine.dialect.name == "postgresql":
                connection.execute(_TAKE_TURN if writing else _TAKE_TIME)
            yield connection
    except DBAPIError as error:
        if "file is not a database" in str(error.orig):
            raise StoreMismatch(WRONG_VERSION) from error
        raise StoreUnavailable.because(_said(error)) from error


def _of_kind(connection: Connection, *, writing: bool) -> Connection:
    """The connection set up so that a writer sees what the one before it wrote, a reader one moment."""
    connection.execution_options(writing=writing)
    if not writing and connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def _said(error: DBAPIError) -> str:
    """What the database said, without the values of the row it was about."""
    diagnosis = getattr(error.orig, "diag", None)
    return str(getattr(diagnosis, "message_primary", None) or error.orig)


def is_built(engine: Engine) -> bool:
    """Whether a store is there, brought up to date if an earlier version of the program made it.

    Raises StoreMismatch if the place holds anything else, StoreUnavailable if nobody may look there.
    """
    path = sqlite_path(engine)
    try:
        if path is not None and not path.exists():
            return False
    except OSError as error:
        raise StoreUnavailable.because(error.strerror or "") from error
    with transaction(engine, writing=False) as connection:
        _demand_letters(connection)
        found = _revision(connection)
    if found in _EARLIER:
        with transaction(engine, writing=True) as connection:
            bring_up_to_date(connection)
    return found is not None


def bring_up_to_date(connection: Connection) -> None:
    """Run the migrations that a store is missing. Raises StoreMismatch if there is none."""
    found = _revision(connection)
    if found is None:
        raise StoreMismatch(WRONG_VERSION)
    if found in _EARLIER:
        _upgrade(connection)


def is_store(place: str) -> bool:
    """Whether a store is at a path or address, as `is_built` tells. Raises StoreError."""
    engine = connect(place)
    try:
        return is_built(engine)
    finally:
        engine.dispose()


def _demand_letters(connection: Connection) -> None:
    """Raises StoreMismatch for a PostgreSQL database that cannot keep every Vietnamese letter."""
    if connection.dialect.name == "postgresql":
        encoding = connection.scalar(text("SHOW server_encoding"))
        if encoding not in _LETTERS:
            raise StoreMismatch(_wrong_letters(str(encoding)))


def _revision(connection: Connection) -> str | None:
    """The migration a store is at; None if there is nothing at all."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    built = {"alembic_version", "entries"} <= set(tables)
    found = connection.scalar(text("SELECT version_num FROM alembic_version")) if built else None
    if found == REVISION or found in _EARLIER:
        return str(found)
    raise StoreMismatch(WRONG_VERSION)


def _upgrade(connection: Connection) -> None:
    """Run the migrations that are missing."""
    from alembic import command  # noqa: PLC0415 - only a new or an old store needs it, and it is slow to import
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "data:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def build(engine: Engine, first: dict[str, object]) -> None:
    """Make the tables of a new store, and the row of its programme, in one step.

    A store that is there already stays as it is. Raises StoreMismatch if the place holds anything else,
    StoreUnavailable if the database fails.
    """
    path = sqlite_path(engine)
    if path is not None:
        _prepare_file(engine, path)
    with transaction(engine, writing=True) as connection:
        if _revision(connection) is None:
            _upgrade(connection)
            connection.execute(insert(programme).values(first))


def _prepare_file(engine: Engine, path: Path) -> None:
    """Make the file of a new SQLite store, in the mode in which readers and the writer do not wait."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    except (OSError, DBAPIError) as error:
        raise StoreUnavailable.because(str(getattr(error, "orig", error))) from error


def server_ahead(connection: Connection) -> timedelta | None:
    """By how much the clock of a PostgreSQL server is ahead of this machine's; nothing for an SQLite file.

    None where the answer took too long to tell.
    """
    if connection.dialect.name != "postgresql":
        return timedelta()
    asked = datetime.now(UTC)
    told = datetime.fromtimestamp(float(connection.execute(_SERVER_TIME).scalar_one()), UTC)
    took = datetime.now(UTC) - asked
    if took > _ALIKE:
        return None
    ahead = told - asked - took / 2
    return ahead if abs(ahead) > _ALIKE else timedelta()


def settle(engine: Engine) -> None:
    """Bring what was written into an SQLite store's own file, as far as nobody is reading it.

    Everything is durable before; but until then it stands in the WAL beside the file, and whoever copies the
    file alone would leave it behind. Raises StoreUnavailable.
    """
    if engine.dialect.name != "sqlite":
        return
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
    except DBAPIError as error:
        raise StoreUnavailable.because(_said(error)) from error


def scrub(engine: Engine) -> bool:
    """Rewrite a store so that its files hold nothing of what was deleted; False if that could not be done.

    An SQLite file is rewritten whole and its WAL cut to nothing, which other programs that have it open may
    prevent. On PostgreSQL the table of people is; archived WAL, replicas and dumps are the server's own.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    try:
        with engine.connect() as connection:
            if not is_sqlite:
                connection.execution_options(isolation_level="AUTOCOMMIT").detach()
                # Whoever waits for a lock on a table holds up every desk behind them.
                connection.exec_driver_sql("SET lock_timeout = '10s'")
                connection.exec_driver_sql("VACUUM FULL people")
                return True
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("VACUUM")
            busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            return not busy
    except DBAPIError:
        return False


def sqlite_path(engine: Engine) -> Path | None:
    """The file of an SQLite store; None for PostgreSQL."""
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


def prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - sqlite3, untyped in the event
    """Give a new connection the settings that a store depends on; one that takes none is closed."""
    connection.isolation_level = None
    try:
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=60000", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


_NOT_A_URL = Bilingual(
    "Kho dữ liệu phải là một đường dẫn tệp hoặc địa chỉ dạng postgresql://tên@máy/cơ-sở-dữ-liệu.",
    "A store is a file path, or an address such as postgresql://user@host/database.",
)
_SHARED = Bilingual(
    "Kho dữ liệu không đặt được ở thư mục chia sẻ hay ổ đĩa mạng: nhiều máy cùng ghi thì hỏng. Xin để mỗi "
    "máy một kho trên ổ đĩa của chính máy ấy, hoặc dùng chung một kho PostgreSQL.",
    "A store cannot be in a shared folder or on a network drive, where several machines writing would damage "
    "it. Keep one store on each machine's own disk, or share one on PostgreSQL.",
)
WRONG_VERSION = Bilingual(
    "Tệp này không phải kho dữ liệu của phiên bản ngayhoi đang chạy. "
    "Hãy chọn tệp khác hoặc cài đúng phiên bản.",
    "This is no store of the ngayhoi version you are running. "
    "Choose another file or install the matching version.",
)


def _wrong_letters(encoding: str) -> Bilingual:
    return Bilingual(
        f"Cơ sở dữ liệu này dùng bảng mã {encoding}, không ghi được đủ chữ tiếng Việt. "
        "Xin tạo cơ sở dữ liệu khác: createdb --template template0 --encoding UTF8 TÊN",
        f"This database has the encoding {encoding}, which cannot keep every Vietnamese letter. "
        "Make another one: createdb --template template0 --encoding UTF8 NAME",
    )
