"""Listening to what Orca has been given to say: the reading end of the speech log."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LOOK_EVERY = 0.02  # seconds between two looks at the file; half of the writer's tick
QUIET = 8  # idle ticks of Orca, and turns of Chromium, that count as rest after speech
SILENT = 24  # the same where nothing has been said


class Hearing:
    """A place in the speech log: rows before it have been heard.

    Rest is counted in idle ticks of Orca's own main loop and in turns of Chromium's, not on the wall: on a
    slow machine both take longer, and the listening lasts longer with them.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0

    def forget(self) -> None:
        """Let go of everything said so far."""
        self._pass(len(self._rows()))

    def wait_for_start(self, start: str, *, timeout: float) -> bool:
        """Whether something said starts so within `timeout` seconds; it is left to be heard."""
        end = time.monotonic() + timeout
        while not any(str(row.get("say", "")).startswith(start) for _, row in self._rows()):
            if time.monotonic() > end:
                return False
            time.sleep(LOOK_EVERY)
        return True

    def wait_for_key(self, key: str, *, timeout: float = 15) -> None:
        """Wait until Orca has taken in a key. Raises AssertionError after `timeout` seconds."""
        end = time.monotonic() + timeout
        while not any("key" in row for _, row in self._rows()):
            if time.monotonic() > end:
                raise AssertionError(f"The key {key} never reached Orca within {timeout:g} s.")
            time.sleep(LOOK_EVERY)

    def until_quiet(self, turn: Callable[[], object], *, steady: int = 1, timeout: float = 60) -> list[str]:
        """Return what is said until Orca and Chromium have both rested, `steady` times as long as usual.

        `turn` lets Chromium finish what it has in hand and returns then. Raises AssertionError when there is
        no rest after `timeout` seconds.
        """
        end = time.monotonic() + timeout
        turns = events = 0
        while True:
            turn()
            rows = [row for _, row in self._rows()]
            said = [row["say"] for row in rows if "say" in row]
            before, events = events, sum("idle" not in row for row in rows)
            turns = turns + 1 if events == before else 0
            idle = rows[-1].get("idle", 0) if rows else 0
            if min(turns, idle) >= steady * (QUIET if said else SILENT):
                self._pass(len(rows))
                return said
            if time.monotonic() > end:
                raise AssertionError(f"Orca did not come to rest within {timeout:g} s; it said {said}.")

    def wait_for(self, text: str, *, timeout: float) -> None:
        """Wait until exactly `text` is said; what came before it has been heard, what follows not."""
        end = time.monotonic() + timeout
        while True:
            rows = [row for _, row in self._rows()]
            for number, row in enumerate(rows, start=1):
                if row.get("say") == text:
                    self._pass(number)
                    return
            if time.monotonic() > end:
                said = [row["say"] for row in rows if "say" in row]
                raise AssertionError(f"Orca did not say {text!r} within {timeout:g} s; it said {said}.")
            time.sleep(LOOK_EVERY)

    def _pass(self, rows: int) -> None:
        self._at += sum(len(line) for line, _ in self._rows()[:rows])

    def _rows(self) -> list[tuple[bytes, dict[str, Any]]]:
        """The rows not yet heard, with their bytes; a row still being written waits for the next look."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self._at)
            lines = file.read().splitlines(keepends=True)
        return [(line, json.loads(line)) for line in lines if line.endswith(b"\n")]
