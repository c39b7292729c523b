"""Attendance as files the organiser opens: CSV for any spreadsheet program, XLSX with types."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from checkin.person import Person, Sex
from data.attendance import Attendance, Visit

Value = str | int | datetime | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes Excel or LibreOffice take a CSV cell for a formula (OWASP, CSV injection)."""

_INTERPRETED = (*_FORMULA_STARTS, "#")
"""What openpyxl would type as a formula or as an error value such as #N/A."""

_SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an export: headers with column widths in characters, and rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[Value]]


def attendance_tables(rows: Sequence[Attendance], catalogue: Catalogue) -> tuple[Table, Table]:
    """People, and visits, of one event."""
    visits = [visit for row in rows for visit in row.visits]
    people = Table("Người tham dự", _PEOPLE, (_person_row(i, r, catalogue) for i, r in enumerate(rows, 1)))
    stays = (_visit_row(i, v, catalogue) for i, v in enumerate(visits, 1))
    return people, Table("Lượt trải nghiệm", _VISITS, stays)


def write_csv(path: Path, tables: Sequence[Table]) -> list[Path]:
    """The first table to `path`, each further one beside it; returns what was written.

    UTF-8 with a byte order mark, so that Excel shows Vietnamese letters right. Raises OSError.
    """
    written = []
    for number, table in enumerate(tables):
        target = path if number == 0 else path.with_stem(f"{path.stem}-{number + 1}")
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([header for header, _ in table.columns])
            writer.writerows([_csv_cell(value) for value in row] for row in table.rows)
        written.append(target)
    return written


def write_xlsx(path: Path, tables: Sequence[Table]) -> list[Path]:
    """One sheet a table, with types, filters and a header that stays in view. Raises OSError."""
    book = Workbook(write_only=True)
    for table in tables:
        _write_sheet(cast("Worksheet", book.create_sheet(table.title)), table)
    book.save(path)
    return [path]


def _write_sheet(sheet: Worksheet, table: Table) -> None:
    for number, (_, width) in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_header(sheet, header) for header, _ in table.columns])
    count = 1
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{count}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _header(sheet: Worksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FFDDE6EE")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Worksheet, value: Value) -> Cell | Value:
    match value:
        case datetime():
            cell = WriteOnlyCell(sheet, value.astimezone(VIETNAM).replace(tzinfo=None))
            cell.number_format = "dd/mm/yyyy hh:mm"
            return cell
        case str() if value.startswith(_INTERPRETED):
            cell = WriteOnlyCell(sheet, value)
            cell.data_type = "s"
            cell.quotePrefix = True
            return cell
        case _:
            return value


def _csv_cell(value: Value) -> str | int:
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
        case str() if value.startswith(_FORMULA_STARTS):
            return f"'{value}"
        case _:
            return value


_PEOPLE = (
    ("STT", 6),
    ("Họ và tên", 28),
    ("Năm sinh", 9),
    ("Giới tính", 9),
    ("Đối tượng", 24),
    ("Thôn", 16),
    ("Đơn vị", 20),
    ("Giờ đến", 17),
    ("Bàn đón", 14),
    ("Giờ về", 17),
    ("Số lượt trải nghiệm", 12),
    ("Trạm đã trải nghiệm", 40),
    ("Mã người", 34),
)
_VISITS = (
    ("STT", 6),
    ("Họ và tên", 28),
    ("Năm sinh", 9),
    ("Đối tượng", 24),
    ("Thôn", 16),
    ("Trạm", 34),
    ("Giờ vào", 17),
    ("Giờ ra", 17),
    ("Số phút", 9),
    ("Kết quả thực hành", 40),
    ("Mã người", 34),
)


def _person_row(number: int, row: Attendance, catalogue: Catalogue) -> Sequence[Value]:
    person = row.person
    desk = catalogue.event.desk(row.desk)
    stations = dict.fromkeys(_station(visit, catalogue) for visit in row.visits)
    return (
        number,
        person.name if person else "",
        person.birth.year if person and person.birth else None,
        _SEXES[person.sex] if person and person.sex else "",
        *_group_and_hamlet(person, catalogue),
        person.unit if person else "",
        row.arrived,
        desk.name.vi if desk else row.desk,
        row.left,
        len(row.visits),
        "; ".join(stations),
        row.who,
    )


def _visit_row(number: int, visit: Visit, catalogue: Catalogue) -> Sequence[Value]:
    person = visit.person
    station = catalogue.event.station(visit.station)
    names = {outcome.code: outcome.name.vi for outcome in station.outcomes} if station else {}
    return (
        number,
        person.name if person else "",
        person.birth.year if person and person.birth else None,
        *_group_and_hamlet(person, catalogue),
        _station(visit, catalogue),
        visit.start,
        visit.end,
        round((visit.end - visit.start).total_seconds() / 60) if visit.end else None,
        "; ".join(names.get(code, code) for code in visit.outcomes),
        visit.who,
    )


def _group_and_hamlet(person: Person | None, catalogue: Catalogue) -> tuple[str, str]:
    if person is None:
        return "", ""
    group = catalogue.programme.group(person.group)
    hamlet = catalogue.programme.hamlet(person.hamlet)
    return group.name.vi if group else person.group, hamlet.name if hamlet else person.hamlet


def _station(visit: Visit, catalogue: Catalogue) -> str:
    station = catalogue.event.station(visit.station)
    return station.name.vi if station else visit.station
