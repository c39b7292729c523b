"""Random and hostile texts: nothing crashes, nothing is interpreted.

Some hundreds by default; NGAYHOI_HOSTILE=10000 tries as many as are wanted.
"""

import csv
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from checkin.admission import Admit, Ask, Reason, Refuse
from checkin.badge import ALPHABET
from checkin.desk import Scan, receive
from checkin.names import clean
from checkin.participation import Kind
from checkin.registration import register
from data.attendance import attendance
from data.exports import attendance_tables, write_csv, write_xlsx
from data.ledger import Store
from tests.builders import NOW, catalogue, desk_of, known, person, station, store_at, the_log

COUNT = int(os.environ.get("NGAYHOI_HOSTILE", "600"))
SEED = 79

MARKUP = (
    "[bold]",
    "[/]",
    "[@click=app.quit]x[/]",
    "[",
    "]]",
    "{name}",
    "%s",
    "${x}",
    "<script>alert(1)</script>",
)
ESCAPES = ("\x1b[2J", "\x1b]52;c;QQ==\x07", "\x9b31m", "\b\b", "\r", "\n", "\x00", "\x7f")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x.vn")', "\t=1", "|cmd", "#N/A", "＝1")
SQL = ("'; DROP TABLE entries; --", '" OR 1=1', "%", "_", "\\", "')--", ":person", "?")
MARKS = (
    "\u202e",
    "\u200b",
    "\ufeff",
    "\u2066",
    "\u0301" * 40,
    "\U0010ffff",
    "\ud800",
    "\udfff",
    "𝒩",
    "ｆｕｌｌ",
    "ß",
    "İ",
    "ŉ",
)
NAMES = ("Nguyễn", "Thị", "Ngộ", "Đặng", "Hoà", "Phạm", " ", "  ", "\u00a0", "\u2003")
PATHS = ("../../etc/passwd", "C:\\", "/", "CON", "file:///")
PIECES = (*MARKUP, *ESCAPES, *FORMULAS, *SQL, *MARKS, *NAMES, *PATHS)


def hostile(seed: int, count: int) -> Iterator[str]:
    """Texts put together from pieces that have broken other programs, and from any characters at all."""
    chance = random.Random(seed)
    for _ in range(count):
        pieces = chance.choices(PIECES, k=chance.randint(1, 6))
        if chance.random() < 0.3:
            pieces.append("".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 30))))
        if chance.random() < 0.02:
            pieces = [chance.choice(pieces) * 4096]
        yield "".join(pieces)[:4096]


def payloads(seed: int, count: int) -> Iterator[bytes]:
    """The same as bytes, alone, in the fields of a card, or as something like a badge."""
    chance = random.Random(seed)
    for text in hostile(seed, count):
        form = chance.randrange(4)
        if form == 0:
            yield text.encode("utf-8", errors="surrogatepass")
        elif form == 1:
            fields = [
                "051157000001",
                "",
                text,
                "05031957",
                chance.choice(["Nam", "Nữ", text]),
                text,
                "02052021",
            ]
            yield "|".join(fields).encode("utf-8", errors="replace")
        elif form == 2:
            yield chance.randbytes(chance.randrange(400))
        else:
            yield "".join(chance.choices(ALPHABET, k=chance.choice([15, 16, 16, 16, 17, 32]))).encode()


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with store_at(place, catalogue([station("vneid", seats=1000)])) as opened:
        yield opened


@pytest.mark.timeout(60 + COUNT // 20)
def test_no_payload_gets_in_or_breaks_anything(store: Store) -> None:
    (genuine,) = known(store, person())
    desk = desk_of(store)
    scans = [Scan(data, typed=bool(number % 3 == 0)) for number, data in enumerate(payloads(SEED, COUNT))]
    answers = [
        answer for start in range(0, COUNT, 50) for answer in receive(scans[start : start + 50], desk, NOW)
    ]
    assert len(answers) == COUNT
    assert {type(a.decision) for a in answers} <= {Ask, Refuse, Admit}
    assert [a.person for a in answers if isinstance(a.decision, Admit)] in ([], [person()]), (
        "her card, if whole"
    )
    refused = {a.decision.reason for a in answers if isinstance(a.decision, Refuse)}
    assert refused <= {Reason.FORGED_BADGE, Reason.OTHER_PROGRAMME, Reason.ALREADY_HERE}
    assert refused >= {Reason.OTHER_PROGRAMME}
    for entry in the_log(store):
        assert entry.draft.kind in {Kind.REFUSED, Kind.ADMITTED, Kind.SENT}
        assert entry.draft.person in {None, person().id}
    assert receive([genuine], desk, NOW)[0].person == person(), "the desk works on"


@pytest.mark.timeout(60 + COUNT // 10)
def test_names_come_back_clean_and_do_nothing(store: Store, tmp_path: Path) -> None:
    desk = desk_of(store)
    named = list(hostile(SEED + 1, COUNT))
    for number, name in enumerate(named):
        register(person(name, id=f"{number:032x}", unit=name, consent=None), "tai-ban", desk, NOW)
    with store.reading() as log:
        rows = attendance(log, desk.catalogue)
    kept = {row.who: row.person for row in rows}
    for number, name in enumerate(named):
        one = kept[f"{number:032x}"]
        assert one
        assert (one.name, one.unit) == (clean(name), clean(name))
        assert one.name.isprintable()
    exported(store, tmp_path, [clean(name) for name in named])


def unguarded(text: str) -> list[str]:
    """What semicolons and bars divide, each without the apostrophe that may keep it from being a formula."""
    return [part.removeprefix("'") for part in re.split("[;|]", text)]


def exported(store: Store, folder: Path, names: list[str]) -> None:
    """Both files read back: each name in its row and nothing but text."""
    with store.reading() as log:
        rows = attendance(log, desk_of(store).catalogue)
    (path, _) = write_csv(folder / "a.csv", attendance_tables(rows, desk_of(store).catalogue))
    with path.open(encoding="utf-8-sig", newline="") as file:
        shown = {row["Mã người"]: row["Họ và tên"] for row in csv.DictReader(file)}
    write_xlsx(folder / "a.xlsx", attendance_tables(rows, desk_of(store).catalogue))
    book = load_workbook(folder / "a.xlsx", read_only=True)
    cells = {row[12].value: row[1] for row in book.worksheets[0].iter_rows(min_row=2)}
    book.close()
    for number, name in enumerate(names):
        who = f"{number:032x}"
        assert unguarded(shown[who]) == unguarded(name)
        assert not shown[who].startswith(("=", "+", "-", "@", "＝", "\t"))
        assert (cells[who].value or "") == name
        assert cells[who].data_type == "s" or not name


def test_nothing_typed_into_a_search_breaks_it_or_finds_what_it_should_not(store: Store) -> None:
    someone = person("Đặng Thị Hoà")
    known(store, someone)
    with store.reading() as log:
        for text in (*hostile(SEED + 2, COUNT), "a " * 2000, "hoa " * 2000, "x" * 4096):
            assert log.people.search(text, 5) in ([], [someone])
            assert list(log.people.namesakes(text)) in ([], [someone])
        assert log.people.search("hoa " * 2000, 5) == [someone]
        assert log.people.search("%", 5) == [someone], "no sign is a wildcard: nothing was typed"
        assert log.people.search("h%a", 5) == []
