"""What a source of scans is, and what it yields. Loads neither OpenCV nor numpy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from stations.model import Bilingual

if TYPE_CHECKING:  # at run time it would load OpenCV at a desk that has a USB scanner alone
    from kiosk.capture.codes import Image


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """Why a text names no source that can be used."""

    text: Bilingual


@dataclass(frozen=True, slots=True)
class PictureProblem:
    """Why a file gave no image."""

    text: Bilingual


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A wedge scanner or fingers: the screens see the keys themselves and frame them with `wedge`."""

    name: str = "keyboard"


@runtime_checkable
class FrameSource(Protocol):
    """A camera, a stream, a film."""

    name: str
    trouble: Bilingual | None

    def frames(self) -> Iterator[Image]:
        """The frames to look at, until the end or `stop`."""

    def stop(self) -> None:
        """End `frames`, from any thread."""


@runtime_checkable
class PictureSource(Protocol):
    """Pictures that have nothing to do with each other."""

    @property
    def name(self) -> str:
        """What to call it."""

    def pictures(self) -> Iterator[tuple[str, Image | PictureProblem]]:
        """Each file's name, and its picture or why there is none."""


@runtime_checkable
class LineSource(Protocol):
    """A device that sends payloads."""

    name: str
    trouble: Bilingual | None

    def lines(self) -> Iterator[bytes]:
        """Each payload, until `stop`."""

    def stop(self) -> None:
        """End `lines`, from any thread."""


Source = FrameSource | PictureSource | LineSource | Keyboard
