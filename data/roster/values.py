"""Single cells of a roster: births, sexes, citizen numbers and plain text, in every shape they come."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from checkin.names import clean, fold
from checkin.person import Birth, Sex
from data.roster.grid import Cell, Gap

_EARLIEST = 1900
_LATEST = 2100
_YEARS = range(1000, 3000)
_SERIALS = range(3000, 80_000)
"""Excel's day numbers of 1908 to 2119, or of 1912 to 2123."""
_PACKED = range(1_01_1900, 31_12_2100 + 1)
"""ddmmyyyy or yyyymmdd as one number; a zero at its front may be lost."""
_SHORT_YEARS = range(10, 100)
_LEAP_YEAR = 2000

_DMY = re.compile(r"(\d{1,2})\s*[/.,\- ]\s*(\d{1,2})\s*[/.,\- ]\s*(\d{4}|\d{2})")
_YMD = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[ t]\d{1,2}:\d{2}.*)?")
_MY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_DDMMYY = re.compile(r"(\d\d)(\d\d)(\d\d)")
_WORDS = re.compile(r"(?:(?:ngay )?(\d{1,2}) )?thang (\d{1,2}) (?:nam )?(\d{4})")
_YEAR = re.compile(r"(?:(?:khoang|sinh|nam|sn|ns) )*(\d{4}|\d{2})")
_UNKNOWN = frozenset(
    {
        "",
        "khong ro",
        "khong",
        "khong co",
        "chua ro",
        "khong nho",
        "kr",
        "k ro",
        "ko ro",
        "ko co",
        "khong biet",
        "n a",
        "x",
    }
)

_MALE = frozenset({"nam", "male", "m", "trai", "ong", "anh", "con trai"})
_FEMALE = frozenset({"nu", "female", "f", "gai", "ba", "chi", "con gai"})

_CARD_DIGITS = 12
_SCIENTIFIC = re.compile(r"\d(?:[.,](\d+))?e\+?(\d{1,3})", re.IGNORECASE)
_WHOLE = re.compile(r"(\d+)[.,]0+")
_DIGIT = re.compile(r"\d")
_CARD_SIGNS = re.compile(r"[\s.'’`´-]+")


class BirthFlaw(StrEnum):
    """Why a birth cannot be taken as written."""

    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"
    """No day of the calendar."""
    OUT_OF_RANGE = "out-of-range"
    """Before 1900 or after the day of reading."""
    YEAR_MADE_A_DAY = "year-made-a-day"
    """In 1905, of which the day number is a year: typed as one into a cell for dates."""
    UNCOMPUTED = "uncomputed"


class CardFlaw(StrEnum):
    """Why a citizen number cannot be taken as written."""

    WRONG_LENGTH = "wrong-length"
    DIGITS_LOST = "digits-lost"
    """Written in scientific notation: the spreadsheet has thrown digits away."""
    NOT_DIGITS = "not-digits"
    UNCOMPUTED = "uncomputed"


class OldCard(StrEnum):
    """A valid number of a kind that nothing needs."""

    CMND = "cmnd"


def text_of(cell: Cell) -> str:
    """A cell as one clean line; empty for nothing, whole numbers without a decimal point."""
    match cell:
        case None | Gap():
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            return f"{cell.day:02}/{cell.month:02}/{cell.year}"
        case _:
            return clean(str(cell))


def parse_birth(cell: Cell, today: date, epoch: datetime = WINDOWS_EPOCH) -> Birth | BirthFlaw | None:
    """A birth from any shape of cell; None if it says that nothing is known.

    Day comes before month; a two-digit year is the latest one that is not in the future. Day numbers
    count from `epoch`.
    """
    try:
        birth = _birth(cell, today, epoch)
    except ValueError:
        return BirthFlaw.IMPOSSIBLE
    if isinstance(birth, Birth) and not birth.is_possible(today):
        return BirthFlaw.OUT_OF_RANGE
    if isinstance(birth, Birth) and _day_number(birth, epoch) in range(_EARLIEST, today.year + 1):
        return BirthFlaw.YEAR_MADE_A_DAY
    return birth


def year_alone(cell: Cell, today: date, epoch: datetime) -> Cell:
    """A cell with a birth of the lunar calendar, whose second month may have 30 days, as its year.

    A cell that states no such birth stays as it is.
    """
    birth = parse_birth(cell, today, epoch)
    if isinstance(birth, Birth):
        return birth.year
    found = _day_month_year(_bare(clean(cell))) if isinstance(cell, str) else None
    return found[3] if found and (int(found[1]), int(found[2])) in {(29, 2), (30, 2)} else cell


def is_month_first(cell: Cell) -> bool:
    """Whether a cell is a day of the calendar only if its month stands before its day."""
    first, second = _day_and_month(cell)
    return _is_day(second, first) and not _is_day(first, second)


def may_be_month_first(cell: Cell) -> bool:
    """Whether a cell would be another day, or a day at all, if its month stood before its day."""
    first, second = _day_and_month(cell)
    return first != second and _is_day(second, first)


def is_day_first(cell: Cell) -> bool:
    """Whether a text is a day of the calendar only if its day stands before its month."""
    first, second = _day_and_month(cell)
    return _is_day(first, second) and not _is_day(second, first)


def parse_part(cell: Cell) -> int | None:
    """A number in a column of its own for day, month or year; None if it holds none."""
    text = text_of(cell)
    return int(text) if text.isdecimal() and len(text) <= len("2000") else None


def full_year(year: int, today: date) -> int:
    """A year of two digits as the latest one that is not in the future; others unchanged."""
    if year not in range(100):
        return year
    century = today.year - today.year % 100
    return century + year if century + year <= today.year else century - 100 + year


def parse_sex(cell: Cell) -> Sex | None:
    """The sex a word stands for; None if it is no known word."""
    word = fold(text_of(cell))
    if word in _MALE:
        return Sex.MALE
    return Sex.FEMALE if word in _FEMALE else None


def parse_card(cell: Cell, birth: Birth | None) -> str | CardFlaw | OldCard | None:
    """A citizen number of 12 digits, zeros that a spreadsheet dropped from its front put back.

    One zero is certain; two are put back only where the number then states the year of birth. Where a
    zero is left none was dropped.
    """
    if cell is Gap.UNCOMPUTED:
        return CardFlaw.UNCOMPUTED
    digits = _card_digits(cell)
    if isinstance(digits, CardFlaw) or not digits:
        return digits or None
    whole = digits.zfill(_CARD_DIGITS)
    drops = not digits.startswith("0")
    match _CARD_DIGITS - len(digits):
        case 0:
            return whole
        case 1 if drops:
            return whole
        case 2 if drops and birth and card_year(whole) == birth.year:
            return whole
        case 3 | 4:
            return OldCard.CMND
        case _:
            return CardFlaw.WRONG_LENGTH


def card_year(number: str) -> int:
    """The year of birth that a 12-digit citizen number states."""
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def _card_digits(cell: Cell) -> str | CardFlaw:
    if isinstance(cell, float) and not cell.is_integer():
        return CardFlaw.NOT_DIGITS
    text = text_of(cell)
    if scientific := _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        return _expanded(text, len(scientific[1] or ""), int(scientific[2]))
    if whole := _WHOLE.fullmatch(text):
        text = whole[1]
    digits = _CARD_SIGNS.sub("", text)
    if not _DIGIT.search(digits):
        return ""
    return digits if digits.isdecimal() else CardFlaw.NOT_DIGITS


def _expanded(text: str, decimals: int, exponent: int) -> str | CardFlaw:
    """Scientific notation as plain digits, if it states every one of them."""
    if decimals < exponent or exponent > _CARD_DIGITS:
        return CardFlaw.DIGITS_LOST
    value = Decimal(text.replace(" ", "").replace(",", "."))
    return str(int(value)) if value == int(value) else CardFlaw.NOT_DIGITS


def _birth(cell: Cell, today: date, epoch: datetime) -> Birth | BirthFlaw | None:
    match cell:
        case None:
            return None
        case Gap():
            return BirthFlaw.UNCOMPUTED
        case bool():
            return BirthFlaw.UNREADABLE
        case datetime() | date():
            return _known(cell.year, cell.month, cell.day)
        case int() | float():
            return _from_number(cell, today, epoch)
        case str():
            return _from_text(clean(cell), today, epoch)
        case _:
            return BirthFlaw.UNREADABLE


def _from_number(number: float, today: date, epoch: datetime) -> Birth | BirthFlaw:
    if not 0 <= number < _PACKED.stop or (number != int(number) and int(number) not in _SERIALS):
        return BirthFlaw.UNREADABLE
    whole = int(number)
    if whole in _YEARS:
        return _known(whole, 0, 0)
    if whole in _SERIALS:
        return Birth.parse(from_excel(whole, epoch).date().isoformat())
    if whole in _PACKED:
        return _from_packed(str(whole).zfill(len("ddmmyyyy")))
    return Birth(full_year(whole, today)) if whole in _SHORT_YEARS else BirthFlaw.UNREADABLE


def _from_packed(digits: str) -> Birth | BirthFlaw:
    if int(digits[4:]) >= _EARLIEST or int(digits[:4]) < _EARLIEST:
        return _known(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    return _known(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _day_number(birth: Birth, epoch: datetime) -> int:
    """What a spreadsheet keeps for a day; 0 if the day is not known."""
    return (date(birth.year, birth.month, birth.day) - epoch.date()).days if birth.month and birth.day else 0


def _bare(text: str) -> str:
    return text.strip("'’`.,;() ").lower()


def _day_month_year(text: str) -> re.Match[str] | None:
    return _DMY.fullmatch(text) or _DMY.fullmatch(fold(text).removeprefix("ngay ").removeprefix("sinh "))


def _day_and_month(cell: Cell) -> tuple[int, int]:
    """The first two numbers of a text of day, month and year; noughts if it is none."""
    found = _day_month_year(_bare(clean(cell))) if isinstance(cell, str) else None
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _is_day(day: int, month: int) -> bool:
    """Whether some year has such a day."""
    return month in range(1, 13) and day in range(1, monthrange(_LEAP_YEAR, month)[1] + 1)


def _from_text(text: str, today: date, epoch: datetime) -> Birth | BirthFlaw | None:
    text = _bare(text)
    if whole := _WHOLE.fullmatch(text):
        text = whole[1]
    words = fold(text)
    if words in _UNKNOWN:
        return None
    if found := _day_month_year(text):
        day, month, year = (int(part) for part in found.groups())
        return _known(year if len(found[3]) == len("yyyy") else full_year(year, today), month, day)
    if found := _YMD.fullmatch(text):
        return _known(int(found[1]), int(found[2]), int(found[3]))
    if found := _MY.fullmatch(text):
        return _known(int(found[2]), int(found[1]), 0)
    if found := _WORDS.fullmatch(words):
        return _known(int(found[3]), int(found[2]), int(found[1] or 0))
    if found := _YEAR.fullmatch(words):
        year = int(found[1])
        return _known(year if len(found[1]) == len("yyyy") else full_year(year, today), 0, 0)
    if found := _DDMMYY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return _known(full_year(year, today), month, day) if _is_day(day, month) else BirthFlaw.UNREADABLE
    is_number = text.isdecimal() and (text[0] != "0" or len(text) == len("ddmmyyyy"))
    return _from_number(int(text), today, epoch) if is_number else BirthFlaw.UNREADABLE


def _known(year: int, month: int, day: int) -> Birth | BirthFlaw:
    """A birth of which zeros stand for what is not known. Raises ValueError if there is no such day."""
    if not _EARLIEST <= year <= _LATEST:
        return BirthFlaw.OUT_OF_RANGE
    return Birth(year, month or None, (day or None) if month else None)
