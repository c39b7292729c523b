"""The sample report of `docs/samples` agrees with its words and with its targets."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.data.documents import File
from tools.report_sample import FOLDER, with_targets


@pytest.fixture(scope="module")
def sample() -> File:
    return File(FOLDER / "bao-cao.docx")


def test_the_plan_is_older_than_what_was_held_under_it_and_the_signature_younger(sample: File) -> None:
    (plan,) = re.findall(r"Kế hoạch số \S+ ngày ([\d/]+)", sample.text)
    held = re.findall(r"^- .+: ngày ([\d/]+), tại ", sample.text, re.MULTILINE)
    (signed,) = re.findall(r"ngày (\d+) tháng (\d+) năm (\d+)$", sample.text, re.MULTILINE)
    days = [date(*map(int, reversed(one))) for one in (*(day.split("/") for day in (plan, *held)), signed)]
    assert len(held) == 2
    assert days == sorted(set(days))


def test_every_target_is_one_of_the_event_and_compared_with(sample: File, tmp_path: Path) -> None:
    aims = with_targets(tmp_path).event.targets
    for each in (aims.people, *aims.groups.values(), *aims.stations.values(), *aims.outcomes.values()):
        assert f"/{each} (" in sample.text
