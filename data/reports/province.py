"""The province's workbook: a sheet for each table of the merged figures, a row a commune; and the events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter.utility import xl_range

from data.reports.merging import Added, Cell, Gap, Merged, MergedTable
from data.reports.published import Count
from data.reports.wording import AT_LEAST_MEANS, COUNTED_TWICE, UNCOUNTED, UNTOLD, UNTOLD_MEANS, units
from data.sheets import AT_LEAST, COUNT, DAY, MOMENT, Book, Formula, Value, book

_EXPLAINED = (UNTOLD_MEANS, f"{AT_LEAST_MEANS} Ô trống: {UNCOUNTED}.", COUNTED_TWICE)
_NAMES = (("Đơn vị cấp xã", 32), ("Cơ quan tổ chức", 32))
_ABOUT = (("Số liệu lúc", 18), ("Ẩn số ít hơn", 12))
_EVENTS = (
    ("Đơn vị cấp xã", 32),
    ("Sự kiện", 44),
    ("Ngày", 12),
    ("Nơi tổ chức", 30),
    ("Người", 12),
    ("Chỉ tiêu (người)", 12),
    ("Lượt", 12),
    ("Người có trải nghiệm", 12),
    ("Người được phát hộ chiếu", 12),
    ("Hoàn thành hộ chiếu", 12),
)
_WIDTH = 14


def write_province(path: Path, merged: Merged, now: datetime) -> None:
    """Write the workbook. Raises OSError."""
    with book(path, now, above=merged.name) as out:
        for number, table in enumerate(merged.tables):
            _write_table(out, merged, table, is_first=number == 0)
        _write_events(out, merged)


def _write_table(out: Book, merged: Merged, table: MergedTable, *, is_first: bool) -> None:
    about = _ABOUT if is_first else ()
    columns = (*_NAMES, *((name, _WIDTH) for name in table.columns), *about)
    above = [merged.name, f"Tổng hợp {units([one.name for one in merged.communes])}"] if is_first else []
    sheet = out.sheet(table.title, [width for _, width in columns], header=len(above))
    for text in above:
        sheet.heading(text)
    sheet.header([header for header, _ in columns])
    first = sheet.next
    looks = ["", "", *[COUNT] * len(table.columns), MOMENT, COUNT]
    for commune, row in zip(merged.communes, table.rows, strict=True):
        told: list[Value] = [commune.made, commune.smallest] if is_first else []
        sheet.row([commune.name, commune.organiser, *map(_cell, row), *told], looks)
    sheet.filter(first - 1, len(columns))
    totals = [
        _total(added, first, sheet.next, place) for place, added in enumerate(table.totals, len(_NAMES))
    ]
    looks = ["", "", *(AT_LEAST if added.at_least else COUNT for added in table.totals)]
    sheet.row(["Cộng", None, *totals], looks, bold=True)
    if is_first:
        for text in ("", *_EXPLAINED):
            sheet.heading(text)


def _cell(cell: Cell) -> Value:
    match cell:
        case Gap.UNTOLD:
            return UNTOLD
        case Gap.ABSENT:
            return None
        case int():
            return cell


def _total(added: Added, first: int, end: int, place: int) -> Formula:
    return Formula(f"=SUM({xl_range(first, place, end - 1, place)})", added.told)


def _write_events(out: Book, merged: Merged) -> None:
    sheet = out.sheet("Sự kiện", [width for _, width in _EVENTS])
    sheet.header([header for header, _ in _EVENTS])
    looks = ["", "", DAY, "", *[COUNT] * 6]
    for commune in merged.communes:
        for event in commune.events:
            counts: Sequence[Count] = (event.visits, event.visitors, event.asked, event.completed)
            told = [_told(count) for count in counts]
            row = [
                commune.name,
                event.name,
                event.date,
                event.place,
                _told(event.people),
                event.target,
                *told,
            ]
            sheet.row(row, looks)
    sheet.filter(0, len(_EVENTS))


def _told(count: Count) -> Value:
    return UNTOLD if count is None else count
