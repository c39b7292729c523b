"""What is read is what stands in the code, byte for byte, and where none stands nothing is read."""

from __future__ import annotations

import os

import cv2
import numpy as np
import pytest

from bench import payloads
from bench.symbols import KINDS, append_part, example
from bench.wrong import answer
from kiosk.capture.decode import decode_still
from kiosk.capture.live import LiveDecoder
from kiosk.printing.terminal import half_blocks
from tests.kiosk.camera_world import live
from tests.pictures import Image, centred, draw, photograph, tiny

FULL = os.environ.get("NGAYHOI_FULL") == "1"
FEW = 24
SHARES = 4
"""A kind is tried in so many tests, so that they run beside one another."""
CARD = payloads.cards(40, 1)[1]
BADGE, OTHER = payloads.badges(2, 1)


def read(picture: Image) -> tuple[set[bytes], set[bytes]]:
    """As a still picture, and by a camera."""
    return {code.payload for code in decode_still(picture)}, {code.payload for code in live(picture)}


@pytest.mark.timeout(3600 if FULL else 120)
@pytest.mark.parametrize("share", range(SHARES if FULL else 1))
@pytest.mark.parametrize("kind", KINDS)
def test_no_payload_is_read_that_does_not_stand_there(kind: str, share: int) -> None:
    count = KINDS[kind] if FULL else FEW
    answers = [answer((kind, index)) for index in range(share, count, SHARES if FULL else 1)]
    assert [one.wrong for one in answers if one.wrong] == []
    if answers[0].payload is not None:
        assert sum(one.payload in one.still for one in answers) >= 0.98 * len(answers)
        assert sum(one.payload in one.live for one in answers) >= 0.98 * len(answers)


def test_the_examples_hold_what_they_say() -> None:
    assert [example(kind, 0).payload is None for kind in KINDS] == [False] * 3 + [True] * (len(KINDS) - 3)
    assert len(set(payloads.names(1_500, 1))) == 1_500
    assert all(text.count("|") == (6, 10)[at % 2] for at, text in enumerate(payloads.cards(1_500, 1)))


@pytest.mark.parametrize("digits", [b"", b"051200000001", b"1" * 60], ids=["bytes", "number first", "much"])
@pytest.mark.parametrize("total", [2, 3, 16])
def test_a_part_of_a_message_is_not_taken_for_the_whole(total: int, digits: bytes) -> None:
    for index in range(total):
        part = append_part(CARD.encode()[:40], index, total, 0x5A, digits)
        assert read(centred(part.repeat(6, axis=0).repeat(6, axis=1), 400, 400)) == (set(), set())


@pytest.mark.parametrize("seed", range(40 if FULL else 8))
def test_two_peoples_badges_side_by_side_never_mix(seed: int) -> None:
    rng = np.random.default_rng(seed)
    page = np.full((480, 640), 200, np.uint8)
    middles = {}
    for at, text in enumerate(payloads.badges(2, seed)):
        code = draw(text, module=int(rng.integers(4, 7)))
        left, top = 30 + 300 * at + int(rng.integers(0, 40)), int(rng.integers(10, 200))
        page[top : top + code.shape[0], left : left + code.shape[1]] = code
        middles[text.encode()] = (left + code.shape[1] / 2, top + code.shape[0] / 2)
    seen = np.asarray(cv2.GaussianBlur(page, (0, 0), rng.uniform(0.5, 1.5)), np.uint8)
    still, watched = decode_still(seen), live(seen)
    assert {code.payload for code in still} == {code.payload for code in watched} == set(middles)
    for found in (*still, *watched):
        assert np.hypot(*np.subtract(found.centre, middles[found.payload])) < 12


def on_a_terminal(code: str, gap: int) -> Image:
    """A screen whose terminal leaves `gap` pixels of background between rows of 18 pixels."""
    rows = half_blocks(code)
    screen = np.zeros((18 * len(rows), 9 * len(rows[0])), np.uint8)
    for row, line in enumerate(rows):
        for column, block in enumerate(line):
            cell = screen[18 * row + gap : 18 * row + 18, 9 * column : 9 * column + 9]
            cell[: 9 - gap] = 255 * (block in "█▀")
            cell[9 - gap :] = 255 * (block in "█▄")
    return np.pad(screen, 60)


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize("turned", [0.0, 7.0])
def test_a_badge_on_a_terminal_is_read_from_a_picture_of_the_screen(gap: int, turned: float) -> None:
    rng = np.random.default_rng(gap)
    picture = photograph(
        on_a_terminal(BADGE, gap), rng, rotation=turned, perspective=0.02, blur=1.0, noise=4, jpeg_quality=80
    )
    assert read(picture) == ({BADGE.encode()}, {BADGE.encode()})


@pytest.mark.parametrize("text", [BADGE, CARD])
def test_a_code_light_on_dark_is_read(text: str) -> None:
    drawn = draw(text.encode(), module=4, level="M")
    picture = photograph(255 - drawn, np.random.default_rng(1), rotation=12, blur=0.8, noise=4)
    assert read(picture) == ({text.encode()}, {text.encode()})


@pytest.mark.parametrize(("text", "level"), [(BADGE, "Q"), (CARD, "M")])
def test_a_module_of_a_pixel_and_a_half_is_enough(text: str, level: str) -> None:
    code = draw(text.encode(), module=1, level=level)
    still, watched = [], []
    for seed in range(40 if FULL else 10):
        rng = np.random.default_rng(seed)
        angle = rng.uniform(-10, 10)
        frames = [tiny(code, 1.5, rng, angle=angle) for _ in range(12)]
        still.append(any(each.payload == text.encode() for each in decode_still(frames[0])))
        decoder = LiveDecoder()
        watched.append(any(each.payload == text.encode() for f in frames for each in decoder.look(f).codes))
    assert sum(still) >= 0.9 * len(still)
    assert sum(watched) >= 0.9 * len(watched)
