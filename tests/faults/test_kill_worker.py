"""`kill -9` of the worker alone: the server starts another one, and the import goes on by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from archive import jobs
from archive.config import Settings
from archive.parts import build
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
    rows,
    small_files,
    tidied,
)
from tests.server import kill, start, wait_for

TIMES = max(1, KILLS // 4)  # the server waits some seconds before it starts a worker that died young


def worker_of(server: int) -> int | None:
    """The process that works for a server, by the words that it was started with."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"work" in words and b"--parent" in words and os.getpgid(int(folder.name)) == server:
                return int(folder.name)
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
    return None


def failed(settings: Settings) -> bool:
    """Whether a job ended badly."""
    with rows(settings) as connection:
        return bool(connection.execute("select count(*) from job where state = 'failed'").fetchone() > (0,))


def standing(settings: Settings, server: int) -> str:
    """What stands when something did not happen: jobs, records, and the worker."""
    with rows(settings) as connection:
        found = connection.execute("select kind, state, attempts, reached, message from job").fetchall()
    return f"jobs {found}, {count(settings)} of {FILES} in, worker {worker_of(server)}"


def test_a_killed_worker_is_replaced_and_goes_on(tmp_path: Path) -> None:
    settings = builders.settings(tmp_path / "home")
    parts = build(settings)
    job = confirmed(parts, small_files(tmp_path / "in"))
    when = chance(11)
    moments = []
    server, address = start(settings.home)
    try:
        for _ in range(TIMES):
            enough = count(settings) + 1 + when.randrange(5)
            wait_for(lambda goal=enough: count(settings) >= goal or finished(settings))  # type: ignore[misc]
            worker = worker_of(server.pid)
            assert worker is not None
            with pytest.raises(subprocess.TimeoutExpired):  # the server lives, whatever becomes of its worker
                server.wait(when.random() * AFTER)
            os.kill(worker, signal.SIGKILL)
            check_whole(settings)
            moments.append(count(settings))
            assert not finished(settings), "the import was over before the kill; let it have more pictures"
            with urllib.request.urlopen(address + "/photographs") as answer:
                assert answer.status == 200, "readers notice nothing"
        wait_for(lambda: tidied(settings) or failed(settings), 120, lambda: standing(settings, server.pid))
        assert not failed(settings), standing(settings, server.pid)
        assert server.poll() is None, "the server itself was never ended"
    finally:
        kill(server)
    check_all_in(settings)
    with parts.db.reading() as session:
        done = jobs.find(session, job)
        assert done is not None
        assert (done.state, jobs.counts(session, job)) == ("done", {"added": FILES})
    parts.close()
    sys.stdout.write(f"worker killed {TIMES} times, with so many of {FILES} in: {moments}\n")
