"""How few pixels a module may have: codes drawn ever smaller, at chance places between the pixels."""

from __future__ import annotations

import numpy as np
import zxingcpp

from bench import payloads
from bench.crew import spread
from bench.table import grid
from kiosk.capture.decode import decode_still
from kiosk.capture.live import LiveDecoder
from tests.pictures import draw, tiny

PIXELS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5)
TRIALS = 40
FRAMES = 12
"""How many frames the live decoder is given: less than half a second of film."""
_KINDS = {"badge, version 1": ("Q", 21), "card, version 7": ("M", 45)}
_DENSE = (107, 122)
"""Bytes of a card that make version 7 at level M."""


def main() -> None:
    """Every size of both kinds, by film and as a still picture."""
    tasks = [(kind, pixels, seed) for kind in _KINDS for pixels in PIXELS for seed in range(TRIALS)]
    read = dict(zip(tasks, spread(trial, tasks, 4), strict=True))
    rows = []
    for kind in _KINDS:
        for at, way in enumerate((f"live {FRAMES} frames", "decode_still", "zxing-cpp alone")):
            shares = [
                100 * sum(read[kind, pixels, seed][at] for seed in range(TRIALS)) / TRIALS
                for pixels in PIXELS
            ]
            rows.append((f"{kind.partition(',')[0]}: {way}", [f"{share:.0f} %" for share in shares]))
    title = f"smallest module, {TRIALS} trials each, blur sigma 0.7 px, noise sigma 5 (>= 90 % at 1.5 px)"
    grid(title, [f"{pixels} px" for pixels in PIXELS], rows)


def trial(task: tuple[str, float, int]) -> tuple[bool, bool, bool]:
    """Whether one code is read from film, from one picture, and from that by the first engine alone.

    The last tells how hard these pictures are: that engine is known to need 2 to 2.5 pixels.
    """
    kind, pixels, seed = task
    level, modules = _KINDS[kind]
    text = payloads.badges(1, seed)[0] if level == "Q" else card(seed)
    drawn = draw(text.encode(), module=1, quiet=4, level=level)
    assert drawn.shape[0] == modules + 8
    rng = np.random.default_rng((seed, round(pixels * 100)))
    angle = rng.uniform(-10, 10)
    frames = [tiny(drawn, pixels, rng, angle=angle) for _ in range(FRAMES)]
    decoder = LiveDecoder()
    live = any(_reads(text, [code.payload for code in decoder.look(frame).codes]) for frame in frames)
    alone = zxingcpp.read_barcodes(frames[0], formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    still = [code.payload for code in decode_still(frames[0])]
    return live, _reads(text, still), _reads(text, [each.bytes for each in alone])


def card(seed: int) -> str:
    """A card's text that makes version 7."""
    return next(text for text in payloads.cards(60, seed) if _DENSE[0] <= len(text.encode()) <= _DENSE[1])


def _reads(text: str, found: list[bytes]) -> bool:
    return text.encode() in found
