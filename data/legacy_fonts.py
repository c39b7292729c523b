"""Vietnamese typed with the fonts of before Unicode, and its conversion.

Two encodings live on in the lists of communes and schools. Both put Vietnamese letters on the code
points of Latin-1, so that `Nguyễn Văn Bình` reads `NguyÔn V¨n B×nh` in TCVN3 (the fonts whose names
begin with .Vn; TCVN 5712:1993) and `Nguyeãn Vaên Bình` in VNI (VNI-Times and its kin).

What decides is which reading makes the words of a text Vietnamese syllables. Where several do, the
texts around it decide if they are all of one kind, else it stays as it stands; that it may be another
one is said then (`doubt_of`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Lettering(StrEnum):
    """How Vietnamese letters are coded in a text."""

    UNICODE = "Unicode"
    TCVN3 = "TCVN3"
    VNI = "VNI"


class Doubt(StrEnum):
    """Why a text may not be what it was read as."""

    OTHERWISE = "otherwise"
    """It may be in another lettering too, or is of several."""
    UNREADABLE = "unreadable"
    """No lettering makes all of it Vietnamese."""


_TCVN3_RUNS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
_TCVN3 = {chr(first + i): letter for first, run in _TCVN3_RUNS for i, letter in enumerate(run)}
_TCVN3["∙"] = "ã"  # what word processors make of the middle dot at 0xB7

_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_MARKS = {
    **_VNI_TONES,
    "â": "\u0302",
    "ê": "\u0306",
    **dict(zip("áàåãä", ("\u0302" + tone for tone in _VNI_TONES.values()), strict=True)),
    **dict(zip("éèúüë", ("\u0306" + tone for tone in _VNI_TONES.values()), strict=True)),
}
_VNI_LETTERS = dict(zip("ñôöîíìæóò", "đơưỵíìỉĩị", strict=True))
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])|([{''.join(_VNI_LETTERS)}])", re.IGNORECASE)

_WORD = re.compile(r"[^\s!-@\[-`{-~\u2010-\u203A\u2026]+")
_SYMBOLS = re.compile(r"[\u2190-\u22FF\u25A0-\u27BF\uFE0E\uFE0F]+")
"""Ticks, crosses, boxes, arrows: a word of nothing else is not a word in an old font."""
_LOST_LETTER = re.compile(r"\ufffd|[^\W\d_]\?[^\W\d_]")
_NO_LETTERS = "ªµº"
"""Signs of Latin-1 that Unicode calls letters; no name in Unicode has one."""
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_CHECKED = frozenset("\u0301\u0323")
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|th|tr|qu|[bcdđghklmnprstvx])?"
    "(?:a(?:ch?|i|m|nh?|ng|o|p|t|u|y)?|ă(?:[cmnpt]|ng)|â(?:[cmnptuy]|ng)|e(?:[cmnopt]|ng)?|ê(?:ch|[mnptu]|nh)?"
    "|i(?:a|ch|[mnptu]|nh|ê(?:[cmnptu]|ng))?|o(?:[cimnpt]|ng|ong|oc)?|o(?:a(?:ch?|[imnopty]|nh|ng)?"
    "|ă(?:[cmnpt]|ng)|e(?:[mnot])?)|ô(?:[cimnpt]|ng)?|ơ[imnpt]?|u(?:[acimnpt]|ng)?|u(?:â(?:[nty]|ng)"
    "|ê(?:ch|nh|t)?|ô(?:[cimnt]|ng)|ơ|y(?:a|ch|nh|[ntpu]|ê[nt])?)|ư(?:[acimntu]|ng)?|ươ(?:[cimnptu]|ng)"
    "|y(?:ê(?:[mntu]|ng))?|(?<=qu)y(?:nh|ch|[ntp]))"
)
_TONE = "[\u0300\u0301\u0303\u0309\u0323](?!\u0302)"
_TONE_ON_GLIDE = re.compile(f"(?:[aeoy]|(?<!q)u|(?<!g)i)[\u0302\u0306\u031b]?[iou]{_TONE}|a\u0302?y{_TONE}")
"""As in baù: VNI types the tone behind the vowel; in Unicode nobody puts it on what closes the syllable."""
_VIETNAMESE = frozenset("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
_CAPITAL_INSIDE = re.compile(r"[^\s.,(/-][A-Z]")
_END_OF_LATIN_1 = 0xFF
_GARBAGE_SHARE = 0.25
_CERTAIN_WORDS = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many different words speak for what, among those with a letter outside ASCII."""

    unicode: int = 0
    tcvn3: int = 0
    vni: int = 0
    garbage: int = 0
    """Words that no reading makes Vietnamese, with signs that no Vietnamese word has."""
    open: int = 0
    """Words that decide nothing."""

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.unicode + other.unicode,
            self.tcvn3 + other.tcvn3,
            self.vni + other.vni,
            self.garbage + other.garbage,
            self.open + other.open,
        )

    @property
    def only(self) -> Lettering | None:
        """The lettering that every telling word is in; None if there are several."""
        found = [kind for kind in Lettering if self.count(kind)] or [Lettering.UNICODE]
        return found[0] if len(found) == 1 else None

    def count(self, kind: Lettering) -> int:
        """How many words can be read in one lettering alone."""
        match kind:
            case Lettering.UNICODE:
                return self.unicode
            case Lettering.TCVN3:
                return self.tcvn3
            case Lettering.VNI:
                return self.vni

    @property
    def lettering(self) -> Lettering | None:
        """What the text is written in; None if too much of it can be read in no way."""
        words = self.unicode + self.tcvn3 + self.vni + self.garbage + self.open
        if self.garbage > _GARBAGE_SHARE * words:
            return None
        legacy = max(self.tcvn3, self.vni)
        if legacy <= self.unicode:
            return Lettering.UNICODE
        return Lettering.TCVN3 if self.tcvn3 == legacy else Lettering.VNI


def from_tcvn3(text: str) -> str:
    """Read a text as TCVN3; capitals follow the ASCII letters around them, as the capital fonts did."""
    letters = "".join(_TCVN3.get(sign, sign) for sign in text)
    return unicodedata.normalize("NFC", letters.upper() if _is_capitals(text) else letters)


def from_vni(text: str) -> str:
    """Read a text as VNI."""
    return unicodedata.normalize("NFC", _VNI_PAIR.sub(_vni_letter, text))


def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable: onset, rhyme and tone that go together."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [part for part in parts if part in _TONES]
    letters = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(letters) or _TONE_ON_GLIDE.search(parts):
        return False
    checked = letters.endswith(("c", "p", "t", "ch"))
    return not checked or not tones or tones[0] in _CHECKED


def weigh(texts: Iterable[str]) -> Evidence:
    """What the different words of some texts speak for."""
    words = {word for text in texts if not text.isascii() or "?" in text for word in _telling_words(text)}
    readings = [_readings(word) for word in words]
    return Evidence(
        unicode=readings.count(frozenset({Lettering.UNICODE})),
        tcvn3=readings.count(frozenset({Lettering.TCVN3})),
        vni=readings.count(frozenset({Lettering.VNI})),
        garbage=sum(not r and _is_garbage(word) for r, word in zip(readings, words, strict=True)),
        open=sum(len(r) > 1 or not (r or _is_garbage(w)) for r, w in zip(readings, words, strict=True)),
    )


def restore(text: str, around: Evidence, beside: str = "") -> str:
    """A text in Unicode and NFC, given what the texts it stands among (a column, a file) speak for.

    beside: what else stands in its row, as one hand wrote both if that is possible.
    """
    composed = unicodedata.normalize("NFC", text)
    if kinds := _kinds_beside(text, beside):
        return convert(composed, _chosen(kinds, around) or Lettering.UNICODE)
    return _WORD.sub(lambda match: _restored_word(match[0], around), composed)


def doubt_of(text: str, around: Evidence, beside: str = "") -> Doubt | None:
    """What makes it uncertain that `restore` reads a text as it is meant."""
    kinds = _kinds_beside(text, beside)
    if kinds == {around.only}:
        return None
    if not kinds and not around.tcvn3 and not around.vni:
        return None
    if not kinds:
        words = ((_readings(word), _possible(word)) for word in _telling_words(text))
        is_read = all(
            _chosen(readings or possible & {Lettering.UNICODE}, around) for readings, possible in words
        )
        return Doubt.OTHERWISE if is_read else Doubt.UNREADABLE
    chosen = _chosen(kinds, around)
    if chosen is None:
        return Doubt.UNREADABLE
    likely = {kind for kind in kinds if kind is Lettering.UNICODE or around.count(kind) >= _CERTAIN_WORDS}
    readings = {convert(text, kind) for kind in {chosen, *(likely or {Lettering.UNICODE})}}
    return Doubt.OTHERWISE if len(readings) > 1 else None


def convert(text: str, lettering: Lettering) -> str:
    """Read a whole text in one lettering."""
    match lettering:
        case Lettering.TCVN3:
            return from_tcvn3(text)
        case Lettering.VNI:
            return from_vni(text)
        case Lettering.UNICODE:
            return text


def _restored_word(word: str, around: Evidence) -> str:
    kinds = frozenset() if word.isascii() else _possible(word)
    return convert(word, _chosen(kinds, around) or Lettering.UNICODE)


def _chosen(kinds: frozenset[Lettering], around: Evidence) -> Lettering | None:
    """Which of the letterings that a text may be in is taken; None if none can be."""
    if around.only in kinds:
        return around.only
    if Lettering.UNICODE in kinds:
        return Lettering.UNICODE
    known = [kind for kind in kinds if around.count(kind)]
    return known[0] if len(known) == 1 else None


def _kinds_beside(text: str, beside: str) -> frozenset[Lettering]:
    """The letterings that a text may be in together with what stands beside it, or else alone."""
    alone = _kinds(text)
    return alone & _kinds(beside) or alone


@lru_cache(maxsize=1 << 14)
def _kinds(text: str) -> frozenset[Lettering]:
    """The letterings that every word of a text may be in; no old font has marks apart from their letters."""
    if not unicodedata.is_normalized("NFC", text):
        return frozenset({Lettering.UNICODE})
    return frozenset(Lettering).intersection(*map(_possible, _telling_words(text)))


def _telling_words(text: str) -> Iterable[str]:
    composed = unicodedata.normalize("NFC", text)
    words = (word for word in _WORD.findall(composed) if not word.isascii())
    yield from (word for word in words if not _SYMBOLS.fullmatch(word))
    yield from _LOST_LETTER.findall(composed)


@lru_cache(maxsize=1 << 14)
def _readings(word: str) -> frozenset[Lettering]:
    if not any(map(str.isalpha, word)):
        return frozenset()
    beyond_latin_1 = any(ord(sign) > _END_OF_LATIN_1 and sign in _VIETNAMESE for sign in word.lower())
    marks = [sign for sign in word if not sign.isascii()]
    readings = set()
    if beyond_latin_1 or is_syllable(word):
        readings.add(Lettering.UNICODE)
    if all(sign in _TCVN3 for sign in marks) and is_syllable(from_tcvn3(word)):
        readings.add(Lettering.TCVN3)
    if _VNI_PAIR.sub("", word).isascii() and is_syllable(from_vni(word)):
        readings.add(Lettering.VNI)
    return frozenset(readings)


@lru_cache(maxsize=1 << 14)
def _possible(word: str) -> frozenset[Lettering]:
    """The letterings in which a word is a syllable, or where it is none in any, those that have its signs."""
    if readings := _readings(word):
        return readings
    if _LOST_LETTER.search(word):
        return frozenset()
    marks = [sign for sign in word if not sign.isascii()]
    possible = set()
    if all(sign.isalpha() and sign not in _NO_LETTERS for sign in marks):
        possible.add(Lettering.UNICODE)
    if all(sign in _TCVN3 for sign in marks):
        possible.add(Lettering.TCVN3)
    if _VNI_PAIR.sub("", word).isascii():
        possible.add(Lettering.VNI)
    return frozenset(possible)


def _is_garbage(word: str) -> bool:
    return bool(_LOST_LETTER.search(word)) or any(
        not sign.isascii() and sign not in _VIETNAMESE for sign in word.lower()
    )


def _vni_letter(match: re.Match[str]) -> str:
    base, mark, single = match.groups()
    if single:
        letter = _VNI_LETTERS[single.lower()]
        return letter.upper() if single.isupper() else letter
    letter = {"ô": "ơ", "ö": "ư"}.get(base.lower(), base.lower()) + _VNI_MARKS[mark.lower()]
    return letter.upper() if base.isupper() else letter


def _is_capitals(text: str) -> bool:
    letters = [sign for sign in text if sign.isascii() and sign.isalpha()]
    return bool(_CAPITAL_INSIDE.search(text)) and all(letter.isupper() for letter in letters)
