"""A PostgreSQL server that is set up for something else, or whose desks go away, loses and stops nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import Connection

from checkin.admission import Admit, Refuse
from checkin.desk import receive
from checkin.participation import Kind
from data.errors import StoreMismatch, StoreUnavailable
from data.ledger import Store, create_store, open_store
from data.session import connect, transaction
from tests.builders import NOW, Clock, catalogue, desk_of, known, store_at, the_log, villagers
from tests.postgres import Cluster, set_clock

PATIENCE = 20.0
"""Seconds after which a test fails that waits for the server."""


def wanting(url: str, setting: str) -> str:
    """The address with a setting of its own."""
    return f"{url}?options=-c%20{setting.replace('=', '%3D')}"


def shown(connection: Connection, *settings: str) -> list[str]:
    return [str(connection.exec_driver_sql(f"SHOW {setting}").scalar()) for setting in settings]


def unlike(url: str, *settings: str) -> None:
    """Set the database up as its administrator may have."""
    engine = connect(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for setting in settings:
            connection.exec_driver_sql(f'ALTER DATABASE "{engine.url.database}" SET {setting}')
    engine.dispose()


def until_waiting(store: Store, desks: int) -> None:
    """Go on when so many writers stand in line."""
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        with transaction(store.engine, writing=False) as connection:
            if connection.exec_driver_sql(waiting).scalar() == desks:
                return
        sleep(0.01)
    raise AssertionError("nobody waits")


def test_every_laptop_goes_by_the_clock_of_the_server(postgres_url: str) -> None:
    create_store(postgres_url, catalogue()).close()
    set_clock(postgres_url, 120)
    store = open_store(postgres_url, Clock())
    assert timedelta(seconds=110) < store.ahead < timedelta(seconds=130)
    receive(known(store, *villagers(1)), desk_of(store), NOW)
    assert all(entry.draft.at == NOW for entry in the_log(store))
    assert {round((entry.recorded - NOW) / store.ahead, 2) for entry in the_log(store)} == {1}
    set_clock(postgres_url, -300)
    store.keep_time()
    assert store.clock() < NOW - timedelta(seconds=290)
    store.close()


def test_a_clock_that_is_right_is_left_alone(place: str) -> None:
    with store_at(place) as store:
        store.keep_time()
        assert store.clock() == NOW


def test_what_a_store_depends_on_is_asked_of_the_server(postgres_url: str) -> None:
    unlike(
        postgres_url,
        "default_transaction_isolation = 'serializable'",
        "synchronous_commit = off",
        "lock_timeout = 0",
        "idle_in_transaction_session_timeout = 0",
    )
    engine = connect(postgres_url)
    demanded = ("transaction_isolation", "synchronous_commit", "lock_timeout", "client_encoding")
    idle = "idle_in_transaction_session_timeout"
    with transaction(engine, writing=True) as connection:
        assert shown(connection, *demanded, idle) == ["read committed", "on", "30s", "UTF8", "1min"]
    with transaction(engine, writing=False) as connection:
        assert shown(connection, *demanded, idle) == ["repeatable read", "on", "30s", "UTF8", "0"]
    engine.dispose()


def test_what_the_address_says_otherwise_counts(postgres_url: str) -> None:
    engine = connect(wanting(postgres_url, "lock_timeout=5s") + "&client_encoding=latin1")
    with transaction(engine, writing=True) as connection:
        assert shown(connection, "lock_timeout", "synchronous_commit") == ["5s", "on"]
        assert shown(connection, "client_encoding") == ["LATIN1"]
    engine.dispose()


def test_a_badge_is_green_at_one_desk_whatever_isolation_is_usual(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_store(postgres_url, catalogue()).close()
    unlike(postgres_url, "default_transaction_isolation = 'repeatable read'")
    with store_at(postgres_url) as store, ThreadPoolExecutor(2) as desks:
        badges = known(store, *villagers(1))
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        other = open_store(postgres_url, Clock())
        with store.writing():
            told = [desks.submit(receive, badges, desk_of(place), NOW) for place in (store, other)]
            until_waiting(store, 2)
        decisions = [answers.result(PATIENCE)[0].decision for answers in told]
        assert sorted(map(type, decisions), key=str) == [Admit, Refuse]
        assert [entry.draft.kind for entry in the_log(store)].count(Kind.ADMITTED) == 1
        other.close()


def test_whoever_goes_away_in_the_midst_of_writing_stops_nobody_for_long(postgres_url: str) -> None:
    with store_at(postgres_url) as store:
        badges = known(store, *villagers(2))
        gone = open_store(wanting(postgres_url, "idle_in_transaction_session_timeout=100ms"), Clock())
        with pytest.raises(StoreUnavailable), gone.writing():
            (first,) = receive(badges[:1], desk_of(store), NOW)
        assert isinstance(first.decision, Admit)
        (back,) = receive(badges[1:], desk_of(gone), NOW)
        assert isinstance(back.decision, Admit)
        gone.close()


def test_whoever_waits_too_long_is_told_so_and_the_next_scan_is_answered(postgres_url: str) -> None:
    with store_at(postgres_url) as store:
        badges = known(store, *villagers(1))
        waiting = open_store(wanting(postgres_url, "lock_timeout=50ms"), Clock())
        with store.writing(), pytest.raises(StoreUnavailable) as raised:
            receive(badges, desk_of(waiting), NOW)
        assert "thử lại" in raised.value.sentence.vi
        (answer,) = receive(badges, desk_of(waiting), NOW)
        assert isinstance(answer.decision, Admit)
        waiting.close()


@pytest.mark.parametrize("encoding", ["WIN1258", "LATIN1", "SQL_ASCII"])
def test_every_letter_is_kept_whatever_this_machine_speaks(
    postgres_url: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", encoding)
    with store_at(postgres_url) as store:
        (answer,) = receive(known(store, *villagers(1)), desk_of(store), NOW)
    assert answer.person == villagers(1)[0]


@pytest.mark.parametrize("encoding", ["LATIN1", "WIN1258"])
def test_a_database_that_cannot_keep_every_letter_is_refused(postgres: Cluster, encoding: str) -> None:
    with postgres.database(encoding) as url:
        with pytest.raises(StoreMismatch) as raised:
            create_store(url, catalogue())
        assert encoding in raised.value.sentence.vi
        with pytest.raises(StoreMismatch):
            open_store(url)


def test_a_database_without_an_encoding_keeps_every_letter(postgres: Cluster) -> None:
    with postgres.database("SQL_ASCII") as url, store_at(url) as store:
        (answer,) = receive(known(store, *villagers(1)), desk_of(store), NOW)
    assert answer.person == villagers(1)[0]
