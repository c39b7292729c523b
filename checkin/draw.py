"""The lucky draw among people who completed their passport, and what anyone can check of it afterwards.

The hash of a secret stands in the log before the doors open. The drawing reveals the secret, hashes it
with the last entry of every device, and ranks people by that. What it took into account stands in
the log before it, so that entries of other devices that arrive later change nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from checkin.event import Catalogue
from checkin.participation import (
    Draft,
    Entry,
    EntryRef,
    Kind,
    by_person,
    presence,
    verify,
    who,
    whose,
    written,
)
from stations.passport import progress


class DrawProblem(StrEnum):
    """Why no commitment is made, or nobody is drawn."""

    COMMITTED_ALREADY = "committed-already"
    NO_COMMITMENT = "no-commitment"
    DRAWN_ALREADY = "drawn-already"
    """Every commitment of the event was used; another drawing wants another one."""
    SECRET_ELSEWHERE = "secret-elsewhere"  # noqa: S105 - a reason, and no password
    """The commitment was made in another store, which has the secret."""
    LOG_BROKEN = "log-broken"
    NOBODY_COMPLETED = "nobody-completed"
    TOO_FEW = "too-few"
    """Fewer people completed their passport than are to win."""


class Ground(StrEnum):
    """What does not hold about a drawing."""

    MISSING = "missing"
    """An entry it was made on is not there."""
    ALTERED = "altered"
    """An entry it was made on is another one now."""
    NOT_COMMITTED = "not-committed"
    """No commitment stands before it."""
    OTHER_SECRET = "other-secret"  # noqa: S105 - a reason, and no password
    """The secret it reveals is not the one that was committed to."""
    DRAWN_BEFORE = "drawn-before"
    """An earlier drawing revealed the same secret."""
    OTHER_WINNERS = "other-winners"
    """Those who won are not those the rules draw."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that does not hold about a drawing, and the entry where it shows."""

    ground: Ground
    entry: EntryRef


@dataclass(frozen=True, slots=True)
class Basis:
    """What a drawing takes into account beside its secret."""

    heads: Mapping[EntryRef, str]
    """The last entry of each device, with its digest in hex."""
    owners: Mapping[int, str]
    """Who holds a badge that was shown at a desk which did not know its owner."""
    aliases: Mapping[str, str]
    """Whose an id is under which another device knew somebody."""
    said: int | None
    """The number a guest said aloud, if one did, which nobody can have known when the log was written."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as the log states it."""

    entry: Entry
    """The last of its entries, which reveals the secret."""
    basis: Basis
    winners: tuple[str, ...]
    """Under the names they have in the log, as drawn."""

    @property
    def secret(self) -> bytes:
        """The secret it reveals; empty if somebody altered it."""
        try:
            return bytes.fromhex(self.entry.draft.code or "")
        except ValueError:
            return b""


def commitment_to(secret: bytes) -> str:
    """What is made public of a secret beforehand: its SHA-256 in hex."""
    return hashlib.sha256(secret).hexdigest()


def heads(log: Iterable[Entry]) -> dict[EntryRef, str]:
    """The last entry of each device, with its digest in hex."""
    last: dict[str, Entry] = {}
    for entry in log:
        known = last.setdefault(entry.ref.device, entry)
        if entry.ref.sequence > known.ref.sequence:
            last[entry.ref.device] = entry
    return {entry.ref: entry.digest.hex() for entry in last.values()}


def commitments(log: Iterable[Entry], event: str) -> list[Entry]:
    """Every commitment of an event, the oldest first."""
    made = (e for e in log if e.draft.kind is Kind.DRAW_COMMITTED and e.draft.event == event)
    return sorted(made, key=written)


def drawings(log: Sequence[Entry], event: str) -> list[Drawing]:
    """Every drawing of an event, the oldest first."""
    known = {entry.ref: entry for entry in log}
    made = (e for e in log if e.draft.kind is Kind.DRAWN and e.draft.event == event)
    return [_drawing(entry, known) for entry in sorted(made, key=written)]


def used(log: Iterable[Entry]) -> set[EntryRef]:
    """The commitments whose secret a drawing revealed."""
    return {e.draft.target for e in log if e.draft.kind is Kind.DRAWN and e.draft.target}


def completed(
    log: Iterable[Entry], basis: Basis, catalogue: Catalogue, groups: Mapping[str, str]
) -> list[str]:
    """Who was admitted and completed a passport that asks for something, by what a drawing knows.

    Whoever was forgotten before it takes no part, nor whoever won an earlier drawing of the event.
    `groups` has the group of each person whom the store knows.
    """
    event, programme = catalogue.event, catalogue.programme
    seen = _seen(log, basis)
    said = (entry.draft.person for entry in seen if entry.draft.kind is Kind.FORGOTTEN)
    forgotten = {basis.aliases.get(person, person) for person in said if person}
    mine = [e for e in seen if e.draft.event == event.code]
    won = by_person((e for e in mine if e.draft.kind is Kind.WON), basis.owners, basis.aliases)
    out = forgotten | won.keys()
    days = by_person(mine, basis.owners, basis.aliases)
    came = {
        name: day for name, entries in days.items() if name not in out and (day := presence(entries)).first
    }
    stamps = {
        name: progress(event.passport, programme.counted_as(groups.get(name)), day.visited)
        for name, day in came.items()
    }
    return sorted(name for name, done in stamps.items() if done.asked and done.complete)


def nameless(log: Iterable[Entry], event: str) -> set[int]:
    """The badges that were shown at an event without anyone knowing whose they are."""
    mine = (entry.draft for entry in log if entry.draft.event == event)
    return {draft.badge for draft in mine if draft.badge is not None and draft.person is None}


def drawn(secret: bytes, basis: Basis, names: Iterable[str], count: int) -> list[str]:
    """That many of these people, or all if they are fewer, as chance that was fixed beforehand ranks them."""
    seen = sorted([str(ref), digest] for ref, digest in basis.heads.items())
    seed = hashlib.sha256(json.dumps([secret.hex(), seen, basis.said]).encode()).digest()
    return sorted(names, key=lambda name: hashlib.sha256(seed + name.encode()).digest())[:count]


def drafts(
    secret: bytes, commitment: Entry, basis: Basis, winners: Sequence[str], desk: str, now: datetime
) -> list[Draft]:
    """The entries of a drawing, to be appended together and in this order."""
    of = partial(Draft, event=commitment.draft.event, at=now, desk=desk)
    said = [] if basis.said is None else [of(Kind.DRAW_SAID, minutes=basis.said)]
    won = [of(Kind.WON, person=person, badge=badge) for person, badge in map(whose, winners)]
    return [
        *(of(Kind.DRAW_SEEN, target=ref, code=digest) for ref, digest in basis.heads.items()),
        *(of(Kind.DRAW_SEEN, person=person, badge=badge) for badge, person in basis.owners.items()),
        *(of(Kind.DRAW_SEEN, person=person, code=other) for other, person in basis.aliases.items()),
        *said,
        *won,
        of(Kind.DRAWN, code=secret.hex(), minutes=len(winners), target=commitment.ref),
    ]


def objections(
    drawing: Drawing, log: Sequence[Entry], catalogue: Catalogue, groups: Mapping[str, str]
) -> list[Objection]:
    """Everything that does not hold about a drawing; nothing if all is as it should be."""
    known = {entry.ref: entry for entry in log}
    return [
        *_of_log(drawing, log, known),
        *_of_secret(drawing, known),
        *_of_repetition(drawing, log),
        *_of_winners(drawing, log, catalogue, groups),
    ]


_PARTS = frozenset({Kind.DRAW_SEEN, Kind.DRAW_SAID, Kind.WON})


def _drawing(entry: Entry, known: Mapping[EntryRef, Entry]) -> Drawing:
    seen: dict[EntryRef, str] = {}
    owners: dict[int, str] = {}
    aliases: dict[str, str] = {}
    said: int | None = None
    winners: list[str] = []
    for draft in _parts(entry, known):
        match draft:
            case Draft(kind=Kind.DRAW_SEEN, target=EntryRef() as ref):
                seen[ref] = draft.code or ""
            case Draft(kind=Kind.DRAW_SEEN, person=str(person), badge=int(badge)):
                owners[badge] = person
            case Draft(kind=Kind.DRAW_SEEN, person=str(person), code=str(other)):
                aliases[other] = person
            case Draft(kind=Kind.DRAW_SAID):
                said = draft.minutes
            case Draft(kind=Kind.WON):
                winners.append(who(draft.person, draft.badge))
            case _:
                pass
    return Drawing(entry, Basis(seen, owners, aliases, said), tuple(winners))


def _parts(entry: Entry, known: Mapping[EntryRef, Entry]) -> list[Draft]:
    """What stands right before the last entry of a drawing and belongs to it, in the order of the log."""
    found: list[Draft] = []
    before = entry.ref.sequence - 1
    while (part := known.get(EntryRef(entry.ref.device, before))) and part.draft.kind in _PARTS:
        found.append(part.draft)
        before -= 1
    return found[::-1]


def _seen(log: Iterable[Entry], basis: Basis) -> list[Entry]:
    last = {ref.device: ref.sequence for ref in basis.heads}
    return [entry for entry in log if entry.ref.sequence <= last.get(entry.ref.device, 0)]


def _of_log(drawing: Drawing, log: Sequence[Entry], known: Mapping[EntryRef, Entry]) -> list[Objection]:
    """What is missing or altered up to the drawing, on its own device and on those it saw."""
    device, sequence = drawing.entry.ref.device, drawing.entry.ref.sequence
    own = (e for e in log if e.ref.device == device and e.ref.sequence <= sequence)
    chains = {e.ref: e for e in (*_seen(log, drawing.basis), *own)}
    breaks = verify(sorted(chains.values(), key=lambda e: (e.ref.device, e.ref.sequence)))
    found = [
        Objection(Ground.MISSING if b.missing else Ground.ALTERED, EntryRef(b.device, b.sequence))
        for b in breaks
    ]
    for ref, digest in drawing.basis.heads.items():
        entry = known.get(ref)
        if entry is None or entry.digest.hex() != digest:
            found.append(Objection(Ground.ALTERED if entry else Ground.MISSING, ref))
    return list(dict.fromkeys(found))


def _of_secret(drawing: Drawing, known: Mapping[EntryRef, Entry]) -> list[Objection]:
    draft = drawing.entry.draft
    commitment = known.get(draft.target) if draft.target else None
    before = [] if commitment is None else _seen([commitment], drawing.basis)
    if not before or commitments(before, draft.event) != before:
        return [Objection(Ground.NOT_COMMITTED, drawing.entry.ref)]
    if before[0].draft.code != commitment_to(drawing.secret):
        return [Objection(Ground.OTHER_SECRET, drawing.entry.ref)]
    return []


def _of_repetition(drawing: Drawing, log: Iterable[Entry]) -> list[Objection]:
    mine = drawing.entry
    earlier = (
        entry
        for entry in log
        if entry.draft.kind is Kind.DRAWN
        and entry.draft.target == mine.draft.target
        and written(entry) < written(mine)
    )
    return [Objection(Ground.DRAWN_BEFORE, entry.ref) for entry in sorted(earlier, key=written)[:1]]


def _of_winners(
    drawing: Drawing, log: Iterable[Entry], catalogue: Catalogue, groups: Mapping[str, str]
) -> list[Objection]:
    names = completed(log, drawing.basis, catalogue, groups)
    won = list(drawing.winners)
    ruled = drawn(drawing.secret, drawing.basis, names, len(won))
    holds = won == ruled and len(won) == drawing.entry.draft.minutes
    return [] if holds else [Objection(Ground.OTHER_WINNERS, drawing.entry.ref)]
