"""A line of text that loses no letter of a Vietnamese input method."""

from __future__ import annotations

import unicodedata
from collections import deque

from textual import events, on
from textual.widgets import Input

from kiosk.capture.wedge import MOST_OUT
from kiosk.messages import TakenBack


class Field(Input):
    """An Input that handles Enter and Backspace in the order in which they were typed.

    Textual's own lets bound keys travel through the app while letters act at once, so that
    `Nguye⌫ê⌫ễn` in one write ends as `Nguyeê`. The value is kept in NFC, in which one letter is
    one character for cursor and Backspace. Coming back to a field selects nothing: the next letter
    would take the place of all that was typed.
    """

    def on_mount(self) -> None:
        """Select nothing on focus, and hold the cursor still."""
        self.select_on_focus = False
        self.cursor_blink = False
        self._earlier: deque[tuple[str, int]] = deque(maxlen=MOST_OUT)
        self._typed = self.value

    async def _on_key(self, event: events.Key) -> None:
        match event.key:
            case "backspace":
                self.action_delete_left()
            case "enter":
                self.post_message(self.Submitted(self, self.value))
            case _:
                self._earlier.append((self.value, self.cursor_position))
                await super()._on_key(event)
                self._compose_letters()
                self._typed = self.value
                return
        event.stop()
        event.prevent_default()

    def _compose_letters(self) -> None:
        before = self.value[: self.cursor_position]
        if not unicodedata.is_normalized("NFC", self.value):
            self.value = unicodedata.normalize("NFC", self.value)
            self.cursor_position = len(unicodedata.normalize("NFC", before))

    @on(TakenBack)
    def take_back(self, message: TakenBack) -> None:
        """Be as before the keys of a scanner, of which a full field took only some."""
        if self.value == self._typed and message.keys <= len(self._earlier):
            self.value, self.cursor_position = self._earlier[-message.keys]
            self._earlier.clear()
