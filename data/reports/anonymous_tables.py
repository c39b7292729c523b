"""The rule of `data/reports/anonymous.py` on each kind of table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import Protocol, TypeVar

from data.reports import published as to
from data.reports.figures import AbilityPart, Bar, OutcomePart, Part, Spread, StationPart
from data.reports.suppression import hidden, is_small

T = TypeVar("T")


class Coded(Protocol):
    """A row of a table that is known by a code."""

    @property
    def code(self) -> str: ...  # noqa: D102 - as the class says


def told(value: T, *, unless: bool) -> T | None:
    """The value, or nothing."""
    return None if unless else value


def untold(rows: Sequence[Coded], tables: Iterable[Sequence[Coded]], member: str) -> frozenset[int]:
    """The places of rows of which other tables do not tell this member."""
    codes = {row.code for table in tables for row in table if getattr(row, member) is None}
    return frozenset(place for place, row in enumerate(rows) if row.code in codes)


def parts(table: Sequence[Part], smallest: int, *, no_passports: bool) -> tuple[to.Part, ...]:
    """The kinds of people of one event; with `no_passports` nothing is told of who completed theirs."""
    people, visits, completed = _columns(table, smallest, ())
    return tuple(
        to.Part(
            row.code,
            row.name,
            told(row.people, unless=place in people),
            told(row.visits, unless=place in visits),
            told(row.completed, unless=no_passports or place in completed),
            row.target,
        )
        for place, row in enumerate(table)
    )


def known_parts(
    table: Sequence[Part],
    smallest: int,
    counted: Sequence[Sequence[Part]],
    events: Sequence[Sequence[to.Part]],
) -> tuple[to.KnownPart, ...]:
    """The kinds of people of all events, of which `counted` is known and `events` is told."""
    people, visits, completed = _columns(table, smallest, events)
    came = [{row.code: row.people for row in one} for one in (*counted, table)]
    known = [row.known or 0 for row in table]
    absent = [
        (of, *(max(0, of - by.get(row.code, 0)) for by in came)) for of, row in zip(known, table, strict=True)
    ]
    unknown = hidden(absent, smallest)
    return tuple(
        to.KnownPart(
            row.code,
            row.name,
            told(row.people, unless=place in people),
            told(row.visits, unless=place in visits),
            told(row.completed, unless=place in completed),
            told(known[place], unless=place in unknown),
        )
        for place, row in enumerate(table)
    )


def _columns(
    table: Sequence[Part], smallest: int, events: Sequence[Sequence[to.Part]]
) -> tuple[AbstractSet[int], AbstractSet[int], AbstractSet[int]]:
    """The hidden places of people, visits and completed passports."""
    people = hidden([(row.people,) for row in table], smallest, untold(table, events, "people"))
    visits = hidden([(row.visits,) for row in table], smallest, people | untold(table, events, "visits"))
    passports = [(row.completed, row.people - row.completed) for row in table]
    return people, visits, hidden(passports, smallest, people | untold(table, events, "completed"))


def stations(table: Sequence[StationPart], people: int, smallest: int) -> tuple[to.Station, ...]:
    """The stations of an event to which so many people came."""
    few = {
        place
        for place, row in enumerate(table)
        if is_small(row.people, smallest) or is_small(people - row.people, smallest)
    }
    away = hidden([(row.visits,) for row in table], smallest, few)
    return tuple(_station(row, smallest, unless=place in away) for place, row in enumerate(table))


def _station(row: StationPart, smallest: int, *, unless: bool) -> to.Station:
    ends = unless or is_small(row.unended, smallest) or is_small(row.visits - row.unended, smallest)
    return to.Station(
        row.code,
        row.number,
        row.name,
        told(row.people, unless=unless),
        told(row.visits, unless=unless),
        row.target,
        told(_minutes(row.wait, smallest), unless=unless),
        told(_minutes(row.stay, smallest), unless=unless),
        told(row.unended, unless=ends),
        told(row.minutes, unless=unless),
        told(row.estimated, unless=ends),
    )


def _minutes(spread: Spread | None, smallest: int) -> to.Minutes | None:
    return to.Minutes(spread.median, spread.p90) if spread and spread.count >= smallest else None


def outcomes(
    table: Sequence[OutcomePart],
    people: int,
    groups: Sequence[tuple[Part, to.Part | to.KnownPart]],
    smallest: int,
    events: Sequence[Sequence[to.Outcome]] = (),
) -> tuple[to.Outcome, ...]:
    """What so many people can do now; of each group what is known and what is told of it."""
    return tuple(_outcome(row, people, groups, smallest, events) for row in table)


def _outcome(
    row: OutcomePart,
    people: int,
    groups: Sequence[tuple[Part, to.Part | to.KnownPart]],
    smallest: int,
    events: Sequence[Sequence[to.Outcome]],
) -> to.Outcome:
    earlier = [one for table in events for one in table if one.code == row.code]
    cells = [(n := row.groups.get(group.code, 0), group.people - n) for group, _ in groups]
    forced = {
        place
        for place, (group, shown) in enumerate(groups)
        if shown.people is None or any(one.groups.get(group.code, 0) is None for one in earlier)
    }
    away = hidden(cells, smallest, forced)
    small = is_small(row.people, smallest) or is_small(people - row.people, smallest)
    return to.Outcome(
        row.code,
        row.name,
        told(row.people, unless=small or any(one.people is None for one in earlier)),
        {group.code: told(cells[place][0], unless=place in away) for place, (group, _) in enumerate(groups)},
        row.target,
    )


def ability(row: AbilityPart, smallest: int, *, unless: bool) -> to.Ability:
    """Answers at one station; `unless` nothing is told of it."""
    pairs = [(before, after) for before, answers in row.change.items() for after in answers]
    cells = [row.change[before][after] for before, after in pairs]
    both = sum(cells)
    away = range(len(cells)) if unless else hidden([(cell,) for cell in cells], smallest)
    shown = {
        pair: told(cell, unless=n in away) for n, (pair, cell) in enumerate(zip(pairs, cells, strict=True))
    }
    before, after = (
        told(asked, unless=unless or is_small(asked, smallest) or is_small(asked - both, smallest))
        for asked in (row.before, row.after)
    )
    change = {one: {other: shown[one, other] for other in answers} for one, answers in row.change.items()}
    return to.Ability(row.code, row.number, row.name, before, after, change)


def hours(table: Sequence[Bar], smallest: int, *, unless: bool) -> tuple[to.Bar, ...]:
    """The hours of a day; `unless` nothing is told of it."""
    away = frozenset(range(len(table)) if unless else ())
    return _bars(table, smallest, away, away)


def arrivals(table: Sequence[Bar], told_hours: Sequence[to.Bar], smallest: int) -> tuple[to.Bar, ...]:
    """The ten minutes of a day; each hour is the total of its six."""
    by_hour: Mapping[str, to.Bar] = {bar.start[:2]: bar for bar in told_hours}
    found: list[to.Bar] = []
    for hour, bars in groupby(table, lambda bar: bar.start[:2]):
        own, whole = list(bars), by_hour[hour]
        every = frozenset(range(len(own)))
        people, visits = (frozenset() if n is not None else every for n in (whole.people, whole.visits))
        found += _bars(own, smallest, people, visits)
    return tuple(found)


def _bars(
    table: Sequence[Bar], smallest: int, no_people: frozenset[int], no_visits: frozenset[int]
) -> tuple[to.Bar, ...]:
    people = hidden([(bar.people,) for bar in table], smallest, no_people)
    visits = hidden([(bar.visits,) for bar in table], smallest, no_visits)
    return tuple(
        to.Bar(bar.start, told(bar.people, unless=n in people), told(bar.visits, unless=n in visits))
        for n, bar in enumerate(table)
    )
