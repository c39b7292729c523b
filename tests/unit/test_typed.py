"""What was typed into a field: a name, or a piece of a code."""

import pytest

from kiosk.typed import is_piece_of_code


@pytest.mark.parametrize("text", ["HMRV0001", "9XVM-31", "hm1r", "001957000123|", "|Đinh Thị Mới|"])
def test_what_is_left_of_a_code_is_told(text: str) -> None:
    assert is_piece_of_code(text)


@pytest.mark.parametrize(
    "text", ["", "1957", "Đinh Thị Mới", "mvr", "6H", "ngo 1957", "0912345678", "đinh 57", "thon 3"]
)
def test_a_name_a_year_and_a_class_are_none(text: str) -> None:
    assert not is_piece_of_code(text)
