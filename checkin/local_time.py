"""The time on the wall."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "ICT")
"""Local time of every event: UTC+7 all year, no summer time."""

YEARS = range(2000, 2101)
"""Of a day that is meant; any other is a slip of whoever typed it."""


def clock_time(moment: datetime) -> str:
    """Hours and minutes as a clock in the hall shows them: 07:03."""
    return moment.astimezone(VIETNAM).strftime("%H:%M")
