"""The manned screens and the board in their main states, with invented people and a clock that stands still."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mode
from typing import Any, NoReturn
from unittest.mock import patch

from textual.geometry import Region
from textual.pilot import Pilot

from checkin import badge as badges
from checkin.board import call_people, say_seats
from checkin.desk import Desk, Scan, receive
from checkin.identity import Recognised
from checkin.local_time import VIETNAM
from checkin.participation import Entry, Kind
from checkin.person import Birth, Person, Sex
from checkin.visits import Turn, tick, visit
from data.errors import StoreUnavailable
from data.ledger import Store, open_store
from kiosk.app import NgayHoi, Settings
from kiosk.messages import Scanned
from kiosk.screens.base import Face, Spoken
from kiosk.screens.board import BoardScreen
from kiosk.screens.consent import Consent
from kiosk.screens.desk import DeskScreen
from kiosk.screens.desk_badge import BadgeDialog
from kiosk.screens.desk_counter import RECENT, Counter
from kiosk.screens.desk_pick import Pick
from kiosk.screens.desk_search import Finder
from kiosk.screens.figures import FiguresScreen
from kiosk.screens.group import Members
from kiosk.screens.station import StationScreen
from kiosk.screens.station_find import FindDialog
from kiosk.widgets.field import Field
from stations.model import Bilingual, Go
from stations.queues import COMING
from tests.builders import Clock, made_store, the_log
from tests.kiosk import driving
from tests.kiosk.driving import the_day

NOW = datetime(2025, 9, 26, 9, 20, tzinfo=VIETNAM)
Run = Pilot[Any]
Steps = Callable[[Run], Awaitable[None]]
Scene = Callable[[Path], tuple[NgayHoi, Steps]]
"""Makes an app whose store is in a folder, and the steps that lead to what is to be seen."""
OPEN: list[Store] = []
"""The stores of this test, to be closed after it."""


def someone(name: str, year: int, sex: Sex, hamlet: str, unit: str = "", group: str = "nguoi-dan") -> Person:
    known = hashlib.md5(f"{name}{year}".encode(), usedforsecurity=False).hexdigest()
    return Person(known, name, Birth(year), sex, group, hamlet, unit, "danh-sach")


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
LATE = someone("Đinh Thị Mĩn", 1951, Sex.FEMALE, "nuoc-giap")
UNASKED = replace(someone("Đinh Thị Hường", 1968, Sex.FEMALE, "cay-muoi"), consent=None)
CHILD = replace(someone("Phạm Quốc Nam", 2015, Sex.MALE, "dong-ram", "Lớp 6A", "hoc-sinh"), consent=None)
ADULTS = (NGO, LAM, SON, YEN, NGOC)
EVERYONE = (*ADULTS, *PUPILS, LATE, UNASKED, CHILD)


@dataclass
class World:
    """A store with people and their badges, and a clock to set."""

    store: Store
    clock: Clock
    code: str = "ban-1"
    doubled_seconds: float = 0.0
    """As the app's settings, but every press of a test counts unless it is about those that do not."""

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
        visit(
            self.badge(person), station, Turn.EITHER, self.desk, self.clock.now - timedelta(minutes=minutes)
        )

    def ticked(self, person: Person, station: str, outcome: str) -> None:
        tick(Recognised(person), station, [outcome], self.desk, self.clock.now)

    def app(self, face: Callable[[], Face], *, plain: bool = False, language: str = "vi") -> NgayHoi:
        settings = Settings(plain=plain, language=language, doubled_seconds=self.doubled_seconds)
        app = NgayHoi(self.desk, face, self.clock, settings)
        app.animation_level = "none"
        return app


def world(folder: Path, *people: Person, code: str = "ban-1") -> World:
    clock = Clock(NOW)
    place = str(folder / "day.db")
    made_store(place, the_day(), clock).close()
    store = open_store(place, clock)
    OPEN.append(store)
    store.key = bytes(range(32))
    with store.writing() as log:
        log.people.add_all([(person, None, None) for person in people or EVERYONE])
    return World(store, clock, code)


async def until(pilot: Run, holds: Callable[[], object]) -> None:
    """Let the app work until something holds, and until all that came of it is done."""
    await driving.until(pilot, holds)
    await pilot.pause()


def play(made: tuple[NgayHoi, Steps], *steps: Steps, size: tuple[int, int] = (80, 24)) -> None:
    """Run an app without a terminal: what leads to its scene, then these steps."""
    app, lead = made

    async def run() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            for step in (lead, *steps):
                await step(pilot)

    asyncio.run(run())


def shown(pilot: Run, selector: str = "#strip") -> str:
    """The words a widget of the topmost screen that has it shows, on one line."""
    for screen in reversed(pilot.app.screen_stack):
        for widget in screen.query(selector):
            lines = [strip.text for strip in widget.render_lines(Region(0, 0, *widget.outer_size))]
            return " ".join(" ".join(lines).replace("\u00a0", " ").split())
    raise AssertionError(selector)


screen_text = driving.shown
"""Everything on the screen, line by line."""


def entries(here: World, kind: Kind) -> list[Entry]:
    """What the log holds of a kind, oldest first."""
    return [entry for entry in the_log(here.store) if entry.draft.kind is kind]


def who_came(here: World) -> list[str | None]:
    """Who was admitted, in order."""
    return [entry.draft.person for entry in entries(here, Kind.ADMITTED)]


def at_desk(here: World, *steps: Steps, size: tuple[int, int] = (80, 24), plain: bool = False) -> None:
    """Run a check-in desk: once it is ready, these steps."""
    play((here.app(DeskScreen, plain=plain), ready), *steps, size=size)


def desk_of(pilot: Run) -> DeskScreen:
    face = pilot.app.screen_stack[0]
    assert isinstance(face, DeskScreen)
    return face


def station_of(pilot: Run) -> StationScreen:
    face = pilot.app.screen_stack[0]
    assert isinstance(face, StationScreen)
    return face


async def scan(pilot: Run, *codes: Scan) -> None:
    """Show codes one right after the other, and wait for every answer."""
    face = pilot.app.screen_stack[0]
    assert isinstance(face, Counter)
    wanted = min(RECENT, len(face.notices) + len(codes))
    for code in codes:
        pilot.app.post_message(Scanned(code))
    await until(pilot, lambda: len(face.notices) == wanted and not face._then)


async def write(pilot: Run, typed: str) -> None:
    """Put a text into the search field, and wait for what it finds."""
    finder = pilot.app.screen.query_one(Finder)
    finder.query_one(Field).insert_text_at_cursor(typed)
    await until(pilot, lambda: finder._asked is None and finder._shown == finder._wanted == typed)


async def decided(pilot: Run) -> None:
    """Every key that was pressed is known to be a person's or a scanner's."""
    app = pilot.app
    assert isinstance(app, NgayHoi)
    await until(pilot, lambda: not app.keyboard.is_held)


async def press(pilot: Run, key: str, dialog: type[Spoken[Any]] | None = None) -> None:
    """Press a key, and wait until the dialog it opens is on top, or until all work is done."""
    await pilot.press(key)
    await decided(pilot)
    face = pilot.app.screen_stack[0]
    assert isinstance(face, Counter)
    if dialog:
        await until(pilot, lambda: isinstance(pilot.app.screen, dialog))
    await until(pilot, lambda: not face._then)


async def ready(pilot: Run) -> None:
    """Everything is read and drawn, and no cursor blinks."""
    await decided(pilot)
    face = pilot.app.screen_stack[0]
    if isinstance(face, Counter):
        await until(pilot, lambda: not face._then)
    elif isinstance(face, BoardScreen):
        await until(pilot, lambda: face._day is not None)
    for field in pilot.app.screen.query(Field):
        field.cursor_blink = False
    await pilot.pause()


def desk_scene(
    *steps: Callable[[Run, World], Awaitable[None]], plain: bool = False, language: str = "vi"
) -> Scene:
    """A desk at which some people came earlier, and what happens then."""

    def scene(folder: Path) -> tuple[NgayHoi, Steps]:
        here = world(folder)
        here.came(LAM, NGOC, minutes=30)

        async def run(pilot: Run) -> None:
            await ready(pilot)
            for step in steps:
                await step(pilot, here)
            await ready(pilot)

        return here.app(DeskScreen, plain=plain, language=language), run

    return scene


async def busy_desk(pilot: Run, here: World) -> None:
    await scan(pilot, here.badge(SON), here.badge(LAM), Scan(b"https://zalo.me/x"), here.badge(NGO))
    await write(pilot, "pham")


async def leaving(pilot: Run, _: World) -> None:
    await press(pilot, "f6")


async def marked(pilot: Run, _: World) -> None:
    await write(pilot, "6a")
    await pilot.press("insert", "insert", "down", "insert")


async def class_list(pilot: Run, _: World) -> None:
    await press(pilot, "f4", Pick)
    await pilot.press("6", "a", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Members))
    await pilot.press("down", "space")


async def class_admitted(pilot: Run, here: World) -> None:
    await class_list(pilot, here)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Pick))


async def which_entry(pilot: Run, _: World) -> None:
    await press(pilot, "f5", Pick)


async def badge_shown(pilot: Run, _: World) -> None:
    await write(pilot, "ngo 1957")
    await press(pilot, "f8", BadgeDialog)


async def today_list(pilot: Run, _: World) -> None:
    await press(pilot, "f7", Pick)


async def asked_consent(pilot: Run, here: World) -> None:
    await scan(pilot, here.badge(UNASKED))
    await asked(pilot, UNASKED)


async def asked(pilot: Run, person: Person) -> None:
    """Someone's consent is asked for, on top of everything."""
    await until(
        pilot, lambda: isinstance(pilot.app.screen, Consent) and pilot.app.screen._person.id == person.id
    )


def card(name: str, sex: str, born: str = "00001972") -> Scan:
    """A citizen card of nobody, as a camera reads it."""
    return Scan(
        f"099072000001||{name}|{born}|{sex}|Thôn Con Dóc, Ba Trang, Ba Tơ, Quảng Ngãi|02052021".encode()
    )


def station_scene(
    *steps: Callable[[Run, World], Awaitable[None]], plain: bool = False, language: str = "vi"
) -> Scene:
    """Station 2 with four seats: four served, one waiting, somebody on the way."""

    def scene(folder: Path) -> tuple[NgayHoi, Steps]:
        here = world(folder, code="dich-vu-cong")
        here.came(*ADULTS, minutes=40)
        for person, minutes in ((NGO, 35), (LAM, 20), (SON, 8), (YEN, 5), (NGOC, 2)):
            here.visited(person, "dich-vu-cong", minutes)

        async def run(pilot: Run) -> None:
            await ready(pilot)
            for step in steps:
                await step(pilot, here)
            await ready(pilot)

        return here.app(lambda: StationScreen("dich-vu-cong"), plain=plain, language=language), run

    return scene


async def two_done(pilot: Run, here: World) -> None:
    await scan(pilot, here.badge(NGO), here.badge(LAM))
    await pilot.press("1")


async def asked_after(pilot: Run, here: World) -> None:
    await two_done(pilot, here)
    await pilot.press("enter")
    await until(pilot, lambda: "HỎI SAU" in shown(pilot, "#ticks"))


async def seats_asked(pilot: Run, _: World) -> None:
    await press(pilot, "f7", Pick)


async def called_next(pilot: Run, here: World) -> None:
    await seats_asked(pilot, here)
    await pilot.press("end", "up", "enter")
    await until(pilot, lambda: "1/4" in shown(pilot, "#top"))
    call_people(here.desk, here.clock.now)
    for station in here.desk.catalogue.event.stations:
        if station.code != here.code:
            say_seats(station.code, 0, here.desk, here.clock.now)
    here.came(LATE)
    await press(pilot, "f8")
    await until(pilot, lambda: LATE.name in screen_text(pilot))


async def looked_for(pilot: Run, _: World) -> None:
    await press(pilot, "f3", FindDialog)
    await write(pilot, "dinh")


def board_scene(*, plain: bool = False, language: str = "vi") -> Scene:
    """The morning of an invented day, seen on the projector."""

    def scene(folder: Path) -> tuple[NgayHoi, Steps]:
        crowd = [someone(f"Phạm Văn {n}", 1950 + n % 50, Sex.MALE, "bui-hui") for n in range(90)]
        here = world(folder, *crowd)
        for n, person in enumerate(crowd):
            here.came(person, minutes=n * n % 107)
        stations = ("vneid", "an-toan", "trung-bay", "dich-vu-cong")
        for n, person in enumerate(crowd[:30]):
            here.visited(person, stations[n % 4], n % 9)
        return here.app(BoardScreen, plain=plain, language=language), ready

    return scene


def figures_scene(*, language: str = "vi") -> Scene:
    """The morning of an invented day, as the organiser sees it."""

    def scene(folder: Path) -> tuple[NgayHoi, Steps]:
        crowd = [someone(f"Phạm Văn {n}", 1950 + n % 50, Sex.MALE, "bui-hui") for n in range(40)]
        here = world(folder, *crowd)
        for n, person in enumerate(crowd):
            here.came(person, minutes=20 + n * n % 87)
        for n, person in enumerate(crowd[:20]):
            here.visited(person, ("vneid", "an-toan")[n % 2], 18 - n % 9)
            if n % 3:
                here.visited(person, ("vneid", "an-toan")[n % 2], n % 9)
            here.ticked(person, "vneid", "vneid-muc-2")
        return here.app(FiguresScreen, language=language), ready

    return scene


def calling_scene(*, plain: bool = False, language: str = "vi") -> Scene:
    """Half an hour after the ceremony: every seat is taken, and people are called as seats get free."""

    def scene(folder: Path) -> tuple[NgayHoi, Steps]:
        here = world(
            folder, *(someone(f"Đinh Văn {n}", 1940 + n % 60, Sex.MALE, "bui-hui") for n in range(99))
        )
        busy_half_hour(here)
        return here.app(BoardScreen, plain=plain, language=language), ready

    return scene


def asking_back_scene(*, language: str = "vi") -> Scene:
    """Every station but one closes: some who sit were there already, some are called to it, others do not come."""

    def scene(folder: Path) -> tuple[NgayHoi, Steps]:
        here = world(
            folder, *(someone(f"Đinh Văn {n}", 1940 + n % 60, Sex.MALE, "bui-hui") for n in range(99))
        )
        busy_half_hour(here)
        closing(here)
        return here.app(BoardScreen, language=language), ready

    return scene


def closing(here: World) -> None:
    """Nobody comes who is called, for as long as it takes; then all close but where most who sit have been."""
    for _ in range(2):
        here.clock.now += COMING
        call_people(here.desk, here.clock.now)
    with here.store.reading() as log:
        crowd = log.calling(here.desk.catalogue).crowd
        stays = mode(code for who in crowd.waiting() for code in sorted(crowd.whereabouts(who).visited))
    for station in here.desk.catalogue.event.stations:
        if station.code != stays:
            say_seats(station.code, None, here.desk, here.clock.now)
    here.clock.now += COMING
    call_people(here.desk, here.clock.now)


def busy_half_hour(here: World) -> None:
    """A board calls since half an hour; whoever has a number that ends in nine does not come."""
    end = here.clock.now
    here.clock.now = end - timedelta(minutes=30)
    board = call_people(here.desk, here.clock.now)
    with here.store.reading() as log:
        people = list(log.people.search("Đinh Văn", 99))
    visits: dict[Person, tuple[str, datetime]] = {}
    for person in people:
        (answer,) = receive([here.badge(person)], here.desk, here.clock.now)
        if isinstance(answer.call, Go):
            visits[person] = (answer.call.station, here.clock.now)
            here.visited(person, answer.call.station)
    while here.clock.now < end:
        here.clock.now += timedelta(minutes=1)
        for person, (station, since) in list(visits.items()):
            if here.clock.now - since >= timedelta(minutes=12):
                here.visited(person, station)
                del visits[person]
        numbered = {entry.draft.code: entry.draft.person for entry in entries(here, Kind.HELD)}
        for call in board.called:
            person = next(one for one in people if one.id == numbered[str(call.number)])
            if call.number % 10 != 9 and here.clock.now - call.since >= timedelta(minutes=2):
                visits[person] = (call.station, here.clock.now)
                here.visited(person, call.station)
        board = call_people(here.desk, here.clock.now)


SCENES: dict[str, Scene] = {
    "desk": desk_scene(),
    "desk-busy": desk_scene(busy_desk),
    "desk-busy-en": desk_scene(busy_desk, language="en"),
    "desk-busy-ascii": desk_scene(busy_desk, plain=True),
    "desk-leaving": desk_scene(leaving),
    "desk-marked": desk_scene(marked),
    "desk-class": desk_scene(class_list),
    "desk-class-admitted": desk_scene(class_admitted),
    "desk-undo": desk_scene(which_entry),
    "desk-badge": desk_scene(badge_shown),
    "desk-badge-ascii": desk_scene(badge_shown, plain=True),
    "desk-today": desk_scene(today_list),
    "station": station_scene(),
    "station-outcomes": station_scene(two_done),
    "station-outcomes-ascii": station_scene(two_done, plain=True),
    "station-ability": station_scene(asked_after),
    "station-seats": station_scene(seats_asked),
    "station-called": station_scene(called_next),
    "station-find": station_scene(looked_for),
    "station-consent": station_scene(asked_consent),
    "figures": figures_scene(),
    "figures-en": figures_scene(language="en"),
    "board": board_scene(),
    "board-en": board_scene(language="en"),
    "board-ascii": board_scene(plain=True),
    "board-calls": calling_scene(),
    "board-calls-en": calling_scene(language="en"),
    "board-calls-ascii": calling_scene(plain=True),
    "board-asked-back": asking_back_scene(),
    "board-asked-back-en": asking_back_scene(language="en"),
}
"""What there is to see, by name."""


def full_disk(*_: object) -> NoReturn:
    """What a store does that cannot be written to or read."""
    raise StoreUnavailable(Bilingual("Ổ đĩa đầy, xin thử lại.", "The disk is full, try again."))


@contextmanager
def answers_lost(here: World, *, noted: bool = True) -> Iterator[None]:
    """A server from which no answer comes, after or before it noted what was written."""
    write_to = here.store.writing

    @contextmanager
    def writing(*given: Any) -> Iterator[Any]:
        if noted:
            with write_to(*given) as log:
                yield log
        full_disk()

    with patch.object(here.store, "writing", writing):
        yield


async def open_class(pilot: Run) -> Members:
    await press(pilot, "f4", Pick)
    pilot.app.screen.query_one(Field).insert_text_at_cursor("6a")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Members))
    assert isinstance(pilot.app.screen, Members)
    return pilot.app.screen
