"""init, device and catalogue check: before the day."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from data.attendance import attendance
from data.catalogue import (
    CatalogueProblems,
    builtin_catalogues,
    check,
    has_own_programme,
    read_catalogue,
)
from data.catalogue_build import under
from data.devices import Device
from data.ledger import NUMBER_TAKEN, Store, create_store
from data.reports.traits import every_trait
from data.session import is_store, store_url
from kiosk.commands.console import Exit, Failure, both, emit
from kiosk.commands.session import opened, store_edge, store_place
from kiosk.wording import day_is_past
from stations.model import Bilingual


def init(args: Namespace) -> int:
    """Make the store, or add an event to it, or bring its event up to date."""
    catalogue = read_catalogue(args.catalogue or _DEFAULT, on=args.date)
    if isinstance(catalogue, CatalogueProblems):
        raise Failure("catalogue", catalogue.sentence)
    place = store_place(args)
    with store_edge():
        existed = is_store(place)
        if existed:
            catalogue = _beside_what_was(args, catalogue)
        store = create_store(place, catalogue, number=args.number)
    try:
        _tell_store(args, store, catalogue, place, existed=existed)
    finally:
        store.close()
    return Exit.OK


def device(args: Namespace) -> int:
    """Show this device, or give it a number."""
    with opened(args) as store:
        if args.number is not None and not store.assign_number(args.number):
            raise Failure("number-taken", NUMBER_TAKEN)
        emit(args, _device_record(store.device), _device_text(store.device))
    return Exit.OK


def check_catalogue(args: Namespace) -> int:
    """Say everything that is wrong with a catalogue."""
    problems = check(args.file)
    record: dict[str, object] = {
        "file": args.file,
        "ok": not problems,
        "problems": [{"file": p.file, "key": p.key, **both(p.sentence)} for p in problems],
    }
    emit(args, record, *([p.sentence for p in problems] or [_NOTHING_WRONG]))
    return Exit.FAILED if problems else Exit.OK


def _beside_what_was(args: Namespace, catalogue: Catalogue) -> Catalogue:
    """The catalogue as it may take the place of what the store has of its event. Raises Failure.

    Only files change an event, beside its date, and the programme: whoever types the name of a built-in event
    again, or nothing, means the one they have, which they may have edited.
    """
    with opened(args, may_be_unfinished=True) as store:
        if not store.catalogues:
            return catalogue
        known = store.catalogues.get(catalogue.event.code)
        is_file = bool(args.catalogue) and args.catalogue not in builtin_catalogues()
        is_bare = not is_file or not has_own_programme(args.catalogue, catalogue.programme.code)
        if is_bare and store.programme == catalogue.programme.code:
            catalogue = under(catalogue, store.newest.programme)
        _stop_if_used(store, catalogue)
        if not args.catalogue:
            known = known or store.newest
        if known is None:
            return catalogue
        if not is_file:
            catalogue = replace(known, event=replace(known.event, date=args.date or known.event.date))
        _stop_if_visited(store, known, catalogue)
        if known.event.date != catalogue.event.date and not args.put_off:
            _stop_if_held(store, known, catalogue)
    return catalogue


def _stop_if_held(store: Store, known: Catalogue, moved: Catalogue) -> None:
    """Whoever came to an event came on its day: the next one is no new date of it. Raises Failure."""
    with store.reading() as log:
        came = len(attendance(log, known))
    if came:
        raise Failure("event-held", _held(known, came, moved))


def _stop_if_visited(store: Store, known: Catalogue, changed: Catalogue) -> None:
    """A station that was visited keeps its place: its visits would stand in no table. Raises Failure."""
    with store.reading() as log:
        visited = {visit.station for row in attendance(log, known) for visit in row.visits}
    if gone := sorted(visited - {station.code for station in changed.event.stations}):
        raise Failure("station-visited", _visited(known, gone))


def _stop_if_used(store: Store, changed: Catalogue) -> None:
    """A group or hamlet of people stays: they would have another passport, or none. Raises Failure."""
    old, new = store.newest.programme, changed.programme
    if old.code != new.code:
        return
    with store.reading() as log:
        traits = every_trait(log.connection).values()
    used = {code for of in traits if not of.forgotten for code in (of.group, of.hamlet) if code}
    before, after = ({*(g.code for g in of.groups), *(h.code for h in of.hamlets)} for of in (old, new))
    if gone := sorted(used & before - after):
        raise Failure("code-used", _used(gone))


def _tell_store(args: Namespace, store: Store, catalogue: Catalogue, place: str, *, existed: bool) -> None:
    event = catalogue.event
    record: dict[str, object] = {
        "store": _shown(place),
        "created": not existed,
        "programme": store.programme,
        "event": event.code,
        "date": event.date.isoformat(),
        **_device_record(store.device),
    }
    vi, en = ("Kho dữ liệu đã có", "The store is") if existed else ("Đã tạo kho dữ liệu", "Made the store")
    made = Bilingual(f"{vi}: {_shown(place)}", f"{en}: {_shown(place)}")
    day = Bilingual(
        f"{event.name.vi}, ngày {event.date:%d/%m/%Y} ({event.code})",
        f"{event.name.en}, {event.date:%d/%m/%Y} ({event.code})",
    )
    today = datetime.now(VIETNAM).date()
    past = [day_is_past(today)] if event.date < today else []
    emit(args, record, made, day, *past, _device_text(store.device))


def _held(known: Catalogue, came: int, moved: Catalogue) -> Bilingual:
    event = known.event
    example = f"{event.code}-{moved.event.date.year}"
    return Bilingual(
        f"Sự kiện {event.code} đã có {came} người đến, ngày {event.date:%d/%m/%Y}. Kỳ mới thì xin đặt mã "
        f"(code) khác trong tệp sự kiện, ví dụ {example}; chỉ dời ngày của chính sự kiện ấy thì thêm "
        "--put-off.",
        f"{came} came to the event {event.code} of {event.date:%d/%m/%Y}. Give the next one a code of its "
        f"own in the event file, such as {example}; if this very event is put off, add --put-off.",
    )


def _visited(known: Catalogue, gone: list[str]) -> Bilingual:
    event, codes = known.event.code, ", ".join(gone)
    return Bilingual(
        f"Sự kiện {event} đã có lượt trải nghiệm tại trạm {codes}, mà tệp sự kiện không còn trạm ấy. Xin ghi "
        "lại trạm với đúng mã (code) cũ; trạm nghỉ thì chọn “Đóng trạm” trên màn hình của trạm.",
        f"People already visited {codes} at the event {event}, and the event file has it no more. Put it "
        "back under its old code; to stop a station, close it on its own screen.",
    )


def _used(gone: list[str]) -> Bilingual:
    codes = ", ".join(gone)
    return Bilingual(
        f"Trong kho có người thuộc {codes}, mà danh mục mới không còn đối tượng hoặc thôn ấy. Xin ghi lại "
        "đúng mã (code) cũ; chỉ đổi tên gọi thì sửa tên, giữ mã; gộp thôn thì trước hết chuyển từng người "
        "bằng lệnh ngayhoi people correct.",
        f"The store has people of {codes}, and the new catalogue has that group or hamlet no more. Put it "
        "back under its old code; to call it otherwise, change its name and keep the code; to merge two, "
        "first move each of the people by ngayhoi people correct.",
    )


def _device_record(known: Device) -> dict[str, object]:
    return {"device": known.id, "number": known.number}


def _device_text(known: Device) -> Bilingual:
    number = known.number or "–"
    return Bilingual(f"Thiết bị {known.id}, số {number}", f"Device {known.id}, number {number}")


def _shown(place: str) -> str:
    """Where a file really lies; an address without a password, before the host or among the parameters."""
    if "://" not in place:
        return str(Path(place).expanduser().resolve())
    return store_url(place).set(query={}).render_as_string(hide_password=True)


_DEFAULT = "ngay-hoi"
_NOTHING_WRONG = Bilingual("Danh mục đúng, dùng được.", "Nothing is wrong with this catalogue.")
