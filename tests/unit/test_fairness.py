"""Elders complete as many passports as everybody, whatever the crowd."""

from collections.abc import Collection
from dataclasses import replace
from itertools import count
from random import Random
from statistics import fmean

import pytest

from stations.callboard import CallBoard
from stations.calling import Calling
from stations.fairness import Fairness
from stations.model import Passport
from stations.queues import Move, Movement
from stations.simulation import Guest, Simulation, Truth
from tests.builders import at, station
from tests.unit.days import ELDER, GROUP, plan


def people(elders: int, done: int, others: int, others_done: int) -> list[tuple[bool, bool]]:
    return [(True, i < done) for i in range(elders)] + [(False, i < others_done) for i in range(others)]


def test_elders_who_are_behind_are_taken_earlier_until_they_are_not() -> None:
    fairness = Fairness()
    before = fairness.earlier
    fairness.look(people(20, 5, 80, 60))
    behind = fairness.earlier
    assert behind > before
    fairness.look(people(20, 14, 80, 56))
    assert fairness.earlier == pytest.approx(behind)
    fairness.look(people(20, 18, 80, 56))
    assert fairness.earlier < behind


def test_elders_never_count_as_leaving_later_than_they_do_nor_hours_earlier() -> None:
    fairness = Fairness()
    for _ in range(100):
        fairness.look(people(20, 20, 80, 0))
    assert fairness.earlier == 0
    for _ in range(100):
        fairness.look(people(20, 0, 80, 80))
    assert fairness.earlier == 240


def test_half_a_minute_counts_for_half() -> None:
    whole, halves = Fairness(), Fairness()
    whole.look(people(20, 10, 80, 60))
    for _ in range(2):
        halves.look(people(20, 10, 80, 60), 0.5)
    assert halves.earlier == pytest.approx(whole.earlier)


def test_one_elder_alone_says_little_and_none_says_nothing() -> None:
    one, many, none = Fairness(), Fairness(), Fairness()
    before = none.earlier
    none.look(people(0, 0, 100, 50))
    assert none.earlier == before
    one.look(people(1, 0, 99, 50))
    many.look(people(30, 0, 70, 50))
    assert before < one.earlier < many.earlier


def test_on_a_packed_day_slow_elders_complete_about_as_many_passports_as_everybody() -> None:
    day = plan(2, 2, 2, minutes=8.0, topics=[{0}, {1}, {2}])
    day = replace(day, minutes={GROUP: [8.0] * 3, ELDER: [12.8] * 3})
    chance = Random(2)
    guests = []
    for number in range(160):
        came, stay = chance.uniform(0, 300), chance.uniform(60, 120)
        group = ELDER if number % 4 == 0 else GROUP
        guests.append(Guest(str(number), group, came, came + stay, round(stay), Random(number)))
    Simulation(day, Truth([1.0] * 3), guests, CallBoard(day)).run()
    everyone = fmean(guest.is_complete for guest in guests)
    elders = fmean(guest.is_complete for guest in guests if guest.group == ELDER)
    assert everyone < 0.6, "there is no room for all"
    assert elders > everyone - 0.05


class Log:
    """Movements of one device."""

    def __init__(self) -> None:
        midnight = at(0).replace(hour=0)
        self.calling = Calling(plan(1, topics=[{0}]), [station("0")], Passport((), 0), midnight)
        self.number = count()

    def add(self, minute: float, who: str, move: Move, *, station: str | None = None, **said: int) -> None:
        number = next(self.number)
        order = (at(minute), at(minute), "bang", number)
        self.calling.follow([Movement(str(number), who, move, at(minute), order, station, **said)])

    def due(self, minute: float) -> list[tuple[str, str | None]]:
        self.add(minute, "bang", Move.BOARD)
        return self.calling.due(at(minute), kinds)


def kinds(people: Collection[str]) -> dict[str, str]:
    return {who: ELDER if who.startswith("elder") else GROUP for who in people}


@pytest.mark.parametrize("is_undone", [False, True])
def test_an_undo_forgets_nothing_of_what_was_learnt_of_the_elders(*, is_undone: bool) -> None:
    log = Log()
    for person in range(10):
        log.add(0, f"elder {person}", Move.ARRIVED)
        log.add(0, f"elder {person}", Move.STAY, minutes=5)
        log.add(0, f"{person}", Move.ARRIVED)
        log.add(0, f"{person}", Move.IN, station="0")
        log.add(0, f"{person}", Move.OUT, station="0")
    for minute in range(10):
        log.due(minute)
    for who, stay in (("in a hurry", 60), ("elder", 180)):
        log.add(10, who, Move.ARRIVED)
        log.add(10, who, Move.STAY, minutes=stay)
        log.add(10, who, Move.HELD, number=1)
    if is_undone:
        log.calling.take_back("0")
    assert log.due(11)[:1] == [("elder", "0")]
