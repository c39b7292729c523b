"""What every screen shares: the app it belongs to, its language, and who gets a scan."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import BindingType
from textual.screen import ModalScreen, Screen

from checkin.desk import Scan
from kiosk.widgets.field import Field
from stations.model import Bilingual

if TYPE_CHECKING:
    from kiosk.app import NgayHoi

Result = TypeVar("Result")


class Spoken(Screen[Result]):
    """A screen that speaks both languages and may take scans."""

    takes_scans: ClassVar[bool] = False
    """Whether a scan goes to this screen while it is the topmost that takes one."""

    @property
    def ngayhoi(self) -> NgayHoi:
        """The running app, with its desk, clock and clerk."""
        return cast("NgayHoi", self.app)

    def say(self, vi: str, en: str) -> str:
        """The one of two texts that is in the language chosen."""
        return vi if self.ngayhoi.language == "vi" else en

    def tell(self, text: Bilingual) -> str:
        """A bilingual text in the language chosen."""
        return self.say(text.vi, text.en)

    def scanned(self, scan: Scan) -> None:
        """Take a scan; only called where `takes_scans` is true."""

    async def translate(self) -> None:
        """Show everything again in the language now chosen, keeping what was typed and the focus."""
        typed = {field.id: (field.value, field.cursor_position) for field in self.query(Field) if field.id}
        focused = self.focused.id if self.focused else None
        await self.recompose()
        for name, (value, position) in typed.items():
            for field in self.query(f"#{name}").results(Field):
                field.value, field.cursor_position = value, position
        if focused and self.query(f"#{focused}"):
            self.set_focus(self.query_one(f"#{focused}"))


class Face(Spoken[None]):
    """The screen a laptop shows all day."""

    takes_scans = True


class Dialog(Spoken[Result], ModalScreen[Result]):
    """A question on top of a screen; it returns a value and decides nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "Thôi / Cancel")]
