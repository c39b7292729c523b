"""Who a code leads to."""

import pytest

from checkin import badge as badges
from checkin.badge import Badge
from checkin.citizen_card import CitizenCard
from checkin.desk import Desk, Scan, receive_person
from checkin.identity import Ambiguous, Doubt, Identity, Recognised, Unknown, recognise
from checkin.payload import Flaw, ForeignKind, Unreadable, read
from checkin.person import Birth, Person, Sex
from checkin.visits import identify
from tests.builders import NOW, PROGRAMME, card, known, person, store_of


def who(scan: Scan, desk: Desk) -> Identity:
    with desk.ledger.reading() as log:
        return identify(scan, log, desk)


def keep(desk: Desk, *people: Person) -> list[Scan]:
    return known(store_of(desk), *people)


def link(desk: Desk, someone: Person, scan: Scan) -> None:
    shown = read(scan.data)
    assert isinstance(shown, CitizenCard)
    with desk.ledger.writing() as log:
        log.people.link_card(someone.id, shown)


def test_a_badge_leads_to_its_owner(desk: Desk) -> None:
    first, second = person(), person("Đinh Văn Rớ", sex=Sex.MALE)
    badge_one, badge_two = keep(desk, first, second)
    for scan, owner in ((badge_one, first), (badge_two, second)):
        found = who(scan, desk)
        assert isinstance(found, Recognised)
        assert (found.person, found.badge is not None) == (owner, True)


def test_a_genuine_badge_of_nobody_known_is_recognised_as_such(desk: Desk) -> None:
    elsewhere = Badge(PROGRAMME.tag, 9, 44)
    scan = Scan(badges.encode(elsewhere, desk.ledger.key).encode())
    assert who(scan, desk) == Recognised(None, elsewhere)


def test_a_badge_made_with_another_key_is_forged(desk: Desk) -> None:
    (scan,) = keep(desk, person())
    badge, _ = badges.decode(scan.data.decode(), desk.ledger.key)
    assert who(Scan(badges.encode(badge, b"guess").encode()), desk) == Unknown(Doubt.FORGED)


@pytest.mark.parametrize("key", ["ours", "theirs"])
def test_a_badge_of_another_programme_is_told_apart_from_a_forgery(desk: Desk, key: str) -> None:
    secret = desk.ledger.key if key == "ours" else b"theirs"
    scan = Scan(badges.encode(Badge(PROGRAMME.tag + 1, 1, 1), secret).encode())
    assert who(scan, desk) == Unknown(Doubt.OTHER_PROGRAMME)


def test_a_revoked_badge_opens_no_door_and_the_new_one_does(desk: Desk) -> None:
    someone = person()
    (old,) = keep(desk, someone)
    with desk.ledger.writing() as log:
        log.people.revoke(someone.id)
        new = log.people.issue(someone.id)
    found = who(old, desk)
    assert isinstance(found, Unknown)
    assert (found.doubt, found.badge is not None) == (Doubt.REVOKED, True)
    renewed = who(Scan(badges.encode(new, desk.ledger.key).encode()), desk)
    assert renewed == Recognised(someone, new)


def test_a_card_of_one_full_match_is_recognised_and_handed_on_for_linking(desk: Desk) -> None:
    someone = person()
    keep(desk, someone)
    found = who(card(), desk)
    assert isinstance(found, Recognised)
    assert found.person == someone
    assert found.card is not None


def test_a_linked_card_leads_to_its_owner_whatever_the_name_says(desk: Desk) -> None:
    someone = person("Phạm Thị Xép", Birth(1990))
    keep(desk, someone)
    link(desk, someone, card())
    assert who(card(), desk) == Recognised(someone)
    assert who(card(last=2), desk) != Recognised(someone)


def test_case_and_the_place_of_a_tone_do_not_matter_in_a_name(desk: Desk) -> None:
    someone = person("Đặng Thị Hoà")
    keep(desk, someone)
    found = who(card("ĐẶNG THỊ HÒA"), desk)
    assert isinstance(found, Recognised)
    assert found.person == someone


@pytest.mark.parametrize("listed", ["Đặng Thị Hoa", "Dang Thi Hoa", "Đặng Thị Hoá"])
def test_other_accents_may_be_another_persons_and_are_asked_about(desk: Desk, listed: str) -> None:
    someone = person(listed)
    keep(desk, someone)
    found = who(card("Đặng Thị Hòa"), desk)
    assert isinstance(found, Ambiguous)
    assert found.people == (someone,)


def keep_with_card(desk: Desk, someone: Person, scan: Scan) -> None:
    """As a list names them, with a citizen number."""
    shown = read(scan.data)
    assert isinstance(shown, CitizenCard)
    with desk.ledger.writing() as log:
        log.people.add(someone, shown)


def test_whoever_is_just_as_their_card_says_but_for_a_mistyped_number_is_asked_about_and_known_by_it_then(
    desk: Desk,
) -> None:
    someone = person()
    keep_with_card(desk, someone, card(last=2))
    found = who(card(), desk)
    assert isinstance(found, Ambiguous)
    assert found.people == (someone,)
    receive_person(someone, desk, NOW, card=found.card)
    assert who(card(), desk) == Recognised(someone)


def test_a_namesake_without_a_birth_does_not_hide_whose_number_a_list_mistyped(desk: Desk) -> None:
    someone, namesake = person(), person(birth=None, unit="Lớp 5A")
    keep_with_card(desk, someone, card(last=2))
    keep(desk, namesake)
    found = who(card(), desk)
    assert isinstance(found, Ambiguous)
    assert found.people == (someone, namesake)


@pytest.mark.parametrize(
    "other",
    [
        person(birth=Birth(1957, 3, 6)),
        person(birth=Birth(1957)),
        person(birth=None),
        person("Nguyễn Thị Ngọ"),
        person("Nguyễn Ngộ"),
        person(sex=Sex.MALE),
    ],
)
def test_whoever_is_known_by_a_card_and_not_just_as_another_one_says_is_not_asked_about(
    desk: Desk, other: Person
) -> None:
    keep_with_card(desk, other, card(last=2))
    assert isinstance(who(card(), desk), Unknown)


def test_whoever_has_no_card_yet_is_recognised_though_a_namesake_of_that_day_has_one(desk: Desk) -> None:
    one, two = person(unit="Lớp 5A"), person(unit="Lớp 5B")
    keep_with_card(desk, one, card(last=2))
    keep(desk, two)
    found = who(card(), desk)
    assert isinstance(found, Recognised)
    assert found.person == two


def test_a_damaged_name_is_nobody_s_who_is_known_by_another_card(desk: Desk) -> None:
    someone = person("Siu Ben")
    keep_with_card(desk, someone, card("Siu Ben", last=2))
    assert isinstance(who(Scan(card("Siu Ben").data, typed=True), desk), Unknown)


def test_homonyms_born_on_the_same_day_are_asked_about(desk: Desk) -> None:
    one, two = person(unit="Lớp 5A"), person(unit="Lớp 5B")
    keep(desk, one, two)
    found = who(card(), desk)
    assert isinstance(found, Ambiguous)
    assert set(found.people) == {one, two}


def test_linking_one_homonym_leaves_the_other_for_the_next_card(desk: Desk) -> None:
    one, two = person(unit="Lớp 5A"), person(unit="Lớp 5B")
    keep(desk, one, two)
    link(desk, one, card(last=1))
    found = who(card(last=2), desk)
    assert isinstance(found, Recognised)
    assert found.person == two


def test_of_homonyms_only_those_who_can_be_meant_are_offered(desk: Desk) -> None:
    same_year, other_year = person(birth=Birth(1957)), person(birth=Birth(1958))
    man = person(sex=Sex.MALE, unit="HTX")
    keep(desk, same_year, other_year, man)
    found = who(card(), desk)
    assert isinstance(found, Ambiguous)
    assert found.people == (same_year,), "the year alone is not certain enough to admit without asking"


@pytest.mark.parametrize("birth", [None, Birth(1957), Birth(1957, 3)])
def test_a_birth_known_in_part_is_asked_about(desk: Desk, birth: Birth | None) -> None:
    someone = person(birth=birth, sex=None)
    keep(desk, someone)
    found = who(card(), desk)
    assert isinstance(found, Ambiguous)
    assert found.people == (someone,)


def test_a_card_that_states_only_the_year_is_asked_about(desk: Desk) -> None:
    keep(desk, person(birth=Birth(1957)))
    assert isinstance(who(card(born="00001957"), desk), Ambiguous)


def test_a_card_of_nobody_known_is_kept_for_registration(desk: Desk) -> None:
    keep(desk, person("Lê Văn Brôn", sex=Sex.MALE), person(birth=Birth(1958, 3, 5)))
    found = who(card(), desk)
    assert isinstance(found, Unknown)
    assert (found.doubt, found.card is not None) == (Doubt.UNKNOWN_CARD, True)


def test_a_damaged_name_is_looked_for_by_birth_and_always_asked_about(desk: Desk) -> None:
    someone = person("Trương Dũng", sex=Sex.FEMALE)
    keep(desk, someone, person(birth=Birth(1960, 1, 1)))
    damaged = CitizenCard("051157000001", "Tr?ng Ding", someone.birth, Sex.FEMALE, "", name_is_certain=False)
    with desk.ledger.reading() as log:
        found = recognise(damaged, PROGRAMME.tag, desk.ledger.key, log.people)
        nameless = CitizenCard("051157000009", "", None, None, "", name_is_certain=False)
        nobody = recognise(nameless, PROGRAMME.tag, desk.ledger.key, log.people)
    assert found == Ambiguous((someone,), damaged)
    assert nobody == Unknown(Doubt.UNKNOWN_CARD, card=nameless)


def test_a_name_that_a_scanner_may_have_changed_is_asked_about_though_the_list_has_it(desk: Desk) -> None:
    someone = person("Siu Ben")
    keep(desk, someone)
    by_camera, by_scanner = card("Siu Ben"), Scan(card("Siu Ben").data, typed=True)
    assert isinstance(who(by_camera, desk), Recognised)
    found = who(by_scanner, desk)
    assert isinstance(found, Ambiguous)
    assert found.people == (someone,)


def test_a_card_whose_sex_cannot_be_read_leads_to_its_holder_all_the_same(desk: Desk) -> None:
    someone = person()
    keep(desk, someone)
    found = who(card(sex="?"), desk)
    assert isinstance(found, Recognised)
    assert found.person == someone


def test_codes_of_others_and_of_nobody_are_told_apart(desk: Desk) -> None:
    assert who(Scan(b"https://example.vn/1"), desk) == Unknown(Doubt.FOREIGN, kind=ForeignKind.LINK)
    assert read(b"") == Unreadable(Flaw.EMPTY)
    assert who(Scan(b""), desk) == Unknown(Doubt.UNREADABLE)
