"""A camera gives its newest frame, comes back after a loss, and lets go when stopped."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.capture.camera import Camera, VideoFile, open_device
from kiosk.capture.codes import Image
from kiosk.capture.sources import scans
from tests.pictures import centred, draw


def frame(number: int) -> Image:
    return np.full((4, 4, 3), number, np.uint8)


class FakeDevice:
    """Gives its frames one after the other, then fails; waits at a gate before each where one is given."""

    def __init__(self, frames: list[object], gate: threading.Semaphore | None = None) -> None:
        self.frames = list(frames)
        self.gate = gate
        self.taken = threading.Semaphore(0)
        self.released = threading.Event()

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return True

    def set(self, _: int, __: float, /) -> bool:
        return True

    def read(self) -> tuple[bool, object]:
        self.taken.release()
        if self.gate is not None:
            self.gate.acquire(timeout=5)
        if not self.frames:
            return False, None
        following = self.frames.pop(0)
        if isinstance(following, Exception):
            raise following
        return True, following

    def release(self) -> None:
        self.released.set()


class Shelf:
    """Hands out devices in turn and notes how often one was asked for; then none is left."""

    def __init__(self, devices: list[FakeDevice]) -> None:
        self.devices = list(devices)
        self.opened: list[int | str] = []
        self.empty = threading.Event()

    def __call__(self, address: int | str) -> FakeDevice:
        self.opened.append(address)
        if self.devices:
            return self.devices.pop(0)
        self.empty.set()
        return FakeDevice([])


def test_only_the_newest_frame_is_looked_at() -> None:
    gate = threading.Semaphore(1)
    device = FakeDevice([frame(number) for number in range(1, 50)], gate)
    camera = Camera(0, Shelf([device]), pauses=(0.001,))
    frames = camera.frames()
    assert next(frames)[0, 0, 0] == 1
    for _ in range(20):
        gate.release()
    for _ in range(22):
        assert device.taken.acquire(timeout=5)
    assert next(frames)[0, 0, 0] == 21
    camera.stop()
    gate.release()
    assert list(frames) == []


def test_a_camera_comes_back_after_every_loss_and_the_lost_one_is_released() -> None:
    devices = [
        FakeDevice([frame(1)]),
        FakeDevice([]),
        FakeDevice([cv2.error("unplugged")]),
        FakeDevice([frame(2)]),
    ]
    shelf = Shelf(devices)
    camera = Camera(3, shelf, pauses=(0.05,))
    frames = camera.frames()
    assert [next(frames)[0, 0, 0], next(frames)[0, 0, 0]] == [1, 2]
    assert [device.released.is_set() for device in devices[:3]] == [True, True, True]
    assert shelf.opened[:4] == [3, 3, 3, 3]
    camera.stop()


@pytest.mark.parametrize("bad", [None, np.zeros((0, 0, 3), np.uint8), cv2.error("driver")])
def test_a_bad_frame_counts_as_a_loss(bad: object) -> None:
    camera = Camera(0, Shelf([FakeDevice([bad]), FakeDevice([frame(5)])]), pauses=(0.001,))
    assert next(camera.frames())[0, 0, 0] == 5


def test_trouble_is_told_while_no_frame_comes() -> None:
    gate = threading.Semaphore(0)
    shelf = Shelf([FakeDevice([]), FakeDevice([frame(1), frame(2)], gate)])
    camera = Camera(0, shelf, pauses=(0.001,))
    assert camera.trouble is None
    waiting = shelf.devices[1]
    frames = camera.frames()
    first = threading.Thread(target=lambda: next(frames), daemon=True)
    first.start()
    assert waiting.taken.acquire(timeout=5)
    assert camera.trouble is not None
    assert "camera 0" in camera.trouble.vi
    gate.release()
    first.join(5)
    assert camera.trouble is None
    camera.stop()
    gate.release()


def test_pauses_between_attempts_grow_and_start_anew_after_a_frame() -> None:
    pauses: list[float] = []

    class Watched(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            return super().wait(0.001)

    shelf = Shelf([*[FakeDevice([])] * 4, FakeDevice([frame(1)]), *[FakeDevice([])] * 2])
    camera = Camera(0, shelf, pauses=(0.5, 1.0, 2.0))
    camera._stopping = Watched()
    frames = camera.frames()
    next(frames)
    assert shelf.empty.wait(5)
    camera.stop()
    assert list(frames) == []
    assert pauses[:7] == [0.5, 1.0, 2.0, 2.0, 0.5, 1.0, 2.0]


def test_stop_ends_a_consumer_that_waits_and_releases_the_device() -> None:
    gate = threading.Semaphore(0)
    device = FakeDevice([frame(1)], gate)
    camera = Camera(0, Shelf([device]))
    got: list[Image] = []
    consumer = threading.Thread(target=lambda: got.extend(camera.frames()))
    consumer.start()
    assert device.taken.acquire(timeout=5)
    camera.stop()
    gate.release()
    consumer.join(5)
    assert not consumer.is_alive()
    assert device.released.is_set()
    assert got == []


def test_an_absent_camera_is_no_error() -> None:
    device = open_device(97)
    assert not device.isOpened()
    device.release()


def test_an_absent_or_broken_device_writes_nothing_over_the_screen(tmp_path: Path) -> None:
    (tmp_path / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(300))
    program = (
        "import sys\nfrom pathlib import Path\nfrom kiosk.capture.camera import VideoFile, open_device\n"
        "open_device(97).release()\nopen_device('http://127.0.0.1:9/').release()\n"
        "print(len(list(VideoFile(Path(sys.argv[1])).frames())))"
    )
    arguments = [sys.executable, "-c", program, str(tmp_path / "broken.mp4")]
    done = subprocess.run(arguments, check=True, capture_output=True, encoding="utf-8")
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_password_in_an_address_is_not_shown() -> None:
    camera = Camera("rtsp://clerk:secret@192.0.2.7:554/live?key=secret")
    assert camera.name == "rtsp://192.0.2.7:554/live"


def film(path: Path, shown: list[Image]) -> Path:
    height, width = shown[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (width, height))
    for each in shown:
        writer.write(np.repeat(each[:, :, None], 3, axis=2))
    writer.release()
    return path


def test_a_film_is_read_frame_by_frame(tmp_path: Path) -> None:
    one, two = centred(draw("ONE", module=6), 320, 320), centred(draw("TWO", module=6), 320, 320)
    blank = np.full_like(one, 255)
    path = film(tmp_path / "Ngày hội.avi", [*[one] * 5, *[blank] * 10, *[two] * 5, *[blank] * 10, *[one] * 5])
    video = VideoFile(path)
    assert [scan.data for scan in scans(video)] == [b"ONE", b"TWO", b"ONE"]
    assert len(list(video.frames())) == 35
    assert video.trouble is None


def test_a_film_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "note.avi").write_text("không phải phim", encoding="utf-8")
    video = VideoFile(tmp_path / "note.avi")
    assert list(video.frames()) == []
    assert video.trouble is not None


def test_a_film_stops_when_told(tmp_path: Path) -> None:
    video = VideoFile(film(tmp_path / "a.avi", [centred(draw("ONE"), 320, 320)] * 5))
    frames = video.frames()
    next(frames)
    video.stop()
    assert list(frames) == []


@contextmanager
def mjpeg(jpegs: list[bytes]) -> Iterator[str]:
    """A network camera that sends its pictures round and round, and drops the line after each round."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            for jpeg in jpegs:
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
                self.wfile.write(head.encode() + jpeg + b"\r\n")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/video.mjpg"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_network_camera_is_read_and_reconnected() -> None:
    picture = centred(draw("0H99H23RHMHM6183", module=6), 320, 320)
    jpeg = cv2.imencode(".jpg", np.repeat(picture[:, :, None], 3, axis=2))[1].tobytes()
    with mjpeg([jpeg] * 10) as address:
        camera = Camera(address, pauses=(0.01,))
        frames = camera.frames()
        for _ in range(15):
            assert next(frames).shape == (320, 320, 3)
        camera.stop()
        again = Camera(address, pauses=(0.01,))
        assert next(scans(again)).data == b"0H99H23RHMHM6183"
        again.stop()
