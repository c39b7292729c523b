"""Taking an entry back: which one, for which reason, and whether really."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from checkin.event import Catalogue, UndoReason
from checkin.local_time import clock_time
from checkin.participation import Entry, Kind
from checkin.person import Person
from checkin.undo import Undone, UndoProblem, undo
from data.overview import Written, undoable
from kiosk.screens.desk_counter import NOT_READ, Counter
from kiosk.screens.desk_pick import Pick
from kiosk.screens.desk_words import UNNAMED, Notice, Tone, name_within
from kiosk.screens.station_ability import ANSWERS
from kiosk.wording import UNDO_PROBLEMS, births, joined
from stations.model import Bilingual

LIMIT = 150
"""Entries offered: several classes, as a mistake in the first row may be seen when the last one is in."""
_WIDTH = 68
"""Columns of a line of the list, beside its scroll bar."""


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
        catalogue = self.counter.ngayhoi.desk.catalogue
        born = births((one.person for one in written if one.person), by_hamlet=False)
        rows = [written_text(one, born, catalogue) for one in written]

        def chosen(index: int | None) -> None:
            if index is not None:
                self._why(written[index].entry, rows[index])

        title = Bilingual("Hoàn tác dòng nào?", "Which entry is to be taken back?")
        names = [_searched(one, born) for one in written]
        whole = [f"{row.vi} {row.en} {name}" for row, name in zip(rows, names, strict=True)]
        self.counter.offer(Pick(title, rows, searched=[names, whole]), chosen)

    def _why(self, entry: Entry, row: Bilingual) -> None:
        reasons = self.counter.ngayhoi.desk.catalogue.programme.undo_reasons

        def chosen(index: int | None) -> None:
            if index is not None:
                self._really(entry, row, reasons[index])

        title = Bilingual("Vì sao hoàn tác?", "Why is it taken back?")
        self.counter.app.push_screen(Pick(title, [r.name for r in reasons], row), chosen)

    def _really(self, entry: Entry, row: Bilingual, reason: UndoReason) -> None:
        def chosen(index: int | None) -> None:
            if index == 1:
                self._do(entry, row, reason)

        note = Bilingual(f"{row.vi}\nLý do: {reason.name.vi}", f"{row.en}\nReason: {reason.name.en}")
        rows = [Bilingual("Thôi, giữ nguyên", "Leave it as it is"), Bilingual("Hoàn tác", "Take it back")]
        title = Bilingual("Xin xem lại trước khi hoàn tác", "Please look again before taking it back")
        self.counter.app.push_screen(Pick(title, rows, note), chosen)

    def _do(self, entry: Entry, row: Bilingual, reason: UndoReason) -> None:
        desk, now = self.counter.ngayhoi.desk, self.counter.ngayhoi.clock()

        def done(result: Undone | UndoProblem) -> None:
            if isinstance(result, Undone):
                self.counter.undone(result.target)
            self.counter.report(self._notice(result, row))
            self.counter.refresh_figures()

        self.counter.hand(lambda: undo(entry.ref, reason.code, desk, now), done)

    def _notice(self, result: Undone | UndoProblem, row: Bilingual) -> Notice:
        if isinstance(result, Undone):
            return self.counter.told(
                Tone.GOOD, Bilingual("ĐÃ HOÀN TÁC", "TAKEN BACK"), self._left(result, row)
            )
        headline = Bilingual("CHƯA HOÀN TÁC ĐƯỢC", "NOT TAKEN BACK")
        return self.counter.told(Tone.BAD, headline, UNDO_PROBLEMS[result])

    def _left(self, result: Undone, row: Bilingual) -> Bilingual:
        """What was taken back, and what an admission leaves behind."""
        draft, said = result.target.draft, Bilingual(f"{row.vi}.", f"{row.en}.")
        if result.door:
            return joined(said, _STILL_INSIDE)
        return joined(said, _STILL_LISTED) if draft.kind is Kind.ADMITTED and draft.person else said


def _searched(written: Written, born: dict[str, str]) -> str:
    """What tells an entry from others of its kind: when, and who."""
    person, at = written.person, clock_time(written.entry.draft.at)
    return f"{at} {person.name} {born[person.id]}" if person else at


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
