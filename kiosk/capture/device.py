"""The edge to OpenCV's cameras and network streams."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.capture.codes import Image

_SIZE = (1280, 720)
_NETWORK_TIMEOUT = 5_000
"""Milliseconds that a network camera may take to answer, and between two frames."""


class Device(Protocol):
    """The part of cv2.VideoCapture that is used: the seam at which tests put a camera of their own."""

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        """Whether frames may be asked for."""

    def set(self, propId: int, value: float, /) -> bool:  # noqa: N803 - OpenCV's name
        """Ask for a setting; False if the device does not know it."""

    def read(self) -> tuple[bool, object]:
        """Wait for the next frame; False and anything if there is none."""

    def release(self) -> None:
        """Give the device back."""


Opener = Callable[[int | str], Device]


def interface() -> int:
    """OpenCV's number for the video interface of this system: its own choice opens slowly on Windows."""
    native = {"win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_AVFOUNDATION, "linux": cv2.CAP_V4L2}
    return native.get(sys.platform, cv2.CAP_ANY)


def open_device(address: int | str) -> Device:
    """A camera by number through the system's own interface, or a stream by address.

    A camera is asked for MJPG (raw pictures fill a USB 2 bus at few frames a second), 1280 x 720 and no
    queue; it gives what it can. Exposure and focus are left to it.
    """
    if isinstance(address, str):
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _NETWORK_TIMEOUT]
        limits += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, _NETWORK_TIMEOUT]
        return cv2.VideoCapture(address, cv2.CAP_FFMPEG, limits)
    device = cv2.VideoCapture(address, interface())
    device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    device.set(cv2.CAP_PROP_FRAME_WIDTH, _SIZE[0])
    device.set(cv2.CAP_PROP_FRAME_HEIGHT, _SIZE[1])
    device.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return device


def next_frame(device: Device) -> Image | None:
    """The next frame, or None where there is none that is a picture of 8 bits. Raises cv2.error."""
    good, frame = device.read()
    return _picture(frame) if good and isinstance(frame, np.ndarray) else None


def _picture(frame: npt.NDArray[Any]) -> Image | None:
    """The frame in grey or BGR, without transparency; None if it is of another kind, as raw sensor data."""
    if frame.dtype != np.uint8 or frame.size == 0:
        return None
    match frame.shape:
        case (_, _) | (_, _, 3):
            return frame
        case (height, width, 1):
            return frame.reshape(height, width)
        case (_, _, 4):
            return np.ascontiguousarray(frame[:, :, :3])
        case _:
            return None
