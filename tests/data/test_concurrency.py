"""Eight desks, one store, the same badges at the same time."""

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, local

import pytest
from sqlalchemy import Engine

from checkin.participation import Kind, verify
from checkin.person import Person
from data import ledger
from data.ledger import Store, create_store, open_store
from data.session import is_built
from tests.builders import NOW, catalogue, known, store_at, the_log, villagers

PROCESSES = 8
BADGES = 200

DESK = """
import json, sys
from datetime import datetime
from checkin.admission import Refuse
from checkin.desk import Desk, Scan, receive
from data.ledger import open_store
place, code, moment = sys.argv[1:]
store = open_store(place)
desk = Desk(store, store.catalogues["ngay-thu"], code)
scans = [Scan(line.encode()) for line in json.loads(sys.stdin.readline())]
print("ready", flush=True)
sys.stdin.readline()
alone = len(scans) // 2
together = [[scan] for scan in scans[:alone]] + [scans[i : i + 64] for i in range(alone, len(scans), 64)]
for some in together:
    for answer in receive(some, desk, datetime.fromisoformat(moment)):
        first = answer.decision.first if isinstance(answer.decision, Refuse) else None
        told = [first.draft.desk, first.draft.at.isoformat(), str(first.ref)] if first else None
        print(json.dumps([answer.person.id, answer.decision.reason, told]), flush=True)
store.close()
"""


def at_once(place: str, codes: list[str]) -> list[tuple[str, str, list[str] | None]]:
    """What eight processes were told, each of which showed every code: half of them alone, then many at once."""
    command = [sys.executable, "-c", DESK, place]
    desks = [
        subprocess.Popen(
            [*command, f"ban-{number}", NOW.replace(minute=number).isoformat()],
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


def test_eight_processes_admit_each_badge_once_alone_and_in_batches(place: str) -> None:
    people = villagers(BADGES)
    with store_at(place, catalogue()) as store:
        codes = [scan.data.decode() for scan in known(store, *people)]
        told = at_once(place, codes)
        check(store, people, told)


def test_two_who_make_one_store_at_the_same_time_make_one(place: str) -> None:
    """Both find none; the second one finds it once it has the lock, and adds its event."""
    gate, looked = Barrier(2, timeout=60), local()

    def both_looked(engine: Engine) -> bool:
        found = is_built(engine)
        if not hasattr(looked, "once"):
            looked.once = gate.wait()
        return found

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as threads:
        patch.setattr(ledger, "is_built", both_looked)
        made = list(threads.map(lambda code: create_store(place, catalogue(code=code)), ("ngay-thu", "khac")))
    assert len({store.key for store in made}) == 1
    for store in made:
        store.close()
    with closing(open_store(place)) as store:
        assert set(store.catalogues) == {"ngay-thu", "khac"}
