"""Someone's badge on the screen, to be photographed with their phone, and a new one for a lost one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Label, Static

from checkin.badge import grouped
from checkin.person import Person
from checkin.ports import NoDeviceNumber
from checkin.registration import badge_code, replace_badge
from kiosk.printing.terminal import half_blocks
from kiosk.screens.base import Dialog
from kiosk.screens.desk_counter import Counter
from kiosk.screens.desk_pick import Pick
from kiosk.screens.desk_words import Tone, details
from kiosk.widgets.blocks import painted
from kiosk.wording import NO_DEVICE_NUMBER
from stations.model import Bilingual


class BadgeDialog(Dialog[bool]):
    """Shows a badge; returns whether it is to be replaced, or None."""

    DEFAULT_CSS = """
    BadgeDialog Horizontal { height: auto; }
    BadgeDialog #badge-qr { width: 31; height: 15; }
    BadgeDialog #badge-words { width: 1fr; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss", show=False),
        Binding("f8", "replace", show=False, id="badge.replace"),
    ]

    def __init__(self, person: Person, code: str) -> None:
        super().__init__()
        self._person = person
        self._code = code

    def compose(self) -> ComposeResult:
        """The code, drawn and in letters, and whose it is."""
        with Vertical(classes="dialog"):
            yield Label(self.say("Thẻ tham dự", "Badge"), classes="dialog-title")
            with Horizontal():
                if not self.app.has_class("-ascii"):
                    yield Static(painted(half_blocks(self._code)), id="badge-qr")
                yield Static(self._words(), id="badge-words")
            hint = self.say("F8: mất thẻ, đổi thẻ mới   Esc: đóng", "F8: lost, make a new one   Esc: close")
            yield Label(hint, classes="hint")

    def action_replace(self) -> None:
        """Ask once more before the old badge is revoked."""
        keep, change = (
            Bilingual("Thôi, giữ thẻ cũ", "Keep the old badge"),
            Bilingual("Đổi thẻ mới", "Make a new one"),
        )
        note = Bilingual(
            "Thẻ cũ sẽ không dùng được nữa, kể cả khi tìm lại được.",
            "The old badge will no longer work, even if it is found again.",
        )
        title = Bilingual("Đổi thẻ mới?", "Make a new badge?")
        self.app.push_screen(Pick(title, [keep, change], note), self._replaced)

    def _replaced(self, index: int | None) -> None:
        if index == 1:
            self.dismiss(True)

    def _words(self) -> Content:
        birth = self.ngayhoi.face.births.get(self._person.id, "")
        about = self.tell(details(self._person, self.ngayhoi.desk.catalogue, birth))
        code, how = grouped(self._code), self.tell(_WITH_PICTURE)
        if self.app.has_class("-ascii"):
            code, how = _spaced(code.split()), self.tell(_WITHOUT_PICTURE)
        name = self._person.name
        return Content.assemble((name, "bold"), f"\n{about}\n\n", (code, "bold"), f"\n\n{how}")


def _spaced(groups: Sequence[str]) -> str:
    """As large as letters alone can be: symbols apart, two groups on a line."""
    wide = [" ".join(group) for group in groups]
    return "\n\n".join("      ".join(wide[start : start + 2]) for start in range(0, len(wide), 2))


_WITH_PICTURE = Bilingual(
    "Mời chụp lại mã bằng điện thoại, hoặc chép dãy ký hiệu trên vào thẻ giấy.",
    "Photograph the code with a phone, or copy the symbols onto a paper badge.",
)
_WITHOUT_PICTURE = Bilingual(
    "Màn hình này không vẽ được mã. Xin chép dãy ký hiệu trên vào thẻ giấy, "
    "bấm F8 ở một máy khác để chụp mã, hoặc in thẻ.",
    "This screen cannot draw the code. Copy the symbols onto a paper badge, "
    "press F8 at another terminal to photograph it, or print the badge.",
)


_OLD_ENDED = Bilingual(
    "Thẻ cũ không dùng được nữa. Mã trên màn hình là của thẻ mới.",
    "The old badge has ended. The code on the screen is that of the new one.",
)


@dataclass(frozen=True, slots=True)
class BadgeFlow:
    """A badge shown, and replaced if it is asked for."""

    counter: Counter
    person: Person

    def begin(self) -> None:
        """Show their badge, issuing one if they hold none."""
        ledger = self.counter.ngayhoi.desk.ledger
        self._make(lambda: badge_code(self.person.id, ledger), self._made)

    def _made(self, code: str | None) -> None:
        """Show it, unless something came up since its key was pressed, as when that was pressed twice."""
        if self.counter.is_active:
            self.show(code)

    def show(self, code: str | None) -> None:
        """Show a badge that was made, or say why none was."""
        if code is None:
            headline = Bilingual("CHƯA PHÁT ĐƯỢC THẺ", "NO BADGE MADE")
            self.counter.report(self.counter.told(Tone.BAD, headline, NO_DEVICE_NUMBER))
        else:
            self.counter.app.push_screen(BadgeDialog(self.person, code), self._closed)

    def _closed(self, is_lost: bool | None) -> None:
        if is_lost:
            desk, now = self.counter.ngayhoi.desk, self.counter.ngayhoi.clock()
            self._make(lambda: replace_badge(self.person.id, desk, now), self._replaced)

    def _replaced(self, code: str | None) -> None:
        if code:
            headline = Bilingual("ĐÃ ĐỔI THẺ MỚI", "A NEW BADGE")
            told = self.counter.told(Tone.GOOD, headline, _OLD_ENDED)
            self.counter.report(replace(told, name=self.person.name))
        self.show(code)

    def _make(self, code: Callable[[], str], then: Callable[[str | None], None]) -> None:
        def job() -> str | None:
            try:
                return code()
            except NoDeviceNumber:
                return None

        self.counter.hand(job, then)
