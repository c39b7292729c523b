"""Fixtures for tests of screens."""

from functools import partial
from pathlib import Path

import pytest
import textual.app
import textual.pilot
from textual._wait import wait_for_idle

from tests.kiosk.scenes_desk import World, world


@pytest.fixture
def here(tmp_path: Path) -> World:
    """A check-in desk with everyone on its list, none of them here yet."""
    return world(tmp_path)


@pytest.fixture
def restless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera keeps the program at work; after each key Textual would wait a second for it to rest."""
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", partial(wait_for_idle, max_sleep=0.1))
