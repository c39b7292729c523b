"""Fixtures for every test."""

import gc
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from data import devices, passphrase
from kiosk import cli, laptop
from tests.machine import unavailable
from tests.postgres import Cluster, cluster, find_binaries

# The machines that run this are small and busy; how long an example takes says nothing about its truth.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_configure() -> None:
    """Let OpenCV work in one thread, as more wait for each other at the cost of the other test processes."""
    os.environ["OPENCV_FOR_THREADS_NUM"] = "1"


def pytest_xdist_auto_num_workers() -> int:
    """Two for a core: a test of a screen waits for half of its time."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_finish() -> None:
    """Search seldom for garbage, and never through what was loaded: of tests of screens it took a quarter."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the program remembers of this machine out of the folders of who runs the tests.

    A key of words costs little, but in processes that tests start, which pay the price in full.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name)))
        patch.setattr(passphrase, "_COST", 2**10)
        yield


@pytest.fixture(scope="session", autouse=True)
def _made_once() -> Iterator[None]:
    """Make what every command and every store make anew once for a test process.

    That is the parser of commands, and the SQL of each statement, of which each engine keeps its own: a third of
    the time of a test of a command.
    """
    compiled = LRUCache[Any, Any](2_000)
    of_all = property(lambda _: compiled, lambda *_: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "parser", cache(cli.parser))
        patch.setattr(Engine, "_compiled_cache", of_all, raising=False)
        patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture(autouse=True)
def _laptop() -> Iterator[None]:
    """Begin each test with a laptop that remembers nothing, such as the dark camera of another test.

    Nor the devices of other tests' stores: whoever makes a store reads what is noted of all of them.
    """
    yield
    for remembered in (laptop._file(), *devices.data_folder().glob("*")):
        remembered.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of this test process."""
    binaries = find_binaries() or unavailable("PostgreSQL is not installed")
    with cluster(binaries) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """An empty PostgreSQL database, as an SQLAlchemy URL."""
    with postgres.database() as url:
        yield url
