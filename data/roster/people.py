"""One row of a table as a person of the programme, or the reason why it cannot be one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from checkin.address import hamlet_from_address, names_another_commune
from checkin.event import Programme
from checkin.names import LONG_NUMBER
from checkin.person import Birth, Sex
from data.roster import sentences
from data.roster.fields import Fields
from data.roster.matching import Matcher
from data.roster.model import Meaning, RefusedRow, RosterPerson, RosterWarning, RowPlace
from data.roster.sections import Section, is_class
from data.roster.values import OldCard, card_year
from stations.model import Bilingual

_PUPILS = "Học sinh"
_NEXT_UNIT = ", "


@dataclass(frozen=True, slots=True)
class Notes:
    """Warnings by their text, each with the rows it speaks of."""

    places: dict[Bilingual, list[RowPlace]] = field(default_factory=dict)

    def add(self, text: Bilingual, place: RowPlace) -> None:
        """Note something about a row."""
        self.places.setdefault(text, []).append(place)

    def warnings(self) -> tuple[RosterWarning, ...]:
        """Everything noted, in the order in which it first came up."""
        return tuple(RosterWarning(text, tuple(places)) for text, places in self.places.items())


@dataclass(frozen=True, slots=True)
class Setting:
    """What stays the same while a file is read."""

    programme: Programme
    matcher: Matcher
    today: date
    notes: Notes = field(default_factory=Notes)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and what stands above it."""

    fields: Fields
    at: int
    """From 0."""
    place: RowPlace
    section: Section

    def texts(self, meaning: Meaning) -> list[str]:
        """What its columns with a meaning say."""
        return self.fields.texts(self.at, meaning)


def read_row(row: Row, setting: Setting) -> RosterPerson | RefusedRow | None:
    """The person in a row; None for a row that is nobody's."""
    name = row.fields.name(row.at)
    if name is None:
        return None
    if isinstance(name, Bilingual):
        return RefusedRow(row.place, name)
    if not row.fields.has_agreed(row.at):
        return RefusedRow(row.place, sentences.NOT_AGREED)
    birth, sex = row.fields.birth(row.at), row.fields.sex(row.at)
    if isinstance(birth, Bilingual):
        return RefusedRow(row.place, birth)
    if isinstance(sex, Bilingual):
        return RefusedRow(row.place, sex)
    card = row.fields.card(row.at, birth)
    if isinstance(card, Bilingual):
        return RefusedRow(row.place, card)
    if row.fields.has_dated_unit(row.at):
        setting.notes.add(sentences.UNIT_MADE_A_DATE, row.place)
    unit = _NEXT_UNIT.join(dict.fromkeys(row.fields.units(row.at))) or row.section.unit or ""
    if LONG_NUMBER.search(unit):
        return RefusedRow(row.place, sentences.UNIT_WITH_NUMBER)
    return _person(row, setting, name, unit, birth, sex, card)


def _person(
    row: Row,
    setting: Setting,
    name: str,
    unit: str,
    birth: Birth | None,
    sex: Sex | None,
    card: str | OldCard | None,
) -> RosterPerson:
    if sex is None and row.texts(Meaning.SEX):
        setting.notes.add(sentences.SEX_UNKNOWN, row.place)
    number = _number(row, setting.notes, birth, card)
    group, hamlet = _group(row, unit, setting), _hamlet(row, setting)
    return RosterPerson(row.place, name, birth, sex, group, hamlet, unit, number)


def _number(row: Row, notes: Notes, birth: Birth | None, card: str | OldCard | None) -> str | None:
    if isinstance(card, OldCard):
        notes.add(sentences.OLD_CARD, row.place)
        return None
    if card and birth and card_year(card) != birth.year:
        notes.add(sentences.CARD_UNLIKE_BIRTH, row.place)
    return card


def _group(row: Row, unit: str, setting: Setting) -> str:
    """The group stated in the row, by a heading or title, or by a school class; else the default, noted."""
    programme, matcher = setting.programme, setting.matcher
    stated = row.fields.group(row.at)
    code = matcher.group(stated) if stated else row.section.group or _pupil(row, unit, matcher)
    if code:
        return code
    default = programme.group(programme.default_group)
    taken = default.name if default else Bilingual(programme.default_group, programme.default_group)
    setting.notes.add(
        sentences.group_unknown(stated, taken) if stated else sentences.group_missing(taken), row.place
    )
    return programme.default_group


def _pupil(row: Row, unit: str, matcher: Matcher) -> str | None:
    """The group of pupils, if the unit is a class, or one of the units of somebody without an office is."""
    units = [unit] if row.texts(Meaning.ROLE) else unit.split(_NEXT_UNIT)
    return matcher.group(_PUPILS) if any(map(is_class, units)) else None


def _hamlet(row: Row, setting: Setting) -> str:
    """The hamlet stated in the row, by a heading, or within the address; else the unknown one, noted."""
    programme, matcher = setting.programme, setting.matcher
    unknown = programme.hamlet(programme.unknown_hamlet)
    taken = unknown.name if unknown else programme.unknown_hamlet
    address = " ".join(row.texts(Meaning.ADDRESS))
    if stated := " ".join(row.texts(Meaning.HAMLET)) or row.section.hamlet:
        code = matcher.hamlet(stated) or matcher.hamlet(f"{stated} {address}")
        problem = sentences.hamlet_unknown(stated, taken)
    else:
        is_elsewhere = names_another_commune(address, programme)
        said = hamlet_from_address(address, programme) if is_elsewhere else matcher.hamlet(address)
        code = said if address else programme.unknown_hamlet
        problem = sentences.address_without_hamlet(taken)
    if code is None:
        setting.notes.add(problem, row.place)
    return code or programme.unknown_hamlet
