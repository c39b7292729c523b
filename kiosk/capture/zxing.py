"""The first engine: zxing-cpp. Importing this raises ImportError where it is not installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np
import numpy.typing as npt
import zxingcpp
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.util import BIT_LIMIT_TABLE, BCH_type_info, BitBuffer, QRData, length_in_bits, mask_func

from kiosk.capture.codes import Code, Corners, Image, Reading

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2, zxingcpp.BarcodeFormat.QRCodeModel1])
"""QR Code alone: the engine's own "QR Code" would include Micro QR and rMQR."""
_LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
_FORMAT_MODULES = [(r, 8) for r in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, c) for c in (7, 5, 4, 3, 2, 1, 0)]
"""(row, column) of the first copy of the format information, least significant bit first (ISO/IEC 18004,
7.9.1). Transposed they are the same modules in reverse order."""
_PART = 0b0011
"""Mode indicator of structured append (ISO/IEC 18004, table 2)."""
_PART_HEADER = 20
"""Bits that it puts before the data."""
_ALIKE = 0.8
"""Share of equal modules from which two symbols are the same one; of unlike ones about 0.6 are equal."""

_Modules = npt.NDArray[np.bool_]


def read(image: Image, *, histogram: bool = False) -> Reading:
    """Every QR code this engine reads; rotated, mirrored, inverted and downscaled ones included.

    histogram: one threshold for the whole picture instead of one for each neighbourhood, which reads
    other codes. A part of a message that is spread over several symbols is no payload and left out.
    """
    binarizer = zxingcpp.Binarizer.GlobalHistogram if histogram else zxingcpp.Binarizer.LocalAverage
    found = zxingcpp.read_barcodes(image, formats=_FORMATS, binarizer=binarizer, return_errors=True)
    read = [(each, _code(each)) for each in found if each.valid]
    return Reading(
        tuple(code for _, code in read if code),
        tuple(_corners(each.position) for each in found if not each.valid),
        tuple(_corners(each.position) for each, code in read if not code),
    )


def _code(found: zxingcpp.Barcode) -> Code | None:
    extra = cast("Mapping[str, object]", found.extra)
    version, mask = int(str(extra["Version"])), int(str(extra["DataMask"]))
    level = _LEVELS[str(extra["ECLevel"])]
    modules: _Modules = np.asarray(found.to_image(scale=1, add_quiet_zones=False)) == 0
    corners = _corners(found.position)
    if _is_mirrored(modules, level, mask):
        modules, corners = modules.T, (corners[0], corners[3], corners[2], corners[1])
    is_intact = float(str(extra["UEC"])) == 1
    if _is_part(modules, found.bytes, version, level, mask, is_intact=is_intact):
        return None
    return Code(found.bytes, corners, "zxing")


def _corners(place: zxingcpp.Position) -> Corners:
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    a, b, c, d = ((float(point.x), float(point.y)) for point in points)
    return a, b, c, d


def _is_mirrored(modules: _Modules, level: int, mask: int) -> bool:
    """Whether the format information stands transposed.

    The engine reads such codes, but gives modules and corners as if they were not mirrored.
    """
    rows, columns = np.array(_FORMAT_MODULES).T
    word = BCH_type_info(level << 3 | mask)
    expected = np.array([word >> bit & 1 for bit in range(len(_FORMAT_MODULES))], np.bool_)
    straight, mirrored = modules[rows, columns], modules[columns, rows]
    return bool((mirrored == expected).sum() > (straight == expected).sum())


def _is_part(
    modules: _Modules, payload: bytes, version: int, level: int, mask: int, *, is_intact: bool
) -> bool:
    """Whether the symbol is one of several (structured append), which the engine does not tell.

    Its mode stands in the four modules at the bottom right. is_intact: the engine had to correct nothing.
    Where it had to, these modules may be wrong too: then a symbol is no part if it is what the payload alone
    looks like, nor if it has no room for the header.
    """
    last, is_masked = len(modules) - 1, mask_func(mask)
    mode = 0
    for row, column in ((last, last), (last, last - 1), (last - 1, last), (last - 1, last - 1)):
        mode = mode << 1 | (bool(modules[row, column]) != is_masked(row, column))
    if mode != _PART or is_intact:
        return mode == _PART
    data, buffer = QRData(payload), BitBuffer()
    data.write(buffer)
    needed = _PART_HEADER + 4 + length_in_bits(data.mode, version) + len(buffer)
    if needed > BIT_LIMIT_TABLE[level][version]:
        return False
    alone = QRCode(version, level, border=0, mask_pattern=mask)
    alone.add_data(data)
    return bool((np.array(alone.get_matrix()) == modules).mean() < _ALIKE)
