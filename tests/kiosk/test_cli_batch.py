"""checkin --batch and the command as a process: standard input, durability, encodings, pipes."""

from __future__ import annotations

import ctypes
import errno
import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from io import BufferedWriter, TextIOWrapper
from pathlib import Path
from queue import Queue
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.bugs import bug_log
from kiosk.cli import main
from kiosk.commands.batch import MOST, split
from kiosk.commands.console import Failure, file_edge
from tests.kiosk.cli import Here, process

AT = ("--at", "09:00")


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    place = Here(tmp_path, capsys)
    place.filled()
    return place


def codes(here: Here) -> list[str]:
    return [str(one["code"]) for one in here.json("badges").objects]


def test_every_line_is_answered_in_order_and_the_status_is_good(here: Here) -> None:
    known = codes(here)
    lines = [known[0], "", known[0].lower(), "https://zalo.me/x", known[1]]
    (here.folder / "ma.txt").write_text("\n".join(lines), encoding="utf-8")
    done = here.json("checkin", "--batch", here.folder / "ma.txt", *AT)
    assert done.status == 0
    assert [(one["line"], one["reason"]) for one in done.objects] == [
        (1, "admitted"),
        (2, "unreadable"),
        (3, "already-here"),
        (4, "foreign-code"),
        (5, "admitted"),
    ]
    assert {one["at"] for one in done.objects} == {"2025-09-26T09:00:00+07:00"}


def test_standard_input_as_windows_programs_write_it(here: Here) -> None:
    known = codes(here)
    typed = b"\xef\xbb\xbf" + known[0].encode() + b"\r\n" + known[1].encode() + b"\r\n\xe9\xe8\r\n"
    done = process("checkin", "--batch", "-", "--json", "--store", here.store, *AT, stdin=typed)
    assert done.status == 0
    assert [one["reason"] for one in done.objects] == ["admitted", "admitted", "unreadable"]


def test_an_overlong_line_is_answered_once_and_the_next_one_is_read(here: Here) -> None:
    known = codes(here)
    (here.folder / "dai.txt").write_bytes(b"H" * 20_000 + b"\n" + known[0].encode())
    done = here.json("checkin", "--batch", here.folder / "dai.txt", *AT)
    assert [one["reason"] for one in done.objects] == ["unreadable", "admitted"]


def test_what_was_printed_is_in_the_log_while_the_rest_is_still_to_come(here: Here) -> None:
    known = codes(here)
    command = [sys.executable, "-m", "kiosk", "checkin", "--batch", "-", "--json", "--store", here.store, *AT]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=buffered) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(known[0].encode() + b"\n")
        running.stdin.flush()
        answered = running.stdout.readline()
        running.kill()
    entry = here.json("log", "--kind", "admitted").object["entry"]
    assert f'"entry":"{entry}"'.encode() in answered


@pytest.fixture
def ctrl_c_is_heard() -> Iterator[None]:
    """Programs inherit that Ctrl+C is ignored, as in the background of a shell's script; not meanwhile."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C reaches every program of a Windows console")
@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_who_breaks_off_while_more_lines_may_come_sees_no_crash(here: Here) -> None:
    command = [sys.executable, "-m", "kiosk", "checkin", "--batch", "-", "--json", "--store", here.store, *AT]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(codes(here)[0].encode() + b"\n")
        running.stdin.flush()
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait() == 130
        assert running.stderr.read() == b""


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_file_that_powershell_wrote_is_read(here: Here, encoding: str) -> None:
    path = here.folder / "ma.txt"
    path.write_bytes(f"\ufeff{codes(here)[0]}\r\nhttps://example.org\r\n".encode(encoding))
    said = here.json("checkin", "--batch", path, *AT)
    assert [one["reason"] for one in said.objects] == ["admitted", "foreign-code"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_given_as_a_file_is_read_to_its_end(here: Here) -> None:
    os.mkfifo(here.folder / "ong")
    lines = f"{codes(here)[0]}\nhttps://example.org\n"
    writer = threading.Thread(target=(here.folder / "ong").write_text, args=(lines,))
    writer.start()
    said = here.json("checkin", "--batch", here.folder / "ong", *AT)
    writer.join()
    assert [one["reason"] for one in said.objects] == ["admitted", "foreign-code"]


def test_a_file_that_is_not_there_fails_with_a_sentence(here: Here) -> None:
    done = here.json("checkin", "--batch", here.folder / "khong-co.txt")
    assert (done.status, done.object["error"]) == (1, "file")
    assert "khong-co.txt" in done.err


def test_more_lines_than_become_durable_together(here: Here) -> None:
    count = MOST * 3 + 1
    (here.folder / "nhieu.txt").write_text(f"{codes(here)[0]}\n" * count, encoding="utf-8")
    done = here.json("checkin", "--batch", here.folder / "nhieu.txt", *AT).objects
    assert [one["line"] for one in done] == list(range(1, count + 1))
    assert [one["decision"] for one in done] == ["admit"] + ["refuse"] * (count - 1)


@given(
    st.lists(
        st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"").replace(b"\r", b"")), min_size=1
    )
)
def test_lines_are_split_and_none_is_lost(lines: list[bytes]) -> None:
    found = list(split(io.BytesIO(b"".join(line + b"\r\n" for line in lines))))
    assert len(found) == len(lines)
    kept = [(line, back) for line, back in zip(lines[1:], found[1:], strict=True) if line.isascii()]
    assert all(line == back for line, back in kept)


def test_the_statuses_reach_the_shell(here: Here) -> None:
    code = codes(here)[0]
    store = ("--store", here.store)
    assert process("checkin", code, *AT, *store).status == 0
    assert process("checkin", code, *AT, *store).status == 3
    assert process("checkin", "https://example.org", *AT, *store).status == 4
    assert process("checkin", *store).status == 2
    assert process("checkin", code, "--store", here.folder / "khac.db").status == 1


def test_output_is_utf8_on_a_terminal_of_another_encoding(here: Here) -> None:
    said = process(
        "checkin", codes(here)[0], *AT, "--store", here.store, PYTHONIOENCODING="cp1252", PYTHONUTF8="0"
    )
    assert "Đã ghi nhận tham dự" in said.out


@pytest.mark.skipif(os.name == "nt", reason="Windows passes text to a program, not bytes")
def test_bytes_that_are_no_text_are_answered(here: Here) -> None:
    command = [
        sys.executable.encode(),
        b"-m",
        b"kiosk",
        b"checkin",
        b"\xff\xfe\x1b[31m",
        b"--store",
        here.store.encode(),
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 4
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no broken pipes of this kind")
def test_a_reader_that_goes_away_is_no_error_to_shout_about(here: Here) -> None:
    (here.folder / "nhieu.txt").write_text(f"{codes(here)[0]}\n" * 3000, encoding="utf-8")
    command = [sys.executable, "-m", "kiosk", "checkin", "--batch", str(here.folder / "nhieu.txt"), *AT]
    with subprocess.Popen(
        [*command, "--store", here.store], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""


class _Asked(Queue[Any]):
    """Notes how long it was waited for."""

    waits: ClassVar[list[float | None]] = []

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        if block:
            self.waits.append(timeout)
        return super().get(block, timeout)


def test_no_line_is_waited_for_without_an_end(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """In such a wait Windows hears no Ctrl+C (https://github.com/python/cpython/issues/74157)."""
    (here.folder / "ma.txt").write_text("x\ny\n", encoding="utf-8")
    monkeypatch.setattr("kiosk.commands.batch.Queue", _Asked)
    assert here.json("checkin", "--batch", here.folder / "ma.txt").status == 0
    assert [wait is not None and wait < 1 for wait in _Asked.waits] == [True] * len(_Asked.waits)
    assert _Asked.waits


class _Gone(io.RawIOBase):
    """A pipe to a program that has ended, as Windows knows it."""

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_WRONLY)

    def write(self, _: object) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")


class _Windows:
    """What is asked of Windows: it has one console, with two modes on, for both outputs; every disk is its own."""

    def __init__(self) -> None:
        self.shown: dict[int, int] = {}
        self.kernel32 = self

    def GetStdHandle(self, number: int) -> int:  # noqa: N802 - the system's own names
        return number

    def GetConsoleMode(self, _: int, mode: Any) -> int:  # noqa: N802
        mode._obj.value = 3
        return 1

    def SetConsoleMode(self, handle: int, mode: int) -> int:  # noqa: N802
        self.shown[handle] = mode
        return 1

    def GetDriveTypeW(self, _: str) -> int:  # noqa: N802
        return 3


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> _Windows:
    """This process believes to run on Windows."""
    system = _Windows()
    monkeypatch.setattr(ctypes, "windll", system, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    return system


def test_a_reader_that_goes_away_is_no_bug_on_windows_either(
    here: Here, windows: _Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TextIOWrapper(BufferedWriter(_Gone(), 64), encoding="utf-8") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        assert main(["log", "--store", here.store]) == 1
        assert windows.shown
        monkeypatch.undo()
        with suppress(OSError):
            gone.flush()
    assert not bug_log().exists()
    assert here.capsys.readouterr().err == ""


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("named", [("a?b",), ()])
def test_a_file_that_windows_has_trouble_with_is_told_of(named: tuple[str, ...]) -> None:
    """It has the same number for a name that cannot be, a stick that was pulled out, and a pipe that ended."""
    with pytest.raises(Failure), file_edge(Path("a?b")):
        raise OSError(errno.EINVAL, "Invalid argument", *named)


def test_the_old_console_of_windows_is_told_that_escapes_come(here: Here, windows: _Windows) -> None:
    """By the numbers of its own header: STD_OUTPUT_HANDLE, STD_ERROR_HANDLE, and bit 2 of the mode."""
    here.say("device")
    assert windows.shown == {-11: 3 | 4, -12: 3 | 4}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("command", [("log",), ("--json", "search", "a"), ("doctor",)])
def test_a_full_disk_behind_the_output_is_told_and_is_no_bug(here: Here, command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", *command, "--store", here.store],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode().startswith("Ổ đĩa đã đầy nên lệnh chưa làm xong;")


def test_the_store_may_be_named_by_the_environment(here: Here) -> None:
    said = process("search", "ngo", "--json", NGAYHOI_STORE=here.store)
    assert {one["name"] for one in said.objects} == {"Phạm Thị Ngộ"}


def test_one_check_in_loads_nothing_it_does_not_need(here: Here) -> None:
    source = (
        "import sys; from kiosk.cli import main; main(sys.argv[1:]); "
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    command = [sys.executable, "-c", source, "checkin", codes(here)[0], *AT, "--store", here.store]
    loaded = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    heavy = {
        "alembic",
        "openpyxl",
        "cv2",
        "numpy",
        "PIL",
        "textual",
        "rich",
        "matplotlib",
        "reportlab",
        "qrcode",
    }
    assert "sqlalchemy" in loaded
    assert not set(loaded.split()) & heavy


def test_the_demo_plays_without_a_terminal_for_one_account_after_another(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiosk", "demo"]
    plays = [
        subprocess.run(
            command,
            cwd=tmp_path,
            env=os.environ | {"XDG_DATA_HOME": str(tmp_path / account)},
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        for account in ("one", "two")
    ]
    for played in plays:
        assert [line[:2] for line in played.stdout.splitlines() if line[:1].isdigit()] == ["1.", "2.", "3."]
        assert "Đã ghi nhận tham dự" in played.stdout
        assert "đã vào lúc 08:00 tại Bàn đón 1" in played.stdout
        assert "Zalo" in played.stdout
    assert plays[0].stdout != plays[1].stdout  # another person each time
    assert len(list((tmp_path / "var").glob("demo-????-??-??.db"))) == 1
