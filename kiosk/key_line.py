"""Keys in a line: each is given to the screen once the one before it is answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.timer import Timer

    from kiosk.app import NgayHoi

_Give = Callable[[], Awaitable[None]]
_LONGEST = 1.0
"""Seconds after which the next key is given although the one before is not answered: none waits for ever."""


class KeyLine:
    """What was typed and goes to the screen, in order.

    Textual gives a key to what has the focus when it comes. Where the key before it moves the focus, as an
    answer to a list does, it came to the same list if it followed within 30 ms, on an old laptop within more.
    """

    def __init__(self, app: NgayHoi, then: _Give) -> None:
        """`then` is called whenever all that was put in line is answered."""
        self._app, self._then = app, then
        self._line: deque[_Give] = deque()
        self._given = 0
        """How many were given so far."""
        self._overdue: Timer | None = None

    @property
    def is_empty(self) -> bool:
        """Whether all that was put in line is given and answered."""
        return not self._line

    async def put(self, give: _Give) -> None:
        """Put something at the end of the line; `give` is called when its turn has come."""
        self._line.append(give)
        if len(self._line) == 1:
            await self._give()

    async def _give(self) -> None:
        self._given += 1
        self._overdue = self._app.set_timer(_LONGEST, partial(self._answered, self._given))
        answering = self._answering(self._app.focused or self._app.screen)
        await self._line[0]()
        self._follow(answering, self._given)

    def _answering(self, taker: MessagePump) -> Iterator[MessagePump]:
        """Who answers a key: what takes it, by a message to itself that goes up; then a new screen."""
        nodes = [taker, taker, *taker.ancestors]  # type: ignore[attr-defined]
        yield from nodes
        if self._app.screen_stack:
            yield self._app.screen
        yield self._app

    def _follow(self, answering: Iterator[MessagePump], given: int) -> None:
        """Wait until each of these in turn has done what it had to; whatever is gone has nothing to do."""
        for node in answering:
            if node.call_later(self._follow, answering, given):
                return
        self._app.call_later(self._answered, given)

    async def _answered(self, given: int) -> None:
        if given != self._given or not self._line:
            return
        if self._overdue:
            self._overdue.stop()
        self._line.popleft()
        if not self._app.screen_stack:
            self._line.clear()
        elif self._line:
            await self._give()
        else:
            await self._then()
