"""The lucky draw on a store: where the secret is, and what the drawing wrote down."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from checkin.draw import DrawProblem, Ground
from checkin.participation import Draft, Entry, Kind, verify
from data.draws import Drawn, NotDrawn, check, commit, draw
from data.entry_rows import row_of
from data.ledger import Store
from data.session import transaction
from data.tables import aliases, badges, draw_secrets, entries
from stations.model import Passport, Topic
from tests.builders import NOW, at, catalogue, known, person, station, store_at, text, the_log, villagers

EVENT = catalogue([station("vneid"), station("an-toan", 2)], choices=2)


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with store_at(place, EVENT) as opened:
        yield opened


def complete(store: Store, **holder: str | int) -> None:
    """Somebody is admitted and visits both stations."""
    with store.writing() as log:
        for kind, code in ((Kind.ADMITTED, None), (Kind.VISIT_IN, "vneid"), (Kind.VISIT_IN, "an-toan")):
            log.append(Draft(kind, "ngay-thu", NOW, "ban-1", station=code, **holder))  # type: ignore[arg-type]


def crowd(store: Store, count: int = 9) -> None:
    people = villagers(count)
    known(store, *people)
    for one in people:
        complete(store, person=one.id)


def drew(store: Store, count: int, said: int | None = None) -> Drawn:
    outcome = draw(store, EVENT, "ban-1", at(60), count, said)
    assert isinstance(outcome, Drawn)
    return outcome


def refused(store: Store, count: int = 1) -> tuple[DrawProblem, int]:
    before = the_log(store)
    outcome = draw(store, EVENT, "ban-1", at(60), count)
    assert isinstance(outcome, NotDrawn)
    assert the_log(store) == before
    return outcome.problem, outcome.completed


def test_the_secret_stays_out_of_the_log_until_it_is_drawn(store: Store) -> None:
    entry, new = commit(store, EVENT, "ban-1", NOW)
    with store.reading() as log:
        (secret,) = log.connection.scalars(select(draw_secrets.c.secret))
    assert (new, entry.draft.kind, entry.draft.code) == (
        True,
        Kind.DRAW_COMMITTED,
        hashlib.sha256(secret).hexdigest(),
    )
    assert len(secret) == 32
    assert secret.hex() not in str(the_log(store))
    crowd(store, 2)
    assert drew(store, 1).drawing.secret == secret


def test_a_second_commitment_replaces_nothing(store: Store) -> None:
    first, _ = commit(store, EVENT, "ban-1", NOW)
    assert commit(store, EVENT, "ban-1", at(1)) == (first, False)
    assert the_log(store) == [first]
    with store.reading() as log:
        assert log.connection.scalar(select(func.count()).select_from(draw_secrets)) == 1


def test_what_was_drawn_is_what_the_log_says(store: Store) -> None:
    crowd(store)
    commit(store, EVENT, "ban-1", NOW)
    outcome = drew(store, 3, said=4711)
    assert outcome.completed == 9
    assert [winner.place for winner in outcome.winners] == [1, 2, 3]
    assert [w.person and w.person.id for w in outcome.winners] == list(outcome.drawing.winners)
    kinds = [entry.draft.kind for entry in the_log(store)][-6:]
    assert kinds == [Kind.DRAW_SEEN, Kind.DRAW_SAID, *[Kind.WON] * 3, Kind.DRAWN]
    assert check(store, EVENT) == [outcome]
    assert outcome.objections == ()
    assert verify(the_log(store)) == []


def test_why_nobody_is_drawn(store: Store) -> None:
    assert refused(store) == (DrawProblem.NO_COMMITMENT, 0)
    commit(store, EVENT, "ban-1", NOW)
    assert refused(store) == (DrawProblem.NOBODY_COMPLETED, 0)
    crowd(store, 3)
    assert refused(store, 4) == (DrawProblem.TOO_FEW, 3)
    first = drew(store, 2)
    assert refused(store) == (DrawProblem.DRAWN_ALREADY, 0)
    assert commit(store, EVENT, "ban-1", at(90))[1]
    assert refused(store, 2) == (DrawProblem.TOO_FEW, 1)
    second = drew(store, 1)
    assert check(store, EVENT)[1] == second
    assert len({winner.person for one in (first, second) for winner in one.winners}) == 3, "nobody wins twice"
    assert commit(store, EVENT, "ban-1", at(91))[1]
    assert refused(store) == (DrawProblem.NOBODY_COMPLETED, 0)
    assert [one.objections for one in check(store, EVENT)] == [(), ()]


def test_a_commitment_of_another_store_is_drawn_there(store: Store) -> None:
    crowd(store, 2)
    with store.writing() as log:
        log.append(Draft(Kind.DRAW_COMMITTED, "ngay-thu", NOW, "ban-1", code="0" * 64))
    assert refused(store) == (DrawProblem.SECRET_ELSEWHERE, 0)
    _, new = commit(store, EVENT, "ban-1", at(1))
    assert new, "whoever lost the other store can go on"
    assert drew(store, 1).objections == ()


def test_a_badge_shown_before_its_owner_was_known_wins_for_its_owner(store: Store) -> None:
    owner = person("Đinh Văn Rớ")
    known(store, owner)
    with store.reading() as log:
        badge = log.people.badge_of(owner.id)
    assert badge
    complete(store, badge=badge.serial)
    complete(store, person=owner.id)
    complete(store, badge=77)
    commit(store, EVENT, "ban-1", NOW)
    outcome = drew(store, 2)
    assert {(w.person, w.badge) for w in outcome.winners} == {(owner, None), (None, 77)}
    with store.writing() as log:
        later = person("Phạm Thị Ngộ", id="f" * 32)
        log.people.add(later, None)
        log.connection.execute(insert(badges).values(serial=77, person=later.id, revoked=False))
    (checked,) = check(store, EVENT)
    assert (checked.objections, checked.completed) == ((), 2)
    assert {w.person for w in checked.winners} == {owner, later}, "whose name is known now is named"


def test_whoever_is_known_under_two_ids_wins_once_and_under_their_name(store: Store) -> None:
    owner = person("Đinh Văn Rớ")
    known(store, owner)
    complete(store, person="e" * 32)
    with store.writing() as log:
        log.connection.execute(insert(aliases).values(id="e" * 32, person=owner.id))
        log.connection.execute(insert(aliases).values(id="d" * 32, person=owner.id))
    complete(store, person=owner.id)
    commit(store, EVENT, "ban-1", at(61))
    outcome = drew(store, 1)
    assert ([w.person for w in outcome.winners], outcome.completed) == ([owner], 1)
    assert outcome.drawing.basis.aliases == {"e" * 32: owner.id}, "of ids that the log has"
    assert outcome.objections == ()


def test_whoever_won_under_another_id_does_not_win_again(store: Store) -> None:
    owner = person("Đinh Văn Rớ")
    known(store, owner)
    complete(store, person="e" * 32)
    commit(store, EVENT, "ban-1", NOW)
    (before,) = drew(store, 1).winners
    with store.writing() as log:
        log.connection.execute(insert(aliases).values(id="e" * 32, person=owner.id))
    complete(store, person=owner.id)
    commit(store, EVENT, "ban-1", at(61))
    assert (before.person, refused(store)) == (None, (DrawProblem.NOBODY_COMPLETED, 0))
    assert [one.winners[0].person for one in check(store, EVENT)] == [owner]


def test_a_second_event_of_a_store_draws_among_its_own_people_by_the_passport_of_their_group(
    store: Store,
) -> None:
    topic = Topic("an-toan", text("An toàn"), frozenset({"an-toan"}), frozenset({"hoc-sinh"}))
    later = replace(EVENT, event=replace(EVENT.event, code="ngay-hai", passport=Passport((topic,))))
    store.put(later)
    crowd(store, 2)
    pupil = person("Nguyễn Thúy Ái", group="hoc-sinh")
    known(store, pupil)
    with store.writing() as log:
        log.append(Draft(Kind.ADMITTED, "ngay-hai", NOW, "ban-1", person=pupil.id))
        log.append(Draft(Kind.VISIT_IN, "ngay-hai", NOW, "ban-1", person=pupil.id, station="an-toan"))
    commit(store, later, "ban-1", NOW)
    outcome = draw(store, later, "ban-1", at(60), 1)
    assert isinstance(outcome, Drawn)
    assert [winner.person for winner in outcome.winners] == [pupil]
    assert check(store, later) == [outcome]
    assert outcome.objections == ()
    assert check(store, EVENT) == []


def test_a_group_that_changed_since_is_told(store: Store) -> None:
    crowd(store, 2)
    commit(store, EVENT, "ban-1", NOW)
    drew(store, 2)
    longer = catalogue(EVENT.event.stations, choices=3)
    (checked,) = check(store, longer)
    assert [o.ground for o in checked.objections] == [Ground.OTHER_WINNERS]


def test_nobody_draws_from_a_broken_log(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db", EVENT) as store:
        commit(store, EVENT, "ban-1", NOW)
        crowd(store, 2)
        with transaction(store.engine, writing=True) as connection:
            connection.exec_driver_sql("DROP TRIGGER entries_refuse_UPDATE")
        altered(store, the_log(store)[2], "person", "x")
        assert refused(store) == (DrawProblem.LOG_BROKEN, 0)


def altered(store: Store, entry: Entry, column: str, value: object) -> None:
    place = (entries.c.device == entry.ref.device) & (entries.c.sequence == entry.ref.sequence)
    with transaction(store.engine, writing=True) as connection:
        connection.execute(update(entries).where(place).values({column: value}))


@pytest.mark.parametrize("column", ["kind", "event", "person", "code", "target"])
@pytest.mark.parametrize("value", ["", "#x", "#7", "khac", "drawn", "won", "X-1", "-", "Z" * 40])
def test_whatever_is_altered_is_told_and_fails_nothing(tmp_path: Path, column: str, value: str) -> None:
    with store_at(tmp_path / "a.db", EVENT) as store:
        commit(store, EVENT, "ban-1", NOW)
        crowd(store, 2)
        drew(store, 2, said=5)
        with transaction(store.engine, writing=True) as connection:
            connection.exec_driver_sql("DROP TRIGGER entries_refuse_UPDATE")
        for entry in (the_log(store)[0], *the_log(store)[-5:]):
            before = row_of(entry)[column]
            if before == value or (before is None and column == "target" and not value):
                continue  # an empty target names no entry either
            altered(store, entry, column, value)
            assert all(one.objections for one in check(store, EVENT)), (entry, column, value)
            altered(store, entry, column, before)
        assert [one.objections for one in check(store, EVENT)] == [()]
