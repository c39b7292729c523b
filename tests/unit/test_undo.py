"""Taking an entry back."""

from dataclasses import replace
from datetime import date

import pytest

from checkin.admission import Admit, Ask, Reason
from checkin.citizen_card import CitizenCard
from checkin.desk import Desk, Scan, receive, receive_person
from checkin.identity import Ambiguous, Identity, Recognised
from checkin.participation import Ability, Draft, EntryRef, Kind, presence, standing, verify
from checkin.payload import read
from checkin.person import Birth, Person
from checkin.undo import Undone, UndoProblem, undo, undo_together
from checkin.visits import Turn, identify, leave, leave_person, say_ability, stay, tick, visit, visit_person
from data.overview import undoable
from tests.builders import NOW, at, card, catalogue, known, person, store_of, the_log

REASON = "nham-nguoi"


@pytest.fixture
def admitted(desk: Desk) -> EntryRef:
    entry = receive([badge(desk)], desk, NOW)[0].entry
    assert entry is not None
    return entry.ref


def badge(desk: Desk) -> Scan:
    (scan,) = known(store_of(desk), person())
    return scan


def test_an_admission_taken_back_lets_the_person_in_again(desk: Desk, admitted: EntryRef) -> None:
    done = undo(admitted, REASON, desk, at(5))
    assert isinstance(done, Undone)
    taking = done.entry.draft
    assert (taking.kind, taking.target, taking.code, taking.person) == (
        Kind.UNDONE,
        admitted,
        REASON,
        person().id,
    )
    assert done.target.ref == admitted
    log = the_log(store_of(desk))
    assert presence(log).first is None
    assert [e.draft.kind for e in log] == [Kind.ADMITTED, Kind.SENT, Kind.UNDONE, Kind.UNDONE]
    with store_of(desk).writing() as tx:
        assert all(
            not tx.calling(desk.catalogue).crowd.coming(s, at(5)) for s in desk.catalogue.event.stations
        )
    assert verify(log) == []


def test_a_group_is_taken_back_whole_or_not_at_all(desk: Desk) -> None:
    scans = known(store_of(desk), *(replace(person(), id=f"hs-{n}") for n in range(3)))
    refs = [answer.entry.ref for answer in receive(scans, desk, NOW) if answer.entry]
    assert isinstance(undo(refs[1], REASON, desk, at(1)), Undone)
    before = the_log(store_of(desk))
    assert undo_together(refs, REASON, desk, at(2)) is UndoProblem.ALREADY_UNDONE
    assert the_log(store_of(desk)) == before
    done = undo_together([refs[0], refs[2]], REASON, desk, at(3))
    assert not isinstance(done, UndoProblem)
    assert [one.target.ref for one in done] == [refs[0], refs[2]]
    assert not any(e.draft.kind is Kind.ADMITTED for e in standing(the_log(store_of(desk))))


def test_a_visit_taken_back_tells_of_the_admission_that_its_scan_wrote_too(desk: Desk) -> None:
    scan = badge(desk)
    begun = visit(scan, "vneid", Turn.EITHER, desk, NOW).entry
    assert begun is not None
    done = undo(begun.ref, REASON, desk, at(1))
    assert isinstance(done, Undone)
    assert done.door is not None
    assert done.door.draft.kind is Kind.ADMITTED
    again = visit(scan, "vneid", Turn.EITHER, desk, at(5)).entry
    assert again is not None
    later = undo(again.ref, REASON, desk, at(6))
    assert isinstance(later, Undone)
    assert later.door is None


def test_an_outcome_taken_back_tells_of_no_admission(desk: Desk) -> None:
    scan = badge(desk)
    begun = visit(scan, "vneid", Turn.EITHER, desk, NOW)
    (outcome,) = tick(begun.identity, "vneid", ["vneid-2"], desk, NOW)
    done = undo(outcome.ref, REASON, desk, at(1))
    assert isinstance(done, Undone)
    assert done.door is None


def test_a_visit_taken_back_tells_of_no_admission_that_a_desk_noted_in_the_same_minute(desk: Desk) -> None:
    scan = badge(desk)
    receive([scan], replace(desk, code="ban-2"), NOW)
    begun = visit(scan, "vneid", Turn.EITHER, desk, NOW).entry
    assert begun is not None
    done = undo(begun.ref, REASON, desk, at(1))
    assert isinstance(done, Undone)
    assert done.door is None


def test_whoever_was_undone_comes_in_by_the_next_scan(desk: Desk) -> None:
    scan = badge(desk)
    first = receive([scan], desk, NOW)[0].entry
    assert first is not None
    undo(first.ref, REASON, desk, at(1))
    assert receive([scan], desk, at(2))[0].decision == Admit()


@pytest.mark.usefixtures("admitted")
def test_an_undone_call_frees_the_place_in_line(desk: Desk) -> None:
    sent = next(e for e in the_log(store_of(desk)) if e.draft.kind is Kind.SENT)
    station = desk.catalogue.event.stations[0]
    for expected in (1, 0):
        with store_of(desk).writing() as log:
            assert log.calling(desk.catalogue).crowd.ahead(station, "someone else", at(1)) == expected
        undo(sent.ref, REASON, desk, at(1))


def test_a_refusal_stands_though_the_admission_before_it_is_taken_back(desk: Desk) -> None:
    scan = badge(desk)
    first, again = receive([scan, scan], desk, NOW)
    assert first.entry is not None
    undo(first.entry.ref, REASON, desk, at(1))
    assert again.entry in standing(the_log(store_of(desk)))


def test_nothing_is_taken_back_twice(desk: Desk, admitted: EntryRef) -> None:
    assert isinstance(undo(admitted, REASON, desk, at(5)), Undone)
    assert undo(admitted, REASON, desk, at(6)) is UndoProblem.ALREADY_UNDONE


def test_an_undo_stands(desk: Desk, admitted: EntryRef) -> None:
    done = undo(admitted, REASON, desk, at(5))
    assert isinstance(done, Undone)
    assert undo(done.entry.ref, REASON, desk, at(6)) is UndoProblem.NOT_UNDOABLE


def test_a_refusal_stands(desk: Desk) -> None:
    scan = badge(desk)
    refused = receive([scan, scan], desk, NOW)[1].entry
    assert refused is not None
    assert undo(refused.ref, REASON, desk, at(1)) is UndoProblem.NOT_UNDOABLE


def test_only_reasons_of_the_catalogue_are_accepted(desk: Desk, admitted: EntryRef) -> None:
    assert undo(admitted, "vì ông ấy nói thế", desk, at(1)) is UndoProblem.NO_SUCH_REASON


def test_an_entry_nobody_wrote_cannot_be_taken_back(desk: Desk, admitted: EntryRef) -> None:
    assert undo(replace(admitted, sequence=999), REASON, desk, at(1)) is UndoProblem.NO_SUCH_ENTRY
    assert undo(replace(admitted, device="RRRR"), REASON, desk, at(1)) is UndoProblem.NO_SUCH_ENTRY


def test_an_entry_of_another_day_is_left_to_that_day(desk: Desk, admitted: EntryRef) -> None:
    other = replace(desk, catalogue=catalogue(day=date(2025, 9, 29), code="ngay-khac"))
    assert undo(admitted, REASON, other, at(1)) is UndoProblem.OTHER_EVENT


def test_what_followed_from_an_admission_falls_with_it(desk: Desk) -> None:
    scan = badge(desk)
    wrong = receive([scan], desk, NOW)[0]
    assert wrong.entry
    visit(scan, "vneid", Turn.IN, desk, at(1))
    visit(scan, "vneid", Turn.OUT, desk, at(5))
    tick(wrong.identity, "vneid", ["vneid-2"], desk, at(5))
    leave(scan, desk, at(6))
    receive([scan], desk, at(20))
    visit(scan, "an-toan", Turn.IN, desk, at(21))
    assert isinstance(undo(wrong.entry.ref, REASON, desk, at(30)), Undone)
    left = [(e.draft.kind, e.draft.at) for e in standing(the_log(store_of(desk)))]
    assert [kind for kind, _ in left if kind is not Kind.SENT] == [Kind.ADMITTED, Kind.VISIT_IN]
    assert min(moment for _, moment in left) == at(20)


def test_what_was_noted_of_a_visit_falls_with_its_beginning(desk: Desk) -> None:
    scan = badge(desk)
    receive([scan], desk, NOW)
    first = visit(scan, "an-toan", Turn.IN, desk, at(1))
    kept = tick(first.identity, "an-toan", ["lua-dao"], desk, at(2))
    wrong = visit(scan, "vneid", Turn.IN, desk, at(3))
    assert wrong.entry
    say_ability(wrong.identity, "vneid", Ability.NOT_YET, Turn.IN, desk, at(3))
    tick(wrong.identity, "vneid", ["vneid-2"], desk, at(4))
    visit(scan, "vneid", Turn.OUT, desk, at(5))
    say_ability(wrong.identity, "vneid", Ability.ALONE, Turn.OUT, desk, at(5))
    visit(scan, "vneid", Turn.IN, desk, at(9))
    later = tick(wrong.identity, "vneid", ["vneid-2"], desk, at(10))
    assert isinstance(undo(wrong.entry.ref, REASON, desk, at(30)), Undone)
    left = standing(the_log(store_of(desk)))
    assert [e.draft.at for e in left if e.draft.kind is Kind.VISIT_IN] == [at(1), at(9)]
    assert [e for e in left if e.draft.kind is Kind.OUTCOME] == [*kept, *later]
    assert not {Kind.VISIT_OUT, Kind.ABLE_BEFORE, Kind.ABLE_AFTER} & {e.draft.kind for e in left}


def test_where_somebody_was_told_to_go_after_a_visit_that_never_was_is_taken_back_too(desk: Desk) -> None:
    scan = badge(desk)
    receive([scan], desk, NOW)
    wrong = visit(scan, "an-toan", Turn.IN, desk, at(1))
    visit(scan, "an-toan", Turn.OUT, desk, at(5))
    assert wrong.entry
    before = [e.draft.station for e in standing(the_log(store_of(desk))) if e.draft.kind is Kind.SENT]
    assert len(before) == 2
    assert isinstance(undo(wrong.entry.ref, REASON, desk, at(6)), Undone)
    assert [e.draft.kind for e in standing(the_log(store_of(desk)))] == [Kind.ADMITTED, Kind.SENT]


def test_where_somebody_was_told_to_go_once_they_said_how_long_they_stay_is_taken_back_too(
    desk: Desk,
) -> None:
    scan = badge(desk)
    receive([scan], desk, NOW)
    visit(scan, "an-toan", Turn.IN, desk, at(1))
    wrong = visit(scan, "an-toan", Turn.OUT, desk, at(5))
    assert wrong.entry
    stay(wrong.identity, 60, desk, at(15))
    assert [e.draft.at for e in the_log(store_of(desk)) if e.draft.kind is Kind.SENT] == [NOW, at(5), at(15)]
    assert isinstance(undo(wrong.entry.ref, REASON, desk, at(16)), Undone)
    left = standing(the_log(store_of(desk)))
    assert [e.draft.at for e in left if e.draft.kind is Kind.SENT] == [NOW]


def somebody_with_a_card(desk: Desk, consent: str | None = "danh-sach") -> tuple[Person, CitizenCard]:
    """Someone of the list, and a card that may be theirs."""
    listed = replace(person("Nguyễn Thị Ngộ", birth=Birth(1957)), consent=consent)
    known(store_of(desk), listed)
    shown = read(card().data)
    assert isinstance(shown, CitizenCard)
    return listed, shown


def test_a_card_taken_for_somebody_elses_is_theirs_no_longer_once_that_is_undone(desk: Desk) -> None:
    listed, shown = somebody_with_a_card(desk)
    wrong = receive_person(listed, desk, NOW, card=shown).entry
    assert wrong
    assert isinstance(receive([card()], desk, at(1))[0].identity, Recognised)
    assert isinstance(undo(wrong.ref, REASON, desk, at(2)), Undone)
    again = receive([card()], desk, at(3))[0]
    assert again.decision == Ask(Reason.AMBIGUOUS), "a volunteer is asked anew whose card it is"
    assert verify(the_log(store_of(desk))) == []


def test_a_card_taken_for_somebody_elses_at_a_station_is_theirs_no_longer_once_that_is_undone(
    desk: Desk,
) -> None:
    listed, shown = somebody_with_a_card(desk)
    receive_person(listed, desk, NOW)
    visited = visit_person(listed, "vneid", desk, at(1), card=shown).entry
    assert visited
    assert isinstance(recognised(desk), Recognised)
    assert isinstance(undo(visited.ref, REASON, desk, at(2)), Undone)
    assert isinstance(recognised(desk), Ambiguous)


def test_a_card_is_nobody_s_before_they_agreed_and_falls_with_the_admission_after_it(desk: Desk) -> None:
    listed, shown = somebody_with_a_card(desk, consent=None)
    asked = receive_person(listed, desk, NOW, card=shown)
    assert asked.decision == Ask(Reason.NO_CONSENT)
    assert asked.identity == Recognised(listed, card=shown), "the card is kept for the answer"
    assert isinstance(recognised(desk), Ambiguous)
    came = receive_person(listed, desk, at(1), consent="tai-ban", card=shown).entry
    assert came
    assert isinstance(recognised(desk), Recognised)
    undo(came.ref, REASON, desk, at(2))
    assert isinstance(recognised(desk), Ambiguous)


def test_only_a_card_that_was_linked_by_itself_is_a_line_of_its_own_to_take_back(desk: Desk) -> None:
    listed, shown = somebody_with_a_card(desk)
    came = receive_person(listed, desk, NOW, card=shown).entry
    assert [w.entry for w in undoable(store_of(desk), desk.event, 9)] == [came]
    assert came
    undo(came.ref, REASON, desk, at(1))
    receive_person(listed, desk, at(2))
    receive_person(listed, desk, at(3), card=shown)
    linked, admitted = (w.entry for w in undoable(store_of(desk), desk.event, 9))
    assert (linked.draft.kind, admitted.draft.kind) == (Kind.CARD_LINKED, Kind.ADMITTED)
    assert isinstance(undo(linked.ref, REASON, desk, at(4)), Undone)
    assert isinstance(recognised(desk), Ambiguous)
    assert [w.entry for w in undoable(store_of(desk), desk.event, 9)] == [admitted]


def recognised(desk: Desk) -> Identity:
    """Whom the card is recognised as."""
    with desk.ledger.reading() as log:
        return identify(card(), log, desk)


def test_a_card_stays_its_owners_when_something_else_of_them_is_taken_back(desk: Desk) -> None:
    listed, shown = somebody_with_a_card(desk)
    receive_person(listed, desk, NOW, card=shown)
    wrong = visit(card(), "vneid", Turn.IN, desk, at(1)).entry
    assert wrong
    assert isinstance(undo(wrong.ref, REASON, desk, at(2)), Undone)
    assert isinstance(recognised(desk), Recognised)


def test_a_card_shown_when_they_came_again_stays_theirs_when_the_first_admission_is_taken_back(
    desk: Desk,
) -> None:
    listed, shown = somebody_with_a_card(desk)
    first = receive_person(listed, desk, NOW).entry
    assert first
    leave_person(listed, desk, at(1))
    receive_person(listed, desk, at(2), card=shown)
    assert isinstance(undo(first.ref, REASON, desk, at(3)), Undone)
    assert isinstance(recognised(desk), Recognised)


def test_the_last_card_of_two_stays_theirs_when_the_admission_by_the_first_is_taken_back(desk: Desk) -> None:
    listed = replace(person("Nguyễn Thị Ngộ", birth=Birth(1957, 3, 5)), consent="danh-sach")
    known(store_of(desk), listed)
    right = read(card().data)
    assert isinstance(right, CitizenCard)
    wrong = replace(right, number="051188004799", birth=Birth(1988, 1, 1))
    first = receive_person(listed, desk, NOW, card=wrong).entry
    assert first
    leave_person(listed, desk, at(1))
    receive_person(listed, desk, at(2), card=right)
    assert isinstance(undo(first.ref, REASON, desk, at(3)), Undone)
    with desk.ledger.reading() as log:
        assert log.people.by_card(right.number)


def test_what_another_station_noted_meanwhile_stays_when_a_visit_is_taken_back(desk: Desk) -> None:
    scan = badge(desk)
    receive([scan], desk, NOW)
    visit(scan, "an-toan", Turn.IN, desk, at(1))
    visit(scan, "an-toan", Turn.OUT, desk, at(4))
    wrong = visit(scan, "vneid", Turn.IN, desk, at(5))
    assert wrong.entry
    kept = tick(wrong.identity, "an-toan", ["lua-dao"], desk, at(6))
    assert isinstance(undo(wrong.entry.ref, REASON, desk, at(7)), Undone)
    left = standing(the_log(store_of(desk)))
    assert [e for e in left if e.draft.kind is Kind.OUTCOME] == kept


def test_each_entry_is_taken_back_once_though_another_it_falls_with_is_taken_back_later(desk: Desk) -> None:
    listed, shown = somebody_with_a_card(desk)
    admitted = receive_person(listed, desk, NOW).entry
    visited = visit_person(listed, "vneid", desk, at(1), card=shown).entry
    linked = next(e for e in the_log(store_of(desk)) if e.draft.kind is Kind.CARD_LINKED)
    assert admitted
    assert visited
    for minute, entry in ((2, linked), (3, visited), (4, admitted)):
        assert isinstance(undo(entry.ref, REASON, desk, at(minute)), Undone)
    taken = [e.draft.target for e in the_log(store_of(desk)) if e.draft.kind is Kind.UNDONE]
    assert {admitted.ref, visited.ref, linked.ref} <= set(taken)
    assert len(taken) == len(set(taken))


def test_what_followed_stands_when_the_second_of_two_admissions_is_taken_back(desk: Desk) -> None:
    scan = badge(desk)
    visit(scan, "vneid", Turn.EITHER, desk, at(30))
    visit(scan, "vneid", Turn.EITHER, desk, at(40))
    noted = next(e for e in the_log(store_of(desk)) if e.draft.kind is Kind.ADMITTED)
    assert receive([scan], replace(desk, catches_up=True), at(5))[0].decision == Admit(Reason.ADMITTED)
    assert isinstance(undo(noted.ref, REASON, desk, at(50)), Undone)
    day = presence(the_log(store_of(desk)))
    assert day.visited == {"vneid"}
    assert day.first
    assert day.first.draft.at == at(5)


def test_a_card_stays_theirs_while_another_act_of_the_scan_stands(desk: Desk) -> None:
    listed, shown = somebody_with_a_card(desk)
    wrong = visit_person(listed, "vneid", desk, at(1), card=shown).entry
    assert wrong
    assert isinstance(undo(wrong.ref, REASON, desk, at(2)), Undone)
    assert isinstance(recognised(desk), Recognised), "they were admitted by it"
    (door,) = [e for e in standing(the_log(store_of(desk))) if e.draft.kind is Kind.ADMITTED]
    assert isinstance(undo(door.ref, REASON, desk, at(3)), Undone)
    assert isinstance(recognised(desk), Ambiguous)


def test_the_advice_of_the_second_of_two_admissions_falls_with_it(desk: Desk) -> None:
    scan = badge(desk)
    receive([scan], desk, NOW)
    with store_of(desk).writing() as log:
        again = log.append(Draft(Kind.ADMITTED, desk.event, at(30), "ban-1", person=person().id))
        log.append(Draft(Kind.SENT, desk.event, at(30), "ban-1", person=person().id, station="an-toan"))
    assert isinstance(undo(again.ref, REASON, desk, at(40)), Undone)
    left = standing(the_log(store_of(desk)))
    assert [e.draft.station for e in left if e.draft.kind is Kind.SENT and e.draft.at == at(30)] == []


def test_where_somebody_was_sent_from_a_seat_stands_when_that_they_sat_is_taken_back(desk: Desk) -> None:
    receive([badge(desk)], desk, NOW)
    with store_of(desk).writing() as log:
        about = (desk.event, at(10), "ban-1", person().id)
        sat = log.append(Draft(Kind.HELD, *about, code="1"))
        sent = log.append(Draft(Kind.SENT, *about, station="an-toan"))
    assert isinstance(undo(sat.ref, REASON, desk, at(20)), Undone)
    left = standing(the_log(store_of(desk)))
    assert (sat in left, sent in left) == (False, True)


def test_a_card_takes_the_place_of_a_mistyped_one_of_who_is_just_that_person(desk: Desk) -> None:
    listed = person("Nguyễn Thị Ngộ", birth=Birth(1957, 3, 5))
    shown = read(card().data)
    assert isinstance(shown, CitizenCard)
    with store_of(desk).writing() as log:
        log.people.add(listed, replace(shown, number="099157000009"))
    other = replace(shown, number="099157000008", birth=Birth(1958, 3, 5))
    for one, number in ((other, None), (shown, shown.number)):
        receive_person(listed, desk, NOW, card=one)
        with store_of(desk).reading() as log:
            assert (log.people.by_card(one.number) == listed) is (number is not None)


def test_a_card_whose_name_the_scanner_damaged_takes_the_place_of_none(desk: Desk) -> None:
    listed = person("Nguyễn Thị Ngộ", birth=Birth(1957, 3, 5))
    linked = read(card().data)
    assert isinstance(linked, CitizenCard)
    with store_of(desk).writing() as log:
        log.people.add(listed, linked)
    damaged = replace(linked, number="099157000008", name_is_certain=False)
    receive_person(listed, desk, NOW, card=damaged)
    with store_of(desk).reading() as log:
        assert (log.people.by_card(linked.number), log.people.by_card(damaged.number)) == (listed, None)
