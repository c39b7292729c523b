"""A whole day of invented people at real desks and a real store: what must hold at every moment of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checkin.board import Calls, call_people
from checkin.participation import Entry, Kind, verify
from stations.simulation import TICK
from tests.builders import the_log
from tests.day.followed import Replay, figures, shared_numbers, sits
from tests.day.simulated import Grounds, Setting, World

ROOT = Path(__file__).resolve().parents[2]
DAYS = (Setting(people=110, seed=2), Setting(people=130, seed=3, miss=0.2, disobey=0.3))
PASSED_OVER = 5
"""Minutes for which a seat may be free beside somebody who sits and whom it suits: a call, and a way."""
_LOOKED_AT = (15.0, 45.0, 90.0)
"""Minutes after the opening at which another program opens the store."""
_LOOK = """
import json, sys
from datetime import datetime
from checkin.board import call_people
from checkin.desk import Desk
from checkin.participation import verify
from data.ledger import open_store
now = datetime.fromisoformat(sys.argv[2])
store = open_store(sys.argv[1], lambda: now)
(known,) = store.catalogues.values()
calls = call_people(Desk(store, known, "ban-2"), now)
with store.reading() as log:
    entries = list(log.log())
called = [[call.number, call.station, call.again] for call in calls.called]
silent = [list(calls.missed), list(calls.in_vain)]
print(json.dumps([called, calls.waiting, silent, calls.is_ours, len(entries), verify(entries)]))
"""


@dataclass
class Watched(Grounds):
    """A day at which another machine looks at the store now and then."""

    folder: Path = Path()
    seen: list[tuple[list[object], list[object]]] = field(default_factory=list)
    """What the board showed, and what the other machine read at that moment."""

    def tick(self, at: float) -> Calls:
        """A round of the board."""
        calls = super().tick(at)
        after = at - self.world.opens
        if any(moment <= after < moment + TICK for moment in _LOOKED_AT):
            self.seen.append((self._shown(calls), self._read_elsewhere()))
        return calls

    def _shown(self, calls: Calls) -> list[object]:
        called = [[call.number, call.station, call.again] for call in calls.called]
        silent = [list(calls.missed), list(calls.in_vain)]
        return [called, calls.waiting, silent, False, len(the_log(self.world.store)), []]

    def _read_elsewhere(self) -> list[object]:
        """In a process of its own, by a machine that never saw this store."""
        env = os.environ | {"XDG_DATA_HOME": str(self.folder), "LOCALAPPDATA": str(self.folder)}
        command = [sys.executable, "-c", _LOOK, str(self.world.place), self.world.clock.now.isoformat()]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        read: list[object] = json.loads(done.stdout)
        return read


@dataclass(frozen=True)
class Played:
    """A day that is over."""

    world: World
    grounds: Watched
    log: list[Entry]

    @property
    def replay(self) -> Replay:
        return Replay(self.log, self.world.catalogue, self.world.people)


@pytest.fixture(scope="module", params=DAYS, ids=lambda setting: f"seed-{setting.seed}")
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    world = World(tmp_path_factory.mktemp("day"), request.param)
    grounds = Watched(world, folder=tmp_path_factory.mktemp("elsewhere"))
    world.simulation(grounds).run()
    yield Played(world, grounds, the_log(world.store))
    world.close()


def test_it_was_a_crowded_day(day: Played) -> None:
    found = figures(day.log, day.world.leaves)
    assert found.people == len(day.world.people)
    assert found.calls > found.people / 2
    assert found.twice
    assert [entry.draft.code for entry in day.log if entry.draft.kind is Kind.SEATS] == ["0", "4"]


def test_nobody_who_sits_is_forgotten_while_a_seat_is_free_for_them(day: Played) -> None:
    worst = day.replay.passed_over(day.world.leaves)
    assert max(worst.values()) <= PASSED_OVER


def test_whoever_never_was_called_had_gone_or_was_seen_elsewhere(day: Played) -> None:
    """A sit ends with a call, with a scan, or with the end of their time."""
    last = max(entry.draft.at for entry in day.log)
    leaves = day.world.leaves
    assert [sit for sit in sits(day.log) if sit.ended is None and leaves[sit.who] > last] == []


def test_nobody_is_called_to_a_station_that_is_not_for_them_now(day: Played) -> None:
    assert day.replay.wrong_calls() == []


def test_no_two_people_hold_the_same_number_and_nobody_two(day: Played) -> None:
    assert shared_numbers(day.log) == []


def test_the_log_holds_together(day: Played) -> None:
    assert verify(day.log) == []


def test_another_machine_that_opens_the_store_shows_the_same_calls(day: Played) -> None:
    assert len(day.grounds.seen) == len(_LOOKED_AT)
    for shown, read in day.grounds.seen:
        assert read == shown


def test_a_board_that_is_started_anew_forgets_no_call(day: Played) -> None:
    store = day.world.opened()
    before = day.grounds.calls
    after = call_people(day.world.desk_at(store, "ban-1"), day.world.clock.now)
    assert set(before.called) <= set(after.called)
    assert before.missed == after.missed


def test_the_same_seed_makes_the_same_day(tmp_path: Path) -> None:
    logs = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        world = World(tmp_path / name, Setting(people=25, seed=4))
        world.simulation(Grounds(world)).run()
        logs.append([entry.draft for entry in the_log(world.store)])
        world.close()
    assert logs[0] == logs[1]
