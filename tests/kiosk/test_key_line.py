"""Keys one after the other: none waits for ever for the one before it."""

import asyncio
from pathlib import Path

from textual.events import Key

from kiosk.screens.base import Spoken
from kiosk.screens.pin import PinDialog
from tests.kiosk.driving import a_day, driven, on, type_at_once


class _Hangs(Spoken[None]):
    """A screen that answers a key only once it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.released = asyncio.Event()

    async def on_key(self) -> None:
        await self.released.wait()


@driven
async def test_the_kiosk_can_be_left_while_a_screen_hangs(tmp_path: Path) -> None:
    with a_day(tmp_path) as day:
        kiosk, hangs = day.kiosk(), _Hangs()
        async with kiosk.run_test(size=(80, 24)) as pilot:
            kiosk.push_screen(hangs)
            await on(pilot, _Hangs)
            type_at_once(pilot, "x")
            kiosk.post_message(Key("ctrl+q", None))
            async with asyncio.timeout(30):
                while not isinstance(kiosk.screen, PinDialog):  # noqa: ASYNC110 - a pilot waits for the screen that hangs
                    await asyncio.sleep(0.02)
            hangs.released.set()
            await on(pilot, PinDialog)
