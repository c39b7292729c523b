"""The kiosk as the people who come see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from checkin.citizen_card import CitizenCard
from checkin.desk import Scan
from checkin.local_time import VIETNAM
from checkin.participation import Kind
from checkin.payload import read
from checkin.person import Birth
from data.ledger import open_store
from kiosk.app import NgayHoi, Settings
from kiosk.screens.choose import Choose
from kiosk.screens.consent import Consent
from kiosk.screens.desk import DeskScreen
from kiosk.screens.register import Register
from kiosk.screens.result import Result
from kiosk.screens.verdict import Farewell, Trouble
from kiosk.screens.welcome import Welcome
from kiosk.widgets.field import Field
from stations.model import Bilingual
from tests.builders import agreed_to, desk_of, known
from tests.kiosk.camera_world import Unplugged
from tests.kiosk.driving import (
    FOREIGN,
    MUA,
    NEW_CARD,
    NGO,
    RAY,
    RAY_TOO,
    SUONG,
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
    type_at_once,
    until,
)
from tests.kiosk.scenes_kiosk import WHICH


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with a_day(tmp_path) as made:
        yield made


@driven
async def test_it_invites_in_vietnamese_and_english_and_says_who_is_here(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await reads(
            pilot,
            "Kính mời Quý vị đưa mã trên thẻ lại trước máy quét",
            "09:00",
            "Ngày hội toàn dân học tập số",
        )
        await pilot.press("f2")
        await reads(pilot, "Please hold your card or badge to the scanner", "People's Digital Learning Day")
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        await pilot.press("enter")
        await reads(pilot, "Đã có 1 người")
        await pilot.press("f2")
        await reads(pilot, "People here now: 1")


@driven
async def test_a_kiosk_whose_store_lacks_what_this_laptop_wrote_says_what_to_do(day: Day) -> None:
    day.store.device = replace(day.store.device, is_new=True, lacks=6)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Kho này thiếu 6 dòng nhật ký", "ngayhoi sync TỆP")


@driven
async def test_on_another_day_it_says_which_day_the_machine_takes_it_for(day: Day) -> None:
    day.clock.now = datetime(2000, 1, 1, 0, 10, tzinfo=VIETNAM)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Ngày tổ chức là 26/09/2025, hôm nay máy ghi 01/01/2000", "Xin báo ban tổ chức")
        await pilot.press("f2")
        await reads(pilot, "The event is on 26/09/2025, this machine says 01/01/2000", "citizen card")


@driven
async def test_a_badge_is_greeted_by_name_once_it_is_in_the_log(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "✔", "Chào bà Phạm Thị Ngộ!")
        assert day.admitted() == [NGO.id]


@driven
async def test_three_scans_at_once_are_all_answered_and_the_last_is_shown(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id], day.badges[RAY.id], FOREIGN)
        await reads(pilot, "Zalo")
        assert day.admitted() == [NGO.id, RAY.id]


@driven
async def test_a_known_badge_typed_by_hand_counts_as_a_scan(day: Day) -> None:
    code = day.badges[RAY.id].data.decode()
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        for group in re.findall("....", code.lower()):
            await pilot.press(*group, "space")
            await pilot.pause(0.05)
        await pilot.press("enter")
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")
        assert day.admitted() == [RAY.id]


@driven
@pytest.mark.parametrize(
    ("code", "kind"), [("https://zalo.me/s/123", "Zalo"), ("8934563138165", "mã vạch của hàng hóa")]
)
async def test_a_code_of_others_from_a_scanner_that_types_is_answered_as_one(
    day: Day, code: str, kind: str
) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        for letter in code:
            await pilot.press(letter)
            await pilot.pause(0.02)
        await pilot.press("enter")
        await reads(pilot, kind)
        await pilot.press("enter")
        await on(pilot, Welcome)
        assert pilot.app.screen.query_one("#typed").value == ""  # type: ignore[attr-defined]


@driven
@pytest.mark.parametrize("text", ["le van", "01011950", "A.Rong"])
async def test_what_may_be_a_name_or_a_date_is_searched_for(day: Day, text: str) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press(*text, "enter")
        await reads(pilot, "Không tìm thấy")
        assert not day.entries()


@driven
async def test_a_person_without_card_finds_themselves_by_name(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press(*"dinh van ray", "enter")
        await on(pilot, Choose)
        await reads(pilot, "Đinh Văn Rẫy · sinh 1958 · Hố Sâu", "sinh 1990 · Vầy Ốc")
        line = next(row for row in shown(pilot).splitlines() if "1958" in row)
        await pilot.press(re.search(r"\d", line)[0])  # type: ignore[index]
        await reads(pilot, "Chào ông Đinh Văn Rẫy!")
        assert day.admitted() == [RAY_TOO.id]


@driven
@pytest.mark.parametrize("text", ["4a", "vay oc", "1990", "d", "dinh v", "ray vay oc"])
async def test_nobody_leafs_through_the_list_for_others(day: Day, text: str) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press(*text, "enter")
        await reads(pilot, "Xin gõ đủ họ tên, hoặc tên và năm sinh")
        await pilot.press("home", *"dinh van ray ", "enter")
        await reads(pilot, "Không tìm thấy" if text == "4a" else "Đinh Văn Rẫy · sinh 1990")


@driven
async def test_two_of_one_name_year_and_hamlet_are_told_apart_by_their_birthday(day: Day) -> None:
    known(day.store, *(replace(RAY, id=f"{n:032}", birth=Birth(1958, n, 2)) for n in (3, 9)))
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press(*"ray 1958", "enter")
        await on(pilot, Choose)
        await reads(pilot, "sinh 02/03/1958", "sinh 02/09/1958")


@driven
async def test_a_name_nobody_has_says_what_to_do(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press(*"xyz", "enter")
        await reads(pilot, "Không tìm thấy", "F3")


@driven
async def test_whoever_types_their_name_again_is_not_searched_for_by_both(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press(*"dinh van rai", "enter")
        await reads(pilot, "Không tìm thấy. Xin gõ lại")
        await pilot.press(*"dinh van ray", "enter")
        await on(pilot, Choose)
        await reads(pilot, "Đinh Văn Rẫy · sinh 1958")


@driven
async def test_what_was_typed_since_stays_when_the_search_before_it_finds_nobody(day: Day) -> None:
    kiosk = day.kiosk()
    async with kiosk.run_test(size=(80, 24)) as pilot:
        field = (await on(pilot, Welcome)).query_one(Field)
        with clerk_at_work(kiosk):
            await pilot.press(*"dinh van rai", "enter", "backspace", "y")
            await until(pilot, lambda: field.value == "dinh van ray")
        await reads(pilot, "Không tìm thấy. Xin gõ lại")
        assert field.value == "dinh van ray"


@driven
@pytest.mark.parametrize("how", ["a code shown", "a code typed", "F3"])
async def test_that_nobody_was_found_is_not_said_to_whoever_comes_next(day: Day, how: str) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press(*"dinh van rai", "enter")
        await reads(pilot, "Không tìm thấy")
        match how:
            case "a code shown":
                scan(pilot, day.badges[NGO.id])
            case "a code typed":
                pilot.app.screen.query_one(Field).value = day.badges[NGO.id].data.decode()
                await pilot.press("enter")
            case _:
                await pilot.press("f3")
        await on(pilot, Register if how == "F3" else Result)
        await pilot.press("escape")
        await on(pilot, Welcome)
        assert "Không tìm thấy" not in shown(pilot)


@driven
async def test_a_name_that_many_bear_stays_to_be_added_to(day: Day) -> None:
    known(day.store, *(replace(RAY, id=f"{number:032}") for number in range(8)))
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press(*"dinh van ray", "enter")
        await reads(pilot, "gõ thêm năm sinh")
        await pilot.press(*" 1958", "enter")
        await reads(pilot, "Đinh Văn Rẫy · sinh 1958")


@driven
async def test_a_card_that_may_be_two_people_is_chosen_and_then_knows_its_owner(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, WHICH)
        await on(pilot, Choose)
        line = next(row for row in shown(pilot).splitlines() if "1990" in row)
        await pilot.press(re.search(r"\d", line)[0])  # type: ignore[index]
        await on(pilot, Result)
        await pilot.press("enter")
        await on(pilot, Welcome)
        scan(pilot, WHICH)
        await reads(pilot, "đã vào lúc 09:00")
        assert day.admitted() == [RAY.id]


@driven
async def test_whose_card_number_a_list_mistyped_says_that_it_is_them_and_is_known_by_it_from_then_on(
    day: Day,
) -> None:
    shown_card = read(NEW_CARD.data)
    assert isinstance(shown_card, CitizenCard)
    listed = replace(NGO, id="f" * 32, name=shown_card.name, birth=shown_card.birth)
    with day.store.writing() as log:
        log.people.add(listed, replace(shown_card, number="051188000091"))
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await on(pilot, Choose)
        await reads(pilot, "Phạm Thị Lành · sinh 1988 · Bùi Hui", "Không có tôi trong danh sách")
        await pilot.press("1")
        await reads(pilot, "Chào chị Phạm Thị Lành!")
        await pilot.press("enter")
        await on(pilot, Welcome)
        scan(pilot, NEW_CARD)
        await reads(pilot, "đã vào lúc 09:00")
    assert day.admitted() == [listed.id]


@driven
async def test_whoever_is_not_on_the_list_registers_with_the_card_already_shown(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, WHICH)
        await on(pilot, Choose)
        await pilot.press("3")
        screen = await on(pilot, Register)
        assert screen.form.name == "Đinh Văn Rẫy"


@driven
async def test_consent_is_asked_with_nothing_chosen_and_recorded_before_the_admission(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[MUA.id])
        await on(pilot, Consent)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Consent)
        assert day.entries() == []
        await pilot.press("1")
        await on(pilot, Result)
        consented, admitted, *_ = day.entries()
        assert (consented.draft.kind, agreed_to(consented)) == (Kind.CONSENTED, "tai-ban")
        assert (admitted.draft.kind, admitted.draft.code) == (Kind.ADMITTED, "admitted")


@driven
async def test_a_child_is_admitted_on_the_word_of_a_guardian(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[SUONG.id])
        await on(pilot, Consent)
        await reads(pilot, "Xin hỏi cha, mẹ hoặc người giám hộ đi cùng")
        await pilot.press("1")
        await reads(pilot, "Chào cháu Phạm Thị Sương!")
        assert [agreed_to(e) for e in day.entries(Kind.CONSENTED)] == ["giam-ho"]


@driven
async def test_a_no_keeps_nothing(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[MUA.id])
        await on(pilot, Consent)
        await pilot.press("2")
        await on(pilot, Farewell)
        await pilot.press("enter")
        await on(pilot, Welcome)
        assert day.entries() == []


@driven
async def test_an_unknown_card_begins_a_registration(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        screen = await on(pilot, Register)
        assert screen.form.name == "Phạm Thị Lành"
        assert day.entries() == []


@driven
async def test_a_new_scan_takes_the_place_of_whatever_dialog_is_open(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, WHICH)
        await on(pilot, Choose)
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "Chào bà Phạm Thị Ngộ!")
        assert len(pilot.app.screen_stack) == 2


@driven
async def test_names_are_text_and_never_markup(day: Day) -> None:
    await_text = "[red]Bobby[/] \x1b[31m"
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, Scan(f"051190000009||{await_text}|01011990|Nam|x|02052021".encode()))
        await on(pilot, Register)
        assert "\x1b" not in shown(pilot)
        await reads(pilot, "red")


@driven
async def test_a_camera_s_trouble_is_a_sentence_and_its_scans_are_answered(day: Day) -> None:
    camera = Unplugged()
    async with day.kiosk(camera).run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Đang tìm máy ảnh")
        camera.trouble = None
        await until(pilot, lambda: "Đang tìm máy ảnh" not in shown(pilot))
        camera.codes.put(day.badges[NGO.id].data)
        await reads(pilot, "Chào bà Phạm Thị Ngộ!")


@driven
async def test_a_store_that_fails_says_what_to_do_and_the_kiosk_goes_on(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Kính mời")
        with day.store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE entries RENAME TO lost")
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Trouble)
        await reads(pilot, "Mời Quý vị nhờ tình nguyện viên giúp.", "Không ghi được vào kho dữ liệu")
        await pilot.press("enter")
        await on(pilot, Welcome)
        with day.store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE lost RENAME TO entries")
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "Chào bà Phạm Thị Ngộ!")


@driven
async def test_what_someone_left_behind_is_forgotten_and_the_language_returns(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f2", *"Pham")
        await until(pilot, lambda: pilot.app.screen.query_one("#typed").value == "Pham")  # type: ignore[attr-defined]
        leave_it(pilot)
        await reads(pilot, "Kính mời Quý vị")
        assert pilot.app.screen.query_one("#typed").value == ""  # type: ignore[attr-defined]


@driven
async def test_the_next_one_is_greeted_in_the_language_of_the_place(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "Welcome, Phạm Thị Ngộ!")
        kiosk, shown_now = pilot.app, pilot.app.screen
        assert isinstance(kiosk, NgayHoi)
        assert isinstance(shown_now, Result)
        kiosk.settings = replace(kiosk.settings, idle_seconds=3600, result_seconds=0.1)
        shown_now.wait_for_someone()
        await reads(pilot, "Kính mời Quý vị")


@driven
async def test_enter_on_their_answer_ends_a_visitors_turn_and_their_language(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        for key in ("enter", "escape"):
            await pilot.press("f2")
            scan(pilot, day.badges[NGO.id])
            await reads(pilot, "Phạm Thị Ngộ", "Done")
            await pilot.press(key)
            await reads(pilot, "Kính mời Quý vị")


@driven
async def test_who_comes_before_the_last_one_went_is_answered_in_the_language_of_the_place(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "Welcome, Phạm Thị Ngộ!")
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "Phạm Thị Ngộ came in at")
        scan(pilot, day.badges[RAY.id])
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")


@driven
@pytest.mark.parametrize("closes_by_itself", [False, True])
async def test_whoever_fills_in_a_form_keeps_their_language_when_the_answer_to_another_goes(
    day: Day, closes_by_itself: bool
) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f2", "f3")
        form = await on(pilot, Register)
        await pilot.press("1")
        await reads(pilot, "Full name")
        form.query_one("#name", Field).value = "John Smith"
        await until(pilot, lambda: form.form.name == "John Smith")
        scan(pilot, day.badges[NGO.id])
        result = await on(pilot, Result)
        if closes_by_itself:
            result.ngayhoi.settings = replace(result.ngayhoi.settings, result_seconds=0.1)
            result.wait_for_someone()
        else:
            await pilot.press("enter")
        assert await on(pilot, Register) is form
        assert form.ngayhoi.language == "en"
        await reads(pilot, "New registration", "John Smith")


@driven
async def test_after_a_code_that_is_no_use_the_same_visitor_is_answered_in_their_language(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        scan(pilot, FOREIGN)
        await reads(pilot, "a Zalo code")
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "Welcome, Phạm Thị Ngộ!")


@driven
async def test_who_does_not_agree_is_thanked_and_the_next_one_greeted_in_the_language_of_the_place(
    day: Day,
) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f2", "f3")
        await on(pilot, Register)
        await reads(pilot, "No, I do not agree")
        await pilot.press("2")
        await reads(pilot, "nothing about you was kept")
        await pilot.press("enter")
        await reads(pilot, "Kính mời Quý vị")
        await pilot.press("f2")
        scan(pilot, day.badges[MUA.id])
        await reads(pilot, "No, I do not agree")
        await pilot.press("2")
        await reads(pilot, "nothing about you was recorded")
        await pilot.press("enter")
        await reads(pilot, "Kính mời Quý vị")


@driven
async def test_a_question_that_nobody_answers_leaves_its_language_to_nobody(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f2", "f3")
        await on(pilot, Register)
        kiosk = pilot.app
        assert isinstance(kiosk, NgayHoi)
        patient = kiosk.settings
        leave_it(pilot)
        kiosk.settings = patient
        await reads(pilot, "Kính mời Quý vị")


@driven
async def test_an_input_method_s_burst_reaches_the_field_whole(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await on(pilot, Welcome)
        type_at_once(pilot, "Nguye\x7fê\x7fễn")
        await until(pilot, lambda: pilot.app.screen.query_one("#typed").value == "Nguyễn")  # type: ignore[attr-defined]


@pytest.mark.parametrize("end", ["", "\t", "\r"])
@driven
async def test_a_code_from_elsewhere_is_answered_and_stays_in_no_field(day: Day, end: str) -> None:
    insured = "GD4790123456789|4e677579e1bb856e|01/01/1950|1|54756f6e67|01-234|01/01/2024|-|$"
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        type_at_once(pilot, insured + end)
        await on(pilot, Result)
        await reads(pilot, "bảo hiểm y tế")
        assert pilot.app.screen_stack[0].query_one("#typed", Field).value == ""


@driven
async def test_a_store_that_was_copied_here_says_so(day: Day, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    day.store.close()
    copy.write_bytes((tmp_path / "day.db").read_bytes())
    store = open_store(str(copy), day.clock)
    for face in (Welcome, DeskScreen):
        app = NgayHoi(desk_of(store, "ki-ot"), face, day.clock, Settings(plain=False))
        async with app.run_test(size=(80, 24)) as pilot:
            await reads(pilot, store.device.id, "ngayhoi device --number")
    store.close()


@driven
async def test_a_title_that_is_too_long_for_the_line_is_seen_to_be_cut(day: Day) -> None:
    known = the_day()
    name = Bilingual("Ngày hội toàn dân học tập số và chuyển đổi số xã Đặng Thùy Trâm năm 2026, lần 2", "Day")
    day.store.put(replace(known, event=replace(known.event, name=name)))
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Kính mời Quý vị")
        await until(pilot, lambda: "…" in shown(pilot).splitlines()[0])


@driven
async def test_a_late_list_of_namesakes_does_not_cover_the_answer_to_another(day: Day) -> None:
    other = open_store(str(day.store.engine.url.database), day.clock)
    kiosk = day.kiosk()
    async with kiosk.run_test(size=(80, 24)) as pilot:
        await on(pilot, Welcome)
        with other.writing():
            scan(pilot, day.badges[NGO.id])
            await until(pilot, lambda: kiosk.clerk.handed > kiosk.clerk.done)
            before = kiosk.clerk.handed
            await pilot.press("f4")
            kiosk.face.query_one("#typed", Field).value = "dinh van ray"
            await pilot.press("enter")
            await until(pilot, lambda: kiosk.clerk.handed > before)
        await until(pilot, lambda: kiosk.clerk.done == kiosk.clerk.handed)
        await reads(pilot, "Chào bà Phạm Thị Ngộ!")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Result)
    other.close()
