"""Two people before one camera: each has their turn, nobody is forgotten, and the next one never waits."""

from __future__ import annotations

from checkin.desk import Scan
from kiosk.turns import Turns

A, B, C, D = (Scan(name) for name in (b"a", b"b", b"c", b"d"))


def test_who_is_seen_together_is_answered_one_after_the_other() -> None:
    turns = Turns(2.5)
    assert turns.may_go(A, 10.0, seen=True)
    assert not turns.may_go(B, 10.03, seen=True)
    assert not turns.may_go(C, 10.06, seen=True)
    assert turns.following(12.4, is_shown=True, is_asked=False) is None
    assert turns.following(12.5, is_shown=True, is_asked=False) is B
    assert turns.following(14.9, is_shown=True, is_asked=False) is None
    assert turns.following(15.0, is_shown=True, is_asked=False) is C
    assert not turns.is_someone_waiting


def test_an_answer_that_is_dismissed_makes_way_at_once() -> None:
    turns = Turns(2.5)
    turns.may_go(A, 10.0, seen=True)
    turns.may_go(B, 10.1, seen=True)
    assert turns.following(10.2, is_shown=False, is_asked=False) is None, "not shown yet is not dismissed"
    assert turns.following(10.4, is_shown=True, is_asked=False) is None
    assert turns.following(10.9, is_shown=False, is_asked=False) is B


def test_who_came_late_waits_until_whoever_came_long_before_has_read() -> None:
    turns = Turns(2.5)
    assert turns.may_go(A, 10.0, seen=False)
    turns.wait(B, 70.0)
    turns.wait(B, 70.0)
    assert turns.following(70.1, is_shown=True, is_asked=False, is_held=True) is None
    assert turns.following(72.5, is_shown=True, is_asked=False) is None
    assert turns.following(72.7, is_shown=True, is_asked=False) is B
    assert not turns.is_someone_waiting


def test_each_answer_has_its_time_also_after_one_that_was_dismissed() -> None:
    turns = Turns(2.5)
    for scan in (A, B, C):
        turns.may_go(scan, 10.0, seen=True)
    turns.following(10.4, is_shown=True, is_asked=False)
    assert turns.following(10.9, is_shown=False, is_asked=False) is B
    assert turns.following(11.0, is_shown=False, is_asked=False) is None, "B is not shown yet"
    assert turns.following(13.4, is_shown=True, is_asked=False) is C


def test_an_answer_in_use_makes_way_when_it_is_put_away_or_was_read_after_use() -> None:
    for put_away in (True, False):
        turns = Turns(2.5)
        turns.may_go(A, 10.0, seen=True)
        turns.may_go(B, 10.1, seen=True)
        assert turns.following(20.0, is_shown=True, is_asked=False, is_held=True) is None
        if not put_away:
            assert turns.following(22.4, is_shown=True, is_asked=False) is None
        assert turns.following(22.5, is_shown=not put_away, is_asked=False) is B


def test_nobody_is_answered_over_the_question_to_another() -> None:
    turns = Turns(2.5)
    turns.may_go(A, 10.0, seen=True)
    turns.may_go(B, 10.1, seen=True)
    assert turns.following(40.0, is_shown=True, is_asked=True) is None
    assert turns.following(40.1, is_shown=False, is_asked=False) is None, "the answer is still to come"
    assert turns.following(42.4, is_shown=True, is_asked=False) is None
    assert turns.following(42.5, is_shown=True, is_asked=False) is B


def test_the_next_one_in_the_queue_and_a_scanner_are_answered_at_once() -> None:
    turns = Turns(2.5)
    assert turns.may_go(A, 10.0, seen=True)
    assert turns.may_go(B, 11.0, seen=True)
    assert turns.may_go(C, 11.1, seen=False)
    assert turns.may_go(D, 11.15, seen=False)


def test_whoever_comes_while_somebody_waits_is_answered_after_them() -> None:
    turns = Turns(2.5)
    assert turns.may_go(A, 10.0, seen=True)
    assert not turns.may_go(B, 10.1, seen=True)
    assert not turns.may_go(C, 12.0, seen=True)
    assert turns.following(12.5, is_shown=True, is_asked=False) is B
    assert turns.following(15.0, is_shown=True, is_asked=False) is C


def test_whoever_overtakes_makes_nobody_forgotten() -> None:
    turns = Turns(2.5)
    turns.may_go(A, 10.0, seen=True)
    turns.may_go(B, 10.1, seen=True)
    assert turns.may_go(C, 10.5, seen=False)
    assert turns.following(12.9, is_shown=True, is_asked=False) is None
    assert turns.following(13.0, is_shown=True, is_asked=False) is B


def test_who_waits_and_shows_it_again_is_answered_once() -> None:
    turns = Turns(2.5)
    turns.may_go(A, 10.0, seen=True)
    assert not turns.may_go(B, 10.1, seen=True)
    assert not turns.may_go(B, 10.2, seen=True)
    assert turns.may_go(B, 13.0, seen=True)
    assert not turns.is_someone_waiting


def test_a_wall_of_codes_waits_in_bounds_and_loses_none() -> None:
    turns = Turns(2.5)
    scans = [Scan(b"%d" % n) for n in range(40)]
    now = [scan for scan in scans if turns.may_go(scan, 10.0, seen=True)]
    waited = [turns.following(20.0 + 3 * n, is_shown=True, is_asked=False) for n in range(8)]
    assert {*now, *waited} == {*scans}
    assert len(waited) == 8
    assert not turns.is_someone_waiting
