"""camera: which cameras there are and what they give, and which one this machine uses."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.capture.address import is_stream, numbered, without_secrets
from kiosk.capture.vision import vision_problem
from kiosk.commands.console import Exit, Failure, both, emit
from kiosk.commands.findings import MARKS, Finding, Level
from kiosk.laptop import change, remembered
from stations.model import Bilingual

if TYPE_CHECKING:  # at run time it loads OpenCV, whose absence is told in a sentence
    from kiosk.capture.camera import Camera

_OPENING = 6.0
"""Seconds within which a camera must show something."""
_WATCHING = 2.5
"""Seconds for which its frames are counted; a camera that sees black tells so after two."""
_NONE = "none"


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came of looking through a camera."""

    source: str
    """As `open_source` takes it."""
    camera: Camera
    rate: float | None
    finding: Finding

    @property
    def is_good(self) -> bool:
        """Whether it gives a picture that codes can be read in."""
        return self.finding.level is not Level.MEND

    @property
    def typed(self) -> str:
        """What to type to choose it."""
        known = numbered(self.source)
        return str(known[0]) if known else without_secrets(self.source)


def camera(args: Namespace) -> int:
    """List the cameras, or choose one. Raises Failure."""
    if args.camera == _NONE:
        _keep("")
        emit(args, {"source": "", **both(_NO_LONGER)}, _NO_LONGER)
        return Exit.OK
    if problem := vision_problem():
        raise Failure("no-vision", problem)
    if args.camera is None:
        return _list(args)
    tried = _chosen(args.camera)
    _keep(tried.source)
    _tell(args, tried, chosen=True)
    return Exit.OK if tried.is_good else Exit.FAILED


def _keep(source: str) -> None:
    """Remember a source, "" for none. Raises Failure."""
    try:
        change(lambda own: replace(own, source=source))
    except OSError as error:
        raise Failure("file", _FORGETFUL) from error


def _list(args: Namespace) -> int:
    from kiosk.capture.cameras import list_cameras, present

    listed = list_cameras()
    own = present(remembered().source, listed)
    is_camera = is_stream(own) or numbered(own) is not None
    sources = dict.fromkeys([*(each.source for each in listed), *([own] if is_camera else [])])
    if not sources:
        raise Failure("no-camera", _NOTHING)
    works = False
    for source in sources:
        tried = _tried(source)
        works |= tried.is_good
        _tell(args, tried, chosen=source == own)
    return Exit.OK if works else Exit.FAILED


def _chosen(text: str) -> _Tried:
    """What came of a camera that gave a picture, however bad. Raises Failure."""
    from kiosk.capture.cameras import list_cameras, present

    source = present(text.strip(), list_cameras() if numbered(text.strip()) else ())
    tried = _tried(source)
    if tried.camera.size is None:
        raise Failure("no-camera", tried.finding.text)
    return tried


def _tried(source: str) -> _Tried:
    """Look through a camera for a few seconds. Raises Failure."""
    from kiosk.capture.camera import Camera
    from kiosk.capture.model import SourceProblem
    from kiosk.capture.sources import open_source
    from kiosk.commands import doctor_devices

    opened = open_source(source)
    if isinstance(opened, SourceProblem):
        raise Failure("source", opened.text, Exit.USAGE)
    if not isinstance(opened, Camera):
        raise Failure("source", _NO_CAMERA_S_NAME, Exit.USAGE)
    finding = doctor_devices.camera(opened, _OPENING, _WATCHING)
    return _Tried(source, opened, opened.rate, finding)


def _tell(args: Namespace, tried: _Tried, *, chosen: bool) -> None:
    record: dict[str, object] = {
        "source": tried.typed,
        "name": tried.camera.name,
        "size": tried.camera.size,
        "rate": round(tried.rate, 1) if tried.rate else None,
        "ok": tried.is_good,
        "chosen": chosen,
    }
    text = _line(tried, chosen=chosen)
    emit(args, record | both(text), text)


def _line(tried: _Tried, *, chosen: bool) -> Bilingual:
    named = dict.fromkeys([tried.typed, tried.camera.name])
    seen = tried.finding.text
    start = f"{MARKS[tried.finding.level]} {' · '.join(named)}"
    vi, en = (each.removeprefix(f"{tried.camera.name}: ") for each in (seen.vi, seen.en))
    if chosen:
        return Bilingual(f"{start} (đã chọn): {vi}", f"{start} (chosen): {en}")
    return Bilingual(f"{start}: {vi}", f"{start}: {en}")


_NOTHING = Bilingual(
    "Máy này chưa thấy máy ảnh nào. Xin cắm máy ảnh vào, hoặc dùng điện thoại: ngayhoi camera http://…",
    "This machine sees no camera. Plug one in, or use a phone: ngayhoi camera http://…",
)
_NO_CAMERA_S_NAME = Bilingual(
    "Xin gõ số của máy ảnh (0, 1, …), một địa chỉ http:// hoặc rtsp://, hoặc none.",
    "Type a camera's number (0, 1, ...), an http:// or rtsp:// address, or none.",
)
_NO_LONGER = Bilingual("Đã ghi nhớ: không dùng máy ảnh.", "Remembered: no camera.")
_FORGETFUL = Bilingual(
    "Máy này không ghi nhớ được lựa chọn. Xin kiểm tra ổ đĩa, hoặc mở màn hình với --source.",
    "This machine cannot note the choice. Check the disk, or open the screen with --source.",
)
