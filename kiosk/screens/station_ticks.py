"""What someone can now do: the outcomes of a station, ticked by digits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from textwrap import wrap

from textual.content import Content
from textual.geometry import Size

from checkin.identity import Recognised
from kiosk.screens.base import Spoken
from kiosk.screens.desk_words import UNNAMED, cell, name_within, tick_box
from stations.model import Outcome

MOST = 9
"""Outcomes that have a digit; a catalogue with more shows the first ones."""

_ROOMY = 7
"""Rows of the pane beside the name and the outcomes: the title, the keys, and what sets them apart."""


class Ticks:
    """Whose outcomes are being ticked, and which are."""

    def __init__(self, outcomes: Sequence[Outcome] = ()) -> None:
        """`outcomes` are the station's."""
        self._outcomes = outcomes[:MOST]
        self._ticked: set[int] = set()
        self._before: set[int] = set()
        """What was ticked before the last digits that followed each other."""
        self.identity: Recognised | None = None
        """Whose they are; None while nobody's are open."""

    @property
    def ticked(self) -> list[str]:
        """Codes of the outcomes ticked, in the station's order."""
        return [outcome.code for index, outcome in enumerate(self._outcomes) if index in self._ticked]

    def open(self, identity: Recognised, ticked: Collection[str] = ()) -> None:
        """Begin with someone; whoever was open before stays on the list of those without outcomes.

        ticked: codes of outcomes that are ticked already, as they could not be kept.
        """
        if self._outcomes:
            self.identity = identity
            self._ticked = {at for at, outcome in enumerate(self._outcomes) if outcome.code in ticked}
            self._before = set(self._ticked)

    def close(self) -> None:
        """Nobody's any more."""
        self.identity = None
        self._ticked, self._before = set(), set()

    def take_back(self) -> None:
        """Turn back what the last digits that followed each other turned."""
        self._ticked = set(self._before)

    def turn(self, index: int, *, follows: bool) -> None:
        """Tick one outcome, or untick it. follows: whether another digit came right before."""
        if not follows:
            self._before = set(self._ticked)
        if self.identity is not None and index < len(self._outcomes):
            self._ticked ^= {index}

    def content(self, screen: Spoken[None], size: Size) -> Content:
        """The pane beside the list, of a size: every outcome that has a digit is in sight."""
        title = (screen.say("KẾT QUẢ THỰC HÀNH", "OUTCOMES"), "bold")
        if not self._outcomes:
            nothing = screen.say("Trạm này không ghi kết quả.", "None at this station.")
            return Content.assemble(title, f"\n\n{nothing}")
        if self.identity is None:
            how = screen.say(
                "Quét khách ra, hoặc chọn tên rồi bấm F6.", "Scan someone out, or choose a name and press F6."
            )
            return Content.assemble(title, f"\n\n{how}")
        person = self.identity.person
        name = person.name if person else screen.tell(UNNAMED)
        hint = screen.say(
            "Bấm số: chọn, bỏ\nEnter: ghi lại\nEsc: để sau", "Digits: tick\nEnter: keep\nEsc: later"
        )
        whole = [self._line(index, screen) for index in range(len(self._outcomes))]
        width = max(1, size.width)
        rows = sum(len(wrap(line, width)) for line in [*whole, name])
        if rows + _ROOMY <= size.height:
            return Content.assemble(title, "\n\n", (name, "bold"), "\n\n", "\n".join(whole), f"\n\n{hint}")
        keys = " · ".join(hint.splitlines())
        free = size.height - 2 - len(wrap(keys, width))
        shown = "\n".join(_within(whole, width, free))
        return Content.assemble(title, "\n", (name_within(name, width), "bold"), f"\n{shown}\n{keys}")

    def _line(self, index: int, screen: Spoken[None]) -> str:
        box = tick_box(index in self._ticked, ascii_only=screen.app.has_class("-ascii"))
        return f"{index + 1} {box} {screen.tell(self._outcomes[index].name)}"


def _within(lines: Sequence[str], width: int, rows: int) -> list[str]:
    """Lines wrapped to a width; where that is more rows than there are, each is cut to its share of them."""
    wrapped = [wrap(line, width) for line in lines]
    most = max(1, rows // len(lines)) if sum(map(len, wrapped)) > rows else rows
    return [
        row
        for parts in wrapped
        for row in (
            parts if len(parts) <= most else [*parts[: most - 1], cell(" ".join(parts[most - 1 :]), width)]
        )
    ]
