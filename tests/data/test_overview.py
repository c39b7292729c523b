"""What the screens are told of the day, held to the log it is read from."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert

from checkin.badge import COUNTERS
from checkin.citizen_card import CitizenCard
from checkin.desk import Scan, receive, receive_person
from checkin.identity import Recognised
from checkin.local_time import VIETNAM
from checkin.participation import Draft, Entry, EntryRef, Kind
from checkin.undo import Undone, undo
from checkin.visits import Turn, leave, object_to, tick, visit
from data.attendance import attendance
from data.ledger import Store
from data.overview import STEP, Day, Guest, Watch, find, members, undoable, units
from data.tables import aliases
from stations.model import Outcome
from tests.builders import (
    Clock,
    at,
    catalogue,
    desk_of,
    known,
    person,
    station,
    store_at,
    text,
    the_log,
    villagers,
)

HERE = station("tram-1", 1, seats=2, minutes=30)
THERE = station("tram-2", 2)
EVENT = "ngay-thu"
WEEK = 7 * 24 * 60
"""Minutes."""
PLACED = {Kind.VISIT_IN, Kind.VISIT_OUT, Kind.OUTCOME, Kind.SENT}


def look(store: Store, minutes: float = 0) -> Day:
    return Watch(store, store.catalogues[EVENT]).day(at(minutes))


def come(store: Store, code: Scan, minutes: float = 0) -> None:
    receive([code], desk_of(store), at(minutes))


def turn(store: Store, code: Scan, where: str, minutes: float) -> None:
    visit(code, where, Turn.EITHER, desk_of(store), at(minutes))


def take_back(store: Store, kind: Kind) -> EntryRef:
    """Undo the last entry of a kind."""
    ref = [entry.ref for entry in the_log(store) if entry.draft.kind is kind][-1]
    assert isinstance(undo(ref, "nham-nguoi", desk_of(store), at(200)), Undone)
    return ref


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "day.db"


def names(guests: tuple[Guest, ...]) -> list[str]:
    return [guest.person.name if guest.person else guest.who for guest in guests]


def test_a_day_on_which_nobody_came_is_empty_and_complete(folder: Path) -> None:
    with store_at(folder, catalogue([THERE, HERE])) as store:
        day = look(store)
    assert (day.inside, day.people, day.visits, sum(day.arrivals)) == (0, 0, 0, 0)
    assert [load.station.number for load in day.stations] == [1, 2]
    assert day.first.time() == catalogue().event.opens
    assert day.first + len(day.arrivals) * STEP == catalogue().event.closes_at


def test_one_person_with_two_visits_is_one_person_and_two_visits(folder: Path) -> None:
    with store_at(folder, catalogue([HERE, THERE])) as store:
        (code,) = known(store, person())
        come(store, code)
        turn(store, code, "tram-1", 5)
        turn(store, code, "tram-1", 9)
        turn(store, code, "tram-2", 12)
        day = look(store, 13)
    assert (day.people, day.inside, day.visits) == (1, 1, 2)
    assert [load.served for load in day.stations] == [0, 1]


def test_who_came_before_the_event_was_put_off_is_inside_no_more(folder: Path) -> None:
    with store_at(folder, catalogue([HERE])) as store:
        codes = known(store, *villagers(3))
        for code in codes:
            come(store, code)
        found = store.catalogues[EVENT]
        later = replace(found.event, date=found.event.date + timedelta(days=7))
        store.put(replace(found, event=later))
        before = look(store, WEEK).inside
        come(store, codes[0], WEEK)
        day = look(store, WEEK)
    assert (before, day.inside, day.people) == (0, 1, 3)
    counted = {day.first + i * STEP: count for i, count in enumerate(day.arrivals) if count}
    assert counted == {at(WEEK): 1}
    assert day.first == later.opens_at


def test_a_visit_whose_line_was_given_up_is_none_until_that_is_taken_back(folder: Path) -> None:
    with store_at(folder, catalogue([HERE, THERE])) as store:
        someone = person()
        (code,) = known(store, someone)
        come(store, code)
        turn(store, code, "tram-1", 5)
        object_to("tram-1", Kind.GAVE_UP, Recognised(someone), desk_of(store), at(9))
        assert (look(store, 10).visits, look(store, 10).stations[0].served) == (0, 0)
        take_back(store, Kind.GAVE_UP)
        assert (look(store, 10).visits, look(store, 10).stations[0].served) == (1, 1)


def test_who_went_home_and_came_back_is_counted_once(folder: Path) -> None:
    with store_at(folder) as store:
        (code,) = known(store, person())
        come(store, code)
        leave(code, desk_of(store), at(10))
        assert (look(store).people, look(store).inside) == (1, 0)
        come(store, code, 20)
        day = look(store, 21)
    assert (day.people, day.inside, sum(day.arrivals)) == (1, 1, 1)
    assert day.arrivals[(at(0) - day.first) // STEP] == 1


def test_a_refused_scan_counts_nowhere(folder: Path) -> None:
    with store_at(folder) as store:
        (code,) = known(store, person())
        come(store, code)
        come(store, code, 1)
        assert (look(store).people, look(store).inside) == (1, 1)


def test_each_bar_holds_the_first_arrivals_of_its_ten_minutes(folder: Path) -> None:
    with store_at(folder) as store:
        for code, minutes in zip(known(store, *villagers(4)), (-100, 0, 9.9, 10), strict=True):
            come(store, code, minutes)
        day = look(store, 11)
    counted = {day.first + i * STEP: count for i, count in enumerate(day.arrivals) if count}
    assert counted == {at(-100): 1, at(0): 2, at(10): 1}
    assert day.first == at(-100)


def test_an_entry_taken_back_after_it_was_read_is_gone_at_the_next_look(folder: Path) -> None:
    with store_at(folder, catalogue([HERE])) as store:
        (code,) = known(store, person())
        come(store, code)
        turn(store, code, "tram-1", 1)
        watch = Watch(store, store.catalogues[EVENT])
        assert (watch.day(at(2)).people, watch.day(at(2)).visits) == (1, 1)
        take_back(store, Kind.VISIT_IN)
        assert (watch.day(at(3)).people, watch.day(at(3)).visits) == (1, 0)
        take_back(store, Kind.ADMITTED)
        day = watch.day(at(4))
    assert (day.people, day.inside, sum(day.arrivals)) == (0, 0, 0)


def test_people_beyond_the_seats_wait_and_the_first_to_come_sit(folder: Path) -> None:
    with store_at(folder, catalogue([HERE])) as store:
        crowd = villagers(4)
        codes = known(store, *crowd)
        for code in codes:
            come(store, code)
        for minutes, index in enumerate((2, 0, 1)):
            turn(store, codes[index], "tram-1", minutes + 1)
        seen = Watch(store, store.catalogues[EVENT]).station(HERE, at(5))
        day = look(store, 5)
    assert names(seen.served) == [crowd[2].name, crowd[0].name]
    assert names(seen.waiting) == [crowd[1].name]
    assert names(seen.coming) == [crowd[3].name]
    assert [guest.since for guest in seen.served] == [at(1), at(2)]
    (load,) = day.stations
    assert (load.served, load.waiting, load.coming) == (2, 1, 1)
    assert load.wait == pytest.approx(45)


def test_a_station_asks_the_store_no_more_often_for_many_people_than_for_a_few(folder: Path) -> None:
    """It looks after every scan and every five seconds; a store may be on a server far away."""
    asked: list[str] = []
    with store_at(folder, catalogue([HERE])) as store:
        event.listen(
            store.engine, "before_cursor_execute", lambda _c, _r, statement, *_: asked.append(statement)
        )
        watch = Watch(store, store.catalogues[EVENT])
        often, here = [], []
        for minute, code in enumerate(known(store, *villagers(9))):
            come(store, code, minute)
            turn(store, code, "tram-1", minute)
            asked.clear()
            seen = watch.station(HERE, at(minute))
            often.append(len(asked))
            here.append(len(seen.served) + len(seen.waiting))
    assert here == list(range(1, 10))
    assert len(set(often)) == 1


def test_a_closed_station_has_no_wait(folder: Path) -> None:
    with store_at(folder, catalogue([HERE])) as store:
        (load,) = look(store, 60 * 8).stations
    assert load.wait is None


@pytest.mark.parametrize("days", [-1, 1])
def test_on_another_day_no_station_promises_a_seat(folder: Path, days: int) -> None:
    with store_at(folder, catalogue([HERE])) as store:
        assert [look(store, 24 * 60 * when).stations[0].wait for when in (0, days)] == [0, None]


def test_a_visit_that_ended_stays_on_the_list_until_its_outcome_is_ticked(folder: Path) -> None:
    ticking = station("tram-1", 1)
    object.__setattr__(ticking, "outcomes", (Outcome("lam-duoc", text("Làm được")),))
    with store_at(folder, catalogue([ticking])) as store:
        first, second = villagers(2)
        for code in known(store, first, second):
            come(store, code)
            turn(store, code, "tram-1", 1)
            turn(store, code, "tram-1", 6)
        watch = Watch(store, store.catalogues[EVENT])
        assert set(names(watch.station(ticking, at(7)).unticked)) == {first.name, second.name}
        tick(Recognised(first), "tram-1", ["lam-duoc"], desk_of(store), at(8))
        assert names(watch.station(ticking, at(9)).unticked) == [second.name]


def test_each_visit_asks_for_its_own_outcome_and_only_the_last_one_does(folder: Path) -> None:
    ticking = station("tram-1", 1)
    object.__setattr__(ticking, "outcomes", (Outcome("lam-duoc", text("Làm được")),))
    with store_at(folder, catalogue([ticking])) as store:
        (who,) = villagers(1)
        (code,) = known(store, who)
        come(store, code)
        watch = Watch(store, store.catalogues[EVENT])
        listed: list[int] = []
        for minute in (1, 3, 5, 7, 9):
            turn(store, code, "tram-1", minute)
            listed.append(len(watch.station(ticking, at(minute)).unticked))
            if minute == 3:
                tick(Recognised(who), "tram-1", ["lam-duoc"], desk_of(store), at(4))
                listed.append(len(watch.station(ticking, at(4)).unticked))
        assert listed == [0, 1, 0, 0, 1, 0]
        take_back(store, Kind.VISIT_IN)
        assert [guest.since for guest in watch.station(ticking, at(10)).unticked] == [at(7)]


def test_a_line_that_was_given_up_brings_nobody_back_whose_outcome_is_ticked(folder: Path) -> None:
    ticking = station("tram-1", 1)
    object.__setattr__(ticking, "outcomes", (Outcome("lam-duoc", text("Làm được")),))
    with store_at(folder, catalogue([ticking])) as store:
        ticked, unticked = villagers(2)
        watch, desk = Watch(store, store.catalogues[EVENT]), desk_of(store)
        for code in known(store, ticked, unticked):
            come(store, code)
            for minute in (1, 6, 20):
                turn(store, code, "tram-1", minute)
                if minute == 6:
                    tick(Recognised(ticked), "tram-1", ["lam-duoc"], desk, at(8))
        for who in (ticked, unticked):
            object_to("tram-1", Kind.GAVE_UP, Recognised(who), desk, at(25))
        (left,) = watch.station(ticking, at(26)).unticked
        assert (left.person, left.since) == (unticked, at(6))


def test_an_outcome_ticked_in_a_line_that_is_given_up_later_stays_ticked(folder: Path) -> None:
    ticking = station("tram-1", 1)
    object.__setattr__(ticking, "outcomes", (Outcome("lam-duoc", text("Làm được")),))
    with store_at(folder, catalogue([ticking])) as store:
        (who,) = villagers(1)
        (code,) = known(store, who)
        come(store, code)
        for minute in (1, 6, 20):
            turn(store, code, "tram-1", minute)
        tick(Recognised(who), "tram-1", ["lam-duoc"], desk_of(store), at(21))
        object_to("tram-1", Kind.GAVE_UP, Recognised(who), desk_of(store), at(25))
        assert Watch(store, store.catalogues[EVENT]).station(ticking, at(26)).unticked == ()


def test_a_visit_whose_end_nobody_saw_stays_on_the_list_until_its_outcome_is_ticked(folder: Path) -> None:
    ticking = station("tram-1", 1)
    object.__setattr__(ticking, "outcomes", (Outcome("lam-duoc", text("Làm được")),))
    with store_at(folder, catalogue([ticking, station("tram-2", 2)])) as store:
        people = villagers(4)
        codes = known(store, *people)
        for code in codes:
            come(store, code)
            turn(store, code, "tram-1", 1)
        watch = Watch(store, store.catalogues[EVENT])
        assert watch.station(ticking, at(2)).unticked == ()
        turn(store, codes[0], "tram-2", 12)
        leave(codes[1], desk_of(store), at(13))
        object_to("tram-1", Kind.GAVE_UP, Recognised(people[2]), desk_of(store), at(14))
        late = at(12 * 60)
        assert set(names(watch.station(ticking, at(15)).unticked)) == {people[0].name, people[1].name}
        assert set(names(watch.station(ticking, late).unticked)) == {p.name for p in people} - {
            people[2].name
        }
        tick(Recognised(people[0]), "tram-1", ["lam-duoc"], desk_of(store), at(16))
        assert people[0].name not in names(watch.station(ticking, late).unticked)


def test_a_station_that_ticks_nothing_lists_nobody_for_it(folder: Path) -> None:
    with store_at(folder, catalogue([HERE])) as store:
        (code,) = known(store, person())
        come(store, code)
        turn(store, code, "tram-1", 1)
        turn(store, code, "tram-1", 2)
        assert Watch(store, store.catalogues[EVENT]).station(HERE, at(3)).unticked == ()


def test_a_badge_without_a_known_owner_is_counted_and_can_be_spoken_of(folder: Path) -> None:
    with store_at(folder) as store:
        serial = 7 * COUNTERS + 3
        with store.writing() as log:
            log.append(Draft(Kind.ADMITTED, EVENT, at(0), "ban-1", badge=serial))
        watch = Watch(store, store.catalogues[EVENT])
        (guest,) = watch.arrived()
        assert watch.day(at(1)).people == 1
    assert guest.person is None
    badge = guest.identity(tag=3).badge
    assert badge is not None
    assert badge.serial == serial


def test_the_day_is_told_however_many_badges_have_no_known_owner(folder: Path) -> None:
    """A laptop whose store was copied before the badges were made; older SQLite takes 999 values at once."""
    with store_at(folder) as store:
        event.listen(store.engine, "connect", lambda raw, _: raw.setlimit(SQLITE_LIMIT_VARIABLE_NUMBER, 999))
        store.engine.dispose()
        with store.writing() as log:
            for serial in range(7 * COUNTERS, 7 * COUNTERS + 1000):
                log.append(Draft(Kind.ADMITTED, EVENT, at(0), "ban-1", badge=serial))
        assert look(store).people == 1000


def test_a_card_is_taken_back_with_what_it_was_shown_for_and_alone_where_that_cannot_be(folder: Path) -> None:
    with store_at(folder) as store:
        first, second = villagers(2)
        known(store, first, second)
        cards = [CitizenCard(f"05115700000{n}", "", None, None, "") for n in range(2)]
        receive_person(first, desk_of(store), at(0), card=cards[0])
        receive_person(second, desk_of(store), at(1))
        receive_person(second, desk_of(store), at(2), card=cards[1])  # in already, which cannot be undone
        listed = [(one.entry.draft.kind, one.person) for one in undoable(store, EVENT, 9)]
    assert listed == [(Kind.CARD_LINKED, second), (Kind.ADMITTED, second), (Kind.ADMITTED, first)]


def test_today_lists_the_latest_first(folder: Path) -> None:
    with store_at(folder) as store:
        crowd = villagers(3)
        for minutes, code in enumerate(known(store, *crowd)):
            come(store, code, minutes)
        listed = Watch(store, store.catalogues[EVENT]).arrived()
    assert [guest.person for guest in listed] == crowd[::-1]
    assert listed[0].since.astimezone(VIETNAM) == at(2)


def test_another_event_of_the_same_store_is_not_mixed_in(folder: Path) -> None:
    with store_at(folder) as store:
        with store.writing() as log:
            log.append(Draft(Kind.ADMITTED, "le-phat-dong", at(0), "ban-1", person="a"))
        assert look(store).people == 0
        assert undoable(store, EVENT, 9) == []


def test_search_says_who_is_here_already(folder: Path) -> None:
    with store_at(folder) as store:
        inside, outside = villagers(2)
        code, _ = known(store, inside, outside)
        come(store, code)
        found = {one.person.name: one.here for one in find(store, EVENT, "pham", 9)}
        assert found == {inside.name: True, outside.name: False}
        leave(code, desk_of(store), at(5))
        assert not any(one.here for one in find(store, EVENT, "pham", 9))


def test_a_search_asks_the_store_as_often_for_many_people_as_for_one(folder: Path) -> None:
    """Each letter typed asks anew, and a store may be on a server far away."""
    asked: list[str] = []
    with store_at(folder) as store:
        for code in known(store, person("Nguyễn Thị Ngộ"), *villagers(9))[:4]:
            come(store, code)
        event.listen(
            store.engine, "before_cursor_execute", lambda _c, _r, statement, *_: asked.append(statement)
        )
        often, here = [], []
        for typed in ("ngo", "pham van"):
            asked.clear()
            found = find(store, EVENT, typed, 9)
            often.append(len(asked))
            here.append((len(found), sum(one.here for one in found)))
    assert here == [(1, 1), (9, 3)]
    assert len(set(often)) == 1


def test_a_unit_is_listed_whole_and_with_who_is_here(folder: Path) -> None:
    with store_at(folder) as store:
        pupils = [person(f"Đinh Văn {given}", unit="Lớp 6A") for given in ("Ái", "Dũng", "Lâm")]
        _, code, _, _ = known(store, *pupils, person("Phạm Thị Lài", unit="Đoàn xã"))
        come(store, code)
        assert units(store) == [("Lớp 6A", 3), ("Đoàn xã", 1)]
        listed = members(store, EVENT, "Lớp 6A")
    assert [(one.person.name, one.here) for one in listed] == [
        ("Đinh Văn Ái", False),
        ("Đinh Văn Dũng", True),
        ("Đinh Văn Lâm", False),
    ]


def test_only_what_can_be_taken_back_is_offered_the_latest_first(folder: Path) -> None:
    with store_at(folder, catalogue([HERE])) as store:
        crowd = villagers(3)
        codes = known(store, *crowd)
        for minutes, code in enumerate(codes):
            come(store, code, minutes)
        come(store, codes[0], 5)
        leave(codes[1], desk_of(store), at(6))
        offered = [(one.entry.draft.kind, one.person) for one in undoable(store, EVENT, 9)]
        assert offered == [
            (Kind.LEFT, crowd[1]),
            (Kind.ADMITTED, crowd[2]),
            (Kind.ADMITTED, crowd[1]),
            (Kind.ADMITTED, crowd[0]),
        ]
        undone = take_back(store, Kind.LEFT)
        assert undone not in [one.entry.ref for one in undoable(store, EVENT, 9)]
        assert [one.person for one in undoable(store, EVENT, 2)] == [crowd[2], crowd[1]]


def test_it_is_told_how_many_visits_fall_with_an_admission_whoever_it_names(folder: Path) -> None:
    """A badge nobody here knows the owner of, and a person who since was found to be another one."""
    with store_at(folder, catalogue([HERE, THERE])) as store:
        first, second = villagers(2)
        code, _ = known(store, first, second)
        come(store, code)
        turn(store, code, HERE.code, 1)
        turn(store, code, THERE.code, 2)
        turn(store, code, HERE.code, 3)
        with store.writing() as log:
            for minutes, (kind, where) in enumerate(((Kind.ADMITTED, None), (Kind.VISIT_IN, HERE.code)), 4):
                for who in ({"badge": 7 * COUNTERS}, {"person": "nguoi-cu"}):
                    log.append(Draft(kind, EVENT, at(minutes), "ban-1", station=where, **who))
            log.connection.execute(insert(aliases).values(id="nguoi-cu", person=second.id))
        offered = [one for one in undoable(store, EVENT, 9) if one.entry.draft.kind is Kind.ADMITTED]
        assert [(one.person, one.visits) for one in offered] == [(second, 1), (None, 1), (first, 3)]


def test_entries_of_this_place_are_offered_before_later_ones_of_another(folder: Path) -> None:
    with store_at(folder, catalogue([HERE])) as store:
        crowd = villagers(3)
        for minutes, code in enumerate(known(store, *crowd)):
            come(store, code, minutes)
        with store.writing() as log:
            log.append(Draft(Kind.ADMITTED, EVENT, at(9), "noi-khac", person=crowd[0].id))
        here = desk_of(store).code
        assert [one.entry.draft.desk for one in undoable(store, EVENT, 3, here)] == [here] * 3
        assert [one.person for one in undoable(store, EVENT, 9, "noi-khac")] == [
            crowd[0],
            *reversed(crowd),
        ]


def undo_last(store: Store, _: Scan, minute: float) -> None:
    for entry in the_log(store)[-1:]:
        undo(entry.ref, "nham-nguoi", desk_of(store), at(minute))


KINDS = (Kind.ADMITTED, Kind.LEFT, Kind.VISIT_IN, Kind.VISIT_OUT, Kind.OUTCOME, Kind.SENT, Kind.UNDONE)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 3), st.integers(0, 99)), max_size=14))
def test_people_and_visits_are_those_of_the_report_whatever_the_log_holds(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Kind, int, int]]
) -> None:
    """Entries as two devices may write them: undone before or after what followed, badges without names."""
    folder = tmp_path_factory.mktemp("day") / "day.db"
    with store_at(folder, catalogue([HERE, THERE])) as store:
        first, second = villagers(2)
        known(store, first, second)
        with store.writing() as log:
            held = log.people.badge_of(first.id)
            assert held
            whos = [(first.id, held.serial), (None, held.serial), (second.id, None), (None, 7 * COUNTERS + 3)]
            written: list[Entry] = []
            for minute, (kind, index, number) in enumerate(steps):
                owner, badge = whos[index]
                target = written[number % len(written)] if kind is Kind.UNDONE and written else None
                if target:
                    owner, badge = target.draft.person, target.draft.badge
                draft = Draft(kind, EVENT, at(minute), "ban-1", owner, badge)
                where = ("tram-1", "tram-2")[number % 2] if kind in PLACED else None
                written.append(
                    log.append(replace(draft, station=where, target=target.ref if target else None))
                )
        day = look(store, len(steps))
        with store.reading() as log:
            rows = attendance(log, store.catalogues[EVENT])
    assert (day.people, day.visits) == (len(rows), sum(len(row.visits) for row in rows))


def test_taking_an_admission_back_takes_the_visits_that_followed(folder: Path) -> None:
    with store_at(folder, catalogue([HERE])) as store:
        (code,) = known(store, person())
        come(store, code)
        turn(store, code, "tram-1", 1)
        take_back(store, Kind.ADMITTED)
        day = look(store, 2)
    assert (day.people, day.inside, day.visits) == (0, 0, 0)
    assert [load.served for load in day.stations] == [0]


ACTIONS: list[Callable[[Store, Scan, float], object]] = [
    come,
    lambda store, code, minute: leave(code, desk_of(store), at(minute)),
    lambda store, code, minute: turn(store, code, "tram-1", minute),
    lambda store, code, minute: turn(store, code, "tram-2", minute),
    undo_last,
]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, len(ACTIONS) - 1)), max_size=12))
def test_following_the_log_gives_what_the_whole_log_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("day") / "day.db"
    with store_at(folder, catalogue([HERE, THERE]), Clock()) as store:
        codes = known(store, *villagers(3))
        watch = Watch(store, store.catalogues[EVENT])
        for minute, (who, action) in enumerate(steps):
            ACTIONS[action](store, codes[who], minute)
            watch.day(at(minute))
        end = at(len(steps)) + timedelta(seconds=1)
        day = watch.day(end)
        assert day == Watch(store, store.catalogues[EVENT]).day(end)
        with store.reading() as log:
            rows = attendance(log, store.catalogues[EVENT])
    assert day.people == len(rows) == sum(day.arrivals)
    assert day.inside <= day.people
