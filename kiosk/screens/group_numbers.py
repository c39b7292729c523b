"""Who of a group goes where, and whose call number is which, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static

from kiosk.screens.base import Dialog
from kiosk.screens.desk_words import cell, name_within
from stations.model import Bilingual


class Numbers(Dialog[None]):
    """Who goes to which station, and whose call number is which, for the group's leader to photograph."""

    DEFAULT_CSS = """
    Numbers #numbers { height: auto; margin: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next_page", show=False),
        Binding("pageup,up", "page_before", show=False),
    ]

    def __init__(
        self,
        ways: Bilingual,
        seated: Sequence[tuple[int, str]],
        sent: Sequence[tuple[Bilingual, Sequence[str]]] = (),
    ) -> None:
        """`ways`: what the group was told; `seated`: numbers in order, each with a name.

        `sent`: stations in order, each with the names of those who go there.
        """
        super().__init__()
        self._ways = ways
        self._seated = seated
        self._sent = sent
        self._page = 0

    @property
    def patience(self) -> None:
        """For ever: someone may be copying them."""
        return

    def compose(self) -> ComposeResult:
        """What was told, and a page of names."""
        pages = self._pages()
        self._page = min(self._page, len(pages) - 1)
        told = [_WHO_GOES] * bool(self._sent) + [_WHOSE_NUMBER] * bool(self._seated)
        with Vertical(classes="dialog"):
            yield Label(" – ".join(map(self.tell, told)), classes="dialog-title")
            yield Static(self.tell(self._ways), id="ways", markup=False)
            yield Static("\n".join(pages[self._page]), id="numbers", markup=False)
            yield Static(self._hint(len(pages)), classes="hint", markup=False)

    def _hint(self, pages: int) -> str:
        keys = [self.tell(_THIS_TOO if self._page else _PHOTOGRAPH)]
        if self._page:
            keys.append(self.say("PgUp: trang trước", "PgUp: page before"))
        elif self._seated and pages == 1:
            keys.append(self.say("Xem lại số: F4", "Numbers: F4"))
        if self._page + 1 < pages:
            at = f"({self._page + 1}/{pages})"
            keys.append(self.say(f"Enter: trang sau {at}", f"Enter: next page {at}"))
        else:
            keys.append(self.say("Enter: đóng", "Enter: close"))
        return "  ".join(keys)

    @on(events.Resize)
    def fit(self) -> None:
        """Use the room there is."""
        self.refresh(recompose=True)

    def action_next_page(self) -> None:
        """Go on to the next page; close after the last one."""
        if self._page + 1 < len(self._pages()):
            self._turn_to(self._page + 1)
        else:
            self.dismiss(None)

    def action_page_before(self) -> None:
        """Go back a page."""
        self._turn_to(max(0, self._page - 1))

    def _turn_to(self, page: int) -> None:
        self._page = page
        self.ngayhoi.moved_on()
        self.refresh(recompose=True)

    @property
    def _width(self) -> int:
        """Columns for names."""
        return min(_ROOM, self.app.size.width - _BESIDE_ROOM)

    def _pages(self) -> list[list[str]]:
        """Rows of names, as many on a page as are seen at once: first who goes, then who sits.

        Numbers stand in as few columns as a page has room for, or fewer where names would have no room.
        """
        told = wrap(self.tell(self._ways), self._width)
        room = max(2, self.app.size.height - _AROUND_NUMBERS - len(told))
        pages: list[list[str]] = [[]]
        for station, names in self._sent:
            title = self.tell(station)
            for number, row in enumerate(_by_names(title, names, self._width)):
                if len(pages[-1]) == room:
                    pages.append([f"{title} ({self.say('tiếp', 'continued')}):"] if number else [])
                pages[-1].append(row)
        left = self._seated
        while left:
            if len(pages[-1]) == room:
                pages.append([])
            free = room - len(pages[-1])
            most = min(3, -(-len(left) // free))
            tried = ((_in_columns(left[: free * n], n, self._width), free * n) for n in range(most, 0, -1))
            found, shown = next((rows, shown) for rows, shown in tried if rows)
            pages[-1] += found
            left = left[shown:]
        return pages


def _by_names(title: str, names: Sequence[str], width: int) -> list[str]:
    """Rows with a title and names, none of which is broken in two."""
    unbroken = "; ".join(names).replace(" ", _UNBROKEN).replace(f";{_UNBROKEN}", "; ")
    rows = wrap(f"{title}: {unbroken}", width, break_on_hyphens=False)
    return [row.replace(_UNBROKEN, " ") for row in rows]


def _in_columns(seated: Sequence[tuple[int, str]], columns: int, room: int) -> list[str]:
    """Rows of numbers with names, read downwards; none where so many columns leave a name no room.

    room: columns of the terminal for all of them.
    """
    rows = -(-len(seated) // columns)
    parts = [seated[start : start + rows] for start in range(0, len(seated), rows)]
    widths = _widths([max(cell_len(_named(name, 1)) for _, name in part) for part in parts], room)
    if sum(widths) > room:
        return []
    cells = [
        [cell(f"{number:>4}  {_named(name, width - _BESIDE_NAME)}", width) for number, name in part]
        for part, width in zip(parts, widths, strict=True)
    ]
    return list(map("".join, zip_longest(*cells, fillvalue="")))


def _widths(least: Sequence[int], room: int) -> list[int]:
    """Of columns whose names need so much at least: all the same, but for those that need more."""
    widths, left = [0] * len(least), room
    for done, column in enumerate(sorted(range(len(least)), key=lambda one: -least[one])):
        widths[column] = min(room, max(least[column] + _BESIDE_NAME, left // (len(least) - done)))
        left -= widths[column]
    return widths


def _named(told: str, width: int) -> str:
    """What somebody is told by in so many columns: their birth whole, if it is told, and their name."""
    name, comma, born = told.partition(", ")
    room = max([width - cell_len(comma + born), *map(cell_len, name.split()[-1:])])
    return f"{name_within(name, room)}{comma}{born}"


_ROOM = 68
"""Columns for numbers with names at most."""
_BESIDE_ROOM = 12
"""Columns of the terminal for all that is beside them, at least."""
_BESIDE_NAME = 8
"""Columns for a number before a name, and for the gap after it."""
_AROUND_NUMBERS = 11
"""Rows of the terminal that are neither for names nor for what the group was told."""
_WHO_GOES = Bilingual("Ai đến trạm nào", "Who goes where")
_WHOSE_NUMBER = Bilingual("Số gọi của từng người", "Whose number is which")
_PHOTOGRAPH = Bilingual("Mời người dẫn đoàn chụp lại màn hình.", "Let the group's leader photograph this.")
_THIS_TOO = Bilingual("Mời chụp cả trang này.", "This page too, please.")
_UNBROKEN = "\u00a0"
