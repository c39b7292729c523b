"""Films of a hand that brings a badge or a citizen card before a webcam, 30 frames a second.

Assumed: a pinhole of 56 degrees across at 640 x 480 and of 62 degrees at 1280 x 720; exposures of
1/60 s, 1/30 s in a dim hall; a badge held 18 to 36 cm away; a card, whose modules are 0.4 mm, so near
that it fills about two thirds of the width at 640 x 480 (10.5 to 13.5 cm) and half of it at 720p (12 to
18 cm). The hand comes in from a side within 0.5 to 1 s (minimum jerk, as hands move), turns and tilts
the card on the way, then sways (about 1 Hz) and trembles (9 Hz). Blur is what the card's path does
within the exposure; every frame passes through the webcam's MJPG.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import cv2
import numpy as np
import numpy.typing as npt

from bench import payloads, scene
from bench.scene import Print, Texture
from tests.pictures import Image

RATE = 30
"""Frames a second."""
CONDITIONS = ("motion", "autofocus", "dim", "glare", "noise", "plain")
_LENS = 0.6
"""Sigma in pixels of the blur that a webcam's lens and colour filter always leave."""
_STEADY = 1.2
"""Seconds a card stays at rest at the end of an approach."""

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Optics:
    """A webcam's picture."""

    width: int
    height: int
    field: float
    """Degrees across."""

    @property
    def focal(self) -> float:
        """The focal length in pixels."""
        return self.width / 2 / math.tan(math.radians(self.field) / 2)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


SIZES = (Optics(640, 480, 56), Optics(1280, 720, 62))


@dataclass(frozen=True)
class Stop:
    """Where the code's centre is at a time; between two of them the hand moves smoothly."""

    at: float
    """Seconds."""
    place: tuple[float, float, float]
    """Millimetres right, down and away from the lens."""
    turn: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Degrees: tilted up or down, tilted sideways, turned in the picture."""


@dataclass(frozen=True)
class Air:
    """The light, and what the webcam makes of it."""

    exposure: float = 1 / 60
    """Seconds."""
    light: float = 1.0
    noise: float = 2.0
    """Sigma in grey levels."""
    quality: int = 80
    """Of the MJPG, 1 to 100."""
    sway: float = 1.0
    """How unsteady the hand is, 1 for an ordinary one."""
    defocus: Callable[[float], float] = field(default=lambda _: 0.0, repr=False)
    """Seconds to sigma in pixels of a picture 640 wide."""
    glare: Callable[[float], tuple[float, float, float] | None] = field(default=lambda _: None, repr=False)
    """Seconds to the spot's place on the laminate (millimetres from the code's centre) and radius."""


@dataclass(frozen=True)
class Film:
    """One card before one webcam."""

    name: str
    seed: int
    optics: Optics
    shown: Print
    stops: tuple[Stop, ...]
    air: Air

    @property
    def count(self) -> int:
        """How many frames it has."""
        return int(self.stops[-1].at * RATE)

    @cached_property
    def entered(self) -> int:
        """The first frame that the whole code is in; `count` if there is none."""
        return next((index for index in range(self.count) if self.in_view(index)), self.count)

    def in_view(self, index: int) -> bool:
        """Whether the whole code is inside a frame."""
        corners = self.corners(index)
        return bool((corners >= 0).all() and (corners < (self.optics.width, self.optics.height)).all())

    def corners(self, index: int) -> Vector:
        """The code's four corners in a frame, in pixels, whether inside or not."""
        return _seen(self.shown.corners, self._pose(index / RATE))

    def frames(self) -> Iterator[Image]:
        """Every frame, BGR."""
        yield from (self.frame(index) for index in range(self.count))

    def frame(self, index: int) -> Image:
        """One frame, BGR, as it comes out of the MJPG."""
        picture = cv2.imdecode(np.frombuffer(self.encoded(index), np.uint8), cv2.IMREAD_COLOR)
        assert picture is not None
        return np.asarray(picture, np.uint8)

    def encoded(self, index: int) -> bytes:
        """One frame as the webcam sends it, a JPEG."""
        at = index / RATE
        picture = self._background.copy()
        self._put_card(picture, at)
        rng = np.random.default_rng((self.seed, index))
        x, y = rng.integers(0, 64, 2)
        picture += self._grain[y : y + self.optics.height, x : x + self.optics.width]
        levels = np.clip(picture, 0, 255).astype(np.uint8)
        tinted = cv2.LUT(cv2.merge([levels] * 3), _TINT)
        return cv2.imencode(".jpg", tinted, [cv2.IMWRITE_JPEG_QUALITY, self.air.quality])[1].tobytes()

    @cached_property
    def _light(self) -> Texture:
        """Brighter on one side, as beside a window."""
        slope = np.random.default_rng(self.seed).uniform(-0.2, 0.2)
        across = np.linspace(1 - slope, 1 + slope, self.optics.width, dtype=np.float32)
        return np.asarray(np.tile(across * np.float32(self.air.light), (self.optics.height, 1)), np.float32)

    @cached_property
    def _background(self) -> Texture:
        rng = np.random.default_rng(self.seed)
        return scene.hall(self.optics.width, self.optics.height, rng) * self._light

    @cached_property
    def _grain(self) -> Texture:
        rng = np.random.default_rng(self.seed)
        size = (self.optics.height + 64, self.optics.width + 64)
        return np.asarray(rng.normal(0, self.air.noise, size), np.float32)

    def _pose(self, at: float) -> Vector:
        """The homography from millimetres on the card to pixels."""
        place, turn = _between(self.stops, at)
        place, turn = _unsteady(place, turn, at, self.air.sway, self.seed)
        rotation = _rotation(turn)
        columns = np.column_stack([rotation[:, 0], rotation[:, 1], place])
        focal = self.optics.focal
        lens = np.array([(focal, 0, self.optics.width / 2), (0, focal, self.optics.height / 2), (0, 0, 1)])
        return np.asarray(lens @ columns)

    def _put_card(self, picture: Texture, at: float) -> None:
        """Lay what the shutter saw of the card over the picture."""
        moments = self._moments(at)
        blur = math.hypot(_LENS, self.air.defocus(at) * self.optics.focal / 600)
        box = self._box(moments, math.ceil(3 * blur) + 1)
        if box is None:
            return
        left, top, right, bottom = box
        layer = np.zeros((bottom - top, right - left, 2), np.float32)
        for pose in moments:
            layer += self._warped(pose, left, top, layer.shape) / len(moments)
        layer[..., 0] *= self._light[top:bottom, left:right]
        part = picture[top:bottom, left:right]
        part *= 1 - layer[..., 1] / 255
        part += layer[..., 0]
        part[:] = cv2.GaussianBlur(part, (0, 0), blur)
        if spot := self.air.glare(at):
            self._shine(part, moments[0], spot, (left, top))

    def _moments(self, at: float) -> list[Vector]:
        """Poses during the exposure, at most about a pixel and a half apart."""
        ends = [_seen(self.shown.outline, self._pose(at + part)) for part in (0, self.air.exposure)]
        path = float(np.abs(ends[1] - ends[0]).max())
        count = min(24, 1 + math.ceil(path / 1.5))
        return [self._pose(at + self.air.exposure * step / count) for step in range(count)]

    def _box(self, moments: list[Vector], pad: int) -> tuple[int, int, int, int] | None:
        points = np.vstack([_seen(self.shown.outline, pose) for pose in moments])
        left, top = np.maximum(np.floor(points.min(axis=0)).astype(int) - pad, 0)
        limit = (self.optics.width, self.optics.height)
        right, bottom = np.minimum(np.ceil(points.max(axis=0)).astype(int) + pad, limit)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _warped(self, pose: Vector, left: int, top: int, shape: tuple[int, ...]) -> Texture:
        finer = 1.2 * self.optics.focal / pose[2, 2]
        fits = [level for level in self.shown.levels if level[0] >= finer] or self.shown.levels[:1]
        texture = fits[-1][1]
        height, width = texture.shape[:2]
        texels = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        seen = (_seen(self.shown.outline, pose) - (left, top)).astype(np.float32)
        matrix = cv2.getPerspectiveTransform(texels - np.float32(0.5), seen - np.float32(0.5))
        return np.asarray(cv2.warpPerspective(texture, matrix, (shape[1], shape[0])), np.float32)

    def _shine(
        self, part: Texture, pose: Vector, spot: tuple[float, float, float], origin: tuple[int, int]
    ) -> None:
        """A lamp mirrored in the laminate: white in its middle, soft at its edge."""
        x, y, radius = spot
        ring = np.array([(x, y), (x + radius, y), (x, y + radius)])
        middle, *arms = _seen(ring, pose) - origin
        axes = max(2, round(math.dist(middle, arms[0]))), max(2, round(math.dist(middle, arms[1])))
        lamp = np.zeros(part.shape, np.float32)
        cv2.ellipse(lamp, (round(middle[0]), round(middle[1])), axes, 0, 0, 360, 400.0, -1)
        part += cv2.GaussianBlur(lamp, (0, 0), axes[0] / 3)


def approach(kind: str, seed: int, optics: Optics) -> Film:
    """One of the films that are measured: `kind` is "badge" or "card", the condition goes by the seed."""
    rng = np.random.default_rng(seed)
    shown = badge_print(seed) if kind == "badge" else card_print(seed)
    condition = CONDITIONS[seed % len(CONDITIONS)]
    path = arrival(rng, optics, kind, hasty=condition == "motion")
    seconds = path[-1].at + _STEADY
    stops = (*path, replace(path[-1], at=seconds))
    film = Film(condition, seed, optics, shown, stops, Air())
    return replace(film, air=_air(condition, rng, film.entered / RATE))


def badge_print(seed: int) -> Print:
    """Some badge."""
    return scene.badge(payloads.badges(1, seed)[0])


def card_print(seed: int) -> Print:
    """Some citizen card whose text needs version 7 at level M, 107 to 122 bytes."""
    texts = payloads.cards(60, seed)
    dense = [text for text in texts if 106 < len(text.encode()) <= 122]
    return scene.citizen_card(dense[0], np.random.default_rng(seed))


def arrival(rng: np.random.Generator, optics: Optics, kind: str, *, hasty: bool = False) -> tuple[Stop, Stop]:
    """From outside the picture to a place before the lens."""
    nearest, farthest = _REACH[kind, optics]
    away = rng.uniform(nearest, farthest)
    rest = (rng.normal(0, away * 0.05), rng.normal(0, away * 0.04), away)
    turn = (rng.uniform(-15, 15), rng.uniform(-15, 15), rng.uniform(-20, 20))
    seconds = rng.uniform(0.5, 0.65) if hasty else rng.uniform(0.65, 1.0)
    return (Stop(0.0, outside(rng, optics, away * 1.3 + 40), _tossed(rng, turn)), Stop(seconds, rest, turn))


def outside(rng: np.random.Generator, optics: Optics, away: float) -> tuple[float, float, float]:
    """A place left, right or below the picture, so far away."""
    half = away * optics.width / 2 / optics.focal
    low = away * optics.height / 2 / optics.focal
    side = rng.integers(0, 3)
    if side == 2:
        return rng.uniform(-0.5, 0.5) * half, low + 45, away
    return (half + 45) * (1 if side else -1), rng.uniform(0, 0.6) * low, away


_REACH = {
    ("badge", SIZES[0]): (180, 360),
    ("badge", SIZES[1]): (180, 360),
    ("card", SIZES[0]): (105, 135),
    ("card", SIZES[1]): (120, 180),
}
"""Millimetres from the lens at which it comes to rest."""
_TINT = np.stack(
    [np.clip(np.arange(256) * gain, 0, 255).astype(np.uint8) for gain in (0.93, 1.0, 1.05)], axis=-1
)[None]
"""A warm light: blue, green, red."""


def _air(condition: str, rng: np.random.Generator, enters: float) -> Air:
    match condition:
        case "motion":
            return Air(exposure=1 / 40, sway=2.5)
        case "autofocus":
            return Air(
                defocus=partial(hunting, start=enters, depth=rng.uniform(2.5, 4), pace=rng.uniform(0.2, 0.32))
            )
        case "dim":
            return Air(exposure=1 / 30, light=0.45, noise=7, quality=75)
        case "glare":
            middle = rng.uniform(-4, 4, 2)
            wander, radius = rng.uniform(16, 24), rng.uniform(4, 6)
            pace, phase = rng.uniform(0.5, 0.9), rng.uniform(0, 2 * math.pi)
            return Air(
                glare=lambda at: (
                    middle[0] + wander * math.sin(2 * math.pi * pace * at + phase),
                    middle[1],
                    radius,
                )
            )
        case "noise":
            return Air(noise=10, quality=65)
        case _:
            return Air(quality=60)


def hunting(at: float, *, start: float, depth: float, pace: float) -> float:
    """Sigma of an autofocus that swings to and fro from `start` and settles: seconds to pixels at 640."""
    since = max(0.0, at - start)
    return abs(depth * math.exp(-since / pace) * math.cos(2 * math.pi * 1.4 * since))


def _tossed(rng: np.random.Generator, turn: tuple[float, float, float]) -> tuple[float, float, float]:
    a, b, c = (angle + rng.uniform(-25, 25) for angle in turn)
    return a, b, c


def _between(stops: tuple[Stop, ...], at: float) -> tuple[Vector, Vector]:
    """Place and turn at a time, with minimum jerk from stop to stop."""
    after = next((index for index, stop in enumerate(stops) if stop.at > at), len(stops) - 1)
    start, end = stops[max(0, after - 1)], stops[after]
    part = min(1.0, max(0.0, (at - start.at) / max(end.at - start.at, 1e-9)))
    done = part**3 * (10 - 15 * part + 6 * part**2)
    place = np.array(start.place) * (1 - done) + np.array(end.place) * done
    return place, np.array(start.turn) * (1 - done) + np.array(end.turn) * done


def _unsteady(place: Vector, turn: Vector, at: float, sway: float, seed: int) -> tuple[Vector, Vector]:
    """With the swaying and trembling of a hand: millimetres and degrees."""
    rng = np.random.default_rng(seed + 1)
    phases = rng.uniform(0, 2 * math.pi, (2, 6))
    slow = 2 * math.pi * rng.uniform(0.6, 1.3, 6)
    fast = 2 * math.pi * rng.uniform(8, 10.5, 6)
    size = np.array([1.3, 1.3, 2.0, 1.2, 1.2, 1.0]) * sway
    tremor = np.array([0.12, 0.12, 0.12, 0.1, 0.1, 0.1]) * sway
    moved = size * np.sin(slow * at + phases[0]) + tremor * np.sin(fast * at + phases[1])
    return place + moved[:3], turn + moved[3:]


def _rotation(degrees: Vector) -> Vector:
    a, b, c = np.radians(degrees)
    pitch = np.array([(1, 0, 0), (0, np.cos(a), -np.sin(a)), (0, np.sin(a), np.cos(a))])
    yaw = np.array([(np.cos(b), 0, np.sin(b)), (0, 1, 0), (-np.sin(b), 0, np.cos(b))])
    roll = np.array([(np.cos(c), -np.sin(c), 0), (np.sin(c), np.cos(c), 0), (0, 0, 1)])
    return np.asarray(pitch @ yaw @ roll)


def _seen(points: Vector, pose: Vector) -> Vector:
    """Millimetres on the card to pixels."""
    there = np.column_stack([points, np.ones(len(points))]) @ pose.T
    return np.asarray(there[:, :2] / there[:, 2:])
