"""Leaving the program takes the PIN, and so does what a child at the kiosk is not to change."""

from __future__ import annotations

import hmac
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from kiosk.laptop import PIN_LENGTHS
from kiosk.screens.base import Dialog
from kiosk.widgets.field import Field
from stations.model import Bilingual


class PinDialog(Dialog[bool]):
    """Asks for the PIN; returns whether it was right, or None if the question was given up."""

    AUTO_FOCUS: ClassVar[str] = "#pin"

    def __init__(self, title: Bilingual) -> None:
        """`title` says for what it is asked."""
        super().__init__()
        self._title = title
        self._was_wrong = False

    def compose(self) -> ComposeResult:
        """One field."""
        with Vertical(classes="dialog"):
            yield Label(self.tell(self._title), classes="dialog-title")
            yield Field(password=True, id="pin", max_length=PIN_LENGTHS[-1])
            yield Label(self._wrong(), id="pin-wrong", classes="problem")
            hint = self.say("Enter: đồng ý   Esc: quay lại", "Enter: confirm   Esc: back")
            yield Label(hint, classes="hint")

    @on(Field.Submitted)
    def check(self, message: Field.Submitted) -> None:
        """Return with the right PIN; say so and start over with a wrong one."""
        message.stop()
        if hmac.compare_digest(message.value.encode(), self.ngayhoi.settings.pin.encode()):
            self.dismiss(True)
            return
        message.input.clear()
        self._was_wrong = True
        self.query_one("#pin-wrong", Label).update(self._wrong())

    def _wrong(self) -> str:
        return self.say("Số chưa đúng", "Wrong number") if self._was_wrong else ""
