"""Elders are slower at every station, and complete as many passports as everybody all the same."""

from __future__ import annotations

from collections.abc import Iterable

_FIRST = 40.0
"""Minutes before anything is seen of the day."""
_MOST = 240.0
_GAIN = 2.0
"""Minutes more for each point that elders are behind and each minute that they are."""
_FEW = 5
"""Elders beside whom what is seen of them counts for half."""


class Fairness:
    """By how much elders are taken before their turn, learnt from how many of them will complete."""

    def __init__(self) -> None:
        self.earlier = _FIRST
        """Minutes by which elders count as leaving earlier than they do, 0 to 240."""

    def look(self, people: Iterable[tuple[bool, bool]], minutes: float = 1.0) -> None:
        """Of everybody who came: whether they are elders, and whether they completed or are committed to.

        minutes: since the last look, 1 at most.
        """
        elders = elders_done = everyone = done = 0
        for is_elder, is_done in people:
            everyone += 1
            done += is_done
            if is_elder:
                elders += 1
                elders_done += is_done
        if elders:
            behind = 100 * (done / everyone - elders_done / elders) * elders / (elders + _FEW)
            self.earlier = min(_MOST, max(0.0, self.earlier + _GAIN * behind * minutes))
