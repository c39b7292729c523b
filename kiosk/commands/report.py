"""report: the figures of events as a document that only has to be signed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from data.ledger import Store
from data.reports.counting import figures
from data.reports.figures import Figures
from kiosk.commands.console import Exit, Failure, both, emit, file_edge
from kiosk.commands.report_document import write_docx, write_pdf, write_template
from kiosk.commands.session import named_event, opened
from stations.model import Bilingual

Writer = Callable[[Namespace, Path, Figures], tuple[str, ...]]
"""Writes figures to a path; returns the keys of the words that a person has yet to fill in."""

WRITERS: Mapping[str, Writer] = {".docx": write_docx, ".pdf": write_pdf}
"""By the ending of the file's name."""


def report(args: Namespace) -> int:
    """Write the report, or the file for its words; a file that was there is replaced only by a whole one."""
    if args.words_template is not None:
        return write_template(args)
    write = WRITERS.get(args.out.suffix.lower())
    if write is None:
        raise Failure("suffix", _suffix_sentence(), Exit.USAGE)
    with opened(args) as store:
        catalogues = _chosen(args, store)
        with store.reading() as log:
            found = figures(log, catalogues, store.clock())
    with file_edge(args.out), TemporaryDirectory(dir=args.out.parent, prefix=".ngayhoi-") as folder:
        made = Path(folder) / args.out.name
        blanks = write(args, made, found)
        made.replace(args.out)
    _tell(args, found, blanks)
    return Exit.OK


def _chosen(args: Namespace, store: Store) -> list[Catalogue]:
    """The events that are named, else those whose day has come, else all. Raises Failure."""
    if args.event:
        return [named_event(code, store, "--event") for code in dict.fromkeys(args.event)]
    known = list(store.catalogues.values())
    return [one for one in known if one.event.date <= _today(store.clock())] or known


def _today(now: datetime) -> date:
    return now.astimezone(VIETNAM).date()


def _tell(args: Namespace, found: Figures, blanks: tuple[str, ...]) -> None:
    total, path = found.total, str(args.out)
    text = Bilingual(
        f"Đã lập báo cáo {path}: {total.people} người, {total.visits} lượt.",
        f"Wrote the report {path}: {total.people} people, {total.visits} visits.",
    )
    record: dict[str, object] = {
        "file": path,
        "events": [event.code for event in found.events],
        "people": total.people,
        "visits": total.visits,
        "blanks": list(blanks),
        **both(text),
    }
    emit(args, record, text, *([_blanks_text(blanks)] if blanks else []))


def _blanks_text(blanks: tuple[str, ...]) -> Bilingual:
    listed = ", ".join(blanks)
    return Bilingual(
        f"Chỗ trống tô màu còn phải điền, trong tệp phần lời (--words): {listed}.",
        f"Still blank and highlighted, to be filled in in the file of words (--words): {listed}.",
    )


def _suffix_sentence() -> Bilingual:
    vi, en = " hoặc ".join(WRITERS), " or ".join(WRITERS)
    return Bilingual(f"Tên tệp báo cáo phải có đuôi {vi}.", f"The name of the report must end in {en}.")
