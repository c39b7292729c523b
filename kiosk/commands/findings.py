"""What the doctor finds: one line each, green or the sentence that mends it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from queue import Empty, SimpleQueue

from stations.model import Bilingual


class Level(StrEnum):
    """How grave a finding is."""

    GOOD = "good"
    NOTE = "note"
    """Worth knowing or doing; the day can begin without it."""
    MEND = "mend"
    """To be mended before the day begins."""


MARKS = {Level.GOOD: "✓", Level.NOTE: "!", Level.MEND: "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    """One of the names that `docs/cli.md` lists."""
    level: Level
    text: Bilingual


def good(check: str, vi: str, en: str) -> Finding:
    """Something that is as it should be."""
    return Finding(check, Level.GOOD, Bilingual(vi, en))


def note(check: str, vi: str, en: str) -> Finding:
    """Something the day can begin without."""
    return Finding(check, Level.NOTE, Bilingual(vi, en))


def mend(check: str, vi: str, en: str) -> Finding:
    """Something to be mended first."""
    return Finding(check, Level.MEND, Bilingual(vi, en))


def bounded(check: str, seconds: float, work: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What a check finds, or that it took longer than so many seconds; a device may hang for ever."""
    outcome: SimpleQueue[list[Finding] | BaseException] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(list(work()))
        except BaseException as error:  # noqa: BLE001 - the boundary of the thread: raised again outside
            outcome.put(error)

    threading.Thread(target=run, name=f"doctor: {check}", daemon=True).start()
    try:
        found = outcome.get(timeout=seconds)
    except Empty:
        return [_too_long(check, seconds)]
    if isinstance(found, BaseException):
        raise found
    return found


def _too_long(check: str, seconds: float) -> Finding:
    return mend(
        check,
        f"Thiết bị này không trả lời sau {seconds:.0f} giây. Xin rút dây ra cắm lại, hoặc khởi động lại máy, "
        "rồi chạy lại lệnh này.",
        f"No answer after {seconds:.0f} seconds. Unplug it and plug it in again, or restart this machine, "
        "then run this command again.",
    )
