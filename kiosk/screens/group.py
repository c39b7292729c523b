"""A class, an office or a family, admitted in one action."""

from __future__ import annotations

from collections import Counter as Counted
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from checkin.admission import Admit, is_here
from checkin.desk import Answer, receive_group
from checkin.event import Event
from checkin.names import fold
from checkin.person import Person
from data.overview import Found, members, units
from kiosk.screens.base import Dialog
from kiosk.screens.desk_counter import NOT_READ, PAUSE, Counter
from kiosk.screens.desk_pick import Pick, Rows
from kiosk.screens.desk_words import (
    HEADLINES,
    Notice,
    Tone,
    cell,
    here_mark,
    state_of,
    tick_box,
)
from kiosk.screens.group_numbers import Numbers
from kiosk.way_wording import ways_text
from kiosk.wording import births, joined, shortened
from stations.model import Bilingual, Call, Go, Hold


class Members(Dialog[tuple[Person, ...]]):
    """Everyone of a unit; returns whom to admit, or None to give up.

    Whoever is not here is ticked, until most of them are: then the list is opened to see numbers again, and
    by the key that closes those whoever is absent would be admitted.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Members Rows { height: 1fr; }
    """
    AUTO_FOCUS: ClassVar[str] = "#members"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "admit", show=False, priority=True),
        Binding("space", "turn", show=False, id="members.one"),
        Binding("f9", "turn_all", show=False, id="members.all"),
    ]

    def __init__(self, unit: str, people: Sequence[Found]) -> None:
        super().__init__()
        self._unit = unit
        self._people = people
        self._births = births((one.person for one in people), by_hamlet=False)
        missing = {index for index, one in enumerate(people) if not one.here}
        self._ticked = missing if 2 * len(missing) >= len(people) else set()

    @property
    def patience(self) -> None:
        """For ever: a teacher may be counting heads."""
        return

    def compose(self) -> ComposeResult:
        """The list, and how many are ticked."""
        with Vertical(classes="dialog"):
            yield Label(self._unit, classes="dialog-title", markup=False)
            yield Rows(*(Option(self._row(i)) for i in range(len(self._people))), id="members")
            yield Static(self._count(), id="members-count", markup=False)
            hint_vi = "Phím cách: bỏ, chọn, rồi xuống  F9: tất cả  Enter: đón  Esc: thôi"
            hint_en = "Space: untick, tick, go down  F9: all  Enter: admit  Esc: back"
            yield Label(self.say(hint_vi, hint_en), classes="hint")

    def on_mount(self) -> None:
        """Stand on the first name."""
        self.query_one(OptionList).highlighted = 0 if self._people else None

    def action_turn(self) -> None:
        """Tick or untick whom the bar stands on, and go one down."""
        rows = self.query_one(OptionList)
        index = rows.highlighted
        if index is not None and not self._people[index].here:
            self._ticked ^= {index}
        rows.action_cursor_down()
        self._show()

    def action_turn_all(self) -> None:
        """Tick everyone who may be ticked, or nobody if they all are."""
        everyone = {index for index, one in enumerate(self._people) if not one.here}
        self._ticked = set() if self._ticked == everyone else everyone
        self._show()

    @on(OptionList.OptionSelected)
    def touched(self, message: OptionList.OptionSelected) -> None:
        """Tick or untick who was touched."""
        message.stop()
        self.action_turn()

    def action_admit(self) -> None:
        """Return everyone who is ticked, if anybody is."""
        if self._ticked:
            self.dismiss(tuple(self._people[index].person for index in sorted(self._ticked)))
        else:
            self.query_one("#members-count", Static).update(self.tell(_NOBODY))

    def _show(self) -> None:
        rows = self.query_one(OptionList)
        for index in range(len(self._people)):
            rows.replace_option_prompt_at_index(index, self._row(index))
        self.query_one("#members-count", Static).update(self._count())

    def _count(self) -> str:
        n, here = len(self._ticked), sum(one.here for one in self._people)
        there_vi, there_en = (f", {here} người đã vào", f", {here} already in") if here else ("", "")
        return self.say(f"Sẽ đón {n} người{there_vi}", f"{n} to be admitted{there_en}")

    def _row(self, index: int) -> Content:
        found = self._people[index]
        plain = self.app.has_class("-ascii")
        box = here_mark(ascii_only=plain) if found.here else tick_box(index in self._ticked, ascii_only=plain)
        here = self.tell(state_of(found))
        born = cell(self._births[found.person.id], max(6, len(self._births[found.person.id])))
        return Content(f"{box} {cell(found.person.name, 42 - len(born))} {born} {here}")


@dataclass(frozen=True, slots=True)
class GroupFlow:
    """Which unit, who of it, and what came of it."""

    counter: Counter
    settle: Callable[[Person], None]
    """Receives one person of the group apart from the others."""
    keep: Callable[[Sequence[Person]], None]
    """Keeps a group that nothing could be written about, so that it can be admitted again."""

    def begin(self) -> None:
        """Ask for the unit."""
        store = self.counter.ngayhoi.store
        self.counter.hand(lambda: units(store), self._which, failing=NOT_READ)

    def admit(self, people: Sequence[Person]) -> None:
        """Admit these people together."""
        place, now = self.counter.ngayhoi.desk, self.counter.ngayhoi.clock()
        job = lambda: receive_group(people, place, now)  # noqa: E731
        self.counter.hand(job, self._admitted, lambda: self.keep(people))

    def _which(self, known: list[tuple[str, int]]) -> None:
        def chosen(index: int | None) -> None:
            if index is not None:
                self._who(known[index][0])

        rows = [Bilingual(f"{unit}  ({n} người)", f"{unit}  ({n})") for unit, n in known]
        title = Bilingual("Đón theo lớp, cơ quan, đoàn thể", "Admit a class, office or association")
        names = [unit for unit, _ in known]
        self.counter.offer(Pick(title, rows, searched=[names]), chosen)

    def _who(self, unit: str) -> None:
        store, event = self.counter.ngayhoi.store, self.counter.ngayhoi.desk.event

        def chosen(people: tuple[Person, ...] | None) -> None:
            if people:
                self.admit(people)

        def ask(people: list[Found]) -> None:
            if self.counter.ngayhoi.quiet < PAUSE:
                self.counter.report(self.counter.told(Tone.ASK, _LATE, _AGAIN))
            else:
                self.counter.offer(Members(unit, people), chosen)

        self.counter.hand(lambda: members(store, event, unit), ask, failing=NOT_READ)

    def _admitted(self, answers: list[Answer]) -> None:
        self.counter.last_person = None
        notice = group_notice(answers, self.counter)
        self.counter.report(notice)
        self.counter.refresh_figures()
        if refused := _refused(answers):
            names = _names(answers)
            rows = [_refusal(answer, names) for answer in refused]
            title = Bilingual(f"{len(refused)} người chưa đón được", f"{len(refused)} not admitted")
            self.counter.app.push_screen(Pick(title, rows, _WHAT_NEXT), self._one_by_one(refused))
        seated, sent = _seated(answers), _sent(answers, self.counter.ngayhoi.desk.catalogue.event)
        if len(answers) > _FEW and (seated or sent[1:]):
            self.counter.app.push_screen(Numbers(notice.text, seated, sent))

    def _one_by_one(self, refused: Sequence[Answer]) -> Callable[[int | None], None]:
        def chosen(index: int | None) -> None:
            person = refused[index].person if index is not None else None
            if person:
                self.settle(person)

        return chosen


def group_notice(answers: Sequence[Answer], counter: Counter) -> Notice:
    """How many of a group were admitted, where they go, and how many were not or had come in meanwhile.

    Of a few it is said by name.
    """
    admitted, refused = [a for a in answers if isinstance(a.decision, Admit)], _refused(answers)
    n, before = len(admitted), len(answers) - len(admitted) - len(refused)
    headline = Bilingual(f"ĐÃ ĐÓN {n} NGƯỜI", f"{n} ADMITTED")
    event = counter.ngayhoi.desk.catalogue.event
    few = len(answers) <= _FEW
    names = _names(answers)
    ways = (
        [_way(a, event, names) for a in admitted] if few else [ways_text([a.call for a in admitted], event)]
    )
    came = [Bilingual(f"{before} người đã vào từ trước.", f"{before} in already.")] if before else []
    n = len(refused)
    whole = Bilingual("Cả nhóm đã vào.", "The whole group is in.")
    said = Bilingual(f"{n} người chưa đón được.", f"{n} could not be admitted.") if refused else whole
    tone = Tone.ASK if refused else Tone.GOOD
    return counter.told(tone, headline, joined(said, *came, *ways))


def _names(answers: Sequence[Answer]) -> dict[str, str]:
    """What the people of a group are told by, by id: the name, of namesakes with their birth."""
    people = [answer.person for answer in answers if answer.person]
    count = Counted(fold(one.name) for one in people)
    born = births(people, by_hamlet=False)
    return {
        one.id: ", ".join(
            filter(None, (shortened(one.name), born[one.id] if count[fold(one.name)] > 1 else ""))
        )
        for one in people
    }


def _way(answer: Answer, event: Event, names: Mapping[str, str]) -> Bilingual:
    """Where one of a few goes, by name: only so do they know whose number is whose."""
    name = names[answer.person.id] if answer.person else ""
    match answer.call:
        case Go(code) if station := event.station(code):
            return Bilingual(f"{name}: trạm {station.number}.", f"{name}: station {station.number}.")
        case Hold(_, int(number)):
            return Bilingual(f"{name}: ngồi nghỉ, số gọi {number}.", f"{name}: a seat, number {number}.")
        case Hold(None):
            return Bilingual(
                f"{name}: ngồi nghỉ vì trạm tạm dừng, lát nữa quét mã hỏi lại.",
                f"{name}: a seat, as stations pause; please scan again in a while.",
            )
        case Hold():
            return Bilingual(f"{name}: ngồi nghỉ.", f"{name}: a seat.")
        case _:
            return Bilingual(f"{name}: tham quan tự do.", f"{name}: free to look around.")


def _seated(answers: Sequence[Answer]) -> list[tuple[int, str]]:
    """The numbers of those who sit, in order, each with a name."""
    held, names = ((answer.call, answer.person) for answer in answers), _names(answers)
    return sorted(
        (call.number, names[one.id]) for call, one in held if isinstance(call, Hold) and call.number and one
    )


def _sent(answers: Sequence[Answer], event: Event) -> list[tuple[Bilingual, list[str]]]:
    """Who goes to which station, by its number, and who is free or sits without one; by name."""
    names, parts = _names(answers), dict[tuple[int, Bilingual], list[str]]()
    for answer in answers:
        if (title := _title(answer.call, event)) and answer.person and isinstance(answer.decision, Admit):
            parts.setdefault(title, []).append(names[answer.person.id])
    return [(title, who) for (_, title), who in sorted(parts.items(), key=lambda part: part[0][0])]


def _title(call: Call, event: Event) -> tuple[int, Bilingual] | None:
    """Where somebody without a number goes, and how late in the list that stands."""
    match call:
        case Go(code) if station := event.station(code):
            return station.number, Bilingual(f"Trạm {station.number}", f"Station {station.number}")
        case Hold(number=None):
            return _LAST - 1, Bilingual("Ngồi nghỉ, chờ trạm", "A seat until a station opens")
        case Hold():
            return None
        case _:
            return _LAST, Bilingual("Tham quan tự do", "Free to look around")


def _refused(answers: Sequence[Answer]) -> list[Answer]:
    """Those about whom something is still to be settled."""
    return [answer for answer in answers if not is_here(answer.decision)]


def _refusal(answer: Answer, names: Mapping[str, str]) -> Bilingual:
    why = HEADLINES[answer.decision.reason]
    name = names[answer.person.id] if answer.person else ""
    return Bilingual(f"{name}: {why.vi.lower()}", f"{name}: {why.en.lower()}")


_LAST = 10_000
"""Beyond the number of any station."""
_FEW = 5
"""So many names with where they go fit into the strip of the smallest terminal."""
_LATE = Bilingual("DANH SÁCH ĐẾN CHẬM", "THE LIST CAME LATE")
_AGAIN = Bilingual("Máy còn bận. Xin bấm F4 lần nữa.", "The machine was busy. Please press F4 again.")
_WHAT_NEXT = Bilingual(
    "Chọn một người để giải quyết riêng, hoặc Esc.", "Choose one to settle apart, or press Esc."
)
_NOBODY = Bilingual(
    "Chưa chọn ai nên chưa đón ai. Xin chọn, hoặc bấm Esc.",
    "Nobody is ticked, so nobody was admitted. Please tick, or press Esc.",
)
