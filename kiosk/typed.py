"""What a keyboard scanner typed: whether it is a code we act on, and the scan it is."""

from __future__ import annotations

from checkin import badge as badges
from checkin.citizen_card import CitizenCard
from checkin.desk import Scan
from checkin.payload import BadgeCode, read


def is_code(text: str, key: bytes) -> bool:
    """Whether a text is a badge code made under this key, or a citizen card's."""
    match read(_bytes(text), from_wedge=True):
        case BadgeCode(code):
            return badges.decode(code, key)[1]
        case CitizenCard():
            return True
        case _:
            return False


def typed_scan(text: str) -> Scan:
    """The scan of what was typed, lone surrogates and all."""
    return Scan(_bytes(text), typed=True)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
