"""The scanner's trial in a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.terminal.driver import PATIENCE, POLL, ROOT


class Trial:
    """The command behind a pty, with a home of its own."""

    def __init__(self, home: Path, *command: str) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.home = home
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *(command or ("doctor", "--scanner", "--json"))],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=environment(home),
            start_new_session=True,
        )
        os.close(slave)
        os.set_blocking(self.master, False)
        self.said = b""

    def wait(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.said[-2000:]
            self.read()
            time.sleep(POLL)

    def read(self) -> None:
        try:
            while more := os.read(self.master, 65536):
                self.said += more
        except OSError:
            return

    def scan(self, text: str, condition: Callable[[dict[str, Any]], bool]) -> None:
        """Type as a scanner does, and wait for what is remembered of it."""
        os.write(self.master, text.encode())
        self.wait(lambda: condition(self.remembered()))

    def remembered(self) -> dict[str, Any]:
        files = list(self.home.rglob("laptop.json"))
        return json.loads(files[0].read_text(encoding="utf-8")) if files else {}

    def leave(self) -> int:
        os.write(self.master, b"\x1b")
        self.wait(lambda: self.process.poll() is not None)
        self.read()
        return int(self.process.returncode)


def environment(home: Path) -> dict[str, str]:
    folders = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    return (
        os.environ
        | folders
        | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "NGAYHOI_STORE": str(home / "k.db")}
    )


@contextmanager
def trial(home: Path, *command: str) -> Iterator[Trial]:
    running = Trial(home, *command)
    try:
        running.wait(lambda: "▀▀".encode() in running.said)
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait()
        os.close(running.master)
