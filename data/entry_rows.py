"""The log's table: the statements that read and write it, and its rows as entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, String, and_, bindparam, cast, func, insert, or_, select

from checkin.participation import Draft, Entry, EntryRef, Kind
from data.tables import aliases, badges, devices, entries

NAME = entries.c.device + "-" + cast(entries.c.sequence, String)
"""An entry's name in a statement, as `str` of its `EntryRef` writes it."""
TAKEN_BACK = select(entries.c.target).where(entries.c.kind == Kind.UNDONE, entries.c.target.is_not(None))
"""The names of the entries that were taken back, at whichever event."""

# Statements of the door are built once: building one anew costs more than running it.
_WRITTEN = func.coalesce(aliases.c.person, entries.c.person)
_OWNERS = badges.alias("owners")
_PERSON = func.coalesce(_WRITTEN, _OWNERS.c.person).label("person")
TOLD = (
    select(*(_PERSON if column is entries.c.person else column for column in entries.c))
    .outerjoin(aliases, aliases.c.id == entries.c.person)
    .outerjoin(_OWNERS, and_(entries.c.person.is_(None), _OWNERS.c.serial == entries.c.badge))
)
"""Entries, each under the id by which this store knows its person, or the owner of the badge shown."""
_NAMELESS = func.coalesce(entries.c.person, "") == ""
"""Which name nobody; said so that SQLite looks for the badge, and not through all that name nobody."""
_OF_EVENT = TOLD.where(entries.c.event == bindparam("event"))
OF_BADGE = _OF_EVENT.where(entries.c.badge == bindparam("badge"))
"""Those at an `event` that were made with a `badge`."""
OF_PERSON = _OF_EVENT.where(
    or_(
        entries.c.person == bindparam("person"),
        entries.c.person.in_(select(aliases.c.id).where(aliases.c.person == bindparam("person"))),
        and_(
            _NAMELESS,
            entries.c.badge.in_(select(badges.c.serial).where(badges.c.person == bindparam("person"))),
        ),
    )
)
"""Those at an `event` of a `person`: that name them, or name nobody and were made with a badge of theirs."""
_PERSONS: BindParameter[Sequence[str]] = bindparam("persons", expanding=True)
OF_PEOPLE = _OF_EVENT.where(
    or_(
        entries.c.person.in_(_PERSONS),
        entries.c.person.in_(select(aliases.c.id).where(aliases.c.person.in_(_PERSONS))),
    )
)
"""Those at an `event` that name one of some `persons`."""
OF_THEIR_BADGES = (
    _OF_EVENT.add_columns(badges.c.person.label("owner"))
    .join(badges, badges.c.serial == entries.c.badge)
    .where(badges.c.person.in_(_PERSONS), _NAMELESS)
)
"""Those that name nobody and were made with a badge of theirs; the `owner` comes last."""
HEAD = (
    select(entries.c.sequence, entries.c.digest)
    .where(entries.c.device == bindparam("device"))
    .order_by(entries.c.sequence.desc())
    .limit(1)
)
"""The last entry of a `device`: its sequence and digest."""
_LAST = select(func.max(entries.c.sequence)).where(entries.c.device == devices.c.id).scalar_subquery()
HEADS = select(devices.c.id, func.coalesce(_LAST, 0))
"""Every device with the sequence of its last entry; 0 if it has none. Quick, however long the log is."""
AS_WRITTEN = select(entries).order_by(entries.c.device, entries.c.sequence)
"""The whole log, what each device wrote in its order, under the ids by which it was written."""
_LAST_OF_EACH = select(entries.c.device, func.max(entries.c.sequence)).group_by(entries.c.device)
OF_EVERY_EVENT = (Kind.CORRECTED, Kind.FORGOTTEN)
"""What was done with a person's data holds at every event, whichever it was noted under."""
AFTER = TOLD.where(
    or_(entries.c.event == bindparam("event"), entries.c.kind.in_(OF_EVERY_EVENT)),
    entries.c.device == bindparam("device"),
    entries.c.sequence > bindparam("head"),
).order_by(entries.c.sequence)
"""What counts at an `event` of a `device` beyond its sequence `head`, in order."""
APPEND = insert(entries)
_KINDS = {kind.value: kind for kind in Kind}


def heads(connection: Connection) -> dict[str, int]:
    """How far a store knows what each device wrote, listed as one or not: the sequence of its last entry."""
    return dict(connection.execute(_LAST_OF_EACH).all())


def unowned_badge(entry: Entry) -> set[int]:
    """The serial of the badge that an entry is about, if its owner is not known."""
    draft = entry.draft
    return {draft.badge} if draft.person is None and draft.badge is not None else set()


def row_of(entry: Entry) -> dict[str, object]:
    """The row that keeps an entry of the log."""
    draft = entry.draft
    return {
        "device": entry.ref.device,
        "sequence": entry.ref.sequence,
        "kind": draft.kind,
        "event": draft.event,
        "at": draft.at,
        "desk": draft.desk,
        "person": draft.person,
        "badge": draft.badge,
        "station": draft.station,
        "code": draft.code,
        "minutes": draft.minutes,
        "target": str(draft.target) if draft.target else None,
        "recorded": entry.recorded,
        "digest": entry.digest,
    }


def _target(text: str) -> EntryRef:
    """The entry an undo names; one that nobody can have written if somebody altered the name."""
    try:
        return EntryRef.parse(text)
    except ValueError:
        return EntryRef(text, 0)


def entry_of(row: Sequence[Any]) -> Entry:
    """The entry a row of the log keeps."""
    device, sequence, kind, event, at, desk, person, badge, station, code, minutes, target, *written = row
    undone = _target(target) if target else None
    draft = Draft(
        _KINDS.get(kind, Kind.UNKNOWN), event, at, desk, person, badge, station, code, minutes, undone
    )
    return Entry(EntryRef(device, sequence), draft, *written)
