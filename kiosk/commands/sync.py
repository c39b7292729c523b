"""sync: what other laptops know is brought into this store, from copies of their stores."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from checkin.badge import encode
from checkin.local_time import clock_and_day
from checkin.person import Person
from data.backups import BackupProblem, is_backup, unsealed
from data.errors import StoreMismatch
from data.ledger import Store
from data.logs import LogUntil, logs_until, unknown_badges
from data.session import sqlite_path
from data.sync import Gained, NotTaken, SyncProblem, sync
from kiosk.commands.answers import person_record
from kiosk.commands.backup import PROBLEMS, passphrase_of, passphrase_question
from kiosk.commands.console import Exit, Failure, both, emit, file_edge, harmless, say
from kiosk.commands.retention import NOT_CLEAN
from kiosk.commands.session import opened
from kiosk.wording import break_text, joined, several, unknown_text
from stations.model import Bilingual

_SHOWN = 20
"""How many groups of people who may be one are listed for reading; --json lists all."""
_APART = timedelta(minutes=2)
"""By how much an entry is written after now by a clock that is wrong, and not merely set by eye."""


def bring(args: Namespace) -> int:
    """Learn what the stores in some files know; one that is refused does not keep the others out."""
    taken = True
    with opened(args) as store:
        for named in args.files:
            try:
                paths = _files(named)
            except Failure as failure:
                paths = []
                taken = _not_taken(args, named, failure.code, failure.sentence)
            for path in paths:
                taken &= _take(args, store, path)
        with store.reading() as log:
            known, unknown = logs_until(log), unknown_badges(log)
        now = store.clock()
    if not args.json:
        say(sys.stdout, args, *log_notes(known, now), *([unknown_text(unknown)] if unknown else []))
    return Exit.OK if taken else Exit.FAILED


def _files(named: Path) -> list[Path]:
    """The file that was named, or of a folder every store in it. Raises Failure."""
    with file_edge(named):
        if not named.is_dir():
            return [named]
        found = [one for one in sorted(named.iterdir()) if one.is_file() and _may_be_store(one)]
    if not found:
        raise Failure("file", _no_stores(named))
    return found


def _may_be_store(path: Path) -> bool:
    """Whether a file of a folder is a store or a backup by its name or beginning, or cannot be read."""
    try:
        return path.suffix.lower() == ".db" or is_backup(path)
    except OSError:
        return True


def _take(args: Namespace, store: Store, path: Path) -> bool:
    """Learn from one file and say what came of it; False if nothing was taken."""
    try:
        gained = _gained(args, store, path)
    except Failure as failure:
        return _not_taken(args, path, failure.code, failure.sentence)
    if isinstance(gained, NotTaken):
        return _not_taken(args, path, gained.problem, _why(gained))
    _tell(args, path, None, _record(gained, store), _sum(path, gained), *_notes(gained, store))
    return True


def _not_taken(args: Namespace, path: Path, problem: str, why: Bilingual) -> bool:
    _tell(args, path, problem, None, _refused(path, why))
    return False


def _gained(args: Namespace, store: Store, path: Path) -> Gained | NotTaken:
    try:
        with file_edge(path):
            own = sqlite_path(store.engine)
            if own is not None and path.samefile(own):
                raise Failure("file", _OWN)
            source = _unsealed(args, path) if is_backup(path) else path
            return sync(store, source, store.clock())
    except StoreMismatch as error:
        raise Failure("store-mismatch", error.sentence) from error


def _unsealed(args: Namespace, path: Path) -> bytes:
    held = unsealed(path, passphrase_of(args, passphrase_question(path)))
    if isinstance(held, BackupProblem):
        raise Failure("passphrase", PROBLEMS[held])
    return held


def _tell(
    args: Namespace, path: Path, problem: str | None, record: dict[str, object] | None, *texts: Bilingual
) -> None:
    emit(args, {"file": str(path), "problem": problem, **(record or {}), **both(texts[0])}, *texts)


def _record(gained: Gained, store: Store) -> dict[str, object]:
    newest = store.newest
    return {
        "entries": gained.entries,
        "people": gained.people,
        "united": gained.united,
        "changed": gained.changed,
        "badges": gained.badges,
        "forgotten": gained.forgotten,
        "clean": gained.is_clean,
        "events": list(gained.events),
        "other_catalogues": gained.other_catalogues,
        "alike": [[person_record(one, newest) for one in group] for group in gained.alike],
        "contested": [
            {"code": encode(badge, store.key), **person_record(person, newest)}
            for badge, person in gained.contested
        ],
    }


def _sum(path: Path, gained: Gained) -> Bilingual:
    name = harmless(path.name)
    if gained.is_nothing:
        return Bilingual(f"{name}: không có gì mới.", f"{name}: nothing new.")
    new = Bilingual(
        f"{name}: thêm {gained.entries} dòng nhật ký, {gained.people} người, {gained.badges} thẻ.",
        f"{name}: {several(gained.entries, 'entry', 'entries')}, "
        f"{several(gained.people, 'person', 'people')}, "
        f"{several(gained.badges, 'badge', 'badges')} added.",
    )
    more = [
        Bilingual(vi.format(count), en.format(count))
        for count, vi, en in (
            (
                gained.united,
                "{} người có hai mã nay tính là một.",
                "With two ids, one person from now on: {}.",
            ),
            (gained.changed, "{} người được ghi theo thông tin mới hơn.", "Noted as the newer says: {}."),
            (
                gained.forgotten,
                "{} người đã xóa thông tin ở máy ấy, nay cũng đã xóa ở đây.",
                "Forgotten there, and now here: {}.",
            ),
        )
        if count
    ]
    return joined(new, *more)


def _notes(gained: Gained, store: Store) -> Iterator[Bilingual]:
    """What the organiser has to look at."""
    for catalogue in gained.events.values():
        name, day = catalogue.event.name, f"{catalogue.event.date:%d/%m/%Y}"
        yield Bilingual(f"Thêm sự kiện: {name.vi}, ngày {day}.", f"Event added: {name.en}, {day}.")
    for code in gained.other_catalogues:
        yield _other_catalogue(store.catalogues[code].event.name)
    for badge, person in gained.contested:
        yield _contested(encode(badge, store.key), _named(person, store))
    for group in gained.alike[:_SHOWN]:
        named = "; ".join(_named(one, store) for one in group)
        yield Bilingual(f"Có thể là một người: {named}", f"May be one person: {named}")
    more = len(gained.alike) - _SHOWN
    if more > 0:
        yield Bilingual(f"... và {more} nhóm nữa.", f"... and {several(more, 'more group', 'more groups')}.")
    if gained.forgotten:
        yield _BACKUPS if gained.is_clean else NOT_CLEAN


def _named(person: Person, store: Store) -> str:
    hamlet = store.newest.programme.hamlet_name(person.hamlet)
    return f"{person.name} ({person.birth or '?'}, {hamlet}) [{person.id}]"


def log_notes(known: Sequence[LogUntil], now: datetime) -> Iterator[Bilingual]:
    """Whose log this store has, and who wrote in it after now by this machine's clock."""
    yield _until_text(known)
    yield from ahead_notes(known, now)


def ahead_notes(known: Iterable[LogUntil], now: datetime) -> Iterator[Bilingual]:
    """Which machines wrote something after now, so that one of the two clocks is wrong, or was."""
    for one in known:
        if one.until is not None and one.until - now >= _APART:
            yield _ahead_text(_machine(one), clock_and_day(one.until), clock_and_day(now))


def _until_text(known: Sequence[LogUntil]) -> Bilingual:
    """Whose log this store has: a copy of noon, or a laptop left out, is seen by nothing else."""
    told = [_told(one) for one in known]
    vi, en = "; ".join(one.vi for one in told), "; ".join(one.en for one in told)
    return Bilingual(
        f"Kho này có nhật ký của: {vi}. Thiếu máy nào, hoặc máy nào còn quét sau giờ ấy, xin chép "
        "lại kho của máy ấy rồi gộp.",
        f"This store has the log of: {en}. If a machine is missing, or scanned anybody after its "
        "time, copy its store again and bring it here.",
    )


def _machine(one: LogUntil) -> Bilingual:
    name = one.number or one.device
    return Bilingual(f"máy số {name}" if one.number else f"máy {name}", f"machine {name}")


def _ahead_text(machine: Bilingual, written: str, now: str) -> Bilingual:
    return Bilingual(
        f"{machine.vi.capitalize()} có dòng ghi lúc {written}, mà ở máy này bây giờ mới {now}: đồng hồ máy "
        "ấy chạy nhanh, hoặc đồng hồ máy này chạy chậm. Xin so các máy với điện thoại và chỉnh máy sai; các "
        "giờ và thời gian chờ trong báo cáo có thể không đúng.",
        f"{machine.en.capitalize()} wrote an entry at {written}, and here it is {now} only: its clock was "
        "fast, or this one is slow. Compare all machines with a telephone and set the wrong one right; hours "
        "and waits in the report may be wrong.",
    )


def _told(one: LogUntil) -> Bilingual:
    name = _machine(one)
    if one.until is None:
        return Bilingual(f"{name.vi} chưa ghi gì", f"{name.en} wrote nothing yet")
    when = clock_and_day(one.until)
    return Bilingual(f"{name.vi} đến {when}", f"{name.en} until {when}")


def _why(refused: NotTaken) -> Bilingual:
    said = _WHY[refused.problem]
    return joined(break_text(refused.at), said) if refused.at else said


def _refused(path: Path, why: Bilingual) -> Bilingual:
    name = harmless(path.name)
    return Bilingual(f"{name}: chưa lấy gì. {why.vi}", f"{name}: nothing was taken. {why.en}")


def _no_stores(path: Path) -> Bilingual:
    name = harmless(str(path))
    return Bilingual(
        f"Thư mục {name} không có tệp kho nào (đuôi .db) hay bản sao lưu. Tệp ở thư mục con thì xin gõ cả "
        "tên thư mục ấy, như E:/kho.",
        f"The folder {name} has no store (a file ending in .db) and no backup. If the files are in a folder "
        "within it, type that one's name too, as E:/kho.",
    )


def _other_catalogue(event: Bilingual) -> Bilingual:
    return Bilingual(
        f"Danh mục của {event.vi} ở tệp ấy khác ở đây; kho này giữ danh mục của mình. Nếu danh mục kia mới "
        "đúng, xin gõ ngayhoi init --catalogue TỆP.",
        f"The catalogue of {event.en} is another one there; this store keeps its own. If the other is right, "
        "type ngayhoi init --catalogue FILE.",
    )


def _contested(code: str, holder: str) -> Bilingual:
    return Bilingual(
        f"Thẻ {code} đã phát cho hai người, vì hai máy dùng chung một số thiết bị. Ở đây là thẻ của "
        f"{holder}; xin đổi thẻ cho người kia.",
        f"The badge {code} was given to two people, as two machines had one device number. Here it is that "
        f"of {holder}; give the other person a new one.",
    )


_OWN = Bilingual(
    "Đây chính là kho của máy này. Xin chỉ tệp chép từ máy kia, như may-2.db trên USB.",
    "This is this machine's own store. Name a file that was copied from another machine, as may-2.db on a "
    "stick.",
)
_WHY = {
    SyncProblem.OTHER_PROGRAMME: Bilingual(
        "Kho ấy thuộc phong trào khác, hoặc được tạo riêng bằng init chứ không chép từ máy chính: thẻ của "
        "kho này không dùng được ở kho kia. Số liệu của máy ấy xin lập báo cáo riêng.",
        "That store is another programme's, or was made by itself with init and not copied from the main "
        "machine: badges of one are nothing to the other. Report that machine's figures apart.",
    ),
    SyncProblem.BROKEN: Bilingual(
        "Xin thoát mọi màn hình ở máy ấy, chép lại tệp rồi thử lại; vẫn thế thì báo kỹ thuật.",
        "Close every screen on that machine, copy the file again and try once more; if it stays so, tell "
        "engineers.",
    ),
    SyncProblem.FORKED: Bilingual(
        "Hai máy đã ghi dưới tên một thiết bị (ổ đĩa được nhân bản nguyên vẹn), không gộp được. Xin lập báo "
        "cáo của máy ấy riêng, và báo kỹ thuật.",
        "Two machines wrote as one device (a disk was cloned whole), and cannot be brought together. Report "
        "that machine's figures apart, and tell engineers.",
    ),
}
_BACKUPS = Bilingual(
    "Nếu kho này có bản sao lưu, xin gõ ngayhoi retention apply để xóa cả trong bản sao lưu.",
    "If this store has backups, type ngayhoi retention apply to forget them there as well.",
)
