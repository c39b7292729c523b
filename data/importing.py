"""A roster becomes people of the store: all of it or nothing, and the same file twice changes nothing."""

from __future__ import annotations

import hmac
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select

from checkin.event import Catalogue, Programme
from checkin.names import fold, sort_key
from checkin.participation import Draft, Kind
from checkin.person import Person
from data.ledger import Store, Transaction
from data.people import every_person
from data.roster import Reading, RefusedRow, RosterPerson, likely_duplicates
from data.roster.sentences import child_refused
from data.tables import people

_KEY_BYTES = 16
_SOME = 3
"""Namesakes who may be one person by chance are fewer, in a list of newcomers."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A row of a roster whose person the store does not have."""

    listed: RosterPerson
    roster_key: bytes
    """Recognises the same row again: see `roster_keys`."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, and with what it was read from."""

    reading: Reading
    newcomers: tuple[Newcomer, ...]
    """In the order of the file."""
    known: int
    """How many rows the store has already: the same row, or the same citizen card."""
    unheeded: tuple[RosterPerson, ...]
    """Rows of people the store has that say something else of them: nothing is changed."""
    duplicates: tuple[tuple[RosterPerson | Person, ...], ...]
    """People who may be one, at least one of them new, others of the file or the store. Never merged."""

    @property
    def doubled(self) -> int:
        """How many of the newcomers may be somebody the store has already."""
        groups = (group for group in self.duplicates if any(isinstance(one, Person) for one in group))
        return sum(isinstance(one, RosterPerson) for group in groups for one in group)

    @property
    def comes_again(self) -> bool:
        """Whether this seems to be a list of before with something added or put right.

        Most newcomers may be known then, if they are some or most rows are known for certain; so may one of
        many, if two in three rows are.
        """
        new = len(self.newcomers)
        most = 2 * self.doubled > new and (self.doubled >= _SOME or self.known > new)
        return most or (self.doubled > 0 and self.known > 2 * new)

    @property
    def repeated(self) -> int:
        """How many of the newcomers may be somebody of another sheet of the file."""
        listed = ([one for one in group if isinstance(one, RosterPerson)] for group in self.duplicates)
        by_sheet = (Counter(one.place.sheet for one in group) for group in listed)
        return sum(sheets.total() - max(sheets.values()) for sheets in by_sheet)

    @property
    def repeats(self) -> bool:
        """Whether one sheet seems to hold what others do, as one of everybody beside one a class."""
        return self.repeated >= _SOME and 4 * self.repeated > len(self.newcomers)

    @property
    def is_doubtful(self) -> bool:
        """Whether many would be kept twice."""
        return self.comes_again or self.repeats

    @property
    def hidden(self) -> int:
        """How many of the newcomers stand in rows out of sight, which the clerk may not know of."""
        return sum(one.listed.is_hidden for one in self.newcomers)

    def may_be_kept(self, *, allow_doubles: bool) -> bool:
        """Whether nothing of the file has to be settled first."""
        return not self.hidden and (allow_doubles or not self.is_doubtful)


def covered(reading: Reading, consent: str, programme: Programme, today: date) -> Reading:
    """A reading whose children are refused where the consent it came with has no force for them."""
    basis = programme.consent(consent)
    if basis and basis.covers_children:
        return reading
    reason = child_refused(consent, programme.guardian_consent, programme.guardian_under)
    children = {one.place for one in reading.people if programme.is_child(one.birth, today)}
    refused = [RefusedRow(place, reason) for place in sorted(children)]
    others = tuple(one for one in reading.people if one.place not in children)
    return replace(reading, people=others, refused=(*reading.refused, *refused))


def plan_import(reading: Reading, log: Transaction, key: bytes, programme: Programme) -> ImportPlan:
    """Compare a roster with the store; `key` is the programme's."""
    rows = log.connection.execute(
        select(people.c.roster_key, people.c.card, people.c.id, people.c.sort_key, people.c.name_key)
    ).all()
    spelt = {row.roster_key: row.sort_key for row in rows}
    holders = {row.card: row.id for row in rows if row.card}
    carded = [
        (listed, holders[card])
        for listed in reading.people
        if listed.card_number and (card := log.people.card_hash(listed.card_number)) in holders
    ]
    held = {listed.place for listed, _ in carded}
    stated = roster_keys(reading.people, key)
    new = tuple(
        Newcomer(listed, roster_key)
        for listed, roster_key in zip(reading.people, stated, strict=True)
        if roster_key not in spelt and listed.place not in held
    )
    names = {fold(one.listed.name) for one in new}
    namesakes = {row.id for row in rows if row.name_key in names}
    comes_again = 2 * len(new) < len(reading.people)
    stored = every_person(log.connection) if namesakes or carded or (new and comes_again) else {}
    unheeded = [listed for listed, holder in carded if _differs(listed, stored[holder], programme)]
    again = [
        (listed, spelt[roster_key])
        for listed, roster_key in zip(reading.people, stated, strict=True)
        if roster_key in spelt and listed.place not in held
    ]
    unheeded += _spelt_anew(again)
    known = [person for person in stored.values() if person.id in namesakes]
    doubles = _duplicates([one.listed for one in new], known, programme.unknown_hamlet)
    if comes_again:
        still = set(stated)
        gone = {row.id for row in rows if row.roster_key and row.roster_key not in still}
        doubles += _corrected(new, [person for person in stored.values() if person.id in gone], doubles)
    return ImportPlan(reading, new, len(reading.people) - len(new), tuple(unheeded), doubles)


def import_roster(
    store: Store,
    reading: Reading,
    consent: str,
    catalogue: Catalogue,
    desk: str,
    now: datetime,
    *,
    allow_doubles: bool = False,
) -> ImportPlan:
    """Keep everyone of a roster the store does not have, with one consent entry each, durable together.

    `consent` is the code of the basis the list came with, `desk` of the desk that imports it. Rows the
    reading refused are not looked at: the caller decides whether to go on without them. Nobody is kept of a
    doubtful plan, unless with `allow_doubles`, or while newcomers are hidden. Raises StoreUnavailable, and
    nothing is kept then.
    """
    with store.writing() as log:
        plan = plan_import(reading, log, store.key, catalogue.programme)
        if not plan.may_be_kept(allow_doubles=allow_doubles):
            return plan
        rows = [
            (_person(one.listed, consent), one.listed.card_number, one.roster_key) for one in plan.newcomers
        ]
        log.people.add_all(rows)
        basis = catalogue.programme.consent(consent)
        code = basis.agreed if basis else consent
        for person, _, _ in rows:
            log.append(Draft(Kind.CONSENTED, catalogue.event.code, now, desk, person=person.id, code=code))
    return plan


def roster_keys(listed: Sequence[RosterPerson], key: bytes) -> list[bytes]:
    """One key a row, under the programme's key: what the row says of the person, and its count.

    Stores keep them: with one detail more, everybody of a list that is imported again would be new.
    The count tells true homonyms of one file apart: the second row that says the same is number 2.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    keys = []
    for person in listed:
        said = _said(person)
        seen[said] += 1
        text = "\0".join(("roster", *said, str(seen[said])))
        keys.append(hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256")[:_KEY_BYTES])
    return keys


def _said(person: RosterPerson) -> tuple[str, ...]:
    birth = person.birth.isoformat() if person.birth else ""
    number = person.card_number or ""
    return fold(person.name), birth, person.sex or "", person.group, person.hamlet, fold(person.unit), number


def _differs(listed: RosterPerson, kept: Person, programme: Programme) -> bool:
    """Whether a row says something of a person that the store has otherwise; to say less is no difference.

    A row that says nothing of group or hamlet has the programme's own for that.
    """
    born = kept.birth.isoformat() if kept.birth else ""
    return (
        listed.name.casefold() != kept.name.casefold()
        or (listed.birth is not None and not born.startswith(listed.birth.isoformat()))
        or listed.sex not in (None, kept.sex)
        or listed.group not in (programme.default_group, kept.group)
        or listed.hamlet not in (programme.unknown_hamlet, kept.hamlet)
        or listed.unit.casefold() not in ("", kept.unit.casefold())
    )


def _spelt_anew(again: Sequence[tuple[RosterPerson, str]]) -> list[RosterPerson]:
    """Rows the store has whose accents it has otherwise; beside each is how its person is sorted.

    Of several people of whom all else is said, as Hùng and Hưng, the rows may have changed places.
    """
    kept: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for listed, key in again:
        kept[_said(listed)].add(key)
    return [listed for listed, _ in again if sort_key(listed.name) not in kept[_said(listed)]]


def _person(listed: RosterPerson, consent: str) -> Person:
    return Person(
        uuid4().hex,
        listed.name,
        listed.birth,
        listed.sex,
        listed.group,
        listed.hamlet,
        listed.unit,
        consent,
    )


def _corrected(
    new: Sequence[Newcomer], gone: Sequence[Person], told: Sequence[tuple[RosterPerson | Person, ...]]
) -> tuple[tuple[RosterPerson | Person, ...], ...]:
    """New rows of a list that came again, each with the people it may correct, whose rows are in it no more.

    Most of its rows are known: the others were corrected, likely, in their birth (people of that name) or
    in their name (people of which all else is said).
    """
    seen = {one.place for group in told for one in group if isinstance(one, RosterPerson)}
    by_name: dict[object, list[Person]] = defaultdict(list)
    by_rest: dict[object, list[Person]] = defaultdict(list)
    for person in gone:
        by_name[fold(person.name)].append(person)
        by_rest[_all_but_name(person)].append(person)
    left = (one.listed for one in new if one.listed.place not in seen)
    before = ((one, by_name[fold(one.name)] or by_rest[_all_but_name(one)]) for one in left)
    return tuple((one, *people) for one, people in before if people)


def _all_but_name(one: RosterPerson | Person) -> object:
    """What is said of someone beside the name; of nobody else's than their own without a day of birth."""
    if one.birth is None or not one.birth.is_full:
        return one
    return one.birth, one.sex, one.group, one.hamlet, fold(one.unit)


def _duplicates(
    new: Sequence[RosterPerson], known: Sequence[Person], unknown_hamlet: str
) -> tuple[tuple[RosterPerson | Person, ...], ...]:
    everyone: list[RosterPerson | Person] = [*new, *known]
    groups = likely_duplicates(everyone, unknown_hamlet)
    return tuple(group for group in groups if any(isinstance(one, RosterPerson) for one in group))
