"""One code held up for long is one scan, however long it stays; shown again, it is another.

A code that was read stays present while it is read, and, where glare, blur or a hunting autofocus hide
it, while its place still looks like it: the frame round it, shrunk until the code is ten pixels wide, is
compared with what it was when last read, a little to every side, but not where a lamp shines into the
lens. A code located there and not read counts too. When neither has been so for some frames, or another
code arrives in its place, it has left. Frames are counted and not seconds, since a film has no clock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from kiosk.capture.codes import Code, Image, Point, centre_of, greyed
from kiosk.capture.live import Look

ABSENT = 8
"""Frames without a trace of a code after which it has left the view: about a quarter of a second."""
_SIDE = 10
"""Pixels across a code in its shrunken look: enough for its three corners, too few for blur to matter."""
_ROUND = 1.0
"""How far the look reaches from the code's centre, in sides of the code."""
_WANDER = 0.6
"""How far a hidden code is searched for from where it was in the frame before, in sides of the code."""
_ALIKE = 0.65
"""Correlation from which a place looks like the code. On the films of `bench/held.py` it was 0.75 and more
while the code was there, and 0.55 and less when it was gone."""
_LAMP = 240
"""Grey level from which a pixel that was darker tells of a lamp and not of the card."""
_HALO = np.ones((5, 5), np.uint8)
"""How far a lamp shines beyond the pixels it fills."""
_LEAST = 0.4
"""Share of the look that must be free of glare."""
_CODE_ALIKE = 0.2
"""Correlation from which the code alone still looks like itself, when its surroundings do. On the films it
was more while the code was there, and less where a window, a door or stripes stayed when it was gone."""

_Patch = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Held:
    """A code in view."""

    centre: Point
    side: float
    look: _Patch
    """What it looked like when it was last read."""
    code: tuple[slice, slice]
    """Rows and columns of the code itself in that look."""
    missed: int = 0
    """Frames without a trace of it since."""


class Presence:
    """Which codes are in view, so that one held up for long counts once and one shown again, twice."""

    def __init__(self, absent: int = ABSENT) -> None:
        """absent: frames without a trace of a code after which it has left the view, at least 1."""
        self._absent = absent
        self._held: dict[bytes, _Held] = {}

    def arrivals(self, look: Look) -> list[bytes]:
        """Those of one frame's payloads that were not in view before, in their order.

        Takes about a millisecond for each code that is hidden just now, less for one that is read.
        """
        read = {code.payload: code for code in reversed(look.codes)}
        payloads = dict.fromkeys(code.payload for code in look.codes)
        new = [payload for payload in payloads if payload not in self._held]
        newcomers = [read[payload].centre for payload in new]
        kept = {payload: _seen(code, look.frame) for payload, code in read.items()}
        for payload, held in self._held.items():
            if payload in read or any(_lies_on(place, held) for place in newcomers):
                continue
            later = _followed(held, look)
            if later.missed < self._absent:
                kept[payload] = later
        self._held = kept
        return new


def _seen(code: Code, frame: Image) -> _Held:
    side = max(code.side, 1.0)
    look, (left, top) = _shrunk(frame, code.centre, side, _ROUND)
    rows = _of_code(code.centre[1] - top, side)
    columns = _of_code(code.centre[0] - left, side)
    return _Held(code.centre, side, look, (rows, columns))


def _of_code(centre: float, side: float) -> slice:
    """The part of a look, along one side, that a code fills whose centre lies so many pixels into it."""
    middle = centre * _SIDE / side
    return slice(max(0, round(middle - _SIDE / 2)), round(middle + _SIDE / 2))


def _lies_on(place: Point, held: _Held) -> bool:
    return math.dist(place, held.centre) < held.side / 2


def _followed(held: _Held, look: Look) -> _Held:
    """The same code in a frame in which it was not read."""
    for corners in look.unread:
        if _lies_on(centre_of(corners), held):
            return replace(held, centre=centre_of(corners), missed=0)
    if place := _found(held, look.frame):
        return replace(held, centre=place, missed=0)
    return replace(held, missed=held.missed + 1)


def _found(held: _Held, frame: Image) -> Point | None:
    """Where, near its last place, the frame looks most like the code; None if nothing there does."""
    area, origin = _shrunk(frame, held.centre, held.side, _ROUND + _WANDER)
    shape = held.look.shape
    if not held.look.size or area.shape[0] < shape[0] or area.shape[1] < shape[1]:
        return None
    unlit = (cv2.dilate((area >= _LAMP).astype(np.uint8), _HALO) == 0).astype(np.float32)
    places, clear = (sliding_window_view(each, shape) for each in (area, unlit))
    likeness = _likeness(
        places.reshape(-1, held.look.size), clear.reshape(-1, held.look.size), held.look.ravel()
    )
    best = int(likeness.argmax())
    if likeness[best] < _ALIKE:
        return None
    row, column = divmod(best, places.shape[1])
    if not _is_code(places[row, column][held.code], clear[row, column][held.code], held.look[held.code]):
        return None
    scale = held.side / _SIDE
    return origin[0] + (column + shape[1] / 2) * scale, origin[1] + (row + shape[0] / 2) * scale


def _is_code(place: _Patch, clear: _Patch, code: _Patch) -> bool:
    """Whether the code itself is there, or nothing can be told for glare."""
    hidden = np.maximum(clear, code >= _LAMP).mean() < _LEAST
    likeness = _likeness(place.reshape(1, -1), clear.reshape(1, -1), code.ravel())
    return bool(hidden or likeness[0] >= _CODE_ALIKE)


def _likeness(places: _Patch, clear: _Patch, look: _Patch) -> _Patch:
    """The correlation of each row with the look where it is clear of glare; 0 where nothing can be told."""
    free = np.maximum(clear, look >= _LAMP)
    count = np.maximum(free.sum(axis=1), 1)
    seen = places * free
    mean_seen, mean_look = seen.sum(axis=1) / count, free @ look / count
    together = seen @ look / count - mean_seen * mean_look
    spread_seen = np.sqrt(np.maximum((seen * places).sum(axis=1) / count - mean_seen**2, 0))
    spread_look = np.sqrt(np.maximum(free @ look**2 / count - mean_look**2, 0))
    alike = together / np.maximum(spread_seen * spread_look, 1)
    return np.where(count >= _LEAST * look.size, alike, 0).astype(np.float32)


def _shrunk(frame: Image, centre: Point, side: float, reach: float) -> tuple[_Patch, Point]:
    """The frame as far round a place as it goes, `_SIDE` pixels to a side, and its top left corner."""
    height, width = frame.shape[:2]
    left, right = (min(max(round(centre[0] + way * reach * side), 0), width) for way in (-1, 1))
    top, bottom = (min(max(round(centre[1] + way * reach * side), 0), height) for way in (-1, 1))
    if left >= right or top >= bottom:
        return np.zeros((0, 0), np.float32), (left, top)
    size = [max(1, round(length * _SIDE / side)) for length in (right - left, bottom - top)]
    small = cv2.resize(frame[top:bottom, left:right], size, interpolation=cv2.INTER_AREA)
    return greyed(np.asarray(small, np.uint8)).astype(np.float32), (left, top)
