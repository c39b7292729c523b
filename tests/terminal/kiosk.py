"""A kiosk in a terminal, and the codes of three people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from pathlib import Path

from checkin.participation import Kind
from tests.kiosk.driving import NGO, RAY, RAY_TOO, a_day
from tests.terminal.driver import Terminal, terminal

THREE = (NGO.id, RAY.id, RAY_TOO.id)
_DOOR = (Kind.ADMITTED, Kind.REFUSED)


@dataclass
class Kiosk:
    """A running kiosk and the codes of three people's badges."""

    terminal: Terminal
    codes: tuple[str, ...]

    def door(self) -> list[str | None]:
        """Who was answered at the door, in order; None for a code that is nobody's."""
        return [e.draft.person for e in self.terminal.entries() if e.draft.kind in _DOOR]

    def answers(
        self,
        *parts: str,
        stall: float = 0.0,
        within: float = inf,
        expected: tuple[str | None, ...] = THREE,
    ) -> None:
        """Send parts as `Terminal.send` does, and find exactly these people answered."""
        before = len(self.door())
        self.terminal.send(*parts, stall=stall, within=within)
        self.terminal.wait(lambda: len(self.door()) - before >= len(expected))
        self.terminal.settle()
        assert tuple(self.door()[before:]) == expected

    def types(self, *parts: str, shows: str, stall: float = 0.0, field: str = "typed") -> None:
        """Send parts, and find exactly this in the field."""
        self.terminal.send(*parts, stall=stall)
        self.terminal.wait(lambda: self.terminal.state()["typed"].get(field) == shows)
        assert self.terminal.settle()["typed"][field] == shows


def a_kiosk(folder: Path, *, filmed: bool = False, **settings: str) -> Iterator[Kiosk]:
    """A kiosk with these settings, before a camera if `filmed`."""
    with a_day(folder) as day:
        codes = tuple(day.badges[who].data.decode() for who in THREE)
    with terminal(folder, filmed=filmed, result_seconds=600, idle_seconds=600, **settings) as running:
        yield Kiosk(running, codes)
