"""Invented people, for demonstrations, tests and measurements: nobody real is among them.

The same seed gives the same people. Ages are as of 2025, the year of the customer's plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from checkin.event import Programme
from checkin.person import Birth, Sex
from data.roster.matching import Matcher

_YEAR = 2025
_CARD_PREFIX = "099"
"""No province has this code, so no number below belongs to anyone; its zero is one to be lost."""
_CARD_SERIALS = 1_000_000
_SCHOOL_AGES = (6, 14)
_KINH_FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Bùi",
    "Đặng",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Lý",
    "Trương",
)
_HRE_FAMILIES = ("Phạm", "Đinh")
_MIDDLES = {
    Sex.MALE: ("Văn", "Minh", "Quốc", "Hữu", "Đức", "Xuân", "Công", "Thanh", "Ngọc", "Tấn"),
    Sex.FEMALE: ("Thị", "Thị Mỹ", "Thị Thu", "Thị Bích", "Ngọc", "Thúy", "Kim", "Thị Hồng", "Như", "Diệu"),
}
_GIVENS = {
    Sex.MALE: (
        "Bình",
        "Dũng",
        "Hải",
        "Hùng",
        "Khôi",
        "Lâm",
        "Long",
        "Nam",
        "Phước",
        "Quý",
        "Sơn",
        "Thuận",
        "Trí",
        "Vỹ",
    ),
    Sex.FEMALE: (
        "Ái",
        "Diễm",
        "Hạnh",
        "Hường",
        "Lài",
        "Ngộ",
        "Nguyệt",
        "Oanh",
        "Phượng",
        "Quyên",
        "Trâm",
        "Uyên",
        "Yến",
    ),
}
_HRE_GIVENS = {
    Sex.MALE: ("Brôn", "Ghé", "Krung", "Rớ", "Trế", "Xrăm", "Víp", "Nhúc"),
    Sex.FEMALE: ("Nhía", "Rỉa", "Thrê", "Xép", "Brế", "Đíu", "Măng", "Rít"),
}
_HRE_SHARE = 0.5
_OLD = 65
_YEAR_ONLY_SHARE = 0.4
_OFFICES = ("Văn phòng HĐND và UBND xã", "Phòng Văn hóa - Xã hội", "Công an xã", "Trạm Y tế xã")
_COMPANIES = ("HTX Nông nghiệp Đồng Xanh", "Công ty TNHH Keo lá tràm Ba Tơ Mới")
_COLLEGES = ("Trường Cao đẳng Núi Thiên", "Trường Đại học Sông Trà Mới")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A group of people that are alike: the word a list uses, its share, its ages, where they belong."""

    word: str
    share: int
    ages: tuple[int, int]
    units: tuple[str, ...]


_PUPILS = _Kind("Học sinh", 30, _SCHOOL_AGES, ())
_KINDS = (
    _PUPILS,
    _Kind("Người dân", 45, (18, 88), ("",)),
    _Kind("Cán bộ", 8, (24, 59), _OFFICES),
    _Kind("Người lao động", 5, (18, 58), _COMPANIES),
    _Kind("Đoàn viên", 7, (16, 29), ("Đoàn xã", "")),
    _Kind("Sinh viên", 3, (18, 23), _COLLEGES),
    _Kind("Đại biểu", 2, (30, 70), ("",)),
)


@dataclass(frozen=True, slots=True)
class Invented:
    """Someone who does not exist."""

    name: str
    birth: Birth
    sex: Sex
    group: str
    """Code of a group of the programme."""
    hamlet: str
    """Code of a hamlet of the programme."""
    unit: str
    card_number: str | None = field(repr=False)
    """12 digits with a province code that no province has; None for most children."""


def invented_people(count: int, seed: int, programme: Programme) -> list[Invented]:
    """So many people of all groups and hamlets of a programme; citizen numbers are unique up to a million."""
    chance = Random(seed)  # noqa: S311 - repeatable, and nothing secret
    matcher = Matcher(programme)
    groups = [matcher.group(kind.word) or programme.default_group for kind in _KINDS]
    drawn = chance.choices(range(len(_KINDS)), [kind.share for kind in _KINDS], k=count)
    hamlets = chance.choices([hamlet.code for hamlet in programme.hamlets], k=count)
    first = chance.randrange(_CARD_SERIALS)
    return [
        _person(chance, _KINDS[kind], groups[kind], hamlet, (first + at) % _CARD_SERIALS)
        for at, (kind, hamlet) in enumerate(zip(drawn, hamlets, strict=True))
    ]


def _person(chance: Random, kind: _Kind, group: str, hamlet: str, serial: int) -> Invented:
    sex = Sex.MALE if chance.random() < 1 / 2 else Sex.FEMALE
    birth = _birth(chance, kind.ages)
    unit = chance.choice(kind.units) if kind.units else f"Lớp {_YEAR - birth.year - 5}{chance.choice('ABC')}"
    child = birth.year > _YEAR - _SCHOOL_AGES[1] - 1
    card = None if child else _card(birth, sex, serial)
    return Invented(_name(chance, sex), birth, sex, group, hamlet, unit, card)


def _name(chance: Random, sex: Sex) -> str:
    hre = chance.random() < _HRE_SHARE
    family = chance.choice(_HRE_FAMILIES if hre else _KINH_FAMILIES)
    given = chance.choice((_HRE_GIVENS if hre else _GIVENS)[sex])
    return f"{family} {chance.choice(_MIDDLES[sex])} {given}"


def _birth(chance: Random, ages: tuple[int, int]) -> Birth:
    """Old people often know their year of birth only."""
    year = _YEAR - chance.randint(*ages)
    if year < _YEAR - _OLD and chance.random() < _YEAR_ONLY_SHARE:
        return Birth(year)
    day = date(year, 1, 1) + timedelta(days=chance.randrange(365))
    return Birth(day.year, day.month, day.day)


def _card(birth: Birth, sex: Sex, serial: int) -> str:
    century = 2 * (birth.year // 100 - 19) + (sex is Sex.FEMALE)
    return f"{_CARD_PREFIX}{century}{birth.year % 100:02}{serial:06}"
