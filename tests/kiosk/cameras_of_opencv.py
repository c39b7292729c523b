"""Cameras as OpenCV opens them, for tests of who chooses one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from textual.pilot import Pilot

from kiosk.laptop import DEFAULT_PIN
from kiosk.screens.cameras import Cameras
from kiosk.screens.pin import PinDialog
from tests.kiosk.driving import on

NAMES = ("USB Camera", "Máy ảnh trong máy")


@dataclass
class Plugged:
    """A camera of this machine."""

    index: int
    name: str


class Cables:
    """OpenCV's cameras: each number shows its picture until it is let go."""

    def __init__(self) -> None:
        self.pictures: dict[int, Any] = {}
        self.in_use: set[int] = set()

    def open(self, number: int, _: int) -> Any:
        return _Device(self, number)


class _Device:
    def __init__(self, cables: Cables, number: int) -> None:
        self.cables, self.number = cables, number
        self.noise = np.random.default_rng(number)
        self.released = threading.Event()
        cables.in_use.add(number)

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def set(self, *_: object) -> bool:
        return True

    def read(self) -> tuple[bool, object]:
        self.released.wait(0.02)
        picture = self.cables.pictures[self.number].copy()
        picture[:4] = self.noise.integers(0, 255, picture[:4].shape)
        return True, picture

    def release(self) -> None:
        self.cables.in_use.discard(self.number)
        self.released.set()


async def ask_for_cameras(pilot: Pilot[None]) -> None:
    """Press the key, and know the PIN that a kiosk asks for while its camera works."""
    await pilot.press("f9")
    await on(pilot, PinDialog)
    await pilot.press(*DEFAULT_PIN, "enter")
    await on(pilot, Cameras)
