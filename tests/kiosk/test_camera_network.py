"""A phone as the camera, over a real line: it comes and goes, stalls, and may be something else altogether."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Self

import pytest

from kiosk.capture import camera as cameras
from kiosk.capture import device
from kiosk.capture.camera import NO_STREAM, STILL, Camera
from kiosk.capture.live import Look
from kiosk.capture.sources import scans
from stations.model import Bilingual
from tests.kiosk.camera_world import BLANK, SAFETY, card
from tests.kiosk.network_camera import NetworkCamera

SOON = (0.05,)
CODES = [f"0H99H23RHMHM{number:04}" for number in range(6183, 6191)]


@pytest.fixture
def phone() -> Iterator[NetworkCamera]:
    phone = NetworkCamera(BLANK)
    phone.start()
    yield phone
    phone.stop()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody on this machine takes seconds to answer."""
    monkeypatch.setattr(device, "_NETWORK_TIMEOUT", 400)


class Watch:
    """Someone who watches a camera in a thread of their own, and can be asked what they saw."""

    def __init__(self, address: str) -> None:
        self.camera = Camera(address, pauses=SOON)
        self.read: list[str] = []
        self._blank = 0
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.camera.stop()
        self._thread.join(SAFETY)
        assert not self._thread.is_alive()

    def until(self, what: Callable[[], bool]) -> None:
        deadline = monotonic() + SAFETY
        with self._changed:
            while not self._changed.wait_for(what, 0.02):
                assert monotonic() < deadline, self.camera.trouble

    def shown(self, phone: NetworkCamera, payload: str) -> None:
        """Hold a card up until it is read, then let it be away for a while."""
        phone.picture = card(payload)
        self.until(lambda: payload in self.read)
        phone.picture = BLANK
        with self._changed:
            self._blank = 0
        self.until(lambda: self._blank > 20)

    def _look(self) -> None:
        for scan in scans(self.camera, self._note):
            with self._changed:
                self.read.append(scan.data.decode())
                self._changed.notify_all()

    def _note(self, look: Look) -> None:
        with self._changed:
            self._blank = 0 if look.codes else self._blank + 1
            self._changed.notify_all()


def test_everyone_is_read_once_however_often_the_phone_goes_away(phone: NetworkCamera) -> None:
    before = threading.active_count()
    with Watch(phone.address) as watch:
        camera = watch.camera
        for first, second in zip(CODES[:-2:2], CODES[1:-2:2], strict=True):
            watch.shown(phone, first)
            watch.shown(phone, second)
            phone.stop()
            watch.until(lambda: camera.trouble == NO_STREAM)
            phone.start()
            watch.until(lambda: camera.trouble is None)
        phone.is_stalled = True
        watch.until(lambda: camera.trouble == NO_STREAM)
        phone.is_stalled = False
        watch.shown(phone, CODES[-2])
        watch.shown(phone, CODES[-1])
        assert watch.read == CODES
        assert (camera.trouble, camera.size) == (None, (240, 240))
        assert "secret" not in camera.name + "".join(each.name for each in threading.enumerate())
    assert threading.active_count() <= before + 2  # the phone's own thread, and the last line to it


def test_a_still_stream_is_told_of_and_read_all_the_same(
    phone: NetworkCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cameras, "STREAM_PATIENCE", (0.3, 0.6, 60.0))
    phone.picture, phone.sends_noise = card(CODES[0]), False
    with Watch(phone.address) as watch:
        said: list[Bilingual | None] = []

        def reopened() -> bool:
            said.append(watch.camera.trouble)
            return phone.lines >= 3

        watch.until(lambda: watch.read == CODES[:1])
        watch.until(lambda: watch.camera.trouble == STILL)
        watch.until(reopened)
        assert set(said) == {STILL}
        phone.sends_noise = True
        watch.until(lambda: watch.camera.trouble is None)


PAGE = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>" + b"<p>Xin chao</p>" * 9_000
NOT_FOUND = b"HTTP/1.0 404 Not Found\r\n\r\n"
NO_FRAMES = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
BROKEN = NO_FRAMES + b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 500\r\n\r\n" + bytes(500)
WRONG = {
    "silence": b"",
    "page": PAGE,
    "404": NOT_FOUND,
    "no frames": NO_FRAMES,
    "broken frames": BROKEN * 20,
    "garbage": b"\x00\xff" * 100_000,
}


@pytest.mark.parametrize("reply", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("hangs_up", [False, True])
def test_an_address_that_gives_no_pictures_is_looked_for_until_it_does(
    reply: bytes, *, hangs_up: bool
) -> None:
    with server(reply, hangs_up=hangs_up) as port, Watch(f"http://127.0.0.1:{port}/video") as watch:
        watch.until(lambda: watch.camera.trouble == NO_STREAM)
        assert (watch.camera.size, watch.read) == (None, [])


@pytest.mark.parametrize("reply", [b"", b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n\r\n", PAGE])
def test_an_rtsp_address_that_does_not_answer_is_looked_for(reply: bytes) -> None:
    with (
        server(reply, hangs_up=False) as port,
        Watch(f"rtsp://clerk:secret@127.0.0.1:{port}/live") as watch,
    ):
        watch.until(lambda: watch.camera.trouble == NO_STREAM)
        assert watch.camera.name == f"rtsp://127.0.0.1:{port}/live"


@contextmanager
def server(reply: bytes, *, hangs_up: bool) -> Iterator[int]:
    """Accepts everyone, says the same to all, and then hangs up or is silent."""
    lines: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as ear:

        def serve() -> None:
            while True:
                try:
                    line, _ = ear.accept()
                except OSError:
                    return
                lines.append(line)
                try:
                    line.sendall(reply)
                except OSError:
                    continue
                if hangs_up:
                    line.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield ear.getsockname()[1]
        ear.shutdown(socket.SHUT_RDWR)
    thread.join(SAFETY)
    for line in lines:
        line.close()
