"""Workbooks: typed cells, formats, filters, A4 print set-up, charts. Text stays text, whatever it looks like.

Rows are written from top to bottom and kept on the disk, so that a sheet of any length takes no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from traceback import clear_frames
from typing import TypeAlias, cast

from xlsxwriter import Workbook
from xlsxwriter.chart_column import ChartColumn
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from checkin.local_time import VIETNAM

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes Excel or LibreOffice take what is typed, or a cell of a CSV file, for a formula (OWASP)."""

COUNT, DECIMAL, SHARE = "#,##0", "0.0", "0.0%"
AT_LEAST = '"≥ "#,##0'
DAY, MOMENT, SECOND = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "dd/mm/yyyy hh:mm:ss"
"""Number formats, as Excel writes them."""

_QUOTED = (*FORMULA_STARTS, "#")
"""What would become a formula or an error value when somebody edits the cell."""
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=VIETNAM)
_DAY_LENGTH = 86_400
_LINE = 16
"""Height of a line of text, in points."""
_CHART_ROWS = 18
_A4 = 9
_UPRIGHT = 80
"""Characters across that fit an upright page, which has room for a day of hours and its chart below."""
_MOST_ABOVE = 126
"""Characters above a page: Excel takes 255 in all, two of them for an ampersand."""
_HOW = {"constant_memory": True, "default_format_properties": {"valign": "top"}}
"""Cells stand at the top of their row, beside the first line of a text of several lines."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours, with the value that programs show until they calculate it."""

    text: str
    value: float | str


Value: TypeAlias = str | int | float | date | datetime | Formula | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts drawn as columns: places of the columns of a sheet that name and that count."""

    title: str
    names: int
    counts: tuple[int, ...]


class Book:
    """A workbook that is being written."""

    def __init__(self, raw: Workbook, above: str = "") -> None:
        """`raw` keeps one row of each sheet in memory; `above` stands on every printed page."""
        self.raw = raw
        shown = above if len(above) <= _MOST_ABOVE else f"{above[: _MOST_ABOVE - 1]}…"
        self._above = f"&L{shown.replace('&', '&&')}" if shown else ""
        self.plain = raw.add_format({})
        self._looks: dict[tuple[str, bool, bool, bool], Format] = {}
        self.title = raw.add_format({"bold": True, "font_size": 14})
        self.header = raw.add_format(
            {"bold": True, "bg_color": "#DDE6EE", "text_wrap": True, "valign": "vcenter", "border": 1}
        )

    def look(
        self, number: str = "", *, bold: bool = False, quoted: bool = False, wrapped: bool = False
    ) -> Format:
        """The format of a cell with a number format of Excel's."""
        key = number, bold, quoted, wrapped
        if key not in self._looks:
            wanted = {
                "num_format": number or "General",
                "bold": bold,
                "quote_prefix": quoted,
                "text_wrap": wrapped,
            }
            self._looks[key] = self.raw.add_format({**wanted, "top": 1} if bold else wanted)
        return self._looks[key]

    def sheet(self, title: str, widths: Sequence[int], header: int = 0) -> Sheet:
        """One more sheet; `widths` in characters, `header` the row that is repeated on every printed page."""
        raw = self.raw.add_worksheet(title)
        for column, width in enumerate(widths):
            raw.set_column(column, column, width)
        raw.freeze_panes(header + 1, 0)
        raw.repeat_rows(header)
        if sum(widths) > _UPRIGHT:
            raw.set_landscape()
        raw.set_paper(_A4)
        raw.fit_to_pages(1, 0)
        raw.header = self._above  # set_header takes what follows an ampersand for a picture of ours
        raw.set_footer("&L&A&R&P/&N")
        return Sheet(self, raw, title, widths)


class Sheet:
    """A sheet that is being written, from top to bottom."""

    def __init__(self, book: Book, raw: Worksheet, title: str, widths: Sequence[int]) -> None:
        self._book = book
        self._raw = raw
        self._title = title
        self._widths = widths
        self._drawn = 0
        self.next = 0
        """The row that is written next, from 0."""

    def heading(self, text: str) -> None:
        """A line above the table."""
        self._put(0, text, self._book.title if self.next == 0 else None)
        self.next += 1

    def header(self, headers: Sequence[str]) -> None:
        """The row of the table's headers, as high as the longest of them takes."""
        lines = max(len(text) // width + 1 for text, width in zip(headers, self._widths, strict=True))
        self._raw.set_row(self.next, _LINE * lines)
        for column, text in enumerate(headers):
            self._put(column, text, self._book.header)
        self.next += 1

    def row(self, values: Sequence[Value], looks: Sequence[str] = (), *, bold: bool = False) -> None:
        """One row; `looks` are number formats by column, where the type alone does not say it.

        A text longer than its column takes several lines: the next cell would cut it off.
        """
        for column, value in enumerate(values):
            number = looks[column] if column < len(looks) else ""
            text = value if isinstance(value, str) else ""
            quoted, wrapped = text.startswith(_QUOTED), len(text) > self._widths[column]
            if value not in (None, "") or bold:
                plain = not (number or bold or quoted or wrapped)
                look = None if plain else self._book.look(number, bold=bold, quoted=quoted, wrapped=wrapped)
                self._put(column, value, look)
        self.next += 1

    def filter(self, first: int, columns: int) -> None:
        """Let the rows from the header `first` to the last one written be filtered."""
        self._raw.autofilter(first, 0, self.next - 1, columns - 1)

    def chart(
        self, chart: Chart, first: int, rows: Sequence[Sequence[Value]], headers: Sequence[str]
    ) -> None:
        """Draw rows that were written from row `first` on, below everything that was written or drawn."""
        drawn = cast("ChartColumn", self._book.raw.add_chart({"type": "column"}))
        last = first + len(rows) - 1
        for column in chart.counts:
            drawn.add_series(
                {
                    "name": headers[column],
                    "categories": f"='{self._title}'!{xl_range_abs(first, chart.names, last, chart.names)}",
                    "values": f"='{self._title}'!{xl_range_abs(first, column, last, column)}",
                    "categories_data": [row[chart.names] for row in rows],
                    "values_data": [row[column] for row in rows],
                }
            )
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        drawn.set_y_axis({"num_format": COUNT, "min": 0})
        drawn.set_legend({"position": "bottom"} if len(chart.counts) > 1 else {"none": True})
        self._drawn = max(self._drawn, self.next + 1)
        told = {"description": _told(chart, rows, headers)}
        self._raw.insert_chart(self._drawn, 0, drawn, {"x_scale": 1.4, "y_scale": 1.15} | told)
        self._drawn += _CHART_ROWS

    def _put(self, column: int, value: Value, look: Format | None) -> None:
        match value:
            case None:
                self._raw.write_blank(self.next, column, None, look)
            case str():
                self._text(column, value, look)
            case int() | float():
                self._raw.write_number(self.next, column, value, look)
            case datetime():
                days = (value - _FIRST_DAY).total_seconds() / _DAY_LENGTH
                self._raw.write_number(self.next, column, days, look or self._book.look(MOMENT))
            case date():
                whole = value.toordinal() - _FIRST_DAY.toordinal()
                self._raw.write_number(self.next, column, whole, look or self._book.look(DAY))
            case Formula():
                self._raw.write_formula(self.next, column, value.text, look, value.value)

    def _text(self, column: int, text: str, look: Format | None) -> None:
        if text.startswith("<r>"):  # the library takes this for markup of its own and would write it as it is
            self._raw.write_rich_string(self.next, column, self._book.plain, text[:2], text[2:])
        else:
            self._raw.write_string(self.next, column, text, look)


def _told(chart: Chart, rows: Sequence[Sequence[Value]], headers: Sequence[str]) -> str:
    """What a chart shows, for whoever cannot see it."""
    counted = (
        f"{row[chart.names]}: " + ", ".join(f"{headers[n].lower()} {row[n]}" for n in chart.counts)
        for row in rows
    )
    return f"{chart.title}. {'; '.join(counted)}."


@contextmanager
def book(path: Path, made: datetime | None = None, above: str = "") -> Iterator[Book]:
    """A workbook, whole when the block is left; its rows are kept beside it until then. Raises OSError.

    `above` is what its printed pages are about: they lie on a desk without the name of the file.
    It is packed in memory: a package that a full disk cuts off goes on writing when it is let go.
    """
    whole = BytesIO()
    raw = Workbook(whole, _HOW | {"tmpdir": str(path.parent)})
    raw.set_properties({"created": (made or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)})
    try:
        yield Book(raw, above)
        raw.close()
        path.write_bytes(whole.getvalue())
    except BaseException as error:
        for sheet in raw.worksheets():
            with suppress(OSError):
                sheet._opt_close()  # noqa: SLF001 - the library gives its files back on success only
        if isinstance(error, FileCreateError):
            _let_go(error)
            raise _said(error) from error
        raise


def _let_go(error: FileCreateError) -> None:
    """Close the package that the library was at work with, while what it is packed into is still open."""
    for one in (error, error.__context__):
        if one:
            clear_frames(one.__traceback__)


def _said(error: FileCreateError) -> OSError:
    (cause,) = error.args
    return cause if isinstance(cause, OSError) else OSError(str(error))


def plain_sheet(
    out: Book,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Value]],
    looks: Sequence[str] = (),
) -> None:
    """A sheet of one table: headers with column widths in characters, rows, number formats of columns."""
    sheet = out.sheet(title, [width for _, width in columns])
    sheet.header([header for header, _ in columns])
    for row in rows:
        sheet.row(row, looks)
    sheet.filter(0, len(columns))
