"""Two hamlets of one name, each of another former commune, are told apart wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checkin.event import Hamlet
from data.badging import issue_badges
from kiosk.commands.people import badge_cards
from kiosk.screens.choose import Choose
from kiosk.screens.desk_words import details
from tests.builders import Clock, known, made_store
from tests.kiosk.driving import RAY, Day, by_hand, driven, on, reads, step, the_day
from tests.kiosk.scenes_desk import Run, World, at_desk, write

TRANG, KHAM = (
    Hamlet("thon-1-trang", "Thôn 1", "Ba Trang"),
    Hamlet("thon-1-kham", "Thôn 1", "Ba Khâm"),
)
TWINS = replace(
    the_day(),
    programme=replace(the_day().programme, hamlets=(TRANG, KHAM, *the_day().programme.hamlets[-2:])),
)
HERE, THERE = (replace(RAY, id=hamlet.code, hamlet=hamlet.code) for hamlet in (TRANG, KHAM))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    clock = Clock()
    store = made_store(tmp_path / "day.db", TWINS, clock, 1)
    known(store, HERE, THERE)
    yield Day(store, clock, {})
    store.close()


@driven
async def test_when_registering(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "Hồ Thị Lụa", "1957", "1")
        await step(pilot, "group", "hamlet")
        await reads(pilot, "1  Thôn 1 (Ba Trang)", "2  Thôn 1 (Ba Khâm)")


@driven
async def test_when_choosing_among_people(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "dinh van ray", "1990", "2")
        await on(pilot, Choose)
        await reads(pilot, "sinh 1990 · Thôn 1 (Ba Trang)", "sinh 1990 · Thôn 1 (Ba Khâm)")
        await pilot.press("1")
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")


def test_among_people_found_at_a_desk(day: Day) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van ray")
        await reads(pilot, "1990 Thôn 1 (Ba Trang)", "1990 Thôn 1 (Ba Khâm)")

    at_desk(World(day.store, day.clock), steps)


def test_in_the_details_of_one_and_on_badges(day: Day) -> None:
    assert "Thôn 1 (Ba Khâm)" in details(THERE, TWINS).vi
    cards = badge_cards(issue_badges(day.store).holders, TWINS.programme, day.store.key)
    assert [card.hamlet for card in cards] == ["Thôn 1 (Ba Khâm)", "Thôn 1 (Ba Trang)"]
