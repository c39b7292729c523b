"""A class or a family in one action."""

import re
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.geometry import Region
from textual.widgets import OptionList

from checkin.board import call_people, say_seats
from checkin.participation import Kind
from checkin.person import Birth, Person, Sex
from data.overview import members
from kiosk.screens.consent import Consent
from kiosk.screens.desk_pick import Pick
from kiosk.screens.desk_search import Finder
from kiosk.screens.group_numbers import Numbers
from kiosk.widgets.field import Field
from kiosk.wording import birth_year
from stations.model import Bilingual
from tests.kiosk.driving import clerk_at_work
from tests.kiosk.scenes_desk import (
    CHILD,
    LAM,
    NGO,
    PUPILS,
    SON,
    Run,
    World,
    at_desk,
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


def take_nobody(here: World) -> None:
    """The board calls, and every station pauses: whoever comes sits."""
    call_people(here.desk, here.clock.now)
    for station in here.desk.catalogue.event.stations:
        say_seats(station.code, 0, here.desk, here.clock.now)


async def read_on(pilot: Run) -> str:
    """The numbers of all pages, with the last one left open."""
    texts = [shown_rows(pilot)]
    while "Enter: trang sau" in screen_text(pilot):
        await pilot.press("enter")
        await until(pilot, lambda: shown_rows(pilot) != texts[-1])
        texts.append(shown_rows(pilot))
    return "\n".join(texts)


def shown_rows(pilot: Run) -> str:
    numbers = pilot.app.screen.query_one("#numbers")
    return "\n".join(strip.text for strip in numbers.render_lines(Region(0, 0, *numbers.outer_size)))


def test_namesakes_in_a_class_are_told_apart_by_their_birthday(tmp_path: Path) -> None:
    pupil = someone("Đinh Thị Na", 2015, Sex.FEMALE, "con-doc", "Lớp 6A", "hoc-sinh")
    homes = ((5, "con-doc"), (17, "bui-hui"))
    twins = [replace(pupil, id=home, hamlet=home, birth=Birth(2015, 3, day)) for day, home in homes]
    other = replace(pupil, id="other", name="Đinh Thị Nữ", birth=Birth(2015, 4, 6))

    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        shown = screen_text(pilot)
        assert all(born in shown for born in ("05/03/2015", "17/03/2015"))
        assert "06/04/2015" not in shown

    at_desk(world(tmp_path, *twins, other), steps)


def test_a_class_is_found_by_its_name_and_not_by_how_many_it_has(tmp_path: Path) -> None:
    classes = {"Lớp 1C": 3, "Lớp 2": 1, "Lớp 3A": 2}
    pupils = [
        someone(f"Đinh Thị Na {unit} {n}", 2015, Sex.FEMALE, "con-doc", unit, "hoc-sinh")
        for unit, size in classes.items()
        for n in range(size)
    ]

    async def steps(pilot: Run) -> None:
        await press(pilot, "f4", Pick)
        pilot.app.screen.query_one(Field).insert_text_at_cursor("lop 3")
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count < len(classes))
        assert "Lớp 3A  (2 người)" in screen_text(pilot)
        assert "Lớp 1C" not in screen_text(pilot)

    at_desk(world(tmp_path, *pupils), steps)


def test_a_class_that_no_word_finds_is_told_of(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f4", Pick)
        pilot.app.screen.query_one(Field).insert_text_at_cursor("zzz")
        await until(pilot, lambda: "Không tìm thấy" in screen_text(pilot))
        assert "Enter: chọn" not in screen_text(pilot)
        pilot.app.screen.query_one(Field).clear()
        await until(pilot, lambda: "Enter: chọn" in screen_text(pilot))

    at_desk(here, steps)


def test_everyone_not_yet_here_is_ticked_and_an_absentee_is_not_admitted(here: World) -> None:
    here.came(PUPILS[0], minutes=20)

    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        assert "Sẽ đón 6 người, 1 người đã vào" in screen_text(pilot)
        await pilot.press("down", "space")
        await until(pilot, lambda: "☐ Phạm Minh Dũng" in screen_text(pilot))
        assert "Sẽ đón 5 người" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "ĐÃ ĐÓN 4 NGƯỜI" in shown(pilot))
        admitted = PUPILS[2:]
        assert all(f"{pupil.name}: trạm " in shown(pilot) for pupil in admitted)

    at_desk(here, steps)
    assert set(who_came(here)) == {pupil.id for pupil in PUPILS} - {PUPILS[1].id}
    moments = {entry.draft.at for entry in entries(here, Kind.ADMITTED)}
    assert len(moments) == 2


def test_who_is_here_already_cannot_be_ticked(here: World) -> None:
    here.came(PUPILS[0], minutes=20)

    async def steps(pilot: Run) -> None:
        dialog = await open_class(pilot)
        await pilot.press("space")
        assert 0 not in dialog._ticked
        await pilot.press("f9")
        assert dialog._ticked == set()
        await pilot.press("enter")
        await until(pilot, lambda: "Chưa chọn ai nên chưa đón ai" in screen_text(pilot))
        assert pilot.app.screen is dialog
        await pilot.press("f9")
        await until(pilot, lambda: "Sẽ đón 6 người" in screen_text(pilot))
        assert 0 not in dialog._ticked
        assert len(dialog._ticked) == 6

    at_desk(here, steps)


def test_who_was_not_admitted_is_named_with_the_reason_and_can_be_settled_at_once(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Pick))
        assert f"{CHILD.name}: cần người giám hộ đồng ý" in screen_text(pilot)
        assert "ĐÃ ĐÓN 6 NGƯỜI" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Consent))
        await pilot.press("1")
        await until(pilot, lambda: desk_of(pilot).notices[-1].name == CHILD.name)
        await until(pilot, lambda: "MỜI VÀO" in shown(pilot))

    at_desk(here, steps)
    assert set(who_came(here)) == {pupil.id for pupil in (*PUPILS, CHILD)}


def test_who_came_in_meanwhile_is_counted_apart_and_is_nobody_to_be_settled(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        here.came(PUPILS[0])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Pick))
        assert "1 người chưa đón được" in screen_text(pilot)
        assert PUPILS[0].name not in screen_text(pilot)
        assert "ĐÃ ĐÓN 5 NGƯỜI" in shown(pilot)
        assert "1 người chưa đón được. 1 người đã vào từ trước." in shown(pilot)

    at_desk(here, steps)


def test_a_group_that_came_in_meanwhile_leaves_nothing_to_be_settled(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        await pilot.press("f9", "space")
        await until(pilot, lambda: "Sẽ đón 1 người" in screen_text(pilot))
        here.came(*PUPILS)
        await pilot.press("enter")
        await until(pilot, lambda: "ĐÃ ĐÓN 0 NGƯỜI" in shown(pilot))
        assert "Cả nhóm đã vào. 1 người đã vào từ trước." in shown(pilot)
        assert pilot.app.screen is desk_of(pilot)

    at_desk(here, steps)


def test_of_a_class_that_sits_each_pupils_number_is_shown_and_can_be_looked_up_again(tmp_path: Path) -> None:
    names = [f"Đinh Thị Hồng {given}" for given in ("Ái", "Bé", "Cúc", "Duyên", "Hoa", "Lan", "Nhung")]
    here = world(
        tmp_path,
        *(someone(name, 2009, Sex.FEMALE, "con-doc", "Lớp 6A", "hoc-sinh") for name in names),
        SON,
        code="ban-1",
    )
    take_nobody(here)

    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Số gọi của từng người" in screen_text(pilot))
        numbers = {entry.draft.person: entry.draft.code for entry in entries(here, Kind.HELD)}
        pupils = {
            found.person: numbers[found.person.id] for found in members(here.store, "ngay-hoi", "Lớp 6A")
        }
        assert [pupil.name for pupil in pupils] == names
        assert all(f"{number}  {pupil.name}" in screen_text(pilot) for pupil, number in pupils.items())
        assert "7 người ngồi nghỉ, bảng sẽ gọi số 1–7." in screen_text(pilot)
        await scan(pilot, here.badge(SON))
        await until(pilot, lambda: SON.name in screen_text(pilot))
        await pilot.press("escape")
        await open_class(pilot)
        lines = screen_text(pilot).splitlines()
        for pupil, number in pupils.items():
            assert any(pupil.name in line and f"số {number}" in line for line in lines)
        await pilot.press("escape")
        await write(pilot, "cuc")
        await until(pilot, lambda: "số 3" in shown(pilot, "#found"))

    at_desk(here, steps)


def test_how_to_close_the_numbers_of_the_largest_class_stays_in_sight(tmp_path: Path) -> None:
    pupils = [
        someone(f"Hồ Văn {at:c}", 2009, Sex.MALE, "con-doc", "Lớp 6A", "hoc-sinh") for at in range(65, 110)
    ]
    here = world(tmp_path, *pupils, code="ban-1")
    take_nobody(here)

    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Số gọi của từng người" in screen_text(pilot))
        first = screen_text(pilot)
        assert "Enter: trang sau (1/2)" in first
        await pilot.press("enter")
        await until(pilot, lambda: "Enter: đóng" in screen_text(pilot))
        numbers = {entry.draft.person: entry.draft.code for entry in entries(here, Kind.HELD)}
        for pupil in pupils:
            told = f" {numbers[pupil.id]}  {pupil.name}"
            assert (told in first) != (told in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is desk_of(pilot))

    at_desk(here, steps)


@pytest.mark.parametrize("calling", [True, False])
def test_a_class_that_parts_reads_who_goes_to_which_station(tmp_path: Path, calling: bool) -> None:
    pupils = [
        someone(f"Hồ Văn {at:c}", 2009, Sex.MALE, "con-doc", "Lớp 6A", "hoc-sinh") for at in range(65, 86)
    ]
    here = world(tmp_path, *pupils, code="ban-1")
    if calling:
        call_people(here.desk, here.clock.now)
        for station in here.desk.catalogue.event.stations:
            say_seats(station.code, 1, here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Numbers))
        named = {pupil.id: pupil.name for pupil in pupils}
        sitting = [named[entry.draft.person or ""] for entry in entries(here, Kind.HELD)]
        numbers = " ".join(shown(pilot, "#numbers").split())
        stations = re.findall(r"Trạm (\d+): (\D+?)(?= Trạm| \d|$)", numbers)
        told = {int(station): names.split("; ") for station, names in stations}
        assert len(told) > 1
        assert sorted(sum(told.values(), sitting)) == sorted(named.values())
        assert bool(sitting) == calling == ("Số gọi" in screen_text(pilot))
        sent = Counter(len(names) for names in told.values())
        assert all(
            f"{count} người đến {'mỗi ' * (n > 1)}trạm " in shown(pilot, "#ways") for count, n in sent.items()
        )
        assert "Enter: đóng" in screen_text(pilot)

    at_desk(here, steps)


def test_a_page_that_goes_on_with_a_station_says_so_and_leads_back(here: World) -> None:
    names = [f"Nguyễn Thị Hồng Giang {at:c}" for at in range(65, 110)]
    parts = ((1, names[:30]), (2, names[30:]))
    sent = [(Bilingual(f"Trạm {number}", f"Station {number}"), some) for number, some in parts]

    async def steps(pilot: Run) -> None:
        pilot.app.push_screen(Numbers(Bilingual("Cả nhóm đã vào.", "All are in."), [], sent))
        await until(pilot, lambda: "Ai đến trạm nào" in screen_text(pilot))
        first = shown_rows(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "PgUp: trang trước  Enter: đóng" in screen_text(pilot))
        second = shown_rows(pilot)
        assert second.split()[:3] == ["Trạm", "1", "(tiếp):"]
        assert all((name in first) != (name in second) for name in names), "each name stands whole, once"
        await pilot.press("pageup")
        await until(pilot, lambda: shown_rows(pilot) == first)

    at_desk(here, steps)


def test_a_class_of_which_most_are_in_is_opened_to_look_and_admits_nobody_by_enter(here: World) -> None:
    here.came(*PUPILS[:5])

    async def steps(pilot: Run) -> None:
        members = await open_class(pilot)
        assert "Sẽ đón 0 người, 5 người đã vào" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Chưa chọn ai" in screen_text(pilot))
        assert pilot.app.screen is members
        await pilot.press("f9")
        await until(pilot, lambda: "Sẽ đón 2 người" in screen_text(pilot))

    at_desk(here, steps)


def test_it_stays_in_sight_below_a_long_answer_too(here: World) -> None:
    told = " ".join(f"{n} người đến trạm {n}." for n in range(1, 21))
    seated = [(number, NGO.name) for number in range(1, 46)]

    async def steps(pilot: Run) -> None:
        pilot.app.push_screen(Numbers(Bilingual(told, told), seated))
        await until(pilot, lambda: "Số gọi của từng người" in screen_text(pilot))
        numbers = await read_on(pilot)
        assert all(f" {number}  " in numbers for number, _ in seated)
        assert "Enter: đóng" in screen_text(pilot)

    at_desk(here, steps)


def test_whoever_went_on_to_a_station_is_only_said_to_be_in(here: World) -> None:
    take_nobody(here)
    here.came(*PUPILS)
    here.visited(PUPILS[0], "vneid")

    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        lines = screen_text(pilot).splitlines()
        assert any(PUPILS[0].name in line and "đã vào" in line for line in lines)

    at_desk(here, steps)


async def mark_and_admit(pilot: Run, *people: Person) -> None:
    for person in people:
        await write(pilot, f"{person.name} {birth_year(person)}")
        await pilot.press("insert")
        desk_of(pilot).query_one(Finder).forget_text()
    await press(pilot, "enter")
    await until(pilot, lambda: f"ĐÃ ĐÓN {len(people)} NGƯỜI" in shown(pilot))


def test_of_a_few_who_come_together_each_is_told_their_own_station(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await mark_and_admit(pilot, NGO, SON)
        stations = here.desk.catalogue.event.stations
        sent = {entry.draft.person: entry.draft.station for entry in entries(here, Kind.SENT)}
        for person in (NGO, SON):
            number = next(one.number for one in stations if one.code == sent[person.id])
            assert f"{person.name}: trạm {number}." in shown(pilot)

    at_desk(here, steps)


def test_of_a_few_who_take_a_seat_each_is_told_their_own_number(here: World) -> None:
    take_nobody(here)

    async def steps(pilot: Run) -> None:
        await mark_and_admit(pilot, NGO, SON)
        numbers = {entry.draft.person: entry.draft.code for entry in entries(here, Kind.HELD)}
        for person in (NGO, SON):
            assert f"{person.name}: ngồi nghỉ, số gọi {numbers[person.id]}." in shown(pilot)

    at_desk(here, steps)


def test_esc_admits_nobody(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk_of(pilot))

    at_desk(here, steps)
    assert set(who_came(here)) == set()


def test_a_scan_while_the_list_is_open_is_answered_and_leaves_the_ticks(here: World) -> None:
    async def steps(pilot: Run) -> None:
        dialog = await open_class(pilot)
        await pilot.press("space")
        await scan(pilot, here.badge(NGO))
        assert pilot.app.screen is dialog
        await until(pilot, lambda: NGO.name in screen_text(pilot))
        await pilot.press("f2")
        await until(pilot, lambda: "6 to be admitted" in screen_text(pilot))
        assert "☐ Đinh Thị Ái" in screen_text(pilot)

    at_desk(here, steps)
    assert set(who_came(here)) == {NGO.id}


def test_a_family_found_by_different_words_is_admitted_together(here: World) -> None:
    async def steps(pilot: Run) -> None:
        finder = desk_of(pilot).query_one(Finder)
        await write(pilot, "ngo 1957")
        await pilot.press("insert")
        finder.query_one("#search").value = ""  # type: ignore[attr-defined]
        await write(pilot, "son 1972")
        await pilot.press("insert")
        assert "Đã đánh dấu 2 người" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "ĐÃ ĐÓN 2 NGƯỜI" in shown(pilot))
        assert finder.marked == ()

    at_desk(here, steps)
    assert set(who_came(here)) == {NGO.id, SON.id}


def test_a_mark_is_taken_away_by_the_same_key(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "ngo 1957")
        await pilot.press("insert", "insert")
        finder = desk_of(pilot).query_one(Finder)
        assert finder.marked == ()
        assert finder.query_one(OptionList).highlighted == 0

    at_desk(here, steps)


@pytest.mark.parametrize("is_store_slow", [False, True])
def test_a_group_is_not_admitted_without_the_one_who_was_typed_last(
    here: World, *, is_store_slow: bool
) -> None:
    async def steps(pilot: Run) -> None:
        finder = desk_of(pilot).query_one(Finder)
        await write(pilot, "ngo")
        await pilot.press("insert", "insert")
        finder.forget_text()
        with clerk_at_work(desk_of(pilot).ngayhoi) if is_store_slow else nullcontext():
            finder.query_one(Field).insert_text_at_cursor("lê thị ai đó")
            if not is_store_slow:
                await until(pilot, lambda: finder._shown == "lê thị ai đó")
            await pilot.press("enter")
        await until(pilot, lambda: "KHÔNG TÌM THẤY AI" in shown(pilot))
        assert (len(finder.marked), finder.text) == (2, "lê thị ai đó")

    at_desk(here, steps)
    assert who_came(here) == []


def test_a_group_that_could_not_be_written_is_marked_in_another_language_too(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await write(pilot, "ngo")
        await pilot.press("insert", "insert")
        with pytest.MonkeyPatch.context() as disk:
            disk.setattr(here.store, "writing", full_disk)
            with clerk_at_work(desk_of(pilot).ngayhoi):
                await pilot.press("enter", "f2")
                await until(pilot, lambda: "2 marked" not in screen_text(pilot))
                await until(pilot, lambda: "Scan a code, or type a name" in screen_text(pilot))
            await until(pilot, lambda: "NOT RECORDED" in shown(pilot))
        assert "2 marked" in screen_text(pilot)

    at_desk(here, steps)


def test_after_a_group_no_badge_is_shown_of_who_came_before_it(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await scan(pilot, here.badge(LAM))
        await write(pilot, "ngo")
        await pilot.press("insert", "insert", "enter")
        await until(pilot, lambda: "ĐÃ ĐÓN 2 NGƯỜI" in shown(pilot))
        await press(pilot, "f8")
        assert "THẺ CỦA AI?" in shown(pilot)

    at_desk(here, steps)


def test_enter_pressed_once_more_after_a_group_admits_nobody_else(tmp_path: Path) -> None:
    here = world(tmp_path, SON, *PUPILS[:3])

    async def steps(pilot: Run) -> None:
        await write(pilot, "son 1972")
        await open_class(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "ĐÃ ĐÓN" in shown(pilot))
        await until(pilot, lambda: pilot.app.screen is desk_of(pilot))
        await press(pilot, "enter")

    at_desk(here, steps)
    assert SON.id not in who_came(here)


def test_a_list_takes_every_key_though_somebody_is_scanned_meanwhile(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        before = screen_text(pilot).count("☑")
        app = desk_of(pilot).ngayhoi
        app.settings = replace(app.settings, doubled_seconds=600)
        await scan(pilot, here.badge(NGO))
        await pilot.press("space")
        await until(pilot, lambda: screen_text(pilot).count("☑") == before - 1)

    at_desk(here, steps)


def test_a_finger_on_a_pupil_unticks_them_and_admits_nobody(here: World) -> None:
    async def steps(pilot: Run) -> None:
        dialog = await open_class(pilot)
        before = len(dialog._ticked)
        await pilot.click("#members", offset=(5, 1))
        await until(pilot, lambda: len(dialog._ticked) == before - 1)
        assert pilot.app.screen is dialog
        assert who_came(here) == []
        await pilot.press("enter")
        await until(pilot, lambda: who_came(here))
        assert dialog._people[1].person.id not in who_came(here)

    at_desk(here, steps)


def test_a_list_that_comes_late_opens_under_nobody_s_fingers(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f4", Pick)
        pilot.app.screen.query_one(Field).insert_text_at_cursor("6a")
        with clerk_at_work(desk_of(pilot).ngayhoi):
            await pilot.press("enter")
            await until(pilot, lambda: pilot.app.screen is desk_of(pilot))
            await pilot.press("l", "a", "n")
        await until(pilot, lambda: "DANH SÁCH ĐẾN CHẬM" in shown(pilot))
        assert pilot.app.screen is desk_of(pilot)

    at_desk(here, steps)
    assert who_came(here) == []


def test_namesakes_of_a_group_hear_and_read_their_own_numbers(tmp_path: Path) -> None:
    pupil = someone("Đinh Thị Na", 2015, Sex.FEMALE, "con-doc", "Lớp 6A", "hoc-sinh")
    twins = [replace(pupil, id=f"{day:032x}", birth=Birth(2015, 3, day)) for day in (5, 17)]
    others = [
        someone(f"Đinh Thị {name}", 2015, Sex.FEMALE, "con-doc", "Lớp 6A", "hoc-sinh")
        for name in ("Bê", "Mai", "Nở", "Xí")
    ]
    unasked = replace(pupil, id="f" * 32, birth=Birth(2015, 3, 28), consent=None)
    here = world(tmp_path, *twins, *others, unasked)
    take_nobody(here)

    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Numbers))
        assert all(f"Đinh Thị Na, {day}/03/2015" in screen_text(pilot) for day in ("05", "17"))
        assert "Đinh Thị Bê," not in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Đinh Thị Na, 28/03/2015: " in screen_text(pilot))

    at_desk(here, steps)


GIVEN = "Ái An Ân Bích Chi Dung Én Giang Hạ Hà Hồng Lan Lài Lệ Mai My Na Nga Nhi Oanh Phúc Quế Sim Thu Uyên Vân Xuân Yến"


def test_namesakes_of_the_largest_class_read_their_names_beside_their_numbers(tmp_path: Path) -> None:
    pupils = [
        someone(name, year, Sex.FEMALE, "con-doc", "Lớp 6A", "hoc-sinh")
        for name, year in (
            *((f"Đinh Thị {given}", 2014) for given in GIVEN.split()),
            ("Phạm Thị Trang", 2014),
            ("Phạm Thị Trang", 2013),
        )
    ]
    twin = someone("Nguyễn Thị Nhung", 2014, Sex.FEMALE, "con-doc", "Lớp 6A", "hoc-sinh")
    twins = [replace(twin, id=f"{day:032x}", birth=Birth(2014, 3, day)) for day in (5, 17)]
    here = world(tmp_path, *pupils, *twins)
    take_nobody(here)

    async def steps(pilot: Run) -> None:
        await open_class(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Numbers))
        told = ("Nhung, 05/03/2014", "Nhung, 17/03/2014", "Trang, 2014", "Trang, 2013", "Hà, 2014")
        seen = screen_text(pilot)
        assert [one for one in (*told, *GIVEN.split()) if one not in seen] == []
        assert [number for number in range(1, 33) if f" {number}  " not in seen] == []

    at_desk(here, steps)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Nguyễn Thị Nhung, 05/03/2014", "Nhung, 05/03/2014"),
        ("Nguyễn Thị Hồng Nghiêng, 05/03/2014", "Nghiêng, 05/03/2014"),
        ("Nguyễn Thị Hồng Nghiêng, 2014", "Nghiêng, 2014"),
        (f"Nguyễn {'Nh' * 36}, 05/03/2014", "NhNhNh"),
        ("", ""),
    ],
)
def test_numbers_with_names_are_never_wider_than_what_they_are_shown_in(
    here: World, told: str, kept: str
) -> None:
    seated = [(number, told if number % 2 else NGO.name) for number in range(15_971, 16_001)]

    async def steps(pilot: Run) -> None:
        pilot.app.push_screen(Numbers(Bilingual("Cả nhóm đã vào.", "All are in."), seated))
        await until(pilot, lambda: "Số gọi của từng người" in screen_text(pilot))
        rows = (await read_on(pilot)).splitlines()
        assert all(any(f"{number}  " in row for row in rows) for number, _ in seated)
        assert sum(row.count(kept) for row in rows if kept) >= 15 * bool(kept)
        assert not any(row.strip() and "  " not in row.strip() for row in rows), "none goes on in the next"
        assert all(cell_len(row) <= pilot.app.screen.query_one("#ways").outer_size.width for row in rows)

    at_desk(here, steps)
