"""What a screen scans from when it is opened: what was typed, what this machine remembers, or nothing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import pytest
from textual.pilot import Pilot

from kiosk.app import NgayHoi
from kiosk.laptop import Laptop, remember
from kiosk.messages import Crashed
from tests.kiosk.cameras_of_opencv import NAMES, Cables, Plugged, ask_for_cameras
from tests.kiosk.cli import Here, Said
from tests.kiosk.driving import reads, until
from tests.kiosk.stage import hall

Steps = Callable[[Pilot[None]], Coroutine[Any, Any, None]]
GONE = "khong-co.mp4"


class Terminal:
    """A terminal in which a face is opened; each start of it is lived through by the next steps."""

    def __init__(self, here: Here, patch: pytest.MonkeyPatch) -> None:
        self.here = here
        self.patch = patch
        self.steps: list[Steps] = []

    def run(self, app: NgayHoi) -> None:
        """Be the app's terminal, and leave at the end of the steps."""
        steps = self.steps.pop(0)

        async def live() -> None:
            async with app.run_test(size=(80, 24)) as pilot:
                await until(pilot, lambda: app.is_open)
                await steps(pilot)

        try:
            asyncio.run(live())
        except ZeroDivisionError:
            assert app.crash

    def opens(self, *typed: str, steps: list[Steps]) -> Said:
        """Open a face, and leave it at the end of the last steps."""
        self.steps = steps
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            self.patch.setattr(stream, "isatty", lambda: True)
        said = self.here.say(*typed)
        assert not self.steps, said
        return said


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    here = Here(tmp_path, capsys)
    here.filled()
    made = Terminal(here, monkeypatch)
    monkeypatch.setattr(NgayHoi, "run", lambda app: made.run(app))  # noqa: PLW0108 - a bound method would not get the app
    return made


@pytest.fixture
def cables(monkeypatch: pytest.MonkeyPatch) -> Cables:
    made, plugged = Cables(), ModuleType("cv2_enumerate_cameras")
    plugged.enumerate_cameras = lambda _: [Plugged(n, name) for n, name in enumerate(NAMES)]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", plugged)
    monkeypatch.setattr(cv2, "VideoCapture", made.open)
    made.pictures = {0: hall(), 1: hall()}
    return made


def app_of(pilot: Pilot[None]) -> NgayHoi:
    assert isinstance(pilot.app, NgayHoi)
    return pilot.app


@pytest.mark.parametrize("face", [("kiosk",), ("desk",), ("station", "1")])
def test_what_is_remembered_and_no_use_keeps_no_screen_from_opening(
    terminal: Terminal, face: tuple[str, ...]
) -> None:
    async def told(pilot: Pilot[None]) -> None:
        await reads(pilot, GONE)
        assert app_of(pilot).source is None

    remember(Laptop(source=GONE))
    assert terminal.opens(*face, steps=[told]).status == 0


def test_where_opencv_is_missing_a_remembered_camera_keeps_no_screen_from_opening(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told(pilot: Pilot[None]) -> None:
        await reads(pilot, "OpenCV")

    monkeypatch.setitem(sys.modules, "cv2", None)
    remember(Laptop(source="0"))
    assert terminal.opens("kiosk", steps=[told]).status == 0


def test_what_was_typed_and_is_no_use_is_told_before_a_screen_opens(terminal: Terminal) -> None:
    said = terminal.opens("kiosk", "--source", GONE, "--json", steps=[])
    assert (said.status, said.object["error"]) == (2, "source")


@pytest.mark.usefixtures("cables")
def test_another_camera_puts_an_end_to_what_was_no_use(terminal: Terminal) -> None:
    async def chooses(pilot: Pilot[None]) -> None:
        await reads(pilot, GONE)
        await pilot.press("f9")
        await reads(pilot, "1  USB Camera")
        await pilot.press("1")
        await reads(pilot, "trước máy ảnh")
        assert app_of(pilot).trouble is None

    remember(Laptop(source=GONE))
    assert terminal.opens("kiosk", steps=[chooses]).status == 0


def test_a_board_leaves_the_remembered_camera_to_others(terminal: Terminal, cables: Cables) -> None:
    async def looks(pilot: Pilot[None]) -> None:
        assert app_of(pilot).source is None

    async def watches(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: cables.in_use == {1})

    remember(Laptop(source="0"))
    assert terminal.opens("board", steps=[looks]).status == 0
    assert terminal.opens("board", "--source", "1", steps=[watches]).status == 0


@pytest.mark.usefixtures("restless")
def test_a_camera_chosen_on_the_screen_is_used_after_a_crash_too(terminal: Terminal, cables: Cables) -> None:
    async def chooses_and_fails(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: cables.in_use == {0})
        await reads(pilot, "trước máy ảnh")
        await ask_for_cameras(pilot)
        await reads(pilot, "2  Máy ảnh trong máy")
        await pilot.press("2")
        await until(pilot, lambda: cables.in_use == {1})
        await fails(pilot)

    async def goes_on(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: cables.in_use == {1})

    assert terminal.opens("kiosk", "--source", "0", steps=[chooses_and_fails, goes_on]).status == 0


def test_what_is_gone_after_a_crash_keeps_no_screen_from_opening_again(terminal: Terminal) -> None:
    picture = terminal.here.folder / "the.png"
    cv2.imwrite(str(picture), hall())

    async def loses_it_and_fails(pilot: Pilot[None]) -> None:
        picture.unlink()
        await fails(pilot)

    async def told(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: app_of(pilot).trouble is not None)

    said = terminal.opens("kiosk", "--source", str(picture), steps=[loses_it_and_fails, told])
    assert said.status == 0


async def fails(pilot: Pilot[None]) -> None:
    """Meet a bug."""
    pilot.app.post_message(Crashed(ZeroDivisionError()))
    await until(pilot, lambda: app_of(pilot).crash is not None)


@pytest.mark.parametrize(
    ("typed", "used"),
    [((), ("~", "#")), (("--prefix", "", "--suffix", ""), ("", "")), (("--prefix", "!"), ("!", "#"))],
)
def test_a_scanner_said_to_type_nothing_around_codes_is_believed(
    terminal: Terminal, typed: tuple[str, ...], used: tuple[str, str]
) -> None:
    found: list[tuple[str, str]] = []

    async def looks(pilot: Pilot[None]) -> None:
        settings = app_of(pilot).settings
        found.append((settings.prefix, settings.suffix))

    remember(Laptop(prefix="~", suffix="#"))
    assert terminal.opens("kiosk", *typed, steps=[looks]).status == 0
    assert found == [used]
