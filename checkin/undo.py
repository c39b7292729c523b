"""Taking an entry back: an entry of its own, with a reason chosen from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.desk import Desk
from checkin.participation import Draft, Entry, EntryRef, Kind


class UndoProblem(StrEnum):
    """Why an entry cannot be taken back."""

    NO_SUCH_ENTRY = "no-such-entry"
    OTHER_EVENT = "other-event"
    ALREADY_UNDONE = "already-undone"
    NOT_UNDOABLE = "not-undoable"
    """Consents, refusals and undo entries stand."""
    NO_SUCH_REASON = "no-such-reason"


UNDOABLE = frozenset(
    {Kind.ADMITTED, Kind.LEFT, Kind.STAY, Kind.SENT, Kind.VISIT_IN, Kind.VISIT_OUT, Kind.OUTCOME}
)


@dataclass(frozen=True, slots=True)
class Undone:
    """The entry that takes another one back."""

    entry: Entry
    target: Entry


def undo(ref: EntryRef, reason: str, desk: Desk, now: datetime) -> Undone | UndoProblem:
    """Take one entry of this desk's event back."""
    if reason not in {r.code for r in desk.catalogue.programme.undo_reasons}:
        return UndoProblem.NO_SUCH_REASON
    with desk.ledger.writing() as log:
        target = log.entry(ref)
        if target is None:
            return UndoProblem.NO_SUCH_ENTRY
        draft = target.draft
        if draft.event != desk.event:
            return UndoProblem.OTHER_EVENT
        if draft.kind not in UNDOABLE:
            return UndoProblem.NOT_UNDOABLE
        if any(e.draft.target == ref for e in log.history(draft.event, draft.person, draft.badge)):
            return UndoProblem.ALREADY_UNDONE
        return Undone(log.append(_taking_back(ref, draft, reason, desk, now)), target)


def _taking_back(ref: EntryRef, draft: Draft, reason: str, desk: Desk, now: datetime) -> Draft:
    return Draft(
        Kind.UNDONE,
        desk.event,
        now,
        desk.code,
        person=draft.person,
        badge=draft.badge,
        station=draft.station,
        code=reason,
        target=ref,
    )
