"""Where scans come from: one text names the source, one generator yields what was scanned there.

OpenCV and the decoders are imported when a source needs them, so that a desk with a USB scanner alone
starts at once, also where they are missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from checkin.desk import Scan
from kiosk.capture.address import is_stream, numbered
from kiosk.capture.model import (
    FrameSource,
    Keyboard,
    LineSource,
    PictureProblem,
    PictureSource,
    Source,
    SourceProblem,
)
from kiosk.capture.serial_port import SerialScanner
from kiosk.capture.vision import NO_DECODER, vision_problem

if TYPE_CHECKING:  # at run time it would load OpenCV at a desk that has a USB scanner alone
    from kiosk.capture.live import Look

_SERIAL = re.compile(
    r"serial:(?P<named>.+)|(?P<port>COM\d+|/dev/(?:tty|cu\.|serial/|rfcomm).*)", re.IGNORECASE
)


def open_source(text: str, prefix: str = "", suffix: str = "") -> Source | SourceProblem:
    """The source a text names.

    A camera's number ("0" or "/dev/video0"), or number and name ("0:USB Camera", found by its name under
    another number too), an http:// (MJPEG) or rtsp:// address, a serial port ("COM3", "/dev/ttyUSB0",
    "serial:name"), "keyboard", or the path of a film, a picture, or a folder of pictures (taken by name).
    Files are looked at now; devices when scans are asked for, since one may be plugged in later.

    prefix, suffix: what a scanner was set up to send around each code.
    """
    text = text.strip()
    if text.casefold() == "keyboard":
        return Keyboard()
    if port := _SERIAL.fullmatch(text):
        return SerialScanner(port["named"] or port["port"], prefix, suffix)
    if missing := vision_problem():
        return SourceProblem(missing)
    from kiosk.capture.decode import engines  # noqa: PLC0415

    if not engines():
        return SourceProblem(NO_DECODER)
    from kiosk.capture import camera, files  # noqa: PLC0415

    if is_stream(text):
        return camera.Camera(text)
    if known := numbered(text):
        number, label = known
        return camera.Camera(number, label=label)
    return files.open_path(Path(text))


def scans(source: Source, watch: Callable[[Look], None] | None = None) -> Iterator[Scan]:
    """What is scanned at a source, until it ends or is stopped; nothing for a keyboard.

    In moving pictures a code gives one scan for as long as it stays in view; `watch` is shown every frame
    after its scans were taken, and must return at once. In pictures each code gives one scan in each;
    unusable pictures are passed over.
    """
    match source:
        case LineSource():
            yield from (Scan(line) for line in source.lines())
        case PictureSource():
            yield from _picture_scans(source)
        case FrameSource():
            yield from _frame_scans(source, watch)
        case Keyboard():
            return


def _picture_scans(source: PictureSource) -> Iterator[Scan]:
    from kiosk.capture.decode import decode_still  # noqa: PLC0415

    for _, picture in source.pictures():
        if not isinstance(picture, PictureProblem):
            payloads = dict.fromkeys(code.payload for code in decode_still(picture))
            yield from (Scan(payload) for payload in payloads)


def _frame_scans(source: FrameSource, watch: Callable[[Look], None] | None) -> Iterator[Scan]:
    from kiosk.capture.live import LiveDecoder  # noqa: PLC0415
    from kiosk.capture.presence import Presence  # noqa: PLC0415

    decoder, presence = LiveDecoder(), Presence()
    for frame in source.frames():
        look = decoder.look(frame)
        yield from (Scan(payload) for payload in presence.arrivals(look))
        if watch:
            watch(look)
