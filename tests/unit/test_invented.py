"""Invented people: repeatable, plausible, and nobody real."""

from collections import Counter

from data.catalogue import read_catalogue
from data.catalogue_problems import CatalogueProblems
from data.invented import invented_people

_CATALOGUE = read_catalogue("ngay-hoi")
assert not isinstance(_CATALOGUE, CatalogueProblems)
PROGRAMME = _CATALOGUE.programme
REAL_PROVINCES = range(1, 97)


def test_a_seed_gives_the_same_people_again() -> None:
    assert invented_people(50, 7, PROGRAMME) == invented_people(50, 7, PROGRAMME)
    assert invented_people(50, 7, PROGRAMME) != invented_people(50, 8, PROGRAMME)


def test_no_citizen_number_can_be_someones() -> None:
    people = invented_people(100_000, 1, PROGRAMME)
    assert len(people) == 100_000
    numbers = [p.card_number for p in people if p.card_number]
    assert len(set(numbers)) == len(numbers) > 60_000
    assert all(len(number) == 12 and int(number[:3]) not in REAL_PROVINCES for number in numbers)


def test_citizen_numbers_stay_out_of_what_is_printed() -> None:
    person = next(p for p in invented_people(50, 1, PROGRAMME) if p.card_number)
    assert str(person.card_number) not in repr(person)


def test_everyone_fits_the_programme_and_every_group_is_there() -> None:
    people = invented_people(2000, 2, PROGRAMME)
    assert {p.group for p in people} == {group.code for group in PROGRAMME.groups}
    assert {p.hamlet for p in people} == {hamlet.code for hamlet in PROGRAMME.hamlets}
    assert min(Counter(p.sex for p in people).values()) > 800


def test_pupils_are_children_with_a_class_that_fits_their_age() -> None:
    pupils = [p for p in invented_people(500, 3, PROGRAMME) if p.group == "hoc-sinh"]
    assert pupils
    for pupil in pupils:
        grade = int(pupil.unit.removeprefix("Lớp ").rstrip("ABC"))
        assert grade == 2025 - pupil.birth.year - 5
        assert 1 <= grade <= 9
