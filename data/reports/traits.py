"""What the figures tell people apart by: group, hamlet, sex, age band."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from checkin.event import UNKNOWN, Catalogue, Programme
from checkin.participation import Kind
from checkin.person import SEX_NAMES, Birth
from data.people import birth_of
from data.reports.figures import UNKNOWN_NAME, Part
from data.tables import aliases, entries, kept_bands, people
from stations.event_plan import ELDER_FROM

SEXES = {sex.value: name.vi for sex, name in SEX_NAMES.items()}


class Traits(NamedTuple):
    """Of one person; None where nobody noted it."""

    group: str | None = None
    hamlet: str | None = None
    sex: str | None = None
    birth: Birth | None = None
    bands: Mapping[str, str] = MappingProxyType({})
    """Of someone forgotten: codes of their age bands by that of the event; empty if nobody noted a birth."""
    forgotten: datetime | None = None
    """When their data was first deleted, on whichever laptop; None if it is kept here."""


def every_trait(connection: Connection) -> dict[str, Traits]:
    """Of everybody in the store, by their ids."""
    columns = (people.c.id, people.c.group, people.c.hamlet, people.c.sex, people.c.birth, people.c.forgotten)
    kept: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(kept_bands)):
        kept.setdefault(row.person, {})[row.event] = row.band
    said = _said_forgotten(connection)
    return {
        who: Traits(
            group,
            hamlet,
            sex,
            birth_of(birth),
            kept.get(who, {}),
            forgotten and min(forgotten, said.get(who, forgotten)),
        )
        for who, group, hamlet, sex, birth, forgotten in connection.execute(select(*columns))
    }


def _said_forgotten(connection: Connection) -> dict[str, datetime]:
    """When each was forgotten as the log says: a laptop that learns of it later empties their row later."""
    who = func.coalesce(aliases.c.person, entries.c.person)
    first = (
        select(who, func.min(entries.c.at))
        .outerjoin(aliases, aliases.c.id == entries.c.person)
        .where(entries.c.kind == Kind.FORGOTTEN, entries.c.person.is_not(None))
        .group_by(who)
    )
    return dict(connection.execute(first).all())


def elders_kept(connection: Connection, event: str) -> set[str]:
    """Ids of those whose birth was deleted and who were elders at an event, by the age band that was kept."""
    kept = select(kept_bands.c.person, kept_bands.c.band).where(kept_bands.c.event == event)
    return {person for person, band in connection.execute(kept) if _lowest(band) >= ELDER_FROM}


class Bands:
    """The age bands of one event."""

    def __init__(self, catalogue: Catalogue) -> None:
        ages = catalogue.programme.ages
        self._event, self._day = catalogue.event.code, catalogue.event.date
        self._bands = list(zip(ages, [*ages[1:], None], strict=True))[::-1]

    def of(self, traits: Traits) -> str | None:
        """Code of the band someone belongs to on the day of the event; None if nobody noted their birth."""
        if traits.birth is None:
            return traits.bands.get(self._event)
        age = traits.birth.age_on(self._day)
        return next((_band(low, high) for low, high in self._bands if age >= low), UNKNOWN)

    @property
    def names(self) -> dict[str, str]:
        """Of each band, youngest first."""
        return {_band(low, high): _band_name(low, high) for low, high in self._bands[::-1]}


def _band(low: int, high: int | None) -> str:
    return f"{low}+" if high is None else f"{low}-{high - 1}"


def _lowest(band: str) -> int:
    """The lowest age of a band; that of unknown ages is none."""
    low = band.removesuffix("+").partition("-")[0]
    return int(low) if low.isdecimal() else 0


def _band_name(low: int, high: int | None) -> str:
    if high is None:
        return f"Từ {low} tuổi trở lên" if low else "Mọi lứa tuổi"
    return f"Từ {low} đến {high - 1} tuổi" if low else f"Dưới {high} tuổi"


@dataclass(slots=True)
class PartTally:
    """Counts people by the codes of one trait."""

    names: Mapping[str, str]
    """Of every code the catalogue has, in its order."""
    people: Counter[str] = field(default_factory=Counter)
    visits: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    completed: Counter[str] = field(default_factory=Counter)

    def count(self, code: str | None, visits: int, *, asked: bool, completed: bool) -> None:
        """Count one person."""
        key = code or UNKNOWN
        self.people[key] += 1
        self.visits[key] += visits
        self.asked[key] += asked
        self.completed[key] += completed

    def parts(
        self, known: Mapping[str, int] | None = None, targets: Mapping[str, int] | None = None
    ) -> tuple[Part, ...]:
        """One for every code of the catalogue, and for any other that somebody has who came or is known."""
        others = sorted((self.people.keys() | (known or {}).keys()) - self.names.keys())
        return tuple(
            Part(
                code,
                self.names.get(code) or (UNKNOWN_NAME if code == UNKNOWN else code),
                self.people[code],
                self.visits[code],
                self.asked[code],
                self.completed[code],
                None if known is None else known.get(code, 0),
                (targets or {}).get(code),
            )
            for code in [*self.names, *others]
        )


def group_names(programme: Programme) -> dict[str, str]:
    """Of every group, in the catalogue's order."""
    return {group.code: group.name.vi for group in programme.groups}


def hamlet_names(programme: Programme) -> dict[str, str]:
    """Of every hamlet, in the catalogue's order."""
    return {hamlet.code: programme.hamlet_name(hamlet.code) for hamlet in programme.hamlets}


def listed(traits: Mapping[str, Traits], day: datetime, came: Collection[str]) -> list[Traits]:
    """Those who can have come on a day: all but whoever was forgotten before it, as well as all who came.

    An event that is put off once people came moves its day to after they were forgotten.
    """
    return [
        one for who, one in traits.items() if one.forgotten is None or one.forgotten >= day or who in came
    ]


def known(traits: Iterable[Traits], trait: str) -> Counter[str]:
    """How many people of the store have each code of a trait."""
    return Counter(getattr(one, trait) or UNKNOWN for one in traits)
