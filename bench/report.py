"""(d) The whole report and the export of an attendance: growth, memory, cost over the library alone."""

from __future__ import annotations

import csv
import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from math import log10
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from xlsxwriter import Workbook

from bench.stock import copied, day_steps, stocked, write_a_day
from bench.table import Line, show
from checkin.participation import Kind
from data.attendance import Attendance, attendance
from data.exports import Table, attendance_tables, write_csv, write_xlsx
from data.ledger import open_store
from kiosk.laptop import DEFAULT_PIN

SIZES = (10_000, 99_990, 1_000_000)
"""Entries; of the second, which the report itself adds one to, the lists still stand in the workbook."""
EACH = 10
"""Entries of one person: those of `day_steps`, another outcome, and leaving."""
ATTENDEES = 5_000
ROUNDS = 5
"""A ratio is the median of so many, each of both in turn."""


class Report(NamedTuple):
    """What one report took."""

    raw: float
    """Seconds in which SQLite alone reads every entry."""
    seconds: float
    processor: float
    """Seconds of both processors together."""
    memory: float
    """MiB at most, both processes together."""


def main(folder: Path, base: Path) -> None:
    """Report on days of three sizes, each in a process of its own, then export one of them."""
    reports = {entries: _reported(_day(folder, base, entries), folder) for entries in SIZES}
    lines = []
    for entries, one in reports.items():
        time, memory = ("< 15 s", "< 500 MiB") if entries == SIZES[-1] else ("", "")
        lines += [
            Line(f"{entries:,} entries", one.seconds, "s", one.raw, time),
            Line(f"{entries:,} entries, both processors", one.processor, "s", one.raw),
            Line(f"{entries:,} entries, memory", one.memory, "MiB", None, memory),
        ]
    small, large = reports[SIZES[-2]], reports[SIZES[-1]]
    lines += [
        Line("exponent of processor time, last tenfold", log10(large.processor / small.processor), ""),
        Line("exponent of memory, last tenfold", log10(large.memory / small.memory), ""),
    ]
    show("(d) report: figures, workbook and lists, start included; yardstick: reading every entry raw", lines)
    _show_exports(folder / f"day-{SIZES[1]}.db", folder)


def _day(folder: Path, base: Path, entries: int) -> Path:
    """A store in which everybody came."""
    path = folder / f"day-{entries}.db"
    if entries == SIZES[-1]:
        copied(base, path)
    else:
        stocked(path, entries // EACH)
    store = open_store(str(path))
    came = write_a_day(store, entries, _steps)
    store.close()
    assert came == entries // EACH
    return path


def _steps(stations: list[str]) -> Iterator[tuple[Kind, int, str | None]]:
    yield from day_steps(stations)
    yield Kind.OUTCOME, 28, stations[0]
    yield Kind.LEFT, 30, None


_PROGRAM = """
import resource, sys
from kiosk.cli import main
status = main(sys.argv[1:])
with open("/proc/self/status") as told:
    own = int(next(line.split()[1] for line in told if line.startswith("VmHWM")))
print(own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""
"""A command that says how much memory it and its helper had at most, KiB, as Linux tells it."""


def _reported(store: Path, folder: Path) -> Report:
    raw = _seconds(lambda: _read_raw(store))
    command = [sys.executable, "-c", _PROGRAM, "report", "--out", str(folder / f"{store.stem}.xlsx")]
    before, start = _processor(), perf_counter()
    command += ["--store", str(store), "--pin", DEFAULT_PIN, "--json"]
    done = subprocess.run(command, capture_output=True, check=True)
    seconds = perf_counter() - start
    assert len(json.loads(done.stdout.splitlines()[0])["files"]) == (
        4 if store.stem.endswith("000000") else 1
    )
    return Report(raw, seconds, _processor() - before, int(done.stdout.split()[-1]) / 1024)


def _processor() -> float:
    """Seconds of the processor that children took until now."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _read_raw(path: Path) -> None:
    raw = sqlite3.connect(path)
    for _ in raw.execute("SELECT * FROM entries"):
        pass
    raw.close()


def _show_exports(path: Path, folder: Path) -> None:
    """The export of `ATTENDEES` people beside the same cells written by the bare library."""
    store = open_store(str(path))
    known = next(iter(store.catalogues.values()))
    with store.reading() as log_of:
        rows = attendance(log_of, known)[:ATTENDEES]
    store.close()
    assert len(rows) == ATTENDEES
    cells = [(t.columns, list(t.rows)) for t in attendance_tables(rows, known)]

    def tables() -> tuple[Table, Table]:
        return attendance_tables(rows, known)

    show(
        f"(d) export of {len(rows):,} people and {_visits(rows):,} visits; yardstick: the library alone",
        [
            _beside(
                "CSV", lambda: write_csv(folder / "a.csv", tables()), lambda: _bare_csv(folder, cells), 3
            ),
            _beside(
                "XLSX", lambda: write_xlsx(folder / "a.xlsx", tables()), lambda: _bare_xlsx(folder, cells), 2
            ),
        ],
    )


def _visits(rows: Sequence[Attendance]) -> int:
    return sum(len(row.visits) for row in rows)


def _beside(what: str, ours: Callable[[], object], bare: Callable[[], object], most: int) -> Line:
    times = [(_seconds(ours), _seconds(bare)) for _ in range(ROUNDS)]
    mine, theirs = (median(column) * 1000 for column in zip(*times, strict=True))
    return Line(what, mine, "ms", theirs, f"<= {most}")


Cells = Sequence[tuple[Sequence[tuple[str, int]], Sequence[Sequence[object]]]]


def _bare_csv(folder: Path, tables: Cells) -> None:
    for number, (columns, rows) in enumerate(tables):
        with (folder / f"bare-{number}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([header for header, _ in columns])
            writer.writerows(rows)


def _bare_xlsx(folder: Path, tables: Cells) -> None:
    options = {"default_date_format": "dd/mm/yyyy hh:mm", "remove_timezone": True, "constant_memory": True}
    with Workbook(str(folder / "bare.xlsx"), options) as out:
        for columns, rows in tables:
            sheet = out.add_worksheet()
            sheet.write_row(0, 0, [header for header, _ in columns])
            for number, row in enumerate(rows, 1):
                sheet.write_row(number, 0, row)


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
