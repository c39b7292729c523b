"""A crowd of people at one station, told by its movements."""

from __future__ import annotations

from datetime import datetime

from stations.queues import Crowd, Move, Movement
from tests.builders import at, station

MIDNIGHT = at(-9 * 60)
"""When its day begins."""
VNEID = station("vneid", seats=2, minutes=10)


def moved(
    who: str, move: Move, minute: float, place: str | None = "vneid", minutes: int | None = None
) -> Movement:
    moment: datetime = at(minute)
    ref = f"{who}-{move.name}-{minute}"
    return Movement(ref, who, move, moment, (moment, moment, ref, 1), place, minutes)


def crowd(*movements: Movement) -> Crowd:
    made = Crowd(MIDNIGHT)
    made.follow(movements)
    return made
