"""Who came and what they did, counted by person and by visit."""

from collections.abc import Iterator

import pytest

from checkin.desk import Desk, Scan, receive
from checkin.identity import Recognised
from checkin.participation import Draft, EntryRef, Kind
from checkin.undo import undo
from checkin.visits import Turn, leave, object_to, tick, visit
from data.attendance import Attendance, Visit, attendance
from data.ledger import Store
from data.reports.counting import figures
from tests.builders import at, catalogue, desk_of, known, person, station, store_at, villagers

STATIONS = [station("vneid"), station("an-toan", 2)]
ONE, TWO = person("Nguyễn Thị Ngộ"), person("Đinh Văn Rớ")


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with store_at(place, catalogue(STATIONS)) as opened:
        yield opened


def day(store: Store) -> list[Attendance]:
    with store.reading() as log:
        return attendance(log, catalogue(STATIONS))


def visited(scan: Scan, place: str, desk: Desk, start: float, end: float | None) -> None:
    visit(scan, place, Turn.IN, desk, at(start))
    if end is not None:
        visit(scan, place, Turn.OUT, desk, at(end))


def test_a_persons_day_is_one_row_with_their_visits(store: Store) -> None:
    one, two = known(store, ONE, TWO)
    desk = desk_of(store)
    receive([two], desk, at(1))
    receive([one], desk, at(0))
    visited(one, "vneid", desk, 5, 17)
    tick(Recognised(ONE), "vneid", ["muc-2", "muc-2", "tich-hop"], desk, at(18))
    visited(one, "an-toan", desk, 20, None)
    leave(one, desk, at(60))
    first, second = day(store)
    assert first.visits == (
        Visit(ONE.id, ONE, "vneid", at(5), at(17), ("muc-2", "tich-hop")),
        Visit(ONE.id, ONE, "an-toan", at(20), None),
    )
    assert (first.person, first.arrived, first.left, first.desk) == (ONE, at(0), at(60), "ban-1")
    assert second == Attendance(TWO.id, TWO, at(1), "ban-1", None, ())


def test_a_class_that_came_in_one_moment_stands_in_the_order_of_its_names(store: Store) -> None:
    names = ["Lê Văn An", "Trần Thị Ánh", "Phạm Văn Bình", "Đỗ Văn Dũng", "Hồ Thị Đào"]
    people = [person(name) for name in names]
    assert [one.id for one in people] != sorted(one.id for one in people)
    scans = known(store, *reversed(people), ONE)
    receive(scans[-1:], desk_of(store), at(0))
    receive(scans[:-1], desk_of(store), at(1))
    assert [row.person for row in day(store)] == [ONE, *people]


def test_a_scan_out_after_the_exit_ends_no_visit_as_in_the_report(store: Store) -> None:
    (scan,) = known(store, ONE)
    desk = desk_of(store)
    receive([scan], desk, at(0))
    visited(scan, "vneid", desk, 5, None)
    leave(scan, desk, at(9))
    with store.writing() as log:
        log.append(Draft(Kind.VISIT_OUT, "ngay-thu", at(12), "vneid", ONE.id, station="vneid"))
    (row,) = day(store)
    assert row.visits == (Visit(ONE.id, ONE, "vneid", at(5), None),)
    with store.reading() as log:
        (station, _) = figures(log, [catalogue(STATIONS)], at(60)).events[0].stations
    assert (station.visits, station.unended, station.minutes) == (1, 1, 4)


def test_coming_back_is_the_same_person_on_the_same_day(store: Store) -> None:
    (scan,) = known(store, ONE)
    desk = desk_of(store)
    receive([scan], desk, at(0))
    leave(scan, desk, at(10))
    receive([scan], desk, at(30))
    (row,) = day(store)
    assert (row.arrived, row.left) == (at(0), None)


def test_a_station_visited_twice_is_two_visits(store: Store) -> None:
    (scan,) = known(store, ONE)
    desk = desk_of(store)
    visited(scan, "vneid", desk, 1, 5)
    visited(scan, "vneid", desk, 10, 12)
    tick(Recognised(ONE), "vneid", ["muc-2"], desk, at(13))
    (row,) = day(store)
    assert [(v.start, v.end, v.outcomes) for v in row.visits] == [
        (at(1), at(5), ()),
        (at(10), at(12), ("muc-2",)),
    ]


def test_a_visit_whose_line_was_given_up_is_none(store: Store) -> None:
    (scan,) = known(store, ONE)
    desk = desk_of(store)
    visited(scan, "vneid", desk, 1, None)
    object_to("an-toan", Kind.GAVE_UP, Recognised(ONE), desk, at(29))
    (row,) = day(store)
    assert row.visits == (Visit(ONE.id, ONE, "vneid", at(1), None),)
    object_to("vneid", Kind.GAVE_UP, Recognised(ONE), desk, at(30))
    (row,) = day(store)
    assert row.visits == ()


def test_a_badge_scanned_next_morning_ends_no_visit_in_the_list_either(store: Store) -> None:
    (scan,) = known(store, ONE)
    visited(scan, "vneid", desk_of(store), 1, 16 * 60)
    (row,) = day(store)
    assert row.visits == (Visit(ONE.id, ONE, "vneid", at(1), None),)


def test_whoever_was_undone_or_refused_did_not_come(store: Store) -> None:
    scans = known(store, ONE, TWO)
    desk = desk_of(store)
    admitted = receive(scans[:1], desk, at(0))[0].entry
    assert admitted
    undo(admitted.ref, "nham-nguoi", desk, at(1))
    receive(scans[1:], desk, at(24 * 60))
    assert day(store) == []


def test_a_badge_and_its_owner_count_as_one_person(store: Store) -> None:
    """A desk that did not know the owner admitted the badge; the list that names them came later."""
    known(store, ONE)
    desk = desk_of(store)
    with store.writing() as log:
        badge = log.people.badge_of(ONE.id)
        assert badge
        log.append(Draft(Kind.ADMITTED, desk.event, at(0), "ban-1", badge=badge.serial))
        log.append(Draft(Kind.ADMITTED, desk.event, at(5), "ban-2", person=ONE.id))
        log.append(Draft(Kind.ADMITTED, desk.event, at(6), "ban-2", badge=77))
    rows = day(store)
    assert [(r.who, r.person, r.arrived, r.desk) for r in rows] == [
        (ONE.id, ONE, at(0), "ban-1"),
        ("#77", None, at(6), "ban-2"),
    ]


def test_an_undone_outcome_is_not_counted(store: Store) -> None:
    (scan,) = known(store, ONE)
    desk = desk_of(store)
    visited(scan, "vneid", desk, 1, 5)
    (made,) = tick(Recognised(ONE), "vneid", ["muc-2"], desk, at(6))
    assert isinstance(made.ref, EntryRef)
    undo(made.ref, "nham-nguoi", desk, at(7))
    assert day(store)[0].visits[0].outcomes == ()


def test_everyone_is_listed_in_the_order_in_which_they_came(store: Store) -> None:
    people = villagers(9)
    scans = known(store, *people)
    for minute, scan in enumerate(reversed(scans)):
        receive([scan], desk_of(store), at(minute))
    assert [row.person for row in day(store)] == people[::-1]
