"""Who is called where, large enough for the back of the hall, the newest call first."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from textwrap import wrap

from rich.cells import cell_len
from textual.content import Content

from checkin.board import Call, Calls
from checkin.event import Event
from kiosk.screens.base import Spoken
from kiosk.screens.board_digits import HEIGHT, big
from kiosk.screens.desk_words import cell

_ROWS = HEIGHT + 2
"""Rows of one call: the figures, the name of the station, a line between."""
_GAP = 4
_KEPT = "\u00a0"
"""A space at which no line ends."""


def calls_content(
    calls: Calls, event: Event, screen: Spoken[None], width: int, height: int, turn: int
) -> Content:
    """The calls in so many columns and rows: as many as fit drawn large, the others in a line by turns.

    No more columns than it takes, so that the names of stations have the room.
    """
    plain = screen.app.has_class("-ascii")
    rows = max(1, (height - 3) // _ROWS)
    columns = min(_columns(calls.called, event, screen, width), max(1, ceil(len(calls.called) / rows)))
    large, rest = calls.called[: columns * rows], calls.called[columns * rows :]
    arrow = "->" if plain else "▶"
    title = screen.say(f"MỜI SỐ {arrow} ĐẾN TRẠM", f"NUMBER {arrow} STATION")
    waiting = screen.say(
        f"đang ngồi chờ gọi: {calls.waiting} người", f"waiting to be called: {calls.waiting}"
    )
    head = f"{title.ljust(width - cell_len(waiting) - 1)} {waiting}"
    lines = [Content.styled(cell(head, width), "bold reverse"), Content("")]
    share = width // columns
    for start in range(0, len(large), columns):
        drawn = [_drawn(call, event, screen, share) for call in large[start : start + columns]]
        lines += [Content.assemble(*row) for row in zip(*drawn, strict=True)]
        lines.append(Content(""))
    if rest:
        also = _by_turns(
            f"{screen.say('Cũng mời', 'Also')}: ",
            "   ".join(_short(call, event, plain=plain).replace(" ", _KEPT) for call in rest),
            width,
            turn,
        )
        lines.append(Content.styled(cell(also, width), "bold"))
    return Content("\n").join(lines[:height])


def asked_back(calls: Calls, screen: Spoken[None], width: int, turn: int) -> list[str]:
    """A line for those who should show their code again, and one for those who cannot be called any more.

    turn: counts up; numbers that do not fit into a line are shown by turns.
    """
    missed = screen.say(
        "Đã gọi hai lần, mời Quý vị quét lại mã: ", "Called twice, please show your code again: "
    )
    in_vain = screen.say("Mời Quý vị quay lại ki-ốt quét mã: ", "Please come back to the kiosk: ")
    asked = ((missed, calls.missed), (in_vain, calls.in_vain))
    return [_by_turns(text, ", ".join(map(str, numbers)), width, turn) for text, numbers in asked if numbers]


def _by_turns(text: str, listed: str, width: int, turn: int) -> str:
    rows = wrap(listed, max(1, width - cell_len(text)), break_long_words=False)
    return cell(f"{text}{rows[turn % len(rows)].replace(_KEPT, ' ')}", width).rstrip()


def _columns(called: Sequence[Call], event: Event, screen: Spoken[None], width: int) -> int:
    first_rows = ("".join(_figures(call, event, screen)[0]) for call in called)
    widest = max(map(cell_len, first_rows), default=1)
    return max(1, min(3, width // (widest + _GAP)))


def _drawn(call: Call, event: Event, screen: Spoken[None], width: int) -> list[Content]:
    """Rows of one call, each exactly so wide: the person's figures, an arrow, the station's, its name."""
    station = event.station(call.station)
    name = screen.tell(station.name) if station else call.station
    style = "$warning" if call.again else "$primary"
    rows = [
        Content.assemble((f"{ours}{arrow}", style), (theirs, "$secondary")).pad_right(
            width - cell_len(f"{ours}{arrow}{theirs}")
        )
        for ours, arrow, theirs in _figures(call, event, screen)
    ]
    return [*rows, Content.styled(cell(cell(name, width - 2), width), "bold")]


def _figures(call: Call, event: Event, screen: Spoken[None]) -> list[tuple[str, str, str]]:
    """Five rows, each in its three parts; below the arrow it says that somebody is called again."""
    ink, arrow = ("#", "->") if screen.app.has_class("-ascii") else ("█", "▶")
    ours, theirs = big(str(call.number), ink).split("\n"), big(_number(call, event), ink).split("\n")
    again = screen.say("lần 2", "again") if call.again else ""
    between = {HEIGHT // 2: arrow, HEIGHT // 2 + 1: again}
    width = max(cell_len(arrow) + 2, cell_len(again)) + 2
    return [
        (left, between.get(row, "").center(width), right)
        for row, (left, right) in enumerate(zip(ours, theirs, strict=True))
    ]


def _short(call: Call, event: Event, *, plain: bool) -> str:
    return f"{call.number} {'->' if plain else '→'} {_number(call, event)}"


def _number(call: Call, event: Event) -> str:
    """The number on the station's sign; none of a station that the event lost."""
    station = event.station(call.station)
    return str(station.number) if station else "0"
