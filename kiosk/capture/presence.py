"""One code held up for long is one scan, however long it stays; shown again, it is another."""

from __future__ import annotations

from kiosk.capture.live import Look

ABSENT = 8
"""Decoded frames without a code after which it has left the view: about a third of a second of film.
Fewer would count a code twice that one blurred frame hid."""


class Presence:
    """Which codes are in view, so that one held up for long counts once and one shown again, twice."""

    def __init__(self, absent: int = ABSENT) -> None:
        """absent: decoded frames without a code after which it has left the view, at least 1."""
        self._absent = absent
        self._missed: dict[bytes, int] = {}

    def arrivals(self, look: Look) -> list[bytes]:
        """Those of one frame's payloads that were not in view before, in their order."""
        payloads = [code.payload for code in look.codes]
        new = [payload for payload in dict.fromkeys(payloads) if payload not in self._missed]
        counts = {payload: missed + 1 for payload, missed in self._missed.items()}
        counts.update(dict.fromkeys(payloads, 0))
        self._missed = {payload: missed for payload, missed in counts.items() if missed < self._absent}
        return new
