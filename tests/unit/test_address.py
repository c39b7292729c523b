"""Which hamlet an address on a card means, and when nobody can say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.address import OUTSIDE, hamlet_from_address, names_another_commune
from checkin.event import Hamlet
from tests.unit.invented import PROGRAMME


@pytest.mark.parametrize(
    ("address", "hamlet"),
    [
        ("Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi", "bui-hui"),
        ("thon bui hui, xã Ba Trang, huyện Ba Tơ, tỉnh Quảng Ngãi", "bui-hui"),
        ("Bùi Huy, Ba Trang, Ba Tơ, Quảng Ngãi", "bui-hui"),
        ("Xóm Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi", "bui-hui"),
        ("Làng Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi", "bui-hui"),
        ("Thôn Làng Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi", "bui-hui"),
        ("KDC 1, Ba Trang, Ba Tơ, Quảng Ngãi", "thon-1-trang"),
        ("Xóm 1, thôn Con Riêng, Ba Trang, Ba Tơ, Quảng Ngãi", "con-rieng"),
        ("Tổ 3 thôn Con Riêng, Ba Trang, Ba Tơ, Quảng Ngãi", "con-rieng"),
        ("Nước Giáp, Xã Đặng Thùy Trâm, Quảng Ngãi", "nuoc-giap"),
        ("Thôn Nước Giáp, Đặng Thuỳ Trâm, Quảng Ngãi", "nuoc-giap"),
        ("Thôn 1, Ba Khâm, Ba Tơ, Quảng Ngãi", "thon-1-kham"),
        ("Thôn 1, Ba Trang, Ba Tơ, Quảng Ngãi", "thon-1-trang"),
        ("Thôn Nước Lá, Ba Vinh, Ba Tơ, Quảng Ngãi", OUTSIDE),
        ("Bùi Hui, Ba Vinh, Ba Tơ, Quảng Ngãi", OUTSIDE),
        ("12 Lê Lợi, Phường Bến Nghé, Hồ Chí Minh", OUTSIDE),
    ],
)
def test_an_address_that_says_it(address: str, hamlet: str) -> None:
    assert hamlet_from_address(address, PROGRAMME) == hamlet


@pytest.mark.parametrize(
    "address",
    [
        "",
        " , ,, ",
        "Quảng Ngãi",
        "Ba Tơ, Quảng Ngãi",
        "Ba Trang, Ba Tơ, Quảng Ngãi",
        "Thôn Làng Mới, Ba Trang, Ba Tơ, Quảng Ngãi",
        "Thôn 1, Đặng Thùy Trâm, Quảng Ngãi",
        "Xóm 1, Ba Trang, Ba Tơ, Quảng Ngãi",
        "Khu phố 1, Ba Trang, Ba Tơ, Quảng Ngãi",
        "Ấp 1, Ba Trang, Ba Tơ, Quảng Ngãi",
        "Nước Giáp, Ba Trang, Ba Tơ, Quảng Ngãi",
        "Ba Trang, Bùi Hui, Quảng Ngãi",
        "Bùi Hui, Con Riêng, Ba Trang, Ba Tơ, Quảng Ngãi",
        "Thôn Bùi Hui Ba Trang, Ba Tơ, Quảng Ngãi, Việt Nam",
        "Chợ Ba Trang, Ba Vinh, Quảng Ngãi",
        "Thôn Ba Trang, Xã Khác, Huyện Khác, Tỉnh Khác",
    ],
)
def test_an_address_that_leaves_it_open(address: str) -> None:
    assert hamlet_from_address(address, PROGRAMME) is None


@given(st.text())
def test_any_text_gives_a_hamlet_of_the_programme_or_none(text: str) -> None:
    code = hamlet_from_address(text, PROGRAMME)
    assert code is None or PROGRAMME.hamlet(code)


@pytest.mark.parametrize(
    ("commune", "another"),
    [
        *((f"Ba {name}", True) for name in ("Nam", "Giang", "Thành", "Động", "Xa", "Chùa", "Cung", "Vinh")),
        ("Ba Trang", False),
        ("Ba Tràm", False),
        ("Ba Chang", False),
        ("Ba Khâm cũ", False),
        ("Đặng Trâm", False),
        ("Đặng Thùy Châm", False),
        ("Đặng Trâm huyện Ba Tơ tỉnh Quảng Ngãi", False),
        ("Đặng Trâm - Quảng Ngãi", False),
        ("Ba Nam huyện Ba Tơ tỉnh Quảng Ngãi", True),
    ],
)
def test_a_slip_of_the_pen_names_no_other_commune_and_a_neighbour_does(commune: str, another: bool) -> None:
    assert names_another_commune(f"Thôn Nước Giáp, xã {commune}", PROGRAMME) is another


def test_hamlets_that_differ_by_their_word_alone_are_told_apart_by_it() -> None:
    pair = (Hamlet("xom-moi", "Xóm Mới", "Ba Trang"), Hamlet("thon-moi", "Thôn Mới", "Ba Trang"))
    both = replace(PROGRAMME, hamlets=(*PROGRAMME.hamlets, *pair))
    for hamlet in pair:
        assert hamlet_from_address(f"{hamlet.name}, Ba Trang, Ba Tơ, Quảng Ngãi", both) == hamlet.code
    assert hamlet_from_address("Làng Mới, Ba Trang, Ba Tơ, Quảng Ngãi", both) is None
