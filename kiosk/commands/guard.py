"""What only the organiser may do: the PIN that is asked, and the entry that says what was handed out."""

from __future__ import annotations

import hmac
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from getpass import getpass
from pathlib import Path

from checkin.event import Catalogue
from checkin.names import fold
from checkin.participation import Draft, Kind
from data.ledger import Store
from kiosk.commands.console import Exit, Failure, both, emit, file_edge, harmless, on_one_line, say
from kiosk.commands.session import opened
from kiosk.laptop import DEFAULT_PIN
from stations.model import Bilingual


def organiser_only(args: Namespace, store: Store) -> None:
    """Go on only with the organiser's PIN: that of --pin, else asked for unseen. Raises Failure."""
    if _said_public_pin(args, store):
        say(sys.stderr, args, _STILL_PUBLIC)


def _said_public_pin(args: Namespace, store: Store) -> bool:
    """Go on only with the PIN that is said; whether it is still the one that everybody knows."""
    from data.passphrase import is_pin

    said = args.pin if args.pin is not None else ask(args, _PIN)
    if not said:
        raise Failure("pin", _NO_PIN, Exit.USAGE)
    right = is_pin(store, said)
    is_public = right is None
    if is_public:
        right = hmac.compare_digest(said.encode("utf-8", "replace"), DEFAULT_PIN.encode())
    if not right:
        raise Failure("pin", _WRONG_PIN)
    return is_public


def handed_out(store: Store, catalogue: Catalogue, what: str) -> None:
    """Note that a file with everybody who came to an event is about to be written; `what` is a code.

    Who is in it follows from the log: whoever had come by then. Raises StoreUnavailable.
    """
    event = catalogue.event
    with store.writing() as log:
        log.append(Draft(Kind.EXPORTED, event.code, store.clock(), event.desks[0].code, code=what))


def pin(args: Namespace) -> int:
    """Set the organiser's PIN of the store, for whoever knows the one before."""
    from data.passphrase import set_pin

    with opened(args) as store:
        _said_public_pin(args, store)
        new = args.new if args.new is not None else asked_twice(args, _NEW_PIN)
        if not new or len(new) < _SHORTEST_PIN:
            raise Failure("new-pin", _TOO_SHORT, Exit.USAGE)
        set_pin(store, new)
    emit(args, {"ok": True, **both(_SET)}, _SET)
    return Exit.OK


def passphrases(args: Namespace, *, new: bool = False) -> Callable[[Bilingual], str | None]:
    """Gives the passphrase of what it is asked about; None if there is none.

    That is the first line of --passphrase-file, which is read at once, else what is typed unseen, twice if
    `new`. Raises Failure.
    """
    if args.passphrase_file is None:
        return partial(asked_twice if new else ask, args)
    said = _first_line(args.passphrase_file)
    return lambda _about: said


def _first_line(path: Path) -> str | None:
    """Without the mark that Notepad puts before UTF-8. Raises Failure."""
    try:
        with file_edge(path):
            first, *_ = path.read_text(encoding="utf-8-sig").splitlines() or [""]
    except UnicodeDecodeError as error:
        raise Failure("passphrase", _not_utf8(path)) from error
    return first or None


def ask(args: Namespace, about: Bilingual) -> str | None:
    """What is typed unseen; None where there is no terminal to type at, or nothing was typed."""
    if not sys.stdin.isatty():
        return None
    try:
        return getpass(f"{on_one_line(args, about)}: ") or None
    except EOFError:
        return None


def asked_twice(args: Namespace, about: Bilingual) -> str | None:
    """What is typed unseen and once more the same; None if nothing is. Raises Failure."""
    first = ask(args, about)
    if first and ask(args, _AGAIN) != first:
        raise Failure("twice", _NOT_THE_SAME, Exit.USAGE)
    return first


def confirmed(args: Namespace, question: Bilingual) -> None:
    """Go on only with --yes, or if who sits there says so. Raises Failure."""
    if args.yes:
        return
    say(sys.stderr, args, question)
    if not sys.stdin.isatty() or fold(_line(args)) not in _YES:
        raise Failure("confirm", _NOT_CONFIRMED, Exit.USAGE)


def _not_utf8(path: Path) -> Bilingual:
    name = harmless(str(path))
    return Bilingual(
        f"Tệp mật khẩu {name} không phải bảng mã UTF-8. Xin mở bằng Notepad, lưu lại (Save As) với Encoding "
        "là UTF-8, rồi thử lại. Chưa làm gì cả.",
        f"The passphrase file {name} is not UTF-8. Open it in Notepad, save it again (Save As) with the "
        "encoding UTF-8, and try again. Nothing was done.",
    )


def _line(args: Namespace) -> str:
    """What is typed after a prompt that is no part of the output."""
    sys.stderr.write(f"{on_one_line(args, _CHOICE)} ")
    sys.stderr.flush()
    try:
        return input()
    except EOFError:
        return ""


_SHORTEST_PIN = 4
_YES = frozenset({"c", "co", "y", "yes"})
_PIN = Bilingual(
    f"Mã PIN hiện nay của ban tổ chức (chưa đổi lần nào thì là {DEFAULT_PIN})",
    f"The organiser's present PIN ({DEFAULT_PIN} if it was never changed)",
)
_NEW_PIN = Bilingual("Mã PIN mới", "The new PIN")
_AGAIN = Bilingual("Nhập lại lần nữa", "The same once more")
_NO_PIN = Bilingual(
    "Việc này cần mã PIN của ban tổ chức: nhập khi máy hỏi, hoặc thêm --pin.",
    "This takes the organiser's PIN: type it when asked, or add --pin.",
)
_WRONG_PIN = Bilingual(
    "Mã PIN chưa đúng. Xin hỏi người phụ trách của ban tổ chức.",
    "The PIN is wrong. Ask whoever is in charge.",
)
_STILL_PUBLIC = Bilingual(
    "Mã PIN vẫn là mã mặc định, ai cũng biết. Xin đặt mã riêng bằng lệnh: ngayhoi pin",
    "The PIN is still the default one that everybody knows. Set your own with: ngayhoi pin",
)
_TOO_SHORT = Bilingual("Mã PIN mới cần ít nhất 4 ký tự.", "The new PIN needs at least 4 characters.")
_NOT_THE_SAME = Bilingual(
    "Hai lần nhập chưa giống nhau. Xin làm lại.", "The two were not the same. Please try again."
)
_CHOICE = Bilingual("[c: có, k: không]", "[y/n]")
_NOT_CONFIRMED = Bilingual(
    "Chưa làm gì. Muốn làm thì trả lời c (có) khi máy hỏi, hoặc thêm --yes.",
    "Nothing was done. To go on answer y when asked, or add --yes.",
)
_SET = Bilingual("Đã đặt mã PIN mới của ban tổ chức.", "The organiser's PIN is set.")
