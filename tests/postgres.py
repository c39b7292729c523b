"""A real PostgreSQL for tests: a cluster of its own in a temporary folder, a fresh database per test."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

STARTS = 3
"""How often to try: between choosing a port and listening on it, another program may take it."""
OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=50"


@dataclass(frozen=True)
class Cluster:
    """A running server that ends with the test session."""

    port: int
    """Where it listens on 127.0.0.1; any password will do."""

    @contextmanager
    def database(self, encoding: str = "UTF8") -> Iterator[str]:
        """Make an empty database, give its SQLAlchemy URL, and drop it with whoever is still connected."""
        name = f"test_{uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}'")
        try:
            yield f"postgresql+psycopg://ngayhoi@127.0.0.1:{self.port}/{name}"
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        where = f"host=127.0.0.1 port={self.port} user=ngayhoi dbname=postgres"
        with closing(psycopg.connect(where, autocommit=True)) as connection:
            connection.execute(statement.encode())


def set_clock(url: str, ahead: float) -> None:
    """Let the clock of the server be so many seconds ahead, for whoever connects to a database from now on.

    Who is connected after a first call hears of later ones too.
    """
    with closing(psycopg.connect(url.replace("+psycopg", ""), autocommit=True)) as connection:
        connection.execute(
            "CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS "
            f"$$ SELECT pg_catalog.clock_timestamp() + interval '{ahead} seconds' $$".encode()
        )
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET search_path = public, pg_catalog'.encode())


def find_binaries() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, the newest where several are installed, or None."""
    candidates = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    if shutil.which("pg_config"):
        asked = subprocess.run(["pg_config", "--bindir"], capture_output=True, encoding="utf-8", check=True)
        candidates.append(Path(asked.stdout.strip()))
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    return next((folder for folder in candidates if shutil.which("pg_ctl", path=folder)), None)


@contextmanager
def cluster(binaries: Path) -> Iterator[Cluster]:
    """Run a server for the length of a block and leave neither a process nor a file behind."""
    with tempfile.TemporaryDirectory(prefix="ngayhoi-pg-", ignore_cleanup_errors=True) as folder:
        store = Path(folder) / "store"
        if _is_root():
            shutil.chown(folder, "postgres")
        _call(
            binaries / "initdb", "-D", store, "-E", "UTF8", "--locale=C", "-A", "trust", "-U", "ngayhoi", "-N"
        )
        port = _start(binaries, store)
        try:
            yield Cluster(port)
        finally:
            _call(binaries / "pg_ctl", "stop", "-D", store, "-w", "-m", "immediate")


def _start(binaries: Path, store: Path) -> int:
    """Start the server on a free port and return the port."""
    for attempt in range(STARTS):
        port = _free_port()
        log = store.parent / f"log{attempt}"
        try:
            _call(binaries / "pg_ctl", "start", "-D", store, "-w", "-l", log, "-o", f"-p {port} {OPTIONS}")
        except RuntimeError as problem:
            if attempt + 1 == STARTS:
                raise RuntimeError(f"{problem}\n{log.read_text(encoding='utf-8')}") from problem
        else:
            return port
    raise AssertionError


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _call(*command: Path | str) -> None:
    """Run a PostgreSQL program; these refuse to work for root, so root hands them to user `postgres`.

    What is printed goes to a file: the server inherits a pipe and would keep it open.
    """
    with tempfile.TemporaryFile() as printed:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            cwd=tempfile.gettempdir(),
            user="postgres" if _is_root() else None,
            group="postgres" if _is_root() else None,
            extra_groups=[] if _is_root() else None,
            check=False,
        )
        if done.returncode != 0:
            printed.seek(0)
            raise RuntimeError(f"{command[0]}: {printed.read().decode(errors='replace')}")
