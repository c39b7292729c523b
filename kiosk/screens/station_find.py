"""Finding someone by name at a station."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from checkin.desk import Scan
from checkin.person import Person
from kiosk.screens.base import Dialog
from kiosk.screens.choose import ask_namesake
from kiosk.screens.desk_search import Finder
from kiosk.typed import typed_code
from kiosk.widgets.field import Field


class FindDialog(Dialog[Person | Scan]):
    """Returns the person chosen, or the badge code that was typed, or None."""

    AUTO_FOCUS: ClassVar[str] = "#search"

    def __init__(self, at_station: Collection[str]) -> None:
        """`at_station`: the ids of those who are at this station."""
        super().__init__()
        self._at_station = at_station

    def compose(self) -> ComposeResult:
        """A search field and its list."""
        with Vertical(classes="dialog"):
            yield Label(self.say("Tìm người theo tên", "Find someone by name"), classes="dialog-title")
            yield Finder(at_station=self._at_station)

    @on(Field.Submitted)
    def enter(self, message: Field.Submitted) -> None:
        """Return whom the bar stands on, or who of several namesakes it is."""
        message.stop()
        finder = self.query_one(Finder)
        found = typed_code(message.value) or finder.picked
        if isinstance(found, Person) and finder.namesakes:
            ask_namesake(self, finder.namesakes, self.dismiss, states=finder.states)
        elif found:
            self.dismiss(found)
