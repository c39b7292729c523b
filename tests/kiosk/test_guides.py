"""The PDFs beside the Vietnamese pages say what the pages say, and a volunteer's sheet is one page."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from reportlab.pdfbase.ttfonts import TTFontFile

from data import fonts
from tests.machine import required_in_ci
from tools.guides import FOLDER, PAGES, SHEETS, pdf

TEXTS = {"text", "code_inline", "fence", "code_block"}


def words(document: Path) -> list[list[str]]:
    """The words of each page."""
    command = [required_in_ci("pdftotext"), "-enc", "UTF-8", str(document), "-"]
    said = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return [page.split() for page in said.split("\f")[:-1]]


@pytest.mark.parametrize("name", PAGES)
def test_a_pdf_says_what_its_page_says(name: str, tmp_path: Path) -> None:
    now = tmp_path / f"{name}.pdf"
    now.write_bytes(pdf(name))
    assert words(FOLDER / f"{name}.pdf") == words(now), "the page was changed: make guides"


@pytest.mark.parametrize("name", PAGES)
def test_a_pdf_leaves_out_nothing_of_its_page(name: str) -> None:
    page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    blocks = MarkdownIt("commonmark").enable("table").parse(page)
    parts = [part for block in blocks for part in block.children or [block] if part.type in TEXTS]
    told = Counter(re.findall(r"\w+", " ".join(part.content for part in parts)))
    printed = Counter(
        word for part in words(FOLDER / f"{name}.pdf") for word in re.findall(r"\w+", " ".join(part))
    )
    assert told.total() > 300
    assert set(told - printed) <= {"md"}, "links lead to the other PDFs"


def test_every_place_has_a_sheet_of_one_page() -> None:
    titles = re.findall(r"^# (.+)$", (FOLDER / f"{SHEETS}.md").read_text(encoding="utf-8"), re.MULTILINE)
    begun = [
        " ".join(page)[: len(title)]
        for page, title in zip(words(FOLDER / f"{SHEETS}.pdf"), titles, strict=True)
    ]
    assert begun == titles


@pytest.mark.parametrize("name", PAGES)
def test_every_letter_of_a_page_can_be_printed(name: str) -> None:
    drawn = TTFontFile(str(fonts.regular())).charToGlyph
    page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert {letter for letter in page if letter != "\n" and ord(letter) not in drawn} == set()


@pytest.mark.parametrize("name", PAGES)
def test_no_title_is_the_last_of_a_page(name: str) -> None:
    titles = re.findall(r"^#+ (.+)$", (FOLDER / f"{name}.md").read_text(encoding="utf-8"), re.MULTILINE)
    lasts = [" ".join(page[:-1]) for page in words(FOLDER / f"{name}.pdf")]
    assert [last[-60:] for last in lasts if last.endswith(tuple(titles))] == []
