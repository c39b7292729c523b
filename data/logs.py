"""Until when a store knows what each laptop wrote."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from checkin.badge import COUNTERS
from data.ledger import Store, Transaction
from data.tables import badges, devices, entries


def unknown_badges(log: Transaction) -> Counter[int]:
    """How many badges were shown whose owner this store does not know, by the number of the device they name.

    That device's store was not brought here, or not since it made them.
    """
    shown = select(entries.c.badge).distinct().outerjoin(badges, badges.c.serial == entries.c.badge)
    query = shown.where(entries.c.badge.is_not(None), badges.c.serial.is_(None))
    return Counter(serial // COUNTERS for serial in log.connection.scalars(query))


@dataclass(frozen=True, slots=True)
class LogUntil:
    """Until when a store knows what one device wrote."""

    device: str
    number: int | None
    """Of the laptop; None if it has none."""
    until: datetime | None
    """When it wrote down the last entry that is known here; None if it wrote none."""


def logs_until(log: Transaction) -> list[LogUntil]:
    """Until when the store knows what each device wrote, by their numbers; those without come last.

    A device without a number that wrote nothing is nobody's to miss.
    """
    last = func.max(entries.c.recorded)
    query = (
        select(devices.c.id, devices.c.number, last)
        .outerjoin(entries, devices.c.id == entries.c.device)
        .group_by(devices.c.id, devices.c.number)
        .having(devices.c.number.is_not(None) | last.is_not(None))
        .order_by(devices.c.number.is_(None), devices.c.number, last)
    )
    return [LogUntil(*row) for row in log.connection.execute(query)]


def last_record(store: Store) -> datetime | None:
    """When this device wrote its last entry; a clock before it is wrong, or was wrong then.

    None if it wrote none. Raises StoreUnavailable.
    """
    own = select(entries.c.recorded).where(entries.c.device == store.device.id)
    with store.reading() as log:
        last: datetime | None = log.connection.scalar(own.order_by(entries.c.sequence.desc()).limit(1))
    return last
