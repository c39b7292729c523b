"""report: the figures of events as a file, by the ending of its name."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from checkin.event import Catalogue
from checkin.local_time import local_day
from data.ledger import Store, Transaction
from data.logs import logs_until, unknown_badges
from data.session import sqlite_path
from kiosk.commands.console import Exit, Failure, both, emit, file_edge
from kiosk.commands.files import drafts_in, put_in_place
from kiosk.commands.guard import handed_out, organiser_only
from kiosk.commands.report_document import write_docx, write_pdf, write_template
from kiosk.commands.report_figures import write_json, write_workbook
from kiosk.commands.report_written import Written, untold_text
from kiosk.commands.session import named_event, opened
from kiosk.commands.sync import log_notes
from kiosk.wording import several, unknown_text
from stations.model import Bilingual

Writer = Callable[[Namespace, Path, Transaction, Sequence[Catalogue], datetime], Written]
"""Writes the file of some events to a path, and perhaps others beside it."""

WRITERS: Mapping[str, Writer] = {
    ".docx": write_docx,
    ".pdf": write_pdf,
    ".xlsx": write_workbook,
    ".json": write_json,
}
"""By the ending of the file's name."""


def report(args: Namespace) -> int:
    """Write the report, or the file for its words; a file that was there is replaced only by a whole one."""
    if args.words_template is not None:
        return write_template(args)
    if args.out is None:
        raise Failure("usage", _NO_OUT, Exit.USAGE)
    write = WRITERS.get(args.out.suffix.lower())
    if write is None:
        raise Failure("suffix", _suffix_sentence(), Exit.USAGE)
    with opened(args) as store:
        catalogues, now = _chosen(args, store), store.clock()
        if write is write_workbook:
            organiser_only(args, store)
        with file_edge(args.out), drafts_in(args.out.parent) as drafts:
            for catalogue in catalogues if write is write_workbook else ():
                handed_out(store, catalogue, "report")
            with store.reading() as log:
                made = drafts / args.out.name
                written = write(args, made, log, catalogues, now)
                put_in_place((*written.beside, made), args.out.parent)
                unknown = unknown_badges(log)
                logs = logs_until(log) if sqlite_path(store.engine) else []  # a server has all of them
        of_logs = list(log_notes(logs, store.clock())) if len(logs) > 1 else []
    _tell(args, written, unknown, of_logs)
    return Exit.OK


def _chosen(args: Namespace, store: Store) -> list[Catalogue]:
    """The events that are named, else those whose day has come, else all. Raises Failure."""
    if args.event:
        return [named_event(code, store, "--event") for code in dict.fromkeys(args.event)]
    known = list(store.catalogues.values())
    return [one for one in known if one.event.date <= local_day(store.clock())] or known


def _tell(
    args: Namespace,
    written: Written,
    unknown: Mapping[int, int],
    of_logs: Sequence[Bilingual],
) -> None:
    total = written.figures.total
    files = [str(args.out), *(str(args.out.parent / path.name) for path in written.beside)]
    listed = ", ".join(files)
    text = Bilingual(
        f"Đã lập báo cáo: {total.people} người, {total.visits} lượt: {listed}",
        f"Wrote the report: {several(total.people, 'person', 'people')}, "
        f"{several(total.visits, 'visit', 'visits')}: {listed}",
    )
    record: dict[str, object] = {
        "files": files,
        "events": [event.code for event in written.figures.events],
        "people": total.people,
        "visits": total.visits,
        **written.to_do.record,
        "untold": list(written.untold),
        "unknown_badges": sum(unknown.values()),
        **both(text),
    }
    notes = written.to_do.notes
    notes += [untold_text(written.untold, len(written.figures.events))] if written.untold else []
    notes += [unknown_text(unknown)] if unknown else []
    notes += of_logs
    emit(args, record, text, *notes)


def _suffix_sentence() -> Bilingual:
    vi, en = " hoặc ".join(WRITERS), " or ".join(WRITERS)
    return Bilingual(f"Tên tệp báo cáo phải có đuôi {vi}.", f"The name of the report must end in {en}.")


_NO_OUT = Bilingual(
    "Cần --out và tên tệp, ví dụ --out bao-cao.xlsx.", "Name the file with --out, such as --out report.xlsx."
)
