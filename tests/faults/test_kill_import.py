"""`kill -9` of the server in the middle of an import: whole records only, and the index catches up."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from archive.parts import build
from archive.search import keeper
from tests import builders
from tests.faults.standing import (
    AFTER,
    FILES,
    KILLS,
    chance,
    check_all_in,
    check_whole,
    confirmed,
    count,
    finished,
    small_files,
    tidied,
)
from tests.server import kill, start, wait_for


def behind(address: str) -> int | None:
    """How many events the index has not seen, as the server says."""
    with urllib.request.urlopen(address + "/health") as answer:
        found: int | None = json.load(answer)["behind"]
        return found


def test_kill_at_random_moments_of_an_import(tmp_path: Path) -> None:
    settings = builders.settings(tmp_path / "home")
    parts = build(settings)
    confirmed(parts, small_files(tmp_path / "in"))
    when = chance(7)
    moments = []
    for _ in range(KILLS):
        server, _address = start(settings.home)
        try:
            enough = count(settings) + when.randrange(5)
            wait_for(lambda goal=enough: count(settings) >= goal or finished(settings))  # type: ignore[misc]
            with pytest.raises(subprocess.TimeoutExpired):  # alive until we end it
                server.wait(when.random() * AFTER)
        finally:
            kill(server)
        check_whole(settings)
        moments.append(count(settings))
        assert not finished(settings), "the import was over before the last kill; let it have more pictures"
    server, address = start(settings.home)
    try:
        wait_for(lambda: tidied(settings), 120)
        wait_for(lambda: behind(address) == 0)
    finally:
        kill(server)
    check_all_in(settings)
    assert keeper.exact(parts.db, parts.index)
    parts.close()
    sys.stdout.write(f"server killed {KILLS} times, with so many of {FILES} in: {moments}\n")
