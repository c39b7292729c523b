"""When what two stores say of one person was last said: the later of two counts."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from checkin.participation import Kind
from data.entry_rows import NAME
from data.tables import entries

Change = tuple[str, Kind, str]
"""Who, the kind of entry, and which of their details it put right, if it did that."""


class Order(NamedTuple):
    """Where an entry stands among those that say something of one detail; the last one counts.

    Without the first it is the order of the log.
    """

    stands: bool
    at: datetime
    recorded: datetime
    device: str
    sequence: int

    @property
    def name(self) -> str:
        """The entry's, as one that takes it back has it."""
        return f"{self.device}-{self.sequence}"


_LINKS = select(NAME).where(entries.c.kind == Kind.CARD_LINKED)
_CHANGES = select(
    entries.c.person,
    entries.c.kind,
    entries.c.code,
    entries.c.at,
    entries.c.recorded,
    entries.c.device,
    entries.c.sequence,
).where(
    entries.c.person.is_not(None),
    entries.c.kind.in_((Kind.CORRECTED, Kind.CONSENTED, Kind.CARD_LINKED)) | entries.c.target.in_(_LINKS),
)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
NEVER = Order(stands=False, at=_LONG_AGO, recorded=_LONG_AGO, device="", sequence=0)


def latest(
    connection: Connection,
    known_as: Mapping[str, str],
    undone: AbstractSet[str],
    undone_there: AbstractSet[str],
) -> dict[Change, Order]:
    """When what was last noted of each person.

    A card that was linked stands above any that was taken back, unless the other store took it back: then
    nothing that is known here counts.

    undone, undone_there: the links that were taken back by this log, and by the other.
    """
    found: dict[Change, Order] = {}
    for person, kind, code, *written in connection.execute(_CHANGES):
        what = Kind.CARD_LINKED if kind == Kind.UNDONE else Kind(kind)
        change = known_as.get(person, person), what, code if what is Kind.CORRECTED else ""
        order = Order(kind != Kind.UNDONE, *written)
        order = order._replace(stands=order.stands and order.name not in undone)
        found[change] = max(found.get(change, NEVER), order)
    undone_only_there = undone_there - undone
    return {
        change: order if order.name not in undone_only_there else NEVER for change, order in found.items()
    }


def undone_links(connection: Connection) -> set[str]:
    """Entries by which a card was linked and that were taken back."""
    return set(connection.scalars(select(entries.c.target).where(entries.c.target.in_(_LINKS))))
