"""What a row of a table is besides a person: a heading for the rows below, a total, a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from checkin.names import HAMLET_WORDS, clean, fold
from data.roster.grid import Cell, Sheet
from data.roster.header import Header
from data.roster.model import Meaning
from data.roster.values import text_of


class Footer(Enum):
    """Rows that belong to nobody."""

    TOTAL = auto()
    """A sum; the table may go on below."""
    SIGNATURE = auto()
    """Place, date and who signs; names below it are theirs."""
    DOUBTFUL = auto()
    """Either of them, or a person: a name stands in the row that is no footer's word."""


_TOTAL = re.compile(
    r"(?:tổng|cộng)(?:\s+(?:cộng|số|hợp|là))*(?:\s*[:.=(\d].*)?"
    r"|tổng\s.*\b(?:người|danh sách|toàn|nam|nữ|học sinh)\b.*"
    r"|(?:danh sách|bảng|biểu).*\b(?:có|gồm)\b.*\d.*",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:nguoi|can bo) (?:lap|ghi|tong hop|kiem tra)(?: .*)?|lap (?:bieu|bang|danh sach)"
    r"|(?:.+ )?ngay (?:\d+ )?thang (?:\d+ )?nam(?: \d+)?|noi nhan|xac nhan .*"
    r"|(?:tm|kt|tl|tuq) .*|ky (?:va )?(?:ghi ro )?(?:ho )?ten(?: .*)?|thu truong(?: .*)?"
    r"|(?:pho )?(?:hieu truong|chu tich|truong thon|bi thu|giam doc)(?: .*)?"
    r"|giao vien chu nhiem|gvcn|ban giam hieu|ke toan|thu ky"
)
_HEADING = re.compile(
    rf"(?!(?:làng|ấp) (?:văn|thị)\b)(?:{HAMLET_WORDS}|lớp|khối|đơn vị|chi đoàn|phòng|trung tâm"
    r"|cơ quan|công an|công ty|htx|hợp tác xã"
    r"|trạm|văn phòng|ubnd|hđnd|mttq|ubmttq|đảng ủy|đảng uỷ|ủy ban|uỷ ban|nhóm|đối tượng"
    r"|tổ (?:\d|công nghệ)|trường (?:th|mn|tiểu|mầm|trung|ptdt|dân)"
    r"|đoàn (?:tncs|thanh niên|xã)|hội (?:phụ nữ|nông dân|cựu|người)).*",
    re.IGNORECASE,
)
_ROMAN_OR_LETTER = re.compile(r"(?:[IVXLC]+|[A-Z])[.)]?")
_ORDINAL = re.compile(r"\A(?:[IVXLC]+|[A-Za-z]|\d{1,2})\s*[.)/:–-]+\s*(?=\D)")
_COUNT = re.compile(
    r"\s*[(:–-]\s*\d+\s*(?:người|học sinh|hs|em|đ/c|đồng chí|thành viên)\s*\)?\s*$", re.IGNORECASE
)
_NAME_IN_TWO = [Meaning.FAMILY, Meaning.GIVEN]
_WIDE = 3
"""Merged columns that make a row a heading."""


def footer_of(cells: tuple[Cell, ...]) -> Footer | None:
    """What kind of footer these words make a row, if they make it one; rows of people are no footers."""
    said = [clean(cell) for cell in cells if isinstance(cell, str)]
    if any(_TOTAL.fullmatch(text) for text in said):
        return Footer.TOTAL
    signed = any(_SIGNATURE.fullmatch(fold(text)) for text in said)
    return Footer.SIGNATURE if signed else None


def heading_of(sheet: Sheet, row: int, header: Header) -> str | None:
    """The text of a row that heads those below it, without the ordinal before and the count after it.

    Such a row has one text only, which is merged over several columns, stands in the column of
    running numbers, or begins with a word like lớp or thôn. I, II or A, B may stand before it.
    """
    found = [(at, text) for at, cell in enumerate(sheet.rows[row]) if (text := text_of(cell))]
    if _is_short_name(found, header):
        return None
    if len(found) > 1 and _ROMAN_OR_LETTER.fullmatch(found[0][1]):
        return _heading_text(found[1][1]) if len(found) == len(("ordinal", "text")) else None
    if len(found) != 1 or not isinstance(sheet.at(row, found[0][0]), str):
        return None
    at, text = found[0]
    if text.rstrip(".)").isdecimal():
        return None
    numbers = header.of(Meaning.NUMBER)
    if at in numbers or _is_wide(sheet, row, at) or _HEADING.fullmatch(_ORDINAL.sub("", text)):
        return _heading_text(text)
    return None


def _is_short_name(found: Sequence[tuple[int, str]], header: Header) -> bool:
    """Whether somebody such as Y Blô or A Bay is named, of whom the list says nothing else."""
    meanings = [header.columns[at].meaning for at, _ in found if at in header.columns]
    return meanings == _NAME_IN_TWO and found[1][1].isalpha()


def _heading_text(text: str) -> str:
    return _COUNT.sub("", _ORDINAL.sub("", text)).strip(" :.-–")


def _is_wide(sheet: Sheet, row: int, column: int) -> bool:
    span = sheet.merges.beginning_at(row, column)
    return span is not None and span.right - span.left + 1 >= _WIDE
