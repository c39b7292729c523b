"""Eight hours of frames, as fast as they can be given: does the memory stay flat, is everyone read once?

`python -m bench.soak [FRAMES]`. The camera's own thread takes every frame; the decoder looks at the newest
whenever it is done with the last, as on the day. Codes come and go, and now and then the camera is lost,
fails with an error of its driver, stands still or hangs in it.

What is gained in the beginning is the C library's own store of freed memory, one for each thread that runs at
the same time; with the environment variable MALLOC_ARENA_MAX=1, which shares one, glibc gains nothing.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from time import monotonic

import cv2
import numpy as np

from bench.table import Line, show
from kiosk.capture.camera import Camera
from kiosk.capture.codes import Image
from kiosk.capture.live import Look
from kiosk.capture.sources import scans
from tests.pictures import draw

DAY = 8 * 3600 * 30
"""Frames of eight hours at 30 a second."""
SIZE = (720, 1280)
_HASTE = 20.0
"""How much faster the camera's clock goes, so that a hanging driver is given up within half a second."""
_SHOWN = 15
"""Looks for which a code is held up, and for which nobody is there then."""
MISHAPS = 40
"""Times that something happens to the camera."""
_WARM_UP = 0.1
"""Share of the frames after which the memory is compared with what it is in the end."""
_NOISES = 8
_PEOPLE = 5
"""How many people come at least, however slow the decoder is."""


@dataclass
class Soaked:
    """What came of it."""

    given: int = 0
    """Frames that the camera gave."""
    looks: int = 0
    """Frames that were decoded."""
    people: int = 0
    """Codes that were held up."""
    read: int = 0
    """Codes that were read."""
    mishaps: int = 0
    seconds: float = 0.0
    resident: list[int] = field(default_factory=list)
    """Bytes in memory after the warm-up, then after each tenth; empty where the system does not tell."""
    threads: tuple[int, int] = (0, 0)
    """Threads before the camera was opened, and after it was stopped."""
    files: tuple[int, int] = (0, 0)
    """The same of open files; zeros where the system does not tell."""

    @property
    def growth(self) -> int:
        """Bytes that were gained after the warm-up: the most of all tenths."""
        return max(self.resident[1:]) - self.resident[0] if len(self.resident) > 1 else 0


class Film:
    """A device that gives ever new frames; a code is in them for some looks, then none, then the next."""

    def __init__(self, frames: int, size: tuple[int, int], mishaps: int, soaked: Soaked) -> None:
        self._soaked = soaked
        self._frames = frames
        self._between = frames // mishaps
        self._halls = cycle(_halls(size))
        self._card: Image | None = None
        self._looks = 0
        self._mishap = ""
        self._mishaps = cycle(["lost", "error", "still", "hangs"])
        self._let_go = threading.Event()
        self._last: Image | None = None

    def __call__(self, _: int | str) -> Film:
        """Open it."""
        self._mishap = ""
        self._let_go.set()
        return self

    def isOpened(self) -> bool:  # noqa: D102, N802 - OpenCV's name
        return True

    def set(self, _: int, __: float, /) -> bool:  # noqa: D102
        return True

    def release(self) -> None:  # noqa: D102
        pass

    def read(self) -> tuple[bool, object]:
        """The next frame, unless something happens."""
        match self._mishap:
            case "lost":
                return False, None
            case "error":
                raise cv2.error("driver")
            case "still" if self._last is not None:
                return True, self._last.copy()
            case "hangs":
                self._let_go.wait()
                return False, None
        self._soaked.given += 1
        middle = self._soaked.given % self._between == self._between // 2
        if middle and self._soaked.given < self._frames:
            self._soaked.mishaps += 1
            self._let_go.clear()
            self._mishap = next(self._mishaps)
        self._last = self._drawn()
        return True, self._last

    @property
    def is_over(self) -> bool:
        """Whether all frames were given, enough people came and went, and nothing is going on."""
        soaked = self._soaked
        is_quiet = self._card is None and not self._mishap
        return is_quiet and soaked.given >= self._frames and soaked.people >= _PEOPLE

    def looked(self, look: Look) -> None:
        """A frame was looked at; a code stays until it was read."""
        soaked = self._soaked
        soaked.looks += 1
        self._looks += 1
        if self._looks >= _SHOWN and (self._card is None or look.codes):
            self._looks = 0
            if self._card is None:
                soaked.people += 1
            self._card = None if self._card is not None else _card(soaked.people)

    def _drawn(self) -> Image:
        frame = next(self._halls).copy()
        number = np.frombuffer(self._soaked.given.to_bytes(8, "little"), np.uint8)
        frame[0, : len(number), 0] = number
        if (card := self._card) is not None:
            top, left = (frame.shape[0] - card.shape[0]) // 2, (frame.shape[1] - card.shape[1]) // 2
            frame[top : top + card.shape[0], left : left + card.shape[1]] = card
        return frame


def soak(frames: int, size: tuple[int, int] = SIZE, mishaps: int = MISHAPS) -> Soaked:
    """Let a camera give so many frames, meet mishaps, and everyone in them be read."""
    soaked = Soaked()
    film = Film(frames, size, mishaps, soaked)
    camera = Camera(0, film, pauses=(0.5,), listed=tuple, now=lambda: monotonic() * _HASTE)
    marks = iter([round(frames * (_WARM_UP + (1 - _WARM_UP) * tenth / 10)) for tenth in range(11)])
    mark = next(marks)
    start, threads, files = monotonic(), threading.active_count(), _open_files()

    def watch(look: Look) -> None:
        nonlocal mark
        film.looked(look)
        while soaked.given >= mark:
            mark = next(marks, sys.maxsize)
            soaked.resident += _resident()
        if film.is_over:
            camera.stop()

    for _ in scans(camera, watch):
        soaked.read += 1
    soaked.seconds = monotonic() - start
    soaked.threads = (threads, threading.active_count())
    soaked.files = (files, _open_files())
    return soaked


def main(_folder: Path | None = None, _base: Path | None = None, frames: int = DAY) -> None:
    """Soak and tell."""
    soaked = soak(frames)
    show(
        f"soak: {soaked.given:,} frames of {SIZE[1]}x{SIZE[0]}, {frames / DAY * 8:.1f} hours at 30 a second, "
        f"in {soaked.seconds / 60:.1f} minutes",
        [
            Line("frames looked at", soaked.looks, ""),
            Line("memory after the warm-up", soaked.resident[0] / 2**20, "MiB"),
            Line("most gained since", soaked.growth / 2**20, "MiB", None, "< 10 MiB"),
            Line("codes held up and not read once", soaked.people - soaked.read, "", None, "0"),
            Line("codes held up", soaked.people, ""),
            Line("mishaps of the camera", soaked.mishaps, ""),
            Line("threads left behind", soaked.threads[1] - soaked.threads[0], "", None, "0"),
            Line("files left open", soaked.files[1] - soaked.files[0], "", None, "0"),
        ],
    )
    tenths = " ".join(f"{size / 2**20:.1f}" for size in soaked.resident)
    print(f"  MiB after the warm-up and after each tenth of the rest: {tenths}")


def _halls(size: tuple[int, int]) -> list[Image]:
    """An empty hall as a sensor sees it at several moments: soft shapes and a little noise."""
    chance = np.random.default_rng(1)
    coarse = chance.integers(60, 200, (9, 16, 3), np.uint8)
    hall = cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    noises = [np.asarray(chance.normal(0, 3, hall.shape), np.int16) for _ in range(_NOISES)]
    return [np.asarray((hall + noise).clip(0, 255), np.uint8) for noise in noises]


def _card(number: int) -> Image:
    return np.asarray(draw(f"0H99H23R{number:08}", module=8)[:, :, None].repeat(3, axis=2), np.uint8)


def _resident() -> list[int]:
    """Bytes of this process in memory; none where /proc does not tell."""
    gc.collect()
    pages = Path("/proc/self/statm")
    return [int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")] if pages.exists() else []


def _open_files() -> int:
    files = Path("/proc/self/fd")
    return len(list(files.iterdir())) if files.exists() else 0


if __name__ == "__main__":
    main(frames=int(sys.argv[1]) if sys.argv[1:] else DAY)
