"""What is typed at a laptop: the codes of a keyboard scanner apart from the keys that a person pressed."""

from __future__ import annotations

import sys
from asyncio import sleep
from collections.abc import Iterable
from functools import partial
from math import inf
from time import monotonic, perf_counter
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump
from textual.timer import Timer
from textual.widgets import Input

from kiosk.capture.prefixed import PrefixFramer
from kiosk.capture.sieve import Sieve
from kiosk.capture.wedge import Framer, Release, Verdict
from kiosk.capture.wedge import Scanned as Burst
from kiosk.key_line import KeyLine
from kiosk.messages import Scanned, TakenBack
from kiosk.screens.base import Spoken

if TYPE_CHECKING:
    from kiosk.app import NgayHoi

_Stroke = tuple[events.Key, float]
"""A key and when the terminal sent it, in seconds of `key_clock`."""
key_clock = perf_counter if sys.platform == "win32" else monotonic
"""The clock of Textual's events."""
_HOPS = 3
"""Turns of the loop in which a key gets from the terminal's thread into the app's queue."""
_REDRAWN = 0.02
"""Seconds after which to look whether a screen is drawn in its other language."""


def is_lone_modifier(event: events.Event) -> bool:
    """Whether it is Shift, Ctrl, Alt or Caps Lock pressed, which a Windows console reports as a NUL.

    Textual issue 872; a scanner presses Shift for each capital.
    """
    return isinstance(event, events.Key) and event.key == "ctrl+@"


class Keyboard:
    """Takes everything that is typed; scans go to the app as messages, a person's keys as they were."""

    def __init__(self, app: NgayHoi, prefix: str, suffix: str) -> None:
        """prefix, suffix: what the keyboard scanner types before and after a code, if it was set up to."""
        self._app = app
        self._early: list[tuple[events.Key | events.Paste, float]] = []
        self._framer: Framer[_Stroke] | PrefixFramer[_Stroke] = (
            PrefixFramer(self._is_code, prefix, suffix, self._is_foreign)
            if prefix
            else Framer(self._is_code, suffix=suffix, is_foreign=self._is_foreign)
        )
        self._sieve: Sieve[_Stroke] = Sieve()
        self._field: Input | None = None
        """The field that the last key released went to."""
        self._expiry: Timer | None = None
        self._line = KeyLine(app, self.catch_up)

    @property
    def is_held(self) -> bool:
        """Whether a key is held, as it may begin a code."""
        return self._framer.deadline() is not None or self._sieve.deadline() is not None

    async def take(self, event: events.Key | events.Paste) -> None:
        """Take what was typed or pasted, after all that waits."""
        self._early.append((event, event.time))
        await self.catch_up()

    async def catch_up(self) -> None:
        """Take what was typed and pasted, in order; while there is nothing to take it, it waits."""
        while self._early and self._is_ready:
            await self._take(*self._early.pop(0))
        if self._early and self._app.is_open and self._line.is_empty:
            self._app.set_timer(_REDRAWN, self.catch_up)

    @property
    def _is_ready(self) -> bool:
        """Whether keys find the widgets that they are for, and those before them did what they do.

        An app that is ending has no screen left.
        """
        screens = self._app.screen_stack
        drawing = any(screen.is_drawing for screen in screens if isinstance(screen, Spoken))
        return self._app.is_open and bool(screens) and not drawing and self._line.is_empty

    async def _take(self, event: events.Key | events.Paste, at: float) -> None:
        if isinstance(event, events.Key):
            since = self._held_since(at)
            verdicts = self._framer.key((event, at), event.character, event.key, at)
            await self._obey(verdicts, at, since)
            return
        since = self._held_since(at)
        await self._obey(self._framer.expire(inf), at, since)
        await self._deliver(self._sieve.settle())
        if self._is_code(event.text.strip()):
            await self._post_scan(event.text.strip())
        else:
            await self._line.put(partial(self._app.pass_on, event))

    def _held_since(self, at: float) -> float:
        since = self._framer.held_since()
        return at if since is None else since

    async def _obey(self, verdicts: Iterable[Verdict[_Stroke]], at: float, since: float) -> None:
        """Pass keys to a field at once; where no field has the focus, only those that a person pressed.

        at: until when the keys are known; others that came since may still be waiting. since: from when they
        were held, and so when a scan among them began.
        """
        for verdict in verdicts:
            match verdict:
                case Release(strokes):
                    for stroke in strokes:
                        await self._sift(stroke)
                case Burst(text, out):
                    await self._deliver(self._sieve.scanned(since, out))
                    if out and self._field and self._field is self._app.focused:
                        await self._line.put(partial(_post, self._field, TakenBack(out)))
                    await self._post_scan(text)
        await self._deliver(self._sieve.expire(at))
        self._set_expiry()

    async def _sift(self, stroke: _Stroke) -> None:
        key, at = stroke
        focused = self._app.focused
        self._field = focused if isinstance(focused, Input) else None
        if self._field:
            await self._deliver(self._sieve.settle())
            await self._line.put(partial(self._app.pass_on, key), moves=not key.is_printable)
        else:
            await self._deliver(self._sieve.key(stroke, key.character, key.key, at))

    async def _deliver(self, verdicts: Iterable[Verdict[_Stroke]]) -> None:
        for verdict in verdicts:
            match verdict:
                case Release(strokes):
                    for key, _ in strokes:
                        await self._line.put(partial(self._app.pass_on, key))
                case Burst(text):
                    await self._post_scan(text)

    def _set_expiry(self) -> None:
        if self._expiry:
            self._expiry.stop()
        deadlines = [at for at in (self._framer.deadline(), self._sieve.deadline()) if at is not None]
        if deadlines:
            self._expiry = self._app.set_timer(max(0.001, min(deadlines) - key_clock()), self._look_for_keys)

    async def _look_for_keys(self) -> None:
        """Take first what came in time but waits behind a screen that was slow to draw."""
        for _ in range(_HOPS):
            await sleep(0)
        self._app.call_later(self._expire)

    async def _expire(self) -> None:
        if self._is_ready:
            now = key_clock()
            since = self._held_since(now)
            await self._obey(self._framer.expire(now), now, since)
        else:
            self._expiry = self._app.set_timer(_REDRAWN, self._expire)

    async def _post_scan(self, text: str) -> None:
        from kiosk.typed import typed_scan

        await self._line.put(partial(_post, self._app, Scanned(typed_scan(text))))

    def _is_code(self, text: str) -> bool:
        from kiosk.typed import is_code

        return self._app.is_open and is_code(text, self._app.desk.ledger.key)

    def _is_foreign(self, text: str) -> bool:
        """Whether it is a code of others in a field; elsewhere the sieve takes it, however it stalls."""
        from kiosk.typed import looks_scanned

        return self._app.is_open and isinstance(self._app.focused, Input) and looks_scanned(text)


async def _post(taker: MessagePump, message: Message) -> None:
    taker.post_message(message)
