"""Whose passport is committed to, and what is put next for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.calendar import HORIZON, Seats, Sessions
from stations.hall import Hall
from stations.lines import SeatLine, SessionLine
from stations.pace import Obedience, Pace
from stations.plan import Plan, Timetable
from stations.schedule import Schedule
from tests.unit.days import GROUP, plan


def schedule(day: Plan, *stays: float, now: float = 0.0) -> Schedule:
    """People "0", "1" ... who just came and have so many minutes."""
    hall = Hall(day)
    for number, stay in enumerate(stays):
        hall.arrive(now, str(number), GROUP, stay, day.topics[GROUP], day.choices)
    return Schedule(hall, now)


def seats(count: int, opens: float = 0.0, closes: float = 600.0, now: float = 0.0) -> Seats:
    return Seats(SeatLine(0, plan(count, opens=[opens], closes=[closes]), Obedience(), Pace()), now)


def test_a_passport_that_does_not_fit_its_owners_time_is_not_committed_to() -> None:
    three = plan(9, 9, 9, topics=[{0}, {1}, {2}])
    assert set(schedule(three, 60).next) == {"0"}
    assert not schedule(three, 24).next


def test_the_last_visit_begins_in_time_and_ends_soon_enough_for_who_stays_on() -> None:
    three = plan(9, 9, 9, topics=[{0}, {1}, {2}])
    assert set(schedule(three, 31).next) == {"0"}
    long = plan(9, minutes=20.0, topics=[{0}])
    assert set(schedule(long, 18).next) == {"0"}
    assert not schedule(long, 15).next


def test_a_session_may_end_as_late_as_any_last_visit() -> None:
    day = plan(9, topics=[{0}], timetables={0: Timetable(20, 100, 30, 9)})
    assert schedule(day, 45).next["0"] == (0, 20)
    assert not schedule(day, 39).next


def test_who_does_not_fit_takes_no_seat_from_who_does() -> None:
    one_seat = plan(1, topics=[{0}])
    assert set(schedule(one_seat, 5, 16, 60).next) == {"1", "2"}


def test_short_time_is_served_first_and_long_time_later() -> None:
    committed = schedule(plan(1, topics=[{0}]), 200, 20).next
    assert committed["1"][1] < 2
    assert committed["0"][1] == pytest.approx(10, abs=2)


def test_other_visits_fit_around_the_last_session_of_a_stay() -> None:
    class_at_20 = Timetable(20, 100, 30, 9)
    day = plan(9, 9, 9, topics=[{0}, {1}, {2}], timetables={2: class_at_20})
    station, start = schedule(day, 80).next["0"]
    assert station == 0
    assert start < 2
    assert not schedule(day, 59).next
    late = schedule(day, 80, now=15).next["0"]
    assert late == (2, 20)


@given(
    stays=st.lists(st.floats(10, 100), min_size=1, max_size=12),
    seats_of=st.tuples(st.integers(1, 2), st.integers(1, 2), st.integers(1, 2)),
    minutes=st.tuples(st.floats(3, 25), st.floats(3, 25), st.floats(3, 25)),
    opens=st.floats(0, 40),
    is_class=st.booleans(),
)
def test_who_is_passed_over_at_once_would_not_have_fitted(
    stays: list[float],
    seats_of: tuple[int, int, int],
    minutes: tuple[float, float, float],
    opens: float,
    is_class: bool,
) -> None:
    class_at_20 = {2: Timetable(20, 30, minutes[2], 2)} if is_class else None
    day = plan(
        *seats_of,
        minutes=minutes,
        topics=[{0, 1}, {2}],
        choices=1,
        opens=[0.0, opens, 0.0],
        timetables=class_at_20,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Schedule, "_may_end", lambda *_: True)
        slow = schedule(day, *stays)
    assert schedule(day, *stays).next == slow.next


def test_a_station_that_is_about_to_close_comes_before_one_that_is_open_for_long() -> None:
    assert schedule(plan(9, 9, topics=[{0}, {1}], closes=[600, 40]), 200).next["0"][0] == 1


def test_as_many_are_committed_to_at_once_as_there_are_seats() -> None:
    starts = [start for _, start in schedule(plan(2, topics=[{0}]), 200, 200, 200).next.values()]
    assert sorted(starts) == [pytest.approx(0.0, abs=1), pytest.approx(0.0, abs=1), pytest.approx(10, abs=2)]


def test_what_everybody_is_asked_to_try_comes_before_a_station_of_ones_own_choice() -> None:
    assert schedule(plan(9, 9, topics=[{1}], choices=1), 200).next["0"][0] == 1


def test_unless_these_are_the_scarcer_ones() -> None:
    assert schedule(plan(9, 1, topics=[{0}], choices=1), 60).next["0"][0] == 1


def test_who_is_on_the_way_to_a_station_has_what_is_left_after_it_put_next() -> None:
    hall = Hall(plan(9, 9, topics=[{0}, {1}]))
    hall.send(0, hall.arrive(0, "0", GROUP, 200, hall.plan.topics[GROUP], 0), 0)
    assert Schedule(hall, 0.0).next["0"][0] == 1


def test_no_seat_is_kept_at_a_station_that_somebody_will_not_go_to() -> None:
    hall = Hall(plan(9, 9, minutes=[5.0, 10.0], topics=[{0, 1}]))
    hall.arrive(0, "0", GROUP, 200, hall.plan.topics[GROUP], 0).refuse(0)
    assert Schedule(hall, 0.0).next["0"][0] == 1


def test_a_second_station_of_a_topic_may_be_ones_own_choice_after_the_first() -> None:
    assert schedule(plan(9, 9, topics=[{0, 1}], choices=1), 200).next
    assert not schedule(plan(9, 9, topics=[{0, 1}], choices=2), 200).next


@given(
    count=st.integers(1, 3),
    asked=st.lists(st.tuples(st.floats(0, 100), st.integers(1, 40)), min_size=1, max_size=30),
)
def test_no_minute_has_more_reservations_than_seats(count: int, asked: list[tuple[float, int]]) -> None:
    calendar, taken = seats(count), [0] * (HORIZON + 50)
    for arrival, minutes in asked:
        start = calendar.earliest(arrival, minutes)
        if start is None:
            continue
        assert start >= arrival
        calendar.reserve(start, minutes)
        for minute in range(int(start), int(start) + minutes):
            taken[minute] += 1
    assert max(taken) <= count


@pytest.mark.parametrize("minutes", [1, 2, 3, 5, 8, 13, 16])
def test_the_first_stretch_that_is_long_enough_is_found(minutes: int) -> None:
    calendar = seats(1)
    calendar.reserve(20, 10)
    assert calendar.earliest(20 - minutes, minutes) == 20 - minutes
    assert calendar.earliest(20.5 - minutes + 1, minutes) == 30


def test_a_station_is_used_from_its_opening_to_its_closing() -> None:
    calendar = seats(2, opens=130, closes=160, now=100)
    assert calendar.earliest(0, 10) == 30
    assert calendar.earliest(0, 31) is None


def test_sessions_are_full_when_their_seats_are_taken_and_end_before_closing() -> None:
    table = Timetable(10, 40, 30, 2)
    sessions = Sessions(SessionLine(0, plan(2, closes=[110], timetables={0: table}), Obedience(), table), 0)
    assert sessions.starts() == [10, 50]
    sessions.reserve(10, 30)
    assert sessions.earliest(0, 30) == 10
    sessions.reserve(10, 30)
    assert sessions.earliest(0, 30) == 50
    assert sessions.earliest(51, 30) is None
