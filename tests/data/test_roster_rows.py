"""Headings, footers, groups and hamlets: what surrounds the people of a roster."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from checkin.event import Group, Hamlet
from data.roster import Reading, read_roster
from data.roster.matching import Matcher
from stations.model import Bilingual
from tests.data.rosters import (
    PROGRAMME,
    TODAY,
    Rows,
    names,
    only,
    read,
    read_rows,
    refusals,
    rewritten,
    workbook,
)

HEADER = ["STT", "Họ và tên", "Năm sinh"]
GROUPED = ["STT", "Họ và tên", "Đối tượng", "Thôn"]
MATCHER = Matcher(PROGRAMME)


@pytest.mark.parametrize("merged", [("A2:C2", "A4:C4"), ()])
def test_class_headings_hold_for_the_rows_below(tmp_path: Path, merged: tuple[str, ...]) -> None:
    rows: Rows = [HEADER, ["LỚP 5A"], [1, "Lê Ghé", 2014], ["LỚP 5B (1 học sinh)"], [1, "Lê Rít", 2014]]
    found = read_rows(tmp_path, rows, merged)
    assert [(p.name, p.unit, p.group) for p in found.people] == [
        ("Lê Ghé", "LỚP 5A", "hoc-sinh"),
        ("Lê Rít", "LỚP 5B", "hoc-sinh"),
    ]


def test_hamlet_headings_hold_for_the_rows_below(tmp_path: Path) -> None:
    rows: Rows = [
        HEADER,
        [None, "THÔN BÙI HUI"],
        [1, "Lê Ghé", 1990],
        ["II", "THÔN NƯỚC ĐANG"],
        [2, "Lê Rít", 1991],
    ]
    assert [p.hamlet for p in read_rows(tmp_path, rows).people] == ["bui-hui", "nuoc-dang"]


def test_headings_nest_and_end_one_another(tmp_path: Path) -> None:
    rows: Rows = [
        HEADER,
        ["THÔN BÙI HUI"],
        ["LỚP 5A"],
        [1, "Lê Ghé", 2014],
        ["LỚP 5B"],
        [2, "Lê Rít", 2014],
        ["THÔN CON DÓC"],
        [3, "Lê Rớ", 1960],
        ["ĐOÀN VIÊN, THANH NIÊN"],
        [4, "Lê Xép", 2000],
    ]
    assert [(p.hamlet, p.unit, p.group) for p in read_rows(tmp_path, rows).people] == [
        ("bui-hui", "LỚP 5A", "hoc-sinh"),
        ("bui-hui", "LỚP 5B", "hoc-sinh"),
        ("con-doc", "", "nguoi-dan"),
        ("chua-ro", "", "doan-vien"),
    ]


def test_headings_nest_below_the_people_of_others_too(tmp_path: Path) -> None:
    rows: Rows = [HEADER, [1, "Lê Ghé", 1957], ["THÔN BÙI HUI"], ["LỚP 5A"], [2, "Lê Rít", 2014]]
    assert [(p.hamlet, p.unit) for p in read_rows(tmp_path, rows).people] == [
        ("chua-ro", ""),
        ("bui-hui", "LỚP 5A"),
    ]


def test_a_heading_with_a_group_and_a_class_gives_way_to_the_next_class(tmp_path: Path) -> None:
    rows: Rows = [
        HEADER,
        ["THÔN BÙI HUI"],
        ["HỌC SINH LỚP 5A"],
        [1, "Lê Ghé", 2014],
        ["LỚP 5B"],
        [2, "Lê Rít", 2014],
    ]
    assert [(p.hamlet, p.unit) for p in read_rows(tmp_path, rows).people] == [
        ("bui-hui", "HỌC SINH LỚP 5A"),
        ("bui-hui", "LỚP 5B"),
    ]


def test_of_two_groups_in_nested_headings_the_nearer_one_counts(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["ĐOÀN VIÊN"], ["HỌC SINH LỚP 9A"], [1, "Lê Ghé", 2011]]
    assert only(read_rows(tmp_path, rows)).group == "hoc-sinh"


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("BÙI HUI", ("nguoi-dan", "bui-hui", "")),
        ("THÔNG TIN, TUYÊN TRUYỀN", ("nguoi-dan", "chua-ro", "THÔNG TIN, TUYÊN TRUYỀN")),
        ("ĐOÀN VIÊN TRẠM Y TẾ", ("doan-vien", "chua-ro", "ĐOÀN VIÊN TRẠM Y TẾ")),
        ("DANH SÁCH ĐOÀN VIÊN LỚP 12A", ("doan-vien", "chua-ro", "Lớp 12A")),
    ],
)
def test_a_heading_says_group_hamlet_or_unit_by_its_words(
    tmp_path: Path, heading: str, said: tuple[str, str, str]
) -> None:
    person = only(read_rows(tmp_path, [HEADER, [heading], [1, "Lê Ghé", 2007]]))
    assert (person.group, person.hamlet, person.unit) == said


@pytest.mark.parametrize("heading", ["ĐOÀN VIÊN BÙI HUI", "THÔN BÙI HUI - ĐOÀN VIÊN"])
def test_a_heading_with_a_group_and_a_hamlet_says_both(tmp_path: Path, heading: str) -> None:
    rows: Rows = [HEADER, [heading], [1, "Lê Ghé", 2001], ["CÁN BỘ XÃ"], [2, "Lê Rít", 1980]]
    assert [(p.group, p.hamlet) for p in read_rows(tmp_path, rows).people] == [
        ("doan-vien", "bui-hui"),
        ("cbccvc", "chua-ro"),
    ]


def test_a_class_of_a_hamlet_says_both(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["DANH SÁCH HỌC SINH LỚP 5A THÔN BÙI HUI"], [1, "Lê Ghé", 2014]]
    person = only(read_rows(tmp_path, rows))
    assert (person.group, person.hamlet, person.unit) == ("hoc-sinh", "bui-hui", "Lớp 5A")


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("DANH SACH LOP 5A", "Lớp 5A"),
        ("DANH SÁCH LỚP: 6Đ", "Lớp 6Đ"),
        ("DANH SÁCH LỚP 9/B", "Lớp 9/B"),
        ("DANH SÁCH LỚP 11C2", "Lớp 11C2"),
    ],
)
def test_the_class_of_a_title_is_known_however_it_is_written(tmp_path: Path, title: str, unit: str) -> None:
    person = only(read_rows(tmp_path, [[title], HEADER, [1, "Lê Ghé", 2012]]))
    assert (person.unit, person.group) == (unit, "hoc-sinh")


@pytest.mark.parametrize("unit", ["1A", "Lớp 6Đ", "12 C1", "10A/1"])
def test_whoever_is_of_a_school_class_is_a_pupil(tmp_path: Path, unit: str) -> None:
    rows: Rows = [[*HEADER, "Đơn vị"], [1, "Lê Ghé", 2012, unit]]
    assert only(read_rows(tmp_path, rows)).group == "hoc-sinh"


def test_the_title_and_the_sheet_say_what_everyone_in_it_is(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "ds.xlsx",
        {
            "Sheet1": [
                ["ĐOÀN TNCS HỒ CHÍ MINH"],
                ["DANH SÁCH SINH VIÊN THÔN CON RIÊNG"],
                HEADER,
                [1, "Lê Ghé", 2004],
            ],
            "6B": [HEADER, [1, "Lê Rít", 2013]],
            "Đại biểu": [HEADER, [1, "Lê Rớ", 1970]],
        },
    )
    assert [(p.group, p.hamlet, p.unit) for p in read(path).people] == [
        ("sinh-vien", "con-rieng", ""),
        ("hoc-sinh", "chua-ro", "6B"),
        ("dai-bieu", "chua-ro", ""),
    ]


def test_totals_and_signatures_are_nobody(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path,
        [
            HEADER,
            [1, "Lê Ghé", 1990],
            ["Cộng: 1 người"],
            [2, "Tổng Văn Rớ", 1991],
            [None, "Tổng cộng", "2"],
            ["Danh sách này có 02 người./."],
            [],
            [None, None, "Đặng Thùy Trâm, ngày 20 tháng 9 năm 2025"],
            [None, "NGƯỜI LẬP BIỂU", "TM. ỦY BAN NHÂN DÂN"],
            [None, "(Ký, ghi rõ họ tên)", "CHỦ TỊCH"],
            [],
            [None, "Phạm Thị Người Lập", "Đinh Văn Chủ Tịch"],
        ],
    )
    assert names(found) == ["Lê Ghé", "Tổng Văn Rớ"]
    assert not found.refused


def test_people_after_a_signature_are_people_again(tmp_path: Path) -> None:
    rows: Rows = [
        HEADER,
        [1, "Lê Ghé", 1990],
        [None, "Người lập"],
        [None, "Lê Ký"],
        HEADER,
        [1, "Lê Rít", 1991],
    ]
    assert names(read_rows(tmp_path, rows)) == ["Lê Ghé", "Lê Rít"]


def test_numbered_but_empty_rows_of_a_form_are_nobody(tmp_path: Path) -> None:
    rows: Rows = [HEADER, [1, "Lê Ghé", 1990], [2], [3, "  ", None], [], [4, None, 1991]]
    found = read_rows(tmp_path, rows)
    assert names(found) == ["Lê Ghé"]
    assert list(refusals(found)) == [6]


def test_a_hamlet_merged_downwards_holds_for_each_row_and_a_name_does_not(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ tên", "Thôn", "Ghi chú"],
        ["Lê Ghé", "Con Dóc", "a"],
        ["Lê Rít", None, "b"],
        [None, None, "c"],
        ["Lê Rớ", None, None],
    ]
    found = read_rows(tmp_path, rows, ["B2:B3", "A3:A4"])
    assert [(p.name, p.hamlet) for p in found.people] == [
        ("Lê Ghé", "con-doc"),
        ("Lê Rít", "con-doc"),
        ("Lê Rớ", "chua-ro"),
    ]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Thôn Bùi Hui", "bui-hui"),
        ("BUI HUI", "bui-hui"),
        ("T. Bùi Hui", "bui-hui"),
        ("buihui", "bui-hui"),
        ("thôn: Bùi-Hui", "bui-hui"),
        ("bui-hui", "bui-hui"),
        ("Thôn Con Dóc, Ba Trang, Ba Tơ, Quảng Ngãi", "con-doc"),
        ("Xã khác", "ngoai-xa"),
        ("Bùi Hui hoặc Con Dóc", None),
        ("Suối Vàng", None),
        ("", None),
    ],
)
def test_hamlets_are_known_by_many_spellings(written: str, code: str | None) -> None:
    assert MATCHER.hamlet(written) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("HS", "hoc-sinh"),
        ("Học sinh lớp 5", "hoc-sinh"),
        ("SV", "sinh-vien"),
        ("CBCCVC", "cbccvc"),
        ("CB-CC-VC", "cbccvc"),
        ("cán bộ, công chức", "cbccvc"),
        ("NLĐ", "nguoi-lao-dong"),
        ("Người lao động khu vực công", "cbccvc"),
        ("ĐVTN", "doan-vien"),
        ("Đoàn viên", "doan-vien"),
        ("đại biểu", "dai-bieu"),
        ("ĐB", "dai-bieu"),
        ("người dân", "nguoi-dan"),
        ("nguoi-dan", "nguoi-dan"),
        ("HS, SV", None),
        ("Ca sĩ", None),
        ("", None),
    ],
)
def test_groups_are_known_by_many_spellings(written: str, code: str | None) -> None:
    assert MATCHER.group(written) == code


def test_initials_stand_for_the_one_group_that_has_them() -> None:
    called = {"gia": "Người cao tuổi", "day": "Giáo viên", "hoc": "Học viên", "hoi": "Hội viên"}
    groups = tuple(Group(code, Bilingual(name, "a group")) for code, name in called.items())
    matcher = Matcher(replace(PROGRAMME, groups=groups))
    assert [matcher.group(written) for written in ("NCT", "GV", "HV")] == ["gia", "day", None]


def test_hamlets_of_one_name_are_told_apart_by_their_former_commune() -> None:
    twins = (Hamlet("tren-a", "Suối Trên", "Ba Trang"), Hamlet("tren-b", "Suối Trên", "Ba Khâm"))
    matcher = Matcher(replace(PROGRAMME, hamlets=twins))
    assert matcher.hamlet("Thôn Suối Trên, xã Ba Khâm, huyện Ba Tơ") == "tren-b"
    assert matcher.hamlet("Suối Trên") is None


def test_of_hamlets_of_one_name_the_address_beside_it_tells_which(tmp_path: Path) -> None:
    twins = (Hamlet("tren-a", "Suối Trên", "Ba Trang"), Hamlet("tren-b", "Suối Trên", "Ba Khâm"))
    programme = replace(PROGRAMME, hamlets=(*PROGRAMME.hamlets, *twins))
    rows: Rows = [
        ["Họ tên", "Thôn", "Địa chỉ", "Đối tượng"],
        ["Lê Ghé", "Suối Trên", "xã Ba Khâm, huyện Ba Tơ", "HS"],
        ["Lê Rít", "Suối Trên", "xã Ba Trang, huyện Ba Tơ", "HS"],
        ["Lê Rớ", "Suối Trên", None, "HS"],
    ]
    found = read_roster(workbook(tmp_path / "ds.xlsx", {"Sheet1": rows}), programme, TODAY)
    assert isinstance(found, Reading)
    assert [p.hamlet for p in found.people] == ["tren-b", "tren-a", "chua-ro"]
    assert [[place.row for place in warning.places] for warning in found.warnings] == [[4]]


@pytest.mark.parametrize("sign", ["nt", "-nt-", '"', "//", "Như trên"])
def test_signs_for_as_above_repeat_the_cell_above(tmp_path: Path, sign: str) -> None:
    rows: Rows = [
        ["Họ tên", "Thôn", "Đơn vị"],
        ["Lê Ghé", "Con Dóc", "Đội 1"],
        ["Lê Rít", sign, sign],
        ["Lê Rớ", sign, None],
    ]
    assert [(p.hamlet, p.unit) for p in read_rows(tmp_path, rows).people] == [
        ("con-doc", "Đội 1"),
        ("con-doc", "Đội 1"),
        ("con-doc", ""),
    ]


def test_as_above_means_the_row_above_even_where_that_row_is_refused(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ tên", "Năm sinh", "Thôn"],
        ["Lê Ghé", 1990, "Con Dóc"],
        ["Lê Rớ", "31/2/1990", "Bùi Hui"],
        ["Lê Rít", 1991, "nt"],
        ["Lê Trế", 1992, "nt"],
    ]
    assert [(p.name, p.hamlet) for p in read_rows(tmp_path, rows).people] == [
        ("Lê Ghé", "con-doc"),
        ("Lê Rít", "bui-hui"),
        ("Lê Trế", "bui-hui"),
    ]


def test_a_name_merged_over_two_columns_is_no_heading(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ghi chú"], [None, "Lê Ghé", None], [None, "Lê Rít", "vắng"]]
    assert names(read_rows(tmp_path, rows, ["B2:C2"])) == ["Lê Ghé", "Lê Rít"]


def test_people_numbered_with_letters_are_no_headings(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["A", "Lê Ghé", 1957], ["B", "Lê Rít", 1960]]
    assert names(read_rows(tmp_path, rows)) == ["Lê Ghé", "Lê Rít"]


def test_whatever_is_merged_over_three_columns_is_a_heading(tmp_path: Path) -> None:
    rows: Rows = [[*HEADER, "Ghi chú"], [None, "Ban nhạc Suối Reo"], [1, "Lê Ghé", 1957]]
    assert only(read_rows(tmp_path, rows, ["B2:D2"])).unit == "Ban nhạc Suối Reo"


@pytest.mark.parametrize(
    "kind", ["THÔN", "XÓM", "LÀNG", "KHU DÂN CƯ", "KDC", "TỔ DÂN PHỐ", "TDP", "KHU PHỐ", "ẤP"]
)
def test_a_heading_with_a_hamlet_that_nobody_knows_is_told(tmp_path: Path, kind: str) -> None:
    found = read_rows(tmp_path, [HEADER, [f"{kind} SUỐI VÀNG"], [1, "Lê Ghé", 1957]])
    assert [(p.hamlet, p.unit) for p in found.people] == [("chua-ro", "")]
    assert any("SUỐI VÀNG" in warning.text.vi for warning in found.warnings)


@pytest.mark.parametrize("kind", ["THÔN", "XÓM", "LÀNG", "KHU DÂN CƯ", "KDC", "TỔ DÂN PHỐ", "TDP"])
def test_the_hamlet_of_a_title_is_known_whatever_kind_of_place_it_is_called(
    tmp_path: Path, kind: str
) -> None:
    rows: Rows = [[f"DANH SÁCH NGƯỜI DÂN {kind} BÙI HUI"], HEADER, [1, "Lê Ghé", 1957]]
    assert only(read_rows(tmp_path, rows)).hamlet == "bui-hui"


@pytest.mark.parametrize("title", ["DANH SÁCH LÀNG NGHỀ", "UBND XÃ LÃNG NGÂM", "DANH SÁCH XÓM TRÊN MÂY"])
def test_a_word_for_hamlets_in_a_title_says_nothing_without_a_hamlet_of_the_catalogue(
    tmp_path: Path, title: str
) -> None:
    found = read_rows(tmp_path, [[title], HEADER, [1, "Lê Ghé", 1957]])
    assert (only(found).hamlet, only(found).unit) == ("chua-ro", "")


def test_a_family_name_is_no_word_for_hamlets(tmp_path: Path) -> None:
    names = ["Lang Thị Ghé", "Lang Văn Rít", "Làng Văn Ba", "Ấp Thị Bông"]
    rows: Rows = [HEADER, *([None, name] for name in names)]
    assert [person.name for person in read_rows(tmp_path, rows).people] == names


@pytest.mark.parametrize(
    "title", ["Địa điểm: Nhà văn hóa làng Bùi Hui", "TRƯỜNG TH BA TRANG - ĐIỂM TRƯỜNG LÀNG BÙI HUI"]
)
def test_a_place_in_a_title_is_nobody_s_hamlet(tmp_path: Path, title: str) -> None:
    rows: Rows = [["DANH SÁCH NGƯỜI DỰ"], [title], HEADER, [1, "Lê Ghé", 1957]]
    assert only(read_rows(tmp_path, rows)).hamlet == "chua-ro"


def test_where_an_event_takes_place_says_of_nobody_where_they_live(tmp_path: Path) -> None:
    rows: Rows = [["Địa điểm: Nhà văn hóa Con Dóc"], HEADER, [1, "Lê Ghé", 1957]]
    assert only(read_rows(tmp_path, rows)).hamlet == "chua-ro"


def test_a_title_and_a_sheet_that_name_two_groups_name_none(tmp_path: Path) -> None:
    sheet: Rows = [["DANH SÁCH SINH VIÊN"], HEADER, [1, "Lê Ghé", 2004]]
    found = read(workbook(tmp_path / "ds.xlsx", {"Đại biểu": sheet}))
    assert only(found).group == "nguoi-dan"
    assert [warning.text.vi for warning in found.warnings] == [
        "Danh sách không ghi đối tượng: xếp vào “Người dân”. Không đúng thì xin thêm cột “Đối tượng”."
    ]


@pytest.mark.parametrize("number", ["051057001234", "212345678", "0905.123.456", "0905 123 456"])
def test_no_number_of_a_card_or_telephone_comes_in_with_a_name_or_unit_nor_is_it_repeated(
    tmp_path: Path, number: str
) -> None:
    rows: Rows = [
        ["Họ và tên", "Năm sinh", "Đơn vị", "Thôn"],
        [f"Lê Ghé ({number})", 1990, "Lớp 5A", "Bùi Hui"],
        ["Lê Rít", 1990, f"Lớp 5B, {number}", "Bùi Hui"],
        ["Lê Rớ", f"{number}/2", "Lớp 5A", "Bùi Hui"],
        ["Lê Xép", 1990, "Lớp 5A, khóa 2021-2025", f"Thôn {number}"],
    ]
    found = read_rows(tmp_path, rows)
    assert [(p.name, p.unit) for p in found.people] == [("Lê Xép", "Lớp 5A, khóa 2021-2025")]
    assert len(found.refused) == 3
    said = [row.reason for row in found.refused] + [warning.text for warning in found.warnings]
    assert len(said) > 3
    assert not any(number in text for sentence in said for text in (sentence.vi, sentence.en))


@pytest.mark.parametrize(
    "name",
    [
        "Lê Ghé\nLê Rít",
        "Lê Ghé và vợ",
        "Lê Ghé và Lê Rít",
        "Lê Ghé + vợ",
        "Lê Ghé; Lê Rít",
        "Lê Ghé, Lê Rít",
        "Lê Ghé, 1980",
        "Lê Ghé (1981)",
        "Lê Ghé - 1982",
        "Lê Ghé 12/5/2014",
    ],
)
def test_a_name_that_holds_more_than_one_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    found = read_rows(tmp_path, [HEADER, [1, name], [2, "Lê Rớ"]])
    assert names(found) == ["Lê Rớ"]
    assert "Mỗi người xin ghi một dòng" in refusals(found)[2]


@pytest.mark.parametrize(
    "name",
    ["Vừ A Và", "Giàng Và Páo", "vừ và páo", "Hoa 1", "Lê Ghé (2)", "Lê\nVăn Ghé", "Lê Văn\nGhé", "Lê Ghé,"],
)
def test_a_name_is_one_whatever_sign_or_digit_it_has(tmp_path: Path, name: str) -> None:
    found = read_rows(tmp_path, [HEADER, [1, name]])
    assert (names(found), refusals(found)) == ([name.replace("\n", " ")], {})


@pytest.mark.parametrize(
    "name",
    [
        "Lê Thị\nKim Ngân",
        "Lê Thị\nAnh Thư",
        "Lê Văn Ghé\n(Bí thư chi bộ)",
        "Lê Văn Ghé\nTrưởng thôn",
        "(1)\nLê Ghé",
    ],
)
def test_a_name_that_was_wrapped_or_has_an_office_below_is_one_person_s(tmp_path: Path, name: str) -> None:
    found = read_rows(tmp_path, [HEADER, [1, name], [2, "Lê Rớ"]])
    assert (len(found.people), refusals(found)) == (2, {})


@pytest.mark.parametrize("second", ["Rơ Châm Rít", "2. Rơ Châm Rít", "Võ Thị Rít", "vợ là Rít", "- Bà Rít"])
def test_a_line_that_begins_as_names_do_is_another_person_s(tmp_path: Path, second: str) -> None:
    found = read_rows(tmp_path, [HEADER, [1, f"Lê Ghé\n{second}"], [2, "Rơ Châm Rớ"]])
    assert list(refusals(found)) == [2]


@pytest.mark.parametrize("name", ["Đinh thị và rê", "Lê thị cùng mai"])
def test_and_is_a_name_where_names_are_written_small(tmp_path: Path, name: str) -> None:
    assert names(read_rows(tmp_path, [HEADER, [1, name]])) == [name]


@pytest.mark.parametrize("more", ["chồng", "Vợ", "em", "2 con", "gia đình", "các cháu", "con trai", "bạn"])
def test_whoever_comes_with_somebody_is_not_of_their_name(tmp_path: Path, more: str) -> None:
    assert list(refusals(read_rows(tmp_path, [HEADER, [1, f"Lê Ghé và {more}"]]))) == [2]


def test_unknown_groups_and_hamlets_are_taken_as_default_and_told(tmp_path: Path) -> None:
    rows: Rows = [
        GROUPED,
        [1, "Lê Ghé", "Ca sĩ", "Suối Vàng"],
        [2, "Lê Rít", "Ca sĩ", "Con Dóc"],
        [3, "Lê Rớ", "HS", None],
    ]
    found = read_rows(tmp_path, rows)
    assert [(p.group, p.hamlet) for p in found.people] == [
        ("nguoi-dan", "chua-ro"),
        ("nguoi-dan", "con-doc"),
        ("hoc-sinh", "chua-ro"),
    ]
    told = {warning.text.vi: [place.row for place in warning.places] for warning in found.warnings}
    assert next(rows for text, rows in told.items() if "Ca sĩ" in text) == [2, 3]
    assert next(rows for text, rows in told.items() if "Suối Vàng" in text) == [2]
    assert len(told) == 2


def test_a_list_that_states_no_group_says_which_was_taken(tmp_path: Path) -> None:
    (warning,) = read_rows(tmp_path, [HEADER, [1, "Lê Ghé", 1990]]).warnings
    assert "Người dân" in warning.text.vi


def test_the_hamlet_is_taken_from_an_address(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ tên", "Địa chỉ", "Đối tượng"],
        ["Lê Ghé", "Thôn Đồng Răm, xã Ba Khâm, huyện Ba Tơ", "HS"],
        ["Lê Rít", "Tổ 3, phường Trên Mây", "HS"],
    ]
    found = read_rows(tmp_path, rows)
    assert [p.hamlet for p in found.people] == ["dong-ram", "chua-ro"]
    assert [[place.row for place in warning.places] for warning in found.warnings] == [[3]]


def test_an_address_of_another_commune_is_none_of_a_hamlet_that_bears_the_same_name(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ tên", "Địa chỉ", "Đối tượng"],
        ["Lê Ghé", "Thôn Nước Giáp, xã Ba Vinh, huyện Ba Tơ, Quảng Ngãi", "HS"],
        ["Lê Rít", "Thôn 3, xã Ba Dinh, huyện Ba Tơ, Quảng Ngãi", "HS"],
        ["Lê Ry", "Thôn Nước Giáp, xã Ba Vinh", "HS"],
        ["Lê Rỡ", "Đội 3, Gò Tranh, Quảng Ngãi", "HS"],
        ["Lê Rớ", "Nước Giáp, xã ĐTT, huyện Ba Tơ", "HS"],
        ["Lê Rờ", "Thôn Nước Giáp, xã Đặng Thùy Châm, tỉnh Quảng Ngãi", "HS"],
        ["Lê Rơ", "Nước Giáp - xã ĐT Trâm", "HS"],
    ]
    found = read_rows(tmp_path, rows)
    elsewhere, here = ["ngoai-xa", "ngoai-xa", "chua-ro", "chua-ro"], ["nuoc-giap"] * 3
    assert [p.hamlet for p in found.people] == elsewhere + here
    assert [[place.row for place in warning.places] for warning in found.warnings] == [[4, 5]]


def test_a_class_of_mere_numbers_is_one_also_where_excel_made_a_date_of_it(tmp_path: Path) -> None:
    classes = (date(2025, 2, 9), "9/2", "Lớp 9/2", "9A")
    people: Rows = [[f"Lê {name}", unit] for name, unit in zip("ABCD", classes, strict=True)]
    found = read_rows(tmp_path, [["Họ tên", "Lớp"], *people])
    assert [p.unit for p in found.people] == ["Lớp 9/2", "Lớp 9/2", "Lớp 9/2", "9A"]
    assert {p.group for p in found.people} == {"hoc-sinh"}
    (warning,) = found.warnings
    assert "Excel" in warning.text.vi
    assert [place.row for place in warning.places] == [2]
    offices: Rows = [["Họ tên", "Đơn vị"], ["Lê A", "9/2"]]
    assert only(read_rows(tmp_path, offices)).unit == "9/2"


def test_units_of_several_columns_are_joined(tmp_path: Path) -> None:
    rows: Rows = [["Họ tên", "Lớp", "Trường"], ["Lê Ghé", "5A", "TH&THCS Ba Trang"]]
    assert only(read_rows(tmp_path, rows)).unit == "5A, TH&THCS Ba Trang"


@pytest.mark.parametrize("number", [None, "=ROW()-1"])
def test_an_office_is_no_signature(tmp_path: Path, number: str | None) -> None:
    """Officials in a list without running numbers, or with numbers that no program worked out."""
    offices = ["Chủ tịch", "Phó Chủ tịch", "Công chức", "Kế toán", "Hiệu trưởng"]
    people = [[number, f"Lê {name}", 1980, office] for name, office in zip("ABCDE", offices, strict=True)]
    rows: Rows = [["STT", "Họ và tên", "Năm sinh", "Chức vụ"], *people, [None, "Người lập", None, "Chủ tịch"]]
    assert names(read_rows(tmp_path, rows)) == [f"Lê {name}" for name in "ABCDE"]
    without: Rows = [["Họ và tên", "Chức vụ"], *([row[1], row[3]] for row in people)]
    assert len(read_rows(tmp_path, without).people) == len(offices)


def test_a_birth_in_words_is_no_date_of_a_signature(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ và tên", "Ngày sinh"],
        ["Lê Ghé", "Ngày 01 tháng 2 năm 1970"],
        ["Lê Rít", "03/04/1980"],
    ]
    found = read_rows(tmp_path, rows)
    assert len(found.people) + len(found.refused) == 2


def test_a_hamlet_may_begin_with_a_word_for_hamlets() -> None:
    village = Hamlet("lang-teng", "Làng Teng", "Ba Thành", ("Thôn 1",))
    matcher = Matcher(replace(PROGRAMME, hamlets=(*PROGRAMME.hamlets, village)))
    for written in ("Làng Teng", "Thôn Làng Teng", "làng teng, Ba Thành", "Thôn 1"):
        assert matcher.hamlet(written) == "lang-teng", written


def test_the_title_of_a_second_class_names_it(tmp_path: Path) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh"]
    rows: Rows = [
        ["DANH SÁCH LỚP 5A"],
        header,
        [1, "Lê Ghé", "5/3/2014"],
        [],
        ["DANH SÁCH LỚP 5B"],
        header,
        [1, "Lê Rít", "5/3/2014"],
    ]
    assert [(p.unit, p.group) for p in read_rows(tmp_path, rows).people] == [
        ("Lớp 5A", "hoc-sinh"),
        ("Lớp 5B", "hoc-sinh"),
    ]


def test_a_signature_below_names_alone_is_nobody(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ và tên", "Thôn", "Đơn vị"],
        ["Lê Ghé", "Bùi Hui", "Hội Nông dân"],
        ["Lê Rít", "Con Dóc", None],
        ["Trưởng ban", None, "CHỦ TỊCH"],
        ["Lê Ký", None, "Hồ Chủ"],
    ]
    assert names(read_rows(tmp_path, rows)) == ["Lê Ghé", "Lê Rít"]


def test_a_number_without_a_name_heads_nobody(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", "Năm sinh"],
        ["LỚP 5A"],
        [1, "Lê Ghé", 2014],
        [2],
        ["3."],
        [4, "Lê Rít", 2014],
    ]
    assert {person.unit for person in read_rows(tmp_path, rows).people} == {"LỚP 5A"}


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("DANH SÁCH LỚP 10A/1", "Lớp 10A/1"),
        ("Danh sách lớp 9/2B", "Lớp 9/2B"),
        ("Danh sách lớp 5A/2026", "Lớp 5A"),
    ],
)
def test_a_class_with_a_stroke_is_named_whole(tmp_path: Path, title: str, unit: str) -> None:
    found = read_rows(tmp_path, [[title], ["STT", "Họ và tên", "Năm sinh"], [1, "Lê Ghé", 2014]])
    assert [person.unit for person in found.people] == [unit]


AGREED = ["STT", "Họ và tên", "Năm sinh", "Đồng ý"]


@pytest.mark.parametrize(
    "said",
    [
        "không",
        "K",
        "Chưa",
        "phụ huynh không đồng ý",
        "từ chối",
        None,
        "0",
        0,
        "-",
        "KĐY",
        "Sai",
        "N",
        "✗",
        "❌",
        "☐",
    ],
)
def test_whoever_did_not_agree_is_not_taken(tmp_path: Path, said: object) -> None:
    found = read_rows(tmp_path, [AGREED, [1, "Lê Ghé", 2014, "x"], [2, "Lê Rít", 2014, said]])
    assert names(found) == ["Lê Ghé"]
    assert "đồng ý" in refusals(found)[3]


@pytest.mark.parametrize("said", ["x", "có", "đồng ý", "mẹ đồng ý", "Không phản đối", 1, "✓", "☒", "√"])
def test_whoever_agreed_is_taken(tmp_path: Path, said: object) -> None:
    found = read_rows(tmp_path, [AGREED, [1, "Lê Ghé", 2014, said], [2, "Lê Rít", 2014, "x"]])
    assert names(found) == ["Lê Ghé", "Lê Rít"]
    assert not refusals(found)


def test_ticks_and_crosses_of_any_kind_are_no_old_font(tmp_path: Path) -> None:
    marks = ("✓", "✗", "✔\ufe0f", "✖\ufe0f", "☑", "☐")
    rows = [
        [at, f"Lê Văn {name}", 1980, mark]
        for at, (name, mark) in enumerate(zip("ABCDEG", marks, strict=True), 1)
    ]
    found = read_rows(tmp_path, [AGREED, *rows])
    assert names(found) == ["Lê Văn A", "Lê Văn C", "Lê Văn E"]


def test_a_column_for_agreeing_that_nobody_filled_is_for_signing_on_paper(tmp_path: Path) -> None:
    assert names(read_rows(tmp_path, [AGREED, [1, "Lê Ghé", 2014]])) == ["Lê Ghé"]


def test_who_signs_below_a_column_for_agreeing_notes_nobodys_consent(tmp_path: Path) -> None:
    rows: Rows = [AGREED, [1, "Lê Ghé", 2014], [None], [None, "Người lập", None, "Hiệu trưởng"]]
    found = read_rows(tmp_path, rows)
    assert (names(found), refusals(found)) == (["Lê Ghé"], {})


def test_marks_alone_note_who_agreed(tmp_path: Path) -> None:
    rows: Rows = [["Họ và tên", "Đồng ý"], ["Lê Ghé", "x"], ["Lê Rít"]]
    found = read_rows(tmp_path, rows)
    assert (names(found), list(refusals(found))) == (["Lê Ghé"], [3])


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Ý kiến phụ huynh", ("Đồng ý", "Không đồng ý")),
        ("Phụ huynh", ("Đồng ý", "Không đồng ý")),
    ],
)
def test_agreeing_and_not_agreeing_may_be_two_columns(
    tmp_path: Path, upper: str, lower: tuple[str, str]
) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", "Năm sinh", upper],
        [None, None, None, *lower],
        [1, "Lê Ghé", 2014, "x"],
        [2, "Lê Rít", 2014, None, "x"],
    ]
    found = read_rows(tmp_path, rows, ["A1:A2", "B1:B2", "C1:C2", "D1:E1"])
    assert (names(found), list(refusals(found))) == (["Lê Ghé"], [4])


def test_a_note_that_somebody_does_not_agree_is_heeded(tmp_path: Path) -> None:
    rows: Rows = [[*HEADER, "Ghi chú"], [1, "Lê Ghé", 2014, "PH không đồng ý"], [2, "Lê Rít", 2014, "đi xe"]]
    found = read_rows(tmp_path, rows)
    assert (names(found), list(refusals(found))) == (["Lê Rít"], [2])


@pytest.mark.parametrize("yes", ["1", "true"])
def test_people_in_rows_hidden_in_the_spreadsheet_are_taken_and_named(tmp_path: Path, yes: str) -> None:
    path = workbook(tmp_path / "loc.xlsx", {"Bùi Hui": [HEADER, [1, "Lê Ghé", 1990], [2, "Lê Rít", 1991]]})
    book = load_workbook(path)
    book["Bùi Hui"].row_dimensions[3].hidden = True
    book.save(path)
    found = read(rewritten(path, "xl/worksheets/sheet1.xml", 'hidden="1"', f'hidden="{yes}"'))
    assert names(found) == ["Lê Ghé", "Lê Rít"]
    (hidden,) = [warning for warning in found.warnings if "ẩn" in warning.text.vi]
    assert [place.row for place in hidden.places] == [3]


def test_whoever_is_struck_through_is_left_out_and_named(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ đệm", "Tên", "Năm sinh"],
        [1, "Lê", "Ghé", 1990],
        [2, "Lê", "Rít", 1991],
        [3, "Lê", "Rớ", "31/2/1992"],
        [4, "Lê", "Xép", 1993],
        [5, "Lê", "Ngoan", 1994],
    ]
    path = workbook(tmp_path / "ds.xlsx", {"Bùi Hui": rows})
    book = load_workbook(path)
    for cell in ("B3", "C3", "A4", "B4", "C4", "D4", "C5", "A6", "D6"):
        book["Bùi Hui"][cell].font = Font(strike=True, bold=cell == "C3")
    book.save(path)
    found = read(path)
    assert (names(found), refusals(found)) == (["Lê Ghé", "Lê Xép", "Lê Ngoan"], {})
    (struck,) = [warning for warning in found.warnings if "gạch ngang" in warning.text.vi]
    assert [place.row for place in struck.places] == [3, 4]


def test_a_line_through_a_name_that_is_switched_off_strikes_nobody(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ds.xlsx", {"Sheet1": [["Họ và tên"], ["Lê Ghé"]]})
    book = load_workbook(path)
    book["Sheet1"]["A2"].font = Font(strike=True)
    book.save(path)
    off = rewritten(path, "xl/styles.xml", '<strike val="1"', '<strike val="0"')
    assert names(read(off)) == ["Lê Ghé"]


def test_marks_under_several_groups_say_which(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", "Năm sinh", "Đối tượng"],
        [None, None, None, "Nông dân", "Đoàn viên", "Học sinh"],
        [1, "Lê Ghé", 1960, "x"],
        [2, "Lê Rít", 1999, None, "X"],
        [3, "Lê Rớ", 2014, None, None, "x"],
    ]
    found = read_rows(tmp_path, rows, ["A1:A2", "B1:B2", "C1:C2", "D1:F1"])
    groups = [(p.name, p.group, p.unit) for p in found.people]
    assert groups == [("Lê Ghé", "nguoi-dan", ""), ("Lê Rít", "doan-vien", ""), ("Lê Rớ", "hoc-sinh", "")]
    assert not found.warnings


def test_a_mark_for_members_of_the_youth_union_is_no_class(tmp_path: Path) -> None:
    rows: Rows = [[*GROUPED, "Đoàn viên"], [1, "Lê Ghé", "Viên chức", "Bùi Hui", "x"]]
    assert only(read_rows(tmp_path, rows)).unit == ""
