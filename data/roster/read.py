"""A file becomes a reading: the way from bytes to people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl.utils import get_column_letter

from checkin.event import Programme
from checkin.names import clean
from data.legacy_fonts import Doubt
from data.roster import sentences
from data.roster.delimited import read_delimited
from data.roster.fields import Fields, MonthFirst
from data.roster.grid import Sheet
from data.roster.header import Header, find_header, header_at, may_begin_header
from data.roster.lettering import in_unicode
from data.roster.lines import Footer, footer_of, heading_of
from data.roster.lunar import has_lunar_birth_left_out, lunar_heading, without_lunar_days
from data.roster.matching import Matcher
from data.roster.model import (
    Column,
    Meaning,
    Obstacle,
    Reading,
    RefusedRow,
    RosterPerson,
    RosterProblem,
    RowPlace,
    SkippedSheet,
)
from data.roster.people import Notes, Row, Setting, read_row
from data.roster.sections import Headings, heading_section, title_section
from data.roster.workbook import MAIN_PART, read_workbook

_MAX_BYTES = 50 << 20
_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"mime-version:")
_SYLK = re.compile(rb"ID;P(?:(?:WXL|SCALC)\w*(?:;\w)*\r?\n|[^\r\n]*\r?\n(?:P;PGeneral|[BCF];[XYPW]\d))")
"""By the program that wrote it, or by the record below; a heading may begin so too."""
_STRICT = b"http://purl.oclc.org/ooxml/"
"""The names of Strict Open XML, which openpyxl does not know: it finds no sheet."""
_SNIFFED = 512
_OTHER_WORKBOOKS = ("xl/workbook.bin", "content.xml")
_NAMED = (Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN)
_FEW = 3
"""Remarks among the people of a numbered list; of a long one, one row in so many as `_OF_MANY`."""
_OF_MANY = 10


def read_roster(path: Path, programme: Programme, today: date) -> Reading | RosterProblem:
    """Read a list of people from an XLSX or CSV file, whatever its name says it is.

    Nothing is guessed: what cannot be taken is refused with its row and reason. `today` bounds
    births. Of a person only what `RosterPerson` has is taken. Raises OSError if the file cannot be had.
    """
    sheets = _sheets(path)
    if isinstance(sheets, RosterProblem):
        return sheets
    if not any(sheet.rows for sheet in sheets):
        return RosterProblem(Obstacle.EMPTY)
    shown = in_unicode([sheet for sheet in sheets if not sheet.hidden])
    if shown is None:
        return RosterProblem(Obstacle.LETTERING)
    hidden = [SkippedSheet(s.name, sentences.HIDDEN_SHEET) for s in sheets if s.hidden and s.rows]
    return _reading(shown, hidden, Setting(programme, Matcher(programme), today))


def _sheets(path: Path) -> list[Sheet] | RosterProblem:
    try:
        if path.stat().st_size > _MAX_BYTES:
            return RosterProblem(Obstacle.TOO_LARGE)
        with path.open("rb") as file:
            start = file.read(_SNIFFED)
        return _by_content(path, start)
    except FileNotFoundError:
        return RosterProblem(Obstacle.MISSING)


def _by_content(path: Path, start: bytes) -> list[Sheet] | RosterProblem:
    if not start.strip():
        return RosterProblem(Obstacle.EMPTY)
    if start.startswith(_ZIP):
        return _zipped(path)
    if start.startswith(_OLE):
        protected = _ENCRYPTED in path.read_bytes()
        return RosterProblem(Obstacle.PROTECTED if protected else Obstacle.OLD_FORMAT)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP) or _SYLK.match(start):
        return RosterProblem(Obstacle.OLD_FORMAT)
    if start.startswith(_FOREIGN):
        return RosterProblem(Obstacle.NOT_A_SPREADSHEET)
    return read_delimited(path)


def _zipped(path: Path) -> list[Sheet] | RosterProblem:
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError):  # the second where damage points outside of the file
        return RosterProblem(Obstacle.UNREADABLE)
    if MAIN_PART in names:
        sheets = read_workbook(path)
        return RosterProblem(Obstacle.OLD_FORMAT) if sheets == [] and _is_strict(path) else sheets
    other = any(name in names for name in _OTHER_WORKBOOKS)
    return RosterProblem(Obstacle.OLD_FORMAT if other else Obstacle.NOT_A_SPREADSHEET)


def _is_strict(path: Path) -> bool:
    """Whether a workbook that could be read names its parts as Strict Open XML does."""
    with ZipFile(path) as archive, archive.open(MAIN_PART) as part:
        return _STRICT in part.read(_SNIFFED)


@dataclass(slots=True)
class _Gathered:
    """What the sheets have given so far."""

    people: list[RosterPerson] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    columns: dict[tuple[str, int, str], Column] = field(default_factory=dict)
    cards: dict[str, RowPlace] = field(default_factory=dict)

    def take(self, found: RosterPerson | RefusedRow) -> None:
        """Keep a row, unless its citizen number was seen before."""
        if isinstance(found, RefusedRow):
            self.refused.append(found)
        elif found.card_number and found.card_number in self.cards:
            repeated = sentences.card_repeated(self.cards[found.card_number])
            self.refused.append(RefusedRow(found.place, repeated))
        else:
            self.people.append(found)
            if found.card_number:
                self.cards[found.card_number] = found.place

    def understood(self, sheet: Sheet, header: Header, filled: Counter[int]) -> None:
        """Add the columns of a table; a header that is repeated on each page counts once."""
        for at, column in sorted(header.columns.items()):
            new = Column(sheet.name, get_column_letter(at + 1), clean(column.text), column.meaning, 0)
            known = self.columns.setdefault((sheet.name, at, new.header), new)
            self.columns[sheet.name, at, new.header] = replace(known, filled=known.filled + filled[at])


def _reading(
    sheets: Sequence[Sheet], skipped: Iterable[SkippedSheet], setting: Setting
) -> Reading | RosterProblem:
    gathered, left_out, headed = _Gathered(), list(skipped), False
    unclear: Obstacle | None = None
    for sheet in sheets:
        header = find_header(sheet)
        before = len(gathered.people) + len(gathered.refused)
        if header and (header.is_doubled or header.may_go_on):
            unclear = Obstacle.TWO_LISTS if header.is_doubled else Obstacle.NO_GIVEN_NAMES
            left_out.append(SkippedSheet(sheet.name, RosterProblem(unclear).sentence))
            continue
        if header:
            headed = True
            _read_sheet(sheet, header, setting, gathered)
        if sheet.rows and len(gathered.people) + len(gathered.refused) == before:
            left_out.append(SkippedSheet(sheet.name, sentences.NO_PEOPLE if header else sentences.NO_HEADER))
    if not gathered.people and not gathered.refused:
        return RosterProblem(unclear or (Obstacle.NO_PEOPLE if headed else Obstacle.NO_HEADER))
    return Reading(
        tuple(gathered.people),
        tuple(gathered.columns.values()),
        tuple(gathered.refused),
        setting.notes.warnings(),
        tuple(left_out),
    )


def _read_sheet(sheet: Sheet, header: Header, setting: Setting, gathered: _Gathered) -> None:
    """Read every table of a sheet, from its first header down."""
    titles = [clean(cell) for row in sheet.rows[: header.top] for cell in row if isinstance(cell, str)]
    headings = Headings(title_section(titles, sheet.name, setting.matcher))
    month_first = MonthFirst(sheet)
    following: Header | None = header
    while following:
        table, header = without_lunar_days(sheet, following, setting.today)
        fields = Fields(table, header, setting.today, month_first)
        following = _read_table(table, header, fields, headings, setting, gathered)


def _read_table(
    sheet: Sheet, header: Header, fields: Fields, headings: Headings, setting: Setting, gathered: _Gathered
) -> Header | None:
    """Read the rows below a header; returns the next header if one follows."""
    filled: Counter[int] = Counter()
    body, following = _body(sheet, header, fields)
    foot = _Foot(fields, body)
    footers = {at: footer for at in body if (footer := foot.read(at))}
    titles = {
        at: heading
        for at in body
        if at not in footers and not fields.is_numbered(at) and (heading := heading_of(sheet, at, header))
    }
    remarks = _remarks(fields, [at for at in body if at not in footers and at not in titles])
    for at in body:
        place = RowPlace(sheet.name, at + 1)
        if footer := footers.get(at):
            if footer is Footer.DOUBTFUL:
                setting.notes.add(sentences.LIKE_A_FOOTER, place)
            continue
        if heading := titles.get(at):
            headings.enter(heading_section(heading, setting.matcher))
            continue
        if (struck := fields.is_struck(at)) or at in remarks:
            setting.notes.add(sentences.STRUCK if struck else sentences.LIKE_A_FOOTER, place)
            continue
        row = Row(fields, at, place, headings.current())
        if found := read_row(row, setting):
            filled.update(column for column, cell in enumerate(sheet.rows[at]) if cell is not None)
            if fields.goes_on(at):
                setting.notes.add(sentences.GOES_ON, place)
            gathered.take(_judged(found, sheet, header, setting.notes))
    gathered.understood(sheet, header, filled)
    return following


def _body(sheet: Sheet, header: Header, fields: Fields) -> tuple[list[int], Header | None]:
    """The rows with something in them down to the next header, and that header if there is one."""
    rows = sheet.filled(header.body)
    for count, at in enumerate(rows):
        if may_begin_header(sheet.rows[at]) and not fields.is_named(at) and (found := header_at(sheet, at)):
            return rows[:count], found
    return rows, None


def _remarks(fields: Fields, rows: Sequence[int]) -> frozenset[int]:
    """The rows with a name, but neither a number nor what only a person has, where nearly all are numbered.

    Two in three are, down to the last that is; of households fewer are. Where more would go than a few, or
    than have a number, they are people whom nobody numbered.
    """
    named = [at for at in rows if fields.written_name(at)]
    numbers = [count for count, at in enumerate(named, 1) if fields.is_numbered(at)]
    found = frozenset(at for at in named if not fields.is_somebodys(at))
    most = min(len(numbers), max(_FEW, len(named) // _OF_MANY))
    without_gaps = 3 * len(numbers) >= 2 * max(numbers, default=0)
    return found if without_gaps and len(found) <= most else frozenset()


def _judged(
    found: RosterPerson | RefusedRow, sheet: Sheet, header: Header, notes: Notes
) -> RosterPerson | RefusedRow:
    """What becomes of a row by how its sheet shows it: if its letters can be told, and if it is in sight."""
    if isinstance(found, RefusedRow):
        return found
    at = found.place.row - 1
    named = {sheet.doubts.get((at, column)) for meaning in _NAMED for column in header.of(meaning)}
    if Doubt.UNREADABLE in named:
        return RefusedRow(found.place, sentences.LETTERS_UNREADABLE)
    if any(named) or any(sheet.doubts.get((at, column)) for column in header.of(Meaning.UNIT)):
        notes.add(sentences.LETTERS_DOUBTFUL, found.place)
    if found.birth and not found.birth.month and (heading := lunar_heading(header)):
        notes.add(sentences.lunar_birth(heading), found.place)
    if not found.birth and has_lunar_birth_left_out(sheet, header, at):
        notes.add(sentences.LUNAR_BIRTH_LEFT_OUT, found.place)
    if at in sheet.hidden_rows:
        notes.add(sentences.HIDDEN_ROW, found.place)
        return replace(found, is_hidden=True)
    return found


_NAME = re.compile(r"[^\W\d_][^\d(:/]*")
"""Letters first, and nothing that a count or a remark has."""


class _Foot:
    """Which rows of a table are totals and signatures, read downwards; rows of people may lie between."""

    def __init__(self, fields: Fields, body: Sequence[int]) -> None:
        """body: the rows of the table with something in them."""
        self._fields = fields
        named = [at for at in body if self._is_named(at)]
        born = sum(fields.is_detailed(at) for at in named)
        numbered = any(map(fields.is_numbered, named))
        self._names_alone = not numbered and 2 * born < len(named)
        """Whether most people of the list have neither number nor birth."""
        self._in_capitals = 2 * sum(fields.written_name(at).isupper() for at in named) > len(named)
        self._below: Footer | None = None
        """The signature, or what may be one, that the row stands below."""

    def read(self, at: int) -> Footer | None:
        """What the next row is, if it is no person's; whoever stands below a signature signs too."""
        name = self._fields.written_name(at)
        is_word = footer_of((name,)) is not None
        if self._fields.is_numbered(at) or (self._fields.is_detailed(at) and not is_word):
            self._below = None
            return None
        is_named = self._is_named(at)
        found = self._footer(at, is_named=is_named)
        if found is Footer.SIGNATURE and not (is_named and self._below):
            self._below = Footer.DOUBTFUL if is_named else found
        if self._below is Footer.SIGNATURE or not is_named:
            return found or self._below
        return Footer.DOUBTFUL if found or self._below else None

    def _footer(self, at: int, *, is_named: bool) -> Footer | None:
        """What the words of a row say; an office is somebody's where most are named with that alone."""
        fields = self._fields
        if is_named and self._names_alone:
            beside = fields.beside_name_and_office(at, in_capitals=self._in_capitals)
        else:
            beside = fields.beside_name(at)
        return footer_of((fields.written_name(at), *beside))

    def _is_named(self, at: int) -> bool:
        """Whether a name stands in a row, and neither a footer's word nor a count in its place."""
        name = self._fields.written_name(at)
        return bool(_NAME.fullmatch(name)) and footer_of((name,)) is None
