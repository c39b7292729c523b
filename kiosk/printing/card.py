"""What a badge says, and under which name its picture is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checkin.names import fold
from stations.model import Bilingual

CREATOR = "ngayhoi"
"""Who made the sheets, as their file says."""
_OTHERS = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class BadgeCard:
    """The content of one badge. The texts may hold anything: they are drawn, never interpreted."""

    code: str
    """A normalised badge code."""
    name: str
    group: Bilingual
    programme: Bilingual
    hamlet: str
    """As it should be read; empty to leave it out."""


def badge_filename(serial: int, name: str) -> str:
    """A name for the badge's picture, such as `00000042-nguyen-thi-ngo.png`.

    Unique within a programme by the serial (`checkin.badge.Badge.serial`), ASCII only, at most 80
    characters, and safe on Windows: it starts with a digit and holds no reserved character.
    """
    slug = _OTHERS.sub("-", fold(name)[:_LONGEST]).strip("-")
    return f"{serial:08d}-{slug}.png" if slug else f"{serial:08d}.png"
