"""Where to go next: the number of the station large, then its name, the way and the wait."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Digits, Static

from stations.model import Station


class Way(Horizontal):
    """The way to one station."""

    DEFAULT_CSS = """
    Way {
        height: auto; background: #FFFFFF; color: #1C1B1A; padding: 0 2;
        & > .number { width: auto; height: 5; margin-right: 2; color: $primary; padding: 1 0; }
        & > Vertical { height: auto; }
        & .name { text-style: bold; }
        NgayHoi.-ascii & { background: ansi_default; color: ansi_default; border: ascii; }
    }
    """

    def __init__(self, station: Station, texts: tuple[str, ...], *, plain: bool) -> None:
        """`texts` stand beside the number, the first in bold; `plain` writes the number as text."""
        super().__init__()
        self._number = str(station.number)
        self._texts = texts
        self._plain = plain

    def compose(self) -> ComposeResult:
        """Number and texts."""
        if self._plain:
            yield Static(f"[ {self._number} ]", classes="number", markup=False)
        else:
            yield Digits(self._number, classes="number")
        with Vertical():
            for place, text in enumerate(self._texts):
                yield Static(text, markup=False, classes="name" if place == 0 else "")
