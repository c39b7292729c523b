"""A log as a day that can be run again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.participation import Entry, Kind, by_person, standing
from checkin.person import Birth
from checkin.recorded import recorded
from stations.model import Passport, Sessions
from stations.queues import CLOSED
from stations.rehearsal import Change, changed
from stations.replay import Measured, Recorded, SeatsNoted, Visited, measure, reality, replay
from stations.simulation import MEDIAN
from tests.builders import catalogue, entry, person, station

NINE = 540.0
KNOWN = catalogue([station("a", minutes=10), station("b", 2, seats=2, minutes=10)], choices=2)
PEOPLE = {"a": person(id="a"), "b": replace(person(id="b", group="hoc-sinh"), birth=Birth(2014))}
OWNERS = {7: "b"}


def day_of(entries: Sequence[Entry]) -> Recorded:
    return recorded(entries, KNOWN, PEOPLE, OWNERS)


def stamped(*happened: tuple[Kind, float, str, str | None]) -> list[Entry]:
    """Entries of one device in the order given: what, minutes after nine, who, where."""
    return [
        entry(kind, minute, number, who=who, station=place)
        for number, (kind, minute, who, place) in enumerate(happened, start=1)
    ]


def one_after_the_other(count: int, minutes: float) -> list[Entry]:
    """So many people who all reach station a at once, one seat, and are served for so long each."""
    return stamped(
        *((Kind.ADMITTED, 0.0, f"p{n}", None) for n in range(count)),
        *((Kind.VISIT_IN, 5 + n / 100, f"p{n}", "a") for n in range(count)),
        *((Kind.VISIT_OUT, 5 + minutes * (n + 1), f"p{n}", "a") for n in range(count)),
    )


def test_a_person_comes_as_they_came_and_stays_as_long_as_they_said() -> None:
    made = [
        *stamped(
            (Kind.ADMITTED, 0, "a", None),
            (Kind.VISIT_IN, 10, "a", "a"),
            (Kind.VISIT_IN, 30, "a", "b"),
            (Kind.VISIT_OUT, 38, "a", "b"),
        ),
        entry(Kind.STAY, 5, 20, who="a", minutes=60),
        entry(Kind.ADMITTED, 2, 21, who=None, badge=7),
        entry(Kind.ADMITTED, 3, 22, who=None, badge=8),
    ]
    first, second, third = day_of(made).people
    assert (first.came, first.says, first.until) == (NINE, 65, NINE + 65)
    assert first.visits == (
        Visited("a", NINE + 10, NINE + 30),
        Visited("b", NINE + 30, NINE + 38, is_seen=True),
    )
    assert [(p.who, p.group, p.is_elder) for p in (first, second, third)] == [
        ("a", "nguoi-dan", True),
        ("b", "hoc-sinh", False),
        ("#8", "nguoi-dan", False),
    ]


def test_a_visit_whose_line_was_given_up_is_none() -> None:
    (person,) = day_of(
        stamped(
            (Kind.ADMITTED, 0, "a", None),
            (Kind.VISIT_IN, 10, "a", "a"),
            (Kind.GAVE_UP, 50, "a", "a"),
            (Kind.VISIT_IN, 60, "a", "b"),
            (Kind.DECLINED, 90, "a", "a"),
        )
    ).people
    assert person.visits == (Visited("b", NINE + 60),)
    assert person.until == NINE + 90


def test_who_said_nothing_stays_until_the_last_sign_of_life() -> None:
    came = (Kind.ADMITTED, 0.0, "a", None)
    (only_came,) = day_of(stamped(came)).people
    assert (only_came.says, only_came.until) == (None, NINE)
    (left,) = day_of(stamped(came, (Kind.LEFT, 50, "a", None))).people
    assert left.until == NINE + 50
    (not_seen_out,) = day_of(stamped(came, (Kind.VISIT_IN, 20, "a", "a"))).people
    assert not_seen_out.until == NINE + 30
    calls = [entry(Kind.CALLED, 90, 50, who="a", station="a"), entry(Kind.HELD, 95, 51, who="a", code="3")]
    (called,) = day_of([*stamped(came), *calls]).people
    assert called.until == NINE


@pytest.mark.parametrize("kind", [Kind.VISIT_OUT, Kind.LEFT, Kind.GAVE_UP])
def test_a_badge_found_in_a_pocket_the_next_morning_ends_no_visit_and_no_stay(kind: Kind) -> None:
    (person,) = day_of(
        stamped((Kind.ADMITTED, 0, "a", None), (Kind.VISIT_IN, 20, "a", "a"), (kind, 22 * 60, "a", "a"))
    ).people
    assert person.visits == (Visited("a", NINE + 20),)
    assert person.until == NINE + 30


def test_who_was_seen_after_the_time_they_stated_stayed_that_long() -> None:
    made = [
        *stamped((Kind.ADMITTED, 0, "a", None), (Kind.LEFT, 80, "a", None)),
        entry(Kind.STAY, 0, 9, minutes=30),
    ]
    (one,) = day_of(made).people
    assert (one.says, one.until) == (30, NINE + 80)


def test_what_somebody_said_last_of_their_stay_counts() -> None:
    said = [entry(Kind.STAY, minute, 9 + minute, minutes=stay) for minute, stay in ((0, 30), (20, 90))]
    (one,) = day_of([*stamped((Kind.ADMITTED, 0, "a", None)), *said]).people
    assert (one.says, one.until) == (110, NINE + 110)


def test_a_visit_seen_to_its_end_stays_one_though_a_line_there_was_given_up_later() -> None:
    (one,) = day_of(
        stamped(
            (Kind.ADMITTED, 0, "a", None),
            (Kind.VISIT_IN, 10, "a", "a"),
            (Kind.VISIT_OUT, 20, "a", "a"),
            (Kind.GAVE_UP, 30, "a", "a"),
        )
    ).people
    assert one.visits == (Visited("a", NINE + 10, NINE + 20, is_seen=True),)


def test_undone_entries_and_people_who_were_never_admitted_are_not_there() -> None:
    made = stamped((Kind.ADMITTED, 0, "a", None), (Kind.VISIT_IN, 5, "a", "a"), (Kind.VISIT_IN, 5, "b", "a"))
    undone = entry(Kind.UNDONE, 9, 9, who="a", target=made[1].ref)
    (one,) = day_of([*made, undone]).people
    assert (one.who, one.visits) == ("a", ())
    assert day_of([*made, undone, entry(Kind.UNDONE, 9, 10, target=made[0].ref)]).people == ()


def test_lengths_are_measured_without_the_time_in_line() -> None:
    one, other = measure(day_of(one_after_the_other(7, 15.0)))
    assert one.factor == pytest.approx(1.5)
    assert one.visits == 7
    assert other == Measured(None, 0)


def test_too_few_visits_measure_nothing_and_neither_do_missing_scans_and_clocks_that_jump_back() -> None:
    assert measure(day_of(one_after_the_other(4, 15.0)))[0] == Measured(None, 4)
    came = stamped(*((Kind.ADMITTED, 0.0, f"p{n}", None) for n in range(6)))
    lost = [entry(Kind.VISIT_IN, 5, 30 + n, who=f"p{n}", station="b") for n in range(6)]
    back = [entry(Kind.VISIT_OUT, -60, 60 + n, who=f"p{n}", station="b") for n in range(6)]
    assert measure(day_of([*came, *lost, *back]))[1] == Measured(None, 0)


def test_what_really_happened_counts_people_and_visits_apart() -> None:
    made = stamped(
        (Kind.ADMITTED, 0, "a", None),
        (Kind.ADMITTED, 0, "b", None),
        (Kind.VISIT_IN, 4, "a", "a"),
        (Kind.VISIT_IN, 14, "a", "b"),
    )
    real = reality(day_of(made), KNOWN.event.passport)
    assert (real.completed, real.visits, real.first) == (0.5, 1, 4)
    nobody = reality(day_of([]), KNOWN.event.passport)
    assert (nobody.completed, nobody.visits, nobody.first) == (None, 0, None)
    asks_nothing = reality(day_of(made), Passport())
    assert (asks_nothing.completed, asks_nothing.visits) == (None, 1)


def test_what_happened_on_the_day_from_which_an_event_was_put_off_is_another_day() -> None:
    put_off = replace(KNOWN, event=replace(KNOWN.event, date=KNOWN.event.date + timedelta(days=7)))
    week = 7 * 24 * 60
    made = stamped(
        *(
            (kind, minute, who, place)
            for who in ("a", "b")
            for kind, minute, place in ((Kind.ADMITTED, 0, None), (Kind.VISIT_IN, 5, "a"))
        ),
        (Kind.ADMITTED, week + 60, "b", None),
        (Kind.VISIT_IN, week + 70, "b", "b"),
    )
    (only,) = recorded(made, put_off, PEOPLE, OWNERS).people
    assert (only.who, only.came, [visit.station for visit in only.visits]) == ("b", NINE + 60, ["b"])


def seats(*noted: tuple[float, str]) -> list[Entry]:
    return [
        entry(Kind.SEATS, minute, 900 + n, who=None, station="a", code=code)
        for n, (minute, code) in enumerate(noted)
    ]


def rerun(day: Recorded, change: Change = Change.NONE) -> tuple[float, tuple[float, ...]]:
    seen = replay(day.plan, day, measure(day), "nguoi-dan", 0, Random)
    plan = changed(day.plan, change, [seen], KNOWN.event.passport.topics)
    outcome = replay(plan, day, measure(day), "nguoi-dan", 0, Random)
    return outcome.noted.visits, outcome.used


def test_pauses_happen_as_noted_and_a_seat_more_is_one_more_whenever_the_station_works() -> None:
    people = one_after_the_other(8, 15.0)
    stays = [entry(Kind.STAY, 0, 500 + n, who=f"p{n}", minutes=240) for n in range(8)]
    day = day_of([*people, *stays, *seats((0, "0"), (30, "1"), (440, "closed"))])
    assert [note.seats for note in day.seats] == [0, 1, CLOSED]
    open_all_day, paused = replace(day, seats=()), day
    shut = replace(day, seats=day.seats[:1])
    assert rerun(shut)[1][0] == 0
    assert rerun(paused)[1][0] > 0
    assert rerun(open_all_day)[0] >= rerun(paused)[0] >= rerun(shut)[0]
    more = rerun(paused, Change.SEAT)
    assert more[0] >= rerun(paused)[0]


def test_a_day_runs_again_alike_with_a_seed_and_under_a_plan_without_its_groups_and_stations() -> None:
    day = day_of([*one_after_the_other(6, 15.0), *seats((0, "0"))])
    small = replace(
        day.plan, codes=["x", "b"], topics={k: v for k, v in day.plan.topics.items() if "nguoi-dan" in k}
    )
    pupils = replace(day, people=tuple(replace(p, group="hoc-sinh") for p in day.people))
    first, again = (replay(small, pupils, measure(day), "nguoi-dan", 3, Random) for _ in range(2))
    assert first == again
    assert first.people == 6


def test_visits_are_as_long_under_another_plan_as_they_were_measured_and_else_as_it_says() -> None:
    day = day_of(one_after_the_other(7, 15.0))
    alone = replace(day, people=(replace(day.people[0], until=day.people[0].came + 400),))
    longer = replace(day.plan, minutes={kind: [20.0, 10.0] for kind in day.plan.minutes})
    (as_measured, and_longer), (as_planned, twice_as_long) = (
        [replay(plan, alone, known, "nguoi-dan", 0, Random).used[0] for plan in (day.plan, longer)]
        for known in (measure(day), [Measured(None, 0)] * 2)
    )
    assert and_longer == pytest.approx(as_measured)
    assert twice_as_long == pytest.approx(2 * as_planned)
    assert as_measured * MEDIAN == pytest.approx(1.5 * as_planned), "half of the visits were longer"


def test_a_session_is_as_long_as_its_timetable_says_and_measures_nothing() -> None:
    fixed = catalogue([station("a", minutes=10, sessions=Sessions(time(9), 20)), station("b", 2)])
    day = recorded(one_after_the_other(7, 15.0), fixed, PEOPLE, OWNERS)
    assert measure(day)[0] == Measured(None, 0)


def test_a_station_that_worked_with_few_seats_works_also_where_the_plan_has_fewer() -> None:
    two = catalogue([station("a", seats=2, minutes=10), station("b", 2, minutes=10)], choices=2)
    day = recorded([*one_after_the_other(3, 15.0), *seats((0, "1"))], two, PEOPLE, OWNERS)
    one = replace(day.plan, seats=[1, 1])
    staying = replace(day, people=tuple(replace(p, until=p.came + 400) for p in day.people))
    assert replay(one, staying, measure(day), "nguoi-dan", 0, Random).used[0] > 0


def test_who_is_served_beside_another_is_measured_from_their_own_beginning() -> None:
    came = stamped(
        *((Kind.ADMITTED, 0, f"p{n}", None) for n in range(6)),
        *((Kind.VISIT_IN, 5, f"p{n}", "a") for n in range(6)),
        *((Kind.VISIT_OUT, 20 + 15 * (n // 2), f"p{n}", "a") for n in range(6)),
    )
    assert measure(day_of([*came, *seats((0, "2"))]))[0].factor == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("closed", "comes", "is_served"),
    [
        ([(420, "closed")], 425, True),
        ([(420, "closed")], 485, False),
        ([(100, "closed"), (200, "1")], 110, False),
    ],
)
def test_with_an_hour_more_a_station_closes_for_the_day_an_hour_later(
    closed: list[tuple[float, str]], comes: float, is_served: bool
) -> None:
    day = day_of([*one_after_the_other(1, 15.0), *seats(*closed)])
    late = replace(day.people[0], came=NINE + comes, until=NINE + comes + 60, visits=())
    longer = replace(day.plan, closes=[end + 60 for end in day.plan.closes], end=day.plan.end + 60)
    used = replay(longer, replace(day, people=(late,)), measure(day), "nguoi-dan", 0, Random).used[0]
    assert (used > 0) is is_served


@pytest.mark.parametrize(("left_before", "is_served"), [(5, True), (30, False)])
def test_whoever_stayed_to_the_end_stays_to_the_end_of_a_longer_day(
    left_before: float, *, is_served: bool
) -> None:
    day = day_of(one_after_the_other(1, 15.0))
    late = replace(day.people[0], came=day.plan.end - 40, until=day.plan.end - left_before, visits=())
    day = replace(day, people=(late,), seats=(SeatsNoted(0, "a", 0), SeatsNoted(day.plan.end + 5, "a", 1)))
    longer = changed(day.plan, Change.HOUR, [], ())
    used = replay(longer, day, measure(day), "nguoi-dan", 0, Random).used[0]
    assert (used > 0) is is_served


def test_seats_of_a_station_that_the_day_s_own_plan_never_had_change_nothing() -> None:
    day = day_of([*one_after_the_other(3, 15.0), *seats((0, "1"))])
    old = replace(day, plan=replace(day.plan, codes=["x", "b"]))
    assert replay(day.plan, old, measure(old), "nguoi-dan", 0, Random).people == 3


KINDS = (Kind.ADMITTED, Kind.LEFT, Kind.STAY, Kind.SENT, Kind.VISIT_IN, Kind.VISIT_OUT, Kind.SEATS)


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """Entries of a few people and badges on two devices whose clocks jump, some of them taken back."""
    made: list[Entry] = []
    for number in range(1, draw(st.integers(0, 25)) + 1):
        kind = draw(st.sampled_from(KINDS))
        who, badge = draw(st.sampled_from([("a", None), ("b", None), ("c", 9), (None, 7), (None, 8)]))
        is_person = kind is not Kind.SEATS
        made.append(
            entry(
                kind,
                draw(st.integers(-2000, 2000)),
                number,
                device=draw(st.sampled_from(["HMRV0123", "RRRR0001"])),
                who=who if is_person else None,
                badge=badge if is_person else None,
                station=draw(st.sampled_from(["a", "b", "gone"])),
                minutes=draw(st.integers(1, 300)) if kind is Kind.STAY else None,
                code=draw(st.sampled_from(["0", "1", "5", "closed", "?"])) if kind is Kind.SEATS else None,
            )
        )
    for target in draw(st.lists(st.sampled_from(made), unique=True, max_size=3)) if made else []:
        made.append(entry(Kind.UNDONE, 70, 100 + len(made), who=target.draft.person, target=target.ref))
    return made


@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter_and_nobody_is_lost(log: list[Entry], chance: Random) -> None:
    shuffled = log[:]
    chance.shuffle(shuffled)
    day = day_of(log)
    assert day_of(shuffled) == day
    of_the_day = [one for one in standing(log) if one.draft.at >= KNOWN.event.begins]
    kept = [one for one in of_the_day if one.draft.kind is Kind.ADMITTED]
    assert {one.who for one in day.people} == set(by_person(kept, OWNERS))
    assert all(one.came <= one.until for one in day.people)
    begun = sum(len(one.visits) for one in day.people)
    assert begun <= sum(one.draft.kind is Kind.VISIT_IN for one in standing(log))
    outcome = replay(day.plan, day, measure(day), "nguoi-dan", 0, Random)
    assert outcome.people == len(day.people)
