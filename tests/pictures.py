"""Pictures for tests: codes, badge sheets, and what a bad photograph makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import qrcode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q

Image = npt.NDArray[np.uint8]
_PAPER_MM = (210, 297)
_TABLE = 96
_CORRECTIONS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}


def draw(
    payload: str | bytes, *, module: int = 8, quiet: int = 4, level: str = "Q", mask: int | None = None
) -> Image:
    """A QR code in grey, `module` pixels a module, with a quiet zone of `quiet` modules."""
    correction = _CORRECTIONS[level]
    code: Any = qrcode.QRCode(error_correction=correction, box_size=1, border=quiet, mask_pattern=mask)
    code.add_data(payload)
    code.make()
    dark = np.array(code.get_matrix(), bool)
    return np.where(dark, 0, 255).astype(np.uint8).repeat(module, axis=0).repeat(module, axis=1)


def centred(picture: Image, height: int, width: int) -> Image:
    """The grey picture in the middle of a larger white one."""
    page = np.full((height, width), 255, np.uint8)
    top, left = (height - picture.shape[0]) // 2, (width - picture.shape[1]) // 2
    page[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return page


def sheet(payloads: Sequence[str | bytes], *, columns: int = 3, side_mm: float = 30, dpi: int = 300) -> Image:
    """An A4 page in grey with one code of `side_mm` (quiet zone not counted) in each cell of a grid."""
    width, height = (round(mm / 25.4 * dpi) for mm in _PAPER_MM)
    page = np.full((height, width), 255, np.uint8)
    rows = -(-len(payloads) // columns)
    for index, payload in enumerate(payloads):
        code = draw(payload, module=1, quiet=0)
        side = round(side_mm / 25.4 * dpi)
        drawn = cv2.resize(code, (side, side), interpolation=cv2.INTER_NEAREST)
        x = round((index % columns + 0.5) * width / columns - side / 2)
        y = round((index // columns + 0.5) * height / rows - side / 2)
        page[y : y + side, x : x + side] = drawn
        cv2.putText(page, f"THE {index + 1}", (x, y + side + 60), cv2.FONT_HERSHEY_SIMPLEX, 1.5, 0, 3)
    return page


def photograph(
    image: Image,
    rng: np.random.Generator,
    *,
    rotation: float = 0.0,
    perspective: float = 0.0,
    blur: float = 0.0,
    dim: float = 0.0,
    noise: float = 0.0,
    jpeg_quality: int = 95,
) -> Image:
    """What a bad photograph makes of a grey picture that lies on a dark table.

    rotation: degrees, anticlockwise. perspective: how far each corner may wander, as a share of the
    sides. blur: sigma in pixels. dim: 0 for full light to 1 for none, with one side darker than the
    other. noise: sigma in grey levels. The whole picture stays in view.
    """
    seen = _seen_from(image, rng, rotation, perspective)
    if blur > 0:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), blur), np.uint8)
    light = np.linspace(1 - dim, 1 - dim / 2, seen.shape[1])
    lit = seen * light + rng.normal(0, noise, seen.shape)
    encoded = cv2.imencode(
        ".jpg", lit.clip(0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, jpeg_quality]
    )[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE), np.uint8)


def corner_map(
    shape: tuple[int, ...], rotation: float, wander: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The homography of a photograph of a picture of that shape, and no larger than all of it in view.

    wander: (4, 2) shifts of the corners in pixels.
    """
    height, width = shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    angle = np.deg2rad(rotation)
    turn = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
    moved = (corners - corners.mean(axis=0)) @ turn + wander
    moved = moved - moved.min(axis=0) + 20
    return np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), moved.astype(np.float32)))


def _seen_from(image: Image, rng: np.random.Generator, rotation: float, perspective: float) -> Image:
    height, width = image.shape[:2]
    wander = rng.uniform(-perspective, perspective, (4, 2)) * (width, height)
    matrix = corner_map(image.shape, rotation, wander)
    outline = np.array([[(0, 0), (width, 0), (width, height), (0, height)]], np.float64)
    right, bottom = cv2.perspectiveTransform(outline, matrix)[0].max(axis=0) + 20
    return np.asarray(
        cv2.warpPerspective(
            image, matrix, (int(right), int(bottom)), flags=cv2.INTER_AREA, borderValue=_TABLE
        ),
        np.uint8,
    )


def tiny(
    code: Image, pixels: float, rng: np.random.Generator, *, angle: float = 0.0, blur: float = 0.7
) -> Image:
    """A frame of 640 x 480 with a code, drawn one pixel a module, at `pixels` a module about its middle.

    Every pixel is the mean of what falls on it; then a lens (sigma `blur` in pixels) and noise (sigma 5).
    angle: degrees, anticlockwise. The place between the pixels is left to chance.
    """
    finer = 8
    side = round(max(code.shape) * pixels * 1.25)
    turn = cv2.getRotationMatrix2D((code.shape[1] / 2, code.shape[0] / 2), angle, pixels * finer)
    turn[:, 2] += (side / 2 + rng.uniform(-1, 1, 2)) * finer - np.array(code.shape[::-1]) / 2
    large = (side * finer, side * finer)
    drawn = cv2.warpAffine(code, turn, large, flags=cv2.INTER_NEAREST, borderValue=_TABLE)
    frame = np.full((480, 640), _TABLE, np.float32)
    left, top = (length // 2 - side // 2 + rng.integers(-20, 20) for length in (640, 480))
    frame[top : top + side, left : left + side] = cv2.resize(
        drawn, (side, side), interpolation=cv2.INTER_AREA
    )
    soft = cv2.GaussianBlur(frame, (0, 0), blur) * 0.75 + 25
    return np.asarray((soft + rng.normal(0, 5, soft.shape)).clip(0, 255), np.uint8)
