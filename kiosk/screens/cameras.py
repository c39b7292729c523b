"""Which camera reads the codes here, and whether it beeps; changed at once and remembered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label, OptionList, Static

from kiosk.capture.address import without_secrets
from kiosk.capture.model import LineSource, SourceProblem
from kiosk.capture.sources import open_source
from kiosk.laptop import change
from kiosk.messages import Done
from kiosk.screens.base import Dialog, Face
from kiosk.screens.pin import PinDialog
from kiosk.widgets.choices import Choices
from kiosk.workers import errand
from stations.model import Bilingual


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was changed."""

    source: str | None = None
    """What to watch, as `open_source` takes it, "" for no camera; None if that stays."""
    sound: bool | None = None
    """Whether scans are to be heard; None if that stays."""


@dataclass(frozen=True, slots=True)
class _Sources:
    """What may be watched."""

    names: dict[str, str]
    """Each source as `open_source` takes it, and what to call it."""
    using: str
    """The one that is watched now; "" for none."""


class Cameras(Dialog[Chosen]):
    """Lists the cameras of this machine; returns what was changed, None if nothing was."""

    DEFAULT_CSS = """
    Cameras Choices { max-height: 12; margin: 1 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[Bilingual, Chosen]] = []
        self._sees_none = False

    def compose(self) -> ComposeResult:
        """The question and the cameras, once they are known."""
        with Vertical(classes="dialog"):
            yield Label(self.say("Dùng máy ảnh nào?", "Which camera?"), classes="dialog-title")
            if self._sees_none:
                yield Static(self.tell(_NOTHING), id="nothing")
            if self._lines:
                yield Choices([self.tell(text) for text, _ in self._lines], id="cameras", marked=0)
            else:
                yield Static(self.say("Đang tìm máy ảnh…", "Looking for cameras…"))
            hint = self.say(
                "Bấm số, hoặc mũi tên rồi Enter. Esc: giữ nguyên",
                "A digit, or arrows and Enter. Esc: no change",
            )
            yield Label(hint, classes="hint")

    def on_mount(self) -> None:
        """Look for cameras, which may take seconds."""
        using, first = self.ngayhoi.source_text, self.ngayhoi.settings.source
        errand("cameras", lambda: _listed(using, first), self, self.app)

    @on(Done)
    async def found(self, message: Done) -> None:
        """Show them."""
        message.stop()
        self._lines = self._choices(message.result)
        self._sees_none = not message.result.names
        await self.recompose()
        for choices in self.query(Choices):  # none if this was taken away meanwhile
            choices.focus()

    def _choices(self, listed: _Sources) -> list[tuple[Bilingual, Chosen]]:
        lines = [(_named(name, text == listed.using), Chosen(text)) for text, name in listed.names.items()]
        none = Bilingual("Không dùng máy ảnh", "No camera")
        loud = self.ngayhoi.is_loud
        sound = (
            Bilingual("Tắt tiếng báo khi quét", "No sound at a scan")
            if loud
            else Bilingual("Bật tiếng báo khi quét", "A sound at a scan")
        )
        return [*lines, (none, Chosen("")), (sound, Chosen(sound=not loud))]

    @on(OptionList.OptionSelected)
    def choose(self, message: OptionList.OptionSelected) -> None:
        """Return what was chosen."""
        message.stop()
        self.dismiss(self._lines[message.option_index][1])


def choose_camera(face: Face) -> None:
    """Let someone choose, unless a serial scanner works here: nothing is to take its place by a key.

    Before the public the PIN is asked first while a camera works; without one anybody may help at once.
    """
    ngayhoi = face.ngayhoi

    def take(chosen: Chosen | None) -> None:
        if chosen and chosen.source is not None and _has_scanner(face):
            face.notify(face.tell(_SCANNER), markup=False)
        elif chosen and chosen.source is not None:
            _watch(face, chosen.source)
        elif chosen and chosen.sound is not None:
            ngayhoi.is_loud = chosen.sound
            _keep(face, sound=chosen.sound)

    def ask(may: bool | None) -> None:
        if may:
            ngayhoi.push_screen(Cameras(), take)

    if ngayhoi.is_open and face.is_active:
        if _has_scanner(face):
            face.notify(face.tell(_SCANNER), markup=False)
        elif face.is_manned or not ngayhoi.source or ngayhoi.trouble:
            ask(True)
        else:
            ngayhoi.push_screen(PinDialog(_TO_CHANGE), ask)


def _has_scanner(face: Face) -> bool:
    """Whether a serial scanner works here."""
    return isinstance(face.ngayhoi.source, LineSource) and not face.ngayhoi.trouble


def _watch(face: Face, text: str) -> None:
    """Use another source; what stands in for a serial scanner does so until the screen is opened again."""
    source = open_source(text, *face.ngayhoi.settings.around) if text else None
    if isinstance(source, SourceProblem):
        face.notify(face.tell(source.text), severity="warning", markup=False)
        return
    face.ngayhoi.use(source, text)
    if not isinstance(open_source(face.ngayhoi.settings.source), LineSource):
        _keep(face, source=text)


def _keep(face: Face, **choices: Any) -> None:  # noqa: ANN401 - what a laptop remembers
    try:
        change(lambda own: replace(own, **choices))
    except OSError:
        face.notify(face.tell(_FORGETFUL), severity="warning", markup=False)


def _listed(using: str, first: str) -> _Sources:
    """The cameras, none where OpenCV is missing, and what is or was used here and is no such camera."""
    from kiosk.capture.vision import vision_problem  # noqa: PLC0415

    names: dict[str, str] = {}
    if not vision_problem():
        from kiosk.capture.cameras import list_cameras, present  # noqa: PLC0415 - loads OpenCV

        cameras = list_cameras()
        names = {camera.source: camera.name for camera in cameras}
        using, first = present(using, cameras), present(first, cameras)
    names |= {text: _called(text) for text in (using, first) if text and text not in names}
    return _Sources(names, using)


def _called(text: str) -> str:
    """What to call a source: the password that an address may hold is not for everybody's eyes."""
    source = open_source(text)
    return source.name if not isinstance(source, SourceProblem) else without_secrets(text)


def _named(name: str, in_use: bool) -> Bilingual:
    return Bilingual(f"{name} (đang dùng)", f"{name} (in use)") if in_use else Bilingual(name, name)


_NOTHING = Bilingual(
    "Chưa thấy máy ảnh nào. Xin cắm vào, bấm Esc rồi bấm F9.",
    "No camera is to be seen. Plug one in, press Esc, then F9.",
)
_TO_CHANGE = Bilingual("Nhập số thoát màn hình để đổi máy ảnh", "Enter the number to change the camera")
_SCANNER = Bilingual(
    "Máy này đang dùng máy quét ở cổng nối tiếp, không dùng máy ảnh.",
    "A scanner at a serial port is in use here, and no camera.",
)
_FORGETFUL = Bilingual(
    "Đã đổi, nhưng máy này không ghi nhớ được cho lần sau.",
    "Changed, but this machine could not note it for next time.",
)
