"""Likely duplicates are shown, homonyms are not taken for them."""

from dataclasses import dataclass

import pytest

from checkin.person import Birth, Person
from data.invented import invented_people
from data.roster import Listed, likely_duplicates
from tests.data.rosters import PROGRAMME

UNKNOWN = PROGRAMME.unknown_hamlet


@dataclass(frozen=True)
class Someone:
    name: str
    birth: Birth | None
    hamlet: str = "bui-hui"


@pytest.mark.parametrize(
    "other",
    [
        Someone("Nguyen Van Binh", Birth(1957, 3, 15)),
        Someone("NGUYỄN VĂN BÌNH", Birth(1957, 3, 15), "con-doc"),
        Someone("Nguyễn Văn Bình", Birth(1957)),
        Someone("Nguyễn Văn Bình", Birth(1957), UNKNOWN),
        Someone("Nguyễn Văn Bình", None),
    ],
)
def test_the_same_name_and_a_birth_that_agrees_may_be_one(other: Someone) -> None:
    one = Someone("Nguyễn Văn Bình", Birth(1957, 3, 15))
    assert likely_duplicates([one, other], UNKNOWN) == ((one, other),)


@pytest.mark.parametrize(
    "other",
    [
        Someone("Nguyễn Văn Bính Con", Birth(1957, 3, 15)),
        Someone("Nguyễn Văn Bình", Birth(1957, 3, 16)),
        Someone("Nguyễn Văn Bình", Birth(1958)),
        Someone("Nguyễn Văn Bình", Birth(1957), "con-doc"),
        Someone("Nguyễn Văn Bình", None, "con-doc"),
    ],
)
def test_homonyms_are_two(other: Someone) -> None:
    one = Someone("Nguyễn Văn Bình", Birth(1957, 3, 15))
    assert likely_duplicates([one, other], UNKNOWN) == ()
    assert likely_duplicates([other, one], UNKNOWN) == ()


def test_people_of_the_store_and_of_a_list_are_compared_alike() -> None:
    kept = Person("p1", "Lê Ghé", Birth(1990), None, "nguoi-dan", "bui-hui")
    people: list[Listed] = [kept, Someone("Le Ghe", Birth(1990))]
    assert likely_duplicates(people, UNKNOWN) == (tuple(people),)


def test_one_who_may_be_several_ties_them_together() -> None:
    people = [Someone("Lê Ghé", Birth(1957)), Someone("Lê Ghé", Birth(1958)), Someone("Lê Ghé", None)]
    assert likely_duplicates(people, UNKNOWN) == (tuple(people),)


def test_a_person_entered_twice_is_found_among_many() -> None:
    people = invented_people(3000, 4, PROGRAMME)
    known = {frozenset(map(id, group)) for group in likely_duplicates(people, UNKNOWN)}
    again = people[1234]
    found = likely_duplicates([*people, again], UNKNOWN)
    assert any(sum(person is again for person in group) == 2 for group in found)
    assert len(found) <= len(known) + 1
