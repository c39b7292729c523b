"""roster import by command: all or nothing, previews, twice the same, consent."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from tests.kiosk.cli import ROSTER, Here

HALF_GOOD = (
    ROSTER + "5,,01/01/1980,Nam,Bùi Hui,Người dân,,\n6,Hồ Văn Long,31/02/1980,Nam,Bùi Hui,Người dân,,\n"
)


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    place = Here(tmp_path, capsys)
    place.say("init", "--date", "2025-09-26")
    return place


def people(here: Here) -> int:
    return len(here.json("log", "--kind", "consented").objects)


def test_everyone_of_a_list_is_imported_with_the_consent_it_came_with(here: Here) -> None:
    said = here.json("roster", "import", here.roster(), "--at", "2025-09-20T10:00")
    assert (said.status, said.object["new"], said.object["imported"]) == (0, 4, 4)
    entries = here.json("log", "--kind", "consented").objects
    assert {entry["code"].partition("@")[0] for entry in entries} == {"danh-sach"}
    assert {entry["at"] for entry in entries} == {"2025-09-20T10:00:00+07:00"}
    assert len({entry["person"] for entry in entries}) == 4


def test_a_year_of_two_digits_is_read_as_of_the_event_though_the_clock_begins_in_2000(here: Here) -> None:
    rows = "".join(
        f"{number},{name},{born},Nam,Bùi Hui,Học sinh,,\n"
        for number, name, born in ((1, "Lê Văn Tám", "01/01/12"), (2, "Lê Văn Chín", "46"))
    )
    listed = here.roster(ROSTER.splitlines()[0] + "\n" + rows)
    at = ("--at", "2000-01-01T00:10")
    assert here.json("roster", "import", listed, *at).object["imported"] == 2
    born = {one["name"]: one["birth_year"] for one in here.json("search", "le van").objects}
    assert born == {"Lê Văn Tám": 2012, "Lê Văn Chín": 1946}


def test_before_the_event_ages_and_births_are_those_of_the_day_of_reading(here: Here) -> None:
    rows = "1,Lê Văn Tám,10/09/2009,Nam,Bùi Hui,Học sinh,,\n2,Lê Văn Chín,10/09/2025,Nam,Bùi Hui,Học sinh,,\n"
    listed = here.roster(ROSTER.splitlines()[0] + "\n" + rows)
    said = here.json("roster", "import", listed, "--consent-basis", "tai-ban", "--at", "2025-09-01T08:00")
    assert (said.object["imported"], sorted(row["row"] for row in said.object["refused"])) == (0, [2, 3])


def test_the_same_list_twice_changes_nothing(here: Here) -> None:
    here.say("roster", "import", here.roster())
    again = here.json("roster", "import", here.roster())
    assert (again.object["new"], again.object["known"], again.object["imported"]) == (0, 4, 0)
    assert again.object["duplicates"] == []
    assert people(here) == 4


def test_a_preview_writes_nothing_and_says_how_columns_were_understood(here: Here) -> None:
    said = here.json("roster", "import", here.roster(), "--dry-run")
    assert (said.status, said.object["new"], said.object["imported"]) == (0, 4, 0)
    meanings = {column["header"]: column["meaning"] for column in said.object["columns"]}
    assert meanings["Họ và tên"] == "name"
    assert meanings["Số CCCD"] == "card"
    assert people(here) == 0
    shown = here.say("roster", "import", here.roster(), "--dry-run").out
    assert "Xem trước, chưa ghi gì: 4 người mới" in shown


def test_a_preview_shows_the_first_two_and_the_last_as_they_were_read(here: Here) -> None:
    listed = here.roster(
        "Họ và tên,Năm sinh\nLê  Văn Tám,1950\nHồ Văn Ba,1951\nHồ Văn Tư,1952\nBa Trang,1953\n"
    )
    said = here.json("roster", "import", listed, "--dry-run")
    read = [(one["name"], one["birth_year"], one["row"]) for one in said.object["sample"]]
    assert read == [("Lê Văn Tám", 1950, 2), ("Hồ Văn Ba", 1951, 3), ("Ba Trang", 1953, 5)]
    shown = here.say("--lang", "vi", "roster", "import", listed, "--dry-run").out
    assert "Đọc ra, ví dụ: Lê Văn Tám (1950, " in shown
    assert "; Ba Trang (1953, " in shown


@pytest.mark.parametrize("how", [("--dry-run",), ()])
def test_a_corrected_row_of_a_known_card_is_said_to_change_nothing(here: Here, how: tuple[str, ...]) -> None:
    here.say("roster", "import", here.roster())
    corrected = here.roster(ROSTER.replace("05/03/1957,Nữ,Bùi Hui", "06/03/1957,Nữ,Bùi Hui"), "hai.csv")
    said = here.json("roster", "import", corrected, *how).object
    assert (said["new"], said["known"]) == (0, 4)
    (warning,) = said["warnings"]
    assert [place["row"] for place in warning["rows"]] == [2]
    assert warning["vi"].startswith("1 người đã có")
    assert (
        "thông tin mới không thay thế thông tin cũ [dòng 2]"
        in here.say("roster", "import", corrected, *how).out
    )
    assert here.json("roster", "import", here.roster(), *how).object["warnings"] == []
    assert people(here) == 4


def test_rows_left_out_as_remarks_or_struck_through_are_counted_at_the_end(here: Here) -> None:
    book = Workbook()
    for row in (["STT", "Họ và tên"], [1, "Lê Ghé"], [2, "Lê Rít"], [3, "Lê Rớ"], [None, "Người duyệt"]):
        book.worksheets[0].append(row)
    book.worksheets[0]["B3"].font = Font(strike=True)
    path = here.folder / "ds.xlsx"
    book.save(path)
    said = here.json("roster", "import", str(path), "--dry-run").object
    assert (said["new"], said["left_out"]) == (2, 2)
    assert said["vi"].endswith("2 người mới, 0 người đã có, 0 dòng không nhận được, 2 dòng bỏ qua.")
    assert said["en"].endswith("2 new, 0 known already, 0 rows refused, 2 rows left out.")
    assert here.json("roster", "import", here.roster()).object["left_out"] == 0


def test_a_list_with_a_bad_row_imports_nobody_unless_asked(here: Here) -> None:
    said = here.json("roster", "import", here.roster(HALF_GOOD))
    assert (said.status, said.object["imported"]) == (1, 0)
    assert [row["row"] for row in said.object["refused"]] == [6, 7]
    assert all(row["vi"] and row["en"] for row in said.object["refused"])
    assert "--skip-refused" in said.object["vi"]
    assert people(here) == 0
    skipping = here.json("roster", "import", here.roster(HALF_GOOD), "--skip-refused")
    assert (skipping.status, skipping.object["imported"]) == (0, 4)
    assert people(here) == 4


def test_what_is_wrong_is_told_with_the_sheet_and_the_row_to_open(here: Here) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    for line in HALF_GOOD.replace("Bùi Hui,Người dân,,0", "Xóm Mới,Người dân,,0").splitlines():
        sheet.append(line.split(","))
    sheet.append(["7", "Hồ Văn Sáu", "1980", "Nam", "Xóm Mới"])
    book.save(here.folder / "danh-sach.xlsx")
    said = here.say("roster", "import", here.folder / "danh-sach.xlsx", "--dry-run").out
    assert "Trang “Sheet1”, cột B “Họ và tên” (6 ô có chữ): Họ và tên" in said
    assert "Trang “Sheet1”, dòng 7: Ngày sinh “31/02/1980”" in said
    assert "Sheet “Sheet1”, row 7: The birth “31/02/1980”" in said
    assert "ghi “Chưa rõ”. [trang “Sheet1”, dòng 2, 8]" in said
    assert "[sheet “Sheet1”, rows 2, 8]" in said
    text = here.say("roster", "import", here.roster(HALF_GOOD), "--dry-run").out
    assert "Dòng 7: Ngày sinh “31/02/1980”" in text
    assert "Row 7: The birth “31/02/1980”" in text


def test_sheets_of_one_form_are_told_together_and_what_was_not_understood_last(here: Here) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for at, name in enumerate(["Bùi Hui", "Con Dóc", "Cây Muối", "Hố Sâu"]):
        sheet = book.create_sheet(name)
        sheet.append(["Giờ đến", "Họ và tên", "Năm sinh"])
        sheet.append(["8h", f"Lê Văn Bốn {at}", 1980])
    book.save(here.folder / "thon.xlsx")
    said = here.say(
        "--lang", "vi", "roster", "import", here.folder / "thon.xlsx", "--dry-run"
    ).out.splitlines()
    assert said[:3] == [
        "Trang “Bùi Hui” và 3 trang nữa, cột B “Họ và tên” (4 ô có chữ): Họ và tên",
        "Trang “Bùi Hui” và 3 trang nữa, cột C “Năm sinh” (4 ô có chữ): Ngày sinh hoặc năm sinh",
        "Trang “Bùi Hui” và 3 trang nữa, cột A “Giờ đến” (4 ô có chữ): Chưa hiểu cột này, bỏ qua",
    ]


def test_rows_are_told_from_first_to_last_and_how_many_more_there_are(here: Here) -> None:
    lines = ["Họ và tên,Năm sinh,Đối tượng"]
    lines += [f"Lê Văn {at},19{at},{'Thợ' if at % 2 or at < 20 else 'HS'}" for at in range(10, 90)]
    said = here.say("roster", "import", here.roster("\n".join(lines) + "\n"), "--dry-run").out
    assert "dòng 2–11, 13, 15, 17, " in said
    assert ", 49 và 16 dòng nữa]" in said
    assert "rows 2–11, 13, 15, 17, " in said
    assert ", 49 and 16 more]" in said


def test_rows_refused_for_one_reason_are_told_together_and_all_of_them(here: Here) -> None:
    lines = ["Họ và tên,Năm sinh,Đồng ý"]
    lines += [f"Lê Văn {at},19{at},{'x' if at % 2 else 'không'}" for at in range(10, 60)]
    said = here.say("--lang", "vi", "roster", "import", here.roster("\n".join(lines) + "\n"), "--dry-run").out
    (told,) = [line for line in said.splitlines() if "không đồng ý" in line]
    assert told.startswith("Dòng 2, 4, 6, ")
    assert ", 48, 50: Danh sách ghi" in told


def test_likely_duplicates_are_shown_with_where_they_stand_and_not_merged(here: Here) -> None:
    here.say("roster", "import", here.roster())
    more = ROSTER.splitlines()[0] + "\n1,Pham Thi Ngo,1957,Nữ,Con Dóc,Người dân,Hội Phụ nữ,\n"
    said = here.json("roster", "import", here.roster(more, "hai.csv"))
    assert said.object["imported"] == 1
    (group,) = said.object["duplicates"]
    assert {one["name"] for one in group} == {"Phạm Thị Ngộ", "Pham Thi Ngo"}
    assert {one["row"] for one in group} >= {2, None}
    assert len(here.json("search", "pham thi ngo").objects) == 3


def test_what_to_do_with_whoever_may_be_in_twice_is_said_before_and_after_they_are_imported(
    here: Here,
) -> None:
    lines = ["Họ và tên,Ngày sinh,Thôn", "Phạm Văn Trê,17/11/1988,Bùi Hui"]
    here.say("roster", "import", here.roster("\n".join(lines) + "\n"))
    lines += [f"Lê Văn {name},0{day}/02/1980,Con Dóc" for day, name in enumerate(("Ba", "Tư", "Năm"), 1)]
    lines[1] += ",Hội Nông dân"
    more = here.roster("\n".join([f"{lines[0]},Đơn vị", *lines[1:]]) + "\n", "hai.csv")
    before = here.say("--lang", "vi", "roster", "import", more, "--dry-run").out
    assert "Có thể trùng: Phạm Văn Trê" in before
    assert "xóa dòng thừa khỏi tệp trước khi nhập" in before
    allowed = here.say("--lang", "vi", "roster", "import", more, "--dry-run", "--allow-doubles").out
    assert "dòng thừa" not in allowed
    imported = here.json("roster", "import", more).object
    assert imported["imported"] == 4
    assert "ngayhoi people forget" in imported["vi"]
    assert "ngayhoi people forget" in imported["en"]
    (one, _) = here.json("search", "pham van tre").objects
    assert here.json("people", "forget", one["person"], "--yes", "--pin", "1010").status == 0
    assert len(here.json("search", "pham van tre").objects) == 1


def test_a_list_that_comes_again_with_one_column_more_doubles_nobody(here: Here) -> None:
    lines = ["Họ và tên,Năm sinh,Thôn", *(f"Lê Văn {name},1980,Bùi Hui" for name in ("Ba", "Tư", "Năm"))]
    here.say("roster", "import", here.roster("\n".join(lines) + "\n"))
    more = "\n".join([f"{lines[0]},Đối tượng", *(f"{line},CBCCVC" for line in lines[1:])]) + "\n"
    again = here.json("roster", "import", here.roster(more, "hai.csv"))
    assert (again.status, again.object["new"], again.object["imported"]) == (1, 3, 0)
    assert len(again.object["duplicates"]) == 3
    assert "people correct" in again.object["vi"]
    assert "--allow-doubles" in here.say("roster", "import", here.roster(more, "hai.csv"), "--dry-run").out
    assert people(here) == 3
    meant = here.json("roster", "import", here.roster(more, "hai.csv"), "--allow-doubles")
    assert (meant.status, meant.object["imported"]) == (0, 3)


def test_a_list_that_comes_again_with_a_birth_put_right_says_what_to_do_with_the_rest(here: Here) -> None:
    lines = ["Họ và tên,Năm sinh,Thôn", *(f"Lê Văn {name},1980,Bùi Hui" for name in "ABCDEG")]
    here.say("roster", "import", here.roster("\n".join(lines) + "\n"))
    lines[1] = "Lê Văn A,1981,Bùi Hui"
    lines.append("Đinh Văn Mới,1990,Bùi Hui")
    again = here.json("roster", "import", here.roster("\n".join(lines) + "\n", "hai.csv"))
    assert (again.status, again.object["new"], again.object["imported"]) == (1, 2, 0)
    assert "people correct, rồi xóa dòng của người ấy khỏi tệp" in again.object["vi"]
    del lines[1]
    rest = here.json("roster", "import", here.roster("\n".join(lines) + "\n", "hai.csv"))
    assert (rest.status, rest.object["imported"]) == (0, 1)


def test_a_sheet_of_everybody_beside_one_a_class_doubles_nobody(here: Here) -> None:
    book, path = Workbook(), here.folder / "truong.xlsx"
    everybody = book.worksheets[0]
    everybody.title = "Tổng hợp"
    everybody.append(["STT", "Họ và tên", "Ngày sinh", "Lớp"])
    names = ("Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám")
    for at, name in enumerate(names, 1):
        everybody.append([at, f"Đinh Văn {name}", f"0{at}/03/2013", "6A" if at < 4 else "6B"])
    for title, own in (("Lớp 6A", names[:3]), ("Lớp 6B", names[3:])):
        sheet = book.create_sheet(title)
        sheet.append(["STT", "Họ và tên", "Ngày sinh"])
        for at, name in enumerate(own, 1):
            sheet.append([at, f"Đinh Văn {name}", f"0{names.index(name) + 1}/03/2013"])
    book.save(path)
    said = here.json("roster", "import", path)
    assert (said.status, said.object["new"], said.object["imported"]) == (1, 12, 0)
    assert "ẩn trang ghi lại" in said.object["vi"]
    assert people(here) == 0
    everybody.sheet_state = "hidden"
    book.active = 1
    book.save(path)
    mended = here.json("roster", "import", path)
    assert (mended.status, mended.object["imported"]) == (0, 6)


@pytest.mark.parametrize("how", [(), ("--allow-doubles", "--skip-refused")])
def test_a_filtered_list_imports_nobody_until_its_rows_are_shown(here: Here, how: tuple[str, ...]) -> None:
    book, path = Workbook(), here.folder / "loc.xlsx"
    sheet = book.worksheets[0]
    for row in (["Họ và tên", "Năm sinh"], ["Lê Văn Ba", 1980], ["Lê Văn Tư", 1981], ["Lê Văn Năm", 1982]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    book.save(path)
    said = here.json("roster", "import", path, *how)
    assert (said.status, said.object["new"], said.object["imported"]) == (1, 3, 0)
    assert "2 người mới ở dòng đang bị ẩn" in said.object["vi"]
    assert people(here) == 0
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = False
    book.save(path)
    assert here.json("roster", "import", path).object["imported"] == 3


def test_a_hidden_row_of_somebody_known_holds_nobody_up(here: Here) -> None:
    book, path = Workbook(), here.folder / "loc.xlsx"
    sheet = book.worksheets[0]
    for row in (["Họ và tên", "Năm sinh"], ["Lê Văn Ba", 1980], ["Lê Văn Tư", 1981]):
        sheet.append(row)
    book.save(path)
    here.say("roster", "import", path)
    sheet.row_dimensions[2].hidden = True
    sheet.append(["Đinh Văn Năm", 1990])
    book.save(path)
    assert here.json("roster", "import", path).object["imported"] == 1


def test_a_folder_in_place_of_a_list_is_told_with_what_to_type(here: Here) -> None:
    told = here.say("roster", "import", here.folder)
    assert told.status != 0
    assert "là một thư mục, không phải tệp. Xin ghi tên một tệp." in told.err
    assert people(here) == 0


def test_another_consent_basis_has_to_be_one_of_the_catalogue(here: Here) -> None:
    wrong = here.json("roster", "import", here.roster(), "--consent-basis", "mieng")
    assert (wrong.status, wrong.object["error"]) == (2, "consent")
    assert "danh-sach" in wrong.err
    here.say("roster", "import", here.roster(), "--consent-basis", "tai-ban", "--skip-refused")
    assert {entry["code"].partition("@")[0] for entry in here.json("log").objects} == {"tai-ban"}


def test_a_child_is_not_taken_on_what_only_grown_ups_can_agree_to(here: Here) -> None:
    said = here.json(
        "roster", "import", here.roster(), "--consent-basis", "tai-ban", "--at", "2025-09-26T20:00"
    )
    (child,) = said.object["refused"]
    assert (said.status, said.object["imported"], child["row"]) == (1, 0, 5)
    assert "--consent-basis giam-ho" in child["vi"]
    assert "--consent-basis giam-ho" in child["en"]
    guarded = here.json("roster", "import", here.roster(), "--consent-basis", "giam-ho")
    assert (guarded.status, guarded.object["imported"]) == (0, 4)


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", "roster-empty"), (b"%PDF-1.4 ...", "roster-not-a-spreadsheet"), (None, "roster-missing")],
)
def test_a_file_that_is_no_list_is_told_in_a_sentence(here: Here, content: bytes | None, error: str) -> None:
    path = here.folder / "tep.xlsx"
    if content is not None:
        path.write_bytes(content)
    said = here.json("roster", "import", path)
    assert (said.status, said.object["error"]) == (1, error)


def test_what_the_system_says_of_a_list_is_not_called_damage(here: Here) -> None:
    for path, reason in ((here.folder, "là một thư mục"), (here.roster() / "x.csv", "là tệp chứ không phải")):
        said = here.json("roster", "import", path)
        assert (said.status, said.object["error"]) == (1, "file")
        assert reason in said.object["vi"]
        assert str(path) in said.object["vi"]


def test_no_citizen_number_is_kept_or_shown(here: Here) -> None:
    shown = here.say("roster", "import", here.roster()).out + here.json("roster", "import", here.roster()).out
    files = list(here.folder.glob("kho.db*"))
    assert files
    assert "099157000001" not in shown
    assert not any(b"099157000001" in path.read_bytes() for path in files)
