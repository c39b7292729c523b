"""Lists with personal data in a report: who came and what they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from checkin.event import Catalogue
from checkin.person import Person
from data.attendance import Attendance, attended, in_order
from data.exports import Table, attendance_tables, write_table
from data.ledger import Transaction
from data.person_day import PersonDay
from data.reports.figure_tables import labels_of
from data.reports.log_list import log_sheet
from data.sheets import Book, plain_sheet

CSV_NAMES = ("nguoi-tham-du", "luot-trai-nghiem", "nhat-ky")
"""What is added to the name of a workbook for each list that stands beside it."""


class Roll:
    """Everyone who came, collected while the figures are counted."""

    def __init__(self, people: Mapping[str, Person], catalogues: Sequence[Catalogue]) -> None:
        """`people` by their ids."""
        self._people = people
        self._catalogues = catalogues
        self._came: dict[str, list[Attendance]] = {known.event.code: [] for known in catalogues}

    def __call__(self, who: str, event: str, day: PersonDay) -> None:
        """Take one person's day."""
        if row := attended(who, day, self._people.get(who)):
            self._came[event].append(row)

    def tables(self) -> tuple[Table, Table]:
        """People, and visits; of several events one below the other, each row after its event's name."""
        by_event = [
            attendance_tables(in_order(self._came[known.event.code]), known) for known in self._catalogues
        ]
        if len(by_event) == 1:
            return by_event[0]
        names = labels_of(self._catalogues)
        people, visits = (_joined(names, tables) for tables in zip(*by_event, strict=True))
        return people, visits


def _joined(names: Sequence[str], tables: Sequence[Table]) -> Table:
    rows = chain.from_iterable(
        ((name, *row) for row in table.rows) for name, table in zip(names, tables, strict=True)
    )
    return Table(tables[0].title, (("Sự kiện", 24), *tables[0].columns), rows)


def write_personal(
    target: Book | Path, log: Transaction, catalogues: Sequence[Catalogue], roll: Roll
) -> None:
    """Write the lists as sheets of a workbook; or people and visits as CSV files beside this path.

    With `data.reports.log_list` the one place at which names and what single people did leave the store
    with a report. Raises OSError.
    """
    tables = roll.tables()
    if isinstance(target, Book):
        for table in tables:
            plain_sheet(target, table.title, table.columns, table.rows)
        log_sheet(target, log, catalogues)
    else:
        for path, table in zip(beside(target), tables, strict=False):
            write_table(path, table)


def beside(path: Path) -> tuple[Path, Path, Path]:
    """The files of people, visits and log beside a workbook that is not to hold them."""
    people, visits, log = (path.with_name(f"{path.stem}-{name}.csv") for name in CSV_NAMES)
    return people, visits, log
