"""Headers as clerks word and shape them."""

from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from checkin.person import Birth, Sex
from data.roster import Meaning, Obstacle, Reading
from data.roster.sentences import LUNAR_BIRTH_LEFT_OUT
from data.roster.wordings import meaning_of
from tests.data.rosters import Rows, meanings, names, obstacle, only, read, read_rows, workbook


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Họ và tên", Meaning.NAME),
        ("HỌ TÊN", Meaning.NAME),
        ("Họ, tên học sinh", Meaning.NAME),
        ("Ho va ten", Meaning.NAME),
        ("Tên học sinh", Meaning.NAME),
        ("Họ và tên (chữ in hoa)", Meaning.NAME),
        ("Họ đệm", Meaning.FAMILY),
        ("Họ và tên đệm", Meaning.FAMILY),
        ("Họ và chữ lót", Meaning.FAMILY),
        ("Tên", Meaning.GIVEN),
        ("Tên gọi", Meaning.OTHER),
        ("Tên gọi khác", Meaning.OTHER),
        ("Ngày sinh", Meaning.BIRTH),
        ("Năm sinh", Meaning.BIRTH),
        ("Ngày, tháng, năm sinh", Meaning.BIRTH),
        ("Ngày tháng\nnăm sinh", Meaning.BIRTH),
        ("Ngày sinh (dd/mm/yyyy)", Meaning.BIRTH),
        ("Nam", Meaning.MALE),
        ("Nữ", Meaning.FEMALE),
        ("Năm sinh (Nữ)", Meaning.FEMALE),
        ("Giới tính", Meaning.SEX),
        ("Nam/Nữ", Meaning.SEX),
        ("Thôn", Meaning.HAMLET),
        ("Thôn, xóm", Meaning.HAMLET),
        ("Địa chỉ", Meaning.ADDRESS),
        ("Nơi thường trú", Meaning.ADDRESS),
        ("Đơn vị công tác", Meaning.UNIT),
        ("Lớp", Meaning.UNIT),
        ("Cơ quan", Meaning.UNIT),
        ("Chức vụ", Meaning.ROLE),
        ("Chức vụ, đơn vị công tác", Meaning.UNIT),
        ("Đối tượng", Meaning.GROUP),
        ("Số CCCD", Meaning.CARD),
        ("Số CMND/CCCD", Meaning.CARD),
        ("CMND", Meaning.CARD),
        ("Số định danh cá nhân", Meaning.CARD),
        ("Ngày cấp CCCD", Meaning.OTHER),
        ("Số điện thoại", Meaning.PHONE),
        ("SĐT", Meaning.PHONE),
        ("ĐT", Meaning.PHONE),
        ("STT", Meaning.NUMBER),
        ("TT", Meaning.NUMBER),
        ("Ghi chú", Meaning.NOTE),
        ("Dân tộc", Meaning.ETHNICITY),
        ("Họ tên cha", Meaning.RELATIVE),
        ("Họ và tên chủ hộ", Meaning.RELATIVE),
        ("Nơi sinh", Meaning.OTHER),
        ("Ký nhận", Meaning.SIGNATURE),
        ("Bùi Hui", None),
        ("Nguyễn Văn Bình", None),
        ("Danh sách học sinh lớp 5A tham gia Ngày hội", None),
    ],
)
def test_a_wording_is_understood(header: str, meaning: Meaning | None) -> None:
    assert meaning_of(header) is meaning


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path,
        [
            ["UBND XÃ ĐẶNG THÙY TRÂM", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            [],
            ["DANH SÁCH THAM GIA NGÀY HỘI"],
            ["(Kèm theo Công văn số 12/CV ngày 20 tháng 9 năm 2025)"],
            ["STT", "Họ và tên", "Năm sinh", "Thôn"],
            [1, "Phạm Văn Brôn", 1957, "Bùi Hui"],
        ],
    )
    person = only(found)
    assert (person.name, person.birth, person.hamlet, person.place.row) == (
        "Phạm Văn Brôn",
        Birth(1957),
        "bui-hui",
        6,
    )


def test_family_and_given_names_stand_in_two_columns(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["Họ đệm", "Tên"], ["Đinh Thị", "Nhía"], [None, "Ghé"]])
    assert names(found) == ["Đinh Thị Nhía", "Ghé"]
    assert [column.header for column in found.columns] == ["Họ đệm", "Tên"]


def test_a_name_header_merged_over_two_columns_holds_a_name_in_two_parts(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", None, "Năm sinh"],
        [1, "Đinh Thị", "Nhía", 1990],
        [2, "Lê Văn", "Ghé", 1991],
    ]
    assert names(read_rows(tmp_path, rows, ["B1:C1"])) == ["Đinh Thị Nhía", "Lê Văn Ghé"]
    assert names(read_rows(tmp_path, rows)) == ["Đinh Thị Nhía", "Lê Văn Ghé"]


@pytest.mark.parametrize(
    ("header", "beside"),
    [
        ("Tên gọi", ("Tèo", "Út", None)),
        (None, ("Tèo", "Út", "Ba")),
        (None, ("Vẫy", "Hui", "Dóc")),
    ],
)
def test_a_nickname_or_hamlet_beside_a_whole_name_is_no_part_of_it(
    tmp_path: Path, header: str | None, beside: tuple[str | None, ...]
) -> None:
    whole = ("Phạm Văn Bình", "Đinh Thị Lan", "Đinh Thị Hoa")
    people = [[at, *both, 1990] for at, both in enumerate(zip(whole, beside, strict=True), 1)]
    rows: Rows = [["STT", "Họ và tên", header, "Năm sinh"], *people]
    assert names(read_rows(tmp_path, rows)) == list(whole)


def test_a_column_without_header_that_some_have_left_empty_holds_no_given_names(tmp_path: Path) -> None:
    people = [[at, f"Lê {name}", f"{name}ê"] for at, name in enumerate("BCDGHKLMN", 1)]
    people[3][2] = None
    found = read_rows(tmp_path, [["STT", "Họ và tên"], *people])
    assert names(found) == [f"Lê {name}" for name in "BCDGHKLMN"]


BEGUN_AND_ENDED = [
    ("Đinh Văn", "Rê"),
    ("Đinh Thị", "H'Len"),
    ("Phạm Thị", "Bảo-Ngọc"),
    ("Đinh Ka", "Tu"),
    ("Hồ Văn", "Cỏ"),
]
THREE_WORDS = [
    ("Lê Thị Ngọc", "Anh"),
    ("Hồ Thị Kim", "Chi"),
    ("Lê Thị Kim", "Hà"),
    ("Hồ Thị Ngọc", "Ngân"),
    ("Lê Thị Ánh", "Vy"),
]


@pytest.mark.parametrize("halves", [BEGUN_AND_ENDED, THREE_WORDS, [*BEGUN_AND_ENDED, ("Đinh Rĩ", None)]])
@pytest.mark.parametrize("foot", [[], ["Tổng cộng: 5 học sinh", "Người lập biểu", "Phạm Thị Ký"]])
def test_a_column_without_header_ends_names_that_are_only_begun_whatever_stands_below(
    tmp_path: Path, halves: list[tuple[str, str | None]], foot: list[str]
) -> None:
    people = [[at, *both, 2013] for at, both in enumerate(halves, 1)]
    rows: Rows = [["STT", "Họ và tên", None, "Năm sinh"], *people, *([None, text] for text in foot)]
    whole = [" ".join(filter(None, both)) for both in halves]
    assert names(read_rows(tmp_path, rows)) == whole


def test_nicknames_beside_whole_names_are_no_part_of_them_where_many_share_a_given_name(
    tmp_path: Path,
) -> None:
    given = ["Rê", "Brum", "Cỏ", "Tuyết", "Bảo", "Kiều", "Nía", "Hân", "Lan", "Mót"]
    whole = [*(f"Đinh Văn {name}" for name in given), *(f"Phạm Thị {name}" for name in given)]
    nicknames = [
        "Tèo",
        "Tí",
        "Út",
        "Ba",
        "Cu",
        "Bi",
        "Bống",
        "Na",
        "Mít",
        "Sóc",
        "Tôm",
        "Tý",
        "Bin",
        "Bo",
        "Ken",
        "Su",
        "Nhím",
        "Thỏ",
        "Gấu",
        "Ổi",
    ]
    people = [[at, *both] for at, both in enumerate(zip(whole, nicknames, strict=True), 1)]
    assert names(read_rows(tmp_path, [["STT", "Họ và tên"], *people])) == whole


def test_a_column_without_header_that_may_end_names_or_not_is_to_be_headed(tmp_path: Path) -> None:
    halves = [*THREE_WORDS[:3], ("Lê Văn Bình", None), ("Hồ Văn Lan", "Út"), ("Lê Văn Hoa", None)]
    people = [[at, *both, 2013] for at, both in enumerate(halves, 1)]
    rows: Rows = [["STT", "Họ và tên", None, "Năm sinh"], *people]
    path = workbook(tmp_path / "ds.xlsx", {"Sheet1": rows})
    assert obstacle(path) is Obstacle.NO_GIVEN_NAMES
    other: Rows = [["Họ tên", "Thôn"], ["Lê Ghé", "Con Dóc"]]
    found = read(workbook(path, {"Một": rows, "Hai": other}))
    assert names(found) == ["Lê Ghé"]
    (skipped,) = found.skipped
    assert (skipped.name, "“Tên”" in skipped.reason.vi) == ("Một", True)


def test_two_columns_of_one_header_that_is_not_merged_are_no_one_name_but_two_lists(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Họ và tên", "Năm sinh"], [1, "Lê Ghé", "Lê Rít", 1990]]
    assert obstacle(workbook(tmp_path / "ds.xlsx", {"Sheet1": rows})) is Obstacle.TWO_LISTS


@pytest.mark.parametrize(
    ("headers", "merged"),
    [
        (("Họ", "Đệm", "Tên"), ()),
        (("Họ", "Tên đệm", "Tên"), ()),
        (("Họ", "Chữ lót", "Tên"), ()),
        (("Họ và tên", None, None), ("B1:D1",)),
    ],
)
def test_a_name_in_three_columns_is_read_whole(
    tmp_path: Path, headers: tuple[str | None, ...], merged: tuple[str, ...]
) -> None:
    rows: Rows = [
        ["STT", *headers, "Năm sinh"],
        [1, "Lê", "Thị", "Ghé", 1957],
        [2, "Lê Văn", "Rít", None, 1960],
        [3, "Lê", None, "Rớ", 1961],
    ]
    assert names(read_rows(tmp_path, rows, merged)) == ["Lê Thị Ghé", "Lê Văn Rít", "Lê Rớ"]


def test_a_second_name_in_two_columns_is_somebody_else_s(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ đệm", "Tên", "Năm sinh", "Họ đệm", "Tên"],
        [1, "Lê Thị", "Ghé", 1957, "Đinh Văn", "Cha"],
    ]
    assert names(read_rows(tmp_path, rows)) == ["Lê Thị Ghé"]


def test_a_name_without_diacritics_beside_the_whole_one_is_left_aside(tmp_path: Path) -> None:
    bare, whole = "Họ tên không dấu", "Họ và tên"
    rows: Rows = [["STT", bare, whole, "Năm sinh"], [1, "Le Ghe", "Lê Ghé", 1957]]
    assert names(read_rows(tmp_path, rows)) == ["Lê Ghé"]
    split: Rows = [["Họ đệm", "Tên", bare, "Năm sinh"], ["Lê Thị", "Ghé", "Le Thi Ghe", 1957]]
    assert names(read_rows(tmp_path, split)) == ["Lê Thị Ghé"]
    assert names(read_rows(tmp_path, [["STT", bare, "Năm sinh"], [1, "Le Ghe", 1957]])) == ["Le Ghe"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (["Chủ hộ", "Năm sinh", "Họ và tên", "Năm sinh"], ["Lê A", 1950, "Lê Ghé", 1980]),
        (
            ["Họ tên cha", "Năm sinh", "Số CCCD", "Họ tên học sinh", "Năm sinh"],
            ["Lê A", 1950, "051050004711", "Lê Ghé", 1980],
        ),
    ],
)
def test_what_stands_between_a_relative_s_name_and_a_person_s_is_the_relative_s(
    tmp_path: Path, header: list[str], row: list[str | int]
) -> None:
    person = only(read_rows(tmp_path, [["STT", *header], [1, *row]]))
    assert (person.name, person.birth, person.card_number) == ("Lê Ghé", Birth(1980), None)


def test_a_birth_between_a_relative_and_a_name_that_is_followed_by_none_is_the_person_s(
    tmp_path: Path,
) -> None:
    rows: Rows = [["STT", "Chủ hộ", "Năm sinh", "Họ và tên"], [1, "Lê A", 1980, "Lê Ghé"]]
    assert only(read_rows(tmp_path, rows)).birth == Birth(1980)


@pytest.mark.parametrize(
    "beside", [("đi xe", "nghỉ ốm", "trực trạm", "về quê"), ("Hrê", "Hrê", "Kinh", "Hrê")]
)
def test_a_column_of_anything_else_without_header_is_no_given_name(
    tmp_path: Path, beside: tuple[str, ...]
) -> None:
    people = [[f"Lê Văn {name}", word] for name, word in zip("ABCD", beside, strict=True)]
    assert names(read_rows(tmp_path, [["Họ và tên"], *people])) == [f"Lê Văn {name}" for name in "ABCD"]


def test_single_words_beside_few_names_are_no_given_names(tmp_path: Path) -> None:
    people = [[at, f"Lê Văn {name}"] for at, name in enumerate("ABCDEGH", 1)]
    people[0].append("Muộn")
    people[1].append("Vắng")
    found = read_rows(tmp_path, [["STT", "Họ và tên"], *people])
    assert names(found) == [f"Lê Văn {name}" for name in "ABCDEGH"]


def test_a_header_may_stand_far_below_the_top_and_not_anywhere(tmp_path: Path) -> None:
    table: Rows = [["STT", "Họ và tên"], [1, "Lê Ghé"]]
    assert names(read_rows(tmp_path, [*[["Kính gửi các thôn"]] * 199, *table])) == ["Lê Ghé"]
    below = workbook(tmp_path / "ds.xlsx", {"Sheet1": [*[["Kính gửi các thôn"]] * 200, *table]})
    assert obstacle(below) is Obstacle.NO_HEADER


def test_a_column_of_sexes_without_header_is_no_given_name(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", None], [1, "Đinh Thị Nhía", "Nữ"], [2, "Lê Văn Ghé", "Nam"]]
    assert names(read_rows(tmp_path, rows)) == ["Đinh Thị Nhía", "Lê Văn Ghé"]


@pytest.mark.parametrize("merged", [(), ("A1:A2", "B1:B2", "C1:D1", "E1:E2")])
def test_births_stand_under_nam_and_nu(tmp_path: Path, merged: tuple[str, ...]) -> None:
    found = read_rows(
        tmp_path,
        [
            ["TT", "Họ và tên", "Năm sinh", None, "Thôn"],
            [None, None, "Nam", "Nữ"],
            [1, "Phạm Văn Krung", 1957, None, "Con Dóc"],
            [2, "Phạm Thị Rỉa", None, "12/3/1960", "Con Dóc"],
        ],
        merged,
    )
    assert [(p.birth, p.sex) for p in found.people] == [
        (Birth(1957), Sex.MALE),
        (Birth(1960, 3, 12), Sex.FEMALE),
    ]
    assert meanings(found) == [Meaning.NUMBER, Meaning.NAME, Meaning.MALE, Meaning.FEMALE, Meaning.HAMLET]


def test_marks_stand_under_nam_and_nu(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path,
        [["Họ tên", "Nam", "Nữ"], ["Lê Ghé", "x", None], ["Lê Rít", None, "X"], ["Lê Xép", None, None]],
    )
    assert [p.sex for p in found.people] == [Sex.MALE, Sex.FEMALE, None]


def test_a_school_marks_its_girls_only(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["Họ tên", "Nữ"], ["Lê Ghé", None], ["Lê Rít", "x"]])
    assert [p.sex for p in found.people] == [Sex.MALE, Sex.FEMALE]


def test_a_list_that_says_nothing_of_sexes_makes_nobody_a_man(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["Họ tên", "Năm sinh"], ["Lê Ghé", 1957], ["Lê Rít", 1960]])
    assert [p.sex for p in found.people] == [None, None]


def test_both_sexes_in_one_row_are_refused(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["Họ tên", "Nam", "Nữ"], ["Lê Ghé", "x", "x"]])
    assert [row.place.row for row in found.refused] == [2]


@pytest.mark.parametrize(
    "header",
    [
        [["Họ tên", "Ngày sinh", None, None], [None, "Ngày", "Tháng", "Năm"]],
        [["Họ tên", "Ngày sinh", None, None], [None, "Ngày", "Tháng", "Nam"]],
        [["Họ tên", "Ngày sinh", "Tháng sinh", "Năm sinh"]],
        [["Họ tên", "Ngày", "Tháng", "Năm"]],
        [["Ho ten", "Ngay", "Thang", "Nam"]],
    ],
)
def test_day_month_and_year_stand_in_three_columns(tmp_path: Path, header: list[list[object]]) -> None:
    found = read_rows(
        tmp_path, [*header, ["Lê Ghé", 5, 3, 1957], ["Lê Rít", None, None, 60]], ["B1:D1"][: len(header) - 1]
    )
    assert [p.birth for p in found.people] == [Birth(1957, 3, 5), Birth(1960)]


LUNAR = "Ngày sinh (âm lịch)"


def lunar_rows(reading: Reading) -> list[int]:
    return [place.row for said in reading.warnings if f"“{LUNAR}" in said.text.vi for place in said.places]


def test_of_a_lunar_birth_the_year_alone_is_taken_and_told(tmp_path: Path) -> None:
    births = ["29/12/1960", "30/2/1961", "30/2/61", date(1960, 3, 5), 22345, "3/1960", 1960, None]
    found = read_rows(tmp_path, [["Họ và tên", LUNAR], *(["Lê Ghé", birth] for birth in births)])
    years = [1960, 1961, 1961, 1960, 1961, 1960, 1960]
    assert [person.birth for person in found.people] == [*map(Birth, years), None]
    assert lunar_rows(found) == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    "heading", ["Ngày sinh âm lịch", "Sinh âm lịch", "Năm sinh (ÂL)", "Ngày sinh (dương/âm lịch)"]
)
def test_lunar_births_are_headed_in_many_words(tmp_path: Path, heading: str) -> None:
    assert only(read_rows(tmp_path, [["Họ và tên", heading], ["Lê Ghé", "5/3/1957"]])).birth == Birth(1957)


@pytest.mark.parametrize(
    "heading", ["Ngày sinh (ghi rõ âm lịch hay dương lịch)", "Ngày sinh dương lịch (hoặc âm lịch)"]
)
def test_a_heading_that_names_both_calendars_makes_no_birth_lunar(tmp_path: Path, heading: str) -> None:
    found = read_rows(tmp_path, [["Họ và tên", heading], ["Lê Ghé", "5/3/1957"]])
    assert only(found).birth == Birth(1957, 3, 5)
    assert not any("âm lịch" in said.text.vi for said in found.warnings)


@pytest.mark.parametrize("heading", ["Ngày sinh (dương lịch)", "Ngày sinh (không ghi âm lịch)", "Ngày sinh"])
def test_beside_a_solar_birth_a_lunar_one_is_not_kept(tmp_path: Path, heading: str) -> None:
    rows: Rows = [
        ["Họ và tên", LUNAR, heading],
        ["Lê Ghé", "5/3/1957", "4/4/1957"],
        ["Lê Rít", "6/3/1957", None],
    ]
    found = read_rows(tmp_path, rows)
    assert [person.birth for person in found.people] == [Birth(1957, 4, 4), None]
    assert meanings(found) == [Meaning.NAME, Meaning.OTHER, Meaning.BIRTH]
    assert lunar_rows(found) == []


@pytest.mark.parametrize("solar", ["Ngày sinh (dương lịch)", "Năm sinh"])
def test_whoever_has_a_lunar_birth_alone_beside_a_solar_column_is_told_to_have_none(
    tmp_path: Path, solar: str
) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", solar, LUNAR],
        [1, "Lê Ghé", 1957, "5/3/1957"],
        [2, "Lê Rít", None, "6/3/2014"],
        [3, "Lê Rớ", None, "không rõ"],
    ]
    found = read_rows(tmp_path, rows)
    told = [
        place.row for said in found.warnings if said.text == LUNAR_BIRTH_LEFT_OUT for place in said.places
    ]
    assert told == [3]


def test_lunar_births_in_three_columns_or_under_nam_and_nu_are_years_too(tmp_path: Path) -> None:
    parts: Rows = [["Họ và tên", LUNAR, "Tháng sinh", "Năm sinh"], ["Lê Ghé", 5, 3, 1957]]
    found = read_rows(tmp_path, parts)
    assert (only(found).birth, lunar_rows(found)) == (Birth(1957), [2])
    sexes: Rows = [["Họ và tên", LUNAR, LUNAR], [None, "Nam", "Nữ"], ["Lê Ghé", "5/3/1957", None]]
    found = read_rows(tmp_path, sexes)
    assert (only(found).birth, only(found).sex, lunar_rows(found)) == (Birth(1957), Sex.MALE, [3])


@pytest.mark.parametrize(("header", "born"), [("Năm sinh", 1957), ("Ngày sinh", "5/3/1957")])
def test_three_columns_of_another_date_are_no_birth_beside_one(
    tmp_path: Path, header: str, born: object
) -> None:
    rows: Rows = [["Họ tên", header, "Ngày", "Tháng", "Năm"], ["Lê Ghé", born, 1, 10, 2025]]
    birth = only(read_rows(tmp_path, rows)).birth
    assert birth
    assert birth.year == 1957


def test_numbers_under_the_header_are_no_person(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["TT", "Họ tên", "Thôn"], ["(1)", "(2)", "(3)"], [1, "Lê Ghé", "Con Dóc"]])
    assert names(found) == ["Lê Ghé"]
    assert not found.refused


def test_a_line_above_the_header_is_not_its_first_row(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["Lớp: 5A"], ["STT", "Họ tên học sinh", "Nữ"], [1, "Lê Rít", "x"]])
    assert (only(found).unit, only(found).group) == ("Lớp 5A", "hoc-sinh")
    assert found.columns[0].header == "STT"


def test_unknown_words_may_stand_in_the_second_row(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", "Ngày sinh", None, "Trình độ", None],
        [None, None, "Nam", "Nữ", "Văn hóa", "Chuyên môn"],
        [1, 2, 3, 4, 5, 6],
        [1, "Lê Ghé", "1/1/1990", None, "12/12", "ĐH"],
    ]
    assert only(read_rows(tmp_path, rows, ["C1:D1", "E1:F1"])).birth == Birth(1990, 1, 1)


def test_a_list_of_households_is_a_list_of_their_heads(tmp_path: Path) -> None:
    assert names(read_rows(tmp_path, [["TT", "Họ và tên chủ hộ", "Số khẩu"], [1, "Lê Ghé", 4]])) == ["Lê Ghé"]


def test_a_remark_under_the_header_belongs_to_it(tmp_path: Path) -> None:
    rows: Rows = [["TT", "Họ tên", "Ngày sinh"], [None, None, "(ngày/tháng/năm)"], [1, "Lê Ghé", "1/2/1990"]]
    assert only(read_rows(tmp_path, rows)).birth == Birth(1990, 2, 1)


def test_a_remark_under_the_number_heads_nobody(tmp_path: Path) -> None:
    rows: Rows = [["TT", "Họ tên", "Năm sinh"], ["(số)"], [1, "Lê Ghé", 1990]]
    assert only(read_rows(tmp_path, rows)).unit == ""


def test_a_list_of_names_alone_is_a_roster(tmp_path: Path) -> None:
    assert names(read_rows(tmp_path, [["Họ và tên"], ["Lê Ghé"], ["Đoàn Văn Rớ"]])) == [
        "Lê Ghé",
        "Đoàn Văn Rớ",
    ]


def test_columns_that_are_not_kept_say_so(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path, [["Họ tên", "SĐT", "Dân tộc", "Quà"], ["Lê Ghé", "0000 123 456", "Hrê", "áo"]]
    )
    by_header = {column.header: column for column in found.columns}
    assert "không lưu" in by_header["SĐT"].meaning.label.vi
    assert "không lưu" in by_header["Dân tộc"].meaning.label.vi
    assert by_header["Quà"].meaning is Meaning.UNKNOWN
    assert [(c.letter, c.filled) for c in found.columns] == [("A", 1), ("B", 1), ("C", 1), ("D", 1)]
    assert "123" not in repr(found)


def test_header_rows_repeated_by_page_breaks_are_passed_over(tmp_path: Path) -> None:
    header = ["STT", "Họ và tên", "Năm sinh"]
    found = read_rows(tmp_path, [header, [1, "Lê Ghé", 1990], [], header, [2, "Lê Rít", 1991]])
    assert names(found) == ["Lê Ghé", "Lê Rít"]
    assert len(found.columns) == 3
    assert found.columns[1].filled == 2


def test_a_second_table_of_another_shape_is_read_by_its_own_header(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path,
        [
            ["STT", "Họ và tên", "Năm sinh"],
            [1, "Lê Ghé", 1990],
            ["STT", "Thôn", "Họ và tên"],
            [1, "Con Dóc", "Lê Rít"],
        ],
    )
    assert [(p.name, p.hamlet) for p in found.people] == [("Lê Ghé", "chua-ro"), ("Lê Rít", "con-doc")]


def test_each_sheet_has_its_own_header_and_the_others_are_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "ds.xlsx",
        {
            "Một": [["Họ tên", "Thôn"], ["Lê Ghé", "Con Dóc"]],
            "Hai": [["Thôn", "Họ tên"], ["Bùi Hui", "Lê Rít"]],
            "Biểu đồ": [["Số liệu", 3]],
            "Trống": [],
            "Nguồn": [["Họ tên"], ["Lê Ẩn"]],
        },
        hidden=["Nguồn"],
    )
    found = read(path)
    assert [(p.place.sheet, p.name, p.hamlet) for p in found.people] == [
        ("Một", "Lê Ghé", "con-doc"),
        ("Hai", "Lê Rít", "bui-hui"),
    ]
    assert sorted(sheet.name for sheet in found.skipped) == ["Biểu đồ", "Nguồn"]


def test_a_file_without_a_header_says_what_to_add(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ds.xlsx", {"Sheet1": [[1, "Lê Ghé"], [2, "Lê Rít"]]})
    assert obstacle(path) is Obstacle.NO_HEADER


def test_one_known_word_among_others_is_no_header(tmp_path: Path) -> None:
    rows: Rows = [["Họ và tên", "Quà", "Áo"], ["Lê Ghé", "mũ", "L"]]
    assert obstacle(workbook(tmp_path / "ds.xlsx", {"Sheet1": rows})) is Obstacle.NO_HEADER


def test_a_header_with_nobody_below_is_told_apart(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ds.xlsx", {"Sheet1": [["STT", "Họ tên", "Thôn"], [1], [2, None, "Con Dóc"]]})
    assert obstacle(path) is Obstacle.NO_PEOPLE


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "Lê Bảo Trâm", "01/06/2016", "Nữ", "Học sinh"], ["2", "Lê Bảo Nam", "2016", "Nam", "x"]],
        [["Lê Bảo Trâm", "01/06/2016", "Nữ", "Học sinh"], ["Lê Bảo Nam", "02/06/2016", "Nam", "Học sinh"]],
        [["1", "Lê Bảo Trâm", "Nữ", "Học sinh"], ["2", "Lê Bảo Nam", "Nam", "Học sinh"]],
    ],
)
def test_people_without_a_header_are_not_read_under_one_made_of_themselves(
    tmp_path: Path, rows: Rows
) -> None:
    assert obstacle(workbook(tmp_path / "ds.xlsx", {"Sheet1": rows})) is Obstacle.NO_HEADER


def test_the_first_person_is_no_second_row_of_the_header(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ và tên", "Giới tính", "Đối tượng"],
        ["Lê Ghé", "Nữ", "Học sinh"],
        ["Lê Rít", "Nam", "Học sinh"],
    ]
    assert names(read_rows(tmp_path, rows)) == ["Lê Ghé", "Lê Rít"]


@pytest.mark.parametrize(
    "header",
    [
        [["STT", "Họ và tên học sinh", "Năm sinh", "Lớp", "Họ và tên mẹ", "Ngày sinh", "CCCD"]],
        [
            ["STT", "Họ và tên", "Năm sinh", "Lớp", "Mẹ", "Mẹ", "Mẹ"],
            ["STT", "Họ và tên", "Năm sinh", "Lớp", "Họ và tên", "Ngày sinh", "CCCD"],
        ],
    ],
)
def test_what_is_said_of_the_mother_is_not_the_pupil_s(tmp_path: Path, header: list[list[object]]) -> None:
    row = [1, "Nguyễn Văn An", 2014, "5A", "Lê Thị Cúc", "05/06/1980", "048180001234"]
    pupil = only(read_rows(tmp_path, [*header, row]))
    assert (pupil.name, pupil.birth) == ("Nguyễn Văn An", Birth(2014))


@pytest.mark.parametrize(
    "rows",
    [
        [["STT", "Họ và tên", "Năm sinh"] * 2, [1, "Nguyễn Văn An", 1970, 2, "Lê Thị Cúc", "05/06/1980"]],
        [["Họ và tên", "Năm sinh"] * 2, ["Nguyễn Văn An", 1970, "Lê Thị Cúc", 1980]],
        [["STT", "Họ và tên", "STT", "Họ tên học sinh"], [1, "Nguyễn Văn An", 1, "Lê Thị Cúc"]],
        [["STT", *["Họ và tên", "Thôn"] * 2], [1, "Nguyễn Văn An", "Bùi Hui", "Lê Thị Cúc", "Con Dóc"]],
        [["Họ và tên", "Lớp"] * 2, ["Nguyễn Văn An", "5A", "Lê Thị Cúc", "5B"]],
        [["Họ và tên", "Năm sinh", None, "Tên học sinh", "Năm sinh"], ["Lê An", 1970, None, "Lê Cúc", 2014]],
        [["Họ và tên", "Thôn", "Tên học sinh", "Thôn"], ["Lê An", "Bùi Hui", "Lê Cúc", "Con Dóc"]],
    ],
)
def test_two_lists_side_by_side_are_not_read_as_one(tmp_path: Path, rows: Rows) -> None:
    assert obstacle(workbook(tmp_path / "ds.xlsx", {"Sheet1": rows})) is Obstacle.TWO_LISTS


def test_a_list_beside_another_is_told_by_its_births_however_they_are_called(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ đệm", "Tên", "Năm sinh", "Họ đệm", "Tên", "Ngày sinh"],
        ["Lê Văn", "An", 1970, "Lê Thị", "Cúc", "5/6/1980"],
    ]
    assert obstacle(workbook(tmp_path / "ds.xlsx", {"Sheet1": rows})) is Obstacle.TWO_LISTS


@pytest.mark.parametrize(
    "headers",
    [
        ["Lớp", "Năm sinh", "SĐT", "Họ tên ba", "Năm sinh", "SĐT", "Họ tên má", "Năm sinh", "SĐT"],
        ["Năm sinh", "SĐT", "Họ tên người đưa đón", "SĐT"],
        ["Năm sinh", "SĐT", "Họ tên người đại diện", "SĐT"],
        ["Năm sinh", "Ghi chú", "Họ tên người bảo lãnh", "Ghi chú"],
        ["Năm sinh", "Lớp", "Họ và tên GVCN", "Lớp"],
        ["Năm sinh", "Chức vụ", "Họ và tên người đi thay", "Chức vụ"],
        ["Năm sinh", "Thôn", "Họ tên cán bộ phụ trách", "Thôn"],
        ["Năm sinh", "Thôn", "Họ tên con", "Năm sinh"],
        ["Năm sinh", "Ký nhận", "Họ tên người mời", "Ký nhận"],
        ["Năm sinh", "Ghi chú", "Đơn vị", "SĐT", "Họ tên người mời", "Ghi chú", "Đơn vị", "SĐT"],
    ],
)
def test_whoever_is_named_beside_people_with_details_of_their_own_is_no_second_list(
    tmp_path: Path, headers: list[str]
) -> None:
    births = iter([2014, 1980, 1983])
    cells = [next(births) if header == "Năm sinh" else None for header in headers]
    person = only(read_rows(tmp_path, [["STT", "Họ và tên", *headers], [1, "Lê An", *cells]]))
    assert (person.name, person.birth) == ("Lê An", Birth(2014))


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (["Họ tên người đại diện", "Năm sinh", "Chức vụ"], ["Lê An", 1980, "Tổ trưởng"]),
        (["Họ tên mẹ", "Năm sinh", "Họ tên con", "Năm sinh"], ["Lê Cúc", 1950, "Lê An", 1980]),
    ],
)
def test_where_nobody_else_is_named_the_list_is_of_those_named_beside_others_elsewhere(
    tmp_path: Path, header: list[str], row: list[object]
) -> None:
    person = only(read_rows(tmp_path, [["STT", *header], [1, *row]]))
    assert (person.name, person.birth) == ("Lê An", Birth(1980))


def test_a_teacher_named_above_a_list_takes_nothing_of_it(tmp_path: Path) -> None:
    rows: Rows = [["Lớp:", "5A", "GVCN:", "Lê Cúc"], ["STT", "Họ và tên", "Năm sinh"], [1, "Lê An", 2014]]
    assert only(read_rows(tmp_path, rows)).birth == Birth(2014)


def test_a_list_beside_another_without_a_header_of_its_own_is_told(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", "Năm sinh"],
        [1, "Lê An", 1970, None, 4, "Lê Cúc", 1980],
        [2, "Lê Bê", 1971, None, 5, "Lê Dần", 1981],
        [3, "Lê Ghé", 1972],
    ]
    found = read_rows(tmp_path, rows)
    assert names(found) == ["Lê An", "Lê Bê", "Lê Ghé"]
    (told,) = [warning for warning in found.warnings if "không có tiêu đề" in warning.text.vi]
    assert [place.row for place in told.places] == [2, 3]


def test_a_second_name_in_a_row_is_told_unless_it_is_the_same(tmp_path: Path) -> None:
    rows: Rows = [["Họ và tên nam", "Họ và tên nữ"], ["Lê An", "Lê Cúc"], ["Lê Bê", "LÊ BÊ"], ["Lê Ghé"]]
    found = read_rows(tmp_path, rows)
    (told,) = [warning for warning in found.warnings if "một họ tên nữa" in warning.text.vi]
    assert [place.row for place in told.places] == [2]


def test_given_names_are_told_apart_however_their_letters_were_composed(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Họ và tên", None],
        [1, "Nguyễn Văn", "Nghĩa"],
        [2, "Lê Thị", "Hồng"],
        [3, "Hồ", "Dũng"],
    ]
    apart: Rows = [[normalize("NFD", c) if isinstance(c, str) else c for c in row] for row in rows]
    assert names(read_rows(tmp_path, apart)) == ["Nguyễn Văn Nghĩa", "Lê Thị Hồng", "Hồ Dũng"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            ["STT", "Họ và tên trẻ", "Ngày sinh", "Họ và tên người chăm sóc", "Năm sinh"],
            [1, "Lê An", "1/2/2015", "Lê B", 1980],
        ),
        (
            ["STT", "Họ và tên", "Ngày sinh", "Họ và tên giáo viên", "Năm sinh"],
            [1, "Lê An", "1/2/2015", "Lê B", 1980],
        ),
        (
            ["STT", "Họ và tên", "Ngày sinh", "Năm sinh", "Họ và tên (in hoa)", "CCCD"],
            [1, "Lê An", "1/2/2015", 2015, "LÊ AN", None],
        ),
        (
            ["STT", "Họ và tên", "Ngày sinh", "Họ và tên (chữ ký)", "Ngày, tháng, năm sinh"],
            [1, "Lê An", "1/2/2015", None, None],
        ),
        (["Họ và tên", "Ngày sinh", "TT", "Họ và tên (in hoa)"], ["Lê An", "1/2/2015", 1, "LÊ AN"]),
    ],
)
def test_a_second_column_of_names_alone_makes_no_second_list(
    tmp_path: Path, header: list[object], row: list[object]
) -> None:
    person = only(read_rows(tmp_path, [header, row]))
    assert person.name == "Lê An"
    assert person.birth
    assert person.birth.year == 2015


def test_a_relation_to_the_head_of_the_household_takes_nothing_away(tmp_path: Path) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Quan hệ với chủ hộ", "Năm sinh"]
    assert only(read_rows(tmp_path, [header, [1, "Lê A", None, "Con", 1980]])).birth == Birth(1980)


def test_what_stands_behind_another_column_is_not_the_mother_s_any_more(tmp_path: Path) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Họ tên mẹ", "Thôn", "Năm sinh"]
    row = [1, "Lê An", None, "Lê Thị Cúc", "Bùi Hui", 2015]
    assert only(read_rows(tmp_path, [header, row])).birth == Birth(2015)


def test_the_only_names_of_a_list_are_its_people_whatever_stands_above_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Chủ hộ", None, None, "Thôn"],
        [None, "Họ và tên", "Năm sinh", "Số điện thoại", None],
        [1, "Lê A", 1980, "0901", "Bùi Hui"],
    ]
    person = only(read_rows(tmp_path, rows))
    assert (person.name, person.birth, person.hamlet) == ("Lê A", Birth(1980), "bui-hui")


@pytest.mark.parametrize(
    "header", [["STT", "Họ và tên", "Họ và tên", "Năm sinh"], ["STT", "Tên gọi", None, "Năm sinh"]]
)
def test_names_under_one_heading_said_twice_and_under_what_people_are_called_are_whole(
    tmp_path: Path, header: list[str | None]
) -> None:
    split = header[2] is not None
    people = [("Phạm Văn", "Rê"), ("Đinh Thị", "Brum"), ("Phạm Thị", "Gươi"), ("Hồ Văn", "Cỏ")]
    rows = [
        [number, *(name if split else (" ".join(name), None)), 1980] for number, name in enumerate(people, 1)
    ]
    found = read_rows(tmp_path, [header, *rows])
    assert [person.name for person in found.people] == [" ".join(name) for name in people]
