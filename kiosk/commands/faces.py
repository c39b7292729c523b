"""The commands that open a screen, and the demo."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from kiosk.bugs import bug_log
from kiosk.commands.arguments import Commands, a_pin, command, desk_option, event_option
from kiosk.commands.console import Exit, Failure
from kiosk.laptop import Laptop, remembered
from stations.model import Bilingual

if TYPE_CHECKING:
    from checkin.desk import Desk
    from kiosk.app import NgayHoi, Settings
    from kiosk.capture.model import Source, SourceProblem
    from kiosk.screens.base import Face

_FACES = (
    ("kiosk", "màn hình tự đón", "self-service screen"),
    ("desk", "màn hình tình nguyện viên", "a volunteer's screen"),
    ("station", "màn hình người phụ trách trạm", "a station host's screen"),
    ("board", "bảng lớn trên máy chiếu", "the board on the projector"),
    ("figures", "số liệu trong ngày cho ban tổ chức", "the day's figures for the organiser"),
    ("demo", "ngày hội thử với người hư cấu", "a demo event with invented people"),
)

_KIOSK = "ki-ot"
"""Code of the desk a kiosk is, where the catalogue has it."""
_AS_KIOSK = (f"bàn {_KIOSK}, không có thì bàn đầu tiên", f"{_KIOSK}, or the first")
_OWN_DESKS = {"kiosk": _AS_KIOSK, "demo": _AS_KIOSK, "station": ("trạm ấy", "the station")}
"""Faces whose desk is not the event's first, and which it is."""
_ONLY_SHOWS = ("board", "figures")
"""Faces at which nothing is scanned."""


def add_parsers(commands: Commands) -> None:
    """Kiosk, desk, station, board, figures and demo."""
    for name, vi, en in _FACES:
        face = command(commands, name, "demo:demo" if name == "demo" else "faces:face", vi, en)
        face.set_defaults(face="kiosk" if name == "demo" else name, at=None)
        if name == "station":
            face.add_argument("station", metavar="CODE", help="mã hoặc số trạm / code or number")
        _options(face)
        desk_option(face, *_OWN_DESKS.get(name, ()))
        event_option(face)


def _options(face: ArgumentParser) -> None:
    face.add_argument(
        "--source",
        metavar="TEXT",
        help="máy ảnh 0, địa chỉ http://, cổng COM3, tệp ... / a camera, an address, a serial port, a file",
    )
    face.add_argument(
        "--pin",
        metavar="TEXT",
        type=a_pin,
        help="số để thoát màn hình, từ 4 đến 12 ký tự / what leaves the screen, 4 to 12 characters",
    )
    face.add_argument("--prefix", metavar="TEXT", help="máy quét gõ trước mã / typed before a code")
    face.add_argument("--suffix", metavar="TEXT", help="máy quét gõ sau mã / typed after a code")


def face(args: Namespace) -> int:
    """Open one of the screens until someone with the PIN leaves it. Raises Failure."""
    return open_face(args, lambda: datetime.now(UTC))


def open_face(args: Namespace, clock: Callable[[], datetime]) -> int:
    """Open a screen that goes by a clock of its own. Raises Failure."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise Failure("terminal", _NO_TERMINAL, Exit.USAGE)
    with ExitStack() as day:

        @cache
        def desk() -> Desk:
            return _desk(args, day, clock)

        # The kiosk is to be seen at once; its store opens behind it.
        return _run(args, desk if args.face == "kiosk" else desk(), clock)


def _desk(args: Namespace, day: ExitStack, clock: Callable[[], datetime]) -> Desk:
    """Open the store until the day ends; where this laptop stands in it. Raises Failure."""
    from kiosk.commands.session import session, station_code

    at_desk, _ = day.enter_context(session(args, clock))
    event = at_desk.catalogue.event
    if args.face == "station":
        args.station = station_code(args.station, at_desk.catalogue)
    own = args.station if args.face == "station" else _KIOSK
    if args.desk or args.face in ("desk", *_ONLY_SHOWS) or not (event.desk(own) or event.station(own)):
        return at_desk.desk
    return replace(at_desk.desk, code=own)


def _run(args: Namespace, desk: Desk | Callable[[], Desk], clock: Callable[[], datetime]) -> int:
    from kiosk.running import keep_running

    screen = _screen(args)
    app: NgayHoi | None = None

    def make() -> NgayHoi:
        nonlocal app
        app = _app(args, desk, screen, clock, app)
        return app

    log = bug_log()
    if keep_running(make, log):
        where = str(log)
        raise Failure(
            "bug",
            Bilingual(
                f"Màn hình gặp lỗi liên tiếp; những gì đã báo xanh vẫn còn. Xin gửi kỹ thuật tệp: {where}",
                f"The screen keeps failing; what was shown green is safe. Give engineers this file: {where}",
            ),
        )
    return Exit.OK


def _app(
    args: Namespace,
    desk: Desk | Callable[[], Desk],
    screen: Callable[[], Face],
    clock: Callable[[], datetime],
    ended: NgayHoi | None,
) -> NgayHoi:
    """The screen, or the one to follow the one that ended with a bug. Raises Failure."""
    from kiosk.app import NgayHoi
    from kiosk.capture.model import SourceProblem

    own = remembered()
    text = ended.source_text if ended else _named(args, own)
    around = args.prefix or "", args.suffix or ""
    settings = replace(_settings(args, own), source=text, around=around, sound=own.sound)
    source = _opened(text, around) if text else None
    if not isinstance(source, SourceProblem):
        return NgayHoi(desk, screen, clock, settings, source)
    if args.source and not ended:
        raise Failure("source", source.text, Exit.USAGE)
    app = NgayHoi(desk, screen, clock, settings)
    app.trouble = source.text
    return app


def _opened(text: str, around: tuple[str, str]) -> Source | SourceProblem:
    from kiosk.capture.sources import open_source

    return open_source(text, *around)


def _named(args: Namespace, own: Laptop) -> str:
    """The source to open, "" for none; what only shows takes no camera away from the kiosk beside it."""
    remembered_source = "" if args.face in _ONLY_SHOWS else own.source
    return args.source or remembered_source


def _settings(args: Namespace, own: Laptop) -> Settings:
    from kiosk.app import Settings

    chosen = {
        "pin": args.pin,
        "prefix": own.prefix if args.prefix is None else args.prefix,
        "suffix": own.suffix if args.suffix is None else args.suffix,
        "language": args.lang,
    }
    return Settings(**{name: value for name, value in chosen.items() if value})


def _screen(args: Namespace) -> Callable[[], Face]:
    match args.face:
        case "desk":
            from kiosk.screens.desk import DeskScreen

            return DeskScreen
        case "station":
            from kiosk.screens.station import StationScreen

            return lambda: StationScreen(args.station)
        case "board":
            from kiosk.screens.board import BoardScreen

            return BoardScreen
        case "figures":
            from kiosk.screens.figures import FiguresScreen

            return FiguresScreen
        case _:
            from kiosk.screens.welcome import Welcome

            return Welcome


_NO_TERMINAL = Bilingual(
    "Màn hình này cần một cửa sổ dòng lệnh. Xin mở trực tiếp, không qua ống dẫn hay tệp.",
    "A screen needs a terminal. Open it directly, not through a pipe or a file.",
)
