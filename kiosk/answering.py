"""Which screen answers a scan, and when: at once, in its turn, or never, as of a poster on the wall."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from kiosk.screens.base import Spoken
from kiosk.turns import Turns

if TYPE_CHECKING:
    from textual.timer import Timer

    from checkin.desk import Scan
    from kiosk.app import NgayHoi

_TURN_CHECK = 0.1
"""Seconds between two looks at whether the next of several people may be answered."""
_BEEPS = 0.25
"""Seconds from one beep to the next."""


class Answering:
    """Gives the scans of one laptop to the screen that takes them."""

    def __init__(self, app: NgayHoi) -> None:
        """`app` has the screens, and the clerk who does what they ask for."""
        self.turns = Turns(app.settings.reading_seconds)
        self._app = app
        self._looking: Timer | None = None
        self._poster: Scan | None = None
        """The last code from elsewhere that a camera saw and that was answered."""
        self._handed = 0
        """How much work has to be done until the last scan is answered."""
        self._beeps = False

    def take(self, scan: Scan, *, seen: bool) -> None:
        """Answer a scan, now or once those who were seen with them had their turn. seen: by a camera."""
        from kiosk.typed import is_elsewhere

        in_turn = seen and not self._app.face.lists_answers
        if seen and is_elsewhere(scan):
            self._answer_poster(scan)
        elif self.turns.may_go(scan, monotonic(), seen=in_turn):
            self._answer(scan, seen=seen)
        else:
            self._look_for_turns()

    def take_later(self, scan: Scan) -> None:
        """Answer a scan that nobody took, once whoever came before read their own answer."""
        if self._app.face.lists_answers:
            self._app.call_later(self.take, scan, seen=False)
        else:
            self.turns.wait(scan, monotonic())
            self._look_for_turns()

    def look_for_turn(self) -> None:
        """Answer the next of those who wait, if the one before has read their answer."""
        top = self._app.screen
        is_asked, is_held = (top.asks, top.is_held) if isinstance(top, Spoken) else (False, False)
        scan = self.turns.following(
            monotonic(),
            is_shown=top is not self._app.face,
            is_asked=is_asked or self._is_answering,
            is_held=is_held,
        )
        if scan:
            self._answer(scan, seen=True)
        if self._looking and not self.turns.is_someone_waiting:
            self._looking.stop()
            self._looking = None

    def beep(self, *, refused: bool) -> None:
        """Let the answer to a camera's scan be heard too: one beep, or two for a refusal."""
        if self._beeps:
            self._beeps = False
            self._app.bell()
            if refused:
                self._app.set_timer(_BEEPS, self._app.bell)

    @property
    def _is_answering(self) -> bool:
        return self._app.clerk.done < self._handed

    def _answer_poster(self, scan: Scan) -> None:
        """Answer a code from elsewhere that a camera sees, unless somebody else is being answered."""
        top = self._app.face if self._app.face.lists_answers else self._app.screen
        is_busy = self.turns.is_someone_waiting or self._is_answering
        is_told = top is not self._app.face and scan == self._poster
        if not (is_busy or is_told) and isinstance(top, Spoken) and top.minds_posters:
            self._poster = scan
            self._answer(scan, seen=True)

    def _look_for_turns(self) -> None:
        self._looking = self._looking or self._app.set_interval(_TURN_CHECK, self.look_for_turn)

    def _answer(self, scan: Scan, *, seen: bool) -> None:
        """Give a scan to the topmost screen that takes scans."""
        self._beeps = seen and self._app.is_loud
        self._app.presses.scanned()
        stack = reversed(self._app.screen_stack)
        taker = next(screen for screen in stack if isinstance(screen, Spoken) and screen.takes_scans)
        taker.scanned(scan)
        self._handed = self._app.clerk.handed
