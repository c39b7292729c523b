"""The live picture, made small enough to be drawn with characters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.capture.codes import Corners, Image
from kiosk.capture.live import Look

Rgb = tuple[int, int, int]

_LIGHTS = 24
"""Steps from black to white. Few, as each pair of them, tinted, becomes a style of the terminal."""
_TINTS = np.array([-72, -48, -32, -20, -12, -5, 0, 5, 12, 20, 32, 48, 72])
"""Steps of each of the two colour differences; as in a film, pixels share a tint, here the two of a cell."""
_OUTLINES = ((255, 176, 0), (40, 230, 80))
"""Around what was located and not read, and around what was read; as light, these come after white."""
_UNREAD, _READ = 1, 2
_SHADES = _LIGHTS + len(_OUTLINES)

_OVERSAMPLED = 3
"""A frame is first sampled at so many times the size: averaging all of its pixels would take 2 ms."""
_STEADY = 6
"""Grey levels by which a pixel must change to be drawn again: the noise of a camera costs no output."""
_HELD = 0.4
"""Seconds a code stays outlined after it was last read, as one blurred frame may hide it."""

Cells = npt.NDArray[np.int32]
"""(rows, columns): what `colours` takes."""


class Preview:
    """The picture of one camera as a mirror would show it, two pixels above each other in a cell."""

    def __init__(self) -> None:
        self._last: npt.NDArray[np.int16] | None = None
        self._read: tuple[tuple[Corners, ...], float] = ((), 0.0)

    def cells(self, look: Look, columns: int, rows: int, at: float) -> Cells:
        """The largest picture that fits so many cells, codes outlined. at: seconds, only going forward."""
        width, height = _fitting(look.frame, columns, rows)
        picture = np.ascontiguousarray(_shrunk(look.frame, width, height)[:, ::-1])
        steady = self._steadied(cv2.cvtColor(picture, cv2.COLOR_BGR2YCrCb).astype(np.int16))
        return _packed(steady, self._outlines(look, width, height, at))

    def _outlines(self, look: Look, width: int, height: int, at: float) -> Image:
        """0 where the picture shows, _UNREAD or _READ where an outline lies over it."""
        if look.codes:
            self._read = (tuple(code.corners for code in look.codes), at + _HELD)
        read, until = self._read
        drawn = np.zeros((height, width), np.uint8)
        scale = width / look.frame.shape[1]
        _draw(drawn, look.unread, scale, _UNREAD)
        _draw(drawn, read if at < until else (), scale, _READ)
        return drawn[:, ::-1]

    def _steadied(self, picture: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
        if self._last is not None and self._last.shape == picture.shape:
            still = np.abs(picture - self._last).max(axis=2, keepdims=True) < _STEADY
            picture = np.where(still, self._last, picture)
        self._last = picture
        return picture


def colours(cell: int) -> tuple[Rgb, Rgb]:
    """The upper and the lower colour of a cell."""
    cell, lower = divmod(cell, _SHADES)
    tint, upper = divmod(cell, _SHADES)
    return _rgb(upper, tint), _rgb(lower, tint)


@cache
def _rgb(shade: int, tint: int) -> Rgb:
    if shade >= _LIGHTS:
        return _OUTLINES[shade - _LIGHTS]
    red, blue = (128 + int(_TINTS[step]) for step in divmod(tint, len(_TINTS)))
    pixel = np.array([[[round(shade * 255 / (_LIGHTS - 1)), red, blue]]], np.uint8)
    r, g, b = cv2.cvtColor(pixel, cv2.COLOR_YCrCb2RGB)[0, 0].tolist()
    return r, g, b


def _fitting(frame: Image, columns: int, rows: int) -> tuple[int, int]:
    """Width and even height in pixels, of which a cell has one across and two down."""
    height, width = frame.shape[:2]
    scale = min(columns / width, 2 * rows / height)
    return max(1, round(width * scale)), max(2, round(height * scale / 2) * 2)


def _shrunk(frame: Image, width: int, height: int) -> Image:
    sampled = cv2.resize(
        frame, (width * _OVERSAMPLED, height * _OVERSAMPLED), interpolation=cv2.INTER_LINEAR_EXACT
    )
    small = cv2.resize(sampled, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR) if small.ndim == 2 else small, np.uint8)  # noqa: PLR2004 - a grey frame


def _draw(drawn: Image, outlines: Sequence[Corners], scale: float, mark: int) -> None:
    for corners in outlines:
        points = np.rint(np.array(corners) * scale - 0.5).astype(np.int32)
        cv2.polylines(drawn, [points], isClosed=True, color=mark)


def _packed(picture: npt.NDArray[np.int16], outlines: Image) -> Cells:
    light = (picture[:, :, 0].astype(np.int32) * (_LIGHTS - 1) + 127) // 255
    shade = np.where(outlines > 0, outlines.astype(np.int32) + _LIGHTS - 1, light)
    differences = picture[::2, :, 1:].astype(np.int32) + picture[1::2, :, 1:] - 2 * 128
    tint = _NEAREST[differences + 2 * 128]
    pairs = shade[::2] * _SHADES + shade[1::2]
    return np.asarray((tint[:, :, 0] * len(_TINTS) + tint[:, :, 1]) * _SHADES**2 + pairs, np.int32)


_NEAREST = np.abs(np.arange(-256, 257)[:, None] / 2 - _TINTS).argmin(axis=1).astype(np.int32)
"""The tint of each sum of two pixels' colour differences, from -256."""
