"""Every speed that is claimed, as a ratio against a yardstick of the same run: `python -m bench [NAME ...]`.

Names: batch door calls search report routing start screen scan soak; all of them if none is given. Run from
the root of the project: the stores are made there, on the disk that the yardstick uses too.
"""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import batch, calls, door, report, routing, scan, screen, search, soak, start
from bench.stock import PEOPLE, SEED, stocked

MEASUREMENTS: dict[str, Callable[[Path, Path], None]] = {
    "batch": batch.main,
    "door": door.main,
    "calls": calls.main,
    "search": search.main,
    "report": report.main,
    "routing": routing.main,
    "start": start.main,
    "screen": screen.main,
    "scan": scan.main,
    "soak": soak.main,
}
WITHOUT_STORE = {"routing", "scan", "soak"}
"""Measurements that need no store."""


def main(names: list[str]) -> None:
    """Measure what is named."""
    unknown = set(names) - set(MEASUREMENTS)
    if unknown:
        raise SystemExit(
            f"no such measurement: {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}"
        )
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{versions}, {platform.machine()}, seed {SEED}")
    with TemporaryDirectory(prefix=".bench-", dir=Path.cwd(), ignore_cleanup_errors=True) as made:
        folder = Path(made)
        chosen = names or list(MEASUREMENTS)
        base = folder / "base.db"
        if not WITHOUT_STORE.issuperset(chosen):
            stocked(base, PEOPLE)
        for name in chosen:
            MEASUREMENTS[name](folder, base)


if __name__ == "__main__":
    main(sys.argv[1:])
