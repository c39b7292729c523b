"""Badges on the terminal, as a picture and on paper, read back the way a scanner or a person would."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from pyzbar import pyzbar

from checkin.badge import Badge, encode, grouped
from data import fonts
from kiosk.printing.card import BadgeCard, badge_filename
from kiosk.printing.lettering import BOX, Face, Style, drawable, fit, width
from kiosk.printing.picture import badge_png
from kiosk.printing.qr import MODULES, QUIET, dark_runs, qr_matrix
from kiosk.printing.sheet import sheets_pdf
from kiosk.printing.terminal import INK, PAPER, ansi, ansi_ascii, half_blocks
from stations.model import Bilingual
from tests.machine import unavailable

KEY = b"an invented programme's key"
PROGRAMME = Bilingual("Phong trào “Bình dân học vụ số”", "Digital Literacy for All")
RESIDENT = Bilingual("Người dân", "Resident")
LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Phúc Bảo Ngọc Huyền Trân"
HOSTILE = [
    "<b>x</b> &amp; <img src='x'/>",
    "\x1b[31mđỏ\x1b[0m",
    "\u202eabc\u200f\u2066",
    "W" * 4096,
    "Nguyễn " * 700,
    "\x00\x07\r\n\t",
    "\ud800\udfff\udc00",
    "漢字 😀 \U0010ffff",
    "",
    " ",
    "=HYPERLINK(1)",
    "(%s) \\n \\101",
    "e" + "\u0301" * 300,
]
CODES = [encode(Badge(5, 1, counter), KEY) for counter in range(40)]
codes = st.builds(Badge, st.integers(0, 63), st.integers(0, 255), st.integers(0, 2**18 - 1)).map(
    lambda badge: encode(badge, KEY)
)


def card(code: str = CODES[0], name: str = "Nguyễn Thị Ngộ", hamlet: str = "Thôn Bùi Hui") -> BadgeCard:
    return BadgeCard(code, name, RESIDENT, PROGRAMME, hamlet)


def read(picture: Image.Image) -> list[str]:
    """What the first engine reads, dark on light only."""
    found = zxingcpp.read_barcodes(np.asarray(picture.convert("L")), try_invert=False)
    return [barcode.text for barcode in found if barcode.format == zxingcpp.BarcodeFormat.QRCode]


def quiet_side(picture: Image.Image, position: zxingcpp.Position) -> int:
    """The side of an upright symbol in pixels, once nothing was found inside its quiet zone."""
    left, top = position.top_left.x, position.top_left.y
    side = position.bottom_right.x - left
    ring = round(QUIET * side / MODULES) - 1
    ink = np.asarray(picture.convert("L")) < 200
    box = ink[top - ring : top + side + ring, left - ring : left + side + ring].copy()
    box[ring - 2 : ring + side + 2, ring - 2 : ring + side + 2] = False
    assert not box.any()
    return side


def read_by_any(picture: Image.Image) -> set[str]:
    second = pyzbar.decode(picture.convert("L"), symbols=[pyzbar.ZBarSymbol.QRCODE])
    return {*read(picture), *(symbol.data.decode("ascii") for symbol in second)}


# --- the symbol


@given(codes)
@settings(max_examples=25)
def test_every_code_is_a_version_1_symbol_at_level_q(code: str) -> None:
    matrix = qr_matrix(code)
    assert [len(row) for row in matrix] == [MODULES] * MODULES
    modules = np.kron(~np.array(matrix), np.ones((4, 4))) * 255
    picture = Image.fromarray(np.pad(modules, 16, constant_values=255).astype(np.uint8))
    (found,) = zxingcpp.read_barcodes(np.asarray(picture))
    assert (found.text, found.ec_level, found.content_type) == (code, "Q", zxingcpp.ContentType.Text)


@pytest.mark.parametrize(
    "text", ["", "0" * 15, "0" * 17, "HMRVX0123456789A", "hmrvx01234567890", "\x1b" * 16]
)
def test_only_badge_codes_become_symbols(text: str) -> None:
    for draw in (qr_matrix, half_blocks, ansi, ansi_ascii):
        with pytest.raises(ValueError, match="not a badge code"):
            draw(text)
    with pytest.raises(ValueError, match="not a badge code"):
        badge_png(card(text))
    with pytest.raises(ValueError, match="not a badge code"):
        sheets_pdf([card(text)], "t")


@given(codes)
@settings(max_examples=10)
def test_runs_cover_the_dark_modules_once_and_never_touch_in_a_row(code: str) -> None:
    matrix = qr_matrix(code)
    painted = [[0] * MODULES for _ in range(MODULES)]
    for row, column, length in dark_runs(matrix):
        assert column == 0 or not matrix[row][column - 1]
        for i in range(column, column + length):
            painted[row][i] += 1
    assert painted == [[int(module) for module in row] for row in matrix]


# --- the terminal: a screen is painted cell by cell, as an emulator does

HALVES = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
CELL, LINE = 9, 18


def screen(rows: list[str], theme: str, gap: int = 0, gap_colour: str = PAPER) -> Image.Image:
    """The rows in a window of the theme's colour, `gap` pixels between them."""
    picture = Image.new("RGB", (29 * CELL + 120, 15 * (LINE + gap) + 120), theme)
    draw = ImageDraw.Draw(picture)
    for i, row in enumerate(rows):
        y = 60 + i * (LINE + gap)
        right = 59 + len(row) * CELL
        draw.rectangle((60, y, right, y + LINE - 1 + gap), fill=gap_colour)
        draw.rectangle((60, y, right, y + LINE - 1), fill=PAPER)
        for j, char in enumerate(row):
            block(draw, char, (60 + j * CELL, y), INK)
    return picture


def block(draw: ImageDraw.ImageDraw, char: str, corner: tuple[int, int], ink: str) -> None:
    x, y = corner
    for half, inked in enumerate(HALVES[char]):
        if inked:
            top = y + half * LINE // 2
            draw.rectangle((x, top, x + CELL - 1, top + LINE // 2 - 1), fill=ink)


@pytest.mark.parametrize("theme", ["#000000", "#1e1e2e", "#808080", "#ffffff"])
def test_half_blocks_scan_on_every_theme(theme: str) -> None:
    for code in CODES[:8]:
        assert read(screen(half_blocks(code), theme)) == [code]


@pytest.mark.parametrize("gap", [1, 2])
@pytest.mark.parametrize(
    ("theme", "gap_colour"),
    [("#ffffff", PAPER), ("#1e1e2e", PAPER), ("#000000", "#000000"), ("#1e1e2e", "#1e1e2e")],
)
def test_half_blocks_scan_with_gaps_between_rows(gap: int, theme: str, gap_colour: str) -> None:
    for code in CODES[:8]:
        assert read_by_any(screen(half_blocks(code), theme, gap, gap_colour)) == {code}


@pytest.mark.parametrize("gap", [1, 2])
@pytest.mark.parametrize("theme", ["#ffffff", "#000000"])
def test_a_camera_that_blurs_the_gaps_reads_them_with_the_first_engine(gap: int, theme: str) -> None:
    for code in CODES[:8]:
        blurred = screen(half_blocks(code), theme, gap, theme).filter(ImageFilter.GaussianBlur(2))
        assert read(blurred) == [code]


@given(codes)
@settings(max_examples=20)
def test_half_blocks_fit_the_smallest_screen_with_a_full_quiet_zone(code: str) -> None:
    rows = half_blocks(code)
    assert [len(row) for row in rows] == [29] * 15
    assert rows[0] == rows[1] == rows[13] == "█" * 29
    assert {row[:4] + row[-4:] for row in rows} == {"█" * 8}
    assert rows[2][4] == " ", "the corner of the finder pattern begins right after the quiet zone"


ANSI_PIECE = re.compile(r"\x1b\[([0-9;]*)m|(.)|(\n)")
COLOURS = {"30": "#000000", "37": "#aaaaaa", "40": "#000000", "47": "#aaaaaa"}


def window(text: str, theme: str, cell: int, line: int) -> Image.Image:
    """A window of the theme's colour after the text was printed; `#` is a glyph with holes."""
    picture = Image.new("RGB", (70 * cell, (text.count("\n") + 5) * line), theme)
    draw = ImageDraw.Draw(picture)
    ink, paper, x, y = "#888888", theme, 4 * cell, 2 * line
    for sgr, char, newline in ANSI_PIECE.findall(text):
        if newline:
            x, y = 4 * cell, y + line
        elif sgr == "0":
            ink, paper = "#888888", theme
        elif sgr:
            ink, paper = (COLOURS[colour] for colour in sgr.split(";"))
        else:
            draw.rectangle((x, y, x + cell - 1, y + line - 1), fill=paper)
            if char == "#":
                draw.line((x + 2, y + 3, x + 2, y + line - 4), fill=ink)
            else:
                block(draw, char, (x, y), ink)
            x += cell
    return picture


@pytest.mark.parametrize("theme", ["#000000", "#ffffff"])
@pytest.mark.parametrize("render", [ansi, ansi_ascii])
def test_printed_codes_scan_on_dark_and_light_terminals(render: Callable[[str], str], theme: str) -> None:
    for code in CODES[:5]:
        assert read(window(render(code), theme, CELL, LINE)) == [code]


@pytest.mark.parametrize("render", [ansi, ansi_ascii])
def test_colours_are_set_and_reset_on_each_line(render: Callable[[str], str]) -> None:
    *lines, rest = render(CODES[0]).split("\n")
    assert rest == ""
    assert all(line.startswith("\x1b[3") and line.endswith("\x1b[0m") for line in lines)


def test_the_ascii_rendering_keeps_its_shape_without_colours() -> None:
    text = ansi_ascii(CODES[3])
    assert text.isascii()
    rows = re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()
    assert [len(row) for row in rows] == [58] * 29
    inner = [[row[i : i + 2] == "##" for i in range(8, 50, 2)] for row in rows[4:25]]
    assert inner == qr_matrix(CODES[3])


# --- type


def test_the_fonts_are_found_without_loading_matplotlib() -> None:
    assert fonts.regular().is_file()
    assert fonts.bold().is_file()
    assert fonts.regular() != fonts.bold()


@pytest.mark.parametrize("face", Face)
def test_the_faces_hold_every_vietnamese_letter(face: Face) -> None:
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    lower = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones]
    letters = "".join(lower) + "bcdđghklmnpqrstvxfjwz"
    for text in (letters, letters.upper(), "0123456789“”‘’–…·" + BOX):
        assert drawable(text, face) == text


def test_names_are_drawn_composed_and_foreign_characters_as_boxes() -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ngộ")
    assert drawable(decomposed, Face.BOLD) == "Nguyễn Thị Ngộ"
    assert drawable("A\x1b[31m\x00\ud800漢", Face.REGULAR) == f"A{BOX}[31m{BOX * 3}"
    assert drawable("\u202eNgộ\u200b \n\t Lê\u00a0An\ufeff", Face.REGULAR) == "Ngộ Lê An"


@given(st.text(st.characters(codec=None), max_size=400), st.sampled_from(Face), st.floats(40, 400))
@settings(max_examples=150)
def test_whatever_a_text_holds_it_fits(text: str, face: Face, room: float) -> None:
    styles = (Style(face, 20, 12), Style(face, 11, 8, lines=2))
    setting = fit(text, room, *styles)
    assert len(setting.lines) <= 2
    assert 8 <= setting.size <= 20
    assert all(width(line, setting.face) * setting.size <= room * 1.0001 for line in setting.lines)
    assert "\n" not in "".join(setting.lines)


def test_a_name_is_shrunk_before_it_is_split_and_split_before_it_is_cut() -> None:
    styles = (Style(Face.BOLD, 20, 12), Style(Face.BOLD, 11, 8, lines=2))
    short, longer, long = (fit(name, 230, *styles) for name in ("Lê An", "Nguyễn Hoàng Phương", LONG_NAME))
    assert (short.size, short.lines) == (20, ("Lê An",))
    assert longer.size < 20
    assert longer.lines == ("Nguyễn Hoàng Phương",)
    assert " ".join(long.lines) == LONG_NAME
    assert abs(len(long.lines[0]) - len(long.lines[1])) < 8, "two lines of like length, no orphan"
    cut = fit("Nguyễn " * 100, 230, *styles)
    assert cut.lines[1].endswith("…")
    assert cut.size == 8


# --- the picture


def test_a_long_class_or_office_has_two_lines_of_the_picture() -> None:
    long = "Trường Tiểu học và Trung học cơ sở Ba Trang, lớp 5C"
    short, tall = (Image.open(BytesIO(badge_png(card(hamlet=name)))).height for name in ("Con Dóc", long))
    assert tall - short > 24


def test_the_picture_scans_and_is_large_enough() -> None:
    picture = Image.open(BytesIO(badge_png(card())))
    (found,) = zxingcpp.read_barcodes(np.asarray(picture))
    assert found.text == CODES[0]
    assert quiet_side(picture, found.position) / MODULES >= 10


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_the_picture(name: str) -> None:
    hostile = BadgeCard(CODES[1], name, Bilingual(name, name), Bilingual(name, name), name)
    picture = Image.open(BytesIO(badge_png(hostile)))
    assert read(picture) == [CODES[1]]
    left, top, right, bottom = ImageChops.invert(picture).getbbox() or (0, 0, 0, 0)
    assert min(left, top, picture.width - right, picture.height - bottom) >= 30, "the margin is clear"


def test_pictures_differ_by_the_smallest_mark_and_are_the_same_each_time() -> None:
    assert badge_png(card(name="Đinh Thị Hương")) != badge_png(card(name="Đinh Thị Hường"))
    assert badge_png(card()) == badge_png(card())
    assert badge_png(card(name=unicodedata.normalize("NFD", "Nguyễn Thị Ngộ"))) == badge_png(card())


# --- file names

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def test_file_names_tell_who() -> None:
    assert badge_filename(42, "Nguyễn Thị Ngộ") == "00000042-nguyen-thi-ngo.png"
    assert badge_filename(7, "漢字") == "00000007.png"


@given(
    st.integers(0, 2**26 - 1), st.one_of(st.text(max_size=300), st.sampled_from([*HOSTILE, "con", "../../x"]))
)
@settings(max_examples=200)
def test_file_names_are_safe_everywhere(serial: int, name: str) -> None:
    filename = badge_filename(serial, name)
    assert re.fullmatch(r"[0-9]{8}(-[a-z0-9]+)*\.png", filename)
    assert len(filename) <= 80
    assert filename.split(".")[0] not in RESERVED


@given(st.lists(st.integers(0, 2**26 - 1), unique=True, min_size=2, max_size=20))
def test_homonyms_get_names_of_their_own(serials: list[int]) -> None:
    assert len({badge_filename(serial, "Phạm Thị Hoa") for serial in serials}) == len(serials)


# --- the sheets


@pytest.fixture
def poppler() -> None:
    if not shutil.which("pdftoppm"):
        unavailable("poppler-utils is not installed")


def pages(document: bytes, folder: Path, dpi: int = 200) -> list[Image.Image]:
    (folder / "sheets.pdf").write_bytes(document)
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", "sheets.pdf", "page"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return [Image.open(path) for path in sorted(folder.glob("page-*.pgm"))]


def printed_text(document: bytes, folder: Path, *options: str) -> str:
    (folder / "text.pdf").write_bytes(document)
    command = ["pdftotext", "-enc", "UTF-8", *options, "text.pdf", "-"]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout.decode()


def many_cards(count: int) -> list[BadgeCard]:
    names = ["Nguyễn Thị Ngộ", LONG_NAME, *HOSTILE]
    return [card(CODES[i], names[i % len(names)], names[-i % len(names)]) for i in range(count)]


@pytest.mark.usefixtures("poppler")
def test_every_badge_on_the_sheets_scans(tmp_path: Path) -> None:
    rendered = pages(sheets_pdf(many_cards(23), "Thẻ"), tmp_path)
    assert len(rendered) == 3
    assert sorted(code for page in rendered for code in read(page)) == sorted(CODES[:23])
    assert [len(read(page)) for page in rendered] == [10, 10, 3]


@pytest.mark.usefixtures("poppler")
def test_symbols_are_3_cm_wide_and_their_quiet_zone_is_clear(tmp_path: Path) -> None:
    (page,) = pages(sheets_pdf(many_cards(10), "Thẻ"), tmp_path)
    found = zxingcpp.read_barcodes(np.asarray(page))
    assert len(found) == 10
    for barcode in found:
        assert quiet_side(page, barcode.position) / 200 * 25.4 >= 30


@pytest.mark.usefixtures("poppler")
def test_a_sheet_says_who_and_what_in_whole_vietnamese(tmp_path: Path) -> None:
    document = sheets_pdf([card(), card(CODES[1], LONG_NAME)], "Thẻ <b>thôn</b> Bùi Hui")
    words = " ".join(printed_text(document, tmp_path, "-raw").split())
    for expected in ("Nguyễn Thị Ngộ", "Người dân", "Resident", "Thôn Bùi Hui", grouped(CODES[0]), LONG_NAME):
        assert expected in words
    assert "Phong trào “Bình dân học" in words
    assert PROGRAMME.en in words
    assert "Trang · Page 1/1" in words
    assert "Thẻ <b>thôn</b> Bùi Hui" in words
    info = subprocess.run(
        ["pdfinfo", "text.pdf"], cwd=tmp_path, check=True, capture_output=True
    ).stdout.decode()
    assert re.search(r"^Title: +Thẻ <b>thôn</b> Bùi Hui$", info, re.MULTILINE)
    assert "595.276 x 841.89 pts (A4)" in info


@pytest.mark.usefixtures("poppler")
def test_a_long_class_or_office_stands_whole_on_a_card(tmp_path: Path) -> None:
    school = "Trường Tiểu học và Trung học cơ sở Ba Trang, lớp 5C"
    document = sheets_pdf([card(hamlet=school)], "Thẻ")
    assert school in " ".join(printed_text(document, tmp_path, "-raw").split())


LONG_UNIT = "Trường PTDTBT Tiểu học và Trung học cơ sở Đặng Thùy Trâm – Lớp 7B"
LONG_PROGRAMME = "Phong trào “Bình dân học vụ số” và chuyển đổi số cộng đồng xã Đặng Thùy Trâm"


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize(
    ("unit", "programme"),
    [
        (LONG_UNIT, PROGRAMME.vi),
        ("Con Dóc", LONG_PROGRAMME),
    ],
)
def test_a_very_long_class_or_programme_stands_whole_where_the_other_leaves_room(
    tmp_path: Path, unit: str, programme: str
) -> None:
    officials = Bilingual("Cán bộ, công chức, viên chức và người lao động", "Officials and employees")
    names = Bilingual(programme, "Digital literacy for all and digital transformation of the commune")
    long = BadgeCard(CODES[0], "Nguyễn Thị Ngộ", officials, names, unit)
    words = " ".join(printed_text(sheets_pdf([long], "Thẻ"), tmp_path, "-raw").split())
    assert unit in words
    assert programme in words


@pytest.mark.usefixtures("poppler")
def test_lines_of_a_card_never_run_into_each_other(tmp_path: Path) -> None:
    texts = ["Ễ" * 300, *("Gg Ễy " * words for words in (1, 2, 3, 4, 6, 7, 8, 14))]
    cards = [
        BadgeCard(CODES[0], who, Bilingual(who, what), Bilingual(what, what), what)
        for who, what in product(texts, repeat=2)
    ]
    tree = ET.fromstring(printed_text(sheets_pdf(cards, "t"), tmp_path, "-bbox-layout"))  # noqa: S314 - our own
    for page in tree.iter("{http://www.w3.org/1999/xhtml}page"):
        words = list(page.iter("{http://www.w3.org/1999/xhtml}word"))
        assert len(words) > 30
        boxes = np.array(
            [[float(word.attrib[k]) for k in ("xMin", "yMin", "xMax", "yMax")] for word in words]
        )
        overlap = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:]) - np.maximum(
            boxes[:, None, :2], boxes[None, :, :2]
        )
        height = boxes[:, 3] - boxes[:, 1]
        meet = (overlap[..., 0] > 0.5) & (overlap[..., 1] > 0.1 * np.minimum(height[:, None], height[None]))
        assert not np.triu(meet, 1).any()


@pytest.mark.usefixtures("poppler")
def test_names_are_drawn_and_never_interpreted(tmp_path: Path) -> None:
    document = sheets_pdf([card(name="<b>x</b> &amp; (y\\)"), card(name="Z\x1b[31m\x00\ud800漢")], "t")
    words = printed_text(document, tmp_path, "-raw")
    assert "<b>x</b> &amp; (y\\)" in words
    assert f"Z{BOX}[31m{BOX * 3}" in words


@pytest.mark.parametrize("text", HOSTILE)
def test_no_title_breaks_the_sheets(text: str) -> None:
    assert sheets_pdf([card(name=text)], text).startswith(b"%PDF-")


def test_the_same_cards_give_the_same_file() -> None:
    cards = many_cards(12)
    first = sheets_pdf(cards, "Thẻ")
    assert sheets_pdf(cards, "Thẻ") == first
    assert sheets_pdf(cards[:11], "Thẻ") != first


def test_symbols_are_drawn_and_not_pictures() -> None:
    document = sheets_pdf(many_cards(10), "Thẻ")
    assert b"/Image" not in document.replace(b"/ImageB /ImageC /ImageI", b"")
    assert b"/FontFile2" in document, "fonts travel with the file"


def test_ten_cards_stand_on_a_page() -> None:
    for cards, pages in ((3, 1), (10, 1), (11, 2)):
        assert f"/Count {pages} ".encode() in sheets_pdf(many_cards(cards), "Thẻ")
