"""The figures of a report once more, counted with plain Python from the raw log, figure by figure.

Nothing of `data.reports` is used: what is equal to its answers was counted twice.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil

from checkin.admission import Reason
from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from checkin.participation import Entry, Kind
from checkin.person import Person

Trait = Callable[[Person | None], str]


class Recount:
    """One event."""

    def __init__(
        self, log: list[Entry], catalogue: Catalogue, people: dict[str, Person], owners: dict[int, str]
    ) -> None:
        self.event, self.programme, self.people = catalogue.event, catalogue.programme, people
        self.log = [entry for entry in log if entry.draft.event == self.event.code]
        taken_back = {entry.draft.target for entry in self.log if entry.draft.kind is Kind.UNDONE}
        standing = [e for e in self.log if e.ref not in taken_back and e.draft.kind is not Kind.UNDONE]
        standing.sort(key=lambda e: (e.draft.at, e.recorded, e.ref.device, e.ref.sequence))
        days: dict[str, list[Entry]] = defaultdict(list)
        for entry in standing:
            draft = entry.draft
            if draft.person is not None:
                days[draft.person].append(entry)
            elif draft.badge is not None:
                days[owners.get(draft.badge, f"#{draft.badge}")].append(entry)
        self.days = {n: day for n, day in days.items() if any(e.draft.kind is Kind.ADMITTED for e in day)}
        self.given_up = {e.ref for day in self.days.values() for e in _given_up(day)}
        begun = [(name, e) for name, e in self.every(Kind.VISIT_IN) if e.draft.station]
        self.visits = [(name, e) for name, e in begun if e.ref not in self.given_up]
        self.seen: dict[str, set[str]] = defaultdict(set)
        for name, visit in self.visits:
            self.seen[name].add(visit.draft.station or "")

    def every(self, *kinds: Kind) -> list[tuple[str, Entry]]:
        return [(name, e) for name, day in self.days.items() for e in day if e.draft.kind in kinds]

    def group(self, name: str) -> str:
        person = self.people.get(name)
        return person.group if person else "chua-ro"

    def by(self, trait: Trait) -> dict[str, tuple[int, int, int, int]]:
        """People, visits, people whose passport asks for something, and of these who completed it."""
        people = Counter(trait(self.people.get(name)) for name in self.days)
        visits = Counter(trait(self.people.get(name)) for name, _ in self.visits)
        asked = Counter(trait(self.people.get(name)) for name in self.asked())
        completed = Counter(trait(self.people.get(name)) for name in self.completed())
        return {code: (people[code], visits[code], asked[code], completed[code]) for code in people}

    def age_band(self, person: Person | None) -> str:
        if person is None or person.birth is None:
            return "chua-ro"
        age = person.birth.age_on(self.event.date)
        below = [start for start in self.programme.ages if start <= age]
        above = [start for start in self.programme.ages if start > age]
        return f"{below[-1]}-{above[0] - 1}" if above else f"{below[-1]}+"

    def asked(self) -> set[str]:
        return {name for name in self.days if self._topics(name) or self.event.passport.choices}

    def completed(self) -> set[str]:
        """Everyone whose passport asks for something and who has all of it."""
        done = set()
        for name in self.asked():
            tried = [topic for topic in self._topics(name) if topic & self.seen[name]]
            others = len(self.seen[name]) - len(tried)
            if len(tried) == len(self._topics(name)) and others >= self.event.passport.choices:
                done.add(name)
        return done

    def _topics(self, name: str) -> list[frozenset[str]]:
        known = {group.code for group in self.programme.groups}
        group = self.group(name) if self.group(name) in known else self.programme.default_group
        return [t.stations for t in self.event.passport.topics if group in t.groups]

    def lengths(self, station: str) -> tuple[list[float], list[float]]:
        """Minutes of the visits that were scanned twice; of the others, the most they can have been."""
        ended: list[float] = []
        open_ended: list[float] = []
        for day in self.days.values():
            for place, entry in enumerate(day):
                if entry.ref in self.given_up:
                    continue
                if entry.draft.kind is Kind.VISIT_IN and entry.draft.station == station:
                    minutes, is_ended = self._length(entry, day[place + 1 :])
                    (ended if is_ended else open_ended).append(minutes)
        return sorted(ended), open_ended

    def _length(self, visit: Entry, later: list[Entry]) -> tuple[float, bool]:
        start = visit.draft.at
        for entry in later:
            draft = entry.draft
            if draft.kind is Kind.VISIT_OUT and draft.station == visit.draft.station:
                return _minutes(start, draft.at), True
            if draft.kind is Kind.LEFT or (draft.kind is Kind.VISIT_IN and draft.station):
                return _minutes(start, draft.at), False
        return max(0.0, _minutes(start, self.event.closes_at)), False

    def waits(self, station: str) -> list[float]:
        """Minutes from being told to go there, or to sit, to the scan at the station."""
        waits = []
        for day in self.days.values():
            told: datetime | None = None
            goal: str | None = None
            for entry in day:
                draft = entry.draft
                is_advice = draft.kind in (Kind.SENT, Kind.HELD)
                if is_advice and entry.recorded - draft.at > timedelta(hours=1):
                    continue  # of a list on paper: nobody was told
                if is_advice:
                    goal = draft.station if draft.kind is Kind.SENT else station
                if draft.kind is Kind.SENT and not draft.station:
                    told = None
                elif draft.kind in (Kind.SENT, Kind.HELD):
                    told = told or draft.at
                elif draft.kind is Kind.VISIT_IN and draft.station:
                    if told and draft.station == goal == station and entry.ref not in self.given_up:
                        waits.append(_minutes(told, draft.at))
                    told = None
                elif draft.kind in (Kind.VISIT_OUT, Kind.LEFT) or draft.code == Reason.CAME_BACK:
                    told = None
        return sorted(waits)

    def moments(self, step: timedelta) -> tuple[Counter[str], Counter[str]]:
        """First arrivals and visits begun on the event's own day, by the piece of the day, HH:MM."""
        first = [min(e.draft.at for e in day if e.draft.kind is Kind.ADMITTED) for day in self.days.values()]
        return self._pieces(first, step), self._pieces([e.draft.at for _, e in self.visits], step)

    def _pieces(self, moments: list[datetime], step: timedelta) -> Counter[str]:
        pieces: Counter[str] = Counter()
        for moment in moments:
            local = moment.astimezone(VIETNAM)
            if local.date() == self.event.date:
                minutes = (local.hour * 60 + local.minute) // (step.seconds // 60) * (step.seconds // 60)
                pieces[f"{minutes // 60:02}:{minutes % 60:02}"] += 1
        return pieces

    def outcomes(self) -> dict[str, dict[str, int]]:
        """By outcome, distinct people by group."""
        who = {(name, e.draft.code or "") for name, e in self.every(Kind.OUTCOME)}
        return {
            outcome: dict(Counter(self.group(name) for name, code in who if code == outcome))
            for outcome in {code for _, code in who}
        }

    def ability(self, station: str) -> tuple[dict[str, str], dict[str, str]]:
        """By person, their first answer before and their last one after."""
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        for name, entry in self.every(Kind.ABLE_BEFORE, Kind.ABLE_AFTER):
            draft = entry.draft
            if draft.station == station and draft.kind is Kind.ABLE_BEFORE:
                before.setdefault(name, draft.code or "")
            elif draft.station == station:
                after[name] = draft.code or ""
        return before, after

    def inside(self) -> int:
        """People whose last word at a door is not that they left."""
        doors = {name: e.draft.kind for name, e in self.every(Kind.ADMITTED, Kind.LEFT)}
        return sum(kind is Kind.ADMITTED for kind in doors.values())

    def clocks_back(self) -> int:
        back = 0
        for device in {entry.ref.device for entry in self.log}:
            own = sorted((e for e in self.log if e.ref.device == device), key=lambda e: e.ref.sequence)
            back += sum(b.recorded < a.recorded - timedelta(minutes=1) for a, b in pairwise(own))
        return back


def _given_up(day: list[Entry]) -> list[Entry]:
    """Visits that were none, as the person left the line."""
    given_up = []
    for place, entry in enumerate(day):
        if entry.draft.kind is Kind.GAVE_UP:
            for before in reversed(day[:place]):
                draft = before.draft
                if draft.kind is Kind.LEFT or before in given_up:
                    break
                if draft.kind is Kind.VISIT_OUT and draft.station == entry.draft.station:
                    break
                if draft.kind is Kind.VISIT_IN:
                    given_up += [before] if draft.station == entry.draft.station else []
                    break
    return given_up


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start) / timedelta(minutes=1)


def nearest_rank(ordered: list[float], percent: int) -> float:
    """The value that so many of a hundred do not exceed."""
    return ordered[ceil(percent * len(ordered) / 100) - 1]
