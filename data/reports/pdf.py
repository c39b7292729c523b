"""From a Word document to PDF by LibreOffice, without a window and without touching the user's own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_PATIENCE = 180.0
"""Seconds; the first start of LibreOffice on an old laptop takes one of three minutes."""


class NotConverted(Exception):
    """LibreOffice wrote no PDF; what it said is the argument."""


def find_converter() -> str | None:
    """LibreOffice's command: on PATH, else where its installers put it. None if it is not installed."""
    return next(_found(), None)


def _found() -> Iterator[str]:
    yield from (path for name in ("soffice", "libreoffice") if (path := shutil.which(name)))
    yield from (place for place in _PLACES if Path(place).is_file())


def convert(converter: str, source: Path, target: Path, patience: float = _PATIENCE) -> None:
    """Write `target` from a Word document by LibreOffice's command. Raises NotConverted, OSError.

    The profile is one of its own, so that a LibreOffice that is open does not take the document over.
    """
    with TemporaryDirectory(prefix="ngayhoi-", ignore_cleanup_errors=True) as folder:
        made = _made(converter, source, Path(folder), patience)
        shutil.copyfile(made, target)


def _made(converter: str, source: Path, folder: Path, patience: float) -> Path:
    profile = (folder / "profile").absolute().as_uri()
    command = [converter, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    output = folder / "output"
    with output.open("wb") as told:
        status = _status(command, told, patience)
    made = folder / f"{source.stem}.pdf"
    if status or not made.is_file():
        said = " ".join(output.read_text(encoding="utf-8", errors="replace").split())
        raise NotConverted(said[:200] or f"status {status}")
    return made


def _status(command: list[str], told: IO[bytes], patience: float) -> int:
    """What LibreOffice ends with; one that hangs is ended with the programs it started."""
    process = subprocess.Popen(  # noqa: S603 - LibreOffice, with paths of our own
        command, stdin=subprocess.DEVNULL, stdout=told, stderr=told, start_new_session=True
    )
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired as error:
        raise NotConverted(f"no answer within {patience:.0f} s") from error
    finally:
        if process.poll() is None:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
