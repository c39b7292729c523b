"""Catalogues: what an event and its programme are, read from files that the organiser edits.

The files and their keys are described in `docs/catalogue.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from checkin.event import Catalogue
from data.catalogue_build import build_event, build_programme
from data.catalogue_problems import CatalogueProblem, CatalogueProblems, shown
from data.catalogue_rules import event_faults, programme_faults
from data.catalogue_shape import Fault, shape
from data.catalogue_tables import CODE, EventFile, ProgrammeFile
from data.toml_files import parsed
from stations.model import Bilingual

__all__ = [
    "CatalogueProblem",
    "CatalogueProblems",
    "builtin_catalogues",
    "check",
    "dump",
    "has_own_programme",
    "load",
    "read_catalogue",
]

_REFERENCE = files("data.reference")
_CODE = re.compile(CODE)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file that is TOML, and where the programme it names is looked for."""

    file: str
    raw: dict[str, object]
    folders: tuple[Traversable, ...]


def read_catalogue(name_or_path: str, on: date | None = None) -> Catalogue | CatalogueProblems:
    """The catalogue of a built-in event, or of an event file, or everything that is wrong with it.

    `on` replaces the event's date. A built-in name wins over a file of the same name. The
    programme's file is looked for beside the event's own, then among the built-in ones.
    """
    source = _open(name_or_path)
    if isinstance(source, CatalogueProblem):
        return CatalogueProblems((source,))
    if _is_programme(source):
        return CatalogueProblems((CatalogueProblem(source.file, "programme", _EVENT_FILE, ""),))
    return _catalogue(source, on)


def check(name_or_path: str) -> tuple[CatalogueProblem, ...]:
    """Everything that is wrong with an event file or a programme file; empty if nothing is."""
    source = _open(name_or_path)
    if isinstance(source, CatalogueProblem):
        return (source,)
    if _is_programme(source):
        return _programme_problems(source, shape(source.raw, ProgrammeFile))
    read = _catalogue(source, None)
    return read.problems if isinstance(read, CatalogueProblems) else ()


def has_own_programme(event_file: str, programme: str) -> bool:
    """Whether a programme's file lies beside an event's, where it is read in place of the built-in one."""
    return Path(event_file).with_name(f"{programme}.toml").is_file()


def builtin_catalogues() -> tuple[str, ...]:
    """Names of the events that come with the program, in alphabetical order."""
    files_ = (item for item in _REFERENCE.iterdir() if item.name.endswith(".toml"))
    sources = (_parse(item, item.name, ()) for item in files_)
    events = (s for s in sources if isinstance(s, _Source) and not _is_programme(s))
    return tuple(sorted(source.file.removesuffix(".toml") for source in events))


def dump(catalogue: Catalogue) -> str:
    """The catalogue as one JSON text, the same for equal catalogues, for `load` to read back."""
    return msgspec.json.encode(catalogue, order="deterministic").decode()


def load(text: str) -> Catalogue:
    """Read back what `dump` wrote. Raises ValueError if it did not write this."""
    return msgspec.json.decode(text, type=Catalogue)


_EVENT_FILE = Bilingual(
    "tệp của một sự kiện, có dòng programme = ...; đây là tệp của phong trào",
    "the file of an event, with a line programme = ...; this is the file of a programme",
)
_PROGRAMME = Bilingual(
    "mã của phong trào có tệp (tên là mã đó, đuôi .toml) nằm cạnh tệp này hoặc có sẵn trong chương trình",
    "the code of a programme whose file, its name the code and .toml, is beside this one or built in",
)


def _is_programme(source: _Source) -> bool:
    return "programme" not in source.raw and "group" in source.raw


def _open(name_or_path: str) -> _Source | CatalogueProblem:
    if _CODE.match(name_or_path):
        builtin = _REFERENCE / f"{name_or_path}.toml"
        if builtin.is_file():
            return _parse(builtin, builtin.name, (_REFERENCE,))
    path = Path(name_or_path)
    return _parse(path, path.name or name_or_path, (path.parent, _REFERENCE))


def _parse(item: Traversable, name: str, folders: tuple[Traversable, ...]) -> _Source | CatalogueProblem:
    name = shown(name)[1:-1]
    try:
        data = item.read_bytes()
    except FileNotFoundError:
        return CatalogueProblem(name, "", _existing(), "")
    except (OSError, ValueError) as error:
        return CatalogueProblem(name, "", _existing(), type(error).__name__)
    raw = parsed(name, data)
    if isinstance(raw, CatalogueProblem):
        return raw
    return _Source(name, raw, folders)


def _existing() -> Bilingual:
    names = ", ".join(builtin_catalogues())
    return Bilingual(
        f"tệp có thật và đọc được, hoặc một trong các tên có sẵn {names}",
        f"a file that exists and can be read, or one of the built-in names {names}",
    )


def _catalogue(source: _Source, on: date | None) -> Catalogue | CatalogueProblems:
    event = shape(source.raw, EventFile)
    problems = _problems(source.file, event) if isinstance(event, list) else ()
    found = _programme_source(source)
    if not isinstance(found, _Source):
        return CatalogueProblems(problems + found)
    programme = shape(found.raw, ProgrammeFile)
    if isinstance(event, EventFile) and isinstance(programme, ProgrammeFile):
        problems += _problems(source.file, event_faults(event, programme))
    problems += _programme_problems(found, programme, source.raw["programme"])
    if problems or isinstance(event, list) or isinstance(programme, list):
        return CatalogueProblems(problems)
    return Catalogue(build_programme(programme), build_event(event, programme, on))


def _programme_source(source: _Source) -> _Source | tuple[CatalogueProblem, ...]:
    """The programme's file; nothing if the event names none, which its shape already tells."""
    code = source.raw.get("programme")
    if not isinstance(code, str) or not _CODE.match(code):
        return ()
    for folder in source.folders:
        item = folder / f"{code}.toml"
        if item.is_file():
            found = _parse(item, item.name, ())
            return found if isinstance(found, _Source) else (found,)
    return (CatalogueProblem(source.file, "programme", _PROGRAMME, shown(code)),)


def _programme_problems(
    source: _Source, programme: ProgrammeFile | list[Fault], named: object = None
) -> tuple[CatalogueProblem, ...]:
    if isinstance(programme, list):
        return _problems(source.file, programme)
    faults = list(programme_faults(programme))
    if named not in (None, programme.code):
        expected = Bilingual(f"“{named}”, như tên tệp", f"“{named}”, as the file is named,")
        faults.append(Fault("code", expected, programme.code))
    return _problems(source.file, faults)


def _problems(file: str, faults: Iterable[Fault]) -> tuple[CatalogueProblem, ...]:
    return tuple(fault.in_file(file) for fault in faults)
