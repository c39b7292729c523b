"""Charts within a report: the picture, its title, and what it shows for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Twips

from data.reports.charts import Series, lying, shares, standing
from data.reports.figures import AbilityPart, EventFigures
from data.reports.layout import CAPTION, CENTRED, WIDTH, line
from data.reports.stations_table import before_and_after
from data.reports.vietnamese import number
from data.reports.wording import ABILITIES


def stations_chart(document: Document, title: str, day: EventFigures) -> None:
    """Visits and people at each station."""
    names = [part.name for part in day.stations]
    visits = Series("Số lượt", [part.visits for part in day.stations])
    people = Series("Số người", [part.people for part in day.stations])
    told = "; ".join(f"{p.name} {number(p.visits)} lượt, {number(p.people)} người" for p in day.stations)
    _show(document, lying(names, [visits, people]), title, told)


def abilities_chart(document: Document, title: str, abilities: Sequence[AbilityPart]) -> None:
    """Answers before and after at each station where somebody gave both."""
    names: list[str] = []
    rows: list[list[int]] = []
    for part in abilities:
        for when, counts in zip(("trước", "sau"), before_and_after(part), strict=True):
            if sum(counts):
                names.append(f"{part.name}, {when}")
                rows.append(counts)
    levels = list(ABILITIES.values())
    series = [Series(level, [row[at] for row in rows]) for at, level in enumerate(levels)]
    told = "; ".join(
        f"{name}: " + ", ".join(f"{level.lower()} {number(n)}" for level, n in zip(levels, row, strict=True))
        for name, row in zip(names, rows, strict=True)
    )
    _show(document, shares(names, series), title, told)


def arrivals_chart(document: Document, title: str, day: EventFigures) -> None:
    """People who came and visits begun, by ten minutes."""
    starts = [bar.start for bar in day.arrivals]
    people = Series("Số người đến", [bar.people for bar in day.arrivals])
    visits = Series("Số lượt bắt đầu", [bar.visits for bar in day.arrivals])
    most = max(day.arrivals, key=lambda bar: bar.people)
    told = f"đông người đến nhất là 10 phút từ {most.start}, {number(most.people)} người"
    _show(document, standing(starts, [people, visits]), title, told)


def _show(document: Document, png: bytes, title: str, told: str) -> None:
    paragraph = line(document, "", replace(CENTRED, before=6, stays=True))
    shape = paragraph.add_run().add_picture(BytesIO(png), width=Twips(WIDTH - 20))
    properties = shape._inline.docPr  # noqa: SLF001 - python-docx has no name for it
    properties.set("descr", f"{title}: {told}.")
    properties.set("title", title)
    line(document, title, replace(CAPTION, before=0, after=8, stays=False, align=ALIGN.CENTER))
