"""The first engine: zxing-cpp. Importing this raises ImportError where it is not installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from kiosk.capture.codes import Code, Corners, Image

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2, zxingcpp.BarcodeFormat.QRCodeModel1])
"""QR Code alone: the engine's own "QR Code" would include Micro QR and rMQR."""
_LEVELS = {"L": 0b01, "M": 0b00, "Q": 0b11, "H": 0b10}
_FORMAT_MODULES = [(c, 8) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, r) for r in (7, 5, 4, 3, 2, 1, 0)]
"""(column, row) of the first copy of the format information, most significant bit first (ISO/IEC
18004, 7.9.1). Transposed they are the same modules in reverse order."""


def read(image: Image) -> list[Code]:
    """Every QR code this engine reads; rotated, mirrored, inverted and downscaled ones included."""
    found = zxingcpp.read_barcodes(image, formats=_FORMATS)
    return [Code(each.bytes, _corners(image, each), "zxing") for each in found]


def _corners(image: Image, found: zxingcpp.Barcode) -> Corners:
    place = found.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    a, b, c, d = ((float(point.x), float(point.y)) for point in points)
    mirrored = _is_mirrored(image, (a, b, c, d), cast("Mapping[str, object]", found.extra))
    return (a, d, c, b) if mirrored else (a, b, c, d)


def _is_mirrored(image: Image, corners: Corners, extra: Mapping[str, object]) -> bool:
    """Whether the format information stands transposed.

    The engine reads such codes, but names their corners as if they were not mirrored and does not tell.
    """
    size = 17 + 4 * int(str(extra["Version"]))
    square = np.array([(0, 0), (size, 0), (size, size), (0, size)], np.float32)
    to_image = cv2.getPerspectiveTransform(square, np.array(corners, np.float32))
    modules = np.array([_FORMAT_MODULES], np.float32) + np.float32(0.5)
    points = cv2.perspectiveTransform(modules, to_image)[0].astype(int)
    rows = points[:, 1].clip(0, image.shape[0] - 1)
    columns = points[:, 0].clip(0, image.shape[1] - 1)
    light = image[rows, columns].reshape(len(points), -1).mean(axis=1)
    pattern = _format_pattern(str(extra["ECLevel"]), int(str(extra["DataMask"])))
    light = light - light.mean()
    return bool(abs(light @ pattern[::-1]) > abs(light @ pattern))


def _format_pattern(level: str, mask: int) -> npt.NDArray[np.float64]:
    """The 15 modules of the format information about their mean."""
    data = _LEVELS[level] << 3 | mask
    remainder = data << 10
    for shift in range(4, -1, -1):
        if remainder >> (10 + shift) & 1:
            remainder ^= 0b10100110111 << shift
    word = (data << 10 | remainder) ^ 0b101010000010010
    bits = np.array([word >> (14 - i) & 1 for i in range(15)], np.float64)
    return np.asarray(bits - bits.mean())
