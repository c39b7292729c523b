"""Where the header of a table stands, and what its columns hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from checkin.names import fold
from data.roster.grid import Cell, Sheet
from data.roster.model import Meaning
from data.roster.wordings import NAMED_BESIDE, meaning_of

_SMALLEST = 2
"""Known columns that make a row a header, unless its only cell is the name's."""
_DEEPEST = 200
"""Rows within which a sheet's first header must stand."""
_FIRST_WORDS = re.compile(r"\W*(?:họ|ho|hoten|tên|ten|name|full|s ?t ?t|tt|số|học|người)\b", re.IGNORECASE)
_HEAD_OF_HOUSEHOLD = re.compile(r"\s*(?:họ\s(?:và\s)?)?tên\schủ\shộ\s*", re.IGNORECASE)
_NAMED_BESIDE = re.compile(NAMED_BESIDE)
_REMARK = re.compile(r"\([^)]*[^\W\d_]{2}[^)]*\)")
_DATE = re.compile(r"\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\s*")
_NAMES = (Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN)
_ASIDE = (Meaning.NOTE, Meaning.PHONE, Meaning.UNIT, Meaning.SIGNATURE)
_ORDINAL = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?")
_GIVEN_SAMPLE = 20
"""Rows looked at to see given names under a header that is missing."""
_NEARLY_ALL = 0.9
"""Names with a given name beside them, where these have a column; of nicknames not everybody has one."""
_MOSTLY = 0.8
_FEW = 0.2
_BEGUN = 0.6
"""Names without a given name that make their column one of beginnings; some middle names are rare."""
_ALIKE = 0.1
"""Names with one last word that make it a middle name in a long list; in a short one two are."""
_WHOLE_NAME = 3
"""Words of most whole names; family and middle names are often fewer."""
_MIDDLE_NAMES = {"văn", "thị"}
"""Those most people have, and hardly anybody as a given name."""
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_SEXES = {"nam", "nữ", "nu", "x"}


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """One column under a header."""

    text: str
    meaning: Meaning

    @property
    def lower(self) -> str:
        """The lower of two rows; empty for one."""
        return self.text.partition(_BELOW)[2]


_BELOW = " / "
_BLANK = HeaderColumn("", Meaning.GIVEN)
_CALLED = "ten goi"
"""What people are called: a nickname beside a name, and their name where none is."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header of one or two rows."""

    top: int
    """Its first row, from 0."""
    body: int
    """The first row below it and below a row that numbers the columns."""
    columns: dict[int, HeaderColumn]
    """By column, from 0; only columns with a header, or whose meaning is known from their content."""
    may_go_on: bool
    """Whether a column without a header may end the names before it, or may hold something else."""

    def of(self, meaning: Meaning) -> list[int]:
        """The columns with a meaning, from left to right."""
        return [at for at, column in sorted(self.columns.items()) if column.meaning is meaning]

    @property
    def is_doubled(self) -> bool:
        """Whether two lists stand side by side.

        Numbers and names stand in both, or names or anything behind them under one wording.
        """
        names = sorted((*self.of(Meaning.NAME), *self.of(Meaning.FAMILY)))
        first, last = names[0], names[-1]
        numbers, births = self.of(Meaning.NUMBER), (*self.of(Meaning.BIRTH), *self.of(Meaning.BIRTH_YEAR))
        between, after = (any(first < at < last for at in births), any(at > last for at in births))
        same = fold(self.columns[first].text) == fold(self.columns[last].text)
        numbered = any(at < first for at in numbers) and any(first < at < last for at in numbers)
        whole = [fold(self.columns[at].text) for at in self.of(Meaning.NAME)]
        behind = {fold(self.columns[at].text) for at in self._said_of_people() if first < at < last}
        again = {fold(self.columns[at].text) for at in self._said_of_people() if at > last}
        repeated = len(set(whole)) < len(whole) or bool(behind & again)
        return numbered or (same and between and after) or repeated

    def _said_of_people(self) -> list[int]:
        """The columns of what lists say of their people and seldom of others who are named beside them."""
        aside = {Meaning.UNKNOWN, *_NAMES, *_ASIDE}
        return [at for at, column in self.columns.items() if column.meaning not in aside]


def find_header(sheet: Sheet) -> Header | None:
    """The first header of a sheet, within its first rows."""
    rows = range(min(_DEEPEST, len(sheet.rows)))
    return next((header for row in rows if (header := header_at(sheet, row))), None)


def header_at(sheet: Sheet, row: int) -> Header | None:
    """The header that begins in this row, if one does."""
    if _is_of_a_person(sheet.rows[row]) or not any(
        isinstance(cell, str) and meaning_of(cell) for cell in sheet.rows[row]
    ):
        return None
    two = _header(sheet, row, row + 1) if _continues(sheet, row) else None
    return two or _header(sheet, row, row)


def _is_of_a_person(cells: tuple[Cell, ...]) -> bool:
    """Whether a row begins with a running number or holds a date, as no header does.

    "Nữ" and "Học sinh" head columns in some lists and fill them in others.
    """
    filled = [cell for cell in cells if cell is not None]
    first = filled[0] if filled else None
    numbered = isinstance(first, int | float) or (isinstance(first, str) and first.strip(" .)").isdecimal())
    dated = (isinstance(cell, date) or (isinstance(cell, str) and _DATE.fullmatch(cell)) for cell in filled)
    return numbered or any(dated)


def may_begin_header(cells: tuple[Cell, ...]) -> bool:
    """A quick look that spares most rows of people a closer one."""
    return any(isinstance(cell, str) and _FIRST_WORDS.match(cell) for cell in cells)


def _continues(sheet: Sheet, row: int) -> bool:
    """Whether the next row is a header's second row: several header words, or remarks in brackets.

    A single text is the heading of a section. Words that are not known may stand among the known
    ones, but not below the name.
    """
    if row + 1 < len(sheet.rows) and _is_of_a_person(sheet.rows[row + 1]):
        return False
    below, above = _filled(sheet, row + 1), _filled(sheet, row)
    fresh = {at: text for at, text in below.items() if text != above.get(at)}
    known = {text for text in above.values() if meaning_of(text)}
    remarks = {text for text in fresh.values() if _REMARK.fullmatch(text)}
    parts = {text for text in fresh.values() if text in remarks or _is_part(text)}
    if len(known) < _SMALLEST or not fresh or remarks == set(fresh.values()):
        return len(known) >= _SMALLEST and bool(fresh)
    strange = [at for at, text in fresh.items() if text not in parts]
    free = all(meaning_of(above.get(at, "")) not in _NAMES for at in strange)
    return (
        len(parts) >= _SMALLEST
        and free
        and all(isinstance(sheet.at(row + 1, at), str | None) for at in fresh)
    )


def _is_part(text: str) -> bool:
    return meaning_of(text) is not None or meaning_of(f"ngày sinh {text}") in _BIRTH_PARTS


_ASKED = (Meaning.CONSENT, Meaning.DISSENT)
_PARTS = (Meaning.BIRTH_DAY, Meaning.BIRTH_MONTH, Meaning.BIRTH_YEAR)
_BIRTH_PARTS = (*_PARTS, Meaning.MALE, Meaning.FEMALE)


def _with(above: str, below: str, *, apart: bool) -> Meaning | None:
    """What a column holds whose header says one thing in its upper row and another in its lower.

    apart: whether what is below a relative is the relative's, and not of the people of the list.
    """
    if meaning_of(below) in _ASKED:
        return meaning_of(below)
    if meaning_of(above) is Meaning.GROUP:
        return Meaning.GROUP
    if apart and meaning_of(above) is Meaning.RELATIVE:
        return Meaning.RELATIVE
    joined = meaning_of(f"{above} {below}")
    return joined if joined in _BIRTH_PARTS else meaning_of(below) or joined


def _header(sheet: Sheet, top: int, bottom: int) -> Header | None:
    columns = dict(_columns(sheet, top, bottom, apart=True))
    if not any(column.meaning in _NAMES for column in columns.values()):
        columns = dict(_columns(sheet, top, bottom, apart=False))
    _settle_birth(columns)
    if not any(column.meaning in {Meaning.NAME, Meaning.FAMILY} for column in columns.values()):
        _name_otherwise(columns)
    _settle_relatives(columns)
    may_go_on = _settle_names(sheet, top, bottom, columns)
    known = [column for column in columns.values() if column.meaning is not Meaning.UNKNOWN]
    named = any(column.meaning in {Meaning.NAME, Meaning.GIVEN} for column in known)
    if not named or (len(known) < _SMALLEST and len(columns) > 1):
        return None
    return Header(top, _below_ordinals(sheet, bottom + 1), columns, may_go_on)


def _columns(sheet: Sheet, top: int, bottom: int, *, apart: bool) -> Iterator[tuple[int, HeaderColumn]]:
    upper, lower = _filled(sheet, top), _filled(sheet, bottom)
    for at in sorted(upper.keys() | lower.keys()):
        texts = dict.fromkeys(row[at] for row in (upper, lower) if at in row)
        first, *rest = texts
        meaning = _with(first, rest[0], apart=apart) or meaning_of(first) if rest else meaning_of(first)
        yield at, HeaderColumn(_BELOW.join(texts), meaning or Meaning.UNKNOWN)


def _filled(sheet: Sheet, row: int) -> dict[int, str]:
    """The texts of a row by column, merged cells repeated over their range."""
    if row >= len(sheet.rows):
        return {}
    found = {at: str(cell) for at, cell in enumerate(sheet.rows[row]) if cell is not None}
    for span in sheet.merges.near(row):
        if isinstance(cell := sheet.at(span.top, span.left), str):
            found |= dict.fromkeys(
                range(span.left, min(span.right, span.left + len(sheet.rows[row])) + 1), cell
            )
    return found


def _settle_birth(columns: dict[int, HeaderColumn]) -> None:
    """Day, month and year of birth in three columns, whatever each is called.

    Called only that, they are of the birth where no other column is.
    """
    texts = {at: fold(column.text) for at, column in columns.items()}
    is_told = any(column.meaning is Meaning.BIRTH for column in columns.values())
    for at in () if is_told else columns:
        if [texts.get(at - 1), texts[at], texts.get(at + 1)] == ["ngay", "thang", "nam"]:
            columns |= {
                part: HeaderColumn(columns[part].text, meaning)
                for part, meaning in zip((at - 1, at, at + 1), _PARTS, strict=True)
            }
    months = [at for at, column in columns.items() if column.meaning is Meaning.BIRTH_MONTH]
    for month in months:
        for at, part in ((month - 1, Meaning.BIRTH_DAY), (month + 1, Meaning.BIRTH_YEAR)):
            if at in columns and columns[at].meaning in {Meaning.BIRTH, Meaning.MALE}:
                columns[at] = HeaderColumn(columns[at].text, part)


def _settle_relatives(columns: dict[int, HeaderColumn]) -> None:
    """A birth, number or sex right of a relative's name is theirs if one stands before it already.

    So is what stands between their name and the person's, if any of it stands behind that one again.
    """
    _settle_relatives_before(columns)
    before: set[Meaning] = set()
    theirs = False
    for at, column in sorted(columns.items()):
        kinds = _said_of_both(column)
        if column.meaning is Meaning.RELATIVE:
            theirs = _is_somebody(column)
        elif theirs and kinds & before:
            columns[at] = HeaderColumn(column.text, Meaning.RELATIVE)
        else:
            theirs = theirs and bool(kinds)
            before.add(column.meaning)


def _settle_relatives_before(columns: dict[int, HeaderColumn]) -> None:
    name = min((at for at, column in columns.items() if column.meaning in _NAMES), default=0)
    behind = {column.meaning for at, column in columns.items() if at > name}
    either = {at for at, column in columns.items() if _said_of_both(column)}
    between = either | (set(range(name)) - columns.keys())
    for at in [at for at, column in columns.items() if at < name and _is_somebody(column)]:
        run = [n for n in takewhile(between.__contains__, range(at + 1, name)) if n in either]
        if any(_said_of_both(columns[n]) & behind for n in run):
            columns |= {n: HeaderColumn(columns[n].text, Meaning.RELATIVE) for n in run}


def _is_somebody(column: HeaderColumn) -> bool:
    """Whether a column names a relative, and does not only say which one they are."""
    return column.meaning is Meaning.RELATIVE and not fold(column.text).startswith("quan he")


def _said_of_both(column: HeaderColumn) -> set[Meaning]:
    """The meanings of what this column says, if it may be said of a relative too."""
    return next((kinds for kinds in _SAID_OF_BOTH if column.meaning in kinds), set())


_SAID_OF_BOTH = (
    {Meaning.BIRTH, Meaning.BIRTH_DAY, Meaning.BIRTH_MONTH, Meaning.BIRTH_YEAR},
    {Meaning.CARD},
    {Meaning.PHONE},
    {Meaning.SEX},
)


def _settle_names(sheet: Sheet, top: int, bottom: int, columns: dict[int, HeaderColumn]) -> bool:
    """One column for the whole name, or some for its beginning and the one after them for its end.

    Says whether a column without a header leaves open which it is.
    """
    spans = (span for row in range(top, bottom + 1) for span in sheet.merges.near(row))
    merged = {at for span in spans for at in range(span.left, span.right)}
    may_go_on = False
    for at, column in sorted(columns.items()):
        if column.meaning not in {Meaning.NAME, Meaning.FAMILY}:
            continue
        after = columns.get(at + 1)
        beside = _Beside(sheet, _people(sheet, _below_ordinals(sheet, bottom + 1), columns), at)
        is_end = after is not None and _is_end(column, after, merged=at in merged)
        if is_end or (after in (None, column) and beside.are_given_names):
            columns[at] = HeaderColumn(column.text, Meaning.FAMILY)
            columns[at + 1] = HeaderColumn(columns.get(at + 1, _BLANK).text, Meaning.GIVEN)
        elif not after:
            may_go_on = may_go_on or beside.may_be_given_names
    _leave_out_bare_names(columns)
    return may_go_on


def _leave_out_bare_names(columns: dict[int, HeaderColumn]) -> None:
    """A column of names without diacritics counts only where no other holds names."""
    names = [at for at, column in columns.items() if column.meaning is Meaning.NAME]
    bare = [at for at in names if "khong dau" in fold(columns[at].text)]
    split = any(column.meaning is Meaning.FAMILY for column in columns.values())
    if split or len(bare) < len(names):
        columns |= {at: HeaderColumn(columns[at].text, Meaning.OTHER) for at in bare}


def _name_otherwise(columns: dict[int, HeaderColumn]) -> None:
    """Where nothing is called a full name: a column "Tên", or others named, such as heads of households."""
    for at, column in columns.items():
        said = fold(column.text)
        of_these = (
            _HEAD_OF_HOUSEHOLD.fullmatch(column.text) or _NAMED_BESIDE.fullmatch(said) or said == _CALLED
        )
        if column.meaning is Meaning.GIVEN or of_these:
            columns[at] = HeaderColumn(column.text, Meaning.NAME)
            return


def _is_end(column: HeaderColumn, after: HeaderColumn, *, merged: bool) -> bool:
    """Whether a name goes on in the next column: a header is merged over both, or that one is its end."""
    return after.meaning is Meaning.GIVEN or (merged and after == column)


def _people(sheet: Sheet, body: int, columns: dict[int, HeaderColumn]) -> list[int]:
    """The first rows below a header; where any has a running number or a birth, only those that have."""
    rows = range(body, body + _GIVEN_SAMPLE)
    telling = [at for at, column in columns.items() if column.meaning in _OF_PEOPLE]
    counted = [row for row in rows if any(re.search(r"\d", str(sheet.at(row, at))) for at in telling)]
    return counted or list(rows)


_OF_PEOPLE = (Meaning.NUMBER, Meaning.BIRTH, Meaning.BIRTH_YEAR, Meaning.MALE, Meaning.FEMALE)


class _Beside:
    """The single words in a column without a header, right of a column of names."""

    def __init__(self, sheet: Sheet, rows: Sequence[int], column: int) -> None:
        """column: that of the names."""
        names = [cell.lower().split() for row in rows if isinstance(cell := sheet.at(row, column), str)]
        cells = [cell.strip() for row in rows if isinstance(cell := sheet.at(row, column + 1), str)]
        words = [cell.lower() for cell in cells if _WORD.fullmatch(cell)]
        different = set(words)
        self._are_many = (
            2 * len(words) > len(names) > 0 and 2 * len(different) > len(words) and not different <= _SEXES
        )
        """Whether most names have a word beside them, and many of these differ."""
        last = Counter(name[-1] for name in names)
        alike = max(1, _ALIKE * len(names))
        begun = sum(len(name) == 1 or name[-1] in _MIDDLE_NAMES or last[name[-1]] > alike for name in names)
        self._begun = begun / max(len(names), 1)
        """The share of names without a given name, as far as can be seen: few middle names serve for many."""
        self._long = sum(len(name) >= _WHOLE_NAME for name in names) / max(len(names), 1)
        self._filled = len(words) / max(len(names), 1)

    @property
    def are_given_names(self) -> bool:
        """Whether they end the names: most of these are only begun, or nearly all go on and most are short.

        Beside whole names stands something else, such as nicknames.
        """
        begun = self._begun >= _BEGUN and self._filled >= _MOSTLY
        return self._are_many and (begun or (self._filled >= _NEARLY_ALL and self._long < _MOSTLY))

    @property
    def may_be_given_names(self) -> bool:
        """Whether they may end the names, as more than a few of these seem to be only begun."""
        return self._are_many and self._begun > _FEW


def _below_ordinals(sheet: Sheet, row: int) -> int:
    """The row after one that only numbers the columns, (1) (2) (3) or A B 1 2; else the row itself."""
    cells = (
        [str(cell).strip() for cell in sheet.rows[row] if cell is not None] if row < len(sheet.rows) else []
    )
    numbered = len(cells) > _SMALLEST and all(_ORDINAL.fullmatch(cell) for cell in cells)
    return row + 1 if numbered else row
