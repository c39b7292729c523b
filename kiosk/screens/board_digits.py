"""Figures of five rows, to be read from the back of a hall."""

from __future__ import annotations

_DRAWN = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", " ##", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", " # ", " # "),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ".": (" ", " ", " ", " ", "#"),
    ",": (" ", " ", " ", "#", "#"),
}
HEIGHT = 5
"""Rows of a figure; a digit takes 6 columns and 2 of space."""


def big(text: str, ink: str) -> str:
    """Digits, full stops and commas in rows of equal length, drawn with one character."""
    rows = ("  ".join(_doubled(_DRAWN[sign][row], ink) for sign in text) for row in range(HEIGHT))
    return "\n".join(rows)


def _doubled(row: str, ink: str) -> str:
    """A cell of a terminal is twice as high as it is wide."""
    return "".join((ink if dot == "#" else "\u00a0") * 2 for dot in row)
