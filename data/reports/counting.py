"""Counting the figures of a report from the log: one look at the entries, person by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import BigInteger, String, and_, cast, func, literal, select, type_coerce

from checkin.event import Catalogue
from checkin.participation import Kind
from data.ledger import Transaction
from data.reports.days import DayTally
from data.reports.figures import Figures, Note, Remark
from data.reports.person_day import Line
from data.reports.total import TotalTally
from data.reports.traits import every_trait
from data.tables import badges, entries

_TELLS = (
    Kind.ADMITTED,
    Kind.LEFT,
    Kind.SENT,
    Kind.HELD,
    Kind.VISIT_IN,
    Kind.VISIT_OUT,
    Kind.OUTCOME,
    Kind.ABLE_BEFORE,
    Kind.ABLE_AFTER,
)
"""Kinds of which a person's day is made."""
_LATE = 3_600_000
"""Milliseconds from what happened to its entry, from which it counts as caught up."""
_BACK = 60_000
"""Milliseconds by which a device's clock must go back to be worth a note."""

_AT, _RECORDED = (type_coerce(column, BigInteger) for column in (entries.c.at, entries.c.recorded))


def figures(log: Transaction, catalogues: Sequence[Catalogue], now: datetime) -> Figures:
    """Every figure of some events of one programme, one event at least. Raises StoreUnavailable."""
    ordered = sorted(catalogues, key=lambda catalogue: (catalogue.event.date, catalogue.event.code))
    programme = ordered[-1].programme
    traits = every_trait(log.connection)
    days = {c.event.code: DayTally(c, traits) for c in ordered}
    total = TotalTally(ordered, traits)
    for who, lines in groupby(_lines(log, list(days)), attrgetter("who")):
        counted = [days[event].count(who, own) for event, own in groupby(lines, attrgetter("event"))]
        if came := [done for done in counted if done]:
            total.count(who, came)
    _count_irregular(log, days)
    return Figures(
        programme=programme.code,
        name=programme.name.vi,
        organiser=programme.organiser,
        commune=programme.commune,
        made=now,
        events=tuple(day.figures() for day in days.values()),
        total=total.figures(_gaps(log)),
    )


def _lines(log: Transaction, events: Sequence[str]) -> Iterator[Line]:
    """What tells of people, without what was taken back: person by person, event by event, in time."""
    undone = set(log.connection.scalars(select(entries.c.target).where(entries.c.kind == Kind.UNDONE)))
    who = func.coalesce(entries.c.person, badges.c.person, literal("#") + cast(entries.c.badge, String))
    query = (
        select(
            who.label("who"),
            entries.c.event,
            entries.c.kind,
            _AT.label("at"),
            entries.c.device,
            entries.c.sequence,
            entries.c.station,
            entries.c.code,
            entries.c.badge,
        )
        .outerjoin(badges, and_(entries.c.person.is_(None), badges.c.serial == entries.c.badge))
        .where(entries.c.event.in_(events), entries.c.kind.in_(_TELLS), who.is_not(None))
        .order_by("who", entries.c.event, "at", _RECORDED, entries.c.device, entries.c.sequence)
    )
    for row in log.connection.execute(query, execution_options={"yield_per": 5000}):
        line = Line._make(row)
        if not undone or f"{line.device}-{line.sequence}" not in undone:
            yield line


def _count_irregular(log: Transaction, days: Mapping[str, DayTally]) -> None:
    """Count what no person's day tells: refusals, undone entries, late ones, clocks."""
    coded = (
        select(entries.c.event, entries.c.kind, entries.c.code, func.count())
        .where(entries.c.kind.in_((Kind.REFUSED, Kind.UNDONE)))
        .group_by(entries.c.event, entries.c.kind, entries.c.code)
        .order_by(entries.c.event, entries.c.kind, entries.c.code)
    )
    for event, kind, code, count in log.connection.execute(coded):
        if day := days.get(event):
            tally = day.refusals if kind == Kind.REFUSED else day.undone
            tally[code or ""] += count
    late = select(entries.c.event, func.count()).where(_RECORDED - _AT > _LATE, entries.c.kind.in_(_TELLS))
    for event, count in log.connection.execute(late.group_by(entries.c.event)):
        if day := days.get(event):
            day.caught_up = count
    before = func.lag(_RECORDED).over(partition_by=entries.c.device, order_by=entries.c.sequence)
    jumps = select(entries.c.event, (before - _RECORDED).label("back")).subquery()
    back = select(jumps.c.event, func.count()).where(jumps.c.back > _BACK).group_by(jumps.c.event)
    for event, count in log.connection.execute(back):
        if day := days.get(event):
            day.clock = count


def _gaps(log: Transaction) -> tuple[Note, ...]:
    """Devices of whose sequence entries are missing; altered ones are what `ngayhoi log --verify` finds."""
    sequences = (
        select(entries.c.device)
        .group_by(entries.c.device)
        .having(func.max(entries.c.sequence) > func.count())
    )
    gaps = len(log.connection.scalars(sequences).all())
    return (Note(Remark.GAP, gaps),) if gaps else ()
