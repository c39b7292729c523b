"""Counting the figures of a report from the log: one look at the entries, person by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import and_, func, select

from checkin.event import Catalogue
from checkin.participation import DATA_KINDS, Kind
from data.entry_rows import NAME, TAKEN_BACK
from data.ledger import Transaction
from data.lines import AT, LATE, RECORDED, TELLS, lines
from data.person_day import PersonDay, read_day
from data.reports.days import DayTally
from data.reports.figures import Figures, Note, Remark
from data.reports.total import TotalTally
from data.reports.traits import every_trait
from data.tables import entries, people

_BACK = 60_000
"""Milliseconds by which a device's clock must go back to be worth a note."""
_FULL_BIRTH = len("1957-03-05")

EachDay = Callable[[str, str, PersonDay], None]
"""Is given whose day it is, the event, and the day."""


def figures(
    log: Transaction, catalogues: Sequence[Catalogue], now: datetime, each: EachDay | None = None
) -> Figures:
    """Every figure of some events of one programme, one event at least. Raises StoreUnavailable.

    `each` sees every person's day as well, so that lists of people cost no second pass of the log.
    """
    ordered = sorted(catalogues, key=lambda catalogue: (catalogue.event.date, catalogue.event.code))
    programme = ordered[-1].programme
    traits = every_trait(log.connection)
    days = {c.event.code: DayTally(c, traits, now) for c in ordered}
    total = TotalTally(ordered, traits)
    for who, theirs in groupby(lines(log, list(days)), attrgetter("who")):
        counted = []
        for event, own in groupby(theirs, attrgetter("event")):
            day = read_day(own)
            counted.append(days[event].count(who, day))
            if each:
                each(who, event, day)
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
        total=total.figures((*_gaps(log), *_alike(log, total.who))),
    )


def _count_irregular(log: Transaction, days: Mapping[str, DayTally]) -> None:
    """Count what no person's day tells: refusals, undone entries, late ones, clocks.

    An entry that two laptops took back for one reason was taken back once.
    """
    for kind, counted in (
        (Kind.REFUSED, func.count()),
        (Kind.UNDONE, func.count(entries.c.target.distinct())),
    ):
        coded = (
            select(entries.c.event, entries.c.code, counted)
            .where(entries.c.kind == kind)
            .group_by(entries.c.event, entries.c.code)
            .order_by(entries.c.event, entries.c.code)
        )
        for event, code, count in log.connection.execute(coded):
            if day := days.get(event):
                tally = day.refusals if kind is Kind.REFUSED else day.undone
                tally[code or ""] += count
    late = select(entries.c.event, func.count()).where(
        RECORDED - AT > LATE, entries.c.kind.in_(TELLS), NAME.not_in(TAKEN_BACK)
    )
    for event, count in log.connection.execute(late.group_by(entries.c.event)):
        if day := days.get(event):
            day.caught_up = count
    before = func.lag(RECORDED).over(partition_by=entries.c.device, order_by=entries.c.sequence)
    of_days = entries.c.kind.not_in(DATA_KINDS)
    jumps = select(entries.c.event, (before - RECORDED).label("back")).where(of_days).subquery()
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


def _alike(log: Transaction, came: Collection[str]) -> tuple[Note, ...]:
    """Pairs of those who came, were not forgotten and may be one, by name, day of birth and hamlet."""
    said = people.c.sort_key, people.c.birth, people.c.hamlet
    is_full = func.length(people.c.birth) == _FULL_BIRTH
    several = select(*said).where(is_full, people.c.forgotten.is_(None)).group_by(*said)
    doubled = several.having(func.count() > 1).subquery()
    is_said = and_(*(column == other for column, other in zip(said, doubled.c, strict=True)))
    found = select(people.c.id, *said).join(doubled, is_said).where(people.c.forgotten.is_(None))
    groups = Counter(tuple(told) for who, *told in log.connection.execute(found) if who in came)
    pairs = sum(count * (count - 1) // 2 for count in groups.values())
    return (Note(Remark.ALIKE, pairs),) if pairs else ()
