"""The province's view as a Word document: the merged figures as a Báo cáo by Nghị định 30/2020/NĐ-CP.

It has the page, the letterhead and the tables of a commune's report (`data/reports/document.py`). No
catalogue knows who issues it nor where: that stands in the file of words, or is a blank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from docx.document import Document

from checkin.local_time import VIETNAM, local_day
from data.reports.grid import STT, Column, Grid, draw, named
from data.reports.layout import Blank, heading, line, new_document, save
from data.reports.letterhead import Letter, foot, head
from data.reports.merging import Added, Cell, Commune, Merged, MergedTable
from data.reports.sections import Captions, closing, judgement, opening
from data.reports.stations_table import CONFIRMED
from data.reports.vietnamese import DASH, day, inside, listed, number
from data.reports.wording import AT_LEAST_MEANS, COUNTED_TWICE, UNTOLD, UNTOLD_MEANS, units
from data.reports.words import Words

_MOST_NAMED = 12
"""Communes that a sentence names; more are left to the table."""
_COUNTED = ("Số sự kiện", "Số người", "Số lượt", "Trong danh sách")
"""The columns of the overview."""
_EXPLAINED = "ký hiệu “ẩn” và “≥” được giải thích tại mục I"


def write_province_docx(path: Path, merged: Merged, words: Words, now: datetime) -> None:
    """Write the document. Raises OSError."""
    save(compose(merged, words, now), path)


def compose(merged: Merged, words: Words, now: datetime) -> Document:
    """The report over all communes of merged figures, with what people wrote; blanks where they did not."""
    letter = _letter(merged, words, now)
    document = new_document(letter.title, letter.author, now)
    captions = Captions()
    head(document, letter, words)
    opening(document, letter, words)
    _overview(document, merged)
    _by_commune(document, merged, captions)
    _by_kind(document, merged, captions)
    judgement(document, words, ("IV", "V"), "Nhận xét chung")
    closing(document, letter)
    foot(document, letter, words)
    return document


def _letter(merged: Merged, words: Words, now: datetime) -> Letter:
    communes = merged.communes
    where = inside(communes[0].name) if len(communes) == 1 else _counted(communes)
    own = (
        f"Tổng hợp kết quả tổ chức {merged.name}",
        f"tại {where} năm {max(event.date for one in communes for event in one.events).year}",
    )
    return Letter(
        issuer=words.issuer or Blank("Cơ quan ban hành"),
        place=words.place or Blank(),
        about=inside(words.about) or f"tổng hợp kết quả tổ chức {merged.name} tại {where}",
        subject=(words.about,) if words.about else own,
        year=now.astimezone(VIETNAM).year,
        kept="Lưu: VT",
    )


def _overview(document: Document, merged: Merged) -> None:
    """I. Which communes, and who came in all."""
    heading(document, "I. KHÁI QUÁT")
    heading(document, "1. Phạm vi tổng hợp", 2)
    line(document, _scope(merged))
    made = [local_day(one.made) for one in merged.communes]
    line(document, f"Số liệu do các đơn vị cấp xã lập {_between(made)}.")
    heading(document, "2. Kết quả chung", 2)
    _, people, visits, known = merged.tables[0].totals
    if people == Added(0, at_least=False):
        line(document, "Không có người nào được ghi nhận tham dự.")
        return
    came = f"Tổng số người tham dự: {_amount(people, 'người')}"
    line(document, f"{came}; tổng số lượt trải nghiệm: {_amount(visits, 'lượt')}. {COUNTED_TWICE}")
    line(document, f"Số người trong danh sách và số đăng ký tại bàn đón: {_amount(known, 'người')}.")
    if any(added.at_least for table in merged.tables for added in table.totals):
        line(document, f"{UNTOLD_MEANS} {_told_from(merged.communes)} {AT_LEAST_MEANS}")


def _scope(merged: Merged) -> str:
    names = [inside(name) for name in _names(merged.communes)]
    which = listed(names) if len(names) <= _MOST_NAMED else "nêu tại Bảng 1"
    dates = [event.date for one in merged.communes for event in one.events]
    return (
        f"Báo cáo tổng hợp số liệu của {_counted(merged.communes)}: {which}; "
        f"{number(len(dates))} sự kiện, tổ chức {_between(dates)}."
    )


def _between(dates: Sequence[date]) -> str:
    first, last = min(dates), max(dates)
    return f"ngày {day(first)}" if first == last else f"từ ngày {day(first)} đến ngày {day(last)}"


def _told_from(communes: Sequence[Commune]) -> str:
    least = sorted({one.smallest for one in communes})
    differs = ", tùy đơn vị" if len(least) > 1 else ""
    return f"Mức đơn vị cho biết là {' hoặc '.join(f'từ {number(n)}' for n in least)} trở lên{differs}."


def _counted(communes: Sequence[Commune]) -> str:
    return units([one.name for one in communes])


def _names(communes: Sequence[Commune]) -> list[str]:
    """With the organiser where two communes are called the same."""
    often = Counter(one.name for one in communes)
    return [one.name if often[one.name] == 1 else f"{one.name} ({one.organiser})" for one in communes]


def _by_commune(document: Document, merged: Merged, captions: Captions) -> None:
    """II. A row a commune."""
    heading(document, "II. KẾT QUẢ THEO ĐƠN VỊ HÀNH CHÍNH CẤP XÃ")
    table = merged.tables[0]
    columns = [STT, named("Đơn vị cấp xã", 60), *(Column(title, 24) for title in _COUNTED)]
    grid = Grid(captions.table("Sự kiện, người và lượt theo đơn vị cấp xã"), columns)
    for place, (name, row) in enumerate(zip(_names(merged.communes), table.rows, strict=True), 1):
        grid.rows.append([str(place), name, *map(_cell, row)])
    grid.total = ["", "Tổng số", *map(_total, table.totals)]
    _draw(document, grid, table.totals)


def _by_kind(document: Document, merged: Merged, captions: Captions) -> None:
    """III. Over all communes: by group and sex, and what people can do now."""
    overview, people, visits, completed, sexes, outcomes = merged.tables
    _, came, visited, _ = overview.totals
    heading(document, "III. KẾT QUẢ THEO ĐỐI TƯỢNG, GIỚI TÍNH, VIỆC ĐÃ LÀM ĐƯỢC")
    heading(document, "1. Theo đối tượng", 2)
    columns = [("Số người", people), ("Số lượt", visits), ("Hoàn thành hộ chiếu", completed)]
    _kinds(document, captions.table("Theo đối tượng"), "Đối tượng", columns, (came, visited, _sum(completed)))
    heading(document, "2. Theo giới tính", 2)
    _kinds(document, captions.table("Theo giới tính"), "Giới tính", [("Số người", sexes)], (came,))
    heading(document, "3. Việc người dân đã làm được", 2)
    if not outcomes.columns:
        line(document, f"{DASH} (danh mục không có kết quả thực hành nào để ghi nhận).")
        return
    about = captions.table("Số người đã làm được")
    _kinds(document, about, "Việc đã làm được", [("Số người", outcomes)], note=CONFIRMED)


def _kinds(
    document: Document,
    title: str,
    what: str,
    columns: Sequence[tuple[str, MergedTable]],
    total: Sequence[Added] = (),
    note: str = "",
) -> None:
    """A row a kind of people, with the totals over communes of some tables that have the same kinds."""
    grid = Grid(title, [STT, named(what, 80), *(Column(name, 24) for name, _ in columns)])
    counts = list(zip(*(table.totals for _, table in columns), strict=True))
    for place, (name, row) in enumerate(zip(columns[0][1].columns, counts, strict=True), 1):
        grid.rows.append([str(place), name, *map(_total, row)])
    if total:
        grid.total = ["", "Tổng số", *map(_total, total)]
    if note:
        grid.note(note)
    _draw(document, grid, [*total, *(added for row in counts for added in row)])


def _draw(document: Document, grid: Grid, totals: Sequence[Added]) -> None:
    if any(added.at_least for added in totals):
        grid.note(_EXPLAINED)
    draw(document, grid)


def _sum(table: MergedTable) -> Added:
    return Added(sum(one.told for one in table.totals), any(one.at_least for one in table.totals))


def _cell(cell: Cell) -> str:
    return number(cell) if isinstance(cell, int) else UNTOLD


def _total(added: Added) -> str:
    """With "≥" where a commune does not tell its part; hidden too where no commune tells of anybody."""
    if not added.at_least:
        return number(added.told)
    return f"≥\u00a0{number(added.told)}" if added.told else UNTOLD


def _amount(added: Added, unit: str) -> str:
    return _total(added) if _total(added) == UNTOLD else f"{_total(added)} {unit}"
