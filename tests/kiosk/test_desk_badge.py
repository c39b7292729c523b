"""Badges at the desk: shown, replaced, made for a walk-in."""

import re

from sqlalchemy import update

from checkin.desk import Scan
from checkin.participation import Kind
from data.session import transaction
from data.tables import devices
from kiosk.screens.desk_badge import BadgeDialog
from kiosk.screens.desk_pick import Pick
from kiosk.screens.register import Register
from tests.kiosk.scenes_desk import (
    NGO,
    Run,
    World,
    at_desk,
    card,
    desk_of,
    entries,
    press,
    scan,
    shown,
    until,
    who_came,
    write,
)


def test_f8_shows_a_badge_that_opens_the_door_and_a_new_one_closes_it_to_the_old(here: World) -> None:
    old = here.badge(NGO)

    async def steps(pilot: Run) -> None:
        await write(pilot, "ngo 1957")
        await press(pilot, "f8", BadgeDialog)
        assert isinstance(pilot.app.screen, BadgeDialog)
        assert pilot.app.screen._code.encode() == old.data
        await press(pilot, "f8", Pick)
        await pilot.press("down", "enter")
        await until(
            pilot,
            lambda: isinstance(pilot.app.screen, BadgeDialog) and pilot.app.screen._code.encode() != old.data,
        )
        new = Scan(pilot.app.screen._code.encode())
        await pilot.press("escape")
        await scan(pilot, old)
        assert "THẺ CŨ" in shown(pilot)
        await scan(pilot, new)
        assert "MỜI VÀO" in shown(pilot)

    at_desk(here, steps)


def test_a_badge_is_not_replaced_by_a_hasty_enter(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        await press(pilot, "f8", BadgeDialog)
        await press(pilot, "f8", Pick)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BadgeDialog))

    at_desk(here, steps)
    assert entries(here, Kind.BADGE_REVOKED) == []


def test_a_walk_in_leaves_with_a_badge_that_this_door_knows(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, card("Trần Văn Khách", "Nam", "05031980"))
        await press(pilot, "f3", Register)
        for _ in range(8):
            if isinstance(pilot.app.screen, BadgeDialog):
                break
            await press(pilot, "1")
            await pilot.pause()
        await until(pilot, lambda: isinstance(pilot.app.screen, BadgeDialog))
        assert isinstance(pilot.app.screen, BadgeDialog)
        code = Scan(pilot.app.screen._code.encode())
        assert "MỜI VÀO" in shown(pilot)
        await pilot.press("escape")
        await scan(pilot, code)
        assert desk_of(pilot).notices[-1].name == "Trần Văn Khách"
        assert "ĐÃ VÀO TRƯỚC ĐÓ" in shown(pilot)

    at_desk(here, steps)
    assert len(who_came(here)) == 1


def test_a_device_without_a_number_says_how_to_get_one_instead_of_a_badge(here: World) -> None:
    with transaction(here.store.engine, writing=True) as connection:
        connection.execute(update(devices).values(number=None))

    async def steps(pilot: Run) -> None:
        await write(pilot, "lam 1989")
        await press(pilot, "f8")
        await until(pilot, lambda: "CHƯA PHÁT ĐƯỢC THẺ" in shown(pilot))
        assert "ngayhoi device" in shown(pilot)

    at_desk(here, steps)


def test_f8_without_anyone_asks_whose_badge(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f8")
        assert "THẺ CỦA AI?" in shown(pilot)

    at_desk(here, steps)


def test_f8_never_shows_the_badge_of_someone_before_whom_this_search_or_code_is_about(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        await write(pilot, "không ai tên thế")
        await press(pilot, "f8")
        await until(pilot, lambda: "THẺ CỦA AI?" in shown(pilot))
        await pilot.press("escape")
        await scan(pilot, Scan(b"https://example.vn/x"))
        await press(pilot, "f8")
        await until(pilot, lambda: "THẺ CỦA AI?" in shown(pilot))
        assert pilot.app.screen is desk_of(pilot)

    at_desk(here, steps)


def test_without_block_characters_a_badge_is_symbols_to_copy_that_open_the_door(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "ngo 1957")
        await press(pilot, "f8", BadgeDialog)
        words = shown(pilot, "#badge-words")
        assert "không vẽ được mã" in words
        symbols = "".join(re.findall(r"(?<![^ ])[0-9HMRVX](?![^ ])", words))
        await pilot.press("escape")
        await scan(pilot, Scan(symbols.encode()))
        assert desk_of(pilot).notices[-1].name == NGO.name

    at_desk(here, steps, plain=True)
    assert who_came(here) == [NGO.id]
