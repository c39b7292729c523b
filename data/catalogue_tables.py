"""The shape of the catalogue files: one struct a table, with the limits of every value.

`docs/catalogue.md` documents each key; a test holds it to these structs.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct, field

from checkin.event import AGES, KEEP_DAYS
from stations.model import Bilingual

CODE = r"\A(?=.{1,32}\Z)[a-z0-9]+(-[a-z0-9]+)*\Z"
"""What a code looks like: also safe as the name of a file."""

# Letters and punctuation that every terminal shows in one column: no control or formatting
# characters, no line breaks, no pictographs, none of the scripts written in two columns.
_PLAIN = r"\A[\x20-\x7e\xa1-\xac\xae-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u22ff]+\Z"


def expected(vi: str, en: str) -> dict[str, Bilingual]:
    """What a value has to be, for the `extra` of its `Meta`: whoever wrote another one is told so."""
    return {"expected": Bilingual(vi, en)}


def _text(columns: int) -> Meta:
    rule = expected(
        f"một dòng chữ từ 1 đến {columns} ký tự, không có ký tự đặc biệt hay biểu tượng",
        f"one line of 1 to {columns} characters, without control characters or pictographs",
    )
    return Meta(pattern=_PLAIN, max_length=columns, extra=rule)


def _whole(low: int, high: int) -> Meta:
    rule = expected(f"một số nguyên từ {low} đến {high}", f"a whole number from {low} to {high}")
    return Meta(ge=low, le=high, extra=rule)


_CODE_RULE = expected(
    'một mã gồm chữ thường không dấu, số và dấu gạch nối, tối đa 32 ký tự, ví dụ "ban-1"',
    'a code of lower-case letters without marks, digits and hyphens, at most 32, such as "ban-1"',
)
_CODES_RULE = expected(
    'một danh sách mã đặt trong ngoặc vuông, ví dụ ["ban-1", "ban-2"]',
    'a list of codes in square brackets, such as ["ban-1", "ban-2"]',
)
_ALIASES_RULE = expected(
    "một danh sách chữ đặt trong ngoặc vuông, mỗi mục từ 1 đến 80 ký tự",
    "a list of texts in square brackets, each of 1 to 80 characters",
)
_STAYS_RULE = expected(
    "một danh sách từ 1 đến 6 số phút nguyên, mỗi số từ 5 đến 1440, ví dụ [30, 60, 120]",
    "a list of 1 to 6 whole minutes, each from 5 to 1440, such as [30, 60, 120]",
)
_TIME_RULE = expected(
    "giờ viết đủ giờ:phút:giây, ví dụ 07:30:00", "a time as hours:minutes:seconds, such as 07:30:00"
)
_DATE_RULE = expected(
    "ngày viết năm-tháng-ngày, ví dụ 2025-10-10", "a date as year-month-day, such as 2025-10-10"
)
_MINUTES_RULE = expected(
    "số phút lớn hơn 0 và không quá 480", "a number of minutes above 0 and not more than 480"
)
_AGES_RULE = expected(
    "một danh sách tuổi tăng dần bắt đầu từ 0, ví dụ [0, 16, 31, 60]",
    "a list of ascending ages that begins with 0, such as [0, 16, 31, 60]",
)
_COUNTS_RULE = expected(
    "các dòng mã = số, mỗi số từ 1 đến 1000000", "lines of a code = a number from 1 to 1000000"
)
_BOOL_RULE = expected("true (có) hoặc false (không)", "true or false")

Code = Annotated[str, Meta(pattern=CODE, extra=_CODE_RULE)]
Codes = Annotated[list[Code], Meta(min_length=1, extra=_CODES_RULE)]
Word = Annotated[str, _text(20)]
Line = Annotated[str, _text(40)]
LongLine = Annotated[str, _text(80)]
Prose = Annotated[str, _text(600)]
Aliases = Annotated[list[LongLine], Meta(extra=_ALIASES_RULE)]
Flag = Annotated[bool, Meta(extra=_BOOL_RULE)]
Clock = Annotated[dt.time, Meta(tz=False, extra=_TIME_RULE)]
Day = Annotated[dt.date, Meta(extra=_DATE_RULE)]
Minutes = Annotated[float, Meta(gt=0, le=480, extra=_MINUTES_RULE)]
Tag = Annotated[int, _whole(0, 63)]
Age = Annotated[int, _whole(0, 120)]
Number = Annotated[int, _whole(1, 99)]
Seats = Annotated[int, _whole(1, 500)]
Period = Annotated[int, _whole(1, 720)]
Choices = Annotated[int, _whole(0, 20)]
Ages = Annotated[list[Age], Meta(min_length=1, max_length=12, extra=_AGES_RULE)]
People = Annotated[int, _whole(1, 1_000_000)]
Days = Annotated[int, _whole(1, 3650)]
Counts = Annotated[dict[Code, People], Meta(extra=_COUNTS_RULE)]
Stay = Annotated[int, Meta(ge=5, le=1440)]
Stays = Annotated[list[Stay], Meta(min_length=1, max_length=6, extra=_STAYS_RULE)]


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a catalogue file: a key that is not one of its fields is a mistake."""


class Lines(Table, frozen=True):
    """A name people read on a screen."""

    vi: Line
    en: Line


class LongLines(Table, frozen=True):
    """A name that has a line of its own, as a title."""

    vi: LongLine
    en: LongLine


class Paragraphs(Table, frozen=True):
    """A text that is read aloud."""

    vi: Prose
    en: Prose


class GroupTable(Table, frozen=True):
    """`[[group]]`: see `checkin.event.Group`."""

    code: Code
    name: Lines
    aliases: Aliases = []


class HamletTable(Table, frozen=True):
    """`[[hamlet]]`: see `checkin.event.Hamlet`."""

    code: Code
    name: Line
    former_commune: Line | None = None
    aliases: Aliases = []


class ConsentTable(Table, frozen=True):
    """`[[consent]]`: see `checkin.event.ConsentBasis`."""

    code: Code
    text: Paragraphs
    covers_children: Flag


class AddressTable(Table, frozen=True):
    """`[[address]]`: see `checkin.event.AddressForm`."""

    from_age: Age
    male: Word
    female: Word
    unknown: Word


class UndoReasonTable(Table, frozen=True):
    """`[[undo_reason]]`: see `checkin.event.UndoReason`."""

    code: Code
    name: Lines


class OutcomeTable(Table, frozen=True):
    """`[[outcome]]`: see `stations.model.Outcome`; stations name it by its code."""

    code: Code
    name: Lines


class ProgrammeFile(Table, frozen=True):
    """A whole programme file: see `checkin.event.Programme`."""

    code: Code
    name: LongLines
    organiser: LongLine
    commune: LongLine
    tag: Tag
    roster_consent: Code
    spoken_consent: Code
    guardian_consent: Code
    guardian_under: Age
    default_group: Code
    unknown_hamlet: Code
    unknown_address: Word
    group: list[GroupTable]
    hamlet: list[HamletTable]
    consent: list[ConsentTable]
    address: list[AddressTable]
    undo_reason: list[UndoReasonTable]
    outcome: list[OutcomeTable] = []
    ages: Ages = field(default_factory=lambda: list(AGES))
    keep_days: Days = KEEP_DAYS


class DeskTable(Table, frozen=True):
    """`[[desk]]`: see `checkin.event.Desk`."""

    code: Code
    name: Lines


class SessionsTable(Table, frozen=True):
    """`sessions` of a station: see `stations.model.Sessions`."""

    first: Clock
    period: Period


class StationTable(Table, frozen=True):
    """`[[station]]`: see `stations.model.Station`."""

    code: Code
    number: Number
    name: Lines
    host: Line
    seats: Seats
    minutes: Minutes
    suits: Codes | None = None
    opens: Clock | None = None
    closes: Clock | None = None
    sessions: SessionsTable | None = None
    outcomes: Codes | None = None
    place: Line | None = None


class TopicTable(Table, frozen=True):
    """`[[passport.topic]]`: see `stations.model.Topic`."""

    code: Code
    name: Lines
    stations: Codes
    groups: Codes | None = None


class PassportTable(Table, frozen=True):
    """`[passport]`: see `stations.model.Passport`."""

    choices: Choices = 0
    topic: list[TopicTable] = []


class TargetsTable(Table, frozen=True):
    """`[targets]`: see `checkin.event.Targets`."""

    people: People | None = None
    groups: Counts = {}
    stations: Counts = {}
    outcomes: Counts = {}


class EventFile(Table, frozen=True):
    """A whole event file: see `checkin.event.Event`."""

    programme: Code
    code: Code
    name: LongLines
    date: Day
    place: LongLine
    opens: Clock
    closes: Clock
    stays: Stays
    desk: list[DeskTable]
    station: list[StationTable] = []
    passport: PassportTable = field(default_factory=PassportTable)
    targets: TargetsTable = field(default_factory=TargetsTable)
