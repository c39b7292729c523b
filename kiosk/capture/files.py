"""Scans from files: a picture, a folder of pictures, a film."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.capture.codes import Image
from kiosk.capture.film import VideoFile
from kiosk.capture.model import PictureProblem, SourceProblem
from kiosk.capture.pictures import SUFFIXES, read_picture
from stations.model import Bilingual

_FILMS = frozenset({".avi", ".mp4", ".m4v", ".mkv", ".mov", ".webm", ".mpg", ".mpeg", ".mjpeg", ".3gp"})


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """One picture file, or those of a folder."""

    name: str
    paths: tuple[Path, ...]

    def pictures(self) -> Iterator[tuple[str, Image | PictureProblem]]:
        """Each file's name, and its picture or why there is none."""
        for path in self.paths:
            yield path.name, read_picture(path)


def open_path(path: Path) -> PictureFiles | VideoFile | SourceProblem:
    """The film, picture or folder of pictures (taken by name) at a path; a picture is tried out."""
    try:
        if path.is_dir():
            return _folder(path)
        if path.is_file():
            return VideoFile(path) if path.suffix.lower() in _FILMS else _picture(path)
    except OSError:
        return SourceProblem(Bilingual(f"Không mở được “{path}”.", f"“{path}” cannot be opened."))
    return SourceProblem(Bilingual(f"Không tìm thấy “{path}”.", f"There is no file or folder “{path}”."))


def _picture(path: Path) -> PictureFiles | SourceProblem:
    picture = read_picture(path)
    if isinstance(picture, PictureProblem):
        return SourceProblem(picture.text)
    return PictureFiles(path.name, (path,))


def _folder(path: Path) -> PictureFiles | SourceProblem:
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
    if files:
        return PictureFiles(path.name, tuple(files))
    return SourceProblem(
        Bilingual(f"Thư mục “{path}” không có ảnh nào.", f"The folder “{path}” holds no picture.")
    )
