"""What writing a report gave, whatever the kind of its file."""

from __future__ import annotations

from typing import NamedTuple

from data.reports.figures import Figures


class Written(NamedTuple):
    """A report that was written."""

    figures: Figures
    blanks: tuple[str, ...] = ()
    """Keys of the words that a person has yet to fill in."""
