"""People and badges in the store."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, insert, select, update

from checkin.badge import Badge
from checkin.citizen_card import CitizenCard
from checkin.names import clean, fold, sort_key
from checkin.person import Birth, Person, Sex
from checkin.ports import NoDeviceNumber
from data.devices import claim_serials, number_of
from data.errors import NotKnown
from data.tables import aliases, badges, people
from stations.model import Bilingual

_PERSON = (
    people.c.id,
    people.c.name,
    people.c.birth,
    people.c.sex,
    people.c.group,
    people.c.hamlet,
    people.c.unit,
    people.c.consent,
)

_KNOWN = select(*_PERSON).where(people.c.forgotten.is_(None))
"""Everybody but those who were forgotten: what every look at people begins with."""

# Statements of the door are built once: building one anew costs more than running it.
_BY_ID = _KNOWN.where(people.c.id == bindparam("person"))
_BY_OLD_ID = _KNOWN.where(
    people.c.id.in_(select(aliases.c.person).where(aliases.c.id == bindparam("person")))
)
_BY_BADGE = _KNOWN.join(badges, badges.c.person == people.c.id).where(badges.c.serial == bindparam("serial"))
_REVOKED = select(badges.c.revoked).where(badges.c.serial == bindparam("serial"))
_BY_IDS = _KNOWN.where(people.c.id.in_(bindparam("persons", expanding=True)))
_BY_BADGES = (
    select(badges.c.serial, *_PERSON)
    .join(people, people.c.id == badges.c.person)
    .where(people.c.forgotten.is_(None), badges.c.serial.in_(bindparam("serials", expanding=True)))
)
_BY_CARD = _KNOWN.where(people.c.card == bindparam("card"))
_OWNERS = (
    select(badges.c.serial, badges.c.person)
    .where(badges.c.serial.in_(bindparam("serials", expanding=True)))
    .order_by(badges.c.serial)
)

_AT_ONCE = 500
"""People asked for at once: some SQLite takes no more than a thousand values."""
_MOST_WORDS = 12
"""Words of a search that count: each is a condition, and SQLite takes no more than a thousand."""
_LONGEST_KEY = 400
"""Characters kept of what is searched and sorted by: PostgreSQL indexes no more than 2,704 bytes a row."""


_Asked = TypeVar("_Asked")


class StoredPeople:
    """The people of a programme, within one transaction; implements `checkin.ports.People`."""

    def __init__(
        self, connection: Connection, tag: int, key: bytes, device: str, hamlets: dict[str, str]
    ) -> None:
        """`device` is the id of this one, `hamlets` maps codes to the names people search by."""
        self._connection = connection
        self._tag = tag
        self._key = key
        self._device = device
        self._hamlets = hamlets
        self.last_issued = 0
        """Serial of the last badge made in this transaction; 0 if none was."""

    def get(self, person: str) -> Person | None:
        """The person with this id, or who got it on another device before stores were brought together."""
        found = self._one(_BY_ID, person=person)
        return found or self._one(_BY_OLD_ID, person=person)

    def get_all(self, persons: Sequence[str]) -> Mapping[str, Person]:
        """The people with these ids, by them."""
        parts = (self._connection.execute(_BY_IDS, {"persons": part}) for part in few_at_a_time(persons))
        return {row.id: _person(row) for rows in parts for row in rows}

    def present(self, person: str) -> Person:
        """The person with this id. Raises NotKnown if they were forgotten since they were looked up."""
        known = self.get(person)
        if known is None:
            raise NotKnown(_FORGOTTEN)
        return known

    def by_badge(self, serial: int) -> Person | None:
        """Who a badge was issued to."""
        return self._one(_BY_BADGE, serial=serial)

    def by_badges(self, serials: Sequence[int]) -> Mapping[int, Person]:
        """Whose these badges are, by their serials."""
        parts = (self._connection.execute(_BY_BADGES, {"serials": part}) for part in few_at_a_time(serials))
        return {serial: _person(row) for rows in parts for serial, *row in rows}

    def is_revoked(self, serial: int) -> bool:
        """Whether a badge was declared lost or replaced."""
        return bool(self._connection.scalar(_REVOKED, {"serial": serial}))

    def by_card(self, number: str) -> Person | None:
        """Who showed this citizen card before."""
        return self._one(_BY_CARD, card=self.card_hash(number))

    def namesakes(self, name: str, *, with_cards: bool = False) -> Sequence[Person]:
        """People of this name, accents ignored, of whom no citizen card is known yet.

        with_cards: those too of whom one is known.
        """
        return self._where(people.c.name_key == fold(name)[:_LONGEST_KEY], with_cards=with_cards)

    def born(self, birth: Birth) -> Sequence[Person]:
        """People with exactly this date of birth, of whom no citizen card is known yet."""
        return self._where(people.c.birth == birth.isoformat(), with_cards=False)

    def search(self, text: str, limit: int) -> Sequence[Person]:
        """People in whose name, year of birth, hamlet or unit every word of the text begins a word."""
        place = func.instr if self._connection.dialect.name == "sqlite" else func.strpos
        query = _KNOWN.order_by(people.c.sort_key, people.c.words, people.c.id).limit(limit)
        for word in fold(text).split()[:_MOST_WORDS]:
            query = query.where(place(people.c.words, f" {word}") > 0)
        return [_person(row) for row in self._connection.execute(query)]

    def in_unit(self, unit: str) -> Sequence[Person]:
        """Everyone of a school class, office or family name list, in Vietnamese order."""
        spelt = {unit, *(other for other in self._units() if other.casefold() == unit.casefold())}
        query = _KNOWN.where(people.c.unit.in_(spelt)).order_by(people.c.sort_key, people.c.id)
        return [_person(row) for row in self._connection.execute(query)]

    def units(self) -> Sequence[tuple[str, int]]:
        """Every unit with how many people it has, in the order of its name; capitals make no other unit."""
        alike: dict[str, Counter[str]] = {}
        for unit, count in self._units().items():
            alike.setdefault(unit.casefold(), Counter())[unit] += count
        return [(spelt.most_common(1)[0][0], spelt.total()) for _, spelt in sorted(alike.items())]

    def _units(self) -> dict[str, int]:
        query = select(people.c.unit, func.count()).where(people.c.unit != "").group_by(people.c.unit)
        return dict(self._connection.execute(query.order_by(people.c.unit)).all())

    def add(self, person: Person, card: CitizenCard | None) -> None:
        """Keep a new person."""
        self.add_all([(person, card.number if card else None, None)])

    def add_all(self, rows: Sequence[tuple[Person, str | None, bytes | None]]) -> None:
        """Keep people with the number of their citizen card and the key of their roster row, where known."""
        if rows:
            self._connection.execute(insert(people), [self._row(*row) for row in rows])

    def link_card(self, person: str, card: CitizenCard, *, replaces: bool = False) -> bool:
        """Let a citizen card recognise someone; False if it recognises somebody already, or another one them.

        A citizen number is for life, so that another one is another person's, or was mistyped in a list.
        replaces: whether the card takes the place of another one.
        """
        held = self._connection.scalar(select(people.c.card).where(people.c.id == person))
        if (held is not None and not replaces) or self.by_card(card.number):
            return False
        self._set(person, card=self.card_hash(card.number))
        return True

    def unlink_card(self, person: str) -> None:
        """Let no citizen card recognise someone any more."""
        self._set(person, card=None)

    def agree(self, person: str, basis: str) -> None:
        """Note the consent basis that holds for someone from now on."""
        self._set(person, consent=basis)

    def correct(self, person: Person) -> None:
        """Note what is right of someone who is known, in place of what was noted before."""
        row = self._row(person, None, None)
        self._set(person.id, **{column: row[column] for column in row.keys() - {"card", "roster_key"}})

    def find_by_new_names(self, hamlets: Sequence[str]) -> None:
        """Let a search find the people of these hamlets by the names that the hamlets have now."""
        for row in self._connection.execute(_KNOWN.where(people.c.hamlet.in_(hamlets))).all():
            person = _person(row)
            self._set(person.id, words=self._row(person, None, None)["words"])

    def issue(self, person: str) -> Badge:
        """Give someone a badge of their own. Raises NoDeviceNumber or NotKnown."""
        return self.issue_all([self.present(person).id])[0]

    def issue_all(self, persons: Sequence[str]) -> list[Badge]:
        """Give each of these people a badge.

        Raises NoDeviceNumber on a device without a number, or whose number has no codes left, and
        StoreUnavailable if this machine cannot note what it made.
        """
        number = number_of(self._connection, self._device)
        if number is None:
            raise NoDeviceNumber
        if not persons:
            return []
        first = claim_serials(self._connection, number, len(persons))
        if first is None:
            raise NoDeviceNumber
        rows = [
            {"serial": serial, "person": person, "revoked": False}
            for serial, person in enumerate(persons, first)
        ]
        self._connection.execute(insert(badges), rows)
        self.last_issued = first + len(persons) - 1
        return [Badge.of(self._tag, first + i) for i in range(len(persons))]

    def badge_of(self, person: str) -> Badge | None:
        """The newest badge of someone that is not revoked."""
        good = (badges.c.person == person) & ~badges.c.revoked
        serial = self._connection.scalar(select(func.max(badges.c.serial)).where(good))
        return None if serial is None else Badge.of(self._tag, serial)

    def revoke(self, person: str) -> Sequence[int]:
        """Revoke every badge of someone; returns the serials this revoked."""
        good = (badges.c.person == person) & ~badges.c.revoked
        serials = list(self._connection.scalars(select(badges.c.serial).where(good)))
        self._connection.execute(update(badges).where(good).values(revoked=True))
        return serials

    def card_hash(self, number: str) -> bytes:
        """What recognises a citizen card again: a hash under the programme's key, cut to 128 bits."""
        return hmac.digest(self._key, b"card" + number.encode(), "sha256")[:16]

    def _row(self, person: Person, card: str | None, roster_key: bytes | None) -> dict[str, object]:
        name, unit = clean(person.name), clean(person.unit)
        born = str(person.birth.year) if person.birth else ""
        searched = (name, born, self._hamlets.get(person.hamlet, ""), unit)
        return {
            "id": person.id,
            "name": name,
            "name_key": fold(name)[:_LONGEST_KEY],
            "words": f" {fold(' '.join(searched))}"[:_LONGEST_KEY],
            "sort_key": sort_key(name)[:_LONGEST_KEY],
            "birth": person.birth.isoformat() if person.birth else None,
            "sex": person.sex,
            "group": person.group,
            "hamlet": person.hamlet,
            "unit": unit,
            "consent": person.consent,
            "card": self.card_hash(card) if card else None,
            "roster_key": roster_key,
        }

    def _set(self, person: str, **values: object) -> None:
        self._connection.execute(update(people).where(people.c.id == person).values(**values))

    def _where(self, condition: ColumnElement[bool], *, with_cards: bool) -> list[Person]:
        query = _KNOWN.where(condition).order_by(people.c.sort_key)
        chosen = query if with_cards else query.where(people.c.card.is_(None))
        return [_person(row) for row in self._connection.execute(chosen)]

    def _one(self, query: Select[*tuple[str, ...]], **values: object) -> Person | None:
        row = self._connection.execute(query, values).first()
        return _person(row) if row else None


def few_at_a_time(asked: Sequence[_Asked]) -> Iterator[Sequence[_Asked]]:
    """So few at a time that any SQLite takes them as values of one question."""
    return (asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE))


def _person(row: Sequence[str]) -> Person:
    identity, name, birth, sex, group, hamlet, unit, consent = row
    return Person(
        identity,
        name,
        birth_of(birth),
        Sex(sex) if sex else None,
        group,
        hamlet,
        unit,
        consent,
    )


@lru_cache(65_536)
def birth_of(text: str | None) -> Birth | None:
    """A birth as a row keeps it; many people share one."""
    return Birth.parse(text) if text else None


def every_person(connection: Connection) -> dict[str, Person]:
    """All people of the store by their ids, without those who were forgotten."""
    return {row.id: _person(row) for row in connection.execute(_KNOWN)}


def everyone_counted(connection: Connection) -> dict[str, Person]:
    """All people of the store by their ids; whoever was forgotten has no name, birth, unit or consent."""
    return {row.id: _person(row) for row in connection.execute(select(*_PERSON))}


def every_owner(connection: Connection) -> dict[int, str]:
    """Whose each badge of the store is, by its serial."""
    return dict(connection.execute(select(badges.c.serial, badges.c.person)).all())


def every_alias(connection: Connection) -> dict[str, str]:
    """By each id that another device gave someone: the id under which this store knows them."""
    return dict(connection.execute(select(aliases.c.id, aliases.c.person)).all())


def owners(connection: Connection, serials: Sequence[int]) -> dict[int, str]:
    """Whose each of these badges is, by its serial, as far as this store knows."""
    parts = (connection.execute(_OWNERS, {"serials": part}) for part in few_at_a_time(serials))
    return {row.serial: row.person for rows in parts for row in rows}


_FORGOTTEN = Bilingual(
    "Người này không còn trong danh sách: thông tin vừa được xóa theo yêu cầu. "
    "Xin tìm lại, hoặc đăng ký mới.",
    "This person is no longer on the list: their data was just deleted on request. "
    "Search again, or register.",
)
