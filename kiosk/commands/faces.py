"""The commands that open a screen, and the demo."""

from __future__ import annotations

from argparse import ArgumentParser

from kiosk.commands.arguments import Commands, command

_FACES = (
    ("kiosk", "màn hình tự đón", "self-service screen"),
    ("desk", "màn hình tình nguyện viên", "a volunteer's screen"),
    ("station", "màn hình chủ trạm", "a station host's screen"),
    ("board", "bảng gọi số trên máy chiếu", "the call board"),
    ("demo", "ngày hội thử với người hư cấu", "a demo event with invented people"),
)


def add_parsers(commands: Commands) -> None:
    """Kiosk, desk, station, board and demo."""
    for name, vi, en in _FACES:
        face = command(commands, name, "demo:demo", vi, en)
        if name != "demo":
            face.set_defaults(run="kiosk.app:run_face")
        face.set_defaults(face=name)
        if name == "station":
            face.add_argument("station", metavar="CODE", help="mã hoặc số trạm / code or number")
        _options(face)


def _options(face: ArgumentParser) -> None:
    face.add_argument(
        "--source", metavar="TEXT", help="máy ảnh, cổng nối tiếp, tệp ... / camera, serial port, file"
    )
    face.add_argument("--pin", metavar="DIGITS", help="số để rời ki-ốt / digits that leave the kiosk")
    face.add_argument("--prefix", metavar="TEXT", help="ký tự máy quét gõ trước mã / typed before a code")
    face.add_argument("--suffix", metavar="TEXT", help="ký tự máy quét gõ sau mã / typed after a code")
    face.add_argument("--desk", metavar="CODE", help="mã bàn đón / the desk")
    face.add_argument("--event", metavar="CODE", help="mã sự kiện / the event")
