"""Which of these people is it: namesakes told apart by year of birth and hamlet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Label, OptionList

from checkin.event import Programme
from checkin.person import Person
from kiosk.screens.base import Dialog
from kiosk.widgets.choices import Choices
from kiosk.wording import births, shortened
from stations.model import Bilingual

_FEW = 4
"""Up to so many people leave room for lines of a finger's height."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was answered."""

    person: Person | None
    """None for "I am not on this list"."""


class Choose(Dialog[Chosen]):
    """Shows people to pick oneself from; returns None if the question was given up."""

    DEFAULT_CSS = """
    Choose Choices { max-height: 13; margin-bottom: 1; }
    """
    AUTO_FOCUS: ClassVar[str] = "#people"
    is_put_to_someone = True

    def __init__(
        self,
        people: Sequence[Person],
        question: Bilingual,
        nobody: Bilingual,
        states: Mapping[str, Bilingual] | None = None,
    ) -> None:
        """`nobody` is the last line, for who is none of them; `states`, where some are, by id."""
        super().__init__()
        self._people = people
        self._question = question
        self._nobody = nobody
        self._states = states or {}

    def compose(self) -> ComposeResult:
        """The question, the people and the way out."""
        born = births(self._people, by_hamlet=True)
        self.ngayhoi.face.births.update(born)
        lines = [self._line(person, born[person.id]) for person in self._people]
        with Vertical(classes="dialog"):
            yield Label(self.tell(self._question), classes="dialog-title")
            roomy = len(lines) <= _FEW
            yield Choices([*lines, self.tell(self._nobody)], id="people", roomy=roomy)
            hint = self.say(
                "Bấm số, hoặc mũi tên rồi Enter. Esc: quay lại", "A digit, or arrows and Enter. Esc: back"
            )
            yield Label(hint, classes="hint")

    def _line(self, person: Person, birth: str) -> str:
        about = person_line(person, self.ngayhoi.desk.catalogue.programme, birth)
        state = self._states.get(person.id)
        return self.tell(about) + (f" · {self.tell(state)}" if state else "")

    @on(OptionList.OptionSelected)
    def choose(self, message: OptionList.OptionSelected) -> None:
        """Return who was chosen."""
        message.stop()
        index = message.option_index
        self.dismiss(Chosen(self._people[index] if index < len(self._people) else None))


def ask_namesake(
    screen: Screen[Any],
    namesakes: Sequence[Person],
    then: Callable[[Person], object],
    otherwise: Callable[[], object] | None = None,
    *,
    states: Mapping[str, Bilingual],
) -> None:
    """Ask which of several people of one name is meant: the first of them is as likely another one.

    Nobody is asked under another dialog. otherwise: called if nobody was chosen. states: where some
    of them are, by id.
    """

    def chosen(choice: Chosen | None) -> None:
        if choice and choice.person:
            then(choice.person)
        elif otherwise:
            otherwise()

    if not screen.is_active:
        return
    n = len(namesakes)
    title = Bilingual(f"{n} người tên giống nhau: đúng người nào?", f"{n} of one name: which one is it?")
    screen.app.push_screen(Choose(namesakes, title, NONE_OF_THEM, states), chosen)


def person_line(person: Person, programme: Programme, birth: str) -> Bilingual:
    """What tells namesakes apart: name, year of birth or all of it, hamlet, unit."""
    rest = [one for one in (programme.known_hamlet(person.hamlet), person.unit) if one]
    born_vi = [f"sinh {birth}"] if birth else []
    born_en = [f"born {birth}"] if birth else []
    name = shortened(person.name)
    return Bilingual(" · ".join([name, *born_vi, *rest]), " · ".join([name, *born_en, *rest]))


NONE_OF_THEM = Bilingual("Không phải ai trong số này", "None of these")
