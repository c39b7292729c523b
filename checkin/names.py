"""Vietnamese names: cleaning at the door, search keys, order, and how a person is addressed."""

from __future__ import annotations

import itertools
import re
import unicodedata
from enum import Enum, auto

from checkin.event import AddressForm, Programme
from checkin.person import Person, Sex

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng as combining marks, in the order of the alphabet; ngang has no mark."""

_VOWELS = "aăâeêioôơuưy"
_LOWER = {unicodedata.normalize("NFC", v + t) for v, t in itertools.product(_VOWELS, ["", *TONES])}
LETTERS = frozenset({c for c in _LOWER | set("đ") for c in (c, c.upper())}) | frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
"""Every letter of a Vietnamese text in NFC, with f, j, w and z, which names of minorities have."""

LONG_NUMBER = re.compile(r"\d(?:[\s.-]?\d){8,}")
"""A citizen number (12 digits), an old identity number (9) or a telephone number (10), spaced or not."""
LONGEST_NAME = 80
"""Letters of one person's name at most: what is longer holds several people."""

HAMLET_WORDS = "thôn|xóm|làng|ấp|khu dân cư|kdc|khu phố|tổ dân phố|tdp"
"""What stands before the name of a hamlet, for a pattern. Not "bản": without its mark it is a committee."""

_D_FORMS = str.maketrans("đðɖ", "ddd")
_MARKS = re.compile("[\u0300-\u036f]")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_TONE_MARKS = re.compile(f"[{TONES}]")
_SORTED_LETTERS = str.maketrans(
    {"ă": "a{", "â": "a|", "đ": "d{", "ê": "e{", "ô": "o{", "ơ": "o|", "ư": "u{", "ð": "d{", "ɖ": "d{"}
)


def clean(text: str) -> str:
    """NFC on one line: single spaces between words, nothing invisible.

    Removes control, formatting (zero-width, bidirectional, byte order mark) and unassigned
    characters and lone surrogates; every kind of white space becomes a space.
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


class NameFlaw(Enum):
    """Why a text is no person's name."""

    NO_LETTERS = auto()
    LONG_NUMBER = auto()
    """It holds a number of a card or a telephone."""
    TOO_LONG = auto()
    """It is several people's."""


def name_flaw(name: str) -> NameFlaw | None:
    """What is wrong with a person's name as it came from `clean`, if anything."""
    if not any(map(str.isalpha, name)):
        return NameFlaw.NO_LETTERS
    if LONG_NUMBER.search(name):
        return NameFlaw.LONG_NUMBER
    return NameFlaw.TOO_LONG if len(name) > LONGEST_NAME else None


def fold(text: str) -> str:
    """Search key: lower-case letters and digits without diacritics, words separated by one space."""
    bare = _without_marks(text.casefold())
    return _NOT_ALPHANUMERIC.sub(" ", bare.translate(_D_FORMS)).strip()


def _without_marks(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", text))


FOLDED_HAMLET_WORDS = "|".join(map(fold, HAMLET_WORDS.split("|")))
"""The same for what `fold` gives."""


def detoned(text: str) -> str:
    """NFC without the five tone marks; ă, â, ê, ô, ơ, ư and đ stay."""
    return unicodedata.normalize("NFC", _TONE_MARKS.sub("", unicodedata.normalize("NFD", text)))


def sort_key(name: str) -> str:
    """ASCII key whose plain binary order is Vietnamese order: by the last word, then by the rest.

    Within each of the two parts all letters count before any tone does. A tone counts once a word,
    so that "hoà" and "hòa" stand together. Case and punctuation do not count.
    """
    words = [word for word in clean(name).lower().split() if any(map(str.isalnum, word))]
    parts = (words[-1:], words[:-1])
    return " ".join(f"{_letters(part)} {_tones(part)}" for part in parts if part)


def address(age: int | None, sex: Sex | None, programme: Programme) -> str:
    """How the programme addresses a person of this age in years, such as "ông" or "anh/chị"."""
    if age is None:
        return programme.unknown_address
    for form in programme.addresses:
        if age >= form.from_age:
            return _form_for(form, sex)
    return programme.unknown_address


def _form_for(form: AddressForm, sex: Sex | None) -> str:
    match sex:
        case Sex.MALE:
            return form.male
        case Sex.FEMALE:
            return form.female
        case None:
            return form.unknown


def _letters(words: list[str]) -> str:
    return "!".join(_word_letters(word) for word in words)


def _word_letters(word: str) -> str:
    """Letters in alphabet order as ASCII: "{" and "|" sort after z, so "a{" follows every "a...".

    Marks that are not Vietnamese are dropped; a letter of another script follows all of Latin.
    """
    spelled = detoned(word).translate(_SORTED_LETTERS)
    plain = (c for c in _without_marks(spelled) if c.isalnum() or c in "{|")
    return "".join(c if c.isascii() else f"}}{ord(c):06x}" for c in plain)


def _tones(words: list[str]) -> str:
    return "".join(_tone(word) for word in words)


def _tone(word: str) -> str:
    marks = (TONES.find(mark) + 1 for mark in unicodedata.normalize("NFD", word))
    return str(max(marks, default=0))


def names(text: str, person: Person) -> bool:
    """Whether a text says who somebody is: by the whole name, two words of it, or one and the year of birth.

    Accents are ignored; other words, as those of a hamlet, are no matter.
    """
    said, name = set(fold(text).split()), set(fold(person.name).split())
    year = {str(person.birth.year)} if person.birth else set()
    return bool(said & name) and (len(said & (name | year)) > 1 or name <= said)
