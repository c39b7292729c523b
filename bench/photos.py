"""How many codes of real photographs are read, beside either engine alone.

The photographs lie beside the project, in `../shared/scan-samples`, and are no part of it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from time import perf_counter

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar

from bench.crew import one_core
from bench.table import grid, percentile
from kiosk.capture.decode import decode_still
from kiosk.capture.model import PictureProblem
from kiosk.capture.pictures import read_picture
from tests.pictures import Image

SAMPLES = Path(__file__).parents[2] / "shared" / "scan-samples"
Found = list[tuple[bytes, tuple[float, float]]]
"""Payloads, and where the middle of each code was seen."""


@dataclass(frozen=True)
class Marked:
    """A code that someone marked in a photograph."""

    corners: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    payload: bytes | None
    """None where nobody knows."""


def main() -> None:
    """Every picture, by every way of reading, one after the other on one core."""
    if not SAMPLES.exists():
        print(f"\nphotographs: {SAMPLES} is absent; nothing to read")
        return
    with one_core():
        _photographs()
        _zxing_set()


def _photographs() -> None:
    marked = _marked()
    shares: dict[str, dict[str, float]] = {}
    costs: dict[str, list[float]] = {}
    for way, read in _WAYS.items():
        hits: dict[str, list[bool]] = defaultdict(list)
        costs[way] = []
        for name, codes in marked.items():
            found = _timed(read, SAMPLES / "photos" / name, costs[way])
            hits[name.partition("/")[0]] += [_is_read(code, found) for code in codes]
        shares[way] = {category: 100 * mean(each) for category, each in sorted(hits.items())}
    rows = [
        (category, [f"{shares[way][category]:.1f} %" for way in _WAYS])
        for category in next(iter(shares.values()))
    ]
    rows.append(("macro (>= 78, aim 82 %)", [f"{mean(shares[way].values()):.1f} %" for way in _WAYS]))
    rows.append(("ms a picture, mean", [f"{mean(costs[way]):.1f}" for way in _WAYS]))
    rows.append(("ms a picture, p95", [f"{percentile(costs[way], 95):.1f}" for way in _WAYS]))
    count = sum(len(codes) for codes in marked.values())
    grid(f"photographs: {len(marked)} with {count} codes, recall", list(_WAYS), rows)


def _zxing_set() -> None:
    with (SAMPLES / "zxing.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["image"]: bytes.fromhex(row["payload_hex"]) for row in csv.DictReader(file)}
    exact, same = dict.fromkeys(_WAYS, 0), dict.fromkeys(_WAYS, 0)
    for way, read in _WAYS.items():
        for name, payload in expected.items():
            payloads = [found for found, _ in _timed(read, SAMPLES / "zxing" / name, [])]
            exact[way] += payload in payloads
            same[way] += any(_says(found, payload) for found in payloads)
    count = len(expected)
    rows = [
        ("same bytes", [f"{100 * exact[way] / count:.1f} %" for way in _WAYS]),
        ("same text (>= 95 %)", [f"{100 * same[way] / count:.1f} %" for way in _WAYS]),
    ]
    grid(f"zxing set: {count} pictures; kanji are Shift JIS in a code, UTF-8 in the list", list(_WAYS), rows)


def _marked() -> dict[str, list[Marked]]:
    codes: dict[str, list[Marked]] = defaultdict(list)
    with (SAMPLES / "photos.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            corners = [[float(row[f"{axis}{corner}"]) for axis in "xy"] for corner in range(1, 5)]
            payload = bytes.fromhex(row["payload_hex"]) or None
            codes[row["image"]].append(Marked(np.array(corners, np.float32), payload))
    return codes


def _is_read(code: Marked, found: Found) -> bool:
    return any(
        code.payload in (None, payload) and cv2.pointPolygonTest(code.corners, centre, measureDist=False) >= 0
        for payload, centre in found
    )


def _says(found: bytes, payload: bytes) -> bool:
    """Whether the bytes are those expected, or the same text as encoded in Japan or China."""
    if found.strip() == payload.strip():
        return True
    return payload.decode(errors="replace") in (found.decode(e, "replace") for e in ("shift_jis", "gb18030"))


def _timed(read: Callable[[Image], Found], path: Path, costs: list[float]) -> Found:
    picture = read_picture(path)
    assert not isinstance(picture, PictureProblem), path
    start = perf_counter()
    found = read(picture)
    costs.append((perf_counter() - start) * 1000)
    return found


def _by_pyzbar(picture: Image) -> Found:
    try:
        found = pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])
    except ValueError:  # its answer to structured append
        return []
    return [(each.data, _middle([(point.x, point.y) for point in each.polygon])) for each in found]


def _by_zxing(picture: Image) -> Found:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    places = [each.position for each in found]
    corners = [(p.top_left, p.top_right, p.bottom_right, p.bottom_left) for p in places]
    middles = [_middle([(point.x, point.y) for point in points]) for points in corners]
    return [(each.bytes, middle) for each, middle in zip(found, middles, strict=True)]


def _by_ladder(picture: Image) -> Found:
    return [(code.payload, code.centre) for code in decode_still(picture)]


def _middle(points: list[tuple[int, int]]) -> tuple[float, float]:
    return mean(x for x, _ in points), mean(y for _, y in points)


_WAYS: dict[str, Callable[[Image], Found]] = {
    "pyzbar alone": _by_pyzbar,
    "zxing-cpp alone": _by_zxing,
    "decode_still": _by_ladder,
}
