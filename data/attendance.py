"""Who came and what they did, as rows for a table: people apart from visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from checkin.event import Catalogue
from checkin.names import sort_key
from checkin.participation import from_milliseconds
from checkin.person import Person
from data.ledger import Transaction
from data.lines import lines
from data.people import everyone_counted
from data.person_day import PersonDay, read_day


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
    return in_order(row for who, own in days if (row := attended(who, read_day(own), people.get(who))))


def attendance_of(log: Transaction, catalogue: Catalogue, person: Person) -> Attendance | None:
    """One person's day at an event; None if they were not admitted."""
    return attended(person.id, read_day(lines(log, [catalogue.event.code], person.id)), person)


def in_order(rows: Iterable[Attendance]) -> list[Attendance]:
    """The order in which people came; of those who came in one moment, as a class, that of their names."""
    came = list(rows)
    together = Counter(row.arrived for row in came)

    def place(row: Attendance) -> tuple[datetime, str, str]:
        name = row.person.name if row.person and together[row.arrived] > 1 else ""
        return row.arrived, sort_key(name), row.who

    return sorted(came, key=place)


def attended(who: str, day: PersonDay, person: Person | None) -> Attendance | None:
    """A day as a row; None for someone who was not admitted."""
    if day.arrived is None:
        return None
    visits = tuple(
        Visit(who, person, stay.station, from_milliseconds(stay.start), _moment(stay.end), stay.outcomes)
        for stay in day.visits
    )
    arrived = from_milliseconds(day.arrived.at)
    return Attendance(who, person, arrived, day.arrived.desk, _moment(day.left), visits)


def _moment(at: int | None) -> datetime | None:
    return None if at is None else from_milliseconds(at)
