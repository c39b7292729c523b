"""What goes wrong on the day: every time a sentence in both languages, a status, and nothing half done."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.day import lists
from tests.day.kit import DAY, HEADER, Machine, share, spreadsheet

PERSON = ("Đinh Văn Brôn", "1/2/1950", "Nam", "Bùi Hui", "Người dân", "")
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def told_in_both_languages(said: str) -> bool:
    """Whether every other line is Vietnamese, and those between are English, set in."""
    lines = said.splitlines()
    vietnamese, english = lines[0::2], lines[1::2]
    return (
        len(vietnamese) == len(english) > 0
        and all(VIETNAMESE.search(line) for line in vietnamese)
        and all(line.startswith("  ") for line in english)
    )


def failed(machine: Machine, *args: object, status: int = 1) -> str:
    """Fail as expected, with the sentence in both languages; returns the code that scripts are given."""
    told = machine.json(*args)
    assert told.status == status, told
    assert told_in_both_languages(told.err), told
    assert VIETNAMESE.search(told.record["vi"])
    return str(told.record["error"])


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("checkin", "0HMRVX"),
    ("checkin", "--batch", "-"),
    ("checkin", "--person", "x"),
    ("checkout", "0HMRVX"),
    ("visit", "in", "1", "0HMRVX"),
    ("next", "0HMRVX"),
    ("search", "a"),
    ("badges",),
    ("badges", "--show", "x"),
    ("undo", "H-1"),
    ("log",),
    ("log", "--verify"),
    ("device",),
    ("export", "attendance", "--pin", "1010", "--out", "a.csv"),
    ("roster", "import", "list.xlsx"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_a_store_every_command_says_how_to_make_one(
    laptop: Machine, command: tuple[str, ...]
) -> None:
    spreadsheet(laptop.folder / "list.xlsx", [PERSON])
    before = sorted(laptop.folder.iterdir())
    told = laptop.json(*command)
    assert (told.status, told.record["error"]) == (1, "no-store")
    assert "ngayhoi init" in told.record["vi"]
    assert "ngayhoi init" in told.err
    assert sorted(laptop.folder.iterdir()) == before


@pytest.fixture(params=["text", "folder", "empty database", "other database", "truncated", "below a file"])
def no_store(request: pytest.FixtureRequest, machine: Machine) -> Path:
    """A place where something other than a store is."""
    path = machine.folder / "odd.db"
    match request.param:
        case "text":
            path.write_text("Danh sách khách mời\n" * 200, encoding="utf-8")
        case "folder":
            path.mkdir()
        case "empty database":
            path.touch()
        case "other database":
            with closing(sqlite3.connect(path)) as base, base:
                base.execute("CREATE TABLE t (a)")
        case "truncated":
            machine.init()
            path.write_bytes(machine.store.read_bytes()[:9000])
        case _:
            (machine.folder / "file").write_text("x", encoding="utf-8")
            path = machine.folder / "file" / "day.db"
    return path


def test_what_is_no_store_is_left_as_it_is(machine: Machine, no_store: Path) -> None:
    before = no_store.read_bytes() if no_store.is_file() else None
    assert failed(machine, "--store", no_store, "checkin", "0HMRVX", "--at", "08:00") in (
        "no-store",
        "store-mismatch",
        "store-unavailable",
    )
    assert (no_store.read_bytes() if no_store.is_file() else None) == before
    if before != b"":
        failed(machine, "--store", no_store, "init", "--date", DAY)
        assert (no_store.read_bytes() if no_store.is_file() else None) == before


@pytest.mark.parametrize(
    "place", ["mysql://a@b/c", "postgresql://", "nothing://", "postgresql://u@127.0.0.1:1/none"]
)
def test_an_address_that_leads_nowhere(machine: Machine, place: str) -> None:
    assert failed(machine, "--store", place, "search", "a") in ("store-mismatch", "store-unavailable")


def test_a_password_in_an_address_is_not_shown(machine: Machine) -> None:
    place = "postgresql://desk:bi-mat-9@127.0.0.1:1/none"
    done = machine.run("--store", place, "init")
    assert done.status == 1
    assert "bi-mat-9" not in done.out + done.err


WHOLE_MODULES = {"PYTHONDONTWRITEBYTECODE": "1"}
"""Else a command that finds no room would leave half a compiled module, which stops every later one."""


def _limited(size: int) -> object:
    resource = pytest.importorskip("resource", reason="only POSIX systems bound the size of files")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize("size", share((5000, 0, 40_000), 3))
def test_a_full_disk_refuses_and_keeps_what_was_there(machine: Machine, size: int) -> None:
    machine.init()
    machine.enlist(PERSON)
    code = machine.badges()[PERSON[0]]
    before = machine.entries()
    done = machine.json("checkin", code, "--at", "08:00", preexec_fn=_limited(size), env=WHOLE_MODULES)
    if done.status:
        assert (done.status, done.record["error"]) == (1, "store-unavailable")
        assert machine.entries() == before
    assert machine.checkin(code).record["reason"] == ("admitted" if done.status else "already-here")


def test_a_full_disk_makes_no_store(machine: Machine) -> None:
    done = machine.json("init", preexec_fn=_limited(100), env=WHOLE_MODULES)
    assert (done.status, done.record["error"]) == (1, "store-unavailable")
    machine.store.unlink(missing_ok=True)
    assert machine.init()["created"] is True


def test_a_full_disk_leaves_the_export_of_yesterday(machine: Machine) -> None:
    machine.init()
    name = "Nguyễn Thị Người Thử Tên Dài Như Một Dòng Trong Sổ"
    unit = "Tổ hợp tác của những người thử xem tệp có vừa chỗ còn lại trên ổ đĩa hay không " * 6
    everybody = [(f"{name} {n}", "1/1/1980", "Nam", "Bùi Hui", "Người dân", "", unit) for n in range(120)]
    spreadsheet(machine.folder / "list.xlsx", everybody, (*HEADER, "Đơn vị"))
    machine.done("roster", "import", "list.xlsx")
    everyone = "\n".join(badge["code"] for badge in machine.done("badges").records)
    machine.done("checkin", "--batch", "-", "--at", "08:00", given=everyone.encode())
    machine.done("badges", "--pdf", "a.pdf", "--csv", "b.csv")
    machine.done("export", "attendance", "--pin", "1010", "--out", "a.csv")
    kept = {path: path.read_bytes() for path in map(machine.folder.joinpath, ("a.csv", "a.pdf", "b.csv"))}
    room = 81_920  # for an entry's pages, as many as its indexes may split into; not for a file
    assert all(len(written) > room for written in kept.values())
    least = _limited(room)
    for command in (
        ("export", "attendance", "--pin", "1010", "--out", "a.csv"),
        ("badges", "--pdf", "a.pdf"),
        ("badges", "--csv", "b.csv"),
    ):
        done = machine.json(*command, preexec_fn=least, env=WHOLE_MODULES)
        assert (done.status, done.record["error"]) == (1, "file"), command
    assert {path: path.read_bytes() for path in kept} == kept
    assert not list(machine.folder.glob(".ngayhoi*"))


@pytest.mark.parametrize("size", share((2_000, 10), 2))
def test_a_full_disk_leaves_no_half_of_a_file(machine: Machine, size: int) -> None:
    machine.init()
    machine.enlist(PERSON)
    machine.checkin(machine.badges()[PERSON[0]])
    machine.done("report", "--out", "xa.json")
    machine.done("report", "--out", "xa.docx", env=WHOLE_MODULES)  # from here on matplotlib knows its fonts
    before = {path.name for path in machine.folder.rglob("*")}
    for command in (
        ("report", "--words-template", "loi.toml"),
        ("report", "--out", "a.docx"),
        ("report", "merge", "xa.json", "--out", "b.docx"),
        ("report", "merge", "xa.json", "--out", "b.xlsx"),
        ("badges", "--png", "."),
        ("badges", "--pdf", "the.pdf"),
        ("simulate", "ngay-hoi", "--people", "5", "--seeds", "1", "--png", "chay.png"),
    ):
        done = machine.json(*command, preexec_fn=_limited(size), env=WHOLE_MODULES)
        assert done.status == 1, command
        assert done.records[-1]["error"] in {"file", "store-unavailable"}, command
    after = {path.name for path in machine.folder.rglob("*")}
    assert {name for name in after - before if not name.startswith("day.db")} == set()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("export", "attendance", "--pin", "1010", "--out", "nowhere/a.csv"), "file"),
        (("export", "attendance", "--pin", "1010", "--out", "folder.csv"), "file"),
        (("badges", "--pdf", "nowhere/a.pdf"), "file"),
        (("badges", "--csv", "nowhere/a.csv"), "file"),
        (("badges", "--png", "list.xlsx"), "file"),
        (("badges", "--pdf", "folder.csv"), "file"),
        (("roster", "import", "folder.csv"), "file"),
        (("badges", "--show", "nobody"), "no-such-person"),
        (("checkin", "--person", "nobody"), "no-such-person"),
        (("checkin", "--batch", "nowhere.txt"), "file"),
        (("checkin", "--batch", "folder.csv"), "file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_files_that_cannot_be(laptop_with_list: Machine, args: tuple[str, ...], code: str) -> None:
    assert failed(laptop_with_list, *args) == code


@pytest.fixture(scope="module")
def laptop_with_list(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    machine = Machine(tmp_path_factory.mktemp("listed"))
    machine.init()
    machine.enlist(PERSON)
    (machine.folder / "folder.csv").mkdir()
    return machine


def rosters(folder: Path) -> dict[str, tuple[str, Path]]:
    """Files that are no roster, by what they are, each with the code of its failure."""
    good = lists.write(folder / "good.xlsx").read_bytes()
    protected = OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    contents = {
        "pdf": ("a.pdf", b"%PDF-1.7\n" + bytes(300), "not-a-spreadsheet"),
        "pdf called xlsx": ("b.xlsx", b"%PDF-1.7\n" + bytes(300), "not-a-spreadsheet"),
        "old excel": ("c.xls", OLE + bytes(3000), "old-format"),
        "password": ("d.xlsx", protected, "protected"),
        "empty": ("e.xlsx", b"", "empty"),
        "cut off": ("f.xlsx", good[: len(good) // 2], "unreadable"),
        "picture": ("g.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "not-a-spreadsheet"),
        "header only": ("h.csv", "Họ và tên,Ngày sinh\n".encode(), "no-people"),
        "no header": ("i.csv", b"1,2,3\n4,5,6\n", "no-header"),
        "html": ("k.xls", b"<html><table><tr><td>x</td></tr></table></html>", "old-format"),
    }
    for name, content, _ in contents.values():
        (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / "l.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    found = {what: (code, folder / name) for what, (name, _, code) in contents.items()}
    return found | {
        "word": ("not-a-spreadsheet", folder / "l.xlsx"),
        "missing": ("missing", folder / "m.xlsx"),
    }


def test_files_that_are_no_roster(laptop_with_list: Machine) -> None:
    machine = laptop_with_list
    before = machine.entries()
    for what, (code, path) in rosters(machine.folder).items():
        assert (what, failed(machine, "roster", "import", path)) == (what, f"roster-{code}")
    assert machine.entries() == before


def test_a_catalogue_with_mistakes_makes_no_store(machine: Machine) -> None:
    source = Path(__file__).parents[2] / "data" / "reference"
    for name in ("ngay-hoi.toml", "binh-dan-hoc-vu-so.toml"):
        shutil.copy(source / name, machine.folder)
    event = machine.folder / "ngay-hoi.toml"
    text = event.read_text(encoding="utf-8")
    assert machine.done("catalogue", "check", event).record["ok"] is True
    event.write_text(text.replace("seats = ", "seats = -", 2) + "\n[[khong_co]]\na = 1\n", encoding="utf-8")
    told = machine.json("catalogue", "check", event)
    assert (told.status, told.record["ok"]) == (1, False)
    assert len(told.record["problems"]) == 3
    shown = machine.run("catalogue", "check", event)
    assert shown.status == 1
    assert "khong_co" in shown.out
    made = machine.json("init", "--catalogue", event, "--date", DAY)
    assert (made.status, made.record["error"]) == (1, "catalogue")
    assert not machine.store.exists()
    for broken in (b"", b"\xff\xfe\x00", b"code = ", b"[" * 5000):
        event.write_bytes(broken)
        assert machine.json("catalogue", "check", event).status == 1
        assert machine.json("init", "--catalogue", event).record["error"] == "catalogue"
    for absent in ("khong-co", "khong-co.toml", machine.folder):
        assert machine.json("catalogue", "check", absent).status == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(99), b"\xff\xd8\xff\xe0" + bytes(99), b"GIF89a", None],
)
def test_a_picture_that_is_no_picture(laptop_with_list: Machine, content: bytes | None) -> None:
    photo = laptop_with_list.folder / "photo.png"
    photo.unlink(missing_ok=True)
    if content is not None:
        photo.write_bytes(content)
    told = laptop_with_list.json("scan", photo)
    assert (told.status, told.record["error"], told.record["codes"]) == (1, "picture", [])
    assert failed(laptop_with_list, "checkin", "--image", photo, "--at", "08:00") == "picture"


def test_one_bad_picture_does_not_hide_the_good_one(laptop_with_list: Machine) -> None:
    laptop_with_list.done("badges", "--png", "cards")
    good = next((laptop_with_list.folder / "cards").iterdir())
    bad = laptop_with_list.folder / "list.xlsx"
    told = laptop_with_list.json("scan", bad, good)
    assert told.status == 1
    assert [(r.get("error"), len(r["codes"])) for r in told.records] == [("picture", 0), (None, 1)]


def test_a_picture_without_a_code_asks_for_another(laptop_with_list: Machine) -> None:
    import cv2
    import numpy as np

    photo = laptop_with_list.folder / "wall.jpg"
    cv2.imwrite(str(photo), np.full((300, 400), 130, np.uint8))
    assert laptop_with_list.done("scan", photo).record["codes"] == []
    told = laptop_with_list.checkin("--image", photo)
    assert (told.status, told.record["reason"]) == (4, "unreadable")


MISTYPED: tuple[tuple[str, ...], ...] = (
    (),
    ("checkin",),
    ("checkin", "a", "--batch", "-"),
    ("checkin", "a", "--person", "b"),
    ("checkin", "a", "--at", "25:00"),
    ("checkin", "a", "--at", "tối nay"),
    ("checkin", "a", "--consent", "tai-ban"),
    ("checkin", "a", "b"),
    ("init", "--date", "31/02/2025"),
    ("init", "--number", "0"),
    ("init", "--number", "256"),
    ("device", "--number", "x"),
    ("search",),
    ("search", "a", "--limit", "0"),
    ("visit", "qua", "1", "a"),
    ("log", "--kind", "gi-do"),
    ("log", "--lim", "3"),
    ("export", "attendance"),
    ("export", "attendance", "--out", "a.pdf"),
    ("badges", "--group", "khong-co"),
    ("roster",),
    ("khong-co",),
    ("--lang", "fr", "log"),
    ("log", "--event", "khong-co"),
    ("roster", "import", "list.xlsx", "--consent-basis", "khong-co"),
)


@pytest.mark.parametrize(
    "args",
    MISTYPED,
    ids=" ".join,
)
def test_what_cannot_be_typed_has_status_2(laptop_with_list: Machine, args: tuple[str, ...]) -> None:
    done = laptop_with_list.run(*args)
    assert (done.status, done.out) == (2, "")
    assert VIETNAMESE.search(done.err)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX shells")
def test_a_reader_who_leaves_early_is_no_trouble(laptop_with_list: Machine) -> None:
    everyone = b"0HMRVX\n" * 5000
    command = ("--json", "checkin", "--batch", "-", "--at", "08:00")
    with laptop_with_list.start(*command) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        feeder = subprocess.Popen(["head", "-c", "0"], stdin=process.stdout)
        feeder.wait()
        process.stdout.close()
        try:
            process.stdin.write(everyone)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.stderr.read() == b""
        assert process.wait(60) == 1
    absent = {"NGAYHOI_STORE": str(laptop_with_list.folder / "absent.db")}
    for listing in (
        ("log",),
        ("--json", "search", ""),
        ("--help",),
        ("checkin", "--help"),
        ("--json", "log"),
    ):
        with laptop_with_list.start(
            *listing, env=absent if listing == ("--json", "log") else None
        ) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            said = process.stderr.read().decode()
            assert "Exception" not in said
            assert "Traceback" not in said


def test_a_killed_desk_loses_nothing_it_answered(machine: Machine) -> None:
    machine.init()
    machine.enlist(
        *((f"Người Thử {name}", "1/1/1980", "Nam", "Bùi Hui", "", "") for name in ("An", "Bình", "Chi"))
    )
    codes = list(machine.badges().values())
    with machine.start("--json", "checkin", "--batch", "-", "--at", "08:00") as process:
        assert process.stdin
        assert process.stdout
        for code in codes[:2]:
            process.stdin.write(code.encode() + b"\n")
            process.stdin.flush()
            assert b'"admitted"' in process.stdout.readline()
        process.kill()
    assert len(machine.entries("--kind", "admitted")) == 2
    assert machine.done("log", "--verify").record["ok"] is True
    assert machine.checkin(codes[0]).record["reason"] == "already-here"
