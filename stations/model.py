"""The vocabulary of a demo station and of the visits a person is asked to collect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text people read: Vietnamese first, English second."""

    vi: str
    en: str

    def told_in(self, language: str) -> str:
        """Its Vietnamese for `vi`, else its English."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something a person can do after a visit, ticked by the host."""

    code: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Sessions:
    """A timetable of group sessions: the station takes people only at these starts."""

    first: time
    """Start of the first session, local time."""
    period: int
    """Minutes from one start to the next, at least `Station.minutes`."""


@dataclass(frozen=True, slots=True)
class Station:
    """A demo point with seats and a host."""

    code: str
    number: int
    """The number painted on its sign, 1 and up; unique within an event."""
    name: Bilingual
    host: str
    """Who runs it, as the plan names the unit."""
    seats: int
    """People served at the same time, at least 1."""
    minutes: float
    """Expected length of one visit, above 0. Believed, to be measured on the day."""
    suits: frozenset[str]
    """Codes of the groups it is meant for."""
    opens: time
    closes: time
    """Local time; `opens` < `closes`."""
    sessions: Sessions | None = None
    outcomes: tuple[Outcome, ...] = ()
    place: str = ""
    """Where in the grounds, as the way is told to a person."""

    def is_open(self, at: time) -> bool:
        """Whether it takes people at a local time, by its hours."""
        return self.opens <= at < self.closes


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing everyone is asked to try; any one of its stations counts."""

    code: str
    name: Bilingual
    stations: frozenset[str]
    groups: frozenset[str]
    """Codes of the groups that are asked for it."""


@dataclass(frozen=True, slots=True)
class Passport:
    """The visits a person is asked to collect."""

    topics: tuple[Topic, ...] = ()
    choices: int = 0
    """How many further different stations, of the person's own choice."""


@dataclass(frozen=True, slots=True)
class Go:
    """Go to this station now."""

    station: str
    wait: float
    """Expected minutes of waiting once there, 0 and up."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Take a seat; a place is expected to be free later."""

    minutes: float | None
    """Within which nine of ten are called, or after which a station opens; None where nobody can tell."""
    number: int | None = None
    """Under which they will be called; None where nobody calls and a station is to open or go on later."""
    is_short: bool = False
    """Whether the time they can stay is not likely to suffice for the whole passport."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No station is left to advise: everything is done, closed, unsuitable, or takes too long."""

    shortest: float | None = None
    """Minutes from now that a visit takes at least, where only the time they said they can stay is short."""


Call = Go | Hold | Nothing
