"""A scanner at a serial port: whole payloads, whatever it sends around them and however the port fails."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serial import SerialException

from kiosk.capture.serial_port import Lines, SerialScanner, opens, trouble

CARD = "051200000001||Đinh Thị Mưa|02032001|Nữ|Đồng Răm, Ba Khâm, Ba Tơ, Quảng Ngãi|15082021".encode()
BADGE = b"0H99H23RHMHM6183"
needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals stand in for a serial port")

AROUND = [
    ("", "\r", "", ""),
    ("", "\n", "", ""),
    ("", "\r\n", "", ""),
    ("", "\t", "", ""),
    ("\x02", "\x03", "", ""),
    ("\x02", "\x03\r\n", "", ""),
    ("]Q1", "\r", "", ""),
    ("\x02]Q3", "\x03", "", ""),
    ("~", "\r", "~", ""),
    ("~", "#", "~", "#"),
    ("$$", "##\r\n", "$$", "##"),
    ("]Q3", "\x03", "]Q3", "\x03"),
]
"""What a scanner sends before and after a payload, and what of it was learnt before."""


@pytest.mark.parametrize(("before", "after", "prefix", "suffix"), AROUND)
@given(data=st.data())
def test_payloads_come_out_bare_from_any_cut_into_reads(
    before: str, after: str, prefix: str, suffix: str, data: st.DataObject
) -> None:
    stream = b"".join(before.encode() + each + after.encode() for each in (CARD, BADGE, CARD, BADGE))
    lines = Lines(prefix, suffix)
    got: list[bytes] = []
    now = 0.0
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        got += lines.feed(stream[:size], now)
        stream = stream[size:]
        now += data.draw(st.sampled_from([0.0, 0.05]))
        got += lines.expire(now)
    got += lines.expire(now + 5.0)
    assert got == [CARD, BADGE, CARD, BADGE]


@pytest.mark.parametrize(("before", "prefix"), [("", ""), ("\x02", ""), ("]Q3", ""), ("~", "~")])
def test_without_an_end_the_silence_ends_a_payload(before: str, prefix: str) -> None:
    lines = Lines(prefix)
    for payload, silence in ((CARD, 1.0), (BADGE, 0.1)):
        assert lines.feed(before.encode() + payload[:30], 1.0) + lines.expire(1.05) == []
        assert lines.feed(payload[30:], 1.06) + lines.expire(1.1) == []
        assert lines.expire(1.06 + silence + 0.04) == [payload]


@pytest.mark.parametrize(
    ("sent", "prefix", "suffix", "payloads"),
    [
        (b"http://x/#frag#\r", "", "#", [b"http://x/#frag"]),
        (b"http://x/#frag\r", "", "#\r", [b"http://x/#frag"]),
        (b"AABC#AABD#", "A", "#", [b"ABC", b"ABD"]),
        (b"\x02XABC\x03", "\x02X", "", [b"ABC"]),
        (b"\x02XABC\x03", "\x02X", "\x03", [b"ABC"]),
        (b"XABC\r", "\x02X", "", [b"ABC"]),
        (b"ABC\r", "X", "", [b"ABC"]),
        (b"\x02~ABC\r", "~", "", [b"ABC"]),
        (b"AB\x02ABC\x03", "", "", [b"AB", b"ABC"]),
    ],
)
def test_what_a_scanner_was_set_up_to_send_is_taken_off_only_where_it_stands_around_a_payload(
    sent: bytes, prefix: str, suffix: str, payloads: list[bytes]
) -> None:
    assert Lines(prefix, suffix).feed(sent, 1.0) == payloads


def test_a_suffix_within_a_payload_is_part_of_it_once_a_line_end_was_seen() -> None:
    lines = Lines(suffix="#")
    assert lines.feed(b"ONE#\r", 1.0) == [b"ONE"]
    assert lines.feed(b"http://x/#", 2.0) == []
    assert lines.feed(b"frag#\r", 2.1) == [b"http://x/#frag"]


def test_a_suffix_with_an_end_of_its_own_cuts_no_payload_that_holds_the_rest_of_it() -> None:
    lines = Lines(suffix="#\r")
    assert lines.feed(b"https://zalo.me/s/1#", 0.0) == []
    assert lines.feed(b"a#\r", 0.01) == [b"https://zalo.me/s/1#a"]


def test_a_stall_in_the_first_card_of_all_is_waited_out() -> None:
    card = "051200000001||Đinh Thị Mưa|02032001|Nữ|Ba Khâm|15082021|||Đinh Văn Cha|Phạm Thị Mẹ".encode()
    lines = Lines()
    assert lines.feed(card[:50], 1.0) + lines.expire(1.9) == []
    assert lines.feed(card[50:] + b"\r\n", 1.95) == [card]
    silent = Lines()
    assert silent.feed(card, 1.0) == []
    assert silent.expire(2.0) == [card]


def test_a_stall_is_waited_out_once_a_line_end_was_seen() -> None:
    lines = Lines()
    assert lines.feed(b"ONE\r" + CARD[:20], 1.0) == [b"ONE"]
    assert lines.expire(1.5) == []
    assert lines.feed(CARD[20:] + b"\r\n", 1.6) == [CARD]


def test_a_port_that_chatters_without_an_end_fills_no_memory() -> None:
    lines = Lines()
    for _ in range(100):
        assert lines.feed(b"x" * 1000, 0.0) == []
    assert len(lines.expire(5.0)[0]) <= 4096


def test_marks_alone_are_no_payload() -> None:
    lines = Lines("~", "#")
    assert lines.feed(b"\x02\x03\r\n~#\r~\r", 1.0) == []
    assert lines.expire(5.0) == []


class Port:
    """A name under which a scanner can be plugged in and out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ends: tuple[int, int] | None = None

    def plug_in(self) -> None:
        self._ends = os.openpty()
        self.path.symlink_to(os.ttyname(self._ends[1]))

    def send(self, *parts: bytes) -> None:
        assert self._ends
        for part in parts:
            os.write(self._ends[0], part)

    def pull_out(self) -> None:
        if self._ends:
            self.path.unlink()
            for end in self._ends:
                os.close(end)
            self._ends = None


class Desk:
    """Someone who takes what a scanner at a port sends."""

    def __init__(self, path: Path, prefix: str = "", suffix: str = "") -> None:
        self.port = Port(path)
        self.scanner = SerialScanner(str(path), prefix, suffix)
        self.got: SimpleQueue[bytes] = SimpleQueue()
        self._taker = threading.Thread(target=self._take, daemon=True)
        self._taker.start()

    def _take(self) -> None:
        for line in self.scanner.lines():
            self.got.put(line)

    def until(self, *, is_open: bool) -> None:
        for _ in range(1000):
            if (self.scanner.trouble is None) == is_open:
                return
            threading.Event().wait(0.01)
        raise AssertionError(self.scanner.trouble)

    def plug_in(self) -> None:
        """Plug in a scanner that was missed before, and wait until it is found."""
        self.until(is_open=False)
        self.port.plug_in()
        self.until(is_open=True)

    def next(self) -> bytes:
        return self.got.get(timeout=10)

    def close(self) -> None:
        self.scanner.stop()
        self._taker.join(5)
        assert not self._taker.is_alive()
        self.port.pull_out()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    at = Desk(tmp_path / "scanner", "~", "#")
    yield at
    at.close()


@needs_pty
@pytest.mark.timeout(60)
def test_each_end_of_a_payload_is_understood_at_a_port(desk: Desk) -> None:
    desk.plug_in()
    for end in (b"", b"\r", b"\n", b"\r\n", b"#", b"\x03", b""):
        for payload in (CARD, BADGE):
            desk.port.send(b"~" + payload + end)
            assert desk.next() == payload, end


@needs_pty
@pytest.mark.timeout(60)
def test_two_payloads_in_one_read_and_letters_cut_in_two(desk: Desk) -> None:
    desk.plug_in()
    desk.port.send(CARD + b"\r" + BADGE + b"\r")
    assert (desk.next(), desk.next()) == (CARD, BADGE)
    desk.port.send(*(CARD[at : at + 1] for at in range(len(CARD))), b"\r")
    assert desk.next() == CARD


@needs_pty
@pytest.mark.timeout(60)
def test_a_scanner_pulled_out_within_a_payload_is_found_again_and_mixes_nothing(desk: Desk) -> None:
    for _ in range(3):
        desk.plug_in()
        assert desk.scanner.trouble is None
        desk.port.send(CARD + b"\r")
        assert desk.next() == CARD
        desk.port.send(CARD[:40])
        desk.port.pull_out()
        desk.until(is_open=False)
        assert desk.scanner.trouble is not None
        assert desk.scanner.name in desk.scanner.trouble.vi
    desk.plug_in()
    desk.port.send(BADGE + b"\r")
    assert desk.next() == BADGE
    assert desk.got.empty()


@needs_pty
@pytest.mark.timeout(60)
def test_stopping_ends_a_scanner_that_waits_and_one_that_is_missing(tmp_path: Path) -> None:
    missing = Desk(tmp_path / "nowhere")
    missing.until(is_open=False)
    missing.close()
    waiting = Desk(tmp_path / "scanner")
    waiting.plug_in()
    waiting.close()


@needs_pty
@pytest.mark.timeout(60)
def test_a_port_has_one_reader_and_the_second_is_told_why(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "scanner")
    desk.plug_in()
    other = SerialScanner(desk.scanner.name)
    taker = threading.Thread(target=lambda: list(other.lines()))
    taker.start()
    while other.trouble is None:
        desk.port.send(BADGE + b"\r")
        assert desk.next() == BADGE
    other.stop()
    taker.join(5)
    assert "đang có chương trình khác dùng" in other.trouble.vi
    assert not opens(desk.scanner.name)
    desk.close()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SerialException(errno.EACCES, "could not open port /dev/ttyACM0"), "nhóm dialout"),
        (SerialException("could not open port 'COM3': PermissionError(13, 'Access is denied.')"), "đang có"),
        (SerialException(errno.ENOENT, "could not open port /dev/ttyACM0"), "kiểm tra dây cắm"),
        (ValueError("no such port"), "kiểm tra dây cắm"),
    ],
)
def test_what_to_do_about_a_port_depends_on_why_it_does_not_open(error: Exception, said: str) -> None:
    assert said in trouble("COM3", error).vi
