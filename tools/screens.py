"""Make the pictures of every screen again: `python -m tools.screens`, or `make screens`.

The scenes of the tests are photographed at both sizes into `docs/screens`, one SVG each; pictures whose
scene is gone are removed. The same code makes the same bytes: clock, people and keys of the scenes stand
still, and a picture names no host and no font file. `tests/kiosk/test_screens_docs.py` compares the files
with the program.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual.pilot import Pilot

from kiosk.app import NgayHoi
from tests.kiosk import scenes_desk, scenes_kiosk
from tests.kiosk.driving import a_day

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screens"
SIZES = ((80, 24), (120, 40))
"""Columns and rows: the smallest terminal, and one that fills a projector or a window."""
NAMES = (*scenes_kiosk.SCENES, *scenes_desk.SCENES)
"""Every scene."""
FONTS = "'Cascadia Mono', Consolas, Menlo, 'Noto Sans Mono', 'DejaVu Sans Mono', monospace"
"""What Windows, macOS and Linux have; DejaVu comes last because it lacks ố and its like."""

Steps = Callable[[Pilot[Any]], Awaitable[None]]


def place(name: str, size: tuple[int, int]) -> Path:
    """The file of a scene at a size."""
    return FOLDER / "{}x{}".format(*size) / f"{name}.svg"


def picture(name: str, size: tuple[int, int]) -> str:
    """A scene as SVG, played on a laptop and a store of its own; `KeyError` if there is no such scene."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        patch.dict(os.environ, dict.fromkeys(("XDG_DATA_HOME", "LOCALAPPDATA"), str(Path(folder, "laptop")))),
        _scene(name, Path(folder)) as made,
    ):
        return asyncio.run(_photograph(*made, size))


@contextmanager
def _scene(name: str, folder: Path) -> Iterator[tuple[NgayHoi, Steps]]:
    if name in scenes_desk.SCENES:
        yield scenes_desk.SCENES[name](folder)
        return
    scene = scenes_kiosk.SCENES[name]
    with a_day(folder) as day:
        yield scene.app(day), lambda pilot: scene.act(pilot, day)


async def _photograph(app: NgayHoi, lead: Steps, size: tuple[int, int]) -> str:
    async with app.run_test(size=size) as pilot:
        await lead(pilot)
        await pilot.wait_for_scheduled_animations()
        await pilot.pause()
        return lasting(app.export_screenshot())


def lasting(svg: str) -> str:
    """Take out what is drawn by chance or comes from elsewhere: ids, font files, the maker's address.

    The clips go too: they cut the tone off letters such as Ế, and the foot of the last row.
    """
    svg = _DROPPED.sub("", re.sub(r"\bterminal-\d+-", "terminal-", svg))
    svg = svg.replace("Fira Code, monospace", FONTS)
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


_DROPPED = re.compile(
    r'@font-face \{.*?\}\s*|<!--.*?-->\s*|<defs>.*?</defs>\s*| clip-path="url\([^)]*\)"', re.DOTALL
)


def main() -> None:
    """Write every picture and remove those of scenes that are gone."""
    os.environ.pop("NO_COLOR", None)
    wanted = {place(name, size): (name, size) for size in SIZES for name in NAMES}
    for stale in set(FOLDER.glob("*/*.svg")) - set(wanted):
        stale.unlink()
    for path, (name, size) in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(picture(name, size), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
