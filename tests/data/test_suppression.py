"""Cells that are not shown: every small table is tried."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.reports.suppression import hidden, is_small

TABLES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=9)


@given(TABLES, st.integers(2, 8), st.sets(st.integers(0, 8)))
@example([(0, 2), (0, 0)], 2, {0})
@example([(0, 0), (0, 1)], 2, set())
@example([(0, 3), (0, 9), (20, 9)], 5, set())
@example([(0, 2), (20, 9), (30, 9), (40, 9)], 5, set())
def test_nothing_small_is_shown_or_left_by_subtraction(
    cells: list[tuple[int, int]], smallest: int, forced: set[int]
) -> None:
    forced = {place for place in forced if place < len(cells)}
    away = hidden(cells, smallest, forced)
    assert forced <= away
    for place, cell in enumerate(cells):
        assert place in away or not any(is_small(n, smallest) for n in cell)
    if len(away) == len(cells):
        return
    for column in range(2):
        left = [cells[place][column] for place in away]
        assert not is_small(sum(left), smallest)
        assert sum(1 for n in left if n) != 1


@given(TABLES, st.integers(2, 8))
def test_a_table_without_small_cells_is_shown_whole(cells: list[tuple[int, int]], smallest: int) -> None:
    large = [tuple(n + smallest if n else 0 for n in cell) for cell in cells]
    assert hidden(large, smallest) == frozenset()


@pytest.mark.parametrize(
    ("smallest", "columns", "most"), [(3, 3, 9), (3, 4, 8), (4, 3, 11), (5, 3, 16), (5, 2, 20)]
)
def test_not_even_who_runs_the_rule_backwards_learns_a_hidden_number(
    smallest: int, columns: int, most: int
) -> None:
    """Of all tables that look the same when published, every hidden cell has two numbers at least."""
    alike: dict[tuple[int | None, tuple[int | None, ...]], list[tuple[int, ...]]] = defaultdict(list)
    for table in product(range(most + 1), repeat=columns):
        away = hidden([(n,) for n in table], smallest)
        total = None if is_small(sum(table), smallest) else sum(table)
        if total is None or total <= most:
            shown = tuple(None if place in away else n for place, n in enumerate(table))
            alike[total, shown].append(table)
    for (_, shown), tables in alike.items():
        for place, cell in enumerate(shown):
            assert cell is not None or len({table[place] for table in tables}) > 1, (shown, tables)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((12, 30, 0), set()),
        ((3, 30, 12, 0), {0, 2}),
        ((3, 4, 30, 40), {0, 1}),
        ((1, 1, 1, 20, 30), {0, 1, 2, 3}),
        ((2, 9, 9, 30), {0, 1, 2}),
        ((4, 4, 4, 5, 20), {0, 1, 2, 3}),
        ((2, 1, 0), {0, 1, 2}),
        ((3, 20), {0, 1}),
    ],
)
def test_the_next_smallest_go_with_a_small_one(table: tuple[int, ...], expected: set[int]) -> None:
    assert hidden([(n,) for n in table], 5) == expected
