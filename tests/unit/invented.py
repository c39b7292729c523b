"""Invented people for tests: names, cards and a small programme. Nobody here exists."""

from datetime import date
from itertools import product
from unicodedata import normalize

from hypothesis import strategies as st

from checkin.event import AddressForm, Hamlet, Programme
from stations.model import Bilingual

FAMILIES = ("Nguyễn", "Trần", "Phạm", "Đinh", "Đỗ", "Lê", "Vũ", "Võ", "Ngô", "Hồ", "Lý", "Huỳnh", "Trương")
MIDDLES = ("Văn", "Thị", "Hữu", "Ngọc", "Đức", "Thanh", "Minh", "Mỹ", "Ánh", "Quốc", "Bảo", "Kim")
GIVENS = (
    *("An", "Dũng", "Sơn", "Phạm", "Hà", "Hòa", "Hoà", "Hoa", "Trường", "Ơn", "Bí", "Đạt", "Vũ", "Vi"),
    *("Ngộ", "Thúy", "Thuỷ", "Ý", "Yến", "Nghĩa", "Hoài", "Bá", "Cả", "Lũy", "Ân", "Ước", "Quỳnh"),
)
_ONSETS = ("", *"bcdđghklmnstv", "ch", "gi", "kh", "ng", "nh", "ph", "tr")
_RIMES = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ươ", "iê", "uô")
_CODAS = ("", "n", "ng", "m", "t", "c", "i")
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def _syllable(onset: str, rime: str, tone: str, coda: str) -> str:
    return normalize("NFC", f"{onset}{rime}{tone}{coda}").capitalize()


# One draw among all of them takes a quarter of the time of four.
syllables = st.sampled_from([_syllable(*parts) for parts in product(_ONSETS, _RIMES, _TONES, _CODAS)])


def words(most: int) -> st.SearchStrategy[str]:
    """One to so many syllables. All are drawn: of draws of any length Hypothesis throws half away."""
    drawn = st.tuples(st.integers(1, most), *[syllables] * most)
    return drawn.map(lambda count_and_words: " ".join(count_and_words[1 : count_and_words[0] + 1]))


full_names = st.tuples(st.sampled_from(FAMILIES), st.sampled_from(MIDDLES), st.sampled_from(GIVENS)).map(
    " ".join
)
names = st.one_of(full_names, words(5), words(4).map(str.upper))
addresses = st.sampled_from(
    (
        "Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi",
        "Số 272A, KP7889, Tổ 5, Ba Khâm, Ba Tơ, Quảng Ngãi",
        "Nam Ninh, Ba Tơ",
        "Nam Sơn",
        "",
    )
)
births = st.dates(date(1920, 1, 1), date(2024, 12, 31))


def card_text(
    name: str,
    born: date = date(1957, 3, 5),
    sex: str = "Nam",
    address: str = "Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi",
    old: str = "",
    extra: str = "",
) -> str:
    """A card of the older layout, or with `extra` such as "||||" of the newer one."""
    number = f"051{(born.year // 100 - 19) * 2 + (sex != 'Nam')}{born.year % 100:02}004321"
    return f"{number}|{old}|{name}|{born:%d%m%Y}|{sex}|{address}|02052021{extra}"


PROGRAMME = Programme(
    code="thu",
    name=Bilingual("Phong trào thử", "Trial"),
    organiser="UBND xã",
    commune="Xã Đặng Thùy Trâm",
    tag=3,
    groups=(),
    hamlets=(
        Hamlet("bui-hui", "Bùi Hui", "Ba Trang", ("Bùi Huy",)),
        Hamlet("con-rieng", "Con Riêng", "Ba Trang"),
        Hamlet("nuoc-giap", "Nước Giáp", "Ba Khâm"),
        Hamlet("thon-1-trang", "Thôn 1", "Ba Trang"),
        Hamlet("thon-1-kham", "Thôn 1", "Ba Khâm"),
        Hamlet("ngoai-xa", "Ngoài xã"),
        Hamlet("chua-ro", "Chưa rõ"),
    ),
    consents=(),
    roster_consent="",
    spoken_consent="",
    guardian_consent="",
    guardian_under=16,
    default_group="",
    unknown_hamlet="chua-ro",
    addresses=(
        AddressForm(60, "ông", "bà", "ông/bà"),
        AddressForm(18, "anh", "chị", "anh/chị"),
        AddressForm(12, "em", "em", "em"),
        AddressForm(0, "cháu", "cháu", "cháu"),
    ),
    unknown_address="Quý vị",
    undo_reasons=(),
)
