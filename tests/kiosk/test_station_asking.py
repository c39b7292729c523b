"""A demo station: whose outcomes and answers its host can record, and what keeps them from going to another."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import OptionList

from checkin.board import call_people, say_seats
from checkin.desk import Scan
from checkin.local_time import VIETNAM
from checkin.participation import Ability, Kind
from checkin.person import Person
from checkin.undo import Undone, undo
from kiosk.messages import Scanned
from kiosk.screens.desk_pick import Pick
from kiosk.screens.desk_strip import Strip
from tests.kiosk.scenes_desk import (
    LAM,
    NGO,
    NGOC,
    PUPILS,
    SON,
    UNASKED,
    YEN,
    Run,
    World,
    answers_lost,
    asked,
    entries,
    full_disk,
    press,
    scan,
    screen_text,
    shown,
    station_of,
    until,
    world,
)
from tests.kiosk.scenes_station import STATION, at_station, five_came, listed, outcomes, through, waiting


@pytest.fixture
def here(tmp_path: Path) -> World:
    return five_came(tmp_path)


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


def test_the_way_is_still_to_be_read_out_once_outcomes_and_the_answer_are_noted(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGO)
        way = shown(pilot)[shown(pilot).index("Mời bà đến Trạm") :].split(".")[0]
        await pilot.press("1", "enter")
        await until(pilot, lambda: "ĐÃ GHI KẾT QUẢ" in shown(pilot))
        assert f"{NGO.name}: đã ghi 1 kết quả. {way}." in shown(pilot)
        await pilot.press("3")
        await until(pilot, lambda: "ĐÃ GHI CÂU TRẢ LỜI" in shown(pilot))
        assert f"{NGO.name}: Tự làm được. {way}." in shown(pilot)

    at_station(here, steps)


def test_the_way_of_one_is_told_to_nobody_else(here: World) -> None:
    here.visited(LAM, STATION, 30)

    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGO)
        await pilot.press("escape", "up")
        await press(pilot, "f6")
        assert f"{LAM.name} 1 ☐" in shown(pilot, "#ticks")
        await pilot.press("1", "enter")
        await until(pilot, lambda: "ĐÃ GHI KẾT QUẢ" in shown(pilot))
        assert "Mời" not in shown(pilot)
        await scan(pilot, here.badge(NGOC))
        await pilot.press("1")
        await until(pilot, lambda: "ĐÃ GHI CÂU TRẢ LỜI" in shown(pilot))
        assert "Mời" not in shown(pilot)

    at_station(here, steps)


@pytest.mark.parametrize(("seats", "why"), [(0, "Trạm đang tạm dừng"), (None, "Trạm đã đóng")])
def test_a_host_hears_that_nobody_is_called_because_the_station_takes_nobody(
    here: World, seats: int | None, why: str
) -> None:
    say_seats(STATION, seats, here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f8")
        assert f"{why} nên không gọi ai. Mở lại: F7." in shown(pilot)

    at_station(here, steps)


def test_a_host_hears_that_nobody_is_called_before_the_station_opens(tmp_path: Path) -> None:
    here = world(tmp_path, code=STATION)
    here.clock.now = here.desk.catalogue.event.opens_at - timedelta(minutes=20)
    call_people(here.desk, here.clock.now)
    here.came(NGO)
    assert len(entries(here, Kind.HELD)) == 1

    async def steps(pilot: Run) -> None:
        await press(pilot, "f8")
        assert "Trạm nhận khách từ 07:30 đến 16:30 nên lúc này không gọi ai." in shown(pilot)

    at_station(here, steps)


def test_after_its_hours_a_station_does_not_offer_its_seats(here: World) -> None:
    station = next(one for one in here.desk.catalogue.event.stations if one.code == STATION)
    here.clock.now = datetime.combine(here.desk.catalogue.event.date, station.closes, VIETNAM) - timedelta(
        minutes=1
    )

    async def steps(pilot: Run) -> None:
        assert "4 chỗ" in shown(pilot, "#top")
        here.clock.now += timedelta(minutes=1)
        station_of(pilot).show_all()
        await until(pilot, lambda: "hết giờ nhận khách" in shown(pilot, "#top"))
        assert "4 chỗ" not in shown(pilot, "#top")
        await press(pilot, "f2")
        await until(pilot, lambda: "past its hours" in shown(pilot, "#top"))

    at_station(here, steps)


def test_whoever_finds_no_free_seat_is_asked_to_wait(here: World) -> None:
    for person in (NGO, LAM, SON):
        here.visited(person, STATION, 5)
    here.visited(YEN, STATION, 4)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGOC))
        assert "MỜI CHỜ – TRẠM HẾT CHỖ" in shown(pilot)
        assert pilot.app.screen.query_one(Strip).has_class("ask")
        await scan(pilot, Scan(b"000201..."))
        assert "MÃ CỦA NƠI KHÁC" in shown(pilot)
        here.clock.now += timedelta(minutes=1)
        await scan(pilot, here.badge(NGO), here.badge(PUPILS[0]))
        assert "MỜI CHỜ – TRẠM HẾT CHỖ" in shown(pilot)
        await scan(pilot, here.badge(LAM), here.badge(SON), here.badge(PUPILS[1]))
        assert "BẮT ĐẦU TRẢI NGHIỆM" in shown(pilot)
        assert pilot.app.screen.query_one(Strip).has_class("good")

    at_station(here, steps)
    assert len(entries(here, Kind.VISIT_IN)) == 7


def test_whoever_went_from_the_line_to_another_station_is_asked_in_no_more(here: World) -> None:
    for person in (NGO, LAM, SON, YEN):
        here.visited(person, STATION, 5)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGOC))
        assert "MỜI CHỜ – TRẠM HẾT CHỖ" in shown(pilot)
        here.visited(NGOC, "vneid")
        await until(pilot, lambda: "ĐANG CHỜ 0" in shown(pilot, "#guests"))
        assert "MỜI CHỜ" not in shown(pilot)

    at_station(here, steps)


def test_figures_from_before_a_second_visit_say_nothing_of_it(here: World) -> None:
    for person in (NGO, LAM, SON, YEN):
        here.visited(person, STATION, 5)

    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGOC)
        await pilot.press("escape")
        await until(pilot, lambda: "ĐANG CHỜ 0" in listed(pilot))
        station = station_of(pilot)
        before = station._day
        here.clock.now += timedelta(minutes=1)
        await scan(pilot, here.badge(NGOC))
        assert "MỜI CHỜ – TRẠM HẾT CHỖ" in shown(pilot)
        station._seen_here.discard(NGOC.id)
        station.show_figures(before)
        assert "MỜI CHỜ – TRẠM HẾT CHỖ" in shown(pilot)
        assert f"HỎI TRƯỚC KHI LÀM {NGOC.name}" in shown(pilot, "#ticks")

    at_station(here, steps)


@pytest.mark.parametrize("answered", [False, True])
def test_nobody_is_asked_before_a_visit_that_is_over(here: World, *, answered: bool) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        assert f"HỎI TRƯỚC KHI LÀM {NGO.name}" in shown(pilot, "#ticks")
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM 1/4" in listed(pilot))
        if answered:
            await pilot.press("3")
        here.clock.now += timedelta(minutes=1)
        here.visited(NGO, "vneid")
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM 0/4" in listed(pilot))
        await until(pilot, lambda: "HỎI TRƯỚC KHI LÀM" not in shown(pilot, "#ticks"))
        await pilot.press("1")
        await pilot.pause()

    at_station(here, steps)
    said = [entry.draft.code for entry in entries(here, Kind.ABLE_BEFORE)]
    assert said == [Ability.ALONE] * answered


@pytest.mark.parametrize("free", [False, True])
def test_whoever_is_scanned_again_as_they_sit_down_can_be_brought_back(here: World, *, free: bool) -> None:
    for person in (NGO, LAM, SON, YEN):
        here.visited(person, STATION, 5)
    here.visited(NGOC, STATION, 4)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "ĐANG CHỜ 1" in shown(pilot, "#guests"))
        await scan(pilot, here.badge(NGO))
        assert "XONG TẠI TRẠM" in shown(pilot)
        await until(pilot, lambda: "ĐANG CHỜ 0" in shown(pilot, "#guests"))
        here.clock.now += timedelta(minutes=1 if free else 3)
        await scan(pilot, here.badge(NGOC))
        assert ("ĐÃ GHI XONG – QUÉT NHẦM?" in shown(pilot)) is free
        assert ("Vừa vào chỗ thì bấm F5." in shown(pilot)) is free
        assert pilot.app.screen.query_one(Strip).has_class("ask" if free else "good")

    at_station(here, steps)


def test_whoever_had_a_seat_is_done_however_many_seats_are_left(here: World) -> None:
    for person in (NGO, LAM, SON, YEN):
        here.visited(person, STATION, 5)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "4/4" in shown(pilot, "#guests"))
        say_seats(STATION, 2, here.desk, here.clock.now)
        await until(pilot, lambda: "4/2" in shown(pilot, "#guests") or "2/2" in shown(pilot, "#guests"))
        await scan(pilot, here.badge(YEN))
        assert "XONG TẠI TRẠM" in shown(pilot)

    at_station(here, steps)


def test_whoever_waits_again_as_seats_were_taken_away_can_be_brought_back_too(here: World) -> None:
    for person in (NGO, LAM, SON, YEN):
        here.visited(person, STATION, 5)
    here.visited(NGOC, STATION, 4)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "ĐANG CHỜ 1" in shown(pilot, "#guests"))
        await scan(pilot, here.badge(NGO))
        await until(pilot, lambda: "ĐANG CHỜ 0" in shown(pilot, "#guests"))
        here.clock.now += timedelta(minutes=3)
        say_seats(STATION, 3, here.desk, here.clock.now)
        await until(pilot, lambda: "ĐANG CHỜ 1" in shown(pilot, "#guests"))
        await scan(pilot, here.badge(NGOC))
        assert "Vừa vào chỗ thì bấm F5." in shown(pilot)

    at_station(here, steps)


def test_whoever_waits_for_a_second_visit_can_be_brought_back_though_the_first_had_a_seat(
    here: World,
) -> None:
    here.visited(NGO, STATION, 5)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "1/4" in shown(pilot, "#guests"))
        await scan(pilot, here.badge(NGO))
        here.clock.now += timedelta(minutes=1)
        await scan(pilot, *map(here.badge, (LAM, SON, YEN, NGOC)))
        here.clock.now += timedelta(minutes=1)
        await scan(pilot, here.badge(NGO))
        await until(pilot, lambda: "ĐANG CHỜ 1" in shown(pilot, "#guests"))
        here.clock.now += timedelta(minutes=1)
        await scan(pilot, here.badge(LAM))
        await scan(pilot, here.badge(NGO))
        assert "Vừa vào chỗ thì bấm F5." in shown(pilot)

    at_station(here, steps)


@pytest.mark.parametrize(
    ("seats", "headline", "heading"),
    [
        (0, "TRẠM ĐANG TẠM DỪNG", "ĐANG TRẢI NGHIỆM 1 · tạm dừng"),
        (None, "TRẠM ĐÃ ĐÓNG", "ĐANG TRẢI NGHIỆM 1 · trạm đã đóng"),
    ],
)
def test_a_visit_at_a_station_that_takes_nobody_is_noted_and_the_host_hears_of_it(
    here: World, seats: int | None, headline: str, heading: str
) -> None:
    say_seats(STATION, seats, here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        assert f"{headline} 09:20" in shown(pilot)
        assert "Đã ghi khách vào trạm. Mở lại: F7." in shown(pilot)
        await until(pilot, lambda: heading in listed(pilot))

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_IN)] == [NGO.id]


def test_the_bar_stays_where_the_host_moved_it_while_outcomes_are_open(here: World) -> None:
    here.visited(LAM, STATION, 9)
    here.visited(SON, STATION, 8)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(SON))
        host = station_of(pilot)
        await until(pilot, lambda: "CHƯA GHI KẾT QUẢ 1" in listed(pilot))
        assert host._highlighted() in host._day.unticked  # type: ignore[union-attr]
        await pilot.press("home")
        host.refresh_figures()
        await until(pilot, lambda: not host._then)
        await press(pilot, "f4")
        await until(pilot, lambda: "CHƯA GHI KẾT QUẢ 2" in listed(pilot))

    at_station(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_OUT)] == [SON.id, LAM.id]


def test_a_visit_that_another_screen_took_back_is_asked_about_no_more(here: World) -> None:
    def taken_back() -> None:
        (entry,) = entries(here, Kind.VISIT_IN)
        reason = here.desk.catalogue.programme.undo_reasons[0].code
        assert isinstance(undo(entry.ref, reason, here.desk, here.clock.now), Undone)

    async def steps(pilot: Run) -> None:
        await asked_after(pilot, here, NGO)
        station_of(pilot).refresh_figures()
        await until(pilot, lambda: not station_of(pilot)._then)
        assert NGO.name in shown(pilot, "#ticks")
        taken_back()
        station_of(pilot).refresh_figures()
        await until(pilot, lambda: NGO.name not in shown(pilot, "#ticks"))
        await press(pilot, "3")

    at_station(here, steps)
    assert not entries(here, Kind.ABLE_AFTER)


def test_f8_pressed_twice_calls_one_person(here: World) -> None:
    waiting(here, PUPILS[0])
    say_seats("an-toan", 0, here.desk, here.clock.now)
    here.came(PUPILS[1])
    say_seats("an-toan", 2, here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        host = station_of(pilot)
        host.action_call()
        host.action_call()
        await until(pilot, lambda: "ĐÃ GỌI SỐ" in shown(pilot) and not host._then)
        assert len(entries(here, Kind.CALLED)) == 1
        await press(pilot, "f8")

    at_station(here, steps, code="an-toan")
    assert len(entries(here, Kind.CALLED)) == 2


@pytest.mark.parametrize(("seconds", "called"), [(600.0, 1), (0.0, 2)])
def test_f8_pressed_again_at_once_calls_nobody_more_though_the_first_was_called(
    here: World, seconds: float, called: int
) -> None:
    here.doubled_seconds = seconds
    waiting(here, PUPILS[0])
    say_seats("an-toan", 0, here.desk, here.clock.now)
    here.came(PUPILS[1])
    say_seats("an-toan", 2, here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        for _ in range(2):
            await press(pilot, "f8")
            await until(pilot, lambda: "ĐÃ GỌI SỐ" in shown(pilot) and not station_of(pilot)._then)

    at_station(here, steps, code="an-toan")
    assert len(entries(here, Kind.CALLED)) == called


def test_a_key_between_two_f8_neither_calls_one_more_nor_is_lost_itself(here: World) -> None:
    here.doubled_seconds = 600.0
    here.visited(NGO, "an-toan", 9)
    here.visited(LAM, "an-toan", 8)
    waiting(here, PUPILS[0])
    say_seats("an-toan", 0, here.desk, here.clock.now)
    here.came(PUPILS[1])
    say_seats("an-toan", 4, here.desk, here.clock.now)
    busy = Event()

    async def steps(pilot: Run) -> None:
        host = station_of(pilot)
        host.hand(busy.wait, lambda _: None)
        await pilot.press("f8", "down")
        busy.set()
        await until(pilot, lambda: "ĐÃ GỌI SỐ" in shown(pilot) and not host._then)
        guests = host.query_one(OptionList)
        before = guests.highlighted
        await pilot.press("down")
        assert guests.highlighted != before
        await press(pilot, "f8")

    at_station(here, steps, code="an-toan")
    assert len(entries(here, Kind.CALLED)) == 1


@pytest.mark.parametrize("was_noted", [True, False])
def test_f8_that_failed_calls_one_person_by_the_next_whether_it_was_noted_or_not(
    here: World, *, was_noted: bool
) -> None:
    here.visited(NGO, "an-toan", 9)
    here.visited(LAM, "an-toan", 8)
    waiting(here, PUPILS[0])
    say_seats("an-toan", 0, here.desk, here.clock.now)
    here.came(PUPILS[1])
    say_seats("an-toan", 4, here.desk, here.clock.now)
    here.clock.now += timedelta(seconds=10, microseconds=456)  # the log keeps milliseconds

    async def steps(pilot: Run) -> None:
        with answers_lost(here, noted=was_noted):
            await press(pilot, "f8")
        assert "CHƯA GHI ĐƯỢC" in shown(pilot)
        here.clock.now += timedelta(seconds=50)
        await press(pilot, "f8")
        (called,) = entries(here, Kind.CALLED)
        assert "ĐÃ GỌI SỐ" in shown(pilot)
        assert called.draft.person in {PUPILS[0].id, PUPILS[1].id}
        await press(pilot, "f8")
        assert len(entries(here, Kind.CALLED)) == 2

    at_station(here, steps, code="an-toan")


def test_seats_said_where_no_board_is_open_are_called_noted_and_no_more(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f7", Pick)
        await pilot.press("end", "up", "enter")
        await until(pilot, lambda: "TRẠM: CÒN 1/4 CHỖ" in shown(pilot))
        assert "Đã ghi; bảng lớn sẽ theo số chỗ này." in shown(pilot)

    at_station(here, steps)


@pytest.mark.parametrize("typed", ["037XK2", "3X1Y2", "1K"])
def test_a_code_typed_without_f3_answers_nothing_and_the_host_hears_what_to_press(
    here: World, typed: str
) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        for symbol in typed:
            await press(pilot, symbol)
        await until(pilot, lambda: "Gõ mã trên thẻ" in screen_text(pilot))
        host = station_of(pilot)
        await until(pilot, lambda: not host._digits.is_spelling)
        assert f"HỎI TRƯỚC KHI LÀM {NGO.name}" in shown(pilot, "#ticks")
        assert not entries(here, Kind.ABLE_BEFORE)
        await press(pilot, "2")
        await until(pilot, lambda: "Phạm Thị Ngộ: Cần người giúp." in shown(pilot))

    at_station(here, steps)
    assert [e.draft.code for e in entries(here, Kind.ABLE_BEFORE)] == ["with-help"]


def test_a_code_typed_without_f3_ticks_and_keeps_no_outcome(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await through(pilot, here, NGO)
        await press(pilot, "2")
        host = station_of(pilot)
        await until(pilot, lambda: not host._digits.is_recent)
        for key in ("1", "2", "x", "1", "enter"):
            await press(pilot, key)
        assert f"{NGO.name} 1 ☐" in shown(pilot, "#ticks")
        assert "2 ☑" in shown(pilot, "#ticks")
        assert outcomes(here) == []

    at_station(here, steps)


def test_an_answer_given_just_before_the_next_scan_is_kept_for_whom_it_is_of(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        await press(pilot, "3")
        pilot.app.post_message(Scanned(here.badge(LAM)))
        await until(pilot, lambda: f"HỎI TRƯỚC KHI LÀM {LAM.name}" in shown(pilot, "#ticks"))
        await until(pilot, lambda: entries(here, Kind.ABLE_BEFORE))

    at_station(here, steps)
    answers = [(e.draft.person, e.draft.code) for e in entries(here, Kind.ABLE_BEFORE)]
    assert answers == [(NGO.id, "alone")]


def test_an_answer_that_is_noted_covers_nothing_that_came_after_it(here: World) -> None:
    forged = Scan(b"037X18M3449588RX")

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        await press(pilot, "3")
        await scan(pilot, forged)
        await until(pilot, lambda: entries(here, Kind.ABLE_BEFORE))
        await until(pilot, lambda: not station_of(pilot)._then)
        assert "THẺ KHÔNG HỢP LỆ" in shown(pilot)
        assert "ĐÃ GHI CÂU TRẢ LỜI" not in shown(pilot)

    at_station(here, steps)


def test_an_answer_stays_one_though_the_host_presses_esc_after_it(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        await press(pilot, "1")
        await press(pilot, "escape")
        await until(pilot, lambda: entries(here, Kind.ABLE_BEFORE))

    at_station(here, steps)
    assert [entry.draft.code for entry in entries(here, Kind.ABLE_BEFORE)] == ["not-yet"]


def test_an_answer_stays_one_though_the_screen_is_closed_right_after_it(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        await press(pilot, "2")
        pilot.app.exit()

    at_station(here, steps)
    assert [entry.draft.code for entry in entries(here, Kind.ABLE_BEFORE)] == ["with-help"]


def test_outcomes_half_ticked_stay_open_though_somebody_else_is_done(here: World) -> None:
    here.visited(NGO, STATION, 35)
    here.visited(LAM, STATION, 20)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        await press(pilot, "1")
        await scan(pilot, here.badge(LAM))
        assert "XONG TẠI TRẠM" in shown(pilot)
        assert NGO.name in shown(pilot, "#ticks")
        await press(pilot, "enter")
        await until(pilot, lambda: "ĐÃ GHI KẾT QUẢ" in shown(pilot))
        assert LAM.name not in shown(pilot)
        assert any(LAM.name in row for row in listed(pilot)), "to be ticked later"

    at_station(here, steps)
    assert {entry.draft.person for entry in entries(here, Kind.OUTCOME)} == {NGO.id}


@pytest.mark.parametrize("turn", [Kind.VISIT_IN, Kind.VISIT_OUT])
def test_a_key_right_after_somebody_else_came_is_not_theirs(here: World, turn: Kind) -> None:
    if turn is Kind.VISIT_OUT:
        here.visited(NGO, STATION, 35)
        here.visited(LAM, STATION, 20)
    here.doubled_seconds = 600

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO), here.badge(LAM))
        await until(pilot, lambda: LAM.name in shown(pilot, "#ticks"))
        await press(pilot, "1")
        station_of(pilot)._say_ability()
        assert "☑" not in shown(pilot, "#ticks")

    at_station(here, steps)
    assert not entries(here, Kind.ABLE_BEFORE)


def test_an_outcome_ticked_by_a_key_pressed_twice_is_ticked(here: World) -> None:
    here.visited(NGO, STATION, 35)
    here.doubled_seconds = 600

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        await pilot.press("1", "1", "2")
        await press(pilot, "enter")
        await until(pilot, lambda: "ĐÃ GHI KẾT QUẢ" in shown(pilot))

    at_station(here, steps)
    assert len(outcomes(here)) == 2


def test_a_visit_ended_by_a_key_pressed_twice_ends_nobody_else_s(tmp_path: Path) -> None:
    here = world(tmp_path, code="trung-bay")
    here.came(NGO, LAM, SON, minutes=40)
    for person, minutes in ((NGO, 5), (LAM, 4), (SON, 3)):
        here.visited(person, "trung-bay", minutes)
    here.doubled_seconds = 600

    async def steps(pilot: Run) -> None:
        await pilot.press("down", "f4")
        await until(pilot, lambda: entries(here, Kind.VISIT_OUT))
        await until(pilot, lambda: not any(LAM.name in row for row in listed(pilot)))
        bar = station_of(pilot)._highlighted()
        assert bar
        assert bar.person == SON, "the bar goes to who is next in the list"
        await press(pilot, "f4")

    at_station(here, steps, code="trung-bay")
    assert [entry.draft.person for entry in entries(here, Kind.VISIT_OUT)] == [LAM.id]


def test_an_answer_that_could_not_be_written_is_asked_again(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", full_disk)
            await press(pilot, "3")
            await until(pilot, lambda: "CHƯA GHI ĐƯỢC" in shown(pilot))
        assert "HỎI TRƯỚC KHI LÀM" in shown(pilot, "#ticks")
        await press(pilot, "3")
        await until(pilot, lambda: entries(here, Kind.ABLE_BEFORE))

    at_station(here, steps)


def test_whoever_shows_their_code_again_while_they_are_asked_has_one_visit(here: World) -> None:
    async def steps(pilot: Run) -> None:
        pilot.app.post_message(Scanned(here.badge(UNASKED)))
        await asked(pilot, UNASKED)
        await scan(pilot, here.badge(UNASKED))
        await pilot.press("1")
        await until(pilot, lambda: entries(here, Kind.VISIT_IN))
        await until(pilot, lambda: not station_of(pilot)._then)
        assert pilot.app.screen is station_of(pilot)

    at_station(here, steps)


def test_a_dialog_of_a_host_takes_every_key_though_somebody_is_scanned_out_meanwhile(here: World) -> None:
    here.visited(NGO, STATION, 35)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f7", Pick)
        app = station_of(pilot).ngayhoi
        app.settings = replace(app.settings, doubled_seconds=600)
        await scan(pilot, here.badge(NGO))
        await press(pilot, "escape")
        assert pilot.app.screen is station_of(pilot)

    at_station(here, steps)
