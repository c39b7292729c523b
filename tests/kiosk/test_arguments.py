"""What is typed after an option: how people write it, and what is asked for where it cannot be read."""

from argparse import ArgumentTypeError
from datetime import datetime, time

import pytest

from checkin.local_time import VIETNAM
from kiosk.commands.arguments import a_moment


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("07:20", time(7, 20)),
        ("7:20", time(7, 20)),
        ("07:20:05", time(7, 20, 5)),
        ("7h20", time(7, 20)),
        ("07H20", time(7, 20)),
        ("7h", time(7)),
        ("2025-09-26T07:30", datetime(2025, 9, 26, 7, 30, tzinfo=VIETNAM)),
    ],
)
def test_a_time_is_read_as_people_write_it_on_paper(typed: str, read: time | datetime) -> None:
    assert a_moment(typed) == read


@pytest.mark.parametrize("typed", ["", "7", "25:00", "7:60", "7h2", "720", "07:20 26/9", "hôm qua"])
def test_a_time_that_cannot_be_read_is_asked_for_with_an_example(typed: str) -> None:
    with pytest.raises(ArgumentTypeError, match="07:20"):
        a_moment(typed)
