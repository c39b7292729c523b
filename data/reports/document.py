"""The report as a Word document: an administrative Báo cáo by Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from pathlib import Path

from docx.document import Document

from data.reports.appendices import appendices
from data.reports.figure_tables import told_apart
from data.reports.figures import Figures
from data.reports.layout import new_document, save
from data.reports.letterhead import commune_letter, foot, head
from data.reports.sections import (
    Captions,
    by_event,
    by_station,
    closing,
    judgement,
    opening,
    overview,
    skills,
)
from data.reports.words import Words


def write_docx(path: Path, figures: Figures, words: Words) -> None:
    """Write the report. Raises OSError."""
    save(compose(figures, words), path)


def compose(figures: Figures, words: Words) -> Document:
    """The report of figures of one event at least, with what people wrote; blanks where they did not."""
    letter = commune_letter(figures, words)
    document = new_document(letter.title, letter.author, figures.made)
    captions = Captions()
    head(document, letter, words)
    opening(document, letter, words)
    overview(document, figures, captions)
    by_event(document, figures, captions)
    apart = told_apart(figures)
    by_station(document, apart, captions)
    skills(document, apart, captions)
    judgement(document, words, ("V", "VI"), f"Nhận xét của {letter.issuer}")
    closing(document, letter)
    foot(document, letter, words)
    appendices(document, figures, words)
    return document
