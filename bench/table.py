"""Figures, and the table they are printed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Line:
    """One measured figure beside its yardstick from the same run."""

    what: str
    value: float
    unit: str
    yardstick: float | None = None
    """The same unit; None where the line is the yardstick itself or has none."""
    aim: str = ""


def percentile(values: Sequence[float], hundredth: int) -> float:
    """The value below which so many hundredths of the values lie."""
    return quantiles(values, n=100, method="inclusive")[hundredth - 1]


def show(title: str, lines: Sequence[Line]) -> None:
    """Print one measurement."""
    print(f"\n{title}")
    print(f"  {'':44} {'measured':>14} {'yardstick':>12} {'ratio':>8}  aim")
    for line in lines:
        measured = f"{line.value:,.2f} {line.unit}"
        beside = f"{line.yardstick:,.2f}" if line.yardstick is not None else ""
        ratio = f"{line.value / line.yardstick:.2f}" if line.yardstick else ""
        print(f"  {line.what:44} {measured:>14} {beside:>12} {ratio:>8}  {line.aim}".rstrip(), flush=True)


def grid(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Print several figures of each of several things."""
    print(f"\n{title}")
    print(f"  {'':24}" + "".join(f" {column:>18}" for column in columns))
    for what, cells in rows:
        print(f"  {what:24}" + "".join(f" {cell:>18}" for cell in cells), flush=True)
