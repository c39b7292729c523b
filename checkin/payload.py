"""What a scanned code says: the one place where bytes become text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum

from checkin import badge
from checkin.citizen_card import CitizenCard, looks_like_card, parse
from checkin.names import clean

MAX_BYTES = 4096
"""Longest payload that is looked at; a QR code holds at most 2,953 bytes."""
_AROUND = " \t\r\n\0\ufeff"
_CUT_BADGE = re.compile(f"[{badge.ALPHABET}]{{8,40}}")
"""From half a code to two in one go. Digits alone are telephone, card or product numbers instead."""
_HEALTH_INSURANCE = re.compile(
    r"[A-Z]{2}[1-5][0-9]{12}(?:\||$)"
    r"|(?:[A-Z]{2}[0-9]{13}|[0-9]{10}|[0-9]{12})\|(?:[0-9A-Fa-f]{2})+\|(?:[0-9]{2}/[0-9]{2}/)?[0-9]{4}\|"
)
"""BHYT: the card's number (15 signs, 10 digits, or since 2025 the ID number), the name in
hexadecimal, then the birth with slashes or a year alone. A citizen card has its name third."""
_PAYMENTS = ("000201", "2|99|")
"""EMV merchant payload, which VietQR and VNPay-QR are; and MoMo's own form (believed)."""
_LINK = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)(?:[^/?#@\s]*@)?(?P<host>[A-Za-z0-9.-]*)"
    r"|(?P<bare>(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})(?:[:/?#]|$)"
)
_VNEID_HOSTS = (".vneid.gov.vn", ".dancuquocgia.gov.vn")
_PRODUCT = re.compile(r"[0-9]{8}|[1-9][0-9]{11}|[0-9]{13,14}")
"""EAN-8, UPC-A, EAN-13, GTIN-14. Twelve digits from 0 may be someone's ID number."""


class ForeignKind(StrEnum):
    """Codes people hold up that are not meant for us; nothing of them is kept."""

    LINK = "link"
    HEALTH_INSURANCE = "health-insurance"
    BANK_TRANSFER = "bank-transfer"
    ZALO = "zalo"
    VNEID = "vneid"
    PRODUCT = "product"
    OTHER = "other"


class Flaw(StrEnum):
    """Why a payload could not be read as what it seems to be."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    CARD_DAMAGED = "card-damaged"
    """Shaped like a citizen card, but a part that must be right is not."""
    BADGE_CUT = "badge-cut"
    """Only symbols of badge codes, but not sixteen of them."""


@dataclass(frozen=True, slots=True)
class BadgeCode:
    """Sixteen symbols of the badge alphabet, normalised; not yet known to be genuine."""

    code: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """A code of someone else's."""

    kind: ForeignKind


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Nothing that can be acted on."""

    flaw: Flaw


Payload = BadgeCode | CitizenCard | Foreign | Unreadable


def read(data: bytes, *, from_wedge: bool = False) -> Payload:
    """Say what a scanned code is; never raises, and keeps nothing of a foreign code.

    `from_wedge`: the bytes were typed by a scanner that may have altered every letter beyond ASCII.
    """
    if len(data) > MAX_BYTES:
        return Unreadable(Flaw.TOO_LONG)
    decoded, is_whole = _text(data)
    text = decoded.strip(_AROUND)
    code = badge.normalise(text)
    if badge.looks_like_code(code):
        return BadgeCode(code)
    if not clean(text):
        return Unreadable(Flaw.EMPTY)
    return _read_other(text, code, is_whole=is_whole, from_wedge=from_wedge)


def _text(data: bytes) -> tuple[str, bool]:
    """The text, and whether all bytes were in its encoding: UTF-8, or UTF-16 with a byte order mark."""
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding), True
    except UnicodeDecodeError:
        return data.decode(encoding, errors="replace"), False


def _read_other(text: str, code: str, *, is_whole: bool, from_wedge: bool) -> Payload:
    if kind := _foreign_kind(text):
        return Foreign(kind)
    if looks_like_card(text):
        card = parse(text, from_wedge=from_wedge) if is_whole else None
        return card or Unreadable(Flaw.CARD_DAMAGED)
    if _CUT_BADGE.fullmatch(code) and not code.isdigit():
        return Unreadable(Flaw.BADGE_CUT)
    return Foreign(ForeignKind.OTHER)


def _foreign_kind(text: str) -> ForeignKind | None:
    """The kind of a foreign code that is certain before anything else is tried."""
    if _HEALTH_INSURANCE.match(text) or (text.endswith("$") and "|" in text):
        return ForeignKind.HEALTH_INSURANCE
    if text.startswith(_PAYMENTS):
        return ForeignKind.BANK_TRANSFER
    if link := _LINK.match(text):
        return _link_kind(link)
    if _PRODUCT.fullmatch(text) and _gtin_holds(text):
        return ForeignKind.PRODUCT
    return None


def _link_kind(link: re.Match[str]) -> ForeignKind:
    """By host or scheme only: whoever writes a path may write any name into it."""
    host = (link["host"] or link["bare"] or "").lower()
    scheme = (link["scheme"] or "").lower()
    if scheme == "vneid" or f".{host}".endswith(_VNEID_HOSTS):
        return ForeignKind.VNEID
    if scheme == "zalo" or f".{host}".endswith(".zalo.me"):
        return ForeignKind.ZALO
    return ForeignKind.LINK


def _gtin_holds(digits: str) -> bool:
    """Whether the check digit of a GS1 number is right: weights 3 and 1 from the right, sum a ten."""
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + 3 * sum(values[1::2])) % 10 == 0
