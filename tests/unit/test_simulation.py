"""A day before it happens."""

from dataclasses import replace
from random import Random

import pytest

from bench.board import Figures, figures
from bench.days import KINDS, Day, Kind, drawn
from bench.yardsticks import ShortestWait, Yardstick
from stations.callboard import CallBoard
from stations.model import Go, Hold
from stations.plan import Plan, Timetable
from stations.simulation import Guest, Outage, Simulation, Truth
from tests.unit.days import GROUP, plan

CROWD = Kind(150, KINDS["ceremony"].arrivals, stations=6)


@pytest.fixture(scope="module")
def day() -> Day:
    return drawn("ceremony", 1, CROWD)


@pytest.fixture(scope="module")
def board(day: Day) -> Figures:
    return figures(day, CallBoard(day.plan))


def test_two_runs_of_a_day_are_the_same_day(day: Day, board: Figures) -> None:
    assert figures(day, CallBoard(day.plan)) == board


def test_everybody_goes_home_and_nobody_is_served_beyond_the_seats(day: Day) -> None:
    guests = day.guests()
    simulation = Simulation(day.plan, replace(day.truth, outages=()), guests, CallBoard(day.plan))
    simulation.run()
    assert all(guest.is_home for guest in guests)
    for station, minutes in enumerate(simulation.served):
        assert minutes <= day.plan.seats[station] * (day.plan.end + 60)
    assert all(0 <= guest.waited <= guest.leaves - guest.came + 1e-6 for guest in guests)


def test_in_a_crowd_the_call_board_completes_more_and_nearly_empties_the_lines(
    day: Day, board: Figures
) -> None:
    chance, wait = figures(day, Yardstick(day.plan)), figures(day, ShortestWait(day.plan))
    assert board.completed > 1.1 * chance.completed
    assert board.completed > wait.completed
    assert board.in_line < 0.35 * wait.in_line


def test_on_a_quiet_day_everybody_just_goes() -> None:
    day = drawn("light", 3, Kind(30, KINDS["light"].arrivals, outages=0, miss=0.0, disobey=0.0))
    board = figures(day, CallBoard(day.plan))
    assert board.completed >= figures(day, ShortestWait(day.plan)).completed
    assert board.waited < 5


def test_missing_scans_disobedience_a_dead_station_and_slow_hosts_cost_little(day: Day) -> None:
    clean = figures(replace(day, truth=Truth([1.0] * len(day.plan), (), 0.15, 0.1)), CallBoard(day.plan))
    rough = replace(day, truth=Truth([1.0] * len(day.plan), (), 0.3, 0.25))
    assert figures(rough, CallBoard(day.plan)).completed > clean.completed - 0.1


class ToTheFirst(CallBoard):
    """Sends everybody to the first station, whatever there is."""

    def ask(self, at: float, who: str, place: str | None = None) -> Go:
        super().ask(at, who, place)
        return Go("0", 0.0)


def test_a_class_takes_no_more_than_the_seats_that_its_host_said() -> None:
    table = Timetable(60.0, 40.0, 30.0, 20)
    made = plan(20, minutes=30.0, topics=[{0}], closes=[600.0], timetables={0: table})
    guests = [Guest(str(n), GROUP, 1.0, 95.0, None, Random(n)) for n in range(20)]
    truth = Truth([1.0], (Outage(0.0, 0, 5, is_told=True),), 0.0, 0.0)
    Simulation(made, truth, guests, ToTheFirst(made)).run()
    assert sum(guest.is_complete for guest in guests) == 5


class ToASeat(CallBoard):
    """Asks everybody to take a seat, and never calls them."""

    def ask(self, *_: object, **__: object) -> Hold:
        return Hold(10.0)

    def tick(self, _: float) -> list[tuple[str, str]]:
        return []


@pytest.mark.parametrize(("disobey", "walked_off"), [(0.0, 0), (0.15, 15), (1.0, 100)])
def test_who_ignores_advice_takes_no_seat_either_and_who_took_one_stays(
    disobey: float, walked_off: float
) -> None:
    made = plan(200, minutes=10.0, topics=[{0}], closes=[600.0])
    guests = [Guest(str(n), GROUP, 1.0, 95.0, None, Random(n)) for n in range(100)]
    Simulation(made, Truth([1.0], (), disobey, 0.0), guests, ToASeat(made)).run()
    assert sum(guest.is_complete for guest in guests) == pytest.approx(walked_off, abs=6)
    assert all(guest.is_complete or guest.seated == pytest.approx(94.0) for guest in guests)


class SeatsThenTheSecond(CallBoard):
    """Asks everybody to take a seat first, and calls whoever did to the second station."""

    def ask(self, at: float, who: str, place: str | None = None) -> Go | Hold:
        super().ask(at, who, place)
        return Hold(2.0) if at < 3.0 else Go("1", 0.0)


def test_who_sat_until_they_were_called_goes_there_as_their_advice_is_ignored_once() -> None:
    made = plan(200, 200, minutes=10.0, choices=1, closes=[600.0, 600.0])
    guests = [Guest(str(n), GROUP, 1.0, 95.0, None, Random(n)) for n in range(100)]
    Simulation(made, Truth([1.0] * 2, (), 0.5, 0.0), guests, SeatsThenTheSecond(made)).run()
    sat = [guest.stamps.done for guest in guests if guest.seated]
    assert len(sat) == pytest.approx(50, abs=15)
    assert all(done == {1} for done in sat)
    assert any(guest.stamps.done == {0} for guest in guests)


class Complaints(CallBoard):
    """Notes what a log would say of the visits of whoever comes back: "that station is not moving"."""

    def __init__(self, plan: Plan, guest: Guest) -> None:
        super().__init__(plan)
        self.guest = guest
        self.noted: list[dict[int, float]] = []

    def gave_up(self, at: float, who: str, station: str) -> None:
        self.noted.append(dict(self.guest.scanned))
        super().gave_up(at, who, station)


def test_a_visit_that_was_given_up_is_noted_no_more_than_in_a_log() -> None:
    made = plan(1, minutes=10.0, topics=[{0}], closes=[600.0])
    guest = Guest("0", GROUP, 0.0, 300.0, None, Random(0))
    board = Complaints(made, guest)
    Simulation(made, Truth([1.0], (Outage(0.0, 0, 0, is_told=False),), 0.0, 0.0), [guest], board).run()
    assert board.noted
    assert not any(board.noted)


class Watched(CallBoard):
    """The call board, and when it was asked whom to call."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.rounds: list[float] = []

    def tick(self, at: float) -> list[tuple[str, str]]:
        self.rounds.append(at)
        return super().tick(at)


def test_rounds_of_calls_begin_shortly_before_the_first_guest_and_end_with_the_day(day: Day) -> None:
    board, guests = Watched(day.plan), [replace(guest, came=guest.came + 300) for guest in day.guests()]
    Simulation(day.plan, day.truth, guests, board).run()
    first = min(guest.came for guest in guests)
    assert first - 31 < board.rounds[0] < first - 29
    assert day.plan.end <= board.rounds[-1] < day.plan.end + 1
    assert len(board.rounds) == pytest.approx(3 * (board.rounds[-1] - board.rounds[0]) + 1)


def test_no_round_of_calls_comes_once_everybody_is_home(day: Day) -> None:
    board, guests = Watched(day.plan), [replace(guest, leaves=guest.came + 9) for guest in day.guests()[:5]]
    Simulation(day.plan, day.truth, guests, board).run()
    last = max(guest.leaves for guest in guests)
    assert last - 1 < board.rounds[-1] < last + 60 < day.plan.end, "at most a visit after they had to go"


def lone(plan: Plan, truth: Truth, leaves: float) -> Guest:
    """One guest's day, who comes at the beginning and follows every advice."""
    guest = Guest("a", GROUP, 0.0, leaves, leaves, Random(1))
    Simulation(plan, replace(truth, disobey=0.0, miss=0.0), [guest], ShortestWait(plan)).run()
    return guest


def test_all_the_time_in_lines_that_were_given_up_is_waited() -> None:
    dead = Truth([1.0], [Outage(0.0, 0, 0, is_told=False)])
    guest = lone(plan(1, choices=1), dead, 120)
    assert not guest.is_complete
    assert guest.waited > 0.9 * 120


def test_from_one_station_to_the_next_one_goes_straight() -> None:
    far_away = replace(plan(1, 1, choices=2), places=[(0.0, 5500.0), (0.0, 5500.0)])
    assert lone(far_away, Truth([1.0, 1.0]), 175).is_complete
