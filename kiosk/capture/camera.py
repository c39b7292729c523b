"""Moving pictures: a camera, a network stream, a video file."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import cv2
import numpy as np

from kiosk.capture.codes import Image
from stations.model import Bilingual

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each new attempt to open a device that is gone; the last one repeats."""
_SIZE = (1280, 720)
_NETWORK_TIMEOUT = 5_000
_STOPPING = 2.0
"""Seconds to wait for a device to let go of its last read."""


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


def open_device(address: int | str) -> Device:
    """A camera by number through the system's own interface, or a stream by address.

    A camera is asked for MJPG (raw pictures fill a USB 2 bus at few frames a second), 1280 x 720 and no
    queue; it gives what it can.
    """
    if isinstance(address, str):
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _NETWORK_TIMEOUT]
        limits += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, _NETWORK_TIMEOUT]
        return cv2.VideoCapture(address, cv2.CAP_FFMPEG, limits)
    device = cv2.VideoCapture(address, _interface())
    device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    device.set(cv2.CAP_PROP_FRAME_WIDTH, _SIZE[0])
    device.set(cv2.CAP_PROP_FRAME_HEIGHT, _SIZE[1])
    device.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return device


class Camera:
    """A camera or a stream, read by a thread of its own so that only the newest frame is looked at.

    A device that is missing, unplugged or silent is opened again and again, with growing pauses.
    """

    def __init__(
        self,
        address: int | str,
        open_with: Opener = open_device,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        """address: a camera number from 0, or an http:// or rtsp:// address. Nothing is opened yet."""
        self.name = f"camera {address}" if isinstance(address, int) else _without_secrets(address)
        """What to call it on a screen; without the password an address may hold."""
        self.trouble: Bilingual | None = None
        """What is wrong just now; None while frames arrive."""
        self._address = address
        self._open = open_with
        self._pauses = pauses
        self._stopping = threading.Event()
        self._arrival = threading.Condition()
        self._newest: Image | None = None

    def frames(self) -> Iterator[Image]:
        """The newest frame each time one is asked for, each at most once; ends after `stop`.

        Frames that arrive meanwhile are dropped. For one consumer at a time.
        """
        reader = threading.Thread(target=self._read_on, name=f"reader of {self.name}", daemon=True)
        reader.start()
        try:
            while (frame := self._next()) is not None:
                yield frame
        finally:
            self.stop()
            reader.join(_STOPPING)

    def stop(self) -> None:
        """End `frames`, from any thread; the device is released when its pending read returns."""
        self._stopping.set()
        with self._arrival:
            self._arrival.notify_all()

    def _next(self) -> Image | None:
        with self._arrival:
            self._arrival.wait_for(lambda: self._newest is not None or self._stopping.is_set())
            frame, self._newest = self._newest, None
        return None if self._stopping.is_set() else frame

    def _read_on(self) -> None:
        pauses = self._growing()
        while not self._stopping.is_set():
            if self._read_until_lost():
                pauses = self._growing()
            self.trouble = Bilingual(
                f"Chưa nhận được hình từ {self.name}. Xin kiểm tra dây cắm; máy tự thử lại.",
                f"No picture from {self.name}. Check the cable; trying again.",
            )
            self._stopping.wait(next(pauses))

    def _growing(self) -> Iterator[float]:
        return chain(self._pauses, repeat(self._pauses[-1]))

    def _read_until_lost(self) -> bool:
        """Open the device and read it until it fails: whether any frame came."""
        came = False
        device: Device | None = None
        try:
            device = self._open(self._address)
            while not self._stopping.is_set() and (frame := _frame(device)) is not None:
                came = True
                self._publish(frame)
        except cv2.error:
            pass
        finally:
            if device is not None:
                device.release()
        return came

    def _publish(self, frame: Image) -> None:
        self.trouble = None
        with self._arrival:
            self._newest = frame
            self._arrival.notify_all()


class VideoFile:
    """A film, every frame of it in order and as fast as they are asked for."""

    def __init__(self, path: Path) -> None:
        """The file is opened when the frames are asked for."""
        self.name = path.name
        self.trouble: Bilingual | None = None
        """Set when the file turned out to hold no frame."""
        self._path = path
        self._stopped = False

    def frames(self) -> Iterator[Image]:
        """All frames, unless `stop` comes first."""
        film = cv2.VideoCapture(str(self._path))
        count = 0
        try:
            while not self._stopped and (frame := _frame(film)) is not None:
                count += 1
                yield frame
        finally:
            film.release()
        if count == 0 and not self._stopped:
            self.trouble = Bilingual(
                f"Không đọc được phim {self.name}.", f"The film {self.name} cannot be read."
            )

    def stop(self) -> None:
        """End `frames` before its next frame."""
        self._stopped = True


def _interface() -> int:
    """The video interface of this system: OpenCV's own choice is slow to open on Windows."""
    native = {"win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_AVFOUNDATION, "linux": cv2.CAP_V4L2}
    return native.get(sys.platform, cv2.CAP_ANY)


def _frame(device: Device) -> Image | None:
    """The next frame, or None where there is none; a camera just waking up may give an empty one."""
    if not device.isOpened():
        return None
    good, frame = device.read()
    if not good or not isinstance(frame, np.ndarray) or frame.size == 0:
        return None
    return np.asarray(frame, np.uint8)


def _without_secrets(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
