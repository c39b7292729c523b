"""What the kiosk answers: sign, way, question, badge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Static

from checkin.admission import Admit, Reason
from checkin.badge import grouped
from checkin.board import call_people, say_seats
from checkin.desk import Answer, Scan
from checkin.identity import Recognised
from checkin.participation import Kind, Presence
from checkin.visits import Turn, leave, visit
from data.errors import StoreUnavailable
from data.ledger import Store, open_store
from kiosk.messages import Failed
from kiosk.printing.terminal import half_blocks
from kiosk.screens.device_number import DeviceNumber
from kiosk.screens.result import Result
from kiosk.screens.welcome import Welcome
from kiosk.widgets.blocks import drawn
from stations.model import Bilingual, Call, Go, Hold, Passport
from tests.builders import Clock, at, desk_of
from tests.kiosk.driving import (
    FOREIGN,
    NGO,
    RAY,
    Day,
    a_day,
    clerk_at_work,
    driven,
    leave_it,
    on,
    reads,
    scan,
    shown,
    the_day,
    until,
)
from tests.kiosk.scenes_kiosk import seated


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with a_day(tmp_path, 1) as made:
        yield made


@driven
async def test_green_says_where_to_go_with_number_name_and_way(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        screen = await on(pilot, Result)
        await reads(pilot, "✔", "Mời bà đi ngay đến trạm số", "VNeID", "Trong hội trường", "Không phải chờ")
        assert screen.has_class("-good")
        sent = day.entries(Kind.SENT)[0].draft.station
        number = next(s.number for s in day.store.catalogues["ngay-hoi"].event.stations if s.code == sent)
        assert all(row.strip() in shown(pilot) for row in drawn(str(number), 2, plain=False).splitlines())


@pytest.mark.parametrize(
    ("call", "number", "texts", "others"),
    [
        (Go("thanh-toan", 0.0), 3, ["Không phải chờ"], ["Chờ khoảng"]),
        (Go("thanh-toan", 12.2), 3, ["Chờ khoảng 13 phút"], ["Không phải chờ"]),
        (Hold(12.2, 27), 27, ["ngồi nghỉ. Số gọi của bà:", "15 phút nữa", "số 27."], ["không kịp"]),
        (Hold(None, 27, is_short=True), 27, ["Khi có chỗ", "số 27.", "không kịp"], ["phút nữa"]),
    ],
)
@driven
async def test_the_number_to_go_to_or_to_be_called_by_stands_large_beside_the_wait(
    day: Day, call: Call, number: int, texts: list[str], others: list[str]
) -> None:
    answer = Answer(Recognised(NGO), Admit(Reason.ADMITTED), None, call, Presence())
    async with day.kiosk().run_test(size=(120, 30)) as pilot:
        pilot.app.push_screen(Result(answer))
        await on(pilot, Result)
        await reads(pilot, *texts)
        assert all(row.strip() in shown(pilot) for row in drawn(str(number), 2, plain=False).splitlines())
        assert not [text for text in others if text in shown(pilot)]


@driven
async def test_a_second_scan_is_friendly_and_still_shows_the_way(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        day.clock.now = at(20)
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "!", "đã vào lúc 09:00 tại Ki-ốt tự đón", "Mời bà đi ngay đến trạm số")
        assert pilot.app.screen.has_class("-ask")


@driven
async def test_red_and_amber_have_their_own_signs_and_no_way(day: Day) -> None:
    forged = Scan(b"0000000000000000")
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, forged)
        await reads(pilot, "✖", "bàn đón")
        assert "trạm số" not in shown(pilot)
        scan(pilot, FOREIGN)
        await reads(pilot, "!", "Zalo")
        assert "✖" not in shown(pilot)


@driven
async def test_without_colours_and_blocks_the_signs_are_words(day: Day) -> None:
    async with day.kiosk(plain=True).run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "[OK]", "Mời bà đi ngay đến trạm số", "####")
        assert all(c.isprintable() and (ord(c) < 0x2500 or c.isalpha()) for c in shown(pilot) if c != "\n")


@driven
async def test_one_key_says_how_long_someone_can_stay(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        await reads(pilot, "Bà ở lại được bao lâu?", "30 phút", "2 giờ", "Không rõ")
        await pilot.press("3")
        await reads(pilot, "Máy đã ghi: bà ở lại được 2 giờ.")
        assert "bao lâu" not in shown(pilot)
        assert [e.draft.minutes for e in day.entries(Kind.STAY)] == [120]
        await pilot.press("1")
        await pilot.pause(0.1)
        assert len(day.entries(Kind.STAY)) == 1


@driven
async def test_who_said_how_long_is_not_asked_again(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        await pilot.press("3")
        await until(pilot, lambda: bool(day.entries(Kind.STAY)))
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "đã vào lúc 09:00")
        assert "bao lâu" not in shown(pilot)


@driven
async def test_who_has_no_time_for_a_visit_is_told_so_and_may_say_that_they_stay_longer(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        await pilot.press("1")
        await until(pilot, lambda: bool(day.entries(Kind.STAY)))
        day.clock.now = at(28)
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "với thời gian bà đã báo thì không kịp", "ít nhất khoảng", "bao lâu?")
        assert "ngồi nghỉ" not in shown(pilot)
        await pilot.press("2")
        await reads(pilot, "Mời bà đi ngay đến trạm số")
        assert "bao lâu" not in shown(pilot)


@driven
async def test_not_sure_is_an_answer_and_not_written_down(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        await pilot.press("9", "f5")
        await reads(pilot, "Mời chụp bằng điện thoại")
        assert "bao lâu" in shown(pilot), "no answer has this digit"
        await pilot.press("5")
        await reads(pilot, "Dạ vâng, bà chưa rõ thời gian.")
        assert "bao lâu" not in shown(pilot)
        assert day.entries(Kind.STAY) == []


@driven
async def test_someone_with_little_time_is_advised_anew(day: Day) -> None:
    day.clock.now = at(7 * 60 + 15)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        before = shown(pilot)
        await pilot.press("1")
        await until(pilot, lambda: bool(day.entries(Kind.STAY)) and shown(pilot) != before)


@driven
async def test_a_known_person_photographs_the_code_of_their_badge(day: Day) -> None:
    code = day.badges[NGO.id].data.decode()
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        result = await on(pilot, Result)
        await pilot.press("5")
        await until(pilot, lambda: not result.is_held)
        assert result.patience
        before = result.patience
        await pilot.press("f5")
        await reads(pilot, grouped(code), "Mời chụp bằng điện thoại", *half_blocks(code)[2:-2])
        assert "F6" not in shown(pilot)
        assert result.is_held
        assert result.patience > before
        qr = pilot.app.screen.query_one("#qr", Static)
        assert qr.region.height == 15
        assert pilot.app.screen.region.contains_region(qr.region)


@driven
async def test_a_laptop_without_number_asks_for_one_and_goes_on(tmp_path: Path) -> None:
    with a_day(tmp_path) as first:
        first.store.close()
    copy = tmp_path / "copy.db"
    copy.write_bytes((tmp_path / "day.db").read_bytes())
    store = open_store(str(copy), Clock())
    assert store.device.number is None
    try:
        await _number_it(store)
    finally:
        store.close()


async def _number_it(store: Store) -> None:
    with store.writing() as log:
        for serial in log.people.revoke(RAY.id):
            assert serial
    day = Day(store, Clock(), {})
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press(*"dinh van ray 1990", "enter")
        await until(pilot, lambda: bool(pilot.app.screen.query("#people")))
        await pilot.press("1")
        await on(pilot, Result)
        await pilot.press("f5")
        await on(pilot, DeviceNumber)
        await pilot.press("1", "enter")
        await reads(pilot, "Số này đã cấp cho máy khác")
        await pilot.press("backspace", "7", "enter")
        await until(pilot, lambda: bool(pilot.app.screen.query("#code")))
        assert store.device.number == 7


@driven
async def test_the_next_person_finds_the_welcome_again(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        leave_it(pilot)
        await on(pilot, Welcome)


@driven
async def test_a_stay_that_could_not_be_written_may_be_said_again(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "bao lâu")
        with day.store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE entries RENAME TO lost")
        await pilot.press("3")
        await reads(pilot, "Không ghi được vào kho dữ liệu", "bao lâu")
        with day.store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE lost RENAME TO entries")
        await pilot.press("3")
        await until(pilot, lambda: [e.draft.minutes for e in day.entries(Kind.STAY)] == [120])


@pytest.mark.parametrize(("language", "end"), [("vi", "vẫn còn nguyên."), ("en", "shown green is safe.")])
@driven
async def test_what_the_store_says_is_whole_beside_question_and_stamps_in_both_languages(
    day: Day, language: str, end: str
) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        result = await on(pilot, Result)
        await reads(pilot, "1  30 phút")
        result.post_message(Failed("stay", StoreUnavailable.because("database is locked").sentence))
        if language == "en":
            await reads(pilot, "database is locked")
            await pilot.press("f2")
        await reads(pilot, "database is locked", end, "Xong" if language == "vi" else "Done")
        await reads(pilot, "1  30 phút" if language == "vi" else "1  30 min")


@driven
async def test_an_answer_is_said_to_be_noted_once_it_is(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        result = await on(pilot, Result)
        await reads(pilot, "1  30 phút")
        with clerk_at_work(result.ngayhoi):
            await pilot.press("2", "f2")
            await reads(pilot, "Welcome")
            assert "Noted" not in shown(pilot)
        await reads(pilot, "Noted: you can stay 1 h.")


@pytest.mark.parametrize(("key", "before"), [("f6", "VNeID mức 2"), ("3", "bao lâu")])
@driven
async def test_whoever_answered_is_told_what_comes_of_it_before_their_result_goes(
    day: Day, key: str, before: str
) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        result = await on(pilot, Result)
        await reads(pilot, "F6", "bao lâu", before)
        clerk = result.ngayhoi.clerk
        with clerk_at_work(result.ngayhoi):
            handed = clerk.handed
            await pilot.press(key)
            await until(pilot, lambda: clerk.handed > handed)
            assert result.is_held
            await pilot.press("enter")
            await pilot.pause()
            assert pilot.app.screen is result
        await until(pilot, lambda: before not in shown(pilot))
        assert pilot.app.screen is result
        await pilot.press("enter")
        await on(pilot, Welcome)


@driven
async def test_whoever_answered_twice_is_told_of_both_before_their_result_goes(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        result = await on(pilot, Result)
        await reads(pilot, "F6", "VNeID mức 2", "bao lâu")
        kiosk = result.ngayhoi
        with ExitStack() as later:
            with clerk_at_work(kiosk):
                before = kiosk.clerk.handed
                await pilot.press("3")
                await until(pilot, lambda: kiosk.clerk.handed > before)
                later.enter_context(clerk_at_work(kiosk))
                await pilot.press("f6")
            await reads(pilot, "Máy đã ghi: bà ở lại được 2 giờ.")
            await pilot.press("enter")
            await pilot.pause()
            assert pilot.app.screen is result
        await until(pilot, lambda: "VNeID mức 2" not in shown(pilot))
        assert pilot.app.screen is result


@driven
async def test_a_result_whose_answer_could_not_be_noted_goes_all_the_same(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "F6")
        with day.store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE entries RENAME TO lost")
        await pilot.press("f6")
        await reads(pilot, "Không ghi được vào kho dữ liệu")
        await pilot.press("enter")
        await on(pilot, Welcome)


@pytest.mark.parametrize("width", [39, 38, 8])
@driven
async def test_a_badge_asked_for_in_a_narrow_window_is_shown_and_ends_nothing(day: Day, width: int) -> None:
    async with day.kiosk().run_test(size=(width, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        result = await on(pilot, Result)
        await pilot.press("f5")
        await until(pilot, lambda: bool(result.query("#code")))
        await pilot.press("enter")
        await on(pilot, Welcome)


@driven
async def test_a_complete_passport_is_celebrated(day: Day) -> None:
    desk = desk_of(day.store, "ki-ot")
    for station in desk.catalogue.event.stations:
        visit(day.badges[NGO.id], station.code, Turn.IN, desk, day.clock.now)
        visit(day.badges[NGO.id], station.code, Turn.OUT, desk, day.clock.now)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "Chúc mừng bà!", "4/4", "★", "☑ Trạm tự chọn")
        assert "F7" not in shown(pilot)
        assert "bao lâu" not in shown(pilot)
        assert pilot.app.screen.has_class("-good")
    known = the_day()
    day.store.put(replace(known, event=replace(known.event, passport=Passport())))
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[RAY.id])
        await reads(pilot, "tham quan tự do")
        assert "Chúc mừng" not in shown(pilot), "nothing was asked of him"


@driven
async def test_an_objection_is_told_to_be_noted_beside_the_question_how_long_they_stay(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "F6", "bao lâu")
        await pilot.press("f6")
        await reads(pilot, "Máy đã ghi: bà không cần đến trạm 1.", "bao lâu")
        await pilot.press("3")
        await reads(pilot, "Máy đã ghi: bà ở lại được 2 giờ.")


@driven
async def test_nothing_is_told_to_be_noted_of_whoever_has_gone_meanwhile(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "F6", "bao lâu")
        leave(day.badges[NGO.id], desk_of(day.store), day.clock.now)
        await pilot.press("f6")
        await until(pilot, lambda: "F6" not in shown(pilot))
        assert "Máy đã ghi" not in shown(pilot)
        assert day.entries(Kind.DECLINED) == []


@driven
async def test_whoever_still_stands_in_line_for_the_last_stamp_may_give_it_up(day: Day) -> None:
    desk = desk_of(day.store, "ki-ot")
    asked = ["vneid", "dich-vu-cong", "an-toan", "ban-nong-san"]
    for station in asked:
        visit(day.badges[NGO.id], station, Turn.IN, desk, day.clock.now)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "F7", "chờ mãi chưa đến lượt", "4/4")
        await pilot.press("f7")
        await reads(pilot, "Máy đã ghi: bà chờ mãi chưa đến lượt ở trạm 10.", "3/4")
        await pilot.press("enter")
        await on(pilot, Welcome)
        visit(day.badges[NGO.id], asked[-1], Turn.IN, desk, day.clock.now)
        day.clock.now += timedelta(minutes=90)
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "4/4")
        assert "F7" not in shown(pilot), "that visit is over, and its end was not scanned"
    assert [entry.draft.station for entry in day.entries(Kind.GAVE_UP)] == asked[-1:]


@pytest.mark.parametrize("device", [1, 7, 80])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@driven
async def test_a_call_number_of_any_length_leaves_wait_passport_and_badge_to_be_read(
    tmp_path: Path, device: int, size: tuple[int, int]
) -> None:
    (tmp_path / "other").mkdir()
    with a_day(tmp_path / "other", device) as other:
        async with other.kiosk().run_test(size=size) as pilot:
            await seated(pilot, other)
            await pilot.press("f5")
            number = other.entries(Kind.HELD)[-1].draft.code or ""
            assert len(number) == len(str(device * 200 - 199)) or device > 5
            await reads(pilot, "Mời chụp bằng điện thoại", "phút nữa", f"{number}.", "Trạm tự chọn")


@driven
async def test_stamps_show_what_is_done_and_what_is_left(day: Day) -> None:
    desk = desk_of(day.store, "ki-ot")
    visit(day.badges[NGO.id], "vneid", Turn.IN, desk, day.clock.now)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "Hộ chiếu trải nghiệm 1/4", "☑ Định danh điện tử", "☐ An toàn trên mạng")


@driven
async def test_one_key_says_that_a_station_is_not_for_them_and_another_is_shown(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "VNeID mức 2", "F6  Trạm 1: đã làm rồi, hoặc không hợp")
        assert "F7" not in shown(pilot), "they were sent nowhere before"
        await pilot.press("f7", "f6")
        await until(pilot, lambda: "VNeID mức 2" not in shown(pilot))
        assert [e.draft.station for e in day.entries(Kind.DECLINED)] == ["vneid"]
        assert day.entries(Kind.GAVE_UP) == []
        sent = day.entries(Kind.SENT)[-1].draft.station
        event = day.store.catalogues["ngay-hoi"].event
        name = next(station.name.vi for station in event.stations if station.code == sent)
        await reads(pilot, "Mời bà đi ngay đến trạm số", name, "bao lâu")


@driven
async def test_a_key_held_down_declines_one_station_and_the_next_scan_takes_another(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "F6")
        await pilot.press(*5 * ["f6"])
        await until(pilot, lambda: "VNeID mức 2" not in shown(pilot))
        await pilot.press("f6")
        assert "F6" not in shown(pilot)
        assert len(day.entries(Kind.DECLINED)) == 1
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "F6")
        await pilot.press("f6")
        await until(pilot, lambda: len(day.entries(Kind.DECLINED)) == 2)


@driven
async def test_who_comes_back_says_that_the_line_does_not_move_and_goes_elsewhere(day: Day) -> None:
    visit(day.badges[NGO.id], "vneid", Turn.IN, desk_of(day.store, "ki-ot"), day.clock.now)
    day.clock.now = at(40)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "F7  Trạm 1: chờ mãi chưa đến lượt", "☑ Định danh điện tử")
        await pilot.press("f7")
        await until(pilot, lambda: "F7" not in shown(pilot))
        assert [e.draft.station for e in day.entries(Kind.GAVE_UP)] == ["vneid"]
        await reads(pilot, "Mời bà đi ngay đến trạm số", "☐ Định danh điện tử")


@driven
async def test_both_objections_are_whole_where_stations_have_numbers_of_two_digits(day: Day) -> None:
    known = the_day()
    stations = tuple(replace(station, number=station.number + 20) for station in known.event.stations)
    day.store.put(replace(known, event=replace(known.event, stations=stations)))
    visit(day.badges[NGO.id], "vneid", Turn.IN, desk_of(day.store, "ki-ot"), day.clock.now)
    day.clock.now = at(40)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "F6  Trạm 22: đã làm rồi, hoặc không hợp", "F7  Trạm 21: chờ mãi chưa đến lượt")


@driven
async def test_who_is_asked_to_sit_may_decline_the_station_they_were_sent_to(day: Day) -> None:
    desk = desk_of(day.store, "ki-ot")
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "VNeID mức 2")
        call_people(desk, day.clock.now)
        for station in desk.catalogue.event.stations:
            say_seats(station.code, 0, desk, day.clock.now)
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "ngồi nghỉ", "F6  Trạm 1", "F7  Trạm 1")
        await pilot.press("f6")
        await until(pilot, lambda: [e.draft.station for e in day.entries(Kind.DECLINED)] == ["vneid"])


@driven
async def test_an_objection_that_could_not_be_written_may_be_made_again(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "F6")
        with day.store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE entries RENAME TO lost")
        await pilot.press("f6")
        await reads(pilot, "Không ghi được vào kho dữ liệu", "F6")
        with day.store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE lost RENAME TO entries")
        await pilot.press("f6")
        await until(pilot, lambda: len(day.entries(Kind.DECLINED)) == 1)


@driven
async def test_a_refused_scan_offers_nothing_to_object_to(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, Scan(b"0000000000000000"))
        await on(pilot, Result)
        await pilot.press("f6", "f7")
        assert not {"F6", "F7"} & set(shown(pilot).split())
        assert day.entries(Kind.DECLINED, Kind.GAVE_UP) == []


@driven
async def test_a_passport_of_the_longest_names_is_shown_whole(day: Day) -> None:
    """Forty letters each, below a greeting of two lines."""
    known, longest = the_day(), "Thương mại, thanh toán, chuyển khoản số "
    topics = tuple(
        replace(topic, name=Bilingual(f"{longest[:39]}{i}", topic.name.en))
        for i, topic in enumerate(known.event.passport.topics)
    )
    desks = tuple(replace(desk, name=Bilingual(longest.strip(), desk.name.en)) for desk in known.event.desks)
    passport = replace(known.event.passport, topics=topics)
    day.store.put(replace(known, event=replace(known.event, passport=passport, desks=desks)))
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "đã vào lúc", "Hộ chiếu trải nghiệm 0/4", "Trạm tự chọn", "đi ngay đến trạm số")
        await reads(pilot, "ở lại được bao lâu?", "đã làm rồi", "Xong")


@driven
async def test_every_answer_to_how_long_they_can_stay_is_seen_however_many_there_are(day: Day) -> None:
    known = the_day()
    day.store.put(replace(known, event=replace(known.event, stays=(45, 90, 150, 210, 330, 480))))
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        await reads(
            pilot, "1  45 phút", "5  5 giờ 30 phút", "6  8 giờ", "7  Không rõ", "Trạm tự chọn", "F6  Trạm"
        )
        await pilot.press("6")
        await until(pilot, lambda: len(day.entries(Kind.STAY)) == 1)
        assert day.entries(Kind.STAY)[0].draft.minutes == 480


@driven
async def test_an_answer_that_needs_no_store_ends_what_it_said(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        result = await on(pilot, Result)
        await reads(pilot, "5  Không rõ")
        result.post_message(Failed("stay", StoreUnavailable.because("database is locked").sentence))
        await reads(pilot, "database is locked")
        await pilot.press("5")
        await until(pilot, lambda: "database is locked" not in shown(pilot))


@driven
async def test_a_badge_is_still_to_be_photographed_when_something_failed(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        result = await on(pilot, Result)
        await pilot.press("f5")
        await reads(pilot, "Mời chụp bằng điện thoại")
        result.post_message(Failed("stay", StoreUnavailable.because("database is locked").sentence))
        await reads(pilot, "database is locked", "vẫn còn nguyên.", "Mời chụp bằng điện thoại")
