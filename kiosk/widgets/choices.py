"""A short list from which one line is chosen, by its digit, by arrows and Enter, or by a finger."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

_KEYS = "1234567890-"
"""The keys of the lines, in the order in which they stand on a keyboard."""


class Choices(OptionList):
    """Lines of plain text, the first eleven with a key; posts `OptionSelected`."""

    DEFAULT_CSS = """
    Choices {
        height: auto; max-height: 100%; padding: 0; border: none; background: transparent;
        & > .option-list--option-highlighted { background: $secondary 30%; color: $foreground; }
        &:focus { background: transparent; border: none; }
        &:focus > .option-list--option-highlighted {
            background: $secondary; color: #FFFFFF; text-style: bold reverse;
        }
        NgayHoi &:focus > .option-list--option-highlighted { text-style: bold; }
        NgayHoi.-ascii &:focus > .option-list--option-highlighted { text-style: bold reverse; }
    }
    """

    class Undecided(Message):
        """Enter came while the bar stands on no line."""

    def __init__(
        self,
        lines: Sequence[str],
        *,
        id: str,  # noqa: A002 - Textual's name
        marked: int | None = None,
        roomy: bool = False,
    ) -> None:
        """`marked` is where the bar stands at first, nowhere if None; `roomy` leaves a finger's height."""
        after = "\n" if roomy else ""
        super().__init__(
            *(Option(Content(f"{_label(i)}{line}{after}")) for i, line in enumerate(lines)), id=id
        )
        self._marked = marked

    def on_mount(self) -> None:
        """Set the bar."""
        self.highlighted = self._marked

    def action_select(self) -> None:
        """Choose the line the bar stands on."""
        if self.highlighted is None:
            self.post_message(self.Undecided())
        super().action_select()

    def on_key(self, event: events.Key) -> None:
        """A key chooses its line at once."""
        index = _KEYS.find(event.character) if event.character else -1
        if 0 <= index < self.option_count:
            event.stop()
            self.highlighted = index
            self.action_select()


def _label(index: int) -> str:
    return f" {_KEYS[index]}  " if index < len(_KEYS) else "    "
