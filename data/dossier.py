"""Everything kept of one person, for them to see and to put right (Luật 91/2025/QH15, Điều 4 và 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import func, select

from checkin.badge import Badge
from checkin.event import Catalogue
from checkin.participation import Draft, Entry, Kind, standing, written
from checkin.person import Person
from data.attendance import Attendance, attendance_of
from data.consents import text_of
from data.entry_rows import entry_of
from data.ledger import Store, Transaction
from data.tables import aliases, badges, entries, people
from stations.model import Bilingual


@dataclass(frozen=True, slots=True)
class Agreed:
    """One consent: to what, and the entry that says when and where."""

    entry: Entry
    basis: str
    version: str
    """Of the text that was read; empty if it was agreed to before versions were noted."""
    text: Bilingual | None
    """None if this store never had that version."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is kept of one person."""

    person: Person
    has_card: bool
    """Whether a hash recognises their citizen card; its number is nowhere."""
    is_listed: bool
    """Whether a hash recognises the row of the list they came from."""
    badges: tuple[tuple[Badge, bool], ...]
    """Each with whether it is revoked."""
    consents: tuple[Agreed, ...]
    """As they were written down."""
    days: tuple[tuple[Catalogue, Attendance], ...]
    """The events they came to."""
    seen: tuple[Entry, ...]
    """Entries that say who was given their data: shown to them, or exported with everybody's."""
    entries: int
    """How many entries of the log are about them."""


def dossier(log: Transaction, person: Person, catalogues: Sequence[Catalogue], tag: int) -> Dossier:
    """Everything kept of someone, as it is at this moment; `tag` is the programme's."""
    hashes = select(people.c.card, people.c.roster_key).where(people.c.id == person.id)
    card, roster_key = log.connection.execute(hashes).one()
    held = select(badges.c.serial, badges.c.revoked).where(badges.c.person == person.id)
    told = [entry for c in catalogues for entry in log.history(c.event.code, person.id, None)]
    told.sort(key=written)
    days = [(c, day) for c in catalogues if (day := attendance_of(log, c, person))]
    return Dossier(
        person,
        card is not None,
        roster_key is not None,
        tuple(
            (Badge.of(tag, row.serial), row.revoked)
            for row in log.connection.execute(held.order_by(badges.c.serial))
        ),
        tuple(_agreed(log, entry) for entry in told if entry.draft.kind is Kind.CONSENTED),
        tuple(days),
        tuple(entry for entry in told if entry.draft.kind is Kind.SHOWN) + tuple(_exports(log, told)),
        len(told),
    )


def correct(store: Store, person: Person, now: datetime) -> list[str]:
    """Note what is right of someone, with an entry for each field that changed; returns their names.

    What was noted before is kept nowhere (Điều 13). Raises StoreUnavailable.
    """
    event = store.at_hand(now).event
    with store.writing() as log:
        known = log.people.get(person.id)
        if known is None:
            return []
        changed = [f.name for f in fields(Person) if getattr(known, f.name) != getattr(person, f.name)]
        at = _after_what_was_told(log, person.id, now) if changed else now
        for name in changed:
            log.append(Draft(Kind.CORRECTED, event.code, at, event.desks[0].code, person.id, code=name))
        log.people.correct(person)
    return changed


def _after_what_was_told(log: Transaction, person: str, now: datetime) -> datetime:
    """Now, or right after what was put right of someone by a clock that is ahead: the later one counts."""
    ids = select(aliases.c.id).where(aliases.c.person == person)
    theirs = (entries.c.person == person) | entries.c.person.in_(ids)
    last = select(func.max(entries.c.at)).where(theirs, entries.c.kind == Kind.CORRECTED)
    told: datetime | None = log.connection.scalar(last)
    return max(now, told + timedelta(milliseconds=1)) if told else now


def _agreed(log: Transaction, entry: Entry) -> Agreed:
    basis, _, version = (entry.draft.code or "").partition("@")
    return Agreed(entry, basis, version, text_of(log.connection, version))


def _exports(log: Transaction, told: Sequence[Entry]) -> list[Entry]:
    """The exports of events that the person had come to by then, as far as was noted by then."""

    def had_come(export: Entry) -> bool:
        noted = standing(entry for entry in told if entry.recorded <= export.recorded)
        return any(e.draft.kind is Kind.ADMITTED and e.draft.event == export.draft.event for e in noted)

    query = select(entries).where(entries.c.kind == Kind.EXPORTED).order_by(entries.c.recorded)
    made = map(entry_of, log.connection.execute(query))
    return [entry for entry in made if had_come(entry)]
