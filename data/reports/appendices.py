"""The appendices: people by what tells them apart, the day hour by hour, and what did not go by the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from data.reports.chart_pages import arrivals_chart
from data.reports.figures import EventFigures, Figures, Note, Part, Remark, Total
from data.reports.grid import STT, Column, Grid, draw, named
from data.reports.layout import BODY, CENTRED, Piece, heading, line, new_part, part_heading
from data.reports.letterhead import issuer, number_and_symbol, signed_on
from data.reports.parts_table import Listed, parts_grid
from data.reports.sections import Captions
from data.reports.vietnamese import day, number
from data.reports.wording import note_sentence, refusal
from data.reports.words import Words


def appendices(document: Document, figures: Figures, words: Words) -> None:
    """Each on a new page, with page numbers of its own."""
    parts: Sequence[tuple[str, Callable[[Document, Figures, Captions], None]]] = (
        ("NGƯỜI THAM DỰ THEO ĐỐI TƯỢNG, THÔN, GIỚI TÍNH, ĐỘ TUỔI", _people),
        ("SỐ NGƯỜI ĐẾN VÀ SỐ LƯỢT THEO GIỜ", _hours),
        ("NHỮNG VIỆC NGOÀI QUY TRÌNH VÀ GHI CHÚ VỀ SỐ LIỆU", _irregular),
    )
    for roman, (title, fill) in zip(("I", "II", "III"), parts, strict=True):
        new_part(document)
        part_heading(document, f"Phụ lục {roman}")
        line(document, title, replace(CENTRED, bold=True))
        line(document, _belongs(figures, words), replace(CENTRED, italic=True, after=10))
        fill(document, figures, Captions())


def _belongs(figures: Figures, words: Words) -> list[Piece]:
    number_, signed = (
        number_and_symbol(words, issuer(figures, words)),
        signed_on(words, figures.made_locally.year),
    )
    number_[0] = "(Kèm theo Báo cáo số "
    return [*number_, " ", *signed, f" của {issuer(figures, words)})"]


def _people(document: Document, figures: Figures, captions: Captions) -> None:
    for place, event in enumerate(figures.events, 1):
        heading(document, f"{place}. {event.name} ({day(event.date)})", 2)
        _tables(document, event, captions, figures.total.known, event.asked)
        title = captions.table("Theo nhóm tuổi, tính đến ngày tổ chức")
        draw(document, parts_grid(title, "Nhóm tuổi", event.ages, asked=event.asked, shares=True))
    if len(figures.events) > 1:
        heading(document, f"{len(figures.events) + 1}. Tất cả sự kiện, mỗi người đếm một lần", 2)
        asked = sum(event.asked for event in figures.events)
        _tables(document, figures.total, captions, figures.total.known, asked)


def _tables(
    document: Document, found: EventFigures | Total, captions: Captions, known: int, asked: int
) -> None:
    kinds: tuple[tuple[str, str, tuple[Part, ...]], ...] = (
        ("Theo đối tượng", "Đối tượng", found.groups),
        ("Theo thôn", "Thôn", found.hamlets),
        ("Theo giới tính", "Giới tính", found.sexes),
    )
    listed = Listed.of_event(found.groups, known)
    for about, what, parts in kinds:
        grid = parts_grid(captions.table(about), what, parts, asked=asked, listed=listed, shares=True)
        draw(document, grid)


def _hours(document: Document, figures: Figures, captions: Captions) -> None:
    for place, event in enumerate(figures.events, 1):
        heading(document, f"{place}. {event.name} ({day(event.date)})", 2)
        if not event.people:
            line(document, "Không có người nào được ghi nhận tham dự.")
            continue
        arrivals_chart(document, captions.chart("Số người đến và số lượt bắt đầu, từng 10 phút"), event)
        draw(document, _hours_grid(captions.table("Số người đến và số lượt bắt đầu, từng giờ"), event))


def _hours_grid(title: str, event: EventFigures) -> Grid:
    grid = Grid(title, [STT, named("Giờ", 60), Column("Số người đến", 45), Column("Số lượt bắt đầu", 45)])
    for place, bar in enumerate(event.hours, 1):
        hour, minute = (int(part) for part in bar.start.split(":"))
        end = f"{hour + 1:02}:{minute:02}"
        grid.rows.append([str(place), f"Từ {bar.start} đến {end}", number(bar.people), number(bar.visits)])
    people, visits = (sum(getattr(bar, of) for bar in event.hours) for of in ("people", "visits"))
    grid.total = ["", "Tổng số", number(people), number(visits)]
    if any(note.remark is Remark.OTHER_DAY for note in event.notes):
        grid.note("chưa gồm những lần ghi vào ngày khác ngày tổ chức, xem Phụ lục III")
    return grid


def _irregular(document: Document, figures: Figures, captions: Captions) -> None:
    for place, event in enumerate(figures.events, 1):
        heading(document, f"{place}. {event.name} ({day(event.date)})", 2)
        draw(document, _irregular_grid(captions.table("Những việc ngoài quy trình và cách ghi nhận"), event))
        _notes(document, event.notes)
    heading(document, f"{len(figures.events) + 1}. Cách tổng hợp số liệu", 2)
    line(
        document,
        "- Số liệu được tổng hợp từ nhật ký tham gia do máy tại bàn đón và trạm ghi lại, tính đến "
        f"{_moment(figures)}. Việc đã hoàn tác không được tính.",
    )
    line(
        document,
        "- Thời gian của lượt không quét khi ra được ước tính theo trung vị của các lượt đo được tại trạm đó "
        "(chưa đo được lượt nào thì theo danh mục sự kiện), nhưng không quá lúc người đó được ghi nhận ở nơi "
        "khác hoặc giờ bế mạc.",
    )
    for note in figures.total.notes:
        line(document, f"- {note_sentence(note)}")


def _irregular_grid(title: str, event: EventFigures) -> Grid:
    grid = Grid(
        title, [STT, Column("Nội dung", 110, ALIGN.LEFT), Column("Số lượng", 24), named("Đơn vị", 30)]
    )
    found = event.irregular
    rows = [(f"Từ chối: {refusal(one.code)}", one.count, "lần quét") for one in found.refusals]
    rows += [
        (f"Hoàn tác: {one.name or 'Không ghi lý do'}", one.count, "dòng nhật ký") for one in found.undone
    ]
    rows += [
        ("Được ghi nhận đến ở hai máy chưa kết nối với nhau, chỉ đếm là một người", found.twice, "người"),
        (
            "Được ghi nhận đến không bằng thẻ tham dự (tìm theo tên, đón cả lớp, đăng ký mới, thẻ căn cước)",
            found.without_badge,
            "người",
        ),
        ("Ghi vào nhật ký sau hơn một giờ (ghi bù từ danh sách giấy)", found.caught_up, "dòng nhật ký"),
    ]
    grid.rows.extend(
        [str(place), what, number(count), unit] for place, (what, count, unit) in enumerate(rows, 1)
    )
    if not found.refusals:
        grid.note("không có lần quét nào bị từ chối")
    if not found.undone:
        grid.note("không có dòng nhật ký nào được hoàn tác")
    return grid


def _notes(document: Document, notes: Sequence[Note]) -> None:
    if not notes:
        line(document, "Không có điểm nào cần lưu ý về số liệu của sự kiện này.")
        return
    line(document, "Lưu ý về số liệu:", replace(BODY, italic=True, stays=True))
    for note in notes:
        line(document, f"- {note_sentence(note)}")


def _moment(figures: Figures) -> str:
    local = figures.made_locally
    return f"{local.hour:02} giờ {local.minute:02} phút ngày {day(local.date())}"
