"""The participation log: what an entry is, how entries are chained, and what a person's entries add up to."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from checkin.local_time import local_day
from stations.queues import CLOSED, RESOLUTION, Move, Movement


class Kind(StrEnum):
    """What an entry says happened."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    LEFT = "left"
    STAY = "stay"
    """The person said how many minutes they can stay."""
    SENT = "sent"
    """The person was advised to go to a station; or, without one, told on their seat that none is left."""
    HELD = "held"
    """The person was asked to take a seat until their number is called."""
    CALLED = "called"
    """The person's number was called to a station."""
    DECLINED = "declined"
    """The person will not go to a station: they were there unseen, or it is not for them."""
    GAVE_UP = "gave-up"
    """The person left the line of a station that does not move; a visit begun there is none."""
    VISIT_IN = "visit-in"
    VISIT_OUT = "visit-out"
    OUTCOME = "outcome"
    ABLE_BEFORE = "able-before"
    """The person said before a visit whether they can do what the station shows."""
    ABLE_AFTER = "able-after"
    """The same after it."""
    CONSENTED = "consented"
    CARD_LINKED = "card-linked"
    """A citizen card was found to be this person's; nothing of the card is in the entry."""
    SEATS = "seats"
    """A station's host said how many of its seats work."""
    BOARD = "board"
    """The device calls people from now on, or still."""
    BADGE_REVOKED = "badge-revoked"
    DRAW_COMMITTED = "draw-committed"
    """The secret of a lucky draw was made; its hash is fixed from now on."""
    DRAW_SEEN = "draw-seen"
    """What a drawing takes into account: the last entry of a device, who holds a badge, whose an id is."""
    DRAW_SAID = "draw-said"
    """A guest said a number aloud, just before a drawing."""
    WON = "won"
    """The person was drawn; who was drawn first has the first of these entries."""
    DRAWN = "drawn"
    """The secret is revealed; the entries of the drawing stand right before this one."""
    SHOWN = "shown"
    """Everything kept of the person was shown, to them or to who asked in their place."""
    CORRECTED = "corrected"
    """Something noted of the person was put right; what it is now stands with the person alone."""
    WITHDRAWN = "withdrawn"
    """The person took back their consent."""
    FORGOTTEN = "forgotten"
    """What identifies the person was deleted, or is to be by whoever learns of this entry."""
    EXPORTED = "exported"
    """A file with the names of everybody who had come to the event by then was written."""
    UNDONE = "undone"
    UNKNOWN = "unknown"
    """Of an entry that someone altered; never written."""


DATA_KINDS = frozenset({Kind.SHOWN, Kind.CORRECTED, Kind.WITHDRAWN, Kind.FORGOTTEN, Kind.EXPORTED})
"""What was done with people's data: no part of what happened at an event, and in none of its figures."""


class Ability(StrEnum):
    """What a person answers to "can you do it yourself?"."""

    NOT_YET = "not-yet"
    WITH_HELP = "with-help"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class EntryRef:
    """An entry's name: the device that wrote it and its place in that device's sequence."""

    device: str
    sequence: int

    def __str__(self) -> str:
        """device-sequence, as people and commands write it."""
        return f"{self.device}-{self.sequence}"

    @classmethod
    def parse(cls, text: str) -> EntryRef:
        """Read back what `str` wrote. Raises ValueError if it is no entry's name."""
        device, _, sequence = text.strip().upper().rpartition("-")
        if not device or not sequence.isdecimal() or int(sequence) < 1:
            raise ValueError(f"not an entry: {text!r}")
        return cls(device, int(sequence))


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has a place in the log. Codes and ids only, never text about a person."""

    kind: Kind
    event: str
    at: datetime
    """When it happened; aware."""
    desk: str
    """Code of the desk, or of the station whose host scanned."""
    person: str | None = None
    badge: int | None = None
    """Serial of the badge shown, if one was."""
    station: str | None = None
    code: str | None = None
    """Reason of an admission, refusal or undo, outcome ticked, call number, seats that work; else None.

    Of a consent: its basis, `@` and the version of the text that was agreed to.

    Of what someone says they can do: the `Ability`. Of data that was corrected or exported: what of it.
    Of who was forgotten: why, see `data.retention`.

    Of a draw in hex: the secret's hash, the digest of the entry that was seen, the secret; or the id under
    which another device knew the person.
    """
    minutes: int | None = None
    """Length of stay stated, or wait expected: at the station advised, or until the call.

    Of a draw: the number that was said, or how many won.
    """
    target: EntryRef | None = None
    """The entry an undo takes back, a drawing saw, or whose secret it reveals."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the participation log."""

    ref: EntryRef
    draft: Draft
    recorded: datetime
    """When it was written down; differs from `draft.at` for paper lists caught up later."""
    digest: bytes
    """SHA-256 over the entry and the digest before it."""


GENESIS = bytes(32)
"""What the first entry of a device is chained to."""


def chain(previous: bytes, ref: EntryRef, draft: Draft, recorded: datetime) -> bytes:
    """The digest of an entry that follows `previous` in its device's sequence.

    Every log that was written holds such digests: whatever is added or reordered here makes them all wrong.
    """
    fields = (
        ref.device,
        ref.sequence,
        draft.kind,
        draft.event,
        milliseconds(draft.at),
        draft.desk,
        draft.person,
        draft.badge,
        draft.station,
        draft.code,
        draft.minutes,
        str(draft.target) if draft.target else None,
        milliseconds(recorded),
    )
    return hashlib.sha256(previous + json.dumps(fields, ensure_ascii=False).encode()).digest()


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a device's sequence does not hold together."""

    device: str
    sequence: int
    """The first sequence number that is missing or does not match."""
    missing: bool
    """True for a gap, False for an altered entry."""


def verify(entries: Iterable[Entry]) -> list[Break]:
    """The breaks of each device, of altered entries in a row the first.

    Whether the next in such a row was altered as well cannot be told: the digest before it may be what was.
    entries: ordered by device, then sequence.
    """
    breaks: list[Break] = []
    heads: dict[str, tuple[int, bytes, bool]] = {}
    for entry in entries:
        device, sequence = entry.ref.device, entry.ref.sequence
        last, previous, held = heads.get(device, (0, GENESIS, True))
        holds = True
        if sequence != last + 1:
            breaks.append(Break(device, last + 1, missing=True))
        elif chain(previous, entry.ref, entry.draft, entry.recorded) != entry.digest:
            holds = False
            if held:
                breaks.append(Break(device, sequence, missing=False))
        heads[device] = (sequence, entry.digest, holds)
    return breaks


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 in UTC: the resolution in which the log keeps time."""
    return round(moment.timestamp() * 1000)


def from_milliseconds(value: int) -> datetime:
    """The moment `milliseconds` gave this value for."""
    return datetime.fromtimestamp(value / 1000, UTC)


def happened_after(entry: Entry, moment: datetime) -> bool:
    """Whether an entry is of something later; taking another back is of no moment of the day."""
    return entry.draft.at > moment and entry.draft.kind is not Kind.UNDONE


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that no later entry takes back, in order of time; undo entries themselves left out."""
    entries = list(entries)
    undone = {e.draft.target for e in entries if e.draft.kind is Kind.UNDONE}
    kept = (e for e in entries if e.ref not in undone and e.draft.kind is not Kind.UNDONE)
    return sorted(kept, key=_order)


def moment_among(entries: Sequence[Entry], now: datetime) -> datetime:
    """When something happened that is written down as it happens to somebody of whom these entries are.

    Now; after a clock was set back, right after what it wrote while it was ahead that day: what follows has
    to stand behind it.
    """
    if all(entry.recorded <= now for entry in entries):
        return now
    later = [e.draft.at for e in standing(entries) if e.draft.at > now and day_of(e) == local_day(now)]
    return max(later) + RESOLUTION if later else now


def _order(entry: Entry) -> tuple[datetime, datetime, str, int]:
    return entry.draft.at, *written(entry)


def written(entry: Entry) -> tuple[datetime, str, int]:
    """A key that sorts the entries of all devices as they were written down."""
    return entry.recorded, entry.ref.device, entry.ref.sequence


@dataclass(frozen=True, slots=True)
class Presence:
    """What one person's entries of one event add up to."""

    first: Entry | None = None
    """The admission that counts, if they were admitted."""
    arrived: Entry | None = None
    """The last admission: the first, or that of coming back."""
    inside: bool = False
    left: Entry | None = None
    """The last exit, if they are out."""
    station: str | None = None
    """Where they are now, if a visit is open."""
    turned: Entry | None = None
    """The last beginning or end of a visit."""
    visited: frozenset[str] = frozenset()
    """Codes of the stations they were at."""
    stay: int | None = None
    """Minutes they said they can stay, since they last came in from outside."""
    bound: str | None = None
    """The station they were last told to go to, or began a visit at, until it is known what came of it."""
    admitted: tuple[Entry, ...] = ()
    """Every admission, in order."""


def presence(entries: Sequence[Entry]) -> Presence:
    """Fold the entries of one person in one event, in any order.

    Whoever comes again on a later day, as the event was put off, begins that day anew; their visits stay.
    """
    first: Entry | None = None
    arrived: Entry | None = None
    left: Entry | None = None
    turned: Entry | None = None
    inside, station, stay = False, None, None
    visited: list[str] = []
    admitted: list[Entry] = []
    kept = standing(entries)
    today = 0
    for at, entry in enumerate(kept):
        draft = entry.draft
        match draft.kind:
            case Kind.ADMITTED:
                if arrived and day_of(arrived) < day_of(entry):
                    station, stay, turned, today = None, None, None, at
                first, arrived, inside, left = first or entry, entry, True, None
                admitted.append(entry)
            case Kind.LEFT:
                inside, left, station, stay = False, entry, None, None
            case Kind.STAY:
                stay = draft.minutes
            case Kind.VISIT_IN if draft.station:
                station, turned = draft.station, entry
                visited.append(draft.station)
            case Kind.VISIT_OUT if station in (None, draft.station):
                station, turned = None, entry
            case Kind.GAVE_UP if station and draft.station == station:
                station = None
                visited.pop()
            case _:
                pass
    bound = _bound(kept[today:], station)
    seen = frozenset(visited)
    return Presence(first, arrived, inside, left, station, turned, seen, stay, bound, tuple(admitted))


def on_day(found: Presence, day: date) -> Presence:
    """The same on the day of an event: whoever came before it was put off to that day has gone home."""
    of_it = [e for e in found.admitted if day_of(e) >= day]
    if of_it:
        return replace(found, first=of_it[0])
    return replace(found, inside=False, station=None, stay=None, bound=None) if found.admitted else found


def day_of(entry: Entry) -> date:
    """The day on which it happened, as people there know it."""
    return local_day(entry.draft.at)


def _bound(kept: Sequence[Entry], station: str | None) -> str | None:
    """Where they were sent, or are; that nothing else is left for them takes nobody out of a visit."""
    last = next((e.draft for e in reversed(kept) if e.draft.kind in _BINDING | _RELEASING), None)
    return last.station or station if last and last.kind in _BINDING else None


_BINDING = frozenset({Kind.SENT, Kind.CALLED, Kind.VISIT_IN})
_RELEASING = frozenset({Kind.HELD, Kind.DECLINED, Kind.GAVE_UP, Kind.VISIT_OUT, Kind.LEFT})


CLOSED_FOR_TODAY = "closed"
"""In place of the seats that work: the station takes nobody any more today."""

_MOVES = {
    Kind.ADMITTED: Move.ARRIVED,
    Kind.LEFT: Move.LEFT,
    Kind.FORGOTTEN: Move.LEFT,
    Kind.STAY: Move.STAY,
    Kind.SENT: Move.SENT,
    Kind.HELD: Move.HELD,
    Kind.CALLED: Move.CALLED,
    Kind.DECLINED: Move.DECLINED,
    Kind.GAVE_UP: Move.GAVE_UP,
    Kind.VISIT_IN: Move.IN,
    Kind.VISIT_OUT: Move.OUT,
    Kind.SEATS: Move.SEATS,
    Kind.BOARD: Move.BOARD,
}


def who(person: str | None, badge: int | None) -> str:
    """Under what name someone counts in the crowd: their id, or their badge while its owner is unknown."""
    return person if person is not None else f"#{badge}"


def whose(name: str) -> tuple[str | None, int | None]:
    """The id or the badge that `who` made this name of."""
    return (None, int(name[1:])) if name.startswith("#") else (name, None)


def by_person(
    entries: Iterable[Entry], owners: Mapping[int, str], aliases: Mapping[str, str] | None = None
) -> dict[str, list[Entry]]:
    """The entries of each person, in the order given, by the name under which they count.

    owners: whose a badge is, by its serial; one shown before its owner was known is its owner's.
    aliases: whose an id is under which another device knew somebody; nobody's if not given.
    """
    days: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        draft = entry.draft
        if draft.person is None and draft.badge is None:
            continue
        owner = draft.person or (owners.get(draft.badge) if draft.badge is not None else None)
        name = who(owner, draft.badge)
        days[aliases.get(name, name) if aliases else name].append(entry)
    return days


def movement(entry: Entry) -> Movement | None:
    """What an entry means to the stations, if anything."""
    draft = entry.draft
    move = _MOVES.get(draft.kind)
    if move is None:
        return None
    if move is Move.BOARD:
        name = entry.ref.device
    elif move is Move.SEATS:
        name = draft.station or ""
    elif draft.person is None and draft.badge is None:
        return None
    else:
        name = who(draft.person, draft.badge)
    number = _number(draft.code) if move in (Move.HELD, Move.SEATS) else None
    return Movement(str(entry.ref), name, move, draft.at, _order(entry), draft.station, draft.minutes, number)


def _number(code: str | None) -> int | None:
    """The number in a code; None if somebody altered it."""
    if code == CLOSED_FOR_TODAY:
        return CLOSED
    return int(code) if code and code.isdecimal() else None
