"""From parsed TOML to the structs of the file, naming every value of the wrong shape, not the first alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeGuard, TypeVar, get_args, get_origin

import msgspec

from data.catalogue_problems import CatalogueProblem, shown
from data.catalogue_tables import CODE, Table
from stations.model import Bilingual

T = TypeVar("T", bound=Table)

_CODE = re.compile(CODE)
_TABLE = Bilingual("một bảng gồm các khóa và giá trị", "a table of keys and values")


class Fault(NamedTuple):
    """A mistake within a file that the caller knows."""

    key: str
    expected: Bilingual
    found: object
    """The value as parsed; None if there is none."""

    def in_file(self, file: str) -> CatalogueProblem:
        """The same as it is told."""
        return CatalogueProblem(
            file, self.key, self.expected, "" if self.found is None else shown(self.found)
        )


def normalise(value: object) -> object:
    """The same TOML value with every text in NFC and without spaces around it."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value).strip()
        case list():
            return [normalise(item) for item in value]
        case dict():
            return {key: normalise(item) for key, item in value.items()}
        case _:
            return value


def shape(raw: Mapping[str, object], table: type[T]) -> T | list[Fault]:
    """The file as a struct, or everything in it that has not the shape of `table`."""
    faults = list(_table(raw, table, ""))
    return faults or msgspec.convert(raw, table)


def item_key(table: str, index: int, code: object) -> str:
    """How one item of an array of tables is named: by its code if it has one, else counted from 1."""
    named = isinstance(code, str) and _CODE.match(code)
    return f'{table} "{code}" → ' if named else f"{table}[{index + 1}] → "


def _table(raw: Mapping[str, object], table: type[Table], prefix: str) -> Iterator[Fault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(table)}
    for key in [key for key in raw if key not in fields]:
        yield Fault(prefix + shown(key)[1:-1], _one_of(list(fields)), key)
    for key, field in fields.items():
        if key in raw:
            yield from _value(raw[key], field.type, prefix + key)
        elif field.required:
            yield Fault(prefix + key, _expected(field.type, prefix + key), None)


def _value(value: object, kind: object, key: str) -> Iterator[Fault]:
    kind = _without_none(kind)
    if get_origin(kind) is list:
        yield from _items(value, get_args(kind)[0], key)
    elif _is_table(kind) and isinstance(value, dict):
        yield from _table(value, kind, key + ".")
    elif _is_table(kind) or not _fits(value, kind):
        yield Fault(key, _expected(kind, key), value)


def _items(value: object, table: type[Table], key: str) -> Iterator[Fault]:
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
        yield Fault(key, _at_least_one(key), value)
        return
    for index, item in enumerate(value):
        yield from _table(item, table, item_key(key, index, item.get("code")))


def _fits(value: object, kind: object) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _is_table(kind: object) -> TypeGuard[type[Table]]:
    return isinstance(kind, type) and issubclass(kind, Table)


def _without_none(kind: object) -> object:
    return get_args(kind)[0] if type(None) in get_args(kind) else kind


def _expected(kind: object, key: str) -> Bilingual:
    kind = _without_none(kind)
    if _is_table(kind):
        return _TABLE
    if get_origin(kind) is list:
        return _at_least_one(key)
    _, meta = get_args(kind)
    expected: Bilingual = meta.extra["expected"]
    return expected


def _one_of(keys: list[str]) -> Bilingual:
    listed = ", ".join(keys)
    return Bilingual(f"một trong các khóa {listed}", f"one of the keys {listed}")


def _at_least_one(key: str) -> Bilingual:
    return Bilingual(f"ít nhất một bảng [[{key}]]", f"at least one table [[{key}]]")
