"""What the app's threads and its keyboard post; handlers change state, threads never do.

A widget's own messages stand within it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from checkin.desk import Scan
    from stations.model import Bilingual


@dataclass
class Scanned(Message):
    """A code was shown to the camera, or typed by a scanner."""

    scan: Scan
    seen: bool = False
    """Whether a camera read it: several people may stand before one, and it makes no sound itself."""


@dataclass
class TakenBack(Message):
    """The last keys that a field got were a scanner's."""

    keys: int


@dataclass
class Handed(Message):
    """The clerk was given a piece of work that a person waits for."""

    count: int
    """How many pieces it was given until then."""


@dataclass
class Done(Message):
    """The clerk finished a piece of work; what it wrote is durable."""

    work: str
    """What kind of work, as named when it was handed to the clerk."""
    result: Any
    """What the work returned; its type follows from `work`."""


@dataclass
class Failed(Message):
    """The clerk could not do a piece of work; nothing of it was kept."""

    work: str
    sentence: Bilingual


@dataclass
class SourceTrouble(Message):
    """The camera or serial scanner is gone, or back (`sentence` None)."""

    sentence: Bilingual | None


@dataclass
class Crashed(Message):
    """A thread hit a bug; the app ends with it, and its keeper starts it again."""

    error: BaseException
