"""Full screens in the colour of what came of something: they go away by themselves."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Center, Horizontal, Vertical
from textual.widgets import Static

from kiosk.screens.base import Spoken
from kiosk.screens.consent import FOR_HELP, STILL_WELCOME
from kiosk.screens.desk_words import Tone, sign
from kiosk.widgets.blocks import Blocks
from kiosk.widgets.keys import KeyBar
from kiosk.wording import joined
from stations.model import Bilingual


class Verdict(Spoken[None]):
    """A full screen in the colour of an outcome, that goes away by itself."""

    CSS_PATH = "verdict.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "dismiss", show=False)]

    @property
    def patience(self) -> float | None:
        """For the next one to come forward."""
        return self.ngayhoi.settings.result_seconds

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Go away, as the turn of whom it is for has ended."""
        gone = super().dismiss(result)
        self.end_turn()
        return gone

    @property
    def _scale(self) -> int:
        """Of what is drawn large: half a screen is for it."""
        return max(2, (self.app.size.height - 20) // 5)

    def headline(self, meant: Tone, text: Bilingual) -> Horizontal:
        """The outcome's sign and words."""
        for one in Tone:
            self.set_class(one is meant, f"-{one.value}")
        mark = sign(meant, ascii_only=self.app.has_class("-ascii"))
        words = Static(self.tell(text), id="words", markup=False)
        return Horizontal(Static(mark, id="mark", markup=False), words, id="headline")

    def large_sign(self, meant: Tone) -> Center:
        """The sign again, to be seen from afar."""
        plain = self.app.has_class("-ascii")
        return Center(Blocks(sign(meant, ascii_only=False), self._scale, plain=plain), id="sign")


class Trouble(Verdict):
    """What could not be done, and what to do next."""

    def __init__(self, sentence: Bilingual) -> None:
        """`sentence` says both."""
        super().__init__()
        self._sentence = sentence

    def compose(self) -> ComposeResult:
        """Who helps, and the sentence for them."""
        yield self.headline(Tone.BAD, _ASK_FOR_HELP)
        with Vertical(id="left"):
            yield Static(self.tell(self._sentence), id="trouble", markup=False)
        with Vertical(id="middle"):
            yield self.large_sign(Tone.BAD)
        yield KeyBar([("enter", "Enter", self.say("Quay lại", "Back"))], id="keys")


class Farewell(Verdict):
    """For whoever is on a list and does not agree: nothing was written, and nobody is sent away."""

    def compose(self) -> ComposeResult:
        """That it is well so, and where they are welcome."""
        yield self.headline(Tone.CALM, _NOTHING_WRITTEN)
        with Vertical(id="left"):
            yield Static(self.tell(joined(STILL_WELCOME, FOR_HELP)), id="call", markup=False)
        yield KeyBar([("enter", "Enter", self.say("Xong", "Done"))], id="keys")


_ASK_FOR_HELP = Bilingual(
    "Máy chưa làm được việc này. Mời Quý vị nhờ tình nguyện viên giúp.",
    "This could not be done. Please ask a volunteer for help.",
)
_NOTHING_WRITTEN = Bilingual(
    "Vâng, hôm nay máy không ghi gì về Quý vị.", "Very well: nothing about you was recorded today."
)
