"""An invented report for tests: its figures and words, and what can be read out of the file that was made."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from checkin.event import UNKNOWN
from checkin.participation import Ability
from data.reports.document import write_docx
from data.reports.figures import (
    UNKNOWN_NAME,
    AbilityPart,
    Bar,
    EventFigures,
    Figures,
    Irregular,
    Note,
    OutcomePart,
    Part,
    Remark,
    Spread,
    StationPart,
    Tally,
    Total,
)
from data.reports.words import Words

TEXT = 11906 - 1701 - 851
"""Twips between the margins."""
MM = 1440 / 25.4
"""Twips in a millimetre."""
GROUPS = (
    Part("nguoi-dan", "Người dân", 1200, 2400, 1200, 600, 1500, 1000),
    Part("hoc-sinh", "Học sinh", 34, 66, 34, 20, 40, None),
    Part(UNKNOWN, UNKNOWN_NAME, 3, 0, 0, 0, 0, None),
)
SEXES = (Part("nam", "Nam", 600, 1200, 600, 300, 800), Part("nu", "Nữ", 637, 1266, 634, 320, 740))
STATIONS = (
    StationPart(
        "vneid",
        1,
        "VNeID mức 2",
        900,
        1466,
        1500,
        Spread(900, 4.25, 9.0),
        Spread(800, 12.0, 20.5),
        6,
        17000,
        70,
    ),
    StationPart("an-toan", 2, "An toàn trên mạng", 1000, 1000, None, None, None, 0, 0, 0),
    StationPart("vang", 3, "Trạm vắng", 0, 0, None, None, None, 0, 0, 0),
)
CHANGE = {
    Ability.NOT_YET.value: {"not-yet": 2, "with-help": 5, "alone": 3},
    Ability.WITH_HELP.value: {"not-yet": 0, "with-help": 1, "alone": 4},
    Ability.ALONE.value: {"not-yet": 0, "with-help": 0, "alone": 5},
}
DAY = EventFigures(
    code="ngay-hoi",
    name="Ngày hội thử",
    place="Nhà văn hóa xã",
    date=date(2026, 2, 5),
    people=1237,
    visits=2466,
    target=1300,
    visitors=1111,
    asked=1234,
    completed=620,
    groups=GROUPS,
    hamlets=(Part("bui-hui", "Bùi Hui", 1237, 2466, 1234, 620, 1540),),
    sexes=SEXES,
    ages=(Part("0-15", "Dưới 16 tuổi", 1237, 2466, 1234, 620),),
    stations=STATIONS,
    outcomes=(OutcomePart("vneid-muc-2", "Kích hoạt VNeID", 411, {"nguoi-dan": 411}, 500),),
    abilities=(AbilityPart("vneid", 1, "VNeID mức 2", 25, 22, CHANGE),),
    arrivals=(Bar("07:30", 1200, 100), Bar("07:40", 37, 2366)),
    hours=(Bar("07:00", 1200, 100), Bar("08:00", 37, 2366)),
    irregular=Irregular((Tally("over", "over", 12),), (Tally("nham", "Ghi nhầm người", 4),), 2, 5, 9),
    notes=(Note(Remark.NO_PERSON, 3), Note(Remark.UNENDED, 6)),
)
TOTAL = Total(1237, 2466, 1540, GROUPS, DAY.hamlets, SEXES, DAY.outcomes, (Note(Remark.GAP, 1),))
FIGURES = Figures(
    "thu",
    "Phong trào thử",
    "UBND xã Đặng Thùy Trâm",
    "Xã Đặng Thùy Trâm",
    datetime(2026, 2, 28, 2, 5, tzinfo=UTC),
    (DAY,),
    TOTAL,
)
WORDS = Words(
    number=5,
    signed=date(2026, 3, 1),
    addressees=["UBND tỉnh", "Sở Khoa học và Công nghệ"],
    grounds="Thực hiện Kế hoạch số 99/KH-UBND",
    achieved="Đoạn một.\nĐoạn hai.",
    lacking="Thiếu máy.",
    proposals="Cấp thêm máy.",
    recipients=["Như trên", "Các thôn"],
    authority=["TM. Ủy ban nhân dân", "KT. Chủ tịch"],
    post="Phó Chủ tịch",
    signer="Đinh Thị Nhía",
)


def without_people(event: EventFigures) -> EventFigures:
    nobody = [
        tuple(replace(part, people=0, visits=0, asked=0, completed=0) for part in parts)
        for parts in (event.groups[:2], event.hamlets, event.sexes, event.ages)
    ]
    return replace(
        event,
        people=0,
        visits=0,
        visitors=0,
        asked=0,
        completed=0,
        groups=nobody[0],
        hamlets=nobody[1],
        sexes=nobody[2],
        ages=nobody[3],
        stations=tuple(
            replace(s, people=0, visits=0, wait=None, stay=None, unended=0, minutes=0, estimated=0)
            for s in event.stations
        ),
        outcomes=tuple(replace(one, people=0, groups={}) for one in event.outcomes),
        abilities=(),
        arrivals=tuple(Bar(bar.start, 0, 0) for bar in event.arrivals),
        hours=tuple(Bar(bar.start, 0, 0) for bar in event.hours),
        irregular=Irregular(),
        notes=(Note(Remark.NOBODY, 1),),
    )


class File:
    """A document's XML, and what the tests ask of it."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as whole:
            self.parts = {name: whole.read(name) for name in whole.namelist()}
        self.body: Any = parse_xml(self.parts["word/document.xml"])[0]
        self.styles: Any = parse_xml(self.parts["word/styles.xml"])

    def paragraphs(self) -> list[Any]:
        return list(self.body.iter(qn("w:p")))

    def find(self, text: str) -> Any:
        """The first paragraph that begins with a text."""
        return next(p for p in self.paragraphs() if text_of(p).startswith(text))

    def tables(self) -> list[Any]:
        return list(self.body.iter(qn("w:tbl")))

    def table(self, title: str) -> Any:
        """The table whose title ends with a text, in its n-th appearance counted from the document's start."""
        return next(
            p for p in self.paragraphs() if re.fullmatch(rf"Bảng \d+\. {title}", text_of(p))
        ).getnext()

    def rows(self, title: str) -> list[list[str]]:
        return [
            [" ".join(text_of(p) for p in cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc"))]
            for row in self.table(title).iter(qn("w:tr"))
        ]

    @property
    def text(self) -> str:
        return "\n".join(map(text_of, self.paragraphs()))

    @property
    def sections(self) -> list[Any]:
        return list(self.body.iter(qn("w:sectPr")))


def text_of(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def value(element: Any, path: str, key: str = "w:val") -> str | None:
    """An attribute of a descendant, `None` if either is missing; a property without a value is on."""
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return None if found is None else found.get(qn(key), "on")


def is_on(element: Any, path: str) -> bool:
    return value(element, path) not in {None, "0", "false"}


def look(paragraph: Any) -> tuple[float, bool, bool]:
    """Size in points, bold, italic of all runs of a paragraph, which must agree."""
    looks = {
        (int(value(run, "w:rPr/w:sz") or 0) / 2, is_on(run, "w:rPr/w:b"), is_on(run, "w:rPr/w:i"))
        for run in paragraph.iter(qn("w:r"))
    }
    (only,) = looks
    return only


def aligned(paragraph: Any) -> str | None:
    return value(paragraph, "w:pPr/w:jc")


def rule_below(paragraph: Any) -> float:
    """Points of the rule in the paragraph after one; its room is the cell's, or the text's, width."""
    after = paragraph.getnext()
    assert value(after, "w:pPr/w:pBdr/w:top") == "single"
    assert text_of(after) == ""
    cell = next(after.iterancestors(qn("w:tc")), None)
    room = TEXT if cell is None else int(value(cell, "w:tcPr/w:tcW", "w:w") or 0)
    sides = [int(value(after, "w:pPr/w:ind", key) or 0) for key in ("w:left", "w:right")]
    assert abs(sides[0] - sides[1]) <= 1, "in the middle"
    return (room - sum(sides)) / 20


def replace_words(**changes: Any) -> Words:
    return Words(**{name: getattr(WORDS, name) for name in WORDS.__struct_fields__} | changes)


Make: TypeAlias = Callable[[str], "File"]
"""A report of a kind: whole, blank, empty, two."""


def kinds() -> dict[str, tuple[Figures, Words]]:
    total = replace(TOTAL, people=0, visits=0, groups=without_people(DAY).groups, outcomes=())
    second = replace(DAY, code="le", name="Lễ thử", date=date(2026, 1, 31))
    return {
        "whole": (FIGURES, WORDS),
        "blank": (FIGURES, Words()),
        "empty": (replace(FIGURES, events=(without_people(DAY),), total=total), WORDS),
        "two": (replace(FIGURES, events=(second, DAY)), WORDS),
    }


def made_in(folder: Path, figures: Figures, words: Words = WORDS) -> File:
    path = folder / "bao-cao.docx"
    write_docx(path, figures, words)
    return File(path)
