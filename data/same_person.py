"""Whether people of two stores are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row


def is_one(person: str, other: str, known_as: Mapping[str, str], there: Mapping[str, str]) -> bool:
    """Whether someone of this store and someone of another are one by id, or by the aliases here or there."""
    return known_as.get(other, other) == person or there.get(person) == other


def agree(one: Row[Any], other: Row[Any]) -> bool:
    """Whether two rows with one mark are surely one person's: somebody else's card may have been held out."""
    return one.name_key == other.name_key or (one.birth is not None and one.birth == other.birth)


class Alike:
    """Who of this store is spelt how, of people whom a list tells apart by accents alone.

    Rows of a list are numbered in its order, which may have been sorted between two imports.
    """

    def __init__(self, known: Iterable[Row[Any]]) -> None:
        self._spelt: dict[tuple[str | None, ...], list[Row[Any]]] = defaultdict(list)
        for row in known:
            self._spelt[_said(row)].append(row)
        self._taken: set[str] = set()

    def meant(self, holder: Row[Any], theirs: Row[Any]) -> Row[Any] | None:
        """Whom a mark of theirs means: its holder here, or else whoever is spelt so and is nobody else's.

        None if all of them are others' already.
        """
        if is_spelt_as(holder, theirs) or (holder.card is not None and holder.card == theirs.card):
            one: Row[Any] | None = holder
        else:
            candidates = (*self._spelt[_said(theirs)], holder)
            one = next((row for row in candidates if row.id not in self._taken), None)
        if one:
            self._taken.add(one.id)
        return one


def is_spelt_as(one: Row[Any] | None, theirs: Row[Any]) -> bool:
    """Whether two rows have one name, accents and all."""
    return one is not None and one.sort_key == theirs.sort_key


def _said(row: Row[Any]) -> tuple[str | None, ...]:
    return row.sort_key, row.birth, row.sex, row.group, row.hamlet, row.unit
