"""Only a person answers a question, and only once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from checkin.desk import Scan
from checkin.participation import Kind
from kiosk.app import NgayHoi, Settings
from kiosk.messages import Scanned
from kiosk.screens.choose import Choose
from kiosk.screens.consent import Consent
from kiosk.screens.desk import DeskScreen
from kiosk.screens.register import Register
from kiosk.screens.result import Result
from kiosk.screens.station import StationScreen
from kiosk.screens.verdict import Farewell
from kiosk.screens.welcome import Welcome
from kiosk.widgets.field import Field
from tests.builders import desk_of, text
from tests.kiosk.driving import (
    MUA,
    NEW_CARD,
    NGO,
    RAY,
    SUONG,
    Day,
    a_day,
    driven,
    on,
    reads,
    scan,
    shown,
    the_day,
    type_at_once,
    until,
)

WHICH = Scan("051090000007||Đinh Văn Rẫy|00001990|Nam|Thôn X, Ba Khâm, Ba Tơ, Quảng Ngãi|02052021".encode())
STATION = "dich-vu-cong"


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with a_day(tmp_path, number=1) as made:
        yield made


def strange_codes(day: Day) -> list[str]:
    """A bottle of water, a health insurance card, a forged badge, half a badge."""
    genuine = day.badges[NGO.id].data.decode()
    forged = ("1" if genuine[0] != "1" else "2") + genuine[1:]
    return ["2934563138165", "DN4510012345678|50C4ED1|01/01/1950|1", forged, genuine[:9]]


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("end", ["\r", "\t", ""])
@driven
async def test_a_strange_code_agrees_to_nothing(day: Day, which: int, end: str) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[MUA.id])
        await on(pilot, Consent)
        type_at_once(pilot, strange_codes(day)[which] + end)
        await on(pilot, Result)
        assert "Chào" not in shown(pilot)
        assert not day.entries(Kind.CONSENTED, Kind.ADMITTED)


@driven
async def test_a_strange_code_chooses_nobody(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, WHICH)
        await on(pilot, Choose)
        type_at_once(pilot, "2934563138165\r")
        await on(pilot, Result)
        assert not day.entries(Kind.ADMITTED, Kind.CARD_LINKED)


@driven
async def test_a_strange_code_says_nothing_about_how_long_someone_stays(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "bao lâu")
        type_at_once(pilot, "2934563138165\r")
        await until(pilot, lambda: "Chào" not in shown(pilot) and isinstance(pilot.app.screen, Result))
        assert not day.entries(Kind.STAY)


@driven
async def test_a_strange_code_neither_agrees_in_a_registration_nor_finishes_it(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await on(pilot, Register)
        await reads(pilot, "Bấm số 1")
        for answer in ("", "1"):
            await pilot.press(*answer)
            type_at_once(pilot, "1934563138165\r")
            await on(pilot, Result)
            await pilot.press("enter")
            await on(pilot, Register)
        assert not day.entries(Kind.CONSENTED, Kind.ADMITTED)


@driven
async def test_a_question_waits_for_whoever_a_volunteer_reads_it_to_and_at_the_kiosk_for_a_while(
    day: Day,
) -> None:
    for face, patience in ((DeskScreen, None), (Welcome, 600.0)):
        app = NgayHoi(desk_of(day.store, "ban-1"), face, day.clock, Settings(plain=False, idle_seconds=600.0))
        async with app.run_test(size=(80, 24)) as pilot:
            scan(pilot, day.badges[MUA.id])
            question = await on(pilot, Consent)
            assert question.patience == patience


@driven
async def test_words_too_long_for_the_screen_are_read_on_by_a_key(day: Day) -> None:
    known = the_day()
    long = [
        replace(basis, text=text("Xin hỏi. " * 66 + "Quý vị có đồng ý không ạ?"))
        for basis in known.programme.consents
    ]
    day.store.put(replace(known, programme=replace(known.programme, consents=tuple(long))))
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[SUONG.id])
        await on(pilot, Consent)
        await pilot.press("pagedown")
        await reads(pilot, "có đồng ý không ạ?", "Có, tôi đồng ý")
        await pilot.press("pageup")
        await until(pilot, lambda: "có đồng ý không ạ?" not in shown(pilot))


@driven
async def test_what_somebody_left_behind_goes_though_others_come(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with day.kiosk(result_seconds=0.05).run_test(size=(80, 24)) as pilot:
        await pilot.press(*"pham thi")
        later = monotonic() + 1_000
        monkeypatch.setattr("kiosk.screens.base.monotonic", lambda: later)
        monkeypatch.setattr("kiosk.screens.base._LEAST", 0.05)
        scan(pilot, day.badges[NGO.id])
        await until(
            pilot,
            lambda: (
                bool(day.entries(Kind.ADMITTED))
                and pilot.app.screen_stack[0].query_one("#typed", Field).value == ""
            ),
        )


@driven
async def test_two_seen_together_each_read_their_answer_however_slow_the_store_is(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_is_free = Event()
    async with day.kiosk(reading_seconds=2.5).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, NgayHoi)
        app.clerk.do("wait", store_is_free.wait, app)
        for person in (NGO, RAY):
            app.post_message(Scanned(day.badges[person.id], seen=True))
        await until(pilot, lambda: app.answering.turns.is_someone_waiting)
        later = monotonic() + 1_000
        monkeypatch.setattr("kiosk.answering.monotonic", lambda: later)
        app.answering.look_for_turn()
        assert app.answering.turns.is_someone_waiting, "the first is not answered yet"
        store_is_free.set()
        await reads(pilot, "Chào bà Phạm Thị Ngộ!")
        app.answering.look_for_turn()
        assert app.answering.turns.is_someone_waiting, "nor has she read it"
        await pilot.press("enter")
        monkeypatch.setattr("kiosk.answering.monotonic", lambda: later + 3)
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")


@driven
async def test_a_strange_code_ticks_no_outcome(day: Day) -> None:
    app = NgayHoi(
        desk_of(day.store, STATION), lambda: StationScreen(STATION), day.clock, Settings(plain=False)
    )
    async with app.run_test(size=(80, 24)) as pilot:
        for turn in (Kind.VISIT_IN, Kind.VISIT_OUT):
            day.clock.now += timedelta(minutes=9)
            scan(pilot, day.badges[NGO.id])
            await until(pilot, lambda turn=turn: bool(day.entries(turn)))  # type: ignore[misc]
            await until(pilot, lambda: not pilot.app.screen._then)  # type: ignore[attr-defined]
        await reads(pilot, "Bấm số: chọn, bỏ")
        type_at_once(pilot, "2134563138165\r")
        await until(pilot, lambda: "Bấm số: chọn, bỏ" not in shown(pilot) or "LẠ" in shown(pilot).upper())
        assert not day.entries(Kind.OUTCOME)


@driven
async def test_what_is_typed_at_any_speed_into_a_field_is_text(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        type_at_once(pilot, "2934563138165")
        await until(pilot, lambda: pilot.app.screen.query_one("#typed", Field).value == "2934563138165")


@pytest.mark.parametrize("keys", ["11", "\r\r", "\x1b\x1b"])
@pytest.mark.parametrize("pause", [0.0, 0.01, 0.04])
@driven
async def test_a_key_pressed_twice_answers_once(day: Day, keys: str, pause: float) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id if keys == "\r\r" else MUA.id])
        await on(pilot, Result if keys == "\r\r" else Consent)
        for key in keys:
            type_at_once(pilot, key) if key != "\x1b" else await pilot.press("escape")
            await asyncio.sleep(pause)
        await on(pilot, Result if keys == "11" else Welcome)
        assert len(day.entries(Kind.CONSENTED)) == (1 if keys == "11" else 0)


@driven
async def test_an_answer_given_while_another_screen_is_on_top_takes_that_one_not_away(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[MUA.id])
        question = await on(pilot, Consent)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: pilot.app.screen is not question)
        top = pilot.app.screen
        question.dismiss(True)
        assert pilot.app.screen is top


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Vâng, hôm nay máy"), ("en", "nothing about you was recorded")]
)
@driven
async def test_whoever_is_on_a_list_and_says_no_is_thanked_for_it(day: Day, language: str, said: str) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await on(pilot, Welcome)
        if language == "en":
            await pilot.press("f2")
        scan(pilot, day.badges[MUA.id])
        await on(pilot, Consent)
        await pilot.press("2")
        await on(pilot, Farewell)
        await reads(pilot, said)
        await pilot.press("enter")
        await on(pilot, Welcome)
        await reads(pilot, "Kính mời Quý vị")
        assert not day.entries(Kind.CONSENTED, Kind.ADMITTED)
