"""The screen that tries a scanner: its code can be read, each scan is answered, and leaving is easy."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from itertools import groupby

import numpy as np
import pytest
from textual.color import Color
from textual.events import Key, Paste
from textual.pilot import Pilot

from kiosk.capture.advice import ADVICE
from kiosk.capture.decode import decode_still
from kiosk.capture.trial import TEST_CODE, Flaw, Verdict
from kiosk.keyboard import key_clock
from kiosk.screens.trial import Trial

_NAMES = {"\r": "enter", "\t": "tab", "\x02": "ctrl+b", "\x03": "ctrl+c", " ": "space"}
_HALVES = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def driven(test: Callable[[], Coroutine[object, object, None]]) -> Callable[[], None]:
    @wraps(test)
    def called() -> None:
        asyncio.run(test())

    return called


def rows(pilot: Pilot[None]) -> list[list[tuple[str, str | None]]]:
    """Each cell's symbol and foreground colour."""
    strips = pilot.app.screen._compositor.render_strips()
    return [
        [
            (symbol, segment.style.color.name if segment.style and segment.style.color else None)
            for segment in strip
            for symbol in segment.text
        ]
        for strip in strips
    ]


def shown(pilot: Pilot[None]) -> str:
    return "\n".join("".join(symbol for symbol, _ in row) for row in rows(pilot))


def words(pilot: Pilot[None]) -> str:
    """What stands beside the code, its lines joined."""
    lines = [line[41:].strip() for line in shown(pilot).splitlines()]
    return " ".join(" ".join(line for line in group) for full, group in groupby(lines, bool) if full)


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    for _ in range(500):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError(shown(pilot))


def type_at_once(pilot: Pilot[None], text: str) -> None:
    for key in text:
        pilot.app.post_message(Key(_NAMES.get(key, key), key))


@driven
async def test_the_code_on_the_smallest_terminal_is_read_and_leaves_room_for_words() -> None:
    app = Trial(lambda _: None)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Thử máy quét" in shown(pilot))
        cells = [[_HALVES.get(symbol, (0, 0)) for symbol, _ in row[:41]] for row in rows(pilot)]
        halves = np.array(cells, np.uint8).transpose(0, 2, 1).reshape(-1, 41)
        (code,) = decode_still(np.kron(halves * 255, np.ones((6, 6), np.uint8)))
        assert code.payload.decode() == TEST_CODE
        assert Color.parse(rows(pilot)[0][0][1] or "black").rgb == (255, 255, 255)
        assert "bấm quét" in words(pilot)
        assert "Esc: thoát" in words(pilot)


@driven
async def test_the_pace_is_that_of_the_keys_also_where_they_had_to_wait() -> None:
    kept: list[Verdict] = []
    app = Trial(kept.append)
    async with app.run_test(size=(80, 24)) as pilot:
        began = key_clock() - 0.05 * len(TEST_CODE)
        for place, symbol in enumerate(TEST_CODE):
            key = Key(_NAMES.get(symbol, symbol), symbol)
            key.time = began + 0.05 * place
            pilot.app.post_message(key)
        await until(pilot, lambda: bool(kept))
    assert [(one.flaws, round(one.pace, 2)) for one in kept] == [((Flaw.SLOW,), 0.05)]


@driven
async def test_shift_which_windows_reports_as_a_key_is_no_part_of_a_scan() -> None:
    kept: list[Verdict] = []
    app = Trial(kept.append)
    async with app.run_test(size=(80, 24)) as pilot:
        for symbol in TEST_CODE + "\r":
            if symbol.isupper():
                pilot.app.post_message(Key("ctrl+@", "\x00"))
            type_at_once(pilot, symbol)
        await until(pilot, lambda: bool(kept))
    assert [(one.prefix, one.suffix, one.flaws) for one in kept] == [("", "\r", ())]


@pytest.mark.parametrize(("prefix", "suffix"), [("", "\r"), ("\x02", "\x03"), ("~", "")])
def test_a_good_scan_is_kept_and_enter_finishes(prefix: str, suffix: str) -> None:
    kept: list[Verdict] = []

    @driven
    async def scenario() -> None:
        app = Trial(kept.append)
        async with app.run_test(size=(80, 24)) as pilot:
            type_at_once(pilot, f"{prefix}{TEST_CODE}{suffix}")
            await until(pilot, lambda: "Máy này đã nhớ" in words(pilot))
            await until(pilot, lambda: "Máy quét dùng được" in words(pilot))
            type_at_once(pilot, "\r")
            await until(pilot, lambda: not app.is_running)

    scenario()
    assert [(one.prefix, one.suffix, one.flaws) for one in kept] == [(prefix, suffix, ())]


@driven
async def test_what_alters_codes_is_told_whole_and_trying_goes_on_until_it_is_mended() -> None:
    kept: list[Verdict] = []
    app = Trial(kept.append)
    async with app.run_test(size=(80, 24)) as pilot:
        type_at_once(pilot, TEST_CODE.replace("aa dd ow as", "â đ ơ á") + "\r")
        await until(pilot, lambda: ADVICE[Flaw.TELEX].vi in words(pilot))
        await until(pilot, lambda: "quét lại" in words(pilot))
        type_at_once(pilot, "\r")
        type_at_once(pilot, TEST_CODE + "\r")
        await until(pilot, lambda: "Máy này đã nhớ" in words(pilot))
        assert app.is_running
        assert [one.flaws for one in kept] == [(Flaw.TELEX,), ()]


@driven
async def test_each_advice_fits_beside_the_code_in_both_languages() -> None:
    app = Trial(lambda _: None)
    async with app.run_test(size=(80, 24)) as pilot:
        for flaw in Flaw:
            app._take(Verdict((flaw,), "\x02", "\x03", 0.004))
            await until(pilot, lambda flaw=flaw: ADVICE[flaw].vi in words(pilot))  # type: ignore[misc]
            await until(pilot, lambda: "F2: English" in words(pilot))
        pilot.app.post_message(Key("f2", None))
        await until(pilot, lambda: "Esc: leave" in words(pilot))
        for flaw in Flaw:
            app._take(Verdict((flaw,), "\x02", "\x03", 0.004))
            await until(pilot, lambda flaw=flaw: ADVICE[flaw].en in words(pilot))  # type: ignore[misc]
            await until(pilot, lambda: "Esc: leave" in words(pilot))


@driven
async def test_text_that_arrives_as_a_paste_is_a_scan_too() -> None:
    kept: list[Verdict] = []
    app = Trial(kept.append)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(Paste(f"~{TEST_CODE}\r"))
        await until(pilot, lambda: bool(kept))
        assert (kept[0].prefix, kept[0].suffix) == ("~", "\r")


@driven
async def test_a_disk_that_takes_nothing_is_told() -> None:
    def full(_: Verdict) -> None:
        raise OSError("no space")

    app = Trial(full)
    async with app.run_test(size=(80, 24)) as pilot:
        type_at_once(pilot, TEST_CODE + "\r")
        await until(pilot, lambda: "Chưa ghi nhớ được" in words(pilot))


@pytest.mark.parametrize("key", ["escape", "ctrl+q", "ctrl+c"])
def test_one_key_leaves_and_others_do_nothing(key: str) -> None:
    @driven
    async def scenario() -> None:
        app = Trial(lambda _: None)
        async with app.run_test(size=(80, 24)) as pilot:
            for idle in ("a", "1", "tab", "enter"):
                app.post_message(Key(idle, None))
            await until(pilot, lambda: bool(app._strokes))
            await until(pilot, lambda: not app._strokes)
            assert app.is_running
            app.post_message(Key(key, None))
            await until(pilot, lambda: not app.is_running)

    scenario()


@pytest.mark.parametrize("keys", [["escape"] * 12, ["ctrl+c"] * 30, ["escape"] * 9 + ["ctrl+q"] * 2])
def test_a_key_that_leaves_does_so_too_when_it_is_pressed_in_impatience(keys: list[str]) -> None:
    kept: list[Verdict] = []

    @driven
    async def scenario() -> None:
        app = Trial(kept.append)
        async with app.run_test(size=(80, 24)) as pilot:
            for key in keys:
                app.post_message(Key(key, {"escape": "\x1b", "ctrl+c": "\x03", "ctrl+q": "\x11"}[key]))
            await until(pilot, lambda: not app.is_running)

    scenario()
    assert not kept


@driven
async def test_a_key_held_down_is_no_scan_but_a_paste_of_another_code_is() -> None:
    kept: list[Verdict] = []
    app = Trial(kept.append)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(20):
            app.post_message(Key("a", "a"))
        await until(pilot, lambda: bool(app._strokes))
        await until(pilot, lambda: not app._strokes)
        assert not kept
        app.post_message(Paste("8934563138165"))
        await until(pilot, lambda: bool(kept))
        assert kept[0].flaws == (Flaw.NOT_THE_CODE,)
