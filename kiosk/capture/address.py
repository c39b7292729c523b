"""How a text names a camera: by number, by number and name, or by a network address. Loads no OpenCV."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_STREAM = re.compile(r"(https?|rtsps?)://", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<number>[0-9]{1,3})(?::(?P<name>.+))?")


def is_stream(text: str) -> bool:
    """Whether the text begins as the address of a network camera does."""
    return _STREAM.match(text) is not None


def numbered(text: str) -> tuple[int, str] | None:
    """Number and name ("" if none is given) of "1" or "1:USB Camera"; None for other texts."""
    found = _NUMBERED.fullmatch(text)
    return (int(found["number"]), found["name"] or "") if found else None


def without_secrets(address: str) -> str:
    """A network address as it may be shown: without user, password and query; a text of another kind as is.

    An address that cannot be taken apart is shown as no more than its kind.
    """
    if not is_stream(address):
        return address
    try:
        parts = urlsplit(address)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    except ValueError:
        return address.partition("://")[0] + "://…"
