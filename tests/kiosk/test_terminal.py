"""What a terminal sends, in any pieces: nothing ends the reading, and what follows is heard."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.events import Key, MouseMove, Paste, Resize

from kiosk import terminal
from kiosk.terminal import TerminalParser

PIECES = st.sampled_from(
    [
        "\x1b",
        "[",
        "O",
        "?",
        "<",
        ":",
        ";",
        "0",
        "48",
        "1114112",
        "200~",
        "\x1b[201~",
        "u",
        "R",
        "t",
        "M",
        "~",
        "$y",
        "\x00",
        "ắ",
        "\U0001f600",
    ]
)


@given(sent=st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=6))
@example(sent=["\x1b[48;24;80;0;0t", "\x1b[<0;9;9M"])
@example(sent=["\x1b[1114112u"])
@example(sent=["\x1b[:R"])
@example(sent=["\x1b[200~"])
def test_whatever_came_before_a_key_is_heard_and_no_size_is_believed(sent: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal, "perf_counter", count(0.0, 1.1).__next__)
        parser = TerminalParser()
        heard = [message for piece in filter(None, sent) for message in parser.feed(piece)]
        heard += [*parser.tick(), *parser.feed("a")]
    assert isinstance(last := heard[-1], Key)
    assert last.key == "a"
    assert not any(isinstance(message, Resize) for message in heard)


@pytest.mark.parametrize("code", ["\x1bOR", "\x1b[<0;9;9M", "\x1b[B", "\x1b[200~"])
def test_what_comes_key_by_key_is_typed_and_presses_and_clicks_nothing(code: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal, "perf_counter", count(0.0, 0.004).__next__)
        parser = TerminalParser()
        heard = [message for symbol in code for message in parser.feed(symbol)]
    assert [message.character for message in heard if isinstance(message, Key)] == list(code)
    assert len(heard) == len(code)


@given(
    before=st.text("ab ắ\n", max_size=30), pasted=st.text("ab ắ\n\x1b[", max_size=60), cut=st.integers(1, 50)
)
def test_a_paste_comes_whole_in_whatever_pieces_it_is_sent(before: str, pasted: str, cut: int) -> None:
    rest = f"{pasted}\x1b[201~"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal, "perf_counter", lambda: 0.0)
        parser = TerminalParser()
        heard = list(parser.feed(f"{before}\x1b[200~"))
        for at in range(0, len(rest), cut):
            heard += parser.feed(rest[at : at + cut])
        heard += parser.feed("a")
    assert [message.text for message in heard if isinstance(message, Paste)] == [pasted]
    keys = [message.character for message in heard if isinstance(message, Key)]
    assert "".join(map(str, keys)) == f"{before}a"


@given(read=st.integers(300, 4096))
def test_what_waited_while_the_laptop_stalled_is_cut_into_no_keys(read: int) -> None:
    sent = "".join(f"\x1b[<35;{column};7M" for column in range(1, 500))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal, "perf_counter", count(0.0, 0.01).__next__)
        parser = TerminalParser()
        heard = []
        for at in range(0, len(sent), read):
            heard += [*parser.feed(sent[at : at + read]), *parser.tick()]
    assert [type(message) for message in heard] == [MouseMove] * 499
