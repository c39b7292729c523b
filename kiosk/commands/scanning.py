"""scan: the codes in pictures, recognised but not recorded."""

from __future__ import annotations

import re
import time
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from checkin.citizen_card import CitizenCard
from checkin.payload import BadgeCode, Flaw, Foreign, ForeignKind, Payload, Unreadable, read
from kiosk.capture.model import PictureProblem
from kiosk.capture.vision import NO_DECODER, vision_problem
from kiosk.commands.console import Exit, Failure, both, emit

if TYPE_CHECKING:  # at run time it loads OpenCV, whose absence is told in a sentence
    from kiosk.capture.codes import Code

_CITIZEN_NUMBER = re.compile(rb"(?<![0-9])0(?!00)[0-9]{2}[0-3][0-9]{8}(?![0-9])")
"""Twelve digits that may be someone's ID number: province 001 to 099, then sex and century, 0 to 3
for who was born from 1900 to 2099. Thirteen digits are a product."""
_LINKS = frozenset({ForeignKind.LINK, ForeignKind.ZALO, ForeignKind.VNEID})


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
    return {
        "payload_hex": code.payload.hex() if raw or not _is_personal(code.payload, payload) else None,
        "corners": [[round(x, 1), round(y, 1)] for x, y in code.corners],
        "engine": code.engine,
        "kind": kind_of(payload),
    }


def _is_personal(data: bytes, payload: Payload) -> bool:
    """Whether a code carries a citizen number, or may; the digits of a badge or a link are none."""
    match payload:
        case CitizenCard() | Unreadable(Flaw.CARD_DAMAGED) | Foreign(ForeignKind.HEALTH_INSURANCE):
            return True
        case BadgeCode():
            return False
        case Foreign(kind) if kind in _LINKS:
            return False
        case _:
            return _CITIZEN_NUMBER.search(data.replace(b"\0", b"")) is not None


def _line(code: Code) -> str:
    x, y = code.centre
    return f"  {kind_of(read(code.payload))} ({x:.0f}, {y:.0f}) {code.engine}"


def _since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 1)
