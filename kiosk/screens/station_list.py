"""The people of a station, one below the other under four headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from checkin.local_time import clock_time
from data.overview import Guest, StationDay
from kiosk.screens.base import Spoken
from kiosk.screens.desk_words import UNNAMED, cell, since_text
from stations.model import Bilingual

_SHOWN = 30
"""Rows under one heading at most."""
_TIME = 9


@dataclass(frozen=True, slots=True)
class GuestRow:
    """A line of the list."""

    label: str
    """A heading, or a name with its year of birth."""
    time: str = ""
    guest: Guest | None = None
    """None for a heading."""

    def text(self, width: int) -> Content:
        """The line in so many columns."""
        if self.guest is None:
            return Content(self.label)
        return Content(f"  {cell(self.label, max(1, width - _TIME - 3))} {cell(self.time, _TIME)}")


def rows_of(day: StationDay, now: datetime, screen: Spoken[None]) -> list[GuestRow]:
    """Headings and people, as the host looks for them: here, waiting, coming, without outcomes."""
    n = f"{len(day.served)}/{max(0, day.seats)}"
    parts = [
        (Bilingual(f"ĐANG TRẢI NGHIỆM  {n}", f"BEING SERVED  {n}"), day.served),
        (Bilingual(f"ĐANG CHỜ  {len(day.waiting)}", f"WAITING  {len(day.waiting)}"), day.waiting),
        (Bilingual(f"ĐANG ĐẾN  {len(day.coming)}", f"COMING  {len(day.coming)}"), day.coming),
    ]
    rows = [row for title, guests in parts for row in _part(screen.tell(title), guests, now, screen)]
    if day.unticked:
        title = screen.say(f"CHƯA GHI KẾT QUẢ  {len(day.unticked)}", f"NO OUTCOME YET  {len(day.unticked)}")
        rows += [GuestRow(title)]
        rows += [GuestRow(_name(g, screen), clock_time(g.since), g) for g in day.unticked[:_SHOWN]]
    return rows


def _part(title: str, guests: Sequence[Guest], now: datetime, screen: Spoken[None]) -> Iterator[GuestRow]:
    yield GuestRow(title)
    for guest in guests[:_SHOWN]:
        yield GuestRow(_name(guest, screen), screen.tell(since_text(guest.since, now)), guest)


def _name(guest: Guest, screen: Spoken[None]) -> str:
    if guest.person is None:
        return screen.tell(UNNAMED)
    born = guest.person.birth
    name = f"{guest.person.name}, {born.year}" if born else guest.person.name
    return f"{screen.say('Số', 'No.')} {guest.number} · {name}" if guest.number else name
