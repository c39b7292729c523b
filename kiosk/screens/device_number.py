"""Giving this laptop the number that goes into the badges it makes."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label, Static

from checkin.badge import DEVICES
from kiosk.messages import Done, Failed
from kiosk.screens.base import Dialog
from kiosk.widgets.field import Field
from stations.model import Bilingual


class DeviceNumber(Dialog[bool]):
    """Asks a volunteer for a number and gives it to this laptop; returns True once it has one."""

    AUTO_FOCUS: ClassVar[str] = "#device-number"

    def compose(self) -> ComposeResult:
        """Why, one field, and what is wrong."""
        title = self.say("Máy này chưa có số, nên chưa phát được thẻ", "This laptop has no number yet")
        words = self.say(
            "Nhờ tình nguyện viên đặt cho máy một số từ 1 đến 255. Mỗi máy một số, không máy nào trùng nhau.",
            "A volunteer gives it a number, 1 to 255, so that it can make badges. No two laptops share one.",
        )
        with Vertical(classes="dialog"):
            yield Label(title, classes="dialog-title")
            yield Static(words)
            yield Field(id="device-number", max_length=3, restrict="[0-9]*")
            yield Label("", id="number-problem", classes="problem", markup=False)
            yield Label(
                self.say("Enter: đồng ý   Esc: quay lại", "Enter: confirm   Esc: back"), classes="hint"
            )

    @on(Field.Submitted)
    def assign(self, message: Field.Submitted) -> None:
        """Hand the number to the clerk, if it is one."""
        message.stop()
        number = int(message.value or "0")
        if not 1 <= number < DEVICES:
            self._say(_OUT_OF_RANGE)
            return
        store = self.ngayhoi.store
        self.ngayhoi.clerk.do("assign", lambda: store.assign_number(number), self)

    @on(Done)
    def assigned(self, message: Done) -> None:
        """Return, unless another laptop has that number."""
        if message.result:
            self.dismiss(True)
        else:
            self._say(_TAKEN)

    @on(Failed)
    def failed(self, message: Failed) -> None:
        """Say what the store says."""
        self._say(message.sentence)

    def _say(self, sentence: Bilingual) -> None:
        self.query_one("#number-problem", Label).update(self.tell(sentence))


_OUT_OF_RANGE = Bilingual("Xin gõ một số từ 1 đến 255.", "Please type a number from 1 to 255.")
_TAKEN = Bilingual(
    "Số này đã cấp cho máy khác, xin chọn số khác.", "Another laptop has this number; choose another one."
)
