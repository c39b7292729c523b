"""Where scans come from: one text names the source, one generator yields what was scanned there.

OpenCV and the decoders are imported when a source needs them, so that a desk with a USB scanner alone
starts at once, also where they are missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from checkin.desk import Scan
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
from kiosk.capture.vision import vision_problem

ABSENT = 8
"""Decoded frames without a code after which it has left the view: about a third of a second of film.
Fewer would count a code twice that one blurred frame hid."""
_STREAM = re.compile(r"(https?|rtsps?)://", re.IGNORECASE)
_SERIAL = re.compile(
    r"serial:(?P<named>.+)|(?P<port>COM\d+|/dev/(?:tty|cu\.|serial/|rfcomm).*)", re.IGNORECASE
)


class Presence:
    """Which codes are in view, so that one held up for long counts once and one shown again, twice."""

    def __init__(self, absent: int = ABSENT) -> None:
        """absent: decoded frames without a code after which it has left the view, at least 1."""
        self._absent = absent
        self._missed: dict[bytes, int] = {}

    def arrivals(self, payloads: Collection[bytes]) -> list[bytes]:
        """Those of one decoded frame's payloads that were not in view before, in their order."""
        new = [payload for payload in dict.fromkeys(payloads) if payload not in self._missed]
        counts = {payload: missed + 1 for payload, missed in self._missed.items()}
        counts.update(dict.fromkeys(payloads, 0))
        self._missed = {payload: missed for payload, missed in counts.items() if missed < self._absent}
        return new


def open_source(text: str) -> Source | SourceProblem:
    """The source a text names.

    A camera number ("0"), an http:// (MJPEG) or rtsp:// address, a serial port ("COM3", "/dev/ttyUSB0",
    "serial:name"), "keyboard", or the path of a film, a picture, or a folder of pictures (taken by
    name). Files are looked at now; devices when scans are asked for, since one may be plugged in later.
    """
    text = text.strip()
    if text.casefold() == "keyboard":
        return Keyboard()
    if port := _SERIAL.fullmatch(text):
        return SerialScanner(port["named"] or port["port"])
    if missing := vision_problem():
        return SourceProblem(missing)
    from kiosk.capture import camera, files  # noqa: PLC0415

    if text.isascii() and text.isdigit():
        return camera.Camera(int(text))
    return camera.Camera(text) if _STREAM.match(text) else files.open_path(Path(text))


def scans(source: Source) -> Iterator[Scan]:
    """What is scanned at a source, until it ends or is stopped; nothing for a keyboard.

    In moving pictures a code gives one scan for as long as it stays in view. In pictures each code gives
    one in each; unusable pictures are passed over.
    """
    match source:
        case LineSource():
            yield from (Scan(line) for line in source.lines())
        case PictureSource():
            yield from _picture_scans(source)
        case FrameSource():
            yield from _frame_scans(source)
        case Keyboard():
            return


def _picture_scans(source: PictureSource) -> Iterator[Scan]:
    from kiosk.capture.decode import decode_still  # noqa: PLC0415

    for _, picture in source.pictures():
        if not isinstance(picture, PictureProblem):
            payloads = dict.fromkeys(code.payload for code in decode_still(picture))
            yield from (Scan(payload) for payload in payloads)


def _frame_scans(source: FrameSource) -> Iterator[Scan]:
    from kiosk.capture.decode import decode_frame  # noqa: PLC0415

    presence = Presence()
    for frame in source.frames():
        for payload in presence.arrivals([code.payload for code in decode_frame(frame)]):
            yield Scan(payload)
