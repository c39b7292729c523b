"""Attendance as files the organiser opens: CSV for any spreadsheet program, XLSX with types."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from checkin.names import fold
from checkin.person import SEX_NAMES, Person
from data.attendance import Attendance, Visit
from data.reports.traits import group_names, hamlet_names
from data.sheets import FORMULA_STARTS, book, plain_sheet

Value = str | int | datetime | None

_MINUTE = timedelta(minutes=1)
_FORMULA = re.compile(rf"(^|[;|])(?=\s*[{re.escape(''.join(FORMULA_STARTS))}])")
"""Where a formula may begin; after a semicolon too, which divides cells where numbers have decimal commas."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an export: headers with column widths in characters, and rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[Value]]
    looks: tuple[str, ...] = ()
    """Number formats of a workbook's columns, where the type alone does not say them."""
    above: str = ""
    """On every printed page of its workbook."""


def attendance_tables(rows: Sequence[Attendance], catalogue: Catalogue) -> tuple[Table, Table]:
    """People, and visits, of one event."""
    names = _Names(catalogue)
    visits = (visit for row in rows for visit in row.visits)
    people = (_person_row(i, r, names) for i, r in enumerate(rows, 1))
    stays = (_visit_row(i, v, names) for i, v in enumerate(visits, 1))
    above = f"{catalogue.event.name.vi}, ngày {catalogue.event.date:%d/%m/%Y}"
    return (
        Table("Người tham dự", _PEOPLE, people, above=above),
        Table("Lượt trải nghiệm", _VISITS, stays, above=above),
    )


def write_csv(path: Path, tables: Sequence[Table]) -> list[Path]:
    """The first table to `path`, each further one beside it with its title in the name; what was written.

    UTF-8 with a byte order mark, so that Excel shows Vietnamese letters right. Raises OSError.
    """
    written = []
    for number, table in enumerate(tables):
        target = path if number == 0 else path.with_stem(f"{path.stem}-{fold(table.title).replace(' ', '-')}")
        write_table(target, table)
        written.append(target)
    return written


def write_table(path: Path, table: Table) -> None:
    """One table as CSV, row by row. Raises OSError."""
    write_rows(path, table.columns, map(_csv_row, table.rows))


def write_rows(
    path: Path, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str | int | None]]
) -> None:
    """A table as CSV whose texts went through `csv_text`. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\ufeff")  # the codec with a mark encodes line by line, in Python
        writer = csv.writer(file)
        writer.writerow([header for header, _ in columns])
        writer.writerows(rows)


def write_xlsx(path: Path, tables: Sequence[Table]) -> list[Path]:
    """One sheet a table, with types, filters and a header that stays in view. Raises OSError."""
    with book(path, above=tables[0].above) as out:
        for table in tables:
            plain_sheet(out, table.title, table.columns, table.rows, table.looks)
    return [path]


def _csv_row(row: Sequence[Value]) -> list[str | int | None]:
    return [
        cell
        if cell is None or isinstance(cell, int)
        else csv_text(cell)
        if isinstance(cell, str)
        else _moment(cell)
        for cell in row
    ]


@lru_cache(10_000)
def csv_text(text: str) -> str:
    """Text that no spreadsheet program takes for a formula."""
    return _FORMULA.sub(r"\1'", text)


def _moment(moment: datetime) -> str:
    return _minute(int(moment.timestamp()) // 60)


@lru_cache(10_000)
def _minute(minute: int) -> str:
    return datetime.fromtimestamp(minute * 60, VIETNAM).strftime("%d/%m/%Y %H:%M")


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


class _Names:
    """What the codes of an event are called, looked up once for many rows."""

    def __init__(self, catalogue: Catalogue) -> None:
        event, programme = catalogue.event, catalogue.programme
        self.stations = {station.code: station.name.vi for station in event.stations}
        self.desks = self.stations | {desk.code: desk.name.vi for desk in event.desks}
        self.outcomes = {(s.code, o.code): o.name.vi for s in event.stations for o in s.outcomes}
        self._groups = group_names(programme)
        self._hamlets = hamlet_names(programme)

    def group_and_hamlet(self, person: Person | None) -> tuple[str, str]:
        """Both of a person, empty for nobody known."""
        if person is None:
            return "", ""
        return self._groups.get(person.group, person.group), self._hamlets.get(person.hamlet, person.hamlet)


def _person_row(number: int, row: Attendance, names: _Names) -> Sequence[Value]:
    person = row.person
    stations = dict.fromkeys(names.stations.get(visit.station, visit.station) for visit in row.visits)
    return (
        number,
        person.name if person else "",
        person.birth.year if person and person.birth else None,
        SEX_NAMES[person.sex].vi if person and person.sex else "",
        *names.group_and_hamlet(person),
        person.unit if person else "",
        row.arrived,
        names.desks.get(row.desk, row.desk),
        row.left,
        len(row.visits),
        "; ".join(stations),
        row.who,
    )


def _visit_row(number: int, visit: Visit, names: _Names) -> Sequence[Value]:
    person, station = visit.person, visit.station
    return (
        number,
        person.name if person else "",
        person.birth.year if person and person.birth else None,
        *names.group_and_hamlet(person),
        names.stations.get(station, station),
        visit.start,
        visit.end,
        int((visit.end - visit.start) / _MINUTE + 0.5) if visit.end else None,
        "; ".join(names.outcomes.get((station, code), code) for code in visit.outcomes),
        visit.who,
    )
