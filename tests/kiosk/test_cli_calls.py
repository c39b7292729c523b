"""Calls and seats by command."""

from pathlib import Path

import pytest

from tests.kiosk.cli import Here

NGO, BRON = "Phạm Thị Ngộ", "Đinh Văn Brôn"
STATIONS = range(1, 13)


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    place = Here(tmp_path, capsys)
    place.filled()
    return place


def seated(here: Here) -> None:
    """At nine the board is on, every station pauses, and Brôn sits."""
    assert here.json("call", "--at", "09:00").object["calls_from_here"] is True
    for number in STATIONS:
        assert here.say("seats", number, 0, "--at", "09:00").status == 0
    held = here.json("checkin", here.badge_of(BRON), "--at", "09:00").object
    assert held["next"]["call_number"] == 1
    assert "bảng sẽ gọi số 1" in held["vi"]
    assert "the board will call number 1" in held["en"].lower()


def test_who_sits_is_called_once_a_station_takes_people_again(here: Here) -> None:
    seated(here)
    assert here.json("call", "--at", "09:01").object["waiting"] == 1
    opened = here.json("seats", "vneid", 2, "--at", "09:02").object
    assert (opened["station"], opened["seats"]) == ("vneid", 2)
    calls = here.json("call", "--at", "09:02").object
    (call,) = calls["called"]
    assert (call["number"], call["station"], call["again"]) == (1, "vneid", False)
    assert call["since"] == "2025-09-26T09:02:00+07:00"
    assert (calls["waiting"], calls["missed"]) == (0, [])
    said = here.say("call", "--at", "09:02").out
    assert "Mời số 1 đến Trạm 1 – Định danh điện tử VNeID mức 2." in said


def test_numbers_that_were_called_twice_in_vain_are_named(here: Here) -> None:
    seated(here)
    here.say("seats", "vneid", 2, "--at", "09:00")
    here.say("call", "--at", "09:01")
    here.say("call", "--at", "09:04")
    calls = here.json("call", "--at", "09:07").object
    assert (calls["called"], calls["missed"], calls["waiting"]) == ([], [1], 1)
    assert "Đã gọi hai lần, chưa đến: 1." in here.say("call", "--at", "09:08").out


def test_numbers_that_sit_in_vain_are_named(here: Here) -> None:
    seated(here)
    for number in STATIONS:
        here.say("seats", number, "closed", "--at", "09:01")
    calls = here.json("call", "--at", "09:02").object
    assert (calls["waiting"], calls["in_vain"]) == (0, [1])
    assert "Mời quay lại ki-ốt: 1." in here.say("call", "--at", "09:02").out


def test_a_host_calls_one_more(here: Here) -> None:
    seated(here)
    here.say("seats", "vneid", 2, "--at", "09:01")
    called = here.json("call", "--station", 1, "--at", "09:01").object
    assert (called["ok"], called["number"], called["person"]["name"]) == (True, 1, BRON)
    nobody = here.json("call", "--station", 1, "--at", "09:02")
    assert (nobody.status, nobody.object["ok"]) == (3, False)
    assert "Không có ai đang ngồi chờ" in nobody.object["vi"]


@pytest.mark.parametrize(("seats", "why"), [(0, "Trạm đang tạm dừng"), ("closed", "Trạm đã đóng")])
def test_nobody_is_called_to_a_station_that_takes_nobody_and_the_host_hears_why(
    here: Here, seats: object, why: str
) -> None:
    seated(here)
    here.say("seats", "vneid", seats, "--at", "09:01")
    nobody = here.json("call", "--station", 1, "--at", "09:01")
    assert (nobody.status, nobody.object["ok"]) == (3, False)
    assert nobody.object["vi"] == f"{why} nên không gọi ai."


@pytest.mark.parametrize("count", ["1.5", "99", "9" * 5000, "hai", ""])
def test_seats_that_a_station_does_not_have_are_refused(here: Here, count: str) -> None:
    answer = here.json("seats", "vneid", count)
    assert answer.status == 2
    assert answer.object["error"] == "usage"
    assert not [entry for entry in here.json("log").objects if entry["kind"] == "seats"]


def test_a_station_that_is_closed_for_today_is_left_out(here: Here) -> None:
    here.say("call", "--at", "09:00")
    closed = here.json("seats", 1, "closed", "--at", "09:00").object
    assert (closed["seats"], closed["vi"]) == (None, "Trạm 1: đã đóng.")
    assert here.json("checkin", here.badge_of(NGO), "--at", "09:01").object["next"]["station"] != "vneid"


@pytest.mark.parametrize("typed", ["5", "0000000009", "1000000000", "-1", "²", "hai"])
def test_seats_that_a_station_does_not_have_are_a_usage_error(here: Here, typed: str) -> None:
    said = here.json("seats", "vneid", "--", typed)
    assert (said.status, said.object["error"]) == (2, "usage")
    assert here.json("log", "--kind", "seats").objects == []
