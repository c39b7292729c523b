"""What only a person can write into a report, from a small TOML file that outlives every making of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Set as AbstractSet
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from checkin.names import fold
from data.catalogue_problems import CatalogueProblem, CatalogueProblems, shown
from data.catalogue_shape import shape
from data.catalogue_tables import Table, expected
from data.toml_files import parsed

FILE = "bao-cao.toml"
"""Name of the file that is read where none is named."""

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"


Line = Annotated[
    str,
    Meta(
        pattern=rf"\A[^\t\n{_CONTROL}]*\Z",
        max_length=300,
        extra=expected(
            'một dòng chữ đặt trong dấu nháy "...", tối đa 300 ký tự', "one line of at most 300 characters"
        ),
    ),
]
Lines = Annotated[
    list[Line],
    Meta(
        max_length=40,
        extra=expected(
            'một danh sách chữ đặt trong ngoặc vuông, ví dụ ["Như trên", "Đảng ủy xã"]',
            "a list of texts in square brackets, each of at most 300 characters",
        ),
    ),
]
Prose = Annotated[
    str,
    Meta(
        pattern=rf"\A[^{_CONTROL}]*\Z",
        max_length=20_000,
        extra=expected(
            'lời văn đặt giữa hai dấu """, mỗi đoạn một dòng, tối đa 20000 ký tự',
            "a text of at most 20000 characters, a paragraph a line",
        ),
    ),
]
Number = Annotated[
    int,
    Meta(ge=1, le=99_999, extra=expected("một số nguyên từ 1 đến 99999", "a whole number from 1 to 99999")),
]
Day = Annotated[
    dt.date,
    Meta(
        extra=expected(
            "ngày viết năm-tháng-ngày, ví dụ 2025-11-05", "a date as year-month-day, such as 2025-11-05"
        )
    ),
]
_KEYS = {
    "number": "so",
    "symbol": "ky-hieu",
    "signed": "ngay-ky",
    "parent": "co-quan-chu-quan",
    "issuer": "co-quan-ban-hanh",
    "place": "dia-danh",
    "title": "trich-yeu",
    "addressees": "kinh-gui",
    "grounds": "can-cu",
    "achieved": "nhan-xet",
    "lacking": "han-che",
    "proposals": "kien-nghi",
    "recipients": "noi-nhan",
    "authority": "quyen-han",
    "post": "chuc-vu",
    "signer": "ho-ten",
}


class Words(Table, frozen=True, rename=_KEYS):
    """The elements of Nghị định 30/2020/NĐ-CP that the log cannot know; empty ones become blanks."""

    number: Number | None = None
    symbol: Line = ""
    """Ký hiệu; empty for BC-UBND of a people's committee, a blank of another issuer."""
    signed: Day | None = None
    parent: Line = ""
    """Cơ quan chủ quản; a people's committee has none."""
    issuer: Line = ""
    """Cơ quan ban hành; empty for the organiser of the programme, a blank over several communes."""
    place: Line = ""
    """Địa danh; empty for the commune of the programme, a blank over several communes."""
    title: Line = ""
    """Trích yếu; empty for one made of the programme's name."""
    addressees: Lines = msgspec.field(default_factory=list)
    grounds: Prose = ""
    """Căn cứ: "Thực hiện Kế hoạch số ..."; ends without a full stop."""
    achieved: Prose = ""
    lacking: Prose = ""
    proposals: Prose = ""
    recipients: Lines = msgspec.field(default_factory=list)
    """Nơi nhận without the last one, "Lưu: VT, VHXH"."""
    authority: Lines = msgspec.field(default_factory=list)
    """Quyền hạn, a line each: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"."""
    post: Line = ""
    signer: Line = ""

    @property
    def about(self) -> str:
        """Trích yếu as it stands below "Báo cáo", which some write once more."""
        text = _REPORT.sub("", self.title)
        return text[:1].upper() + text[1:]

    def blanks_by(self, organiser: str) -> tuple[str, ...]:
        """Keys of the file whose place is still to be filled in, in the report of this organiser's events."""
        needed = set() if self.symbol_of(self.issuer or organiser) else {"symbol"}
        return self._unsaid(_OPTIONAL - needed)

    @property
    def blanks_over_communes(self) -> tuple[str, ...]:
        """The same in a report over several communes, whose issuer and place no catalogue knows."""
        needed = {"issuer", "place"} if self.symbol_of(self.issuer) else {"issuer", "place", "symbol"}
        return self._unsaid(_OPTIONAL - needed)

    def symbol_of(self, issuer: str) -> str:
        """Ký hiệu of a report that `issuer` signs; empty where only the words could tell."""
        return self.symbol or ("BC-UBND" if fold(issuer).startswith(_COMMITTEES) else "")

    def _unsaid(self, optional: AbstractSet[str]) -> tuple[str, ...]:
        return tuple(key for name, key in _KEYS.items() if name not in optional and not getattr(self, name))


_REPORT = re.compile(r"^báo cáo\s+(?:về\s+)?", re.IGNORECASE)
_COMMITTEES = ("ubnd ", "uy ban nhan dan ")
_OPTIONAL = frozenset({"symbol", "parent", "issuer", "place", "title"})


def read_words(path: Path) -> Words | CatalogueProblems:
    """What the file says, or everything that is wrong with it. Raises OSError if it cannot be read."""
    name = shown(path.name)[1:-1]
    raw = parsed(name, path.read_bytes())
    if isinstance(raw, CatalogueProblem):
        return CatalogueProblems((raw,))
    found = shape({key: _filled(key, value) for key, value in raw.items()}, Words)
    if isinstance(found, Words):
        return found
    return CatalogueProblems(tuple(fault.in_file(name) for fault in found))


def _filled(key: str, value: object) -> object:
    """A list without its empty texts, and a text that is still to be replaced as none: nobody wrote these."""
    if isinstance(value, list):
        return [item for item in value if item != ""]
    if not isinstance(value, str):
        return value
    is_left = " ".join(value.split()) in EXAMPLES or (key == _GROUNDS and _NO_NUMBER.search(value))
    return "" if is_left else value


EXAMPLES = frozenset(
    {"Đoạn thứ nhất. Đoạn thứ hai.", "Hạn chế và nguyên nhân.", "Kiến nghị, đề xuất.", "Họ và tên"}
)
"""Texts of the template that stand for what a clerk has to write, on one line."""
_GROUNDS = "can-cu"
_NO_NUMBER = re.compile(r"(\.\.\.|…)\s*/")
"""A number or date that is still to be filled in."""


def template() -> str:
    """The file with every key explained in Vietnamese, for the clerk to fill in."""
    return (files("data.reports") / FILE).read_text(encoding="utf-8")
