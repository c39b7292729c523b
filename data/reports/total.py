"""The figures of all events together: whoever came to two of them counts once as a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from checkin.event import UNKNOWN, Catalogue
from data.reports.days import Done, outcome_parts
from data.reports.figures import Note, Total
from data.reports.traits import SEXES, PartTally, Traits, group_names, hamlet_names, known, listed


class TotalTally:
    """Counts people over all events."""

    def __init__(self, catalogues: list[Catalogue], traits: Mapping[str, Traits]) -> None:
        programme = catalogues[-1].programme
        self._traits = traits
        self.who: set[str] = set()
        """Who came."""
        self._begins = min(one.event.begins for one in catalogues)
        self._stations = [station for c in catalogues for station in c.event.stations]
        self._groups = PartTally(group_names(programme))
        self._hamlets = PartTally(hamlet_names(programme))
        self._sexes = PartTally(SEXES)
        self._outcomes: dict[str, Counter[str]] = {}

    def count(self, who: str, days: list[Done]) -> None:
        """Count one person, who came to one event at least."""
        self.who.add(who)
        traits = self._traits.get(who) or Traits()
        visits = sum(day.visits for day in days)
        asked, completed = any(day.asked for day in days), any(day.completed for day in days)
        for tally, code in (
            (self._groups, traits.group),
            (self._hamlets, traits.hamlet),
            (self._sexes, traits.sex),
        ):
            tally.count(code, visits, asked=asked, completed=completed)
        for outcome in {code for day in days for code in day.outcomes}:
            self._outcomes.setdefault(outcome, Counter())[traits.group or UNKNOWN] += 1

    def figures(self, notes: tuple[Note, ...]) -> Total:
        """What was counted."""
        everyone = listed(self._traits, self._begins, self.who)
        return Total(
            people=self._groups.people.total(),
            visits=self._groups.visits.total(),
            known=len(everyone),
            groups=self._groups.parts(known(everyone, "group")),
            hamlets=self._hamlets.parts(known(everyone, "hamlet")),
            sexes=self._sexes.parts(known(everyone, "sex")),
            outcomes=outcome_parts(self._stations, self._outcomes, {}),
            notes=notes,
        )
