"""XLSX files as sheets of plain values, within bounds that a hostile file cannot exceed."""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import XMLParser
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.xml.constants import ARC_STYLE, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from data.roster.grid import MAX_COLUMNS, MAX_ROWS, Cell, Gap, Merges, Sheet, Span, trimmed
from data.roster.model import Obstacle, RosterProblem

_MAX_UNPACKED = 256 << 20
_MAX_CELLS = 4_000_000
_MAX_SPANS = 100_000
_LAST_ROW = 1 << 20
"""Of a sheet in any spreadsheet program; openpyxl fills in every empty row above a cell."""
_CHUNK = 1 << 16
MAIN_PART = "xl/workbook.xml"
"""The part of an XLSX file that names its sheets."""
_ERROR_VALUE = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    EOFError,
    InvalidFileException,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What openpyxl and zipfile raise over damaged files; they promise nothing narrower.

Over damaged XML it is a kind of SyntaxError, of lxml where that is installed, else of the standard library.
"""


class TooLarge(Exception):
    """A file holds more than a roster ever would."""


def read_workbook(path: Path) -> list[Sheet] | RosterProblem:
    """Every worksheet of an XLSX file, whatever its name, hidden ones too."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles, extensions and links it leaves out
            with path.open("rb") as file:
                return _read(file)
    except TooLarge:
        return RosterProblem(Obstacle.TOO_LARGE)
    except _DAMAGE:
        return RosterProblem(Obstacle.UNREADABLE)


def _read(file: BinaryIO) -> list[Sheet]:
    with ZipFile(file) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED:
            raise TooLarge
        marks = _marks(archive)
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        return list(_sheets(book, marks))
    finally:
        book.close()


def _sheets(book: Workbook, marks: dict[str, _Marks]) -> Iterator[Sheet]:
    budget = MAX_ROWS
    for sheet in book.worksheets:
        found = marks.get(sheet.title, _Marks())
        rows = _rows(sheet.iter_rows(max_col=found.columns, max_row=found.rows, values_only=True), found)
        budget -= sum(1 for row in rows if row)
        if budget < 0:
            raise TooLarge
        is_hidden = sheet.sheet_state != "visible"
        out_of_sight, struck = frozenset(found.hidden), frozenset(found.struck)
        yield Sheet(
            sheet.title, tuple(rows), Merges(found.spans), is_hidden, book.epoch, out_of_sight, struck
        )


def _rows(values: Iterable[tuple[object, ...]], marks: _Marks) -> list[tuple[Cell, ...]]:
    rows = [trimmed(map(_cell, row)) if row.count(None) < len(row) else () for row in values]
    for row, column in marks.uncomputed:
        if row < len(rows) and column < MAX_COLUMNS:
            cells = list(rows[row]) + [None] * (column + 1 - len(rows[row]))
            cells[column] = Gap.UNCOMPUTED
            rows[row] = tuple(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cell(value: object) -> Cell:
    if isinstance(value, str) and _ERROR_VALUE.fullmatch(value):
        return Gap.UNCOMPUTED
    return value if isinstance(value, Cell) else str(value)


class _Marks:
    """What openpyxl's streaming reader does not tell of a sheet; gathered while its XML goes by."""

    def __init__(self, struck_styles: frozenset[str] = frozenset()) -> None:
        self.spans: list[Span] = []
        self.uncomputed: list[tuple[int, int]] = []
        self.hidden: set[int] = set()
        self.struck: set[tuple[int, int]] = set()
        self._struck_styles = struck_styles
        self.rows = 1
        """The last row with a value, from 1: trailing rows that are only formatted do not count."""
        self.columns = 1
        """The last column with a value, from 1, of those that are looked at."""
        self._cells = self._row = self._column = self._filled = self._last_filled = 0
        self._formula = self._value = self._hidden = self._struck = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition("}")[2]:
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
                self._hidden = attributes.get("hidden") in {"1", "true"}
            case "c":
                self._start_cell(attributes.get("r"))
                self._struck = attributes.get("s", "0") in self._struck_styles
            case "f":
                self._formula = True
            case "mergeCell":
                left, top, right, bottom = range_boundaries(attributes["ref"])
                self.spans.append(Span(_index(top), _index(left), _index(bottom), _index(right)))
        if self._cells > _MAX_CELLS or len(self.spans) > _MAX_SPANS:
            raise TooLarge

    def data(self, text: str) -> None:
        self._value = self._value or not text.isspace()

    def end(self, tag: str) -> None:
        match tag.rpartition("}")[2]:
            case "f":
                self._value = False
            case "c" if self._value or self._formula:
                self._count_value()
                if self._hidden:
                    self.hidden.add(self._row - 1)
                if self._struck:
                    self.struck.add((self._row - 1, self._column - 1))
                if not self._value:
                    self.uncomputed.append((self._row - 1, self._column - 1))

    def _count_value(self) -> None:
        self.rows = max(self.rows, self._row)
        self.columns = max(self.columns, min(self._column, MAX_COLUMNS))
        if self._row != self._last_filled:
            self._last_filled = self._row
            self._filled += 1
        if self._filled > MAX_ROWS or self._row > _LAST_ROW:
            raise TooLarge

    def _start_cell(self, reference: str | None) -> None:
        self._cells += 1
        self._formula = self._value = False
        if reference:
            self._row, self._column = coordinate_to_tuple(reference)
        else:
            self._column += 1


def _index(number: int | None) -> int:
    return (number or 1) - 1


def _marks(archive: ZipFile) -> dict[str, _Marks]:
    book = WorkbookParser(archive, MAIN_PART, keep_links=False)
    book.parse()
    struck = _struck_styles(archive)
    return {sheet.name: _scan(archive, link.target, struck) for sheet, link in book.find_sheets()}


def _struck_styles(archive: ZipFile) -> frozenset[str]:
    """The styles, as cells state them, whose font is struck through."""
    if ARC_STYLE not in archive.namelist():
        return frozenset()
    styles, within = fromstring(archive.read(ARC_STYLE)), {"": SHEET_MAIN_NS}
    lines = (font.find("strike", within) for font in styles.iterfind("fonts/font", within))
    struck = {
        str(at) for at, line in enumerate(lines) if line is not None and line.get("val") not in {"0", "false"}
    }
    formats = styles.iterfind("cellXfs/xf", within)
    return frozenset(str(at) for at, style in enumerate(formats) if style.get("fontId") in struck)


def _scan(archive: ZipFile, part: str, struck_styles: frozenset[str]) -> _Marks:
    marks = _Marks(struck_styles)
    parser = XMLParser(target=marks)  # noqa: S314 - expat bounds entities, and openpyxl reads the same parts
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
    return marks
