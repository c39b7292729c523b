"""The question of a few seconds, before a visit and after it: can you do it yourself?"""

from __future__ import annotations

from collections.abc import Collection

from textual.content import Content

from checkin.event import Catalogue
from checkin.identity import Recognised
from checkin.participation import Ability
from checkin.visits import Turn
from kiosk.screens.base import Spoken
from kiosk.screens.desk_words import UNNAMED
from kiosk.wording import addressee
from stations.model import Bilingual

ANSWERS = {
    Ability.NOT_YET: Bilingual("Chưa làm được", "Not yet"),
    Ability.WITH_HELP: Bilingual("Cần người giúp", "With help"),
    Ability.ALONE: Bilingual("Tự làm được", "Yes, alone"),
}
"""In the order of their digits."""


class Question:
    """Who is to be asked, whether before their visit or after it; the last one scanned."""

    def __init__(self) -> None:
        self.identity: Recognised | None = None
        """Nobody while it is None."""
        self.turn = Turn.IN
        self.said: Ability | None = None
        """What they answered, while the digit may still turn out to begin a code."""

    def ask(self, identity: Recognised, turn: Turn) -> None:
        """Ask someone who begins a visit or ended it; whoever was to be asked before is asked no more."""
        self.identity, self.turn, self.said = identity, turn, None

    def drop(self) -> None:
        """Ask nobody."""
        self.identity = self.said = None

    def drop_before(self, gone: Collection[str]) -> None:
        """Ask none of these people before a visit, unless they have answered."""
        if self.identity and self.turn is Turn.IN and self.said is None and self.identity.who in gone:
            self.drop()

    def answer(self, digit: int) -> Ability | None:
        """What a digit says; None for a digit without an answer."""
        answers = list(ANSWERS)
        return answers[digit - 1] if 1 <= digit <= len(answers) else None

    def content(self, screen: Spoken[None], catalogue: Catalogue) -> Content:
        """The pane beside the list."""
        person = self.identity.person if self.identity else None
        who = addressee(person, catalogue, screen.ngayhoi.clock())
        title = (
            screen.say("HỎI TRƯỚC KHI LÀM", "ASK BEFORE")
            if self.turn is Turn.IN
            else screen.say("HỎI SAU KHI LÀM", "ASK AFTER")
        )
        asked = screen.say(
            f"“{who.form[:1].upper()}{who.form[1:]} đã tự làm được chưa?”", "“Can you do it yourself?”"
        )
        rows = [
            (f"\n{digit} {screen.tell(name)}", "bold" if ability is self.said else "")
            for digit, (ability, name) in enumerate(ANSWERS.items(), 1)
        ]
        hint = screen.say("\n\nBấm số: ghi lại\nEsc: không hỏi", "\n\nDigit: keep\nEsc: do not ask")
        name = person.name if person else screen.tell(UNNAMED)
        return Content.assemble((title, "bold"), "\n\n", (name, "bold"), f"\n{asked}\n", *rows, hint)
