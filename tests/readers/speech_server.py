"""A voice for Orca that writes down what it is given to say.

Orca's own Python loads this file through Orca's speech-server setting, so it imports only Orca, GLib and the
standard library. It appends rows of JSON, one a line, to the file named in ARCHIVE_SPEECH_LOG:
{"say": text}, {"key": name} for each key Orca has taken in, and {"idle": n} while there is nothing to do.
"""

# ruff: noqa: N802, N803 - Orca calls these methods by its own names
# Orca's modules are not in this project's environment:
# mypy: disable-error-code="import-not-found, misc"
from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from gi.repository import GLib
from orca import chnames, event_manager, orca_state, settings, speechserver

TICK = 40  # milliseconds: long against one of Orca's events, short against a test
ENOUGH = 100  # after four idle seconds the file need not grow any more


def settle() -> None:
    """Make this module Orca's voice, and turn off whatever would talk without being asked."""
    settings.speechServerFactory = __name__
    settings.speechFactoryModules = [__name__]
    settings.sayAllOnLoad = False
    settings.enableKeyEcho = False
    settings.enableSound = False
    settings.enableBraille = False
    settings.enableBrailleMonitor = False


class Log:
    """The file of rows, and the count of idle ticks since the last one that was not idle."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", buffering=1, encoding="utf-8")
        self._idle = 0
        self._key = orca_state.lastNonModifierKeyEvent
        self.reading = False

    def row(self, kind: str, value: str) -> None:
        self._idle = 0
        self._write({kind: value})

    def tick(self) -> bool:
        """Note a new key, or one more idle tick; True keeps the timer going.

        The timer has the lowest priority in Orca's main loop: it fires when all that waited has been handled.
        """
        key = orca_state.lastNonModifierKeyEvent
        if key is not self._key:
            self._key = key
            self.row("key", key.event_string)
        elif self.reading or not event_manager.getManager()._eventQueue.empty():
            self._idle = 0
        elif self._idle < ENOUGH:
            self._idle += 1
            self._write({"idle": self._idle})
        return True

    def _write(self, row: dict[str, object]) -> None:
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")


class SpeechServer(speechserver.SpeechServer):
    """Orca's plug-in point for voices."""

    _only: SpeechServer | None = None

    def __init__(self) -> None:
        super().__init__()
        self._log = Log(Path(os.environ["ARCHIVE_SPEECH_LOG"]))
        GLib.timeout_add(TICK, self._log.tick, priority=GLib.PRIORITY_LOW)

    @staticmethod
    def getFactoryName() -> str:
        return "Written down"

    @staticmethod
    def getSpeechServers() -> list[SpeechServer]:
        return [SpeechServer.getSpeechServer()]

    @staticmethod
    def getSpeechServer(info: Any = None) -> SpeechServer:  # noqa: ARG004 - Orca passes which voice; there is one
        SpeechServer._only = SpeechServer._only or SpeechServer()
        return SpeechServer._only

    def getInfo(self) -> list[str]:
        return ["Written down", "written-down"]

    def getVoiceFamilies(self) -> list[Any]:
        return []

    def speak(self, text: str | None = None, *_voice_and_interrupt: Any, **_named: Any) -> None:
        if text and text.strip():
            self._log.row("say", text.strip())

    def speakCharacter(self, character: str, *_voice: Any, **_named: Any) -> None:
        self._log.row("say", chnames.getCharacterName(character) or character)

    def sayAll(self, utteranceIterator: Iterable[Any], progressCallback: Callable[..., None]) -> None:
        """Say the whole page, one utterance a turn of the main loop, each as if spoken to its end."""
        utterances = iter(utteranceIterator)
        self._log.reading = True

        def say_next() -> bool:
            context = next(utterances, (None, None))[0] if self._log.reading else None
            if context is None:
                self._log.reading = False
                return False
            self.speak(context.utterance)
            context.currentOffset = context.endOffset
            progressCallback(context.copy(), speechserver.SayAllContext.COMPLETED)
            return True

        GLib.idle_add(say_next)

    def stop(self) -> None:
        self._log.reading = False
