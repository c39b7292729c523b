"""The rule of `data/reports/anonymous.py` on each kind of table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import Protocol, TypeVar

from data.reports import published as to
from data.reports.figures import AbilityPart, Bar, EventFigures, OutcomePart, Part, Spread, StationPart
from data.reports.suppression import Cell, hidden, is_small

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


def over(total: int, events: Sequence[int]) -> tuple[int, ...]:
    """What follows from a count over events: itself, who is left by each of them, and who is in several."""
    return total, *(max(0, total - one) for one in events), max(0, sum(events) - total)


def parts(table: Sequence[Part], smallest: int, *, no_passports: bool) -> tuple[to.Part, ...]:
    """The kinds of people of one event; with `no_passports` nothing is told of who completed theirs."""
    people, visits, completed = _columns(table, smallest, (), ())
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
    people, visits, completed = _columns(table, smallest, counted, events)
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
    table: Sequence[Part],
    smallest: int,
    counted: Sequence[Sequence[Part]],
    events: Sequence[Sequence[to.Part]],
) -> tuple[AbstractSet[int], AbstractSet[int], AbstractSet[int]]:
    """The hidden places of people, visits and completed passports."""
    came = [{row.code: row.people for row in one} for one in counted]
    done = [{row.code: row.completed for row in one} for one in counted]
    counts = [over(row.people, [of.get(row.code, 0) for of in came]) for row in table]
    people = hidden(counts, smallest, untold(table, events, "people"))
    visits = hidden([(row.visits,) for row in table], smallest, people | untold(table, events, "visits"))
    passports = [
        (*over(row.completed, [of.get(row.code, 0) for of in done]), row.people - row.completed)
        for row in table
    ]
    return people, visits, hidden(passports, smallest, people | untold(table, events, "completed"))


def stations(event: EventFigures, smallest: int) -> tuple[to.Station, ...]:
    """The stations of an event."""
    table = event.stations
    few = {
        place
        for place, row in enumerate(table)
        for n in (row.people, event.people - row.people, event.visitors - row.people)
        if is_small(n, smallest)
    }
    away = hidden([(n,) for n in _with_rest(event.visits, [row.visits for row in table])], smallest, few)
    return tuple(_station(row, smallest, unless=place in away) for place, row in enumerate(table))


def _with_rest(total: int, counts: Sequence[int]) -> Sequence[int]:
    """Counts, and how many of their total are in none of them."""
    return *counts, total - sum(counts)


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
    groups: Sequence[tuple[Part, to.Part]],
    smallest: int,
    at_station: Mapping[str, to.Count],
    visitors: int,
) -> tuple[to.Outcome, ...]:
    """What so many people of an event can do now; of each group and station what is known and told of it.

    visitors: how many were at any station, of whom the others can be reckoned.
    """

    def made(row: OutcomePart) -> to.Outcome:
        there = [n for code in row.stations if (n := at_station.get(code, 0)) != 0]
        rest = max(0, (there[0] or 0) - row.people) if len(there) == 1 else 0
        unable = max(0, visitors - row.people)
        every = frozenset(
            range(len(groups)) if is_small(rest, smallest) or is_small(unable, smallest) else ()
        )
        counts = [row.groups.get(group.code, 0) for group, _ in groups]
        cells = [(n, group.people - n) for n, (group, _) in zip(counts, groups, strict=True)]
        return _outcome(row, (row.people, people - row.people, rest, unable), groups, cells, every, smallest)

    return tuple(map(made, table))


def outcomes_over(
    table: Sequence[OutcomePart],
    people: int,
    groups: Sequence[tuple[Part, to.KnownPart]],
    smallest: int,
    counted: Sequence[Sequence[OutcomePart]],
    events: Sequence[Sequence[to.Outcome]],
) -> tuple[to.Outcome, ...]:
    """What so many people of all events can do now; of these `counted` is known and `events` is told."""

    def made(row: OutcomePart) -> to.Outcome:
        earlier = [one for rows in events for one in rows if one.code == row.code]
        own = [one for rows in counted for one in rows if one.code == row.code]
        forced = {
            place
            for place, (group, _) in enumerate(groups)
            if any(one.groups.get(group.code, 0) is None for one in earlier)
        }
        cells = [
            (
                *over(n := row.groups.get(group.code, 0), [one.groups.get(group.code, 0) for one in own]),
                group.people - n,
            )
            for group, _ in groups
        ]
        whole = (*over(row.people, [one.people for one in own]), people - row.people)
        is_withheld = any(one.people is None for one in earlier)
        return _outcome(row, whole, groups, cells, forced, smallest, unless=is_withheld)

    return tuple(map(made, table))


def _outcome(
    row: OutcomePart,
    whole: Cell,
    groups: Sequence[tuple[Part, to.Part | to.KnownPart]],
    cells: Sequence[Cell],
    forced: AbstractSet[int],
    smallest: int,
    *,
    unless: bool = False,
) -> to.Outcome:
    """One outcome: what follows from its total and from its groups; `unless` its total is not told."""
    away = hidden(
        cells, smallest, forced | {n for n, (_, shown) in enumerate(groups) if shown.people is None}
    )
    return to.Outcome(
        row.code,
        row.name,
        told(row.people, unless=unless or any(is_small(n, smallest) for n in whole)),
        {group.code: told(cells[n][0], unless=n in away) for n, (group, _) in enumerate(groups)},
        row.target,
    )


def ability(row: AbilityPart, people: to.Count, smallest: int, *, unless: bool) -> to.Ability:
    """Answers at one station, at which so many people were; `unless` nothing is told of it."""
    pairs = [(before, after) for before, answers in row.change.items() for after in answers]
    cells = [row.change[before][after] for before, after in pairs]
    both = sum(cells)
    away = range(len(cells)) if unless else hidden([(cell,) for cell in cells], smallest)
    shown = {
        pair: told(cell, unless=n in away) for n, (pair, cell) in enumerate(zip(pairs, cells, strict=True))
    }

    def asked(number: int) -> to.Count:
        follows = (number, number - both, max(0, (people or 0) - number))
        return told(number, unless=unless or any(is_small(n, smallest) for n in follows))

    change = {one: {other: shown[one, other] for other in answers} for one, answers in row.change.items()}
    return to.Ability(row.code, row.number, row.name, asked(row.before), asked(row.after), change)


def hours(event: EventFigures, smallest: int, *, unless: bool) -> tuple[to.Bar, ...]:
    """The hours of an event; `unless` nothing is told of it."""
    away = frozenset(range(len(event.hours)) if unless else ())
    return _bars(event.hours, event.people, event.visits, smallest, away, away)


def arrivals(table: Sequence[Bar], told_hours: Sequence[to.Bar], smallest: int) -> tuple[to.Bar, ...]:
    """The ten minutes of a day; each hour is the total of its six."""
    by_hour: Mapping[str, to.Bar] = {bar.start[:2]: bar for bar in told_hours}
    found: list[to.Bar] = []
    for hour, bars in groupby(table, lambda bar: bar.start[:2]):
        own, whole = list(bars), by_hour[hour]
        every = frozenset(range(len(own)))
        away = (frozenset() if n is not None else every for n in (whole.people, whole.visits))
        people, visits = sum(bar.people for bar in own), sum(bar.visits for bar in own)
        found += _bars(own, people, visits, smallest, *away)
    return tuple(found)


def _bars(
    table: Sequence[Bar],
    people: int,
    visits: int,
    smallest: int,
    no_people: frozenset[int],
    no_visits: frozenset[int],
) -> tuple[to.Bar, ...]:
    came, begun = (
        hidden([(n,) for n in _with_rest(total, counts)], smallest, forced)
        for total, counts, forced in (
            (people, [bar.people for bar in table], no_people),
            (visits, [bar.visits for bar in table], no_visits),
        )
    )
    return tuple(
        to.Bar(bar.start, told(bar.people, unless=n in came), told(bar.visits, unless=n in begun))
        for n, bar in enumerate(table)
    )
