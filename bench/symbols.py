"""Pictures in which exactly known bytes stand in a QR code, or nothing that is one. All seeded, none real."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
import zxingcpp
from qrcode import util
from qrcode.base import rs_blocks
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from zxingcpp import BarcodeFormat

from bench import payloads, scene
from kiosk.capture.codes import Image
from tests.pictures import draw, photograph

SEED = 20250926
_QUIET = 4
_STRUCTURED_APPEND = 0b0011
_BYTES: Final = 0b0100
_NUMBER: Final = 0b0001
_APPEND_VERSION = 5


@dataclass(frozen=True)
class Example:
    """A picture, grey, and what may be read in it."""

    picture: Image
    payload: bytes | None
    """The only right answer beside none at all; None if any answer is wrong."""


def example(kind: str, index: int) -> Example:
    """The so-manieth of a kind of `KINDS`, below its count."""
    rng = np.random.default_rng((SEED, list(KINDS).index(kind), index))
    return _MAKERS[kind](index, rng)


def jittered(picture: Image, rng: np.random.Generator) -> Image:
    """The picture in another frame: shifted by pixels, with other noise."""
    margin = 3
    wide = cv2.copyMakeBorder(picture, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    x, y = rng.integers(0, 2 * margin, 2)
    part = wide[y : y + picture.shape[0], x : x + picture.shape[1]]
    return np.asarray((part + rng.normal(0, 3, part.shape)).clip(0, 255), np.uint8)


def append_part(data: bytes, index: int, total: int, parity: int, digits: bytes = b"") -> Image:
    """One of the `total` symbols that together hold a text (ISO/IEC 18004, 8); one pixel a module.

    digits: what stands before the data in a segment of its own, as encoders do to save room.
    """
    buffer = util.BitBuffer()
    for value, bits in ((_STRUCTURED_APPEND, 4), (index, 4), (total - 1, 4), (parity, 8)):
        buffer.put(value, bits)
    if digits:
        buffer.put(_NUMBER, 4)
        buffer.put(len(digits), 10)
        util.QRData(digits, _NUMBER).write(buffer)
    buffer.put(_BYTES, 4)
    buffer.put(len(data), 8)
    util.QRData(data, _BYTES).write(buffer)
    blocks = rs_blocks(_APPEND_VERSION, ERROR_CORRECT_M)
    room = sum(block.data_count for block in blocks)
    buffer.put(0, min(4, room * 8 - len(buffer)))
    buffer.put(0, -len(buffer) % 8)
    for pad in range(room - len(buffer) // 8):
        buffer.put((0xEC, 0x11)[pad % 2], 8)
    symbol = QRCode(version=_APPEND_VERSION, error_correction=ERROR_CORRECT_M, mask_pattern=index % 8)
    symbol.data_cache = util.create_bytes(buffer, blocks)
    symbol.make(fit=False)
    return np.where(np.array(symbol.get_matrix(), bool), 0, 255).astype(np.uint8)


@cache
def _texts(kind: str) -> list[str]:
    makers = {"names": payloads.names, "cards": payloads.cards}
    return makers[kind](KINDS[kind], SEED)


def _photographed(drawn: Image, rng: np.random.Generator) -> Image:
    """A usable photograph: what is asked is the right bytes, not how hard a picture may be."""
    return photograph(
        drawn,
        rng,
        rotation=rng.uniform(-30, 30),
        perspective=0.02,
        blur=rng.uniform(0.3, 1.0),
        dim=rng.uniform(0, 0.4),
        noise=rng.uniform(0, 6),
        jpeg_quality=int(rng.integers(60, 95)),
    )


def _code(payload: bytes, rng: np.random.Generator) -> Example:
    level = str(rng.choice(list("LMQ")))
    drawn = draw(payload, module=int(rng.integers(4, 7)), quiet=_QUIET, level=level)
    return Example(_photographed(drawn, rng), payload)


def _text(kind: str) -> Callable[[int, np.random.Generator], Example]:
    return lambda index, rng: _code(_texts(kind)[index].encode(), rng)


def _binary(_index: int, rng: np.random.Generator) -> Example:
    return _code(rng.bytes(int(rng.integers(1, 90))), rng)


def _append(index: int, rng: np.random.Generator) -> Example:
    data = rng.bytes(int(rng.integers(8, 60)))
    total = int(rng.integers(2, 5))
    part = append_part(data, index % total, total, int(rng.integers(0, 256)))
    return Example(_photographed(part.repeat(5, axis=0).repeat(5, axis=1), rng), None)


def _other(symbology: BarcodeFormat) -> Callable[[int, np.random.Generator], Example]:
    def make(_index: int, rng: np.random.Generator) -> Example:
        digits = "".join(rng.choice(list(string.digits), _DIGITS.get(symbology, int(rng.integers(6, 12)))))
        made = zxingcpp.create_barcode(digits, symbology)
        picture = np.array(
            made.to_image(scale=3 if symbology is BarcodeFormat.MaxiCode else 4, add_quiet_zones=True),
            np.uint8,
        )
        return Example(_photographed(np.pad(picture, 20, constant_values=255), rng), None)

    return make


def _nothing(index: int, rng: np.random.Generator) -> Example:
    return Example(_SIGHTS[index % len(_SIGHTS)](rng), None)


def _page(rng: np.random.Generator) -> Image:
    page = np.full((240, 320), 235, np.uint8)
    for row in range(14, 240, int(rng.integers(14, 28))):
        words = "".join(rng.choice(list(string.ascii_letters + string.digits + "  "), 48))
        cv2.putText(page, words, (6, row), cv2.FONT_HERSHEY_SIMPLEX, rng.uniform(0.25, 0.5), 30, 1)
    return _photographed(page, rng)


def _noise(rng: np.random.Generator) -> Image:
    cell = int(rng.integers(1, 8))
    small = rng.integers(0, 2 if cell > 1 else 256, (240 // cell, 320 // cell)).astype(np.uint8)
    return np.asarray(small * (255 if cell > 1 else 1), np.uint8).repeat(cell, axis=0).repeat(cell, axis=1)


def _checkerboard(rng: np.random.Generator) -> Image:
    cell = int(rng.integers(3, 24))
    rows, columns = np.indices((220, 300)) // cell
    return _photographed(((rows + columns) % 2 * 200 + 30).astype(np.uint8), rng)


def _finders(rng: np.random.Generator) -> Image:
    """Three corners of a code in their places, and chance modules, or none, between them."""
    modules = int(rng.integers(21, 46))
    field = rng.integers(0, 2, (modules, modules)).astype(np.uint8) * 255
    if rng.random() < 1 / 3:
        field[:] = 255
    corner = np.full((8, 8), 255, np.uint8)
    corner[:7, :7] = 0
    corner[1:6, 1:6] = 255
    corner[2:5, 2:5] = 0
    field[:8, :8], field[:8, -8:], field[-8:, :8] = corner, corner[:, ::-1], corner[::-1]
    drawn = np.pad(field, 4, constant_values=255).repeat(5, axis=0).repeat(5, axis=1)
    return _photographed(drawn, rng)


def _scrambled(rng: np.random.Generator) -> Image:
    """A real code, half of whose modules were repainted."""
    drawn = draw(rng.bytes(12), module=1, quiet=4)
    inner = drawn[12:-12, 12:-12]
    repainted = rng.integers(0, 2, inner.shape).astype(np.uint8) * 255
    inner[:] = np.where(rng.random(inner.shape) < 0.7, repainted, inner)
    drawn[12:-5, 12:-5][rng.random(drawn[12:-5, 12:-5].shape) < 1 / 2] = 0
    return _photographed(drawn.repeat(5, axis=0).repeat(5, axis=1), rng)


def _house(rng: np.random.Generator) -> Image:
    """A front with windows in rows, which look like corners of codes."""
    front = np.full((240, 320), int(rng.integers(140, 230)), np.uint8)
    side = int(rng.integers(14, 50))
    for x in range(10, 320 - side, side + int(rng.integers(6, 40))):
        for y in range(10, 240 - side, side + int(rng.integers(6, 40))):
            for inset, tone in ((0, 40), (side // 7, 220), (2 * side // 7, 50)):
                cv2.rectangle(front, (x + inset, y + inset), (x + side - inset, y + side - inset), tone, -1)
    return _photographed(front, rng)


def _stripes(rng: np.random.Generator) -> Image:
    bars = rng.integers(0, 2, int(rng.integers(60, 200))).astype(np.uint8) * 230 + 12
    return _photographed(np.tile(bars.repeat(3), (120, 1)), rng)


def _room(rng: np.random.Generator) -> Image:
    return np.asarray(scene.hall(320, 240, rng).clip(0, 255), np.uint8)


_DIGITS = {BarcodeFormat.EAN13: 12, BarcodeFormat.EAN8: 7, BarcodeFormat.MicroQRCode: 5}
_SIGHTS = (_page, _noise, _checkerboard, _finders, _scrambled, _house, _stripes, _room)
_MAKERS: dict[str, Callable[[int, np.random.Generator], Example]] = {
    "names": _text("names"),
    "cards": _text("cards"),
    "binary": _binary,
    "append": _append,
    "micro": _other(BarcodeFormat.MicroQRCode),
    "rmqr": _other(BarcodeFormat.RMQRCode),
    "aztec": _other(BarcodeFormat.Aztec),
    "ean13": _other(BarcodeFormat.EAN13),
    "ean8": _other(BarcodeFormat.EAN8),
    "datamatrix": _other(BarcodeFormat.DataMatrix),
    "pdf417": _other(BarcodeFormat.PDF417),
    "maxicode": _other(BarcodeFormat.MaxiCode),
    "nothing": _nothing,
}
KINDS = dict.fromkeys(_MAKERS, 200) | {"names": 1_500, "cards": 1_500, "binary": 500, "nothing": 2_000}
"""How many there are of each: names and cards as codes, chance bytes, parts of structured append, other
kinds of codes, and pictures without any."""
