"""The text in the QR code of a Vietnamese citizen card, both layouts."""

from __future__ import annotations

from dataclasses import dataclass

from checkin.person import Birth, Sex


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """What a citizen card says of its holder. It identifies; it proves nothing."""

    number: str
    """The 12-digit personal ID number. Never stored: see `Programme` and the people's store."""
    name: str
    """NFC; empty if the scanner damaged it beyond certain repair."""
    birth: Birth | None
    sex: Sex | None
    address: str
    """NFC; empty if damaged beyond certain repair."""
    name_is_certain: bool = True
    """False when the name came through a scanner that alters text and a person must confirm it."""
    inconsistent: bool = False
    """The number's own sex or year of birth differs from the other fields: a hint to the volunteer."""

    def __repr__(self) -> str:
        """Nothing of the card: it may end up in a log file."""
        return "CitizenCard(...)"
