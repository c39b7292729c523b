"""From the structs of the files, found free of mistakes, to the types of the domain."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from checkin.event import (
    AddressForm,
    Catalogue,
    ConsentBasis,
    Desk,
    Event,
    Group,
    Hamlet,
    Programme,
    Targets,
    UndoReason,
)
from data.catalogue_tables import (
    EventFile,
    Lines,
    LongLines,
    Paragraphs,
    ProgrammeFile,
    StationTable,
)
from stations.model import Bilingual, Outcome, Passport, Sessions, Station, Topic


def build_programme(file: ProgrammeFile) -> Programme:
    """The programme a file describes."""
    return Programme(
        code=file.code,
        name=_both(file.name),
        organiser=file.organiser,
        commune=file.commune,
        tag=file.tag,
        groups=tuple(Group(g.code, _both(g.name), tuple(g.aliases)) for g in file.group),
        hamlets=tuple(Hamlet(h.code, h.name, h.former_commune or "", tuple(h.aliases)) for h in file.hamlet),
        consents=tuple(ConsentBasis(c.code, _both(c.text), c.covers_children) for c in file.consent),
        roster_consent=file.roster_consent,
        spoken_consent=file.spoken_consent,
        guardian_consent=file.guardian_consent,
        guardian_under=file.guardian_under,
        default_group=file.default_group,
        unknown_hamlet=file.unknown_hamlet,
        addresses=tuple(AddressForm(a.from_age, a.male, a.female, a.unknown) for a in file.address),
        unknown_address=file.unknown_address,
        undo_reasons=tuple(UndoReason(r.code, _both(r.name)) for r in file.undo_reason),
        ages=tuple(file.ages),
        keep_days=file.keep_days,
    )


def build_event(file: EventFile, programme: ProgrammeFile, on: dt.date | None) -> Event:
    """The event a file describes, on its own date or on another."""
    groups = frozenset(group.code for group in programme.group)
    outcomes = {o.code: Outcome(o.code, _both(o.name)) for o in programme.outcome}
    return Event(
        code=file.code,
        name=_both(file.name),
        place=file.place,
        date=on or file.date,
        opens=file.opens,
        closes=file.closes,
        desks=tuple(Desk(desk.code, _both(desk.name)) for desk in file.desk),
        stations=tuple(_station(station, file, groups, outcomes) for station in file.station),
        passport=_passport(file, groups),
        stays=tuple(file.stays),
        targets=Targets(
            file.targets.people, file.targets.groups, file.targets.stations, file.targets.outcomes
        ),
    )


def under(catalogue: Catalogue, programme: Programme) -> Catalogue:
    """An event under its programme as it is now: what is there for every group stays so."""
    before, now = (frozenset(g.code for g in one.groups) for one in (catalogue.programme, programme))
    event = catalogue.event
    stations = tuple(replace(s, suits=now) if s.suits == before else s for s in event.stations)
    topics = tuple(replace(t, groups=now) if t.groups == before else t for t in event.passport.topics)
    passport = replace(event.passport, topics=topics)
    return Catalogue(programme, replace(event, stations=stations, passport=passport))


def _station(
    table: StationTable, event: EventFile, groups: frozenset[str], outcomes: dict[str, Outcome]
) -> Station:
    return Station(
        code=table.code,
        number=table.number,
        name=_both(table.name),
        host=table.host,
        seats=table.seats,
        minutes=table.minutes,
        suits=groups if table.suits is None else frozenset(table.suits),
        opens=table.opens or event.opens,
        closes=table.closes or event.closes,
        sessions=Sessions(table.sessions.first, table.sessions.period) if table.sessions else None,
        outcomes=tuple(outcomes[code] for code in table.outcomes or ()),
        place=table.place or "",
    )


def _passport(file: EventFile, groups: frozenset[str]) -> Passport:
    topics = tuple(
        Topic(
            t.code, _both(t.name), frozenset(t.stations), groups if t.groups is None else frozenset(t.groups)
        )
        for t in file.passport.topic
    )
    return Passport(topics, file.passport.choices)


def _both(words: Lines | LongLines | Paragraphs) -> Bilingual:
    return Bilingual(words.vi, words.en)
