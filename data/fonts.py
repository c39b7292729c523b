"""Where the one typeface of every printed thing lies: DejaVu Sans, which matplotlib brings along.

It covers Vietnamese in full, is the same on every platform, and may be embedded. matplotlib itself
is not imported.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def regular() -> Path:
    """DejaVu Sans. Raises FileNotFoundError if the installation is damaged."""
    return _font("DejaVuSans.ttf")


def bold() -> Path:
    """DejaVu Sans Bold. Raises FileNotFoundError if the installation is damaged."""
    return _font("DejaVuSans-Bold.ttf")


def _font(name: str) -> Path:
    spec = find_spec("matplotlib")
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder, "mpl-data", "fonts", "ttf", name)
        if path.is_file():
            return path
    raise FileNotFoundError(f"matplotlib's font {name} is missing: install matplotlib again")
