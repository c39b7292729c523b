"""The product as its users have it: a command that is typed, files, and what it prints."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar

import pytest
from openpyxl import Workbook

from kiosk.cli import main

FULL = os.environ.get("NGAYHOI_FULL") == "1"
"""Whether to play days at their full size rather than a share of them."""
DAY = "2025-09-26"
HEADER = ("Họ và tên", "Ngày sinh", "Giới tính", "Thôn", "Đối tượng", "Số CCCD")

Record = dict[str, Any]
T = TypeVar("T")


def share(cases: Sequence[T], every: int) -> Sequence[T]:
    """All cases of a full run, else every so many of them."""
    return cases if FULL else cases[::every]


@dataclass(frozen=True)
class Run:
    """What one command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[Record]:
        """Standard output as JSON objects, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def record(self) -> Record:
        """The only object that was printed."""
        (found,) = self.records
        return found


@dataclass(frozen=True)
class Machine:
    """A laptop with the program: a folder of its own, and the store that is meant unless another is named."""

    folder: Path
    typed: bool = False
    """Whether every command is a process of its own, as for whoever types it. Else those are called here that
    need nothing of the kind: of what they take, nine tenths are the start of an interpreter.
    """

    @property
    def store(self) -> Path:
        return self.folder / "day.db"

    @property
    def _home(self) -> dict[str, str]:
        folder = str(self.folder)
        return {"HOME": folder, "LOCALAPPDATA": folder, "NGAYHOI_STORE": str(self.store)}

    def environment(self, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
        known: dict[str, str | None] = {
            k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "PYTHON"))
        }
        known |= self._home | {"PYTHONWARNINGS": "error"} | dict(changes or {})
        return {name: value for name, value in known.items() if value is not None}

    def start(
        self, *args: object, env: Mapping[str, str | None] | None = None, **options: Any
    ) -> subprocess.Popen[bytes]:
        """Type a command and do not wait for it."""
        pipes: Any = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        } | options
        command = [sys.executable, "-m", "kiosk", *map(str, args)]
        started: subprocess.Popen[bytes] = subprocess.Popen(
            command, cwd=self.folder, env=self.environment(env), **pipes
        )
        return started

    def raw(
        self, *args: object, given: bytes = b"", env: Mapping[str, str | None] | None = None, **options: Any
    ) -> tuple[int, bytes, bytes]:
        """Type a command; its status and the bytes it printed."""
        with self.start(*args, env=env, **options) as process:
            out, err = process.communicate(given, timeout=100)
        return process.returncode, out or b"", err or b""

    def run(
        self, *args: object, given: bytes = b"", env: Mapping[str, str | None] | None = None, **options: Any
    ) -> Run:
        """Give a command; whatever it is, it prints UTF-8 and no traceback, and never claims to authenticate."""
        if self.typed or env or options:
            status, out, err = self.raw(*args, given=given, env=env, **options)
        else:
            status, out, err = self._called(*args, given=given)
        done = Run(status, out.decode("utf-8"), err.decode("utf-8"))
        said = unicodedata.normalize("NFC", done.out + done.err)
        assert "Traceback" not in said, said
        assert "bugs.log" not in said, said
        assert "xác thực" not in said.lower(), said
        return done

    def _called(self, *args: object, given: bytes) -> tuple[int, bytes, bytes]:
        out, err = io.BytesIO(), io.BytesIO()
        with (
            TemporaryFile() as asked,
            io.TextIOWrapper(asked, "utf-8") as typed,
            pytest.MonkeyPatch.context() as patch,
            redirect_stdout(io.TextIOWrapper(out, "utf-8")) as told,
            redirect_stderr(io.TextIOWrapper(err, "utf-8")) as warned,
        ):
            for name in os.environ:
                if name.startswith("XDG_"):
                    patch.delenv(name)
            for name, value in self._home.items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            asked.write(given)
            asked.seek(0)
            patch.setattr("sys.stdin", typed)
            try:
                status = main(list(map(str, args)))
            except SystemExit as leaving:
                status = int(leaving.code or 0)
            told.flush()
            warned.flush()
            return status, out.getvalue(), err.getvalue()

    def json(self, *args: object, **options: Any) -> Run:
        """Give a command with --json."""
        return self.run("--json", *args, **options)

    def done(self, *args: object, **options: Any) -> Run:
        """Give a command that must succeed, with --json."""
        done = self.json(*args, **options)
        assert done.status == 0, done
        return done

    def init(self, **options: Any) -> Record:
        """A store for the Ngày hội of the plan's day."""
        return self.done("init", "--date", DAY, **options).record

    def enlist(self, *people: Sequence[object]) -> None:
        """Import people given as rows under HEADER, each with a badge."""
        self.done("roster", "import", spreadsheet(self.folder / "list.xlsx", people))
        self.done("badges")

    def badges(self) -> dict[str, str]:
        """The badge code of everyone, by name."""
        return {badge["name"]: badge["code"] for badge in self.done("badges").records}

    def person(self, name: str) -> str:
        """The id of the only person of this name."""
        return str(self.done("search", name).record["person"])

    def checkin(self, *args: object, at: str = "08:00") -> Run:
        """Check someone in at an hour of the day, with --json."""
        return self.json("checkin", "--at", at, *args)

    def entries(self, *args: object) -> list[Record]:
        """The participation log."""
        return self.done("log", *args).records


def spreadsheet(path: Path, people: Sequence[Sequence[object]], header: Sequence[str] = HEADER) -> Path:
    """A plain list of people."""
    book = Workbook()
    for row in (header, *people):
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def table(path: Path) -> list[dict[str, str]]:
    """A CSV file that was exported."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
