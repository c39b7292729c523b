"""The lucky draw on a store: the secret is kept here and not in the log until it is revealed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from checkin.draw import (
    Basis,
    Drawing,
    DrawProblem,
    Objection,
    commitment_to,
    commitments,
    completed,
    drafts,
    drawings,
    drawn,
    heads,
    nameless,
    objections,
    used,
)
from checkin.event import Catalogue
from checkin.participation import Draft, Entry, Kind, verify
from checkin.person import Person
from data.ledger import Store, Transaction
from data.people import every_alias, every_person, everyone_counted, owners
from data.tables import draw_secrets

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Winner:
    """Someone who was drawn."""

    place: int
    """The how-manieth that was drawn, 1 and up."""
    person: Person | None
    """None if this store does not know them."""
    badge: int | None
    """Serial of the badge under which they count while nobody knows whose it is."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing, and what is to be said about it."""

    drawing: Drawing
    commitment: Entry | None
    """None if the log has none that belongs to it."""
    completed: int
    """How many people took part: those whose passport was complete, and who had not won before."""
    winners: tuple[Winner, ...]
    """As drawn."""
    objections: tuple[Objection, ...]
    """What does not hold about it; empty if all is well."""


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """Why nobody was drawn."""

    problem: DrawProblem
    completed: int = 0
    """How many people could have been drawn, as far as it came to counting them."""


def commit(store: Store, catalogue: Catalogue, desk: str, now: datetime) -> tuple[Entry, bool]:
    """Make a secret for a draw and fix its hash in the log; the commitment, and whether it is new.

    One whose secret this store has and that was not drawn yet stays the only one.
    Raises StoreUnavailable.
    """
    event = catalogue.event.code
    with store.writing() as log:
        for known in _unused(list(log.told(event)), event):
            if _secret(log, known) is not None:
                return known, False
        secret = secrets.token_bytes(_SECRET_BYTES)
        fixed = commitment_to(secret)
        log.connection.execute(insert(draw_secrets).values(commitment=fixed, secret=secret))
        return log.append(Draft(Kind.DRAW_COMMITTED, event, now, desk, code=fixed)), True


def draw(
    store: Store, catalogue: Catalogue, desk: str, now: datetime, count: int, said: int | None = None
) -> Drawn | NotDrawn:
    """Draw that many of those who completed their passport, and write down what it was made on.

    Raises StoreUnavailable.
    """
    with store.writing() as log:
        event, entries = catalogue.event.code, list(log.log())
        found = _committed(log, entries, event)
        if isinstance(found, DrawProblem):
            return NotDrawn(found)
        if verify(entries):
            return NotDrawn(DrawProblem.LOG_BROKEN)
        commitment, secret = found
        shown = sorted(nameless(entries, event))
        named = {entry.draft.person for entry in entries}
        known_as = {one: who for one, who in every_alias(log.connection).items() if one in named}
        basis = Basis(heads(entries), owners(log.connection, shown), known_as, said)
        names = completed(entries, basis, catalogue, _groups(log))
        if not names:
            return NotDrawn(DrawProblem.NOBODY_COMPLETED)
        if count > len(names):
            return NotDrawn(DrawProblem.TOO_FEW, len(names))
        won = drawn(secret, basis, names, count)
        made = [log.append(one) for one in drafts(secret, commitment, basis, won, desk, now)]
        after = [*entries, *made]
        done = next(one for one in drawings(after, event) if one.entry.ref == made[-1].ref)
        return _told(log, after, catalogue, [done])[0]


def check(store: Store, catalogue: Catalogue) -> list[Drawn]:
    """Every drawing of an event, the oldest first, computed again. Raises StoreUnavailable."""
    with store.reading() as log:
        entries = list(log.log())
        return _told(log, entries, catalogue, drawings(entries, catalogue.event.code))


def _told(log: Transaction, entries: list[Entry], catalogue: Catalogue, of: Iterable[Drawing]) -> list[Drawn]:
    """What is told of some drawings, each computed again."""
    people = every_person(log.connection)
    people |= {one: people[who] for one, who in every_alias(log.connection).items() if who in people}
    groups = _groups(log)
    known = {entry.ref: entry for entry in commitments(entries, catalogue.event.code)}
    return [
        Drawn(
            drawing,
            known.get(drawing.entry.draft.target) if drawing.entry.draft.target else None,
            len(completed(entries, drawing.basis, catalogue, groups)),
            tuple(_winner(log, people, place, name) for place, name in enumerate(drawing.winners, start=1)),
            tuple(objections(drawing, entries, catalogue, groups)),
        )
        for drawing in of
    ]


def _winner(log: Transaction, people: dict[str, Person], place: int, name: str) -> Winner:
    if name.startswith("#") and name[1:].isdecimal():
        return Winner(place, log.people.by_badge(int(name[1:])), int(name[1:]))
    return Winner(place, people.get(name), None)


def _committed(log: Transaction, entries: list[Entry], event: str) -> tuple[Entry, bytes] | DrawProblem:
    """The oldest commitment that is still to be drawn, with its secret; else why there is none."""
    unused = _unused(entries, event)
    for commitment in unused:
        secret = _secret(log, commitment)
        if secret is not None:
            return commitment, secret
    if unused:
        return DrawProblem.SECRET_ELSEWHERE
    made = commitments(entries, event)
    return DrawProblem.DRAWN_ALREADY if made else DrawProblem.NO_COMMITMENT


def _unused(entries: list[Entry], event: str) -> list[Entry]:
    done = used(entries)
    return [entry for entry in commitments(entries, event) if entry.ref not in done]


def _secret(log: Transaction, commitment: Entry) -> bytes | None:
    query = select(draw_secrets.c.secret).where(draw_secrets.c.commitment == commitment.draft.code)
    return log.connection.scalar(query)


def _groups(log: Transaction) -> dict[str, str]:
    """Of everybody, under whichever id another device knew them."""
    groups = {person.id: person.group for person in everyone_counted(log.connection).values()}
    return groups | {one: groups[who] for one, who in every_alias(log.connection).items()}
