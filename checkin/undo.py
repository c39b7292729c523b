"""Taking an entry back: an entry of its own, with a reason chosen from the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import takewhile

from checkin.desk import Desk
from checkin.participation import Draft, Entry, EntryRef, Kind, day_of, presence, standing
from checkin.ports import Log


class UndoProblem(StrEnum):
    """Why an entry cannot be taken back."""

    NO_SUCH_ENTRY = "no-such-entry"
    OTHER_EVENT = "other-event"
    ALREADY_UNDONE = "already-undone"
    NOT_UNDOABLE = "not-undoable"
    """Consents, refusals, undo entries and whatever is not of somebody's way through the event stand."""
    NO_SUCH_REASON = "no-such-reason"


ADVICE = frozenset({Kind.SENT, Kind.HELD, Kind.CALLED})
"""What people were told about where to go; it loses its force by itself."""

UNDOABLE = ADVICE | {
    Kind.ADMITTED,
    Kind.LEFT,
    Kind.STAY,
    Kind.DECLINED,
    Kind.GAVE_UP,
    Kind.VISIT_IN,
    Kind.VISIT_OUT,
    Kind.OUTCOME,
    Kind.ABLE_BEFORE,
    Kind.ABLE_AFTER,
    Kind.CARD_LINKED,
}


_OF_VISIT = frozenset({Kind.VISIT_OUT, Kind.OUTCOME, Kind.ABLE_BEFORE, Kind.ABLE_AFTER})
"""What is noted of a visit after it began."""


@dataclass(frozen=True, slots=True)
class Undone:
    """The entry that takes another one back."""

    entry: Entry
    target: Entry
    door: Entry | None = None
    """The admission that the same scan wrote as a visit that was taken back; it stands."""


def undo(ref: EntryRef, reason: str, desk: Desk, now: datetime) -> Undone | UndoProblem:
    """Take one entry of this desk's event back."""
    done = undo_together([ref], reason, desk, now)
    return done if isinstance(done, UndoProblem) else done[0]


def undo_together(
    refs: Sequence[EntryRef], reason: str, desk: Desk, now: datetime
) -> list[Undone] | UndoProblem:
    """Take entries of this desk's event back, as of a class that was admitted in one act: all or none."""
    if reason not in {r.code for r in desk.catalogue.programme.undo_reasons}:
        return UndoProblem.NO_SUCH_REASON
    with desk.ledger.writing() as log:
        targets = []
        for ref in refs:
            target = _undoable(ref, desk, log)
            if isinstance(target, UndoProblem):
                return target
            targets.append(target)
        return [_take_back(target, reason, desk, now, log) for target in targets]


def _undoable(ref: EntryRef, desk: Desk, log: Log) -> Entry | UndoProblem:
    target = log.entry(ref)
    if target is None:
        return UndoProblem.NO_SUCH_ENTRY
    draft = target.draft
    if draft.event != desk.event:
        return UndoProblem.OTHER_EVENT
    if draft.kind not in UNDOABLE:
        return UndoProblem.NOT_UNDOABLE
    history = log.history(draft.event, draft.person, draft.badge)
    is_undone = any(entry.draft.target == ref for entry in history)
    return UndoProblem.ALREADY_UNDONE if is_undone else target


def _take_back(target: Entry, reason: str, desk: Desk, now: datetime, log: Log) -> Undone:
    draft = target.draft
    history = log.history(draft.event, draft.person, draft.badge)
    taken = [target, *falling_with(target, history)]
    linked = [entry for entry in standing(history) if entry.draft.kind is Kind.CARD_LINKED]
    if draft.person and linked and linked[-1] in taken:
        log.people.unlink_card(draft.person)
    first, *_ = [log.append(_taking_back(entry, reason, desk, now)) for entry in taken]
    return Undone(first, target, _door(target, taken, history))


def _door(target: Entry, taken: Sequence[Entry], history: Sequence[Entry]) -> Entry | None:
    visit = target.draft
    admitted = (e for e in standing(history) if e.draft.kind is Kind.ADMITTED and e not in taken)
    same = (e for e in admitted if (e.draft.at, e.draft.desk) == (visit.at, visit.desk))
    return next(same, None) if visit.kind is Kind.VISIT_IN else None


def falling_with(target: Entry, history: Sequence[Entry]) -> list[Entry]:
    """What falls with an entry: that a card shown at that moment is theirs, if no other act of it stands.

    With an admission, all that followed from it falls too, until the person was admitted again; where they
    were inside already, where they were told to go then. With the beginning of a visit, what was noted of
    that visit, its end too; with its end, where they were told to go then; with the seat they were asked to
    take, that their number was called.
    """
    entries = [e for e in standing(history) if e.draft.kind in UNDOABLE]
    links = [e for e in entries if e.draft.kind is Kind.CARD_LINKED]
    shown = [e for e in links if e.draft.at == target.draft.at]
    falling = dict.fromkeys([*_following(target, entries), *shown])
    staying = (e for e in entries if e != target and e not in falling and e.draft.kind not in ADVICE)
    proven = {e.draft.at for e in staying if e not in links}
    return [e for e in falling if e != target and not (e in links and e.draft.at in proven)]


def _following(target: Entry, entries: Sequence[Entry]) -> list[Entry]:
    """What somebody's entries after one say only because of it."""
    index = entries.index(target)
    after = entries[index + 1 :]
    match target.draft.kind:
        case Kind.ADMITTED if _was_inside(entries[:index], target):
            return _advice(after)
        case Kind.ADMITTED:
            return list(takewhile(lambda e: e.draft.kind is not Kind.ADMITTED, after))
        case Kind.VISIT_IN:
            there = (e for e in after if e.draft.station == target.draft.station)
            visit = takewhile(lambda e: e.draft.kind is not Kind.VISIT_IN, there)
            noted = [e for e in visit if e.draft.kind in _OF_VISIT]
            ends = [after.index(e) for e in noted if e.draft.kind is Kind.VISIT_OUT]
            return [*noted, *(told for end in ends for told in _advice(after[end + 1 :]))]
        case Kind.VISIT_OUT:
            return _advice(after)
        case Kind.HELD:
            return _advice(after, frozenset({Kind.CALLED}))
        case _:
            return []


def _was_inside(before: Sequence[Entry], admission: Entry) -> bool:
    """Whether they were inside already, on that day."""
    day = presence(before)
    return day.inside and day.arrived is not None and day_of(day.arrived) == day_of(admission)


def _advice(after: Sequence[Entry], kinds: frozenset[Kind] = ADVICE) -> list[Entry]:
    """What somebody was told right after, until they did something; to say how long they stay is nothing."""
    told = takewhile(lambda e: e.draft.kind in kinds | {Kind.STAY}, after)
    return [entry for entry in told if entry.draft.kind in kinds]


def _taking_back(taken: Entry, reason: str, desk: Desk, now: datetime) -> Draft:
    return Draft(
        Kind.UNDONE,
        desk.event,
        now,
        desk.code,
        person=taken.draft.person,
        badge=taken.draft.badge,
        station=taken.draft.station,
        code=reason,
        target=taken.ref,
    )
