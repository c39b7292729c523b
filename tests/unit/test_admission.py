"""Every answer of the door, by example."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.admission import Admit, Ask, Reason, Refuse, admit, is_child, missing_consent
from checkin.badge import Badge
from checkin.citizen_card import CitizenCard
from checkin.identity import Ambiguous, Doubt, Recognised, Unknown
from checkin.participation import Kind, Presence
from checkin.person import Birth
from tests.builders import NOW, PROGRAMME, catalogue, entry, person

EVENT = catalogue()
SOMEONE = person()
BADGE = Badge(3, 1, 7)
FIRST = entry(Kind.ADMITTED, -30, 1)
CARD = CitizenCard("051157000001", "Nguyễn Thị Ngộ", Birth(1957, 3, 5), None, "")


@pytest.mark.parametrize(
    ("doubt", "expected"),
    [
        (Doubt.FORGED, Refuse(Reason.FORGED_BADGE)),
        (Doubt.REVOKED, Refuse(Reason.REVOKED_BADGE)),
        (Doubt.OTHER_PROGRAMME, Refuse(Reason.OTHER_PROGRAMME)),
        (Doubt.UNKNOWN_CARD, Ask(Reason.UNKNOWN_CARD)),
        (Doubt.FOREIGN, Ask(Reason.FOREIGN_CODE)),
        (Doubt.UNREADABLE, Ask(Reason.UNREADABLE)),
    ],
)
def test_a_code_that_leads_to_nobody_is_answered_by_its_kind(doubt: Doubt, expected: Refuse | Ask) -> None:
    assert admit(Unknown(doubt), Presence(), EVENT, NOW) == expected


def test_a_card_of_several_people_is_asked_about() -> None:
    assert admit(Ambiguous((SOMEONE, SOMEONE), CARD), Presence(), EVENT, NOW) == Ask(Reason.AMBIGUOUS)


def test_someone_who_agreed_comes_in() -> None:
    assert admit(Recognised(SOMEONE), Presence(), EVENT, NOW) == Admit(Reason.ADMITTED)


def test_whoever_is_inside_is_refused_with_the_entry_that_let_them_in() -> None:
    decision = admit(Recognised(SOMEONE), Presence(FIRST, inside=True), EVENT, NOW)
    assert decision == Refuse(Reason.ALREADY_HERE, FIRST)


def test_whoever_left_is_welcome_again() -> None:
    assert admit(Recognised(SOMEONE), Presence(FIRST, inside=False), EVENT, NOW) == Admit(Reason.CAME_BACK)


def test_a_genuine_badge_of_an_unknown_owner_comes_in_once() -> None:
    unknown = Recognised(None, BADGE)
    assert admit(unknown, Presence(), EVENT, NOW) == Admit(Reason.UNKNOWN_BADGE)
    assert admit(unknown, Presence(FIRST, inside=True), EVENT, NOW) == Refuse(Reason.ALREADY_HERE, FIRST)


@pytest.mark.parametrize("name", ["tai-ban", None, "bo-roi"])
def test_an_adult_comes_in_only_on_a_basis_the_programme_knows(name: str | None) -> None:
    decision = admit(Recognised(replace(SOMEONE, consent=name)), Presence(), EVENT, NOW)
    assert decision == (Admit() if name == "tai-ban" else Ask(Reason.NO_CONSENT))


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (None, Ask(Reason.NEEDS_GUARDIAN)),
        ("tai-ban", Ask(Reason.NEEDS_GUARDIAN)),
        ("giam-ho", Admit()),
        ("danh-sach", Admit()),
    ],
)
def test_a_child_comes_in_only_when_someone_answered_for_them(
    basis: str | None, expected: Admit | Ask
) -> None:
    child = person("Đinh Văn Rớ", Birth(2015, 1, 2), group="hoc-sinh", consent=basis)
    assert admit(Recognised(child), Presence(), EVENT, NOW) == expected


@pytest.mark.parametrize(
    ("birth", "child"),
    [
        (Birth(2009, 9, 26), False),
        (Birth(2009, 9, 27), True),
        (Birth(2009), True),
        (Birth(2008), False),
        (None, False),
    ],
)
def test_sixteen_completed_years_make_an_adult(birth: Birth | None, child: bool) -> None:
    assert is_child(person(birth=birth), PROGRAMME, NOW) is child


def test_age_is_counted_by_the_local_date() -> None:
    """At half past midnight in Vietnam it is still the day before in UTC."""
    birthday = NOW.replace(hour=0, minute=30).astimezone(UTC)
    assert not is_child(person(birth=Birth(2009, 9, 26)), PROGRAMME, birthday)
    assert is_child(person(birth=Birth(2009, 9, 26)), PROGRAMME, birthday - timedelta(hours=1))


@given(st.integers(-100_000, 100_000))
def test_the_door_is_open_from_midnight_to_midnight_local_time(minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    expected = {
        -1: Refuse(Reason.NOT_OPEN_YET),
        0: Admit(),
        1: Refuse(Reason.OVER),
    }[(now.date() > NOW.date()) - (now.date() < NOW.date())]
    assert admit(Recognised(SOMEONE), Presence(), EVENT, now.astimezone(UTC)) == expected


def test_the_wrong_day_is_said_before_anything_is_asked() -> None:
    nobody_agreed = Recognised(replace(SOMEONE, consent=None))
    assert admit(nobody_agreed, Presence(), EVENT, NOW + timedelta(days=1)) == Refuse(Reason.OVER)


@given(
    birth=st.none() | st.builds(Birth, st.integers(1900, 2025)),
    basis=st.sampled_from([None, "tai-ban", "giam-ho", "danh-sach", "gi-do"]),
)
def test_nobody_comes_in_without_a_basis_that_fits_their_age(birth: Birth | None, basis: str | None) -> None:
    someone = person(birth=birth, consent=basis)
    asked = missing_consent(someone, PROGRAMME, NOW)
    covered = {"tai-ban": not is_child(someone, PROGRAMME, NOW), "giam-ho": True, "danh-sach": True}
    assert (asked is None) is covered.get(basis or "", False)
    assert (admit(Recognised(someone), Presence(), EVENT, NOW) == Admit()) is (asked is None)
