"""The server keeps its worker: whatever happens while one is started, it is known when that one ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from archive import worker
from tests import builders

LONG = 20.0


def test_a_fork_while_a_worker_is_started_does_not_keep_its_keeper_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = builders.settings(tmp_path)
    halfway, forked = threading.Event(), threading.Event()
    started = []
    pipe = os.pipe

    def slow_pipe() -> tuple[int, int]:
        ends = pipe()
        if threading.current_thread() is keeper:
            halfway.set()
            forked.wait(1)  # all the time that a fork in between needs
        return ends

    def run() -> None:
        started.append(worker.start(settings))
        halfway.set()

    monkeypatch.setattr(os, "pipe", slow_pipe)
    keeper = threading.Thread(target=run)
    keeper.start()
    assert halfway.wait(LONG)
    child = os.fork()  # as the server forks the processes that answer
    if child == 0:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(60)  # whatever becomes of the test
        while True:
            signal.pause()
    forked.set()
    keeper.join(LONG / 4)
    heard = not keeper.is_alive()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    keeper.join(LONG)
    started[0].kill()
    started[0].wait()
    assert heard, "the worker's start was heard of only when the fork had ended"


def test_a_worker_that_cannot_be_started_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert worker._one_life(builders.settings(tmp_path)) == worker.SHORT


def test_a_worker_that_somebody_else_reaped_is_over_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    child = worker.start(builders.settings(tmp_path))
    end = time.monotonic() + LONG
    while os.waitpid(child.pid, os.WNOHANG) == (0, 0):  # as the server does for every child
        assert time.monotonic() < end
    assert child.wait(LONG) == 0
    assert worker._one_life(builders.settings(tmp_path)) == worker.SHORT
