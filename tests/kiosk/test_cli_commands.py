"""The commands before and after the day, and how every command fails."""

from __future__ import annotations

import csv
import gc
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import platformdirs
import pytest

from checkin.event import Catalogue
from data.badging import issue_badges
from data.ledger import Store, create_store, open_store
from data.overview import find
from data.retention import Because, forget
from kiosk.bugs import bug_log
from kiosk.commands import people as people_commands
from kiosk.commands import setup as setup_commands
from kiosk.commands.console import say
from stations.model import Bilingual
from tests.builders import prepare_store
from tests.data.catalogue_files import EVENT_TEXT, PROGRAMME_TEXT
from tests.kiosk.cli import ROSTER, Here
from tests.kiosk.driving import the_day

AT = ("--at", "09:00")


class Window(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(tmp_path, capsys)


@pytest.fixture
def filled(here: Here) -> Here:
    here.filled()
    return here


@contextmanager
def opened_store(here: Here) -> Iterator[Store]:
    """The store of a folder."""
    store = open_store(here.store)
    try:
        yield store
    finally:
        store.close()


def catalogues(here: Here) -> list[Catalogue]:
    """What the store has of every event."""
    with opened_store(here) as store:
        return list(store.catalogues.values())


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_init_makes_a_store_and_does_no_harm_again(here: Here) -> None:
    first = here.json("init", "--catalogue", "ngay-hoi", "--date", "26/09/2025", "--number", "7").object
    assert (first["created"], first["event"], first["date"], first["number"]) == (
        True,
        "ngay-hoi",
        "2025-09-26",
        7,
    )
    again = here.json("init", "--catalogue", "ngay-hoi").object
    assert (again["created"], again["date"]) == (False, "2025-09-26")
    assert (again["device"], again["number"]) == (first["device"], 7)


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Nothing that was left open is closed by the way."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_after_init_and_demo_a_store_that_was_there_is_one_file_to_copy(here: Here, tmp_path: Path) -> None:
    """A connection left open would keep a journal beside it."""
    demo = tmp_path / "demo.db"
    for _ in range(2):
        here.say("init", "--date", "2025-09-26")
        here.say("demo", "--store", demo)
        assert {demo, Path(here.store)} == {path for path in tmp_path.glob("*.db*") if path.is_file()}


def test_init_moves_the_date_and_keeps_it_until_told_otherwise(here: Here) -> None:
    here.say("init", "--date", "2025-10-10")
    assert here.json("init").object["date"] == "2025-10-10"
    assert here.json("init", "--date", "2025-10-11").object["date"] == "2025-10-11"


@pytest.mark.parametrize("from_file", [False, True])
def test_an_event_that_people_came_to_is_moved_only_if_it_is_put_off(filled: Here, from_file: bool) -> None:
    code = filled.badge_of("Đinh Văn Brôn")
    admitted = filled.json("checkin", code, *AT).object["entry"]
    event = filled.folder / "ngay-hoi.toml"
    event.write_text(EVENT_TEXT.replace("date = 2025-09-26", "date = 2027-09-24"), encoding="utf-8")
    move = ("init", "--catalogue", event) if from_file else ("init", "--date", "2027-09-24")
    stopped = filled.json(*move)
    assert (stopped.status, stopped.object["error"]) == (1, "event-held")
    assert "đã có 1 người đến, ngày 26/09/2025" in stopped.object["vi"]
    assert "ngay-hoi-2027" in stopped.object["vi"]
    assert "--put-off" in stopped.object["vi"]
    assert filled.json("init").object["date"] == "2025-09-26"
    filled.say("undo", admitted)
    assert filled.json(*move).object["date"] == "2027-09-24"
    filled.say("init", "--date", "2025-09-26")
    filled.say("checkin", code, *AT)
    assert filled.json(*move, "--put-off").object["date"] == "2027-09-24"


def test_a_station_that_was_visited_stays_in_the_catalogue(filled: Here) -> None:
    code = filled.badge_of("Đinh Văn Brôn")
    filled.say("checkin", code, *AT)
    visited = filled.json("visit", "in", "trung-bay", code, *AT).object["entry"]
    event = filled.folder / "ngay-hoi.toml"
    event.write_text(EVENT_TEXT.replace('"trung-bay"', '"trien-lam"'), encoding="utf-8")
    stopped = filled.json("init", "--catalogue", event)
    assert (stopped.status, stopped.object["error"]) == (1, "station-visited")
    assert "tại trạm trung-bay" in stopped.object["vi"]
    assert filled.json("next", code, *AT).status == 0
    filled.say("undo", visited)
    assert filled.json("init", "--catalogue", event).status == 0


@pytest.mark.parametrize("what", ["group", "hamlet"])
def test_a_group_or_hamlet_of_people_stays_in_the_catalogue(filled: Here, what: str) -> None:
    old = {"group": '"hoc-sinh"', "hamlet": '"bui-hui"'}[what]
    for name, text in (("ngay-hoi", EVENT_TEXT), ("binh-dan-hoc-vu-so", PROGRAMME_TEXT)):
        file = filled.folder / f"{name}.toml"
        file.write_text(text.replace(old, f'{old[:-1]}-moi"'), encoding="utf-8")
    stopped = filled.json("init", "--catalogue", filled.folder / "ngay-hoi.toml")
    assert (stopped.status, stopped.object["error"]) == (1, "code-used")
    assert old.strip('"') in stopped.object["vi"]
    assert "giữ mã" in stopped.object["vi"]
    (known,) = catalogues(filled)
    assert old.strip('"') in {g.code for g in known.programme.groups} | {
        h.code for h in known.programme.hamlets
    }


def test_the_hamlet_of_whoever_was_forgotten_may_go(filled: Here) -> None:
    for name, text in (("ngay-hoi", EVENT_TEXT), ("binh-dan-hoc-vu-so", PROGRAMME_TEXT)):
        file = filled.folder / f"{name}.toml"
        file.write_text(text.replace('"dong-ram"', '"dong-ram-moi"'), encoding="utf-8")
    again = ("init", "--catalogue", filled.folder / "ngay-hoi.toml")
    assert filled.json(*again).object["error"] == "code-used"
    with opened_store(filled) as store:
        (pupil,) = find(store, "ngay-hoi", "nguyen thuy ai", 2)
        forget(store, [pupil.person.id], Because.REQUESTED, store.clock())
    assert filled.json(*again).status == 0


@pytest.mark.parametrize(
    "again", [(), ("--catalogue", ""), ("--catalogue", "ngay-hoi"), ("--number", "3"), ("--date", "today")]
)
def test_what_the_organiser_edited_stays_when_no_file_is_named(here: Here, again: tuple[str, ...]) -> None:
    event = here.folder / "ngay-hoi.toml"
    event.write_text(EVENT_TEXT.replace("seats = 3", "seats = 7"), encoding="utf-8")
    here.say("init", "--catalogue", event)
    assert here.json("init", *again).status == 0
    (known,) = catalogues(here)
    assert 7 in {station.seats for station in known.event.stations}


def test_a_programme_of_one_s_own_is_that_of_every_event(here: Here) -> None:
    here.say("init", "--catalogue", "le-phat-dong", "--date", "2025-09-29")
    here.say("init", "--catalogue", "ngay-hoi", "--date", "2025-09-26")
    event = here.folder / "ngay-hoi.toml"
    event.write_text(EVENT_TEXT, encoding="utf-8")
    hamlet = '\n[[hamlet]]\ncode = "go-re"\nname = "Gò Re"\n'
    (here.folder / "binh-dan-hoc-vu-so.toml").write_text(PROGRAMME_TEXT + hamlet, encoding="utf-8")
    here.say("init", "--catalogue", event)
    (here.folder / "binh-dan-hoc-vu-so.toml").unlink()
    for again in ("le-phat-dong", event):
        assert here.json("init", "--catalogue", again).status == 0
        assert [known.programme.hamlet("go-re") is not None for known in catalogues(here)] == [True, True]


def test_next_year_s_event_stands_beside_this_year_s_under_a_code_of_its_own(filled: Here) -> None:
    filled.say("checkin", filled.badge_of("Đinh Văn Brôn"), *AT)
    event = filled.folder / "ngay-hoi-2027.toml"
    event.write_text(EVENT_TEXT.replace('code = "ngay-hoi"', 'code = "ngay-hoi-2027"', 1), encoding="utf-8")
    assert (
        filled.json("init", "--catalogue", event, "--date", "2027-09-24").object["event"] == "ngay-hoi-2027"
    )
    out = filled.folder / "den.csv"
    exported = filled.json("export", "attendance", "--pin", "1010", "--event", "ngay-hoi", "--out", out)
    assert exported.object["people"] == 1


def test_today_is_a_date(here: Here) -> None:
    here.say("init", "--date", "today")
    here.say("roster", "import", here.roster())
    assert here.json("checkin", here.badge_of("Đinh Văn Brôn")).object["decision"] == "admit"


def test_a_second_catalogue_adds_an_event_and_commands_ask_which_is_meant(filled: Here) -> None:
    added = filled.json("init", "--catalogue", "le-phat-dong", "--date", "2025-09-29")
    assert (added.status, added.object["created"]) == (0, False)
    code = filled.badge_of_in("ngay-hoi", "Đinh Văn Brôn")
    unclear = filled.json("checkin", code)
    assert (unclear.status, unclear.object["error"]) == (2, "event")
    assert "le-phat-dong (29/09/2025)" in unclear.err
    by_day = filled.json("checkin", code, "--at", "2025-09-29T08:00").object
    assert by_day["decision"] == "admit"
    named = filled.json("checkin", code, *AT, "--event", "ngay-hoi").object
    assert (named["decision"], named["at"][:10]) == ("admit", "2025-09-26")


def test_a_catalogue_with_mistakes_makes_no_store(here: Here) -> None:
    bad = here.folder / "sai.toml"
    bad.write_text('programme = "binh-dan-hoc-vu-so"\ncode = "x"\n', encoding="utf-8")
    said = here.json("init", "--catalogue", bad)
    assert (said.status, said.object["error"]) == (1, "catalogue")
    assert not Path(here.store).exists()
    checked = here.json("catalogue", "check", bad)
    assert (checked.status, checked.object["ok"]) == (1, False)
    assert all(problem["vi"] and problem["en"] for problem in checked.object["problems"])
    assert here.say("catalogue", "check", "ngay-hoi").status == 0


def test_a_device_number_is_one_to_255_and_nobody_elses(filled: Here) -> None:
    assert filled.json("device", "--number", "9").object["number"] == 9
    assert filled.json("device").object["number"] == 9
    assert filled.say("device", "--number", "0").status == 2
    assert filled.say("device", "--number", "256").status == 2


def test_a_copied_store_says_so_once_and_makes_badges_after_it_got_a_number(
    filled: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = filled.folder / "usb"
    folder.mkdir()
    shutil.copy(filled.store, folder / "kho.db")
    copy = Here(folder, capsys)
    assert copy.say("init", "--date", "2025-09-26").err.count("ngayhoi device --number") == 2  # vi and en
    shutil.copy(filled.store, folder / "lan-hai.db")
    shutil.move(folder / "lan-hai.db", copy.store)
    assert "ngayhoi device --number" in copy.say("search", "ngo").err
    assert copy.say("search", "ngo").err == ""
    assert copy.say("badges").status == 0
    copy.say("roster", "import", copy.roster(ROSTER.replace("Brôn", "Krung")), "--allow-doubles")
    refused = copy.json("badges")
    assert (refused.status, refused.object["error"]) == (1, "no-device-number")
    taken = copy.json("device", "--number", "1")
    assert (taken.status, taken.object["error"]) == (1, "number-taken")
    moved = copy.json("init", "--number", "1", "--date", "2025-10-03")
    assert (moved.status, moved.object["error"]) == (1, "number-taken")
    assert copy.json("init", "--number", "2").object["date"] == "2025-09-26"
    assert len(copy.json("badges").objects) == 5


def test_badges_go_to_paper_pictures_and_a_table(filled: Here) -> None:
    pdf, folder, table = (filled.folder / name for name in ("the.pdf", "anh", "the.csv"))
    said = filled.json("badges", "--pdf", pdf, "--png", folder, "--csv", table)
    header, *rows = rows_of(table)
    assert header == ["person", "name", "code", "birth", "hamlet", "unit"]
    assert [dict(zip(header[:3], row[:3], strict=True)) for row in rows] == said.objects
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pdf.read_bytes().startswith(b"%PDF")
    scanned = filled.json("scan", *sorted(folder.iterdir())).objects
    found = {bytes.fromhex(code["payload_hex"]).decode() for one in scanned for code in one["codes"]}
    assert found == {row[2] for row in rows}


def test_the_sheets_of_badges_replace_those_before_and_a_place_that_cannot_be_written_is_named(
    filled: Here,
) -> None:
    pdf, folder = filled.folder / "Thẻ tham dự.pdf", filled.folder / "thu-muc.pdf"
    assert filled.say("badges", "--unit", "Lớp 5A", "--pdf", pdf).status == 0
    before = pdf.read_bytes()
    assert filled.say("badges", "--pdf", pdf).status == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert len(pdf.read_bytes()) > len(before)
    folder.mkdir()
    for place in (folder, filled.folder / "chua-co" / "the.pdf"):
        said = filled.json("badges", "--pdf", place)
        assert (said.status, said.objects[-1]["error"]) == (1, "file")
        assert str(place) in said.objects[-1]["vi"]
    assert not [path.name for path in filled.folder.iterdir() if path.name.startswith(".ngayhoi-")]


@pytest.mark.parametrize(
    ("option", "name", "status", "error"),
    [
        ("--pdf", "kho.db", 2, "suffix"),
        ("--pdf", "danh-sach.csv", 2, "suffix"),
        ("--csv", "kho.db", 2, "suffix"),
        ("--csv", "ngay-hoi.toml", 2, "suffix"),
        ("--csv", "danh-sach.csv", 1, "exists"),
        ("--pdf", "bao-cao.pdf", 1, "exists"),
    ],
)
def test_badges_take_the_place_of_no_other_file(
    filled: Here, option: str, name: str, status: int, error: str
) -> None:
    path = filled.folder / name
    if not path.exists():
        path.write_text("x", encoding="utf-8")
    before = path.read_bytes()
    said = filled.json("badges", option, path)
    assert (said.status, said.object["error"]) == (status, error)
    assert (option if error == "suffix" else name) in said.object["vi"]
    assert path.read_bytes() == before


def test_the_table_of_badges_takes_the_place_of_the_one_before(filled: Here) -> None:
    table = filled.folder / "THE.CSV"
    for people in (4, 5):
        assert filled.say("badges", "--csv", table).status == 0
        assert len(rows_of(table)) == people + 1
        filled.say("roster", "import", filled.roster("Họ và tên,Năm sinh\nLê Ghé,1960\n", "hai.csv"))


def test_badges_that_would_say_the_same_of_two_people_say_when_each_was_born(filled: Here) -> None:
    more = f"{ROSTER.splitlines()[0]}\n1,Phạm Thị Ngộ,06/04/1961,Nữ,Bùi Hui,Người dân,,\n"
    filled.say("roster", "import", filled.roster(more, "them.csv"))
    with opened_store(filled) as store:
        holders, programme = issue_badges(store).holders, store.newest.programme
        cards = people_commands.badge_cards(holders, programme, store.key)
    assert sorted(card.hamlet for card in cards if card.name == "Phạm Thị Ngộ") == [
        "Con Dóc",
        "Sinh 1957 · Bùi Hui",
        "Sinh 1961 · Bùi Hui",
    ]
    assert {card.hamlet for card in cards if card.name != "Phạm Thị Ngộ"} == {"Nước Giáp", "Lớp 5A"}
    filled.say("badges", "--csv", filled.folder / "the.csv")
    (bron,) = (row for row in rows_of(filled.folder / "the.csv") if row[1] == "Đinh Văn Brôn")
    assert bron[3:] == ["12/08/1990", "Nước Giáp", ""]


def test_badges_of_one_class_and_one_group(filled: Here) -> None:
    assert [one["name"] for one in filled.json("badges", "--unit", "Lớp 5A").objects] == ["Nguyễn Thúy Ái"]
    composed = unicodedata.normalize("NFD", "Lớp 5A")
    assert len(filled.json("badges", "--unit", composed).objects) == 1
    assert [one["name"] for one in filled.json("badges", "--unit", "lớp 5a").objects] == ["Nguyễn Thúy Ái"]
    assert [one["name"] for one in filled.json("badges", "--unit", "5A").objects] == ["Nguyễn Thúy Ái"]
    assert len(filled.json("badges", "--group", "nguoi-dan").objects) == 3
    assert filled.say("badges", "--group", "khong-co").status == 2


def test_badges_are_of_the_programme_however_many_events_there_are(filled: Here) -> None:
    filled.say("init", "--catalogue", "le-phat-dong", "--date", "2025-09-20")
    assert len(filled.json("badges").objects) == 4
    assert filled.json("badges", "--event", "khong-co").object["error"] == "event"


@pytest.mark.parametrize("asked", [("--unit", "lop 5"), ("--group", "dai-bieu")])
def test_badges_of_nobody_fail_and_name_the_units_there_are(filled: Here, asked: tuple[str, str]) -> None:
    pdf = filled.folder / "the.pdf"
    said = filled.json("badges", "--pdf", pdf, *asked)
    assert (said.status, said.object["error"]) == (1, "nobody")
    assert "Lớp 5A" in said.object["vi"]
    assert "ngayhoi search" in said.err
    assert not pdf.exists()


def test_a_store_whose_making_was_broken_off_is_to_be_made_once_more(here: Here) -> None:
    prepare_store(Path(here.store), the_day().programme)
    for command in (("search", "x"), ("badges",), ("log",)):
        said = here.json(*command)
        assert (said.status, said.object["error"]) == (1, "no-store")
    assert here.say("init", "--date", "2025-09-26").status == 0
    assert here.json("search", "x").objects == []


def test_the_demo_takes_no_address_and_writes_no_password_down(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here.folder)
    said = here.json("demo", "--store", "postgresql://u:secret@h/db")
    assert (said.status, said.object["error"]) == (2, "usage")
    assert "secret" not in said.out + said.err
    assert list(here.folder.iterdir()) == []


@pytest.mark.parametrize("people", [True, False])
def test_the_demo_leaves_a_real_store_alone(here: Here, people: bool) -> None:
    here.filled() if people else here.say("init", "--date", "2025-09-26")
    before = (here.json("log").out, here.json("search", " ").out)
    said = here.json("demo")
    assert (said.status, said.object["error"]) == (1, "not-a-demo")
    assert (here.json("log").out, here.json("search", " ").out) == before
    assert here.json("init").object["date"] == "2025-09-26"


def test_a_demo_in_which_somebody_was_forgotten_is_one_still(here: Here) -> None:
    here.json("demo")
    someone = here.json("search", "dinh").objects[0]["person"]
    assert here.say("people", "forget", str(someone), "--yes", "--pin", "1010").status == 0
    assert here.json("demo").status == 0


def test_the_demo_goes_on_in_a_file_of_its_own(here: Here) -> None:
    reasons = [one["reason"] for one in here.json("demo").objects]
    assert reasons == ["admitted", "already-here", "foreign-code"]
    assert here.json("demo").objects[0]["reason"] == "admitted"
    written = [one for one in here.json("log").objects if one["kind"] == "admitted"]
    assert [one["at"] for one in written] == [one["recorded"] for one in written], (
        "nothing was caught up with"
    )


def test_badges_are_issued_once(filled: Here) -> None:
    before = filled.json("badges").objects
    assert filled.json("badges").objects == before


def test_a_name_that_looks_like_a_formula_is_no_formula_in_the_table(here: Here) -> None:
    here.say("init", "--date", "2025-09-26")
    here.say("roster", "import", here.roster(ROSTER.replace("Đinh Văn Brôn", "=HYPERLINK(A1)")))
    here.say("badges", "--csv", here.folder / "the.csv")
    names = [row[1] for row in rows_of(here.folder / "the.csv")]
    assert not any(name.startswith(("=", "+", "-", "@")) for name in names)


def test_a_badge_is_drawn_for_a_person_or_a_code(filled: Here) -> None:
    one = filled.filled()[0]
    drawn = filled.say("badges", "--show", one["person"])
    assert drawn.status == 0
    assert str(one["name"]) in drawn.out
    assert "▀" in drawn.out or "▄" in drawn.out
    plain = filled.say("badges", "--show", one["code"], "--ascii")
    assert "##" in plain.out
    assert filled.json("badges", "--show", "khong-ai").object["error"] == "no-such-person"
    sheet = filled.folder / "the.pdf"
    for other in (("--pdf", sheet), ("--group", "hoc-sinh")):
        said = filled.json("badges", "--show", one["code"], *other)
        assert (said.status, said.object["error"]) == (2, "usage"), "nothing that was typed goes unread"
    assert not sheet.exists()


def test_search_takes_words_without_accents(filled: Here) -> None:
    assert [one["name"] for one in filled.json("search", "dinh bron").objects] == ["Đinh Văn Brôn"]
    assert len(filled.json("search", "pham ngo 1957").objects) == 2
    first = filled.json("search", "ngo", "--limit", "1")
    assert (len(first.objects), "Còn nhiều người nữa" in first.err) == (1, True)
    assert filled.json("search", "ngo", "--limit", "2").err == ""
    assert "Không tìm thấy ai" in filled.say("search", "zzz").out
    assert filled.json("search", "zzz").out == ""


def test_search_tells_namesakes_of_one_year_and_hamlet_apart_by_their_birthday(filled: Here) -> None:
    more = f"{ROSTER.splitlines()[0]}\n1,Phạm Thị Ngộ,06/04/1957,Nữ,Bùi Hui,Người dân,,\n"
    assert filled.say("roster", "import", filled.roster(more, "them.csv")).status == 0
    lines = filled.say("search", "ngo", "--lang", "vi").out.splitlines()
    assert sorted(line.split("  ", 1)[1] for line in lines) == [
        "Phạm Thị Ngộ  05/03/1957  Bùi Hui  Người dân",
        "Phạm Thị Ngộ  06/04/1957  Bùi Hui  Người dân",
        "Phạm Thị Ngộ  1957  Con Dóc  Người dân",
    ]


def test_the_log_is_listed_newest_last_and_verified(filled: Here) -> None:
    code = filled.badge_of("Đinh Văn Brôn")
    person = filled.json("checkin", code, *AT).object["person"]
    entries = filled.json("log").objects
    assert [entry["kind"] for entry in entries] == ["consented"] * 4 + ["admitted", "sent"]
    assert [e["kind"] for e in filled.json("log", "--person", person).objects] == [
        "consented",
        "admitted",
        "sent",
    ]
    assert [e["kind"] for e in filled.json("log", "--limit", "2").objects] == ["admitted", "sent"]
    assert filled.say("log", "--kind", "khong-co").status == 2
    whole = filled.json("log", "--verify")
    assert (whole.status, whole.object["ok"], whole.object["entries"]) == (0, True, 6)


def test_the_log_names_people_to_readers_and_not_to_programs(filled: Here) -> None:
    lines = filled.say("log").out.splitlines()
    person = filled.json("search", "bron").object["person"]
    assert [line for line in lines if f"{person} (Đinh Văn Brôn)" in line]
    assert "Brôn" not in filled.json("log").out


def test_lists_to_read_are_in_the_language_that_was_asked_for(filled: Here) -> None:
    code = filled.json("badges").objects[0]["code"]
    filled.say("checkin", code, "--at", "09:00")
    english, vietnamese = (
        filled.say("log", "--kind", "admitted", "--lang", lang).out for lang in ("en", "vi")
    )
    assert "Welcome desk 1" in english
    assert "Bàn đón 1" in vietnamese
    assert "Residents" in filled.say("search", "bron", "--lang", "en").out


@pytest.mark.parametrize(
    ("damage", "missing"),
    [
        ("UPDATE entries SET code = 'x' WHERE sequence = 3", False),
        ("DELETE FROM entries WHERE sequence = 3", True),
    ],
)
def test_a_log_that_was_tampered_with_is_told(filled: Here, damage: str, missing: bool) -> None:
    with sqlite3.connect(filled.store) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute(damage)
    raw.close()
    told = filled.json("log", "--verify")
    assert told.status == 1
    (broken,) = told.object["breaks"]
    assert (broken["sequence"], broken["missing"]) == (3, missing)
    assert "-3 bị thiếu" in broken["vi"] or "-3 đã bị sửa" in broken["vi"]


def test_attendance_is_exported_for_a_spreadsheet(filled: Here) -> None:
    code = filled.badge_of("Đinh Văn Brôn")
    filled.say("visit", "in", "1", code, *AT)
    out = filled.folder / "tham-du.csv"
    other = filled.folder / "tham-du-2.csv"
    other.write_text("của người khác", encoding="utf-8")
    said = filled.json("export", "attendance", "--pin", "1010", "--out", out).object
    assert (said["people"], said["visits"]) == (1, 1)
    told = filled.say("export", "attendance", "--pin", "1010", "--out", out, "--lang", "en").out
    assert told.startswith(f"Exported 1 person and 1 visit: {out}, ")
    assert said["files"] == [str(out), str(filled.folder / "tham-du-luot-trai-nghiem.csv")]
    assert rows_of(out)[1][1] == "Đinh Văn Brôn"
    assert other.read_text(encoding="utf-8") == "của người khác"
    assert (
        filled.say("export", "attendance", "--pin", "1010", "--out", filled.folder / "tham-du.xlsx").status
        == 0
    )
    assert (filled.folder / "tham-du.xlsx").read_bytes().startswith(b"PK")


def test_an_export_that_cannot_be_written_leaves_what_was_there(filled: Here) -> None:
    assert filled.say("export", "attendance", "--pin", "1010", "--out", filled.folder / "x.pdf").status == 2
    blocked = filled.folder / "bang.csv"
    blocked.mkdir()
    said = filled.json("export", "attendance", "--pin", "1010", "--out", blocked)
    assert (said.status, said.object["error"]) == (1, "file")
    assert "bang.csv" in said.err
    assert not [path.name for path in filled.folder.iterdir() if path.name.startswith(".ngayhoi-")]
    people, visits = filled.folder / "den.csv", filled.folder / "den-luot-trai-nghiem.csv"
    people.write_text("hôm qua", encoding="utf-8")
    visits.mkdir()
    second = filled.json("export", "attendance", "--pin", "1010", "--out", people)
    assert str(visits) in second.object["vi"], "the file that is in the way is named, and not the first one"
    assert people.read_text(encoding="utf-8") == "hôm qua"
    nowhere = filled.json("export", "attendance", "--pin", "1010", "--out", filled.folder / "khong" / "a.csv")
    assert nowhere.object["error"] == "file"


def test_scan_needs_no_store_and_hides_citizen_cards(here: Here) -> None:
    import cv2

    from tests.pictures import draw

    card = "099157000001||Phạm Thị Ngộ|05031957|Nữ|Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi|02052021"
    for name, payload in (("the", card), ("hong", card[3:]), ("zalo", "https://zalo.me/g/x")):
        cv2.imwrite(str(here.folder / f"{name}.png"), draw(payload, level="L"))
    pictures = [here.folder / f"{name}.png" for name in ("the", "hong", "zalo")]
    shown = here.json("scan", *pictures)
    kinds = [(one["codes"][0]["kind"], one["codes"][0]["payload_hex"] is None) for one in shown.objects]
    assert kinds == [("citizen-card", True), ("unreadable", True), ("zalo", False)]
    assert len(shown.objects[0]["codes"][0]["corners"]) == 4
    assert shown.objects[0]["ms"] > 0
    raw = here.json("scan", pictures[0], "--raw").object
    assert bytes.fromhex(raw["codes"][0]["payload_hex"]).decode() == card
    assert not Path(here.store).exists()


ID_NUMBER = "099157000001"


@pytest.mark.parametrize(
    ("payload", "is_shown"),
    [
        (ID_NUMBER, False),
        (f"CCCD:{ID_NUMBER}|", False),
        (f"{ID_NUMBER}|5068e1baa16d205468e1bb8b204e67e1bb99|05/03/1957|2|Thôn Bùi Hui|$", False),
        ("GD4797912345678", False),
        (f"\ufeffSố {ID_NUMBER}".encode("utf-16-le"), False),
        (f"https://example.org/tra-cuu?so={ID_NUMBER}", True),
        ("8934563138165", True),
        (f"1{ID_NUMBER}", True),
        (f"{ID_NUMBER}8", True),
        ("099757000001", True),
        ("+84 912 345 678", True),
        ("02H099157000001X", True),
        ("Bình dân học vụ số 2025", True),
    ],
)
def test_scan_shows_everything_but_what_carries_a_citizen_number(
    here: Here, payload: str | bytes, is_shown: bool
) -> None:
    import cv2

    from tests.pictures import draw

    cv2.imwrite(str(here.folder / "ma.png"), draw(payload, level="L"))
    data = payload if isinstance(payload, bytes) else payload.encode()
    (code,) = here.json("scan", here.folder / "ma.png").object["codes"]
    assert code["payload_hex"] == (data.hex() if is_shown else None)
    (raw,) = here.json("scan", "--raw", here.folder / "ma.png").object["codes"]
    assert raw["payload_hex"] == data.hex()


def test_scan_goes_on_after_a_file_that_is_no_picture(here: Here) -> None:
    import cv2

    from tests.pictures import draw

    cv2.imwrite(str(here.folder / "ma.png"), draw("https://example.org"))
    (here.folder / "chu.txt").write_text("không phải ảnh", encoding="utf-8")
    said = here.json("scan", here.folder / "chu.txt", here.folder / "ma.png")
    assert said.status == 1
    assert [one.get("error") for one in said.objects] == ["picture", None]
    assert said.objects[1]["codes"][0]["kind"] == "link"


@pytest.mark.parametrize("json", [True, False])
def test_the_name_of_a_file_steers_no_terminal(here: Here, json: bool) -> None:
    name = "anh\x9b31m\u202egnp.\x1b]0;x\x07.png"
    said = here.json("scan", name) if json else here.say("scan", name)
    assert all(line.isprintable() for line in (said.out + said.err).splitlines())
    assert not json or said.object["file"] == name


def test_corners_are_the_codes_own_in_the_upright_picture(here: Here) -> None:
    import numpy as np
    from PIL import Image

    from tests.pictures import draw

    code = draw("https://example.org/ngay-hoi", module=8)
    page = np.full((code.shape[0] + 100, code.shape[1] + 300), 255, np.uint8)
    page[60 : 60 + code.shape[0], 200 : 200 + code.shape[1]] = code
    lying = Image.fromarray(np.rot90(page))  # the camera lay on its side, and says so
    exif = Image.Exif()
    exif[0x0112] = 6
    lying.save(here.folder / "nghieng.jpg", exif=exif.tobytes())
    corners = here.json("scan", here.folder / "nghieng.jpg").object["codes"][0]["corners"]
    left, top, right, bottom = 232, 92, 168 + code.shape[1], 28 + code.shape[0]
    expected = [(left, top), (right, top), (right, bottom), (left, bottom)]
    assert all(abs(x - a) < 8 and abs(y - b) < 8 for (x, y), (a, b) in zip(corners, expected, strict=True))


def test_doctor_looks_at_everything_and_says_how_to_mend(here: Here) -> None:
    without = here.json("doctor")
    findings = {one["check"]: one for one in without.objects}
    assert without.status == 1
    assert not findings["store"]["ok"]
    assert "ngayhoi init" in findings["store"]["vi"]
    here.filled()
    findings = {one["check"]: one for one in here.json("doctor").objects}
    assert {"pictures", "decoders", "store", "device", "clock", "disk", "terminal"} <= set(findings)
    assert all(findings[name]["ok"] for name in ("decoders", "store", "device", "clock", "disk", "terminal"))
    told = here.json("doctor", "--store", "mysql://x/y").objects
    assert [(one["ok"], one["vi"]) for one in told if one["check"] == "store"] == [
        (False, "Kho dữ liệu phải là một đường dẫn tệp hoặc địa chỉ dạng postgresql://tên@máy/cơ-sở-dữ-liệu.")
    ]


def test_a_day_that_is_over_is_told_before_the_first_guest_is_turned_away(here: Here) -> None:
    made = here.say("init", "--catalogue", "ngay-hoi", "--date", "2025-09-26", "--lang", "vi")
    assert "Ngày tổ chức đã qua" in made.out
    past = next(one for one in here.json("doctor").objects if one["check"] == "event")
    assert (past["ok"], past["level"]) == (True, "note")
    assert "ngayhoi init" in past["vi"]
    assert "đã qua" not in here.say("init", "--catalogue", "ngay-hoi", "--date", "today", "--lang", "vi").out
    assert "event" not in {one["check"] for one in here.json("doctor").objects}


def test_a_clock_behind_the_log_is_found(filled: Here) -> None:
    with sqlite3.connect(filled.store) as raw:
        raw.execute("UPDATE devices SET since = since")  # the log itself is append-only
        row = raw.execute("SELECT * FROM entries ORDER BY sequence DESC LIMIT 1").fetchone()
        names = [column[1] for column in raw.execute("PRAGMA table_info(entries)")]
        late = dict(zip(names, row, strict=True)) | {"sequence": 999, "recorded": 4_102_444_800_000}
        marks = ", ".join("?" for _ in names)
        raw.execute(f"INSERT INTO entries VALUES ({marks})", [late[name] for name in names])  # noqa: S608
    raw.close()
    clock = next(one for one in filled.json("doctor").objects if one["check"] == "clock")
    assert not clock["ok"]


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"not a database, but a letter of some length" * 20, "store-mismatch"), (None, "no-store")],
)
def test_what_is_no_store_is_told_in_a_sentence(here: Here, content: bytes | None, error: str) -> None:
    if content is not None:
        Path(here.store).write_bytes(content)
    said = here.json("checkin", "abc")
    assert (said.status, said.object["error"]) == (1, error)
    assert said.object["vi"] in said.err


def test_a_second_machine_is_led_to_the_store_of_the_main_one(here: Here) -> None:
    told = here.json("checkin", "abc").object
    assert here.store in told["vi"]
    assert here.store in told["en"]
    copy, make = told["vi"].split("Riêng máy chính")
    assert "chép tệp ngayhoi.db của máy chính" in copy
    assert "ngayhoi init" not in copy
    assert "ngayhoi init" in make


@pytest.mark.skipif(os.name == "nt", reason="links take a right there")
def test_init_names_the_place_where_the_file_really_is(here: Here) -> None:
    (here.folder / "real").mkdir()
    (here.folder / "shown").symlink_to("real")
    made = here.json("init", "--catalogue", "ngay-hoi", "--store", here.folder / "shown" / "kho.db")
    assert made.object["store"] == str((here.folder / "real" / "kho.db").resolve())


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (("checkin", "--person", "\udcff"), "no-such-person"),
        (("badges", "--show", "\udcff"), "no-such-person"),
        (("log", "--person", "\udcff"), None),
        (("checkin", "abc", "--store", "postgresql://u:p@h:cong/db"), "store-mismatch"),
        (("init", "--store", "postgresql://u:p@h:cong/db"), "store-mismatch"),
        (("checkin", "abc", "--store", "kho-\udcff.db"), "no-store"),
        (("init", "--store", r"\\may\chung\ngayhoi.db"), "store-mismatch"),
        (("init", "--store", f"{'x' * 300}.db"), "store-unavailable"),
        (("log", "--store", f"{'x' * 300}.db"), "store-unavailable"),
        (("report", "--words-template", f"{'x' * 300}.toml"), "file"),
        (("checkin", "abc", "--store", r"sqlite:///\\may\chung\ngayhoi.db"), "store-mismatch"),
    ],
)
def test_what_is_no_text_and_no_address_is_no_bug(
    filled: Here, typed: tuple[str, ...], error: str | None
) -> None:
    said = filled.json(*typed)
    assert [one["error"] for one in said.objects] == ([error] if error else [])
    assert said.status == (1 if error else 0)


@pytest.mark.parametrize("typed", ["postgresql://u:secret@h/db", "postgresql://u@h/db?password=secret"])
def test_a_password_is_not_repeated(filled: Here, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def instead(_place: str, catalogue: Catalogue, number: int | None) -> Store:
        return create_store(filled.store, catalogue, number=number)

    monkeypatch.setattr(setup_commands, "is_store", lambda _place: False)
    monkeypatch.setattr(setup_commands, "create_store", instead)
    said = filled.json("init", "--date", "2025-09-26", "--store", typed)
    assert "secret" not in said.out + said.err
    assert said.object["store"].startswith("postgresql://u")
    assert "secret" not in filled.say("init", "--date", "2025-09-26", "--store", typed).out


@pytest.mark.parametrize(
    "typed",
    [
        ("checkin",),
        ("checkin", "a", "--person", "b"),
        ("checkin", "a", "--at", "25:00"),
        ("checkin", "a", "--at", "hôm qua"),
        ("checkin", "a", "--at", "0001-01-01T00:00"),
        ("checkin", "a", "--at", "2025-09-26"),
        ("init", "--date", "31/02/2025"),
        ("init", "--date", "9999-12-31"),
        ("desk", "--pin", "123"),
        ("desk", "--pin", "20251010202510"),
        ("visit", "up", "1", "a"),
        ("log", "--limit", "0"),
        ("scan",),
        ("bay",),
        ("checkin", "a", "--per", "x"),
    ],
)
def test_what_means_nothing_is_a_usage_error_in_vietnamese_first(here: Here, typed: tuple[str, ...]) -> None:
    said = here.say(*typed)
    assert said.status == 2
    assert "lệnh chưa đúng / usage error" in said.err
    assert said.out == ""
    told = here.json(*typed)
    assert (told.status, told.object["error"]) == (2, "usage")
    assert told.object["vi"].startswith("Lệnh chưa đúng: ")
    assert told.err == said.err


@pytest.mark.parametrize(
    ("typed", "vi", "en"),
    [
        ((), "còn thiếu lệnh", "the following arguments are required: lệnh"),
        (("chekin",), "không có lệnh 'chekin', xin thử: checkin", "no command 'chekin', try: checkin"),
        (
            ("ngay-hoi",),
            "không có lệnh 'ngay-hoi', xin thử: ngayhoi --help",
            "no command 'ngay-hoi', try: ngayhoi --help",
        ),
        (
            ("export", "danh-sach"),
            "không có lệnh 'danh-sach', xin thử: ngayhoi export --help",
            "no command 'danh-sach', try: ngayhoi export --help",
        ),
        (
            ("visit", "up", "1", "a"),
            "turn: không có 'up', xin chọn một trong: in, out",
            "argument turn: no 'up'; choose one of: in, out",
        ),
        (("checkin", "a", "--per", "x"), "không rõ nghĩa của --per x", "unrecognized arguments: --per x"),
        (("log", "--limit"), "--limit: cần một giá trị đi kèm", "argument --limit: expected one argument"),
        (
            ("log", "--limit", "0"),
            "--limit: '0': cần số từ 1 đến 1000000",
            "argument --limit: '0': expected a number from 1 to 1000000",
        ),
        (
            ("simulate", "ngay-hoi", "--seeds", "x"),
            "--seeds: giá trị 'x' không hợp lệ",
            "argument --seeds: invalid int value: 'x'",
        ),
        (
            ("report", "--out", "a.docx", "--words-template", "b"),
            "--words-template: không dùng cùng với --out",
            "argument --words-template: not allowed with argument --out",
        ),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, tuple) else "",
)
def test_a_usage_error_is_whole_in_either_language(
    here: Here, typed: tuple[str, ...], vi: str, en: str
) -> None:
    told = here.json("--lang", "vi", *typed)
    assert (told.object["vi"], told.object["en"]) == (f"Lệnh chưa đúng: {vi}", f"Usage error: {en}")
    assert told.err.endswith(f": lệnh chưa đúng: {vi}\n")
    assert here.say("--lang=en", *typed).err.endswith(f": usage error: {en}\n")
    assert here.say(*typed).err.endswith(f": lệnh chưa đúng / usage error: {vi}\n  {en}\n")


@pytest.mark.parametrize(
    ("typed", "head"),
    [
        (("--lang", "vi", "--lang", "en", "log", "--limit"), "usage error"),
        (("search", "a --lang en b", "--bogus"), "lệnh chưa đúng / usage error"),
        (("log", "--lang=vi", "--limit"), "lệnh chưa đúng"),
    ],
)
def test_a_usage_error_is_in_the_language_that_was_asked_for_last(
    here: Here, typed: tuple[str, ...], head: str
) -> None:
    assert f": {head}: " in here.say(*typed).err


def test_the_nearest_command_is_found_in_capitals_too(here: Here) -> None:
    assert "checkin" in here.say("CHEKIN").err.splitlines()[-1]


def test_the_version_is_that_of_the_distribution(here: Here) -> None:
    said = here.say("--version")
    assert (said.status, said.out, said.err) == (0, f"ngayhoi {version('ngayhoi')}\n", "")


def test_a_help_has_its_headings_in_both_languages_and_argparse_its_own_again(here: Here) -> None:
    told = here.say("visit", "--help").out
    for heading in ("cách dùng / usage: ", "tham số / positional arguments:", "tùy chọn / options:"):
        assert heading in told
    assert "options:" not in told.splitlines()
    assert "show this help message" not in told
    assert ArgumentParser().format_help().startswith("usage: ")


def test_consent_without_a_person_is_a_usage_error(filled: Here) -> None:
    assert filled.json("checkin", "abc", "--consent", "tai-ban").object["error"] == "usage"


def test_a_bug_is_filed_for_engineers_and_told_in_a_sentence(
    filled: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError("vỡ")

    monkeypatch.setattr(people_commands, "issue_badges", broken)
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_args, **_options: filled.folder / "log")
    said = filled.json("badges")
    assert (said.status, said.object["error"]) == (1, "bug")
    assert "bugs.log" in said.object["vi"]
    assert "Traceback" not in said.out + said.err
    assert "ZeroDivisionError: vỡ" in (filled.folder / "log" / "bugs.log").read_text(encoding="utf-8")


def test_a_terminal_is_given_whole_words_and_a_file_whole_lines(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command cut in two, as `--dat` and `e`, is typed as it is read."""
    here.filled()
    monkeypatch.setenv("COLUMNS", "80")
    piped = here.say("doctor").out
    window = Window()
    monkeypatch.setattr("sys.stdout", window)
    here.say("doctor")
    shown = window.getvalue()
    assert max(len(row) for row in piped.splitlines()) > 80
    assert max(len(row) for row in shown.splitlines()) <= 80
    for part in ("--catalogue NAME-OR-FILE", "--date DAY/MONTH/YEAR", "ngayhoi doctor --scanner"):
        assert (part in piped, set(part.split()) <= set(shown.replace(".", "").split())) == (True, True)


def test_no_row_that_goes_on_fills_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows would show an empty row below it."""
    monkeypatch.setenv("COLUMNS", "80")
    window = Window()
    say(window, Namespace(lang=None), "số " * 40)
    assert [len(row) for row in window.getvalue().splitlines()] == [77, 41]


def test_a_path_stays_whole_on_a_terminal_and_a_line_goes_on_where_it_began(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    window = Window()
    path = "/" + "x" * 90
    say(window, Namespace(lang=None), Bilingual(f"Đã xuất: {path}", f"Exported: {path}"))
    assert window.getvalue().splitlines() == ["Đã xuất:", path, "  Exported:", f"  {path}"]


@pytest.mark.skipif(os.name == "nt", reason="a shell of Windows closes no stream")
@pytest.mark.parametrize(
    ("closed", "typed", "status"),
    [
        ("<&-", ("pin",), 2),
        ("<&-", ("checkin", "--batch", "-", *AT), 0),
        ("<&-", ("doctor", "--scanner"), 2),
        (">&-", ("badges",), 0),
        ("2>&-", ("pin",), 2),
    ],
)
def test_a_stream_that_was_closed_is_one_without_words(
    filled: Here, closed: str, typed: tuple[str, ...], status: int
) -> None:
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "kiosk", *typed]
    done = subprocess.run([*shell, "--store", filled.store], input=b"", capture_output=True, check=False)
    assert done.returncode == status, done
    assert not bug_log().exists()
