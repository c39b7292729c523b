"""Bars of arrivals, drawn with eighths of a cell or, where a terminal has none, with `#`."""

from __future__ import annotations

from collections.abc import Sequence

from data.overview import STEP, Day

_EIGHTHS = " ▁▂▃▄▅▆▇█"


def bars(counts: Sequence[int], width: int, height: int, *, plain: bool) -> list[str]:
    """Rows of a chart, the highest first: each count a bar, all as wide as fits, the highest full height.

    Counts that do not fit in `width` columns are left out from the beginning of the day.
    """
    wide = max(1, width // max(1, len(counts)))
    shown = counts[-(width // wide) :]
    most = max(max(shown, default=0), 1)
    levels = [count / most * height for count in shown]
    return ["".join(_cell(level - row, wide, plain=plain) for level in levels) for row in _down(height)]


def hours(day: Day, width: int) -> str:
    """The hours under the bars, each where its first bar begins."""
    wide = max(1, width // max(1, len(day.arrivals)))
    first = max(0, len(day.arrivals) - width // wide)
    line = ""
    for index in range(first, len(day.arrivals)):
        at, column = day.first + index * STEP, (index - first) * wide
        if at.minute == 0 and column >= len(line):
            line = f"{line.ljust(column)}{at.hour}h "
    return line.rstrip()[:width]


def _down(height: int) -> range:
    return range(height - 1, -1, -1)


def _cell(level: float, wide: int, *, plain: bool) -> str:
    """One row of one bar; `level` is how many rows of it are still above the row's foot."""
    if plain:
        sign = "#" if level > 0 else " "
    else:
        eighths = min(8, max(0, round(level * 8)))
        sign = _EIGHTHS[max(1, eighths) if level > 0 else eighths]
    return sign * (wide - 1 if wide > 1 else 1) + (" " if wide > 1 else "")
