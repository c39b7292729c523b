"""An event in the router's numbers, and rehearsed before its day."""

from dataclasses import replace
from datetime import time
from random import Random

import pytest

from stations.event_plan import kind_of, plan_of
from stations.model import Bilingual, Passport, Sessions, Topic
from stations.plan import Plan, Timetable
from stations.rehearsal import Change, Expected, Noted, Outcome, busiest, changed, rehearse, spread
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
    assert plan.timetables == {2: Timetable(480, 40, 30, 20)}


def test_elders_have_longer_visits_and_slower_ways_but_the_same_sessions(plan: Plan) -> None:
    assert plan.minutes[ELDER][0] > plan.minutes[ADULT][0]
    assert plan.minutes[ELDER][2] == plan.minutes[ADULT][2]
    assert plan.speeds[ELDER] < plan.speeds[ADULT]
    assert ELDER in plan.elders
    assert ADULT not in plan.elders


def expected(people: int) -> Expected:
    return Expected({"nguoi-dan": people}, (60, 120), 420, {"nguoi-dan": 0.3}, ceremony_ends=510)


def test_a_rehearsal_is_the_same_with_the_same_seed_and_another_with_another(plan: Plan) -> None:
    first, again, other = (rehearse(plan, expected(60), seed, Random) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert first.people == 60
    assert 0 < first.completed <= 1
    assert all(0 <= share <= 1 for share in first.used)
    assert first.idle == pytest.approx(1 - sum(first.used) / 3)


def test_a_scarce_seat_is_found_and_one_more_helps(plan: Plan) -> None:
    crowd = [rehearse(plan, expected(200), seed, Random) for seed in range(3)]
    assert busiest(crowd) == 0
    more = changed(changed(plan, Change.SEAT, 0), Change.SEAT, 0)
    helped = [rehearse(more, expected(200), seed, Random) for seed in range(3)]
    assert sum(o.completed for o in helped) > sum(o.completed for o in crowd)


def test_each_change_changes_what_it_says(plan: Plan) -> None:
    assert changed(plan, Change.NONE, 0) == plan
    assert list(changed(plan, Change.SEAT, 1).seats) == [2, plan.seats[1] + 1, 20]
    assert changed(plan, Change.HOUR, 0).end == plan.end + 60
    assert changed(plan, Change.FEWER, 0).topics[ADULT] == []
    relaxed = replace(changed(plan, Change.FEWER, 0), choices=0)
    nothing = rehearse(relaxed, expected(20), 1, Random)
    assert (nothing.completed, nothing.waited) == (1.0, 0.0)


def test_a_day_without_guests_has_an_outcome(plan: Plan) -> None:
    assert rehearse(plan, expected(0), 1, Random) == Outcome(
        0, 0.0, 0.0, 0.0, 0.0, (0.0, 0.0, 0.0), Noted(0.0, 0.0, None)
    )


def test_a_spread_is_the_middle_between_the_tenths() -> None:
    assert spread([float(n) for n in range(11)]) == (1.0, 5.0, 9.0)
    assert spread([3.0]) == (3.0, 3.0, 3.0)
