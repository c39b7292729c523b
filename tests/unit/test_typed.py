"""What was typed into a field: a name, or a piece of a code."""

import pytest

from kiosk.typed import is_piece_of_code, looks_scanned, typed_code, typed_scan


@pytest.mark.parametrize("text", ["HMRV0001", "9XVM-31", "hm1r", "001957000123|", "|Đinh Thị Mới|"])
def test_what_is_left_of_a_code_is_told(text: str) -> None:
    assert is_piece_of_code(text)


@pytest.mark.parametrize(
    "text", ["", "1957", "Đinh Thị Mới", "mvr", "6H", "ngo 1957", "0912345678", "đinh 57", "thon 3"]
)
def test_a_name_a_year_and_a_class_are_none(text: str) -> None:
    assert not is_piece_of_code(text)


@pytest.mark.parametrize("text", ["8934563138165", "614141000036", "18934563138162"])
def test_the_bar_code_of_a_product_is_a_code_in_a_field_too(text: str) -> None:
    assert looks_scanned(text)
    assert typed_code(f" {text}") == typed_scan(text)


def test_eight_digits_are_a_product_s_from_a_scanner_and_a_date_by_hand() -> None:
    assert looks_scanned("01011982")
    assert typed_code("01011982") is None


@pytest.mark.parametrize(
    "text", ["12", "1957", "01011950", "0912345678", "84912345678", "001957000129", "8934563138164"]
)
def test_other_digits_are_searched_for(text: str) -> None:
    """A call number, a year, a date, telephones, a citizen card's number, a product's with a wrong digit."""
    assert not looks_scanned(text)
    assert typed_code(text) is None
