"""The log on both databases: append-only, one sequence a device, all or nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from checkin.desk import receive
from checkin.participation import Draft, Entry, EntryRef, Kind, verify
from checkin.undo import Undone, undo
from data.entry_rows import OF_PERSON, entry_of, row_of
from data.errors import StoreMismatch, StoreUnavailable
from data.ledger import Store, open_store
from data.session import transaction
from data.tables import entries
from stations.model import Bilingual, Topic
from tests.builders import (
    EVERYONE,
    NOW,
    Clock,
    at,
    catalogue,
    desk_of,
    known,
    person,
    station,
    store_at,
    the_log,
    villagers,
    with_one_more_group,
)

TODAY = catalogue([station("vneid", seats=2)])


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with store_at(place, TODAY) as opened:
        yield opened


def draft(number: int = 0) -> Draft:
    return Draft(
        Kind.UNDONE,
        "ngay-thu",
        at(number),
        "ban-1",
        person=person().id,
        badge=2**26 - 1,
        station="vneid",
        code="nham-nguoi",
        minutes=30,
        target=EntryRef("HMRV0123", 2**40),
    )


def append(store: Store, *drafts: Draft) -> list[Entry]:
    with store.writing() as log:
        return [log.append(one) for one in drafts]


def test_what_was_written_is_read_back_to_the_last_field(store: Store) -> None:
    written = append(store, draft(), Draft(Kind.REFUSED, "ngay-thu", NOW, "ban-2"))
    assert the_log(store) == written
    with store.reading() as log:
        assert log.entry(written[0].ref) == written[0]
        assert log.entry(EntryRef("NOBODY", 1)) is None


def test_a_device_numbers_its_entries_without_gaps_and_chains_them(store: Store) -> None:
    for batch in range(3):
        append(store, *(draft(batch * 5 + i) for i in range(5)))
    log = the_log(store)
    assert [e.ref for e in log] == [EntryRef(store.device.id, n) for n in range(1, 16)]
    assert verify(log) == []


def test_a_transaction_that_fails_leaves_nothing_and_no_gap(store: Store) -> None:
    append(store, draft())
    with pytest.raises(KeyError):
        fail_after(store, draft(1))
    append(store, draft(2))
    assert [e.draft for e in the_log(store)] == [draft(), draft(2)]
    assert verify(the_log(store)) == []


def fail_after(store: Store, one: Draft) -> None:
    with store.writing() as log:
        log.append(one)
        raise KeyError(one.kind)


def test_the_database_refuses_to_change_an_entry(store: Store) -> None:
    append(store, draft())
    statements = [update(entries).values(person=None), delete(entries)]
    if store.engine.dialect.name == "postgresql":
        statements.append(text("TRUNCATE entries"))  # type: ignore[arg-type]
    for statement in statements:
        with (
            pytest.raises(DBAPIError, match="the participation log only grows"),
            store.engine.connect() as connection,
            connection.begin(),
        ):
            connection.execute(statement)
    assert [e.draft for e in the_log(store)] == [draft()]


def test_an_entry_cannot_be_written_over(store: Store) -> None:
    (first,) = append(store, draft())
    with pytest.raises(StoreUnavailable), transaction(store.engine, writing=True) as connection:
        connection.execute(insert(entries), row_of(replace(first, draft=draft(9))))
    assert the_log(store) == [first]


def test_sqlite_cannot_replace_an_entry_either(tmp_path: Path) -> None:
    with store_at(tmp_path / "store.db") as store:
        (first,) = append(store, draft())
        with store.engine.connect() as connection:
            row = row_of(replace(first, draft=draft(9)))
            with pytest.raises(DBAPIError, match="only grows"), connection.begin():
                connection.execute(insert(entries).prefix_with("OR REPLACE"), row)
        assert the_log(store) == [first]


def test_someone_who_alters_the_file_behind_the_triggers_is_found_out(tmp_path: Path) -> None:
    with store_at(tmp_path / "store.db") as store:
        append(store, *(draft(i) for i in range(5)))
        with store.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("DROP TRIGGER entries_refuse_update")
            connection.exec_driver_sql("UPDATE entries SET person = NULL WHERE sequence = 3")
        (broken,) = verify(the_log(store))
        assert (broken.sequence, broken.missing) == (3, False)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET target = 'nonsense' WHERE sequence = 2",
        "UPDATE entries SET kind = 'unheard-of' WHERE sequence = 2",
    ],
)
def test_a_row_altered_beyond_reading_is_named_and_not_stumbled_over(tmp_path: Path, change: str) -> None:
    with store_at(tmp_path / "store.db") as store:
        append(store, *(draft(i) for i in range(3)))
        with store.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("DROP TRIGGER entries_refuse_update")
            connection.exec_driver_sql(change)
        assert [(b.sequence, b.missing) for b in verify(the_log(store))] == [(2, False)]


def test_reading_writes_nothing(store: Store) -> None:
    with store.reading() as log:
        assert list(log.log()) == []
        assert log.calling(TODAY).crowd.inside(NOW) == 0


def test_the_crowd_is_the_same_however_it_is_reached(store: Store) -> None:
    """Followed entry by entry in one process, or read at once in another."""
    desk = desk_of(store)
    scans = known(store, *villagers(6))
    receive(scans[:4], desk, NOW)
    other = open_store(str(store.engine.url.render_as_string(hide_password=False)), Clock())
    receive(scans[4:], desk_of(other), at(1))
    admission = next(e for e in the_log(store) if e.draft.kind is Kind.ADMITTED)
    assert isinstance(undo(admission.ref, "nham-nguoi", desk_of(other), at(2)), Undone)
    place = desk.catalogue.event.stations[0]
    answers = []
    for each in (store, other):
        with each.writing() as log:
            crowd = log.calling(TODAY).crowd
            answers.append((crowd.inside(NOW), crowd.coming(place, at(3))))
    with store.reading() as log:
        crowd = log.calling(TODAY).crowd
        answers.append((crowd.inside(NOW), crowd.coming(place, at(3))))
    other.close()
    assert answers == [answers[0]] * 3
    assert answers[0][0] == 5
    assert len(answers[0][1]) == 5


def test_entries_of_other_events_do_not_fill_this_one(store: Store) -> None:
    append(store, replace(draft(), kind=Kind.ADMITTED, event="hom-qua", target=None))
    with store.writing() as log:
        assert log.calling(TODAY).crowd.inside(NOW) == 0
        assert log.calling(catalogue(code="hom-qua")).crowd.inside(NOW) == 1
        assert log.history("ngay-thu", person().id, None) == []
        assert len(log.history("hom-qua", person().id, None)) == 1
        assert len(list(log.told("hom-qua"))) == 1


def test_a_person_has_the_history_of_all_their_badges(store: Store) -> None:
    """Also of one that was shown where its owner was not known yet."""
    known(store, person())
    with store.writing() as log:
        badge = log.people.badge_of(person().id)
        assert badge
        log.append(Draft(Kind.ADMITTED, "ngay-thu", NOW, "ban-1", badge=badge.serial))
        log.append(Draft(Kind.ADMITTED, "ngay-thu", NOW, "ban-1", badge=badge.serial + 1))
        assert [e.ref.sequence for e in log.history("ngay-thu", person().id, None)] == [1]
        assert [e.ref.sequence for e in log.history("ngay-thu", None, badge.serial + 1)] == [2]


def test_many_people_have_the_histories_that_each_has_alone(store: Store) -> None:
    """Some SQLite takes no more than a thousand values at once."""
    crowd = villagers(1200)
    known(store, *crowd)
    with store.writing() as log:
        serials = [badge.serial for one in crowd[:3] if (badge := log.people.badge_of(one.id))]
    about = [(crowd[0].id, None), (None, serials[0]), (crowd[1].id, serials[2]), (None, serials[2])]
    append(store, *(Draft(Kind.ADMITTED, "ngay-thu", NOW, "ban-1", one, badge) for one, badge in about))
    append(store, Draft(Kind.ADMITTED, "hom-qua", NOW, "ban-1", crowd[0].id, serials[0]))
    with store.reading() as log:
        found = log.histories("ngay-thu", [one.id for one in crowd])
        alone = {one.id: log.history("ngay-thu", one.id, None) for one in crowd[:4]}
    assert list(found) == [one.id for one in crowd]
    assert {person: {e.ref.sequence for e in theirs} for person, theirs in found.items() if theirs} == {
        crowd[0].id: {1, 2},
        crowd[1].id: {3},
        crowd[2].id: {4},
    }, "an entry is of whom it names, whoever holds its badge here"
    assert all(sorted(found[one], key=lambda e: e.ref.sequence) == theirs for one, theirs in alone.items())


def test_a_history_is_looked_up_by_person_and_by_badge(store: Store) -> None:
    """And not by reading through all entries that name nobody, which a busy day has thousands of."""
    if store.engine.dialect.name != "sqlite":
        pytest.skip("a plan of SQLite's")
    query = str(OF_PERSON.compile(store.engine, compile_kwargs={"literal_binds": False}))
    with transaction(store.engine, writing=False) as connection:
        plan = [
            row[3]
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", ("a",) * query.count("?"))
        ]
    assert any("entries_by_badge" in step for step in plan), plan


def test_a_row_and_an_entry_say_the_same(store: Store) -> None:
    (first,) = append(store, draft())
    with transaction(store.engine, writing=False) as connection:
        row = connection.execute(entries.select()).one()
    assert entry_of(row) == first
    assert {**row._mapping, "kind": str(row.kind)} == {**row_of(first), "kind": "undone"}


def test_what_is_for_everybody_is_for_a_group_that_is_added_too(store: Store) -> None:
    pupils, name = frozenset({"hoc-sinh"}), Bilingual("Chủ đề", "Topic")
    topics = (
        Topic("a", name, frozenset({"vneid"}), EVERYONE),
        Topic("b", name, frozenset({"vneid"}), pupils),
    )
    other = catalogue([station("vneid"), replace(station("lop-hoc", 2), suits=pupils)], code="ngay-khac")
    passport = replace(other.event.passport, topics=topics)
    store.put(replace(other, event=replace(other.event, passport=passport)))
    store.put(with_one_more_group(catalogue()))
    event = store.catalogues["ngay-khac"].event
    assert [s.suits for s in event.stations] == [EVERYONE | {"nguoi-cao-tuoi"}, pupils]
    assert [t.groups for t in event.passport.topics] == [EVERYONE | {"nguoi-cao-tuoi"}, pupils]


def test_a_programme_whose_badges_would_be_read_no_more_is_not_kept(store: Store) -> None:
    known = next(iter(store.catalogues.values()))
    other = replace(known, programme=replace(known.programme, tag=known.programme.tag + 1))
    with pytest.raises(StoreMismatch) as refused:
        store.put(other)
    assert f"tag = {store.tag}" in refused.value.sentence.vi
    assert store.catalogues.get(known.event.code) == known


def test_what_another_window_wrote_of_an_event_stays_where_the_programme_is_changed(tmp_path: Path) -> None:
    place = tmp_path / "store.db"
    with store_at(place, catalogue(), Clock()) as store:
        with store_at(place, catalogue([station("vneid")]), Clock()):
            pass
        store.put(with_one_more_group(catalogue(code="ngay-sau")))
    again = open_store(str(place), Clock())
    again.close()
    assert [one.code for one in again.catalogues["ngay-thu"].event.stations] == ["vneid"]
