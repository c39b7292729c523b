"""The report as a Word document: one test a rule of Nghị định 30/2020/NĐ-CP, read out of the file's XML."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from data.reports.type_width import width
from data.reports.vietnamese import day, day_in_words
from data.reports.words import Words
from tests.data.documents import (
    FIGURES,
    MM,
    TEXT,
    WORDS,
    File,
    Make,
    aligned,
    is_on,
    kinds,
    look,
    made_in,
    replace_words,
    rule_below,
    text_of,
    value,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Make:
    folder = tmp_path_factory.mktemp("bao-cao")
    return cache(lambda kind: made_in(folder, *kinds()[kind]))


@pytest.fixture
def file(made: Make) -> File:
    return made("whole")


def test_the_paper_is_a4_standing_with_the_margins_of_the_decree(file: File) -> None:
    for section in file.sections:
        assert [value(section, "w:pgSz", f"w:{side}") for side in ("w", "h")] == ["11906", "16838"]
        top, bottom, left, right = (
            int(value(section, "w:pgMar", f"w:{side}") or 0) / MM
            for side in ("top", "bottom", "left", "right")
        )
        assert 20 <= top <= 25
        assert 20 <= bottom <= 25
        assert 30 <= left <= 35
        assert 15 <= right <= 20


def test_everything_is_times_new_roman_and_black(file: File) -> None:
    normal = next(s for s in file.styles.iter(qn("w:style")) if s.get(qn("w:styleId")) == "Normal")
    fonts = {
        normal.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn(f"w:{kind}"))
        for kind in ("ascii", "hAnsi", "cs")
    }
    assert fonts == {"Times New Roman"}
    assert value(normal, "w:rPr/w:color") == "000000"
    assert {run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") for run in file.body.iter(qn("w:r"))} == {None}
    assert {run.find(f"{qn('w:rPr')}/{qn('w:color')}") for run in file.body.iter(qn("w:r"))} == {None}
    for name in ("Heading1", "Heading2"):
        style = next(s for s in file.styles.iter(qn("w:style")) if s.get(qn("w:styleId")) == name)
        assert value(style, "w:rPr/w:rFonts", "w:ascii") == "Times New Roman"
        assert value(style, "w:rPr/w:color") == "000000"
        assert value(style, "w:rPr/w:color", "w:themeColor") in {None, "on"}


def test_the_national_title_is_bold_capitals_and_the_motto_has_a_rule_as_long_as_it_is(file: File) -> None:
    nation = file.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert (look(nation), aligned(nation)) == ((13, True, False), "center")
    motto = nation.getnext()
    assert text_of(motto) == "Độc lập - Tự do - Hạnh phúc"
    assert (look(motto), aligned(motto)) == ((14, True, False), "center")
    assert rule_below(motto) == pytest.approx(width(text_of(motto), 14), abs=1)


def test_the_national_title_fits_on_one_line_of_its_column(file: File) -> None:
    cell = next(file.find("CỘNG HÒA").iterancestors(qn("w:tc")))
    assert width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13) * 20 < int(value(cell, "w:tcPr/w:tcW", "w:w") or 0)


def test_the_issuer_is_bold_capitals_with_a_rule_of_a_third_to_a_half(file: File) -> None:
    first, second = file.find("ỦY BAN NHÂN DÂN"), file.find("XÃ ĐẶNG THÙY TRÂM")
    assert look(first) == look(second) == (13, True, False)
    assert first.getprevious().tag == qn("w:tcPr"), "nothing stands above it, not even an empty line"
    assert first.getnext() is second
    share = rule_below(second) / max(width(text_of(p), 13) for p in (first, second))
    assert 1 / 3 <= share <= 1 / 2


@pytest.mark.parametrize("committee", ["UBND", "ubnd", "Ủy ban nhân dân", "Uỷ ban nhân dân"])
def test_a_people_s_committee_has_a_line_of_its_own_however_it_is_written(
    tmp_path: Path, committee: str
) -> None:
    file = made_in(tmp_path, FIGURES, Words(issuer=f"{committee} xã Thử"))
    first, second = file.find("ỦY BAN NHÂN DÂN"), file.find("XÃ THỬ")
    assert (text_of(first), first.getnext()) == ("ỦY BAN NHÂN DÂN", second)


def test_a_body_above_the_issuer_stands_in_regular_capitals(tmp_path: Path) -> None:
    file = made_in(tmp_path, FIGURES, Words(parent="Sở Thử", issuer="Trung tâm Thử"))
    assert look(file.find("SỞ THỬ")) == (13, False, False)
    assert look(file.find("TRUNG TÂM THỬ")) == (13, True, False)


def test_the_rule_below_an_issuer_of_several_lines_is_short_beside_the_longest_of_them(
    tmp_path: Path,
) -> None:
    issuer = "Trung tâm Phục vụ hành chính công Đặng Thùy Trâm"
    written = made_in(tmp_path, FIGURES, Words(issuer=issuer)).find(issuer.upper())
    column = int(value(next(written.iterancestors(qn("w:tc"))), "w:tcPr/w:tcW", "w:w") or 0) / 20
    assert width(issuer.upper(), 13) > column
    assert column / 4 < rule_below(written) < column / 2


def test_only_a_people_s_committee_numbers_as_one(tmp_path: Path) -> None:
    department = Words(issuer="Sở Thử")
    assert "Số: ……/BC-……" in made_in(tmp_path, FIGURES, department).text
    assert "ky-hieu" in department.blanks_by("UBND xã Thử")
    told = Words(issuer="Sở Thử", symbol="BC-ST")
    assert "Số: ……/BC-ST" in made_in(tmp_path, FIGURES, told).text
    assert "ky-hieu" in Words().blanks_by("Đoàn xã Thử")
    assert "Số: ……/BC-UBND" in made_in(tmp_path, FIGURES, Words(issuer="Ủy ban nhân dân xã Thử")).text
    assert "ky-hieu" not in {
        *told.blanks_by("UBND xã Thử"),
        *Words().blanks_by("UBND xã Thử"),
        *Words(issuer="UBND xã Thử").blanks_by("UBND xã Thử"),
    }


def test_the_appendices_are_pointed_to(file: File) -> None:
    assert "Số liệu chi tiết tại các Phụ lục I, II, III kèm theo Báo cáo này." in file.text


def test_the_letterhead_has_no_borders(file: File) -> None:
    assert value(file.tables()[0], "w:tblPr/w:tblStyle") in {None, "TableNormal"}
    assert file.tables()[0].find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}") is None


def test_number_and_date_have_leading_zeros_where_the_decree_wants_them(file: File) -> None:
    assert look(file.find("Số: 05/BC-UBND")) == (13, False, False)
    dated = file.find("Xã Đặng Thùy Trâm, ngày 01 tháng 3 năm 2026")
    assert (look(dated), aligned(dated)) == ((13, False, True), "center")
    assert day_in_words(date(2026, 2, 9)) == "ngày 09 tháng 02 năm 2026"
    assert (day(date(2026, 1, 31)), day(date(2026, 3, 1))) == ("31/01/2026", "01/3/2026")


def test_the_name_of_the_document_and_its_subject_are_bold_and_centred_over_a_rule(file: File) -> None:
    name = file.find("BÁO CÁO")
    lines = [name.getnext(), name.getnext().getnext()]
    assert [text_of(p) for p in lines] == [
        "Kết quả tổ chức Phong trào thử",
        "trên địa bàn xã Đặng Thùy Trâm năm 2026",
    ]
    for paragraph in (name, *lines):
        assert (look(paragraph), aligned(paragraph)) == ((14, True, False), "center")
    share = rule_below(lines[1]) / max(width(text_of(p), 14) for p in lines)
    assert 1 / 3 <= share <= 1 / 2


def test_a_report_that_goes_up_is_addressed(file: File, tmp_path: Path) -> None:
    assert look(file.find("Kính gửi:")) == (14, False, False)
    assert text_of(file.find("- UBND tỉnh")) == "- UBND tỉnh;"
    assert text_of(file.find("- Sở Khoa")) == "- Sở Khoa học và Công nghệ."
    assert (
        text_of(made_in(tmp_path, FIGURES, replace_words(addressees=["UBND tỉnh"])).find("Kính gửi:"))
        == "Kính gửi: UBND tỉnh."
    )


@pytest.mark.parametrize("start", ["Thực hiện Kế hoạch", "Tổng số người tham dự", "Đoạn hai.", "Trên đây là"])
def test_the_body_is_justified_in_14_with_its_first_line_in(file: File, start: str) -> None:
    paragraph = file.find(start)
    assert (look(paragraph), aligned(paragraph)) == ((14, False, False), "both")
    assert value(paragraph, "w:pPr/w:ind", "w:firstLine") == "720"
    assert int(value(paragraph, "w:pPr/w:spacing", "w:after") or 0) >= 120
    assert value(paragraph, "w:pPr/w:spacing", "w:lineRule") == "auto"
    assert 240 <= int(value(paragraph, "w:pPr/w:spacing", "w:line") or 0) <= 360


def test_the_six_sections_stand_in_order_with_bold_headings_that_keep_with_what_follows(file: File) -> None:
    headings = [p for p in file.paragraphs() if value(p, "w:pPr/w:pStyle") in {"Heading1", "Heading2"}]
    assert [text_of(p) for p in headings if re.match(r"[IV]+\. ", text_of(p))] == [
        "I. KHÁI QUÁT",
        "II. KẾT QUẢ THEO SỰ KIỆN",
        "III. KẾT QUẢ THEO TRẠM TRẢI NGHIỆM",
        "IV. NĂNG LỰC SỐ TRƯỚC VÀ SAU KHI TRẢI NGHIỆM",
        "V. ĐÁNH GIÁ",
        "VI. KIẾN NGHỊ",
    ]
    assert {look(p) for p in headings} == {(14, True, False)}
    assert all(is_on(p, "w:pPr/w:keepNext") for p in headings)


def test_the_page_number_is_arabic_and_centred_in_the_top_margin_and_not_on_the_first_page(
    file: File,
) -> None:
    (header,) = [xml for name, xml in file.parts.items() if re.fullmatch(r"word/header\d+\.xml", name)]
    paragraph: Any = parse_xml(header)[0]
    assert aligned(paragraph) == "center"
    assert [node.text for node in paragraph.iter(qn("w:instrText"))] == ["PAGE"]
    assert {value(run, "w:rPr/w:sz") for run in paragraph.iter(qn("w:r"))} <= {"26", "28"}
    for section in file.sections:
        assert is_on(section, "w:titlePg")
        assert [r.get(qn("w:type")) for r in section.iter(qn("w:headerReference"))] in ([], ["default"])
        assert value(section, "w:pgNumType", "w:fmt") in {None, "on", "decimal"}
        assert int(value(section, "w:pgMar", "w:header") or 0) / MM + 14 * 0.3528 * 1.15 < 20


def test_each_appendix_has_a_page_and_numbers_of_its_own(file: File) -> None:
    first, *others = file.sections
    assert first.find(qn("w:pgNumType")) is None
    assert [value(section, "w:pgNumType", "w:start") for section in others] == ["1", "1", "1"]
    assert {value(section, "w:type") for section in others} == {"nextPage"} or all(
        section.find(qn("w:type")) is None for section in others
    )
    for roman in ("I", "II", "III"):
        label = next(p for p in file.paragraphs() if text_of(p) == f"Phụ lục {roman}")
        assert (look(label), aligned(label)) == ((14, True, False), "center")
        title = label.getnext()
        assert text_of(title) == text_of(title).upper()
        assert (look(title), aligned(title)) == ((14, True, False), "center")
        belongs = title.getnext()
        assert text_of(belongs).startswith(
            "(Kèm theo Báo cáo số 05/BC-UBND ngày 01 tháng 3 năm 2026 của UBND xã"
        )
        assert look(belongs) == (14, False, True)


def test_the_contents_that_word_lists_have_the_appendices_beside_the_sections(file: File) -> None:
    """Their numbered headings would stand below the last section otherwise."""
    listed = [text_of(p) for p in file.paragraphs() if value(p, "w:pPr/w:pStyle") == "Heading1"]
    assert listed[-4:] == ["VI. KIẾN NGHỊ", "Phụ lục I", "Phụ lục II", "Phụ lục III"]


def data_tables(file: File) -> list[Any]:
    return [table for table in file.tables() if value(table, "w:tblPr/w:tblStyle") == "TableGrid"]


def test_tables_repeat_their_header_and_no_row_is_split(file: File) -> None:
    tables = data_tables(file)
    assert len(tables) > 8
    for table in tables:
        rows = list(table.iter(qn("w:tr")))
        heads = [row for row in rows if is_on(row, "w:trPr/w:tblHeader")]
        assert heads
        assert heads == rows[: len(heads)]
        assert all(is_on(row, "w:trPr/w:cantSplit") for row in rows)


def test_tables_have_running_numbers_a_bold_centred_header_and_a_bold_total(file: File) -> None:
    for table in data_tables(file):
        rows = list(table.iter(qn("w:tr")))
        heads = [row for row in rows if is_on(row, "w:trPr/w:tblHeader")]
        assert "STT" in text_of(heads[0])
        shown = [p for row in heads for p in row.iter(qn("w:p")) if text_of(p)]
        assert {(look(p), aligned(p)) for p in shown} == {((12, True, False), "center")}
        numbers = [text_of(next(row.iter(qn("w:tc")))) for row in rows[len(heads) :]]
        total = [row for row, first in zip(rows[len(heads) :], numbers, strict=True) if first == "Tổng số"]
        assert numbers[: len(numbers) - len(total)] == [str(n + 1) for n in range(len(numbers) - len(total))]
        assert {look(p) for row in total for p in row.iter(qn("w:p")) if text_of(p)} <= {(12, True, False)}


def test_counts_stand_below_each_other_and_names_begin_at_the_left(file: File) -> None:
    for row in list(file.table("Theo giới tính").iter(qn("w:tr")))[1:-1]:
        sides = [aligned(next(cell.iter(qn("w:p")))) for cell in row.iter(qn("w:tc"))]
        assert sides == ["center", "left", *["right"] * (len(sides) - 2)]


def test_tables_are_as_wide_as_the_text_at_most(file: File) -> None:
    for table in file.tables():
        assert sum(int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))) <= TEXT


def test_dashes_that_were_typed_are_not_doubled_nor_the_archive_nor_the_word_report(tmp_path: Path) -> None:
    words = replace_words(
        title="Báo cáo kết quả tổ chức Ngày hội",
        addressees=["- UBND tỉnh;"],
        recipients=["- Như trên;", "- lưu: VT."],
    )
    told = made_in(tmp_path, FIGURES, words).text
    assert "- -" not in told
    assert told.casefold().count("lưu: vt") == 1
    assert "báo cáo báo cáo" not in " ".join(told.casefold().split())
    assert "Kết quả tổ chức Ngày hội" in told


def test_the_recipients_stand_small_and_the_last_is_the_archive(file: File) -> None:
    head = file.find("Nơi nhận:")
    assert look(head) == (12, True, True)
    below = [head.getnext()]
    while below[-1].getnext() is not None:
        below.append(below[-1].getnext())
    assert [text_of(p) for p in below] == ["- Như trên;", "- Các thôn;", "- Lưu: VT, VHXH."]
    assert {look(p) for p in below} == {(11, False, False)}


def test_every_archive_that_a_clerk_wrote_stands(tmp_path: Path) -> None:
    words = replace_words(recipients=["Như trên", "Lưu: VT", "Lưu: VHXH"])
    told = made_in(tmp_path, FIGURES, words).text
    assert "- Như trên;\n- Lưu: VT;\n- Lưu: VHXH.\n" in told


def test_marks_that_were_typed_at_the_end_of_a_line_are_not_doubled(tmp_path: Path) -> None:
    typed = replace_words(
        addressees=["Đảng ủy xã.", "HĐND xã;"],
        grounds="Căn cứ Luật 72/2025/QH15,\nThực hiện Kế hoạch số 12/KH-UBND.",
        recipients=["Như trên,", "Lưu VT."],
    )
    told = made_in(tmp_path, FIGURES, typed).text
    for line in ("- Đảng ủy xã;", "- HĐND xã.", "Căn cứ Luật 72/2025/QH15;", "12/KH-UBND, ", "- Như trên;"):
        assert line in told
    assert told.count("- Lưu") == 1
    assert "- Lưu: VT." in told
    one = made_in(tmp_path, FIGURES, replace_words(addressees=["UBND tỉnh."]))
    assert text_of(one.find("Kính gửi:")) == "Kính gửi: UBND tỉnh."


def test_who_signs_stands_in_bold_with_room_for_the_signature(file: File) -> None:
    authority = file.find("TM. ỦY BAN NHÂN DÂN")
    lines = [authority, authority.getnext(), authority.getnext().getnext()]
    assert [text_of(p) for p in lines] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    name = lines[-1].getnext()
    assert text_of(name) == "Đinh Thị Nhía"
    for paragraph in (*lines, name):
        assert (look(paragraph), aligned(paragraph)) == ((14, True, False), "center")
    assert int(value(name, "w:pPr/w:spacing", "w:before") or 0) >= 60 * 20
    assert is_on(file.find("Trên đây là"), "w:pPr/w:keepNext")


def test_what_nobody_wrote_is_a_highlighted_blank(made: Make) -> None:
    file = made("blank")
    marked = {
        text_of(run) for run in file.body.iter(qn("w:r")) if value(run, "w:rPr/w:highlight") == "yellow"
    }
    assert marked == {
        "……",
        "[Nơi nhận báo cáo] …………",
        "[Căn cứ: kế hoạch, văn bản chỉ đạo] …………",
        "[Nhận xét của UBND xã Đặng Thùy Trâm] …………",
        "[Hạn chế và nguyên nhân] …………",
        "[Kiến nghị, đề xuất] …………",
        "[Nơi nhận] …………",
        "[Quyền hạn] …………",
        "[Chức vụ] …………",
        "[Họ và tên] …………",
    }
    assert "Số: ……/BC-UBND" in file.text
    assert "Xã Đặng Thùy Trâm, ngày …… tháng …… năm 2026" in file.text
    assert len(Words().blanks_by("UBND xã Thử")) == 11
    assert WORDS.blanks_by("UBND xã Thử") == ()


def test_a_title_and_an_issuer_too_long_for_the_file_s_properties_stand_whole_in_the_document(
    tmp_path: Path,
) -> None:
    long = "rất dài " * 37
    file = made_in(tmp_path, FIGURES, replace_words(title=long.strip(), issuer=long.strip()))
    assert f"{long.strip()} kính báo cáo./." in file.text


def test_a_subject_that_a_clerk_wrote_is_what_the_sentences_report_too(tmp_path: Path) -> None:
    file = made_in(tmp_path, FIGURES, replace_words(title="Kết quả Ngày hội thử năm 2026"))
    issuer = "UBND xã Đặng Thùy Trâm"
    assert f", {issuer} báo cáo kết quả Ngày hội thử năm 2026 như sau:" in file.text
    assert f"Trên đây là Báo cáo kết quả Ngày hội thử năm 2026, {issuer} kính báo cáo./." in file.text


def test_no_blank_is_left_where_everything_is_written(file: File) -> None:
    assert not any(
        run.find(f"{qn('w:rPr')}/{qn('w:highlight')}") is not None for run in file.body.iter(qn("w:r"))
    )
