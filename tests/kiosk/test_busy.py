"""Keys that came in time, handled late by a screen that was busy drawing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual.events import Key
from textual.message import Message

from checkin.participation import Kind
from kiosk.capture.wedge import GAP
from kiosk.messages import Scanned
from kiosk.screens.welcome import Welcome
from tests.kiosk.driving import NGO, a_day, driven, on, until


@pytest.mark.parametrize("cut", [1, 3, 8])
def test_a_burst_is_one_although_the_screen_was_busy_in_the_midst_of_it(cut: int, tmp_path: Path) -> None:
    @driven
    async def scenario() -> None:
        with a_day(tmp_path) as day:
            app = day.kiosk()
            async with app.run_test() as pilot:
                await on(pilot, Welcome)
                keys = [Key(symbol, symbol) for symbol in day.badges[NGO.id].data.decode()]
                for key in keys[:cut]:
                    app.post_message(key)
                app.call_later(lambda: time.sleep(3 * GAP))
                for key in keys[cut:]:
                    app.post_message(key)
                await until(pilot, lambda: bool(day.entries(Kind.ADMITTED)))
                assert day.admitted() == [NGO.id]
                assert app.query_one("#typed").value == ""  # type: ignore[attr-defined]

    scenario()


@pytest.mark.parametrize("cut", [1, 3, 8])
def test_a_foreign_code_answers_nothing_although_the_screen_was_busy(cut: int, tmp_path: Path) -> None:
    """Its digits would otherwise be keys of a person."""

    @driven
    async def scenario() -> None:
        with a_day(tmp_path) as day:
            app = day.kiosk()
            taken: list[bytes] = []

            def note(message: Message) -> None:
                if isinstance(message, Scanned):
                    taken.append(message.scan.data)

            async with app.run_test(message_hook=note) as pilot:
                await on(pilot, Welcome)
                app.screen.set_focus(None)
                keys = [Key(symbol, symbol) for symbol in "8934563138165"]
                for key in keys[:cut]:
                    app.post_message(key)
                app.call_later(lambda: time.sleep(3 * GAP))
                for key in keys[cut:]:
                    app.post_message(key)
                await until(pilot, lambda: bool(taken))
                assert set(taken) == {b"8934563138165"}

    scenario()
