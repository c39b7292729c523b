"""The province's view: many communes beside each other, what is hidden stays hidden, and sums say so."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from data.reports.anonymous import anonymous
from data.reports.merging import Added, Gap, Merged, MergeProblem, Renamed, Unmergeable, merge, merged
from data.reports.province import write_province
from data.reports.published import PublishedFigures, encode
from tests.builders import at
from tests.data.counted import Guest, counted, days


def commune(name: str, people: int, pupils: int = 0, **changed: Any) -> PublishedFigures:
    guests = [Guest(visits=("vneid", "an-toan"))] * people + [Guest(group="hoc-sinh")] * pupils
    figures = counted(guests, days(commune=name))
    return anonymous(replace(figures, organiser=f"UBND {name.lower()}", **changed))


def saved(folder: Path, *communes: PublishedFigures) -> list[Path]:
    paths = [folder / f"{number}.json" for number, _ in enumerate(communes)]
    for path, one in zip(paths, communes, strict=True):
        path.write_bytes(encode(one))
    return paths


ONE, TWO, THREE = commune("Xã Đặng Thùy Trâm", 30, 12), commune("Xã Ba Trang", 20, 2), commune("Xã An Hảo", 8)


def test_each_commune_is_a_row_and_totals_add_what_is_told(tmp_path: Path) -> None:
    found = merge(saved(tmp_path, ONE, TWO, THREE))
    assert isinstance(found, Merged)
    assert [one.name for one in found.communes] == ["Xã An Hảo", "Xã Ba Trang", "Xã Đặng Thùy Trâm"]
    overview, groups, *_ = found.tables
    assert overview.rows == ((1, 8, 16, 8), (1, 22, 40, 22), (1, 42, 60, 42))
    assert overview.totals == (Added(3, False), Added(72, False), Added(116, False), Added(72, False))
    assert groups.columns == ("Người dân", "Học sinh")
    assert groups.rows == ((8, 0), (Gap.UNTOLD, Gap.UNTOLD), (30, 12))
    assert groups.totals == (Added(38, at_least=True), Added(12, at_least=True))


@pytest.mark.parametrize("name", ["Xã Đặng Thuỳ Trâm", "xã đặng thùy trâm", "Xã  Đặng Thùy Trâm."])
def test_a_commune_whose_name_is_spelt_otherwise_is_no_other_commune(tmp_path: Path, name: str) -> None:
    again = msgspec.structs.replace(ONE, commune=name)
    first, second = saved(tmp_path, ONE, again)
    assert merge([first, second]) == Unmergeable(MergeProblem.TWICE, second, first)


def test_files_of_one_commune_and_different_events_are_not_told_to_be_one_made_twice(tmp_path: Path) -> None:
    launch = tuple(msgspec.structs.replace(event, code="le-phat-dong") for event in ONE.events)
    first, second = saved(tmp_path, ONE, msgspec.structs.replace(ONE, events=launch))
    assert merge([first, second]) == Unmergeable(MergeProblem.APART, second, first)


def test_one_commune_under_two_organisers_and_a_code_called_otherwise_are_told(tmp_path: Path) -> None:
    school = msgspec.structs.replace(ONE, organiser="Trường THCS Ba Trang")
    groups = tuple(
        msgspec.structs.replace(part, name="Công nhân") if part.code == "hoc-sinh" else part
        for part in TWO.total.groups
    )
    other = msgspec.structs.replace(TWO, total=msgspec.structs.replace(TWO.total, groups=groups))
    found = merge(saved(tmp_path, ONE, school, other))
    assert isinstance(found, Merged)
    assert [[one.organiser for one in same] for same in found.shared] == [[school.organiser, ONE.organiser]]
    assert found.renamed == (Renamed(ONE.commune, "Học sinh", "Công nhân"),) * 2
    plain = merge(saved(tmp_path, ONE, TWO, THREE))
    assert isinstance(plain, Merged)
    assert (plain.shared, plain.renamed) == ([], ())


def test_what_a_commune_does_not_count_is_no_zero_and_no_secret(tmp_path: Path) -> None:
    other = counted([Guest(group="khach")] * 9, days(commune="Xã Ba Trang"))
    found = merge(saved(tmp_path, ONE, anonymous(replace(other, organiser="Đoàn xã"))))
    assert isinstance(found, Merged)
    groups = found.tables[1]
    assert groups.columns == ("Người dân", "Học sinh", "khach")
    assert groups.rows == ((0, 0, 9), (30, 12, Gap.ABSENT))
    assert groups.totals[2] == Added(9, at_least=False)
    write_province(tmp_path / "tong-hop.xlsx", found, at(600))
    sheet = load_workbook(tmp_path / "tong-hop.xlsx")["Người theo đối tượng"]
    assert [cell.value for cell in sheet[3][2:]] == [30, 12, None]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=5))
def test_a_total_is_never_above_the_truth_and_exact_unless_it_says_so(sizes: list[tuple[int, int]]) -> None:
    found = merged([commune(f"Xã {n}", people, pupils) for n, (people, pupils) in enumerate(sizes)])
    truth = (sum(people for people, _ in sizes), sum(pupils for _, pupils in sizes))
    for added, true in zip(found.tables[1].totals, truth, strict=True):
        assert added.told <= true
        assert added.at_least or added.told == true


def test_the_province_s_workbook_says_what_is_hidden_and_what_is_at_least(tmp_path: Path) -> None:
    found = merged([ONE, TWO, THREE])
    write_province(tmp_path / "tong-hop.xlsx", found, at(600))
    values, formulas = (
        load_workbook(tmp_path / "tong-hop.xlsx", data_only=carried) for carried in (True, False)
    )
    assert values.sheetnames == [*(table.title for table in found.tables), "Sự kiện"]
    headers = [sheet.HeaderFooter.oddHeader for sheet in values.worksheets]
    assert {header and header.left.text for header in headers} == {found.name}
    sheet = values["Người theo đối tượng"]
    assert [cell.value for cell in sheet[3]] == ["Xã Ba Trang", "UBND xã ba trang", "ẩn", "ẩn"]
    assert [cell.value for cell in sheet[5]] == ["Cộng", None, 38, 12]
    assert formulas["Người theo đối tượng"]["C5"].value == "=SUM(C2:C4)"
    assert sheet["C5"].number_format == '"≥ "#,##0'
    assert values["Tổng hợp"]["D7"].value == 72
    assert values["Tổng hợp"]["D7"].number_format == "#,##0"
    events = [[cell.value for cell in row] for row in values["Sự kiện"].iter_rows(min_row=2)]
    assert [(row[0], row[4]) for row in events] == [
        ("Xã An Hảo", 8),
        ("Xã Ba Trang", 22),
        ("Xã Đặng Thùy Trâm", 42),
    ]


def altered(path: Path, **members: Any) -> Path:
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | members), encoding="utf-8")
    return path


def test_files_that_do_not_go_together_are_named(tmp_path: Path) -> None:
    first, second, again = saved(tmp_path, ONE, TWO, commune("XÃ ĐẶNG THÙY TRÂM", 7))
    assert merge([first, second, again]) == Unmergeable(MergeProblem.TWICE, again, first)
    altered(again, commune="Xã Khác", programme="khac")
    assert merge([first, again]) == Unmergeable(MergeProblem.PROGRAMME, again, first)
    assert merge([first, altered(second, version=2)]) == Unmergeable(MergeProblem.VERSION, second)
    assert merge([first, altered(second, version=1, people=3)]) == Unmergeable(MergeProblem.BROKEN, second)
    second.write_text("STT,Họ và tên", encoding="utf-8")
    assert merge([first, second]) == Unmergeable(MergeProblem.FOREIGN, second)


def test_a_missing_file_is_named_by_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        merge([*saved(tmp_path, ONE), tmp_path / "khong-co.json"])
    assert raised.value.filename == str(tmp_path / "khong-co.json")


@pytest.mark.parametrize("name", ["=1+1", "<r><t>x</t></r>", "\u202eXã", "Xã\x07"])
def test_names_from_elsewhere_stay_text(tmp_path: Path, name: str) -> None:
    strange = commune(name, 9)
    found = merge(saved(tmp_path, strange, ONE))
    assert isinstance(found, Merged)
    write_province(tmp_path / "a.xlsx", found, at(600))
    cells = [row[0] for row in load_workbook(tmp_path / "a.xlsx")["Sự kiện"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert name.replace("\x07", "_x0007_") in {cell.value for cell in cells}
