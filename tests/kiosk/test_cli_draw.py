"""The lucky draw by command."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from checkin.draw import DrawProblem, Ground, Objection
from checkin.local_time import VIETNAM
from checkin.participation import EntryRef
from data.draws import NotDrawn
from kiosk.commands.draw_wording import not_drawn_text, objection_text
from stations.model import Bilingual
from tests.kiosk.cli import ROSTER, Here, completed


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    opened = Here(tmp_path, capsys)
    opened.filled()
    return opened


def read_aloud(printed: str) -> str:
    """The hash or secret that stands in what was printed."""
    hexes = re.findall(r"^    ((?:[0-9a-f]{4} ){3}[0-9a-f]{4})$", printed, re.MULTILINE)
    return "".join(hexes).replace(" ", "")


def test_the_commitment_is_printed_to_be_read_out(here: Here) -> None:
    said = here.say("draw", "commit")
    assert said.status == 0
    (entry,) = here.json("log", "--kind", "draw-committed").objects
    assert read_aloud(said.out) == entry["code"]
    assert len(entry["code"]) == 64
    vi, en = (said.out.index(word) for word in ("mã cam kết", "commitment"))
    assert vi < en


def test_a_second_commitment_is_refused_and_the_first_shown_again(here: Here) -> None:
    first = here.json("draw", "commit").object
    assert (first["ok"], first["reason"]) == (True, "committed")
    again = here.json("draw", "commit")
    assert (again.status, again.object["ok"], again.object["reason"]) == (3, False, "committed-already")
    assert (again.object["commitment"], again.object["entry"]) == (first["commitment"], first["entry"])


def test_a_draw_from_the_commitment_to_the_check(here: Here) -> None:
    committed = here.json("draw", "commit").object
    completed(here.store, "bron", "ai", "ngo", "#77")
    drawn = here.json("draw", "run", "--winners", "4", "--said", "4711")
    told = drawn.object
    assert (drawn.status, told["ok"], told["reason"], told["completed"], told["said"]) == (
        0,
        True,
        "drawn",
        4,
        4711,
    )
    assert hashlib.sha256(bytes.fromhex(told["secret"])).hexdigest() == committed["commitment"]
    names = [(one["name"], one["birth_year"], one["hamlet"]) for one in told["winners"]]
    assert names[:3] == [
        ("Nguyễn Thúy Ái", 2014, "Đồng Răm"),
        ("Đinh Văn Brôn", 1990, "Nước Giáp"),
        ("Phạm Thị Ngộ", 1957, names[2][2]),
    ]
    assert (names[3], len(told["winners"][3]["code"])) == ((None, None, None), 16)
    assert sorted(one["place"] for one in told["winners"]) == [1, 2, 3, 4]
    checked = here.json("draw", "verify")
    assert (checked.status, checked.object["ok"], checked.object["objections"]) == (0, True, [])
    same = ("entry", "commitment", "secret", "said", "completed", "winners")
    assert {key: checked.object[key] for key in same} == {key: told[key] for key in same}


def test_people_read_who_won_and_how_to_check(here: Here) -> None:
    here.say("draw", "commit")
    completed(here.store, "bron", "#77")
    drawn = here.say("draw", "run", "--winners", "2", "--lang", "vi").out
    assert "Xin chúc mừng 2 người trúng thưởng, trong 2 người" in drawn
    assert re.search(r"^ +[12]\.  Đinh Văn Brôn  1990  Nước Giáp$", drawn, re.MULTILINE)
    assert re.search(r"^ +[12]\.  người giữ thẻ  [0-9HMRVX]{16}$", drawn, re.MULTILINE)
    assert "không dùng số do khách đọc" in drawn
    assert "ngayhoi draw verify" in drawn
    checked = here.say("draw", "verify")
    assert re.search(r"đúng: 2 người trúng thưởng trong 2 người .* lúc \d\d:\d\d ngày", checked.out)
    assert "Đinh Văn Brôn" in checked.out


def test_winners_of_one_name_year_and_hamlet_are_told_apart_by_their_birthday(here: Here) -> None:
    here.say("draw", "commit")
    namesake = "1,Đinh Văn Brôn,{}/1990,Nam,Nước Giáp,Người dân,{},"
    lines = [ROSTER.splitlines()[0], namesake.format("03/04", "Tổ 1"), namesake.format("05/06", "Tổ 2")]
    assert here.say("roster", "import", here.roster("\n".join(lines), "them.csv")).status == 0
    completed(here.store, "bron to 1", "bron to 2")
    for said in (here.say("draw", "run", "--winners", "2"), here.say("draw", "verify")):
        births = re.findall(r"^ +[12]\.  Đinh Văn Brôn  (\S+)  Nước Giáp$", said.out, re.MULTILINE)
        assert sorted(births) == ["03/04/1990", "05/06/1990"]


def test_everything_that_the_check_needs_is_printed_for_people_too(here: Here) -> None:
    here.say("draw", "commit")
    again = here.say("draw", "commit")
    (committed,) = here.json("log", "--kind", "draw-committed").objects
    completed(here.store, "bron", "ai", "ngo")
    drawn = here.say("draw", "run", "--winners", "3", "--said", "4711").out
    checked = here.say("draw", "verify").out
    told = here.json("draw", "verify").object
    assert (again.status, read_aloud(again.out)) == (3, committed["code"])
    assert (read_aloud(drawn), read_aloud(checked)) == (told["secret"], told["commitment"])
    made = datetime.fromisoformat(committed["recorded"]).astimezone(VIETNAM)
    assert f"lập lúc {made:%H:%M} ngày {made:%d/%m/%Y}" in checked
    for printed in (drawn, checked):
        assert "Số do khách đọc: 4711" in printed
        for winner in told["winners"]:
            assert re.search(rf"^ +{winner['place']}\.  {winner['name']}  ", printed, re.MULTILINE)


def test_one_drawing_that_does_not_hold_fails_the_check_though_an_earlier_one_holds(here: Here) -> None:
    for name in ("bron", "ai"):
        here.say("draw", "commit")
        completed(here.store, name)
        here.say("draw", "run", "--winners", "1")
    with sqlite3.connect(here.store) as raw:
        raw.execute("DROP TRIGGER entries_refuse_UPDATE")
        raw.execute(
            "UPDATE entries SET kind = 'left' WHERE sequence = "
            "(SELECT max(sequence) FROM entries WHERE kind = 'visit-in')"
        )
    raw.close()
    said = here.json("draw", "verify")
    assert (said.status, [one["ok"] for one in said.objects]) == (1, [True, False])


def test_a_winner_who_was_forgotten_since_has_no_name_and_is_said_to_be(here: Here) -> None:
    here.say("draw", "commit")
    completed(here.store, "bron")
    here.say("draw", "run", "--winners", "1")
    (found,) = here.json("search", "bron").objects
    assert here.say("people", "forget", found["person"], "--yes", "--pin", "1010").status == 0
    checked = here.say("draw", "verify", "--lang", "vi")
    assert checked.status == 0
    assert re.search(r"^ +1\.  người đã xóa thông tin$", checked.out, re.MULTILINE)


def test_the_log_tells_readers_the_number_that_was_said(here: Here) -> None:
    here.say("draw", "commit")
    completed(here.store, "bron")
    here.say("draw", "run", "--winners", "1", "--said", "4711")
    assert here.say("log", "--kind", "draw-said").out.rstrip().endswith("  4711")


def test_what_cannot_be_drawn_is_said_kindly(here: Here) -> None:
    def refused(*args: object) -> tuple[int, str, int]:
        said = here.json("draw", "run", "--winners", *args)
        assert here.say("draw", "run", "--winners", *args, "--lang", "en").out.strip() == said.object["en"]
        return said.status, said.object["reason"], said.object["completed"]

    assert refused("1") == (3, "no-commitment", 0)
    here.say("draw", "commit")
    assert refused("1") == (3, "nobody-completed", 0)
    completed(here.store, "bron")
    assert refused("2") == (3, "too-few", 1)
    assert "Mới có 1 người hoàn thành" in here.say("draw", "run", "--winners", "2").out
    assert here.say("draw", "run", "--winners", "0").status == 2
    assert here.say("draw", "run").status == 2
    assert here.say("draw", "run", "--winners", "1").status == 0
    assert refused("1") == (3, "drawn-already", 0)
    assert here.say("draw", "commit").status == 0
    assert refused("1") == (3, "nobody-completed", 0)
    completed(here.store, "ai")
    assert here.say("draw", "run", "--winners", "1").status == 0
    assert [one["ok"] for one in here.json("draw", "verify").objects] == [True, True]


def test_nothing_drawn_yet_is_a_failure(here: Here) -> None:
    said = here.json("draw", "verify")
    assert (said.status, said.object["error"]) == (1, "no-draw")
    assert here.json("draw", "verify", "--event", "khong-co").object["error"] == "event"


def test_only_the_machine_that_committed_draws(here: Here, capsys: pytest.CaptureFixture[str]) -> None:
    folder = here.folder / "usb"
    folder.mkdir()
    here.say("draw", "commit")
    shutil.copy(here.store, folder / "kho.db")
    with sqlite3.connect(folder / "kho.db") as raw:
        raw.execute("DELETE FROM draw_secrets")
    raw.close()
    copy = Here(folder, capsys)
    said = copy.json("draw", "run", "--winners", "1")
    assert (said.status, said.objects[-1]["reason"]) == (3, "secret-elsewhere")


def test_what_was_altered_is_told(here: Here) -> None:
    here.say("draw", "commit")
    completed(here.store, "bron", "ai")
    here.say("draw", "run", "--winners", "1")
    with sqlite3.connect(here.store) as raw:
        raw.execute("DROP TRIGGER entries_refuse_UPDATE")
        (sequence,) = raw.execute("SELECT max(sequence) FROM entries WHERE kind = 'visit-in'").fetchone()
        raw.execute("UPDATE entries SET kind = 'left' WHERE sequence = ?", (sequence,))
    raw.close()
    said = here.json("draw", "verify")
    assert (said.status, said.object["ok"]) == (1, False)
    first = said.object["objections"][0]
    assert (first["reason"], first["entry"].endswith(f"-{sequence}")) == ("altered", True)
    read = here.say("draw", "verify")
    assert "KHÔNG kiểm chứng được" in read.out
    assert f"-{sequence} đã bị sửa" in read.out
    assert here.json("draw", "run", "--winners", "1").object["reason"] == "drawn-already"
    here.say("draw", "commit")
    assert here.json("draw", "run", "--winners", "1").object["reason"] == "log-broken"


def test_every_reason_has_a_sentence_of_its_own() -> None:
    problems: list[Bilingual] = [not_drawn_text(NotDrawn(problem, 2)) for problem in DrawProblem]
    grounds: list[Bilingual] = [objection_text(Objection(ground, EntryRef("X", 1))) for ground in Ground]
    assert len(set(problems)) == len(DrawProblem)
    assert len(set(grounds)) == len(Ground)
    assert all(text.vi and text.en and text.vi != text.en for text in problems + grounds)
