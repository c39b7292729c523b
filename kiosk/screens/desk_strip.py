"""The large strip that answers every scan, and the line that names the keys."""

from __future__ import annotations

from textwrap import wrap
from typing import cast

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from checkin.local_time import clock_time
from kiosk.screens.base import Spoken
from kiosk.screens.desk_words import Notice, Tone, cell, name_within, sign
from stations.model import Bilingual

Keys = tuple[tuple[str, Bilingual], ...]


class Strip(Static):
    """A notice: sign and headline, name, details, and what to say; the colour repeats the sign."""

    DEFAULT_CSS = """
    Strip { height: 6; padding: 0 2; }
    Strip.-roomy { height: 8; padding: 1 2; }
    Strip.calm { background: $panel; color: $foreground; }
    """

    def show(self, notice: Notice) -> None:
        """Show this notice in place of the one before."""
        for one in Tone:
            self.set_class(one is notice.tone, one.value)
        self.update(self._content(notice))

    def _content(self, notice: Notice) -> Content:
        screen = cast("Spoken[None]", self.screen)
        mark = sign(notice.tone, ascii_only=self.app.has_class("-ascii"))
        said, about = screen.tell(notice.text), screen.tell(notice.details)
        at = "" if notice.tone is Tone.CALM else f"   {clock_time(notice.at)}"
        indent = " " * (len(mark) + 1)
        lines = [f"{mark} {screen.tell(notice.headline)}{at}"]
        lines += [f"{indent}{self._large(notice.name)}"] if notice.name else []
        left = (
            self.size.height - len(lines) - len(wrap(said, max(1, self.size.width), break_on_hyphens=False))
        )
        lines += [f"{indent}{row}" for row in self._within(about, len(indent), left)]
        first, *rest = lines
        last = (f"\n{said}" if said else "", "not bold")
        return Content.assemble(first, *(f"\n{line}" for line in rest), last)

    def _within(self, about: str, indent: int, rows: int) -> list[str]:
        """What tells namesakes apart in so many rows, but in one at least: what to say comes whole."""
        return wrap(about, max(1, self.size.width - indent), max_lines=max(1, rows), placeholder=" …")

    def _large(self, name: str) -> str:
        """Capitals, spaced out where they fit: as large as a terminal writes; in one row."""
        spaced = "   ".join(" ".join(word) for word in name.upper().split())
        return (
            spaced
            if cell_len(spaced) + 8 <= self.size.width
            else name_within(name.upper(), self.size.width - 8)
        )


def keys_line(keys: Keys, screen: Spoken[None]) -> Content:
    """Names of keys with what they do, on one line."""
    parts = [part for key, text in keys for part in ((key, "reverse bold"), (f" {screen.tell(text)} ", ""))]
    return Content.assemble(*parts)


def notice_line(notice: Notice, screen: Spoken[None], width: int) -> str:
    """A notice in one line of what happened lately."""
    mark = sign(notice.tone, ascii_only=screen.app.has_class("-ascii"))
    return line_of(notice, mark, screen.tell(notice.brief), width)


def line_of(notice: Notice, mark: str, outcome: str, width: int) -> str:
    """Time, sign, name and what came of it; a long name is shortened, never what came of it."""
    before = f"{clock_time(notice.at)} {mark} "
    if notice.name:
        room = width - cell_len(f"{before}: {outcome}")
        outcome = f"{name_within(notice.name, max(1, room))}: {outcome}"
    return cell(f"{before}{outcome}", width)
