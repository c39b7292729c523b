"""A catalogue's stations and passport in the numbers that routing works with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from stations.model import Passport, Station
from stations.plan import Plan, Timetable

ELDER_FROM = 60
"""Years of age from which people are elders: Luật Người cao tuổi 39/2009/QH12, Điều 2."""
GRACE = 3.0
"""Minutes for which a class that has begun lets people in who find a seat: scanning a class takes as long.
Believed."""
_ELDERS = "/60"
_SLOWER = 1.3
"""How much longer elders take at a station. Believed; learnt on the day where it is otherwise."""


def kind_of(group: str, *, is_elder: bool) -> str:
    """How a plan calls the people of a group: its elders apart."""
    return group + _ELDERS if is_elder else group


def plan_of(stations: Sequence[Station], passport: Passport, groups: Sequence[str], closes: time) -> Plan:
    """The plan of an event that closes at a time; minutes are counted from midnight."""
    number = {station.code: index for index, station in enumerate(stations)}
    kinds = {kind_of(g, is_elder=elder): (g, elder) for g in groups for elder in (False, True)}
    fits = {kind: [group in station.suits for station in stations] for kind, (group, _) in kinds.items()}
    topics = {
        kind: [
            frozenset(number[code] for code in topic.stations if fits[kind][number[code]])
            for topic in passport.topics
            if group in topic.groups
        ]
        for kind, (group, _) in kinds.items()
    }
    return Plan(
        codes=[station.code for station in stations],
        seats=[station.seats for station in stations],
        opens=[minute_of(station.opens) for station in stations],
        closes=[minute_of(station.closes) for station in stations],
        minutes={
            kind: [
                station.minutes * (_SLOWER if elder and not station.sessions else 1) for station in stations
            ]
            for kind, (_, elder) in kinds.items()
        },
        fits=fits,
        topics={kind: [topic for topic in asked if topic] for kind, asked in topics.items()},
        choices=passport.choices,
        end=minute_of(closes),
        timetables={
            index: Timetable(
                minute_of(station.sessions.first),
                station.sessions.period,
                station.minutes,
                station.seats,
                GRACE,
            )
            for index, station in enumerate(stations)
            if station.sessions
        },
        elders=frozenset(kind for kind, (_, elder) in kinds.items() if elder),
    )


def minute_of(moment: time) -> float:
    """Minutes from midnight."""
    return moment.hour * 60 + moment.minute + moment.second / 60
