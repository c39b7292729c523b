"""Groups and hamlets of the programme, recognised in the words of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checkin.event import Hamlet, Programme
from checkin.names import FOLDED_HAMLET_WORDS, fold

_HAMLET_PREFIX = re.compile(rf"^(?:(?:{FOLDED_HAMLET_WORDS}|t) )+")
_OF_OTHERS = re.compile(
    r"(?:(?!\bhoc sinh\b).)*\b(?:phu huynh|cha me|bo me|nguoi giam ho)(?: (?:cua|cac|em|chau))* hoc sinh\b.*"
    r"|.*\bdoan vien cong doan\b.*"
)
"""Names people of whom "học sinh" or "đoàn viên" is only the end."""
_SHORTEST_INITIALS = 2


class Matcher:
    """Looks words up in the programme's names, codes and aliases, without accents, case and signs."""

    def __init__(self, programme: Programme) -> None:
        self._group_exact = dict(_group_keys(programme))
        self._group_words = _Phrases(
            (fold(n), g.code) for g in programme.groups for n in (g.name.vi, *g.aliases)
        )
        self._initials = _initials(programme)
        self._hamlets = {hamlet.code: hamlet for hamlet in programme.hamlets}
        self._hamlet_words = _Phrases(
            (fold(n), h.code) for h in programme.hamlets for n in (h.name, *h.aliases)
        )

    def group(self, text: str) -> str | None:
        """The code of the one group a text names: as a whole, by its initials (HS, ĐVTN), or within it.

        Parents of pupils are no pupils, and who belongs to a trade union does not to the Youth Union.
        """
        folded = fold(text)
        tight = folded.replace(" ", "")
        exact = self._group_exact.get(tight) or self._initials.get(tight)
        return exact or (None if is_of_others(text) else _only(self._group_words.within(folded)))

    def is_group(self, text: str) -> bool:
        """Whether a text is nothing but the name of a group."""
        tight = fold(text).replace(" ", "")
        return tight in self._group_exact or tight in self._initials

    def hamlet(self, text: str) -> str | None:
        """The code of the one hamlet a text, such as an address, names.

        Of hamlets with the same name, the one whose former commune is named too.
        """
        whole = fold(text)
        folded = _HAMLET_PREFIX.sub("", whole)
        if folded in self._hamlets or (dashed := folded.replace(" ", "-")) in self._hamlets:
            return folded if folded in self._hamlets else dashed
        words = self._hamlet_words
        codes = words.exactly(whole) or words.exactly(folded) or words.within(whole)
        if len(codes) > 1:
            codes = {code for code in codes if _names_commune(self._hamlets[code], whole)}
        return _only(codes)


def is_of_others(text: str) -> bool:
    """Whether a text speaks of parents or of a trade union, not of the pupils or members it names."""
    return _OF_OTHERS.fullmatch(fold(text)) is not None


class _Phrases:
    """Codes by the words that stand for them; a phrase may stand for several."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._codes: dict[str, set[str]] = {}
        self._tight: dict[str, set[str]] = {}
        for words, code in phrases:
            self._codes.setdefault(words, set()).add(code)
            self._tight.setdefault(words.replace(" ", ""), set()).add(code)
        longest_first = sorted(filter(None, self._codes), key=len, reverse=True)
        self._any = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})\b")

    def exactly(self, folded: str) -> set[str]:
        """The codes a text stands for as a whole, spaces left aside."""
        return self._tight.get(folded.replace(" ", ""), set())

    def within(self, folded: str) -> set[str]:
        """The codes of every phrase in a text, longer phrases first."""
        return {code for match in self._any.finditer(folded) for code in self._codes[match[0]]}


def _group_keys(programme: Programme) -> Iterator[tuple[str, str]]:
    for group in programme.groups:
        for word in (group.code, group.name.vi, group.name.en, *group.aliases):
            yield fold(word).replace(" ", ""), group.code


def _initials(programme: Programme) -> dict[str, str]:
    """Initials that stand for one group only, of its name and its aliases."""
    found: dict[str, set[str]] = {}
    for group in programme.groups:
        for word in (group.name.vi, *group.aliases):
            initials = "".join(part[0] for part in fold(word).split())
            if len(initials) >= _SHORTEST_INITIALS:
                found.setdefault(initials, set()).add(group.code)
    return {initials: next(iter(codes)) for initials, codes in found.items() if len(codes) == 1}


def _only(codes: set[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None


def _names_commune(hamlet: Hamlet, folded: str) -> bool:
    commune = fold(hamlet.former_commune)
    return bool(commune) and re.search(rf"\b{re.escape(commune)}\b", folded) is not None
