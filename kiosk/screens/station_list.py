"""The people of a station, one below the other under four headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content

from checkin.local_time import clock_time
from data.overview import Guest, StationDay
from kiosk.screens.base import Spoken
from kiosk.screens.desk_words import UNNAMED, Notice, Tone, cell, name_within, since_text
from kiosk.screens.station_seats import OPEN_AGAIN
from kiosk.wording import births, joined
from stations.model import Bilingual
from stations.queues import CLOSED

_TIME = 9


@dataclass(frozen=True, slots=True)
class GuestRow:
    """A line of the list."""

    label: str
    """A heading, or a name."""
    born: str = ""
    number: str = ""
    """Under which they are called, if they were."""
    time: str = ""
    guest: Guest | None = None
    """None for a heading."""

    def text(self, width: int) -> Content:
        """The line in so many columns."""
        if self.guest is None:
            return Content(self.label)
        room = max(1, width - _TIME - 3)
        before, after = f"{self.number} · " if self.number else "", f", {self.born}" if self.born else ""
        name = name_within(self.label, max(1, room - cell_len(before) - cell_len(after)))
        return Content(f"  {cell(f'{before}{name}{after}', room)} {cell(self.time, _TIME)}")


def rows_of(day: StationDay, now: datetime, screen: Spoken[None]) -> list[GuestRow]:
    """Headings and people, as the host looks for them: here, waiting, coming, without outcomes."""
    n = _of_seats(day)
    everyone = (guest.person for guest in (*day.served, *day.waiting, *day.coming, *day.unticked))
    born = births(filter(None, everyone), by_hamlet=False)
    parts = [
        (Bilingual(f"ĐANG TRẢI NGHIỆM  {n.vi}", f"BEING SERVED  {n.en}"), day.served),
        (Bilingual(f"ĐANG CHỜ  {len(day.waiting)}", f"WAITING  {len(day.waiting)}"), day.waiting),
        (Bilingual(f"ĐANG ĐẾN  {len(day.coming)}", f"COMING  {len(day.coming)}"), day.coming),
    ]
    rows = [row for title, guests in parts for row in _part(screen.tell(title), guests, now, screen, born)]
    if day.unticked:
        title = screen.say(f"CHƯA GHI KẾT QUẢ  {len(day.unticked)}", f"NO OUTCOME YET  {len(day.unticked)}")
        rows += [GuestRow(title)]
        rows += [_row(guest, clock_time(guest.since), screen, born) for guest in day.unticked]
    return rows


def begun(notice: Notice, who: str, day: StationDay, *, is_known: bool) -> Notice:
    """What the strip says of someone's visit that began: whoever finds no free seat waits.

    is_known: whether figures have shown that visit, so that whoever is not among them has gone.
    """
    if day.seats <= 0:
        headline, text = (_IS_CLOSED if day.seats == CLOSED else _IS_PAUSING), _NOTED
    elif len(day.served) >= day.seats and who not in {guest.who for guest in day.served}:
        if is_known and who not in {guest.who for guest in day.waiting}:
            return notice
        headline, text = _IS_FULL, _IN_LINE
    else:
        return notice
    return replace(notice, tone=Tone.ASK, headline=headline, text=text)


def _of_seats(day: StationDay) -> Bilingual:
    """How many are served, of how many that could be."""
    n = len(day.served)
    if day.seats == CLOSED:
        return Bilingual(f"{n} · trạm đã đóng", f"{n} · closed")
    if day.seats == 0:
        return Bilingual(f"{n} · tạm dừng", f"{n} · pausing")
    return Bilingual(f"{n}/{day.seats}", f"{n}/{day.seats}")


def _part(
    title: str, guests: Sequence[Guest], now: datetime, screen: Spoken[None], born: dict[str, str]
) -> Iterator[GuestRow]:
    yield GuestRow(title)
    for guest in guests:
        time = _MAY_HAVE_GONE if guest.may_be_over else since_text(guest.since, now)
        yield _row(guest, screen.tell(time), screen, born)


def _row(guest: Guest, time: str, screen: Spoken[None], born: dict[str, str]) -> GuestRow:
    if guest.person is None:
        return GuestRow(screen.tell(UNNAMED), time=time, guest=guest)
    number = f"{screen.say('Số', 'No.')} {guest.number}" if guest.number else ""
    return GuestRow(guest.person.name, born[guest.person.id], number, time, guest)


_MAY_HAVE_GONE = Bilingual("đã đi?", "gone?")
"""In place of the minutes of whoever asked elsewhere where to go next."""
_IS_FULL = Bilingual("MỜI CHỜ – TRẠM HẾT CHỖ", "PLEASE WAIT – NO FREE SEAT")
_IN_LINE = Bilingual(
    "Đã ghi khách vào hàng chờ. Có chỗ thì mời vào, không cần quét lại; xong mới quét.",
    "They are in line. When a seat is free ask them in without a scan; scan them when they have finished.",
)
_IS_PAUSING = Bilingual("TRẠM ĐANG TẠM DỪNG", "THE STATION PAUSES")
_IS_CLOSED = Bilingual("TRẠM ĐÃ ĐÓNG", "THE STATION IS CLOSED")
_NOTED = joined(Bilingual("Đã ghi khách vào trạm.", "Their visit is noted."), OPEN_AGAIN)
