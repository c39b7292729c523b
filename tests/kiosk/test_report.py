"""The report by command: what it is written from, what is missing in it, and how it fails."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from data.reports import pdf
from data.reports.pdf import NotConverted, convert, find_converter
from tests.kiosk.cli import Here, completed
from tests.machine import required_in_ci

WORDS = 'so = 7\nho-ten = "Đinh Thị Nhía"\n'


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Here:
    monkeypatch.chdir(tmp_path)
    found = Here(tmp_path, capsys)
    found.filled()
    completed(found.store, "bron", "ai")
    return found


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *(cell.text for cell in cells)])


def entries_of(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_report_is_written_and_its_blanks_are_told(here: Here) -> None:
    said = here.json("report", "--out", "bao-cao.docx").object
    assert (said["files"], said["events"], said["people"]) == (["bao-cao.docx"], ["ngay-hoi"], 2)
    assert said["visits"] == 2 * 12
    assert {"so", "ngay-ky", "kinh-gui", "ho-ten"} <= set(said["blanks"])
    assert "Tổng số người tham dự: 2 người, với 24 lượt trải nghiệm." in text_of(here.folder / "bao-cao.docx")
    told = here.say("report", "--out", "bao-cao.docx")
    assert "2 người, 24 lượt" in told.out
    assert "kinh-gui" in told.out


def test_words_are_found_beside_and_outlive_the_report(here: Here) -> None:
    (here.folder / "bao-cao.toml").write_text(WORDS, encoding="utf-8")
    for _ in range(2):
        said = here.json("report", "--out", "bao-cao.docx").object
        assert "so" not in said["blanks"]
        assert "Số: 07/BC-UBND" in text_of(here.folder / "bao-cao.docx")
    other = here.folder / "khac.toml"
    other.write_text("so = 12\n", encoding="utf-8")
    here.say("report", "--out", "bao-cao.docx", "--words", other)
    assert "Số: 12/BC-UBND" in text_of(here.folder / "bao-cao.docx")


def test_words_with_a_mistake_fail_with_the_key_and_leave_the_old_report(here: Here) -> None:
    here.say("report", "--out", "bao-cao.docx")
    before = (here.folder / "bao-cao.docx").read_bytes()
    (here.folder / "bao-cao.toml").write_text("so = 7\nnguoi_ky = 'x'\n", encoding="utf-8")
    said = here.json("report", "--out", "bao-cao.docx")
    assert (said.status, said.object["error"]) == (1, "words")
    assert "bao-cao.toml: nguoi_ky: cần một trong các khóa" in said.object["vi"]
    assert "one of the keys" in said.object["en"]
    assert (here.folder / "bao-cao.docx").read_bytes() == before
    missing = here.json("report", "--out", "bao-cao.docx", "--words", "khong-co.toml")
    assert (missing.status, missing.object["error"]) == (1, "file")


def test_several_mistakes_in_the_words_are_told_one_after_the_other(here: Here) -> None:
    (here.folder / "bao-cao.toml").write_text("so = 7\nnguoi_ky = 'x'\nkinh = 'y'\n", encoding="utf-8")
    said = here.say("report", "--out", "bao-cao.docx")
    assert said.status == 1
    assert "\ufffd" not in said.err
    for told in ("bao-cao.toml: nguoi_ky: ", "bao-cao.toml: kinh: "):
        assert said.err.count(told) == 2
    assert ". bao-cao.toml: " in said.err
    assert "\n" not in here.json("report", "--out", "bao-cao.docx").object["vi"]


def test_a_signature_older_than_the_last_event_is_told(here: Here) -> None:
    here.say("init", "--catalogue", "le-phat-dong", "--date", "2025-09-29")
    words = here.folder / "bao-cao.toml"
    for signed, last in (("2025-09-28", "2025-09-29"), ("2025-09-29", None)):
        words.write_text(f"ngay-ky = {signed}\n", encoding="utf-8")
        assert here.json("report", "--out", "a.docx").object["signed_before"] == last
        told = here.say("report", "--out", "a.docx").out
        assert ("sự kiện sau cùng, 29/09/2025" in told, "the last event, 29/09/2025" in told) == (
            last is not None,
            last is not None,
        )
    words.write_text("ngay-ky = 2025-09-28\n", encoding="utf-8")
    alone = here.json("report", "--out", "a.docx", "--event", "ngay-hoi").object
    assert alone["signed_before"] is None


def test_the_file_of_words_is_made_once_and_never_overwritten(here: Here) -> None:
    said = here.json("report", "--words-template", "loi.toml").object
    assert said["file"] == "loi.toml"
    written = (here.folder / "loi.toml").read_text(encoding="utf-8")
    assert "# kinh-gui = " in written
    again = here.json("report", "--words-template", "loi.toml")
    assert (again.status, again.object["error"]) == (1, "exists")
    assert (here.folder / "loi.toml").read_text(encoding="utf-8") == written
    assert here.say("report", "--out", "a.docx", "--words", "loi.toml").status == 0
    nowhere = here.json("report", "--words-template", "khong-co/loi.toml")
    assert nowhere.object["error"] == "file"


def test_events_are_chosen_or_all_whose_day_has_come(here: Here) -> None:
    here.say("init", "--catalogue", "le-phat-dong", "--date", "2025-09-29")
    said = here.json("report", "--out", "a.docx").object
    assert said["events"] == ["ngay-hoi", "le-phat-dong"]
    here.say("init", "--catalogue", "le-phat-dong", "--date", "2099-09-29")
    assert here.json("report", "--out", "a.docx").object["events"] == ["ngay-hoi"]
    both = ("--event", "le-phat-dong", "--event", "ngay-hoi", "--event", "ngay-hoi")
    assert here.json("report", "--out", "a.docx", *both).object["events"] == ["ngay-hoi", "le-phat-dong"]
    wrong = here.json("report", "--out", "a.docx", "--event", "khac")
    assert (wrong.status, wrong.object["error"]) == (2, "event")


def test_a_store_whose_day_is_to_come_gives_an_empty_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Here(tmp_path, capsys)
    here.say("init", "--catalogue", "ngay-hoi", "--date", "2099-01-01")
    said = here.json("report", "--out", tmp_path / "a.docx").object
    assert (said["events"], said["people"]) == (["ngay-hoi"], 0)
    assert zipfile.is_zipfile(tmp_path / "a.docx")


def test_another_ending_is_refused(here: Here) -> None:
    said = here.json("report", "--out", "bao-cao.doc")
    assert (said.status, said.object["error"]) == (2, "suffix")
    assert ".docx" in said.object["vi"]
    assert here.say("report").status == 2
    assert here.say("report", "--out", "a.docx", "--words-template", "b.toml").status == 2


def test_nothing_half_written_is_left(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    before = entries_of(here.folder)
    gone = here.json("report", "--out", "khong-co/bao-cao.docx")
    assert (gone.status, gone.object["error"]) == (1, "file")
    monkeypatch.setattr(pdf, "find_converter", lambda: None)
    without = here.json("report", "--out", "bao-cao.pdf")
    assert (without.status, without.object["error"]) == (1, "no-libreoffice")
    assert "LibreOffice" in without.err

    def broken(*args: object, **options: object) -> None:
        del args, options
        raise NotConverted("nope\x1b[2J")

    monkeypatch.setattr(pdf, "find_converter", lambda: "soffice")
    monkeypatch.setattr(pdf, "convert", broken)
    failed = here.json("report", "--out", "bao-cao.pdf")
    assert (failed.status, failed.object["error"]) == (1, "pdf")
    assert "\x1b" not in failed.err + failed.out
    assert entries_of(here.folder) == before


@pytest.mark.parametrize(
    ("program", "said"), [("exit 3", "status 3"), ("echo hỏng >&2", "hỏng"), ("sleep 9", "1 s")]
)
def test_a_converter_that_fails_or_hangs_is_given_up(tmp_path: Path, program: str, said: str) -> None:
    if shutil.which("sh") is None:
        pytest.skip("there is no sh to play LibreOffice")
    fake = tmp_path / "soffice"
    fake.write_text(f"#!/bin/sh\n{program}\n", encoding="utf-8")
    fake.chmod(0o755)
    with pytest.raises(NotConverted, match=said):
        convert(str(fake), tmp_path / "a.docx", tmp_path / "a.pdf", patience=1)
    assert not (tmp_path / "a.pdf").exists()


def test_libreoffice_makes_a_pdf_of_it(here: Here) -> None:
    if find_converter() is None:
        pytest.skip("LibreOffice is not installed")
    said = here.json("report", "--out", "bao-cao.pdf")
    assert said.status == 0, said.err
    made = here.folder / "bao-cao.pdf"
    assert made.read_bytes().startswith(b"%PDF")
    listed = subprocess.run(
        [required_in_ci("pdftotext"), "-layout", str(made), "-"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "BÁO CÁO" in listed.stdout
    assert "Phụ lục III" in listed.stdout
