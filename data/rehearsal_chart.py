"""The picture of a rehearsal: what each change brings, and how busy each station is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_WIDTH, _HEIGHT = 11.7, 8.3
"""Inches: A4 lying, for an event of up to 25 stations."""
_BAR, _MARGIN = 0.25, 2.0
"""Inches that a bar needs, and what is around them."""
_DOTS = 150


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with the range that several rehearsals gave, all 0 to 1."""

    name: str
    low: float
    middle: float
    high: float


def draw(
    path: Path, title: str, headings: tuple[str, str], changes: Sequence[Bar], used: Sequence[Bar]
) -> None:
    """Write a PNG. Raises OSError where it cannot be written."""
    from matplotlib import rc_context  # noqa: PLC0415 - half a second, for one command
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with rc_context({"text.parse_math": False}):  # a name may hold a $
        height = max(_HEIGHT, _BAR * (len(changes) + len(used)) + _MARGIN)
        figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS, layout="constrained")
        FigureCanvasAgg(figure)
        figure.suptitle(title, fontsize=15, fontweight="bold")
        ratios = [max(1, len(changes)), max(1, len(used))]
        for axes, heading, bars in zip(
            figure.subplots(2, 1, height_ratios=ratios), headings, (changes, used), strict=True
        ):
            places = range(len(bars))
            errors = [[b.middle - b.low for b in bars], [b.high - b.middle for b in bars]]
            axes.barh(
                places, [b.middle for b in bars], xerr=errors, color="#1f5fa8", ecolor="#202020", capsize=4
            )
            axes.set_yticks(places, [b.name for b in bars])
            axes.invert_yaxis()
            axes.set_xlim(0, 1)
            axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
            axes.set_title(heading, loc="left", fontsize=12)
            axes.grid(visible=True, axis="x", color="#d0d0d0")
            axes.set_axisbelow(True)
        figure.savefig(path, format="png")
