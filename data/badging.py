"""Badges for many people at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from checkin.badge import Badge
from checkin.names import fold, sort_key
from checkin.person import Person
from data.ledger import Store, Transaction
from data.people import every_person
from data.tables import badges


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone and their newest badge that is not revoked."""

    person: Person
    badge: Badge


@dataclass(frozen=True, slots=True)
class Issued:
    """Everyone asked for, each with a badge."""

    holders: tuple[Holder, ...]
    """By unit, of those without one by hamlet, then in Vietnamese order of names."""
    new: int
    """How many badges were made for this."""


def issue_badges(store: Store, *, unit: str | None = None, group: str | None = None) -> Issued:
    """Give a badge to everyone who holds none, of one unit or group if asked.

    Raises NoDeviceNumber if one has to be made on a device without a number; none is made then.
    """
    with store.writing() as log:
        chosen = _chosen(log, unit if unit is None else _unit_key(unit), group)
        held = _held(log, store.tag)
        without = [person.id for person in chosen if person.id not in held]
        if without:
            held.update(zip(without, log.people.issue_all(without), strict=True))
    return Issued(tuple(Holder(person, held[person.id]) for person in chosen), len(without))


def _chosen(log: Transaction, unit: str | None, group: str | None) -> Sequence[Person]:
    found = (
        person
        for person in every_person(log.connection).values()
        if unit in (None, _unit_key(person.unit)) and group in (None, person.group)
    )
    return sorted(
        found, key=lambda p: (p.unit.casefold(), p.hamlet if not p.unit else "", sort_key(p.name), p.id)
    )


def _unit_key(unit: str) -> str:
    """A unit as people ask for it: 6A is class 6A."""
    return fold(unit).removeprefix("lop ")


def _held(log: Transaction, tag: int) -> dict[str, Badge]:
    good = select(badges.c.person, badges.c.serial).where(~badges.c.revoked).order_by(badges.c.serial)
    rows = log.connection.execute(good)
    return {row.person: Badge.of(tag, row.serial) for row in rows}
