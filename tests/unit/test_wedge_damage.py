"""A citizen card through a scanner that types: recovered or asked, never wrong."""

import re
from collections.abc import Callable
from datetime import date
from itertools import product
from unicodedata import normalize

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from checkin.citizen_card import CitizenCard
from checkin.names import LETTERS
from checkin.payload import Payload, read
from checkin.person import Birth, Sex
from tests.unit import invented
from tests.unit.wedge_damage import (
    as_byte_numbers,
    as_code_page_437,
    as_code_page_437_glyphs,
    as_code_points,
    as_latin_1,
    as_question_marks,
    as_short_byte_numbers,
    as_windows_1252,
    as_windows_1258,
    dropped,
)

RECOVERABLE = [
    as_code_points,
    as_byte_numbers,
    as_short_byte_numbers,
    as_windows_1252,
    as_windows_1258,
    as_latin_1,
]
LOST = [as_code_page_437, as_code_page_437_glyphs]


def without_middle_bytes(text: str) -> str:
    """Windows-1252 from which the host swallowed 0x80 to 0x9F, a mixture seen with real scanners."""
    return "".join(chr(b) for b in text.encode() if not 0x80 <= b <= 0x9F)


def partly_as_numbers(text: str) -> str:
    """Bytes that windows-1252 lacks as numbers, the others as its characters."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or f"{b:04}" for b in text.encode())


def large_as_code_points(text: str) -> str:
    """Code points above 255 as numbers, the others through code page 437."""
    return "".join(str(ord(c)) if ord(c) > 255 else as_code_page_437(c) for c in text)


def with_plain_spaces(text: str) -> str:
    return as_windows_1252(text).replace("\xa0", " ")


OTHER = [without_middle_bytes, large_as_code_points, as_question_marks, dropped, with_plain_spaces]
EVERY: list[Callable[[str], str]] = [*RECOVERABLE, *LOST, *OTHER, str]


def telex(text: str) -> str:
    """What a Telex input method makes of typed words: doubled vowels, w, and tone letters after a vowel."""
    marks = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
    for plain, shaped in (
        ("aa", "â"),
        ("ee", "ê"),
        ("oo", "ô"),
        ("dd", "đ"),
        ("aw", "ă"),
        ("ow", "ơ"),
        ("uw", "ư"),
    ):
        text = text.replace(plain, shaped)
    return normalize("NFC", re.sub("([aeiouy])([sfrxj])", lambda m: m[1] + marks[m[2]], text))


def vni(text: str) -> str:
    """What a VNI input method makes of digits typed after a vowel; a digit typed twice undoes itself."""
    marks = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
    text = re.sub(r"([aeiouy])([1-5])\2", r"\1\2", text)
    return normalize("NFC", re.sub("([aeiouy])([1-5])", lambda m: m[1] + marks[m[2]], text))


def scanned(card: str, damage: Callable[[str], str]) -> Payload:
    return read(damage(card).encode(), from_wedge=True)


def cards_of(names: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        invented.card_text,
        names,
        invented.births,
        st.sampled_from(["Nam", "Nữ"]),
        invented.addresses,
        st.sampled_from(["", "212345678"]),
        st.sampled_from(["", "||||", "|||Đinh Văn Cha|Phạm Thị Mẹ"]),
    )


cards = cards_of(invented.names)
of_a_family = st.tuples(st.sampled_from(invented.FAMILIES), invented.words(4)).map(" ".join)
believable = (invented.full_names | of_a_family).filter(lambda name: any(c > "\xff" for c in name))


def fields(card: str) -> tuple[str, str, Birth, Sex, str]:
    number, _, name, born, sex, address, *_ = card.split("|")
    birth = Birth(int(born[4:]), int(born[2:4]), int(born[:2]))
    return number, name, birth, Sex.MALE if sex == "Nam" else Sex.FEMALE, address


def tells_its_case(name: str) -> bool:
    """Whether a scanner that changes the case of letters would be noticed, or would change no byte."""
    paired = any(c.encode()[-1] in (0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E) for c in name)
    plain = [c for c in name if c.isascii()]
    return not paired or (any(map(str.islower, plain)) and any(map(str.isupper, plain)))


@pytest.mark.parametrize("damage", RECOVERABLE)
@given(card=cards)
def test_a_damaged_name_is_recovered(damage: Callable[[str], str], card: str) -> None:
    number, name, birth, sex, address = fields(card)
    assume(not name.isascii() and tells_its_case(name))
    seen = scanned(card, damage)
    assert isinstance(seen, CitizenCard)
    assert (seen.number, seen.name, seen.name_is_certain) == (number, name, True)
    assert (seen.birth, seen.sex) == (birth, sex)
    assert seen.address in ("", address)


@pytest.mark.parametrize("damage", [*RECOVERABLE, *LOST, *OTHER, partly_as_numbers])
@given(card=cards)
@example(card=invented.card_text("Phạm Sơn"))
@example(card=invented.card_text("Sơn"))
@example(card=invented.card_text("Phạm Vũ Hà", address="Nam Ninh, Ba Tơ"))
@example(card=invented.card_text("NAM HÀ", sex="Nữ"))
@example(card=invented.card_text("Nam Hà Giang", address=""))
def test_no_damage_makes_a_wrong_name_certain(damage: Callable[[str], str], card: str) -> None:
    number, name, birth, sex, address = fields(card)
    seen = scanned(card, damage)
    if isinstance(seen, CitizenCard):
        assert (seen.number, seen.birth) == (number, birth)
        assert seen.sex in (sex, None)
        assert seen.name == name or not seen.name_is_certain
        assert seen.address in ("", address)


@pytest.mark.parametrize("method", [telex, vni])
@settings(max_examples=300)
@given(card=cards)
def test_an_input_method_on_top_makes_no_wrong_name_certain(method: Callable[[str], str], card: str) -> None:
    _, name, birth, sex, _ = fields(card)
    for damage in EVERY:
        seen = read(method(damage(card)).encode(), from_wedge=True)
        if isinstance(seen, CitizenCard):
            assert seen.birth == birth, damage
            assert seen.sex in (sex, None), damage
            assert seen.name == name or not seen.name_is_certain, damage


@pytest.mark.parametrize("change", [str.upper, str.lower, str.swapcase])
@settings(max_examples=300)
@given(card=cards)
@example(card=invented.card_text("Ọ"))
@example(card=invented.card_text("Út"))
@example(card=invented.card_text("Đinh Thanh Bá"))
@example(card=invented.card_text("PHẠM THỊ ÚT", address="NAM NINH"))
@example(card=invented.card_text("Ịnh Ỏn", address="Nam Ninh"))
def test_a_scanner_that_also_changes_case_makes_no_wrong_name_certain(
    change: Callable[[str], str], card: str
) -> None:
    _, name, birth, sex, _ = fields(card)
    for damage in EVERY:
        seen = read(change(damage(card)).encode(), from_wedge=True)
        if isinstance(seen, CitizenCard):
            assert seen.birth == birth, damage
            assert seen.sex in (sex, None), damage
            assert seen.name.casefold() == name.casefold() or not seen.name_is_certain, damage


@settings(max_examples=300)
@given(card=cards)
@example(card="051200004321||PHAN QUÌ|01012000|Nam|Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi|02052021")
def test_a_card_in_decomposed_letters_is_recovered_or_asked_about(card: str) -> None:
    name = fields(card)[1]
    for damage in EVERY:
        seen = scanned(normalize("NFD", card), damage)
        if isinstance(seen, CitizenCard):
            assert seen.name == name or not seen.name_is_certain, damage


@settings(max_examples=300)
@given(card=cards)
def test_two_kinds_of_damage_in_one_name_make_no_wrong_name_certain(card: str) -> None:
    name = fields(card)[1]
    for kinds in product(RECOVERABLE, repeat=2):
        words = [kinds[number % 2](word) for number, word in enumerate(name.split(" "))]
        seen = scanned(card.replace(name, " ".join(words)), str)
        if isinstance(seen, CitizenCard):
            assert seen.name == name or not seen.name_is_certain, kinds


@pytest.mark.parametrize("damage", LOST)
@given(card=cards)
def test_a_name_through_code_page_437_is_always_asked(damage: Callable[[str], str], card: str) -> None:
    seen = scanned(card, damage)
    assert isinstance(seen, CitizenCard)
    assert not seen.name_is_certain
    assert seen.address == ""


@pytest.mark.parametrize("damage", [*RECOVERABLE, *LOST, *OTHER])
@given(name=invented.names)
def test_damage_of_the_name_alone_makes_no_wrong_name_certain(
    damage: Callable[[str], str], name: str
) -> None:
    seen = scanned(invented.card_text(damage(name)), str)
    if isinstance(seen, CitizenCard):
        assert seen.name == name or not seen.name_is_certain


@given(card=cards)
def test_a_mixture_of_bytes_and_numbers_is_recovered(card: str) -> None:
    name = fields(card)[1]
    assume(not name.isascii() and tells_its_case(name))
    seen = scanned(card, partly_as_numbers)
    assert isinstance(seen, CitizenCard)
    assert (seen.name, seen.name_is_certain) == (name, True)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Nguy7877n V259n Tr432417ng", "Nguyễn Văn Trương"),
        ("272inh 272432417ng", "Đinh Đương"),
        ("Ng022501870141c", "Ngọc"),
        ("Ng225187141c H195160", "Ngọc Hà"),
        ("LĂª VĂ¢n", "Lê Vân"),
        ("TrÆ°Æ¡ng HÃ\xa0", "Trương Hà"),
        ("Nguyễn Văn Dũng", "Nguyễn Văn Dũng"),
        ("Nguye\u0302\u0303n Thi\u0323 Ngo\u0323\u0302", "Nguyễn Thị Ngộ"),
    ],
)
def test_names_that_have_one_reading(typed: str, name: str) -> None:
    seen = scanned(invented.card_text(typed, address="Nam Ninh"), str)
    assert isinstance(seen, CitizenCard)
    assert (seen.name, seen.name_is_certain) == (name, True)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Nguy♥n Ding", "Nguy?n Ding"),
        ("Tr999ng", "Tr?ng"),
        ("Tr43241ng", "Tr?ng"),
        ("H0195", "H?"),
        ("Ng225187c", "Ng?c"),
        ("Ng22518701410c", "Ng?c"),
        ("LĂª Văn", "LĂ? Văn"),
        ("Nguy?n V?n A", "Nguy?n V?n A"),
        ("Ksỏ Nam", "Ksỏ Nam"),
        ("NGuyễn Nam", "NGuyễn Nam"),
        ("Lý Hà", "Lý Hà"),
        ("Phím Sín", "Phím Sín"),
        ("Tr432417ng Nam", "Trương Nam"),
        ("HÃ Giang", "HÃ Giang"),
        ("S416n", "S?n"),
        ("\x10inh V\x03n S\xedn", "?inh V?n Sín"),
        ("[red]Ba[/]", "?red?Ba?"),
        ("", ""),
    ],
)
def test_names_that_a_person_must_confirm(typed: str, shown: str) -> None:
    seen = scanned(invented.card_text(typed), str)
    assert isinstance(seen, CitizenCard)
    assert (seen.name, seen.name_is_certain) == (shown, False)


@given(card=cards_of(believable))
def test_a_scanner_that_passes_unicode_is_believed(card: str) -> None:
    name = fields(card)[1]
    seen = scanned(card, str)
    assert isinstance(seen, CitizenCard)
    assert (seen.name, seen.name_is_certain, seen.address) == (name, True, fields(card)[4])


def test_an_unproven_scanner_is_not_believed() -> None:
    for name, address in (("Nam Anh", "Nam Ninh"), ("Trần Sín", "Kh≤m 4, Ba Tơ"), ("Thị Sín", "\x01 Ba Tơ")):
        seen = scanned(invented.card_text(name, address=address), str)
        assert isinstance(seen, CitizenCard)
        assert not seen.name_is_certain


def test_house_numbers_are_never_decoded() -> None:
    address = "Số 272A, KP7889, 432 Ba Tơ, nhà 195"
    for damage in (as_windows_1252, str):
        seen = scanned(invented.card_text("Nguyễn Thị Ngộ", address=address), damage)
        assert isinstance(seen, CitizenCard)
        assert seen.address == address


def test_no_letter_typed_as_a_number_begins_another() -> None:
    codes = [str(ord(letter)) for letter in LETTERS if not letter.isascii()]
    assert not [(a, b) for a in codes for b in codes if a != b and b.startswith(a)]


@pytest.mark.parametrize("left", ["N7919", "N022501870175", "Ná»¯", "N∩", "N?", "N", "Nu", "NỮ"])
def test_a_damaged_sex_is_taken_only_with_the_number(left: str) -> None:
    woman = invented.card_text("Lê An", sex="Nữ").replace("|Nữ|", f"|{left}|")
    man = invented.card_text("Lê An", sex="Nam").replace("|Nam|", f"|{left}|")
    seen = scanned(woman, str)
    assert isinstance(seen, CitizenCard)
    assert seen.sex is Sex.FEMALE
    other = scanned(man, str)
    assert isinstance(other, CitizenCard)
    assert other.sex is (Sex.FEMALE if left in ("Nu", "NỮ") else None)


def test_the_birth_survives_every_damage() -> None:
    card = invented.card_text("Phạm Thị Ngộ", date(2001, 2, 3), "Nữ")
    for damage in (*RECOVERABLE, *LOST, *OTHER):
        seen = scanned(card, damage)
        assert isinstance(seen, CitizenCard)
        assert str(seen.birth) == "03/02/2001"
