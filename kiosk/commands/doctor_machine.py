"""The machine itself, as the doctor finds it: decoders and their speed, disk, clock, terminal."""

from __future__ import annotations

import locale
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from checkin.local_time import LONG_BEFORE, VIETNAM, clock_and_day, local_day
from kiosk.capture.vision import vision_problem
from kiosk.commands.findings import Finding, Level, good, mend, note

_ROOM = 500_000_000
"""Bytes that a day of scans, reports and pictures may need."""
_COLUMNS, _LINES = 80, 24
_FAST = 15.0
"""Frames a second from which on nobody notices that decoding takes time."""
_APART = timedelta(seconds=30)
"""By which the clocks of a laptop and of its server may differ."""
GLYPHS = "Trạm Ngộ Ước Ẵm Dũng ▀▄█▁▅ ┌─┐╭━ ✔ ✖ ☐ ☑ ★ ▶ ○"
"""What the screens draw with."""


def decoding() -> Iterator[Finding]:
    """OpenCV, the decoders with their versions, and how fast they are here."""
    if problem := vision_problem():
        yield Finding("pictures", Level.MEND, problem)
        return
    yield good("pictures", "Máy ảnh, ảnh: OpenCV dùng được", "Pictures: OpenCV works")
    from kiosk.capture.selftest import described, milliseconds_a_frame

    found = described()
    if not found:
        yield mend(
            "decoders",
            "Máy này chưa có bộ đọc mã QR. Trên Windows xin cài Microsoft Visual C++ 2015-2022 (x64): "
            "https://aka.ms/vs/17/release/vc_redist.x64.exe; trên Linux cài gói libzbar0.",
            "No QR decoder works here. On Windows install Microsoft Visual C++ 2015-2022 (x64): "
            "https://aka.ms/vs/17/release/vc_redist.x64.exe; on Linux the package libzbar0.",
        )
        return
    listed = ", ".join(f"{name} {version}" for name, version in found.items())
    yield good("decoders", f"Bộ đọc mã QR: {listed}", f"QR decoders: {listed}")
    if "zbar" not in found:
        yield note(
            "zbar",
            "Thiếu bộ đọc mã QR thứ hai (zbar); vẫn quét được. Trên Windows xin cài Microsoft Visual C++ "
            "2013 (x64), trên Linux cài gói libzbar0.",
            "The second decoder (zbar) is missing; scanning works. On Windows install Microsoft Visual C++ "
            "2013 (x64), on Linux the package libzbar0.",
        )
    yield speed(milliseconds_a_frame())


def speed(milliseconds: float) -> Finding:
    """Whether so many milliseconds a frame are few enough."""
    rate = 1000 / milliseconds
    shown = f"{milliseconds:.0f} ms ({rate:.0f}/s)"
    if rate >= _FAST:
        return good("speed", f"Tốc độ đọc một hình 1280x720: {shown}", f"Reading a 1280x720 frame: {shown}")
    return note(
        "speed",
        f"Máy này đọc hình chậm: {shown} một hình. Xin đóng bớt chương trình, cắm sạc, hoặc dùng máy quét "
        "USB.",
        f"This machine reads frames slowly: {shown} each. Close other programs, plug in the charger, or use "
        "a USB scanner.",
    )


def clock(
    last: datetime | None, now: datetime, ahead: timedelta = timedelta(), first: date | None = None
) -> Finding:
    """Whether the clock can be right: not before this machine's last entry, nor long before every event.

    ahead: by how much the clock of the store's server is, by which entries are stamped. first: day of the
    first event.
    """
    shown = clock_and_day(now)
    if abs(ahead) > _APART:
        seconds = round(abs(ahead).total_seconds())
        vi, en = ("chậm", "behind") if ahead > timedelta() else ("nhanh", "ahead of")
        return mend(
            "clock",
            f"Đồng hồ máy đang {vi} {seconds} giây so với máy chủ ({shown}). Hãy chỉnh lại giờ.",
            f"This machine's clock is {seconds} seconds {en} the server's ({shown}). Set it right.",
        )
    if first is not None and first - local_day(now) > LONG_BEFORE:
        return mend(
            "clock",
            f"Đồng hồ máy là {shown}, trước mọi sự kiện hơn một năm; có lẽ pin đồng hồ đã hết. Hãy chỉnh lại "
            "ngày giờ.",
            f"The clock says {shown}, more than a year before every event; its battery may be empty. Set it "
            "right.",
        )
    if last is not None and now + ahead < last:
        written = clock_and_day(last)
        return mend(
            "clock",
            f"Máy này ghi dòng cuối lúc {written}, mà đồng hồ bây giờ mới {shown}: đồng hồ chạy chậm, hoặc "
            "lúc ấy đã chạy nhanh. Xin so với điện thoại, sai thì chỉnh lại; đúng thì cứ dùng, máy ghi thêm "
            "là hết báo.",
            f"This machine wrote its last entry at {written}, and now its clock says {shown}: it is slow, or "
            "was fast then. Compare it with a telephone and set it right; if it is right, this goes with the "
            "next entry.",
        )
    return good(
        "clock", f"Giờ Việt Nam theo máy: {shown}; xin so lại", f"Clock: {shown} in Vietnam; compare it"
    )


def zone(now: datetime) -> Finding:
    """Whether the machine believes to be in Vietnam: else a clock set by eye is hours off."""
    if now.astimezone().utcoffset() == VIETNAM.utcoffset(None):
        return good("timezone", "Múi giờ: UTC+7", "Time zone: UTC+7")
    return note(
        "timezone",
        "Múi giờ của máy không phải của Việt Nam. Xin chọn (UTC+07:00) Bangkok, Hanoi, Jakarta rồi so lại "
        "giờ.",
        "This machine's time zone is not Vietnam's. Choose (UTC+07:00) Bangkok, Hanoi, Jakarta, then "
        "compare the clock.",
    )


def disk(path: Path) -> Finding:
    """Whether the disk that holds this file has room."""
    folder = next((parent for parent in path.resolve().parents if parent.exists()), Path())
    free = shutil.disk_usage(folder).free
    shown = f"{free / 1e9:.1f} GB"
    vi = shown.replace(".", ",")
    if free >= _ROOM:
        return good("disk", f"Ổ đĩa còn trống {vi}", f"Disk: {shown} free")
    return mend(
        "disk",
        f"Ổ đĩa chỉ còn trống {vi}. Hãy xóa bớt tệp không cần.",
        f"Only {shown} of the disk are free. Remove files that are not needed.",
    )


def terminal() -> Iterator[Finding]:
    """Size, colours and letters of the terminal; the letters are for a person to compare."""
    if not sys.stdout.isatty():
        yield good("terminal", "Không chạy trong cửa sổ dòng lệnh", "Not run in a terminal")
        return
    yield _size()
    yield _colours()
    yield _glyphs()


def _size() -> Finding:
    size = shutil.get_terminal_size()
    shown = f"{size.columns}x{size.lines}"
    if size.columns < _COLUMNS or size.lines < _LINES:
        return mend(
            "terminal",
            f"Cửa sổ dòng lệnh {shown}, nhỏ hơn 80x24. Hãy phóng to cửa sổ hoặc thu nhỏ cỡ chữ.",
            f"The terminal is {shown}, smaller than 80x24. Enlarge the window or make the letters smaller.",
        )
    return good("terminal", f"Cửa sổ dòng lệnh: {shown}", f"Terminal: {shown}")


def _colours() -> Finding:
    from rich.console import Console

    console = Console()
    if console.legacy_windows:
        return note(
            "colours",
            "Đây là cửa sổ dòng lệnh đời cũ của Windows, ít màu. Nên cài và dùng Windows Terminal.",
            "This is the old console of Windows with few colours. Better install and use Windows Terminal.",
        )
    depth = {"truecolor": "16 777 216", "256": "256", "standard": "16", "windows": "16"}
    number = depth.get(console.color_system or "")
    if console.no_color or number is None:
        return note(
            "colours",
            "Cửa sổ dòng lệnh không có màu; chữ và dấu vẫn đủ. Muốn có màu: bỏ biến NO_COLOR, hoặc dùng "
            "cửa sổ dòng lệnh khác.",
            "The terminal has no colours; words and signs say everything. For colours unset NO_COLOR, or use "
            "another terminal.",
        )
    return good("colours", f"Màu: {number}", f"Colours: {number}")


def _glyphs() -> Finding:
    encoding = "utf-8" if sys.platform == "win32" else locale.getencoding()
    if encoding.lower().replace("-", "") != "utf8":
        return mend(
            "glyphs",
            f"Cửa sổ dòng lệnh dùng bảng mã {encoding}, chữ Việt sẽ sai. Xin chạy: export LANG=C.UTF-8",
            f"The terminal's encoding is {encoding}, which spoils Vietnamese. Run: export LANG=C.UTF-8",
        )
    if os.environ.get("TERM") == "linux":
        return note(
            "glyphs",
            f"Màn hình chữ của Linux thiếu nhiều chữ Việt. So dòng này: {GLYPHS}",
            f"The Linux console lacks many Vietnamese letters. Compare this line: {GLYPHS}",
        )
    return good(
        "glyphs",
        "So từng chữ, có dấu hỏi hay nhiều ô vuông giống nhau thì đổi phông Consolas; vẫn còn thì cài và "
        f"dùng Windows Terminal: {GLYPHS}",
        "Compare; question marks, or boxes that look alike, mean another font is needed, such as Consolas, "
        f"or else Windows Terminal: {GLYPHS}",
    )
