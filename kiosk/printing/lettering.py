"""Type for paper and pictures: what can be drawn of a text, how wide it is, and how it is made to fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from data import fonts

BOX = "□"
"""Stands for a character that the typeface lacks."""
LONGEST = 200
"""Characters of a text that are looked at; the rest is cut off."""
ACCENTS = 0.97
"""Height above the baseline of a capital with two marks, as in Ẫ, in ems."""
DESCENT = 0.24
"""Depth below the baseline, in ems."""
LEADING = 1.22
"""From baseline to baseline, in ems: the marks of a line stay clear of the line above."""

_MEASURES = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


class Face(StrEnum):
    """A typeface, by the name under which `registered` gives it to reportlab."""

    REGULAR = "ngayhoi-regular"
    BOLD = "ngayhoi-bold"

    @property
    def path(self) -> Path:
        """The font file. Raises FileNotFoundError if the installation is damaged."""
        return fonts.bold() if self is Face.BOLD else fonts.regular()


@dataclass(frozen=True, slots=True)
class Style:
    """How a text may be set: as large as it goes in so many lines."""

    face: Face
    largest: float
    smallest: float
    """Sizes in the caller's unit (points, pixels), 0 < `smallest` <= `largest`; tried in 16 steps."""
    lines: int = 1

    def sizes(self) -> Iterator[float]:
        """The sizes to try, from the largest down to exactly the smallest."""
        step = (self.largest - self.smallest) / 15
        yield from (self.largest - step * i for i in range(15))
        yield self.smallest


@dataclass(frozen=True, slots=True)
class Setting:
    """A text made to fit."""

    lines: tuple[str, ...]
    face: Face
    size: float

    @property
    def height(self) -> float:
        """From the top of the marks on the first line to the descenders of the last; 0 without lines."""
        return (ACCENTS + LEADING * (len(self.lines) - 1) + DESCENT) * self.size if self.lines else 0.0


@cache
def registered(face: Face) -> TTFont:
    """The font behind a face, known to reportlab by the face's value from the first call on."""
    font = TTFont(face.value, str(face.path), shapable=False)
    pdfmetrics.registerFont(font)
    return font


def width(text: str, face: Face) -> float:
    """Width of a drawable text at size 1, in ems."""
    return registered(face).stringWidth(text, 1)


def drawable(text: str, face: Face) -> str:
    """The text as the face can draw it: NFC, single spaces, no invisible marks, `BOX` for what it lacks.

    Texts over `LONGEST` characters end in an ellipsis. Never raises, whatever the text holds.
    """
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    visible = (c for c in unicodedata.normalize("NFC", cut) if unicodedata.category(c) != "Cf")
    known = registered(face).face.charToGlyph
    return " ".join("".join(c if ord(c) in known or c.isspace() else BOX for c in visible).split())


@lru_cache(maxsize=256)
def fit(text: str, room: float, *styles: Style) -> Setting:
    """The text in the first style and largest size that hold it within `room` (the unit of the sizes).

    If none does, the last style at its smallest, broken inside words and cut with an ellipsis.
    """
    for style in styles:
        words = drawable(text, style.face).split()
        for size in style.sizes():
            if len(_wrap(words, style.face, room / size)) <= style.lines:
                return Setting(_balanced(words, style, room / size), style.face, size)
    return _cut(text, room, styles[-1])


def _wrap(words: list[str], face: Face, room: float) -> list[str]:
    """Lines no wider than `room`, filled from the first; words that are too wide are broken."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, face) <= room:
            lines[-1] = joined
        else:
            lines.extend(_pieces(word, face, room))
    return lines


def _pieces(word: str, face: Face, room: float) -> Iterator[str]:
    while width(word, face) > room and len(word) > 1:
        end = next((i for i in range(2, len(word)) if width(word[:i], face) > room), len(word)) - 1
        yield word[:end]
        word = word[end:]
    yield word


def _balanced(words: list[str], style: Style, room: float) -> tuple[str, ...]:
    """The lines at the narrowest measure that takes no more of them and breaks no word."""
    lines = _wrap(words, style.face, room)
    widest = max((width(word, style.face) for word in words), default=0.0)
    for narrower in (room * part for part in _MEASURES):
        if narrower >= widest and len(_wrap(words, style.face, narrower)) == len(lines):
            return tuple(_wrap(words, style.face, narrower))
    return tuple(lines)


def _cut(text: str, room: float, style: Style) -> Setting:
    measure = room / style.smallest
    lines = _wrap(drawable(text, style.face).split(), style.face, measure)[: style.lines]
    last = lines[-1].rstrip("…")
    while width(last + "…", style.face) > measure:
        last = last[:-1]
    return Setting((*lines[:-1], last.rstrip() + "…"), style.face, style.smallest)
