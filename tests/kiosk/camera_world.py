"""A camera's cable, driver and clock for tests: what happens to it is written down beforehand.

Time passes with the frames, and at once where nothing but time could help: no test waits for a clock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np

from bench.symbols import jittered
from kiosk.capture.camera import Camera
from kiosk.capture.codes import Code, Image
from kiosk.capture.live import LiveDecoder
from stations.model import Bilingual
from tests.pictures import centred, draw

BLANK = np.full((240, 240, 3), 120, np.uint8)
"""What a camera sees while nobody is there, but for its noise."""
SAFETY = 30.0
"""Seconds after which a test that waits in vain fails."""


@dataclass(frozen=True, slots=True)
class Show:
    """One frame."""

    picture: Image


@dataclass(frozen=True, slots=True)
class Fail:
    """Reading gives nothing until the device is opened anew, and opening fails so many times before."""

    absent: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """The last frame again and again, after so many new openings too, until opening failed so many times."""

    reopened: int = 0
    absent: int = 0


@dataclass(frozen=True, slots=True)
class Hang:
    """Reading never returns, and opening fails so many times afterwards."""

    absent: int = 0


@dataclass(frozen=True, slots=True)
class Phase:
    """From here on the day is called so."""

    name: str


Step = Show | Fail | Repeat | Hang | Phase


class World:
    """Plays the steps to whichever device is open; ends by failing for ever.

    With `looked`, a frame is read only when the one before it was looked at, so that none is dropped.
    """

    def __init__(self, steps: Iterable[Step], *, frame_time: float = 0.1, in_step: bool = False) -> None:
        self.time = 0.0
        self.phase = ""
        self.opened: list[int | str] = []
        self.open_now = 0
        self.over = threading.Event()
        self.ended = threading.Event()
        self.hanging: list[threading.Thread] = []
        self.witness: Callable[[], None] = lambda: None
        """Called again and again by who waits for frames."""
        self._steps: Iterator[Step] = iter(steps)
        self._step: Step | None = None
        self._last: Image | None = None
        self._absent = 0
        self._repeats = 0
        self._frame_time = frame_time
        self._looked = threading.Semaphore(1) if in_step else None

    def now(self) -> float:
        return self.time

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Let a reader work; where none can, let the time pass."""
        readers = [each for each in threading.enumerate() if each.name.startswith("reader of")]
        if set(readers) <= set(self.hanging):
            self.time += seconds
        self.witness()
        condition.wait(0.001)

    def looked(self, frame: Image) -> None:
        """A frame was looked at."""
        if self._looked and frame is self._last:
            self._looked.release()

    def open(self, address: int | str) -> WorldDevice:
        self.opened.append(address)
        if self._absent:
            self._absent -= 1
            return WorldDevice(self, is_open=False)
        match self._step:
            case Fail() | Hang():
                self._begin_anew()
            case Repeat() if self._repeats:
                self._repeats -= 1
            case Repeat():
                self._begin_anew()
        self.open_now += 1
        return WorldDevice(self)

    def read(self, device: WorldDevice) -> tuple[bool, object]:
        self.time += self._frame_time
        if not self._step:
            assert self._looked is None or self._looked.acquire(timeout=SAFETY)
            self._step = self._following()
        match self._step:
            case Show(picture):
                self._step, self._last = None, picture.copy()
                return True, self._last
            case Repeat():
                assert self._last is not None
                return True, self._last.copy()
            case Hang():
                device.hangs = True
                self.hanging.append(threading.current_thread())
                self.over.wait()
                return False, None
            case _:
                return False, None

    def _begin_anew(self) -> None:
        self._step = None
        if self._looked:
            self._looked.release()

    def _following(self) -> Step:
        for step in self._steps:
            match step:
                case Phase(name):
                    self.phase = name
                case Show():
                    return step
                case Repeat(reopened, absent):
                    self._repeats, self._absent = reopened, absent
                    return step
                case Fail(absent) | Hang(absent):
                    self._absent = absent
                    return step
        self.ended.set()
        return Fail()


class WorldDevice:
    """The device that is open."""

    def __init__(self, world: World, *, is_open: bool = True) -> None:
        self.hangs = False
        self._world = world
        self._is_open = is_open

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self._is_open

    def set(self, _: int, __: float, /) -> bool:
        return True

    def read(self) -> tuple[bool, object]:
        return self._world.read(self)

    def release(self) -> None:
        if self._is_open:
            self._world.open_now -= 1
        self._is_open = False


class Diary:
    """What a camera said in each phase of the day, in its order."""

    def __init__(self, world: World, camera: Camera) -> None:
        self.said: dict[str, list[Bilingual | None]] = {}
        self._world = world
        self._camera = camera
        world.witness = self.note

    def note(self) -> None:
        """Write down what is said now; the camera is stopped when the day is over."""
        sentences = self.said.setdefault(self._world.phase, [])
        if sentences[-1:] != [self._camera.trouble]:
            sentences.append(self._camera.trouble)
        if self._world.ended.is_set():
            self._camera.stop()


def card(payload: str) -> Image:
    """What a camera sees of a card with a code."""
    return centred(draw(payload, module=6), 240, 240)[:, :, None].repeat(3, axis=2)


def noisy(picture: Image, seed: int) -> Image:
    """A picture as a sensor sees it: no two are alike."""
    noise = np.random.default_rng(seed).integers(0, 6, picture.shape, np.uint8)
    return np.asarray(np.clip(picture.astype(np.int16) + noise - 3, 0, 255), np.uint8)


class Unplugged:
    """A camera that can be unplugged."""

    name = "camera"

    def __init__(self) -> None:
        self.trouble: Bilingual | None = Bilingual("Đang tìm máy ảnh, xin dùng máy quét.", "No camera.")
        self.codes: SimpleQueue[bytes | None] = SimpleQueue()

    def lines(self) -> Iterator[bytes]:
        while (code := self.codes.get()) is not None:
            yield code

    def stop(self) -> None:
        self.codes.put(None)


def live(picture: Image, frames: int = 12) -> list[Code]:
    """What a camera reads of a picture within less than half a second."""
    rng, decoder = np.random.default_rng(1), LiveDecoder()
    return [code for _ in range(frames) for code in decoder.look(jittered(picture, rng)).codes]
