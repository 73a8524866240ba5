"""A real server for tests: `archive serve` in a process group of its own, on a free port."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def environment(home: Path, **more: str) -> dict[str, str]:
    """This process's environment with an archive of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVE_")}
    own = {"ARCHIVE_HOME": str(home), "ARCHIVE_PORT": "0", "ARCHIVE_WORKERS": "1", "PYTHONPATH": str(ROOT)}
    return kept | own | more


def start(home: Path, **more: str) -> tuple[subprocess.Popen[str], str]:
    """Start the server; returns it and its address."""
    server = subprocess.Popen(
        [sys.executable, "-m", "archive", "serve"],
        env=environment(home, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert server.stdout is not None
    address = server.stdout.readline().strip()
    assert address, "the server did not start"
    return server, address.replace("localhost", "127.0.0.1")


def kill(server: subprocess.Popen[str]) -> None:
    """End the server and everything that it started, with no chance to tidy up."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    if server.stdout is not None:
        server.stdout.close()


@contextmanager
def running(home: Path, **more: str) -> Iterator[str]:
    """The server's address for the time of the block."""
    server, address = start(home, **more)
    try:
        yield address
    finally:
        kill(server)


def command(home: Path, *words: str) -> str:
    """Run an `archive` command; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "archive", *words],
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


def wait_for(
    seen: Callable[[], bool],
    seconds: float = 60,
    told: Callable[[], str] = lambda: "nothing more is known",
) -> None:
    """Look until something is so; `told` says what stands where it does not become so."""
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, f"it did not happen in time: {told()}"
        time.sleep(0.02)
