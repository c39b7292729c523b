"""A badge code as the modules of a QR symbol."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_Q
from qrcode.main import QRCode

from checkin import badge

MODULES = 21
"""Modules along a side of a version 1 symbol."""
QUIET = 4
"""Light modules every side of the symbol must keep clear (ISO/IEC 18004)."""


class Run(NamedTuple):
    """Dark modules side by side: rows and columns count from 0 at the top left."""

    row: int
    column: int
    length: int


def qr_matrix(code: str) -> list[list[bool]]:
    """The 21 rows of 21 modules, True for dark, without a quiet zone: version 1, level Q.

    The mode is alphanumeric (numeric if the code happens to be digits alone), the mask the library's.
    Raises ValueError unless `code` is a normalised badge code.
    """
    if not badge.looks_like_code(code):
        raise ValueError("not a badge code")
    symbol = QRCode(version=1, error_correction=ERROR_CORRECT_Q)
    symbol.add_data(code, optimize=0)
    symbol.make(fit=False)
    return [[bool(module) for module in row] for row in symbol.modules]


def framed(code: str) -> list[list[bool]]:
    """`qr_matrix` with its quiet zone: 29 rows of 29 modules. Raises as it does."""
    return _with_quiet_zone(qr_matrix(code))


def framed_text(text: str) -> list[list[bool]]:
    """Any text as UTF-8 in the smallest symbol that holds it, level L, with its quiet zone."""
    symbol = QRCode(error_correction=ERROR_CORRECT_L)
    symbol.add_data(text.encode(), optimize=0)
    symbol.make()
    return _with_quiet_zone([[bool(module) for module in row] for row in symbol.modules])


def _with_quiet_zone(matrix: list[list[bool]]) -> list[list[bool]]:
    side = len(matrix) + 2 * QUIET
    empty = [[False] * side for _ in range(QUIET)]
    margin = [False] * QUIET
    return [*empty, *([*margin, *row, *margin] for row in matrix), *empty]


def dark_runs(matrix: list[list[bool]]) -> Iterator[Run]:
    """The fewest one-row rectangles that cover the dark modules, row by row."""
    for number, row in enumerate(matrix):
        column = 0
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                yield Run(number, column, length)
            column += length
