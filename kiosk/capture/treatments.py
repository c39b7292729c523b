"""What is done to a grey picture so that an engine reads more of it."""

from __future__ import annotations

import math

import cv2
import numpy as np

from kiosk.capture.codes import Corners, Image

PATCH = 360
"""Pixels of the side of a patch."""
_MARGIN = 40
_LOW, _HIGH = float(_MARGIN), float(PATCH - _MARGIN)
PATCH_CORNERS: Corners = ((_LOW, _LOW), (_HIGH, _LOW), (_HIGH, _HIGH), (_LOW, _HIGH))
"""Where the code of a patch lies."""
_MARKED = 5
"""Grey levels by which ink must be darker than its neighbourhood."""
_SHRUNKEN = 4
"""How much smaller the picture is in which the light of a neighbourhood is estimated."""


def enlarged(grey: Image, factor: float) -> Image:
    """`factor` times as large, or smaller: small modules are found from two pixels a side on."""
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    size = [max(1, round(length * factor)) for length in grey.shape[1::-1]]
    return np.asarray(cv2.resize(grey, size, interpolation=method), np.uint8)


def sharpened(grey: Image, sigma: float, amount: float) -> Image:
    """Unsharp mask: fine print, and a little out of focus. sigma: pixels; amount: 1 doubles a difference."""
    soft = cv2.GaussianBlur(grey, (0, 0), sigma)
    return np.asarray(cv2.addWeighted(grey, 1 + amount, soft, -amount, 0), np.uint8)


def softened(grey: Image, sigma: float) -> Image:
    """Without detail finer than `sigma` pixels: sensor noise, print rasters, screens photographed."""
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), sigma), np.uint8)


def evened(grey: Image) -> Image:
    """Contrast raised region by region: shadows, dim corners."""
    return np.asarray(cv2.createCLAHE(3.0, (8, 8)).apply(grey), np.uint8)


def levelled(grey: Image) -> Image:
    """The paper white everywhere: shadows, gradients, thin glare."""
    small = enlarged(grey, 1 / _SHRUNKEN)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15))
    paper = cv2.GaussianBlur(cv2.dilate(small, disc), (0, 0), 5)
    return np.asarray(cv2.divide(grey, cv2.resize(paper, grey.shape[::-1]), scale=255), np.uint8)


def thresholded(grey: Image) -> Image:
    """Black and white against the neighbourhood's mean: glare, gradients, low contrast.

    What is dark over a large area turns white too, as a black border that leaves a code no quiet zone.
    """
    small = enlarged(grey, 1 / _SHRUNKEN)
    paper = np.maximum(cv2.GaussianBlur(small, (0, 0), 10 / _SHRUNKEN), _MARKED) - _MARKED
    return np.asarray(cv2.compare(grey, cv2.resize(paper, grey.shape[::-1]), cv2.CMP_GE), np.uint8)


def dark_grown(grey: Image) -> Image:
    """Dark parts grown by a pixel: codes drawn with gaps, as on a terminal, or overexposed."""
    return np.asarray(cv2.erode(grey, np.ones((3, 3), np.uint8)), np.uint8)


def patch(grey: Image, corners: Corners) -> Image:
    """The surroundings of a code seen straight on, its module edges along the rows."""
    to_patch = cv2.getPerspectiveTransform(np.array(corners, np.float32), np.array(PATCH_CORNERS, np.float32))
    return np.asarray(
        cv2.warpPerspective(
            grey, to_patch, (PATCH, PATCH), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def unrolled(straight: Image, *, upright: bool, turn: float, sag: float) -> Image:
    """A patch of a code on a bottle, a rolled badge, a bent card, made flat.

    upright: whether the axis of the cylinder stands upright in the patch. turn: degrees of the cylinder
    that the code covers, 0 for a sheet bent only away from its rows. sag: how far the middle of a row
    hangs, as a share of the code's side, as of a cylinder seen from above or below.
    """
    side = PATCH - 2 * _MARGIN
    v, u = (np.mgrid[0:PATCH, 0:PATCH].astype(np.float32) - _MARGIN) / side
    if not upright:
        u, v = v, u
    angle = math.radians(turn)
    along = 0.5 + np.sin((u - 0.5) * angle) / (2 * math.sin(angle / 2)) if turn else u
    across = v + sag * (1 - (2 * u - 1) ** 2)
    x, y = (along, across) if upright else (across, along)
    x, y = (np.asarray(part * side + _MARGIN, np.float32) for part in (x, y))
    return np.asarray(cv2.remap(straight, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)
