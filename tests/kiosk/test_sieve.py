"""Keys of a person answer; a scanner's burst is one scan, whatever it says."""

from __future__ import annotations

import pytest

from kiosk.capture.sieve import SLOW, Sieve
from kiosk.capture.wedge import GAP, LONGEST, PATIENCE, Release, Scanned, Verdict

_NAMES = {
    "\r": "enter",
    "\n": "ctrl+j",
    "\t": "tab",
    "\x1b": "escape",
    "\x1d": "ctrl+right_square_bracket",
    "\x04": "ctrl+d",
}


class Page:
    """A sieve, a clock, and what a screen would have got from them: keys, and scans in brackets."""

    def __init__(self) -> None:
        self.sieve: Sieve[str] = Sieve()
        self.now = 5.0
        self.seen = ""

    def burst(self, text: str, pace: float = 0.0) -> Page:
        for character in text:
            self.now += pace
            name = _NAMES.get(character, character)
            self._note(self.sieve.key(character, character, name, self.now))
        return self

    def wait(self, seconds: float = 1.0) -> Page:
        self.now += seconds
        self._note(self.sieve.expire(self.now))
        return self

    def _note(self, verdicts: list[Verdict[str]]) -> None:
        for verdict in verdicts:
            match verdict:
                case Scanned(text):
                    self.seen += f"[{text}]"
                case Release(keys):
                    self.seen += "".join(keys)


@pytest.mark.parametrize("code", ["8934563138165", "1234", "DN4510012345678|50C4ED|01/01/1950", "1 234"])
@pytest.mark.parametrize("end", ["", "\r", "\n", "\r\n", "\t"])
@pytest.mark.parametrize("pace", [0.0, 0.001, 0.03])
def test_a_scanner_s_burst_is_one_scan(code: str, end: str, pace: float) -> None:
    assert Page().burst(code + end, pace).wait().seen == f"[{code}]"


def test_a_code_of_many_lines_is_one_scan_too() -> None:
    assert Page().burst("BEGIN:VCARD\r1\r2\rEND\r").wait().seen == "[BEGIN:VCARD\r1\r2\rEND]"
    assert Page().burst("1\x1d2\x043\x1d4\r").wait().seen == "[1\x1d23\x1d4]"


@pytest.mark.parametrize("pace", [GAP + 0.001, 0.1])
def test_what_a_person_presses_comes_out_as_keys_in_order(pace: float) -> None:
    assert Page().burst("12345678\r", pace).wait().seen == "12345678\r"
    assert Page().burst("1\r").wait().seen == "1\r"
    assert Page().burst("121").wait().seen == "121"


@pytest.mark.parametrize("code", ["893456313", "8934563138165", "037X18M4X3M1851X"])
@pytest.mark.parametrize("end", ["", "\r"])
@pytest.mark.parametrize("pace", [0.04, 0.048])
def test_a_slow_scanner_answers_nothing_and_is_one_scan(code: str, end: str, pace: float) -> None:
    assert Page().burst(code + end, pace).wait().seen == f"[{code}]"


@pytest.mark.parametrize("part", ["037X", "18M4X3M", "Đinh 195"])
def test_a_slow_scanner_that_stalls_answers_nothing_either(part: str) -> None:
    assert Page().burst(part, 0.045).wait(0.2).seen == ""


@pytest.mark.parametrize("stall", [0.05, 0.2, PATIENCE - 0.01])
def test_a_scanner_that_stalls_after_two_symbols_answers_nothing(stall: float) -> None:
    page = Page().burst("89").wait(stall)
    assert page.seen == ""
    assert page.burst("34563138165\r").wait().seen == "[8934563138165]"


def test_two_keys_that_nothing_follows_were_pressed() -> None:
    assert Page().burst("12").wait(PATIENCE).seen == "12"


def test_what_came_of_a_scan_before_it_was_known_is_no_answer() -> None:
    page = Page().burst("2").wait(0.1).burst("0")
    page._note(page.sieve.scanned(page.now + 0.1, out=1))
    assert page.wait().seen == "2"


@pytest.mark.parametrize("pace", [0.0, 0.004, 0.03])
def test_a_code_with_escape_in_it_answers_nothing_either(pace: float) -> None:
    assert Page().burst("1\x1b[B", pace).wait().seen == "[1\x1b[B]"
    assert Page().burst("1\x1b", GAP + 0.001).wait().seen == "1\x1b"


def test_so_it_is_where_the_terminal_names_escape_without_a_symbol() -> None:
    page = Page().burst("1")
    page._note(page.sieve.key("E", None, "escape", page.now))
    assert page.burst("[B").wait().seen == "[1\x1b[B]"


def test_a_key_alone_is_known_soon_and_enter_at_once() -> None:
    page = Page().burst("1")
    assert page.seen == ""
    assert page.sieve.deadline() == page.now + SLOW
    assert page.wait(SLOW).seen == "1"
    assert page.burst("\r").seen == "1\r"
    assert page.sieve.deadline() is None


@pytest.mark.parametrize("name", ["pageup", "down", "f6"])
def test_a_key_that_no_scanner_sends_waits_for_nothing(name: str) -> None:
    page = Page().burst("1")
    page._note(page.sieve.key("K", None, name, page.now + 0.01))
    assert page.seen == "1K"


def test_a_backspace_of_an_input_method_is_part_of_the_burst() -> None:
    page = Page().burst("29")
    page._note(page.sieve.key("B", "\x08", "backspace", page.now))
    assert page.burst("34563138165\r").wait().seen == "[2934563138165]"


def test_keys_in_a_hurry_come_one_after_the_other() -> None:
    page = Page().burst("238", 0.045)
    for seen in ("", "2", "23", "238"):
        assert page.seen == seen
        page.wait(0.061 if seen == "" else 0.045)


@pytest.mark.parametrize("pace", [0.03, 0.04])
def test_a_key_held_down_answers_nothing(pace: float) -> None:
    assert Page().burst("1" * 3000, pace).wait().seen == ""
    assert Page().burst("1").wait(0.5).burst("1" * 7, pace).wait().seen == "1"


def test_the_end_of_an_endless_burst_is_no_answer_either() -> None:
    page = Page().burst("12" * LONGEST + "\r").wait()
    assert page.seen == f"[{'12' * (LONGEST // 2)}]"


def test_what_came_in_one_burst_with_a_scan_is_forgotten() -> None:
    page = Page().burst("]Q1")
    page._note(page.sieve.scanned(page.now + 0.002))
    assert page.wait().seen == ""


def test_what_a_person_pressed_before_a_scan_is_kept() -> None:
    page = Page().burst("1")
    page._note(page.sieve.scanned(page.now + 0.05))
    assert page.wait().seen == "1"
