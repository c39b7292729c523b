"""What a passport asks of a person, stamp by stamp."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.model import Bilingual, Passport, Station, Topic
from stations.passport import progress, wanted_stations
from stations.visitor import Stamps

DAY = ("an-toan", "vneid", "dich-vu", "thanh-toan", "trung-bay")


def station(code: str, *groups: str) -> Station:
    return Station(
        code=code,
        number=DAY.index(code) + 1,
        name=Bilingual(code, code),
        host="Công an xã",
        seats=2,
        minutes=10,
        suits=frozenset(groups or ("nguoi-dan", "hoc-sinh")),
        opens=time(7, 30),
        closes=time(16, 30),
    )


def topic(code: str, stations: tuple[str, ...], *groups: str) -> Topic:
    return Topic(code, Bilingual(code, code), frozenset(stations), frozenset(groups))


STATIONS = tuple(station(c) if c != "vneid" else station(c, "nguoi-dan") for c in DAY)
SAFETY = topic("an-toan", ("an-toan",), "nguoi-dan", "hoc-sinh")
SERVICES = topic("dich-vu", ("dich-vu", "thanh-toan"), "nguoi-dan")
PASSPORT = Passport((SAFETY, SERVICES), choices=1)
VISITS = st.sets(st.sampled_from(DAY))


def test_at_the_door_everything_asked_of_the_group_is_wanted() -> None:
    now = progress(PASSPORT, "nguoi-dan", frozenset())
    assert (now.stamped, now.wanted) == ((), (SAFETY, SERVICES))
    assert (now.choices_made, now.choices_left, now.complete) == (0, 1, False)


def test_a_topic_meant_for_others_is_not_asked() -> None:
    assert progress(PASSPORT, "hoc-sinh", frozenset()).wanted == (SAFETY,)


@pytest.mark.parametrize("tried", ["dich-vu", "thanh-toan"])
def test_any_one_station_of_a_topic_stamps_it(tried: str) -> None:
    now = progress(PASSPORT, "nguoi-dan", {tried})
    assert now.stamped == (SERVICES,)
    assert now.choices_left == 1, "the visit that stamps a topic is not a free choice as well"


def test_a_second_station_of_a_topic_is_a_choice_of_their_own() -> None:
    now = progress(PASSPORT, "nguoi-dan", {"dich-vu", "thanh-toan", "an-toan"})
    assert (now.choices_made, now.complete) == (1, True)


def test_a_topic_of_another_group_counts_as_a_choice() -> None:
    now = progress(PASSPORT, "hoc-sinh", {"an-toan", "dich-vu"})
    assert (now.stamped, now.complete) == ((SAFETY,), True)


def test_choices_alone_do_not_complete_a_passport() -> None:
    now = progress(PASSPORT, "nguoi-dan", {"trung-bay", "vneid"})
    assert (now.choices_made, now.choices_left, now.complete) == (1, 0, False)


def test_a_passport_that_asks_for_nothing_is_complete() -> None:
    assert progress(Passport(), "dai-bieu", frozenset()).complete


def test_while_a_choice_is_open_every_suitable_station_not_visited_is_wanted() -> None:
    assert wanted_stations(PASSPORT, STATIONS, "nguoi-dan", {"an-toan"}) == set(DAY) - {"an-toan"}


def test_once_the_choices_are_made_only_stations_of_open_topics_are_wanted() -> None:
    wanted = wanted_stations(PASSPORT, STATIONS, "nguoi-dan", {"an-toan", "vneid"})
    assert wanted == {"dich-vu", "thanh-toan"}


def test_a_station_that_does_not_suit_the_group_is_never_wanted() -> None:
    assert "vneid" not in wanted_stations(PASSPORT, STATIONS, "hoc-sinh", frozenset())


@given(group=st.sampled_from(["nguoi-dan", "hoc-sinh", "dai-bieu"]), visited=VISITS)
def test_every_wanted_station_brings_the_passport_forward(group: str, visited: set[str]) -> None:
    before = progress(PASSPORT, group, visited)
    for code in wanted_stations(PASSPORT, STATIONS, group, visited):
        after = progress(PASSPORT, group, visited | {code})
        left = len(before.wanted) + before.choices_left
        assert len(after.wanted) + after.choices_left == left - 1


@given(visited=VISITS)
def test_a_passport_is_complete_exactly_when_no_station_is_wanted(visited: set[str]) -> None:
    wanted = wanted_stations(PASSPORT, STATIONS, "nguoi-dan", visited)
    assert progress(PASSPORT, "nguoi-dan", visited).complete is not bool(wanted)


@given(
    group=st.sampled_from(["nguoi-dan", "hoc-sinh", "dai-bieu"]),
    visited=st.lists(st.sampled_from(DAY)),
    choices=st.integers(0, 3),
)
def test_the_call_board_stamps_as_the_passport_does(group: str, visited: list[str], choices: int) -> None:
    passport = Passport(PASSPORT.topics, choices)
    asked = [frozenset(map(DAY.index, t.stations)) for t in passport.topics if group in t.groups]
    stamps = Stamps(asked, choices)
    for code in visited:
        stamps.stamp(DAY.index(code))
    now = progress(passport, group, visited)
    assert stamps.wanted == [frozenset(map(DAY.index, t.stations)) for t in now.wanted]
    assert (stamps.choices, stamps.is_finished) == (now.choices_left, now.complete)
    helpful = {code for code in DAY if stamps.needs(DAY.index(code))}
    everywhere = [station(code, group) for code in DAY]
    assert helpful == wanted_stations(passport, everywhere, group, visited)
