"""A whole day: lists in, badges out, bad photographs of them at the door, a spreadsheet in the evening."""

from __future__ import annotations

import subprocess
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from openpyxl import load_workbook

from data.catalogue import CatalogueProblems, read_catalogue
from data.invented import Invented
from tests.day import lists
from tests.day.kit import DAY, FULL, HEADER, Machine, Record, spreadsheet, table
from tests.invented_roster import write_invented_roster
from tests.machine import required_in_ci
from tests.pictures import photograph

PEOPLE = 300
SHEETS = 30 if FULL else 2
"""How many sheets of badges are photographed; the other badges are read by a scanner."""


@pytest.mark.parametrize("name", ["ngay-hoi", "le-phat-dong"])
def test_both_days_of_the_plan_are_built_in(machine: Machine, name: str) -> None:
    assert machine.done("catalogue", "check", name).record["ok"] is True
    made = machine.done("init", "--catalogue", name, "--date", "29/9/2025").record
    assert (made["created"], made["event"], made["date"]) == (True, name, "2025-09-29")
    again = machine.done("init", "--catalogue", name).record
    assert (again["created"], again["date"], again["device"]) == (False, "2025-09-29", made["device"])


def test_one_store_holds_both_days_and_a_badge_opens_both(machine: Machine) -> None:
    machine.init()
    machine.done("init", "--catalogue", "le-phat-dong", "--date", "2025-09-29")
    machine.done("roster", "import", lists.write(machine.folder / "a.xlsx"), "--event", "ngay-hoi")
    code = machine.done("badges", "--event", "ngay-hoi").records[0]["code"]
    assert machine.json("checkin", code, "--at", "2025-09-26T08:00").record["decision"] == "admit"
    assert machine.json("checkin", code, "--at", "2025-09-29T08:00").record["decision"] == "admit"
    assert machine.json("checkin", code, "--at", "2025-09-28T08:00").status == 2
    assert [e["event"] for e in machine.entries("--kind", "admitted")] == ["ngay-hoi", "le-phat-dong"]


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A laptop at which every command is typed."""
    return Machine(tmp_path_factory.mktemp("laptop"), typed=True)


@pytest.fixture(scope="module")
def invented(laptop: Machine) -> list[Invented]:
    catalogue = read_catalogue("ngay-hoi", on=date.fromisoformat(DAY))
    assert not isinstance(catalogue, CatalogueProblems)
    return write_invented_roster(laptop.folder / "invented.xlsx", PEOPLE, 7, catalogue.programme)


@pytest.fixture(scope="module")
def badges(laptop: Machine, invented: list[Invented]) -> list[Record]:
    """Everyone's badges, printed."""
    assert len(invented) == PEOPLE
    laptop.init()
    roster = laptop.folder / "invented.xlsx"
    taken = laptop.done("roster", "import", roster).record
    assert (taken["people"], taken["new"], taken["imported"], taken["refused"]) == (
        PEOPLE,
        PEOPLE,
        PEOPLE,
        [],
    )
    assert "unknown" not in {column["meaning"] for column in taken["columns"]}
    assert len(laptop.entries("--kind", "consented")) == PEOPLE
    made = laptop.done("badges", "--pdf", "badges.pdf", "--csv", "badges.csv").records
    assert {row["code"] for row in table(laptop.folder / "badges.csv")} == {badge["code"] for badge in made}
    return made


@pytest.fixture(scope="module")
def photographs(laptop: Machine, badges: list[Record]) -> list[Path]:
    """The printed sheets on a dark table, askew, in poor light, out of focus."""
    assert badges
    tool = required_in_ci("pdftoppm")
    pages = laptop.folder / "page"
    last = ["-l", str(SHEETS)]
    subprocess.run(
        [tool, "-r", "150", "-gray", "-png", *last, laptop.folder / "badges.pdf", pages], check=True
    )
    return [
        _photographed(page, np.random.default_rng(number))
        for number, page in enumerate(sorted(laptop.folder.glob("page-*.png")))
    ]


def _photographed(page: Path, chance: np.random.Generator) -> Path:
    flat = np.asarray(cv2.imread(str(page), cv2.IMREAD_GRAYSCALE), np.uint8)
    seen = photograph(
        flat,
        chance,
        rotation=chance.uniform(-180, 180),
        perspective=0.04,
        blur=chance.uniform(0.8, 1.4),
        dim=chance.uniform(0.2, 0.6),
        noise=chance.uniform(4, 12),
        jpeg_quality=int(chance.integers(40, 80)),
    )
    target = page.with_suffix(".jpg")
    cv2.imwrite(str(target), seen, [cv2.IMWRITE_JPEG_QUALITY, 90])
    return target


@pytest.mark.timeout(600)
def test_everyone_comes_in_once_and_the_evening_has_them_all(
    laptop: Machine, invented: list[Invented], badges: list[Record], photographs: list[Path]
) -> None:
    codes = {badge["code"]: badge["person"] for badge in badges}
    answers: list[Record] = []
    for number, photo in enumerate(photographs):
        seen = laptop.done("scan", photo).record["codes"]
        assert {code["kind"] for code in seen} == {"badge"}
        read = [bytes.fromhex(code["payload_hex"]).decode() for code in seen]
        assert set(read) <= set(codes)
        answered = laptop.checkin("--image", photo, at=f"08:{number:02}").records
        assert [answer["person"] for answer in answered] == [codes[code] for code in read]
        answers += answered
    found = len({answer["person"] for answer in answers})
    assert found == len(answers) == min(PEOPLE, 10 * SHEETS)

    everyone = "\n".join(codes).encode()
    scanned = laptop.done("checkin", "--batch", "-", "--at", "09:00", given=everyone).records
    assert [answer["person"] for answer in scanned] == list(codes.values())
    assert Counter(answer["reason"] for answer in scanned) == Counter(
        {reason: count for reason, count in (("already-here", found), ("admitted", PEOPLE - found)) if count}
    )
    admitted = [entry["person"] for entry in laptop.entries("--kind", "admitted")]
    assert Counter(admitted) == Counter(codes.values())
    assert laptop.done("log", "--verify").record["ok"] is True
    _exported(laptop, invented)


def _exported(laptop: Machine, invented: list[Invented]) -> None:
    names = sorted(person.name for person in invented)
    told = laptop.done("export", "attendance", "--pin", "1010", "--out", "evening.csv").record
    assert (told["people"], told["visits"]) == (PEOPLE, 0)
    assert (laptop.folder / "evening.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = table(laptop.folder / "evening.csv")
    assert sorted(row["Họ và tên"] for row in rows) == names
    assert [row["STT"] for row in rows] == [str(number) for number in range(1, PEOPLE + 1)]

    laptop.done("export", "attendance", "--pin", "1010", "--out", "evening.xlsx")
    sheet = load_workbook(laptop.folder / "evening.xlsx").worksheets[0]
    header, *body = list(sheet.iter_rows())
    column = {cell.value: at for at, cell in enumerate(header)}
    assert sorted(str(row[column["Họ và tên"]].value) for row in body) == names
    assert all(isinstance(row[column["Giờ đến"]].value, datetime) for row in body)
    assert all(isinstance(row[column["Năm sinh"]].value, int) for row in body)
    assert not [cell for row in body for cell in row if cell.data_type == "f"]


def test_the_same_list_twice_changes_nothing(laptop: Machine, badges: list[Record]) -> None:
    before = laptop.entries()
    again = laptop.done("roster", "import", laptop.folder / "invented.xlsx").record
    assert (again["new"], again["known"], again["imported"]) == (0, PEOPLE, 0)
    assert laptop.entries() == before
    assert laptop.done("badges").records == badges


def test_a_list_as_offices_send_it_is_understood_to_the_last_row(machine: Machine) -> None:
    machine.init()
    path = lists.write(machine.folder / "messy.xlsx")
    taken = machine.done("roster", "import", path).record
    assert taken["refused"] == []
    assert [c for c in taken["columns"] if c["meaning"] == "unknown" and c["filled"]] == []
    people = machine.done("badges").records
    assert sorted(person["name"] for person in people) == lists.NAMES
    years = Counter(person["birth_year"] for person in machine.done("search", "", "--limit", "100").records)
    expected = [row[5] for row in lists.RESIDENTS] + [2012] * 4
    assert years == Counter(expected)
    assert machine.done("roster", "import", path).record["imported"] == 0

    machine.done(
        "checkin", "--batch", "-", "--at", "08:00", given="\n".join(p["code"] for p in people).encode()
    )
    machine.done("export", "attendance", "--pin", "1010", "--out", "out.csv")
    machine.done("export", "attendance", "--pin", "1010", "--out", "out.xlsx")
    cells = [cell for row in table(machine.folder / "out.csv") for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    book = load_workbook(machine.folder / "out.xlsx")
    written = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in written if cell.data_type == "f"]
    assert {"=1+1 Phạm Văn Bằng", "@SUM Lê Văn A Còng"} <= {cell.value for cell in written}


def test_a_list_with_refused_rows_is_not_half_imported(machine: Machine) -> None:
    machine.init()
    path = lists.write(machine.folder / "messy.xlsx", with_refused=True)
    told = machine.json("roster", "import", path)
    assert told.status == 1
    assert (told.record["imported"], len(told.record["refused"])) == (0, len(lists.REFUSED))
    assert machine.done("search", "").records == []
    assert machine.entries() == []
    first = 6 + len(lists.RESIDENTS) + 4
    numbers = [row["row"] for row in told.record["refused"]]
    assert numbers == [first, first + 1, first + 2, first + 3]
    shown = machine.run("roster", "import", path)
    assert all(f"Trang “Nhân dân”, dòng {number}: " in shown.out for number in numbers)
    assert "31/02/1980" in shown.out

    preview = machine.done("roster", "import", path, "--dry-run").record
    assert (preview["dry_run"], preview["new"], preview["imported"]) == (True, len(lists.NAMES), 0)
    taken = machine.done("roster", "import", path, "--skip-refused").record
    assert taken["imported"] == len(lists.NAMES)


def test_no_row_of_a_list_is_lost_because_its_words_also_head_columns(machine: Machine) -> None:
    machine.init()
    rows = [("Đinh Văn Brôn", born, "Nam", "Bùi Hui", "Người dân") for born in ("", "1980")] + [
        (name, born, "Nữ", "Cây Muối", "Học sinh")
        for name, born in (
            ("Bùi Thị Trâm", "7/8/2015"),
            ("Hồ Thị Nữ", ""),
            ("Lê Thị Học", "2014"),
            ("Số", "tháng 5/2013"),
        )
    ]
    taken = machine.done("roster", "import", spreadsheet(machine.folder / "a.xlsx", rows, HEADER[:5])).record
    assert (taken["people"], taken["refused"]) == (6, [])
