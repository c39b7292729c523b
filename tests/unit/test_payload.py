"""What a scanned code is: ours, a card, someone else's, or nothing to act on."""

import codecs
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checkin.badge import ALPHABET, LENGTH, grouped
from checkin.citizen_card import CitizenCard
from checkin.payload import MAX_BYTES, BadgeCode, Flaw, Foreign, ForeignKind, Unreadable, read
from tests.unit import invented

CODE = "0123456789HMRVX0"
CARD = invented.card_text("Đinh Văn Bình")
HEX_NAME = "Đinh Văn Bình".encode().hex()


@given(st.binary(max_size=300), st.booleans())
@example(b"\xff\xfe\x00", True)
@example(b"\xfe\xff\xd8\x00", False)
@example(b"|" * 400, True)
def test_no_bytes_are_too_strange(data: bytes, from_wedge: bool) -> None:
    assert isinstance(read(data, from_wedge=from_wedge), BadgeCode | CitizenCard | Foreign | Unreadable)


@given(st.text(), st.text(), st.booleans())
def test_no_text_is_too_strange(text: str, more: str, from_wedge: bool) -> None:
    data = f"051057004321|{text}|{more}|05031957|N{text}|{more}|".encode("utf-8", "surrogatepass")
    assert isinstance(read(data, from_wedge=from_wedge), BadgeCode | CitizenCard | Foreign | Unreadable)


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH), st.booleans(), st.booleans())
def test_a_badge_in_any_spelling(code: str, lower: bool, from_wedge: bool) -> None:
    for written in (
        code,
        grouped(code),
        grouped(code).replace(" ", "-"),
        f" {code}\r\n",
        f"\ufeff{code}",
        f"{code}\0",
        f"\0{code}\r",
    ):
        data = (written.lower() if lower else written).encode()
        assert read(data, from_wedge=from_wedge) == BadgeCode(code)


@given(invented.names, invented.births, st.sampled_from(["", "||||"]))
def test_a_card_in_every_encoding(name: str, born: date, extra: str) -> None:
    text = invented.card_text(name, born, extra=extra) + "\r\n"
    for data in (
        text.encode(),
        codecs.BOM_UTF8 + text.encode(),
        text.encode("utf-16"),
        codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    ):
        card = read(data)
        assert isinstance(card, CitizenCard)
        assert (card.name, card.name_is_certain) == (name, True)


@pytest.mark.parametrize(
    "text",
    [
        CARD.replace("05031957", "31021957"),
        CARD.replace("051057004321", "05105700432"),
        CARD[:40],
        CARD + "|" * 12,
    ],
)
def test_a_damaged_card_is_told_apart_from_a_foreign_code(text: str) -> None:
    assert read(text.encode()) == Unreadable(Flaw.CARD_DAMAGED)


def test_a_card_in_another_encoding_is_damaged_not_guessed() -> None:
    assert read("051057004321||Ðinh Vãn|05031957|Nam|Ba To|02052021".encode("latin-1")) == Unreadable(
        Flaw.CARD_DAMAGED
    )
    assert read(CARD.encode()[:30] + b"\xc3" + CARD.encode()[30:]) == Unreadable(Flaw.CARD_DAMAGED)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, b"\0\0", "\u200b\u00a0".encode()])
def test_nothing_is_nothing(data: bytes) -> None:
    assert read(data) == Unreadable(Flaw.EMPTY)


def test_what_no_code_can_hold_is_not_looked_at() -> None:
    assert read(b" " * (MAX_BYTES - LENGTH) + CODE.encode()) == BadgeCode(CODE)
    assert read(b" " * (MAX_BYTES - LENGTH + 1) + CODE.encode()) == Unreadable(Flaw.TOO_LONG)


@pytest.mark.parametrize("text", [CODE[2:], CODE + "0", "0123 4567 89HM RVX", CODE * 2, CODE[8:].lower()])
def test_a_badge_cut_short_or_scanned_twice(text: str) -> None:
    assert read(text.encode()) == Unreadable(Flaw.BADGE_CUT)


@pytest.mark.parametrize("text", ["MR", "0905123456", "051057004321", "123456789", "MMXXVI", "HMRVX" * 9])
def test_other_numbers_and_words_are_no_cut_badges(text: str) -> None:
    assert read(text.encode()) == Foreign(ForeignKind.OTHER)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://binhdanhocvuso.gov.vn/khoa-hoc?x=1", ForeignKind.LINK),
        ("HTTP://EXAMPLE.VN", ForeignKind.LINK),
        ("www.quangngai.gov.vn", ForeignKind.LINK),
        ("binhdanhocvuso.gov.vn/abc", ForeignKind.LINK),
        ("https://evil.example/zalo.me", ForeignKind.LINK),
        ("https://notzalo.me/1", ForeignKind.LINK),
        ("https://zalo.me@evil.example/1", ForeignKind.LINK),
        ("https://vneid.gov.vn.evil.example", ForeignKind.LINK),
        ("https://zalo.me/g/abcdef", ForeignKind.ZALO),
        ("https://id.ZALO.me:443/x", ForeignKind.ZALO),
        ("zalo.me/g/abcdef", ForeignKind.ZALO),
        ("zalo://qr/p/abc", ForeignKind.ZALO),
        ("https://vneid.gov.vn/qr?t=abc", ForeignKind.VNEID),
        ("vneid://login?token=abc", ForeignKind.VNEID),
        (
            "00020101021138540010A00000072701240006970436011010101010100208QRIBFTTA53037045802VN6304ABCD",
            ForeignKind.BANK_TRANSFER,
        ),
        ("2|99|0900000000|DINH VAN BINH|||0|0", ForeignKind.BANK_TRANSFER),
        (
            f"DN4515100000000|{HEX_NAME}|05/03/1957|1|{HEX_NAME}|51 - 001|01/01/2021|-|",
            ForeignKind.HEALTH_INSURANCE,
        ),
        (f"5100000000|{HEX_NAME}|1957|1|{HEX_NAME}|51 - 001|", ForeignKind.HEALTH_INSURANCE),
        (f"051057004321|{HEX_NAME}|05/03/1957|1|{HEX_NAME}|51 - 001|", ForeignKind.HEALTH_INSURANCE),
        ("DN4515100000000", ForeignKind.HEALTH_INSURANCE),
        ("051057004321|Dinh Van Binh|05/03/1957|1|-|$", ForeignKind.HEALTH_INSURANCE),
        ("8934563138165", ForeignKind.PRODUCT),
        ("96385074", ForeignKind.PRODUCT),
        ("614141000036", ForeignKind.PRODUCT),
        ("8934563138164", ForeignKind.OTHER),
        ("036000291452", ForeignKind.OTHER),
        ("WIFI:S:NhaVanHoa;T:WPA;P:x;;", ForeignKind.OTHER),
        ("BEGIN:VCARD\nFN:An\nEND:VCARD", ForeignKind.OTHER),
        ("Xin chào", ForeignKind.OTHER),
        ("='cmd'|'/c calc'!A1", ForeignKind.OTHER),
        ("[bold]x[/]; DROP TABLE person", ForeignKind.OTHER),
    ],
)
@pytest.mark.parametrize("from_wedge", [True, False])
def test_codes_of_others_are_named_and_not_kept(text: str, kind: ForeignKind, from_wedge: bool) -> None:
    assert read(text.encode(), from_wedge=from_wedge) == Foreign(kind)
    assert read(f"{text}\r\n".encode(), from_wedge=from_wedge) == Foreign(kind)


def test_bytes_of_no_text_are_foreign() -> None:
    assert read(b"\x89PNG\r\n\x1a\n\xff\xff") == Foreign(ForeignKind.OTHER)


def test_a_card_number_with_an_old_number_of_twelve_digits_is_no_insurance_card() -> None:
    card = read(invented.card_text("Lê Thị Ngộ", sex="Nữ", old="051157004321").encode())
    assert isinstance(card, CitizenCard)
