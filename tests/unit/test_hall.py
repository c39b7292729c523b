"""What is believed of people and lines, from scans of which some never arrive."""

from dataclasses import replace

import pytest

from stations.hall import Hall
from stations.lines import GONE, LATE, SeatLine
from stations.plan import ENTRANCE, Timetable
from stations.visitor import Visitor
from tests.unit.days import GROUP, plan


def arrived(hall: Hall, who: str, at: float = 0.0, stay: float | None = 120.0) -> Visitor:
    return hall.arrive(at, who, GROUP, stay, hall.plan.topics[GROUP], hall.plan.choices)


def seen_in(hall: Hall, at: float, who: str, station: int = 0) -> Visitor:
    visitor = hall.inside.get(who) or arrived(hall, who, at)
    hall.enter(at, visitor, station)
    return visitor


def names(hall: Hall, station: int = 0) -> list[str]:
    return [visitor.who for visitor in hall.lines[station].present]


def pace(hall: Hall, station: int = 0) -> float:
    hall.learn()
    return hall.lines[station].minutes(GROUP) / hall.plan.minutes[GROUP][station]


def test_both_scans_make_a_visit_and_stamp_its_topic() -> None:
    hall = Hall(plan(2, 2, topics=[{0}, {1}], choices=1))
    visitor = seen_in(hall, 1, "a")
    assert names(hall) == ["a"]
    hall.finish(9, visitor, 0)
    assert names(hall) == []
    assert (visitor.wanted, visitor.choices, visitor.place) == ([frozenset({1})], 1, 0)


def test_whoever_checks_in_again_may_say_another_stay() -> None:
    hall = Hall(plan(2))
    visitor = arrived(hall, "a", stay=None)
    assert not visitor.has_said
    assert arrived(hall, "a", 10, stay=30) is visitor
    assert (visitor.until, visitor.has_said) == (40, True)
    arrived(hall, "a", 20, stay=None)
    assert visitor.until == 40


def test_a_second_station_of_a_topic_is_their_own_choice() -> None:
    hall = Hall(plan(2, 2, topics=[{0, 1}], choices=1))
    visitor = arrived(hall, "a")
    hall.finish(9, visitor, 0)
    hall.finish(20, visitor, 1)
    assert visitor.is_finished
    assert "a" not in hall.inside


def test_an_out_scan_alone_is_a_visit() -> None:
    hall = Hall(plan(2, 2, topics=[{0}], choices=1))
    visitor = arrived(hall, "a")
    hall.send(0, visitor, 0)
    hall.finish(12, visitor, 0)
    assert not visitor.wanted
    assert not hall.lines[0].coming


def test_who_is_seen_elsewhere_has_ended_their_visit_unseen() -> None:
    hall = Hall(plan(2, 2, topics=[{0}, {1}]))
    visitor = seen_in(hall, 1, "a")
    hall.enter(15, visitor, 1)
    assert names(hall) == []
    assert names(hall, 1) == ["a"]
    assert visitor.wanted == [frozenset({1})]


def test_who_asks_at_a_station_has_been_served_there_whatever_was_scanned() -> None:
    hall = Hall(plan(2, 2, 2, topics=[{0}, {1}, {2}]))
    scanned, sent, strayed = seen_in(hall, 1, "a"), arrived(hall, "b"), arrived(hall, "c")
    hall.send(1, sent, 0)
    hall.send(1, strayed, 1)
    for visitor in (scanned, sent, strayed):
        hall.ask(14, visitor, 0)
        assert visitor.wanted == [frozenset({1}), frozenset({2})]
    assert names(hall) == []
    assert not hall.lines[0].coming
    assert not hall.lines[1].coming


def test_asking_again_from_a_seat_or_the_entrance_tells_nothing() -> None:
    hall = Hall(plan(2, 2, topics=[{0}, {1}]))
    visitor = arrived(hall, "a")
    hall.ask(0, visitor, ENTRANCE)
    visitor.waits = True
    hall.ask(1, visitor, 0)
    assert not visitor.done


def test_who_asks_before_a_visit_can_be_over_has_come_in_vain() -> None:
    hall = Hall(plan(10, 10, topics=[{0}, {1}]))
    sent, scanned = arrived(hall, "a"), seen_in(hall, 1, "b")
    hall.send(0, sent, 0)
    for at in (1.5, 9):
        hall.ask(at, sent, 0)
    hall.ask(2, scanned, 0)
    assert not sent.done
    assert not scanned.done
    assert names(hall) == []
    assert not hall.suits(sent, 0, 9)
    quick = seen_in(hall, 10, "c")
    hall.ask(12.5, quick, 0)
    assert quick.done == {0}


def test_who_was_not_seen_at_a_station_that_is_down_has_come_in_vain() -> None:
    hall = Hall(plan(10, 10, topics=[{0}, {1}]))
    seated, sent = seen_in(hall, 1, "a"), arrived(hall, "b", 1)
    hall.send(1, sent, 0)
    hall.lines[0].set_working(0, 2)
    for visitor in (seated, sent):
        hall.ask(15, visitor, 0)
    assert [visitor.done for visitor in (seated, sent)] == [{0}, set()]


@pytest.mark.parametrize(("asked", "is_served"), [(108.0, False), (114.0, True)])
def test_who_went_elsewhere_than_they_were_sent_came_no_sooner_than_the_way_takes(
    asked: float, *, is_served: bool
) -> None:
    grounds = plan(10, 10, topics=[{0}, {1}], choices=1)
    hall = Hall(replace(grounds, places=[(0, 0), (400, 0)], speeds={GROUP: 60.0}))
    strayed = arrived(hall, "a")
    hall.send(100, strayed, 0)
    hall.ask(asked, strayed, 1)
    assert (1 in strayed.done) == is_served


def test_who_went_elsewhere_than_they_were_sent_and_found_it_closed_has_come_in_vain() -> None:
    grounds = plan(10, 10, topics=[{0}, {1}], choices=1, closes=[600, 106])
    hall = Hall(replace(grounds, places=[(0, 0), (400, 0)], speeds={GROUP: 60.0}))
    strayed = arrived(hall, "a")
    hall.send(100, strayed, 0)
    hall.ask(114, strayed, 1)
    assert not strayed.done


def test_whoever_was_scanned_in_after_the_station_closed_was_let_in_and_served() -> None:
    hall = Hall(plan(10, 10, topics=[{0}, {1}], closes=[600, 106]))
    late = seen_in(hall, 107, "a", station=1)
    hall.ask(125, late, 1)
    assert late.done == {1}


def test_who_left_a_line_was_not_served_however_often_they_ask_there() -> None:
    hall = Hall(plan(1, 1, topics=[{0}, {1}]))
    visitor = seen_in(hall, 1, "a")
    hall.give_up(30, visitor, 0)
    for at in (30, 31):
        hall.ask(at, visitor, 0)
        hall.send(at, visitor, 1)
        hall.refuse(at, visitor, 1)
    assert not visitor.done
    assert names(hall) == []


@pytest.mark.parametrize(("missing", "waits"), [(0.0, True), (0.1, False)])
def test_a_visit_that_takes_long_has_perhaps_ended_unseen_where_scans_are_missed(
    missing: float, *, waits: bool
) -> None:
    hall = Hall(replace(plan(1, minutes=10.0), missing=missing))
    seen_in(hall, 1, "a")
    hall.learn()
    assert hall.lines[0].wait(5, 5) > 4
    hall.learn()
    assert (hall.lines[0].wait(31, 31) > 1) is waits


def test_who_waits_for_a_station_to_open_is_not_served_before() -> None:
    hall = Hall(plan(3, minutes=10.0, opens=[40]))
    everyone = [seen_in(hall, 10, who) for who in "abc"]
    hall.sweep(39)
    assert not hall.lines[0].is_down(39)
    for visitor in everyone:
        hall.finish(50, visitor, 0)
    assert pace(hall) == pytest.approx(1.0)


def test_nobody_has_left_unseen_while_a_station_has_more_seats_than_planned() -> None:
    hall = Hall(plan(1))
    hall.lines[0].set_working(3, 0)
    _, _, last = (seen_in(hall, 1, who) for who in "abc")
    hall.finish(8, last, 0)
    assert names(hall) == ["a", "b"]


def test_nobody_has_left_unseen_where_seats_were_taken_away_since_they_sat_down() -> None:
    hall = Hall(plan(3))
    _, _, last = (seen_in(hall, 1, who) for who in "abc")
    hall.lines[0].set_working(1, 2)
    hall.finish(8, last, 0)
    assert names(hall) == ["a", "b"]


def test_people_who_came_before_someone_served_have_left_unseen() -> None:
    hall = Hall(plan(2, topics=[{0}]))
    everyone = [seen_in(hall, at, who) for at, who in enumerate("abcde")]
    hall.finish(30, everyone[4], 0)
    assert names(hall) == ["d"]
    assert all(not visitor.wanted for visitor in everyone[:3])


def test_a_stay_stated_ends_and_a_sign_of_life_revives() -> None:
    hall = Hall(plan(1, topics=[{0}]))
    visitor = seen_in(hall, 1, "a")
    visitor.until = 40
    hall.sweep(40.5)
    assert names(hall) == []
    assert "a" not in hall.inside
    assert hall.visitor(50, "a") is visitor
    assert visitor.until > 50


def test_who_says_nothing_is_there_for_a_quarter_of_an_hour_beyond_the_usual_stay() -> None:
    hall = Hall(plan(1, topics=[{0}]))
    arrived(hall, "said"), arrived(hall, "silent", stay=None)
    hall.sweep(134)
    assert list(hall.inside) == ["silent"]
    hall.sweep(136)
    assert list(hall.inside) == []


def test_who_says_nothing_is_believed_to_stay_as_long_as_others_say() -> None:
    hall = Hall(plan(1, topics=[{0}]))
    before = arrived(hall, "silent", stay=None)
    for number in range(5):
        arrived(hall, str(number), stay=40)
    assert before.until == 120
    assert arrived(hall, "late", 10, stay=None).until == 50


def test_who_was_sent_and_is_not_seen_may_be_there_until_their_visit_must_be_over() -> None:
    hall = Hall(plan(1, topics=[{0}]))
    visitor, line = arrived(hall, "a"), hall.lines[0]
    hall.send(0, visitor, 0)
    gone = visitor.due + LATE + GONE * 10
    assert 3 < line.wait(5, 5) < 6
    hall.sweep(gone - 0.1)
    assert line.coming
    hall.sweep(gone + 0.1)
    assert not line.coming
    assert visitor.coming is None


@pytest.mark.parametrize("come", [True, False])
@pytest.mark.parametrize("late", [0, 5])
def test_who_was_sent_counts_for_as_much_as_people_come_who_are_sent(come: bool, late: float) -> None:
    hall = Hall(plan(1, 1, topics=[{0}, {1}]))
    for number in range(200):
        visitor = arrived(hall, str(number))
        hall.send(0, visitor, 0)
        hall.finish(visitor.due + late, visitor, 0 if come else 1)
    visitor = arrived(hall, "next", 20)
    hall.send(20, visitor, 0)
    at = visitor.due + late
    assert hall.lines[0].wait(at, at) == pytest.approx((10 - late) if come else (0 if late else 5), abs=1)


def test_a_seat_is_not_promised_to_crowds_where_nobody_goes() -> None:
    hall = Hall(plan(1, 1, topics=[{0}, {1}]))
    for number in range(200):
        visitor = arrived(hall, str(number))
        hall.send(0, visitor, 0)
        hall.finish(visitor.due, visitor, 1)
    hall.send(0, arrived(hall, "next"), 0)
    assert hall.lines[0].wait(0, 0) > 4


def test_who_is_late_for_a_session_takes_no_seat_in_the_next_one() -> None:
    hall = Hall(plan(1, topics=[{0}], timetables={0: Timetable(30, 40, 30, 1)}))
    hall.send(28, arrived(hall, "a"), 0)
    assert hall.lines[0].wait(29, 29) == 41
    assert hall.lines[0].wait(31, 31) == 39


@pytest.mark.parametrize("factor", [0.6, 1.5, 2.5])
def test_lengths_of_visits_are_learnt_without_the_line_before_them(factor: float) -> None:
    hall = Hall(plan(1, 1))
    visitors = [seen_in(hall, 0, str(n)) for n in range(40)]
    for number, visitor in enumerate(visitors):
        hall.finish((number + 1) * 10 * factor, visitor, 0)
        visitor.until = 10_000
    assert pace(hall) == pytest.approx(factor, rel=0.15)


def test_a_station_hardly_seen_is_believed_to_be_as_slow_as_the_others() -> None:
    hall = Hall(plan(30, 30, 1))
    for station in (0, 1):
        for number in range(30):
            visitor = seen_in(hall, 0, f"{station}/{number}", station)
            hall.finish(15, visitor, station)
    assert pace(hall, 2) == pytest.approx(1.5, rel=0.1)


def test_a_silent_station_is_suspected_and_forgiven_when_somebody_comes_out() -> None:
    hall = Hall(plan(3, topics=[{0}]))
    visitors = [seen_in(hall, 0, who) for who in "abcd"]
    hall.sweep(15)
    assert not hall.lines[0].is_down(15)
    hall.sweep(30)
    assert hall.lines[0].is_down(30)
    hall.finish(31, visitors[0], 0)
    assert not hall.lines[0].is_down(31)


def test_where_nobody_scans_the_ends_last_visits_end_as_usual_and_no_station_is_suspected() -> None:
    hall = Hall(plan(2, 2, minutes=10.0, topics=[{0}, {1}]))
    for number in range(60):
        visitor = seen_in(hall, number, f"{number}", 1)
        hall.ask(number + 5, visitor, 1)
    last = [seen_in(hall, 70, f"{number}", 0) for number in (1, 2)]
    hall.sweep(79)
    assert names(hall, 0) == ["1", "2"]
    seen_in(hall, 80, "new", 0)
    hall.sweep(81)
    assert names(hall, 0) == ["new"], "who came for their last stamp has gone, and tells nobody"
    assert all(visitor.is_finished and visitor.who not in hall.inside for visitor in last)
    hall.sweep(109)
    assert names(hall, 0) == ["new"], "whoever has more to do will ask"
    assert not hall.lines[0].is_down(109)
    hall.sweep(112)
    assert names(hall, 0) == []


def test_where_nobody_scans_the_ends_whoever_asks_shows_that_those_before_them_were_served() -> None:
    hall = Hall(plan(1, 1, minutes=10.0, topics=[{0}, {1}]))
    for number in range(60):
        hall.ask(number + 5, seen_in(hall, number, f"{number}", 1), 1)
    for who in ("first", "second"):
        seen_in(hall, 70, who)
    hall.ask(76, hall.inside["second"], 0)
    assert names(hall) == []
    assert 0 in hall.inside["first"].done


def test_few_people_who_stay_for_much_too_long_make_a_station_suspect() -> None:
    hall = Hall(plan(2, topics=[{0}]))
    for who in "ab":
        seen_in(hall, 0, who)
    hall.sweep(15)
    assert not hall.lines[0].is_down(15)
    hall.sweep(28)
    assert hall.lines[0].is_down(28)


def test_whoever_comes_out_of_a_silent_station_shows_that_it_works_though_nobody_saw_them_come() -> None:
    hall = Hall(plan(3, topics=[{0}]))
    for who in "abcd":
        seen_in(hall, 0, who)
    hall.sweep(30)
    assert hall.lines[0].is_down(30)
    hall.finish(31, arrived(hall, "e", 30), 0)
    assert not hall.lines[0].is_down(31)


def test_a_seat_to_which_somebody_is_on_the_way_does_not_stand_empty() -> None:
    hall = Hall(plan(1, topics=[{0}]))
    line, visitor = hall.lines[0], arrived(hall, "a")
    assert isinstance(line, SeatLine)
    assert line.stands_empty(0)
    hall.send(0, visitor, 0)
    assert not line.stands_empty(1)
    assert line.stands_empty(visitor.due + LATE + 1)


def test_a_suspected_station_is_tried_by_one_person_at_a_time() -> None:
    hall = Hall(plan(2, 2, topics=[{0}], choices=1))
    line = hall.lines[0]
    visitors = [seen_in(hall, 0, who) for who in "ab"]
    hall.sweep(30)
    assert line.is_down(50)
    for visitor in visitors:
        hall.give_up(60, visitor, 0)
    assert line.is_down(70)
    assert not line.is_down(80)
    hall.send(80, visitors[0], 0)
    assert line.is_down(80)
    hall.enter(81, visitors[0], 0)
    assert line.is_down(110)
    hall.give_up(110, visitors[0], 0)
    assert line.is_down(115)
    assert not line.is_down(130)


def test_whoever_left_a_station_unseen_does_not_keep_others_from_trying_it() -> None:
    hall = Hall(plan(2, 2, topics=[{0}], choices=1))
    for who in "ab":
        seen_in(hall, 0, who)
    hall.sweep(30)
    assert hall.lines[0].is_down(55)
    assert not hall.lines[0].is_down(65)
    seen_in(hall, 70, "c")
    assert hall.lines[0].is_down(95)
    assert not hall.lines[0].is_down(105)


def test_a_large_station_that_stood_still_is_tried_by_several_people() -> None:
    hall = Hall(plan(10, topics=[{0}]))
    for who in "ab":
        seen_in(hall, 0, who)
    hall.sweep(40)
    assert hall.lines[0].is_down(40)
    for who in "cd":
        assert not hall.lines[0].is_down(75)
        hall.send(75, arrived(hall, who, 75), 0)
    assert hall.lines[0].is_down(75)


def test_only_who_comes_out_shows_that_a_suspected_station_works() -> None:
    hall = Hall(plan(3, 1, topics=[{0}], choices=2))
    visitors = [seen_in(hall, 0, who) for who in "abc"]
    hall.sweep(30)
    hall.enter(31, visitors[0], 1)
    assert hall.lines[0].is_down(31)
    hall.ask(32, visitors[1], 0)
    assert not hall.lines[0].is_down(32)


def test_a_host_who_says_that_the_station_works_is_believed() -> None:
    hall = Hall(plan(2, topics=[{0}]))
    for who in "abc":
        seen_in(hall, 0, who)
    for who in "ab":
        hall.give_up(20, hall.inside[who], 0)
    assert hall.lines[0].is_down(21)
    hall.lines[0].set_working(2, 21)
    assert not hall.lines[0].is_down(21)


def test_whoever_refuses_a_station_that_they_stand_at_is_not_in_its_line() -> None:
    hall = Hall(plan(1, topics=[{0}]))
    hall.refuse(2, seen_in(hall, 1, "a"), 0)
    assert names(hall) == []


def test_two_complaints_make_a_station_suspect_for_a_while() -> None:
    hall = Hall(plan(2, topics=[{0}]))
    for who in "ab":
        seen_in(hall, 0, who)
    hall.give_up(20, hall.inside["a"], 0)
    assert not hall.lines[0].is_down(20)
    hall.give_up(21, hall.inside["b"], 0)
    assert hall.lines[0].is_down(21)
    assert not hall.lines[0].is_down(50)


def test_the_next_seat_is_reckoned_from_who_is_there_and_who_comes() -> None:
    hall = Hall(replace(plan(1, topics=[{0}]), missing=0.0))
    line = hall.lines[0]
    assert isinstance(line, SeatLine)
    assert line.wait(0, 0) == 0
    seen_in(hall, 0, "a")
    assert line.wait(4, 4) == pytest.approx(6)
    hall.send(4, arrived(hall, "b", 4), 0)
    assert line.wait(4, 4) == pytest.approx(15)
    assert line.wait(4, 20) == 0


def test_seats_that_a_host_closes_count_no_more() -> None:
    hall = Hall(plan(2, topics=[{0}]))
    seen_in(hall, 0, "a")
    assert hall.lines[0].wait(0, 0) == 0
    hall.lines[0].set_working(1, 0)
    assert hall.lines[0].wait(0, 0) == pytest.approx(10)
    hall.lines[0].set_working(0, 0)
    assert hall.lines[0].is_down(0)


def test_sessions_fill_one_after_the_other() -> None:
    hall = Hall(plan(2, topics=[{0}], timetables={0: Timetable(30, 40, 30, 2)}))
    line = hall.lines[0]
    assert line.wait(10, 10) == 20
    for who in "ab":
        seen_in(hall, 10, who)
    assert line.wait(10, 12) == 58
    assert line.wait(31, 31) == 39
    assert {booking.end for booking in line.bookings(31)} == {60}


@pytest.mark.parametrize("choices", [0, 1])
def test_a_session_that_is_over_leaves_nobody_behind_though_no_scan_said_so(choices: int) -> None:
    hall = Hall(plan(2, 9, topics=[{0}], choices=choices, timetables={0: Timetable(30, 40, 30, 2)}))
    for who in "abc":
        seen_in(hall, 10, who)
    hall.sweep(61)
    assert names(hall) == ["a", "b", "c"], "they may be seen still"
    hall.sweep(63)
    assert names(hall) == ["c"]
    assert ("a" in hall.inside) is (choices > 0)
    assert hall.inside["c"].wanted
    if choices:
        assert (hall.inside["a"].wanted, hall.inside["a"].place) == ([], 0)


def test_whoever_found_no_seat_in_a_session_waits_for_the_next_one() -> None:
    hall = Hall(plan(2, 9, topics=[{0}], choices=1, timetables={0: Timetable(30, 40, 30, 2)}))
    for who in "abcd":
        seen_in(hall, 10, who)
    hall.finish(60, hall.inside["a"], 0)
    for minute in (63, 64, 65):
        hall.sweep(minute)
        assert names(hall) == ["c", "d"]
    assert hall.lines[0].wait(66, 66) == 44, "the next one is full"


def test_sessions_without_a_break_between_them_end_too() -> None:
    hall = Hall(plan(2, 9, topics=[{0}], choices=1, timetables={0: Timetable(30, 30, 30, 2)}))
    for who in "abc":
        seen_in(hall, 10, who)
    hall.sweep(59)
    assert names(hall) == ["a", "b", "c"]
    hall.sweep(61)
    assert names(hall) == ["c"]
    assert hall.lines[0].wait(61, 61) == 29


def test_sessions_held_at_the_same_time_each_have_their_seats() -> None:
    hall = Hall(plan(2, 9, topics=[{0}], choices=1, timetables={0: Timetable(30, 20, 30, 2)}))
    for who in "abc":
        seen_in(hall, 10, who)
    hall.sweep(51)
    assert hall.lines[0].wait(51, 51) == 19, "two sit in the first one still, and one in the second"
    assert [booking.end for booking in hall.lines[0].bookings(51)] == [60, 60, 80]


def test_whoever_comes_at_the_very_minute_of_a_start_has_a_seat() -> None:
    hall = Hall(plan(2, 9, topics=[{0}], choices=1, timetables={0: Timetable(30, 40, 30, 2)}))
    seen_in(hall, 30, "a")
    hall.sweep(63)
    assert names(hall) == []


def test_a_session_that_goes_on_while_its_station_pauses_ends_all_the_same() -> None:
    hall = Hall(plan(2, 9, topics=[{0}], choices=1, timetables={0: Timetable(30, 40, 30, 2)}))
    seen_in(hall, 10, "a")
    hall.lines[0].set_working(0, 40)
    hall.lines[0].set_working(2, 50)
    hall.sweep(63)
    assert names(hall) == []


def test_a_session_has_begun_though_a_pause_is_all_that_was_heard_since() -> None:
    hall = Hall(plan(2, topics=[{0}], timetables={0: Timetable(30, 40, 30, 2)}))
    seen_in(hall, 10, "a")
    hall.lines[0].set_working(0, 40)
    hall.sweep(63)
    assert names(hall) == []


def test_a_session_that_did_not_begin_ends_for_nobody() -> None:
    hall = Hall(plan(2, 9, topics=[{0}], timetables={0: Timetable(30, 40, 30, 2)}))
    seen_in(hall, 10, "a")
    hall.lines[0].set_working(0, 25)
    hall.sweep(63)
    hall.lines[0].set_working(2, 64)
    hall.sweep(69)
    assert names(hall) == ["a"]
    hall.sweep(103)
    assert names(hall) == []


def test_a_topic_all_of_whose_stations_were_refused_is_asked_no_more() -> None:
    hall = Hall(plan(1, 1, 1, topics=[{0, 1}, {2}]))
    visitor = arrived(hall, "a")
    hall.refuse(0, visitor, 0)
    assert len(visitor.wanted) == 2
    assert not hall.suits(visitor, 0, 0)
    hall.refuse(0, visitor, 1)
    assert visitor.wanted == [frozenset({2})]


def test_who_gave_a_line_up_after_asking_elsewhere_was_not_served_in_it() -> None:
    hall = Hall(plan(1, 1, 1, topics=[{0}, {1}], choices=1))
    visitor = seen_in(hall, 1, "a")
    hall.ask(30, visitor, ENTRANCE)
    assert visitor.done == {0}
    hall.refuse(30, visitor, 1)
    hall.give_up(30, visitor, 0)
    assert (visitor.done, visitor.wanted, visitor.choices) == (set(), [frozenset({0})], 1)


def test_a_visit_seen_to_its_end_stays_one_though_a_line_there_was_given_up_later() -> None:
    hall = Hall(plan(1, 1, topics=[{0}], choices=1))
    visitor = seen_in(hall, 1, "a")
    hall.finish(9, visitor, 0)
    hall.enter(20, visitor, 0)
    hall.give_up(50, visitor, 0)
    assert visitor.done == {0}


def test_nobody_is_sent_back_at_once_to_a_line_that_they_gave_up() -> None:
    hall = Hall(plan(1, 1, topics=[{0}, {1}]))
    visitor, other = seen_in(hall, 1, "a"), arrived(hall, "b")
    hall.give_up(20, visitor, 0)
    assert [hall.suits(visitor, 0, at) for at in (20, 34.9, 35)] == [False, False, True]
    assert hall.suits(other, 0, 20)
    assert hall.suits(visitor, 1, 20)


def test_a_class_that_is_full_takes_nobody_who_comes_late() -> None:
    hall = Hall(plan(1, topics=[{0}], timetables={0: Timetable(30, 40, 20, 1, grace=3)}))
    for at, who in ((31, "a"), (32, "b")):
        seen_in(hall, at, who)
    hall.sweep(54)
    assert names(hall) == ["b"]


def test_nobody_is_sent_back_at_once_to_a_line_that_they_gave_up_before_they_went_and_came_again() -> None:
    hall = Hall(plan(1, topics=[{0}]))
    visitor = seen_in(hall, 1, "a")
    hall.give_up(5, visitor, 0)
    hall.go_home(6, visitor)
    assert not hall.suits(arrived(hall, "a", 8), 0, 9)


def test_whoever_is_scanned_in_and_out_and_in_as_a_class_begins_sits_in_it_once() -> None:
    hall = Hall(plan(5, topics=[{0}], timetables={0: Timetable(30, 40, 20, 5, grace=3)}))
    visitor = seen_in(hall, 28, "a")
    seen_in(hall, 28, "b")
    hall.finish(30.5, visitor, 0)
    assert hall.visitor(31, "a") is visitor
    hall.enter(31, visitor, 0)
    line = hall.lines[0]
    assert sorted(b.visitor.who for b in line.bookings(32) if b.end == 50) == ["a", "b"]
    hall.sweep(54)
    assert names(hall) == []
    assert list(hall.inside) == []


def test_who_gives_up_a_line_has_ended_the_visit_they_were_seen_at_before() -> None:
    hall = Hall(plan(1, 1, 1, topics=[{0}, {1}, {2}]))
    visitor = seen_in(hall, 1, "a")
    hall.give_up(20, visitor, 1)
    assert visitor.done == {0}
    hall.give_up(25, visitor, 0)
    assert visitor.done == set()


def test_who_was_overtaken_in_a_line_and_gave_it_up_was_not_served_there() -> None:
    hall = Hall(plan(1, 1, topics=[{0}, {1}], minutes=5.0))
    first, second = seen_in(hall, 0, "a"), seen_in(hall, 1, "b")
    hall.finish(6, second, 0)
    assert first.done == {0}
    hall.give_up(20, first, 0)
    assert first.done == set()


def test_giving_a_line_up_takes_back_no_visit_of_before_the_last() -> None:
    hall = Hall(plan(1, 1, choices=2))
    visitor = seen_in(hall, 0, "a", 1)
    seen_in(hall, 20, "a", 0)
    seen_in(hall, 40, "a", 1)
    hall.finish(50, visitor, 1)
    hall.give_up(60, visitor, 0)
    assert visitor.done == {0, 1}


def test_who_is_sent_back_to_a_line_they_gave_up_may_be_served_there_unseen() -> None:
    hall = Hall(plan(1, topics=[{0}], minutes=5.0))
    visitor = seen_in(hall, 1, "a")
    hall.give_up(3, visitor, 0)
    hall.send(18, visitor, 0)
    hall.ask(25, visitor, 0)
    assert visitor.done == {0}


@pytest.mark.parametrize(("seats", "opens", "at"), [(0, 0.0, 5.0), (1, 60.0, 58.0)])
def test_nobody_is_served_unseen_where_nobody_is(seats: int, opens: float, at: float) -> None:
    hall = Hall(plan(1, 1, topics=[{0}, {1}], opens=[opens, 0.0]))
    hall.lines[0].set_working(seats, 0)
    visitor = arrived(hall, "a")
    hall.ask(at, visitor, 0)
    assert visitor.done == set()


def test_who_stands_at_a_station_before_it_opens_is_not_served_by_asking() -> None:
    hall = Hall(plan(1, 1, topics=[{0}, {1}], opens=[60.0, 0.0], minutes=5.0))
    visitor = seen_in(hall, 50, "a")
    hall.ask(58, visitor, 0)
    assert visitor.done == set()


def test_who_waits_for_a_class_has_not_sat_in_it_before_it_begins() -> None:
    hall = Hall(plan(9, 9, topics=[{0}, {1}], timetables={0: Timetable(30, 40, 10, 9)}))
    early, late = seen_in(hall, 20, "a"), seen_in(hall, 20, "b")
    hall.ask(29, early, 0)
    hall.ask(40, late, 0)
    assert [early.done, late.done] == [set(), {0}]


def test_nobody_sits_at_a_station_while_none_of_its_seats_works() -> None:
    hall = Hall(plan(1, topics=[{0}], minutes=20.0))
    line = hall.lines[0]
    line.set_working(0, 0)
    seen_in(hall, 1, "a")
    line.set_working(1, 60)
    assert line.wait(60.2, 60.2) == pytest.approx(19.8)


@pytest.mark.parametrize("opens", [0.0, 60.0])
def test_a_visit_scanned_at_both_ends_is_no_complaint_about_its_station(opens: float) -> None:
    hall = Hall(plan(1, 1, topics=[{0}, {1}], opens=[opens, 0.0], minutes=5.0))
    first, second = seen_in(hall, 40, "a"), seen_in(hall, 46, "b")
    hall.finish(45, first, 0)
    if not opens:
        hall.lines[0].set_working(0, 45)
    hall.ask(45, first, 0)
    assert first.gave_up == {}
    if opens:
        hall.give_up(58, second, 0)
        assert not hall.lines[0].is_down(58), "one complaint is none"
