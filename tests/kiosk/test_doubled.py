"""A key pressed twice answers one question, never the next one that nobody has read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from textual.binding import Binding, BindingType
from textual.events import Key, MouseDown, MouseUp
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import OptionList

from checkin.desk import Scan
from checkin.participation import Kind
from kiosk.app import NgayHoi, Settings
from kiosk.keyboard import key_clock
from kiosk.screens.base import Dialog, Face
from kiosk.screens.choose import Choose
from kiosk.screens.consent import Consent
from kiosk.screens.desk_pick import Pick
from kiosk.screens.register_steps import Step
from kiosk.screens.result import Result
from kiosk.screens.welcome import Welcome
from kiosk.widgets.choices import Choices
from kiosk.widgets.field import Field
from tests.builders import desk_of
from tests.kiosk.driving import (
    MUA,
    NEW_CARD,
    NGO,
    Day,
    a_day,
    by_hand,
    driven,
    on,
    scan,
    step,
    type_at_once,
    until,
)
from tests.kiosk.scenes_desk import (
    LAM,
    Run,
    World,
    at_desk,
    decided,
    entries,
    open_class,
    press,
    screen_text,
    shown,
    who_came,
)

ANY_WHILE = 600.0
"""Seconds in which a test certainly presses the key again."""


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with a_day(tmp_path) as made:
        yield made


def patient_desk(here: World) -> World:
    here.doubled_seconds = ANY_WHILE
    return here


async def again(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait until all that they do is done."""
    for key in keys:
        await pilot.press(key)
        await decided(pilot)
        await pilot.pause()


def read(pilot: Pilot[None]) -> None:
    """So much time went by that the question was read."""
    assert isinstance(pilot.app, NgayHoi)
    pilot.app.settings = replace(pilot.app.settings, doubled_seconds=0)


def just_came(pilot: Pilot[None]) -> None:
    """What is asked now came so lately that nobody can have read it."""
    assert isinstance(pilot.app, NgayHoi)
    pilot.app.settings = replace(pilot.app.settings, doubled_seconds=ANY_WHILE)


@driven
@pytest.mark.parametrize("key", ["1", "f6", "enter", "escape"])
async def test_a_key_meant_for_the_answer_before_does_nothing_to_the_next_one(day: Day, key: str) -> None:
    async with day.kiosk(doubled_seconds=ANY_WHILE).run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        answer = await on(pilot, Result)
        before = day.entries()
        await again(pilot, key)
        assert (pilot.app.screen, day.entries()) == (answer, before)


async def click(pilot: Pilot[None], widget: Widget) -> None:
    """Click in the middle of the first row of a widget, as a terminal does."""
    await pilot.pause()
    x, y = widget.content_region.x + 5, widget.content_region.y
    for button in (MouseDown, MouseUp):
        pilot.app.post_message(button(None, x, y, 0, 0, 1, False, False, False, x, y))
    await decided(pilot)
    await pilot.pause()


@driven
async def test_a_click_meant_for_what_stood_there_before_does_nothing(day: Day) -> None:
    async with day.kiosk(doubled_seconds=ANY_WHILE).run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[MUA.id])
        question = await on(pilot, Consent)
        await click(pilot, question.query_one(Choices))
        assert (pilot.app.screen, day.entries()) == (question, [])
        read(pilot)
        await click(pilot, question.query_one(Choices))
        await on(pilot, Result)


@driven
async def test_a_name_clicked_twice_gives_no_consent(day: Day) -> None:
    async with day.kiosk(doubled_seconds=ANY_WHILE).run_test(size=(80, 24)) as pilot:
        pilot.app.screen.query_one("#typed", Field).value = "dinh thi mua"
        await pilot.press("enter")
        names = await on(pilot, Choose)
        read(pilot)
        await click(pilot, names.query_one(OptionList))
        just_came(pilot)
        question = await on(pilot, Consent)
        await click(pilot, question.query_one(Choices))
        assert (pilot.app.screen, day.entries()) == (question, [])


@driven
async def test_a_scroll_bar_is_let_go_whatever_came_up_while_it_was_held(day: Day) -> None:
    async with day.kiosk(doubled_seconds=ANY_WHILE).run_test(size=(80, 24)) as pilot:
        read(pilot)
        field = (await on(pilot, Welcome)).query_one(Field)
        x, y = field.content_region.x + 1, field.content_region.y
        pilot.app.post_message(MouseDown(None, x, y, 0, 0, 1, False, False, False, x, y))
        await pilot.pause()
        pilot.app.capture_mouse(field)
        assert isinstance(pilot.app, NgayHoi)
        pilot.app.moved_on()
        just_came(pilot)
        pilot.app.post_message(MouseDown(None, x, y, 0, 0, 3, False, False, False, x, y))
        pilot.app.post_message(MouseUp(None, x, y, 0, 0, 1, False, False, False, x, y))
        await until(pilot, lambda: pilot.app.mouse_captured is None)


@driven
async def test_an_answer_clicked_twice_says_nothing_about_how_long_somebody_stays(day: Day) -> None:
    async with day.kiosk(doubled_seconds=ANY_WHILE).run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        read(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: bool(day.entries(Kind.DECLINED)))
        just_came(pilot)
        await pilot.pause()
        await click(pilot, pilot.app.screen.query_one("#stays"))
        assert day.entries(Kind.STAY) == []


@driven
async def test_the_rest_of_what_was_being_typed_answers_no_question_that_came_meanwhile(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.presses._RUN", ANY_WHILE)
    async with day.kiosk(doubled_seconds=0.01).run_test(size=(80, 24)) as pilot:
        for letter in "ngo 19":
            type_at_once(pilot, letter)
        await until(pilot, lambda: pilot.app.screen.query_one("#typed", Field).value == "ngo 19")
        scan(pilot, day.badges[MUA.id])
        question = await on(pilot, Consent)
        await again(pilot, "1")
        assert (pilot.app.screen, day.entries()) == (question, [])
        read(pilot)
        await pilot.press("1")
        await on(pilot, Result)


@driven
async def test_digits_that_answer_one_question_after_the_other_are_no_text(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.presses._RUN", ANY_WHILE)
    async with day.kiosk(doubled_seconds=1e-9).run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[MUA.id])
        await on(pilot, Consent)
        await pilot.press("1")
        await on(pilot, Result)
        await pilot.press("2")
        await until(pilot, lambda: [entry.draft.minutes for entry in day.entries(Kind.STAY)] == [60])


@driven
async def test_the_sex_pressed_twice_does_not_answer_the_guardian_s_consent(day: Day) -> None:
    async with day.kiosk(doubled_seconds=ANY_WHILE).run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "Hồ Thị Tí", "1/2/2016", "1")
        screen = await step(pilot, "consent")
        await again(pilot, "1", "1")
        assert screen.step is Step.CONSENT
        assert screen.form.agreed == "tai-ban"
        await pilot.press("down", "enter")
        await step(pilot, "group", "hamlet")
        assert screen.form.agreed == "giam-ho"


@driven
async def test_nor_does_it_choose_a_namesake(day: Day) -> None:
    async with day.kiosk(doubled_seconds=ANY_WHILE).run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "dinh van ray", "1990", "2")
        question = await on(pilot, Choose)
        await again(pilot, "2", "2")
        assert pilot.app.screen is question
        read(pilot)
        await pilot.press("1")
        await on(pilot, Result)


@driven
async def test_a_group_pressed_twice_registers_nobody_in_a_hamlet(day: Day) -> None:
    async with day.kiosk(doubled_seconds=ANY_WHILE).run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "Hồ Thị Lụa", "1957", "2")
        screen = await step(pilot, "group", "hamlet")
        await again(pilot, "3", "3", "8")
        assert screen.form.hamlet is None, "nor by the key after it, which was meant for something else"
        read(pilot)
        await pilot.press("8")
        await on(pilot, Result)
        assert screen.form.hamlet == "nuoc-giap"


@driven
async def test_a_result_closed_twice_finishes_no_registration_beneath(day: Day) -> None:
    async with day.kiosk(doubled_seconds=ANY_WHILE).run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await step(pilot, "consent")
        read(pilot)
        await pilot.press("1")
        form = await step(pilot, "review")
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        await again(pilot, "enter")
        just_came(pilot)
        await again(pilot, "enter")
        assert pilot.app.screen is form
        assert day.admitted() == [NGO.id]


def test_a_class_chosen_twice_is_not_admitted_unseen(here: World) -> None:
    async def steps(pilot: Run) -> None:
        members = await open_class(pilot)
        await again(pilot, "enter", "enter")
        assert pilot.app.screen is members
        await pilot.press("f9", "f9", "enter")
        await until(pilot, lambda: "ĐÃ ĐÓN 6 NGƯỜI" in shown(pilot))

    at_desk(patient_desk(here), steps)
    assert len(who_came(here)) == 6


def test_enter_held_down_takes_nothing_back(here: World) -> None:
    here.came(LAM, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f5", Pick)
        await pilot.press("enter")
        await until(pilot, lambda: "Vì sao hoàn tác?" in screen_text(pilot))
        await again(pilot, "enter", "enter", "enter")
        assert "Vì sao hoàn tác?" in screen_text(pilot)

    at_desk(patient_desk(here), steps)
    assert entries(here, Kind.UNDONE) == []


def test_a_key_held_down_for_long_answers_nothing(here: World) -> None:
    async def steps(pilot: Run) -> None:
        members = await open_class(pilot)
        began = key_clock()
        for repeat in range(60):
            key = Key("enter", "\r")
            key.time = began + repeat / 30
            pilot.app.post_message(key)
            await decided(pilot)
            await pilot.pause()
            pilot.app.settings = replace(pilot.app.settings, doubled_seconds=1e-9)  # type: ignore[attr-defined]
        assert pilot.app.screen is members
        await pilot.press("f9", "f9", "enter")
        await until(pilot, lambda: "ĐÃ ĐÓN 6 NGƯỜI" in shown(pilot))

    at_desk(patient_desk(here), steps)


class _Asked(Dialog[bool]):
    """A question that a key leads to."""


class _Leading(Face):
    """Hears scans; the key that a badge's code begins with leads to a question."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("0", "ask")]

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Scan] = []

    def action_ask(self) -> None:
        self.app.push_screen(_Asked())

    def scanned(self, scan: Scan) -> None:
        self.heard.append(scan)


@driven
async def test_a_scan_that_begins_with_the_key_just_pressed_loses_nothing(day: Day) -> None:
    settings = Settings(plain=False, doubled_seconds=ANY_WHILE)
    async with NgayHoi(desk_of(day.store), _Leading, day.clock, settings).run_test() as pilot:
        await pilot.press("0")
        await on(pilot, _Asked)
        badge = day.badges[NGO.id]
        assert badge.data.startswith(b"0")
        type_at_once(pilot, f"{badge.data.decode()}\r")
        face = pilot.app.screen_stack[0]
        assert isinstance(face, _Leading)
        await until(pilot, lambda: [heard.data for heard in face.heard] == [badge.data])
