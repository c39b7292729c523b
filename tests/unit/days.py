"""A small plan for tests of the call board: stations by their seats, everything else as simple as it can be."""

from collections.abc import Sequence
from math import inf

from stations.plan import Plan, Timetable

GROUP = "people"
ELDER = "elders"


def plan(
    *seats: int,
    minutes: float | Sequence[float] = 10.0,
    topics: Sequence[set[int]] = (),
    choices: int = 0,
    opens: Sequence[float] = (),
    closes: Sequence[float] = (),
    fits: Sequence[bool] = (),
    timetables: dict[int, Timetable] | None = None,
) -> Plan:
    """Stations "0", "1" ... beside the entrance, for people and elders alike."""
    count = len(seats)
    lengths = [minutes] * count if isinstance(minutes, float) else list(minutes)
    both = (GROUP, ELDER)
    return Plan(
        codes=[str(s) for s in range(count)],
        seats=seats,
        opens=opens or [0.0] * count,
        closes=closes or [inf] * count,
        minutes=dict.fromkeys(both, lengths),
        fits={group: fits or [True] * count for group in both},
        topics={group: [frozenset(topic) for topic in topics] for group in both},
        choices=choices,
        end=600.0,
        timetables=timetables or {},
        elders=frozenset({ELDER}),
    )
