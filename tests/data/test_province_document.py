"""The figures of many communes as a Word document: the numbers, what is hidden, and the page of the decree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from msgspec import structs

from data.reports.anonymous import anonymous
from data.reports.merging import Merged, merged
from data.reports.province_document import write_province_docx
from data.reports.published import PublishedFigures
from data.reports.words import Words
from tests.builders import at
from tests.data.counted import Guest, counted, days
from tests.data.documents import File, is_on, look, replace_words, rule_below, text_of, value

VNEID = ("vneid-muc-2",)


def commune(name: str, people: int, pupils: int = 0, able: int = 0) -> PublishedFigures:
    guests = [Guest(visits=("vneid", "an-toan"), outcomes=VNEID if n < able else ()) for n in range(people)]
    figures = counted([*guests, *[Guest(group="hoc-sinh", sex="nam")] * pupils], days(commune=name))
    return anonymous(replace(figures, organiser=f"UBND {name.lower()}"))


OPEN = merged([commune("Xã Bản Mẫu", 1230, 12, able=900), commune("Xã An Thử", 40, 10, able=20)])
HIDING = merged(
    [commune("Xã Bản Mẫu", 1230, 12, able=900), commune("Xã An Thử", 20, 2), commune("Xã Cây Thử", 3)]
)
WORDS = replace_words(issuer="UBND tỉnh Thử", place="Thử")


def made(folder: Path, found: Merged, words: Words = WORDS) -> File:
    write_province_docx(folder / "tong-hop.docx", found, words, at(600))
    return File(folder / "tong-hop.docx")


def marked(file: File) -> list[str]:
    return [text_of(run) for run in file.body.iter(qn("w:r")) if value(run, "w:rPr/w:highlight") == "yellow"]


def test_the_tables_say_what_the_merged_figures_say(tmp_path: Path) -> None:
    file = made(tmp_path, OPEN)
    assert file.rows("Sự kiện, người và lượt theo đơn vị cấp xã")[1:] == [
        ["1", "Xã An Thử", "1", "50", "80", "50"],
        ["2", "Xã Bản Mẫu", "1", "1.242", "2.460", "1.242"],
        ["Tổng số", "2", "1.292", "2.540", "1.292"],
    ]
    assert file.rows("Theo đối tượng")[1:] == [
        ["1", "Người dân", "1.270", "2.540", "1.270"],
        ["2", "Học sinh", "22", "0", "0"],
        ["Tổng số", "1.292", "2.540", "1.270"],
    ]
    assert file.rows("Theo giới tính")[1:] == [
        ["1", "Nam", "22"],
        ["2", "Nữ", "1.270"],
        ["Tổng số", "1.292"],
    ]
    (first, *_) = file.rows("Số người đã làm được")[1:]
    assert first == ["1", "Kích hoạt VNeID", "920"]
    assert "Tổng số người tham dự: 1.292 người; tổng số lượt trải nghiệm: 2.540 lượt." in file.text
    assert "2 xã: xã An Thử và xã Bản Mẫu; 2 sự kiện" in file.text
    assert "ẩn" not in file.text
    assert "≥" not in file.text


def test_what_is_hidden_is_called_so_and_what_is_at_least_too(tmp_path: Path) -> None:
    file = made(tmp_path, HIDING)
    assert file.rows("Sự kiện, người và lượt theo đơn vị cấp xã")[-2:] == [
        ["3", "Xã Cây Thử", "1", "ẩn", "ẩn", "ẩn"],
        ["Tổng số", "3", "≥\u00a01.264", "≥\u00a02.500", "≥\u00a01.264"],
    ]
    assert file.rows("Theo đối tượng")[1][:3] == ["1", "Người dân", "≥\u00a01.230"]
    assert (
        "Tổng số người tham dự: ≥\u00a01.264 người; tổng số lượt trải nghiệm: ≥\u00a02.500 lượt." in file.text
    )
    assert "“ẩn”: có người nhưng ít hơn mức đơn vị cho biết" in file.text
    assert "Mức đơn vị cho biết là từ 5 trở lên." in file.text
    note = file.table("Theo đối tượng").getnext()
    assert text_of(note) == "Ghi chú: ký hiệu “ẩn” và “≥” được giải thích tại mục I."


def test_a_total_of_which_some_parts_are_hidden_is_at_least_so_much(tmp_path: Path) -> None:
    guests = [Guest(group, visits=("vneid", "an-toan")) for group in ("hoc-sinh", "khach") for _ in range(3)]
    figures = counted([*guests, *[Guest(visits=("vneid", "an-toan"))] * 50], days())
    file = made(tmp_path, merged([anonymous(figures)]))
    rows = file.rows("Theo đối tượng")
    assert rows[1] == ["1", "Người dân", "50", "100", "50"]
    assert rows[-1] == ["Tổng số", "56", "112", "≥\u00a050"]
    assert "“ẩn”: có người nhưng ít hơn mức đơn vị cho biết" in file.text


def test_signs_are_explained_below_each_table_that_has_them_and_below_no_other(tmp_path: Path) -> None:
    explained = "ký hiệu “ẩn” và “≥” được giải thích tại mục I"
    file = made(tmp_path, HIDING)
    for title in ("Sự kiện, người và lượt theo đơn vị cấp xã", "Theo đối tượng", "Số người đã làm được"):
        assert explained in text_of(file.table(title).getnext()), title
    assert explained not in made(tmp_path, OPEN).text


def test_levels_of_telling_that_differ_are_all_named(tmp_path: Path) -> None:
    strict = structs.replace(commune("Xã An Thử", 3), smallest=10)
    file = made(tmp_path, merged([commune("Xã Bản Mẫu", 1230, 12), strict]))
    assert "Mức đơn vị cho biết là từ 5 hoặc từ 10 trở lên, tùy đơn vị." in file.text


def test_its_days_and_years_are_those_of_vietnam_and_of_the_last_event(tmp_path: Path) -> None:
    midnight = datetime(2025, 12, 31, 17, 30, tzinfo=UTC)

    def held(name: str, on: date) -> PublishedFigures:
        found = commune(name, 30)
        return structs.replace(found, made=midnight, events=(structs.replace(found.events[0], date=on),))

    both = merged([held("Xã Bản Mẫu", date(2025, 12, 31)), held("Xã An Thử", date(2026, 1, 1))])
    write_province_docx(tmp_path / "a.docx", both, replace_words(signed=None), midnight)
    text = File(tmp_path / "a.docx").text
    assert "tổ chức từ ngày 31/12/2025 đến ngày 01/01/2026." in text
    assert "Số liệu do các đơn vị cấp xã lập ngày 01/01/2026." in text
    assert "\ntại 2 xã năm 2026\n" in text
    assert "tháng …… năm 2026\n" in text


def test_one_commune_that_hides_everything_has_no_total_but_hidden(tmp_path: Path) -> None:
    file = made(tmp_path, merged([commune("Xã Cây Thử", 3)]))
    assert file.rows("Sự kiện, người và lượt theo đơn vị cấp xã")[-1] == ["Tổng số", "1", "ẩn", "ẩn", "ẩn"]
    assert "Tổng số người tham dự: ẩn; tổng số lượt trải nghiệm: ẩn." in file.text
    assert text_of(file.find("tại xã Cây Thử năm 2")).startswith("tại xã Cây Thử năm 20")


def test_a_province_to_which_nobody_came_is_told_so(tmp_path: Path) -> None:
    file = made(tmp_path, merged([commune("Xã Bản Mẫu", 0), commune("Xã An Thử", 0)]))
    assert "Không có người nào được ghi nhận tham dự." in file.text
    assert "Tổng số người tham dự" not in file.text


def test_communes_that_teach_nothing_to_tick_have_no_table_of_it(tmp_path: Path) -> None:
    one = commune("Xã Bản Mẫu", 30)
    silent = structs.replace(one, total=structs.replace(one.total, outcomes=()))
    file = made(tmp_path, merged([silent]))
    assert "– (danh mục không có kết quả thực hành nào để ghi nhận)." in file.text


def test_communes_of_one_name_are_told_apart(tmp_path: Path) -> None:
    one, two = commune("Xã Bản Mẫu", 30), commune("Xã Bản Mẫu", 40)
    file = made(tmp_path, merged([one, type(two)(**{**_members(two), "organiser": "Đoàn xã"})]))
    assert {row[1] for row in file.rows("Sự kiện, người và lượt theo đơn vị cấp xã")[1:3]} == {
        "Xã Bản Mẫu (UBND xã bản mẫu)",
        "Xã Bản Mẫu (Đoàn xã)",
    }


def _members(figures: PublishedFigures) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in figures.__struct_fields__}


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["Đặc khu Lý Sơn", "Phường Cẩm Thành"], "1 phường và 1 đặc khu"),
        (["Xã Bản Mẫu", "PHƯỜNG Thử", "Xã An Thử"], "2 xã và 1 phường"),
        (["Xã A", "Phường B", "Đặc khu C", "Xã D"], "2 xã, 1 phường và 1 đặc khu"),
        (["Thị trấn Thử", "Xã Bản Mẫu"], "1 xã và 1 đơn vị cấp xã khác"),
        (["Xãng", "Khu phố"], "2 đơn vị cấp xã"),
    ],
)
def test_wards_and_special_zones_are_called_what_they_are(
    tmp_path: Path, names: list[str], told: str
) -> None:
    file = made(tmp_path, merged([commune(name, 9) for name in names]))
    assert f"Báo cáo tổng hợp số liệu của {told}: " in file.text
    assert f"tại {told} " in " ".join(file.text.split())


def test_a_report_over_wards_alone_speaks_of_no_commune(tmp_path: Path) -> None:
    file = made(tmp_path, merged([commune("Phường Cẩm Thành", 20, 2), commune("Phường Thử", 3)]))
    outside = file.text.lower().replace("cấp xã", "").replace("xã hội", "")
    assert "xã" not in outside


def test_many_communes_are_left_to_the_table(tmp_path: Path) -> None:
    file = made(tmp_path, merged([commune(f"Xã {n}", 10) for n in range(13)]))
    assert "số liệu của 13 xã: nêu tại Bảng 1; 13 sự kiện" in file.text
    fewer = made(tmp_path, merged([commune(f"Xã {n}", 10) for n in range(12)]))
    assert "số liệu của 12 xã: xã 0, xã 1," in fewer.text


def test_it_has_the_letterhead_the_sections_and_the_tables_of_the_decree(tmp_path: Path) -> None:
    file = made(tmp_path, HIDING)
    first, second = file.find("ỦY BAN NHÂN DÂN"), file.find("TỈNH THỬ")
    assert look(first) == look(second) == (13, True, False)
    assert rule_below(second) > 0
    assert look(file.find("Thử, ngày 01 tháng 3 năm 2026")) == (13, False, True)
    assert text_of(file.find("BÁO CÁO").getnext()).startswith("Tổng hợp kết quả tổ chức ")
    assert [text_of(p) for p in file.paragraphs() if value(p, "w:pPr/w:pStyle") == "Heading1"] == [
        "I. KHÁI QUÁT",
        "II. KẾT QUẢ THEO ĐƠN VỊ HÀNH CHÍNH CẤP XÃ",
        "III. KẾT QUẢ THEO ĐỐI TƯỢNG, GIỚI TÍNH, VIỆC ĐÃ LÀM ĐƯỢC",
        "IV. ĐÁNH GIÁ",
        "V. KIẾN NGHỊ",
    ]
    tables = [table for table in file.tables() if value(table, "w:tblPr/w:tblStyle") == "TableGrid"]
    assert len(tables) == 4
    assert all(is_on(next(table.iter(qn("w:tr"))), "w:trPr/w:tblHeader") for table in tables)
    assert "- Lưu: VT." in file.text
    assert marked(file) == []


def test_who_issues_it_is_no_commune_but_a_blank_until_somebody_says(tmp_path: Path) -> None:
    file = made(tmp_path, OPEN, Words())
    assert marked(file).count("[Cơ quan ban hành] …………") == 3
    assert "……, ngày …… tháng …… năm " in file.text
    assert {"[Nhận xét chung] …………", "[Kiến nghị, đề xuất] …………"} <= set(marked(file))
    blanks = Words().blanks_over_communes
    assert set(blanks) == {*Words().blanks_by("UBND xã Thử"), "co-quan-ban-hanh", "dia-danh", "ky-hieu"}
    assert WORDS.blanks_over_communes == ()


def test_a_subject_that_a_clerk_wrote_is_what_the_sentences_report_too(tmp_path: Path) -> None:
    file = made(tmp_path, OPEN, replace_words(issuer="UBND tỉnh Thử", title="Kết quả Phong trào năm 2026"))
    assert ", UBND tỉnh Thử báo cáo kết quả Phong trào năm 2026 như sau:" in file.text
    assert "Trên đây là Báo cáo kết quả Phong trào năm 2026, UBND tỉnh Thử kính báo cáo./." in file.text


@pytest.mark.parametrize("name", ["<w:p>&", "\u202eXã", "Xã\x07"])
def test_names_from_elsewhere_stay_text(tmp_path: Path, name: str) -> None:
    file = made(tmp_path, merged([commune(name, 9)]))
    assert file.rows("Sự kiện, người và lượt theo đơn vị cấp xã")[1][1] == name.replace("\x07", "\ufffd")
