"""backup: encrypted copies of the store, and making them anew once somebody was forgotten."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from checkin.local_time import local_day
from data.backups import Backup, BackupProblem, drop, make, remembered, renew, restore, unsealed
from data.ledger import Store
from kiosk.commands.console import Exit, Failure, both, emit, file_edge, harmless
from kiosk.commands.guard import organiser_only, passphrases
from kiosk.commands.session import local_iso, opened, store_edge
from stations.model import Bilingual


@dataclass(frozen=True, slots=True)
class Renewal:
    """What came of making a backup anew."""

    backup: Backup
    done: bool
    text: Bilingual


def make_one(args: Namespace) -> int:
    """Back the store up."""
    with opened(args) as store:
        organiser_only(args, store)
        words = passphrase_of(args, _PASSPHRASE, new=True)
        with file_edge(args.file):
            problem = make(store, args.file, words)
    if problem:
        raise _refused(problem)
    name = harmless(str(args.file))
    text = Bilingual(
        f"Đã sao lưu ra {name}. Mất mật khẩu thì không ai mở được bản này.",
        f"Backed up to {name}. Without the passphrase nobody can open it.",
    )
    emit(args, {"file": str(args.file), **both(text)}, text)
    return Exit.OK


def restore_one(args: Namespace) -> int:
    """Write the store that a backup holds."""
    words = passphrase_of(args, passphrase_question(args.file))
    with file_edge(args.file):
        held = unsealed(args.file, words)
    if isinstance(held, BackupProblem):
        raise _refused(held)
    with store_edge(), file_edge(args.out):
        problem = restore(held, args.file, args.out)
    if problem:
        raise _refused(problem)
    emit(args, {"file": str(args.file), "store": str(args.out), **both(_RESTORED)}, _RESTORED)
    return Exit.OK


def drop_one(args: Namespace) -> int:
    """Delete a backup, or stop asking for one that was deleted elsewhere."""
    with opened(args) as store:
        organiser_only(args, store)
        with file_edge(args.file):
            if not drop(store, args.file):
                raise Failure("backup", _NOT_REMEMBERED)
    emit(args, {"file": str(args.file), **both(_DROPPED)}, _DROPPED)
    return Exit.OK


def renewed(store: Store, passphrase: Callable[[Bilingual], str | None]) -> list[Renewal]:
    """Make every backup anew that still holds somebody who was forgotten; `passphrase` is asked for each.

    Who breaks off here has had somebody forgotten already: they hear where those are still, and are asked no
    more.
    """
    renewals, is_over = [], False
    for backup in (one for one in remembered(store) if one.outdated):
        try:
            obstacle = _STOPPED if is_over else _obstacle(store, backup, passphrase)
        except KeyboardInterrupt:
            obstacle, is_over = _STOPPED, True
        renewals.append(_renewal(backup, obstacle))
    return renewals


def _renewal(backup: Backup, obstacle: Bilingual | None) -> Renewal:
    if obstacle:
        return Renewal(backup, done=False, text=_still_there(backup, obstacle))
    name = harmless(str(backup.path))
    text = Bilingual(f"Đã làm mới bản sao lưu {name}.", f"The backup {name} is made anew.")
    return Renewal(backup, done=True, text=text)


def _obstacle(
    store: Store, backup: Backup, passphrase: Callable[[Bilingual], str | None]
) -> Bilingual | None:
    """Make a backup anew; why that could not be done, if it could not."""
    try:
        if not backup.path.is_file():
            return _ABSENT
        words = passphrase(passphrase_question(backup.path))
        if words is None:
            return _NO_PASSPHRASE
        problem = renew(store, backup, words)
    except OSError:
        return _ABSENT
    return PROBLEMS[problem] if problem else None


def renewal_record(renewal: Renewal) -> dict[str, object]:
    """As JSON states it."""
    return {
        "file": str(renewal.backup.path),
        "made": local_iso(renewal.backup.made),
        "renewed": renewal.done,
        **both(renewal.text),
    }


def _still_there(backup: Backup, why: Bilingual) -> Bilingual:
    name, made = harmless(str(backup.path)), f"{local_day(backup.made):%d/%m/%Y}"
    return Bilingual(
        f"Bản sao lưu {name} (ngày {made}) vẫn còn thông tin đã xóa. {why.vi} Cắm ổ có bản ấy rồi gõ "
        "ngayhoi retention apply; hoặc xóa bản ấy và gõ ngayhoi backup drop TỆP",
        f"The backup {name} ({made}) still holds what was deleted. {why.en} Connect its drive and type "
        "ngayhoi retention apply; or delete it and type ngayhoi backup drop FILE",
    )


def passphrase_question(path: Path) -> Bilingual:
    """Asks for the passphrase of one backup of several."""
    name = harmless(str(path))
    return Bilingual(f"Mật khẩu của bản sao lưu {name}", f"The passphrase of the backup {name}")


def passphrase_of(args: Namespace, about: Bilingual, *, new: bool = False) -> str:
    """The passphrase of a backup: that of --passphrase-file, else asked for unseen. Raises Failure."""
    words = passphrases(args, new=new)(about)
    if words is None:
        raise Failure("passphrase", _NO_PASSPHRASE, Exit.USAGE)
    return words


def _refused(problem: BackupProblem) -> Failure:
    code = "passphrase" if problem is BackupProblem.WRONG_PASSPHRASE else "backup"
    return Failure(code, PROBLEMS[problem])


_PASSPHRASE = Bilingual("Mật khẩu của bản sao lưu", "The backup's passphrase")
_NO_PASSPHRASE = Bilingual(
    "Chưa có mật khẩu; nhập khi máy hỏi, hoặc thêm --passphrase-file.",
    "There is no passphrase; type it when asked, or add --passphrase-file.",
)
_STOPPED = Bilingual("Đã dừng giữa chừng.", "It was broken off.")
_ABSENT = Bilingual("Không mở được tệp ấy.", "Its file cannot be reached.")
PROBLEMS = {
    BackupProblem.ON_SERVER: Bilingual(
        "Kho này ở máy chủ PostgreSQL; xin sao lưu bằng công cụ pg_dump của máy chủ.",
        "This store is on PostgreSQL; back it up with the server's pg_dump.",
    ),
    BackupProblem.IN_THE_WAY: Bilingual(
        "Đã có tệp khác ở chỗ ấy; xin chọn tên khác.", "Another file is there; choose another name."
    ),
    BackupProblem.OTHERS: Bilingual(
        "Ở chỗ ấy đã có bản sao lưu giữ những gì kho này không có, như của máy khác, hoặc bản có mật khẩu "
        "khác. Xin đặt tên tệp riêng cho máy này.",
        "A backup is there that holds what this store does not, as another laptop's does, or one under "
        "another passphrase. Give this laptop's a name of its own.",
    ),
    BackupProblem.JOURNAL_IN_THE_WAY: Bilingual(
        "Ở chỗ ấy còn tệp -wal, -shm hoặc -journal của kho trước. Xin dời cả các tệp ấy đi cùng kho cũ "
        "(đừng xóa: có thể còn các dòng nhật ký cuối), hoặc chọn tên khác.",
        "A -wal, -shm or -journal file of the store before is still there. Move it away with the old store "
        "(do not delete it: it may hold the last entries), or choose another name.",
    ),
    BackupProblem.NO_BACKUP: Bilingual(
        "Tệp ấy không phải bản sao lưu của ngayhoi.", "That file is no backup of ngayhoi."
    ),
    BackupProblem.WRONG_PASSPHRASE: Bilingual(
        "Mật khẩu chưa đúng, hoặc tệp đã hỏng.", "The passphrase is wrong, or the file is damaged."
    ),
}
_RESTORED = Bilingual(
    "Đã lấy lại kho từ bản sao lưu. Ai đã xóa thông tin sau ngày sao lưu thì xin xóa lại ở kho này.",
    "The store is restored. Whoever was forgotten since the backup was made has to be forgotten again here.",
)
_NOT_REMEMBERED = Bilingual(
    "Kho này không ghi nhớ bản sao lưu nào ở chỗ ấy.", "This store remembers no backup there."
)
_DROPPED = Bilingual(
    "Đã xóa và thôi ghi nhớ bản sao lưu ấy. Nếu tệp đã chuyển đi nơi khác, xin tự xóa ở đó.",
    "The backup is deleted and no longer remembered. If it was moved elsewhere, delete it there.",
)
