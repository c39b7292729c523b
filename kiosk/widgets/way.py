"""Where to go next: the number of the station large, then its name, the way and the wait."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.widgets.blocks import Blocks, width_of

_TEXTS = 3 + 18
"""Columns that texts beside a number need, with the gap between them."""


class Way(Horizontal):
    """The way to one station."""

    SCOPED_CSS = False  # the class is on the app
    DEFAULT_CSS = """
    Way {
        height: auto; background: #FFFFFF; color: #1C1B1A; padding: 1 2;
        & > Blocks { margin-right: 3; color: $primary; }
        &.-below { layout: vertical; }
        & > .number { text-style: bold; color: $primary; margin-bottom: 1; }
        & > Vertical { height: auto; }
        & > Vertical > Static { margin-bottom: 1; }
        & > Vertical > .name { text-style: bold; color: $primary; }
    }
    NgayHoi.-ascii Way { border: ascii $primary; padding: 0 2; }
    """

    def __init__(self, number: int, texts: Sequence[str], *, scale: int, plain: bool, room: int) -> None:
        """`texts` stand beside the number, the first in bold; `scale` is the number's, as of `Blocks`.

        room: columns for both. Where texts would have too few of them they stand below the number, and a
        number that is too wide to be drawn is written.
        """
        wide = width_of(str(number), scale)
        super().__init__(classes="-below" if wide + _TEXTS > room else "")
        self._number = number
        self._texts = texts
        self._scale = scale
        self._plain = plain
        self._is_drawn = wide <= room

    def compose(self) -> ComposeResult:
        """Number and texts."""
        if self._is_drawn:
            yield Blocks(str(self._number), self._scale, plain=self._plain)
        else:
            yield Static(str(self._number), classes="number", markup=False)
        with Vertical():
            for place, text in enumerate(self._texts):
                yield Static(text, markup=False, classes="name" if place == 0 else "")
