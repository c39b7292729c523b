"""Eight desks, one store, the same badges at the same time."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from checkin.participation import Kind, verify
from checkin.person import Person
from data.ledger import Store, create_store
from tests.builders import NOW, catalogue, known, store_at, the_log, villagers

PROCESSES = 8
BADGES = 200

DESK = """
import json, sys
from datetime import datetime
from checkin.admission import Refuse
from checkin.desk import Desk, Scan, receive
from data.ledger import open_store
place, code, moment, size = sys.argv[1:]
store = open_store(place)
desk = Desk(store, store.catalogues["ngay-thu"], code)
scans = [Scan(line.encode()) for line in json.loads(sys.stdin.readline())]
print("ready", flush=True)
sys.stdin.readline()
for start in range(0, len(scans), int(size)):
    for answer in receive(scans[start : start + int(size)], desk, datetime.fromisoformat(moment)):
        first = answer.decision.first if isinstance(answer.decision, Refuse) else None
        told = [first.draft.desk, first.draft.at.isoformat(), str(first.ref)] if first else None
        print(json.dumps([answer.person.id, answer.decision.reason, told]), flush=True)
store.close()
"""


def at_once(place: str, codes: list[str], size: int) -> list[tuple[str, str, list[str] | None]]:
    """What eight processes were told, each of which showed every code, `size` codes to a transaction."""
    command = [sys.executable, "-c", DESK, place]
    desks = [
        subprocess.Popen(
            [*command, f"ban-{number}", NOW.replace(minute=number).isoformat(), str(size)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=Path(__file__).parents[2],
        )
        for number in range(1, PROCESSES + 1)
    ]
    told: list[tuple[str, str, list[str] | None]] = []
    for number, desk in enumerate(desks):
        assert desk.stdin
        assert desk.stdout
        rotated = codes[number * 7 :] + codes[: number * 7]
        desk.stdin.write(json.dumps(rotated) + "\n")
        desk.stdin.flush()
        assert desk.stdout.readline() == "ready\n", desk.stderr and desk.stderr.read()
    for desk in desks:
        assert desk.stdin
        desk.stdin.write("go\n")
        desk.stdin.flush()
    for desk in desks:
        out, err = desk.communicate(timeout=100)
        assert (err, desk.returncode) == ("", 0)
        told += [tuple(json.loads(line)) for line in out.splitlines()]
    return told


def check(store: Store, people: list[Person], told: list[tuple[str, str, list[str] | None]]) -> None:
    assert Counter(reason for _, reason, _ in told) == {
        "admitted": BADGES,
        "already-here": BADGES * (PROCESSES - 1),
    }
    log = the_log(store)
    assert verify(log) == []
    first = {e.draft.person: e for e in log if e.draft.kind is Kind.ADMITTED}
    assert set(first) == {one.id for one in people}
    assert len([e for e in log if e.draft.kind is Kind.ADMITTED]) == BADGES
    for person, reason, against in told:
        entry = first[person]
        named = [entry.draft.desk, entry.draft.at.isoformat(), str(entry.ref)]
        assert against == (named if reason == "already-here" else None)


def test_eight_processes_admit_each_badge_once(place: str) -> None:
    people = villagers(BADGES)
    with store_at(place, catalogue()) as store:
        codes = [scan.data.decode() for scan in known(store, *people)]
        told = at_once(place, codes, size=1)
        check(store, people, told)


def test_batches_come_one_after_another_too(place: str) -> None:
    people = villagers(BADGES)
    with store_at(place, catalogue()) as store:
        codes = [scan.data.decode() for scan in known(store, *people)]
        told = at_once(place, codes, size=64)
        check(store, people, told)


def test_two_processes_make_one_store(tmp_path: Path) -> None:
    """Both may be told to create it: the second finds it and adds its event."""
    place = str(tmp_path / "store.db")
    first = create_store(place, catalogue())
    second = create_store(place, catalogue(code="khac"))
    assert first.device.id == second.device.id
    assert first.key == second.key
    first.close()
    second.close()
