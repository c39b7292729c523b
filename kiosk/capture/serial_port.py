"""A scanner in USB-COM mode: bytes of a serial port, cut into payloads."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator

import serial

from stations.model import Bilingual

SPEED = 9_600
"""Baud, the usual factory setting; a USB-COM scanner ignores it. 8 data bits, no parity, 1 stop bit."""
_ENDS = re.compile(rb"[\r\n]+")
_LONGEST = 4_096
"""Bytes: more than any QR code holds, so a port that chatters without an end cannot fill the memory."""
_POLL = 0.05
_PAUSE = 1.0
"""Seconds between attempts to open a port that is gone."""


class Lines:
    """Payloads out of a stream of bytes, however it is cut into reads.

    Scanners end a payload with CR, LF or CR LF, or with nothing: then the silence after it ends it. Once
    an end was seen on a port, silence inside a payload is taken for a stall and waited out.
    """

    def __init__(self) -> None:
        """Before the first byte."""
        self._rest = b""
        self._last = 0.0
        self._patience = 0.1

    def feed(self, data: bytes, at: float) -> list[bytes]:
        """The payloads that `data`, read at `at` (seconds of any clock that only grows), completes."""
        self._last = at
        *whole, rest = _ENDS.split(self._rest + data)
        if whole:
            self._patience = 1.0
        self._rest = rest[-_LONGEST:]
        return [line for line in whole if line]

    def expire(self, at: float) -> list[bytes]:
        """The payload that the silence until `at` ends, if any."""
        if not self._rest or at - self._last < self._patience:
            return []
        line, self._rest = self._rest, b""
        return [line]


class SerialScanner:
    """A scanner at a serial port; a port that is missing or unplugged is tried again each second."""

    def __init__(self, port: str) -> None:
        """port: as the system calls it: COM3, /dev/ttyUSB0. Nothing is opened yet."""
        self.name = port
        self.trouble: Bilingual | None = None
        """What is wrong just now; None while the port is open."""
        self._stopping = threading.Event()

    def lines(self) -> Iterator[bytes]:
        """Each payload as the scanner sent it, without its end of line; ends after `stop`."""
        while not self._stopping.is_set():
            try:
                with serial.Serial(self.name, SPEED, timeout=_POLL) as port:
                    self.trouble = None
                    yield from self._lines_of(port)
            except (serial.SerialException, OSError, ValueError):
                self.trouble = Bilingual(
                    f"Chưa thấy máy quét ở cổng {self.name}. Xin kiểm tra dây cắm; máy tự thử lại.",
                    f"No scanner at port {self.name}. Check the cable; trying again.",
                )
                self._stopping.wait(_PAUSE)

    def stop(self) -> None:
        """End `lines` within a moment, from any thread."""
        self._stopping.set()

    def _lines_of(self, port: serial.Serial) -> Iterator[bytes]:
        lines = Lines()
        while not self._stopping.is_set():
            data = port.read(max(1, port.in_waiting))
            now = time.monotonic()
            yield from lines.feed(data, now) if data else lines.expire(now)
