"""The seats of one station over the next hours, and who has one reserved when.

Moments are minutes from now.
"""

from __future__ import annotations

from stations.lines import Line, SeatLine, SessionLine

HORIZON = 240
"""Minutes that are looked ahead."""
_HOUR = 60.0


class Seats:
    """Of a station that serves whoever is next: the seats free in each minute, and in which there are any.

    The minutes with a free seat are the bits of one number, so that the first stretch long enough is found
    by shifting it over itself.
    """

    def __init__(self, line: SeatLine, now: float) -> None:
        plan, station = line.plan, line.station
        opens = max(0, int(plan.opens[station] - now))
        closes = int(min(HORIZON, plan.closes[station] - now))
        self._free = [line.working if opens <= minute < closes else 0 for minute in range(HORIZON)]
        self._any = ((1 << max(0, closes)) - 1) & ~((1 << opens) - 1)
        for _, start, end in line.bookings(now):
            self._take(int(start - now), round(end - now))

    def earliest(self, arrival: float, minutes: float) -> float | None:
        """The first moment from `arrival` on at which a seat is free for so long; None if there is none."""
        first = int(arrival)
        stretch, length, wanted = self._any >> first, 1, _whole(minutes)
        while length * 2 <= wanted:
            stretch &= stretch >> length
            length *= 2
        stretch &= stretch >> (wanted - length)
        if not stretch:
            return None
        return max(arrival, float(first + (stretch & -stretch).bit_length() - 1))

    def reserve(self, start: float, minutes: float) -> None:
        """Take the seat that `earliest` found."""
        self._take(int(start), int(start) + _whole(minutes))

    def _take(self, start: int, end: int) -> None:
        for minute in range(start, min(end, HORIZON)):
            self._free[minute] -= 1
            if self._free[minute] <= 0:
                self._any &= ~(1 << minute)


class Sessions:
    """Of a station with a timetable: the seats left in each session."""

    def __init__(self, line: SessionLine, now: float) -> None:
        plan = line.plan
        last = min(plan.closes[line.station], plan.end, now + HORIZON) - line.timetable.duration
        self._left: dict[float, int] = {}
        for start, left in line.starts(now):
            if start > last + 1:
                break
            self._left[start - now] = left

    def starts(self) -> list[float]:
        """When the sessions with a seat left begin."""
        return [start for start, left in self._left.items() if left > 0]

    def earliest(self, arrival: float, minutes: float) -> float | None:  # noqa: ARG002 - all are as long
        """The first start from `arrival` on with a seat left; None if there is none."""
        return next((start for start in self.starts() if start >= arrival - 0.01), None)

    def reserve(self, start: float, minutes: float) -> None:  # noqa: ARG002 - all are as long
        """Take a seat in a session."""
        self._left[start] -= 1


def calendar(line: SeatLine | SessionLine, now: float) -> Seats | Sessions | None:
    """The calendar of a station; None for one that takes nobody within the horizon."""
    if line.is_down(now) or line.plan.closes[line.station] <= now:
        return None
    return Sessions(line, now) if isinstance(line, SessionLine) else Seats(line, now)


def pressure(line: Line, asked: float, now: float) -> float:
    """Minutes of visits asked of a station over those it can give in the next hour; above 1 it is scarce.

    now: minute of the day.
    """
    if isinstance(line, SessionLine):
        table = line.timetable
        capacity = table.seats * table.duration * max(1, _HOUR // table.period)
    else:
        left = min(_HOUR, max(5.0, line.plan.closes[line.station] - now))
        capacity = max(0.3, line.working) * left
    return asked / capacity


def _whole(minutes: float) -> int:
    return max(1, round(minutes))
