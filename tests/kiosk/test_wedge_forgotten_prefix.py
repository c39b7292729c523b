"""A scanner that no longer types the prefix it was known by: its codes are scans, typing stays typing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste

from checkin.participation import Kind
from kiosk.capture.wedge import GAP, PATIENCE
from kiosk.screens.welcome import Welcome
from tests.kiosk.driving import NEW_CARD, NGO, RAY, a_day, driven, on, reads, type_at_once, until
from tests.kiosk.typed_keys import CARD, CODES, ENDS, LATER_CARD, LETTERS, ONE, TWO, desk

PREFIXES = ("]Q1", "~", "\x02", "1234~")
prefixes = pytest.mark.parametrize("prefix", PREFIXES)


@prefixes
@pytest.mark.parametrize("suffix", ["", "#"])
@pytest.mark.parametrize("end", ["", "\r", "\r\n", "\t"])
@pytest.mark.parametrize("pace", [0.0, 0.002, 0.02])
def test_its_codes_are_scans_with_or_without_a_line_end(
    prefix: str, suffix: str, end: str, pace: float
) -> None:
    page = desk(prefix, suffix)
    for code in (ONE, CARD, TWO, LATER_CARD):
        page.burst(code + end, pace).wait(1)
    assert page.seen == f"[{ONE}][{CARD}][{TWO}][{LATER_CARD}]"


@prefixes
def test_both_scanners_at_one_desk_are_understood(prefix: str) -> None:
    page = desk(prefix).typed("Mưa")
    page.burst(f"{prefix}{ONE}\r{TWO}\r{prefix}{CARD}\r").wait(1).burst("https://a.example/1\r").wait(1)
    assert page.seen == f"Mưa[{ONE}][{TWO}][{CARD}]https://a.example/1\r"


@prefixes
@pytest.mark.parametrize("cut", range(4, 16))
def test_a_code_may_stall(prefix: str, cut: int) -> None:
    page = desk(prefix).burst(ONE[:cut], 0.002).wait(0.3).burst(ONE[cut:] + "\r", 0.002).wait(1)
    assert page.seen == f"[{ONE}]"


@pytest.mark.parametrize("code", [ONE, CARD])
@pytest.mark.parametrize("stall", [0.0, 0.3, PATIENCE - 0.01])
def test_a_symbol_of_a_code_that_could_begin_the_prefix_does_not_tear_it(code: str, stall: float) -> None:
    for cut in range(4, len(code) + 1):
        page = desk(code[cut - 1] + "~").burst(code[:cut], 0.002).wait(stall).burst(code[cut:], 0.002)
        assert page.wait(2).seen == f"[{code}]", cut


def test_keys_held_back_as_a_prefix_count_from_when_they_were_pressed() -> None:
    assert desk("1234~").typed("12345").seen == "12345"
    assert desk("]Q1").typed("a]").wait(PATIENCE).seen == "a]"


def test_keys_of_a_person_are_held_no_longer_than_without_a_prefix() -> None:
    page = desk("]Q1").burst("x").wait(GAP)
    assert page.seen == "x"
    assert page.burst("Nguye\b").seen == "xNguye\b"


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("typed"), LETTERS, st.sampled_from([0.0, 0.01, 0.12])),
            st.tuples(st.sampled_from(["scan", "prefixed"]), CODES, st.sampled_from([0.0, 0.001, 0.02])),
        ),
        max_size=6,
    ),
    ENDS,
    st.sampled_from(PREFIXES),
)
def test_typing_and_scans_with_and_without_prefix_come_out_exactly(
    turns: list[tuple[str, str, float]], end: str, prefix: str
) -> None:
    page, expected = desk(prefix), ""
    for kind, text, pace in turns:
        if kind == "typed":
            page.burst(text, pace)
        else:
            page.burst((prefix if kind == "prefixed" else "") + text + end, pace)
        page.wait(PATIENCE + 0.05)
        expected += text if kind == "typed" else f"[{text}]"
    assert page.wait(1).seen == expected


@given(
    st.text("]Q1~234a\b\r \x02", max_size=30),
    st.lists(st.sampled_from([0.0, 0.01, 0.034, 0.035, 0.12, 0.3, 0.59, 0.6, 1.0]), min_size=30, max_size=30),
    st.sampled_from(["]Q1", "1234~", "~~"]),
)
def test_keys_that_nearly_make_a_prefix_are_never_lost_added_or_reordered(
    text: str, waits: list[float], prefix: str
) -> None:
    """No prefix comes whole, so that nothing is a scan."""
    page, text = desk(prefix), text.replace(prefix[-2:], "")
    for character, pause in zip(text, waits, strict=False):
        page.burst(character).wait(pause)
    assert page.wait(2).seen == text


@pytest.mark.parametrize("end", ["\r", ""])
def test_at_the_kiosk_a_card_and_the_badges_after_it_leave_nothing_in_the_field(
    end: str, tmp_path: Path
) -> None:
    @driven
    async def scenario() -> None:
        with a_day(tmp_path) as day:
            app = day.kiosk(prefix="]Q1")
            async with app.run_test() as pilot:
                await on(pilot, Welcome)
                type_at_once(pilot, NEW_CARD.data.decode() + end)
                await reads(pilot, "Phạm Thị Lành")
                app.uncover(app.face)
                for count, badge in enumerate((day.badges[NGO.id], day.badges[RAY.id]), 1):
                    type_at_once(pilot, badge.data.decode() + end)
                    await until(pilot, lambda count=count: len(day.entries(Kind.ADMITTED)) == count)  # type: ignore[misc]
                assert day.admitted() == [NGO.id, RAY.id]
                assert app.face.query_one("#typed").value == ""  # type: ignore[attr-defined]

    scenario()


def test_a_paste_comes_after_all_that_was_typed_before_it(tmp_path: Path) -> None:
    @driven
    async def scenario() -> None:
        with a_day(tmp_path) as day:
            app = day.kiosk(prefix="]Q1")
            async with app.run_test() as pilot:
                await on(pilot, Welcome)
                type_at_once(pilot, "Ng0912]")
                app.post_message(Paste("ô"))
                await until(pilot, lambda: app.query_one("#typed").value == "Ng0912]ô")  # type: ignore[attr-defined]

    scenario()
