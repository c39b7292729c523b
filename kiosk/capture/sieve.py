"""Keys that answer a question, told apart from a scanner's: nobody presses four within a few milliseconds.

What a scanner types is known for certain only when it is a code of ours, typed at a scanner's pace. Any
other code, as on a bottle of water, or one by a slow radio, would come through as keys, and its digits
would answer whatever is asked. While nothing on the screen takes text, keys therefore pass through here,
behind the framing of scans.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import Generic

from kiosk.capture.wedge import ENDS, GAP, LONGEST, PATIENCE, K, Release, Scanned, Verdict

SLOW = 0.15
"""Seconds for which each key is held, to see whether others follow as a slow scanner's would. Believed."""
_BURST = 4
"""Symbols within so long from which the whole burst is waited for; within `GAP` of each other a scanner's."""
_LONG = 9
"""Symbols of a slower burst that do: more than anybody answers without a pause."""


_ESCAPE = "\x1b"
"""A scanner sends it where it stands in a code."""
_NO_SCANNER_S = frozenset({"up", "down", "pageup", "pagedown", *(f"f{n}" for n in range(1, 13))})
"""Keys that no scanner sends, nor an input method behind it; so whatever came before was a person's too."""


class Sieve(Generic[K]):
    """Holds each key back for a moment; a person's come out as keys, a scanner's burst as one scan.

    Time is an argument everywhere: seconds of any clock that only grows.
    """

    def __init__(self) -> None:
        self._held: list[tuple[K, str, float]] = []
        self._last_at = float("-inf")
        self._moments: deque[float] = deque(maxlen=_BURST)
        """When the last symbols came."""
        self._is_followed = False
        """Whether others followed as soon as a scanner's would."""
        self._is_begun = False
        """Whether two came within `GAP`, as nobody presses them: a scanner that stalls may have begun."""

    def key(self, key: K, character: str | None, name: str, at: float) -> list[Verdict[K]]:
        """Take a key event pressed at `at`: what is decided by it, which need not concern that key.

        character: the text it types, None for none; name: as Textual calls it.
        """
        verdicts = self.expire(at)
        self._last_at = at
        symbol = character if character and character.isprintable() else ""
        symbol = _ESCAPE if name == "escape" else symbol
        if name in _NO_SCANNER_S or (symbol in {"", _ESCAPE} and not self._held):
            return [*verdicts, *self.settle(), Release((key,))]
        if len(self._held) < LONGEST:
            self._held.append((key, symbol or ENDS.get(name, ""), at))
        if symbol:
            self._is_begun |= bool(self._moments) and at - self._moments[-1] < GAP
            self._moments.append(at)
            self._is_followed |= len(self._moments) == _BURST and at - self._moments[0] < SLOW
        return verdicts

    def deadline(self) -> float | None:
        """When `expire` must be called unless another key comes first; None while nothing is held."""
        if not self._held:
            return None
        if self._is_followed:
            return self._last_at + SLOW
        return self._last_at + PATIENCE if self._is_begun else self._held[0][2] + SLOW

    def expire(self, at: float) -> list[Verdict[K]]:
        """What the time until `at` decides; nothing before the deadline."""
        verdicts: list[Verdict[K]] = []
        while (deadline := self.deadline()) is not None and at >= deadline:
            is_burst = self._is_followed or self._is_begun
            verdicts += self.settle() if is_burst else [Release((self._held.pop(0)[0],))]
        return verdicts

    def settle(self) -> list[Verdict[K]]:
        """Decide on all keys held.

        Many of one symbol alone are a key held down, which is no answer either: they give nothing. Nor do
        letters that are no scan: only digits answer, and the ones among them are part of some text.
        """
        held = self._held
        self._forget()
        typed = [
            (symbol, at) for _, symbol, at in held if symbol == _ESCAPE or (symbol.isprintable() and symbol)
        ]
        text = "".join(symbol for _, symbol, _ in held).strip()
        if len(typed) >= _BURST and len({symbol for symbol, _ in typed}) == 1:
            return []
        if len(typed) >= _LONG or _is_burst([at for _, at in typed]):
            return [Scanned(text)]
        if len(typed) >= _BURST and not all(symbol.isdigit() for symbol, _ in typed):
            return []
        return [Release(tuple(key for key, _, _ in held))] if held else []

    def scanned(self, since: float, out: int = 0) -> list[Verdict[K]]:
        """A scan began at `since`: its scanner's own mark came right before it, a person's keys earlier.

        out: how many of its own keys came through here before it was known, as the last ones.
        """
        held = [] if self._is_followed else self._held[: max(0, len(self._held) - out)]
        before = [key for key, _, at in held if at <= since - GAP]
        self._forget()
        return [Release(tuple(before))] if before else []

    def _forget(self) -> None:
        self._held = []
        self._moments.clear()
        self._is_followed = self._is_begun = False


def _is_burst(moments: Sequence[float]) -> bool:
    """Whether so many follow each other as closely as a scanner's keys do."""
    close = [later - earlier < GAP for earlier, later in pairwise(moments)]
    return any(all(close[at : at + _BURST - 1]) for at in range(len(close) - _BURST + 2))
