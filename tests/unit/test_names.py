"""Names are cleaned, found without diacritics, and listed the way a Vietnamese list is."""

import random
import sqlite3
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.names import address, clean, detoned, fold, names, sort_key
from checkin.person import Birth, Person, Sex
from tests.unit import invented

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
HIDDEN = (
    "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\u00ad\u2060\x00\x07\x1b\x7f\x9b\ud800\udfff"
)


def test_a_name_is_one_nfc_text() -> None:
    decomposed = normalize("NFD", "Nguyễn Thị Ngộ")
    assert len(decomposed) == 19
    assert clean(decomposed) == "Nguyễn Thị Ngộ"
    assert len(clean(decomposed)) == 14


def test_white_space_of_any_kind_is_one_space() -> None:
    assert clean("\u3000 Lê\u00a0\tVăn\r\n  An\u2028") == "Lê Văn An"


@given(st.text(), st.sampled_from(HIDDEN))
def test_what_nobody_can_see_is_gone(text: str, hidden: str) -> None:
    cleaned = clean(f"{text[: len(text) // 2]}{hidden}{text[len(text) // 2 :]}")
    assert not set(cleaned) & set(HIDDEN)
    assert cleaned == clean(cleaned) == normalize("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    cleaned.encode()


def test_a_mark_joins_its_letter_across_a_hidden_character() -> None:
    assert clean("a\u200d\u0301") == "á"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Nguyễn Thị Ngộ", "nguyen thi ngo"),
        ("ĐINH ĐỨC Đạt", "dinh duc dat"),
        ("Ðạt Ɖạt ðạt", "dat dat dat"),
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
        ("H'Len  Y-Krông", "h len y krong"),
        ("Tổ_5, thôn 1", "to 5 thon 1"),
        ("ﬁ STRAẞE", "fi strasse"),
        (" ,. ", ""),
    ],
)
def test_search_keys(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text())
def test_a_search_key_is_its_own_search_key(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert all(word.isalnum() for word in key.split())


@given(invented.names)
def test_typing_without_diacritics_finds_a_name(name: str) -> None:
    assert fold(name) == fold(name.upper()) == fold(normalize("NFD", name))
    assert fold(name).isascii()


def test_letters_stay_when_tones_go() -> None:
    assert detoned("Nguyễn Thị Ngộ, Đường Ăn Ở") == "Nguyên Thi Ngô, Đương Ăn Ơ"


def test_letters_follow_the_alphabet() -> None:
    names = [f"Lê {letter}n" for letter in ALPHABET] + [f"Lê {letter}z" for letter in ALPHABET]
    shuffled = random.Random(1).sample(names, len(names))
    expected = [name for letter in ALPHABET for name in (f"Lê {letter}n", f"Lê {letter}z")]
    assert sorted(shuffled, key=sort_key) == expected


def test_tones_follow_the_alphabet() -> None:
    ordered = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mác", "Mang", "Mãng"]
    assert sorted(random.Random(4).sample(ordered, len(ordered)), key=sort_key) == ordered


def test_the_given_name_comes_first_and_then_the_rest() -> None:
    ordered = [
        "An",
        "Đinh An",
        "Lê An",
        "Lễ An",
        "Lê Văn An",
        "Phạm An",
        "Vo Y An",
        "Voan An",
        "Lê Văn Anh",
        "Trần Ân",
        "Lê Hoa",
        "Phạm Hoa",
        "Đinh Hòa",
        "Lê Hoà",
        "Phạm Hòa",
        "Đinh Hoạt",
    ]
    assert sorted(random.Random(2).sample(ordered, len(ordered)), key=sort_key) == ordered


def _by_the_book(name: str) -> list[object]:
    """The order again, as lists: letters, then tones, of the last word; then the same of the others."""
    key: list[object] = []
    for words in (name.split()[-1:], name.split()[:-1]):
        key.append([[ALPHABET.index(c) for c in detoned(word.lower())] for word in words])
        key.append(
            [max("\u0300\u0309\u0303\u0301\u0323".find(c) for c in normalize("NFD", w)) for w in words]
        )
    return key


def test_plain_string_order_is_vietnamese_order_in_python_and_sqlite() -> None:
    chance = random.Random(3)
    pick = (invented.FAMILIES, invented.MIDDLES, invented.GIVENS, ALPHABET)
    names = sorted(
        {" ".join(chance.choice(part) for part in pick[: chance.randint(1, 4)]) for _ in range(3000)}
    )
    expected = sorted(names, key=_by_the_book)
    assert [_by_the_book(n) for n in sorted(names, key=sort_key)] == [_by_the_book(n) for n in expected]
    with sqlite3.connect(":memory:") as store:
        store.execute("CREATE TABLE person (name TEXT, key TEXT)")
        store.executemany("INSERT INTO person VALUES (?, ?)", [(n, sort_key(n)) for n in names])
        listed = [row[0] for row in store.execute("SELECT name FROM person ORDER BY key")]
    store.close()
    assert [_by_the_book(n) for n in listed] == [_by_the_book(n) for n in expected]


@given(st.text(), st.text())
def test_any_text_has_an_ascii_key_without_regard_to_case(text: str, other: str) -> None:
    assert sort_key(text).isascii()
    assert sort_key(text).isprintable()
    assert (sort_key(text) < sort_key(other)) == (sort_key(text).encode() < sort_key(other).encode())


def test_case_and_punctuation_do_not_move_a_name() -> None:
    assert sort_key("H'LEN  y-krông") == sort_key("Hlen Ykrông")
    assert sort_key("Nguyễn Thị - Lan .") == sort_key("Nguyễn Thị Lan")
    assert sort_key("Lý 李") != sort_key("Lý")
    assert sort_key("李") > sort_key("Zz")


@pytest.mark.parametrize(
    ("age", "sex", "form"),
    [
        (79, Sex.MALE, "ông"),
        (60, Sex.FEMALE, "bà"),
        (59, Sex.FEMALE, "chị"),
        (18, None, "anh/chị"),
        (17, Sex.MALE, "em"),
        (11, None, "cháu"),
        (0, None, "cháu"),
        (-1, Sex.MALE, "Quý vị"),
        (None, Sex.MALE, "Quý vị"),
    ],
)
def test_people_are_addressed_by_age_and_sex(age: int | None, sex: Sex | None, form: str) -> None:
    assert address(age, sex, invented.PROGRAMME) == form


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Phạm Thị Ngộ", True),
        ("ngo 1946", True),
        ("PHAM NGO bui hui", True),
        ("ngo pham", True),
        ("pham thi", True),
        ("ngo", False),
        ("ng 1946", False),
        ("pham p", False),
        ("1946 bui hui", False),
        ("ngo ngo", False),
        ("ngo 1947", False),
        ("", False),
    ],
)
def test_who_somebody_is_takes_more_than_a_word(text: str, *, is_named: bool) -> None:
    ngo = Person("a", "Phạm Thị Ngộ", Birth(1946, 3, 5), Sex.FEMALE, "nguoi-dan", "bui-hui")
    assert names(text, ngo) is is_named


def test_whoever_has_one_name_alone_or_no_known_year_is_named_by_their_whole_name() -> None:
    bron = Person("b", "Bron", None, None, "nguoi-dan", "bui-hui")
    assert names("bron", bron)
    assert not names("bro", bron)
    assert not names("bui hui", bron)
