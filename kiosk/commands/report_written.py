"""What writing a report gave, whatever the kind of its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from data.reports.figures import Figures
from stations.model import Bilingual


class Written(NamedTuple):
    """A report that was written."""

    figures: Figures
    blanks: tuple[str, ...] = ()
    """Keys of the words that a person has yet to fill in."""
    beside: tuple[Path, ...] = ()
    """Further files, in the same folder."""


def blanks_text(blanks: Sequence[str]) -> Bilingual:
    """Which keys of the words a person has yet to fill in."""
    listed = ", ".join(blanks)
    return Bilingual(
        f"Chỗ trống tô màu còn phải điền, trong tệp phần lời (--words): {listed}.",
        f"Still blank and highlighted, to be filled in in the file of words (--words): {listed}.",
    )
