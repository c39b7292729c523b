"""What a keyboard scanner typed: whether it is a code we act on, and the scan it is."""

from __future__ import annotations

import re

from checkin import badge as badges
from checkin.citizen_card import CitizenCard
from checkin.desk import Scan
from checkin.names import clean
from checkin.payload import BadgeCode, Flaw, Foreign, ForeignKind, Unreadable, read

_DATE = re.compile("[0-9]{8}")
"""A date of birth typed without separators, one in ten of which is a right EAN-8 too."""
_PIECE = 4
"""Symbols of a piece of a badge code at least: "6H" is a class."""


def is_code(text: str, key: bytes) -> bool:
    """Whether a text is a badge code made under this key, or a citizen card's."""
    match read(_bytes(text), from_wedge=True):
        case BadgeCode(code):
            return badges.decode(code, key)[1]
        case CitizenCard():
            return True
        case _:
            return False


def looks_scanned(text: str) -> bool:
    """Whether a scanner wrote this, or someone copied a code; "A.Rong" is a name."""
    match read(_bytes(text), from_wedge=True):
        case BadgeCode() | CitizenCard():
            return True
        case Foreign(ForeignKind.PRODUCT):
            return True
        case Foreign(kind):
            return (
                kind is not ForeignKind.OTHER and not text.isdigit() and not text.replace(".", "").isalpha()
            )
        case Unreadable(flaw):
            return flaw is Flaw.CARD_DAMAGED


def typed_code(text: str) -> Scan | None:
    """A badge code typed by hand, or what a scanner wrote into a field, as a scan; None for name or date."""
    text = clean(text)
    return typed_scan(text) if looks_scanned(text) and not _DATE.fullmatch(text) else None


def is_elsewhere(scan: Scan) -> bool:
    """Whether a code is neither of ours nor of a citizen card."""
    return isinstance(read(scan.data, from_wedge=scan.typed), Foreign)


def whose(scan: Scan) -> str:
    """What to call whoever showed a code of which nothing came: by their card, or a badge's last symbols."""
    match read(scan.data, from_wedge=scan.typed):
        case CitizenCard(name=name):
            return name
        case BadgeCode(code):
            return f"… {code[-_PIECE:]}"
        case _:
            return ""


def is_piece_of_code(text: str) -> bool:
    """Whether a text may be what a scanner typed of a code that was cut short: neither a name nor a year."""
    symbols = badges.normalise(text)
    is_badge = len(symbols) >= _PIECE and set(symbols) <= set(badges.ALPHABET)
    return "|" in text or (is_badge and not symbols.isdigit() and not symbols.isalpha())


def typed_scan(text: str) -> Scan:
    """The scan of what was typed, lone surrogates and all."""
    return Scan(_bytes(text), typed=True)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
