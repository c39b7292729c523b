"""Whose turn it is when a camera sees two people at once: each answer can be read before the next."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checkin.desk import Scan

TOGETHER = 0.7
"""Seconds within which codes that a camera reads belong to people who stand there together."""
_MOST = 8
"""People who wait at most; whoever comes then is answered at once."""


class Turns:
    """The scans of people who stood before a camera together. None is dropped."""

    def __init__(self, reading: float) -> None:
        """reading: seconds that an answer is left to whom it is for while someone else waits for theirs."""
        self._reading = reading
        self._waiting: deque[Scan] = deque()
        self._begun: float | None = None
        self._read_since = 0.0
        self._was_shown = False

    @property
    def is_someone_waiting(self) -> bool:
        """Whether `following` is to be asked."""
        return bool(self._waiting)

    def may_go(self, scan: Scan, at: float, *, seen: bool) -> bool:
        """Whether a new scan is to be answered at once; if not, it waits for its turn.

        Whoever comes later than those before is answered at once, and so is a scanner's scan.
        seen: by a camera. at: seconds of a clock that only goes forward.
        """
        close = self._reading if self._waiting else TOGETHER
        together = self._begun is not None and at - self._begun < close
        if seen and together and len(self._waiting) < _MOST:
            if scan not in self._waiting:
                self._waiting.append(scan)
            return False
        if scan in self._waiting:
            self._waiting.remove(scan)
        self._begin(at)
        return True

    def wait(self, scan: Scan, at: float) -> None:
        """Let a scan wait for whoever is answered now, however long ago they were."""
        if scan not in self._waiting:
            self._waiting.append(scan)
        self._read_since = at

    def following(self, at: float, *, is_shown: bool, is_asked: bool, is_held: bool = False) -> Scan | None:
        """The scan whose turn has come, if one's has: the one before had time, or was dismissed.

        is_shown: something is on top of the face. is_asked: and it waits to be answered, so that what
        comes of it is still to be read. is_held: it is in use, and makes way once it is not.
        """
        if is_held:
            self._read_since, self._was_shown = at, True
            return None
        if is_asked:
            self._read_since, self._was_shown = at, False
            return None
        self._was_shown = self._was_shown or is_shown
        dismissed = self._was_shown and not is_shown
        if not self._waiting or not (dismissed or at - self._read_since >= self._reading):
            return None
        self._begin(at)
        return self._waiting.popleft()

    def _begin(self, at: float) -> None:
        self._begun = self._read_since = at
        self._was_shown = False
