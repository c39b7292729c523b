"""The time on the wall."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "ICT")
"""Local time of every event: UTC+7 all year, no summer time."""

YEARS = range(2000, 2101)
"""Of a day that is meant; any other is a slip of whoever typed it."""

LONG_BEFORE = timedelta(days=365)
"""Before an event nobody prepares it; a clock that says so has forgotten the day. Believed."""


def clock_time(moment: datetime) -> str:
    """Hours and minutes as a clock in the hall shows them: 07:03."""
    return moment.astimezone(VIETNAM).strftime("%H:%M")


def local_day(moment: datetime) -> date:
    """The day that it is then at every event."""
    return moment.astimezone(VIETNAM).date()


def clock_and_day(moment: datetime) -> str:
    """Time and day, as sentences say when something is: 07:03 26/09/2025."""
    return moment.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")


def day_and_clock(moment: datetime) -> str:
    """Day and time, as lines of a list begin: 26/09/2025 07:03."""
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
