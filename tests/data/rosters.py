"""Builds untidy rosters of invented people, cell by cell."""

import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from checkin.event import Programme
from data.catalogue import read_catalogue
from data.catalogue_problems import CatalogueProblems
from data.roster import Meaning, Obstacle, Reading, RosterPerson, RosterProblem, read_roster

TODAY = date(2025, 9, 26)
Rows = Sequence[Sequence[object]]


def programme() -> Programme:
    catalogue = read_catalogue("ngay-hoi")
    assert not isinstance(catalogue, CatalogueProblems)
    return catalogue.programme


PROGRAMME = programme()


def workbook(
    path: Path, sheets: dict[str, Rows], merged: Sequence[str] = (), hidden: Sequence[str] = ()
) -> Path:
    """An XLSX file; `merged` ranges belong to the first sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def read(path: Path) -> Reading:
    found = read_roster(path, PROGRAMME, TODAY)
    assert isinstance(found, Reading), found
    return found


def obstacle(path: Path) -> Obstacle:
    found = read_roster(path, PROGRAMME, TODAY)
    assert isinstance(found, RosterProblem), found
    assert found.sentence.vi
    assert found.sentence.en
    return found.obstacle


def read_rows(folder: Path, rows: Rows, merged: Sequence[str] = ()) -> Reading:
    return read(workbook(folder / "ds.xlsx", {"Sheet1": rows}, merged))


def read_csv(folder: Path, text: str, encoding: str = "utf-8") -> Reading:
    return read(csv_file(folder, text, encoding))


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "ds.csv"
    path.write_bytes(text.encode(encoding))
    return path


def only(reading: Reading) -> RosterPerson:
    assert not reading.refused, reading.refused
    (person,) = reading.people
    return person


def names(reading: Reading) -> list[str]:
    return [person.name for person in reading.people]


def refusals(reading: Reading) -> dict[int, str]:
    return {row.place.row: row.reason.vi for row in reading.refused}


def meanings(reading: Reading) -> list[Meaning]:
    return [column.meaning for column in reading.columns]


def rewritten(path: Path, part: str, old: str, new: str) -> Path:
    """The file with a text of one of its parts replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part].decode()
    parts[part] = parts[part].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


_VNI_ALONE = {
    "đ": "ñ",
    "í": "í",
    "ì": "ì",
    "ỉ": "æ",
    "ĩ": "ó",
    "ị": "ò",
    "ỵ": "î",
    "ơ": "ô",
    "ư": "ö",
    "â": "aâ",
    "ê": "eâ",
    "ô": "oâ",
    "ă": "aê",
}
_VNI_ORDER = "\u0301\u0300\u0309\u0303\u0323"
_VNI_TONE = {"": "ùøûõï", "\u0302": "áàåãä", "\u0306": "éèúüë", "\u031b": "ùøûõï"}

TCVN3_TABLE = (
    "àµả¶ã·á¸ạ¹ằ»ẳ¼ẵ½ắ¾ặÆầÇẩÈẫÉấÊậËèÌẻÎẽÏéÐẹÑềÒểÓễÔếÕệÖì×ỉØĩÜíÝịÞòßỏáõâóãọäồåổæỗçốèộéờêởëỡìớíợîùïủñũòúóụôừõửöữ÷"
    "ứøựùỳúỷûỹüýýỵþĂ¡Â¢Ê£Ô¤Ơ¥Ư¦Đ§ă¨â©êªô«ơ¬ư\u00adđ®"
)
"""Letter, then its sign, as TCVN 5712:1993 VN3 lays them out."""


def in_tcvn3(text: str) -> str:
    """A text as typed with a .Vn font; capitals with tones as typed with its capital twin."""
    table = dict(zip(TCVN3_TABLE[::2], TCVN3_TABLE[1::2], strict=True))
    letters = unicodedata.normalize("NFC", text)
    return "".join(table.get(letter, table.get(letter.lower(), letter)) for letter in letters)


def in_vni(text: str) -> str:
    """A text as typed with a VNI font."""
    return "".join(map(_vni, unicodedata.normalize("NFC", text)))


def _vni(letter: str) -> str:
    small = letter.lower()
    signs = _VNI_ALONE.get(small) or _vni_toned(small)
    return signs.upper() if letter != small else signs


def _vni_toned(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in parts if mark in _VNI_ORDER), "")
    if not tone:
        return letter
    shape = "".join(mark for mark in parts[1:] if mark != tone)
    base = {"o\u031b": "ô", "u\u031b": "ö"}.get(parts[0] + shape, parts[0])
    return base + _VNI_TONE[shape][_VNI_ORDER.index(tone)]
