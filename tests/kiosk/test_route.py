"""The call board for other programs."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.commands.route import answers
from tests.kiosk.cli import process

START: dict[str, Any] = {
    "type": "start", "S": 3, "servers": [1, 2, 9], "prior": [[9, 5, 20]] * 5, "open": [0, 0, 0],
    "close": [None, 300, None], "x": [0, 10, 20], "y": [5, 5, 5], "cat": [0, 1, 2], "fit": [[1, 1, 1]] * 5,
    "batch": {"2": [30, 40, 30, 9]}, "topics": [[[0], [1, 2]]] * 5, "n_choice": 0, "mix": [0.2] * 5,
    "speed": [60, 60, 55, 35, 65], "expected": [[0, 60, 100]], "disobey": 0.15, "miss": 0.1, "end": 540,
}  # fmt: skip
COME = {
    "type": "checkin",
    "t": 1,
    "pid": 7,
    "group": 3,
    "interests": [1],
    "stay": 90,
    "topics": [[0], [1, 2]],
    "n_choice": 0,
}
ASK = {"type": "decide", "t": 1, "pid": 7, "at": -1}


def said(*messages: object) -> list[dict[str, object]]:
    return list(answers((m if isinstance(m, str) else json.dumps(m)).encode() for m in messages))


def test_a_program_is_answered_at_once_line_by_line() -> None:
    command = [sys.executable, "-c", "from kiosk.cli import main; main()", "route", "--serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as served:
        assert served.stdin
        assert served.stdout
        for number in range(3):
            for message in (START, COME, ASK):
                served.stdin.write(
                    json.dumps(message | ({"pid": number} if message is not START else {})) + "\n"
                )
            served.stdin.flush()
            assert json.loads(served.stdout.readline())["s"] in {0, 1}
        served.stdin.close()
        assert served.wait(30) == 0


@pytest.mark.parametrize(("servers", "up", "seats"), [(1, 1, 9), (9, 9, 9), (9, 4, 4), (3, 2, 6), (1, 0, 0)])
def test_a_class_has_the_seats_that_its_working_hosts_have(servers: int, up: int, seats: int) -> None:
    start = START | {"servers": [1, 2, servers], "topics": [[[2]]] * 5}
    came = [COME | {"pid": pid, "topics": [[2]]} for pid in range(12)]
    status = {"type": "status", "t": 1, "sid": 2, "up": up}
    asked = [ASK | {"t": t, "pid": pid} for t in (26, 27) for pid in range(12)]
    answers_to = zip([message["pid"] for message in asked], said(start, *came, status, *asked), strict=True)
    assert len({pid for pid, answer in answers_to if answer.get("s") == 2}) == seats


def test_a_mark_before_the_first_line_is_no_part_of_it() -> None:
    lines = [json.dumps(message).encode() for message in (START, COME, ASK)]
    assert list(answers([b"\xef\xbb\xbf" + lines[0], *lines[1:]])) == list(answers(lines))


def test_empty_lines_are_passed_over_as_the_page_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "route.md").read_text(encoding="utf-8")
    assert "Empty lines are passed over." in page
    assert said(START, "", COME, "  ", ASK, "\r") == said(START, COME, ASK)


def test_lines_are_utf_8_whatever_the_console_s_code_page_and_others_are_malformed() -> None:
    messages = [START, COME | {"pid": "Đạo"}, ASK | {"pid": "Đạo"}]
    lines = [json.dumps(message, ensure_ascii=False).encode() for message in messages]
    told = process(
        "route", "--serve", stdin=b"\n".join([lines[0], b"\xff", *lines[1:]]), PYTHONIOENCODING="cp1252"
    )
    assert (told.status, told.err) == (0, "")
    problem, answer = told.objects
    assert list(problem) == ["error"]
    assert answer == said(*messages)[0]


def test_only_decide_is_answered() -> None:
    quiet: Sequence[object] = [
        START, COME, {"type": "scan", "t": 2, "pid": 7, "sid": 0, "kind": "in"},
        {"type": "scan", "t": 9, "pid": 7, "sid": 0, "kind": "out"}, {"type": "status", "t": 9, "sid": 1, "up": 1},
        {"type": "giveup", "t": 10, "pid": 7, "sid": 1}, {"type": "refuse", "t": 10, "pid": 7, "sid": 1},
        {"type": "tick", "t": 11}, {"type": "scan", "t": 2, "pid": "stranger", "sid": 0, "kind": "in"},
    ]  # fmt: skip
    assert said(*quiet) == []
    assert said(*quiet, ASK | {"t": 28, "at": 0}) == [{"s": 2}]


def test_seats_are_held_called_and_refused_as_the_page_says() -> None:
    others = [{"type": "checkin", "t": 1, "pid": n, "group": 0, "stay": 200, "topics": [[0]]} for n in "abc"]
    asks = [ASK | {"pid": n, "t": 1} for n in "abc"]
    seated = {"type": "scan", "t": 1.5, "pid": "a", "sid": 0, "kind": "in"}
    told = said(START, *others, asks[0], seated, *(ask | {"t": 2} for ask in asks[1:]))
    assert told == [{"s": 0}, {"hold": 0.5}, {"hold": 0.5}]
    again = (asks[1] | {"t": t} for t in (2, 4))
    called = said(START, *others, asks[0], seated, *again, {"type": "tick", "t": 7}, asks[1] | {"t": 7.5})
    assert called == [{"s": 0}, {"hold": 0.5}, {"hold": 0.5}, {"s": 0}]


def test_the_same_question_twice_has_the_same_answer() -> None:
    come = [COME | {"pid": n, "group": 2, "stay": 40, "topics": [[0], [1]]} for n in "ab"]
    asks = [ASK | {"pid": n, "t": t, "at": at} for n, t, at in (("b", 5, 1), ("a", 7, 1), ("a", 11, 0))]
    told = said(START, *come, *asks, asks[-1])
    assert told[-1] == told[-2] == {"s": 0}


def test_no_seat_is_kept_for_whoever_sits_and_has_stopped_asking() -> None:
    """They went home without telling; else they would have asked half a minute later."""
    start = START | {"batch": {"2": [60, 40, 30, 1]}, "topics": [[[2]]] * 5}
    gone, here = (
        COME | {"t": 30, "pid": who, "topics": [[2]], "stay": n} for who, n in (("a", 90), ("b", 120))
    )
    asks = [ASK | {"pid": "b", "t": 30 + half / 2} for half in range(57)]
    told = said(start, gone, here, ASK | {"pid": "a", "t": 30}, *asks)
    assert told[:50] == [{"hold": 0.5}] * 50
    assert {"s": 2} in told[50:]


def test_whoever_asks_again_after_a_silence_sits_as_before() -> None:
    start = START | {"batch": {"2": [60, 40, 30, 1]}, "topics": [[[2]]] * 5}
    come = COME | {"topics": [[2]], "t": 30}
    ticks = [{"type": "tick", "t": 30 + n} for n in range(25)]
    told = said(
        start, come, ASK | {"t": 30}, *ticks, ASK | {"t": 55}, {"type": "tick", "t": 57.5}, ASK | {"t": 57.6}
    )
    assert told == [{"hold": 0.5}, {"hold": 0.5}, {"s": 2}]


def test_a_clock_that_jumps_back_an_hour_harms_nothing() -> None:
    told = said(START, COME | {"t": 70}, ASK | {"t": 70}, {"type": "scan", "t": 10, "pid": 7, "sid": 0, "kind": "out"},
                ASK | {"t": 12, "at": 0}, ASK | {"t": 80, "at": 0})  # fmt: skip
    assert told[0] == {"s": 0}
    assert told[1]["s"] in {1, 2}
    back = said(START, COME | {"t": 70}, {"type": "tick", "t": 5}, {"type": "tick", "t": 71}, ASK | {"t": 72})
    assert back == [{"s": 0}]


def test_a_station_that_closed_before_the_day_begins_takes_nobody() -> None:
    assert said(START | {"close": [-5, 300, None]}, COME, ASK) == [{"s": 1}]


def test_sessions_before_the_day_begins_set_the_timetable() -> None:
    start = START | {"batch": {"2": [-10, 40, 30, 9]}, "topics": [[[2]]] * 5}
    come = COME | {"topics": [[2]]}
    assert said(start, come, ASK | {"t": 25}, ASK | {"t": 27}) == [{"hold": 0.5}, {"s": 2}]


@pytest.mark.timeout(20)
def test_a_clock_that_jumps_ahead_over_all_the_sessions_there_can_be_is_answered_at_once() -> None:
    start = START | {"batch": {"2": [60, 1, 1, 1]}, "topics": [[[0], [2]]] * 5}
    come = COME | {"t": 50, "topics": [[0], [2]], "stay": None}
    seated = {"type": "scan", "t": 50, "pid": 7, "sid": 2, "kind": "in"}
    assert said(start, come, seated, ASK | {"t": 1_000_000}) == [{"s": 0}]


def test_without_ticks_a_question_is_enough_to_be_called() -> None:
    others = [{"type": "checkin", "t": 1, "pid": n, "group": 0, "stay": 200, "topics": [[0]]} for n in "abc"]
    seated = {"type": "scan", "t": 1.5, "pid": "a", "sid": 0, "kind": "in"}
    told = said(
        START, *others, ASK | {"pid": "a"}, seated, *(ASK | {"pid": "b", "t": t} for t in (2, 2.5, 8.5))
    )
    assert told == [{"s": 0}, {"hold": 0.5}, {"hold": 0.5}, {"s": 0}]


def test_whoever_asks_seldom_and_without_ticks_is_called_in_a_crowd_too() -> None:
    others = [{"type": "checkin", "t": 1, "pid": n, "group": 0, "stay": 200, "topics": [[0]]} for n in "abcd"]
    seated = {"type": "scan", "t": 1.5, "pid": "a", "sid": 0, "kind": "in"}
    crowd = [ASK | {"pid": n, "t": t} for t, n in ((2, "b"), (2, "c"), (2, "d"), (5, "c"), (5, "d"))]
    told = said(START, *others, ASK | {"pid": "a"}, seated, *crowd, ASK | {"pid": "b", "t": 7.5})
    assert told == [{"s": 0}, *[{"hold": 0.5}] * 5, {"s": 0}]


def test_a_station_without_minutes_suits_nobody() -> None:
    start = START | {"prior": [[None, 5, 20]] * 5, "topics": [[[0, 1]]] * 5}
    assert said(start, COME | {"topics": None}, ASK) == [{"s": 1}]


def test_who_is_done_gets_no_advice() -> None:
    done = [{"type": "scan", "t": t, "pid": 7, "sid": s, "kind": "out"} for t, s in ((9, 0), (19, 1))]
    assert said(START, COME, *done, ASK | {"t": 20, "at": 1}) == [{"s": -1}]


@pytest.mark.parametrize("key", ["msg", "cmd", "op", "event"])
def test_the_name_of_a_message_is_found_under_any_key(key: str) -> None:
    renamed = [{key: m["type"], **{k: v for k, v in m.items() if k != "type"}} for m in (START, COME, ASK)]
    assert said(*renamed) == said(START, COME, ASK)
    nested = [{m["type"]: {k: v for k, v in m.items() if k != "type"}} for m in (START, COME, ASK)]
    assert said(*nested) == said(START, COME, ASK)


@pytest.mark.parametrize(
    ("start", "come"),
    [
        ({"servers": [2.0, 2.0, 20.0]}, {"group": 2.0, "pid": 7.0}),
        ({"cat": ["ai", "vneid", None]}, {"interests": ["ai"]}),
        ({"cat": None, "end": None, "miss": None, "speed": None}, {"interests": None, "topics": None}),
        ({"close": [1e9, 1e300, None], "miss": 1}, {}),
        ({"open": [-30, -1e6, 0]}, {}),
        ({"batch": {"2": [-10, 40, 30, 9]}}, {}),
    ],
)
def test_what_programs_write_for_the_same_is_taken(start: dict[str, object], come: dict[str, object]) -> None:
    broken = {"type": "status", "t": 1, "sid": 0, "up": 0.0}
    told = said(START | start, COME | come, broken, ASK | {"t": 1})
    assert told == said(START, COME, broken, ASK | {"t": 1})
    assert "error" not in told[0]


@pytest.mark.parametrize(
    "wrong",
    [
        "nonsense", "[]", "{}", "null", '{"type": "decide"}', '{"type": "tick", "t": NaN}',
        ASK | {"pid": 8}, ASK | {"at": 3}, ASK | {"at": -2}, COME | {"group": 5}, COME | {"group": "elder"},
        COME | {"topics": [[9]]}, COME | {"stay": -1}, {"type": "scan", "t": 1, "pid": 7, "sid": 0, "kind": "up"},
        {"type": "status", "t": 1, "sid": 3, "up": 1}, {"type": "status", "t": 1, "sid": 0, "up": -1},
        START | {"servers": [1]}, START | {"topics": [[[3]]] * 5}, START | {"batch": {"x": [1, 2, 3, 4]}},
        START | {"batch": {"2": [0, 0, 1, 4]}}, START | {"prior": {"9": [1, 2, 3]}},
        START | {"prior": {g: [5, 5, 5] for g in "0134"}, "topics": {g: [[0]] for g in "012"}}, START | {"S": 0},
        START | {"servers": [1, 10**9, 9]}, START | {"batch": {"2": [30, 1e-9, 30, 9]}},
        START | {"batch": {"2": [30, 40, 30, 10**9]}}, START | {"batch": {"2": [30, 40, 30, 0]}},
        START | {"batch": {"2": [30, 40, 1e300, 9]}}, START | {"speed": [1e-300] * 5}, START | {"x": [1e300, 0, 0]},
        {key: value for key, value in START.items() if key != "y"}, START | {"y": [1.0]},
        START | {"servers": []}, START | {"prior": [[]] * 5}, START | {"fit": [[]] * 5},
        START | {"fit": {"0": []}}, START | {"batch": {"0" * 5000: [30, 40, 30, 9]}},
        START | {"n_choice": 10**9}, {"type": "status", "t": 1, "sid": 0, "up": 10**9},
        {"type": "tick", "t": 1e300}, COME | {"n_choice": 10**9}, COME | {"half a pair \udc90": 1},
        {"type": "scan", "t": 1, "pid": 7, "sid": 0, "kind": "\ud800"},
    ],
)  # fmt: skip
def test_a_malformed_line_is_said_to_be_and_changes_nothing(wrong: object) -> None:
    before = said(START, COME, ASK)
    problem, *after = said(START, COME, wrong, ASK)
    assert list(problem) == ["error"]
    assert after == before


def test_the_widest_bounds_are_answered() -> None:
    wide = START | {
        "servers": [10_000] * 3, "x": [1e4] * 3, "y": [-1e4] * 3, "speed": [0.1] * 5, "batch": {"2": [0, 1, 1e6, 1]},
        "close": [None] * 3, "n_choice": 10_000, "end": 1e6,
    }  # fmt: skip
    many = [COME | {"pid": pid, "stay": None, "topics": [[2], [0]]} for pid in range(300)]
    told = said(wide, *many, {"type": "status", "t": 1, "sid": 0, "up": 10_000}, ASK, ASK | {"t": 1e6})
    assert len(told) == 2
    assert not any("error" in answer for answer in told)


def test_before_start_nothing_is_known() -> None:
    assert [list(answer) for answer in said(ASK, COME)] == [["error"], ["error"]]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=40),
            st.fixed_dictionaries(
                {"type": st.sampled_from(["checkin", "scan", "status", "giveup", "refuse", "tick", "decide"])},
                optional={
                    "t": st.floats(-5, 700), "pid": st.integers(0, 5), "sid": st.integers(-1, 4),
                    "at": st.integers(-2, 4), "group": st.integers(-1, 6), "up": st.integers(-1, 9),
                    "kind": st.sampled_from(["in", "out", ""]), "stay": st.one_of(st.none(), st.floats(0, 300)),
                },
            ),
        ),
        max_size=60,
    )
)  # fmt: skip
def test_whatever_comes_each_decide_and_each_mistake_has_one_answer(messages: list[object]) -> None:
    for answer in said(START, *(m.replace("\n", " ") if isinstance(m, str) else m for m in messages)):
        assert set(answer) in ({"s"}, {"hold"}, {"error"})


def test_a_field_that_is_not_listed_hides_no_message() -> None:
    assert said(START, COME, {"note": "tick"} | ASK) == said(START, COME, ASK)


def test_stations_that_do_not_suit_a_group_are_no_part_of_its_topics() -> None:
    unfit = START | {"prior": [[9, 5, None]] * 5, "batch": {}, "topics": [[[0], [1, 2], [2]]] * 5}
    without = unfit | {"topics": [[[0], [1]]] * 5}
    come = {key: value for key, value in COME.items() if key != "topics"}
    day = [come | {"pid": pid, "t": 1, "stay": 20 + 5 * pid} for pid in range(9)]
    day += [ASK | {"pid": pid, "t": 1 + minute} for minute in range(40) for pid in range(9)]
    refused = {"type": "refuse", "t": 1, "pid": 3, "sid": 1}
    assert said(unfit, *day[:9], refused, *day[9:]) == said(without, *day[:9], refused, *day[9:])
    own = [one | {"topics": [[0], [1, 2], [2]]} if one["type"] == "checkin" else one for one in day]
    assert said(unfit, *own) == said(without, *day)
