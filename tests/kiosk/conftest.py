"""Fixtures for tests of screens."""

from pathlib import Path

import pytest

from tests.kiosk.scenes_desk import World, world


@pytest.fixture
def here(tmp_path: Path) -> World:
    """A check-in desk with everyone on its list, none of them here yet."""
    return world(tmp_path)
