"""A demo station, as its host meets it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from textual.events import Key
from textual.widgets import OptionList

from checkin import badge as badges
from checkin.badge import Badge
from checkin.board import say_seats
from checkin.desk import Scan, receive
from checkin.participation import Entry, Kind
from checkin.person import Birth, Person, Sex
from data.retention import Because, forget
from kiosk.screens.choose import Choose
from kiosk.screens.desk_pick import Pick
from kiosk.screens.desk_search import Finder
from kiosk.screens.station_find import FindDialog
from stations.model import Bilingual, Nothing, Outcome
from tests.builders import agreed_to, the_log
from tests.kiosk.scenes_desk import (
    CHILD,
    LAM,
    NGO,
    NGOC,
    NOW,
    PUPILS,
    SON,
    UNASKED,
    YEN,
    Run,
    World,
    answers_lost,
    asked,
    card,
    entries,
    full_disk,
    press,
    ready,
    scan,
    screen_text,
    shown,
    someone,
    station_of,
    until,
    world,
    write,
)
from tests.kiosk.scenes_station import STATION, at_station, five_came, listed, outcomes, through, waiting


@pytest.fixture
def here(tmp_path: Path) -> World:
    return five_came(tmp_path)


def test_the_screen_says_which_station_it_is_and_who_is_where(here: World) -> None:
    for person, minutes in ((NGO, 35), (LAM, 20), (SON, 8), (YEN, 5), (NGOC, 2)):
        here.visited(person, STATION, minutes)

    async def steps(pilot: Run) -> None:
        assert "Trạm 2 · Dịch vụ công trực tuyến: nộp hồ sơ · 4 chỗ" in shown(pilot, "#top")
        assert listed(pilot) == [
            "ĐANG TRẢI NGHIỆM 4/4",
            "Phạm Thị Ngộ, 1957 35 phút",
            "Đinh Văn Lâm, 1989 20 phút",
            "Phạm Văn Sơn, 1972 8 phút",
            "Nguyễn Thị Hồng Yến, 1995 5 phút",
            "ĐANG CHỜ 1",
            "Phạm Thị Ngọc, 1961 2 phút",
            "ĐANG ĐẾN 0",
        ]

    at_station(here, steps)


def test_namesakes_of_one_year_are_told_apart_by_their_birthday(tmp_path: Path) -> None:
    homes = ((5, "con-doc"), (17, "bui-hui"))
    twins = [replace(SON, id=home, hamlet=home, birth=Birth(1972, 3, day)) for day, home in homes]
    here = world(tmp_path, *twins, NGO, code=STATION)
    here.came(*twins, NGO, minutes=40)
    for person, minutes in ((twins[0], 9), (twins[1], 8), (NGO, 7)):
        here.visited(person, STATION, minutes)

    async def steps(pilot: Run) -> None:
        assert listed(pilot)[1:4] == [
            "Phạm Văn Sơn, 05/03/1972 9 phút",
            "Phạm Văn Sơn, 17/03/1972 8 phút",
            "Phạm Thị Ngộ, 1957 7 phút",
        ]

    at_station(here, steps)


def test_whoever_asked_at_a_desk_in_the_middle_of_a_visit_may_have_gone_and_their_next_scan_ends_it(
    here: World,
) -> None:
    for person, minutes in ((NGO, 35), (LAM, 20)):
        here.visited(person, STATION, minutes)
    receive([here.badge(NGO)], here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        assert listed(pilot)[:3] == [
            "ĐANG TRẢI NGHIỆM 2/4",
            "Phạm Thị Ngộ, 1957 đã đi?",
            "Đinh Văn Lâm, 1989 20 phút",
        ]
        await scan(pilot, here.badge(NGO))
        assert "XONG TẠI TRẠM" in shown(pilot)
        assert [row for row in listed(pilot) if "Ngộ" in row] == ["Phạm Thị Ngộ, 1957 09:20"]

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_IN)] == [NGO.id, LAM.id]


def test_whoever_asked_in_the_middle_of_their_last_visit_may_have_gone_too(here: World) -> None:
    for n, station in enumerate(here.desk.catalogue.event.stations):
        if station.code != STATION:
            here.visited(NGO, station.code, 39 - 2 * n)
            here.visited(NGO, station.code, 38 - 2 * n)
    here.visited(NGO, STATION, 9)
    (answer,) = receive([here.badge(NGO)], here.desk, here.clock.now)
    assert answer.call == Nothing()

    async def steps(pilot: Run) -> None:
        assert listed(pilot)[:2] == ["ĐANG TRẢI NGHIỆM 1/4", "Phạm Thị Ngộ, 1957 đã đi?"]

    at_station(here, steps)


@pytest.mark.parametrize("key", ["f3", "f7"])
def test_a_key_that_comes_twice_before_its_dialog_opens_one_dialog(here: World, key: str) -> None:
    async def steps(pilot: Run) -> None:
        for _ in range(2):
            pilot.app.post_message(Key(key, None))
        await until(pilot, lambda: isinstance(pilot.app.screen, Pick if key == "f7" else FindDialog))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is station_of(pilot))
        assert len(pilot.app.screen_stack) == 1

    at_station(here, steps)


def test_whoever_the_door_sent_here_is_on_the_way(here: World) -> None:
    here.came(UNASKED)
    sent = [entry for entry in entries(here, Kind.SENT) if entry.draft.station == "vneid"]

    async def steps(pilot: Run) -> None:
        rows = listed(pilot)
        assert f"ĐANG ĐẾN {len(rows) - 3 - rows.index('ĐANG CHỜ 0') + 1}" in rows

    assert sent
    here.clock.now = sent[-1].draft.at
    at_station(here, steps, code="vneid")


def unticked(pilot: Run) -> list[str]:
    """The title above those without outcomes, if there are any."""
    return [line for line in listed(pilot) if line.startswith("CHƯA GHI KẾT QUẢ")]


def test_a_scan_turns_a_visit_on_and_off_and_shows_the_next_station(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        assert "BẮT ĐẦU TRẢI NGHIỆM" in shown(pilot)
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM 1/4" in listed(pilot))
        await scan(pilot, here.badge(NGO))
        assert "VỪA QUÉT RỒI" in shown(pilot)
        here.clock.now += timedelta(minutes=1)
        await scan(pilot, here.badge(NGO))
        assert "XONG TẠI TRẠM" in shown(pilot)
        assert "Mời bà đến Trạm" in shown(pilot)
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM 0/4" in listed(pilot))

    at_station(here, steps)
    assert len(entries(here, Kind.VISIT_IN)) == len(entries(here, Kind.VISIT_OUT)) == 1


def test_the_host_congratulates_whoever_has_every_stamp(here: World) -> None:
    for station in here.desk.catalogue.event.stations:
        here.visited(NGO, station.code, 10)

    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGO)
        assert "Chúc mừng bà! Hộ chiếu trải nghiệm đã đủ dấu." in shown(pilot)

    at_station(here, steps)


def test_digits_tick_outcomes_and_enter_keeps_them(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGO)
        assert f"{NGO.name} 1 ☐" in shown(pilot, "#ticks")
        await pilot.press("1", "2", "1")
        await until(pilot, lambda: "1 ☐" in shown(pilot, "#ticks") and "2 ☑" in shown(pilot, "#ticks"))
        await pilot.press("enter")
        await until(pilot, lambda: "ĐÃ GHI KẾT QUẢ" in shown(pilot))
        assert f"{NGO.name}: đã ghi 1 kết quả." in shown(pilot)
        await pilot.press("escape")
        assert NGO.name not in shown(pilot, "#ticks")
        await pilot.press("enter")
        await until(pilot, lambda: "CHƯA GHI KẾT QUẢ" not in screen_text(pilot))
        await through(pilot, here, LAM)
        await pilot.press("1", "2", "enter")
        await until(pilot, lambda: f"{LAM.name}: đã ghi 2 kết quả." in shown(pilot))

    at_station(here, steps)
    assert outcomes(here) == [
        (NGO.id, "tra-cuu-ho-so"),
        (LAM.id, "nop-ho-so"),
        (LAM.id, "tra-cuu-ho-so"),
    ]


def test_people_are_asked_before_and_after_whether_they_can_do_it_themselves(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        assert "HỎI TRƯỚC KHI LÀM" in shown(pilot, "#ticks")
        assert "“Bà đã tự làm được chưa?”" in shown(pilot, "#ticks")
        await pilot.press("9", "1")
        await until(pilot, lambda: "ĐÃ GHI CÂU TRẢ LỜI" in shown(pilot))
        assert NGO.name not in shown(pilot, "#ticks")
        here.clock.now += timedelta(minutes=1)
        await scan(pilot, here.badge(NGO))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "HỎI SAU KHI LÀM" in shown(pilot, "#ticks"))
        await pilot.press("3")
        await until(pilot, lambda: "Phạm Thị Ngộ: Tự làm được." in shown(pilot))

    at_station(here, steps)
    assert [e.draft.code for e in entries(here, Kind.ABLE_BEFORE)] == ["not-yet"]
    assert [e.draft.code for e in entries(here, Kind.ABLE_AFTER)] == ["alone"]
    assert {e.draft.station for e in entries(here, Kind.ABLE_AFTER)} == {STATION}


def test_outcomes_that_could_not_be_kept_stay_ticked(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGO)
        await pilot.press("2")
        await until(pilot, lambda: "2 ☑" in shown(pilot, "#ticks"))
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", full_disk)
            await pilot.press("enter")
            await until(pilot, lambda: "CHƯA GHI ĐƯỢC" in shown(pilot))
        assert f"{NGO.name} 1 ☐" in shown(pilot, "#ticks")
        assert "2 ☑" in shown(pilot, "#ticks")
        await pilot.press("enter")
        await until(pilot, lambda: "ĐÃ GHI KẾT QUẢ" in shown(pilot))

    at_station(here, steps)
    assert outcomes(here) == [(NGO.id, "tra-cuu-ho-so")]
    assert not entries(here, Kind.ABLE_AFTER)


def test_whoever_begins_while_outcomes_are_open_is_asked_after_them(here: World) -> None:
    here.visited(NGO, STATION, 9)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO), here.badge(LAM))
        assert NGO.name in shown(pilot, "#ticks")
        await pilot.press("1", "enter")
        await until(pilot, lambda: f"HỎI TRƯỚC KHI LÀM {LAM.name}" in shown(pilot, "#ticks"))
        await pilot.press("escape")
        assert LAM.name not in shown(pilot, "#ticks")

    at_station(here, steps)
    assert not entries(here, Kind.ABLE_BEFORE)
    assert len(outcomes(here)) == 1


_WHOLE = 5
"""Outcomes of two rows each that are to be read whole on the smallest terminal."""


@pytest.mark.parametrize("count", [2, 3, 4, 5, 9])
def test_every_outcome_that_a_digit_ticks_is_in_sight(here: World, count: int) -> None:
    names = [f"Nộp được hồ sơ trực tuyến về loại {digit}" for digit in range(1, count + 1)]
    outcomes = tuple(Outcome(f"loai-{name[-1]}", Bilingual(name, name)) for name in names)
    known = here.desk.catalogue
    stations = [
        replace(one, outcomes=outcomes) if one.code == STATION else one for one in known.event.stations
    ]
    here.store.put(replace(known, event=replace(known.event, stations=tuple(stations))))
    long = someone("Nguyễn Thị Hồng Yến Phương", 1960, Sex.FEMALE, "con-doc")
    with here.store.writing() as log:
        log.people.add_all([(long, None, None)])
    here.came(long, minutes=50)
    here.visited(long, STATION, 20)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(long))
        seen = screen_text(pilot)
        assert [digit for digit in range(1, count + 1) if f" {digit} ☐ Nộp được hồ sơ" not in seen] == []
        pane = shown(pilot, "#ticks")
        assert all(key in pane for key in ("Bấm số: chọn, bỏ", "Esc: để sau"))
        whole = [name for name in names if name in pane]
        assert whole == (names if count <= _WHOLE else [])

    at_station(here, steps)


def test_a_click_on_somebody_on_the_way_only_goes_there(here: World) -> None:
    async def steps(pilot: Run) -> None:
        station = station_of(pilot)
        at = next(i for i, row in enumerate(station._rows) if row.guest)
        guests = pilot.app.screen.query_one(OptionList)
        guests.highlighted = at
        said = shown(pilot)
        guests.action_select()
        await ready(pilot)
        assert shown(pilot) == said
        assert station._ticks.identity is None

    here.clock.now = entries(here, Kind.SENT)[-1].draft.at
    at_station(here, steps, code=entries(here, Kind.SENT)[-1].draft.station or "")


def test_everyone_without_an_outcome_can_be_reached_however_many_they_are(tmp_path: Path) -> None:
    people = [someone(f"Hồ Văn {at:c}", 1960, Sex.MALE, "con-doc") for at in range(65, 110)]
    here = world(tmp_path, *people, code=STATION)
    here.came(*people, minutes=100)
    for at, person in enumerate(people):
        here.visited(person, STATION, 95 - at)
        here.visited(person, STATION, 94 - at)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: unticked(pilot) == ["CHƯA GHI KẾT QUẢ 45"])
        await pilot.press("end")
        await press(pilot, "f6")
        assert people[0].name in shown(pilot, "#ticks")

    at_station(here, steps)


def test_scans_while_outcomes_are_open_lose_nobody(here: World) -> None:
    people = (NGO, LAM, SON)
    for person in people:
        here.visited(person, STATION, 9)

    async def steps(pilot: Run) -> None:
        await scan(pilot, *(here.badge(person) for person in people))
        assert SON.name in shown(pilot, "#ticks")
        await until(pilot, lambda: "CHƯA GHI KẾT QUẢ 3" in listed(pilot))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "CHƯA GHI KẾT QUẢ 2" in listed(pilot))
        for left in (1, 0):
            await press(pilot, "f6")
            await pilot.press("1", "enter")
            titles = [f"CHƯA GHI KẾT QUẢ {left}"] if left else []
            await until(pilot, lambda titles=titles: unticked(pilot) == titles)  # type: ignore[misc]

    at_station(here, steps)
    assert {person for person, _ in outcomes(here)} == {person.id for person in people}
    assert len(entries(here, Kind.VISIT_OUT)) == 3


def test_a_second_visit_has_outcomes_of_its_own_and_enter_keeps_them_on_an_empty_list(here: World) -> None:
    for minutes in (30, 20):
        here.visited(NGO, STATION, minutes)
    here.clock.now -= timedelta(minutes=15)
    here.ticked(NGO, STATION, "nop-ho-so")
    here.clock.now += timedelta(minutes=15)
    before = len(outcomes(here))

    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGO)
        await until(pilot, lambda: "CHƯA GHI KẾT QUẢ 1" in listed(pilot))
        await pilot.press("2")
        station_of(pilot).query_one(OptionList).highlighted = None
        await pilot.press("enter")
        await until(pilot, lambda: "ĐÃ GHI KẾT QUẢ" in shown(pilot))
        await until(pilot, lambda: "CHƯA GHI KẾT QUẢ 1" not in listed(pilot))

    at_station(here, steps)
    assert len(outcomes(here)) == before + 1


def test_esc_puts_outcomes_off_and_writes_none(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGO)
        await pilot.press("1", "escape")
        await until(pilot, lambda: NGO.name not in shown(pilot, "#ticks"))
        await until(pilot, lambda: "CHƯA GHI KẾT QUẢ 1" in listed(pilot))
        here.clock.now += timedelta(minutes=5)
        station_of(pilot).refresh_figures()
        await until(pilot, lambda: not station_of(pilot)._then)
        assert f"{NGO.name}, 1957 09:21" in listed(pilot), "when the visit ended"

    at_station(here, steps)
    assert outcomes(here) == []


def test_f4_ends_the_visit_of_whom_the_bar_stands_on(here: World) -> None:
    here.visited(NGO, STATION, 20)
    here.visited(LAM, STATION, 10)

    async def steps(pilot: Run) -> None:
        await pilot.press("down")
        await press(pilot, "f4")
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM 1/4" in listed(pilot))

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_OUT)] == [LAM.id]


def test_someone_not_on_the_list_is_found_by_name(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f3", FindDialog)
        await write(pilot, "son 1972")
        assert pilot.app.screen.query_one(Finder).picked == SON
        await pilot.press("enter")
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM 1/4" in listed(pilot))
        await press(pilot, "f3", FindDialog)
        await write(pilot, here.badge(LAM).data.decode())
        await pilot.press("enter")
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM 2/4" in listed(pilot))

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_IN)] == [SON.id, LAM.id]


def test_a_scan_is_taken_while_a_name_is_being_looked_for_and_the_text_stays(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f3", FindDialog)
        await write(pilot, "son")
        await scan(pilot, here.badge(LAM))
        assert isinstance(pilot.app.screen, FindDialog)
        assert pilot.app.screen.query_one(Finder).text == "son"

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_IN)] == [LAM.id]


def test_someone_who_passed_the_door_unseen_is_admitted_by_the_same_scan(here: World) -> None:
    unseen = PUPILS[0]

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(unseen))
        assert "BẮT ĐẦU TRẢI NGHIỆM" in shown(pilot)
        await scan(pilot, Scan(b"000201..."))
        assert "MÃ CỦA NƠI KHÁC" in shown(pilot)

    at_station(here, steps)
    assert entries(here, Kind.ADMITTED)[-1].draft.person == unseen.id
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_IN)] == [unseen.id]


def test_a_station_without_outcomes_says_so_and_takes_no_digit(here: World) -> None:
    here.code = "trung-bay"

    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGO)
        assert "không ghi kết quả" in shown(pilot, "#ticks")
        await pilot.press("1", "enter")
        await press(pilot, "f6")

    at_station(here, steps, code="trung-bay")
    assert outcomes(here) == []


def test_the_other_language_keeps_the_ticks(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGO)
        await pilot.press("2", "f2")
        await until(pilot, lambda: "OUTCOMES" in shown(pilot, "#ticks"))
        assert "2 ☑" in shown(pilot, "#ticks")

    at_station(here, steps)


@pytest.mark.parametrize(
    ("person", "key", "basis"), [(UNASKED, "1", "tai-ban"), (CHILD, "1", "giam-ho"), (CHILD, "2", None)]
)
def test_a_host_asks_who_has_not_agreed_yet_and_the_visit_goes_on(
    here: World, person: Person, key: str, basis: str | None
) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(person))
        await asked(pilot, person)
        assert "bàn đón" not in shown(pilot)
        await press(pilot, key)
        await until(pilot, lambda: pilot.app.screen is station_of(pilot))
        if basis:
            await until(pilot, lambda: "BẮT ĐẦU TRẢI NGHIỆM" in shown(pilot))

    at_station(here, steps)
    assert [agreed_to(entry) for entry in entries(here, Kind.CONSENTED)] == [basis] * bool(basis)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_IN)] == [person.id] * bool(basis)
    assert (person.id in {entry.draft.person for entry in entries(here, Kind.ADMITTED)}) is bool(basis)


def test_a_card_that_may_be_somebody_elses_is_asked_about_once(here: World) -> None:
    shown_card = card(SON.name, "Nam")

    async def steps(pilot: Run) -> None:
        await scan(pilot, shown_card)
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await press(pilot, "1")
        await until(pilot, lambda: "BẮT ĐẦU TRẢI NGHIỆM" in shown(pilot))
        here.clock.now += timedelta(minutes=1)
        await scan(pilot, shown_card)
        assert "XONG TẠI TRẠM" in shown(pilot)

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_OUT)] == [SON.id]


def test_whoever_is_on_no_list_is_sent_to_the_door(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, card(SON.name, "Nam"))
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await press(pilot, "2")
        await until(pilot, lambda: "CHƯA CÓ TRONG DANH SÁCH" in shown(pilot))
        assert "bàn đón đăng ký" in shown(pilot)

    at_station(here, steps)
    assert entries(here, Kind.VISIT_IN) == []


def test_questions_that_come_while_one_is_open_are_asked_after_it(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(UNASKED))
        await asked(pilot, UNASKED)
        await scan(pilot, here.badge(NGO), here.badge(CHILD))
        await asked(pilot, UNASKED)
        await press(pilot, "1")
        await asked(pilot, CHILD)
        await press(pilot, "1")
        await until(pilot, lambda: len(entries(here, Kind.VISIT_IN)) == 3)

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_IN)] == [NGO.id, UNASKED.id, CHILD.id]


def test_a_host_calls_the_next_one_by_one_key(here: World) -> None:
    waiting(here, PUPILS[0])

    async def steps(pilot: Run) -> None:
        await press(pilot, "f8")
        assert "ĐÃ GỌI SỐ 1" in shown(pilot)
        assert " ".join(PUPILS[0].name.upper().replace(" ", "")) in shown(pilot)
        await until(pilot, lambda: f"Số 1 · {PUPILS[0].name}, 2013 0 phút" in listed(pilot))
        await press(pilot, "f8")
        assert "CHƯA CÓ AI ĐỂ GỌI" in shown(pilot)

    at_station(here, steps, code="an-toan")


def test_a_host_says_that_the_station_pauses_has_fewer_seats_or_is_closed(here: World) -> None:
    async def say(pilot: Run, *keys: str) -> None:
        await press(pilot, "f7", Pick)
        await pilot.press(*keys, "enter")
        await until(pilot, lambda: pilot.app.screen is station_of(pilot) and not station_of(pilot)._then)

    async def steps(pilot: Run) -> None:
        await say(pilot)
        assert "TRẠM: TẠM DỪNG" in shown(pilot)
        assert "Từ giờ không ai được mời đến trạm này. Mở lại: F7." in shown(pilot)
        await until(pilot, lambda: "tạm dừng" in shown(pilot, "#top"))
        await press(pilot, "f7", Pick)
        assert "Nhận đủ: 4 chỗ" in screen_text(pilot)
        assert "Chỉ còn 3 chỗ" in screen_text(pilot)
        await pilot.press("escape")
        await say(pilot, "down", "down")
        await until(pilot, lambda: "còn 2/4 chỗ" in shown(pilot, "#top"))
        assert "ĐANG TRẢI NGHIỆM 0/2" in listed(pilot)
        await say(pilot, "end")
        await until(pilot, lambda: "đã đóng" in shown(pilot, "#top"))
        await press(pilot, "f7", Pick)
        assert "Bây giờ: đã đóng." in screen_text(pilot)
        await pilot.press("escape")
        await say(pilot)
        await until(pilot, lambda: "· 4 chỗ" in shown(pilot, "#top"))

    at_station(here, steps)
    assert [entry.draft.code for entry in entries(here, Kind.SEATS)] == ["0", "2", "closed", "4"]


@pytest.mark.parametrize(("seats", "state"), [(0, "tạm dừng"), (None, "đã đóng")])
def test_what_the_host_said_of_the_seats_stands_above_when_its_hours_are_over(
    here: World, seats: int | None, state: str
) -> None:
    say_seats(STATION, seats, here.desk, NOW)
    here.clock.now = here.desk.catalogue.event.closes_at

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: state in shown(pilot, "#top"))

    at_station(here, steps)


@pytest.mark.parametrize("in_line", [0, 1])
def test_whoever_closes_the_station_hears_of_those_in_line(here: World, in_line: int) -> None:
    for person in (NGO, LAM, SON, YEN, NGOC)[: 4 + in_line]:
        here.visited(person, STATION, 5)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: f"ĐANG CHỜ {in_line}" in listed(pilot))
        await press(pilot, "f7", Pick)
        await pilot.press("end", "enter")
        await until(pilot, lambda: "TRẠM: ĐÃ ĐÓNG" in shown(pilot))
        assert ("Còn 1 người chờ: mời ra ki-ốt" in shown(pilot)) is bool(in_line)
        assert "Mở lại: F7." in shown(pilot)

    at_station(here, steps)


async def confirm(pilot: Run) -> None:
    """Enter, and wait until that question has gone."""
    before = pilot.app.screen
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not before)


def test_nothing_is_asked_about_a_visit_that_was_taken_back(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        assert "HỎI TRƯỚC KHI LÀM" in shown(pilot, "#ticks")
        await press(pilot, "f5", Pick)
        await confirm(pilot)
        await confirm(pilot)
        await pilot.press("down")
        await confirm(pilot)
        await until(pilot, lambda: "HỎI TRƯỚC KHI LÀM" not in shown(pilot, "#ticks"))

    at_station(here, steps)
    assert len(entries(here, Kind.UNDONE)) == 1


def test_a_badge_without_a_name_is_called_so(here: World) -> None:
    badge = Badge(here.desk.catalogue.programme.tag, 9, 1)
    unnamed = Scan(badges.encode(badge, here.store.key).encode())

    async def steps(pilot: Run) -> None:
        await scan(pilot, unnamed)
        assert "Thẻ chưa có tên" in shown(pilot, "#ticks")
        await pilot.press("1")
        await until(pilot, lambda: "Thẻ chưa có tên: Chưa làm được." in shown(pilot))

    at_station(here, steps)


def test_nobody_who_was_forgotten_is_admitted_or_noted_by_a_key(here: World) -> None:
    here.visited(NGO, STATION, 20)
    here.visited(NGO, STATION, 10)

    async def steps(pilot: Run) -> None:
        host = station_of(pilot)
        assert host._highlighted()
        forget(here.store, [NGO.id], Because.REQUESTED, here.clock())
        before.extend(the_log(here.store))
        await pilot.press("f4")
        await until(pilot, lambda: "không còn trong danh sách" in shown(pilot))
        assert "BẮT ĐẦU TRẢI NGHIỆM" not in shown(pilot)

    before: list[Entry] = []
    at_station(here, steps)
    assert the_log(here.store) == before


def test_a_host_is_asked_which_namesake_is_meant(tmp_path: Path) -> None:
    twins = [replace(SON, id=home, hamlet=home) for home in ("con-doc", "bui-hui")]
    here = world(tmp_path, *twins, NGO, code=STATION)
    here.came(*twins, minutes=40)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f3", FindDialog)
        await write(pilot, "pham van son")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert entries(here, Kind.VISIT_IN) == []
        await pilot.press("2")
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM 1/4" in listed(pilot))

    at_station(here, steps)
    assert len(entries(here, Kind.VISIT_IN)) == 1


def test_of_namesakes_it_is_said_who_is_at_the_station(tmp_path: Path) -> None:
    twins = [replace(SON, id=home, hamlet=home) for home in ("con-doc", "bui-hui")]
    here = world(tmp_path, *twins, NGO, code=STATION)
    here.came(*twins, minutes=40)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(twins[1]))
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM 1/4" in listed(pilot))
        here.clock.now += timedelta(minutes=5)
        await press(pilot, "f3", FindDialog)
        await write(pilot, "pham van son")
        await until(pilot, lambda: "2 người." in screen_text(pilot))
        found = [row for row in screen_text(pilot).splitlines() if "1972" in row]
        assert {("Bùi Hui" in row, "ở trạm này" in row) for row in found} == {(True, True), (False, False)}
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        lines = [row.prompt.plain for row in pilot.app.screen.query_one("#people", OptionList).options]  # type: ignore[union-attr]
        here_row = next(line for line in lines if "Bùi Hui" in line)
        assert here_row.rstrip().endswith("· ở trạm này")
        await pilot.press(str(1 + lines.index(here_row)))
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM 0/4" in listed(pilot))

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_OUT)] == [twins[1].id]


def test_outcomes_ticked_during_a_visit_stay_ticked_at_its_end(here: World) -> None:
    here.visited(NGO, STATION, 20)

    async def steps(pilot: Run) -> None:
        await pilot.press("f6", "1")
        await until(pilot, lambda: "1 ☑" in shown(pilot, "#ticks"))
        await scan(pilot, here.badge(NGO))
        assert "1 ☑" in shown(pilot, "#ticks")
        await pilot.press("enter")
        await until(pilot, lambda: "ĐÃ GHI KẾT QUẢ" in shown(pilot))

    at_station(here, steps)
    assert [who for who, _ in outcomes(here)] == [NGO.id]


def test_a_visit_taken_back_leaves_the_outcomes_of_another_half_ticked(here: World) -> None:
    here.visited(NGO, STATION, 20)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        await pilot.press("1")
        await until(pilot, lambda: f"{NGO.name} 1 ☑" in shown(pilot, "#ticks"))
        await scan(pilot, here.badge(LAM))
        wrong = entries(here, Kind.VISIT_IN)[-1]
        station_of(pilot).undone(wrong)
        assert f"{NGO.name} 1 ☑" in shown(pilot, "#ticks")
        station_of(pilot).undone(entries(here, Kind.VISIT_OUT)[-1])
        assert NGO.name not in shown(pilot, "#ticks")

    at_station(here, steps)


def test_a_finger_on_another_guest_keeps_no_half_ticked_outcomes(here: World) -> None:
    for person, minutes in ((NGO, 20), (LAM, 10)):
        here.visited(person, STATION, minutes)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        await pilot.press("1")
        await until(pilot, lambda: f"{NGO.name} 1 ☑" in shown(pilot, "#ticks"))
        row = next(i for i, line in enumerate(listed(pilot)) if "Lâm" in line)
        await pilot.click("#guests", offset=(5, row))
        await pilot.pause()
        assert f"{NGO.name} 1 ☑" in shown(pilot, "#ticks")

    at_station(here, steps)
    assert outcomes(here) == []


def test_the_birth_of_whoever_has_a_long_name_is_read_whole(tmp_path: Path) -> None:
    long = replace(SON, name="Nguyễn Thị Hồng Phương Khánh Huyền Thảo")
    homes = ((5, "con-doc"), (17, "bui-hui"))
    twins = [replace(long, id=home, hamlet=home, birth=Birth(1972, 3, day)) for day, home in homes]
    here = world(tmp_path, *twins, code=STATION)
    here.came(*twins, minutes=40)
    for person, minutes in ((twins[0], 9), (twins[1], 8)):
        here.visited(person, STATION, minutes)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: all(born in screen_text(pilot) for born in ("05/03/1972", "17/03/1972")))
        assert "Thảo" in screen_text(pilot)

    at_station(here, steps)


@pytest.mark.parametrize("was_noted", [True, False])
def test_whose_scan_failed_begins_one_visit_by_the_next_whether_it_was_noted_or_not(
    here: World, *, was_noted: bool
) -> None:
    code = here.badge(NGO)

    async def steps(pilot: Run) -> None:
        with answers_lost(here, noted=was_noted):
            await scan(pilot, code)
        assert "CHƯA GHI ĐƯỢC" in shown(pilot)
        here.clock.now += timedelta(seconds=50)
        await scan(pilot, code)

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_IN)] == [NGO.id]
    assert not entries(here, Kind.VISIT_OUT)


@pytest.mark.parametrize("key", ["f3", "f4"])
@pytest.mark.parametrize("was_noted", [True, False])
def test_so_it_is_of_whom_the_host_turns_by_name(here: World, key: str, *, was_noted: bool) -> None:
    here.visited(NGO, STATION, 20)

    async def turn(pilot: Run, told: str) -> None:
        if key == "f3":
            await press(pilot, "f3", FindDialog)
            await write(pilot, "ngo 1957")
        await pilot.press("enter" if key == "f3" else key)
        await until(pilot, lambda: told in shown(pilot))

    async def steps(pilot: Run) -> None:
        with answers_lost(here, noted=was_noted):
            await turn(pilot, "CHƯA GHI ĐƯỢC")
        assert "P H Ạ M T H Ị N G Ộ" in shown(pilot)
        here.clock.now += timedelta(seconds=50)
        await turn(pilot, "VỪA QUÉT RỒI" if was_noted else "XONG TẠI TRẠM")

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_OUT)] == [NGO.id]
    assert len(entries(here, Kind.VISIT_IN)) == 1


def test_whose_scan_failed_and_is_found_by_name_begins_one_visit(here: World) -> None:
    code = here.badge(SON)

    async def steps(pilot: Run) -> None:
        with answers_lost(here, noted=False):
            await scan(pilot, code)
        here.clock.now += timedelta(seconds=170)
        with answers_lost(here):
            await scan(pilot, code)
        here.clock.now += timedelta(seconds=50)
        await press(pilot, "f3", FindDialog)
        await write(pilot, "son 1972")
        await pilot.press("enter")
        await until(pilot, lambda: "VỪA QUÉT RỒI" in shown(pilot))

    at_station(here, steps)
    assert len(entries(here, Kind.VISIT_IN)) == 1
    assert not entries(here, Kind.VISIT_OUT)


def test_f4_again_while_a_server_hangs_is_one_f4(here: World) -> None:
    here.visited(NGO, STATION, 20)
    busy = Event()

    async def steps(pilot: Run) -> None:
        host = station_of(pilot)
        host.hand(busy.wait, lambda _: None)
        await pilot.press("f4")
        here.clock.now += timedelta(seconds=20)
        await pilot.press("f4")
        busy.set()
        await until(pilot, lambda: not host._then)

    at_station(here, steps)
    assert len(entries(here, Kind.VISIT_OUT)) == 1
    assert len(entries(here, Kind.VISIT_IN)) == 1


@pytest.mark.parametrize(("seconds", "begins"), [(179, 0), (181, 181)])
def test_whose_scan_failed_counts_from_the_first_time_for_three_minutes(
    here: World, seconds: int, begins: int
) -> None:
    code, first = here.badge(NGO), here.clock.now

    async def steps(pilot: Run) -> None:
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", full_disk)
            await scan(pilot, code)
        assert "CHƯA GHI ĐƯỢC" in shown(pilot)
        here.clock.now += timedelta(seconds=seconds)
        await scan(pilot, code)

    at_station(here, steps)
    (visit_in,) = entries(here, Kind.VISIT_IN)
    assert round((visit_in.draft.at - first).total_seconds()) == begins


def test_on_another_day_the_station_says_so(here: World) -> None:
    here.clock.now -= timedelta(days=1)

    async def steps(pilot: Run) -> None:
        assert "HÔM NAY KHÔNG PHẢI NGÀY TỔ CHỨC" in shown(pilot)

    at_station(here, steps)
