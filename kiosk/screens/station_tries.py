"""What the store did not say was noted: done again within minutes, it is the same once more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.desk import Scan

Whom = Scan | str | None
"""A code, or a person's id; None: whoever was to be called next."""
_AGAIN = timedelta(minutes=3)
"""Within which something that failed is tried again for the same. Believed."""


@dataclass(slots=True)
class _Failed:
    first: datetime
    last: datetime


class Tries:
    """Who was tried at a station and failed, and since when."""

    def __init__(self) -> None:
        """Nothing failed yet."""
        self._failed: dict[Whom, _Failed] = {}

    def since(self, names: Collection[Whom], now: datetime) -> datetime | None:
        """When somebody of these names was tried first, if the last time was a moment ago."""
        found = (self._failed[name] for name in names if name in self._failed)
        return min((one.first for one in found if timedelta(0) < now - one.last < _AGAIN), default=None)

    def failed(self, names: Collection[Whom], now: datetime) -> None:
        """Note that the store did not answer."""
        first = self.since(names, now) or now
        self._failed |= {name: _Failed(first, now) for name in names}

    def answered(self, names: Collection[Whom]) -> None:
        """Note that it did: the next time is another visit, or call."""
        for name in names:
            self._failed.pop(name, None)
