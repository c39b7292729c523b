"""Killed at a random moment: whatever was acknowledged is there, and the store opens as if nothing happened.

Eight kills by default; NGAYHOI_KILLS=50 makes as many as are wanted.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkin.participation import Kind, verify
from data.ledger import open_store
from tests.builders import Clock, catalogue, known, station, store_at, the_log, villagers

KILLS = int(os.environ.get("NGAYHOI_KILLS", "8"))
BADGES = 2_000


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of 2,000 people and the codes of their badges."""
    folder = tmp_path_factory.mktemp("crash")
    with store_at(
        folder / "store.db", catalogue([station("vneid", seats=9), station("an-toan", 2)])
    ) as store:
        scans = known(store, *villagers(BADGES))
    (folder / "codes.txt").write_bytes(b"\n".join(scan.data for scan in scans))
    return folder


@pytest.mark.timeout(60 + 10 * KILLS)
@pytest.mark.parametrize("seed", range(KILLS))
def test_everything_acknowledged_survives_a_kill(stocked: Path, tmp_path: Path, seed: int) -> None:
    shutil.copyfile(stocked / "store.db", tmp_path / "store.db")
    wanted = int(random.Random(seed).uniform(1, BADGES * 0.7))
    acknowledged = killed_after(wanted, tmp_path / "store.db", stocked / "codes.txt")
    assert wanted <= len(acknowledged) < BADGES, "it was killed while it worked"
    store = open_store(str(tmp_path / "store.db"), Clock())
    try:
        log = the_log(store)
        kept = {str(e.ref): e for e in log}
        for answer in acknowledged:
            entry = kept[answer["entry"]]
            assert (entry.draft.kind, entry.draft.person) == (Kind.ADMITTED, answer["person"])
        assert verify(log) == []
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    finally:
        store.close()


def killed_after(wanted: int, store: Path, codes: Path) -> list[dict[str, str]]:
    """Every whole line that `checkin --batch` printed until it was killed, some time after so many."""
    command = [
        sys.executable,
        "-m",
        "kiosk",
        "--store",
        str(store),
        "--json",
        "checkin",
        "--batch",
        str(codes),
    ]
    with subprocess.Popen(
        [*command, "--at", "09:00"], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], encoding="utf-8"
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(wanted)]
        process.kill()
        lines += process.stdout.read().splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]
