"""What can be typed about people's data: seeing, correcting, forgetting, backups and the organiser's PIN."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from kiosk.commands.arguments import Commands, a_day, an_id, command, group, guarded, passphrase_option


def add_parsers(commands: Commands) -> None:
    """Every command about people's data."""
    _people(commands)
    _retention(commands)
    _backup(commands)
    pin = command(commands, "pin", "guard:pin", "đặt mã PIN của ban tổ chức", "set the organiser's PIN")
    pin.add_argument(
        "--new", metavar="PIN", help="mã mới; không có thì máy hỏi / the new one; else asked for"
    )
    guarded(pin)


def _people(commands: Commands) -> None:
    people = group(commands, "people", "thông tin của một người", "the data of one person")
    show = command(
        people, "show", "person:show", "xem mọi điều đang lưu về một người", "all that is kept of someone"
    )
    correct = command(people, "correct", "person:correct", "sửa thông tin", "put right what is noted")
    for option, metavar, text in (
        ("--name", "TEXT", "họ và tên / the name"),
        ("--birth", "DATE", "ngày sinh 05/03/1957, 03/1957 hoặc 1957; để trống là chưa rõ / or empty"),
        ("--group", "CODE|NAME", "đối tượng, mã hoặc tên / the group, its code or name"),
        ("--hamlet", "CODE|NAME", "thôn, mã hoặc tên / the hamlet, its code or name"),
        ("--unit", "TEXT", "lớp, cơ quan; để trống là không có / class or office, or empty"),
    ):
        correct.add_argument(option, metavar=metavar, help=text)
    correct.add_argument("--sex", choices=("nam", "nu", ""), help="nam, nu; để trống là chưa rõ / or empty")
    forget = command(people, "forget", "retention:forget_one", "xóa thông tin", "forget someone")
    withdraw = command(
        people, "withdraw", "retention:withdraw", "rút lại sự đồng ý, rồi xóa", "withdraw consent, and forget"
    )
    for one in (show, correct, forget, withdraw):
        one.add_argument(
            "person", type=an_id, metavar="ID|CODE", help="mã người hoặc mã thẻ / an id or a badge's code"
        )
        guarded(one)
    for one in (forget, withdraw):
        _forgetting(one)


def _retention(commands: Commands) -> None:
    retention = group(commands, "retention", "thời hạn lưu thông tin", "how long data is kept")
    apply = command(
        retention,
        "apply",
        "retention:apply_period",
        "xóa thông tin đã hết hạn lưu",
        "forget whose data has been kept long enough",
    )
    apply.add_argument(
        "--today", type=a_day, metavar="DATE", help="coi hôm nay là ngày này / as if on this day"
    )
    apply.add_argument(
        "--dry-run", action="store_true", help="chỉ cho biết sẽ làm gì / say what would be done, do nothing"
    )
    _forgetting(apply)
    guarded(apply)


def _backup(commands: Commands) -> None:
    backup = group(commands, "backup", "bản sao lưu có mật khẩu", "encrypted backups")
    make = command(backup, "make", "backup:make_one", "sao lưu kho ra một tệp", "back the store up to a file")
    restore = command(
        backup, "restore", "backup:restore_one", "lấy lại kho từ bản sao lưu", "a store from a backup"
    )
    drop = command(backup, "drop", "backup:drop_one", "xóa một bản sao lưu", "delete a backup")
    for one in (make, restore, drop):
        one.add_argument("file", metavar="FILE", type=Path, help="tệp sao lưu / the backup")
    restore.add_argument(
        "--out", metavar="STORE", type=Path, required=True, help="tệp kho mới / the new store's file"
    )
    for one in (make, restore):
        passphrase_option(one)
    for one in (make, drop):
        guarded(one)


def _forgetting(parser: ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="không hỏi lại / do not ask again")
    passphrase_option(parser)
