"""An answer of the core as a JSON object, and as an exit status."""

from __future__ import annotations

from datetime import datetime

from checkin.admission import Admit, Ask, Decision, Refuse
from checkin.desk import Answer, passport
from checkin.event import Catalogue
from checkin.identity import Ambiguous
from checkin.participation import Entry
from checkin.person import Person
from kiosk.commands.console import Exit, both
from kiosk.commands.session import local_iso
from kiosk.wording import place_name
from stations.model import Bilingual, Call, Go, Hold, Nothing


def answer_record(
    answer: Answer, text: Bilingual, catalogue: Catalogue, desk: str, now: datetime
) -> dict[str, object]:
    """What came of one scan; `docs/cli.md` explains each member."""
    person = answer.person
    candidates = answer.identity.people if isinstance(answer.identity, Ambiguous) else ()
    return {
        "decision": decision_code(answer.decision),
        "reason": answer.decision.reason.value,
        "person": person.id if person else None,
        "name": person.name if person else None,
        "entry": str(answer.entry.ref) if answer.entry else None,
        "next": call_record(answer.call, catalogue),
        "passport": _passport(answer, catalogue),
        "first": _first(answer.decision, catalogue),
        "candidates": [person_record(candidate, catalogue) for candidate in candidates],
        "at": local_iso(now),
        "desk": desk,
        **both(text),
    }


def person_record(person: Person, catalogue: Catalogue) -> dict[str, object]:
    """Who is who among namesakes: year of birth and hamlet beside the name."""
    return {
        "person": person.id,
        "name": person.name,
        "birth_year": person.birth.year if person.birth else None,
        "hamlet": catalogue.programme.hamlet_name(person.hamlet),
    }


def decision_code(decision: Decision) -> str:
    """As JSON objects state it."""
    match decision:
        case Admit():
            return "admit"
        case Refuse():
            return "refuse"
        case Ask():
            return "ask"


def exit_of(decision: Decision) -> Exit:
    """As the shell is told it."""
    match decision:
        case Admit():
            return Exit.OK
        case Refuse():
            return Exit.REFUSED
        case Ask():
            return Exit.ASKED


def call_record(call: Call, catalogue: Catalogue) -> dict[str, object] | None:
    """Where to go next: a station, or a wait in minutes."""
    match call:
        case Go(code, wait):
            station = catalogue.event.station(code)
            return {
                "station": code,
                "number": station.number if station else None,
                "name": station.name.vi if station else code,
                "wait": round(wait, 1),
            }
        case Hold(minutes, number):
            return {
                "hold": None if minutes is None else round(minutes, 1),
                "call_number": number,
                "short_of_time": call.is_short,
            }
        case Nothing():
            return None


def _passport(answer: Answer, catalogue: Catalogue) -> dict[str, object] | None:
    known = passport(answer, catalogue)
    return {"made": known.made, "asked": known.asked, "complete": known.complete} if known else None


def _first(decision: Decision, catalogue: Catalogue) -> dict[str, object] | None:
    entry: Entry | None = decision.first if isinstance(decision, Refuse) else None
    if entry is None:
        return None
    return {
        "at": local_iso(entry.draft.at),
        "desk": entry.draft.desk,
        "desk_name": place_name(entry.draft.desk, catalogue.event).vi,
        "entry": str(entry.ref),
    }
