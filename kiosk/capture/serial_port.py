"""A scanner in USB-COM mode: bytes of a serial port, cut into payloads."""

from __future__ import annotations

import errno
import re
import sys
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

import serial
from serial.tools import list_ports

from stations.model import Bilingual

SPEED = 9_600
"""Baud, the usual factory setting; a USB-COM scanner ignores it. 8 data bits, no parity, 1 stop bit."""
_ENDS = re.compile(rb"[\r\n\t\x03\x04]+")
"""What scanners send after a payload, and never within one: CR, LF, Tab, ETX, EOT."""
_START = b"\x02"
"""STX, which they send before it, and never within one."""
_LINES = _ENDS.pattern + rb"|(?=\x02)"
_NAME_OF_TYPE = re.compile(rb"\][A-Za-z][0-9]")
"""What tells the type of a code before it, if the scanner is set up so (AIM identifier): `]Q3`."""
_LONGEST = 4_096
"""Bytes: more than any QR code holds, so a port that chatters without an end cannot fill the memory."""
_CARD = re.compile(rb"\d{9,12}\|")
"""How a citizen card begins; its last fields may be missing, so that a part of it may look whole."""
_SILENCE, _STALL = 0.1, 1.0
"""Seconds after which silence ends a payload, and a card or what comes from a scanner that sends ends."""
_POLL = 0.05
_PAUSE = 1.0
"""Seconds between attempts to open a port that is gone."""


_LOST: tuple[type[Exception], ...] = (serial.SerialException, OSError, ValueError)
"""What pyserial raises for a port that is missing or goes away."""
if sys.platform != "win32":
    import termios

    _LOST += (termios.error,)


_IN_USE = frozenset({errno.EAGAIN, errno.EBUSY})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})


class Port(NamedTuple):
    """A serial port of this machine."""

    name: str
    """As `SerialScanner` takes it."""
    description: str


def ports() -> list[Port]:
    """The serial ports that something is connected to, or may be."""
    return [Port(port.device, port.description) for port in list_ports.comports() if port.hwid != "n/a"]


def opens(port: str) -> bool:
    """Whether a port can be opened just now."""
    try:
        _open(port).close()
    except _LOST:
        return False
    return True


def _open(port: str) -> serial.Serial:
    """A port of one's own: two programs on one port would each get parts of what is scanned."""
    return serial.Serial(port, SPEED, timeout=_POLL, exclusive=True)


def trouble(port: str, error: Exception) -> Bilingual:
    """What to do about a port that cannot be opened. Windows tells apart no more than "denied"."""
    code = getattr(error, "errno", None)
    if code in _IN_USE or "PermissionError" in str(error):
        return Bilingual(
            f"Cổng {port} đang có chương trình khác dùng. Xin đóng chương trình ấy; máy tự thử lại.",
            f"Port {port} is used by another program. Close that one; trying again.",
        )
    if code in _FORBIDDEN:
        return Bilingual(
            f"Máy không cho dùng cổng {port}. Xin thêm người dùng này vào nhóm dialout rồi đăng nhập lại.",
            f"This user may not use port {port}. Add them to the group dialout and log in again.",
        )
    return Bilingual(
        f"Chưa thấy máy quét ở cổng {port}. Xin kiểm tra dây cắm; máy tự thử lại.",
        f"No scanner at port {port}. Check the cable; trying again.",
    )


class Lines:
    """Payloads out of a stream of bytes, however it is cut into reads.

    Scanners end a payload with CR, LF, both, another control character or what they were set up to send,
    or with nothing: then the silence after it ends it. Once an end was seen on a port, silence inside a
    payload is taken for a stall and waited out, and in a citizen card it always is.

    What a scanner was set up to send may be part of a payload too. So a suffix ends a payload within a line
    only on a port where no line ever ended otherwise.
    """

    def __init__(self, prefix: str = "", suffix: str = "") -> None:
        """What the scanner was set up to send before each payload, and after it."""
        self._prefix = _bare(prefix)
        self._suffix = _bare(suffix)
        ends_alone = self._suffix and not _ENDS.search(suffix.encode())
        own = rb"|(?<=" + re.escape(self._suffix) + rb")" if ends_alone else b""
        self._cuts = re.compile(_LINES + own)
        self._rest = b""
        self._last = 0.0
        self._patience = _SILENCE

    def feed(self, data: bytes, at: float) -> list[bytes]:
        """The payloads that `data`, read at `at` (seconds of any clock that only grows), completes."""
        self._last = at
        if _ENDS.search(data):
            self._cuts = re.compile(_LINES)
        *whole, rest = self._cuts.split(self._rest + data)
        payloads = [payload for line in whole if (payload := self._payload(line))]
        if payloads:
            self._patience = _STALL
        self._rest = rest[-_LONGEST:]
        return payloads

    def expire(self, at: float) -> list[bytes]:
        """The payload that the silence until `at` ends, if any."""
        patience = _STALL if _CARD.search(self._rest) else self._patience
        if not self._rest or at - self._last < patience:
            return []
        line, self._rest = self._rest, b""
        payload = self._payload(line)
        return [payload] if payload else []

    def _payload(self, line: bytes) -> bytes:
        line = line.removesuffix(self._suffix).removeprefix(_START).removeprefix(self._prefix)
        return line[3:] if _NAME_OF_TYPE.match(line) else line


def _bare(around: str) -> bytes:
    """What a scanner sends around a payload without the marks that every payload is cut at."""
    return _ENDS.sub(b"", around.encode()).replace(_START, b"")


class SerialScanner:
    """A scanner at a serial port; a port that is missing or unplugged is tried again each second."""

    def __init__(self, port: str, prefix: str = "", suffix: str = "") -> None:
        """port: as the system calls it: COM3, /dev/ttyUSB0. Nothing is opened yet.

        prefix, suffix: what the scanner was set up to send around each payload.
        """
        self.name = port
        self._around = (prefix, suffix)
        self.trouble: Bilingual | None = None
        """What is wrong just now; None while the port is open."""
        self._stopping = threading.Event()

    def lines(self) -> Iterator[bytes]:
        """Each payload as the scanner sent it, without its end of line; ends after `stop`."""
        while not self._stopping.is_set():
            try:
                with _open(self.name) as port:
                    self.trouble = None
                    yield from self._lines_of(port)
            except _LOST as error:
                self.trouble = trouble(self.name, error)
                self._stopping.wait(_PAUSE)

    def stop(self) -> None:
        """End `lines` within a moment, from any thread."""
        self._stopping.set()

    def _lines_of(self, port: serial.Serial) -> Iterator[bytes]:
        lines = Lines(*self._around)
        while not self._stopping.is_set():
            data = port.read(max(1, port.in_waiting))
            now = time.monotonic()
            yield from lines.feed(data, now) if data else lines.expire(now)
