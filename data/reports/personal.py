"""Lists with personal data in a report: who came, what they did, and the log. All of it is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from checkin.participation import Kind, from_milliseconds
from checkin.person import Person
from data.attendance import Attendance, day_of, in_order
from data.exports import Table, attendance_tables, csv_text, write_rows, write_table
from data.ledger import Transaction
from data.lines import AT, RECORDED, Line
from data.reports.figure_tables import event_labels
from data.sheets import SECOND, Book, plain_sheet
from data.tables import entries

T = TypeVar("T")

CSV_NAMES = ("nguoi-tham-du", "luot-trai-nghiem", "nhat-ky")
"""What is added to the name of a workbook for each list that stands beside it."""

KINDS: Mapping[str, str] = {
    Kind.ADMITTED: "Ghi nhận đến",
    Kind.REFUSED: "Từ chối",
    Kind.LEFT: "Ra về",
    Kind.STAY: "Báo thời gian ở lại",
    Kind.SENT: "Chỉ đến trạm",
    Kind.HELD: "Mời ngồi chờ",
    Kind.CALLED: "Gọi số",
    Kind.DECLINED: "Không đến trạm",
    Kind.GAVE_UP: "Rời hàng chờ",
    Kind.VISIT_IN: "Vào trạm",
    Kind.VISIT_OUT: "Ra khỏi trạm",
    Kind.OUTCOME: "Kết quả thực hành",
    Kind.ABLE_BEFORE: "Tự đánh giá trước",
    Kind.ABLE_AFTER: "Tự đánh giá sau",
    Kind.CONSENTED: "Đồng ý lưu thông tin",
    Kind.CARD_LINKED: "Nhận ra thẻ căn cước",
    Kind.SEATS: "Báo số chỗ của trạm",
    Kind.BOARD: "Máy gọi số",
    Kind.BADGE_REVOKED: "Hủy thẻ",
    Kind.SHOWN: "Xem thông tin một người",
    Kind.CORRECTED: "Sửa thông tin",
    Kind.WITHDRAWN: "Rút lại sự đồng ý",
    Kind.FORGOTTEN: "Xóa thông tin",
    Kind.EXPORTED: "Xuất danh sách",
    Kind.DRAW_COMMITTED: "Cam kết bốc thăm",
    Kind.DRAW_SEEN: "Căn cứ bốc thăm",
    Kind.DRAW_SAID: "Số khách đọc khi bốc thăm",
    Kind.WON: "Trúng thưởng",
    Kind.DRAWN: "Bốc thăm",
    Kind.UNDONE: "Hoàn tác",
    Kind.UNKNOWN: "Không rõ",
}
"""What each kind of entry is called in the list; a kind of a newer version stands for itself."""


class Roll:
    """Everyone who came, collected while the figures are counted."""

    def __init__(self, people: Mapping[str, Person], catalogues: Sequence[Catalogue]) -> None:
        """`people` by their ids."""
        self._people = people
        self._catalogues = catalogues
        self._came: dict[str, list[Attendance]] = {known.event.code: [] for known in catalogues}

    def __call__(self, who: str, event: str, day: Sequence[Line]) -> None:
        """Take one person's day."""
        if row := day_of(who, day, self._people):
            self._came[event].append(row)

    def tables(self) -> tuple[Table, Table]:
        """People, and visits; of several events one below the other, each row after its event's name."""
        by_event = [
            attendance_tables(in_order(self._came[known.event.code]), known) for known in self._catalogues
        ]
        if len(by_event) == 1:
            return by_event[0]
        names = _labels(self._catalogues)
        people, visits = (_joined(names, tables) for tables in zip(*by_event, strict=True))
        return people, visits


def _labels(catalogues: Sequence[Catalogue]) -> list[str]:
    return event_labels([(known.event.name.vi, known.event.date) for known in catalogues])


def _joined(names: Sequence[str], tables: Sequence[Table]) -> Table:
    rows = chain.from_iterable(
        ((name, *row) for row in table.rows) for name, table in zip(names, tables, strict=True)
    )
    return Table(tables[0].title, (("Sự kiện", 24), *tables[0].columns), rows)


def entries_of(log: Transaction, events: Sequence[str]) -> int:
    """How many entries the log has of some events."""
    count = select(func.count()).select_from(entries).where(entries.c.event.in_(events))
    return log.connection.scalar(count) or 0


def write_personal(
    target: Book | Path, log: Transaction, catalogues: Sequence[Catalogue], roll: Roll
) -> tuple[Path, ...]:
    """Write the lists as sheets of a workbook, or as CSV files beside this path; returns the files.

    The one place at which names and what single people did leave the store with a report. Raises OSError.
    """
    tables = roll.tables()
    events = dict(zip((known.event.code for known in catalogues), _labels(catalogues), strict=True))
    if isinstance(target, Book):
        for table in tables:
            plain_sheet(target, table.title, table.columns, table.rows)
        plain_sheet(target, "Nhật ký", _COLUMNS, _log(log, events, from_milliseconds, str), _LOOKS)
        return ()
    people, visits, entries_file = (target.with_name(f"{target.stem}-{name}.csv") for name in CSV_NAMES)
    for path, table in zip((people, visits), tables, strict=True):
        write_table(path, table)
    write_rows(entries_file, _COLUMNS, _log(log, events, _clock, csv_text))
    return people, visits, entries_file


_COLUMNS = (
    ("Dòng", 22),
    ("Loại", 24),
    ("Sự kiện", 24),
    ("Lúc", 19),
    ("Nơi ghi", 14),
    ("Mã người", 34),
    ("Số thẻ", 12),
    ("Trạm", 18),
    ("Mã kèm theo", 20),
    ("Số phút", 9),
    ("Dòng bị hoàn tác", 22),
    ("Ghi vào máy lúc", 19),
)
_LOOKS = ("", "", "", SECOND, "", "", "", "", "", "", "", SECOND)


def _log(
    log: Transaction, events: Mapping[str, str], moment: Callable[[int], T], text: Callable[[str], str]
) -> Iterator[tuple[str | int | T | None, ...]]:
    """Every entry of some events, by device and sequence; `moment` and `text` say how both are written."""
    query = (
        select(
            entries.c.device,
            entries.c.sequence,
            entries.c.kind,
            entries.c.event,
            AT,
            entries.c.desk,
            entries.c.person,
            entries.c.badge,
            entries.c.station,
            entries.c.code,
            entries.c.minutes,
            entries.c.target,
            RECORDED,
        )
        .where(entries.c.event.in_(list(events)))
        .order_by(entries.c.device, entries.c.sequence)
    )
    found = log.connection.execute(query, execution_options={"yield_per": 1000})
    called = {code: text(name) for code, name in events.items()}
    for (
        device,
        sequence,
        kind,
        event,
        at,
        desk,
        person,
        badge,
        station,
        code,
        minutes,
        target,
        recorded,
    ) in found:
        happened = moment(at)
        yield (
            f"{text(device)}-{sequence}",
            KINDS.get(kind) or text(kind),
            called[event],
            happened,
            text(desk),
            text(person) if person else None,
            badge,
            text(station) if station else None,
            text(code) if code else None,
            minutes,
            text(target) if target else None,
            happened if recorded == at else moment(recorded),
        )


def _clock(at: int) -> str:
    return _second(at // 1000)


@lru_cache(100_000)
def _second(at: int) -> str:
    return datetime.fromtimestamp(at, VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
