"""One scan of the test code: prefix and suffix are learnt, and what alters codes is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin import badge
from kiosk.capture.advice import ADVICE
from kiosk.capture.trial import TEST_CODE, Flaw, Stroke, Verdict, judge, shown
from tests.unit.wedge_damage import (
    as_byte_numbers,
    as_code_page_437,
    as_code_points,
    as_latin_1,
    as_question_marks,
    as_windows_1252,
    dropped,
)

_NAMES = {
    "\r": "enter", "\n": "ctrl+j", "\t": "tab", "\x1d": "ctrl+right_square_bracket", "\b": "backspace",
    "\x02": "ctrl+b", "\x03": "ctrl+c", " ": "space",
}  # fmt: skip
BADGE = badge.encode(badge.Badge(3, 7, 41), b"an invented programme")
KEYPAD = dict(
    zip(
        "0123456789",
        ["insert", "end", "down", "pagedown", "left", "clear", "right", "home", "up", "pageup"],
        strict=True,
    )
)


def burst(text: str, pace: float = 0.004, start: float = 50.0) -> list[Stroke]:
    """Keys as a terminal gives them; None types no text."""
    return [
        Stroke(None if key == "\b" else key, _NAMES.get(key, key), start + number * pace)
        for number, key in enumerate(text)
    ]


def scan(text: str = TEST_CODE, prefix: str = "", suffix: str = "\r", pace: float = 0.004) -> Verdict:
    verdict = judge(burst(prefix + text + suffix, pace))
    assert verdict is not None
    return verdict


SUFFIXES = ["", "\r", "\n", "\t", "\r\n", "\x03", "#", "\t\r", "\r\r", "\x1d"]


@pytest.mark.parametrize("prefix", ["", "\x02", "]Q3", "~", "$$", "\t"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_prefix_and_suffix_are_learnt_from_one_scan(prefix: str, suffix: str) -> None:
    verdict = scan(prefix=prefix, suffix=suffix)
    assert (verdict.prefix, verdict.suffix, verdict.flaws) == (prefix, suffix, ())
    assert verdict.works
    assert verdict.pace == pytest.approx(0.004)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_line_end_that_is_understood_anyway_is_not_kept(suffix: str) -> None:
    kept = scan(suffix=suffix).suffix_to_learn
    assert kept == ("" if suffix in ("", "\r", "\n", "\t", "\r\n", "\x1d") else suffix)


@pytest.mark.parametrize("twice", [TEST_CODE + "\r~", TEST_CODE + "\r~" + TEST_CODE + "\r~"])
def test_a_code_scanned_twice_in_a_row_teaches_the_same(twice: str) -> None:
    verdict = scan(twice + TEST_CODE, prefix="~", suffix="\r")
    assert (verdict.prefix, verdict.suffix, verdict.works) == ("~", "\r", True)


def test_keys_a_person_pressed_just_before_and_after_are_not_learnt() -> None:
    early, late = burst("a", start=49.7), burst("\r", start=51.0)
    verdict = judge([*early, *burst(f"~{TEST_CODE}#"), *late])
    assert verdict is not None
    assert (verdict.prefix, verdict.suffix) == ("~", "#")


@pytest.mark.parametrize("keys", ["", "\r", "a", "1234567"])
def test_a_few_keys_are_no_scan(keys: str) -> None:
    assert judge(burst(keys)) is None


@pytest.mark.parametrize("other", ["8934563138165", BADGE, "https://a.example/HVRX", "Nguyen Van A"])
def test_another_code_is_told_apart(other: str) -> None:
    verdict = scan(other)
    assert verdict.flaws == (Flaw.NOT_THE_CODE,)
    assert not verdict.works


# What input methods make of typed words, as tables of their own and as the keys that really arrive.

TELEX = {"aa": "â", "dd": "đ", "ow": "ơ", "as": "á"}
VNI = {"a1": "á", "d9": "đ"}
VIQR = {"dd": "đ", "a^": "â", "a'": "á"}


def made(table: dict[str, str]) -> Callable[[str], str]:
    """Words come out whole, as from an input method that shows a word when it is finished."""
    return lambda text: " ".join(table.get(word, word) for word in re.split(" ", text))


def retyped(table: dict[str, str]) -> Callable[[str], str]:
    """The first letter comes, is taken back, and the other one follows."""
    return lambda text: re.sub("|".join(map(re.escape, table)), lambda m: m[0][0] + "\b" + table[m[0]], text)


def _first_field_kept(method: Callable[[str], str]) -> Callable[[str], str]:
    """Words are bounded by bars too."""
    return lambda text: "|".join(method(field) for field in text.split("|"))


@pytest.mark.parametrize("form", [made, retyped])
@pytest.mark.parametrize(
    ("table", "flaw"), [(TELEX, Flaw.TELEX), (VNI, Flaw.VNI), (VIQR, Flaw.VIQR)], ids=["telex", "vni", "viqr"]
)
@pytest.mark.parametrize(("prefix", "suffix"), [("", "\r"), ("~", "\t"), ("\x02", "\x03"), ("]Q3", "")])
def test_an_input_method_is_named(
    form: Callable[[dict[str, str]], Callable[[str], str]],
    table: dict[str, str],
    flaw: Flaw,
    prefix: str,
    suffix: str,
) -> None:
    verdict = scan(_first_field_kept(form(table))(TEST_CODE), prefix, suffix)
    assert verdict.flaws == (flaw,)
    assert not verdict.works
    assert (verdict.prefix, verdict.suffix) == (prefix, suffix)


def test_an_input_method_that_takes_back_what_it_made_is_noticed_by_its_keys() -> None:
    verdict = scan(TEST_CODE.replace("aa", "aa\b\baa"))
    assert verdict.flaws == (Flaw.INPUT_METHOD,)


def test_an_input_method_that_swallows_a_space_is_noticed() -> None:
    assert scan(TEST_CODE.replace("aa dd", "âđ")).flaws == (Flaw.INPUT_METHOD,)


# What keyboard layouts make of the positions of an American keyboard.


def moved(american: str, theirs: str) -> Callable[[str], str]:
    table = str.maketrans(american, theirs)
    return lambda text: text.translate(table)


AZERTY = moved("1234567890aqzwmAQZWM|^'", "&é\"'(-è_çàqawz,QAWZ?µ6ù")
QWERTZ = moved("yzYZ|^'", "zyZY'&ä")
DANISH = moved("|^'", "*&ø")


def vietnamese(text: str) -> str:
    row = dict(
        zip(
            "1234567890",
            ["ă", "â", "ê", "ô", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323", "đ"],
            strict=True,
        )
    )
    return "".join(row.get(c, c) for c in text)


@pytest.mark.parametrize(
    ("layout", "flaw"),
    [
        (AZERTY, Flaw.AZERTY),
        (QWERTZ, Flaw.QWERTZ),
        (DANISH, Flaw.OTHER_LAYOUT),
        (vietnamese, Flaw.VIETNAMESE_LAYOUT),
        (lambda text: normalize("NFC", vietnamese(text)), Flaw.VIETNAMESE_LAYOUT),
    ],
    ids=["azerty", "qwertz", "danish", "vietnamese", "vietnamese-composed"],
)
@pytest.mark.parametrize("lost", [str, dropped])
def test_a_keyboard_layout_is_named(
    layout: Callable[[str], str], flaw: Flaw, lost: Callable[[str], str]
) -> None:
    typed = lost(TEST_CODE)
    verdict = scan(layout(typed))
    assert verdict.flaws == (flaw,)
    assert not verdict.works


@pytest.mark.parametrize(
    ("change", "flaws", "works"),
    [
        (str.swapcase, (Flaw.CAPS_LOCK,), False),
        (str.upper, (Flaw.UPPER,), True),
        (str.lower, (Flaw.LOWER,), True),
    ],
)
def test_the_case_of_letters_tells_caps_lock_from_the_scanner(
    change: Callable[[str], str], flaws: tuple[Flaw, ...], works: bool
) -> None:
    verdict = scan(change(TEST_CODE), suffix="\t")
    assert (verdict.flaws, verdict.works, verdict.suffix) == (flaws, works, "\t")


def test_caps_lock_hides_no_input_method() -> None:
    typed = _first_field_kept(made(TELEX))(TEST_CODE).swapcase()
    assert scan(typed).flaws == (Flaw.TELEX, Flaw.CAPS_LOCK)


def test_a_keypad_without_num_lock_is_named() -> None:
    strokes = [
        Stroke(None, KEYPAD[key.character], key.at) if key.character in KEYPAD else key
        for key in burst(TEST_CODE + "\r")
    ]
    verdict = judge(strokes)
    assert verdict is not None
    assert (verdict.flaws, verdict.works) == ((Flaw.NUM_LOCK,), False)


def test_digits_pressed_with_alt_are_named() -> None:
    as_seen = moved("0123456789", "º¡™£¢∞§¶•ª")
    assert scan(as_seen(TEST_CODE)).flaws == (Flaw.ALT_CODES,)
    all_by_alt = "".join(f"{ord(c):03}" for c in TEST_CODE)
    assert scan(as_seen(all_by_alt)).flaws == (Flaw.ALT_CODES,)


@pytest.mark.parametrize(
    ("damage", "flaws"),
    [
        (str, ()),
        (lambda text: normalize("NFD", text), ()),
        (as_code_points, (Flaw.NAME_REPAIRED,)),
        (as_byte_numbers, (Flaw.NAME_REPAIRED,)),
        (as_windows_1252, (Flaw.NAME_REPAIRED,)),
        (as_latin_1, (Flaw.NAME_LOST,)),  # no key types the control characters among them
        (as_code_page_437, (Flaw.NAME_LOST,)),
        (as_question_marks, (Flaw.NAME_LOST,)),
        (dropped, (Flaw.NAME_LOST,)),
    ],
)
def test_each_damage_of_vietnamese_letters_is_told(
    damage: Callable[[str], str], flaws: tuple[Flaw, ...]
) -> None:
    verdict = scan(damage(TEST_CODE), prefix="~", suffix="#")
    assert (verdict.flaws, verdict.works) == (flaws, True)
    assert (verdict.prefix, verdict.suffix) == ("~", "#")


def test_a_scanner_as_slow_as_a_person_is_told() -> None:
    assert scan(pace=0.02).flaws == ()
    assert scan(pace=0.05).flaws == (Flaw.SLOW,)
    assert not scan(pace=0.05).works


def test_a_stall_or_two_make_no_slow_scanner() -> None:
    strokes = (
        burst(TEST_CODE[:20]) + burst(TEST_CODE[20:50], start=50.4) + burst(TEST_CODE[50:] + "\r", start=50.8)
    )
    verdict = judge(strokes)
    assert verdict is not None
    assert verdict.flaws == ()


@given(st.text(max_size=120), st.text(max_size=10), st.booleans())
def test_whatever_arrives_is_judged(text: str, around: str, whole: bool) -> None:
    typed = f"{around}{TEST_CODE if whole else ''}{text}"
    verdict = judge(burst(typed))
    assert verdict is None or set(verdict.flaws) <= set(Flaw)
    assert (verdict is None) == (len(typed) < 8)


def test_there_is_advice_for_each_flaw() -> None:
    assert set(ADVICE) == set(Flaw)
    for flaw, text in ADVICE.items():
        assert text.vi != text.en, flaw
        assert text.vi == normalize("NFC", text.vi)


def test_control_characters_are_shown_by_name() -> None:
    assert shown("\x02") == "STX"
    assert shown("\t\r") == "Tab Enter"
    assert shown("]Q3") == "] Q 3"
