"""What one row says of a person by itself: name, birth, sex and citizen number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from checkin.names import LONG_NUMBER, clean, fold, name_flaw
from checkin.person import Birth, Sex
from data.roster import sentences
from data.roster.grid import Cell, Gap, Sheet
from data.roster.header import Header
from data.roster.model import Meaning
from data.roster.values import (
    BirthFlaw,
    CardFlaw,
    OldCard,
    full_year,
    is_day_first,
    is_month_first,
    may_be_month_first,
    parse_birth,
    parse_card,
    parse_part,
    parse_sex,
    text_of,
)
from data.roster.wordings import meaning_of
from stations.model import Bilingual

_NAME_PREFIX = re.compile(r"(?:\d{1,4}\s*[.)]\s*)?(?:(?:đ/c|đ\.c|đồng chí)[\s.:]+)?", re.IGNORECASE)
_MORE_THAN_NAME = re.compile(r"[,;]\s*\w|[^\W\d_]\s*\+\s*[^\W\d_]|(?<!\d)(?:19|20)\d\d(?!\d)")
"""Another person, a remark or a year after a name; other digits tell namesakes apart, as in Hoa 1."""
_KIN = re.compile(
    r"(?:vợ|chồng|con|cháu|mẹ|bố|cha|ba|má|em|anh|chị|ông|bà|bạn|gia đình|người nhà|các|hai (?:con|cháu)|\d)"
    r"\b"
)
"""Small letters for those who come with somebody, instead of their names."""
_AND = re.compile(r"\s(?:và|cùng|với)\s+(?=(\S.*))")
"""Written small; Và is a name too, and where names are written with small letters, so is và."""
_SHORTEST_NAME = 2
"""Words of each line that make the lines of a cell two names and not one that was wrapped."""
_BEFORE_NAME = re.compile(r"\A[\W\d_]+")
_IN_BRACKETS = re.compile(r"\(.*\)")
_FAMILIES = frozenset(
    {
        "nguyễn",
        "trần",
        "lê",
        "phạm",
        "đinh",
        "hồ",
        "huỳnh",
        "phan",
        "võ",
        "vũ",
        "đặng",
        "bùi",
        "ngô",
        "trương",
    }
    | {"ông", "bà", "vợ", "chồng", "mẹ", "bố"}
)
"""Words that begin a name, and seldom the rest of one that was wrapped."""
_MARKS = frozenset({"x", "1", "v", "+", "nam", "nữ", *"✓✔✅☑☒√"})
"""Word draws a ticked box as ☒."""
_INHERITED = frozenset({Meaning.NUMBER, Meaning.HAMLET, Meaning.ADDRESS, Meaning.UNIT, Meaning.GROUP})
"""Cells of these merged downwards hold for every row; a name so merged is still one person's."""
_COUNT = re.compile(r"\d{1,3}")
_SHORT_YEAR = re.compile(r"\d\d")
_AMOUNT = re.compile(r"[\d.,%\s]*(?:người|em|học sinh|hs|hộ|nam|nữ|đ/c|đồng chí|thành viên)?", re.IGNORECASE)
"""What a total has below a heading of words."""
_TWO_NUMBERS = re.compile(r"\d{1,2}[/.-]\d{1,2}")
_DITTO = re.compile(r"[-–.\s]*(?:nt|n/t|như trên)[-–.\s]*|[\"”“'’/〃\s]+", re.IGNORECASE)
"""Signs for "as above"."""
_SOME = 4
"""So many dates, and texts beside them, are all as an English spreadsheet makes them in 3 of 1,000 columns by
chance."""
_MARK_SAMPLE = 500
"""Rows looked at to see marks in a column."""
_MONTHS = 12
_NO = re.compile(r"(?:khong|ko|k|kdy|chua|no|n|false|sai|huy|0)\b(?! phan doi)|tu choi")
_NONE = frozenset({"0", "false", "khong", "ko"})
_NO_SIGNS = frozenset("-–—✗✘✖❌☐□")
_VARIANTS = "\ufe0e\ufe0f"
"""Follow a sign to say whether it is a letter or a picture."""
_OFFICE = re.compile(r"chuc (?:vu|danh)\b")
_NOT_AGREED = re.compile(r"\b(?:khong|ko|k|chua) dong y\b")
_SEXES = ((Meaning.MALE, Sex.MALE), (Meaning.FEMALE, Sex.FEMALE))
_BIRTHS = (Meaning.BIRTH, Meaning.MALE, Meaning.FEMALE)
_PERSONAL = (*_BIRTHS, Meaning.BIRTH_YEAR, Meaning.SEX, Meaning.CARD, Meaning.PHONE)
"""What makes a row without a name somebody's row, not an empty line of the form."""
_DESCRIBING = (
    *(Meaning.HAMLET, Meaning.ADDRESS, Meaning.UNIT, Meaning.GROUP, Meaning.ROLE, Meaning.RELATIVE),
    *(Meaning.ETHNICITY, Meaning.EMAIL, Meaning.CONSENT, Meaning.DISSENT),
)
"""What no remark has a text for."""


class MonthFirst:
    """The columns of a sheet whose dates have the month before the day, as English Windows saves them."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._dates: dict[int, str] = {}
        self._texts: dict[int, str] = {}

    def date_in(self, column: int) -> str:
        """The first date of a column that can only be read so; empty if there is none."""
        if column not in self._dates:
            self._dates[column] = next(
                (text_of(cell) for cell in self._cells(column) if is_month_first(cell)), ""
            )
        return self._dates[column]

    def text_in(self, column: int) -> str:
        """The first text of a column whose dates have month and day changed places; empty if they have not.

        Typed as day/month/year into an English spreadsheet, whatever can have its month first becomes a date
        that has, and the rest, with days from 13 on, stays text.
        """
        if column not in self._texts:
            cells = list(self._cells(column))
            days = [cell.day for cell in cells if isinstance(cell, date)]
            texts = [text_of(cell) for cell in cells if is_day_first(cell) or may_be_month_first(cell)]
            swapped = (
                min(len(days), len(texts)) >= _SOME and max(days) <= _MONTHS and all(map(is_day_first, texts))
            )
            self._texts[column] = texts[0] if swapped else ""
        return self._texts[column]

    def _cells(self, column: int) -> Iterator[Cell]:
        return (row[column] for row in self._sheet.rows if column < len(row))


class Fields:
    """The cells of a table by meaning, and the values that need no catalogue.

    Where a value cannot be taken, the sentence that says why stands in its place.
    """

    def __init__(self, sheet: Sheet, header: Header, today: date, month_first: MonthFirst) -> None:
        self._sheet = sheet
        self._today = today
        self._marked_for = {at: header.columns[at].lower for at in header.of(Meaning.GROUP)}
        units = header.of(Meaning.UNIT)
        self._heads_classes = {at: fold(header.columns[at].text).startswith("lop") for at in units}
        self._columns = {meaning: header.of(meaning) for meaning in Meaning}
        self._offices = {
            at for at, column in header.columns.items() if _OFFICE.match(fold(column.text))
        } | set(header.of(Meaning.ROLE))
        self._columns[Meaning.FAMILY] = _of_one_name(header)
        self._headed = {at for columns in self._columns.values() for at in columns}
        births = [column for meaning in _BIRTHS for column in self._columns[meaning]]
        self._month_first = next(filter(None, map(month_first.date_in, births)), "")
        self._left_text = next(filter(None, map(month_first.text_in, births)), "")
        self._names: dict[int, str] = {}
        self._born: dict[int, Birth | Bilingual | None] = {}
        self._settled: dict[int, tuple[int, Cell]] = {}
        self._short_years: dict[int, bool] = {}
        self._beginnings: dict[int, frozenset[str]] = {}
        self._unmarked = self._sex_without_mark(header)
        self._asks_consent = any(map(self._notes_consent, sheet.filled(header.body)))

    def texts(self, row: int, meaning: Meaning) -> list[str]:
        """What the columns with a meaning say in a row, from left to right."""
        return [text for cell in self.cells(row, meaning) if (text := text_of(cell))]

    def cells(self, row: int, meaning: Meaning) -> list[Cell]:
        """The cells with something in them of the columns with a meaning."""
        found = (self._at(row, column, meaning) for column in self._columns[meaning])
        return [cell for cell in found if cell is not None]

    def group(self, row: int) -> str:
        """The group in a row; a mark stands for the lower header of its column."""
        said = ((self._at(row, at, Meaning.GROUP), lower) for at, lower in self._marked_for.items())
        texts = (lower if lower and _is_mark(cell) else text_of(cell) for cell, lower in said)
        return " ".join(filter(None, texts))

    def has_dated_unit(self, row: int) -> bool:
        """Whether a spreadsheet made a date of a class such as 9/2."""
        return any(isinstance(cell, date) for cell in self.cells(row, Meaning.UNIT))

    def units(self, row: int) -> list[str]:
        """The class, office or other unit in a row, by its columns; a class such as 9/2 is called one."""
        said = ((self._at(row, at, Meaning.UNIT), heads) for at, heads in self._heads_classes.items())
        texts = (
            (_class_of(cell) if isinstance(cell, date) else text_of(cell), heads) for cell, heads in said
        )
        return [
            f"Lớp {text}" if heads and _TWO_NUMBERS.fullmatch(text) else text for text, heads in texts if text
        ]

    def written_name(self, row: int) -> str:
        """The name in a row without running number and address; empty if there is none."""
        if row not in self._names:
            parts = self.texts(row, Meaning.NAME)[:1]
            parts = parts or [*self.texts(row, Meaning.FAMILY), *self.texts(row, Meaning.GIVEN)[:1]]
            self._names[row] = _with_capitals(clean(_NAME_PREFIX.sub("", " ".join(parts), count=1)))
        return self._names[row]

    def is_numbered(self, row: int) -> bool:
        """Whether a row has a running number and a name: a person, whatever else it looks like."""
        numbers = (text.rstrip(".)") for text in self.texts(row, Meaning.NUMBER))
        return any(number.isdecimal() for number in numbers) and bool(self.written_name(row))

    def is_detailed(self, row: int) -> bool:
        """Whether a row has a name and a birth."""
        born = isinstance(self.birth(row), Birth)
        return born and bool(self.written_name(row))

    def is_somebodys(self, row: int) -> bool:
        """Whether a row has a running number, or details as no total or remark has.

        A number alone is a count, unless it is a card's or telephone's; a birth of two digits is one too
        where those of numbered rows have four.
        """
        if any(re.search(r"\d", number) for number in self.texts(row, Meaning.NUMBER)):
            return True
        is_marked = any(_is_mark(cell) for meaning, _ in _SEXES for cell in self.cells(row, meaning))
        described = (text for meaning in _DESCRIBING for text in self.texts(row, meaning))
        numbers = (*self.texts(row, Meaning.CARD), *self.texts(row, Meaning.PHONE))
        return (
            self._is_born(row)
            or is_marked
            or any(map(parse_sex, self.cells(row, Meaning.SEX)))
            or any(map(LONG_NUMBER.search, numbers))
            or not all(map(_AMOUNT.fullmatch, described))
        )

    def _is_born(self, row: int) -> bool:
        """Whether a birth stands in a row, and not a count in its place."""
        births = [
            (at, text)
            for meaning in (*_BIRTHS, Meaning.BIRTH_YEAR)
            for at in self._columns[meaning]
            if (text := text_of(self._sheet.at(row, at)))
        ]
        counts = (
            _COUNT.fullmatch(text) and not (_SHORT_YEAR.fullmatch(text) and self._has_short_years(at))
            for at, text in births
        )
        return self.birth(row) is not None and not all(counts)

    def _has_short_years(self, column: int) -> bool:
        """Whether most births in a column, of numbered rows, are years of two digits."""
        if column not in self._short_years:
            rows = (row for row in range(len(self._sheet.rows)) if self.is_numbered(row))
            births = [text for row in rows if (text := text_of(self._sheet.at(row, column)))]
            short = sum(_SHORT_YEAR.fullmatch(text) is not None for text in births)
            self._short_years[column] = 2 * short > len(births)
        return self._short_years[column]

    def is_named(self, row: int) -> bool:
        """Whether a name stands in a row where a header that is repeated would have a header's word."""
        parts = self.texts(row, Meaning.NAME) or self.texts(row, Meaning.FAMILY)
        named = bool(parts) and meaning_of(parts[0]) is None
        return named or self.is_numbered(row) or self.is_detailed(row)

    def beside_name(self, row: int) -> tuple[Cell, ...]:
        """The cells of a row that are no part of the name."""
        aside = self._name_columns(row)
        return tuple(cell for at, cell in enumerate(self._sheet.rows[row]) if at not in aside)

    def beside_name_and_office(self, row: int, *, in_capitals: bool) -> tuple[Cell, ...]:
        """The cells that hold neither the name nor an office.

        An office stands in its own column, and not in capitals as under a list, unless the list is written
        so (`in_capitals`).
        """
        offices = {
            at for at in self._offices if in_capitals or not text_of(self._sheet.at(row, at)).isupper()
        }
        aside = offices.union(self._name_columns(row))
        return tuple(cell for at, cell in enumerate(self._sheet.rows[row]) if at not in aside)

    def _name_columns(self, row: int) -> list[int]:
        """Where the name in a row stands."""
        whole = [at for at in self._columns[Meaning.NAME] if text_of(self._sheet.at(row, at))][:1]
        return whole or [*self._columns[Meaning.FAMILY], *self._columns[Meaning.GIVEN][:1]]

    def is_struck(self, row: int) -> bool:
        """Whether the whole name in a row is struck through."""
        written = [at for at in self._name_columns(row) if text_of(self._sheet.at(row, at))]
        return bool(written) and all((row, at) in self._sheet.struck for at in written)

    def goes_on(self, row: int) -> bool:
        """Whether a row has another name beside its own, or something in a column without a header."""
        written = {at for at, cell in enumerate(self._sheet.rows[row]) if cell is not None}
        return len(set(map(fold, self.texts(row, Meaning.NAME)))) > 1 or not written <= self._headed

    def is_personal(self, row: int) -> bool:
        """Whether a row has any detail of a person."""
        return any(self.cells(row, meaning) for meaning in _PERSONAL)

    def _notes_consent(self, row: int) -> bool:
        """Whether a row notes if somebody agreed; a signature below the list is no such note."""
        is_somebodys = self.is_personal(row) or self.is_numbered(row)
        return any(is_somebodys or _is_mark(cell) for cell in self.cells(row, Meaning.CONSENT))

    def has_agreed(self, row: int) -> bool:
        """Whether nothing in a row says no, and where the list notes who agreed, the row does."""
        said = self.texts(row, Meaning.CONSENT)
        marked = any(not _says_no(text) for text in self.texts(row, Meaning.DISSENT))
        noted = any(_NOT_AGREED.search(fold(text)) for text in self.texts(row, Meaning.NOTE))
        silent = self._asks_consent and not said
        return not (silent or marked or noted or any(map(_says_no, said)))

    def name(self, row: int) -> str | Bilingual | None:
        """The name in a row; None if the row is nobody's."""
        name = self.written_name(row)
        if not name:
            return self._no_name(row)
        if flaw := name_flaw(name):
            return sentences.NAME_FLAWS[flaw]
        is_more = _MORE_THAN_NAME.search(name) or _joins_another(name) or self._has_names_in_lines(row)
        return sentences.NAME_OF_SEVERAL if is_more else name

    def _has_names_in_lines(self, row: int) -> bool:
        """Whether a cell of the name has another on a line below; a name may be wrapped, an office follow."""
        return any(
            self._begin_names(_lines_of(self._sheet.at(row, at)), at) for at in self._name_columns(row)
        )

    def _begin_names(self, lines: Sequence[str], column: int) -> bool:
        """Whether one of the lines after the first begins as names of a column do."""
        if len(lines) < _SHORTEST_NAME or any(len(line.split()) < _SHORTEST_NAME for line in lines):
            return False
        begin = _FAMILIES | self._first_words(column)
        return any(_KIN.match(line) or line.split()[0].lower() in begin for line in lines[1:])

    def _first_words(self, column: int) -> frozenset[str]:
        """The words that begin the names of a column, in small letters."""
        if column not in self._beginnings:
            lines = (_lines_of(row[column]) for row in self._sheet.rows if column < len(row))
            self._beginnings[column] = frozenset(found[0].split()[0].lower() for found in lines if found)
        return self._beginnings[column]

    def birth(self, row: int) -> Birth | Bilingual | None:
        """The birth in a row: the first of several that is known to the day, else the first."""
        if row not in self._born:
            self._born[row] = self._birth(row)
        return self._born[row]

    def _birth(self, row: int) -> Birth | Bilingual | None:
        births: list[Birth] = []
        for cell in self._birth_cells(row):
            if self._month_first and may_be_month_first(cell):
                return sentences.order_refused(text_of(cell), self._month_first)
            if self._left_text and isinstance(cell, date) and cell.day != cell.month:
                return sentences.swapped_refused(text_of(cell), self._left_text)
            birth = parse_birth(cell, self._today, self._sheet.epoch)
            if isinstance(birth, BirthFlaw):
                return sentences.birth_refused(birth, text_of(cell))
            births += [birth] if birth else []
        return next((birth for birth in births if birth.is_full), births[0] if births else None)

    def sex(self, row: int) -> Sex | Bilingual | None:
        """The sex in a row, from its own column or from the column of men or women that is filled."""
        stated = {sex for meaning, sex in _SEXES if any(map(_says_something, self.cells(row, meaning)))}
        if len(stated) > 1:
            return sentences.BOTH_SEXES
        words = (parse_sex(cell) for cell in self.cells(row, Meaning.SEX))
        return next(iter(stated), None) or next(filter(None, words), None) or self._unmarked

    def card(self, row: int, birth: Birth | None) -> str | OldCard | Bilingual | None:
        """The citizen number in a row; of several columns the first that holds one."""
        read = [parse_card(cell, birth) for cell in self.cells(row, Meaning.CARD)]
        numbers = [
            number
            for number in read
            if isinstance(number, str) and not isinstance(number, OldCard | CardFlaw)
        ]
        flaws = [flaw for flaw in read if isinstance(flaw, CardFlaw)]
        if numbers or not flaws:
            return next(iter(numbers), None) or next(iter(read), None)
        return sentences.CARD_REFUSED[flaws[0]]

    def _at(self, row: int, column: int, meaning: Meaning) -> Cell:
        if meaning not in _INHERITED:
            return self._sheet.at(row, column)
        value = self._with_dittos(row, column)
        self._settled[column] = row, value
        return value

    def _with_dittos(self, row: int, column: int) -> Cell:
        """A cell, or what stands above it if it only says "as above"; settled cells spare a long way up."""
        settled, value = self._settled.get(column, (-1, None))
        for above in range(row, -1, -1):
            if above == settled:
                return value
            cell = self._unmerged(above, column)
            if not (isinstance(cell, str) and _DITTO.fullmatch(clean(cell))):
                return cell
        return None

    def _unmerged(self, row: int, column: int) -> Cell:
        cell = self._sheet.at(row, column)
        span = self._sheet.merges.above(row, column) if cell is None else None
        return self._sheet.at(span.top, column) if span else cell

    def _no_name(self, row: int) -> Bilingual | None:
        named = (Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN)
        if any(Gap.UNCOMPUTED in self.cells(row, meaning) for meaning in named):
            return sentences.UNCOMPUTED
        return sentences.NAME_MISSING if self.is_personal(row) else None

    def _birth_cells(self, row: int) -> Iterator[Cell]:
        for meaning in _BIRTHS:
            cells = self.cells(row, meaning)
            yield from (cell for cell in cells if meaning is Meaning.BIRTH or _may_be_birth(cell))
        if parts := self._parts(row):
            yield parts

    def _parts(self, row: int) -> str | None:
        """Day, month and year from three columns, as one text; zeros for what is not there."""
        year, month, day = (
            next(map(parse_part, self.cells(row, meaning)), None)
            for meaning in (Meaning.BIRTH_YEAR, Meaning.BIRTH_MONTH, Meaning.BIRTH_DAY)
        )
        return None if year is None else f"{day or 0}/{month or 0}/{full_year(year, self._today)}"

    def _sex_without_mark(self, header: Header) -> Sex | None:
        """Men, where one column marks the women of a class and nothing else states a sex."""
        others = self._columns[Meaning.MALE] or self._columns[Meaning.SEX]
        rows = range(header.body, header.body + _MARK_SAMPLE)
        marked = any(_is_mark(cell) for row in rows for cell in self.cells(row, Meaning.FEMALE))
        return Sex.MALE if marked and not others else None


def _of_one_name(header: Header) -> list[int]:
    """The columns before the given name that hold the rest of it; what stands behind may be a relative's."""
    families, given = header.of(Meaning.FAMILY), header.of(Meaning.GIVEN)
    return [at for at in families if not given or at < given[0]] or families[:1]


def _joins_another(name: str) -> bool:
    """Whether a word for "and" is followed by a name or by those who come with somebody."""
    after = [match[1] for match in _AND.finditer(name)]
    return not name.islower() and any(said[0].isupper() or _KIN.match(said.lower()) for said in after)


def _lines_of(cell: Cell) -> list[str]:
    """The lines of a name without signs and numbers before it, and without those in brackets."""
    lines = (clean(line) for line in str(cell or "").splitlines())
    named = (_BEFORE_NAME.sub("", line) for line in lines if not _IN_BRACKETS.fullmatch(line))
    return list(filter(None, named))


def _class_of(made: date) -> str:
    """What was typed where a spreadsheet made a date of it, day first as in Vietnam."""
    return f"{made.day}/{made.month}"


def _with_capitals(name: str) -> str:
    """A name with capital Á and the like, which the TCVN3 fonts of small letters could not write."""
    if not any(word[0].isupper() for word in name.split()):
        return name
    return " ".join(word if word[0].isascii() else word[0].upper() + word[1:] for word in name.split())


def _says_no(text: str) -> bool:
    folded = fold(text)
    sign = text.strip().rstrip(_VARIANTS)
    return bool(_NO.match(folded) or _NOT_AGREED.search(folded)) or sign in _NO_SIGNS


def _says_something(cell: Cell) -> bool:
    """Whether a cell below "Nam" or "Nữ" is of somebody of that sex, and not the 0 or dash of the others."""
    text = text_of(cell)
    return fold(text) not in _NONE and text.rstrip(_VARIANTS) not in _NO_SIGNS


def _may_be_birth(cell: Cell) -> bool:
    return _says_something(cell) and not _is_mark(cell)


def _is_mark(cell: Cell) -> bool:
    return text_of(cell).lower().rstrip(_VARIANTS) in _MARKS
