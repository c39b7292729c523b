"""`ngayhoi doctor --scanner` in a real terminal: what a scanner sends arrives there as it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.capture.trial import TEST_CODE
from tests.terminal.driver import ROOT, needs_pty
from tests.terminal.trial import environment, trial

pytestmark = needs_pty


@pytest.mark.parametrize(
    ("prefix", "suffix", "learnt"),
    [("\x02", "\x03", "\x03"), ("]Q3", "\r", ""), ("~", "\t\r", "\t\r"), ("", "\r\n", "")],
)
def test_what_a_scanner_sends_around_a_code_is_learnt(
    prefix: str, suffix: str, learnt: str, tmp_path: Path
) -> None:
    with trial(tmp_path) as running:
        running.scan(f"{prefix}{TEST_CODE}{suffix}", lambda own: bool(own.get("scanner_tried")))
        own = running.remembered()
        assert (own["prefix"], own["suffix"], own["scanner_flaws"]) == (prefix, learnt, [])
        assert running.leave() == 0


def test_an_input_method_is_found_and_told_until_it_is_switched_off(tmp_path: Path) -> None:
    telex = TEST_CODE.replace("aa dd ow as", "a\x7fâ d\x7fđ o\x7fơ a\x7fá")
    with trial(tmp_path) as running:
        running.scan(f"~{telex}\r", lambda own: own.get("scanner_flaws") == ["telex"])
        assert running.remembered()["prefix"] == ""
        assert running.leave() == 1
    assert scanner_finding(tmp_path)["level"] == "mend"
    with trial(tmp_path) as running:
        running.scan(f"~{TEST_CODE}\r", lambda own: own.get("scanner_flaws") == [])
        assert running.remembered()["prefix"] == "~"
        assert running.leave() == 0
    assert scanner_finding(tmp_path)["level"] == "good"


def scanner_finding(home: Path) -> dict[str, Any]:
    """What the plain doctor says of the scanner."""
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "doctor", "--json"],
        capture_output=True,
        check=False,
        env=environment(home),
        cwd=ROOT,
    )
    findings = [json.loads(line) for line in done.stdout.decode().splitlines()]
    (found,) = [one for one in findings if one["check"] == "scanner"]
    assert isinstance(found, dict)
    return found
