"""A store's file read as it is, wherever it lies."""

from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from data.copies import uri


@pytest.mark.parametrize(
    ("path", "read"),
    [
        (PurePosixPath("/media/usb/máy 2%.db"), "file:///media/usb/m%C3%A1y%202%25.db"),
        (PurePosixPath("/media/\udcff.db"), "file:///media/%FF.db"),
        (PureWindowsPath(r"E:\kho\may-2.db"), "file:///E:/kho/may-2.db"),
        (PureWindowsPath(r"\\may-1\kho\may-2.db"), "file:////may-1/kho/may-2.db"),
        (PureWindowsPath(r"C:\a?b#c.db"), "file:///C:/a%3Fb%23c.db"),
    ],
)
def test_a_path_is_read_by_sqlite_without_the_name_of_another_computer_before_it(
    path: PurePath, read: str
) -> None:
    """That would be refused: an address has no name there, or `localhost` (https://sqlite.org/uri.html)."""
    assert uri(path) == read
