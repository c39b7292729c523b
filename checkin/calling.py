"""What advice and calls need to know of an event and its people."""

from __future__ import annotations

from checkin.event import Catalogue
from checkin.participation import whose
from checkin.person import Person
from checkin.ports import Log
from stations.calling import Calling, Kinds, call_number
from stations.event_plan import ELDER_FROM, kind_of, plan_of


def calling_of(catalogue: Catalogue) -> Calling:
    """Advice and calls of an event at which nothing happened yet."""
    event = catalogue.event
    groups = [group.code for group in catalogue.programme.groups]
    return Calling(
        plan_of(event.stations, event.passport, groups, event.closes),
        event.stations,
        event.passport,
        event.begins,
    )


def group_of(person: Person | None, catalogue: Catalogue) -> str:
    """The group whose stations and passport someone has."""
    return catalogue.programme.counted_as(person.group if person else None)


def person_of(name: str, log: Log) -> Person | None:
    """Whose name it is under which someone counts in the crowd, if this store knows them."""
    person, badge = whose(name)
    return log.people.get(person) if person else log.people.by_badge(badge or 0)


def kinds(log: Log, catalogue: Catalogue) -> Kinds:
    """What the plan calls the kind of each person."""

    def kind(name: str) -> str:
        who = person_of(name, log)
        age = who.birth.age_on(catalogue.event.date) if who and who.birth else 0
        return kind_of(group_of(who, catalogue), is_elder=age >= ELDER_FROM)

    return kind


def free_number(log: Log, calling: Calling) -> int | None:
    """The call number that this device gives next; None on a device without a number of its own."""
    if log.device_number is None:
        return None
    return call_number(log.device_number, calling.crowd.numbers(log.device))
