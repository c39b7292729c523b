"""Scanners and people at one keyboard, through a real terminal: every scan right, no letter lost or added."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from checkin.participation import Kind
from kiosk.capture.wedge import PATIENCE
from tests.kiosk.driving import NEW_CARD, NGO, RAY
from tests.terminal.driver import needs_pty
from tests.terminal.kiosk import THREE, Kiosk, a_kiosk

pytestmark = needs_pty


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    yield from a_kiosk(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def framed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    yield from a_kiosk(tmp_path_factory.mktemp("framed"), prefix="\x02", suffix="\r")


@pytest.fixture
def kiosk(plain: Kiosk) -> Kiosk:
    """A kiosk whose scanner is set up to send nothing special, at its welcome."""
    plain.terminal.reset()
    return plain


@pytest.mark.parametrize("end", ["\r", "\n", "\t", "\r\n", ""], ids=["cr", "lf", "tab", "crlf", "none"])
def test_three_scans_in_one_write_are_three_answers_in_order(kiosk: Kiosk, end: str) -> None:
    kiosk.answers("".join(code + end for code in kiosk.codes))
    assert not any(kiosk.terminal.settle()["typed"].values())


def test_a_scanner_that_stalls_within_a_code_is_understood(kiosk: Kiosk) -> None:
    first, second, _ = kiosk.codes

    def scans() -> None:
        kiosk.answers(first[:9], first[9:] + "\r", stall=0.3, within=PATIENCE, expected=(NGO.id,))
        kiosk.answers(second[:5], second[5:], stall=0.3, within=PATIENCE, expected=(RAY.id,))

    kiosk.terminal.try_again(scans)


@pytest.mark.parametrize("cut", [1, 2, 3])
@pytest.mark.parametrize("face", ["plain", "framed"])
def test_a_scanner_that_stalls_at_once_leaves_nothing_in_the_field(
    face: str, cut: int, request: pytest.FixtureRequest
) -> None:
    kiosk: Kiosk = request.getfixturevalue(face)
    before, first = ("\x02", kiosk.codes[0]) if face == "framed" else ("", kiosk.codes[0])

    def scans_behind_a_name() -> None:
        kiosk.types("Pham", shows="Pham")
        kiosk.answers(
            before + first[:cut], first[cut:] + "\r", stall=0.2, within=PATIENCE, expected=(NGO.id,)
        )

    kiosk.terminal.try_again(scans_behind_a_name)
    kiosk.terminal.send("\r")
    kiosk.terminal.wait(lambda: kiosk.terminal.state()["stack"] == ["Welcome"])
    kiosk.types(" Thi", shows="Pham Thi")


def test_scans_one_after_another_are_all_answered(kiosk: Kiosk) -> None:
    kiosk.answers(*(f"{code}\r" for code in kiosk.codes * 2), stall=0.15, expected=THREE * 2)


def test_a_scan_is_understood_whatever_dialog_is_open(kiosk: Kiosk) -> None:
    kiosk.terminal.send("\x11")
    kiosk.terminal.wait(lambda: kiosk.terminal.state()["screen"] == "PinDialog")
    kiosk.answers(kiosk.codes[0] + "\r", expected=(NGO.id,))
    kiosk.terminal.wait(lambda: kiosk.terminal.state()["stack"] == ["Welcome", "Result"])


def test_what_someone_typed_stays_when_another_scans(kiosk: Kiosk) -> None:
    kiosk.types("Pham Thi", shows="Pham Thi")
    kiosk.answers(kiosk.codes[1] + "\r", expected=(RAY.id,))
    kiosk.terminal.send("\r")
    kiosk.terminal.wait(lambda: kiosk.terminal.state()["stack"] == ["Welcome"])
    kiosk.types(" Ngo", shows="Pham Thi Ngo")


def test_a_half_done_registration_outlives_the_scan_of_someone_else(kiosk: Kiosk) -> None:
    run = kiosk.terminal
    run.send("\x1bOR")
    run.wait(lambda: run.state()["screen"] == "Register" and run.state()["focus"] == "consent")
    run.send("1")
    run.wait(lambda: run.state()["focus"] == "name")
    kiosk.types("Tra", shows="Tra", field="name")
    kiosk.answers(kiosk.codes[0] + "\r", expected=(NGO.id,))
    run.wait(lambda: run.state()["stack"] == ["Welcome", "Register", "Result"])
    run.send("\r")
    run.wait(lambda: run.state()["screen"] == "Register")
    kiosk.types("n Be", shows="Tran Be", field="name")


@pytest.mark.parametrize(
    ("burst", "shows"),
    [
        ("Nguye\x7fê\x7fễn", "Nguyễn"),
        ("D\x7fĐinh Va\x7făn Ra\x7fâ\x7fẫy", "Đinh Văn Rẫy"),
        ("11", "11"),
        ("Pha\x7fạm Thi\x7fị Ngo\x7fô\x7fộ 1946", "Phạm Thị Ngộ 1946"),
    ],
)
def test_bursts_of_an_input_method_lose_no_letter(kiosk: Kiosk, burst: str, shows: str) -> None:
    kiosk.types(burst, shows=shows)


def test_an_input_method_right_after_a_scan_and_a_scan_right_after_it(kiosk: Kiosk) -> None:
    kiosk.types("Nguye\x7fê\x7fễn", shows="Nguyễn")
    kiosk.answers(kiosk.codes[0] + "\r", expected=(NGO.id,))
    kiosk.terminal.send("\r")
    kiosk.terminal.wait(lambda: kiosk.terminal.state()["stack"] == ["Welcome"])
    kiosk.types(" Va\x7făn", shows="Nguyễn Văn")


def test_a_name_typed_and_entered_in_one_write_is_searched(kiosk: Kiosk) -> None:
    run = kiosk.terminal
    run.send("Pha\x7fạm Thi\x7fị Ngo\x7fô\x7fộ\r")
    run.wait(lambda: run.state()["screen"] == "Choose" and run.state()["focus"] == "people")
    before = len(kiosk.door())
    run.send("1")
    run.wait(lambda: len(kiosk.door()) > before)
    assert kiosk.door()[before:] == [NGO.id]


def test_a_citizen_card_typed_by_a_scanner_opens_a_registration_with_its_name(kiosk: Kiosk) -> None:
    run = kiosk.terminal
    run.send(NEW_CARD.data + b"\r")
    run.wait(lambda: run.state()["stack"] == ["Welcome", "Register"])
    assert run.settle()["focus"] == "consent"


def test_a_bottle_s_code_registers_nobody(kiosk: Kiosk) -> None:
    run = kiosk.terminal
    run.send(NEW_CARD.data + b"\r")
    run.wait(lambda: run.state()["screen"] == "Register" and run.state()["focus"] == "consent")
    run.send("1")
    run.wait(lambda: run.state()["focus"] == "review")
    before = len(kiosk.door())
    run.send("1934563138165\r")
    run.wait(lambda: run.state()["stack"] == ["Welcome", "Register", "Result"])
    assert not [e for e in run.entries()[before:] if e.draft.kind is Kind.CONSENTED]


@pytest.mark.parametrize("stall", [0.08, 0.3])
def test_a_card_whose_scanner_stalls_gives_nobody_s_consent(kiosk: Kiosk, stall: float) -> None:
    run, card = kiosk.terminal, NEW_CARD.data.decode()
    code = kiosk.codes[0]

    def scans_of_others_before_the_answer() -> None:
        run.send(card + "\r")
        run.wait(lambda: run.state()["screen"] == "Register" and run.state()["focus"] == "consent")
        before = len(kiosk.door())
        run.send(card[:3], card[3:] + "\r", stall=stall, within=PATIENCE)
        kiosk.answers(code[:3], code[3:] + "\r", stall=stall, within=PATIENCE, expected=(NGO.id,))
        run.send("\r")
        run.wait(lambda: run.state()["stack"] == ["Welcome", "Register"])
        assert run.settle()["focus"] == "consent"
        assert len(kiosk.door()) == before + 1

    run.try_again(scans_of_others_before_the_answer)


def test_the_same_with_a_prefix_and_suffix_set_up(framed: Kiosk) -> None:
    run = framed.terminal
    first, second, _ = (f"\x02{code}\r" for code in framed.codes)
    framed.answers("".join(f"\x02{code}\r" for code in framed.codes))

    def scans_behind_a_name() -> None:
        framed.types("Nguye\x7fê\x7fễn", shows="Nguyễn")
        framed.answers(first, expected=(NGO.id,))
        framed.answers(second[:7], second[7:], stall=0.3, within=PATIENCE, expected=(RAY.id,))

    run.try_again(scans_behind_a_name)
    run.send("\r")
    run.wait(lambda: run.state()["stack"] == ["Welcome"])
    framed.types(" Va\x7făn", shows="Nguyễn Văn")


def _sequences() -> list[str]:
    controls = [chr(code) for code in range(1, 32)] + ["\x7f", "\x00"]
    functions = [f"\x1bO{letter}" for letter in "PQRS"]
    functions += [f"\x1b[{n}~" for n in (*range(1, 9), 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24)]
    modified = [f"\x1b[{n};{m}~" for n in (15, 17, 18, 19, 20, 21, 23, 24) for m in (2, 3, 6)]
    alt = [f"\x1b{letter}" for letter in "qxzcQXp"]
    mouse = [
        f"\x1b[<{b};{x};{y}{end}"
        for b in (0, 1, 2, 64, 65)
        for x in (2, 40, 79)
        for y in (1, 12, 24)
        for end in "Mm"
    ]
    return [*controls, *functions, *modified, *alt, *mouse]


def test_no_key_and_no_click_leaves_the_kiosk(kiosk: Kiosk) -> None:
    for sequence in _sequences():
        kiosk.terminal.send(sequence)
        kiosk.terminal.settle()
    assert kiosk.terminal.settle()["stack"][0] == "Welcome"
    kiosk.terminal.send("0000\r")
    assert kiosk.terminal.process.poll() is None


def test_only_the_right_pin_leaves_it(tmp_path: Path) -> None:
    with contextmanager(a_kiosk)(tmp_path, pin="2468") as running:
        run = running.terminal
        run.send("\x03")
        run.wait(lambda: run.state()["focus"] == "pin")
        run.send("1010\r")
        run.settle()
        assert run.process.poll() is None
        run.send("2468\r")
        assert run.process.wait(timeout=20) == 0
