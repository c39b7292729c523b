"""Figures from which nobody can be picked out, for those who are not to know more.

The rule. A count of 1 to N-1 people or visits is *small*; N is the `smallest` that is told, 5 unless said
otherwise. Told as null, within every table of every event:

1. Small counts, and counts that leave a small rest: of 20 who came, of 20 who were at a station, of 20 with
   a passport, the 18 who completed; of 20 at a station, or at any, the 18 who have its outcome or were asked
   there. The 18 are not told anywhere then: how many were at a station stands with the station too if it was
   the only one, and how many have a passport with the groups that get one.
2. The next smallest counts of the same column, equal ones together, until what the total leaves for all
   nulls is not small and they are two at least, so that no subtraction gives one away. Where no other
   count is left, the zeros: then the column tells its total alone. Who came or began on another
   day than the event's are in no hour, visits of a station that the catalogue has no more in no station: they
   are one row more.
3. What says more about the people of a null: their visits, completed passports and outcomes, everything
   of a station, the tens of minutes of an hour.
4. In the total of several events what is null in one of them; and people, completed passports and outcomes
   of which one event leaves a small rest, or of which few are at several events.

Medians are told from N measurements on. Remarks are told without their counts, that of people who may be
one not at all, and how many are known of each kind only once, for all events.

So no count of 1 to N-1 is told or left over when told ones are taken from their total, in any table.
`tests/data/test_suppression.py` tries every small table of one column: not even who runs this rule
backwards, over all tables that could look so, finds a null that can have been only one number.

Not covered: what somebody knows besides (that they were the only pupil of Nước Giáp); the rule run backwards
over several columns at once, such as people and completed passports; and two files of the same event that
were made at different times or with another N. Hand out one.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.reports import anonymous_tables as tables
from data.reports import published as to
from data.reports.anonymous_tables import told
from data.reports.figures import EventFigures, Figures, Note, Remark, Tally
from data.reports.parts_table import Listed
from data.reports.suppression import is_small

SMALLEST = 5
"""Fewer people than that are told of nowhere, unless said otherwise."""


def anonymous(figures: Figures, smallest: int = SMALLEST) -> to.PublishedFigures:
    """The figures that may leave the commune; `smallest` is 2 or more."""
    events = tuple(_event(event, smallest) for event in figures.events)
    return to.PublishedFigures(
        format=to.FORMAT,
        version=to.VERSION,
        smallest=smallest,
        programme=figures.programme,
        name=figures.name,
        organiser=figures.organiser,
        commune=figures.commune,
        made=figures.made_locally.replace(microsecond=0),
        events=events,
        total=_total(figures, events, smallest),
    )


def _event(event: EventFigures, smallest: int) -> to.Event:
    def small(*counts: int) -> bool:
        return any(is_small(n, smallest) for n in (event.people, *counts))

    came, visited, asked, done = event.people, event.visitors, event.asked, event.completed
    unless = small(done, came - done, visited - done, asked - done)
    groups, hamlets, sexes, ages = (
        tables.parts(table, smallest, no_passports=unless)
        for table in (event.groups, event.hamlets, event.sexes, event.ages)
    )
    stations = tables.stations(event, smallest)
    gives_away = asked != came and any(
        row.asked and shown.people is None for row, shown in zip(event.groups, groups, strict=True)
    )
    hours = tables.hours(event, smallest, unless=small())
    few = {station.code for station in stations if station.people is None}
    at_station = {station.code: station.people for station in stations}
    return to.Event(
        code=event.code,
        name=event.name,
        place=event.place,
        date=event.date,
        people=told(came, unless=small()),
        visits=told(event.visits, unless=small(event.visits)),
        target=event.target,
        visitors=told(visited, unless=small(visited, came - visited, visited - done)),
        asked=told(asked, unless=gives_away or small(asked, came - asked, asked - done)),
        completed=told(done, unless=unless),
        groups=groups,
        hamlets=hamlets,
        sexes=sexes,
        ages=ages,
        stations=stations,
        outcomes=tables.outcomes(
            event.outcomes, came, list(zip(event.groups, groups, strict=True)), smallest, at_station, visited
        ),
        abilities=tuple(
            tables.ability(row, at_station.get(row.code), smallest, unless=row.code in few)
            for row in event.abilities
        ),
        arrivals=tables.arrivals(event.arrivals, hours, smallest),
        hours=hours,
        irregular=_irregular(event, smallest),
        remarks=_remarks(event.notes),
    )


def _irregular(event: EventFigures, smallest: int) -> to.Irregular:
    found, unless = event.irregular, is_small(event.people, smallest)

    def count(number: int, of: int = 0) -> to.Count:
        rest = max(0, of - number)
        return told(number, unless=unless or is_small(number, smallest) or is_small(rest, smallest))

    def tallies(rows: Sequence[Tally]) -> tuple[to.Tally, ...]:
        return tuple(to.Tally(row.code, row.name, count(row.count)) for row in rows)

    return to.Irregular(
        refusals=tallies(found.refusals),
        undone=tallies(found.undone),
        twice=count(found.twice, event.people),
        without_badge=count(found.without_badge, event.people),
        caught_up=count(found.caught_up),
    )


def _total(figures: Figures, events: Sequence[to.Event], smallest: int) -> to.Total:
    total, counted = figures.total, figures.events

    def small(*counts: int) -> bool:
        return any(is_small(n, smallest) for n in counts)

    groups = tables.known_parts(
        total.groups, smallest, [one.groups for one in counted], [one.groups for one in events]
    )
    people = tables.over(total.people, [event.people for event in counted])
    tables_of = (total.groups, *(event.groups for event in counted))
    came = [Listed.of(rows, total.known).came for rows in tables_of]
    absent = [max(0, total.known - n) for n in came]
    return to.Total(
        people=told(total.people, unless=small(*people) or any(e.people is None for e in events)),
        visits=told(total.visits, unless=small(total.visits) or any(e.visits is None for e in events)),
        known=told(total.known, unless=small(total.known, *absent)),
        groups=groups,
        hamlets=tables.known_parts(
            total.hamlets, smallest, [one.hamlets for one in counted], [one.hamlets for one in events]
        ),
        sexes=tables.known_parts(
            total.sexes, smallest, [one.sexes for one in counted], [one.sexes for one in events]
        ),
        outcomes=tables.outcomes_over(
            total.outcomes,
            total.people,
            list(zip(total.groups, groups, strict=True)),
            smallest,
            [event.outcomes for event in counted],
            [event.outcomes for event in events],
        ),
        remarks=_remarks(total.notes),
    )


def _remarks(notes: Sequence[Note]) -> tuple[Remark, ...]:
    return tuple(note.remark for note in notes if note.remark is not Remark.ALIKE)
