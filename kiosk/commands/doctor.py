"""doctor: is this machine ready; each line says so or how to mend it."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from checkin.local_time import VIETNAM, clock_time
from data.doctor import newest_record
from data.ledger import Store
from data.session import connect, sqlite_path
from kiosk.capture.vision import vision_problem
from kiosk.commands.console import Exit, Failure, both, emit
from kiosk.commands.scanning import NO_DECODER
from kiosk.commands.session import opened, store_edge, store_place
from kiosk.wording import NO_DEVICE_NUMBER
from stations.model import Bilingual

_ROOM = 500_000_000
"""Bytes that a day of scans, reports and pictures may need."""
_COLUMNS, _LINES = 80, 24


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    ok: bool
    text: Bilingual


def doctor(args: Namespace) -> int:
    """Print every finding; fails if one needs mending."""
    findings = [*_decoding(), *_keeping(args), _terminal()]
    for found in findings:
        mark = "✓" if found.ok else "✗"
        text = Bilingual(f"{mark} {found.text.vi}", f"{mark} {found.text.en}")
        emit(args, {"check": found.check, "ok": found.ok, **both(found.text)}, text)
    return Exit.OK if all(found.ok for found in findings) else Exit.FAILED


def _decoding() -> Iterator[Finding]:
    if problem := vision_problem():
        yield Finding("pictures", ok=False, text=problem)
        return
    yield Finding(
        "pictures", ok=True, text=Bilingual("Máy ảnh, ảnh: OpenCV dùng được", "Pictures: OpenCV works")
    )
    from kiosk.capture.decode import engines

    found = engines()
    listed = ", ".join(found)
    text = Bilingual(f"Bộ đọc mã QR: {listed}", f"QR decoders: {listed}")
    yield Finding("decoders", bool(found), text if found else NO_DECODER)
    if "zbar" not in found:
        yield Finding("zbar", ok=False, text=_NO_ZBAR)


def _keeping(args: Namespace) -> Iterator[Finding]:
    """The store, and what it depends on: the disk, the clock."""
    newest = None
    try:
        with opened(args) as store:
            yield from _store(store)
            newest = newest_record(store)
    except Failure as failure:
        yield Finding("store", ok=False, text=failure.sentence)
    yield _clock(newest, datetime.now(UTC))
    path = _store_file(args)
    if path is not None:
        yield _disk(path)


def _store_file(args: Namespace) -> Path | None:
    try:
        with store_edge():
            return sqlite_path(connect(store_place(args)))
    except Failure:
        return None


def _store(store: Store) -> Iterator[Finding]:
    events = ", ".join(f"{c.event.code} {c.event.date:%d/%m/%Y}" for c in store.catalogues.values())
    yield Finding("store", ok=True, text=Bilingual(f"Kho dữ liệu: {events}", f"Store: {events}"))
    number = store.device.number
    text = Bilingual(f"Số thiết bị: {number}", f"Device number: {number}")
    yield Finding("device", number is not None, NO_DEVICE_NUMBER if number is None else text)


def _clock(newest: datetime | None, now: datetime) -> Finding:
    shown = f"{clock_time(now)} {now.astimezone(VIETNAM):%d/%m/%Y}"
    if newest is not None and now < newest:
        return Finding(
            "clock",
            ok=False,
            text=Bilingual(
                f"Đồng hồ máy đang chậm ({shown}), trước cả dòng nhật ký mới nhất. Hãy chỉnh lại giờ.",
                f"This machine's clock is behind ({shown}): the log has a later entry. Set it right.",
            ),
        )
    return Finding(
        "clock",
        ok=True,
        text=Bilingual(
            f"Giờ Việt Nam theo máy: {shown}; xin so lại", f"Clock: {shown} in Vietnam; compare it"
        ),
    )


def _disk(path: Path) -> Finding:
    folder = next((parent for parent in path.resolve().parents if parent.exists()), Path())
    free = shutil.disk_usage(folder).free
    shown = f"{free / 1e9:.1f} GB"
    if free >= _ROOM:
        return Finding("disk", ok=True, text=Bilingual(f"Ổ đĩa còn trống {shown}", f"Disk: {shown} free"))
    return Finding(
        "disk",
        ok=False,
        text=Bilingual(
            f"Ổ đĩa chỉ còn trống {shown}. Hãy xóa bớt tệp không cần.",
            f"Only {shown} of the disk are free. Remove files that are not needed.",
        ),
    )


def _terminal() -> Finding:
    if not sys.stdout.isatty():
        return Finding(
            "terminal", ok=True, text=Bilingual("Không chạy trong cửa sổ lệnh", "Not run in a terminal")
        )
    size = shutil.get_terminal_size()
    if size.columns < _COLUMNS or size.lines < _LINES:
        return Finding("terminal", ok=False, text=_SMALL)
    colours = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    shown = f"{size.columns}x{size.lines}"
    return Finding(
        "terminal",
        ok=True,
        text=Bilingual(
            f"Cửa sổ lệnh {shown}, {'có' if colours else 'không'} màu: Trạm Ngộ Ước ▀▄█",
            f"Terminal {shown}, {'with' if colours else 'without'} colours: Trạm Ngộ Ước ▀▄█",
        ),
    )


_NO_ZBAR = Bilingual(
    "Thiếu bộ đọc thứ hai (zbar); vẫn quét được. Trên Linux xin cài gói libzbar0.",
    "The second decoder (zbar) is missing; scanning works. On Linux install the package libzbar0.",
)
_SMALL = Bilingual(
    "Cửa sổ lệnh nhỏ hơn 80x24. Hãy phóng to cửa sổ hoặc thu nhỏ cỡ chữ.",
    "The terminal is smaller than 80x24. Enlarge the window or make the letters smaller.",
)
