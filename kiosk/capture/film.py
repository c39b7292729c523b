"""A film in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2

from kiosk.capture.codes import Image
from kiosk.capture.device import next_frame
from stations.model import Bilingual


class VideoFile:
    """A film, every frame of it in order and as fast as they are asked for."""

    def __init__(self, path: Path) -> None:
        """The file is opened when the frames are asked for."""
        self.name = path.name
        self.trouble: Bilingual | None = None
        """Set when the file turned out to hold no frame."""
        self._path = path
        self._stopped = False

    def frames(self) -> Iterator[Image]:
        """All frames, unless `stop` comes first."""
        film = cv2.VideoCapture(str(self._path))
        count = 0
        try:
            while not self._stopped and film.isOpened() and (frame := next_frame(film)) is not None:
                count += 1
                yield frame
        finally:
            film.release()
        if count == 0 and not self._stopped:
            self.trouble = Bilingual(
                f"Không đọc được phim {self.name}.", f"The film {self.name} cannot be read."
            )

    def stop(self) -> None:
        """End `frames` before its next frame."""
        self._stopped = True
