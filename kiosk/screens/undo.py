"""Taking an entry back: which one, for which reason, and whether really."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from rich.cells import cell_len

from checkin.event import Catalogue, UndoReason
from checkin.local_time import clock_time
from checkin.participation import Entry, Kind
from checkin.person import Person
from checkin.undo import Undone, UndoProblem, undo_together
from data.overview import Written, undoable
from kiosk.screens.desk_counter import NOT_READ, Counter
from kiosk.screens.desk_pick import Pick
from kiosk.screens.desk_words import UNNAMED, Notice, Tone, cell, name_within
from kiosk.screens.station_ability import ANSWERS
from kiosk.wording import UNDO_PROBLEMS, births, joined, several
from stations.model import Bilingual

LIMIT = 150
"""Entries offered: several classes, as a mistake in the first row may be seen when the last one is in."""
_WIDTH = 68
"""Columns of a line of the list, beside its scroll bar."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the list: one entry, or those by which one act admitted a class or office."""

    entries: tuple[Entry, ...]
    text: Bilingual
    searched: str
    """What tells it from others of its kind: when, and who."""
    visits: int
    """How many visits would be taken back with it."""

    @property
    def note(self) -> Bilingual:
        """What is taken back, and what falls with it."""
        if not self.visits:
            return self.text
        return Bilingual(
            f"{self.text.vi}\nHoàn tác theo: {self.visits} lượt ở trạm ghi sau đó, cùng kết quả.",
            f"{self.text.en}\nTaken back too: {several(self.visits, 'visit', 'visits')} noted since, "
            "and their outcomes.",
        )


@dataclass(frozen=True, slots=True)
class UndoFlow:
    """Three questions, then the deed; each may be given up with Esc and nothing is written."""

    counter: Counter

    def begin(self) -> None:
        """Read the entries and ask which one."""
        app = self.counter.ngayhoi
        self.counter.hand(
            lambda: undoable(app.store, app.desk.event, LIMIT, app.desk.code), self._which, failing=NOT_READ
        )

    def _which(self, written: list[Written]) -> None:
        rows = list(_rows(written, self.counter.ngayhoi.desk.catalogue))

        def chosen(index: int | None) -> None:
            if index is not None:
                self._why(rows[index])

        title = Bilingual("Hoàn tác dòng nào?", "Which entry is to be taken back?")
        names = [row.searched for row in rows]
        whole = [f"{row.text.vi} {row.text.en} {row.searched}" for row in rows]
        self.counter.offer(Pick(title, [row.text for row in rows], searched=[names, whole]), chosen)

    def _why(self, row: _Row) -> None:
        reasons = self.counter.ngayhoi.desk.catalogue.programme.undo_reasons

        def chosen(index: int | None) -> None:
            if index is not None:
                self._really(row, reasons[index])

        title = Bilingual("Vì sao hoàn tác?", "Why is it taken back?")
        self.counter.app.push_screen(Pick(title, [r.name for r in reasons], row.note), chosen)

    def _really(self, row: _Row, reason: UndoReason) -> None:
        def chosen(index: int | None) -> None:
            if index == 1:
                self._do(row, reason)

        vi, en = f"{row.note.vi}\nLý do: {reason.name.vi}", f"{row.note.en}\nReason: {reason.name.en}"
        note = Bilingual(vi, en)
        rows = [Bilingual("Thôi, giữ nguyên", "Leave it as it is"), Bilingual("Hoàn tác", "Take it back")]
        title = Bilingual("Xin xem lại trước khi hoàn tác", "Please look again before taking it back")
        self.counter.app.push_screen(Pick(title, rows, note), chosen)

    def _do(self, row: _Row, reason: UndoReason) -> None:
        desk, now = self.counter.ngayhoi.desk, self.counter.ngayhoi.clock()
        refs = [entry.ref for entry in row.entries]

        def done(result: list[Undone] | UndoProblem) -> None:
            if not isinstance(result, UndoProblem):
                for undone in result:
                    self.counter.undone(undone.target)
            self.counter.report(self._notice(result, row.text))
            self.counter.refresh_figures()

        self.counter.hand(lambda: undo_together(refs, reason.code, desk, now), done)

    def _notice(self, result: list[Undone] | UndoProblem, row: Bilingual) -> Notice:
        if isinstance(result, UndoProblem):
            headline = Bilingual("CHƯA HOÀN TÁC ĐƯỢC", "NOT TAKEN BACK")
            return self.counter.told(Tone.BAD, headline, UNDO_PROBLEMS[result])
        return self.counter.told(Tone.GOOD, Bilingual("ĐÃ HOÀN TÁC", "TAKEN BACK"), _left(result, row))


def _left(done: Sequence[Undone], row: Bilingual) -> Bilingual:
    """What was taken back, and what an admission leaves behind."""
    said = Bilingual(f"{row.vi}.", f"{row.en}.")
    if any(undone.door for undone in done):
        return joined(said, _STILL_INSIDE)
    admissions = (undone.target.draft for undone in done if undone.target.draft.kind is Kind.ADMITTED)
    return joined(said, _STILL_LISTED) if any(draft.person for draft in admissions) else said


def _rows(written: Sequence[Written], catalogue: Catalogue) -> Iterator[_Row]:
    """The entries, latest first; above those of a class or office admitted in one act a line for all of them.

    There is none for people of whom the list may not hold all.
    """
    born = births((one.person for one in written if one.person), by_hamlet=False)
    for unit, act in groupby(written, _admitted_with):
        admitted = list(act)
        is_whole = len(written) < LIMIT or admitted[-1] is not written[-1]
        if unit and len(admitted) > 1 and is_whole:
            text = _together(unit[0], admitted)
            together = tuple(one.entry for one in admitted)
            yield _Row(together, text, text.vi, sum(one.visits for one in admitted))
        for one in admitted:
            person, at = one.person, clock_time(one.entry.draft.at)
            said = f"{at} {person.name} {born[person.id]}" if person else at
            yield _Row((one.entry,), written_text(one, born, catalogue), said, one.visits)


def _admitted_with(written: Written) -> tuple[str, str, datetime] | None:
    """The class or office of somebody admitted, where, and when: whoever shares all three was in one act."""
    draft, unit = written.entry.draft, written.person.unit if written.person else ""
    return (unit, draft.desk, draft.at) if draft.kind is Kind.ADMITTED and unit else None


def _together(unit: str, written: Sequence[Written]) -> Bilingual:
    """People of a class or office whom one act admitted, in one line."""
    at, count = clock_time(written[0].entry.draft.at), len(written)
    vi, en = f"cả {count} người – vào cửa", f"all {count} people – admitted"
    name = cell(unit, _WIDTH - max(cell_len(f"{at}  : {said}") for said in (vi, en))).rstrip()
    return Bilingual(f"{at}  {name}: {vi}", f"{at}  {name}: {en}")


def written_text(written: Written, born: dict[str, str], catalogue: Catalogue) -> Bilingual:
    """An entry in one line: when, who, and what happened. born: by id, what tells namesakes apart."""
    draft = written.entry.draft
    at = clock_time(draft.at)
    what = _what(written.entry, catalogue)
    room = _WIDTH - max(cell_len(f"{at}   – {said}") for said in (what.vi, what.en))
    name = _name(written.person, born[written.person.id], room) if written.person else UNNAMED
    return Bilingual(f"{at}  {name.vi} – {what.vi}", f"{at}  {name.en} – {what.en}")


def _name(person: Person, born: str, room: int) -> Bilingual:
    """A name, with the birth that tells namesakes apart; in little room the name is shortened."""
    year = f" ({born})" if born else ""
    name = f"{name_within(person.name, max(1, room - cell_len(year)))}{year}"
    return Bilingual(name, name)


def _what(entry: Entry, catalogue: Catalogue) -> Bilingual:
    draft = entry.draft
    station = catalogue.event.station(draft.station) if draft.station else None
    number = str(station.number) if station else draft.station or ""
    match draft.kind:
        case Kind.ADMITTED:
            return Bilingual("vào cửa", "admitted")
        case Kind.LEFT:
            return Bilingual("ra về", "left")
        case Kind.STAY:
            return Bilingual(f"ở lại {draft.minutes} phút", f"stays {draft.minutes} min")
        case Kind.CARD_LINKED:
            return Bilingual("thẻ căn cước được nhận là của người này", "a citizen card was taken for theirs")
        case kind if said := _AT_STATION.get(kind):
            return Bilingual(f"{said.vi} {number}", f"{said.en} {number}")
        case Kind.ABLE_BEFORE | Kind.ABLE_AFTER:
            return _ability(draft.code or "", number, before=draft.kind is Kind.ABLE_BEFORE)
        case _:
            outcomes = station.outcomes if station else ()
            name = next((o.name for o in outcomes if o.code == draft.code), None)
            return name or Bilingual(draft.code or "", draft.code or "")


_STILL_LISTED = Bilingual("Tên và thẻ vẫn còn trong danh sách.", "Name and badge are still on the list.")
_STILL_INSIDE = Bilingual(
    "Vẫn còn ghi vào cửa. Nhầm người thì hoàn tác cả dòng “vào cửa” của họ.",
    "They are still noted as admitted. If it was the wrong person, take that entry back too.",
)
_AT_STATION = {
    Kind.CALLED: Bilingual("được gọi đến trạm", "was called to station"),
    Kind.DECLINED: Bilingual("không đi trạm", "will not go to station"),
    Kind.GAVE_UP: Bilingual("bỏ hàng chờ trạm", "gave up the line of station"),
    Kind.VISIT_IN: Bilingual("bắt đầu tại trạm", "began at station"),
    Kind.VISIT_OUT: Bilingual("xong tại trạm", "ended at station"),
}


def _ability(code: str, station: str, *, before: bool) -> Bilingual:
    said = next((name for ability, name in ANSWERS.items() if ability == code), Bilingual(code, code))
    when = Bilingual("trước", "before") if before else Bilingual("sau", "after")
    return Bilingual(
        f"{when.vi} khi làm tại trạm {station}: {said.vi}",
        f"answered {when.en} station {station}: {said.en}",
    )
