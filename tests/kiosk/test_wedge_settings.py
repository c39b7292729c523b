"""Every prefix and suffix a scanner may be set up to send, with everything that can happen around them."""

from __future__ import annotations

from itertools import product

import pytest

from tests.kiosk.typed_keys import CARD, ONE, TWO, desk

PREFIXES = ("", "\x02", "]Q3", "~")
SUFFIXES = ("", "\r", "\n", "\t", "\r\n", "\x03", "#", "\t\r", "\r\r", "##", "\x03\r", "\r\x03")
"""The usual ones, and pairs that a scanner can be set up to send."""
settings = pytest.mark.parametrize(("prefix", "suffix"), [*product(PREFIXES, SUFFIXES)])


def sent(prefix: str, suffix: str, *codes: str) -> str:
    return "".join(prefix + code + suffix for code in codes)


@settings
@pytest.mark.parametrize("pace", [0.0, 0.002, 0.02])
def test_three_scans_in_one_write(prefix: str, suffix: str, pace: float) -> None:
    page = desk(prefix, suffix).burst(sent(prefix, suffix, ONE, CARD, TWO), pace).wait(1)
    assert page.seen == f"[{ONE}][{CARD}][{TWO}]"


@settings
@pytest.mark.parametrize("pause", [0.05, 0.15, 1.0])
def test_scans_back_to_back(prefix: str, suffix: str, pause: float) -> None:
    page = desk(prefix, suffix)
    for code in (ONE, TWO, CARD, ONE):
        page.burst(sent(prefix, suffix, code)).wait(pause)
    assert page.wait(1).seen == f"[{ONE}][{TWO}][{CARD}][{ONE}]"


@settings
def test_a_stall_anywhere_once_four_symbols_or_the_prefix_came(prefix: str, suffix: str) -> None:
    typed = sent(prefix, suffix, ONE)
    for cut in range(1 if prefix else 4, len(typed)):
        page = desk(prefix, suffix).burst(typed[:cut], 0.002).wait(0.3).burst(typed[cut:], 0.002).wait(1)
        assert page.seen == f"[{ONE}]", cut


@settings
def test_a_person_types_between_the_scans(prefix: str, suffix: str) -> None:
    page = desk(prefix, suffix).typed("Mưa").burst(sent(prefix, suffix, ONE))
    page.wait(0.3).typed(" Ngộ\r").burst(sent(prefix, suffix, CARD)).wait(0.7).typed("12")
    assert page.wait(1).seen == f"Mưa[{ONE}] Ngộ\r[{CARD}]12"


@settings
@pytest.mark.parametrize("end", ["\r", "\n", "\t"])
def test_enter_and_tab_of_a_person_after_a_scan_come_through(prefix: str, suffix: str, end: str) -> None:
    soon = 0.12 if suffix else 0.7  # what may still come of a suffix is known if it was learnt
    page = desk(prefix, suffix).burst(sent(prefix, suffix, ONE)).wait(soon).typed(end)
    assert page.wait(1).seen == f"[{ONE}]{end}"


@settings
def test_what_a_person_presses_of_them_comes_through_too(prefix: str, suffix: str) -> None:
    pressed = f"{prefix}a{suffix}b{suffix}"
    assert desk(prefix, suffix).typed(pressed).wait(1).seen == pressed


@pytest.mark.parametrize(("prefix", "suffix"), [*product(PREFIXES[1:], SUFFIXES)])
def test_any_other_code_between_them_is_a_scan(prefix: str, suffix: str) -> None:
    page = desk(prefix, suffix).burst(sent(prefix, suffix, "https://a.example/12")).wait(1)
    assert page.seen == "[https://a.example/12]"


@pytest.mark.parametrize("prefix", PREFIXES[1:])
@pytest.mark.parametrize("suffix", SUFFIXES[1:])
def test_a_scanner_that_forgot_its_suffix_is_still_understood(prefix: str, suffix: str) -> None:
    assert desk(prefix, suffix).burst(prefix + ONE).wait(1).seen == f"[{ONE}]"


@pytest.mark.parametrize("suffix", ["#", "##", "\x03"])
def test_a_suffix_that_comes_late_is_no_typing(suffix: str) -> None:
    page = desk("", suffix).burst(ONE).wait(0.3)
    assert page.seen == f"[{ONE}]"
    assert page.burst(suffix + "\r").wait(1).seen == f"[{ONE}]"
    assert page.typed("#\r").seen == f"[{ONE}]#\r"
