"""(b) From a scan to its durable outcome while a board calls people: arrivals, visits begun, visits ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from pathlib import Path

from bench.door import timed
from bench.stock import DAY, RawCommits, code_of, copied
from bench.table import Line, percentile, show
from checkin.board import call_people, keep_up
from checkin.desk import Desk, Scan, receive
from checkin.local_time import VIETNAM
from checkin.visits import Turn, visit
from data.ledger import open_store
from stations.model import Go

INSIDE = (300, 3_000)
_HOUR = timedelta(hours=1)
"""In which those inside came, and the one after it, whose scans are measured."""
_ARRIVAL = timedelta(seconds=15)
"""From one person who comes in the measured hour to the next."""
_ROUND = timedelta(seconds=20)
_WAY = timedelta(minutes=1)
_OPEN = datetime(DAY.year, DAY.month, DAY.day, 8, 0, tzinfo=VIETNAM)


class _Hall:
    """People who go where they are sent or called. One desk makes every scan, a second opening calls."""

    def __init__(self, path: Path) -> None:
        self._stores = open_store(str(path)), open_store(str(path))
        for store in self._stores:
            assert store.assign_number(2)
        catalogue = next(iter(self._stores[0].catalogues.values()))
        self._desk, self._board = (Desk(store, catalogue, "ki-ot") for store in self._stores)
        self._lengths = {s.code: timedelta(minutes=s.minutes) for s in catalogue.event.stations}
        self._raw = RawCommits(path.with_suffix(".raw"))
        self._due: list[tuple[datetime, int, Turn, str]] = []
        """When who is to be scanned, and at which station; at the door if it is none."""
        self._on_the_way: set[int] = set()
        self.sitting = 0
        """People who sit until they are called."""
        self.scans: list[tuple[float, float]] = []
        """Milliseconds of each scan, and of the raw commit after it."""
        self.rounds: list[tuple[float, float]] = []
        """Milliseconds of each round of calls, and of the raw commit after it."""
        self.beside: list[tuple[float, float]] = []
        """Milliseconds of each look at the log beside them, and of the raw commit after it."""

    def arrive(self, moment: datetime, person: int) -> None:
        """Someone will come through the door."""
        heappush(self._due, (moment, person, Turn.IN, ""))

    def hour(self, begin: datetime) -> None:
        """Rounds of calls from a moment on, and after each of them the scans that are due.

        Before each round both follow the log, as every laptop does while nobody shows a code.
        """
        for measured in (self.scans, self.rounds, self.beside):
            measured.clear()
        for number in range(_HOUR // _ROUND):
            now = begin + number * _ROUND
            for desk in (self._board, self._desk):
                took, _ = timed(partial(_follow, desk, now))
                self.beside.append((took, timed(self._raw.commit_one)[0]))
            took, calls = timed(partial(call_people, self._board, now))
            self.rounds.append((took, timed(self._raw.commit_one)[0]))
            self.sitting = calls.waiting
            with self._board.ledger.writing() as log:
                crowd = log.calling(self._board.catalogue).crowd
            for who in crowd.called():
                self._send(now, int(who, 16), crowd.whereabouts(who).coming)
            while self._due and self._due[0][0] < now + _ROUND:
                self._scan(*heappop(self._due))

    def close(self) -> None:
        """Give both openings of the store back."""
        for store in self._stores:
            store.close()

    def _send(self, now: datetime, person: int, station: str | None) -> None:
        if station and person not in self._on_the_way:
            self._on_the_way.add(person)
            heappush(self._due, (now + _WAY, person, Turn.IN, station))

    def _scan(self, now: datetime, person: int, turn: Turn, station: str) -> None:
        scan = Scan(code_of(self._stores[0], person).encode())
        if station:
            took, answer = timed(lambda: visit(scan, station, turn, self._desk, now))
        else:
            took, answers = timed(lambda: receive([scan], self._desk, now))
            answer = answers[0]
        self.scans.append((took, timed(self._raw.commit_one)[0]))
        if station and turn is Turn.IN:
            self._on_the_way.discard(person)
            heappush(self._due, (now + self._lengths[station], person, Turn.OUT, station))
        if isinstance(answer.call, Go):
            self._send(now, person, answer.call.station)


def main(folder: Path, base: Path) -> None:
    """Scan one by one, with one raw commit after each, among few people and among many."""
    for inside in INSIDE:
        hall = _Hall(copied(base, folder / f"calls-{inside}.db"))
        for person in range(inside):
            hall.arrive(_OPEN + person * _HOUR / inside, person)
        for person in range(_HOUR // _ARRIVAL):
            hall.arrive(_OPEN + _HOUR + person * _ARRIVAL, inside + person)
        hall.hour(_OPEN)
        hall.hour(_OPEN + _HOUR)
        hall.close()
        ours, theirs = zip(*hall.scans, strict=True)
        rounds, beside = max(hall.rounds), max(hall.beside)
        assert hall.sitting
        show(
            f"(b) scan to durable while a board calls, {inside:,} inside, {len(ours):,} scans; "
            f"{hall.sitting:,} on a seat at the end",
            [
                Line("p50", percentile(ours, 50), "ms", percentile(theirs, 50), "< 3 ms"),
                Line("p99", percentile(ours, 99), "ms", percentile(theirs, 99), "< 20 ms"),
                Line("slowest", max(ours), "ms", max(theirs)),
                Line("slowest round of calls, on the board", rounds[0], "ms", rounds[1]),
                Line("slowest look at the log beside the scans", beside[0], "ms", beside[1]),
            ],
        )


def _follow(desk: Desk, now: datetime) -> None:
    keep_up(desk, lambda: now)
