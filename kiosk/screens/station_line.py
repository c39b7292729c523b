"""Who had to wait for a seat at a station: their next scan may mean that they sit down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from data.overview import StationDay
from kiosk.screens.desk_words import Notice, Tone
from kiosk.wording import joined
from stations.model import Bilingual, Station
from stations.queues import QUICK


class InLine:
    """The people in line, as the figures of a station showed them one after the other."""

    def __init__(self) -> None:
        """Nobody was seen yet."""
        self._waited: dict[str, datetime] = {}
        """Who was seen in line since their visit began, and when last."""
        self._seated: set[str] = set()
        """Who had a seat at once, whatever became of the seats since."""

    def follow(self, day: StationDay, now: datetime) -> None:
        """Take figures in that were read now."""
        self._seated |= {guest.who for guest in day.served} - self._waited.keys()
        in_line = (guest.who for guest in day.waiting if guest.who not in self._seated)
        self._waited |= dict.fromkeys(in_line, now)

    def begins(self, who: str) -> None:
        """A visit of somebody begins."""
        self._seated.discard(who)

    def ends(self, who: str, station: Station, now: datetime) -> bool:
        """Note that a visit of somebody ends; whether they may only be sitting down, as it was so short."""
        waited = self._waited.pop(who, None)
        return waited is not None and now - waited < QUICK * timedelta(minutes=station.minutes)


def sits_down(notice: Notice) -> Notice:
    """What the strip says of someone scanned out who may only be sitting down."""
    return replace(notice, tone=Tone.ASK, headline=_OUT, text=joined(notice.text, _SITS_DOWN))


_OUT = Bilingual("ĐÃ GHI XONG – QUÉT NHẦM?", "VISIT ENDED – BY MISTAKE?")
_SITS_DOWN = Bilingual("Vừa vào chỗ thì bấm F5.", "Only sitting down: F5.")
