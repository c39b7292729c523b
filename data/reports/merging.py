"""The province's view: the anonymous figures of many communes beside each other, and their totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from pathlib import Path
from typing import TypeVar

from checkin.names import fold, sort_key
from data.reports.published import Count, Event, KnownPart, Outcome, Problem, PublishedFigures, read

T = TypeVar("T", KnownPart, Outcome)


class Gap(Enum):
    """Why there is no number in a cell."""

    UNTOLD = "untold"
    """The commune does not tell it, as few people are behind it or beside it."""
    ABSENT = "absent"
    """The commune does not count such a thing at all."""


Cell = int | Gap


@dataclass(frozen=True, slots=True)
class Added:
    """A total over communes."""

    told: int
    """What is told, added up."""
    at_least: bool
    """Whether a commune does not tell its part, so that it is this much or more."""


@dataclass(frozen=True, slots=True)
class Commune:
    """Whose figures they are."""

    name: str
    organiser: str
    made: datetime
    smallest: int
    """Fewer people than that are told of nowhere in its file."""
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class MergedTable:
    """One table: a row a commune, in the order of `Merged.communes`, and the totals."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Added, ...]


@dataclass(frozen=True, slots=True)
class Renamed:
    """One name of a commune beside the one under which a column stands."""

    commune: str
    name: str
    column: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The figures of several communes of one programme.

    Whoever came in two communes counts in both: nothing in the files tells them apart.
    """

    name: str
    """The programme's."""
    communes: tuple[Commune, ...]
    tables: tuple[MergedTable, ...]
    """The first one is the overview."""
    renamed: tuple[Renamed, ...] = ()
    """What communes call otherwise than the first of them that has its code; it counts in the same column."""

    @property
    def shared(self) -> list[tuple[Commune, ...]]:
        """Communes of one name under several organisers: each counts, and may be there twice."""
        alike: dict[str, list[Commune]] = {}
        for one in self.communes:
            alike.setdefault(sort_key(one.name), []).append(one)
        return [tuple(same) for same in alike.values() if len(same) > 1]


class MergeProblem(StrEnum):
    """Why files cannot be added up."""

    FOREIGN = "foreign"
    VERSION = "version"
    BROKEN = "broken"
    """The first three are those of `Problem`."""
    TWICE = "twice"
    """Another file is of the same commune."""
    APART = "apart"
    """The same of other events: whoever came to several would count several times."""
    PROGRAMME = "programme"
    """It is of another programme than the first file."""


@dataclass(frozen=True, slots=True)
class Unmergeable:
    """The file at which adding up ended; nothing was written."""

    problem: MergeProblem
    path: Path
    other: Path | None = None
    """The file that it does not go with."""


def merge(paths: Sequence[Path]) -> Merged | Unmergeable:
    """The figures of some files, one a commune. Raises OSError with the file's name."""
    found: dict[tuple[str, str], tuple[Path, PublishedFigures]] = {}
    for path in paths:
        figures = read(path)
        if isinstance(figures, Problem):
            return Unmergeable(MergeProblem(figures.value), path)
        key = sort_key(figures.organiser), sort_key(figures.commune)
        if key in found:
            other, known = found[key]
            is_apart = {one.code for one in figures.events}.isdisjoint(one.code for one in known.events)
            return Unmergeable(MergeProblem.APART if is_apart else MergeProblem.TWICE, path, other)
        first, reference = next(iter(found.values()), (path, figures))
        if figures.programme != reference.programme:
            return Unmergeable(MergeProblem.PROGRAMME, path, first)
        found[key] = path, figures
    return merged([figures for _, figures in found.values()])


def merged(files: Sequence[PublishedFigures]) -> Merged:
    """The figures of one file or more, of different communes of one programme."""
    ordered = sorted(files, key=lambda one: (fold(one.commune), one.commune, one.organiser))
    return Merged(
        name=ordered[0].name,
        communes=tuple(
            Commune(one.commune, one.organiser, one.made, one.smallest, one.events) for one in ordered
        ),
        tables=(
            _overview(ordered),
            _coded("Người theo đối tượng", ordered, lambda of: of.total.groups, _people),
            _coded("Lượt theo đối tượng", ordered, lambda of: of.total.groups, lambda part: part.visits),
            _coded("Hoàn thành hộ chiếu", ordered, lambda of: of.total.groups, lambda part: part.completed),
            _coded("Người theo giới tính", ordered, lambda of: of.total.sexes, _people),
            _coded("Kết quả thực hành", ordered, lambda of: of.total.outcomes, _people),
        ),
        renamed=(
            *_renamed(ordered, lambda of: of.total.groups),
            *_renamed(ordered, lambda of: of.total.outcomes),
        ),
    )


def _people(part: KnownPart | Outcome) -> Count:
    return part.people


def _overview(files: Sequence[PublishedFigures]) -> MergedTable:
    rows = [(len(one.events), one.total.people, one.total.visits, one.total.known) for one in files]
    return _table("Tổng hợp", ("Số sự kiện", "Người", "Lượt", "Trong danh sách"), rows)


def _coded(
    title: str,
    files: Sequence[PublishedFigures],
    of: Callable[[PublishedFigures], Sequence[T]],
    count: Callable[[T], Count],
) -> MergedTable:
    """A column for every code that a commune has, called as the first commune that has it calls it."""
    names = _names(files, of)
    by_code = [{row.code: count(row) for row in of(one)} for one in files]
    rows = [[counts.get(code, Gap.ABSENT) for code in names] for counts in by_code]
    return _table(title, tuple(names.values()), rows)


def _names(
    files: Sequence[PublishedFigures], of: Callable[[PublishedFigures], Sequence[T]]
) -> dict[str, str]:
    names: dict[str, str] = {}
    for one in files:
        for row in of(one):
            names.setdefault(row.code, row.name)
    return names


def _renamed(
    files: Sequence[PublishedFigures], of: Callable[[PublishedFigures], Sequence[T]]
) -> Iterator[Renamed]:
    names = _names(files, of)
    for one in files:
        for row in of(one):
            if sort_key(row.name) != sort_key(names[row.code]):
                yield Renamed(one.commune, row.name, names[row.code])


def _table(title: str, columns: tuple[str, ...], rows: Sequence[Sequence[Count | Gap]]) -> MergedTable:
    filled = tuple(tuple(Gap.UNTOLD if cell is None else cell for cell in row) for row in rows)
    return MergedTable(title, columns, filled, tuple(map(_added, zip(*filled, strict=True))))


def _added(column: tuple[Cell, ...]) -> Added:
    return Added(sum(cell for cell in column if isinstance(cell, int)), at_least=Gap.UNTOLD in column)
