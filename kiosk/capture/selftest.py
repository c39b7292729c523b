"""What the decoders of this machine are, and how fast they are here. Importing it loads OpenCV."""

from __future__ import annotations

import ctypes
import time
from importlib.metadata import version
from statistics import median

import numpy as np

from kiosk.capture.codes import Image
from kiosk.capture.decode import engines
from kiosk.capture.live import LiveDecoder

SIZE = (720, 1280)
"""Height and width of the frames that are decoded."""
_FRAMES = 24
_BINARY_SINCE = (0, 23, 1)
"""The first zbar that gives bytes as they are encoded instead of guessing a text."""


def described() -> dict[str, str]:
    """The engines that work here, best first, with their versions."""
    return {name: _version_of(name) for name in engines()}


def milliseconds_a_frame() -> float:
    """The median time that a frame of a camera takes: a hall without any code, which is looked at longest."""
    decoder = LiveDecoder()
    times = []
    for frame in _hall():
        start = time.perf_counter()
        decoder.look(frame)
        times.append(time.perf_counter() - start)
    return median(times) * 1000


def _hall() -> list[Image]:
    """Shades with the noise of a dim hall, each frame another."""
    chance = np.random.default_rng(7)
    shade = np.linspace(60, 190, SIZE[1], dtype=np.float32)[None, :, None]
    noise = chance.normal(0, 8, (*SIZE, 3)).astype(np.float32)
    return [np.clip(shade + np.roll(noise, 37 * n, axis=1), 0, 255).astype(np.uint8) for n in range(_FRAMES)]


def _version_of(engine: str) -> str:
    return version("zxing-cpp") if engine == "zxing" else _zbar_version()


def _zbar_version() -> str:
    """As zbar itself says; older ones have no third number and leave it as it is."""
    from pyzbar.wrapper import load_libzbar  # noqa: PLC0415 - absent on some machines

    parts = [ctypes.c_uint(0) for _ in range(3)]
    load_libzbar().zbar_version(*(ctypes.byref(part) for part in parts))
    numbers = tuple(part.value for part in parts)
    text = ".".join(map(str, numbers))
    return text if numbers >= _BINARY_SINCE else f"{text}, 8-bit text"
