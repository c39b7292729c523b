"""(d) From starting the program to the kiosk's first full screen, beside an empty Textual app."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.stock import PEOPLE, copied
from bench.table import Line, show

ROUNDS = 9
ROWS, COLUMNS = 24, 80
PATIENCE = 30.0
"""Seconds after which a program that shows nothing is given up."""
_ESCAPES = re.compile(rb"\x1b\[[0-9;:?<>=]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")
_ALTERNATE_SCREEN = b"\x1b[?1049h"


def main(folder: Path, base: Path) -> None:
    """Start both in turn in a terminal of 80 by 24; a screen counts when nine tenths of it are drawn."""
    if sys.platform == "win32":
        print("\n(d) start: needs a pseudo-terminal, which Windows lacks")
        return
    store = copied(base, folder / "start.db")
    kiosk = [sys.executable, "-m", "kiosk", "kiosk", "--store", str(store)]
    empty = [sys.executable, str(Path(__file__).with_name("empty_app.py"))]
    ours, theirs = [], []
    for _ in range(ROUNDS + 1):
        theirs.append(_first_screen(empty))
        ours.append(_first_screen(kiosk))
    show(
        f"(d) start to first screen, {PEOPLE:,} people, {ROUNDS} rounds in turn after one to warm up",
        [Line("kiosk, median", median(ours[1:]), "ms", median(theirs[1:]), "<= 1.50")],
    )


def _first_screen(command: list[str]) -> float:
    import pty  # noqa: PLC0415 - not on Windows

    start = perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "LINES": str(ROWS)}
        os.execv(command[0], command)  # noqa: S606 - the program itself, no shell
    try:
        return _until_painted(terminal, start)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def _until_painted(terminal: int, start: float) -> float:
    seen = b""
    while perf_counter() - start < PATIENCE:
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        try:
            part = os.read(terminal, 1 << 16) if ready else b""
        except OSError:
            part = b""
        if not part:
            break
        seen += part
        _, entered, screen = seen.partition(_ALTERNATE_SCREEN)
        text = _ESCAPES.sub(b"", screen).decode(errors="ignore")
        if entered and sum(c.isprintable() for c in text) >= 0.9 * ROWS * COLUMNS:
            return (perf_counter() - start) * 1000
    raise SystemExit(f"no first screen; the program said: {seen[-400:]!r}")
