"""Digits pressed at a station: answers, or part of a code that is typed by hand."""

from __future__ import annotations

from math import inf
from time import monotonic

from kiosk.screens.desk_counter import PAUSE


class Digits:
    """When the last digit came, and the last symbol that is part of a code or name."""

    def __init__(self) -> None:
        """Nothing was pressed yet."""
        self._last = 0
        self._pressed_at = self._spelled_at = -inf

    @property
    def is_spelling(self) -> bool:
        """Whether a code or name is being typed, and the next digit is part of it."""
        return monotonic() - self._spelled_at < PAUSE

    @property
    def is_recent(self) -> bool:
        """Whether a digit was pressed just now, which what comes next may belong to."""
        return monotonic() - self._pressed_at < PAUSE

    def spell(self) -> None:
        """Note a symbol of a code or name."""
        self._spelled_at = monotonic()

    def press(self, digit: int, doubled_seconds: float) -> bool:
        """Note a digit; whether it came again so soon that it was pressed twice."""
        is_doubled = digit == self._last and monotonic() - self._pressed_at < doubled_seconds
        self._last, self._pressed_at = digit, monotonic()
        return is_doubled
