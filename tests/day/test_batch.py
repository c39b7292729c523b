"""Codes by the line: answered as they come, whatever they are."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.day import cards
from tests.day.kit import FULL, Machine, share

LINES = 10_000 if FULL else 2_000
PEOPLE = tuple(
    (f"{family} Văn {given}", f"{day}/1/1980", "Nam", "Bùi Hui", "Người dân", "")
    for day, (family, given) in enumerate(
        ((f, g) for f in ("Đinh", "Phạm", "Lê", "Hồ") for g in ("An", "Bình", "Công", "Dũng", "Giang")), 1
    )
)
HOSTILE = (
    b"",
    b" ",
    b"\x00",
    b"\xff\xfe\xfd",
    b"\xed\xa0\x80",
    b"\x1b[2J\x1b]0;x\x07",
    b"x" * 100_000,
    "\u202e\u1ea9n\u202c \U0001f469\u200d\U0001f467".encode(),
    b"'; DROP TABLE entries; --",
    b"[bold red]x[/bold red]",
    b"../../etc/passwd",
    b'=HYPERLINK("http://a")',
    b"0" * 12,
    b"|" * 10,
    b"099180000001|" * 3,
    b'{"decision":"admit"}',
    b"a\rb\x85c\x0bd",
)


@pytest.fixture(scope="module")
def morning(laptop: Machine) -> tuple[bytes, list[str]]:
    laptop.init()
    laptop.enlist(*PEOPLE)
    codes = list(laptop.badges().values())
    return laptop.store.read_bytes(), codes


@pytest.fixture
def door(machine: Machine, morning: tuple[bytes, list[str]]) -> Machine:
    machine.store.write_bytes(morning[0])
    machine.done("device")
    return machine


@pytest.fixture
def codes(morning: tuple[bytes, list[str]]) -> list[str]:
    return morning[1]


def test_every_answer_comes_before_the_next_line_is_written(door: Machine, codes: list[str]) -> None:
    waits = []
    with door.start("--json", "checkin", "--batch", "-", "--at", "08:00") as process:
        assert process.stdin
        assert process.stdout
        for number, code in enumerate((*codes[:5], codes[0], "https://a.vn"), 1):
            process.stdin.write(code.encode() + b"\n")
            process.stdin.flush()
            begun = time.perf_counter()
            answer = process.stdout.readline()
            waits.append(time.perf_counter() - begun)
            assert f'"line":{number},'.encode() in answer
        process.stdin.close()
        assert process.stdout.read() == b""
        assert process.wait(30) == 0
    assert sorted(waits[1:])[len(waits) // 2] < 1
    print(f"answers after {min(waits[1:]) * 1000:.1f} to {max(waits[1:]) * 1000:.1f} ms")  # noqa: T201


@pytest.mark.timeout(600)
@pytest.mark.parametrize("end", share([b"\r\n", b"\n"], 2), ids=repr)
def test_a_long_file_is_answered_line_by_line(door: Machine, codes: list[str], end: bytes) -> None:
    chance = random.Random(5)
    known = [code.encode() for code in codes]
    lines = [
        chance.choice(known) if chance.random() < 0.9 else chance.choice(HOSTILE)
        for _ in range(LINES - len(known))
    ]
    lines = known + lines
    path = door.folder / "codes.txt"
    path.write_bytes(b"\xef\xbb\xbf" + end.join(lines) + end)
    begun = time.perf_counter()
    told = door.done("checkin", "--batch", path, "--at", "08:00")
    spent = time.perf_counter() - begun
    print(f"{LINES / spent:.0f} lines a second")  # noqa: T201
    assert "\x1b" not in told.out
    records = told.records
    assert [record["line"] for record in records] == list(range(1, LINES + 1))
    assert [record["reason"] for record in records[: len(known)]] == ["admitted"] * len(known)
    owner = {code: record["person"] for code, record in zip(known, records, strict=False)}
    assert len(set(owner.values())) == len(known)
    for line, record in zip(lines[len(known) :], records[len(known) :], strict=True):
        if line in owner:
            assert (record["reason"], record["person"]) == ("already-here", owner[line])
        else:
            assert (record["decision"], record["person"], record["entry"]) == ("ask", None, None), line
    kinds = Counter(entry["kind"] for entry in door.entries())
    assert kinds["admitted"] == len(known)
    assert kinds["refused"] == sum(line in owner for line in lines[len(known) :])
    assert door.done("log", "--verify").record["ok"] is True


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        (b"", []),
        (b"\n", ["unreadable"]),
        (b"\xef\xbb\xbf", ["unreadable"]),
        (b"\xef\xbb\xbf%s", ["admitted"]),
        (b"%s", ["admitted"]),
        (b"%s\r", ["admitted"]),
        (b"%s\r\n\r\n%s\r\n", ["admitted", "unreadable", "already-here"]),
    ],
)
def test_ends_of_lines_and_files(door: Machine, codes: list[str], given: bytes, reasons: list[str]) -> None:
    text = given.replace(b"%s", codes[0].encode())
    told = door.done("checkin", "--batch", "-", "--at", "08:00", given=text)
    assert [record["reason"] for record in told.records] == reasons


def test_a_batch_of_typed_cards(door: Machine, codes: list[str]) -> None:
    assert codes
    scans = [
        damage(cards.card("Đinh Văn Công", "03011980", "Nam", new_layout=True))
        for damage in cards.DAMAGES.values()
    ]
    told = door.done(
        "checkin", "--batch", "-", "--typed", "--at", "08:00", given="\r\n".join(scans).encode()
    ).records
    assert {record["name"] for record in told if record["name"]} == {"Đinh Văn Công"}
    assert {record["decision"] for record in told} <= {"admit", "refuse", "ask"}
    assert sum(record["decision"] == "admit" for record in told) == 1


def test_two_desks_at_once_admit_everyone_once(door: Machine, codes: list[str]) -> None:
    given = "\n".join(codes * 5).encode()
    desks = [
        door.start("--json", "checkin", "--batch", "-", "--at", "08:00", "--desk", desk)
        for desk in ("ban-1", "ban-2", "ban-3")
    ]
    for desk in desks:
        assert desk.stdin
        desk.stdin.write(given)
        desk.stdin.close()
        desk.stdin = None
    said = b"".join(desk.communicate(timeout=100)[0] for desk in desks)
    assert [desk.returncode for desk in desks] == [0, 0, 0]
    assert said.count(b'"reason":"admitted"') == len(codes)
    assert said.count(b'"reason":"already-here"') == len(codes) * 14
    assert Path(door.store).exists()
    assert Counter(entry["person"] for entry in door.entries("--kind", "admitted")).most_common(1)[0][1] == 1
    assert door.done("log", "--verify").record["ok"] is True
