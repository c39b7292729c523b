"""(f) How well and how fast codes are read: films, photographs, small modules, wrong payloads."""

from __future__ import annotations

from pathlib import Path

from bench import films, held, photos, smallest, wrong


def main(_folder: Path, _base: Path) -> None:
    """All of it; about twelve minutes on two idle cores."""
    films.main()
    photos.main()
    smallest.main()
    held.main()
    wrong.main()
