"""Attendance as files the organiser opens: CSV for any spreadsheet program, XLSX with types."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from checkin.person import Person, Sex
from data.attendance import Attendance, Visit
from data.sheets import FORMULA_STARTS, book, plain_sheet

Value = str | int | datetime | None

_SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an export: headers with column widths in characters, and rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[Value]]
    looks: tuple[str, ...] = ()
    """Number formats of a workbook's columns, where the type alone does not say them."""


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
        write_table(target, table)
        written.append(target)
    return written


def write_table(path: Path, table: Table) -> None:
    """One table as CSV, row by row. Raises OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([header for header, _ in table.columns])
        writer.writerows(map(_csv_row, table.rows))


def write_xlsx(path: Path, tables: Sequence[Table]) -> list[Path]:
    """One sheet a table, with types, filters and a header that stays in view. Raises OSError."""
    with book(path) as out:
        for table in tables:
            plain_sheet(out, table.title, table.columns, table.rows, table.looks)
    return [path]


def _csv_row(row: Sequence[Value]) -> list[str | int | None]:
    return [
        _csv_text(cell)
        if isinstance(cell, str)
        else _csv_moment(cell)
        if isinstance(cell, datetime)
        else cell
        for cell in row
    ]


def _csv_moment(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


@lru_cache(4096)
def _csv_text(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


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
