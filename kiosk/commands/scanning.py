"""scan: the codes in pictures, recognised but not recorded."""

from __future__ import annotations

import time
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from checkin.citizen_card import CitizenCard
from checkin.payload import BadgeCode, Flaw, Foreign, Payload, Unreadable, read
from kiosk.capture.model import PictureProblem
from kiosk.capture.vision import vision_problem
from kiosk.commands.console import Exit, Failure, both, emit
from stations.model import Bilingual

if TYPE_CHECKING:  # at run time it loads OpenCV, whose absence is told in a sentence
    from kiosk.capture.codes import Code


def scan(args: Namespace) -> int:
    """One line a file; fails in the end if a file was no picture."""
    status = Exit.OK
    for path in args.files:
        start = time.perf_counter()
        try:
            codes = codes_in(path)
        except Failure as failure:
            if failure.code != "picture":
                raise
            status = failure.status
            record = {"file": str(path), "ms": _since(start), "codes": [], "error": failure.code}
            emit(args, record | both(failure.sentence), failure.sentence)
            continue
        record = {"file": str(path), "ms": _since(start)}
        record["codes"] = [_code_record(code, raw=args.raw) for code in codes]
        emit(args, record, f"{path}: {len(codes)} QR, {record['ms']} ms", *(_line(code) for code in codes))
    return status


def codes_in(path: Path) -> tuple[Code, ...]:
    """The codes in a picture file, most prominent first. Raises Failure."""
    if problem := vision_problem():
        raise Failure("no-vision", problem)
    from kiosk.capture.decode import decode_still, engines
    from kiosk.capture.pictures import read_picture

    if not engines():
        raise Failure("no-decoder", NO_DECODER)
    picture = read_picture(path)
    if isinstance(picture, PictureProblem):
        raise Failure("picture", picture.text)
    return decode_still(picture)


def kind_of(payload: Payload) -> str:
    """What a code is, in one word: a badge, a citizen card, unreadable, or a kind of foreign code."""
    match payload:
        case BadgeCode():
            return "badge"
        case CitizenCard():
            return "citizen-card"
        case Foreign(kind):
            return kind.value
        case Unreadable():
            return "unreadable"


def _code_record(code: Code, *, raw: bool) -> dict[str, object]:
    payload = read(code.payload)
    hidden = isinstance(payload, CitizenCard) or payload == Unreadable(Flaw.CARD_DAMAGED)
    return {
        "payload_hex": None if hidden and not raw else code.payload.hex(),
        "corners": [[round(x, 1), round(y, 1)] for x, y in code.corners],
        "engine": code.engine,
        "kind": kind_of(payload),
    }


def _line(code: Code) -> str:
    x, y = code.centre
    return f"  {kind_of(read(code.payload))} ({x:.0f}, {y:.0f}) {code.engine}"


def _since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 1)


NO_DECODER = Bilingual(
    "Máy này chưa có bộ đọc mã QR. Xin cài lại chương trình, hoặc trên Linux cài gói libzbar0.",
    "No QR decoder works here. Install the program again, or on Linux the package libzbar0.",
)
