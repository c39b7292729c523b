"""Tables of the people of a report by one thing that tells them apart: group, hamlet, sex, age."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from checkin.event import UNKNOWN
from data.reports.figures import Part
from data.reports.grid import STT, Column, Grid, named
from data.reports.vietnamese import number, of_total, percent

NOT_LISTED = "trong danh sách không có người thuộc nhóm này"
NO_PASSPORT = "hộ chiếu không yêu cầu lượt nào"
NOBODY_CAME = "không có người tham dự nên không có tỷ lệ"
NOT_AIMED = "chưa xác định chỉ tiêu"


class Listed(NamedTuple):
    """People on the lists and registered at the desks."""

    came: int
    known: int

    @classmethod
    def of(cls, groups: Sequence[Part], known: int) -> Listed:
        """From the people by group: everybody on the lists has one, a badge of an unknown desk has none."""
        return cls(sum(part.people for part in groups if part.code != UNKNOWN), known)

    @classmethod
    def of_event(cls, groups: Sequence[Part], known: int) -> Listed:
        """The same of an event, whose lists lack whoever was forgotten before it, as its groups tell."""
        parts = [part.known for part in groups if part.known is not None]
        return cls.of(groups, sum(parts) if parts else known)


def parts_grid(
    title: str,
    what: str,
    parts: Sequence[Part],
    *,
    asked: int,
    listed: Listed | None = None,
    target: int | None = None,
    shares: bool = False,
) -> Grid:
    """A row a part, and their sum.

    `asked` are the people whose passport asks for a visit: where it is nobody, completed ones are not told;
    `listed` is None where parts are not compared with the lists; `target` is what is aimed at in all.
    With `shares` a column tells the share of each part, and none compares with targets.
    """
    aimed = not shares and (target is not None or any(part.target is not None for part in parts))
    columns = [STT, named(what, 36), Column("Số người", 15), *([Column("Tỷ lệ", 17)] if shares else [])]
    columns += [Column("Số lượt", 15), *([Column("Hoàn thành hộ chiếu", 20)] if asked else [])]
    columns += [Column("So với chỉ tiêu", 34)] if aimed else []
    columns += [Column("So với danh sách", 34)] if listed else []
    grid = Grid(title, columns)
    people = sum(part.people for part in parts)
    for place, part in enumerate(parts, 1):
        row = [str(place), part.name, number(part.people)]
        row += [_share(grid, part.people, people)] if shares else []
        row += [number(part.visits), *([_completed(grid, part)] if asked else [])]
        row += [compared(grid, part.people, part.target, NOT_AIMED)] if aimed else []
        row += [_on_lists(grid, part)] if listed else []
        grid.rows.append(row)
    total = ["", "Tổng số", number(people)]
    total += [_share(grid, people, people)] if shares else []
    total += [number(sum(part.visits for part in parts))]
    total += [number(sum(part.completed for part in parts))] if asked else []
    total += [compared(grid, people, target, NOT_AIMED)] if aimed else []
    total += [compared(grid, listed.came, listed.known, NOT_LISTED)] if listed else []
    if listed:
        grid.note("danh sách gồm cả người đăng ký tại bàn đón")
    if listed and listed.came != people:
        grid.note("cột so với danh sách không tính người chưa có trong danh sách")
    grid.total = total
    return grid


def _completed(grid: Grid, part: Part) -> str:
    """Nobody of them completes a passport that asks for nothing: that is no 0."""
    if part.people and not part.asked:
        return grid.dash(NO_PASSPORT)
    return number(part.completed)


def _on_lists(grid: Grid, part: Part) -> str:
    """Nobody can tell how many of those of whom nothing is known are on the lists."""
    if part.code == UNKNOWN:
        return grid.dash("không rõ ai trong danh sách")
    return compared(grid, part.people, part.known, NOT_LISTED)


def _share(grid: Grid, people: int, total: int) -> str:
    return percent(people, total) if total else grid.dash(NOBODY_CAME)


def compared(grid: Grid, people: int, total: int | None, why_not: str) -> str:
    """A number and its share of a total; a dash that says why not where there is nothing to compare with."""
    return of_total(people, total) if total else grid.dash(why_not)
