"""Who showed this code: someone known, one of several, or nobody we know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checkin import badge as badges
from checkin.badge import Badge
from checkin.citizen_card import CitizenCard
from checkin.names import sort_key
from checkin.participation import who
from checkin.payload import BadgeCode, Foreign, ForeignKind, Payload, Unreadable
from checkin.person import Person
from checkin.ports import People


class Doubt(StrEnum):
    """Why a code leads to nobody."""

    FORGED = "forged-badge"
    REVOKED = "revoked-badge"
    OTHER_PROGRAMME = "other-programme"
    UNKNOWN_CARD = "unknown-card"
    FOREIGN = "foreign-code"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Recognised:
    """One person, or a genuine badge whose owner this store does not know."""

    person: Person | None
    badge: Badge | None = None
    card: CitizenCard | None = None
    """The card by which they were found, when the store should link it to them."""

    @property
    def who(self) -> str:
        """Under what name they count in the crowd."""
        return who(self.person.id if self.person else None, self.badge.serial if self.badge else None)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A citizen card that may be any of these people; a volunteer looks and chooses."""

    people: tuple[Person, ...]
    card: CitizenCard


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody."""

    doubt: Doubt
    badge: Badge | None = None
    card: CitizenCard | None = None
    kind: ForeignKind | None = None


Identity = Recognised | Ambiguous | Unknown


def recognise(payload: Payload, tag: int, key: bytes, people: People) -> Identity:
    """Find the person behind a payload, in the programme with this tag and key."""
    match payload:
        case BadgeCode(code):
            return _by_badge(code, tag, key, people)
        case CitizenCard():
            return _by_card(payload, people)
        case Foreign(kind):
            return Unknown(Doubt.FOREIGN, kind=kind)
        case Unreadable():
            return Unknown(Doubt.UNREADABLE)


def _by_badge(code: str, tag: int, key: bytes, people: People) -> Identity:
    badge, genuine = badges.decode(code, key)
    if not genuine:
        return Unknown(Doubt.FORGED if badge.tag == tag else Doubt.OTHER_PROGRAMME)
    if badge.tag != tag:
        return Unknown(Doubt.OTHER_PROGRAMME)
    if people.is_revoked(badge.serial):
        return Unknown(Doubt.REVOKED, badge=badge)
    return Recognised(people.by_badge(badge.serial), badge)


def _by_card(card: CitizenCard, people: People) -> Identity:
    known = people.by_card(card.number)
    if known:
        return Recognised(known)
    if card.name and card.name_is_certain:
        candidates = [p for p in people.namesakes(card.name) if _may_be(p, card)]
    else:
        candidates = [p for p in people.born(card.birth) if _may_be(p, card)] if card.birth else []
    if len(candidates) == 1 and card.name_is_certain and is_whole_match(candidates[0], card):
        return Recognised(candidates[0], card=card)
    found = dict.fromkeys([*_of_another_card(card, people), *candidates])
    return Ambiguous(tuple(found), card) if found else Unknown(Doubt.UNKNOWN_CARD, card=card)


def _of_another_card(card: CitizenCard, people: People) -> tuple[Person, ...]:
    """Who is just as a card says, but is known by another one, whose number may be mistyped in a list."""
    if not card.name_is_certain:
        return ()
    named = people.namesakes(card.name, with_cards=True)
    return tuple(p for p in named if is_whole_match(p, card) and _may_be(p, card))


def is_whole_match(person: Person, card: CitizenCard) -> bool:
    """Whether name and birth agree to the last accent and day: twins may be Hoa and Hòa."""
    known = card.birth is not None and card.birth.is_full and person.birth == card.birth
    return known and sort_key(person.name) == sort_key(card.name)


def _may_be(person: Person, card: CitizenCard) -> bool:
    same_birth = person.birth is None or card.birth is None or person.birth.may_equal(card.birth)
    return same_birth and (person.sex is None or card.sex is None or person.sex is card.sex)
