"""Which of the visits asked of a person are made, and where the rest can be made."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from stations.model import Passport, Station, Topic


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is with their passport."""

    stamped: tuple[Topic, ...]
    """Topics they are asked for and have tried, in the passport's order."""
    wanted: tuple[Topic, ...]
    """Topics they are asked for and have not tried yet, in the passport's order."""
    choices_made: int
    """Visits that count as stations of their own choice, 0 up to the number asked for."""
    choices_left: int
    """Stations of their own choice still to visit, 0 and up."""

    @property
    def made(self) -> int:
        """Visits made of those asked for."""
        return len(self.stamped) + self.choices_made

    @property
    def asked(self) -> int:
        """Visits asked for."""
        return self.made + len(self.wanted) + self.choices_left

    @property
    def complete(self) -> bool:
        """Whether nothing is left to collect; so too for a passport that asks for nothing."""
        return not self.wanted and not self.choices_left


def progress(passport: Passport, group: str, visited: Collection[str]) -> Progress:
    """What a person of a group has collected by visiting these stations of the event.

    One visited station stamps a topic; every other one, a second of the same topic too, is a
    choice of their own.
    """
    asked = [topic for topic in passport.topics if group in topic.groups]
    stamped = tuple(topic for topic in asked if not topic.stations.isdisjoint(visited))
    made = min(passport.choices, max(0, len(set(visited)) - len(stamped)))
    return Progress(
        stamped=stamped,
        wanted=tuple(topic for topic in asked if topic not in stamped),
        choices_made=made,
        choices_left=passport.choices - made,
    )


def wanted_stations(
    passport: Passport, stations: Iterable[Station], group: str, visited: Collection[str]
) -> frozenset[str]:
    """Codes of the stations that suit the group and whose visit would bring the passport forward."""
    now = progress(passport, group, visited)
    open_topics = {code for topic in now.wanted for code in topic.stations}
    return frozenset(
        station.code
        for station in stations
        if group in station.suits
        and station.code not in visited
        and (now.choices_left > 0 or station.code in open_topics)
    )
