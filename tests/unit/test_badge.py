"""Badge codes are made alone, read in any spelling, and not forged by a slip."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.badge import (
    ALPHABET,
    COUNTERS,
    DEVICES,
    LENGTH,
    TAGS,
    Badge,
    decode,
    encode,
    grouped,
    looks_like_code,
    normalise,
)

KEY = b"an invented key of an invented programme"
badges = st.builds(Badge, st.integers(0, TAGS - 1), st.integers(0, DEVICES - 1), st.integers(0, COUNTERS - 1))
CORNERS = [Badge(0, 0, 0), Badge(TAGS - 1, DEVICES - 1, COUNTERS - 1), Badge(3, 1, 1)]


@given(badges)
def test_a_code_gives_its_badge_back(badge: Badge) -> None:
    code = encode(badge, KEY)
    assert looks_like_code(code)
    assert decode(code, KEY) == (badge, True)


@pytest.mark.parametrize("badge", CORNERS)
def test_the_ends_of_every_field_fit_sixteen_symbols(badge: Badge) -> None:
    assert len(encode(badge, KEY)) == LENGTH
    assert decode(encode(badge, KEY), KEY) == (badge, True)


@pytest.mark.parametrize("badge", CORNERS)
def test_no_single_altered_symbol_passes(badge: Badge) -> None:
    code = encode(badge, KEY)
    altered = [
        code[:i] + symbol + code[i + 1 :] for i in range(LENGTH) for symbol in ALPHABET if symbol != code[i]
    ]
    assert not [text for text in altered if decode(text, KEY)[1]]


@given(badges, st.integers(0, LENGTH - 2))
def test_no_two_symbols_change_places_unnoticed(badge: Badge, place: int) -> None:
    code = encode(badge, KEY)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or not decode(swapped, KEY)[1]


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_an_invented_code_is_forged(code: str) -> None:
    assert not decode(code, KEY)[1]


@given(badges)
def test_another_programme_s_key_does_not_open_it(badge: Badge) -> None:
    assert not decode(encode(badge, b"another key"), KEY)[1]


@given(badges)
def test_a_badge_of_another_programme_has_another_code(badge: Badge) -> None:
    other = replace(badge, tag=(badge.tag + 1) % TAGS)
    assert encode(other, KEY) != encode(badge, KEY)
    assert decode(encode(other, KEY), KEY)[0].tag == other.tag


def test_codes_and_serials_are_all_different() -> None:
    issued = [Badge(3, device, counter) for device in range(20) for counter in range(50)]
    assert len({encode(badge, KEY) for badge in issued}) == len(issued)
    assert len({badge.serial for badge in issued}) == len(issued)
    assert Badge(0, DEVICES - 1, COUNTERS - 1).serial == 2**26 - 1


@given(badges, st.sampled_from([" ", "-", "_", ".", "·", "\r\n", "\t", ""]), st.booleans())
def test_spacing_and_case_do_not_matter(badge: Badge, separator: str, lower: bool) -> None:
    code = encode(badge, KEY)
    written = separator.join([*grouped(code).split(), ""])
    assert normalise(written.lower() if lower else written) == code


def test_a_code_is_read_aloud_in_fours() -> None:
    assert grouped("0123456789HMRVX0") == "0123 4567 89HM RVX0"


@pytest.mark.parametrize(
    "badge",
    [Badge(TAGS, 0, 0), Badge(-1, 0, 0), Badge(0, DEVICES, 0), Badge(0, 0, COUNTERS), Badge(0, 0, -1)],
)
def test_a_field_out_of_range_is_refused(badge: Badge) -> None:
    with pytest.raises(ValueError, match="out of range"):
        encode(badge, KEY)


@pytest.mark.parametrize("text", ["", "0" * 15, "0" * 17, "0" * 15 + "O", "0" * 15 + "Đ", "０" * 16])
def test_what_does_not_look_like_a_code(text: str) -> None:
    assert not looks_like_code(text)


def test_no_input_method_key_is_in_the_alphabet() -> None:
    assert set(ALPHABET) <= set("0123456789BHLMRSVXZ")
