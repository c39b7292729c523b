"""Sheets with every text in Unicode and NFC, or the finding that this cannot be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from operator import add
from unicodedata import normalize

from data.legacy_fonts import Evidence, restore, weigh
from data.roster.grid import Cell, Sheet

_MORE_THAN_STRAY = 2
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Wide digits, letters and signs, as keyboards for Chinese and Japanese type them; no old font has them."""


def in_unicode(sheets: Sequence[Sheet]) -> list[Sheet] | None:
    """The sheets with old font encodings undone; None if the letters cannot be told with certainty.

    Each column is judged by itself, as lists are put together from several sources; columns that
    tell nothing follow their sheet, then the file.
    """
    sheets = [_narrow(sheet) for sheet in sheets]
    found = [[weigh(column) for column in _columns(sheet)] for sheet in sheets]
    whole = reduce(add, (evidence for columns in found for evidence in columns), Evidence())
    if whole.lettering is None or any(map(_is_damaged, (column for columns in found for column in columns))):
        return None
    if not whole.tcvn3 and not whole.vni:
        return [_composed(sheet) for sheet in sheets]
    return [_restored(sheet, columns, whole) for sheet, columns in zip(sheets, found, strict=True)]


def _narrow(sheet: Sheet) -> Sheet:
    rows = (tuple(c.translate(_NARROW) if isinstance(c, str) else c for c in row) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _is_damaged(column: Evidence) -> bool:
    """Whether a column has more than a stray sign that no reading explains."""
    return column.lettering is None and column.garbage >= _MORE_THAN_STRAY


def _columns(sheet: Sheet) -> list[list[str]]:
    width = max(map(len, sheet.rows), default=0)
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in sheet.rows:
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                columns[at].append(cell)
    return columns


def _composed(sheet: Sheet) -> Sheet:
    rows = (tuple(normalize("NFC", c) if isinstance(c, str) else c for c in row) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _restored(sheet: Sheet, columns: Sequence[Evidence], whole: Evidence) -> Sheet:
    own = reduce(add, columns, Evidence())
    around = [next((found for found in (column, own) if _tells(found)), whole) for column in columns]
    rows = (tuple(map(_restored_cell, row, around)) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _tells(evidence: Evidence) -> bool:
    return bool(evidence.unicode or evidence.tcvn3 or evidence.vni)


def _restored_cell(cell: Cell, around: Evidence) -> Cell:
    return restore(cell, around) if isinstance(cell, str) else cell
