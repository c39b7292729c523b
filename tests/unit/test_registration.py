"""A walk-in becomes a person with a badge."""

from dataclasses import replace
from pathlib import Path

import pytest

from checkin import badge as badges
from checkin.admission import Admit, Reason, Refuse
from checkin.citizen_card import CitizenCard
from checkin.desk import Desk, Scan, receive, receive_person
from checkin.identity import Unknown
from checkin.participation import Kind
from checkin.payload import read
from checkin.person import Birth
from checkin.ports import NoDeviceNumber
from checkin.registration import badge_code, register, replace_badge
from tests.builders import NOW, at, card, catalogue, desk_of, known, person, store_at, store_of, the_log

WALK_IN = person(consent=None)


def card_of() -> CitizenCard:
    shown = read(card().data)
    assert isinstance(shown, CitizenCard)
    return shown


def test_a_walk_in_is_kept_received_and_given_a_badge(desk: Desk) -> None:
    made = register(WALK_IN, "tai-ban", desk, NOW)
    assert made.answer.decision == Admit()
    kinds = [e.draft.kind for e in the_log(store_of(desk))]
    assert kinds == [Kind.CONSENTED, Kind.ADMITTED, Kind.SENT]
    again = receive([Scan(made.code.encode())], desk, at(1))[0]
    assert again.decision == Refuse(Reason.ALREADY_HERE, made.answer.entry)


def test_the_card_of_a_walk_in_knows_them_from_then_on(desk: Desk) -> None:
    made = register(WALK_IN, "tai-ban", desk, NOW, card=card_of())
    answer = receive([card("Tên khác hẳn")], desk, at(1))[0]
    assert answer.decision == Refuse(Reason.ALREADY_HERE, made.answer.entry)


def test_no_card_number_is_kept_anywhere(desk: Desk) -> None:
    register(WALK_IN, "tai-ban", desk, NOW, card=card_of())
    receive([card()], desk, at(1))
    database = store_of(desk).engine.url.database
    assert database is not None
    store_of(desk).close()
    kept = b"".join(file.read_bytes() for file in Path(database).parent.glob("store.db*"))
    assert card_of().number.encode() not in kept
    assert "Nguyễn Thị Ngộ".encode() in kept, "the search itself can find something"


def test_nothing_is_kept_of_a_child_on_a_word_that_is_not_a_guardians(desk: Desk) -> None:
    child = person(birth=Birth(2015), consent=None)
    with pytest.raises(ValueError, match="tai-ban"):
        register(child, "tai-ban", desk, NOW)
    with desk.ledger.reading() as log:
        assert log.people.get(child.id) is None
    assert the_log(store_of(desk)) == []


def test_a_card_that_is_known_makes_nobody_twice(desk: Desk) -> None:
    shown = read(card().data)
    assert isinstance(shown, CitizenCard)
    first = register(WALK_IN, "tai-ban", desk, NOW, card=shown)
    again = register(replace(WALK_IN, id="e" * 32), "tai-ban", desk, NOW, card=shown)
    assert again.code == first.code
    assert again.answer.decision.reason is Reason.ALREADY_HERE
    with desk.ledger.reading() as log:
        assert log.people.get("e" * 32) is None


def test_whose_card_is_known_and_whose_badge_is_lost_gets_another_one(desk: Desk) -> None:
    shown = card_of()
    first = register(WALK_IN, "tai-ban", desk, NOW, card=shown)
    with desk.ledger.writing() as log:
        log.people.revoke(WALK_IN.id)
    again = register(replace(WALK_IN, id="e" * 32), "tai-ban", desk, at(1), card=shown)
    assert again.code != first.code
    assert receive([Scan(again.code.encode())], desk, at(2))[0].person == again.answer.person


@pytest.mark.parametrize("shown", [None, card_of()])
def test_a_registration_whose_answer_got_lost_makes_nobody_twice(
    desk: Desk, shown: CitizenCard | None
) -> None:
    first = register(WALK_IN, "tai-ban", desk, NOW, card=shown)
    again = register(WALK_IN, "tai-ban", desk, at(1), card=shown)
    assert again.code == first.code
    assert again.answer.decision == Refuse(Reason.ALREADY_HERE, first.answer.entry)
    with desk.ledger.reading() as log:
        assert [one.id for one in log.people.search(WALK_IN.name, 9)] == [WALK_IN.id]


def test_a_consent_that_holds_is_not_replaced_by_one_that_does_not(desk: Desk) -> None:
    child = person(birth=Birth(2015), consent="giam-ho")
    known(store_of(desk), child)
    for _ in range(2):
        receive_person(child, desk, NOW, consent="tai-ban")
    with desk.ledger.reading() as log:
        kept = log.people.get(child.id)
    assert kept
    assert kept.consent == "giam-ho"
    assert Kind.CONSENTED not in {e.draft.kind for e in the_log(store_of(desk))}


def test_every_badge_of_a_device_is_another_one(desk: Desk) -> None:
    codes = {register(person(f"Phạm {i}"), "tai-ban", desk, NOW).code for i in range(5)}
    assert len(codes) == 5


def test_a_copied_store_registers_nobody_until_it_has_a_number(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db") as first:
        first.close()
    (tmp_path / "b.db").write_bytes((tmp_path / "a.db").read_bytes())
    with store_at(tmp_path / "b.db", catalogue()) as second:
        desk = desk_of(second)
        with pytest.raises(NoDeviceNumber):
            register(WALK_IN, "tai-ban", desk, NOW)
        with second.reading() as log:
            assert log.people.get(WALK_IN.id) is None
        assert the_log(second) == []
        assert second.assign_number(2)
        code = register(WALK_IN, "tai-ban", desk, NOW).code
        assert badges.decode(code, second.key)[0].device == 2


def test_a_badge_is_printed_again_with_the_same_code(desk: Desk) -> None:
    (scan,) = known(store_of(desk), WALK_IN)
    assert badge_code(WALK_IN.id, desk.ledger).encode() == scan.data


def test_someone_on_a_list_gets_a_badge_when_one_is_asked_for(desk: Desk) -> None:
    with store_of(desk).writing() as log:
        log.people.add(person(), None)
    code = badge_code(person().id, desk.ledger)
    assert receive([Scan(code.encode())], desk, NOW)[0].person == person()


def test_a_lost_badge_is_worth_nothing_and_the_new_one_everything(desk: Desk) -> None:
    (lost,) = known(store_of(desk), person())
    code = replace_badge(person().id, desk, NOW)
    refused, found = receive([lost, Scan(code.encode())], desk, at(1))
    assert (refused.decision, found.decision) == (Refuse(Reason.REVOKED_BADGE), Admit())
    assert isinstance(refused.identity, Unknown)
    assert [e.draft.kind for e in the_log(store_of(desk))][:2] == [Kind.BADGE_REVOKED, Kind.REFUSED]
