"""From a picture to the payloads of the QR codes in it.

Two engines, best first. A frame of a live camera gets one pass, since the next frame comes at once; a
still picture gets every pass of a short ladder, and the findings are merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import cv2
import numpy as np

from kiosk.capture.codes import Code, Image, by_prominence, greyed, merged

Reader = Callable[[Image], list[Code]]

_LARGEST = 4_000
"""Pixels of the longer side up to which the whole ladder is worth its time."""
_ENLARGE_UP_TO = 2_600
"""Pixels of the longer side up to which a picture is enlarged: larger ones have modules enough."""


@cache
def engines() -> tuple[str, ...]:
    """The engines that work on this machine, best first; of "zxing", "zbar". May be empty."""
    return tuple(name for name, _ in _readers())


def decode_frame(image: Image) -> tuple[Code, ...]:
    """The codes in a live frame (grey or BGR): zxing on the frame as it is, zbar if that finds none.

    Largest and nearest to the centre first.
    """
    for _, read in _readers():
        if codes := read(np.ascontiguousarray(image)):
            return by_prominence(merged(codes), image.shape[1], image.shape[0])
    return ()


def decode_still(image: Image) -> tuple[Code, ...]:
    """All codes in a photograph or a rendered page (grey or BGR), however many and however small.

    Takes about 0.1 s a megapixel. Largest and nearest to the centre first.
    """
    found = merged(_climb(greyed(image)))
    return by_prominence(found, image.shape[1], image.shape[0])


@cache
def _readers() -> tuple[tuple[str, Reader], ...]:
    readers: list[tuple[str, Reader]] = []
    try:
        from kiosk.capture import zxing  # noqa: PLC0415

        readers.append(("zxing", zxing.read))
    except ImportError:
        pass
    try:
        from kiosk.capture import zbar  # noqa: PLC0415

        readers.append(("zbar", zbar.read))
    except (ImportError, OSError):
        pass
    return tuple(readers)


def _climb(grey: Image) -> Iterator[Code]:
    """The ladder's findings in the coordinates of `grey`, surest passes first."""
    yield from _read_all(grey)
    scale = min(1.0, _LARGEST / max(grey.shape))
    work = grey if scale == 1.0 else _resized(grey, scale)
    for picture, factor in _rungs(work):
        for code in _read_all(picture):
            yield code.moved(1 / (factor * scale))


def _read_all(picture: Image) -> Iterator[Code]:
    for _, read in _readers():
        yield from read(picture)


def _rungs(grey: Image) -> Iterator[tuple[Image, float]]:
    """Versions of a picture in which other codes become readable, each with its scale."""
    factor = 2.0 if max(grey.shape) <= _ENLARGE_UP_TO else 1.0
    large = grey if factor == 1.0 else _resized(grey, factor)
    if factor != 1.0:
        yield large, factor
    yield _evened(grey), 1.0
    yield _thresholded(large), factor
    yield _dark_grown(grey), 1.0
    yield _sharpened(large), factor


def _resized(image: Image, factor: float) -> Image:
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    size = [max(1, round(length * factor)) for length in image.shape[1::-1]]
    return np.asarray(cv2.resize(image, size, interpolation=method), np.uint8)


def _evened(grey: Image) -> Image:
    """Contrast raised region by region: shadows, dim corners."""
    return np.asarray(cv2.createCLAHE(3.0, (8, 8)).apply(grey), np.uint8)


def _thresholded(grey: Image) -> Image:
    """Black and white against the neighbourhood: glare, gradients."""
    method = cv2.ADAPTIVE_THRESH_GAUSSIAN_C
    return np.asarray(cv2.adaptiveThreshold(grey, 255, method, cv2.THRESH_BINARY, 61, 5), np.uint8)


def _dark_grown(grey: Image) -> Image:
    """Dark parts grown by a pixel: codes drawn with gaps, as on a terminal, or overexposed."""
    return np.asarray(cv2.erode(grey, np.ones((3, 3), np.uint8)), np.uint8)


def _sharpened(grey: Image) -> Image:
    """Unsharp mask: a little out of focus."""
    soft = cv2.GaussianBlur(grey, (0, 0), 3)
    return np.asarray(cv2.addWeighted(grey, 2.5, soft, -1.5, 0), np.uint8)
