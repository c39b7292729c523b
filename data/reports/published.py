"""The file of anonymous figures that leaves the commune: JSON, UTF-8, read back strictly.

A count is null where it is not told: somebody is there, and fewer than `smallest`; or it would give such a
count away. `data/reports/anonymous.py` has the rule. Zero is a count like any other.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from checkin.local_time import YEARS
from data.reports.figures import Remark

FORMAT: Final = "ngayhoi-so-lieu"
VERSION: Final = 1
"""Goes up when a reader of the one before would misunderstand the file."""
MOST_BYTES = 32 * 1024 * 1024
"""A commune's figures are some hundred kilobytes; what is larger is something else."""

Number = Annotated[int, Meta(ge=0, le=10**9)]
Count = Number | None
"""None where it is not told."""
Text = Annotated[str, Meta(max_length=1000)]


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every object of the file has in common: every member is there, and no other."""


class Part(Published, frozen=True):
    """The people of one kind at an event: a group, hamlet, sex or age band."""

    code: Text
    name: Text
    people: Count
    visits: Count
    completed: Count
    target: Number | None
    """None where the catalogue names no number."""


class KnownPart(Published, frozen=True):
    """The people of one kind at all events together."""

    code: Text
    name: Text
    people: Count
    visits: Count
    completed: Count
    known: Count
    """On the lists and registered at the desks."""


class Minutes(Published, frozen=True):
    """How long something took, measured `smallest` times at least."""

    median: float
    p90: float


class Station(Published, frozen=True):
    """What happened at one station; nothing of it is told where few people came or few visits were made."""

    code: Text
    number: Number
    name: Text
    people: Count
    visits: Count
    target: Number | None
    wait: Minutes | None
    """None where it was measured too seldom."""
    stay: Minutes | None
    unended: Count
    minutes: Count
    estimated: Count


class Outcome(Published, frozen=True):
    """How many people can do something now."""

    code: Text
    name: Text
    people: Count
    groups: dict[str, Count]
    target: Number | None


class Ability(Published, frozen=True):
    """What people said of themselves before and after one station."""

    code: Text
    number: Number
    name: Text
    before: Count
    after: Count
    change: dict[str, dict[str, Count]]


class Bar(Published, frozen=True):
    """One piece of a day."""

    start: Text
    people: Count
    visits: Count


class Tally(Published, frozen=True):
    """How often something happened."""

    code: Text
    name: Text
    count: Count


class Irregular(Published, frozen=True):
    """What did not go by the rules."""

    refusals: tuple[Tally, ...]
    undone: tuple[Tally, ...]
    twice: Count
    without_badge: Count
    caught_up: Count


class Event(Published, frozen=True):
    """One event."""

    code: Text
    name: Text
    place: Text
    date: date
    people: Count
    visits: Count
    target: Number | None
    visitors: Count
    asked: Count
    completed: Count
    groups: tuple[Part, ...]
    hamlets: tuple[Part, ...]
    sexes: tuple[Part, ...]
    ages: tuple[Part, ...]
    stations: tuple[Station, ...]
    outcomes: tuple[Outcome, ...]
    abilities: tuple[Ability, ...]
    arrivals: tuple[Bar, ...]
    hours: tuple[Bar, ...]
    irregular: Irregular
    remarks: tuple[Remark, ...]


class Total(Published, frozen=True):
    """All events together; whoever came to two counts once as a person."""

    people: Count
    visits: Count
    known: Count
    groups: tuple[KnownPart, ...]
    hamlets: tuple[KnownPart, ...]
    sexes: tuple[KnownPart, ...]
    outcomes: tuple[Outcome, ...]
    remarks: tuple[Remark, ...]


class PublishedFigures(Published, frozen=True):
    """The whole file."""

    format: Literal["ngayhoi-so-lieu"]
    version: Literal[1]
    smallest: Annotated[int, Meta(ge=2, le=1000)]
    """Fewer people than that are told of nowhere."""
    programme: Text
    name: Text
    organiser: Text
    commune: Text
    made: Annotated[datetime, Meta(tz=True)]
    events: Annotated[tuple[Event, ...], Meta(min_length=1)]
    total: Total


class Problem(StrEnum):
    """Why a file cannot be read."""

    FOREIGN = "foreign"
    """It holds something else."""
    VERSION = "version"
    """It is of another version of the format."""
    BROKEN = "broken"
    """It is cut off, altered or damaged."""


class _Header(msgspec.Struct):
    format: str = ""
    version: int = 0


def encode(figures: PublishedFigures) -> bytes:
    """The file; the same figures are the same bytes."""
    return msgspec.json.format(msgspec.json.encode(figures, order="deterministic"), indent=1) + b"\n"


def decode(text: bytes) -> PublishedFigures | Problem:
    """The figures of a file, if it is one."""
    try:
        header = msgspec.json.decode(text, type=_Header)
    except msgspec.ValidationError:
        return Problem.FOREIGN
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Problem.BROKEN if FORMAT.encode() in text[:200] else Problem.FOREIGN
    if header.format != FORMAT:
        return Problem.FOREIGN
    if header.version != VERSION:
        return Problem.VERSION
    try:
        figures = msgspec.json.decode(text, type=PublishedFigures)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Problem.BROKEN
    return figures if figures.made.year in YEARS else Problem.BROKEN


def read(path: Path) -> PublishedFigures | Problem:
    """The figures of a file on the disk, if it is one. Raises OSError."""
    with path.open("rb") as file:
        text = file.read(MOST_BYTES + 1)
    return Problem.FOREIGN if len(text) > MOST_BYTES else decode(text)
