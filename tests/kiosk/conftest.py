"""Fixtures for tests of screens."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import textual.app
import textual.pilot
from textual._wait import wait_for_idle
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.kiosk.scenes_desk import OPEN, World, world


@pytest.fixture(scope="session", autouse=True)
def _rules_read_once() -> Iterator[None]:
    """Read each style once for all apps of this process: of a screen's test that was a seventh."""
    read, known = Stylesheet._parse_rules, dict[Any, list[RuleSet]]()

    def remembered(self: Stylesheet, *css: Any, **options: Any) -> list[RuleSet]:
        key = (css, *options.items(), frozenset(self._variables.items()))
        if key not in known:
            known[key] = read(self, *css, **options)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", remembered)
        yield


@pytest.fixture(autouse=True)
def _stores_closed() -> Iterator[None]:
    """Close what the scenes of a test opened: Python 3.13 warns of a database that is left open."""
    yield
    while OPEN:
        OPEN.pop().close()


@pytest.fixture
def here(tmp_path: Path) -> World:
    """A check-in desk with everyone on its list, none of them here yet."""
    return world(tmp_path)


@pytest.fixture
def restless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera keeps the program at work; after each key Textual would wait a second for it to rest."""
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", partial(wait_for_idle, max_sleep=0.1))
