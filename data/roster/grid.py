"""A sheet as plain values, wherever it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum


class Gap(Enum):
    """A cell whose value is not in the file."""

    UNCOMPUTED = "a formula that was never calculated, or that failed"


Cell = str | float | bool | datetime | date | time | timedelta | Gap | None
"""What a cell holds. Numbers may be int; texts are as found until `lettering` went over them."""

MAX_ROWS = 200_000
"""Rows with content that a file may have: a roster of everyone in forty communes of this size."""
MAX_COLUMNS = 100
"""Columns looked at; what stands further right is not part of a list of people."""


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range; rows and columns count from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `rows[i][j]` is the cell in row i + 1, column j. Rows end at their last content."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    spans: tuple[Span, ...] = ()
    hidden: bool = False

    def at(self, row: int, column: int) -> Cell:
        """The cell there, None outside of what the sheet holds."""
        if not 0 <= row < len(self.rows):
            return None
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


def trimmed(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """A row without blanks, and cells of white space only, at its end."""
    row = [None if isinstance(cell, str) and not cell.strip() else cell for cell in cells]
    while row and row[-1] is None:
        row.pop()
    return tuple(row)


def texts(rows: Iterable[tuple[Cell, ...]]) -> Iterable[str]:
    """Every text in some rows."""
    return (cell for row in rows for cell in row if isinstance(cell, str))
