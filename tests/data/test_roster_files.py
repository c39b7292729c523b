"""Files of every kind: what can be read is read, the rest is refused with advice."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from checkin.person import Birth
from data.invented import Invented
from data.roster import Meaning, Obstacle, Reading, RosterPerson, RosterProblem, read_roster
from data.roster.sentences import LETTERS_DOUBTFUL
from tests.data.rosters import (
    PROGRAMME,
    TODAY,
    Rows,
    csv_file,
    in_tcvn3,
    in_vni,
    names,
    obstacle,
    only,
    read,
    read_csv,
    read_rows,
    refusals,
    rewritten,
    workbook,
)
from tests.invented_roster import write_invented_roster

LIST = "STT,Họ và tên,Ngày sinh,Thôn\n1,Nguyễn Thị Ngộ,15/3/1957,Bùi Hui\n2,Đặng Văn Vỹ,1960,Nước Giáp\n"
LIST_NAMES = ["Nguyễn Thị Ngộ", "Đặng Văn Vỹ"]
MARCH = date(1957, 3, 15)


def facts(person: RosterPerson | Invented) -> tuple[str, ...]:
    sex = person.sex.value if person.sex else ""
    return (
        person.name,
        str(person.birth),
        sex,
        person.group,
        person.hamlet,
        person.unit,
        person.card_number or "",
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_untidy_roster_comes_back_person_by_person(tmp_path: Path, seed: int) -> None:
    written = write_invented_roster(tmp_path / "ds.xlsx", 300, seed, PROGRAMME)
    found = read(tmp_path / "ds.xlsx")
    assert sorted(map(facts, found.people)) == sorted(map(facts, written))
    assert len(found.people) == 300
    assert found.is_whole
    assert not found.warnings
    assert not found.skipped
    assert Meaning.UNKNOWN not in {column.meaning for column in found.columns}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_files_are_read_in_every_coding_and_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    found = read_csv(tmp_path, LIST.replace(",", separator), encoding)
    assert names(found) == LIST_NAMES
    assert [p.hamlet for p in found.people] == ["bui-hui", "nuoc-giap"]
    assert found.people[0].birth == Birth(1957, 3, 15)


def test_windows_vietnamese_with_combining_tones_is_read(tmp_path: Path) -> None:
    marked = "".join(_as_1258(letter) for letter in LIST)
    assert names(read_csv(tmp_path, marked, "cp1258")) == LIST_NAMES


def _as_1258(letter: str) -> str:
    import unicodedata

    parts = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
    return unicodedata.normalize("NFC", "".join(part for part in parts if part != tone)) + tone


def test_separators_inside_addresses_do_not_mislead(tmp_path: Path) -> None:
    text = "Họ và tên;Địa chỉ\nLê Ghé;Thôn Con Dóc, Ba Trang, Ba Tơ, Quảng Ngãi\nLê Rít;a, b, c, d, e\n"
    assert names(read_csv(tmp_path, text)) == ["Lê Ghé", "Lê Rít"]


def test_what_excel_adds_to_text_files_is_understood(tmp_path: Path) -> None:
    found = read_csv(tmp_path, 'sep=;\nHọ và tên;Số CCCD\nLê Ghé;="099057000123"\n')
    assert only(found).card_number == "099057000123"


def listed(separator: str, cells: dict[int, str], rows: int = 30) -> str:
    """A list of that many people; `cells` are the hamlets of those rows as the file has them."""
    people = [f"{at - 1},Lê Ghé {at},1960,{cells.get(at, 'Bùi Hui')}" for at in range(2, rows + 2)]
    return "\n".join(["STT,Họ và tên,Năm sinh,Thôn", *people, ""]).replace(",", separator)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({10: '"Bùi Hui'}, 10),
        ({10: '"Bùi Hui', 20: '"Bùi Hui'}, 10),
        ({10: '"Bùi Hui', 20: '"Nước Giáp"'}, 10),
        ({5: '"Nước Giáp"', 10: '"""Bé"" Ba'}, 10),
        ({31: '"Bùi Hui'}, 31),
        ({10: '"', 11: '"'}, 10),
        ({2: '"Bùi\nHui"', 10: '"Bùi Hui'}, 11),
        ({10: '"Bùi Hui', 20: 'Bùi Hui"'}, 10),
        ({10: '"Bùi Hui', 11: 'Bùi Hui"'}, 10),
        ({2: '"Bùi\nHui"', 9: '"Bùi Hui', 11: 'Nước Giáp"'}, 10),
        ({2: '"Bùi\r\nHui"', 3: '"Bùi\n\nHui"', 10: '"Bùi Hui'}, 13),
    ],
)
def test_a_quote_that_is_not_closed_swallows_nobody(
    tmp_path: Path, separator: str, cells: dict[int, str], line: int
) -> None:
    text = listed(separator, cells)
    for top, at in (("", line), (f"sep={separator}\n", line + 1)):
        found = read_roster(csv_file(tmp_path, top + text), PROGRAMME, TODAY)
        assert isinstance(found, RosterProblem)
        assert found.obstacle is Obstacle.OPEN_QUOTE
        assert f"Dòng {at} " in found.sentence.vi
        assert f"Line {at} " in found.sentence.en


@pytest.mark.parametrize(
    "joined",
    [
        '1,"Lê Bê,1957,0912345678\n2,Lê Rít",1960,0987654321',
        '1,Lê Bê,"1957,0912345678\n2,Lê Rít,1960",0987654321',
        '1,Lê Bê,1957,"0912345678\n2,Lê Rít,1960,0987654321"',
        '1,Lê Bê,1957,"0912345678\n2,Lê Rít,1960",0987654321',
    ],
)
def test_a_quote_that_joins_two_people_is_told_in_whatever_column(tmp_path: Path, joined: str) -> None:
    text = f"STT,Họ và tên,Năm sinh,Điện thoại\n{joined}\n3,Lê Ghé,1960,\n"
    assert obstacle(csv_file(tmp_path, text)) is Obstacle.OPEN_QUOTE


@pytest.mark.parametrize(
    "row",
    [
        'Lê Rít,1960,"Con Dóc\nBa Trang, Ba Tơ, Quảng Ngãi",',
        'Lê Rít,1960,"Tổ 3, Con Dóc\nBa Trang, Ba Tơ",0912345678',
        'Lê Rít,1960,"Tổ 3\nsố nhà 12, Con Dóc, đường 5, 0912345678",',
        '"Lê\nRít",1960,"Con Dóc, Ba Trang\n1960, 5",',
    ],
)
def test_a_cell_of_several_lines_swallows_nobody(tmp_path: Path, row: str) -> None:
    text = f"Họ và tên,Năm sinh,Địa chỉ,Điện thoại\n{row}\nLê Ghé,1957,Con Dóc,\n"
    assert names(read_csv(tmp_path, text)) == ["Lê Rít", "Lê Ghé"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("header", "cell"), [("Điện thoại", '"0912345678\r\n0987654321"'), ('"Điện thoại\r\n(3)"', "0912345678")]
)
def test_a_cell_of_several_lines_in_the_middle_of_a_row_swallows_nobody(
    tmp_path: Path, separator: str, header: str, cell: str
) -> None:
    """Either half of the row has as many cells, and the second one begins with digits, as numbered rows do."""
    text = f"STT,Họ và tên,{header},Thôn,Ghi chú\r\n1,Lê Rít,{cell},Bùi Hui,\r\n2,Lê Ghé,,Con Dóc,\r\n"
    assert names(read_csv(tmp_path, text.replace(",", separator))) == ["Lê Rít", "Lê Ghé"]


def test_a_quote_that_swallows_thousands_is_told_too(tmp_path: Path) -> None:
    assert obstacle(csv_file(tmp_path, listed(",", {10: '"Bùi Hui'}, 9000))) is Obstacle.OPEN_QUOTE
    assert (
        obstacle(csv_file(tmp_path, 'Họ và tên,Năm sinh\n"Nguyễn Văn An,1957\nLê Bê,1960\n'))
        is Obstacle.OPEN_QUOTE
    )


@pytest.mark.timeout(20)
def test_a_file_that_is_one_long_line_is_refused_at_once(tmp_path: Path) -> None:
    data = "{" + ",".join(f'"{at}":"Lê Bê"' for at in range(100_000)) + "}"
    assert obstacle(csv_file(tmp_path, data)) is Obstacle.NO_HEADER


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ('"Bé" Ba', "Bé Ba"),
        ('Lê "Bé" Ba', 'Lê "Bé" Ba'),
        ('Lê Ba "Bé', 'Lê Ba "Bé'),
        ('"Lê ""Bé"" Ba"', 'Lê "Bé" Ba'),
        ('"Lê\nBa"', "Lê Ba"),
        ('"Lê\r\nBa" ', "Lê Ba"),
        ('"Lê Ba"', "Lê Ba"),
    ],
)
def test_quotes_that_are_closed_or_within_a_cell_are_read(tmp_path: Path, cell: str, name: str) -> None:
    assert names(read_csv(tmp_path, f'Họ và tên,Thôn\n{cell},"Bùi Hui"\nLê Ghé,\n')) == [name, "Lê Ghé"]


@pytest.mark.parametrize("typed", [in_tcvn3, in_vni])
def test_old_fonts_are_read_in_both_kinds_of_file(tmp_path: Path, typed: object) -> None:
    assert callable(typed)
    rows: Rows = [[typed(cell) for cell in line.split(",")] for line in LIST.splitlines()]
    assert names(read_rows(tmp_path, rows)) == LIST_NAMES
    assert [p.hamlet for p in read_csv(tmp_path, typed(LIST), "cp1252").people] == ["bui-hui", "nuoc-giap"]


def test_a_column_of_old_font_under_a_unicode_header_is_read(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên"], *([at, in_tcvn3(name)] for at, name in enumerate(LIST_NAMES * 4))]
    assert names(read_rows(tmp_path, rows)) == LIST_NAMES * 4


OLD_AND_NEW: Rows = [
    ["STT", "Họ và tên"],
    *(
        [at, in_tcvn3(name)]
        for at, name in enumerate(("Nguyễn Bình", "Phạm Thị Hường", "Đinh Dũng", "Hồ Út"), 1)
    ),
    [5, "Lâm Bích Lan"],
    [6, "Cao Quang Tâm"],
    [7, in_vni("Lê Như Quý")],
]


def doubtful(reading: Reading) -> list[int]:
    return [place.row for said in reading.warnings if said.text == LETTERS_DOUBTFUL for place in said.places]


def test_rows_of_several_letterings_are_each_read_by_themselves_and_doubts_are_told(tmp_path: Path) -> None:
    found = read_rows(tmp_path, OLD_AND_NEW)
    assert names(found)[:4] == ["Nguyễn Bình", "Phạm Thị Hường", "Đinh Dũng", "Hồ Út"]
    assert names(found)[4:] == ["Lâm Bích Lan", "Cao Quang Tâm", "Lê Như Quý"]
    assert doubtful(found) == [7]


def test_a_unit_whose_letters_may_be_others_is_told(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Đơn vị"], *([*row, row[1]] for row in OLD_AND_NEW[1:])]
    ascii_names = [[at, "Cao Lan", unit] for at, _, unit in rows[1:]]
    found = read_rows(tmp_path, [rows[0], *ascii_names])
    assert [person.name for person in found.people] == ["Cao Lan"] * 7
    assert doubtful(found) == [7]


@pytest.mark.parametrize(
    ("stray", "meant"),
    [(in_vni("Lò Công Bình"), "Lò Công Bình"), (in_tcvn3("Trương Yến"), "Trương Yến")],
)
def test_one_row_of_an_old_font_in_a_list_is_read(tmp_path: Path, stray: str, meant: str) -> None:
    found = read_rows(tmp_path, [["Họ và tên"], *([name] for name in LIST_NAMES * 4), [stray]])
    assert (names(found), doubtful(found)) == ([*LIST_NAMES * 4, meant], [])


def test_a_row_of_an_old_font_known_by_one_word_is_read_and_told(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [["Họ và tên"], *([name] for name in LIST_NAMES * 4), ["Mai YÕn"]])
    assert (names(found)[-1], doubtful(found)) == ("Mai Yến", [len(LIST_NAMES * 4) + 2])


def test_what_may_be_in_two_letterings_is_read_as_what_stands_beside_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["Họ đệm", "Tên"],
        *([in_tcvn3("Nguyễn Thị"), in_tcvn3(given)] for given in ("Dõng", "Hường", "Yến")),
        *(["Nguyễn Thị", given] for given in ("Dâng", "Thưởng")),
    ]
    found = read_rows(tmp_path, rows)
    assert [name.split()[-1] for name in names(found)] == ["Dõng", "Hường", "Yến", "Dâng", "Thưởng"]
    assert doubtful(found) == []


def test_a_name_that_is_read_in_no_way_beside_old_fonts_is_refused(tmp_path: Path) -> None:
    found = read_rows(tmp_path, [*OLD_AND_NEW, [8, "Lª Thá»‹ Bình"]])
    assert list(refusals(found)) == [9]
    assert "Unicode" in refusals(found)[9]


def test_names_that_are_no_vietnamese_syllables_are_kept_without_a_word(tmp_path: Path) -> None:
    people = [
        "Đinh Thị Xép",
        "Phạm Văn Rế",
        "K'Brôi",
        "Niê Kđăm",
        "Siu H'Bê",
        "Kpă Hiô",
        "Đinh Yŭn",
        "Y Êñuôl",
    ]
    found = read_rows(tmp_path, [["Họ và tên"], *([name] for name in people)])
    assert (names(found), doubtful(found)) == (people, [])


@pytest.mark.parametrize("typed", [str, in_tcvn3])
def test_wide_digits_letters_and_signs_are_read_as_the_narrow_ones(tmp_path: Path, typed: object) -> None:
    assert callable(typed)
    rows: Rows = [
        ["STT", "Họ và tên", "Ngày sinh"],
        *([1, typed(name), "１５/３/１９５７"] for name in LIST_NAMES * 4),
    ]
    wide: Rows = [
        *rows,
        [9, typed("Lê Ghé").replace("L", "Ｌ"), "１５／３／１９５７"],
        [10, typed("Lê Rít"), "５-３-１９５７"],
    ]
    assert [p.birth for p in read_rows(tmp_path, wide).people] == [
        *[Birth(1957, 3, 15)] * 9,
        Birth(1957, 3, 5),
    ]
    assert names(read_rows(tmp_path, wide)) == [*LIST_NAMES * 4, "Lê Ghé", "Lê Rít"]


@pytest.mark.parametrize("damaged", ["Nguyá»…n Thá»‹ Ngá»™", "Nguy?n Th? Ng?c"])
def test_damaged_letters_refuse_the_file(tmp_path: Path, damaged: str) -> None:
    rows: Rows = [["STT", "Họ và tên", "Năm sinh"], [1, damaged, 1990], [2, damaged, 1991]]
    assert obstacle(workbook(tmp_path / "ds.xlsx", {"Sheet1": rows})) is Obstacle.LETTERING


def test_one_damaged_column_refuses_the_file_however_good_the_rest_is(tmp_path: Path) -> None:
    good = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã Đặng Thùy Trâm, tỉnh Quảng Ngãi"
    rows: Rows = [["Đơn vị", "Họ tên"], *([good, f"Nguyá»…n Thá»‹ {name}"] for name in ("A", "B"))]
    assert obstacle(workbook(tmp_path / "ds.xlsx", {"Sheet1": rows})) is Obstacle.LETTERING


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Obstacle.EMPTY),
        (b"  \n", Obstacle.EMPTY),
        (b"%PDF-1.7 x", Obstacle.NOT_A_SPREADSHEET),
        (b"\x89PNG\r\n\x1a\n", Obstacle.NOT_A_SPREADSHEET),
        (bytes(range(256)) * 4, Obstacle.NOT_A_SPREADSHEET),
        (b"PK\x03\x04 cut off", Obstacle.UNREADABLE),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), Obstacle.OLD_FORMAT),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            Obstacle.PROTECTED,
        ),
        (b"<html><table><tr><td>STT</td></tr></table>", Obstacle.OLD_FORMAT),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\r\n", Obstacle.OLD_FORMAT),
        (b'ID;PWXL;N;E\r\nC;Y1;X1;K"Ho va ten"\r\nE\r\n', Obstacle.OLD_FORMAT),
        (b"ID;PSCALC3\nO;L\n", Obstacle.OLD_FORMAT),
        (b"ID;PExport\nP;PGeneral\n", Obstacle.OLD_FORMAT),
        ("Kính gửi các thôn: mai họp.".encode(), Obstacle.NO_HEADER),
    ],
)
def test_a_file_that_is_no_roster_says_what_to_do(tmp_path: Path, content: bytes, expected: Obstacle) -> None:
    path = tmp_path / "ds.xlsx"
    path.write_bytes(content)
    assert obstacle(path) is expected


def test_a_workbook_in_strict_open_xml_is_to_be_saved_anew(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ds.xlsx", {"Sheet1": [["Họ và tên"], ["Lê Ghé"]]})
    for kind, part in (("spreadsheetml", "main"), ("officeDocument", "relationships")):
        name = f"http://schemas.openxmlformats.org/{kind}/2006/{part}"
        rewritten(path, "xl/workbook.xml", name, f"http://purl.oclc.org/ooxml/{kind}/{part}")
    assert obstacle(path) is Obstacle.OLD_FORMAT


@pytest.mark.parametrize("row", ["NV;Hành chính;Lê Ghé", "C;Y tế;Lê Ghé", "P;Phó phòng;Lê Ghé"])
@pytest.mark.parametrize("header", ["Phòng ban", "Phái"])
def test_a_list_with_numbers_of_letters_is_no_other_format(tmp_path: Path, header: str, row: str) -> None:
    assert names(read_csv(tmp_path, f"ID;{header};Họ và tên\n{row}\n")) == ["Lê Ghé"]


def test_a_header_that_begins_as_another_format_does_is_one(tmp_path: Path) -> None:
    assert names(read_csv(tmp_path, "ID;Phone;Họ và tên\n1;;Lê Ghé\n")) == ["Lê Ghé"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("word/document.xml", Obstacle.NOT_A_SPREADSHEET),
        ("content.xml", Obstacle.OLD_FORMAT),
        ("xl/workbook.xml", Obstacle.UNREADABLE),
    ],
)
def test_other_zipped_files_are_told_apart(tmp_path: Path, part: str, expected: Obstacle) -> None:
    path = tmp_path / "ds.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<x/>")
    assert obstacle(path) is expected


@pytest.mark.parametrize("name", ["ds", "ds.csv", "ds.xls", "ds.xlsx (1)"])
def test_a_workbook_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    assert names(read(simple(tmp_path).rename(tmp_path / name))) == ["Lê Ghé"]


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    assert obstacle(tmp_path / "none.xlsx") is Obstacle.MISSING
    with pytest.raises(IsADirectoryError):
        read_roster(tmp_path, PROGRAMME, TODAY)


@pytest.mark.parametrize("rows", [[], [["  "]], [[None], [None, "\n"]]])
def test_an_empty_workbook_is_told(tmp_path: Path, rows: Rows) -> None:
    assert obstacle(workbook(tmp_path / "ds.xlsx", {"Sheet1": rows})) is Obstacle.EMPTY


def test_a_sheet_that_only_a_program_can_show_is_named_and_not_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ds.xlsx", {"Một": [["Họ tên"], ["Lê Ghé"]], "Nguồn": [["Họ tên"], ["Lê Ẩn"]]})
    book = load_workbook(path)
    book["Nguồn"].sheet_state = "veryHidden"
    book.save(path)
    found = read(path)
    assert (names(found), [sheet.name for sheet in found.skipped]) == (["Lê Ghé"], ["Nguồn"])


SHEET = "xl/worksheets/sheet1.xml"


def simple(folder: Path) -> Path:
    return workbook(folder / "ds.xlsx", {"Sheet1": [["STT", "Họ tên"], [1, "Lê Ghé"]]})


def test_a_bomb_of_zeros_is_not_unpacked(tmp_path: Path) -> None:
    path = simple(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(300 << 20))
    assert obstacle(path) is Obstacle.TOO_LARGE


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Họ tên\n" + "Lê Ghé\n" * 200_001)
    assert obstacle(path) is Obstacle.TOO_LARGE


def test_a_film_named_as_a_list_is_refused_unread(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Họ tên\nLê Ghé\n")
    with path.open("r+b") as file:
        file.truncate(51 << 20)
    assert obstacle(path) is Obstacle.TOO_LARGE


def test_a_cell_as_long_as_a_book_is_told(tmp_path: Path) -> None:
    assert obstacle(csv_file(tmp_path, f"Họ tên\n{'a' * 140_000}\n")) is Obstacle.UNREADABLE


def test_a_merge_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    path = rewritten(
        simple(tmp_path),
        SHEET,
        "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>',
    )
    assert names(read(path)) == ["Lê Ghé"]


def test_more_merged_cells_than_any_list_has_are_refused(tmp_path: Path) -> None:
    merges = '<mergeCell ref="A3:B3"/>' * 100_001
    path = rewritten(
        simple(tmp_path), SHEET, "</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"
    )
    assert obstacle(path) is Obstacle.TOO_LARGE


def test_a_sheet_that_states_too_small_a_size_loses_nobody(tmp_path: Path) -> None:
    small = rewritten(simple(tmp_path), SHEET, '<dimension ref="A1:B2"', '<dimension ref="A1"')
    assert names(read(small)) == ["Lê Ghé"]


def test_a_column_far_to_the_right_of_a_list_is_no_part_of_it(tmp_path: Path) -> None:
    rows: Rows = [["Họ tên", *[None] * 120, "Thôn"], ["Lê Ghé", *[None] * 120, "Con Dóc"]]
    assert only(read_rows(tmp_path, rows)).hamlet == "chua-ro"


def test_blanks_between_the_marks_of_a_cell_are_no_value(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ tên", "Năm sinh"], [1, "Lê Ghé", 1957], [2, "Lê Rít", "=1950+7"]]
    path = rewritten(workbook(tmp_path / "ds.xlsx", {"Sheet1": rows}), SHEET, "</c>", "\n  </c>")
    found = read(path)
    assert (names(found), list(refusals(found))) == (["Lê Ghé"], [3])


def test_formatting_down_to_the_last_row_costs_nothing(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    assert names(read(rewritten(simple(tmp_path), SHEET, "</sheetData>", far))) == ["Lê Ghé"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("cell", ["D1048576", "XFD1048576"])
def test_a_stray_cell_in_the_last_row_costs_seconds(tmp_path: Path, cell: str) -> None:
    far = f'<row r="1048576"><c r="{cell}"><v>1</v></c></row></sheetData>'
    assert names(read(rewritten(simple(tmp_path), SHEET, "</sheetData>", far))) == ["Lê Ghé"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("row", [1_048_577, 999_999_999])
def test_a_cell_below_the_last_row_of_any_sheet_is_refused(tmp_path: Path, row: int) -> None:
    far = f'<row r="{row}"><c r="D{row}"><v>1</v></c></row></sheetData>'
    assert obstacle(rewritten(simple(tmp_path), SHEET, "</sheetData>", far)) is Obstacle.TOO_LARGE


@pytest.mark.timeout(20)
def test_a_workbook_of_too_many_rows_is_refused_before_they_are_read(tmp_path: Path) -> None:
    more = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(9, 600_000))
    path = rewritten(simple(tmp_path), SHEET, "</sheetData>", f"{more}</sheetData>")
    assert obstacle(path) is Obstacle.TOO_LARGE


def test_formulas_without_a_result_are_told_and_never_run(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path,
        [
            ["STT", "Họ tên", "Năm sinh"],
            ["=A1+1", "Lê Ghé", 1990],
            [2, '="Lê "&"Rít"', 1991],
            [3, "Lê Rớ", "=1990+1"],
            [4, "#N/A", 1990],
        ],
    )
    assert names(found) == ["Lê Ghé"]
    assert list(refusals(found)) == [3, 4, 5]
    assert all("công thức" in reason for reason in refusals(found).values())


@pytest.mark.parametrize(
    "error",
    ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"],
)
def test_an_error_of_a_formula_is_told_as_one(tmp_path: Path, error: str) -> None:
    found = read_rows(tmp_path, [["STT", "Họ tên", "Năm sinh"], [1, error, 1957], [2, "Lê Ghé", 1957]])
    assert names(found) == ["Lê Ghé"]
    assert "công thức" in refusals(found)[2]


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ tên", "Năm sinh"], [1, "Lê Ghé", 1957], [2, "Lê Rít", "=1950+7"]]
    path = workbook(tmp_path / "ds.xlsx", {"Sheet1": rows})
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(SHEET).decode()
    found = read(rewritten(path, SHEET, sheet, re.sub(r' r="[A-Z]*[0-9]+"', "", sheet)))
    assert (names(found), list(refusals(found))) == (["Lê Ghé"], [3])


def test_an_empty_cell_after_a_formula_with_its_result_is_empty(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ds.xlsx", {"Sheet1": [["TT", "Họ tên", "Năm sinh"], [1, "Lê Ghé", 1957]]})
    rewritten(path, SHEET, "<v>1</v>", "<f>ROW()-1</f><v>1</v>")
    person = only(read(rewritten(path, SHEET, "<v>1957</v>", "")))
    assert (person.name, person.birth) == ("Lê Ghé", None)


def test_day_numbers_are_read_by_the_calendar_of_their_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    rows: Rows = [
        ["Họ tên", "Ngày sinh"],
        ["Lê Ghé", 19432],
        ["Lê Rít", "19432"],
        ["Lê Rớ", MARCH],
        ["Lê Xép", 1957],
    ]
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "ds.xlsx")
    births = [person.birth for person in read(tmp_path / "ds.xlsx").people]
    assert births == [*[Birth(1957, 3, 15)] * 3, Birth(1957)]


def test_text_that_looks_like_markup_or_escapes_stays_text(tmp_path: Path) -> None:
    found = read_csv(tmp_path, "Họ tên,Đơn vị\n[red]Lê\x1b[31m Ghé,<b>\u202eĐội\n")
    assert only(found).name == "[red]Lê[31m Ghé"
    assert only(found).unit == "<b>Đội"


def test_columns_beyond_what_a_list_has_are_left_out(tmp_path: Path) -> None:
    assert names(read_csv(tmp_path, "Họ tên,Thôn" + ",x" * 5000 + "\nLê Ghé,Con Dóc" + ",y" * 5000)) == [
        "Lê Ghé"
    ]


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_never_ends_in_an_exception(tmp_path: Path, data: st.DataObject) -> None:
    path = workbook(
        tmp_path / "ds.xlsx", {"Sheet1": [["STT", "Họ tên", "Năm sinh"], [1, "Lê Ghé", 1990]]}, ["A5:C5"]
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = data.draw(st.sampled_from(sorted(name for name in parts if name.startswith("xl/"))))
    content = bytearray(parts[part])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.sampled_from([b"", b"9", b'"', b"<", b"e9", b"A"])
        )
    parts[part] = bytes(content)
    with zipfile.ZipFile(path, "w") as archive:
        for name, value in parts.items():
            archive.writestr(name, value)
    assert isinstance(read_roster(path, PROGRAMME, TODAY), Reading | RosterProblem)


@given(st.binary(max_size=300))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_roster_or_a_problem(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes("Họ tên,Ngày sinh\n".encode() + content)
    assert isinstance(read_roster(path, PROGRAMME, TODAY), Reading | RosterProblem)


def test_names_with_signs_of_xml_survive(tmp_path: Path) -> None:
    assert only(read_rows(tmp_path, [["Họ tên"], ["Lê & Ghé <x>"]])).name == "Lê & Ghé <x>"


def test_a_column_that_tells_nothing_follows_its_sheet_before_the_file(tmp_path: Path) -> None:
    header, people = ["Số TT", "Họ và tên"], ["Phạm Thị Hường", "Đinh Văn Nghĩa", "Võ Thị Thủy"]
    plain: Rows = [
        header,
        *(
            [1, f"{name} {other}"]
            for name in people
            for other in ("Ẩn", "Đắc", "Ngộ", "Mười", "Giỏi", "Bưởi")
        ),
    ]
    typed: Rows = [[in_vni(text) for text in header], *([1, in_vni(name)] for name in people)]
    found = read(workbook(tmp_path / "ds.xlsx", {"Bùi Hui": plain, "Cây Muối": typed}))
    assert [person.name for person in found.people if person.place.sheet == "Cây Muối"] == people
