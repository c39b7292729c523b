"""Which keys and clicks people meant: none made before what it would answer can have been read."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.events import Key

_SCAN, _CLICK = "a scan", "a click"
"""Stand for a scan and a click where the key that led somewhere is named."""
_RUN = 1.0
"""Seconds between two symbols that belong to one text; whoever answers a question has read it first."""
_REPEAT = 0.2
"""Seconds within which a key that is held down is heard again; keyboards repeat it every 33 to 100 ms."""


class Presses:
    """The keys and mouse buttons that were pressed at one laptop, each against what it would answer.

    Moments are seconds of the clock of the keys, `kiosk.keyboard.key_clock`.
    """

    def __init__(self) -> None:
        """Nothing was pressed yet."""
        self._pressed = ""
        """The key pressed last, if nothing was scanned or clicked since."""
        self._led = ""
        """The key that led to what is asked now."""
        self._moved_at = self._doubled_at = self._changed_at = -inf
        self._held_at = -inf
        """When the key that led here was heard again last."""
        self._in_field_at = self._symbol_at = -inf
        """When the last symbol of a text came into a field, and when one came that may be the rest of it."""

    def scanned(self) -> None:
        """A scan is answered: it is what led to whatever is asked next."""
        self._pressed = _SCAN

    def moved_on(self, at: float) -> None:
        """Something else is asked from this moment on."""
        self._led, self._moved_at = self._pressed, at

    def screen_changed(self, at: float) -> None:
        """The same, and on another screen."""
        self.moved_on(at)
        self._changed_at = at

    def is_meant(self, key: Key, seconds: float, *, in_field: bool, on_face: bool) -> bool:
        """Whether somebody can mean a key that was just pressed; it counts from now on if so.

        seconds: how long the key that led to a question does not answer it; 0 lets every press count.
        in_field: whether a field has the focus. on_face: whether nothing is on top of the face.
        """
        if seconds > 0 and self._is_unread(key, seconds, in_field=in_field, on_face=on_face):
            return False
        self._pressed = key.key
        return True

    def is_click_meant(self, at: float, seconds: float) -> bool:
        """Whether somebody can mean a mouse button, or a finger, that was just put down.

        A double click, or one at what stood there before a scan, answers nothing that came up since.
        """
        if at < self._moved_at + seconds:
            return False
        self._pressed = _CLICK
        return True

    def _is_unread(self, key: Key, seconds: float, *, in_field: bool, on_face: bool) -> bool:
        """Whether a key was pressed before anybody can have read what it would answer.

        So is one pressed while another screen was there, and the key that led here, pressed again or held; an
        answer right after it was meant for the question after this one. So is any key right after a scan led
        here, and the rest of a text that was begun before.
        """
        if self._is_rest_of_text(key, in_field=in_field, on_face=on_face):
            return True
        is_answer = key.is_printable or key.key == "enter"
        if is_answer and not (in_field or on_face) and key.time < self._changed_at:
            return True
        unread_until = self._moved_at + seconds
        is_repeated = not in_field and key.time < self._held_at + _REPEAT
        if key.key == self._pressed == self._led and (key.time < unread_until or is_repeated):
            self._doubled_at, self._held_at = self._moved_at, key.time
            return True
        if key.time >= unread_until:
            return False
        if self._led == _SCAN:
            return not in_field or key.key == "enter"
        return key.is_printable and not in_field and self._doubled_at == self._moved_at

    def _is_rest_of_text(self, key: Key, *, in_field: bool, on_face: bool) -> bool:
        """Whether a key belongs to a text that was being typed into a field when something else came.

        Enter ends such a text, but for a name at the face and its year.
        """
        if key.key == "enter" and not on_face:
            self._symbol_at = -inf
        if not key.is_printable:
            return False
        if in_field:
            self._in_field_at = self._symbol_at = key.time
            return False
        is_rest = self._in_field_at < self._changed_at and key.time - self._symbol_at < _RUN
        self._symbol_at = key.time if is_rest else -inf
        return is_rest
