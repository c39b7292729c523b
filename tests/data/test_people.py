"""People, badges and search on both databases."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from checkin.badge import COUNTERS, Badge
from checkin.citizen_card import CitizenCard
from checkin.names import clean, fold
from checkin.person import Birth, Person, Sex
from checkin.ports import NoDeviceNumber
from data.ledger import Store
from data.people import every_person
from data.tables import badges
from tests.builders import known, person, store_at

CARD = CitizenCard("051157000001", "Nguyễn Thị Ngộ", Birth(1957, 3, 5), Sex.FEMALE, "")
PEOPLE = (
    person("Nguyễn Thị Ngộ"),
    person("Đặng Văn Hoà", Birth(1990, 1, 1), Sex.MALE, unit="Lớp 5A"),
    person("Nguyễn Văn An", Birth(1961), Sex.MALE),
    person("Phạm Thị Ơn", None, None, unit="HTX Ba Trang"),
    person("Rớ", Birth(2015, 2), None, group="hoc-sinh", unit="Lớp 5A", consent=None),
)


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with store_at(place) as opened:
        known(opened, *PEOPLE)
        yield opened


def found(store: Store, typed: str, limit: int = 20) -> list[str]:
    with store.reading() as log:
        return [one.name for one in log.people.search(typed, limit)]


def test_everything_kept_of_a_person_is_read_back(store: Store) -> None:
    with store.reading() as log:
        assert [log.people.get(one.id) for one in PEOPLE] == list(PEOPLE)
        assert log.people.get("nobody") is None
        assert every_person(log.connection) == {one.id: one for one in PEOPLE}


def test_many_people_are_read_at_once_by_id_and_by_badge(store: Store) -> None:
    with store.writing() as log:
        issued = {log.people.issue(one.id).serial: one for one in PEOPLE}
        assert log.people.get_all(["nobody", *(one.id for one in PEOPLE)]) == {one.id: one for one in PEOPLE}
        assert log.people.by_badges([1, *issued]) == issued
        assert (log.people.get_all([]), log.people.by_badges([])) == ({}, {})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("nguyen", ["Nguyễn Văn An", "Nguyễn Thị Ngộ"]),
        ("NGUYỄN", ["Nguyễn Văn An", "Nguyễn Thị Ngộ"]),
        ("ng th", ["Nguyễn Thị Ngộ"]),
        ("ngo nguyen", ["Nguyễn Thị Ngộ"]),
        ("dang", ["Đặng Văn Hoà"]),
        ("đặng", ["Đặng Văn Hoà"]),
        ("hòa", ["Đặng Văn Hoà"]),
        ("on", ["Phạm Thị Ơn"]),
        ("1961", ["Nguyễn Văn An"]),
        ("rớ 2015", ["Rớ"]),
        ("lop 5a", ["Đặng Văn Hoà", "Rớ"]),
        ("guyen", []),
        ("ngo dang", []),
        ("%", ["Nguyễn Văn An", "Đặng Văn Hoà", "Nguyễn Thị Ngộ", "Phạm Thị Ơn", "Rớ"]),
        ("bùi hui an", ["Nguyễn Văn An"]),
    ],
)
def test_every_word_typed_begins_a_word_that_is_kept(store: Store, typed: str, expected: list[str]) -> None:
    assert found(store, typed) == expected


def test_a_search_stops_at_its_limit_in_vietnamese_order(store: Store) -> None:
    assert found(store, "", 2) == ["Nguyễn Văn An", "Đặng Văn Hoà"]


def test_homonyms_are_listed_in_one_order(store: Store) -> None:
    same = [
        person("Phạm Văn Ghé", Birth(year), Sex.MALE, id=f"{99 - year % 100:032}")
        for year in (1990, 1950, 1970)
    ]
    known(store, *same)
    with store.reading() as log:
        years = [p.birth.year for p in log.people.search("ghe", 9) if p.birth]
    assert years == [1950, 1970, 1990]


def test_a_badge_leads_to_its_owner_until_it_is_revoked(store: Store) -> None:
    someone = PEOPLE[0].id
    with store.writing() as log:
        first = log.people.badge_of(someone)
        assert first
        assert (log.people.by_badge(first.serial), log.people.is_revoked(first.serial)) == (PEOPLE[0], False)
        second = log.people.issue(someone)
        assert log.people.badge_of(someone) == second
        assert set(log.people.revoke(someone)) == {first.serial, second.serial}
        assert log.people.revoke(someone) == []
        assert (log.people.badge_of(someone), log.people.is_revoked(second.serial)) == (None, True)
        assert not log.people.is_revoked(12345)
        assert log.people.by_badge(12345) is None


def test_badges_are_numbered_on_from_the_last_one_issued(store: Store) -> None:
    with store.writing() as log:
        log.people.revoke(PEOPLE[0].id)
        made = log.people.issue_all([PEOPLE[0].id, PEOPLE[1].id])
        assert log.people.issue_all([]) == []
    assert made == [Badge(3, 1, 6), Badge(3, 1, 7)]


def test_a_card_is_recognised_by_its_hash_once_linked(store: Store) -> None:
    with store.writing() as log:
        assert log.people.by_card(CARD.number) is None
        log.people.link_card(PEOPLE[2].id, CARD)
        assert log.people.by_card(CARD.number) == PEOPLE[2]
        assert log.people.by_card("051157000002") is None
        newcomer = person("Lê Thị Xép")
        log.people.add(newcomer, replace(CARD, number="051157000002"))
        assert log.people.by_card("051157000002") == newcomer


def test_only_people_without_a_card_are_candidates_for_one(store: Store) -> None:
    with store.writing() as log:
        assert log.people.namesakes("NGUYEN thi NGO") == [PEOPLE[0]]
        assert log.people.born(Birth(1957, 3, 5)) == [PEOPLE[0]]
        assert (log.people.namesakes("Nguyễn Thị"), log.people.born(Birth(1957))) == ([], [])
        log.people.link_card(PEOPLE[0].id, CARD)
        assert (log.people.namesakes("Nguyễn Thị Ngộ"), log.people.born(Birth(1957, 3, 5))) == ([], [])


def test_consent_given_later_holds_from_then_on(store: Store) -> None:
    with store.writing() as log:
        log.people.agree(PEOPLE[4].id, "giam-ho")
    with store.reading() as log:
        assert log.people.get(PEOPLE[4].id) == replace(PEOPLE[4], consent="giam-ho")
        assert log.people.get(PEOPLE[1].id) == PEOPLE[1]


def test_people_are_found_by_the_new_name_of_a_hamlet(store: Store) -> None:
    catalogue = store.newest
    first, *others = catalogue.programme.hamlets
    known(store, replace(person("Đinh Thị Quý"), hamlet=first.code))
    renamed = (replace(first, name="Xuân Lộc"), *others)
    store.put(replace(catalogue, programme=replace(catalogue.programme, hamlets=renamed)))
    with store.reading() as log:
        assert [one.name for one in log.people.search("quy xuan loc", 9)] == ["Đinh Thị Quý"]
        assert log.people.search(f"quy {first.name}", 9) == []


def test_units_are_listed_with_their_people(store: Store) -> None:
    with store.reading() as log:
        assert sorted(log.people.units()) == [("HTX Ba Trang", 1), ("Lớp 5A", 2)]
        assert [p.name for p in log.people.in_unit("Lớp 5A")] == ["Đặng Văn Hoà", "Rớ"]


def test_a_class_written_with_other_capitals_is_no_other_class(store: Store) -> None:
    known(store, person("Lê Văn Đo", unit="LỚP 5a"))
    with store.reading() as log:
        assert dict(log.people.units())["Lớp 5A"] == 3
        for spelt in ("Lớp 5A", "LỚP 5a"):
            assert [p.name for p in log.people.in_unit(spelt)] == ["Lê Văn Đo", "Đặng Văn Hoà", "Rớ"]


def test_a_class_is_listed_by_given_names_whoever_was_entered_first(store: Store) -> None:
    known(store, *(person(name, unit="Lớp 5B") for name in ("Trần An Yến", "Hồ Yến An", "Lê Văn Đo")))
    with store.reading() as log:
        assert [p.name for p in log.people.in_unit("Lớp 5B")] == ["Hồ Yến An", "Lê Văn Đo", "Trần An Yến"]


def test_a_card_that_recognises_somebody_is_not_taken_from_them(store: Store) -> None:
    owner, other = PEOPLE[0], PEOPLE[2]
    with store.writing() as log:
        assert log.people.link_card(owner.id, CARD)
        assert not log.people.link_card(other.id, CARD)
        assert log.people.by_card(CARD.number) == owner


def test_a_name_of_four_kilobytes_can_be_kept_and_found(store: Store) -> None:
    """Random letters, so that no compression makes it fit into an index."""
    from random import Random

    chance = Random(1)
    long = " ".join("".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(410))
    giant = person(long, Birth(1980))
    known(store, giant)
    assert found(store, long[:5]) == [long]
    with store.reading() as log:
        assert log.people.namesakes(long) == [giant]


names = st.text("ăâđêôơưnguyeệễ -'", min_size=1, max_size=12).map(clean).filter(fold)


@given(st.lists(names, min_size=1, max_size=6, unique=True), st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whoever_is_kept_is_found_by_any_beginning_of_any_word(
    store: Store, made: list[str], data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(made))
    word = data.draw(st.sampled_from(fold(chosen).split()))
    prefix = word[: data.draw(st.integers(1, len(word)))]
    people: list[Person] = [person(name, unit="thử") for name in made]
    with store.writing() as log:
        log.people.add_all([(one, None, None) for one in people if log.people.get(one.id) is None])
        assert person(chosen, unit="thử") in log.people.search(prefix, 10_000)


def test_a_number_gives_all_of_its_codes_and_none_of_the_next_number(store: Store) -> None:
    one, two, three = (each.id for each in PEOPLE[:3])
    last_but_one = {"serial": 2 * COUNTERS - 2, "person": one, "revoked": False}
    with store.writing() as log:
        log.connection.execute(insert(badges), [last_but_one])
        with pytest.raises(NoDeviceNumber):
            log.people.issue_all([two, three])
        assert log.people.issue(two).serial == 2 * COUNTERS - 1
        with pytest.raises(NoDeviceNumber):
            log.people.issue(three)


def test_a_text_of_thousands_of_words_is_searched_for(store: Store) -> None:
    with store.reading() as log:
        assert log.people.search("le " * 3_000, 5) == log.people.search("le", 5)


def test_no_card_takes_the_place_of_another_one_of_the_same_person(store: Store) -> None:
    first, second = (replace(CARD, number=f"09915700000{last}") for last in (1, 2))
    one = person("Phạm Thị Brôn")
    with store.writing() as log:
        log.people.add(one, first)
        assert not log.people.link_card(one.id, second)
        assert log.people.by_card(first.number) == one
        assert log.people.by_card(second.number) is None
