"""log, undo and export: what happened, put right and handed on."""

from __future__ import annotations

import heapq
from argparse import Namespace
from collections.abc import Callable, Iterable
from functools import cache

from checkin.local_time import day_and_clock
from checkin.participation import Break, Entry, EntryRef, Kind, verify, written
from checkin.undo import Undone, UndoProblem, undo
from data.attendance import attendance
from data.ledger import Store, Transaction
from kiosk.commands.console import Exit, Failure, both, emit, file_edge
from kiosk.commands.files import drafts_in, put_in_place
from kiosk.commands.guard import handed_out, organiser_only
from kiosk.commands.session import event_of, local_iso, opened, session_at
from kiosk.wording import UNDO_PROBLEMS, break_text, place_name, several, undone_text
from stations.model import Bilingual


def undo_entry(args: Namespace) -> int:
    """Take one entry back; its event is the one meant unless --event says another."""
    ref = _ref(args.entry)
    with opened(args) as store:
        with store.reading() as log:
            target = log.entry(ref)
        if target is None:
            return _not_undone(args, ref, UndoProblem.NO_SUCH_ENTRY)
        args.event = args.event or target.draft.event
        at_desk = session_at(args, store, event_of(args, store))
        reason = args.reason or at_desk.catalogue.programme.undo_reasons[0].code
        outcome = undo(ref, reason, at_desk.desk, at_desk.now())
        match outcome:
            case Undone(entry, taken_back):
                text = undone_text(taken_back, at_desk.catalogue.event)
                emit(args, _undo_record("admit", "undone", entry, ref, text), text)
                return Exit.OK
            case UndoProblem():
                return _not_undone(args, ref, outcome)


def _not_undone(args: Namespace, ref: EntryRef, problem: UndoProblem) -> int:
    text = UNDO_PROBLEMS[problem]
    emit(args, _undo_record("refuse", problem.value, None, ref, text), text)
    return Exit.USAGE if problem is UndoProblem.NO_SUCH_REASON else Exit.REFUSED


def log(args: Namespace) -> int:
    """List entries, the newest last, or verify that none is missing or altered."""
    if args.kind is not None and args.kind not in set(Kind):
        kinds = ", ".join(Kind)
        raise Failure("kind", Bilingual(f"Các loại là: {kinds}.", f"The kinds are: {kinds}."), Exit.USAGE)
    with opened(args) as store:
        if args.event is not None:
            event_of(args, store)
        with store.reading() as reading:
            if args.verify:
                return _verify(args, reading)
            _list(args, store, reading)
    return Exit.OK


def _list(args: Namespace, store: Store, reading: Transaction) -> None:
    @cache
    def name(person: str) -> str:
        known = reading.people.get(person)
        return f"{person} ({known.name})" if known else person

    for entry in _newest(_chosen(args, store, reading), args.limit):
        line = "" if args.json else _entry_line(args, entry, store, name)
        emit(args, entry_record(entry), line)


def export_attendance(args: Namespace) -> int:
    """Write the attendance of an event; a file that was there is replaced only by a whole one."""
    suffix = args.out.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise Failure("suffix", _SUFFIX, Exit.USAGE)
    from data.exports import attendance_tables, write_csv, write_xlsx

    with opened(args) as store:
        catalogue = event_of(args, store)
        organiser_only(args, store)
        write = write_csv if suffix == ".csv" else write_xlsx
        with file_edge(args.out), drafts_in(args.out.parent) as drafts:
            handed_out(store, catalogue, "attendance")
            with store.reading() as reading:
                rows = attendance(reading, catalogue)
            tables = attendance_tables(rows, catalogue)
            placed = put_in_place(write(drafts / args.out.name, tables), args.out.parent)
    visits = sum(len(row.visits) for row in rows)
    files = [str(path) for path in placed]
    text = Bilingual(
        f"Đã xuất {len(rows)} người, {visits} lượt: {', '.join(files)}",
        f"Exported {several(len(rows), 'person', 'people')} and {several(visits, 'visit', 'visits')}: "
        + ", ".join(files),
    )
    emit(args, {"files": files, "event": catalogue.event.code, "people": len(rows), "visits": visits}, text)
    return Exit.OK


def entry_record(entry: Entry) -> dict[str, object]:
    """One entry as JSON: codes and ids, no names."""
    draft = entry.draft
    return {
        "entry": str(entry.ref),
        "kind": draft.kind.value,
        "event": draft.event,
        "at": local_iso(draft.at),
        "desk": draft.desk,
        "person": draft.person,
        "badge": draft.badge,
        "station": draft.station,
        "code": draft.code,
        "minutes": draft.minutes,
        "target": str(draft.target) if draft.target else None,
        "recorded": local_iso(entry.recorded),
    }


def _undo_record(
    decision: str, reason: str, entry: Entry | None, target: EntryRef, text: Bilingual
) -> dict[str, object]:
    return {
        "decision": decision,
        "reason": reason,
        "entry": str(entry.ref) if entry else None,
        "target": str(target),
        **both(text),
    }


def _ref(text: str) -> EntryRef:
    """The entry that is named; a number no device comes to is that of the last it could."""
    try:
        ref = EntryRef.parse(text)
        return EntryRef(ref.device, min(ref.sequence, _LAST))
    except ValueError as error:
        raise Failure("entry", _NOT_AN_ENTRY, Exit.USAGE) from error


def _chosen(args: Namespace, store: Store, reading: Transaction) -> Iterable[Entry]:
    events = [args.event] if args.event is not None else list(store.catalogues)
    if args.person is not None:
        known = reading.people.get(args.person)
        person = known.id if known else args.person
        found: Iterable[Entry] = (e for event in events for e in reading.history(event, person, None))
    else:
        found = reading.told(args.event)
    return (entry for entry in found if args.kind in (None, entry.draft.kind.value))


def _newest(entries: Iterable[Entry], limit: int | None) -> list[Entry]:
    if limit is None:
        return sorted(entries, key=written)
    return heapq.nlargest(limit, entries, key=written)[::-1]


def _entry_line(args: Namespace, entry: Entry, store: Store, name: Callable[[str], str]) -> str:
    from data.reports.kinds import KINDS

    draft, catalogue = entry.draft, store.catalogues.get(entry.draft.event)
    desk = place_name(draft.desk, catalogue.event) if catalogue else Bilingual(draft.desk, draft.desk)
    what = Bilingual(f"{KINDS[draft.kind]} ({draft.kind})", draft.kind)
    place, kind = (text.told_in(args.lang or "vi") for text in (desk, what))
    about = (
        name(draft.person) if draft.person else None,
        f"#{draft.badge}" if draft.badge else None,
        draft.station,
        draft.code,
        draft.minutes,
        draft.target,
    )
    when = day_and_clock(draft.at)
    parts = (entry.ref, when, kind, place, *about)
    return "  ".join(str(part) for part in parts if part not in (None, ""))


def _verify(args: Namespace, reading: Transaction) -> int:
    count = 0

    def counted() -> Iterable[Entry]:
        nonlocal count
        for entry in reading.log():
            count += 1
            yield entry

    breaks = verify(counted())
    whole = Bilingual(
        f"Nhật ký nguyên vẹn: {count} dòng, không thiếu, không sửa.",
        f"The log is whole: {several(count, 'entry', 'entries')}, none missing, none altered.",
    )
    record: dict[str, object] = {
        "ok": not breaks,
        "entries": count,
        "breaks": [_break_record(found) for found in breaks],
    }
    emit(args, record, *([break_text(found) for found in breaks] or [whole]))
    return Exit.FAILED if breaks else Exit.OK


def _break_record(found: Break) -> dict[str, object]:
    return {
        "device": found.device,
        "sequence": found.sequence,
        "missing": found.missing,
        **both(break_text(found)),
    }


_LAST = 2**63 - 1
"""Highest number an entry can have: databases keep it in 64 bits, one of them the sign."""
_SUFFIX = Bilingual(
    "Tên tệp xuất phải có đuôi .xlsx hoặc .csv.", "The name of the file must end in .xlsx or .csv."
)
_NOT_AN_ENTRY = Bilingual(
    "Tên dòng nhật ký có dạng THIẾTBỊ-SỐ, ví dụ 7H2M4RX1-12.",
    "An entry is named DEVICE-NUMBER, such as 7H2M4RX1-12.",
)
