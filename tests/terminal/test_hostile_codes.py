"""Codes that hold what a terminal says of itself, from a scanner that types ESC too: a face works on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kiosk.driving import NGO, RAY
from tests.terminal.driver import needs_pty
from tests.terminal.kiosk import Kiosk, a_kiosk

pytestmark = needs_pty

HOSTILE = {
    "a symbol beyond Unicode": "\x1b[1114112u",
    "a number beyond C": "\x1b[999999999999u",
    "a place without row and column": "\x1b[:R",
    "a key without number": "\x1b[:~",
    "a huge terminal": "\x1b[48;9999;9999;9;9t",
    "a terminal without pixels, and a click": "\x1b[48;24;80;0;0t\x1b[<0;9;9M",
    "another window in front": "\x1b[O",
}
A_KEY = 0.004
"""Seconds from one key of a scanner to the next."""


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    yield from a_kiosk(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def kiosk(anew: Kiosk) -> Kiosk:
    """A kiosk at its welcome."""
    anew.terminal.reset()
    return anew


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_whoever_comes_after_such_a_code_is_answered(kiosk: Kiosk, code: str) -> None:
    kiosk.terminal.send(*code, "\r", stall=A_KEY)
    kiosk.terminal.reset()
    kiosk.answers(kiosk.codes[0] + "\r", expected=(NGO.id,))
    kiosk.terminal.reset()
    kiosk.types("Pham", shows="Pham")


def test_so_they_are_where_the_terminal_sends_such_codes_whole(kiosk: Kiosk) -> None:
    kiosk.answers(*HOSTILE.values(), kiosk.codes[0] + "\r", stall=0.05, expected=(NGO.id,))
    kiosk.terminal.reset()
    kiosk.types("Pham", shows="Pham")


def test_bytes_that_are_no_text_end_nothing(kiosk: Kiosk) -> None:
    kiosk.terminal.send(*"Trúng Phạm".encode("cp1258", "replace").split(), b"\xff\xc3", "\r", stall=A_KEY)
    kiosk.terminal.reset()
    kiosk.answers(kiosk.codes[0] + "\r", expected=(NGO.id,))


def test_a_paste_without_end_is_over_after_a_while(kiosk: Kiosk) -> None:
    kiosk.types("\x1b[200~Ph", shows="Ph")
    kiosk.types("am", shows="Pham")
    kiosk.answers(kiosk.codes[1] + "\r", expected=(RAY.id,))


def test_a_paste_of_any_length_is_one_text(kiosk: Kiosk) -> None:
    kiosk.types("\x1b[200~Pham", f" Thi\nNgo{' ' * 9_000}", "\x1b[201~", shows="Pham Thi")
    kiosk.terminal.reset()
    kiosk.answers(f"\x1b[200~{kiosk.codes[0]}\x1b[201~", expected=(NGO.id,))
