"""Invented people, for demonstrations, tests and measurements: nobody real is among them.

The same seed gives the same people. Ages are as of 2025, the year of the customer's plan.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

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


def write_invented_roster(path: Path, count: int, seed: int, programme: Programme) -> list[Invented]:
    """Write an XLSX roster of so many invented people, as untidy as real ones; returns who is in it.

    Residents stand under hamlet headings with their birth below Nam or Nữ, pupils of a second sheet
    under class headings with their name in two columns. Raises OSError if the file cannot be written.
    """
    people = invented_people(count, seed, programme)
    chance = Random(seed)  # noqa: S311 - repeatable, and nothing secret
    book = Workbook()
    pupils = [person for person in people if person.unit.startswith("Lớp")]
    others = [person for person in people if not person.unit.startswith("Lớp")]
    _write_residents(book.worksheets[0], others, programme, chance)
    _write_pupils(book.create_sheet("Học sinh"), pupils, programme, chance)
    book.save(path)
    return people


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


def _write_residents(
    sheet: Worksheet, people: Sequence[Invented], programme: Programme, chance: Random
) -> None:
    sheet.title = "Danh sách chung"
    _letterhead(sheet, "DANH SÁCH NGƯỜI THAM GIA NGÀY HỘI")
    sheet.append(["STT", "Họ và tên", "Năm sinh", None, "Số CCCD", "SĐT", "Đối tượng", "Đơn vị", "Ghi chú"])
    sheet.append([None, None, "Nam", "Nữ"])
    top = sheet.max_row - 1
    sheet.merge_cells(start_row=top, end_row=top, start_column=3, end_column=4)
    for column in (1, 2, 5, 6, 7, 8, 9):
        sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    numbers = itertools.count(1)
    for hamlet in programme.hamlets:
        living = [person for person in people if person.hamlet == hamlet.code]
        if living:
            _heading(sheet, f"THÔN {hamlet.name.upper()}", 9)
        for person in living:
            sheet.append(_resident(next(numbers), person, programme, chance))
    _footer(sheet, len(people))


def _resident(number: int, person: Invented, programme: Programme, chance: Random) -> list[object]:
    birth = _written_birth(person.birth, chance)
    births = [birth, None] if person.sex is Sex.MALE else [None, birth]
    group = programme.group(person.group)
    telephone = f"0000 {chance.randrange(1_000_000):06}"
    return [
        number,
        _written_name(person.name, chance),
        *births,
        _written_card(person.card_number, chance),
        telephone,
        group.name.vi if group else "",
        person.unit,
    ]


def _write_pupils(sheet: Worksheet, people: Sequence[Invented], programme: Programme, chance: Random) -> None:
    _letterhead(sheet, "DANH SÁCH HỌC SINH THAM GIA NGÀY HỘI")
    header = ["STT", "Họ và tên đệm", "Tên", "Ngày sinh", "Giới tính", "Thôn", "Số định danh", "Ghi chú"]
    sheet.append(header)
    classes = sorted({person.unit for person in people})
    for unit in classes:
        _heading(sheet, unit, len(header))
        in_class = (person for person in people if person.unit == unit)
        for number, person in enumerate(in_class, start=1):
            sheet.append(_pupil(number, person, programme, chance))
        sheet.append([])
        sheet.append(header)
    _footer(sheet, len(people))


def _pupil(number: int, person: Invented, programme: Programme, chance: Random) -> list[object]:
    family, _, given = _written_name(person.name, chance).strip().rpartition(" ")
    hamlet = programme.hamlet(person.hamlet)
    sex = "Nam" if person.sex is Sex.MALE else "Nữ"
    birth = _written_birth(person.birth, chance)
    card = _written_card(person.card_number, chance)
    return [number, family, given, birth, sex, hamlet.name if hamlet else "", card]


def _letterhead(sheet: Worksheet, title: str) -> None:
    for line in ("UBND XÃ ĐẶNG THÙY TRÂM", None, title, "(Danh sách hư cấu, không có người thật)", None):
        sheet.append([line])
        if line:
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=8)


def _heading(sheet: Worksheet, text: str, width: int) -> None:
    sheet.append([text])
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=width)


def _footer(sheet: Worksheet, total: int) -> None:
    sheet.append([None, f"Tổng cộng: {total} người"])
    sheet.append([])
    sheet.append([None, None, None, None, None, f"Đặng Thùy Trâm, ngày 20 tháng 9 năm {_YEAR}"])
    sheet.append([None, "Người lập biểu", None, None, None, "TM. UBND XÃ"])
    sheet.append([None, "(Ký, ghi rõ họ tên)"])
    sheet.append([None, "Phạm Văn Người Lập"])


def _written_name(name: str, chance: Random) -> str:
    shapes = (
        name,
        name,
        name,
        unicodedata.normalize("NFD", name),
        f" {name}  ",
        name.replace(" ", "\u00a0", 1),
    )
    return chance.choice(shapes)


def _written_card(number: str | None, chance: Random) -> object:
    if number is None:
        return None
    return chance.choice(
        (number, int(number), number.lstrip("0"), f"{number[:3]} {number[3:6]} {number[6:]}")
    )


def _written_birth(birth: Birth, chance: Random) -> object:
    if not (birth.month and birth.day):
        return chance.choice((birth.year, str(birth.year), f"năm {birth.year}"))
    day = date(birth.year, birth.month, birth.day)
    return chance.choice(tuple(_birth_shapes(day)))


def _birth_shapes(day: date) -> Iterator[object]:
    yield day
    yield (day - date(1899, 12, 30)).days
    yield f"{day.day}/{day.month}/{day.year}"
    yield f"{day.day:02}-{day.month:02}-{day.year}"
    yield f"{day.day:02}.{day.month:02}.{day.year}"
    yield day.isoformat()
    yield f"{day.day} tháng {day.month} năm {day.year}"
