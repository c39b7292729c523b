"""People of a roster who look like something else: a header, a total, a signature, somebody else's child."""

from datetime import date
from pathlib import Path

import pytest

from data.roster import Obstacle
from data.roster.model import Meaning
from data.roster.sentences import LIKE_A_FOOTER
from data.roster.wordings import meaning_of
from tests.data.rosters import Rows, names, obstacle, read_csv, read_rows, refusals

SURNAMES = ["Trương Thị Bé", "Đoàn Văn An", "Mã Thị Bé", "Vàng A Páo", "Chung Minh Anh", "Chung Minh Thư"]
RELATED = ["Đinh Thị Mé", "Đinh Danh Nam"]


@pytest.mark.parametrize("name", [*SURNAMES, *RELATED, "TRƯƠNG THỊ BÉ"])
def test_a_name_is_no_header_whatever_it_resembles_without_diacritics(name: str) -> None:
    assert meaning_of(name) is None


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Trường", Meaning.UNIT),
        ("TRƯỜNG HỌC", Meaning.UNIT),
        ("Truong", Meaning.UNIT),
        ("Đoàn thể", Meaning.UNIT),
        ("Mã số", Meaning.OTHER),
        ("Mã", Meaning.OTHER),
        ("Họ tên mẹ", Meaning.RELATIVE),
        ("Ho ten me", Meaning.RELATIVE),
        ("Vắng", Meaning.SIGNATURE),
        ("Chứng minh nhân dân", Meaning.CARD),
        ("Chung minh nhan dan", Meaning.CARD),
        ("Ý kiến của gia đình", Meaning.CONSENT),
        ("Mã định danh", Meaning.CARD),
        ("Mã định danh cá nhân (CCCD)", Meaning.CARD),
        ("Mã định danh Bộ GD&ĐT", Meaning.OTHER),
        ("Mã định danh học sinh của Bộ GDĐT", Meaning.OTHER),
        ("Mã định danh Bộ Công an", Meaning.CARD),
        ("CMND/Số định danh cán bộ", Meaning.CARD),
        ("Chứng minh/Hộ chiếu", Meaning.CARD),
        ("Không đồng ý chụp ảnh chung", Meaning.DISSENT),
        ("Ý kiến đồng ý của Hiệu trưởng", Meaning.CONSENT),
        ("Ghi chú chung", Meaning.NOTE),
        ("Họ và tên Trưởng thôn", Meaning.NAME),
        ("SĐT trưởng đoàn", Meaning.PHONE),
        ("Truờng", Meaning.UNIT),
        ("Lớp", Meaning.UNIT),
        ("Lớp chủ nhiệm", Meaning.OTHER),
    ],
)
def test_headers_are_understood_beside_such_names(header: str, meaning: Meaning) -> None:
    assert meaning_of(header) is meaning


@pytest.mark.parametrize("name", SURNAMES)
def test_the_first_person_is_no_part_of_the_header_whatever_their_name(tmp_path: Path, name: str) -> None:
    text = f"STT;Họ và tên;Ngày sinh;Nghề nghiệp;Thôn\n1;{name};12/3/2010;Học sinh;Bùi Hui\n"
    assert names(read_csv(tmp_path, text + "2;Lê Ghé;1/5/1970;Nông dân;Bùi Hui\n")) == [name, "Lê Ghé"]


def test_a_numbered_row_is_no_second_row_of_a_header_whatever_it_says(tmp_path: Path) -> None:
    text = "STT;Họ và tên;Ngày sinh;Nghề nghiệp\n1;Lưu Ý Nhi;12/3/2010;Học sinh\n2;Lê Rít;1/5/1970;Học sinh\n"
    assert names(read_csv(tmp_path, text)) == ["Lưu Ý Nhi", "Lê Rít"]


@pytest.mark.parametrize("name", SURNAMES)
def test_nobody_in_the_middle_of_a_list_begins_another(tmp_path: Path, name: str) -> None:
    rows: Rows = [
        ["Họ và tên", "Thôn", "Đối tượng"],
        ["Lê Ghé", "Bùi Hui", "Người dân"],
        [name, "Con Dóc", "Học sinh"],
        ["Lê Rít", "Bùi Hui", "Học sinh"],
    ]
    assert names(read_rows(tmp_path, rows)) == ["Lê Ghé", name, "Lê Rít"]


def test_most_officials_are_known_by_their_office_alone(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ và tên", "Năm sinh", "Chức vụ"],
        ["Lê Ghé", None, "Chủ tịch UBND xã"],
        ["Lê Rít", None, "Bí thư Đảng ủy"],
        ["Lê Rớ", 1990, "Chuyên viên"],
        ["Lê Xép", None, "Kế toán"],
        ["Lê Ngoan", None, "Tổng hợp"],
        [None, None, None],
        ["Người lập", None, "Chủ tịch"],
        ["Lê Ký", None, "Lê Ký Thay"],
    ]
    assert names(read_rows(tmp_path, rows)) == ["Lê Ghé", "Lê Rít", "Lê Rớ", "Lê Xép", "Lê Ngoan"]


@pytest.mark.parametrize(
    ("header", "people"),
    [
        ("Chức vụ, đơn vị công tác", [("Lê Ghé", "Phòng Văn hóa"), ("Lê Rít", "Chủ tịch UBND xã")]),
        ("Chức vụ", [("LÊ GHÉ", "CHỦ TỊCH"), ("LÊ RÍT", "CHUYÊN VIÊN")]),
    ],
)
def test_an_office_is_somebody_s_in_any_column_for_it(
    tmp_path: Path, header: str, people: list[tuple[str, str]]
) -> None:
    found = read_rows(tmp_path, [["Họ và tên", header], *people])
    assert names(found) == [name for name, _ in people]


def test_whoever_may_sign_below_a_list_or_be_on_it_is_told_and_not_dropped(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", "Ngày sinh", "Chức vụ"],
        [1, "Lê Ghé", date(1970, 1, 1), "Chủ tịch"],
        [None, "Lê Rít", None, "Giám đốc hợp tác xã"],
        [None, "Lê Rớ", None, "Nhân viên"],
        [2, "Lê Xép", None, "Hiệu trưởng"],
        [3, "Lê Ngoan", None, "Kế toán"],
        [None, "Người lập", None, "Chủ tịch"],
        [None, "Lê Ký", None, "Lê Ký Thay"],
    ]
    found = read_rows(tmp_path, rows)
    assert names(found) == ["Lê Ghé", "Lê Xép", "Lê Ngoan"]
    told = {warning.text: [place.row for place in warning.places] for warning in found.warnings}
    assert (told[LIKE_A_FOOTER], refusals(found)) == ([3, 4], {})


@pytest.mark.parametrize(
    "row",
    [
        ["Nữ", 25],
        ["Nữ: 25"],
        ["TC", 45],
        ["Hộ nghèo", 3],
        ["Trong đó:"],
        ["./."],
        ["Mang sang trang 2"],
        ["Cộng thôn Bùi Hui", 20],
        ["Ba Trang, 20/9/2025"],
        ["Người duyệt"],
        ["Ghi chú: ai vắng thì báo"],
        ["Lê Rớ", None, None, None, "Nhân viên"],
    ],
)
def test_a_row_without_number_and_details_in_a_numbered_list_is_told_and_nobody_s(
    tmp_path: Path, row: list[object]
) -> None:
    header = ["STT", "Họ và tên", "Năm sinh", "Nam/Nữ", "Thôn", "Ghi chú"]
    people: Rows = [[1, "Lê Ghé", 1970, "Nam", "Bùi Hui"], [2, "Lê Rít"]]
    found = read_rows(tmp_path, [header, people[0], [None, *row], people[1], [None, *row]])
    told = {warning.text: [place.row for place in warning.places] for warning in found.warnings}
    assert (names(found), told[LIKE_A_FOOTER], refusals(found)) == (["Lê Ghé", "Lê Rít"], [3, 5], {})


@pytest.mark.parametrize(
    "details",
    [
        {"Năm sinh": 1980},
        {"Năm sinh": "5/3/1980"},
        {"Giới tính": "Nữ"},
        {"Nữ": "x"},
        {"Thôn": "Bùi Hui"},
        {"Địa chỉ": "Bùi Hui, Ba Trang"},
        {"Số CCCD": "099157000001"},
        {"STT": "1.1"},
    ],
)
def test_whoever_has_no_number_in_a_numbered_list_but_details_is_on_it(
    tmp_path: Path, details: dict[str, object]
) -> None:
    header = ["STT", "Họ và tên", *(key for key in details if key != "STT")]
    added = [details.get("STT"), "Lê Rớ", *(details[key] for key in header[2:])]
    found = read_rows(tmp_path, [header, [1, "Lê Ghé"], [2, "Lê Rít"], added])
    assert names(found) == ["Lê Ghé", "Lê Rít", "Lê Rớ"]


@pytest.mark.parametrize(
    "details",
    [
        {"Số điện thoại": "0905 000 001"},
        {"Lớp": "5A"},
        {"Đồng ý": "x"},
        {"Đối tượng": "Người dân"},
        {"Dân tộc": "Hrê"},
        {"Chức vụ": "Chuyên viên"},
        {"Quan hệ với chủ hộ": "Vợ"},
        {"Thôn": "Làng Trên Mây"},
        {"Địa chỉ": "Tổ 3, phường Trên Mây"},
        {"Năm sinh": "85"},
    ],
)
def test_words_of_a_kind_that_no_total_has_are_somebody_s(tmp_path: Path, details: dict[str, object]) -> None:
    said = list(details.values())
    rows: Rows = [["STT", "Họ và tên", *details], [1, "Lê Ghé", *said], [2, "Lê Rít", *said]]
    found = read_rows(tmp_path, [*rows, [None, "Lê Rớ", *said], [None, "TC", 2]])
    assert (names(found), refusals(found)) == (["Lê Ghé", "Lê Rít", "Lê Rớ"], {})


@pytest.mark.parametrize("amount", [20, "20", "20 hộ", "1.200 người", "45%"])
def test_an_amount_below_a_heading_of_words_makes_nobody(tmp_path: Path, amount: object) -> None:
    rows: Rows = [["STT", "Họ và tên", "Thôn"], [1, "Lê Ghé", "Bùi Hui"], [2, "Lê Rít", "Bùi Hui"]]
    found = read_rows(tmp_path, [*rows, [None, "Cộng thôn Bùi Hui", amount]])
    assert (names(found), refusals(found)) == (["Lê Ghé", "Lê Rít"], {})


def test_a_number_of_two_digits_is_no_birth_where_others_have_four(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", "Năm sinh"],
        [1, "Lê Ghé", 1985],
        [2, "Lê Rít", 1990],
        [None, "TC", 45],
    ]
    assert names(read_rows(tmp_path, rows)) == ["Lê Ghé", "Lê Rít"]


def test_a_number_merged_downwards_is_everybody_s_beside_it(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên"], [1, "Lê Ghé"], [None, "Lê Rít"], [2, "Lê Rớ"], [3, "Lê Xép"]]
    assert len(read_rows(tmp_path, rows, ["A2:A3"]).people) == 4


def test_a_birth_that_is_none_is_refused_without_a_number_too(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày sinh"], [1, "Lê Ghé"], [None, "Lê Rớ", "31/2/1980"]]
    assert list(refusals(read_rows(tmp_path, rows))) == [3]


def test_where_few_are_numbered_whoever_is_not_is_on_the_list(tmp_path: Path) -> None:
    households: Rows = [[1, "Lê Ghé"], [None, "Lê Rít"], [2, "Lê Rớ"], [None, "Lê Xép"]]
    assert len(read_rows(tmp_path, [["STT", "Họ và tên"], *households, *households[:3]]).people) == 7


@pytest.mark.parametrize("numbered", [1, 8, 20])
def test_people_whom_nobody_numbered_further_down_are_on_the_list(tmp_path: Path, numbered: int) -> None:
    people: Rows = [[at if at <= numbered else None, f"Lê Thị Rít {at}"] for at in range(1, 26)]
    assert len(read_rows(tmp_path, [["STT", "Họ và tên"], *people]).people) == len(people)


def test_people_below_a_number_that_is_a_title_s_are_on_the_list(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên"], [1, "UBND xã"], [None, "Lê Ghé"], [None, "Lê Rít"]]
    assert names(read_rows(tmp_path, rows))[1:] == ["Lê Ghé", "Lê Rít"]


def test_of_a_long_list_one_row_in_ten_may_be_a_remark_and_titles_are_none(tmp_path: Path) -> None:
    page: Rows = [[at, f"Lê Thị Rít {at}"] for at in range(1, 11)]
    pages: Rows = [row for at in range(5) for row in ([None, f"Lớp {at + 1}A"], *page, [None, "Mang sang"])]
    found = read_rows(tmp_path, [["STT", "Họ và tên"], *pages])
    assert (len(found.people), len({person.unit for person in found.people})) == (50, 5)


def test_signatures_below_a_date_are_nobody_s(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", "Năm sinh", "Chức vụ"],
        [1, "Lê Ghé", 1970, "Chuyên viên"],
        [None, None, None, "Đặng Thùy Trâm, ngày 20 tháng 9 năm 2025"],
        [None, "Công chức phụ trách", None, "CHỦ TỊCH"],
        [None, "Lê Ký", None, "Lê Ký Thay"],
    ]
    found = read_rows(tmp_path, rows)
    assert names(found) == ["Lê Ghé"]
    assert not refusals(found)


@pytest.mark.parametrize(
    "foot",
    [
        [["Tổng cộng", "2"]],
        [["Tổng số", "Nam: 1"]],
        [["Cộng:", "2 người"]],
        [[None, "CÁN BỘ TƯ PHÁP", None, "TRƯỞNG THÔN"], [None, "Lê Ký", None, "Lê Thay"]],
        [["Nơi nhận:", "UBND xã", None, "TRƯỞNG THÔN"], ["- Như trên", None, None, "Lê Thay"]],
        [[None, "Tổ trưởng", None, "Hiệu trưởng"], [None, "(đã ký)", None, "(đã ký)"]],
    ],
)
def test_the_foot_of_a_list_refuses_nobody_and_is_nobody(tmp_path: Path, foot: list[list[object]]) -> None:
    rows: Rows = [["STT", "Họ và tên", "Năm sinh", "Thôn"], [1, "Lê Ghé", 1970], [2, "Lê Rít", 1980], *foot]
    found = read_rows(tmp_path, rows)
    assert (names(found), refusals(found)) == (["Lê Ghé", "Lê Rít"], {})


def test_whoever_has_a_birth_below_a_signature_is_a_person_whatever_signs_their_name_has(
    tmp_path: Path,
) -> None:
    rows: Rows = [["Họ và tên", "Năm sinh"], ["Lê Ghé", 1970], ["Người lập", None], ["Lê Rít (A)", 1980]]
    assert names(read_rows(tmp_path, rows)) == ["Lê Ghé", "Lê Rít (A)"]


def test_a_name_with_an_apostrophe_is_one_where_only_an_office_is_known(tmp_path: Path) -> None:
    rows: Rows = [["Họ và tên", "Chức vụ"], ["H'Len Y-Krông", "Chủ tịch"], ["Lê Rít", "Chuyên viên"]]
    assert names(read_rows(tmp_path, rows)) == ["H'Len Y-Krông", "Lê Rít"]


def test_who_signs_below_a_list_of_delegates_is_no_delegate(tmp_path: Path) -> None:
    people = [["Lê Ghé", "Chuyên viên"], ["Lê Rít", "Bí thư"], ["Lê Rớ", "Kế toán"], ["Lê Xép", "Văn thư"]]
    foot = [["CÁN BỘ PHỤ TRÁCH", "CHỦ TỊCH"], ["(đã ký)", "(đã ký)"], ["Lê Ký", "Lê Thay"]]
    found = read_rows(tmp_path, [["Họ và tên", "Chức vụ"], *people, *foot])
    assert names(found) == ["Lê Ghé", "Lê Rít", "Lê Rớ", "Lê Xép"]


def test_a_given_name_is_no_total(tmp_path: Path) -> None:
    rows: Rows = [["Họ đệm", "Tên", "Thôn"], ["Lê Văn", "Cộng", "Bùi Hui"], ["Tổng", "cộng", 1]]
    assert names(read_rows(tmp_path, rows)) == ["Lê Văn Cộng"]


def test_a_family_name_of_one_letter_is_no_ordinal(tmp_path: Path) -> None:
    rows: Rows = [["Họ đệm", "Tên", "Năm sinh"], ["Y", "Blô"], ["A", "Bay"], ["Lê Thị", "Rít", 1980]]
    found = read_rows(tmp_path, rows)
    assert [(p.name, p.unit) for p in found.people] == [("Y Blô", ""), ("A Bay", ""), ("Lê Thị Rít", "")]


def test_an_ordinal_before_a_heading_in_two_columns_is_no_family_name(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ đệm", "Tên", "Năm sinh"],
        ["I", "Khối 6"],
        ["Lê Thị", "Rít", 2013],
        ["A", "Lớp học 6A"],
    ]
    assert names(read_rows(tmp_path, rows)) == ["Lê Thị Rít"]


@pytest.mark.parametrize(("born", "year"), [("0/0/1970", "1970"), ("0/5/1980", "1980-05")])
def test_a_birth_that_begins_with_a_zero_is_one(tmp_path: Path, born: str, year: str) -> None:
    (one,) = read_rows(tmp_path, [["Họ và tên", "Nam", "Nữ"], ["Lê Ghé", born, None]]).people
    assert (one.sex, one.birth and one.birth.isoformat()) == ("nam", year)


@pytest.mark.parametrize("empty", ["-", "không", 0, False])
def test_what_says_no_under_nu_makes_no_woman(tmp_path: Path, empty: object) -> None:
    rows: Rows = [["Họ và tên", "Năm sinh", "Nữ"], ["Lê Ghé", 1970, empty], ["Lê Rít", 1980, "x"]]
    assert [p.sex for p in read_rows(tmp_path, rows).people] == ["nam", "nu"]


@pytest.mark.parametrize("empty", ["-", 0])
def test_what_says_no_under_nam_is_not_filled(tmp_path: Path, empty: object) -> None:
    rows: Rows = [["Họ và tên", "Nam", "Nữ"], ["Lê Ghé", 1970, empty], ["Lê Rít", empty, 1980]]
    assert [(p.sex, str(p.birth)) for p in read_rows(tmp_path, rows).people] == [
        ("nam", "1970"),
        ("nu", "1980"),
    ]


@pytest.mark.parametrize("of", ["Phụ huynh học sinh", "Cha mẹ học sinh", "Đoàn viên công đoàn"])
def test_a_group_within_the_name_of_another_is_not_it(tmp_path: Path, of: str) -> None:
    found = read_rows(tmp_path, [["Họ và tên", "Đối tượng"], ["Lê Ghé", of]])
    assert [p.group for p in found.people] == ["nguoi-dan"]
    assert found.warnings


@pytest.mark.parametrize("title", ["DANH SÁCH PHỤ HUYNH HỌC SINH LỚP 5A", "Danh sách cha mẹ học sinh"])
def test_the_parents_of_a_class_are_no_pupils(tmp_path: Path, title: str) -> None:
    found = read_rows(tmp_path, [[title], ["Họ và tên", "Năm sinh"], ["Lê Ghé", 1980]])
    assert [(p.group, p.unit) for p in found.people] == [("nguoi-dan", "")]


@pytest.mark.parametrize(
    "title",
    ["DANH SÁCH HỌC SINH LỚP 6A ĐƯỢC PHỤ HUYNH ĐỒNG Ý", "DANH SÁCH HỌC SINH LỚP 6A (phụ huynh học sinh ký)"],
)
def test_pupils_whose_parents_are_named_too_are_pupils(tmp_path: Path, title: str) -> None:
    found = read_rows(tmp_path, [[title], ["Họ và tên", "Năm sinh"], ["Lê Ghé", 2014]])
    assert [(p.group, p.unit) for p in found.people] == [("hoc-sinh", "Lớp 6A")]


def test_a_teacher_with_a_class_is_no_pupil(tmp_path: Path) -> None:
    rows: Rows = [["Họ và tên", "Trường", "Lớp", "Chức vụ"], ["Lê Ghé", "THCS Bùi Hui", "6A", "Giáo viên"]]
    assert [p.group for p in read_rows(tmp_path, rows).people] == ["nguoi-dan"]


@pytest.mark.parametrize(
    ("headers", "cells"),
    [(["Trường", "Lớp"], ["TH&THCS Bùi Hui", "6A"]), (["Khối", "Lớp"], [9, "9/2"])],
)
def test_a_class_among_other_units_makes_a_pupil(
    tmp_path: Path, headers: list[object], cells: list[object]
) -> None:
    found = read_rows(tmp_path, [["Họ và tên", *headers], ["Lê Ghé", *cells]])
    assert [p.group for p in found.people] == ["hoc-sinh"]


def test_a_text_cut_off_within_a_letter_is_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    path.write_bytes("Họ và tên;Năm sinh\nLê Ghé;1970\nLê Xế".encode()[:-1])
    assert obstacle(path) is Obstacle.UNREADABLE
