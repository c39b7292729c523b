"""The report as a workbook: a summary, a sheet for each table of the figures, and the lists behind them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from checkin.event import Catalogue
from data.ledger import Transaction
from data.people import everyone_counted
from data.reports.calculated import write_table
from data.reports.counting import figures
from data.reports.figure_tables import figure_tables
from data.reports.figures import EventFigures, Figures
from data.reports.log_list import entries_of, log_file
from data.reports.personal import CSV_NAMES, Roll, beside, write_personal
from data.reports.vietnamese import DASH, number
from data.sheets import COUNT, DAY, SHARE, Book, Formula, Value, book

LARGEST = 100_000
"""Entries up to which the lists stand in the workbook: beyond, spreadsheet programs become slow."""


def write_report(
    path: Path, log: Transaction, catalogues: Sequence[Catalogue], now: datetime, largest: int = LARGEST
) -> tuple[Figures, tuple[Path, ...]]:
    """Count some events of one programme and write everything about them, in one pass over people's days.

    Above `largest` entries the lists become CSV files beside the workbook; the figures and these files are
    returned. Raises OSError and StoreUnavailable.
    """
    count = entries_of(log, [known.event.code for known in catalogues])
    roll = Roll(everyone_counted(log.connection), catalogues)
    files = beside(path) if count > largest else ()
    with ExitStack() as meanwhile:
        if files:
            meanwhile.enter_context(log_file(files[-1], log, catalogues))
        with _without_collecting():
            counted = figures(log, catalogues, now, roll)
            with book(path, now, above=_above(counted)) as out:
                write_figures(out, counted, _beside(path, count) if files else "")
                write_personal(path if files else out, log, catalogues, roll)
    return counted, files


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave out the search for cycles: half a million rows that stay have none, and it takes a tenth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def write_figures(out: Book, counted: Figures, more: str = "") -> None:
    """The summary and a sheet a table, without anything of a single person; `more` is said below."""
    _write_summary(out, counted, more)
    for table in figure_tables(counted):
        write_table(out, table)


def _above(counted: Figures) -> str:
    """What its printed pages are about: the lists of one event do not name it in their rows."""
    if len(counted.events) > 1:
        return counted.name
    (event,) = counted.events
    return f"{event.name}, ngày {event.date:%d/%m/%Y}"


def _beside(path: Path, count: int) -> str:
    names = ", ".join(f"{path.stem}-{name}.csv" for name in CSV_NAMES)
    return (
        f"Nhật ký có {number(count)} dòng, quá nhiều cho một bảng tính, nên danh sách người, danh sách lượt "
        f"và nhật ký nằm trong các tệp cạnh tệp này: {names}."
    )


_HEADERS = (
    ("Sự kiện", 44),
    ("Ngày", 12),
    ("Nơi tổ chức", 30),
    ("Người", 12),
    ("Chỉ tiêu (người)", 12),
    ("Đạt chỉ tiêu", 12),
    ("Lượt", 12),
    ("Người có trải nghiệm", 12),
    ("Tỷ lệ có trải nghiệm", 12),
    ("Người được phát hộ chiếu", 12),
    ("Hoàn thành hộ chiếu", 12),
    ("Tỷ lệ hoàn thành", 12),
)
_LOOKS = ("", DAY, "", COUNT, COUNT, SHARE, COUNT, COUNT, SHARE, COUNT, COUNT, SHARE)
_ALL = "Tất cả sự kiện trên"
"""Not of the programme: it may have had events that were not asked for."""
_EXPLAINED = (
    f"Người: mỗi người tính một lần trong một sự kiện, và một lần ở dòng “{_ALL}” dù dự nhiều sự kiện.",
    "Lượt: mỗi lần một người vào một trạm trải nghiệm. Số người và số lượt không cộng với nhau.",
    "Tỷ lệ hoàn thành, ở mọi trang, tính trên số người được phát hộ chiếu trải nghiệm.",
    f"Dấu “{DASH}”: không có gì để so sánh, hoặc không rõ ai trong danh sách.",
)


def _write_summary(out: Book, counted: Figures, more: str) -> None:
    above = [
        counted.name,
        f"{counted.organiser} – {counted.commune}",
        (
            f"Số liệu lúc {counted.made_locally:%H:%M %d/%m/%Y}, có trong danh sách: "
            f"{number(counted.total.known)} người"
        ),
    ]
    sheet = out.sheet("Tổng hợp", [width for _, width in _HEADERS], header=len(above))
    for text in above:
        sheet.heading(text)
    sheet.header([header for header, _ in _HEADERS])
    first = sheet.next
    for event in counted.events:
        sheet.row(_event_row(event, sheet.next), _LOOKS)
    sheet.filter(first - 1, len(_HEADERS))
    sheet.row(_all_events(counted, first, sheet.next), _LOOKS, bold=True)
    for text in ("", *_EXPLAINED, *([more] if more else [])):
        sheet.heading(text)


def _event_row(event: EventFigures, at: int) -> list[Value]:
    return [
        event.name,
        event.date,
        event.place,
        event.people,
        event.target,
        _share(event.people, event.target, at, (3, 4)),
        event.visits,
        event.visitors,
        _share(event.visitors, event.people, at, (7, 3)),
        event.asked,
        event.completed,
        _share(event.completed, event.asked, at, (10, 9)),
    ]


def _share(part: int, whole: int | None, at: int, columns: tuple[int, int]) -> Formula | str:
    above, below = (xl_rowcol_to_cell(at, column) for column in columns)
    return Formula(f"={above}/{below}", part / whole) if whole else DASH


def _all_events(counted: Figures, first: int, end: int) -> list[Value]:
    """People are told, as who came twice is one; visits are the sum."""
    visits = Formula(f"=SUM({xl_range(first, 6, end - 1, 6)})", sum(event.visits for event in counted.events))
    return [_ALL, None, None, counted.total.people, None, None, visits, *[None] * 5]
