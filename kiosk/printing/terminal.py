"""A badge's QR on a character screen.

The field is painted: light is the ink of block characters, dark the paper between them. Terminals
leave a gap of a pixel or two between rows or draw the blocks short, and there the paper shows: dark
lines through light modules are still read (by zbar at any width tried, by others once the camera
blurs them), while light lines through dark ones, as of black blocks on white, are read by nothing.
"""

from __future__ import annotations

from itertools import groupby

from kiosk.printing.qr import framed

INK = "#ffffff"
"""Foreground for what `half_blocks` returns."""
PAPER = "#000000"
"""Background for what `half_blocks` returns."""

_BLOCKS = {(False, False): "█", (True, False): "▄", (False, True): "▀", (True, True): " "}
_WHITE_ON_BLACK = "\x1b[37;40m"
_BLACK_ON_BLACK = "\x1b[30;40m"
_BLACK_ON_WHITE = "\x1b[30;47m"
_RESET = "\x1b[0m"


def half_blocks(code: str) -> list[str]:
    """The QR with its quiet zone as 15 rows of 29 characters out of `▀▄█` and space.

    Draw every character of every row `INK` on `PAPER`, whatever the theme: the code then comes out
    dark on a light field. Raises ValueError unless `code` is a normalised badge code.
    """
    return blocks(framed(code))


def blocks(rows: list[list[bool]]) -> list[str]:
    """Modules with their quiet zone, two rows of them in one of characters; to be drawn as `half_blocks`."""
    if len(rows) % 2:
        rows = [*rows, [False] * len(rows[0])]
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_BLOCKS[pair] for pair in zip(*rows_of_two, strict=True)) for rows_of_two in pairs]


def ansi(code: str) -> str:
    """`half_blocks` for a plain terminal: explicit colours, reset before each line ends."""
    return "".join(f"{_WHITE_ON_BLACK}{row}{_RESET}\n" for row in half_blocks(code))


def ansi_ascii(code: str) -> str:
    """The QR for a terminal without Unicode: `##` and spaces, 29 lines of 58 columns.

    A dark module is black on black, so that no gap shows inside the `#`; where colours are lost,
    as in a saved file, the shapes stay. Raises ValueError unless `code` is a normalised badge code.
    """
    return "".join(f"{_ascii_row(row)}{_RESET}\n" for row in framed(code))


def _ascii_row(row: list[bool]) -> str:
    runs = [(dark, len(list(modules))) for dark, modules in groupby(row)]
    return "".join(
        _BLACK_ON_BLACK + "##" * length if dark else _BLACK_ON_WHITE + "  " * length for dark, length in runs
    )
