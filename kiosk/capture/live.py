"""From the frames of one camera to the payloads shown to it.

Every frame is read as it is, and once more by one rescue out of a small set that takes turns: so each
frame costs a bounded time, and what a rescue alone can read is read within a few frames. A rescue may
misread noise, so that what only rescues found counts from its second reading on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle

from kiosk.capture import treatments as treat
from kiosk.capture.codes import Code, Corners, Image, Reading, by_prominence, greyed, merged
from kiosk.capture.decode import CLOSE, Rung, read_patch, together, unread_places

_LARGEST = 1_920
"""Pixels of the longer side above which a frame is made smaller first."""
_WINDOW = (480, 640)
"""Height and width, in pixels, of the middle of a frame, where people hold what they show."""
_LATELY = range(1, 15)
"""Frames since a reading within which a rescue's reading of the same payload is its second."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one frame showed."""

    frame: Image
    """Grey or BGR, as the camera gave it."""
    codes: tuple[Code, ...]
    """Those that were read and may be acted on, most prominent first."""
    unread: tuple[Corners, ...] = ()
    """Where a code was located and could not be read."""


@dataclass(frozen=True, slots=True)
class Rescue:
    """A second look at a frame."""

    rung: Rung

    def read(self, grey: Image, unread: Sequence[Corners]) -> Reading:  # noqa: ARG002 - others look there
        """What is found, in the coordinates of `grey`; `unread` is where codes were located."""
        return self.rung.read(grey)


class Middle(Rescue):
    """A second look at the middle of a frame alone, where people hold what they show."""

    def read(self, grey: Image, unread: Sequence[Corners]) -> Reading:  # noqa: ARG002 - others look there
        """What is found, in the coordinates of `grey`."""
        top, left = (max(0, (size - part) // 2) for size, part in zip(grey.shape, _WINDOW, strict=True))
        middle = grey[top : top + _WINDOW[0], left : left + _WINDOW[1]]
        return self.rung.read(middle).moved(1.0, left, top)


class Close(Rescue):
    """A second look at the largest place where a code was located and not read."""

    def read(self, grey: Image, unread: Sequence[Corners]) -> Reading:
        """The code there, if it can be read."""
        found = [read_patch(treat.patch(grey, place), place, self.rung) for place in unread[:1]]
        return Reading(tuple(code for code in found if code))


_FINE = partial(treat.sharpened, sigma=0.8, amount=2.5)
RESCUES = (
    Middle(Rung(("zxing",), _FINE, scale=2)),
    Middle(Rung(("histogram",), scale=2, after=treat.thresholded)),
    Rescue(Rung(("zxing",), _FINE, scale=2)),
    Middle(Rung(("zbar",))),
    Middle(Rung(("zxing",), _FINE, scale=3)),
    Middle(Rung(("zxing", "histogram"), treat.levelled, scale=2)),
)
"""They take turns on the frames."""
_PLAIN = Rung(("zxing", "histogram"))


class LiveDecoder:
    """Reads the frames of one camera, one after the other."""

    def __init__(self) -> None:
        """Before the first frame."""
        self._frames = count()
        self._rescues = cycle(RESCUES)
        self._close = cycle(Close(rung) for rung in CLOSE)
        self._lucky: Rescue | None = None
        """The rescue that read lately what the frame as it is does not give."""
        self._read: dict[bytes, int] = {}
        """In which frame a payload was read last, by whatever."""

    def look(self, frame: Image) -> Look:
        """The codes of the next frame (grey or BGR)."""
        now = next(self._frames)
        scale = min(1.0, _LARGEST / max(frame.shape))
        grey = greyed(frame) if scale == 1.0 else treat.enlarged(greyed(frame), scale)
        plain = _PLAIN.read(grey)
        second = self._second(grey, plain, now)
        rescued = [code for code in second.codes if now - self._read.get(code.payload, now) in _LATELY]
        self._remember((*plain.codes, *second.codes), now)
        found = Reading(
            by_prominence(merged((*plain.codes, *rescued)), grey.shape[1], grey.shape[0]),
            tuple(unread_places((*plain.unread, *second.unread), (*plain.codes, *rescued))),
        ).moved(1 / scale)
        return Look(frame, found.codes, found.unread)

    def _second(self, grey: Image, plain: Reading, now: int) -> Reading:
        """What one rescue finds: every other frame one that has reason to, otherwise the next in turn."""
        unread = unread_places(plain.unread, plain.codes)
        rescue = (self._lucky or (next(self._close) if unread else None)) if now % 2 else None
        used = rescue or next(self._rescues)
        found = used.read(grey, unread)
        known = len(merged(plain.codes))
        new = merged((*plain.codes, *together((plain, found)).codes))[known:]
        if new:
            self._lucky = used
        elif used is self._lucky:
            self._lucky = None
        return Reading(tuple(new), found.unread)

    def _remember(self, codes: Sequence[Code], now: int) -> None:
        self._read = {payload: at for payload, at in self._read.items() if now - at < _LATELY.stop}
        self._read.update((code.payload, now) for code in codes)
