"""Finding people as a volunteer types, and marking several of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from checkin.names import fold
from checkin.person import Person
from data.overview import Found, find
from kiosk.messages import Done, Failed
from kiosk.screens.base import Spoken
from kiosk.screens.desk_pick import ListField, Rows
from kiosk.screens.desk_words import cell, here_mark, name_within, state_of, tick_box
from kiosk.widgets.field import Field
from kiosk.wording import birth_year, births
from stations.model import Bilingual

LIMIT = 40
"""People shown at most: whoever is not among them is found by one word more."""
_NAME, _YEAR, _HAMLET = 22, 4, 10
"""Columns at 80; a wider screen gives its room to names."""
_WITH_COMMUNE = 18
"""Columns of a hamlet whose name another one has too, taken from the person's name."""


class SearchField(ListField):
    """A search field that also marks whom the bar stands on."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key != "insert":
            await super()._on_key(event)
            return
        cast("Finder", self.parent).mark()
        event.stop()
        event.prevent_default()


class Finder(Vertical):
    """A search field and the people it finds; never more than one search at work, the newest text wins."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Finder > Rows { height: 1fr; }
    Finder > #found-note { height: 1; padding: 0 1; }
    """

    class Nobody(Message):
        """Somebody was to be taken whom a text would find, and it finds nobody."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self, marked: dict[str, Person] | None = None, at_station: Collection[str] = frozenset()
    ) -> None:
        """`marked` keeps who is marked, by id, to be admitted together; None lets nobody be marked.

        at_station: the ids of those who are at the station whose host searches.
        """
        super().__init__(id="finder")
        self._at_station = at_station
        self._marking = marked is not None
        self._marked = {} if marked is None else marked
        self._found: list[Found] = []
        self._are_more = False
        """Whether there are more than can be shown."""
        self._births: dict[str, str] = {}
        self._wanted = ""
        self._shown = ""
        self._in_vain = ""
        self._asked: str | None = None
        self._sought: Person | None = None
        self._offered: str | None = None
        """On whom the bar came to stand by itself."""
        self._are_marks_kept = False

    @property
    def _screen(self) -> Spoken[None]:
        return cast("Spoken[None]", self.screen)

    @property
    def picked(self) -> Person | None:
        """Whom the bar stands on, among the people the present text finds."""
        index = self.query_one(OptionList).highlighted
        if index is None or self._shown != self._wanted or not self._wanted or self._sought:
            return None
        return self._found[index].person

    @property
    def namesakes(self) -> tuple[Person, ...]:
        """Several people of one name, if the bar came to stand on one of them by itself."""
        picked = self.picked
        if picked is None or picked.id != self._offered:
            return ()
        people = tuple(f.person for f in self._found if fold(f.person.name) == fold(picked.name))
        return people if people[1:] else ()

    @property
    def here(self) -> frozenset[str]:
        """Ids of those found who are in already."""
        return frozenset(found.person.id for found in self._found if found.here)

    @property
    def states(self) -> dict[str, Bilingual]:
        """What is said of those found who are here, by id; a call number is no digit to press."""
        return {
            found.person.id: self._state(found) if found.number is None else _called_by(found.number)
            for found in self._found
            if found.here
        }

    @property
    def marked(self) -> tuple[Person, ...]:
        """Everyone who was marked, in that order."""
        return tuple(self._marked.values())

    @property
    def finds_others(self) -> bool:
        """Whether people are marked and the present text finds none of them: it is meant beside them."""
        return bool(self._marked and self.picked) and not any(
            f.person.id in self._marked for f in self._found
        )

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(SearchField).value

    def compose(self) -> ComposeResult:
        """Field, list and a line about it."""
        placeholder = self._screen.say("Tên, năm sinh, thôn, lớp …", "Name, year of birth, hamlet, class …")
        yield SearchField(placeholder=placeholder, id="search", max_length=200)
        people = Rows(id="found", markup=False)
        people.can_focus = False
        yield people
        yield Static(id="found-note", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Say how to begin."""
        self._show_note()

    def clear(self) -> None:
        """Forget text, marks and list."""
        self._marked.clear()
        self.forget_text()

    def mark_all(self, people: Sequence[Person]) -> None:
        """Mark these people beside those who are marked."""
        self._marked.update((person.id, person) for person in people)
        self._show_marks()

    def forget_text(self) -> None:
        """Forget text and list; who is marked stays so."""
        self.query_one(SearchField).clear()
        self.wish("")

    def keep_marks(self, *, kept: bool) -> None:
        """Whether whoever is chosen is taken alone, and who is marked stays so."""
        if self._are_marks_kept != kept:
            self._are_marks_kept = kept
            self._show_note()

    def seek(self, person: Person) -> None:
        """Type somebody's name, and let the bar stand on them and on no namesake."""
        self._sought, self._offered = person, None
        text = f"{person.name} {birth_year(person)}".strip()
        self.query_one(SearchField).value = text
        self.wish(text)

    def took_nobody(self) -> None:
        """Tell of it if the present text finds nobody, now or as soon as that is known."""
        self._in_vain = self._wanted
        if self._shown == self._wanted:
            self._tell_of_nobody()

    def _tell_of_nobody(self) -> None:
        in_vain, self._in_vain = self._in_vain, ""
        if in_vain and in_vain == self._wanted and not self._found:
            self.post_message(self.Nobody(in_vain))

    @on(Field.Changed)
    def typed(self, message: Field.Changed) -> None:
        """Search for what is typed now."""
        message.stop()
        self.wish(message.value)

    def wish(self, text: str) -> None:
        """Search for a text, now or as soon as the search at work is done."""
        self._wanted = text.strip()
        if self._wanted:
            self.search()
        else:
            self._show([])

    def search(self) -> None:
        """Search for the present text unless a search is at work; anew, as after someone was admitted."""
        if self._asked is not None or not self._wanted:
            return
        app = self._screen.ngayhoi
        text = self._asked = self._wanted
        store, event = app.store, app.desk.event
        app.clerk.do("search", lambda: find(store, event, text, LIMIT + 1), self)

    @on(Done)
    def answered(self, message: Done) -> None:
        """Show what was found, unless the text has changed since."""
        message.stop()
        asked, self._asked = self._asked, None
        if asked == self._wanted:
            self._show(message.result)
        else:
            self.search()

    @on(Failed)
    def failed(self, message: Failed) -> None:
        """Say why nothing can be searched; the next letter tries again."""
        message.stop()
        self._asked = None
        self.query_one("#found-note", Static).update(self._screen.tell(message.sentence))

    def mark(self) -> None:
        """Mark whom the bar stands on unless they are in already, or unmark them, and go one down."""
        person = self.picked
        if person is None or not self._marking:
            return
        if self._marked.pop(person.id, None) is None and person.id not in self.here:
            self._marked[person.id] = person
        self._show_marks()
        self.query_one(OptionList).action_cursor_down()
        self.query_one(SearchField).select_all()  # the next name typed takes the place of this one

    def _show_marks(self) -> None:
        people = self.query_one(OptionList)
        for index, one in enumerate(self._found):
            people.replace_option_prompt_at_index(index, self._row(one))
        self._show_note()

    def _show(self, everyone: list[Found]) -> None:
        found, self._are_more = everyone[:LIMIT], len(everyone) > LIMIT
        before, self._sought = self._sought or self.picked, None
        self._found, self._shown = found, self._wanted
        self._births = births((one.person for one in found), by_hamlet=True)
        self._screen.ngayhoi.face.births.update(self._births)
        people = self.query_one(OptionList)
        people.set_options(Option(self._row(one)) for one in found)
        bar, text = self._screen.bars.pop("found", (0, self._wanted))
        first = bar if before is None and text.strip() == self._wanted and bar < len(found) else 0
        same = next((i for i, one in enumerate(found) if before and one.person.id == before.id), first)
        people.highlighted = same if found else None
        if before is None or (found and found[same].person.id != before.id):
            self._offered = found[same].person.id if found else None
        self._show_note()
        self._tell_of_nobody()

    def _row(self, found: Found) -> Content:
        person, plain = found.person, self.app.has_class("-ascii")
        programme = self._screen.ngayhoi.desk.catalogue.programme
        hamlet, place = programme.hamlet(person.hamlet), programme.hamlet_name(person.hamlet)
        box = f"{tick_box(person.id in self._marked, ascii_only=plain)} " if self._marked else ""
        here = f"{here_mark(ascii_only=plain).strip()} " if found.here else "  "
        room = max(0, self.size.width - 50)
        born = cell(self._births[person.id], max(_YEAR, len(self._births[person.id])))
        for_place = _HAMLET + room // 3
        of_name = max(0, _WITH_COMMUNE - for_place) if hamlet and place != hamlet.name else 0
        width = _NAME + 2 * room // 3 + _YEAR - len(born) - of_name
        name = cell(f"{box}{name_within(person.name, width - cell_len(box))}", width)
        where = cell(place, for_place + of_name)
        state = self._screen.tell(self._state(found)) or person.unit
        return Content.assemble(here, name, " ", born, " ", where, " ", state)

    def _state(self, found: Found) -> Bilingual:
        return _AT_STATION if found.person.id in self._at_station else state_of(found)

    def _show_note(self) -> None:
        self.query_one("#found-note", Static).update(self._note())

    def _note(self) -> str:
        say = self._screen.say
        if self._marked and not self._are_marks_kept:
            n = len(self._marked)
            if self.finds_others:
                return say(
                    f"Enter: đón người này và {n} đã đánh dấu",
                    f"Enter: admit the {n} marked and this one",
                )
            return say(f"Đã đánh dấu {n} người. Enter: đón cả nhóm", f"{n} marked. Enter: admit them")
        if not self._wanted:
            return say("Quét mã, hoặc gõ tên để tìm", "Scan a code, or type a name")
        if not self._found:
            walk_in = (". F3: đăng ký mới", ". F3: register") if self._marking else ("", "")
            return say(f"Không tìm thấy{walk_in[0]}", f"Nobody found{walk_in[1]}")
        if self._are_more:
            return say(f"Hơn {LIMIT} người: gõ thêm năm sinh, thôn", f"Over {LIMIT}: add a year or hamlet")
        hint_vi, hint_en = ("  Insert: đánh dấu", "  Insert: mark") if self._marking else ("", "")
        n = len(self._found)
        return say(f"{n} người.  Enter: chọn{hint_vi}", f"{n} found.  Enter: choose{hint_en}")


_AT_STATION = Bilingual("ở trạm này", "at station")


def _called_by(number: int) -> Bilingual:
    return Bilingual(f"đã vào, số gọi {number}", f"in, call number {number}")
