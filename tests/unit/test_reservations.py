"""Who is served later if somebody goes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.lines import SeatLine
from stations.pace import Obedience, Pace
from stations.reservations import Reservation, Reservations
from stations.visitor import Visitor
from tests.unit.days import GROUP, plan


def line(seats: int = 1) -> SeatLine:
    return SeatLine(0, plan(seats), Obedience(), Pace())


def kept(*starts: float, slack: float = 10.0, now: float = 0.0) -> Reservations:
    """Seats for visits of ten minutes at one station, of people "0", "1" ..."""
    reservations = Reservations(1, now)
    for number, start in enumerate(starts):
        reservations.keep(str(number), [(0, start, 10.0)], slack)
    return reservations


def visit(start: float, minutes: float = 10.0, who: str = "other") -> Reservation:
    return Reservation(start, minutes, who)


@pytest.mark.parametrize(("start", "may"), [(0.0, True), (2.0, False), (9.0, False), (15.0, True)])
def test_a_visit_that_ends_before_a_kept_seat_is_needed_or_comes_after_costs_nothing(
    start: float, *, may: bool
) -> None:
    assert kept(10.0).may_pass(line(), 0.0, visit(start), 0.0) is may


def test_half_a_minute_is_no_delay() -> None:
    assert kept(10.0, slack=0.0).may_pass(line(), 0.0, visit(0.5), 0.0)
    assert not kept(10.0, slack=0.0).may_pass(line(), 0.0, visit(0.6), 0.0)


def test_a_second_seat_lets_one_more_pass_and_no_two() -> None:
    reservations, station = kept(10.0), line(2)
    assert reservations.may_pass(station, 0.0, visit(5.0), 0.0)
    reservations.keep("one more", [(0, 10.0, 10.0)], 10.0)
    assert not reservations.may_pass(station, 0.0, visit(5.0), 0.0)


def test_whoever_sits_at_the_station_is_counted_before_the_kept_seats() -> None:
    station = line()
    visitor = Visitor([], 1, who="there", group=GROUP, came=0.0, until=120.0, has_said=True)
    station.join(visitor, 0.0)
    assert not kept(10.0).may_pass(station, 0.0, visit(9.0), 0.0)
    assert kept(20.0).may_pass(station, 0.0, visit(9.0), 0.0)


def test_those_who_come_later_are_kept_waiting_too() -> None:
    later_ones = kept(10.0, 20.0, 30.0)
    assert not later_ones.may_pass(line(), 0.0, visit(5.0), 0.4)
    assert later_ones.may_pass(line(), 0.0, visit(5.0), 0.5)


def test_whoever_takes_the_seat_kept_for_them_keeps_the_next_one_no_longer_waiting() -> None:
    assert kept(10.0, 20.0, slack=0.0).may_pass(line(), 0.0, visit(10.0, who="0"), 0.0)


def test_ones_own_kept_seat_is_nobody_elses() -> None:
    assert kept(10.0).may_pass(line(), 0.0, visit(5.0, who="0"), 0.0)
    assert not kept(10.0, 20.0).may_pass(line(), 0.0, visit(5.0, who="1"), 0.0)


def test_every_delay_uses_up_some_of_the_slack() -> None:
    reservations, station = kept(10.0, slack=20.0), line()
    assert reservations.may_pass(station, 0.0, visit(4.0), 0.2)
    reservations.passed(station, 0.0, visit(4.0))
    assert not reservations.may_pass(station, 0.0, visit(4.0), 0.2)
    assert reservations.may_pass(station, 0.0, visit(3.0), 0.2)


def test_whoever_was_sent_needs_no_kept_seat_any_more() -> None:
    reservations, station = kept(10.0), line()
    reservations.passed(station, 0.0, visit(10.0, who="0"))
    assert reservations.may_pass(station, 0.0, visit(5.0), 0.0)


def test_a_seat_of_a_session_is_not_kept_twice_once_its_owner_was_sent() -> None:
    reservations = kept(10.0, 10.0)
    assert reservations.kept(0, 10.0, "other") == 2
    reservations.taken(0, "0")
    assert reservations.kept(0, 10.0, "other") == 1


def test_no_seat_is_kept_for_a_visit_that_begins_after_more_than_an_hour() -> None:
    assert not kept(160.0, now=100.0).may_pass(line(), 100.0, visit(155.0), 0.0)
    assert kept(161.0, now=100.0).may_pass(line(), 100.0, visit(155.0), 0.0)


def test_of_two_at_the_same_moment_the_one_who_counts_on_the_seat_goes_first() -> None:
    assert kept(10.0, slack=0.0).may_pass(line(), 0.0, visit(10.0, 5.0), 0.0)


@given(
    starts=st.lists(st.integers(0, 50), max_size=12),
    seats=st.integers(1, 4),
    start=st.integers(0, 50),
    minutes=st.integers(1, 30),
    shorter=st.integers(0, 29),
)
def test_a_shorter_visit_costs_nobody_more_and_with_a_seat_for_everybody_none_does(
    starts: list[int], seats: int, start: int, minutes: int, shorter: int
) -> None:
    reservations = kept(*starts)
    if reservations.may_pass(line(seats), 0.0, visit(start, minutes), 0.0):
        assert reservations.may_pass(line(seats), 0.0, visit(start, max(1, minutes - shorter)), 0.0)
    assert reservations.may_pass(line(len(starts) + 1), 0.0, visit(start, minutes), 0.0)
