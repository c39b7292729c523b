"""Inside the grounds: stations, outcomes, length of stay, leaving."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.admission import Admit, Ask, Reason, Refuse
from checkin.desk import Answer, Desk, Scan, passport, receive
from checkin.identity import Recognised
from checkin.participation import Ability, Kind, presence, standing
from checkin.undo import Undone, undo
from checkin.visits import Turn, come, leave, next_station, object_to, say_ability, stay, tick, visit
from data.errors import NotKnown
from data.retention import Because, forget
from stations.model import Go, Nothing
from tests.builders import Clock, at, card, known, person, store_of, the_log

SOMEONE = person()
NO_CODE = Scan(b"https://example.vn")


@pytest.fixture
def badge(desk: Desk) -> Scan:
    (scan,) = known(store_of(desk), SOMEONE)
    return scan


def visited(
    scan: Scan, desk: Desk, minute: float, turn: Turn = Turn.EITHER, station: str = "vneid"
) -> Answer:
    return visit(scan, station, turn, desk, at(minute))


def kinds(desk: Desk) -> list[Kind]:
    return [e.draft.kind for e in the_log(store_of(desk))]


def test_in_and_out_with_one_scan_each(desk: Desk, badge: Scan) -> None:
    receive([badge], desk, at(0))
    came = visited(badge, desk, 5)
    went = visited(badge, desk, 15)
    assert (came.decision, came.call) == (Admit(Reason.STATION_IN), Nothing())
    assert (went.decision, went.call) == (Admit(Reason.STATION_OUT), Go("an-toan", 0))
    day = presence(the_log(store_of(desk)))
    assert (day.station, day.visited) == (None, frozenset({"vneid"}))
    assert kinds(desk) == [Kind.ADMITTED, Kind.SENT, Kind.VISIT_IN, Kind.VISIT_OUT, Kind.SENT]


def test_a_code_that_is_shown_twice_by_mistake_turns_nothing(desk: Desk, badge: Scan) -> None:
    receive([badge], desk, at(0))
    assert visited(badge, desk, 5).decision == Admit(Reason.STATION_IN)
    again = visited(badge, desk, 5.2)
    assert (again.decision, again.call) == (Refuse(Reason.SCANNED_TWICE), Nothing())
    went = visited(badge, desk, 5.3)
    assert went.decision == Admit(Reason.STATION_OUT), "once the quarter of a minute is over"
    after = visited(badge, desk, 5.4)
    assert after.decision == Refuse(Reason.SCANNED_TWICE)
    assert after.call == went.call == Go("an-toan", 0), "and the way is still told"
    assert visited(badge, desk, 5.4, station="an-toan").decision == Admit(Reason.STATION_IN)
    day = presence(the_log(store_of(desk)))
    assert (day.station, day.visited) == ("an-toan", frozenset({"vneid", "an-toan"}))


def test_what_is_caught_up_with_from_before_is_no_code_shown_twice(desk: Desk, badge: Scan) -> None:
    receive([badge], desk, at(0))
    for minute in (60, 70):
        visited(badge, desk, minute)
    leave(badge, desk, at(80))
    assert visited(badge, desk, 10).decision == Admit(Reason.STATION_IN)
    leave(badge, desk, at(80))
    assert come(badge, desk, at(30)).decision == Admit(Reason.CAME_BACK)


@pytest.fixture
def set_back(desk: Desk, badge: Scan) -> Clock:
    """A clock that is set back by 40 minutes, with a visit open that it wrote as of half past."""
    clock = store_of(desk).clock
    assert isinstance(clock, Clock)
    clock.now = at(30)
    receive([badge], desk, at(20))
    shown(badge, desk, "vneid")
    clock.now = at(-10)
    return clock


def shown(scan: Scan, desk: Desk, station: str, turn: Turn = Turn.EITHER) -> Answer:
    """A scan at a station, now by the clock that writes it down."""
    return visit(scan, station, turn, desk, store_of(desk).clock())


def test_a_clock_that_is_set_back_makes_no_visit_of_every_scan(
    desk: Desk, badge: Scan, set_back: Clock
) -> None:
    reasons = []
    for minute in (-10, -1, 10):
        set_back.now = at(minute)
        reasons.append(shown(badge, desk, "an-toan").decision.reason)
    assert reasons == [Reason.STATION_IN, Reason.STATION_OUT, Reason.STATION_IN]
    day = presence(the_log(store_of(desk)))
    assert (day.station, day.bound) == ("an-toan", "an-toan")
    assert kinds(desk).count(Kind.VISIT_IN) == 3


def test_after_a_clock_was_set_back_a_visit_ends_and_where_to_go_then_is_told(
    desk: Desk, badge: Scan, set_back: Clock
) -> None:
    went = shown(badge, desk, "vneid")
    assert (went.decision, went.call) == (Admit(Reason.STATION_OUT), Go("an-toan", 0))
    assert presence(the_log(store_of(desk))).bound == "an-toan"
    set_back.now += timedelta(seconds=10)
    assert shown(badge, desk, "vneid").decision == Refuse(Reason.SCANNED_TWICE)
    assert next_station(badge, desk, set_back.now).call == Go("an-toan", 0)
    assert kinds(desk).count(Kind.SENT) == 2


def test_after_a_clock_was_set_back_whoever_it_admitted_leaves_and_comes_back(
    desk: Desk, badge: Scan, set_back: Clock
) -> None:
    assert leave(badge, desk, set_back.now).decision == Admit(Reason.LEFT)
    set_back.now = at(-9)
    assert leave(badge, desk, set_back.now).decision.reason is Reason.NOT_HERE
    assert come(badge, desk, set_back.now).decision == Admit(Reason.CAME_BACK)
    set_back.now = at(-5)
    assert leave(badge, desk, set_back.now).decision == Admit(Reason.LEFT)


def test_after_a_clock_was_set_back_a_visit_is_taken_back_with_what_was_noted_of_it(
    desk: Desk, badge: Scan, set_back: Clock
) -> None:
    begun = shown(badge, desk, "an-toan").entry
    assert begun
    tick(Recognised(SOMEONE), "an-toan", ["mot"], desk, set_back.now)
    say_ability(Recognised(SOMEONE), "an-toan", Ability.ALONE, Turn.OUT, desk, set_back.now)
    set_back.now = at(-5)
    shown(badge, desk, "an-toan")
    assert isinstance(undo(begun.ref, "nham-nguoi", desk, set_back.now), Undone)
    left = [e.draft.kind for e in standing(the_log(store_of(desk)))]
    assert left == [Kind.ADMITTED, Kind.SENT, Kind.VISIT_IN]


def test_what_was_said_for_another_day_moves_nothing_of_this_one(desk: Desk, badge: Scan) -> None:
    clock = store_of(desk).clock
    assert isinstance(clock, Clock)
    clock.now = at(24 * 60)
    receive([badge], desk, clock.now)
    clock.now = at(0)
    assert receive([badge], desk, at(0))[0].entry == the_log(store_of(desk))[-2]
    assert [e.draft.at for e in the_log(store_of(desk))[-2:]] == [at(0), at(0)]


def test_whoever_was_seen_later_is_sent_nowhere_from_a_list_on_paper(desk: Desk, badge: Scan) -> None:
    paper = replace(desk, catches_up=True)
    receive([badge], desk, at(0))
    visited(badge, desk, 60)
    assert visited(badge, paper, 20, Turn.IN, "an-toan").call == Nothing()
    assert visited(badge, paper, 30, Turn.OUT, "an-toan").call == Nothing()
    assert [e.draft.at for e in the_log(store_of(desk)) if e.draft.kind is Kind.SENT] == [at(0)]


def test_a_visit_counts_for_the_passport_as_soon_as_it_begins(desk: Desk, badge: Scan) -> None:
    def made(answer: Answer) -> int | None:
        done = passport(answer, desk.catalogue)
        return done.made if done else None

    (came,) = receive([badge], desk, at(0))
    assert made(came) == 0
    assert made(visited(badge, desk, 5)) == 1
    assert made(visited(badge, desk, 15)) == 1
    assert made(visited(badge, desk, 20, station="an-toan")) == 2


def test_whoever_passed_the_door_unseen_is_admitted_at_the_station(desk: Desk, badge: Scan) -> None:
    assert visited(badge, desk, 5).decision == Admit(Reason.STATION_IN)
    assert [k for k in kinds(desk) if k is not Kind.SENT] == [Kind.ADMITTED, Kind.VISIT_IN]


def test_the_rules_of_the_door_hold_at_a_station(desk: Desk) -> None:
    (scan,) = known(store_of(desk), person(consent=None))
    assert visited(scan, desk, 5).decision == Ask(Reason.NO_CONSENT)
    assert visited(NO_CODE, desk, 5).decision == Ask(Reason.FOREIGN_CODE)
    assert kinds(desk) == []


def test_after_midnight_whoever_did_not_scan_out_begins_nothing_more_and_still_ends_and_leaves(
    desk: Desk, badge: Scan
) -> None:
    receive([badge], desk, at(0))
    visited(badge, desk, 5)
    morning = 24 * 60
    assert visited(badge, desk, morning, station="an-toan").decision == Refuse(Reason.OVER)
    asked = next_station(badge, desk, at(morning + 1))
    assert (asked.decision, asked.call) == (Refuse(Reason.OVER), Nothing())
    ended = visited(badge, desk, morning + 2)
    assert (ended.decision, ended.call) == (Admit(Reason.STATION_OUT), Nothing())
    assert visited(badge, desk, morning + 3, Turn.IN).decision == Refuse(Reason.OVER)
    assert leave(badge, desk, at(morning + 4)).decision == Admit(Reason.LEFT)
    assert kinds(desk).count(Kind.VISIT_IN) == 1


def test_in_twice_and_out_twice_are_refused(desk: Desk, badge: Scan) -> None:
    assert visited(badge, desk, 1, Turn.OUT).decision == Refuse(Reason.NOT_AT_STATION)
    assert visited(badge, desk, 2, Turn.IN).decision == Admit(Reason.STATION_IN)
    assert visited(badge, desk, 3, Turn.IN).decision == Refuse(Reason.ALREADY_AT_STATION)
    assert visited(badge, desk, 4, Turn.OUT, "an-toan").decision == Refuse(Reason.NOT_AT_STATION)
    refused = [e.draft for e in the_log(store_of(desk)) if e.draft.kind is Kind.REFUSED]
    assert [d.code for d in refused] == ["not-at-station", "already-at-station", "not-at-station"]
    assert [d.station for d in refused] == ["vneid", "vneid", "an-toan"]


def test_whose_code_is_not_recognised_at_the_end_of_a_visit_hears_why(desk: Desk) -> None:
    assert visited(card("Trần Văn Lạ", last=2), desk, 1, Turn.OUT).decision == Ask(Reason.UNKNOWN_CARD)
    assert visited(NO_CODE, desk, 1, Turn.OUT).decision == Ask(Reason.FOREIGN_CODE)


def test_a_refused_scan_out_does_not_count_as_an_arrival(desk: Desk, badge: Scan) -> None:
    assert visited(badge, desk, 1, Turn.OUT).decision == Refuse(Reason.NOT_AT_STATION)
    assert kinds(desk) == [Kind.REFUSED]


def test_nobody_leaves_before_they_came(desk: Desk, badge: Scan) -> None:
    receive([badge], desk, at(60))
    assert leave(badge, desk, at(0)).decision.reason is Reason.NOT_HERE
    assert presence(the_log(store_of(desk))).inside


def test_going_on_to_the_next_station_ends_the_visit_before(desk: Desk, badge: Scan) -> None:
    visited(badge, desk, 1)
    visited(badge, desk, 9, station="an-toan")
    assert presence(the_log(store_of(desk))).station == "an-toan"
    with store_of(desk).writing() as log:
        where = log.calling(desk.catalogue).crowd.whereabouts(SOMEONE.id)
    assert (where.station, where.visited) == ("an-toan", {"vneid", "an-toan"})


def test_leaving_and_coming_back(desk: Desk, badge: Scan) -> None:
    first = receive([badge], desk, at(0))[0]
    gone = leave(badge, desk, at(60))
    assert (gone.decision, gone.call) == (Admit(Reason.LEFT), Nothing())
    twice = leave(badge, desk, at(61))
    assert twice.decision == Refuse(Reason.NOT_HERE, gone.entry)
    back = receive([badge], desk, at(90))[0]
    assert (back.decision, back.presence.first) == (Admit(Reason.CAME_BACK), first.entry)


def test_the_scan_that_lets_someone_out_does_not_bring_them_in_again(desk: Desk, badge: Scan) -> None:
    come(badge, desk, at(0))
    leave(badge, desk, at(20))
    again = come(badge, desk, at(20.2))
    assert (again.decision, again.call) == (Refuse(Reason.SCANNED_TWICE), Nothing())
    assert come(badge, replace(desk, code="ban-2"), at(20.2)).decision == Admit(Reason.CAME_BACK)
    leave(badge, desk, at(21))
    assert come(badge, desk, at(21.25)).decision == Admit(Reason.CAME_BACK), "a quarter of a minute later"


def test_leaving_with_a_code_of_somebody_else_asks(desk: Desk) -> None:
    assert leave(NO_CODE, desk, at(0)).decision == Ask(Reason.FOREIGN_CODE)
    assert next_station(NO_CODE, desk, at(0)).decision == Ask(Reason.FOREIGN_CODE)


def test_someone_with_little_time_is_advised_in_that_light(desk: Desk, badge: Scan) -> None:
    receive([badge], desk, at(0))
    assert stay(Recognised(SOMEONE), 30, desk, at(1)) == Go("vneid", 0)
    assert stay(Recognised(SOMEONE), 5, desk, at(1)) == Nothing(shortest=10)
    with store_of(desk).reading() as log:
        assert presence(log.history(desk.event, SOMEONE.id, None)).stay == 5


def test_whoever_comes_back_is_asked_anew_how_long_they_can_stay(desk: Desk, badge: Scan) -> None:
    receive([badge], desk, at(0))
    stay(Recognised(SOMEONE), 30, desk, at(1))
    leave(badge, desk, at(20))
    back = come(badge, desk, at(25))
    assert (back.presence.stay, back.call) == (None, Go("vneid", 0))


@pytest.mark.parametrize("leaves", [True, False])
def test_how_long_someone_could_stay_before_the_event_was_put_off_says_nothing_of_that_day(
    desk: Desk, badge: Scan, *, leaves: bool
) -> None:
    receive([badge], desk, at(0))
    stay(Recognised(SOMEONE), 30, desk, at(1))
    if leaves:
        leave(badge, desk, at(20))
    event = desk.catalogue.event
    later = replace(desk.catalogue, event=replace(event, date=event.date + timedelta(days=1)))
    store_of(desk).put(later)
    (back,) = receive([badge], replace(desk, catalogue=later), at(24 * 60))
    assert (back.presence.stay, back.call) == (None, Go("vneid", 0))


def test_a_visit_that_was_open_when_the_event_was_put_off_is_over_on_that_day(
    desk: Desk, badge: Scan
) -> None:
    receive([badge], desk, at(0))
    visited(badge, desk, 1)
    event = desk.catalogue.event
    later = replace(desk.catalogue, event=replace(event, date=event.date + timedelta(days=1)))
    store_of(desk).put(later)
    day = replace(desk, catalogue=later)
    (back,) = receive([badge], day, at(24 * 60))
    with store_of(desk).reading() as log:
        assert log.calling(later).crowd.whereabouts(SOMEONE.id).station is None
    assert back.call == Go("an-toan", 0)
    begun = visited(badge, day, 24 * 60 + 5)
    assert (begun.presence.station, begun.decision) == (None, Admit(Reason.STATION_IN))
    assert back.entry
    assert isinstance(undo(back.entry.ref, "nham-nguoi", day, at(24 * 60 + 6)), Undone)
    with store_of(desk).reading() as log:
        assert not log.calling(later).crowd.present(event.stations[0], at(24 * 60 + 7))


@pytest.mark.parametrize("answer", ["stay", "declined"])
def test_whoever_left_while_the_kiosk_asked_them_is_not_advised_any_more(
    desk: Desk, badge: Scan, answer: str
) -> None:
    receive([badge], desk, at(0))
    leave(badge, desk, at(1))
    before = kinds(desk)
    if answer == "stay":
        assert stay(Recognised(SOMEONE), 30, desk, at(2)) == Nothing()
    else:
        call, day = object_to("vneid", Kind.DECLINED, Recognised(SOMEONE), desk, at(2))
        assert (call, day.inside) == (Nothing(), False)
    assert kinds(desk) == before


@pytest.mark.parametrize("answer", ["stay", "declined"])
def test_whoever_was_forgotten_while_the_kiosk_asked_them_is_not_advised_any_more(
    desk: Desk, badge: Scan, answer: str
) -> None:
    receive([badge], desk, at(0))
    forget(store_of(desk), [SOMEONE.id], Because.REQUESTED, at(1))
    before = kinds(desk)
    who = Recognised(SOMEONE)
    with pytest.raises(NotKnown):
        _ = (
            stay(who, 30, desk, at(2))
            if answer == "stay"
            else object_to("vneid", Kind.DECLINED, who, desk, at(2))
        )
    assert kinds(desk) == before


@pytest.mark.parametrize("noted", ["outcome", "ability"])
def test_nothing_is_noted_of_whoever_was_forgotten_while_a_host_wrote_it_down(
    desk: Desk, badge: Scan, noted: str
) -> None:
    visited(badge, desk, 0)
    forget(store_of(desk), [SOMEONE.id], Because.REQUESTED, at(5))
    before, who = kinds(desk), Recognised(SOMEONE)
    with pytest.raises(NotKnown):
        _ = (
            tick(who, "vneid", ["muc-2"], desk, at(6))
            if noted == "outcome"
            else say_ability(who, "vneid", Ability.ALONE, Turn.OUT, desk, at(6))
        )
    assert kinds(desk) == before


def test_what_someone_can_do_now_is_noted_by_code(desk: Desk, badge: Scan) -> None:
    visited(badge, desk, 1)
    made = tick(Recognised(SOMEONE), "vneid", ["muc-2", "tich-hop"], desk, at(9))
    assert [(e.draft.kind, e.draft.station, e.draft.code) for e in made] == [
        (Kind.OUTCOME, "vneid", "muc-2"),
        (Kind.OUTCOME, "vneid", "tich-hop"),
    ]


def test_asking_where_to_next_needs_to_be_inside(desk: Desk, badge: Scan) -> None:
    assert next_station(badge, desk, at(0)).decision == Refuse(Reason.NOT_HERE)
    receive([badge], desk, at(0))
    visited(badge, desk, 1)
    visited(badge, desk, 11)
    assert next_station(badge, desk, at(12)).call == Go("an-toan", 0)
    visited(badge, desk, 13, station="an-toan")
    visited(badge, desk, 20, station="an-toan")
    assert next_station(badge, desk, at(21)).call == Nothing()


def test_who_will_not_go_to_a_station_is_told_of_another_at_once_and_from_then_on(
    desk: Desk, badge: Scan
) -> None:
    assert receive([badge], desk, at(0))[0].call == Go("vneid", 0)
    assert object_to("vneid", Kind.DECLINED, Recognised(SOMEONE), desk, at(1))[0] == Go("an-toan", 0)
    assert [(e.draft.kind, e.draft.station) for e in the_log(store_of(desk))[-2:]] == [
        (Kind.DECLINED, "vneid"),
        (Kind.SENT, "an-toan"),
    ]
    assert next_station(badge, desk, at(2)).call == Go("an-toan", 0)
    assert object_to("an-toan", Kind.DECLINED, Recognised(SOMEONE), desk, at(3))[0] == Nothing()


def test_what_was_declined_is_advised_again_once_that_is_taken_back(desk: Desk, badge: Scan) -> None:
    receive([badge], desk, at(0))
    object_to("vneid", Kind.DECLINED, Recognised(SOMEONE), desk, at(1))
    (declined,) = (e for e in the_log(store_of(desk)) if e.draft.kind is Kind.DECLINED)
    assert isinstance(undo(declined.ref, "nham-nguoi", desk, at(2)), Undone)
    assert next_station(badge, desk, at(3)).call == Go("vneid", 0)


def test_who_gave_a_line_up_goes_elsewhere_and_their_visit_was_none(desk: Desk, badge: Scan) -> None:
    receive([badge], desk, at(0))
    visited(badge, desk, 1)
    back = receive([badge], desk, at(30))[0]
    assert (back.presence.bound, back.call) == ("vneid", Go("an-toan", 0))
    assert object_to("vneid", Kind.GAVE_UP, Recognised(SOMEONE), desk, at(30))[0] == Go("an-toan", 0)
    visited(badge, desk, 31, station="an-toan")
    assert visited(badge, desk, 40, station="an-toan").call == Go("vneid", 0), "no other is left"
    assert presence(the_log(store_of(desk))).visited == {"an-toan"}


def test_an_outcome_is_noted_once_a_visit_so_that_it_goes_when_it_is_taken_back(
    desk: Desk, badge: Scan
) -> None:
    who = Recognised(SOMEONE)
    visited(badge, desk, 1, Turn.IN)
    first = tick(who, "vneid", ["muc-2"], desk, at(3))
    visited(badge, desk, 9, Turn.OUT)
    again = tick(who, "vneid", ["muc-2", "tich-hop"], desk, at(9))
    assert [entry.draft.code for entry in again] == ["muc-2", "tich-hop"]
    assert again[0] == first[0]
    undo(first[0].ref, "nham-nguoi", desk, at(10))
    anew = tick(who, "vneid", ["muc-2"], desk, at(11))
    visited(badge, desk, 30, Turn.IN)
    later = tick(who, "vneid", ["muc-2"], desk, at(35))
    noted = [e.ref for e in the_log(store_of(desk)) if e.draft.kind is Kind.OUTCOME]
    assert noted == [first[0].ref, again[1].ref, anew[0].ref, later[0].ref]
