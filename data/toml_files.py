"""Reading a TOML file that a person edits, and saying in their words where it is no TOML."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from data.catalogue_problems import CatalogueProblem, shown
from data.catalogue_shape import normalise
from stations.model import Bilingual

_LARGEST = 1_000_000
_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_DATE_BY_HAND = re.compile(
    r"=\s*(\d\d?[-/.]\d\d?[-/.]\d{4}|\d{4}[/.]\d\d?[/.]\d\d?|\d{4}-(\d-\d\d?|\d\d-\d))\s*(#|,|}|$)"
)
_DATE = re.compile(r"=\s*([0-9]{4})-([0-9]{2})-([0-9]{2})\s*(?:#|,|}|$)")
_TIME_BY_HAND = re.compile(r"=\s*(\d\d?:\d\d|\d:\d\d:\d\d|\d\d?\s*[hH]\s*(\d\d)?)\s*(#|,|}|$)")
_DECIMAL_COMMA = re.compile(r"=\s*[+-]?0*([0-9]{1,9}),([0-9]{1,9})\s*(?:#|}|$)")
_LEADING_ZERO = re.compile(r"=\s*[+-]?0+(\d+)\s*(#|,|}|$)")
_UTF8 = Bilingual("tệp văn bản lưu bằng bảng mã UTF-8", "a text file saved as UTF-8")
_SMALL = Bilingual(f"tệp không quá {_LARGEST} byte", f"a file of at most {_LARGEST} bytes")


def parsed(name: str, data: bytes) -> dict[str, object] | CatalogueProblem:
    """What a file holds, its texts in NFC and without spaces around them, or why it cannot be read."""
    if len(data) > _LARGEST:
        return CatalogueProblem(name, "", _SMALL, str(len(data)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return CatalogueProblem(name, "", _UTF8, f"0x{data[error.start]:02x}")
    try:
        return {key: normalise(value) for key, value in tomllib.loads(text).items()}
    except (ValueError, RecursionError) as error:
        return _syntax(name, text, error)


def _syntax(name: str, text: str, error: Exception) -> CatalogueProblem:
    position = _LINE.search(str(error))
    lines = text.removesuffix("\n").split("\n")  # no other break is one of TOML
    line = min(int(position[1]), len(lines)) if position else len(lines)
    written = lines[line - 1].strip()
    vi, en = "cú pháp TOML đúng", "valid TOML"
    if _TIME_BY_HAND.search(written):
        vi, en = "giờ viết đủ giờ:phút:giây, ví dụ 07:30:00", "hours:minutes:seconds, such as 07:30:00,"
    elif _DATE_BY_HAND.search(written):
        vi, en = "ngày viết năm-tháng-ngày, không có dấu nháy, ví dụ 2025-10-10", "a date such as 2025-10-10"
    elif (day := _DATE.search(written)) and not _exists(*map(int, day.groups())):
        told = "/".join(reversed(day.groups()))
        vi, en = (
            f"ngày có thật trong tệp TOML (không có ngày {told})",
            f"a date that exists ({told} does not)",
        )
    elif comma := _DECIMAL_COMMA.search(written):
        point = ".".join(comma.groups())
        vi, en = f"số lẻ viết bằng dấu chấm, ví dụ {point}", f"a point in a number, such as {point},"
    elif zero := _LEADING_ZERO.search(written):
        vi, en = (
            f"số viết không có số 0 ở đầu, ví dụ {zero[1]}",
            f"a number such as {zero[1]}, without 0 before it,",
        )
    elif "“" in written or "”" in written:
        vi, en = 'dấu nháy thẳng " quanh chữ', 'straight quotes " around texts'
    return CatalogueProblem(
        name, "", Bilingual(f"{vi} ở dòng {line}", f"{en} at line {line}"), shown(written)
    )


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
