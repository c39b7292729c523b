"""Framing for a scanner that was set to type a prefix, and for the one that takes its place.

A scanner that was replaced or reset sends no prefix any more. Its codes would be typing; they are therefore
framed once more, by what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf
from typing import Generic

from kiosk.capture.wedge import Framer, K, Scanned, Verdict, knows_none


@dataclass(frozen=True, slots=True)
class _Stroke(Generic[K]):
    key: K
    character: str | None
    name: str
    at: float


class PrefixFramer(Generic[K]):
    """Two framers in series: one that knows the prefix, and behind it one that knows codes alone.

    All arguments and promises are those of `Framer`; but a person's keys wait for a moment, as they do
    where no prefix is known.
    """

    def __init__(
        self,
        is_code: Callable[[str], bool],
        prefix: str,
        suffix: str = "",
        is_foreign: Callable[[str], bool] = knows_none,
    ) -> None:
        self._learnt: Framer[_Stroke[K]] = Framer(is_code, prefix, suffix)
        self._plain: Framer[K] = Framer(is_code, is_foreign=is_foreign)

    def key(self, key: K, character: str | None, name: str, at: float) -> list[Verdict[K]]:
        """Take a key event: what is decided by it, which need not concern that key itself."""
        return self._framed(self._learnt.key(_Stroke(key, character, name, at), character, name, at), at)

    def deadline(self) -> float | None:
        """When `expire` must be called unless another key comes first; None while nothing is held."""
        first = self._learnt.deadline()
        return self._plain.deadline() if first is None else first

    def held_since(self) -> float | None:
        """When the first of the keys held came; None while nothing is held."""
        since = [at for at in (self._learnt.held_since(), self._plain.held_since()) if at is not None]
        return min(since, default=None)

    def expire(self, at: float) -> list[Verdict[K]]:
        """What the silence until `at` decides; nothing before the deadline."""
        return self._framed(self._learnt.expire(at), at)

    def _framed(self, verdicts: Iterable[Verdict[_Stroke[K]]], at: float) -> list[Verdict[K]]:
        """What comes of the keys that belong to no prefix, each of which counts from its own time.

        While the beginning of a prefix may still turn out to be typing, nothing is known of the silence
        before the next key.
        """
        framed: list[Verdict[K]] = []
        for verdict in verdicts:
            if isinstance(verdict, Scanned):
                framed += [*self._plain.expire(inf), verdict]
                continue
            for stroke in verdict.keys:
                framed += self._plain.key(stroke.key, stroke.character, stroke.name, stroke.at)
        since = self._learnt.held_since()
        return framed + self._plain.expire(at if since is None else since)
