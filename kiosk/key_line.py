"""Keys in a line: each is given to the screen once the one before it is answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from kiosk.screens.base import Spoken

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.timer import Timer

    from kiosk.app import NgayHoi

_Give = Callable[[], Awaitable[None]]
_LONGEST = 0.75
"""Seconds after which it is looked again whether a key is answered."""
_AGAIN = 0.25
"""Seconds then, in which what stood still goes on; after that the next key is given: none waits for ever."""
_POLL = 0.02
"""Seconds after which to look whether a screen is done with an answer."""


class KeyLine:
    """What was typed and goes to the screen, in order.

    Textual gives a key to what has the focus when it comes. Where the key before it moves the focus, as an
    answer to a list does, it came to the same list if it followed within 30 ms, on an old laptop within more.
    Where the store is asked about an answer, the next key waits for that too.
    """

    def __init__(self, app: NgayHoi, then: _Give) -> None:
        """`then` is called whenever all that waited in line is answered."""
        self._app, self._then = app, then
        self._line: deque[tuple[_Give, bool]] = deque()
        self._turn = 0
        """Moves on as something is given or answered: what is about an earlier turn comes too late."""
        self._longest = _LONGEST
        self._overdue: Timer | None = None

    @property
    def is_empty(self) -> bool:
        """Whether all that was put in line is given and answered."""
        return not self._line

    async def put(self, give: _Give, *, moves: bool = True) -> None:
        """Put something at the end of the line; `give` is called when its turn has come.

        moves: whether it may move the focus, so that what follows waits for it; letters in a field do not.
        """
        self._line.append((give, moves))
        if len(self._line) == 1:
            await self._give()

    async def _give(self) -> None:
        while self._line:
            give, moves = self._line[0]
            self._turn += 1
            turn, answering = self._turn, self._answering(self._app.focused or self._app.screen)
            if moves:
                self._overdue = self._app.set_timer(self._longest, partial(self._look_again, turn))
            await give()
            if moves:
                self._follow(answering, turn)
                return
            self._line.popleft()

    def _answering(self, taker: MessagePump) -> Iterator[MessagePump]:
        """Who answers a key: what takes it, by a message to itself that goes up; then a new screen."""
        nodes = [taker, taker, *taker.ancestors]  # type: ignore[attr-defined]
        yield from nodes
        if self._app.screen_stack:
            yield self._app.screen
        yield self._app

    def _follow(self, answering: Iterator[MessagePump], turn: int) -> None:
        """Wait until each of these in turn has done what it had to; whatever is gone has nothing to do."""
        for node in answering:
            if node.call_later(self._follow, answering, turn):
                return
        if turn == self._turn and self._is_working:
            self._app.set_timer(_POLL, partial(self._follow, answering, turn))
            return
        self._longest = _LONGEST
        self._app.call_later(self._answered, turn)

    @property
    def _is_working(self) -> bool:
        top = self._app.screen if self._app.screen_stack else None
        return isinstance(top, Spoken) and top.is_working

    def _look_again(self, turn: int) -> None:
        if turn == self._turn:
            self._overdue = self._app.set_timer(_AGAIN, partial(self._pass_over, turn))

    async def _pass_over(self, turn: int) -> None:
        """Let the next key pass; behind a screen that hangs those after it too, and sooner."""
        if turn == self._turn:
            self._longest = _AGAIN
            await self._answered(turn)

    async def _answered(self, turn: int) -> None:
        if turn != self._turn or not self._line:
            return
        if self._overdue:
            self._overdue.stop()
        self._turn += 1
        self._line.popleft()
        if not self._app.screen_stack:
            self._line.clear()
            return
        await self._give()
        if not self._line:
            await self._then()
