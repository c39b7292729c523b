"""Films in which a code stays in view and is hidden for a while, or leaves and comes back."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import numpy as np

from bench.approach import Air, Film, Optics, Stop, arrival, badge_print, card_print, outside
from bench.scene import Print

_HIDDEN = ((1.6, 2.6), (3.2, 3.9))
"""Seconds between which something hides a code that stays."""
_STAYS = 5.0


def staying(kind: str, seed: int, optics: Optics) -> Film:
    """Five seconds in view, hidden twice: by a lamp, by the autofocus, or by a shaking hand in turn."""
    come, rest, _ = _coming(kind, seed, optics)
    stops = (come, rest, replace(rest, at=_STAYS))
    film = Film("staying", seed, optics, _print(kind, seed), stops, Air())
    half = film.shown.side / 2
    match seed % 3:
        case 0:
            return replace(film, air=Air(glare=partial(_lamp, radius=half * 0.8)))
        case 1:
            return replace(film, air=Air(defocus=partial(_out_of_focus, depth=6.0)))
        case _:
            return replace(film, air=Air(exposure=1 / 30, sway=3.0, noise=5))


def returning(kind: str, seed: int, optics: Optics, away: float) -> Film:
    """Shown for a second, taken out of view, for `away` seconds, and shown again at another place."""
    rng = np.random.default_rng(seed)
    come, rest, out = _coming(kind, seed, optics)
    _, elsewhere = arrival(rng, optics, kind)
    leave = rest.at + 1.0
    gone = leave + 0.45
    back = gone + away
    place = elsewhere if seed % 2 else rest
    stops = (
        come,
        rest,
        replace(rest, at=leave),
        replace(out, at=gone),
        replace(out, at=back),
        replace(place, at=back + 0.6),
        replace(place, at=back + 1.6),
    )
    return Film("returning", seed, optics, _print(kind, seed), stops, Air())


def in_turn(kind: str, seed: int, optics: Optics) -> tuple[Film, Film]:
    """Two people's codes at one place, the second as soon as the first is out of view."""
    come, rest, out = _coming(kind, seed, optics)
    leave = rest.at + 0.8
    stops = (come, rest, replace(rest, at=leave), replace(out, at=leave + 0.4))
    first = Film("in turn", seed, optics, _print(kind, seed), stops, Air())
    return first, replace(first, shown=_print(kind, seed + 1000))


def _coming(kind: str, seed: int, optics: Optics) -> tuple[Stop, Stop, Stop]:
    """Outside, before the lens, and outside again."""
    rng = np.random.default_rng(seed)
    come, rest = arrival(rng, optics, kind)
    return come, rest, Stop(0.0, outside(rng, optics, rest.place[2] * 1.2), rest.turn)


def _print(kind: str, seed: int) -> Print:
    return badge_print(seed) if kind == "badge" else card_print(seed)


def _is_hidden(at: float) -> bool:
    return any(start <= at < end for start, end in _HIDDEN)


def _lamp(at: float, *, radius: float) -> tuple[float, float, float] | None:
    return (2 * math.sin(5 * at), 2 * math.cos(5 * at), radius) if _is_hidden(at) else None


def _out_of_focus(at: float, *, depth: float) -> float:
    return depth if _is_hidden(at) else 0.0
