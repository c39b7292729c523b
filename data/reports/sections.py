"""The six sections of a report, from what was held to what is proposed."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document

from checkin.event import UNKNOWN
from data.reports.chart_pages import abilities_chart, stations_chart
from data.reports.figures import AbilityPart, EventFigures, Figures, Part
from data.reports.grid import STT, Column, Grid, draw, named
from data.reports.layout import BODY, Blank, Look, Piece, heading, line
from data.reports.letterhead import Letter
from data.reports.parts_table import NO_PASSPORT, Listed, parts_grid
from data.reports.stations_table import abilities_grid, before_and_after, gained, outcomes_grid, stations_grid
from data.reports.vietnamese import DASH, day, inside, listed, number, of_total, percent
from data.reports.words import Words


class Captions:
    """Numbers tables and charts, each from 1."""

    def __init__(self) -> None:
        self._tables = self._charts = 0

    def table(self, about: str) -> str:
        """The title of the next table."""
        self._tables += 1
        return f"Bảng {self._tables}. {about}"

    def chart(self, about: str) -> str:
        """The title of the next chart."""
        self._charts += 1
        return f"Biểu đồ {self._charts}. {about}"


def opening(document: Document, letter: Letter, words: Words) -> None:
    """On what ground the report is made, and who makes it."""
    grounds = _paragraphs(words.grounds)
    for one in grounds[:-1]:
        line(document, f"{one.rstrip(';,. ')};")
    ground: Piece = grounds[-1].rstrip(";,. ") if grounds else Blank("Căn cứ: kế hoạch, văn bản chỉ đạo")
    line(document, [ground, ", ", letter.issuer, f" báo cáo {letter.about} như sau:"])


def overview(document: Document, figures: Figures, captions: Captions) -> None:
    """I. What was held, and who came in all."""
    heading(document, "I. KHÁI QUÁT")
    heading(document, "1. Thời gian, địa điểm", 2)
    for event in figures.events:
        line(document, f"- {event.name}: ngày {day(event.date)}, tại {event.place}.")
    heading(document, "2. Kết quả chung", 2)
    total = figures.total
    if not total.people:
        line(document, "Không có người nào được ghi nhận tham dự.")
        return
    line(
        document,
        f"Tổng số người tham dự: {number(total.people)} người, với {number(total.visits)} lượt trải nghiệm. "
        "Mỗi người được đếm một lần, dù đến nhiều sự kiện hoặc nhiều trạm; mỗi lần vào một trạm là một lượt.",
    )
    listing = Listed.of(total.groups, total.known)
    known, others = of_total(*listing), total.people - listing.came
    why = f" (không tính {number(others)} người chưa có trong danh sách)" if others else ""
    why = why if total.known else " (chưa có danh sách)"
    line(document, f"Số người tham dự so với danh sách và số đăng ký tại bàn đón: {known}{why}.")
    sexes = [f"{_sex(part)} {of_total(part.people, total.people)}" for part in total.sexes if part.people]
    line(document, f"Trong số người tham dự: {listed(sexes)}.")
    if len(figures.events) > 1:
        draw(document, _events_grid(figures, captions.table("Người và lượt theo sự kiện")))
    line(document, "Số liệu chi tiết tại các Phụ lục I, II, III kèm theo Báo cáo này.")


def _sex(part: Part) -> str:
    return "chưa rõ giới tính" if part.code == UNKNOWN else inside(part.name)


def _events_grid(figures: Figures, title: str) -> Grid:
    grid = Grid(
        title, [STT, named("Sự kiện", 80), Column("Ngày", 28), Column("Số người", 24), Column("Số lượt", 24)]
    )
    for place, event in enumerate(figures.events, 1):
        grid.rows.append(
            [str(place), event.name, day(event.date), number(event.people), number(event.visits)]
        )
    grid.total = ["", "Tổng số", "", number(figures.total.people), number(figures.total.visits)]
    grid.note("dòng tổng số đếm một lần những người dự nhiều sự kiện")
    return grid


def by_event(document: Document, figures: Figures, captions: Captions) -> None:
    """II. Each event: people, visits, passports, and people by group."""
    heading(document, "II. KẾT QUẢ THEO SỰ KIỆN")
    for place, event in enumerate(figures.events, 1):
        heading(document, f"{place}. {event.name} ({day(event.date)})", 2)
        for sentence in _event_sentences(event):
            line(document, f"- {sentence}")
        grid = parts_grid(
            captions.table("Người tham dự theo đối tượng"),
            "Đối tượng",
            event.groups,
            asked=event.asked,
            listed=Listed.of_event(event.groups, figures.total.known),
            target=event.target,
        )
        draw(document, grid)


def _event_sentences(event: EventFigures) -> list[str]:
    if not event.people:
        return ["Không có người nào được ghi nhận tham dự."]
    aim = (
        f"đạt {of_total(event.people, event.target)} chỉ tiêu"
        if event.target
        else "chưa xác định chỉ tiêu số người"
    )
    passport = (
        f"Người hoàn thành hộ chiếu trải nghiệm: {of_total(event.completed, event.asked)}."
        if event.asked
        else f"Người hoàn thành hộ chiếu trải nghiệm: {DASH} ({NO_PASSPORT})."
    )
    return [
        f"Số người tham dự: {number(event.people)} người; {aim}.",
        f"Số lượt trải nghiệm: {number(event.visits)} lượt.",
        f"Người trải nghiệm ít nhất một trạm: {of_total(event.visitors, event.people)} người tham dự.",
        passport,
    ]


def by_station(document: Document, figures: Figures, captions: Captions) -> None:
    """III. Each station of each event."""
    heading(document, "III. KẾT QUẢ THEO TRẠM TRẢI NGHIỆM")
    for place, event in enumerate(figures.events, 1):
        heading(document, f"{place}. {event.name}", 2)
        if not event.stations:
            line(document, "Sự kiện không tổ chức trạm trải nghiệm.")
            continue
        line(document, _time_spent(event))
        draw(document, stations_grid(captions.table("Người và lượt theo trạm trải nghiệm"), event))
        if event.visits:
            stations_chart(document, captions.chart("Số lượt và số người theo trạm"), event)


def _time_spent(event: EventFigures) -> str:
    if not event.visits:
        return "Không có lượt trải nghiệm nào được ghi nhận."
    minutes = sum(part.minutes for part in event.stations)
    estimated = sum(part.estimated for part in event.stations)
    visited = sum(1 for part in event.stations if part.visits)
    others = event.visits - sum(part.visits for part in event.stations)
    unknown = f" (không tính {number(others)} lượt tại trạm không có trong danh mục)" if others else ""
    doubt = f", trong đó {number(estimated)} phút là ước tính" if estimated else ""
    return (
        f"Có {number(visited)}/{number(len(event.stations))} trạm đón người trải nghiệm; "
        f"tổng thời gian trải nghiệm của các lượt là {number(minutes)} phút{doubt}{unknown}."
    )


def skills(document: Document, figures: Figures, captions: Captions) -> None:
    """IV. What people can do now, as hosts saw it and as they say themselves."""
    heading(document, "IV. NĂNG LỰC SỐ TRƯỚC VÀ SAU KHI TRẢI NGHIỆM")
    heading(document, "1. Việc người dân đã làm được tại trạm", 2)
    ticked = [event for event in figures.events if event.outcomes]
    for event in ticked:
        about = (
            "Số người đã làm được" if len(figures.events) == 1 else f"Số người đã làm được tại {event.name}"
        )
        draw(document, outcomes_grid(captions.table(about), event.outcomes, event.people))
    if len(ticked) > 1:
        title = captions.table("Số người đã làm được tại tất cả sự kiện")
        draw(document, outcomes_grid(title, figures.total.outcomes, figures.total.people))
    if not ticked:
        line(document, f"{DASH} (danh mục không có kết quả thực hành nào để ghi nhận).")
    heading(document, "2. Mức độ tự làm được trước và sau khi trải nghiệm", 2)
    _abilities(document, figures, captions)


def _abilities(document: Document, figures: Figures, captions: Captions) -> None:
    asked = [event for event in figures.events if event.abilities]
    if not asked:
        line(document, f"{DASH} (các trạm không hỏi người dân trước và sau khi trải nghiệm).")
    for event in asked:
        at = "" if len(figures.events) == 1 else f" tại {event.name}"
        change = _change(event.abilities, at)
        if change:
            line(document, change)
        title = captions.table(f"Trả lời trước và sau khi trải nghiệm{at}")
        draw(document, abilities_grid(title, event.abilities))
        if change:
            chart = captions.chart(f"Mức độ tự làm được trước và sau khi trải nghiệm{at}")
            abilities_chart(document, chart, event.abilities)


def _change(abilities: Sequence[AbilityPart], at: str) -> str:
    """How many answered that they can do it alone, before and after; empty if nobody answered both."""
    answers = [before_and_after(part) for part in abilities]
    both = sum(sum(before) for before, _ in answers)
    if not both:
        return ""
    before, after = (percent(sum(side[-1] for side in sides), both) for sides in zip(*answers, strict=True))
    better = of_total(sum(gained(part) for part in abilities), both)
    return (
        f"Trong {number(both)} lần hỏi đủ cả trước và sau khi trải nghiệm{at}: trả lời tự làm được chiếm "
        f"{before} trước khi trải nghiệm và {after} sau khi trải nghiệm; {better} lần trả lời mức cao hơn."
    )


def judgement(
    document: Document,
    words: Words,
    numbers: tuple[str, str],
    remarks: str,
) -> None:
    """The two last sections, which only people write; `remarks` is what the first blank asks for."""
    heading(document, f"{numbers[0]}. ĐÁNH GIÁ")
    heading(document, "1. Kết quả đạt được", 2)
    _written(document, words.achieved, remarks)
    heading(document, "2. Hạn chế và nguyên nhân", 2)
    _written(document, words.lacking, "Hạn chế và nguyên nhân")
    heading(document, f"{numbers[1]}. KIẾN NGHỊ")
    _written(document, words.proposals, "Kiến nghị, đề xuất")


def closing(document: Document, letter: Letter) -> None:
    """The last sentence; it stays with the signature."""
    look = Look(first=BODY.first, after=12, before=BODY.after, spacing=BODY.spacing, stays=True)
    line(document, [f"Trên đây là Báo cáo {letter.about}, ", letter.issuer, " kính báo cáo./."], look)


def _written(document: Document, text: str, label: str) -> None:
    for one in _paragraphs(text):
        line(document, one)
    if not text:
        line(document, Blank(label))


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]
