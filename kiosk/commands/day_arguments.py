"""What can be typed before the day, on it and afterwards, to do without a screen what the screens do."""

from __future__ import annotations

from argparse import ArgumentParser, _MutuallyExclusiveGroup
from pathlib import Path

from kiosk.commands.arguments import (
    Commands,
    a_count,
    a_day,
    a_device_number,
    a_moment,
    an_id,
    command,
    desk_option,
    event_option,
    group,
    guarded,
    passphrase_option,
)

_IMAGE = "ảnh; mọi mã trong ảnh đều được nhận / a picture; every code in it is received"


def add_parsers(commands: Commands) -> None:
    """Every command that works without a screen."""
    _before(commands)
    _machine(commands)
    _people(commands)
    _door(commands)
    _stations(commands)
    _calls(commands)
    _afterwards(commands)
    _sync(commands)


def _before(commands: Commands) -> None:
    init = command(
        commands,
        "init",
        "setup:init",
        "tạo kho dữ liệu, hoặc thêm một sự kiện",
        "make a store, or add an event",
    )
    init.add_argument(
        "--catalogue",
        metavar="NAME|FILE",
        help="sự kiện có sẵn hoặc tệp danh mục; mặc định ngay-hoi / a built-in event or a catalogue file",
    )
    init.add_argument(
        "--date",
        type=a_day,
        metavar="D",
        help="ngày của sự kiện, hoặc today / the event's date, or today",
    )
    init.add_argument(
        "--put-off",
        action="store_true",
        help="dời ngày của sự kiện đã có người đến / move an event that people came to already",
    )
    _number(init)
    device = command(
        commands, "device", "setup:device", "xem hoặc đặt số thiết bị", "show or assign the device number"
    )
    _number(device)
    checks = group(commands, "catalogue", "danh mục sự kiện", "event catalogues")
    check = command(
        checks,
        "check",
        "setup:check_catalogue",
        "kiểm tra tệp danh mục",
        "say what is wrong with a catalogue",
    )
    check.add_argument(
        "file", metavar="NAME|FILE", help="sự kiện có sẵn hoặc tệp danh mục / a built-in event or a file"
    )


def _machine(commands: Commands) -> None:
    doctor = command(
        commands,
        "doctor",
        "doctor:doctor",
        "kiểm tra máy trước khi mở cửa",
        "look at this machine before the day",
    )
    doctor.add_argument(
        "--scanner",
        action="store_true",
        help="thử máy quét USB và ghi nhớ cách nó gõ / try the USB scanner and remember how it types",
    )
    doctor.add_argument(
        "--source",
        metavar="TEXT",
        default="",
        help="thử máy ảnh hoặc cổng này / the camera or serial port to try",
    )
    cameras = command(
        commands,
        "camera",
        "camera:camera",
        "xem các máy ảnh, hoặc chọn máy ảnh để dùng",
        "list the cameras, or choose one",
    )
    cameras.add_argument(
        "camera",
        nargs="?",
        metavar="NUMBER|ADDRESS",
        help="số của máy ảnh, địa chỉ http:// hoặc rtsp://, hoặc none / a number, an address, or none",
    )


def _people(commands: Commands) -> None:
    rosters = group(commands, "roster", "danh sách người tham dự", "lists of people")
    importing = command(
        rosters, "import", "lists:import_list", "nhập danh sách từ bảng tính", "take in a spreadsheet"
    )
    importing.add_argument(
        "file", metavar="FILE", type=Path, help="tệp .xlsx hoặc .csv / an .xlsx or .csv file"
    )
    importing.add_argument(
        "--consent-basis",
        metavar="CODE",
        help="căn cứ lưu thông tin; mặc định theo danh mục / the consent basis; else the catalogue's",
    )
    importing.add_argument(
        "--dry-run",
        action="store_true",
        help="chỉ xem trước, không ghi gì / show what would happen, write nothing",
    )
    importing.add_argument(
        "--skip-refused",
        action="store_true",
        help="bỏ qua các dòng không nhận được, nhập phần còn lại / import the rest when rows are refused",
    )
    importing.add_argument(
        "--allow-doubles",
        action="store_true",
        help="nhập cả khi nhiều người có vẻ đã có / import although many seem to be known already",
    )
    event_option(importing)
    _at(importing)
    _badges(commands)
    search = command(commands, "search", "people:search", "tìm người theo tên", "find people by name")
    search.add_argument(
        "text",
        metavar="TEXT",
        help="chữ đầu của tên, năm sinh, thôn, lớp, cơ quan"
        " / beginnings of words of name, year of birth, hamlet, class or office",
    )
    search.add_argument(
        "--limit",
        type=a_count,
        default=20,
        metavar="N",
        help="nhiều nhất N người; mặc định 20 / at most N; else 20",
    )


def _badges(commands: Commands) -> None:
    badges = command(
        commands, "badges", "people:badges", "phát thẻ cho người chưa có và in thẻ", "make and print badges"
    )
    badges.add_argument(
        "--pdf", type=Path, metavar="FILE", help="tờ A4 để in và cắt / sheets to print and cut"
    )
    badges.add_argument("--png", type=Path, metavar="DIR", help="mỗi thẻ một ảnh / one picture a badge")
    badges.add_argument(
        "--csv", type=Path, metavar="FILE", help="bảng, mỗi thẻ một dòng / a table, a row a badge"
    )
    badges.add_argument("--unit", metavar="TEXT", help="chỉ một lớp, cơ quan / one class or office only")
    badges.add_argument("--group", metavar="CODE", help="chỉ một đối tượng / one group only")
    badges.add_argument(
        "--show",
        type=an_id,
        metavar="PERSON|CODE",
        help="vẽ mã của một người lên màn hình / draw one badge on the terminal",
    )
    badges.add_argument(
        "--ascii", action="store_true", help="vẽ bằng ký tự ASCII / draw with ASCII characters only"
    )
    event_option(badges, "sự kiện muộn nhất trong kho", "the latest of the store")


def _door(commands: Commands) -> None:
    checkin = command(commands, "checkin", "door:checkin", "đón một người", "check someone in")
    shown = checkin.add_mutually_exclusive_group(required=True)
    shown.add_argument("code", nargs="?", metavar="CODE", help="mã đã quét / what was scanned")
    shown.add_argument("--image", type=Path, metavar="FILE", help=_IMAGE)
    _person(shown)
    shown.add_argument(
        "--batch",
        metavar="FILE",
        help="mỗi dòng một mã; - là đầu vào chuẩn / a code a line; - is standard input",
    )
    checkin.add_argument(
        "--consent",
        metavar="CODE",
        help="với --person: người đó vừa đồng ý / with --person: they just agreed",
    )
    _typed(checkin)
    _recording(checkin)
    checkout = command(
        commands, "checkout", "door:checkout", "ghi một người ra về", "note that someone leaves"
    )
    left = checkout.add_mutually_exclusive_group(required=True)
    left.add_argument("code", nargs="?", metavar="CODE", help="mã đã quét / what was scanned")
    left.add_argument("--image", type=Path, metavar="FILE", help=_IMAGE)
    _person(left)
    _typed(checkout)
    _recording(checkout)
    scan = command(
        commands,
        "scan",
        "scanning:scan",
        "đọc mã trong ảnh, không ghi gì",
        "read codes in pictures, record nothing",
    )
    scan.add_argument("files", nargs="+", type=Path, metavar="FILE", help="tệp ảnh / a picture")
    scan.add_argument(
        "--raw",
        action="store_true",
        help="hiện cả mã có số định danh / show codes that carry a citizen number, too",
    )


def _stations(commands: Commands) -> None:
    visit = command(
        commands, "visit", "door:visit_station", "vào hoặc ra một trạm", "arrive at or leave a station"
    )
    visit.add_argument("turn", choices=("in", "out"), help="vào hay ra / in or out")
    visit.add_argument("station", metavar="STATION", help="mã hoặc số trạm / code or number of the station")
    visitor = visit.add_mutually_exclusive_group(required=True)
    visitor.add_argument("code", nargs="?", metavar="CODE", help="mã đã quét / what was scanned")
    _person(visitor)
    visit.add_argument(
        "--able",
        choices=("not-yet", "with-help", "alone"),
        help="khách nói đã tự làm được chưa / whether they say they can do it themselves",
    )
    _typed(visit)
    _recording_at_station(visit)
    advise = command(commands, "next", "door:next_for", "hỏi trạm tiếp theo", "ask for the next station")
    advise.add_argument("code", metavar="CODE", help="mã đã quét / what was scanned")
    _typed(advise)
    _recording(advise)


def _calls(commands: Commands) -> None:
    call = command(commands, "call", "calls:call", "gọi số đến trạm", "call numbers to stations")
    call.add_argument(
        "--station", metavar="STATION", help="gọi người tiếp theo đến trạm này / call the next one here"
    )
    _recording(call)
    seats = command(
        commands, "seats", "calls:seats", "số chỗ trạm còn nhận", "how many people a station takes"
    )
    seats.add_argument("station", metavar="STATION", help="mã hoặc số trạm / code or number of the station")
    seats.add_argument(
        "seats",
        metavar="N",
        help="từ 0 (tạm dừng) đến số chỗ của trạm, hoặc closed (đóng)"
        " / 0 (pausing) to the station's seats, or closed (for today)",
    )
    _recording_at_station(seats)
    route = command(
        commands,
        "route",
        "route:route",
        "bảng gọi cho chương trình khác",
        "the call board for other programs",
    )
    route.add_argument(
        "--serve",
        action="store_true",
        required=True,
        help="nhận và trả lời từng dòng JSON / messages of one JSON object a line, in and out",
    )


def _afterwards(commands: Commands) -> None:
    undo = command(commands, "undo", "logbook:undo_entry", "hoàn tác một dòng nhật ký", "take an entry back")
    undo.add_argument(
        "entry", type=an_id, metavar="ENTRY", help="tên dòng nhật ký, thiết bị-số / device-sequence"
    )
    undo.add_argument(
        "--reason",
        metavar="CODE",
        help="lý do trong danh mục; mặc định lý do đầu tiên / a reason of the catalogue; else its first",
    )
    event_option(undo, "sự kiện của dòng ấy", "the entry's own")
    _at(undo)
    desk_option(undo)
    log = command(commands, "log", "logbook:log", "xem nhật ký tham gia", "read the participation log")
    log.add_argument(
        "--verify", action="store_true", help="kiểm tra nhật ký có bị sửa, thiếu / look for gaps and changes"
    )
    log.add_argument("--person", type=an_id, metavar="ID", help="của một người / of one person")
    log.add_argument(
        "--kind", metavar="KIND", help="một loại, ví dụ admitted / of one kind, such as admitted"
    )
    log.add_argument(
        "--limit", type=a_count, metavar="N", help="N dòng mới nhất; mặc định tất cả / the newest N; else all"
    )
    event_option(log, "mọi sự kiện", "all")
    exports = group(commands, "export", "xuất số liệu", "figures as files")
    attendance = command(
        exports,
        "attendance",
        "logbook:export_attendance",
        "xuất danh sách tham dự",
        "the attendance as a file",
    )
    attendance.add_argument(
        "--out", type=Path, metavar="FILE", required=True, help="tệp .xlsx hoặc .csv / an .xlsx or .csv file"
    )
    event_option(attendance)
    guarded(attendance)


def _sync(commands: Commands) -> None:
    sync = command(
        commands,
        "sync",
        "sync:bring",
        "gộp kho của các máy rời nhau",
        "bring other laptops' stores into this one",
    )
    sync.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="tệp kho của máy khác, bản sao lưu, hoặc thư mục có chúng / copies of stores, or their folder",
    )
    passphrase_option(sync)


def _number(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--number",
        type=a_device_number,
        metavar="N",
        help="số của máy này trong mã thẻ, 1 đến 255 / this device's number in badge codes, 1 to 255",
    )


def _person(ways: _MutuallyExclusiveGroup) -> None:
    ways.add_argument(
        "--person", type=an_id, metavar="ID", help="mã người, xem lệnh search / a person's id, see search"
    )


def _typed(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--typed", action="store_true", help="mã do máy quét gõ vào / a keyboard scanner typed it"
    )


def _at(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--at", type=a_moment, metavar="TIME", help="lúc xảy ra: HH:MM hoặc ngày giờ ISO / when it happened"
    )


def _recording(parser: ArgumentParser) -> None:
    event_option(parser)
    _at(parser)
    desk_option(parser)


def _recording_at_station(parser: ArgumentParser) -> None:
    event_option(parser)
    _at(parser)
    desk_option(parser, "trạm ấy", "the station")
