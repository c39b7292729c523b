"""A past event run again by command, on a small day that was recorded as desks and stations record it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from checkin.board import say_seats
from checkin.desk import Desk, Scan, receive
from checkin.event import Catalogue
from checkin.identity import Recognised
from checkin.participation import Kind
from checkin.person import Birth
from checkin.undo import undo
from checkin.visits import Turn, leave, stay, visit
from data.catalogue import read_catalogue
from data.ledger import Store
from tests.builders import DAY, NOW, at, desk_of, known, person, store_at, the_log
from tests.kiosk.cli import Here

AGAIN = ("simulate", "ngay-hoi", "--recorded", "ngay-hoi", "--seeds", "2")


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(tmp_path, capsys)


@pytest.fixture
def store(here: Here) -> Iterator[Store]:
    read = read_catalogue("ngay-hoi", on=DAY)
    assert isinstance(read, Catalogue)
    with store_at(here.store, read) as opened:
        yield opened


def visited(scan: Scan, station: str, desk: Desk, start: float, end: float | None) -> None:
    visit(scan, station, Turn.IN, desk, at(start))
    if end is not None:
        visit(scan, station, Turn.OUT, desk, at(end))


def small_day(store: Store) -> None:
    """Twelve people, half of them elders; 18 minutes at VNeID, where the catalogue has 12."""
    desk = desk_of(store)
    births = [Birth(1950), Birth(1990, 2, 3), None]
    people = [person(f"Phạm Văn Thử {n}", births[n % 3], id=f"{n:032x}") for n in range(12)]
    for n, scan in enumerate(known(store, *people)):
        receive([scan], desk, at(5 * n))
        if n % 2:
            stay(Recognised(people[n]), 60, desk, at(5 * n))
        visited(scan, "vneid", desk, 5 * n + 4, 5 * n + (22 if n else 28))
        visited(scan, "an-toan", desk, 5 * n + 30, None if n < 9 else 5 * n + 40)
        if n % 4 == 0:
            leave(scan, desk, at(5 * n + 45))
    say_seats("thanh-toan", 0, desk, at(10))
    say_seats("thanh-toan", 3, desk, at(40))
    say_seats("thanh-toan", None, desk, at(400))


def test_the_table_is_followed_by_what_it_rests_on_and_how_far_to_trust_it(here: Here, store: Store) -> None:
    small_day(store)
    for lang, factor, words in (
        (
            "vi",
            "1,50",
            ("12 người của ngày 26/09/2025, chạy thử 2 lần", "thêm 1 chỗ", "như danh mục (3 lượt)"),
        ),
        ("en", "1.50", ("12 people of 26/09/2025, 2 rehearsals", "one more seat", "as catalogue (3 visits)")),
    ):
        said = here.say(*AGAIN, "--lang", lang)
        assert said.status == 0
        lines = said.out.splitlines()
        for word in words:
            assert word in said.out
        assert any(f"{factor} (12" in line for line in lines)
        assert lines[-1].startswith(("Thật (chạy thử): đủ hộ chiếu 0% (", "Real (rehearsed): passports 0% ("))
        assert max(len(line) for line in lines) <= 90


def test_json_has_what_happened_beside_what_the_rehearsal_gives(here: Here, store: Store) -> None:
    small_day(store)
    *changes, past = here.json(*AGAIN).objects
    assert [change["change"] for change in changes] == ["none", "seat", "hour", "fewer"]
    assert {change["people"] for change in changes} == {12}
    assert past["recorded"] == "ngay-hoi"
    assert past["real"] == {"completed": 0, "visits": 2, "first": 4}
    assert past["people"] == 12
    low, middle, high = past["rehearsed"]["completed"]
    assert 0 <= low <= middle <= high <= 1
    lengths = {one["station"]: one for one in past["lengths"]}
    assert lengths["vneid"] == {"station": "vneid", "factor": pytest.approx(1.5, abs=0.01), "visits": 12}
    assert lengths["an-toan"] == {"station": "an-toan", "factor": None, "visits": 3}
    assert lengths["dien-thoai"] == {"station": "dien-thoai", "factor": None, "visits": 0}


def test_another_catalogue_is_rehearsed_and_the_day_itself_compared(
    here: Here, store: Store, tmp_path: Path
) -> None:
    small_day(store)
    folder = Path(__file__).parents[2] / "data" / "reference"
    text = (folder / "ngay-hoi.toml").read_text(encoding="utf-8")
    shorter = text.replace("choices = 2", "choices = 0")
    (tmp_path / "khac.toml").write_text(shorter.replace("minutes = 12", "minutes = 24"), encoding="utf-8")
    same, other = (
        here.json("simulate", name, *AGAIN[2:], "--png", tmp_path / "lai.png").objects
        for name in ("ngay-hoi", tmp_path / "khac.toml")
    )
    assert same[-1] == other[-1]
    with Image.open(tmp_path / "lai.png") as picture:
        assert picture.format == "PNG"


def test_one_person_with_a_clock_that_jumped_back_is_a_day(here: Here, store: Store) -> None:
    desk = desk_of(store)
    (scan,) = known(store, person(birth=None))
    receive([scan], desk, at(0))
    visit(scan, "vneid", Turn.IN, desk, at(-200))
    visit(scan, "vneid", Turn.OUT, desk, at(-20_000_000))
    visit(scan, "an-toan", Turn.IN, desk, at(20_000_000))
    say_seats("vneid", 0, desk, at(-30_000_000))
    said = here.say(*AGAIN)
    assert said.status == 0
    assert "1 người của ngày" in said.out


def test_a_person_who_only_came_has_no_first_visit(here: Here, store: Store) -> None:
    receive(known(store, person()), desk_of(store), NOW)
    past = here.json(*AGAIN).objects[-1]
    assert past["real"] == {"completed": 0, "visits": 0, "first": None}
    assert here.say(*AGAIN, "--lang", "vi").out.splitlines()[-1].endswith("lượt đầu sau – (–) phút")


def test_a_day_whose_only_admission_was_undone_has_nobody(here: Here, store: Store) -> None:
    desk = desk_of(store)
    receive(known(store, person()), desk, NOW)
    (admission,) = (entry for entry in the_log(store) if entry.draft.kind is Kind.ADMITTED)
    undo(admission.ref, desk.catalogue.programme.undo_reasons[0].code, desk, NOW + timedelta(minutes=1))
    said = here.json(*AGAIN)
    assert (said.status, said.object["error"]) == (1, "no-record")
    assert "26/09/2025" in said.object["vi"]


@pytest.mark.parametrize(
    ("typed", "status", "error"),
    [
        (AGAIN, 1, "no-record"),
        ((*AGAIN[:3], "khong-co"), 2, "event"),
        ((*AGAIN, "--people", "10"), 2, "usage"),
        ((*AGAIN, "--group", "nguoi-dan=3"), 2, "usage"),
        ((*AGAIN, "--ceremony-ends", "08:30"), 2, "usage"),
        ((*AGAIN, "--store", "no/such/store.db"), 1, "no-store"),
    ],
)
def test_what_cannot_be_run_again_is_said(
    here: Here, store: Store, typed: tuple[str, ...], status: int, error: str
) -> None:
    assert store.catalogues
    said = here.json(*typed)
    assert (said.status, said.object["error"]) == (status, error)
    assert error != "event" or "--recorded" in said.err
