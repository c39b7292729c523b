"""What is said to someone whose code cannot be read: the right word, not too soon and never for nothing."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.capture.aim import Advisor, Aim, advice
from kiosk.capture.codes import Code, Corners, Image
from kiosk.capture.live import Look
from tests.pictures import draw

HALL = np.full((720, 1280, 3), 120, np.uint8)


def square(side: float, x: float = 640, y: float = 360) -> Corners:
    half = side / 2
    return (x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)


def unread(corners: Corners, frame: Image = HALL) -> Look:
    return Look(frame, (), (corners,))


def held(side: int, *, lamp: bool = False) -> Look:
    """A frame with a code of that side in the middle, which nobody read."""
    frame = HALL.copy()
    code = draw("0123456789HMRVXZ", module=side // 21, quiet=0)
    top, left = 360 - code.shape[0] // 2, 640 - code.shape[1] // 2
    frame[top : top + code.shape[0], left : left + code.shape[1]] = code[:, :, None] // 2 + 60
    if lamp:
        frame[top + 10 : top + side // 2, left + 10 : left + side // 2] = 255
    return unread(square(side), frame)


TURNED: Corners = ((640, 260), (740, 360), (640, 460), (540, 360))
SLANTED: Corners = ((600, 250), (680, 290), (680, 430), (600, 470))


@pytest.mark.parametrize(
    ("look", "wanted"),
    [
        (unread(square(40)), Aim.CLOSER),
        (unread(square(70)), Aim.CLOSER),
        (unread(square(650)), Aim.FARTHER),
        (unread(square(450, x=225)), Aim.FARTHER),
        (unread(square(120, x=60)), Aim.CENTRE),
        (unread(square(120, y=715)), Aim.CENTRE),
        (unread(SLANTED), Aim.STRAIGHTER),
        (unread(TURNED), Aim.STILL),
        (held(210), Aim.STILL),
        (held(210, lamp=True), Aim.GLARE),
        (Look(HALL // 8, ()), Aim.DARK),
        (unread(square(40), HALL // 8), Aim.DARK),
        (Look(HALL, ()), None),
        (Look(np.zeros((480, 640), np.uint8), ()), Aim.DARK),
        (Look(HALL // 8, (Code(b"x", square(100), "zxing"),)), None),
    ],
)
def test_one_frame_says_what_would_help(look: Look, wanted: Aim | None) -> None:
    assert advice(look) is wanted


def test_the_largest_of_several_is_spoken_of() -> None:
    assert advice(Look(HALL, (), (square(40), square(650)))) is Aim.FARTHER


def said(looks: list[tuple[float, Look]]) -> list[Aim | None]:
    advisor = Advisor()
    return [advisor.tell(look, at) for at, look in looks]


FAR, NOBODY, READ = unread(square(40)), Look(HALL, ()), Look(HALL, (Code(b"x", square(100), "zxing"),))


def ticks(count: int, look: Look, start: float = 0.0) -> list[tuple[float, Look]]:
    """A look every twelfth of a second."""
    return [(start + n / 12, look) for n in range(count)]


def test_a_word_comes_after_some_tenths_of_a_second_and_goes_when_the_code_is_read() -> None:
    words = said([*ticks(24, FAR), (2.0, READ), *ticks(3, FAR, 2.1)])
    first = words.index(Aim.CLOSER)
    assert 0.6 < first / 12 < 0.9
    assert set(words[first:24]) == {Aim.CLOSER}
    assert words[24:] == [None] * 4


def test_a_code_that_is_located_in_most_frames_keeps_its_word() -> None:
    looks = [(at, NOBODY if n % 3 == 2 else look) for n, (at, look) in enumerate(ticks(48, FAR))]
    words = said(looks)
    assert set(words[12:]) == {Aim.CLOSER}


def test_nobody_is_nagged_who_only_stands_there() -> None:
    assert set(said(ticks(60, NOBODY))) == {None}
    passing = [(at, FAR if n % 6 == 0 else NOBODY) for n, (at, _) in enumerate(ticks(60, NOBODY))]
    assert set(said(passing)) == {None}


def test_the_word_follows_what_is_wrong_now() -> None:
    words = said([*ticks(24, FAR), *ticks(24, unread(square(650)), 2.0), *ticks(24, NOBODY, 4.0)])
    assert (words[23], words[47], words[71]) == (Aim.CLOSER, Aim.FARTHER, None)


def test_a_word_that_helps_nobody_is_given_up_as_for_a_poster_on_the_wall() -> None:
    words = said(ticks(240, FAR))
    assert words[60] is Aim.CLOSER
    assert words[-1] is None


def test_a_word_given_up_is_said_again_to_the_next_one() -> None:
    words = said([*ticks(200, FAR), *ticks(24, NOBODY, 200 / 12), *ticks(24, FAR, 224 / 12)])
    assert (words[199], words[-1]) == (None, Aim.CLOSER)


def test_every_word_is_in_both_languages_and_names_what_to_do() -> None:
    words = [aim.value.vi.casefold() for aim in Aim]
    for part in ("gần hơn", "xa hơn", "nghiêng bớt", "tối quá"):
        assert sum(part in word for word in words) == 1
    assert all(aim.value.en for aim in Aim)
