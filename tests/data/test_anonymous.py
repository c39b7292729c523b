"""The file of figures that leaves the commune: nobody can be picked out of it, and it is read back strictly."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.participation import Ability
from data.reports.anonymous import anonymous
from data.reports.figures import Remark, Spread, Tally
from data.reports.published import (
    Count,
    Event,
    KnownPart,
    Part,
    Problem,
    PublishedFigures,
    decode,
    encode,
    read,
)
from stations.model import Passport, Topic
from tests.builders import text, with_one_more_group
from tests.data.counted import SKILLS, Guest, counted, days

ANSWERS = st.sampled_from([None, *Ability])
GUESTS = st.builds(
    Guest,
    group=st.sampled_from(["nguoi-dan", "hoc-sinh", "khach"]),
    hamlet=st.sampled_from(["bui-hui", "chua-ro", "nuoc-giap"]),
    sex=st.sampled_from(["nam", "nu", None]),
    born=st.sampled_from([None, 1950, 1980, 2012]),
    minute=st.integers(0, 150) | st.just(1500),
    visits=st.lists(st.sampled_from(["vneid", "an-toan", "ky-so"]), max_size=3).map(tuple),
    outcomes=st.sets(st.sampled_from([skill.code for skill in SKILLS])).map(tuple),
    able=st.tuples(ANSWERS, ANSWERS),
    events=st.sampled_from([(0,), (1,), (0, 1)]),
)
CROWDS = st.lists(st.tuples(GUESTS, st.integers(1, 9)), max_size=12).map(
    lambda made: [guest for guest, times in made for _ in range(times)]
)
NOT_PEOPLE = {"number", "target", "version", "smallest", "minutes", "estimated", "median", "p90"}


def counts(value: Any, name: str = "") -> Iterator[int]:
    """Every count of people, visits or entries in a file."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from counts(inner, key)
        case list():
            for inner in value:
                yield from counts(inner, name)
        case int() if name not in NOT_PEOPLE:
            yield value


def tables(event: Event) -> Iterator[tuple[Count, Sequence[Count]]]:
    """Each column of a table of an event whose total is known, after its total."""
    for parts in (event.groups, event.hamlets, event.sexes, event.ages):
        yield event.people, [part.people for part in parts]
        yield event.visits, [part.visits for part in parts]
        yield event.completed, [part.completed for part in parts]
    yield event.people, [bar.people for bar in event.hours]
    yield event.visits, [bar.visits for bar in event.hours]
    yield event.visits, [station.visits for station in event.stations]
    for hour in event.hours:
        own = [bar for bar in event.arrivals if bar.start[:2] == hour.start[:2]]
        yield hour.people, [bar.people for bar in own]
        yield hour.visits, [bar.visits for bar in own]
    for outcome in event.outcomes:
        yield outcome.people, list(outcome.groups.values())


@settings(max_examples=60, deadline=None)
@given(CROWDS, st.integers(0, 9), st.integers(2, 7))
def test_no_small_count_is_told_or_left_by_subtraction(
    guests: list[Guest], absent: int, smallest: int
) -> None:
    told = anonymous(counted(guests, days(2), absent), smallest)
    small = range(1, smallest)
    assert [n for n in counts(json.loads(encode(told))) if n in small] == []
    for event in told.events:
        for total, column in tables(event):
            if total is None:
                assert not any(column), "a total that is not told is in no table"
            else:
                assert total - sum(n or 0 for n in column) not in small
                assert column.count(None) != 1 or Remark.OTHER_DAY in event.remarks
        for part in (*event.groups, *event.hamlets, *event.sexes, *event.ages):
            assert rest(part) not in small


def rest(part: Part | KnownPart) -> int:
    """How many of a kind did not complete, as far as it is told."""
    return 0 if part.people is None or part.completed is None else part.people - part.completed


@settings(max_examples=40, deadline=None)
@given(CROWDS, st.integers(0, 9))
def test_what_one_event_does_not_tell_the_total_does_not_either(guests: list[Guest], absent: int) -> None:
    told = anonymous(counted(guests, days(2), absent))
    for member in ("groups", "hamlets", "sexes"):
        total = {part.code: part for part in getattr(told.total, member)}
        for event in told.events:
            for part in getattr(event, member):
                assert part.people is not None or total[part.code].people is None
                if (known := total[part.code].known) is not None and part.people is not None:
                    assert known - part.people not in range(1, 5)


@settings(max_examples=40, deadline=None)
@given(CROWDS, st.integers(2, 7))
def test_what_is_told_is_true_and_is_read_back(guests: list[Guest], smallest: int) -> None:
    figures = counted(guests, days(2))
    told = anonymous(figures, smallest)
    assert decode(encode(told)) == told
    for event, shown in zip(figures.events, told.events, strict=True):
        assert shown.people in (event.people, None)
        for true, cell in zip(event.groups, shown.groups, strict=True):
            assert (cell.people, cell.visits) in {
                (people, visits) for people in (true.people, None) for visits in (true.visits, None)
            }


@settings(max_examples=80, deadline=None)
@given(CROWDS, st.integers(2, 7))
def test_no_event_taken_from_the_total_of_several_leaves_few(guests: list[Guest], smallest: int) -> None:
    told = anonymous(counted(guests, days(2)), smallest)
    total = told.total

    def leaves_few(over: Count, of: Sequence[Count]) -> bool:
        if over is None:
            return False
        known = [n for n in of if n is not None]
        rests = [over - n for n in known] + ([sum(known) - over] if len(known) == len(of) else [])
        return any(0 < rest < smallest for rest in rests)

    assert not leaves_few(total.people, [event.people for event in told.events])
    for member in ("groups", "hamlets", "sexes"):
        rows = getattr(total, member)
        for row in rows:
            own = [one for event in told.events for one in getattr(event, member) if one.code == row.code]
            for name in ("people", "completed"):
                assert not leaves_few(getattr(row, name), [getattr(one, name) for one in own])
        column = [row.people for row in rows]
        if total.people is None:
            assert not any(column), "or their sum would be it"
        elif None in column:
            assert total.people - sum(n or 0 for n in column) not in range(1, smallest)
            assert column.count(None) > 1
    for outcome in total.outcomes:
        own = [one for event in told.events for one in event.outcomes if one.code == outcome.code]
        assert not leaves_few(outcome.people, [one.people for one in own])
        for group, people in outcome.groups.items():
            assert not leaves_few(people, [one.groups.get(group, 0) for one in own])


@settings(max_examples=60, deadline=None)
@given(CROWDS, st.integers(2, 7))
def test_no_station_leaves_few_who_lack_its_outcome_or_were_not_asked(
    guests: list[Guest], smallest: int
) -> None:
    for event in anonymous(counted(guests, days()), smallest).events:
        vneid = event.stations[0]
        at_it = [outcome.people for outcome in event.outcomes]
        asked = [n for row in event.abilities if row.code == vneid.code for n in (row.before, row.after)]
        for people in (*at_it, *asked):
            if vneid.people is not None and people is not None:
                assert vneid.people - people not in range(1, smallest)
        for station in event.stations:
            if station.people is not None and event.visitors is not None:
                assert event.visitors - station.people not in range(1, smallest)


def test_the_two_who_came_to_the_second_day_only_are_not_to_be_found() -> None:
    both, first = [Guest(events=(0, 1))] * 20, [Guest(events=(0,))] * 9
    told = anonymous(counted([*both, *first, *[Guest(events=(1,))] * 9], days(2)))
    assert ([event.people for event in told.events], told.total.people) == ([29, 29], 38)
    told = anonymous(counted([*both, *first, *[Guest(events=(1,))] * 2], days(2)))
    assert ([event.people for event in told.events], told.total.people) == ([29, 22], None)
    assert {part.people for part in told.total.groups} == {None}


def test_the_two_who_were_noted_on_another_day_are_not_to_be_found() -> None:
    in_two_hours = [*[Guest(minute=5)] * 20, *[Guest(minute=65)] * 30]
    (event,) = anonymous(counted([*in_two_hours, *[Guest(minute=1500)] * 2], days())).events
    assert (event.people, [bar.people for bar in event.hours if bar.people]) == (52, [30])


def test_the_two_at_a_station_without_its_outcome_are_not_to_be_found() -> None:
    able, unable = Guest(visits=("vneid",), outcomes=("vneid-muc-2",)), Guest(visits=("vneid",))
    for few, known in ((9, 20), (2, None)):
        people = [*[able] * 20, *[unable] * few, *[Guest(visits=("an-toan",))] * 30]
        (event,) = anonymous(counted(people, days())).events
        assert (event.stations[0].people, event.outcomes[0].people) == (20 + few, known)
        assert event.outcomes[0].groups["nguoi-dan"] == known


ONE_STATION = st.builds(
    Guest, group=st.sampled_from(["nguoi-dan", "hoc-sinh"]), visits=st.sampled_from([(), ("vneid",)])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ONE_STATION, st.integers(1, 9)), max_size=8), st.integers(2, 7))
def test_the_only_station_and_the_groups_with_a_passport_give_nobody_away(
    made: list[tuple[Guest, int]], smallest: int
) -> None:
    """Whoever was at the only station that was visited is a visitor; only residents have a passport."""
    (one,) = days()
    topic = Topic("dinh-danh", text("Định danh"), frozenset({"vneid"}), frozenset({"nguoi-dan"}))
    asking = replace(one, event=replace(one.event, passport=Passport((topic,), 0)))
    (event,) = anonymous(counted([guest for guest, n in made for _ in range(n)], [asking]), smallest).events
    of_station = next(station.people for station in event.stations if station.code == "vneid")
    of_group = next(part.people for part in event.groups if part.code == "nguoi-dan")
    for known in (event.people, event.visitors, event.asked, of_station, of_group):
        if known is not None and event.completed is not None:
            assert known - event.completed not in range(1, smallest)
    for parts in (event.groups, event.hamlets, event.sexes, event.ages):
        assert event.completed is not None or not any(part.completed for part in parts)


def test_the_one_who_was_at_the_only_station_without_completing_is_not_to_be_found() -> None:
    (one,) = days()
    topic = Topic("dinh-danh", text("Định danh"), frozenset({"vneid"}), frozenset({"nguoi-dan"}))
    asking = replace(one, event=replace(one.event, passport=Passport((topic,), 0)))
    there = [Guest(visits=("vneid",))] * 20
    guests = [*there, Guest(group="hoc-sinh", visits=("vneid",)), *[Guest()] * 9, *[Guest(group="khach")] * 9]
    told = anonymous(counted(guests, [asking]))
    (event,) = told.events
    assert (event.people, event.stations[0].people, event.visitors, event.completed) == (39, 21, None, None)
    assert {part.completed for part in event.groups} == {None}
    assert {part.completed for part in told.total.groups} == {None}


def test_the_groups_with_a_passport_tell_no_small_group_among_them() -> None:
    (one,) = days()
    topic = Topic("dinh-danh", text("Định danh"), frozenset({"vneid"}), frozenset({"nguoi-dan", "hoc-sinh"}))
    asking = with_one_more_group(replace(one, event=replace(one.event, passport=Passport((topic,), 0))))
    guests = [*[Guest()] * 20, *[Guest(group="hoc-sinh")] * 3, *[Guest(group="nguoi-cao-tuoi")] * 10]
    (event,) = anonymous(counted(guests, [asking])).events
    assert {part.code: part.people for part in event.groups if part.people != 0} == {
        "nguoi-dan": 20,
        "hoc-sinh": None,
        "nguoi-cao-tuoi": None,
    }
    assert (event.people, event.asked) == (33, None)


def crowd(number: int = 30, **traits: Any) -> list[Guest]:
    return [Guest(minute=n % 9, visits=("vneid", "an-toan"), **traits) for n in range(number)]


def test_the_one_pupil_among_many_is_not_to_be_found() -> None:
    guests = [*crowd(30), *crowd(12, group="khach"), Guest(group="hoc-sinh", minute=3)]
    (event,) = anonymous(counted(guests, days())).events
    assert {part.code: part.people for part in event.groups} == {
        "nguoi-dan": 30,
        "hoc-sinh": None,
        "khach": None,
    }
    assert event.people == 43


def completing(group: str, number: int, out_of: int) -> list[Guest]:
    return [*crowd(number, group=group), *[Guest(group=group)] * (out_of - number)]


@pytest.mark.parametrize(
    ("one", "other"), [((20, 30), (2, 30)), ((20, 30), (28, 30)), ((20, 30), (6, 8))], ids=str
)
def test_few_who_completed_in_a_group_and_few_who_did_not_are_not_to_be_found(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    guests = [*completing("nguoi-dan", *one), *completing("hoc-sinh", *other)]
    (event,) = anonymous(counted([*guests, *completing("khach", 10, 20)], days())).events
    completed = {part.code: part.completed for part in event.groups}
    assert completed["hoc-sinh"] is None
    assert list(completed.values()).count(None) == 2, "nor to be reckoned from the total"
    assert event.completed == one[0] + other[0] + 10


@pytest.mark.parametrize(("absent", "known"), [(2, None), (9, 39)])
def test_few_who_are_on_the_list_and_did_not_come_are_not_to_be_found(absent: int, known: int | None) -> None:
    total = anonymous(counted(crowd(30), days(), absent)).total
    assert next(part for part in total.groups if part.code == "nguoi-dan").known == known


def test_few_of_the_list_who_stayed_away_are_not_hidden_by_strangers() -> None:
    strangers = [Guest(listed=False, minute=n) for n in range(12)]
    assert anonymous(counted([*crowd(30), *strangers], days(), 9)).total.known == 39
    assert anonymous(counted([*crowd(30), *strangers], days(), 2)).total.known is None


def test_few_who_were_not_at_a_station_are_not_to_be_found() -> None:
    there, elsewhere = Guest(visits=("vneid", "an-toan")), Guest(visits=("an-toan",))
    (event,) = anonymous(counted([*[there] * 28, *[elsewhere] * 12], days())).events
    assert [(station.people, station.visits) for station in event.stations[:2]] == [(28, 28), (40, 40)]
    (event,) = anonymous(counted([*[there] * 28, *[elsewhere] * 2], days())).events
    assert event.stations[0].people is None


def test_few_whose_visit_was_seen_to_its_end_are_not_to_be_found() -> None:
    figures = counted(crowd(30), days())
    (event,) = figures.events
    for unended, told in ((20, 20), (28, None)):
        stations = tuple(replace(station, unended=unended) for station in event.stations)
        (shown,) = anonymous(replace(figures, events=(replace(event, stations=stations),))).events
        assert shown.stations[0].unended == told


@pytest.mark.parametrize(("without", "told"), [(0, 0), (2, None), (12, 12), (28, None), (30, 30)])
def test_few_without_a_badge_and_few_with_one_are_not_to_be_found(without: int, told: int | None) -> None:
    figures = counted(crowd(30), days())
    (event,) = figures.events
    irregular = replace(event.irregular, without_badge=without, refusals=(Tally("over", "Đã qua", without),))
    (shown,) = anonymous(replace(figures, events=(replace(event, irregular=irregular),))).events
    assert shown.irregular.without_badge == told
    assert shown.irregular.refusals[0].count == (None if without == 2 else without)


@pytest.mark.parametrize(("number", "is_told"), [(4, False), (5, True)])
def test_how_long_visits_take_is_told_once_enough_were_measured(number: int, *, is_told: bool) -> None:
    figures = counted(crowd(30), days())
    (event,) = figures.events
    stations = tuple(replace(s, stay=Spread(number, 8.0, 9.0)) for s in event.stations)
    (shown,) = anonymous(replace(figures, events=(replace(event, stations=stations),))).events
    assert (shown.stations[0].stay is not None) is is_told


def test_what_many_say_of_themselves_at_a_station_is_told() -> None:
    able = (Ability.NOT_YET, Ability.ALONE)
    (event,) = anonymous(counted([*crowd(10, able=able), *crowd(20)], days())).events
    assert [(one.before, one.after) for one in event.abilities] == [(10, 10)]


def test_the_file_is_the_same_bytes_for_the_same_figures_and_all_of_it_is_vietnamese_text() -> None:
    figures = counted(crowd(), days())
    text = encode(anonymous(figures))
    assert text == encode(anonymous(figures))
    assert "Xã Đặng Thùy Trâm" in text.decode("utf-8")
    assert json.loads(text)["made"] == "2025-09-26T19:00:00+07:00"
    assert text.endswith(b"}\n")


def test_a_day_without_anyone_and_a_day_of_one() -> None:
    (empty,) = anonymous(counted([], days())).events
    assert (empty.people, empty.visits) == (0, 0)
    (lonely,) = anonymous(counted(crowd(1), days())).events
    assert (lonely.people, lonely.visits) == (None, None)
    assert {part.people for part in lonely.groups} == {None}


def whole() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(encode(anonymous(counted(crowd(), days()))))
    return made


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"format": "khac"}, Problem.FOREIGN),
        ({"version": 2}, Problem.VERSION),
        ({"version": "1"}, Problem.FOREIGN),
        ({"extra": 1}, Problem.BROKEN),
        ({"events": []}, Problem.BROKEN),
        ({"commune": 3}, Problem.BROKEN),
        ({"made": "2025-09-26T19:00:00"}, Problem.BROKEN),
        ({"made": "9999-12-31T23:59:59Z"}, Problem.BROKEN),
        ({"made": "0001-01-01T00:00:00+14:00"}, Problem.BROKEN),
        ({"smallest": 0}, Problem.BROKEN),
    ],
)
def test_another_file_is_told_from_a_broken_one(change: dict[str, Any], problem: Problem) -> None:
    assert isinstance(decode(json.dumps(whole()).encode()), PublishedFigures)
    assert decode(json.dumps(whole() | change).encode()) is problem


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"null", b"{}", b"\xff\xfe", b"[" * 200_000, b'{"a":' * 200_000]
)
def test_what_is_no_such_file_is_foreign(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(text)
    assert read(tmp_path / "a.json") is Problem.FOREIGN


def test_a_file_cut_off_anywhere_is_broken() -> None:
    text = encode(anonymous(counted(crowd(), days())))
    for end in range(40, len(text) - 2, 97):
        assert decode(text[:end]) is Problem.BROKEN


def test_half_a_letter_and_a_count_below_zero_are_broken() -> None:
    half = json.dumps(whole() | {"commune": "Xã \ud800"}).encode()
    assert decode(half) is Problem.BROKEN
    made = whole()
    made["events"][0]["people"] = -1
    assert decode(msgspec.json.encode(made)) is Problem.BROKEN


def test_who_went_to_a_station_and_cannot_do_it_is_not_left_over_though_the_station_is_hidden() -> None:
    able, other = Guest(visits=("vneid",), outcomes=(SKILLS[0].code,)), Guest(visits=("an-toan",))
    event = anonymous(counted([able] * 16 + [other] * 4 + [Guest()] * 20, days(1))).events[0]
    (outcome,) = (one for one in event.outcomes if one.code == SKILLS[0].code)
    assert event.visitors == 20
    assert outcome.people is None
    assert set(outcome.groups.values()) <= {None, 0}
