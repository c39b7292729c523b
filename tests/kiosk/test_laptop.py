"""What a laptop remembers from one day to the next."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.laptop import Laptop, change, remember, remembered


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept: a new account has no such folder yet."""
    folder = tmp_path / "config"
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    return folder


def test_what_was_chosen_is_there_again() -> None:
    own = Laptop("http://192.0.2.7/video", "\x02", "\x03", scanner_tried=True, scanner_flaws=("name-lost",))
    remember(own)
    assert remembered() == own


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder of its own for each account")
def test_nobody_else_reads_it(folder: Path) -> None:
    remember(Laptop("rtsp://may:bi-mat@192.0.2.7/hinh"))
    (file,) = folder.rglob("laptop.json")
    assert file.stat().st_mode & 0o077 == 0


def test_a_new_machine_has_chosen_nothing() -> None:
    assert remembered() == Laptop()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"prefix": 3}', b"\xff\xfe", b'{"source": null}', b'{"source": "0:M\xe1y"}'],
)
def test_a_file_that_is_no_use_counts_as_none(content: bytes, folder: Path) -> None:
    remember(Laptop(prefix="~"))
    (file,) = folder.rglob("laptop.json")
    file.write_bytes(content)
    assert remembered() == Laptop()


def test_what_cannot_be_read_just_now_is_not_written_over(folder: Path) -> None:
    remember(Laptop(prefix="~"))
    (file,) = folder.rglob("laptop.json")
    aside = file.rename(file.with_name("aside"))
    file.mkdir()  # unreadable, also for an administrator
    with pytest.raises(OSError, match=str(file)):
        change(lambda own: replace(own, sound=False))
    assert remembered() == Laptop()
    file.rmdir()
    aside.rename(file)
    change(lambda own: replace(own, sound=False))
    assert remembered() == Laptop(prefix="~", sound=False)


def test_what_an_older_or_newer_version_wrote_is_understood(folder: Path) -> None:
    remember(Laptop())
    (file,) = folder.rglob("laptop.json")
    file.write_bytes(b'{"prefix": "~", "something_new": [1, 2]}')
    assert remembered() == Laptop(prefix="~")
