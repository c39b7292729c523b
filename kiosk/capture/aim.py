"""Why a code that is held up cannot be read, as the one word that helps its bearer."""

from __future__ import annotations

import math
from collections import Counter, deque
from enum import Enum
from itertools import pairwise

import numpy as np

from kiosk.capture.codes import Corners, Image, greyed
from kiosk.capture.live import Look
from stations.model import Bilingual

_SMALL = 80.0
"""Pixels of a code's side below which it is too far away: a citizen card has 45 modules of 1.7 px."""
_LARGE = 0.8
"""Share of the frame's shorter side above which a code is too near to be sharp or whole."""
_EDGE = 0.01
"""Share of a side of the frame within which a corner lies on its edge."""
_SLANTED = 0.62
"""Shortest by longest side of a code below which it is seen too much from one side."""
_WASHED_OUT = 235
"""Grey level above which everything in a part of a code is glare."""
_PARTS = 4
"""A code is looked at in so many parts across and down; none of them is without dark modules."""
_DARK = 60
"""Grey level that nine tenths of a frame lie below when it is too dark."""
_STEP = 16
"""Every so manieth pixel of a frame shows how bright it is."""
_SILENCE = 0.7
"""Seconds of reading nothing before a word is said."""
_LONGEST = 10.0
"""Seconds after which a word that helped nobody is no longer said, as for a poster on the wall."""


class Aim(Enum):
    """What would help, and how to ask for it."""

    CLOSER = Bilingual("Xin đưa thẻ lại gần hơn", "A little closer, please")
    FARTHER = Bilingual("Xin đưa thẻ ra xa hơn", "A little farther away, please")
    CENTRE = Bilingual("Xin đưa thẻ vào giữa hình", "Into the middle of the picture, please")
    """Cut off at the edge, though not too large."""
    STRAIGHTER = Bilingual(
        "Thẻ nghiêng: xin nghiêng bớt, hướng thẳng vào máy", "Less tilted, please: face the camera"
    )
    GLARE = Bilingual("Thẻ bị lóa: xin nghiêng thẻ tránh ánh đèn", "Glare: please tilt it away from the lamp")
    STILL = Bilingual("Xin giữ yên thẻ một chút", "Hold it still for a moment, please")
    """Nothing is wrong that can be seen: it moves, or the camera is still finding its focus."""
    DARK = Bilingual("Tối quá: xin đưa thẻ ra chỗ sáng hơn", "Too dark: please hold it where there is light")


def advice(look: Look) -> Aim | None:
    """What would help to read what one frame shows; None if it was read, or if there is no code in it."""
    if look.codes:
        return None
    if _is_dark(look.frame):
        return Aim.DARK
    if look.unread:
        return _about(max(look.unread, key=_longest), look.frame)
    return None


class Advisor:
    """What to say to whoever stands before one camera; slow enough to be read."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, Aim | None]] = deque()
        self._said: Aim | None = None
        self._since = 0.0

    def tell(self, look: Look, at: float) -> Aim | None:
        """What to say now. at: seconds of a clock that only goes forward."""
        if look.codes:
            self._seen.clear()
            self._said = None
            return None
        self._seen.append((at, advice(look)))
        while len(self._seen) > 1 and at - self._seen[1][0] >= _SILENCE:
            self._seen.popleft()
        if at - self._seen[0][0] >= _SILENCE:
            self._decide(at)
        return self._said if at - self._since < _LONGEST else None

    def _decide(self, at: float) -> None:
        """Say what was true most of the time; nothing if that was nothing."""
        votes = Counter(aim for _, aim in self._seen if aim is not None)
        useful = votes.total() * 2 > len(self._seen)
        said = votes.most_common(1)[0][0] if useful else None
        if said is not self._said:
            self._said, self._since = said, at


def _about(corners: Corners, frame: Image) -> Aim:
    """What is wrong with a code that was located and not read."""
    height, width = frame.shape[:2]
    sides = _sides(corners)
    if max(sides) > _LARGE * min(height, width):
        return Aim.FARTHER
    if _is_at_edge(corners, width, height):
        return Aim.FARTHER if max(sides) > min(height, width) / 2 else Aim.CENTRE
    if min(sides) < _SLANTED * max(sides):
        return Aim.STRAIGHTER
    if max(sides) < _SMALL:
        return Aim.CLOSER
    return Aim.GLARE if _glares(corners, frame) else Aim.STILL


def _sides(corners: Corners) -> list[float]:
    return [math.dist(one, other) for one, other in pairwise((*corners, corners[0]))]


def _longest(corners: Corners) -> float:
    return max(_sides(corners))


def _is_at_edge(corners: Corners, width: int, height: int) -> bool:
    return any(
        not _EDGE * width < x < (1 - _EDGE) * width or not _EDGE * height < y < (1 - _EDGE) * height
        for x, y in corners
    )


def _is_dark(frame: Image) -> bool:
    return bool(np.percentile(frame[::_STEP, ::_STEP], 90) < _DARK)


def _glares(corners: Corners, frame: Image) -> bool:
    """Whether some part of a code, all of which have dark modules, is nothing but light."""
    (left, *_, right), (top, *_, bottom) = (sorted(round(c[axis]) for c in corners) for axis in (0, 1))
    step = max(1, (right - left) // 100)
    inside = greyed(frame[top:bottom:step, left:right:step])
    if min(inside.shape) < _PARTS:
        return False
    parts = (part for rows in np.array_split(inside, _PARTS) for part in np.array_split(rows, _PARTS, axis=1))
    return any(np.percentile(part, 5) > _WASHED_OUT for part in parts)
