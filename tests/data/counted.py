"""Figures of invented days, counted by the product without a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from checkin.event import Catalogue, Targets
from checkin.participation import Ability, Kind, milliseconds
from checkin.person import Birth
from data.lines import Line
from data.person_day import read_day
from data.reports.days import DayTally
from data.reports.figures import Figures
from data.reports.total import TotalTally
from data.reports.traits import Traits
from stations.model import Outcome
from tests.builders import DAY, at, catalogue, station, text

SKILLS = (Outcome("vneid-muc-2", text("Kích hoạt VNeID")), Outcome("thanh-toan", text("Thanh toán điện tử")))
STATIONS = (replace(station("vneid"), outcomes=SKILLS), station("an-toan", 2), station("ky-so", 3))


@dataclass(frozen=True)
class Guest:
    """Someone invented, and what they did."""

    group: str = "nguoi-dan"
    hamlet: str = "bui-hui"
    sex: str | None = "nu"
    born: int | None = 1980
    minute: int = 0
    """When they came, from nine o'clock on."""
    visits: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    able: tuple[Ability | None, Ability | None] = (None, None)
    events: tuple[int, ...] = (0,)
    listed: bool = True
    """Whether this store knows them; else they hold a badge of a desk that it has not heard of."""


def days(number: int = 1, *, commune: str = "Xã Đặng Thùy Trâm") -> list[Catalogue]:
    """So many events, a day apart, with three stations of which two make a passport."""
    found = [
        catalogue(STATIONS, day=DAY + timedelta(days=n), code=f"ngay-{n + 1}", choices=2)
        for n in range(number)
    ]
    targets = Targets(40, {"hoc-sinh": 10}, {"vneid": 20}, {"vneid-muc-2": 15})
    return [
        Catalogue(replace(one.programme, commune=commune), replace(one.event, targets=targets))
        for one in found
    ]


def counted(guests: Sequence[Guest], catalogues: Sequence[Catalogue], absent: int = 0) -> Figures:
    """The figures of these guests, and of so many on the list who did not come."""
    everyone = {f"{n:032x}": guest for n, guest in enumerate([*guests, *[Guest()] * absent])}
    traits = {who: _traits(guest) for who, guest in everyone.items() if guest.listed}
    tallies = [DayTally(one, traits, at(600)) for one in catalogues]
    total = TotalTally(list(catalogues), traits)
    for who, guest in zip(everyone, guests, strict=False):
        done = [
            tallies[n].count(who, read_day(_lines(who, guest, catalogues[n], n)))
            for n in guest.events
            if n < len(tallies)
        ]
        if came := [day for day in done if day]:
            total.count(who, came)
    programme = catalogues[0].programme
    return Figures(
        programme=programme.code,
        name=programme.name.vi,
        organiser=programme.organiser,
        commune=programme.commune,
        made=at(600),
        events=tuple(tally.figures() for tally in tallies),
        total=total.figures(()),
    )


def _traits(guest: Guest) -> Traits:
    return Traits(guest.group, guest.hamlet, guest.sex, Birth(guest.born) if guest.born else None)


def _lines(who: str, guest: Guest, known: Catalogue, day: int) -> list[Line]:
    def line(kind: Kind, minute: float, place: str | None = None, code: str | None = None) -> Line:
        moment = milliseconds(at(guest.minute + minute) + timedelta(days=day))
        return Line(
            who, known.event.code, kind, moment, "HMRV0001", 1, "ban-1", place, code, 1, caught_up=False
        )

    before, after = guest.able
    found = [line(Kind.ADMITTED, 0)]
    for turn, place in enumerate(guest.visits, 1):
        found += [line(Kind.VISIT_IN, 10 * turn, place), line(Kind.VISIT_OUT, 10 * turn + 8, place)]
    if before:
        found.append(line(Kind.ABLE_BEFORE, 5, "vneid", before))
    if after:
        found.append(line(Kind.ABLE_AFTER, 70, "vneid", after))
    return [*found, *(line(Kind.OUTCOME, 80, "vneid", code) for code in guest.outcomes)]
