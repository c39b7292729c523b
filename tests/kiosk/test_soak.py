"""A camera that is read for hours keeps no memory, no thread and no file; the whole day is `bench/soak.py`.

In a process of its own: others' threads and files would be counted too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.soak import DAY, MISHAPS, SIZE, soak

_FULL = os.environ.get("NGAYHOI_FULL") == "1"


def check() -> None:
    """Soak, and find nothing left; raises AssertionError."""
    soaked = soak(DAY, SIZE, MISHAPS) if _FULL else soak(6_000, (240, 320), 8)
    assert soaked.given >= (DAY if _FULL else 6_000)
    assert soaked.mishaps >= (MISHAPS if _FULL else 8)
    assert soaked.read == soaked.people >= 5
    assert soaked.growth < 10 * 2**20
    assert soaked.threads[0] == soaked.threads[1]
    assert soaked.files[0] == soaked.files[1]


def test_memory_stays_flat_and_nothing_is_left_behind() -> None:
    program = "from tests.kiosk.test_soak import check; check()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stderr
