"""Tables of a report: a header that returns on every page, rows that do not split, a bold total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.table import Table as DocxTable
from docx.table import _Cell as Cell
from docx.table import _Row as Row

from data.reports.layout import CAPTION, NOTE, WIDTH, Look, line
from data.reports.vietnamese import DASH

_CELL = Look(size=12, align=ALIGN.LEFT, before=1, after=1)
_SIDE = 57
"""Twips left and right in a cell: 1 mm."""
_WHOLE = 10
"""Rows up to which a table stays on one page, with its notes; a longer one begins and ends with two rows."""
_HEAD = replace(_CELL, bold=True, align=ALIGN.CENTER, stays=True)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    width: float
    """Its part of the table's width; parts are compared with each other."""
    align: ALIGN = ALIGN.RIGHT
    over: str = ""
    """Title above this column and its neighbours that have the same one."""


@dataclass(slots=True)
class Grid:
    """A table while it is filled: rows of texts, and why some cells hold a dash."""

    title: str
    columns: Sequence[Column]
    rows: list[Sequence[str]] = field(default_factory=list)
    total: Sequence[str] | None = None
    """The last row, its first two columns made one."""
    reasons: dict[str, None] = field(default_factory=dict)
    """Why cells hold a dash, each once."""
    notes: dict[str, None] = field(default_factory=dict)
    """What else stands below the table, in order, each once."""

    def dash(self, reason: str) -> str:
        """A dash in a cell; the reason stands below the table."""
        self.reasons[reason] = None
        return DASH

    def note(self, text: str) -> None:
        """Something to be said below the table."""
        self.notes[text] = None


STT = Column("STT", 11, ALIGN.CENTER)
"""The column of running numbers."""


def named(title: str, width: float) -> Column:
    """The column of names."""
    return Column(title, width, ALIGN.LEFT)


def draw(document: Document, grid: Grid) -> None:
    """Put a table with its title and its notes at the end of a document."""
    line(document, grid.title, CAPTION)
    heads = 2 if any(column.over for column in grid.columns) else 1
    body = [*grid.rows, *([grid.total] if grid.total else [])]
    table = _laid_out(document, heads + len(body), _widths(grid.columns), _SIDE, "Table Grid")
    rows = list(table.rows)
    for row in rows:
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _fill_heads(table, grid.columns, heads)
    for place, (row, texts) in enumerate(zip(rows[heads:], body, strict=True)):
        is_total = grid.total is not None and place == len(body) - 1
        stays = len(body) <= _WHOLE or place == 0 or place >= len(body) - 2
        _fill_row(row, texts, grid.columns, is_total=is_total, stays=stays)
    _below(document, grid)


def _below(document: Document, grid: Grid) -> None:
    dashes = [f"dấu “{DASH}”: {' hoặc '.join(grid.reasons)}"] if grid.reasons else []
    notes = "; ".join([*dashes, *grid.notes])
    line(document, f"Ghi chú: {notes}." if notes else "", NOTE if notes else replace(NOTE, size=6, after=0))


def _widths(columns: Sequence[Column]) -> list[int]:
    whole = sum(column.width for column in columns)
    return [int(WIDTH * column.width / whole) for column in columns]


def _fill_heads(table: DocxTable, columns: Sequence[Column], heads: int) -> None:
    rows = [row.cells for row in table.rows[:heads]]
    for row in table.rows[:heads]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no name in python-docx
    for place, column in enumerate(columns):
        cell = rows[-1][place]
        if heads > 1 and not column.over:
            cell = rows[0][place].merge(cell)
        elif heads > 1 and (place == 0 or columns[place - 1].over != column.over):
            last = max(i for i, other in enumerate(columns) if other.over == column.over)
            line(rows[0][place].merge(rows[0][last]), column.over, _HEAD)
        line(cell, column.title, _HEAD)


def _fill_row(
    row: Row, texts: Sequence[str], columns: Sequence[Column], *, is_total: bool, stays: bool
) -> None:
    look = replace(_CELL, bold=is_total, stays=stays)
    cells = list(zip(row.cells, texts, columns, strict=True))
    if is_total:
        line(row.cells[0].merge(row.cells[1]), texts[1], replace(look, align=ALIGN.CENTER))
        cells = cells[2:]
    for cell, text, column in cells:
        line(cell, text, replace(look, align=column.align))


def _never_split(row: Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no name in python-docx


def bare(document: Document, widths: Sequence[int], rows: int = 1) -> list[tuple[Cell, ...]]:
    """The cells of rows without borders and without room at their sides; widths in twips."""
    return [row.cells for row in _laid_out(document, rows, widths, 0).rows]


def _laid_out(
    document: Document, rows: int, widths: Sequence[int], room: int, style: str | None = None
) -> DocxTable:
    """An empty table in the middle of the page, no row of which is split; widths and room in twips."""
    table: DocxTable = document.add_table(rows, len(widths), style)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _set_sides(table, room)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
    for row in table.rows:
        _never_split(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Twips(width)
    return table


def _set_sides(table: DocxTable, room: int) -> None:
    """How much room, in twips, there is left and right of what stands in a cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(room))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001 - no name in python-docx
