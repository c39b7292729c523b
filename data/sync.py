"""What laptops that stood apart know together: the store in a file of another one is brought into this one.

The log is a union: an entry is known by its device and its place in that device's sequence, and the chain of
each device tells whether two stores hold the same. People are the same by id; who was registered or imported
on two laptops, and so has two ids, is one person by citizen card or by row of a list, if name or birth agrees
as well. Of what two stores say of one person the later change counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError

from checkin.badge import Badge
from checkin.event import Catalogue
from checkin.participation import Break, Draft, Kind
from checkin.person import Person
from data.catalogue_build import under
from data.copies import DAMAGED, opened_copy
from data.devices import assign_number
from data.entry_rows import AS_WRITTEN, heads
from data.errors import StoreMismatch
from data.last_said import NEVER, Order, latest, undone_links
from data.ledger import Store, Transaction, row_of_event
from data.other_store import UNREADABLE, catalogues_of, forked_at, programme_of, read_through
from data.people import every_alias, every_person
from data.retention import KEPT, bands_kept, erase_told
from data.roster import likely_duplicates
from data.same_person import Alike, agree, is_one, is_spelt_as
from data.session import scrub
from data.tables import (
    aliases,
    badges,
    consent_texts,
    devices,
    entries,
    events,
    kept_bands,
    people,
)

_AT_ONCE = 1_000
"""Rows written with one statement."""
_Row = dict[str, Any]


class SyncProblem(StrEnum):
    """Why nothing of a file was taken."""

    OTHER_PROGRAMME = "other-programme"
    """It is of another programme, or was made by itself and not copied from the same store."""
    BROKEN = "broken"
    """Entries of its log are missing or were altered."""
    FORKED = "forked"
    """A device wrote other entries there than here: two machines count as one device."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """That nothing of a file was taken."""

    problem: SyncProblem
    at: Break | None = None
    """Where it was seen; None for another programme's."""


@dataclass(slots=True)
class Gained:
    """What a store learnt from the file of another one."""

    entries: int = 0
    people: int = 0
    """People whom it did not have."""
    united: int = 0
    """Ids under which the other store has people of this one; both count as one person from now on."""
    changed: int = 0
    """People of whom something else is noted from now on: a detail, their consent or their citizen card."""
    badges: int = 0
    """Badges that it did not have, or that were revoked there."""
    forgotten: int = 0
    """People who were forgotten there, and now are here."""
    is_clean: bool = True
    """Whether the store's files are rewritten without them; see `data.session.scrub`."""
    events: dict[str, Catalogue] = field(default_factory=dict)
    """Events that it did not have, by their codes."""
    other_catalogues: list[str] = field(default_factory=list)
    """Codes of events whose catalogue is another one there; that of this store stays."""
    alike: list[tuple[Person, ...]] = field(default_factory=list)
    """People who may be one, some of them new here. They are not made one by themselves."""
    contested: list[tuple[Badge, Person]] = field(default_factory=list)
    """Badges of people of this store that are somebody else's there; they stay whose they are."""

    @property
    def is_nothing(self) -> bool:
        """Whether this store knew everything."""
        learnt = (self.entries, self.people, self.united, self.changed, self.badges, self.forgotten)
        return not any(learnt) and not self.events


def sync(store: Store, source: Path | bytes, now: datetime) -> Gained | NotTaken:
    """Learn what the store in a file knows, all of it or nothing; the file stays as it is.

    source: an SQLite store's file, or what an unsealed backup holds. Nothing that this store knows is lost,
    and the same file once more changes nothing. Raises StoreMismatch, StoreUnavailable or OSError.
    """
    with opened_copy(source) as theirs:
        try:
            broken = read_through(theirs)
            is_ours = programme_of(theirs) == (store.programme, store.tag, store.key)
        except UNREADABLE as error:
            raise StoreMismatch(DAMAGED) from error
        if not is_ours:
            return NotTaken(SyncProblem.OTHER_PROGRAMME)
        if broken:
            return NotTaken(SyncProblem.BROKEN, broken[0])
        with store.writing() as log:
            if forked := forked_at(log.connection, theirs):
                return NotTaken(SyncProblem.FORKED, forked)
            try:
                gained = _Merging(store, log, theirs).everything(now)
            except (DataError, IntegrityError) as error:
                raise StoreMismatch(DAMAGED) from error
    store.catalogues.update(gained.events)
    if gained.forgotten:
        gained.is_clean = scrub(store.engine)
    return gained


class _Merging:
    """What one store knows, on its way into another."""

    def __init__(self, store: Store, log: Transaction, theirs: Connection) -> None:
        self._store = store
        self._log = log
        self._ours = log.connection
        self._theirs = theirs
        self._gained = Gained()
        self._known: dict[str, Row[Any]] = {}
        self._aliases = every_alias(self._ours)
        self._their_aliases = every_alias(theirs)
        self._newcomers: dict[str, Row[Any]] = {}
        self._changed: set[str] = set()
        self._same_mark: list[tuple[str, str]] = []
        """People with one citizen card or row of a list, of whom neither name nor birth agrees."""

    def everything(self, now: datetime) -> Gained:
        """Take all of it in."""
        self._take_events()
        self._take_texts()
        self._take_devices()
        self._forget(now)
        self._known = self._everybody()
        self._take_changes()  # a card that was linked to the wrong one unites nobody
        self._known = self._everybody()
        self._take_people()
        here = self._store.hamlets
        self._log.people.find_by_new_names(
            [c for c, name in self._hamlets.items() if here.get(c, name) != name]
        )
        self._take_changes()
        self._take_badges()
        self._take_bands()
        self._take_log()
        self._note_forgotten(self._forget(now), now)
        self._gained.alike = self._alike()
        return self._gained

    def _everybody(self) -> dict[str, Row[Any]]:
        return {row.id: row for row in self._ours.execute(select(people))}

    def _take_events(self) -> None:
        """Take in missing events, under this store's programme; of the others the catalogue stays."""
        ours, theirs = catalogues_of(self._ours), catalogues_of(self._theirs)
        self._hamlets = {h.code: h.name for c in theirs.values() for h in c.programme.hamlets}
        new = (c for c in theirs.values() if c.event.code not in ours)
        programme_here = self._store.newest.programme
        self._gained.events = {c.event.code: under(c, programme_here) for c in new}
        self._write(events, map(row_of_event, self._gained.events.values()))
        self._gained.other_catalogues = [code for code, c in theirs.items() if ours.get(code, c) != c]

    def _take_texts(self) -> None:
        known = set(self._ours.scalars(select(consent_texts.c.version)))
        theirs = self._theirs.execute(select(consent_texts))
        self._write(consent_texts, (_dict(row) for row in theirs if row.version not in known))

    def _take_devices(self) -> None:
        """Take in who wrote, under which number; one that another device has here is not theirs."""
        ours = {row.id: row for row in self._ours.execute(select(devices))}
        numbers, prints = (
            {getattr(row, name) for row in ours.values()} for name in ("number", "fingerprint")
        )
        for row in self._theirs.execute(select(devices)):
            if known := ours.get(row.id):
                if known.number is None and row.number not in numbers:
                    assign_number(self._ours, row.id, row.number)
            else:
                made = _dict(row)
                if row.number in numbers:
                    made["number"] = None
                if row.fingerprint in prints:
                    made["fingerprint"] = f"{row.fingerprint}:{row.id}"
                self._write(devices, [made])

    def _take_people(self) -> None:
        """Take in whom this store does not know, and under which other ids people of it are known there.

        Whoever came without a list is known by the row that they have on one there from now on.
        """
        marks = {mark: row for row in self._known.values() for mark in (row.card, row.roster_key) if mark}
        united: dict[str, str] = {}
        known_by = {
            person: whose
            for other, person in self._their_aliases.items()
            if (whose := self._whose(other)) in self._known
        }
        alike = Alike(self._known.values())

        def is_uncertain(row: Row[Any]) -> bool:
            return row.card not in marks and not is_spelt_as(marks.get(row.roster_key), row)

        for row in sorted(self._theirs.execute(select(people)), key=is_uncertain):
            if row.id in self._known or row.id in self._aliases:
                continue
            marked = (marks[mark] for mark in (row.card, row.roster_key) if mark in marks)
            held = [one for holder in marked if (one := alike.meant(holder, row))]
            agreeing = (one.id for one in held if agree(one, row))
            if same := known_by.get(row.id) or next(agreeing, None):
                united[row.id] = same
                if row.roster_key and row.roster_key not in marks:
                    self._ours.execute(_LISTED, {"whose": same, "key": row.roster_key})
            else:
                self._newcomers[row.id] = row
                self._same_mark += [(one.id, row.id) for one in held]
        self._write(people, (_free(row, marks) for row in self._newcomers.values()))
        for other, person in self._their_aliases.items():
            whose = united.get(person, self._whose(person))
            if other not in self._known and other not in self._aliases and other != whose:
                united[other] = whose
        self._write(aliases, ({"id": other, "person": whose} for other, whose in united.items()))
        self._aliases |= united
        self._gained.people, self._gained.united = len(self._newcomers), len(united)

    def _take_changes(self) -> None:
        """Note what was changed later there of people whom both stores know."""
        undone, undone_there = undone_links(self._ours), undone_links(self._theirs)
        here = latest(self._ours, self._aliases, undone, undone_there)
        there = every_person(self._theirs)
        changes = latest(self._theirs, self._their_aliases, undone_there, undone).items()
        for (person, kind, detail), order in sorted(changes, key=itemgetter(1)):
            whose = self._whose(person)
            mine = here.get((whose, kind, detail), NEVER)
            is_news = order > mine or (order == mine and self._lacks_card(whose, kind, order))
            if whose not in self._known or not is_news:
                continue
            known, other = self._log.people.get(whose), there.get(person)
            if known and other and self._change(known, other, kind, detail):
                self._changed.add(whose)
            elif known is None and detail in KEPT:
                self._count_as_there(whose, person, detail)
            elif known is None and detail == "birth":
                self._band_as_there(whose, person, other)
        self._gained.changed = len(self._changed)

    def _count_as_there(self, whose: str, person: str, detail: str) -> None:
        """Note what is kept of someone who was forgotten on one side; they count by it everywhere."""
        right = self._theirs.scalar(select(people.c[detail]).where(people.c.id == person))
        self._ours.execute(update(people).where(people.c.id == whose).values({detail: right}))

    def _band_as_there(self, whose: str, person: str, other: Person | None) -> None:
        """Let someone who was forgotten count in the age bands of a birth that was put right there."""
        catalogues = self._store.catalogues | self._gained.events
        if other:
            told = set(catalogues)
            kept = bands_kept({whose: other.birth} if other.birth else {}, catalogues.values())
        else:
            held = self._theirs.execute(select(kept_bands).where(kept_bands.c.person == person))
            kept = [{**_dict(row), "person": whose} for row in held]
            told = set(self._theirs.scalars(select(events.c.code)))
        at_these = kept_bands.c.event.in_(told)
        self._ours.execute(delete(kept_bands).where(kept_bands.c.person == whose, at_these))
        self._write(kept_bands, kept)

    def _change(self, known: Person, other: Person, kind: Kind, detail: str) -> bool:
        """Note one thing that is said of someone there; False if it is noted already."""
        if kind is Kind.CARD_LINKED:
            return self._take_card(known.id, other.id)
        noted = "consent" if kind is Kind.CONSENTED else detail
        better = replace(known, **{noted: getattr(other, noted)}) if noted in _NOTED else known
        if better == known:
            return False
        self._log.people.correct(better)
        return True

    def _lacks_card(self, whose: str, kind: Kind, order: Order) -> bool:
        """Whether a card was linked to somebody by both logs that no longer recognises them here."""
        return kind is Kind.CARD_LINKED and order.stands and not self._ours.scalar(_CARD, {"person": whose})

    def _take_card(self, known: str, other: str) -> bool:
        """Let the citizen card linked to someone there recognise them here, unless it is another's here."""
        card = self._theirs.scalar(_CARD, {"person": other})
        holder = self._ours.scalar(select(people.c.id).where(people.c.card == card)) if card else None
        if holder not in (None, known):
            self._same_mark.append((holder, known))
        elif card != self._ours.scalar(_CARD, {"person": known}):
            self._ours.execute(update(people).where(people.c.id == known).values(card=card))
            return True
        return False

    def _take_badges(self) -> None:
        """Take in badges; one that another has here stays theirs. An entry has to say that one is revoked."""
        ours = {row.serial: row for row in self._ours.execute(select(badges))}
        gone = {row.id for row in chain(self._known.values(), self._newcomers.values()) if row.forgotten}
        said = {*self._ours.scalars(_REVOKED), *self._theirs.scalars(_REVOKED)}
        new, revoked = [], []
        for row in self._theirs.execute(select(badges)):
            owner, known = self._whose(row.person), ours.get(row.serial)
            is_revoked = row.revoked and row.serial in said
            if known is None:
                new.append({"serial": row.serial, "person": owner, "revoked": is_revoked or owner in gone})
            elif not is_one(known.person, row.person, self._aliases, self._their_aliases):
                self._contest(row.serial, known.person)
            elif is_revoked and not known.revoked:
                revoked.append(row.serial)
        self._write(badges, new)
        for serial in revoked:
            self._ours.execute(update(badges).where(badges.c.serial == serial).values(revoked=True))
        self._gained.badges = len(new) + len(revoked)

    def _contest(self, serial: int, holder: str) -> None:
        if person := self._log.people.get(holder):
            self._gained.contested.append((Badge.of(self._store.tag, serial), person))

    def _take_bands(self) -> None:
        """Take in the age bands of whoever was forgotten on both sides.

        Whose birth was put right here and who has none is of unknown age by the later word.
        """
        known = {(row.person, row.event) for row in self._ours.execute(select(kept_bands))}
        gone = set(self._ours.scalars(select(people.c.id).where(people.c.forgotten.is_not(None))))
        righted = {self._whose(person) for person in self._ours.scalars(_RIGHTED)}
        gone -= righted - {person for person, _ in known}
        theirs = {
            (self._whose(r.person), r.event): _dict(r) for r in self._theirs.execute(select(kept_bands))
        }
        new = (at for at in theirs if at[0] in gone and at not in known)
        self._write(kept_bands, ({**theirs[whose, event], "person": whose} for whose, event in new))

    def _take_log(self) -> None:
        """Take in what each device wrote beyond what is known of it."""
        known = heads(self._ours)
        for device, head in heads(self._theirs).items():
            after = (entries.c.device == device) & (entries.c.sequence > known.get(device, 0))
            new = self._theirs.execute(AS_WRITTEN.where(after), execution_options={"yield_per": _AT_ONCE})
            self._write(entries, map(_dict, new))
            self._gained.entries += max(0, head - known.get(device, 0))

    def _forget(self, now: datetime) -> dict[str, str]:
        """Forget whom the other store forgot under any id; why each, by their ids here.

        A row that is empty there counts only if an entry says so; that may name an id that is another's here.
        Done first, as whoever registered anew there is nobody of before, and last, as the log tells of more.
        """
        reasons = self._reasons()
        known_there = defaultdict(list)
        for other, person in self._their_aliases.items():
            known_there[person].append(other)
        told: dict[str, str] = {}
        for person in self._theirs.scalars(select(people.c.id).where(people.c.forgotten.is_not(None))):
            if because := reasons.get(person) or reasons.get(self._whose(person)):
                told |= {self._whose(one): because for one in (person, *known_there[person])}
        catalogues = self._store.catalogues | self._gained.events
        self._gained.forgotten += erase_told(self._log, catalogues.values(), now, told)
        return told

    def _reasons(self) -> dict[str, str]:
        """Why each is to be forgotten of whom an entry of either log says so, by every id they have."""
        found = dict(chain(self._ours.execute(_TO_FORGET), self._theirs.execute(_TO_FORGET)))
        for known_as in (self._aliases, self._their_aliases):
            found |= {known_as[one]: because for one, because in found.items() if one in known_as}
        return found

    def _note_forgotten(self, told: Mapping[str, str], now: datetime) -> None:
        """Write down who was forgotten here though the entry names another, as no other store could tell."""
        named = {self._whose(one) for one, _ in self._ours.execute(_TO_FORGET)}
        event = self._store.at_hand(now).event
        for person, because in told.items():
            if person not in named:
                at = (event.code, now, event.desks[0].code)
                self._log.append(Draft(Kind.FORGOTTEN, *at, person, code=because))

    def _alike(self) -> list[tuple[Person, ...]]:
        """Newcomers with whoever they may be, by name and birth, or though one mark stands for both."""
        keys = {row.name_key for row in self._newcomers.values() if not row.forgotten}
        named = [row.id for row in self._known.values() if row.name_key in keys]
        found = self._log.people.get_all([*named, *self._newcomers, *chain(*self._same_mark)])
        unknown = self._store.newest.programme.unknown_hamlet
        ids = dict.fromkeys([*named, *self._newcomers])
        groups = likely_duplicates([found[one] for one in ids if one in found], unknown)
        told = [group for group in groups if {one.id in self._newcomers for one in group} == {True, False}]
        same = (tuple(found[one] for one in pair if one in found) for pair in dict.fromkeys(self._same_mark))
        return told + [pair for pair in same if len(pair) > 1]

    def _whose(self, person: str) -> str:
        """Under which id somebody of the other store is known here."""
        return self._aliases.get(person, person)

    def _write(self, table: Table, rows: Iterable[_Row]) -> None:
        rows = iter(rows)
        while part := list(islice(rows, _AT_ONCE)):
            self._ours.execute(insert(table), part)


_CARD = select(people.c.card).where(people.c.id == bindparam("person"))
_LISTED = (
    update(people)
    .where(people.c.id == bindparam("whose"), people.c.roster_key.is_(None), people.c.forgotten.is_(None))
    .values(roster_key=bindparam("key"))
)
_TO_FORGET = select(entries.c.person, entries.c.code).where(entries.c.kind == Kind.FORGOTTEN)
_RIGHTED = select(entries.c.person).where(entries.c.kind == Kind.CORRECTED, entries.c.code == "birth")
_REVOKED = select(entries.c.badge).where(entries.c.kind == Kind.BADGE_REVOKED)
_NOTED = frozenset(one.name for one in fields(Person)) - {"id"}


def _free(row: Row[Any], marks: Mapping[bytes, Row[Any]]) -> _Row:
    """A new person without the marks that are somebody else's."""
    taken = {name: None for name in ("card", "roster_key") if getattr(row, name) in marks}
    return {**_dict(row), **taken}


def _dict(row: Row[Any]) -> _Row:
    return row._asdict()
