"""What can be asked of a store to tell whether this machine is in order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from data.ledger import Store
from data.tables import entries


def last_record(store: Store) -> datetime | None:
    """When this device wrote its last entry; a clock before it is wrong, or was wrong then.

    None if it wrote none. Raises StoreUnavailable.
    """
    own = select(entries.c.recorded).where(entries.c.device == store.device.id)
    with store.reading() as log:
        last: datetime | None = log.connection.scalar(own.order_by(entries.c.sequence.desc()).limit(1))
    return last
