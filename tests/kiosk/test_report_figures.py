"""`ngayhoi report` and `ngayhoi report merge`: files that are whole or not there at all."""

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.reports.published import PublishedFigures, read
from tests.data.documents import File
from tests.kiosk.cli import Here, completed


@pytest.fixture
def filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    here = Here(tmp_path, capsys)
    here.filled()
    completed(here.store, "bron", "ai", "ngo")
    return here


def commune(here: Here, name: str) -> Path:
    """The anonymous figures as another commune would send them."""
    path = here.folder / f"{name}.json"
    assert here.say("report", "--out", path).status == 0
    changed = json.loads(path.read_text(encoding="utf-8")) | {"commune": f"Xã {name}"}
    path.write_text(json.dumps(changed), encoding="utf-8")
    return path


def test_the_workbook_has_the_lists_and_the_figures(filled: Here) -> None:
    said = filled.json("report", "--pin", "1010", "--out", filled.folder / "bao-cao.xlsx").object
    assert (said["people"], said["events"]) == (3, ["ngay-hoi"])
    assert said["files"] == [str(filled.folder / "bao-cao.xlsx")]
    opened = load_workbook(filled.folder / "bao-cao.xlsx")
    assert opened["Người tham dự"].max_row == 4
    assert opened["Nhật ký"].max_row > 4


def test_the_lists_take_the_organisers_pin_and_leave_an_entry(filled: Here) -> None:
    out = filled.folder / "bao-cao.xlsx"
    for pin in ((), ("--pin", "1")):
        assert filled.json("report", *pin, "--out", out).object["error"] == "pin"
        assert not out.exists()
    nowhere = filled.folder / "chua-co" / "bao-cao.xlsx"
    assert filled.json("report", "--pin", "1010", "--out", nowhere).status != 0
    assert not filled.json("log", "--kind", "exported").objects
    filled.json("report", "--pin", "1010", "--out", out)
    (entry,) = filled.json("log", "--kind", "exported").objects
    assert (entry["code"], entry["person"]) == ("report", None)


def test_whoever_was_forgotten_is_a_row_without_a_name_in_the_lists(filled: Here) -> None:
    out = filled.folder / "bao-cao.xlsx"
    assert (
        filled.say("people", "forget", filled.badge_of("Đinh Văn Brôn"), "--yes", "--pin", "1010").status == 0
    )
    filled.json("report", "--pin", "1010", "--out", out)
    rows = list(load_workbook(out)["Người tham dự"].iter_rows(min_row=2, values_only=True))
    (forgotten,) = [row for row in rows if not row[1]]
    assert len(rows) == 3
    assert "Người dân" in forgotten
    assert not any("Brôn" in str(cell) for row in rows for cell in row)


def test_the_anonymous_file_has_no_name_no_id_and_no_small_count(filled: Here) -> None:
    path = filled.folder / "so-lieu.json"
    said = filled.json("report", "--out", path, "--smallest", 3)
    assert said.status == 0
    found = read(path)
    assert isinstance(found, PublishedFigures)
    assert (found.smallest, found.total.people, found.events[0].completed) == (3, 3, 3)
    text = path.read_text(encoding="utf-8")
    log = filled.json("log").objects
    assert not any(one["person"] in text for one in log if one["person"])
    assert "Brôn" not in text
    assert filled.say("report", "--out", path).status == 0
    hidden = read(path)
    assert isinstance(hidden, PublishedFigures)
    assert (hidden.smallest, hidden.total.people) == (5, None)


def test_an_event_is_chosen_by_its_code(filled: Here) -> None:
    out = filled.folder / "a.json"
    assert filled.json("report", "--out", out, "--event", "ngay-hoi").object["events"] == ["ngay-hoi"]
    said = filled.json("report", "--out", out, "--event", "khong-co")
    assert (said.status, said.object["error"]) == (2, "event")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("report",), "usage"),
        (("report", "--out", "a.txt"), "suffix"),
        (("report", "merge", "a.json", "--out", "a.csv"), "suffix"),
    ],
)
def test_what_names_no_report_has_status_2(filled: Here, args: tuple[str, ...], code: str) -> None:
    said = filled.json(*args)
    assert (said.status, said.object["error"]) == (2, code)


@pytest.mark.parametrize("number", ["1", "0", "1001", "năm"])
def test_a_smallest_count_that_hides_nothing_is_no_number(filled: Here, number: str) -> None:
    said = filled.say("report", "--out", filled.folder / "a.json", "--smallest", number)
    assert (said.status, said.out) == (2, "")


@pytest.mark.parametrize("name", ["bao-cao.xlsx", "so-lieu.json"])
def test_a_report_that_cannot_be_written_leaves_what_was_there(filled: Here, name: str) -> None:
    blocked = filled.folder / name
    (blocked / "inside").mkdir(parents=True)
    said = filled.json("report", "--pin", "1010", "--out", blocked)
    assert (said.status, said.object["error"]) == (1, "file")
    nowhere = filled.json("report", "--pin", "1010", "--out", filled.folder / "khong" / name)
    assert (nowhere.status, nowhere.object["error"]) == (1, "file")
    assert not list(filled.folder.glob(".ngayhoi*"))


def test_a_clerk_hears_which_totals_their_file_leaves_out(filled: Here) -> None:
    out = filled.folder / "so-lieu.json"
    said = filled.json("report", "--out", out)
    assert said.object["untold"] == ["people", "visits"]
    one = filled.say("report", "--out", out).out
    assert "không nêu tổng số người và tổng số lượt: số nhỏ thì ẩn" in one
    assert "--event" not in one
    assert filled.json("report", "--out", out, "--smallest", "2").object["untold"] == []


def test_the_files_of_two_communes_are_added_up(filled: Here) -> None:
    paths = [commune(filled, "Ba Trang"), commune(filled, "An Hảo")]
    said = filled.json("report", "merge", *paths, "--out", filled.folder / "tong-hop.xlsx").object
    assert said["communes"] == ["Xã An Hảo", "Xã Ba Trang"]
    assert (said["people"], said["at_least"]) == (0, True), "three people each are not told"
    assert "số người ẩn" in said["vi"]
    assert load_workbook(filled.folder / "tong-hop.xlsx").sheetnames[0] == "Tổng hợp"


def test_added_up_they_are_a_document_with_the_words_of_a_file(filled: Here) -> None:
    paths = [commune(filled, "Ba Trang"), commune(filled, "An Hảo")]
    words, out = filled.folder / "loi.toml", filled.folder / "tong-hop.docx"
    issuer = 'co-quan-ban-hanh = "UBND tỉnh Thử"\ndia-danh = "Thử"\n'
    words.write_text(issuer, encoding="utf-8")
    said = filled.json("report", "merge", *paths, "--words", words, "--out", out).object
    assert (said["files"], said["at_least"]) == ([str(out)], True)
    assert "so" in said["blanks"]
    assert not {"co-quan-ban-hanh", "dia-danh"} & set(said["blanks"])
    assert "TỈNH THỬ" in File(out).text
    assert said["signed_before"] is None
    words.write_text(f"{issuer}ngay-ky = 2025-09-15\n", encoding="utf-8")
    early = filled.json("report", "merge", *paths, "--words", words, "--out", out).object
    assert early["signed_before"] == "2025-09-26"
    assert "sự kiện sau cùng" in filled.say("report", "merge", *paths, "--words", words, "--out", out).out
    words.write_text("khac = 1", encoding="utf-8")
    failed = filled.json("report", "merge", *paths, "--words", words, "--out", out)
    assert (failed.status, failed.object["error"]) == (1, "words")
    assert "TỈNH THỬ" in File(out).text, "what was there is kept"


def test_a_file_that_cannot_be_added_is_named_and_nothing_is_written(filled: Here) -> None:
    good, out = commune(filled, "Ba Trang"), filled.folder / "tong-hop.xlsx"
    twice = Path(shutil.copy(good, filled.folder / "again.json"))
    foreign = filled.roster()
    broken = filled.folder / "broken.json"
    broken.write_bytes(good.read_bytes()[:500])
    for bad, code in ((twice, "report-twice"), (foreign, "report-foreign"), (broken, "report-broken")):
        said = filled.json("report", "merge", good, bad, "--out", out)
        assert (said.status, said.object["error"]) == (1, code)
        assert str(bad) in said.object["vi"]
        assert str(bad) in said.object["en"]
    missing = filled.json("report", "merge", good, filled.folder / "khong-co.json", "--out", out)
    assert (missing.status, missing.object["error"]) == (1, "file")
    assert "khong-co.json" in missing.object["vi"]
    assert not out.exists()
    assert not list(filled.folder.glob(".ngayhoi*"))
