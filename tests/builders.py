"""Small catalogues, people, entries and stores for tests. Nobody here exists."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from checkin import badge as badges
from checkin.desk import Desk, Scan
from checkin.event import (
    AddressForm,
    Catalogue,
    ConsentBasis,
    Event,
    Group,
    Hamlet,
    Programme,
    UndoReason,
)
from checkin.event import Desk as Place
from checkin.local_time import VIETNAM
from checkin.participation import GENESIS, Draft, Entry, EntryRef, Kind, chain
from checkin.person import Birth, Person, Sex
from data.ledger import Store, create_store
from data.session import build, connect, transaction
from data.tables import metadata
from stations.model import Bilingual, Passport, Sessions, Station

DAY = date(2025, 9, 26)
NOW = datetime(2025, 9, 26, 9, 0, tzinfo=VIETNAM)
EVERYONE = frozenset({"nguoi-dan", "hoc-sinh"})


def at(minutes: float) -> datetime:
    """So many minutes after nine o'clock."""
    return NOW + timedelta(minutes=minutes)


class Clock:
    """A clock that stands still until told otherwise."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def text(vi: str) -> Bilingual:
    return Bilingual(vi, f"{vi} (en)")


def station(
    code: str,
    number: int = 1,
    *,
    seats: int = 1,
    minutes: float = 10,
    suits: frozenset[str] = EVERYONE,
    opens: time = time(7, 30),
    closes: time = time(16, 30),
    sessions: Sessions | None = None,
) -> Station:
    return Station(code, number, text(code), "Đoàn xã", seats, minutes, suits, opens, closes, sessions)


PROGRAMME = Programme(
    code="thu",
    name=text("Phong trào thử"),
    organiser="UBND xã",
    commune="Xã Đặng Thùy Trâm",
    tag=3,
    groups=(Group("nguoi-dan", text("Người dân")), Group("hoc-sinh", text("Học sinh"))),
    hamlets=(Hamlet("bui-hui", "Bùi Hui", "Ba Trang"), Hamlet("chua-ro", "Chưa rõ")),
    consents=(
        ConsentBasis("danh-sach", text("Danh sách"), covers_children=True),
        ConsentBasis("tai-ban", text("Tại bàn"), covers_children=False),
        ConsentBasis("giam-ho", text("Giám hộ"), covers_children=True),
    ),
    roster_consent="danh-sach",
    spoken_consent="tai-ban",
    guardian_consent="giam-ho",
    guardian_under=16,
    default_group="nguoi-dan",
    unknown_hamlet="chua-ro",
    addresses=(AddressForm(0, "anh", "chị", "anh/chị"),),
    unknown_address="Quý vị",
    undo_reasons=(UndoReason("nham-nguoi", text("Nhầm người")),),
)


def catalogue(
    stations: Sequence[Station] = (), *, day: date = DAY, code: str = "ngay-thu", choices: int = 9
) -> Catalogue:
    """An event of one day, at which everyone may visit every station."""
    event = Event(
        code=code,
        name=text("Ngày hội thử"),
        place="Nhà văn hóa",
        date=day,
        opens=time(7, 30),
        closes=time(16, 30),
        desks=(Place("ban-1", text("Bàn 1")), Place("ban-2", text("Bàn 2"))),
        stations=tuple(stations),
        passport=Passport(choices=choices),
        stays=(30, 60),
    )
    return Catalogue(PROGRAMME, event)


def with_one_more_group(known: Catalogue) -> Catalogue:
    """An event in whose programme a group was added; its stations were not written anew."""
    groups = (*known.programme.groups, Group("nguoi-cao-tuoi", text("Người cao tuổi")))
    return replace(known, programme=replace(known.programme, groups=groups))


def person(
    name: str = "Nguyễn Thị Ngộ",
    birth: Birth | None = Birth(1957, 3, 5),
    sex: Sex | None = Sex.FEMALE,
    *,
    id: str = "",  # noqa: A002 - the field is called so
    group: str = "nguoi-dan",
    unit: str = "",
    consent: str | None = "danh-sach",
) -> Person:
    """Someone from Bùi Hui; their id follows from what is said of them."""
    known = (
        id or hashlib.md5(f"{name}{birth}{unit}".encode(errors="replace"), usedforsecurity=False).hexdigest()
    )
    return Person(known, name, birth, sex, group, "bui-hui", unit, consent)


def card(name: str = "Nguyễn Thị Ngộ", born: str = "05031957", sex: str = "Nữ", last: int = 1) -> Scan:
    """A citizen card of the older layout, as a camera reads it."""
    number = f"0511{born[-2:]}{last:06}"
    return Scan(f"{number}||{name}|{born}|{sex}|Thôn Bùi Hui, Ba Trang, Ba Tơ, Quảng Ngãi|02052021".encode())


def entry(
    kind: Kind,
    minute: float,
    sequence: int,
    *,
    device: str = "HMRV0123",
    who: str | None = "a",
    badge: int | None = None,
    station: str | None = None,
    minutes: int | None = None,
    target: EntryRef | None = None,
    code: str | None = None,
    previous: bytes = GENESIS,
) -> Entry:
    """An entry of a log, chained to the digest given."""
    ref = EntryRef(device, sequence)
    draft = Draft(kind, "ngay-thu", at(minute), "ban-1", who, badge, station, code, minutes, target)
    return Entry(ref, draft, at(minute), chain(previous, ref, draft, at(minute)))


_KEY = bytes(range(32))


@cache
def _built(code: str, tag: int) -> bytes:
    """The file of a store that no device has opened yet."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        engine = connect(str(path))
        build(engine, {"code": code, "tag": tag, "key": _KEY})
        engine.dispose()
        return path.read_bytes()


def prepare_store(path: Path, programme: Programme = PROGRAMME) -> None:
    """Let a store be there that knows no event and no device, with a key of its own; leave one that is there.

    Whoever makes it with `create_store` afterwards need not wait for all migrations.
    """
    if not path.exists():
        path.write_bytes(_built(programme.code, programme.tag).replace(_KEY, secrets.token_bytes(len(_KEY))))


def made_store(
    place: object, known: Catalogue | None = None, clock: Clock | None = None, number: int | None = None
) -> Store:
    """A new store for a catalogue, or one more event in the store that is there, as `create_store` makes it."""
    found = known or catalogue()
    if "://" not in str(place):
        prepare_store(Path(str(place)), found.programme)
    return create_store(str(place), found, clock or Clock(), number)


@contextmanager
def store_at(place: object, known: Catalogue | None = None, clock: Clock | None = None) -> Iterator[Store]:
    """A store that is closed afterwards, whatever happens."""
    store = made_store(place, known, clock)
    try:
        yield store
    finally:
        store.close()


def make_earlier(store: Store) -> None:
    """Let a store be as the first version of the program made it."""
    with transaction(store.engine, writing=True) as connection:
        for table in ("draw_secrets", "aliases", "kept_bands", "consent_texts", "backups"):
            metadata.tables[table].drop(connection)
        connection.exec_driver_sql("ALTER TABLE people DROP COLUMN forgotten")
        connection.exec_driver_sql("ALTER TABLE programme DROP COLUMN pin")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")


def desk_of(store: Store, code: str = "ban-1") -> Desk:
    """A desk of the only event of a store."""
    (known,) = store.catalogues.values()
    return Desk(store, known, code)


def store_of(desk: Desk) -> Store:
    """The store behind a desk."""
    assert isinstance(desk.ledger, Store)
    return desk.ledger


def known(store: Store, *people: Person) -> list[Scan]:
    """Keep people, and give each a badge; returns the badges as a camera reads them."""
    with store.writing() as log:
        log.people.add_all([(one, None, None) for one in people])
        issued = log.people.issue_all([one.id for one in people])
    return [Scan(badges.encode(one, store.key).encode()) for one in issued]


def villagers(count: int) -> list[Person]:
    """That many people with names of their own."""
    return [replace(person(f"Phạm Văn {i}"), id=f"{i:032x}") for i in range(count)]


def agreed_to(consented: Entry) -> str:
    """The basis in an entry of a consent, without the version of its text."""
    basis, _, version = (consented.draft.code or "").partition("@")
    assert version
    return basis


def the_log(store: Store) -> list[Entry]:
    """Everything a store wrote down."""
    with store.reading() as log:
        return list(log.log())
