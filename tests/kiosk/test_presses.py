"""Which keys are meant, to the hundredth of a second: what a screen's tests cannot time."""

import pytest
from textual.events import Key

from kiosk.presses import Presses

SECONDS = 0.6
"""How long the key that led to a question does not answer it."""


class Laptop:
    """Keys pressed at given seconds, where nothing but the test moves on."""

    def __init__(self) -> None:
        self.presses = Presses()

    def press(self, key: str, at: float, *, in_field: bool = False, on_face: bool = False) -> bool:
        event = Key(key, key if len(key) == 1 else None)
        event.time = at
        return self.presses.is_meant(event, SECONDS, in_field=in_field, on_face=on_face)


@pytest.fixture
def asked() -> Laptop:
    """Key 1 led to a question 100 seconds after the start."""
    laptop = Laptop()
    assert laptop.press("1", 100.0)
    laptop.presses.screen_changed(100.0)
    return laptop


@pytest.mark.parametrize(("after", "meant"), [(0.05, False), (0.59, False), (0.61, True), (5.0, True)])
def test_the_key_that_led_to_a_question_answers_it_once_it_can_be_read(
    asked: Laptop, after: float, meant: bool
) -> None:
    assert asked.press("1", 100.0 + after) is meant


def test_another_key_answers_at_once(asked: Laptop) -> None:
    assert asked.press("2", 100.05)


def test_a_key_pressed_before_a_screen_came_answers_nothing_on_it(asked: Laptop) -> None:
    assert not asked.press("2", 99.95)
    assert not asked.press("enter", 99.95)
    assert asked.press("2", 99.95, on_face=True)
    assert asked.press("2", 100.05)


def test_a_key_held_for_three_seconds_answers_nothing_and_pressed_anew_it_does(asked: Laptop) -> None:
    moments = [100.0 + 0.1 * step for step in range(1, 31)]
    assert not any(asked.press("1", moment) for moment in moments)
    assert asked.press("1", moments[-1] + 0.25)


def test_a_symbol_typed_again_into_a_field_is_no_key_held_down(asked: Laptop) -> None:
    assert not asked.press("1", 100.55, in_field=True)
    assert asked.press("1", 100.65, in_field=True)


def test_after_a_doubled_key_another_answers_the_question_after_this_one(asked: Laptop) -> None:
    assert not asked.press("1", 100.1)
    assert not asked.press("2", 100.3)
    assert asked.press("2", 100.7)


def test_a_key_right_after_a_scan_is_of_the_screen_before(asked: Laptop) -> None:
    asked.presses.scanned()
    asked.presses.screen_changed(110.0)
    assert not asked.press("2", 110.5)
    assert asked.press("2", 110.7)


def test_a_name_that_is_still_typed_when_something_else_comes_answers_nothing() -> None:
    laptop = Laptop()
    assert laptop.press("a", 100.0, in_field=True)
    laptop.presses.screen_changed(100.1)
    typed = [100.8 + 0.9 * step for step in range(5)]
    assert not any(laptop.press("1", moment) for moment in typed)
    assert laptop.press("1", typed[-1] + 1.1)


def test_enter_ends_a_text_that_is_still_typed() -> None:
    laptop = Laptop()
    assert laptop.press("a", 100.0, in_field=True)
    laptop.presses.screen_changed(100.1)
    laptop.press("enter", 100.8)
    assert laptop.press("1", 100.9)


def test_a_symbol_typed_into_a_field_is_taken_though_its_screen_came_only_then(asked: Laptop) -> None:
    assert asked.press("a", 99.95, in_field=True)


def test_enter_in_a_field_right_after_a_scan_is_of_the_screen_before_and_symbols_are_not(
    asked: Laptop,
) -> None:
    asked.presses.scanned()
    asked.presses.screen_changed(110.0)
    assert asked.press("a", 110.3, in_field=True)
    assert not asked.press("enter", 110.4, in_field=True)


def test_after_a_doubled_key_a_field_takes_what_is_typed(asked: Laptop) -> None:
    assert not asked.press("1", 100.1)
    assert asked.press("2", 100.3, in_field=True)


def test_enter_at_the_face_ends_no_text() -> None:
    laptop = Laptop()
    assert laptop.press("a", 100.0, in_field=True)
    laptop.presses.screen_changed(100.1)
    laptop.press("enter", 100.8, on_face=True)
    assert not laptop.press("1", 100.9)


def test_digits_right_after_a_text_in_a_field_of_the_same_screen_are_none_of_it() -> None:
    laptop = Laptop()
    laptop.presses.screen_changed(99.0)
    assert laptop.press("a", 100.0, in_field=True)
    assert laptop.press("1", 100.7)
