"""Invented days of thousands of people, as untidy as real ones, written straight into a store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy import insert

from checkin.badge import COUNTERS
from checkin.event import Event
from checkin.local_time import VIETNAM
from checkin.participation import GENESIS, Ability, Draft, Entry, EntryRef, Kind, chain
from checkin.person import Birth, Person
from data.entry_rows import row_of
from data.invented import invented_people
from data.ledger import Store
from data.session import transaction
from data.tables import entries
from stations.model import Station


def people_of_a_trace(store: Store, count: int, seed: int) -> list[Person]:
    """Keep invented people, some without birth or sex, each with a badge: serials 1 to `count` of device 1."""
    (known, *_) = store.catalogues.values()
    chance = Random(seed)
    people = [
        Person(
            f"{i:032x}",
            p.name,
            None if chance.random() < 0.05 else Birth(p.birth.year) if chance.random() < 0.2 else p.birth,
            None if chance.random() < 0.05 else p.sex,
            p.group,
            p.hamlet,
            p.unit,
            known.programme.roster_consent,
        )
        for i, p in enumerate(invented_people(count, seed, known.programme))
    ]
    with store.writing() as log:
        log.people.add_all([(person, None, None) for person in people])
        log.people.issue_all([person.id for person in people])
    return people


def write_trace(store: Store, event: Event, people: range, seed: int) -> int:
    """Write the day of some of the people, on devices of its own; returns how many entries it took."""
    rows = [row_of(entry) for entry in _chained(event, people, seed)]
    with transaction(store.engine, writing=True) as connection:
        remaining = iter(rows)
        while part := list(islice(remaining, 5000)):
            connection.execute(insert(entries), part)
    return len(rows)


def _chained(event: Event, people: range, seed: int) -> Iterator[Entry]:
    chance = Random(seed)
    heads = {f"HMRV00{seed}{number}": (0, GENESIS) for number in range(3)}
    drafts = sorted(
        (step for person in people for step in _steps(event, person, chance)),
        key=lambda step: (step[0].at, step[0].badge or 0),
    )
    for draft, is_undone in drafts:
        device = chance.choice(list(heads))
        late = timedelta(minutes=120) if chance.random() < 0.02 else timedelta()
        back = timedelta(hours=1) if chance.random() < 0.002 else timedelta()
        for one in _with_undo(draft, is_undone, device, heads[device][0] + 1):
            sequence, previous = heads[device]
            ref = EntryRef(device, sequence + 1)
            recorded = one.at + late - back
            digest = chain(previous, ref, one, recorded)
            heads[device] = (sequence + 1, digest)
            yield Entry(ref, one, recorded, digest)


def _with_undo(draft: Draft, is_undone: bool, device: str, sequence: int) -> Iterator[Draft]:
    yield draft
    if is_undone:
        target = EntryRef(device, sequence)
        yield replace(draft, kind=Kind.UNDONE, station=None, code="bam-nham", target=target)


def _steps(event: Event, person: int, chance: Random) -> Iterator[tuple[Draft, bool]]:
    """What somebody does on the day, each with whether it is taken back."""
    at = event.opens_at.astimezone(VIETNAM) + timedelta(seconds=chance.randrange(6 * 3600))
    for kind, station, code, minutes in _day(event, chance):
        at += timedelta(seconds=60 * minutes)
        knows = chance.random() < 0.97
        who = f"{person:032x}" if knows or chance.random() < 0.5 else None
        badge = COUNTERS + person + 1 if not knows or chance.random() < 0.8 else None
        if kind is Kind.VISIT_OUT and chance.random() < 0.1:
            continue
        jumped = at - timedelta(hours=1) if chance.random() < 0.002 else at
        yield _draft(kind, event, jumped, who, badge, station, code), chance.random() < 0.01


def _draft(
    kind: Kind,
    event: Event,
    at: datetime,
    who: str | None,
    badge: int | None,
    station: str | None,
    code: str | None,
) -> Draft:
    return Draft(kind, event.code, at, station or "ban-1", who, badge, station, code)


def _day(event: Event, chance: Random) -> Iterator[tuple[Kind, str | None, str | None, float]]:
    if chance.random() < 0.05:
        yield Kind.REFUSED, None, chance.choice(("already-here", "revoked-badge")), 0
        return
    yield Kind.ADMITTED, None, "admitted", 0
    if chance.random() < 0.02:
        yield Kind.ADMITTED, None, "came-back", 1
    if chance.random() < 0.5:
        yield Kind.STAY, None, None, 0
    for station in chance.sample(event.stations, chance.randint(0, min(4, len(event.stations)))):
        yield from _at_station(station, chance)
    if chance.random() < 0.6:
        yield Kind.LEFT, None, None, chance.uniform(1, 20)


def _at_station(station: Station, chance: Random) -> Iterator[tuple[Kind, str | None, str | None, float]]:
    abilities = [ability.value for ability in Ability]
    if chance.random() < 0.3:
        yield Kind.HELD, None, "12", 0.5
    if chance.random() < 0.05:
        yield Kind.SENT, None, None, 0.5
    yield Kind.SENT, station.code, None, chance.uniform(0, 9)
    yield Kind.VISIT_IN, station.code, None, chance.uniform(1, 15)
    if chance.random() < 0.05:
        yield Kind.GAVE_UP, chance.choice((station.code, "an-toan")), None, 8
    if chance.random() < 0.4:
        yield Kind.ABLE_BEFORE, station.code, chance.choice(abilities), 0.2
    yield Kind.VISIT_OUT, station.code, None, chance.uniform(2, 30)
    for outcome in station.outcomes:
        if chance.random() < 0.6:
            yield Kind.OUTCOME, station.code, outcome.code, 0.1
    if chance.random() < 0.4:
        yield Kind.ABLE_AFTER, station.code, chance.choice(abilities), 0.2
