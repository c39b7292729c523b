"""The commands about people's data: seeing, correcting, forgetting, backups, and the organiser's PIN."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import fields
from hashlib import scrypt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from checkin.person import Person
from data.ledger import open_store
from data.tables import backups
from kiosk.commands import guard
from tests.kiosk.cli import Here, process

PIN = ("--pin", "1010")
SOON, LATE = ("--today", "2026-03-25"), ("--today", "2026-03-26")


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    here = Here(tmp_path, capsys)
    here.filled()
    here.say("checkin", here.badge_of("Đinh Văn Brôn"), "--at", "09:00")
    return here


def one(here: Here, words: str = "bron") -> str:
    return str(here.json("search", words).objects[0]["person"])


def words_in(here: Here) -> Path:
    path = here.folder / "mat-khau.txt"
    path.write_text("chín con trâu qua suối\n", encoding="utf-8")
    return path


def test_everything_kept_of_a_person_is_shown_by_id_or_badge(here: Here) -> None:
    shown = here.json("people", "show", here.badge_of("Đinh Văn Brôn"), *PIN).object
    assert (shown["name"], shown["birth"], shown["has_card"], shown["is_listed"]) == (
        "Đinh Văn Brôn",
        "1990-08-12",
        False,
        True,
    )
    assert [c["basis"] for c in shown["consents"]] == ["danh-sach"]
    assert shown["consents"][0]["vi"]
    assert [day["event"] for day in shown["events"]] == ["ngay-hoi"]
    here.say("export", "attendance", "--out", here.folder / "a.csv", *PIN)
    again = here.say("people", "show", one(here), *PIN)
    assert {detail.name for detail in fields(Person)} - {"id"} <= set(shown)
    assert again.out.startswith("Họ và tên: Đinh Văn Brôn\n  Name: Đinh Văn Brôn\n")
    assert "Ngày sinh: 12/08/1990" in again.out
    assert "Đã cho xem lúc" in again.out
    assert "Đã xuất cùng cả danh sách lúc" in again.out
    assert [e["kind"] for e in here.json("log", "--limit", "3").objects] == ["shown", "exported", "shown"]


def test_a_badge_code_that_is_not_genuine_shows_nobody(here: Here) -> None:
    code = here.badge_of("Đinh Văn Brôn")
    forged = f"{code[:-1]}{'1' if code[-1] == '0' else '0'}"
    assert here.json("people", "show", forged, *PIN).object["error"] == "no-such-person"


def test_only_lists_that_a_person_was_on_are_shown_to_them(here: Here) -> None:
    export = ("export", "attendance", "--out", here.folder / "a.csv", *PIN)
    here.say(*export)
    here.say("checkin", here.badge_of("Nguyễn Thúy Ái"), "--at", "10:00")
    both = [one(here), one(here, "thuy ai")]
    seen = [len(here.json("people", "show", person, *PIN).object["seen"]) for person in both]
    here.say(*export)
    after = [len(here.json("people", "show", person, *PIN).object["seen"]) for person in both]
    assert seen == [1, 0], "who came later was on no list that was written before"
    assert after == [3, 2], "with the list written now, and that it was shown"


def test_only_the_organiser_sees_exports_and_forgets(here: Here) -> None:
    guarded: list[tuple[object, ...]] = [
        ("people", "show", one(here)),
        ("people", "correct", one(here), "--unit", "x"),
        ("people", "forget", one(here), "--yes"),
        ("people", "withdraw", one(here), "--yes"),
        ("retention", "apply"),
        ("export", "attendance", "--out", here.folder / "a.csv"),
        ("backup", "make", here.folder / "b"),
        ("backup", "drop", here.folder / "b"),
        ("pin", "--new", "2468"),
    ]
    before = here.json("log").out
    for command in guarded:
        assert (here.json(*command).object["error"], here.say(*command).status) == ("pin", 2)
        assert here.json(*command, "--pin", "0000").object["error"] == "pin"
    assert here.json("log").out == before
    assert not (here.folder / "a.csv").exists()


def test_a_pin_of_one_s_own_takes_the_place_of_the_public_one(here: Here) -> None:
    assert "ngayhoi pin" in here.say("people", "show", one(here), *PIN).err
    assert here.json("pin", *PIN, "--new", "12").object["error"] == "new-pin"
    said = here.say("pin", *PIN, "--new", "2468")
    assert (said.status, said.err) == (0, ""), "whoever sets a PIN is not told to set one"
    assert here.json("people", "show", one(here), *PIN).object["error"] == "pin"
    said = here.say("people", "show", one(here), "--pin", "2468")
    assert (said.status, said.err) == (0, "")
    assert here.json("pin", "--pin", "2468", "--new", "1357").object["ok"]


def test_a_pin_is_kept_at_the_price_that_makes_guessing_slow(here: Here) -> None:
    """N = 2^17, r = 8, p = 1 (OWASP, Password Storage); a PIN kept at another price opens nothing any more."""
    assert process("pin", *PIN, "--new", "chín con trâu", "--store", here.store).status == 0
    with closing(sqlite3.connect(here.store)) as store:
        (kept,) = store.execute("SELECT pin FROM programme").fetchone()
    price = {"n": 2**17, "r": 8, "p": 1, "maxmem": 2**28, "dklen": 32}
    assert kept[16:] == scrypt("chín con trâu".encode(), salt=kept[:16], **price)


def test_what_is_typed_unseen_is_asked_for_where_there_is_a_terminal(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["1010", "2468", "2469", "1010", "2468", "2468"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(guard, "getpass", lambda _: next(answers))
    assert here.json("pin").object["error"] == "twice"
    assert here.json("pin").object["ok"]


def test_a_mistake_is_put_right(here: Here) -> None:
    person = one(here)
    said = here.json(
        "people", "correct", person, "--name", "Đinh Văn Brông", "--birth", "8/1991", "--sex", "", *PIN
    ).object
    assert said["changed"] == ["name", "birth", "sex"]
    assert here.json("search", "brong 1991").object["person"] == person
    assert (
        here.json("people", "correct", person, "--hamlet", "con-doc", "--group", "nguoi-dan", *PIN).status
        == 0
    )
    named = here.json("people", "correct", person, "--hamlet", "thôn Con Dóc", "--group", "Nông dân", *PIN)
    assert (named.status, named.object["changed"]) == (0, []), "the names of what was noted by code"
    assert here.json("people", "correct", person, *PIN).object["changed"] == []
    codes = [e["code"] for e in here.json("log", "--kind", "corrected").objects]
    assert codes == ["name", "birth", "sex", "hamlet"]


@pytest.mark.parametrize("typed", ["05.03.1957", "05-03-1957", "05031957", "5 3 1957"])
def test_a_birth_is_put_right_as_people_type_it(here: Here, typed: str) -> None:
    person = one(here)
    assert here.json("people", "correct", person, "--birth", typed, *PIN).status == 0
    assert here.json("people", "show", person, *PIN).object["birth"] == "1957-03-05"


@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("--name", " ", "name"),
        ("--name", "123", "name"),
        ("--name", "??", "name"),
        ("--name", "Đinh " * 17, "name"),
        ("--unit", "lớp " * 31, "unit"),
        ("--name", "Lê Hoa 051190001234", "name"),
        ("--unit", "Lớp 5A, 0905 123 456", "unit"),
        ("--birth", "31/02/1957", "birth"),
        ("--birth", "05/03/2099", "birth"),
        ("--birth", "1857", "birth"),
        ("--birth", "31.02.1957", "birth"),
        ("--birth", "hôm qua", "birth"),
        ("--group", "khong-co", "group"),
        ("--hamlet", "khong-co", "hamlet"),
    ],
)
def test_what_cannot_be_right_is_not_noted(here: Here, option: str, value: str, error: str) -> None:
    said = here.json("people", "correct", one(here), option, value, *PIN)
    assert (said.status, said.object["error"]) == (2, error)
    if option == "--birth":
        assert ("Không có ngày này" in said.object["vi"]) is any(sign.isdigit() for sign in value)


def test_a_badge_of_somebody_who_was_forgotten_says_so(here: Here) -> None:
    person = one(here)
    code = here.badge_of("Đinh Văn Brôn")
    assert here.json("people", "forget", person, "--yes", *PIN).status == 0
    assert here.json("people", "show", code, *PIN).object["error"] == "forgotten"


@pytest.mark.parametrize(
    ("command", "kinds"), [("forget", ["forgotten"]), ("withdraw", ["withdrawn", "forgotten"])]
)
def test_someone_is_forgotten_once_it_is_confirmed(here: Here, command: str, kinds: list[str]) -> None:
    person = one(here)
    asked = here.say("people", command, person, *PIN)
    assert asked.status == 2
    assert "Đinh Văn Brôn, 12/08/1990, Nước Giáp" in asked.err, "namesakes of one year and hamlet"
    done = here.json("people", command, person, *PIN, "--yes")
    assert (done.status, done.object["forgotten"], done.object["clean"]) == (0, 1, True)
    assert [e["kind"] for e in here.json("log", "--person", person, "--limit", len(kinds)).objects] == kinds
    assert here.json("people", "show", person, *PIN).object["error"] == "forgotten"
    assert here.json("people", "show", "khong-co", *PIN).object["error"] == "no-such-person"
    assert here.json("search", "bron").objects == []
    assert "Brôn" not in here.say("log").out


def test_a_yes_that_is_typed_counts(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for typed, status in (("k", 2), ("", 2), ("Có", 0)):
        monkeypatch.setattr("builtins.input", lambda typed=typed: typed)
        assert here.say("people", "forget", one(here, ""), *PIN).status == status


def test_a_question_offers_its_answers_in_the_language_it_is_asked_in(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda: "")
    for language, offered in (
        (("--lang", "vi"), "\n[c: có, k: không] "),
        (("--lang", "en"), "\n[y/n] "),
        ((), "\n[c: có, k: không] / [y/n] "),
    ):
        said = here.json("people", "forget", one(here, ""), *PIN, *language)
        assert offered in said.err
        assert said.object["error"] == "confirm", "and nothing else stands in the output"


def test_whoever_ends_the_input_at_a_question_has_answered_nothing(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", ended)
    monkeypatch.setattr(guard, "getpass", ended)
    assert here.json("people", "forget", one(here, ""), *PIN).object["error"] == "confirm"
    assert here.json("people", "show", one(here, "")).object["error"] == "pin"


def test_everybody_is_forgotten_when_the_period_is_over(here: Here) -> None:
    early = here.json("retention", "apply", *SOON, *PIN).object
    assert (early["from"], early["due"], early["forgotten"]) == ("2026-03-26", 0, 0)
    dry = here.json("retention", "apply", *LATE, "--dry-run", *PIN).object
    assert (dry["due"], dry["dry_run"], len(here.json("search", "").objects)) == (4, True, 4)
    assert "hết ngày 25/03/2026, hôm nay tính là ngày 26/03/2026" in dry["vi"]
    assert "today is taken to be 26/03/2026" in dry["en"]
    assert here.json("retention", "apply", *LATE, *PIN).object["error"] == "confirm"
    done = here.json("retention", "apply", *LATE, *PIN, "--yes").object
    assert (done["forgotten"], here.json("search", "").objects) == (4, [])
    assert {e["code"] for e in here.json("log", "--kind", "forgotten").objects} == {"expired"}
    out = here.folder / "a.csv"
    said = here.json("export", "attendance", "--out", out, *PIN).object
    assert (said["people"], "Brôn" in out.read_text(encoding="utf-8-sig")) == (1, False)


def backed_up(here: Here) -> Path:
    kept = here.folder / "o-cung" / "kho.sao-luu"
    kept.parent.mkdir()
    said = here.say("backup", "make", kept, "--passphrase-file", words_in(here), *PIN)
    assert said.status == 0
    return kept


def restored(here: Here, kept: Path, name: str) -> dict[str, Any]:
    said = here.json(
        "backup", "restore", kept, "--out", here.folder / name, "--passphrase-file", words_in(here)
    )
    assert said.status == 0
    return said.object


def test_a_backup_is_made_anew_when_somebody_is_forgotten(here: Here) -> None:
    kept = backed_up(here)
    done = here.json("people", "forget", one(here), *PIN, "--yes", "--passphrase-file", words_in(here))
    assert (done.status, [b["renewed"] for b in done.object["backups"]]) == (0, [True])
    restored(here, kept, "lay-lai.db")
    held = sqlite3.connect(here.folder / "lay-lai.db")
    names = {name for (name,) in held.execute("SELECT name FROM people")}
    held.close()
    assert names == {"", "Phạm Thị Ngộ", "Nguyễn Thúy Ái"}


def test_who_is_forgotten_in_a_restored_store_does_not_stay_in_its_backup_unsaid(here: Here) -> None:
    kept = backed_up(here)
    restored(here, kept, "lay-lai.db")
    again = ("--store", here.folder / "lay-lai.db")
    done = here.json(*again, "people", "forget", one(here), *PIN, "--yes")
    assert (done.status, [b["file"] for b in done.object["backups"]]) == (1, [str(kept)])
    assert f"Bản sao lưu {kept}" in done.object["backups"][0]["vi"]
    words = ("--passphrase-file", words_in(here))
    assert here.say(*again, "retention", "apply", *SOON, *PIN, *words).status == 0
    restored(here, kept, "lan-nua.db")
    assert here.json("--store", here.folder / "lan-nua.db", "search", "bron").objects == []


def test_a_backup_that_still_holds_somebody_is_named_until_that_ends(here: Here) -> None:
    kept = backed_up(here)
    done = here.json("people", "forget", one(here), *PIN, "--yes")
    assert (done.status, [b["renewed"] for b in done.object["backups"]]) == (1, [False])
    kept.rename(here.folder / "rut-ra")
    told = here.say("retention", "apply", *SOON, *PIN, "--passphrase-file", words_in(here))
    assert told.status == 1
    assert f"Bản sao lưu {kept}" in told.out
    (here.folder / "rut-ra").rename(kept)
    assert here.say("retention", "apply", *SOON, *PIN, "--passphrase-file", words_in(here)).status == 0
    here.say("people", "forget", one(here, "ai"), *PIN, "--yes")
    assert here.say("backup", "drop", kept, *PIN).status == 0
    assert here.say("retention", "apply", *SOON, *PIN).status == 0
    assert not kept.exists()


def test_a_backup_that_cannot_be_reached_keeps_no_other_from_being_made_anew(here: Here) -> None:
    kept = backed_up(here)
    with closing(open_store(here.store)) as store, store.writing() as log:
        row = {"path": f"/{'x' * 300}", "made": store.clock(), "outdated": True}
        log.connection.execute(insert(backups).values(row))
    done = here.json("people", "forget", one(here), *PIN, "--yes", "--passphrase-file", words_in(here))
    assert done.status == 1
    assert {b["file"]: b["renewed"] for b in done.object["backups"]} == {row["path"]: False, str(kept): True}
    assert here.say("backup", "drop", row["path"], *PIN).status == 1, "nobody could look whether it is there"


def test_who_breaks_off_at_the_passphrase_hears_where_the_forgotten_are_still(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(_: str) -> str:
        raise KeyboardInterrupt

    kept = backed_up(here)
    person = one(here)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(guard, "getpass", broken_off)
    done = here.json("people", "forget", person, *PIN, "--yes")
    assert (done.status, done.object["forgotten"]) == (1, 1)
    assert [(b["file"], b["renewed"]) for b in done.object["backups"]] == [(str(kept), False)]
    assert "Đã dừng giữa chừng." in done.object["backups"][0]["vi"]


def test_a_passphrase_file_of_notepad_is_the_passphrase_without_its_mark(here: Here) -> None:
    kept = backed_up(here)
    marked = here.folder / "notepad.txt"
    marked.write_bytes(b"\xef\xbb\xbf" + words_in(here).read_bytes().replace(b"\n", b"\r\n"))
    out = ("--out", here.folder / "lay-lai.db")
    assert here.json("backup", "restore", kept, *out, "--passphrase-file", marked).status == 0


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
@pytest.mark.parametrize("command", [("people", "forget"), ("people", "withdraw"), ("retention", "apply")])
def test_nobody_is_forgotten_before_the_passphrase_file_could_be_read(
    here: Here, command: tuple[str, ...], encoding: str
) -> None:
    backed_up(here)
    written = here.folder / "notepad.txt"
    written.write_text("mật khẩu dài", encoding=encoding, errors="ignore")
    about = (one(here),) if command[0] == "people" else LATE
    said = here.json(*command, *about, *PIN, "--yes", "--passphrase-file", written)
    assert (said.status, said.object["error"]) == (1, "passphrase")
    assert str(written) in said.object["vi"]
    assert "UTF-8" in said.object["vi"]
    assert len(here.json("search", "").objects) == 4
    absent = here.json(*command, *about, *PIN, "--yes", "--passphrase-file", here.folder / "khong")
    assert (absent.object["error"], len(here.json("search", "").objects)) == ("file", 4)


def test_what_cannot_be_a_backup_is_a_sentence(here: Here) -> None:
    kept = backed_up(here)
    wrong = here.folder / "sai.txt"
    wrong.write_text("khác", encoding="utf-8")
    out = ("--out", here.folder / "lay-lai.db")
    assert here.json("backup", "restore", kept, *out).object["error"] == "passphrase"
    assert (
        here.json("backup", "restore", kept, *out, "--passphrase-file", wrong).object["error"] == "passphrase"
    )
    assert here.json("backup", "restore", wrong, *out, "--passphrase-file", wrong).object["error"] == "backup"
    assert (
        here.json("backup", "restore", here.folder / "x", *out, "--passphrase-file", wrong).object["error"]
        == "file"
    )
    nowhere = here.folder / "chua-co" / "lay-lai.db"
    missing = here.json("backup", "restore", kept, "--out", nowhere, "--passphrase-file", words_in(here))
    assert missing.object["error"] == "file"
    assert str(nowhere) in missing.object["vi"], "the folder is missing, and not the backup"
    assert str(kept) not in missing.object["vi"]
    assert here.json("backup", "make", wrong, "--passphrase-file", wrong, *PIN).object["error"] == "backup"
    assert here.json("backup", "drop", wrong, *PIN).object["error"] == "backup"
