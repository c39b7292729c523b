"""Dates of birth, known whole or in part."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.person import Birth, read_birth

full = st.dates(date(1850, 1, 1), date(2100, 12, 31)).map(lambda d: Birth(d.year, d.month, d.day))
partial = st.one_of(full, full.map(lambda b: Birth(b.year, b.month)), full.map(lambda b: Birth(b.year)))


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (Birth(1957, 3, 5), date(2025, 3, 4), 67),
        (Birth(1957, 3, 5), date(2025, 3, 5), 68),
        (Birth(2008, 2, 29), date(2025, 2, 28), 16),
        (Birth(2008, 2, 29), date(2025, 3, 1), 17),
        (Birth(1957, 3), date(2025, 3, 30), 67),
        (Birth(1957, 3), date(2025, 3, 31), 68),
        (Birth(1957), date(2025, 12, 30), 67),
        (Birth(1957), date(2025, 12, 31), 68),
        (Birth(2025), date(2025, 9, 26), 0),
        (Birth(2025, 9), date(2025, 9, 26), 0),
        (Birth(2026), date(2025, 9, 26), -2),
    ],
)
def test_age_in_completed_years(birth: Birth, day: date, age: int) -> None:
    assert birth.age_on(day) == age


@given(partial, st.dates(date(1850, 1, 1), date(2100, 1, 1)))
def test_what_is_unknown_never_makes_anyone_older(birth: Birth, day: date) -> None:
    vague = Birth(birth.year)
    assert vague.age_on(day) <= birth.age_on(day) <= vague.age_on(day) + 1


@given(partial)
def test_a_birth_reads_back_what_it_wrote(birth: Birth) -> None:
    assert Birth.parse(birth.isoformat()) == birth


def test_births_are_written_as_documents_write_them() -> None:
    assert [str(b) for b in (Birth(1957, 3, 5), Birth(1957, 3), Birth(1957))] == [
        "05/03/1957",
        "03/1957",
        "1957",
    ]
    assert [b.is_full for b in (Birth(1957, 3, 5), Birth(1957, 3), Birth(1957))] == [True, False, False]


@given(partial, partial)
def test_comparing_births_is_fair(one: Birth, other: Birth) -> None:
    assert one.may_equal(other) == other.may_equal(one)
    assert one.may_equal(one)
    assert one.may_equal(Birth(one.year))
    assert one.year == other.year or not one.may_equal(other)


def test_different_known_parts_are_different_births() -> None:
    assert not Birth(1957, 3, 5).may_equal(Birth(1957, 3, 6))
    assert not Birth(1957, 3).may_equal(Birth(1957, 4, 5))
    assert Birth(1957, 3).may_equal(Birth(1957, 3, 5))


@pytest.mark.parametrize(
    ("birth", "is_possible"),
    [
        (Birth(1900, 9, 26), True),
        (Birth(1899, 9, 27), True),
        (Birth(1899, 9, 26), False),
        (Birth(2025, 9, 26), True),
        (Birth(2025, 9, 27), False),
        (Birth(2025), True),
        (Birth(2025, 10), False),
    ],
)
def test_somebody_who_lives_was_born_by_now_and_at_most_125_years_ago(
    birth: Birth, is_possible: bool
) -> None:
    assert birth.is_possible(date(2025, 9, 26)) is is_possible


@pytest.mark.parametrize(
    "parts",
    [(1849,), (2101,), (1957, 13), (1957, 0), (1957, 2, 31), (2007, 2, 29), (1957, 3, 0), (1957, None, 5)],
)
def test_no_such_date(parts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"birth|day"):
        Birth(*parts)


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ("1957", Birth(1957)),
        ("3/1957", Birth(1957, 3)),
        ("05/03/1957", Birth(1957, 3, 5)),
        ("5-3-1957", Birth(1957, 3, 5)),
        (" 5.3.1957 ", Birth(1957, 3, 5)),
        ("05031957", Birth(1957, 3, 5)),
        ("31/02/1957", None),
        ("57", None),
        ("năm 1957", None),
        ("", None),
    ],
)
def test_a_birth_is_read_as_people_type_it(typed: str, birth: Birth | None) -> None:
    assert read_birth(typed) == birth


@given(st.dates())
def test_every_date_is_read_back_as_it_is_written(day: date) -> None:
    try:
        birth = Birth(day.year, day.month, day.day)
    except ValueError:
        return
    assert read_birth(str(birth)) == birth
