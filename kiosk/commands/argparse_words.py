"""What argparse says of what was typed, in either language.

argparse looks its messages up as programs do that speak many languages. They differ a little between
versions of Python: one that is not listed here stays English.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["vi", "en"]

_HEADINGS = {
    "usage: ": "cách dùng / usage: ",
    "positional arguments": "tham số / positional arguments",
    "options": "tùy chọn / options",
    "show this help message and exit": "xem hướng dẫn này / show this help and exit",
}
"""Of a help, which says everything in both languages."""
_SENTENCES = {
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "còn thiếu %s",
    "one of the arguments %s is required": "cần một trong %s",
    "expected one argument": "cần một giá trị đi kèm",
    "expected at least one argument": "cần ít nhất một giá trị đi kèm",
    "expected at most one argument": "chỉ nhận một giá trị đi kèm",
    "expected %s argument": "cần %s giá trị đi kèm",
    "expected %s arguments": "cần %s giá trị đi kèm",
    "unrecognized arguments: %s": "không rõ nghĩa của %s",
    "not allowed with argument %s": "không dùng cùng với %s",
    "ignored explicit argument %r": "không nhận giá trị %r",
    "invalid %(type)s value: %(value)r": "giá trị %(value)r không hợp lệ",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s có thể là %(matches)s",
}
_language: ContextVar[Language] = ContextVar("language", default="en")


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Have argparse, and `said`, speak a language meanwhile."""
    known = vars(argparse)
    hooks = {name: hook for name, hook in (("_", _looked_up), ("ngettext", _counted)) if name in known}
    before = {name: known[name] for name in hooks}
    spoken = _language.set(language)
    known.update(hooks)
    try:
        yield
    finally:
        known.update(before)
        _language.reset(spoken)


def said(vi: str, en: str) -> str:
    """A sentence in the language that is spoken."""
    return vi if _language.get() == "vi" else en


def _looked_up(message: str) -> str:
    return _HEADINGS.get(message) or said(_SENTENCES.get(message, message), message)


def _counted(one: str, many: str, count: int) -> str:
    return _looked_up(one if count == 1 else many)
