"""Picture files: from a path to an image the decoders take, or to the reason why not."""

from __future__ import annotations

import io
import struct
import warnings
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from kiosk.capture.codes import Image
from kiosk.capture.model import PictureProblem
from stations.model import Bilingual

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".jfif", ".webp", ".bmp", ".dib", ".tif", ".tiff", ".gif"})
"""Endings, in lower case, of the files a folder of pictures is searched for."""
MEGAPIXELS = 80
"""The largest picture that is decoded, in millions of pixels: about 250 MB of memory."""
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "DIB", "TIFF", "GIF")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error)
"""What Pillow raises on damaged files."""


def read_picture(path: Path) -> Image | PictureProblem:
    """The picture as grey, upright by its EXIF orientation; the first one of an animated file.

    Transparent parts are white, as on paper. Only PNG, JPEG, WEBP, BMP, TIFF and GIF.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return PictureProblem(
            Bilingual(f"Không mở được tệp {path.name}.", f"The file {path.name} cannot be opened.")
        )
    return _picture(data, path.name)


def _picture(data: bytes, name: str) -> Image | PictureProblem:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            picture = Pillow.open(io.BytesIO(data), formats=_FORMATS)
        if picture.width * picture.height > MEGAPIXELS * 1_000_000:
            return _too_large(name)
        return _grey(ImageOps.exif_transpose(picture))
    except (Pillow.DecompressionBombWarning, Pillow.DecompressionBombError):
        return _too_large(name)
    except UnidentifiedImageError:
        return PictureProblem(
            Bilingual(
                f"Tệp {name} không phải là ảnh PNG, JPEG, WEBP, BMP, TIFF hay GIF.",
                f"The file {name} is not a PNG, JPEG, WEBP, BMP, TIFF or GIF picture.",
            )
        )
    except _BROKEN:
        return PictureProblem(
            Bilingual(
                f"Ảnh {name} bị hỏng hoặc chép chưa hết.", f"The picture {name} is damaged or incomplete."
            )
        )


def _too_large(name: str) -> PictureProblem:
    return PictureProblem(
        Bilingual(
            f"Ảnh {name} quá lớn: tối đa {MEGAPIXELS} triệu điểm ảnh. Xin thu nhỏ rồi thử lại.",
            f"The picture {name} is too large: at most {MEGAPIXELS} million pixels. Make it smaller.",
        )
    )


def _grey(picture: Pillow.Image) -> Image:
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;16"):
        return _from_deep(np.asarray(picture, np.float64))
    if picture.has_transparency_data:
        paper = Pillow.new("RGBA", picture.size, "white")
        picture = Pillow.alpha_composite(paper, picture.convert("RGBA"))
    return np.asarray(picture.convert("L"), np.uint8)


def _from_deep(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Image:
    """Sixteen and more bits a pixel, stretched from the darkest to the lightest one."""
    values = np.nan_to_num(values)
    span = max(float(np.ptp(values)), 1e-9)
    return np.asarray((values - values.min()) * (255 / span), np.uint8)
