"""Rosters, the lists of participants that schools and offices send, as they really come."""

from data.roster.duplicates import Listed, likely_duplicates
from data.roster.model import (
    Column,
    Meaning,
    Obstacle,
    Reading,
    RefusedRow,
    RosterPerson,
    RosterProblem,
    RosterWarning,
    RowPlace,
    SkippedSheet,
)
from data.roster.read import read_roster

__all__ = [
    "Column",
    "Listed",
    "Meaning",
    "Obstacle",
    "Reading",
    "RefusedRow",
    "RosterPerson",
    "RosterProblem",
    "RosterWarning",
    "RowPlace",
    "SkippedSheet",
    "likely_duplicates",
    "read_roster",
]
