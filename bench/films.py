"""How soon a live camera reads a badge and a citizen card that are brought before it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean, median
from time import perf_counter

import cv2
import numpy as np

from bench.approach import RATE, SIZES, approach
from bench.crew import one_core, spread
from bench.table import Line, percentile, show
from kiosk.capture.live import LiveDecoder
from tests.pictures import Image

SEEDS = range(12)
_AIMS = {"badge": (24, 480), "card": (23, 880)}
_WARM_UP = 15
"""Frames a decoder has seen before the film begins: a kiosk runs all day."""


@dataclass(frozen=True)
class Reel:
    """A film as its webcam sent it."""

    what: str
    size: str
    entered: int
    payload: bytes
    frames: list[bytes]
    """JPEG."""


@dataclass(frozen=True)
class Watched:
    """What a live decoder made of a film."""

    reel: Reel
    delay: float | None
    """Milliseconds from the first frame with the whole code to the payload; None if it was not read."""
    costs: list[float]
    """Milliseconds of each look."""
    wrong: int
    """Looks that gave any other payload."""


def main() -> None:
    """Film on all cores, then watch each film on one."""
    print(f"\nfilms: seeds {SEEDS.start} to {SEEDS.stop - 1} at {' and '.join(map(str, SIZES))}")
    costs: dict[str, list[float]] = {str(size): [] for size in SIZES}
    for kind, (least, soon) in _AIMS.items():
        reels = spread(reel, [(kind, seed, number) for number in range(len(SIZES)) for seed in SEEDS])
        with one_core():
            watched = [watch(each) for each in reels]
        for one in watched:
            costs[one.reel.size] += one.costs
        _tell(kind, watched, least, soon)
    for size, spent in costs.items():
        rate = 1000 / mean(spent)
        lines = [
            Line("a look, median", median(spent), "ms"),
            Line("a look, p95", percentile(spent, 95), "ms"),
            Line("frames a second, one core", rate, "", None, ">= 30"),
        ]
        show(f"live decoder at {size}, {len(spent):,} looks", lines)


def reel(task: tuple[str, int, int]) -> Reel:
    """The film of a kind, a seed and the number of a size."""
    kind, seed, number = task
    film = approach(kind, seed, SIZES[number])
    frames = [film.encoded(index) for index in range(film.count)]
    what = f"{kind} {film.name} {film.optics} seed {seed}"
    return Reel(what, str(film.optics), film.entered, film.shown.payload, frames)


def watch(reel: Reel) -> Watched:
    """Look at the newest frame whenever the last look is done, as the camera's thread makes it."""
    decoder = LiveDecoder()
    for _ in range(_WARM_UP):
        decoder.look(_picture(reel.frames[0]))
    now, following, costs, wrong = 0.0, 0, list[float](), 0
    read: float | None = None
    while following < len(reel.frames):
        now = max(now, following / RATE)
        newest = min(int(now * RATE + 1e-9), len(reel.frames) - 1)
        picture = _picture(reel.frames[newest])
        start = perf_counter()
        found = [code.payload for code in decoder.look(picture).codes]
        costs.append((perf_counter() - start) * 1000)
        now += costs[-1] / 1000
        following = newest + 1
        wrong += any(payload != reel.payload for payload in found)
        if read is None and reel.payload in found:
            read = (now - reel.entered / RATE) * 1000
    return Watched(reel, read, costs, wrong)


def _tell(kind: str, watched: list[Watched], least: int, soon: int) -> None:
    delays = [one.delay for one in watched if one.delay is not None]
    counted = [one.delay if one.delay is not None else float("inf") for one in watched]
    show(
        f"{kind} brought before the lens, {len(watched)} films; ms from the first frame with the whole code",
        [
            Line("read", len(delays), f"of {len(watched)}", None, f">= {least}"),
            Line("median", median(counted), "ms", None, f"<= {soon} ms"),
            Line("slowest that was read", max(delays, default=0.0), "ms"),
            Line("looks with a wrong payload", sum(one.wrong for one in watched), "", None, "0"),
        ],
    )
    for one in watched:
        if one.delay is None:
            print(f"  not read: {one.reel.what}")


def _picture(jpeg: bytes) -> Image:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return np.asarray(picture, np.uint8)
