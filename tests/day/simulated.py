"""The product behind the simulation of a day: invented people, real desks, a real store.

The simulation moves people; every scan, answer and call goes through the same functions as on the day. What
the product is told is what a volunteer or a host would tell it, and nothing else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from checkin.board import Calls, call_people, say_seats
from checkin.calling import is_elder, plan_for
from checkin.desk import Answer, Desk, Scan, receive
from checkin.event import Catalogue
from checkin.identity import Recognised
from checkin.local_time import VIETNAM
from checkin.person import Person
from checkin.visits import Turn, leave, next_station, stay, tick, visit
from data.catalogue import read_catalogue
from data.invented import Invented, invented_people
from data.ledger import Store, open_store
from stations.event_plan import kind_of, minute_of
from stations.model import Call, Go, Hold
from stations.plan import Plan
from stations.simulation import Guest, Outage, Simulation, Truth
from tests.builders import DAY, Clock, known, made_store

DESKS = ("ban-1", "ban-2", "ban-3", "ki-ot")
EARLY = 10.0
"""Minutes before the opening at which the board is switched on."""
_KEY = bytes(range(32))
_AT_ONCE, _RUSH = 0.7, 10.0
"""Share of the people who come in so many minutes after the opening."""
_REST = 390.0
"""Minutes over which the others come."""
_SAYS = 0.85
"""Share of those who say how long they can stay."""
_SCANNED_OUT = 0.7
"""Share of those who go home past the exit's scanner."""
_LEARNT = 0.9
"""Share of outcomes that a host ticks after a visit."""


@dataclass(frozen=True)
class Setting:
    """What is to be played."""

    people: int = 300
    seed: int = 1
    busiest: str = "vneid"
    """The station that pauses."""
    pause: tuple[float, float] = (80.0, 105.0)
    """Minutes after the opening."""
    disobey: float = 0.15
    miss: float = 0.1


class World:
    """An event, its store on disk, and everybody who will come."""

    def __init__(self, folder: Path, setting: Setting) -> None:
        self.setting = setting
        found = read_catalogue("ngay-hoi", on=DAY)
        assert isinstance(found, Catalogue)
        self.catalogue = found
        event = found.event
        self.plan: Plan = plan_for(found)
        self.midnight = event.opens_at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0)
        self.opens = minute_of(event.opens)
        self.clock = Clock(self.moment(self.opens))
        self._open: list[Store] = []
        self.place = folder / "day.db"
        made_store(self.place, found, self.clock).close()
        self.store = self.opened()
        self.projector = self.opened()
        invented = invented_people(setting.people, setting.seed, found.programme)
        self.people = [self._person(index, one) for index, one in enumerate(invented)]
        self.badges = dict(zip((p.id for p in self.people), known(self.store, *self.people), strict=True))
        self.guests = sorted(map(self._guest, self.people), key=lambda guest: guest.came)

    def opened(self) -> Store:
        """The store, opened as another program on the same laptop would."""
        store = open_store(str(self.place), self.clock)
        store.key = _KEY
        self._open.append(store)
        return store

    @property
    def leaves(self) -> dict[str, datetime]:
        """When each goes home."""
        return {guest.who: self.moment(guest.leaves) for guest in self.guests}

    def close(self) -> None:
        """Give the stores back."""
        for store in self._open:
            store.close()

    def moment(self, minute: float) -> datetime:
        """A minute of the day, as the log keeps it."""
        return self.midnight + timedelta(milliseconds=round(minute * 60_000))

    def desk(self, code: str) -> Desk:
        """A desk or station of the event."""
        return self.desk_at(self.store, code)

    def desk_at(self, store: Store, code: str) -> Desk:
        """A desk of the event in one of the programs that opened its store."""
        return Desk(store, self.catalogue, code)

    def simulation(self, grounds: Grounds) -> Simulation:
        """The day, yet to be run."""
        chance, setting = Random(f"truth/{self.setting.seed}"), self.setting
        number = self.plan.codes.index(setting.busiest)
        first, last = (self.opens + minute for minute in setting.pause)
        truth = Truth(
            [chance.lognormvariate(0, 0.2) for _ in self.plan.codes],
            (Outage(first, number, 0, True), Outage(last, number, self.plan.seats[number], True)),
            setting.disobey,
            setting.miss,
        )
        return Simulation(self.plan, truth, self.guests, grounds)

    def _person(self, index: int, one: Invented) -> Person:
        known_as = hashlib.md5(f"{self.setting.seed}/{index}".encode(), usedforsecurity=False).hexdigest()
        consent = self.catalogue.programme.roster_consent
        return Person(known_as, one.name, one.birth, one.sex, one.group, one.hamlet, one.unit, consent)

    def _guest(self, person: Person) -> Guest:
        chance, stays = Random(f"guest/{person.id}"), self.catalogue.event.stays
        wait = _RUSH if chance.random() < _AT_ONCE else _REST
        came = self.opens + wait * chance.random()
        minutes = chance.choice(stays)
        says = float(minutes) if chance.random() < _SAYS else None
        leaves = min(came + minutes * chance.lognormvariate(0, 0.15), self.plan.end)
        kind = kind_of(person.group, is_elder=is_elder(person, self.catalogue))
        return Guest(person.id, kind, came, leaves, says, chance)


@dataclass
class Told:
    """What somebody was told last, and the identity under which the desk knows them."""

    at: float
    call: Call
    identity: Recognised | None = None


@dataclass
class Grounds:
    """Implements the simulation's `Router` with the product itself."""

    world: World
    calls: Calls = field(default_factory=lambda: Calls((), 0, (), (), is_ours=False))
    """What the board shows."""
    told: dict[str, Told] = field(default_factory=dict)
    unsaid: list[str] = field(default_factory=list)
    """What people had to say and the product has no way to take in, one line each."""
    _home: set[str] = field(default_factory=set)

    def arrived(
        self, at: float, who: str, group: str, *, stay: float | None, interests: frozenset[int]
    ) -> None:
        """Show the badge at a desk, and answer how long one can stay."""
        del group, interests
        now, desk = self._now(at), self.world.desk(DESKS[int(who, 16) % len(DESKS)])
        (answer,) = receive([self._badge(who)], desk, now)
        assert isinstance(answer.identity, Recognised)
        self._tell(at, who, answer)
        if stay is not None:
            self._stay(at, who, answer.identity, stay, desk)

    def _stay(self, at: float, who: str, identity: Recognised, minutes: float, desk: Desk) -> None:
        self.told[who] = Told(at, stay(identity, round(minutes), desk, self._now(at)), identity)

    def entered(self, at: float, who: str, station: str) -> None:
        """The host scans somebody in."""
        self._tell(at, who, self.scan(at, who, station))

    def finished(self, at: float, who: str, station: str) -> None:
        """The host scans somebody out, and ticks what they can do now; a scan that says "in" is repeated."""
        answer = self.scan(at, who, station)
        if self.is_at(who, station):
            answer = self.scan(at, who, station)
        self._tell(at, who, answer)
        self.learnt(at, who, station)

    def scan(self, at: float, who: str, station: str) -> Answer:
        """A scan of a station's host, as the station's screen takes it."""
        return visit(self._badge(who), station, Turn.EITHER, self.world.desk(station), self._now(at))

    def is_at(self, who: str, station: str) -> bool:
        """Whether the log has somebody at a station."""
        with self.world.store.writing() as log:
            return log.calling(self.world.catalogue).crowd.whereabouts(who).station == station

    def learnt(self, at: float, who: str, station: str) -> None:
        """The host ticks outcomes."""
        found = self.world.catalogue.event.station(station)
        assert found
        outcomes = [one.code for one in found.outcomes if self.ticks(who, one.code)]
        identity = self.told[who].identity
        if outcomes and identity:
            tick(identity, station, outcomes, self.world.desk(station), self._now(at))

    def ticks(self, who: str, outcome: str) -> bool:
        """Whether a host ticks an outcome of somebody."""
        return Random(f"outcome/{who}/{outcome}").random() < _LEARNT

    def gave_up(self, at: float, who: str, station: str) -> None:
        """Nobody scans whoever walks away from a line."""
        self.unsaid.append(f"{self._now(at):%H:%M} {who[:6]} gave up the line of {station}")

    def refused(self, at: float, who: str, station: str) -> None:
        """Whoever was there already says so: the host makes up for the scans that are missing."""
        self.unsaid.append(f"{self._now(at):%H:%M} {who[:6]} was sent to {station} again")
        self.finished(at, who, station)

    def working(self, at: float, station: str, seats: int) -> None:
        """The host says how many seats work."""
        say_seats(station, seats, self.world.desk(station), self._now(at))

    def tick(self, at: float) -> Calls:
        """The board looks, and whoever went home passes the exit."""
        self._exit(at)
        self.calls = self.look(at)
        return self.calls

    def look(self, at: float) -> Calls:
        """The board's look, with a round of calls."""
        if at < self.world.opens - EARLY:
            return self.calls
        return call_people(self.world.desk_at(self.world.projector, DESKS[0]), self._now(at))

    def _exit(self, at: float) -> None:
        for guest in self.world.guests:
            if guest.is_home and guest.who not in self._home:
                self._home.add(guest.who)
                if Random(f"exit/{guest.who}").random() < _SCANNED_OUT:
                    leave(self._badge(guest.who), self.world.desk(DESKS[0]), self._now(at))

    def ask(self, at: float, who: str, place: str | None = None) -> Call:
        """What somebody was told just now; what the board shows whoever sits; else what a kiosk says."""
        del place
        told = self.told[who]
        if told.at == at:
            return told.call
        if isinstance(told.call, Hold) and told.call.number is not None:
            shown = next((call for call in self.calls.called if call.number == told.call.number), None)
            if shown:
                return Go(shown.station, 0.0)
            if told.call.number not in self.calls.missed + self.calls.in_vain:
                return told.call
        return self._tell(at, who, next_station(self._badge(who), self.world.desk("ki-ot"), self._now(at)))

    def _tell(self, at: float, who: str, answer: Answer) -> Call:
        identity = answer.identity if isinstance(answer.identity, Recognised) else None
        self.told[who] = Told(at, answer.call, identity)
        return answer.call

    def _now(self, at: float) -> datetime:
        self.world.clock.now = self.world.moment(at)
        return self.world.clock.now

    def _badge(self, who: str) -> Scan:
        return self.world.badges[who]
