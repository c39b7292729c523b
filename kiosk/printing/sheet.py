"""Badges on A4 sheets, two by five, to print and cut to 90 x 55 mm: the size of common badge holders."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import product

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from checkin.badge import grouped
from kiosk.printing.card import CREATOR, BadgeCard
from kiosk.printing.lettering import ACCENTS, LEADING, Face, Setting, Style, drawable, fit
from kiosk.printing.qr import MODULES, QUIET, dark_runs, qr_matrix

COLUMNS, ROWS = 2, 5
CARD = (90 * mm, 55 * mm)
"""Width and height of a card, in points."""
MODULE = 1.45 * mm
"""Side of a QR module, in points: the symbol is 30.45 mm wide, and 42.05 mm with its quiet zone."""

_LEFT = (A4[0] - COLUMNS * CARD[0]) / 2
_BOTTOM = (A4[1] - ROWS * CARD[1]) / 2
_PADDING = 4 * mm
_QUIET = QUIET * MODULE
_SYMBOL = (CARD[0] - MODULES * MODULE - _QUIET - 0.6 * mm, _QUIET + 0.4 * mm)
_ROOM = CARD[0] - 2 * _PADDING
_COLUMN = _SYMBOL[0] - _QUIET - _PADDING
_NAME_TOP = CARD[1] - 2.2 * mm
_RULE = _SYMBOL[1] + MODULES * MODULE + _QUIET + 0.4 * mm
_COLUMN_TOP = _RULE - 1.2 * mm
_FOOT = 3.6 * mm
_GAP = 1.6 * mm
_NARROW_GAP = 0.8 * mm

_NAME = (Style(Face.BOLD, 21, 11.5), Style(Face.BOLD, 10.5, 8, lines=2))
_GROUP = Style(Face.BOLD, 11, 8, lines=2)
_GROUP_EN = Style(Face.REGULAR, 6.5, 5.5)
_HAMLET = (Style(Face.REGULAR, 9.5, 7), Style(Face.REGULAR, 7.5, 7, lines=2))
_HAMLET_LONG = Style(Face.REGULAR, 7, 6.5, lines=3)
_PROGRAMME = (Style(Face.REGULAR, 7.5, 6, lines=2),)
_PROGRAMME_LONG = Style(Face.REGULAR, 6.5, 6, lines=3)
_PROGRAMME_EN = Style(Face.REGULAR, 6.5, 5.5, lines=2)
_CODE = Style(Face.BOLD, 10, 7)
_MARGIN = Style(Face.REGULAR, 7.5, 6)
_HINT = "In trên giấy A4, tỷ lệ 100%, cắt theo các dấu · Print on A4 at 100 %, cut along the marks"


def sheets_pdf(cards: Sequence[BadgeCard], title: str) -> bytes:
    """The sheets as a PDF: the same bytes for the same cards and title, at least one card.

    Raises ValueError if a code is no normalised badge code.
    """
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1, lang="vi")
    canvas.setTitle(drawable(title, Face.REGULAR))
    canvas.setCreator(CREATOR)
    for page in range(_pages(cards)):
        _margins(canvas, fit(title, 140 * mm, _MARGIN), f"Trang · Page {page + 1}/{_pages(cards)}")
        on_page = cards[page * COLUMNS * ROWS : (page + 1) * COLUMNS * ROWS]
        for card, (row, column) in zip(on_page, product(range(ROWS), range(COLUMNS)), strict=False):
            canvas.saveState()
            canvas.translate(_LEFT + column * CARD[0], _BOTTOM + (ROWS - 1 - row) * CARD[1])
            _card(canvas, card)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _pages(cards: Sequence[BadgeCard]) -> int:
    return -(-len(cards) // (COLUMNS * ROWS))


def _margins(canvas: Canvas, title: Setting, page: str) -> None:
    """What is cut away: the title, the page number, a hint for who prints, and the marks."""
    canvas.setFillGray(0.3)
    _lines(canvas, title, _LEFT, A4[1] - 4.5 * mm)
    canvas.drawRightString(A4[0] - _LEFT, A4[1] - 4.5 * mm - ACCENTS * title.size, page)
    _lines(canvas, fit(_HINT, COLUMNS * CARD[0], _MARGIN), _LEFT, 7 * mm)
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0.45)
    canvas.lines([line for column in range(COLUMNS + 1) for line in _column_marks(column)])
    canvas.lines([line for row in range(ROWS + 1) for line in _row_marks(row)])


def _column_marks(column: int) -> list[tuple[float, float, float, float]]:
    """Short upright strokes where a column of cards begins or ends, at every row."""
    x = _LEFT + column * CARD[0]
    centres = [_BOTTOM + row * CARD[1] for row in range(ROWS + 1)]
    return [(x, y - 1.5 * mm, x, y + 1.5 * mm) for y in centres]


def _row_marks(row: int) -> list[tuple[float, float, float, float]]:
    """Short level strokes where a row of cards begins or ends; long ones out in the margin."""
    y = _BOTTOM + row * CARD[1]
    inner = [(x - 1.5 * mm, y, x + 1.5 * mm, y) for x in (_LEFT + c * CARD[0] for c in range(COLUMNS + 1))]
    return [(_LEFT - 7 * mm, y, _LEFT, y), *inner, (A4[0] - _LEFT, y, A4[0] - _LEFT + 7 * mm, y)]


def _card(canvas: Canvas, card: BadgeCard) -> None:
    canvas.setFillGray(0)
    _symbol(canvas, card.code)
    name = fit(card.name, _ROOM, *_NAME)
    _lines(canvas, name, _PADDING, (_NAME_TOP + _RULE + name.height) / 2)
    canvas.setLineWidth(0.8)
    canvas.setStrokeGray(0)
    canvas.line(_PADDING, _RULE, CARD[0] - _PADDING, _RULE)
    _words(canvas, card)


def _words(canvas: Canvas, card: BadgeCard) -> None:
    """The left column: group and hamlet from the top down, code and programme from the bottom up.

    Hamlet and programme, which may be long, get a third line where the others leave room for it.
    """
    group, group_en = fit(card.group.vi, _COLUMN, _GROUP), fit(card.group.en, _COLUMN, _GROUP_EN)
    code, programme_en = (
        fit(grouped(card.code), _COLUMN, _CODE),
        fit(card.programme.en, _COLUMN, _PROGRAMME_EN),
    )
    room = (
        _COLUMN_TOP
        - _FOOT
        - 2 * _GAP
        - _NARROW_GAP
        - sum(s.height for s in (group, group_en, code, programme_en))
    )
    hamlet, programme = fit(card.hamlet, _COLUMN, *_HAMLET), fit(card.programme.vi, _COLUMN, *_PROGRAMME)
    longer = fit(card.hamlet, _COLUMN, *_HAMLET, _HAMLET_LONG)
    hamlet = longer if longer.height + programme.height <= room else hamlet
    longer = fit(card.programme.vi, _COLUMN, *_PROGRAMME, _PROGRAMME_LONG)
    programme = longer if longer.height + hamlet.height <= room else programme
    top = _lines(canvas, group, _PADDING, _COLUMN_TOP)
    foot = _FOOT + code.height
    _lines(canvas, code, _PADDING, foot)
    foot += _GAP + programme_en.height
    canvas.setFillGray(0.3)
    top = _lines(canvas, group_en, _PADDING, top)
    _lines(canvas, programme_en, _PADDING, foot)
    canvas.setFillGray(0)
    _lines(canvas, hamlet, _PADDING, top - _NARROW_GAP)
    _lines(canvas, programme, _PADDING, foot + programme.height)


def _lines(canvas: Canvas, setting: Setting, x: float, top: float) -> float:
    """Draw below `top`; returns the depth reached."""
    canvas.setFont(setting.face.value, setting.size)
    baseline = top - ACCENTS * setting.size
    for line in setting.lines:
        canvas.drawString(x, baseline, line)
        baseline -= LEADING * setting.size
    return top - setting.height


def _symbol(canvas: Canvas, code: str) -> None:
    """One path for the whole symbol: rectangles that touch then show no seam."""
    path = canvas.beginPath()
    for row, column, length in dark_runs(qr_matrix(code)):
        x, y = _SYMBOL[0] + column * MODULE, _SYMBOL[1] + (MODULES - 1 - row) * MODULE
        path.rect(x, y, length * MODULE, MODULE)
    canvas.drawPath(path, stroke=0, fill=1)
