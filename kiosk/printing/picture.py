"""One badge as a picture, for a phone or a single print."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from checkin.badge import grouped
from kiosk.printing.card import BadgeCard
from kiosk.printing.lettering import ACCENTS, LEADING, Face, Setting, Style, fit
from kiosk.printing.qr import QUIET, dark_runs, qr_matrix

MODULE = 24
"""Pixels along a side of a QR module."""

_WIDTH = 800
_ROOM = 720
_BLACK, _GREY, _WHITE = 0, 90, 255
_NAME = (Style(Face.BOLD, 76, 48), Style(Face.BOLD, 48, 34, lines=2))
_GROUP = Style(Face.BOLD, 38, 26, lines=2)
_PROGRAMME = (
    Style(Face.REGULAR, 30, 25),
    Style(Face.REGULAR, 30, 24, lines=2),
    Style(Face.REGULAR, 26, 24, lines=3),
)
_HAMLET = (Style(Face.REGULAR, 32, 24, lines=2), Style(Face.REGULAR, 26, 24, lines=3))
_SMALL = Style(Face.REGULAR, 24, 20, lines=2)
_CODE = Style(Face.BOLD, 50, 30)


def badge_png(card: BadgeCard) -> bytes:
    """The badge as a grey-scale PNG 800 pixels wide: programme, name, group, QR, code.

    Raises ValueError unless the card's code is a normalised badge code.
    """
    top = _Column()
    top.text(fit(card.programme.vi, _ROOM, *_PROGRAMME), _BLACK)
    top.text(fit(card.programme.en, _ROOM, _SMALL), _GREY)
    top.gap(28)
    top.text(fit(card.name, _ROOM, *_NAME), _BLACK)
    top.gap(12)
    top.text(fit(card.group.vi, _ROOM, _GROUP), _BLACK)
    top.text(fit(card.group.en, _ROOM, _SMALL), _GREY)
    top.gap(6)
    top.text(fit(card.hamlet, _ROOM, *_HAMLET), _BLACK)
    top.symbol(card.code)
    top.text(fit(grouped(card.code), _ROOM, _CODE), _BLACK)
    return top.png()


class _Column:
    """A picture that grows downwards, everything centred."""

    def __init__(self) -> None:
        self._image = Image.new("L", (_WIDTH, 1600), _WHITE)
        self._draw = ImageDraw.Draw(self._image)
        self._y = 40.0

    def gap(self, pixels: float) -> None:
        self._y += pixels

    def text(self, setting: Setting, shade: int) -> None:
        font = ImageFont.truetype(str(setting.face.path), setting.size, layout_engine=ImageFont.Layout.BASIC)
        baseline = self._y + ACCENTS * setting.size
        for line in setting.lines:
            self._draw.text((_WIDTH / 2, baseline), line, fill=shade, font=font, anchor="ms")
            baseline += LEADING * setting.size
        self._y += setting.height

    def symbol(self, code: str) -> None:
        matrix = qr_matrix(code)
        left = (_WIDTH - len(matrix) * MODULE) // 2
        top = round(self._y) + QUIET * MODULE
        for row, column, length in dark_runs(matrix):
            x, y = left + column * MODULE, top + row * MODULE
            self._draw.rectangle((x, y, x + length * MODULE - 1, y + MODULE - 1), fill=_BLACK)
        self._y = top + (len(matrix) + QUIET) * MODULE

    def png(self) -> bytes:
        out = BytesIO()
        self._image.crop((0, 0, _WIDTH, round(self._y) + 40)).save(out, "PNG", optimize=True)
        return out.getvalue()
