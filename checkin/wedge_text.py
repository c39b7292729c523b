"""Names as keyboard-wedge scanners deliver them: repaired where only one reading exists, else marked.

A scanner that types has no keys for Vietnamese letters. Four kinds of damage are known:

* code points typed as decimals, `Tr432417ng`;
* UTF-8 bytes typed as numbers of three digits, `Ng225187141c`, or with `0` before, `Ng022501870141c`;
* UTF-8 bytes shown as windows-1252, windows-1258 (the Vietnamese one) or Latin-1, `TrÆ°Æ¡ng`; the byte
  forms also occur mixed;
* code points modulo 256 shown in code page 437, where `Dũng` becomes `Ding` and `Phạm` `Phím`.

The first three are recovered. The last looks like a name and cannot be told from one, hence a name
without any repair counts as certain only if it has letters that no such scanner could have typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from checkin.names import LETTERS, clean, detoned

_WORD = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"[0-9]+|[^0-9]")
_BYTE = r"(?:12[89]|1[3-9][0-9]|2[0-4][0-9]|25[0-5])"
_BYTES = {4: re.compile(f"(?:0{_BYTE})+"), 3: re.compile(f"{_BYTE}+")}
"""Runs of bytes, by digits a byte. Those of three are no code points of letters: every letter beyond ASCII
has a second byte from 128 to 191, which is no letter's code point."""
_CODE_POINTS = re.compile(r"(?:7[0-9]{3}|[1-6][0-9]{2})+")
_CODE_POINT = re.compile(r"7[0-9]{3}|[1-6][0-9]{2}")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|[gkpt]h|tr|ch|gi|qu|[bcdđghklmnprstvx])?"
    r"[oui]?(?:iê|yê|ia|ya|uô|ua|ươ|ưa|[aăâeêioôơuưy])"
    r"(?:ng|nh|ch|[cmnptiouy])?"
)
_SHARP_S = "SS"
"""What capitals make of `ß`, which is what code page 437 shows for `á`."""
_NAME_MARKS = frozenset(" '-.")
_BYTE_OF = {chr(b): b for b in range(256)} | {
    bytes([b]).decode("cp1252"): b for b in range(128, 256) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_PAIRED, _PAIRED_CAPITALS = frozenset("šœž"), frozenset("ŠŒŽ")
"""Letters of windows-1252 that in the other case stand for bytes that letters of names have as well."""
_TWICE_MARKED = re.compile("[A-Z]Ì[^ -~]")
"""A decomposed letter in windows-1252, as `UÌ€` of Ù, or in windows-1258 another letter before one: of UÌ."""
_BYTE_OF["Ă"] = 0xC3  # windows-1258; its other letters stand for bytes that no letter of names has


@dataclass(frozen=True, slots=True)
class Reading:
    """What the name and the address of a card are taken to be."""

    name: str
    """NFC; "?" stands for what cannot be read."""
    is_certain: bool
    """Whether the name is what the card says, without a person confirming it."""
    address: str
    """NFC; empty if damaged or possibly damaged."""


def read(name: str, address: str) -> Reading:
    """Read the two fields of one scan from a device that may alter text; not yet cleaned.

    A scanner that types code points types nothing beyond ASCII: where the same scan has other letters,
    some further damage is at work, and the name that was spelled out needs a person's word.
    """
    restored = _from_bytes(name)
    doubtful = _may_have_changed_case(name) or _TWICE_MARKED.search(name)
    if restored is not None and is_spelled(restored) and not doubtful:
        return Reading(clean(restored), is_certain=True, address=_restored_address(name, address))
    restored = _from_code_points(name)
    if restored is not None and is_spelled(restored):
        alone = (name + address).isascii() and (name + address).isprintable() and _SHARP_S not in name
        return Reading(clean(restored), is_certain=alone, address="")
    if _is_intact(name, address):
        return Reading(clean(name), is_certain=True, address=clean(address))
    return Reading(marked(name), is_certain=False, address="")


def read_trusted(name: str, address: str) -> Reading:
    """Read the two fields of one scan from a device that passes Unicode on, such as a camera.

    Decoders that guess an encoding wrong are still noticed, and their mojibake is undone.
    """
    if is_spelled(clean(name)) and _from_bytes(name) is None:
        return Reading(clean(name), is_certain=True, address=clean(address))
    return read(name, address)


def is_spelled(name: str) -> bool:
    """Whether a text has only letters and marks of names, each word in one of the usual cases."""
    return bool(name.strip()) and all(c in LETTERS or c in _NAME_MARKS for c in name) and _cases_agree(name)


def marked(name: str) -> str:
    """The name with "?" for every stretch that is no part of a name."""
    shown = "".join(c if c in LETTERS or c in _NAME_MARKS else "?" for c in name)
    return clean(re.sub(r"\?+", "?", shown))


def _cases_agree(name: str) -> bool:
    words = _WORD.findall(name)
    return all(word in (word.lower(), word.upper(), word.capitalize()) for word in words)


def _from_bytes(name: str, *, digits: bool = True) -> str | None:
    """Undo both byte forms; None unless all of the text is UTF-8 beyond ASCII."""
    collected = bytearray()
    for piece in _PIECE.findall(name):
        if digits and (width := _digits_a_byte(piece)):
            collected += bytes(int(piece[i : i + width]) for i in range(0, len(piece), width))
        elif digits and piece.isdecimal():
            return None
        else:
            collected += bytes(_BYTE_OF.get(c, 0xFF) for c in piece)
    return None if collected.isascii() else _utf8(bytes(collected))


def _may_have_changed_case(name: str) -> bool:
    """Whether characters that stand for bytes may have stood for others, in small letters or in capitals.

    A scanner that types capitals alone makes `Ê` of `Ú`, and one that types none `Ờ` of `Ọ`.
    """
    small, capital = (any(c.isascii() and is_so(c) for c in name) for is_so in (str.islower, str.isupper))
    return not ((small or _PAIRED_CAPITALS.isdisjoint(name)) and (capital or _PAIRED.isdisjoint(name)))


def _digits_a_byte(piece: str) -> int:
    """How many digits each byte has in a run of digits; 0 if it is no run of bytes."""
    return next((width for width, run in _BYTES.items() if run.fullmatch(piece)), 0)


def _utf8(data: bytes) -> str | None:
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _restored_address(name: str, address: str) -> str:
    """The address beside a name that came as bytes. Its digits are never decoded: they number houses."""
    if any(c.isdecimal() for c in name):
        return ""
    return clean(address if address.isascii() else _from_bytes(address, digits=False) or "")


def _from_code_points(name: str) -> str | None:
    """Undo typed code points; None unless every run of digits spells Vietnamese letters.

    There is at most one reading: every code point of four digits begins with 7, none of three does.
    """
    pieces = _PIECE.findall(name)
    numbers = [piece for piece in pieces if piece.isdecimal()]
    if not numbers or not all(_CODE_POINTS.fullmatch(number) for number in numbers):
        return None
    return "".join(_spelled_out(piece) for piece in pieces)


def _spelled_out(piece: str) -> str:
    return _CODE_POINT.sub(lambda found: chr(int(found[0])), piece) if piece.isdecimal() else piece


def _is_intact(name: str, address: str) -> bool:
    """Whether the name shows letters that no code page involved has, and nothing hints at damage.

    Words must be Vietnamese syllables, as an input method that is switched on turns other words
    into something else: "Ksor" typed into Telex is "Ksỏ".
    """
    words = clean(name).split()
    alien = any(c not in LETTERS and not (c.isascii() and c.isprintable()) for c in name + address)
    proof = any(c in LETTERS and c > "\xff" for c in name)
    return proof and not alien and is_spelled(name) and all(map(_is_syllable, words))


def _is_syllable(word: str) -> bool:
    return _SYLLABLE.fullmatch(detoned(word.lower())) is not None
