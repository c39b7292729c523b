"""One text names where scans come from, and each code held up once gives one scan."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image as Pillow

from checkin.desk import Scan
from kiosk.capture.camera import Camera
from kiosk.capture.files import PictureFiles
from kiosk.capture.film import VideoFile
from kiosk.capture.model import Keyboard, SourceProblem
from kiosk.capture.serial_port import SerialScanner
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
