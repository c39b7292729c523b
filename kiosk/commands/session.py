"""Which store, event, desk and moment a command is about."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from checkin.desk import Desk
from checkin.event import Catalogue
from checkin.local_time import VIETNAM, clock_time, local_day
from checkin.person import Person
from checkin.ports import NoDeviceNumber
from data.devices import data_folder
from data.errors import NoStore, NumberTaken, StoreError, StoreMismatch, StoreUnavailable
from data.ledger import Clock, Store, no_store, open_store, utc_now
from kiosk.commands.console import Exit, Failure, say
from kiosk.wording import NO_DEVICE_NUMBER, lacking_text, new_device_text
from stations.model import Bilingual


@dataclass(frozen=True, slots=True)
class Session:
    """A desk at a moment: what every recording command works with."""

    desk: Desk
    stated: datetime | None
    """The moment given with --at; None for the time of each scan."""
    clock: Clock
    """Gives that time."""

    @property
    def catalogue(self) -> Catalogue:
        """The event and its programme."""
        return self.desk.catalogue

    def now(self) -> datetime:
        """The moment given with --at, else this moment."""
        return self.stated or self.clock()


def store_place(args: Namespace) -> str:
    """The path or address of --store, of NGAYHOI_STORE, or the user's own data folder."""
    return args.store or os.environ.get("NGAYHOI_STORE") or str(data_folder() / "ngayhoi.db")


@contextmanager
def opened(args: Namespace, clock: Clock = utc_now, *, may_be_unfinished: bool = False) -> Iterator[Store]:
    """The store, closed again in the end. Raises Failure.

    may_be_unfinished: whether it may lack every event, as one whose making was broken off.
    """
    with store_edge():
        store = open_store(store_place(args), clock)
        try:
            if not store.catalogues and not may_be_unfinished:
                raise NoStore(no_store(store.engine))
            if store.device.is_new:
                say(sys.stderr, args, new_device_text(store.device.id, store.device.number))
            if store.device.lacks:
                say(sys.stderr, args, lacking_text(store.device.lacks))
            yield store
        finally:
            store.close()


@contextmanager
def store_edge() -> Iterator[None]:
    """Turn what a store could not do into a command's failure. Raises Failure."""
    try:
        yield
    except NoDeviceNumber as error:
        raise Failure("no-device-number", NO_DEVICE_NUMBER) from error
    except StoreError as error:
        raise Failure(_CODES.get(type(error), "store"), error.sentence) from error


_CODES: dict[type[StoreError], str] = {
    NoStore: "no-store",
    StoreUnavailable: "store-unavailable",
    StoreMismatch: "store-mismatch",
    NumberTaken: "number-taken",
}


@contextmanager
def session(args: Namespace, clock: Clock = utc_now) -> Iterator[tuple[Session, Store]]:
    """The desk and moment that --event, --desk and --at name. Raises Failure."""
    with opened(args, clock) as store:
        yield session_at(args, store, event_of(args, store)), store


def session_at(args: Namespace, store: Store, catalogue: Catalogue, desk: str | None = None) -> Session:
    """The desk --desk names, else the one given, at the moment of --at. Raises Failure."""
    code = desk_code(args.desk or desk, catalogue)
    stated = moment_so_far(args, store, catalogue)
    return Session(Desk(store, catalogue, code, catches_up=stated is not None), stated, store.clock)


def moment_so_far(args: Namespace, store: Store, catalogue: Catalogue) -> datetime | None:
    """The moment of --at, if it was typed. Raises Failure if it is later today.

    What has happened today is not in the future; another day may be rehearsed.
    """
    stated, now = stated_moment(args.at, catalogue), store.clock()
    if stated and stated > now and local_day(stated) == local_day(now):
        raise Failure("future", _not_yet(now), Exit.USAGE)
    return stated


def event_of(args: Namespace, store: Store) -> Catalogue:
    """The event --event names, else the only one, else that of the day. Raises Failure."""
    known = list(store.catalogues.values())
    if args.event is not None:
        return named_event(args.event, store, "--event")
    day = _day(getattr(args, "at", None))
    chosen = known if len(known) == 1 else [c for c in known if c.event.date == day]
    if len(chosen) == 1:
        return chosen[0]
    raise _which_event(known, "--event")


def named_event(code: str, store: Store, option: str) -> Catalogue:
    """The event of a store whose code was typed after an option. Raises Failure."""
    catalogue = store.catalogues.get(code)
    if catalogue is None:
        raise _which_event(list(store.catalogues.values()), option)
    return catalogue


def _which_event(known: list[Catalogue], option: str) -> Failure:
    names = ", ".join(f"{c.event.code} ({c.event.date:%d/%m/%Y})" for c in known)
    return Failure(
        "event",
        Bilingual(
            f"Xin chọn sự kiện bằng {option}. Trong kho có: {names}.",
            f"Choose the event with {option}. The store has: {names}.",
        ),
        Exit.USAGE,
    )


def desk_code(code: str | None, catalogue: Catalogue) -> str:
    """A desk or station of the event; its first desk if none is named. Raises Failure."""
    event = catalogue.event
    if code is None:
        return event.desks[0].code
    if event.desk(code) or event.station(code):
        return code
    places = [desk.code for desk in event.desks] + [station.code for station in event.stations]
    raise Failure("desk", _choose("bàn hoặc trạm", "desk or station", places), Exit.USAGE)


def station_code(code: str, catalogue: Catalogue) -> str:
    """A station of the event by its code or number. Raises Failure."""
    for station in catalogue.event.stations:
        if code in (station.code, str(station.number)):
            return station.code
    names = [f"{station.number} ({station.code})" for station in catalogue.event.stations]
    raise Failure("station", _choose("trạm", "station", names), Exit.USAGE)


def known_code(what: str, code: str | None, known: Iterable[str]) -> None:
    """Let pass a code that the catalogue has, or that none was typed. Raises Failure."""
    codes = list(known)
    if code is None or code in codes:
        return
    listed = ", ".join(codes)
    sentence = Bilingual(
        f"Danh mục không có mã này. Hãy chọn một trong: {listed}.",
        f"The catalogue has no such code. Choose one of: {listed}.",
    )
    raise Failure(what, sentence, Exit.USAGE)


def known_person(person: str, store: Store) -> Person:
    """Who has this id. Raises Failure."""
    with store.reading() as log:
        found = log.people.get(person)
    if found is None:
        raise no_such_person()
    return found


def no_such_person() -> Failure:
    """That an id is nobody's."""
    return Failure(
        "no-such-person",
        Bilingual(
            "Không có ai mang mã người này. Xin tìm bằng lệnh: ngayhoi search TÊN",
            "Nobody has this id. Look them up with: ngayhoi search NAME",
        ),
    )


def stated_moment(at: datetime | time | None, catalogue: Catalogue) -> datetime | None:
    """What --at says; hours alone are meant on the event's day, in local time."""
    if isinstance(at, time):
        return catalogue.event.at(at)
    return at


def local_iso(moment: datetime) -> str:
    """A moment as JSON objects state it: local time with its offset."""
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")


def _day(at: datetime | time | None) -> date:
    moment = at if isinstance(at, datetime) else datetime.now(UTC)
    return local_day(moment)


def _not_yet(now: datetime) -> Bilingual:
    return Bilingual(
        f"Giờ ghi ở --at chưa đến: bây giờ là {clock_time(now)}. "
        "Xin xem lại giờ ghi trên giấy và giờ của máy.",
        f"The time of --at is still to come: it is {clock_time(now)} now. "
        "Look at the paper and at the clock.",
    )


def _choose(what_vi: str, what_en: str, codes: list[str]) -> Bilingual:
    listed = ", ".join(codes)
    return Bilingual(
        f"Sự kiện không có {what_vi} này. Hãy chọn một trong: {listed}.",
        f"The event has no such {what_en}. Choose one of: {listed}.",
    )
