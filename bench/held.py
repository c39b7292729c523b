"""Films in which a code stays in view and is hidden for a while, or leaves and comes back."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from bench.approach import SIZES, Air, Film, Optics, Stop, arrival, badge_print, card_print, outside
from bench.crew import spread
from bench.scene import Print
from bench.table import grid
from kiosk.capture.live import LiveDecoder
from kiosk.capture.presence import Presence

SEEDS = range(12)
_HIDDEN = ((1.6, 2.6), (2.9, 3.5))
"""Seconds between which something hides a code that stays."""
_STAYS = 4.0


def main() -> None:
    """Count the scans of each film, on all cores."""
    tasks = [
        (story, kind, seed, number)
        for story in _STORIES
        for kind in ("badge", "card")
        for seed in SEEDS
        for number in range(len(SIZES))
        if story == "stays" or seed % 3 == number
    ]
    outcomes = dict(zip(tasks, spread(outcome, tasks), strict=True))
    rows = []
    for story in _STORIES:
        told = [each for task, each in outcomes.items() if task[0] == story]
        counts = [str(told.count(each)) for each in ("right", "too many", "too few")]
        rows.append((story, [str(len(told)), *counts]))
    grid(
        f"one code, one scan (seeds below {SEEDS.stop}; hidden for 1.0 s and 0.6 s, away for 0.3 s)",
        ["films", "right", "too many", "too few"],
        rows,
    )


def outcome(task: tuple[str, str, int, int]) -> str:
    """Whether a film gave the scans that it shows: "right", "too many" or "too few"."""
    story, kind, seed, number = task
    films = _STORIES[story](kind, seed, SIZES[number])
    expected = [film.shown.payload for film in films for _ in range(1 + (film.name == "returning"))]
    got = scans(films)
    if got == expected:
        return "right"
    return "too many" if len(got) > len(expected) else "too few"


def scans(films: Sequence[Film]) -> list[bytes]:
    """What is scanned when one film is shown after the other, every frame of them looked at."""
    decoder, presence = LiveDecoder(), Presence()
    frames = (frame for film in films for frame in film.frames())
    return [payload for frame in frames for payload in presence.arrivals(decoder.look(frame))]


def staying(kind: str, seed: int, optics: Optics) -> Film:
    """Four seconds in view, hidden twice: by a lamp, by the autofocus, or by a shaking hand in turn."""
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


_STORIES: dict[str, Callable[[str, int, Optics], Sequence[Film]]] = {
    "stays": lambda kind, seed, optics: [staying(kind, seed, optics)],
    "leaves and returns": lambda kind, seed, optics: [returning(kind, seed, optics, 0.3)],
    "two people in turn": in_turn,
}
