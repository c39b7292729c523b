"""The file in which bugs are written down for the engineers."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

import platformdirs


def bug_log() -> Path:
    """Where it is on this machine."""
    return platformdirs.user_log_path("ngayhoi", appauthor=False) / "bugs.log"


def write_down(bug: Exception, at: datetime, log: Path) -> None:
    """Add a bug to it. Raises OSError."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{at.isoformat(timespec='seconds')}\n{''.join(traceback.format_exception(bug))}\n")
