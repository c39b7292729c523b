"""What an engine found in a picture, and how findings of several passes become one list."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""Grey (height, width) or BGR (height, width, 3), 8 bits a channel."""
Point = tuple[float, float]
"""(x, y) in pixels from the picture's top left."""
Corners = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Code:
    """One QR code in a picture."""

    payload: bytes
    """The bytes as encoded, never an engine's guess at a text."""
    corners: Corners
    """Top left, top right, bottom right, bottom left of the code itself, however it is turned or
    mirrored in the picture."""
    engine: str
    """Who read it: "zxing" or "zbar"."""

    @property
    def centre(self) -> Point:
        """The mean of the corners."""
        return centre_of(self.corners)

    @property
    def side(self) -> float:
        """The side, in pixels, of a square with the same area."""
        return side_of(self.corners)

    def moved(self, scale: float, dx: float = 0.0, dy: float = 0.0) -> Code:
        """The same code in a picture `scale` times as large whose origin lies at (-dx, -dy)."""
        return Code(self.payload, _moved(self.corners, scale, dx, dy), self.engine)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine found in one picture."""

    codes: tuple[Code, ...] = ()
    unread: tuple[Corners, ...] = ()
    """Where a code was located and could not be read."""
    parts: tuple[Corners, ...] = ()
    """Where one of several codes was read that hold a message together: no payload stands there."""

    def moved(self, scale: float, dx: float = 0.0, dy: float = 0.0) -> Reading:
        """The same in a picture `scale` times as large whose origin lies at (-dx, -dy)."""
        return Reading(
            tuple(code.moved(scale, dx, dy) for code in self.codes),
            tuple(_moved(corners, scale, dx, dy) for corners in self.unread),
            tuple(_moved(corners, scale, dx, dy) for corners in self.parts),
        )


def centre_of(corners: Corners) -> Point:
    """The mean of the corners."""
    return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4


def side_of(corners: Corners) -> float:
    """The side, in pixels, of a square with the same area."""
    following = corners[1:] + corners[:1]
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, following, strict=True))
    return math.sqrt(abs(twice) / 2)


def greyed(image: Image) -> Image:
    """The image in grey, its rows one after the other in memory."""
    coloured = len(image.shape) > len(("height", "width"))
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if coloured else image
    return np.ascontiguousarray(grey, np.uint8)


def merged(codes: Iterable[Code]) -> list[Code]:
    """The codes in their order, without those at a place where an earlier one was read."""
    kept: list[Code] = []
    for code in codes:
        if not any(same_place(code.corners, other.corners) for other in kept):
            kept.append(code)
    return kept


def by_prominence(codes: Iterable[Code], width: int, height: int) -> tuple[Code, ...]:
    """Largest and nearest to the centre of a picture of that size first."""
    middle = (width / 2, height / 2)
    reach = math.hypot(*middle)

    def prominence(code: Code) -> float:
        return code.side / (1 + math.dist(code.centre, middle) / reach)

    return tuple(sorted(codes, key=prominence, reverse=True))


def same_place(one: Corners, other: Corners) -> bool:
    """Whether two findings are of one code."""
    return math.dist(centre_of(one), centre_of(other)) < min(side_of(one), side_of(other)) / 2


def how_many(corners: Corners, places: Iterable[Corners]) -> int:
    """How many of the findings are of the code at a place."""
    return sum(same_place(corners, place) for place in places)


def _moved(corners: Corners, scale: float, dx: float, dy: float) -> Corners:
    a, b, c, d = ((x * scale + dx, y * scale + dy) for x, y in corners)
    return a, b, c, d
