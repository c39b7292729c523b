"""What is common to all that can be typed after `ngayhoi`, without loading what commands need."""

from __future__ import annotations

import argparse
import re
import sys
from argparse import PARSER, SUPPRESS, Action, ArgumentError, ArgumentParser, ArgumentTypeError
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import NoReturn, TypeAlias
from unicodedata import normalize

from checkin.badge import DEVICES
from checkin.local_time import VIETNAM, YEARS
from kiosk.commands.argparse_words import said
from kiosk.laptop import PIN_LENGTHS

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - it has no public name
"""Where sub-commands are added."""

_CLOCK = re.compile(r"(\d{1,2})(?:[h:](\d{2})(?::(\d{2}))?|h)", re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d.*")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SMALLEST = range(2, 1001)


class Unparsable(Exception):
    """What was typed means nothing; the text says why, in the language that is spoken."""

    def __init__(self, parser: ArgumentParser, message: str) -> None:
        """`parser` is that of the command which was meant."""
        super().__init__("".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in message))
        self.usage = parser.format_usage()
        self.command = parser.prog


class Parser(ArgumentParser):
    """A parser that guesses no abbreviations and names the nearest command."""

    def __init__(self, *args: object, **options: object) -> None:
        """As `ArgumentParser`, but strict about names."""
        options.setdefault("allow_abbrev", False)
        super().__init__(*args, **options)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Leave it to `main` to say what is wrong with what was typed. Raises Unparsable."""
        raise Unparsable(self, message)

    def _check_value(self, action: Action, value: object) -> None:
        """Overrides argparse's, which lists every command in place of the one that was meant."""
        if action.choices is None or value in action.choices:
            return
        choices = list(map(str, action.choices))
        if action.nargs == PARSER:
            self.error(_no_command(str(value), choices, self.prog))
        listed = ", ".join(choice or '""' for choice in choices)
        raise ArgumentError(
            action,
            said(
                f"không có {value!r}, xin chọn một trong: {listed}", f"no {value!r}; choose one of: {listed}"
            ),
        )


class _ShowVersion(Action):
    """An option that prints the version of the program and ends it."""

    def __call__(self, parser: ArgumentParser, *_: object) -> None:
        """Raises SystemExit(0)."""
        from importlib.metadata import version

        sys.stdout.write(f"ngayhoi {version('ngayhoi')}\n")
        parser.exit()


def _no_command(typed: str, commands: list[str], program: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(typed.casefold(), commands) or [f"{program} --help"]
    return said(
        f"không có lệnh {typed!r}, xin thử: {', '.join(near)}",
        f"no command {typed!r}, try: {', '.join(near)}",
    )


def a_moment(text: str) -> datetime | time:
    """A time of day, also as people write it on paper, 7h20; or a date with a time.

    Without an offset Vietnamese time.
    """
    try:
        if clock := _CLOCK.fullmatch(text):
            hour, minute, second = (int(part or 0) for part in clock.groups())
            return time(hour, minute, second)
        moment = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise ArgumentTypeError(
            said(
                f"{text!r}: cần giờ và phút như 07:20 hoặc 7h20, hoặc cả ngày: 2025-09-26T07:30",
                f"{text!r}: expected a time such as 07:20 or 7h20, or with its date: 2025-09-26T07:30",
            )
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def a_day(text: str) -> date:
    """`today`, 2025-09-26 or 26/09/2025."""
    if text == "today":
        return datetime.now(VIETNAM).date()
    day_first = _DAY_FIRST.fullmatch(text)
    try:
        if day_first:
            day, month, year = (int(part) for part in day_first.groups())
            found = date(year, month, day)
        else:
            found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise ArgumentTypeError(
            said(
                f"{text!r}: cần today, 2025-09-26 hoặc 26/09/2025",
                f"{text!r}: expected today, 2025-09-26 or 26/09/2025",
            )
        )
    return found


def a_device_number(text: str) -> int:
    """A device number, 1 to 255."""
    return _whole(text, range(1, DEVICES))


def a_pin(text: str) -> str:
    """What leaves a screen: as many characters as its field takes, composed as it composes them."""
    composed = normalize("NFC", text)
    if len(composed) in PIN_LENGTHS:
        return composed
    least, most = PIN_LENGTHS[0], PIN_LENGTHS[-1]
    raise ArgumentTypeError(
        said(f"cần từ {least} đến {most} ký tự", f"expected {least} to {most} characters")
    )


def a_count(text: str) -> int:
    """How many, 1 to a million."""
    return _whole(text, range(1, 1_000_001))


def a_smallest(text: str) -> int:
    """Fewer people than that are told of nowhere; 2 to 1,000."""
    return _whole(text, _SMALLEST)


def an_id(text: str) -> str:
    """What names something in the store; bytes that are no UTF-8 become question marks, and name nothing."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _whole(text: str, allowed: range) -> int:
    if re.fullmatch("[0-9]{1,9}", text) and int(text) in allowed:
        return int(text)
    least, most = allowed[0], allowed[-1]
    raise ArgumentTypeError(
        said(f"{text!r}: cần số từ {least} đến {most}", f"{text!r}: expected a number from {least} to {most}")
    )


@cache
def common(*, default: object = SUPPRESS) -> Parser:
    """The options every command takes, before its name and after it."""
    parser = Parser(add_help=False)
    parser.add_argument(
        "--store",
        metavar="PATH|URL",
        default=default,
        help="kho dữ liệu: tệp SQLite hoặc địa chỉ postgresql:// / the store: a file or an address",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=SUPPRESS if default is SUPPRESS else False,
        help="in mỗi kết quả một đối tượng JSON trên một dòng / one JSON object a line",
    )
    parser.add_argument(
        "--lang",
        choices=("vi", "en"),
        default=default,
        help="chỉ tiếng Việt hoặc chỉ tiếng Anh / one language only",
    )
    parser.add_argument(
        "--version", action=_ShowVersion, nargs=0, default=SUPPRESS, help="xem số phiên bản / the version"
    )
    return parser


def command(commands: Commands, name: str, run: str, vi: str, en: str) -> Parser:
    """A command with the common options; `run` is the function that does it, as module:name."""
    parser = commands.add_parser(name, parents=[common()], help=f"{vi} / {en}", description=f"{vi} / {en}")
    parser.set_defaults(run=f"kiosk.commands.{run}")
    return parser


def guarded(parser: ArgumentParser) -> None:
    """The option of commands that `kiosk.commands.guard.organiser_only` lets go on."""
    parser.add_argument(
        "--pin", metavar="PIN", help="mã PIN của ban tổ chức; không có thì máy hỏi / else asked for"
    )


def passphrase_option(parser: ArgumentParser) -> None:
    """Where the passphrase of backups is read from, else it is asked for."""
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help="mật khẩu sao lưu ở dòng đầu tệp này / the backups' passphrase is this file's first line",
    )


def group(commands: Commands, name: str, vi: str, en: str) -> Commands:
    """A word that commands stand behind: `export attendance`."""
    below = commands.add_parser(name, help=f"{vi} / {en}", description=f"{vi} / {en}", parents=[common()])
    return below.add_subparsers(required=True, metavar="lệnh", title="lệnh / commands", parser_class=Parser)


def event_option(
    parser: ArgumentParser,
    vi: str = "sự kiện duy nhất trong kho, hoặc của hôm nay",
    en: str = "the store's only one, or today's",
) -> None:
    """Which event a command is about; `vi` and `en` say which one without it."""
    parser.add_argument("--event", metavar="CODE", help=f"mã sự kiện; mặc định {vi} / the event; else {en}")


def desk_option(parser: ArgumentParser, vi: str = "bàn đầu tiên", en: str = "the first") -> None:
    """At which desk something happens; `vi` and `en` say at which one without it."""
    parser.add_argument("--desk", metavar="CODE", help=f"mã bàn đón; mặc định {vi} / the desk; else {en}")
