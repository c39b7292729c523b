"""Tables of what happened at the stations of an event, and of what people can do now."""

from __future__ import annotations

from collections.abc import Sequence

from checkin.participation import Ability
from data.reports.figures import AbilityPart, EventFigures, OutcomePart, Spread
from data.reports.grid import STT, Column, Grid, named
from data.reports.parts_table import NOBODY_CAME, NOT_AIMED, compared
from data.reports.vietnamese import decimal, number, percent
from data.reports.wording import ABILITIES, OTHER_STATIONS

_NOT_LISTED = "trạm không có trong danh mục của kho dữ liệu này"
_NO_WAIT = (
    "không có lượt nào ghi được đúng lúc cả lần hướng dẫn đến trạm ngay trước đó và lần quét vào (ghi bù từ "
    "danh sách giấy không tính) nên không đo được thời gian chờ"
)
_NO_STAY = "không có lượt nào được quét cả khi vào và khi ra nên không đo được thời gian một lượt"
_HALF = (
    "“50%”, “90%”: một nửa, chín phần mười số lượt đo được không dài hơn số phút này; thời gian chờ tính "
    "từ lúc được hướng dẫn đến lúc quét vào trạm, gồm cả thời gian đi"
)
_ONCE = "một người đến nhiều trạm được đếm ở mỗi trạm, nhưng chỉ đếm một lần ở dòng tổng số"
CONFIRMED = "do người phụ trách trạm xác nhận khi thấy người dân tự làm; một người có thể làm được nhiều việc"
"""Below every table of what people can do now."""
_ORDER = list(Ability)


def stations_grid(title: str, day: EventFigures) -> Grid:
    """A row a station: people, visits, waits and stays."""
    aimed = any(part.target is not None for part in day.stations)
    columns = [STT, named("Trạm trải nghiệm", 48), Column("Số người", 15), Column("Số lượt", 15)]
    columns += [Column("So với chỉ tiêu lượt", 33)] if aimed else []
    columns += [
        Column(head, 14, over=over) for over in ("Chờ (phút)", "Một lượt (phút)") for head in ("50%", "90%")
    ]
    grid = Grid(title, columns)
    for place, part in enumerate(day.stations, 1):
        row = [str(place), part.name, number(part.people), number(part.visits)]
        if aimed:
            row.append(compared(grid, part.visits, part.target, NOT_AIMED))
        row += [*_spread(grid, part.wait, _NO_WAIT), *_spread(grid, part.stay, _NO_STAY)]
        grid.rows.append(row)
    if rest := day.visits - sum(part.visits for part in day.stations):
        gaps = [grid.dash(_NOT_LISTED)] * (5 if aimed else 4)
        grid.rows.append(["", OTHER_STATIONS, grid.dash(_NOT_LISTED), number(rest), *gaps])
    grid.total = ["", "Tổng số", number(day.visitors), number(day.visits), *[""] * (5 if aimed else 4)]
    grid.note(_ONCE)
    grid.note(_HALF)
    return grid


def _spread(grid: Grid, spread: Spread | None, why_not: str) -> tuple[str, str]:
    if spread is None:
        return grid.dash(why_not), grid.dash(why_not)
    return decimal(spread.median), decimal(spread.p90)


def outcomes_grid(title: str, outcomes: Sequence[OutcomePart], people: int) -> Grid:
    """A row a thing that people can do now; `people` are all who came."""
    aimed = any(part.target is not None for part in outcomes)
    columns = [STT, named("Việc đã làm được", 70), Column("Số người", 20), Column("So với người tham dự", 36)]
    columns += [Column("So với chỉ tiêu", 36)] if aimed else []
    grid = Grid(title, columns)
    for place, part in enumerate(outcomes, 1):
        row = [str(place), part.name, number(part.people), compared(grid, part.people, people, NOBODY_CAME)]
        if aimed:
            row.append(compared(grid, part.people, part.target, NOT_AIMED))
        grid.rows.append(row)
    grid.note(CONFIRMED)
    return grid


def abilities_grid(title: str, abilities: Sequence[AbilityPart]) -> Grid:
    """A row a station: what people answered before and after, of those who answered both times."""
    columns = [STT, named("Trạm trải nghiệm", 34), Column("Số người trả lời", 16)]
    for over in ("Trước", "Sau"):
        columns += [Column(name, 13, over=over) for name in _SHORT]
    grid = Grid(title, [*columns, Column("Tiến bộ", 26)])
    for place, part in enumerate(abilities, 1):
        before, after = before_and_after(part)
        both = sum(before)
        share = f"{number(gained(part))} ({percent(gained(part), both)})" if both else grid.dash(_NOT_BOTH)
        counts = [number(n) for n in (*before, *after)] if both else [grid.dash(_NOT_BOTH)] * 6
        grid.rows.append([str(place), part.name, number(both), *counts, share])
    told = "; ".join(
        f"“{short}”: {ABILITIES[level].lower()}" for short, level in zip(_SHORT, _ORDER, strict=True)
    )
    grid.note(told)
    grid.note(
        "chỉ tính người trả lời cả hai lần; “Tiến bộ”: số người trả lời mức cao hơn sau khi trải nghiệm"
    )
    return grid


_SHORT = ("Chưa", "Có giúp", "Tự làm")
_NOT_BOTH = "không có ai trả lời cả trước và sau khi trải nghiệm"


def before_and_after(part: AbilityPart) -> tuple[list[int], list[int]]:
    """People by their answer before and by that after, in the order of `Ability`, who answered both."""
    before = [sum(part.change.get(a, {}).values()) for a in _ORDER]
    after = [sum(row.get(a, 0) for row in part.change.values()) for a in _ORDER]
    return before, after


def gained(part: AbilityPart) -> int:
    """People who answered after with more than before."""
    return sum(
        part.change.get(before, {}).get(after, 0)
        for low, before in enumerate(_ORDER)
        for after in _ORDER[low + 1 :]
    )
