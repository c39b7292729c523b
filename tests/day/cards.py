"""Invented citizen cards, as a camera sees them and as a scanner that types damages them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import qrcode
from qrcode.constants import ERROR_CORRECT_M

from tests.pictures import Image, photograph

ADDRESS = "Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi"


def number(birth: str, sex: str, serial: int) -> str:
    """A citizen number with a province code that no province has; birth is ddmmyyyy."""
    century = 2 * (int(birth[4:]) // 100 - 19) + (sex == "Nữ")
    return f"099{century}{birth[6:]}{serial:06}"


def card(name: str, birth: str, sex: str, *, serial: int = 1, old: str = "", new_layout: bool = False) -> str:
    """The seven fields of the layout of 2021, or the eleven of 2024."""
    fields = [number(birth, sex, serial), old, name, birth, sex, ADDRESS, "02052021"]
    return "|".join(fields + [""] * 4 if new_layout else fields)


def picture(path: Path, payload: str, seed: int) -> Path:
    """A photograph of a card's code, level M, held askew in poor light."""
    code: Any = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=7, border=4)
    code.add_data(payload.encode())
    code.make()
    drawn: Image = np.where(np.array(code.get_matrix(), bool), 0, 255).astype(np.uint8)
    drawn = drawn.repeat(7, axis=0).repeat(7, axis=1)
    chance = np.random.default_rng(seed)
    seen = photograph(
        drawn,
        chance,
        rotation=chance.uniform(-30, 30),
        perspective=0.03,
        blur=1.2,
        dim=0.4,
        noise=8,
        jpeg_quality=60,
    )
    cv2.imwrite(str(path), seen)
    return path


def as_code_points(text: str) -> str:
    """Code points typed as decimals: Tr432417ng."""
    return "".join(c if c.isascii() else str(ord(c)) for c in text)


def as_byte_numbers(text: str) -> str:
    """UTF-8 bytes typed as decimals of four digits."""
    return "".join(chr(b) if b < 128 else f"{b:04}" for b in text.encode())


def as_mojibake(text: str) -> str:
    """UTF-8 bytes shown as windows-1252: TrÆ°Æ¡ng."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())


def as_alt_codes(text: str) -> str:
    """Code points modulo 256 in code page 437: Dũng becomes Ding. Control characters are lost on the way."""
    low = (c if c.isascii() else bytes([ord(c) % 256]).decode("cp437") for c in text)
    return "".join(c for c in low if c.isprintable())


DAMAGES: dict[str, Callable[[str], str]] = {
    "undamaged": str,
    "code points": as_code_points,
    "byte numbers": as_byte_numbers,
    "mojibake": as_mojibake,
    "alt codes": as_alt_codes,
}
