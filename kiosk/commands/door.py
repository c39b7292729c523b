"""checkin, checkout, visit and next: one person at a desk or station."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from checkin.admission import Admit, Ask, Reason
from checkin.desk import Answer, Desk, Scan, receive, receive_person
from checkin.identity import Doubt, Unknown
from checkin.participation import Ability, Presence
from checkin.visits import Turn, leave, leave_person, next_station, say_ability, visit, visit_person
from data.ledger import Store
from kiosk.commands.answers import answer_record, exit_of
from kiosk.commands.console import Exit, Failure, emit
from kiosk.commands.session import (
    Session,
    event_of,
    known_code,
    known_person,
    opened,
    session,
    session_at,
    station_code,
)
from kiosk.way_wording import answer_text, way_text
from kiosk.wording import NO_CODE_IN_PICTURE, joined, over_text
from stations.model import Bilingual, Nothing

Step = Callable[[Scan, Desk, datetime], Answer]
"""What a desk does with one scan."""


def checkin(args: Namespace) -> int:
    """A code, the codes of a picture, a person or a file of codes, received at the door."""
    if args.consent is not None and args.person is None:
        raise Failure(
            "usage",
            Bilingual("--consent chỉ dùng cùng với --person.", "--consent goes with --person only."),
            Exit.USAGE,
        )
    with session(args) as (at_desk, store):
        if args.batch is not None:
            from kiosk.commands.batch import check_in_lines

            return check_in_lines(args, at_desk)
        if args.person is not None:
            return _checkin_person(args, at_desk, store)
        return _each(args, at_desk, _receive_one)


def checkout(args: Namespace) -> int:
    """A code, the codes of a picture, or a person, at the exit."""
    with session(args) as (at_desk, store):
        if args.person is None:
            return _each(args, at_desk, leave)
        now = at_desk.now()
        return tell(args, leave_person(known_person(args.person, store), at_desk.desk, now), at_desk, now)


def visit_station(args: Namespace) -> int:
    """A code shown, or a person, at a station."""
    with opened(args) as store:
        catalogue = event_of(args, store)
        station = station_code(args.station, catalogue)
        at_desk = session_at(args, store, catalogue, station)
        now, turn = at_desk.now(), Turn(args.turn)
        if args.person is None:
            answer = visit(_scan(args), station, turn, at_desk.desk, now)
        else:
            answer = visit_person(known_person(args.person, store), station, at_desk.desk, now, turn=turn)
        if args.able and isinstance(answer.decision, Admit):
            say_ability(answer.identity, station, Ability(args.able), turn, at_desk.desk, now)
        return tell(args, answer, at_desk, now)


def next_for(args: Namespace) -> int:
    """A code shown by someone who asks where to go."""
    with session(args) as (at_desk, _):
        now = at_desk.now()
        answer = next_station(_scan(args), at_desk.desk, now)
        if exit_of(answer.decision) is not Exit.OK:
            return tell(args, answer, at_desk, now)
        way = way_text(answer, at_desk.catalogue, now)
        over = over_text(answer, at_desk.catalogue, now)
        return _tell(args, answer, joined(over, way) if over else way, at_desk, now)


def tell(args: Namespace, answer: Answer, at_desk: Session, now: datetime) -> Exit:
    """Print one answer; returns its exit status."""
    return _tell(args, answer, answer_text(answer, at_desk.catalogue, now), at_desk, now)


def _tell(args: Namespace, answer: Answer, text: Bilingual, at_desk: Session, now: datetime) -> Exit:
    emit(args, answer_record(answer, text, at_desk.catalogue, at_desk.desk.code, now), text)
    return exit_of(answer.decision)


def _each(args: Namespace, at_desk: Session, step: Step) -> int:
    scans = _pictured(args.image) if getattr(args, "image", None) else [_scan(args)]
    worst = Exit.OK
    for scan in scans:
        now = at_desk.now()
        worst = max(worst, tell(args, step(scan, at_desk.desk, now), at_desk, now))
    if scans:
        return worst
    return _tell(args, _NO_CODE, NO_CODE_IN_PICTURE, at_desk, at_desk.now())


def _receive_one(scan: Scan, desk: Desk, now: datetime) -> Answer:
    return receive([scan], desk, now)[0]


def _checkin_person(args: Namespace, at_desk: Session, store: Store) -> int:
    known_code("consent", args.consent, (basis.code for basis in at_desk.catalogue.programme.consents))
    person = known_person(args.person, store)
    now = at_desk.now()
    answer = receive_person(person, at_desk.desk, now, consent=args.consent)
    return tell(args, answer, at_desk, now)


def _scan(args: Namespace) -> Scan:
    """The bytes that were typed, also where they are no UTF-8."""
    try:
        return Scan(args.code.encode("utf-8", "surrogateescape"), typed=args.typed)
    except UnicodeEncodeError:  # Windows passes lone surrogates of its own
        return Scan(args.code.encode("utf-8", "surrogatepass"), typed=args.typed)


def _pictured(path: Path) -> list[Scan]:
    from kiosk.commands.scanning import codes_in

    return [Scan(code.payload) for code in codes_in(path)]


_NO_CODE = Answer(Unknown(Doubt.UNREADABLE), Ask(Reason.UNREADABLE), None, Nothing(), Presence())
"""To a picture without any code."""
