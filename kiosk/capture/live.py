"""From the frames of one camera to the payloads shown to it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.capture.codes import Code, Corners, Image
from kiosk.capture.decode import decode_frame


@dataclass(frozen=True, slots=True)
class Look:
    """What one frame showed."""

    frame: Image
    """Grey or BGR, as the camera gave it."""
    codes: tuple[Code, ...]
    """Those that were read and may be acted on, most prominent first."""
    unread: tuple[Corners, ...] = ()
    """Where a code was located and could not be read."""


class LiveDecoder:
    """Reads the frames of one camera, one after the other."""

    def look(self, frame: Image) -> Look:
        """The codes of the next frame (grey or BGR)."""
        return Look(frame, decode_frame(frame))
