"""Calls that are heard: Vietnamese sentences spoken by this machine's own voice, where it has one.

The library (pyttsx3) is optional; it speaks with what Windows, macOS or eSpeak bring, without a network.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from queue import SimpleQueue
from threading import Thread
from typing import Any

_LIBRARY = "pyttsx3"
_RATE = 140
"""Words a minute: slow enough for a hall that echoes."""
_VOICES_OF_WINDOWS = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech_OneCore\Voices"
_VIETNAMESE = "42a"
"""What Windows calls the language of Vietnam, in hexadecimal (its list of LCIDs, [MS-LCID])."""
_MOST = 6
"""Sentences that may wait; a call that is spoken minutes later would only confuse."""


class Speaker(Thread):
    """Says one sentence after the other. On a machine without a Vietnamese voice it says nothing."""

    def __init__(self, driver: str | None = None) -> None:
        """driver: pyttsx3's name of a speech engine; None for the platform's own."""
        super().__init__(name="voice", daemon=True)
        self._driver = driver
        self._sentences: SimpleQueue[str | None] = SimpleQueue()

    def say(self, sentence: str) -> None:
        """Say a sentence after those that wait, unless too many do."""
        if self._sentences.qsize() < _MOST:
            self._sentences.put(sentence)

    def close(self) -> None:
        """End once everything is said."""
        self._sentences.put(None)

    def run(self) -> None:
        """Speak until closed. A call that the engine fails to say is heard as the board's sound alone."""
        while (sentence := self._sentences.get()) is not None:
            with suppress(Exception):  # engines raise errors of their own, as COM does on Windows
                _speak(sentence, self._driver)


def open_voice() -> Speaker | None:
    """A voice that is ready to speak; None where the library is not installed."""
    if not has_speech_library():
        return None
    speaker = Speaker()
    speaker.start()
    return speaker


def has_vietnamese_voice() -> bool:
    """Whether this machine can say a call in Vietnamese; False also where that cannot be found out."""
    with suppress(Exception):  # as in `Speaker.run`
        return _vietnamese_engine(None) is not None
    return False


def has_speech_library() -> bool:
    """Whether somebody installed what speaks."""
    return find_spec(_LIBRARY) is not None


def _speak(sentence: str, driver: str | None) -> None:
    """By an engine of its own, as some can run only once."""
    engine = _vietnamese_engine(driver)
    if engine is not None:
        engine.say(sentence)
        engine.runAndWait()


def _vietnamese_engine(driver: str | None) -> Any:  # noqa: ANN401 - the library has no types
    """The machine's speech engine with a Vietnamese voice; None if it has no such voice."""
    engine = import_module(_LIBRARY).init(driver)
    voice = next((v for v in engine.getProperty("voices") if _is_vietnamese(v)), None)
    if voice is not None:
        engine.setProperty("voice", voice.id)
    elif not _takes_voice_of_windows(engine):
        return None
    engine.setProperty("rate", _RATE)
    return engine


def _takes_voice_of_windows(engine: Any) -> bool:  # noqa: ANN401 - the library has no types
    """Whether Windows has a Vietnamese voice among those of its settings; the engine speaks with it then.

    The library knows older ones alone (https://github.com/nateshmbhat/pyttsx3/issues/397).
    """
    if sys.platform != "win32":
        return False
    category = import_module("comtypes.client").CreateObject("SAPI.SpObjectTokenCategory")
    category.SetId(_VOICES_OF_WINDOWS)
    voices = category.EnumerateTokens()
    voice = next((v for v in voices if _VIETNAMESE in v.GetAttribute("Language").lower().split(";")), None)
    if voice is None:
        return False
    engine.proxy._driver._tts.Voice = voice  # noqa: SLF001 - the library takes only voices that it lists
    return True


def _is_vietnamese(voice: Any) -> bool:  # noqa: ANN401 - the library has no types
    """By its languages ("vi", "vi-VN"), or by a name such as "Microsoft An - Vietnamese (Vietnam)"."""
    languages = (str(language).lower() for language in voice.languages)
    return "vietnam" in f"{voice.id} {voice.name}".lower() or any(
        language == "vi" or language.startswith(("vi-", "vi_")) for language in languages
    )
