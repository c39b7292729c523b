"""demo: an event of today with invented people; without a terminal three sample scans."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from checkin.badge import DEVICES
from checkin.desk import Desk, Scan, receive
from checkin.event import Catalogue
from checkin.local_time import VIETNAM, local_day
from checkin.participation import presence
from data.badging import Holder, issue_badges
from data.catalogue import CatalogueProblems, read_catalogue
from data.importing import import_roster, plan_import
from data.invented import invented_people
from data.ledger import Store, create_store, open_store
from data.roster import Reading, RosterPerson, RowPlace
from data.session import is_store
from kiosk.commands.console import Exit, Failure, emit, say
from kiosk.commands.door import tell
from kiosk.commands.faces import open_face
from kiosk.commands.people import badge_card
from kiosk.commands.scanning import codes_in
from kiosk.commands.session import Session, opened, store_edge
from kiosk.printing.picture import badge_png
from stations.model import Bilingual

FOLDER = Path("var")
"""Where each day's demo is kept, under the folder the command is typed in."""
_MORNING = time(8)
_PEOPLE = 300
_SEED = 2025
_FOREIGN = b"https://zalo.me/g/ngayhoi-demo"


def demo(args: Namespace) -> int:
    """Open the kiosk on the demo's store; without a terminal, play three scans and say what came."""
    now = datetime.now(UTC)
    if args.store and "://" in args.store:
        raise Failure("usage", _NO_ADDRESS, Exit.USAGE)
    place = Path(args.store) if args.store else FOLDER / f"demo-{local_day(now)}.db"
    with store_edge(), closing(build_demo_store(place)) as store:
        event = next(iter(store.catalogues.values())).event
    args.store = str(place)
    morning = event.at(_MORNING)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        with opened(args, lambda: morning) as store:
            return _play(args, store)
    local = now.astimezone(VIETNAM)
    late = timedelta() if event.opens <= local.time() < event.closes else morning - local
    return open_face(args, lambda: datetime.now(UTC) + late)


def build_demo_store(path: Path) -> Store:
    """The Ngày hội of today with 300 invented people, each with a badge; built again, the same store.

    They were put on its list when its day began, and so before whatever comes of them, by any of its clocks.

    Raises StoreError, and Failure where there is a store already that is not a demo's.
    """
    catalogue = read_catalogue("ngay-hoi", on=local_day(datetime.now(UTC)))
    if isinstance(catalogue, CatalogueProblems):
        raise AssertionError(catalogue.problems)  # noqa: TRY004 - a built-in catalogue is whole
    if is_store(str(path)):
        _refuse_real(path, catalogue)
    begins = catalogue.event.begins
    store = create_store(str(path), catalogue, lambda: begins)
    if store.device.number is None:  # opened before under another account: in a demo any number will do
        any(store.assign_number(number) for number in range(1, DEVICES))
    consent = catalogue.programme.roster_consent
    import_roster(store, _reading(catalogue), consent, catalogue, catalogue.event.desks[0].code, begins)
    issue_badges(store)
    return store


def _refuse_real(path: Path, catalogue: Catalogue) -> None:
    """Leave a store alone that lacks most of the invented people: a demo's has all but who was forgotten."""
    store = open_store(str(path))
    try:
        with store.reading() as log:
            plan = plan_import(_reading(catalogue), log, store.key, catalogue.programme)
    finally:
        store.close()
    if 2 * len(plan.newcomers) > _PEOPLE:
        raise Failure("not-a-demo", _NOT_A_DEMO)


def _reading(catalogue: Catalogue) -> Reading:
    invented = invented_people(_PEOPLE, _SEED, catalogue.programme)
    people = (
        RosterPerson(
            RowPlace("", row), one.name, one.birth, one.sex, one.group, one.hamlet, one.unit, one.card_number
        )
        for row, one in enumerate(invented, 1)
    )
    return Reading(tuple(people), (), (), (), ())


def _play(args: Namespace, store: Store) -> int:
    catalogue = next(iter(store.catalogues.values()))
    desk = Desk(store, catalogue, catalogue.event.desks[0].code)
    at_desk = Session(desk, None, store.clock)
    badge = _photographed(args, _newcomer(store, catalogue), catalogue, store.key)
    for title, scan in ((_BADGE, badge), (_AGAIN, badge), (_OTHER, Scan(_FOREIGN))):
        if not args.json:
            emit(args, {}, title)
        now = at_desk.now()
        tell(args, receive([scan], desk, now)[0], at_desk, now)
    return Exit.OK


def _newcomer(store: Store, catalogue: Catalogue) -> Holder:
    """An adult who did not come yet today; the first of all once everyone came."""
    holders = issue_badges(store, group=catalogue.programme.default_group).holders
    with store.reading() as log:
        here = (presence(log.history(catalogue.event.code, h.person.id, None)).inside for h in holders)
        return next((holder for holder, inside in zip(holders, here, strict=True) if not inside), holders[0])


def _photographed(args: Namespace, holder: Holder, catalogue: Catalogue, key: bytes) -> Scan:
    """The badge as the decoder reads it from its picture; as it was printed where no decoder works."""
    card = badge_card(holder, catalogue.programme, key)
    with TemporaryDirectory(prefix="ngayhoi-") as folder:
        picture = Path(folder) / "the.png"
        picture.write_bytes(badge_png(card))
        try:
            codes = codes_in(picture)
        except Failure as failure:
            say(sys.stderr, args, failure.sentence)
            return Scan(card.code.encode())
    return Scan(codes[0].payload)


_NO_ADDRESS = Bilingual(
    "Ngày hội thử chỉ dùng một tệp trên máy này, không dùng địa chỉ. "
    "Xin bỏ --store hoặc ghi tên một tệp mới.",
    "The demo keeps its people in a file on this machine, not at an address. "
    "Leave --store out, or name a new file.",
)
_NOT_A_DEMO = Bilingual(
    "Ở đây đã có một kho dữ liệu không phải của ngày hội thử; kho ấy được giữ nguyên. "
    "Xin bỏ --store hoặc ghi tên một tệp mới.",
    "There is a store here that is not a demo's; it was left as it is. "
    "Leave --store out, or name a new file.",
)
_BADGE = Bilingual("1. Một thẻ tham dự trong ảnh:", "1. A badge in a picture:")
_AGAIN = Bilingual("2. Chính thẻ ấy một lần nữa:", "2. The same badge again:")
_OTHER = Bilingual("3. Một mã không phải của ngày hội:", "3. A code from elsewhere:")
