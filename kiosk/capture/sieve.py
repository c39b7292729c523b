"""Keys that answer a question, told apart from a scanner's: nobody presses four within a few milliseconds.

What a scanner types is known for certain only when it is a code of ours. Any other code, as on a bottle
of water, would come through as keys, and its digits would answer whatever is asked. While nothing on the
screen takes text, keys therefore pass through here, behind the framing of scans.
"""

from __future__ import annotations

from typing import Generic

from kiosk.capture.wedge import ENDS, GAP, LONGEST, K, Release, Scanned, Verdict

_BURST = 4
"""Symbols within one burst that make it a scanner's."""


class Sieve(Generic[K]):
    """Holds each key back for a moment; a person's come out as keys, a scanner's burst as one scan.

    Time is an argument everywhere: seconds of any clock that only grows.
    """

    def __init__(self, gap: float = GAP) -> None:
        """gap: seconds; keys closer than this are one burst."""
        self._gap = gap
        self._held: list[tuple[K, str]] = []
        self._last_at = float("-inf")

    def key(self, key: K, character: str | None, name: str, at: float) -> list[Verdict[K]]:
        """Take a key event pressed at `at`: what is decided by it, which need not concern that key.

        character: the text it types, None for none; name: as Textual calls it.
        """
        verdicts = self.expire(at)
        self._last_at = at
        symbol = character if character and character.isprintable() else ""
        if not symbol and not self._held:
            return [*verdicts, Release((key,))]
        if len(self._held) < LONGEST:
            self._held.append((key, symbol or ENDS.get(name, "")))
        return verdicts

    def deadline(self) -> float | None:
        """When `expire` must be called unless another key comes first; None while nothing is held."""
        return self._last_at + self._gap if self._held else None

    def expire(self, at: float) -> list[Verdict[K]]:
        """What the silence until `at` decides; nothing before the deadline."""
        deadline = self.deadline()
        return self.settle() if deadline is not None and at >= deadline else []

    def settle(self) -> list[Verdict[K]]:
        """Decide on all keys held.

        A burst of one symbol alone is a key held down, which is no answer either: it gives nothing.
        """
        held, self._held = self._held, []
        text = "".join(symbol for _, symbol in held).strip()
        if sum(symbol.isprintable() and symbol != "" for _, symbol in held) < _BURST:
            return [Release(tuple(key for key, _ in held))] if held else []
        return [Scanned(text)] if len(set(text)) > 1 else []

    def forget(self) -> None:
        """Drop what is held: it came in one burst with a scan, as a scanner's own mark before a code."""
        self._held = []
