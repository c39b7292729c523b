"""draw: a lucky draw among people who completed their passport, which anyone can check."""

from __future__ import annotations

from argparse import Namespace

from checkin import badge as badge_codes
from checkin.badge import COUNTERS, DEVICES, Badge
from checkin.draw import DrawProblem, Objection
from checkin.event import Catalogue
from checkin.names import sort_key
from checkin.participation import Entry
from data import draws
from data.draws import Drawn, NotDrawn, Winner
from data.ledger import Store
from kiosk.commands.answers import person_record
from kiosk.commands.console import Exit, Failure, both, emit, on_one_line
from kiosk.commands.draw_wording import (
    ANYONE_CAN_CHECK,
    COMMITTED,
    FORGOTTEN_PERSON,
    KEEP,
    NO_DRAW,
    UNKNOWN_PERSON,
    checked_text,
    drawn_text,
    not_drawn_text,
    objection_text,
    read_out,
    said_text,
)
from kiosk.commands.session import desk_code, event_of, opened
from kiosk.wording import births


def commit(args: Namespace) -> int:
    """Make a secret and say its hash; one that waits for its draw is said again."""
    with opened(args) as store:
        catalogue = event_of(args, store)
        entry, new = draws.commit(store, catalogue, desk_code(None, catalogue), store.clock())
    text = COMMITTED if new else not_drawn_text(NotDrawn(DrawProblem.COMMITTED_ALREADY))
    record = {
        "ok": new,
        "reason": "committed" if new else DrawProblem.COMMITTED_ALREADY.value,
        "event": entry.draft.event,
        "entry": str(entry.ref),
        "commitment": entry.draft.code,
        **both(text),
    }
    emit(args, record, text, *read_out(entry.draft.code or ""), KEEP)
    return Exit.OK if new else Exit.REFUSED


def run(args: Namespace) -> int:
    """Draw, write it down, and say who won."""
    with opened(args) as store:
        catalogue = event_of(args, store)
        desk = desk_code(None, catalogue)
        outcome = draws.draw(store, catalogue, desk, store.clock(), args.winners, args.said)
        match outcome:
            case NotDrawn(problem, count):
                text = not_drawn_text(outcome)
                emit(args, {"ok": False, "reason": problem.value, "completed": count, **both(text)}, text)
                return Exit.REFUSED
            case Drawn():
                text = drawn_text(outcome)
                lines = _winner_lines(args, outcome, catalogue, store)
                secret = read_out(outcome.drawing.secret.hex())
                record = {"ok": True, "reason": "drawn", **_record(outcome, catalogue, store), **both(text)}
                emit(args, record, text, *lines, said_text(args.said), ANYONE_CAN_CHECK, *secret)
                return Exit.OK


def verify(args: Namespace) -> int:
    """Compute every drawing of an event again; status 1 if one does not hold."""
    with opened(args) as store:
        catalogue = event_of(args, store)
        checked = draws.check(store, catalogue)
        if not checked:
            raise Failure("no-draw", NO_DRAW)
        for one in checked:
            _say_checked(args, one, catalogue, store)
    return Exit.FAILED if any(one.objections for one in checked) else Exit.OK


def _say_checked(args: Namespace, checked: Drawn, catalogue: Catalogue, store: Store) -> None:
    text = checked_text(checked)
    record = {
        "ok": not checked.objections,
        **_record(checked, catalogue, store),
        "objections": [_objection_record(one) for one in checked.objections],
        **both(text),
    }
    if checked.objections:
        emit(args, record, text, *map(objection_text, checked.objections))
        return
    lines = _winner_lines(args, checked, catalogue, store)
    emit(args, record, text, *read_out(_commitment(checked)), said_text(checked.drawing.basis.said), *lines)


def _record(drawn: Drawn, catalogue: Catalogue, store: Store) -> dict[str, object]:
    entry: Entry = drawn.drawing.entry
    return {
        "event": entry.draft.event,
        "entry": str(entry.ref),
        "commitment": _commitment(drawn) or None,
        "secret": drawn.drawing.secret.hex(),
        "said": drawn.drawing.basis.said,
        "completed": drawn.completed,
        "winners": [_winner_record(winner, catalogue, store) for winner in _in_order(drawn)],
    }


def _commitment(drawn: Drawn) -> str:
    return (drawn.commitment.draft.code if drawn.commitment else None) or ""


def _objection_record(objection: Objection) -> dict[str, object]:
    text = objection_text(objection)
    return {"reason": objection.ground.value, "entry": str(objection.entry), **both(text)}


def _winner_record(winner: Winner, catalogue: Catalogue, store: Store) -> dict[str, object]:
    nobody = {"person": None, "name": None, "birth_year": None, "hamlet": None}
    known = person_record(winner.person, catalogue) if winner.person else nobody
    return {"place": winner.place, **known, "code": _code(winner, store)}


def _winner_lines(args: Namespace, drawn: Drawn, catalogue: Catalogue, store: Store) -> list[str]:
    born = births((winner.person for winner in drawn.winners if winner.person), by_hamlet=True)
    return [_winner_line(args, winner, born, catalogue, store) for winner in _in_order(drawn)]


def _winner_line(
    args: Namespace, winner: Winner, born: dict[str, str], catalogue: Catalogue, store: Store
) -> str:
    record = _winner_record(winner, catalogue, store)
    if winner.person is None:
        unnamed = FORGOTTEN_PERSON if winner.badge is None else UNKNOWN_PERSON
        shown = [on_one_line(args, unnamed), record["code"]]
    else:
        shown = [winner.person.name, born[winner.person.id], record["hamlet"]]
    return "  ".join(str(value) for value in (f"{winner.place:>4}.", *shown) if value)


def _code(winner: Winner, store: Store) -> str | None:
    """The code on the badge of somebody whose name is not known, by which they are found."""
    if winner.badge is None or winner.person is not None or not 0 <= winner.badge < DEVICES * COUNTERS:
        return None
    return badge_codes.encode(Badge.of(store.tag, winner.badge), store.key)


def _in_order(drawn: Drawn) -> list[Winner]:
    """The winners in Vietnamese order, those without a name last."""
    return sorted(
        drawn.winners, key=lambda w: (w.person is None, sort_key(w.person.name if w.person else ""))
    )
