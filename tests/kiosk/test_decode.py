"""Codes are read from frames and photographs, with their bytes and corners right."""

from __future__ import annotations

import csv
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image as Pillow

from checkin import badge
from checkin.badge import Badge
from kiosk.capture import zbar, zxing
from kiosk.capture.codes import Code, Image
from kiosk.capture.decode import Reader, decode_still, engines
from kiosk.capture.live import LiveDecoder
from kiosk.capture.model import PictureProblem
from kiosk.capture.pictures import read_picture
from tests.pictures import centred, corner_map, draw, photograph, sheet

CARD = "051200000001||Tâm|02032001|Nữ|Đồng Răm, Ba Khâm, Ba Tơ, Quảng Ngãi|15082021"
SAMPLES = Path(__file__).parents[3] / "shared" / "scan-samples"
READERS = pytest.mark.parametrize("read", [zxing.read, zbar.read], ids=["zxing", "zbar"])


def codes(count: int) -> list[str]:
    return [badge.encode(Badge(1, 2, number), b"an invented programme") for number in range(count)]


def payloads(found: tuple[Code, ...] | list[Code]) -> set[str]:
    return {code.payload.decode() for code in found}


def decode_live(picture: Image) -> tuple[Code, ...]:
    """What a camera shows that sees nothing but this."""
    decoder = LiveDecoder()
    looks = [decoder.look(picture).codes for _ in range(12)]
    return max(looks, key=len)


@READERS
@pytest.mark.parametrize("text", ["Tâm", "Mưa", "Ngộ", "Đinh Thị Rẫy", CARD, "0H99H23RHMHM6183", "モバイル"])
def test_payload_is_the_bytes_as_encoded(read: Reader, text: str) -> None:
    assert [code.payload for code in read(draw(text.encode())).codes] == [text.encode()]


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    data = bytes([0, 255, 128, 10, 200])
    assert [code.payload for code in zbar.read(draw(data)).codes] == [data]
    assert [code.payload for code in zxing.read(draw(data)).codes] == [data]


@pytest.mark.parametrize("name", ["Tâm", "Mưa", "Nguyễn Thị Ngộ", "Phạm"])
def test_a_guess_of_an_older_zbar_is_undone(name: str) -> None:
    assert zbar.undo_guess(name.encode()) == name.encode()
    assert zbar.undo_guess("T璽m".encode()) == "Tâm".encode()


def test_micro_qr_is_not_taken_for_a_badge() -> None:
    micro = zxingcpp.create_barcode("12345", zxingcpp.BarcodeFormat.MicroQRCode)
    picture = np.array(micro.to_image(scale=8), np.uint8)
    assert decode_live(picture) == ()


def expected_corners(
    side: int, margin: int, matrix: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    inner = [
        (margin, margin),
        (side - margin, margin),
        (side - margin, side - margin),
        (margin, side - margin),
    ]
    return np.asarray(cv2.perspectiveTransform(np.array([inner], np.float64), matrix)[0])


@READERS
@pytest.mark.parametrize("rotation", [0, 30, 90, 135, 180, 200, 270, 315])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("text", ["0H99H23RHMHM6183", CARD])
def test_corners_are_the_codes_own_however_it_is_turned(
    read: Reader, text: str, rotation: int, mirrored: bool
) -> None:
    drawn = draw(text, module=8, quiet=4)
    side = drawn.shape[0]
    matrix = corner_map(drawn.shape, rotation, np.zeros((4, 2)))
    if mirrored:
        matrix = matrix @ np.array([(-1, 0, side), (0, 1, 0), (0, 0, 1)], np.float64)
    picture = cv2.warpPerspective(drawn, matrix, (side * 2, side * 2), borderValue=255)
    (found,) = read(np.asarray(picture, np.uint8)).codes
    assert found.payload == text.encode()
    assert np.abs(np.array(found.corners) - expected_corners(side, 32, matrix)).max() < 8


@pytest.mark.parametrize("level", "LQ")
def test_every_mask_tells_straight_from_mirrored(level: str) -> None:
    for mask in range(8):
        drawn = draw("0H99H23RHMHM6183", level=level, mask=mask)
        top_left = 4 * 8
        (straight,) = zxing.read(drawn).codes
        (mirrored,) = zxing.read(np.ascontiguousarray(drawn[:, ::-1])).codes
        (inverted,) = zxing.read(255 - drawn[:, ::-1]).codes
        right = drawn.shape[1] - top_left
        assert straight.corners[1][0] == pytest.approx(right, abs=3)
        assert straight.corners[1][1] == pytest.approx(top_left, abs=3)
        for code in (mirrored, inverted):
            assert code.corners[0][0] == pytest.approx(right, abs=3)
            assert code.corners[1][0] == pytest.approx(top_left, abs=3)
            assert code.corners[1][1] == pytest.approx(top_left, abs=3)


@pytest.mark.parametrize("turn", range(4))
def test_a_frame_may_be_coloured_inverted_or_a_view_of_another(turn: int) -> None:
    grey = np.rot90(draw("0H99H23RHMHM6183"), turn)
    coloured = np.repeat(grey[:, :, None], 3, axis=2)
    for picture in (grey, 255 - grey, coloured, coloured[::1, ::-1][:, ::-1]):
        assert payloads(decode_live(picture)) == {"0H99H23RHMHM6183"}
        assert payloads(decode_still(picture)) == {"0H99H23RHMHM6183"}


def test_largest_and_nearest_to_the_centre_comes_first() -> None:
    page = np.full((700, 1000), 255, np.uint8)
    for text, module, (top, left) in [
        ("CORNER", 6, (0, 0)),
        ("CENTRE", 6, (250, 420)),
        ("LARGE", 13, (300, 620)),
    ]:
        code = draw(text, module=module)
        page[top : top + code.shape[0], left : left + code.shape[1]] = code
    assert [code.payload for code in decode_live(page)] == [b"LARGE", b"CENTRE", b"CORNER"]


def test_two_prints_of_one_code_are_two_codes_and_each_is_found_once() -> None:
    code = draw("0H99H23RHMHM6183")
    page = centred(np.hstack([code, code]), 700, 900)
    for found in (decode_live(page), decode_still(page)):
        assert len(found) == 2
        assert all(a.corners != b.corners for a, b in combinations(found, 2))


def test_a_picture_without_a_code_gives_nothing() -> None:
    noise = np.random.default_rng(5).integers(0, 256, (480, 640), np.uint8)
    assert decode_live(noise) == decode_still(noise) == ()
    for shape in [(1, 1), (3, 3), (1, 9_000)]:
        assert decode_live(np.full(shape, 255, np.uint8)) == decode_still(np.full(shape, 255, np.uint8)) == ()


def test_a_code_drawn_with_gaps_between_rows_is_read() -> None:
    drawn = draw("0H99H23RHMHM6183", module=8)
    drawn[::8] = 255
    assert payloads(decode_still(drawn)) == {"0H99H23RHMHM6183"}


@pytest.mark.parametrize(("count", "columns", "seed"), [(12, 3, 1), (15, 3, 2), (24, 4, 3)])
def test_every_code_of_a_badly_photographed_sheet_is_read(count: int, columns: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    page = cv2.resize(sheet(codes(count), columns=columns), (1600, 2263), interpolation=cv2.INTER_AREA)
    picture = photograph(
        np.asarray(page, np.uint8),
        rng,
        rotation=rng.uniform(0, 360),
        perspective=0.08,
        blur=2.0,
        dim=0.6,
        noise=10,
        jpeg_quality=45,
    )
    found = decode_still(picture)
    assert payloads(found) == set(codes(count))
    assert len(found) == count


def test_a_rendered_sheet_is_read_as_it_is() -> None:
    assert payloads(decode_still(sheet(codes(24), columns=4))) == set(codes(24))


PROBE = """
import sys
for name in {absent}: sys.modules[name] = None
from kiosk.capture.decode import decode_still, engines
from kiosk.capture.live import LiveDecoder
from kiosk.capture.vision import vision_problem
from tests.pictures import draw
decode_live = lambda picture: LiveDecoder().look(picture).codes
print(vision_problem() is None, engines(), [c.engine for c in decode_live(draw("ABC")) + decode_still(draw("ABC"))])
"""


@pytest.mark.parametrize(
    ("absent", "told"),
    [
        (["pyzbar"], "True ('zxing',) ['zxing', 'zxing']"),
        (["zxingcpp"], "True ('zbar',) ['zbar', 'zbar']"),
        (["zxingcpp", "pyzbar"], "True () []"),
    ],
)
def test_scanning_goes_on_where_an_engine_is_not_installed(absent: list[str], told: str) -> None:
    assert run(PROBE.format(absent=absent)) == told


def test_a_camera_without_any_engine_is_told_so_in_one_sentence() -> None:
    told = run(
        "import sys; sys.modules['pyzbar'] = sys.modules['zxingcpp'] = None\n"
        "from kiosk.capture.sources import open_source\n"
        "print(open_source('0').text.vi, open_source('COM3').name)"
    )
    assert told.startswith("Máy này chưa có bộ đọc mã QR")
    assert told.endswith("COM3")


@pytest.mark.parametrize(
    ("absent", "level", "named"),
    [
        (
            ["zxingcpp", "pyzbar"],
            "mend",
            "https://aka.ms/vs/17/release/vc_redist.x64.exe; trên Linux cài gói",
        ),
        (["pyzbar"], "note", "Microsoft Visual C++ 2013 (x64), trên Linux cài gói libzbar0"),
    ],
)
def test_the_doctor_names_what_an_engine_lacks(absent: list[str], level: str, named: str) -> None:
    told = run(
        f"import sys\nfor name in {absent}: sys.modules[name] = None\n"
        "from kiosk.commands.doctor_machine import decoding\n"
        "print(*(one.level.value + one.text.vi for one in decoding() if one.check in ('decoders', 'zbar')))"
    )
    assert named in told
    assert level in told


def test_a_machine_without_opencv_is_told_so_in_one_sentence() -> None:
    told = run(
        "import sys; sys.modules['cv2'] = None\n"
        "from kiosk.capture.sources import open_source\n"
        "from kiosk.capture.vision import vision_problem\n"
        "print(vision_problem().vi, open_source('0').text == vision_problem(), open_source('COM3').name)"
    )
    assert told.startswith("Máy này chưa dùng được máy ảnh")
    assert told.endswith("True COM3")


def test_capture_loads_no_screen_and_a_serial_desk_no_opencv() -> None:
    assert run(
        "import sys\n"
        "from kiosk.capture import sources, wedge\n"
        "print('cv2' in sys.modules, 'numpy' in sys.modules)\n"
        "from kiosk.capture import camera, decode, files\n"
        "print('cv2' in sys.modules, any(m.startswith(('textual', 'rich')) for m in sys.modules))"
    ).split() == ["False", "False", "True", "False"]


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        check=True, capture_output=True, encoding="utf-8", cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return done.stdout.strip()


def test_both_engines_work_here() -> None:
    assert engines() == ("zxing", "zbar")


def saved(path: Path) -> Path:
    Pillow.fromarray(draw("0H99H23RHMHM6183")).save(path)
    return path


def read_payloads(path: Path) -> set[str]:
    picture = read_picture(path)
    assert not isinstance(picture, PictureProblem)
    return payloads(decode_still(picture))


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "bmp", "tiff", "gif", "jfif"])
def test_every_common_kind_of_file_is_read(tmp_path: Path, ending: str) -> None:
    assert read_payloads(saved(tmp_path / f"Thẻ số 1.{ending}")) == {"0H99H23RHMHM6183"}


def test_a_transparent_picture_lies_on_white_paper(tmp_path: Path) -> None:
    dark = 255 - draw("0H99H23RHMHM6183")
    black_with_alpha = np.dstack([np.zeros_like(dark)] * 3 + [dark])
    Pillow.fromarray(black_with_alpha).save(tmp_path / "a.png")
    Pillow.fromarray(np.dstack([np.zeros_like(dark), dark])).save(tmp_path / "la.png")
    Pillow.fromarray(255 - dark).convert("P").save(tmp_path / "p.png", transparency=0)
    assert read_payloads(tmp_path / "a.png") == read_payloads(tmp_path / "la.png") == {"0H99H23RHMHM6183"}
    assert not isinstance(read_picture(tmp_path / "p.png"), PictureProblem)


def test_sixteen_bits_a_pixel_are_read_however_few_are_used(tmp_path: Path) -> None:
    for name, peak in [("full", 65_535), ("sensor", 1_023)]:
        deep = (draw("0H99H23RHMHM6183").astype(np.uint32) * peak // 255).astype(np.uint16)
        for ending in ("png", "tiff"):
            path = tmp_path / f"{name}.{ending}"
            path.write_bytes(cv2.imencode(f".{ending}", deep)[1].tobytes())
            assert read_payloads(path) == {"0H99H23RHMHM6183"}


def test_a_picture_stands_upright_by_its_exif_orientation(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    page = np.full((200, 300), 255, np.uint8)
    page[:50, :50] = 0
    Pillow.fromarray(page).save(tmp_path / "turned.jpg", exif=exif)
    upright = read_picture(tmp_path / "turned.jpg")
    assert not isinstance(upright, PictureProblem)
    assert upright.shape == (300, 200)
    assert upright[10, 190] < 50
    assert upright[10, 10] > 200


def test_an_animated_picture_is_read_by_its_first_one(tmp_path: Path) -> None:
    first = Pillow.fromarray(draw("0H99H23RHMHM6183"))
    blank = Pillow.new("L", first.size, 255)
    for name in ("film.gif", "film.webp", "film.png"):
        first.save(tmp_path / name, save_all=True, append_images=[blank, blank])
        assert read_payloads(tmp_path / name) == {"0H99H23RHMHM6183"}


def problem(path: Path) -> str:
    picture = read_picture(path)
    assert isinstance(picture, PictureProblem)
    assert picture.text.vi != picture.text.en
    return picture.text.vi


def test_a_file_that_is_no_picture_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Danh sách thôn", encoding="utf-8")
    (tmp_path / "empty.png").write_bytes(b"")
    assert "không phải là ảnh" in problem(tmp_path / "note.txt")
    assert "không phải là ảnh" in problem(tmp_path / "empty.png")
    assert "Không mở được" in problem(tmp_path / "missing.png")
    assert "Không mở được" in problem(tmp_path)


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "bmp", "tiff", "gif"])
def test_a_picture_cut_short_or_damaged_gives_a_sentence_or_a_picture(tmp_path: Path, ending: str) -> None:
    data = bytearray(saved(tmp_path / f"whole.{ending}").read_bytes())
    cut = tmp_path / f"cut.{ending}"
    cut.write_bytes(data[: len(data) // 2])
    assert "hỏng" in problem(cut)
    rng = np.random.default_rng(1)
    for _ in range(30):
        damaged = bytearray(data)
        for place in rng.integers(0, len(data), 8):
            damaged[place] = rng.integers(0, 256)
        cut.write_bytes(damaged)
        assert isinstance(read_picture(cut), PictureProblem | np.ndarray)


def test_a_huge_picture_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    for name, side in [("large.png", 9_200), ("huge.png", 30_000)]:
        Pillow.new("1", (side, side)).save(tmp_path / name)
        assert "quá lớn" in problem(tmp_path / name)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the scan samples are not at hand")
def test_bad_photographs_are_read_about_as_often_as_measured() -> None:
    rows = list(csv.DictReader((SAMPLES / "zxing.csv").read_text(encoding="utf-8").splitlines()))[::6]
    read = sum(same_text(SAMPLES / "zxing" / row["image"], bytes.fromhex(row["payload_hex"])) for row in rows)
    assert read >= 0.9 * len(rows)


def same_text(path: Path, expected: bytes) -> bool:
    """Kanji are encoded as Shift JIS, while the expected payload is UTF-8."""
    picture = read_picture(path)
    assert not isinstance(picture, PictureProblem)
    found = [code.payload for code in decode_still(picture)]
    return expected in found or expected.decode() in {
        payload.decode("shift_jis", "replace") for payload in found
    }


def shaded(picture: Image) -> Image:
    """A shadow across the middle, deeper than the contrast of the print."""
    light = np.where(np.arange(picture.shape[1]) > picture.shape[1] / 2, 0.25, 1.0)
    return np.asarray(cv2.GaussianBlur((60 + picture * 0.5) * light, (0, 0), 2), np.uint8)


def test_a_code_half_in_the_shade_is_read() -> None:
    assert payloads(decode_still(shaded(draw("0H99H23RHMHM6183", module=5)))) == {"0H99H23RHMHM6183"}
