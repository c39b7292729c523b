"""From a Word document to PDF by LibreOffice, without a window and without touching the user's own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_PATIENCE = 180.0
"""Seconds; the first start of LibreOffice on an old laptop takes one of three minutes."""


class NoConverter(Exception):
    """LibreOffice is not installed."""


class NotConverted(Exception):
    """LibreOffice wrote no PDF; what it said is the argument."""


def find_converter() -> str | None:
    """LibreOffice's command: on PATH, else where its installers put it."""
    return next(_found(), None)


def _found() -> Iterator[str]:
    yield from (path for name in ("soffice", "libreoffice") if (path := shutil.which(name)))
    yield from (place for place in _PLACES if Path(place).is_file())


def convert(source: Path, target: Path, patience: float = _PATIENCE) -> None:
    """Write `target` from a Word document. Raises NoConverter, NotConverted, OSError.

    The profile is one of its own, so that a LibreOffice that is open does not take the document over.
    """
    converter = find_converter()
    if converter is None:
        raise NoConverter
    with TemporaryDirectory(prefix="ngayhoi-", ignore_cleanup_errors=True) as folder:
        made = _made(converter, source, Path(folder), patience)
        shutil.copyfile(made, target)


def _made(converter: str, source: Path, folder: Path, patience: float) -> Path:
    profile = (folder / "profile").absolute().as_uri()
    command = [converter, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    try:
        done = subprocess.run(  # noqa: S603 - LibreOffice, with paths of our own
            command,
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=patience,
        )
    except subprocess.TimeoutExpired as error:
        raise NotConverted(f"no answer within {patience:.0f} s") from error
    made = folder / f"{source.stem}.pdf"
    if done.returncode or not made.is_file():
        said = " ".join((done.stderr or done.stdout).split())
        raise NotConverted(said[:200] or f"status {done.returncode}")
    return made
