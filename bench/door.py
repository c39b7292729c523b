"""(b) From a scan to its durable outcome in a process that has run for hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TypeVar

from bench.stock import DAY, ENTRIES, PEOPLE, SEED, RawCommits, code_of, copied, write_a_day
from bench.table import Line, percentile, show
from checkin.desk import Desk, Scan, receive
from checkin.local_time import VIETNAM
from data.ledger import open_store

Result = TypeVar("Result")

SCANS = 3_000
REPEATS = 5
"""Every so many scans someone shows a badge who is here already."""


def main(folder: Path, base: Path) -> None:
    """Scan one by one, with one raw commit after each."""
    path = copied(base, folder / "door.db")
    store = open_store(str(path))
    came = write_a_day(store, ENTRIES)
    store.close()
    opened, store = timed(lambda: open_store(str(path)))
    desk = Desk(store, next(iter(store.catalogues.values())), "ban-1")
    now = datetime(DAY.year, DAY.month, DAY.day, 15, 0, tzinfo=VIETNAM)
    scans = [Scan(code_of(store, person).encode()) for person in _visitors(came)]
    raw = RawCommits(folder / "raw-door.db")
    first, _ = timed(lambda: receive(scans[:1], desk, now))
    ours, theirs = [], []
    for scan in scans[1:]:
        ours.append(timed(partial(receive, [scan], desk, now))[0])
        theirs.append(timed(raw.commit_one)[0])
    store.close()
    show(
        f"(b) scan to durable, {PEOPLE:,} people, {ENTRIES:,} entries, {len(ours):,} scans (seed {SEED})",
        [
            Line("p50", percentile(ours, 50), "ms", percentile(theirs, 50), "< 3 ms"),
            Line("p99", percentile(ours, 99), "ms", percentile(theirs, 99), "< 20 ms"),
            Line("once: open the store", opened, "ms"),
            Line("once: first scan, which reads the day", first, "ms"),
        ],
    )


def _visitors(came: int) -> list[int]:
    chance = Random(SEED)
    new = iter(chance.sample(range(came, PEOPLE), SCANS))
    return [chance.randrange(came) if i % REPEATS == 0 else next(new) for i in range(1, SCANS)]


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Milliseconds that some work took, and its result."""
    start = perf_counter()
    result = work()
    return (perf_counter() - start) * 1000, result
