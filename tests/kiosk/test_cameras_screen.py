"""Choosing the camera on the screen: it is used at once, remembered, and can be taken back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import cv2
import pytest

from kiosk.app import NgayHoi, Settings
from kiosk.capture.model import Source, SourceProblem
from kiosk.capture.sources import open_source
from kiosk.laptop import Laptop, remember, remembered
from kiosk.screens.cameras import Cameras
from kiosk.screens.desk import DeskScreen
from kiosk.screens.welcome import Welcome
from tests.builders import desk_of
from tests.kiosk.camera_world import Unplugged as SerialScanner
from tests.kiosk.cameras_of_opencv import NAMES, Cables, Plugged, ask_for_cameras
from tests.kiosk.driving import NGO, RAY, Day, a_day, driven, leave_it, on, reads, scan, shown, until
from tests.kiosk.stage import Stage, hall, holding

pytestmark = pytest.mark.usefixtures("restless")


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    with a_day(tmp_path) as made:
        yield made


@pytest.fixture
def cables(monkeypatch: pytest.MonkeyPatch) -> Cables:
    made, plugged = Cables(), ModuleType("cv2_enumerate_cameras")
    plugged.enumerate_cameras = lambda _: [Plugged(n, name) for n, name in enumerate(NAMES)]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", plugged)
    monkeypatch.setattr(cv2, "VideoCapture", made.open)
    return made


def watching(day: Day, text: str, source: Source | None = None) -> NgayHoi:
    """A kiosk that was opened with a source, as a text names it."""
    opened = source or open_source(text)
    assert not isinstance(opened, SourceProblem)
    settings = Settings(plain=False, source=text, result_seconds=600, idle_seconds=600, doubled_seconds=0)
    return NgayHoi(desk_of(day.store, "ki-ot"), Welcome, day.clock, settings, opened)


@driven
async def test_a_child_at_the_kiosk_cannot_take_its_camera_away(day: Day, cables: Cables) -> None:
    cables.pictures = {0: hall(), 1: hall()}
    app = watching(day, "0:USB Camera")
    async with app.run_test(size=(80, 24)) as pilot:
        await reads(pilot, "trước máy ảnh")
        await pilot.press("f9")
        await reads(pilot, "Nhập số thoát màn hình để đổi máy ảnh")
        await pilot.press("3", "enter")
        await reads(pilot, "Số chưa đúng")
        await pilot.press("escape")
        await reads(pilot, "trước máy ảnh")
        assert (cables.in_use, remembered()) == ({0}, Laptop())


@driven
async def test_another_camera_is_used_at_once_and_remembered(day: Day, cables: Cables) -> None:
    cables.pictures = {0: hall(), 1: holding(day.badges[NGO.id])}
    app = watching(day, "0:USB Camera")
    async with app.run_test(size=(80, 24)) as pilot:
        await reads(pilot, "trước máy ảnh")
        assert cables.in_use == {0}
        await ask_for_cameras(pilot)
        await reads(pilot, "Dùng máy ảnh nào?", "1  USB Camera (đang dùng)", "2  Máy ảnh trong máy")
        await pilot.press("2")
        await reads(pilot, "Chào bà Phạm Thị Ngộ!")
        await until(pilot, lambda: cables.in_use == {1})
        assert remembered().source == "1:Máy ảnh trong máy"
        await pilot.press("enter")
        await ask_for_cameras(pilot)
        await reads(pilot, "2  Máy ảnh trong máy (đang dùng)")
        await pilot.press("1")
        await until(pilot, lambda: cables.in_use == {0})
        await reads(pilot, "trước máy ảnh")
        assert remembered().source == "0:USB Camera"


@driven
async def test_no_camera_is_a_choice_and_esc_changes_nothing(day: Day, cables: Cables) -> None:
    cables.pictures = {0: hall(), 1: hall()}
    app = watching(day, "0")
    async with app.run_test(size=(80, 24)) as pilot:
        await reads(pilot, "trước máy ảnh")
        await ask_for_cameras(pilot)
        await reads(pilot, "Không dùng máy ảnh")
        await pilot.press("escape")
        await reads(pilot, "trước máy ảnh")
        assert remembered() == Laptop()
        await ask_for_cameras(pilot)
        await reads(pilot, "1  USB Camera (đang dùng)", "2  Máy ảnh trong máy", "3  Không dùng máy ảnh")
        await pilot.press("3")
        await reads(pilot, "đưa mã trên thẻ lại trước máy quét")
        await until(pilot, lambda: cables.in_use == set())
        scan(pilot, day.badges[RAY.id])
        await reads(pilot, "Chào anh Đinh Văn Rẫy!")


@driven
async def test_the_keys_that_are_told_where_no_camera_is_seen_find_one_plugged_in(
    day: Day, cables: Cables, monkeypatch: pytest.MonkeyPatch
) -> None:
    cables.pictures = {0: hall(), 1: hall()}
    plugged = sys.modules["cv2_enumerate_cameras"]
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        with monkeypatch.context() as unplugged:
            unplugged.setattr(plugged, "enumerate_cameras", lambda _: [])
            await pilot.press("f9")
            await reads(pilot, "Xin cắm vào, bấm Esc rồi bấm F9.")
        await pilot.press("escape", "f9")
        await reads(pilot, "1  USB Camera")


@driven
async def test_a_network_camera_keeps_its_password_and_its_place_in_the_list(
    day: Day, cables: Cables
) -> None:
    cables.pictures = {0: hall(), 1: hall()}
    address = "rtsp://may:bi-mat@192.0.2.7/hinh"
    app = watching(day, address, Stage(hall()))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_for_cameras(pilot)
        await reads(pilot, "192.0.2.7", "đang dùng")
        assert "bi-mat" not in shown(pilot)
        await pilot.press("1")
        await reads(pilot, "trước máy ảnh")
        await ask_for_cameras(pilot)
        await reads(pilot, "USB Camera (đang dùng)", "192.0.2.7")


@pytest.mark.usefixtures("cables")
@driven
async def test_the_sound_is_switched_off_and_stays_off(day: Day) -> None:
    remember(Laptop(source="0", prefix="~"))
    app = day.kiosk(Stage(hall()))
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_for_cameras(pilot)
        await reads(pilot, "4  Tắt tiếng báo khi quét")
        await pilot.press("4")
        await until(pilot, lambda: not app.is_loud)
        assert remembered() == Laptop(source="0", prefix="~", sound=False)
        await ask_for_cameras(pilot)
        await reads(pilot, "4  Bật tiếng báo khi quét")


@pytest.mark.usefixtures("cables")
@driven
async def test_it_can_be_asked_for_in_english_and_goes_away_by_itself(day: Day) -> None:
    app = NgayHoi(
        desk_of(day.store, "ban-1"),
        DeskScreen,
        day.clock,
        Settings(plain=True, language="en"),
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9")
        await on(pilot, Cameras)
        await reads(pilot, "Which camera?", "USB Camera", "No camera", "A digit")
        leave_it(pilot)
        await on(pilot, DeskScreen)


@pytest.mark.usefixtures("cables")
@driven
async def test_a_serial_scanner_that_works_is_not_lost_by_a_key(day: Day) -> None:
    scanner = SerialScanner()
    async with day.kiosk(scanner).run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Đang tìm máy ảnh")
        scanner.trouble = None
        await until(pilot, lambda: "Đang tìm máy ảnh" not in shown(pilot))
        await pilot.press("f9")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, Cameras)


@driven
async def test_a_camera_takes_the_place_of_a_serial_scanner_that_is_gone(day: Day, cables: Cables) -> None:
    cables.pictures = {1: hall()}
    remember(Laptop(source="/dev/ttyNOWHERE"))
    kiosk = watching(day, "/dev/ttyNOWHERE")
    async with kiosk.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(kiosk.trouble))
        await pilot.press("f9")
        await on(pilot, Cameras)
        await reads(pilot, "/dev/ttyNOWHERE (đang dùng)", "USB Camera")
        await pilot.press("2")
        await until(pilot, lambda: kiosk.source_text != "/dev/ttyNOWHERE")
        assert remembered() == Laptop(source="/dev/ttyNOWHERE")
