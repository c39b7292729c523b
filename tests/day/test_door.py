"""Every answer of the door, one by one: its reason, its exit status, and what it says."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from checkin.badge import ALPHABET
from tests.day.kit import DAY, HEADER, Machine, Record, spreadsheet

PEOPLE = (
    ("Đinh Văn Brôn", "1/2/1950", "Nam", "Bùi Hui", "Người dân", ""),
    ("Phạm Thị Nhía", "3/4/1961", "Nữ", "Hố Sâu", "Người dân", ""),
    ("Lê Văn Nam", "5/6/1990", "Nam", "Vầy Ốc", "Đoàn viên", ""),
    ("Bùi Thị Trâm", "7/8/2015", "Nữ", "Cây Muối", "Học sinh", ""),
)
BRON, NHIA, NAM, TRAM = (row[0] for row in PEOPLE)
FOREIGN = {
    "https://dichvucong.gov.vn/p/home": "trang web",
    "http://xn--vit-nam-8ya.vn/?q=\x1b[31m": "trang web",
    "00020101021138570010A00000072701270006970436011301234567890120208QRIBFTTA53037045802VN6304ABCD": "ngân hàng",
    "DN4516100123456|50c3a26d205468e1bb8b|01/01/1957|2|Thon Bui Hui|51 - 020|-|01/01/2020|-|x|$": "bảo hiểm y tế",
    "8934563138165": "hàng hóa",
    "https://zalo.me/g/thubinhdan": "Zalo",
    "https://vneid.gov.vn/qr/ab12": "VNeID",
    "=cmd|' /C calc'!A0": "nơi khác",
    "BEGIN:VCARD": "nơi khác",
}


@pytest.fixture(scope="module")
def blank(laptop: Machine) -> bytes:
    """The store before any badge was made."""
    laptop.init()
    laptop.done("roster", "import", spreadsheet(laptop.folder / "list.xlsx", PEOPLE))
    return laptop.store.read_bytes()


@pytest.fixture(scope="module")
def codes(laptop: Machine, blank: bytes) -> dict[str, str]:
    """The badge code of everyone, by name."""
    assert blank
    return laptop.badges()


@pytest.fixture(scope="module")
def morning(laptop: Machine, codes: dict[str, str]) -> bytes:
    """The store before anyone came."""
    assert codes
    return laptop.store.read_bytes()


@pytest.fixture
def door(machine: Machine, morning: bytes) -> Machine:
    """A laptop with the store of the morning."""
    machine.store.write_bytes(morning)
    return machine


def answered(machine: Machine, *args: object) -> tuple[int, str, str]:
    done = machine.checkin(*args)
    return done.status, done.record["decision"], done.record["reason"]


def other_symbol(code: str, at: int) -> str:
    return code[:at] + ALPHABET[(ALPHABET.index(code[at]) + 1) % len(ALPHABET)] + code[at + 1 :]


def test_a_badge_with_one_symbol_changed_opens_nothing(door: Machine, codes: dict[str, str]) -> None:
    code = codes[BRON]
    forged = [other_symbol(code, at) for at in range(len(code))]
    told = door.done("checkin", "--batch", "-", "--at", "08:00", given="\n".join(forged).encode()).records
    assert {answer["decision"] for answer in told} == {"refuse"}
    assert {answer["reason"] for answer in told} <= {"forged-badge", "other-programme"}
    assert told[-1]["reason"] == "forged-badge"
    assert not any(answer["person"] or answer["name"] for answer in told)
    assert answered(door, forged[-1]) == (3, "refuse", "forged-badge")
    assert answered(door, code) == (0, "admit", "admitted")


def test_a_badge_typed_carelessly_is_still_that_badge(door: Machine, codes: dict[str, str]) -> None:
    code = codes[BRON]
    careless = f" {code[:4].lower()}-{code[4:8]} {code[8:12].lower()}.{code[12:]} "
    assert answered(door, careless)[1:] == ("admit", "admitted")
    assert answered(door, f"{codes[NHIA]}\r\n")[1:] == ("admit", "admitted")


def test_a_badge_of_another_programme_is_told_apart(door: Machine, codes: dict[str, str]) -> None:
    stranger = Machine(door.folder / "elsewhere")
    stranger.folder.mkdir()
    source = Path(__file__).parents[2] / "data" / "reference"
    for name in ("ngay-hoi.toml", "binh-dan-hoc-vu-so.toml"):
        text = (source / name).read_text(encoding="utf-8")
        (stranger.folder / name).write_text(re.sub(r"(?m)^tag = 1$", "tag = 9", text), encoding="utf-8")
    stranger.done("init", "--catalogue", stranger.folder / "ngay-hoi.toml", "--date", DAY)
    stranger.enlist(PEOPLE[0])
    assert answered(door, stranger.badges()[BRON]) == (3, "refuse", "other-programme")
    assert answered(stranger, codes[BRON]) == (3, "refuse", "other-programme")


def test_the_second_scan_says_when_and_where_the_first_was(door: Machine, codes: dict[str, str]) -> None:
    first = door.checkin(codes[BRON], "--desk", "ban-2", at="07:41").record
    again = door.checkin(codes[BRON], "--desk", "ban-1", at="09:05")
    assert (again.status, again.record["reason"]) == (3, "already-here")
    against = again.record["first"]
    assert (against["at"], against["desk"], against["entry"]) == (
        "2025-09-26T07:41:00+07:00",
        "ban-2",
        first["entry"],
    )
    assert "07:41" in again.record["vi"]
    assert against["desk_name"] in again.record["vi"]
    assert BRON in again.record["vi"]
    shown = door.run("checkin", codes[BRON], "--at", "10:00")
    assert shown.status == 3
    assert [("07:41" in line, BRON in line) for line in shown.out.splitlines()] == [(True, True)] * 2


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2025-09-25T23:59:59", (3, "not-open-yet")),
        ("2025-09-26T00:00", (0, "admitted")),
        ("2025-09-25T17:00:00+00:00", (0, "admitted")),
        ("2025-09-26T23:59", (0, "admitted")),
        ("2025-09-27T00:00", (3, "over")),
        ("2025-09-26T17:00:00Z", (3, "over")),
    ],
)
def test_the_door_is_open_on_the_day_of_vietnam(
    door: Machine, codes: dict[str, str], at: str, expected: tuple[int, str]
) -> None:
    done = door.json("checkin", codes[BRON], "--at", at)
    assert (done.status, done.record["reason"]) == expected
    assert done.status == 0 or "26/09/2025" in done.record["vi"]


@pytest.mark.parametrize("code", list(FOREIGN))
def test_codes_from_elsewhere_are_asked_about_kindly_and_not_kept(door: Machine, code: str) -> None:
    done = door.checkin("--", code)
    assert (done.status, done.record["reason"], done.record["entry"]) == (4, "foreign-code", None)
    assert FOREIGN[code] in done.record["vi"]
    assert "Mời Quý vị" in done.record["vi"]
    assert code[-12:] not in done.out
    assert not [e for e in door.entries() if e["kind"] != "consented"]


@pytest.mark.parametrize("code", ["", " ", "\t", "x" * 3000, "0HMRVX", "099"])
def test_codes_of_nothing_are_asked_for_again(door: Machine, code: str) -> None:
    done = door.checkin("--", code)
    assert done.status == 4
    assert done.record["reason"] in ("unreadable", "foreign-code")


def test_a_desk_that_never_heard_of_a_badge_still_knows_it_is_genuine(
    machine: Machine, blank: bytes, codes: dict[str, str]
) -> None:
    machine.store.write_bytes(blank)
    told = machine.checkin(codes[BRON])
    assert (told.status, told.record["reason"], told.record["person"]) == (0, "unknown-badge", None)
    assert "thiết bị mới" in told.err
    assert told.record["entry"].split("-")[0] in told.err
    again = machine.checkin(codes[BRON])
    assert (again.status, again.record["reason"], again.err) == (3, "already-here", "")
    assert answered(machine, other_symbol(codes[BRON], 15)) == (3, "refuse", "forged-badge")
    machine.done("export", "attendance", "--pin", "1010", "--out", "a.csv")
    refused = machine.json("badges")
    assert (refused.status, refused.record["error"]) == (1, "no-device-number")
    taken = machine.json("device", "--number", "1")
    assert (taken.status, taken.record["error"]) == (1, "number-taken")
    assert machine.done("device", "--number", "2").record["number"] == 2
    own = machine.badges()
    assert not set(own.values()) & set(codes.values())
    assert machine.done("log", "--verify").record["ok"] is True


def test_without_consent_nobody_is_admitted(door: Machine, codes: dict[str, str]) -> None:
    with closing(sqlite3.connect(door.store)) as base, base:
        base.execute("UPDATE people SET consent = NULL")
    assert answered(door, codes[BRON]) == (4, "ask", "no-consent")
    assert answered(door, codes[TRAM]) == (4, "ask", "needs-guardian")
    child = door.person(TRAM)
    assert answered(door, "--person", child, "--consent", "tai-ban") == (4, "ask", "needs-guardian")
    assert answered(door, "--person", child, "--consent", "giam-ho") == (0, "admit", "admitted")
    adult = door.person(BRON)
    assert answered(door, "--person", adult, "--consent", "tai-ban") == (0, "admit", "admitted")
    unknown = door.checkin("--person", adult, "--consent", "gi-cung-duoc")
    assert (unknown.status, unknown.record["error"]) == (2, "consent")


def test_a_badge_that_was_replaced_opens_nothing(door: Machine, codes: dict[str, str]) -> None:
    """No command revokes a badge, a screen does; here its mark is set where it is kept."""
    with closing(sqlite3.connect(door.store)) as base, base:
        base.execute("UPDATE badges SET revoked = 1 WHERE person = ?", (door.person(BRON),))
    assert answered(door, codes[BRON]) == (3, "refuse", "revoked-badge")
    assert answered(door, codes[NHIA]) == (0, "admit", "admitted")
    door.done("device", "--number", "9")
    new = door.badges()
    assert new[BRON] != codes[BRON]
    assert new[NHIA] == codes[NHIA]
    assert answered(door, new[BRON]) == (0, "admit", "admitted")


def test_an_admission_taken_back_can_be_made_again(door: Machine, codes: dict[str, str]) -> None:
    entry = door.checkin(codes[BRON]).record["entry"]
    undone = door.done("undo", entry, "--reason", "bam-nham", "--at", "08:05").record
    assert (undone["reason"], undone["target"]) == ("undone", entry)
    twice = door.json("undo", entry, "--at", "08:06")
    assert (twice.status, twice.record["reason"]) == (3, "already-undone")
    bad = door.json("undo", entry, "--reason", "vi-sao", "--at", "08:06")
    assert (bad.status, bad.record["reason"]) == (2, "no-such-reason")
    missing = door.json("undo", "HHHH-99")
    assert (missing.status, missing.record["reason"]) == (3, "no-such-entry")
    nothing = door.json("undo", "hôm qua")
    assert (nothing.status, nothing.record["error"]) == (2, "entry")
    assert door.checkin(codes[BRON], at="08:10").record["reason"] == "admitted"
    assert door.done("log", "--verify").record["ok"] is True


def test_leaving_and_coming_back(door: Machine, codes: dict[str, str]) -> None:
    def at(hour: str, command: str) -> tuple[int, str]:
        done = door.json(command, codes[BRON], "--at", hour)
        return done.status, done.record["reason"]

    assert at("07:00", "checkout") == (3, "not-here")
    assert at("08:00", "checkin") == (0, "admitted")
    assert at("09:00", "checkout") == (0, "left")
    assert at("09:01", "checkout") == (3, "not-here")
    assert at("10:00", "checkin") == (0, "came-back")
    assert at("10:01", "checkin") == (3, "already-here")
    door.done("export", "attendance", "--pin", "1010", "--out", "a.csv")
    assert (door.folder / "a.csv").read_text(encoding="utf-8-sig").count(BRON) == 1


def visit(machine: Machine, turn: str, station: str, code: str, at: str) -> tuple[int, str]:
    done = machine.json("visit", turn, station, code, "--at", at)
    return done.status, done.record["reason"]


def test_visits_at_stations(door: Machine, codes: dict[str, str]) -> None:
    code = codes[BRON]
    assert visit(door, "in", "vneid", code, "08:10") == (0, "station-in")
    assert visit(door, "in", "1", code, "08:11") == (3, "already-at-station")
    assert visit(door, "out", "an-toan", code, "08:12") == (3, "not-at-station")
    assert visit(door, "out", "1", code, "08:25") == (0, "station-out")
    assert visit(door, "in", "an-toan", code, "08:30") == (0, "station-in")
    assert visit(door, "in", "thanh-toan", other_symbol(code, 15), "08:30") == (3, "forged-badge")
    lost = door.json("visit", "in", "khong-co", code)
    assert (lost.status, lost.record["error"]) == (2, "station")
    assert "vneid" in lost.record["vi"]
    told = door.done("export", "attendance", "--pin", "1010", "--out", "a.xlsx").record
    assert (told["people"], told["visits"]) == (1, 2)
    written = door.done("export", "attendance", "--pin", "1010", "--out", "a.csv").record["files"]
    second = (door.folder / written[1]).read_text(encoding="utf-8-sig").splitlines()
    assert len(second) == 3
    assert ",26/09/2025 08:10,26/09/2025 08:25,15," in second[1]


def test_next_names_a_station_to_those_inside(door: Machine, codes: dict[str, str]) -> None:
    outside = door.json("next", codes[BRON], "--at", "08:00")
    assert (outside.status, outside.record["reason"]) == (3, "not-here")
    at_door = door.checkin(codes[BRON]).record["next"]
    told = door.json("next", codes[BRON], "--at", "08:01")
    assert told.status == 0
    assert told.record["next"]["station"] == at_door["station"]
    assert told.record["next"]["name"] in told.record["vi"]
    visit(door, "in", at_door["station"], codes[BRON], "08:02")
    visit(door, "out", at_door["station"], codes[BRON], "08:20")
    then = door.json("next", codes[BRON], "--at", "08:21").record["next"]
    assert then["station"] != at_door["station"]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ("UPDATE entries SET at = at + 60000 WHERE kind = 'admitted'", False),
        ("DELETE FROM entries WHERE kind = 'admitted'", True),
    ],
)
def test_a_log_that_was_tampered_with_is_noticed(
    door: Machine, codes: dict[str, str], change: str, missing: bool
) -> None:
    entry = door.checkin(codes[BRON]).record["entry"]
    assert door.done("log", "--verify").record["ok"] is True
    base = sqlite3.connect(door.store)
    with pytest.raises(sqlite3.DatabaseError), base:
        base.execute(change)
    triggers = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    with base:
        for (name,) in triggers:
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute(change)
    base.close()
    told = door.json("log", "--verify")
    assert (told.status, told.record["ok"]) == (1, False)
    (found,) = told.record["breaks"]
    assert (f"{found['device']}-{found['sequence']}", found["missing"]) == (entry, missing)
    assert entry in door.run("log", "--verify").out


def test_one_desk_code_that_does_not_exist(door: Machine, codes: dict[str, str]) -> None:
    done = door.checkin(codes[BRON], "--desk", "ban-99")
    assert (done.status, done.record["error"]) == (2, "desk")
    assert "ban-1" in done.err
    assert not door.entries("--kind", "admitted")


def test_the_names_and_classes_of_a_list_can_be_searched_without_accents(door: Machine) -> None:
    found: list[Record] = door.done("search", "dinh br").records
    assert [(one["name"], one["birth_year"], one["hamlet"]) for one in found] == [(BRON, 1950, "Bùi Hui")]
    assert len(HEADER) == len(PEOPLE[0])
    assert door.run("search", "không có ai").status == 0
