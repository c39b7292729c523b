"""(a) Durable check-ins a second through `ngayhoi checkin --batch`, beside raw SQLite commits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.stock import PEOPLE, RawCommits, code_of, copied
from bench.table import Line, show
from data.ledger import open_store

ROUNDS = 5
EACH = 8_000


def main(folder: Path, base: Path) -> None:
    """Alternate rounds of both on one disk; the time of a round includes the start of the program."""
    path = copied(base, folder / "batch.db")
    store = open_store(str(path))
    codes = [code_of(store, person) for person in range(ROUNDS * EACH)]
    store.close()
    raw = RawCommits(folder / "raw-batch.db")
    ours, theirs = [], []
    for turn in range(ROUNDS):
        theirs.append(EACH / _seconds(raw))
        ours.append(EACH / _batch(folder, path, codes[turn * EACH : (turn + 1) * EACH]))
    show(
        f"(a) check-ins through checkin --batch, {PEOPLE:,} people, {ROUNDS} rounds of {EACH:,} in turn",
        [Line("durable check-ins a second, start included", median(ours), "/s", median(theirs), ">= 0.30")],
    )


def _seconds(raw: RawCommits) -> float:
    start = perf_counter()
    for _ in range(EACH):
        raw.commit_one()
    return perf_counter() - start


def _batch(folder: Path, store: Path, codes: list[str]) -> float:
    lines = folder / "codes.txt"
    lines.write_text("\n".join(codes), encoding="utf-8")
    command = [sys.executable, "-m", "kiosk", "checkin", "--batch", str(lines), "--store", str(store)]
    start = perf_counter()
    done = subprocess.run([*command, "--json", "--at", "09:00"], capture_output=True, check=True)
    seconds = perf_counter() - start
    assert done.stdout.count(b'"admitted"') >= len(codes), "every one of them is new"
    return seconds
