"""Every figure of an untidy day of thousands, against the same counted independently from the raw log."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from math import floor
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from checkin.event import Catalogue
from checkin.participation import Kind
from data.catalogue import read_catalogue
from data.ledger import Store, create_store
from data.people import every_owner, every_person
from data.reports.anonymous import anonymous
from data.reports.counting import figures
from data.reports.figures import EventFigures, Part, Remark, Spread
from data.reports.vietnamese import number
from data.reports.workbook import write_figures
from data.sheets import book
from tests.builders import NOW, the_log
from tests.data.documents import made_in, text_of
from tests.data.recount import Recount, nearest_rank
from tests.data.traces import people_of_a_trace, write_trace

PEOPLE = 3_600
"""On the lists; most come to the day, half to the ceremony three days later."""


class Counted:
    """A store with two events, its figures, and what they are recounted from."""

    def __init__(self, store: Store, people: int) -> None:
        people_of_a_trace(store, people, 1)
        days = {"ngay-hoi": range(people // 6, people), "le-phat-dong": range(people // 2)}
        catalogues = [store.catalogues[code] for code in days]
        self.written = sum(
            write_trace(store, c.event, days[c.event.code], seed) for seed, c in enumerate(catalogues)
        )
        with store.reading() as log:
            self.figures = figures(log, catalogues, NOW + timedelta(days=9))
            self.people = every_person(log.connection)
            owners = every_owner(log.connection)
        everything = the_log(store)
        self.recounts = [Recount(everything, c, self.people, owners) for c in catalogues]

    @property
    def pairs(self) -> list[tuple[EventFigures, Recount]]:
        return list(zip(self.figures.events, self.recounts, strict=True))


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    return counted_at(str(tmp_path_factory.mktemp("trace") / "store.db"))


def counted_at(place: str, people: int = PEOPLE) -> Counted:
    fair, ceremony = (read_catalogue(name) for name in ("ngay-hoi", "le-phat-dong"))
    assert isinstance(fair, Catalogue)
    assert isinstance(ceremony, Catalogue)
    store = create_store(place, fair)
    store.put(ceremony)
    try:
        return Counted(store, people)
    finally:
        store.close()


def test_both_databases_count_alike(postgres_url: str, tmp_path: Path) -> None:
    here, there = (counted_at(place, 300).figures for place in (str(tmp_path / "store.db"), postgres_url))
    assert here == there
    assert here.total.visits > 300


def by_code(parts: Sequence[Part]) -> dict[str, tuple[int, int, int, int]]:
    return {
        part.code: (part.people, part.visits, part.asked, part.completed) for part in parts if part.people
    }


def test_the_trace_is_as_large_as_a_great_day(counted: Counted) -> None:
    assert counted.figures.events[0].people > 2_700
    assert counted.figures.total.people > 3_000
    assert counted.written > 30_000


def test_people_and_visits_of_everything_that_tells_people_apart(counted: Counted) -> None:
    for day, again in counted.pairs:
        assert (day.people, day.visits) == (len(again.days), len(again.visits))
        assert day.visitors == len(again.seen)
        assert by_code(day.groups) == again.by(lambda p: p.group if p else "chua-ro")
        assert by_code(day.hamlets) == again.by(lambda p: p.hamlet if p else "chua-ro")
        assert by_code(day.sexes) == again.by(lambda p: p.sex.value if p and p.sex else "chua-ro")
        assert by_code(day.ages) == again.by(again.age_band)


def test_everyone_on_the_lists_is_known_by_group_hamlet_and_sex(counted: Counted) -> None:
    people = counted.people.values()
    day = counted.figures.events[0]
    for parts, codes in (
        (day.groups, Counter(p.group for p in people)),
        (day.hamlets, Counter(p.hamlet for p in people)),
        (day.sexes, Counter(p.sex.value if p.sex else "chua-ro" for p in people)),
    ):
        assert {part.code: part.known for part in parts if part.known} == codes


def test_passports(counted: Counted) -> None:
    for day, again in counted.pairs:
        assert (day.asked, day.completed) == (len(again.asked()), len(again.completed()))


def test_stations_with_waits_stays_and_estimates(counted: Counted) -> None:
    for day, again in counted.pairs:
        for part in day.stations:
            visitors = [name for name, visit in again.visits if visit.draft.station == part.code]
            assert (part.people, part.visits) == (len(set(visitors)), len(visitors))
            assert spread(part.wait) == measured(again.waits(part.code))
            ended, open_ended = again.lengths(part.code)
            assert spread(part.stay) == measured(ended)
            usual = nearest_rank(ended, 50)
            estimated = sum(min(most, usual) for most in open_ended)
            assert part.unended == len(open_ended) > 0
            assert (part.estimated, part.minutes) == (round(estimated), round(sum(ended) + estimated))


def spread(of: Spread | None) -> tuple[int, float, float] | None:
    return (of.count, of.median, of.p90) if of else None


def measured(minutes: list[float]) -> tuple[int, float, float] | None:
    if not minutes:
        return None
    return len(minutes), half_up(nearest_rank(minutes, 50)), half_up(nearest_rank(minutes, 90))


def half_up(minutes: float) -> float:
    return floor(minutes * 10 + 0.5) / 10


def test_arrivals_and_visits_by_ten_minutes_and_by_the_hour(counted: Counted) -> None:
    for day, again in counted.pairs:
        for bars, step in ((day.arrivals, timedelta(minutes=10)), (day.hours, timedelta(hours=1))):
            came, begun = again.moments(step)
            assert {bar.start: bar.people for bar in bars if bar.people} == came
            assert {bar.start: bar.visits for bar in bars if bar.visits} == begun


def test_outcomes_by_group(counted: Counted) -> None:
    for day, again in counted.pairs:
        assert {o.code: o.groups for o in day.outcomes if o.people} == again.outcomes()
        assert all(outcome.people == sum(outcome.groups.values()) for outcome in day.outcomes)


def test_abilities_before_and_after(counted: Counted) -> None:
    seen = 0
    for day, again in counted.pairs:
        for part in day.abilities:
            before, after = again.ability(part.code)
            assert (part.before, part.after) == (len(before), len(after))
            both = Counter((before[name], after[name]) for name in before.keys() & after.keys())
            assert {(b, a): n for b, row in part.change.items() for a, n in row.items() if n} == both
            seen += both.total()
    assert seen > 0


def test_what_did_not_go_by_the_rules(counted: Counted) -> None:
    for day, again in counted.pairs:
        refused = Counter(e.draft.code for e in again.log if e.draft.kind is Kind.REFUSED)
        undone = Counter(e.draft.code for e in again.log if e.draft.kind is Kind.UNDONE)
        assert {tally.code: tally.count for tally in day.irregular.refusals} == refused
        assert {tally.code: tally.count for tally in day.irregular.undone} == undone
        first = [next(e for e in entries if e.draft.kind is Kind.ADMITTED) for entries in again.days.values()]
        assert day.irregular.without_badge == sum(entry.draft.badge is None for entry in first)


def test_notes_say_how_much_could_not_be_known(counted: Counted) -> None:
    for day, again in counted.pairs:
        notes = {note.remark: note.count for note in day.notes}
        known = [counted.people.get(name) for name in again.days]
        assert notes.get(Remark.NO_BIRTH, 0) == sum(p is not None and p.birth is None for p in known)
        assert notes[Remark.UNENDED] == sum(part.unended for part in day.stations)
        assert notes[Remark.NO_EXIT] == again.inside()
        assert notes.get(Remark.CLOCK, 0) == again.clocks_back()


def test_all_events_together_count_everybody_once(counted: Counted) -> None:
    came = set().union(*(again.days for again in counted.recounts))
    total = counted.figures.total
    assert (total.people, total.known) == (len(came), PEOPLE)
    assert total.visits == sum(len(again.visits) for again in counted.recounts)
    groups = Counter(counted.people[name].group for name in came)
    assert {part.code: part.people for part in total.groups if part.people} == groups
    outcomes: dict[str, set[str]] = {}
    for again in counted.recounts:
        for name, entry in again.every(Kind.OUTCOME):
            outcomes.setdefault(entry.draft.code or "", set()).add(name)
    assert {o.code: o.people for o in total.outcomes if o.people} == {c: len(w) for c, w in outcomes.items()}


def test_document_workbook_and_anonymous_file_tell_the_same_totals(counted: Counted, tmp_path: Path) -> None:
    told = counted.figures
    days = [(day.people, day.visits) for day in told.events]
    everything = (told.total.people, told.total.visits)
    document = made_in(tmp_path, told)
    printed = [last_row(table) for table in document.tables() if "Đối tượng" in text_of(table)]
    assert len(printed) == 2 * len(days) + 1
    for row, (people, visits) in zip(printed, [*days, *days, everything], strict=True):
        assert {number(people), number(visits)} <= set(row)
    path = tmp_path / "bao-cao.xlsx"
    with book(path, told.made) as out:
        write_figures(out, told)
    sheet = load_workbook(path, data_only=True)["Đối tượng"]
    header, *rows = sheet.iter_rows(values_only=True)
    totals = [dict(zip(header, row, strict=True)) for row in rows if "Tổng" in row]
    assert [(row["Người"], row["Lượt"]) for row in totals] == [*days, everything]
    shared = anonymous(told, 2)
    assert [(day.people, day.visits) for day in shared.events] == days
    assert (shared.total.people, shared.total.visits) == everything


def last_row(table: Any) -> list[str]:
    *_, row = table.iter(qn("w:tr"))
    return [text_of(cell) for cell in row.iter(qn("w:tc"))]
