"""Who is where, and who is expected."""

from dataclasses import replace
from itertools import permutations

from stations.queues import FORGOTTEN_AFTER, ON_THE_WAY, OVERTAKEN, Move, Movement
from tests.builders import at, station
from tests.unit.crowds import VNEID, crowd, moved


def test_those_there_and_those_coming_are_listed_longest_first() -> None:
    now = crowd(
        moved("b", Move.IN, 2),
        moved("a", Move.IN, 3),
        moved("d", Move.SENT, 4),
        moved("c", Move.SENT, 5),
        moved("e", Move.SENT, 5, "an-toan"),
    )
    assert now.present(VNEID, at(6)) == ["b", "a"]
    assert now.coming(VNEID, at(6)) == ["d", "c"]


def test_whoever_arrives_is_no_longer_on_the_way() -> None:
    now = crowd(moved("a", Move.SENT, 0), moved("a", Move.IN, 3))
    assert (now.present(VNEID, at(4)), now.coming(VNEID, at(4))) == (["a"], [])


def test_whoever_went_elsewhere_or_home_is_not_expected() -> None:
    elsewhere = crowd(moved("a", Move.SENT, 0), moved("a", Move.IN, 3, "an-toan"))
    home = crowd(
        moved("a", Move.IN, 0), moved("b", Move.SENT, 0), moved("a", Move.LEFT, 1), moved("b", Move.LEFT, 1)
    )
    assert elsewhere.coming(VNEID, at(4)) == []
    assert (home.present(VNEID, at(4)), home.coming(VNEID, at(4))) == ([], [])


def test_a_new_call_replaces_the_old_one() -> None:
    now = crowd(moved("a", Move.SENT, 0), moved("a", Move.SENT, 1, "an-toan"))
    assert now.coming(VNEID, at(2)) == []
    assert now.coming(station("an-toan"), at(2)) == ["a"]


def test_whoever_sits_on_for_a_pause_did_not_miss_their_call() -> None:
    told = [moved("a", Move.CALLED, minute) for minute in (0, 3)]
    for minute, missed in ((5, False), (6, True)):
        assert crowd(*told, moved("a", Move.HELD, minute, None)).whereabouts("a").missed is missed


def test_whoever_was_called_once_only_did_not_miss_it() -> None:
    told = moved("a", Move.CALLED, 0), moved("a", Move.HELD, 4, None)
    assert not crowd(*told).whereabouts("a").missed


def test_more_seats_than_a_catalogue_has_now_are_not_told_of() -> None:
    said = replace(moved("vneid", Move.SEATS, 1, None), number=4)
    assert crowd(said).seats(VNEID) == VNEID.seats


def test_someone_who_never_comes_is_expected_for_a_while_only() -> None:
    now = crowd(moved("a", Move.SENT, 0))
    late = at(0) + ON_THE_WAY
    assert (now.coming(VNEID, late), now.ahead(VNEID, "x", late)) == (["a"], 1)
    late = at(0.1) + ON_THE_WAY
    assert (now.coming(VNEID, late), now.ahead(VNEID, "x", late)) == ([], 0)


def test_a_missed_scan_out_does_not_block_a_seat_for_ever() -> None:
    now = crowd(moved("a", Move.IN, 0))
    limit = FORGOTTEN_AFTER * VNEID.minutes
    assert now.present(VNEID, at(limit)) == ["a"]
    assert (now.present(VNEID, at(limit + 1)), now.ahead(VNEID, "x", at(limit + 1))) == ([], 0)


def test_a_long_line_makes_a_long_visit_believable() -> None:
    now = crowd(*(moved(name, Move.IN, 0) for name in "abcd"))
    assert len(now.present(VNEID, at(2 * FORGOTTEN_AFTER * VNEID.minutes))) == 4


def test_missed_scan_outs_do_not_keep_each_other_alive_once_others_had_their_turn() -> None:
    one_seat = station("vneid", seats=1, minutes=10)
    now = crowd(*(moved(f"gone-{n}", Move.IN, 10 * n) for n in range(9)))
    for n in range(OVERTAKEN):
        assert len(now.present(one_seat, at(100))) == 9
        now.follow([moved(f"after-{n}", Move.IN, 90 + n), moved(f"after-{n}", Move.OUT, 100 + n)])
    assert (now.present(one_seat, at(110)), now.ahead(one_seat, "x", at(110))) == ([], 0)
    now.follow([moved("b", Move.IN, 110), moved("c", Move.IN, 111)])
    assert now.present(one_seat, at(130)) == ["b", "c"]
    assert now.take_back("after-1-OUT-101")
    assert len(now.present(one_seat, at(112))) == 12


def test_as_many_as_there_are_seats_may_have_their_turn_before_later_ones_that_are_over() -> None:
    now = crowd(*(moved(f"first-{n}", Move.IN, n) for n in range(6)))
    for n in range(OVERTAKEN):
        now.follow([moved(f"later-{n}", Move.IN, 7), moved(f"later-{n}", Move.OUT, 15)])
    assert now.present(VNEID, at(16)) == ["first-5"]


def test_whoever_left_a_line_in_whatever_way_ends_no_turns_before_them() -> None:
    now = crowd(*(moved(f"first-{n}", Move.IN, n) for n in range(9)))
    for n, move in enumerate((Move.IN, Move.LEFT, Move.GAVE_UP, Move.IN, Move.LEFT)):
        place = "vneid" if move is Move.GAVE_UP else "elsewhere"
        now.follow([moved(f"later-{n}", Move.IN, 9), moved(f"later-{n}", move, 15, place)])
    for n in range(OVERTAKEN):
        now.follow([moved(f"twice-{n}", Move.IN, minute) for minute in (9, 10)])
    for minute in (9, 11, 13):
        now.follow([moved("again", Move.IN, minute), moved("again", Move.OUT, minute + 1)])
    now.follow([moved(f"out-{n}", Move.IN, 9) for n in range(OVERTAKEN - 2)])
    now.follow([moved(f"out-{n}", Move.OUT, 15) for n in range(OVERTAKEN - 2)])
    assert [who for who in now.present(VNEID, at(16)) if who.startswith("first")] == [
        f"first-{n}" for n in range(9)
    ]


def test_scans_of_a_clock_that_is_ahead_empty_no_line() -> None:
    ahead = [moved(f"ahead-{n}", move, 240 + n) for n in range(3) for move in (Move.IN, Move.OUT)]
    now = crowd(*(moved(f"here-{n}", Move.IN, n) for n in range(8)), *ahead)
    assert len(now.present(VNEID, at(10))) == 8


def test_nobody_is_ahead_of_themselves() -> None:
    now = crowd(moved("a", Move.IN, 0), moved("b", Move.SENT, 0), moved("c", Move.SENT, 1))
    assert [now.ahead(VNEID, who, at(2)) for who in ("a", "b", "c", "x")] == [2, 2, 2, 3]


def test_whoever_is_told_to_go_back_to_where_they_are_counts_there_once() -> None:
    now = crowd(moved("a", Move.IN, 0), moved("a", Move.SENT, 1))
    assert (now.present(VNEID, at(2)), now.coming(VNEID, at(2))) == (["a"], [])
    assert [now.ahead(VNEID, who, at(2)) for who in ("a", "x")] == [0, 1]


def test_only_those_who_came_later_can_be_counted() -> None:
    now = crowd(moved("a", Move.IN, 0), moved("b", Move.IN, 5), moved("c", Move.SENT, 0))
    assert now.ahead(VNEID, "x", at(6), after=at(0)) == 2
    assert now.ahead(VNEID, "b", at(6), after=at(0)) == 1
    assert now.ahead(VNEID, "a", at(6), after=at(0)) == 2


def test_people_inside_are_counted_by_person() -> None:
    now = crowd(moved("a", Move.ARRIVED, 0), moved("b", Move.ARRIVED, 1), moved("a", Move.LEFT, 2))
    assert now.inside(at(0)) == 1
    now.follow([moved("a", Move.ARRIVED, 3)])
    assert now.inside(at(0)) == 2


def test_a_stay_counts_from_when_it_was_said() -> None:
    now = crowd(moved("a", Move.STAY, 10, None, 30))
    assert now.whereabouts("a").until == at(40)
    assert now.whereabouts("b").until is None


def test_a_stay_said_after_a_clock_was_set_back_counts_from_when_it_was_written() -> None:
    put_after = replace(moved("a", Move.STAY, 50, None, 30), order=(at(50), at(10), "a", 1))
    assert crowd(put_after).whereabouts("a").until == at(40)


def test_a_stay_is_forgotten_by_who_comes_in_again_once_it_is_over() -> None:
    said = moved("a", Move.STAY, 10, None, 30)
    again = [crowd(said, moved("a", Move.ARRIVED, minute, None)) for minute in (39, 40)]
    assert [now.whereabouts("a").until for now in again] == [at(40), None]


def test_a_movement_taken_back_before_it_is_known_never_counts() -> None:
    late = moved("a", Move.IN, 1)
    now = crowd()
    now.take_back(late.ref)
    now.follow([late])
    assert now.present(VNEID, at(2)) == []


def test_taking_back_a_visit_restores_the_call_before_it() -> None:
    sent, came = moved("a", Move.SENT, 0), moved("a", Move.IN, 1)
    now = crowd(sent, came)
    now.take_back(came.ref)
    assert (now.present(VNEID, at(2)), now.coming(VNEID, at(2))) == ([], ["a"])
    assert now.whereabouts("a").visited == set()


def test_news_from_another_desk_may_come_late() -> None:
    now = crowd(moved("a", Move.OUT, 9), moved("a", Move.IN, 1))
    assert now.present(VNEID, at(10)) == []
    assert now.whereabouts("a").visited == {"vneid"}


def test_of_what_a_station_said_of_its_seats_the_latest_counts_in_whatever_order_it_comes() -> None:
    pausing, later = (
        replace(moved("vneid", Move.SEATS, minute, None), number=seats) for minute, seats in ((1, 0), (2, 1))
    )
    assert crowd(pausing, later).seats(VNEID) == 1
    assert crowd(later, pausing).seats(VNEID) == 1


def test_whoever_declined_a_station_is_not_expected_there() -> None:
    declined = moved("a", Move.DECLINED, 2)
    now = crowd(moved("a", Move.SENT, 0), declined)
    assert (now.coming(VNEID, at(3)), now.whereabouts("a").declined) == ([], {"vneid"})
    now.take_back(declined.ref)
    assert (now.coming(VNEID, at(3)), now.whereabouts("a").declined) == (["a"], set())


def test_whoever_gave_a_line_up_is_not_in_it_and_made_no_visit() -> None:
    gave_up = moved("a", Move.GAVE_UP, 20)
    now = crowd(moved("a", Move.IN, 0), moved("a", Move.SENT, 19, "an-toan"), gave_up)
    where = now.whereabouts("a")
    assert (now.present(VNEID, at(21)), now.coming(station("an-toan"), at(21))) == ([], [])
    assert (where.visited, where.given_up) == (set(), {"vneid": at(20)})
    now.take_back(gave_up.ref)
    assert (now.present(VNEID, at(21)), now.whereabouts("a").visited) == (["a"], {"vneid"})


def test_a_visit_made_before_the_line_was_given_up_counts() -> None:
    moves = [moved("a", Move.IN, 0), moved("a", Move.OUT, 5), moved("a", Move.IN, 10)]
    assert crowd(*moves, moved("a", Move.GAVE_UP, 30)).whereabouts("a").visited == {"vneid"}
    assert crowd(*moves[:2], moved("a", Move.GAVE_UP, 30)).whereabouts("a").visited == {"vneid"}


def test_seats_are_the_same_in_whatever_order_words_of_several_laptops_come() -> None:
    words = [
        Movement(
            f"{device}-{n}",
            "vneid",
            Move.SEATS,
            at(minute),
            (at(minute), at(minute), device, n),
            number=seats,
        )
        for device, n, minute, seats in (("A", 1, 10, 2), ("A", 2, 0, 0), ("B", 1, 5, 1))
    ]
    told = [(crowd(*order).seats(VNEID), crowd(*order).movements()) for order in permutations(words)]
    assert all(one == (1, [words[2]]) for one in told)
