"""How fast the day really is: lengths of visits learnt from those whose beginning and end were seen."""

from __future__ import annotations

from collections.abc import Sequence

_BELIEF = 6.0
"""Visits that the belief about a station weighs as much as; tried on simulated days."""
_COMMON = 12.0
"""The same for all stations together, whose common error is learnt first."""
_SHORTEST, _LONGEST = 0.2, 4.0
"""Times the believed length outside which a scan is more likely at fault than the belief."""


class Pace:
    """Of one station: real length over believed length, about 1."""

    def __init__(self) -> None:
        self.factor = 1.0
        self.total = 0.0
        self.visits = 0

    def learn(self, ratio: float) -> None:
        """Take one visit into account: its length over the length believed for the person's group."""
        if ratio > _SHORTEST:
            self.total += min(ratio, _LONGEST)
            self.visits += 1


def reckon(paces: Sequence[Pace]) -> None:
    """Set every factor anew: near the common one where little was seen."""
    total, visits = sum(pace.total for pace in paces), sum(pace.visits for pace in paces)
    common = (_COMMON + total) / (_COMMON + visits)
    for pace in paces:
        pace.factor = (_BELIEF * common + pace.total) / (_BELIEF + pace.visits)
