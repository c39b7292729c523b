"""Elders complete as many passports as everybody, whatever the crowd."""

from dataclasses import replace
from random import Random
from statistics import fmean

import pytest

from stations.callboard import CallBoard
from stations.fairness import Fairness
from stations.simulation import Guest, Simulation, Truth
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
