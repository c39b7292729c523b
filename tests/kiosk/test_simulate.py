"""Rehearsing an event by command."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.kiosk.cli import Here

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(tmp_path, capsys)


SMALL = ("simulate", "le-phat-dong", "--group", "nguoi-dan=20", "--group", "cbccvc=10", "--seeds", "2")


def test_the_table_has_each_change_and_every_station(here: Here) -> None:
    said = here.say(*SMALL, "--lang", "vi")
    assert said.status == 0
    assert "30 người, chạy thử 2 lần (số khởi đầu 0 đến 1)" in said.out
    rows = ("theo danh mục", "thêm 1 chỗ", "thêm 1 giờ", "bớt 2 chủ đề", "đủ hộ chiếu", "trạm đông nhất")
    for row in rows:
        assert row in said.out
    assert "1 Trưng bày sản phẩm công nghệ số" in said.out
    _, _, after = said.out.partition("Chủ đề thử bớt")
    assert "  AI phục vụ công việc" in after.splitlines()
    assert max(len(line) for line in said.out.splitlines()) <= 80


def test_the_busiest_station_is_used_as_much_as_the_lines_of_the_stations_say(here: Here) -> None:
    said = here.say("simulate", "le-phat-dong", "--people", "50", "--seeds", "5", "--lang", "vi").out
    busiest = re.search(r"trạm đông nhất +1 \((\d+%)\)", said)
    station = re.search(r"1 Trưng bày sản phẩm công nghệ số +#* +(\d+%) \(", said)
    assert busiest
    assert station
    assert busiest[1] == station[1], "both the median"


def test_json_has_the_figures_of_each_change(here: Here) -> None:
    changes = here.say("--json", *SMALL, "--ceremony-ends", "08:30").objects
    assert [change["change"] for change in changes] == ["none", "seat", "hour", "fewer"]
    for change in changes:
        assert change["people"] == 30
    for change in changes[:-1]:
        low, middle, high = change["completed"]
        assert 0 <= low <= middle <= high <= 1
    assert changes[-1]["completed"] is None, "two topics less are none"
    assert len(changes[-1]["without"]) == 2


def test_the_picture_is_one(here: Here, tmp_path: Path) -> None:
    here.say(*SMALL, "--png", tmp_path / "ngày.png")
    with Image.open(tmp_path / "ngày.png") as picture:
        assert picture.format == "PNG"
        assert picture.size[0] > 1000


def test_a_picture_takes_the_place_of_no_event(here: Here, tmp_path: Path) -> None:
    event = tmp_path / "su-kien.toml"
    event.write_text("x", encoding="utf-8")
    said = here.json(*SMALL, "--png", event)
    assert (said.status, said.object["error"]) == (2, "suffix")
    assert "--png" in said.object["vi"]
    assert ".png" in said.object["en"]
    assert event.read_text(encoding="utf-8") == "x"


def test_where_no_elder_comes_none_are_shown_as_nought_per_cent(here: Here) -> None:
    pupils = ("simulate", "le-phat-dong", "--group", "hoc-sinh=20", "--seeds", "1")
    (elders,) = (line for line in here.say(*pupils).out.splitlines() if "người cao tuổi" in line)
    assert "–" in elders
    assert "%" not in elders
    assert all(
        change["elders"] is None for change in here.say("--json", *pupils).objects if "change" in change
    )


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        (("simulate", "no-such.toml"), 2),
        (("simulate", "ngay-hoi", "--people", "0"), 2),
        (("simulate", "ngay-hoi", "--seeds", "0"), 2),
        (("simulate", "ngay-hoi", "--group", "nguoi-dan"), 2),
        (("simulate", "ngay-hoi", "--group", "ban-be=3"), 2),
        (("simulate", "ngay-hoi", "--group", "nguoi-dan=" + 5000 * "9"), 2),
        ((*SMALL, "--group", "cbccvc=30"), 2),
        ((*SMALL, "--people", "60"), 2),
        ((*SMALL, "--ceremony-ends", "23:00"), 2),
        ((*SMALL, "--ceremony-ends", "03:00"), 2),
        ((*SMALL, "--ceremony-ends", "2020-01-01 08:30"), 2),
        ((*SMALL, "--png", "no/such/folder/day.png"), 1),
        ((*SMALL, "--png", "."), 1),
    ],
)
def test_what_cannot_be_rehearsed_is_said(here: Here, wrong: tuple[str, ...], status: int) -> None:
    said = here.say(*wrong)
    assert said.status == status
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert not said.out.strip(), "before anything was rehearsed"


def test_an_event_without_stations_has_nothing_to_rehearse(here: Here) -> None:
    for name in ("le-phat-dong.toml", "binh-dan-hoc-vu-so.toml"):
        text = (REFERENCE / name).read_text(encoding="utf-8")
        bare = re.split(r"^\[\[station", text, maxsplit=1, flags=re.MULTILINE)[0]
        (here.folder / name).write_text(text if name.startswith("binh") else bare, encoding="utf-8")
    said = here.json("simulate", here.folder / "le-phat-dong.toml")
    assert (said.status, said.object["error"]) == (2, "no-stations")
    assert "[[station]]" in said.object["vi"]


def test_an_event_whose_passport_asks_for_nothing_has_nothing_to_rehearse(here: Here) -> None:
    for name in ("le-phat-dong.toml", "binh-dan-hoc-vu-so.toml"):
        text = (REFERENCE / name).read_text(encoding="utf-8")
        bare = re.sub(r"(?ms)^\[\[?passport.*?(?=^\[(?!\[?passport)|\Z)", "", text)
        (here.folder / name).write_text(bare, encoding="utf-8")
    said = here.json("simulate", here.folder / "le-phat-dong.toml")
    assert (said.status, said.object["error"]) == (2, "no-passport")
    assert "[passport]" in said.object["vi"]


@pytest.mark.parametrize(("seeds", "is_range"), [(1, False), (5, True)])
def test_a_range_is_told_of_several_rehearsals(here: Here, seeds: int, *, is_range: bool) -> None:
    small = ("simulate", "le-phat-dong", "--group", "nguoi-dan=20", "--seeds", str(seeds), "--lang", "vi")
    said = here.say(*small).out
    (completed,) = (line for line in said.splitlines() if "đủ hộ chiếu" in line)
    assert bool(re.search(r"\d% \d+-\d+", completed)) is is_range
    assert ("10%-90%" in said) is is_range
    assert bool(re.search(r"% \(\d+%-\d+%\)", said)) is is_range
