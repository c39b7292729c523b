"""A sheet as plain values, wherever it came from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

from openpyxl.utils.datetime import WINDOWS_EPOCH

from data.legacy_fonts import Doubt


class Gap(Enum):
    """A cell whose value is not in the file."""

    UNCOMPUTED = "a formula that was never calculated, or that failed"


Cell = str | float | bool | datetime | date | time | timedelta | Gap | None
"""What a cell holds. Numbers may be int; texts are as found until `lettering` went over them."""

MAX_ROWS = 200_000
"""Rows with content that a file may have: a roster of everyone in forty communes of this size."""
MAX_COLUMNS = 100
"""Columns looked at; what stands further right is not part of a list of people."""
_TALLEST_HEADER = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range; rows and columns count from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Merges:
    """The merged ranges of a sheet, found by where they are; ranges do not overlap."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._by_row: dict[int, list[Span]] = {}
        self._down: dict[int, list[Span]] = {}
        for span in sorted(spans, key=lambda span: span.top):
            for row in range(span.top, min(span.bottom, span.top + _TALLEST_HEADER) + 1):
                self._by_row.setdefault(row, []).append(span)
            if span.bottom > span.top:
                self._down.setdefault(span.left, []).append(span)

    def near(self, row: int) -> list[Span]:
        """The ranges that begin in a row or little above it, and reach it."""
        return self._by_row.get(row, [])

    def beginning_at(self, row: int, column: int) -> Span | None:
        """The range whose first cell this is."""
        return next((s for s in self.near(row) if (s.top, s.left) == (row, column)), None)

    def above(self, row: int, column: int) -> Span | None:
        """The range that begins higher up in a column and reaches this row."""
        spans = self._down.get(column, [])
        at = bisect_left(spans, row, key=lambda span: span.top)
        return spans[at - 1] if at and spans[at - 1].bottom >= row else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `rows[i][j]` is the cell in row i + 1, column j. Rows end at their last content."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merges: Merges = field(default_factory=Merges)
    hidden: bool = False
    epoch: datetime = WINDOWS_EPOCH
    """The day from which its day numbers count."""
    hidden_rows: frozenset[int] = frozenset()
    """Rows that a filter, or somebody, put out of sight; from 0."""
    struck: frozenset[tuple[int, int]] = frozenset()
    """Cells whose whole text is struck through, by row and column; from 0."""
    doubts: Mapping[tuple[int, int], Doubt] = field(default_factory=dict)
    """By row and column, from 0: texts whose letters may be others."""

    def at(self, row: int, column: int) -> Cell:
        """The cell there, None outside of what the sheet holds."""
        if not 0 <= row < len(self.rows):
            return None
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def filled(self, top: int) -> list[int]:
        """The rows with content from one on: a stray cell may stand a million empty ones below a list."""
        return [row for row in range(top, len(self.rows)) if self.rows[row]]


def trimmed(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """A row without blanks, and cells of white space only, at its end."""
    row = [None if isinstance(cell, str) and not cell.strip() else cell for cell in cells]
    while row and row[-1] is None:
        row.pop()
    return tuple(row)
