"""Keys of a scanner are swallowed as scans, keys of a person come through, in order and complete."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin import badge
from kiosk.capture.prefixed import PrefixFramer
from kiosk.capture.wedge import GAP, PATIENCE, Framer
from tests.kiosk.typed_keys import (
    CARD,
    CODES,
    ENDS,
    LATER_CARD,
    LETTERS,
    ONE,
    TWO,
    Desk,
    desk,
    is_code,
)


@pytest.mark.parametrize("end", ["", "\r", "\n", "\r\n", "\t", "\x1d"])
@pytest.mark.parametrize("code", [ONE, ONE.lower(), badge.grouped(ONE), CARD, LATER_CARD])
@pytest.mark.parametrize("pace", [0.0, 0.002, 0.03])
def test_a_scan_is_swallowed_whole_with_its_line_end(code: str, end: str, pace: float) -> None:
    assert desk().burst(code + end, pace).wait(1).seen == f"[{code}]"


def test_a_scan_with_line_end_is_known_at_once_and_one_without_after_the_gap() -> None:
    assert desk().burst(ONE + "\r").seen == f"[{ONE}]"
    without = desk().burst(ONE)
    assert without.seen == ""
    assert without.wait(GAP).seen == f"[{ONE}]"


def test_scans_in_one_write_come_out_one_by_one() -> None:
    assert desk().burst(f"{ONE}\r{TWO}\r{CARD}\r{ONE}\r").seen == f"[{ONE}][{TWO}][{CARD}][{ONE}]"
    assert desk().burst(ONE + TWO + CARD + TWO + ONE).wait(1).seen == f"[{ONE}][{TWO}][{CARD}][{TWO}][{ONE}]"


def test_typing_comes_through_key_by_key() -> None:
    page = desk()
    page.burst("x").wait(GAP)
    assert page.seen == "x"
    assert desk().typed("Nguyen 0912\r").seen == "Nguyen 0912\r"


@pytest.mark.parametrize(
    "text",
    ["Nguye\bê\bễn", "Nguye\bê\bễn\r", "\r", "\t\t\r\r", "11", "a" * 1200, "0912345678\r", "Đinh | Mưa"],
)
def test_a_burst_that_is_no_scan_comes_through_unchanged(text: str) -> None:
    assert desk().burst(text).wait(1).seen == text


def test_a_key_no_scanner_sends_is_never_held_back() -> None:
    assert desk().burst("Nguye\b").seen == "Nguye\b"


def test_held_backspace_does_not_pile_up() -> None:
    page = desk()
    for count in range(1, 20):
        page.burst("\b", 0.03)
        assert len(page.seen) == count


@pytest.mark.parametrize("before", ["", "a", "Mưa ", "12", "090", "0912345678"])
@pytest.mark.parametrize("code", [ONE, CARD])
def test_typing_directly_before_a_scan_in_the_same_burst(before: str, code: str) -> None:
    assert desk().burst(f"{before}{code}\r").seen == f"{before}[{code}]"


def test_typing_directly_behind_a_scan_in_the_same_burst() -> None:
    assert desk().burst(f"{ONE}abc\r").wait(1).seen == f"[{ONE}]abc\r"
    assert desk().burst(f"{ONE}\rabc\r").wait(1).seen == f"[{ONE}]abc\r"


@pytest.mark.parametrize("cut", range(4, 16))
@pytest.mark.parametrize("end", ["", "\r"])
def test_a_badge_in_two_pieces(cut: int, end: str) -> None:
    page = desk().burst(ONE[:cut], 0.002).wait(0.3).burst(ONE[cut:] + end, 0.002).wait(1)
    assert page.seen == f"[{ONE}]"


@pytest.mark.parametrize("code", [ONE, CARD])
@pytest.mark.parametrize("cut", [1, 2, 3])
@pytest.mark.parametrize("end", ["", "\r"])
def test_a_code_that_stalls_at_once_is_answered_and_its_first_keys_are_taken_back(
    code: str, cut: int, end: str
) -> None:
    page = (
        desk()
        .typed("Mưa")
        .burst(code[:cut])
        .wait(0.3)
        .burst(code[cut:7])
        .wait(0.1)
        .burst(code[7:] + end)
        .wait(1)
    )
    assert page.seen == f"Mưa[{code}]"


@given(
    st.sampled_from(["", "9", "Mư", "Mưa", "1946"]),
    st.lists(st.integers(1, 15), min_size=1, max_size=3, unique=True),
    st.sampled_from(["", "\r"]),
    st.data(),
)
def test_a_badge_that_stalls_up_to_three_times_leaves_nothing_behind(
    before: str, cuts: list[int], end: str, data: st.DataObject
) -> None:
    page = desk().typed(before)
    for start, stop in pairwise([0, *sorted(cuts), len(ONE)]):
        page.burst(ONE[start:stop], 0.002)
        if stop < len(ONE):
            page.wait(data.draw(st.sampled_from([0.04, 0.1, 0.3])))
    assert page.burst(end).wait(1).seen == f"{before}[{ONE}]"


@pytest.mark.parametrize("cut", [1, 3])
def test_a_badge_that_stalls_at_once_and_in_the_suffix_leaves_nothing_behind(cut: int) -> None:
    page = desk(suffix="Z\r").burst(ONE[:cut]).wait(0.3).burst(f"{ONE[cut:]}Z").wait(0.3).burst("\r")
    assert page.wait(1).seen == f"[{ONE}]"


@pytest.mark.parametrize("end", ["", "\r"])
def test_the_code_after_one_that_stalled_at_once_is_answered_too(end: str) -> None:
    page = desk().burst(ONE[:2]).wait(0.3).burst(ONE[2:] + TWO + end)
    assert page.wait(GAP).seen == f"[{ONE}][{TWO}]"


def test_digits_typed_long_before_make_no_code_of_what_follows() -> None:
    assert desk().burst(ONE[:2]).wait(0.7).burst(ONE[2:] + "\r").wait(1).seen == ONE + "\r"


@pytest.mark.parametrize("cut", [4, 10, 12, 13, 14, 30, len(CARD) - 3])
def test_a_card_in_two_pieces(cut: int) -> None:
    assert desk().burst(CARD[:cut]).wait(0.3).burst(CARD[cut:] + "\r").wait(1).seen == f"[{CARD}]"


def test_a_card_that_pauses_where_it_could_be_whole_waits_for_the_line_end_of_a_scanner_that_sends_one() -> (
    None
):
    page = desk().burst(ONE + "\r").wait(1)
    page.burst(CARD).wait(0.3).burst("||||\r").wait(1)
    assert page.seen == f"[{ONE}][{CARD}||||]"


FAMILY = f"{CARD}|||Đinh Văn Cha|Phạm Thị Mẹ"


@pytest.mark.parametrize("prefix", ["", "~"])
@pytest.mark.parametrize("end", ["\r", ""])
@pytest.mark.parametrize("cut", [17, 40, 60, len(CARD), len(CARD) + 3, len(FAMILY) - 6])
def test_a_stall_in_the_first_card_of_a_scanner_shows_no_part_of_it(prefix: str, end: str, cut: int) -> None:
    page = desk(prefix=prefix).burst(prefix + FAMILY[:cut]).wait(0.3)
    assert page.seen == ""
    assert page.burst(FAMILY[cut:] + end).wait(1).seen == f"[{FAMILY}]"


def test_a_name_typed_right_after_a_card_is_no_part_of_it() -> None:
    page = desk().burst(FAMILY).typed("pham")
    assert page.wait(1).seen == f"[{FAMILY}]pham"


@pytest.mark.parametrize("codes", [(CARD, CARD), (CARD, ONE), (FAMILY, CARD, TWO)])
def test_cards_shown_one_right_after_the_other_stay_apart(codes: tuple[str, ...]) -> None:
    page = desk()
    for code in codes:
        page.burst(code).wait(0.4)
    assert page.wait(1).seen == "".join(f"[{code}]" for code in codes)


def test_the_stalled_line_end_of_a_scanner_that_sends_one_is_swallowed() -> None:
    page = desk().burst(ONE + "\r").wait(1).burst(TWO).wait(0.3)
    assert page.seen == f"[{ONE}][{TWO}]"
    assert page.burst("\r\n").wait(1).seen == f"[{ONE}][{TWO}]"


def test_enter_of_a_person_after_a_scan_comes_through() -> None:
    assert desk().burst(ONE).wait(0.3).burst("\r").wait(1).seen == f"[{ONE}]\r"
    assert desk().burst(ONE + "\r").wait(0.3).burst("\r").wait(1).seen == f"[{ONE}]\r"
    assert desk().burst(ONE + "\r\n").wait(0.3).burst("\r\n").wait(1).seen == f"[{ONE}]\r\n"


def test_part_of_a_badge_that_stays_alone_is_let_go() -> None:
    page = desk().burst(ONE[:9]).wait(PATIENCE - 0.01)
    assert page.seen == ""
    assert page.wait(0.02).seen == ONE[:9]


def test_digits_of_a_person_are_not_waited_for() -> None:
    assert desk().typed("0912").seen == "0912"
    after_burst = desk().burst("0912")
    for digit in "34567":
        after_burst.wait(0.2).burst(digit)
    assert after_burst.wait(GAP).seen == "091234567"


def test_a_forged_badge_comes_through_as_typing() -> None:
    forged = ONE[:-1] + ("0" if ONE[-1] != "0" else "1")
    assert desk().burst(forged + "\r").wait(1).seen == forged + "\r"


@pytest.mark.parametrize(
    ("prefix", "suffix"), [("~", "\r"), ("~", ""), ("\x02", "\x03"), ("$$", "##"), ("~", "~")]
)
def test_between_prefix_and_suffix_any_text_is_a_scan(prefix: str, suffix: str) -> None:
    page = desk(prefix, suffix).typed("Mưa")
    page.burst(f"{prefix}https://a.example/1{suffix}").wait(1)
    page.burst(f"{prefix}{ONE}{suffix}", 0.002).wait(1).typed("12\r")
    assert page.seen == f"Mưa[https://a.example/1][{ONE}]12\r"


def test_with_a_prefix_typing_in_the_same_burst_is_told_apart_and_hardly_delayed() -> None:
    page = desk("~", "#").burst(f"Mưa~{ONE}#09~{TWO}#x").wait(GAP)
    assert page.seen == f"Mưa[{ONE}]09[{TWO}]x"


def test_with_a_prefix_alone_scans_may_follow_each_other_directly() -> None:
    assert desk("~").burst(f"~{ONE}~{TWO}").wait(GAP).seen == f"[{ONE}][{TWO}]"
    assert desk("~").burst(f"~{ONE}\r\n~{TWO}\r\n").wait(GAP).seen == f"[{ONE}][{TWO}]"


@pytest.mark.parametrize("text", ["~", "~\r", "a~b", "$", "$5", "~ab\r", "~ab#", "~Mưa", "~Mưa đá\r", "~\b"])
@pytest.mark.parametrize(("prefix", "suffix"), [("~", ""), ("~", "#"), ("~", "\r"), ("$$", "#")])
def test_a_prefix_typed_by_a_person_is_a_key_like_others(text: str, prefix: str, suffix: str) -> None:
    assert desk(prefix, suffix).typed(text).wait(1).seen == text


def test_what_a_person_types_after_a_prefix_is_not_kept_back_for_long() -> None:
    assert desk("~", "#").typed("~abcdef").seen == "~abcdef"


def test_a_scan_with_prefix_may_stall() -> None:
    page = desk("~", "#").burst(f"~{ONE[:5]}").wait(0.3).burst(ONE[5:]).wait(0.3).burst("#")
    assert page.seen == f"[{ONE}]"


def test_text_in_a_burst_before_enter_is_typing_even_if_enter_is_the_suffix() -> None:
    assert desk("", "\r").burst("Nguyen Van A\r").seen == "Nguyen Van A\r"


def test_a_key_no_scanner_sends_ends_what_a_prefix_began() -> None:
    assert desk("~").burst(f"~{ONE}\b~ab\b").seen == f"[{ONE}]\b~ab\b"


def test_a_suffix_nobody_presses_makes_any_burst_a_scan() -> None:
    assert desk("", "#").burst("https://a.example/1#").seen == "[https://a.example/1]"
    assert desk("", "#").burst(f"abc{ONE}#\r").wait(1).seen == f"abc[{ONE}]"
    assert desk("", "#").typed("toilet #3#").seen == "toilet #3#"


def is_foreign(text: str) -> bool:
    return text.startswith("https://")


@pytest.mark.parametrize("prefix", ["", "~"])
@pytest.mark.parametrize("end", ["", "\r", "\t", "\r\n"])
def test_a_foreign_code_is_a_scan_too_whatever_ends_it(prefix: str, end: str) -> None:
    framer: Framer[tuple[int, str]] | PrefixFramer[tuple[int, str]]
    framer = (
        PrefixFramer(is_code, prefix, is_foreign=is_foreign)
        if prefix
        else Framer(is_code, is_foreign=is_foreign)
    )
    page = Desk(framer)
    assert page.burst("https://a.example/1" + end, 0.002).wait(1).seen == "[https://a.example/1]"
    assert page.typed("Lan").seen == "[https://a.example/1]Lan"


def test_what_a_person_types_is_no_foreign_code() -> None:
    page = Desk(Framer(is_code, is_foreign=is_foreign))
    assert page.typed("https://a.example/1\r").seen == "https://a.example/1\r"
    assert page.burst("Pham Thi Ngo\r").seen.endswith("Pham Thi Ngo\r")


def test_a_foreign_code_of_a_scanner_with_line_end_waits_for_it() -> None:
    page = Desk(Framer(is_code, is_foreign=is_foreign)).burst(ONE + "\r").wait(1)
    assert (
        page.burst("https://a.example/").wait(0.05).burst("1\r").wait(1).seen
        == f"[{ONE}]https://a.example/1\r"
    )


@pytest.mark.parametrize("code", [ONE, CARD])
def test_the_name_of_a_code_s_type_belongs_to_its_scan(code: str) -> None:
    assert desk().burst(f"]Q1{code}\r").wait(1).seen == f"[{code}]"
    assert desk().burst(f"Lan]Q1{code}").wait(1).seen == f"Lan[{code}]"
    assert desk().burst(f"]Q{code}\r").wait(1).seen == f"]Q[{code}]"


def test_a_long_foreign_code_does_not_take_long() -> None:
    asked = 0

    def count(text: str) -> bool:
        nonlocal asked
        asked += 1
        return is_code(text)

    page = Desk(Framer(count)).burst("BEGIN:VCARD " * 300 + "\r")
    assert page.seen == "BEGIN:VCARD " * 300 + "\r"
    assert asked < 10_000


@st.composite
def days(draw: st.DrawFn) -> list[tuple[str, str, float, float]]:
    """Typing and scans in turn: (kind, text, pace, pause after)."""
    pause = st.floats(PATIENCE + 0.05, 2)
    turns: list[tuple[str, str, float, float]] = []
    for _ in range(draw(st.integers(1, 6))):
        if draw(st.booleans()):
            turns.append(("typed", draw(LETTERS), draw(st.sampled_from([0.0, 0.01, 0.12])), draw(pause)))
        else:
            pace = draw(st.sampled_from([0.0, 0.001, 0.02]))
            turns.append(("scan", draw(CODES) + draw(ENDS), pace, draw(pause)))
    return turns


@given(days())
def test_whatever_is_typed_and_scanned_in_turn_comes_out_exactly(
    turns: list[tuple[str, str, float, float]],
) -> None:
    page = desk()
    expected = ""
    for kind, text, pace, pause in turns:
        page.burst(text, pace).wait(pause)
        expected += text if kind == "typed" else f"[{text.rstrip()}]"
    assert page.seen == expected


@given(st.lists(CODES, min_size=1, max_size=5), st.sampled_from(["\r", "\n", "\r\n", "\t"]), st.data())
def test_scans_with_line_ends_survive_any_chunking(codes: list[str], end: str, data: st.DataObject) -> None:
    """Stalls anywhere, once a whole scan showed the line end, if the first piece has four symbols."""
    page = desk().burst(TWO + end)
    for code in codes:
        cut = data.draw(st.integers(4, len(code)))
        stall = data.draw(st.sampled_from([0.0, 0.01, 0.3, 0.55]))
        page.burst(code[:cut]).wait(stall).burst(code[cut:] + end)
    assert page.wait(1).seen == "".join(f"[{code}]" for code in [TWO, *codes])


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), max_size=40),
    st.lists(st.floats(0, 1), min_size=40, max_size=40),
    st.sampled_from([("", ""), ("~", ""), ("~", "#"), ("", "\r")]),
)
def test_typing_at_any_rhythm_is_never_lost_added_or_reordered(
    text: str, waits: list[float], framing: tuple[str, str]
) -> None:
    text = text.replace("~", "")
    page = desk(*framing)
    for character, pause in zip(text, waits, strict=False):
        page.burst(character).wait(pause)
    assert page.wait(1).seen == text


@given(st.lists(st.tuples(LETTERS.map(lambda text: text.replace("|", "")), CODES), min_size=1, max_size=4))
def test_with_prefix_and_suffix_typing_and_scans_may_share_a_write(turns: list[tuple[str, str]]) -> None:
    """Typing directly behind a suffix may begin with a line end, which counts as the scanner's."""
    page = desk("~", "#")
    page.burst("".join(f"{typed}.~{code}#." for typed, code in turns)).wait(1)
    assert page.seen == "".join(f"{typed}.[{code}]." for typed, code in turns)
