"""What a camera in a test sees: an invented hall, somebody in it, and what they hold up."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from checkin.desk import Scan
from stations.model import Bilingual
from tests.pictures import Image, draw

SIZE = (1280, 720)


class Stage:
    """A camera that shows what it is told to, until it is told otherwise."""

    name = "camera 0"

    def __init__(self, picture: Image) -> None:
        self.picture = picture
        self.trouble: Bilingual | None = None
        self.stopped = threading.Event()

    def frames(self) -> Iterator[Image]:
        while not self.stopped.wait(0.02):
            if not self.trouble:
                yield self.picture

    def stop(self) -> None:
        self.stopped.set()


def hall() -> Image:
    """Somebody in a blue jacket before a wall with a window and a notice board."""
    picture = np.full((SIZE[1], SIZE[0], 3), (176, 188, 196), np.uint8)
    cv2.rectangle(picture, (60, 80), (300, 500), (236, 232, 222), -1)
    cv2.rectangle(picture, (980, 60), (1230, 430), (96, 130, 150), -1)
    cv2.ellipse(picture, (640, 760), (330, 330), 0, 0, 360, (120, 62, 44), -1)
    cv2.ellipse(picture, (640, 290), (120, 160), 0, 0, 360, (136, 170, 210), -1)
    cv2.ellipse(picture, (640, 200), (130, 105), 0, 180, 360, (44, 38, 36), -1)
    for x in (595, 685):
        cv2.circle(picture, (x, 285), 12, (44, 40, 40), -1)
    cv2.ellipse(picture, (640, 360), (42, 16), 0, 0, 180, (84, 84, 168), -1)
    return picture


def holding(
    scan: Scan, *, module: int = 7, x: int = 640, y: int = 540, picture: Image | None = None
) -> Image:
    """Somebody who holds a badge up, with its code's middle there."""
    seen = hall() if picture is None else picture.copy()
    code = draw(scan.data, module=module)
    half = code.shape[0] // 2
    left, top = x - half, y - half
    cv2.rectangle(seen, (left - half, top), (left + 2 * half + 1, top + 2 * half), (244, 244, 244), -1)
    seen[top : top + code.shape[0], left : left + code.shape[1]] = code[:, :, None]
    return seen


def together(scans: Sequence[Scan]) -> Image:
    """Two people who hold their badges up side by side, the first one's larger and nearer to the middle."""
    (first, second), picture = scans, hall()
    return holding(second, module=4, x=1050, picture=holding(first, module=8, picture=picture))
