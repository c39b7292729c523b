"""What one scan of a known code tells of a keyboard scanner, and of the keyboard that it types on.

A scanner types by key positions, and Windows makes letters of them: an input method for Vietnamese, a
keyboard layout or Caps Lock may make other ones than the code has. The known code begins and ends with
symbols that none of these alters, so that what stands before and behind it is learnt, and holds between
them what each of these alters in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from unicodedata import normalize

from checkin import wedge_text
from kiosk.capture.wedge import GAP, STALLS, symbol_of

SILENCE = 0.6
"""Seconds without a key after which a scan is over."""
_HEAD, _TAIL = "HVRX", "XRVH"
_SYMBOLS = "0123456789HMRVX"
_PROBES = ("aa", "dd", "ow", "as", "a1", "d9", "a^", "a'")
"""Letters that Telex, VNI and VIQR make one of."""
_LETTERS = "qzym"
"""Letters that other keyboards have in other places."""
_NAME = "Trương Thị Dũng"
TEST_CODE = "|".join((_HEAD, _SYMBOLS, " ".join(_PROBES), _LETTERS, _NAME, _TAIL))
"""The text to be scanned, 75 bytes of UTF-8."""
_FIELDS = TEST_CODE.count("|") + 1
_FOUND = re.compile(rf"({_HEAD})(.*?)({_TAIL})", re.IGNORECASE | re.DOTALL)
_LEAST = 8
"""Keys that no person presses within one burst."""
_PROMPT = 0.1
"""Seconds within which nobody presses the key before a scan or after it."""
_UNDERSTOOD = frozenset({"", "\r", "\n", "\t", "\r\n", "\x1d"})
"""Ends that the framing of scans knows by itself."""
_KEYPAD = frozenset({"insert", "end", "down", "pagedown", "left", "right", "home", "up", "pageup"})
"""What the digits of the keypad are while Num Lock is off."""
_ALT_DIGITS = frozenset("º¡™£¢∞§¶•ª")
"""How a terminal shows digits pressed together with Alt."""
_VIETNAMESE_ROW = "đăâê"
"""What the keys 0, 1, 2 and 3 are on the Vietnamese layout."""
_FRENCH_ROW = 'à&é"'
_GERMAN_LETTERS, _FRENCH_LETTERS = "qyzm", "awy"


class Flaw(StrEnum):
    """What alters the codes, or what comes with them."""

    NOT_THE_CODE = "not-the-code"
    """Something was scanned, but none of it is the known code."""
    TELEX = "telex"
    VNI = "vni"
    VIQR = "viqr"
    INPUT_METHOD = "input-method"
    """One whose way of typing is not known."""
    VIETNAMESE_LAYOUT = "vietnamese-layout"
    AZERTY = "azerty"
    QWERTZ = "qwertz"
    OTHER_LAYOUT = "other-layout"
    CAPS_LOCK = "caps-lock"
    NUM_LOCK = "num-lock"
    """Digits are typed on the keypad while Num Lock is off."""
    ALT_CODES = "alt-codes"
    """Digits are typed as numbers while Alt is held."""
    SLOW = "slow"
    """The keys are so far apart that they may be a person's."""
    UPPER = "upper-case"
    LOWER = "lower-case"
    NAME_REPAIRED = "name-repaired"
    """Vietnamese letters come altered in a way that is undone."""
    NAME_LOST = "name-lost"
    """Vietnamese letters come altered in a way that cannot be undone."""


HARMLESS = frozenset({Flaw.UPPER, Flaw.LOWER, Flaw.NAME_REPAIRED, Flaw.NAME_LOST})
"""Flaws with which badges are read all the same."""


class Stroke(NamedTuple):
    """One key: the text it types (None for none), its name in Textual, and when (seconds of any clock)."""

    character: str | None
    name: str
    at: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a test scan told."""

    flaws: tuple[Flaw, ...]
    """The gravest first; none if all is well."""
    prefix: str = ""
    suffix: str = ""
    """What was typed before and after the code; not to be trusted while the code is altered."""
    pace: float = 0.0
    """Seconds from key to key; the median."""

    @property
    def works(self) -> bool:
        """Whether badges are read by this scanner as it is."""
        return HARMLESS.issuperset(self.flaws)

    @property
    def suffix_to_learn(self) -> str:
        """The suffix, if it is one that the framing of scans does not know by itself."""
        return "" if self.suffix in _UNDERSTOOD else self.suffix


def judge(strokes: Sequence[Stroke]) -> Verdict | None:
    """What one burst of keys tells; None if it is too short for a scan."""
    if len(strokes) < _LEAST:
        return None
    pace = median(later.at - earlier.at for earlier, later in pairwise(strokes))
    typed = _typed(strokes)
    text = "".join(stroke.character or "" for stroke in typed)
    found = _FOUND.search(text)
    if not found:
        return Verdict((_without_the_code(strokes),), pace=pace)
    start, end = found.start(), text.lower().rindex(_TAIL.lower()) + len(_TAIL)
    flaws = tuple(dict.fromkeys(_flaws(found, strokes)))
    return Verdict(flaws, _just_before(typed, start), _just_after(typed, end), pace)


def shown(keys: str) -> str:
    """A prefix or suffix to be read: control characters by their names."""
    return " ".join(_CONTROLS[ord(key)] if ord(key) < len(_CONTROLS) else key for key in keys)


def _typed(strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes whose symbols stand there in the end; an input method takes some back."""
    left: list[Stroke] = []
    for stroke in strokes:
        if stroke.name == "backspace":
            del left[-1:]
        elif symbol := symbol_of(stroke.character, stroke.name):
            left.append(stroke._replace(character=symbol))
    return left


def _just_before(typed: Sequence[Stroke], start: int) -> str:
    """What was typed in one go with the stroke at `start`; a person may have pressed a key before."""
    first = start
    while first > 0 and typed[first].at - typed[first - 1].at < _PROMPT:
        first -= 1
    return "".join(stroke.character or "" for stroke in typed[first:start])


def _just_after(typed: Sequence[Stroke], end: int) -> str:
    last = end
    while last < len(typed) and typed[last].at - typed[last - 1].at < _PROMPT:
        last += 1
    return "".join(stroke.character or "" for stroke in typed[end:last])


def _without_the_code(strokes: Sequence[Stroke]) -> Flaw:
    """Why a burst does not even have the ends of the code."""
    if sum(stroke.character in _ALT_DIGITS for stroke in strokes) >= _LEAST:
        return Flaw.ALT_CODES
    return Flaw.NOT_THE_CODE


def _flaws(found: re.Match[str], strokes: Sequence[Stroke]) -> list[Flaw]:
    head, body, _ = found.groups()
    altered = _digits(body, strokes) or _layout(body) or _input_methods(body, strokes)
    return [
        *altered,
        *_case(head, body),
        *([Flaw.SLOW] if _pauses(strokes) > STALLS else []),
        *([] if altered else _name(body)),
    ]


def _digits(body: str, strokes: Sequence[Stroke]) -> list[Flaw]:
    """What happened to digits that did not come as such."""
    if "0123456789" in body:
        return []
    if sum(stroke.name in _KEYPAD for stroke in strokes) >= len(_KEYPAD):
        return [Flaw.NUM_LOCK]
    return [Flaw.ALT_CODES] if _ALT_DIGITS.issubset(body) else []


def _layout(body: str) -> list[Flaw]:
    text = normalize("NFC", body).casefold()
    if _VIETNAMESE_ROW in text:
        return [Flaw.VIETNAMESE_LAYOUT]
    if _FRENCH_ROW in text or _FRENCH_LETTERS in text:
        return [Flaw.AZERTY]
    if _GERMAN_LETTERS in text:
        return [Flaw.QWERTZ]
    return [] if "0123456789" in text and text.count("|") == _FIELDS - 1 else [Flaw.OTHER_LAYOUT]


def _input_methods(body: str, strokes: Sequence[Stroke]) -> list[Flaw]:
    """Those that made letters of the probes, or at least took keys back."""
    probes = body.split("|")[2].casefold().split(" ")
    altered = {probe for probe, seen in zip(_PROBES, probes, strict=False) if probe != seen}
    flaws = [
        flaw
        for flaw, theirs in (
            (Flaw.TELEX, {"aa", "ow", "as"}),
            (Flaw.VNI, {"a1", "d9"}),
            (Flaw.VIQR, {"a^", "a'"}),
        )
        if theirs & altered
    ]
    if len(probes) != len(_PROBES):
        return [Flaw.INPUT_METHOD]
    unclear = altered or any(stroke.name == "backspace" for stroke in strokes)
    return flaws or ([Flaw.INPUT_METHOD] if unclear else [])


def _case(head: str, body: str) -> list[Flaw]:
    """What became of the capital letters, and of the small ones of the letters that layouts move."""
    small = "".join(c for c in _last_letters(body) if c.isalpha())
    match head.isupper(), small.isupper():
        case False, True:
            return [Flaw.CAPS_LOCK]
        case True, True:
            return [Flaw.UPPER]
        case False, False:
            return [Flaw.LOWER]
        case _:
            return []


def _last_letters(body: str) -> str:
    """The letters that layouts move, as they came."""
    found = re.search(f"{_LETTERS}|{_GERMAN_LETTERS}|{_FRENCH_LETTERS}", body, re.IGNORECASE)
    return found[0] if found else _LETTERS


def _name(body: str) -> list[Flaw]:
    typed = normalize("NFC", body.split("|")[4])
    if typed.casefold() == _NAME.casefold():
        return []
    reading = wedge_text.read(typed, "")
    repaired = reading.is_certain and reading.name.casefold() == _NAME.casefold()
    return [Flaw.NAME_REPAIRED if repaired else Flaw.NAME_LOST]


def _pauses(strokes: Sequence[Stroke]) -> int:
    return sum(later.at - earlier.at >= GAP for earlier, later in pairwise(strokes))


_CONTROLS = (
    *("NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "Tab", "LF", "VT", "FF", "Enter"),
    *("SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC"),
    *("FS", "GS", "RS", "US"),
)
