"""Calls that are heard, with the speech library itself and engines that write down what they are told."""

from __future__ import annotations

import sys
import threading
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from kiosk.voice import Speaker, open_voice

library = pytest.importorskip("pyttsx3", reason="the voice is optional, and not installed here")
DummyDriver: Any = pytest.importorskip("pyttsx3.drivers.dummy").DummyDriver
PATIENCE = 30.0
"""Seconds."""


@pytest.fixture
def heard(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What an engine named "hall" says that has these languages."""
    said: list[str] = []

    class Hall(DummyDriver):  # type: ignore[misc]  # the library has no types
        def __init__(self, proxy: object) -> None:
            super().__init__(proxy)
            name, languages = request.param
            self._config["voices"].append(library.voice.Voice("an", name, languages))

        def setProperty(self, name: str, value: object) -> None:  # noqa: N802 - the library's own name
            self._config[name] = value

        def say(self, text: str) -> None:
            pace = "slowly" if self._config["rate"] < 160 else "too fast for a hall that echoes"
            said.append(f"{self._config['voice']}, {pace}: {text}")
            super().say(text)

    module = ModuleType("pyttsx3.drivers.hall")
    module.buildDriver = Hall  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyttsx3.drivers.hall", module)
    return said


def spoken(driver: str, *sentences: str) -> None:
    speaker = Speaker(driver)
    for sentence in sentences:
        speaker.say(sentence)
    speaker.close()
    speaker.start()
    speaker.join(PATIENCE)
    assert not speaker.is_alive()


def test_a_voice_is_ready_where_the_library_is_installed_and_keeps_no_board_from_ending(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    speaker = open_voice()
    assert speaker
    is_ready = speaker.is_alive()
    speaker.close()
    assert is_ready
    assert speaker.daemon
    monkeypatch.setitem(sys.modules, "pyttsx3", None)
    assert open_voice() is None


@pytest.mark.parametrize(
    "heard",
    [("An", ["vi"]), ("An", ["vi-VN"]), ("Microsoft An - Vietnamese (Vietnam)", [])],
    indirect=True,
)
def test_a_vietnamese_voice_says_every_call_in_order(heard: list[str]) -> None:
    spoken("hall", "Mời số 27 đến Trạm 3.", "Mời số 4 đến Trạm 1.")
    assert heard == ["an, slowly: Mời số 27 đến Trạm 3.", "an, slowly: Mời số 4 đến Trạm 1."]


@pytest.mark.parametrize("heard", [("Ann", ["en"]), ("Viv", ["vie"])], indirect=True)
def test_without_a_vietnamese_voice_nothing_is_said(heard: list[str]) -> None:
    spoken("hall", "Mời số 27 đến Trạm 3.")
    assert heard == []


def test_a_machine_without_a_speech_engine_stays_silent() -> None:
    spoken("there-is-none", "Mời số 27 đến Trạm 3.")


class _Voice:
    """One that Windows has of its settings, by its language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def GetAttribute(self, name: str) -> str:  # noqa: N802 - the system's own name
        return {"Language": self.language}[name]


@pytest.mark.parametrize(
    ("installed", "said"), [(["409", "42A"], 1), (["409;9", "42A;2A"], 1), (["409", "442"], 0), ([], 0)]
)
@pytest.mark.parametrize("heard", [("Zira", ["en-US"])], indirect=True)
def test_windows_speaks_with_a_voice_that_its_settings_installed(
    heard: list[str], monkeypatch: pytest.MonkeyPatch, installed: list[str], said: int
) -> None:
    """Which the library does not list, and pyttsx3's driver of Windows takes as its `_tts.Voice`."""
    places: list[str] = []
    category = SimpleNamespace(SetId=places.append, EnumerateTokens=lambda: map(_Voice, installed))
    client = SimpleNamespace(CreateObject=lambda name: {"SAPI.SpObjectTokenCategory": category}[name])
    monkeypatch.setitem(sys.modules, "comtypes.client", client)
    system = SimpleNamespace(Voice=None)
    monkeypatch.setattr(sys.modules["pyttsx3.drivers.hall"].buildDriver, "_tts", system, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    spoken("hall", "Mời số 27 đến Trạm 3.")
    assert len(heard) == said
    assert places == [r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech_OneCore\Voices"]
    assert (system.Voice.language if system.Voice else None) == (installed[1] if said else None)


@pytest.mark.parametrize("heard", [("An", ["vi"])], indirect=True)
@pytest.mark.parametrize("failing", ["__init__", "getProperty", "say"])
def test_an_engine_that_fails_leaves_no_trace_on_the_board(
    heard: list[str], failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COM's errors are of no kind that Python knows; and a voice of two languages is no number to pyttsx3."""

    class ComError(Exception):
        pass

    def fail(*_: object) -> None:
        raise ComError(-2147221164)

    unhandled: list[object] = []
    monkeypatch.setattr(threading, "excepthook", unhandled.append)
    monkeypatch.setattr(sys.modules["pyttsx3.drivers.hall"].buildDriver, failing, fail)
    spoken("hall", "Mời số 27 đến Trạm 3.")
    assert (heard, unhandled) == ([], [])


@pytest.mark.parametrize("heard", [("An", ["vi"])], indirect=True)
def test_an_engine_that_failed_once_speaks_again(heard: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a loudspeaker that was pulled out and put back."""
    driver = sys.modules["pyttsx3.drivers.hall"].buildDriver
    works, failures = driver.say, [OSError()]

    def say(self: object, text: str) -> None:
        if failures:
            raise failures.pop()
        works(self, text)

    monkeypatch.setattr(driver, "say", say)
    spoken("hall", "Mời số 27 đến Trạm 3.", "Mời số 4 đến Trạm 1.")
    assert heard == ["an, slowly: Mời số 4 đến Trạm 1."]


@pytest.mark.parametrize("heard", [("An", ["vi"])], indirect=True)
def test_calls_do_not_pile_up_behind_a_slow_voice(heard: list[str]) -> None:
    spoken("hall", *map(str, range(50)))
    assert 1 < len(heard) < 10
