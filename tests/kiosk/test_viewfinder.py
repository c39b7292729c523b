"""The live picture: what people see of themselves, what is said to them, and what comes of two at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from textual.pilot import Pilot

from checkin.desk import Scan
from checkin.participation import Kind
from kiosk.app import NgayHoi, Settings
from kiosk.capture.camera import NO_CAMERA
from kiosk.capture.codes import Code, Image
from kiosk.capture.live import Look
from kiosk.capture.preview import Preview, colours
from kiosk.screens.consent import Consent
from kiosk.screens.desk import DeskScreen
from kiosk.screens.pin import PinDialog
from kiosk.screens.register import Register
from kiosk.screens.result import Result
from kiosk.screens.welcome import Welcome
from kiosk.widgets.viewfinder import Viewfinder
from tests.builders import desk_of
from tests.kiosk.driving import MUA, NEW_CARD, NGO, RAY, Day, a_day, driven, on, reads, scan, shown, until
from tests.kiosk.stage import Stage, hall, holding, together

pytestmark = pytest.mark.usefixtures("restless")
GREEN, AMBER = (40, 230, 80), (255, 176, 0)
PICTURE = 20 * "▀"
INVITED = "Kính mời Quý vị đưa thẻ ra trước máy ảnh"


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with a_day(tmp_path) as made:
        yield made


def colours_shown(pilot: Pilot[None]) -> list[list[tuple[int, int, int]]]:
    """The picture on the screen: the colour of each upper half block, row by row."""
    view = pilot.app.screen_stack[0].query_one(Viewfinder)
    rows = []
    for y in range(view.size.height):
        row = [s for s in view.render_line(y) if "▀" in s.text and s.style and s.style.color]
        rows.append([s.style.color.triplet for s in row for _ in s.text])  # type: ignore[union-attr]
    return [row for row in rows if row]  # type: ignore[misc]


def desk(day: Day, stage: Stage) -> NgayHoi:
    return NgayHoi(desk_of(day.store, "ban-1"), DeskScreen, day.clock, Settings(plain=False), stage)


@pytest.mark.parametrize(("size", "least"), [((80, 24), 50), ((120, 40), 90)])
@driven
async def test_whoever_stands_before_the_camera_sees_themselves_large_and_what_to_hold_up(
    day: Day, size: tuple[int, int], least: int
) -> None:
    async with day.kiosk(Stage(hall())).run_test(size=size) as pilot:
        await reads(pilot, INVITED, "Xin chào!", "thẻ tham dự,", "hoặc thẻ căn cước", PICTURE)
        await reads(pilot, "hoặc gõ mã thẻ", "F2", "F3", "F4", "F9", "Ngày hội toàn dân", "09:00")
        picture = colours_shown(pilot)
        assert len(picture[0]) >= least
        assert len({len(row) for row in picture}) == 1
        assert len(picture) == pytest.approx(len(picture[0]) * 9 / 32, abs=1)


@driven
async def test_it_is_a_mirror(day: Day) -> None:
    frame = np.zeros((480, 640, 3), np.uint8)
    frame[:, :320] = (0, 0, 255)
    frame[:, 320:] = 255
    async with day.kiosk(Stage(frame)).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(colours_shown(pilot)))
        row = colours_shown(pilot)[5]
        assert min(row[2]) > 220
        red, green, blue = row[-3]
        assert red > 150
        assert max(green, blue) < 100


@driven
async def test_a_code_that_was_read_is_outlined_in_green(day: Day) -> None:
    async with desk(day, Stage(holding(day.badges[NGO.id]))).run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: sum(row.count(GREEN) for row in colours_shown(pilot)) > 8)
        await reads(pilot, "Phạm Thị Ngộ")


@pytest.mark.parametrize("plain", [False, True])
@driven
async def test_it_says_when_it_is_too_dark_and_stops_when_there_is_light(day: Day, plain: bool) -> None:
    stage = Stage(hall())
    async with day.kiosk(stage, plain=plain).run_test(size=(80, 24)) as pilot:
        await reads(pilot, INVITED)
        await until(pilot, lambda: (PICTURE in shown(pilot)) is not plain)
        stage.picture = hall() // 8
        await reads(pilot, "Tối quá: xin đưa thẻ ra chỗ sáng hơn")
        await pilot.press("f2")
        await reads(pilot, "Too dark")
        stage.picture = hall()
        await reads(pilot, "Please hold your card up to the camera")
        assert (PICTURE in shown(pilot)) is not plain


@driven
async def test_a_desk_says_it_too_and_keeps_its_list(day: Day) -> None:
    stage = Stage(hall() // 8)
    async with desk(day, stage).run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Tối quá", PICTURE, "VỪA GHI NHẬN", "F9 Máy ảnh")
        stage.picture = holding(day.badges[NGO.id])
        await reads(pilot, "P H Ạ M   T H Ị   N G Ộ")
        await until(pilot, lambda: "Tối quá" not in shown(pilot))


@driven
async def test_a_camera_that_is_gone_leaves_its_place_to_a_sentence_and_comes_back(day: Day) -> None:
    stage = Stage(hall())
    async with day.kiosk(stage).run_test(size=(80, 24)) as pilot:
        await reads(pilot, INVITED)
        stage.trouble = NO_CAMERA
        await reads(
            pilot,
            "Đang tìm máy ảnh… Xin dùng máy quét hoặc gõ mã thẻ, và xem lại dây cắm.",
            "đưa mã trên thẻ lại trước máy quét",
            "╭──",
        )
        assert PICTURE not in shown(pilot)
        stage.trouble = None
        await reads(pilot, INVITED, PICTURE)


@driven
async def test_a_desk_tells_a_lost_camera_from_a_scanner_and_from_one_switched_off(day: Day) -> None:
    stage = Stage(hall())
    app = NgayHoi(desk_of(day.store, "ban-1"), DeskScreen, day.clock, Settings(plain=False), stage)
    async with app.run_test(size=(120, 40)) as pilot:
        stage.trouble = NO_CAMERA
        await reads(pilot, "✖ MÁY ẢNH TRỤC TRẶC")
        stage.trouble = None
        await until(pilot, lambda: "MÁY ẢNH TRỤC TRẶC" not in shown(pilot))
        stage.trouble = NO_CAMERA
        await reads(pilot, "✖ MÁY ẢNH TRỤC TRẶC")
        app.use(None, "")
        await until(pilot, lambda: app.trouble is None)
        await until(pilot, lambda: "MÁY ẢNH TRỤC TRẶC" not in shown(pilot))


@driven
async def test_a_film_that_ended_leaves_no_picture_of_the_past(day: Day) -> None:
    stage = Stage(hall())
    async with day.kiosk(stage).run_test(size=(80, 24)) as pilot:
        await reads(pilot, INVITED)
        stage.stop()
        await reads(pilot, "đưa mã trên thẻ lại trước máy quét")


@driven
async def test_the_picture_rests_while_something_is_on_top_of_it(day: Day) -> None:
    stage = Stage(hall())
    app = day.kiosk(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await reads(pilot, INVITED)
        await pilot.press("ctrl+q")
        await on(pilot, PinDialog)
        before = colours_shown(pilot)
        stage.picture = hall() // 2
        await until(pilot, lambda: app.look is not None and app.look.frame.mean() < hall().mean() / 1.5)
        await pilot.pause(0.3)
        assert colours_shown(pilot) == before
        await pilot.press("escape")
        await until(pilot, lambda: colours_shown(pilot) != before)


@driven
async def test_two_who_are_seen_together_are_both_greeted_each_for_a_while(day: Day) -> None:
    stage = Stage(together([day.badges[NGO.id], day.badges[RAY.id]]))
    async with day.kiosk(stage, reading_seconds=1.2).run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Chào bà Phạm Thị Ngộ!", "Bà ở lại được bao lâu?")
        await pilot.pause(1.5)
        assert "Chào bà Phạm Thị Ngộ!" in shown(pilot), "her question is not taken from her"
        answered = monotonic()
        await pilot.press("2")
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")
        assert monotonic() - answered > 0.9
        assert day.admitted() == [NGO.id, RAY.id]


@driven
async def test_an_answer_that_was_read_makes_way_for_the_one_who_waits(day: Day) -> None:
    stage = Stage(together([day.badges[NGO.id], day.badges[RAY.id]]))
    async with day.kiosk(stage, reading_seconds=600).run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Chào bà Phạm Thị Ngộ!")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")


@driven
async def test_whoever_waits_is_not_answered_over_the_question_to_another(day: Day) -> None:
    stage = Stage(together([day.badges[MUA.id], day.badges[RAY.id]]))
    async with day.kiosk(stage, reading_seconds=2.0).run_test(size=(80, 24)) as pilot:
        await on(pilot, Consent)
        await pilot.pause(2.3)
        assert isinstance(pilot.app.screen, Consent)
        assert day.admitted() == []
        await pilot.press("1")
        await reads(pilot, "Đinh Thị Mưa", "Chị ở lại được bao lâu?")
        await pilot.press("5")
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")
        assert day.admitted() == [MUA.id, RAY.id]


@driven
async def test_the_next_one_before_the_camera_is_answered_at_once(day: Day) -> None:
    stage = Stage(holding(day.badges[NGO.id]))
    async with day.kiosk(stage, reading_seconds=600).run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Chào bà Phạm Thị Ngộ!")
        await pilot.pause(0.8)
        stage.picture = holding(day.badges[RAY.id])
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")


@driven
async def test_a_desk_takes_both_at_once(day: Day) -> None:
    stage = Stage(together([day.badges[NGO.id], day.badges[RAY.id]]))
    async with desk(day, stage).run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: day.admitted() == [NGO.id, RAY.id])


@pytest.mark.parametrize(
    ("shown_code", "sound", "beeps"),
    [("own", True, 1), ("foreign", True, 1), ("forged", True, 2), ("own", False, 0)],
)
@driven
async def test_a_scan_is_heard_and_a_refusal_is_heard_twice(
    day: Day, shown_code: str, sound: bool, beeps: int
) -> None:
    own = day.badges[NGO.id].data
    forged = own[:-1] + (b"0" if own[-1:] != b"0" else b"1")
    code = {"own": own, "foreign": b"https://zalo.me/s/123", "forged": forged}[shown_code]
    app = day.kiosk(Stage(holding(Scan(code))), sound=sound)
    heard: list[float] = []
    app.bell = lambda: heard.append(monotonic())  # type: ignore[method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, Result)
        await until(pilot, lambda: len(heard) >= beeps)
        await pilot.pause(0.5)
        assert len(heard) == beeps


@driven
async def test_a_card_that_fills_a_registration_in_is_heard(day: Day) -> None:
    stage = Stage(hall())
    app = day.kiosk(stage, doubled_seconds=0)
    heard: list[float] = []
    app.bell = lambda: heard.append(monotonic())  # type: ignore[method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, Welcome)
        await pilot.press("f3")
        form = await on(pilot, Register)
        stage.picture = holding(NEW_CARD, module=5)
        await until(pilot, lambda: form.form.name == "Phạm Thị Lành")
        assert len(heard) == 1


@driven
async def test_a_scanner_that_beeps_itself_is_not_beeped_over(day: Day) -> None:
    app = day.kiosk()
    heard: list[float] = []
    app.bell = lambda: heard.append(monotonic())  # type: ignore[method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        assert heard == []
        assert [entry.draft.kind for entry in day.entries(Kind.ADMITTED)] == [Kind.ADMITTED]


def drawn(look: Look, columns: int = 60, rows: int = 20) -> Image:
    """What a terminal would show, RGB, two pixels above each other in each cell."""
    cells = Preview().cells(look, columns, rows, 0.0).tolist()
    halves = [[[colours(cell)[half] for cell in row] for half in (0, 1)] for row in cells]
    return np.array([line for row in halves for line in row], np.uint8)


def test_the_picture_keeps_its_shape_and_fits() -> None:
    for frame in (hall(), np.zeros((480, 640), np.uint8), np.zeros((1280, 720, 3), np.uint8)):
        picture = drawn(Look(frame, ()))
        assert picture.shape[0] <= 40
        assert picture.shape[1] <= 60
        assert picture.shape[1] / picture.shape[0] == pytest.approx(frame.shape[1] / frame.shape[0], rel=0.08)


def test_its_colours_are_those_of_the_frame() -> None:
    for colour in [(255, 255, 255), (0, 0, 0), (128, 128, 128), (120, 62, 44), (136, 170, 210)]:
        picture = drawn(Look(np.full((720, 1280, 3), colour, np.uint8), ()))
        assert np.abs(picture.astype(int) - colour[::-1]).max() < 22


def test_what_could_not_be_read_is_outlined_too_and_in_its_place() -> None:
    place = ((100.0, 100.0), (400.0, 100.0), (400.0, 400.0), (100.0, 400.0))
    picture = drawn(Look(hall(), (), (place,)))
    rows, columns = np.nonzero((picture == AMBER).all(axis=2))
    scale = 60 / 1280
    assert (rows.min(), rows.max()) == pytest.approx((100 * scale, 400 * scale), abs=1.5)
    assert (columns.min(), columns.max()) == pytest.approx((60 - 400 * scale, 60 - 100 * scale), abs=1.5)


def test_an_outline_outlasts_a_blurred_frame_and_no_more() -> None:
    preview, place = Preview(), ((100.0, 100.0), (400.0, 100.0), (400.0, 400.0), (100.0, 400.0))
    read = preview.cells(Look(hall(), (Code(b"x", place, "zxing"),)), 60, 20, 10.0)
    assert (preview.cells(Look(hall(), ()), 60, 20, 10.2) == read).all()
    assert (preview.cells(Look(hall(), ()), 60, 20, 10.6) != read).any()


def test_the_noise_of_a_camera_draws_nothing_anew() -> None:
    preview, rng = Preview(), np.random.default_rng(5)
    first = preview.cells(Look(hall(), ()), 60, 20, 0.0)
    for n in range(5):
        noisy = (hall() + rng.normal(0, 6, hall().shape)).clip(0, 255).astype(np.uint8)
        assert (preview.cells(Look(noisy, ()), 60, 20, n / 12) == first).all()
