"""What someone can now do: the outcomes of a station, ticked by digits."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual.content import Content

from checkin.identity import Recognised
from kiosk.screens.base import Spoken
from kiosk.screens.desk_words import UNNAMED, tick_box
from stations.model import Outcome

MOST = 9
"""Outcomes that have a digit; a catalogue with more shows the first ones."""


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

    def content(self, screen: Spoken[None]) -> Content:
        """The pane beside the list."""
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
        lines = [f"\n{self._line(index, screen)}" for index in range(len(self._outcomes))]
        hint = screen.say(
            "\n\nBấm số: chọn, bỏ\nEnter: ghi lại\nEsc: để sau", "\n\nDigits: tick\nEnter: keep\nEsc: later"
        )
        return Content.assemble(title, "\n\n", (name, "bold"), "\n", *lines, hint)

    def _line(self, index: int, screen: Spoken[None]) -> str:
        box = tick_box(index in self._ticked, ascii_only=screen.app.has_class("-ascii"))
        return f"{index + 1} {box} {screen.tell(self._outcomes[index].name)}"
