"""How long the call board takes to decide, with everybody it knows inside at once."""

from __future__ import annotations

import resource
import sys
from multiprocessing import get_context
from random import Random
from time import perf_counter

from bench.stock import SEED
from bench.table import Line, percentile, show
from stations.callboard import CallBoard
from stations.plan import Plan
from stations.simulation import AGAIN, TICK

_SIZES = ((25, 3_000, 30.0, "< 1 ms"), (200, 100_000, 1.0, "< 5 ms"))
"""Stations, people, minutes of the day, and the aim for the mean."""


def main() -> None:
    """Everybody arrives within ten minutes, then asks, or looks at the board, every half minute."""
    for stations, people, minutes, aim in _SIZES:
        with get_context("spawn").Pool(1) as fresh:  # what it needs at most hides in an older process
            asks, ticks, memory = fresh.apply(_measured, (stations, people, minutes))
        chance = Random(SEED)
        numbers = [chance.random() for _ in range(1_000)]
        begin = perf_counter()
        sorted(numbers)
        sort = 1000 * (perf_counter() - begin)
        both = sum(asks) + sum(ticks)
        show(
            f"call board, {stations} stations, {people:,} inside; yardstick: sort 1,000 numbers",
            [
                Line("a decision, its share of the calls included", both / len(asks), "ms", sort, aim),
                Line("p99 of a decision", percentile(asks, 99), "ms", sort, "< 20 ms"),
                Line("slowest round of calls", max(ticks), "ms", sort),
                Line("memory for it", memory, "MiB"),
            ],
        )


def _measured(stations: int, people: int, minutes: float) -> tuple[list[float], list[float], float]:
    """As `_day`, with the MiB of memory that it took."""
    before = _peak()
    asks, ticks = _day(stations, people, minutes)
    return asks, ticks, (_peak() - before) / 1024


def _day(stations: int, people: int, minutes: float) -> tuple[list[float], list[float]]:
    """Milliseconds of each answer and of each round of calls."""
    chance = Random(SEED)
    board = CallBoard(_plan(stations, chance), asks_again=True)
    asks: list[float] = []
    ticks: list[float] = []
    for person in range(people):
        board.arrived(10 * person / people, str(person), "2", stay=chance.choice((30, 60, 120, 240)))
        asks.append(_timed(lambda: board.ask(10 * person / people, str(person))))  # noqa: B023 - called at once
    for step in range(round(minutes / AGAIN)):
        at = 10 + step * AGAIN
        ticks.append(_timed(lambda: board.tick(at + TICK)))  # noqa: B023 - called at once
        asks += [_timed(lambda: board.ask(at + TICK, str(who))) for who in range(people)]  # noqa: B023 - same
    return asks, ticks


def _timed(action: object) -> float:
    begin = perf_counter()
    assert callable(action)
    action()
    return 1000 * (perf_counter() - begin)


def _plan(stations: int, chance: Random) -> Plan:
    topics = [frozenset(chance.sample(range(stations), 3)) for _ in range(4)]
    return Plan(
        codes=[str(s) for s in range(stations)],
        seats=[chance.randint(2, 8) for _ in range(stations)],
        opens=[0.0] * stations,
        closes=[540.0] * stations,
        minutes={"2": [float(chance.choice((5, 8, 10, 12, 15))) for _ in range(stations)]},
        fits={"2": [True] * stations},
        topics={"2": topics},
        choices=2,
        end=540.0,
        places=[(chance.uniform(0, 90), chance.uniform(0, 90)) for _ in range(stations)],
    )


def _peak() -> float:
    """KiB of memory this process had at most; Windows does not tell, so this runs elsewhere."""
    peak = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return peak / 1024 if sys.platform == "darwin" else peak
