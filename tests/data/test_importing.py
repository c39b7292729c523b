"""Rosters into a store: identity of rows, homonyms, cards, and all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.participation import Kind, verify
from checkin.person import Birth, Person, Sex
from data.badging import issue_badges
from data.importing import ImportPlan, covered, import_roster, plan_import, roster_keys
from data.ledger import Store
from data.people import every_person
from data.roster import Reading, RefusedRow, RosterPerson, RowPlace
from tests.builders import NOW, catalogue, known, person, store_at, text, the_log

KEY = b"k" * 32
CATALOGUE = catalogue()


def row(name: str = "Phạm Thị Ngộ", at: int = 2, *, birth: Birth | None = Birth(1957, 3, 5)) -> RosterPerson:
    return RosterPerson(RowPlace("Danh sách", at), name, birth, Sex.FEMALE, "nguoi-dan", "bui-hui")


def reading(*people: RosterPerson) -> Reading:
    return Reading(people, (), (), (), ())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path / "kho.db", CATALOGUE) as opened:
        yield opened


def take(store: Store, *people: RosterPerson) -> ImportPlan:
    return import_roster(store, reading(*people), "danh-sach", CATALOGUE, "ban-1", NOW)


def everyone(store: Store) -> list[Person]:
    with store.reading() as log:
        return list(every_person(log.connection).values())


def test_people_are_kept_as_the_list_states_them(store: Store) -> None:
    take(store, replace(row(), unit="Lớp 5A"))
    (kept,) = everyone(store)
    assert (kept.name, kept.birth, kept.sex, kept.unit) == (
        "Phạm Thị Ngộ",
        Birth(1957, 3, 5),
        Sex.FEMALE,
        "Lớp 5A",
    )
    assert kept.consent == "danh-sach"


def test_the_log_proves_the_consent_of_each(store: Store) -> None:
    take(store, row(), row("Đinh Văn Brôn", 3))
    entries = the_log(store)
    basis = CATALOGUE.programme.consents[0]
    assert [(e.draft.kind, e.draft.code, e.draft.desk) for e in entries] == [
        (Kind.CONSENTED, f"danh-sach@{basis.version}", "ban-1")
    ] * 2
    assert {e.draft.person for e in entries} == {person.id for person in everyone(store)}
    assert verify(entries) == []


def test_homonyms_of_one_file_both_survive_and_stay_two_when_it_comes_again(store: Store) -> None:
    first = take(store, row(at=2), row(at=3))
    again = take(store, row(at=2), row(at=3))
    assert (len(first.newcomers), len(again.newcomers), again.known) == (2, 0, 2)
    assert len(everyone(store)) == 2


def test_a_third_homonym_in_a_longer_file_is_one_more_person(store: Store) -> None:
    take(store, row(at=2), row(at=3))
    assert len(take(store, row(at=2), row(at=3), row(at=4)).newcomers) == 1


def test_the_same_row_written_otherwise_is_the_same_row(store: Store) -> None:
    take(store, row("Phạm Thị Ngộ"))
    assert take(store, row("PHẠM THỊ NGỘ", 99)).known == 1


@pytest.mark.parametrize(
    "change",
    [{"birth": Birth(1957)}, {"sex": None}, {"group": "hoc-sinh"}, {"hamlet": "chua-ro"}, {"unit": "5A"}],
)
def test_a_row_that_says_something_else_is_another_person(store: Store, change: dict[str, object]) -> None:
    take(store, row())
    assert len(take(store, replace(row(), **change)).newcomers) == 1  # type: ignore[arg-type]


def test_a_row_with_the_card_of_somebody_else_is_another_person(store: Store) -> None:
    take(store, replace(row(), card_number="099157000001"))
    assert len(take(store, replace(row(), card_number="099157000002")).newcomers) == 1


def test_a_citizen_card_makes_two_lists_speak_of_one_person(store: Store) -> None:
    take(store, replace(row(), card_number="099157000001"))
    renamed = replace(row("Phạm Ngộ"), card_number="099157000001", unit="Hội Phụ nữ")
    assert take(store, renamed).known == 1
    assert len(everyone(store)) == 1


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"name": "Phạm Thị Ngọ"}, True),
        ({"birth": Birth(1958, 3, 5)}, True),
        ({"sex": Sex.MALE}, True),
        ({"group": "hoc-sinh"}, True),
        ({"hamlet": "con-doc"}, True),
        ({"unit": "Hội Phụ nữ"}, True),
        ({"name": "PHẠM THỊ NGỘ", "unit": "lớp 5a"}, False),
        ({"birth": Birth(1957), "sex": None, "hamlet": "chua-ro", "unit": ""}, False),
        ({"birth": None}, False),
        ({"group": "nguoi-dan"}, False),
    ],
)
def test_what_a_row_of_a_known_card_says_otherwise_is_told(
    store: Store, change: dict[str, object], differs: bool
) -> None:
    group = "cbccvc" if "group" in change else "nguoi-dan"
    first = replace(row(), card_number="099157000001", unit="Lớp 5A", group=group)
    assert take(store, first).unheeded == ()
    again = replace(first, **change)  # type: ignore[arg-type]
    assert take(store, again).unheeded == ((again,) if differs else ())
    assert len(everyone(store)) == 1


def test_likely_duplicates_are_told_of_new_people_only(store: Store) -> None:
    take(store, row())
    silent = take(store, row())
    told = take(store, row(), replace(row(at=3), birth=Birth(1957)))
    assert silent.duplicates == ()
    (group,) = told.duplicates
    assert {type(one) for one in group} == {RosterPerson, Person}


def test_people_of_the_store_who_may_be_one_are_not_told_again_for_a_namesake(store: Store) -> None:
    take(store, row(), replace(row(at=3), birth=Birth(1957)))
    assert take(store, row(birth=Birth(1980, 1, 1))).duplicates == ()


def test_a_corrected_row_that_may_be_the_one_before_is_shown_once(store: Store) -> None:
    others = [row(f"Lê Thị {name}", at) for at, name in enumerate("BCD", 3)]
    take(store, row(), *others)
    assert len(take(store, row(birth=Birth(1957)), *others).duplicates) == 1


def test_a_year_of_birth_alone_makes_nobody_the_corrected_one(store: Store) -> None:
    others = [row(f"Lê Thị {name}", at) for at, name in enumerate("BCD", 3)]
    take(store, row(birth=Birth(1957)), *others)
    assert take(store, row("Phạm Thị Ngơi", birth=Birth(1957)), *others).duplicates == ()


def test_a_row_whose_birth_was_corrected_is_shown_beside_the_one_before(store: Store) -> None:
    others = [row(f"Lê Thị {name}", at) for at, name in enumerate(["Bê", "Cúc", "Dần"], start=3)]
    take(store, row(), *others)
    corrected = replace(row(), birth=Birth(1957, 5, 3))
    (group,) = take(store, corrected, *others).duplicates
    assert [one.birth for one in group] == [Birth(1957, 5, 3), Birth(1957, 3, 5)]
    homonym = replace(row(at=9), birth=Birth(1980, 1, 1))
    assert take(store, corrected, *others, row(at=8), homonym).duplicates == ()


def test_a_row_whose_name_was_corrected_is_shown_beside_the_one_before(store: Store) -> None:
    others = [row(name, at, birth=None) for at, name in enumerate(["Lê Bê", "Lê Cúc", "Lê Dần"], start=3)]
    take(store, row(), *others)
    corrected = row("Phạm Thị Ngơi")
    (group,) = take(store, corrected, *others).duplicates
    assert [one.name for one in group] == ["Phạm Thị Ngơi", "Phạm Thị Ngộ"]
    someone_else = replace(row("Đinh Thị Rây"), hamlet="nuoc-dang")
    assert take(store, someone_else, *others).duplicates == ()
    assert take(store, corrected, row("Lê Dung", 9, birth=None), *others[1:]).duplicates == ()


def test_a_row_whose_accents_were_corrected_is_known_and_told_not_to_change_anything(store: Store) -> None:
    take(store, row())
    assert take(store, row()).unheeded == ()
    corrected = row("Phạm Thị Ngọ")
    plan = take(store, corrected)
    assert (plan.newcomers, plan.unheeded) == ((), (corrected,))
    assert [one.name for one in everyone(store)] == ["Phạm Thị Ngộ"]


def test_a_list_sorted_anew_says_nothing_new_of_anybody(store: Store) -> None:
    take(store, row("Lê Văn Hùng"), row("Lê Văn Hưng", 3), row("Lê Văn Hoà", 4))
    plan = take(store, row("Lê Văn Hưng"), row("Lê Văn Hòa", 3), row("Lê Văn Hùng", 4))
    assert (plan.newcomers, plan.unheeded) == ((), ())


@pytest.mark.parametrize(
    ("again", "others", "kept"), [(2, 0, True), (3, 0, False), (3, 2, False), (3, 3, True)]
)
def test_a_list_most_of_whose_people_may_be_known_is_kept_only_if_somebody_says_so(
    store: Store, again: int, others: int, kept: bool
) -> None:
    before = [row(f"Lê Thị {name}", at) for at, name in enumerate("ABC"[:again], 2)]
    take(store, *before)
    people = [replace(one, birth=Birth(1957)) for one in before]
    people += [row(f"Đinh Văn {name}", at) for at, name in enumerate("ABC"[:others], 9)]
    plan = take(store, *people)
    assert plan.is_doubtful != kept
    assert len(everyone(store)) == again + (len(people) if kept else 0)
    if plan.is_doubtful:
        allowed = reading(*people)
        import_roster(store, allowed, "danh-sach", CATALOGUE, "ban-1", NOW, allow_doubles=True)
        assert len(everyone(store)) == again + len(people)


@pytest.mark.parametrize(("newcomers", "kept"), [(0, False), (1, True)])
def test_one_row_put_right_in_a_list_of_before_keeps_nobody_twice(
    store: Store, newcomers: int, kept: bool
) -> None:
    others = [row(f"Lê Thị {name}", at) for at, name in enumerate("BCD", 3)]
    take(store, row(), *others)
    corrected = replace(row(), birth=Birth(1957, 5, 3))
    plan = take(
        store, corrected, *others, *(row("Đinh Văn E", 9, birth=Birth(1980)) for _ in range(newcomers))
    )
    assert plan.is_doubtful != kept
    assert len(everyone(store)) == 1 + len(others) + (len(plan.newcomers) if kept else 0)


@pytest.mark.parametrize(("others", "kept"), [(1, True), (2, False)])
def test_one_row_put_right_in_a_short_list_is_doubtful_once_more_rows_are_known_than_new(
    store: Store, others: int, kept: bool
) -> None:
    before = [row(f"Lê Thị {name}", at) for at, name in enumerate("BC"[:others], 3)]
    take(store, row(), *before)
    plan = take(store, replace(row(), hamlet="con-doc"), *before)
    assert (plan.doubled, plan.known, plan.is_doubtful) == (1, others, not kept)


@pytest.mark.parametrize(
    "change", [{"birth": Birth(1957, 5, 3)}, {"hamlet": "con-doc"}, {"card_number": "099157000001"}]
)
def test_a_row_put_right_in_a_list_that_grew_keeps_nobody_twice(
    store: Store, change: dict[str, object]
) -> None:
    others = [row(f"Lê Thị {name}", at) for at, name in enumerate("BCDEGHIK", 3)]
    grown = [row(f"Đinh Văn {name}", at, birth=Birth(1980)) for at, name in enumerate("LM", 20)]
    take(store, row(), *others)
    plan = take(store, replace(row(), **change), *others, *grown)  # type: ignore[arg-type]
    assert (plan.doubled, plan.is_doubtful, len(everyone(store))) == (1, True, 9)
    assert len(take(store, *others, *grown).newcomers) == 2


def test_a_namesake_in_a_list_that_grew_by_half_is_kept(store: Store) -> None:
    others = [row(f"Lê Thị {name}", at) for at, name in enumerate("BCDE", 3)]
    grown = [row(f"Đinh Văn {name}", at, birth=Birth(1980)) for at, name in enumerate("LM", 20)]
    take(store, row(), *others)
    plan = take(store, *others, replace(row(), birth=Birth(1957)), *grown)
    assert (plan.doubled, plan.is_doubtful, len(everyone(store))) == (1, False, 8)


def test_who_may_be_one_with_others_of_the_same_sheet_makes_no_list_doubtful(store: Store) -> None:
    people = [row(f"Lê Thị {name}", at) for at, name in enumerate("ABC", 2)]
    plan = take(store, *people, *(replace(one, birth=Birth(1957)) for one in people))
    assert (len(plan.duplicates), plan.is_doubtful, len(everyone(store))) == (3, False, 6)


def test_one_person_of_two_sheets_makes_no_list_doubtful(store: Store) -> None:
    elsewhere = replace(row(), place=RowPlace("Đoàn viên", 2), birth=Birth(1957))
    plan = take(store, row(), row("Lê Bê", 3), elsewhere)
    assert (plan.repeated, plan.is_doubtful, len(everyone(store))) == (1, False, 3)


def test_a_namesake_in_a_list_of_which_half_is_new_is_no_correction(store: Store) -> None:
    take(store, row(), row("Lê Bê", 3))
    assert take(store, replace(row(), birth=Birth(1980, 1, 1)), row("Lê Bê", 3)).duplicates == ()


def test_whoever_came_without_a_list_is_not_corrected_by_one(store: Store) -> None:
    others = [row(f"Lê Thị {name}", at) for at, name in enumerate("BCD", 3)]
    take(store, *others)
    known(store, person("Phạm Thị Ngộ", Birth(1957, 3, 5)))
    assert take(store, replace(row(), birth=Birth(1980, 1, 1)), *others).duplicates == ()


def test_children_whose_consent_has_no_force_are_refused_in_the_order_of_the_list() -> None:
    today = date(2025, 9, 26)
    limit = CATALOGUE.programme.guardian_under
    grown = replace(row("Lê Bê"), birth=Birth(today.year - limit, today.month, today.day))
    children = [row(f"Lê Thị {at}", at, birth=Birth(2015, 1, 1)) for at in range(9, 2, -1)]
    before = RefusedRow(RowPlace("Danh sách", 99), text("Không có tên"))
    listed = Reading((*children, grown), (), (before,), (), ())
    found = covered(listed, "tai-ban", CATALOGUE.programme, today)
    assert found.people == (grown,)
    assert [one.place.row for one in found.refused] == [99, *range(3, 10)]


def test_a_plan_writes_nothing(store: Store) -> None:
    with store.reading() as log:
        plan = plan_import(reading(row()), log, store.key, CATALOGUE.programme)
    assert len(plan.newcomers) == 1
    assert everyone(store) == []
    assert the_log(store) == []


def test_nothing_of_a_list_is_kept_when_one_row_fails(store: Store) -> None:
    twice = replace(row("Đinh Văn Brôn"), card_number="099157000001")
    with pytest.raises(Exception, match="cannot be used"):
        take(store, replace(row(), card_number="099157000001"), twice)
    assert everyone(store) == []
    assert the_log(store) == []


def test_keys_differ_from_programme_to_programme() -> None:
    assert roster_keys([row()], KEY) != roster_keys([row()], b"x" * 32)


@given(st.lists(st.sampled_from(["An", "Bình", "an", "Ân"]), max_size=12))
def test_every_row_of_a_file_has_a_key_of_its_own(names: list[str]) -> None:
    keys = roster_keys([row(name, at) for at, name in enumerate(names)], KEY)
    assert len(set(keys)) == len(names)
    assert keys == roster_keys([row(name) for name in names], KEY)


def test_badges_are_made_for_those_without_one_in_vietnamese_order(store: Store) -> None:
    take(store, row("Đinh Văn Trế"), row("Phạm Văn Ân"), row("Lê Thị An"))
    issued = issue_badges(store)
    assert [holder.person.name for holder in issued.holders] == ["Lê Thị An", "Phạm Văn Ân", "Đinh Văn Trế"]
    assert issued.new == 3
    again = issue_badges(store)
    assert (again.holders, again.new) == (issued.holders, 0)


def test_badges_lie_together_by_unit_and_without_one_by_hamlet(store: Store) -> None:
    at_home = replace(row("Đinh An", 2), hamlet="nuoc-giap"), replace(row("Đinh Bé", 3), hamlet="con-doc")
    pupils = [
        replace(row(name, at), unit="Lớp 5A", hamlet=hamlet)
        for at, (name, hamlet) in enumerate([("Lê Sáu", "con-doc"), ("Lê Ba", "nuoc-giap")], 4)
    ]
    take(store, *at_home, replace(row("Đinh Cúc", 6), hamlet="nuoc-giap"), *pupils)
    printed = [holder.person.name for holder in issue_badges(store).holders]
    assert printed == ["Đinh Bé", "Đinh An", "Đinh Cúc", "Lê Ba", "Lê Sáu"]


def test_a_revoked_badge_is_replaced(store: Store) -> None:
    take(store, row())
    (before,) = issue_badges(store).holders
    with store.writing() as log:
        log.people.revoke(before.person.id)
    (after,) = issue_badges(store).holders
    assert after.badge != before.badge


def test_of_several_badges_the_newest_is_printed(store: Store) -> None:
    take(store, row())
    (first,) = issue_badges(store).holders
    with store.writing() as log:
        newest = log.people.issue(first.person.id)
    (holder,) = issue_badges(store).holders
    assert holder.badge == newest != first.badge


def test_a_postgresql_store_takes_lists_the_same_way(postgres_url: str) -> None:
    with store_at(postgres_url, CATALOGUE) as store:
        people = (replace(row(), card_number="099157000001"), row(at=3), row(at=4))
        assert len(take(store, *people).newcomers) == 3
        assert take(store, *people).known == 3
        assert issue_badges(store).new == 3
        assert len(everyone(store)) == 3
