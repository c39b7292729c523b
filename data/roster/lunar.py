"""Births that a list states by the lunar calendar: their year is taken, and never their day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from checkin.names import fold
from data.roster.grid import Cell, Sheet
from data.roster.header import Header, HeaderColumn
from data.roster.model import Meaning
from data.roster.values import text_of, year_alone

_LUNAR = re.compile(r"(?!.*\b(?:khong|duong lich)\b).*\b(?:am lich|al|sinh am)\b.*")
"""A heading that names both calendars leaves it to each row."""
_IN_ONE_CELL = (Meaning.BIRTH, Meaning.MALE, Meaning.FEMALE)
_WITHIN_THE_YEAR = (Meaning.BIRTH_DAY, Meaning.BIRTH_MONTH)
_PARTS = (*_WITHIN_THE_YEAR, Meaning.BIRTH_YEAR)
_ALONE = (Meaning.BIRTH, Meaning.BIRTH_YEAR)
"""What says nothing else of somebody than their birth."""


def lunar_heading(header: Header) -> str | None:
    """The heading that says of births that they are by the lunar calendar; None if none does."""
    said = _said_to_be_lunar(header)
    return header.columns[min(said)].text if said else None


def without_lunar_days(sheet: Sheet, header: Header, today: date) -> tuple[Sheet, Header]:
    """A table with the years of lunar births alone, or without them where solar ones stand beside."""
    lunar = _said_to_be_lunar(header)
    parts = {at for meaning in _PARTS for at in header.of(meaning)}
    if lunar & parts:
        lunar |= parts
    if not lunar:
        return sheet, header
    if any(at not in lunar for meaning in _ALONE for at in header.of(meaning)):
        idle = [at for at in lunar if header.columns[at].meaning in (*_ALONE, *_WITHIN_THE_YEAR)]
        left_out = {at: HeaderColumn(header.columns[at].text, Meaning.OTHER) for at in idle}
        header = replace(header, columns=header.columns | left_out)
    whole = lunar & {at for meaning in _IN_ONE_CELL for at in header.of(meaning)}
    days = lunar & {at for meaning in _WITHIN_THE_YEAR for at in header.of(meaning)}

    def years(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        cells = ((at, None if at in days else cell) for at, cell in enumerate(row))
        return tuple(year_alone(cell, today, sheet.epoch) if at in whole else cell for at, cell in cells)

    rows = (*sheet.rows[: header.body], *map(years, sheet.rows[header.body :]))
    return replace(sheet, rows=rows), header


def has_lunar_birth_left_out(sheet: Sheet, header: Header, row: int) -> bool:
    """Whether a row states a lunar birth in a column that is not read beside a solar one; rows from 0."""
    left_out = (at for at in header.of(Meaning.OTHER) if _LUNAR.fullmatch(fold(header.columns[at].text)))
    return any(re.search(r"\d", text_of(sheet.at(row, at))) for at in left_out)


def _said_to_be_lunar(header: Header) -> set[int]:
    births = (at for meaning in (*_IN_ONE_CELL, *_PARTS) for at in header.of(meaning))
    return {at for at in births if _LUNAR.fullmatch(fold(header.columns[at].text))}
