"""Who came and what they did, as rows for a table: people apart from visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    visits: list[_Stay] = []
    for line in day:
        match line.kind:
            case Kind.ADMITTED:
                arrived, left = arrived or line, None
            case Kind.LEFT:
                left = line.at
            case Kind.VISIT_IN if line.station:
                visits.append(_Stay(line.station, line.at))
            case Kind.VISIT_OUT if _is_open(visits, line):
                visits[-1].end = line.at
            case Kind.GAVE_UP if _is_open(visits, line):
                visits.pop()
            case Kind.OUTCOME:
                _tick(visits, line)
            case _:
                pass
    if arrived is None:
        return None
    out = None if left is None else from_milliseconds(left)
    made = tuple(stay.visit(who, person) for stay in visits)
    return Attendance(who, person, from_milliseconds(arrived.at), arrived.desk, out, made)


@dataclass(slots=True)
class _Stay:
    """A visit while a person's day is read; moments are milliseconds since 1970."""

    station: str
    start: int
    end: int | None = None
    outcomes: tuple[str, ...] = ()

    def visit(self, who: str, person: Person | None) -> Visit:
        end = None if self.end is None else from_milliseconds(self.end)
        return Visit(who, person, self.station, from_milliseconds(self.start), end, self.outcomes)


def _is_open(visits: list[_Stay], line: Line) -> bool:
    return bool(visits) and visits[-1].station == line.station and visits[-1].end is None


def _tick(visits: list[_Stay], line: Line) -> None:
    code = line.code
    for visit in reversed(visits):
        if visit.station == line.station and code and code not in visit.outcomes:
            visit.outcomes = (*visit.outcomes, code)
            return
