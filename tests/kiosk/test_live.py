"""What a live camera reads within a few frames, and what it believes only at second sight."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from kiosk.capture.codes import Image, centre_of, side_of
from kiosk.capture.decode import decode_still
from kiosk.capture.live import RESCUES, LiveDecoder
from tests.pictures import centred, draw

BADGE = "0H99H23RHMHM6183"
TURN = 2 * len(RESCUES)
"""Frames after which every rescue had its turn, also while codes are located."""


def fine_print(pixels: float, seed: int = 1) -> Image:
    """A badge in the middle of a webcam's noisy frame, so many pixels a module."""
    rng = np.random.default_rng(seed)
    large = draw(BADGE, module=16)
    side = round(large.shape[0] * pixels / 16)
    small = cv2.GaussianBlur(cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA), (0, 0), 0.5)
    frame = centred(np.asarray(small, np.uint8), 480, 640) * 0.8 + rng.normal(0, 3, (480, 640))
    return np.asarray(frame.clip(0, 255), np.uint8)


def test_fine_print_is_read_within_one_turn_of_the_rescues() -> None:
    decoder = LiveDecoder()
    looks = [decoder.look(fine_print(1.5, seed)).codes for seed in range(TURN)]
    assert {code.payload.decode() for codes in looks for code in codes} == {BADGE}


def test_what_a_rescue_alone_read_counts_from_its_second_reading_on() -> None:
    frame, blank = fine_print(1.5), np.full((480, 640), 204, np.uint8)
    once, twice = LiveDecoder(), LiveDecoder()
    assert once.look(frame).codes == twice.look(frame).codes == ()
    assert [once.look(blank).codes for _ in range(TURN)] == [()] * TURN
    assert [code.payload.decode() for code in twice.look(frame).codes] == [BADGE]


def test_a_second_reading_comes_too_late_after_half_a_second() -> None:
    frame, blank = fine_print(1.5), np.full((480, 640), 204, np.uint8)
    decoder = LiveDecoder()
    for _ in range(5):
        assert decoder.look(frame).codes == ()
        for _ in range(15):
            assert decoder.look(blank).codes == ()


def test_what_is_plain_to_see_counts_at_once() -> None:
    assert [code.payload.decode() for code in LiveDecoder().look(fine_print(4)).codes] == [BADGE]


def test_a_place_is_told_where_a_code_is_that_cannot_be_read() -> None:
    drawn = draw(BADGE, module=10)
    drawn[115:255, 115:255] = 255
    other = draw("OTHER", module=6)
    frame = np.hstack([centred(drawn, 480, 400), centred(other, 480, 240)])
    look = LiveDecoder().look(frame)
    assert [code.payload for code in look.codes] == [b"OTHER"]
    (place,) = look.unread
    assert math.dist(centre_of(place), (200, 240)) < 20
    assert side_of(place) == pytest.approx(210, abs=30)


def test_places_in_a_large_frame_are_its_own() -> None:
    frame = np.full((2160, 3840), 255, np.uint8)
    code = draw(BADGE, module=20)
    frame[100 : 100 + code.shape[0], 3000 : 3000 + code.shape[1]] = code
    (found,) = LiveDecoder().look(frame).codes
    assert found.corners[0] == pytest.approx((3080, 180), abs=5)
    assert found.side == pytest.approx(420, abs=5)


def rolled(picture: Image, *, upright: bool) -> Image:
    """The picture on a cylinder seen a little from above or from the side."""
    height, width = picture.shape
    v, u = np.mgrid[0:height, 0:width].astype(np.float32)
    if not upright:
        u, v = v, u
    across = u / width - 0.5
    along = np.arcsin((across * 1.75).clip(-1, 1)) / 1.75 + 0.5
    across_rows = v / height - 0.1 * (1 - 4 * across**2)
    x, y = (along, across_rows) if upright else (across_rows, along)
    x, y = (np.asarray(part * side, np.float32) for part, side in ((x, width), (y, height)))
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


@pytest.mark.parametrize("upright", [True, False])
def test_a_badge_rolled_in_the_hand_is_read_from_a_photograph(upright: bool) -> None:
    paper = centred(draw(BADGE, module=12), 460, 460)
    picture = rolled(paper, upright=upright)
    assert {code.payload.decode() for code in decode_still(picture)} == {BADGE}


def test_a_badge_rolled_in_the_hand_is_read_by_the_camera() -> None:
    frame = rolled(centred(draw(BADGE, module=12), 460, 460), upright=True)
    decoder = LiveDecoder()
    found = [code for _ in range(60) for code in decoder.look(frame).codes]
    assert {code.payload.decode() for code in found} == {BADGE}
