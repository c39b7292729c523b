"""Every figure of a report, as one structure of counts: no names, no ids, nothing of a single person.

Two words are never mixed: *people* are distinct people (người), *visits* are stays at stations (lượt).
What counts as which is said beside each figure; `data/reports/counting.py` counts them from the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from checkin.local_time import VIETNAM

UNKNOWN_NAME = "Chưa rõ"


@dataclass(frozen=True, slots=True)
class Part:
    """The people of one kind: a group, hamlet, sex or age band."""

    code: str
    name: str
    people: int
    """Distinct people admitted."""
    visits: int
    """Visits they made."""
    asked: int
    """Those of them whose passport asks for at least one visit."""
    completed: int
    """Those of these who completed it."""
    known: int | None = None
    """People of this kind on the lists and registered at the desks; None where it is not compared."""
    target: int | None = None
    """People the catalogue aims at; None where it names no number."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in minutes; half as long or less, nine in ten as long or less."""

    count: int
    """How many were measured, 1 and up."""
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class StationPart:
    """What happened at one station."""

    code: str
    number: int
    name: str
    people: int
    visits: int
    target: int | None
    """Visits the catalogue aims at; None where it names no number."""
    wait: Spread | None
    """From when a person was told to go there, or to sit until called, to their scan; the way included."""
    stay: Spread | None
    """From scan to scan, of the visits whose end was scanned."""
    unended: int
    """Visits whose end was not scanned; their length is estimated."""
    minutes: int
    """Minutes of all visits together, estimates included."""
    estimated: int
    """Those of the minutes that are estimated."""


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """How many people can do something now, as a host saw."""

    code: str
    name: str
    people: int
    groups: dict[str, int]
    """The same by code of group."""
    target: int | None = None
    """People the catalogue aims at; None where it names no number."""
    stations: frozenset[str] = frozenset()
    """Codes of the stations where it can be ticked."""


@dataclass(frozen=True, slots=True)
class AbilityPart:
    """Of one station: people who were asked before and after whether they can do it, by both answers."""

    code: str
    number: int
    name: str
    before: int
    """People asked before."""
    after: int
    """People asked after."""
    change: dict[str, dict[str, int]]
    """Of the people asked both: answer before, answer after, people; answers as `Ability` codes."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What happened in one piece of a day, from `start` on, local time as HH:MM."""

    start: str
    people: int
    """People who came for the first time."""
    visits: int
    """Visits begun."""


class Remark(StrEnum):
    """Why a figure could not be known, or is less sure than it looks."""

    NOBODY = "nobody"
    """Nobody was admitted."""
    NO_BIRTH = "no-birth"
    """People without a year of birth count under an age that is not known."""
    NO_PERSON = "no-person"
    """Badges that came from a desk this store has not heard of count as people without group and hamlet."""
    UNENDED = "unended"
    """Visits without a second scan; their length is estimated."""
    NO_EXIT = "no-exit"
    """People who passed no exit: how long they were in the grounds is not known."""
    CLOCK = "clock"
    """Times at which a device's clock went back: lengths across that moment are not known."""
    OTHER_DAY = "other-day"
    """Arrivals and visits that a clock put on another day: they are in no hour."""
    GAP = "gap"
    """Devices of whose entries some are missing here."""
    ALIKE = "alike"
    """Pairs of people of one name, full birth and hamlet: each counts, though they may be one."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark and how many people, pairs of them, visits or entries it is about."""

    remark: Remark
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something happened, by its code."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Irregular:
    """What did not go by the rules; a page of its own in every report."""

    refusals: tuple[Tally, ...] = ()
    """Scans refused at the door, by reason."""
    undone: tuple[Tally, ...] = ()
    """Entries taken back, by reason."""
    twice: int = 0
    """People admitted at two devices that did not know of each other: each counts once."""
    without_badge: int = 0
    """Admissions without a badge: found by a volunteer, or by a citizen card."""
    caught_up: int = 0
    """Entries written down more than an hour after they happened, as from a list on paper."""


@dataclass(frozen=True, slots=True)
class EventFigures:
    """One event."""

    code: str
    name: str
    place: str
    date: date
    people: int
    visits: int
    target: int | None
    """People the catalogue aims at; None where it names no number."""
    visitors: int
    """People who visited at least one station."""
    asked: int
    """People whose passport asks for at least one visit."""
    completed: int
    """Those of them who completed it."""
    groups: tuple[Part, ...]
    hamlets: tuple[Part, ...]
    sexes: tuple[Part, ...]
    ages: tuple[Part, ...]
    stations: tuple[StationPart, ...]
    outcomes: tuple[OutcomePart, ...]
    abilities: tuple[AbilityPart, ...]
    arrivals: tuple[Bar, ...]
    """By ten minutes, from the opening or the first arrival to the closing or the last."""
    hours: tuple[Bar, ...]
    """By the hour."""
    irregular: Irregular
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """All events together: whoever came to two counts once as a person."""

    people: int
    visits: int
    known: int
    """People on the lists and registered at the desks."""
    groups: tuple[Part, ...]
    hamlets: tuple[Part, ...]
    sexes: tuple[Part, ...]
    outcomes: tuple[OutcomePart, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a report says in numbers."""

    programme: str
    name: str
    organiser: str
    commune: str
    made: datetime
    """When they were counted; aware."""
    events: tuple[EventFigures, ...]
    """In the order of their days."""
    total: Total

    @property
    def made_locally(self) -> datetime:
        """`made` in Vietnamese time, by which documents state its day and year."""
        return self.made.astimezone(VIETNAM)
