"""Digits and signs drawn from whole character cells, as large as there is room."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from kiosk.printing.terminal import INK, PAPER

_ROWS = 5
_SHAPES = {
    "0": "### # # # # # # ###",
    "1": " #  ##   #   #  ###",
    "2": "###   # ### #   ###",
    "3": "###   # ###   # ###",
    "4": "# # # # ###   #   #",
    "5": "### #   ###   # ###",
    "6": "### #   ### # # ###",
    "7": "###   #   #   #   #",
    "8": "### # # ### # # ###",
    "9": "### # # ###   # ###",
    "✔": "      #      ## #   ##  ## ##    ###   ",
    "✖": "##   ##  ## ##    ###    ## ##  ##   ##",
    "!": "## ## ##    ##",
}
"""Five rows of each, joined by a space."""


def drawn(text: str, scale: int, *, plain: bool) -> str:
    """Digits, or one of the signs ✔ ✖ !, in `5 * scale` rows; `plain` draws with # alone."""
    ink = "#" if plain else "█"
    rows = [" ".join(_pixels(sign)[row] for sign in text) for row in range(_ROWS)]
    wide = ["".join((ink if c == "#" else " ") * 2 * scale for c in row).rstrip() for row in rows]
    return "\n".join(line for line in wide for _ in range(scale))


def width_of(text: str, scale: int) -> int:
    """Columns that digits take when they are drawn."""
    return max(map(len, drawn(text, scale, plain=True).split("\n")))


def _pixels(sign: str) -> list[str]:
    shape = _SHAPES[sign]
    width = (len(shape) + 1) // _ROWS - 1
    return [shape[start : start + width] for start in range(0, len(shape), width + 1)]


def painted(rows: Iterable[str]) -> Content:
    """The rows of a QR in the colours in which it can be read."""
    return Content("\n").join([Content.styled(row, f"{INK} on {PAPER}") for row in rows])


class Blocks(Static):
    """A drawing that is exactly as large as it needs to be."""

    DEFAULT_CSS = "Blocks { width: auto; height: auto; }"

    def __init__(self, text: str, scale: int, *, plain: bool) -> None:
        """As `drawn`."""
        super().__init__(drawn(text, scale, plain=plain), markup=False)
