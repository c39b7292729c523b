"""How a text names a camera, and what of a network address may be shown."""

from __future__ import annotations

import pytest

from kiosk.capture.address import numbered, without_secrets
from kiosk.capture.camera import Camera
from kiosk.capture.sources import open_source


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("rtsp://192.0.2.7:554/live", "rtsp://192.0.2.7:554/live"),
        ("rtsp://clerk:secret@192.0.2.7:554/live?key=secret", "rtsp://192.0.2.7:554/live"),
        ("rtsp://192.0.2.7:554/user=admin&password=secret&channel=1&stream=0.sdp?", "rtsp://192.0.2.7:554/…"),
        ("rtsp://192.0.2.7:554/user=admin&password=a@secret&channel=1", "rtsp://…"),
        ("http://192.0.2.7/video?password=a@secret", "http://…"),
        ("rtsp://admin:secret#123@host/", "rtsp://host/"),
        ("rtsp://admin:secret?b@host", "rtsp://host"),
        ("rtsp://admin:pa/secret@host/x", "rtsp://host/x"),
        ("rtsp://admin:secret@x@host/x", "rtsp://host/x"),
        ("rtsp://admin:secret=@host/x", "rtsp://host/x"),
        ("rtsp://admin:secret", "rtsp://…"),
        ("rtsp://user=admin&password=secret", "rtsp://…"),
        ("http://[2001:db8::7]:8080/video", "http://[2001:db8::7]:8080/video"),
        ("http://[secret", "http://…"),
        ("0:USB Camera", "0:USB Camera"),
    ],
)
def test_no_password_is_shown_wherever_it_stands(address: str, shown: str) -> None:
    assert without_secrets(address) == shown
    assert "secret" not in shown


@pytest.mark.parametrize(
    ("text", "camera"),
    [
        ("1", (1, "")),
        ("1:USB Camera", (1, "USB Camera")),
        ("0: USB ", (0, "USB")),
        ("/dev/video0", (0, "")),
        ("/dev/video12", (12, "")),
        ("/dev/video", None),
        ("/dev/video0.png", None),
        ("COM3", None),
    ],
)
def test_a_number_a_name_and_a_device_file_name_a_camera(text: str, camera: tuple[int, str] | None) -> None:
    assert numbered(text) == camera


def test_a_device_file_is_opened_as_the_camera_of_its_number() -> None:
    source = open_source("/dev/video2")
    assert isinstance(source, Camera)
    assert source.name == "camera 2"
