"""Where to go next: the number of the station large, then its name, the way and the wait."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.widgets.blocks import Blocks


class Way(Horizontal):
    """The way to one station."""

    SCOPED_CSS = False  # the class is on the app
    DEFAULT_CSS = """
    Way {
        height: auto; background: #FFFFFF; color: #1C1B1A; padding: 1 2;
        & > Blocks { margin-right: 3; color: $primary; }
        & > Vertical { height: auto; }
        & > Vertical > Static { margin-bottom: 1; }
        & > Vertical > .name { text-style: bold; color: $primary; }
    }
    NgayHoi.-ascii Way { border: ascii $primary; padding: 0 2; }
    """

    def __init__(self, number: int, texts: Sequence[str], *, scale: int, plain: bool) -> None:
        """`texts` stand beside the number, the first in bold; `scale` is the number's, as of `Blocks`."""
        super().__init__()
        self._number = number
        self._texts = texts
        self._scale = scale
        self._plain = plain

    def compose(self) -> ComposeResult:
        """Number and texts."""
        yield Blocks(str(self._number), self._scale, plain=self._plain)
        with Vertical():
            for place, text in enumerate(self._texts):
                yield Static(text, markup=False, classes="name" if place == 0 else "")
