"""What can be asked of a store to tell whether this machine is in order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from data.ledger import Store
from data.tables import entries


def newest_record(store: Store) -> datetime | None:
    """When the newest entry was written down, by any device; a clock before it is wrong.

    None while the log is empty. Raises StoreUnavailable.
    """
    with store.reading() as log:
        newest: datetime | None = log.connection.scalar(select(func.max(entries.c.recorded)))
    return newest
