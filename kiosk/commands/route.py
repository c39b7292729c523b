"""route: the call board over standard input and output, for any program that speaks its messages."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from math import ceil

from kiosk.commands.console import Exit
from kiosk.commands.route_messages import (
    Checkin,
    Decide,
    Giveup,
    Malformed,
    Message,
    Refuse,
    ScanAt,
    Start,
    Status,
    Tick,
    Timed,
    message,
    plan,
    suited,
)
from stations.callboard import CallBoard
from stations.model import Call, Go, Hold, Nothing
from stations.plan import ENTRANCE
from stations.simulation import AGAIN, TICK


def route(_args: Namespace) -> int:
    """Answer messages until the input ends."""
    for answer in answers(sys.stdin.buffer):
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()
    return Exit.OK


def answers(lines: Iterable[bytes]) -> Iterator[dict[str, object]]:
    """What is to be answered to lines: one thing to a `decide`, what is wrong to a malformed line."""
    served = Served()
    for line in lines:
        if not line.strip():
            continue
        try:
            answer = served.take(message(line))
        except Malformed as problem:
            yield {"error": str(problem)}
            continue
        if answer is not None:
            yield answer


class Served:
    """A call board that is told of the day by messages."""

    def __init__(self) -> None:
        self._board: CallBoard | None = None
        self._sessions: dict[int, tuple[int, int]] = {}
        """Of each station with group sessions its `servers`, who may be their hosts, and their seats."""
        self._now = 0.0
        self._called = 0.0
        """When the last round of calls was."""
        self._answered: tuple[Message | None, dict[str, object] | None] = None, None
        """The last message, and the answer to it."""

    def take(self, told: Message) -> dict[str, object] | None:
        """Take one message in; the answer to a `decide`. Raises Malformed, and then changed nothing."""
        if isinstance(told, Start):
            self._board, self._now, self._called = CallBoard(plan(told), asks_again=True), 0.0, 0.0
            self._sessions = {int(s): (told.servers[int(s)], table[3]) for s, table in told.batch.items()}
            return None
        if self._board is None:
            raise Malformed("the first message has to be start")
        self._check(told, self._board)
        if isinstance(told, Decide) and told == self._answered[0]:
            return self._answered[1]
        if isinstance(told, Timed):
            self._now = max(self._now, told.t)
        self._answered = told, self._tell(told, self._board, self._now)
        return self._answered[1]

    def _check(self, told: Message, board: CallBoard) -> None:
        count = len(board.plan)
        named = [told.sid] if isinstance(told, ScanAt | Status | Giveup) else []
        named += [told.at] if isinstance(told, Decide) else []
        if isinstance(told, Checkin):
            named += [station for topic in told.topics or [] for station in topic]
            if str(told.group) not in board.plan.minutes:
                raise Malformed(f"start told nothing of group {told.group}")
        if isinstance(told, Decide) and not board.knows(str(told.pid)):
            raise Malformed(f"{told.pid!r} never checked in")
        if any(station >= count for station in named):
            raise Malformed(f"there are {count} stations, numbered from 0")

    def _tell(self, told: Message, board: CallBoard, now: float) -> dict[str, object] | None:
        match told:
            case Checkin():
                _arrive(told, board, now)
            case ScanAt(pid=pid, sid=sid, kind="in"):
                board.entered(now, str(pid), str(sid))
            case ScanAt(pid=pid, sid=sid):
                board.finished(now, str(pid), str(sid))
            case Status(sid=sid, up=up):
                board.working(now, str(sid), self._seats(sid, up))
            case Refuse(pid=pid, sid=sid):
                board.refused(now, str(pid), str(sid))
            case Giveup(pid=pid, sid=sid):
                board.gave_up(now, str(pid), str(sid))
            case Tick():
                self._call(board, now)
            case Decide(pid=pid, at=at):
                board.hall.hear(now, str(pid))
                if now - self._called >= TICK:
                    self._call(board, now)
                return _answer(board.ask(now, str(pid), None if at == ENTRANCE else str(at)))
        return None

    def _seats(self, station: int, up: int) -> int:
        """How many seats work; a group session has all of its own as soon as all `servers` work."""
        if up == 0 or station not in self._sessions:
            return up
        servers, seats = self._sessions[station]
        return seats if up >= servers else ceil(seats * up / servers)

    def _call(self, board: CallBoard, now: float) -> None:
        """A round of calls: with each tick, and with a question where ticks are rare."""
        self._called = now
        board.tick(now)


def _arrive(told: Checkin, board: CallBoard, now: float) -> None:
    group = str(told.group)
    board.arrived(
        now,
        str(told.pid),
        group,
        stay=told.stay,
        topics=None if told.topics is None else suited(told.topics, board.plan.fits[group]),
        choices=told.n_choice,
        interests=frozenset(told.interests),
    )


def _answer(call: Call) -> dict[str, object]:
    match call:
        case Go(station):
            return {"s": int(station)}
        case Hold():
            return {"hold": AGAIN}
        case Nothing():
            return {"s": -1}
