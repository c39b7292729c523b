"""Laptops without a network, brought together by command in the evening."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from checkin.local_time import VIETNAM
from checkin.participation import Draft, Kind
from data.ledger import open_store, utc_now
from kiosk.commands import guard
from tests.kiosk.cli import Here

PIN = ("--pin", "1010")


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    (tmp_path / "may-1").mkdir()
    here = Here(tmp_path / "may-1", capsys)
    here.filled()
    return here


@pytest.fixture
def laptop(here: Here) -> Callable[[int], Here]:
    """Makes another laptop with a copy of the main one's store."""

    def made(number: int) -> Here:
        folder = here.folder.with_name(f"may-{number}")
        folder.mkdir()
        shutil.copyfile(here.store, folder / "kho.db")
        other = Here(folder, here.capsys)
        assert other.say("device", "--number", number).status == 0
        return other

    return made


def carried(*laptops: Here) -> Path:
    """A folder of a stick with a copy of each of these laptops' stores."""
    stick = laptops[0].folder.with_name("usb")
    stick.mkdir(exist_ok=True)
    for one in laptops:
        shutil.copyfile(one.store, stick / f"{one.folder.name}.db")
    return stick


def people_of(here: Here) -> list[dict[str, str]]:
    """The rows of the attendance, as it is exported."""
    out = here.folder / "tham-du.csv"
    assert here.say("export", "attendance", "--out", out, *PIN).status == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_four_laptops_become_one_report(here: Here, laptop: Callable[[int], Here]) -> None:
    second, third, fourth = map(laptop, (2, 3, 4))
    ngo, bron, ai = (here.badge_of(name) for name in ("Phạm Thị Ngộ", "Đinh Văn Brôn", "Nguyễn Thúy Ái"))
    here.say("checkin", ngo, "--at", "07:30")
    second.say("checkin", bron, "--at", "07:31")
    second.say("checkin", ai, "--at", "07:32")
    third.say("visit", "in", "1", ngo, "--at", "08:00")
    third.say("visit", "out", "1", ngo, "--at", "08:20")
    fourth.say("visit", "in", "2", bron, "--at", "08:10")
    said = here.json("sync", carried(second, third, fourth))
    assert said.status == 0
    assert [Path(one["file"]).name for one in said.objects] == ["may-2.db", "may-3.db", "may-4.db"]
    assert all(one["problem"] is None and one["entries"] > 0 for one in said.objects)
    assert len(people_of(here)) == 3
    assert here.json("log", "--verify").object["ok"]
    out = here.folder / "so-lieu.json"
    assert here.say("report", "--out", out, "--smallest", "2").status == 0
    (event,) = json.loads(out.read_text(encoding="utf-8"))["events"]
    assert event["people"] == 3
    printed = here.say("report", "--out", out, "--smallest", "2", "--lang", "vi").out
    assert "máy số 4 đến " in printed, "until when each log is known is what the report rests on"
    again = here.say("sync", carried(second, third, fourth))
    assert (again.status, again.out.count("không có gì mới")) == (0, 3)


def test_what_was_brought_is_told_in_a_sentence(here: Here, laptop: Callable[[int], Here]) -> None:
    second = laptop(2)
    second.say("checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31")
    printed = here.say("sync", carried(second) / "may-2.db", "--lang", "vi")
    theirs = len(second.json("log").objects) - 4
    assert f"may-2.db: thêm {theirs} dòng nhật ký, 0 người, 0 thẻ." in printed.out


def test_a_laptop_that_was_left_out_is_missed_by_its_number(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    second, third = laptop(2), laptop(3)
    for one in (second, third):
        walk_in = one.roster(f"Họ và tên,Ngày sinh,Thôn\nHồ Văn {one.folder.name},1980,Bùi Hui\n", "moi.csv")
        one.say("roster", "import", walk_in)
        here.say("checkin", one.badge_of(f"Hồ Văn {one.folder.name}"), "--at", "07:40")
    partly = here.say("sync", carried(second), "--lang", "vi").out
    assert "Còn 1 thẻ do máy số 3 cấp mà kho này chưa biết là của ai." in partly
    out = here.folder / "so-lieu.json"
    said = here.say("report", "--out", out, "--lang", "vi").out
    assert "máy số 3" in said
    assert here.json("report", "--out", out).object["unknown_badges"] == 1
    assert "chưa biết" not in here.say("sync", carried(third), "--lang", "vi").out
    assert here.json("report", "--out", out).object["unknown_badges"] == 0


def writes(laptop: Here, when: datetime) -> None:
    """Let a laptop write an entry at a time of its clock."""
    store = open_store(laptop.store, lambda: when)
    with store.writing() as log:
        log.append(Draft(Kind.BOARD, event="ngay-hoi", at=when, desk="tram-1"))
    store.close()


def test_a_laptop_without_badges_or_copied_at_noon_is_seen_by_its_hour(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    second, third, idle = laptop(2), laptop(3), laptop(4)
    third.say("visit", "in", "1", third.badge_of("Phạm Thị Ngộ"), "--at", "08:00")

    def told() -> str:
        return here.say("sync", here.folder.with_name("usb"), "--lang", "vi").out

    writes(second, datetime(2099, 1, 2, 12, 40, tzinfo=VIETNAM))
    carried(second)
    writes(second, datetime(2099, 1, 2, 17, 40, tzinfo=VIETNAM))
    assert "máy số 1 đến " in told()
    assert "máy số 2 đến 12:40 02/01/2099" in told()
    assert "máy số 3" not in told()
    carried(second, third, idle)
    assert "máy số 2 đến 17:40 02/01/2099" in told()
    assert "máy số 3 đến " in told()
    assert "máy số 4 chưa ghi gì" in told()


@pytest.mark.parametrize(
    ("minutes", "is_told"), [(-300, False), (1, False), (5, True), (60 * 24 * 400, True)]
)
def test_a_laptop_whose_clock_is_ahead_is_told_of_before_the_report(
    here: Here, laptop: Callable[[int], Here], minutes: int, is_told: bool
) -> None:
    second, when = laptop(2), utc_now() + timedelta(minutes=minutes)
    writes(second, when)
    out = here.folder / "so-lieu.json"
    for command in (("sync", carried(second)), ("report", "--out", out)):
        said = here.say(*command, "--lang", "vi").out
        assert f"{when.astimezone(VIETNAM):%d/%m/%Y}" in said
        assert ("Máy số 2 có dòng ghi lúc" in said) is is_told


def test_one_file_that_is_refused_does_not_keep_the_others_out(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    second = laptop(2)
    second.say("checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31")
    stick = carried(second)
    (stick / "a-hong.db").write_bytes(b"Ho va ten;Nam sinh\n")
    other = Here(here.folder.with_name("khac"), here.capsys)
    other.folder.mkdir()
    other.filled()
    shutil.copyfile(other.store, stick / "b-khac.db")
    said = here.json("sync", stick, stick / "z-khong-co.db")
    assert said.status == 1
    assert [one["problem"] for one in said.objects] == ["store-mismatch", "other-programme", None, "file"]
    assert all(one["vi"] and one["en"] for one in said.objects)
    assert len(people_of(here)) == 1
    assert here.json("sync", stick).status == 1, "also where the last one is taken"


def test_a_file_with_a_birth_that_is_none_is_damaged_and_does_not_keep_the_others_out(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    second = laptop(2)
    second.say("checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31")
    stick = carried(second)
    shutil.copyfile(second.store, stick / "a-hong.db")
    with closing(sqlite3.connect(stick / "a-hong.db")) as altered:
        altered.execute("UPDATE people SET birth = '1990-13-01' WHERE unit <> ''")
        altered.commit()
    said = here.json("sync", stick)
    assert (said.status, [one["problem"] for one in said.objects]) == (1, ["store-mismatch", None])
    assert "bị hỏng" in said.objects[0]["vi"]
    assert len(people_of(here)) == 1


def test_an_empty_folder_says_what_is_missing(here: Here) -> None:
    stick = here.folder.with_name("usb")
    stick.mkdir()
    said = here.json("sync", stick)
    assert (said.status, said.object["file"], said.object["problem"]) == (1, str(stick), "file")
    assert ".db" in said.object["vi"]
    assert "thư mục con" in said.object["vi"]


def test_a_folder_without_stores_keeps_nothing_out(here: Here, laptop: Callable[[int], Here]) -> None:
    second = laptop(2)
    second.say("checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31")
    empty, stick = here.folder.with_name("trong"), carried(second)
    empty.mkdir()
    said = here.json("sync", empty, stick.with_name("x" * 300), stick / "may-2.db")
    assert (said.status, [one["problem"] for one in said.objects]) == (1, ["file", "file", None])
    assert len(people_of(here)) == 1
    assert "máy số 2 đến " in here.say("sync", empty, stick).out


@pytest.mark.skipif(os.name == "nt" or not os.geteuid(), reason="nothing is closed to an administrator")
def test_a_file_that_nobody_may_read_keeps_nothing_else_of_its_folder_out(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    second = laptop(2)
    second.say("checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31")
    stick = carried(second)
    (stick / "a.docx").touch(mode=0)
    said = here.json("sync", stick)
    assert (said.status, [one["problem"] for one in said.objects]) == (1, ["file", None])


def test_a_clerk_who_names_this_machines_own_store_is_told(here: Here) -> None:
    said = here.json("sync", here.store)
    assert (said.status, said.object["problem"]) == (1, "file")
    assert "kho của máy này" in said.object["vi"]


def test_a_stick_may_carry_backups_that_nobody_else_can_read(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    words, wrong = here.folder / "dung.txt", here.folder / "sai.txt"
    words.write_text("chín con trâu qua suối\n", encoding="utf-8")
    wrong.write_text("mười con trâu\n", encoding="utf-8")
    second = laptop(2)
    second.say("checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31")
    stick = here.folder.with_name("usb")
    stick.mkdir()
    made = second.say("backup", "make", stick / "may-2.sao-luu", "--passphrase-file", words, *PIN)
    assert made.status == 0
    refused = here.json("sync", stick, "--passphrase-file", wrong)
    assert (refused.status, refused.object["problem"], len(people_of(here))) == (1, "passphrase", 0)
    assert here.json("sync", stick, "--passphrase-file", words).object["entries"] > 0
    assert len(people_of(here)) == 1


def test_each_backup_s_passphrase_is_asked_for_by_the_name_of_its_file(
    here: Here, laptop: Callable[[int], Here], monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = here.folder.with_name("usb")
    stick.mkdir()
    said = {f"may-{number}.sao-luu": f"{number} con trâu qua suối" for number in (2, 3)}
    for number, (name, words) in enumerate(said.items(), 2):
        (here.folder / "mat-khau.txt").write_text(words, encoding="utf-8")
        kept = ("--passphrase-file", here.folder / "mat-khau.txt")
        assert laptop(number).say("backup", "make", stick / name, *kept, *PIN).status == 0
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        guard, "getpass", lambda asked: next(words for name, words in said.items() if name in asked)
    )
    assert here.json("sync", stick).status == 0


def test_what_the_organiser_has_to_look_at_is_named(here: Here, laptop: Callable[[int], Here]) -> None:
    second, third = laptop(2), laptop(3)
    here.roster("Họ và tên,Ngày sinh,Thôn\nHồ Thị Ven,01/02/1980,Bùi Hui\n", "giay.csv")
    for one in (here, second):
        listed = one.roster("Họ và tên,Ngày sinh,Thôn\nHồ Văn Dút,01/02/1980,Bùi Hui\n", "giay.csv")
        one.say("roster", "import", listed)
    twin = third.roster("Họ và tên,Ngày sinh,Thôn,Đơn vị\nHồ Văn Dút,01/02/1980,Bùi Hui,Chợ\n", "giay.csv")
    third.say("roster", "import", twin)
    ngo = str(second.json("search", "ngo bui hui").objects[0]["person"])
    second.say("people", "forget", ngo, "--yes", *PIN)
    changed = second.json("search", "bron").objects[0]["person"]
    second.say("people", "correct", changed, "--birth", "1991", *PIN)
    united, doubled = here.json("sync", carried(second, third)).objects
    assert (united["people"], united["united"], united["changed"], united["forgotten"]) == (0, 1, 1, 1)
    assert (doubled["people"], doubled["united"]) == (1, 0)
    assert [[one["name"] for one in group] for group in doubled["alike"]] == [["Hồ Văn Dút", "Hồ Văn Dút"]]
    assert here.json("search", "bron 1991").objects
    assert here.json("search", "ngo bui hui").objects == []
    dut = second.json("search", "dut").objects[0]["person"]
    assert here.json("people", "show", str(dut), *PIN).object["name"] == "Hồ Văn Dút", "by its id there"


def test_the_sentences_name_what_the_organiser_has_to_look_at(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    second = laptop(2)
    changed = second.json("search", "bron").objects[0]["person"]
    second.say("people", "correct", changed, "--birth", "1991", *PIN)
    ngo = str(second.json("search", "ngo bui hui").objects[0]["person"])
    second.say("people", "forget", ngo, "--yes", *PIN)
    twin = second.roster("Họ và tên,Ngày sinh,Thôn,Đơn vị\nĐinh Văn Brôn,1991,Nước Giáp,Chợ\n", "giay.csv")
    second.say("roster", "import", twin)
    second.say("init", "--catalogue", "le-phat-dong", "--date", "2025-09-20")
    said = here.say("sync", carried(second), "--lang", "vi").out
    for part in (
        "1 người được ghi theo thông tin mới hơn.",
        "1 người đã xóa thông tin ở máy ấy, nay cũng đã xóa ở đây.",
        "Thêm sự kiện: ",
        ", ngày 20/09/2025.",
        "Có thể là một người: ",
        "ngayhoi retention apply",
    ):
        assert part in said


def test_a_store_that_was_copied_over_the_laptops_own_tells_what_it_lacks(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    second = laptop(2)
    second.say("checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31")
    here.say("sync", carried(second))
    second.say("visit", "in", "1", second.badge_of("Đinh Văn Brôn"), "--at", "08:00")
    own = carried(second) / "may-2.db"
    shutil.copyfile(here.store, second.store)
    said = second.say("device", "--lang", "vi")
    assert "thiếu 1 dòng nhật ký mà chính máy này đã ghi" in said.err
    assert "ngayhoi sync" in said.err
    assert "thiếu" not in second.say("device", "--lang", "vi").err
    assert second.say("sync", own, "--lang", "vi").out.startswith("may-2.db: thêm 1 dòng nhật ký")


def test_a_store_copied_over_one_that_was_gathered_lacks_nothing(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    second = laptop(2)
    second.say("checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31")
    here.say("sync", carried(second))
    Path(second.store).unlink()
    shutil.copyfile(here.store, second.store)
    assert "thiếu" not in second.say("device", "--lang", "vi").err


def test_a_store_that_never_heard_of_the_laptop_tells_what_it_lacks(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    second = laptop(2)
    second.say("checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31")
    device = second.json("device").object["device"]
    wrote = sum(entry["entry"].startswith(device) for entry in second.json("log").objects)
    old = Path(second.store).rename(second.folder / "kho-cu.db")
    shutil.copyfile(here.store, second.store)
    assert f"thiếu {wrote} dòng nhật ký mà chính máy này đã ghi" in second.say("device", "--lang", "vi").err
    shutil.copyfile(here.store, second.store)
    assert f"thiếu {wrote} dòng nhật ký" in second.say("device", "--lang", "vi").err, "it still does"
    second.say("sync", old)
    gathered = Path(second.store).rename(second.folder / "kho-gop.db")
    shutil.copyfile(gathered, second.store)
    told = second.say("device", "--lang", "vi").err
    assert "thiết bị mới" in told
    assert "thiếu" not in told, "everything was brought together"


def test_a_store_lacks_nothing_of_a_rehearsal_or_of_another_programme(
    here: Here, laptop: Callable[[int], Here]
) -> None:
    second = laptop(2)
    trial = second.folder / "thu.db"
    shutil.copyfile(second.store, trial)
    assert (
        second.say("--store", trial, "checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31").status == 0
    )
    trial.unlink()
    Path(second.store).unlink()
    shutil.copyfile(here.store, second.store)
    told = second.say("device", "--lang", "vi").err
    assert "thiết bị mới" in told
    assert "thiếu" not in told
    second.say("checkin", second.badge_of("Đinh Văn Brôn"), "--at", "07:31")
    Path(second.store).unlink()
    second.say("init", "--date", "2026-09-26")
    other = Path(second.store).rename(second.folder / "nam-sau.db")
    shutil.copyfile(other, second.store)
    assert "thiếu" not in second.say("device", "--lang", "vi").err
