"""How soon people are told that they will be called: a time that holds for nine of ten.

The schedule knows when a seat should be free; the day knows how far that can be trusted. Each promise that
was broken lengthens the next ones, each that was kept shortens them a ninth as much, so that in the long run
nine of ten hold whatever the day does (adaptive conformal inference, Gibbs and Candès 2021).
"""

from __future__ import annotations

from math import exp

LONGEST = 30.0
"""Minutes beyond which no time is told: whoever has to wait so long cannot plan with it."""
_HELD = 0.9
"""Share of promises that are to hold."""
_STEP = 0.03
"""How far one promise moves the next ones, of the logarithm of their length."""
_FIRST = 1.5
"""Promised over expected minutes at the beginning of a day. Measured on simulated days."""
_LEAST = 3.0
"""Minutes added to what is expected: one visit may end late even where a seat is free soon."""


class Promises:
    """What people were told, and what came of it. Moments are minutes of the day."""

    def __init__(self) -> None:
        self._factor = _FIRST
        self._until: dict[str, float] = {}
        """Until when each who sits was to be called."""
        self._broken: set[str] = set()

    def length(self, expected: float) -> float:
        """Minutes within which nine of ten are called who are expected to be called after so many."""
        return self._factor * (expected + _LEAST)

    def make(self, at: float, who: str, minutes: float) -> None:
        """Someone who sits was told so many minutes; what they were told before still counts."""
        self._until.setdefault(who, at + minutes)

    def called(self, at: float, who: str) -> None:
        """Someone was called."""
        self.look(at)
        if who in self._until and who not in self._broken:
            self._learn(held=True)
        self.forget(who)

    def forget(self, who: str) -> None:
        """Someone does not sit any more, and was not called."""
        self._until.pop(who, None)
        self._broken.discard(who)

    def look(self, at: float) -> None:
        """Note which promises are broken by now."""
        for who in [who for who, until in self._until.items() if until < at and who not in self._broken]:
            self._broken.add(who)
            self._learn(held=False)

    def _learn(self, *, held: bool) -> None:
        self._factor *= exp(_STEP * (_HELD - 1 if held else _HELD))
