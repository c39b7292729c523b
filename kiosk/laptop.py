"""What this laptop remembers from one day to the next: its camera and how its scanner was set up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

DEFAULT_PIN = "1010"
"""The national day of digital transformation: public, so it keeps out nobody but the curious."""
PIN_LENGTHS = range(4, 13)
"""Characters that a screen's PIN may have."""


@dataclass(frozen=True, slots=True)
class Laptop:
    """Choices that belong to a machine and not to an event; what the command line says goes before."""

    source: str = ""
    """The camera or serial scanner to use, as `open_source` takes it; "" for none."""
    prefix: str = ""
    suffix: str = ""
    """What the keyboard scanner types before and after a code."""
    sound: bool = True
    """Whether a scan of the camera is answered by a sound too."""
    scanner_tried: bool = False
    """Whether `ngayhoi doctor --scanner` was gone through on this machine."""
    scanner_flaws: tuple[str, ...] = ()
    """What its last test scan found to alter codes, as `kiosk.capture.trial.Flaw` names it."""


def remembered() -> Laptop:
    """What was chosen on this machine; the defaults where nothing was, or where the file is no use."""
    try:
        return _read()
    except OSError:
        return Laptop()


def change(update: Callable[[Laptop], Laptop]) -> None:
    """Keep what `update` makes of what was chosen before.

    Raises OSError, also where a file that is there cannot be read just now: what it holds would be lost.
    """
    try:
        own = _read()
    except FileNotFoundError:
        own = Laptop()
    remember(update(own))


def remember(laptop: Laptop) -> None:
    """Keep these choices, for this account alone: an address may hold a password. Raises OSError."""
    import msgspec

    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".part")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_bytes(msgspec.json.encode(asdict(laptop)))
    partial.replace(file)


def _read() -> Laptop:
    kept = _file().read_bytes()
    import msgspec

    try:
        return msgspec.json.decode(kept, type=Laptop)
    except ValueError:
        return Laptop()


def _file() -> Path:
    return platformdirs.user_config_path("ngayhoi", appauthor=False) / "laptop.json"
