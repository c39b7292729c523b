"""A desk with a real store behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkin.desk import Desk
from tests.builders import catalogue, desk_of, station, store_at


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Desk 1 of an event with two stations of two seats each."""
    stations = [station("vneid", 1, seats=2), station("an-toan", 2, seats=2)]
    with store_at(tmp_path / "store.db", catalogue(stations)) as store:
        yield desk_of(store)
