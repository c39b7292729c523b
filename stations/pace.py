"""What the day is really like: how long visits take, and who comes of those who are sent."""

from __future__ import annotations

from collections.abc import Sequence

_BELIEF = 6.0
"""Visits that the belief about a station weighs as much as; tried on simulated days."""
_COMMON = 12.0
"""The same for all stations together, whose common error is learnt first."""
_COME, _THERE = (0.9, 20.0), (0.75, 10.0)
"""Shares of those sent who come, and of those late who are there unseen, and people they weigh as much as."""
_SCANNED, _BLIND = (0.9, 10.0), 0.25
"""Share of visits whose end is scanned, and visits it weighs as much as; below which nobody scans ends."""
_LEAST = 0.5
"""Share of those sent that is counted with at least, so that no crowd is sent to where nobody goes."""
SHORTEST, LONGEST = 0.2, 4.0
"""Times the believed length outside which a scan is more likely at fault than the belief."""


class Pace:
    """Of one station: real length over believed length, about 1."""

    def __init__(self) -> None:
        self.factor = 1.0
        self.total = 0.0
        self.visits = 0

    def learn(self, ratio: float) -> None:
        """Take one visit into account: its length over the length believed for the person's group."""
        if ratio > SHORTEST:
            self.total += min(ratio, LONGEST)
            self.visits += 1


class Share:
    """A share of people: a belief that weighs as much as some of them, and those seen."""

    def __init__(self, believed: float, weight: float, least: float = 0.0) -> None:
        self._those, self._all, self._least = believed * weight, weight, least

    @property
    def value(self) -> float:
        """From `least` to 1."""
        return max(self._least, self._those / self._all)

    def learn(self, *, one: bool) -> None:
        """Take one more person into account, who is one of those or not."""
        self._those += one
        self._all += 1


class Obedience:
    """What becomes of people who are sent to a station, and is seen of it, of all stations together."""

    def __init__(self) -> None:
        self.come = Share(*_COME, _LEAST)
        """Who went there."""
        self.unseen = Share(*_THERE)
        """Of those who were late and had not been seen, who were there."""
        self.scanned = Share(*_SCANNED)
        """Of those who were served, whose visit was scanned at its end."""

    @property
    def is_blind(self) -> bool:
        """Whether nobody scans the ends of visits."""
        return self.scanned.value < _BLIND


def reckon(paces: Sequence[Pace]) -> None:
    """Set every factor anew: near the common one where little was seen."""
    total, visits = sum(pace.total for pace in paces), sum(pace.visits for pace in paces)
    common = (_COMMON + total) / (_COMMON + visits)
    for pace in paces:
        pace.factor = (_BELIEF * common + pace.total) / (_BELIEF + pace.visits)
