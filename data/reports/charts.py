"""The charts of a report: greys and hatches that a black-and-white copier keeps apart, Vietnamese labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from data.reports.vietnamese import number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DOTS = 150
"""Dots an inch."""
_WIDE = 6.5
"""Inches: the width of the text."""
_TALLEST = 9.3
"""Inches: what a page holds above the caption."""
_INK = "#202020"
_FILLS = ((_INK, ""), ("#ffffff", "////"), ("#b8b8b8", ""))
"""Colour and hatch of the first, second and third kind of bar."""
_WRITTEN = 0.09
"""Share of a bar's whole length from which there is room for a number inside."""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar: what it counts, and as many counts as the chart has names."""

    name: str
    counts: Sequence[int]


def lying(names: Sequence[str], series: Sequence[Series]) -> bytes:
    """Lying bars of two kinds beside each other for each name, as a PNG."""
    height = 0.8 + 0.42 * len(names)

    def fill(axes: Axes) -> None:
        thick = 0.8 / len(series)
        for place, one in enumerate(series):
            colour, hatch = _FILLS[place]
            at = [i + (place - (len(series) - 1) / 2) * thick for i in range(len(names))]
            bars = axes.barh(
                at,
                one.counts,
                thick,
                color=colour,
                hatch=hatch,
                edgecolor=_INK,
                linewidth=0.6,
                label=one.name,
            )
            axes.bar_label(bars, [number(n) for n in one.counts], padding=2, fontsize=8)
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.margins(x=0.08, y=0.01)
        axes.set_xlabel("Lượt, người")
        axes.locator_params("x", integer=True)

    return _drawn(height, fill)


def standing(starts: Sequence[str], series: Sequence[Series]) -> bytes:
    """Standing bars of two kinds for each piece of a day that begins at `starts` (HH:MM), as a PNG."""

    def fill(axes: Axes) -> None:
        thick = 0.84 / len(series)
        for place, one in enumerate(series):
            colour, hatch = _FILLS[place]
            at = [i + 0.08 + (place + 0.5) * thick for i in range(len(starts))]
            axes.bar(
                at,
                one.counts,
                thick,
                color=colour,
                hatch=hatch,
                edgecolor=_INK,
                linewidth=0.5,
                label=one.name,
            )
        hours = [i for i, start in enumerate(starts) if start.endswith(":00")]
        step = 1 + len(hours) // 13
        axes.set_xticks(hours[::step], [starts[i] for i in hours[::step]])
        axes.set_xlim(0, len(starts))
        axes.set_xlabel("Giờ (mỗi cột 10 phút)")
        axes.locator_params("y", integer=True)

    return _drawn(3.1, fill)


def shares(names: Sequence[str], series: Sequence[Series]) -> bytes:
    """Lying bars of equal length, each divided by the counts of up to three kinds, as a PNG."""
    totals = [sum(counts) for counts in zip(*(one.counts for one in series), strict=True)]

    def fill(axes: Axes) -> None:
        left = [0.0] * len(names)
        for place, one in enumerate(series):
            colour, hatch = (_FILLS[2], _FILLS[1], _FILLS[0])[place]
            parts = [100 * n / total if total else 0 for n, total in zip(one.counts, totals, strict=True)]
            axes.barh(
                range(len(names)),
                parts,
                0.72,
                left=left,
                color=colour,
                hatch=hatch,
                edgecolor=_INK,
                linewidth=0.6,
                label=one.name,
            )
            for row, (part, n, total) in enumerate(zip(parts, one.counts, totals, strict=True)):
                if part > 100 * _WRITTEN:
                    _write_inside(axes, left[row] + part / 2, row, percent(n, total))
            left = [before + part for before, part in zip(left, parts, strict=True)]
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.set_xticks([0, 25, 50, 75, 100], ["0%", "25%", "50%", "75%", "100%"])

    return _drawn(0.9 + 0.3 * len(names), fill)


def _write_inside(axes: Axes, x: float, y: float, text: str) -> None:
    box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    axes.text(x, y, text, ha="center", va="center", fontsize=8, bbox=box)


def _drawn(height: float, fill: Callable[[Axes], None]) -> bytes:
    from matplotlib import rc_context  # noqa: PLC0415 - half a second, for one command
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    with rc_context(
        {
            "font.family": "DejaVu Sans",
            "font.size": 9,
            "hatch.linewidth": 0.7,
            "text.parse_math": False,  # a name may hold a $
        }
    ):
        figure = Figure(figsize=(_WIDE, min(height, _TALLEST)), dpi=_DOTS, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        fill(axes)
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(loc="outside upper center", ncols=3, frameon=False)
        picture = BytesIO()
        figure.savefig(picture, format="png")
    grey = BytesIO()
    Image.open(picture).convert("L").save(grey, "PNG", optimize=True)
    return grey.getvalue()
