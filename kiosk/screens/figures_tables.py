"""The tables of the organiser's screen, in lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from checkin.event import Catalogue
from checkin.participation import Ability
from checkin.person import SEX_NAMES
from data.reports.figures import UNKNOWN_NAME, EventFigures, Part, Spread, StationPart
from data.reports.traits import Bands
from data.reports.vietnamese import whole
from kiosk.screens.base import Spoken
from kiosk.screens.desk_words import cell
from kiosk.screens.station_ability import ANSWERS
from stations.model import Bilingual

_COLUMN = 10
"""Width of a column of numbers."""
_PEOPLE, _VISITS = Bilingual("người", "people"), Bilingual("lượt", "visits")
_DONE = Bilingual("đủ dấu", "complete")
_UNKNOWN = "–"

Row = tuple[str, list[int | None]]
"""A name, and the figures that are known of it."""


def figures_content(event: EventFigures, screen: Spoken[None], width: int) -> Content:
    """Everything that was counted of one event, one table below the other, in so many columns."""
    lines: list[Content] = []
    called = {} if screen.ngayhoi.language == "vi" else _english(screen.ngayhoi.desk.catalogue)
    for title, columns, rows in _tables(event, screen):
        names = max(1, width - len(columns) * _COLUMN)
        head = cell(title, names) + "".join(column.rjust(_COLUMN) for column in columns)
        lines.append(Content.styled(head, "bold reverse"))
        lines += [
            Content(cell(called.get(name, name), names) + "".join(_cell(v, screen) for v in values))
            for name, values in rows
        ]
        lines.append(Content(""))
    return Content("\n").join(lines)


def _cell(value: int | None, screen: Spoken[None]) -> str:
    return (_UNKNOWN if value is None else screen.number(value)).rjust(_COLUMN)


def _english(catalogue: Catalogue) -> dict[str, str]:
    """The English names of what the report names in Vietnamese alone, by its Vietnamese ones."""
    stations, groups = catalogue.event.stations, catalogue.programme.groups
    outcomes = (outcome.name for station in stations for outcome in station.outcomes)
    return {
        **{name.vi: name.en for name in (*(group.name for group in groups), *outcomes, *SEX_NAMES.values())},
        **{f"{one.number} {one.name.vi}": f"{one.number} {one.name.en}" for one in stations},
        **{name: _ages(code) for code, name in Bands(catalogue).names.items()},
        UNKNOWN_NAME: "Not known",
    }


def _ages(band: str) -> str:
    """A band of ages by its code.

    >>> [_ages(band) for band in ("0-15", "16-30", "60+", "0+")]
    ['Under 16', '16 to 30', '60 and over', 'All ages']
    """
    low, _, high = band.rstrip("+").partition("-")
    if not high:
        return f"{low} and over" if int(low) else "All ages"
    return f"{low} to {high}" if int(low) else f"Under {int(high) + 1}"


def _tables(event: EventFigures, screen: Spoken[None]) -> Iterator[tuple[str, list[str], list[Row]]]:
    people, visits, done = (screen.tell(word) for word in (_PEOPLE, _VISITS, _DONE))
    yield screen.say("Cả ngày", "The day"), [people, visits, done], [_whole(event, screen)]
    for title, parts in (
        (screen.say("Đối tượng", "Groups"), event.groups),
        (screen.say("Thôn", "Hamlets"), event.hamlets),
        (screen.say("Giới tính", "Sex"), event.sexes),
        (screen.say("Độ tuổi", "Age"), event.ages),
    ):
        yield title, [people, visits, done], [_part(part) for part in parts if part.people]
    waits = [people, visits, screen.say("chờ", "wait"), screen.say("ở trạm", "stay")]
    yield (
        screen.say("Trạm (số phút ở mức giữa)", "Stations (minutes: median)"),
        waits,
        [_station(part) for part in event.stations],
    )
    yield (
        screen.say("Kết quả thực hành", "Outcomes"),
        [people],
        [(part.name, [part.people]) for part in event.outcomes],
    )
    yield from _abilities(event, screen)
    hours: list[Row] = [(f"{bar.start}", [bar.people, bar.visits]) for bar in event.hours]
    yield screen.say("Theo giờ", "By the hour"), [screen.say("đến", "came"), visits], hours
    yield screen.say("Ngoài quy trình", "Irregular"), [screen.say("lần", "times")], _irregular(event, screen)


def _whole(event: EventFigures, screen: Spoken[None]) -> Row:
    aim = (
        screen.say(f"chỉ tiêu {screen.number(event.target)} người", f"aim {screen.number(event.target)}")
        if event.target
        else ""
    )
    return aim, [event.people, event.visits, event.completed]


def _part(part: Part) -> Row:
    return part.name, [part.people, part.visits, part.completed]


def _station(part: StationPart) -> Row:
    values = [part.people, part.visits, _median(part.wait), _median(part.stay)]
    return f"{part.number} {part.name}", values


def _median(of: Spread | None) -> int | None:
    return whole(of.median) if of else None


def _abilities(event: EventFigures, screen: Spoken[None]) -> Iterator[tuple[str, list[str], list[Row]]]:
    rows: list[Row] = []
    for part in event.abilities:
        alone = Ability.ALONE.value
        before = sum(part.change[alone].values())
        after = sum(row[alone] for row in part.change.values())
        both = sum(sum(row.values()) for row in part.change.values())
        rows.append((f"{part.number} {part.name}", [both, before, after]))
    if rows:
        asked, before_, after_ = (
            screen.say("đã hỏi", "asked"),
            screen.say("trước", "before"),
            screen.say("sau", "after"),
        )
        yield screen.tell(ANSWERS[Ability.ALONE]), [asked, before_, after_], rows


def _irregular(event: EventFigures, screen: Spoken[None]) -> list[Row]:
    odd = event.irregular
    return [
        (screen.say("Lần quét bị từ chối", "Scans refused"), [sum(t.count for t in odd.refusals)]),
        (screen.say("Dòng đã hoàn tác", "Entries undone"), [sum(t.count for t in odd.undone)]),
        (screen.say("Người hai máy cùng đón", "Admitted at two devices"), [odd.twice]),
        (screen.say("Vào không quét thẻ", "Admitted without a badge"), [odd.without_badge]),
        (screen.say("Dòng ghi bù", "Entries caught up with"), [odd.caught_up]),
        (
            screen.say("Lượt thiếu lần quét ra", "Visits without a second scan"),
            [sum(part.unended for part in event.stations)],
        ),
    ]
