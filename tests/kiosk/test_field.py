"""A field keeps every letter, in the order in which it was typed."""

from __future__ import annotations

import asyncio
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.events import Key

from kiosk.messages import TakenBack
from kiosk.widgets.field import Field
from tests.kiosk.driving import driven


class _Form(App[None]):
    def compose(self) -> ComposeResult:
        yield Field(id="one")

    def on_mount(self) -> None:
        self.entered: list[str] = []

    def on_input_submitted(self, message: Field.Submitted) -> None:
        self.entered.append(message.value)


def _press(app: App[None], text: str) -> None:
    for character in text:
        match character:
            case "\x7f":
                app.post_message(Key("backspace", None))
            case "\r":
                app.post_message(Key("enter", "\r"))
            case _:
                app.post_message(Key(character, character))


def typed(*bursts: str) -> tuple[str, int, list[str]]:
    """What a field holds, where its cursor stands, and what was entered, after keys without a pause."""

    async def run() -> tuple[str, int, list[str]]:
        app = _Form()
        async with app.run_test() as pilot:
            for burst in bursts:
                _press(app, burst)
                await pilot.pause()
            field = app.query_one(Field)
            return field.value, field.cursor_position, app.entered

    return asyncio.run(run())


@pytest.mark.parametrize("keys", [1, 2, 3])
@pytest.mark.parametrize("cursor", [0, 4, 10])
@pytest.mark.parametrize("most", [0, 10, 12])
@driven
async def test_what_a_scanner_typed_is_taken_back_also_where_the_field_was_full(
    keys: int, cursor: int, most: int
) -> None:
    app = _Form()
    async with app.run_test() as pilot:
        field = app.query_one(Field)
        field.max_length = most
        _press(app, "01/02/1990")
        await pilot.pause()
        field.cursor_position = cursor
        _press(app, "037"[:keys])
        await pilot.pause()
        field.post_message(TakenBack(keys))
        await pilot.pause()
        assert (field.value, field.cursor_position) == ("01/02/1990", cursor)


@driven
async def test_what_was_put_into_a_field_since_is_not_taken_back() -> None:
    app = _Form()
    async with app.run_test() as pilot:
        field = app.query_one(Field)
        _press(app, "An03")
        await pilot.pause()
        field.value = ""
        field.post_message(TakenBack(2))
        await pilot.pause()
        assert field.value == ""


@pytest.mark.parametrize(
    ("keys", "value"),
    [("Nguye\x7fê\x7fễn", "Nguyễn"), ("a\x7f\x7fb", "b"), ("Đa\x7fặ\x7fặng", "Đặng"), ("11", "11")],
)
def test_backspace_acts_between_the_letters_it_was_typed_between(keys: str, value: str) -> None:
    assert typed(keys)[0] == value


def test_enter_takes_what_was_typed_before_it_and_nothing_after() -> None:
    assert typed("ab\rcd")[2] == ["ab"]


def test_decomposed_letters_become_one_character_each() -> None:
    value, cursor, _ = typed(unicodedata.normalize("NFD", "Ngộ"))
    assert (value, cursor) == ("Ngộ", 3)


def test_backspace_takes_a_whole_letter_away() -> None:
    assert typed(unicodedata.normalize("NFD", "Ngộ"), "\x7f")[0] == "Ng"


@given(st.lists(st.sampled_from("aăâđêôơưễộ \x7f"), max_size=12))
@settings(max_examples=10)
def test_any_burst_ends_as_if_typed_slowly(keys: list[str]) -> None:
    expected: list[str] = []
    for key in keys:
        if key != "\x7f":
            expected.append(key)
        elif expected:
            expected.pop()
    assert typed("".join(keys))[0] == "".join(expected)
