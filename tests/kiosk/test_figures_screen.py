"""The organiser's screen: the figures of the report, during the day."""

from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.screens.figures import FiguresScreen
from tests.kiosk.scenes_desk import LAM, NGO, Run, World, play, ready, screen_text, shown, until, world


@pytest.fixture
def here(tmp_path: Path) -> World:
    return world(tmp_path)


def test_it_says_what_the_report_would_say_and_follows_the_day(here: World) -> None:
    here.came(NGO, minutes=30)
    here.visited(NGO, "vneid", 20)
    here.visited(NGO, "vneid", 8)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "Cả ngày người lượt đủ dấu 1 1 0" in shown(pilot, "#figures"))
        assert "1 Định danh điện tử VNeID mức 2 1 1 10 12" in shown(pilot, "#figures")
        here.came(LAM, minutes=1)
        face = pilot.app.screen
        assert isinstance(face, FiguresScreen)
        face.look()
        await until(pilot, lambda: "đủ dấu 2 1 0" in shown(pilot, "#figures"))

    play((here.app(FiguresScreen), ready), steps)


def test_in_english_everything_has_its_english_name(here: World) -> None:
    here.came(NGO, LAM, minutes=30)
    here.visited(NGO, "vneid", 20)
    here.ticked(NGO, "vneid", "vneid-muc-2")

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "The day people visits complete 2 1 0" in shown(pilot, "#figures"))
        text = shown(pilot, "#figures")
        programme, event = here.desk.catalogue.programme, here.desk.catalogue.event
        names = [
            *(group.name for group in programme.groups),
            *(station.name for station in event.stations),
            *(outcome.name for station in event.stations for outcome in station.outcomes),
        ]
        assert [name.vi for name in names if name.vi != name.en and name.vi in text] == []
        for name in (
            "Resident",
            "1 VNeID level 2",
            "Activated VNeID level 2",
            "Female 1",
            "Male 1",
            "60 and over",
        ):
            assert name in text

    play((here.app(FiguresScreen, language="en"), ready), steps, size=(120, 40))


def test_half_a_minute_is_rounded_up_as_in_the_report(here: World) -> None:
    here.came(NGO, minutes=30)
    here.visited(NGO, "vneid", 19.5)
    here.visited(NGO, "vneid", 9)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "1 Định danh điện tử VNeID mức 2 1 1 11 11" in shown(pilot, "#figures"))

    play((here.app(FiguresScreen), ready), steps)


def test_arrows_scroll_to_what_is_below(here: World) -> None:
    here.came(NGO, minutes=30)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "Cả ngày" in screen_text(pilot))
        assert "Ngoài quy trình" not in screen_text(pilot)
        await pilot.press("end")
        await until(pilot, lambda: "Ngoài quy trình" in screen_text(pilot))

    play((here.app(FiguresScreen), ready), steps)


def test_a_store_that_fails_is_said_and_the_last_figures_stay(here: World) -> None:
    here.came(NGO, minutes=30)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "Cả ngày" in screen_text(pilot))
        with here.desk.ledger.writing() as log:
            log.connection.execute(text("ALTER TABLE badges RENAME TO gone"))  # type: ignore[attr-defined]
        face = pilot.app.screen
        assert isinstance(face, FiguresScreen)
        face.look()
        await until(pilot, lambda: "Không ghi được" in shown(pilot, "#note"))
        assert "Cả ngày" in screen_text(pilot)
        await until(pilot, lambda: "vẫn còn nguyên." in screen_text(pilot))

    play((here.app(FiguresScreen), ready), steps)
