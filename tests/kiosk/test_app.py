"""The app around the screens: leaving, crashes, patience, where scans go."""

from __future__ import annotations

import asyncio
import ctypes
import itertools
import os
import shutil
import sys
import threading
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Literal
from unicodedata import normalize

import pytest
from rich.traceback import Traceback
from textual.app import ComposeResult
from textual.events import Key, Paste
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Static

from checkin.desk import Desk, Scan, receive
from checkin.participation import Kind
from data.ledger import create_store, open_store
from data.overview import Watch
from kiosk.app import NgayHoi, Settings
from kiosk.capture.aim import Aim
from kiosk.capture.wedge import GAP
from kiosk.commands.arguments import a_pin
from kiosk.messages import Done, Scanned
from kiosk.running import keep_running
from kiosk.screens.base import Dialog, Face
from kiosk.screens.board import BoardScreen
from kiosk.screens.desk import DeskScreen
from kiosk.screens.figures import FiguresScreen
from kiosk.screens.pin import PinDialog
from kiosk.screens.register import Register
from kiosk.screens.result import Result
from kiosk.screens.welcome import Welcome
from kiosk.widgets.field import Field
from kiosk.widgets.viewfinder import Viewfinder
from tests.builders import NOW, Clock, desk_of, known, the_log
from tests.kiosk.driving import (
    NEW_CARD,
    NGO,
    Day,
    a_day,
    driven,
    leave_it,
    on,
    reads,
    scan,
    shown,
    the_day,
    type_at_once,
    until,
)
from tests.postgres import set_clock

KEYS = (
    *(f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
    *(f"f{number}" for number in range(1, 13)),
    *("ctrl+backslash", "ctrl+right_square_bracket", "ctrl+circumflex_accent", "ctrl+underscore"),
    *("escape", "enter", "tab", "shift+tab", "backspace", "delete", "insert", "home", "end"),
    *("alt+q", "alt+x", "q", "x", "ctrl+shift+c", "super+c"),
)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with a_day(tmp_path) as made:
        yield made


@driven
async def test_no_key_leaves_the_face_whatever_is_open(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        for key in KEYS:
            await pilot.press(key)
            assert pilot.app.is_running
            assert isinstance(pilot.app.screen_stack[0], Welcome)
        assert pilot.app.return_value is None
        scan(pilot, day.badges[NGO.id])
        await until(pilot, lambda: day.admitted() == [NGO.id])


@driven
async def test_no_click_leaves_the_face(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        for button in (1, 3):
            for x, y in itertools.product((0, 8, 30, 79), (0, 1, 21, 23)):
                await pilot.click(offset=(x, y), button=button)
                assert pilot.app.is_running


@driven
async def test_a_finger_on_a_key_s_name_is_as_good_as_the_key(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await reads(pilot, "F3")
        row = next(y for y, line in enumerate(shown(pilot).splitlines()) if "F3" in line)
        column = shown(pilot).splitlines()[row].index("F3")
        await pilot.click(offset=(column, row))
        await on(pilot, Register)


@driven
async def test_a_wrong_pin_stays_and_the_right_one_leaves(day: Day) -> None:
    async with day.kiosk(pin="2468").run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+q")
        await on(pilot, PinDialog)
        await pilot.press(*"1010", "enter")
        await reads(pilot, "Số chưa đúng")
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: not pilot.app.is_running or pilot.app._exit)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_pin_is_composed_as_the_field_composes_it(form: Literal["NFC", "NFD"]) -> None:
    assert a_pin(normalize(form, "trạm")) == normalize("NFC", "trạm")
    with pytest.raises(ArgumentTypeError):
        a_pin(normalize(form, "trạ"))


@driven
async def test_a_pin_dialog_nobody_answers_goes_away(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+c")
        await on(pilot, PinDialog)
        leave_it(pilot)
        await on(pilot, Welcome)


@driven
async def test_a_code_that_is_pasted_is_a_scan_and_a_name_is_not(day: Day) -> None:
    code = day.badges[NGO.id].data.decode()
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        pilot.app.post_message(Paste("Phạm Thị"))
        await until(pilot, lambda: pilot.app.screen.query_one("#typed", Field).value == "Phạm Thị")
        pilot.app.post_message(Paste(f"{code}\n"))
        await on(pilot, Result)
        assert day.admitted() == [NGO.id]


class _Listening(Face):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Scan] = []

    def compose(self) -> ComposeResult:
        yield Static(self.say("Tiếng Việt", "English"))
        yield Field(id="first")
        yield Field(id="second")

    def scanned(self, scan: Scan) -> None:
        self.heard.append(scan)
        if scan.data == b"bug":
            raise ZeroDivisionError("a bug")


class _Noting(_Listening):
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.came: list[str] = []

    def on_key(self, event: Key) -> None:
        self.came.append(event.key)

    def scanned(self, scan: Scan) -> None:
        self.came.append(scan.data.decode())


class _Closing(_Listening):
    def on_mount(self) -> None:
        self.app.exit()


class _Broken(_Listening):
    def on_mount(self) -> None:
        raise ZeroDivisionError("a bug")


class _Question(Dialog[bool]):
    def compose(self) -> ComposeResult:
        yield Field(id="answer")


def app_of(pilot: Pilot[None]) -> NgayHoi:
    assert isinstance(pilot.app, NgayHoi)
    return pilot.app


def app(day: Day, face: type[Face]) -> NgayHoi:
    return NgayHoi(desk_of(day.store), face, Clock(), Settings(plain=False))


@driven
async def test_a_scan_passes_dialogs_and_reaches_the_face(day: Day) -> None:
    async with app(day, _Listening).run_test() as pilot:
        pilot.app.push_screen(_Question())
        await on(pilot, _Question)
        scan(pilot, NEW_CARD)
        face = pilot.app.screen_stack[0]
        assert isinstance(face, _Listening)
        await until(pilot, lambda: face.heard == [NEW_CARD])
        assert isinstance(pilot.app.screen, _Question)


@driven
async def test_a_digit_that_a_slow_scanner_sends_before_a_code_is_no_answer(day: Day) -> None:
    code = day.badges[NGO.id].data.decode()
    async with app(day, _Noting).run_test() as pilot:
        face = await on(pilot, _Noting)
        for place, symbol in enumerate(f"7{code}"):
            key = Key(symbol, symbol)
            key.time += place * GAP / 3
            pilot.app.post_message(key)
        pilot.app.post_message(Key("f9", None))
        await until(pilot, lambda: "f9" in face.came)
        assert face.came == [code, "f9"]


@driven
async def test_what_other_programs_write_is_followed_beside_the_scans(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.app._KEEP_UP", 0.05)
    async with day.kiosk().run_test() as pilot:
        await on(pilot, Welcome)
        other = open_store(str(day.store.engine.url.database), day.clock)
        (answer,) = receive([day.badges[NGO.id]], desk_of(other), day.clock())
        other.close()
        assert answer.entry
        device, sequence = answer.entry.ref.device, answer.entry.ref.sequence
        await until(
            pilot, lambda: any(fold.heads.get(device, 0) >= sequence for fold in day.store._folds.values())
        )
        assert len(day.admitted()) == 1


@driven
async def test_a_face_goes_by_the_clock_of_the_server(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.app._KEEP_UP", 0.05)
    set_clock(postgres_url, 0)
    create_store(postgres_url, the_day(), Clock()).close()
    store = open_store(postgres_url, Clock())
    day = Day(store, Clock(), {NGO.id: known(store, NGO)[0]})
    kiosk = day.kiosk()
    async with kiosk.run_test() as pilot:
        await on(pilot, Welcome)
        assert kiosk.clock() == NOW
        set_clock(postgres_url, 120)
        await until(pilot, lambda: kiosk.clock() > NOW)
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
    (entry,) = day.entries(Kind.ADMITTED)
    for moment in (entry.draft.at, entry.recorded):
        assert 110 < (moment - NOW).total_seconds() < 130
    store.close()


@driven
async def test_a_store_that_does_not_answer_keeps_nobody_from_leaving(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.workers._LEAVING", 0.1)
    other = open_store(str(day.store.engine.url.database), day.clock)
    kiosk = day.kiosk()
    with other.writing():
        async with kiosk.run_test() as pilot:
            await on(pilot, Welcome)
            scan(pilot, day.badges[NGO.id])
            await pilot.press("ctrl+q")
            await on(pilot, PinDialog)
            await pilot.press(*Settings().pin, "enter")
            await until(pilot, lambda: not kiosk.is_running or kiosk._exit)
        assert kiosk.clerk.is_alive()
    kiosk.clerk.join()
    other.close()


@driven
@pytest.mark.parametrize("face", [Welcome, DeskScreen])
async def test_whoever_waits_for_a_store_that_is_busy_is_asked_to(
    face: type[Face], day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.app._WAITS", 0.1)
    other = open_store(str(day.store.engine.url.database), day.clock)
    async with app(day, face).run_test(notifications=True) as pilot:
        await on(pilot, face)
        with other.writing():
            for _ in range(3):
                scan(pilot, day.badges[NGO.id])
            await reads(pilot, "Máy đang làm, xin Quý vị chờ")
            assert len(pilot.app._notifications) <= 1, "the one that was read, or it is over by now"
        await until(pilot, lambda: day.admitted() == [NGO.id])
        await until(pilot, lambda: "Máy đang làm" not in shown(pilot))
    other.close()


@driven
async def test_whoever_pressed_a_key_is_asked_to_wait_too(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.app._WAITS", 0.1)
    other = open_store(str(day.store.engine.url.database), day.clock)
    async with day.kiosk(doubled_seconds=0).run_test(notifications=True) as pilot:
        await on(pilot, Welcome)
        scan(pilot, day.badges[NGO.id])
        await reads(pilot, "ở lại được bao lâu?")
        with other.writing():
            await pilot.press("2")
            await reads(pilot, "Máy đang làm, xin Quý vị chờ")
        await until(pilot, lambda: [entry.draft.minutes for entry in day.entries(Kind.STAY)] == [60])
    other.close()


@pytest.mark.parametrize(
    ("face", "work"),
    [
        (Welcome, lambda face: face._count()),
        (DeskScreen, lambda face: face.refresh_figures()),
        (BoardScreen, lambda face: face.look()),
        (FiguresScreen, lambda face: face.look()),
    ],
)
@driven
async def test_nobody_is_asked_to_wait_for_what_a_face_does_for_itself(
    face: type[Face], work: Callable[[Face], None], day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.app._WAITS", 0.1)
    other = open_store(str(day.store.engine.url.database), day.clock)
    kiosk = app(day, face)
    async with kiosk.run_test(notifications=True) as pilot:
        await until(pilot, lambda: kiosk.clerk.handed == kiosk.clerk.done > 0)
        with other.writing():
            work(kiosk.face)
            kiosk._keep_up()
            await pilot.pause(0.5)
            assert kiosk.clerk.done < kiosk.clerk.handed
            assert "Máy đang làm" not in shown(pilot)
    other.close()


@driven
async def test_what_is_done_for_the_face_itself_does_not_pile_up_behind_a_store_that_is_busy(
    day: Day,
) -> None:
    done: list[str] = []

    def note(message: Message) -> None:
        if isinstance(message, Done):
            done.append(message.work)

    other = open_store(str(day.store.engine.url.database), day.clock)
    async with day.kiosk().run_test(message_hook=note) as pilot:
        await until(pilot, lambda: "keep up" in done)  # what the opening itself asked for
        done.clear()
        assert isinstance(pilot.app, NgayHoi)
        with other.writing():
            for _ in range(5):
                pilot.app._keep_up()
                scan(pilot, day.badges[NGO.id])
            await pilot.pause()
        await until(pilot, lambda: done.count("receive") == 5)
        pilot.app.clerk.do("the last", int, pilot.app)
        await until(pilot, lambda: "the last" in done)
        assert done.count("keep up") <= 2, "one that was begun, and one for all others"
    other.close()


@pytest.mark.parametrize("face", [Welcome, DeskScreen])
@driven
async def test_the_day_so_far_is_followed_as_soon_as_the_laptop_is_opened(day: Day, face: type[Face]) -> None:
    done: list[str] = []

    def note(message: Message) -> None:
        if isinstance(message, Done):
            done.append(message.work)

    async with app(day, face).run_test(message_hook=note) as pilot:
        await until(pilot, lambda: "keep up" in done)


@driven
async def test_the_file_of_the_store_alone_soon_holds_what_was_answered(
    day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.app._KEEP_UP", 0.05)

    def copied() -> int:
        shutil.copy(tmp_path / "day.db", tmp_path / "copy.db")
        copy = open_store(str(tmp_path / "copy.db"), day.clock)
        try:
            return len([entry for entry in the_log(copy) if entry.draft.kind is Kind.ADMITTED])
        finally:
            copy.close()

    async with day.kiosk().run_test() as pilot:
        await on(pilot, Welcome)
        scan(pilot, day.badges[NGO.id])
        await on(pilot, Result)
        await until(pilot, lambda: copied() == 1)


@driven
async def test_the_other_language_keeps_text_cursor_and_focus(day: Day) -> None:
    async with app(day, _Listening).run_test() as pilot:
        await pilot.press("tab", *"Ngo", "left")
        await until(pilot, lambda: pilot.app.screen.query_one("#second", Field).cursor_position == 2)
        await pilot.press("f2")
        await until(pilot, lambda: "English" in shown(pilot))
        field = pilot.app.screen.query_one("#second", Field)
        assert (field.value, field.cursor_position) == ("Ngo", 2)
        await until(pilot, lambda: pilot.app.focused is field)


@pytest.mark.parametrize("face", [Welcome, DeskScreen])
@driven
async def test_answers_may_come_while_the_language_changes(day: Day, face: type[Face]) -> None:
    async with app(day, face).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app_of(pilot).is_open)
        for turn in range(77):
            scan(pilot, day.badges[NGO.id])
            pilot.app.post_message(Key("f2", None))
            pilot.app.post_message(Key("f4" if face is Welcome else "escape", None))
            for _ in range(turn % 7):
                await asyncio.sleep(0.001)
        await until(pilot, lambda: day.admitted() == [NGO.id])
        await pilot.pause()
        assert pilot.app.is_running


@driven
async def test_what_comes_while_a_desk_ends_is_for_nobody_any_more(day: Day) -> None:
    kiosk = app(day, DeskScreen)
    async with kiosk.run_test(size=(80, 24)) as pilot:
        desk = await on(pilot, DeskScreen)
        figures = Watch(day.store, kiosk.desk.catalogue).day(day.clock())
    with kiosk._context():
        assert not desk.query(Viewfinder)
        desk.show_figures(figures)
        desk.seen(Viewfinder.Changed(seeing=False, aim=Aim.CLOSER))


@driven
async def test_keys_pressed_while_the_language_changes_are_taken_after_it(day: Day) -> None:
    async with day.kiosk().run_test(size=(80, 24)) as pilot:
        face = await on(pilot, Welcome)
        for letter in "abcdefghij":
            app_of(pilot).action_language()
            assert face.is_drawing
            pilot.app.post_message(Key("f4", None))
            pilot.app.post_message(Key(letter, letter))
            await until(pilot, lambda letter=letter: letter in face.query("#typed").first(Field).value)  # type: ignore[misc]
        assert face.query_one("#typed", Field).value == "abcdefghij"


@driven
async def test_what_is_typed_and_pasted_before_the_store_is_open_waits_in_order(day: Day) -> None:
    opened = threading.Event()

    def desk() -> Desk:
        opened.wait(10)
        return desk_of(day.store, "ki-ot")

    kiosk = NgayHoi(desk, Welcome, day.clock, Settings(plain=False))
    async with kiosk.run_test(size=(80, 24)) as pilot:
        await reads(pilot, "Kính mời")
        type_at_once(pilot, "Ng")
        kiosk.post_message(Paste("uyễn"))
        type_at_once(pilot, " A")
        kiosk.post_message(Paste(day.badges[NGO.id].data.decode() + "\n"))
        await pilot.pause()
        opened.set()
        await on(pilot, Result)
        assert kiosk.face.query_one("#typed", Field).value == "Nguyễn A"
        assert day.admitted() == [NGO.id]


@driven
async def _meets_a_bug(running: NgayHoi, cause: Callable[[NgayHoi], object]) -> None:
    async with running.run_test() as pilot:
        cause(running)
        await until(pilot, lambda: not running.is_running)


def test_a_bug_ends_the_app_instead_of_leaving_it_deaf(day: Day) -> None:
    with pytest.raises(ZeroDivisionError):
        _meets_a_bug(app(day, _Listening), lambda it: it.post_message(Scanned(Scan(b"bug"))))


def test_a_bug_in_the_clerk_s_thread_ends_the_app_too(day: Day) -> None:
    with pytest.raises(ZeroDivisionError):
        _meets_a_bug(app(day, _Listening), lambda it: it.clerk.do("work", lambda: 1 // 0, it.face))


def test_a_face_that_is_left_is_not_started_again(day: Day, tmp_path: Path) -> None:
    started: list[NgayHoi] = []
    assert keep_running(lambda: _started(app(day, _Closing), started), tmp_path / "crash.log") == 0
    assert len(started) == 1
    assert not (tmp_path / "crash.log").exists()


def test_a_face_that_breaks_is_started_again_and_given_up_after_three_times(
    day: Day, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[NgayHoi] = []
    log = tmp_path / "logs" / "crash.log"
    assert keep_running(lambda: _started(app(day, _Broken), started), log) == 1
    assert len(started) == 3
    assert log.read_text(encoding="utf-8").count("ZeroDivisionError: a bug") == 3
    assert "locals" not in capsys.readouterr().err


def test_windows_is_asked_to_leave_the_screen_on_while_nobody_types(
    day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the numbers of its own header: ES_CONTINUOUS, ES_SYSTEM_REQUIRED, ES_DISPLAY_REQUIRED."""
    asked: list[int] = []
    windows = SimpleNamespace(kernel32=SimpleNamespace(SetThreadExecutionState=asked.append))
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert keep_running(lambda: _headless(app(day, _Closing)), tmp_path / "crash.log") == 0
    assert asked == [0x80000000 + 0x00000001 + 0x00000002]


def test_a_face_that_hears_no_key_any_more_is_opened_anew(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after half a symbol of Windows' panel of emoji: the thread that reads keys has ended."""
    monkeypatch.setattr("kiosk.app._HEARING_CHECK", 0.05)
    with pytest.raises(RuntimeError, match="keys are read no more"):
        _meets_a_bug(
            app(day, _Listening), lambda it: setattr(it._driver, "_event_thread", threading.Thread())
        )


class _Deaf(_Listening):
    def on_mount(self) -> None:
        self.app.call_later(
            self.app.panic, Traceback.from_exception(ValueError, ValueError("no such key"), None)
        )


def test_a_face_whose_thread_of_keys_ends_is_not_left_but_opened_anew(day: Day, tmp_path: Path) -> None:
    faces: list[type[Face]] = [_Closing, _Deaf]
    log = tmp_path / "crash.log"
    assert keep_running(lambda: _headless(app(day, faces.pop())), log) == 0
    assert faces == []
    assert "keys are read no more: ValueError: no such key" in log.read_text(encoding="utf-8")


class _Noisy(_Closing):
    def on_mount(self) -> None:
        os.write(2, b"Corrupt JPEG data: premature end of data segment\n")
        super().on_mount()


@pytest.mark.skipif(os.name == "nt", reason="the screen is not drawn through the error stream")
def test_what_a_library_writes_is_kept_off_the_screen(
    day: Day, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert keep_running(lambda: _headless(app(day, _Noisy)), tmp_path / "crash.log") == 0
    os.write(2, b"and after it errors are seen\n")
    assert capfd.readouterr().err == "and after it errors are seen\n"


class _Garbled(_Listening):
    def on_mount(self) -> None:
        raise ValueError("cut \udce1")


def test_a_bug_of_letters_that_no_file_takes_is_noted(day: Day, tmp_path: Path) -> None:
    faces: list[type[Face]] = [_Closing, _Garbled]
    log = tmp_path / "crash.log"
    assert keep_running(lambda: _headless(app(day, faces.pop())), log) == 0
    assert "cut \\udce1" in log.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_ends_no_face(day: Day, tmp_path: Path) -> None:
    faces: list[type[Face]] = [_Closing, _Broken]
    assert keep_running(lambda: _headless(app(day, faces.pop())), tmp_path) == 0
    assert faces == []


def test_a_face_that_breaks_once_goes_on(day: Day, tmp_path: Path) -> None:
    faces: list[type[Face]] = [_Closing, _Broken]
    assert keep_running(lambda: _headless(app(day, faces.pop())), tmp_path / "crash.log") == 0
    assert faces == []


@pytest.mark.parametrize(("at_once", "code"), [(2, 0), (3, 1)])
def test_a_face_that_ran_for_long_before_it_broke_is_given_up_once_it_breaks_three_times_more_at_once(
    day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, code: int
) -> None:
    ran = (3600.0, *(1.0 for _ in range(at_once)), 3600.0)
    seconds = itertools.accumulate(itertools.chain.from_iterable((0.0, one) for one in ran))
    monkeypatch.setattr("kiosk.running.monotonic", lambda: next(seconds))
    faces: list[type[Face]] = [_Closing, *[_Broken] * at_once, _Broken]
    assert keep_running(lambda: _headless(app(day, faces.pop())), tmp_path / "crash.log") == code
    assert faces == [_Closing] * code


def _started(made: NgayHoi, started: list[NgayHoi]) -> NgayHoi:
    started.append(made)
    return _headless(made)


def _headless(made: NgayHoi) -> NgayHoi:
    run = made.run
    made.run = lambda: run(headless=True)  # type: ignore[method-assign, misc, assignment]
    return made
