"""What comes from the terminal, read so that nothing a scanner can type ends, deafens or blinds a face.

A scanner types all that stands in a code, also ESC; and ESC with what follows is to Textual what a terminal
says of itself: a key, a click, a paste that lasts until its end mark, a size to draw at.
"""

from __future__ import annotations

import sys
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from functools import partial
from math import inf
from time import perf_counter
from typing import Any

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, SPECIAL_SEQUENCES, XTermParser
from textual.events import AppBlur, AppFocus, Paste, Resize
from textual.message import Message
from textual.messages import InBandWindowResize

_AT_ONCE = 0.001
"""Seconds within which a terminal sends all of a sequence; a scanner's next key takes longer. Believed."""
_MUCH = 256
"""Symbols of one read from which more may be waiting, and the read ended in the middle of a sequence."""
_PASTED = 1.0
"""Seconds without anything more after which a paste is over, whether or not its end mark came. Believed."""

_DRIVERS = ("textual.drivers.linux_driver", "textual.drivers.win32")
"""Where keys are read, on Linux and macOS, and on Windows."""

SPECIAL_SEQUENCES.discard(BRACKETED_PASTE_START)


class TerminalParser(XTermParser):
    """Textual's parser, for a terminal at which anything may be typed."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - as Textual calls it
        """Nothing came yet."""
        super().__init__(debug)
        self._came_at = -inf
        self._has_more = False
        """Whether what came last may go on in the next read."""
        self._pasted: str | None = None
        """What was pasted so far; None outside a paste."""

    def feed(self, data: str) -> Iterator[Message]:
        """What came: a sequence in one piece, else the keys one by one; a paste whole."""
        is_later = not self._has_more and perf_counter() - self._came_at > _AT_ONCE
        if self._timeout_time is not None and is_later:
            self._timeout_time = -inf
            yield from self._understood(super().tick())
        self._has_more = len(data) >= _MUCH
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasted is None:
                typed, mark, data = data.partition(BRACKETED_PASTE_START)
                for symbol in typed:
                    yield from self._understood(super().feed(symbol))
                self._pasted = "" if mark else None
            else:
                self._pasted, mark, data = (self._pasted + data).partition(BRACKETED_PASTE_END)
                if mark:
                    yield self._paste()
        self._came_at = perf_counter()

    def tick(self) -> Iterator[Message]:
        """What is over by now."""
        if self._pasted is not None and perf_counter() - self._came_at > _PASTED:
            yield self._paste()
        yield from self._understood(super().tick())

    def _paste(self) -> Paste:
        text, self._pasted = self._pasted or "", None
        return Paste(text.replace("\0", ""))

    def _understood(self, heard: Iterable[Message]) -> Iterator[Message]:
        """What was heard, but for sizes, which are asked of the system, and whether the window is in front.

        No key would reach the field any more where Textual believed that it is not. After what is no sequence
        at all it begins anew: errors in numbers out of range end Textual's thread of keys.
        """
        try:
            for message in heard:
                if isinstance(message, Resize | InBandWindowResize):
                    self.mouse_pixels = False
                elif not isinstance(message, AppBlur | AppFocus):
                    yield message
        except Exception:  # noqa: BLE001 - whatever it is, more keys will come
            self._tokens.clear()
            self._gen = self.parse(self._tokens.append)
            self._awaiting = next(self._gen)
            self._timeout_time = None


def read_with_care() -> None:
    """Let Textual's driver, once it is loaded, read by it: the drivers take what they read with by its name.

    What a terminal of another encoding sends is no UTF-8; it is read as U+FFFD instead of ending the thread.
    """
    for name in _DRIVERS:
        driver: dict[str, Any] = vars(sys.modules[name]) if name in sys.modules else {}
        if driver.get("XTermParser") is XTermParser:
            driver["XTermParser"] = TerminalParser
            driver["getincrementaldecoder"] = lambda encoding: partial(
                getincrementaldecoder(encoding), errors="replace"
            )
