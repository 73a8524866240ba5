"""Listening to what Orca has been given to say: the reading end of the speech log."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

LOOK_EVERY = 0.02  # seconds between two looks at the file; half of the writer's tick
QUIET = 8  # idle ticks after speech that count as finished
SILENT = 24  # idle ticks without a word that count as nothing to say


class Hearing:
    """A place in the speech log: rows before it have been heard.

    Time is counted in idle ticks of Orca's own main loop, not on the wall: on a slow machine Orca is busy for
    longer, and the listening lasts longer with it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0

    def forget(self) -> None:
        """Let go of everything said so far."""
        self._at += sum(len(line) for line, _ in self._rows())

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

    def until_quiet(self, *, steady: int = 1, timeout: float = 30) -> list[str]:
        """Return what is said until Orca has been idle, `steady` times as long as usual.

        Raises AssertionError when Orca is still busy after `timeout` seconds.
        """
        end = time.monotonic() + timeout
        while True:
            rows = self._rows()
            said = [row["say"] for _, row in rows if "say" in row]
            idle = rows[-1][1].get("idle", 0) if rows else 0
            if idle >= steady * (QUIET if said else SILENT):
                self._at += sum(len(line) for line, _ in rows)
                return said
            if time.monotonic() > end:
                raise AssertionError(f"Orca did not come to rest within {timeout:g} s; it said {said}.")
            time.sleep(LOOK_EVERY)

    def wait_for(self, text: str, *, timeout: float) -> None:
        """Wait until exactly `text` is said; what came before it has been heard, what follows not."""
        end = time.monotonic() + timeout
        while True:
            read = 0
            rows = self._rows()
            for line, row in rows:
                read += len(line)
                if row.get("say") == text:
                    self._at += read
                    return
            if time.monotonic() > end:
                said = [row["say"] for _, row in rows if "say" in row]
                raise AssertionError(f"Orca did not say {text!r} within {timeout:g} s; it said {said}.")
            time.sleep(LOOK_EVERY)

    def _rows(self) -> list[tuple[bytes, dict[str, Any]]]:
        """The rows not yet heard, with their bytes; a row still being written waits for the next look."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self._at)
            lines = file.read().splitlines(keepends=True)
        return [(line, json.loads(line)) for line in lines if line.endswith(b"\n")]
