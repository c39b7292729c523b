"""A face that comes back by itself: what ended it goes into a log file, and it is opened again."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from kiosk.bugs import write_down
from kiosk.commands.console import Failure
from kiosk.workers import end_with_terminal

if TYPE_CHECKING:
    from kiosk.app import NgayHoi

_ATTEMPTS = 3
_AT_ONCE = 10.0
"""Seconds: a face that ends sooner than this after its start would only end again."""
_AWAKE = 0x80000000 | 0x1 | 0x2
"""What Windows calls: from now on, no sleep, and a screen that stays on."""


def keep_running(make: Callable[[], NgayHoi], log: Path) -> int:
    """Run a face until someone with the PIN leaves it; returns 0 then.

    A bug goes into the log file, and the face is started again; 1 is returned
    when it ended so three times in a row within seconds of its start.
    """
    end_with_terminal()
    _stay_awake()
    in_a_row = 0
    while in_a_row < _ATTEMPTS:
        start = monotonic()
        with _screen_to_itself():
            app = make()
            app.run()
        if app.crash is None:
            return 0
        if isinstance(app.crash, Failure):
            raise app.crash
        _note(app.crash, app.clock(), log)
        in_a_row = in_a_row + 1 if monotonic() - start < _AT_ONCE else 0
    return 1


def _stay_awake() -> None:
    """Keep Windows from darkening the screen, and from sleeping, until this program ends.

    Nobody types at a board or before a camera, so it would within half an hour. A lid that is shut, an
    empty battery and the button still put the laptop to sleep.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - the first screen elsewhere comes without it

        ctypes.windll.kernel32.SetThreadExecutionState(_AWAKE)


@contextmanager
def _screen_to_itself() -> Iterator[None]:
    """Let nobody but Textual write to the terminal.

    Libraries write to the error stream: libjpeg a line for each frame that a camera's cable garbles.
    Textual draws through that stream too, except on Windows.
    """
    before = sys.__stderr__
    if before is None or os.name == "nt":
        yield
        return
    errors = before.fileno()
    terminal = os.fdopen(os.dup(errors), "w", encoding=before.encoding, errors=before.errors)
    with terminal, Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), errors)
        sys.__stderr__ = terminal  # type: ignore[misc]  # declared final; it is what Textual draws on
        try:
            yield
        finally:
            sys.__stderr__ = before  # type: ignore[misc]
            os.dup2(terminal.fileno(), errors)


def _note(crash: Exception, at: datetime, log: Path) -> None:
    """Write a crash down; a full disk is no reason to turn people away."""
    with suppress(OSError):
        write_down(crash, at, log)
