"""`ngayhoi camera` lists what each camera really gives, and remembers the one that is chosen."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from kiosk.capture.cameras import Listed, list_cameras
from kiosk.capture.model import SourceProblem
from kiosk.capture.sources import open_source
from kiosk.commands import camera as command
from kiosk.laptop import Laptop, remember, remembered
from tests.kiosk.camera_world import BLANK, noisy
from tests.kiosk.cli import CODES, Here
from tests.kiosk.network_camera import NetworkCamera

BLACK = np.full_like(BLANK, 5)


class Bus:
    """The cameras of this machine, at the seam where OpenCV and the system tell of them."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.pictures: dict[int, Any] = {}
        """What each gives; a camera without one is held by another program."""

    def plug(self, name: str, picture: Any = None) -> None:
        self.pictures[len(self.names)] = picture
        self.names.append(name)

    def enumerate(self, _: int) -> list[SimpleNamespace]:
        return [SimpleNamespace(index=n, name=name) for n, name in reversed([*enumerate(self.names)])]

    def open(self, address: int | str, *_: object) -> Any:
        return Plugged(self.pictures.get(address) if isinstance(address, int) else None)


class Plugged:
    def __init__(self, picture: Any) -> None:
        self.picture = picture
        self.seeds = iter(range(1_000_000))
        self.rest = threading.Event()

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self.picture is not None

    def set(self, *_: object) -> bool:
        return True

    def read(self) -> tuple[bool, object]:
        self.rest.wait(0.02)
        return True, noisy(self.picture, next(self.seeds))

    def release(self) -> None:
        self.rest.set()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Bus:
    made, asked = Bus(), ModuleType("cv2_enumerate_cameras")
    asked.enumerate_cameras = made.enumerate  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", asked)
    monkeypatch.setattr(cv2, "VideoCapture", made.open)
    monkeypatch.setattr(command, "_OPENING", 0.5)
    monkeypatch.setattr(command, "_WATCHING", 0.3)
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    return made


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(tmp_path, capsys)


@pytest.fixture
def phone() -> Iterator[NetworkCamera]:
    phone = NetworkCamera(BLANK)
    phone.start()
    yield phone
    phone.stop()


def test_each_camera_is_listed_with_what_it_really_gives_or_why_not(bus: Bus, here: Here) -> None:
    bus.plug("Máy ảnh trong máy", BLANK)
    bus.plug("USB \x1b[2J Camera")
    remember(Laptop(source="0"))
    said = here.json("camera")
    assert said.status == 0
    first, second = said.objects
    assert (first["source"], first["name"], first["size"]) == ("0", "Máy ảnh trong máy", [240, 240])
    assert 5 < first["rate"] < 60
    assert (first["ok"], first["chosen"]) == (True, True)
    assert (second["source"], second["name"], second["size"]) == ("1", "USB [2J Camera", None)
    assert (second["rate"], second["ok"], second["chosen"]) == (None, False, False)
    assert "Zoom" in second["vi"]
    read = here.say("camera", "--lang", "vi").out.splitlines()
    assert read[0].startswith("✓ 0 · Máy ảnh trong máy (đã chọn): 240x240, ")
    assert read[1].startswith("✗ 1 · USB [2J Camera: ")


def test_a_machine_without_a_camera_says_what_to_do(bus: Bus, here: Here) -> None:
    said = here.json("camera")
    assert (said.status, said.object["error"]) == (1, "no-camera")
    bus.plug("USB Camera")
    said = here.json("camera")
    assert (said.status, said.object["ok"]) == (1, False)


def test_a_camera_is_chosen_by_number_and_remembered_by_name(bus: Bus, here: Here) -> None:
    bus.plug("Built-in", BLANK)
    bus.plug("USB Camera", BLANK)
    remember(Laptop(prefix="~", sound=False))
    assert here.json("camera", "1").object["chosen"]
    assert remembered() == Laptop(source="1:USB Camera", prefix="~", sound=False)
    bus.names.reverse()
    assert [(one["name"], one["chosen"]) for one in here.json("camera").objects] == [
        ("USB Camera", True),
        ("Built-in", False),
    ]
    source = open_source(remembered().source)
    assert not isinstance(source, SourceProblem)
    assert source.name == "USB Camera"


def test_one_that_gives_nothing_is_not_remembered_and_none_forgets(bus: Bus, here: Here) -> None:
    bus.plug("USB Camera", BLANK)
    assert here.say("camera", "0").status == 0
    bus.pictures[0] = None
    said = here.json("camera", "0")
    assert (said.status, said.object["error"]) == (1, "no-camera")
    assert remembered().source == "0:USB Camera"
    assert (here.json("camera", "none").object["source"], remembered().source) == ("", "")


def test_a_camera_is_given_up_where_opencv_is_missing_too(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setitem(sys.modules, "cv2", None)
    remember(Laptop(source="0:USB Camera", prefix="~"))
    assert here.json("camera", "0").object["error"] == "no-vision"
    assert here.say("camera", "none").status == 0
    assert remembered() == Laptop(prefix="~")


def test_a_chosen_camera_that_is_unplugged_is_still_listed(bus: Bus, here: Here) -> None:
    bus.plug("Built-in", BLANK)
    remember(Laptop(source="1:USB Camera"))
    there, gone = here.json("camera").objects
    assert (there["chosen"], gone["chosen"], gone["name"], gone["ok"]) == (False, True, "USB Camera", False)


def test_a_serial_scanner_that_is_remembered_is_no_camera(bus: Bus, here: Here) -> None:
    bus.plug("Built-in", BLANK)
    remember(Laptop(source="COM3"))
    assert [one["chosen"] for one in here.json("camera").objects] == [False]


def test_a_dark_camera_is_remembered_and_told(bus: Bus, here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_WATCHING", 2.5)
    bus.plug("USB Camera", BLACK)
    said = here.json("camera", "0")
    assert (said.status, said.object["ok"], remembered().source) == (1, False, "0:USB Camera")
    assert "tối" in said.object["vi"]


def test_a_camera_that_cannot_be_remembered_is_not_called_chosen(
    bus: Bus, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus.plug("USB Camera", BLANK)
    (here.folder / "tep").write_text("", encoding="utf-8")
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(here.folder / "tep" / "khong-co"))
    said = here.json("camera", "0")
    assert (said.status, said.object["error"]) == (1, "file")
    assert not any("chosen" in one for one in said.objects)


def test_a_phone_is_chosen_by_its_address_and_its_password_is_never_shown(
    phone: NetworkCamera, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_WATCHING", 0.3)
    chosen = here.json("camera", phone.address)
    assert (chosen.status, remembered().source) == (0, phone.address)
    listed = [here.say("camera"), here.json("camera")]
    assert all("240x240" in said.out for said in listed)
    phone.is_stalled = True
    monkeypatch.setattr(command, "_OPENING", 0.3)
    refused = here.json("camera", phone.address.replace("secret", "secret2"))
    assert (refused.status, remembered().source) == (1, phone.address)
    assert not [said for said in (chosen, *listed, refused) if "secret" in said.out + said.err]


@pytest.mark.parametrize("text", ["COM3", "keyboard", "nothing.png", "-"])
def test_what_is_no_camera_is_a_usage_error(text: str, here: Here) -> None:
    before = remembered()
    said = here.json("camera", text)
    assert (said.status, said.object["error"]) == (2, "source")
    assert remembered() == before


@pytest.mark.parametrize("failure", [TypeError("no name"), PermissionError(), RuntimeError("COM")])
def test_a_system_that_fails_to_answer_ends_nothing(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def enumerate_cameras(_: int) -> None:
        raise failure

    package = ModuleType("cv2_enumerate_cameras")
    package.enumerate_cameras = enumerate_cameras  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", package)
    assert [camera.source for camera in list_cameras()] == ["0", "1", "2", "3"]


def test_where_the_system_tells_nothing_the_first_numbers_are_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", None)
    assert list_cameras() == tuple(Listed(number) for number in range(4))
    assert (Listed(2).name, Listed(2).source) == ("camera 2", "2")


def test_listing_opens_no_camera_and_is_in_order(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    bus.plug("A", BLANK)
    bus.plug("B")
    monkeypatch.setattr(cv2, "VideoCapture", None)
    assert [camera.source for camera in list_cameras()] == ["0:A", "1:B"]


def test_every_member_of_a_listed_camera_is_documented(bus: Bus, here: Here) -> None:
    bus.plug("USB Camera", BLANK)
    assert set(here.json("camera").object) <= CODES
