"""What stands before the webcam: a printed badge, a citizen card, and a hall behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from tests.pictures import Image, draw

Texture = npt.NDArray[np.float32]
"""(height, width, 2): brightness times coverage, and coverage; both 0 to 255."""
_FINEST = 16.0
"""Texels per millimetre of the drawing."""
_STEP = 1.25
_MARGIN = 14.0
"""Millimetres of empty texture round a card, for the fingers that hold it."""
_INK, _PAPER, _PLASTIC, _SKIN = 38, 215, 190, 120


@dataclass(frozen=True)
class Print:
    """A card held up: its drawing, and where on it the code stands."""

    drawing: Image = field(repr=False)
    """Grey, `_FINEST` texels a millimetre, without margin."""
    centre: tuple[float, float]
    """Of the code, millimetres from the card's top left."""
    side: float
    """Of the code without its quiet zone, in millimetres."""
    payload: bytes

    @property
    def outline(self) -> npt.NDArray[np.float64]:
        """The corners of the texture in millimetres from the code's centre."""
        height, width = (length / _FINEST + 2 * _MARGIN for length in self.drawing.shape)
        left, top = -self.centre[0] - _MARGIN, -self.centre[1] - _MARGIN
        right, bottom = left + width, top + height
        return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])

    @property
    def corners(self) -> npt.NDArray[np.float64]:
        """The code's corners in millimetres from its centre."""
        half = self.side / 2
        return np.array([(-half, -half), (half, -half), (half, half), (-half, half)])

    @cached_property
    def levels(self) -> list[tuple[float, Texture]]:
        """The texture at falling fineness, each with its texels per millimetre."""
        whole = _held(self.drawing)
        made = []
        fineness = _FINEST
        while fineness > 1:
            size = [max(1, round(length * fineness / _FINEST)) for length in whole.shape[1::-1]]
            shrunk = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
            made.append((fineness, np.asarray(shrunk, np.float32)))
            fineness /= _STEP
        return made


def badge(code: str) -> Print:
    """A badge as `ngayhoi badges --pdf` prints it: 90 x 55 mm, version 1, level Q, 30.45 mm wide."""
    module = 1.45
    side = 21 * module
    card = _blank(90, 55, _PAPER)
    centre = (90 - 4 * module - 0.6 - side / 2, 4 * module + 0.4 + side / 2)
    _stick(card, draw(code, module=1, quiet=0), centre, side)
    for at, words in enumerate(("NGAY HOI", "Nguoi tham du", code[:8], code[8:])):
        cv2.putText(card, words, (60, 140 + 130 * at), cv2.FONT_HERSHEY_SIMPLEX, 2.2, _INK, 6)
    return Print(card, centre, side, code.encode())


def citizen_card(text: str, rng: np.random.Generator) -> Print:
    """A card of plastic, 85.6 x 54 mm; the code 18 mm wide at level M upon a tinted pattern."""
    card = _blank(85.6, 54, _PLASTIC)
    rows, columns = np.indices(card.shape) / _FINEST
    waves = 9 * np.sin(columns * 2.1 + 3 * np.sin(rows / 6)) + 6 * np.sin(rows * 3.0)
    card[:] = np.clip(card + waves, 0, 255)
    cv2.rectangle(card, (60, 330), (370, 740), int(rng.integers(90, 150)), -1)
    for at in range(5):
        end = int(rng.integers(700, 1000))
        cv2.line(card, (430, 480 + 75 * at), (end, 480 + 75 * at), _INK + 40, 18)
    side, centre = 18.0, (85.6 - 4 - 9.0, 5 + 9.0)
    label = draw(text.encode(), module=1, quiet=2, level="M")
    modules = label.shape[0] - 4
    _stick(card, label, centre, side * label.shape[0] / modules)
    return Print(card, centre, side, text.encode())


def hall(width: int, height: int, rng: np.random.Generator) -> Texture:
    """A room a few metres away: walls, people, notices; (height, width), 0 to 255."""
    wall = np.linspace(145, 75, width).astype(np.uint8)
    picture = np.tile(wall, (height, 1))
    for _ in range(45):
        x, y = int(rng.integers(-50, width)), int(rng.integers(-50, height))
        size = (int(rng.integers(10, width // 4)), int(rng.integers(10, height // 3)))
        cv2.rectangle(picture, (x, y), (x + size[0], y + size[1]), float(rng.uniform(25, 215)), -1)
    for _ in range(12):
        place = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        words = "".join(rng.choice(list("ABEHKMNTRVXZ0123456789 "), 14))
        tint = float(rng.uniform(15, 230))
        cv2.putText(picture, words, place, cv2.FONT_HERSHEY_SIMPLEX, width / 900, tint, 2)
    head = (int(width * rng.uniform(0.35, 0.65)), int(height * 0.4))
    cv2.ellipse(
        picture, (head[0], height), (width // 4, height // 2), 0, 0, 360, float(rng.uniform(40, 160)), -1
    )
    cv2.ellipse(picture, head, (width // 12, height // 6), 0, 0, 360, 165.0, -1)
    return cv2.GaussianBlur(picture, (0, 0), width / 500).astype(np.float32)


def _blank(width: float, height: float, tone: int) -> Image:
    return np.full((round(height * _FINEST), round(width * _FINEST)), tone, np.uint8)


def _stick(card: Image, code: Image, centre: tuple[float, float], side: float) -> None:
    """Print the code on the card, `side` millimetres wide."""
    texels = round(side * _FINEST)
    left, top = (round((middle - side / 2) * _FINEST) for middle in centre)
    printed = cv2.resize(code, (texels, texels), interpolation=cv2.INTER_NEAREST)
    paper = int(card.max()) if code.min() else int(np.percentile(card, 90))
    card[top : top + texels, left : left + texels] = np.where(printed == 0, _INK, paper)


def _held(drawing: Image) -> Texture:
    """The drawing between fingers, in a margin that is not there."""
    margin = round(_MARGIN * _FINEST)
    tone = np.pad(drawing, margin)
    cover = np.pad(np.full_like(drawing, 255), margin)
    height, width = drawing.shape
    thumb = (margin + width // 4, margin + height + round(2 * _FINEST))
    axes = (round(9 * _FINEST), round(13 * _FINEST))
    for layer, value in ((tone, _SKIN), (cover, 255)):
        cv2.ellipse(layer, thumb, axes, 15, 0, 360, value, -1)
    return np.dstack([tone, cover]).astype(np.float32)
