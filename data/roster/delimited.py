"""Text files with separators (CSV) as a sheet of plain values."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from data.legacy_fonts import weigh
from data.roster.grid import MAX_COLUMNS, MAX_ROWS, Cell, Sheet, trimmed
from data.roster.header import Header, find_header
from data.roster.model import Meaning, Obstacle, RosterProblem

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 100
"""Rows looked at to tell the separator."""
_DECLARATION = "sep="
_BREAK = re.compile(r"\r\n?|\n")
_NUMBERS = frozenset(
    {
        Meaning.NUMBER,
        Meaning.BIRTH,
        Meaning.BIRTH_DAY,
        Meaning.BIRTH_MONTH,
        Meaning.BIRTH_YEAR,
        Meaning.CARD,
        Meaning.PHONE,
    }
)
"""What is written in digits."""
_ZERO_SHARE = 4
"""One byte in four being zero, or more, is UTF-16 without its mark."""


def read_delimited(path: Path) -> list[Sheet] | RosterProblem:
    """A text file as its only sheet, which has no name."""
    raw = path.read_bytes()
    if _is_cut(raw):
        return RosterProblem(Obstacle.UNREADABLE)
    text = _decoded(raw)
    if text is None or "\0" in text:
        return RosterProblem(Obstacle.NOT_A_SPREADSHEET)
    table, separator = _separated(text)
    if line := _open_quote(text, separator):
        return RosterProblem(Obstacle.OPEN_QUOTE, line)
    try:
        rows = list(_split(table, separator))
    except csv.Error:
        return RosterProblem(Obstacle.UNREADABLE)
    if len(rows) > MAX_ROWS:
        return RosterProblem(Obstacle.TOO_LARGE)
    if line := _swallowed_rows(text, separator, find_header(Sheet("", tuple(rows[:_SAMPLE])))):
        return RosterProblem(Obstacle.OPEN_QUOTE, line)
    return [Sheet("", tuple(rows))]


def _is_cut(raw: bytes) -> bool:
    """Whether a UTF-8 text ends within a letter, as one that was copied in part may."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and not raw[: error.start].isascii()
    return False


def _decoded(raw: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _attempt(raw, encoding)
    if raw.count(0) * _ZERO_SHARE >= len(raw) > 0:
        return _attempt(raw, "utf-16-le" if raw[1::2].count(0) > raw[::2].count(0) else "utf-16-be")
    text = _attempt(raw, "utf-8")
    return _single_byte(raw) if text is None else text


def _single_byte(raw: bytes) -> str | None:
    """Windows' Vietnamese code page, or the Western one that files in the old fonts are saved in."""
    readings = [text for text in (_attempt(raw, "cp1258"), _attempt(raw, "cp1252")) if text is not None]
    return max(readings, key=_sense, default=None)


def _sense(text: str) -> int:
    evidence = weigh(text.splitlines())
    return max(evidence.unicode, evidence.tcvn3, evidence.vni) - evidence.garbage


def _attempt(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _separated(text: str) -> tuple[str, str]:
    """The rows, without the one that only states the separator, and what separates their cells."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith(_DECLARATION) and len(first.strip()) == len(_DECLARATION) + 1:
        return rest, first.strip()[-1]
    return text, max(_SEPARATORS, key=lambda separator: _understood(text, separator))


def _understood(text: str, separator: str) -> int:
    """How many columns make sense with a separator; how many cells there are decides a tie."""
    sample: list[tuple[Cell, ...]] = []
    with suppress(csv.Error):  # a quote that is left open; the rows above it tell enough
        sample.extend(row for row, _ in zip(_split(text, separator), range(_SAMPLE), strict=False))
    header = find_header(Sheet("", tuple(sample)))
    return len(header.columns) if header else 0


def _open_quote(text: str, separator: str) -> int | None:
    """The line in an editor of the first cell that begins with a quote and may have swallowed others.

    It is never closed, goes over separators or lines and is closed where no cell ends, or stands alone, as
    for the same as above. Other texts after a quote, as in "Bé" Ba, are somebody's nickname.
    """
    ends = rf"{re.escape(separator)}\r\n"
    for found in re.finditer(rf'(?<![^{ends}])"((?:[^"]|"")*+)("?)([^{ends}]*)', text):
        quoted, closed, after = found.groups()
        if not closed or re.match(f"[{ends}]", quoted) or (after.strip() and re.search(f"[{ends}]", quoted)):
            return _line_at(text, found.start())
    return None


def _swallowed_rows(text: str, separator: str, header: Header | None) -> int | None:
    """The line in an editor of the first cell that is closed soundly and holds whole rows nevertheless.

    It goes over lines that by themselves have as many cells each, and as the list; one after the first has
    digits and no letters where the list has numbers. An address of several lines is none of that.
    """
    columns = header.columns if header else {}
    numbers = [at for at, column in columns.items() if column.meaning in _NUMBERS]
    start = 0
    cell = rf'(?<![^{re.escape(separator)}\r\n])"((?:[^"]|"")*+)"'
    for found in re.finditer(rf"\r\n?|\n|{cell}", text):
        if found[1] is None:
            start = found.end()
            continue
        _, *further = _BREAK.split(found[1])
        if any(_is_numbered(line.split(separator), numbers) for line in further):
            end = _BREAK.search(text, found.end())
            lines = _BREAK.split(text[start : end.start() if end else len(text)])
            counts = {line.count(separator) for line in lines}
            if len(counts) == 1 and counts.pop() >= max(columns):
                return _line_at(text, found.start())
    return None


def _is_numbered(cells: list[str], numbers: list[int]) -> bool:
    filled = [cells[at] for at in numbers if at < len(cells) and cells[at].strip()]
    return bool(filled) and all(
        re.search(r"\d", cell) and not re.search(r"[^\W\d_]", cell) for cell in filled
    )


def _line_at(text: str, place: int) -> int:
    return 1 + len(_BREAK.findall(text, 0, place))


def _split(text: str, separator: str) -> Iterator[tuple[Cell, ...]]:
    for count, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
        if count > MAX_ROWS:
            return
        yield trimmed(_unwrapped(cell) for cell in row[:MAX_COLUMNS])


def _unwrapped(cell: str) -> str:
    """A text written as ="0123", the trick that keeps zeros in Excel, without its wrapping."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell
