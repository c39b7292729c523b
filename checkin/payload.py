"""What a scanned code says: the one place where bytes become text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checkin.citizen_card import CitizenCard


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
