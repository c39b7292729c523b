"""Keys one after the other, but none waits for ever for the one before it."""

import asyncio
import time
from pathlib import Path

import pytest
from textual.events import Key

from checkin.person import Sex
from kiosk.screens.base import Spoken
from kiosk.screens.pin import PinDialog
from kiosk.screens.result import Result
from kiosk.widgets.choices import Choices
from tests.kiosk.driving import a_day, by_hand, driven, on, step, the_day, type_at_once, until


class _Hangs(Spoken[None]):
    """A screen that answers a key only once it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.released = asyncio.Event()

    async def on_key(self) -> None:
        await self.released.wait()


@pytest.mark.parametrize("keys", [1, 3])
@driven
async def test_the_kiosk_can_be_left_while_a_screen_hangs(tmp_path: Path, keys: int) -> None:
    with a_day(tmp_path) as day:
        kiosk, hangs = day.kiosk(), _Hangs()
        async with kiosk.run_test(size=(80, 24)) as pilot:
            kiosk.push_screen(hangs)
            await on(pilot, _Hangs)
            type_at_once(pilot, "x" * keys)
            kiosk.post_message(Key("ctrl+q", None))
            async with asyncio.timeout(30):
                while not isinstance(kiosk.screen, PinDialog):  # noqa: ASYNC110 - a pilot waits for the screen that hangs
                    await asyncio.sleep(0.02)
            hangs.released.set()
            await on(pilot, PinDialog)


@driven
async def test_a_laptop_out_of_breath_keeps_the_order_of_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    select = Choices.action_select

    def breathless(choices: Choices) -> None:
        time.sleep(1.5)
        select(choices)

    with a_day(tmp_path, number=1) as day:
        kiosk = day.kiosk()
        async with kiosk.run_test(size=(80, 24)) as pilot:
            await by_hand(pilot, "Hồ Thị Lụa", "1957", "1")
            register = await step(pilot, "group", "hamlet")
            monkeypatch.setattr(Choices, "action_select", breathless)
            type_at_once(pilot, "32")
            await on(pilot, Result)
        assert register.form.group == the_day().programme.groups[2].code
        assert register.form.hamlet == the_day().programme.hamlets[1].code


@driven
async def test_what_is_typed_while_namesakes_are_looked_for_answers_the_next_question(tmp_path: Path) -> None:
    with a_day(tmp_path, number=1) as day:
        kiosk = day.kiosk(doubled_seconds=0.6)
        async with kiosk.run_test(size=(80, 24)) as pilot:
            await by_hand(pilot, "Hồ Thị Lụa", "1957")
            register = await step(pilot, "sex")
            await until(pilot, lambda: pilot.app.focused is register.query_one("#sex"))
            kiosk.clerk.do("something slow", lambda: time.sleep(0.4), kiosk)
            type_at_once(pilot, "232")
            await on(pilot, Result)
        assert register.form.sex is Sex.MALE
        assert register.form.group == the_day().programme.groups[2].code
        assert register.form.hamlet == the_day().programme.hamlets[1].code
