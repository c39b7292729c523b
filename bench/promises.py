"""Whether people who sit are called within the time that they were told."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from bench.board import SEEDS
from bench.days import KINDS, drawn
from bench.table import grid
from stations.callboard import CallBoard
from stations.model import Call, Hold
from stations.plan import Plan
from stations.simulation import Simulation


@dataclass
class Sat:
    """Someone asked to take a seat. Moments are minutes of the day."""

    since: float
    told: float | None
    """Minutes within which they were told to be called, if a time was told."""
    called: float | None = None
    """None for whoever was never called."""
    stayed: bool = False
    """Whether they took the seat: whoever walks off asks next from elsewhere, if at all."""

    @property
    def was_kept(self) -> bool:
        """Whether they were called in time."""
        return self.told is not None and self.called is not None and self.called - self.since <= self.told


class Listening(CallBoard):
    """The call board, and what it tells people who sit when they first do."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.sat: list[Sat] = []
        self._sitting: dict[str, tuple[str | None, Sat]] = {}
        """By who they are, where they were told so, and when."""

    def ask(self, at: float, who: str, place: str | None = None) -> Call:
        """Note what is answered."""
        call = super().ask(at, who, place)
        told_at, sat = self._sitting.pop(who, (None, None))
        if sat and told_at == place:
            sat.stayed = True
            sat.called = None if isinstance(call, Hold) else at
        elif isinstance(call, Hold):
            sat = Sat(at, call.minutes)
            self.sat.append(sat)
        if sat and isinstance(call, Hold):
            self._sitting[who] = place, sat
        return call


def heard(kind: str, seed: int) -> list[Sat]:
    """Everybody who sat on one day."""
    day = drawn(kind, seed)
    board = Listening(day.plan)
    Simulation(day.plan, day.truth, day.guests(), board).run()
    return [sat for sat in board.sat if sat.stayed]


def main() -> None:
    """Every kind of day, and all of them."""
    jobs = [(kind, seed) for kind in KINDS for seed in range(SEEDS)]
    with ProcessPoolExecutor() as workers:
        results = dict(zip(jobs, workers.map(heard, *zip(*jobs, strict=True)), strict=True))
    of_kind = {kind: [sat for seed in range(SEEDS) for sat in results[kind, seed]] for kind in KINDS}
    rows = [(kind, _cells(sat)) for kind, sat in of_kind.items() if sat]
    rows.append(("all", _cells([sat for of in of_kind.values() for sat in of])))
    grid("what people who sit are told", ["sat", "told a time", "called within it (>= 90 %)"], rows)


def _cells(everyone: list[Sat]) -> list[str]:
    told = [sat for sat in everyone if sat.told is not None]
    kept = sum(sat.was_kept for sat in told)
    return [
        f"{len(everyone):,}",
        f"{len(told) / len(everyone):.0%}",
        f"{kept / len(told):.1%}" if told else "-",
    ]
