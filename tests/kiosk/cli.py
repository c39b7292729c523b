"""Driving the command in tests: in this process, or as a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from checkin.participation import Draft, Kind, whose
from data.ledger import open_store
from kiosk.cli import main
from tests.builders import prepare_store
from tests.kiosk.driving import the_day

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
CODES = {word for quoted in re.findall(r"`([^`\n]+)`", PAGE) for word in re.split(r"[^\w-]+", quoted) if word}
"""What the page of the command line names as code."""
ROSTER = """\
STT,Họ và tên,Ngày sinh,Giới tính,Thôn,Đối tượng,Đơn vị,Số CCCD
1,Phạm Thị Ngộ,05/03/1957,Nữ,Bùi Hui,Người dân,,099157000001
2,Đinh Văn Brôn,12/08/1990,Nam,Nước Giáp,Người dân,,
3,Phạm Thị Ngộ,05/03/1957,Nữ,Con Dóc,Người dân,,
4,Nguyễn Thúy Ái,02/02/2014,Nữ,Đồng Răm,HS,Lớp 5A,
"""
"""Four invented people; nobody has a citizen number of province 099."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and its status."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> dict[str, Any]:
        (only,) = self.objects
        return only


@dataclass(frozen=True, slots=True)
class Here:
    """A folder with a store, and the command at work in it."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def store(self) -> str:
        return str(self.folder / "kho.db")

    def say(self, *args: object) -> Said:
        """Run a command on the store, in this process."""
        try:
            status = main(["--store", self.store, *(str(arg) for arg in args)])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        printed = self.capsys.readouterr()
        return Said(status, printed.out, printed.err)

    def json(self, *args: object) -> Said:
        """Run a command with --json."""
        return self.say(*args, "--json")

    def roster(self, text: str = ROSTER, name: str = "danh-sach.csv") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def filled(self) -> list[dict[str, Any]]:
        """Make the store of 26/9/2025, import the four people, and give each a badge."""
        prepare_store(Path(self.store), the_day().programme)
        assert self.say("init", "--catalogue", "ngay-hoi", "--date", "2025-09-26").status == 0
        assert self.say("roster", "import", self.roster()).status == 0
        return self.json("badges").objects

    def badge_of(self, name: str) -> str:
        """The code of the first person of a name, in the store that `filled` made."""
        return self.badge_of_in("ngay-hoi", name)

    def badge_of_in(self, event: str, name: str) -> str:
        """The same in a store with several events."""
        badges = self.json("badges", "--event", event).objects
        return next(str(one["code"]) for one in badges if one["name"] == name)


def completed(store: str, *names: str) -> None:
    """Let people be admitted and visit every station of the only event; `#77` is a badge of nobody known."""
    opened = open_store(store)
    (event,) = (known.event for known in opened.catalogues.values())
    with opened.writing() as log:
        for name in names:
            person, badge = whose(name) if name.startswith("#") else (log.people.search(name, 1)[0].id, None)
            of = partial(Draft, event=event.code, at=event.opens_at, desk="ban-1", person=person, badge=badge)
            log.append(of(Kind.ADMITTED))
            for station in event.stations:
                log.append(of(Kind.VISIT_IN, station=station.code))
    opened.close()


def process(*args: object, stdin: bytes = b"", **environment: str) -> Said:
    """Run the command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *(str(arg) for arg in args)],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )
    return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
