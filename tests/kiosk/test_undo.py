"""Taking an entry back, at the desk and at a station."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import OptionList

from checkin.board import call_next
from checkin.identity import Recognised
from checkin.participation import Ability, Entry, Kind
from checkin.person import Person, Sex
from checkin.undo import UndoProblem, undo
from checkin.visits import Objection, Turn, object_to, say_ability
from data.overview import Written
from kiosk.screens.desk_pick import Pick
from kiosk.screens.station import StationScreen
from kiosk.screens.undo import written_text
from kiosk.widgets.field import Field
from tests.kiosk.scenes_desk import (
    LAM,
    NGO,
    PUPILS,
    SON,
    YEN,
    Run,
    World,
    at_desk,
    desk_of,
    entries,
    open_class,
    play,
    press,
    ready,
    screen_text,
    shown,
    someone,
    until,
    world,
)
from tests.kiosk.scenes_station import waiting


@pytest.fixture
def here(tmp_path: Path) -> World:
    known = world(tmp_path)
    known.came(NGO, LAM, minutes=30)
    return known


def known_as(person: Person) -> str:
    """The name, and what tells namesakes apart."""
    assert person.birth
    return f"{person.name} ({person.birth.year})"


async def pick(pilot: Run, *keys: str) -> None:
    """Answer one question, and wait until it has gone."""
    before = pilot.app.screen
    await pilot.press(*keys)
    await until(pilot, lambda: pilot.app.screen is not before)


def test_three_answers_take_the_entry_back_with_a_reason_of_the_programme(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f5", Pick)
        assert f"08:50  {known_as(LAM)} – vào cửa" in screen_text(pilot)
        await pick(pilot, "down", "enter")
        rows = pilot.app.screen.query_one("#pick-rows", OptionList)
        offered = [option.prompt.plain for option in rows.options]  # type: ignore[union-attr]
        assert offered == [reason.name.vi for reason in here.desk.catalogue.programme.undo_reasons]
        await pick(pilot, "enter")
        assert NGO.name in screen_text(pilot)
        await pick(pilot, "down", "enter")
        await until(pilot, lambda: "✔ ĐÃ HOÀN TÁC" in shown(pilot))
        assert f"{known_as(NGO)} – vào cửa" in shown(pilot)
        assert "– vào cửa. Tên và thẻ vẫn còn trong danh sách." in shown(pilot)
        await until(pilot, lambda: "Đang có mặt 1 người" in shown(pilot, "#lately"))

    at_desk(here, steps)
    first = here.desk.catalogue.programme.undo_reasons[0]
    undone = {(entry.draft.person, entry.draft.code) for entry in entries(here, Kind.UNDONE)}
    assert undone == {(NGO.id, first.code)}


def test_esc_at_any_question_or_no_to_the_last_writes_nothing(here: World) -> None:
    async def steps(pilot: Run) -> None:
        for keys in (["escape"], ["enter", "escape"], ["enter", "enter", "escape"]):
            await press(pilot, "f5", Pick)
            for key in keys:
                await pick(pilot, key)
            assert pilot.app.screen is desk_of(pilot)
        await press(pilot, "f5", Pick)
        await pick(pilot, "enter")
        await pick(pilot, "enter")
        await pick(pilot, "enter")

    at_desk(here, steps)
    assert entries(here, Kind.UNDONE) == []


def test_an_entry_another_screen_took_back_meanwhile_is_refused_with_the_reason(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await press(pilot, "f5", Pick)
        await pick(pilot, "enter")
        await pick(pilot, "enter")
        last = entries(here, Kind.ADMITTED)[-1]
        reason = here.desk.catalogue.programme.undo_reasons[0].code
        assert not isinstance(undo(last.ref, reason, here.desk, here.clock.now), UndoProblem)
        before.extend(entries(here, Kind.UNDONE))
        await pick(pilot, "down", "enter")
        await until(pilot, lambda: "✖ CHƯA HOÀN TÁC ĐƯỢC" in shown(pilot))
        assert "đã được hoàn tác trước đó" in shown(pilot)

    before: list[Entry] = []
    at_desk(here, steps)
    assert entries(here, Kind.UNDONE) == before


@pytest.fixture
def school(tmp_path: Path) -> World:
    known = world(tmp_path, NGO, LAM, *PUPILS)
    known.came(NGO, LAM, minutes=30)
    return known


async def admit_class(pilot: Run) -> None:
    await open_class(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: f"ĐÃ ĐÓN {len(PUPILS)} NGƯỜI" in shown(pilot))


def test_a_class_admitted_by_mistake_is_taken_back_as_a_whole(school: World) -> None:
    async def steps(pilot: Run) -> None:
        await admit_class(pilot)
        await press(pilot, "f5", Pick)
        assert f"09:20  Lớp 6A: cả {len(PUPILS)} người – vào cửa" in screen_text(pilot)
        await pick(pilot, "enter")
        await pick(pilot, "enter")
        assert f"Lớp 6A: cả {len(PUPILS)} người" in screen_text(pilot)
        await pick(pilot, "down", "enter")
        await until(pilot, lambda: "✔ ĐÃ HOÀN TÁC" in shown(pilot))
        assert f"Lớp 6A: cả {len(PUPILS)} người – vào cửa. Tên và thẻ vẫn còn" in shown(pilot)
        await until(pilot, lambda: "Đang có mặt 2 người" in shown(pilot, "#lately"))
        await press(pilot, "f5", Pick)
        rows = pilot.app.screen.query_one("#pick-rows", OptionList)
        assert [NGO.name in str(rows.get_option_at_index(at).prompt) for at in range(2)] == [False, True]
        assert rows.option_count == 2

    at_desk(school, steps)
    whole_class = {pupil.id for pupil in PUPILS}
    admissions = {e.ref for e in entries(school, Kind.ADMITTED) if e.draft.person in whole_class}
    assert len(admissions) == len(PUPILS)
    assert admissions <= {e.draft.target for e in entries(school, Kind.UNDONE)}


def test_one_of_a_class_is_still_taken_back_alone(school: World) -> None:
    last, *_ = reversed(PUPILS)

    async def steps(pilot: Run) -> None:
        await admit_class(pilot)
        await press(pilot, "f5", Pick)
        rows = pilot.app.screen.query_one("#pick-rows", OptionList)
        await pilot.press(*"uyen")
        await until(pilot, lambda: rows.option_count == 1)
        for keys in (["enter"], ["enter"], ["down", "enter"]):
            await pick(pilot, *keys)
        await until(pilot, lambda: "✔ ĐÃ HOÀN TÁC" in shown(pilot))
        await press(pilot, "f5", Pick)
        assert f"Lớp 6A: cả {len(PUPILS) - 1} người" in screen_text(pilot)

    at_desk(school, steps)
    assert {entry.draft.person for entry in entries(school, Kind.UNDONE)} == {last.id}


def test_visits_that_would_fall_with_an_admission_are_told_before_it_is_taken_back(school: World) -> None:
    school.visited(LAM, "thanh-toan", 5)

    async def asked(pilot: Run, *keys: str) -> str:
        await press(pilot, "f5", Pick)
        await pilot.press(*keys)
        await pick(pilot, "enter")
        await pick(pilot, "enter")
        question = screen_text(pilot)
        await pick(pilot, "escape")
        return question

    async def steps(pilot: Run) -> None:
        visit = await asked(pilot)
        assert f"{known_as(LAM)} – bắt đầu tại trạm 3" in visit
        assert "Hoàn tác theo" not in visit
        alone = await asked(pilot, "down")
        assert f"{known_as(LAM)} – vào cửa" in alone
        assert "Hoàn tác theo: 1 lượt ở trạm ghi sau đó, cùng kết quả." in alone
        await admit_class(pilot)
        whole_class = await asked(pilot)
        assert f"Lớp 6A: cả {len(PUPILS)} người" in whole_class
        assert "Hoàn tác theo" not in whole_class
        for pupil, station in ((PUPILS[0], "vneid"), (PUPILS[0], "an-toan"), (PUPILS[1], "vneid")):
            school.visited(pupil, station, -5)
        await press(pilot, "f5", Pick)
        await pilot.press(*"6a")
        await pick(pilot, "enter")
        await pick(pilot, "enter")
        assert "Hoàn tác theo: 3 lượt ở trạm ghi sau đó" in screen_text(pilot)

    at_desk(school, steps)


def test_pupils_who_came_singly_are_taken_back_one_by_one(school: World) -> None:
    for minutes, pupil in enumerate(PUPILS, 1):
        school.came(pupil, minutes=minutes)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f5", Pick)
        assert PUPILS[0].name in screen_text(pilot)
        assert "người – vào cửa" not in screen_text(pilot)

    at_desk(school, steps)


def test_a_class_that_the_list_cuts_is_not_offered_as_a_whole(
    school: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.screens.undo.LIMIT", len(PUPILS) - 1)

    async def steps(pilot: Run) -> None:
        await admit_class(pilot)
        await press(pilot, "f5", Pick)
        assert PUPILS[-1].name in screen_text(pilot)
        assert "người – vào cửa" not in screen_text(pilot)

    at_desk(school, steps)


def test_a_host_takes_a_visit_back(here: World) -> None:
    here.code = "thanh-toan"
    here.visited(NGO, "thanh-toan", 5)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f5", Pick)
        assert f"09:15  {known_as(NGO)} – bắt đầu tại trạm 3" in screen_text(pilot)
        await pick(pilot, "enter")
        await pick(pilot, "enter")
        await pick(pilot, "down", "enter")
        await until(pilot, lambda: "ĐANG TRẢI NGHIỆM  0/3" in screen_text(pilot))

    play((here.app(lambda: StationScreen("thanh-toan")), ready), steps)


def test_what_is_taken_back_is_read_whole_however_long_the_name(here: World) -> None:
    person = replace(NGO, name="Nguyễn Hoàng Phương Khánh Thị Minh Huyền Trân Châu Ngọc Bích")
    object_to("thanh-toan", Kind.GAVE_UP, Recognised(NGO), here.desk, here.clock.now)
    entry = entries(here, Kind.GAVE_UP)[-1]
    row = written_text(Written(entry, person), {person.id: "1957"}, here.desk.catalogue)
    assert row.vi.endswith("Bích (1957) – bỏ hàng chờ trạm 3")
    assert max(map(cell_len, (row.vi, row.en))) <= 70


def test_whose_name_is_shortened_in_a_row_is_found_by_all_of_it(here: World) -> None:
    here.came(YEN, minutes=30)
    for station in here.desk.catalogue.event.stations:
        for outcome in station.outcomes:
            here.ticked(YEN, station.code, outcome.code)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f5", Pick)
        rows = pilot.app.screen.query_one("#pick-rows", OptionList)
        texts = [str(rows.get_option_at_index(i).prompt) for i in range(rows.option_count)]
        assert any("Yến" in text and YEN.name not in text for text in texts)
        hers = [text for text in texts if "Yến" in text]
        await pilot.press(*"nguyen", "space", *"thi", "space", *"hong", "space", *"yen")
        await until(pilot, lambda: rows.option_count == len(hers))

    at_desk(here, steps)


def test_a_name_that_is_a_word_of_the_rows_finds_its_own_entries(tmp_path: Path) -> None:
    names = ("Phạm Văn An", "Phạm Văn Tài", "Phạm Văn Bình")
    people = [someone(name, 1950, Sex.MALE, "bui-hui") for name in names]
    here = world(tmp_path, *people, code="vneid")
    here.came(*people, minutes=40)
    for minutes, person in enumerate(people, 20):
        here.visited(person, "vneid", minutes)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f5", Pick)
        rows = pilot.app.screen.query_one(OptionList)
        for typed, count, first in (
            ("tai", 4, ["Phạm Văn Tài", "Phạm Văn Tài"]),
            ("bat dau", 3, ["Phạm Văn Bình", "Phạm Văn Tài", "Phạm Văn An"]),
            ("tai tram an", 1, ["Phạm Văn An"]),
        ):
            pilot.app.screen.query_one(Field).value = typed
            await until(pilot, lambda count=count: rows.option_count == count)  # type: ignore[misc]
            on_top = [str(rows.get_option_at_index(at).prompt) for at in range(len(first))]
            assert all(name in row for name, row in zip(first, on_top, strict=True)), on_top

    play((here.app(lambda: StationScreen("vneid")), ready), steps)


def test_an_answer_is_read_whole_in_a_list_that_is_longer_than_its_room(here: World) -> None:
    for _ in range(15):
        object_to("thanh-toan", Kind.GAVE_UP, Recognised(NGO), here.desk, here.clock.now)
    say_ability(Recognised(NGO), "thanh-toan", Ability.WITH_HELP, Turn.IN, here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f5", Pick)
        assert "– trước khi làm tại trạm 3: Cần người giúp" in screen_text(pilot)
        assert "P. Thị Ngộ (1957) – trước khi làm" in screen_text(pilot)

    at_desk(here, steps)


@pytest.mark.parametrize(
    ("kind", "said"), [(Kind.DECLINED, "không đi trạm 3"), (Kind.GAVE_UP, "bỏ hàng chờ trạm 3")]
)
def test_an_answer_to_advice_is_offered_to_be_taken_back(here: World, kind: Objection, said: str) -> None:
    object_to("thanh-toan", kind, Recognised(NGO), here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f5", Pick)
        assert f"{known_as(NGO)} – {said}" in screen_text(pilot)
        for keys in (["enter"], ["enter"], ["down", "enter"]):
            await pick(pilot, *keys)
        await until(pilot, lambda: "✔ ĐÃ HOÀN TÁC" in shown(pilot))

    at_desk(here, steps)
    (entry,) = entries(here, kind)
    assert entries(here, Kind.UNDONE)[-1].draft.target == entry.ref


def test_a_host_takes_back_a_call_that_a_wrong_key_made(tmp_path: Path) -> None:
    here = world(tmp_path, code="an-toan")
    waiting(here, NGO)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f8")
        assert "ĐÃ GỌI SỐ" in shown(pilot)
        await press(pilot, "f5", Pick)
        assert f"{known_as(NGO)} – được gọi đến trạm" in screen_text(pilot)
        await pick(pilot, "enter")
        await pick(pilot, "enter")
        await pick(pilot, "down", "enter")
        await until(pilot, lambda: "✔ ĐÃ HOÀN TÁC" in shown(pilot))

    play((here.app(lambda: StationScreen("an-toan")), ready), steps)
    with here.store.writing() as log:
        where = log.calling(here.desk.catalogue).crowd.whereabouts(NGO.id)
    assert where.held
    assert where.coming is None


def test_calls_of_the_board_are_in_nobodys_way(here: World) -> None:
    waiting(here, SON)
    call_next("an-toan", here.desk, here.clock.now)

    async def steps(pilot: Run) -> None:
        await press(pilot, "f5", Pick)
        assert f"{known_as(SON)} – vào cửa" in screen_text(pilot)
        assert "được gọi đến" not in screen_text(pilot)

    at_desk(here, steps)
