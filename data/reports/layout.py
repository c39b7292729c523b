"""The page of Nghị định 30/2020/NĐ-CP, Phụ lục I, in python-docx: paper, lines of text, rules, page numbers.

Every measure stands in twips (a twentieth of a point) or points, as the file keeps them, so that what the
decree demands can be read out of the XML again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Pt, RGBColor, Twips
from docx.styles.style import ParagraphStyle
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
PAPER = (11906, 16838)
"""A4 standing: 210 x 297 mm."""
TOP, BOTTOM, LEFT, RIGHT = 1134, 1134, 1701, 851
"""Margins: 20, 20, 30 and 15 mm."""
WIDTH = PAPER[0] - LEFT - RIGHT
"""Of the text."""
_HEADER = 567
"""From the edge of the paper to the page number: 10 mm."""
FIRST_LINE = 720
"""1.27 cm."""
BETWEEN = 6.0
"""Points between paragraphs."""
SPACING = 1.15
"""Lines."""
_THIN = 6
"""Eighths of a point: how thick a rule is."""
_LOWEST = 4
"""Points: the height of the empty line that carries a rule."""
_ABOVE = 2
"""Points from the text to the rule below it."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
_PROPERTY = 255
"""Characters that a property of the file holds at most."""

Place: TypeAlias = Document | Cell
"""Where paragraphs are added."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A place that a person fills in, highlighted until they do."""

    label: str = ""
    """What belongs there; empty for a short place that explains itself."""

    @property
    def text(self) -> str:
        """As it stands in the document."""
        return f"[{self.label}] …………" if self.label else "……"


Piece: TypeAlias = str | Blank


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is set: sizes in points, the first line's indent in twips."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: ALIGN = ALIGN.JUSTIFY
    first: int = 0
    before: float = 0
    after: float = 0
    spacing: float = 1.0
    stays: bool = False
    """Whether it stays on the page of the next line."""


BODY = Look(first=FIRST_LINE, after=BETWEEN, spacing=SPACING)
CENTRED = Look(align=ALIGN.CENTER)
NOTE = Look(size=12, italic=True, before=3, after=BETWEEN)
CAPTION = Look(size=13, bold=True, align=ALIGN.CENTER, before=BETWEEN, after=3, stays=True)


def new_document(title: str, author: str, made: datetime) -> Document:
    """An empty document on the decree's paper, in its typeface, numbered from its second page on."""
    document = docx.Document()
    _set_styles(document)
    properties = document.core_properties
    properties.title, properties.author = (_printable(text)[:_PROPERTY] for text in (title, author))
    properties.language = "vi-VN"
    properties.created = properties.modified = made
    properties.comments = ""
    _set_page(document.sections[0])
    _number_pages(document.sections[0])
    return document


def save(document: Document, path: Path) -> None:
    """Write a document. Raises OSError.

    It is packed in memory first: a package that a full disk cuts off goes on writing when it is let go.
    """
    whole = BytesIO()
    document.save(whole)
    path.write_bytes(whole.getvalue())


def new_part(document: Document) -> None:
    """A part on a new page with page numbers of its own, from 1; its first page shows none either."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section)
    for old in section._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001 - python-docx has no name for it
        section._sectPr.remove(old)  # noqa: SLF001
    section._sectPr.insert_element_before(  # noqa: SLF001
        _element("w:pgNumType", {"w:start": "1"}),
        *("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:docGrid"),
    )


def line(place: Place, pieces: Piece | Sequence[Piece], look: Look = BODY) -> Paragraph:
    """A paragraph; in a cell its first one is the one that is there already."""
    paragraph = _next_paragraph(place)
    shape = paragraph.paragraph_format
    shape.alignment = look.align
    shape.first_line_indent = Twips(look.first)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing = look.spacing
    shape.keep_with_next = look.stays
    shape.widow_control = True
    for piece in [pieces] if isinstance(pieces, str | Blank) else pieces:
        _add_run(paragraph, piece, look)
    return paragraph


def heading(document: Document, text: str, level: int = 1) -> None:
    """A heading I. (level 1) or 1. (level 2), bold, never the last line of a page."""
    look = replace(BODY, bold=True, stays=True, before=BETWEEN if level == 1 else 0)
    _line_of_contents(document, text, level, look)


def part_heading(document: Document, text: str) -> None:
    """The label of a part of its own, centred and bold; programs list it beside the sections."""
    _line_of_contents(document, text, 1, replace(CENTRED, bold=True, stays=True))


def _line_of_contents(document: Document, text: str, level: int, look: Look) -> None:
    line(document, text, look).style = document.styles[f"Heading {level}"]


def rule(place: Place, length: float, room: int) -> None:
    """A line of so many points in the middle of a `room` of twips: the border of an empty paragraph.

    Indents give it its length, so that Word and LibreOffice draw the same and the file says how long it is.
    """
    paragraph = _next_paragraph(place)
    shape = paragraph.paragraph_format
    side = Twips(round((room - length * 20) / 2))
    shape.left_indent = shape.right_indent = side
    shape.space_before, shape.space_after = Pt(_ABOVE), Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_LOWEST)
    paragraph.add_run().font.size = Pt(2)
    border = _element("w:pBdr")
    border.append(
        _element("w:top", {"w:val": "single", "w:sz": str(_THIN), "w:space": "1", "w:color": "000000"})
    )
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no name for borders
    properties.insert_element_before(
        border, *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
    )


def _next_paragraph(place: Place) -> Paragraph:
    there: list[Paragraph] = place.paragraphs if isinstance(place, Cell) else []
    return there[0] if len(there) == 1 and not there[0].runs else place.add_paragraph()


def _add_run(paragraph: Paragraph, piece: Piece, look: Look) -> None:
    text = piece.text if isinstance(piece, Blank) else piece
    run = paragraph.add_run(_printable(text))
    run.font.size, run.bold, run.italic = Pt(look.size), look.bold, look.italic
    if isinstance(piece, Blank):
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)


def _set_styles(document: Document) -> None:
    for name, size in (("Normal", 14), ("Heading 1", 14), ("Heading 2", 14), ("Header", 14)):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101 - for the type checker
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), FONT)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        language = style.element.rPr.find(qn("w:lang"))
        if language is None:
            style.element.rPr.append(_element("w:lang", {"w:val": "vi-VN"}))


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = (Twips(side) for side in PAPER)
    section.top_margin, section.bottom_margin = Twips(TOP), Twips(BOTTOM)
    section.left_margin, section.right_margin = Twips(LEFT), Twips(RIGHT)
    section.header_distance = section.footer_distance = Twips(_HEADER)
    section.different_first_page_header_footer = True


def _number_pages(section: Section) -> None:
    """An Arabic number in the middle of the top margin, of every section that follows too."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER
    for kind in ("begin", "PAGE", "separate", "1", "end"):
        run = paragraph.add_run()
        run.font.size = Pt(14)
        if kind == "PAGE":
            field = _element("w:instrText")
            field.text = kind
        elif kind == "1":
            run.text = kind
            continue
        else:
            field = _element("w:fldChar", {"w:fldCharType": kind})
        run._r.append(field)  # noqa: SLF001 - python-docx has no name for fields


def _element(tag: str, attributes: dict[str, str] | None = None) -> BaseOxmlElement:
    element: BaseOxmlElement = OxmlElement(tag)
    for key, value in (attributes or {}).items():
        element.set(qn(key), value)
    return element
