"""A person known to the programme."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stations.model import Bilingual

OLDEST, LATEST = 1850, 2100
"""The years of birth that are taken for one: nobody alive is outside them."""
_MONTHS = 12
_OLDEST_AGE = 125
"""The oldest person known became 122 (Jeanne Calment, 1875-1997)."""

_TYPED = (
    re.compile(r"(?P<d>\d{1,2})[\s/.-]+(?P<m>\d{1,2})[\s/.-]+(?P<y>\d{4})"),
    re.compile(r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d{4})"),
    re.compile(r"(?P<m>\d{1,2})[\s/.-]+(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})"),
)


class Sex(StrEnum):
    """As a citizen card states it."""

    MALE = "nam"
    FEMALE = "nu"


SEX_NAMES = {Sex.MALE: Bilingual("Nam", "Male"), Sex.FEMALE: Bilingual("Nữ", "Female")}
"""What the sexes are called on screens, in lists and in reports."""


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth, of which day, or day and month, may be unknown.

    Raises ValueError if the parts are no date of the Gregorian calendar between 1850 and 2100.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not OLDEST <= self.year <= LATEST:
            raise ValueError(f"year of birth out of range: {self.year}")
        if self.month is None:
            if self.day is not None:
                raise ValueError("a day of birth without its month")
        elif not 1 <= self.month <= _MONTHS:
            raise ValueError(f"month of birth out of range: {self.month}")
        elif self.day is not None and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise ValueError(f"no such day: {self.day}/{self.month}/{self.year}")

    @classmethod
    def parse(cls, text: str) -> Birth:
        """Read back what `isoformat` wrote."""
        return cls(*(int(part) for part in text.split("-")))

    def isoformat(self) -> str:
        """YYYY, YYYY-MM or YYYY-MM-DD."""
        known = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(known)

    def __str__(self) -> str:
        """As Vietnamese documents write it: 05/03/1957, 03/1957 or 1957."""
        return "/".join(reversed(self.isoformat().split("-")))

    def age_on(self, day: date) -> int:
        """Completed years on a day; unknown parts count as the latest possible birthday.

        Whoever was born in the year of that day has none, whatever is unknown.
        """
        if self.year == day.year:
            return 0
        month = self.month or _MONTHS
        last = self.day or calendar.monthrange(self.year, month)[1]
        return day.year - self.year - ((day.month, day.day) < (month, last))

    def is_possible(self, day: date) -> bool:
        """Whether somebody who lives on a day may have been born then: not after it, nor too long before."""
        earliest = date(self.year, self.month or 1, self.day or 1)
        return earliest <= day and self.age_on(day) <= _OLDEST_AGE

    def may_equal(self, other: Birth) -> bool:
        """Whether both can be the same day, given what each leaves unknown."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(a is None or b is None or a == b for a, b in pairs)

    @property
    def is_full(self) -> bool:
        """Whether day, month and year are all known."""
        return self.day is not None


@dataclass(frozen=True, slots=True)
class Person:
    """What is kept of someone: no card number, no picture, no telephone."""

    id: str
    name: str
    """NFC, one space between words, as printed on the card or the list."""
    birth: Birth | None
    sex: Sex | None
    group: str
    """Code of a group of the programme."""
    hamlet: str
    """Code of a hamlet of the programme."""
    unit: str = ""
    """School class, office or association, as the roster states it; empty if none."""
    consent: str | None = None
    """Code of the consent basis that holds for them; None until they agreed."""


def read_birth(text: str) -> Birth | None:
    """A birth as people type it, 05/03/1957, 05.03.1957, 05031957, 03/1957 or 1957; None if it is no date."""
    for form in _TYPED:
        if found := form.fullmatch(text.strip()):
            parts = {name: int(value) for name, value in found.groupdict().items()}
            try:
                return Birth(parts["y"], parts.get("m"), parts.get("d"))
            except ValueError:
                return None
    return None
