"""The threads of the app beside the screen's own. They post messages; handlers change state."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from time import sleep
from typing import TYPE_CHECKING, Any

from textual.message_pump import MessagePump

from data.errors import StoreError
from kiosk.capture.model import FrameSource, Source
from kiosk.messages import Crashed, Done, Failed, Handed, Scanned

if TYPE_CHECKING:
    from kiosk.capture.live import Look

_GIVE_WAY = 0.0005
"""Seconds after which a decoder at work in Python lets the screen's thread go on; usually 0.005."""
_TERMINAL = 2.0
"""Seconds from one look at whether the terminal is there to the next."""
_LEAVING = 65.0
"""Seconds for which whoever leaves waits for work that was handed over: SQLite waits sixty for its turn, a
PostgreSQL server thirty."""
_HUNG_UP = 129
"""Exit status of a program that a closed terminal ends: 128 and the number of its signal."""
_Job = tuple[str, Callable[[], Any], MessagePump]


class Clerk(threading.Thread):
    """The one thread that works with the store, so that no screen ever waits for a disk.

    Work is done in the order in which it was handed over, and none is dropped: on `close` what
    was handed over before is finished first, unless the store does not answer.
    """

    def __init__(self, app: MessagePump) -> None:
        """`app` is told of a bug in any piece of work."""
        super().__init__(name="clerk", daemon=True)
        self._app = app
        self.handed = self.done = 0
        """How many pieces of work were handed over, and how many of them were done."""
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._to_begin: set[str] = set()
        """Names of work that is done once however often it is asked for meanwhile."""

    def do(
        self, work: str, job: Callable[[], Any], reply_to: MessagePump, *, is_awaited: bool = True
    ) -> None:
        """Hand over a piece of work; `reply_to` gets `Done` or `Failed` with its name.

        is_awaited: whether a person waits for what comes of it; the app gets `Handed` then.
        """
        self.handed += 1
        self._jobs.put((work, job, reply_to))
        if is_awaited:
            self._app.post_message(Handed(self.handed))

    def do_once(self, work: str, job: Callable[[], Any], reply_to: MessagePump) -> None:
        """Hand over what nobody waits for, unless work of its name is still to begin, which does for both."""
        if work not in self._to_begin:
            self._to_begin.add(work)
            self.do(work, job, reply_to, is_awaited=False)

    def close(self) -> None:
        """Finish what was handed over, then end; whatever hangs in a store for longer is left behind.

        It ends with the program; nobody was shown that it was kept.
        """
        self._jobs.put(None)
        self.join(_LEAVING)

    def run(self) -> None:
        """Work until closed."""
        while (item := self._jobs.get()) is not None:
            work, job, reply_to = item
            self._to_begin.discard(work)
            try:
                reply_to.post_message(Done(work, job()))
            except StoreError as error:
                reply_to.post_message(Failed(work, error.sentence))
            except BaseException as error:  # noqa: BLE001 - the boundary of the thread: a bug ends the app
                self._app.post_message(Crashed(error))
            self.done += 1


def errand(work: str, job: Callable[[], Any], reply_to: MessagePump, app: MessagePump) -> None:
    """Do what may take seconds and has nothing to do with the store; `reply_to` gets `Done` with its name.

    `app` is told of a bug in it.
    """

    def run() -> None:
        try:
            reply_to.post_message(Done(work, job()))
        except BaseException as error:  # noqa: BLE001 - the boundary of the thread: a bug ends the app
            app.post_message(Crashed(error))

    threading.Thread(target=run, name=work, daemon=True).start()


class Lookout(threading.Thread):
    """Watches a camera or serial scanner and posts every new code it shows."""

    def __init__(self, source: Source, app: MessagePump) -> None:
        """`source` is opened by this thread, and ends it when it is stopped."""
        super().__init__(name="lookout", daemon=True)
        self.look: Look | None = None
        """What the camera's newest frame showed; None before the first one and without a camera."""
        self._source = source
        self._app = app

    def run(self) -> None:
        """Look until the source is closed."""
        from kiosk.capture.sources import scans  # noqa: PLC0415 - loads what the first screen can do without

        seen = isinstance(self._source, FrameSource)
        if seen:
            sys.setswitchinterval(_GIVE_WAY)
        try:
            for scan in scans(self._source, self._take):
                self._app.post_message(Scanned(scan, seen))
        except BaseException as error:  # noqa: BLE001 - the boundary of the thread: a bug ends the app
            self._app.post_message(Crashed(error))

    def _take(self, look: Look) -> None:
        self.look = look


def end_with_terminal() -> None:
    """End at once when the terminal is closed and no signal tells of it; what was shown green is durable.

    Nobody would see the face any more, and it would read the end of its input over and over. It cannot be
    asked to leave: it may hang in writing to what is not there.
    """
    if _has_terminal():
        threading.Thread(target=_watch_terminal, name="terminal", daemon=True).start()


def _watch_terminal() -> None:
    while _has_terminal():
        sleep(_TERMINAL)
    os._exit(_HUNG_UP)


def _has_terminal() -> bool:
    return sys.__stdin__ is not None and sys.__stdin__.isatty()
