"""The cameras of this machine, by number and by name. Opens none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checkin.names import clean
from kiosk.capture.address import numbered
from kiosk.capture.device import interface

_GUESSED = range(4)
"""Numbers to offer where the system does not tell which there are."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A camera that the system knows of."""

    number: int
    """What OpenCV calls it; it changes when cameras are plugged in and out."""
    label: str = ""
    """What the system calls it; "" where it does not tell."""

    @property
    def name(self) -> str:
        """What to call it on a screen."""
        return self.label or f"camera {self.number}"

    @property
    def source(self) -> str:
        """The text by which `open_source` finds it again, also under another number."""
        return f"{self.number}:{self.label}" if self.label else str(self.number)


def list_cameras() -> tuple[Listed, ...]:
    """The cameras there are, by number; may take half a second, and may be called from any thread.

    The system is asked and no camera is opened, so one in use is listed too. Where the system cannot be
    asked or fails to answer, the first few numbers are listed without names.
    """
    try:
        from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415 - fails where its binary does

        found = [Listed(camera.index, clean(camera.name or "")) for camera in enumerate_cameras(interface())]
    except Exception:  # noqa: BLE001 - the system's own errors, as when a camera is just being unplugged
        return tuple(Listed(number) for number in _GUESSED)
    return tuple(sorted(found, key=lambda camera: camera.number))


def number_now(number: int, label: str, listed: Sequence[Listed]) -> int | None:
    """The number that a camera has now, which was `number` once; None if it is not there.

    Numbers move: on Windows a built-in camera takes the number of one that was unplugged, and on Linux
    one that is plugged in again gets a new number. So a name that is known ("" if not) decides; of
    several cameras with that name, the one with that number, else the first.
    """
    labels = {camera.number: camera.label for camera in listed}
    if not any(labels.values()):
        return number if number in labels or not label else None
    if not label:
        return number if number in labels else None
    if labels.get(number) == label:
        return number
    return next((other for other, its in labels.items() if its == label), None)


def present(text: str, listed: Sequence[Listed]) -> str:
    """The text that names the same camera as `text` with the number it has now; others as they are.

    So "1" or "1:USB Camera" equals the `source` of the camera of the list that is meant, if it is there.
    """
    known = numbered(text)
    number = number_now(*known, listed) if known else None
    return next((camera.source for camera in listed if camera.number == number), text)
