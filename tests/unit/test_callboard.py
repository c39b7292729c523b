"""The call board: who is sent, who sits, who is called."""

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.days import KINDS, Kind, drawn
from stations.callboard import CallBoard
from stations.model import Call, Go, Hold, Nothing
from stations.plan import Plan, Timetable
from stations.simulation import Simulation
from tests.unit.days import ELDER, GROUP, plan


def sent(answer: Call) -> str | None:
    return answer.station if isinstance(answer, Go) else None


def shortest(answer: Call | None) -> float | None:
    return answer.shortest if isinstance(answer, Nothing) else None


def come(board: CallBoard, who: str, at: float = 0.0, stay: float = 120.0, group: str = GROUP) -> Call:
    board.arrived(at, who, group, stay=stay)
    return board.ask(at, who)


def test_who_asks_is_sent_at_once_while_seats_are_free() -> None:
    board = CallBoard(plan(2, topics=[{0}]))
    assert come(board, "a") == Go("0", 0.0)
    assert come(board, "b") == Go("0", 0.0)


@pytest.mark.parametrize(("seats", "first"), [(1, "1"), (9, "0")])
def test_what_is_scarcer_comes_first_a_topic_or_a_choice(seats: int, first: str) -> None:
    board = CallBoard(plan(4, seats, topics=[{0}], choices=1))
    assert sent(come(board, "a")) == first


def test_when_no_seat_is_near_people_sit_and_are_called_when_one_is() -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}]))
    come(board, "first")
    board.entered(1, "first", "0")
    assert isinstance(come(board, "second", 1), Hold)
    assert isinstance(come(board, "third", 1), Hold)
    assert board.tick(2) == []
    calls = board.tick(18)
    assert len(calls) == 1
    assert sent(board.ask(18.3, calls[0][0])) == "0"
    assert board.tick(18.4) == []


@pytest.mark.parametrize("stay", [15.0, 22.0, 60.0])
def test_of_a_class_whoever_lost_a_call_to_a_pause_is_next_before_those_who_sat_after_them(
    stay: float,
) -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}]))
    come(board, "before them")
    board.entered(0, "before them", "0")
    for number in range(12):
        come(board, f"pupil {number}", 1, stay=stay)
        board.held(1, f"pupil {number}")
    board.called(3.2, "pupil 0", "0")
    board.working(3.5, "0", 0)
    board.held(3.6, "pupil 0")
    board.working(5, "0", 1)
    board.plan_ahead(6)
    assert board.next_for(6, "0") == "pupil 0"


def test_of_two_stations_the_one_nearer_to_where_somebody_stands_is_theirs() -> None:
    grounds = replace(plan(9, 9, 9, choices=2), places=[(100.0, 100.0), (-100.0, -100.0), (100.0, 40.0)])
    board = CallBoard(grounds)
    come(board, "a")
    board.entered(3, "a", "0")
    board.finished(13, "a", "0")
    assert sent(board.ask(13, "a", "0")) == "2"


def test_whoever_stays_after_their_time_is_called_after_those_who_have_some_left() -> None:
    board = CallBoard(plan(1, 1, minutes=20.0, topics=[{0}, {1}]))
    board.working(0, "1", 0)
    come(board, "first")
    board.entered(1, "first", "0")
    for who, at, stay in (("over", 2, 15), ("in time", 3, 60)):
        assert isinstance(come(board, who, at, stay), Hold)
    board.finished(21, "first", "0")
    assert board.tick(21.1) == [("in time", "0")]


def test_whoever_was_to_ask_again_and_does_not_has_left() -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}]), asks_again=True)
    come(board, "first")
    board.entered(1, "first", "0")
    come(board, "silent", 1)
    assert isinstance(come(board, "second", 2), Hold)
    for at in range(3, 16):
        assert isinstance(board.ask(at, "second"), Hold)
        assert board.tick(at) == []
    assert not board.is_here("silent")
    assert board.tick(18) == [("second", "0")]
    assert board.is_here("second")


def test_whoever_is_slow_to_ask_again_and_comes_back_keeps_their_turn() -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}]), asks_again=True)
    come(board, "first")
    board.entered(1, "first", "0")
    assert isinstance(come(board, "slow", 2), Hold)
    for at in (7, 12):
        board.hall.hear(at, "slow")
        assert isinstance(board.ask(at, "slow"), Hold)
    assert isinstance(come(board, "next", 12.5), Hold)
    for at in (14, 16):
        assert isinstance(board.ask(at, "next"), Hold)
        assert board.tick(at) == []
    assert board.tick(18) == [("slow", "0")]
    board.tick(19.6)
    assert not board.is_here("slow"), "of whoever stays away for long the seat goes on"


def test_a_seat_goes_on_when_whoever_was_called_to_it_asks_no_more() -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}]), asks_again=True)
    come(board, "first")
    board.entered(1, "first", "0")
    come(board, "second", 16, stay=60)
    assert board.tick(18) == [("second", "0")]
    assert isinstance(come(board, "third", 18), Hold)
    assert board.tick(18.9) == []
    assert board.tick(19.1) == [("third", "0")]
    assert isinstance(board.ask(20, "second"), Hold), "they are back"


def test_whoever_asks_has_no_complete_passport_where_others_would_have_gone_home() -> None:
    board = CallBoard(plan(1, minutes=10.0, topics=[{0}]), asks_again=True)
    come(board, "first")
    board.entered(1, "first", "0")
    assert board.ask(4, "first") == Go("0", 0.0)


def test_people_who_sit_until_they_are_called_may_be_silent() -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}]))
    come(board, "first")
    board.entered(1, "first", "0")
    come(board, "second", 1)
    assert board.tick(10) == []
    assert board.tick(18) == [("second", "0")]


def test_whoever_asks_waits_for_no_schedule_where_the_board_plans_ahead() -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}]))
    come(board, "first")
    board.entered(1, "first", "0")
    board.plan_ahead(1.6)
    made = board._seating.schedule
    assert isinstance(come(board, "second", 2.5), Hold)
    assert board._seating.schedule is made
    assert isinstance(come(board, "third", 2.6), Hold)
    assert board._seating.schedule is not made


def test_on_a_seat_one_is_told_a_time_that_leaves_room_for_what_goes_wrong() -> None:
    board = CallBoard(plan(1, minutes=8.0, topics=[{0}]))
    come(board, "first")
    board.entered(0, "first", "0")
    told = come(board, "second", 1, stay=90)
    assert isinstance(told, Hold)
    assert told.minutes is not None
    assert 6 < told.minutes < 20
    assert not told.is_short


def test_those_who_come_within_one_minute_are_not_all_promised_the_same_seat() -> None:
    board = CallBoard(plan(1, minutes=8.0, topics=[{0}]))
    come(board, "first")
    board.entered(0, "first", "0")
    board.tick(1)
    told = [come(board, str(number), 1.1 + number / 100, stay=90) for number in range(4)]
    minutes = [answer.minutes for answer in told if isinstance(answer, Hold) and answer.minutes]
    assert len(minutes) >= 2
    assert all(second >= first + 7 for first, second in pairwise(minutes))


def test_no_time_is_told_that_nobody_can_plan_with() -> None:
    board = CallBoard(plan(1, minutes=40.0, topics=[{0}]))
    come(board, "first")
    board.entered(0, "first", "0")
    assert come(board, "second", 1, stay=170) == Hold(None)


def test_who_cannot_finish_in_their_time_is_told_so() -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}]))
    come(board, "first")
    board.entered(0, "first", "0")
    assert come(board, "hurried", 1, stay=20) == Hold(None, is_short=True)
    assert come(board, "leisurely", 1) == Hold(None)


def test_who_did_not_say_how_long_they_can_stay_is_not_told_that_they_cannot_finish() -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}]))
    come(board, "first")
    board.entered(0, "first", "0")
    for who in ("a", "b", "c", "d", "e", "f", "g"):
        come(board, who, 0.5, stay=110)
    board.arrived(1, "silent", GROUP)
    assert board.ask(1, "silent") == Hold(None)


def test_who_is_committed_to_for_later_is_called_before_who_leaves_sooner_and_cannot_finish() -> None:
    board = CallBoard(plan(1, minutes=30.0, topics=[{0}]))
    board.working(0, "0", 0)
    come(board, "hurried", 5, stay=34)
    come(board, "leisurely", 5, stay=120)
    board.arrived(5, "has the seat first and did not ask", GROUP, stay=30)
    board.working(10, "0", 1)
    assert board.tick(10) == [("leisurely", "0")]


def test_who_says_that_no_visit_fits_any_more_need_not_sit() -> None:
    board = CallBoard(plan(9, 9, minutes=[20.0, 30.0], topics=[{0}, {1}]))
    board.arrived(0, "hurried", GROUP, stay=20)
    assert isinstance(board.ask(10, "hurried"), Hold)
    assert shortest(board.nothing_left(10, "hurried")) == pytest.approx(20, abs=1)
    board.stays(10, "hurried", 30)
    assert board.nothing_left(10, "hurried") is None


def test_who_did_not_say_how_long_they_can_stay_is_not_told_that_it_is_too_short() -> None:
    board = CallBoard(plan(1, minutes=90.0, topics=[{0}]))
    board.arrived(0, "silent", GROUP)
    assert board.nothing_left(110, "silent") is None


def test_the_time_until_a_station_opens_or_a_session_starts_is_part_of_the_shortest_visit() -> None:
    board = CallBoard(plan(9, 9, topics=[{0}, {1}], opens=[75, 0], timetables={1: Timetable(60, 40, 30, 20)}))
    board.arrived(0, "hurried", GROUP, stay=65)
    assert board.nothing_left(61, "hurried") == Nothing(75 + 10 - 61)
    board.finished(61, "hurried", "0")
    assert board.nothing_left(61, "hurried") == Nothing(100 + 30 - 61)


def test_a_seat_is_no_use_once_no_visit_can_begin_before_its_station_closes() -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}], closes=[100]))
    board.arrived(0, "late", GROUP, stay=200)
    assert board.nothing_left(80, "late") is None
    assert board.nothing_left(90, "late") == Nothing()


def test_who_sits_when_the_last_station_for_them_closes_is_asked_back_for_half_an_hour() -> None:
    board = CallBoard(plan(1, 1, topics=[{0}]))
    come(board, "first")
    board.entered(0, "first", "0")
    assert isinstance(come(board, "second", 1), Hold)
    assert not board.sits_in_vain(2, "second")
    board.closed(2, "0")
    assert [board.sits_in_vain(at, "second") for at in (2, 32, 33)] == [True, True, False]
    board.working(33, "0", 1)
    assert not board.sits_in_vain(33, "second")


def test_who_sits_at_the_end_of_the_day_is_asked_back_too() -> None:
    board = CallBoard(plan(1, minutes=20.0, topics=[{0}], closes=[100]))
    board.arrived(0, "late", GROUP, stay=500)
    board.held(50, "late")
    assert [board.sits_in_vain(at, "late") for at in (80, 90, 130, 131)] == [False, True, True, False]


def test_who_was_told_that_nothing_is_left_is_not_called() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    board.working(0, "0", 0)
    assert isinstance(come(board, "a", stay=30), Hold)
    board.released(1, "a")
    board.working(2, "0", 1)
    assert board.tick(3) == []
    assert sent(board.ask(4, "a")) == "0"


def test_who_can_still_finish_is_called_before_who_cannot() -> None:
    board = CallBoard(plan(1, 1, topics=[{0}, {1}]))
    for who, station in (("early", "0"), ("early too", "1")):
        come(board, who)
        board.entered(0.5, who, station)
    assert isinstance(come(board, "hurried", 1, stay=16), Hold)
    assert isinstance(come(board, "leisurely", 1, stay=60), Hold)
    assert ("hurried", "0") not in board.tick(5.7)
    assert sent(board.ask(6, "leisurely")) in {"0", "1"}


def test_a_seat_goes_to_a_commitment_before_it_goes_to_who_leaves_first() -> None:
    board = CallBoard(plan(1, 1, 1, topics=[{0}, {1}], minutes=[10.0, 30.0, 30.0]))
    for who in ("first", "second"):
        come(board, who)
    board.entered(0.5, "first", "0")
    board.entered(0.5, "second", "1")
    assert isinstance(come(board, "hopeless", 1, stay=35), Hold)
    assert isinstance(come(board, "feasible", 1, stay=150), Hold)
    assert board.tick(9.5) == [("feasible", "0")]


def board_with_a_commitment(*, seats: int = 1, minutes: float = 10.0, is_crowded: bool = True) -> CallBoard:
    """Whoever is at station 1 until minute 10 is committed to station 0 then; station 2 is busy for long."""
    board = CallBoard(plan(seats, 1, 1, topics=[{0}, {1}], minutes=[minutes, 10.0, 200.0]))
    come(board, "committed", stay=60)
    board.sent(0, "committed", "1")
    board.entered(0.5, "committed", "1")
    for who in ("busy", "waiting") if is_crowded else ():
        board.arrived(0.5, who, GROUP, stay=500, topics=[frozenset({2})])
        board.ask(0.5, who)
    return board


@pytest.mark.parametrize(("minutes", "is_sent"), [(10.0, False), (4.0, True)])
def test_a_seat_kept_for_a_commitment_is_given_only_to_a_visit_that_ends_before(
    minutes: float, *, is_sent: bool
) -> None:
    board = board_with_a_commitment(minutes=minutes)
    assert sent(come(board, "hopeless", 4, stay=12)) == ("0" if is_sent else None)


def test_whoever_is_committed_to_may_go_before_their_turn_if_it_costs_another_little() -> None:
    board = board_with_a_commitment()
    board.arrived(4, "in no hurry", GROUP, stay=120, topics=[frozenset({0})], choices=0)
    assert sent(board.ask(4, "in no hurry")) == "0"
    again = board_with_a_commitment()
    again.stays(4, "committed", 16)
    again.arrived(4, "in no hurry", GROUP, stay=120, topics=[frozenset({0})], choices=0)
    assert sent(again.ask(4, "in no hurry")) is None


def test_nobody_sits_for_more_than_three_minutes_beside_a_free_seat_that_is_kept() -> None:
    board = board_with_a_commitment()
    assert isinstance(come(board, "hopeless", 2, stay=14), Hold)
    assert [board.tick(2 + third / 3) for third in range(9)] == [[]] * 9
    assert board.tick(5) == [("hopeless", "0")]


def test_who_begins_to_sit_later_waits_for_a_kept_seat_as_long() -> None:
    board = board_with_a_commitment()
    assert isinstance(come(board, "hopeless", 2, stay=14), Hold)
    board.tick(2)
    board.left(2.5, "hopeless")
    assert isinstance(come(board, "hopeless too", 4, stay=12), Hold)
    assert board.tick(5) == []


def test_beside_a_full_station_the_three_minutes_do_not_begin() -> None:
    board = board_with_a_commitment()
    board.arrived(0.5, "early", GROUP, stay=60, topics=[frozenset({0})])
    board.sent(0.5, "early", "0")
    board.entered(1, "early", "0")
    assert isinstance(come(board, "hopeless", 1, stay=16), Hold)
    assert [board.tick(1 + third / 3) for third in range(12)] == [[]] * 12
    board.finished(5, "early", "0")
    assert board.tick(5) == []


def test_no_seat_is_kept_while_there_is_no_crowd() -> None:
    board = board_with_a_commitment(is_crowded=False)
    assert sent(come(board, "hopeless", 4, stay=12)) == "0"


def test_whoever_comes_in_a_quiet_moment_does_not_stand_before_others_who_leave_sooner() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    come(board, "first")
    board.entered(0.5, "first", "0")
    assert board.tick(6) == []
    assert isinstance(come(board, "in no hurry", 6.1), Hold)
    assert isinstance(come(board, "in a hurry", 6.2, stay=20), Hold)
    assert board.tick(7) == [("in a hurry", "0")]


def test_without_a_crowd_people_stand_for_a_moment_instead_of_sitting() -> None:
    board = CallBoard(plan(1, minutes=4.0, topics=[{0}]))
    come(board, "first")
    board.entered(0.5, "first", "0")
    assert board.tick(2.9) == []
    assert sent(come(board, "second", 3.4)) == "0"


@pytest.mark.parametrize(("metres", "goes_to"), [(40.0, "1"), (1_600.0, "0")])
def test_where_ways_are_long_people_stand_rather_than_walk_as_long(metres: float, goes_to: str) -> None:
    grounds = replace(plan(1, 9, topics=[{0}, {1}]), places=[(0.0, 0.0), (metres, 0.0)])
    board = CallBoard(grounds)
    come(board, "first")
    board.entered(0.5, "first", "0")
    assert sent(come(board, "second", 3)) == goes_to


@pytest.mark.parametrize(("metres", "is_called"), [(40.0, False), (1_600.0, True)])
def test_in_a_crowd_on_long_ways_people_are_called_to_a_line_as_long_as_a_way(
    metres: float, *, is_called: bool
) -> None:
    grounds = replace(plan(1, 1, minutes=60.0, topics=[{0}]), places=[(0.0, 0.0), (metres, 0.0)])
    board = CallBoard(grounds)
    come(board, "first", stay=300)
    board.entered(0, "first", "0")
    for number in range(3):
        assert isinstance(come(board, str(number), 2, stay=300), Hold)
    assert bool(board.tick(62)) is is_called


def test_a_seat_given_away_is_not_given_twice_within_the_minute() -> None:
    board = board_with_a_commitment(seats=2)
    assert sent(come(board, "hopeless", 4, stay=12)) == "0"
    assert isinstance(come(board, "hopeless too", 4.1, stay=12), Hold)


def test_whoever_was_sent_is_not_counted_as_waiting_too() -> None:
    board = board_with_a_commitment(seats=3)
    board.arrived(4, "committed too", GROUP, stay=120, topics=[frozenset({0})], choices=0)
    assert sent(board.ask(4, "committed too")) == "0"
    assert sent(come(board, "hopeless", 4.1, stay=12)) == "0"
    assert isinstance(come(board, "hopeless too", 4.2, stay=12), Hold)


def test_elders_are_called_before_others_who_leave_a_little_earlier() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    come(board, "first")
    board.entered(0.5, "first", "0")
    come(board, "adult", 1, stay=100)
    come(board, "elder", 1, stay=115, group=ELDER)
    assert board.tick(5.7) == [("elder", "0")]


def test_people_are_called_to_a_session_shortly_before_it_starts() -> None:
    board = CallBoard(plan(20, topics=[{0}], timetables={0: Timetable(60, 40, 30, 20)}))
    assert isinstance(come(board, "a", 30), Hold)
    assert board.tick(55) == []
    assert board.tick(58) == [("a", "0")]


def test_whoever_sits_longer_than_they_said_is_called_to_a_session_too() -> None:
    board = CallBoard(plan(20, topics=[{0}], timetables={0: Timetable(60, 40, 30, 20)}))
    assert isinstance(come(board, "a", 30, stay=20), Hold)
    assert board.tick(55) == []
    assert board.tick(58) == [("a", "0")]


@pytest.mark.parametrize(("seats", "called"), [(1, []), (2, [("early", "0")])])
def test_a_seat_in_a_session_is_kept_for_whoever_comes_to_it_from_another_visit(
    seats: int, called: list[tuple[str, str]]
) -> None:
    timetable = Timetable(64, 40, 30, seats)
    day = plan(seats, 1, minutes=[30.0, 2.0], topics=[{0}, {1}], timetables={0: timetable})
    board = CallBoard(day)
    come(board, "early", 0, stay=30)
    board.finished(9, "early", "1")
    assert isinstance(board.ask(9, "early", "1"), Hold)
    come(board, "busy", 60)
    board.entered(60.5, "busy", "1")
    assert board.tick(61.2) == called
    board.finished(62.5, "busy", "1")
    assert sent(board.ask(62.5, "busy", "1")) == "0"


def test_people_who_give_up_between_two_sessions_do_not_keep_the_next_one_empty() -> None:
    board = CallBoard(plan(20, topics=[{0}], timetables={0: Timetable(20, 60, 20, 20)}))
    come(board, "pupil", 10)
    board.entered(18, "pupil", "0")
    board.finished(40, "pupil", "0")
    for who in ("early", "earlier", "earliest"):
        come(board, who, 50)
        board.entered(52, who, "0")
    for who in ("earlier", "earliest"):
        board.gave_up(74, who, "0")
    assert isinstance(come(board, "late", 75), Hold)
    assert board.tick(78) == [("late", "0")]


def test_a_class_that_does_not_take_place_is_suspected_once_a_session_should_have_been() -> None:
    board = CallBoard(plan(20, topics=[{0}], timetables={0: Timetable(20, 60, 20, 20)}))
    for who in "abc":
        come(board, who, 10, stay=300)
        board.entered(18 if who != "c" else 100, who, "0")
    for who in "ab":
        board.gave_up(101, who, "0")
    assert isinstance(come(board, "late", 130), Hold)
    assert board.tick(138) == []


def test_nobody_far_away_takes_the_seat_of_whoever_is_to_come_to_this_session_and_not_the_next() -> None:
    day = plan(1, 9, minutes=[30.0, 2.0], topics=[{0}], timetables={0: Timetable(60, 40, 30, 1)})
    board = CallBoard(replace(day, places=[(0.0, 0.0), (110.0, 0.0)]))
    come(board, "far", 50, stay=300)
    board.finished(54, "far", "1")
    assert isinstance(board.ask(54, "far", "1"), Hold)
    assert isinstance(come(board, "near", 54, stay=30), Hold)
    assert board.tick(56.4) == []
    assert board.tick(57) == [("near", "0")]
    assert board.tick(97) == [("far", "0")]


def test_a_visit_tries_every_topic_that_has_its_station() -> None:
    board = CallBoard(plan(9, 9, topics=[{0}, {0, 1}]))
    come(board, "a")
    board.finished(10, "a", "0")
    assert isinstance(board.ask(10, "a", "0"), Nothing)


def test_a_station_that_is_refused_on_the_spot_tries_no_topic() -> None:
    board = CallBoard(plan(9, 9, topics=[{0, 1}]))
    come(board, "a")
    board.entered(2, "a", "0")
    board.refused(3, "a", "0")
    assert sent(board.ask(3, "a", "0")) == "1"
    assert not board.hall.lines[0].present


@pytest.mark.parametrize(
    ("station", "why"),
    [(0, "unfit"), (1, "closed"), (2, "not open yet"), (3, "down")],
)
def test_nobody_is_sent_where_they_cannot_be_served(station: int, why: str) -> None:
    board = CallBoard(
        plan(
            9, 9, 9, 9, topics=[{station}], fits=[False, True, True, True],
            opens=[0, 0, 90, 0], closes=[600, 10, 600, 600],
        )
    )  # fmt: skip
    board.working(0, "3", 0)
    answer = come(board, "a", 20)
    assert isinstance(answer, Nothing if why in {"unfit", "closed"} else Hold)
    assert board.tick(20.3) == []


def test_what_is_done_or_refused_is_not_advised_again() -> None:
    board = CallBoard(plan(9, 9, 9, choices=3))
    advised = []
    come(board, "a")
    for at in range(1, 4):
        answer = board.ask(at, "a")
        assert isinstance(answer, Go)
        advised.append(answer.station)
        (board.refused if at == 2 else board.finished)(at + 0.5, "a", answer.station)
    assert sorted(advised) == ["0", "1", "2"]
    assert board.ask(5, "a", advised[-1]) == Nothing()


def test_whoever_declines_a_station_from_their_seat_is_called_to_another() -> None:
    board = CallBoard(plan(1, 1, topics=[{0}, {1}]))
    board.working(0, "0", 0)
    board.working(0, "1", 0)
    assert isinstance(come(board, "a"), Hold)
    board.refused(1, "a", "0")
    assert isinstance(board.ask(1, "a"), Hold)
    board.working(2, "1", 1)
    assert board.tick(2.3) == [("a", "1")]


def test_a_call_does_not_hold_once_the_station_is_down() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    come(board, "first")
    board.entered(0.5, "first", "0")
    come(board, "b", 1)
    assert board.tick(6) == [("b", "0")]
    board.working(6.1, "0", 0)
    assert isinstance(board.ask(6.3, "b"), Hold)


def test_whoever_was_called_is_told_the_same_at_the_kiosk_though_another_seat_is_free() -> None:
    board = CallBoard(plan(1, 1, topics=[{0, 1}]))
    board.arrived(0, "first", GROUP)
    board.entered(0, "first", "0")
    board.arrived(5, "called", GROUP)
    board.called(8, "called", "0")
    assert sent(board.ask(8.5, "called")) == "0"


def test_whoever_was_told_the_way_and_sits_again_did_not_miss_a_call() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    board.arrived(0, "told", GROUP)
    board.called(0, "told", "0")
    board.sent(1, "told", "0")
    board.held(2, "told")
    assert board.tick(3) == [("told", "0")]


@pytest.mark.parametrize(("asked", "calls"), [(2.9, [("x", "1")]), (3.0, [])])
def test_whoever_sits_again_before_the_call_was_waited_for_did_not_miss_it(
    asked: float, calls: list[tuple[str, str]]
) -> None:
    board = CallBoard(plan(1, 1, topics=[{0, 1}]))
    board.arrived(0, "there", GROUP)
    board.entered(0, "there", "0")
    board.arrived(0, "x", GROUP)
    board.called(0, "x", "0")
    board.held(asked, "x")
    assert board.tick(4) == calls


def test_a_call_to_where_somebody_was_already_leaves_them_on_their_seat() -> None:
    board = CallBoard(plan(1, 1, topics=[{0}, {1}]))
    board.arrived(0, "x", GROUP)
    board.entered(1, "x", "0")
    board.finished(9, "x", "0")
    board.held(10, "x")
    board.called(11, "x", "0")
    assert board.tick(12) == [("x", "1")]


def test_a_call_to_where_somebody_is_being_served_begins_no_second_visit() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    come(board, "x")
    board.entered(1, "x", "0")
    assert isinstance(come(board, "next", 2), Hold)
    board.called(9, "x", "0")
    assert board.tick(9.1) == [("next", "0")]


def test_a_host_calls_whoever_is_next_there_before_whoever_is_next_elsewhere() -> None:
    board = CallBoard(plan(1, 1, minutes=20.0, topics=[{0}, {1}]))
    for station, at in (("1", 0), ("0", 8)):
        come(board, f"at {station}", at)
        board.entered(at, f"at {station}", station)
    for who in ("a", "b"):
        assert isinstance(come(board, who, 9), Hold)
    board.plan_ahead(10)
    called = {board.next_for(10, station) for station in ("0", "1")}
    assert called == {"a", "b"}


def test_whoever_comes_to_a_station_too_late_for_their_call_was_not_served_there() -> None:
    board = CallBoard(plan(1, 1, topics=[{0, 1}], closes=[20.0, 600.0]))
    board.arrived(0, "x", GROUP)
    board.held(1, "x")
    board.called(12.4, "x", "0")
    assert sent(board.ask(14, "x", "0")) == "1"


def test_a_station_that_opens_again_is_advised_to_whoever_asks() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    board.closed(0, "0")
    assert come(board, "early", 1) == Nothing()
    board.working(2, "0", 1)
    assert sent(come(board, "late", 3)) == "0"


def test_who_says_nothing_is_believed_to_stay_as_long_as_others_say_once_they_are_asked() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    for number in range(9):
        board.arrived(0, str(number), GROUP)
        board.stays(0, str(number), 30)
    board.arrived(1, "silent", GROUP)
    board.tick(90)
    assert not board.is_here("silent")


def test_a_seat_is_given_once_though_the_time_of_who_is_on_the_way_to_it_is_over() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    board.working(0, "0", 0)
    for who in ("first", "second"):
        come(board, who, stay=20)
    board.working(25, "0", 1)
    assert len(board.tick(25)) == 1
    assert board.tick(26) == []


def test_whoever_is_admitted_at_two_desks_keeps_their_stamps() -> None:
    board = CallBoard(plan(1, 1, topics=[{0}, {1}]))
    come(board, "twice")
    board.finished(10, "twice", "0")
    board.arrived(11, "twice", GROUP)
    assert sent(board.ask(12, "twice")) == "1"


def test_whoever_was_called_is_told_of_no_wait_for_the_seat_that_is_theirs() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    board.arrived(0, "called", GROUP)
    board.called(0, "called", "0")
    assert board.ask(1, "called") == Go("0", 0.0)


def test_a_topic_comes_before_a_station_of_their_own_choice_where_both_have_a_seat() -> None:
    board = CallBoard(plan(1, 1, topics=[{1}], choices=1))
    board.tick(0)
    assert sent(come(board, "between two schedules", 0.5)) == "1"


def test_whoever_comes_in_a_rush_is_told_of_those_who_were_sent_on_a_moment_before() -> None:
    board = CallBoard(plan(2, minutes=8.0, topics=[{0}]))
    board.tick(0)
    for who in ("a", "b"):
        assert sent(come(board, who, 0.2)) == "0"
        board.sent(0.2, who, "0")  # as the log says it once more
    told = [answer.minutes for who in "cde" if isinstance(answer := come(board, who, 0.4), Hold)]
    apart = CallBoard(plan(2, minutes=8.0, topics=[{0}]))
    for who in ("a", "b"):
        come(apart, who, 0.2)
    apart.tick(1.4)
    later = [answer.minutes for who in "cde" if isinstance(answer := come(apart, who, 1.4), Hold)]
    assert told == pytest.approx(later, abs=2)
    assert len(told) == 3


def test_times_are_longer_after_some_were_broken() -> None:
    told = []
    for promised in (1, 60):
        board = CallBoard(plan(1, minutes=8.0, topics=[{0}]))
        come(board, "served")
        board.entered(0, "served", "0")
        for number in range(9):
            board.arrived(0, str(number), GROUP, stay=5)
            board.held(0, str(number), promised)
        board.tick(2)
        told.append(come(board, "next", 2))
    broken, kept = (answer.minutes for answer in told if isinstance(answer, Hold))
    assert broken is not None
    assert kept is not None
    assert broken > kept


def test_scans_of_someone_who_never_came_are_passed_over() -> None:
    board = CallBoard(plan(1, topics=[{0}]))
    board.entered(1, "nobody", "0")
    board.finished(2, "nobody", "0")
    board.gave_up(3, "nobody", "0")
    board.refused(4, "nobody", "0")
    assert board.ask(5, "nobody") == Nothing()


class Watched(CallBoard):
    """A board that checks what it answers as a host would."""

    def __init__(self, day: Plan) -> None:
        super().__init__(day)
        self.down: set[str] = set()
        self.known: dict[str, set[str]] = defaultdict(set)
        self.advised = 0

    def working(self, at: float, station: str, seats: int) -> None:
        super().working(at, station, seats)
        (self.down.discard if seats else self.down.add)(station)

    def finished(self, at: float, who: str, station: str) -> None:
        super().finished(at, who, station)
        self.known[who].add(station)

    def refused(self, at: float, who: str, station: str) -> None:
        super().refused(at, who, station)
        self.known[who].add(station)

    def ask(self, at: float, who: str, place: str | None = None) -> Call:
        answer = super().ask(at, who, place)
        if isinstance(answer, Go):
            station = int(answer.station)
            self.advised += 1
            assert answer.station not in self.down
            assert answer.station not in self.known[who]
            assert self.plan.is_open(station, at)
            assert self.plan.fits[self.hall.inside[who].group][station]
        return answer


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from([kind for kind in KINDS if kind != "overcrowded"]),
    seed=st.integers(0, 10_000),
    miss=st.sampled_from([0.0, 0.1, 0.5]),
    disobey=st.sampled_from([0.0, 0.15, 0.6]),
)
def test_on_any_day_the_advice_can_be_followed(name: str, seed: int, miss: float, disobey: float) -> None:
    kind = Kind(40, KINDS[name].arrivals, stations=8, outages=4, dead=1, miss=miss, disobey=disobey)
    day = drawn(name, seed, kind)
    board = Watched(day.plan)
    Simulation(day.plan, day.truth, day.guests(), board).run()
    assert board.advised


@settings(max_examples=50, deadline=None)
@given(
    seats=st.lists(st.integers(1, 3), min_size=1, max_size=4),
    people=st.integers(1, 30),
    minutes=st.sampled_from([3.0, 10.0, 20.0]),
)
def test_nobody_is_forgotten_on_a_seat(seats: list[int], people: int, minutes: float) -> None:
    """Everybody who can stay is called, as long as those called are served."""
    board = CallBoard(plan(*seats, minutes=minutes, topics=[{s} for s in range(len(seats))]))
    served: list[tuple[float, str, str]] = []
    waiting = [str(number) for number in range(people)]
    for who in waiting:
        board.arrived(0, who, GROUP, stay=5_000)
    at = 0.0
    while waiting:
        at += 0.5
        assert at < minutes * people * len(seats) + 60
        board.tick(at)
        for end, who, station in [visit for visit in served if visit[0] <= at]:
            board.finished(at, who, station)
            served.remove((end, who, station))
            if board.knows(who) and who in board.hall.inside:
                waiting.append(who)
        for who in list(waiting):
            answer = board.ask(at, who)
            if isinstance(answer, Go):
                waiting.remove(who)
                busy = sorted(end for end, _, other in served if other == answer.station)
                free = len(busy) < seats[int(answer.station)]
                begin = at if free else busy[-seats[int(answer.station)]]
                board.entered(at, who, answer.station)
                served.append((begin + minutes, who, answer.station))


def test_whoever_is_called_to_try_a_suspected_station_may_go_there() -> None:
    board = CallBoard(plan(1, 1, minutes=5.0, topics=[{0}, {1}]))
    for who in "ab":
        come(board, who)
        board.entered(1, who, "0")
    board.gave_up(10, "a", "0")
    board.gave_up(10, "b", "0")
    assert board.hall.lines[0].is_down(10)
    board.arrived(11, "c", GROUP, stay=120, topics=[frozenset({0})])
    assert isinstance(board.ask(11, "c"), Hold)
    at = next(at for at in range(12, 40) if ("c", "0") in board.tick(at))
    assert sent(board.ask(at + 0.3, "c")) == "0"


def test_a_call_that_is_answered_late_sends_nobody_to_a_station_that_will_have_closed() -> None:
    board = CallBoard(
        replace(
            plan(1, minutes=2.0, topics=[{0}], closes=[60.0]), places=[(150.0, 0.0)], speeds={GROUP: 50.0}
        )
    )
    board.working(47, "0", 0)
    assert isinstance(come(board, "a", 48), Hold)
    board.working(54.1, "0", 1)
    assert board.tick(54.2) == [("a", "0")]
    assert sent(board.ask(56.9, "a")) is None


def test_a_call_holds_for_a_visit_of_which_the_end_alone_is_after_the_station_closes() -> None:
    board = CallBoard(plan(1, topics=[{0}], closes=[31.0]))
    come(board, "served")
    board.entered(13, "served", "0")
    board.arrived(14, "x", GROUP)
    board.held(14, "x")
    board.called(19, "x", "0")
    assert sent(board.ask(19.5, "x")) == "0"


def test_who_sits_beside_a_station_is_not_served_there_by_asking_after_a_call() -> None:
    board = CallBoard(plan(1, 1, 1, topics=[{0}, {1}, {2}], opens=[0.0, 0.0, 400.0]))
    for who, station in (("x", "0"), ("y", "1")):
        come(board, who)
        board.entered(1, who, station)
    board.arrived(2, "a", GROUP, stay=500)
    assert isinstance(board.ask(2, "a", "2"), Hold)
    board.finished(12, "x", "0")
    assert ("a", "0") in board.tick(12)
    board.working(12.5, "0", 0)
    board.ask(13, "a", "2")
    assert board.hall.inside["a"].done == set()


def test_a_call_that_is_over_is_no_visit() -> None:
    board = CallBoard(plan(1, 1, topics=[{0}, {1}]))
    board.arrived(90, "a", GROUP, stay=300)
    board.held(90, "a")
    board.called(93, "a", "0")
    board.working(93.2, "0", 0)
    board.ask(94, "a", "0")
    assert board.hall.inside["a"].done == set()
