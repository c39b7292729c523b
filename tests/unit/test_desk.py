"""The straight line, from bytes to what the person is told, on a real store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin import badge as badges
from checkin.admission import Admit, Ask, Reason, Refuse
from checkin.citizen_card import CitizenCard
from checkin.desk import Answer, Desk, Scan, advise, receive, receive_group, receive_person
from checkin.identity import Recognised
from checkin.participation import Draft, Entry, Kind, verify
from checkin.payload import read
from checkin.person import Birth, Sex
from checkin.registration import badge_code, replace_badge
from checkin.visits import Turn, visit
from data.errors import NotKnown
from data.overview import find
from data.retention import Because, forget
from stations.model import Go, Nothing
from tests.builders import NOW, agreed_to, at, card, known, person, store_of, the_log, villagers


def kinds(desk: Desk) -> list[Kind]:
    return [e.draft.kind for e in the_log(store_of(desk))]


def one(scan: Scan, desk: Desk, minute: float = 0) -> Answer:
    (answer,) = receive([scan], desk, at(minute))
    return answer


def test_a_badge_is_greeted_written_down_and_sent_to_a_station(desk: Desk) -> None:
    someone = person()
    (scan,) = known(store_of(desk), someone)
    answer = one(scan, desk)
    assert (answer.person, answer.decision, answer.call) == (someone, Admit(Reason.ADMITTED), Go("vneid", 0))
    assert answer.entry is not None
    draft = answer.entry.draft
    assert (draft.kind, draft.event, draft.at, draft.desk) == (Kind.ADMITTED, "ngay-thu", NOW, "ban-1")
    assert (draft.person, draft.code) == (someone.id, "admitted")
    sent = the_log(store_of(desk))[1].draft
    assert (sent.kind, sent.station, sent.minutes, sent.person) == (Kind.SENT, "vneid", 0, someone.id)


def test_a_second_scan_is_refused_with_the_first_desk_and_time(desk: Desk) -> None:
    (scan,) = known(store_of(desk), person())
    first = one(scan, desk)
    again = one(scan, replace(desk, code="ban-2"), 4)
    assert again.decision == Refuse(Reason.ALREADY_HERE, first.entry)
    assert isinstance(again.decision, Refuse)
    assert isinstance(again.decision.first, Entry)
    assert (again.decision.first.draft.desk, again.decision.first.draft.at) == ("ban-1", NOW)
    assert kinds(desk) == [Kind.ADMITTED, Kind.SENT, Kind.REFUSED]
    assert again.call == Go("vneid", 0), "whoever asks again is told again, and told the same"


def test_whoever_asks_again_much_later_is_on_the_way_anew(desk: Desk) -> None:
    (scan,) = known(store_of(desk), someone := person())
    one(scan, desk)
    assert one(scan, desk, 20).call == Go("vneid", 0)
    assert kinds(desk) == [Kind.ADMITTED, Kind.SENT, Kind.REFUSED, Kind.SENT]
    with store_of(desk).writing() as log:
        crowd = log.calling(desk.catalogue).crowd
        assert crowd.coming(desk.catalogue.event.stations[0], at(21)) == [someone.id]


def test_the_same_badge_twice_in_one_batch_admits_once(desk: Desk) -> None:
    (scan,) = known(store_of(desk), person())
    first, second = receive([scan, scan], desk, NOW)
    assert (first.decision, second.decision) == (Admit(), Refuse(Reason.ALREADY_HERE, first.entry))


def test_the_badge_and_the_card_of_one_person_admit_once(desk: Desk) -> None:
    (scan,) = known(store_of(desk), person())
    by_card = one(card(), desk)
    assert by_card.decision == Admit()
    assert one(scan, desk, 1).decision == Refuse(Reason.ALREADY_HERE, by_card.entry)


def test_a_card_recognised_by_name_is_linked_when_its_holder_comes_in(desk: Desk) -> None:
    someone = person()
    known(store_of(desk), someone)
    one(card(), desk)
    known(store_of(desk), person(unit="the same name and birth, on a later list"))
    assert one(card(), desk, 1).person == someone


def test_an_old_badge_counts_for_its_owner_once_a_list_names_them(desk: Desk) -> None:
    """A badge was made and used before its owner was known here; the new badge does not admit again."""
    someone = person()
    (scan, other) = known(store_of(desk), someone, person("Đinh Văn Rớ"))
    admitted = one(scan, desk)
    with store_of(desk).writing() as log:
        log.people.revoke(someone.id)
        log.people.issue(someone.id)
    answer = receive_person(someone, desk, at(3))
    assert answer.decision == Refuse(Reason.ALREADY_HERE, admitted.entry)
    assert one(other, desk).decision == Admit()


def test_a_question_is_not_written_down_and_an_answer_is(desk: Desk) -> None:
    someone = person(consent=None)
    (scan,) = known(store_of(desk), someone)
    asked = one(scan, desk)
    assert (asked.decision, asked.entry, asked.call) == (Ask(Reason.NO_CONSENT), None, Nothing())
    assert kinds(desk) == []
    answer = receive_person(someone, desk, at(1), consent="tai-ban")
    assert answer.decision == Admit()
    assert answer.person == replace(someone, consent="tai-ban")
    assert kinds(desk)[:2] == [Kind.CONSENTED, Kind.ADMITTED]
    assert agreed_to(the_log(store_of(desk))[0]) == "tai-ban"


def test_what_was_agreed_before_stays_as_it_is(desk: Desk) -> None:
    someone = person()
    known(store_of(desk), someone)
    assert receive_person(someone, desk, NOW, consent="tai-ban").person == someone
    assert Kind.CONSENTED not in kinds(desk)


def test_an_adults_word_does_not_let_a_child_in(desk: Desk) -> None:
    child = person("Đinh Văn Rớ", Birth(2015), consent=None)
    known(store_of(desk), child)
    assert receive_person(child, desk, NOW, consent="tai-ban").decision == Ask(Reason.NEEDS_GUARDIAN)
    assert kinds(desk) == [], "and an answer that is not theirs to give is kept nowhere"
    assert receive_person(child, desk, NOW, consent="giam-ho").decision == Admit()


def test_the_card_shown_when_a_volunteer_picks_someone_knows_them_next_time(desk: Desk) -> None:
    twins = [person(unit="5A"), person(unit="5B")]
    known(store_of(desk), *twins)
    assert one(card(), desk).decision == Ask(Reason.AMBIGUOUS)
    shown = read(card().data)
    assert isinstance(shown, CitizenCard)
    receive_person(twins[1], desk, NOW, card=shown)
    assert one(card(), desk, 1).person == twins[1]


def test_a_class_comes_in_together(desk: Desk) -> None:
    pupils = villagers(20)
    known(store_of(desk), *pupils)
    answers = receive_group(pupils, desk, NOW)
    assert [a.decision for a in answers] == [Admit()] * 20
    assert kinds(desk).count(Kind.ADMITTED) == 20


def test_people_who_come_together_are_spread_over_the_stations(desk: Desk) -> None:
    scans = known(store_of(desk), *villagers(6))
    calls = [a.call for a in receive(scans, desk, NOW)]
    assert [c.station for c in calls if isinstance(c, Go)] == [
        "vneid",
        "vneid",
        "an-toan",
        "an-toan",
        "vneid",
        "an-toan",
    ]
    assert [c.wait for c in calls if isinstance(c, Go)] == [0, 0, 0, 0, 5, 5]


def test_a_refused_scan_is_an_entry_and_sends_nobody(desk: Desk) -> None:
    (scan,) = known(store_of(desk), person())
    over = one(scan, desk, 24 * 60)
    assert (over.decision, over.call) == (Refuse(Reason.OVER), Nothing())
    (only,) = the_log(store_of(desk))
    assert (only.draft.kind, only.draft.code, only.draft.person) == (Kind.REFUSED, "over", person().id)


def test_the_card_of_who_has_not_agreed_is_not_kept_though_the_refusal_is(desk: Desk) -> None:
    known(store_of(desk), person(consent=None))
    over = one(card(), desk, 24 * 60)
    assert (over.person, over.decision) == (person(consent=None), Refuse(Reason.OVER))
    assert kinds(desk) == [Kind.REFUSED]


@pytest.mark.parametrize("data", [b"", b"https://example.vn", b"HMRVX"])
def test_what_is_no_code_of_ours_leaves_no_trace(desk: Desk, data: bytes) -> None:
    answer = one(Scan(data), desk)
    assert isinstance(answer.decision, Ask)
    assert answer.person is None
    assert kinds(desk) == []


def test_nobody_is_sent_twice_to_the_station_they_are_on_the_way_to(desk: Desk) -> None:
    someone = person()
    (scan,) = known(store_of(desk), someone)
    one(scan, desk)
    with store_of(desk).writing() as log:
        assert advise(Recognised(someone), log, desk, at(1)) == Go("vneid", 0)
    assert kinds(desk).count(Kind.SENT) == 1


def test_whoever_asks_in_the_middle_of_their_last_visit_may_be_done_with_it_which_is_noted_once(
    desk: Desk,
) -> None:
    (scan,) = known(store_of(desk), someone := person())
    one(scan, desk)
    *before, last = (station.code for station in desk.catalogue.event.stations)
    for n, station in enumerate(before):
        visit(scan, station, Turn.IN, desk, at(10 * n + 1))
        visit(scan, station, Turn.OUT, desk, at(10 * n + 9))
    visit(scan, last, Turn.IN, desk, at(50))
    noted = kinds(desk).count(Kind.SENT)
    for minute in (52, 53):
        assert one(scan, desk, minute).call == Nothing()
        assert kinds(desk).count(Kind.SENT) == noted + 1
        with store_of(desk).writing() as log:
            where = log.calling(desk.catalogue).crowd.whereabouts(someone.id)
        assert (where.station, where.may_be_over) == (last, True)


def test_whoever_has_been_everywhere_and_asks_again_is_not_noted_as_sent(desk: Desk) -> None:
    (scan,) = known(store_of(desk), person())
    one(scan, desk)
    for n, station in enumerate(desk.catalogue.event.stations):
        visit(scan, station.code, Turn.IN, desk, at(10 * n + 1))
        visit(scan, station.code, Turn.OUT, desk, at(10 * n + 9))
    noted = kinds(desk).count(Kind.SENT)
    assert one(scan, desk, 50).call == Nothing()
    assert kinds(desk).count(Kind.SENT) == noted


def write_and_fail(third: Draft, desk: Desk) -> None:
    with store_of(desk).writing() as log:
        log.append(third)
        assert log.calling(desk.catalogue).crowd.inside(NOW) == 2
        badges.encode(badges.Badge(99, 0, 0), b"")


def test_a_failure_in_the_middle_of_a_batch_keeps_none_of_it(desk: Desk) -> None:
    scans = known(store_of(desk), *villagers(3))
    one(scans[0], desk)
    third = replace(the_log(store_of(desk))[0].draft, person=villagers(3)[2].id)
    with pytest.raises(ValueError, match="out of range"):
        write_and_fail(third, desk)
    assert kinds(desk) == [Kind.ADMITTED, Kind.SENT]
    receive(scans[1:], desk, at(1))
    assert verify(the_log(store_of(desk))) == []
    with store_of(desk).writing() as log:
        assert log.calling(desk.catalogue).crowd.inside(NOW) == 3


def test_an_unknown_persons_badge_is_advised_as_anyone_of_the_public(desk: Desk) -> None:
    elsewhere = Scan(badges.encode(badges.Badge(3, 9, 44), desk.ledger.key).encode())
    answer = one(elsewhere, desk)
    assert (answer.decision, answer.call) == (Admit(Reason.UNKNOWN_BADGE), Go("vneid", 0))
    assert answer.person is None
    assert one(elsewhere, desk, 1).decision == Refuse(Reason.ALREADY_HERE, answer.entry)


def test_sexes_keep_homonyms_apart_at_the_door(desk: Desk) -> None:
    known(store_of(desk), person(sex=Sex.MALE))
    assert one(card(), desk).decision == Ask(Reason.UNKNOWN_CARD)


def test_whoever_came_before_the_event_was_put_off_comes_in_again(desk: Desk) -> None:
    (scan,) = known(store_of(desk), person())
    one(scan, desk)
    event = desk.catalogue.event
    later = replace(desk.catalogue, event=replace(event, date=event.date + timedelta(days=7)))
    store_of(desk).put(later)
    assert [found.here for found in find(store_of(desk), desk.event, "ngo", 9)] == [False]
    answer = one(scan, Desk(desk.ledger, later, desk.code), 7 * 24 * 60)
    assert answer.decision == Admit(Reason.CAME_BACK)
    assert [found.here for found in find(store_of(desk), desk.event, "ngo", 9)] == [True]


def test_whoever_was_forgotten_meanwhile_is_not_brought_back(desk: Desk) -> None:
    gone = person()
    known(store_of(desk), gone)
    forget(store_of(desk), [gone.id], Because.REQUESTED, NOW)
    before = the_log(store_of(desk))
    for job in (
        lambda: receive_person(gone, desk, at(1), consent="tai-ban"),
        lambda: badge_code(gone.id, desk.ledger),
        lambda: replace_badge(gone.id, desk, at(1)),
    ):
        with pytest.raises(NotKnown):
            job()
    assert the_log(store_of(desk)) == before
    assert receive([card()], desk, at(2))[0].decision == Ask(Reason.UNKNOWN_CARD)
