"""Files that commands write appear whole, and together or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kiosk.commands.console import Failure, file_edge
from kiosk.commands.files import draft_of, drafts_in, put_in_place

NAMES = ("nguoi.csv", "luot.csv", "nhat-ky.csv")


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}


def put(folder: Path) -> list[Path]:
    with drafts_in(folder) as drafts:
        for name in NAMES:
            (drafts / name).write_text(f"{name} mới", encoding="utf-8")
        return put_in_place([drafts / name for name in NAMES], folder)


def test_several_files_take_the_place_of_those_before(tmp_path: Path) -> None:
    (tmp_path / NAMES[1]).write_text("cũ", encoding="utf-8")
    assert put(tmp_path) == [tmp_path / name for name in NAMES]
    assert texts(tmp_path) == {name: f"{name} mới" for name in NAMES}
    assert {path.name for path in tmp_path.iterdir()} == set(NAMES)


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("blocked", NAMES)
def test_where_one_cannot_be_replaced_it_is_named_and_all_of_them_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocked: str, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", unlinked)
    (tmp_path / blocked).mkdir()
    (tmp_path / blocked / "a").touch()
    before = {name: "cũ" for name in NAMES[:2] if name != blocked}
    for name, text in before.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(Failure) as failed:
        put(tmp_path)
    assert (failed.value.code, str(tmp_path / blocked) in failed.value.sentence.vi) == ("file", True)
    assert texts(tmp_path) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".ngayhoi-")]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits, but gives a list of who may read")
def test_what_is_moved_out_of_the_drafts_is_open_to_whoever_its_folder_is_open_to(tmp_path: Path) -> None:
    with drafts_in(tmp_path) as drafts:
        (tmp_path / "other").mkdir()
        assert drafts.stat().st_mode == (tmp_path / "other").stat().st_mode


def test_drafts_that_another_program_holds_spoil_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a virus scanner that looks into their folder."""

    def refused(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(os, "rmdir", refused)
    assert put(tmp_path) == [tmp_path / name for name in NAMES]
    assert set(texts(tmp_path)) == set(NAMES)


def unlinked(self: Path, target: Path) -> None:
    raise OSError(target, self)


def cut_off(out: Path) -> None:
    with draft_of(out) as draft:
        draft.write_text("nử", encoding="utf-8")
        raise OSError(28, "No space left on device")


def test_half_a_file_is_put_nowhere(tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    out.write_text("cũ", encoding="utf-8")
    with pytest.raises(Failure, match="The disk is full"):
        cut_off(out)
    assert texts(tmp_path) == {"a.txt": "cũ"}
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "Ổ đĩa đã đầy"),
        (errno.EROFS, "chỉ cho đọc"),
        (errno.EISDIR, "là một thư mục"),
        (errno.ENOTDIR, "Trong đường dẫn"),
        (errno.EEXIST, "Đã có tệp"),
        (errno.EACCES, "xin đóng lại"),
        (errno.ENOENT, "Không có tệp"),
    ],
)
def test_what_the_system_says_about_a_file_is_said_in_vietnamese(number: int, said: str) -> None:
    with pytest.raises(Failure) as failed, file_edge(Path("tệp {0}.xlsx")):
        raise OSError(number, os.strerror(number))
    sentence = failed.value.sentence
    assert said in sentence.vi
    assert os.strerror(number) not in sentence.vi
    assert all("tệp {0}.xlsx" in text for text in (sentence.vi, sentence.en))
