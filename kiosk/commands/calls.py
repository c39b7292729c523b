"""call and seats: who is called where, and how many people a station takes."""

from __future__ import annotations

from argparse import Namespace
from re import fullmatch

from checkin.board import Call, Called, call_next, call_people, say_seats, seats_of
from checkin.event import Catalogue
from checkin.participation import CLOSED_FOR_TODAY
from kiosk.commands.answers import person_record
from kiosk.commands.console import Exit, Failure, both, emit
from kiosk.commands.session import Session, event_of, local_iso, opened, session_at, station_code
from kiosk.way_wording import called_text, calls_text, nobody_to_call, seats_text
from stations.model import Bilingual, Station
from stations.queues import CLOSED


def call(args: Namespace) -> int:
    """One round of the board, or the next one to a station."""
    with opened(args) as store:
        catalogue = event_of(args, store)
        at_desk = session_at(args, store, catalogue)
        if args.station is None:
            return _round(args, at_desk)
        return _next(args, station_code(args.station, catalogue), at_desk)


def seats(args: Namespace) -> int:
    """So many seats of a station work from now on."""
    with opened(args) as store:
        catalogue = event_of(args, store)
        code = station_code(args.station, catalogue)
        station = _station(code, catalogue)
        count = _count(args.seats, station)
        at_desk = session_at(args, store, catalogue, code)
        said = None if count == CLOSED else count
        entry = say_seats(code, said, at_desk.desk, at_desk.now())
        text = seats_text(count, station)
        told = Bilingual(f"Trạm {station.number}: {text.vi}.", f"Station {station.number}: {text.en}.")
        emit(args, {"ok": True, "station": code, "seats": said, "entry": str(entry.ref), **both(told)}, told)
        return Exit.OK


def _round(args: Namespace, at_desk: Session) -> int:
    calls = call_people(at_desk.desk, at_desk.now())
    record = {
        "called": [_record(one) for one in calls.called],
        "waiting": calls.waiting,
        "missed": list(calls.missed),
        "in_vain": list(calls.in_vain),
        "calls_from_here": calls.is_ours,
    }
    lines = [called_text(one.number, one.station, at_desk.catalogue.event) for one in calls.called]
    emit(args, record, *lines, calls_text(calls.waiting, calls.missed, calls.in_vain))
    return Exit.OK


def _next(args: Namespace, station: str, at_desk: Session) -> int:
    match call_next(station, at_desk.desk, at_desk.now()):
        case Called(number, person, entry):
            text = called_text(number, station, at_desk.catalogue.event)
            who = person_record(person, at_desk.catalogue) if person else None
            record = {"ok": True, "number": number, "person": who, "entry": str(entry.ref), **both(text)}
            emit(args, record, text)
            return Exit.OK
        case None:
            its = _station(station, at_desk.catalogue)
            why = nobody_to_call(seats_of(its, at_desk.desk), its, at_desk.now())
            emit(args, {"ok": False, "number": None, "person": None, "entry": None, **both(why)}, why)
            return Exit.REFUSED


def _station(code: str, catalogue: Catalogue) -> Station:
    return next(station for station in catalogue.event.stations if station.code == code)


def _record(call: Call) -> dict[str, object]:
    return {
        "number": call.number,
        "station": call.station,
        "since": local_iso(call.since),
        "again": call.again,
    }


def _count(text: str, station: Station) -> int:
    """The seats that someone typed. Raises Failure."""
    if text == CLOSED_FOR_TODAY:
        return CLOSED
    if fullmatch("[0-9]{1,9}", text) and int(text) <= station.seats:
        return int(text)
    raise Failure(
        "usage",
        Bilingual(
            f"Xin gõ số chỗ từ 0 (tạm dừng) đến {station.seats}, hoặc {CLOSED_FOR_TODAY} (đóng trạm).",
            f"Type the seats, from 0 (pausing) to {station.seats}, or {CLOSED_FOR_TODAY}.",
        ),
        Exit.USAGE,
    )
