"""Forgetting: nobody finds the person any more, nothing of them is on the disk, and no figure changes."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import String, insert, select, update

from checkin.admission import Reason
from checkin.citizen_card import CitizenCard
from checkin.desk import Desk, Scan, receive
from checkin.names import fold
from checkin.participation import Draft, Kind, verify
from checkin.person import Birth, Person, Sex
from checkin.visits import Turn, visit
from data import draws
from data.attendance import attendance
from data.badging import issue_badges
from data.entry_rows import row_of
from data.ledger import Store
from data.overview import Watch
from data.people import every_person
from data.recorded import recorded_day
from data.reports.counting import figures
from data.reports.figures import Figures
from data.retention import KEPT, Because, Forgotten, apply, expires, forget, forgotten_at, still_known
from data.tables import entries, kept_bands, people
from tests.builders import (
    DAY,
    NOW,
    Clock,
    at,
    catalogue,
    desk_of,
    entry,
    known,
    person,
    station,
    store_at,
    the_log,
)

LATER = NOW + timedelta(days=30)
CARD = CitizenCard("051157004711", "Nguyễn Thị Ngộ", Birth(1957, 3, 5), Sex.FEMALE, "")
NGO = person("Nguyễn Thị Ngộ", Birth(1957, 3, 5), unit="Hội Phụ nữ Đồng Răm")
BRON = person("Đinh Văn Brôn", Birth(2012, 8, 12), Sex.MALE, group="hoc-sinh", unit="Lớp 5A")
HLE = person("Phạm Thị Hlê", None, None)
ROSTER_KEY = bytes(range(100, 116))


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    stations = [station("vneid"), station("an-toan", 2)]
    with store_at(place, catalogue(stations, choices=1), Clock()) as opened:
        yield opened


@pytest.fixture
def scans(store: Store) -> list[Scan]:
    """Three people who are known, of whom the first has shown a card and two have come."""
    shown = known(store, NGO, BRON, HLE)
    with store.writing() as log:
        log.people.link_card(NGO.id, CARD)
        log.connection.execute(update(people).where(people.c.id == NGO.id).values(roster_key=ROSTER_KEY))
    for minute, scan in enumerate(shown[:2]):
        receive([scan], desk_of(store), at(minute))
    visit(shown[0], "vneid", Turn.IN, desk_of(store), at(5))
    visit(shown[1], "vneid", Turn.IN, desk_of(store), at(6))
    return shown


def counted(store: Store) -> Figures:
    with store.reading() as log:
        return figures(log, list(store.catalogues.values()), NOW)


@pytest.mark.usefixtures("scans")
def test_someone_forgotten_is_found_in_no_way(store: Store) -> None:
    assert forget(store, [NGO.id, "nobody"], Because.REQUESTED, LATER) == Forgotten(1, is_clean=True)
    with store.reading() as log:
        assert log.people.get(NGO.id) is None
        assert log.people.by_card(CARD.number) is None
        assert log.people.badge_of(NGO.id) is None
        assert (log.people.namesakes(NGO.name), log.people.born(Birth(1957, 3, 5))) == ([], [])
        assert [p.id for p in log.people.search("", 9)] == [BRON.id, HLE.id]
        assert (log.people.in_unit(NGO.unit), log.people.in_unit("")) == ([], [HLE])
        assert log.people.units() == [("Lớp 5A", 1)]
        assert set(every_person(log.connection)) == {BRON.id, HLE.id}
        assert (forgotten_at(log, NGO.id), forgotten_at(log, HLE.id)) == (LATER, None)
    assert {holder.person.id for holder in issue_badges(store).holders} == {BRON.id, HLE.id}
    assert still_known(store) == sorted([BRON.id, HLE.id])


@pytest.mark.usefixtures("scans")
def test_who_was_forgotten_before_an_event_is_not_on_its_list(store: Store) -> None:
    store.put(catalogue(day=DAY + timedelta(days=365), code="nam-sau"))
    before = counted(store)
    forget(store, [NGO.id], Because.EXPIRED, LATER)
    after = counted(store)
    assert [sum(part.known or 0 for part in event.groups) for event in before.events] == [3, 3]
    assert [sum(part.known or 0 for part in event.groups) for event in after.events] == [3, 2]
    assert (before.total.known, after.total.known) == (3, 3)


@pytest.mark.usefixtures("scans")
def test_what_is_left_is_group_hamlet_sex_and_age_bands(store: Store) -> None:
    store.put(catalogue(day=DAY + timedelta(days=3), code="le-thu"))
    forget(store, [NGO.id], Because.REQUESTED, LATER)
    with store.reading() as log:
        row = log.connection.execute(select(people).where(people.c.id == NGO.id)).one()._asdict()
        bands = log.connection.execute(select(kept_bands.c.event, kept_bands.c.band)).all()
    kept = {column: value for column, value in row.items() if value not in (None, "")}
    assert kept == {"id": NGO.id, "group": NGO.group, "hamlet": NGO.hamlet, "sex": "nu", "forgotten": LATER}
    assert {row.event: row.band for row in bands} == {"ngay-thu": "60+", "le-thu": "60+"}


def test_their_badge_is_revoked_and_their_card_unknown(store: Store, scans: list[Scan]) -> None:
    forget(store, [NGO.id], Because.REQUESTED, at(10))
    plastic = f"{CARD.number}||{CARD.name}|05031957|Nữ|Thôn Bùi Hui, Ba Trang|02052021".encode()
    badge, card = receive([scans[0], Scan(plastic)], desk_of(store), at(11))
    assert (badge.decision.reason, badge.person) == (Reason.REVOKED_BADGE, None)
    assert card.decision.reason is Reason.UNKNOWN_CARD


def test_what_takes_the_place_of_a_detail_fits_its_column() -> None:
    required = [column for column in people.columns if not column.nullable and column.name not in KEPT]
    assert [column.name for column in required if not isinstance(column.type, String)] == []


@pytest.mark.usefixtures("scans")
def test_the_entries_say_who_and_why_and_nothing_is_taken_from_the_log(store: Store) -> None:
    before = the_log(store)
    forget(store, [NGO.id], Because.WITHDRAWN, LATER)
    forget(store, [NGO.id], Because.REQUESTED, LATER)
    log = the_log(store)
    assert log[: len(before)] == before
    assert [(e.draft.kind, e.draft.person, e.draft.code) for e in log[len(before) :]] == [
        (Kind.WITHDRAWN, NGO.id, "danh-sach"),
        (Kind.FORGOTTEN, NGO.id, "withdrawn"),
    ]
    assert verify(log) == []


@pytest.mark.usefixtures("scans")
def test_a_badge_shown_without_a_known_owner_still_counts_as_theirs(store: Store) -> None:
    with store.writing() as log:
        badge = log.people.badge_of(NGO.id)
        assert badge
        log.append(Draft(Kind.VISIT_IN, "ngay-thu", at(20), "an-toan", None, badge.serial, "an-toan"))
    before = counted(store)
    assert (before.events[0].people, before.events[0].visits) == (2, 3)
    forget(store, [NGO.id], Because.REQUESTED, LATER)
    assert counted(store) == before


@pytest.mark.usefixtures("scans")
def test_exports_have_them_as_a_row_without_identity(store: Store) -> None:
    forget(store, [NGO.id], Because.REQUESTED, LATER)
    (known_event,) = store.catalogues.values()
    with store.reading() as log:
        first, second = attendance(log, known_event)
        assert [one.group for one in recorded_day(log, known_event).people] == ["nguoi-dan", "hoc-sinh"]
    assert first.person == Person(NGO.id, "", None, Sex.FEMALE, NGO.group, NGO.hamlet)
    assert len(first.visits) == 1
    assert second.person == BRON


@pytest.mark.usefixtures("scans")
def test_whoever_was_an_elder_is_one_when_the_day_is_run_again(store: Store) -> None:
    (known_event,) = store.catalogues.values()

    def elders() -> list[bool]:
        with store.reading() as log:
            return [one.is_elder for one in recorded_day(log, known_event).people]

    before = elders()
    assert True in before
    assert False in before
    forget(store, [NGO.id, BRON.id], Because.REQUESTED, LATER)
    assert elders() == before


@pytest.mark.usefixtures("scans")
def test_a_screen_of_the_day_names_them_no_more_and_takes_them_for_gone(store: Store) -> None:
    (known_event,) = store.catalogues.values()
    watch = Watch(store, known_event)
    (vneid, _) = known_event.event.stations
    assert {guest.who for guest in watch.arrived()} == {NGO.id, BRON.id}
    forget(store, [NGO.id], Because.REQUESTED, at(10))
    assert [guest.who for guest in watch.arrived()] == [BRON.id]
    seen = watch.station(vneid, at(11))
    assert [guest.who for guest in (*seen.served, *seen.waiting)] == [BRON.id]
    day = watch.day(at(11))
    assert (day.people, day.visits, day.inside) == (2, 2, 1)


@pytest.mark.usefixtures("scans")
def test_another_store_that_learns_of_it_forgets_them_too(store: Store) -> None:
    told = entry(Kind.FORGOTTEN, 30, 1, device="HMRV9999", who=BRON.id, code="requested")
    with store.writing() as log:
        log.connection.execute(insert(entries), row_of(told))
    before, length = counted(store), len(the_log(store))
    assert apply(store, LATER).people == 1
    assert apply(store, LATER).people == 0
    assert still_known(store) == sorted([NGO.id, HLE.id])
    assert (counted(store), len(the_log(store))) == (before, length)


@pytest.mark.usefixtures("scans")
def test_a_drawing_holds_after_a_winner_was_forgotten(store: Store) -> None:
    (known_event,) = store.catalogues.values()
    draws.commit(store, known_event, "ban-1", at(20))
    assert isinstance(draws.draw(store, known_event, "ban-1", at(30), 2, 4711), draws.Drawn)
    forget(store, [NGO.id], Because.REQUESTED, LATER)
    (checked,) = draws.check(store, known_event)
    assert checked.objections == ()
    assert {winner.person for winner in checked.winners} == {None, BRON}


@pytest.mark.usefixtures("scans")
def test_whoever_was_forgotten_before_a_drawing_takes_no_part(store: Store) -> None:
    (known_event,) = store.catalogues.values()
    draws.commit(store, known_event, "ban-1", at(20))
    forget(store, [NGO.id], Because.REQUESTED, at(21))
    drawn = draws.draw(store, known_event, "ban-1", at(30), 1)
    assert isinstance(drawn, draws.Drawn)
    assert (drawn.completed, drawn.winners[0].person) == (1, BRON)
    assert draws.check(store, known_event)[0].objections == ()


def test_data_expires_the_days_of_the_programme_after_its_last_event(store: Store) -> None:
    assert expires(store) == DAY + timedelta(days=181)
    later = catalogue(day=DAY + timedelta(days=10), code="le-thu")
    store.put(replace(later, programme=replace(later.programme, keep_days=30)))
    assert expires(store) == DAY + timedelta(days=41)


@pytest.mark.usefixtures("scans")
def test_figures_are_the_same_when_nobody_is_known_any_more(store: Store) -> None:
    before = counted(store)
    assert forget(store, still_known(store), Because.EXPIRED, LATER).people == 3
    assert (counted(store), still_known(store)) == (before, [])


def needles() -> dict[str, bytes]:
    """Everything by which the bytes of a file could tell who it was."""
    texts = (NGO.name, NGO.unit, "Nguyễn", "Ngộ")
    spelt = {form: [unicodedata.normalize(form, text) for text in texts] for form in ("NFC", "NFD")}
    folded = [fold(text) for text in texts]
    found = {
        f"{text} {coding}": text.encode(coding)
        for text in [*spelt["NFC"], *spelt["NFD"], *folded, "1957-03-05", CARD.number]
        for coding in ("utf-8", "utf-16-le", "utf-16-be")
    }
    return {**found, "roster key": ROSTER_KEY}


def left_in(folder: Path, sought: dict[str, bytes]) -> set[str]:
    held = b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {name for name, needle in sought.items() if needle in held}


def test_nothing_of_them_is_left_in_any_file(tmp_path: Path) -> None:
    with store_at(tmp_path / "store.db", catalogue(), Clock()) as store:
        known(store, NGO, replace(BRON, name="Rớ", unit=""))
        with store.writing() as log:
            log.people.link_card(NGO.id, CARD)
            log.connection.execute(update(people).where(people.c.id == NGO.id).values(roster_key=ROSTER_KEY))
            hashed = log.people.card_hash(CARD.number)
        sought = {**needles(), "card hash": hashed}
        told = left_in(tmp_path, sought)
        assert {f"{NGO.name} utf-8", f"{fold(NGO.unit)} utf-8", "1957-03-05 utf-8", "card hash"} <= told
        assert (tmp_path / "store.db-wal").stat().st_size
        assert forget(store, [NGO.id], Because.REQUESTED, LATER).is_clean
        assert left_in(tmp_path, sought) == set()
        assert "Rớ".encode() in (tmp_path / "store.db").read_bytes()
    assert left_in(tmp_path, sought) == set()


def test_files_that_another_program_reads_are_rewritten_the_next_time(tmp_path: Path) -> None:
    with store_at(tmp_path / "store.db", catalogue(), Clock()) as store:
        known(store, NGO)
        with store_at(tmp_path / "store.db") as other, other.reading() as log:
            log.people.get(NGO.id)
            with store.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA busy_timeout=10")
            assert not forget(store, [NGO.id], Because.REQUESTED, LATER).is_clean
            assert log.people.get(NGO.id) == NGO, "its moment is the one before"
        assert apply(store, LATER).is_clean
        assert left_in(tmp_path, needles()) == set()


KINDS = (
    Kind.ADMITTED,
    Kind.ADMITTED,
    Kind.SENT,
    Kind.HELD,
    Kind.VISIT_IN,
    Kind.VISIT_OUT,
    Kind.LEFT,
    Kind.OUTCOME,
)
_numbers = count()
births = st.none() | st.builds(Birth, st.integers(1930, 2030), st.none() | st.integers(1, 12))
steps = st.tuples(
    st.integers(0, 3),
    st.sampled_from(KINDS),
    st.sampled_from(("vneid", "an-toan")),
    st.booleans(),
    st.integers(-900, 900),
)


@given(st.lists(births, min_size=4, max_size=4), st.lists(steps, max_size=25), st.sets(st.integers(0, 3)))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whoever_is_forgotten_every_figure_stays(
    store: Store, born: list[Birth | None], day: list[tuple[int, Kind, str, bool, int]], gone: set[int]
) -> None:
    """Examples add up in one store: each brings four more people, entries in any order, some by badge alone."""
    assert isinstance(store.clock, Clock)
    newcomers = [
        person(f"Phạm Văn {i}", birth, (Sex.MALE, None)[i % 2], id=f"{next(_numbers):032}")
        for i, birth in enumerate(born)
    ]
    known(store, *newcomers)
    with store.writing() as log:
        for who, kind, where, by_badge, minute in day:
            badge = log.people.badge_of(newcomers[who].id)
            assert badge
            store.clock.now = at(minute)
            whom, serial = (None, badge.serial) if by_badge else (newcomers[who].id, None)
            log.append(Draft(kind, "ngay-thu", at(minute), "ban-1", whom, serial, where, "x"))
    before = counted(store)
    forget(store, [newcomers[who].id for who in gone], Because.REQUESTED, LATER)
    assert counted(store) == before


def test_a_request_is_noted_under_the_event_of_the_day_else_under_the_newest(store: Store) -> None:
    (day,) = store.catalogues.values()
    store.put(replace(day, event=replace(day.event, code="ngay-sau", date=DAY + timedelta(days=7))))
    known(store, NGO, BRON)
    forget(store, [NGO.id], Because.REQUESTED, NOW)
    forget(store, [BRON.id], Because.REQUESTED, NOW + timedelta(days=1))
    noted = [e.draft.event for e in the_log(store) if e.draft.kind is Kind.FORGOTTEN]
    assert noted == [day.event.code, "ngay-sau"]


def test_whoever_is_forgotten_is_gone_from_every_event_of_the_day(store: Store) -> None:
    (first,) = store.catalogues.values()
    store.put(replace(first, event=replace(first.event, code="buoi-chieu")))
    store.put(replace(first, event=replace(first.event, code="ngay-sau", date=DAY + timedelta(days=7))))
    shown = known(store, NGO, BRON)
    for minute, day in enumerate(c for c in store.catalogues.values() if c.event.date == DAY):
        receive(shown, Desk(store, day, "ban-1"), at(minute))
    forget(store, [NGO.id], Because.REQUESTED, at(10))
    inside = {code: Watch(store, day).day(at(11)).inside for code, day in store.catalogues.items()}
    assert inside == {"ngay-thu": 1, "buoi-chieu": 1, "ngay-sau": 0}
    forget(store, [BRON.id], Because.REQUESTED, at(16 * 60))
    inside = {code: Watch(store, day).day(at(16 * 60)).inside for code, day in store.catalogues.items()}
    assert set(inside.values()) == {0}, "after midnight too"
    noted = [e.draft.event for e in the_log(store) if e.draft.kind is Kind.FORGOTTEN]
    assert noted == ["ngay-thu", "ngay-sau"]
