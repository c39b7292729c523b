"""Who came and what they did, as rows for a table: people apart from visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from checkin.event import Catalogue
from checkin.participation import Kind, from_milliseconds
from checkin.person import Person
from data.ledger import Transaction
from data.lines import Line, lines
from data.people import everyone_counted


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay of one person at one station."""

    who: str
    person: Person | None
    station: str
    start: datetime
    end: datetime | None
    """None while it lasts, or when the scan-out was missed."""
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person's day."""

    who: str
    """Their id, or `#serial` of a badge whose owner this store does not know."""
    person: Person | None
    """Without name, birth and unit if they were forgotten."""
    arrived: datetime
    desk: str
    left: datetime | None
    visits: tuple[Visit, ...]


def attendance(log: Transaction, catalogue: Catalogue) -> list[Attendance]:
    """Everyone who was admitted to an event, in the order in which they came."""
    people = everyone_counted(log.connection)
    days = groupby(lines(log, [catalogue.event.code]), attrgetter("who"))
    return in_order(row for who, own in days if (row := day_of(who, list(own), people)))


def attendance_of(log: Transaction, catalogue: Catalogue, person: Person) -> Attendance | None:
    """One person's day at an event; None if they were not admitted."""
    return day_of(person.id, list(lines(log, [catalogue.event.code], person.id)), {person.id: person})


def in_order(rows: Iterable[Attendance]) -> list[Attendance]:
    """The order in which people came."""
    return sorted(rows, key=lambda row: (row.arrived, row.who))


def day_of(who: str, day: Sequence[Line], people: Mapping[str, Person]) -> Attendance | None:
    """One person's day from their entries in the order of time; None for someone who was not admitted."""
    person = people.get(who)
    arrived: Line | None = None
    left: int | None = None
    visits: list[Visit] = []
    for line in day:
        match line.kind:
            case Kind.ADMITTED:
                arrived, left = arrived or line, None
            case Kind.LEFT:
                left = line.at
            case Kind.VISIT_IN if line.station:
                visits.append(Visit(who, person, line.station, from_milliseconds(line.at), None))
            case Kind.VISIT_OUT if _is_open(visits, line):
                visits[-1] = replace(visits[-1], end=from_milliseconds(line.at))
            case Kind.GAVE_UP if _is_open(visits, line):
                visits.pop()
            case Kind.OUTCOME:
                _tick(visits, line)
            case _:
                pass
    if arrived is None:
        return None
    out = None if left is None else from_milliseconds(left)
    return Attendance(who, person, from_milliseconds(arrived.at), arrived.desk, out, tuple(visits))


def _is_open(visits: list[Visit], line: Line) -> bool:
    return bool(visits) and visits[-1].station == line.station and visits[-1].end is None


def _tick(visits: list[Visit], line: Line) -> None:
    code = line.code
    for index in reversed(range(len(visits))):
        visit = visits[index]
        if visit.station == line.station and code and code not in visit.outcomes:
            visits[index] = replace(visit, outcomes=(*visit.outcomes, code))
            return
