"""A laptop for each test, or one for all tests of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.day.kit import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A laptop of this test's own, without a store."""
    return Machine(tmp_path)


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """One laptop for a whole file of tests, without a store at first."""
    return Machine(tmp_path_factory.mktemp("laptop"))
