"""What every command shares: what it prints, how it fails, and its exit status."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from textwrap import wrap
from typing import TextIO

from stations.model import Bilingual

_OUTPUTS = (-11, -12)
"""Of the console of Windows: STD_OUTPUT_HANDLE and STD_ERROR_HANDLE."""
_ESCAPES = 0x0004
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING (https://learn.microsoft.com/windows/console/setconsolemode)."""
_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


class Exit(IntEnum):
    """What the shell is told; `docs/cli.md` lists them."""

    OK = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    ASKED = 4


class Failure(Exception):
    """A command that cannot go on; `main` prints the sentence."""

    def __init__(self, code: str, sentence: Bilingual, status: Exit = Exit.FAILED) -> None:
        """`code` is one of those that `docs/cli.md` lists."""
        super().__init__(sentence.en)
        self.code = code
        self.sentence = sentence
        self.status = status


def ready_streams() -> None:
    """Print UTF-8 on every platform; what UTF-8 cannot say is printed as an escape.

    A stream that was closed before the start says nothing and takes all, instead of being none. The old
    console of Windows draws what escapes say only where it is told that they come.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for good
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.platform == "win32":
        import ctypes

        console = ctypes.windll.kernel32
        for handle in map(console.GetStdHandle, _OUTPUTS):
            shown = ctypes.c_ulong()
            if console.GetConsoleMode(handle, ctypes.byref(shown)):
                console.SetConsoleMode(handle, shown.value | _ESCAPES)


@contextmanager
def to_reader() -> Iterator[None]:
    """Write to the output. Raises BrokenPipeError where nobody reads it any more.

    Windows calls that an invalid argument (https://github.com/python/cpython/issues/79935).
    """
    try:
        yield
    except OSError as error:
        if sys.platform == "win32" and error.errno == errno.EINVAL:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error
        raise


def emit(args: Namespace, record: dict[str, object], *texts: str | Bilingual) -> None:
    """One result: as an object on a line with --json, else as lines to read."""
    if args.json:
        with to_reader():
            sys.stdout.write(f"{as_json(record)}\n")
    else:
        say(sys.stdout, args, *texts)


def say(stream: TextIO, args: Namespace, *texts: str | Bilingual) -> None:
    """Lines to read; a bilingual one in the language of --lang, or in both, Vietnamese first."""
    for text in texts:
        for line in in_language(text, args.lang):
            with to_reader():
                stream.writelines(f"{row}\n" for row in _rows(harmless(line), stream))


def _rows(line: str, stream: TextIO) -> list[str]:
    """A line as a terminal has room for it, no word cut in two: what is to be typed has to be read whole.

    Windows shows an empty row below one that is full.
    """
    width = shutil.get_terminal_size().columns
    if not stream.isatty() or len(line) <= width:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()))
    return wrap(line, width - 1, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def in_language(text: str | Bilingual, lang: str | None) -> tuple[str, ...]:
    """The lines of a text in one language, or in both."""
    if isinstance(text, str):
        return (text,)
    return (text.told_in(lang),) if lang else (text.vi, f"  {text.en}")


def on_one_line(args: Namespace, text: Bilingual) -> str:
    """A text in the language of --lang; in both, Vietnamese first, with a slash between."""
    return text.told_in(args.lang) if args.lang else f"{text.vi} / {text.en}"


def harmless(text: str) -> str:
    """Without control, formatting and other invisible characters: nothing that steers a terminal."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)


def as_json(record: dict[str, object]) -> str:
    """One object on one line; what would steer a terminal, and lone surrogates, as escapes."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return line if line.isprintable() else _UNPRINTABLE.sub(_escaped, line)


def _escaped(found: re.Match[str]) -> str:
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]


def both(sentence: Bilingual) -> dict[str, object]:
    """The two members that carry a sentence in every JSON object."""
    return {"vi": sentence.vi, "en": sentence.en}


def report_failure(args: Namespace, failure: Failure) -> int:
    """Say why a command failed, on stderr and with --json also as an object; returns the exit status."""
    if args.json:
        sys.stdout.write(f"{as_json({'error': failure.code, **both(failure.sentence)})}\n")
    say(sys.stderr, args, failure.sentence)
    return failure.status


@contextmanager
def file_edge(path: Path) -> Iterator[None]:
    """Turn what the system says about a file into a sentence. Raises Failure."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure("file", _file_sentence(path, error)) from error


def _file_sentence(path: Path, error: OSError) -> Bilingual:
    name = harmless(str(path))
    match error:
        case PermissionError():
            return Bilingual(
                f"Không ghi hoặc đọc được tệp {name}. Nếu tệp đang mở ở chương trình khác như Excel, Word, "
                "xin đóng lại rồi thử lại.",
                f"The file {name} cannot be written or read. If it is open in another program such as Excel "
                "or Word, close it and try again.",
            )
        case FileNotFoundError():
            return Bilingual(
                f"Không có tệp hoặc thư mục {name}. Xin kiểm tra lại đường dẫn.",
                f"There is no file or folder {name}. Please check the path.",
            )
        case OSError(errno=int(number)) if number in _REASONS:
            vi, en = _REASONS[number]
            return Bilingual(vi.format(name), en.format(name))
        case _:
            detail = error.strerror or type(error).__name__
            return Bilingual(
                f"Không dùng được tệp {name} ({detail}). Xin kiểm tra ổ đĩa hoặc chọn nơi khác.",
                f"The file {name} cannot be used ({detail}). Check the disk or choose another place.",
            )


_REASONS = {
    errno.ENOSPC: (
        "Ổ đĩa đã đầy nên không ghi được tệp {}. Xin xóa bớt tệp không cần, hoặc chọn ổ khác.",
        "The disk is full, so the file {} cannot be written. Make room, or choose another disk.",
    ),
    errno.EROFS: (
        "Ổ đĩa chỉ cho đọc nên không ghi được tệp {}. Xin mở khóa chống ghi, hoặc chọn ổ khác.",
        "The disk can only be read, so the file {} cannot be written. Unlock it, or choose another disk.",
    ),
    errno.EISDIR: (
        "{} là một thư mục, không phải tệp. Xin ghi tên một tệp.",
        "{} is a folder and no file. Please give the name of a file.",
    ),
    errno.ENOTDIR: (
        "Trong đường dẫn {} có tên là tệp chứ không phải thư mục. Xin kiểm tra lại đường dẫn.",
        "Something in the path {} is a file and no folder. Please check the path.",
    ),
    errno.EEXIST: (
        "Đã có tệp tên {}. Xin đặt tên khác.",
        "There is a file {} already. Please choose another name.",
    ),
}
"""What the system says about a file, and what to do; the name goes into the braces."""
