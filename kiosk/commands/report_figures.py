"""The figures as a workbook and as anonymous JSON, and the anonymous figures of many communes added up."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from checkin.event import Catalogue
from data.ledger import Transaction
from data.reports.merging import Merged, MergeProblem, Unmergeable, merge
from data.reports.wording import units
from kiosk.commands.console import Exit, Failure, both, emit, file_edge, harmless
from kiosk.commands.files import draft_of
from kiosk.commands.report_document import as_pdf, what_people_wrote
from kiosk.commands.report_written import ToDo, Written, to_do
from kiosk.wording import several
from stations.model import Bilingual


def write_workbook(
    args: Namespace,  # noqa: ARG001 - every writer is given what was typed
    path: Path,
    log: Transaction,
    catalogues: Sequence[Catalogue],
    now: datetime,
) -> Written:
    """Write the workbook, and lists that are too long for it beside it. Raises OSError."""
    from data.reports.workbook import write_report

    counted, beside = write_report(path, log, catalogues, now)
    return Written(counted, beside=beside)


def write_json(
    args: Namespace, path: Path, log: Transaction, catalogues: Sequence[Catalogue], now: datetime
) -> Written:
    """Write the anonymous figures. Raises OSError."""
    from data.reports.anonymous import anonymous
    from data.reports.counting import figures
    from data.reports.published import encode

    counted = figures(log, catalogues, now)
    told = anonymous(counted, args.smallest)
    path.write_bytes(encode(told))
    totals = {"people": told.total.people, "visits": told.total.visits}
    return Written(counted, untold=tuple(name for name, count in totals.items() if count is None))


def merge_files(args: Namespace) -> int:
    """Write the figures of all communes; a file that was there is replaced only by a whole one."""
    write = _WRITERS.get(args.out.suffix.lower())
    if write is None:
        raise Failure("suffix", _SUFFIX, Exit.USAGE)
    merged = _merged(args.files)
    with draft_of(args.out) as draft:
        left = write(args, draft, merged, datetime.now(UTC))
    _tell(args, merged, left)
    return Exit.OK


def _write_workbook(
    args: Namespace,  # noqa: ARG001 - every writer is given what was typed
    path: Path,
    merged: Merged,
    now: datetime,
) -> ToDo:
    from data.reports.province import write_province

    write_province(path, merged, now)
    return ToDo()


def _write_docx(args: Namespace, path: Path, merged: Merged, now: datetime) -> ToDo:
    from data.reports.province_document import write_province_docx

    words = what_people_wrote(args)
    write_province_docx(path, merged, words, now)
    dates = (event.date for commune in merged.communes for event in commune.events)
    return to_do(words, words.blanks_over_communes, dates)


def _write_pdf(args: Namespace, path: Path, merged: Merged, now: datetime) -> ToDo:
    return as_pdf(path, lambda document: _write_docx(args, document, merged, now))


_WRITERS: Mapping[str, Callable[[Namespace, Path, Merged, datetime], ToDo]] = {
    ".xlsx": _write_workbook,
    ".docx": _write_docx,
    ".pdf": _write_pdf,
}
"""By the ending of the file's name."""


def _merged(paths: Sequence[Path]) -> Merged:
    """The figures of some files. Raises Failure."""
    try:
        found = merge(paths)
    except OSError as error:
        with file_edge(Path(error.filename or paths[0])):
            raise
    if isinstance(found, Unmergeable):
        raise Failure(f"report-{found.problem}", _sentence(found))
    return found


def _tell(args: Namespace, merged: Merged, left: ToDo) -> None:
    names, path = [commune.name for commune in merged.communes], str(args.out)
    _, people, visits, _ = merged.tables[0].totals
    least, notes = "≥ " if people.at_least else "", list(_notes(merged))
    came = Bilingual(f"{least}{people.told} người", f"{least}{several(people.told, 'person', 'people')}")
    if people.at_least and not people.told:
        came = Bilingual("số người ẩn", "the number of people hidden")
    text = Bilingual(
        f"Đã tổng hợp {units(names)}, {came.vi}: {path}",
        f"Added up {several(len(names), 'commune', 'communes')}, {came.en}: {path}",
    )
    record: dict[str, object] = {
        "files": [path],
        "communes": names,
        "people": people.told,
        "visits": visits.told,
        "at_least": people.at_least or visits.at_least,
        **left.record,
        "notes": [both(note) for note in notes],
        **both(text),
    }
    emit(args, record, text, *notes, *left.notes)


def _notes(merged: Merged) -> Iterator[Bilingual]:
    """What may have been counted twice, or together though it is not the same."""
    for same in merged.shared:
        organisers = "; ".join(harmless(one.organiser) for one in same)
        name = harmless(same[0].name)
        yield Bilingual(
            f"Chú ý: {name} có {len(same)} tệp, của các đơn vị: {organisers}. Nếu là một đơn vị thì số liệu "
            "tính nhiều lần: xin bỏ bớt tệp rồi làm lại.",
            f"Note: {name} has {len(same)} files, of these organisers: {organisers}. If they are one, its "
            "figures count more than once: leave files out and try again.",
        )
    for one in merged.renamed:
        commune, name, column = harmless(one.commune), harmless(one.name), harmless(one.column)
        yield Bilingual(
            f"Chú ý: “{name}” của {commune} được cộng vào cột “{column}”, vì cùng mã. Nếu không phải một thì "
            "xin tổng hợp riêng.",
            f"Note: “{name}” of {commune} is added to the column “{column}”, as their code is the same. If "
            "they are not one thing, add them up apart.",
        )


def _sentence(found: Unmergeable) -> Bilingual:
    name, other = (harmless(str(path)) for path in (found.path, found.other))
    match found.problem:
        case MergeProblem.FOREIGN:
            return Bilingual(
                f"Tệp {name} không phải tệp số liệu do lệnh report lập. Xin chọn tệp .json cấp xã gửi.",
                f"{name} holds no figures of the command report. Choose the .json file the commune sent.",
            )
        case MergeProblem.VERSION:
            return Bilingual(
                f"Tệp {name} do phiên bản khác của chương trình lập. Xin dùng cùng một phiên bản.",
                f"Another version of the program wrote the file {name}. Use the same version.",
            )
        case MergeProblem.BROKEN:
            return Bilingual(
                f"Tệp {name} bị hỏng hoặc đã bị sửa. Xin đề nghị nơi gửi lập và gửi lại.",
                f"The file {name} is damaged or was altered. Ask the commune to make and send it again.",
            )
        case MergeProblem.TWICE:
            return Bilingual(
                f"Tệp {name} và tệp {other} là của cùng một đơn vị cấp xã. Hai lần lập của một máy thì xin "
                "bỏ tệp cũ. Của hai máy rời nhau thì xã gộp kho hai máy (ngayhoi sync) rồi lập lại một tệp.",
                f"The files {name} and {other} are of the same commune. If one machine made both, leave the "
                "older out. If they are of two machines that were apart, the commune brings their stores "
                "together (ngayhoi sync) and makes one file.",
            )
        case MergeProblem.APART:
            return Bilingual(
                f"Tệp {name} và tệp {other} là của cùng một đơn vị cấp xã, về các sự kiện khác nhau; cộng "
                "lại thì một người dự cả hai tính hai lần. Xin đề nghị xã lập một tệp cho mọi sự kiện "
                "(report không kèm --event).",
                f"The files {name} and {other} are of the same commune and of different events; added up, "
                "whoever came to both would count twice. Ask the commune for one file of all events (report "
                "without --event).",
            )
        case MergeProblem.PROGRAMME:
            return Bilingual(
                f"Tệp {name} thuộc phong trào khác với tệp {other}. Xin tổng hợp riêng từng phong trào.",
                f"The file {name} is of another programme than {other}. Add up each programme by itself.",
            )


_SUFFIX = Bilingual(
    f"Tên tệp tổng hợp phải có đuôi {' hoặc '.join(_WRITERS)}.",
    f"The name of the file must end in {' or '.join(_WRITERS)}.",
)
