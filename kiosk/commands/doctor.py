"""doctor: is this machine ready; each line says so or how to mend it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checkin.local_time import VIETNAM
from data.ledger import Store
from data.logs import LogUntil, last_record, logs_until
from data.session import connect, sqlite_path
from kiosk.capture.trial import Flaw, Verdict
from kiosk.commands import doctor_devices as devices
from kiosk.commands import doctor_machine as machine
from kiosk.commands.console import Exit, Failure, both, emit
from kiosk.commands.findings import MARKS, Finding, Level, bounded, good
from kiosk.commands.session import opened, store_edge, store_place
from kiosk.commands.sync import ahead_notes
from kiosk.laptop import Laptop, change, remembered
from kiosk.wording import NO_DEVICE_NUMBER, day_is_past
from stations.model import Bilingual

_LONG = 60.0
"""Seconds that loading OpenCV, or a database far away, may take on an old machine."""
_SHORT = 20.0
"""Seconds in which a device answers if it ever does."""


def doctor(args: Namespace) -> int:
    """Print every finding; fails if one needs mending. Raises Failure."""
    findings = _after_a_trial(args) if args.scanner else _all(args)
    worst = Exit.OK
    for found in findings:
        _print(args, found)
        if found.level is Level.MEND:
            worst = Exit.FAILED
    return worst


def learnt(own: Laptop, verdict: Verdict) -> Laptop:
    """What a test scan changes in what this laptop remembers.

    Another code than the one on the screen tells nothing, and what came around an altered code may be
    altered as well.
    """
    if Flaw.NOT_THE_CODE in verdict.flaws:
        return own
    own = replace(own, scanner_tried=True, scanner_flaws=tuple(flaw.value for flaw in verdict.flaws))
    return replace(own, prefix=verdict.prefix, suffix=verdict.suffix_to_learn) if verdict.works else own


def _all(args: Namespace) -> Iterator[Finding]:
    own = remembered()
    yield from bounded("pictures", _LONG, machine.decoding)
    yield from bounded("camera", _SHORT, lambda: devices.source(args.source or own.source))
    yield from devices.scanner(own)
    yield from bounded("serial", _SHORT, devices.serial_ports)
    yield from bounded("store", _LONG, lambda: _keeping(args))
    yield from bounded("printer", _SHORT, devices.printer)
    yield from bounded("voice", _SHORT, devices.voice)
    yield from machine.terminal()


def _after_a_trial(args: Namespace) -> Iterator[Finding]:
    """Let the scanner be tried, then tell what is remembered of it."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failure("terminal", _NO_TERMINAL, Exit.USAGE)
    from kiosk.screens.trial import Trial

    def keep(verdict: Verdict) -> None:
        change(lambda own: learnt(own, verdict))

    Trial(keep, args.lang or "vi").run()
    yield from devices.scanner(remembered())


def _print(args: Namespace, found: Finding) -> None:
    mark = MARKS[found.level]
    text = Bilingual(f"{mark} {found.text.vi}", f"{mark} {found.text.en}")
    record = {"check": found.check, "ok": found.level is not Level.MEND, "level": found.level.value}
    emit(args, record | both(found.text), text)


def _keeping(args: Namespace) -> Iterator[Finding]:
    """The store, and what it depends on: the disk, the clock."""
    last, ahead, first = None, timedelta(), None
    others: list[LogUntil] = []
    try:
        with opened(args) as store:
            yield from _store(store)
            last, ahead = last_record(store), store.ahead
            first = min(catalogue.event.date for catalogue in store.catalogues.values())
            with store.reading() as log:
                others = [one for one in logs_until(log) if one.device != store.device.id]
    except Failure as failure:
        yield Finding("store", Level.MEND, failure.sentence)
    now = datetime.now(UTC)
    yield machine.clock(last, now, ahead, first)
    for text in ahead_notes(others, now + ahead):
        yield Finding("clock", Level.NOTE, text)
    yield machine.zone(now)
    path = _store_file(args)
    if path is not None:
        yield machine.disk(path)


def _store_file(args: Namespace) -> Path | None:
    try:
        with store_edge():
            return sqlite_path(connect(store_place(args)))
    except Failure:
        return None


def _store(store: Store) -> Iterator[Finding]:
    events = ", ".join(f"{c.event.code} {c.event.date:%d/%m/%Y}" for c in store.catalogues.values())
    yield good("store", f"Kho dữ liệu: {events}", f"Store: {events}")
    today = datetime.now(VIETNAM).date()
    if all(catalogue.event.date < today for catalogue in store.catalogues.values()):
        yield Finding("event", Level.NOTE, day_is_past(today))
    number = store.device.number
    if number is None:
        yield Finding("device", Level.MEND, NO_DEVICE_NUMBER)
    else:
        yield good("device", f"Số thiết bị: {number}", f"Device number: {number}")


_NO_TERMINAL = Bilingual(
    "Thử máy quét cần một cửa sổ dòng lệnh. Xin mở trực tiếp, không qua ống dẫn hay tệp.",
    "Trying a scanner needs a terminal. Open it directly, not through a pipe or a file.",
)
