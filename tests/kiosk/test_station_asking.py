"""A demo station: whose outcomes and answers its host can record, and what keeps them from going to another."""

from pathlib import Path

import pytest

from checkin.board import say_seats
from checkin.participation import Kind
from checkin.person import Person
from tests.kiosk.scenes_desk import (
    LAM,
    NGO,
    NGOC,
    SON,
    YEN,
    Run,
    World,
    entries,
    press,
    shown,
    until,
    world,
)
from tests.kiosk.test_station import STATION, at_station, outcomes, through


@pytest.fixture
def here(tmp_path: Path) -> World:
    known = world(tmp_path, code=STATION)
    known.came(NGO, LAM, SON, YEN, NGOC, minutes=40)
    return known


@pytest.mark.parametrize("key", ["f6", "enter"])
def test_whoever_is_only_on_the_way_has_no_outcomes_yet(here: World, key: str) -> None:
    sent = entries(here, Kind.SENT)[0].draft
    assert (sent.person, sent.station) == (NGO.id, "vneid")
    here.clock.now = sent.at

    async def steps(pilot: Run) -> None:
        await press(pilot, key)
        assert "CHƯA GHI KẾT QUẢ ĐƯỢC" in shown(pilot)
        assert "quét mã hoặc bấm F4 trước" in shown(pilot)
        assert "☐" not in shown(pilot, "#ticks")
        await pilot.press("1", "enter")

    at_station(here, steps, code="vneid")
    assert outcomes(here) == []


def test_whoever_waits_has_no_outcomes_yet(here: World) -> None:
    for minutes, person in enumerate((NGOC, YEN, SON, LAM, NGO), 2):
        here.visited(person, STATION, minutes)

    async def steps(pilot: Run) -> None:
        await pilot.press("end")
        await press(pilot, "f6")
        assert "CHƯA GHI KẾT QUẢ ĐƯỢC" in shown(pilot)
        assert "Khách còn đang chờ." in shown(pilot)
        await pilot.press("home")
        await press(pilot, "f6")
        assert f"{NGO.name} 1 ☐" in shown(pilot, "#ticks")

    at_station(here, steps)


async def asked_after(pilot: Run, here: World, person: Person) -> None:
    """A visit, its first outcome, and the question after it."""
    await through(pilot, here, person)
    await pilot.press("1", "enter")
    await until(pilot, lambda: f"HỎI SAU KHI LÀM {person.name}" in shown(pilot, "#ticks"))


def test_enter_pressed_again_leaves_the_question_to_whom_it_is_for(here: World) -> None:
    here.visited(LAM, STATION, 9)

    async def steps(pilot: Run) -> None:
        await asked_after(pilot, here, NGO)
        await press(pilot, "enter")
        assert f"HỎI SAU KHI LÀM {NGO.name}" in shown(pilot, "#ticks")
        await press(pilot, "f6")
        assert f"{LAM.name} 1 ☐" in shown(pilot, "#ticks")

    at_station(here, steps)
    assert [person for person, _ in outcomes(here)] == [NGO.id]


@pytest.mark.parametrize(("seats", "why"), [(0, "Trạm đang tạm dừng"), (None, "Trạm đã đóng")])
def test_a_host_hears_that_nobody_is_called_because_the_station_takes_nobody(
    here: World, seats: int | None, why: str
) -> None:
    say_seats(STATION, seats, here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f8")
        assert f"{why} nên không gọi ai. Mở lại: F7." in shown(pilot)

    at_station(here, steps)
