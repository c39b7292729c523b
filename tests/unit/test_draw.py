"""The lucky draw: who may win, that nobody can choose it, and that every change shows."""

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checkin.draw import (
    Basis,
    Drawing,
    Ground,
    commitment_to,
    commitments,
    completed,
    drafts,
    drawings,
    drawn,
    heads,
    nameless,
    objections,
)
from checkin.event import Catalogue
from checkin.participation import GENESIS, Draft, Entry, EntryRef, Kind, chain
from stations.model import Passport, Topic
from tests.builders import NOW, at, catalogue, station, text

STATIONS = ("an-toan", "vneid", "trung-bay")
TOPIC = Topic("an-toan", text("An toàn"), frozenset({"an-toan"}), frozenset({"nguoi-dan"}))


def event_of(choices: int = 1) -> Catalogue:
    """Villagers are asked for safety and a station of their own choice, pupils for the latter only."""
    known = catalogue([station(code, number) for number, code in enumerate(STATIONS, 1)])
    return replace(known, event=replace(known.event, passport=Passport((TOPIC,), choices)))


EVENT = event_of()
CODE = EVENT.event.code
SECRET = bytes(range(32))


@dataclass
class Written:
    """A log that grows: each device numbers and chains its own entries."""

    entries: list[Entry] = field(default_factory=list)
    minute: int = 0

    def add(self, draft: Draft, device: str = "HMRV0123") -> Entry:
        mine = [entry for entry in self.entries if entry.ref.device == device]
        self.minute += 1
        ref, recorded = EntryRef(device, len(mine) + 1), at(self.minute)
        previous = mine[-1].digest if mine else GENESIS
        self.entries.append(Entry(ref, draft, recorded, chain(previous, ref, draft, recorded)))
        return self.entries[-1]

    def happened(self, kind: Kind, device: str = "HMRV0123", **about: Any) -> Entry:
        return self.add(Draft(kind, CODE, at(self.minute), "ban-1", **about), device)

    def came(self, *people: str, stations: Iterable[str] = STATIONS) -> None:
        for person in people:
            self.happened(Kind.ADMITTED, person=person)
            for code in stations:
                self.happened(Kind.VISIT_IN, person=person, station=code)

    def committed(self, secret: bytes = SECRET) -> Entry:
        return self.happened(Kind.DRAW_COMMITTED, code=commitment_to(secret))

    def basis(
        self,
        owners: dict[int, str] | None = None,
        said: int | None = None,
        aliases: dict[str, str] | None = None,
    ) -> Basis:
        return Basis(heads(self.entries), owners or {}, aliases or {}, said)

    def candidates(self, basis: Basis | None = None, groups: dict[str, str] | None = None) -> list[str]:
        return completed(self.entries, basis or self.basis(), EVENT, groups or {})

    def drawn(
        self, commitment: Entry, count: int, secret: bytes = SECRET, basis: Basis | None = None
    ) -> Drawing:
        basis = basis or self.basis()
        won = drawn(secret, basis, self.candidates(basis), count)
        for draft in drafts(secret, commitment, basis, won, "ban-1", NOW):
            self.add(draft)
        return drawings(self.entries, CODE)[-1]

    def rewritten(self, place: int, **change: Any) -> list[Entry]:
        """The log of somebody who alters an entry and computes every digest after it again."""
        copy = Written()
        for index, entry in enumerate(self.entries):
            copy.add(replace(entry.draft, **change) if index == place else entry.draft, entry.ref.device)
        return copy.entries


def grounds(log: Sequence[Entry]) -> list[list[Ground]]:
    return [[o.ground for o in objections(one, log, EVENT, {})] for one in drawings(log, CODE)]


def test_who_has_two_ids_takes_part_once_with_the_stamps_of_both() -> None:
    log = Written()
    commitment = log.committed()
    log.came("a", stations=STATIONS[:1])
    log.came("b", stations=STATIONS[1:])
    log.came("c")
    one_person = log.basis(aliases={"b": "a"})
    assert log.candidates() == ["c"]
    assert log.candidates(one_person) == ["a", "c"]
    drawing = log.drawn(commitment, 2, basis=one_person)
    assert (drawing.basis, set(drawing.winners)) == (one_person, {"a", "c"})
    assert grounds(log.entries) == [[]]
    altered = [e for e in range(len(log.entries)) if log.entries[e].draft.code == "b"]
    assert Ground.OTHER_WINNERS in grounds(log.rewritten(altered[0], code="x"))[0]


def test_who_was_forgotten_under_either_id_takes_no_part() -> None:
    log = Written()
    log.came("a", "c")
    log.happened(Kind.FORGOTTEN, person="b")
    assert log.candidates(log.basis(aliases={"b": "a"})) == ["c"]


@st.composite
def logs(draw: st.DrawFn) -> Written:
    """A day of a few people on two devices, some of it taken back, with a commitment somewhere."""
    log = Written()
    devices = st.sampled_from(["HMRV0123", "RRRR0001"])
    steps = draw(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(STATIONS)), max_size=14))
    committed = draw(st.integers(0, len(steps)))
    for index, (person, code) in enumerate(steps):
        if index == committed:
            log.committed()
        holder = {"badge": 7} if person == "d" else {"person": person}
        if draw(st.integers(0, 3)):
            log.happened(Kind.ADMITTED, draw(devices), **holder)
        visit = log.happened(Kind.VISIT_IN, draw(devices), station=code, **holder)
        if draw(st.integers(0, 5)) == 0:
            log.happened(Kind.UNDONE, draw(devices), target=visit.ref, **holder)
    if committed == len(steps):
        log.committed()
    return log


def commitment_of(log: Written) -> Entry:
    return next(entry for entry in log.entries if entry.draft.kind is Kind.DRAW_COMMITTED)


def shown(log: Sequence[Entry]) -> set[str]:
    """Who was admitted and saw the two stations, read from the log with nothing of the program's."""
    undone = {entry.draft.target for entry in log}
    there: dict[str, set[str]] = {}
    for entry in log:
        if entry.ref not in undone and entry.draft.kind in (Kind.ADMITTED, Kind.VISIT_IN):
            name = entry.draft.person or f"#{entry.draft.badge}"
            there.setdefault(name, set()).add(entry.draft.station or "admitted")
    return {n for n, seen in there.items() if {"admitted", "an-toan"} <= seen and len(seen) > 2}


@given(logs(), st.randoms(use_true_random=False), st.data())
def test_winners_are_different_people_who_completed_whatever_the_order(
    log: Written, chance: Any, data: st.DataObject
) -> None:
    names = log.candidates()
    assert set(names) == shown(log.entries)
    assert len(names) == len(set(names))
    assume(names)
    count = data.draw(st.integers(1, len(names)))
    made = log.drawn(commitment_of(log), count, basis=log.basis(said=data.draw(st.none() | st.just(4711))))
    assert len(set(made.winners)) == count
    assert set(made.winners) <= set(names)
    assert objections(made, log.entries, EVENT, {}) == []
    shuffled = log.entries[:]
    chance.shuffle(shuffled)
    (again,) = drawings(shuffled, CODE)
    assert (again.entry, again.winners) == (made.entry, made.winners)
    assert objections(again, shuffled, EVENT, {}) == []


@given(logs(), logs())
def test_what_arrives_later_changes_nothing(log: Written, later: Written) -> None:
    names = log.candidates()
    assume(names)
    made = log.drawn(commitment_of(log), 1)
    for entry in later.entries:
        if entry.draft.kind is not Kind.UNDONE:
            log.add(entry.draft, "MMMM0009" if entry.ref.sequence % 2 else entry.ref.device)
    for entry in log.entries[:]:
        if entry.draft.kind is Kind.VISIT_IN:
            log.happened(Kind.UNDONE, "VVVV0007", target=entry.ref)
    assert objections(made, log.entries, EVENT, {}) == []
    assert [one.winners for one in drawings(log.entries, CODE)] == [made.winners]


CHANGES: list[dict[str, Any]] = [
    {"kind": Kind.REFUSED},
    {"event": "khac"},
    {"person": "z"},
    {"badge": 8},
    {"station": "vneid-2"},
    {"code": "00"},
    {"minutes": 5},
    {"target": EntryRef("HMRV0123", 1)},
]


@given(logs(), st.data())
def test_no_entry_can_be_altered_or_taken_away_unseen(log: Written, data: st.DataObject) -> None:
    assume(log.candidates())
    made = log.drawn(commitment_of(log), 1)
    place = data.draw(st.integers(0, len(log.entries) - 1))
    entry = log.entries[place]
    change = data.draw(st.sampled_from(CHANGES).filter(lambda c: replace(entry.draft, **c) != entry.draft))
    altered = [*log.entries]
    altered[place] = replace(entry, draft=replace(entry.draft, **change))
    missing = [e for e in log.entries if e is not entry]
    later = [replace(e, recorded=e.recorded + timedelta(1)) if e is entry else e for e in log.entries]
    for tampered in (altered, missing, later):
        told = grounds(tampered)
        assert (
            told == [] if made.entry.ref not in {d.entry.ref for d in drawings(tampered, CODE)} else told[0]
        )


@given(logs(), st.data())
def test_whoever_computes_all_digests_anew_is_seen_too(log: Written, data: st.DataObject) -> None:
    """Not even a forger who chains everything again can alter what was drawn on, the secret or the rest."""
    assume(log.candidates())
    log.drawn(commitment_of(log), 1)
    place = data.draw(st.integers(0, len(log.entries) - 1))
    draft = log.entries[place].draft
    if draft.kind in (Kind.DRAW_SAID, Kind.DRAW_SEEN, Kind.WON):
        return  # these hold no past; below they are shown to change who wins
    change = data.draw(st.sampled_from(CHANGES).filter(lambda c: replace(draft, **c) != draft))
    told = grounds(log.rewritten(place, **change))
    ignored = draft.kind is Kind.DRAWN and not {"kind", "event", "code", "minutes", "target"} & set(change)
    assert ignored or told == [] or told[0]


def crowd(count: int = 20) -> tuple[Written, Entry]:
    log = Written()
    commitment = log.committed()
    log.came(*(f"p{number}" for number in range(count)))
    return log, commitment


def test_a_visit_taken_back_before_the_drawing_does_not_count() -> None:
    log, _ = crowd(3)
    visit = next(e for e in log.entries if e.draft.station == "an-toan")
    log.happened(Kind.UNDONE, person="p0", target=visit.ref)
    assert log.candidates() == ["p1", "p2"]
    came = next(e for e in log.entries if e.draft.kind is Kind.ADMITTED and e.draft.person == "p1")
    log.happened(Kind.UNDONE, person="p1", target=came.ref)
    assert log.candidates() == ["p2"]


def test_whoever_was_forgotten_before_the_drawing_takes_no_part_and_after_it_still_has_won() -> None:
    log, commitment = crowd(3)
    log.happened(Kind.FORGOTTEN, person="p1")
    assert log.candidates() == ["p0", "p2"]
    made = log.drawn(commitment, 2)
    log.happened(Kind.FORGOTTEN, person="p0")
    assert objections(made, log.entries, EVENT, {}) == []


def test_not_even_the_first_entry_of_a_laptop_that_was_not_heard_of_yet_changes_who_won() -> None:
    log, commitment = crowd(3)
    made = log.drawn(commitment, 2)
    log.happened(Kind.FORGOTTEN, "RRRR0001", person=made.winners[0])
    assert objections(made, log.entries, EVENT, {}) == []


def test_a_passport_is_that_of_ones_group() -> None:
    log, _ = crowd(0)
    log.came("a", "b", stations=["vneid", "trung-bay"])
    assert log.candidates() == []
    assert log.candidates(groups={"b": "hoc-sinh"}) == ["b"]


def test_whoever_is_of_a_group_that_the_catalogue_lost_has_the_passport_of_the_default_one() -> None:
    log, _ = crowd(0)
    log.came("a", stations=["trung-bay"])
    log.came("b", stations=["vneid", "an-toan", "trung-bay"])
    assert log.candidates(groups={"a": "dai-bieu", "b": "dai-bieu"}) == ["b"]


def test_a_passport_that_asks_for_nothing_takes_no_part() -> None:
    log, _ = crowd(0)
    log.came("a", "b", stations=["trung-bay"])
    topics = tuple(replace(t, groups=frozenset({"hoc-sinh"})) for t in EVENT.event.passport.topics)
    bare = replace(EVENT, event=replace(EVENT.event, passport=Passport(topics)))
    assert completed(log.entries, log.basis(), bare, {}) == []


def test_a_badge_counts_as_its_owner_once_somebody_knows_them() -> None:
    log, commitment = crowd(0)
    log.came("a", stations=["vneid"])
    log.happened(Kind.VISIT_IN, badge=7, station="an-toan")
    log.happened(Kind.ADMITTED, badge=8)
    for code in STATIONS:
        log.happened(Kind.VISIT_IN, badge=8, station=code)
    log.happened(Kind.ADMITTED, person="b", badge=9)
    assert nameless(log.entries, CODE) == {7, 8}
    assert log.candidates() == ["#8"]
    owned = log.basis({7: "a"})
    assert log.candidates(owned) == ["#8", "a"]
    made = log.drawn(commitment, 2, basis=owned)
    assert made.basis == owned
    assert set(made.winners) == {"#8", "a"}
    assert objections(made, log.entries, EVENT, {}) == []


def test_another_event_has_its_own_passports_and_draws() -> None:
    log, commitment = crowd(3)
    for kind, code in [(Kind.ADMITTED, None), *((Kind.VISIT_IN, code) for code in STATIONS)]:
        log.add(Draft(kind, "khac", NOW, "ban-1", person="q", station=code))
    assert log.candidates() == ["p0", "p1", "p2"]
    log.drawn(commitment, 1)
    assert drawings(log.entries, "khac") == []


def test_the_rule_is_the_one_that_is_written_down() -> None:
    """As `docs/cli.md` states it, with nothing of the program's."""
    log, commitment = crowd()
    basis = log.basis(said=4711)
    made = log.drawn(commitment, 3, basis=basis)
    seen = sorted([str(ref), digest] for ref, digest in basis.heads.items())
    seed = hashlib.sha256(json.dumps([SECRET.hex(), seen, 4711]).encode()).digest()
    ranked = sorted((hashlib.sha256(seed + f"p{n}".encode()).digest(), f"p{n}") for n in range(20))
    assert made.winners == tuple(name for _, name in ranked[:3])
    assert hashlib.sha256(SECRET).hexdigest() == commitment.draft.code


def test_it_is_all_the_same_in_which_order_the_devices_are_named() -> None:
    log, _ = crowd()
    log.happened(Kind.REFUSED, "RRRR0001")
    named = log.basis()
    other_way = replace(named, heads=dict(reversed([*named.heads.items()])))
    assert drawn(SECRET, named, log.candidates(), 5) == drawn(SECRET, other_way, log.candidates(), 5)


def test_the_secret_the_log_and_the_number_said_each_change_who_wins() -> None:
    log, _ = crowd()
    names = log.candidates()
    before = log.basis()
    log.happened(Kind.REFUSED)
    results = [
        drawn(SECRET, before, names, 5),
        drawn(SECRET[::-1], before, names, 5),
        drawn(SECRET, log.basis(), names, 5),
        drawn(SECRET, replace(before, said=1), names, 5),
        drawn(SECRET, replace(before, said=2), names, 5),
    ]
    assert all(one != other for one, other in itertools.combinations(results, 2))


def test_everybody_wins_as_often_as_everybody_else() -> None:
    """4,000 secrets, the same each run: five standard deviations are a share of 0.2 plus or minus 0.032."""
    log, _ = crowd(5)
    basis, names, tries = log.basis(), log.candidates(), 4_000
    orders = [drawn(hashlib.sha256(b"%d" % n).digest(), basis, names, 5) for n in range(tries)]
    for place in range(5):
        shares = Counter(order[place] for order in orders)
        assert all(abs(shares[name] / tries - 0.2) < 0.032 for name in names), (place, shares)
    assert len({tuple(order) for order in orders}) == 120, "every order of five comes about"


def where(log: Written, kind: Kind) -> int:
    return next(index for index, entry in enumerate(log.entries) if entry.draft.kind is kind)


@pytest.mark.parametrize(
    ("kind", "change", "ground"),
    [
        (Kind.DRAWN, {"code": SECRET[::-1].hex()}, Ground.OTHER_SECRET),
        (Kind.DRAWN, {"code": "không phải số"}, Ground.OTHER_SECRET),
        (Kind.DRAWN, {"code": None}, Ground.OTHER_SECRET),
        (Kind.DRAWN, {"minutes": 2}, Ground.OTHER_WINNERS),
        (Kind.DRAWN, {"target": EntryRef("HMRV0123", 2)}, Ground.NOT_COMMITTED),
        (Kind.DRAWN, {"target": None}, Ground.NOT_COMMITTED),
        (Kind.WON, {"person": "p-nobody"}, Ground.OTHER_WINNERS),
        (Kind.DRAW_SAID, {"minutes": 4712}, Ground.OTHER_WINNERS),
        (Kind.DRAW_SEEN, {"code": "00"}, Ground.ALTERED),
        (Kind.DRAW_SEEN, {"target": EntryRef("XXXX0000", 9)}, Ground.MISSING),
        (Kind.DRAW_COMMITTED, {"code": commitment_to(b"another")}, Ground.OTHER_SECRET),
        (Kind.DRAW_COMMITTED, {"event": "khac"}, Ground.NOT_COMMITTED),
        (Kind.VISIT_IN, {"station": "an-toan-2"}, Ground.ALTERED),
    ],
)
def test_a_forger_who_chains_everything_anew_is_told_what_does_not_hold(
    kind: Kind, change: dict[str, Any], ground: Ground
) -> None:
    log, commitment = crowd()
    log.drawn(commitment, 3, basis=log.basis(said=4711))
    (told,) = grounds(log.rewritten(where(log, kind), **change))
    assert ground in told


def test_whoever_swaps_two_prizes_and_chains_everything_anew_is_told() -> None:
    log, commitment = crowd()
    log.drawn(commitment, 2)
    place = where(log, Kind.WON)
    first, second = (entry.draft.person for entry in log.entries[place : place + 2])
    log.entries = log.rewritten(place, person=second)
    (told,) = grounds(log.rewritten(place + 1, person=first))
    assert told == [Ground.OTHER_WINNERS]


def test_an_altered_digest_of_the_chain_is_named() -> None:
    log, commitment = crowd(3)
    made = log.drawn(commitment, 1)
    visit = log.entries[3]
    log.entries[3] = replace(visit, draft=replace(visit.draft, station="trung-bay"))
    found = objections(made, log.entries, EVENT, {})
    assert [(o.ground, o.entry) for o in found if o.ground is Ground.ALTERED] == [(Ground.ALTERED, visit.ref)]


def test_the_last_entry_of_another_device_is_missed() -> None:
    log, commitment = crowd(3)
    last = log.happened(Kind.ADMITTED, "RRRR0001", person="q")
    made = log.drawn(commitment, 1)
    left = [entry for entry in log.entries if entry is not last]
    found = objections(made, left, EVENT, {})
    assert (Ground.MISSING, last.ref) in {(o.ground, o.entry) for o in found}


def test_one_secret_draws_once() -> None:
    log, commitment = crowd(3)
    first = log.drawn(commitment, 1)
    log.drawn(commitment, 1)
    found = [objections(one, log.entries, EVENT, {}) for one in drawings(log.entries, CODE)]
    assert found[0] == []
    assert [(o.ground, o.entry) for o in found[1]] == [(Ground.DRAWN_BEFORE, first.entry.ref)]
    log.drawn(commitment, 1)
    third = objections(drawings(log.entries, CODE)[-1], log.entries, EVENT, {})
    assert [(o.ground, o.entry) for o in third] == [(Ground.DRAWN_BEFORE, first.entry.ref)]


def test_a_commitment_after_the_drawing_is_none() -> None:
    log, _ = crowd(3)
    late = replace(log.entries[0], ref=EntryRef("HMRV0123", 99))
    made = log.drawn(late, 1)
    assert Ground.NOT_COMMITTED in {o.ground for o in objections(made, [*log.entries, late], EVENT, {})}


def test_a_second_drawing_with_its_own_commitment_holds() -> None:
    log, commitment = crowd(4)
    log.drawn(commitment, 2)
    log.drawn(log.committed(b"another"), 2, secret=b"another")
    assert grounds(log.entries) == [[], []]


def test_in_which_order_a_log_is_read_is_all_the_same() -> None:
    log, commitment = crowd(4)
    second = log.committed(b"another")
    log.drawn(commitment, 1)
    log.drawn(second, 1, secret=b"another")
    backwards = log.entries[::-1]
    assert heads(backwards) == heads(log.entries)
    assert commitments(backwards, CODE) == [commitment, second]
    assert drawings(backwards, CODE) == drawings(log.entries, CODE)
    assert grounds(backwards) == [[], []]


def test_a_guest_may_say_nought() -> None:
    log, commitment = crowd(4)
    made = log.drawn(commitment, 2, basis=log.basis(said=0))
    assert made.basis.said == 0
    assert objections(made, log.entries, EVENT, {}) == []


def test_what_is_altered_after_a_drawing_says_nothing_against_it() -> None:
    log, commitment = crowd(4)
    made = log.drawn(commitment, 2)
    later = log.happened(Kind.ADMITTED, person="q")
    log.entries[-1] = replace(later, draft=replace(later.draft, person="r"))
    assert objections(made, log.entries, EVENT, {}) == []


def test_the_last_entry_of_another_device_is_named_once_if_it_is_another_one_now() -> None:
    log, commitment = crowd(4)
    last = log.happened(Kind.ADMITTED, "RRRR0001", person="q")
    made = log.drawn(commitment, 2)
    log.entries[log.entries.index(last)] = replace(last, digest=bytes(32))
    found = objections(made, log.entries, EVENT, {})
    assert [(o.ground, o.entry) for o in found] == [(Ground.ALTERED, last.ref)]
