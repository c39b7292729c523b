"""How wide bold Times New Roman sets a text, so that the rules of a document have the right length.

The widths are those of Adobe's Times Bold, to which Times New Roman and Liberation Serif are drawn; the
font itself need not be on the machine.
"""

from __future__ import annotations

import unicodedata

_ASCII = (
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
    930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778,
    611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500,
    333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500,
    556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
)  # fmt: skip
"""From the space to the tilde, thousandths of the size."""
_OTHERS = {"Đ": 722, "đ": 556, "Ơ": 778, "ơ": 554, "Ư": 796, "ư": 600, "…": 1000, "–": 500}
_HORN = "\u031b"
_USUAL = 500


def width(text: str, size: float) -> float:
    """Points that a line of bold Times New Roman of a size takes."""
    return sum(map(_of, unicodedata.normalize("NFC", text))) * size / 1000


def broken(text: str, size: float, room: float) -> list[str]:
    """The lines of a text that is broken between words to fit into `room` points."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(text: str, size: float, room: float) -> list[str]:
    """As few lines as fit, as equal in length as words allow."""
    lines = broken(text, size, room)
    narrower = room
    while len(tried := broken(text, size, narrower)) == len(lines) and narrower > room / 4:
        lines, narrower = tried, narrower - size / 2
    return lines


def _of(character: str) -> int:
    if character in _OTHERS:
        return _OTHERS[character]
    taken_apart = unicodedata.normalize("NFD", character)
    base = taken_apart[0]
    if _HORN in taken_apart:
        return _OTHERS[unicodedata.normalize("NFC", base + _HORN)]
    place = ord(base) - ord(" ")
    return _ASCII[place] if 0 <= place < len(_ASCII) else _USUAL
