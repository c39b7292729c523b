"""The figures of one event, counted one person after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import NamedTuple

from checkin.event import UNKNOWN, Catalogue
from checkin.local_time import clock_time
from checkin.participation import Ability, from_milliseconds, milliseconds
from data.person_day import MINUTE, PersonDay, day_number
from data.reports.figures import (
    AbilityPart,
    Bar,
    EventFigures,
    Irregular,
    Note,
    OutcomePart,
    Remark,
    Spread,
    StationPart,
    Tally,
)
from data.reports.traits import SEXES, Bands, PartTally, Traits, group_names, hamlet_names, known, listed
from data.reports.vietnamese import tenth, whole
from stations.model import Station
from stations.passport import progress

STEP = 10 * MINUTE
"""Length of one bar of arrivals, milliseconds."""
_HOUR = 6
"""Bars in an hour."""
_WITHOUT_TRAITS = Traits()


class Done(NamedTuple):
    """What came of one person's day."""

    visits: int
    asked: bool
    """Whether their passport asks for a visit."""
    completed: bool
    outcomes: frozenset[str]


@dataclass(slots=True)
class _StationTally:
    """What was seen at one station; minutes."""

    station: Station
    people: set[str] = field(default_factory=set)
    visits: int = 0
    waits: list[float] = field(default_factory=list)
    stays: list[float] = field(default_factory=list)
    unended: list[float] = field(default_factory=list)
    """Of each visit without a second scan that day, how long it can have been at most."""
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    change: Counter[tuple[str, str]] = field(default_factory=Counter)

    def part(self, target: int | None) -> StationPart:
        """The figures. A visit without a second scan is as long as the median of the others, or as can be."""
        self.waits.sort()
        self.stays.sort()
        usual = _percentile(self.stays, 0.5) if self.stays else self.station.minutes
        estimated = sum(min(most, usual) for most in self.unended)
        return StationPart(
            self.station.code,
            self.station.number,
            self.station.name.vi,
            len(self.people),
            self.visits,
            target,
            _spread(self.waits),
            _spread(self.stays),
            len(self.unended),
            whole(sum(self.stays) + estimated),
            whole(estimated),
        )

    def ask(self, before: str | None, after: str | None) -> None:
        """Count what one person answered, if they did, before and after."""
        if before:
            self.before[before] += 1
        if after:
            self.after[after] += 1
        if before and after:
            self.change[before, after] += 1

    def ability(self) -> AbilityPart | None:
        """What people said of themselves; None if nobody was asked."""
        if not self.before and not self.after:
            return None
        change = {a.value: {b.value: self.change[a.value, b.value] for b in Ability} for a in Ability}
        return AbilityPart(
            self.station.code,
            self.station.number,
            self.station.name.vi,
            self.before.total(),
            self.after.total(),
            change,
        )


class DayTally:
    """Counts one event."""

    def __init__(self, catalogue: Catalogue, traits: Mapping[str, Traits], now: datetime) -> None:
        """Begin to count. now: when the figures are made, beyond which nobody has stayed anywhere.

        A clock that was reset to a day before the event's is not believed.
        """
        programme, self._event = catalogue.programme, catalogue.event
        self._counted_as = programme.counted_as
        self._traits = traits
        self._who: set[str] = set()
        """Who came."""
        self._bands = Bands(catalogue)
        self._groups = PartTally(group_names(programme))
        self._hamlets = PartTally(hamlet_names(programme))
        self._sexes = PartTally(SEXES)
        self._ages = PartTally(self._bands.names)
        self._stations = {s.code: _StationTally(s) for s in self._event.stations}
        self._outcomes: dict[str, Counter[str]] = {}
        self._midnight = milliseconds(self._event.begins)
        self._came: Counter[int] = Counter()
        """By bars since midnight, people who came."""
        self._begun: Counter[int] = Counter()
        """By bars since midnight, visits begun."""
        closes = self._event.closes_at
        self._last = milliseconds(min(closes, now) if now >= self._event.begins else closes)
        self._reasons = {reason.code: reason.name.vi for reason in programme.undo_reasons}
        self._counts: Counter[str] = Counter()
        self._notes: Counter[Remark] = Counter()
        self._passports: dict[tuple[str, frozenset[str]], tuple[bool, bool]] = {}
        self.refusals: Counter[str] = Counter()
        self.undone: Counter[str] = Counter()
        self.caught_up = self.clock = 0

    def count(self, who: str, day: PersonDay) -> Done | None:
        """Count one person's day; None for someone who was not admitted."""
        if day.arrived is None:
            return None
        self._who.add(who)
        traits = self._traits.get(who)
        group = traits.group if traits else None
        visited = {visit.station for visit in day.visits}
        asked, completed = self._passport(self._counted_as(group), frozenset(visited))
        done = Done(len(day.visits), asked, completed, frozenset(day.outcomes))
        self._count_person(traits, done)
        counts = self._counts
        counts["visitors"] += bool(visited)
        counts["asked"] += asked
        counts["completed"] += completed
        counts["twice"] += day.twice
        counts["without_badge"] += day.arrived.badge is None
        self._notes[Remark.NO_EXIT] += day.left is None
        self._count_moment(self._came, day.arrived.at)
        self._count_stations(who, day)
        for code in done.outcomes:
            self._outcomes.setdefault(code, Counter())[group or UNKNOWN] += 1
        return done

    def _passport(self, group: str, visited: frozenset[str]) -> tuple[bool, bool]:
        """Whether a passport asks for a visit, and is complete; worked out once for all who did the same."""
        key = group, visited
        if key not in self._passports:
            found = progress(self._event.passport, group, visited)
            self._passports[key] = found.asked > 0, found.asked > 0 and found.complete
        return self._passports[key]

    def _count_person(self, traits: Traits | None, done: Done) -> None:
        known_traits = traits or _WITHOUT_TRAITS
        band = self._bands.of(known_traits)
        self._notes[Remark.NO_PERSON] += traits is None
        self._notes[Remark.NO_BIRTH] += traits is not None and band is None
        for tally, code in (
            (self._groups, known_traits.group),
            (self._hamlets, known_traits.hamlet),
            (self._sexes, known_traits.sex),
            (self._ages, band),
        ):
            tally.count(code, done.visits, asked=done.asked, completed=done.completed)

    def _count_stations(self, who: str, day: PersonDay) -> None:
        for visit in day.visits:
            self._count_moment(self._begun, visit.start)
            tally = self._stations.get(visit.station)
            if tally is None:
                continue
            tally.people.add(who)
            tally.visits += 1
            if visit.wait is not None and not _is_put_after(visit.wait):
                tally.waits.append(visit.wait)
            length = None if visit.end is None else (visit.end - visit.start) / MINUTE
            if length is not None and not _is_put_after(length):
                tally.stays.append(length)
            else:
                is_known = visit.most < inf and not _is_put_after(visit.most)
                most = visit.most if is_known else (self._last - visit.start) / MINUTE
                tally.unended.append(max(0.0, most))
        for station in day.before.keys() | day.after.keys():
            if tally := self._stations.get(station):
                tally.ask(day.before.get(station), day.after.get(station))

    def _count_moment(self, bars: Counter[int], at: int) -> None:
        if day_number(at) == day_number(self._midnight):
            bars[(at - self._midnight) // STEP] += 1
        else:
            self._notes[Remark.OTHER_DAY] += 1

    def figures(self) -> EventFigures:
        """What was counted."""
        event, aims = self._event, self._event.targets
        people = self._groups.people.total()
        stations = tuple(tally.part(aims.stations.get(code)) for code, tally in self._stations.items())
        in_order = sorted(stations, key=lambda part: part.number)
        self._notes[Remark.UNENDED] = sum(part.unended for part in stations)
        self._notes[Remark.NOBODY] = int(people == 0)
        self._notes[Remark.CLOCK] = self.clock
        everyone = listed(self._traits, event.begins, self._who)
        return EventFigures(
            code=event.code,
            name=event.name.vi,
            place=event.place,
            date=event.date,
            people=people,
            visits=self._groups.visits.total(),
            target=aims.people,
            visitors=self._counts["visitors"],
            asked=self._counts["asked"],
            completed=self._counts["completed"],
            groups=self._groups.parts(known(everyone, "group"), aims.groups),
            hamlets=self._hamlets.parts(known(everyone, "hamlet")),
            sexes=self._sexes.parts(known(everyone, "sex")),
            ages=self._ages.parts(),
            stations=tuple(in_order),
            outcomes=outcome_parts(event.stations, self._outcomes, aims.outcomes),
            abilities=tuple(a for part in in_order if (a := self._stations[part.code].ability())),
            arrivals=self._bars(1),
            hours=self._bars(_HOUR),
            irregular=self._irregular(),
            notes=tuple(Note(remark, self._notes[remark]) for remark in Remark if self._notes[remark]),
        )

    def _bars(self, steps: int) -> tuple[Bar, ...]:
        """Each of so many `STEP`s, from the opening to the closing, or as far as somebody came or visited."""
        opens, closes = (
            milliseconds(at) - self._midnight for at in (self._event.opens_at, self._event.closes_at)
        )
        counted = [*self._came, *self._begun]
        first = min([opens // STEP, *counted]) // steps
        last = max([(closes - 1) // STEP, *counted]) // steps
        came, begun = _by(steps, self._came), _by(steps, self._begun)
        return tuple(
            Bar(clock_time(from_milliseconds(self._midnight + bar * steps * STEP)), came[bar], begun[bar])
            for bar in range(first, last + 1)
        )

    def _irregular(self) -> Irregular:
        return Irregular(
            refusals=tuple(Tally(code, code, n) for code, n in sorted(self.refusals.items())),
            undone=tuple(
                Tally(code, self._reasons.get(code, code), n) for code, n in sorted(self.undone.items())
            ),
            twice=self._counts["twice"],
            without_badge=self._counts["without_badge"],
            caught_up=self.caught_up,
        )


def outcome_parts(
    stations: Iterable[Station], counted: Mapping[str, Counter[str]], targets: Mapping[str, int]
) -> tuple[OutcomePart, ...]:
    """One for every outcome a station can tick, and for any other that was ticked."""
    ticked = [(outcome, station.code) for station in stations for outcome in station.outcomes]
    names = {outcome.code: outcome.name.vi for outcome, _ in ticked}
    others = {code: code for code in sorted(counted) if code not in names}
    return tuple(
        OutcomePart(
            code,
            name,
            groups.total(),
            dict(sorted(groups.items())),
            targets.get(code),
            frozenset(place for outcome, place in ticked if outcome.code == code),
        )
        for code, name in (names | others).items()
        for groups in [counted.get(code, Counter())]
    )


def _is_put_after(minutes: float) -> bool:
    """Whether it is no length: one entry was put right after what a clock wrote that was ahead."""
    return 0 < minutes < 1 / 60


def _spread(ordered: list[float]) -> Spread | None:
    if not ordered:
        return None
    return Spread(len(ordered), tenth(_percentile(ordered, 0.5)), tenth(_percentile(ordered, 0.9)))


def _percentile(ordered: Sequence[float], share: float) -> float:
    """The smallest of ascending values that this share of them, 0 to 1, does not exceed."""
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def _by(steps: int, counted: Mapping[int, int]) -> Counter[int]:
    bars: Counter[int] = Counter()
    for bar, count in counted.items():
        bars[bar // steps] += count
    return bars
