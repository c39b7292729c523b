"""The log of a past event as a day that can be run again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from checkin.calling import group_of, is_elder, plan_for
from checkin.event import Catalogue, Event
from checkin.participation import Entry, Kind, by_person, day_of, movement, standing
from checkin.person import Person
from stations.model import Station
from stations.queues import Move
from stations.replay import Participant, Recorded, SeatsNoted, Visited

_LATEST = 2 * 24 * 60.0
"""Minutes from the midnight before an event; what a clock says beyond is no hour of its day."""
_SIGNS = frozenset(
    {
        Kind.ADMITTED,
        Kind.LEFT,
        Kind.STAY,
        Kind.SENT,
        Kind.DECLINED,
        Kind.GAVE_UP,
        Kind.VISIT_IN,
        Kind.VISIT_OUT,
    }
)
"""Written only while the person stands there; the board calls and seats people who may be gone."""


def recorded(
    entries: Iterable[Entry],
    catalogue: Catalogue,
    people: Mapping[str, Person],
    owners: Mapping[int, str],
    elders: Collection[str] = frozenset(),
) -> Recorded:
    """The day that the entries of one event tell, in whatever order they are given.

    people: by id. owners: whose a badge is, by its serial. elders: ids of those whose birth was deleted and
    who were elders, as far as that was kept. Whoever came back is one person from their first
    admission on; whoever was never admitted, or no longer is, did not come. What happened before its day, as
    on one from which the event was put off, is left out.
    """
    kept = [entry for entry in standing(entries) if entry.draft.at >= catalogue.event.begins]
    came = [
        _participant(name, day, people.get(name), catalogue, elders)
        for name, day in by_person(kept, owners).items()
        if any(entry.draft.kind is Kind.ADMITTED for entry in day)
    ]
    return Recorded(
        plan_for(catalogue),
        tuple(sorted(came, key=lambda person: (person.came, person.who))),
        tuple(_seats(kept, catalogue.event)),
    )


def _participant(
    name: str, day: Sequence[Entry], person: Person | None, catalogue: Catalogue, elders: Collection[str]
) -> Participant:
    """One person's day; their entries in order of time, one of them an admission."""
    event = catalogue.event
    admitted = next(entry for entry in day if entry.draft.kind is Kind.ADMITTED)
    came = _minute(admitted.draft.at, event)
    ends = [
        _minute(entry.draft.at, event) + entry.draft.minutes
        for entry in day
        if entry.draft.kind is Kind.STAY and entry.draft.minutes is not None
    ]
    says = max(0.0, ends[-1] - came) if ends else None
    visits = _visits(day, event)
    signs = (entry for entry in day if entry.draft.kind in _SIGNS and day_of(entry) == day_of(admitted))
    seen = max(_minute(entry.draft.at, event) for entry in signs)
    return Participant(
        name,
        group_of(person, catalogue),
        name in elders or is_elder(person, catalogue),
        came,
        says,
        max(
            came + (says or 0.0),
            seen,
            *(_believed_end(visit, event.station(visit.station)) for visit in visits),
        ),
        tuple(visits),
    )


def _visits(day: Iterable[Entry], event: Event) -> list[Visited]:
    """The visits of one person, each until its end was scanned or they were seen elsewhere on that day.

    One whose line they gave up was none.
    """
    visits: list[Visited] = []
    begun: Entry | None = None
    """How the visit that is open began."""
    for entry in day:
        kind, station = entry.draft.kind, entry.draft.station
        at = _minute(entry.draft.at, event)
        if begun and day_of(begun) == day_of(entry):
            is_there = begun.draft.station == station
            if kind is Kind.GAVE_UP and is_there:
                visits.pop()
                begun = None
            elif kind in (Kind.VISIT_IN, Kind.LEFT) or (kind is Kind.VISIT_OUT and is_there):
                visits[-1] = replace(visits[-1], end=at, is_seen=kind is Kind.VISIT_OUT)
                begun = None
        if kind is Kind.VISIT_IN and station:
            visits.append(Visited(station, at))
            begun = entry
    return visits


def _believed_end(visit: Visited, station: Station | None) -> float:
    """Until when someone was there whom nobody saw leave a station: as long as a visit takes."""
    if visit.end is not None or station is None:
        return visit.start
    return visit.start + station.minutes


def _seats(kept: Iterable[Entry], event: Event) -> Iterable[SeatsNoted]:
    for entry in kept:
        moved = movement(entry)
        if moved and moved.move is Move.SEATS and moved.number is not None:
            yield SeatsNoted(_minute(moved.at, event), moved.who, moved.number)


def _minute(moment: datetime, event: Event) -> float:
    """Minutes from the midnight before an event."""
    return min(_LATEST, max(0.0, (moment - event.begins) / timedelta(minutes=1)))
