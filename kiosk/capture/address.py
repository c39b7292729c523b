"""How a text names a camera: by number, by number and name, or by a network address. Loads no OpenCV."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_STREAM = re.compile(r"(https?|rtsps?)://", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:/dev/video)?(?P<number>[0-9]{1,3})(?::(?P<name>.+))?")
_BEYOND_HOST = re.compile(r"[/?#]")
"""What ends the host in an address; with a setting before an @, that may stand in the setting's value."""


def is_stream(text: str) -> bool:
    """Whether the text begins as the address of a network camera does."""
    return _STREAM.match(text) is not None


def numbered(text: str) -> tuple[int, str] | None:
    """Number and name ("" if none is given) of "1", "/dev/video1" or "1: USB Camera"; None for others."""
    found = _NUMBERED.fullmatch(text)
    return (int(found["number"]), (found["name"] or "").strip()) if found else None


def without_secrets(address: str) -> str:
    """A network address as it may be shown: without user, password and query; a text of another kind as is.

    People type passwords as they are, so one may hold any of `/?#@`, and some cameras take user and
    password in the path: one that holds settings is left out. An address that cannot be taken apart for
    sure is shown as no more than its kind.
    """
    if not is_stream(address):
        return address
    kind, _, rest = address.partition("://")
    before, _, place = rest.rpartition("@")
    try:
        parts = urlsplit(f"{kind}://{place}")
        _ = parts.port  # raises ValueError where something else stands there, as a password without a host
    except ValueError:
        return f"{kind}://…"
    if "=" in parts.netloc or ("=" in before and _BEYOND_HOST.search(before)):
        return f"{kind}://…"
    path = "/…" if "=" in parts.path else parts.path
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
