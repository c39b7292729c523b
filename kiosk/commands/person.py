"""people show and people correct: a person sees what is kept of them, and has it put right."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from checkin import badge as badge_codes
from checkin.event import Catalogue, Programme
from checkin.local_time import day_and_clock, local_day
from checkin.names import LONG_NUMBER, NameFlaw, clean, name_flaw
from checkin.participation import Draft, Entry, Kind
from checkin.person import SEX_NAMES, Birth, Person, Sex, read_birth
from data.attendance import Attendance, Visit
from data.dossier import Agreed, Dossier, dossier
from data.dossier import correct as put_right
from data.ledger import Store, Transaction
from data.people import owners
from data.retention import forgotten_at
from data.roster.matching import Matcher
from data.roster.sentences import NAME_FLAWS, UNIT_WITH_NUMBER
from kiosk.commands.console import Exit, Failure, both, emit
from kiosk.commands.guard import organiser_only
from kiosk.commands.logbook import entry_record
from kiosk.commands.session import known_code, local_iso, no_such_person, opened
from kiosk.wording import LONG_NAME, place_name, several, station_name
from stations.model import Bilingual


def show(args: Namespace) -> int:
    """Print everything kept of one person, and note that it was shown."""
    with opened(args) as store:
        organiser_only(args, store)
        catalogues = sorted(store.catalogues.values(), key=lambda c: c.event.date)
        now = store.clock()
        event = store.at_hand(now).event
        with store.writing() as log:
            person = whom(args.person, store, log)
            kept = dossier(log, person, catalogues, store.tag)
            log.append(Draft(Kind.SHOWN, event.code, now, event.desks[0].code, person.id))
        emit(args, _record(kept, store), *_lines(kept, store))
    return Exit.OK


def correct(args: Namespace) -> int:
    """Put right what is noted of one person."""
    with opened(args) as store:
        organiser_only(args, store)
        with store.reading() as log:
            person = whom(args.person, store, log)
        now = store.clock()
        said = _as_said(args, person, store.newest.programme, local_day(now))
        changed = put_right(store, said, now)
    labels = [_FIELDS[name] for name in changed]
    text = Bilingual(
        f"Đã sửa: {', '.join(label.vi for label in labels)}." if changed else "Không có gì thay đổi.",
        f"Put right: {', '.join(label.en for label in labels)}." if changed else "Nothing changed.",
    )
    emit(args, {"person": person.id, "changed": changed, **both(text)}, text)
    return Exit.OK


def whom(said: str, store: Store, log: Transaction) -> Person:
    """Who has this id or this badge. Raises Failure."""
    code = badge_codes.normalise(said)
    if badge_codes.looks_like_code(code):
        badge, genuine = badge_codes.decode(code, store.key)
        said = owners(log.connection, [badge.serial]).get(badge.serial, "") if genuine else ""
    found = log.people.get(said)
    if found:
        return found
    gone = forgotten_at(log, said)
    if gone is None:
        raise no_such_person()
    day = f"{local_day(gone):%d/%m/%Y}"
    raise Failure(
        "forgotten",
        Bilingual(
            f"Thông tin của người này đã được xóa ngày {day}.", f"This person's data was deleted on {day}."
        ),
    )


def _as_said(args: Namespace, person: Person, programme: Programme, today: date) -> Person:
    if args.name is not None and (flaw := name_flaw(clean(args.name))):
        raise Failure("name", _NAME_FLAWS[flaw], Exit.USAGE)
    if len(clean(args.unit or "")) > _LONGEST_UNIT:
        raise Failure("unit", _LONG_UNIT, Exit.USAGE)
    if LONG_NUMBER.search(args.unit or ""):
        raise Failure("unit", UNIT_WITH_NUMBER, Exit.USAGE)
    matcher = Matcher(programme)
    group = matcher.group(args.group or "") or args.group
    hamlet = matcher.hamlet(args.hamlet or "") or args.hamlet
    known_code("group", group, (group.code for group in programme.groups))
    known_code("hamlet", hamlet, (hamlet.code for hamlet in programme.hamlets))
    return replace(
        person,
        name=person.name if args.name is None else clean(args.name),
        birth=person.birth if args.birth is None else _birth(args.birth, today),
        sex=person.sex if args.sex is None else Sex(args.sex) if args.sex else None,
        group=group or person.group,
        hamlet=hamlet or person.hamlet,
        unit=person.unit if args.unit is None else clean(args.unit),
    )


def _birth(said: str, today: date) -> Birth | None:
    """As people type it; nothing for a birth that is not known. Raises Failure."""
    if not said:
        return None
    birth = read_birth(said)
    if birth is None or not birth.is_possible(today):
        raise Failure("birth", _NO_SUCH_DAY if _NUMBERS.fullmatch(said) else _NO_BIRTH, Exit.USAGE)
    return birth


def _record(kept: Dossier, store: Store) -> dict[str, object]:
    person = kept.person
    return {
        "person": person.id,
        "name": person.name,
        "birth": person.birth.isoformat() if person.birth else None,
        "sex": person.sex,
        "group": person.group,
        "hamlet": person.hamlet,
        "unit": person.unit,
        "consent": person.consent,
        "has_card": kept.has_card,
        "is_listed": kept.is_listed,
        "badges": [
            {"code": badge_codes.encode(b, store.key), "revoked": revoked} for b, revoked in kept.badges
        ],
        "consents": [_consent_record(one) for one in kept.consents],
        "events": [_day_record(catalogue, day) for catalogue, day in kept.days],
        "seen": [entry_record(entry) for entry in kept.seen],
        "entries": kept.entries,
    }


def _consent_record(one: Agreed) -> dict[str, object]:
    return {
        "basis": one.basis,
        "version": one.version or None,
        "at": local_iso(one.entry.draft.at),
        "entry": str(one.entry.ref),
        "vi": one.text.vi if one.text else None,
        "en": one.text.en if one.text else None,
    }


def _day_record(catalogue: Catalogue, day: Attendance) -> dict[str, object]:
    return {
        "event": catalogue.event.code,
        "arrived": local_iso(day.arrived),
        "left": local_iso(day.left) if day.left else None,
        "visits": [
            {
                "station": visit.station,
                "start": local_iso(visit.start),
                "end": local_iso(visit.end) if visit.end else None,
                "outcomes": list(visit.outcomes),
            }
            for visit in day.visits
        ],
    }


def _lines(kept: Dossier, store: Store) -> Iterator[Bilingual]:
    yield from _row(kept, store.newest.programme)
    for badge, revoked in kept.badges:
        code = badge_codes.grouped(badge_codes.encode(badge, store.key))
        vi, en = (" (không còn dùng)", " (no longer in use)") if revoked else ("", "")
        yield Bilingual(f"Thẻ: {code}{vi}", f"Badge: {code}{en}")
    for one in kept.consents:
        yield from _consent_lines(one)
    for catalogue, day in kept.days:
        yield from _day_lines(catalogue, day)
    for entry in kept.seen:
        yield _seen(entry)
    yield Bilingual(
        f"Nhật ký có {kept.entries} dòng về người này, xem: ngayhoi log --person {kept.person.id}",
        f"The log has {several(kept.entries, 'entry', 'entries')} about them: "
        f"ngayhoi log --person {kept.person.id}",
    )


def _row(kept: Dossier, programme: Programme) -> Iterator[Bilingual]:
    person, nothing = kept.person, Bilingual("chưa rõ", "not known")
    told: Iterable[tuple[str, Bilingual]] = (
        ("name", _same(person.name)),
        ("birth", _same(str(person.birth)) if person.birth else nothing),
        ("sex", SEX_NAMES[person.sex] if person.sex else nothing),
        ("group", programme.group_name(person.group)),
        ("hamlet", _same(programme.hamlet_name(person.hamlet))),
        ("unit", _same(person.unit or "–")),
        ("card", _YES_NO[kept.has_card]),
        ("listed", _YES_NO[kept.is_listed]),
    )
    for name, value in told:
        yield Bilingual(f"{_FIELDS[name].vi}: {value.vi}", f"{_FIELDS[name].en}: {value.en}")


def _consent_lines(one: Agreed) -> Iterator[Bilingual]:
    when = day_and_clock(one.entry.draft.at)
    version = one.version or "–"
    yield Bilingual(
        f"Đồng ý lúc {when} ({one.basis}, bản {version})",
        f"Agreed {when}, {one.basis}, version {version}",
    )
    if one.text:
        yield Bilingual(f"“{one.text.vi}”", f"“{one.text.en}”")


def _day_lines(catalogue: Catalogue, day: Attendance) -> Iterator[Bilingual]:
    event = catalogue.event
    desk, left = place_name(day.desk, event), day_and_clock(day.left) if day.left else "–"
    yield Bilingual(
        f"{event.name.vi}: đến {day_and_clock(day.arrived)} ({desk.vi}), về {left}",
        f"{event.name.en}: came {day_and_clock(day.arrived)} ({desk.en}), left {left}",
    )
    for visit in day.visits:
        yield _visit_line(visit, catalogue)


def _visit_line(visit: Visit, catalogue: Catalogue) -> Bilingual:
    station = catalogue.event.station(visit.station)
    names = {outcome.code: outcome.name for outcome in station.outcomes} if station else {}
    done = [names.get(code, _same(code)) for code in visit.outcomes]
    end = day_and_clock(visit.end) if visit.end else "–"
    place = station_name(visit.station, catalogue.event)
    return Bilingual(
        "; ".join([f"- {place.vi}, {day_and_clock(visit.start)} đến {end}", *(one.vi for one in done)]),
        "; ".join([f"- {place.en}, {day_and_clock(visit.start)} to {end}", *(one.en for one in done)]),
    )


def _seen(entry: Entry) -> Bilingual:
    when, device = day_and_clock(entry.recorded), entry.ref.device
    if entry.draft.kind is Kind.SHOWN:
        return Bilingual(f"Đã cho xem lúc {when}, máy {device}", f"Shown {when}, device {device}")
    what = entry.draft.code
    return Bilingual(
        f"Đã xuất cùng cả danh sách lúc {when}, máy {device} ({what})",
        f"Exported with the whole list {when}, device {device} ({what})",
    )


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)


_FIELDS = {
    "name": Bilingual("Họ và tên", "Name"),
    "birth": Bilingual("Ngày sinh", "Birth"),
    "sex": Bilingual("Giới tính", "Sex"),
    "group": Bilingual("Đối tượng", "Group"),
    "hamlet": Bilingual("Thôn", "Hamlet"),
    "unit": Bilingual("Đơn vị", "Class or office"),
    "card": Bilingual(
        "Nhận ra bằng thẻ căn cước (không lưu số)", "Recognised by citizen card, number not kept"
    ),
    "listed": Bilingual("Đến từ danh sách đã nhập", "Came from an imported list"),
}
_YES_NO = {True: Bilingual("có", "yes"), False: Bilingual("không", "no")}
_NAME_FLAWS = NAME_FLAWS | {
    NameFlaw.NO_LETTERS: Bilingual("Tên phải có chữ cái.", "A name has letters."),
    NameFlaw.TOO_LONG: LONG_NAME,
}
_LONGEST_UNIT = 120
_LONG_UNIT = Bilingual(
    f"Tên lớp, đơn vị dài quá {_LONGEST_UNIT} ký tự. Xin viết gọn lại.",
    f"The class or office has more than {_LONGEST_UNIT} characters. Please write it shorter.",
)
_NUMBERS = re.compile(r"[\d\s/.-]*\d{4}\s*")
"""Is written as a birth, whether or not there is such a day."""
_NO_SUCH_DAY = Bilingual(
    "Không có ngày này trong lịch, ngày ấy chưa đến, hoặc đã quá lâu. Xin xem lại ngày, tháng, năm sinh.",
    "There is no such day, it has not come yet, or it is too long ago. Please look at the birth again.",
)
_NO_BIRTH = Bilingual(
    "Ngày sinh viết ngày/tháng/năm, tháng/năm hoặc năm, ví dụ 05/03/1957.",
    "A birth is day/month/year, month/year or a year, such as 05/03/1957.",
)
