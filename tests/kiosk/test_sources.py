"""One text names where scans come from, and each code held up once gives one scan."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from checkin.desk import Scan
from kiosk.capture.camera import Camera
from kiosk.capture.files import PictureFiles
from kiosk.capture.film import VideoFile
from kiosk.capture.model import Keyboard, SourceProblem
from kiosk.capture.serial_port import Lines, SerialScanner
from kiosk.capture.sources import open_source, scans
from tests.pictures import draw, sheet

CARD = "051200000001||Đinh Thị Mưa|02032001|Nữ|Đồng Răm, Ba Khâm, Ba Tơ, Quảng Ngãi|15082021".encode()


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("0", Camera, "camera 0"),
        (" 12 ", Camera, "camera 12"),
        ("1:USB 2.0 Camera: HD", Camera, "USB 2.0 Camera: HD"),
        ("http://192.0.2.7:8080/video", Camera, "http://192.0.2.7:8080/video"),
        ("rtsp://a:b@192.0.2.7/live", Camera, "rtsp://192.0.2.7/live"),
        ("HTTP://a:b@[half", Camera, "HTTP://…"),
        ("COM3", SerialScanner, "COM3"),
        ("com12", SerialScanner, "com12"),
        ("/dev/ttyUSB0", SerialScanner, "/dev/ttyUSB0"),
        ("/dev/serial/by-id/usb-scanner", SerialScanner, "/dev/serial/by-id/usb-scanner"),
        ("serial:/dev/pts/5", SerialScanner, "/dev/pts/5"),
        ("keyboard", Keyboard, "keyboard"),
        ("Keyboard", Keyboard, "keyboard"),
    ],
)
def test_a_device_is_named_by_a_text_and_not_opened_yet(text: str, kind: type[Camera], name: str) -> None:
    source = open_source(text)
    assert isinstance(source, kind)
    assert source.name == name


@pytest.mark.parametrize("text", ["", "nowhere.png", "²", "-1", "a\0b", "x" * 5000, "/dev/null", "ftp://a/b"])
def test_a_text_that_names_nothing_gives_a_sentence(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    problem = open_source(text)
    assert isinstance(problem, SourceProblem)
    assert problem.text.vi != problem.text.en


def save(path: Path, *payloads: str) -> None:
    page = draw(payloads[0]) if len(payloads) == 1 else sheet(payloads, dpi=100)
    Pillow.fromarray(page).save(path)


def test_a_folder_is_read_by_name_and_each_code_once_a_picture(tmp_path: Path) -> None:
    save(tmp_path / "b Thẻ.PNG", "TWO", "THREE", "TWO")
    save(tmp_path / "a.jpg", "ONE")
    save(tmp_path / "c.webp", "ONE")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    (tmp_path / "note.txt").write_text("ghi chú", encoding="utf-8")
    source = open_source(str(tmp_path))
    assert isinstance(source, PictureFiles)
    found = list(scans(source))
    assert sorted(scan.data for scan in found) == [b"ONE", b"ONE", b"THREE", b"TWO"]
    assert (found[0].data, found[-1].data) == (b"ONE", b"ONE")
    assert [name for name, _ in source.pictures()] == ["a.jpg", "b Thẻ.PNG", "broken.png", "c.webp"]


def test_files_are_looked_at_when_named(tmp_path: Path) -> None:
    save(tmp_path / "Ảnh thẻ.png", "ONE")
    (tmp_path / "note.txt").write_text("ghi chú", encoding="utf-8")
    (tmp_path / "film.MP4").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    picture = open_source(str(tmp_path / "Ảnh thẻ.png"))
    assert not isinstance(picture, SourceProblem)
    assert list(scans(picture)) == [Scan(b"ONE")]
    assert isinstance(open_source(str(tmp_path / "note.txt")), SourceProblem)
    assert isinstance(open_source(str(tmp_path / "empty")), SourceProblem)
    assert isinstance(open_source(str(tmp_path / "film.MP4")), VideoFile)


def test_a_keyboard_gives_no_scans_of_its_own() -> None:
    assert list(scans(Keyboard())) == []


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
@given(data=st.data())
def test_payloads_survive_any_cut_into_reads(end: bytes, data: st.DataObject) -> None:
    stream = b"".join(payload + end for payload in (CARD, b"0H99H23RHMHM6183", CARD, CARD))
    lines = Lines()
    got: list[bytes] = []
    now = 0.0
    while stream:
        size = data.draw(st.integers(1, 60))
        got += lines.feed(stream[:size], now)
        stream = stream[size:]
        now += data.draw(st.sampled_from([0.0, 0.05, 0.09]))
        got += lines.expire(now)
    assert got == [CARD, b"0H99H23RHMHM6183", CARD, CARD]


def test_without_line_ends_the_silence_ends_a_payload() -> None:
    lines = Lines()
    assert lines.feed(CARD[:20], 1.0) + lines.expire(1.05) + lines.feed(CARD[20:], 1.06) == []
    assert lines.expire(1.1) == []
    assert lines.expire(1.2) == [CARD]
    assert lines.expire(9.0) == []


def test_a_stall_is_waited_out_once_a_line_end_was_seen() -> None:
    lines = Lines()
    assert lines.feed(b"ONE\r" + CARD[:20], 1.0) == [b"ONE"]
    assert lines.expire(1.5) == []
    assert lines.feed(CARD[20:] + b"\r\n", 1.6) == [CARD]


def test_a_port_that_chatters_without_an_end_fills_no_memory() -> None:
    lines = Lines()
    for _ in range(100):
        assert lines.feed(b"x" * 1000, 0.0) == []
    assert len(lines.expire(5.0)[0]) <= 4096


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals stand in for a serial port")
@pytest.mark.timeout(20)
def test_a_serial_scanner_is_read_lost_and_found_again(tmp_path: Path) -> None:
    port = tmp_path / "scanner"
    source = open_source(f"serial:{port}")
    assert isinstance(source, SerialScanner)
    got: list[Scan] = []
    arrived = threading.Semaphore(0)

    def collect() -> None:
        for scan in scans(source):
            got.append(scan)
            arrived.release()

    consumer = threading.Thread(target=collect, daemon=True)
    consumer.start()
    for payload in (CARD, b"0H99H23RHMHM6183"):
        ours, theirs = os.openpty()
        port.unlink(missing_ok=True)
        port.symlink_to(os.ttyname(theirs))
        while not arrived.acquire(timeout=0.2):
            os.write(ours, payload + b"\r")
        os.close(theirs)
        os.close(ours)
        wait_until_lost(source)
    source.stop()
    consumer.join(5)
    assert not consumer.is_alive()
    assert list(dict.fromkeys(scan.data for scan in got)) == [CARD, b"0H99H23RHMHM6183"]
    assert not any(scan.typed for scan in got)


def wait_until_lost(source: SerialScanner) -> None:
    while source.trouble is None:
        threading.Event().wait(0.01)
    assert source.name in source.trouble.vi
