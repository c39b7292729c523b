"""The `ngayhoi` command: finds the sub-command and is the last to hear of what goes wrong in it."""

from __future__ import annotations

import errno
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from itertools import pairwise

from kiosk.bugs import bug_log, write_down
from kiosk.commands import (
    arguments,
    day_arguments,
    event_arguments,
    faces,
    personal_arguments,
    report_arguments,
)
from kiosk.commands.argparse_words import Language, speaking
from kiosk.commands.console import (
    Exit,
    Failure,
    as_json,
    both,
    file_edge,
    harmless,
    in_language,
    ready_streams,
    report_failure,
    say,
    to_reader,
)
from stations.model import Bilingual

_INTERRUPTED = 130
_NO_ROOM = Bilingual(
    "Ổ đĩa đã đầy nên lệnh chưa làm xong; những gì đã báo xong vẫn còn nguyên. Xin xóa bớt tệp không cần, "
    "hoặc chọn ổ khác, rồi làm lại.",
    "The disk is full, so the command is not done; what was reported done is safe. Make room, or choose "
    "another disk, and try again.",
)


@speaking("en")
def parser() -> arguments.Parser:
    """Everything that can be typed."""
    top = arguments.Parser(
        prog="ngayhoi",
        parents=[arguments.common(default=None)],
        description="Ngày hội toàn dân học tập số: đón khách bằng mã QR / check-in for an event day",
    )
    commands = top.add_subparsers(
        required=True, metavar="lệnh", title="lệnh / commands", parser_class=arguments.Parser
    )
    day_arguments.add_parsers(commands)
    event_arguments.add_parsers(commands)
    report_arguments.add_parsers(commands)
    personal_arguments.add_parsers(commands)
    faces.add_parsers(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Do what was typed; returns the exit status. Raises SystemExit(0) after --help and --version."""
    ready_streams()
    try:
        try:
            return _done(argv)
        finally:
            with to_reader():
                sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        return Exit.FAILED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _forget_output()
        say(sys.stderr, Namespace(lang=None), _NO_ROOM)
        return Exit.FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED


def _done(argv: Sequence[str] | None) -> int:
    typed = sys.argv[1:] if argv is None else argv
    args = _understood(typed, "en")
    if isinstance(args, arguments.Unparsable):
        return _not_understood(typed, args)
    try:
        return _implementation(args.run)(args)
    except Failure as failure:
        return report_failure(args, failure)
    except BrokenPipeError:
        raise
    except Exception as bug:  # noqa: BLE001 - the boundary of the program: a bug is filed and told of
        if isinstance(bug, OSError) and bug.errno == errno.ENOSPC:
            sys.stdout.flush()  # fails again if it is the output that has no room
            return report_failure(args, Failure("file", _NO_ROOM))
        return report_failure(args, _filed(bug))


def _understood(typed: Sequence[str], language: Language) -> Namespace | arguments.Unparsable:
    with speaking(language):
        try:
            return parser().parse_args(typed)
        except arguments.Unparsable as error:
            return error


def _not_understood(typed: Sequence[str], error: arguments.Unparsable) -> int:
    """Say what is wrong, which is looked for once more in Vietnamese."""
    why = Bilingual(str(_understood(typed, "vi")), str(error))
    if "--json" in typed:
        sentence = Bilingual(f"Lệnh chưa đúng: {why.vi}", f"Usage error: {why.en}")
        sys.stdout.write(f"{as_json({'error': 'usage', **both(sentence)})}\n")
    lang = _language_of(typed)
    head = {"vi": "lệnh chưa đúng", "en": "usage error"}.get(lang or "", "lệnh chưa đúng / usage error")
    told = "\n".join(in_language(why, lang))
    sys.stderr.write(f"{error.usage}{error.command}: {head}: {told}\n")
    return Exit.USAGE


def _language_of(typed: Sequence[str]) -> str | None:
    """In which language a command that means nothing was meant, if it says so; the last word counts."""
    asked = [
        word if before == "--lang" else word.removeprefix("--lang=")
        for before, word in pairwise(("", *typed))
        if before == "--lang" or word.startswith("--lang=")
    ]
    return asked[-1] if asked and asked[-1] in ("vi", "en") else None


def _implementation(name: str) -> Callable[[Namespace], int]:
    module, _, function = name.partition(":")
    implementation: Callable[[Namespace], int] = getattr(import_module(module), function)
    return implementation


def _forget_output() -> None:
    """Nobody reads the output, or it has no room; let the interpreter's last flush go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _filed(bug: Exception) -> Failure:
    """Write a bug down for the engineers, and say where."""
    path = bug_log()
    try:
        with file_edge(path):
            write_down(bug, datetime.now(UTC), path)
    except Failure as failure:
        return failure
    where = harmless(str(path))
    return Failure(
        "bug",
        Bilingual(
            f"Chương trình gặp lỗi; những gì đã báo xong vẫn còn nguyên. Xin gửi kỹ thuật tệp: {where}",
            f"The program met a bug; what was reported done is safe. Give engineers this file: {where}",
        ),
    )
