"""Tables of figures in a workbook: what can be calculated is a formula, and carries its value as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from data.reports.figure_tables import Across, Block, FigureTable, Ratio, ShareOf, Sum
from data.reports.vietnamese import DASH
from data.sheets import Book, Formula, Sheet, Value


def write_table(out: Book, table: FigureTable) -> None:
    """One sheet: the blocks one below the other, each with its total, and its chart beside it."""
    headers = [column.header for column in table.columns]
    sheet = out.sheet(table.title, [column.width for column in table.columns])
    sheet.header(headers)
    places = [(sheet.next, _write_block(sheet, table, block)) for block in table.blocks]
    sheet.filter(0, len(headers))
    for block, (first, rows) in zip(table.blocks, places, strict=True):
        if table.chart and rows:
            sheet.chart(
                replace(table.chart, title=f"{table.chart.title} – {block.event}"), first, rows, headers
            )


def _write_block(sheet: Sheet, table: FigureTable, block: Block) -> list[list[Value]]:
    """The block's rows, as they were written."""
    looks = [column.look for column in table.columns]
    rows: list[list[Value]] = [[block.event, *row] for row in block.rows]
    first, end = sheet.next, sheet.next + len(rows)
    total = _sums(table, block, rows, first)
    for at, row in enumerate(rows, first):
        _calculate(table, row, at, total, end)
        sheet.row(row, looks)
    if table.totals and rows:
        _calculate(table, total, end, total, end)
        sheet.row(total, looks, bold=True)
    return rows


def _sums(table: FigureTable, block: Block, rows: Sequence[Sequence[Value]], first: int) -> list[Value]:
    """The row below the others, with its sums alone."""
    made: list[Value] = [None] * len(table.columns)
    made[: 1 + len(block.labels)] = [block.event, *block.labels]
    for place, column in enumerate(table.columns):
        if isinstance(column.rule, Sum):
            cells = xl_range(first, place, first + len(rows) - 1, place)
            made[place] = Formula(f"=SUM({cells})", sum(number(row[place]) for row in rows))
    return made


def _calculate(table: FigureTable, row: list[Value], at: int, total: Sequence[Value], end: int) -> None:
    """Put into a row what follows from its other cells and from the total's row, whose place is `end`."""
    for place, column in enumerate(table.columns):
        if row[place] is not None:
            continue
        match column.rule:
            case Across(left, right):
                summed = sum(number(cell) for cell in row[left : right + 1])
                row[place] = Formula(f"=SUM({xl_range(at, left, at, right)})", summed)
            case Ratio(part, whole, in_total) if in_total or at != end:
                row[place] = _ratio(row[part], (at, part), row[whole], (at, whole))
            case ShareOf(of):
                row[place] = _ratio(row[of], (at, of), total[of], (end, of))
            case _:
                pass


def _ratio(part: Value, part_at: tuple[int, int], whole: Value, whole_at: tuple[int, int]) -> Value:
    """One cell over another; a dash where there is nothing to compare with."""
    if not number(whole):
        return DASH
    text = f"={xl_rowcol_to_cell(*part_at)}/{xl_rowcol_to_cell(*whole_at)}"
    return Formula(text, number(part) / number(whole))


def number(cell: Value) -> float:
    """What a cell counts in a sum."""
    value = cell.value if isinstance(cell, Formula) else cell
    return value if isinstance(value, int | float) else 0
