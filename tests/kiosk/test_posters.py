"""Codes from elsewhere that a camera sees on a wall take nobody's answer or question away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from checkin.desk import Scan
from kiosk import turns
from kiosk.app import NgayHoi
from kiosk.messages import Scanned
from kiosk.screens import desk_counter
from kiosk.screens.consent import Consent
from kiosk.screens.desk_pick import Pick
from kiosk.screens.result import Result
from kiosk.screens.welcome import Welcome
from tests.kiosk.driving import FOREIGN, MUA, NGO, RAY, Day, a_day, driven, on, reads, scan, shown, until
from tests.kiosk.scenes_desk import LAM, SON, YEN, Run, World, at_desk, desk_of, full_disk, press
from tests.kiosk.scenes_desk import scan as scanned
from tests.kiosk.scenes_desk import shown as shown_at_desk

LINK = Scan(b"https://quangngai.example/moi")


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with a_day(tmp_path, 1) as made:
        yield made


@pytest.fixture(autouse=True)
def _one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody stands there together: each code comes when that before it was answered."""
    monkeypatch.setattr(turns, "TOGETHER", 0.0)


def see(app: App[None], code: Scan) -> None:
    """Let the camera see a code."""
    app.post_message(Scanned(code, seen=True))


async def seen(pilot: Pilot[None], code: Scan) -> None:
    """Let the camera see a code, and wait until whatever comes of it is shown."""
    app = pilot.app
    assert isinstance(app, NgayHoi)
    see(app, code)
    await pilot.pause()
    await until(pilot, lambda: app.clerk.done == app.clerk.handed)
    await pilot.pause()


@driven
async def test_an_answer_stays_though_a_poster_is_seen(day: Day) -> None:
    async with day.kiosk(reading_seconds=0.0).run_test() as pilot:
        see(pilot.app, day.badges[NGO.id])
        see(pilot.app, FOREIGN)
        await on(pilot, Result)
        await seen(pilot, FOREIGN)
        assert "Phạm Thị Ngộ" in shown(pilot)
        await seen(pilot, day.badges[RAY.id])
        assert "Đinh Văn Rẫy" in shown(pilot)


@driven
async def test_a_question_stays_though_a_poster_is_seen(day: Day) -> None:
    async with day.kiosk().run_test() as pilot:
        scan(pilot, day.badges[MUA.id])
        await on(pilot, Consent)
        await seen(pilot, FOREIGN)
        assert isinstance(pilot.app.screen, Consent)


@driven
async def test_a_poster_that_flickers_is_told_once(day: Day) -> None:
    async with day.kiosk().run_test() as pilot:
        await seen(pilot, FOREIGN)
        told = pilot.app.screen
        assert isinstance(told, Result)
        await seen(pilot, FOREIGN)
        assert pilot.app.screen is told


@driven
async def test_whoever_shows_a_wrong_code_is_told_of_each(day: Day) -> None:
    async with day.kiosk().run_test() as pilot:
        see(pilot.app, FOREIGN)
        await reads(pilot, "Đây là mã Zalo")
        see(pilot.app, LINK)
        await reads(pilot, "trang web")
        see(pilot.app, day.badges[NGO.id])
        await reads(pilot, "Phạm Thị Ngộ")
        await pilot.press("enter")
        await on(pilot, Welcome)
        see(pilot.app, LINK)
        await reads(pilot, "trang web")


def test_at_a_desk_a_poster_waits_until_an_answer_was_read_out(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def a_poster_beside(pilot: Run) -> None:
        await scanned(pilot, here.badge(SON))
        see(pilot.app, LINK)
        await scanned(pilot, here.badge(LAM))
        assert [notice.name for notice in desk_of(pilot).notices][-2:] == [SON.name, LAM.name]

    async def and_hides_no_failure(pilot: Run) -> None:
        code = here.badge(YEN)
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", full_disk)
            await scanned(pilot, code)
        monkeypatch.setattr(desk_counter, "_READ_OUT", 0.0)
        await seen(pilot, FOREIGN)
        assert "CHƯA GHI ĐƯỢC" in shown_at_desk(pilot)
        await scanned(pilot, code)

    async def and_is_told_of_once(pilot: Run) -> None:
        see(pilot.app, LINK)
        await until(pilot, lambda: "TRANG WEB" in shown_at_desk(pilot).upper())
        before = len(desk_of(pilot).notices)
        await seen(pilot, FOREIGN)
        assert len(desk_of(pilot).notices) == before
        monkeypatch.setattr(desk_counter, "_POSTER", 0.0)
        await press(pilot, "f7", Pick)
        await seen(pilot, FOREIGN)
        assert len(desk_of(pilot).notices) == before + 1

    at_desk(here, a_poster_beside, and_hides_no_failure, and_is_told_of_once)
