"""A past event out of its log, to be run again."""

from __future__ import annotations

from checkin.event import Catalogue
from checkin.recorded import recorded
from data.ledger import Transaction
from data.people import every_owner, everyone_counted
from data.reports.traits import elders_kept
from stations.replay import Recorded


def recorded_day(log: Transaction, catalogue: Catalogue) -> Recorded:
    """The day of an event, with its catalogue as it was."""
    connection = log.connection
    entries = log.told(catalogue.event.code)
    people, owners = everyone_counted(connection), every_owner(connection)
    return recorded(entries, catalogue, people, owners, elders_kept(connection, catalogue.event.code))
