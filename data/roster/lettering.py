"""Sheets with every text in Unicode and NFC, or the finding that this cannot be had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import add
from unicodedata import normalize

from data.legacy_fonts import Doubt, Evidence, doubt_of, restore, weigh
from data.roster.grid import Cell, Sheet
from data.roster.header import may_begin_header
from data.roster.wordings import meaning_of

_MORE_THAN_STRAY = 2
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Wide digits, letters and signs, as keyboards for Chinese and Japanese type them; no old font has them."""


def in_unicode(sheets: Sequence[Sheet]) -> list[Sheet] | None:
    """The sheets with old font encodings undone; None if the letters cannot be told with certainty.

    A text is judged with what stands beside it, as rows are put together from several sources. Where
    that leaves a choice its column decides; columns that tell nothing follow their sheet, then the file.
    Headers say nothing of their columns: they are often typed anew.
    """
    sheets = [_narrow(sheet) for sheet in sheets]
    found = [_weighed(sheet.rows) for sheet in sheets]
    whole = _sum(evidence for columns in found for evidence in columns)
    if whole.lettering is None or any(map(_is_damaged, (column for columns in found for column in columns))):
        return None
    old = bool(whole.tcvn3 or whole.vni)
    told = [_weighed(map(_without_header, sheet.rows)) for sheet in sheets] if old else found
    file = _sum(evidence for columns in told for evidence in columns)
    return [_restored(sheet, columns, file) for sheet, columns in zip(sheets, told, strict=True)]


def _narrow(sheet: Sheet) -> Sheet:
    rows = (tuple(c.translate(_NARROW) if isinstance(c, str) else c for c in row) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _is_damaged(column: Evidence) -> bool:
    """Whether a column has more than a stray sign that no reading explains."""
    return column.lettering is None and column.garbage >= _MORE_THAN_STRAY


def _without_header(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    if not may_begin_header(row):
        return row
    return tuple(None if isinstance(cell, str) and meaning_of(cell) else cell for cell in row)


def _weighed(rows: Iterable[tuple[Cell, ...]]) -> list[Evidence]:
    """What each column speaks for."""
    columns: list[list[str]] = []
    for row in rows:
        columns.extend([] for _ in range(len(row) - len(columns)))
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                columns[at].append(cell)
    return [weigh(column) for column in columns]


def _sum(found: Iterable[Evidence]) -> Evidence:
    return reduce(add, found, Evidence())


def _restored(sheet: Sheet, columns: Sequence[Evidence], file: Evidence) -> Sheet:
    own = _sum(columns)
    around = [next((found for found in (column, own) if _tells(found)), file) for column in columns]
    old = {at for at, found in enumerate(around) if found.tcvn3 or found.vni}
    rows: list[tuple[Cell, ...]] = []
    doubts: dict[tuple[int, int], Doubt] = {}
    for at, row in enumerate(sheet.rows):
        texts = {column: cell for column, cell in enumerate(row) if column in old and isinstance(cell, str)}
        beside = " ".join(texts.values())
        cells = [normalize("NFC", cell) if isinstance(cell, str) else cell for cell in row]
        for column, text in texts.items():
            cells[column] = restore(text, around[column], beside)
            if doubt := doubt_of(text, around[column], beside):
                doubts[at, column] = doubt
        rows.append(tuple(cells))
    return replace(sheet, rows=tuple(rows), doubts=doubts)


def _tells(evidence: Evidence) -> bool:
    return bool(evidence.unicode or evidence.tcvn3 or evidence.vni)
