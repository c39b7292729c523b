"""Entries of the log that tell of people, read in one pass: person by person, event by event, in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, String, and_, cast, func, literal, or_, select, type_coerce

from checkin.participation import Kind
from checkin.undo import ADVICE
from data.entry_rows import TAKEN_BACK
from data.ledger import Transaction
from data.tables import aliases, badges, entries

TELLS = (
    Kind.ADMITTED,
    Kind.LEFT,
    Kind.SENT,
    Kind.HELD,
    Kind.GAVE_UP,
    Kind.VISIT_IN,
    Kind.VISIT_OUT,
    Kind.OUTCOME,
    Kind.ABLE_BEFORE,
    Kind.ABLE_AFTER,
)
"""Kinds of which a person's day is made."""
AT, RECORDED = (type_coerce(column, BigInteger) for column in (entries.c.at, entries.c.recorded))
"""When it happened and when it was written down, in milliseconds since 1970 as the log keeps them."""


LATE = 3_600_000
"""Milliseconds from what happened to its entry, from which it counts as caught up."""


class Line(NamedTuple):
    """One entry of a person, as figures and lists need it; moments are milliseconds since 1970."""

    who: str
    """Their id, or `#serial` of a badge whose owner this store does not know."""
    event: str
    kind: str
    at: int
    device: str
    sequence: int
    desk: str
    station: str | None
    code: str | None
    badge: int | None
    caught_up: bool
    """Whether it was written down long after, as from a list on paper."""


def lines(log: Transaction, events: Sequence[str], person: str | None = None) -> Iterator[Line]:
    """What tells of people, or of one, without what was taken back, and without advice nobody was given.

    Such is what was made for a list on paper that is caught up with. Raises StoreUnavailable.
    """
    undone = set(log.connection.scalars(TAKEN_BACK))
    serial = literal("#") + cast(entries.c.badge, String)
    who = func.coalesce(aliases.c.person, entries.c.person, badges.c.person, serial)
    query = (
        select(
            who.label("who"),
            entries.c.event,
            entries.c.kind,
            AT.label("at"),
            entries.c.device,
            entries.c.sequence,
            entries.c.desk,
            entries.c.station,
            entries.c.code,
            entries.c.badge,
            (RECORDED - AT > LATE).label("caught_up"),
        )
        .outerjoin(aliases, aliases.c.id == entries.c.person)
        .outerjoin(badges, and_(entries.c.person.is_(None), badges.c.serial == entries.c.badge))
        .where(
            entries.c.event.in_(events),
            entries.c.kind.in_(TELLS),
            who.is_not(None),
            or_(entries.c.kind.not_in(ADVICE), RECORDED - AT <= LATE),
        )
        .order_by("who", entries.c.event, "at", RECORDED, entries.c.device, entries.c.sequence)
    )
    if person is not None:
        query = query.where(who == person)
    found = map(Line._make, log.connection.execute(query, execution_options={"yield_per": 1000}))
    if undone:
        return (line for line in found if f"{line.device}-{line.sequence}" not in undone)
    return found
