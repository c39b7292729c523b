"""The doctor: each line green or the sentence that mends it, within bounded time."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from checkin.participation import Draft, Kind
from data.ledger import open_store
from kiosk.capture.advice import ADVICE
from kiosk.capture.codes import Image
from kiosk.capture.serial_port import opens
from kiosk.capture.trial import Flaw, Verdict
from kiosk.commands import doctor_devices as devices
from kiosk.commands import doctor_machine as machine
from kiosk.commands.doctor import learnt
from kiosk.commands.findings import Finding, Level, bounded, good
from kiosk.laptop import Laptop, remember, remembered
from stations.model import Bilingual
from tests.kiosk.cli import Here

NOW = datetime(2025, 9, 26, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a machine of its own that remembers nothing, and that nobody wanted to speak."""
    monkeypatch.setattr("kiosk.voice._LIBRARY", "none_of_speech")
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "config"))


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(tmp_path, capsys)


def checks(here: Here, *args: object) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for one in here.json("doctor", *args).objects:
        found.setdefault(one["check"], []).append(one)
    return found


def test_a_machine_that_is_ready_has_status_0_and_tells_all_that_was_looked_at(here: Here) -> None:
    here.filled()
    said = here.json("doctor")
    found = {one["check"]: one for one in said.objects}
    expected = {"pictures", "decoders", "speed", "camera", "scanner", "serial", "store", "device", "clock"}
    assert expected | {"timezone", "disk", "printer", "terminal"} <= set(found)
    assert said.status == 0
    assert all(one["ok"] == (one["level"] != "mend") for one in found.values())
    assert found["camera"]["level"] == found["scanner"]["level"] == "note"
    assert "--scanner" in found["scanner"]["vi"]
    assert "zxing" in found["decoders"]["vi"]
    assert "ms" in found["speed"]["vi"]


def test_a_line_begins_with_its_sign(here: Here) -> None:
    lines = here.say("doctor", "--lang", "vi").out.splitlines()
    assert {line[0] for line in lines} == {"✓", "!", "✗"}
    assert any(line.startswith("✗") and "ngayhoi init" in line for line in lines)


def test_without_a_terminal_a_scanner_cannot_be_tried(here: Here) -> None:
    said = here.json("doctor", "--scanner")
    assert (said.status, said.object["error"]) == (2, "terminal")


@pytest.mark.parametrize("source", ["nowhere.mp4", "ftp://a/b"])
def test_a_source_that_is_none_is_to_be_mended(here: Here, source: str) -> None:
    (camera,) = checks(here, "--source", source)["camera"]
    assert camera["level"] == "mend"


def test_the_source_this_machine_remembers_is_tried(here: Here) -> None:
    remember(Laptop(source="serial:/dev/nowhere"))
    (camera,) = checks(here)["camera"]
    assert camera["level"] == "mend"
    assert "/dev/nowhere" in str(camera["vi"])


class Lens:
    """A camera that gives pictures `pause` seconds apart, so many and then no more, until it is stopped."""

    def __init__(
        self, pictures: int = 1_000_000, pause: float = 0.01, trouble: Bilingual | None = None
    ) -> None:
        self.name = "camera 0"
        self.trouble = trouble
        self._pictures = pictures
        self._pause = pause
        self._stopping = threading.Event()

    def frames(self) -> Iterator[Image]:
        for number in range(self._pictures):
            if self._stopping.wait(self._pause):
                return
            yield np.full((720, 1280, 3), number % 200, np.uint8)
        self._stopping.wait()

    def stop(self) -> None:
        self._stopping.set()


def test_a_camera_tells_its_size_and_rate() -> None:
    found = devices.camera(Lens(), opening=5.0, watching=0.3)
    assert found.level is Level.GOOD
    assert "1280x720" in found.text.vi


def test_a_slow_camera_is_told_what_to_do() -> None:
    slow = devices.camera(Lens(pause=0.15), opening=5.0, watching=0.5)
    assert (slow.level, "đèn" in slow.text.vi) == (Level.NOTE, True)


@pytest.mark.parametrize(("pictures", "level"), [(0, Level.MEND), (1_000_000, Level.NOTE)])
def test_of_a_phone_that_serves_as_camera_the_phone_and_the_network_are_told(
    pictures: int, level: Level
) -> None:
    phone = Lens(pictures, pause=0.15)
    phone.name = "http://192.168.1.20:8080/video"
    found = devices.camera(phone, opening=0.5, watching=0.5)
    assert (found.level, "Wi-Fi" in found.text.vi, "USB" in found.text.vi) == (level, True, False)
    assert "Zoom" not in found.text.vi


def test_a_camera_that_says_what_is_wrong_is_quoted() -> None:
    dark = Bilingual("Máy ảnh tối đen.", "The camera sees black.")
    assert devices.camera(Lens(trouble=dark), opening=5.0, watching=0.05) == Finding(
        "camera", Level.MEND, dark
    )


@pytest.mark.parametrize("pictures", [0, 1])
def test_a_camera_that_stops_giving_pictures_does_not_hang_the_doctor(pictures: int) -> None:
    found = devices.camera(Lens(pictures), opening=0.2, watching=0.2)
    assert found.level is not Level.GOOD
    assert "camera 0" in found.text.vi


def test_a_check_that_never_ends_is_a_line_too() -> None:
    never = threading.Event()

    def work() -> list[Finding]:
        never.wait()
        return [good("camera", "a", "b")]

    (found,) = bounded("camera", 0.05, work)
    assert (found.check, found.level) == ("camera", Level.MEND)
    never.set()
    assert bounded("camera", 5.0, work) == [good("camera", "a", "b")]


def test_a_bug_in_a_check_is_no_finding() -> None:
    def work() -> list[Finding]:
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        bounded("camera", 5.0, work)


@pytest.mark.parametrize(("milliseconds", "level"), [(5, Level.GOOD), (60, Level.GOOD), (120, Level.NOTE)])
def test_a_slow_machine_is_told_what_to_do(milliseconds: float, level: Level) -> None:
    assert machine.speed(milliseconds).level is level


def test_the_clock_is_compared_with_the_log() -> None:
    assert machine.clock(None, NOW).level is Level.GOOD
    assert machine.clock(NOW - timedelta(seconds=1), NOW).level is Level.GOOD
    assert machine.clock(NOW + timedelta(seconds=1), NOW).level is Level.MEND
    assert "09:00 26/09/2025" in machine.clock(None, NOW).text.vi


def test_a_clock_before_the_last_entry_is_told_with_both_times() -> None:
    late = machine.clock(NOW + timedelta(hours=1), NOW).text
    assert all("10:00 26/09/2025" in said and "09:00 26/09/2025" in said for said in (late.vi, late.en))


@pytest.mark.parametrize(("days", "level"), [(365, Level.GOOD), (366, Level.MEND), (9400, Level.MEND)])
def test_a_clock_years_before_every_event_is_to_be_set(days: int, level: Level) -> None:
    found = machine.clock(None, NOW, first=NOW.date() + timedelta(days=days))
    assert (found.level, "09:00 26/09/2025" in found.text.vi) == (level, True)


def test_what_was_written_while_a_clock_was_ahead_does_not_let_others_fail_for_ever(here: Here) -> None:
    here.filled()

    def writes(when: datetime) -> None:
        store = open_store(here.store, lambda: when)
        with store.writing() as log:
            log.append(Draft(Kind.BOARD, event="ngay-hoi", at=when, desk="tram-1"))
        store.close()

    now = datetime.now(UTC)
    writes(now + timedelta(days=365))
    assert [one["level"] for one in checks(here)["clock"]] == ["mend"]
    copied = Here(here.folder / "copy", here.capsys)
    copied.folder.mkdir()
    shutil.copyfile(here.store, copied.store)
    own, other = checks(copied)["clock"]
    assert (own["level"], other["level"]) == ("good", "note")
    assert "Máy số 1" in str(other["vi"])
    writes(now)
    assert [one["level"] for one in checks(here)["clock"]] == ["good"]


def test_the_clock_is_compared_with_the_server_s() -> None:
    newest, ahead = NOW + timedelta(seconds=20), timedelta(seconds=29)
    assert machine.clock(newest, NOW, ahead).level is Level.GOOD, (
        "what the server stamped is not in the future"
    )
    slow, fast = (machine.clock(NOW, NOW, timedelta(seconds=seconds)) for seconds in (125, -125))
    assert (slow.level, fast.level) == (Level.MEND, Level.MEND)
    assert "chậm 125 giây so với máy chủ" in slow.text.vi
    assert "nhanh 125 giây so với máy chủ" in fast.text.vi
    assert "125 seconds behind the server's" in slow.text.en


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no zone from the environment")
@pytest.mark.parametrize(("zone", "level"), [("Asia/Ho_Chi_Minh", Level.GOOD), ("UTC0", Level.NOTE)])
def test_another_time_zone_is_noticed(zone: str, level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC-7" if zone.startswith("Asia") else zone)
    time.tzset()
    try:
        assert machine.zone(NOW).level is level
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not of Windows")
@pytest.mark.parametrize(
    ("told", "level", "shown"),
    [
        ("Canon_LBP accepting requests since today\nPDF accepting requests\n", Level.GOOD, "Canon_LBP"),
        ("PDF accepting requests since today\n", Level.NOTE, "--pdf"),
        ("", Level.NOTE, "--pdf"),
    ],
)
def test_printers_are_those_the_system_knows(
    told: str, level: Level, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lpstat = tmp_path / "lpstat"
    lpstat.write_text(
        f"#!/bin/sh\n[ \"$1\" = -a ] && printf '{told}'\n".replace("\n'", "'"), encoding="utf-8"
    )
    lpstat.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    (found,) = devices.printer()
    assert (found.level, shown in found.text.vi) == (level, True)
    assert "PDF," not in found.text.vi


@pytest.mark.parametrize(
    ("names", "level", "said"),
    [
        (["Microsoft David", "Microsoft An - Vietnamese (Vietnam)"], Level.GOOD, "có giọng đọc tiếng Việt"),
        (["Microsoft David"], Level.NOTE, "chưa có giọng đọc tiếng Việt"),
    ],
)
def test_whether_calls_can_be_spoken_is_told(
    names: list[str], level: Level, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.voice._LIBRARY", "pyttsx3")
    voice = pytest.importorskip("pyttsx3.voice", reason="the voice is optional, and not installed here").Voice
    voices = [voice(name, name, []) for name in names]
    engine = SimpleNamespace(getProperty={"voices": voices}.__getitem__, setProperty=lambda *_: None)
    monkeypatch.setattr("pyttsx3.init", lambda _: engine)
    (found,) = devices.voice()
    assert (found.level, said in found.text.vi) == (level, True)


def test_of_a_voice_that_nobody_wanted_nothing_is_told() -> None:
    assert list(devices.voice()) == []


def test_a_test_scan_is_remembered_and_told_from_then_on(here: Here) -> None:
    remember(learnt(remembered(), Verdict((), "\x02", "\x03")))
    assert (remembered().prefix, remembered().suffix, remembered().scanner_tried) == ("\x02", "\x03", True)
    (found,) = checks(here)["scanner"]
    assert (found["level"], "STX" in str(found["vi"]), "ETX" in str(found["vi"])) == ("good", True, True)


def of_the_scanner() -> list[Finding]:
    return list(devices.scanner(remembered()))


def test_what_was_learnt_stays_while_codes_are_altered() -> None:
    remember(Laptop(source="0", prefix="~", suffix="#", scanner_tried=True))
    after = learnt(remembered(), Verdict((Flaw.TELEX,), "~a", "\r"))
    assert (after.source, after.prefix, after.suffix) == ("0", "~", "#")
    remember(after)
    assert of_the_scanner() == [Finding("scanner", Level.MEND, ADVICE[Flaw.TELEX])]


def test_a_harmless_flaw_lets_the_day_begin() -> None:
    remember(learnt(Laptop(), Verdict((Flaw.NAME_LOST,), "", "\r")))
    assert [one.level for one in of_the_scanner()] == [Level.GOOD, Level.NOTE]
    assert remembered().suffix == ""


def test_another_code_teaches_nothing() -> None:
    own = Laptop(prefix="~", scanner_tried=True)
    assert learnt(own, Verdict((Flaw.NOT_THE_CODE,))) == own


def test_a_flaw_of_a_later_version_does_no_harm() -> None:
    remember(Laptop(scanner_tried=True, scanner_flaws=("something-new",)))
    assert [one.level for one in of_the_scanner()] == [Level.GOOD]


def test_serial_ports_are_named_as_they_are_to_be_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    from serial.tools import list_ports
    from serial.tools.list_ports_common import ListPortInfo

    scanner, nothing = ListPortInfo("/dev/ttyACM7"), ListPortInfo("/dev/ttyS4")
    scanner.description, scanner.hwid = "Barcode Scanner", "USB VID:PID=0C2E:0B6A"
    monkeypatch.setattr(list_ports, "comports", lambda: [nothing, scanner])
    (found,) = devices.serial_ports()
    assert "--source /dev/ttyACM7" in found.text.vi
    assert "Barcode Scanner" in found.text.vi
    assert "ttyS4" not in found.text.vi


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals stand in for a serial port")
def test_a_serial_scanner_is_tried(here: Here) -> None:
    ours, theirs = os.openpty()
    try:
        name = os.ttyname(theirs)
        assert opens(name)
        (found,) = checks(here, "--source", f"serial:{name}")["camera"]
        assert found["level"] == "good"
    finally:
        os.close(theirs)
        os.close(ours)
    assert not opens(name)


def test_the_line_to_compare_has_every_sign_that_screens_draw() -> None:
    kiosk = Path(machine.__file__).parents[1]
    pages = [page for place in ("screens/*", "widgets/*", "*wording") for page in kiosk.glob(f"{place}.py")]
    drawn = {sign for page in pages for sign in re.findall("[■-➿]", page.read_text(encoding="utf-8"))}
    assert {"✔", "☑"} <= drawn <= set(machine.GLYPHS)
