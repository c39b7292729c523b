"""What a log adds up to, and what breaks its chain."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.participation import (
    GENESIS,
    Break,
    Draft,
    Entry,
    EntryRef,
    Kind,
    Presence,
    chain,
    from_milliseconds,
    happened_after,
    milliseconds,
    moment_among,
    movement,
    on_day,
    presence,
    standing,
    verify,
)
from stations.queues import Crowd, Movement
from tests.builders import NOW, at, entry, station
from tests.unit.crowds import MIDNIGHT

BASE = (
    Kind.ADMITTED,
    Kind.STAY,
    Kind.VISIT_IN,
    Kind.VISIT_OUT,
    Kind.LEFT,
    Kind.SENT,
    Kind.DECLINED,
    Kind.GAVE_UP,
    Kind.OUTCOME,
    Kind.REFUSED,
    Kind.CONSENTED,
)


@st.composite
def days(draw: st.DrawFn) -> list[Entry]:
    """One person's entries from two devices, some at the same moment, some taken back."""
    made: list[Entry] = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        kind = draw(st.sampled_from(BASE))
        made.append(
            entry(
                kind,
                draw(st.integers(0, 6)) * 10,
                number,
                device=draw(st.sampled_from(["HMRV0123", "RRRR0001"])),
                station=draw(st.sampled_from(["vneid", "an-toan"])) if kind in _AT_STATIONS else None,
                minutes=30 if kind is Kind.STAY else None,
            )
        )
    for target in draw(st.lists(st.sampled_from(made), unique=True)) if made else []:
        made.append(entry(Kind.UNDONE, 70, 100 + len(made), target=target.ref))
    return made


_AT_STATIONS = {Kind.VISIT_IN, Kind.VISIT_OUT, Kind.SENT, Kind.DECLINED, Kind.GAVE_UP, Kind.OUTCOME}


@given(days(), st.randoms(use_true_random=False))
def test_the_order_in_which_entries_are_known_does_not_matter(day: list[Entry], chance: object) -> None:
    shuffled = day[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert presence(shuffled) == presence(day)


@given(days())
def test_what_was_taken_back_never_happened(day: list[Entry]) -> None:
    undone = {e.draft.target for e in day}
    assert presence(day) == presence([e for e in day if e.ref not in undone and e.draft.target is None])


def test_a_day_adds_up() -> None:
    day = [
        entry(Kind.ADMITTED, 0, 1),
        entry(Kind.STAY, 1, 2, minutes=60),
        entry(Kind.VISIT_IN, 5, 3, station="vneid"),
        entry(Kind.VISIT_OUT, 15, 4, station="vneid"),
        entry(Kind.VISIT_IN, 20, 5, station="an-toan"),
    ]
    expected = Presence(
        day[0],
        day[0],
        inside=True,
        station="an-toan",
        turned=day[4],
        visited=frozenset({"vneid", "an-toan"}),
        stay=60,
        bound="an-toan",
        admitted=(day[0],),
    )
    assert presence(day) == expected


def test_leaving_ends_a_visit_and_coming_back_keeps_the_first_admission() -> None:
    first, visit, left = (
        entry(Kind.ADMITTED, 0, 1),
        entry(Kind.VISIT_IN, 5, 2, station="vneid"),
        entry(Kind.LEFT, 9, 3),
    )
    gone = presence([first, visit, left])
    assert (gone.inside, gone.left, gone.station, gone.first) == (False, left, None, first)
    back = presence([first, visit, left, entry(Kind.ADMITTED, 30, 4)])
    assert (back.inside, back.left, back.first, back.visited) == (True, None, first, frozenset({"vneid"}))


def test_a_visit_whose_line_was_given_up_is_none_and_an_earlier_one_there_stays() -> None:
    first = [entry(Kind.VISIT_IN, 5, 1, station="vneid"), entry(Kind.VISIT_OUT, 9, 2, station="vneid")]
    again = [
        entry(Kind.VISIT_IN, 20, 3, station="vneid"),
        entry(Kind.SENT, 50, 4, station="an-toan"),
        entry(Kind.GAVE_UP, 50, 5, station="vneid"),
    ]
    once, twice = presence(again), presence([*first, *again])
    assert (once.station, once.visited) == (None, frozenset())
    assert (twice.station, twice.visited) == (None, frozenset({"vneid"}))
    assert presence([*again, entry(Kind.UNDONE, 60, 6, target=again[2].ref)]).visited == {"vneid"}
    elsewhere = entry(Kind.GAVE_UP, 50, 5, station="an-toan")
    assert presence([*again[:1], elsewhere]).station == "vneid"


def test_an_altered_entry_without_a_station_gives_nothing_up() -> None:
    assert presence([entry(Kind.GAVE_UP, 5, 1)]) == Presence()


@pytest.mark.parametrize(
    ("kind", "bound"),
    [
        (Kind.SENT, "an-toan"),
        (Kind.CALLED, "an-toan"),
        (Kind.VISIT_IN, "an-toan"),
        (Kind.REFUSED, "vneid"),
        (Kind.STAY, "vneid"),
        (Kind.HELD, None),
        (Kind.DECLINED, None),
        (Kind.GAVE_UP, None),
        (Kind.VISIT_OUT, None),
        (Kind.LEFT, None),
    ],
)
def test_somebody_is_bound_for_where_they_were_last_sent_until_it_is_known_what_came_of_it(
    kind: Kind, bound: str | None
) -> None:
    sent = entry(Kind.SENT, 0, 1, station="vneid")
    assert presence([sent, entry(kind, 5, 2, station="an-toan")]).bound == bound


def test_whoever_hears_in_a_line_that_nothing_else_is_left_is_in_that_line_still() -> None:
    nothing = entry(Kind.SENT, 5, 2)
    assert presence([entry(Kind.VISIT_IN, 1, 1, station="vneid"), nothing]).bound == "vneid"
    assert presence([entry(Kind.SENT, 1, 1, station="vneid"), nothing]).bound is None


def test_undoing_the_first_admission_lets_the_second_count() -> None:
    first, second = entry(Kind.ADMITTED, 0, 1), entry(Kind.ADMITTED, 1, 1, device="RRRR0001")
    assert presence([first, second]).first == first
    assert presence([first, second, entry(Kind.UNDONE, 5, 2, target=first.ref)]).first == second


def test_a_paper_list_written_down_in_the_evening_counts_by_when_it_happened() -> None:
    late = replace(entry(Kind.ADMITTED, 0, 2), recorded=at(500))
    assert [e.ref.sequence for e in standing([entry(Kind.LEFT, 60, 1), late])] == [2, 1]
    assert not presence([entry(Kind.LEFT, 60, 1), late]).inside


def test_entries_of_one_moment_keep_the_order_of_writing() -> None:
    """Nine comes before ten, though not in the alphabet."""
    day = [entry(Kind.LEFT, 0, 10), entry(Kind.ADMITTED, 0, 9)]
    assert not presence(day).inside


def chained(count: int, device: str = "HMRV0123") -> list[Entry]:
    made: list[Entry] = []
    for number in range(1, count + 1):
        previous = made[-1].digest if made else GENESIS
        made.append(entry(Kind.ADMITTED, number, number, device=device, previous=previous))
    return made


def test_whole_sequences_have_no_break() -> None:
    assert verify([*chained(20), *chained(5, "RRRR0001")]) == []
    assert verify([]) == []


@given(st.integers(0, 9))
def test_a_missing_entry_is_named(missing: int) -> None:
    log = chained(10)
    left = log[:missing] + log[missing + 1 :]
    expected = [] if missing == 9 else [Break("HMRV0123", missing + 1, missing=True)]
    assert verify(left) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"kind": Kind.REFUSED},
        {"event": "khac"},
        {"at": NOW},
        {"desk": "ban-2"},
        {"person": "b"},
        {"badge": 8},
        {"station": "vneid"},
        {"code": "over"},
        {"minutes": 5},
        {"target": EntryRef("HMRV0123", 1)},
    ],
)
def test_an_altered_field_is_named(change: dict[str, object]) -> None:
    log = chained(6)
    log[3] = replace(log[3], draft=replace(log[3].draft, **change))  # type: ignore[arg-type]
    assert verify(log) == [Break("HMRV0123", 4, missing=False)]


def test_an_altered_time_of_writing_is_named() -> None:
    log = chained(6)
    log[2] = replace(log[2], recorded=log[2].recorded + timedelta(milliseconds=1))
    assert verify(log) == [Break("HMRV0123", 3, missing=False)]


def test_two_swapped_entries_are_named() -> None:
    log = chained(6)
    one, two = log[2], log[3]
    log[2], log[3] = replace(two, ref=one.ref), replace(one, ref=two.ref)
    assert verify(log) == [Break("HMRV0123", 3, missing=False)]


def test_rewriting_one_entry_with_a_fitting_digest_breaks_the_next() -> None:
    log = chained(6)
    forged = replace(log[2].draft, person="b")
    log[2] = Entry(
        log[2].ref, forged, log[2].recorded, chain(log[1].digest, log[2].ref, forged, log[2].recorded)
    )
    assert verify(log) == [Break("HMRV0123", 4, missing=False)]


def test_every_gap_and_every_altered_entry_is_named() -> None:
    log = chained(12)
    for place in (2, 5, 10):
        log[place] = replace(log[place], draft=replace(log[place].draft, person="b"))
    del log[8]
    assert verify(log) == [
        Break("HMRV0123", 3, missing=False),
        Break("HMRV0123", 6, missing=False),
        Break("HMRV0123", 9, missing=True),
        Break("HMRV0123", 11, missing=False),
    ]


def test_of_altered_entries_in_a_row_the_first_is_named() -> None:
    log = chained(8)
    for place in (2, 3, 4):
        log[place] = replace(log[place], draft=replace(log[place].draft, person="b"))
    assert verify(log) == [Break("HMRV0123", 3, missing=False)]


def test_a_break_of_one_device_does_not_hide_that_of_another() -> None:
    assert verify([*chained(4)[1:], *chained(4, "RRRR0001")[2:]]) == [
        Break("HMRV0123", 1, missing=True),
        Break("RRRR0001", 1, missing=True),
    ]


@given(st.text(alphabet="0123456789HMRVX", min_size=1, max_size=16), st.integers(1, 2**60))
def test_the_name_of_an_entry_reads_back(device: str, sequence: int) -> None:
    ref = EntryRef(device, sequence)
    assert EntryRef.parse(f" {str(ref).lower()} ") == ref


@pytest.mark.parametrize("text", ["", "HMRV", "-5", "HMRV-0", "HMRV-x", "HMRV--", "HMRV-1.5"])
def test_anything_else_names_no_entry(text: str) -> None:
    with pytest.raises(ValueError, match="not an entry"):
        EntryRef.parse(text)


@given(st.integers(0, 4_000_000_000_000))
def test_time_is_kept_to_the_millisecond(value: int) -> None:
    assert milliseconds(from_milliseconds(value)) == value


@given(days())
def test_the_crowd_sees_a_person_as_their_own_day_does(day: list[Entry]) -> None:
    """The fold for one person and the fold for everyone agree, wherever they can be compared."""
    crowd = Crowd(MIDNIGHT)
    for one in day:
        if one.draft.target:
            crowd.take_back(str(one.draft.target))
        elif moved := movement(one):
            crowd.follow([moved])
    mine, where = presence(day), crowd.whereabouts("a")
    assert (where.inside, where.station, where.visited) == (mine.inside, mine.station, set(mine.visited))
    assert crowd.inside(NOW) == mine.inside


def test_a_badge_without_a_known_owner_moves_under_its_own_name() -> None:
    moves = [movement(entry(Kind.ADMITTED, 0, 1, who=None, badge=n)) for n in (7, 8)]
    assert [m and m.who for m in moves] == ["#7", "#8"]
    assert movement(entry(Kind.REFUSED, 0, 1)) is None
    assert movement(entry(Kind.ADMITTED, 0, 1, who=None)) is None


def folded(movements: Sequence[Movement], taken_back: Sequence[str] = ()) -> list[object]:
    """Everything a crowd can be asked, at three moments."""
    crowd = Crowd(MIDNIGHT)
    crowd.follow(movements)
    for ref in taken_back:
        crowd.take_back(ref)
    return asked(crowd)


def asked(crowd: Crowd) -> list[object]:
    places = [station("vneid", seats=2, minutes=4), station("an-toan", 2, minutes=10)]
    answers: list[object] = [crowd.inside(NOW)]
    for now in (at(5), at(30), at(80)):
        answers += [(crowd.present(p, now), crowd.coming(p, now), crowd.ahead(p, "a", now)) for p in places]
    return answers


@st.composite
def crowds(draw: st.DrawFn) -> list[Entry]:
    """Entries of several people, with moments that coincide."""
    return [
        entry(
            draw(st.sampled_from([Kind.ADMITTED, Kind.LEFT, Kind.SENT, Kind.VISIT_IN, Kind.VISIT_OUT])),
            draw(st.integers(0, 8)) * 5,
            number,
            who=draw(st.sampled_from("abc")),
            station=draw(st.sampled_from(["vneid", "an-toan"])),
        )
        for number in range(1, draw(st.integers(1, 25)) + 1)
    ]


@given(crowds(), st.randoms(use_true_random=False), st.data())
def test_any_order_of_movements_gives_the_same_crowd(
    day: list[Entry], chance: object, data: st.DataObject
) -> None:
    movements = [moved for one in day if (moved := movement(one))]
    undone = data.draw(st.lists(st.sampled_from([m.ref for m in movements]), unique=True))
    expected = folded([m for m in sorted(movements, key=lambda m: m.order) if m.ref not in undone])
    shuffled: list[Movement | str] = [*movements, *undone]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    crowd = Crowd(MIDNIGHT)
    for one in shuffled:
        if isinstance(one, str):
            crowd.take_back(one)
        else:
            crowd.follow([one])
    assert asked(crowd) == expected


def test_a_draft_knows_nothing_by_itself() -> None:
    draft = Draft(Kind.REFUSED, "ngay-thu", NOW, "ban-1")
    assert presence([Entry(EntryRef("X", 1), draft, NOW, GENESIS)]) == Presence()


def test_whoever_came_before_the_day_was_put_off_has_gone_home_and_is_on_the_way_nowhere() -> None:
    found = presence([entry(Kind.ADMITTED, 0, 1), entry(Kind.SENT, 1, 2, station="a")])
    assert on_day(found, NOW.date()) == found
    assert (found.inside, found.bound) == (True, "a")
    later = on_day(found, NOW.date() + timedelta(days=1))
    assert (later.inside, later.bound, later.first) == (False, None, found.first)
    again = entry(Kind.ADMITTED, 24 * 60, 3)
    there = [again, entry(Kind.LEFT, 25 * 60, 4), entry(Kind.ADMITTED, 26 * 60, 5)]
    back = presence([entry(Kind.ADMITTED, 0, 1), *there])
    assert on_day(back, NOW.date() + timedelta(days=1)).first == again


def test_what_was_taken_back_later_is_taken_back_of_any_moment() -> None:
    assert happened_after(entry(Kind.VISIT_IN, 2, 1, station="a"), NOW + timedelta(minutes=1))
    assert not happened_after(entry(Kind.UNDONE, 2, 2), NOW + timedelta(minutes=1))


@given(st.lists(st.integers(0, 400), unique=True, min_size=1, max_size=8))
def test_however_a_clock_jumps_what_it_wrote_stands_in_the_order_in_which_it_happened(
    minutes: list[int],
) -> None:
    written: list[Entry] = []
    for sequence, minute in enumerate(minutes, 1):
        one = entry(Kind.VISIT_IN, minute, sequence, station="vneid")
        happened = moment_among(written, at(minute))
        written.append(replace(one, draft=replace(one.draft, at=happened)))
        assert at(minute) <= happened <= at(max(minutes[:sequence])) + timedelta(seconds=1)
    assert standing(written) == written
