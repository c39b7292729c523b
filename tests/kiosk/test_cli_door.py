"""checkin, checkout, visit, next and undo by command: decisions, statuses, sentences."""

from __future__ import annotations

from argparse import Namespace
from csv import DictReader
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkin.local_time import VIETNAM
from data.ledger import create_store, utc_now
from kiosk.commands.session import session_at
from kiosk.printing.card import BadgeCard
from kiosk.printing.picture import badge_png
from stations.model import Bilingual
from tests.builders import catalogue
from tests.kiosk.cli import Here
from tests.postgres import set_clock

NGO = "Phạm Thị Ngộ"
BRON = "Đinh Văn Brôn"


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    place = Here(tmp_path, capsys)
    place.filled()
    return place


def test_without_a_moment_the_clock_of_the_server_is_gone_by(postgres_url: str) -> None:
    set_clock(postgres_url, 7200)
    store = create_store(postgres_url, catalogue())
    now = session_at(Namespace(desk=None, at=None), store, catalogue()).now()
    store.close()
    assert 7190 < (now - utc_now()).total_seconds() < 7210


def at(time: str) -> tuple[str, str]:
    return "--at", time


def test_a_badge_is_admitted_once_and_the_refusal_names_the_first_desk_and_time(here: Here) -> None:
    code = here.badge_of(NGO)
    first = here.json("checkin", code, *at("07:03"))
    again = here.json("checkin", code, *at("08:15"), "--desk", "ban-2")
    assert (first.status, first.object["decision"], first.object["reason"]) == (0, "admit", "admitted")
    assert first.object["at"] == "2025-09-26T07:03:00+07:00"
    assert first.object["entry"]
    assert (again.status, again.object["decision"], again.object["reason"]) == (3, "refuse", "already-here")
    assert again.object["first"] == {
        "at": "2025-09-26T07:03:00+07:00",
        "desk": "ban-1",
        "desk_name": "Bàn đón 1",
        "entry": first.object["entry"],
    }
    assert again.object["vi"].startswith("Bà Phạm Thị Ngộ đã vào lúc 07:03 tại Bàn đón 1.")
    assert "07:03 at Welcome desk 1" in again.object["en"]
    assert again.object["desk"] == "ban-2"


def test_who_comes_before_the_stations_open_is_asked_to_take_a_seat(here: Here) -> None:
    early = here.json("checkin", here.badge_of(BRON), *at("07:00")).object
    assert early["next"] == {"hold": 30.0, "call_number": None, "short_of_time": False}
    assert "Mời anh ngồi nghỉ, khoảng 30 phút" in early["vi"]


def test_who_comes_in_the_day_is_sent_to_a_station_of_the_event(here: Here) -> None:
    sent = here.json("checkin", here.badge_of(BRON), *at("09:00")).object
    assert sent["next"]["station"] == "vneid"
    assert sent["next"]["wait"] == 0
    assert "Trạm 1 – Định danh điện tử VNeID mức 2, trong hội trường" in sent["vi"]


def test_who_asks_in_the_middle_of_a_visit_is_told_that_it_counts_as_over(here: Here) -> None:
    code = here.badge_of(BRON)
    here.say("visit", "in", "vneid", code, *at("09:00"))
    asked = here.json("next", code, *at("09:01")).object
    assert asked["next"]["station"] != "vneid"
    assert "trạm 1 coi như xong" in asked["vi"]
    assert "Mời anh đến Trạm" in asked["vi"]
    here.say("visit", "out", "vneid", code, *at("09:20"))
    assert "coi như" not in here.json("next", code, *at("09:21")).object["vi"]


def test_without_json_people_read_vietnamese_first_or_the_language_they_chose(here: Here) -> None:
    code = here.badge_of(NGO)
    both = here.say("checkin", code, *at("09:00")).out.splitlines()
    assert both[0].startswith("Chào bà Phạm Thị Ngộ!")
    assert both[1].strip().startswith("Welcome, Phạm Thị Ngộ!")
    (english,) = here.say("checkin", code, *at("09:01"), "--lang", "en").out.splitlines()
    assert english.startswith("Phạm Thị Ngộ came in at 09:00")
    (vietnamese,) = here.say("--lang", "vi", "checkin", code, *at("09:01")).out.splitlines()
    assert vietnamese.startswith("Bà Phạm Thị Ngộ đã vào")


@pytest.mark.parametrize(
    ("code", "status", "reason", "said"),
    [
        ("https://zalo.me/g/abcdef", 4, "foreign-code", "mã Zalo"),
        ("GD4797912345678", 4, "foreign-code", "thẻ bảo hiểm y tế"),
        ("", 4, "unreadable", "Không đọc được mã"),
        ("0000 0000 0000 0000", 3, "other-programme", "phong trào khác"),
        (
            "099190000777||Trần Văn Lạ|01011990|Nam|Thôn Bùi Hui, Ba Trang|02052021",
            4,
            "unknown-card",
            "đăng ký",
        ),
    ],
)
def test_a_code_that_is_no_badge_of_ours(here: Here, code: str, status: int, reason: str, said: str) -> None:
    answer = here.json("checkin", code, *at("09:00"))
    assert (answer.status, answer.object["reason"]) == (status, reason)
    assert said in answer.object["vi"]
    assert answer.object["person"] is None


def test_a_forged_badge_is_refused_and_kept_in_the_log_without_its_code(here: Here) -> None:
    code = here.badge_of(NGO)
    forged = code[:-1] + ("0" if code[-1] != "0" else "1")
    answer = here.json("checkin", forged, *at("09:00"))
    assert (answer.status, answer.object["reason"]) == (3, "forged-badge")
    last = here.json("log", "--limit", "1")
    assert last.object["entry"] == answer.object["entry"]
    assert forged not in last.out


@pytest.mark.parametrize(
    ("time", "reason"), [("2025-09-25T23:59:59+07:00", "not-open-yet"), ("2025-09-27 00:00", "over")]
)
def test_on_another_day_nobody_is_admitted(here: Here, time: str, reason: str) -> None:
    answer = here.json("checkin", here.badge_of(NGO), *at(time))
    assert (answer.status, answer.object["reason"]) == (3, reason)
    assert "26/09/2025" in answer.object["vi"]


def test_an_offset_in_a_time_is_understood(here: Here) -> None:
    answer = here.json("checkin", here.badge_of(NGO), *at("2025-09-25T17:30:00+00:00")).object
    assert (answer["decision"], answer["at"]) == ("admit", "2025-09-26T00:30:00+07:00")


def test_a_citizen_card_recognises_and_its_number_is_printed_nowhere(here: Here) -> None:
    card = "099157000001||Phạm Thị Ngộ|05031957|Nữ|Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi|02052021"
    answer = here.json("checkin", card, *at("09:00"))
    assert answer.object["decision"] == "admit"
    everything = answer.out + here.json("log").out + here.say("log").out
    assert "099157000001" not in everything
    assert "Ba Trang" not in everything


def test_a_card_that_fits_two_people_is_asked_about_with_what_tells_them_apart(here: Here) -> None:
    here.say("roster", "import", here.roster(ROSTER_OF_TWINS, "hai.csv"))
    card = "099163000009||Võ Thị Hường|1963|Nữ|Ba Trang, Ba Tơ, Quảng Ngãi|02052021"
    answer = here.json("checkin", card, *at("09:00"))
    assert (answer.status, answer.object["reason"], answer.object["entry"]) == (4, "ambiguous", None)
    assert {(c["name"], c["birth_year"], c["hamlet"]) for c in answer.object["candidates"]} == {
        ("Võ Thị Hường", 1963, "Bùi Hui"),
        ("Võ Thị Hường", 1963, "Con Riêng"),
    }
    chosen = answer.object["candidates"][0]["person"]
    assert here.json("checkin", "--person", chosen, *at("09:01")).object["person"] == chosen


def test_consent_that_is_missing_is_asked_for_and_given_in_the_same_step(here: Here) -> None:
    undated = ROSTER_OF_A_CHILD.replace("01/06/2016", "")
    here.say("roster", "import", here.roster(undated, "chau.csv"), "--consent-basis", "tai-ban")
    (child,) = here.json("search", "Lê Bảo Trâm").objects
    here.say("people", "correct", child["person"], "--birth", "01/06/2016", "--pin", "1010")
    asked = here.json("checkin", "--person", child["person"], *at("09:00"))
    assert (asked.status, asked.object["reason"]) == (4, "needs-guardian")
    assert asked.object["vi"].startswith("Cháu Lê Bảo Trâm: cần cha, mẹ hoặc người giám hộ")
    unknown = here.say("checkin", "--person", child["person"], "--consent", "ca-nha", *at("09:01"))
    assert unknown.status == 2
    assert "giam-ho" in unknown.err
    given_now = here.json("checkin", "--person", child["person"], "--consent", "giam-ho", *at("09:02"))
    assert given_now.object["reason"] == "admitted"


def test_a_list_on_paper_of_a_station_is_entered_by_person(here: Here) -> None:
    ngo, *_ = here.json("search", NGO).objects
    named = ("--person", ngo["person"])
    began = here.json("visit", "in", "vneid", *named, *at("09:10"), "--able", "not-yet")
    assert (began.status, began.object["reason"], began.object["person"]) == (0, "station-in", ngo["person"])
    again = here.json("visit", "in", "vneid", *named, *at("09:11"))
    assert (again.status, again.object["reason"]) == (3, "already-at-station")
    ended = here.json("visit", "out", "vneid", *named, *at("09:20"), "--able", "alone")
    assert (ended.status, ended.object["reason"]) == (0, "station-out")
    assert here.json("checkout", *named, *at("09:30")).object["reason"] == "left"
    kinds = [entry["kind"] for entry in here.json("log", "--person", ngo["person"]).objects]
    assert kinds.count("visit-in") == kinds.count("visit-out") == kinds.count("left") == 1
    assert kinds.count("able-before") == kinds.count("able-after") == 1


@pytest.mark.parametrize("command", [("visit", "out", "vneid"), ("checkout",)])
def test_at_a_station_or_the_exit_a_person_or_a_code_is_meant_and_never_both(
    here: Here, command: tuple[str, ...]
) -> None:
    assert here.json(*command, "--person", "nobody").object["error"] == "no-such-person"
    assert here.json(*command).object["error"] == "usage"
    assert here.json(*command, here.badge_of(NGO), "--person", "nobody").object["error"] == "usage"


def test_a_person_nobody_knows_fails_with_a_way_to_look_them_up(here: Here) -> None:
    answer = here.json("checkin", "--person", "nobody")
    assert (answer.status, answer.object["error"]) == (1, "no-such-person")
    assert "ngayhoi search" in answer.err


def badge_picture(here: Here, name: str) -> bytes:
    group, programme = Bilingual("Người dân", "Residents"), Bilingual("Thử", "Trial")
    return badge_png(BadgeCard(here.badge_of(name), name, group, programme, ""))


def side_by_side(here: Here, *names: str) -> Path:
    from PIL import Image

    cards = [Image.open(BytesIO(badge_picture(here, name))).convert("L") for name in names]
    width, height = cards[0].size
    both = Image.new("L", (2 * width, height), 255)
    for index, card in enumerate(cards):
        both.paste(card, (index * width, 0))
    path = here.folder / f"{names[0]}.png"
    both.save(path)
    return path


def test_every_code_of_a_picture_is_received_and_the_worst_status_is_told(here: Here) -> None:
    picture = here.folder / "the.png"
    picture.write_bytes(badge_picture(here, NGO))
    assert here.json("checkin", "--image", picture, *at("09:00")).object["reason"] == "admitted"
    assert here.json("checkin", "--image", picture, *at("09:05")).status == 3
    for names in ((NGO, BRON), ("Nguyễn Thúy Ái", NGO)):
        said = here.json("checkin", "--image", side_by_side(here, *names), *at("09:06"))
        assert sorted(one["reason"] for one in said.objects) == ["admitted", "already-here"]
        assert said.status == 3
    assert here.json("checkout", "--image", picture, *at("10:00")).object["reason"] == "left"


def test_a_picture_without_a_code_needs_a_human_and_a_broken_one_fails(here: Here) -> None:
    from PIL import Image

    empty = here.folder / "trang.png"
    Image.new("L", (300, 300), 255).save(empty)
    answer = here.json("checkin", "--image", empty, *at("09:00"))
    assert (answer.status, answer.object["decision"], answer.object["reason"]) == (4, "ask", "unreadable")
    assert "chụp lại" in answer.object["vi"]
    broken = here.folder / "hong.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nrubbish")
    failed = here.json("checkin", "--image", broken)
    assert (failed.status, failed.object["error"]) == (1, "picture")


def test_a_day_from_the_door_to_the_exit(here: Here) -> None:
    code = here.badge_of(BRON)
    steps = [
        (("visit", "in", "vneid", code, *at("09:00")), 0, "station-in"),
        (("visit", "in", "1", code, *at("09:01")), 3, "already-at-station"),
        (("visit", "out", "2", code, *at("09:02")), 3, "not-at-station"),
        (("visit", "out", "1", code, *at("09:12")), 0, "station-out"),
        (("next", code, *at("09:13")), 0, "admitted"),
        (("checkout", code, *at("11:00")), 0, "left"),
        (("checkout", code, *at("11:05")), 3, "not-here"),
        (("next", code, *at("11:06")), 3, "not-here"),
        (("checkin", code, *at("13:00")), 0, "came-back"),
    ]
    for command, status, reason in steps:
        answer = here.json(*command)
        assert (answer.status, answer.object["reason"]) == (status, reason), command
    kinds = [entry["kind"] for entry in here.json("log", "--event", "ngay-hoi").objects]
    assert kinds.count("admitted") == 2  # the station's host admitted who passed the door unseen
    assert here.json("log", "--kind", "visit-in").object["desk"] == "vneid"


def test_a_list_on_paper_is_caught_up_with_though_somebody_on_it_was_scanned_later(
    here: Here, tmp_path: Path
) -> None:
    code = here.badge_of(BRON)
    here.say("visit", "in", "2", code, *at("09:30"))
    on_paper = [
        (("checkin", code, *at("08:15")), "admitted"),
        (("visit", "in", "1", code, *at("08:30")), "station-in"),
        (("visit", "out", "1", code, *at("08:45")), "station-out"),
    ]
    for command, reason in on_paper:
        answer = here.json(*command)
        assert (answer.status, answer.object["reason"], answer.object["next"]) == (0, reason, None), command
    out = tmp_path / "tham-du.csv"
    here.say("export", "attendance", "--out", str(out), "--pin", "1010")
    (row,) = DictReader(out.read_text("utf-8-sig").splitlines())
    visits = DictReader(out.with_name("tham-du-luot-trai-nghiem.csv").read_text("utf-8-sig").splitlines())
    assert (row["Giờ đến"], row["Bàn đón"]) == ("26/09/2025 08:15", "Bàn đón 1")
    assert [(visit["Giờ vào"][-5:], visit["Giờ ra"][-5:]) for visit in visits] == [
        ("08:30", "08:45"),
        ("09:30", ""),
    ]


def test_what_someone_says_they_can_do_is_noted_before_and_after_a_visit_that_counts(here: Here) -> None:
    code = here.badge_of(BRON)
    here.say("visit", "in", "vneid", code, *at("09:00"), "--able", "not-yet")
    here.say("visit", "in", "vneid", code, *at("09:01"), "--able", "alone")
    here.say("visit", "out", "vneid", code, *at("09:12"), "--able", "with-help")
    before, after = (here.json("log", "--kind", kind).objects for kind in ("able-before", "able-after"))
    assert [entry["code"] for entry in before] == ["not-yet"]
    assert [entry["code"] for entry in after] == ["with-help"]


def test_the_advice_after_a_station_is_another_station(here: Here) -> None:
    code = here.badge_of(BRON)
    here.say("visit", "in", "vneid", code, *at("09:00"))
    left = here.json("visit", "out", "vneid", code, *at("09:12")).object
    assert left["next"]["station"] != "vneid"
    assert left["vi"].startswith("Anh Đinh Văn Brôn đã xong tại Trạm 1")


def test_an_unknown_station_or_desk_is_answered_with_those_there_are(here: Here) -> None:
    wrong = here.json("visit", "in", "khong-co", here.badge_of(NGO))
    assert (wrong.status, wrong.object["error"]) == (2, "station")
    assert "1 (vneid), 2 (dich-vu-cong)" in wrong.err
    desk = here.json("checkin", here.badge_of(NGO), "--desk", "ban-99")
    assert (desk.status, desk.object["error"]) == (2, "desk")
    assert "ban-1" in desk.err


def test_undo_takes_an_admission_back_once(here: Here) -> None:
    code = here.badge_of(NGO)
    entry = here.json("checkin", code, *at("08:00")).object["entry"]
    undone = here.json("undo", entry, "--reason", "bam-nham", *at("08:01"))
    assert (undone.status, undone.object["reason"], undone.object["target"]) == (0, "undone", entry)
    again = here.json("undo", entry.lower(), *at("08:02"))
    assert (again.status, again.object["reason"]) == (3, "already-undone")
    assert here.json("checkin", code, *at("08:03")).object["reason"] == "admitted"


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("khong-phai", 2),
        ("HMRV0123-99", 3),
        ("-", 2),
        ("HMRV0123-0", 2),
        ("X-" + "9" * 23, 3),
        ("X-" + "9" * 5000, 2),
        ("\udcff-1", 3),
    ],
)
def test_undo_of_what_is_no_entry(here: Here, typed: str, status: int) -> None:
    assert here.say("undo", typed).status == status


def test_undo_wants_a_reason_of_the_catalogue(here: Here) -> None:
    entry = here.json("checkin", here.badge_of(NGO), *at("08:00")).object["entry"]
    answer = here.json("undo", entry, "--reason", "vui-thoi")
    assert (answer.status, answer.object["reason"]) == (2, "no-such-reason")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_characters="\0"), max_size=60).filter(lambda t: not t.startswith("-"))
)
def test_whatever_is_typed_is_answered(here: Here, text: str) -> None:
    answer = here.json("checkin", text, *at("09:00"))
    assert answer.status in {3, 4}
    assert answer.object["decision"] in {"refuse", "ask"}


@pytest.mark.parametrize("code", ["\udcff\udcfe", "\ud800", "\x1b]0;pwned\x07", "\u202eabc", "a" * 5000])
def test_hostile_codes_neither_crash_nor_reach_the_terminal(here: Here, code: str) -> None:
    answer = here.say("checkin", code, *at("09:00"))
    assert answer.status == 4
    assert answer.out.replace("\n", "").isprintable()


ROSTER_OF_TWINS = """\
Họ và tên,Năm sinh,Giới tính,Thôn,Đối tượng
Võ Thị Hường,1963,Nữ,Bùi Hui,Người dân
Võ Thị Hường,1963,Nữ,Con Riêng,Người dân
"""
ROSTER_OF_A_CHILD = """\
STT,Họ và tên,Ngày sinh,Giới tính,Thôn,Đối tượng
1,Lê Bảo Trâm,01/06/2016,Nữ,Bùi Hui,HS
"""


def test_a_day_to_come_may_be_rehearsed(here: Here) -> None:
    here.say("init", "--catalogue", "ngay-hoi", "--date", "2099-09-26")
    assert here.json("checkin", here.badge_of(BRON), *at("09:00")).object["at"] == "2099-09-26T09:00:00+07:00"


def test_what_happens_later_today_cannot_be_noted(here: Here) -> None:
    here.say("init", "--catalogue", "ngay-hoi", "--date", "today")
    person = here.json("search", "bron").objects[0]["person"]
    later = f"{datetime.now(VIETNAM):%Y-%m-%d}T23:59:59"
    said = here.json("checkin", "--person", person, "--at", later)
    assert (said.status, said.object["error"]) == (2, "future")
    assert here.json("log", "--kind", "admitted").objects == []
    said = here.json("roster", "import", here.roster(ROSTER_OF_TWINS, "hai.csv"), "--at", later)
    assert (said.status, said.object["error"]) == (2, "future")
    assert here.json("search", "huong").objects == []


def test_an_entry_that_nobody_wrote_is_told_whichever_event_is_meant(here: Here) -> None:
    here.say("init", "--catalogue", "le-phat-dong", "--date", "2025-09-20")
    said = here.json("undo", "AAAAAAAA-5")
    assert (said.status, said.object["reason"]) == (3, "no-such-entry")
