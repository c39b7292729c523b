"""Let an event day pass at 60 times its speed: `python -m tools.day`.

About 300 invented people come to the Ngày hội of the reference catalogue. Every scan, answer and call goes
through the functions of the desks and into a store on disk; the board on the projector and the screen of the
busiest station's host run as real apps, each with its own opening of that store. At four moments both are
photographed into `docs/day`, and the figures of the day are written into `docs/day.md`.

The simulation waits for the screens and they for it, so that the same seed makes the same pictures however
fast the machine is. `--speed` only says how long to wait: 60 is a minute a second, 0 as fast as it goes.
"""

import asyncio
import os
import re
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Any

from textual.pilot import Pilot
from textual.timer import Timer

from checkin.board import Calls
from checkin.desk import Answer, Desk
from kiosk.app import NgayHoi, Settings
from kiosk.messages import Scanned
from kiosk.screens.base import Face
from kiosk.screens.board import BoardScreen
from kiosk.screens.desk_pick import Pick
from kiosk.screens.station import StationScreen
from tests.builders import the_log
from tests.day.followed import Figures, figures
from tests.day.simulated import DESKS, EARLY, Grounds, Setting, World
from tools.screens import lasting

_ROOT = Path(__file__).resolve().parent.parent
PAGE = _ROOT / "docs" / "day.md"
FOLDER = PAGE.parent / "day"
BOARD, HOST = (120, 40), (80, 24)
"""Columns and rows of the projector, and of a host's laptop."""
_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"
_SPEED = 60.0
_NEVER = 1e6
"""Seconds longer than any run takes."""
_SETTLED = 0.3
"""Seconds after which a screen has drawn what was hidden before."""
_REDRAWN = 1.0
"""Minutes from one look of the host's screen to the next."""


@dataclass(frozen=True)
class Moment:
    """When both screens are photographed."""

    name: str
    at: float
    """Minutes after the opening."""
    calls: bool = False
    """Whether the host calls the next one just before."""


MOMENTS = (
    Moment("opening", 10),
    Moment("rush", 35, calls=True),
    Moment("pause", 81),
    Moment("late", 450),
)

Step = Callable[[Pilot[Any]], Awaitable[Any]]


class _App(NgayHoi):
    """An app that follows the log when its screens do, not by the time of this machine."""

    CSS_PATH = str(_ROOT / "kiosk" / "ngayhoi.tcss")

    def _keep_up(self) -> None:
        """Nothing: what is told early would change whom the board calls next."""


class _Board(BoardScreen):
    """The board, and what it shows; it looks when the simulation says so, not by the time of this machine."""

    def set_interval(self, interval: float, *args: Any, **options: Any) -> Timer:  # noqa: ANN401 - as Textual's
        """As Textual's, but the timer never comes to run."""
        return super().set_interval(interval + _NEVER, *args, **options)

    @property
    def looks(self) -> int:
        """How often it has looked."""
        return self._looks

    @property
    def calls(self) -> Calls | None:
        """The calls it shows."""
        return self._calls


class _Host(StationScreen):
    """A host's screen, and its answers; paced like the board."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.answers: list[Answer] = []

    def set_interval(self, interval: float, *args: Any, **options: Any) -> Timer:  # noqa: ANN401 - as Textual's
        """As Textual's, but the timer never comes to run."""
        return super().set_interval(interval + _NEVER, *args, **options)

    @property
    def is_idle(self) -> bool:
        """Whether all work is done."""
        return not self._then

    def answered(self, answer: Answer) -> None:
        """Show an answer, and keep it."""
        self.answers.append(answer)
        super().answered(answer)


class Screen:
    """An app in a task of its own; steps are done there one after the other."""

    def __init__(self, desk: Desk, face: Face, world: World, size: tuple[int, int]) -> None:
        self.face = face
        self._app = _App(desk, lambda: face, world.clock, Settings(plain=False, doubled_seconds=0))
        self._app.animation_level = "none"
        self._size = size
        self._steps: asyncio.Queue[tuple[Step, Future[Any]] | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()

    async def run(self, ready: asyncio.Event) -> None:
        """Show the app until it is closed."""
        async with self._app.run_test(size=self._size) as pilot:
            await pilot.pause()
            ready.set()
            while item := await self._steps.get():
                step, result = item
                try:
                    result.set_result(await step(pilot))
                except BaseException as error:  # noqa: BLE001 - raised where the step was ordered
                    result.set_exception(error)

    def do(self, step: Step) -> Any:  # noqa: ANN401 - what the step returns
        """Have a step done, from another thread, and wait for it."""
        result: Future[Any] = Future()
        self._loop.call_soon_threadsafe(self._steps.put_nowait, (step, result))
        return result.result(60)

    def close(self) -> None:
        """End the app after the steps ordered so far."""
        self._steps.put_nowait(None)


class Filmed(Grounds):
    """The grounds with two screens: the board calls, and one station is run by its host's screen."""

    def __init__(self, world: World, board: Screen, host: Screen, folder: Path, speed: float) -> None:
        super().__init__(world)
        self._board, self._host, self._folder = board, host, folder
        self._pace = 60 / speed if speed else 0.0
        self._began: float | None = None
        self._drawn = 0.0
        self._left = list(MOMENTS)
        self.most_sitting = 0

    def look(self, at: float) -> Calls:
        """The board looks; then the host does, and both are photographed when it is time."""
        if at < self.world.opens - EARLY:
            return self.calls
        self._keep_pace(at)
        self._now(at)
        calls = self._look()
        if at - self._drawn >= _REDRAWN:
            self._host.do(_refresh)
            self._drawn = at
        if self._left and at >= self.world.opens + self._left[0].at:
            calls = self._photograph(self._left.pop(0))
        self.most_sitting = max(self.most_sitting, calls.waiting)
        return calls

    def _look(self) -> Calls:
        calls: Calls = self._board.do(_look)
        return calls

    def _photograph(self, moment: Moment) -> Calls:
        if moment.calls:
            self._host.do(_call_next)
        calls = self._look()
        self._host.do(_refresh)
        for name, screen in (("board", self._board), ("host", self._host)):
            path = self._folder / f"{moment.name}-{name}.svg"
            path.write_text(screen.do(_picture), encoding="utf-8", newline="\n")
        return calls

    def scan(self, at: float, who: str, station: str) -> Answer:
        """At the station that is filmed the host's screen takes the scan."""
        if station != self.world.setting.busiest:
            return super().scan(at, who, station)
        self._now(at)
        badge = self._badge(who)

        async def scanned(pilot: Pilot[Any]) -> Answer:
            host = _host_of(pilot)
            before = len(host.answers)
            pilot.app.post_message(Scanned(badge))
            await _until(lambda: len(host.answers) > before and host.is_idle)
            return host.answers[-1]

        answer: Answer = self._host.do(scanned)
        return answer

    def learnt(self, at: float, who: str, station: str) -> None:
        """At the station that is filmed the host ticks on the screen."""
        if station != self.world.setting.busiest:
            super().learnt(at, who, station)
            return
        found = self.world.catalogue.event.station(station)
        outcomes = found.outcomes if found else ()
        ticked = [digit for digit, one in enumerate(outcomes, 1) if self.ticks(who, one.code)]

        async def tick(pilot: Pilot[Any]) -> None:
            host = _host_of(pilot)
            for digit in ticked:
                host.action_tick(digit)
            host.action_enter()
            await _until(lambda: host.is_idle)

        if ticked:
            self._host.do(tick)

    def working(self, at: float, station: str, seats: int) -> None:
        """The host presses F7 and chooses: a pause is the first line, all seats the second."""
        if station != self.world.setting.busiest:
            super().working(at, station, seats)
            return
        self._now(at)

        async def choose(pilot: Pilot[Any]) -> None:
            await pilot.press("f7")
            await _until(lambda: isinstance(pilot.app.screen, Pick))
            await pilot.press("home", *(["down"] if seats else []), "enter")
            host = _host_of(pilot)
            await _until(lambda: pilot.app.screen is host and host.is_idle)

        self._host.do(choose)

    def _keep_pace(self, at: float) -> None:
        """Wait until this moment of the day has come, at the speed asked for."""
        minutes = at - (self.world.opens - EARLY)
        self._began = self._began or time.monotonic()
        time.sleep(max(0.0, self._began + minutes * self._pace - time.monotonic()))


def _host_of(pilot: Pilot[Any]) -> _Host:
    face = pilot.app.screen_stack[0]
    assert isinstance(face, _Host)  # noqa: S101 - for the type checker
    return face


async def _look(pilot: Pilot[Any]) -> Calls:
    board = pilot.app.screen_stack[0]
    assert isinstance(board, _Board)  # noqa: S101 - for the type checker
    before = board.looks
    board.look()
    await _until(lambda: board.looks > before)
    assert board.calls  # noqa: S101 - for the type checker
    return board.calls


async def _refresh(pilot: Pilot[Any]) -> None:
    host = _host_of(pilot)
    host.refresh_figures()
    await _until(lambda: host.is_idle)


async def _call_next(pilot: Pilot[Any]) -> None:
    host = _host_of(pilot)
    host.action_call()
    await _until(lambda: host.is_idle)


async def _picture(pilot: Pilot[Any]) -> str:
    await pilot.pause(_SETTLED)
    await pilot.wait_for_scheduled_animations()
    await pilot.pause()
    return lasting(pilot.app.export_screenshot())


async def _until(holds: Callable[[], object]) -> None:
    """Let an app work until something holds."""
    for _ in range(20_000):
        if holds():
            return
        await asyncio.sleep(0.001)
    raise TimeoutError


async def film(world: World, folder: Path, speed: float) -> Filmed:
    """Let the day pass, and keep its pictures in a folder."""
    setting = world.setting
    projector = world.desk_at(world.projector, DESKS[0])
    board = Screen(projector, _Board(), world, BOARD)
    at_station = world.desk_at(world.opened(), setting.busiest)
    host = Screen(at_station, _Host(setting.busiest), world, HOST)
    grounds = Filmed(world, board, host, folder, speed)
    async with asyncio.TaskGroup() as group:
        for screen in (board, host):
            ready = asyncio.Event()
            group.create_task(screen.run(ready))
            await ready.wait()
        await asyncio.to_thread(world.simulation(grounds).run)
        board.close()
        host.close()
    return grounds


def table(found: Figures, world: World, most_sitting: int) -> str:
    """The figures of a day as a table."""
    lines = [guest.in_line for guest in world.guests]
    rows = (
        ("People", f"{found.people}"),
        ("Visits", f"{found.visits}"),
        ("Passports completed", f"{sum(guest.is_complete for guest in world.guests)}"),
        ("Times somebody was asked to take a seat", f"{found.sits}"),
        ("Most people on seats at one time", f"{most_sitting}"),
        ("Numbers called", f"{found.calls}"),
        ("of these called a second time", f"{found.twice}"),
        ("of these not come, asked to show their code again", f"{found.missed}"),
        (
            "On a seat until called: median, ninetieth percentile, longest",
            f"{found.middle:.0f}, {found.most:.0f}, {found.longest:.0f} minutes",
        ),
        (
            "Told within how many minutes they will be called, and called within them",
            f"{found.kept} of {found.told} ({found.kept / max(1, found.told):.0%})",
        ),
        ("In lines, a person: mean, median", f"{fmean(lines):.0f}, {median(lines):.0f} minutes"),
    )
    return "\n".join(["| of this day | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def written(page: str, figures_of_day: str) -> str:
    """A page with the figures of a day in place of those it holds."""
    pattern = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)
    return pattern.sub(lambda _: f"{_BEGIN}\n{figures_of_day}\n{_END}", page)


def play(folder: Path, speed: float = 0.0) -> str:
    """Let the whole day pass, keep its pictures in a folder, and return its figures."""
    os.environ.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        world = World(Path(place), Setting())
        grounds = asyncio.run(film(world, folder, speed))
        found = table(figures(the_log(world.store), world.leaves), world, grounds.most_sitting)
        world.close()
    return found


def main() -> None:
    """Make the pictures and figures of `docs/day` again."""
    parser = ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--speed", type=float, default=_SPEED, help="times real time; 0: as fast as it goes")
    speed = parser.parse_args().speed
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = play(FOLDER, speed)
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
