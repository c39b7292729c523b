"""The file of what only a person can write into a report."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from data.catalogue_problems import CatalogueProblems
from data.reports.words import EXAMPLES, Words, read_words, template


def read(folder: Path, text: str) -> Words | CatalogueProblems:
    path = folder / "bao-cao.toml"
    path.write_text(text, encoding="utf-8")
    return read_words(path)


def wrong(folder: Path, text: str) -> str:
    found = read(folder, text)
    assert isinstance(found, CatalogueProblems)
    return found.problems[0].sentence.vi


def test_the_template_is_empty_until_its_lines_are_uncommented(tmp_path: Path) -> None:
    assert tomllib.loads(template()) == {}
    assert read(tmp_path, template()) == Words()
    filled = re.sub(
        r"^# ([a-z-]+ = |\"\"\"|Đoạn|Hạn chế và|Kiến nghị,)", r"\1", template(), flags=re.MULTILINE
    )
    found = read(tmp_path, filled)
    assert isinstance(found, Words)
    assert found.signed == date(2025, 11, 5)
    left = ("can-cu", "nhan-xet", "han-che", "kien-nghi", "ho-ten")
    assert found.blanks_by("UBND xã Thử") == left, "what stands for words that nobody wrote is none"
    loosely = re.sub(
        r"^#( ?[a-z-]+ = |\s\"\"\"| Đoạn| Hạn chế và| Kiến nghị,)", r"\1", template(), flags=re.MULTILINE
    )
    found = read(tmp_path, loosely.replace(".../", "… /"))
    assert isinstance(found, Words)
    assert found.blanks_by("UBND xã Thử") == left, (
        "a space that the # left, or Word's three dots, fill nothing in"
    )
    for example in ("Đoạn thứ nhất.", "Hạn chế và nguyên nhân.", "Kiến nghị, đề xuất.", "Họ và tên"):
        assert example in filled
        assert any(one.startswith(example) for one in EXAMPLES)
        filled = filled.replace(example, f"Đã viết: https://quangngai.gov.vn/.../bdhvs. {example}")
    found = read(tmp_path, filled.replace("số .../", "số 12/").replace("ngày .../", "ngày 3/"))
    assert isinstance(found, Words)
    assert found.blanks_by("UBND xã Thử") == ()
    assert found.achieved.endswith("Đoạn thứ nhất.\nĐoạn thứ hai.")


def test_the_template_explains_every_key(tmp_path: Path) -> None:
    expected = wrong(tmp_path, "khac = 1")
    keys = expected.split("các khóa ")[1].split(";")[0].split(", ")
    assert len(keys) == 16
    assert all(re.search(rf"^# {key} = ", template(), re.MULTILINE) for key in keys)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("kinh_gui = []", "kinh_gui"),
        ("so = 0", "so"),
        ('so = "5"', "so"),
        ('ngay-ky = "5/11/2025"', "ngay-ky"),
        ('noi-nhan = "Như trên"', "noi-nhan"),
        ("kien-nghi = 3", "kien-nghi"),
        ('ho-ten = "a\\nb"', "ho-ten"),
        ('nhan-xet = "a\\u0007"', "nhan-xet"),
    ],
)
def test_a_mistake_is_told_with_its_key(tmp_path: Path, text: str, key: str) -> None:
    assert wrong(tmp_path, text).startswith(f"bao-cao.toml: {key}: cần ")


def test_an_empty_text_in_a_list_is_none(tmp_path: Path) -> None:
    said = 'kinh-gui = [""]\nnoi-nhan = ["Như trên", " ", "Đảng ủy xã"]\nquyen-han = ["\\n"]\n'
    found = read(tmp_path, said)
    assert isinstance(found, Words)
    assert (found.addressees, found.recipients) == ([], ["Như trên", "Đảng ủy xã"])
    assert {"kinh-gui", "quyen-han"} <= set(found.blanks_by("UBND xã Thử"))
    assert "noi-nhan" not in found.blanks_by("UBND xã Thử")


def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    assert "ở dòng 2" in wrong(tmp_path, "so = 5\nho-ten = “Ngộ”\n")


def test_texts_are_composed_and_may_be_left_empty(tmp_path: Path) -> None:
    assert read(tmp_path, 'ho-ten = "Ngo\u0323\u0302"\nchuc-vu = ""\n') == Words(signer="Ngộ")
