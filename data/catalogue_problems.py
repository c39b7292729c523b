"""What is wrong with a catalogue, told so that the organiser who edits the file can put it right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from stations.model import Bilingual

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class CatalogueProblem:
    """One mistake in one file."""

    file: str
    """The file's name without its folder, or what was asked for if there is no such file."""
    key: str
    """Where in the file: `station "vneid" → seats`, `station[3] → code` (counted from 1), `date`;
    empty if the whole file is meant."""
    expected: Bilingual
    """What should stand there; reads on after "cần" and "expected"."""
    found: str
    """What stands there, on one line without control characters; empty if nothing does."""

    @property
    def sentence(self) -> Bilingual:
        """The whole mistake in one line."""
        place = f"{self.file}: {self.key}" if self.key else self.file
        vi = f"đang là {self.found}" if self.found else "đang thiếu"
        en = f"found {self.found}" if self.found else "it is missing"
        return Bilingual(
            f"{place}: cần {self.expected.vi}; {vi}.", f"{place}: expected {self.expected.en}; {en}."
        )


@dataclass(frozen=True, slots=True)
class CatalogueProblems:
    """Why a catalogue could not be read."""

    problems: tuple[CatalogueProblem, ...]
    """At least one, in the order of the file as far as that is known."""

    @property
    def sentence(self) -> Bilingual:
        """All of them, one after the other."""
        told = [problem.sentence for problem in self.problems]
        return Bilingual(" ".join(one.vi for one in told), " ".join(one.en for one in told))


def shown(value: object) -> str:
    """A value out of a file as one short line that cannot alter a terminal, written as TOML would."""
    match value:
        case bool():
            text = "true" if value else "false"
        case date() | time():
            text = value.isoformat()
        case int() if abs(value) >= 10**_SHOWN:
            text = "9" * (_SHOWN + 1)
        case str():
            text = '"' + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value[: _SHOWN + 1]) + '"'
        case dict():
            text = "{ " + ", ".join(shown(key)[1:-1] for key in value) + " }"
        case list():
            text = "[" + ", ".join(shown(item) for item in value[:_SHOWN]) + "]"
        case _:
            text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
