"""The messages of `ngayhoi route --serve`, as docs/route.md lists them, checked and turned into calls.

A message is one JSON object. Its name stands in `type`; programs that put it elsewhere are understood too,
since no field of any message has such a value: under another key, or as the only key with the fields inside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from math import inf
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from stations.plan import Category, Plan, Timetable

# Bounds far beyond any day: within them the board answers, whatever it is told.
Index = Annotated[int, Meta(ge=0)]
Count = Annotated[int, Meta(ge=0, le=10_000)]
Minutes = Annotated[float, Meta(ge=0, le=1e6)]
Moment = Annotated[float, Meta(ge=-1e6, le=1e6)]
Closing = Annotated[float, Meta(ge=-1e6)]
"""Any number too large for a day means never."""
Metres = Annotated[float, Meta(ge=-1e4, le=1e4)]
Speed = Annotated[float, Meta(ge=0.1, le=1e4)]
Session = tuple[
    Moment,
    Annotated[float, Meta(ge=1, le=1e6)],
    Annotated[float, Meta(gt=0, le=1e6)],
    Annotated[int, Meta(ge=1, le=10_000)],
]
"""First start, period, duration, seats."""
Row = TypeVar("Row")

GROUPS = range(5)
"""Official, worker, adult, elder (60 and over), pupil."""
_ELDER = 3
_MOST_MISSING = 0.95
"""Share of missing scans that is believed at most."""
_NEVER = 1e6
_SHORTEST = 0.1
"""Minutes of a visit at least."""


class Start(msgspec.Struct):
    """Stations, what is asked of each group, and what is expected of the day."""

    S: Annotated[int, Meta(ge=1, le=10_000)]
    servers: list[Count]
    prior: list[list[Minutes | None]] | dict[str, list[Minutes | None]]
    """null where a station does not suit a group."""
    topics: list[list[list[Index]]] | dict[str, list[list[Index]]]
    n_choice: Count = 0
    open: list[Moment | None] = []
    close: list[Closing | None] = []
    x: list[Metres] = []
    y: list[Metres] = []
    cat: list[Category | None] = []
    fit: list[list[bool | int]] | dict[str, list[bool | int]] = []
    batch: dict[str, Session] = {}
    speed: list[Speed] | dict[str, Speed] = []
    miss: Annotated[float, Meta(ge=0, le=1)] = 0.1
    end: Minutes = 24 * 60.0


class Timed(msgspec.Struct):
    """What every later message has."""

    t: Moment


class Checkin(Timed):
    """Someone came."""

    pid: int | str
    group: Annotated[int, Meta(ge=0, le=4)]
    interests: list[Category] = []
    stay: Minutes | None = None
    topics: list[list[Index]] | None = None
    n_choice: Count | None = None


class ScanAt(Timed):
    """A scan at a station."""

    pid: int | str
    sid: Index
    kind: Literal["in", "out"]


class Status(Timed):
    """So many seats of a station work."""

    sid: Index
    up: Count


class Giveup(Timed):
    """Someone came back: "that station is not moving"."""

    pid: int | str
    sid: Index


class Refuse(Giveup):
    """Someone will not go there."""


class Tick(Timed):
    """A round of calls."""


class Decide(Timed):
    """Where next."""

    pid: int | str
    at: Annotated[int, Meta(ge=-1)] = -1


Message = Start | Checkin | ScanAt | Status | Giveup | Refuse | Tick | Decide
_TYPES: dict[str, type[Message]] = {
    "start": Start,
    "checkin": Checkin,
    "scan": ScanAt,
    "status": Status,
    "giveup": Giveup,
    "refuse": Refuse,
    "tick": Tick,
    "decide": Decide,
}


class Malformed(Exception):
    """A line that is no message; the text says why."""


def message(line: bytes) -> Message:
    """Read one line of UTF-8, with the mark before it that Windows' programs write. Raises Malformed."""
    try:
        fields = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number, parse_float=_number_of)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise Malformed("not a JSON object")
    name, fields = _named(fields)
    try:
        return msgspec.convert({k: v for k, v in fields.items() if v is not None}, _TYPES[name])
    except (msgspec.ValidationError, UnicodeEncodeError) as error:  # the latter of half a surrogate pair
        raise Malformed(f"{name}: {error}") from error


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _number_of(text: str) -> float:
    """As programs write whole numbers, too: 2.0 seats."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _named(fields: dict[str, object]) -> tuple[str, dict[str, object]]:
    """The name of a message, and its fields."""
    if (name := fields.get("type")) and isinstance(name, str) and name in _TYPES:
        return name, {k: v for k, v in fields.items() if k != "type"}
    for key, value in fields.items():
        if key != "pid" and isinstance(value, str) and value in _TYPES:
            return value, {k: v for k, v in fields.items() if k != key}
    for key, value in fields.items():
        if key in _TYPES and isinstance(value, dict):
            return key, value
    raise Malformed(f"no message of this protocol; there are {', '.join(_TYPES)}")


def plan(start: Start) -> Plan:
    """The plan that a `start` describes. Raises Malformed where its parts do not fit together."""
    count = start.S
    minutes = dict(_by_group(start.prior, "prior"))
    fits = dict(_by_group(start.fit, "fit")) if start.fit else {}
    topics = dict(_by_group(start.topics, "topics"))
    _check_parts(start, minutes, fits, topics)
    suits = {
        g: [m is not None and bool(fit) for m, fit in zip(row, fits.get(g, [True] * count), strict=True)]
        for g, row in minutes.items()
    }
    return Plan(
        codes=[str(station) for station in range(count)],
        seats=[start.batch[str(s)][3] if str(s) in start.batch else n for s, n in enumerate(start.servers)],
        opens=[opens or 0.0 for opens in start.open] or [0.0] * count,
        closes=[inf if c is None or c > _NEVER else c for c in start.close] or [inf] * count,
        minutes={g: [max(_SHORTEST, m or 0.0) for m in row] for g, row in minutes.items()},
        fits=suits,
        topics={g: suited(topics[g], row) for g, row in suits.items()},
        choices=start.n_choice,
        end=start.end,
        places=list(zip(start.x, start.y, strict=True)) if start.x else (),
        speeds=dict(_by_group(start.speed, "speed")) if start.speed else {},
        categories=start.cat,
        timetables={int(s): Timetable(*table) for s, table in start.batch.items()},
        elders=frozenset({str(_ELDER)}),
        missing=min(_MOST_MISSING, start.miss),
    )


def _check_parts(
    start: Start,
    minutes: dict[str, list[float | None]],
    fits: dict[str, list[bool | int]],
    topics: dict[str, list[list[int]]],
) -> None:
    """Demand that lists are as long as there are stations, and name no others. Raises Malformed."""
    count = start.S
    optional: dict[str, Sequence[object]] = {
        "open": start.open,
        "close": start.close,
        "x": start.x,
        "y": start.y,
        "cat": start.cat,
    }
    _check_length(count, servers=start.servers, **{name: rows for name, rows in optional.items() if rows})
    _check_length(count, **{f"prior[{g}]": row for g, row in minutes.items()})
    _check_length(count, **{f"fit[{g}]": row for g, row in fits.items()})
    _check_stations(count, [s for rows in topics.values() for topic in rows for s in topic])
    _check_stations(count, [_number(key) for key in start.batch])
    if len(start.x) != len(start.y):
        raise Malformed("start: x and y have to be given for the same stations")
    if not set(minutes) <= set(topics):
        raise Malformed("start: topics are not given for every group")


def suited(topics: Sequence[Sequence[int]], fits: Sequence[bool]) -> list[frozenset[int]]:
    """Topics by the stations that suit somebody; without those that none of theirs does."""
    fitting = (frozenset(station for station in topic if fits[station]) for topic in topics)
    return [topic for topic in fitting if topic]


def _by_group(rows: Sequence[Row] | dict[str, Row], name: str) -> Iterator[tuple[str, Row]]:
    pairs = rows.items() if isinstance(rows, dict) else ((str(g), row) for g, row in enumerate(rows))
    for group, row in pairs:
        if group not in {str(g) for g in GROUPS}:
            raise Malformed(f"start: {name} has a group {group!r}; groups are 0 to 4")
        yield group, row


def _check_length(count: int, **lists: Sequence[object]) -> None:
    for name, values in lists.items():
        if len(values) != count:
            raise Malformed(f"start: {name} has {len(values)} entries for {count} stations")


def _check_stations(count: int, stations: Sequence[int]) -> None:
    for station in stations:
        if station >= count:
            raise Malformed(f"start: there is no station {station}")


def _number(key: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", key):
        raise Malformed(f"start: batch has a station {key!r}")
    return int(key)
