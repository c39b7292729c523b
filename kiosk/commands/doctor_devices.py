"""Cameras, scanners and the printer, as the doctor finds them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.capture.address import is_stream
from kiosk.capture.advice import ADVICE
from kiosk.capture.model import FrameSource, LineSource, SourceProblem
from kiosk.capture.serial_port import opens, ports
from kiosk.capture.sources import open_source
from kiosk.capture.trial import HARMLESS, Flaw, shown
from kiosk.commands.findings import Finding, Level, good, mend, note
from kiosk.laptop import Laptop
from kiosk.voice import has_speech_library, has_vietnamese_voice

_OPENING = 12.0
"""Seconds within which a camera must show something."""
_WATCHING = 3.0
"""Seconds for which its frames are counted; a camera that sees black tells so after two."""
_SLUGGISH = 10.0
"""Frames a second below which someone waits for the picture."""
_PRINTER_PATIENCE = 10.0
"""Seconds."""
_NOT_ON_PAPER = ("PDF", "XPS", "ONENOTE", "FAX")


def source(text: str) -> Iterator[Finding]:
    """The camera or serial scanner that this machine uses; `text` is empty if none was chosen."""
    if not text:
        yield note(
            "camera",
            "Chưa chọn máy ảnh; máy quét USB thì không cần. Muốn dùng máy ảnh: gõ ngayhoi camera để xem danh "
            "sách, rồi ngayhoi camera và số của máy ảnh.",
            "No camera was chosen; a USB scanner needs none. To use one, see the list with ngayhoi camera, "
            "then type ngayhoi camera and its number.",
        )
        return
    opened = open_source(text)
    match opened:
        case SourceProblem(problem):
            yield Finding("camera", Level.MEND, problem)
        case LineSource():
            yield _serial_scanner(opened.name)
        case FrameSource():
            yield camera(opened)
        case _:
            yield good("camera", f"Nguồn quét: {opened.name}", f"Scans come from: {opened.name}")


def camera(device: FrameSource, opening: float = _OPENING, watching: float = _WATCHING) -> Finding:
    """Whether a camera gives pictures, how large and how many; in `opening + watching` seconds."""
    limit = _stopping_after(opening, device)
    count, first, last, size = 0, 0.0, 0.0, (0, 0)
    for frame in device.frames():
        last = time.monotonic()
        if not count:
            limit.cancel()
            limit = _stopping_after(watching, device)
            first, size = last, (frame.shape[1], frame.shape[0])
        count += 1
    limit.cancel()
    if count and device.trouble:
        return Finding("camera", Level.MEND, device.trouble)
    return (
        _picture(device.name, size, (count - 1) / max(last - first, watching))
        if count
        else _no_picture(device)
    )


def _stopping_after(seconds: float, device: FrameSource) -> threading.Timer:
    timer = threading.Timer(seconds, device.stop)
    timer.daemon = True
    timer.start()
    return timer


def _no_picture(device: FrameSource) -> Finding:
    if is_stream(device.name):
        return mend(
            "camera",
            f"Chưa nhận được hình từ {device.name}. Xin mở ứng dụng máy ảnh trên điện thoại, nối điện thoại "
            "và máy này vào cùng một mạng Wi-Fi, xem lại địa chỉ, rồi thử lại.",
            f"No picture from {device.name}. Open the camera app on the phone, connect the phone and this "
            "machine to one Wi-Fi network, check the address, then try again.",
        )
    return mend(
        "camera",
        f"Chưa nhận được hình từ {device.name}. Xin đóng chương trình khác đang dùng máy ảnh (Zoom, Zalo), "
        "rút dây cắm lại, rồi thử lại. Trên Windows, xem Cài đặt › Quyền riêng tư và bảo mật › Máy ảnh có "
        "cho ứng dụng máy tính dùng không.",
        f"No picture from {device.name}. Close other programs that use the camera (Zoom, Zalo), unplug it "
        "and plug it in again, then try again. On Windows, see whether Settings › Privacy & security › "
        "Camera lets desktop apps use it.",
    )


def _picture(name: str, size: tuple[int, int], rate: float) -> Finding:
    shown_size = f"{size[0]}x{size[1]}, {rate:.0f}"
    if rate < _SLUGGISH and is_stream(name):
        return note(
            "camera",
            f"{name}: {shown_size} hình một giây, hơi chậm. Xin để điện thoại gần bộ phát Wi-Fi, chọn khổ "
            "hình nhỏ hơn trong ứng dụng máy ảnh.",
            f"{name}: {shown_size} frames a second, which is slow. Put the phone near the Wi-Fi access point "
            "and choose a smaller picture in its camera app.",
        )
    if rate < _SLUGGISH:
        return note(
            "camera",
            f"{name}: {shown_size} hình một giây, hơi chậm. Xin bật thêm đèn, cắm máy ảnh thẳng vào máy "
            "(không qua bộ chia USB), đóng bớt chương trình khác.",
            f"{name}: {shown_size} frames a second, which is slow. Switch on a light, plug the camera into "
            "the machine itself (no USB hub), close other programs.",
        )
    return good("camera", f"{name}: {shown_size} hình một giây", f"{name}: {shown_size} frames a second")


def _serial_scanner(port: str) -> Finding:
    if opens(port):
        return good("camera", f"Máy quét ở cổng {port}: mở được", f"The scanner at port {port} can be opened")
    return mend(
        "camera",
        f"Không mở được cổng {port} của máy quét. Xin cắm lại dây, đóng màn hình ngayhoi khác đang dùng cổng"
        " ấy, hoặc chọn cổng khác ở dòng “cổng nối tiếp”.",
        f"The scanner's port {port} cannot be opened. Plug it in again, close another ngayhoi screen that "
        "uses it, or choose another port of those listed.",
    )


def serial_ports() -> Iterator[Finding]:
    """The serial ports there are, and how one is named."""
    found = ports()
    if not found:
        yield good(
            "serial",
            "Cổng nối tiếp: không có (chỉ máy quét đặt ở chế độ USB-COM mới cần)",
            "Serial ports: none (only a scanner set to USB-COM needs one)",
        )
        return
    listed = ", ".join(f"{port.name} ({port.description})" for port in found)
    yield good(
        "serial",
        f"Cổng nối tiếp: {listed}. Máy quét USB-COM thì mở màn hình với --source {found[0].name}",
        f"Serial ports: {listed}. For a scanner set to USB-COM open the screen with --source {found[0].name}",
    )


def scanner(own: Laptop) -> Iterator[Finding]:
    """What the last test scan on this machine told of its keyboard scanner."""
    if not own.scanner_tried:
        yield note(
            "scanner",
            "Chưa thử máy quét USB trên máy này. Nếu dùng máy quét, xin gõ: ngayhoi doctor --scanner",
            "No USB scanner was tried on this machine. If you use one, type: ngayhoi doctor --scanner",
        )
        return
    before, after = shown(own.prefix), shown(own.suffix)
    flaws = [flaw for flaw in Flaw if flaw in own.scanner_flaws]
    if HARMLESS.issuperset(flaws):
        yield good(
            "scanner",
            f"Máy quét USB đã thử. Nhớ trước mã: {before or 'không có'}; sau mã: "
            f"{after or 'Enter, Tab hoặc không'}",
            f"The USB scanner was tried. Remembered before a code: {before or 'nothing'}; after it: "
            f"{after or 'Enter, Tab or nothing'}",
        )
    for flaw in flaws:
        level = Level.NOTE if flaw in HARMLESS else Level.MEND
        yield Finding("scanner", level, ADVICE[flaw])


def printer() -> Iterator[Finding]:
    """Whether badges can be printed here; that they cannot is no fault."""
    names = _printers()
    paper = [name for name in names if not any(word in name.upper() for word in _NOT_ON_PAPER)]
    if paper:
        listed = ", ".join(paper)
        yield good("printer", f"Máy in: {listed}", f"Printer: {listed}")
    else:
        yield note(
            "printer",
            "Không thấy máy in. In thẻ ở máy khác: ngayhoi badges --pdf the.pdf rồi mang tệp đi in.",
            "No printer here. Print badges elsewhere: ngayhoi badges --pdf the.pdf and take the file there.",
        )


def voice() -> Iterator[Finding]:
    """Whether calls can be spoken, where somebody wanted them to be."""
    if not has_speech_library():
        return
    if has_vietnamese_voice():
        yield good("voice", "Máy có giọng đọc tiếng Việt", "This machine has a Vietnamese voice")
    else:
        yield note(
            "voice",
            "Máy chưa có giọng đọc tiếng Việt nên bảng chỉ có tiếng chuông. Trên Windows xin cài ở Cài đặt › "
            "Thời gian và ngôn ngữ › Giọng nói.",
            "This machine has no Vietnamese voice, so the board only rings. On Windows add one in Settings › "
            "Time & language › Speech.",
        )


def _printers() -> list[str]:
    """Names of printers: on Windows the usual one, elsewhere all that CUPS knows."""
    if sys.platform == "win32":
        return _usual_printer_of_windows()
    lpstat = shutil.which("lpstat")
    if not lpstat:
        return []
    try:
        told = subprocess.run(  # noqa: S603 - a program of the system, with fixed arguments
            [lpstat, "-a"],
            capture_output=True,
            check=False,
            timeout=_PRINTER_PATIENCE,
            env={"LC_ALL": "C", "PATH": str(Path(lpstat).parent)},
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    lines = told.stdout.decode("utf-8", "replace").splitlines()
    return [line.split()[0] for line in lines if line[:1].strip()]


def _usual_printer_of_windows() -> list[str]:
    """The user's default printer, from the registry: asking the spooler takes seconds."""
    if sys.platform != "win32":
        return []
    import winreg

    place = r"Software\Microsoft\Windows NT\CurrentVersion\Windows"
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, place) as key:
            device, _ = winreg.QueryValueEx(key, "Device")
    except OSError:
        return []
    name = str(device).rsplit(",", 2)[0]
    return [name] if name else []
