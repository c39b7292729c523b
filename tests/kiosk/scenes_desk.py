"""The manned screens and the board in their main states, with invented people and a clock that stands still."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from checkin import badge as badges
from checkin.desk import Desk, Scan, receive
from checkin.event import VIETNAM, Catalogue
from checkin.identity import Recognised
from checkin.person import Birth, Person, Sex
from checkin.visits import Turn, tick, visit
from data.catalogue import read_catalogue
from data.ledger import Store, create_store
from kiosk.app import NgayHoi, Settings
from kiosk.screens.base import Face
from kiosk.screens.desk import DeskScreen
from tests.builders import DAY, Clock, text

NOW = datetime(2025, 9, 26, 9, 20, tzinfo=VIETNAM)
Run = Pilot[Any]


def reference() -> Catalogue:
    """The commune's own event, on the day of these scenes."""
    known = read_catalogue("ngay-hoi", on=DAY)
    assert isinstance(known, Catalogue), known
    return known


def someone(name: str, year: int, sex: Sex, hamlet: str, unit: str = "", group: str = "nguoi-dan") -> Person:
    person = Person("", name, Birth(year), sex, group, hamlet, unit, "danh-sach")
    return replace(person, id=f"{abs(hash((name, year))):032x}"[:32])


NGO = someone("Phạm Thị Ngộ", 1957, Sex.FEMALE, "bui-hui")
LAM = someone("Đinh Văn Lâm", 1989, Sex.MALE, "nuoc-giap", "Đoàn xã", "doan-vien")
SON = someone("Phạm Văn Sơn", 1972, Sex.MALE, "con-doc")
YEN = someone("Nguyễn Thị Hồng Yến", 1995, Sex.FEMALE, "ho-sau", "Trạm Y tế xã", "cbccvc")
NGOC = someone("Phạm Thị Ngọc", 1961, Sex.FEMALE, "vay-oc")
PUPILS = tuple(
    someone(name, 2013, sex, "dong-ram", "Lớp 6A", "hoc-sinh")
    for name, sex in (
        ("Đinh Thị Ái", Sex.FEMALE),
        ("Phạm Minh Dũng", Sex.MALE),
        ("Đinh Văn Khôi", Sex.MALE),
        ("Phạm Thị Lài", Sex.FEMALE),
        ("Nguyễn Hữu Trí", Sex.MALE),
        ("Đinh Thị Uyên", Sex.FEMALE),
    )
)
UNASKED = replace(someone("Đinh Thị Hường", 1968, Sex.FEMALE, "cay-muoi"), consent=None)
CHILD = replace(someone("Phạm Quốc Nam", 2015, Sex.MALE, "dong-ram", "Lớp 6A", "hoc-sinh"), consent=None)
ADULTS = (NGO, LAM, SON, YEN, NGOC)
EVERYONE = (*ADULTS, *PUPILS, UNASKED, CHILD)


@dataclass
class World:
    """A store with people and their badges, and a clock to set."""

    store: Store
    clock: Clock
    code: str = "ban-1"

    @property
    def desk(self) -> Desk:
        (known,) = self.store.catalogues.values()
        return Desk(self.store, known, self.code)

    def badge(self, person: Person) -> Scan:
        with self.store.writing() as log:
            held = log.people.badge_of(person.id) or log.people.issue(person.id)
        return Scan(badges.encode(held, self.store.key).encode())

    def came(self, *people: Person, minutes: float = 0) -> None:
        """They were admitted so many minutes ago."""
        for person in people:
            receive([self.badge(person)], self.desk, self.clock.now - timedelta(minutes=minutes))

    def visited(self, person: Person, station: str, minutes: float = 0) -> None:
        """They scanned in or out at a station so many minutes ago."""
        visit(self.badge(person), station, Turn.EITHER, self.desk, self.clock.now - timedelta(minutes=minutes))

    def ticked(self, person: Person, station: str, outcome: str) -> None:
        tick(Recognised(person), station, [outcome], self.desk, self.clock.now)

    def app(self, face: Callable[[], Face], *, plain: bool = False, language: str = "vi") -> NgayHoi:
        settings = Settings(plain=plain, language=language)
        app = NgayHoi(self.desk, face, self.clock, settings)
        app.animation_level = "none"
        return app


def world(folder: Path, *people: Person, code: str = "ban-1") -> World:
    clock = Clock(NOW)
    store = create_store(str(folder / "day.db"), reference(), clock)
    with store.writing() as log:
        log.people.add_all([(person, None, None) for person in people or EVERYONE])
    return World(store, clock, code)


async def until(pilot: Run, holds: Callable[[], object]) -> None:
    """Let the app work until something holds; fails if it never does."""
    for _ in range(400):
        if holds():
            await pilot.pause()
            return
        await pilot.pause(0.005)
    raise AssertionError("it never came true")
