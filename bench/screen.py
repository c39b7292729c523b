"""(g) How long the screen's own thread is held up while a camera's frames are decoded at full speed.

A tick is asked of the event loop every 5 ms; how late each comes is how long a key would have waited. The
real kiosk runs in a terminal of its own. The yardstick is the same kiosk without a camera while another
program decodes the same frames: it has to share the processor as well, and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from subprocess import Popen
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

from bench.approach import SIZES as CAMERAS
from bench.approach import approach
from bench.stock import copied
from bench.table import Line, percentile, show
from kiosk.capture.live import LiveDecoder

if TYPE_CHECKING:
    from checkin.desk import Scan
    from kiosk.app import NgayHoi
    from kiosk.capture.codes import Image
    from stations.model import Bilingual

SECONDS, WINDOWS = 2.0, 6
"""The quietest of so many windows of so many seconds counts: other programs only add."""
WARMING = 5.0
"""Seconds from the start until a tick counts: the first frames load OpenCV."""
TICK = 0.005
FRAMES = 45
"""Frames of a badge held up, 720p, over and over."""
PATIENCE = 120.0
SIZES = ((24, 80), (40, 120))


def main(folder: Path, base: Path) -> None:
    """Without a camera, with decoding alone, and with decoding and the live picture, at both sizes."""
    if sys.platform == "win32":
        print("\n(g) screen: needs a pseudo-terminal, which Windows lacks")
        return
    store = copied(base, folder / "screen.db")
    lines: list[Line] = []
    for size in SIZES:
        with _decoding_elsewhere():
            alone = _run(folder, store, "none", size)
        lines.append(Line("{1}x{0}, decoded elsewhere, p50".format(*size), alone["p50"], "ms"))
        lines.append(Line("{1}x{0}, decoded elsewhere, p99".format(*size), alone["p99"], "ms"))
        for kind, what in (("decode", "decoding"), ("picture", "decoding and picture")):
            found = _run(folder, store, kind, size)
            named = "{1}x{0}, {2}".format(*size, what)
            lines.append(Line(f"{named}, p50", found["p50"], "ms", alone["p50"]))
            lines.append(Line(f"{named}, p99", found["p99"], "ms", alone["p99"], "<= 5.00 ms"))
            lines.append(Line(f"{named}, thread at work", found["busy"], "ms/s", alone["busy"]))
            lines.append(Line(f"{named}, frames a second", found["rate"], "/s"))
    show(
        f"(g) lateness of a tick on the screen's thread, quietest {SECONDS:.0f} s of {SECONDS * WINDOWS:.0f}",
        lines,
    )


@contextmanager
def _decoding_elsewhere() -> Iterator[None]:
    """Another program decodes the same frames: the processor has as much to do, this screen has not."""
    with Popen([sys.executable, "-m", "bench.screen"]) as other:
        yield
        other.kill()


def _run(folder: Path, store: Path, kind: str, size: tuple[int, int]) -> dict[str, float]:
    """One kiosk in a terminal; what it measured."""
    import pty  # noqa: PLC0415 - not on Windows

    told = folder / f"screen-{kind}.json"
    told.unlink(missing_ok=True)
    pid, terminal = pty.fork()
    if pid == 0:
        rows, columns = size
        os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""}
        del os.environ["NO_COLOR"]
        os.environ |= {"COLUMNS": str(columns), "LINES": str(rows)}
        command = [sys.executable, "-m", "bench.screen", str(store), kind, str(told)]
        os.execv(command[0], command)  # noqa: S606 - the program itself, no shell
    try:
        _drain(terminal, told)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)
    measured: dict[str, float] = json.loads(told.read_text("utf-8"))
    return measured


def _drain(terminal: int, told: Path) -> None:
    """Take what the kiosk draws, as a terminal would, until it has said what it measured."""
    start, seen = perf_counter(), b""
    while not told.exists():
        ready, _, _ = select.select([terminal], [], [], 0.2)
        try:
            seen = (seen + (os.read(terminal, 1 << 16) if ready else b""))[-4000:]
        except OSError:
            break
        if perf_counter() - start > PATIENCE:
            break
    if not told.exists():
        raise SystemExit(f"the kiosk measured nothing; it said: {seen!r}")


class _Film:
    """The frames of a badge held up, over and over, as fast as they are asked for."""

    name = "film"
    trouble: Bilingual | None = None

    def __init__(self) -> None:
        film = approach("badge", 3, CAMERAS[-1])
        self._frames: list[Image] = [film.frame(index) for index in range(film.count)[-FRAMES:]]
        self.given = 0
        self._stopped = False

    def frames(self) -> Iterator[Image]:
        """For ever, unless stopped."""
        for frame in cycle(self._frames):
            if self._stopped:
                return
            self.given += 1
            yield frame

    def stop(self) -> None:
        """End."""
        self._stopped = True


def _kiosk(store: Path, kind: str, film: _Film | None) -> NgayHoi:
    """A kiosk that answers nobody: only frames are to cost anything."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from checkin.desk import Desk  # noqa: PLC0415
    from data.ledger import open_store  # noqa: PLC0415
    from kiosk.app import NgayHoi, Settings  # noqa: PLC0415
    from kiosk.screens.welcome import Welcome  # noqa: PLC0415

    class Idle(Welcome):
        def scanned(self, scan: Scan) -> None:
            """Let them pass."""

    class Styled(NgayHoi):
        CSS_PATH = str(Path("kiosk/ngayhoi.tcss").resolve())

    opened = open_store(str(store), lambda: datetime.now(UTC))
    (catalogue,) = opened.catalogues.values()
    settings = Settings(plain=kind != "picture", idle_seconds=600)
    return Styled(Desk(opened, catalogue, "ki-ot"), Idle, lambda: datetime.now(UTC), settings, film)


async def _window(loop: asyncio.AbstractEventLoop) -> list[float]:
    """How late each tick of one window came, in ms."""
    late, start = [], loop.time()
    while loop.time() - start < SECONDS:
        due = loop.time() + TICK
        await asyncio.sleep(TICK)
        late.append((loop.time() - due) * 1000)
    return late


async def _measure(app: NgayHoi, film: _Film | None, told: Path) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(WARMING)
    assert app.is_open
    assert film is None or app.look
    given, start, worked = film.given if film else 0, loop.time(), thread_time()
    windows = [await _window(loop) for _ in range(WINDOWS)]
    took = loop.time() - start
    figures = {
        "p50": min(percentile(late, 50) for late in windows),
        "p99": min(percentile(late, 99) for late in windows),
        "rate": ((film.given if film else 0) - given) / took,
        "busy": 1000 * (thread_time() - worked) / took,
    }
    partial = told.with_suffix(".part")
    partial.write_text(json.dumps(figures), "utf-8")
    partial.replace(told)


def _child(store: Path, kind: str, told: Path) -> None:
    film = _Film() if kind != "none" else None
    app = _kiosk(store, kind, film)

    async def run() -> None:
        measuring = asyncio.create_task(_measure(app, film, told))
        await app.run_async()
        await measuring

    asyncio.run(run())


def _decode() -> None:
    decoder = LiveDecoder()
    for frame in _Film().frames():
        decoder.look(frame)


if __name__ == "__main__":
    if not sys.argv[1:]:
        _decode()
    _child(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
