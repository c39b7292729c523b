"""People who are likely the same person listed twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import Protocol, TypeVar

from checkin.names import fold
from checkin.person import Birth


class Listed(Protocol):
    """What tells people apart; rows of a roster and people of the store both have it."""

    @property
    def name(self) -> str:
        """NFC."""

    @property
    def birth(self) -> Birth | None:
        """None if not known."""

    @property
    def hamlet(self) -> str:
        """Code of a hamlet."""


P = TypeVar("P", bound=Listed)


def likely_duplicates(people: Iterable[P], unknown_hamlet: str) -> tuple[tuple[P, ...], ...]:
    """People grouped who may be one: for a person to look at, never to be merged by themselves.

    Two may be one if their names agree without accents and their births can be the same day. Unless
    both births are known to the day, their hamlets must agree too, or one of them be unknown:
    homonyms are the rule here. Groups and their members keep the order given.
    """
    by_name: dict[str, list[P]] = {}
    for person in people:
        by_name.setdefault(fold(person.name), []).append(person)
    groups = (group for same in by_name.values() if len(same) > 1 for group in _linked(same, unknown_hamlet))
    return tuple(groups)


def _linked(people: Sequence[P], unknown_hamlet: str) -> Iterable[tuple[P, ...]]:
    """The groups of those who are linked to one another, directly or through others."""
    leader = list(range(len(people)))
    for one, other in _pairs(people):
        if leader[one] != leader[other] and _may_be_one(people[one], people[other], unknown_hamlet):
            old, new = leader[other], leader[one]
            leader = [new if at == old else at for at in leader]
    members = (
        [people[at] for at in range(len(people)) if leader[at] == first] for first in dict.fromkeys(leader)
    )
    return (tuple(group) for group in members if len(group) > 1)


def _pairs(people: Sequence[Listed]) -> Iterable[tuple[int, int]]:
    """Pairs of positions whose years of birth do not tell them apart."""
    by_year: dict[int | None, list[int]] = {}
    for at, person in enumerate(people):
        by_year.setdefault(person.birth.year if person.birth else None, []).append(at)
    unknown = by_year.get(None, [])
    for year, same in by_year.items():
        yield from combinations(same, 2)
        if year is not None:
            yield from product(unknown, same)


def _may_be_one(one: Listed, other: Listed, unknown_hamlet: str) -> bool:
    if one.birth and other.birth and not one.birth.may_equal(other.birth):
        return False
    if one.birth and other.birth and one.birth.is_full and other.birth.is_full:
        return True
    return one.hamlet == other.hamlet or unknown_hamlet in {one.hamlet, other.hamlet}
