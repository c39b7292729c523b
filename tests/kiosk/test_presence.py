"""A code held up for long is one scan, and one shown again after it was gone is another."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kiosk.capture.codes import Code
from kiosk.capture.live import Look
from kiosk.capture.presence import ABSENT, Presence

BLANK = np.full((48, 64), 255, np.uint8)
CORNERS = ((20.0, 10.0), (40.0, 10.0), (40.0, 30.0), (20.0, 30.0))


def look(*payloads: bytes) -> Look:
    return Look(BLANK, tuple(Code(payload, CORNERS, "zxing") for payload in payloads))


def test_a_code_held_for_long_counts_once_and_again_only_after_it_was_gone() -> None:
    presence = Presence()
    assert presence.arrivals(look(b"A")) == [b"A"]
    assert [presence.arrivals(look(b"A")) for _ in range(1000)] == [[]] * 1000
    assert [presence.arrivals(look()) for _ in range(ABSENT - 1)] == [[]] * (ABSENT - 1)
    assert presence.arrivals(look(b"A")) == []
    for _ in range(ABSENT):
        presence.arrivals(look(b"B"))
    assert presence.arrivals(look(b"B", b"A", b"A")) == [b"A"]


@given(st.lists(st.sets(st.sampled_from([b"A", b"B", b"C"])), max_size=40), st.integers(1, 6))
def test_a_code_arrives_exactly_when_unseen_for_as_many_frames(frames: list[set[bytes]], absent: int) -> None:
    presence = Presence(absent)
    for index, seen in enumerate(frames):
        recent = set().union(*frames[max(0, index - absent) : index])
        assert set(presence.arrivals(look(*sorted(seen)))) == seen - recent
