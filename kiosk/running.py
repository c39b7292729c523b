"""A face that comes back by itself: what ended it goes into a log file, and it is opened again."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

from kiosk.commands.console import Failure

if TYPE_CHECKING:
    from kiosk.app import NgayHoi

_ATTEMPTS = 3
_LOOK = 2.0
"""Seconds from one look at whether the terminal is there to the next."""
_HUNG_UP = 129
"""Exit status of a program that a closed terminal ends: 128 and the number of its signal."""
_AT_ONCE = 10.0
"""Seconds: a face that ends sooner than this after its start would only end again."""


def keep_running(make: Callable[[], NgayHoi], log: Path) -> int:
    """Run a face until someone with the PIN leaves it; returns 0 then.

    A bug goes into the log file, and the face is started again; 1 is returned
    when it ended so three times in a row within seconds of its start.
    """
    if _has_terminal():
        Thread(target=_end_with_terminal, name="terminal", daemon=True).start()
    in_a_row = 0
    while in_a_row < _ATTEMPTS:
        start = monotonic()
        app = make()
        app.run()
        if app.crash is None:
            return 0
        if isinstance(app.crash, Failure):
            raise app.crash
        _note(app.crash, app.clock(), log)
        in_a_row = in_a_row + 1 if monotonic() - start < _AT_ONCE else 1
    return 1


def _has_terminal() -> bool:
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


def _end_with_terminal() -> None:
    """End at once when the terminal was closed and no signal told of it; what was shown green is durable.

    Nobody would see the face any more, and it would read the end of its input over and over. It cannot be
    asked to leave: it may hang in writing to what is not there.
    """
    while _has_terminal():
        sleep(_LOOK)
    os._exit(_HUNG_UP)


def _note(crash: Exception, at: datetime, log: Path) -> None:
    """Write a crash down; a full disk is no reason to turn people away."""
    with suppress(OSError):
        _write(crash, at, log)


def _write(crash: Exception, at: datetime, log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    lines = traceback.format_exception(crash)
    with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{at.isoformat(timespec='seconds')}\n{''.join(lines)}\n")
