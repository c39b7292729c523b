"""The programme and its events, as their catalogues describe them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time

from checkin.local_time import VIETNAM
from checkin.person import Birth
from stations.model import Bilingual, Passport, Station

UNKNOWN = "chua-ro"
"""Code under which reports count people whose group, hamlet, sex or age nobody noted."""


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of participant the report counts apart."""

    code: str
    name: Bilingual
    aliases: tuple[str, ...] = ()
    """Other words that lists of people use for it; no two groups share one."""


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A thôn, or one of the two values for people without one."""

    code: str
    name: str
    former_commune: str = ""
    """The commune before the merger, as citizen cards still print it; empty if none."""
    aliases: tuple[str, ...] = ()
    """Other spellings that lists and cards use for it; no two hamlets of one former commune share one."""


@dataclass(frozen=True, slots=True)
class ConsentBasis:
    """On what ground a person's data is kept (Luật 91/2025/QH15)."""

    code: str
    text: Bilingual
    """The plain words read to the person, or the ground stated by who gave the list."""
    covers_children: bool
    """Whether a parent, guardian or school answered, so that it holds for a child."""

    @property
    def version(self) -> str:
        """What tells this text from any other: the beginning of its SHA-256 in hex."""
        said = f"{self.code}\0{self.text.vi}\0{self.text.en}"
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    @property
    def agreed(self) -> str:
        """The code of an entry that says somebody agreed to just this text: `code@version`."""
        return f"{self.code}@{self.version}"


@dataclass(frozen=True, slots=True)
class AddressForm:
    """How people of an age are addressed on a screen: "ông/bà", "anh/chị" ..."""

    from_age: int
    male: str
    female: str
    unknown: str


@dataclass(frozen=True, slots=True)
class UndoReason:
    """One of the few reasons a volunteer may choose when undoing an entry."""

    code: str
    name: Bilingual


AGES = (0, 16, 31, 60)
"""Where age bands begin: children under 16 (Luật Trẻ em 102/2016/QH13, Điều 1), young people to 30 (Luật
Thanh niên 57/2020/QH14, Điều 1), elders from 60 (Luật Người cao tuổi 39/2009/QH12, Điều 2)."""


KEEP_DAYS = 180
"""The commune reports within six weeks, the province sums up at the end of the year, and questions about
either come back in the first months of the next; then the purpose is done (Luật 91/2025/QH15, Điều 14)."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What the plan aims at, by numbers; nothing where it names none."""

    people: int | None = None
    """Distinct people at the event."""
    groups: dict[str, int] = field(default_factory=dict)
    """Distinct people by code of group."""
    stations: dict[str, int] = field(default_factory=dict)
    """Visits by code of station."""
    outcomes: dict[str, int] = field(default_factory=dict)
    """Distinct people who can do it, by code of outcome."""


@dataclass(frozen=True, slots=True)
class Programme:
    """The movement as a whole; owns people, badges and events."""

    code: str
    name: Bilingual
    organiser: str
    """The body that answers for the programme, as documents name it."""
    commune: str
    """The place documents are dated from: "Xã Đặng Thùy Trâm"."""
    tag: int
    """0 to 63: the first field of every badge code; tells programmes apart."""
    groups: tuple[Group, ...]
    hamlets: tuple[Hamlet, ...]
    consents: tuple[ConsentBasis, ...]
    roster_consent: str
    """Code of the basis assumed for an imported roster."""
    spoken_consent: str
    """Code of the basis recorded when an adult agrees at a desk or kiosk."""
    guardian_consent: str
    """Code of the basis recorded when a parent or guardian agrees for a child."""
    guardian_under: int
    """Age in years under which a parent or guardian must agree."""
    default_group: str
    unknown_hamlet: str
    addresses: tuple[AddressForm, ...]
    """Ordered by `from_age`, oldest first."""
    unknown_address: str
    undo_reasons: tuple[UndoReason, ...]
    ages: tuple[int, ...] = AGES
    """Ages in years at which the bands of the report begin, ascending from 0."""
    keep_days: int = KEEP_DAYS
    """Days after the last event for which people's data is kept: until the report on it is settled."""

    def consent(self, code: str) -> ConsentBasis | None:
        """The consent basis with this code, if the catalogue has it."""
        return next((c for c in self.consents if c.code == code), None)

    def is_child(self, birth: Birth | None, day: date) -> bool:
        """Whether a parent or guardian has to answer for them; someone of unknown age counts as adult."""
        return birth is not None and birth.age_on(day) < self.guardian_under

    def asked_consent(self, *, child: bool) -> str:
        """Code of the basis that somebody agrees to at a desk or kiosk; for a child, a parent or guardian."""
        return self.guardian_consent if child else self.spoken_consent

    def group(self, code: str) -> Group | None:
        """The group with this code, if the catalogue has it."""
        return next((g for g in self.groups if g.code == code), None)

    def group_name(self, code: str) -> Bilingual:
        """What a group is called; its code if the catalogue has it no more."""
        group = self.group(code)
        return group.name if group else Bilingual(code, code)

    def counted_as(self, group: str | None) -> str:
        """The group whose passport someone has: their own, or the default one if it is unknown here."""
        return group if group is not None and self.group(group) else self.default_group

    def hamlet(self, code: str) -> Hamlet | None:
        """The hamlet with this code, if the catalogue has it."""
        return next((h for h in self.hamlets if h.code == code), None)

    def hamlet_name(self, code: str) -> str:
        """What a hamlet is called, of several of one name with the commune that each was of.

        Its code if the catalogue has it no more.
        """
        hamlet = self.hamlet(code)
        if hamlet is None:
            return code
        is_shared = sum(one.name == hamlet.name for one in self.hamlets) > 1
        former = hamlet.former_commune
        return f"{hamlet.name} ({former})" if is_shared and former else hamlet.name

    def known_hamlet(self, code: str) -> str:
        """What a hamlet is called; empty for the unknown one, and for one the catalogue has no more."""
        is_known = code != self.unknown_hamlet and self.hamlet(code)
        return self.hamlet_name(code) if is_known else ""


@dataclass(frozen=True, slots=True)
class Desk:
    """A volunteer's check-in place, or a self-service kiosk."""

    code: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Event:
    """One day with a place, a time and stations."""

    code: str
    name: Bilingual
    place: str
    date: date
    opens: time
    """From when its stations are open unless they say otherwise, local time."""
    closes: time
    """Until when; people are admitted on the whole of its day."""
    desks: tuple[Desk, ...]
    stations: tuple[Station, ...]
    passport: Passport
    stays: tuple[int, ...]
    """The lengths of stay offered at check-in, in minutes, ascending."""
    targets: Targets = field(default_factory=Targets)

    @property
    def begins(self) -> datetime:
        """The first moment of its day; whoever came earlier, before it was put off, has gone home."""
        return self.at(time.min)

    @property
    def opens_at(self) -> datetime:
        """When its programme begins; the door admits all day."""
        return self.at(self.opens)

    @property
    def closes_at(self) -> datetime:
        """When its programme ends; the door admits all day."""
        return self.at(self.closes)

    def at(self, clock: time) -> datetime:
        """That local time on its day."""
        return datetime.combine(self.date, clock, VIETNAM)

    def desk(self, code: str) -> Desk | None:
        """The desk with this code, if the catalogue has it."""
        return next((d for d in self.desks if d.code == code), None)

    def station(self, code: str) -> Station | None:
        """The station with this code, if the catalogue has it."""
        return next((s for s in self.stations if s.code == code), None)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What one catalogue file and its programme file say together."""

    programme: Programme
    event: Event
