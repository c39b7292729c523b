"""What advice and calls need to know of an event and its people."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from checkin.event import Catalogue
from checkin.participation import whose
from checkin.person import Person
from checkin.ports import Log
from stations.calling import Calling, Kinds, call_number
from stations.event_plan import ELDER_FROM, kind_of, plan_of
from stations.plan import Plan


def calling_of(catalogue: Catalogue) -> Calling:
    """Advice and calls of an event at which nothing happened yet."""
    event = catalogue.event
    return Calling(plan_for(catalogue), event.stations, event.passport, event.begins)


def plan_for(catalogue: Catalogue) -> Plan:
    """An event in the numbers that routing works with, for every group of its programme."""
    event, groups = catalogue.event, [group.code for group in catalogue.programme.groups]
    return plan_of(event.stations, event.passport, groups, event.closes)


def group_of(person: Person | None, catalogue: Catalogue) -> str:
    """The group whose stations and passport someone has."""
    return catalogue.programme.counted_as(person.group if person else None)


def is_elder(person: Person | None, catalogue: Catalogue) -> bool:
    """Whether someone is an elder on the day of an event; nobody is whose age is not known."""
    born = person.birth if person else None
    return born is not None and born.age_on(catalogue.event.date) >= ELDER_FROM


def person_of(name: str, log: Log) -> Person | None:
    """Whose name it is under which someone counts in the crowd, if this store knows them."""
    person, badge = whose(name)
    return log.people.get(person) if person else log.people.by_badge(badge or 0)


def kinds(log: Log, catalogue: Catalogue) -> Kinds:
    """What the plan calls the kind of each of some people."""

    def kinds_of(names: Collection[str]) -> dict[str, str]:
        known = people_of(names, log)
        return {name: _kind(known.get(name), catalogue) for name in names}

    return kinds_of


def people_of(names: Collection[str], log: Log) -> dict[str, Person | None]:
    """Whose names these are, all asked for at once: there may be thousands of them, and a server far away."""
    told = {name: whose(name) for name in names}
    by_id = log.people.get_all([person for person, _ in told.values() if person])
    by_badge = log.people.by_badges([badge or 0 for person, badge in told.values() if not person])
    return {
        name: by_id.get(person) if person else by_badge.get(badge or 0)
        for name, (person, badge) in told.items()
    }


def _kind(person: Person | None, catalogue: Catalogue) -> str:
    return kind_of(group_of(person, catalogue), is_elder=is_elder(person, catalogue))


def free_number(log: Log, calling: Calling) -> int | None:
    """The call number that this device gives next; None on a device without a number of its own.

    Those are passed over that somebody has of a laptop whose number this one is now.
    """
    device = log.device_number
    if device is None:
        return None
    numbers = (call_number(device, given) for given in count(calling.crowd.numbers(log.device)))
    return next(number for number in numbers if not calling.crowd.is_given(number))
