"""What titles and headings say of the people below them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from checkin.names import FOLDED_HAMLET_WORDS, fold
from data.roster.matching import Matcher, is_of_others

_HAMLET = re.compile(rf"(?:{FOLDED_HAMLET_WORDS})\b")
_IS_OF_HAMLET = re.compile(rf"\bthon\b|^(?:danh sach|ds)\b.*\b(?:{FOLDED_HAMLET_WORDS})\b")
"""Other titles name a hamlet where something takes place, or where a school stands."""
_CLASS_IN_TITLE = re.compile(
    r"\b(?:lớp|lop)\s*:?\s*(\d{1,2}(?:\s?[/.]?\s?[a-zđ]\d{0,2}(?:[/.]\d{1,2})?|[/.]\d{1,2}[a-zđ]?))\b",
    re.IGNORECASE,
)
_YEAR = "(?:[1-9]|1[0-2])"
_CLASS = re.compile(
    rf"(?:lop )?{_YEAR} ?[a-z]\d{{0,2}}(?: \d{{1,2}})?|(?:lop )?{_YEAR} \d{{1,2}}[a-z]|lop {_YEAR} \d{{1,2}}"
)
_LIST_TITLE = "danh sach"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands above some people; None where nothing is said."""

    group: str | None = None
    """Code of a group."""
    hamlet: str | None = None
    """Words to be looked up like those of a hamlet column."""
    unit: str | None = None


def is_class(text: str) -> bool:
    """Whether a text names a school class: 5A, Lớp 9/2B, LỚP 12 C1."""
    return _CLASS.fullmatch(fold(text)) is not None


def title_section(titles: Iterable[str], sheet: str, matcher: Matcher) -> Section:
    """What the titles above a header, and the name of the sheet, say of everyone in it.

    A group counts in titles that begin with "danh sách" only: letterheads name organisations. The class
    that a list of parents names is their children's.
    """
    titles = list(titles)
    lists = [title for title in titles if fold(title).startswith(_LIST_TITLE)]
    if any(map(is_of_others, lists)):
        titles = [title for title in titles if title not in lists]
        sheet = ""
    groups = {code for title in (*lists, sheet) if (code := matcher.group(title))}
    classes = [f"Lớp {found[1]}" for title in titles if (found := _CLASS_IN_TITLE.search(title))]
    hamlets = [title for title in titles if _IS_OF_HAMLET.search(fold(title)) and matcher.hamlet(title)]
    unit = classes[0] if classes else sheet if is_class(sheet) else None
    return Section(next(iter(groups)) if len(groups) == 1 else None, hamlets[0] if hamlets else None, unit)


def heading_section(text: str, matcher: Matcher) -> Section:
    """What one heading within a table says."""
    group, hamlet = matcher.group(text), text if matcher.hamlet(text) else None
    if _HAMLET.match(fold(text)) or (hamlet and not group):
        return Section(group, text)
    if fold(text).startswith(_LIST_TITLE) and (found := _CLASS_IN_TITLE.search(text)):
        return Section(group, hamlet, f"Lớp {found[1]}")
    return Section(group, hamlet, None if matcher.is_group(text) else text)


class Headings:
    """The headings in force while a table is read downwards.

    A heading ends earlier ones of its kind and what was nested in them. One of a new kind that
    comes right below another is nested in it; one that comes after people ends all others.
    """

    def __init__(self, base: Section) -> None:
        self._base = base
        self._open: dict[str, Section] = {}
        self._people_below = False

    def enter(self, section: Section) -> None:
        """A heading was read."""
        kind = _kind(section)
        kinds = list(self._open)
        kept = kinds[: kinds.index(kind)] if kind in kinds else [] if self._people_below else kinds
        self._open = {old: self._open[old] for old in kept} | {kind: section}
        self._people_below = False

    def current(self) -> Section:
        """What holds for a person read now."""
        self._people_below = True
        inner = [*reversed(self._open.values()), self._base]
        return Section(
            next((section.group for section in inner if section.group), None),
            next((section.hamlet for section in inner if section.hamlet), None),
            next((section.unit for section in inner if section.unit), None),
        )


def _kind(section: Section) -> str:
    if section.hamlet:
        return "hamlet"
    return "unit" if section.unit else "group"
