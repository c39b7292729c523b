"""A demo station with five people, for tests of its screen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from checkin.board import call_people, say_seats
from checkin.participation import Kind
from checkin.person import Person
from kiosk.screens.station import StationScreen
from tests.kiosk.scenes_desk import (
    LAM,
    NGO,
    NGOC,
    SON,
    YEN,
    Run,
    Steps,
    World,
    entries,
    play,
    ready,
    scan,
    station_of,
    world,
)

STATION = "dich-vu-cong"
"""Number 2: four seats, twelve minutes, two outcomes."""


def five_came(folder: Path) -> World:
    """A station's laptop; five people came in forty minutes ago."""
    known = world(folder, code=STATION)
    known.came(NGO, LAM, SON, YEN, NGOC, minutes=40)
    return known


def at_station(here: World, *steps: Steps, code: str = STATION, size: tuple[int, int] = (80, 24)) -> None:
    play((here.app(lambda: StationScreen(code)), ready), *steps, size=size)


def listed(pilot: Run) -> list[str]:
    """The rows of the list, as far as they say who and how many."""
    width = 200
    return [" ".join(row.text(width).plain.split()) for row in station_of(pilot)._rows]


def outcomes(here: World) -> list[tuple[str | None, str | None]]:
    return [(entry.draft.person, entry.draft.code) for entry in entries(here, Kind.OUTCOME)]


async def through(pilot: Run, here: World, person: Person) -> None:
    """A visit of a minute, by a scan at each end."""
    await scan(pilot, here.badge(person))
    here.clock.now += timedelta(minutes=1)
    await scan(pilot, here.badge(person))


def waiting(here: World, person: Person) -> None:
    """A board calls people, every station pauses, and one person was asked to take a seat."""
    call_people(here.desk, here.clock.now)
    for station in here.desk.catalogue.event.stations:
        say_seats(station.code, 0, here.desk, here.clock.now)
    here.came(person)
    say_seats("an-toan", 1, here.desk, here.clock.now)
