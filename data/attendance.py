"""Who came and what they did, as rows for a table: people apart from visits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from checkin.event import Catalogue
from checkin.participation import Entry, Kind, by_person, standing
from checkin.person import Person
from data.ledger import Transaction
from data.people import every_owner, every_person


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
    arrived: datetime
    desk: str
    left: datetime | None
    visits: tuple[Visit, ...]


def attendance(log: Transaction, catalogue: Catalogue) -> list[Attendance]:
    """Everyone who was admitted to an event, in the order in which they came."""
    people = every_person(log.connection)
    days = by_person(log.log(catalogue.event.code), every_owner(log.connection))
    rows = (_day(name, people.get(name), entries) for name, entries in days.items())
    return sorted((row for row in rows if row), key=lambda row: (row.arrived, row.who))


def _day(name: str, person: Person | None, entries: list[Entry]) -> Attendance | None:
    arrived: Entry | None = None
    left: datetime | None = None
    visits: list[Visit] = []
    for entry in standing(entries):
        draft = entry.draft
        match draft.kind:
            case Kind.ADMITTED:
                arrived, left = arrived or entry, None
            case Kind.LEFT:
                left = draft.at
            case Kind.VISIT_IN if draft.station:
                visits.append(Visit(name, person, draft.station, draft.at, None))
            case Kind.VISIT_OUT:
                _end(visits, entry)
            case Kind.OUTCOME:
                _tick(visits, entry)
            case _:
                pass
    if arrived is None:
        return None
    return Attendance(name, person, arrived.draft.at, arrived.draft.desk, left, tuple(visits))


def _end(visits: list[Visit], entry: Entry) -> None:
    if visits and visits[-1].station == entry.draft.station and visits[-1].end is None:
        visits[-1] = replace(visits[-1], end=entry.draft.at)


def _tick(visits: list[Visit], entry: Entry) -> None:
    code = entry.draft.code
    for index in reversed(range(len(visits))):
        visit = visits[index]
        if visit.station == entry.draft.station and code and code not in visit.outcomes:
            visits[index] = replace(visit, outcomes=(*visit.outcomes, code))
            return
