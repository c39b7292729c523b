"""The figures as tables for a spreadsheet: one for each thing by which people or visits are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from checkin.event import UNKNOWN, Catalogue
from data.reports.figures import EventFigures, Figures, Note, OutcomePart, Part, Spread, Total
from data.reports.vietnamese import DASH
from data.reports.wording import ABILITIES, OTHER_STATIONS, note_sentence, refusal
from data.sheets import COUNT, DECIMAL, SHARE, Chart, Value

ALL_EVENTS = "Tất cả sự kiện"
EVENT, PEOPLE, VISITS = "Sự kiện", "Người", "Lượt"
_COUNT_WIDTH = 12


@dataclass(frozen=True, slots=True)
class Sum:
    """A column whose total is the sum of its rows."""


@dataclass(frozen=True, slots=True)
class ShareOf:
    """What each row's cell of another column is of that column's total."""

    column: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """One column over another one of the same row, and of the totals where both are whole."""

    part: int
    whole: int
    in_total: bool = False


@dataclass(frozen=True, slots=True)
class Across:
    """The sum of some columns of the same row, both ends included; its total is that of the totals."""

    first: int
    last: int


Rule = Sum | ShareOf | Ratio | Across | None
"""How a column is calculated; None for one that is only told."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, width in characters, number format, and how it is calculated."""

    header: str
    width: int = _COUNT_WIDTH
    look: str = COUNT
    rule: Rule = None


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one event."""

    event: str
    """What stands in the first column of each row."""
    rows: list[list[Value]]
    """The cells after it; those that are calculated are None, unless there is nothing to calculate."""
    labels: tuple[str, ...] = ("Tổng",)
    """What stands after it in the total's row."""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table, the events one below the other."""

    title: str
    """Also of its sheet: at most 31 letters, none of []:*?/\\ and no apostrophe."""
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    totals: bool = True
    chart: Chart | None = None


def figure_tables(figures: Figures) -> tuple[FigureTable, ...]:
    """Every table, in the order of the workbook."""
    figures = told_apart(figures)
    return (
        _parts("Đối tượng", _compared(figures, attrgetter("groups")), targets=True),
        _parts("Thôn", _compared(figures, attrgetter("hamlets"))),
        _parts("Giới tính", _compared(figures, attrgetter("sexes"))),
        _parts("Độ tuổi", [_Kinds(event.name, event.ages) for event in figures.events]),
        stations(figures),
        outcomes(figures),
        abilities(figures),
        _bars(figures, "Lượt theo giờ", "Giờ", "hours", charted=True),
        _bars(figures, "Đến theo 10 phút", "Từ lúc", "arrivals"),
        irregular(figures),
    )


def told_apart(figures: Figures) -> Figures:
    """The same with each event under a name unlike the others."""
    called = event_labels([(event.name, event.date) for event in figures.events])
    events = tuple(replace(one, name=name) for one, name in zip(figures.events, called, strict=True))
    return replace(figures, events=events)


def labels_of(catalogues: Sequence[Catalogue]) -> list[str]:
    """What the events of some catalogues are called, each unlike the others."""
    return event_labels([(known.event.name.vi, known.event.date) for known in catalogues])


def event_labels(events: Sequence[tuple[str, date]]) -> list[str]:
    """What events are called where several stand in one column: with the day, where two share a name."""
    names = Counter(name for name, _ in events)
    return [name if names[name] == 1 else f"{name} ({day:%d/%m/%Y})" for name, day in events]


class _Kinds(NamedTuple):
    """The people of an event, or of all together, by one thing that tells them apart."""

    event: str
    parts: Sequence[Part]
    unlisted: int | None = None
    """Those of whom nobody can tell whether they are on a list; None where lists are not compared."""


def _compared(
    figures: Figures, parts: Callable[[EventFigures | Total], Sequence[Part]]
) -> tuple[_Kinds, ...]:
    """The parts of every event, and of all together if there are several, to compare with the lists."""
    named: list[tuple[str, EventFigures | Total]] = [(event.name, event) for event in figures.events]
    if len(named) > 1:
        named.append((ALL_EVENTS, figures.total))
    return tuple(_Kinds(name, parts(found), _unlisted(found.groups)) for name, found in named)


def _unlisted(groups: Sequence[Part]) -> int:
    """Everybody on the lists has a group, a badge of an unknown desk has none."""
    return sum(part.people for part in groups if part.code == UNKNOWN)


def _parts(title: str, named: Sequence[_Kinds], *, targets: bool = False) -> FigureTable:
    """People of each kind; with those on the lists, and with the plan's aims, where they are compared."""
    listed = any(kinds.unlisted is not None for kinds in named)
    columns = [
        Column(EVENT, 44, ""),
        Column(title, 28, ""),
        Column(PEOPLE, rule=Sum()),
        Column("Tỷ lệ trong số người đến", look=SHARE, rule=ShareOf(2)),
        Column(VISITS, rule=Sum()),
        Column("Người được phát hộ chiếu", rule=Sum()),
        Column("Hoàn thành hộ chiếu", rule=Sum()),
        Column("Tỷ lệ hoàn thành", look=SHARE, rule=Ratio(6, 5, in_total=True)),
    ]
    if listed:
        columns += [
            Column("Trong danh sách", rule=Sum()),
            Column("Người đến có trong danh sách", rule=Sum()),
            Column("Tỷ lệ có mặt", look=SHARE, rule=Ratio(9, 8, in_total=True)),
        ]
    if targets:
        columns += [Column("Chỉ tiêu (người)"), Column("Đạt chỉ tiêu", look=SHARE, rule=Ratio(2, 11))]

    def row(part: Part, unlisted: int | None) -> list[Value]:
        cells: list[Value] = [part.name, part.people, None, part.visits, part.asked, part.completed, None]
        on_lists = [] if unlisted is None else _on_lists(part, unlisted)
        return [*cells, *on_lists, *[part.target, None] * targets]

    blocks = tuple(Block(kinds.event, [row(part, kinds.unlisted) for part in kinds.parts]) for kinds in named)
    chart = Chart(f"Người theo {title.lower()}", 1, (2,)) if targets else None
    return FigureTable(title, tuple(columns), blocks, chart=chart)


def _on_lists(part: Part, unlisted: int) -> list[Value]:
    """Those on the lists, and how many of them came; no share of those of whom nothing is known."""
    if part.code == UNKNOWN:
        return [part.known or 0, part.people - unlisted, DASH]
    return [part.known or 0, part.people, None]


def stations(figures: Figures) -> FigureTable:
    """What happened at each station; people have no sum, as one may go to several."""
    columns = (
        Column(EVENT, 44, ""),
        Column("Số", 6),
        Column("Trạm", 36, ""),
        Column(PEOPLE),
        Column(VISITS, rule=Sum()),
        Column("Tỷ lệ lượt", look=SHARE, rule=ShareOf(4)),
        Column("Chỉ tiêu (lượt)"),
        Column("Đạt chỉ tiêu", look=SHARE, rule=Ratio(4, 6)),
        Column("Phút chờ: một nửa không quá", look=DECIMAL),
        Column("Phút chờ: chín phần mười không quá", look=DECIMAL),
        Column("Phút ở trạm: một nửa không quá", look=DECIMAL),
        Column("Phút ở trạm: chín phần mười không quá", look=DECIMAL),
        Column("Lượt không quét ra", rule=Sum()),
        Column("Tổng số phút", rule=Sum()),
        Column("Trong đó ước tính", rule=Sum()),
        Column("Người được hỏi trước"),
        Column("Người được hỏi sau"),
    )
    blocks = tuple(Block(event.name, _stations(event), ("", "Tổng")) for event in figures.events)
    return FigureTable("Trạm", columns, blocks, chart=Chart("Lượt theo trạm", 2, (4,)))


def _stations(event: EventFigures) -> list[list[Value]]:
    asked = {ability.code: (ability.before, ability.after) for ability in event.abilities}
    rest = event.visits - sum(row.visits for row in event.stations)
    others: list[Value] = [DASH, OTHER_STATIONS, DASH, rest, None, None, None, *[DASH] * 9]
    listed: list[list[Value]] = [
        [
            row.number,
            row.name,
            row.people,
            row.visits,
            None,
            row.target,
            None,
            *_spread(row.wait),
            *_spread(row.stay),
            row.unended,
            row.minutes,
            row.estimated,
            *asked.get(row.code, (None, None)),
        ]
        for row in event.stations
    ]
    return [*listed, others] if rest else listed


def _spread(spread: Spread | None) -> tuple[float | None, float | None]:
    return (spread.median, spread.p90) if spread else (None, None)


def outcomes(figures: Figures) -> FigureTable:
    """How many people of each group can do something now; no sum, as one may be able to do several."""
    groups = {part.code: part.name for part in figures.total.groups}
    columns = [Column(EVENT, 44, ""), Column("Kết quả thực hành", 40, "")]
    columns += [Column(name, 14) for name in groups.values()]
    last = len(columns) - 1
    columns += [
        Column("Cộng (người)", rule=Across(2, last)),
        Column("Chỉ tiêu (người)"),
        Column("Đạt chỉ tiêu", look=SHARE, rule=Ratio(last + 1, last + 2)),
    ]

    def row(outcome: OutcomePart) -> list[Value]:
        return [outcome.name, *(outcome.groups.get(code, 0) for code in groups), None, outcome.target, None]

    named = [(event.name, event.outcomes) for event in figures.events]
    if len(named) > 1:
        named.append((ALL_EVENTS, figures.total.outcomes))
    blocks = tuple(Block(name, [row(outcome) for outcome in table]) for name, table in named)
    return FigureTable("Kết quả thực hành", tuple(columns), blocks, totals=False)


def abilities(figures: Figures) -> FigureTable:
    """What people said of themselves at each station: before in rows, after in columns."""
    columns = (
        Column(EVENT, 44, ""),
        Column("Trạm", 36, ""),
        Column("Trước khi trải nghiệm", 28, ""),
        *(Column(f"Sau: {name[0].lower()}{name[1:]}", 16, rule=Sum()) for name in ABILITIES.values()),
        Column("Cộng (người)", rule=Across(3, 2 + len(ABILITIES))),
    )
    blocks = tuple(
        Block(
            event.name,
            [[row.name, name, *row.change[code].values(), None] for code, name in ABILITIES.items()],
            (row.name, "Tổng"),
        )
        for event in figures.events
        for row in event.abilities
    )
    return FigureTable("Năng lực trước và sau", columns, blocks)


def _bars(figures: Figures, title: str, start: str, member: str, *, charted: bool = False) -> FigureTable:
    columns = (
        Column(EVENT, 44, ""),
        Column(start, 10, ""),
        Column("Người đến", rule=Sum()),
        Column("Lượt bắt đầu", rule=Sum()),
    )
    blocks = tuple(
        Block(event.name, [[bar.start, bar.people, bar.visits] for bar in getattr(event, member)])
        for event in figures.events
    )
    return FigureTable(title, columns, blocks, chart=Chart(title, 1, (2, 3)) if charted else None)


def irregular(figures: Figures) -> FigureTable:
    """What did not go by the rules, and what the figures are less sure of than they look."""
    columns = (
        Column(EVENT, 44, ""),
        Column("Loại", 24, ""),
        Column("Nội dung", 90, ""),
        Column("Số lần hoặc số người", 14),
    )
    blocks = [Block(event.name, [*_irregular(event)]) for event in figures.events]
    notes = [_note(note) for note in figures.total.notes]
    return FigureTable(
        "Ngoài quy trình và ghi chú",
        columns,
        (*blocks, *([Block(ALL_EVENTS, notes)] if notes else [])),
        totals=False,
    )


def _irregular(event: EventFigures) -> Iterator[list[Value]]:
    found = event.irregular
    for tally in found.refusals:
        yield ["Lần quét bị từ chối", refusal(tally.code), tally.count]
    for tally in found.undone:
        yield ["Dòng nhật ký bị hoàn tác", tally.name or "Không ghi lý do", tally.count]
    yield ["Ngoài quy trình", "Người được hai máy cùng ghi nhận đến, chỉ tính một lần", found.twice]
    yield ["Ngoài quy trình", "Người được ghi nhận mà không có thẻ", found.without_badge]
    yield ["Ngoài quy trình", "Dòng ghi muộn hơn một giờ, như ghi lại từ danh sách giấy", found.caught_up]
    yield from map(_note, event.notes)


def _note(note: Note) -> list[Value]:
    return ["Ghi chú", note_sentence(note), note.count]
