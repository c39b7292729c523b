"""Cells in every shape: births, citizen numbers, sexes."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH

from checkin.person import Birth, Sex
from data.roster import Reading
from data.roster.grid import Cell, Gap
from data.roster.values import BirthFlaw, CardFlaw, OldCard, parse_birth, parse_card, parse_sex, text_of
from tests.data.rosters import TODAY, Rows, only, read, read_csv, read_rows, refusals, workbook

MARCH = Birth(1957, 3, 15)


@pytest.mark.parametrize(
    "written",
    [
        "15/3/1957",
        "15/03/1957",
        "15-03-57",
        "15-3-1957",
        "15.03.1957",
        "15 / 03 / 1957",
        "15 03 1957",
        "1957-03-15",
        "1957/3/15",
        "1957-03-15 00:00:00",
        "15 tháng 3 năm 1957",
        "Ngày 15 tháng 03 năm 1957",
        "ngày 15/3/1957",
        "15 THÁNG 3 NĂM 1957",
        "15 tháng 3, 1957",
        "'15/03/1957",
        "15031957",
        "150357",
        "19570315",
        "20894",
        15031957,
        20894,
        20894.0,
        20894.5,
        datetime.fromisoformat("1957-03-15"),
        date(1957, 3, 15),
        "15 thángs 3".replace("thángs 3", "tha\u0301ng 3 na\u0306m 1957"),
    ],
)
def test_a_date_is_read_whatever_its_shape(written: Cell) -> None:
    assert parse_birth(written, TODAY) == MARCH


@pytest.mark.parametrize(
    ("written", "birth"),
    [
        ("năm 1957", Birth(1957)),
        ("1957", Birth(1957)),
        (1957, Birth(1957)),
        (1957.0, Birth(1957)),
        ("1957.0", Birth(1957)),
        ("Sinh năm 1957", Birth(1957)),
        ("khoảng 1957", Birth(1957)),
        ("00/00/1957", Birth(1957)),
        ("57", Birth(1957)),
        (57, Birth(1957)),
        ("3/1957", Birth(1957, 3)),
        ("00/03/1957", Birth(1957, 3)),
        ("tháng 3 năm 1957", Birth(1957, 3)),
        (5031957, Birth(1957, 3, 5)),
        ("1/2/10", Birth(2010, 2, 1)),
        ("1/2/26", Birth(1926, 2, 1)),
        ("010247", Birth(1947, 2, 1)),
        ("070185", Birth(1985, 1, 7)),
        ("311210", Birth(2010, 12, 31)),
        ("05031957", Birth(1957, 3, 5)),
        ("25/9/25", Birth(2025, 9, 25)),
        ("29/02/2000", Birth(2000, 2, 29)),
        (date(1905, 3, 13), Birth(1905, 3, 13)),
        (date(1905, 7, 18), Birth(1905, 7, 18)),
        ("1905", Birth(1905)),
        ("", None),
        (None, None),
        ("không rõ", None),
        ("Không có", None),
        ("ko rõ", None),
        ("N/A", None),
        ("-", None),
    ],
)
def test_what_is_known_of_a_birth_is_kept_and_no_more(written: Cell, birth: Birth | None) -> None:
    assert parse_birth(written, TODAY) == birth


@pytest.mark.parametrize(
    ("written", "flaw"),
    [
        ("31/02/1980", BirthFlaw.IMPOSSIBLE),
        ("29/02/1981", BirthFlaw.IMPOSSIBLE),
        ("03/15/1957", BirthFlaw.IMPOSSIBLE),
        ("27/09/2025", BirthFlaw.OUT_OF_RANGE),
        (2026, BirthFlaw.OUT_OF_RANGE),
        ("1/1/1899", BirthFlaw.OUT_OF_RANGE),
        (1050, BirthFlaw.OUT_OF_RANGE),
        (datetime.fromisoformat("2157-03-15"), BirthFlaw.OUT_OF_RANGE),
        (datetime.fromisoformat("1905-05-01"), BirthFlaw.YEAR_MADE_A_DAY),
        (date(1905, 3, 14), BirthFlaw.YEAR_MADE_A_DAY),
        (date(1905, 7, 17), BirthFlaw.YEAR_MADE_A_DAY),
        ("7/7/1905", BirthFlaw.YEAR_MADE_A_DAY),
        ("mười lăm", BirthFlaw.UNREADABLE),
        ("15/3", BirthFlaw.UNREADABLE),
        ("311547", BirthFlaw.UNREADABLE),
        ("000047", BirthFlaw.UNREADABLE),
        ("290247", BirthFlaw.IMPOSSIBLE),
        ("01947", BirthFlaw.UNREADABLE),
        ("0020894", BirthFlaw.UNREADABLE),
        (5, BirthFlaw.UNREADABLE),
        (float("inf"), BirthFlaw.UNREADABLE),
        (float("nan"), BirthFlaw.UNREADABLE),
        (10**400, BirthFlaw.UNREADABLE),
        ("1" * 400, BirthFlaw.UNREADABLE),
        (1957.25, BirthFlaw.UNREADABLE),
        (-3, BirthFlaw.UNREADABLE),
        (True, BirthFlaw.UNREADABLE),
        (timedelta(days=3), BirthFlaw.UNREADABLE),
        (Gap.UNCOMPUTED, BirthFlaw.UNCOMPUTED),
    ],
)
def test_a_birth_that_cannot_be_is_never_bent_into_one(written: Cell, flaw: BirthFlaw) -> None:
    assert parse_birth(written, TODAY) is flaw


@given(st.dates(date(1910, 1, 1), TODAY))
def test_every_day_survives_every_shape(day: date) -> None:
    birth = Birth(day.year, day.month, day.day)
    serial = (day - date(1899, 12, 30)).days
    shapes: list[Cell] = [
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        day.isoformat(),
        serial,
        f"{day:%d%m%Y}",
    ]
    assert [parse_birth(shape, TODAY) for shape in shapes] == [birth] * len(shapes)


cells = st.one_of(
    st.text(max_size=20),
    st.text("0123456789/.-eE+ ,", max_size=20),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.timedeltas(),
    st.sampled_from([Gap.UNCOMPUTED, None]),
)


@given(cells)
def test_no_cell_breaks_the_reading(cell: Cell) -> None:
    birth = parse_birth(cell, TODAY)
    assert birth is None or isinstance(birth, BirthFlaw) or 1900 <= birth.year <= TODAY.year
    card = parse_card(cell, None)
    assert card is None or isinstance(card, CardFlaw | OldCard) or (len(card) == 12 and card.isdecimal())
    assert text_of(cell) == text_of(cell).strip()
    parse_sex(cell)


@pytest.mark.parametrize(
    "written",
    [
        "099157000123",
        "99157000123",
        99157000123,
        99157000123.0,
        "99157000123.0",
        "9.9157000123E+10",
        "9,9157000123E+10",
        "099 157 000 123",
        "099.157.000.123",
        "'099157000123",
        "\u200b099157000123\u00a0",
    ],
)
def test_a_citizen_number_gets_its_zero_back(written: Cell) -> None:
    assert parse_card(written, None) == "099157000123"


def test_two_zeros_come_back_only_where_the_year_of_birth_agrees() -> None:
    assert parse_card(1057000123, Birth(1957)) == "001057000123"
    assert parse_card(1057000123, Birth(1958)) is CardFlaw.WRONG_LENGTH
    assert parse_card(1057000123, None) is CardFlaw.WRONG_LENGTH
    assert parse_card("0105700012", Birth(1905)) is CardFlaw.WRONG_LENGTH


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("123456789", OldCard.CMND),
        (12345678, OldCard.CMND),
        ("", None),
        ("chưa có", None),
        ("0991570001234", CardFlaw.WRONG_LENGTH),
        ("12345", CardFlaw.WRONG_LENGTH),
        ("05119000123", CardFlaw.WRONG_LENGTH),
        ("9.9157E+10", CardFlaw.DIGITS_LOST),
        ("9,92E+10", CardFlaw.DIGITS_LOST),
        ("9E+" + "9" * 5000, CardFlaw.NOT_DIGITS),
        ("09915700012O", CardFlaw.NOT_DIGITS),
        (99157000123.5, CardFlaw.NOT_DIGITS),
    ],
)
def test_other_numbers_are_not_taken_for_one(written: Cell, found: object) -> None:
    assert parse_card(written, None) == found


@pytest.mark.parametrize(
    ("written", "sex"), [("Nam", Sex.MALE), ("nữ", Sex.FEMALE), ("NU", Sex.FEMALE), ("N", None), ("?", None)]
)
def test_sexes_are_words(written: str, sex: Sex | None) -> None:
    assert parse_sex(written) is sex


def births(folder: Path, *written: str) -> Reading:
    return read_csv(folder, "Họ và tên,Ngày sinh\n" + "".join(f"Lê Ghé,{one}\n" for one in written))


@pytest.mark.parametrize("certain", ["12/25/1960", "12-25-60", "'1/31/1960"])
def test_of_a_column_that_writes_the_month_first_no_day_is_guessed(tmp_path: Path, certain: str) -> None:
    found = births(
        tmp_path, "03/05/1957", "25/12/1960", certain, "1957", "3/3/1957", "1957-05-03", "05-03-57"
    )
    taken = [Birth(1960, 12, 25), Birth(1957), Birth(1957, 3, 3), Birth(1957, 5, 3)]
    assert [person.birth for person in found.people] == taken
    reasons = refusals(found)
    assert list(reasons) == [2, 4, 8]
    assert all("sửa riêng ô ấy" in reason for reason in reasons.values())
    assert all("tháng trước ngày" in reason and "ngày/tháng/năm" in reason for reason in reasons.values())
    assert "03/05/1957" in reasons[2]
    assert certain.strip("'") in reasons[2]


def test_a_month_first_date_in_another_column_or_a_later_page_of_the_list(tmp_path: Path) -> None:
    head = ["STT", "Họ và tên", "Ngày sinh", "Ngày cấp"]
    issued = read_rows(tmp_path, [head, [1, "Lê Ghé", "03/05/1957", "12/25/2021"]])
    assert only(issued).birth == Birth(1957, 5, 3)
    page: Rows = [head, [1, "Lê Ghé", "03/05/1957", None], head, [2, "Lê Rít", "12/25/1960", None]]
    assert list(refusals(read_rows(tmp_path, page))) == [2, 4]


TYPED = ("25/12/1960", "31/01/1957", "13/02/1948", "30/04/1975")


@pytest.mark.parametrize(
    ("dates", "texts", "swapped"),
    [
        (((5, 3), (7, 7), (2, 12), (11, 1)), TYPED, [2, 4, 5]),
        (((5, 3), (7, 7), (2, 12), (31, 1)), TYPED, []),
        (((5, 3), (7, 7), (2, 12), (11, 1)), (*TYPED, "05/03/1957"), []),
        (((5, 3), (7, 7), (2, 12)), TYPED, []),
        (((5, 3), (7, 7), (2, 12), (11, 1)), TYPED[1:], []),
    ],
)
def test_days_that_an_english_spreadsheet_took_for_months_are_not_guessed(
    tmp_path: Path, dates: tuple[tuple[int, int], ...], texts: tuple[str, ...], swapped: list[int]
) -> None:
    births = [*(date(1957, month, day) for day, month in dates), *texts]
    rows: Rows = [["Họ và tên", "Ngày sinh"], *(["Lê Ghé", birth] for birth in births)]
    found = read_rows(tmp_path, rows)
    assert list(refusals(found)) == swapped
    assert all(
        "đổi chỗ ngày và tháng" in reason and TYPED[0] in reason for reason in refusals(found).values()
    )


def test_a_day_that_is_in_no_calendar_makes_no_month_come_first(tmp_path: Path) -> None:
    found = births(tmp_path, "03/05/1957", "31/02/1980", "02/31/1980", "13/13/1980", "0/25/1980")
    assert [person.birth for person in found.people] == [Birth(1957, 5, 3)]


@pytest.mark.parametrize("epoch", [WINDOWS_EPOCH, CALENDAR_MAC_1904])
def test_a_year_typed_where_dates_are_shown_is_no_day_of_long_ago(tmp_path: Path, epoch: datetime) -> None:
    book = Workbook()
    book.epoch = epoch
    sheet = book.worksheets[0]
    sheet.append(["Họ và tên", "Năm sinh"])
    sheet.append(["Lê Ghé", 1947])
    sheet["B2"].number_format = "yyyy"
    book.save(tmp_path / "ds.xlsx")
    reasons = refusals(read(tmp_path / "ds.xlsx"))
    assert list(reasons) == [2]
    assert "năm bị Excel đổi thành ngày" in reasons[2]
    assert "dạng Số" in reasons[2]


@pytest.mark.parametrize(
    "written",
    ["Đinh Hợi 1947", "1946-1947", "78 tuổi", "15/3/1947 (âm lịch)", "01-Feb-1947", "31/2/1947", "2031"],
)
def test_a_birth_that_is_refused_says_what_to_write(tmp_path: Path, written: str) -> None:
    (refused,) = births(tmp_path, written).refused
    assert written in refused.reason.vi
    assert "Xin ghi ngày/tháng/năm, hoặc chỉ năm, hoặc để trống." in refused.reason.vi
    assert "day/month/year, or the year alone" in refused.reason.en


HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD"]


def test_refused_rows_are_listed_with_their_reasons_and_the_rest_is_read(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path,
        [
            HEADER,
            [1, "Lê Ghé", "31/02/1980", "Nam", None],
            [2, None, "1/2/1980", "Nam", None],
            [3, "Lê Rít", "1/2/2030", None, None],
            [4, "Lê Rớ", 1990, None, "12345"],
            [5, "12345", 1990, None, None],
            [6, "Lê Xép " * 20, 1990, None, None],
            [7, "Lê Trế", 1990, "Nam", None],
        ],
    )
    reasons = refusals(found)
    assert list(reasons) == [2, 3, 4, 5, 6, 7]
    assert "31/02/1980" in reasons[2]
    assert "thiếu họ tên" in reasons[3]
    assert "12 chữ số" in reasons[5]
    assert not found.is_whole
    assert [p.name for p in found.people] == ["Lê Trế"]


def test_a_citizen_number_of_another_sheet_says_which(tmp_path: Path) -> None:
    people = (("5A", "Lê Ghé"), ("5B", "Lê Rít"))
    twice: dict[str, Rows] = {sheet: [["Họ tên", "CCCD"], [name, "051157000123"]] for sheet, name in people}
    (refused,) = read(workbook(tmp_path / "ds.xlsx", twice)).refused
    assert "trùng với dòng 2 trang “5A”" in refused.reason.vi


def test_of_several_births_the_one_that_is_known_to_the_day_is_taken(tmp_path: Path) -> None:
    rows: Rows = [["Họ tên", "Năm sinh", "Ngày sinh"], ["Lê Ghé", 1957, "05/03/1957"]]
    assert only(read_rows(tmp_path, rows)).birth == Birth(1957, 3, 5)


def test_a_repeated_citizen_number_is_refused_however_far_below(tmp_path: Path) -> None:
    others = [[f"Lê Thị {name}", f"0511570000{at}"] for at, name in enumerate("ABC", 10)]
    rows = [["Họ tên", "Số CCCD"], ["Lê Ghé", "051157000001"], *others, ["Lê Rít", "051157000001"]]
    found = read_rows(tmp_path, rows)
    assert (len(found.people), list(refusals(found))) == (4, [6])


def test_a_repeated_citizen_number_is_refused_without_being_shown(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path, [HEADER, [1, "Lê Ghé", 1957, "Nam", "099057000123"], [2, "Lê Gé", 1957, "Nam", 99057000123]]
    )
    assert "dòng 2" in refusals(found)[3]
    assert "099057000123" not in repr(found)
    assert (
        only(read_rows(tmp_path, [HEADER, [1, "Lê Ghé", 1957, "Nam", 99057000123]])).card_number
        == "099057000123"
    )


def test_doubts_are_warnings_with_their_rows(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path,
        [
            HEADER,
            [1, "Lê Ghé", 1958, "Nam", "099057000123"],
            [2, "Lê Rít", 1960, "N", "123456789"],
        ],
    )
    told = {warning.text.vi: [place.row for place in warning.places] for warning in found.warnings}
    assert [p.card_number for p in found.people] == ["099057000123", None]
    assert next(rows for text, rows in told.items() if "không khớp" in text) == [2]
    assert next(rows for text, rows in told.items() if "CMND" in text) == [3]
    assert next(rows for text, rows in told.items() if "Giới tính" in text) == [3]


def test_names_are_cleaned_and_honorifics_of_lists_dropped(tmp_path: Path) -> None:
    found = read_csv(
        tmp_path, "Họ và tên,Thôn\n  1. Nguye\u0302\u0303n\u00a0\u200bVăn  Bình ,x\nĐ/c Lê Ghé,x\n"
    )
    assert [p.name for p in found.people] == ["Nguyễn Văn Bình", "Lê Ghé"]
