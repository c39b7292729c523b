"""A camera gives its newest frame, comes back after a loss, and lets go when stopped."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from kiosk.capture.camera import HANGING, NO_CAMERA, NO_STREAM, REFUSED, STILL, STUCK, Camera
from kiosk.capture.cameras import Listed
from kiosk.capture.codes import Image, greyed
from kiosk.capture.device import next_frame, open_device
from kiosk.capture.film import VideoFile
from kiosk.capture.sources import scans
from kiosk.capture.watchdog import Fault, Watchdog
from stations.model import Bilingual
from tests.kiosk.camera_world import (
    SAFETY,
    Diary,
    Fail,
    Hang,
    Phase,
    Repeat,
    Show,
    Step,
    World,
    WorldDevice,
)
from tests.pictures import centred, draw


def frame(number: int) -> Image:
    return np.full((4, 4, 3), 100 + number, np.uint8)


def shown(*numbers: int) -> list[Step]:
    return [Show(frame(number)) for number in numbers]


def watched(world: World, **options: Any) -> Camera:
    """A camera of that world, which never waits for a real clock."""
    return Camera(0, world.open, listed=tuple, now=world.now, wait=world.wait, **options)


def numbers_of(frames: Iterator[Image]) -> Iterator[int]:
    return (int(each[0, 0, 0]) - 100 for each in frames)


class Gate:
    """A device that waits before each frame until it is let through."""

    def __init__(self) -> None:
        self.let = threading.Semaphore(0)
        self.asked = threading.Semaphore(0)
        self.released = threading.Event()
        self._count = 0

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return True

    def set(self, _: int, __: float, /) -> bool:
        return True

    def read(self) -> tuple[bool, object]:
        self.asked.release()
        assert self.let.acquire(timeout=SAFETY)
        return self.frame()

    def frame(self) -> tuple[bool, object]:
        self._count += 1
        return True, frame(self._count)

    def release(self) -> None:
        self.released.set()


def test_only_the_newest_frame_is_looked_at_and_at_most_once() -> None:
    gate = Gate()
    camera = Camera(0, lambda _: gate, listed=tuple)
    frames = numbers_of(camera.frames())
    gate.let.release()
    assert next(frames) == 1
    for _ in range(20):
        gate.let.release()
    for _ in range(22):
        assert gate.asked.acquire(timeout=SAFETY)
    assert next(frames) == 21
    camera.stop()
    gate.let.release()
    assert list(frames) == []


def test_a_camera_comes_back_after_every_loss_and_the_lost_one_is_released_first() -> None:
    world = World([*shown(1), Fail(absent=1), *shown(2), Fail(), *shown(3)], in_step=True)
    camera = watched(world)
    seen = []
    for each in camera.frames():
        assert world.open_now == 1
        seen.append(int(each[0, 0, 0]) - 100)
        world.looked(each)
        if len(seen) == 3:
            break
    camera.stop()
    assert seen == [1, 2, 3]
    assert len(world.opened) >= 4


def test_single_frames_that_a_bad_cable_garbles_are_passed_over() -> None:
    garbled: list[object] = [None, np.zeros((0, 0, 3), np.uint8), None]
    world = World(shown(1, 2), in_step=True)
    read = world.read
    world.read = lambda device: (True, garbled.pop()) if garbled and world.time else read(device)  # type: ignore[method-assign]
    camera = watched(world)
    frames = camera.frames()
    for number in (1, 2):
        following = next(frames)
        assert following[0, 0, 0] == 100 + number
        world.looked(following)
    assert (len(world.opened), camera.trouble) == (1, None)
    camera.stop()


def test_an_error_of_the_driver_is_a_loss() -> None:
    world = World(shown(1))
    read = world.read
    failures = [cv2.error("driver")]

    def failing(device: WorldDevice) -> tuple[bool, object]:
        if failures:
            raise failures.pop()
        return read(device)

    world.read = failing  # type: ignore[method-assign]
    camera = watched(world)
    assert next(numbers_of(camera.frames())) == 1
    assert len(world.opened) == 2
    camera.stop()


def test_a_bug_in_reading_is_not_taken_for_a_lost_camera() -> None:
    world = World([])
    world.read = lambda _: 1 / 0  # type: ignore[method-assign, assignment, return-value]
    with pytest.raises(ZeroDivisionError):
        next(watched(world).frames())


def attempts(steps: list[Step], count: int, *, frame_time: float = 0.1, **options: Any) -> list[float]:
    """Seconds from one opening to the next, while nobody gets a frame to look at twice."""
    world = World(steps, frame_time=frame_time)
    times: list[float] = []
    opening = world.open
    camera = watched(world, **options)

    def opened(address: int | str) -> WorldDevice:
        times.append(world.time)
        if len(times) > count:
            camera.stop()
        return opening(address)

    camera._open_with = opened
    for _ in camera.frames():
        pass
    return [round(later - earlier, 1) for earlier, later in pairwise(times)][:count]


def test_pauses_between_attempts_grow_and_start_anew_after_a_frame() -> None:
    steps = [Fail(absent=4), *shown(1), Fail(absent=9)]
    waited = attempts(steps, 8, pauses=(2.0, 4.0, 8.0))
    growing = [2, 4, 8, 8, 8]
    assert waited == [pytest.approx(each, abs=1.0) for each in [*growing, 2, 4, 8]]


def test_a_still_picture_opens_its_camera_ever_more_rarely_and_looks_for_nothing() -> None:
    world = World([*shown(1), Repeat(reopened=4), Phase("evening")], frame_time=0.5)
    camera = watched(world)
    diary = Diary(world, camera)
    assert list(camera.frames())
    assert diary.said[""] == [None, STILL]
    assert len(world.opened) >= 5
    waited = attempts([*shown(1), Repeat(reopened=9)], 5, frame_time=0.5)
    assert waited == [pytest.approx(each, abs=1.5) for each in (3, 10, 30, 30, 30)]


def test_a_picture_that_moves_again_is_watched_as_closely_as_before() -> None:
    moving = [Show(frame(number % 50)) for number in range(1, 40)]
    waited = attempts([*shown(1), Repeat(reopened=1), *moving, Repeat(reopened=1), *moving], 4)
    assert waited[0] == pytest.approx(3, abs=1)
    assert waited[1] == pytest.approx(10, abs=1)
    assert waited[2] == pytest.approx(3 + len(moving) / 10, abs=1)


def test_a_stream_may_stand_still_for_longer_than_a_camera() -> None:
    world = World([*shown(1), Repeat(absent=3)], frame_time=0.5)
    camera = Camera("http://192.0.2.7/video", world.open, now=world.now, wait=world.wait)
    diary = Diary(world, camera)
    told: list[float] = []
    for _ in camera.frames():
        diary.note()
        if camera.trouble is STILL and not told:
            told.append(world.time)
    assert told[0] >= 15
    assert diary.said[""][:3] == [None, STILL, NO_STREAM]


def test_a_camera_that_another_program_holds_is_named_so() -> None:
    for silent, said in ((World([Fail()]), [REFUSED]), (World([Phase(""), Hang()]), [NO_CAMERA, REFUSED])):
        camera = watched(silent)
        diary = Diary(silent, camera)
        assert list(camera.frames()) == []
        assert [each for each in diary.said[""] if each] == said
        silent.over.set()


def test_a_camera_that_is_known_and_does_not_open_is_held_by_another_program() -> None:
    world = World([])
    camera = Camera(
        0,
        lambda _: WorldDevice(world, is_open=False),
        listed=lambda: [Listed(0, "HD Camera")],
        now=world.now,
        wait=world.wait,
    )
    world.witness = lambda: camera.stop() if camera.trouble else None
    assert list(camera.frames()) == []
    assert camera.trouble is REFUSED


def test_a_camera_that_is_open_and_silent_is_named_so_before_it_is_given_up() -> None:
    world = World([Hang()])
    camera = watched(world)
    told: list[float] = []

    def witness() -> None:
        if camera.trouble is REFUSED:
            told.append(world.time)
            camera.stop()

    world.witness = witness
    assert list(camera.frames()) == []
    world.over.set()
    assert told[0] == pytest.approx(8.2, abs=0.5)
    assert len(world.opened) == 1


def test_a_camera_that_opens_slowly_is_not_said_to_be_held_by_another_program() -> None:
    world, said = World(shown(1)), list[tuple[float, Bilingual | None]]()
    slow = threading.Event()

    def opened(address: int | str) -> WorldDevice:
        world.hanging.append(threading.current_thread())
        assert slow.wait(SAFETY)
        world.hanging.pop()
        return world.open(address)

    camera = Camera(0, opened, listed=lambda: [Listed(0, "HD Camera")], now=world.now, wait=world.wait)

    def witness() -> None:
        said.append((world.time, camera.trouble))
        if world.time > 15:
            slow.set()

    world.witness = witness
    assert next(numbers_of(camera.frames())) == 1
    assert {trouble for at, trouble in said if 3 < at < 15} == {NO_CAMERA}
    assert camera.trouble is None


def test_what_a_refused_camera_is_told_stays_while_it_is_opened_again_slowly() -> None:
    world, said = World([]), list[Bilingual]()
    until = [0.0]

    def opened(_: int | str) -> WorldDevice:
        until[0] += 5
        world.hanging.append(threading.current_thread())
        while world.time < until[0]:
            threading.Event().wait(0.001)
        world.hanging.pop()
        until[0] = world.time + 1
        return WorldDevice(world, is_open=False)

    camera = Camera(
        0, opened, listed=lambda: [Listed(0, "HD")], now=world.now, wait=world.wait, pauses=(1.0,)
    )

    def witness() -> None:
        if camera.trouble and said[-1:] != [camera.trouble]:
            said.append(camera.trouble)
        if world.time > 30:
            camera.stop()

    world.witness = witness
    assert list(camera.frames()) == []
    assert said == [NO_CAMERA, REFUSED]


def test_a_network_address_that_hangs_is_not_told_to_be_unplugged() -> None:
    world = World([step for number in range(1, 9) for step in (*shown(number), Hang())])
    camera = Camera("http://192.0.2.7/video", world.open, now=world.now, wait=world.wait)
    said = set()

    def witness() -> None:
        said.add(camera.trouble)
        if world.time > 200:
            camera.stop()

    world.witness = witness
    list(camera.frames())
    world.over.set()
    assert len(world.hanging) == STUCK
    assert said == {None, NO_STREAM}


@pytest.mark.parametrize(
    ("read", "shape"),
    [
        (np.full((4, 6, 3), 300, np.uint16), None),
        (np.zeros((4, 6, 3), np.float32), None),
        (np.zeros((4, 6, 2), np.uint8), None),
        (np.zeros(24, np.uint8), None),
        (np.zeros((1, 4, 6, 3), np.uint8), None),
        (np.zeros((0, 6, 3), np.uint8), None),
        (np.zeros((4, 6), np.uint8), (4, 6)),
        (np.zeros((4, 6, 1), np.uint8), (4, 6)),
        (np.zeros((4, 6, 3), np.uint8), (4, 6, 3)),
        (np.zeros((4, 6, 4), np.uint8), (4, 6, 3)),
    ],
)
def test_only_pictures_of_8_bits_are_frames(read: Any, shape: tuple[int, ...] | None) -> None:
    gate = Gate()
    gate.frame = lambda: (True, read)  # type: ignore[method-assign]
    gate.let.release()
    got = next_frame(gate)
    assert (None if got is None else got.shape) == shape
    assert got is None or greyed(got).shape == (4, 6)


def test_threads_that_hang_in_a_driver_do_not_pile_up() -> None:
    world = World([step for number in range(1, 9) for step in (*shown(number), Hang())])
    camera = watched(world)
    most = 0

    def witness() -> None:
        nonlocal most
        most = max(most, len(world.hanging))
        if camera.trouble is HANGING:
            assert world.time < 1_000
            camera.stop()

    world.witness = witness
    list(camera.frames())
    assert (camera.trouble, most) == (HANGING, STUCK)
    world.over.set()
    for each in world.hanging:
        each.join(SAFETY)
    assert world.open_now == 0


def test_a_hanging_driver_that_lets_go_is_tried_again_and_its_late_frame_is_thrown_away() -> None:
    gate, world = Gate(), World(shown(7))
    devices: list[Gate | WorldDevice] = [gate]

    def opened(address: int | str) -> Gate | WorldDevice:
        if devices:
            world.hanging.append(threading.current_thread())
            return devices.pop()
        return world.open(address)

    camera = Camera(0, opened, listed=tuple, now=world.now, wait=world.wait)
    frames = numbers_of(camera.frames())
    assert next(frames) == 7
    gate.let.release()
    assert gate.released.wait(SAFETY)
    assert camera.trouble is None
    world.witness = lambda: camera.stop() if world.ended.is_set() else None
    assert 1 not in list(frames)


def test_the_real_rate_and_size_are_measured() -> None:
    world = World((Show(frame(number)) for number in range(1, 100)), frame_time=0.05, in_step=True)
    camera = watched(world)
    assert (camera.rate, camera.size) == (None, None)
    for number, each in enumerate(camera.frames()):
        world.looked(each)
        if number == 80:
            break
    assert camera.rate == pytest.approx(20, rel=0.01)
    assert camera.size == (4, 4)
    world.time += 60
    assert camera.rate is None


def test_stop_ends_a_consumer_that_waits_and_releases_the_device() -> None:
    gate = Gate()
    camera = Camera(0, lambda _: gate, listed=tuple)
    got: list[Image] = []
    consumer = threading.Thread(target=lambda: got.extend(camera.frames()))
    consumer.start()
    assert gate.asked.acquire(timeout=SAFETY)
    camera.stop()
    gate.let.release()
    consumer.join(SAFETY)
    assert not consumer.is_alive()
    assert gate.released.wait(SAFETY)
    assert got == []
    assert list(camera.frames()) == []


@pytest.mark.parametrize(
    ("plugged", "opened"),
    [
        ([Listed(0, "Built-in"), Listed(1, "USB Camera")], 1),
        ([Listed(0, "USB Camera"), Listed(1, "Built-in")], 0),
        ([Listed(0, "Built-in"), Listed(2, "USB Camera"), Listed(3, "USB Camera")], 2),
        ([Listed(0, "USB Camera"), Listed(1, "USB Camera")], 1),
        ([Listed(0, "Built-in"), Listed(1, "Other")], None),
        ([Listed(0, "Built-in")], None),
        ([], None),
        ([Listed(0), Listed(1)], 1),
    ],
)
def test_a_camera_is_found_by_its_name_under_another_number_and_no_other_is_taken_for_it(
    plugged: list[Listed], opened: int | None
) -> None:
    listings = [[Listed(0, "Built-in"), Listed(1, "USB Camera")]]
    world = World([*shown(1), Fail(), *shown(2)], in_step=True)
    camera = Camera(
        1, world.open, now=world.now, wait=world.wait, listed=lambda: listings.pop() if listings else plugged
    )

    def witness() -> None:
        if world.ended.is_set() or world.time > 60:
            camera.stop()

    world.witness = witness
    for each in camera.frames():
        world.looked(each)
    assert world.opened[:2] == ([1] if opened is None else [1, opened])


def test_an_absent_camera_is_no_error() -> None:
    device = open_device(97)
    assert not device.isOpened()
    device.release()


def test_an_absent_or_broken_device_writes_nothing_over_the_screen(tmp_path: Path) -> None:
    (tmp_path / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(300))
    program = (
        "import sys\nfrom pathlib import Path\nfrom kiosk.capture.device import open_device\nfrom kiosk.capture.film import VideoFile\n"
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


def test_a_camera_that_begins_with_a_black_picture_and_then_stands_still_is_not_opened_ever_again() -> None:
    watchdog, at, reopened = Watchdog((3.0, 10.0, 30.0)), 0.0, list[int]()
    watchdog.opened(at, again=False)
    while len(reopened) < 3:
        start = at
        watchdog.saw(frame(0) // 100, at)
        while not watchdog.is_stuck(at):
            at += 0.1
            watchdog.saw(frame(1), at)
        reopened.append(round(at - start))
        watchdog.opened(at, again=True)
    assert reopened == [3, 10, 30]


def test_noise_in_the_dark_is_still_dark_and_a_lit_card_is_not() -> None:
    watchdog, chance = Watchdog(), np.random.default_rng(1)
    watchdog.opened(0.0, again=False)
    lit = np.full((480, 640, 3), 6, np.uint8)
    lit[200:280, 300:380] = 120
    faults = []
    for second in range(10):
        seen = lit if second == 7 else np.zeros_like(lit)
        watchdog.saw(seen + chance.integers(0, 20, lit.shape, np.uint8), float(second))
        faults.append(watchdog.fault(float(second)))
    assert faults == [None, None, *[Fault.DARK] * 5, None, None, Fault.DARK]


def test_what_was_seen_before_a_loss_is_not_held_against_a_camera_that_is_back() -> None:
    watchdog, black = Watchdog(), np.zeros((480, 640, 3), np.uint8)
    watchdog.opened(0.0, again=False)
    watchdog.saw(black, 0.0)
    watchdog.opened(60.0, again=False)
    watchdog.saw(black, 61.0)
    assert (watchdog.fault(61.0), watchdog.is_stuck(63.5)) == (None, False)
    assert (watchdog.fault(63.0), watchdog.is_stuck(64.0)) == (Fault.DARK, True)


def test_a_picture_that_stops_is_told_before_the_driver_is_given_up() -> None:
    world = World([*shown(1), Hang()])
    camera = watched(world)
    told: list[tuple[float, int]] = []

    def witness() -> None:
        if camera.trouble:
            told.append((world.time, len(world.opened)))
        if len(world.opened) > 1:
            camera.stop()

    world.witness = witness
    assert len(list(camera.frames())) == 1
    assert told[0][0] == pytest.approx(2.2, abs=0.3)
    assert told[0][1] == 1
    assert told[-1][0] == pytest.approx(8.7, abs=1)
    world.over.set()


def test_a_stopped_camera_s_device_is_not_asked_again_though_it_gives_nothing() -> None:
    gate = Gate()
    gate.frame = lambda: (False, None)  # type: ignore[method-assign]
    camera = Camera(0, lambda _: gate, listed=tuple)
    consumer = threading.Thread(target=lambda: list(camera.frames()))
    consumer.start()
    assert gate.asked.acquire(timeout=SAFETY)
    camera.stop()
    gate.let.release()
    assert gate.released.wait(SAFETY)
    consumer.join(SAFETY)
    assert not gate.asked.acquire(blocking=False)
