"""From a still picture to the payloads of the QR codes in it.

Two engines, best first. A picture climbs a ladder: each rung shows the engines the picture treated in
another way, and the findings are merged. What each rung brings is measured in `bench` and told in
`docs/decisions.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial

from kiosk.capture import treatments as treat
from kiosk.capture.codes import (
    Code,
    Corners,
    Image,
    Reading,
    by_prominence,
    greyed,
    how_many,
    merged,
    same_place,
    side_of,
)

Reader = Callable[[Image], Reading]

_LARGEST = 4_000
"""Pixels of the longer side to which a picture is enlarged at most."""
_PATCHES = 8
"""Places of a picture at which a code is looked at closely, at most."""
_SMALLEST = 16.0
"""Pixels of the side of a code that are worth a close look."""


def _unchanged(grey: Image) -> Image:
    return grey


@dataclass(frozen=True, slots=True)
class Rung:
    """One way of looking at a picture: treated, enlarged, treated again."""

    readers: tuple[str, ...]
    """Who looks: "zxing", "histogram" (the same with one threshold for the whole picture), "zbar"."""
    before: Callable[[Image], Image] = _unchanged
    scale: float = 1.0
    after: Callable[[Image], Image] = _unchanged

    def read(self, grey: Image) -> Reading:
        """What is found, in the coordinates of `grey`."""
        scale = min(self.scale, max(1.0, _LARGEST / max(grey.shape)))
        work = self.before(grey)
        work = self.after(work if scale == 1.0 else treat.enlarged(work, scale))
        found = [read(work) for read in readers(*self.readers)]
        return together(found).moved(1 / scale)


LADDER = (
    Rung(("zxing",)),
    Rung(("zxing",), partial(treat.sharpened, sigma=3, amount=1.5)),
    Rung(("zxing",), treat.evened),
    Rung(("zxing",), treat.dark_grown),
    Rung(("histogram",), scale=2, after=treat.thresholded),
    Rung(("zxing", "histogram"), treat.levelled, scale=2),
    Rung(("zbar",), scale=0.5, after=partial(treat.softened, sigma=1.5)),
    Rung(("zbar",), scale=0.5, after=treat.thresholded),
    Rung(("zxing",), partial(treat.softened, sigma=2)),
    Rung(("zxing",), partial(treat.softened, sigma=3)),
    Rung(("zxing",), scale=3),
)
"""For the whole of a still picture."""
CLOSE = (
    Rung(("zxing",), partial(treat.sharpened, sigma=3, amount=1.5)),
    Rung(("zxing",), partial(treat.softened, sigma=2), after=partial(treat.sharpened, sigma=6, amount=4)),
    *(
        Rung(("zxing",), partial(treat.unrolled, upright=upright, turn=turn, sag=sag))
        for upright in (True, False)
        for turn, sag in ((70, 0), (70, 0.04), (70, -0.04), (110, 0.08), (110, -0.08))
    ),
)
"""For a patch around a code that was located and could not be read."""


@cache
def engines() -> tuple[str, ...]:
    """The engines that work on this machine, best first; of "zxing", "zbar". May be empty."""
    return tuple(name for name in _readers() if name != "histogram")


@cache
def readers(*names: str) -> tuple[Reader, ...]:
    """Those named, or in place of an engine that is not installed the other one."""
    known = _readers()
    instead = next(iter(known.values()), None)
    chosen = [known.get(name, instead) for name in names]
    return tuple(dict.fromkeys(reader for reader in chosen if reader))


def decode_still(image: Image) -> tuple[Code, ...]:
    """All codes in a photograph or a rendered page (grey or BGR), however many and however small.

    Takes about 0.1 s a megapixel. Largest and nearest to the centre first.
    """
    grey = greyed(image)
    found = together(rung.read(grey) for rung in LADDER)
    codes = merged(found.codes)
    places = unread_places(found.unread, codes)
    close = (_look_closely(grey, place) for place in places[:_PATCHES])
    return by_prominence([*codes, *(code for code in close if code)], image.shape[1], image.shape[0])


def together(found: Iterable[Reading]) -> Reading:
    """All findings; of a place where no fewer views found a part than a payload, no payload.

    A distorted view may take a part for a payload, or a payload for a part.
    """
    found = list(found)
    parts = tuple(corners for each in found for corners in each.parts)
    codes = tuple(code for each in found for code in each.codes)
    unread = tuple(corners for each in found for corners in each.unread)
    if parts:
        places = [code.corners for code in codes]
        doubted = [place for place in places if how_many(place, parts) >= how_many(place, places)]
        codes = tuple(code for code in codes if code.corners not in doubted)
        unread = tuple(corners for corners in unread if not how_many(corners, parts))
    return Reading(codes, unread, parts)


def _look_closely(grey: Image, place: Corners) -> Code | None:
    straight = treat.patch(grey, place)
    return next(filter(None, (read_patch(straight, place, rung) for rung in CLOSE)), None)


def read_patch(straight: Image, place: Corners, rung: Rung) -> Code | None:
    """The code of the patch that was taken at a place, if a rung reads it."""
    for code in rung.read(straight).codes:
        if same_place(code.corners, treat.PATCH_CORNERS):
            return Code(code.payload, place, code.engine)
    return None


def unread_places(places: Iterable[Corners], codes: Iterable[Code]) -> list[Corners]:
    """Places without a code, each once, the largest first."""
    kept = [code.corners for code in codes]
    known = len(kept)
    for place in sorted(places, key=side_of, reverse=True):
        if side_of(place) >= _SMALLEST and not any(same_place(place, other) for other in kept):
            kept.append(place)
    return kept[known:]


@cache
def _readers() -> dict[str, Reader]:
    found: dict[str, Reader] = {}
    try:
        from kiosk.capture import zxing  # noqa: PLC0415

        found |= {"zxing": zxing.read, "histogram": partial(zxing.read, histogram=True)}
    except ImportError:
        pass
    try:
        from kiosk.capture import zbar  # noqa: PLC0415

        found["zbar"] = zbar.read
    except (ImportError, OSError):
        pass
    return found
