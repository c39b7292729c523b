"""The helpers of the tests: nothing that should have been proved is passed over in silence."""

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.machine import required_in_ci
from tests.postgres import Cluster


def test_a_missing_tool_skips_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-tool is not installed"):
        required_in_ci("no-such-tool")


def test_a_missing_tool_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-tool is not installed"):
        required_in_ci("no-such-tool")


def test_each_test_gets_an_empty_database_that_speaks_vietnamese(postgres: Cluster) -> None:
    for _ in range(2):
        with postgres.database() as url:
            engine = create_engine(url)
            assert inspect(engine).get_table_names() == []
            with engine.begin() as connection:
                connection.execute(text("CREATE TABLE stations (name text)"))
                connection.execute(text("INSERT INTO stations VALUES ('Trạm cấp cứu số')"))
                assert connection.scalar(text("SELECT length(name) FROM stations")) == 15
            engine.dispose()
