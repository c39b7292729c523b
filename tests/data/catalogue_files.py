"""The organiser's copies of the built-in catalogue files, for tests to change."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

from checkin.event import Catalogue
from data.catalogue import CatalogueProblem, CatalogueProblems, read_catalogue

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "data" / "reference"
PROGRAMME = "binh-dan-hoc-vu-so"
EVENT_TEXT = (REFERENCE / "ngay-hoi.toml").read_text(encoding="utf-8")
PROGRAMME_TEXT = (REFERENCE / f"{PROGRAMME}.toml").read_text(encoding="utf-8")


def catalogue(name: str, on: date | None = None) -> Catalogue:
    read = read_catalogue(name, on)
    assert isinstance(read, Catalogue), read
    return read


def problems(name: str) -> tuple[CatalogueProblem, ...]:
    read = read_catalogue(name)
    assert isinstance(read, CatalogueProblems), "no mistake was found"
    return read.problems


class Folder:
    """A folder of the organiser's own copies."""

    def __init__(self, path: Path) -> None:
        self.event = path / "ngay-hoi.toml"
        self.programme = path / f"{PROGRAMME}.toml"

    def write(self, event: str = EVENT_TEXT, programme: str = PROGRAMME_TEXT) -> str:
        self.event.write_text(event, encoding="utf-8")
        self.programme.write_text(programme, encoding="utf-8")
        return str(self.event)


def changed(text: str, old: str, new: str) -> str:
    assert old in text, f"the file no longer says {old!r}"
    return text.replace(old, new, 1)


def toml(value: Any) -> str:
    """A value as TOML writes it inline."""
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(toml(v) for v in value) + "]"
        case str():
            return json.dumps(value).replace("\x7f", "\\u007f")
        case bool():
            return json.dumps(value)
        case date() | time():
            return value.isoformat()
        case _:
            return repr(value)
