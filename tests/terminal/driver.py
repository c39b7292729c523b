"""A face in a real terminal: bytes go in through a pty, and what came of them is read from the store.

Run as a program, this module opens a face on the store it is told of; `Terminal` starts it so.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from math import inf
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.widgets import Input

from checkin.desk import Desk
from checkin.participation import Entry
from data.ledger import open_store
from kiosk.app import NgayHoi, Settings
from stations.model import Bilingual
from tests.builders import Clock, the_log

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds within which what was typed has to show; a loaded machine is slow."""
POLL = 0.02
PROBE = "\x1b[24;5~"
"""A key that nothing is bound to (ctrl+f12); the observed app counts it and hands it to nobody."""

TRIES = 5
"""How often something is tried where the machine itself may stand still in the midst of it."""

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")


class MachineStalledError(Exception):
    """Between two keys the machine stood still for longer than any scanner."""


class Terminal:
    """One running face behind a pty of 80 by 24."""

    def __init__(
        self, folder: Path, face: str, settings: dict[str, Any], desk: str, *, filmed: bool = False
    ) -> None:
        """`folder` holds `day.db`; `face` is module:class; what it shows is written to `state.json`.

        filmed: with a camera before which people move, and show no code.
        """
        import fcntl
        import pty
        import struct
        import termios

        self.folder = folder
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        env = os.environ | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
        command = [
            sys.executable,
            "-m",
            "tests.terminal.driver",
            str(folder),
            face,
            desk,
            json.dumps(settings),
            *(["filmed"] if filmed else []),
        ]
        with (folder / "stderr.txt").open("wb") as errors:
            self.process = subprocess.Popen(
                command, stdin=slave, stdout=slave, stderr=errors, cwd=ROOT, env=env, start_new_session=True
            )
        os.close(slave)
        self._ending = threading.Event()
        self._drain = threading.Thread(target=self._read, daemon=True)
        self._drain.start()

    def send(self, *parts: str | bytes, stall: float = 0.0, within: float = inf) -> None:
        """Each part in one write; `stall` seconds pass between two parts.

        Raises MachineStalledError if between two of these keys, as the face sees them, not less than `within` did.
        """
        if within < inf:
            self.settle()
        for number, part in enumerate(parts):
            if number:
                time.sleep(stall)
            os.write(self.master, part.encode() if isinstance(part, str) else part)
        if within < inf and (pause := self.settle()["pause"]) >= within:
            raise MachineStalledError(f"{pause:.2f} seconds")

    def try_again(self, attempt: Callable[[], None]) -> None:
        """Do it from the face with nothing typed, and again while the machine stands still in the midst of it."""
        for _ in range(TRIES - 1):
            self.reset()
            try:
                attempt()
            except MachineStalledError:
                continue
            return
        self.reset()
        attempt()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Go on once a condition holds; fail if the face ends or nothing comes."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            ended = self.process.poll()
            assert ended is None or condition(), f"the face ended with {ended}: {self.errors()}"
            assert time.monotonic() < deadline, f"it never came: {self.state()}"
            time.sleep(POLL)

    def state(self) -> dict[str, Any]:
        """What the face last said of itself: screen, focus, text by field."""
        try:
            state: dict[str, Any] = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return state

    def settle(self) -> dict[str, Any]:
        """What the face says once all bytes sent until now were worked off: an answered probe proves it."""
        before = self.state().get("probes", 0)
        self.send(PROBE)
        self.wait(lambda: self.state().get("probes", 0) > before and not self.state()["held"])
        return self.state()

    def reset(self, screen: str = "Welcome") -> None:
        """Back to the face, with nothing typed."""
        state = self.settle()
        for _ in range(10):
            if len(state["stack"]) > 1:
                self.send("\x1b")
                state = self.settle()
        assert state["screen"] == screen
        if any(state["typed"].values()):
            self.send("\x15")
            self.wait(lambda: not any(self.state()["typed"].values()))

    def entries(self) -> list[Entry]:
        """The log, read by another process than the one that writes it."""
        store = open_store(str(self.folder / "day.db"), Clock())
        try:
            return the_log(store)
        finally:
            store.close()

    def errors(self) -> str:
        """What the face wrote to its standard error."""
        return (self.folder / "stderr.txt").read_text(encoding="utf-8", errors="replace")[-2000:]

    def close(self) -> None:
        """End it, however it stands."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._ending.set()
        self._drain.join()  # it would drain whatever terminal is given the same number next
        os.close(self.master)

    def _read(self) -> None:
        while not self._ending.is_set():
            try:
                ready, _, _ = select.select([self.master], [], [], 0.2)
                if ready and not os.read(self.master, 65536):
                    return
            except (OSError, ValueError):
                return


@contextmanager
def terminal(
    folder: Path,
    face: str = "kiosk.screens.welcome:Welcome",
    *,
    desk: str = "ki-ot",
    filmed: bool = False,
    **settings: Any,
) -> Iterator[Terminal]:
    """A face that is ready for keys, on the store `day.db` of a folder; with a moving picture if `filmed`.

    Unlike a real one it takes every press, unless told otherwise.
    """
    running = Terminal(folder, face, {"doubled_seconds": 0.0} | settings, desk, filmed=filmed)
    try:
        running.wait(lambda: bool(running.state().get("screen")))
        running.wait(lambda: not filmed or running.state()["looks"] > 0)
        yield running
    finally:
        running.close()


def _run(folder: Path, face: str, desk: str, settings: dict[str, Any], film: Film | None) -> int:
    from importlib import import_module

    module, _, name = face.partition(":")
    store = open_store(str(folder / "day.db"), Clock())
    (catalogue,) = store.catalogues.values()
    app = _Observed(
        folder, Desk(store, catalogue, desk), getattr(import_module(module), name), settings, film
    )
    app.run()
    store.close()
    if app.crash:
        raise app.crash
    return 0


class Film:
    """A camera of 1280x720 at 30 frames a second before which something moves, for ever."""

    name = "film"
    trouble: Bilingual | None = None

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._stopping = threading.Event()

    def frames(self) -> Iterator[Any]:
        """The frames there is time for."""
        import numpy as np

        chance = np.random.default_rng(7)
        hall = chance.normal(120, 30, (720, 1280, 3)).clip(0, 255).astype(np.uint8)
        hall[200:500, 300:700] = np.kron(chance.integers(0, 2, (75, 100, 1)) * 200, np.ones((4, 4, 3)))
        views = [np.roll(hall, 40 * step, axis=1) for step in range(16)]
        for number in count():
            if self._stopping.wait(1 / 30):
                return
            yield views[number % len(views)]

    def stop(self) -> None:
        """End the film."""
        self._stopping.set()


class _Observed(NgayHoi):
    """The app as it is, which also writes down what stands on its screen."""

    CSS_PATH = str(ROOT / "kiosk" / "ngayhoi.tcss")

    def __init__(
        self, folder: Path, desk: Desk, face: Callable[[], Any], settings: dict[str, Any], film: Film | None
    ) -> None:
        super().__init__(desk, face, Clock(), Settings(**settings), film)
        self._looks = 0
        self._last: object = None
        self._state_file = folder / "state.json"
        self._probes = 0
        self._at: float | None = None
        """When the last key came since the last probe."""
        self._longest = self._pause = 0.0
        """Seconds between two keys since the last probe, and before it."""

    def on_ready(self) -> None:
        """Write the state down from now on."""
        self.set_interval(POLL, self._write)

    async def on_event(self, event: Any) -> None:
        """Answer a probe; hand everything else on."""
        if isinstance(event, Key) and event.key == "ctrl+f12":
            self._probes += 1
            self._pause, self._longest, self._at = self._longest, 0.0, None
        else:
            if isinstance(event, Key):
                self._longest = max(self._longest, event.time - (self._at or event.time))
                self._at = event.time
            await super().on_event(event)

    def _write(self) -> None:
        typed = {field.id: field.value for field in self.screen.query(Input)}
        focus = self.focused.id if self.focused else None
        if self.look is not self._last:
            self._last, self._looks = self.look, self._looks + 1
        state = {
            "screen": type(self.screen).__name__,
            "stack": [type(screen).__name__ for screen in self.screen_stack],
            "focus": focus,
            "typed": typed,
            "probes": self._probes,
            "pause": self._pause,
            "looks": self._looks,
            "held": self.keyboard.is_held,
        }
        partial = self._state_file.with_suffix(".part")
        partial.write_text(json.dumps(state), encoding="utf-8")
        partial.replace(self._state_file)


if __name__ == "__main__":
    _folder, _face, _desk, _settings, *_filmed = sys.argv[1:]
    raise SystemExit(_run(Path(_folder), _face, _desk, json.loads(_settings), Film() if _filmed else None))
