"""What no router can exceed: the passports that a linear programme completes, knowing the whole day.

Time is cut into slices and people into classes that came and left in the same ones. A fraction of a class
may be completed, and a visit spread over slices, without ways, without chance, and with every lull used.
The seats of each station in each slice, the time each class has, and its topics bound it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import ceil

import numpy as np

from bench.days import Day
from stations.plan import Plan
from stations.simulation import Truth

SLICE = 20.0
"""Minutes."""
_SHORTER = 0.999
"""Mean of what `stations.simulation` multiplies a visit's length by: exp(0.4 squared / 2 - 0.08) is 1."""
Class = tuple[str, int, int]
"""Group, slice of arrival, slice before which they are gone."""


def bound(day: Day) -> float:
    """The share of passports that may be completed, 0 to 1."""
    plan, truth = day.plan, day.truth
    classes = Counter(_classes(day))
    slices = ceil((plan.end + 60) / SLICE)
    capacity = [[_capacity(plan, truth, s, b) for b in range(slices)] for s in range(len(plan))]
    programme = _Programme(len(classes))
    for number, ((group, first, last), people) in enumerate(classes.items()):
        _add_class(programme, day, number, group, range(first, min(last, slices)), people, capacity)
    for (station, piece), terms in programme.load.items():
        programme.row(terms, capacity[station][piece])
    return programme.best([float(people) for people in classes.values()]) / classes.total()


class _Programme:
    """Rows of "at most", over one variable a class and one for each class, station and slice."""

    def __init__(self, classes: int) -> None:
        self.classes = classes
        self.size = classes
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []
        self.limits: list[float] = []
        self.load: dict[tuple[int, int], list[tuple[int, float]]] = {}

    def variable(self) -> int:
        """One more."""
        self.size += 1
        return self.size - 1

    def row(self, terms: list[tuple[int, float]], limit: float) -> None:
        """The sum of some variables, each times a factor, is at most a limit."""
        for column, value in terms:
            self.rows.append(len(self.limits))
            self.columns.append(column)
            self.values.append(value)
        self.limits.append(limit)

    def best(self, people: list[float]) -> float:
        """The most people completed."""
        from scipy.optimize import linprog  # noqa: PLC0415 - most who import the days need no bound
        from scipy.sparse import coo_matrix  # noqa: PLC0415

        matrix = coo_matrix((self.values, (self.rows, self.columns)), shape=(len(self.limits), self.size))
        gain = np.zeros(self.size)
        gain[: self.classes] = -1
        most: list[tuple[float, float | None]] = [(0.0, n) for n in people]
        most += [(0.0, None)] * (self.size - self.classes)
        found = linprog(gain, A_ub=matrix.tocsr(), b_ub=self.limits, bounds=most, method="highs-ipm")
        assert found.status == 0, found.message
        return float(-found.fun)


def _classes(day: Day) -> Iterator[Class]:
    """Whose time is over still finishes the visit they are at, which may be the longest."""
    longest = {group: max(_lengths(day, group), default=0.0) for group in day.plan.fits}
    for guest in day.guests():
        over = guest.leaves + longest[guest.group]
        yield guest.group, int(guest.came // SLICE), ceil(over / SLICE)


def _lengths(day: Day, group: str) -> Iterator[float]:
    fits = day.plan.fits[group]
    return (_minutes(day.plan, day.truth, group, s) for s in range(len(day.plan)) if fits[s])


def _add_class(
    programme: _Programme,
    day: Day,
    number: int,
    group: str,
    pieces: range,
    people: int,
    capacity: list[list[float]],
) -> None:
    plan, topics = day.plan, day.plan.topics[group]
    visits: dict[int, list[int]] = {}
    time: dict[int, list[tuple[int, float]]] = {}
    for station in (s for s in range(len(plan)) if plan.fits[group][s]):
        minutes = _minutes(plan, day.truth, group, station)
        for piece in (b for b in pieces if capacity[station][b] > 0):
            variable = programme.variable()
            visits.setdefault(station, []).append(variable)
            time.setdefault(piece, []).append((variable, minutes))
            programme.load.setdefault((station, piece), []).append((variable, minutes))
    for topic in topics:
        programme.row([(number, 1.0), *((v, -1.0) for s in topic for v in visits.get(s, []))], 0.0)
    everywhere = [(v, -1.0) for variables in visits.values() for v in variables]
    programme.row([(number, float(len(topics) + plan.choices)), *everywhere], 0.0)
    for variables in visits.values():
        programme.row([(number, -1.0), *((v, 1.0) for v in variables)], 0.0)
    for terms in time.values():
        programme.row(terms, people * SLICE)


def _minutes(plan: Plan, truth: Truth, group: str, station: int) -> float:
    if table := plan.timetables.get(station):
        return table.duration
    return plan.minutes[group][station] * truth.factors[station] * _SHORTER


def _capacity(plan: Plan, truth: Truth, station: int, piece: int) -> float:
    """Minutes of visits that a station can give in a slice."""
    begin, end = piece * SLICE, (piece + 1) * SLICE
    if table := plan.timetables.get(station):
        starts = np.arange(table.first, plan.end, table.period)
        return float(np.sum((starts >= begin) & (starts < end))) * table.seats * table.duration
    minutes = np.arange(begin + 0.5, end)
    seats = np.full(len(minutes), float(plan.seats[station]))
    for outage in sorted((o for o in truth.outages if o.station == station), key=lambda o: o.at):
        seats[minutes >= outage.at] = outage.seats
    is_open = (minutes >= plan.opens[station]) & (minutes < plan.closes[station] + SLICE)
    return float(np.sum(seats * is_open))
