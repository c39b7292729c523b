"""Scanners with every prefix and suffix at a real terminal, alone and beside a camera that is being watched.

Every scan is answered, in order, and no letter that a person types is lost or added.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest

from kiosk.capture.wedge import PATIENCE
from tests.kiosk.driving import NGO, RAY
from tests.terminal.driver import needs_pty
from tests.terminal.kiosk import THREE, Kiosk, a_kiosk

pytestmark = needs_pty
FULL = os.environ.get("NGAYHOI_FULL") == "1"
PREFIXES = ("", "\x02", "]Q3", "~")
SUFFIXES = ("", "\r", "\n", "\t", "\r\n", "\x03", "#")
EACH_ONCE = [
    ("\x02", "\x03"),
    ("]Q3", "\r\n"),
    ("~", ""),
    ("", "#"),
    ("~", "\t"),
    ("\x02", "\n"),
    ("]Q3", "\r"),
]
"""Both, one and none of them, and each of them at least once."""
SETTINGS = [*product(PREFIXES, SUFFIXES)] if FULL else EACH_ONCE
FILMED = SETTINGS if FULL else [("", ""), ("\x02", "\x03")]

starting = contextmanager(a_kiosk)


class Scanner:
    """A scanner that is set up so, at a kiosk that knows of it."""

    def __init__(self, kiosk: Kiosk, prefix: str, suffix: str) -> None:
        self.kiosk = kiosk
        self._around = (prefix, suffix)

    def sent(self, code: str) -> str:
        return code.join(self._around)

    def three_in_one_write(self) -> None:
        self.kiosk.answers("".join(self.sent(code) for code in self.kiosk.codes))

    def back_to_back(self) -> None:
        self.kiosk.answers(
            *(self.sent(code) for code in self.kiosk.codes * 2), stall=0.12, expected=THREE * 2
        )

    def with_stalls(self) -> None:
        """Within the code, and before the suffix."""
        first, second = (self.sent(code) for code in self.kiosk.codes[:2])
        inside = len(self._around[0]) + 7
        end = len(second) - len(self._around[1])

        def scans() -> None:
            self.kiosk.answers(first[:inside], first[inside:], stall=0.3, within=PATIENCE, expected=(NGO.id,))
            self.kiosk.answers(second[:end], second[end:], stall=0.3, within=PATIENCE, expected=(RAY.id,))

        self.kiosk.terminal.try_again(scans)

    def with_a_person_between(self) -> None:
        """Typing by an input method, a scan into the midst of it, Enter to put the answer away, typing on."""
        self.kiosk.terminal.reset()
        self.kiosk.types("Nguye\x7fê\x7fễn", shows="Nguyễn")
        self.kiosk.answers(self.sent(self.kiosk.codes[0]), expected=(NGO.id,))
        self.put_away()
        self.kiosk.types(*" Va\x7făn", shows="Nguyễn Văn", stall=0.05)
        self.kiosk.answers(self.sent(self.kiosk.codes[1]), expected=(RAY.id,))
        self.put_away()
        assert self.kiosk.terminal.settle()["typed"]["typed"] == "Nguyễn Văn"

    def put_away(self) -> None:
        """Enter, pressed by someone who has read the answer."""
        run = self.kiosk.terminal
        run.send("", "\r", stall=0.7)
        run.wait(lambda: run.state()["stack"] == ["Welcome"])


def everything(scanner: Scanner) -> None:
    scanner.three_in_one_write()
    scanner.back_to_back()
    scanner.with_stalls()
    scanner.with_a_person_between()


@pytest.mark.parametrize(("prefix", "suffix"), SETTINGS)
def test_scans_and_typing_are_told_apart(prefix: str, suffix: str, tmp_path: Path) -> None:
    with starting(tmp_path, prefix=prefix, suffix=suffix) as kiosk:
        everything(Scanner(kiosk, prefix, suffix))


@pytest.mark.parametrize(("prefix", "suffix"), FILMED)
def test_they_are_while_a_moving_picture_is_read_and_shown(prefix: str, suffix: str, tmp_path: Path) -> None:
    with starting(tmp_path, prefix=prefix, suffix=suffix, filmed=True) as kiosk:
        before = kiosk.terminal.state()["looks"]
        everything(Scanner(kiosk, prefix, suffix))
        kiosk.terminal.wait(lambda: kiosk.terminal.state()["looks"] > before + 20)


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    yield from a_kiosk(tmp_path_factory.mktemp("filmed"), filmed=True)


@pytest.mark.parametrize("end", ["\r", "\t", ""], ids=["cr", "tab", "none"])
def test_a_scanner_of_which_nothing_is_known_beside_the_camera(filmed: Kiosk, end: str) -> None:
    filmed.terminal.reset()
    scanner = Scanner(filmed, "", end)
    scanner.three_in_one_write()
    scanner.with_a_person_between()
