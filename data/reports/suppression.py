"""Which cells of a table of counts are not shown, so that none that is small can be seen or worked out."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

Cell = Sequence[int]
"""What is known of some people once a cell is shown: its count, and counts that follow from it, such as
how many of the group are left over. Every cell of a table states the same ones in the same order."""

_LEAST = 2
"""A single hidden cell is the total less the others."""


def is_small(number: int, smallest: int) -> bool:
    """Whether so many are some, and fewer than may be shown."""
    return 0 < number < smallest


def hidden(cells: Sequence[Cell], smallest: int, forced: AbstractSet[int] = frozenset()) -> frozenset[int]:
    """The places of cells that stay hidden in a table whose total is known.

    Hidden are small cells and those of `forced`; then, the smallest first and equal ones together, as many
    more as it takes until what the total leaves for the hidden ones tells nothing small. Where that takes
    every cell with somebody in it, those of nobody are hidden too.
    """
    chosen = {place for place, cell in enumerate(cells) if any(is_small(n, smallest) for n in cell)}
    chosen |= forced
    counted = {place for place, cell in enumerate(cells) if cell[0]}
    spare = counted - chosen
    while spare and not _is_safe([cells[place] for place in chosen], smallest):
        least = min(cells[place][0] for place in spare)
        added = {place for place in spare if cells[place][0] == least}
        chosen |= added
        spare -= added
    is_told = spare or (not counted and _is_safe([cells[place] for place in chosen], smallest))
    return frozenset(chosen if is_told else range(len(cells)))


def _is_safe(cells: Sequence[Cell], smallest: int) -> bool:
    """Whether the sums over hidden cells, which the total gives away, tell nothing small of anybody."""
    return all(_hides(counts, smallest) for counts in zip(*cells, strict=True))


def _hides(counts: Sequence[int], smallest: int) -> bool:
    filled = [number for number in counts if number]
    together = sum(filled)
    at_a_bound = together in {len(filled), len(filled) * (smallest - 1)}
    return not filled or (len(filled) >= _LEAST and together >= smallest and not at_a_bound)
