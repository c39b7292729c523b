"""The call board on invented days, beside yardsticks and a bound of the same days."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass, replace
from functools import partial
from statistics import fmean

from bench.bound import bound
from bench.days import ELDER, KINDS, Day, drawn
from bench.table import grid
from bench.yardsticks import ShortestQueue, ShortestWait, SoonestStart, Yardstick
from stations.callboard import CallBoard
from stations.plan import Plan
from stations.simulation import Guest, Outage, Router, Simulation, Truth

SEEDS = int(os.environ.get("NGAYHOI_SEEDS", "20"))
"""Days of each kind."""
CROWDED = 0.6
"""A day on which random advice completes less than this is crowded; a kind is, if its days are on average."""
WRONG = 1.5
"""Real over believed lengths of visits on a day where the plan is wrong."""
STOPS = 60.0
"""Minute from which a station stands still on a rough day."""
ROUTERS: dict[str, Callable[[Plan], Router]] = {
    "random": Yardstick,
    "shortest queue": ShortestQueue,
    "shortest wait": ShortestWait,
    "soonest start": SoonestStart,
    "call board": partial(CallBoard, asks_again=True),
}


@dataclass(frozen=True)
class Figures:
    """What came of one day, or the mean of many."""

    completed: float
    """Share of passports, 0 to 1."""
    in_line: float
    """Minutes stood in lines, a person."""
    waited: float
    """Minutes in lines and on seats, a person."""
    elders: float
    """Share of the elders' passports."""


def played(day: Day, router: Router) -> list[Guest]:
    """Everybody, after one day with one router."""
    guests = day.guests()
    Simulation(day.plan, day.truth, guests, router).run()
    return guests


def figures(day: Day, router: Router) -> Figures:
    """One day with one router."""
    guests = played(day, router)
    elders = [guest.is_complete for guest in guests if guest.group == ELDER] or [False]
    return Figures(
        fmean(guest.is_complete for guest in guests),
        fmean(guest.in_line for guest in guests),
        fmean(guest.waited for guest in guests),
        fmean(elders),
    )


def mean(days: Sequence[Figures]) -> Figures:
    """Of several days, each counted alike."""
    return Figures(
        fmean(day.completed for day in days),
        fmean(day.in_line for day in days),
        fmean(day.waited for day in days),
        fmean(day.elders for day in days),
    )


def one_day(kind: str, seed: int) -> tuple[dict[str, Figures], float]:
    """A day with every router, and its bound."""
    day = drawn(kind, seed)
    return {name: figures(day, make(day.plan)) for name, make in ROUTERS.items()}, bound(day)


@dataclass(frozen=True)
class Rough:
    """Shares of passports, 0 to 1, of a day without outages and of the same day with many mishaps."""

    without: float
    """Completed without."""
    board: float
    """Completed by the call board with all of them."""
    shortest_wait: float
    """Completed by the shortest expected wait with all of them."""
    stuck: float
    """Completed without, but not to be with: by people who come once a station stopped for good, and have a
    topic with no other that suits them."""
    bound_without: float
    bound: float
    """At most, with the dead station alone, and that known."""


def rough(kind: str, seed: int) -> Rough:
    """A day without outages, and with a dead station, missing scans, disobedience and wrong lengths."""
    day = drawn(kind, seed)
    clean = replace(day, truth=Truth(day.truth.factors))
    alone = {s for topics in day.plan.topics.values() for topic in topics if len(topic) == 1 for s in topic}
    dead = next(s for s in range(len(day.plan)) if s not in alone and s not in day.plan.timetables)
    believed = {group: [m / WRONG for m in row] for group, row in day.plan.minutes.items()}
    factors = [WRONG * factor for factor in day.truth.factors]
    truth = Truth(factors, (Outage(STOPS, dead, 0, is_told=False),), disobey=0.3, miss=0.25)
    worse = replace(day, plan=replace(day.plan, minutes=believed), truth=truth)
    board = ROUTERS["call board"]
    without = played(clean, board(clean.plan))
    stuck = [g.is_complete and g.came >= STOPS and _needs(day.plan, g.group, dead) for g in without]
    return Rough(
        fmean(guest.is_complete for guest in without),
        figures(worse, board(worse.plan)).completed,
        figures(worse, ShortestWait(worse.plan)).completed,
        fmean(stuck),
        bound(clean),
        bound(worse),
    )


def _needs(plan: Plan, group: str, station: int) -> bool:
    """Whether a topic of a group has no other station that suits it."""
    return any({s for s in topic if plan.fits[group][s]} == {station} for topic in plan.topics[group])


def main() -> None:
    """Every kind of day, and what the whole says."""
    _show_days()
    _show_rough()


def _show_rough() -> None:
    jobs = [(kind, seed) for kind in KINDS for seed in range(SEEDS)]
    with ProcessPoolExecutor() as workers:
        results = dict(zip(jobs, workers.map(rough, *zip(*jobs, strict=True)), strict=True))
    rows = []
    for kind in KINDS:
        means = Rough(*map(fmean, zip(*(astuple(results[kind, seed]) for seed in range(SEEDS)), strict=True)))
        fall = f"{100 * (means.board - means.without):+.1f}"
        least = f"{100 * (means.bound - means.bound_without):+.1f}"
        shares = [means.without, means.board, means.shortest_wait, means.stuck]
        completed, worse, yardstick, stuck = (f"{share:.1%}" for share in shares)
        rows.append((kind, [completed, worse, fall, least, yardstick, stuck]))
    title = "25 % of scans missing, 30 % disobedience, a dead station, lengths believed a third too short"
    grid(title, ["without", "with", "points (>= -8)", "bound's", "shortest wait", "nobody could"], rows)


def _show_days() -> None:
    jobs = [(kind, seed) for kind in KINDS for seed in range(SEEDS)]
    with ProcessPoolExecutor() as workers:
        results = dict(zip(jobs, workers.map(one_day, *zip(*jobs, strict=True)), strict=True))
    kinds = {
        kind: {n: mean([results[kind, seed][0][n] for seed in range(SEEDS)]) for n in ROUTERS}
        for kind in KINDS
    }
    bounds = {kind: fmean(results[kind, seed][1] for seed in range(SEEDS)) for kind in KINDS}
    _show_kinds(kinds, bounds)
    _show_whole([figures for figures, _ in results.values()], kinds, bounds)


def _show_kinds(kinds: dict[str, dict[str, Figures]], bounds: dict[str, float]) -> None:
    columns = [*ROUTERS, "bound", "elders, board"]
    rows = [
        (kind, [*map(_cell, of.values()), f"{bounds[kind]:.1%}", f"{of['call board'].elders:.1%}"])
        for kind, of in kinds.items()
    ]
    title = (
        f"days of {len(kinds)} kinds, seeds 0 to {SEEDS - 1}: completed | minutes in lines | minutes waited"
    )
    grid(title, columns, rows)


def _cell(of: Figures) -> str:
    return f"{of.completed:.1%}|{of.in_line:.1f}|{of.waited:.1f}"


def _show_whole(
    days: list[dict[str, Figures]], kinds: dict[str, dict[str, Figures]], bounds: dict[str, float]
) -> None:
    crowded = [of for of in days if of["random"].completed < CROWDED]
    all_days, busy = _means(days), _means(crowded)
    busy_kinds = _means([of for of in kinds.values() if of["random"].completed < CROWDED])
    share = f"{len(crowded)} of {len(days)} days"
    board, chance = all_days["call board"], all_days["random"]
    gap = (board.completed - chance.completed) / (fmean(bounds.values()) - chance.completed)
    worst = min(
        (of["call board"].completed - other.completed, kind, name)
        for kind, of in kinds.items()
        for name, other in of.items()
        if name != "call board"
    )
    unfair = min((of["call board"].elders - of["call board"].completed, kind) for kind, of in kinds.items())
    rows = [
        (
            f"crowded, completed over shortest wait, {share}",
            f"{_ratio(busy, 'shortest wait'):.2f}",
            ">= 1.18",
        ),
        ("the same, all days of crowded kinds", f"{_ratio(busy_kinds, 'shortest wait'):.2f}", ">= 1.18"),
        ("crowded, completed over random", f"{_ratio(busy, 'random'):.2f}", ">= 1.40"),
        ("the same, all days of crowded kinds", f"{_ratio(busy_kinds, 'random'):.2f}", ">= 1.40"),
        ("share of the gap closed, all days", f"{gap:.2f}", ">= 0.50"),
        ("crowded, minutes in lines over random", f"{_lines(busy):.2f}", "<= 0.25"),
        ("all days, the same", f"{_lines(all_days):.2f}", "<= 0.33"),
        ("waited over shortest wait", f"{board.waited / all_days['shortest wait'].waited:.2f}", "<= 1.00"),
        ("elders minus everyone, points", f"{100 * (board.elders - board.completed):+.1f}", ">= -3"),
        (f"the same, worst kind ({unfair[1]})", f"{100 * unfair[0]:+.1f}", ">= -3"),
        (f"worst kind, points ({worst[1]}, {worst[2]})", f"{100 * worst[0]:+.1f}", ">= -2"),
    ]
    print(f"\n  {'':62} {'measured':>10}  aim")
    for what, value, aim in rows:
        print(f"  {what:62} {value:>10}  {aim}")


def _means(days: list[dict[str, Figures]]) -> dict[str, Figures]:
    return {name: mean([of[name] for of in days]) for name in ROUTERS}


def _ratio(of: dict[str, Figures], yardstick: str) -> float:
    return of["call board"].completed / of[yardstick].completed


def _lines(of: dict[str, Figures]) -> float:
    return of["call board"].in_line / of["random"].in_line
