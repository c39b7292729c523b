"""An event in the router's numbers, and rehearsed before its day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from random import Random

import pytest

from stations.event_plan import kind_of, plan_of
from stations.model import Bilingual, Passport, Sessions, Topic
from stations.plan import Plan, Timetable
from stations.rehearsal import Change, Expected, Noted, Outcome, busiest, changed, heaviest, rehearse, spread
from tests.builders import station

ADULT, ELDER = kind_of("nguoi-dan", is_elder=False), kind_of("nguoi-dan", is_elder=True)
TRY = Topic("thu", Bilingual("Thử", "Try"), frozenset({"a", "b"}), frozenset({"nguoi-dan"}))
CLASS = replace(station("c", 3, seats=20), sessions=Sessions(time(8), 40), minutes=30)
STATIONS = [station("a", seats=2), replace(station("b", 2), suits=frozenset({"hoc-sinh"})), CLASS]


@pytest.fixture
def plan() -> Plan:
    return plan_of(STATIONS, Passport((TRY,), choices=1), ["nguoi-dan", "hoc-sinh"], time(16, 30))


def test_a_catalogue_becomes_numbers(plan: Plan) -> None:
    assert list(plan.codes) == ["a", "b", "c"]
    assert plan.end == 16.5 * 60
    assert list(plan.fits[ADULT]) == [True, False, True]
    assert list(plan.topics[ADULT]) == [frozenset({0})]
    assert list(plan.topics["hoc-sinh"]) == []
    assert plan.timetables == {2: Timetable(480, 40, 30, 20, grace=3.0)}


def test_elders_have_longer_visits_but_the_same_sessions(plan: Plan) -> None:
    assert plan.minutes[ELDER][0] > plan.minutes[ADULT][0]
    assert plan.minutes[ELDER][2] == plan.minutes[ADULT][2]
    assert ELDER in plan.elders
    assert ADULT not in plan.elders


def expected(people: int) -> Expected:
    return Expected({"nguoi-dan": people}, (60, 120), 420, 990, {"nguoi-dan": 0.3}, ceremony_ends=510)


def seen(plan: Plan, *used: float, kinds: Mapping[str, int] | None = None) -> list[Outcome]:
    """A rehearsal in which seats were used so much and so many people came."""
    shares = used or tuple(0.0 for _ in range(len(plan)))
    return [Outcome(kinds or {ADULT: 9}, 0.5, None, 0.0, 0.0, shares, Noted(0.5, 1, None))]


def completed(outcome: Outcome) -> float:
    assert outcome.completed is not None
    return outcome.completed


def test_a_rehearsal_is_the_same_with_the_same_seed_and_another_with_another(plan: Plan) -> None:
    first, again, other = (rehearse(plan, expected(60), seed, Random) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert first.people == 60
    assert 0 < completed(first) <= 1
    assert all(0 <= share <= 1 for share in first.used)
    assert first.idle == pytest.approx(1 - sum(first.used) / 3)


def test_what_is_used_is_a_share_of_all_the_time_of_all_seats(plan: Plan) -> None:
    alone = Expected({"nguoi-dan": 1}, (300,), 420, 600, {})
    used = rehearse(plan, alone, 0, Random).used
    assert 0 < used[0] < 0.05
    assert used[1] == 0
    assert used[2] == pytest.approx(1 / (13 * 20)), "one seat of twenty in one of thirteen classes"


def test_some_stay_briefly_and_some_for_long(plan: Plan) -> None:
    both = Expected({"nguoi-dan": 30}, (1, 300), 420, 600, {})
    assert 0.2 < completed(rehearse(plan, both, 0, Random)) < 0.8


def test_a_scarce_seat_is_found_and_one_more_helps(plan: Plan) -> None:
    crowd = [rehearse(plan, expected(200), seed, Random) for seed in range(3)]
    assert busiest(crowd) == 0
    more = changed(changed(plan, Change.SEAT, crowd, []), Change.SEAT, crowd, [])
    helped = [rehearse(more, expected(200), seed, Random) for seed in range(3)]
    assert sum(map(completed, helped)) > sum(map(completed, crowd))


def test_each_change_changes_what_it_says(plan: Plan) -> None:
    assert changed(plan, Change.NONE, [], []) == plan
    assert list(changed(plan, Change.SEAT, seen(plan, 0.1, 0.9, 0.2), []).seats) == [2, plan.seats[1] + 1, 20]
    assert changed(plan, Change.HOUR, seen(plan), []).end == plan.end + 60
    fewer = changed(plan, Change.FEWER, seen(plan), [TRY])
    assert fewer.topics[ADULT] == []
    nothing = rehearse(replace(fewer, choices=0), expected(20), 1, Random)
    assert (nothing.completed, nothing.noted.completed, nothing.waited) == (None, None, 0.0)


def test_one_more_seat_of_a_class_is_one_more_in_each_session(plan: Plan) -> None:
    more = changed(plan, Change.SEAT, seen(plan, 0.1, 0.2, 0.9), [])
    assert more.timetables[2].seats == more.seats[2] == 21


def test_another_hour_is_one_for_the_stations_that_close_last_though_they_close_before_the_event() -> None:
    early = [replace(station("a"), closes=time(10)), replace(station("b", 2), closes=time(10, 30))]
    plan = plan_of(early, Passport(choices=1), ["nguoi-dan"], time(11))
    assert list(changed(plan, Change.HOUR, seen(plan), []).closes) == [600, 690]


def test_another_hour_brings_the_same_people_at_the_same_time(plan: Plan) -> None:
    all_leave_before = replace(expected(60), stays=(40,))
    planned = rehearse(plan, all_leave_before, 3, Random)
    longer = rehearse(changed(plan, Change.HOUR, seen(plan), []), all_leave_before, 3, Random)
    assert planned.waited > 0
    assert replace(longer, used=planned.used) == planned


def test_the_topics_that_are_dropped_are_those_that_cost_whoever_comes_the_most() -> None:
    topics = [
        Topic(code, Bilingual(code, code), frozenset({code}), frozenset({group}))
        for code, group in (("a", "nguoi-dan"), ("b", "nguoi-dan"), ("c", "hoc-sinh"), ("d", "hoc-sinh"))
    ]
    stations = [replace(station(t.code, n), minutes=20 - n) for n, t in enumerate(topics, 1)]
    plan = plan_of(stations, Passport(tuple(topics)), ["nguoi-dan", "hoc-sinh"], time(17))
    fewer = changed(plan, Change.FEWER, seen(plan, kinds={ADULT: 2, "hoc-sinh": 60}), topics)
    assert (len(fewer.topics[ADULT]), len(fewer.topics["hoc-sinh"])) == (2, 0)


def test_two_topics_of_one_station_for_different_groups_are_two() -> None:
    topics = [
        Topic(f"{code}-{group}", Bilingual(code, code), frozenset({code}), frozenset({group}))
        for code, group in (("a", "nguoi-dan"), ("a", "hoc-sinh"), ("b", "hoc-sinh"), ("c", "hoc-sinh"))
    ]
    stations = [station(code, n, minutes=20 - 6 * n) for n, code in enumerate("abc", 1)]
    plan = plan_of(stations, Passport(tuple(topics)), ["nguoi-dan", "hoc-sinh"], time(17))
    came = seen(plan, kinds={ADULT: 5, "hoc-sinh": 200})
    assert [topic.code for topic in heaviest(plan, came, topics)] == ["a-hoc-sinh", "b-hoc-sinh"]
    fewer = changed(plan, Change.FEWER, came, topics)
    assert (list(fewer.topics[ADULT]), list(fewer.topics["hoc-sinh"])) == (
        [frozenset({0})],
        [frozenset({2})],
    )
    adults = seen(plan, kinds={ADULT: 5})
    assert [topic.code for topic in heaviest(plan, adults, topics)] == ["a-nguoi-dan"], (
        "the rest takes nobody"
    )


def test_a_topic_is_one_though_not_all_of_its_stations_suit_every_group() -> None:
    both = frozenset({"nguoi-dan", "hoc-sinh"})
    wide = Topic("rong", Bilingual("Rộng", "Wide"), frozenset({"a", "b"}), both)
    others = [Topic(c, Bilingual(c, c), frozenset({c}), frozenset({"nguoi-dan"})) for c in ("c", "d")]
    stations = [station(c, n, minutes=10 + n) for n, c in enumerate("abcd", 1)]
    stations[1] = replace(stations[1], suits=frozenset({"hoc-sinh"}))
    topics = [*others, wide]
    plan = plan_of(stations, Passport(tuple(topics)), ["nguoi-dan", "hoc-sinh"], time(17))
    came = seen(plan, kinds={ADULT: 20, "hoc-sinh": 20})
    assert [topic.code for topic in heaviest(plan, came, topics)] == ["rong", "d"]
    fewer = changed(plan, Change.FEWER, came, topics)
    assert (list(fewer.topics[ADULT]), list(fewer.topics["hoc-sinh"])) == ([frozenset({2})], [])


@pytest.mark.parametrize("tight", ["class", "short hours"])
def test_a_topic_whose_seats_are_there_for_a_short_time_takes_more_of_them(tight: str) -> None:
    scarce = replace(station("it", 3, seats=20), sessions=Sessions(time(9), 120), minutes=30)
    if tight == "short hours":
        scarce = replace(station("it", 3, seats=8, minutes=8), opens=time(9), closes=time(10))
    stations = [station("a", 1, seats=4), station("b", 2, seats=4), scarce]
    topics = tuple(
        Topic(c, Bilingual(c, c), frozenset({c}), frozenset({"nguoi-dan"})) for c in ("a", "b", "it")
    )
    plan = plan_of(stations, Passport(topics), ["nguoi-dan"], time(17))
    came = seen(plan, kinds={ADULT: 20})
    assert heaviest(plan, came, topics)[0].code == "it"


def test_where_no_elder_came_nothing_is_said_of_elders(plan: Plan) -> None:
    pupils = replace(expected(0), people={"hoc-sinh": 20})
    assert rehearse(plan, pupils, 1, Random).elders is None
    assert rehearse(plan, expected(60), 1, Random).elders is not None


def test_whose_passport_asks_for_nothing_has_none_to_complete(plan: Plan) -> None:
    topics = {kind: asked if kind == ADULT else [] for kind, asked in plan.topics.items()}
    asked_of_adults = replace(plan, choices=0, topics=topics)
    crowd = Expected({"nguoi-dan": 200, "hoc-sinh": 200}, (60,), 420, 600, {})
    adults = replace(crowd, people={"nguoi-dan": 200})
    both, alone = (rehearse(asked_of_adults, people, 1, Random) for people in (crowd, adults))
    assert abs(completed(both) - completed(alone)) < 0.15
    assert completed(both) < 0.8


def test_a_day_without_guests_has_an_outcome(plan: Plan) -> None:
    assert rehearse(plan, expected(0), 1, Random) == Outcome(
        {}, None, None, 0.0, 0.0, (0.0, 0.0, 0.0), Noted(None, 0.0, None)
    )


def test_a_spread_is_the_middle_between_the_tenths() -> None:
    assert spread([float(n) for n in range(11)]) == (1.0, 5.0, 9.0)
    assert spread([3.0]) == (3.0, 3.0, 3.0)
