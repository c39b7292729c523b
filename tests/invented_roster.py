"""A roster of invented people in a workbook, as untidy as those that schools and hamlets send."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from checkin.event import Programme
from checkin.person import Birth, Sex
from data.invented import Invented, invented_people


def write_invented_roster(path: Path, count: int, seed: int, programme: Programme) -> list[Invented]:
    """Write an XLSX roster of so many invented people, as untidy as real ones; returns who is in it.

    Residents stand under hamlet headings with their birth below Nam or Nữ, pupils of a second sheet
    under class headings with their name in two columns. Raises OSError if the file cannot be written.
    """
    people = invented_people(count, seed, programme)
    chance = Random(seed)
    book = Workbook()
    pupils = [person for person in people if person.unit.startswith("Lớp")]
    others = [person for person in people if not person.unit.startswith("Lớp")]
    _write_residents(book.worksheets[0], others, programme, chance)
    _write_pupils(book.create_sheet("Học sinh"), pupils, programme, chance)
    book.save(path)
    return people


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
    sheet.append([None, None, None, None, None, "Đặng Thùy Trâm, ngày 20 tháng 9 năm 2025"])
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
