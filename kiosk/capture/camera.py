"""A camera or a network stream that is to last all day."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat

import cv2

from kiosk.capture.address import without_secrets
from kiosk.capture.cameras import Listed, list_cameras, number_now
from kiosk.capture.codes import Image
from kiosk.capture.device import Device, Opener, next_frame, open_device
from kiosk.capture.watchdog import PATIENCE, STREAM_PATIENCE, Fault, Watchdog
from stations.model import Bilingual

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each new attempt to open a device that is gone; the last one repeats."""
STUCK = 3
"""How many threads at most may hang in a driver; with that many, no more is started until one is back."""
_TELL = 2.0
"""Seconds without a frame before a person is told."""
_LOST = 8.0
"""Seconds without a frame before a device is given up, and longer than what network reads may take."""
_OPENING = 20.0
"""The same for the first frame: some old drivers take long to open."""
_MISSES = 5
"""Reads without a frame, one after the other, that mean a loss: a bad cable garbles single frames."""
_BREATH = 0.005
"""Seconds to rest after a frame that repeats: an unplugged device may give its last one without end."""
_TICK = 0.1
"""Seconds between two looks at whether the reader still reads."""
_STOPPING = 2.0
"""Seconds to wait for a device to let go of its last read."""


class Camera:
    """A camera or a stream, of which only the newest frame is looked at.

    A thread of its own reads the device; who asks for frames looks after that thread meanwhile. A device
    that is missing, unplugged, silent or stuck is let go and opened again and again, with growing pauses.
    A thread that hangs in a driver is given up for a new one. So there are at most one reader and `STUCK`
    hanging ones at a time, and after `stop` those alone that hang.
    """

    def __init__(
        self,
        address: int | str,
        open_with: Opener = open_device,
        *,
        label: str = "",
        pauses: tuple[float, ...] = PAUSES,
        listed: Callable[[], Sequence[Listed]] = list_cameras,
        now: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Condition, float], object] = threading.Condition.wait,
    ) -> None:
        """Nothing is opened yet.

        address: a camera number from 0, or an http:// or rtsp:// address. label: what the system calls
        the camera, "" to find out at the first opening; it is found by that under another number too.
        pauses: seconds between attempts. listed, now, wait: the machine's cameras, clock and patience.
        """
        by_number = f"camera {address}"
        self.name = without_secrets(address) if isinstance(address, str) else label or by_number
        """What to call it on a screen; without the password an address may hold."""
        self.trouble: Bilingual | None = None
        """What is wrong just now; None while good frames arrive."""
        self.size: tuple[int, int] | None = None
        """Width and height of the newest frame, in pixels; None before the first one."""
        self._address = address
        self._label = label
        self._open_with = open_with
        self._pauses = pauses
        self._listed = listed
        self._now = now
        self._wait = wait
        self._watchdog = Watchdog(STREAM_PATIENCE if isinstance(address, str) else PATIENCE)
        self._arrival = threading.Condition()
        """Guards all that follows, and trouble, size, and the watchdog."""
        self._is_stopping = False
        self._newest: Image | None = None
        self._reader: _Reader | None = None
        self._stuck: list[_Reader] = []
        self._is_again = False
        """Whether the device was opened anew because its picture stood still."""
        self._heard = 0.0
        """When the newest frame came, or the device was being opened."""
        self._next_try = 0.0
        self._next_pause = self._growing()

    @property
    def rate(self) -> float | None:
        """Frames a second that really came over the last seconds; None if there were too few to tell."""
        with self._arrival:
            return self._watchdog.rate(self._now())

    def frames(self) -> Iterator[Image]:
        """The newest frame each time one is asked for, each at most once; ends after `stop`.

        Frames that arrive meanwhile are dropped. For one consumer at a time.
        """
        try:
            while (frame := self._next()) is not None:
                yield frame
        finally:
            self.stop()
            if self._reader:
                self._reader.join(_STOPPING)

    def stop(self) -> None:
        """End `frames`, from any thread; the device is released when its pending read returns."""
        with self._arrival:
            self._is_stopping = True
            if self._reader:
                self._reader.let_go()
            self._arrival.notify_all()

    def _next(self) -> Image | None:
        with self._arrival:
            while not self._is_stopping:
                if self._newest is not None:
                    frame, self._newest = self._newest, None
                    return frame
                self._look_after()
                self._wait(self._arrival, _TICK)
        return None

    def _look_after(self) -> None:
        """Start a reader, or see to the one there is; called while no frame is waiting."""
        now, reader = self._now(), self._reader
        silence = now - self._heard
        if reader is None:
            self._start(now)
        elif not reader.is_alive():
            self._follow(reader, now)
        elif silence >= (_LOST if reader.came else _OPENING):
            reader.let_go()
            self._stuck.append(reader)
            self._follow(reader, now)
        elif silence >= _TELL and (reader.came or not self._is_again):
            self.trouble = self._missing(reader, now)

    def _start(self, now: float) -> None:
        self._stuck = [reader for reader in self._stuck if reader.is_alive()]
        if len(self._stuck) >= STUCK:
            self.trouble = NO_STREAM if isinstance(self._address, str) else HANGING
        elif now >= self._next_try:
            self._heard = now
            self._watchdog.opened(now, again=self._is_again)
            self._reader = _Reader(self)
            self._reader.start()

    def _follow(self, reader: _Reader, now: float) -> None:
        """Go on after a reader that ended or hangs."""
        if reader.bug:
            raise reader.bug
        self._reader, self._is_again = None, reader.stands_still
        if reader.came:
            self._next_pause = self._growing()
        if not reader.stands_still:
            self.trouble = self._missing(reader, now)
            self._next_try = now + next(self._next_pause)

    def _missing(self, reader: _Reader, now: float) -> Bilingual:
        if isinstance(self._address, str):
            return NO_STREAM
        if reader.came or not reader.is_there:
            return NO_CAMERA
        is_silent = reader.opened is not None and now - reader.opened >= _LOST
        has_failed = is_silent or not reader.is_alive()
        # What was said after one attempt holds during the next one, or two sentences would take turns.
        return REFUSED if has_failed or self.trouble is REFUSED else NO_CAMERA

    def _growing(self) -> Iterator[float]:
        return chain(self._pauses, repeat(self._pauses[-1]))

    def open_for(self, reader: _Reader) -> Device | None:
        """The device, opened by the reader's thread; None if it is not there. Raises cv2.error."""
        if isinstance(self._address, str):
            return self._opened(self._address)
        listed = self._listed()
        number = number_now(self._address, self._label, listed)
        if number is None:
            return None
        label = next((camera.label for camera in listed if camera.number == number), "")
        reader.is_there = bool(label)
        device = self._opened(number)
        if device:
            reader.is_there, reader.opened = True, self._now()
            self._label = self._label or label
        return device

    def _opened(self, address: int | str) -> Device | None:
        device = self._open_with(address)
        if device.isOpened():
            return device
        device.release()
        return None

    def take(self, frame: Image, reader: _Reader) -> bool:
        """Take a frame of the reader's: whether it is to read on."""
        with self._arrival:
            if reader is not self._reader or self._is_stopping:
                return False
            now = self._now()
            repeats = self._watchdog.saw(frame, now)
            reader.came = True
            self._heard, self._newest, self.size = now, frame, (frame.shape[1], frame.shape[0])
            self.trouble = _TROUBLES.get(self._watchdog.fault(now))
            reader.stands_still = self._watchdog.is_stuck(now)
            self._arrival.notify_all()
        if repeats:
            time.sleep(_BREATH)
        return not reader.stands_still


class _Reader(threading.Thread):
    """Opens a camera's device once and reads it, until it fails or is not wanted any more."""

    def __init__(self, camera: Camera) -> None:
        super().__init__(name=f"reader of {camera.name}", daemon=True)
        self.is_there = False
        """Whether the device could be opened, or the system at least knows it."""
        self.opened: float | None = None
        """When a camera was open; None before, and for a network stream."""
        self.came = False
        """Whether it gave a frame."""
        self.stands_still = False
        """Whether it is let go because its picture stands still."""
        self.bug: Exception | None = None
        """What it ended with that no camera is to blame for."""
        self._camera = camera
        self._unwanted = threading.Event()

    def let_go(self) -> None:
        """Read no more; the device is released when its pending read returns."""
        self._unwanted.set()

    def run(self) -> None:
        """Read until the end."""
        try:
            if device := self._camera.open_for(self):
                self._read(device)
        except cv2.error:
            pass
        except Exception as bug:  # noqa: BLE001 - the boundary of the thread: who asks for frames is told
            self.bug = bug

    def _read(self, device: Device) -> None:
        try:
            self._read_on(device)
        finally:
            device.release()

    def _read_on(self, device: Device) -> None:
        missed = 0
        while missed < _MISSES and not self._unwanted.is_set():
            frame = next_frame(device)
            missed = missed + 1 if frame is None else 0
            if frame is not None and not self._camera.take(frame, self):
                return


NO_CAMERA = Bilingual(
    "Đang tìm máy ảnh… Xin dùng máy quét hoặc gõ mã thẻ, và xem lại dây cắm.",
    "Looking for the camera… Please use the scanner or type the code, and check the cable.",
)
NO_STREAM = Bilingual(
    "Đang tìm máy ảnh… Xin dùng máy quét hoặc gõ mã thẻ, và xem lại điện thoại, mạng.",
    "Looking for the camera… Please use the scanner or type the code; check the phone and network.",
)
REFUSED = Bilingual(
    "Máy ảnh không cho hình: xin tắt Zoom, Zalo hay chương trình khác đang dùng nó.",
    "The camera gives no picture: please close Zoom or whatever else is using it.",
)
HANGING = Bilingual(
    "Máy ảnh bị treo: xin rút dây rồi cắm lại; trong lúc đó dùng máy quét hoặc gõ mã.",
    "The camera hangs: please unplug it and plug it in; meanwhile use the scanner or type the code.",
)
STILL = Bilingual(
    "Hình máy ảnh đứng yên, đang mở lại… Xin dùng máy quét hoặc gõ mã thẻ.",
    "The camera's picture stands still, opening it anew… Please use the scanner or type the code.",
)
DARK = Bilingual(
    "Máy ảnh tối đen: xin mở nắp che, bật đèn, tắt chương trình khác đang dùng nó.",
    "The camera sees black: please open its lid, switch on a light, close other programs using it.",
)
_TROUBLES: dict[Fault | None, Bilingual] = {Fault.STILL: STILL, Fault.DARK: DARK}
