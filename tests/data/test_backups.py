"""Encrypted backups, the organiser's PIN, and what a person is shown of themselves."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from checkin.citizen_card import CitizenCard
from checkin.desk import receive, receive_person
from checkin.participation import Draft, Kind
from checkin.person import Birth, Person
from checkin.registration import register
from checkin.undo import undo
from data.backups import BackupProblem, drop, is_backup, make, remembered, renew, restore, unsealed
from data.dossier import correct, dossier
from data.errors import StoreMismatch
from data.ledger import Store, open_store
from data.passphrase import is_pin, set_pin
from data.retention import Because, forget
from data.sync import Gained, sync
from data.tables import aliases, draw_secrets
from stations.model import Bilingual
from tests.builders import NOW, Clock, at, catalogue, desk_of, known, make_earlier, person, store_at, the_log

NGO = person("Nguyễn Thị Ngộ", Birth(1957, 3, 5), unit="Hội Phụ nữ Đồng Răm")
WORDS = "chín con trâu qua suối"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path / "store.db", catalogue(), Clock()) as opened:
        receive(known(opened, NGO), desk_of(opened), NOW)
        yield opened


def restored(path: Path, words: str, place: Path) -> BackupProblem | None:
    held = unsealed(path, words)
    return held if isinstance(held, BackupProblem) else restore(held, path, place)


def test_a_backup_holds_the_whole_store_and_shows_nothing_of_it(store: Store, tmp_path: Path) -> None:
    kept = tmp_path / "kho.sao-luu"
    assert make(store, kept, WORDS) is None
    sealed = kept.read_bytes()
    assert all(text.encode() not in sealed for text in ("Nguy", "SQLite", "ngay-thu", WORDS))
    assert restored(kept, WORDS, tmp_path / "again.db") is None
    again = open_store(str(tmp_path / "again.db"), Clock())
    with again.reading() as log:
        assert log.people.get(NGO.id) == NGO
    assert (the_log(again), again.device.is_new) == (the_log(store), True)
    again.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps who may read in a list of the folder")
def test_nobody_else_reads_a_backup(store: Store, tmp_path: Path) -> None:
    make(store, tmp_path / "kho.sao-luu", WORDS)
    assert (tmp_path / "kho.sao-luu").stat().st_mode & 0o077 == 0


def test_a_backup_is_on_the_disk_before_it_takes_its_place(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kho.sao-luu"
    durable: list[tuple[int, bool]] = []
    monkeypatch.setattr(os, "fsync", lambda file: durable.append((os.fstat(file).st_size, kept.exists())))
    make(store, kept, WORDS)
    assert durable == [(kept.stat().st_size, False)]


def backups_seen_by_another(store: Path) -> int:
    """How many backups a program finds noted that opens a store and leaves it again."""
    look = "import sqlite3, sys; kept = sqlite3.connect(sys.argv[1])"
    ask = "print(kept.execute('SELECT count(*) FROM backups').fetchone()[0]); kept.close()"
    command = [sys.executable, "-c", f"{look}; {ask}", str(store)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def test_a_backup_is_remembered_though_a_screen_is_left_while_it_is_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the screen deletes the WAL into which that is written, and a store opened since knows nothing."""
    path = tmp_path / "store.db"
    monkeypatch.setattr(os, "fsync", lambda _file: backups_seen_by_another(path))
    make(store, tmp_path / "kho.sao-luu", WORDS)
    assert backups_seen_by_another(path) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows locks a file for whoever opened it, not for the process")
@pytest.mark.parametrize("end", ["-wal", "-shm"])
def test_what_sqlite_keeps_beside_a_store_is_not_opened(store: Store, tmp_path: Path, end: str) -> None:
    """As where `sync` looks through the store's own folder: another program had ended it by a bus error."""
    beside = tmp_path / f"store.db{end}"
    assert not is_backup(beside)
    with pytest.raises(StoreMismatch):
        sync(store, beside, NOW)
    with store.writing():
        assert backups_seen_by_another(tmp_path / "store.db") == 0


def test_a_passphrase_is_the_same_however_its_letters_were_composed(store: Store, tmp_path: Path) -> None:
    import unicodedata

    make(store, tmp_path / "b", unicodedata.normalize("NFD", WORDS))
    assert restored(tmp_path / "b", WORDS, tmp_path / "again.db") is None


def test_what_is_no_backup_or_was_changed_is_said_to_be(store: Store, tmp_path: Path) -> None:
    kept, out = tmp_path / "b", tmp_path / "again.db"
    make(store, kept, WORDS)
    assert restored(kept, "khác", out) is BackupProblem.WRONG_PASSPHRASE
    sealed = kept.read_bytes()
    for place in (20, 40, len(sealed) - 1):
        kept.write_bytes(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])
        assert restored(kept, WORDS, out) is BackupProblem.WRONG_PASSPHRASE
    kept.write_bytes(sealed[:20])
    assert restored(kept, WORDS, out) is BackupProblem.NO_BACKUP
    assert restored(tmp_path / "store.db", WORDS, out) is BackupProblem.NO_BACKUP
    assert not out.exists()


def test_only_a_backup_is_replaced_by_a_backup_and_no_store_by_a_restored_one(
    store: Store, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Danh sách khách mời", encoding="utf-8")
    assert make(store, notes, WORDS) is BackupProblem.IN_THE_WAY
    assert notes.read_text(encoding="utf-8") == "Danh sách khách mời"
    make(store, tmp_path / "b", WORDS)
    assert restored(tmp_path / "b", WORDS, tmp_path / "store.db") is BackupProblem.IN_THE_WAY
    assert make(store, tmp_path / "b", WORDS) is None
    assert {path.name for path in tmp_path.iterdir()} >= {"b", "notes.txt", "store.db"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(("b.", "notes.txt."))]


def test_no_backup_takes_the_place_of_another_laptop_s(store: Store, tmp_path: Path) -> None:
    mine = tmp_path / "b"
    make(store, mine, WORDS)
    restored(mine, WORDS, tmp_path / "may-2.db")
    other = open_store(str(tmp_path / "may-2.db"), Clock())
    assert make(other, mine, WORDS) is None, "it holds all that the first one holds"
    receive_person(known_to(other), desk_of(other), at(5))
    assert make(other, mine, WORDS) is None
    other.close()
    kept = mine.read_bytes()
    assert make(store, mine, WORDS) is BackupProblem.OTHERS
    assert make(store, mine, "một mật khẩu khác") is BackupProblem.OTHERS
    assert mine.read_bytes() == kept
    assert unsealed(mine, WORDS) != BackupProblem.WRONG_PASSPHRASE


def with_one_more_person(store: Store) -> None:
    with store.writing() as log:
        log.people.add_all([(person("Đinh Văn Brôn"), None, None)])


def with_one_more_badge(store: Store) -> None:
    with store.writing() as log:
        log.people.issue(NGO.id)


def with_one_more_event(store: Store) -> None:
    store.put(catalogue(code="le-phat-dong"))


def with_an_edited_event(store: Store) -> None:
    store.put(catalogue(choices=3))


def with_the_secret_of_a_draw(store: Store) -> None:
    """As of a laptop whose log was brought here; its secrets stay where they were made."""
    with store.writing() as log:
        log.connection.execute(insert(draw_secrets).values(commitment="c" * 64, secret=b"s"))


@pytest.mark.parametrize(
    "changed",
    [
        with_one_more_person,
        with_one_more_badge,
        with_one_more_event,
        with_an_edited_event,
        with_the_secret_of_a_draw,
    ],
)
def test_no_backup_is_replaced_by_a_store_that_lacks_what_it_holds(
    changed: Callable[[Store], None], store: Store, tmp_path: Path
) -> None:
    shared, clock = tmp_path / "b", Clock()
    make(store, shared, WORDS)
    other = laptop_of(store, tmp_path / "may-2.db", clock)
    changed(other)
    for minute in (10, 20):
        clock.now = at(minute)
        assert make(other, shared, WORDS) is None
    kept = shared.read_bytes()
    assert make(store, shared, WORDS) is BackupProblem.OTHERS
    assert shared.read_bytes() == kept
    other.close()


def laptop_of(store: Store, place: Path, clock: Clock) -> Store:
    """Another laptop, with a copy of the main one's store and a number of its own."""
    store.close()
    shutil.copyfile(str(store.engine.url.database), place)
    other = open_store(str(place), clock)
    assert other.assign_number(2)
    return other


def test_a_store_that_gathered_another_may_take_the_place_of_its_backup(store: Store, tmp_path: Path) -> None:
    shared, card = tmp_path / "b", CitizenCard("051188004711", "Phạm Thị Hlê", None, None, "")
    other = laptop_of(store, tmp_path / "may-2.db", Clock())
    for laptop, newcomer in ((store, "c" * 32), (other, "d" * 32)):
        hle = replace(NGO, id=newcomer, name="Phạm Thị Hlê")
        register(hle, "tai-ban", desk_of(laptop), at(5), card=card)
    assert make(other, shared, WORDS) is None
    assert make(store, shared, WORDS) is BackupProblem.OTHERS
    held = unsealed(shared, WORDS)
    assert isinstance(held, bytes)
    other.close()
    gained = sync(store, held, at(10))
    assert isinstance(gained, Gained)
    assert gained.united == 1
    assert make(store, shared, WORDS) is None


def test_a_store_takes_the_place_of_its_own_backup_after_its_event_was_edited(tmp_path: Path) -> None:
    kept, clock = tmp_path / "b", Clock()
    with store_at(tmp_path / "store.db", catalogue(), clock) as store:
        known(store, NGO)
        for minute, choices in enumerate((3, 4, 5)):
            clock.now = at(minute)
            assert make(store, kept, WORDS) is None
            store.put(catalogue(choices=choices))
        forget(store, [NGO.id], Because.REQUESTED, at(5))
        assert renew(store, remembered(store)[0], WORDS) is None


def known_to(store: Store) -> Person:
    with store.reading() as log:
        (found,) = log.people.search("ngo", 1)
    return found


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
def test_no_store_is_restored_beside_what_another_left(end: str, store: Store, tmp_path: Path) -> None:
    make(store, tmp_path / "b", WORDS)
    left = tmp_path / f"again.db{end}"
    left.write_bytes(b"of a store that was moved away")
    assert restored(tmp_path / "b", WORDS, tmp_path / "again.db") is BackupProblem.JOURNAL_IN_THE_WAY
    assert left.read_bytes() == b"of a store that was moved away"
    assert not (tmp_path / "again.db").exists()


def test_a_store_knows_which_backups_hold_somebody_forgotten(store: Store, tmp_path: Path) -> None:
    kept = tmp_path / "b"
    make(store, kept, WORDS)
    assert [(b.path, b.made, b.outdated) for b in remembered(store)] == [(kept, NOW, False)]
    forget(store, [NGO.id], Because.REQUESTED, at(5))
    (outdated,) = remembered(store)
    assert outdated.outdated
    assert renew(store, outdated, "khác") is BackupProblem.WRONG_PASSPHRASE
    assert remembered(store) == [outdated]
    assert renew(store, outdated, WORDS) is None
    assert not remembered(store)[0].outdated
    restored(kept, WORDS, tmp_path / "again.db")
    held = (tmp_path / "again.db").read_bytes()
    assert all(text.encode() not in held for text in ("Ngộ", "nguyen thi ngo", "1957-03-05", NGO.unit))


def test_a_restored_store_knows_the_backup_it_is_from(store: Store, tmp_path: Path) -> None:
    kept = tmp_path / "b"
    make(store, kept, WORDS)
    store.close()
    assert restored(kept, WORDS, tmp_path / "again.db") is None
    again = open_store(str(tmp_path / "again.db"), Clock())
    assert [(b.path, b.outdated) for b in remembered(again)] == [(kept, False)]
    forget(again, [NGO.id], Because.REQUESTED, at(5))
    (outdated,) = remembered(again)
    assert outdated.outdated
    assert renew(again, outdated, WORDS) is None
    with again.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal", "as a store that was made"
    again.close()
    assert restored(kept, WORDS, tmp_path / "once-more.db") is None
    assert "Ngộ".encode() not in (tmp_path / "once-more.db").read_bytes()
    last = open_store(str(tmp_path / "once-more.db"), Clock())
    assert [(b.path, b.outdated) for b in remembered(last)] == [(kept, False)]
    last.close()


def test_a_backup_of_an_earlier_version_is_restored_as_a_store_of_this_one(
    store: Store, tmp_path: Path
) -> None:
    kept = tmp_path / "b"
    make_earlier(store)
    store.close()
    old = (tmp_path / "store.db").read_bytes()
    with store_at(tmp_path / "new.db") as new:
        make(new, kept, WORDS)
    assert restore(old, kept, tmp_path / "again.db") is None
    again = open_store(str(tmp_path / "again.db"), Clock())
    assert [b.path for b in remembered(again)] == [kept]
    assert known_to(again) == NGO
    again.close()


def test_a_backup_that_is_dropped_is_deleted(store: Store, tmp_path: Path) -> None:
    make(store, tmp_path / "b", WORDS)
    assert not drop(store, tmp_path / "c")
    assert drop(store, tmp_path / "b")
    assert (remembered(store), (tmp_path / "b").exists()) == ([], False)


def test_a_backup_is_known_by_either_way_to_write_its_path_on_windows(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "normcase", lambda path: str(path).lower())
    make(store, tmp_path / "Kho", WORDS)
    assert drop(store, tmp_path / "KHO")


def test_a_store_on_a_server_is_not_backed_up_here(postgres_url: str, tmp_path: Path) -> None:
    with store_at(postgres_url) as store:
        assert make(store, tmp_path / "b", WORDS) is BackupProblem.ON_SERVER


def test_a_pin_is_kept_as_a_hash_that_only_it_opens(place: str) -> None:
    with store_at(place) as store:
        assert is_pin(store, "1010") is None
        set_pin(store, "2468")
        assert (is_pin(store, "2468"), is_pin(store, "1010"), is_pin(store, "")) == (True, False, False)


def test_exports_since_somebody_first_came_were_of_them_too(place: str) -> None:
    clock = Clock()
    with store_at(place, catalogue(), clock) as store:
        known(store, someone := person("Lê Thị Rít"))
        for minute, kind in enumerate((Kind.EXPORTED, Kind.ADMITTED, Kind.EXPORTED, Kind.ADMITTED)):
            clock.now = at(minute)
            about = someone.id if kind is Kind.ADMITTED else None
            with store.writing() as log:
                log.append(Draft(kind, "ngay-thu", clock.now, "ban-1", about))
        with store.reading() as log:
            told = dossier(log, someone, list(store.catalogues.values()), store.tag)
    assert [entry.recorded for entry in told.seen] == [at(2)]


@pytest.mark.parametrize(("undone", "exported", "was_in_it"), [(1, 2, False), (2, 1, True)])
def test_an_export_is_of_whoever_counted_as_having_come_when_it_was_made(
    place: str, undone: int, exported: int, *, was_in_it: bool
) -> None:
    clock = Clock()
    with store_at(place, catalogue(), clock) as store:
        (scan,) = known(store, someone := person("Lê Thị Rít"))
        (answer,) = receive([scan], desk_of(store), at(0))
        assert answer.entry
        for minute in (1, 2):
            clock.now = at(minute)
            if minute == undone:
                undo(answer.entry.ref, "nham-nguoi", desk_of(store), clock.now)
            if minute == exported:
                with store.writing() as log:
                    log.append(Draft(Kind.EXPORTED, "ngay-thu", clock.now, "ban-1", code="attendance"))
        with store.reading() as log:
            told = dossier(log, someone, list(store.catalogues.values()), store.tag)
    assert len(told.seen) == was_in_it


def test_a_person_is_shown_everything_kept_of_them(place: str) -> None:
    child = person("Đinh Văn Brôn", Birth(2012), group="hoc-sinh", consent=None)
    with store_at(place, catalogue(), Clock()) as store:
        known(store, child)
        receive_person(child, desk_of(store), NOW, consent="giam-ho")
        with store.writing() as log:
            log.append(Draft(Kind.EXPORTED, "ngay-thu", at(9), "ban-1", code="attendance"))
        with store.reading() as log:
            told = dossier(log, replace(child, consent="giam-ho"), list(store.catalogues.values()), store.tag)
    (agreed,) = told.consents
    assert (agreed.basis, agreed.text, len(agreed.version)) == (
        "giam-ho",
        Bilingual("Giám hộ", "Giám hộ (en)"),
        12,
    )
    assert [(badge.counter, revoked) for badge, revoked in told.badges] == [(1, False)]
    assert [(c.event.code, day.arrived) for c, day in told.days] == [("ngay-thu", NOW)]
    assert [entry.draft.code for entry in told.seen] == ["attendance"]
    assert (told.has_card, told.is_listed, told.entries) == (False, False, 2)


def test_the_text_that_was_agreed_to_is_kept_when_the_catalogue_changes(place: str) -> None:
    first = catalogue()
    basis, *others = first.programme.consents
    reworded = replace(basis, text=Bilingual("Lời mới", "New words"))
    second = replace(first, programme=replace(first.programme, consents=(reworded, *others)))
    adult = person(consent=None)
    with store_at(place, first, Clock()) as store:
        known(store, adult)
        receive_person(adult, desk_of(store), NOW, consent=basis.code)
        store.put(second)
        with store.reading() as log:
            (agreed,) = dossier(log, adult, [second], store.tag).consents
    assert (agreed.text, agreed.version) == (basis.text, basis.version)
    assert reworded.version != basis.version


def test_what_is_put_right_is_found_and_what_was_noted_before_is_not(place: str) -> None:
    with store_at(place, catalogue(), Clock()) as store:
        known(store, NGO)
        right = replace(NGO, name="Nguyễn Thị Ngô", birth=Birth(1958), unit="")
        assert correct(store, right, at(5)) == ["name", "birth", "unit"]
        assert correct(store, right, at(6)) == []
        assert correct(store, person("Ai Đó"), at(6)) == []
        with store.reading() as log:
            assert log.people.get(NGO.id) == right
            assert (log.people.search("1957", 9), log.people.search("1958", 9)) == ([], [right])
        assert [(e.draft.kind, e.draft.code) for e in the_log(store)] == [
            (Kind.CORRECTED, name) for name in ("name", "birth", "unit")
        ]


def test_what_somebody_agreed_to_is_shown_as_it_was_written_down(store: Store) -> None:
    """Also what another laptop wrote of them under an id of its own, before the two were brought together."""
    other = "b" * 32
    with store.writing() as log:
        log.connection.execute(insert(aliases).values(id=other, person=NGO.id))
        for who, basis in ((other, "tai-ban"), (NGO.id, "danh-sach")):
            log.append(Draft(Kind.CONSENTED, "ngay-thu", NOW, "ban-1", who, code=basis))
    with store.reading() as log:
        shown = dossier(log, NGO, list(store.catalogues.values()), store.tag)
    assert [one.basis for one in shown.consents] == ["tai-ban", "danh-sach"]
