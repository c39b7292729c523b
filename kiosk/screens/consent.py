"""Asking for consent: plain words, two choices, nothing chosen beforehand."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label, OptionList, Static

from checkin.event import Programme
from checkin.person import Person
from kiosk.screens.base import Dialog, Spoken
from kiosk.widgets.choices import Choices
from stations.model import Bilingual

_AROUND = 13
"""Rows of the dialog that are not the words."""
STILL_WELCOME = Bilingual("Vẫn kính mời Quý vị vào tham quan.", "You are still welcome to look around.")
FOR_HELP = Bilingual("Cần giúp đỡ, mời đến bàn đón.", "For help, please come to the welcome desk.")
"""For whoever does not agree, and where nobody stands beside them."""


def consent_words(screen: Spoken[Any], basis: str, programme: Programme) -> str:
    """What is read out for a consent basis; a guardian is addressed first."""
    stated = programme.consent(basis)
    words = screen.tell(stated.text) if stated else ""
    if basis != programme.guardian_consent:
        return words
    vi = "Xin hỏi cha, mẹ hoặc người giám hộ đi cùng:"
    en = "A question to the parent or guardian who came along:"
    return f"{screen.say(vi, en)}\n\n{words}"


def consent_choices(screen: Spoken[Any]) -> Choices:
    """Yes and no, neither of them chosen beforehand."""
    yes = screen.say("Có, tôi đồng ý", "Yes, I agree")
    no = screen.say("Không, tôi không đồng ý", "No, I do not agree")
    return _Answers([yes, no], id="consent", roomy=True)


class _Answers(Choices):
    """Scrolls the words with the keys that would scroll two answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "words(1)", show=False),
        Binding("pageup", "words(-1)", show=False),
    ]

    def action_words(self, way: int) -> None:
        """Show the next part of the words, or the one before."""
        for words in self.screen.query("#consent-words").results(VerticalScroll):
            words.scroll_relative(y=way * max(1, words.size.height - 1), animate=False)


class Consent(Dialog[bool]):
    """Asks someone who is known, or their guardian; returns the answer, None if there was none."""

    DEFAULT_CSS = """
    Consent VerticalScroll { height: auto; margin-bottom: 1; }
    """
    AUTO_FOCUS: ClassVar[str] = "#consent"
    is_put_to_someone = True

    def __init__(self, person: Person, basis: str) -> None:
        """`basis` is the consent basis that is asked for."""
        super().__init__()
        self._person = person
        self._basis = basis

    def compose(self) -> ComposeResult:
        """Who is asked, the words, and the two answers."""
        with Vertical(classes="dialog"):
            yield Label(self._person.name, classes="dialog-title", markup=False)
            with VerticalScroll(can_focus=False, id="consent-words") as rows:
                rows.styles.max_height = max(1, self.app.size.height - _AROUND)
                programme = self.ngayhoi.desk.catalogue.programme
                yield Static(consent_words(self, self._basis, programme), markup=False)
            yield consent_choices(self)
            yield Label(self.say("Bấm số 1 hoặc 2. Esc: quay lại", "Press 1 or 2. Esc: back"), classes="hint")

    @on(OptionList.OptionSelected)
    def answer(self, message: OptionList.OptionSelected) -> None:
        """Return the answer given."""
        message.stop()
        self.dismiss(message.option_index == 0)
