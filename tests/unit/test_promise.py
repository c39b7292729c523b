"""Times that people are told hold for nine of ten, whatever the day does."""

from __future__ import annotations

from random import Random

import pytest

from stations.promise import Promises


@pytest.mark.parametrize("truth", [0.3, 1.0, 4.0])
def test_nine_of_ten_hold_however_wrong_the_expectation_is(truth: float) -> None:
    chance, promises, kept, at = Random(1), Promises(), 0, 0.0
    for number in range(2000):
        expected = chance.uniform(0, 15)
        waited = truth * expected * chance.lognormvariate(0, 0.5)
        told = promises.length(expected)
        promises.make(at, str(number), told)
        at += waited
        promises.called(at, str(number))
        kept += waited <= told
    assert 0.88 <= kept / 2000 <= 0.93


def test_whoever_is_never_called_counts_as_a_broken_promise() -> None:
    promises = Promises()
    before = promises.length(5)
    promises.make(0, "a", before)
    promises.look(before - 0.1)
    assert promises.length(5) == before
    promises.look(before + 0.1)
    assert promises.length(5) > before
    longer = promises.length(5)
    promises.called(before + 1, "a")
    assert promises.length(5) == longer, "a promise is broken once"


def test_a_kept_promise_shortens_the_next_one_and_one_forgotten_does_not() -> None:
    promises = Promises()
    before = promises.length(5)
    promises.make(0, "a", before)
    promises.forget("a")
    promises.look(999)
    assert promises.length(5) == before
    promises.make(0, "b", before)
    promises.called(1, "b")
    assert promises.length(5) < before


def test_asking_again_does_not_move_the_promise() -> None:
    promises = Promises()
    promises.make(0, "a", 5)
    promises.make(4, "a", 5)
    before = promises.length(5)
    promises.look(6)
    assert promises.length(5) > before


def test_whoever_is_called_at_the_very_minute_was_told_right() -> None:
    promises = Promises()
    before = promises.length(5)
    promises.make(0, "a", before)
    promises.called(before, "a")
    assert promises.length(5) < before


def test_whoever_was_told_nothing_changes_nothing_when_called() -> None:
    promises = Promises()
    before = promises.length(5)
    promises.called(1, "a")
    assert promises.length(5) == before


def test_whoever_waited_too_long_once_is_promised_anew_the_next_time() -> None:
    promises = Promises()
    promises.make(0, "a", 5)
    promises.called(9, "a")
    before = promises.length(5)
    promises.make(20, "a", 5)
    promises.called(21, "a")
    assert promises.length(5) < before
