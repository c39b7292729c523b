"""Opening stores, and whose device writes to them."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest
from sqlalchemy import event, inspect

from checkin.badge import encode
from checkin.desk import receive, receive_person
from checkin.participation import verify
from checkin.ports import NoDeviceNumber
from data.errors import NoStore, StoreError, StoreMismatch, StoreUnavailable
from data.ledger import create_store, open_store
from data.session import REVISION, store_url, transaction
from tests.builders import (
    NOW,
    Clock,
    at,
    catalogue,
    desk_of,
    known,
    make_earlier,
    store_at,
    the_log,
    villagers,
)


def test_a_store_opened_again_is_the_same_device_and_goes_on(place: str) -> None:
    with store_at(place) as store:
        scans = known(store, *villagers(2))
        receive(scans[:1], desk_of(store), NOW)
        device = store.device.id
        assert store.device.is_new
    again = open_store(place, Clock())
    receive(scans[1:], desk_of(again), at(1))
    log = the_log(again)
    again.close()
    assert (again.device.id, again.device.is_new) == (device, False)
    assert [e.ref.sequence for e in log] == [1, 2]
    assert verify(log) == []


def test_what_was_shown_green_survives_a_power_cut_and_what_was_erased_is_gone(tmp_path: Path) -> None:
    with store_at(tmp_path / "store.db") as store, transaction(store.engine, writing=True) as connection:
        named = ("synchronous", "foreign_keys", "busy_timeout", "secure_delete", "journal_mode")
        said = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in named}
    full = 2
    assert said == {
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 60_000,
        "secure_delete": 1,
        "journal_mode": "wal",
    }


def test_a_name_that_begins_like_the_folder_of_a_user_is_a_name() -> None:
    assert store_url("~kho.db").database == "~kho.db"
    assert store_url("~/kho.db").database == str(Path.home() / "kho.db")


def test_a_copied_store_is_a_new_device_and_forks_no_sequence(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db") as first:
        scans = known(first, *villagers(3))
        receive(scans[:1], desk_of(first), NOW)
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    with store_at(tmp_path / "a.db") as first, store_at(tmp_path / "b.db") as second:
        assert second.device.id != first.device.id
        assert (first.device.number, second.device.number, second.device.is_new) == (1, None, True)
        receive(scans[1:2], desk_of(first), at(1))
        receive(scans[2:], desk_of(second), at(1))
        ones, twos = the_log(first), the_log(second)
    both = {e.ref: e for e in ones}
    assert all(both.setdefault(e.ref, e) == e for e in twos), "no name stands for two entries"
    assert verify(sorted(both.values(), key=lambda e: (e.ref.device, e.ref.sequence))) == []


def restored(store: Path, backup: bytes) -> None:
    """Put a backup's bytes into the same file, whose number on the disk stays."""
    store.write_bytes(backup)


def test_a_restored_backup_is_a_new_device_and_forks_no_sequence(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with store_at(path) as store:
        scans = known(store, *villagers(3))
        receive(scans[:1], desk_of(store), NOW)
    backup = path.read_bytes()
    with store_at(path) as store:
        receive(scans[1:2], desk_of(store), at(1))
        before = the_log(store)
    restored(path, backup)
    with store_at(path) as store:
        assert (store.device.number, store.device.is_new) == (None, True)
        receive(scans[2:], desk_of(store), at(2))
        after = the_log(store)
    both = {e.ref: e for e in before}
    assert all(both.setdefault(e.ref, e) == e for e in after), "no name stands for two entries"
    with store_at(path) as store:
        assert not store.device.is_new, "from now on it is this device"


def test_a_backup_from_before_badges_were_made_makes_no_code_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with store_at(path) as store:
        (first, second) = villagers(2)
        known(store, first)
    backup = path.read_bytes()
    with store_at(path) as store:
        known(store, second)
    restored(path, backup)
    with store_at(path) as store, pytest.raises(NoDeviceNumber):
        known(store, replace(second, id="f" * 32))


def copied(store: Path, place: Path) -> None:
    """Put a store on another laptop in place of the one it has, which is moved away."""
    if place.exists():
        place.rename(place.with_name("kho-cu.db"))
    shutil.copyfile(store, place)


def test_a_laptop_whose_store_is_copied_anew_gives_no_code_to_a_second_person(tmp_path: Path) -> None:
    main, own = tmp_path / "may-1.db", tmp_path / "may-2.db"
    first, second, walk_in = villagers(3)
    with store_at(main) as store, store.writing() as log:
        log.people.add_all([(first, None, None)])
    copied(main, own)
    with store_at(own) as laptop:
        assert laptop.assign_number(2)
        with laptop.writing() as log:
            printed = log.people.issue(first.id)
    with store_at(own) as laptop:
        receive_person(first, desk_of(laptop), NOW)
    with store_at(main) as store, store.writing() as log:
        log.people.add_all([(second, None, None)])
    copied(main, own)
    with store_at(own) as laptop:
        assert laptop.assign_number(2), "the main laptop never heard of the first one"
        with laptop.writing() as log:
            anew = log.people.issue(second.id)
            assert log.people.by_badge(printed.serial) is None
        codes = {scan.data for scan in known(laptop, walk_in)}
    assert printed.serial < anew.serial
    assert codes.isdisjoint(encode(badge, laptop.key).encode() for badge in (printed, anew))


def test_a_badge_is_noted_outside_the_store_before_it_can_be_in_it(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db") as store:
        one, two = villagers(2)
        with store.writing() as log:
            log.people.add_all([(one, None, None), (two, None, None)])
        event.listen(store.engine, "commit", full_disk)
        with pytest.raises(RuntimeError, match="full"), store.writing() as log:
            lost = log.people.issue(one.id)
        event.remove(store.engine, "commit", full_disk)
        with store.writing() as log:
            assert log.people.issue(two.id).serial > lost.serial, "whoever saw the first one may have it"


def test_no_badge_is_made_that_this_machine_cannot_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "machine")
    with store_at(tmp_path / "a.db") as store:
        (tmp_path / "machine" / "badges-made").write_bytes(b"\x00" * 8192)
        with pytest.raises(StoreUnavailable) as refused:
            known(store, *villagers(1))
        assert "badges-made" in refused.value.sentence.vi
        assert "ngayhoi device --number" in refused.value.sentence.vi
        (tmp_path / "machine" / "badges-made").unlink()
        assert known(store, *villagers(1)), "nothing was kept of the first time"


def full_disk(_connection: object) -> None:
    raise RuntimeError("the disk is full")


def test_a_badge_that_was_never_kept_makes_no_new_device(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with store_at(path) as store:
        one, two = villagers(2)
        scans = known(store, one)
        device = store.device.id
        event.listen(store.engine, "commit", full_disk)
        with pytest.raises(RuntimeError, match="full"):
            known(store, two)
        event.remove(store.engine, "commit", full_disk)
        receive(scans, desk_of(store), NOW)
    with store_at(path) as store:
        assert (store.device.id, store.device.is_new) == (device, False)


def test_a_torn_note_of_how_far_a_device_had_come_stops_nothing(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db") as store:
        receive(known(store, *villagers(1)), desk_of(store), NOW)
        device = store.device.id
    (note,) = platformdirs.user_data_path("ngayhoi", appauthor=False).glob(f"*{device}")
    note.write_bytes(b"1 0f\x00\xff")
    with store_at(tmp_path / "a.db") as store:
        assert store.device.id == device


def test_the_note_of_an_earlier_version_still_tells_what_it_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with store_at(path) as store:
        scans = known(store, *villagers(1))
        device = store.device.id
    before = path.read_bytes()
    with store_at(path) as store:
        receive(scans, desk_of(store), NOW)
    (note,) = platformdirs.user_data_path("ngayhoi", appauthor=False).glob(f"*{device}")
    note.write_text(" ".join(note.read_text("ascii").split(" ")[:3]) + "\n", encoding="ascii")
    with store_at(path) as store:
        assert not store.device.is_new
    restored(path, before)
    with store_at(path) as store:
        assert (store.device.is_new, store.device.lacks) == (True, 1)


def test_a_store_moved_on_its_disk_stays_the_same_device(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db") as store:
        device = store.device.id
    (tmp_path / "a.db").rename(tmp_path / "b.db")
    with store_at(tmp_path / "b.db") as moved:
        assert moved.device.id == device


def test_processes_that_start_together_on_a_new_machine_are_one_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store_at(tmp_path / "a.db"):
        pass
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "machine")
    with ThreadPoolExecutor(8) as desks:
        stores = list(desks.map(lambda _: open_store(str(tmp_path / "a.db"), Clock()), range(16)))
    for store in stores:
        store.close()
    assert len({store.device.id for store in stores}) == 1
    assert [store.device.is_new for store in stores].count(True) == 1
    assert len(list((tmp_path / "machine").iterdir())) == 1


@pytest.mark.parametrize("kept", [b"\xff\xfe\x00", b"\0" * 32, b""])
def test_a_machine_whose_token_is_damaged_is_a_new_device_with_one_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bytes
) -> None:
    with store_at(tmp_path / "a.db"):
        pass
    folder, found = tmp_path / "laptop", []
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: folder)
    for laptop in ("one", "two"):
        folder.mkdir()
        (folder / "machine").write_bytes(kept)
        for _ in range(2):
            store = open_store(str(tmp_path / "a.db"), Clock())
            store.close()
            found.append(store.device)
        folder.rename(tmp_path / laptop)
    assert [device.is_new for device in found] == [True, False, True, False]
    assert found[0].id == found[1].id != found[2].id == found[3].id


def test_a_machine_whose_folder_cannot_be_written_does_not_accuse_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store_at(tmp_path / "a.db"):
        pass
    (tmp_path / "machine").write_bytes(b"")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "machine" / "ngayhoi")
    with pytest.raises(StoreUnavailable, match="own folder") as refused:
        open_store(str(tmp_path / "a.db"), Clock())
    assert "Kho dữ liệu vẫn còn nguyên" in refused.value.sentence.vi


def test_a_number_is_given_to_one_device_only(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db"):
        pass
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    with store_at(tmp_path / "b.db") as second:
        assert not second.assign_number(1)
        assert second.assign_number(2)
        assert second.assign_number(2), "asking again changes nothing"
        for wrong in (0, 256):
            with pytest.raises(ValueError, match="out of range"):
                second.assign_number(wrong)


def test_several_events_of_one_programme_share_a_store(place: str) -> None:
    with store_at(place):
        pass
    with store_at(place, catalogue(code="le-phat-dong")) as store:
        assert set(store.catalogues) == {"ngay-thu", "le-phat-dong"}
        assert store.catalogues.get("le-phat-dong") == catalogue(code="le-phat-dong")
        assert store.catalogues.get("khac") is None


def test_where_nothing_is_no_store_is_made_by_opening(place: str, tmp_path: Path) -> None:
    with pytest.raises(NoStore):
        open_store(place)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    notes, other = tmp_path / "notes.db", tmp_path / "other.db"
    notes.write_text("Danh sách khách mời\n" * 100, encoding="utf-8")
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE guests (name TEXT)")
    connection.commit()
    connection.close()
    for path in (notes, other):
        before = path.read_bytes()
        with pytest.raises(StoreMismatch):
            create_store(str(path), catalogue())
        assert path.read_bytes() == before


def test_a_file_of_another_computer_is_refused_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreMismatch) as refused:
        create_store(r"\\may\chung\ngayhoi.db", catalogue())
    assert "PostgreSQL" in refused.value.sentence.vi
    assert list(tmp_path.iterdir()) == []


def test_a_store_of_another_version_is_refused(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db"):
        pass
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreMismatch):
        open_store(str(tmp_path / "a.db"))


def test_a_store_of_an_earlier_version_is_brought_up_to_date(place: str) -> None:
    with store_at(place) as store:
        (scan,) = known(store, *villagers(1))
        receive([scan], desk_of(store), NOW)
        before = the_log(store)
        make_earlier(store)
    with store_at(place) as again, transaction(again.engine, writing=False) as connection:
        assert the_log(again) == before
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == REVISION
        assert inspect(connection).has_table("draw_secrets")


@pytest.mark.parametrize("place", ["mysql://x/y", "postgresql://[", "nothing://at/all"], indirect=False)
def test_an_address_that_is_none_is_said_to_be_none(place: str) -> None:
    with pytest.raises(StoreError) as raised:
        open_store(place)
    assert raised.value.sentence.vi
    assert raised.value.sentence.en


def test_a_server_that_does_not_answer_is_a_sentence() -> None:
    with pytest.raises(StoreUnavailable) as raised:
        open_store("postgresql://127.0.0.1:1/nothing")
    assert "\n" not in raised.value.sentence.vi


def test_a_damaged_file_is_said_to_be_and_nothing_in_it_to_be_safe(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with store_at(path) as store:
        receive(known(store, *villagers(3)), desk_of(store), NOW)
    whole = path.read_bytes()
    page = 4096
    path.write_bytes(whole[:page] + b"\xff" * (len(whole) - page))
    with pytest.raises(StoreUnavailable) as refused:
        open_store(str(path), Clock())
    assert "đã hỏng" in refused.value.sentence.vi
    assert "còn nguyên" not in refused.value.sentence.vi


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_store(str(tmp_path))


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ('connection to server at "10.0.0.2", port 5432 failed: Connection refused', "không trả lời"),
        ("consuming input failed: server closed the connection unexpectedly", "không trả lời"),
        (
            'connection to server at "10.0.0.2" failed: FATAL: role "hoi" is not permitted to log in',
            "báo kỹ thuật",
        ),
        ("permission denied for table entries", "báo kỹ thuật"),
        ("connection failed: FATAL: too many connections for role", "thoát bớt màn hình"),
        ("canceling statement due to lock timeout", "bận quá lâu"),
        ("connection timeout expired", "không trả lời"),
        ("database or disk is full", "ổ đĩa đã đầy"),
        ("could not extend file base/5/16384: No space left on device", "Máy chủ của kho hết chỗ"),
        ("cannot execute INSERT in a read-only transaction", "báo kỹ thuật"),
        ("Permission denied", "không cho ghi"),
        ("attempt to write a readonly database", "không cho ghi"),
        ("unable to open database file", "USB đã rút ra"),
        ("disk I/O error", "ổ đĩa báo lỗi"),
    ],
)
def test_what_a_server_says_is_told_in_vietnamese_with_what_to_do(detail: str, told: str) -> None:
    sentence = StoreUnavailable.because(detail).sentence
    assert told in sentence.vi
    assert "báo xanh vẫn còn nguyên" in sentence.vi
    assert detail not in sentence.vi
    assert detail in sentence.en
