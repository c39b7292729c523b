"""Whether a payload that does not stand in the picture is ever read in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from bench.crew import spread
from bench.symbols import KINDS, example, jittered
from bench.table import grid
from kiosk.capture.decode import decode_still
from kiosk.capture.live import LiveDecoder

LOOKS = 6
"""Frames of each picture that the live decoder sees."""


@dataclass(frozen=True)
class Answer:
    """What was read in one picture."""

    still: frozenset[bytes]
    live: frozenset[bytes]
    payload: bytes | None

    @property
    def wrong(self) -> frozenset[bytes]:
        """What does not stand there."""
        return (self.still | self.live) - {self.payload}


def main() -> None:
    """Every picture of every kind."""
    tasks = [(kind, index) for kind, count in KINDS.items() for index in range(count)]
    answers = dict(zip(tasks, spread(answer, tasks, 16), strict=True))
    rows = []
    for kind, count in KINDS.items():
        told = Counter[str]()
        for index in range(count):
            one = answers[kind, index]
            told["wrong"] += bool(one.wrong)
            told["still"] += one.payload in one.still
            told["live"] += one.payload in one.live
        holds = answers[kind, 0].payload is not None
        read = [f"{told[way]:,}" if holds else "" for way in ("still", "live")]
        rows.append((kind, [f"{count:,}", f"{told['wrong']:,}", *read]))
    title = f"wrong payloads, {len(tasks):,} pictures, each as a still and in {LOOKS} frames (0)"
    grid(title, ["pictures", "wrong", "read as a still", "read live"], rows)


def answer(task: tuple[str, int]) -> Answer:
    """What one picture gives."""
    kind, index = task
    shown = example(kind, index)
    rng = np.random.default_rng(index)
    decoder = LiveDecoder()
    live = {code.payload for _ in range(LOOKS) for code in decoder.look(jittered(shown.picture, rng)).codes}
    still = {code.payload for code in decode_still(shown.picture)}
    return Answer(frozenset(still), frozenset(live), shown.payload)
