"""The check-in desk, as a volunteer with a queue meets it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import OptionList

from checkin.board import say_seats
from checkin.desk import Scan
from checkin.participation import Kind
from checkin.person import Birth, Sex
from checkin.visits import leave
from data.ledger import Store
from data.overview import Found, find
from data.retention import Because, forget
from kiosk.app import NgayHoi
from kiosk.capture.serial_port import SerialScanner
from kiosk.messages import Scanned, SourceTrouble
from kiosk.screens import desk_counter
from kiosk.screens.choose import Choose
from kiosk.screens.consent import Consent
from kiosk.screens.desk_badge import BadgeDialog
from kiosk.screens.desk_pick import Pick
from kiosk.screens.desk_search import Finder
from kiosk.screens.desk_strip import Strip
from kiosk.screens.desk_words import NONE, Tone
from kiosk.screens.group_numbers import Numbers
from kiosk.screens.register import Register
from kiosk.widgets.field import Field
from stations.model import Bilingual
from tests.builders import agreed_to
from tests.kiosk.driving import by_hand, clerk_at_work, step, the_day, type_at_once
from tests.kiosk.scenes_desk import (
    CHILD,
    LAM,
    NGO,
    NGOC,
    SON,
    UNASKED,
    YEN,
    Run,
    World,
    asked,
    at_desk,
    card,
    desk_of,
    entries,
    full_disk,
    open_class,
    press,
    scan,
    screen_text,
    shown,
    someone,
    until,
    who_came,
    world,
    write,
)
from tests.kiosk.scenes_station import waiting


def test_a_scan_is_answered_with_name_year_hamlet_group_and_the_way(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        said = shown(pilot)
        for part in ("✔", "MỜI VÀO", "P H Ạ M", "1957", "Bùi Hui", "Người dân", "Trạm 1"):
            assert part in said, part
        assert desk_of(pilot).query_one("#strip").has_class("good")
        assert "Đang có mặt 1 người" in shown(pilot, "#lately")

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]


def test_a_second_scan_says_when_and_where_they_came_in(here: World) -> None:
    async def steps(pilot: Run) -> None:
        for _ in range(2):
            await scan(pilot, here.badge(NGO))
        assert "! ĐÃ VÀO TRƯỚC ĐÓ" in shown(pilot)
        assert "09:20 tại Bàn đón 1" in shown(pilot)
        assert "Mời bà đến Trạm" in shown(pilot)

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]


def test_a_volunteer_reads_that_a_visit_counts_as_over_whose_end_was_not_scanned(here: World) -> None:
    here.came(NGO, minutes=5)
    here.visited(NGO, "thanh-toan", 1)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        said = shown(pilot)
        assert "Mời bà đến Trạm" in said
        assert said.endswith("trạm 3 coi như xong; nếu chưa, mời quay lại.")

    at_desk(here, steps)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_long_office_leaves_room_for_the_way_and_when_they_came(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    school = "Trường Phổ thông Dân tộc Bán trú Tiểu học và Trung học cơ sở Ba Trang, tổ Khoa học tự nhiên"
    teacher = someone("Phạm Thị Mỹ Trâm", 1987, Sex.FEMALE, "bui-hui", school, "cbccvc")
    here = world(tmp_path, teacher)

    async def steps(pilot: Run) -> None:
        for _ in range(2):
            await scan(pilot, here.badge(teacher))
        assert "sinh 1987 · Bùi Hui · CBCCVC, người lao động khu vực công · Trường" in shown(pilot)
        assert ("Khoa học tự nhiên" in shown(pilot)) is (size == (120, 40))
        assert shown(pilot).endswith("đã vào lúc 09:20 tại Bàn đón 1.")

    at_desk(here, steps, size=size)


def test_a_foreign_code_gets_the_kind_sentence_and_a_sign(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, Scan(b"https://zalo.me/someone"))
        assert "! MÃ CỦA NƠI KHÁC" in shown(pilot)
        assert "mã Zalo" in shown(pilot)

    at_desk(here, steps)


@pytest.mark.parametrize(
    ("code", "told"), [("https://zalo.me/g/abcdef123", "mã Zalo"), ("8934563138165", "mã vạch của hàng hóa")]
)
def test_a_foreign_code_that_a_scanner_typed_is_told_and_does_not_stay_in_the_field(
    here: World, code: str, told: str
) -> None:
    async def steps(pilot: Run) -> None:
        type_at_once(pilot, f"{code}\r")
        await until(pilot, lambda: told in shown(pilot))
        assert desk_of(pilot).query_one(Finder).text == ""

    at_desk(here, steps)
    assert who_came(here) == []


@pytest.mark.parametrize("end", ["\r", ""])
@pytest.mark.parametrize("code", ["8934563138165", "96385074"])
def test_a_product_s_bar_code_is_told_and_the_next_search_begins_anew(
    here: World, code: str, end: str
) -> None:
    async def steps(pilot: Run) -> None:
        type_at_once(pilot, code + end)
        await until(pilot, lambda: "mã vạch của hàng hóa" in shown(pilot))
        assert desk_of(pilot).query_one(Finder).text == ""
        await write(pilot, "ngo 1957")
        await pilot.press("enter")
        await until(pilot, lambda: "MỜI VÀO" in shown(pilot))

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]


def test_a_code_cut_short_is_not_left_under_the_green_answer_to_the_one_before(here: World) -> None:
    half = here.badge(LAM).data.decode()[:8]

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        type_at_once(pilot, f"{half}\r")
        await until(pilot, lambda: "! KHÔNG TÌM THẤY AI" in shown(pilot))
        said = shown(pilot)
        assert "quét lại" in said
        assert "F3" in said
        assert "MỜI VÀO" not in said
        type_at_once(pilot, here.badge(LAM).data.decode() + "\r")
        await until(pilot, lambda: "MỜI VÀO" in shown(pilot))

    at_desk(here, steps)
    assert who_came(here) == [NGO.id, LAM.id]


def test_whoever_leaves_and_is_not_found_is_not_to_be_registered(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        await write(pilot, "zzz")
        await press(pilot, "enter")
        await until(pilot, lambda: "Chưa ghi nhận ai ra về" in shown(pilot))
        assert "để đăng ký" not in shown(pilot)

    at_desk(here, steps)


def test_a_card_on_no_list_shown_when_leaving_is_of_nobody_who_came_in(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        await press(pilot, "f6")
        await scan(pilot, card("Phạm Văn Lạ", "Nam", "05031972"))
        said = shown(pilot)
        assert "! CHƯA CÓ TRONG DANH SÁCH" in said
        assert "Người này chưa vào cửa lần nào nên không phải ghi ra về." in said
        assert "đăng ký" not in said
        await press(pilot, "f8")
        assert "THẺ CỦA AI?" in shown(pilot), "not of whom was answered before"

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]
    assert not entries(here, Kind.LEFT)


def test_a_name_that_finds_nobody_stays_to_be_put_right_and_is_told_of_once(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "zzz")
        await press(pilot, "enter")
        await until(pilot, lambda: desk_of(pilot).notices)
        finder = desk_of(pilot).query_one(Finder)
        assert finder.text == "zzz"
        finder.search()
        await until(pilot, lambda: finder._asked is None)
        assert len(desk_of(pilot).notices) == 1

    at_desk(here, steps)
    assert who_came(here) == []


def test_scans_typed_back_to_back_are_all_answered_in_their_order(here: World) -> None:
    people = (NGO, LAM, SON)
    codes = [here.badge(person).data.decode() for person in people]

    async def steps(pilot: Run) -> None:
        type_at_once(pilot, "".join(f"{code}\r" for code in codes))
        await until(pilot, lambda: len(desk_of(pilot).notices) == len(people))
        assert [notice.name for notice in desk_of(pilot).notices] == [person.name for person in people]
        assert desk_of(pilot).query_one(Finder).text == ""

    at_desk(here, steps)
    assert who_came(here) == [person.id for person in people]


def test_accents_year_hamlet_and_class_find_people(here: World) -> None:
    async def steps(pilot: Run) -> None:
        for text, names in (
            ("ngo 1957", {NGO.name}),
            ("vay oc", {NGOC.name}),
            ("y te", {YEN.name}),
            ("khong co ai", set()),
        ):
            await write(pilot, text)
            assert {one.person.name for one in pilot.app.screen.query_one(Finder)._found} == names
            await pilot.press("escape")
            assert desk_of(pilot).query_one(Finder).text == ""

    at_desk(here, steps)


@pytest.mark.parametrize(("pupils", "told"), [(39, "39 người."), (40, "40 người."), (41, "Hơn 40 người:")])
def test_as_many_as_are_shown_are_not_said_to_be_more(tmp_path: Path, pupils: int, told: str) -> None:
    names = (f"Đinh Văn A{n}" for n in range(pupils))
    here = world(
        tmp_path, *(someone(name, 2013, Sex.MALE, "dong-ram", "Lớp 6A", "hoc-sinh") for name in names)
    )

    async def steps(pilot: Run) -> None:
        await write(pilot, "6a")
        assert shown(pilot, "#found-note").startswith(told)
        assert desk_of(pilot).query_one("#found", OptionList).option_count == min(pupils, 40)

    at_desk(here, steps)


def test_the_list_tells_who_is_here_already(here: World) -> None:
    here.came(NGO)

    async def steps(pilot: Run) -> None:
        await write(pilot, "pham thi ngo")
        lines = [line for line in screen_text(pilot).splitlines() if "Phạm Thị Ng" in line]
        assert ["đã vào" in line for line in sorted(lines)] == [
            "Phạm Thị Ngộ" in line for line in sorted(lines)
        ]

    at_desk(here, steps)


def test_arrows_and_enter_admit_whom_the_bar_stands_on(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "pham thi ng")
        await press(pilot, "down")
        await press(pilot, "enter")
        await until(pilot, lambda: desk_of(pilot).notices)
        assert desk_of(pilot).notices[-1].name == NGO.name
        assert desk_of(pilot).query_one(Finder).text == ""

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]


def test_enter_never_admits_someone_an_older_text_had_found(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "ngo")
        finder = desk_of(pilot).query_one(Finder)
        finder._asked = "still looking"
        await pilot.press("x", "enter")
        await pilot.pause()
        assert finder.picked is None
        assert not desk_of(pilot).notices

    at_desk(here, steps)
    assert who_came(here) == []


def test_only_one_search_is_under_way_and_the_newest_text_wins(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(store: Store, event: str, text: str, limit: int) -> list[Found]:
        asked.append(text)
        return find(store, event, text, limit)

    monkeypatch.setattr("kiosk.screens.desk_search.find", counted)

    async def steps(pilot: Run) -> None:
        finder = desk_of(pilot).query_one(Finder)
        finder.wish("d")
        finder.wish("di")
        finder.wish("dinh van lam")
        await until(pilot, lambda: finder._shown == "dinh van lam")
        assert [one.person.name for one in finder._found] == [LAM.name]

    at_desk(here, steps)
    assert asked == ["d", "dinh van lam"]


def test_shift_which_windows_reports_as_a_key_marks_nobody_and_breaks_no_scan(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "ngo 1957")
        pilot.app.post_message(Key("ctrl+@", "\x00"))
        await pilot.pause()
        assert desk_of(pilot).query_one(Finder).marked == ()
        for symbol in here.badge(LAM).data.decode():
            if symbol.isupper():
                pilot.app.post_message(Key("ctrl+@", "\x00"))
            type_at_once(pilot, symbol)
        await until(pilot, lambda: desk_of(pilot).notices)

    at_desk(here, steps)
    assert who_came(here) == [LAM.id]


def test_a_badge_code_typed_by_hand_is_received_with_enter(here: World) -> None:
    code = here.badge(SON).data.decode()
    grouped = "-".join(code[start : start + 4] for start in range(0, len(code), 4)).lower()

    async def steps(pilot: Run) -> None:
        pilot.app.screen.query_one("#search").value = grouped  # type: ignore[attr-defined]
        await press(pilot, "enter")
        await until(pilot, lambda: desk_of(pilot).notices)
        assert desk_of(pilot).notices[-1].name == SON.name

    at_desk(here, steps)
    assert who_came(here) == [SON.id]


def test_exit_mode_lets_one_person_out_and_ends_by_itself(here: World) -> None:
    here.came(NGO, LAM, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        assert "RA VỀ" in shown(pilot)
        await scan(pilot, here.badge(NGO))
        assert "ĐÃ RA VỀ" in shown(pilot)
        await scan(pilot, here.badge(LAM))
        assert "ĐÃ VÀO TRƯỚC ĐÓ" in shown(pilot)

    at_desk(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [NGO.id]


def test_whoever_has_just_come_is_let_in_after_a_wrong_f6(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        await scan(pilot, here.badge(NGO))
        assert "Mới đến thì quét mã lần nữa." in shown(pilot)
        assert pilot.app.screen.query_one(Strip).has_class("ask")
        await scan(pilot, here.badge(NGO))
        assert "MỜI VÀO" in shown(pilot)

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]


def test_whoever_lacks_stamps_that_nobody_gives_now_is_asked_to_come_again(here: World) -> None:
    for station in here.desk.catalogue.event.stations:
        say_seats(station.code, None, here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        assert "Mời bà tham quan tự do. Lát nữa mời quét mã hỏi lại." in shown(pilot)

    at_desk(here, steps)


def test_whoever_has_every_stamp_is_congratulated_at_the_desk_too(here: World) -> None:
    for minute, station in enumerate(here.desk.catalogue.event.stations):
        here.visited(NGO, station.code, 40 - 2 * minute)
        here.visited(NGO, station.code, 39 - 2 * minute)

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        assert "ĐÃ VÀO TRƯỚC ĐÓ" in shown(pilot)
        assert "Chúc mừng bà! Hộ chiếu trải nghiệm đã đủ dấu." in shown(pilot)
        assert "không còn trạm nào" not in shown(pilot)

    at_desk(here, steps)


def test_a_code_read_twice_at_the_exit_brings_nobody_in_again(here: World) -> None:
    here.came(NGO, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        await scan(pilot, here.badge(NGO))
        await scan(pilot, here.badge(NGO))
        assert "VỪA QUÉT RỒI" in shown(pilot)

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]


def test_exit_mode_takes_a_name_too_and_esc_ends_it(here: World) -> None:
    here.came(NGO, LAM, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        await press(pilot, "escape")
        assert "SẴN SÀNG" in shown(pilot)
        await press(pilot, "f6")
        await write(pilot, "dinh van lam")
        await press(pilot, "enter")
        await until(pilot, lambda: desk_of(pilot).notices)

    at_desk(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [LAM.id]


def test_a_card_of_one_of_several_is_asked_about_and_links_to_the_one_chosen(here: World) -> None:
    shown_card = card(SON.name, "Nam")

    async def steps(pilot: Run) -> None:
        await scan(pilot, shown_card)
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("1")
        await until(pilot, lambda: len(desk_of(pilot).notices) == 2)
        assert "MỜI VÀO" in shown(pilot)
        await scan(pilot, shown_card)
        assert "ĐÃ VÀO TRƯỚC ĐÓ" in shown(pilot)

    at_desk(here, steps)
    assert who_came(here) == [SON.id]


@pytest.mark.parametrize(("inside", "key"), [(True, "1"), (False, "1"), (True, "2")])
def test_a_card_of_one_of_several_shown_when_leaving_lets_out_and_admits_nobody(
    here: World, inside: bool, key: str
) -> None:
    here.came(SON, minutes=30)
    if not inside:
        leave(here.badge(SON), here.desk, here.clock.now)
    before = [len(entries(here, kind)) for kind in (Kind.ADMITTED, Kind.LEFT)]

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        await scan(pilot, card(SON.name, "Nam"))
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert "Không phải ai trong số này" in screen_text(pilot)
        await pilot.press(key)
        await until(pilot, lambda: len(desk_of(pilot).notices) == 2 and not desk_of(pilot)._then)
        assert pilot.app.screen is desk_of(pilot)

    at_desk(here, steps)
    gone = int(inside and key == "1")
    assert [len(entries(here, kind)) for kind in (Kind.ADMITTED, Kind.LEFT)] == [before[0], before[1] + gone]
    assert len(entries(here, Kind.CARD_LINKED)) == int(key == "1")


def test_marked_people_are_not_admitted_while_someone_is_to_leave(here: World) -> None:
    here.came(LAM, minutes=30)

    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh")
        await pilot.press("insert")
        await press(pilot, "f6")
        finder = desk_of(pilot).query_one(Finder)
        people = [one.person for one in finder._found]
        finder.query_one(OptionList).highlighted = people.index(LAM)
        await press(pilot, "enter")

    at_desk(here, steps)
    assert who_came(here) == [LAM.id]
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [LAM.id]


def test_enter_takes_whom_the_text_finds_along_with_those_marked_before(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van lam")
        await pilot.press("insert")
        assert "Đã đánh dấu 1 người. Enter: đón cả nhóm" in screen_text(pilot)
        desk_of(pilot).query_one(Finder).forget_text()
        await write(pilot, "pham thi ngo 1957")
        await until(pilot, lambda: "Enter: đón người này và 1 đã đánh dấu" in screen_text(pilot))
        await press(pilot, "enter")

    at_desk(here, steps)
    assert who_came(here) == [LAM.id, NGO.id]


def test_a_name_typed_after_a_mark_takes_the_place_of_the_one_before(here: World) -> None:
    async def steps(pilot: Run) -> None:
        for name in ("dinh van lam", "pham van son", "ngo 1957"):
            await pilot.press(*("space" if letter == " " else letter for letter in name))
            await until(pilot, lambda: desk_of(pilot).query_one(Finder).picked)
            await pilot.press("insert")
        assert {one.id for one in desk_of(pilot).query_one(Finder).marked} == {LAM.id, SON.id, NGO.id}
        await pilot.press("escape")
        assert len(desk_of(pilot).query_one(Finder).marked) == 3, "Esc forgets what was typed first"
        await press(pilot, "enter")

    at_desk(here, steps)
    assert set(who_came(here)) == {LAM.id, SON.id, NGO.id}


def test_esc_pressed_again_forgets_who_was_marked(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van lam")
        await pilot.press("insert", "escape", "escape")
        assert not desk_of(pilot).query_one(Finder).marked

    at_desk(here, steps)


@pytest.mark.parametrize(
    ("searched", "is_theirs"),
    [("moi", True), ("dinh thi moi 1980", True), ("moi con doc", True), ("pham thi khoa", False)],
)
def test_a_card_on_no_list_is_not_for_somebody_else_who_was_searched_for_since(
    here: World, searched: str, is_theirs: bool
) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, card("Đinh Thị Mới", "Nữ", "05031980"))
        await write(pilot, searched)
        await press(pilot, "f3", Register)
        form = pilot.app.screen
        assert isinstance(form, Register)
        assert (form.form.name == "Đinh Thị Mới") is is_theirs

    at_desk(here, steps)


def test_a_card_is_for_whom_was_searched_for_in_vain_before_it_was_shown(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh thi mowis")
        await scan(pilot, card("Đinh Thị Mới", "Nữ", "05031980"))
        await press(pilot, "f3", Register)
        form = pilot.app.screen
        assert isinstance(form, Register)
        assert form.form.name == "Đinh Thị Mới"

    at_desk(here, steps)


def test_another_language_keeps_a_name_that_the_next_one_replaces(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van lam")
        await pilot.press("insert", "f2")
        await until(pilot, lambda: "marked" in screen_text(pilot))
        await pilot.press("n", "g", "o")
        await until(pilot, lambda: desk_of(pilot).query_one(Finder).text == "ngo")

    at_desk(here, steps)


def test_two_of_one_name_and_year_are_told_apart_in_the_lists_of_today_and_of_what_can_be_undone(
    tmp_path: Path,
) -> None:
    nga = someone("Phạm Thị Nga", 2014, Sex.FEMALE, "con-doc", "Lớp 6A", "hoc-sinh")
    twins = [
        replace(nga, id=f"{day:032x}", birth=Birth(2014, month, day)) for day, month in ((14, 7), (2, 9))
    ]
    here = world(tmp_path, *twins)
    here.came(*twins, minutes=30)

    async def steps(pilot: Run) -> None:
        for key in ("f7", "f5"):
            await press(pilot, key, Pick)
            assert "14/07/2014" in screen_text(pilot)
            assert "02/09/2014" in screen_text(pilot)
            await pilot.press("escape")

    at_desk(here, steps)


def test_whoever_is_in_already_is_not_marked(here: World) -> None:
    here.came(LAM, minutes=30)

    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van lam")
        await pilot.press("insert")
        assert not desk_of(pilot).query_one(Finder).marked

    at_desk(here, steps)


@pytest.mark.parametrize(("key", "came"), [("1", [UNASKED.id]), ("2", [])])
def test_nobody_is_admitted_before_they_agreed(here: World, key: str, came: list[str]) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(UNASKED))
        await until(pilot, lambda: isinstance(pilot.app.screen, Consent))
        await pilot.press(key)
        await until(pilot, lambda: pilot.app.screen is desk_of(pilot) and not desk_of(pilot)._then)

    at_desk(here, steps)
    assert who_came(here) == came


def test_a_scan_while_a_question_is_open_is_answered_and_its_own_question_waits(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(UNASKED))
        await until(pilot, lambda: isinstance(pilot.app.screen, Consent))
        await scan(pilot, here.badge(NGO), here.badge(CHILD))
        assert isinstance(pilot.app.screen, Consent)
        assert pilot.app.screen._person == UNASKED
        await pilot.press("2")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, Consent) and pilot.app.screen._person == CHILD
        )
        await pilot.press("1")
        await until(pilot, lambda: len(desk_of(pilot).notices) == 4)

    at_desk(here, steps)
    assert who_came(here) == [NGO.id, CHILD.id]
    (consented,) = entries(here, Kind.CONSENTED)
    assert agreed_to(consented) == "giam-ho"


def test_f3_registers_and_starts_from_the_card_that_was_just_shown(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, card("Trần Văn Khách", "Nam", "05031980"))
        assert "CHƯA CÓ TRONG DANH SÁCH" in shown(pilot)
        await press(pilot, "f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, Register))
        assert isinstance(pilot.app.screen, Register)
        assert pilot.app.screen.form.name == "Trần Văn Khách"

    at_desk(here, steps)


def test_whoever_was_looked_for_and_is_registered_is_not_looked_for_any_more(here: World) -> None:
    here.store.assign_number(3)

    async def steps(pilot: Run) -> None:
        finder = desk_of(pilot).query_one(Finder)
        await write(pilot, "tran van moi")
        await by_hand(pilot, "Trần Văn Mới", "1970", "2")
        await step(pilot, "group", "hamlet")
        await pilot.press("1", "1")
        await until(pilot, lambda: isinstance(pilot.app.screen, BadgeDialog))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk_of(pilot))
        assert finder.text == ""
        await write(pilot, "ngo 1957")
        assert finder.picked == NGO

    at_desk(here, steps)
    assert len(who_came(here)) == 1


def test_whoever_was_looked_for_in_vain_and_is_on_the_list_is_not_looked_for_any_more(here: World) -> None:
    async def steps(pilot: Run) -> None:
        finder = desk_of(pilot).query_one(Finder)
        await write(pilot, "pham thi ngoo")
        await by_hand(pilot, NGO.name, "1957", "1")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("1")
        await until(pilot, lambda: "MỜI VÀO" in shown(pilot))
        assert finder.text == ""

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]


def test_a_registration_that_is_given_up_leaves_what_was_looked_for(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "tran van moi")
        await press(pilot, "f3", Register)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk_of(pilot))
        assert desk_of(pilot).query_one(Finder).text == "tran van moi"

    at_desk(here, steps)


def test_a_volunteer_who_types_over_name_and_birth_of_a_card_links_it_to_nobody(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, card("Trần Văn Khách", "Nam", "05031980"))
        await press(pilot, "f3", Register)
        await pilot.press("1")
        await step(pilot, "review")
        await pilot.press("2")
        form = await step(pilot, "name")
        form.query_one("#name", Field).value = SON.name
        form.query_one("#birth", Field).value = "1972"
        await until(pilot, lambda: (form.form.name, form.form.birth) == (SON.name, "1972"))
        await pilot.press("enter", "enter", "2")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("1")
        await until(pilot, lambda: "MỜI VÀO" in shown(pilot))
        await scan(pilot, card("Trần Văn Khách", "Nam", "05031980"))
        assert "CHƯA CÓ TRONG DANH SÁCH" in shown(pilot)

    at_desk(here, steps)
    assert who_came(here) == [SON.id]
    assert not entries(here, Kind.CARD_LINKED)


def test_todays_list_narrows_without_accents_and_leads_back_to_the_person(here: World) -> None:
    here.came(NGO, LAM, SON, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f7", Pick)
        assert "3 người" in screen_text(pilot)
        await pilot.press("l", "a", "m")
        assert [o.prompt.plain for o in pilot.app.screen.query_one("#pick-rows", OptionList).options] == [  # type: ignore[union-attr]
            "08:50    Đinh Văn Lâm · sinh 1989 · Nước Giáp · Đoàn xã"
        ]
        await pilot.press("enter")
        finder = desk_of(pilot).query_one(Finder)
        await until(pilot, lambda: finder.picked == LAM)

    at_desk(here, steps)


def test_a_name_that_the_rows_say_of_everybody_finds_its_own_row_in_todays_list(tmp_path: Path) -> None:
    people = [someone(f"Phạm Văn {name}", 1954, Sex.MALE, "bui-hui") for name in ("An", "Sinh", "Bình")]
    here = world(tmp_path, *people)
    here.came(*people, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f7", Pick)
        rows = pilot.app.screen.query_one("#pick-rows", OptionList)
        for typed, found, first in (
            ("sinh 1954", 3, "Phạm Văn Sinh"),
            ("sinh 1954 an", 1, "Phạm Văn An"),
            ("bui hui", 3, ""),
            ("08:50", 3, ""),
        ):
            pilot.app.screen.query_one(Field).value = typed
            await until(pilot, lambda found=found: rows.option_count == found)  # type: ignore[misc]
            assert first in str(rows.get_option_at_index(0).prompt)

    at_desk(here, steps)


async def registers_without_a_card(pilot: Run) -> None:
    await press(pilot, "f3", Register)
    assert isinstance(pilot.app.screen, Register)
    assert pilot.app.screen.form.card is None


@pytest.mark.parametrize("then", ["marks", "class", "leaving"])
def test_a_card_of_somebody_before_the_last_registers_nobody(here: World, then: str) -> None:
    here.came(SON, minutes=30)

    async def steps(pilot: Run) -> None:
        await scan(pilot, card("Hồ Thị Lan", "Nữ"))
        assert "CHƯA CÓ TRONG DANH SÁCH" in shown(pilot)
        match then:
            case "marks":
                await write(pilot, "ngo")
                await pilot.press("insert", "insert", "enter")
                await until(pilot, lambda: "ĐÃ ĐÓN 2 NGƯỜI" in shown(pilot))
            case "class":
                await open_class(pilot)
                await pilot.press("enter")
                await until(pilot, lambda: isinstance(pilot.app.screen, Numbers) or "ĐÃ ĐÓN" in shown(pilot))
                while pilot.app.screen is not desk_of(pilot):
                    await press(pilot, "escape")
            case _:
                await press(pilot, "f6")
                await write(pilot, "phạm văn sơn")
                await press(pilot, "enter")
                await until(pilot, lambda: "ĐÃ RA VỀ" in shown(pilot))
        await registers_without_a_card(pilot)

    at_desk(here, steps)


def test_trouble_that_went_brings_no_answer_of_before_into_the_turn_to_leave(here: World) -> None:
    async def steps(pilot: Run) -> None:
        desk = desk_of(pilot)
        await scan(pilot, here.badge(NGO))
        desk.post_message(SourceTrouble(Bilingual("Xem lại dây cắm.", "Look at the cable.")))
        await until(pilot, lambda: "Xem lại dây cắm." in shown(pilot))
        await press(pilot, "f6")
        desk.post_message(SourceTrouble(None))
        await until(pilot, lambda: "RA VỀ: NGƯỜI TIẾP THEO" in shown(pilot))
        assert "MỜI VÀO" not in shown(pilot)

    at_desk(here, steps)


@pytest.mark.parametrize("how", ["scanned", "chosen"])
def test_after_somebody_who_could_not_be_noted_nobody_is_registered_with_the_card_before(
    here: World, how: str
) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, card("Hồ Thị Lan", "Nữ"))
        assert "CHƯA CÓ TRONG DANH SÁCH" in shown(pilot)
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", full_disk)
            if how == "scanned":
                await scan(pilot, card("Phạm Văn Núi", "Nam", "05031980"))
            else:
                await write(pilot, "lam")
                await press(pilot, "enter")
            await until(pilot, lambda: "CHƯA GHI ĐƯỢC" in shown(pilot))
        await registers_without_a_card(pilot)

    at_desk(here, steps)


def test_the_other_language_keeps_text_list_marks_and_focus(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "6a")
        await pilot.press("insert", "f2")
        finder = desk_of(pilot).query_one(Finder)
        await until(pilot, lambda: finder._shown == "6a" and desk_of(pilot).query_one("#search").has_focus)
        assert "1 marked" in screen_text(pilot)
        assert "READY" in shown(pilot)

    at_desk(here, steps)


def test_what_happens_while_the_language_changes_is_shown_after_it(here: World) -> None:
    async def steps(pilot: Run) -> None:
        desk = desk_of(pilot)
        desk.call_next(desk.translate)
        for _ in range(20_000):
            await asyncio.sleep(0)
            if not desk.query("#strip"):
                break
        assert desk._translating
        desk.report(desk.told(Tone.BAD, Bilingual("LÚC ĐỔI TIẾNG", "MEANWHILE"), NONE))
        await until(pilot, lambda: not desk._translating and "LÚC ĐỔI TIẾNG" in shown(pilot))

    at_desk(here, steps)


def test_a_desk_whose_store_was_copied_says_so_before_anything_else(here: World) -> None:
    here.store.device = replace(here.store.device, number=None, is_new=True)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "MÁY MỚI" in shown(pilot))
        assert f"thiết bị mới {here.store.device.id}" in shown(pilot)
        assert "ngayhoi device --number" in shown(pilot)
        await scan(pilot, here.badge(NGO))
        assert "MỜI VÀO" in shown(pilot)
        assert "Máy mới" in shown(pilot, "#lately")

    at_desk(here, steps)


def test_a_desk_whose_store_lacks_what_this_laptop_wrote_says_that_first(here: World) -> None:
    here.store.device = replace(here.store.device, is_new=True, lacks=6)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "Kho này thiếu 6 dòng nhật ký" in shown(pilot))
        assert "ngayhoi sync TỆP" in screen_text(pilot)

    at_desk(here, steps)


def test_a_desk_that_knows_its_store_says_nothing_of_it(here: World) -> None:
    async def steps(pilot: Run) -> None:
        assert "SẴN SÀNG" in shown(pilot)

    at_desk(here, steps)


def test_a_name_is_text_and_never_markup(here: World) -> None:
    odd = replace(LAM, id="odd", name="Phạm [bold]Văn[/] \\[x")
    with here.store.writing() as log:
        log.people.add_all([(odd, None, None)])

    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(odd))
        assert "[ B O L D ]" in shown(pilot)
        await write(pilot, "bold")
        assert "Phạm [bold]Văn[/]" in screen_text(pilot)
        await press(pilot, "f7", Pick)
        assert "Phạm [bold]Văn[/]" in screen_text(pilot)

    at_desk(here, steps)


def test_a_failing_store_is_told_of_and_the_desk_goes_on(here: World) -> None:
    code = here.badge(NGO)

    async def steps(pilot: Run) -> None:
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", full_disk)
            await scan(pilot, code)
        assert "✖ CHƯA GHI ĐƯỢC" in shown(pilot)
        assert "Ổ đĩa đầy" in shown(pilot)
        assert code.data.decode()[-4:] in shown(pilot).replace(" ", ""), (
            "whoever it was is asked to come back"
        )
        await scan(pilot, code)
        assert "MỜI VÀO" in shown(pilot)

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]


def test_a_code_shown_again_while_the_store_hangs_is_answered_once(here: World) -> None:
    code = here.badge(NGO)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        here.clock.now += timedelta(minutes=5)
        assert isinstance(pilot.app, NgayHoi)
        with clerk_at_work(pilot.app):
            pilot.app.post_message(Scanned(code))
            await pilot.pause()
            here.clock.now += timedelta(seconds=20)
            pilot.app.post_message(Scanned(code))
            await pilot.pause()
        await until(pilot, lambda: not desk_of(pilot)._then)
        await scan(pilot, here.badge(LAM))

    here.came(NGO, minutes=40)
    at_desk(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [NGO.id]
    assert [entry.draft.person for entry in entries(here, Kind.ADMITTED)] == [NGO.id, LAM.id]


def said_beside(pilot: Run) -> str:
    """What stands beside the answers for a while."""
    return " ".join(told.message for told in pilot.app._notifications)


@pytest.mark.parametrize("key", ["f5", "f7"])
def test_what_was_only_to_be_read_is_not_said_to_be_unwritten(here: World, key: str) -> None:
    async def steps(pilot: Run) -> None:
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "reading", full_disk)
            await press(pilot, key)
        assert "CHƯA ĐỌC ĐƯỢC SỐ LIỆU" in shown(pilot)

    at_desk(here, steps)


def test_figures_that_cannot_be_read_are_not_said_to_be_unwritten(here: World) -> None:
    code = here.badge(NGO)

    async def steps(pilot: Run) -> None:
        await scan(pilot, code)
        assert "MỜI VÀO" in shown(pilot)
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "reading", full_disk)
            desk_of(pilot).refresh_figures()
            await until(pilot, lambda: "CHƯA ĐỌC ĐƯỢC SỐ LIỆU" in said_beside(pilot))
        assert "CHƯA GHI" not in screen_text(pilot)
        assert "MỜI VÀO" in shown(pilot), "nobody's answer makes way for figures"

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]


def test_what_happened_lately_keeps_the_last_eight_the_newest_on_top(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, *(Scan(f"https://example.vn/{number}".encode()) for number in range(7)))
        await scan(pilot, here.badge(NGO))
        for person in (LAM, SON):
            pilot.app.post_message(Scanned(here.badge(person)))
        await until(pilot, lambda: desk_of(pilot).notices[-1].name == SON.name)
        lately = shown(pilot, "#lately")
        assert lately.index(SON.name) < lately.index(LAM.name) < lately.index(NGO.name)
        assert len(desk_of(pilot).notices) == 8

    at_desk(here, steps, size=(120, 40))


def test_a_lost_scanner_is_told_of_and_so_is_its_return(here: World) -> None:
    async def steps(pilot: Run) -> None:
        desk = desk_of(pilot)
        desk.ngayhoi.source = SerialScanner("COM3")
        desk.post_message(
            SourceTrouble(Bilingual("Rút ra cắm lại dây máy quét.", "Plug the scanner in again."))
        )
        await until(pilot, lambda: "✖ MÁY QUÉT" in shown(pilot))
        assert "Rút ra cắm lại" in shown(pilot)
        desk.post_message(SourceTrouble(None))
        await until(pilot, lambda: "SẴN SÀNG ĐÓN" in shown(pilot))
        assert "MÁY QUÉT TRỤC TRẶC" not in screen_text(pilot)

    at_desk(here, steps)


def test_a_cable_that_wobbles_takes_no_answer_from_the_strip_for_long(here: World) -> None:
    gone = SourceTrouble(Bilingual("Xem lại dây cắm.", "Look at the cable."))

    async def steps(pilot: Run) -> None:
        desk = desk_of(pilot)
        await scan(pilot, here.badge(NGO))
        answer = shown(pilot)
        for _ in range(8):
            desk.post_message(SourceTrouble(gone.sentence))
            await until(pilot, lambda: "Xem lại dây cắm." in shown(pilot))
            desk.post_message(SourceTrouble(None))
            await until(pilot, lambda: shown(pilot) == answer)
        assert NGO.name in shown(pilot, "#lately")
        desk.post_message(SourceTrouble(gone.sentence))
        await scan(pilot, here.badge(LAM))
        assert "MỜI VÀO" in shown(pilot)
        assert "Máy ảnh trục trặc" in shown(pilot, "#lately"), "it is still so"

    at_desk(here, steps, size=(120, 40))


class _DeadWatch:
    """What follows a log that cannot be read any more."""

    def __init__(self) -> None:
        self.looks = 0

    def day(self, _: datetime) -> None:
        self.looks += 1
        full_disk()


def test_figures_that_cannot_be_read_are_told_of_once_and_not_every_five_seconds(here: World) -> None:
    dead = _DeadWatch()

    async def steps(pilot: Run) -> None:
        desk = desk_of(pilot)
        desk.following = dead  # type: ignore[assignment]
        for looks in (1, 2, 3):
            desk.refresh_figures()
            await until(pilot, lambda looks=looks: dead.looks == looks and not desk._then)  # type: ignore[misc]
        assert said_beside(pilot).count("Ổ đĩa đầy") == 1
        assert not desk.notices

    at_desk(here, steps)


def test_the_bar_is_told_by_more_than_its_colour_on_a_poor_terminal(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "pham thi")
        rows = pilot.app.screen.query_one("#found", OptionList)
        underlined = [
            any(part.style and part.style.underline for part in rows.render_line(y)) for y in (0, 1)
        ]
        assert underlined == [True, False]

    at_desk(here, steps, plain=True)


def test_a_long_unit_takes_one_line_of_the_list(tmp_path: Path) -> None:
    workers = [replace(one, unit="Công ty TNHH Keo lá tràm Ba Tơ Mới") for one in (LAM, SON)]

    async def steps(pilot: Run) -> None:
        await write(pilot, "van")
        rows = desk_of(pilot).query_one(OptionList)
        await until(pilot, lambda: rows.option_count == 2)
        assert rows.virtual_size.height == 2

    at_desk(world(tmp_path, *workers), steps)


def test_namesakes_of_one_year_and_hamlet_are_told_apart_by_their_birthday(tmp_path: Path) -> None:
    twins = [
        replace(LAM, id=f"twin-{day}", birth=Birth(1958, month, day)) for day, month in ((26, 11), (5, 3))
    ]

    async def steps(pilot: Run) -> None:
        await write(pilot, LAM.name)
        rows = [line for line in screen_text(pilot).splitlines() if "1958" in line]
        assert sorted(birth for row in rows for birth in row.split() if "1958" in birth) == [
            "05/03/1958",
            "26/11/1958",
        ]

    at_desk(world(tmp_path, *twins), steps)


@pytest.mark.parametrize("by_arrow", [False, True])
def test_whoever_was_chosen_by_their_birthday_is_answered_with_it(tmp_path: Path, *, by_arrow: bool) -> None:
    twins = [
        replace(LAM, id=f"twin-{day}", birth=Birth(1958, month, day)) for day, month in ((26, 11), (5, 3))
    ]
    here = world(tmp_path, *twins, NGO)

    async def steps(pilot: Run) -> None:
        await write(pilot, LAM.name)
        await (pilot.press("down", "enter") if by_arrow else press(pilot, "enter", Choose))
        if not by_arrow:
            await pilot.press("2")
        await until(pilot, lambda: "MỜI VÀO" in shown(pilot))
        (who,) = who_came(here)
        chosen = next(twin for twin in twins if twin.id == who)
        assert f"sinh {chosen.birth}" in shown(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, BadgeDialog))
        assert f"sinh {chosen.birth}" in screen_text(pilot)
        await pilot.press("escape")
        await scan(pilot, here.badge(NGO))
        assert f"sinh {NGO.birth.year if NGO.birth else ''}" in shown(pilot)

    at_desk(here, steps)


@pytest.mark.parametrize("days", [-1, 1])
def test_on_another_day_the_desk_says_so_before_anybody_comes(here: World, days: int) -> None:
    here.clock.now += timedelta(days=days)

    async def steps(pilot: Run) -> None:
        assert "HÔM NAY KHÔNG PHẢI NGÀY TỔ CHỨC" in shown(pilot)
        assert "26/09/2025" in shown(pilot)

    at_desk(here, steps)


def test_what_was_said_yesterday_is_not_shown_today_and_a_refusal_names_the_day_of_the_machine(
    here: World,
) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(LAM))
        assert "MỜI VÀO" in shown(pilot)
        here.clock.now += timedelta(days=1)
        desk_of(pilot).refresh_figures()
        await until(pilot, lambda: "HÔM NAY KHÔNG PHẢI NGÀY TỔ CHỨC" in shown(pilot))
        assert "MỜI VÀO" not in shown(pilot)
        await scan(pilot, here.badge(LAM))
        assert "Máy này đang tính là ngày 27/09/2025." in shown(pilot)

    at_desk(here, steps)


def test_a_screen_left_open_over_night_says_that_today_has_an_event_of_its_own(here: World) -> None:
    today = replace(the_day().event, code="hom-nay", date=date(2025, 9, 27))

    async def steps(pilot: Run) -> None:
        here.store.catalogues["hom-nay"] = replace(the_day(), event=today)
        here.clock.now += timedelta(days=1)
        desk_of(pilot).refresh_figures()
        await until(pilot, lambda: "thoát (Ctrl+Q) rồi mở lại." in shown(pilot))
        assert f"hôm nay là {today.name.vi}." in shown(pilot)

    at_desk(here, steps)


def test_a_question_opens_under_nobody_s_fingers(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_counter, "PAUSE", 4.0)  # a busy machine takes long from key to key

    async def steps(pilot: Run) -> None:
        await pilot.press(*"pham", "space")
        pilot.app.post_message(Scanned(here.badge(UNASKED)))
        await until(pilot, lambda: "XIN HỎI Ý KIẾN ĐỒNG Ý" in shown(pilot))
        await pilot.press(*"1957")
        assert pilot.app.screen is desk_of(pilot)
        assert desk_of(pilot).query_one(Finder).text == "pham 1957"
        await until(pilot, lambda: isinstance(pilot.app.screen, Consent))

    at_desk(here, steps)
    assert not entries(here, Kind.CONSENTED)


def test_the_other_language_keeps_the_bar_where_it_was(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "pham")
        await pilot.press("down", "down")
        picked = desk_of(pilot).query_one(Finder).picked
        await pilot.press("f2")
        await until(pilot, lambda: "READY" in shown(pilot) and desk_of(pilot).query_one(Finder).picked)
        assert desk_of(pilot).query_one(Finder).picked == picked

    at_desk(here, steps)


def test_a_card_is_no_longer_at_hand_once_somebody_else_was_answered(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, card("Đinh Thị Mới", "Nữ", "05031980"))
        await scan(pilot, here.badge(NGO))
        await press(pilot, "f3", Register)
        assert isinstance(pilot.app.screen, Register)
        assert pilot.app.screen.form.name == ""

    at_desk(here, steps)


def test_a_registration_waits_for_a_villager_who_looks_for_their_papers(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f3", Register)
        form = pilot.app.screen
        assert isinstance(form, Register)
        assert form.patience is None
        await pilot.press("2")
        await until(pilot, lambda: "không có thông tin nào của Quý vị được lưu lại" in screen_text(pilot))
        assert form.patience, "only a farewell goes away by itself"
        assert "Vẫn kính mời Quý vị vào tham quan." in screen_text(pilot)
        assert "mời đến bàn đón" not in screen_text(pilot), "they are there"

    at_desk(here, steps)


def test_a_volunteer_is_asked_about_namesakes_and_not_taken_for_one(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await by_hand(pilot, "pham thi ngo", "1957", "1")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert "Có phải người này không?" in screen_text(pilot)
        assert "Không phải, đăng ký mới" in screen_text(pilot)

    at_desk(here, steps)


def test_a_card_fills_in_one_registration_only(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, card("Đinh Thị Mới", "Nữ", "05031980"))
        await pilot.press("enter")
        for name in ("Đinh Thị Mới", ""):
            await press(pilot, "f3", Register)
            assert isinstance(pilot.app.screen, Register)
            assert pilot.app.screen.form.name == name
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is desk_of(pilot))

    at_desk(here, steps)


def test_a_code_that_lets_nobody_out_leaves_the_turn_to_the_next(here: World) -> None:
    here.came(NGO, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        assert "RA VỀ: NGƯỜI TIẾP THEO" in shown(pilot)
        await scan(pilot, Scan(b"https://zalo.me/someone"))
        assert "MÃ CỦA NƠI KHÁC" in shown(pilot), "the reason is told"
        assert "người ra về" in shown(pilot), "and that it goes on"
        await scan(pilot, here.badge(NGO))
        assert "ĐÃ RA VỀ" in shown(pilot)

    at_desk(here, steps)
    assert len(entries(here, Kind.LEFT)) == 1


def test_whoever_could_not_be_noted_as_leaving_leaves_by_the_same_scan_again(here: World) -> None:
    here.came(NGO, minutes=30)
    code = here.badge(NGO)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", full_disk)
            await scan(pilot, code)
            await until(pilot, lambda: "CHƯA GHI ĐƯỢC" in shown(pilot))
        assert "người ra về" in shown(pilot), "the next scan is somebody's who leaves"
        await scan(pilot, code)
        assert "ĐÃ RA VỀ" in shown(pilot)

    at_desk(here, steps)
    assert len(entries(here, Kind.LEFT)) == 1


def test_the_poster_and_the_badge_of_one_picture_let_the_badge_out(here: World) -> None:
    here.came(NGO, LAM, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        await scan(pilot, Scan(b"https://zalo.me/someone"), here.badge(NGO), here.badge(LAM))
        assert "ĐÃ VÀO TRƯỚC ĐÓ" in shown(pilot), "who follows the leaver does not leave"

    at_desk(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [NGO.id]


def test_whose_card_it_is_not_answered_keeps_the_turn_to_leave(here: World) -> None:
    here.came(SON, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        await scan(pilot, card(SON.name, "Nam"))
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk_of(pilot))
        assert "người ra về" in shown(pilot)
        await scan(pilot, here.badge(SON))
        assert "ĐÃ RA VỀ" in shown(pilot)

    at_desk(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [SON.id]


@pytest.mark.parametrize("leaving", [False, True])
def test_what_could_not_be_written_says_whose_it_was_who_was_chosen_by_name(
    here: World, leaving: bool
) -> None:
    if leaving:
        here.came(LAM, minutes=30)

    async def steps(pilot: Run) -> None:
        if leaving:
            await press(pilot, "f6")
        await write(pilot, "lam")
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", full_disk)
            await press(pilot, "enter")
            await until(pilot, lambda: "CHƯA GHI ĐƯỢC" in shown(pilot))
        assert desk_of(pilot).notices[-1].name == LAM.name

    at_desk(here, steps)


def test_a_family_that_could_not_be_written_stays_marked_for_enter(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "ngo")
        await pilot.press("insert", "insert")
        marked = desk_of(pilot).query_one(Finder).marked
        assert len(marked) == 2
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", full_disk)
            await press(pilot, "enter")
            await until(pilot, lambda: "CHƯA GHI ĐƯỢC" in shown(pilot))
        assert "Đã đánh dấu 2 người" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "ĐÃ ĐÓN 2 NGƯỜI" in shown(pilot))
        assert not desk_of(pilot).query_one(Finder).marked

    at_desk(here, steps)
    assert len(who_came(here)) == 2


def test_a_code_typed_by_hand_keeps_whoever_is_marked(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "ngo 1957")
        await pilot.press("insert")
        marked = desk_of(pilot).query_one(Finder).marked
        assert marked
        finder = desk_of(pilot).query_one(Finder)
        finder.query_one(Field).value = here.badge(SON).data.decode()
        await pilot.press("enter")
        await until(pilot, lambda: who_came(here) == [SON.id])
        assert finder.marked == marked
        await pilot.press("enter")
        await until(pilot, lambda: len(who_came(here)) == 1 + len(marked))

    at_desk(here, steps)


def test_a_camera_that_comes_back_leaves_the_card_at_hand(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, card("Đinh Thị Mới", "Nữ", "05031980"))
        desk_of(pilot).post_message(SourceTrouble(Bilingual("Không thấy", "Not there")))
        await until(pilot, lambda: "Không thấy" in shown(pilot))
        desk_of(pilot).post_message(SourceTrouble(None))
        await until(pilot, lambda: "Không thấy" not in shown(pilot))
        await press(pilot, "f3", Register)
        assert isinstance(pilot.app.screen, Register)
        assert pilot.app.screen.form.name == "Đinh Thị Mới"

    at_desk(here, steps)


def test_a_bar_that_was_moved_since_the_language_changed_begins_anew_with_the_next_letter(
    here: World,
) -> None:
    here.came(NGO, LAM, SON, YEN, NGOC, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f7", Pick)
        rows = pilot.app.screen.query_one(OptionList)
        await pilot.press("down", "down", "f2")
        await until(pilot, lambda: "Enter: choose" in screen_text(pilot))
        rows = pilot.app.screen.query_one(OptionList)
        assert rows.highlighted == 2
        await pilot.press("up", "up", "p")
        await until(pilot, lambda: rows.option_count < 5)
        assert rows.highlighted == 0

    at_desk(here, steps)


def test_todays_list_says_who_has_left(here: World) -> None:
    here.came(NGO, LAM, minutes=30)
    leave(here.badge(LAM), here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f7", Pick)
        rows = pilot.app.screen.query_one("#pick-rows", OptionList).options
        assert [row.prompt.plain[:21] for row in rows] == [  # type: ignore[union-attr]
            f"08:50    {NGO.name}",
            f"08:50 về {LAM.name}",
        ]

    at_desk(here, steps)


def test_the_list_of_who_came_says_who_came_before_the_event_was_put_off(here: World) -> None:
    here.came(NGO, LAM, minutes=30)
    found, later = here.desk.catalogue, timedelta(days=2)
    here.store.put(replace(found, event=replace(found.event, date=found.event.date + later)))
    here.clock.now += later
    here.came(LAM, minutes=10)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f7", Pick)
        assert "hôm nay" not in screen_text(pilot)
        rows = pilot.app.screen.query_one("#pick-rows", OptionList).options
        assert [row.prompt.plain[:21] for row in rows] == [  # type: ignore[union-attr]
            f"09:10    {LAM.name}",
            f"26/09 về {NGO.name}",
        ]

    at_desk(here, steps)


def test_todays_list_narrows_by_what_it_shows_in_either_language(here: World) -> None:
    here.came(NGO, LAM, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f2")
        await until(pilot, lambda: "READY" in shown(pilot))
        await press(pilot, "f7", Pick)
        await pilot.press(*"born", "space", *"1989")
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count == 1)

    at_desk(here, steps)


def fails_once(store: Store) -> Callable[..., object]:
    """What stands in for its `writing`."""
    write_to, fails = store.writing, iter([full_disk])

    def writing(*given: object) -> object:
        return next(fails, write_to)(*given)

    return writing


@pytest.mark.parametrize("is_inside", [True, False])
def test_a_leaver_who_could_not_be_noted_lets_nobody_else_out(here: World, *, is_inside: bool) -> None:
    here.came(SON, *([LAM] if is_inside else []), minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", fails_once(here.store))
            with clerk_at_work(desk_of(pilot).ngayhoi):
                for person in (SON, LAM):
                    pilot.app.post_message(Scanned(here_badges[person.id]))
                await until(pilot, lambda: desk_of(pilot)._after_leaver)
            await until(pilot, lambda: len(desk_of(pilot).notices) == 2 and not desk_of(pilot)._then)
        assert ("ĐÃ VÀO TRƯỚC ĐÓ" if is_inside else "MỜI VÀO") in shown(pilot)
        assert "người ra về" in shown(pilot), "the turn is still that of who could not be noted"
        await scan(pilot, here_badges[SON.id])
        assert "ĐÃ RA VỀ" in shown(pilot)

    here_badges = {person.id: here.badge(person) for person in (SON, LAM)}
    at_desk(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [SON.id]


def test_the_leaver_s_own_second_scan_lets_them_out_where_the_first_failed(here: World) -> None:
    here.came(SON, minutes=30)
    code = here.badge(SON)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", fails_once(here.store))
            with clerk_at_work(desk_of(pilot).ngayhoi):
                for _ in range(2):
                    pilot.app.post_message(Scanned(code))
                await until(pilot, lambda: desk_of(pilot)._after_leaver)
            await until(pilot, lambda: "ĐÃ RA VỀ" in shown(pilot))

    at_desk(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [SON.id]


def test_whoever_shows_their_code_again_while_they_are_asked_is_asked_once(here: World) -> None:
    async def steps(pilot: Run) -> None:
        pilot.app.post_message(Scanned(here.badge(UNASKED)))
        await asked(pilot, UNASKED)
        await scan(pilot, here.badge(UNASKED))
        await pilot.press("1")
        await until(pilot, lambda: who_came(here) == [UNASKED.id])
        await until(pilot, lambda: not desk_of(pilot)._then)
        assert pilot.app.screen is desk_of(pilot)

    at_desk(here, steps)


def test_whoever_shows_their_code_twice_while_somebody_else_is_asked_is_asked_once(here: World) -> None:
    async def steps(pilot: Run) -> None:
        pilot.app.post_message(Scanned(here.badge(UNASKED)))
        await asked(pilot, UNASKED)
        for _ in range(2):
            await scan(pilot, here.badge(CHILD))
        await pilot.press("2")
        await asked(pilot, CHILD)
        await pilot.press("1")
        await until(pilot, lambda: who_came(here) == [CHILD.id])
        await until(pilot, lambda: pilot.app.screen is desk_of(pilot) and not desk_of(pilot)._then)
        assert not desk_of(pilot)._questions

    at_desk(here, steps)


def test_whoever_said_no_and_shows_their_code_again_is_asked_again(here: World) -> None:
    async def steps(pilot: Run) -> None:
        for key in "21":
            pilot.app.post_message(Scanned(here.badge(UNASKED)))
            await asked(pilot, UNASKED)
            await pilot.press(key)
            await until(pilot, lambda: pilot.app.screen is desk_of(pilot))
        await until(pilot, lambda: who_came(here) == [UNASKED.id])

    at_desk(here, steps)


def test_whose_card_it_is_is_asked_once_though_it_is_shown_twice(here: World) -> None:
    async def steps(pilot: Run) -> None:
        pilot.app.post_message(Scanned(card(SON.name, "Nam")))
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await scan(pilot, card(SON.name, "Nam"))
        await pilot.press("1")
        await until(pilot, lambda: who_came(here) == [SON.id])
        await until(pilot, lambda: not desk_of(pilot)._then)
        assert pilot.app.screen is desk_of(pilot)

    at_desk(here, steps)


NAMESAKES = [
    replace(someone("Đinh Văn Rẫy", 1990, Sex.MALE, hamlet), id=char * 32)
    for char, hamlet in (("1", "bui-hui"), ("2", "vay-oc"))
]


@pytest.mark.parametrize("leaving", [False, True])
def test_enter_asks_which_namesake_is_meant(tmp_path: Path, *, leaving: bool) -> None:
    here = world(tmp_path, *NAMESAKES, LAM)
    if leaving:
        for one in NAMESAKES:
            here.came(one, minutes=30)
    before = who_came(here)

    async def steps(pilot: Run) -> None:
        if leaving:
            await press(pilot, "f6")
        await write(pilot, "dinh van ray")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert "2 người tên giống nhau: đúng người nào?" in screen_text(pilot)
        assert who_came(here) == before
        await pilot.press("3")
        await until(pilot, lambda: "CHƯA GHI NHẬN AI" in shown(pilot))
        assert pilot.app.screen is desk_of(pilot)
        assert desk_of(pilot).query_one(Finder).text == "dinh van ray"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("2")
        await until(pilot, lambda: pilot.app.screen is desk_of(pilot) and len(desk_of(pilot).notices) == 2)
        assert not desk_of(pilot).query_one(Finder).text

    at_desk(here, steps)
    second = NAMESAKES[1].id
    assert who_came(here) == (before if leaving else [second])
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [second] * leaving


def test_a_call_number_of_a_namesake_is_no_digit_to_press(tmp_path: Path) -> None:
    here = world(tmp_path, *NAMESAKES, LAM)
    waiting(here, NAMESAKES[0])

    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van ray")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert screen_text(pilot).count("· đã vào, số gọi 1") == 1

    at_desk(here, steps)


def test_of_namesakes_it_is_said_who_is_in_already(tmp_path: Path) -> None:
    here = world(tmp_path, *NAMESAKES, LAM)
    here.came(NAMESAKES[0], minutes=30)

    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van ray")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        rows = pilot.app.screen.query_one("#people", OptionList).options
        assert ["đã vào" in row.prompt.plain for row in rows] == [True, False, False]  # type: ignore[union-attr]

    at_desk(here, steps)


def test_a_namesake_to_whom_the_bar_was_moved_is_meant(tmp_path: Path) -> None:
    here = world(tmp_path, *NAMESAKES, LAM)

    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van")
        finder = desk_of(pilot).query_one(Finder)
        there = [one.person for one in finder._found].index(NAMESAKES[1])
        assert there > 0
        await pilot.press(*["down"] * there)
        await press(pilot, "enter")

    at_desk(here, steps)
    assert who_came(here) == [NAMESAKES[1].id]


def test_whoever_was_chosen_of_today_has_the_bar_and_no_namesake(tmp_path: Path) -> None:
    first, second = NAMESAKES
    here = world(tmp_path, first, second)
    here.came(first, second, minutes=30)

    async def steps(pilot: Run) -> None:
        finder = desk_of(pilot).query_one(Finder)
        for person, hamlet in ((first, "Bùi Hui"), (second, "Vầy Ốc")):
            await press(pilot, "f7", Pick)
            rows = pilot.app.screen.query_one("#pick-rows", OptionList)
            texts = [rows.get_option_at_index(i).prompt for i in range(rows.option_count)]
            rows.highlighted = next(i for i, text in enumerate(texts) if hamlet in str(text))
            await pilot.press("enter")
            await until(pilot, lambda: finder.picked)
            assert finder.picked
            assert finder.picked.id == person.id
            assert not finder.namesakes
            await pilot.press("escape")
        await press(pilot, "f6")

    at_desk(here, steps)


def test_whoever_leaves_by_name_leaves_the_marks_alone(here: World) -> None:
    here.came(SON, minutes=30)

    async def steps(pilot: Run) -> None:
        finder = desk_of(pilot).query_one(Finder)
        await write(pilot, "ngo")
        await pilot.press("insert", "insert")
        assert len(finder.marked) == 2
        await press(pilot, "f6")
        finder.forget_text()
        await write(pilot, "son 1972")
        assert "đánh dấu" not in shown(pilot, "#found-note").removesuffix("Insert: đánh dấu")
        await press(pilot, "enter")
        await until(pilot, lambda: "ĐÃ RA VỀ" in shown(pilot))
        assert len(finder.marked) == 2
        assert "Đã đánh dấu 2 người" in screen_text(pilot)

    at_desk(here, steps)


def test_the_key_for_leaving_pressed_twice_lets_the_next_one_out(here: World) -> None:
    here.came(SON, minutes=30)
    here.doubled_seconds = 600

    async def steps(pilot: Run) -> None:
        await pilot.press("f6", "f6")
        await scan(pilot, here.badge(SON))
        assert "ĐÃ RA VỀ" in shown(pilot)

    at_desk(here, steps)


@pytest.mark.parametrize("key", ["f4", "f5", "f7", "f8"])
def test_a_key_pressed_again_while_the_store_is_slow_opens_one_dialog(here: World, key: str) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(NGO))
        with clerk_at_work(desk_of(pilot).ngayhoi):
            await pilot.press(key, key)
            await until(pilot, lambda: len(desk_of(pilot)._then) >= 2)
        await until(pilot, lambda: not desk_of(pilot)._then)
        assert len(pilot.app.screen_stack) == 2

    at_desk(here, steps)


def test_enter_pressed_again_after_a_scan_admits_nobody_whom_an_older_text_had_found(here: World) -> None:
    here.doubled_seconds = 600

    async def steps(pilot: Run) -> None:
        await write(pilot, "son 1972")
        await scan(pilot, here.badge(NGO))
        await press(pilot, "enter")
        assert desk_of(pilot).query_one(Finder).text == "son 1972"

    at_desk(here, steps)
    assert who_came(here) == [NGO.id]


def test_who_is_scanned_while_a_namesake_is_asked_for_does_not_leave_in_their_place(tmp_path: Path) -> None:
    here = world(tmp_path, *NAMESAKES, LAM)
    here.came(*NAMESAKES, minutes=30)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        await write(pilot, "dinh van ray")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await scan(pilot, badge)
        assert who_came(here)[-1:] == [LAM.id]
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk_of(pilot))
        assert "RA VỀ" in shown(pilot) or desk_of(pilot)._leaving
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("1")
        await until(pilot, lambda: "ĐÃ RA VỀ" in shown(pilot))

    badge = here.badge(LAM)
    at_desk(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [NAMESAKES[0].id]


def test_a_namesake_is_asked_for_beside_those_who_are_marked(tmp_path: Path) -> None:
    here = world(tmp_path, *NAMESAKES, LAM)

    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van lam")
        await pilot.press("insert")
        desk_of(pilot).query_one(Finder).forget_text()
        await write(pilot, "dinh van ray")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert who_came(here) == []
        await pilot.press("2")
        await until(pilot, lambda: "ĐÃ ĐÓN 2 NGƯỜI" in shown(pilot))

    at_desk(here, steps)
    assert who_came(here) == [LAM.id, NAMESAKES[1].id]


def test_the_badge_of_a_namesake_is_asked_for_too(tmp_path: Path) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van ray")
        await press(pilot, "f8", Choose)

    at_desk(world(tmp_path, *NAMESAKES, LAM), steps)


def test_the_second_of_two_namesakes_chosen_of_today_has_the_bar_though_the_text_stays(
    tmp_path: Path,
) -> None:
    here = world(tmp_path, *NAMESAKES)
    here.came(*NAMESAKES, minutes=30)

    async def steps(pilot: Run) -> None:
        finder = desk_of(pilot).query_one(Finder)
        for person in (*NAMESAKES, NAMESAKES[0]):
            finder.seek(person)
            assert finder.picked is None
            await until(pilot, lambda: finder.picked)
            assert finder.picked == person
            assert not finder.namesakes

    at_desk(here, steps)


def test_a_bar_that_lost_its_person_stands_on_nobody_who_was_chosen(tmp_path: Path) -> None:
    third = replace(NAMESAKES[0], id="3" * 32, hamlet="con-doc")
    here = world(tmp_path, *NAMESAKES, third)

    async def steps(pilot: Run) -> None:
        await write(pilot, "dinh van ray")
        await pilot.press("down")
        finder = desk_of(pilot).query_one(Finder)
        assert finder.picked
        assert not finder.namesakes
        forget(here.store, [finder.picked.id], Because.REQUESTED, here.clock())
        finder.search()
        await until(pilot, lambda: len(finder._found) == 2)
        assert len(finder.namesakes) == 2

    at_desk(here, steps)


def test_a_turn_to_leave_asked_for_meanwhile_is_nobody_s_who_was_scanned_before(here: World) -> None:
    here.came(NGO, SON, LAM, minutes=30)
    badges = {person.id: here.badge(person) for person in (NGO, SON, LAM)}

    async def steps(pilot: Run) -> None:
        await press(pilot, "f6")
        with clerk_at_work(desk_of(pilot).ngayhoi):
            for person in (NGO, SON):
                pilot.app.post_message(Scanned(badges[person.id]))
            await until(pilot, lambda: desk_of(pilot)._after_leaver)
            await pilot.press("f6")
        await until(pilot, lambda: len(desk_of(pilot).notices) == 2 and not desk_of(pilot)._then)
        assert desk_of(pilot)._leaving
        await scan(pilot, badges[LAM.id])

    at_desk(here, steps)
    assert [entry.draft.person for entry in entries(here, Kind.LEFT)] == [NGO.id, LAM.id]


def test_given_names_are_read_however_long_the_names_before_them_are(tmp_path: Path) -> None:
    people = [
        someone(f"Nguyễn Thị Hồng Phương {name}", 1990, Sex.FEMALE, "bui-hui") for name in ("Thảo", "Thúy")
    ]

    async def steps(pilot: Run) -> None:
        await write(pilot, "hong phuong")
        await until(pilot, lambda: "Thảo" in shown(pilot, "#found") and "Thúy" in shown(pilot, "#found"))

    at_desk(world(tmp_path, *people), steps)
