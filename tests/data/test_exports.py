"""Files the organiser opens: types, letters, and nothing that runs."""

import csv
import gc
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from xml.sax.saxutils import unescape
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from checkin.event import Hamlet
from data.attendance import Attendance, Visit
from data.exports import Table, attendance_tables, csv_text, write_csv, write_xlsx
from data.sheets import book, plain_sheet
from tests.builders import at, catalogue, person, station, text

EVENT = catalogue([station("vneid")])
SOMEONE = person("Đặng Thị Hoà", unit="Lớp 5A; tổ 2, “B”")
VISITS = (Visit(SOMEONE.id, SOMEONE, "vneid", at(5), at(17), ("muc-2",)),)
ROWS = [
    Attendance(SOMEONE.id, SOMEONE, at(0), "ban-1", at(60), VISITS),
    Attendance("#77", None, at(1), "ban-cu", None, (Visit("#77", None, "tram-cu", at(2), None),)),
]
FORMULAS = [
    "=1+1",
    "+84 905",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x.vn","Bấm")',
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "#N/A",
    "<r><t>1</t></r>",
    "<r>&</r>",
    "<r>",
    '<c r="A1"><f>1+1</f></c>',
]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_people_and_visits_as_csv(tmp_path: Path) -> None:
    written = write_csv(tmp_path / "ngay-hoi.csv", attendance_tables(ROWS, EVENT))
    assert [path.name for path in written] == ["ngay-hoi.csv", "ngay-hoi-luot-trai-nghiem.csv"]
    assert written[0].read_bytes().startswith(b"\xef\xbb\xbfSTT,")
    header, first, second = read_csv(written[0])
    row = dict(zip(header, first, strict=True))
    assert row["Họ và tên"] == "Đặng Thị Hoà"
    assert (row["Năm sinh"], row["Giới tính"], row["Đối tượng"], row["Thôn"]) == (
        "1957",
        "Nữ",
        "Người dân",
        "Bùi Hui",
    )
    assert (row["Giờ đến"], row["Giờ về"], row["Bàn đón"]) == (
        "26/09/2025 09:00",
        "26/09/2025 10:00",
        "Bàn 1",
    )
    assert (row["Đơn vị"], row["Số lượt trải nghiệm"]) == ("Lớp 5A; tổ 2, “B”", "1")
    assert second[1:4] == ["", "", ""]
    header, visit, unknown = read_csv(written[1])
    row = dict(zip(header, visit, strict=True))
    assert (row["Trạm"], row["Số phút"], row["Kết quả thực hành"]) == ("vneid", "12", "muc-2")
    assert "tram-cu" in unknown


def test_two_hamlets_of_one_name_are_told_apart_as_in_the_figures() -> None:
    hamlets = (Hamlet("bui-hui", "Thôn 1", "Ba Trang"), Hamlet("thon-1", "Thôn 1", "Ba Khâm"))
    programme = replace(EVENT.programme, hamlets=hamlets)
    people, _ = attendance_tables(ROWS, replace(EVENT, programme=programme))
    assert "Thôn 1 (Ba Trang)" in next(iter(people.rows))


def test_who_was_admitted_at_a_station_came_in_at_its_name(tmp_path: Path) -> None:
    known = catalogue([replace(station("vneid"), name=text("VNeID mức 2"))])
    tables = attendance_tables([Attendance("#77", None, at(0), "vneid", None, ())], known)
    header, row = read_csv(write_csv(tmp_path / "a.csv", tables)[0])
    assert dict(zip(header, row, strict=True))["Bàn đón"] == "VNeID mức 2"


def test_half_a_minute_is_rounded_up(tmp_path: Path) -> None:
    visits = (Visit(SOMEONE.id, SOMEONE, "vneid", at(0), at(8.5)),)
    tables = attendance_tables([Attendance(SOMEONE.id, SOMEONE, at(0), "ban-1", None, visits)], EVENT)
    header, row = read_csv(write_csv(tmp_path / "a.csv", tables)[1])
    assert dict(zip(header, row, strict=True))["Số phút"] == "9"


def test_people_and_visits_as_a_workbook_with_types(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", attendance_tables(ROWS, EVENT))
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Người tham dự", "Lượt trải nghiệm"]
    people, visits = book.worksheets
    header = {cell.value: number for number, cell in enumerate(people[1], 1)}
    assert people.cell(2, header["Giờ đến"]).value == datetime(2025, 9, 26, 9, 0)  # noqa: DTZ001 - local, as Excel has it
    assert people.cell(2, header["Năm sinh"]).value == 1957
    assert people.cell(2, header["Họ và tên"]).value == "Đặng Thị Hoà"
    assert people.freeze_panes == "A2"
    assert people.auto_filter.ref == "A1:M3"
    assert visits.max_row == 3


def test_a_printed_page_says_of_which_event_it_is(tmp_path: Path) -> None:
    known = replace(EVENT, event=replace(EVENT.event, name=text("Ngày hội A & B")))
    write_xlsx(tmp_path / "a.xlsx", attendance_tables(ROWS, known))
    for sheet in load_workbook(tmp_path / "a.xlsx").worksheets:
        header = sheet.HeaderFooter.oddHeader
        assert header
        assert header.left.text == "Ngày hội A && B, ngày 26/09/2025"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Hội R&G", "Hội R&&G"), ("A&[Picture]", "A&&[Picture]"), ("&" * 1000, "&&" * 125 + "…")],
)
def test_any_name_stands_on_a_printed_page_as_far_as_there_is_room(
    tmp_path: Path, name: str, shown: str
) -> None:
    """Figures of another commune carry names of any kind and length."""
    write_xlsx(tmp_path / "a.xlsx", [Table("Bảng", (("Cột", 9),), [], above=name)])
    with ZipFile(tmp_path / "a.xlsx") as parts:
        sheet = unescape(parts.read("xl/worksheets/sheet1.xml").decode())
    (header,) = re.findall("<oddHeader>(.*)</oddHeader>", sheet)
    assert header == f"&L{shown}"
    assert len(header) <= 255


@pytest.mark.parametrize("name", FORMULAS)
def test_no_name_becomes_a_formula(tmp_path: Path, name: str) -> None:
    someone = person(name, unit=name)
    tables = [attendance_tables([Attendance("x", someone, at(0), name, None, ())], EVENT) for _ in range(2)]
    write_xlsx(tmp_path / "a.xlsx", tables[0])
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    cells = [cell for cell in sheet[2] if cell.value == name]
    assert len(cells) == 3, "kept as it is"
    assert {cell.data_type for cell in cells} == {"s"}
    (path, _) = write_csv(tmp_path / "a.csv", tables[1])
    shown = read_csv(path)[1][1]
    assert shown.removeprefix("'") == name
    assert shown[0] not in "=+-@＝＋－＠\t\r\n"


@pytest.mark.parametrize(
    ("text", "cells"), [("Lớp 6;=1+1", 2), ("A; -1;B", 3), ("A|@SUM(A1)", 2), ("A;B", 2)]
)
def test_no_part_of_a_text_becomes_a_formula_where_semicolons_divide_cells(text: str, cells: int) -> None:
    parts = re.split("[;|]", csv_text(text))
    assert [part.removeprefix("'") for part in parts] == re.split("[;|]", text)
    assert len(parts) == cells
    assert not any(part.strip()[0] in "=+-@" for part in parts)
    assert csv_text("A;B") == "A;B"


def test_a_text_longer_than_its_column_stands_whole_beside_the_first_line_of_its_row(tmp_path: Path) -> None:
    someone = person("Đinh Thị Nhía", unit="Trường Tiểu học và Trung học cơ sở Ba Trang, lớp 5C")
    write_xlsx(
        tmp_path / "a.xlsx", attendance_tables([Attendance("x", someone, at(0), "b", None, ())], EVENT)
    )
    row = load_workbook(tmp_path / "a.xlsx").worksheets[0][2]
    assert [cell.value for cell in row if cell.alignment.wrap_text] == [someone.unit]
    assert {cell.alignment.vertical for cell in row if cell.value is not None} == {"top"}
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0].row_dimensions[2].height is None, "as it needs"


def test_a_day_without_anyone_is_a_table_without_rows(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", attendance_tables([], EVENT))
    (path, _) = write_csv(tmp_path / "a.csv", attendance_tables([], EVENT))
    assert len(read_csv(path)) == 1
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0].max_row == 1


def test_a_workbook_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(IsADirectoryError):
        write_xlsx(tmp_path / "a.xlsx", attendance_tables(ROWS, EVENT))
    with pytest.raises(FileNotFoundError):
        write_xlsx(tmp_path / "khong" / "a.xlsx", attendance_tables(ROWS, EVENT))


def packed_without_a_disk(folder: Path) -> None:
    with book(folder / "a.xlsx") as out:
        plain_sheet(out, "Thử", (("Số", 5),), [[1]])
        rmtree(folder)


def test_a_disk_that_is_gone_while_a_workbook_is_packed_leaves_no_package_open(tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    with pytest.raises(FileNotFoundError) as failed:
        packed_without_a_disk(folder)
    assert failed.traceback
    assert not [one for one in gc.get_objects() if isinstance(one, ZipFile) and one.fp]


def test_a_row_that_fails_leaves_no_file_open(tmp_path: Path) -> None:
    rows = ([12 // left] for left in (3, 2, 1, 0))
    with pytest.raises(ZeroDivisionError):
        write_xlsx(tmp_path / "a.xlsx", [Table("Thử", (("Số", 5),), rows)])
    assert not (tmp_path / "a.xlsx").exists()
