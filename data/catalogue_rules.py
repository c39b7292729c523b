"""What must agree within a catalogue: named codes exist, hours are in order, passports can be filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import time
from typing import Protocol

from checkin.event import UNKNOWN
from checkin.local_time import YEARS
from checkin.names import fold
from data.catalogue_shape import Fault, item_key
from data.catalogue_tables import EventFile, ProgrammeFile, StationTable, TopicTable
from stations.event_plan import minute_of
from stations.model import Bilingual


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


def programme_faults(file: ProgrammeFile) -> Iterator[Fault]:
    """Every disagreement within a programme file."""
    for table, items in (
        ("group", file.group),
        ("hamlet", file.hamlet),
        ("consent", file.consent),
        ("undo_reason", file.undo_reason),
        ("outcome", file.outcome),
    ):
        yield from _repeated(table, items)
    groups = [(g.code, "", [g.name.vi, *g.aliases]) for g in file.group]
    hamlets = [(h.code, h.former_commune or "", [h.name, *h.aliases]) for h in file.hamlet]
    yield from _shared_names("group", groups)
    yield from _shared_names("hamlet", hamlets)
    for index, group in enumerate(file.group):
        if group.code == UNKNOWN:
            yield Fault(item_key("group", index, group.code) + "code", _NO_GROUP, group.code)
    yield from _known("default_group", [file.default_group], _codes(file.group), "group")
    yield from _known("unknown_hamlet", [file.unknown_hamlet], _codes(file.hamlet), "hamlet")
    yield from _consents(file)
    yield from _addresses(file)
    if file.ages != sorted({0, *file.ages}):
        yield Fault("ages", _AGES, file.ages)


def event_faults(file: EventFile, programme: ProgrammeFile) -> Iterator[Fault]:
    """Every disagreement within an event file, and between it and its programme's."""
    yield from _repeated("desk", file.desk)
    yield from _repeated("station", file.station)
    yield from _repeated("passport.topic", file.passport.topic)
    yield from _stays(file)
    yield from _ordered("closes", file.opens, file.closes)
    if file.date.year not in YEARS:
        yield Fault("date", _A_YEAR, file.date)
    desks = _codes(file.desk)
    numbers = Counter(station.number for station in file.station)
    for index, station in enumerate(file.station):
        key = item_key("station", index, station.code)
        if station.code in desks:
            yield Fault(key + "code", _NOT_A_DESK, station.code)
        if numbers[station.number] > 1:
            yield Fault(key + "number", _OWN_NUMBER, station.number)
        yield from _station(station, key, file, programme)
    yield from _passport(file, programme)
    aims = file.targets
    yield from _known("targets.groups", aims.groups, _codes(programme.group), "group")
    yield from _known("targets.stations", aims.stations, _codes(file.station), "station")
    yield from _ticked(aims.outcomes, file.station)


_NO_GROUP = Bilingual(
    "một mã khác: báo cáo dùng mã này cho người chưa rõ đối tượng",
    "another code: reports use this one for those whose group is not known",
)
_A_YEAR = Bilingual(f"một năm từ {YEARS[0]} đến {YEARS[-1]}", f"a year from {YEARS[0]} to {YEARS[-1]}")
_NOT_A_DESK = Bilingual("một mã chưa dùng cho bàn đón", "a code that no desk has")
_OWN_NUMBER = Bilingual("một số chưa dùng cho trạm khác", "a number that no other station has")
_OWN_CODE = Bilingual("một mã chưa dùng ở bảng khác cùng loại", "a code that no other such table has")
_LETTERS = Bilingual("tên có chữ cái hoặc chữ số", "a name with letters or digits")
_ONCE = Bilingual("mỗi mã chỉ một lần", "each code only once")
_ASCENDING = Bilingual("các số tăng dần, ví dụ [30, 60, 120]", "ascending numbers, such as [30, 60, 120]")
_AGES = Bilingual("các tuổi tăng dần bắt đầu từ 0", "ascending ages that begin with 0")
_FOR_CHILDREN = Bilingual(
    "một căn cứ có covers_children = true", "a consent basis with covers_children = true"
)
_YOUNGER = Bilingual(
    "tuổi thấp hơn ở bảng [[address]] trước đó", "an age below that of the [[address]] before it"
)
_FROM_ZERO = Bilingual("0 ở bảng [[address]] cuối cùng", "0 in the last [[address]]")


def _codes(items: Iterable[_Coded]) -> list[str]:
    return [item.code for item in items]


def _repeated(table: str, items: Collection[_Coded]) -> Iterator[Fault]:
    for code, times in Counter(_codes(items)).items():
        if times > 1:
            yield Fault(f'{table} "{code}" → code', _OWN_CODE, f"{code} × {times}")


def _shared_names(table: str, items: Iterable[tuple[str, str, list[str]]]) -> Iterator[Fault]:
    """A name or alias that means two items would file people under either by chance.

    Lists are matched without accents and case, so names are compared that way. Two hamlets of
    different former communes may bear one name: the card tells them apart.
    """
    owners: dict[tuple[str, str], str] = {}
    for code, scope, names in items:
        for name in names:
            owner = owners.setdefault((scope, fold(name)), code)
            if not fold(name):
                yield Fault(f'{table} "{code}" → aliases', _LETTERS, name)
            elif owner != code:
                expected = Bilingual(f"tên chưa dùng cho “{owner}”", f"a name that “{owner}” has not")
                yield Fault(f'{table} "{code}" → aliases', expected, name)


def _known(key: str, named: Collection[str], codes: Collection[str], table: str) -> Iterator[Fault]:
    listed = ", ".join(codes) or "–"
    expected = Bilingual(f"mã có trong [[{table}]]: {listed}", f"a code of a [[{table}]]: {listed}")
    for code in named:
        if code not in codes:
            yield Fault(key, expected, code)


def _ticked(aims: Collection[str], stations: Iterable[StationTable]) -> Iterator[Fault]:
    """A report has no row for an outcome that no station can tick, and nothing to compare there."""
    ticked = dict.fromkeys(code for station in stations for code in station.outcomes or [])
    listed = ", ".join(ticked) or "–"
    expected = Bilingual(
        f"mã có ở outcomes của một trạm: {listed}", f"a code in a station's outcomes: {listed}"
    )
    for code in aims:
        if code not in ticked:
            yield Fault("targets.outcomes", expected, code)


def _consents(file: ProgrammeFile) -> Iterator[Fault]:
    codes = _codes(file.consent)
    yield from _known("roster_consent", [file.roster_consent], codes, "consent")
    yield from _known("spoken_consent", [file.spoken_consent], codes, "consent")
    yield from _known("guardian_consent", [file.guardian_consent], codes, "consent")
    if any(c.code == file.guardian_consent and not c.covers_children for c in file.consent):
        yield Fault("guardian_consent", _FOR_CHILDREN, file.guardian_consent)


def _addresses(file: ProgrammeFile) -> Iterator[Fault]:
    ages = [form.from_age for form in file.address]
    for index in range(1, len(ages)):
        if ages[index] >= ages[index - 1]:
            yield Fault(f"address[{index + 1}] → from_age", _YOUNGER, ages[index])
    if ages[-1] != 0:
        yield Fault(f"address[{len(ages)}] → from_age", _FROM_ZERO, ages[-1])


def _stays(file: EventFile) -> Iterator[Fault]:
    if file.stays != sorted(set(file.stays)):
        yield Fault("stays", _ASCENDING, file.stays)


def _ordered(key: str, opens: time, closes: time) -> Iterator[Fault]:
    if opens >= closes:
        expected = Bilingual(f"giờ sau giờ mở {opens}", f"a time after the opening at {opens}")
        yield Fault(key, expected, closes)


def _station(station: StationTable, key: str, event: EventFile, programme: ProgrammeFile) -> Iterator[Fault]:
    yield from _known(key + "suits", station.suits or [], _codes(programme.group), "group")
    outcomes = station.outcomes or []
    yield from _known(key + "outcomes", outcomes, _codes(programme.outcome), "outcome")
    if len(set(outcomes)) < len(outcomes):
        yield Fault(key + "outcomes", _ONCE, outcomes)
    opens, closes = station.opens or event.opens, station.closes or event.closes
    if not event.opens <= opens < event.closes and event.opens < event.closes:
        yield Fault(key + "opens", _within(event.opens, event.closes), opens)
    elif not event.opens < closes <= event.closes and event.opens < event.closes:
        yield Fault(key + "closes", _within(event.opens, event.closes), closes)
    else:
        yield from _ordered(key + "closes", opens, closes)
    yield from _sessions(station, key + "sessions.", opens, closes)


def _within(opens: time, closes: time) -> Bilingual:
    return Bilingual(f"giờ trong sự kiện, {opens} đến {closes}", f"a time of the event, {opens} to {closes}")


def _sessions(station: StationTable, key: str, opens: time, closes: time) -> Iterator[Fault]:
    if station.sessions is None:
        return
    first, period = station.sessions.first, station.sessions.period
    if period < station.minutes:
        length = f"{station.minutes:g}"
        expected = Bilingual(f"ít nhất {length} phút (minutes)", f"at least the station's {length} minutes")
        yield Fault(key + "period", expected, period)
    if first < opens or minute_of(first) + station.minutes > minute_of(closes):
        expected = Bilingual(
            f"giờ để đợt đầu nằm gọn trong {opens} đến {closes}",
            f"a time such that the first session lies within {opens} to {closes}",
        )
        yield Fault(key + "first", expected, first)


def _passport(file: EventFile, programme: ProgrammeFile) -> Iterator[Fault]:
    groups, stations = _codes(programme.group), _codes(file.station)
    suited = _suited(file, groups)
    for index, topic in enumerate(file.passport.topic):
        key = item_key("passport.topic", index, topic.code)
        yield from _known(key + "stations", topic.stations, stations, "station")
        yield from _known(key + "groups", topic.groups or [], groups, "group")
        for group in _asked(topic, groups):
            if not suited[group] & set(topic.stations) and set(topic.stations) <= set(stations):
                expected = Bilingual(f"một trạm dành cho “{group}”", f"a station that suits “{group}”")
                yield Fault(key + "stations", expected, topic.stations)
    for group in groups:
        yield from _overlaps(file.passport.topic, group, lambda topic: _asked(topic, groups))
        yield from _choices(file, group, groups, suited[group])


def _asked(topic: TopicTable, groups: list[str]) -> list[str]:
    return [g for g in groups if topic.groups is None or g in topic.groups]


def _suited(file: EventFile, groups: list[str]) -> dict[str, set[str]]:
    return {g: {s.code for s in file.station if s.suits is None or g in s.suits} for g in groups}


def _overlaps(
    topics: list[TopicTable], group: str, asked: Callable[[TopicTable], list[str]]
) -> Iterator[Fault]:
    """One visit must not stamp two topics of a person: each is something of its own to try."""
    owners: dict[str, str] = {}
    for topic in topics:
        for station in set(topic.stations) if group in asked(topic) else ():
            owner = owners.setdefault(station, topic.code)
            if owner != topic.code:
                expected = Bilingual(
                    f"trạm chưa thuộc chủ đề “{owner}” của “{group}”",
                    f"a station that topic “{owner}” of “{group}” has not",
                )
                yield Fault(f'passport.topic "{topic.code}" → stations', expected, station)


def _choices(file: EventFile, group: str, groups: list[str], suited: set[str]) -> Iterator[Fault]:
    topics = sum(group in _asked(topic, groups) for topic in file.passport.topic)
    most = max(0, len(suited) - topics)
    if file.passport.choices > most:
        expected = Bilingual(
            f"tối đa {most}: “{group}” có {len(suited)} trạm và {topics} chủ đề",
            f"at most {most}: “{group}” has {len(suited)} stations and {topics} topics",
        )
        yield Fault("passport.choices", expected, file.passport.choices)
