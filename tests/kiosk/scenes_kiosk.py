"""The kiosk's states, each as the app and the way there; for pictures and for tests of how it looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from textual.pilot import Pilot

from checkin.board import call_people, say_seats
from checkin.desk import Scan, receive
from checkin.visits import Turn, stay, visit
from kiosk.app import NgayHoi
from kiosk.capture.camera import NO_CAMERA
from kiosk.screens.choose import Choose
from kiosk.screens.consent import Consent
from kiosk.screens.pin import PinDialog
from kiosk.screens.register import Register
from kiosk.screens.result import Result
from tests.builders import at, desk_of
from tests.kiosk.driving import FOREIGN, MUA, NEW_CARD, NGO, RAY, SUONG, Day, on, reads, scan, until
from tests.kiosk.stage import Stage, hall
from tests.pictures import Image

DAMAGED_CARD = Scan(b"051188000002||Ph?m Th? L?nh|12081988|N|B?i Hui|02052021", typed=True)
WHICH = Scan("051190000003||Đinh Văn Rẫy|00000000|Nam|Ba Khâm, Ba Tơ, Quảng Ngãi|02052021".encode())


@dataclass(frozen=True)
class Scene:
    """A state of the kiosk."""

    act: Callable[[Pilot[None], Day], Awaitable[None]]
    """From the welcome to there."""
    plain: bool = False
    language: str = "vi"
    sees: Callable[[Day], Image] | None = None
    """What a camera shows, if there is one."""

    def app(self, day: Day) -> NgayHoi:
        """The app, at its welcome."""
        source = Stage(self.sees(day)) if self.sees else None
        return day.kiosk(source, plain=self.plain, language=self.language)


async def _welcome(pilot: Pilot[None], day: Day) -> None:
    await reads(pilot, day.store.catalogues["ngay-hoi"].event.place)


async def _seen(pilot: Pilot[None], _: Day) -> None:
    await reads(pilot, 20 * "▀")
    await pilot.pause()


async def _seen_in_the_dark(pilot: Pilot[None], _: Day) -> None:
    await reads(pilot, "Too dark" if pilot.app.language == "en" else "Tối quá", 20 * "▀")  # type: ignore[attr-defined]
    await pilot.pause()


async def _lost(pilot: Pilot[None], day: Day) -> None:
    await _seen(pilot, day)
    stage = pilot.app.source  # type: ignore[attr-defined]
    stage.trouble = NO_CAMERA
    await until(pilot, lambda: not pilot.app.screen.has_class("-seeing"))
    await reads(pilot, NO_CAMERA.vi, "╭──")
    await pilot.pause()


def _nobody(_: Day) -> Image:
    return hall()


def _dark(_: Day) -> Image:
    return hall() // 8 + 6


async def _admitted(pilot: Pilot[None], day: Day) -> None:
    scan(pilot, day.badges[NGO.id])
    await on(pilot, Result)


async def seated(pilot: Pilot[None], day: Day) -> None:
    """A board calls people, and every place is taken: of one station with one seat."""
    desk = desk_of(day.store, "ki-ot")
    call_people(desk, day.clock.now)
    stations = [station for station in desk.catalogue.event.stations if not station.sessions]
    for station in desk.catalogue.event.stations:
        say_seats(station.code, int(station is stations[0]), desk, day.clock.now)
    visit(day.badges[RAY.id], stations[0].code, Turn.IN, desk, day.clock.now)
    await _admitted(pilot, day)


async def _without_time(pilot: Pilot[None], day: Day) -> None:
    """They said half an hour, and ask when it is nearly over."""
    (answer,) = receive([day.badges[NGO.id]], desk_of(day.store, "ki-ot"), day.clock.now)
    stay(answer.identity, 30, desk_of(day.store, "ki-ot"), day.clock.now)
    day.clock.now = at(28)
    await _admitted(pilot, day)


async def _complete(pilot: Pilot[None], day: Day) -> None:
    """Every station but the sessions visited, and the badge shown again."""
    desk = desk_of(day.store, "ki-ot")
    for station in desk.catalogue.event.stations:
        for turn in (Turn.IN, Turn.OUT):
            visit(day.badges[NGO.id], station.code, turn, desk, day.clock.now)
    await _admitted(pilot, day)


async def _badge(pilot: Pilot[None], day: Day) -> None:
    await _admitted(pilot, day)
    await pilot.press("f5")
    await until(pilot, lambda: bool(pilot.app.screen.query("#code")))
    await pilot.pause()


async def _again(pilot: Pilot[None], day: Day) -> None:
    await _admitted(pilot, day)
    scan(pilot, day.badges[NGO.id])
    await until(pilot, lambda: pilot.app.screen.has_class("-ask"))
    await pilot.pause()


async def _foreign(pilot: Pilot[None], _: Day) -> None:
    scan(pilot, FOREIGN)
    await on(pilot, Result)


async def _forged(pilot: Pilot[None], day: Day) -> None:
    right = day.badges[NGO.id].data.decode()
    scan(pilot, Scan((right[:-1] + ("0" if right[-1] != "0" else "1")).encode()))
    await on(pilot, Result)


async def _which(pilot: Pilot[None], _: Day) -> None:
    scan(pilot, WHICH)
    await on(pilot, Choose)


async def _consent(pilot: Pilot[None], day: Day) -> None:
    scan(pilot, day.badges[MUA.id])
    await on(pilot, Consent)


async def _guardian(pilot: Pilot[None], day: Day) -> None:
    scan(pilot, day.badges[SUONG.id])
    await on(pilot, Consent)


async def _register(pilot: Pilot[None], _: Day) -> None:
    await pilot.press("f3")
    await on(pilot, Register)


async def _who(pilot: Pilot[None], day: Day) -> None:
    await _register(pilot, day)
    await pilot.press("1")
    await until(pilot, lambda: bool(pilot.app.screen.query("#name")))
    await pilot.pause()


async def _where(pilot: Pilot[None], day: Day) -> None:
    await _who(pilot, day)
    await pilot.press(*"Tran Thi Be", "enter", *"1990", "enter", "1")
    await until(pilot, lambda: bool(pilot.app.screen.query("#hamlet")))
    await pilot.pause()


async def _card(pilot: Pilot[None], _: Day) -> None:
    scan(pilot, NEW_CARD)
    await on(pilot, Register)


async def _review(pilot: Pilot[None], day: Day) -> None:
    await _card(pilot, day)
    await pilot.press("1")
    await until(pilot, lambda: bool(pilot.app.screen.query("#review")))
    await pilot.pause()


async def _registered(pilot: Pilot[None], day: Day) -> None:
    await _review(pilot, day)
    await pilot.press("1")
    await on(pilot, Result)


async def _damaged(pilot: Pilot[None], _: Day) -> None:
    scan(pilot, DAMAGED_CARD)
    await on(pilot, Register)
    await pilot.press("1")
    await until(pilot, lambda: bool(pilot.app.screen.query("#doubtful")))
    await pilot.pause()


async def _pin(pilot: Pilot[None], _: Day) -> None:
    await pilot.press("ctrl+q")
    await on(pilot, PinDialog)


SCENES = {
    "kiosk-welcome": Scene(_welcome),
    "kiosk-welcome-english": Scene(_welcome, language="en"),
    "kiosk-welcome-plain": Scene(_welcome, plain=True),
    "kiosk-camera": Scene(_seen, sees=_nobody),
    "kiosk-camera-dark": Scene(_seen_in_the_dark, sees=_dark),
    "kiosk-camera-english": Scene(_seen_in_the_dark, sees=_dark, language="en"),
    "kiosk-camera-lost": Scene(_lost, sees=_nobody),
    "kiosk-admitted": Scene(_admitted),
    "kiosk-admitted-plain": Scene(_admitted, plain=True),
    "kiosk-admitted-english": Scene(_admitted, language="en"),
    "kiosk-seat": Scene(seated),
    "kiosk-seat-english": Scene(seated, language="en"),
    "kiosk-no-time": Scene(_without_time),
    "kiosk-no-time-english": Scene(_without_time, language="en"),
    "kiosk-complete": Scene(_complete),
    "kiosk-badge": Scene(_badge),
    "kiosk-already-here": Scene(_again),
    "kiosk-foreign": Scene(_foreign),
    "kiosk-forged": Scene(_forged),
    "kiosk-which": Scene(_which),
    "kiosk-consent": Scene(_consent),
    "kiosk-guardian": Scene(_guardian),
    "kiosk-register": Scene(_register),
    "kiosk-register-who": Scene(_who),
    "kiosk-register-damaged": Scene(_damaged),
    "kiosk-register-where": Scene(_where),
    "kiosk-register-card": Scene(_card),
    "kiosk-register-review": Scene(_review),
    "kiosk-registered": Scene(_registered),
    "kiosk-pin": Scene(_pin),
}
