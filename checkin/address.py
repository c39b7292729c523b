"""From the address on a citizen card to a hamlet of the programme."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from checkin.event import Hamlet, Programme
from checkin.names import FOLDED_HAMLET_WORDS, fold

OUTSIDE = "ngoai-xa"
"""Code by which a catalogue lists people who live outside the commune."""
_FEWEST_PARTS = 3
"""An address with fewer parts says too little to place anyone outside: commune, district, province."""
_COMMUNE = re.compile(
    r"\b(?:xa|phuong|thi tran) ([a-z]+ [a-z]+.*?)(?= (?:huyen|quan|thi xa|thanh pho|tp|tinh)\b|$)"
)
_APART = re.compile(r"[,;]|\s[-–]\s")
_ALIKE = 0.65
"""So much alike are "Đặng Trâm" and "Đặng Thùy Trâm"."""
_SHORT_ALIKE = 0.8
"""The same for names of two words: communes of one district, as Ba Nam and Ba Trang, are 0.77 alike."""
_UNIT = re.compile(
    rf"^(?:(?:xa|x|phuong|thi tran) |(?:(?!(?:xom|lang|ap|khu pho) \d)(?:{FOLDED_HAMLET_WORDS}) )+)"
)
"""The word for the kind of place; "Xóm 1" keeps it: it may lie within any hamlet, and is not "Thôn 1".

So do "Ấp 1" and "Khu phố 1".
"""


def hamlet_from_address(address: str, programme: Programme) -> str | None:
    """Code of the hamlet an address names, `OUTSIDE` if it lies elsewhere, None when neither is certain.

    The address is read in parts between commas, smallest first. The commune may be named as it is
    now or as before the merger: cards keep the old name for years.
    """
    parts = [_bare(part) for part in address.split(",") if fold(part)]
    communes = _communes(programme)
    places = [index for index, part in enumerate(parts) if part in communes]
    if not places:
        return _outside(address, len(parts), communes, programme)
    commune = parts[places[-1]]
    below = parts[: places[-1]]
    found = [h for h in programme.hamlets if _lies_in(h, commune, programme) and _named(h, below)]
    if len({_bare(hamlet.name) for hamlet in found}) == 1:  # as "Xóm Mới" beside "Thôn Mới"
        said = {fold(part) for part in address.split(",")}
        found = [hamlet for hamlet in found if fold(hamlet.name) in said] or found
    return found[0].code if len(found) == 1 else None


def names_another_commune(address: str, programme: Programme) -> bool:
    """Whether an address says "xã" and the name of a commune that is none of the programme's, old or new.

    A single word after it may be short for the programme's own, and what is much like one a slip of the pen.
    """
    own = _communes(programme)
    named = (found[1] for part in _APART.split(address) if (found := _COMMUNE.search(fold(part))))
    return not _mentions(address, own) and not all(_is_like(name, own) for name in named)


def _is_like(name: str, own: set[str]) -> bool:
    """Whether a name is likely one of these communes' with a slip of the pen, or ch for tr."""
    return any(
        name.replace("tr", "ch") == one.replace("tr", "ch")
        or SequenceMatcher(None, name, one).ratio() >= (_SHORT_ALIKE if one.count(" ") == 1 else _ALIKE)
        for one in own
    )


def _communes(programme: Programme) -> set[str]:
    return {_bare(programme.commune), *(_bare(h.former_commune) for h in programme.hamlets)} - {""}


def _mentions(address: str, communes: set[str]) -> bool:
    words = f" {fold(address)} "
    return any(f" {commune} " in words for commune in communes)


def _outside(address: str, parts: int, communes: set[str], programme: Programme) -> str | None:
    if _mentions(address, communes) or parts < _FEWEST_PARTS or programme.hamlet(OUTSIDE) is None:
        return None
    return OUTSIDE


def _lies_in(hamlet: Hamlet, commune: str, programme: Programme) -> bool:
    return commune in (_bare(hamlet.former_commune), _bare(programme.commune))


def _named(hamlet: Hamlet, parts: list[str]) -> bool:
    names = {_bare(name) for name in (hamlet.name, *hamlet.aliases)}
    return any(part == name or part.endswith(f" thon {name}") for part in parts for name in names)


def _bare(text: str) -> str:
    """Folded, without the word for the kind of place in front."""
    return _UNIT.sub("", fold(text))
