"""The report's workbook: its numbers are the figures', its formulas calculate them, and it opens with types."""

import csv
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checkin.desk import Desk, receive
from checkin.participation import Ability, Kind
from checkin.undo import undo
from checkin.visits import Turn, visit
from data.attendance import attendance
from data.exports import attendance_tables, write_xlsx
from data.ledger import Store
from data.reports.anonymous import anonymous
from data.reports.document import write_docx
from data.reports.figure_tables import ALL_EVENTS, figure_tables
from data.reports.figures import UNKNOWN_NAME, Figures, Note, Remark, Tally
from data.reports.kinds import KINDS
from data.reports.parts_table import Listed
from data.reports.wording import note_sentence
from data.reports.words import Words
from data.reports.workbook import write_figures, write_report
from data.retention import Because, forget
from data.sheets import book
from stations.model import Passport, Topic
from tests.builders import Clock, at, known, person, store_at, text
from tests.data.counted import SKILLS, Guest, counted, days
from tests.data.documents import File, text_of

FIGURES = [
    "Tổng hợp",
    "Đối tượng",
    "Thôn",
    "Giới tính",
    "Độ tuổi",
    "Trạm",
    "Kết quả thực hành",
    "Năng lực trước và sau",
    "Lượt theo giờ",
    "Đến theo 10 phút",
    "Ngoài quy trình và ghi chú",
]
LISTS = ["Người tham dự", "Lượt trải nghiệm", "Nhật ký"]


def crowd(number: int = 150) -> list[Guest]:
    chance = Random(11)
    return [
        Guest(
            group=chance.choice(["nguoi-dan", "hoc-sinh", "khach"]),
            hamlet=chance.choice(["bui-hui", "chua-ro"]),
            sex=chance.choice(["nam", "nu", None]),
            born=chance.choice([1950, 1985, 2012, None]),
            minute=chance.randrange(200),
            visits=tuple(chance.sample(["vneid", "an-toan", "ky-so"], chance.randrange(4))),
            outcomes=tuple(skill.code for skill in SKILLS if chance.random() < 0.5),
            able=(chance.choice([None, *Ability]), chance.choice([None, *Ability])),
            events=chance.choice([(0,), (1,), (0, 1)]),
        )
        for _ in range(number)
    ]


def sample(events: int = 2) -> Figures:
    known_days = [
        replace(one, event=replace(one.event, name=replace(one.event.name, vi=f"Ngày hội {n}")))
        for n, one in enumerate(days(events), 1)
    ]
    return counted(crowd(), known_days, absent=20)


def written(figures: Figures, folder: Path) -> Path:
    path = folder / "bao-cao.xlsx"
    with book(path, figures.made) as out:
        write_figures(out, figures)
    return path


def table(path: Path, title: str) -> list[dict[str, Any]]:
    """The rows of a sheet by their headers, with the values that formulas carry."""
    opened = load_workbook(path, data_only=True)
    header, *rows = opened[title].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def totals(path: Path, title: str) -> dict[str, dict[str, Any]]:
    """The row “Tổng” of each event."""
    return {str(row["Sự kiện"]): row for row in table(path, title) if "Tổng" in row.values()}


def test_the_totals_of_people_are_those_of_the_figures_and_of_the_anonymous_file(tmp_path: Path) -> None:
    figures = sample()
    told = anonymous(figures)
    path = written(figures, tmp_path)
    for title in ("Đối tượng", "Thôn", "Giới tính", "Độ tuổi"):
        found = totals(path, title)
        for event, published in zip(figures.events, told.events, strict=True):
            row = found[event.name]
            assert (row["Người"], row["Lượt"]) == (event.people, event.visits)
            assert (row["Người"], row["Lượt"]) == (published.people, published.visits)
            assert row["Hoàn thành hộ chiếu"] == sum(part.completed for part in event.groups)
        if title != "Độ tuổi":
            assert found[ALL_EVENTS]["Người"] == figures.total.people == told.total.people
            assert found[ALL_EVENTS]["Trong danh sách"] == figures.total.known == told.total.known


def test_the_totals_of_visits_and_hours_are_those_of_the_figures(tmp_path: Path) -> None:
    figures = sample()
    path = written(figures, tmp_path)
    for event in figures.events:
        assert totals(path, "Trạm")[event.name]["Lượt"] == event.visits
        assert totals(path, "Trạm")[event.name]["Tổng số phút"] == sum(s.minutes for s in event.stations)
        for title in ("Lượt theo giờ", "Đến theo 10 phút"):
            row = totals(path, title)[event.name]
            assert (row["Người đến"], row["Lượt bắt đầu"]) == (event.people, event.visits)


def test_what_came_of_an_aim_of_the_plan_is_a_share_of_it(tmp_path: Path) -> None:
    path = written(sample(1), tmp_path)
    for title, name, of, aims, aim in (
        ("Đối tượng", "Học sinh", "Người", "Chỉ tiêu (người)", 10),
        ("Trạm", "vneid", "Lượt", "Chỉ tiêu (lượt)", 20),
        ("Kết quả thực hành", "Kích hoạt VNeID", "Cộng (người)", "Chỉ tiêu (người)", 15),
    ):
        (row,) = (row for row in table(path, title) if row[aims] is not None)
        assert (row[title], row[aims], row["Đạt chỉ tiêu"]) == (name, aim, pytest.approx(row[of] / aim))


def test_a_station_is_compared_by_visits_and_says_who_was_asked_before_and_after(tmp_path: Path) -> None:
    figures = sample(1)
    (event,) = figures.events
    first, *others = event.stations
    (ability,) = event.abilities
    changed = replace(
        event,
        stations=(replace(first, people=first.people - 5), *others),
        abilities=(replace(ability, before=31, after=17),),
    )
    row = table(written(replace(figures, events=(changed,)), tmp_path), "Trạm")[0]
    assert row["Tỷ lệ lượt"] == pytest.approx(first.visits / event.visits)
    assert row["Đạt chỉ tiêu"] == pytest.approx(first.visits / 20)
    assert (row["Người được hỏi trước"], row["Người được hỏi sau"]) == (31, 17)


def test_visits_of_a_station_that_the_catalogue_has_no_more_are_in_the_total(tmp_path: Path) -> None:
    figures = sample(1)
    (event,) = figures.events
    fewer = replace(event, stations=event.stations[1:])
    path = written(replace(figures, events=(fewer,)), tmp_path)
    row = table(path, "Trạm")[-2]
    assert (row["Trạm"], row["Lượt"]) == ("Trạm khác", event.stations[0].visits)
    assert row["Tỷ lệ lượt"] == pytest.approx(event.stations[0].visits / event.visits)
    assert totals(path, "Trạm")[event.name]["Lượt"] == event.visits


def test_what_is_unsure_of_all_events_and_an_undoing_without_a_reason_are_told(tmp_path: Path) -> None:
    figures = sample()
    first, second = figures.events
    irregular = replace(first.irregular, undone=(Tally("", "", 4),))
    unsure = replace(
        figures,
        events=(replace(first, irregular=irregular), second),
        total=replace(figures.total, notes=(Note(Remark.GAP, 2),)),
    )
    rows = [tuple(row.values()) for row in table(written(unsure, tmp_path), "Ngoài quy trình và ghi chú")]
    assert (first.name, "Dòng nhật ký bị hoàn tác", "Không ghi lý do", 4) in rows
    assert rows[-1] == (ALL_EVENTS, "Ghi chú", note_sentence(Note(Remark.GAP, 2)), 2)


def test_the_rows_of_what_people_can_do_are_those_of_the_figures(tmp_path: Path) -> None:
    figures = sample()
    path = written(figures, tmp_path)
    outcomes = table(path, "Kết quả thực hành")
    expected = [(e.name, o.name, o.people) for e in figures.events for o in e.outcomes]
    expected += [(ALL_EVENTS, o.name, o.people) for o in figures.total.outcomes]
    assert [(r["Sự kiện"], r["Kết quả thực hành"], r["Cộng (người)"]) for r in outcomes] == expected
    abilities = totals(path, "Năng lực trước và sau")
    for event in figures.events:
        (ability,) = event.abilities
        both = sum(n for answers in ability.change.values() for n in answers.values())
        assert abilities[event.name]["Cộng (người)"] == both > 0


def test_every_table_has_every_row_of_the_figures(tmp_path: Path) -> None:
    figures = sample()
    path = written(figures, tmp_path)
    for one in figure_tables(figures):
        rows = table(path, one.title)
        assert len(rows) == sum(len(block.rows) + one.totals for block in one.blocks)
        assert [column.header for column in one.columns] == list(rows[0])


def test_the_summary_has_people_apart_from_visits_and_says_what_each_is(tmp_path: Path) -> None:
    figures = sample()
    sheet = load_workbook(written(figures, tmp_path), data_only=True)["Tổng hợp"]
    rows = {str(row[0]): row for row in sheet.iter_rows(values_only=True)}
    for event in figures.events:
        assert (rows[event.name][1], rows[event.name][3], rows[event.name][6]) == (
            datetime.combine(event.date, datetime.min.time()),
            event.people,
            event.visits,
        )
        assert rows[event.name][8] == pytest.approx(event.visitors / event.people)
        assert rows[event.name][11] == pytest.approx(event.completed / event.asked)
    assert (rows["Tất cả sự kiện trên"][3], rows["Tất cả sự kiện trên"][6]) == (
        figures.total.people,
        figures.total.visits,
    )
    assert figures.total.people < sum(event.people for event in figures.events)
    assert figures.total.people < figures.total.known
    assert any(name.endswith(f", có trong danh sách: {figures.total.known} người") for name in rows)
    assert any(name.startswith("Người: mỗi người tính một lần") for name in rows)


def test_the_summary_of_one_event_does_not_speak_for_the_whole_programme(tmp_path: Path) -> None:
    sheet = load_workbook(written(sample(events=1), tmp_path))["Tổng hợp"]
    said = [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert "Tất cả sự kiện trên" in said
    assert not [text for text in said if "cả phong trào" in text.casefold()]


def test_every_sheet_opens_with_types_filters_headers_and_a_page(tmp_path: Path) -> None:
    opened = load_workbook(written(sample(), tmp_path))
    assert opened.sheetnames == FIGURES
    for sheet in opened.worksheets:
        header = 4 if sheet.title == "Tổng hợp" else 1
        assert sheet.freeze_panes == f"A{header + 1}"
        assert sheet.print_title_rows == f"${header}:${header}"
        assert sheet.auto_filter.ref.startswith(f"A{header}:")
        narrow = sheet.title in {"Lượt theo giờ", "Đến theo 10 phút"}
        turned = "portrait" if narrow else "landscape"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, turned)
        assert sheet.page_setup.fitToHeight == 0
    groups = opened["Đối tượng"]
    assert groups["C2"].data_type == "n"
    assert groups["C2"].number_format == "#,##0"
    assert groups["D2"].number_format == "0.0%"
    assert groups["C5"].value == "=SUM(C2:C4)"
    assert groups["B5"].font.bold
    assert groups["C5"].font.bold


def test_hours_groups_and_stations_are_drawn_for_every_event(tmp_path: Path) -> None:
    path = written(sample(), tmp_path)
    charts = {sheet.title: sheet._charts for sheet in load_workbook(path).worksheets}  # type: ignore[attr-defined]
    assert {title: len(drawn) for title, drawn in charts.items() if drawn} == {
        "Đối tượng": 3,
        "Trạm": 2,
        "Lượt theo giờ": 2,
    }
    with zipfile.ZipFile(path) as parts:
        drawn = [parts.read(f"xl/charts/chart{place}.xml").decode() for place in range(1, 8)]
    assert "<c:v>Người dân</c:v>" in drawn[0], "viewers that calculate nothing draw it too"
    assert ["<c:legend>" in chart for chart in drawn] == [False] * 5 + [True] * 2, "two colours want names"


def test_every_chart_says_what_it_shows_to_whoever_cannot_see_it(tmp_path: Path) -> None:
    figures = sample(events=1)
    with zipfile.ZipFile(written(figures, tmp_path)) as parts:
        drawings = [parts.read(name).decode() for name in parts.namelist() if "drawings/drawing" in name]
    told = [text for one in drawings for text in re.findall(r'cNvPr [^>]*descr="([^"]*)"', one)]
    assert len(told) == 3
    (event,) = figures.events
    group, hour = event.groups[0], event.hours[0]
    assert told[0].startswith(f"Người theo đối tượng – {event.name}. {group.name}: người {group.people}; ")
    assert f"{hour.start}: người đến {hour.people}, lượt bắt đầu {hour.visits}; " in told[2]


def test_calculating_anew_changes_nothing(tmp_path: Path) -> None:
    """LibreOffice is given the workbook without any value that a formula carries."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    path = written(sample(), tmp_path)
    bare = without_values(path, tmp_path / "bare.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "out"),
        str(bare),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=110)
    ours, theirs = (load_workbook(one, data_only=True) for one in (path, tmp_path / "out" / "bare.xlsx"))
    formulas = load_workbook(path)
    compared = 0
    for sheet in formulas.worksheets:
        for cell in formula_cells(sheet):
            carried, calculated = ours[sheet.title][cell].value, theirs[sheet.title][cell].value
            assert calculated == pytest.approx(carried), (sheet.title, cell)
            compared += 1
    assert compared > 100


def formula_cells(sheet: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows():
        yield from (cell.coordinate for cell in row if cell.data_type == "f")


def without_values(path: Path, target: Path) -> Path:
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bare:
        for name in parts.namelist():
            content = parts.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f>", content)
            bare.writestr(name, content)
    return target


def test_a_day_without_anyone_and_a_day_of_one(tmp_path: Path) -> None:
    empty = written(counted([], days()), tmp_path)
    assert totals(empty, "Đối tượng")["Ngày hội thử"]["Người"] == 0
    notes = [row["Nội dung"] for row in table(empty, "Ngoài quy trình và ghi chú")]
    assert "Không có người nào được ghi nhận tham dự." in notes
    lonely = written(counted([Guest(visits=("vneid",))], days()), tmp_path)
    row = totals(lonely, "Đối tượng")["Ngày hội thử"]
    assert (row["Người"], row["Lượt"], row["Tỷ lệ có mặt"]) == (1, 1, 1)


@pytest.mark.parametrize("events", [1, 2])
def test_whoever_cannot_be_on_a_list_is_in_no_share_of_it(tmp_path: Path, events: int) -> None:
    """As in the document: 2 on the list and 3 with badges of another desk are not 250 %."""
    both = tuple(range(events))
    guests = [Guest(events=both), Guest(sex=None, hamlet="chua-ro", events=both)]
    strangers = [Guest(listed=False, events=both)] * 3
    figures = counted([*guests, *strangers], days(events), absent=2)
    path = written(figures, tmp_path)
    listed = Listed.of(figures.total.groups, figures.total.known)
    assert listed == (2, 4)
    for title in ("Đối tượng", "Thôn", "Giới tính"):
        rows = table(path, title)
        assert {row["Tỷ lệ có mặt"] for row in rows if row[title] == UNKNOWN_NAME} == {"–"}
        assert all(row["Tỷ lệ có mặt"] in ("–", None) or row["Tỷ lệ có mặt"] <= 1 for row in rows)
        sums = [row for row in rows if row[title] == "Tổng"]
        assert len(sums) == (1 if events == 1 else events + 1)
        assert {row["Người đến có trong danh sách"] for row in sums} == {listed.came}
        assert {row["Tỷ lệ có mặt"] for row in sums} == {listed.came / listed.known}
    formulas = load_workbook(path)["Đối tượng"]
    assert (formulas["J5"].value, formulas["K5"].value) == ("=SUM(J2:J4)", "=J5/I5")


def test_the_share_of_completed_passports_is_of_those_who_were_given_one_on_every_sheet(
    tmp_path: Path,
) -> None:
    (one,) = days()
    topic = Topic("dinh-danh", text("Định danh"), frozenset({"vneid"}), frozenset({"nguoi-dan"}))
    asking = [replace(one, event=replace(one.event, passport=Passport((topic,), 0)))]
    guests = [Guest(visits=("vneid",)), Guest(), Guest(group="hoc-sinh", visits=("vneid",), hamlet="chua-ro")]
    figures = counted(guests, asking)
    path = written(figures, tmp_path)
    summary = {str(row[0]): row for row in load_workbook(path, data_only=True)["Tổng hợp"].values}
    shares = {row["Đối tượng"]: row["Tỷ lệ hoàn thành"] for row in table(path, "Đối tượng")}
    assert summary["Ngày hội thử"][11] == 0.5
    assert shares == {"Người dân": 0.5, "Học sinh": "–", "Tổng": 0.5}
    for title in ("Thôn", "Giới tính", "Độ tuổi"):
        assert totals(path, title)["Ngày hội thử"]["Tỷ lệ hoàn thành"] == 0.5
    write_docx(tmp_path / "bao-cao.docx", figures, Words())
    document = File(tmp_path / "bao-cao.docx")
    rows = {row[1]: row[4] for row in document.rows("Người tham dự theo đối tượng")[1:-1]}
    assert rows == {"Người dân": "1", "Học sinh": "–"}
    assert "hộ chiếu không yêu cầu lượt nào" in text_of(
        document.table("Người tham dự theo đối tượng").getnext()
    )


ONE, TWO = person("Nguyễn Thị Ngộ"), person("=Đinh <b>Rớ</b>", None)


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    first, second = days(2)
    with store_at(place, first, Clock(at(600))) as opened:
        opened.put(second)
        one, two = known(opened, ONE, TWO)
        desk = Desk(opened, first, "ban-1")
        receive([two], desk, at(1))
        receive([one], desk, at(0))
        visit(one, "vneid", Turn.IN, desk, at(5))
        visit(one, "vneid", Turn.OUT, desk, at(15))
        tomorrow = Desk(opened, second, "ban-1")
        again, _ = receive([one, two], tomorrow, at(24 * 60))
        assert again.entry
        undo(again.entry.ref, "nham-nguoi", tomorrow, at(24 * 60 + 1))
        yield opened


def reported(
    store: Store, folder: Path, *events: str, largest: int = 1000
) -> tuple[Figures, tuple[Path, ...]]:
    chosen = [store.catalogues[code] for code in events or store.catalogues]
    with store.reading() as log:
        return write_report(folder / "bao-cao.xlsx", log, chosen, at(600), largest)


def test_the_lists_stand_behind_the_figures_with_types(store: Store, tmp_path: Path) -> None:
    _, beside = reported(store, tmp_path, "ngay-1")
    assert beside == ()
    path = tmp_path / "bao-cao.xlsx"
    assert load_workbook(path).sheetnames == [*FIGURES, *LISTS]
    first, second = table(path, "Người tham dự")
    assert (first["Họ và tên"], first["Giờ đến"]) == (ONE.name, datetime(2025, 9, 26, 9, 0))  # noqa: DTZ001
    assert second["Họ và tên"] == TWO.name
    (stay,) = table(path, "Lượt trải nghiệm")
    assert (stay["Số phút"], stay["Trạm"]) == (10, "vneid")
    entries = table(path, "Nhật ký")
    assert [row["Loại"] for row in entries[:2]] == ["Đồng ý lưu thông tin"] * 0 + [
        "Ghi nhận đến",
        "Chỉ đến trạm",
    ]
    assert entries[0]["Lúc"] == datetime(2025, 9, 26, 9, 1)  # noqa: DTZ001
    sheet = load_workbook(path)["Nhật ký"]
    assert sheet["D2"].number_format == "dd/mm/yyyy hh:mm:ss"


def test_the_log_says_of_each_entry_who_did_what_where_and_when(store: Store, tmp_path: Path) -> None:
    reported(store, tmp_path)
    rows = table(tmp_path / "bao-cao.xlsx", "Nhật ký")
    came, entered, undone = rows[0], rows[4], rows[-1]
    assert entered == came | {
        "Dòng": entered["Dòng"],
        "Loại": "Vào trạm",
        "Lúc": datetime(2025, 9, 26, 9, 5),  # noqa: DTZ001
        "Mã người": ONE.id,
        "Số thẻ": came["Số thẻ"] - 1,
        "Trạm": "vneid",
        "Mã kèm theo": None,
    }
    assert came["Ghi vào máy lúc"] == datetime(2025, 9, 26, 19)  # noqa: DTZ001
    assert (undone["Mã kèm theo"], undone["Dòng bị hoàn tác"]) == ("nham-nguoi", rows[8]["Dòng"])
    assert (came["Nơi ghi"], came["Mã người"], came["Trạm"]) == ("ban-1", TWO.id, None)


def test_the_list_is_that_of_the_export_and_a_forgotten_person_has_no_name_in_it(
    store: Store, tmp_path: Path
) -> None:
    forget(store, [ONE.id], Because.REQUESTED, at(700))
    reported(store, tmp_path, "ngay-1")
    known_day = store.catalogues["ngay-1"]
    with store.reading() as log:
        write_xlsx(tmp_path / "export.xlsx", attendance_tables(attendance(log, known_day), known_day))
    for title in LISTS[:2]:
        assert table(tmp_path / "bao-cao.xlsx", title) == table(tmp_path / "export.xlsx", title)
    first, _ = table(tmp_path / "bao-cao.xlsx", "Người tham dự")
    assert (first["Họ và tên"], first["Đối tượng"]) == (None, "Người dân")


def test_several_events_stand_in_one_list_each_row_with_its_event(store: Store, tmp_path: Path) -> None:
    reported(store, tmp_path)
    rows = table(tmp_path / "bao-cao.xlsx", "Người tham dự")
    assert [(row["Sự kiện"], row["Họ và tên"], row["STT"]) for row in rows] == [
        ("Ngày hội thử (26/09/2025)", ONE.name, 1),
        ("Ngày hội thử (26/09/2025)", TWO.name, 2),
        ("Ngày hội thử (27/09/2025)", TWO.name, 1),
    ]
    kinds = [row["Loại"] for row in table(tmp_path / "bao-cao.xlsx", "Nhật ký")]
    assert kinds.count("Hoàn tác") >= 1


def test_a_printed_page_says_of_what_it_is(store: Store, tmp_path: Path) -> None:
    for events, said in ((["ngay-1"], "Ngày hội thử, ngày 26/09/2025"), ([], "Phong trào thử")):
        reported(store, tmp_path, *events)
        for sheet in load_workbook(tmp_path / "bao-cao.xlsx").worksheets:
            header = sheet.HeaderFooter.oddHeader
            assert header
            assert header.left.text == said


def test_lists_that_are_too_long_are_files_beside_it_and_the_summary_says_so(
    store: Store, tmp_path: Path
) -> None:
    small, _ = reported(store, tmp_path, "ngay-1")
    expected = {title: table(tmp_path / "bao-cao.xlsx", title) for title in LISTS}
    counted, beside = reported(store, tmp_path, "ngay-1", largest=3)
    assert counted == small
    assert [path.name for path in beside] == [
        "bao-cao-nguoi-tham-du.csv",
        "bao-cao-luot-trai-nghiem.csv",
        "bao-cao-nhat-ky.csv",
    ]
    opened = load_workbook(tmp_path / "bao-cao.xlsx")
    assert opened.sheetnames == FIGURES
    said = [str(row[0].value) for row in opened["Tổng hợp"].iter_rows()]
    assert any("bao-cao-nhat-ky.csv" in line for line in said)
    for path, title in zip(beside, LISTS, strict=True):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(expected[title])
        assert list(rows[0]) == list(expected[title][0])
    with beside[2].open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["Lúc"] == "26/09/2025 09:01:00"


def test_every_kind_of_entry_has_a_name() -> None:
    assert set(KINDS) == set(Kind)
