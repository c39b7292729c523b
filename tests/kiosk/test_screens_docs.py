"""The pictures of `docs/screens` are what the program shows today, and the gallery leads to each."""

import re
from itertools import product
from pathlib import Path

import pytest

from tools.screens import FOLDER, NAMES, SIZES, picture, place

GALLERY = FOLDER.parent / "screens.md"
HINT = "not what docs/screens shows; if the change is meant: make screens, then look at what changed"


@pytest.mark.parametrize(("name", "size"), list(product(NAMES, SIZES)))
def test_a_screen_looks_as_its_picture(
    name: str, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    now = tmp_path / f"{name}.svg"
    now.write_text(picture(name, size), encoding="utf-8", newline="\n")
    assert now.read_bytes() == place(name, size).read_bytes(), f"{now}: {HINT}"


def test_no_picture_is_left_of_a_scene_that_is_gone() -> None:
    assert set(FOLDER.glob("*/*")) == {place(name, size) for name in NAMES for size in SIZES}


def test_a_picture_needs_no_network() -> None:
    named = {
        link
        for path in FOLDER.glob("*/*")
        for link in re.findall(r"https?://[^\"\s)]+", path.read_text("utf-8"))
    }
    assert named == {"http://www.w3.org/2000/svg"}


def test_every_picture_is_in_the_gallery_and_every_link_of_it_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", GALLERY.read_text(encoding="utf-8"))
    assert {GALLERY.parent / link for link in links} == set(FOLDER.glob("*/*"))
