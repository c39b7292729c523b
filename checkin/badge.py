"""Badge codes: 16 symbols that a desk can make without asking anyone, and check without a network.

A code is one integer below 15**16, written in base 15. From its most significant part on:
programme tag (6 bits), device number (8 bits), counter (18 bits), and a MAC of 15**16 // 2**32
(about 2**30.5) values over these three under the programme's key. Sixteen symbols are what a
version 1 QR code at error correction level Q holds.

The alphabet is what no Vietnamese input method alters, less what people misread: see
`docs/decisions.md`.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

ALPHABET = "0123456789HMRVX"
LENGTH = 16
TAGS = 1 << 6
DEVICES = 1 << 8
COUNTERS = 1 << 18
_MACS: int = len(ALPHABET) ** LENGTH // (TAGS * DEVICES * COUNTERS)
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_SEPARATORS = re.compile(r"[\s\-_.·]+")


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge code says once its MAC was found right."""

    tag: int
    """Programme tag, 0 to 63."""
    device: int
    """Number of the device that issued it, 0 to 255."""
    counter: int
    """The how-manieth badge of that device, 0 to 262,143."""

    @classmethod
    def of(cls, tag: int, serial: int) -> Badge:
        """The badge of a programme that has this serial."""
        return cls(tag, *divmod(serial, COUNTERS))

    @property
    def serial(self) -> int:
        """The badge's number within its programme: device and counter in one, 0 to 2**26 - 1."""
        return self.device * COUNTERS + self.counter


def normalise(text: str) -> str:
    """Upper case, without spaces and the separators people put between groups."""
    return _SEPARATORS.sub("", text).upper()


def looks_like_code(text: str) -> bool:
    """Whether a normalised text has the length and symbols of a badge code."""
    return len(text) == LENGTH and all(symbol in _VALUE for symbol in text)


def encode(badge: Badge, key: bytes) -> str:
    """The badge's code under the programme's key.

    Raises ValueError if a field is outside its range.
    """
    if not (0 <= badge.tag < TAGS and 0 <= badge.device < DEVICES and 0 <= badge.counter < COUNTERS):
        raise ValueError(f"badge field out of range: {badge}")
    value = _fields(badge) * _MACS + _mac(_fields(badge), key)
    symbols = []
    for _ in range(LENGTH):
        value, digit = divmod(value, len(ALPHABET))
        symbols.append(ALPHABET[digit])
    return "".join(reversed(symbols))


def decode(code: str, key: bytes) -> tuple[Badge, bool]:
    """What a code claims, and whether its MAC is right under this key.

    The code must be normalised and pass `looks_like_code`.
    """
    value = 0
    for symbol in code:
        value = value * len(ALPHABET) + _VALUE[symbol]
    fields, mac = divmod(value, _MACS)
    rest, counter = divmod(fields, COUNTERS)
    tag, device = divmod(rest, DEVICES)
    genuine = tag < TAGS and mac == _mac(fields, key)
    return Badge(tag, device, counter), genuine


def grouped(code: str) -> str:
    """The code as people read it aloud: four groups of four."""
    return " ".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def _fields(badge: Badge) -> int:
    return (badge.tag * DEVICES + badge.device) * COUNTERS + badge.counter


def _mac(fields: int, key: bytes) -> int:
    digest = hmac.digest(key, b"badge" + fields.to_bytes(5, "big"), "sha256")
    return int.from_bytes(digest, "big") % _MACS
