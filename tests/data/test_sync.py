"""Laptops that stood apart: what one of them knows is brought to another, and nothing counts twice."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from checkin.admission import Admit, Reason
from checkin.badge import decode
from checkin.citizen_card import CitizenCard
from checkin.desk import Desk, Scan, receive, receive_person
from checkin.draw import DrawProblem
from checkin.event import Hamlet
from checkin.participation import Entry, Kind, verify
from checkin.person import Birth, Person, Sex
from checkin.registration import badge_code, register, replace_badge
from checkin.undo import Undone, UndoProblem, undo
from checkin.visits import Turn, leave, visit, visit_person
from data import backups, draws
from data.attendance import attendance
from data.badging import issue_badges
from data.dossier import correct, dossier
from data.errors import StoreMismatch
from data.importing import import_roster
from data.ledger import Store, create_store, open_store
from data.logs import logs_until
from data.overview import Watch, find
from data.people import every_person
from data.recorded import recorded_day
from data.reports.counting import figures
from data.reports.figures import Figures
from data.reports.log_list import log_file
from data.retention import Because, forget, forgotten_at
from data.roster import Reading, RosterPerson, RowPlace
from data.sync import Gained, NotTaken, SyncProblem, sync
from data.tables import devices, programme
from stations.model import Go
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
    text,
    the_log,
    with_one_more_group,
)

CATALOGUE = catalogue([station("vneid"), station("an-toan", 2)], choices=2)
NGO = person("Nguyễn Thị Ngộ", Birth(1957, 3, 5))
BRON = person("Đinh Văn Brôn", Birth(2012, 8, 12), Sex.MALE, group="hoc-sinh", unit="Lớp 5A")
HLE = person("Phạm Thị Hlê", Birth(1988, 1, 2), consent=None)
CARD = CitizenCard("051188004711", "Phạm Thị Hlê", Birth(1988, 1, 2), Sex.FEMALE, "")
LATER = NOW + timedelta(hours=8)


@pytest.fixture
def first(tmp_path: Path) -> Iterator[tuple[Store, list[Scan]]]:
    """The main laptop's store, with two people whose badges were printed."""
    with store_at(tmp_path / "may-1.db", CATALOGUE) as store:
        yield store, known(store, NGO, BRON)


@pytest.fixture
def main(first: tuple[Store, list[Scan]]) -> Store:
    return first[0]


@pytest.fixture
def scans(first: tuple[Store, list[Scan]]) -> list[Scan]:
    return first[1]


@pytest.fixture
def laptop(main: Store, tmp_path: Path) -> Iterator[Callable[[int], Store]]:
    """Makes another laptop of a copy of the main one's store, as the organiser's page says."""
    opened: list[Store] = []

    def made(number: int) -> Store:
        path = copy_of(main, tmp_path / f"may-{len(opened) + 2}.db")
        store = open_store(str(path), Clock())
        assert store.device.is_new
        assert store.assign_number(number)
        opened.append(store)
        return store

    yield made
    for store in opened:
        store.close()


def copy_of(store: Store, to: Path) -> Path:
    """Copy the file of a store that nobody has open, as people do."""
    store.close()
    shutil.copyfile(str(store.engine.url.database), to)
    return to


def alter(path: Path, *statements: str) -> Path:
    """Alter what a store's file holds, as no version of the program does."""
    with closing(sqlite3.connect(path)) as altered:
        for (trigger,) in altered.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            altered.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            altered.execute(statement)
        altered.commit()
    return path


def learn(store: Store, other: Store) -> Gained:
    """Bring what another laptop knows into a store, by way of a copy of its file."""
    path = Path(str(other.engine.url.database))
    gained = sync(store, copy_of(other, path.with_suffix(".copy")), LATER)
    assert isinstance(gained, Gained)
    return gained


def counted(store: Store) -> Figures:
    with store.reading() as log:
        return figures(log, list(store.catalogues.values()), LATER)


def came(store: Store) -> list[tuple[str, tuple[str, ...]]]:
    """Who came, and to which stations, in the order in which they did."""
    with store.reading() as log:
        rows = attendance(log, store.catalogues["ngay-thu"])
    return [
        (row.person.name if row.person else row.who, tuple(v.station for v in row.visits)) for row in rows
    ]


def everyone(store: Store) -> list[Person]:
    with store.reading() as log:
        return sorted(every_person(log.connection).values(), key=lambda one: one.id)


def as_set(entries: Sequence[Entry]) -> set[tuple[object, bytes]]:
    return {(entry.ref, entry.digest) for entry in entries}


def roster(*named: tuple[str, Birth | None, str | None]) -> Reading:
    rows = [
        RosterPerson(
            RowPlace("Danh sách", row), name, birth, Sex.FEMALE, "nguoi-dan", "bui-hui", card_number=card
        )
        for row, (name, birth, card) in enumerate(named, 2)
    ]
    return Reading(tuple(rows), (), (), (), ())


def test_two_desks_that_never_spoke_make_one_day(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    receive([scans[0]], desk_of(main), at(0))
    visit(scans[0], "vneid", Turn.IN, desk_of(main), at(1))
    receive([scans[1]], desk_of(second, "ban-2"), at(2))
    register(HLE, "tai-ban", desk_of(second, "ban-2"), at(3))
    visit(scans[0], "an-toan", Turn.IN, desk_of(second), at(4))
    before, theirs = the_log(main), the_log(second)
    gained = learn(main, second)
    assert (gained.entries, gained.people, gained.badges) == (len(theirs), 1, 1)
    assert as_set(the_log(main)) == as_set(before) | as_set(theirs)
    assert verify(the_log(main)) == []
    assert came(main) == [(NGO.name, ("vneid", "an-toan")), (BRON.name, ()), (HLE.name, ())]
    (total,) = counted(main).events
    assert (total.people, total.visits) == (3, 2)
    assert find(main, "ngay-thu", "hle", 5)[0].person == replace(HLE, consent="tai-ban")


def test_a_laptop_that_was_never_given_a_number_is_brought_in_as_often_as_one_likes(
    main: Store, scans: list[Scan], tmp_path: Path
) -> None:
    second = open_store(str(copy_of(main, tmp_path / "may-2.db")), Clock())
    for minute, scan in enumerate(scans):
        receive([scan], desk_of(second, "ban-2"), at(minute))
        assert learn(main, second).entries == 2
    second.close()
    assert [name for name, _ in came(main)] == [NGO.name, BRON.name]


def test_namesakes_of_another_laptop_who_are_nobody_s_here_are_left_to_that_laptop(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    for name in ("Phạm Thị Hlê", "Phạm Thị Hlé"):
        register(person(name, Birth(1988, 1, 2), consent=None), "tai-ban", desk_of(second), at(1))
    gained = learn(main, second)
    assert (gained.people, gained.alike) == (2, [])


@pytest.mark.parametrize("since", [1, 30])
def test_a_wal_that_stayed_beside_a_newer_file_puts_nothing_older_in_its_place(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path, since: int
) -> None:
    """SQLite would play it into the file: the state of noon, or none that is whole."""
    people = [person(f"Lê Thị Người {i}") for i in range(30 + since)]
    codes = known(main, *people)
    second = laptop(2)
    file = Path(str(second.engine.url.database))
    stick = tmp_path / "kho-2.db"
    for code in codes[:30]:
        receive([code], desk_of(second), at(0))
    for end in ("", "-wal"):
        shutil.copyfile(f"{file}{end}", f"{stick}{end}")
    for code in codes[30:]:
        receive([code], desk_of(second), at(20))
    second.close()
    shutil.copyfile(file, stick)
    assert isinstance(sync(main, stick, LATER), Gained)
    assert len(came(main)) == 30 + since


def test_a_wal_that_cannot_be_read_is_not_left_out_in_silence(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path
) -> None:
    stick = copy_of(laptop(2), tmp_path / "kho-2.db")
    stick.with_name("kho-2.db-wal").mkdir()
    with pytest.raises(StoreMismatch):
        sync(main, stick, LATER)


def test_what_is_known_already_is_not_taken_twice(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    receive([scans[0]], desk_of(second), at(0))
    learn(main, second)
    log, total = the_log(main), counted(main)
    assert learn(main, second).is_nothing
    receive([scans[1]], desk_of(second), at(1))
    assert learn(main, second).entries == len(the_log(main)) - len(log) > 0
    assert total.events[0].people + 1 == counted(main).events[0].people


def test_the_way_to_a_laptop_that_knows_nothing_of_it_is_a_wait(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    receive([scans[0]], desk_of(main), at(0))
    visit(scans[0], "vneid", Turn.IN, desk_of(main), at(4))
    assert visit(scans[0], "vneid", Turn.OUT, desk_of(main), at(9)).call == Go("an-toan", 0)
    visit(scans[0], "an-toan", Turn.IN, desk_of(second), at(12))
    learn(main, second)
    (day,) = counted(main).events
    assert [row.wait and row.wait.median for row in day.stations] == [4.0, 3.0]


def test_an_end_that_one_station_notes_late_ends_no_visit_at_another(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    receive([scans[0]], desk_of(main), at(-10))
    visit(scans[0], "vneid", Turn.IN, desk_of(main), at(0))
    visit(scans[0], "an-toan", Turn.IN, desk_of(second), at(8))
    visit(scans[0], "vneid", Turn.EITHER, desk_of(main), at(9))
    learn(second, main)
    safety = CATALOGUE.event.stations[1]
    watch = Watch(second, second.catalogues["ngay-thu"])
    assert [guest.person for guest in watch.station(safety, at(10)).served] == [NGO]
    assert visit(scans[0], "an-toan", Turn.EITHER, desk_of(second), at(12)).decision == Admit(
        Reason.STATION_OUT
    )
    assert came(second) == [(NGO.name, ("vneid", "an-toan"))]


def inside(store: Store) -> int:
    """How many are here, as the kiosk says and the board reckons with."""
    store.keep_names()
    known = store.catalogues["ngay-thu"]
    with store.writing() as log:
        return log.calling(known).crowd.inside(known.event.begins)


def test_whoever_came_by_a_badge_alone_is_its_owner_to_the_board_and_the_way_once_that_is_known(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    scan = Scan(register(HLE, "tai-ban", desk_of(second), at(0)).code.encode())
    board = Watch(main, main.catalogues["ngay-thu"])
    assert receive([scan], desk_of(main), at(5))[0].call == Go("vneid", 0)
    visit(scan, "vneid", Turn.IN, desk_of(main), at(6))
    visit(scan, "vneid", Turn.OUT, desk_of(main), at(9))
    assert (board.day(at(10)).inside, inside(main)) == (1, 1)
    learn(main, second)
    assert (board.day(at(11)).inside, board.day(at(11)).people, inside(main)) == (1, 1, 1)
    assert receive([scan], desk_of(main), at(20))[0].call == Go("an-toan", 0)
    leave(scan, desk_of(main), at(21))
    assert (board.day(at(22)).inside, inside(main)) == (0, 0)


def test_who_turned_out_to_be_one_is_one_to_the_board_that_knew_two(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    register(HLE, "tai-ban", desk_of(second), at(0), card=CARD)
    shown = register(replace(HLE, id="f" * 32), "tai-ban", desk_of(main), at(5), card=CARD)
    board = Watch(main, main.catalogues["ngay-thu"])
    assert (board.day(at(6)).inside, inside(main)) == (1, 1)
    learn(main, second)
    assert (board.day(at(7)).inside, board.day(at(7)).people, inside(main)) == (1, 1, 1)
    leave(Scan(shown.code.encode()), desk_of(main), at(8))
    assert (board.day(at(9)).inside, inside(main)) == (0, 0)


def test_both_laptops_come_to_know_the_same(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    receive([scans[0]], desk_of(main), at(0))
    register(HLE, "tai-ban", desk_of(second), at(1))
    learn(main, second)
    learn(second, main)
    assert as_set(the_log(main)) == as_set(the_log(second))
    assert everyone(main) == everyone(second)
    assert counted(main) == replace(counted(second), made=LATER)
    with second.reading() as log:
        numbers = dict(log.connection.execute(select(devices.c.id, devices.c.number)).all())
    assert numbers == {main.device.id: 1, second.device.id: 2}


def test_a_badge_of_another_laptop_becomes_its_owners(main: Store, laptop: Callable[[int], Store]) -> None:
    second, third = laptop(2), laptop(3)
    scan = walk_in(HLE, second, 0)
    visit(scan, "vneid", Turn.IN, desk_of(third), at(5))
    learn(main, third)
    assert came(main) == [(f"#{serial_of(scan, main)}", ("vneid",))]
    learn(main, second)
    assert came(main) == [(HLE.name, ("vneid",))]


def walk_in(who: Person, store: Store, minute: float, shows: CitizenCard | None = None) -> Scan:
    """Somebody who is on no list registers at a desk; their new badge."""
    return Scan(register(who, "tai-ban", desk_of(store), at(minute), card=shows).code.encode())


def serial_of(scan: Scan, store: Store) -> int:
    return decode(scan.data.decode(), store.key)[0].serial


def registered_twice(main: Store, second: Store) -> tuple[Scan, Scan]:
    """Somebody shows their citizen card to two desks, of which neither knows of the other."""
    here = walk_in(replace(HLE, id="a" * 32), main, 0, CARD)
    there = walk_in(replace(HLE, id="b" * 32, unit="Chợ"), second, 30, CARD)
    visit(here, "vneid", Turn.IN, desk_of(main), at(40))
    visit(there, "an-toan", Turn.IN, desk_of(second), at(60))
    return here, there


def test_who_registered_at_two_desks_with_one_card_is_one_person(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    here, there = registered_twice(main, second)
    gained = learn(main, second)
    assert (gained.people, gained.united, gained.alike) == (0, 1, [])
    assert came(main) == [(HLE.name, ("vneid", "an-toan"))]
    (total,) = counted(main).events
    assert (total.people, total.visits, total.completed) == (1, 2, 1)
    (found,) = find(main, "ngay-thu", "hle", 5)
    assert (found.person.id, found.here) == ("a" * 32, True)
    assert Watch(main, CATALOGUE).day(LATER).people == 1
    with main.reading() as log:
        shown = dossier(log, found.person, [CATALOGUE], main.tag)
        assert [len(recorded_day(log, CATALOGUE).people), len(shown.badges), len(shown.consents)] == [1, 2, 2]
        assert log.calling(CATALOGUE).crowd.inside(NOW) == 1
    assert [receive([scan], desk_of(main), at(70))[0].person for scan in (here, there)] == [found.person] * 2
    assert learn(main, second).is_nothing
    learn(second, main)
    assert came(second) == came(main)


def test_the_list_of_the_log_has_one_id_for_who_was_united(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path
) -> None:
    second = laptop(2)
    registered_twice(main, second)
    learn(main, second)
    with main.reading() as log, log_file(tmp_path / "nhat-ky.csv", log, [CATALOGUE]):
        pass
    with (tmp_path / "nhat-ky.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Mã người"] for row in rows if row["Mã người"]} == {"a" * 32}
    assert len(rows) == len(the_log(main))


def test_the_list_of_the_log_names_the_owner_of_a_badge_that_was_nobodys_at_that_desk(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path
) -> None:
    second = laptop(2)
    scan = walk_in(HLE, second, 0)
    receive([scan], desk_of(main), at(1))
    learn(main, second)
    with main.reading() as log, log_file(tmp_path / "nhat-ky.csv", log, [CATALOGUE]):
        pass
    with (tmp_path / "nhat-ky.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Số thẻ"] or row["Mã người"]]
    assert len(rows) > 1
    assert {row["Mã người"] for row in rows} == {HLE.id}


def test_what_two_laptops_took_back_was_taken_back_once(
    main: Store, scans: list[Scan], laptop: Callable[[int], Store]
) -> None:
    (answer,) = receive([scans[0]], desk_of(main), at(0))
    assert answer.entry
    second = laptop(2)
    for store, minute in ((main, 1), (second, 2)):
        undo(answer.entry.ref, "nham-nguoi", desk_of(store), at(minute))
    learn(main, second)
    assert [tally.count for tally in counted(main).events[0].irregular.undone] == [2], "and its advice"


def test_what_was_written_under_the_other_id_is_taken_back_with_what_followed(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    here, there = registered_twice(main, second)
    learn(main, second)
    visit(here, "an-toan", Turn.OUT, desk_of(main), at(70))
    (begun,) = [e for e in the_log(second) if e.draft.kind is Kind.VISIT_IN]
    assert isinstance(undo(begun.ref, "nham-nguoi", desk_of(main), at(80)), Undone)
    assert came(main) == [(HLE.name, ("vneid",))]
    assert undo(begun.ref, "nham-nguoi", desk_of(main), at(81)) is UndoProblem.ALREADY_UNDONE
    taken_back = {e.draft.target for e in the_log(main) if e.draft.kind is Kind.UNDONE}
    assert {e.ref for e in the_log(main) if e.draft.kind is Kind.VISIT_OUT} <= taken_back
    visit(there, "an-toan", Turn.IN, desk_of(main), at(90))
    assert came(main) == [(HLE.name, ("vneid", "an-toan"))]


def test_a_card_that_was_linked_under_the_other_id_is_unlinked(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    walk_in(replace(HLE, id="a" * 32), main, 0, CARD)
    walk_in(there := replace(HLE, id="b" * 32), second, 1)
    receive_person(there, desk_of(second), at(10), card=CARD)
    learn(main, second)
    (linked,) = [e for e in the_log(second) if e.draft.kind is Kind.CARD_LINKED]
    assert isinstance(undo(linked.ref, "nham-nguoi", desk_of(main), at(20)), Undone)
    with main.reading() as log:
        assert log.people.by_card(CARD.number) is None


def test_an_open_window_counts_who_was_united_once(main: Store, laptop: Callable[[int], Store]) -> None:
    second, watch = laptop(2), Watch(main, CATALOGUE)
    registered_twice(main, second)
    with main.writing() as log:
        assert log.calling(CATALOGUE).crowd.inside(NOW) == 1
    assert watch.day(LATER).people == 1
    learn(main, second)
    day = watch.day(LATER)
    assert (day.people, day.visits, day.inside) == (1, 2, 1)
    with main.writing() as log:
        assert log.calling(CATALOGUE).crowd.inside(NOW) == 1


def test_a_list_imported_on_both_laptops_makes_nobody_two(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    listed = roster(
        ("Phạm Văn Dút", None, None), ("Phạm Văn Dút", None, None), ("Hồ Thị Ven", Birth(1990), None)
    )
    for store in (main, second):
        import_roster(store, listed, "danh-sach", CATALOGUE, "ban-1", NOW)
    for store, minute in ((main, 0), (second, 10)):
        for found in find(store, "ngay-thu", "dut", 5):
            receive_person(found.person, desk_of(store), at(minute))
    gained = learn(main, second)
    assert (gained.people, gained.united, gained.alike) == (0, 3, [])
    assert len(find(main, "ngay-thu", "dut", 5)) == counted(main).events[0].people == 2
    assert import_roster(main, listed, "danh-sach", CATALOGUE, "ban-1", NOW).newcomers == ()


def test_a_list_sorted_anew_for_the_other_laptop_changes_nobody_s_place(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    """Hương and Hường are one in a row's key; only their order tells them apart."""
    second = laptop(2)
    named = [("Phạm Thị Hương", None, None), ("Phạm Thị Hường", None, None), ("Phạm Thị Hưởng", None, None)]
    import_roster(main, roster(*named), "danh-sach", CATALOGUE, "ban-1", at(0))
    import_roster(second, roster(*named[1:], named[0]), "danh-sach", CATALOGUE, "ban-2", at(1))
    holders = issue_badges(second, unit=None, group=None).holders
    gained = learn(main, second)
    assert (gained.people, gained.united) == (0, 3)
    with main.reading() as log:
        for holder in holders:
            found = log.people.by_badge(holder.badge.serial)
            assert found
            assert found.name == holder.person.name


def test_an_accent_put_right_before_another_import_gives_nobody_two_people_s_badges(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    import_roster(
        main,
        roster(("Lê Hường", None, None), ("Lê Hương", None, None)),
        "danh-sach",
        CATALOGUE,
        "ban-1",
        at(0),
    )
    import_roster(
        second, roster(("Lê Hương", None, None), ("Lê Hương", None, None)), "danh-sach", CATALOGUE, "b", at(1)
    )
    printed = [holder.badge.serial for holder in issue_badges(second, unit=None, group=None).holders]
    assert learn(main, second).united == 2
    with main.reading() as log:
        owners = [log.people.by_badge(serial) for serial in printed]
    assert len({owner.id for owner in owners if owner}) == len(printed)


def test_one_card_under_unlike_names_makes_nobody_one(main: Store, laptop: Callable[[int], Store]) -> None:
    second = laptop(2)
    mother = walk_in(HLE, main, 0, CARD)
    child = walk_in(replace(person("Phạm Văn Tèo", Birth(2001, 7, 7)), hamlet="chua-ro"), second, 1, CARD)
    gained = learn(main, second)
    assert gained.united == 0
    assert [[one.name for one in group] for group in gained.alike] == [[HLE.name, "Phạm Văn Tèo"]]
    with main.reading() as log:
        assert {log.people.by_badge(serial_of(scan, main)).name for scan in (mother, child)} == {  # type: ignore[union-attr]
            HLE.name,
            "Phạm Văn Tèo",
        }
        assert log.people.by_card(CARD.number).name == HLE.name  # type: ignore[union-attr]
    assert counted(main).events[0].people == 2


def test_namesakes_of_two_laptops_are_told_and_stay_two(main: Store, laptop: Callable[[int], Store]) -> None:
    second = laptop(2)
    walk_in(replace(HLE, id="a" * 32), main, 0)
    walk_in(replace(HLE, id="b" * 32), second, 1)
    walk_in(person("Hồ Thị Ven"), second, 2)
    gained = learn(main, second)
    assert (gained.people, gained.united) == (2, 0)
    assert [{one.id for one in group} for group in gained.alike] == [{"a" * 32, "b" * 32}]
    assert learn(main, second).is_nothing


def test_of_each_detail_the_later_correction_counts(main: Store, laptop: Callable[[int], Store]) -> None:
    second = laptop(2)
    learn_early = replace(NGO, name="Nguyễn Thị Ngọ")
    correct(second, learn_early, at(10))
    correct(second, replace(learn_early, birth=Birth(1956)), at(20))
    correct(main, replace(NGO, birth=Birth(1958), unit="Hội Người cao tuổi"), at(30))
    told = replace(NGO, name="Nguyễn Thị Ngọ", birth=Birth(1958), unit="Hội Người cao tuổi")
    assert learn(main, second).changed == 1
    assert learn(second, main).changed == 1
    assert everyone(main) == everyone(second) == sorted([BRON, told], key=lambda one: one.id)
    assert find(main, "ngay-thu", "ngo 1958 cao", 5)[0].person == told
    assert learn(main, second).is_nothing


@pytest.mark.parametrize(
    ("detail", "value"), [("sex", Sex.MALE), ("group", "hoc-sinh"), ("hamlet", "con-doc"), ("unit", "Tổ 9")]
)
def test_every_detail_that_was_put_right_there_is_put_right_here(
    main: Store, laptop: Callable[[int], Store], detail: str, value: str
) -> None:
    second, said = laptop(2), dict[str, Any]({detail: value})
    correct(second, replace(NGO, **said), at(5))
    assert learn(main, second).changed == 1
    (found,) = (one for one in everyone(main) if one.id == NGO.id)
    assert getattr(found, detail) == value


def test_what_is_put_right_after_a_clock_that_is_ahead_counts(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    correct(second, replace(NGO, birth=Birth(1956)), at(300))
    learn(main, second)
    correct(main, replace(NGO, birth=Birth(1958)), at(10))
    assert learn(second, main).changed == 1
    assert everyone(main) == everyone(second)
    assert find(second, "ngay-thu", "ngo 1958", 5)


def test_an_old_copy_brings_no_old_detail_back(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path
) -> None:
    second = laptop(2)
    old = copy_of(second, tmp_path / "cu.db")
    correct(main, replace(NGO, hamlet="chua-ro"), at(10))
    gained = sync(main, old, LATER)
    assert isinstance(gained, Gained)
    assert gained.is_nothing
    with main.reading() as log:
        assert log.people.present(NGO.id).hamlet == "chua-ro"


def test_what_somebody_agreed_to_later_counts(main: Store, laptop: Callable[[int], Store]) -> None:
    known(main, HLE)
    second = laptop(2)
    receive_person(HLE, desk_of(second), at(0), consent="tai-ban")
    assert learn(main, second).changed == 1
    with main.reading() as log:
        assert log.people.present(HLE.id).consent == "tai-ban"


def test_the_text_that_somebody_agreed_to_elsewhere_is_kept_here(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    known(main, HLE)
    second = laptop(2)
    reworded = tuple(replace(basis, text=text("Lời mới")) for basis in CATALOGUE.programme.consents)
    second.put(replace(CATALOGUE, programme=replace(CATALOGUE.programme, consents=reworded)))
    receive_person(HLE, desk_of(second), at(0), consent="tai-ban")
    learn(main, second)
    with main.reading() as log:
        (agreed,) = dossier(log, log.people.present(HLE.id), [CATALOGUE], main.tag).consents
    assert agreed.text == text("Lời mới")


def test_a_card_is_linked_and_unlinked_as_was_done_last(main: Store, laptop: Callable[[int], Store]) -> None:
    shown = Scan(f"051157000001||{NGO.name}|05031957|Nữ|Bùi Hui|02052021".encode())
    second = laptop(2)
    receive([shown], desk_of(second), at(0))
    assert learn(main, second).changed == 1
    with main.reading() as log:
        assert log.people.by_card("051157000001") == NGO
    (linked,) = [entry for entry in the_log(second) if entry.draft.kind is Kind.CARD_LINKED]
    undo(linked.ref, "nham-nguoi", desk_of(second), at(5))
    assert learn(main, second).changed == 1
    assert learn(second, main).is_nothing
    for store in (main, second):
        with store.reading() as log:
            assert log.people.by_card("051157000001") is None


def test_a_wrong_card_taken_back_elsewhere_leaves_the_right_one_that_was_linked_here(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second, wrong = laptop(2), replace(CARD, number="051188004799")
    receive_person(NGO, desk_of(main), at(0), card=CARD)
    mistaken = receive_person(NGO, desk_of(second), at(5), card=wrong).entry
    assert mistaken
    undo(mistaken.ref, "nham-nguoi", desk_of(second), at(6))
    assert learn(main, second).changed == 0
    assert learn(second, main).changed == 1
    for store in (main, second):
        with store.reading() as log:
            assert log.people.by_card(CARD.number) == NGO


def test_the_right_card_comes_back_where_a_wrong_one_had_taken_its_place(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second, wrong = laptop(2), replace(CARD, number="051188004799")
    receive_person(NGO, desk_of(main), at(3), card=CARD)
    mistaken = receive_person(NGO, desk_of(second), at(8), card=wrong).entry
    assert mistaken
    learn(second, main)
    undo(mistaken.ref, "nham-nguoi", desk_of(second), at(9))
    for learner, other in ((main, second), (second, main)):
        learn(learner, other)
    for store in (main, second):
        with store.reading() as log:
            assert log.people.by_card(CARD.number) == NGO


def test_a_card_that_went_over_to_somebody_else_goes_over(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second, wrong = laptop(2), replace(CARD, number="051188004799")
    receive_person(NGO, desk_of(second), at(0), card=wrong)
    receive_person(BRON, desk_of(second), at(1), card=CARD)
    learn(main, second)
    for linked in [entry for entry in the_log(second) if entry.draft.kind is Kind.CARD_LINKED]:
        undo(linked.ref, "nham-nguoi", desk_of(second), at(10))
    visit_person(NGO, "vneid", desk_of(second), at(11), card=CARD)
    learn(main, second)
    with main.reading() as log:
        assert log.people.by_card(CARD.number) == NGO


def test_whose_card_was_taken_for_a_namesakes_first_is_not_the_namesake(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    namesake = replace(HLE, id="a" * 32, birth=Birth(1960))
    known(main, namesake)
    second = laptop(2)
    receive_person(namesake, desk_of(second), at(0), consent="tai-ban", card=CARD)
    learn(main, second)
    (linked,) = [entry for entry in the_log(second) if entry.draft.kind is Kind.CARD_LINKED]
    undo(linked.ref, "nham-nguoi", desk_of(second), at(5))
    walk_in(replace(HLE, id="b" * 32), second, 6, CARD)
    gained = learn(main, second)
    assert (gained.people, gained.united) == (1, 0)
    assert counted(main).events == counted(second).events
    with main.reading() as log:
        assert log.people.by_card(CARD.number).id == "b" * 32  # type: ignore[union-attr]


def test_who_was_forgotten_on_one_laptop_is_forgotten_on_the_other(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan], tmp_path: Path
) -> None:
    second = laptop(2)
    old = copy_of(second, tmp_path / "cu.db")
    for store, minute in ((main, 0), (second, 5)):
        receive(scans, desk_of(store), at(minute))
    backups.make(main, tmp_path / "sao-luu", "chín con trâu")
    forget(second, [NGO.id], Because.REQUESTED, at(20))
    before = counted(main).events[0]
    gained = learn(main, second)
    assert (gained.forgotten, gained.is_clean) == (1, True)
    for file in tmp_path.glob("may-1.db*"):
        assert "Ngộ".encode() not in file.read_bytes(), "while the store is open"
    assert backups.remembered(main)[0].outdated
    assert sync(main, old, LATER) == Gained()
    with main.reading() as log:
        assert (log.people.get(NGO.id), log.people.is_revoked(serial_of(scans[0], main))) == (None, True)
        assert forgotten_at(log, NGO.id) == LATER
    assert (counted(main).events[0].ages, counted(main).events[0].people) == (before.ages, before.people)
    assert "Ngộ".encode() not in copy_of(main, tmp_path / "doc.db").read_bytes()


def test_who_was_forgotten_before_the_day_is_on_no_list_where_it_is_learnt_later(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    forget(second, [NGO.id], Because.REQUESTED, at(-24 * 60))
    assert learn(main, second).forgotten == 1
    assert sum(part.known or 0 for part in counted(main).events[0].groups) == 1
    assert counted(main) == counted(second)


def test_who_was_forgotten_before_this_store_knew_them_counts_still(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    walk_in(HLE, second, 0)
    there = counted(second).events[0]
    forget(second, [HLE.id], Because.WITHDRAWN, at(20))
    gained = learn(main, second)
    assert (gained.people, gained.forgotten) == (1, 0)
    here = counted(main).events[0]
    assert (here.people, here.ages, here.hamlets) == (1, there.ages, there.hamlets)
    assert find(main, "ngay-thu", "hle", 5) == []


def test_who_is_forgotten_under_either_id_is_forgotten(main: Store, laptop: Callable[[int], Store]) -> None:
    second = laptop(2)
    registered_twice(main, second)
    learn(main, second)
    learn(second, main)
    before = counted(main).events[0]
    forget(second, ["b" * 32], Because.REQUESTED, at(80))
    assert learn(main, second).forgotten == 1
    assert (everyone(main), counted(main).events[0].ages) == (everyone(second), before.ages)
    assert not any(one.name == HLE.name for one in everyone(main))


def test_who_is_forgotten_where_both_ids_were_united_is_forgotten_here_too(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path
) -> None:
    second = laptop(2)
    registered_twice(main, second)
    learn(second, main)
    forget(second, ["b" * 32], Because.REQUESTED, at(80))
    gained = learn(main, second)
    assert (gained.people, gained.united, gained.forgotten) == (0, 1, 1)
    assert counted(main).events[0].people == 1
    assert HLE.name.encode() not in copy_of(main, tmp_path / "doc.db").read_bytes()
    assert learn(main, second).is_nothing


def test_who_registers_anew_after_they_were_forgotten_stays_known(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    walk_in(replace(HLE, id="a" * 32), main, 0, CARD)
    second = laptop(2)
    forget(second, ["a" * 32], Because.WITHDRAWN, at(10))
    anew = replace(HLE, id="b" * 32, consent="tai-ban")
    walk_in(anew, second, 20, CARD)
    gained = learn(main, second)
    assert (gained.people, gained.united, gained.forgotten) == (1, 0, 1)
    with main.reading() as log:
        assert log.people.by_card(CARD.number) == anew
    assert learn(second, main).forgotten == 0
    assert everyone(second) == everyone(main)
    assert counted(main).events == counted(second).events


def test_who_is_forgotten_as_one_there_is_forgotten_where_they_still_are_two(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path
) -> None:
    second, third = laptop(2), laptop(3)
    there = replace(HLE, id="b" * 32)
    walk_in(replace(HLE, id="a" * 32), main, 0, CARD)
    walk_in(there, second, 1)
    assert (learn(third, main).people, learn(third, second).people) == (1, 1)
    receive_person(there, desk_of(second), at(10), card=CARD)
    assert learn(second, main).united == 1
    forget(second, ["b" * 32], Because.REQUESTED, at(80))
    assert learn(third, second).forgotten == 2
    assert HLE.name.encode() not in copy_of(third, tmp_path / "doc.db").read_bytes()


def test_who_is_forgotten_though_the_entry_names_another_is_forgotten_further_on(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second, third, fourth = laptop(2), laptop(3), laptop(4)
    there = replace(HLE, id="b" * 32)
    walk_in(replace(HLE, id="a" * 32), main, 0, CARD)
    scan = walk_in(there, second, 1)
    for store in (third, fourth):
        learn(store, main)
        learn(store, second)
    receive_person(there, desk_of(second), at(10), card=CARD)
    learn(second, main)
    forget(second, ["b" * 32], Because.WITHDRAWN, at(80))
    assert learn(third, second).forgotten == 2
    assert learn(third, second).is_nothing
    assert learn(fourth, third).forgotten == 2
    assert not any(one.name == HLE.name for one in everyone(fourth))
    with fourth.reading() as log:
        assert log.people.is_revoked(serial_of(scan, fourth))
    said = {(e.draft.person, e.draft.code) for e in the_log(fourth) if e.draft.kind is Kind.FORGOTTEN}
    assert said == {("a" * 32, "withdrawn"), ("b" * 32, "withdrawn")}


def test_who_is_empty_in_a_file_without_an_entry_stays_known(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan], tmp_path: Path
) -> None:
    second = laptop(2)
    correct(second, replace(NGO, hamlet="chua-ro", birth=Birth(1958)), at(30))
    path = alter(
        copy_of(second, tmp_path / "sua.db"),
        "UPDATE people SET forgotten = 1, name = '', name_key = '', words = '', sort_key = '', birth = NULL",
        "UPDATE badges SET revoked = 1",
    )
    before = everyone(main)
    gained = sync(main, path, LATER)
    assert isinstance(gained, Gained)
    assert (gained.forgotten, gained.badges, everyone(main)) == (0, 0, before)
    assert all(isinstance(one.decision, Admit) for one in receive(scans, desk_of(main), at(40)))
    assert forget(main, [NGO.id], Because.REQUESTED, at(50)).people == 1
    gained = sync(main, path, LATER)
    assert isinstance(gained, Gained)
    assert (gained.forgotten, [one.id for one in everyone(main)]) == (0, [BRON.id])


@pytest.mark.usefixtures("scans")
def test_a_badge_that_was_given_to_somebody_forgotten_opens_nothing(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    forget(main, [NGO.id], Because.REQUESTED, at(0))
    made = Scan(replace_badge(NGO.id, desk_of(second), at(5)).encode())
    learn(main, second)
    (shown,) = receive([made], desk_of(main), at(10))
    assert shown.entry
    assert shown.entry.draft.kind is Kind.REFUSED


def test_a_badge_of_somebody_who_is_one_there_and_two_here_is_nobody_elses(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second, third = laptop(2), laptop(3)
    there = replace(HLE, id="b" * 32)
    walk_in(replace(HLE, id="a" * 32), main, 0, CARD)
    scan = walk_in(there, second, 1)
    learn(third, main)
    learn(third, second)
    receive_person(there, desk_of(second), at(10), card=CARD)
    assert learn(main, second).united == 1
    replace_badge("a" * 32, desk_of(main), at(20))
    gained = learn(third, main)
    assert gained.contested == []
    with third.reading() as log:
        assert log.people.is_revoked(serial_of(scan, third))


def test_a_badge_that_was_replaced_there_opens_nothing_here(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    new = Scan(replace_badge(NGO.id, desk_of(second), at(0)).encode())
    assert learn(main, second).badges == 2
    old, made = receive([scans[0], new], desk_of(main), at(5))
    assert (old.entry.draft.kind, made.person) == (Kind.REFUSED, NGO)  # type: ignore[union-attr]


def test_a_badge_that_was_given_to_two_people_is_told(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = laptop(2)
    one = walk_in(HLE, second, 0)
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "another-machine")
    third = laptop(2)
    other = walk_in(person("Hồ Thị Ven"), third, 1)
    assert one == other, "one number was given to two machines"
    learn(main, second)
    gained = learn(main, third)
    assert [(badge.serial, who.name) for badge, who in gained.contested] == [(serial_of(one, main), HLE.name)]
    assert [name for name, _ in came(main)] == [HLE.name, "Hồ Thị Ven"]
    with main.reading() as log:
        assert log.people.by_badge(serial_of(one, main)).name == HLE.name  # type: ignore[union-attr]


def test_whoever_came_by_a_badge_that_was_given_to_two_shuts_nobody_out(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ven, hlin = person("Hồ Thị Ven"), person("Đinh Thị Hlin")
    with main.writing() as log:
        log.people.add_all([(ven, None, None), (hlin, None, None)])
    second = laptop(7)
    vens = Scan(str(badge_code(ven.id, second)).encode())
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "another-machine")
    third = laptop(7)
    assert vens == Scan(str(badge_code(hlin.id, third)).encode())
    receive([vens], desk_of(third), at(0))
    learn(main, second)
    assert len(learn(main, third).contested) == 1
    assert isinstance(receive([vens], desk_of(main), at(5))[0].decision, Admit)
    assert [name for name, _ in came(main)] == [hlin.name, ven.name]


def test_an_event_of_another_laptop_comes_along_and_a_changed_one_stays_ours(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    second.put(catalogue(day=date(2025, 9, 27), code="ngay-hai"))
    second.put(catalogue([station("vneid")], choices=1))
    receive([scans[0]], Desk(second, second.catalogues["ngay-hai"], "ban-1"), at(24 * 60))
    gained = learn(main, second)
    assert (list(gained.events), gained.other_catalogues) == (["ngay-hai"], ["ngay-thu"])
    assert main.catalogues["ngay-thu"] == CATALOGUE
    assert [event.people for event in counted(main).events] == [0, 1]
    main.close()
    again = open_store(str(main.engine.url.database), Clock())
    assert set(again.catalogues) == {"ngay-thu", "ngay-hai"}
    again.close()


def test_a_catalogue_that_an_earlier_version_wrote_without_what_is_usual_is_no_other(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path
) -> None:
    path = alter(
        copy_of(laptop(2), tmp_path / "cu.db"),
        "UPDATE events SET catalogue = json_remove(catalogue, '$.programme.keep_days', '$.event.targets')",
    )
    gained = sync(main, path, LATER)
    assert isinstance(gained, Gained)
    assert (gained.events, gained.other_catalogues) == ({}, [])


def test_an_event_of_another_laptop_comes_under_the_programme_of_this_store(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    second.put(catalogue(day=date(2025, 9, 27), code="ngay-hai"))
    own = replace(CATALOGUE.programme, keep_days=30)
    main.put(replace(CATALOGUE, programme=own))
    learn(main, second)
    assert {known.programme.keep_days for known in main.catalogues.values()} == {30}
    main.close()
    again = open_store(str(main.engine.url.database), Clock())
    assert {known.programme.keep_days for known in again.catalogues.values()} == {30}
    again.close()


def test_a_drawing_can_be_made_of_all_laptops_and_verified(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    draws.commit(main, CATALOGUE, "ban-1", NOW)
    for place, scan in zip(("vneid", "an-toan"), (scans[0], scans[0]), strict=True):
        receive([scan], desk_of(second), at(0))
        visit(scan, place, Turn.IN, desk_of(second), at(10))
    learn(main, second)
    drawn = draws.draw(main, CATALOGUE, "ban-1", LATER, 1, 4711)
    assert isinstance(drawn, draws.Drawn)
    assert drawn.winners[0].person == NGO
    assert draws.check(main, CATALOGUE)[0].objections == ()


def test_who_has_two_ids_may_win_once_and_every_laptop_can_verify_it(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    draws.commit(main, CATALOGUE, "ban-1", NOW)
    registered_twice(main, second)
    learn(main, second)
    assert draws.draw(main, CATALOGUE, "ban-1", LATER, 2, 4711) == draws.NotDrawn(DrawProblem.TOO_FEW, 1)
    assert isinstance(draws.draw(main, CATALOGUE, "ban-1", LATER, 1, 4711), draws.Drawn)
    learn(second, main)
    for store in (main, second):
        (told,) = draws.check(store, CATALOGUE)
        assert (told.objections, told.completed) == ((), 1)
        assert [one.person.name for one in told.winners if one.person] == [HLE.name]


def test_a_file_is_read_with_what_stands_beside_it_and_left_as_it_is(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan], tmp_path: Path
) -> None:
    second = laptop(2)
    receive([scans[0]], desk_of(second), at(0))
    path = Path(str(second.engine.url.database))
    copies = tmp_path / "usb"
    copies.mkdir()
    for one in (path, path.with_name(f"{path.name}-wal")):
        shutil.copyfile(one, copies / one.name)
    gained = sync(main, copies / path.name, LATER)
    assert isinstance(gained, Gained)
    assert gained.entries == len(the_log(second)) > 0


def test_a_file_that_can_only_be_read_is_enough(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan], tmp_path: Path
) -> None:
    second = laptop(2)
    receive([scans[0]], desk_of(second), at(0))
    usb = tmp_path / "usb"
    usb.mkdir()
    path = copy_of(second, usb / "may-2.db")
    before = path.read_bytes()
    path.chmod(0o400)
    usb.chmod(0o500)
    try:
        gained = sync(main, path, LATER)
    finally:
        usb.chmod(0o700)
    assert isinstance(gained, Gained)
    assert gained.entries == len(the_log(main)) > 0
    assert [one.name for one in usb.iterdir()] == ["may-2.db"]
    assert path.read_bytes() == before


def test_a_backup_is_as_good_as_the_store(
    main: Store,
    laptop: Callable[[int], Store],
    scans: list[Scan],
    tmp_path: Path,
) -> None:
    second = laptop(2)
    receive([scans[0]], desk_of(second), at(0))
    assert backups.make(second, tmp_path / "may-2.sao-luu", "chín con trâu") is None
    held = backups.unsealed(tmp_path / "may-2.sao-luu", "chín con trâu")
    assert isinstance(held, bytes)
    gained = sync(main, held, LATER)
    assert isinstance(gained, Gained)
    assert gained.entries == len(the_log(second)) > 0


def test_a_store_of_an_earlier_version_is_understood(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan], tmp_path: Path
) -> None:
    second = laptop(2)
    receive([scans[0]], desk_of(second), at(0))
    path = copy_of(second, tmp_path / "cu.db")
    with closing(sqlite3.connect(path)) as old:
        old.execute("DROP TABLE aliases")
        old.execute("UPDATE alembic_version SET version_num = '0003'")
        old.commit()
    before = path.read_bytes()
    gained = sync(main, path, LATER)
    assert isinstance(gained, Gained)
    assert gained.entries == len(the_log(second)) > 0
    assert path.read_bytes() == before


def test_files_that_were_copied_while_a_window_was_open_stay_as_they_are(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan], tmp_path: Path
) -> None:
    second = laptop(2)
    receive([scans[0]], desk_of(second), at(0))
    opened = Path(str(second.engine.url.database))
    copied = tmp_path / "usb" / opened.name
    copied.parent.mkdir()
    before = {}
    for name in (copied.name, f"{copied.name}-wal"):
        before[name] = opened.with_name(name).read_bytes()
        (copied.parent / name).write_bytes(before[name])
    gained = sync(main, copied, LATER)
    assert isinstance(gained, Gained)
    assert gained.entries == len(the_log(second)) > 0
    assert {name: (copied.parent / name).read_bytes() for name in before} == before


def nothing_changes(store: Store, source: Path) -> object:
    """What comes of a file, of which nothing is taken."""
    before = the_log(store), everyone(store), counted(store)
    try:
        return sync(store, source, LATER)
    except StoreMismatch as error:
        return error
    finally:
        assert before == (the_log(store), everyone(store), counted(store))


def test_a_store_that_was_made_by_itself_is_refused(main: Store, tmp_path: Path) -> None:
    with store_at(tmp_path / "rieng.db", CATALOGUE) as other:
        receive(known(other, HLE), desk_of(other), NOW)
        found = nothing_changes(main, copy_of(other, tmp_path / "chep.db"))
    assert found == NotTaken(SyncProblem.OTHER_PROGRAMME)


def test_a_log_that_was_altered_or_lacks_something_is_refused(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan], tmp_path: Path
) -> None:
    second = laptop(2)
    receive(scans, desk_of(second), at(0))
    path = copy_of(second, tmp_path / "sua.db")
    with closing(sqlite3.connect(path)) as tampered:
        for (trigger,) in tampered.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            tampered.execute(f"DROP TRIGGER {trigger}")
        tampered.execute("UPDATE entries SET at = at + 1 WHERE sequence = 2")
        tampered.commit()
        altered = nothing_changes(main, path)
        tampered.execute("DELETE FROM entries WHERE sequence = 2")
        tampered.commit()
    missing = nothing_changes(main, path)
    for found, is_missing in ((altered, False), (missing, True)):
        assert isinstance(found, NotTaken)
        assert found.at
        assert (found.problem, found.at.device) == (SyncProblem.BROKEN, second.device.id)
        assert (found.at.sequence, found.at.missing) == (2, is_missing)


def test_two_machines_that_wrote_as_one_device_are_refused(
    main: Store, scans: list[Scan], tmp_path: Path
) -> None:
    """As where a disk was cloned whole, with the note of how far the device had come."""
    cloned = copy_of(main, tmp_path / "nhan-ban.db")
    receive([scans[0]], desk_of(main), at(0))
    with closing(sqlite3.connect(cloned)) as clone:
        clone.execute("UPDATE devices SET fingerprint = ?", (f"clone:{cloned.stat().st_ino}",))
        clone.commit()
    other = create_store(str(cloned), CATALOGUE, Clock())
    with other.writing() as log:
        log.connection.execute(update(devices).values(fingerprint=devices.c.fingerprint + "x"))
    other.device = main.device
    receive([scans[1]], desk_of(other), at(5))
    found = nothing_changes(main, copy_of(other, tmp_path / "chep.db"))
    other.close()
    assert isinstance(found, NotTaken)
    assert found.problem is SyncProblem.FORKED
    assert found.at
    assert found.at.device == main.device.id


def why_refused(store: Store, source: Path) -> str:
    """What is said of a file that is no whole store."""
    refused = nothing_changes(store, source)
    assert isinstance(refused, StoreMismatch)
    return refused.sentence.vi


@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE people SET birth = '1990-13-01'",
        "UPDATE people SET birth = '1990-01-01-01'",
        "UPDATE people SET sex = 'robot'",
        "UPDATE people SET name = x'4e67c3b4'",
        "UPDATE people SET words = CAST(x'ff' AS TEXT)",
        "UPDATE people SET card = 9000000000000000000 WHERE unit <> ''",
        "UPDATE people SET forgotten = 9000000000000000000",
        "UPDATE devices SET since = 9000000000000000000",
        "UPDATE devices SET number = 256 WHERE number = 2",
        "UPDATE badges SET serial = serial - 100000000",
        "UPDATE entries SET at = 9000000000000000000",
        "UPDATE events SET catalogue = '{}'",
        "UPDATE events SET catalogue = x'00ff'",
        "UPDATE events SET catalogue = '{\"x\":' || replace(hex(zeroblob(9999)), '0', '[')",
        "DELETE FROM programme",
        "INSERT INTO aliases SELECT 'x', 'nobody'",
        "DROP TABLE aliases",
        "ALTER TABLE people DROP COLUMN unit",
        "ALTER TABLE alembic_version RENAME COLUMN version_num TO other",
    ],
)
def test_a_file_whose_rows_no_program_of_ours_wrote_is_refused_as_damaged(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan], tmp_path: Path, altered: str
) -> None:
    second = laptop(2)
    receive(scans, desk_of(second), at(0))
    path = alter(copy_of(second, tmp_path / "sua.db"), altered)
    assert "chép lại" in why_refused(main, path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_that_was_copied_halfway_is_refused(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan], tmp_path: Path, share: float
) -> None:
    second = laptop(2)
    receive(scans, desk_of(second), at(0))
    path = copy_of(second, tmp_path / "do.db")
    whole = path.read_bytes()
    begun = whole[: int(len(whole) * share)]
    for found in (begun, begun.ljust(len(whole), b"\0")):
        path.write_bytes(found)
        assert "chép lại" in why_refused(main, path)


@pytest.mark.parametrize("content", [b"", bytes(8_192), b"SQLite format 3\0"])
def test_a_file_of_which_nothing_came_over_is_to_be_copied_again(
    main: Store, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "trong.db"
    path.write_bytes(content)
    assert "chép lại" in why_refused(main, path)


@pytest.mark.parametrize("content", [b"x", b"Ho ten;Nam sinh\n" * 20])
def test_a_file_of_something_else_is_refused(main: Store, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "khac.db"
    path.write_bytes(content)
    assert "tệp khác" in why_refused(main, path)
    with pytest.raises(FileNotFoundError):
        sync(main, tmp_path / "khong-co.db", LATER)


def test_a_server_learns_from_a_laptop_too(place: str, tmp_path: Path) -> None:
    with store_at(place, CATALOGUE) as main, store_at(tmp_path / "may-2.db", CATALOGUE) as second:
        with main.writing() as log:
            log.connection.execute(update(programme).values(key=second.key))
        registered_twice(second, second)
        walk_in(person("Hồ Thị Ven"), second, 5)
        forget(second, [person("Hồ Thị Ven").id], Because.REQUESTED, at(20))
        with store_at(place, CATALOGUE) as again:
            walk_in(replace(HLE, id="c" * 32), again, 50, CARD)
            learn(again, second)
            assert came(again) == [(HLE.name, ("vneid", "an-toan")), ("", ())]
            assert learn(again, second).is_nothing
            with again.reading() as log:
                assert verify(log.log()) == []
                assert set(log.histories("ngay-thu", ["c" * 32])["c" * 32]) == set(
                    log.history("ngay-thu", "c" * 32, None)
                )


ACTIONS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["badge", "card", "walk-in", "vneid", "an-toan", "leave", "correct", "undo"]),
        st.integers(0, 2),
    ),
    max_size=14,
)
PEOPLE = (NGO, BRON, HLE)


@given(actions=ACTIONS, order=st.permutations(range(3)))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_laptops_are_brought_together_the_day_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[int, str, int]], order: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("ngay")
    with store_at(folder / "may-0.db", CATALOGUE) as main:
        scans = known(main, *PEOPLE)
        copies = [copy_of(main, folder / f"may-{n}.db") for n in (1, 2)]
        stores = [main, *(open_store(str(path), Clock()) for path in copies)]
        for number, store in enumerate(stores[1:], 2):
            assert store.assign_number(number)
        for minute, (which, action, who) in enumerate(actions):
            _act(stores[which], action, PEOPLE[who], scans[who], 20 * minute)
        for one in order:
            for other in order:
                if one != other:
                    learn(stores[one], stores[other])
        for one, other in ((1, 0), (0, 1), (2, 0), (0, 2)):
            learn(stores[one], stores[other])
        days = [counted(store).events for store in stores]
        logs = [as_set(the_log(store)) for store in stores]
        assert days[0] == days[1] == days[2]
        assert logs[0] == logs[1] == logs[2]
        came_in = {e.draft.person for e in the_log(main) if e.draft.kind is Kind.ADMITTED}
        assert days[0][0].people <= len(came_in)
        assert [learn(main, store).is_nothing for store in stores[1:]] == [True, True]
        for store in stores[1:]:
            store.close()


def _act(store: Store, action: str, who: Person, scan: Scan, minute: int) -> None:
    """One thing that happens at a desk or station of one laptop."""
    desk, now = desk_of(store), at(minute)
    match action:
        case "badge":
            receive([scan], desk, now)
        case "card":
            receive([Scan(f"051188004711||{who.name}|02011988|Nữ|Bùi Hui|02052021".encode())], desk, now)
        case "walk-in":
            register(replace(HLE, id=f"{minute:032x}"), "tai-ban", desk, now, card=CARD)
        case "leave":
            leave(scan, desk, now)
        case "correct":
            correct(store, replace(who, birth=Birth(1950 + minute % 40)), now)
        case "undo":
            for entry in the_log(store)[-1:]:
                undo(entry.ref, "nham-nguoi", desk, now)
        case _:
            visit(scan, action, Turn.IN, desk, now)


def test_the_number_that_a_laptop_was_given_later_is_taken_here_too(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path
) -> None:
    second = open_store(str(copy_of(main, tmp_path / "khong-so.db")), Clock())
    receive_person(BRON, desk_of(second), at(0))
    learn(main, second)
    assert second.assign_number(7)
    learn(main, second)
    third = laptop(3)
    assert not third.assign_number(7)
    second.close()


def test_a_laptop_that_began_again_with_the_same_file_is_two_devices_here(
    main: Store, tmp_path: Path
) -> None:
    begun, used = copy_of(main, tmp_path / "moi.db"), tmp_path / "dung.db"
    for who in (NGO, BRON):
        shutil.copyfile(begun, used)
        second = open_store(str(used), Clock())
        receive_person(who, desk_of(second), at(0))
        learn(main, second)
    assert [event.people for event in counted(main).events] == [2]
    with main.reading() as log:
        assert len(logs_until(log)) == 3


def test_until_when_each_log_is_known_is_told_by_number_and_of_no_copy_that_wrote_nothing(
    main: Store, laptop: Callable[[int], Store], tmp_path: Path
) -> None:
    tenth, second = laptop(10), laptop(2)
    looked_into, unnumbered = (
        open_store(str(copy_of(main, tmp_path / name)), Clock(LATER)) for name in ("xem.db", "khong-so.db")
    )
    receive_person(NGO, desk_of(second), at(90))
    receive_person(BRON, desk_of(tenth), at(5))
    receive_person(BRON, desk_of(unnumbered), at(5))
    for other in (unnumbered, looked_into, tenth, second):
        learn(main, other)
    with main.reading() as log:
        told = [(one.number, one.until) for one in logs_until(log)]
    assert [number for number, _ in told] == [1, 2, 10, None]
    assert dict(told)[2] == NOW, "when it was written down, whatever the time it is about"
    assert dict(told)[None] == LATER
    for store in (looked_into, unnumbered):
        store.close()


def test_whom_a_list_united_with_a_walk_in_is_known_from_the_list(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    listed = roster((HLE.name, HLE.birth, None))
    walk_in(HLE, main, 0, CARD)
    import_roster(second, listed, "danh-sach", CATALOGUE, "ban-1", NOW)
    (found,) = find(second, "ngay-thu", "hle", 5)
    receive_person(found.person, desk_of(second), at(5), card=CARD)
    assert learn(main, second).united == 1
    assert import_roster(main, listed, "danh-sach", CATALOGUE, "ban-1", NOW).newcomers == ()


def test_newcomers_are_found_by_the_name_that_their_hamlet_has_here(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    hamlets = tuple(
        replace(h, name="Nước Giáp") if h.code == "bui-hui" else h for h in CATALOGUE.programme.hamlets
    )
    main.put(replace(CATALOGUE, programme=replace(CATALOGUE.programme, hamlets=hamlets)))
    walk_in(HLE, second, 0)
    assert learn(main, second).people == 1
    assert [one.person.name for one in find(main, "ngay-thu", "hle nuoc giap", 5)] == [HLE.name]
    assert find(main, "ngay-thu", "hle bui hui", 5) == []


def test_an_event_that_is_taken_in_stays_for_every_group(main: Store, laptop: Callable[[int], Store]) -> None:
    second = laptop(2)
    second.put(catalogue([station("vneid")], code="ngay-sau"))
    main.put(with_one_more_group(CATALOGUE))
    learn(main, second)
    assert main.catalogues["ngay-sau"].event.stations[0].suits == EVERYONE | {"nguoi-cao-tuoi"}


@pytest.mark.parametrize("corrects_last", [True, False])
def test_who_was_forgotten_counts_by_what_was_put_right_elsewhere(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan], *, corrects_last: bool
) -> None:
    second = laptop(2)
    receive(scans, desk_of(main), at(0))
    right = replace(NGO, hamlet="chua-ro", sex=None, group="hoc-sinh", name="Nguyễn Thị Ngọ")
    correct(second, replace(right, birth=Birth(2012, 5, 1)), at(30))
    forget(main if corrects_last else second, [NGO.id], Because.REQUESTED, at(40))
    learn(main, second)
    learn(second, main)
    days = [counted(store).events[0] for store in (main, second)]
    assert days[0] == days[1]
    assert {part.code: part.people for part in days[0].hamlets}["chua-ro"] == 1
    assert {part.code: part.people for part in days[0].groups}["hoc-sinh"] == 2
    assert {part.code: part.people for part in days[0].ages if part.people} == {"0-15": 2}
    assert find(main, "ngay-thu", "ngo", 5) == []


def test_who_was_forgotten_keeps_their_age_at_an_event_that_the_other_laptop_has_not_heard_of(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    main.put(catalogue([station("vneid")], code="ngay-sau"))
    for event in ("ngay-thu", "ngay-sau"):
        receive(scans, Desk(main, main.catalogues[event], "ban-1"), at(0))
    correct(second, replace(NGO, birth=Birth(2012, 5, 1)), at(30))
    for store in (main, second):
        forget(store, [NGO.id], Because.REQUESTED, at(40))
    learn(main, second)
    ages = {day.code: {p.code: p.people for p in day.ages if p.people} for day in counted(main).events}
    assert ages["ngay-thu"].get("60+", 0) == ages["ngay-sau"]["60+"] - 1
    assert "chua-ro" not in ages["ngay-sau"]


def test_who_was_forgotten_under_an_id_on_each_laptop_keeps_their_age_at_an_event_of_the_other_one(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    registered_twice(main, second)
    learn(main, second)
    second.put(catalogue([station("vneid")], code="ngay-sau"))
    there = replace(HLE, id="b" * 32)
    receive_person(there, Desk(second, second.catalogues["ngay-sau"], "ban-1"), at(70))
    for store, known_as in ((main, "a" * 32), (second, there.id)):
        forget(store, [known_as], Because.REQUESTED, at(80))
    learn(main, second)
    ages = {day.code: {p.code: p.people for p in day.ages if p.people} for day in counted(main).events}
    assert ages == {"ngay-thu": {"31-59": 1}, "ngay-sau": {"31-59": 1}}


def test_who_was_forgotten_has_no_age_any_more_once_their_birth_was_put_right_to_unknown(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    receive(scans, desk_of(main), at(0))
    correct(second, replace(NGO, birth=None), at(30))
    for store in (main, second):
        forget(store, [NGO.id], Because.REQUESTED, at(40))
    learn(main, second)
    learn(second, main)
    ages = [{p.code: p.people for p in counted(s).events[0].ages if p.people} for s in (main, second)]
    assert ages[0] == ages[1]
    assert ages[0]["chua-ro"] == 1


def test_an_age_band_of_before_comes_back_for_nobody_whose_birth_was_put_right_to_unknown(
    main: Store, laptop: Callable[[int], Store], scans: list[Scan]
) -> None:
    second = laptop(2)
    receive(scans, desk_of(main), at(0))
    correct(main, replace(NGO, birth=None), at(30))
    for store in (main, second):
        forget(store, [NGO.id], Because.REQUESTED, at(40))
    before = counted(main).events[0].ages
    learn(main, second)
    assert counted(main).events[0].ages == before


def test_newcomers_are_found_by_the_name_of_a_hamlet_that_is_not_here(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    hamlets = (*CATALOGUE.programme.hamlets, Hamlet("nuoc-giap", "Nước Giáp"))
    second.put(replace(CATALOGUE, programme=replace(CATALOGUE.programme, hamlets=hamlets)))
    walk_in(replace(HLE, hamlet="nuoc-giap"), second, 0)
    assert learn(main, second).people == 1
    assert [one.person.name for one in find(main, "ngay-thu", "hle nuoc giap", 5)] == [HLE.name]


def test_who_was_forgotten_counts_by_what_was_put_right_under_their_other_id(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    registered_twice(main, second)
    assert learn(main, second).united == 1
    other = replace(HLE, id="b" * 32, unit="Chợ", hamlet="chua-ro", birth=Birth(2012, 5, 1))
    correct(second, other, at(70))
    forget(main, ["a" * 32], Because.REQUESTED, at(80))
    learn(main, second)
    assert {part.code: part.people for part in counted(main).events[0].ages if part.people} == {"0-15": 1}
    assert {part.code: part.people for part in counted(main).events[0].hamlets}["chua-ro"] == 1


def test_who_is_two_here_and_one_there_by_card_and_list_keeps_no_laptop_from_learning(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    listed = roster((HLE.name, HLE.birth, None))
    for store in (main, second):
        import_roster(store, listed, "danh-sach", CATALOGUE, "ban-1", NOW)
    walk_in(HLE, main, 0, CARD)
    (found,) = find(second, "ngay-thu", "hle", 5)
    receive_person(found.person, desk_of(second), at(5), card=CARD)
    assert learn(main, second).united == 1
    assert import_roster(main, listed, "danh-sach", CATALOGUE, "ban-1", NOW).newcomers == ()


def test_who_is_on_unlike_lists_of_two_laptops_is_still_known_from_the_own_one(
    main: Store, laptop: Callable[[int], Store]
) -> None:
    second = laptop(2)
    own = roster((HLE.name, HLE.birth, None))
    other = roster((HLE.name, Birth(1988), None))
    for store, listed in ((main, own), (second, other)):
        import_roster(store, listed, "danh-sach", CATALOGUE, "ban-1", NOW)
        (found,) = find(store, "ngay-thu", "hle", 5)
        receive_person(found.person, desk_of(store), at(5), card=CARD)
    assert learn(main, second).united == 1
    assert import_roster(main, own, "danh-sach", CATALOGUE, "ban-1", NOW).newcomers == ()
