"""checkin --batch: codes by the line, as fast as they come, each answered once it is durable."""

from __future__ import annotations

import codecs
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from io import BytesIO
from pathlib import Path
from queue import Empty, Queue
from typing import BinaryIO

from checkin.desk import Scan, receive
from checkin.payload import MAX_BYTES
from kiosk.commands.answers import answer_record
from kiosk.commands.console import Exit, emit, file_edge, to_reader
from kiosk.commands.session import Session
from kiosk.way_wording import answer_text
from stations.model import Bilingual

MOST = 64
"""How many lines become durable together at most."""
_AHEAD = 4 * MOST
"""How many lines are read before their answers."""
_PATIENCE = 0.2
"""Seconds of one wait for a line."""
_LINE_ENDS = b"\r\n"

_Line = bytes | OSError | None


def check_in_lines(args: Namespace, at_desk: Session) -> int:
    """Answer every line of a file or of standard input; a line is printed when its entry is durable."""
    path = Path(args.batch)
    number = 0
    with file_edge(path):
        source = nullcontext(_standard_input()) if args.batch == "-" else _opened(path)
    with source as stream:
        lines: Queue[_Line] = Queue(_AHEAD)
        threading.Thread(target=_read, args=(stream, lines), name="lines", daemon=True).start()
        for group in _groups(lines, path):
            number = _answer(args, at_desk, group, number)
    return Exit.OK


def _standard_input() -> BinaryIO:
    """A reader of its own: at exit Python locks its own, which the thread that waits for a line holds."""
    return open(sys.stdin.fileno(), "rb", closefd=False)


def _opened(path: Path) -> AbstractContextManager[BinaryIO]:
    """A file of lines, or a pipe; in UTF-16, as `>` of Windows PowerShell writes it, it comes in UTF-8."""
    file = path.open("rb")
    if file.peek(2)[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return file
    with file:
        return BytesIO(file.read().decode("utf-16", errors="replace").encode())


def _answer(args: Namespace, at_desk: Session, group: list[bytes], number: int) -> int:
    """Answer some lines together; returns the number of the last one."""
    now = at_desk.now()
    answers = receive([Scan(line, typed=args.typed) for line in group], at_desk.desk, now)
    for number, answer in enumerate(answers, number + 1):  # noqa: B020, PLR1704 - carried on and handed back
        text = answer_text(answer, at_desk.catalogue, now)
        record = answer_record(answer, text, at_desk.catalogue, at_desk.desk.code, now)
        emit(args, {"line": number, **record}, Bilingual(f"{number}: {text.vi}", f"{number}: {text.en}"))
    with to_reader():
        sys.stdout.flush()
    return number


def _read(stream: BinaryIO, lines: Queue[_Line]) -> None:
    """The thread that reads: every line without its end, then None, or what went wrong."""
    end: OSError | None = None
    try:
        for line in split(stream):
            lines.put(line)
    except OSError as error:
        end = error
    lines.put(end)


def split(stream: BinaryIO) -> Iterator[bytes]:
    """Each line without its end; of one too long for any code no more than shows that it is.

    A line that is no UTF-8 comes out empty, as a code that cannot be read.
    """
    longest = MAX_BYTES + len(_LINE_ENDS) + 1
    while line := stream.readline(longest):
        rest = line
        while not rest.endswith(b"\n") and len(rest) == longest:
            rest = stream.readline(longest)
        yield _legible(line.rstrip(_LINE_ENDS))


def _legible(line: bytes) -> bytes:
    if len(line) > MAX_BYTES:
        return line
    try:
        line.decode()
    except UnicodeDecodeError:
        return b""
    return line


def _next(lines: Queue[_Line]) -> _Line:
    """The next line, in short waits: Windows hears no Ctrl+C in a long one.

    https://github.com/python/cpython/issues/74157
    """
    while True:
        with suppress(Empty):
            return lines.get(timeout=_PATIENCE)


def _groups(lines: Queue[_Line], path: Path) -> Iterator[list[bytes]]:
    """What is there, as soon as something is. Raises Failure where reading failed, after the lines before."""
    while True:
        group: list[bytes] = []
        item = _next(lines)
        while isinstance(item, bytes):
            group.append(item)
            if len(group) == MOST:
                break
            try:
                item = lines.get_nowait()
            except Empty:
                break
        if group:
            yield group
        if isinstance(item, OSError):
            with file_edge(path):
                raise item
        if item is None:
            return
