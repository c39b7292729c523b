"""Both layouts of the citizen card, tolerated as far as they stay certain."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.citizen_card import CitizenCard, looks_like_card, parse
from checkin.person import Birth, Sex
from tests.unit import invented

CARD = "051057004321|212345678|Đinh Văn Bình|05031957|Nam|Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi|02052021"
BINH = CitizenCard(
    "051057004321",
    "Đinh Văn Bình",
    Birth(1957, 3, 5),
    Sex.MALE,
    "Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi",
)


def read_card(text: str) -> CitizenCard:
    assert looks_like_card(text)
    card = parse(text)
    assert card is not None
    return card


@given(
    invented.names,
    invented.births,
    st.sampled_from(["Nam", "Nữ"]),
    invented.addresses,
    st.sampled_from(["", "212345678", "051057004321"]),
    st.sampled_from(["", "|", "||", "||||", "|||||"]),
)
def test_a_card_says_what_it_says(
    name: str, born: date, sex: str, address: str, old: str, extra: str
) -> None:
    card = read_card(invented.card_text(name, born, sex, address, old, extra))
    assert (card.name, card.name_is_certain, card.address) == (name, True, address)
    assert card.birth == Birth(born.year, born.month, born.day)
    assert card.sex is (Sex.MALE if sex == "Nam" else Sex.FEMALE)


@pytest.mark.parametrize("end", ["", "\r", "\n", "\r\n", " \r\n"])
@pytest.mark.parametrize("extra", ["", "||||", "|051099000000|Đinh Văn Cha|Phạm Thị Mẹ|"])
def test_line_ends_and_further_fields_change_nothing(end: str, extra: str) -> None:
    assert read_card(CARD + extra + end) == BINH


def test_the_parents_of_a_holder_are_nowhere_in_the_card() -> None:
    card = read_card(CARD + "|051099000000|Đinh Văn Cha|Phạm Thị Mẹ|")
    kept = " ".join(str(getattr(card, field)) for field in CitizenCard.__slots__)
    assert not [part for part in ("Cha", "Mẹ", "051099000000", "212345678") if part in kept]


def test_a_card_in_a_log_file_says_nothing() -> None:
    assert repr(BINH) == str(BINH) == "CitizenCard(...)"


def test_six_fields_lack_the_date_of_issue_or_the_old_number() -> None:
    fields = CARD.split("|")
    assert read_card("|".join(fields[:6])) == BINH
    assert read_card("|".join([fields[0], *fields[2:]])) == BINH


@pytest.mark.parametrize(
    ("field", "birth"),
    [
        ("05031957", Birth(1957, 3, 5)),
        ("05/03/1957", Birth(1957, 3, 5)),
        ("00031957", Birth(1957, 3)),
        ("00001957", Birth(1957)),
        ("05001957", Birth(1957)),
        ("1957", Birth(1957)),
        ("29022000", Birth(2000, 2, 29)),
        ("", None),
        ("00000000", None),
    ],
)
def test_births_known_whole_or_in_part(field: str, birth: Birth | None) -> None:
    assert read_card(CARD.replace("05031957", field)).birth == birth


@pytest.mark.parametrize(
    "field",
    ["31021957", "29021957", "05131957", "05031557", "05030000", "0503195", "O5031957", "57", "٠٥٠٣١٩٥٧"],
)
def test_a_birth_that_is_no_date_spoils_the_card(field: str) -> None:
    text = CARD.replace("05031957", field)
    assert looks_like_card(text)
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        CARD.replace("051057004321", "05105700432"),
        CARD.replace("051057004321", "0510570043210"),
        CARD.replace("051057004321", "ăâê057004321"),
        CARD.replace("02052021", "31022021"),
        "051057004321|212345678|Đinh Văn Bình",
        "051057004321||||||||||||||",
    ],
)
def test_a_card_cut_or_damaged_where_it_matters(text: str) -> None:
    assert looks_like_card(text)
    assert parse(text) is None


@pytest.mark.parametrize("issued", ["", "?", "2021", "02/05/2021", "00000000"])
def test_the_date_of_issue_may_be_missing(issued: str) -> None:
    assert read_card(CARD.replace("02052021", issued)) == BINH


def test_a_new_province_is_no_mistake() -> None:
    card = read_card(CARD.replace("051057004321", "999057004321"))
    assert card.number == "999057004321"


@pytest.mark.parametrize("field", ["Nam", "NAM", " nam "])
def test_sex_in_any_case(field: str) -> None:
    assert read_card(CARD.replace("|Nam|", f"|{field}|")).sex is Sex.MALE
    assert read_card(CARD.replace("|Nam|", "|Khác|")).sex is None


def test_the_name_is_cleaned_and_composed() -> None:
    text = CARD.replace("Đinh Văn Bình", "\ufeffĐinh\u00a0 Va\u0306n\u200b Bi\u0300nh ")
    assert read_card(text) == BINH


@pytest.mark.parametrize(
    ("name", "read", "certain"),
    [
        ("TrÆ°Æ¡ng HÃ\xa0", "Trương Hà", True),
        ("Nam HÃ\xa0", "Nam Hà", True),
        ("T璽m", "T?m", False),
        ("\x1b[31mLê", "?mLê", False),
        ("", "", False),
    ],
)
def test_a_decoder_that_guessed_wrong_is_noticed(name: str, read: str, certain: bool) -> None:
    card = read_card(CARD.replace("Đinh Văn Bình", name))
    assert (card.name, card.name_is_certain) == (read, certain)


@pytest.mark.parametrize("text", ["", "a|b", "a|b|c|d|e|f|g", "051057004321", "051057004321|x", "|||||||"])
def test_other_texts_are_no_cards(text: str) -> None:
    assert not looks_like_card(text)


@given(st.text(), st.text(), st.text(), st.text())
def test_hostile_fields_never_raise(one: str, two: str, three: str, four: str) -> None:
    for from_wedge in (True, False):
        card = parse(f"051057004321|{one}|{two}|{three}|Nam|{four}|02052021", from_wedge=from_wedge)
        if card is not None:
            assert (card.name + card.address).isprintable()
