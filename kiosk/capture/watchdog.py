"""What is wrong with a camera although it gives pictures, and how many it gives.

OpenCV may hand out an unplugged camera's last picture for ever. A real sensor always has noise, so that
pictures alike to the last bit mean that something stands still; but a lens that is covered, a network
stream of a still picture or a virtual camera do the same and are in order. So the camera is opened anew,
and when that changes nothing, ever more rarely.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from enum import Enum

import numpy as np

from kiosk.capture.codes import Image

PATIENCE = (3.0, 10.0, 30.0)
"""Seconds of one and the same picture before a camera is opened anew; each time without a change takes
the next, the last one repeats. The first is also when a person is told."""
STREAM_PATIENCE = (15.0, 30.0, 60.0)
"""The same for a network stream, whose coder may leave out what hardly changes, and whose loss shows."""
_SETTLING = 2.0
"""Seconds after opening in which a change tells nothing: many cameras begin with a black picture."""
_DARK = 2.0
"""Seconds of black pictures before a person is told: people pass close by, lamps flicker."""
_BLACK = 40
"""Grey level below which nearly everything lies when a lens is covered. A lit code has more."""
_SPARKS = 100
"""One in so many pixels may be brighter in a black picture: a lamp of the camera itself, a broken pixel."""
_STEP = 16
"""Every so manieth row and column is looked at first."""
_SPAN = 3.0
"""Seconds over which frames are counted."""


class Fault(Enum):
    """What can be wrong with pictures that arrive."""

    STILL = "still"
    DARK = "dark"


class Watchdog:
    """Looks at every frame of one camera; moments are seconds of a clock that only goes forward."""

    def __init__(self, patience: Sequence[float] = PATIENCE) -> None:
        """Before the camera is opened."""
        self._patience = patience
        self._last: Image | None = None
        self._changed = 0.0
        self._lit = 0.0
        self._opened = 0.0
        self._tries = 0
        self._times: deque[float] = deque()

    def opened(self, at: float, *, again: bool) -> None:
        """The camera is being opened; `again`: because of `is_stuck`, and not after a loss."""
        self._opened = at
        self._times.clear()
        self._tries = self._tries + 1 if again else 0
        if not again:
            self._last = None

    def saw(self, frame: Image, at: float) -> bool:
        """A frame came: whether it is the same as the one before, to the last bit."""
        self._times.append(at)
        while at - self._times[0] > _SPAN:
            self._times.popleft()
        fresh = self._last is None
        if fresh or not _is_black(frame):
            self._lit = at
        repeats = self._last is not None and _is_same(frame, self._last)
        if not repeats:
            self._changed = at
            if at - self._opened >= _SETTLING:
                self._tries = 0
        self._last = frame
        return repeats

    def fault(self, at: float) -> Fault | None:
        """What is wrong with the frames until now."""
        if self._last is None:
            return None
        if at - self._lit >= _DARK:
            return Fault.DARK
        return Fault.STILL if at - self._changed >= self._patience[0] else None

    def is_stuck(self, at: float) -> bool:
        """Whether to open the camera anew because its picture stands still."""
        patience = self._patience[min(self._tries, len(self._patience) - 1)]
        return self._last is not None and at - max(self._changed, self._opened) >= patience

    def rate(self, at: float) -> float | None:
        """Frames a second that came lately; None if there were too few to tell."""
        times = [time for time in self._times if at - time <= _SPAN]
        return (len(times) - 1) / span if len(times) > 1 and (span := times[-1] - times[0]) > 0 else None


def _is_same(one: Image, other: Image) -> bool:
    if one.shape != other.shape or not np.array_equal(one[::_STEP], other[::_STEP]):
        return False
    return np.array_equal(one, other)


def _is_black(frame: Image) -> bool:
    sample = frame[::_STEP, ::_STEP]
    return bool(np.count_nonzero(sample >= _BLACK) * _SPARKS < sample.size)
