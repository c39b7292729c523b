"""(e) Where to next: how long it takes to say, and what comes of a day on which it is followed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from bench import board, decisions, promises
from bench.stock import DAY, SEED
from bench.table import Line, percentile, show
from checkin.local_time import VIETNAM
from stations.model import Bilingual, Passport, Station
from stations.queues import Crowd, Move, Movement
from stations.routing import Traveller, next_call

STATIONS = 25
INSIDE = 3_000
CALLS = 5_000


def main(_folder: Path, _base: Path) -> None:
    """Plain advice, the call board's decisions, whole days, and what those who sit were told."""
    _plain_advice()
    decisions.main()
    board.main()
    promises.main()


def _plain_advice() -> None:
    """Advise people one by one, with one sort of a thousand numbers after each."""
    chance = Random(SEED)
    now = datetime(DAY.year, DAY.month, DAY.day, 10, 0, tzinfo=VIETNAM)
    stations = [_station(number) for number in range(1, STATIONS + 1)]
    crowd = _crowd(chance, now, stations)
    numbers = [chance.random() for _ in range(1_000)]
    ours, theirs = [], []
    for _ in range(CALLS):
        traveller = Traveller(str(chance.randrange(INSIDE)), "nguoi-dan")
        start = perf_counter()
        next_call(traveller, stations, Passport(choices=STATIONS), crowd, now)
        between = perf_counter()
        sorted(numbers)
        ours.append((between - start) * 1000)
        theirs.append((perf_counter() - between) * 1000)
    show(
        f"(e) plain advice, {STATIONS} stations, {INSIDE:,} inside; yardstick: sort 1,000 numbers",
        [
            Line("p50", percentile(ours, 50), "ms", percentile(theirs, 50), "< 1 ms"),
            Line("p99", percentile(ours, 99), "ms", percentile(theirs, 99), "< 1 ms"),
        ],
    )


def _station(number: int) -> Station:
    name = Bilingual(f"Trạm {number}", f"Station {number}")
    groups = frozenset({"nguoi-dan"})
    return Station(f"tram-{number}", number, name, "Đoàn xã", 4, 10, groups, time(7), time(17))


def _crowd(chance: Random, now: datetime, stations: list[Station]) -> Crowd:
    crowd = Crowd(now.replace(hour=0, minute=0))
    for person in range(INSIDE):
        came = now - timedelta(minutes=chance.uniform(0, 60))
        for step, move in enumerate((Move.ARRIVED, Move.SENT, Move.IN)[: chance.randint(1, 3)]):
            at = came + timedelta(minutes=step)
            ref = f"X-{person}-{step}"
            station = chance.choice(stations).code
            crowd.follow([Movement(ref, str(person), move, at, (at, at, "X", person * 3 + step), station)])
    return crowd
