"""Walk-ins: from one card in two keys, by hand, for children, and given up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, func, select
from sqlalchemy.exc import OperationalError
from textual.pilot import Pilot

from checkin.citizen_card import CitizenCard
from checkin.desk import Scan
from checkin.participation import Kind
from checkin.person import Birth, Person, Sex
from data.errors import StoreUnavailable
from data.ledger import Store, open_store
from data.tables import people
from kiosk.app import NgayHoi
from kiosk.messages import Failed
from kiosk.screens.choose import Choose, Chosen
from kiosk.screens.desk_words import NONE
from kiosk.screens.device_number import DeviceNumber
from kiosk.screens.register import Register
from kiosk.screens.register_form import Form
from kiosk.screens.register_steps import Step
from kiosk.screens.result import Result
from kiosk.screens.welcome import Welcome
from kiosk.widgets.field import Field
from tests.builders import NOW, Clock, agreed_to, known
from tests.kiosk.driving import (
    NEW_CARD,
    NGO,
    RAY,
    Day,
    a_day,
    by_hand,
    clerk_at_work,
    driven,
    leave_it,
    on,
    reads,
    scan,
    shown,
    step,
    the_day,
    type_at_once,
    until,
)
from tests.kiosk.scenes_desk import full_disk
from tests.kiosk.scenes_kiosk import DAMAGED_CARD

CHILD_CARD = Scan(
    "051215000001||Đinh Thị Bé|02032015|Nữ|Thôn Hố Sâu, Ba Khâm, Ba Tơ, Quảng Ngãi|02052024".encode()
)
OTHER_CARD = Scan(
    "051090000077||Phạm Văn Núi|02031990|Nam|Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi|02052021".encode()
)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with a_day(tmp_path) as made:
        yield made


def the_new_one(day: Day) -> Person:
    """Whoever was registered."""
    with day.store.reading() as log:
        person = log.people.get(day.admitted()[-1] or "")
    assert person
    return person


@driven
async def test_a_listed_person_whose_card_came_damaged_is_asked_for_and_known_by_it_from_then_on(
    day: Day,
) -> None:
    listed = replace(NGO, id="f" * 32, name="Phạm Thị Lành", birth=Birth(1988), hamlet="bui-hui")
    known(day.store, listed)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, DAMAGED_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "doubtful")
        pilot.app.screen.query_one("#name", Field).value = listed.name
        await pilot.press("enter", "enter", "1")
        await on(pilot, Choose)
        await pilot.press("1")
        await on(pilot, Result)
    assert day.admitted() == [listed.id]
    assert [entry.draft.person for entry in day.entries(Kind.CARD_LINKED)] == [listed.id]


@driven
async def test_one_card_and_two_keys_register_someone(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "review")
        await reads(pilot, "PHẠM THỊ LÀNH", "12/08/1988", "Bùi Hui")
        await pilot.press("1")
        await reads(
            pilot, "Chào chị Phạm Thị Lành!", "Mời chị đi ngay đến trạm số", "Mời chụp bằng điện thoại"
        )
        person = the_new_one(day)
        assert (person.name, person.birth, person.sex) == ("Phạm Thị Lành", Birth(1988, 8, 12), Sex.FEMALE)
        assert (person.group, person.hamlet, person.consent) == ("nguoi-dan", "bui-hui", "tai-ban")
        assert [e.draft.kind for e in day.entries()] == [Kind.CONSENTED, Kind.ADMITTED, Kind.SENT]


@driven
async def test_the_card_recognises_its_owner_from_then_on(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "review")
        await pilot.press("enter")
        await on(pilot, Result)
        await pilot.press("enter")
        await on(pilot, Welcome)
        scan(pilot, NEW_CARD)
        await reads(pilot, "đã vào lúc 09:00")


@driven
async def test_by_hand_in_four_steps(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "Hồ Thị Lụa", "1957", "1")
        await step(pilot, "group", "hamlet")
        await pilot.press("3", "8")
        await reads(pilot, "Chào bà Hồ Thị Lụa!")
        person = the_new_one(day)
        assert (person.birth, person.sex, person.hamlet) == (Birth(1957), Sex.FEMALE, "nuoc-giap")


@driven
async def test_a_name_typed_without_the_shift_key_is_kept_and_greeted_as_names_are_written(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "hồ thị k'ênh", "1957", "1")
        await step(pilot, "group", "hamlet")
        await pilot.press("3", "8")
        await reads(pilot, "Chào bà Hồ Thị K'ênh!")
        assert the_new_one(day).name == "Hồ Thị K'ênh"


def test_a_name_with_any_capital_is_kept_as_it_was_typed() -> None:
    form = Form.blank(the_day().programme)
    form.name = "Hồ thị LỤA"
    assert form.person().name == "Hồ thị LỤA"


@driven
async def test_a_child_typed_in_needs_the_guardian_s_words(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "Hồ Văn Tí", "1/2/2016", "2")
        await step(pilot, "consent")
        await reads(pilot, "cha, mẹ hoặc người giám hộ đi cùng")
        await pilot.press("1")
        await step(pilot, "group", "hamlet")
        await pilot.press("4", "1")
        await on(pilot, Result)
        assert the_new_one(day).consent == "giam-ho"
        assert [agreed_to(e) for e in day.entries(Kind.CONSENTED)] == ["giam-ho"]


@driven
async def test_a_child_s_card_asks_the_guardian_at_once(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, CHILD_CARD)
        await step(pilot, "consent")
        await reads(pilot, "người giám hộ đi cùng", "cháu")
        await pilot.press("1")
        await step(pilot, "group", "hamlet")
        await pilot.press("enter")
        await reads(pilot, "Xin bấm phím ghi trước câu trả lời.")
        await pilot.press("4")
        await until(pilot, lambda: pilot.app.screen.query_one("#hamlet").has_focus)
        await pilot.press("enter")
        await on(pilot, Result)
        assert (the_new_one(day).consent, the_new_one(day).group) == ("giam-ho", "hoc-sinh")


@driven
async def test_a_card_that_comes_into_somebody_else_s_registration_says_whose_is_not_done(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "review")
        scan(pilot, CHILD_CARD)
        await step(pilot, "consent")
        assert [told.message for told in pilot.app._notifications] == ["Chưa đăng ký xong: Phạm Thị Lành."]
        scan(pilot, CHILD_CARD)
        await step(pilot, "consent")
        assert len(pilot.app._notifications) == 1


@driven
async def test_a_no_ends_it_kindly_and_keeps_nothing(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await step(pilot, "consent")
        await pilot.press("2")
        await reads(pilot, "không có thông tin nào của Quý vị được lưu lại")
        await reads(pilot, "Cần giúp đỡ, mời đến bàn đón.")
        await pilot.press("enter")
        await on(pilot, Welcome)
        assert day.entries() == []
        assert find_names(day, "Lanh") == []


def find_names(day: Day, text: str) -> list[str]:
    """Names the store finds for a text."""
    with day.store.reading() as log:
        return [person.name for person in log.people.search(text, 9)]


@driven
async def test_what_is_to_be_put_right_is_read_in_the_other_language_too(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "name")
        await pilot.press("enter")
        await reads(pilot, "Xin gõ họ và tên")
        await pilot.press("f2")
        await reads(pilot, "Please type", "New registration")
        await pilot.press("f2")
        await reads(pilot, "Xin gõ họ và tên")


@driven
async def test_a_damaged_name_is_shown_to_be_corrected(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, DAMAGED_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "doubtful")
        await reads(pilot, "Ph?m Th? L?nh")
        await pilot.press("enter")
        await reads(pilot, "Xin sửa lại chỗ có dấu ?")
        pilot.app.screen.query_one("#name", Field).value = "Phạm Thị Lành"
        await pilot.press("enter", "enter", "1")
        await step(pilot, "group", "hamlet")
        await pilot.press("enter", "1")
        await on(pilot, Result)
        assert the_new_one(day).name == "Phạm Thị Lành"


@driven
async def test_mistakes_say_what_to_do_next_in_both_languages(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "name")
        await pilot.press("enter")
        await reads(pilot, "Xin gõ họ và tên")
        await pilot.press(*"Ho Van Ti", "enter", *"31/02/1990", "enter")
        await reads(pilot, "Ngày sinh chưa đúng", "05/03/1957")
        await pilot.press("f2")
        await until(pilot, lambda: "Full name" in shown(pilot))
        assert pilot.app.screen.query_one("#name", Field).value == "Ho Van Ti"
        await pilot.press("enter")
        await reads(pilot, "This is no date of birth")


@driven
async def test_a_visitor_from_abroad_reads_how_a_birth_is_typed_and_what_to_choose_for_a_hamlet(
    day: Day,
) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f2", "f3")
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "name")
        await reads(pilot, "Date of birth, day/month/year (25/03/1957), or the year (1957)")
        await pilot.press(*"Zoe Smith", "enter", *"12/25/1990", "enter")
        await reads(pilot, "This is no date of birth. Type day/month/year, as 25/03/1957, or the year")
        pilot.app.screen.query_one("#birth", Field).value = "1990"
        await pilot.press("enter", "1")
        await step(pilot, "group", "hamlet")
        await reads(pilot, "Ngoài xã (elsewhere)", "Chưa rõ (not known)")
        await pilot.press("f2")
        await reads(pilot, "Thôn", "Ngoài xã")
        assert "elsewhere" not in shown(pilot)


@driven
async def test_enter_alone_answers_nothing_and_says_that_a_digit_does(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        form = await step(pilot, "consent")
        await pilot.press("enter")
        await reads(pilot, "Xin bấm phím ghi trước câu trả lời.")
        assert form.step is Step.CONSENT
        await pilot.press("1")
        await step(pilot, "name")
        assert "Xin bấm phím" not in shown(pilot)
        form.query_one("#name", Field).value = "Đinh Thị Suông"
        await pilot.press("enter", *"1990", "enter", "enter")
        await reads(pilot, "Xin bấm phím ghi trước câu trả lời.")
        assert form.form.sex is None
        await pilot.press("1")
        await step(pilot, "group")
        await pilot.press("1", "enter")
        await reads(pilot, "Xin bấm phím ghi trước câu trả lời.")
        assert form.form.hamlet is None
    assert day.admitted() == []


@driven
async def test_the_names_of_several_people_are_told_of_and_kept_to_be_corrected(day: Day) -> None:
    several = ", ".join(["Nguyễn Thị Hồng Nhung"] * 5)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "name")
        type_at_once(pilot, several)
        await until(pilot, lambda: pilot.app.screen.query_one("#name", Field).value == several)
        await pilot.press("enter")
        await reads(pilot, "Họ tên dài quá 80 ký tự. Xin ghi một người.")
        assert pilot.app.screen.query_one("#name", Field).value == several


@driven
async def test_escape_goes_one_step_back_with_what_was_typed(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "Hồ Thị Lụa", "1957", "1")
        await step(pilot, "group")
        await pilot.press("escape")
        await step(pilot, "name")
        assert pilot.app.screen.query_one("#name", Field).value == "Hồ Thị Lụa"
        await pilot.press("escape")
        await step(pilot, "consent")
        await pilot.press("escape")
        await on(pilot, Welcome)


@driven
@pytest.mark.parametrize("typed", ["", "pham thi lanh"])
async def test_a_card_shown_in_the_middle_fills_it_in(day: Day, typed: str) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "name")
        pilot.app.screen.query_one("#name", Field).insert_text_at_cursor(typed)
        await pilot.pause()
        scan(pilot, NEW_CARD)
        if not typed:  # whose yes that was is not known: the card may be the next one's in the queue
            screen = await step(pilot, "consent")
            assert screen.form.agreed is None
            await pilot.press("1")
        screen = await step(pilot, "review")
        assert (screen.form.name, screen.form.agreed) == ("Phạm Thị Lành", "tai-ban")


@driven
async def test_a_child_whose_card_shows_only_after_a_yes_that_they_are_one_needs_the_guardian_s(
    day: Day,
) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "name")
        pilot.app.screen.query_one("#name", Field).insert_text_at_cursor("dinh thi be")
        await pilot.pause()
        scan(pilot, CHILD_CARD)
        await step(pilot, "group", "hamlet")
        await pilot.press("4", "enter")
        await step(pilot, "consent")
        assert day.entries() == []
        await pilot.press("1")
        await step(pilot, "group", "hamlet")
        await pilot.press("enter", "enter")
        await on(pilot, Result)
        assert the_new_one(day).consent == "giam-ho"


@driven
async def test_another_person_s_card_needs_another_consent(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "review")
        scan(pilot, OTHER_CARD)
        await until(pilot, lambda: "Phạm Văn Núi" in shown(pilot))
        screen = await step(pilot, "consent")
        assert screen.form.agreed is None


@driven
async def test_someone_known_who_scans_meanwhile_is_admitted_and_the_form_waits(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "name")
        await pilot.press(*"Ho Van")
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "Chào bà Phạm Thị Ngộ!")
        await pilot.press("enter")
        await step(pilot, "name")
        assert pilot.app.screen.query_one("#name", Field).value == "Ho Van"
        assert day.admitted() == [NGO.id]


@driven
async def test_someone_who_is_on_the_list_already_is_not_registered_twice(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "dinh van ray", "1990", "2")
        await on(pilot, Choose)
        await reads(pilot, "Trong danh sách đã có. Có phải là Quý vị?")
        await pilot.press("1")
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")
        assert day.admitted() == [RAY.id]
        assert len(find_names(day, "dinh van ray 1990")) == 1


@driven
async def test_who_says_that_they_are_on_the_list_is_greeted_also_if_the_answer_comes_late(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "dinh van rai", "1990", "2")
        screen = await step(pilot, "group", "hamlet")
        screen.call_later(screen._known, Chosen(RAY))
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")


@driven
async def test_nor_is_the_last_of_many_namesakes(day: Day) -> None:
    many = [replace(RAY, id=f"{year:032x}", birth=Birth(year)) for year in range(1940, 1980)]
    known(day.store, *many)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "dinh van ray", "1979", "2")
        await on(pilot, Choose)
        await pilot.press("1")
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")
        assert day.admitted() == [many[-1].id]


@driven
async def test_nor_who_is_found_only_once_the_name_or_birth_is_corrected(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "dinh van rai", "1991", "2")
        await step(pilot, "group", "hamlet")
        await pilot.press("escape")
        screen = await step(pilot, "name")
        screen.query_one("#name", Field).value = "dinh van ray"
        await pilot.press("enter", "enter", "2")
        await step(pilot, "group", "hamlet")
        await pilot.press("escape")
        screen = await step(pilot, "name")
        screen.query_one("#birth", Field).value = "1990"
        await pilot.press("enter", "enter", "2")
        await on(pilot, Choose)
        await pilot.press("1")
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")
        assert day.admitted() == [RAY.id]


@driven
async def test_who_is_none_of_them_is_not_asked_again_about_the_same_name_and_birth(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "dinh van ray", "1990", "2")
        await on(pilot, Choose)
        await pilot.press("2")
        await step(pilot, "group", "hamlet")
        await pilot.press("escape")
        await step(pilot, "name")
        await pilot.press("escape")
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "name")
        await pilot.press("enter", "enter", "2")
        await step(pilot, "group", "hamlet")


@driven
async def test_two_answers_at_once_ask_about_a_namesake_once(day: Day) -> None:
    kiosk = day.kiosk()
    async with kiosk.run_test(size=(80, 24)) as pilot:
        with clerk_at_work(kiosk):
            await by_hand(pilot, "dinh van ray", "1990", "1")
            screen = await step(pilot, "sex")
            await until(pilot, lambda: screen.form.sex is Sex.FEMALE)
            await pilot.press("2")
            await until(pilot, lambda: screen.form.sex is Sex.MALE)
        await on(pilot, Choose)
        await until(pilot, lambda: kiosk.clerk.done == kiosk.clerk.handed)
        await pilot.pause()
        assert [type(one) for one in pilot.app.screen_stack] == [Welcome, Register, Choose]


async def answered_before_a_question_about_namesakes(pilot: Pilot[None], day: Day) -> None:
    """Someone types a name that others have, and before they can be asked a badge is answered."""
    kiosk = pilot.app
    assert isinstance(kiosk, NgayHoi)
    with clerk_at_work(kiosk):
        await by_hand(pilot, "dinh van ray", "1990")
        screen = await step(pilot, "sex")
        scan(pilot, day.badges[NGO.id])
        await pilot.press("2")
        await until(pilot, lambda: screen.form.sex is Sex.MALE)
    await until(pilot, lambda: kiosk.clerk.done == kiosk.clerk.handed)
    await reads(pilot, "Chào bà Phạm Thị Ngộ!")


@driven
async def test_a_late_question_about_namesakes_waits_until_the_answer_to_another_is_read(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await answered_before_a_question_about_namesakes(pilot, day)
        await pilot.press("enter")
        await on(pilot, Choose)
        await pilot.press("1")
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")
        assert day.admitted() == [NGO.id, RAY.id]


@driven
async def test_a_late_question_about_namesakes_is_not_asked_of_whose_card_comes_meanwhile(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await answered_before_a_question_about_namesakes(pilot, day)
        scan(pilot, OTHER_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        screen = await step(pilot, "review")
        assert screen.form.name == "Phạm Văn Núi"


@driven
async def test_namesakes_that_could_not_be_looked_for_are_looked_for_by_the_same_key_again(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "dinh van ray", "1990")
        await step(pilot, "sex")
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(day.store, "reading", full_disk)
            await pilot.press("2")
            await until(pilot, lambda: pilot.app.screen._problem is not NONE)  # type: ignore[attr-defined]
        await pilot.press("2")
        await on(pilot, Choose)


@driven
async def test_escape_at_the_guardian_s_question_leads_back_to_what_was_typed(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, "Hồ Văn Tí", "1/2/2016", "2")
        await step(pilot, "consent")
        await pilot.press("escape")
        await step(pilot, "name")
        assert pilot.app.screen.query_one("#name", Field).value == "Hồ Văn Tí"


@driven
async def test_a_name_that_was_corrected_meanwhile_is_looked_for_too(day: Day) -> None:
    kiosk = day.kiosk()
    async with kiosk.run_test(size=(80, 24)) as pilot:
        with clerk_at_work(kiosk):
            await by_hand(pilot, "dinh van ra", "1990", "2")
            screen = await step(pilot, "sex")
            await until(pilot, lambda: screen.form.sex is Sex.MALE)
            screen.query_one("#name", Field).value = "dinh van ray"
            await until(pilot, lambda: screen.form.name.endswith("y"))
        await on(pilot, Choose)


@driven
async def test_a_form_nobody_finishes_is_forgotten(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await on(pilot, Register)
        leave_it(pilot)
        await on(pilot, Welcome)
        assert day.entries() == []


@driven
async def test_a_laptop_without_number_is_given_one_on_the_way(tmp_path: Path) -> None:
    with a_day(tmp_path) as first:
        first.store.close()
    copy = tmp_path / "copy.db"
    copy.write_bytes((tmp_path / "day.db").read_bytes())
    store = open_store(str(copy), Clock())
    day = Day(store, Clock(), {})
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "review")
        await pilot.press("1")
        await on(pilot, DeviceNumber)
        assert day.entries() == []
        await pilot.press("9", "enter")
        await reads(pilot, "Chào chị Phạm Thị Lành!")
        assert find_names(day, "lanh") == ["Phạm Thị Lành"]
    store.close()


@pytest.mark.parametrize("birth", ["2027", "2026", "10/2025", "27/09/2025", "1890", "29/02/2023"])
def test_a_birth_that_cannot_be_is_refused(birth: str) -> None:
    form = Form.blank(the_day().programme)
    form.birth = birth
    assert form.birth_problem(NOW)


@pytest.mark.parametrize("birth", ["2025", "9/2025", "26/09/2025"])
def test_a_baby_s_birth_is_taken_as_its_parents_say_it(birth: str) -> None:
    form = Form.blank(the_day().programme)
    form.birth = birth
    assert form.birth_problem(NOW) is None
    assert form.basis(NOW) == form.programme.guardian_consent


@pytest.mark.parametrize("name", ["", "  ", "12345", "Ph?m", "Anh 2", "A;l #$ @", "Nguye^n Va(n A'"])
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    form = Form.blank(the_day().programme)
    form.name = name
    assert form.name_problem()


@pytest.mark.parametrize("name", ["Hồ Thị K'ênh", "H’Bia Niê-Mlô", "Lê Thị Hoa (bé)", "Đ. V. Ô"])
def test_a_name_with_the_marks_that_names_have_is_taken(name: str) -> None:
    form = Form.blank(the_day().programme)
    form.name = name
    assert form.name_problem() is None


def test_a_namesake_s_card_does_not_inherit_the_consent() -> None:
    programme = the_day().programme
    first, second = (
        CitizenCard(f"05119000000{n}", "Đinh Văn Rẫy", Birth(1990), Sex.MALE, "") for n in (1, 2)
    )
    form = Form.of_card(first, programme)
    form.agreed = programme.spoken_consent
    assert form.take(second).agreed is None
    assert form.take(first).agreed == programme.spoken_consent


@driven
async def test_whoever_said_no_before_the_list_was_looked_through_is_asked_nothing_more(day: Day) -> None:
    kiosk = day.kiosk()
    async with kiosk.run_test(size=(80, 24)) as pilot:
        with clerk_at_work(kiosk):
            await by_hand(pilot, "pham thi moi", "1990", "2")
            await pilot.press("escape")
            await step(pilot, "consent")
            await pilot.press("2")
            screen = await on(pilot, Register)
            await until(pilot, lambda: screen.step is Step.DECLINED)
        await until(pilot, lambda: screen._asked is None)
        await pilot.pause()
        assert screen.step is Step.DECLINED


@pytest.mark.parametrize("patience", [600.0, 0.3])
@driven
async def test_nobody_is_registered_behind_a_closed_form(tmp_path: Path, patience: float) -> None:
    with a_day(tmp_path, number=1) as day:
        kiosk = day.kiosk()
        async with kiosk.run_test(size=(80, 24)) as pilot:
            scan(pilot, NEW_CARD)
            await step(pilot, "consent")
            await pilot.press("1")
            screen = await step(pilot, "review")
            kiosk.settings = replace(kiosk.settings, idle_seconds=patience)
            with clerk_at_work(kiosk):
                await pilot.press("1")
                await until(pilot, lambda: screen._busy)
                await pilot.press("escape", "escape")
                await pilot.pause(0.4)
                assert pilot.app.screen is screen
            await reads(pilot, "Chào chị Phạm Thị Lành!", "Mời chụp bằng điện thoại")


def loses_its_answer(store: Store, name: str) -> None:
    """The next transaction with someone of this name becomes durable, and the word of it is lost."""

    def lose(connection: Connection) -> None:
        kept = select(func.count()).where(people.c.name == name)
        if connection.scalar(kept):
            event.remove(store.engine, "commit", lose)
            connection.exec_driver_sql("COMMIT")
            raise OperationalError("COMMIT", None, Exception("the connection was lost"))

    event.listen(store.engine, "commit", lose)


@driven
async def test_the_same_key_again_registers_nobody_twice_when_the_answer_of_the_store_was_lost(
    tmp_path: Path,
) -> None:
    with a_day(tmp_path, number=1) as day:
        loses_its_answer(day.store, "Hồ Thị Lụa")
        async with day.kiosk().run_test(size=(80, 24)) as pilot:
            await by_hand(pilot, "Hồ Thị Lụa", "1957", "1")
            await step(pilot, "group", "hamlet")
            await pilot.press("3", "8")
            await reads(pilot, "the connection was lost")
            await pilot.press("8")
            await reads(pilot, "Hồ Thị Lụa", "Mời chụp bằng điện thoại")
        assert len(day.admitted()) == 1
        with day.store.reading() as log:
            assert len(log.people.search("ho thi lua", 9)) == 1


@driven
async def test_a_card_shown_while_a_registration_was_not_kept_is_not_answered_later(tmp_path: Path) -> None:
    with a_day(tmp_path, number=1) as day:
        loses_its_answer(day.store, "Hồ Thị Lụa")
        kiosk = day.kiosk()
        async with kiosk.run_test(size=(80, 24)) as pilot:
            await by_hand(pilot, "Hồ Thị Lụa", "1957", "1")
            await step(pilot, "group", "hamlet")
            await pilot.press("3")
            with clerk_at_work(kiosk):
                scan(pilot, OTHER_CARD)
                await pilot.press("8")
                await until(pilot, lambda: pilot.app.screen._busy)  # type: ignore[attr-defined]
            await reads(pilot, "the connection was lost")
            await pilot.press("8")
            await reads(pilot, "Hồ Thị Lụa", "Mời chụp bằng điện thoại")
            assert not kiosk.answering.turns.is_someone_waiting


@driven
async def test_answers_typed_without_a_pause_each_answer_their_own_question(tmp_path: Path) -> None:
    with a_day(tmp_path, number=1) as day:
        async with day.kiosk(doubled_seconds=0.6).run_test(size=(80, 24)) as pilot:
            await by_hand(pilot, "Hồ Thị Lụa", "1957", "1")
            form = (await step(pilot, "group", "hamlet")).form
            type_at_once(pilot, "32")
            await on(pilot, Result)
        assert (form.group, form.hamlet) == (
            the_day().programme.groups[2].code,
            the_day().programme.hamlets[1].code,
        )


@driven
async def test_a_card_shown_as_a_registration_is_left_is_still_answered(day: Day) -> None:
    kiosk = day.kiosk()
    async with kiosk.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await step(pilot, "consent")
        with clerk_at_work(kiosk):
            scan(pilot, NEW_CARD)
            await pilot.pause()
            await pilot.press("escape")
            await on(pilot, Welcome)
        assert (await on(pilot, Register)).form.name == "Phạm Thị Lành"


@driven
async def test_a_card_shown_while_another_registration_is_kept_comes_once_its_badge_was_photographed(
    tmp_path: Path,
) -> None:
    with a_day(tmp_path, number=1) as day:
        kiosk = day.kiosk()
        async with kiosk.run_test(size=(80, 24)) as pilot:
            scan(pilot, NEW_CARD)
            await step(pilot, "consent")
            await pilot.press("1")
            await step(pilot, "review")
            with clerk_at_work(kiosk):
                scan(pilot, OTHER_CARD)
                await pilot.press("1")
                await until(pilot, lambda: pilot.app.screen._busy)  # type: ignore[attr-defined]
            await reads(pilot, "Chào chị Phạm Thị Lành!", "Mời chụp bằng điện thoại")
            assert kiosk.answering.turns.is_someone_waiting
            await pilot.press("enter")
            await until(
                pilot,
                lambda: isinstance(s := pilot.app.screen, Register) and s.form.name == "Phạm Văn Núi",
            )
            assert len(day.admitted()) == 1


@driven
async def test_a_name_cleared_while_namesakes_are_looked_for_is_asked_for_again(day: Day) -> None:
    kiosk = day.kiosk()
    async with kiosk.run_test(size=(80, 24)) as pilot:
        with clerk_at_work(kiosk):
            await by_hand(pilot, "Lê Văn Tám", "1980", "2")
            form = await step(pilot, "sex")
            form.query_one("#name", Field).value = ""
            await until(pilot, lambda: form.form.name == "")
        await until(pilot, lambda: kiosk.clerk.done == kiosk.clerk.handed)
        await until(pilot, lambda: form.focused is not None and form.focused.id == "name")
        assert form.step is Step.WHO
    assert day.admitted() == []


@driven
async def test_a_corrected_name_of_a_card_is_looked_for_on_the_list(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "review")
        await pilot.press("2")
        form = await step(pilot, "name")
        form.query_one("#name", Field).value = RAY.name
        form.query_one("#birth", Field).value = "1990"
        await until(pilot, lambda: (form.form.name, form.form.birth) == (RAY.name, "1990"))
        await pilot.press("enter", "enter", "2")
        await on(pilot, Choose)


@driven
async def test_answers_that_are_being_kept_are_corrected_no_more(day: Day) -> None:
    kiosk = day.kiosk()
    async with kiosk.run_test(size=(80, 24)) as pilot:
        scan(pilot, NEW_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        form = await step(pilot, "review")
        with clerk_at_work(kiosk):
            await pilot.press("1", "2")
            await pilot.pause()
            assert form.step is Step.REVIEW
        await on(pilot, Result)


@driven
async def test_whoever_agreed_and_turns_out_to_be_listed_is_not_asked_again(day: Day) -> None:
    unasked = replace(RAY, id="9" * 32, name="Đinh Thị Hường", birth=Birth(1968), consent=None)
    known(day.store, unasked)
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await by_hand(pilot, unasked.name, "1968", "1")
        await on(pilot, Choose)
        await pilot.press("1")
        await on(pilot, Result)
    assert day.admitted() == [unasked.id]


async def typed_over(pilot: Pilot[None], name: str, birth: str) -> None:
    """From the card of somebody else to name and birth of whom the form is now about."""
    scan(pilot, NEW_CARD)
    await step(pilot, "consent")
    await pilot.press("1")
    await step(pilot, "review")
    await pilot.press("2")
    form = await step(pilot, "name")
    form.query_one("#name", Field).value = name
    form.query_one("#birth", Field).value = birth
    await until(pilot, lambda: (form.form.name, form.form.birth) == (name, birth))
    await pilot.press("enter", "enter", "1")


@driven
async def test_a_newcomer_who_typed_over_name_and_birth_of_a_card_is_not_known_by_it(tmp_path: Path) -> None:
    with a_day(tmp_path, number=1) as day:
        async with day.kiosk().run_test(size=(80, 24)) as pilot:
            await typed_over(pilot, "Đinh Thị Hoa", "1960")
            await step(pilot, "group", "hamlet")
            await pilot.press("1", "1")
            await reads(pilot, "Chào bà Đinh Thị Hoa!")
            await pilot.press("enter")
            await on(pilot, Welcome)
            scan(pilot, NEW_CARD)
            assert (await on(pilot, Register)).form.name == "Phạm Thị Lành"
        assert len(day.admitted()) == 1


@driven
async def test_whoever_is_on_the_list_is_not_known_by_a_card_whose_name_and_birth_they_typed_over(
    day: Day,
) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await typed_over(pilot, NGO.name, "1946")
        await on(pilot, Choose)
        await pilot.press("1")
        await reads(pilot, "Chào bà Phạm Thị Ngộ!")
        await pilot.press("enter")
        await on(pilot, Welcome)
        scan(pilot, NEW_CARD)
        assert (await on(pilot, Register)).form.name == "Phạm Thị Lành"
    assert day.admitted() == [NGO.id]
    assert day.entries(Kind.CARD_LINKED) == []


@pytest.mark.parametrize(
    ("name", "birth", "is_theirs"),
    [
        ("pham thi lanh", "12/08/1988", True),
        ("Phạm Thị Lanh", "1989", True),
        ("Phạm Thị Lệ", "12.8.1988", True),
        ("Phạm Thị Lệ", "1989", False),
        ("Phạm Thị Lệ", "", False),
    ],
)
def test_a_card_goes_with_whoever_kept_its_name_or_its_birth(name: str, birth: str, is_theirs: bool) -> None:
    card = CitizenCard("051188000001", "Phạm Thị Lành", Birth(1988, 8, 12), Sex.FEMALE, "")
    form = Form.of_card(card, the_day().programme)
    assert form.own_card is card
    form.name, form.birth = name, birth
    assert form.own_card is (card if is_theirs else None)


@pytest.mark.parametrize(
    ("read", "born", "name", "birth", "is_theirs"),
    [
        ("Ph?m Th? L?nh", None, "Phạm Thị Lành", "1988", True),
        ("Ph?m Th? L?nh", Birth(1988), "Phạm Thị Lành", "12/08/1988", True),
        ("Ph?m Th? L?nh", None, "Phạm Thị Hoa", "1988", False),
        ("Phạm Thị Lành", Birth(1988), "Phạm Thị Lệ", "12/08/1988", True),
        ("", None, "Phạm Thị Lành", "1988", True),
        ("", Birth(1988), "Phạm Thị Lành", "1975", False),
    ],
)
def test_a_card_that_was_read_badly_is_still_theirs_once_the_name_is_put_right(
    read: str, born: Birth | None, name: str, birth: str, is_theirs: bool
) -> None:
    card = CitizenCard("051188000001", read, born, Sex.FEMALE, "", name_is_certain=False)
    form = Form.of_card(card, the_day().programme)
    form.name, form.birth = name, birth
    assert form.own_card is (card if is_theirs else None)


def test_whose_registration_a_card_comes_into_is_told_by_its_number_or_by_what_was_typed() -> None:
    card = CitizenCard("051188000001", "Phạm Thị Lành", None, Sex.FEMALE, "")
    form = Form.of_card(card, the_day().programme)
    assert not form.is_of_another(replace(card, name="Ph?m Th? L?nh"))
    assert form.is_of_another(replace(card, number="051175000009"))
    typed = Form.blank(the_day().programme)
    for name, is_other in (("Pham Th", False), ("Đinh", True)):
        typed.name = name
        assert typed.is_of_another(card) is is_other


@pytest.mark.parametrize("way", ["click", "tab"])
@driven
async def test_a_child_s_group_is_asked_for_whichever_way_the_hamlet_was_answered(day: Day, way: str) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        scan(pilot, CHILD_CARD)
        await step(pilot, "consent")
        await pilot.press("1")
        await step(pilot, "group", "hamlet")
        if way == "tab":
            await pilot.press("tab", "enter")
        else:
            await pilot.click("#hamlet", offset=(3, 2))
        await reads(pilot, "Xin bấm phím ghi trước câu trả lời.")
        await until(pilot, lambda: pilot.app.screen.query_one("#group").has_focus)
        assert not day.entries(Kind.ADMITTED)


@driven
async def test_whoever_shows_their_card_is_not_asked_about_the_namesakes_of_the_one_before(
    tmp_path: Path,
) -> None:
    with a_day(tmp_path, number=1) as day:
        kiosk = day.kiosk()
        async with kiosk.run_test(size=(80, 24)) as pilot:
            with clerk_at_work(kiosk):
                await by_hand(pilot, "dinh van ray", "1990")
                form = await step(pilot, "sex")
                scan(pilot, day.badges[NGO.id])
                await pilot.press("2")
                await until(pilot, lambda: form._asked is not None)
            await on(pilot, Result)
            await until(pilot, lambda: form._asked is None)
            scan(pilot, NEW_CARD)
            assert await step(pilot, "consent") is form
            await reads(pilot, "Phạm Thị Lành")
            await pilot.press("1")
            await step(pilot, "review")
            await pilot.press("1")
            await reads(pilot, "Chào chị Phạm Thị Lành!")
            assert day.admitted()[0] == NGO.id
            assert the_new_one(day).name == "Phạm Thị Lành"


@driven
async def test_what_the_store_says_of_a_number_is_text_and_never_markup(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        dialog = DeviceNumber()
        pilot.app.push_screen(dialog)
        await on(pilot, DeviceNumber)
        dialog.post_message(Failed("assign", StoreUnavailable.because("[Errno 5] at [/dev/sda1]").sentence))
        await reads(pilot, "[Errno 5]", "[/dev/sda1]")
