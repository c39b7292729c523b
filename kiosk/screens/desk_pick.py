"""Choosing one of several lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from checkin.names import fold
from kiosk.screens.base import Dialog
from kiosk.widgets.field import Field
from stations.model import Bilingual

_MOVES = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}


class Rows(OptionList):
    """Lines with a bar, to be seen as well while the field above them has the focus."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Rows, Rows:focus {
        background: $background; background-tint: transparent; border: none; padding: 0;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Rows > .option-list--option-highlighted, Rows:focus > .option-list--option-highlighted {
        background: $secondary; color: #FFFFFF; text-style: bold;
    }
    NgayHoi.-ascii Rows > .option-list--option-highlighted { text-style: bold underline; }
    """


class ListField(Field):
    """A field whose arrows move in the list beside it, in the order in which they were typed."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key not in _MOVES:
            await super()._on_key(event)
            return
        await cast("Widget", self.parent).query_one(OptionList).run_action(_MOVES[event.key])
        event.stop()
        event.prevent_default()


class Pick(Dialog[int]):
    """Asks for one of several lines; returns its index, or None if the question was given up."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Pick Rows { height: auto; max-height: 12; }
    Pick #pick-note { height: auto; margin-bottom: 1; }
    """

    def __init__(
        self,
        title: Bilingual,
        rows: Sequence[Bilingual],
        note: Bilingual | None = None,
        *,
        searched: Sequence[Sequence[str]] = (),
        first: int = 0,
    ) -> None:
        """`searched` gives a field whose words narrow the rows, accents ignored.

        first: the row that the bar stands on.
        searched: what those words are looked for in: a text for each row, and others, whose rows come below
        those found by the first ones.
        """
        super().__init__()
        self._title = title
        self._rows = rows
        self._note = note
        self._searched = [[f" {fold(text)}" for text in texts] for texts in searched]
        self._kept = list(range(len(rows)))
        self._first = first

    def compose(self) -> ComposeResult:
        """Title, note, field and rows."""
        with Vertical(classes="dialog"):
            yield Label(self.tell(self._title), classes="dialog-title", markup=False)
            if self._note:
                yield Static(self.tell(self._note), id="pick-note", markup=False)
            if self._searched:
                hint = self.say("Gõ để lọc", "Type to narrow the list")
                yield ListField(id="pick-filter", placeholder=hint)
            yield Rows(*self._options(), id="pick-rows", markup=False)
            yield Label(self._hint(), id="pick-hint", classes="hint")

    def on_mount(self) -> None:
        """Stand on the row that is offered first."""
        self.query_one(OptionList).highlighted = self._first if self._kept else None
        if self._searched:
            self.query_one(ListField).focus()

    @on(Field.Changed)
    def narrow(self, message: Field.Changed) -> None:
        """Keep the rows in which every word typed begins a word, those that are meant most on top."""
        words = fold(message.value).split()
        found = (
            i
            for texts in self._searched
            for i, text in enumerate(texts)
            if all(f" {word}" in text for word in words)
        )
        self._kept = list(dict.fromkeys(found))
        rows = self.query_one(OptionList)
        rows.set_options(self._options())
        bar, text = self.bars.pop("pick-rows", (0, message.value))
        first = bar if text == message.value and bar < len(self._kept) else 0
        rows.highlighted = first if self._kept else None
        self.query_one("#pick-hint", Label).update(self._hint())

    @on(Field.Submitted)
    def enter(self, message: Field.Submitted) -> None:
        """Take the row the bar stands on."""
        message.stop()
        index = self.query_one(OptionList).highlighted
        if index is not None:
            self.dismiss(self._kept[index])

    @on(OptionList.OptionSelected)
    def choose(self, message: OptionList.OptionSelected) -> None:
        """Take this row."""
        message.stop()
        self.dismiss(self._kept[message.option_index])

    def _hint(self) -> str:
        if not self._rows:
            return self.say("Chưa có dòng nào.   Esc: quay lại", "Nothing here yet.   Esc: back")
        if not self._kept:
            return self.say("Không tìm thấy.   Esc: quay lại", "Nothing found.   Esc: back")
        return self.say("Enter: chọn   Esc: quay lại", "Enter: choose   Esc: back")

    def _options(self) -> list[Option]:
        return [Option(Content(self.tell(self._rows[index]))) for index in self._kept]
