"""What a report says: its numbers are the figures, and it is right when nobody came."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from docx.oxml.ns import qn
from PIL import Image

from checkin.admission import Reason
from checkin.event import UNKNOWN
from data.reports.charts import Series, lying, shares, standing
from data.reports.figures import AbilityPart, Note, Remark
from data.reports.type_width import balanced, broken, width
from data.reports.vietnamese import decimal, inside, number, of_total, percent
from data.reports.wording import REFUSALS, note_sentence
from tests.data.documents import (
    CHANGE,
    DAY,
    FIGURES,
    GROUPS,
    TOTAL,
    WORDS,
    File,
    Make,
    kinds,
    made_in,
    replace_words,
    text_of,
    without_people,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Make:
    folder = tmp_path_factory.mktemp("bao-cao")
    return cache(lambda kind: made_in(folder, *kinds()[kind]))


@pytest.fixture
def file(made: Make) -> File:
    return made("whole")


def test_the_numbers_of_the_document_are_the_figures(file: File) -> None:
    assert "Tổng số người tham dự: 1.237 người, với 2.466 lượt trải nghiệm." in file.text
    assert "Số người tham dự: 1.237 người; đạt 1.237/1.300 (95,2%) chỉ tiêu." in file.text
    assert "nam 600/1.237 (48,5%) và nữ 637/1.237 (51,5%)" in file.text
    assert "hộ chiếu trải nghiệm: 620/1.234 (50,2%)" in file.text
    assert "2/3 trạm" in file.text
    assert "17.000 phút, trong đó 70 phút là ước tính" in file.text
    assert file.rows("Người tham dự theo đối tượng") == [
        [
            "STT",
            "Đối tượng",
            "Số người",
            "Số lượt",
            "Hoàn thành hộ chiếu",
            "So với chỉ tiêu",
            "So với danh sách",
        ],
        ["1", "Người dân", "1.200", "2.400", "600", "1.200/1.000 (120,0%)", "1.200/1.500 (80,0%)"],
        ["2", "Học sinh", "34", "66", "20", "–", "34/40 (85,0%)"],
        ["3", "Chưa rõ", "3", "0", "–", "–", "–"],
        ["Tổng số", "1.237", "2.466", "620", "1.237/1.300 (95,2%)", "1.234/1.540 (80,1%)"],
    ]
    stations = file.rows("Người và lượt theo trạm trải nghiệm")
    assert stations[2] == [
        "1",
        "VNeID mức 2",
        "900",
        "1.466",
        "1.466/1.500 (97,7%)",
        "4,3",
        "9,0",
        "12,0",
        "20,5",
    ]
    assert stations[-1][:3] == ["Tổng số", "1.111", "2.466"]
    assert file.rows("Số người đã làm được")[1] == [
        *("1", "Kích hoạt VNeID", "411", "411/1.237 (33,2%)", "411/500 (82,2%)")
    ]
    assert file.rows("Trả lời trước và sau khi trải nghiệm")[2] == [
        *("1", "VNeID mức 2", "20", "10", "5", "5", "2", "6", "12", "12 (60,0%)")
    ]
    assert file.rows("Số người đến và số lượt bắt đầu, từng giờ")[1:] == [
        ["1", "Từ 07:00 đến 08:00", "1.200", "100"],
        ["2", "Từ 08:00 đến 09:00", "37", "2.366"],
        ["Tổng số", "1.237", "2.466"],
    ]


def test_the_shares_in_sentences_are_those_of_the_figures(file: File) -> None:
    assert "Người trải nghiệm ít nhất một trạm: 1.111/1.237 (89,8%) người tham dự." in file.text
    assert (
        "Trong 20 lần hỏi đủ cả trước và sau khi trải nghiệm: trả lời tự làm được chiếm 25,0% trước khi trải "
        "nghiệm và 60,0% sau khi trải nghiệm; 12/20 (60,0%) lần trả lời mức cao hơn." in file.text
    )
    assert file.rows("Theo nhóm tuổi, tính đến ngày tổ chức")[1] == [
        *("1", "Dưới 16 tuổi", "1.237", "100,0%", "2.466", "620")
    ]


def test_what_nobody_listed_asked_or_estimated_is_told_as_such(tmp_path: Path) -> None:
    exact = tuple(replace(station, estimated=0) for station in DAY.stations)
    no_passport = replace(DAY, asked=0, completed=0, stations=exact)
    unlisted = replace(TOTAL, known=0, sexes=(TOTAL.sexes[0], replace(TOTAL.sexes[1], people=0)))
    told = made_in(tmp_path, replace(FIGURES, events=(no_passport,), total=unlisted)).text
    assert "bàn đón: – (chưa có danh sách)." in told
    assert "Trong số người tham dự: nam 600/1.237 (48,5%)." in told
    assert "hoàn thành hộ chiếu trải nghiệm: – (hộ chiếu không yêu cầu lượt nào)." in told
    assert "các lượt là 17.000 phút." in told


def test_all_events_together_are_told_by_the_total(tmp_path: Path) -> None:
    second = replace(DAY, code="le", name="Lễ thử", date=DAY.date - timedelta(days=5))
    groups = (replace(GROUPS[0], people=1500, visits=4800, completed=900), *GROUPS[1:])
    total = replace(TOTAL, people=1537, groups=groups, outcomes=(replace(DAY.outcomes[0], people=700),))
    file = made_in(tmp_path, replace(FIGURES, events=(second, DAY), total=total))
    caption = file.find("3. Tất cả sự kiện, mỗi người đếm một lần").getnext()
    first_row = list(caption.getnext().iter(qn("w:tr")))[1]
    assert [text_of(cell) for cell in first_row.iter(qn("w:tc"))][:6] == [
        *("1", "Người dân", "1.500", "97,6%", "4.800", "900")
    ]
    (able,) = file.rows("Số người đã làm được tại tất cả sự kiện")[1:]
    assert able[2:4] == ["700", "700/1.537 (45,5%)"]


def test_what_is_unsure_of_the_whole_is_noted_and_that_nothing_was_refused_only_then(
    file: File, tmp_path: Path
) -> None:
    assert f"- {note_sentence(TOTAL.notes[0])}" in file.text
    calm = replace(DAY, irregular=replace(DAY.irregular, refusals=(), undone=()))
    quiet = made_in(tmp_path, replace(FIGURES, events=(calm,))).text
    for sentence in ("không có lần quét nào bị từ chối", "không có dòng nhật ký nào được hoàn tác"):
        assert sentence in quiet
        assert sentence not in file.text


def test_what_did_not_go_by_the_rules_is_named_in_vietnamese(file: File) -> None:
    rows = file.rows("Những việc ngoài quy trình và cách ghi nhận")[1:]
    assert [(what, count, unit) for _, what, count, unit in rows] == [
        ("Từ chối: Đã qua ngày tổ chức", "12", "lần quét"),
        ("Hoàn tác: Ghi nhầm người", "4", "dòng nhật ký"),
        ("Được ghi nhận đến ở hai máy chưa kết nối với nhau, chỉ đếm là một người", "2", "người"),
        (
            "Được ghi nhận đến không bằng thẻ tham dự (tìm theo tên, đón cả lớp, đăng ký mới, thẻ căn cước)",
            "5",
            "người",
        ),
        ("Ghi vào nhật ký sau hơn một giờ (ghi bù từ danh sách giấy)", "9", "dòng nhật ký"),
    ]
    assert f"- {note_sentence(DAY.notes[0])}" in file.text
    assert "tính đến 09 giờ 05 phút ngày 28/02/2026" in file.text


def test_a_figure_that_is_not_known_is_a_dash_with_its_reason(file: File) -> None:
    empty = file.rows("Người và lượt theo trạm trải nghiệm")[4]
    assert empty == ["3", "Trạm vắng", "0", "0", "–", "–", "–", "–", "–"]
    note = text_of(file.table("Người và lượt theo trạm trải nghiệm").getnext())
    assert "chưa xác định chỉ tiêu" in note
    assert "không đo được thời gian chờ" in note
    assert "không đo được thời gian một lượt" in note
    assert "Ghi chú: ." not in file.text, "a table without notes says nothing below"


def test_whoever_a_list_on_paper_sent_to_a_station_may_be_behind_a_dash(tmp_path: Path) -> None:
    title = "Người và lượt theo trạm trải nghiệm"
    caught_up = replace(DAY, stations=tuple(replace(one, wait=None) for one in DAY.stations))
    table = made_in(tmp_path, replace(FIGURES, events=(caught_up,))).table(title)
    reason = text_of(table.getnext())
    assert "không có ai được hướng dẫn" not in reason
    assert "ghi bù từ danh sách giấy không tính" in reason


def test_visits_of_a_station_that_the_catalogue_has_no_more_stand_in_a_row_of_their_own(
    tmp_path: Path,
) -> None:
    fewer = replace(DAY, stations=DAY.stations[1:])
    rows = made_in(tmp_path, replace(FIGURES, events=(fewer,))).rows("Người và lượt theo trạm trải nghiệm")
    assert rows[-2][:4] == ["", "Trạm khác", "–", "1.466"]
    assert rows[-1][:3] == ["Tổng số", "1.111", "2.466"]


def test_charts_tell_what_they_show_to_whoever_cannot_see_them(file: File) -> None:
    drawings = [node for node in file.body.iter() if node.tag.endswith("}docPr")]
    told = [node.get("descr") for node in drawings]
    assert len(told) == 3
    assert "VNeID mức 2 1.466 lượt, 900 người" in told[0]
    assert "VNeID mức 2, trước: chưa làm được 10" in told[1]
    assert "07:30, 1.200 người" in told[2]


def test_charts_are_grey(file: File) -> None:
    pictures = [data for name, data in file.parts.items() if name.startswith("word/media/")]
    assert len(pictures) == 3
    assert all(data.startswith(b"\x89PNG") and data[25] == 0 for data in pictures), "PNG colour type 0"


def test_an_event_to_which_nobody_came_gives_a_report_without_shares(made: Make) -> None:
    file = made("empty")
    assert file.text.count("Không có người nào được ghi nhận tham dự.") >= 3
    assert "không có người tham dự nên không có tỷ lệ" in file.text
    assert "0/1.500 (0,0%)" in file.text, "of those on the lists nobody came, which is known"
    assert "Không có lượt trải nghiệm nào được ghi nhận." in file.text
    assert "– (các trạm không hỏi người dân trước và sau khi trải nghiệm)." in file.text
    assert not [name for name in file.parts if name.startswith("word/media/")]


def test_an_event_without_stations_and_answers_on_one_side_alone_are_told_as_such(tmp_path: Path) -> None:
    before_alone = AbilityPart(
        "vneid", 1, "VNeID mức 2", 25, 0, {a: dict.fromkeys(CHANGE, 0) for a in CHANGE}
    )
    notes = (Note(Remark.OTHER_DAY, 2),)
    bare = replace(DAY, stations=(), abilities=(before_alone,), notes=notes)
    file = made_in(tmp_path, replace(FIGURES, events=(bare,)))
    assert "Sự kiện không tổ chức trạm trải nghiệm." in file.text
    assert "hỏi đủ cả trước và sau" not in file.text
    assert "chưa gồm những lần ghi vào ngày khác ngày tổ chức, xem Phụ lục III" in file.text


def test_one_person_is_one_person(tmp_path: Path) -> None:
    one = tuple(replace(part, people=1, visits=0, completed=0, known=1, target=None) for part in GROUPS[:1])
    day_ = replace(
        without_people(DAY),
        people=1,
        target=None,
        asked=1,
        groups=one,
        hamlets=one,
        sexes=one,
        ages=one,
        notes=(),
    )
    total = replace(TOTAL, people=1, visits=0, known=1, groups=one, hamlets=one, sexes=one)
    file = made_in(tmp_path, replace(FIGURES, events=(day_,), total=total), WORDS)
    assert "Tổng số người tham dự: 1 người, với 0 lượt trải nghiệm." in file.text
    assert "chưa xác định chỉ tiêu số người" in file.text
    assert file.rows("Người tham dự theo đối tượng")[-1] == ["Tổng số", "1", "0", "0", "1/1 (100,0%)"]


def test_the_year_of_a_report_made_in_the_first_hours_of_january_is_the_new_one(tmp_path: Path) -> None:
    made = datetime(2025, 12, 31, 17, 30, tzinfo=UTC)
    file = made_in(tmp_path, replace(FIGURES, made=made), replace_words(signed=None))
    assert file.text.count("năm 2026") >= 4, "above, and where each of three appendices belongs"
    assert "năm 2025" not in file.text
    assert "ngày 01/01/2026" in file.text


def test_two_events_are_told_apart_and_people_counted_once(made: Make) -> None:
    file = made("two")
    rows = file.rows("Người và lượt theo sự kiện")
    assert [row[1:3] for row in rows[1:3]] == [["Lễ thử", "31/01/2026"], ["Ngày hội thử", "05/02/2026"]]
    assert rows[-1] == ["Tổng số", "", "1.237", "2.466"]
    assert "3. Tất cả sự kiện, mỗi người đếm một lần" in file.text
    alone = made("whole").text
    assert "Người và lượt theo sự kiện" not in alone
    assert "Tất cả sự kiện" not in alone


def test_two_events_of_one_name_are_told_apart_by_their_days(tmp_path: Path) -> None:
    second = replace(DAY, code="hai", date=DAY.date + timedelta(days=1))
    told = made_in(tmp_path, replace(FIGURES, events=(DAY, second))).text
    for place, event in enumerate((DAY, second), 1):
        named = f"{event.name} ({event.date:%d/%m/%Y})"
        assert told.count(f"\n{place}. {named}\n") == 5, "in sections II and III, and in each appendix"
        assert f"Số người đã làm được tại {named}" in told
        assert f"trước và sau khi trải nghiệm tại {named}:" in told
        assert f"Trả lời trước và sau khi trải nghiệm tại {named}" in told


def test_whoever_is_on_no_list_is_missing_where_people_are_compared_with_it_and_that_is_said(
    file: File, tmp_path: Path
) -> None:
    assert "bàn đón: 1.234/1.540 (80,1%) (không tính 3 người chưa có trong danh sách)." in file.text
    everybody = replace(TOTAL, people=1234, groups=GROUPS[:2])
    assert "bàn đón: 1.234/1.540 (80,1%)." in made_in(tmp_path, replace(FIGURES, total=everybody)).text


def test_a_badge_of_whom_nothing_is_known_is_unknown_in_every_table() -> None:
    sentence = note_sentence(Note(Remark.NO_PERSON, 2))
    assert "đối tượng, thôn, giới tính và nhóm tuổi ghi “Chưa rõ”" in sentence


def test_text_from_outside_stays_text(tmp_path: Path) -> None:
    hostile = replace(DAY, name="<w:b/> & “x”\x07\ufffe", outcomes=())
    assert (
        "1. <w:b/> & “x”\ufffd\ufffd (05/02/2026)"
        in made_in(tmp_path, replace(FIGURES, events=(hostile,)), WORDS).text
    )


def test_numbers_are_written_as_in_vietnamese() -> None:
    assert [number(n) for n in (0, 999, 1000, 1234567)] == ["0", "999", "1.000", "1.234.567"]
    assert [decimal(n) for n in (0.0, 8.25, 1234.0)] == ["0,0", "8,3", "1.234,0"]
    assert [percent(*pair) for pair in ((1, 3), (1, 16), (2, 1))] == ["33,3%", "6,3%", "200,0%"]
    assert (of_total(3, None), of_total(3, 0), of_total(843, 1000)) == ("–", "–", "843/1.000 (84,3%)")
    assert (inside("Xã Đặng"), inside("UBND xã")) == ("xã Đặng", "UBND xã")
    assert inside("Y tế xã") == "y tế xã"
    assert [inside(name) for name in ("Ba Trang", "Sảnh Nhà văn hóa", "Đặc khu Lý Sơn", "Nam")] == [
        "Ba Trang",
        "sảnh Nhà văn hóa",
        "đặc khu Lý Sơn",
        "nam",
    ]


def test_every_refusal_and_remark_has_a_sentence() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    refusing = set(re.findall(r"^\| `([a-z-]+)` \| refuse \|", page, re.MULTILINE))
    assert set(REFUSALS) == refusing <= {reason.value for reason in Reason}
    for remark in Remark:
        sentence = note_sentence(Note(remark, 1234))
        assert sentence.endswith(".")
        assert remark is Remark.NOBODY or "1.234" in sentence


def test_lines_are_broken_between_words_and_evenly() -> None:
    assert broken("một hai ba bốn", 14, 52) == ["một hai", "ba bốn"]
    lines = balanced("Kết quả thực hiện Phong trào Bình dân học vụ số trên địa bàn xã năm 2025", 14, 450)
    assert len(lines) == 2
    assert all(abs(width(a, 14) - width(b, 14)) < 80 for a, b in pairwise(lines))
    assert width("Ườ", 1000) == 796 + 554


def test_the_same_counts_make_the_same_picture() -> None:
    series = [Series("Số lượt", [3, 0]), Series("Số người", [2, 0])]
    assert lying(["Một", "Hai"], series) == lying(["Một", "Hai"], series)


@pytest.mark.parametrize("chart", ["stations", "abilities"])
def test_a_chart_of_forty_stations_still_fits_on_a_page(chart: str) -> None:
    names = [f"Trạm {n}" for n in range(40)]
    series = two_kinds([9] * 40, [8] * 40)
    png = lying(names, series) if chart == "stations" else shares(names, series)
    wide, tall = Image.open(BytesIO(png)).size
    assert tall / wide * 165 < 257 - 15, "millimetres of the text's width, height and caption"


def test_a_name_with_signs_of_money_is_no_formula_of_a_picture() -> None:
    series = [Series("Số lượt", [3, 0]), Series("Số người", [2, 0])]
    assert lying(["Đổi tiền $_$ VNeID", "Hai"], series).startswith(b"\x89PNG")


def ink(png: bytes) -> npt.NDArray[np.bool_]:
    """Where a picture is nearly black."""
    with Image.open(BytesIO(png)) as picture:
        return np.asarray(picture) < 80


def two_kinds(first: Sequence[int], second: Sequence[int]) -> list[Series]:
    return [Series("Số lượt", first), Series("Số người", second)]


def test_names_of_a_chart_stand_in_their_order_from_the_top() -> None:
    upper, lower = np.array_split(ink(lying(["Một", "Hai"], two_kinds([90, 0], [90, 0]))), 2)
    assert upper.sum() > 2 * lower.sum()


def test_the_best_answers_are_the_darkest() -> None:
    levels = [Series("Chưa", [0, 9]), Series("Cần giúp", [0, 0]), Series("Tự làm", [9, 0])]
    upper, lower = np.array_split(ink(shares(["Sau", "Trước"], levels)), 2)
    assert upper.sum() > 2 * lower.sum()


def test_parts_of_a_bar_lie_beside_each_other() -> None:
    levels = [Series("Chưa", [5]), Series("Cần giúp", [0]), Series("Tự làm", [5])]
    left, right = np.array_split(ink(shares([""], levels)), 2, axis=1)
    assert right.sum() > 2 * left.sum()


@pytest.mark.parametrize(("rest", "is_written"), [(50, True), (94, False)])
def test_a_share_is_written_into_its_part_where_there_is_room(rest: int, is_written: bool) -> None:
    levels = [Series("Chưa", [rest]), Series("Cần giúp", [0]), Series("Tự làm", [100 - rest])]
    dark = ink(shares([""], levels))
    end = int(np.flatnonzero(dark.sum(axis=0) > 30)[-1]) - 3
    row = dark[int(np.median(np.flatnonzero(dark[:, end])))]
    last_half = row[end - 4 * (100 - rest) : end]
    assert last_half.all() != is_written


@pytest.mark.parametrize("draw", [lying, standing])
def test_bars_of_two_kinds_hide_each_other_nowhere(draw: Callable[..., bytes]) -> None:
    alone = ink(draw(["07:00"], two_kinds([9], [0]))).sum()
    assert ink(draw(["07:00"], two_kinds([9], [9]))).sum() > alone


@pytest.mark.parametrize("draw", [lying, standing])
def test_each_kind_of_bar_is_named(draw: Callable[..., bytes]) -> None:
    kinds_of_bars = two_kinds([3], [2])
    renamed = [kinds_of_bars[0], replace(kinds_of_bars[1], name="Số nhà")]
    assert draw(["07:00"], kinds_of_bars) != draw(["07:00"], renamed)


def test_under_a_day_stand_its_full_hours_and_of_a_long_one_every_other() -> None:
    hours = [f"{hour:02}:00" for hour in range(6, 20)]
    day = [f"{start[:3]}{tens}0" for start in hours for tens in range(6)]
    series = two_kinds([3] * len(day), [2] * len(day))
    drawn = standing(day, series)
    assert standing([start if start.endswith(":00") else "" for start in day], series) == drawn
    assert standing(["99:00" if start in hours[1::2] else start for start in day], series) == drawn
    assert standing(["99:00" if start in hours[2::2] else start for start in day], series) != drawn


def test_the_sum_of_an_event_is_compared_with_the_lists_of_that_event_as_its_rows_are(tmp_path: Path) -> None:
    groups = tuple(replace(part, known=part.people) for part in DAY.groups if part.code != UNKNOWN)
    event = replace(DAY, groups=groups)
    total = replace(FIGURES.total, known=sum(part.people for part in groups) + 2)
    file = made_in(tmp_path, replace(FIGURES, events=(event,), total=total))
    assert "(100,0%)" in " ".join(file.rows("Người tham dự theo đối tượng")[-1])
    assert "(100,0%)" in " ".join(file.rows("Theo đối tượng")[-1])


def test_whoever_s_sex_is_not_known_is_told_to_be_so(tmp_path: Path) -> None:
    unknown = tuple(replace(part, people=5 * (part.code == UNKNOWN)) for part in FIGURES.total.sexes)
    if not any(part.code == UNKNOWN for part in unknown):
        unknown = (replace(unknown[0], code=UNKNOWN, name="Chưa rõ", people=5),)
    file = made_in(tmp_path, replace(FIGURES, total=replace(FIGURES.total, people=5, sexes=unknown)))
    assert "Trong số người tham dự: chưa rõ giới tính 5/5 (100,0%)." in file.text
