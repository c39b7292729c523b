"""What stands above and below a report by Nghị định 30/2020/NĐ-CP: its letterhead and signature."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from data.reports.figures import Figures
from data.reports.grid import bare
from data.reports.layout import (
    BETWEEN,
    BODY,
    CENTRED,
    FIRST_LINE,
    WIDTH,
    Blank,
    Look,
    Piece,
    Place,
    line,
    rule,
)
from data.reports.type_width import balanced, broken, width
from data.reports.vietnamese import day_in_words, inside
from data.reports.words import Words

_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_LEFT = 3460
"""Twips of the letterhead's left column; the national title fits on one line of the right one."""
_SHARE = 0.4
"""Length of the rules below the issuer and the title, of their text's: between a third and a half."""
_COMMITTEE = "ỦY BAN NHÂN DÂN"
_OF_COMMITTEE = re.compile(r"(?:UBND|(?:ỦY|UỶ) BAN NHÂN DÂN) (.+)")
"""As it is short for, and with its tone mark where many still put it."""
_KEPT = "Lưu: VT, VHXH"
"""At a commune; other offices say it in the file of words."""
_SIGNED = 78.0
"""Points of room for the signature."""
_ADDRESSED, _BELOW = 2 * FIRST_LINE, 4 * FIRST_LINE
"""Twips from the margin to "Kính gửi:" and to the places below it."""
_OFFICE, _BOLD = Look(size=13, align=ALIGN.CENTER), Look(size=13, align=ALIGN.CENTER, bold=True)
_TITLE = replace(CENTRED, bold=True)


@dataclass(frozen=True, slots=True)
class Letter:
    """Whose report it is and what it is about, as far as that is known without a person."""

    issuer: Piece
    """As inside a sentence."""
    place: Piece
    """Địa danh, where it is signed."""
    about: str
    """As inside a sentence: "Báo cáo kết quả tổ chức ..."."""
    subject: tuple[str, ...]
    """Trích yếu, a line each."""
    year: int
    """Of the day it was made."""
    kept: str = _KEPT
    """The last of Nơi nhận where the words name none."""

    @property
    def title(self) -> str:
        """Of the file; not a place to fill in."""
        return f"Báo cáo {' '.join(self.subject)}"

    @property
    def author(self) -> str:
        """Of the file; empty where nobody is named yet."""
        return self.issuer if isinstance(self.issuer, str) else ""


def commune_letter(figures: Figures, words: Words) -> Letter:
    """The report of one commune."""
    own = (
        f"Kết quả tổ chức {figures.name}",
        f"trên địa bàn {inside(figures.commune)} năm {figures.events[-1].date.year}",
    )
    return Letter(
        issuer=issuer(figures, words),
        place=words.place or figures.commune,
        about=inside(words.about) or f"kết quả tổ chức {figures.name}",
        subject=(words.about,) if words.about else own,
        year=figures.made_locally.year,
    )


def issuer(figures: Figures, words: Words) -> str:
    """Who issues the report of one commune, as inside a sentence."""
    return words.issuer or figures.organiser


def number_and_symbol(words: Words, issuer: Piece) -> list[Piece]:
    """The number with its symbol: Số: 05/BC-UBND."""
    symbol = words.symbol_of(issuer if isinstance(issuer, str) else "")
    number = Blank() if words.number is None else f"{words.number:02}"
    return ["Số: ", number, f"/{symbol}"] if symbol else ["Số: ", number, "/BC-", Blank()]


def signed_on(words: Words, year: int) -> list[Piece]:
    """The day of signing in words, blank as far as nobody stated it."""
    if words.signed:
        return [day_in_words(words.signed)]
    return ["ngày ", Blank(), " tháng ", Blank(), f" năm {year}"]


def head(document: Document, letter: Letter, words: Words) -> None:
    """From the issuer and the national title to whom the report is addressed."""
    (left, right), (below, beside) = bare(document, (_LEFT, WIDTH - _LEFT), rows=2)
    _issuer(left, letter.issuer, words)
    line(right, _NATION, _BOLD)
    line(right, _MOTTO, _TITLE)
    rule(right, width(_MOTTO, 14), WIDTH - _LEFT)
    line(below, number_and_symbol(words, letter.issuer), replace(_OFFICE, before=4))
    place: list[Piece] = [letter.place, ", ", *signed_on(words, letter.year)]
    line(beside, place, replace(_OFFICE, italic=True, before=4))
    line(document, "BÁO CÁO", replace(_TITLE, before=18))
    lines = [one for text in letter.subject for one in balanced(text, 14, WIDTH / 20)]
    for one in lines:
        line(document, one, _TITLE)
    rule(document, _SHARE * max(width(one, 14) for one in lines), WIDTH)
    _addressed(document, words)


def _issuer(cell: Place, name: Piece, words: Words) -> None:
    """Cơ quan chủ quản, if one is named, and cơ quan ban hành with its rule."""
    if words.parent:
        line(cell, words.parent.upper(), _OFFICE)
    rows: list[str] = [name.text] if isinstance(name, Blank) else _capitals(name)
    for row in rows:
        line(cell, name if isinstance(name, Blank) else row, _BOLD)
    longest = max(width(one, 13) for row in rows for one in broken(row, 13, _LEFT / 20))
    rule(cell, _SHARE * longest, _LEFT)


def _capitals(issuer: str) -> list[str]:
    full = issuer.upper()
    found = _OF_COMMITTEE.fullmatch(full)
    return [_COMMITTEE, found[1]] if found else [full]


def _addressed(document: Document, words: Words) -> None:
    places = words.addressees
    look = replace(BODY, before=12, first=0, align=ALIGN.CENTER)
    if len(places) < 2:  # noqa: PLR2004 - one place stands on the same line
        name: Piece = f"{_bare(places[0])}." if places else Blank("Nơi nhận báo cáo")
        line(document, ["Kính gửi: ", name], look)
        return
    line(document, "Kính gửi:", replace(look, align=ALIGN.LEFT, first=_ADDRESSED, after=0))
    for at, place in enumerate(places, 1):
        is_last = at == len(places)
        below = replace(BODY, align=ALIGN.LEFT, first=_BELOW, after=BETWEEN if is_last else 0)
        line(document, f"- {_bare(place)}{'.' if is_last else ';'}", below)


def foot(document: Document, letter: Letter, words: Words) -> None:
    """Nơi nhận on the left; authority, post and name of who signs on the right; never on two pages."""
    ((left, right),) = bare(document, (WIDTH // 2, WIDTH - WIDTH // 2))
    line(left, "Nơi nhận:", Look(size=12, bold=True, italic=True, align=ALIGN.LEFT))
    recipients = [_bare(place).replace("Lưu VT", "Lưu: VT") for place in words.recipients]
    kept = [place for place in recipients if not place.casefold().startswith("lưu:")]
    last = [place for place in recipients if place not in kept] or [letter.kept]
    small = Look(size=11, align=ALIGN.LEFT)
    if not kept:
        line(left, ["- ", Blank("Nơi nhận"), ";"], small)
    for place in kept:
        line(left, f"- {place};", small)
    for at, place in enumerate(last, 1):
        line(left, f"- {place}{'.' if at == len(last) else ';'}", small)
    authority: list[Piece] = [row.upper() for row in words.authority] or [Blank("Quyền hạn")]
    for piece in authority:
        line(right, piece, _TITLE)
    line(right, words.post.upper() or Blank("Chức vụ"), _TITLE)
    line(right, words.signer or Blank("Họ và tên"), replace(_TITLE, before=_SIGNED))


def _bare(place: str) -> str:
    """A place without the mark that its list is given here, however it was typed."""
    return place.strip("-–•;,. ")
