"""A list of invented people as offices really send them, built by hand, with what should be understood of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from unicodedata import normalize

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

RESIDENTS: tuple[tuple[str, object, str, str, object, int | None], ...] = (
    (
        "Đinh Văn Brôn",
        datetime.fromisoformat("1950-03-04"),
        "Nam",
        "Bùi Hui, Ba Trang, Ba Tơ",
        99050000001,
        1950,
    ),
    (
        normalize("NFD", "Nguyễn Thị Ngộ"),
        "05/04/1961",
        "Nữ",
        "Thôn Con Riêng, xã Ba Trang",
        "099161000002",
        1961,
    ),
    ("Phạm  Thị\u00a0Nhía ", "1950", "nữ", "Thôn Hố Sâu - Ba Khâm", "099 150 000 003", 1950),
    ("ĐINH THỊ RỈA", 1947, "N÷", "Ba Khâm - Vầy Ốc", None, 1947),
    ("Phạm Văn Krung", 22222, "Nam", "bui hui", "'099060000005", 1960),
    ("Trần Văn Sơn", "7-8-79", "NAM", "Đồng Răm", None, 1979),
    ("Lê Thị Thúy", "09.12.1983", "Nữ", "đồng răm", "099183000007.0", 1983),
    ("Võ Thị Yến", "1990-01-31", "Nữ", "Ngoài xã", 99190000008, 1990),
    ("Đỗ Văn Long", "12 tháng 6 năm 1999", "Nam", "", None, 1999),
    ("Hồ Thị Oanh", "sinh năm 1939", "Nữ", "Thôn Nước Giáp", None, 1939),
    ("Ngô Văn Không", "không rõ", "Nam", "Cây Muối", None, None),
    ("Bùi Thị Trâm", "tháng 5/1972", "Nữ", "Cây Muối", None, 1972),
    ("Lý Văn Tháng", "2/1988", "Nam", "Cây Muối", None, 1988),
    ("Đinh Văn Trùng", "1/1/1980", "Nam", "Bùi Hui", None, 1980),
    ("Đinh Văn Trùng", "1/1/1980", "Nam", "Bùi Hui", None, 1980),
    ("Đinh Văn Trùng", "2/2/1985", "Nam", "Hố Sâu", None, 1985),
    ("=1+1 Phạm Văn Bằng", "1/1/1970", "Nam", "Bùi Hui", None, 1970),
    ("+84 Đinh Thị Cộng", "1/1/1971", "Nữ", "Bùi Hui", None, 1971),
    ("@SUM Lê Văn A Còng", "1/1/1972", "Nam", "Bùi Hui", None, 1972),
    ("-Phạm Thị Trừ", "1/1/1973", "Nữ", "Bùi Hui", None, 1973),
)
PUPILS: tuple[tuple[str, str, object, str], ...] = (
    ("Đinh Thị", "Măng", date(2012, 2, 29), "x"),
    ("Phạm Minh", "Víp", "3/9/2012", ""),
    (normalize("NFD", "Huỳnh Thị Mỹ"), normalize("NFD", "Lài"), "15102012", "x"),
    ("Ngọc", "Ý", 41000, "x"),
)
NAMES = sorted(
    [" ".join(normalize("NFC", r[0]).split()) for r in RESIDENTS]
    + [normalize("NFC", f"{family} {given}") for family, given, *_ in PUPILS]
)
REFUSED = (
    ("Phạm Văn Ba Mốt", "31/02/1980", "Nam", "Bùi Hui", None),
    ("Lê Văn Tương Lai", "1/1/2090", "Nam", "Bùi Hui", None),
    ("Đinh Thị Mất Số", "1/1/1980", "Nữ", "Bùi Hui", "9.9180E+10"),
    ("", "1/1/1980", "Nữ", "Bùi Hui", None),
)


def write(path: Path, *, with_refused: bool = False) -> Path:
    """Two sheets of people between letterheads and signatures, and a sheet that is empty."""
    book = Workbook()
    rows = [*(row[:5] for row in RESIDENTS), *(REFUSED if with_refused else ())]
    _residents(book.worksheets[0], rows)
    _pupils(book.create_sheet("Lớp 7B"))
    book.create_sheet("Sheet3")
    book.save(path)
    return path


def _residents(sheet: Worksheet, rows: list[tuple[object, ...]]) -> None:
    sheet.title = "Nhân dân"
    for at, title in enumerate(
        ("UBND XÃ ĐẶNG THÙY TRÂM", "DANH SÁCH NHÂN DÂN ĐĂNG KÝ", "(Kèm theo Công văn số 12)"), 1
    ):
        sheet.cell(at, 1, title)
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=10)
    sheet.append([])
    sheet.append(
        [
            "TT",
            "HỌ VÀ TÊN",
            "Ngày, tháng,\nnăm sinh",
            "Giới tính",
            "Chỗ ở hiện nay",
            "Số CCCD/CMND",
            "Điện thoại",
            "Dân tộc",
            "Nghề nghiệp",
            "Ký nhận",
        ]
    )
    for at, (name, born, sex, place, card) in enumerate(rows, 1):
        sheet.append([at, None, born, sex, place, card, "0000 123 456", "Hrê", "Làm nông"])
        _write_text(sheet.cell(sheet.max_row, 2), str(name))
        if at % 5 == 0:
            sheet.append([])
    sheet.append([None, f"Tổng cộng danh sách có {len(rows)} người./."])
    sheet.append([None, None, None, None, None, "Đặng Thùy Trâm, ngày 22 tháng 9 năm 2025"])
    sheet.append([None, "NGƯỜI LẬP BIỂU", None, None, None, "TRƯỞNG THÔN"])
    sheet.append([None, "Phạm Thị Không Tính", None, None, None, "Đinh Văn Không Tính"])


def _pupils(sheet: Worksheet) -> None:
    sheet.append(["TRƯỜNG TH&THCS"])
    sheet.append(["DANH SÁCH HỌC SINH LỚP 7B"])
    sheet.append([])
    sheet.append(["STT", "Họ và tên", None, "Ngày sinh", "Nữ", "GVCN ghi chú"])
    sheet.merge_cells("B4:C4")
    for at, row in enumerate(PUPILS, 1):
        sheet.append([at, *row])
    sheet.append(["Danh sách này có 4 học sinh"])


def _write_text(cell: Cell | MergedCell, text: str) -> None:
    """As text, also where it begins like a formula."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
