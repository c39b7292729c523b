"""Files that commands write: each appears whole, several together, and else what was there stays."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kiosk.commands.console import Exit, Failure, file_edge, harmless
from stations.model import Bilingual


def must_end(path: Path, suffix: str, option: str) -> None:
    """Refuse what was typed after an option if it names another kind of file. Raises Failure.

    A folder is told of where it is written to.
    """
    with file_edge(path):
        if path.suffix.lower() == suffix or path.is_dir():
            return
    sentence = Bilingual(
        f"Tên tệp của {option} phải có đuôi {suffix}.",
        f"The name of the file of {option} must end in {suffix}.",
    )
    raise Failure("suffix", sentence, Exit.USAGE)


def already_there(path: Path) -> Failure:
    """That a file is left as it is."""
    name = harmless(str(path))
    return Failure(
        "exists",
        Bilingual(
            f"Đã có tệp {name}; tệp ấy được giữ nguyên. Xin đặt tên khác.",
            f"There is a file {name} already; it was left as it is. Please choose another name.",
        ),
    )


@contextmanager
def drafts_in(folder: Path) -> Iterator[Path]:
    """A folder in another one to write in, which goes when the block is left. Raises OSError.

    Not one of `tempfile`: newer Pythons close those to everybody else on Windows (CVE-2024-4030), and what is
    moved out of them stays closed. One that another program still looks into is left, and fails nothing.
    """
    drafts = folder / f".ngayhoi-{secrets.token_hex(4)}"
    drafts.mkdir()
    try:
        yield drafts
    finally:
        shutil.rmtree(drafts, ignore_errors=True)


@contextmanager
def draft_of(out: Path) -> Iterator[Path]:
    """Where to write what is put in place of `out` once the block is left. Raises Failure."""
    with file_edge(out), drafts_in(out.parent) as drafts:
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(out))
        yield drafts / out.name
        put_in_place([drafts / out.name], out.parent)


def put_in_place(drafts: Sequence[Path], folder: Path) -> list[Path]:
    """Move whole files to a folder, in place of those of the same names; all, or none where one cannot be.

    Raises Failure, which names that one.
    """
    targets = [folder / draft.name for draft in drafts]
    with ExitStack() as undoing:
        for draft, target in zip(drafts, targets, strict=True):
            with file_edge(target):
                kept = None if draft is drafts[-1] else _kept(target, draft)
                draft.replace(target)
            undoing.callback(_put_back, target, kept)
        undoing.pop_all()
    return targets


def _kept(target: Path, draft: Path) -> Path | None:
    """What is there now, beside its draft too; None if nothing is. Raises OSError."""
    if not target.is_file():
        return None
    place = draft.with_name(f"{draft.name}.before")
    try:
        place.hardlink_to(target)
    except OSError:  # disks such as a USB stick's know no second name
        shutil.copy2(target, place)
    return place


def _put_back(target: Path, kept: Path | None) -> None:
    with suppress(OSError):
        if kept is None:
            target.unlink()
        else:
            kept.replace(target)
