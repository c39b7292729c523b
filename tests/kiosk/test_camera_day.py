"""A day with mishaps: whatever happens to the camera, everyone before and after is read exactly once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np

from kiosk.capture.camera import DARK, NO_CAMERA, STILL, Camera
from kiosk.capture.live import Look
from kiosk.capture.sources import scans
from stations.model import Bilingual
from tests.kiosk.camera_world import (
    BLANK,
    SAFETY,
    Diary,
    Fail,
    Hang,
    Phase,
    Repeat,
    Show,
    Step,
    World,
    card,
    noisy,
)

BLACK = np.full((240, 240, 3), 8, np.uint8)
CODES = [f"0H99H23RHMHM{number:04}" for number in range(6183, 6197)]


def day(mishaps: list[tuple[str, list[Step]]], people: list[str]) -> Iterator[Step]:
    """Two people, and after each mishap two more."""
    seeds = iter(range(10_000))

    def visit(payload: str) -> Iterator[Step]:
        for picture, count in ((card(payload), 5), (BLANK, 12)):
            for _ in range(count):
                yield Show(noisy(picture, next(seeds)))

    coming = iter(people)
    for name, steps in [("morning", []), *mishaps]:
        yield Phase(name)
        yield from steps
        yield Phase(f"after {name}")
        yield from visit(next(coming))
        yield from visit(next(coming))
    yield Phase("evening")


MISHAPS: list[tuple[str, list[Step]]] = [
    ("unplugged, told by OpenCV", [Fail(absent=4)]),
    ("frozen", [Repeat()]),
    ("unplugged, the last frame for ever", [Repeat(absent=3)]),
    ("dark", [Show(noisy(BLACK, seed)) for seed in range(40)]),
    ("unplugged, hangs for ever", [Hang(absent=2)]),
    ("frozen, and after two new openings too", [Repeat(reopened=2)]),
]
SAID: dict[str, list[Bilingual | None]] = {
    "unplugged, told by OpenCV": [NO_CAMERA],
    "frozen": [None, STILL],
    "unplugged, the last frame for ever": [None, STILL, NO_CAMERA],
    "dark": [None, DARK],
    "unplugged, hangs for ever": [None, NO_CAMERA],
    "frozen, and after two new openings too": [None, STILL],
}


def test_everyone_before_and_after_every_mishap_is_read_once_and_each_is_told() -> None:
    world = World(day(MISHAPS, CODES), in_step=True)
    camera = Camera(0, world.open, listed=tuple, now=world.now, wait=world.wait)
    diary = Diary(world, camera)
    before = threading.active_count()

    def watch(look: Look) -> None:
        diary.note()
        world.looked(look.frame)

    read = [scan.data.decode() for scan in scans(camera, watch)]
    assert read == CODES
    for name, expected in SAID.items():
        assert without_leading_none(diary.said[name]) == without_leading_none(expected), name
        assert diary.said[f"after {name}"][-1] is None, name
        assert len(diary.said[f"after {name}"]) <= 2, name
    assert world.open_now == len(world.hanging) == 1
    assert threading.active_count() == before + 1
    world.over.set()
    world.hanging[0].join(SAFETY)
    assert world.open_now == 0


def without_leading_none(said: list[Bilingual | None]) -> list[Bilingual | None]:
    return said[1:] if said[:1] == [None] else said
