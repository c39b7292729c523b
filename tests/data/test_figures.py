"""What a report says in numbers, counted from the log by hand here and by the product."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import insert

from checkin.desk import Desk, Scan, receive
from checkin.event import Catalogue, Hamlet, Targets
from checkin.identity import Recognised
from checkin.participation import Ability, Draft, Kind
from checkin.person import Birth, Sex
from checkin.undo import undo
from checkin.visits import Turn, leave, object_to, say_ability, tick, visit
from data.entry_rows import row_of
from data.ledger import Store
from data.reports.anonymous import anonymous
from data.reports.counting import figures
from data.reports.document import write_docx
from data.reports.figures import Bar, EventFigures, Figures, Note, Remark, Spread, Tally
from data.reports.traits import hamlet_names
from data.reports.vietnamese import decimal
from data.reports.words import Words
from data.retention import Because, forget
from data.tables import entries
from stations.model import Bilingual, Outcome, Passport, Topic
from tests.builders import (
    DAY,
    Clock,
    at,
    catalogue,
    desk_of,
    entry,
    known,
    person,
    station,
    store_at,
    the_log,
)

SKILL = Outcome("vneid-muc-2", Bilingual("Kích hoạt VNeID", "VNeID"))
STATIONS = [replace(station("vneid"), outcomes=(SKILL,)), station("an-toan", 2)]
ONE = person("Nguyễn Thị Ngộ", Birth(1957))
TWO = person("Đinh Văn Rớ", Birth(2012, 5, 1), Sex.MALE, group="hoc-sinh")
THREE = person("Phạm Thị Hlê", None, None)


def known_catalogue() -> Catalogue:
    found = catalogue(STATIONS, choices=2)
    targets = Targets(10, {"hoc-sinh": 4}, {"vneid": 5}, {"vneid-muc-2": 2})
    return replace(found, event=replace(found.event, targets=targets))


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with store_at(place, known_catalogue(), Clock()) as opened:
        yield opened


def counted(store: Store) -> Figures:
    with store.reading() as log:
        return figures(log, list(store.catalogues.values()), at(24 * 60))


def the_day(store: Store) -> EventFigures:
    (event,) = counted(store).events
    return event


@dataclass
class Door:
    """A desk, and the badges of three people it knows."""

    desk: Desk
    scans: list[Scan]

    def admit(self, *whom: int, minute: float = 0) -> None:
        for who in whom:
            receive([self.scans[who]], self.desk, at(minute))

    def stay(self, who: int, where: str, start: float, end: float | None = None) -> None:
        visit(self.scans[who], where, Turn.IN, self.desk, at(start))
        if end is not None:
            visit(self.scans[who], where, Turn.OUT, self.desk, at(end))


@pytest.fixture
def door(store: Store) -> Door:
    return Door(desk_of(store), known(store, ONE, TWO, THREE))


def test_people_and_visits_are_counted_apart_by_everything_that_tells_people_apart(
    store: Store, door: Door
) -> None:
    door.admit(0)
    door.admit(1, minute=1)
    door.stay(0, "vneid", 5, 17)
    door.stay(0, "vneid", 20, 30)
    door.stay(1, "an-toan", 6, 10)
    day = the_day(store)
    assert (day.people, day.visits, day.visitors) == (2, 3, 2)
    groups = {p.code: (p.people, p.visits, p.known, p.target) for p in day.groups}
    assert groups == {"nguoi-dan": (1, 2, 2, None), "hoc-sinh": (1, 1, 1, 4)}
    assert {p.code: (p.people, p.known) for p in day.sexes} == {
        "nam": (1, 1),
        "nu": (1, 1),
        "chua-ro": (0, 1),
    }
    assert {p.name: p.people for p in day.ages} == {
        "Dưới 16 tuổi": 1,
        "Từ 16 đến 30 tuổi": 0,
        "Từ 31 đến 59 tuổi": 0,
        "Từ 60 tuổi trở lên": 1,
    }
    assert [(p.code, p.people, p.visits, p.stay) for p in day.stations] == [
        ("vneid", 1, 2, Spread(2, 10.0, 12.0)),
        ("an-toan", 1, 1, Spread(1, 4.0, 4.0)),
    ]
    assert day.target == 10
    assert day.stations[0].target == 5


def test_a_visit_whose_line_was_given_up_is_none(store: Store, door: Door) -> None:
    door.admit(0)
    door.stay(0, "vneid", 5)
    door.stay(0, "an-toan", 6, 10)
    door.stay(0, "vneid", 20)
    object_to("an-toan", Kind.GAVE_UP, Recognised(ONE), door.desk, at(30))
    assert the_day(store).visits == 3
    object_to("vneid", Kind.GAVE_UP, Recognised(ONE), door.desk, at(31))
    day = the_day(store)
    assert (day.visits, [part.visits for part in day.stations], day.completed) == (2, [1, 1], 1)


def test_what_somebody_said_in_a_line_that_they_gave_up_is_counted_no_more(store: Store, door: Door) -> None:
    door.admit(0)
    one = Recognised(ONE)
    door.stay(0, "vneid", 5)
    say_ability(one, "vneid", Ability.NOT_YET, Turn.IN, door.desk, at(6))
    object_to("vneid", Kind.GAVE_UP, one, door.desk, at(15))
    assert the_day(store).abilities == ()
    door.stay(0, "vneid", 20, 30)
    say_ability(one, "vneid", Ability.WITH_HELP, Turn.IN, door.desk, at(31))
    door.stay(0, "vneid", 40)
    say_ability(one, "vneid", Ability.ALONE, Turn.IN, door.desk, at(41))
    object_to("vneid", Kind.GAVE_UP, one, door.desk, at(50))
    (said,) = the_day(store).abilities
    assert (said.before, said.after) == (1, 0)


def test_someone_without_birth_or_sex_counts_as_unknown_and_a_note_says_so(store: Store, door: Door) -> None:
    door.admit(2)
    day = the_day(store)
    assert [(p.name, p.people) for p in day.ages if p.people] == [("Chưa rõ", 1)]
    assert [(p.name, p.people) for p in day.sexes if p.people] == [("Chưa rõ", 1)]
    assert Note(Remark.NO_BIRTH, 1) in day.notes


def test_people_who_came_and_may_be_one_are_counted_apart_and_said_to_be(store: Store) -> None:
    alike = [replace(TWO, id=f"hai-{number}") for number in range(3)]
    elsewhere = replace(TWO, id="noi-khac", hamlet="con-doc")
    by_year = [replace(ONE, id=f"mot-{number}") for number in range(2)]
    scans = known(store, *alike, elsewhere, *by_year)
    desk = desk_of(store)
    receive([scans[0], *scans[3:]], desk, at(0))
    assert counted(store).total.notes == ()
    receive(scans[1:2], desk, at(1))
    found = counted(store)
    assert (found.total.people, found.total.notes) == (5, (Note(Remark.ALIKE, 1),))
    assert anonymous(found).total.remarks == ()
    receive(scans[2:3], desk, at(2))
    assert counted(store).total.notes == (Note(Remark.ALIKE, 3),)
    forget(store, [one.id for one in alike[:2]], Because.REQUESTED, at(60))
    assert counted(store).total.notes == ()


def test_who_came_and_was_forgotten_is_on_the_list_though_the_event_was_put_off(tmp_path: Path) -> None:
    clock = Clock(at(0))
    with store_at(tmp_path / "hoan.db", catalogue(STATIONS), clock) as store:
        receive(known(store, ONE, TWO, THREE)[:2], desk_of(store), at(0))
        forget(store, [ONE.id, TWO.id], Because.REQUESTED, at(60))
        store.put(catalogue(STATIONS, day=DAY + timedelta(days=1)))
        found = counted(store)
    assert (found.total.people, found.total.known) == (2, 3)
    assert sum(part.known or 0 for part in found.events[0].groups) == 3


def test_minutes_at_a_station_that_is_gone_are_not_said_to_be_none(tmp_path: Path) -> None:
    with store_at(tmp_path / "cu.db", catalogue(STATIONS), Clock()) as store:
        old = Door(desk_of(store), known(store, ONE))
        old.admit(0)
        old.stay(0, "an-toan", 1, 11)
        store.put(catalogue(STATIONS[:1]))
        path = tmp_path / "bao-cao.docx"
        write_docx(path, counted(store), Words())
    told = " ".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert "là 0 phút (không tính 1 lượt tại trạm không có trong danh mục)." in told


def test_an_empty_event_has_zeros_and_says_that_nobody_came(store: Store) -> None:
    day = the_day(store)
    assert (day.people, day.visits, day.completed) == (0, 0, 0)
    assert day.notes == (Note(Remark.NOBODY, 1),)
    assert {bar.people for bar in day.arrivals} == {0}
    assert (day.arrivals[0].start, day.arrivals[-1].start) == ("07:30", "16:20")
    assert day.stations[0].stay is None


def test_a_visit_without_a_second_scan_is_estimated_and_marked(store: Store, door: Door) -> None:
    door.admit(0, 1)
    door.stay(1, "vneid", 0, 8)
    door.stay(0, "vneid", 10)
    door.stay(0, "an-toan", 13)
    leave(door.scans[0], door.desk, at(14))
    vneid, safety = the_day(store).stations
    assert (vneid.unended, vneid.estimated, vneid.minutes) == (1, 3, 11)
    assert vneid.stay == Spread(1, 8.0, 8.0)
    assert (safety.unended, safety.estimated) == (1, 1)
    assert Note(Remark.UNENDED, 2) in the_day(store).notes


def test_a_visit_has_taken_no_longer_than_since_it_began(store: Store, door: Door) -> None:
    door.admit(0)
    door.stay(0, "vneid", 5)
    for minutes, since in ((1, 6), (10, 60), (0, 4), (10, -3 * 365 * 24 * 60)):
        with store.reading() as log:
            (day,) = figures(log, list(store.catalogues.values()), at(since)).events
        assert (day.stations[0].estimated, day.stations[0].unended) == (minutes, 1)


def test_a_badge_scanned_next_morning_is_no_visit_of_a_night(store: Store, door: Door) -> None:
    door.admit(0, 1)
    door.stay(1, "vneid", 0, 8)
    door.stay(0, "vneid", 10, 16 * 60)
    vneid, _ = the_day(store).stations
    assert (vneid.unended, vneid.estimated, vneid.minutes) == (1, 8, 16)
    leave(door.scans[0], door.desk, at(16 * 60 + 1))
    assert the_day(store).stations[0] == vneid
    assert vneid.stay == Spread(1, 8.0, 8.0)


def test_nobody_waits_for_a_station_while_they_are_sent_to_another(store: Store, door: Door) -> None:
    door.admit(0)
    door.stay(0, "an-toan", 8, 10)
    door.stay(0, "vneid", 13)
    vneid, safety = the_day(store).stations
    assert (vneid.wait, safety.wait) == (Spread(1, 3.0, 3.0), None)


def test_a_list_on_paper_that_is_caught_up_with_tells_of_no_waiting(store: Store, door: Door) -> None:
    door.admit(0, minute=-90)
    door.stay(0, "vneid", 0, 8)
    vneid, _ = the_day(store).stations
    assert (vneid.visits, vneid.wait) == (1, None)


def test_half_a_tenth_of_a_minute_is_rounded_up_once(store: Store, door: Door) -> None:
    door.admit(0)
    door.stay(0, "vneid", 4, 12.25)
    vneid, _ = the_day(store).stations
    assert vneid.stay
    assert decimal(vneid.stay.median) == "8,3"


def test_half_a_minute_is_rounded_up(store: Store, door: Door) -> None:
    door.admit(0)
    door.stay(0, "vneid", 4, 12.5)
    door.stay(0, "an-toan", 13)
    leave(door.scans[0], door.desk, at(13.5))
    vneid, safety = the_day(store).stations
    assert (vneid.minutes, safety.minutes, safety.estimated) == (9, 1, 1)


def test_what_was_taken_back_is_counted_nowhere_but_among_the_undone(store: Store, door: Door) -> None:
    (answer,) = receive([door.scans[0]], door.desk, at(7 * 60))
    assert answer.entry
    undo(answer.entry.ref, "nham-nguoi", door.desk, at(1))
    day = the_day(store)
    assert day.people == 0
    assert day.irregular.undone == (Tally("nham-nguoi", "Nhầm người", 2),), "and its advice"


def test_what_was_caught_up_and_taken_back_was_not_caught_up(store: Store, door: Door) -> None:
    door.admit(0, minute=-90)
    (wrong,) = receive([door.scans[1]], door.desk, at(-80))
    caught_up = the_day(store).irregular.caught_up
    assert wrong.entry
    undo(wrong.entry.ref, "nham-nguoi", door.desk, at(7 * 60))
    assert (caught_up, the_day(store).irregular.caught_up) == (4, 2), (
        "two arrivals with their advice, then one"
    )


def test_refusals_are_counted_by_their_reason(store: Store, door: Door) -> None:
    door.admit(0, 0)
    assert [(t.code, t.count) for t in the_day(store).irregular.refusals] == [("already-here", 1)]


def test_outcomes_count_people_and_passports_those_who_visited_all_they_were_asked_to(
    store: Store, door: Door
) -> None:
    door.admit(0)
    door.stay(0, "vneid", 5, 9)
    for minute in (9, 10):
        tick(Recognised(ONE), "vneid", ["vneid-muc-2"], door.desk, at(minute))
    day = the_day(store)
    (outcome,) = day.outcomes
    assert (outcome.people, outcome.groups, outcome.target) == (1, {"nguoi-dan": 1}, 2)
    assert (day.asked, day.completed) == (1, 0)
    door.stay(0, "an-toan", 12)
    assert the_day(store).completed == 1


def test_a_badge_that_nobody_knows_has_the_passport_it_is_shown_on_the_screens(store: Store) -> None:
    topic = Topic(
        "dinh-danh", Bilingual("Định danh", "Identity"), frozenset({"vneid"}), frozenset({"nguoi-dan"})
    )
    event = replace(known_catalogue().event, passport=Passport((topic,), 1))
    store.put(replace(known_catalogue(), event=event))
    admitted = entry(Kind.ADMITTED, 2, 1, device="HMRV9999", who=None, badge=7)
    visits = [
        entry(Kind.VISIT_IN, 2 + number, 1 + number, device="HMRV9999", who=None, badge=7, station=code)
        for number, code in enumerate(["an-toan", "vneid"], start=1)
    ]
    with store.writing() as log:
        log.connection.execute(insert(entries), [row_of(admitted), row_of(visits[0])])
    assert (the_day(store).asked, the_day(store).completed) == (1, 0)
    with store.writing() as log:
        log.connection.execute(insert(entries), row_of(visits[1]))
    assert (the_day(store).asked, the_day(store).completed) == (1, 1)


def test_whoever_comes_to_two_events_is_one_person_of_the_programme(store: Store, door: Door) -> None:
    second = catalogue(STATIONS, day=DAY + timedelta(days=3), code="le-thu")
    store.put(second)
    door.admit(0)
    receive([door.scans[0]], Desk(store, second, "ban-1"), at(3 * 24 * 60))
    both = counted(store)
    assert [event.people for event in both.events] == [1, 1]
    assert both.total.people == 1
    assert both.total.known == 3


def test_two_devices_that_both_admit_someone_make_one_person_and_a_conflict(store: Store, door: Door) -> None:
    door.admit(0)
    other = entry(Kind.ADMITTED, 2, 1, device="HMRV9999", who=ONE.id)
    with store.writing() as log:
        log.connection.execute(insert(entries), row_of(other))
    day = the_day(store)
    assert (day.people, day.irregular.twice) == (1, 1)


@pytest.mark.parametrize("late", [1, 2])
def test_an_arrival_on_paper_is_no_second_admission(store: Store, door: Door, late: int) -> None:
    door.admit(0)
    (first,) = (e for e in the_log(store) if e.draft.kind is Kind.ADMITTED)
    paper = entry(Kind.ADMITTED, -10 if late == 1 else 10, 1, device="HMRV9999", who=ONE.id)
    paper = replace(paper, recorded=first.recorded + timedelta(hours=8))
    with store.writing() as log:
        log.connection.execute(insert(entries), row_of(paper))
    day = the_day(store)
    assert (day.people, day.irregular.twice, day.irregular.caught_up) == (1, 0, 1)


def test_an_arrival_on_paper_hides_no_admission_by_two_machines(store: Store, door: Door) -> None:
    door.admit(0)
    (first,) = (e for e in the_log(store) if e.draft.kind is Kind.ADMITTED)
    paper = entry(Kind.ADMITTED, -10, 1, device="HMRV9999", who=ONE.id)
    paper = replace(paper, recorded=first.recorded + timedelta(hours=8))
    other = entry(Kind.ADMITTED, 20, 1, device="HMRV8888", who=ONE.id)
    with store.writing() as log:
        log.connection.execute(insert(entries), [row_of(paper), row_of(other)])
    assert (the_day(store).people, the_day(store).irregular.twice) == (1, 1)


def test_whoever_comes_back_after_an_event_was_put_off_was_not_admitted_by_two_machines(
    store: Store, door: Door
) -> None:
    door.admit(0)
    back = entry(Kind.ADMITTED, 24 * 60, 1, device="HMRV9999", who=ONE.id, code="came-back")
    with store.writing() as log:
        log.connection.execute(insert(entries), row_of(back))
    assert (the_day(store).people, the_day(store).irregular.twice) == (1, 0)


def test_nobody_waits_from_the_day_that_an_event_was_put_off_from(store: Store, door: Door) -> None:
    door.admit(0)
    told = [e for e in the_log(store) if e.draft.kind is Kind.SENT]
    assert [e.draft.station for e in told] == ["vneid"]
    later = [
        entry(Kind.ADMITTED, 24 * 60, 1, device="HMRV9999", who=ONE.id, code="came-back"),
        entry(Kind.SENT, 24 * 60, 2, device="HMRV9999", who=ONE.id, station="vneid"),
        entry(Kind.VISIT_IN, 24 * 60 + 5, 3, device="HMRV9999", who=ONE.id, station="vneid"),
    ]
    with store.writing() as log:
        log.connection.execute(insert(entries), [row_of(one) for one in later])
    (wait,) = [one.wait for one in the_day(store).stations if one.code == "vneid"]
    assert wait
    assert wait.median == 5


def test_arrivals_stand_in_the_ten_minutes_in_which_they_were(store: Store, door: Door) -> None:
    door.admit(0, minute=9.99)
    door.admit(1, minute=10)
    bars = {bar.start: bar for bar in the_day(store).arrivals}
    assert (bars["09:00"].people, bars["09:10"].people) == (1, 1)
    hours = {bar.start: bar for bar in the_day(store).hours}
    assert hours["09:00"] == Bar("09:00", 2, 0)


def test_a_clock_that_went_back_is_noted_and_no_length_is_below_zero(store: Store, door: Door) -> None:
    assert isinstance(store.clock, Clock)
    store.clock.now = at(60)
    door.admit(0, minute=60)
    door.stay(0, "vneid", 65)
    store.clock.now = at(5)
    visit(door.scans[0], "vneid", Turn.OUT, door.desk, at(5))
    day = the_day(store)
    assert Note(Remark.CLOCK, 1) in day.notes
    assert day.stations[0].visits == 1
    assert day.stations[0].stay is None
    assert day.stations[0].minutes >= 0


def test_after_a_clock_was_set_back_nobody_waited_or_stayed_for_no_time(store: Store, door: Door) -> None:
    assert isinstance(store.clock, Clock)
    store.clock.now = at(60)
    door.admit(0, minute=60)
    for minute in (5, 9, 20):
        store.clock.now = at(minute)
        visit(door.scans[0], "vneid", Turn.EITHER, door.desk, at(minute))
    first = the_day(store).stations[0]
    assert (first.visits, first.wait, first.stay, first.minutes) == (2, None, None, 20)


def test_a_visit_without_end_has_the_usual_length_after_a_clock_was_set_back(
    store: Store, door: Door
) -> None:
    assert isinstance(store.clock, Clock)
    store.clock.now = at(60)
    door.admit(0, minute=60)
    for minute, place in ((5, "vneid"), (25, "an-toan")):
        store.clock.now = at(minute)
        visit(door.scans[0], place, Turn.IN, door.desk, at(minute))
    first = the_day(store).stations[0]
    assert (first.visits, first.stay, first.minutes) == (1, None, 10)


def test_what_people_could_do_before_and_after_stands_side_by_side(store: Store, door: Door) -> None:
    door.admit(0)
    door.stay(0, "vneid", 5, 9)
    with store.writing() as log:
        for minute, kind, code in ((5, Kind.ABLE_BEFORE, "not-yet"), (9, Kind.ABLE_AFTER, "alone")):
            log.append(Draft(kind, "ngay-thu", at(minute), "vneid", ONE.id, None, "vneid", code))
    (ability,) = the_day(store).abilities
    assert (ability.before, ability.after) == (1, 1)
    assert ability.change["not-yet"]["alone"] == 1
    assert sum(n for row in ability.change.values() for n in row.values()) == 1


def test_of_two_hamlets_of_one_name_each_is_named_with_the_commune_it_was_of(store: Store) -> None:
    hamlets = (Hamlet("t1-trang", "Thôn 1", "Ba Trang"), Hamlet("t1-kham", "Thôn 1", "Ba Khâm"))
    known_as = hamlet_names(replace(store.newest.programme, hamlets=(*hamlets, Hamlet("hui", "Bùi Hui"))))
    assert known_as == {"t1-trang": "Thôn 1 (Ba Trang)", "t1-kham": "Thôn 1 (Ba Khâm)", "hui": "Bùi Hui"}
