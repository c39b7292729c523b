"""A code held up for long is one scan, and one shown again after it was gone is another."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.capture.codes import Code, Corners
from kiosk.capture.live import Look
from kiosk.capture.presence import ABSENT, Presence
from tests.pictures import Image, draw

BLANK = np.full((48, 64), 255, np.uint8)
CORNERS = ((20.0, 10.0), (40.0, 10.0), (40.0, 30.0), (20.0, 30.0))
HERE, THERE = (200, 140), (420, 300)
CARD = draw("0H99H23RHMHM6183", module=4, quiet=10) // 8 * 7
OTHER = draw("81600H99H23RHMHM", module=4, quiet=10) // 8 * 7


def hall() -> Image:
    """Something to see where no card is."""
    coarse = np.random.default_rng(4).integers(20, 200, (12, 16), np.uint8)
    return np.asarray(cv2.resize(coarse, (640, 480), interpolation=cv2.INTER_CUBIC), np.uint8)


HALL = hall()


def look(*payloads: bytes) -> Look:
    return Look(BLANK, tuple(Code(payload, CORNERS, "zxing") for payload in payloads))


def corners(place: tuple[int, int]) -> Corners:
    (x, y), half = place, 42.0
    return (x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)


def scene(place: tuple[int, int], card: Image = CARD) -> Image:
    frame = HALL.copy()
    half = card.shape[0] // 2
    frame[place[1] - half : place[1] + half, place[0] - half : place[0] + half] = card
    return frame


def read(place: tuple[int, int] = HERE, payload: bytes = b"A", card: Image = CARD) -> Look:
    return Look(scene(place, card), (Code(payload, corners(place), "zxing"),))


def test_a_code_that_went_is_gone_before_a_bright_window_too() -> None:
    empty = np.full((480, 640), 30, np.uint8)
    empty[:, HERE[0] :] = 220
    held = empty.copy()
    tight = CARD[28:-28, 28:-28]
    half = tight.shape[0] // 2
    held[HERE[1] - half : HERE[1] + half, HERE[0] - half : HERE[0] + half] = tight
    shown = Look(held, (Code(b"A", corners(HERE), "zxing"),))
    presence = Presence()
    assert presence.arrivals(shown) == [b"A"]
    assert [presence.arrivals(Look(empty, ())) for _ in range(ABSENT)] == [[]] * ABSENT
    assert presence.arrivals(shown) == [b"A"]


def blurred(frame: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(frame, (0, 0), 7), np.uint8)


def under_a_lamp(frame: Image) -> Image:
    lamp = cv2.circle(np.zeros(frame.shape, np.float32), HERE, 28, 600.0, -1)
    return np.asarray((frame + cv2.GaussianBlur(lamp, (0, 0), 6)).clip(0, 255), np.uint8)


def darker(frame: Image) -> Image:
    return np.asarray(frame // 3, np.uint8)


def coloured(frame: Image) -> Image:
    return np.repeat(frame[:, :, None], 3, axis=2)


def arrivals(presence: Presence, *looks: Look) -> list[bytes]:
    return [payload for each in looks for payload in presence.arrivals(each)]


def test_a_code_held_for_long_counts_once_and_again_only_after_it_was_gone() -> None:
    presence = Presence()
    assert presence.arrivals(look(b"A")) == [b"A"]
    assert [presence.arrivals(look(b"A")) for _ in range(1000)] == [[]] * 1000
    assert [presence.arrivals(look()) for _ in range(ABSENT - 1)] == [[]] * (ABSENT - 1)
    assert presence.arrivals(look(b"A")) == []
    for _ in range(ABSENT):
        presence.arrivals(look())
    assert presence.arrivals(look(b"A", b"A")) == [b"A"]


@pytest.mark.parametrize("hide", [blurred, under_a_lamp, darker, coloured])
@pytest.mark.parametrize("place", [HERE, (HERE[0] + 20, HERE[1] - 15)])
def test_what_hides_a_code_that_stays_does_not_end_it(hide: object, place: tuple[int, int]) -> None:
    assert callable(hide)
    presence = Presence()
    assert arrivals(presence, read()) == [b"A"]
    hidden = Look(hide(scene(place)), ())
    assert arrivals(presence, *[hidden] * 300, read()) == []


def test_a_card_as_white_as_a_lamp_stays_while_it_is_blurred_and_is_gone_when_it_went() -> None:
    white = scene(HERE, draw("0H99H23RHMHM6183", module=4, quiet=10))
    shown = Look(white, (Code(b"A", corners(HERE), "zxing"),))
    presence = Presence()
    assert arrivals(presence, shown, *[Look(blurred(white), ())] * 30, shown) == [b"A"]
    assert arrivals(presence, *[Look(HALL, ())] * ABSENT, shown) == [b"A"]


def test_a_hidden_code_that_drifts_is_followed() -> None:
    presence = Presence()
    presence.arrivals(read())
    for step in range(40):
        presence.arrivals(Look(blurred(scene((HERE[0] + 5 * step, HERE[1] + 3 * step))), ()))
    assert arrivals(presence, read((HERE[0] + 200, HERE[1] + 120))) == []


@pytest.mark.parametrize("back", [HERE, THERE])
def test_a_code_taken_away_and_shown_again_at_once_is_another_scan(back: tuple[int, int]) -> None:
    presence = Presence()
    gone = Look(HALL, ())
    assert arrivals(presence, read(), *[gone] * ABSENT, read(back)) == [b"A", b"A"]


def test_a_code_that_left_while_it_was_hidden_has_left() -> None:
    presence = Presence()
    hidden = Look(blurred(scene(HERE)), ())
    assert arrivals(presence, read(), *[hidden] * 20, *[Look(HALL, ())] * ABSENT, read()) == [b"A", b"A"]


def test_two_people_in_turn_at_one_place_are_scanned_each_time() -> None:
    presence = Presence()
    turns = [read(), read(payload=b"B", card=OTHER)] * 3
    assert arrivals(presence, *turns) == [b"A", b"B"] * 3


def test_two_people_side_by_side_are_scanned_once_each_whoever_is_hidden() -> None:
    both = scene(HERE)
    both[210:390, 330:510] = scene(THERE, OTHER)[210:390, 330:510]
    codes = [Code(b"A", corners(HERE), "zxing"), Code(b"B", corners(THERE), "zxing")]
    views = [Look(both, (codes[0],)), Look(both, (codes[1],)), Look(both, tuple(codes)), Look(both, ())]
    chance = np.random.default_rng(1)
    order = [views[int(index)] for index in chance.integers(0, 4, 300)]
    assert sorted(arrivals(Presence(), *order)) == [b"A", b"B"]


def test_a_code_located_in_its_place_is_there_although_nothing_looks_like_it() -> None:
    located = Look(HALL, (), (corners((HERE[0] + 10, HERE[1])),))
    elsewhere = Look(HALL, (), (corners(THERE),))
    assert arrivals(Presence(), read(), *[located] * 100, read((HERE[0] + 10, HERE[1]))) == [b"A"]
    assert arrivals(Presence(), read(), *[elsewhere] * ABSENT, read()) == [b"A", b"A"]


def test_a_code_that_is_located_and_drifts_is_followed() -> None:
    drift = [(HERE[0] + 5 * step, HERE[1] + 3 * step) for step in range(40)]
    located = [Look(HALL, (), (corners(place),)) for place in drift]
    assert arrivals(Presence(), read(), *located, read(drift[-1])) == [b"A"]


def test_a_covered_lens_shows_nothing_that_stays() -> None:
    for level in (0, 128, 255):
        covered = Look(np.full_like(HALL, level), ())
        assert arrivals(Presence(), read(), *[covered] * ABSENT, read()) == [b"A", b"A"]


@pytest.mark.parametrize("place", [(0.0, 0.0), (639.0, 479.0), (-30.0, 240.0), (700.0, 500.0)])
def test_a_code_at_or_beyond_the_edge_is_no_trouble(place: tuple[float, float]) -> None:
    code = Code(b"A", corners((int(place[0]), int(place[1]))), "zxing")
    flat = Code(b"B", ((5.0, 5.0),) * 4, "zxing")
    looks = [Look(HALL, (code, flat)), *[Look(BLANK, ())] * ABSENT, Look(HALL, (code, flat))]
    assert arrivals(Presence(), *looks) == [b"A", b"B"] * 2


@given(st.lists(st.sets(st.sampled_from([b"A", b"B", b"C"])), max_size=40), st.integers(1, 6))
def test_where_nothing_can_be_recognised_only_reading_counts(frames: list[set[bytes]], absent: int) -> None:
    places = {b"A": (50, 50), b"B": (300, 50), b"C": (550, 50)}
    presence = Presence(absent)
    for index, seen in enumerate(frames):
        codes = tuple(Code(payload, corners(places[payload]), "zxing") for payload in sorted(seen))
        recent = set().union(*frames[max(0, index - absent) : index])
        assert set(presence.arrivals(Look(BLANK, codes))) == seen - recent


SHOWN = {"read": read(), "hidden": Look(blurred(scene(HERE)), ()), "lit": Look(under_a_lamp(scene(HERE)), ())}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*SHOWN, "gone"]), st.integers(1, 2 * ABSENT)), max_size=12))
def test_one_scan_for_each_time_it_is_shown(parts: list[tuple[str, int]]) -> None:
    frames = [name for name, count in parts for _ in range(count)]
    expected, missing, present = 0, 0, False
    for name in frames:
        missing = missing + 1 if name == "gone" else 0
        present = present and missing < ABSENT
        if name == "read" and not present:
            expected, present = expected + 1, True
    looks = [SHOWN.get(name, Look(HALL, ())) for name in frames]
    assert arrivals(Presence(), *looks) == [b"A"] * expected
