"""Rosters, the lists of participants that schools and offices send, as they really come."""

from data.roster.duplicates import likely_duplicates
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
