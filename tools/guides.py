"""The Vietnamese pages as PDF, for whoever prints them or has nothing that shows Markdown: `make guides`.

Each lies beside its page in `docs/vi`. The sheets to put up beside the laptops are one page for each place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)

from data import fonts

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "vi"
SHEETS = "to-dan-may"
"""The page of which every title begins a sheet of its own."""
PAGES = (SHEETS, "tinh-nguyen-vien", "ban-to-chuc", "danh-muc")
_MARGIN = 15 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_COLUMNS = (0.25, 0.75)
"""Shares of the width of a table of two columns."""
_RULE = HexColor("#B8AD95")
_SIZES = {"h1": 2.2, "h2": 1.5, "h3": 1.2}
"""Of titles, in sizes of the text."""
_ROOM = 8
"""Lines of text for which a page has room below a title."""
_CODE = {"fence", "code_block"}
_FACES = {"text": "", "bold": "-Bold", "slanted": "-Oblique", "typed": "Mono"}


@dataclass(frozen=True)
class _Look:
    """How large a page is set."""

    size: float
    """Of the text, in points."""
    parted: bool
    """Whether every title of the first order begins a new page."""

    def style(self, scale: float = 1.0, face: str = "text", *, before: float = 0.0) -> ParagraphStyle:
        """Of text so many times as large, with so many of its sizes of room before it."""
        size = self.size * scale
        return ParagraphStyle(
            f"{face}{scale}",
            fontName=face,
            fontSize=size,
            leading=1.32 * size,
            spaceBefore=before * size,
            spaceAfter=0.45 * self.size,
            allowWidows=0,
            allowOrphans=0,
        )


_BY_PAGE = {SHEETS: _Look(15.5, parted=True)}
_OTHERS = _Look(10.5, parted=False)


def pdf(name: str) -> bytes:
    """One of `PAGES` as a PDF: the same bytes for the same page on one machine."""
    regular = fonts.regular()
    for face, suffix in _FACES.items():
        pdfmetrics.registerFont(TTFont(face, regular.with_name(f"{regular.stem}{suffix}.ttf")))
    pdfmetrics.registerFontFamily("text", normal="text", bold="bold", italic="slanted", boldItalic="bold")
    source = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(source))
    flow = list(_flow(tree.children, _BY_PAGE.get(name, _OTHERS)))
    out = BytesIO()
    title = _text(tree.children[0].children[0])
    document = BaseDocTemplate(out, pagesize=A4, title=title, lang="vi", invariant=1)
    frame = Frame(_MARGIN, _MARGIN, _WIDTH, A4[1] - 2 * _MARGIN, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=_numbered))
    document.build(flow)
    return out.getvalue()


def _numbered(canvas: object, page: object) -> None:
    canvas.setFont("text", 8)  # type: ignore[attr-defined]
    canvas.drawRightString(A4[0] - _MARGIN, 8 * mm, str(page.page))  # type: ignore[attr-defined]


def _flow(nodes: list[SyntaxTreeNode], look: _Look) -> Iterator[Flowable]:
    """What a page consists of; a title and a sentence stay with what they are over."""
    for at, node in enumerate(nodes):
        if node.type == "heading":
            is_new_page = look.parted and node.tag == "h1" and at > 0
            yield PageBreak() if is_new_page else CondPageBreak(_ROOM * look.size)
            yield Paragraph(_markup(node), look.style(_SIZES[node.tag], "bold", before=0.5))
        elif node.type in _CODE:
            if not at or nodes[at - 1].type != "paragraph":
                yield Paragraph(_typed_lines(node, look), look.style())
        elif node.type == "paragraph":
            below = (
                f"<br/>{_typed_lines(code, look)}" for code in nodes[at + 1 : at + 2] if code.type in _CODE
            )
            yield Paragraph(_markup(node) + "".join(below), look.style())
        else:
            yield _block(node, look)


def _typed_lines(code: SyntaxTreeNode, look: _Look) -> str:
    """What is to be typed, line by line; below the sentence that says so it is part of it."""
    face, size = _typed(code.content), 0.86 * look.size
    lines = escape(code.content.rstrip(), quote=False).replace(" ", "\u00a0").split("\n")
    return "<br/>".join(f'<font name="{face}" size="{size}">{line}</font>' for line in lines)


def _block(node: SyntaxTreeNode, look: _Look) -> Flowable:
    match node.type:
        case "bullet_list" | "ordered_list":
            return _listed(node, look)
        case "table":
            return _table(node, look)
        case _:
            raise ValueError(f"nothing is known of how to set {node.type}")


def _listed(node: SyntaxTreeNode, look: _Look) -> ListFlowable:
    items: list[Any] = [ListItem(list(_flow(item.children, look)), spaceAfter=0) for item in node.children]
    is_numbered = node.type == "ordered_list"
    return ListFlowable(
        items,
        bulletType="1" if is_numbered else "bullet",
        bulletFontName="bold",
        bulletFontSize=look.size if is_numbered else 0.7 * look.size,
        bulletFormat="%s." if is_numbered else None,
        leftIndent=1.8 * look.size,
        start=None if is_numbered else "•",
    )


def _table(node: SyntaxTreeNode, look: _Look) -> Table:
    rows = [row for part in node.children for row in part.children]
    faces = ["bold", *["text"] * (len(rows) - 1)]
    cells = [
        [Paragraph(_markup(cell), look.style(face=face)) for cell in row.children]
        for row, face in zip(rows, faces, strict=True)
    ]
    if not any(_markup(cell) for cell in rows[0].children):
        del cells[0]
    count = len(cells[0])
    shares = _COLUMNS if count == len(_COLUMNS) else [1 / count] * count
    return Table(
        cells,
        colWidths=[share * _WIDTH for share in shares],
        spaceBefore=0.6 * look.size,
        spaceAfter=0.6 * look.size,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, _RULE),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
    )


def _markup(node: SyntaxTreeNode) -> str:
    """The text within a block, as reportlab takes it."""
    return "".join(_inline(part) for part in node.walk() if part.type == "inline")


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text":
            return escape(node.content, quote=False)
        case "code_inline":
            return f'<font name="{_typed(node.content)}">{escape(node.content, quote=False)}</font>'
        case "softbreak" | "hardbreak":
            return " "
        case "strong":
            return f"<b>{_within(node)}</b>"
        case "em":
            return f"<i>{_within(node)}</i>"
        case "link":
            page = Path(str(node.attrs["href"]))
            return (
                _within(node).replace(page.name, f"{page.stem}.pdf") if page.stem in PAGES else _within(node)
            )
        case "inline":
            return _within(node)
        case _:
            raise ValueError(f"nothing is known of how to set {node.type}")


def _typed(text: str) -> str:
    """The face of what is typed: letters of one width, where they have every Vietnamese one."""
    return "typed" if text.isascii() else "text"


def _within(node: SyntaxTreeNode) -> str:
    return "".join(map(_inline, node.children))


def _text(node: SyntaxTreeNode) -> str:
    return "".join(part.content for part in node.walk() if part.type == "text")


if __name__ == "__main__":
    for page in PAGES:
        (FOLDER / f"{page}.pdf").write_bytes(pdf(page))
