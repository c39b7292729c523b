"""What the camera sees, as in a mirror, and what would help it to read a code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from time import monotonic
from typing import TYPE_CHECKING, cast

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:  # at run time these load OpenCV, which a desk with a USB scanner alone does without
    from kiosk.app import NgayHoi
    from kiosk.capture.aim import Advisor, Aim
    from kiosk.capture.live import Look
    from kiosk.capture.preview import Preview

_RATE = 12
"""Pictures a second."""
_HALF = "▀"
_STYLES = 4096
"""Pairs of colours that are kept: making one takes sixty times as long as finding it again."""


class Viewfinder(Widget):
    """The live picture in half blocks while its screen is on top, and nothing while there is none."""

    DEFAULT_CSS = "Viewfinder { width: 1fr; height: 1fr; }"

    @dataclass
    class Changed(Message):
        """The picture came or went, or there is something else to say."""

        seeing: bool
        aim: Aim | None

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[int, ...]] = []
        self._state: tuple[bool, Aim | None] | None = None
        self._eye: tuple[Preview, Advisor] | None = None

    def on_mount(self) -> None:
        """Look many times a second."""
        self.set_interval(1 / _RATE, self._look)

    def render_line(self, y: int) -> Strip:
        """One row of the picture, in the middle of the widget."""
        width, height = self.size
        row = y - (height - len(self._rows)) // 2
        if not 0 <= row < len(self._rows):
            return Strip.blank(width)
        cells = self._rows[row]
        left = (width - len(cells)) // 2
        runs = (Segment(_HALF * len(list(same)), _style(cell)) for cell, same in groupby(cells))
        blank, rest = Segment(" " * left), Segment(" " * (width - left - len(cells)))
        return Strip([blank, *runs, rest], width)

    def _look(self) -> None:
        if self.app.screen is not self.screen:
            return
        look = cast("NgayHoi", self.app).look
        if look is None:
            self._eye = None
            self._tell(seeing=False, aim=None)
            return
        preview, advisor = self._eye = self._eye or _an_eye()
        now = monotonic()
        if self.size.area:
            self._show(preview, look, now)
        self._tell(seeing=True, aim=advisor.tell(look, now))

    def _show(self, preview: Preview, look: Look, now: float) -> None:
        """Draw only the rows that changed."""
        width, height = self.size
        before, self._rows = (
            self._rows,
            [tuple(row) for row in preview.cells(look, width, height, now).tolist()],
        )
        if [len(row) for row in before] != [len(row) for row in self._rows]:
            self.refresh()
            return
        top = (height - len(self._rows)) // 2
        changed = [row != old for row, old in zip(self._rows, before, strict=True)]
        for differs, run in groupby(range(len(changed)), changed.__getitem__):
            if differs:
                first, *rest = run
                self.refresh(Region(0, top + first, width, 1 + len(rest)))

    def _tell(self, *, seeing: bool, aim: Aim | None) -> None:
        if self._state != (seeing, aim):
            self._state = (seeing, aim)
            self.post_message(self.Changed(seeing, aim))


def _an_eye() -> tuple[Preview, Advisor]:
    from kiosk.capture.aim import Advisor  # noqa: PLC0415 - numpy and OpenCV, loaded with the first frame
    from kiosk.capture.preview import Preview  # noqa: PLC0415

    return Preview(), Advisor()


@lru_cache(_STYLES)
def _style(cell: int) -> Style:
    from kiosk.capture.preview import colours  # noqa: PLC0415

    upper, lower = colours(cell)
    return Style.from_color(Color.from_rgb(*upper), Color.from_rgb(*lower))
