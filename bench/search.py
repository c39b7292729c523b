"""(c) Accent-insensitive search while a name is typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.stock import PEOPLE, SEED, copied
from bench.table import Line, percentile, show
from data.ledger import Store, open_store

TYPED = ("nguyen", "Nguyễn", "đặng", "pham thi huong", "tran nhuc", "zzyzx", "1957", "le 1961 bui hui")
LIMIT = 20
ROUNDS = 15


def main(folder: Path, base: Path) -> None:
    """Type every text a letter at a time, with one raw scan of the people after each keystroke."""
    path = copied(base, folder / "search.db")
    store = open_store(str(path))
    raw = sqlite3.connect(path)
    times: dict[str, list[float]] = {text: [] for text in TYPED}
    scans: list[float] = []
    for _ in range(ROUNDS):
        for text in TYPED:
            for end in range(1, len(text) + 1):
                times[text].append(_milliseconds(partial(_search, store, text[:end])))
                scans.append(_milliseconds(lambda: _raw_scan(raw)))
    store.close()
    raw.close()
    every = [value for values in times.values() for value in values]
    scan = percentile(scans, 50)
    show(
        f"(c) search, {PEOPLE:,} people, {len(every):,} keystrokes (seed {SEED}); yardstick: one raw scan",
        [
            Line("every keystroke, p95", percentile(every, 95), "ms", scan, "< 30 ms"),
            *(Line(f"“{text}”, p95", percentile(times[text], 95), "ms", scan) for text in TYPED),
        ],
    )


def _search(store: Store, typed: str) -> None:
    with store.reading() as log:
        log.people.search(typed, LIMIT)


def _raw_scan(raw: sqlite3.Connection) -> None:
    raw.execute("SELECT count(*) FROM people NOT INDEXED WHERE instr(words, ' zzyzx') > 0").fetchone()


def _milliseconds(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000
