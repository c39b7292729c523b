"""The pictures and figures of `docs/day.md` are those of the day that `tools.day` plays."""

import re
from pathlib import Path

import pytest

from tests.day.kit import FULL
from tools.day import FOLDER, MOMENTS, PAGE, play, written


def test_the_page_leads_to_every_picture_and_no_picture_is_left_over() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", PAGE.read_text(encoding="utf-8"))
    wanted = {FOLDER / f"{moment.name}-{screen}.svg" for moment in MOMENTS for screen in ("board", "host")}
    assert {PAGE.parent / link for link in links} == set(FOLDER.glob("*")) == wanted


@pytest.mark.timeout(600)
@pytest.mark.skipif(not FULL, reason="plays the whole day: NGAYHOI_FULL=1")
def test_the_day_looks_as_its_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    page = PAGE.read_text(encoding="utf-8")
    assert written(page, play(tmp_path)) == page
    assert {path.name: path.read_bytes() for path in FOLDER.glob("*")} == {
        path.name: path.read_bytes() for path in tmp_path.glob("*")
    }, "if the change is meant: python -m tools.day --speed 0, then look at what changed"
