"""`docs/cli.md` against the program: every option, reason, status, error and JSON member is there."""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from checkin.admission import Reason
from checkin.draw import DrawProblem, Ground
from checkin.participation import Kind
from checkin.payload import ForeignKind
from checkin.undo import UndoProblem
from data.reports.merging import MergeProblem
from data.roster import Obstacle
from data.sync import SyncProblem
from kiosk.cli import parser
from kiosk.commands.console import Exit
from tests.kiosk.cli import CODES, PAGE, Here, Said, completed

ROOT = Path(__file__).resolve().parents[2]
REASONS = dict(re.findall(r"^\| `([a-z-]+)` \| (admit|refuse|ask) \|", PAGE, re.MULTILINE))


def commands(
    top: argparse.ArgumentParser, names: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every command that can be run, by its full name."""
    below = [action for action in top._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for name, inner in action.choices.items():
            yield from commands(inner, (*names, name))
    if top.get_default("run"):
        yield " ".join(names), top


COMMANDS = dict(commands(parser()))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented_and_explained(name: str) -> None:
    assert re.search(rf"(?:ngayhoi |`){name}\b", PAGE)
    for action in COMMANDS[name]._actions:
        assert action.help or action.choices, action
        for option in action.option_strings:
            assert option in {"-h", "--help"} or re.search(rf"{option}(?![\w-])", PAGE), option


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_leads_to_a_function(name: str) -> None:
    module, _, function = str(COMMANDS[name].get_default("run")).partition(":")
    assert callable(getattr(import_module(module), function))


def test_every_option_of_the_page_exists() -> None:
    known = {
        option for one in COMMANDS.values() for action in one._actions for option in action.option_strings
    }
    assert set(re.findall(r"--[a-z][a-z-]*", PAGE)) <= known


def test_every_reason_is_documented_with_its_decision() -> None:
    assert set(REASONS) == {reason.value for reason in Reason}


def test_every_kind_problem_and_obstacle_is_documented() -> None:
    assert {kind.value for kind in (*ForeignKind, *Kind)} <= CODES
    assert {problem.value for problem in UndoProblem} <= CODES
    assert {problem.value for problem in DrawProblem} | {ground.value for ground in Ground} <= CODES
    assert {f"roster-{obstacle}" for obstacle in Obstacle} <= CODES
    assert {f"report-{problem}" for problem in MergeProblem} <= CODES
    assert {problem.value for problem in SyncProblem} <= CODES
    assert all(re.search(rf"^\| {status.value} \|", PAGE, re.MULTILINE) for status in Exit)


def test_every_error_a_command_raises_is_documented() -> None:
    sources = [*(ROOT / "kiosk" / "commands").glob("*.py"), ROOT / "kiosk" / "cli.py"]
    raised = {
        code
        for path in sources
        for code in re.findall(r'Failure\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(raised) > 10
    assert raised <= CODES


def members(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for key, inner in value.items():
                yield key
                yield from members(inner)
        case list():
            for item in value:
                yield from members(item)


def drawn(here: Here) -> list[Said]:
    completed(here.store, "bron")
    return [here.json("draw", "run", "--winners", "1"), here.json("draw", "verify")]


NO_RECORDS = {"kiosk", "desk", "station", "board", "figures", "demo", "route"}
"""Faces, and what answers in the words of its own page."""


def is_of(args: tuple[object, ...], command: str) -> bool:
    words = command.split()
    return [str(arg) for arg in args[: len(words)]] == words


def test_every_member_of_a_sample_day_is_documented(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.commands.camera._OPENING", 0.3)  # camera 99 gives no picture however long
    here = Here(tmp_path, capsys)
    here.filled()
    other = Here(tmp_path / "may-2", capsys)
    other.folder.mkdir()
    shutil.copy(here.store, other.store)
    other.say("checkin", other.badge_of("Phạm Thị Ngộ"), "--at", "08:00")
    code = here.badge_of("Đinh Văn Brôn")
    (tmp_path / "ma.txt").write_text(f"{code}\nabc\n", encoding="utf-8")
    at = ("--at", "09:00")
    played: list[tuple[object, ...]] = []

    def did(*args: object) -> Said:
        played.append(args)
        return here.json(*args)

    day = [
        did("init"),
        did("device"),
        did("catalogue", "check", "khong-co.toml"),
        did("doctor"),
        did("roster", "import", here.roster(), "--dry-run"),
        did("badges"),
        did("search", "ngo"),
        did("checkin", "--batch", tmp_path / "ma.txt", *at),
        did("checkin", code, *at),
        did("visit", "in", "1", code, *at),
        did("call", *at),
        did("seats", "1", "2", *at),
        did("sync", other.store),
        did("simulate", "ngay-hoi", "--people", "4", "--seeds", "1"),
        did("camera", "99"),
        did("next", code, *at),
        did("checkout", code, *at),
        did("scan", tmp_path / "ma.txt"),
        did("log"),
        did("log", "--verify"),
        did("undo", "X-1", *at),
        did("draw", "verify"),
        did("draw", "commit"),
        did("draw", "run", "--winners", "1"),
        *drawn(here),
        did("export", "attendance", "--pin", "1010", "--out", tmp_path / "a.csv"),
        did("report", "--out", tmp_path / "a.docx"),
        did("report", "--words-template", tmp_path / "loi.toml"),
        did("report", "--out", tmp_path / "a.json"),
        did("report", "--pin", "1010", "--out", tmp_path / "a.xlsx"),
        did("report", "merge", tmp_path / "a.json", "--out", tmp_path / "b.xlsx"),
        did("pin", "--pin", "1010", "--new", "2468"),
        did("people", "show", code, "--pin", "2468"),
        did("people", "correct", code, "--unit", "Lớp 5B", "--pin", "2468"),
        did("backup", "make", tmp_path / "b", "--passphrase-file", tmp_path / "ma.txt", "--pin", "2468"),
        did("people", "forget", code, "--yes", "--pin", "2468"),
        did("retention", "apply", "--dry-run", "--pin", "2468"),
        did(
            "backup",
            "restore",
            tmp_path / "b",
            "--out",
            tmp_path / "c.db",
            "--passphrase-file",
            tmp_path / "ma.txt",
        ),
        did("people", "withdraw", here.badge_of("Nguyễn Thúy Ái"), "--yes", "--pin", "2468"),
        did("backup", "drop", tmp_path / "b", "--pin", "2468"),
        did("checkin", code, "--store", tmp_path / "khong.db"),
    ]
    assert set(COMMANDS) - {one for one in COMMANDS if any(is_of(args, one) for args in played)} == NO_RECORDS
    assert all(said.objects for said in day)
    assert {key for said in day for one in said.objects for key in members(one)} <= CODES
    answered = [
        one for said in day for one in said.objects if one.get("reason") in REASONS and "decision" in one
    ]
    assert answered
    assert all(REASONS[one["reason"]] == one["decision"] for one in answered)


def test_every_command_explains_itself_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as leaving:
            parser().parse_args([*name.split(), "--help"])
        assert leaving.value.code == 0
        assert " / " in capsys.readouterr().out
