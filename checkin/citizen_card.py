"""The text in the QR code of a Vietnamese citizen card, both layouts.

CCCD with chip: `number|old number|name|ddmmyyyy|Nam or Nữ|address|ddmmyyyy`. Thẻ căn cước, from
1/7/2024: the same seven fields and four more, which may name the parents and are never kept.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from checkin import wedge_text
from checkin.names import clean, fold
from checkin.person import Birth, Sex

_NUMBER = re.compile(r"[0-9]{12}")
_NEAR_NUMBER = re.compile(r"[0-9]{9,15}")
_DATE = re.compile(r"([0-9]{2})[/.-]?([0-9]{2})[/.-]?([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_SEX_FIELD = re.compile(r"[Nn].{0,15}")
"""Nam or Nữ, the latter as a scanner may leave it."""
_FEWEST, _MOST = 6, 12
_FEWEST_WITH_NUMBER = 3


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """What a citizen card says of its holder. It identifies; it proves nothing."""

    number: str
    """The 12-digit personal ID number. Never stored; the store keeps a keyed hash of it."""
    name: str
    """NFC; "?" stands for what the scanner damaged beyond certain repair; may be empty."""
    birth: Birth | None
    sex: Sex | None
    address: str
    """NFC; empty if damaged beyond certain repair."""
    name_is_certain: bool = True
    """False when the name came through a scanner that alters text and a person must confirm it."""

    def __repr__(self) -> str:
        """Nothing of the card: it may end up in a log file."""
        return "CitizenCard(...)"


def looks_like_card(text: str) -> bool:
    """Whether a text has the shape of a card, well or damaged, rather than of another code with bars."""
    fields = text.split("|")
    first = clean(fields[0])
    if _NUMBER.fullmatch(first):
        return len(fields) >= _FEWEST_WITH_NUMBER
    if not _FEWEST <= len(fields) <= _MOST:
        return False
    return (_NEAR_NUMBER.fullmatch(first) or _SEX_FIELD.fullmatch(fields[4])) is not None


def parse(text: str, *, from_wedge: bool = False) -> CitizenCard | None:
    """Read a text that looks like a card; None if a part that must be right is not.

    Those parts are the number's 12 digits, the count of fields (6 to 12) and the dates, of which the
    birth may leave day, or day and month, as 00, or be a year alone, or empty. The number has no
    check digit, and its province is not examined: new codes come with every reform.
    """
    fields = _seven(unicodedata.normalize("NFC", text).split("|"))
    if fields is None:
        return None
    number, _, name, born, sex_field, address, issued = fields
    number = clean(number)
    try:
        birth = _birth(clean(born))
        if _DATE.fullmatch(clean(issued)):
            _birth(clean(issued))
    except ValueError:
        return None
    if not _NUMBER.fullmatch(number):
        return None
    sex = _sex(sex_field, number)
    reading = (wedge_text.read if from_wedge else wedge_text.read_trusted)(name, address)
    return CitizenCard(
        number,
        reading.name,
        birth,
        sex,
        reading.address,
        name_is_certain=reading.is_certain,
    )


def _seven(fields: list[str]) -> list[str] | None:
    """The first seven fields; a text of six lacks the date of issue, or else the old number."""
    if not _FEWEST <= len(fields) <= _MOST:
        return None
    if len(fields) == _FEWEST:
        return [fields[0], "", *fields[1:]] if _is_date(fields[2]) else [*fields, ""]
    return fields[:7]


def _is_date(field: str) -> bool:
    text = clean(field)
    return (_DATE.fullmatch(text) or _YEAR.fullmatch(text)) is not None


def _birth(text: str) -> Birth | None:
    """A date as the card writes it; None if it leaves everything unknown. ValueError if it is no date."""
    if not text.strip("0"):
        return None
    if _YEAR.fullmatch(text):
        return Birth(int(text))
    parts = _DATE.fullmatch(text)
    if not parts:
        raise ValueError("not a date of a citizen card")
    day, month, year = (int(part) for part in parts.groups())
    return Birth(year, month or None, day or None if month else None)


def _sex(field: str, number: str) -> Sex | None:
    """The sex stated. Of "Nữ" a scanner may leave only the N; then the number must say the same."""
    text = fold(field)
    if text == "nam":
        return Sex.MALE
    if text == "nu" or (text.startswith("n") and _sex_of(number) is Sex.FEMALE):
        return Sex.FEMALE
    return None


def _sex_of(number: str) -> Sex:
    return Sex.FEMALE if int(number[3]) % 2 else Sex.MALE
