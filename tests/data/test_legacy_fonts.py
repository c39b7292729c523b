"""Lists typed with the fonts of before Unicode are read, or refused; never kept as garbage."""

import unicodedata
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.invented import invented_people
from data.legacy_fonts import Evidence, Lettering, from_tcvn3, from_vni, is_syllable, restore, weigh
from tests.data.rosters import PROGRAMME, in_tcvn3, in_vni

NAMES = sorted({person.name for person in invented_people(3000, 5, PROGRAMME)})
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcghklmnpqrstvx"


def lower(texts: Iterable[str]) -> list[str]:
    """TCVN3 has no capital Á of its own."""
    return [text.lower() for text in texts]


words = st.text(LETTERS, min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("NguyÔn V¨n B×nh", "Nguyễn Văn Bình"),
        ("§Æng Thïy Tr©m", "Đặng Thùy Trâm"),
        ("Lª Vò", "Lê Vũ"),
        ("NGUYÔN V¡N B×NH", "NGUYỄN VĂN BÌNH"),
        ("Céng hßa x∙ héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Tr­êng", "Trường"),
    ],
)
def test_known_tcvn3_texts_are_read(typed: str, meant: str) -> None:
    assert from_tcvn3(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nguyeãn Vaên Bình", "Nguyễn Văn Bình"),
        ("Ñaëng Thuøy Traâm", "Đặng Thùy Trâm"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Thò Myõ Höôøng", "Thị Mỹ Hường"),
    ],
)
def test_known_vni_texts_are_read(typed: str, meant: str) -> None:
    assert from_vni(typed) == meant


@given(words)
def test_every_letter_survives_tcvn3(word: str) -> None:
    assert from_tcvn3(in_tcvn3(word)) == word


@given(st.lists(st.sampled_from(NAMES), min_size=1))
def test_names_survive_vni_in_both_cases(names: list[str]) -> None:
    for name in names:
        assert from_vni(in_vni(name)) == name
        assert from_vni(in_vni(name.upper())) == name.upper()


@given(st.lists(st.sampled_from(NAMES), min_size=12, unique=True))
def test_a_column_tells_by_itself_what_it_is_written_in(names: list[str]) -> None:
    assert weigh(names).lettering is Lettering.UNICODE
    assert weigh(map(in_tcvn3, names)).lettering is Lettering.TCVN3
    assert weigh(map(in_vni, names)).lettering is Lettering.VNI


@pytest.mark.parametrize("typed", [in_tcvn3, in_vni])
def test_a_whole_column_comes_back_with_its_words_that_are_no_syllables(typed: Callable[[str], str]) -> None:
    evidence = weigh(typed(name) for name in NAMES)
    back = [restore(typed(name), evidence) for name in NAMES]
    assert lower(back) == lower(NAMES)


@given(st.sampled_from(NAMES))
def test_unicode_is_never_touched(name: str) -> None:
    assert restore(name, weigh(NAMES)) == name
    assert restore(name, weigh([name])) == name


def test_a_column_from_two_sources_is_read_name_by_name() -> None:
    mixed = [in_tcvn3(name) if at % 3 else name for at, name in enumerate(NAMES[:60])]
    evidence = weigh(mixed)
    assert lower(restore(name, evidence) for name in mixed) == lower(NAMES[:60])


def test_a_text_in_decomposed_letters_is_unicode_in_a_column_of_an_old_font() -> None:
    assert (
        restore(unicodedata.normalize("NFD", "Cao Quang Tâm"), weigh(map(in_tcvn3, NAMES))) == "Cao Quang Tâm"
    )


def test_a_name_typed_half_and_half_is_read_word_by_word() -> None:
    evidence = weigh(in_tcvn3(name) for name in NAMES[:60])
    assert restore("Nguyễn V¨n B×nh", evidence) == "Nguyễn Văn Bình"
    assert restore("NguyÔn V¨n Bình", evidence) == "Nguyễn Văn Bình"
    vni = weigh(in_vni(name) for name in NAMES[:60])
    assert restore("Nguyễn Thò Höôøng", vni) == "Nguyễn Thị Hường"


@pytest.mark.parametrize(
    "garbage", ["Nguyá»…n VÄƒn BÃ¬nh", "Nguy?n V?n B?nh", "Nguy\ufffdn V\ufffdn B\ufffdnh"]
)
def test_letters_lost_on_the_way_are_noticed(garbage: str) -> None:
    assert weigh([garbage]).lettering is None


def test_a_foreign_name_among_many_is_no_damage() -> None:
    assert weigh([*NAMES[:20], "Jürgen Müller"]).lettering is Lettering.UNICODE


def test_nothing_to_judge_by_is_unicode() -> None:
    assert Evidence().lettering is Lettering.UNICODE
    assert weigh(["Nam", "12", ""]) == Evidence()


@pytest.mark.parametrize(
    "word",
    [
        "Nguyễn",
        "Thị",
        "Ngộ",
        "Quỳnh",
        "Khuê",
        "Oanh",
        "Uyên",
        "Thuận",
        "Quốc",
        "Khuyến",
        "Huỳnh",
        "Phượng",
        "Ý",
        "Yên",
        "gì",
        "Quý",
        "Thuý",
        "Hoà",
        "giũ",
        "Ruộng",
        "Khuỷu",
        "Quýt",
        "Quých",
    ],
)
def test_vietnamese_words_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["NguyÔn", "Vaên", "Bạc̃h", "bàc", "xyz", "Brôn", "Baù", "Lyù", "Caûi", "Bých"]
)
def test_other_words_are_none(word: str) -> None:
    assert not is_syllable(word)
