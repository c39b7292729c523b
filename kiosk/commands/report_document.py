"""The report as a Word document and as PDF, and the file of what only a person can write into it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from checkin.event import Catalogue
from data.ledger import Transaction
from data.reports.counting import figures
from kiosk.commands.console import Exit, Failure, both, emit, file_edge, harmless
from kiosk.commands.files import already_there, draft_of
from kiosk.commands.report_written import Written, to_do
from stations.model import Bilingual

if TYPE_CHECKING:
    from data.reports.words import Words

T = TypeVar("T")


def write_docx(
    args: Namespace, path: Path, log: Transaction, catalogues: Sequence[Catalogue], now: datetime
) -> Written:
    """Write the document. Raises Failure, OSError."""
    from data.reports.document import write_docx as write

    words = what_people_wrote(args)
    counted = figures(log, catalogues, now)
    write(path, counted, words)
    blanks = words.blanks_by(counted.organiser)
    return Written(counted, to_do(words, blanks, (event.date for event in counted.events)))


def what_people_wrote(args: Namespace) -> Words:
    """The words of the named file, else of the usual one, else none. Raises Failure."""
    from data.catalogue_problems import CatalogueProblems
    from data.reports.words import FILE, Words, read_words

    words: Words | CatalogueProblems = Words()
    if args.words is not None or Path(FILE).is_file():
        named = args.words or Path(FILE)
        with file_edge(named):
            words = read_words(named)
    if isinstance(words, CatalogueProblems):
        raise Failure("words", words.sentence)
    return words


def write_pdf(
    args: Namespace, path: Path, log: Transaction, catalogues: Sequence[Catalogue], now: datetime
) -> Written:
    """Write the document as PDF. Raises Failure, OSError."""
    return as_pdf(path, lambda document: write_docx(args, document, log, catalogues, now))


def as_pdf(path: Path, write: Callable[[Path], T]) -> T:
    """Have LibreOffice turn into PDF what is written to a path. Raises Failure, OSError."""
    from data.reports.pdf import NotConverted, convert, find_converter

    converter = find_converter()
    if converter is None:
        raise Failure("no-libreoffice", _NO_LIBREOFFICE)
    document = path.with_suffix(".docx")
    written = write(document)
    try:
        convert(converter, document, path)
    except NotConverted as error:
        raise Failure("pdf", _not_converted(str(error))) from error
    return written


def write_template(args: Namespace) -> int:
    """Write the file of words with its explanations, where there is none yet."""
    from data.reports.words import template

    path: Path = args.words_template
    with file_edge(path):
        is_there = path.exists()
    if is_there:
        raise already_there(path)
    with draft_of(path) as draft:
        draft.write_text(template(), encoding="utf-8", newline="\n")
    text = Bilingual(
        f"Đã tạo tệp phần lời {path}. Điền xong, lập báo cáo bằng --words {path}.",
        f"Wrote the file of words {path}. Fill it in, then make the report with --words {path}.",
    )
    emit(args, {"file": str(path), **both(text)}, text)
    return Exit.OK


def _not_converted(said: str) -> Bilingual:
    detail = harmless(said)
    return Bilingual(
        f"LibreOffice không chuyển được báo cáo sang PDF ({detail}). Xin lập tệp .docx rồi mở bằng Word hoặc "
        "LibreOffice để lưu thành PDF.",
        f"LibreOffice did not turn the report into PDF ({detail}). Make a .docx file and save it as PDF from "
        "Word or LibreOffice.",
    )


_NO_LIBREOFFICE = Bilingual(
    "Máy này không có LibreOffice nên không lập được tệp PDF. Xin cài LibreOffice, hoặc lập tệp .docx "
    "rồi lưu thành PDF từ Word.",
    "This machine has no LibreOffice, so it makes no PDF. Install LibreOffice, or make a .docx file and "
    "save it as PDF from Word.",
)
