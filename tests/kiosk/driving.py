"""What tests of screens share: a store with invented people, and waiting for what must come."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import update
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen

from checkin.desk import Scan
from checkin.event import Catalogue
from checkin.participation import Entry, Kind
from checkin.person import Birth, Person, Sex
from data.catalogue import read_catalogue
from data.ledger import Store, open_store
from data.session import transaction
from data.tables import programme
from kiosk.app import NgayHoi, Settings
from kiosk.capture.model import Source
from kiosk.messages import Scanned
from kiosk.screens.base import Spoken
from kiosk.screens.register import Register
from kiosk.screens.welcome import Welcome
from kiosk.widgets.field import Field
from tests.builders import Clock, desk_of, known, made_store, the_log

KEY = bytes(range(32))
DAY = date(2025, 9, 26)
NGO = Person("a" * 32, "Phạm Thị Ngộ", Birth(1946, 3, 5), Sex.FEMALE, "nguoi-dan", "bui-hui", "", "danh-sach")
RAY = Person("b" * 32, "Đinh Văn Rẫy", Birth(1990), Sex.MALE, "nguoi-dan", "vay-oc", "", "danh-sach")
RAY_TOO = Person("c" * 32, "Đinh Văn Rẫy", Birth(1958), Sex.MALE, "nguoi-dan", "ho-sau", "", "danh-sach")
SUONG = Person(
    "d" * 32, "Phạm Thị Sương", Birth(2015, 2, 1), Sex.FEMALE, "hoc-sinh", "con-doc", "Lớp 4A", None
)
MUA = Person("e" * 32, "Đinh Thị Mưa", Birth(1971), Sex.FEMALE, "nguoi-dan", "nuoc-giap", "", None)
PEOPLE = (NGO, RAY, RAY_TOO, SUONG, MUA)
NEW_CARD = Scan(
    "051188000001||Phạm Thị Lành|12081988|Nữ|Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi|02052021".encode()
)
FOREIGN = Scan(b"https://zalo.me/s/123")

P = ParamSpec("P")
S = TypeVar("S", bound=Screen[Any])


@cache
def the_day() -> Catalogue:
    """The Ngày hội as its catalogue describes it."""
    catalogue = read_catalogue("ngay-hoi", on=DAY)
    assert isinstance(catalogue, Catalogue)
    return catalogue


@dataclass
class Day:
    """A store, a clock, and everyone's badge."""

    store: Store
    clock: Clock
    badges: dict[str, Scan]

    def kiosk(self, source: Source | None = None, **settings: Any) -> NgayHoi:
        """The kiosk's app; unlike a real one it waits for ever and takes every press, unless told how long."""
        waits = {"result_seconds": 600.0, "idle_seconds": 600.0, "doubled_seconds": 0.0}
        chosen = Settings(**({"plain": False} | waits | settings))
        return NgayHoi(desk_of(self.store, "ki-ot"), Welcome, self.clock, chosen, source)

    def entries(self, *kinds: Kind) -> list[Entry]:
        """What the log holds, of these kinds if any are named."""
        return [entry for entry in the_log(self.store) if not kinds or entry.draft.kind in kinds]

    def admitted(self) -> list[str | None]:
        """Who was admitted, in order."""
        return [entry.draft.person for entry in self.entries(Kind.ADMITTED)]


@contextmanager
def a_day(folder: Path, number: int | None = None) -> Iterator[Day]:
    """Nine o'clock on the day, nobody there yet; everyone in `PEOPLE` has a badge."""
    clock = Clock()
    made_store(folder / "day.db", the_day(), clock, number).close()
    store = open_store(str(folder / "day.db"), clock)
    try:
        _fix_key(store)
        yield Day(store, clock, dict(zip((p.id for p in PEOPLE), known(store, *PEOPLE), strict=True)))
    finally:
        store.close()


def _fix_key(store: Store) -> None:
    """Drawn keys would make every picture of a badge another one."""
    with transaction(store.engine, writing=True) as connection:
        connection.execute(update(programme).values(key=KEY))
    store.key = KEY


def driven(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Let a test that awaits be called as any other."""

    @wraps(test)
    def called(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return called


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Go on as soon as a condition holds; fail after half a minute, as the machine may be busy."""
    for _ in range(1_500):
        if condition():
            return
        await pilot.pause(0.02)
    raise AssertionError(f"it never came; on the screen: {pilot.app.screen!r}\n{shown(pilot)}")


async def on(pilot: Pilot[None], screen: type[S]) -> S:
    """The screen of this kind, as soon as it is on top."""
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and pilot.app.screen.is_mounted)
    await pilot.pause()
    assert isinstance(pilot.app.screen, screen)
    return pilot.app.screen


def leave_it(pilot: Pilot[None]) -> None:
    """Nobody touches what is shown any more, and the kiosk gives up on them at once.

    A short patience from the beginning ends before a busy machine has looked at the screen it ends.
    """
    kiosk = pilot.app
    assert isinstance(kiosk, NgayHoi)
    assert isinstance(kiosk.screen, Spoken)
    kiosk.settings = replace(kiosk.settings, idle_seconds=0.1, result_seconds=0.1)
    kiosk.screen.wait_for_someone()


def shown(pilot: Pilot[None]) -> str:
    """All text on the screen now, row by row."""
    screen = pilot.app.screen
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in screen._compositor.render_strips()
    )


async def reads(pilot: Pilot[None], *texts: str) -> None:
    """Wait until every text can be read on the screen."""
    await until(pilot, lambda: all(text in shown(pilot) for text in texts))


def scan(pilot: Pilot[None], *scans: Scan) -> None:
    """Hold codes to the camera, one right after the other."""
    for one in scans:
        pilot.app.post_message(Scanned(one))


def type_at_once(pilot: Pilot[None], text: str) -> None:
    """Keys as a scanner or an input method sends them: all at once, in order."""
    names = {"\r": "enter", "\n": "ctrl+j", "\t": "tab", "\x7f": "backspace", " ": "space"}
    for character in text:
        typed = None if character == "\x7f" else character
        pilot.app.post_message(Key(names.get(character, character), typed))


@contextmanager
def clerk_at_work(kiosk: NgayHoi) -> Iterator[None]:
    """The clerk does nothing else meanwhile, as when a disk is slow."""
    done = threading.Event()
    kiosk.clerk.do("something slow", lambda: done.wait(10), kiosk)
    try:
        yield
    finally:
        done.set()


async def step(pilot: Pilot[None], *widgets: str) -> Register:
    """The registration, once it shows these."""
    await until(
        pilot,
        lambda: (
            isinstance(pilot.app.screen, Register)
            and all(pilot.app.screen.query(f"#{name}") for name in widgets)
            and pilot.app.focused is not None
        ),
    )
    await pilot.pause()
    assert isinstance(pilot.app.screen, Register)
    return pilot.app.screen


async def by_hand(pilot: Pilot[None], name: str, birth: str, *sex: str) -> None:
    """From the welcome to the end of the second step, or to its last question."""
    await pilot.press("f3")
    await step(pilot, "consent")
    await pilot.press("1")
    await step(pilot, "name")
    field = pilot.app.screen.query_one("#name", Field)
    field.value = name
    await pilot.press("enter", *birth, "enter", *sex)
