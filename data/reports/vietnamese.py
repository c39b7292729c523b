"""Numbers, dates and lists as Vietnamese administrative documents write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DASH = "–"
"""Stands where a figure is not known; the reason stands below the table."""

# fmt: off
_KINDS_OF_PLACE = frozenset(
    {
        "xã", "phường", "đặc", "thị", "tỉnh", "thôn", "xóm", "làng", "khu", "sảnh", "nhà", "sân", "phòng",
        "trường", "hội", "trạm", "cổng", "chợ", "đình", "tầng", "ngoài", "trong", "trước", "sau", "bên",
        "dãy", "lều", "bàn", "hành",
    }
)
# fmt: on
_TENTH = Decimal("0.1")


def number(value: int) -> str:
    """Thousands with dots: 1.234."""
    return f"{value:,}".replace(",", ".")


def decimal(value: float) -> str:
    """One decimal after a comma, half a tenth rounded up: 8,5."""
    return _with_tenth(Decimal(str(value)))


def tenth(value: float) -> float:
    """A number with one decimal as `decimal` writes it, so that nothing is rounded twice."""
    return float(Decimal(str(value)).quantize(_TENTH, ROUND_HALF_UP))


def whole(value: float) -> int:
    """A number without decimals, half rounded up."""
    return int(Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP))


def percent(part: int, total: int) -> str:
    """A share with one decimal, half a tenth rounded up: 84,3%. `total` is above 0."""
    return f"{_with_tenth(Decimal(part) * 100 / total)}%"


def of_total(part: int, total: int | None) -> str:
    """n/total (x,x%); a dash where there is nothing to compare with."""
    return f"{number(part)}/{number(total)} ({percent(part, total)})" if total else DASH


def day(when: date) -> str:
    """05/02/2026: days below 10 and the months 1 and 2 with a leading zero (Nghị định 30/2020/NĐ-CP)."""
    return f"{when.day:02}/{_month(when)}/{when.year}"


def day_in_words(when: date) -> str:
    """Ngày 05 tháng 02 năm 2026, as it stands below the national title."""
    return f"ngày {when.day:02} tháng {_month(when)} năm {when.year}"


def inside(text: str) -> str:
    """A name as it reads inside a sentence: "Xã Đặng Thùy Trâm" loses its capital, "UBND xã" keeps it.

    So does "Ba Trang", as a word before another capital, and no word for a kind of place, is part of a name.
    """
    first, *rest = text.split(maxsplit=1)[:2] or [""]
    is_name = bool(rest) and rest[0][0].isupper() and first.lower() not in _KINDS_OF_PLACE
    is_word = text[1:2].islower() or text[1:2] == " "
    return text[:1].lower() + text[1:] if is_word and not is_name else text


def listed(parts: Sequence[str]) -> str:
    """Several things in a sentence: "a, b và c"."""
    return " và ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _with_tenth(value: Decimal) -> str:
    whole, _, tenth = f"{value.quantize(_TENTH, ROUND_HALF_UP)}".partition(".")
    return f"{number(int(whole))},{tenth}"


def _month(when: date) -> str:
    return f"{when.month:02}" if when.month <= 2 else str(when.month)  # noqa: PLR2004 - January, February
