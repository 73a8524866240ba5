"""`kill -9` of `archive import`: the same command once more adds what is missing, and nothing twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import builders
from tests.faults.standing import (
    AFTER,
    FILES,
    KILLS,
    chance,
    check_all_in,
    check_whole,
    count,
    small_files,
)
from tests.server import command, environment, wait_for


def test_kill_the_command_at_random_moments(tmp_path: Path) -> None:
    settings = builders.settings(tmp_path / "home")
    builders.archive(settings.home).close()
    folder = small_files(tmp_path / "in")
    when = chance(13)
    moments = []
    for _ in range(KILLS):
        enough = count(settings) + when.randrange(5)
        process = subprocess.Popen(
            [sys.executable, "-m", "archive", "import", str(folder), "--json"],
            env=environment(settings.home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_for(lambda goal=enough: count(settings) >= goal)  # type: ignore[misc]
            with pytest.raises(subprocess.TimeoutExpired):  # alive until we end it
                process.wait(when.random() * AFTER)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        check_whole(settings)
        moments.append(count(settings))
        assert moments[-1] < FILES, "the import was over before the last kill; let it have more pictures"
    told = json.loads(command(settings.home, "import", str(folder), "--json"))
    assert (len(told["added"]), len(told["unchanged"])) == (FILES - moments[-1], moments[-1])
    assert told["refused"] == []
    check_all_in(settings)
    sys.stdout.write(f"command killed {KILLS} times, with so many of {FILES} in: {moments}\n")
