"""Forgetting people for real while every figure stays as it is (Luật 91/2025/QH15, Điều 10 và Điều 14).

Of someone forgotten the store keeps their id, group, hamlet and sex, when it was, and the age band in which
they count at each event. Their badges stay, revoked, so that entries that name only a badge still count as
theirs; the log is not touched, as it holds codes and ids only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import insert, or_, select, update

from checkin.event import Catalogue
from checkin.participation import Draft, Kind
from checkin.person import Birth
from data.ledger import Store, Transaction
from data.people import every_alias
from data.reports.traits import Bands, Traits
from data.session import scrub
from data.tables import aliases, backups, badges, entries, kept_bands, people


class Because(StrEnum):
    """Why someone is forgotten: the code of the entry that says so."""

    REQUESTED = "requested"
    """They asked for it (Điều 14)."""
    WITHDRAWN = "withdrawn"
    """They took back their consent, without which nothing may be kept of them (Điều 10)."""
    EXPIRED = "expired"
    """What their data was kept for is done: `Programme.keep_days` (Điều 14)."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What came of forgetting."""

    people: int
    """How many were forgotten by this; those who had been before are not counted."""
    is_clean: bool
    """Whether the store's files are rewritten without what was deleted; see `data.session.scrub`."""


def forget(store: Store, persons: Collection[str], because: Because, now: datetime) -> Forgotten:
    """Forget these people, with an entry each that says why; ids of nobody are passed over.

    It is durable when the store's files are rewritten. Raises StoreUnavailable; nobody is forgotten then.
    """
    catalogue = store.at_hand(now)
    with store.writing() as log:
        known = [person for person in map(log.people.get, sorted(persons)) if person]
        for person in known:
            about = (catalogue.event.code, now, catalogue.event.desks[0].code, person.id)
            if because is Because.WITHDRAWN:
                log.append(Draft(Kind.WITHDRAWN, *about, code=person.consent))
            log.append(Draft(Kind.FORGOTTEN, *about, code=because))
        _erase(log, {person.id for person in known}, store.catalogues.values(), now)
    return Forgotten(len(known), scrub(store.engine))


def apply(store: Store, now: datetime) -> Forgotten:
    """Forget whoever the log says is to be forgotten and this store still knows. Raises StoreUnavailable.

    The store's files are rewritten also if there is nobody, so that what could not be done before is.
    """
    with store.writing() as log:
        told = erase_told(log, store.catalogues.values(), now)
    return Forgotten(told, scrub(store.engine))


def erase_told(
    log: Transaction, catalogues: Collection[Catalogue], now: datetime, also: Collection[str] = ()
) -> int:
    """Forget, within a transaction, whom its log says is to be forgotten; how many were known still.

    catalogues: of every event of the store. also: ids of whoever is to be forgotten though the log does not
    say so. What was deleted is in its files until they are rewritten.
    """
    known_as = every_alias(log.connection)
    said = select(entries.c.person).where(entries.c.kind == Kind.FORGOTTEN, entries.c.person.is_not(None))
    told = {known_as.get(person, person) for person in log.connection.scalars(said)} | set(also)
    told &= set(_births(log))
    _erase(log, told, catalogues, now)
    return len(told)


def expires(store: Store) -> date:
    """The first day on which nobody's data may be kept any more, as the newest event's programme says."""
    newest = store.newest
    return newest.event.date + timedelta(days=newest.programme.keep_days + 1)


def still_known(store: Store) -> list[str]:
    """The ids of everybody who was not forgotten. Raises StoreUnavailable."""
    with store.reading() as log:
        return sorted(_births(log))


def forgotten_at(log: Transaction, person: str) -> datetime | None:
    """When someone was forgotten; None if they were not, or there is nobody of this id."""
    now = select(aliases.c.person).where(aliases.c.id == person)
    query = select(people.c.forgotten).where(or_(people.c.id == person, people.c.id.in_(now)))
    moment: datetime | None = log.connection.scalar(query)
    return moment


def bands_kept(births: Mapping[str, Birth], catalogues: Collection[Catalogue]) -> list[dict[str, str | None]]:
    """The rows that keep the age band of people at each event."""
    return [
        {"person": person, "event": catalogue.event.code, "band": bands.of(Traits(birth=birth))}
        for catalogue in catalogues
        for bands in [Bands(catalogue)]
        for person, birth in births.items()
    ]


def _births(log: Transaction) -> dict[str, str | None]:
    """The births of everybody who was not forgotten, by their ids."""
    query = select(people.c.id, people.c.birth).where(people.c.forgotten.is_(None))
    return {row.id: row.birth for row in log.connection.execute(query)}


def _erase(log: Transaction, persons: set[str], catalogues: Collection[Catalogue], now: datetime) -> None:
    """Keep the age bands of people and nothing that identifies them."""
    births = {person: birth for person, birth in _births(log).items() if person in persons}
    kept = bands_kept({person: Birth.parse(birth) for person, birth in births.items() if birth}, catalogues)
    if kept:
        log.connection.execute(insert(kept_bands), kept)
    if births:
        log.connection.execute(update(backups).values(outdated=True))
    for person in births:
        log.connection.execute(update(people).where(people.c.id == person).values(**_NOTHING, forgotten=now))
        log.connection.execute(update(badges).where(badges.c.person == person).values(revoked=True))


KEPT = frozenset({"group", "hamlet", "sex"})
"""Details that stay of whoever was forgotten, as the figures need them."""
_NOTHING: dict[str, object] = {
    column.name: None if column.nullable else ""
    for column in people.columns
    if column.name not in KEPT | {"id", "forgotten"}
}
"""What takes the place of everything else that is noted of someone."""
