"""A face whose terminal is closed under it, without the signal that usually ends it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.terminal.driver import PATIENCE, needs_pty
from tests.terminal.trial import trial

pytestmark = needs_pty


def test_a_face_whose_terminal_is_gone_ends_instead_of_running_on_unseen(tmp_path: Path) -> None:
    with trial(tmp_path, "demo") as running:
        os.close(running.master)
        running.master = os.open(os.devnull, os.O_RDONLY)
        assert running.process.wait(PATIENCE) == 129
