"""Calls as the log tells them: who sits, who is called where, and what happens if they do not come."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, insert

from checkin import badge as badges_of
from checkin.badge import Badge
from checkin.board import Calls, call_next, call_people, keep_up, say_seats, seats_of
from checkin.calling import calling_of, is_elder
from checkin.desk import Answer, Desk, Scan, receive
from checkin.identity import Recognised
from checkin.participation import GENESIS, Draft, Entry, EntryRef, Kind, chain, movement
from checkin.person import Birth
from checkin.undo import undo
from checkin.visits import Turn, leave, next_station, object_to, stay, tick, visit
from data.dossier import correct
from data.entry_rows import row_of
from data.ledger import open_store
from data.retention import Because, forget
from data.tables import devices, entries
from stations.calling import BEAT, SILENT, call_number
from stations.event_plan import kind_of
from stations.model import Go, Hold, Nothing, Passport, Sessions
from stations.queues import COMING, Movement
from tests.builders import (
    DAY,
    Clock,
    at,
    catalogue,
    desk_of,
    entry,
    known,
    person,
    station,
    store_at,
    store_of,
    the_log,
    villagers,
)

FULL = 4
"""Seats of both stations."""
_COMING = COMING / timedelta(minutes=1)
_SILENT = SILENT / timedelta(minutes=1)


@pytest.fixture
def badges(desk: Desk) -> list[Scan]:
    store_of(desk).assign_number(1)
    return known(store_of(desk), *villagers(8))


@pytest.fixture
def other(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The same store from another machine, which has no number yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = open_store(str(store_of(desk).engine.url.render_as_string(hide_password=False)), Clock())
    yield Desk(store, desk.catalogue, "ban-2")
    store.close()


@pytest.fixture
def projector(desk: Desk) -> Iterator[Desk]:
    """The same store in a program of its own, as the board runs beside a desk."""
    store = open_store(str(store_of(desk).engine.url.render_as_string(hide_password=False)), Clock())
    yield Desk(store, desk.catalogue, "ban-1")
    store.close()


def come(desk: Desk, scans: list[Scan], minute: float = 0) -> list[Answer]:
    return receive(scans, desk, at(minute))


def board(desk: Desk, minute: float) -> Calls:
    return call_people(desk, at(minute))


def begin(desk: Desk, answer: Answer, scan: Scan, minute: float) -> None:
    """They go where they were told, and are scanned there."""
    assert isinstance(answer.call, Go)
    visit(scan, answer.call.station, Turn.IN, desk, at(minute))


def crowded(desk: Desk, badges: list[Scan], minute: float = 0) -> list[Answer]:
    """The board is on, both stations are full, and one more person came."""
    board(desk, minute)
    answers = come(desk, badges[: FULL + 1], minute)
    for answer, scan in zip(answers[:FULL], badges, strict=False):
        begin(desk, answer, scan, minute + 1)
    return answers


def first_ends(desk: Desk, answers: list[Answer], badges: list[Scan], minute: float) -> str:
    """The first visit ends; returns where a seat is free now."""
    call = answers[0].call
    assert isinstance(call, Go)
    visit(badges[0], call.station, Turn.OUT, desk, at(minute))
    return call.station


def numbers(calls: Calls) -> list[int]:
    return [call.number for call in calls.called]


def test_without_a_board_everybody_is_sent(desk: Desk, badges: list[Scan]) -> None:
    assert all(isinstance(answer.call, Go) for answer in come(desk, badges))


def test_with_a_board_whoever_finds_no_seat_gets_a_number(desk: Desk, badges: list[Scan]) -> None:
    board(desk, 0)
    calls = [answer.call for answer in come(desk, badges)]
    assert all(isinstance(call, Go) and call.wait < 1 for call in calls[:FULL])
    assert [call.number for call in calls[FULL:] if isinstance(call, Hold)] == [1, 2, 3, 4]
    assert board(desk, 0.1).waiting == FULL


def test_the_log_has_the_minutes_that_were_told_and_promises_nothing_sooner(
    desk: Desk, badges: list[Scan]
) -> None:
    stations = tuple(replace(one, minutes=8) for one in desk.catalogue.event.stations)
    event = replace(desk.catalogue.event, passport=Passport(choices=1), stations=stations)
    short = replace(desk, catalogue=replace(desk.catalogue, event=event))
    board(short, 0)
    calls = [answer.call for answer in come(short, badges)]
    told = [call.minutes for call in calls if isinstance(call, Hold)]
    noted = [e.draft.minutes for e in the_log(store_of(desk)) if e.draft.kind is Kind.HELD]
    assert len(told) == len(badges) - FULL
    assert all(n and m and 0 < n - m < 1 for n, m in zip(noted, told, strict=True))


def test_the_number_stays_the_same_however_often_one_asks(desk: Desk, badges: list[Scan]) -> None:
    crowded(desk, badges)
    again = next_station(badges[FULL], desk, at(2)).call
    assert isinstance(again, Hold)
    assert again.number == 1
    assert [e.draft.kind for e in the_log(store_of(desk))].count(Kind.HELD) == 1


def asked_for_both(desk: Desk) -> Desk:
    """The same desk where everybody is asked to visit both stations."""
    event = replace(desk.catalogue.event, passport=Passport(choices=2))
    return replace(desk, catalogue=replace(desk.catalogue, event=event))


def test_whoever_shows_their_code_again_before_they_went_hears_the_same_station(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    here, there = asked_for_both(desk), asked_for_both(projector)
    told = []
    for minute, asked in ((0, here), (1.1, here), (2.2, there), (3.3, here), (4.4, there)):
        board(here, minute)
        told.append([answer.call for answer in come(asked, badges[:3], minute)])
    assert all(isinstance(call, Go) for call in told[0])
    assert told == [told[0]] * 5, "other seats are free all the while"
    assert [e.draft.kind for e in the_log(store_of(desk))].count(Kind.SENT) == 3


def test_whoever_asks_after_longer_than_a_short_visit_takes_is_advised_anew(
    desk: Desk, badges: list[Scan]
) -> None:
    here = asked_for_both(desk)
    told = []
    for minute in (0, 4.9, 5.1):
        board(here, minute)
        told.append(come(here, badges[:1], minute)[0].call)
    assert told[1] == told[0]
    assert told[2] != told[0]


def other_than(station: str) -> str:
    (other,) = {"vneid", "an-toan"} - {station}
    return other


@pytest.mark.parametrize("why", ["full", "down", "short", "done", "declined"])
def test_whoever_asks_again_hears_of_another_station_once_the_first_is_not_right_any_more(
    desk: Desk, badges: list[Scan], why: str
) -> None:
    here = asked_for_both(desk)
    board(here, 0)
    (first,) = come(here, badges[:1])
    assert isinstance(first.call, Go)
    station = first.call.station
    match why:
        case "full":
            for scan in badges[1:5]:
                visit(scan, station, Turn.IN, here, at(0.5))
        case "down":
            say_seats(station, 0, here, at(0.5))
        case "short":
            assert isinstance(stay(first.identity, 5, here, at(0.5)), Nothing)
        case "done":
            begin(here, first, badges[0], 0.5)
            visit(badges[0], station, Turn.OUT, here, at(1))
        case "declined":
            object_to(station, Kind.DECLINED, first.identity, here, at(0.5))
    board(here, 1)
    (again,) = come(here, badges[:1], 1.1)
    if why == "short":
        assert isinstance(again.call, Nothing)
    else:
        assert isinstance(again.call, Go)
        assert again.call.station == other_than(station)


def test_the_number_is_called_when_a_seat_is_about_to_be_free(desk: Desk, badges: list[Scan]) -> None:
    answers = crowded(desk, badges)
    assert board(desk, 2).called == ()
    free = first_ends(desk, answers, badges, 9)
    (call,) = board(desk, 9.1).called
    assert (call.number, call.station, call.again) == (1, free, False)
    assert visit(badges[FULL], free, Turn.IN, desk, at(10)).entry
    after = board(desk, 10.1)
    assert (after.called, after.waiting, after.missed) == ((), 0, ())


def test_whoever_does_not_come_is_called_once_more_and_keeps_their_place(
    desk: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    first_ends(desk, answers, badges, 9)
    assert [(call.number, call.again) for call in board(desk, 9).called] == [(1, False)]
    minute = 9 + _COMING
    assert board(desk, minute - 0.1).called[0].again is False
    assert [(call.number, call.again) for call in board(desk, minute).called] == [(1, True)]
    gone_on = board(desk, minute + _COMING)
    assert (gone_on.called, gone_on.missed, gone_on.waiting) == ((), (1,), 1)


def test_someone_missed_is_called_again_later(desk: Desk, badges: list[Scan]) -> None:
    answers = crowded(desk, badges)
    first_ends(desk, answers, badges, 9)
    missed_at = 9 + 2 * _COMING
    for minute in (9.0, 9 + _COMING, missed_at):
        board(desk, minute)
    soon = board(desk, missed_at + 5)
    assert (numbers(soon), soon.missed) == ([], (1,))
    later = [numbers(board(desk, missed_at + minute)) for minute in range(6, 12)]
    assert later[-1] == [1]


def test_whoever_was_missed_is_told_in_the_order_of_numbers_and_not_of_coming(
    desk: Desk, badges: list[Scan]
) -> None:
    earliest = badges[FULL + 1]
    come(desk, [earliest], -10)
    leave(earliest, desk, at(-5))
    crowded(desk, badges)
    come(desk, [earliest], 2)
    for scan in badges[:FULL]:
        leave(scan, desk, at(9))
    for minute in (9.0, 9 + _COMING):
        assert sorted(numbers(board(desk, minute))) == [1, 2]
    assert board(desk, 9 + 2 * _COMING).missed == (1, 2)


def test_someone_missed_who_shows_up_is_sent_to_a_free_seat(desk: Desk, badges: list[Scan]) -> None:
    answers = crowded(desk, badges)
    first_ends(desk, answers, badges, 9)
    for minute in (9.0, 9 + _COMING, 9 + 2 * _COMING):
        board(desk, minute)
    next_station(badges[FULL], desk, at(9.5 + 2 * _COMING))
    assert numbers(board(desk, 10 + 2 * _COMING)) == [1]


def test_another_device_looks_on_and_takes_over_when_the_first_falls_silent(
    desk: Desk, other: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    assert not board(other, 1).is_ours
    assert board(other, 1 + _SILENT).is_ours
    assert not board(desk, 1.5 + _SILENT).is_ours


def test_a_board_that_goes_on_is_not_taken_over(desk: Desk, other: Desk, badges: list[Scan]) -> None:
    crowded(desk, badges)
    step = BEAT / timedelta(minutes=1)
    for beat in range(10):
        assert board(desk, beat * step).is_ours
        assert not board(other, beat * step + step / 2).is_ours


def test_a_board_whose_clock_is_half_a_minute_ahead_is_heard(
    desk: Desk, other: Desk, badges: list[Scan]
) -> None:
    crowded(other, badges, 0.5)
    assert not board(desk, 0.1).is_ours


def test_another_device_knows_who_sits_and_calls_them(desk: Desk, other: Desk, badges: list[Scan]) -> None:
    answers = crowded(desk, badges)
    free = first_ends(desk, answers, badges, 9)
    (call,) = board(other, 9 + _SILENT).called
    assert (call.number, call.station) == (1, free)


def test_a_desk_that_keeps_up_writes_nothing_and_still_knows_the_newest(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    before = the_log(store_of(desk))
    keep_up(projector, lambda: at(1.5))
    assert the_log(store_of(desk)) == before
    station = first_ends(desk, answers, badges, 2)
    assert [call.station for call in board(projector, 2.1).called] == [station]


def test_a_desk_that_keeps_up_looks_at_the_clock_once_nobody_else_writes(
    desk: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    place = str(store_of(desk).engine.url.database)
    asked: list[str] = []

    def clock() -> datetime:
        with closing(sqlite3.connect(place, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")
        asked.append("once it was alone")
        return at(1.5)

    keep_up(desk, clock)
    assert asked == ["once it was alone"]


def test_a_clock_that_is_a_day_ahead_for_a_moment_leaves_everybody_on_their_seats(
    desk: Desk, other: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    keep_up(other, lambda: at(1.5))
    keep_up(other, lambda: at(24 * 60))
    assert board(other, 1.9).waiting == 1


def beliefs(desk: Desk) -> object:
    """What the call board of a desk believes, made anew or carried on."""
    with store_of(desk).writing() as log:
        return log.calling(desk.catalogue)._board


def told(desk: Desk, minute: float, offset: float) -> None:
    """Set the clock that a desk stamps its entries with."""
    clock = store_of(desk).clock
    assert isinstance(clock, Clock)
    clock.now = at(minute + offset)


def test_a_desk_whose_clock_is_slow_does_not_make_the_others_begin_anew(
    desk: Desk, other: Desk, badges: list[Scan]
) -> None:
    store_of(other).assign_number(2)
    answers = crowded(desk, badges)
    for minute in (2, 3, 4, 5, 6, 7, 8, 8.5):
        board(desk, minute)
    before = beliefs(desk)
    told(other, 8.5, -1.4)
    (slow,) = come(other, badges[5:6], 7.1)
    assert isinstance(slow.call, Hold)
    assert board(desk, 8.6).waiting == 2
    free = first_ends(desk, answers, badges, 9)
    assert [(call.number, call.station) for call in board(desk, 9.1).called] == [(1, free)]
    assert beliefs(desk) is before


@pytest.mark.parametrize("minute", [10, 15])
def test_what_is_written_down_late_is_put_into_its_place(
    desk: Desk, other: Desk, badges: list[Scan], minute: float
) -> None:
    crowded(desk, badges, 20)
    board(desk, 22)
    before = beliefs(desk)
    told(other, 22, 0)
    come(other, badges[5:6], minute)
    board(desk, 22.1)
    assert beliefs(desk) is not before


def test_what_a_desk_hears_of_after_a_while_is_put_into_its_place(
    desk: Desk, other: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    board(desk, 2)
    before = beliefs(desk)
    told(other, 4, -3.5)
    come(other, badges[5:6], 0.5)
    board(desk, 4)
    assert beliefs(desk) is not before


def test_a_board_whose_clock_was_a_day_ahead_for_a_moment_goes_on_calling(
    desk: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    board(desk, 24 * 60)
    board(desk, 8)
    free = first_ends(desk, answers, badges, 9)
    assert [(call.number, call.station) for call in board(desk, 9.1).called] == [(1, free)]


@contextmanager
def statements(desk: Desk) -> Iterator[list[str]]:
    """What a desk asks its database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(store_of(desk).engine, "before_cursor_execute", note)
    yield asked
    event.remove(store_of(desk).engine, "before_cursor_execute", note)


def test_a_board_that_is_made_anew_asks_for_everybody_at_once(desk: Desk, projector: Desk) -> None:
    people = known(store_of(desk), *villagers(60))
    board(desk, 0)
    come(desk, people)
    with statements(projector) as first:
        board(projector, 0.2)
    with statements(projector) as usual:
        board(projector, 0.3)
    last = [entry for entry in the_log(store_of(desk)) if entry.draft.kind is Kind.ADMITTED][-1]
    undo(last.ref, "nham-nguoi", desk, at(0.4))
    with statements(projector) as anew:
        board(projector, 0.5)
    assert len(first) < 20, "however many have come"
    assert len(anew) <= len(usual) + 5, "nor for whom it knows"


def kinds_known(desk: Desk) -> dict[str, str]:
    with store_of(desk).writing() as log:
        return dict(log.calling(desk.catalogue)._kinds)


@pytest.mark.parametrize("scans", [1, 700])
def test_everybody_is_of_their_own_kind_however_many_are_asked_for(
    desk: Desk, projector: Desk, scans: int
) -> None:
    old, young = person("Phạm Thị Ngộ", Birth(1940)), person("Phạm Thị Sương", Birth(1990))
    pupils = [replace(one, group="hoc-sinh", birth=Birth(2012)) for one in villagers(scans)]
    stranger = Scan(badges_of.encode(Badge(3, 200, 1), store_of(desk).key).encode())
    board(desk, 0)
    come(desk, [*known(store_of(desk), old, young, *pupils), stranger])
    board(projector, 0.2)
    told = kinds_known(projector)
    names = [old.id, young.id, *(one.id for one in pupils), f"#{Badge(3, 200, 1).serial}"]
    assert set(names) == set(told)
    pupil, usual = told[pupils[0].id], told[young.id]
    assert len({told[old.id], usual, pupil}) == 3
    assert [told[name] for name in names] == [told[old.id], usual, *[pupil] * scans, usual]


def test_a_badge_shown_before_its_owner_was_known_is_called_as_its_owner(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges[1:])
    next_one = Badge(3, 1, len(badges) + 1)
    come(desk, [Scan(badges_of.encode(next_one, store_of(desk).key).encode())], 1)
    leave(badges[FULL + 1], desk, at(1))
    owner = person("Phạm Thị Ngộ", Birth(1940))
    known(store_of(desk), owner)
    called = call_next("vneid", projector, at(2))
    assert called
    assert called.person == owner
    assert kinds_known(projector)[owner.id] == kind_of("nguoi-dan", is_elder=True)


def test_whoever_is_corrected_or_forgotten_is_asked_for_anew(desk: Desk, projector: Desk) -> None:
    young, other = person("Phạm Thị Sương", Birth(1990)), person("Phạm Thị Mưa", Birth(1991))
    scans = known(store_of(desk), young, other)
    board(desk, 0)
    come(desk, scans)
    board(projector, 0.2)
    before = kinds_known(projector)
    correct(store_of(desk), replace(young, birth=Birth(1940)), at(0.3))
    forget(store_of(desk), [other.id], Because.WITHDRAWN, at(0.3))
    assert kinds_known(projector) == {}
    undo(
        next(e.ref for e in the_log(store_of(desk)) if e.draft.kind is Kind.SENT), "nham-nguoi", desk, at(0.4)
    )
    board(projector, 0.5)
    assert kinds_known(projector)[young.id] != before[young.id]


def test_whoever_is_corrected_is_asked_for_anew_at_every_event(desk: Desk, projector: Desk) -> None:
    afternoon = replace(desk.catalogue, event=replace(desk.catalogue.event, code="buoi-chieu"))
    store_of(desk).put(afternoon)
    young = person("Phạm Thị Sương", Birth(1990))
    scans = known(store_of(desk), young)
    there = Desk(projector.ledger, afternoon, "ban-1")
    board(there, 0)
    come(there, scans)
    board(there, 0.2)
    before = kinds_known(there)
    correct(store_of(desk), replace(young, birth=Birth(1940)), at(0.3))
    noted = {e.draft.event for e in the_log(store_of(desk)) if e.draft.kind is Kind.CORRECTED}
    assert noted == {desk.event}
    undo(
        next(e.ref for e in the_log(store_of(desk)) if e.draft.kind is Kind.SENT),
        "nham-nguoi",
        there,
        at(0.4),
    )
    board(there, 0.5)
    assert kinds_known(there)[young.id] != before[young.id]


@pytest.mark.parametrize(("birth", "elder"), [(Birth(1965, 9, 26), True), (Birth(1965, 9, 27), False)])
def test_elders_are_who_is_sixty_on_the_day(desk: Desk, birth: Birth, elder: bool) -> None:
    assert is_elder(person(birth=birth), desk.catalogue) is elder


def told_of_the_day(desk: Desk) -> object:
    """The board that everything was told to, which is another one once it is told anew."""
    with store_of(desk).writing() as log:
        return log.calling(desk.catalogue)._board


def test_only_what_moved_somebody_lets_the_day_be_told_anew_when_it_is_taken_back(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    board(projector, 2)
    before = told_of_the_day(projector)
    assert isinstance(answers[0].identity, Recognised)
    (noted,) = tick(answers[0].identity, "vneid", ["lam-duoc"], desk, at(2.1))
    undo(noted.ref, "nham-nguoi", desk, at(2.2))
    sitting = board(projector, 2.3).waiting
    assert (told_of_the_day(projector), sitting) == (before, 1)
    entered = next(entry for entry in the_log(store_of(desk)) if entry.draft.kind is Kind.VISIT_IN)
    undo(entered.ref, "nham-nguoi", desk, at(2.4))
    board(projector, 2.5)
    assert told_of_the_day(projector) not in (before, None)


def test_two_devices_give_different_numbers(desk: Desk, other: Desk, badges: list[Scan]) -> None:
    store_of(other).assign_number(2)
    crowded(desk, badges)
    calls = [come(where, [scan], 2)[0].call for where, scan in zip((desk, other), badges[5:], strict=False)]
    assert [call.number for call in calls if isinstance(call, Hold)] == [2, 201]


def test_a_device_s_number_that_passes_to_another_laptop_gives_no_call_number_twice(
    desk: Desk, projector: Desk, other: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    assert store_of(projector).assign_number(5), "in another window of the first laptop"
    assert store_of(other).assign_number(1)
    calls = [come(where, [scan], 2)[0].call for where, scan in zip((other, desk), badges[5:], strict=False)]
    assert [call.number for call in calls if isinstance(call, Hold)] == [2, call_number(5, 1)]


def test_a_number_given_in_one_window_counts_in_the_other(
    desk: Desk, other: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    window = open_store(str(store_of(desk).engine.url.database), Clock())
    assert window.device.id == store_of(other).device.id
    assert window.assign_number(2)
    (answer,) = come(other, badges[5:6], 2)
    assert isinstance(answer.call, Hold)
    assert answer.call.number == call_number(2, 0)
    with other.ledger.writing() as log:
        assert log.people.issue(villagers(8)[7].id).device == 2
    window.close()


def test_no_two_numbers_are_the_same() -> None:
    given = [call_number(device, count) for device in range(1, 41) for count in range(2500)]
    assert len(given) == len(set(given))
    assert max(given[:200]) == 200


def test_a_device_without_a_number_gives_plain_advice(desk: Desk, other: Desk, badges: list[Scan]) -> None:
    crowded(desk, badges)
    (answer,) = come(other, badges[5:6], 2)
    assert isinstance(answer.call, Go)


def test_when_the_board_falls_silent_advice_is_plain_again(desk: Desk, badges: list[Scan]) -> None:
    crowded(desk, badges)
    call = next_station(badges[FULL], desk, at(1 + _SILENT)).call
    assert isinstance(call, Go)


def test_a_list_on_paper_that_is_caught_up_with_gets_plain_advice(desk: Desk, badges: list[Scan]) -> None:
    crowded(desk, badges, 60)
    (answer,) = come(desk, badges[5:6], 30)
    assert isinstance(answer.call, Go)


def test_nobody_is_called_to_a_station_that_pauses(desk: Desk, badges: list[Scan]) -> None:
    answers = crowded(desk, badges)
    free = first_ends(desk, answers, badges, 9)
    say_seats(free, 0, desk, at(9))
    assert board(desk, 9.1).called == ()
    say_seats(free, 2, desk, at(12))
    assert numbers(board(desk, 12.1)) == [1]


def test_a_board_that_is_opened_during_a_pause_knows_of_it(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    free = first_ends(desk, answers, badges, 9)
    say_seats(free, 0, desk, at(9))
    assert board(projector, 9.1).called == ()
    say_seats(free, 2, desk, at(12))
    assert numbers(board(projector, 12.1)) == [1]


@pytest.mark.parametrize("is_on", [False, True])
def test_whoever_hears_that_nothing_is_left_is_expected_nowhere(
    desk: Desk, badges: list[Scan], *, is_on: bool
) -> None:
    if is_on:
        board(desk, 0)
    (first,) = come(desk, badges[:1], 0.1)
    assert isinstance(first.call, Go)
    for known_station in desk.catalogue.event.stations:
        say_seats(known_station.code, None, desk, at(1))
    (again,) = come(desk, badges[:1], 7)
    assert isinstance(again.call, Nothing)
    with desk.ledger.writing() as log:
        where = log.calling(desk.catalogue).crowd.whereabouts(villagers(1)[0].id)
    assert where.coming is None


def test_whoever_was_called_to_a_station_that_pauses_then_sits_again(desk: Desk, badges: list[Scan]) -> None:
    answers = crowded(desk, badges)
    free = first_ends(desk, answers, badges, 9)
    board(desk, 9)
    say_seats(free, 0, desk, at(9.2))
    paused = board(desk, 9.4)
    assert (paused.called, paused.waiting, paused.missed) == ((), 1, ())
    say_seats(free, 2, desk, at(10))
    assert numbers(board(desk, 10.4)) == [1]


def test_a_station_with_fewer_seats_takes_fewer(desk: Desk, badges: list[Scan]) -> None:
    board(desk, 0)
    say_seats("vneid", 1, desk, at(0))
    sent = [a.call.station for a in come(desk, badges) if isinstance(a.call, Go)]
    assert sorted(sent) == ["an-toan", "an-toan", "vneid"]


def test_after_the_last_station_closed_nothing_is_left(desk: Desk, badges: list[Scan]) -> None:
    crowded(desk, badges)
    for code in ("vneid", "an-toan"):
        say_seats(code, None, desk, at(2))
    assert next_station(badges[FULL], desk, at(3)).call == Nothing()
    assert next_station(badges[FULL], desk, at(3 + _SILENT)).call == Nothing()


def test_nobody_is_called_to_a_station_that_closed_for_today_while_another_goes_on(
    desk: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    closed = first_ends(desk, answers, badges, 2)
    visit(badges[1], closed, Turn.OUT, desk, at(2))
    say_seats(closed, None, desk, at(2))
    assert [board(desk, minute).called for minute in (2.5, 3, 4)] == [(), (), ()]


def test_a_host_calls_the_next_one(desk: Desk, badges: list[Scan]) -> None:
    crowded(desk, badges)
    called = call_next("vneid", desk, at(3))
    assert called
    assert called.person == villagers(5)[FULL]
    assert (called.number, called.entry.draft.kind, called.entry.draft.station) == (1, Kind.CALLED, "vneid")
    assert [(call.number, call.station) for call in board(desk, 3.1).called] == [(1, "vneid")]
    assert call_next("vneid", desk, at(4)) is None


def test_whom_a_host_called_without_an_answer_is_named_though_the_board_called_them_once_more(
    desk: Desk, badges: list[Scan]
) -> None:
    """Else the next try would call another one to the same seat."""
    crowded(desk, badges)
    host = replace(desk, code="vneid")
    called = call_next("vneid", host, at(3))
    assert [call.again for call in board(desk, 3 + _COMING).called] == [True]
    assert called
    assert call_next("vneid", host, at(3.1 + _COMING), tried=at(3)) == called


def test_the_number_that_was_called_last_stands_first(desk: Desk, badges: list[Scan]) -> None:
    board(desk, 0)
    answers = come(desk, badges[: FULL + 2])
    for answer, scan in zip(answers[:FULL], badges, strict=False):
        begin(desk, answer, scan, 1)
    for minute in (3, 4):
        assert call_next("vneid", desk, at(minute))
    assert numbers(board(desk, 4.1)) == [2, 1]


def test_a_host_who_calls_nobody_is_told_of_the_seats_without_the_whole_log_read_again(
    desk: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    say_seats("vneid", 1, desk, at(2))
    assert call_next("vneid", desk, at(3))
    assert call_next("vneid", desk, at(4)) is None
    found = desk.catalogue.event.station("vneid")
    assert found
    with statements(desk) as asked:
        assert seats_of(found, desk) == 1
    assert not [statement for statement in asked if "entries.digest" in statement]


def test_a_call_whose_number_this_laptop_has_not_heard_of_yet_is_not_shown(
    desk: Desk, badges: list[Scan]
) -> None:
    come(desk, badges[:1])
    with store_of(desk).writing() as log:
        log.append(Draft(Kind.CALLED, desk.event, at(1), "ban-2", villagers(1)[0].id, station="vneid"))
    assert board(desk, 1.5).called == ()


def test_a_call_to_a_station_that_was_added_during_the_day_is_left_alone(
    desk: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    window = open_store(str(store_of(desk).engine.url.database), Clock())
    window.put(catalogue([*desk.catalogue.event.stations, station("moi", 3)]))
    host = Desk(window, window.catalogues["ngay-thu"], "moi")
    called = call_next("moi", host, at(2))
    window.close()
    assert called
    first_ends(desk, answers, badges, 2.1)
    for minute in (2.2, 3, 4):
        calls = board(desk, minute)
        assert [(call.number, call.station, call.again) for call in calls.called] == [(1, "moi", False)]
    assert [call.again for call in board(desk, 2 + _COMING).called] == [True]
    gone_on = board(desk, 2 + 2 * _COMING)
    assert (gone_on.called, gone_on.missed) == ((), (1,))


def go_home(desk: Desk, scan: Scan) -> None:
    leave(scan, desk, at(3))


def take_back(desk: Desk, scan: Scan) -> None:
    del scan
    admission = [e for e in the_log(store_of(desk)) if e.draft.kind is Kind.ADMITTED][FULL]
    undo(admission.ref, "nham-nguoi", desk, at(3))


@pytest.mark.parametrize("end", [go_home, take_back])
def test_whoever_is_not_there_any_more_is_not_called(
    desk: Desk, badges: list[Scan], end: Callable[[Desk, Scan], None]
) -> None:
    answers = crowded(desk, badges)
    end(desk, badges[FULL])
    first_ends(desk, answers, badges, 9)
    calls = board(desk, 9.1)
    assert (calls.called, calls.waiting) == ((), 0)


def test_whoever_comes_back_keeps_their_stamps(desk: Desk, badges: list[Scan]) -> None:
    answers = crowded(desk, badges)
    done = first_ends(desk, answers, badges, 9)
    leave(badges[0], desk, at(10))
    (again,) = come(desk, badges[:1], 30)
    assert isinstance(again.call, Go)
    assert again.call.station != done


def test_whoever_can_stay_only_briefly_is_called_first(desk: Desk, badges: list[Scan]) -> None:
    answers = crowded(desk, badges)
    (hurried,) = come(desk, badges[5:6], 2)
    for answer, minutes in ((answers[FULL], 180), (hurried, 30)):
        assert isinstance(stay(answer.identity, minutes, desk, at(2)), Hold)
    first_ends(desk, answers, badges, 9)
    assert numbers(board(desk, 9.1))[-1:] == [2]


def test_whoever_went_home_unseen_is_not_called_for_the_rest_of_the_day(
    desk: Desk, badges: list[Scan]
) -> None:
    """They said that they can stay for half an hour, and no exit saw them go."""
    answers = crowded(desk, badges)
    stay(answers[FULL].identity, 30, desk, at(2))
    first_ends(desk, answers, badges, 9)
    calls = [board(desk, minute) for minute in range(9, 90)][-1]
    called = [entry.draft.at for entry in the_log(store_of(desk)) if entry.draft.kind is Kind.CALLED]
    assert at(9) <= max(called) <= at(50)
    assert (calls.called, calls.waiting, calls.missed) == ((), 0, ())


def test_whoever_is_seen_after_their_time_sits_as_before(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    stay(answers[FULL].identity, 30, desk, at(2))
    free = first_ends(desk, answers, badges, 9)
    assert [board(projector, minute).waiting for minute in range(9, 60)][-1] == 0
    for code in ("vneid", "an-toan"):
        say_seats(code, 0, desk, at(60))
    next_station(badges[FULL], desk, at(61))
    assert board(projector, 61.5).waiting == 1
    say_seats(free, 2, desk, at(62))
    assert numbers(board(projector, 62.5)) == [1]


def test_nobody_is_called_to_where_they_were_though_the_end_of_their_visit_was_not_seen(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    call = answers[0].call
    assert isinstance(call, Go)
    (elsewhere,) = {"vneid", "an-toan"} - {call.station}
    say_seats(elsewhere, 0, desk, at(7))
    board(projector, 7)
    assert isinstance(next_station(badges[0], desk, at(8)).call, Hold)
    called = [numbers(board(projector, 8 + minute)) for minute in range(12)]
    assert {number for some in called for number in some} == {1}


def test_whoever_sits_longer_than_people_stay_is_called_all_the_same(desk: Desk, badges: list[Scan]) -> None:
    """They did not say how long they can stay, and the usual time is long over."""
    crowded(desk, badges)
    for code in ("vneid", "an-toan"):
        say_seats(code, 0, desk, at(2))
    assert [board(desk, minute).waiting for minute in range(2, 240)][-1] == 1
    say_seats("an-toan", 2, desk, at(240))
    assert numbers(board(desk, 240.5)) == [1]


def test_after_the_last_station_closed_nobody_waits_to_be_called(desk: Desk, badges: list[Scan]) -> None:
    crowded(desk, badges)
    assert board(desk, 2).waiting == 1
    for code in ("vneid", "an-toan"):
        say_seats(code, None, desk, at(2))
    assert board(desk, 2.5).waiting == 0


def test_whoever_sits_when_the_last_station_closes_is_asked_back_until_they_show_their_code(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    assert isinstance(come(desk, badges[5:6], 1)[0].call, Hold)
    assert board(projector, 2).in_vain == ()
    for code in ("vneid", "an-toan"):
        say_seats(code, None, desk, at(2))
    assert board(projector, 2.5).in_vain == (1, 2)
    (told,) = come(desk, badges[FULL : FULL + 1], 3)
    assert told.call == Nothing()
    assert board(projector, 3.5).in_vain == (2,)
    assert [board(projector, minute).in_vain for minute in range(4, 34)][-1] == ()


def test_whoever_is_asked_back_is_called_all_the_same_if_a_station_opens_again(
    desk: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    for code in ("vneid", "an-toan"):
        say_seats(code, None, desk, at(2))
    assert board(desk, 2.5).in_vain == (1,)
    say_seats("vneid", 3, desk, at(3))
    calls = board(desk, 3.5)
    assert (numbers(calls), calls.in_vain) == ([1], ())


def test_whoever_has_no_time_for_a_visit_is_told_so_and_not_asked_to_sit(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    (late,) = come(desk, badges[5:6], 2)
    told = stay(late.identity, 5, desk, at(2))
    assert isinstance(told, Nothing)
    assert told.shortest == pytest.approx(13, abs=1), "an elder's visit"
    assert board(projector, 2.5).waiting == 1
    for code in ("vneid", "an-toan"):
        say_seats(code, 4, desk, at(12))
    called = [numbers(board(projector, minute)) for minute in range(12, 20)]
    assert {number for some in called for number in some} == {1}, "nor called when that time is over"


def test_whoever_is_told_after_a_visit_that_their_time_is_too_short_for_another_is_not_called_later(
    desk: Desk, badges: list[Scan]
) -> None:
    board(desk, 0)
    answers = come(desk, badges[: FULL + 1])
    stay(answers[0].identity, 14, desk, at(0.5))
    for answer, scan in zip(answers[:FULL], badges, strict=False):
        begin(desk, answer, scan, 1)
    for minute in range(2, 9, 2):
        board(desk, minute)
    first_ends(desk, answers, badges, 9)
    for code in ("vneid", "an-toan"):
        say_seats(code, 4, desk, at(15))
    board(desk, 15)
    board(desk, 17)
    called = {e.draft.person for e in the_log(store_of(desk)) if e.draft.kind is Kind.CALLED}
    assert called == {villagers(5)[FULL].id}


def test_whoever_has_no_time_and_then_stays_longer_is_sent(desk: Desk, badges: list[Scan]) -> None:
    answers = crowded(desk, badges)
    late = answers[FULL].identity
    assert all(isinstance(stay(late, 5, desk, at(minute)), Nothing) for minute in (2, 3))
    assert isinstance(stay(late, 60, desk, at(3)), Go)
    kinds = [e.draft.kind for e in the_log(store_of(desk)) if e.draft.person == villagers(5)[FULL].id]
    assert kinds.count(Kind.SENT) == 2, "that nothing is left is written once, then that they are sent"


def test_whoever_was_missed_and_shows_their_code_is_called_by_a_board_elsewhere(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    first_ends(desk, answers, badges, 9)
    missed = [board(projector, 9 + rounds * _COMING).missed for rounds in range(3)]
    assert missed == [(), (), (1,)]
    next_station(badges[FULL], desk, at(9.5 + 2 * _COMING))
    calls = board(projector, 10 + 2 * _COMING)
    assert (numbers(calls), calls.missed) == ([1], ())


def test_a_board_whose_clock_was_a_day_ahead_does_not_silence_the_others(
    desk: Desk, other: Desk, badges: list[Scan]
) -> None:
    board(other, 24 * 60)
    crowded(desk, badges)
    assert board(desk, 1).is_ours
    written = len(the_log(store_of(desk)))
    assert board(desk, 1.1).is_ours
    assert len(the_log(store_of(desk))) == written, "it says so once a minute, not at every look"
    assert not board(other, 1.2).is_ours, "the clock was set right"


def test_a_desk_whose_clock_is_half_a_day_ahead_closes_no_station_for_the_others(
    desk: Desk, other: Desk, badges: list[Scan]
) -> None:
    come(other, badges[7:], 12 * 60)
    answers = crowded(desk, badges)
    assert isinstance(answers[FULL].call, Hold)
    free = first_ends(desk, answers, badges, 9)
    assert [(call.number, call.station) for call in board(desk, 9.1).called] == [(1, free)]


def test_an_altered_entry_stops_no_desk(desk: Desk, badges: list[Scan]) -> None:
    crowded(desk, badges)
    with store_of(desk).engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entries_refuse_update")
        connection.exec_driver_sql("UPDATE entries SET station = 'vneid' WHERE kind = 'admitted'")
        connection.exec_driver_sql("UPDATE entries SET code = 'x' WHERE kind = 'held'")
        connection.exec_driver_sql("UPDATE entries SET person = NULL, badge = NULL WHERE sequence = 2")
    again = open_store(str(store_of(desk).engine.url.render_as_string(hide_password=False)), Clock())
    assert call_people(Desk(again, desk.catalogue, "ban-1"), at(2)).is_ours
    again.close()


def test_a_declined_station_is_neither_advised_nor_called_to(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    board(projector, 0)
    (first,) = come(desk, badges[:1])
    assert isinstance(first.call, Go)
    (other,) = {"vneid", "an-toan"} - {first.call.station}
    say_seats(other, 0, desk, at(1))
    call = object_to(first.call.station, Kind.DECLINED, first.identity, desk, at(1))[0]
    assert isinstance(call, Hold)
    assert [board(projector, minute).called for minute in (1.5, 10, 20)] == [(), (), ()]
    say_seats(other, 2, desk, at(21))
    assert [(c.number, c.station) for c in board(projector, 21.5).called] == [(call.number, other)]


def test_a_line_that_was_given_up_is_left_out_for_a_while_and_its_visit_is_asked_for_again(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    board(projector, 0)
    (first,) = come(desk, badges[:1])
    begin(desk, first, badges[0], 1)
    (back,) = come(desk, badges[:1], 30)
    stood = back.presence.bound
    assert isinstance(back.call, Go)
    assert stood not in (None, back.call.station)
    call = object_to(str(stood), Kind.GAVE_UP, back.identity, desk, at(30))[0]
    assert isinstance(call, Go)
    assert call.station == back.call.station
    begin(desk, back, badges[0], 31)
    visit(badges[0], call.station, Turn.OUT, desk, at(40))
    board(projector, 46)
    assert next_station(badges[0], desk, at(46)).call == Go(str(stood), 0)


def test_whoever_sits_when_a_host_ends_their_old_visit_is_called_by_a_board_elsewhere(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    call = answers[0].call
    assert isinstance(call, Go)
    (elsewhere,) = {"vneid", "an-toan"} - {call.station}
    say_seats(elsewhere, 0, desk, at(7))
    board(projector, 7)
    seated = next_station(badges[0], desk, at(8)).call
    assert isinstance(seated, Hold)
    tidied = visit(badges[0], call.station, Turn.OUT, desk, at(9)).call
    assert isinstance(tidied, Hold)
    assert tidied.number == seated.number
    say_seats(elsewhere, 2, desk, at(10))
    called = [numbers(board(projector, 10 + minute)) for minute in range(25)]
    assert seated.number in {number for some in called for number in some}


def test_whoever_leaves_with_a_visit_open_is_not_sent_there_again(desk: Desk, badges: list[Scan]) -> None:
    board(desk, 0)
    (first,) = come(desk, badges[:1])
    begin(desk, first, badges[0], 1)
    leave(badges[0], desk, at(12))
    board(desk, 30)
    (again,) = come(desk, badges[:1], 30)
    assert isinstance(first.call, Go)
    assert isinstance(again.call, Go)
    assert again.call.station != first.call.station


def test_whoever_comes_back_is_not_sent_where_they_will_not_go(desk: Desk, badges: list[Scan]) -> None:
    board(desk, 0)
    (first,) = come(desk, badges[:1])
    assert isinstance(first.call, Go)
    object_to(first.call.station, Kind.DECLINED, first.identity, desk, at(1))
    leave(badges[0], desk, at(2))
    board(desk, 30)
    (again,) = come(desk, badges[:1], 30)
    assert isinstance(again.call, Go)
    assert again.call.station != first.call.station


def test_nobody_is_called_once_more_to_a_station_that_has_closed(desk: Desk, badges: list[Scan]) -> None:
    crowded(desk, badges, 440)
    called = call_next("vneid", desk, at(449))
    assert called
    assert numbers(board(desk, 449.5)) == [called.number]
    closed = board(desk, 452.1)
    assert (closed.called, closed.in_vain) == ((), (called.number,))


def test_nobody_is_called_again_to_where_they_are_by_a_host_whose_clock_is_ahead(
    desk: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges)
    board(desk, 1.5)
    assert call_next("vneid", desk, at(4))
    visit(badges[FULL], "vneid", Turn.IN, desk, at(2.5))
    assert numbers(board(desk, 3)) == []
    later = board(desk, 7.5)
    assert (later.called, later.missed, later.waiting) == ((), (), 0)


def test_nobody_is_sent_to_where_they_were_by_a_clock_that_was_behind_the_door(
    desk: Desk, badges: list[Scan], projector: Desk
) -> None:
    board(desk, 0)
    come(desk, badges[:1], 6)
    visit(badges[0], "vneid", Turn.IN, desk, at(4))
    visit(badges[0], "an-toan", Turn.IN, desk, at(12))
    visit(badges[0], "an-toan", Turn.OUT, desk, at(18))
    board(desk, 18.5)
    assert next_station(badges[0], projector, at(19)).call == Nothing()


def test_whoever_sits_when_the_clock_is_set_back_is_called_so_that_the_board_shows_it(
    desk: Desk, badges: list[Scan]
) -> None:
    clock = store_of(desk).clock
    assert isinstance(clock, Clock)
    clock.now = at(20)
    answers = crowded(desk, badges, 20)
    board(desk, 21.5)
    clock.now = at(12)
    board(desk, 12)
    first_ends(desk, answers, badges, 14)
    assert numbers(board(desk, 14.2)) == [1]
    later = [board(desk, minute) for minute in range(15, 30)]
    assert (later[-1].called, later[-1].missed) == ((), (1,))


def test_a_call_that_is_taken_back_by_a_pause_is_not_missed(desk: Desk, badges: list[Scan]) -> None:
    """They have waited for longer than people stay, and would count as gone had they not come."""
    crowded(desk, badges)
    for code in ("vneid", "an-toan"):
        say_seats(code, 0, desk, at(2))
    assert [board(desk, minute).waiting for minute in range(2, 240)][-1] == 1
    say_seats("an-toan", 2, desk, at(240))
    assert numbers(board(desk, 240.5)) == [1]
    say_seats("an-toan", 0, desk, at(240.7))
    assert board(desk, 240.9).waiting == 1
    say_seats("an-toan", 2, desk, at(241))
    assert numbers(board(desk, 241.3)) == [1]


def test_whoever_is_called_by_a_board_half_a_second_behind_the_desk_that_seated_them_sees_their_number(
    desk: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    first_ends(desk, answers, badges, 5)
    missed = [board(desk, minute).missed for minute in (5.1, 8.2, 11.3)]
    assert missed == [(), (), (1,)]
    (again,) = come(desk, badges[FULL : FULL + 1], 12)
    assert isinstance(again.call, Hold)
    assert numbers(board(desk, 12 - 0.5 / 60)) == [1]
    assert numbers(board(desk, 13)) == [1]


def test_whoever_was_scanned_out_by_mistake_is_at_the_station_again_and_not_called_elsewhere(
    desk: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    come(desk, badges[FULL + 1 :], 1.5)
    assert isinstance(answers[0].call, Go)
    out = visit(badges[0], answers[0].call.station, Turn.OUT, desk, at(2))
    assert out.entry
    assert out.person
    assert isinstance(out.call, Hold)
    undo(out.entry.ref, "nham-nguoi", desk, at(2.1))
    assert board(desk, 2.2).waiting + len(board(desk, 2.3).called) == len(badges) - FULL
    with store_of(desk).writing() as log:
        there = log.calling(desk.catalogue).crowd.whereabouts(out.person.id)
    assert (there.station, there.held) == (answers[0].call.station, None)


@pytest.mark.parametrize("says_stay", [False, True])
def test_a_number_that_was_never_to_be_given_is_not_called(
    desk: Desk, badges: list[Scan], *, says_stay: bool
) -> None:
    answers = crowded(desk, badges)
    held = next(e for e in the_log(store_of(desk)) if e.draft.kind is Kind.HELD)
    assert held.draft.person
    if says_stay:
        with store_of(desk).reading() as log:
            someone = log.people.get(held.draft.person)
        stay(Recognised(someone), 120, desk, at(1.5))
    first_ends(desk, answers, badges, 5)
    assert numbers(board(desk, 5.1)) == [1]
    undo(held.ref, "nham-nguoi", desk, at(6))
    with store_of(desk).writing() as log:
        there = log.calling(desk.catalogue).crowd.whereabouts(held.draft.person)
    assert (there.coming, there.held) == (None, None)


def test_what_several_devices_wrote_meanwhile_is_taken_in_the_order_of_time() -> None:
    calling = calling_of(catalogue([station("vneid", 1), station("an-toan", 2), station("chu-ky", 3)]))
    usual = kind_of("nguoi-dan", is_elder=False)

    def kinds(names: Collection[str]) -> dict[str, str]:
        return dict.fromkeys(names, usual)

    begun = [entry(Kind.ADMITTED, 0, 1), entry(Kind.VISIT_IN, 0.1, 2, station="vneid")]
    calling.follow(map(movement_of, [entry(Kind.BOARD, 0, 1, device="BOARD123"), *begun]))
    calling.catch_up(at(0.2), kinds)
    ended = [entry(Kind.VISIT_OUT, 0.5, 3, station="vneid"), entry(Kind.HELD, 0.5, 4, code="1")]
    called = entry(Kind.CALLED, 0.8, 2, device="BOARD123", station="an-toan")
    calling.follow(map(movement_of, [called, *ended]))
    assert calling.next_for("chu-ky", at(1), kinds) is None, "they are on their way"


def test_whoever_sits_is_called_though_older_entries_of_theirs_were_brought_from_another_laptop(
    desk: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges, 20)
    board(desk, 22)
    who = answers[FULL].person
    assert who
    first = Draft(Kind.ADMITTED, desk.event, at(0), "ban-2", who.id, code="admitted")
    apart = [first, replace(first, kind=Kind.SENT, code=None, station="vneid")]
    brought(desk, apart)
    board(desk, 23)
    first_ends(desk, answers, badges, 28)
    assert numbers(board(desk, 28.2)) == [1]


def brought(desk: Desk, drafts: list[Draft]) -> None:
    """Entries of a laptop that stood apart, written down there at once."""
    previous, rows = GENESIS, []
    for sequence, one in enumerate(drafts, 1):
        ref = EntryRef("APART123", sequence)
        previous = chain(previous, ref, one, one.at)
        rows.append(row_of(Entry(ref, one, one.at, previous)))
    with store_of(desk).writing() as log:
        device = {"id": "APART123", "number": None, "fingerprint": "apart", "since": at(0)}
        log.connection.execute(insert(devices), [device])
        log.connection.execute(insert(entries), rows)


def test_an_event_that_was_put_off_begins_with_all_seats_and_nobody_on_a_chair(
    desk: Desk, badges: list[Scan]
) -> None:
    crowded(desk, badges[:-1])
    say_seats("an-toan", None, desk, at(9))
    store, week = store_of(desk), 7 * 24 * 60
    later = catalogue(desk.catalogue.event.stations, day=DAY + timedelta(days=7), choices=9)
    store.put(later)
    again = replace(desk, catalogue=later)
    calls = [board(again, week + minute) for minute in (0, 3.1, 6.2)]
    assert [(numbers(one), one.waiting, one.missed) for one in calls] == [([], 0, ())] * 3
    assert [seats_of(one, again) for one in later.event.stations] == [2, 2]
    (new,) = come(again, badges[-1:], week + 7)
    assert isinstance(new.call, Go)


def test_a_pause_said_while_the_station_was_set_up_the_evening_before_stays(desk: Desk) -> None:
    say_seats("vneid", 0, desk, at(-14 * 60))
    say_seats("an-toan", None, desk, at(-14 * 60))
    assert [seats_of(one, desk) for one in desk.catalogue.event.stations] == [0, 2]


def test_whoever_was_taken_in_at_a_station_that_the_board_does_not_know_is_not_called_elsewhere(
    desk: Desk, projector: Desk, badges: list[Scan]
) -> None:
    answers = crowded(projector, badges)
    newer = catalogue([*desk.catalogue.event.stations, station("moi", 3)], choices=9)
    store_of(desk).put(newer)
    host = Desk(store_of(desk), newer, "moi")
    board(projector, 1.5)
    visit(badges[FULL], "moi", Turn.IN, host, at(2))
    board(projector, 2.2)
    first_ends(projector, answers, badges, 4)
    assert numbers(board(projector, 4.2)) == []


def test_a_group_that_was_put_right_sends_to_what_suits_it(tmp_path: Path) -> None:
    suits = [("lop", "hoc-sinh"), ("nguoi", "nguoi-dan")]
    stations = [station(code, n, suits=frozenset({group})) for n, (code, group) in enumerate(suits, 1)]
    pupil = person("Phạm Thị Sương", Birth(1990), group="hoc-sinh")
    with store_at(tmp_path / "kho.db", catalogue(stations, choices=1)) as store:
        (code,) = known(store, pupil)
        store.assign_number(1)
        desk = desk_of(store)
        board(desk, 0)
        assert come(desk, [code], 0.1)[0].call == Go("lop", 0)
        correct(store, replace(pupil, group="nguoi-dan"), at(1))
        board(desk, 6)
        assert come(desk, [code], 6.1)[0].call == Go("nguoi", 0)


@pytest.mark.parametrize("is_watched", [False, True])
def test_a_class_takes_as_many_as_its_host_says(tmp_path: Path, *, is_watched: bool) -> None:
    taught = station("lop", seats=4, minutes=30, sessions=Sessions(time(9, 10), 60))
    with store_at(tmp_path / "kho.db", catalogue([taught], choices=1)) as store:
        codes = known(store, *villagers(3))
        store.assign_number(1)
        desk = desk_of(store)
        say_seats("lop", 1, desk, at(0))
        if is_watched:
            board(desk, 8.4)
        calls = [answer.call for answer in come(desk, codes, 8.5)]
    at_once = [isinstance(call, Go) and call.wait < 10 for call in calls]
    assert at_once == [True, False, False]


@pytest.mark.parametrize("scanned", [-0.5, 0.5, 2.5])
@pytest.mark.parametrize("is_watched", [False, True])
def test_a_class_scanned_in_a_little_late_leaves_the_next_one_free(
    tmp_path: Path, scanned: float, *, is_watched: bool
) -> None:
    taught = station("lop", seats=3, minutes=45, sessions=Sessions(time(9, 0), 60))
    with store_at(tmp_path / "kho.db", catalogue([taught], choices=1)) as store:
        codes = known(store, *villagers(7))
        store.assign_number(1)
        desk = desk_of(store)
        if is_watched:
            board(desk, -3)
        come(desk, codes[:3], -2.5)
        for code in codes[:3]:
            visit(code, "lop", Turn.IN, desk, at(scanned))
        if is_watched:
            board(desk, 29)
        calls = [answer.call for answer in come(desk, codes[3:], 30)]
        called = [numbers(board(desk, minute)) for minute in (56, 57.5)] if is_watched else []
    if is_watched:
        assert sorted(number for one in called for number in one) == [1, 2, 3]
    else:
        assert calls == [Go("lop", 30)] * 3 + [Go("lop", 90)]


def test_a_host_s_last_word_counts_though_the_clock_was_set_back_before_it(
    desk: Desk, badges: list[Scan]
) -> None:
    for code in ("vneid", "an-toan"):
        say_seats(code, None, desk, at(20))
        say_seats(code, 2, desk, at(1))
    assert [seats_of(one, desk) for one in desk.catalogue.event.stations] == [2, 2]
    board(desk, 2)
    assert isinstance(come(desk, badges[:1], 2.1)[0].call, Go)


def test_whoever_answers_a_call_at_the_kiosk_is_on_the_way_and_not_missed(
    desk: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    first_ends(desk, answers, badges, 9)
    assert [numbers(board(desk, minute)) for minute in (9, 12)] == [[1], [1]]
    assert isinstance(come(desk, badges[FULL : FULL + 1], 14.9)[0].call, Go)
    looked = [board(desk, minute) for minute in (15, 15.2, 16)]
    assert [(numbers(one), one.missed) for one in looked] == [([], ())] * 3


def test_whoever_was_called_and_then_told_that_nothing_is_left_is_not_asked_back(
    desk: Desk, badges: list[Scan]
) -> None:
    answers = crowded(desk, badges)
    first_ends(desk, answers, badges, 5)
    assert numbers(board(desk, 5.1)) == [1]
    for code in ("vneid", "an-toan"):
        say_seats(code, None, desk, at(6))
    assert come(desk, badges[FULL : FULL + 1], 6.1)[0].call == Nothing()
    looked = board(desk, 6.2)
    assert (numbers(looked), looked.missed, looked.in_vain) == ([], (), ())


def test_a_host_who_calls_the_next_one_has_a_station_that_works(desk: Desk, badges: list[Scan]) -> None:
    """Nobody was scanned out for so long that the station would be taken to stand still."""
    crowded(desk, badges)
    for minute in range(2, 60):
        board(desk, minute)
    come(desk, badges[FULL + 1 :], 60)
    assert call_next("vneid", desk, at(60.1))


def test_whoever_stays_longer_than_they_said_is_sent_on(desk: Desk, badges: list[Scan]) -> None:
    (answer,) = come(desk, badges[:1])
    assert isinstance(answer.call, Go)
    stay(answer.identity, 30, desk, at(0.1))
    begin(desk, answer, badges[0], 2)
    assert isinstance(visit(badges[0], answer.call.station, Turn.OUT, desk, at(31)).call, Go)


def test_a_visit_that_was_asked_out_of_and_seen_to_end_keeps_its_stamp_when_another_is_given_up(
    desk: Desk, badges: list[Scan]
) -> None:
    event = replace(desk.catalogue.event, passport=Passport(choices=1))
    here = replace(desk, catalogue=replace(desk.catalogue, event=event))
    board(here, 0)
    (answer,) = come(here, badges[:1])
    assert isinstance(answer.call, Go)
    begin(here, answer, badges[0], 1)
    board(here, 5)
    next_station(badges[0], here, at(5))
    assert visit(badges[0], answer.call.station, Turn.OUT, here, at(9)).call == Nothing()
    visit(badges[0], answer.call.station, Turn.IN, here, at(10))
    board(here, 14)
    call, _ = object_to(answer.call.station, Kind.GAVE_UP, answer.identity, here, at(14))
    assert call == Nothing()


def movement_of(written: Entry) -> Movement:
    moved = movement(written)
    assert moved
    return moved
