"""How busy each station is, in one line."""

from __future__ import annotations

from textual.content import Content

from data.overview import StationLoad
from kiosk.screens.base import Spoken
from kiosk.screens.desk_words import cell
from kiosk.wording import duration
from stations.model import Bilingual

_NUMBER = 3
_COLUMNS = (
    (Bilingual("tại trạm", "served"), 9),
    (Bilingual("đang chờ", "waiting"), 8),
    (Bilingual("đang đến", "coming"), 9),
    (Bilingual("chờ khoảng", "wait about"), 13),
)
_REST = _NUMBER + 1 + sum(width + 1 for _, width in _COLUMNS)


def heading(screen: Spoken[None], width: int) -> str:
    """Titles of the columns in so many columns of the terminal."""
    titles = [screen.tell(title).rjust(columns) for title, columns in _COLUMNS]
    name = cell(screen.say("Trạm", "Station"), max(1, width - _REST))
    return " ".join(["".rjust(_NUMBER), name, *titles])


def line(load: StationLoad, screen: Spoken[None], width: int) -> Content:
    """One station: its number and name, people served of seats, waiting, coming, and the wait."""
    station = load.station
    values = (f"{load.served}/{max(0, load.seats)}", str(load.waiting), str(load.coming), _wait(load, screen))
    fields = [value.rjust(columns) for value, (_, columns) in zip(values, _COLUMNS, strict=True)]
    name = cell(screen.tell(station.name), max(1, width - _REST))
    return Content.assemble((f"{station.number:>{_NUMBER}}", "bold"), " ", " ".join([name, *fields]))


def _wait(load: StationLoad, screen: Spoken[None]) -> str:
    if load.seats == 0:
        return screen.say("tạm dừng", "pausing")
    if load.wait is None:
        return _without(load, screen)
    if load.wait < 1:
        return screen.say("vào ngay", "no wait")
    return screen.tell(duration(load.wait))


def _without(load: StationLoad, screen: Spoken[None]) -> str:
    """Why a station takes nobody: nobody should go home who came before it opens."""
    ngayhoi, opens = screen.ngayhoi, load.station.opens
    if load.seats > 0 and ngayhoi.clock() < ngayhoi.desk.catalogue.event.at(opens):
        return screen.say(f"mở lúc {opens:%H:%M}", f"opens {opens:%H:%M}")
    return screen.say("đóng", "closed")
