"""people forget, people withdraw and retention apply: what identifies people is deleted, counts stay."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime, timedelta

from checkin.local_time import local_day
from data.ledger import Store
from data.retention import Because, Forgotten, apply, expires, forget, still_known
from kiosk.commands.answers import person_record
from kiosk.commands.backup import Renewal, renewal_record, renewed
from kiosk.commands.console import Exit, both, emit
from kiosk.commands.guard import confirmed, organiser_only, passphrases
from kiosk.commands.person import whom
from kiosk.commands.session import opened
from kiosk.wording import several
from stations.model import Bilingual


def forget_one(args: Namespace) -> int:
    """Forget one person who asked for it."""
    return _forget(args, Because.REQUESTED)


def withdraw(args: Namespace) -> int:
    """Note that one person takes back their consent, and forget them."""
    return _forget(args, Because.WITHDRAWN)


def _forget(args: Namespace, because: Because) -> int:
    with opened(args) as store:
        organiser_only(args, store)
        with store.reading() as log:
            person = whom(args.person, store, log)
        record = person_record(person, store.newest)
        passphrase = passphrases(args)
        named = ", ".join(str(one) for one in (person.name, person.birth, record["hamlet"]) if one)
        confirmed(args, _really(named, because))
        done = forget(store, [person.id], because, store.clock())
        renewals = renewed(store, passphrase)
    return _tell(args, {"person": person.id}, done, renewals, _done(because))


def apply_period(args: Namespace) -> int:
    """Forget whom the log says is to be forgotten, and everybody once the period of keeping is over."""
    with opened(args) as store:
        organiser_only(args, store)
        now = store.clock()
        today = args.today or local_day(now)
        first = expires(store)
        due = still_known(store) if today >= first else []
        record = {"from": first.isoformat(), "due": len(due), "dry_run": args.dry_run}
        text = _due(first, today, len(due))
        if args.dry_run:
            emit(args, {**record, **both(text)}, text)
            return Exit.OK
        passphrase = passphrases(args)
        if due:
            confirmed(args, text)
        done = _applied(store, due, now)
        renewals = renewed(store, passphrase)
    return _tell(args, record, done, renewals, _applied_text(first, today, done))


def _applied(store: Store, due: list[str], now: datetime) -> Forgotten:
    expired = forget(store, due, Because.EXPIRED, now).people if due else 0
    told = apply(store, now)
    return Forgotten(expired + told.people, told.is_clean)


def _tell(
    args: Namespace, about: dict[str, object], done: Forgotten, renewals: list[Renewal], text: Bilingual
) -> int:
    record = {
        **about,
        "forgotten": done.people,
        "clean": done.is_clean,
        "backups": [renewal_record(one) for one in renewals],
        **both(text),
    }
    more = ([] if done.is_clean else [NOT_CLEAN]) + [one.text for one in renewals]
    emit(args, record, text, *more)
    return Exit.OK if done.is_clean and all(one.done for one in renewals) else Exit.FAILED


def _really(named: str, because: Because) -> Bilingual:
    if because is Because.WITHDRAWN:
        return Bilingual(
            f"{named} rút lại sự đồng ý: thông tin sẽ bị xóa hẳn, không lấy lại được. Có đúng vậy không?",
            f"{named} withdraws consent: their data will be deleted for good. Is that so?",
        )
    return Bilingual(
        f"Xóa hẳn thông tin của {named}? Không lấy lại được; số liệu báo cáo giữ nguyên.",
        f"Delete the data of {named} for good? The figures of the report stay.",
    )


def _done(because: Because) -> Bilingual:
    if because is Because.WITHDRAWN:
        return Bilingual(
            "Đã ghi nhận việc rút lại sự đồng ý và xóa thông tin của người này. Số liệu báo cáo giữ nguyên.",
            "The withdrawal is noted and the person's data is deleted. The figures of the report stay.",
        )
    return Bilingual(
        "Đã xóa thông tin của người này. Số liệu báo cáo giữ nguyên.",
        "The person's data is deleted. The figures of the report stay.",
    )


def _due(first: date, today: date, count: int) -> Bilingual:
    """Who is due; with the day that today is taken to be, as the clock may be wrong."""
    last, day = f"{first - timedelta(days=1):%d/%m/%Y}", f"{today:%d/%m/%Y}"
    if not count:
        return Bilingual(
            f"Thông tin được lưu đến hết ngày {last}; hôm nay ({day}) chưa có ai hết hạn.",
            f"Data is kept until the end of {last}; nobody's is due today ({day}).",
        )
    return Bilingual(
        f"Hạn lưu là hết ngày {last}, hôm nay tính là ngày {day}: thông tin của {count} người sẽ bị xóa hẳn. "
        "Số liệu báo cáo giữ nguyên.",
        f"Data is kept until the end of {last} and today is taken to be {day}: that of "
        f"{several(count, 'person', 'people')} goes for good. The figures stay.",
    )


def _applied_text(first: date, today: date, done: Forgotten) -> Bilingual:
    if not done.people:
        return _due(first, today, 0)
    return Bilingual(
        f"Đã xóa thông tin của {done.people} người. Số liệu báo cáo giữ nguyên.",
        f"The data of {several(done.people, 'person', 'people')} is deleted. The figures of the report stay.",
    )


NOT_CLEAN = Bilingual(
    "Tệp kho chưa được dọn hết: chương trình khác đang mở, hoặc ổ đĩa hết chỗ. Xin thoát mọi màn hình, dọn "
    "bớt ổ đĩa rồi gõ: ngayhoi retention apply",
    "The store's file could not be cleaned: another program has it open, or the disk is full. Close every "
    "screen, make room on the disk, then type: ngayhoi retention apply",
)
