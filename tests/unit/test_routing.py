"""Where to next."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.model import Go, Hold, Nothing, Passport, Sessions, Station
from stations.queues import CLOSED, Crowd, Move, Movement
from stations.routing import Traveller, expected_wait, next_call
from tests.builders import NOW, at, station
from tests.unit.crowds import crowd, moved

EVERYTHING = Passport(choices=99)
ME = Traveller("me", "nguoi-dan")
CLASS = Sessions(time(8), 40)


def call(stations: list[Station], now: Crowd | None = None, minute: float = 0) -> Go | Hold | Nothing:
    return next_call(ME, stations, EVERYTHING, now or crowd(), at(minute))


def full(place: str, count: int, move: Move = Move.IN, minute: float = 0) -> list[Movement]:
    return [moved(f"{place}{i}", move, minute, place) for i in range(count)]


def test_an_empty_station_is_gone_to_at_once() -> None:
    assert call([station("a")]) == Go("a", 0)


def test_the_shortest_wait_wins_then_the_lower_number() -> None:
    stations = [station("a", 3), station("b", 1), station("c", 2)]
    assert call(stations) == Go("b", 0)
    assert call(stations, crowd(*full("b", 1))) == Go("c", 0)
    assert call(stations, crowd(*full("a", 3), *full("b", 2), *full("c", 3)), 1) == Go("b", 20)


@pytest.mark.parametrize(
    ("ahead", "seats", "wait"),
    [(0, 1, 0), (1, 1, 10), (2, 1, 20), (1, 2, 0), (2, 2, 5), (3, 2, 10), (7, 4, 10)],
)
def test_the_wait_follows_from_seats_and_minutes(ahead: int, seats: int, wait: float) -> None:
    assert expected_wait(station("a", seats=seats), "me", crowd(*full("a", ahead)), at(1)) == wait


def test_nobody_is_sent_to_a_station_that_pauses() -> None:
    pausing = replace(moved("a", Move.SEATS, 0, None), number=0)
    assert call([station("a", 1), station("b", 2)], crowd(pausing, *full("b", 9))) != Go("a", 0)
    assert call([station("a")], crowd(pausing)) == Hold(None)
    assert call([station("a"), station("b", opens=time(9, 30))], crowd(pausing)) == Hold(30)


def test_nobody_waits_for_a_pause_that_they_cannot_stay_or_a_station_is_not_open_for() -> None:
    pausing = replace(moved("a", Move.SEATS, 0, None), number=0)
    assert call([station("a", closes=time(9, 9))], crowd(pausing)) == Nothing()
    must_go = replace(moved("me", Move.STAY, 0, None), minutes=9)
    assert call([station("a")], crowd(pausing, must_go)) == Nothing(shortest=10)
    in_line = crowd(pausing, *full("a", 9))
    assert call([station("a", closes=time(10))], in_line) == Nothing()
    assert call([station("a", closes=time(11))], in_line) == Hold(None)
    lesson = replace(station("a", closes=time(9, 45)), sessions=Sessions(time(8, 40), 30))
    assert call([lesson], crowd(pausing)) == Hold(None)
    assert call([lesson], crowd(pausing), 11) == Nothing()


def test_people_on_their_way_count_and_oneself_does_not() -> None:
    on_the_way = crowd(*full("a", 2, Move.SENT), moved("me", Move.SENT, 0, "a"))
    assert expected_wait(station("a"), "me", on_the_way, at(1)) == 20
    assert call([station("a"), station("b", 2, minutes=25)], on_the_way, 1) == Go("b", 0)


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (time(9), time(9, 10), Go("a", 0)),
        (time(9), time(9, 9), Nothing()),
        (time(8), time(9), Nothing()),
        (time(9, 20), time(10), Hold(20)),
    ],
)
def test_only_a_visit_that_ends_before_closing_is_advised(
    opens: time, closes: time, expected: object
) -> None:
    assert call([station("a", opens=opens, closes=closes)]) == expected


def test_a_station_serves_from_its_first_minute_to_its_last() -> None:
    place = station("a", opens=time(9), closes=time(10))
    waits = [expected_wait(place, "me", crowd(), at(minute)) for minute in (-1, 0, 59, 60)]
    assert waits == [None, 0, 0, None]


def test_a_line_that_reaches_past_closing_time_is_not_joined() -> None:
    assert call([station("a", closes=time(9, 29))], crowd(*full("a", 2))) == Nothing()


def test_a_visited_or_unsuitable_station_is_never_advised() -> None:
    stations = [station("a"), station("b", 2, suits=frozenset({"hoc-sinh"}))]
    visited = crowd(moved("me", Move.IN, -20, "a"), moved("me", Move.OUT, -10, "a"))
    assert call(stations, visited) == Nothing()


def test_who_can_stay_too_short_is_not_sent() -> None:
    stations = [station("a", minutes=30), station("b", 2, minutes=10)]
    assert call(stations, crowd(moved("me", Move.STAY, 0, None, 10))) == Go("b", 0)
    assert call(stations, crowd(moved("me", Move.STAY, 0, None, 9))) == Nothing(shortest=10)
    assert call(stations, crowd(moved("me", Move.STAY, 0, None, 25), *full("b", 3))) == Nothing(shortest=30)


def test_no_visit_is_held_out_that_ends_after_its_station_closes() -> None:
    hurried = crowd(moved("me", Move.STAY, 0, None, 5))
    assert call([station("a", closes=time(9, 9))], hurried) == Nothing()


def test_nobody_is_asked_to_wait_for_what_opens_too_late_for_them() -> None:
    later = [station("a", opens=time(9, 30))]
    assert call(later, crowd(moved("me", Move.STAY, 0, None, 40))) == Hold(30)
    assert call(later, crowd(moved("me", Move.STAY, 0, None, 39))) == Nothing(shortest=40)
    closes_before_its_end = [station("a", opens=time(9, 30), closes=time(9, 39))]
    assert call(closes_before_its_end, crowd(moved("me", Move.STAY, 0, None, 39))) == Nothing()


def test_nobody_is_asked_to_wait_for_a_station_that_its_host_closed_before_it_opened() -> None:
    later = [station("a", opens=time(9, 30)), station("b", 2, opens=time(9, 45))]
    closed = replace(moved("a", Move.SEATS, 0, None), number=CLOSED)
    assert call(later, crowd(closed)) == Hold(45)
    assert call(later[:1], crowd(closed)) == Nothing()


def test_the_first_station_to_open_is_waited_for() -> None:
    assert call([station("a", opens=time(11)), station("b", 2, opens=time(9, 45))]) == Hold(45)


@pytest.mark.parametrize(("minute", "wait"), [(-80, 20), (-60, 0), (-59, 39), (-20, 0), (0, 20), (20, 0)])
def test_a_class_is_waited_for_until_it_starts(minute: float, wait: float) -> None:
    taught = station("a", seats=24, minutes=30, sessions=CLASS)
    assert expected_wait(taught, "me", crowd(), at(minute)) == wait


def test_a_class_that_would_end_after_the_station_closes_is_not_waited_for() -> None:
    taught = station("a", seats=24, minutes=30, sessions=CLASS, closes=time(9, 45))
    assert [expected_wait(taught, "me", crowd(), at(minute)) for minute in (-20, -19)] == [0, None]


def test_a_class_that_is_running_does_not_fill_the_next_one() -> None:
    taught = station("a", seats=3, minutes=30, sessions=CLASS)
    running = crowd(*full("a", 3, minute=-25))
    assert expected_wait(taught, "me", running, at(-10)) == 30


def test_those_who_wait_for_a_full_class_take_the_one_after() -> None:
    taught = station("a", seats=3, minutes=30, sessions=CLASS)
    assert expected_wait(taught, "me", crowd(*full("a", 2, minute=-15)), at(-10)) == 30
    assert expected_wait(taught, "me", crowd(*full("a", 3, minute=-15)), at(-10)) == 70
    assert expected_wait(taught, "me", crowd(*full("a", 3, Move.SENT, minute=-15)), at(-10)) == 70
    overflow = crowd(*full("a", 6, minute=-25))
    assert expected_wait(taught, "me", overflow, at(-10)) == 70, "six came for three seats at twenty to nine"


def test_a_station_that_someone_declined_is_not_advised_to_them_again() -> None:
    declined = crowd(moved("me", Move.DECLINED, -60, "a"))
    assert call([station("a"), station("b", 2)], declined) == Go("b", 0)
    assert call([station("a")], declined) == Nothing()
    assert call([station("a")], crowd(moved("you", Move.DECLINED, -60, "a"))) == Go("a", 0)


def test_for_a_quarter_of_an_hour_a_line_given_up_is_advised_only_if_there_is_no_other() -> None:
    gave_up = crowd(moved("me", Move.GAVE_UP, 0, "a"), *full("b", 2))
    stations = [station("a"), station("b", 2)]
    assert call(stations, gave_up, 14) == Go("b", 20)
    assert call(stations, gave_up, 15) == Go("a", 0)
    assert call(stations[:1], gave_up, 1) == Go("a", 0)


def test_the_passport_narrows_what_is_advised() -> None:
    assert next_call(ME, [station("a")], Passport(), crowd(), NOW) == Nothing()


@st.composite
def yards(draw: st.DrawFn) -> tuple[list[Station], Crowd]:
    stations = [
        station(
            f"s{n}",
            n,
            seats=draw(st.integers(1, 4)),
            minutes=draw(st.integers(5, 30)),
            suits=frozenset(draw(st.sets(st.sampled_from(["nguoi-dan", "hoc-sinh"])))),
            opens=time(draw(st.integers(7, 10))),
            closes=time(draw(st.integers(11, 16))),
            sessions=draw(st.sampled_from([None, None, CLASS])),
        )
        for n in range(1, draw(st.integers(1, 6)) + 1)
    ]
    people = ["me", *(f"p{i}" for i in range(8))]
    moves = st.builds(
        moved,
        st.sampled_from(people),
        st.sampled_from([Move.IN, Move.OUT, Move.SENT, Move.LEFT]),
        st.integers(-40, 0),
        st.sampled_from([s.code for s in stations]),
    )
    return stations, crowd(*draw(st.lists(moves, max_size=30, unique_by=lambda m: m.ref)))


@given(yards(), st.integers(0, 400), st.none() | st.integers(1, 120))
def test_advice_is_always_to_the_best_station_that_is_possible(
    yard: tuple[list[Station], Crowd], minute: int, stay: int | None
) -> None:
    stations, now = yard
    if stay:
        now.follow([moved("me", Move.STAY, minute, None, stay)])
    advice = call(stations, now, minute)
    possible = {
        s.code: wait
        for s in stations
        if ME.group in s.suits
        and s.code not in now.whereabouts("me").visited
        and s.opens <= at(minute).time() < s.closes
        and (wait := expected_wait(s, "me", now, at(minute))) is not None
        and at(minute + wait + s.minutes).time() <= s.closes
        and (stay is None or wait + s.minutes <= stay)
    }
    if possible:
        assert isinstance(advice, Go)
        assert advice.wait == possible[advice.station] == min(possible.values())
    else:
        assert not isinstance(advice, Go)
